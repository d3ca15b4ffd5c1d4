"""What can be wrong or odd with an Annex A workbook, case by case, and what each must give.

A case is a name, a maker and an expectation. The maker takes a copy of the base and gives bytes, or several files by name.
`same` builds with exactly the figures of the base; `builds` builds, with rows by list where they differ and findings of these kinds;
`refuses` is one error of that kind on that sheet; `either` may do one or the other, never crash, hang or leak.
"""
import datetime as dt
import struct
import zlib
from collections import namedtuple

from book import MAIN, STRICT, Error, Formula, Raw, Sheet, csv, ods, parts, written, xlsx

Case = namedtuple("Case", "group name make expect")
Expect = namedtuple("Expect", "how kinds rows sheet row", defaults=((), {}, None, None))
SAME, EITHER = Expect("same"), Expect("either")
CASES = []


def builds(*kinds, **rows):
    return Expect("builds", kinds, {int(k[1:]): v for k, v in rows.items()})


def warns(*kinds):
    return Expect("same", kinds)


def refuses(kind, sheet=None, row=None):
    return Expect("refuses", (kind,), {}, sheet, row)


def case(group, name, expect, make, ending=".xlsx"):
    def files(book):
        made = make(book)
        if isinstance(made, (list, type(book))):
            made = xlsx(made)
        if isinstance(made, dict) and not hasattr(made, "zipped"):
            return made
        return {"annex-a" + ending: made.zipped() if hasattr(made, "zipped") else made}
    CASES.append(Case(group, name, files, expect))


def on(change, number=None):
    """A maker that changes every sheet, or one."""
    def make(book):
        for sheet in [book[number - 1]] if number else list(book):
            change(sheet)
        return book
    return make


def headed(change):
    def of(sheet):
        sheet.rows[1] = [change(text) for text in sheet.head]
    return on(of)


def cells(change):
    return lambda book: book.each(lambda cell, heading: change(cell))


def dates(form):
    return cells(lambda cell: form(cell) if isinstance(cell, dt.date) else cell)


def how(**options):
    return lambda book: xlsx(book, **options)


def put(number, row, heading, value):
    """A maker that puts a value into a row of a list, the first being 1."""
    def of(sheet):
        sheet.body[row - 1][sheet.at(heading)] = value
    return on(of, number)


def edit(number, change, **options):
    return lambda book: parts(book, **options).sheet(number, change)


# 1. layouts ---------------------------------------------------------------------------------------------------------
NAMES = ["Contacts", "Early Help", "Referrals", "Assessments", "Sec47 and ICPC", "Children in Need", "Child Protection", "Children in Care", "Care leavers", "Adoption", "Adopters"]


def named(form):
    def make(book):
        for n, sheet in enumerate(book, 1):
            sheet.name = form(n)
        return book
    return make


def column(sheet, at, heading, value):
    for n, row in enumerate(sheet.rows):
        row[at:at] = [heading if n == 1 else None if n == 0 else value]


def swapped(sheet):
    sheet.rows[1:] = [row[:1] + row[:0:-1] for row in sheet.rows[1:]]


def duplicate_heading(sheet):
    column(sheet, len(sheet.head), sheet.head[-1], "other")


for name, form in {"List n": "List {}", "listn": "list{}", "upper case": "LIST_{}", "two digits": "List_{:02}", "blanks about": "  List {} ", "with a title": "List {} - final"}.items():
    case("layouts", "sheets called " + name, SAME, named(lambda n, form=form: form.format(n)))
