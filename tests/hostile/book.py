"""A workbook in memory, and the ways of writing it down: xlsx, ods, CSV, by hand.

Cells are None, str, int, float, bool, datetime.date, Error, Formula or Raw (XML as it stands).
The base is a demonstration whose identifiers, names and postcodes are exchanged for canaries.
"""
import copy
import datetime as dt
import io
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections import namedtuple
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Error = namedtuple("Error", "text")
Formula = namedtuple("Formula", "text value")
Raw = namedtuple("Raw", "xml")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
EPOCH = dt.date(1899, 12, 30)

# Beginnings by which a planted text is known wherever it turns up.
CHILD, WORKER, TEAM, PLACE = "QZX7KVJW", "Wqorkelby", "Tqeamlock", "ZQ93QXWK"
PLANTED = {"Child Unique ID": CHILD, "Family identifier": CHILD + "F", "Individual adopter identifier": CHILD + "A", "Allocated Team": TEAM,
           "Allocated Worker": WORKER, "Allocated Personal Advisor": WORKER + "P", "Placement postcode": PLACE, "URN of Placement": PLACE + "U"}


class Sheet:
    def __init__(self, name, rows, state=""):
        self.name, self.rows, self.state = name, rows, state

    @property
    def head(self):
        return self.rows[1]

    def at(self, heading):
        return next(i for i, text in enumerate(self.head) if isinstance(text, str) and text.startswith(heading))

    @property
    def body(self):
        return self.rows[2:]


class Book(list):
    """Sheets; List n is book[n - 1]."""

    def births(self):
        return {row[s.at("Date of Birth")] for s in self[:10] for row in s.body if isinstance(row[s.at("Date of Birth")], dt.date)}

    def each(self, change):
        """Changes every cell below the headings."""
        for sheet in self[:11]:
            for row in sheet.body:
                for i, cell in enumerate(row):
                    row[i] = change(cell, sheet.head[i])
        return self


def letters(column):
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(65 + last)


def read(path):
    """A demonstration's sheets; numbers under a heading that speaks of a date are dates."""
    tag = "{%s}" % MAIN
    book = Book()
    with zipfile.ZipFile(path) as z:
        texts = ["".join(t.text or "" for t in item.iter(tag + "t")) for item in ET.fromstring(z.read("xl/sharedStrings.xml"))]
        names = [s.get("name") for s in ET.fromstring(z.read("xl/workbook.xml")).iter(tag + "sheet")]
        for number, name in enumerate(names, 1):
            rows = []
            for row in ET.fromstring(z.read(f"xl/worksheets/sheet{number}.xml")).iter(tag + "row"):
                cells = {}
                for cell in row.iter(tag + "c"):
                    column = sum((ord(c) - 64) * 26 ** i for i, c in enumerate(reversed(re.match("[A-Z]+", cell.get("r")).group()))) - 1
                    value = cell.find(tag + "v")
                    if value is not None:
                        cells[column] = texts[int(value.text)] if cell.get("t") == "s" else float(value.text)
                rows.append([cells.get(i) for i in range(len(rows[1]) if len(rows) > 1 else max(cells) + 1)])
            dated = [isinstance(h, str) and "date" in h.lower() for h in rows[1]]
            for row in rows[2:]:
                for i, cell in enumerate(row):
                    if isinstance(cell, float):
                        row[i] = EPOCH + dt.timedelta(days=int(cell)) if dated[i] else int(cell)
            book.append(Sheet(name, rows))
    return book


def base(annexa, folder, children):
    subprocess.run([annexa, "demo", str(folder), "--children", str(children), "--seed", "3"], check=True, capture_output=True)
    book, known = read(next(Path(folder).glob("data/*.xlsx"))), {}
    for sheet in book:
        for row in sheet.body:
            for i, heading in enumerate(sheet.head):
                if heading in PLANTED and row[i] is not None:
                    row[i] = known.setdefault((PLANTED[heading], row[i]), f"{PLANTED[heading]}{len(known):04d}")
    return book


def clone(book):
    return copy.deepcopy(book)


class Parts(dict):
    """Members of a workbook's zip, by name."""

    def sheet(self, number, change):
        name = f"xl/worksheets/sheet{number}.xml"
        before = self[name]
        self[name] = change(before)
        assert self[name] != before, "the case changes nothing"
        return self

    def swap(self, name, old, new, count=-1):
        before = self[name]
        self[name] = before.replace(old, new, count)
        assert self[name] != before, "the case changes nothing"
        return self

    def zipped(self, method=zipfile.ZIP_DEFLATED, prefix=b""):
        out = io.BytesIO()
        out.write(prefix)
        with zipfile.ZipFile(out, "a" if prefix else "w", method) as z:
            for name, data in self.items():
                info = zipfile.ZipInfo(name, (2025, 10, 1, 0, 0, 0))
                info.compress_type = method
                z.writestr(info, data)
        return out.getvalue()


