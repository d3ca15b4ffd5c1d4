"""Reads an Annex A workbook (title in row 1, headings in row 2) with nothing but the standard library.

Comes out: eleven lists of rows, each a dict of the names below in the order of the official columns.
Codes are cut down to their token; dates are days; blanks are None. A row that repeats another cell for cell is read once.
"""
import datetime as dt
import re
import zipfile
import xml.etree.ElementTree as ET

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

# Dates of 1899 to 1901 and of 9999 stand for none.
PLACEHOLDER = 1901

WHO = "id sex eth dob age"
COLUMNS = {
    1: f"{WHO} @contact source",
    2: f"{WHO} @start @end org",
    3: f"{WHO} @date source nfa #previous team worker",
    4: f"{WHO} dis @start seen @auth need team worker",
    5: f"{WHO} dis @strategy unnecessary @conf plan #s47s #icpcs team worker",
    6: f"{WHO} dis @start need @seen @end reason status team worker",
    7: f"{WHO} dis @start initial latest @visit alone @review @end epo #previous team worker",
    8: f"{WHO} uasc dis @start need second @ls_start ls @review @visit plan @iro @health @dental #placements @end reason"
       " @p_start type provider postcode urn place la #missing #absent offered accepted team worker",
    9: f"{WHO} uasc dis team worker adviser el @pathway touch @contact home suitable activity",
    10: "id family sex eth dob age dis @care @decision @order @match @placed @adopted @reversed reason @ffa",
    11: "id family sex eth dis ffa @enquiry @s1 @e1 @s2 @e2 @submitted @approved @match @placed #children @adopted @left reason",
}


def sheets(path):
    """Name and cells of every sheet; a cell is a text or a number."""
    with zipfile.ZipFile(path) as z:
        shared = []
        if "xl/sharedStrings.xml" in z.namelist():
            for item in ET.fromstring(z.read("xl/sharedStrings.xml")):
                shared.append("".join(t.text or "" for t in item.iter(NS + "t")))
        targets = {r.get("Id"): r.get("Target") for r in ET.fromstring(z.read("xl/_rels/workbook.xml.rels"))}
        for sheet in ET.fromstring(z.read("xl/workbook.xml")).iter(NS + "sheet"):
            target = targets[sheet.get(REL)].lstrip("/")
            target = target if target.startswith("xl/") else "xl/" + target
            yield sheet.get("name"), rows_of(ET.fromstring(z.read(target)), shared)


def rows_of(root, shared):
    rows = []
    for row in root.iter(NS + "row"):
        cells = {}
        for cell in row.iter(NS + "c"):
            letters = re.match("[A-Z]+", cell.get("r")).group()
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            value = cell.find(NS + "v")
            kind = cell.get("t")
            if kind == "inlineStr":
                cells[column - 1] = "".join(t.text or "" for t in cell.iter(NS + "t"))
            elif value is not None and value.text is not None:
                cells[column - 1] = shared[int(value.text)] if kind == "s" else value.text if kind == "str" else float(value.text)
        rows.append(cells)
    return rows


def day(value):
    if isinstance(value, float):
        found = dt.date(1899, 12, 30) + dt.timedelta(days=int(value))
        return found if PLACEHOLDER < found.year < 9999 else None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            found = dt.datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
        return found if PLACEHOLDER < found.year < 9999 else None
    return None


def code(value):
    """The token or label of a coded cell, without its letter and without what follows a colon."""
    text = str(int(value)) if isinstance(value, float) else str(value)
    text = re.sub(r"^[a-z]{1,2}\d?\)\s*", "", text.strip())
    return text.split(":")[0].strip()


def read(path):
    lists = {}
    for name, rows in sheets(path):
        found = re.fullmatch(r"list[ _]?(\d+)", name.strip().lower())
        if not found:
            continue
        number = int(found.group(1))
        names = COLUMNS[number].split()
        out, before = [], set()
        for cells in rows[2:]:
            if (whole := tuple(sorted(cells.items()))) in before:
                continue
            before.add(whole)
            row = {}
            for index, label in enumerate(names):
                value = cells.get(index)
                if isinstance(value, str) and value.strip() in ("", "-", "N/A"):
                    value = None
                plain = label.lstrip("@#")
                if value is None:
                    row[plain] = None
                elif label[0] == "@" or label == "dob":
                    row[plain] = day(value)
                elif label[0] == "#" or label == "age":
                    row[plain] = int(float(value))
                elif plain in ("id", "family", "team", "worker", "adviser", "org", "urn", "la", "postcode"):
                    row[plain] = str(int(value)) if isinstance(value, float) else value.strip()
                else:
                    row[plain] = code(value)
            if any(v is not None for v in row.values()):
                out.append(row)
        lists[number] = out
    return lists