case("layouts", "sheets by short names", SAME, named(lambda n: NAMES[n - 1]))
case("layouts", "sheets called Sheet n", SAME, named(lambda n: f"Sheet{n}"))
case("layouts", "mixed names", SAME, named(lambda n: NAMES[n - 1] if n % 2 else f"List {n}"))
case("layouts", "sheets in reverse order", SAME, lambda book: type(book)(reversed(book)))
case("layouts", "front sheets", SAME, lambda book: [Sheet("Front_Sheet", [["Annex A"], ["Read this"]]), Sheet("Codes_used", [["a", "b", "c"], ["a) Male", "b) Female", "x"]])] + book)
case("layouts", "no title row", SAME, on(lambda s: s.rows.pop(0)))
case("layouts", "five rows above", SAME, on(lambda s: s.rows.__setitem__(slice(0, 0), [["Report"], [None], ["As at"], [None], ["x", "y"]])))
case("layouts", "table at C5", SAME, on(lambda s: s.rows.__setitem__(slice(None), [[None]] * 3 + [[None, None] + row for row in s.rows])))
case("layouts", "columns reversed", SAME, on(swapped))
case("layouts", "local columns on both sides", SAME, on(lambda s: (column(s, 0, "Local authority", "Nowhere"), column(s, len(s.head), "UPN", "QZX7KVJWUPN"))))
case("layouts", "blank columns within", SAME, on(lambda s: column(s, 3, None, None)))
case("layouts", "column of errors outside", SAME, on(lambda s: column(s, len(s.head), "Error flags", Error("#REF!"))))
case("layouts", "heading twice", SAME, on(duplicate_heading))
case("layouts", "blank rows between", SAME, on(lambda s: s.rows.__setitem__(slice(2, None), [r for row in s.body for r in (row, [None] * len(row))])))
case("layouts", "blank rows below", SAME, on(lambda s: s.rows.extend([[""] * len(s.head)] * 500)))
case("layouts", "dashes below", SAME, on(lambda s: s.rows.extend([["-"] * len(s.head)] * 50)))
case("layouts", "headings again within", SAME, on(lambda s: s.rows.insert(len(s.rows) // 2 + 1, list(s.head))))
case("layouts", "a filter's footer", SAME, on(lambda s: s.rows.append(["Applied filters: Year is 2025"])))
case("layouts", "a total's footer", SAME, on(lambda s: s.rows.append(["Total", 99])))
case("layouts", "gender for sex", SAME, headed(lambda t: "Gender" if t == "Sex" else t))
case("layouts", "headings in upper case", SAME, headed(str.upper))
case("layouts", "headings with line breaks", SAME, headed(lambda t: t.replace(" ", "\n", 1) + " "))
case("layouts", "headings with hard blanks", SAME, headed(lambda t: t.replace(" ", "\u00a0")))
case("layouts", "headings with straight quotes", SAME, headed(lambda t: t.replace("’", "'").replace("‘", "'")))
case("layouts", "headings mangled", SAME, headed(lambda t: t.encode().decode("cp1252", "replace")))
case("layouts", "headings with a mark of order", SAME, headed(lambda t: "\ufeff" + t))
case("layouts", "headings with soft hyphens", EITHER, headed(lambda t: t[:3] + "\u00ad" + t[3:]))
case("layouts", "hidden sheets", warns("hidden-sheet"), on(lambda s: setattr(s, "state", "hidden")))
case("layouts", "very hidden sheets", warns("hidden-sheet"), on(lambda s: setattr(s, "state", "veryHidden")))

# 2. dates and numbers -------------------------------------------------------------------------------------------------
for name, form in {"dd/mm/yyyy": "%d/%m/%Y", "ISO": "%Y-%m-%d", "ISO with time": "%Y-%m-%dT00:00:00", "with a time": "%d/%m/%Y 13:45", "dotted": "%d.%m.%Y", "dashed": "%d-%m-%Y",
                   "short month": "%d-%b-%Y", "in words": "%d %B %Y", "with weekday": "%A, %d %B %Y", "digits": "%Y%m%d", "year first with slashes": "%Y/%m/%d", "blanks about": "  %d/%m/%Y\u00a0"}.items():
    case("dates", "as text, " + name, SAME, dates(lambda d, form=form: d.strftime(form)))
case("dates", "without zeros", SAME, dates(lambda d: f"{d.day}/{d.month}/{d.year}"))
case("dates", "bare serial numbers", SAME, how(styles=False))
case("dates", "serial numbers as text", SAME, dates(lambda d: str((d - dt.date(1899, 12, 30)).days)))
case("dates", "serial numbers with fraction", SAME, how(datetimes=True))
case("dates", "1904", SAME, how(date1904=True))
case("dates", "ISO cells", SAME, how(iso=True))
case("dates", "as formulas with results", SAME, dates(lambda d: Formula("TODAY()", (d - dt.date(1899, 12, 30)).days)))
case("dates", "1904 without formats", SAME, how(date1904=True, styles=False))
for name, value, kind in [("31 February", "31/02/2025", "unreadable-date"), ("month first", "09/16/2025", "month-first"), ("1900", "01/01/1900", "placeholder-date"), ("9999", "31/12/9999", "placeholder-date"),
                          ("words", "last week", "unreadable-date"), ("huge number", 1e300, "unreadable-date"), ("negative", -5, "unreadable-date"), ("truth", True, "unreadable-date"), ("error", Error("#N/A"), "cell-error")]:
    case("dates", "a contact's date, " + name, builds(kind), put(1, 2, "Date of Contact", value))
for name, value in [("born tomorrow", dt.date(2026, 3, 3)), ("born 1900", "01/01/1900"), ("born 1850", "01/02/1850"), ("born on 29 February", dt.date(2012, 2, 29))]:
    case("dates", name, builds(), put(1, 1, "Date of Birth", value))
case("dates", "ages as text", SAME, cells(lambda c: str(c) if isinstance(c, int) else c))
case("dates", "numbers with .0", SAME, cells(lambda c: f"{c}.0" if isinstance(c, int) else c))
for name, value in [("minus one million", -1_000_000), ("not a number", "NaN"), ("infinite", "inf"), ("1e308", 1e308), ("two and a half", 2.5)]:
    case("dates", "number of referrals, " + name, builds("unreadable-number"), put(3, 1, "Number of Referrals", value))

# 3. codes ----------------------------------------------------------------------------------------------------------
BARE = lambda t: t.split(") ", 1)[1] if isinstance(t, str) and ") " in t[:4] else t
case("codes", "without letters", SAME, cells(BARE))
case("codes", "letters with a dot", SAME, cells(lambda t: t.replace(") ", ". ", 1) if BARE(t) != t else t))
case("codes", "upper case", SAME, cells(lambda t: t.upper() if BARE(t) != t else t))
case("codes", "doubled blanks", SAME, cells(lambda t: t.replace(" ", "  ") if isinstance(t, str) else t))
case("codes", "hard blanks", SAME, cells(lambda t: t.replace(" ", "\u00a0") if BARE(t) != t else t))
case("codes", "blanks about", SAME, cells(lambda t: f" {t}\t" if isinstance(t, str) else t))
case("codes", "full-width letters", SAME, cells(lambda t: "".join(chr(ord(c) + 0xFEE0) if c.isalnum() and c.isascii() else c for c in t) if BARE(t) != t else t))
for name, value in [("unknown", "QZX7KVJWODD"), ("formula-like", "=cmd|' /C calc'!A0"), ("a child's name", "Wqorkelby Smith"), ("an emoji", "👩‍👧"), ("a number", 77), ("long", "QZX7KVJW" * 4000)]:
    case("codes", "an ethnicity, " + name, builds("unmapped-code"), put(1, 3, "Ethnicity", value))
case("codes", "blank texts", builds(), put(1, 3, "Ethnicity", ""))
for text in ("#N/A", "#SPILL!", "#CALC!", "#FIELD!", "#BUSY!", "#GETTING_DATA"):
    case("codes", "error " + text, builds(), put(1, 3, "Ethnicity", Error(text)))

# 4. hostile text ---------------------------------------------------------------------------------------------------------
PAYLOADS = {"script": "<script>alert(1)</script>", "attribute": "\" onmouseover=\"x", "template": "{{ config }}{% raw %}", "typst": "#read(\"/etc/passwd\") $x$ *b*", "markdown": "[x](javascript:alert(1)) ![](http://a.invalid/)",
            "formula": "=HYPERLINK(\"http://a.invalid\",\"x\")", "nul": "a\x00b", "escape": "\x1b[31mred\x1b]0;x\x07", "direction": "\u202eabc\u2066", "combining": "e" + "\u0301" * 500, "long": "x" * 32767,
            "broken lines": "a\r\nb\u2028c", "path": "../../../../etc/passwd", "format": "%s%n{}{0}", "sql": "'; DROP TABLE x;--", "astral": "𝕏🧒🏽", "entity": "&amp;lt;b&amp;gt; &#x3c;", "cdata": "]]>"}
for name, text in PAYLOADS.items():
    def everywhere(book, text=text):
        marks = {"Allocated Team", "Allocated Worker", "LA of Placement", "Organisation completing assessment"}
        return book.each(lambda cell, heading: f"{cell}{text}"[:32767] if heading in marks and cell else cell)
    case("hostile text", "in names: " + name, builds(), everywhere)
    case("hostile text", "in the sheet's name: " + name, EITHER, on(lambda s, text=text: setattr(s, "name", text[:80].replace("\x00", "").replace("\x1b", "").replace("\x07", "")), 3))
case("hostile text", "identifiers of 32,760 letters", builds(), put(1, 1, "Child Unique ID", "QZX7KVJW" * 4095))
case("hostile text", "identifiers with blanks", SAME, cells(lambda t: f" {t}\u00a0" if isinstance(t, str) and t.startswith("QZX7KVJW") else t))
case("hostile text", "a long number for an identifier", builds("long-identifier"), put(1, 1, "Child Unique ID", 12345678901234567890))

# 5. structure ----------------------------------------------------------------------------------------------------------
for n in range(1, 12):
    case("structure", f"list {n} missing", builds("missing-list", **{f"l{n}": 0}), lambda book, n=n: type(book)(s for i, s in enumerate(book, 1) if i != n))
case("structure", "a list without rows", builds("empty-list", l2=0), on(lambda s: s.rows.__delitem__(slice(2, None)), 2))
case("structure", "a column missing", builds("missing-column"), on(lambda s: [row.pop(4) for row in s.rows[1:]], 3))
case("structure", "rows twice", warns("duplicate-rows"), on(lambda s: s.rows.extend([list(r) for r in s.body]), 3))
case("structure", "a list twice", warns("list-twice", "duplicate-rows"), lambda book: book + [Sheet("List_3 (2)", [list(r) for r in book[2].rows])])
case("structure", "other headings", refuses("unknown-headings", "List_3"), on(lambda s: s.rows.__setitem__(1, [f"Thing {i}" for i in range(len(s.head))]), 3))
case("structure", "no headings, official order", warns("recognised"), on(lambda s: s.rows.__delitem__(slice(0, 2)), 3))
case("structure", "another data set", refuses("other-data-set", "List_1"), on(lambda s: s.rows.__setitem__(slice(0, 2), [["Unique ID", "UPN", "ULN", "Sex", "Age"]]), 1))
case("structure", "no sheets of lists", refuses("no-list"), lambda book: [Sheet("Notes", [["nothing", "to", "see"]])])
case("structure", "lone values", warns("lone-value"), on(lambda s: s.rows.append([written("QZX7KVJWLONE")]), 3))
case("structure", "far cell", SAME, edit(3, lambda x: x.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')))
case("structure", "blank row at the end of the grid", SAME, edit(3, lambda x: x.replace(b"</sheetData>", b'<row r="1048576"/></sheetData>')))
case("structure", "formulas with results", SAME, how(formulas=True))
case("structure", "formulas without results", builds("formula-without-value"), on(lambda s: [row.__setitem__(4, Formula("B1", None)) for row in s.body], 3))

# 6. attacks ---------------------------------------------------------------------------------------------------------
HUGE = str(2 ** 64 - 1).encode()
for name, count in {"2^64-1": HUGE, "1e11": b"100000000000", "negative": b"-1", "words": b"many"}.items():
    case("attacks", "shared strings claim " + name, refuses("damaged"), lambda book, count=count: (p := parts(book)).update({"xl/sharedStrings.xml": p["xl/sharedStrings.xml"].replace(b'uniqueCount="', b'uniqueCount="' + count + b'" x="')}) or p)
for size in ("K90:A1", "A0:G90", "banana", "A1:XFE9", "AAAAAAAAAAAAAA1"):
    case("attacks", "dimension " + size, refuses("damaged"), how(dimension=size))
for place in ("XFE3", "A1048577", "AAAAAAAAAAAAAAAA3", "A99999999999999999999", "A0", "3A", "É3"):
    case("attacks", "reference " + place, EITHER if place in ("A0", "3A", "É3") else refuses("sheet-unreadable", "List_3"), edit(3, lambda x, place=place: x.replace(b'r="A4"', f'r="{place}"'.encode(), 1)))
for index in ("99999999", "-1", "1e9", "", "18446744073709551616"):
    case("attacks", f"string number {index or 'blank'}", EITHER, edit(3, lambda x, index=index: x.replace(b't="s"><v>', f't="s"><v>{index}</v><v>'.encode(), 1)))
case("attacks", "entities that grow", refuses("damaged"), edit(3, lambda x: x.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet', 1)))
case("attacks", "entity of a file", refuses("damaged"), edit(3, lambda x: x.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet', 1)))
case("attacks", "deep nesting", EITHER, edit(3, lambda x: x.replace(b"<sheetData>", b"<a>" * 60000 + b"</a>" * 60000 + b"<sheetData>")))
case("attacks", "sixty thousand attributes", EITHER, edit(3, lambda x: x.replace(b"<sheetData>", b"<sheetData" + b"".join(b' a%d="1"' % i for i in range(60000)) + b">")))
case("attacks", "a sheet of blanks that grows", refuses("too-large"), edit(3, lambda x: x.replace(b"</sheetData>", b"</sheetData>" + b" " * (600 << 20))))
case("attacks", "two hundred thousand rows of nothing", SAME, edit(3, lambda x: x.replace(b"</sheetData>", b"".join(b'<row r="%d"><c r="A%d"/></row>' % (i, i) for i in range(5000, 205000)) + b"</sheetData>")))
case("attacks", "rows out of order", EITHER, edit(3, lambda x: x.replace(b'<row r="4"', b'<row r="2"', 1)))
case("attacks", "a cell twice", EITHER, edit(3, lambda x: x.replace(b'<c r="B4"', b'<c r="A4"', 1)))

# 7. containers ---------------------------------------------------------------------------------------------------------
case("containers", "stored", SAME, lambda book: parts(book).zipped(0))
case("containers", "inline strings", SAME, how(inline=True))
case("containers", "rich text", SAME, how(rich=True))
case("containers", "no references", SAME, how(refs=False))
case("containers", "strict", SAME, how(ns=STRICT))
case("containers", "backslashes", EITHER, lambda book: type(p := parts(book))({k.replace("/", "\\") if "sheet" in k else k: v for k, v in p.items()}))
case("containers", "bytes before the zip", EITHER, lambda book: parts(book).zipped(prefix=b"#!/bin/sh\n"))
case("containers", "bytes behind the zip", EITHER, lambda book: xlsx(book) + b"x" * 100)
for share in (10, 50, 90, 99):
    case("containers", f"cut at {share}%", refuses("damaged"), lambda book, share=share: xlsx(book)[: len(xlsx(book)) * share // 100])


def wrong_sum(book):
    raw = bytearray(xlsx(book))
    at = raw.index(b"PK\x01\x02")
    raw[at + 16] ^= 255
    return bytes(raw)


def encrypted(book):
    raw = bytearray(xlsx(book))
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    raw[6] |= 1
    return bytes(raw)


def twice(book):
    raw = bytearray(xlsx(book))
    name, other = b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet3.xml"
    return bytes(raw.replace(other, name))


case("containers", "wrong checksum", refuses("damaged"), wrong_sum)
case("containers", "encrypted member", refuses("password"), encrypted)
case("containers", "two parts of one name", refuses("damaged"), twice)
case("containers", "a part missing", EITHER, lambda book: (p := parts(book)).pop("xl/worksheets/sheet3.xml") and p)
case("containers", "shared strings missing", EITHER, lambda book: (p := parts(book)).pop("xl/sharedStrings.xml") and p)
case("containers", "relations missing", EITHER, lambda book: (p := parts(book)).pop("xl/_rels/workbook.xml.rels") and p)
case("containers", "sheet breaks off", refuses("sheet-unreadable", "List_3"), edit(3, lambda x: x[: len(x) // 2]))
case("containers", "five thousand members", refuses("too-large"), lambda book: (p := parts(book)).update({f"junk/{i}": b"" for i in range(5000)}) or p)
case("containers", "paths that climb", EITHER, lambda book: (p := parts(book)).update({"../../../tmp/climbed": b"x"}) or p)

# 8. legacy and other formats --------------------------------------------------------------------------------------------
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
case("legacy", "OpenDocument", SAME, ods, ".ods")
case("legacy", "OpenDocument called .xlsx", SAME, ods)
wide = lambda text: text.encode("utf-16-le")
case("legacy", "old workbook, empty", Expect("refuses", ("wrong-type", "damaged")), lambda book: COMPOUND.ljust(512, b"\0") + wide("Workbook").ljust(512, b"\0"), ".xls")
case("legacy", "password", refuses("password"), lambda book: COMPOUND.ljust(512, b"\0") + wide("EncryptedPackage").ljust(512, b"\0"))
for name, data, kind in [("empty file", b"", "empty-file"), ("blanks", b" \r\n\t", "empty-file"), ("PDF", b"%PDF-1.7\n", "wrong-type"), ("web page", b"<html><table><tr><td>QZX7KVJW1</td></tr></table>", "wrong-type"),
                         ("XML", b"<?xml version='1.0'?><Workbook/>", "wrong-type"), ("rich text", b"{\\rtf1 x}", "wrong-type"), ("binary", bytes(range(256)), "wrong-type"), ("zeros", bytes(4096), "wrong-type")]:
    case("legacy", name, refuses(kind), lambda book, data=data: data)

# 9. CSV ---------------------------------------------------------------------------------------------------------------
def folder(**options):
    return lambda book: {f"List_{n}.csv": csv(s, **options) for n, s in enumerate(book, 1)}


case("CSV", "plain", SAME, folder())
for name, options in {"byte order mark": {"encoding": "utf-8-sig"}, "UTF-16": {"encoding": "utf-16"}, "Windows-1252": {"encoding": "cp1252"}, "semicolons": {"mark": ";"}, "tabs": {"mark": "\t"}, "bars": {"mark": "|"},
                      "Unix lines": {"end": "\n"}, "old Mac lines": {"end": "\r"}, "all quoted": {"quote": True}, "with title": {"title": True}}.items():
    case("CSV", name, SAME, folder(**options))
case("CSV", "called by their lists", SAME, lambda book: {f"{NAMES[n - 1]}.csv": csv(s) for n, s in enumerate(book, 1)})
case("CSV", "sep line", SAME, lambda book: {f"List_{n}.csv": b"sep=;\r\n" + csv(s, mark=";") for n, s in enumerate(book, 1)})
case("CSV", "nul bytes", EITHER, lambda book: {"List_3.csv": csv(book[2]).replace(b",", b"\0,", 3)})
case("CSV", "ragged rows", EITHER, lambda book: {"List_3.csv": csv(book[2]) + b"QZX7KVJW1,x,y,z" + b"," * 5000 + b"\r\n"})
case("CSV", "quotation mark left open", EITHER, lambda book: {"List_3.csv": csv(book[2]).replace(b"\r\n", b"\r\n\"", 1)})
case("CSV", "not UTF-8", EITHER, lambda book: {"List_3.csv": csv(book[2]) + bytes(range(128, 256))})

# 10. names of files -----------------------------------------------------------------------------------------------------
for name in ("Annex A (1) final FINAL.xlsx", "données-été.xlsx", "🧒.xlsx", "a\tb.xlsx", "line\nbreak.xlsx", "\u202exslx.a.xlsx", "-rf.xlsx", "$(id).xlsx", "a'b\"c.xlsx", "<b>.xlsx", "#x*.xlsx", "x" * 250 + ".xlsx", "CON.xlsx",
             "no-ending", "annex-a.csv", "annex-a.pdf", "2025-09-30.xlsx", "..xlsx"):
    case("file names", repr(name)[:40], SAME, lambda book, name=name: {name: xlsx(book)})