def parts(book, inline=False, refs=True, date1904=False, styles=True, ns=MAIN, rich=False, formulas=False, iso=False, datetimes=False, dimension=None):
    """The members of an .xlsx of these sheets."""
    texts, number_of = [], {}

    def text_item(text):
        # XML lets no control characters through; spreadsheets write them so.
        text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", lambda m: f"_x{ord(m.group()):04X}_", text)
        if rich and len(text) > 1:
            return "".join(f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(t)}</t></r>' for t in (text[:1], text[1:]))
        return f'<t xml:space="preserve">{escape(text)}</t>'

    def cell(value, place):
        r = f' r="{place}"' if refs else ""
        if isinstance(value, Raw):
            return value.xml.replace("@", place)
        if value is None:
            return "" if refs else "<c/>"
        if isinstance(value, bool):
            return f'<c{r} t="b"><v>{int(value)}</v></c>'
        if isinstance(value, Error):
            return f'<c{r} t="e"><v>{escape(value.text)}</v></c>'
        if isinstance(value, Formula):
            kind = ' t="str"' if isinstance(value.value, str) else ""
            cached = "" if value.value is None else f"<v>{escape(str(value.value))}</v>"
            return f"<c{r}{kind}><f>{escape(value.text)}</f>{cached}</c>"
        if isinstance(value, dt.date):
            if iso:
                return f'<c{r} t="d"><v>{value.isoformat()}</v></c>'
            serial = (value - EPOCH).days - (1462 if date1904 else 0) + (0.6 if datetimes else 0)
            return f'<c{r} s="1"><v>{serial}</v></c>'
        if isinstance(value, (int, float)):
            return f"<c{r}><v>{value}</v></c>"
        if formulas:
            return f'<c{r} t="str"><f>A1&amp;B1</f><v>{escape(value)}</v></c>'
        if inline:
            return f'<c{r} t="inlineStr"><is>{text_item(value)}</is></c>'
        if value not in number_of:
            number_of[value] = len(texts)
            texts.append(value)
        return f'<c{r} t="s"><v>{number_of[value]}</v></c>'

    out, head = Parts(), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    sheets, rels, types = "", "", ""
    for n, sheet in enumerate(book, 1):
        rows = []
        for at, row in enumerate(sheet.rows, 1):
            cells = "".join(cell(value, f"{letters(i)}{at}") for i, value in enumerate(row))
            rows.append(f'<row r="{at}">{cells}</row>' if refs else f"<row>{cells}</row>")
        size = f'<dimension ref="{dimension}"/>' if dimension else ""
        out[f"xl/worksheets/sheet{n}.xml"] = f'{head}<worksheet xmlns="{ns}">{size}<sheetData>{"".join(rows)}</sheetData></worksheet>'.encode()
        state = f' state="{sheet.state}"' if sheet.state else ""
        sheets += f"<sheet name={quoteattr(sheet.name)} sheetId=\"{n}\"{state} r:id=\"rId{n}\"/>"
        rels += f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        types += f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    pr = '<workbookPr date1904="1"/>' if date1904 else "<workbookPr/>"
    out["xl/workbook.xml"] = f'{head}<workbook xmlns="{ns}" xmlns:r="{REL}">{pr}<sheets>{sheets}</sheets></workbook>'.encode()
    extra = f'<Relationship Id="rId900" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    if styles:
        extra += f'<Relationship Id="rId901" Type="{REL}/styles" Target="styles.xml"/>'
        out["xl/styles.xml"] = f'{head}<styleSheet xmlns="{ns}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'.encode()
    out["xl/_rels/workbook.xml.rels"] = f'{head}<Relationships xmlns="{PACKAGE}">{rels}{extra}</Relationships>'.encode()
    items = "".join(f"<si>{text_item(text)}</si>" for text in texts)
    out["xl/sharedStrings.xml"] = f'{head}<sst xmlns="{ns}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'.encode()
    out["_rels/.rels"] = f'{head}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode()
    out["[Content_Types].xml"] = (f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>').encode()
    return out


def xlsx(book, **how):
    return parts(book, **how).zipped()


def written(value, form="%d/%m/%Y"):
    return "" if value is None else value.strftime(form) if isinstance(value, dt.date) else str(value)


def csv(sheet, mark=",", end="\r\n", encoding="utf-8", quote=False, title=False):
    """One list as delimited text; the title row is left out unless asked for."""
    def field(text):
        return '"' + text.replace('"', '""') + '"' if quote or any(c in text for c in mark + '"\r\n') else text
    rows = sheet.rows if title else sheet.rows[1:]
    return end.join([*(mark.join(field(written(cell)) for cell in row) for row in rows), ""]).encode(encoding)


def ods(book):
    def cell(value):
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{written(value)}</text:p></table:table-cell>'
        if isinstance(value, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
    tables = "".join(f"<table:table table:name={quoteattr(s.name)}>" + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in s.rows) + "</table:table>" for s in book)
    ns = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{ns}office:1.0" xmlns:table="{ns}table:1.0" xmlns:text="{ns}text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>")
    manifest = (f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{ns}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
    return Parts({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})
