"""Excel's older ways of writing a workbook: .xls (BIFF 8 in a compound file) and .xlsb (BIFF 12 in a zip). Texts, numbers and dates alone."""
import datetime as dt
import struct

from book import EPOCH, PACKAGE, REL, Parts

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
DATED = 14
SECTOR = 512


def number(value):
    return float((value - EPOCH).days) if isinstance(value, dt.date) else float(value)


def cells(sheet, texts):
    """Row, column, number of its text or its number, and whether it is a date."""
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if isinstance(value, (dt.date, int, float)):
                yield r, c, number(value), isinstance(value, dt.date)
            elif value is not None:
                yield r, c, texts.setdefault(str(value), len(texts)), None


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def sheet_8(sheet, texts, rows=None):
    """A sheet of an .xls; `rows` is what it says of its size."""
    out = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 0))
    out += record(0x200, struct.pack("<IIHHH", 0, len(sheet.rows) if rows is None else rows, 0, max(map(len, sheet.rows), default=0), 0))
    for r, c, value, dated in cells(sheet, texts):
        out += record(0xFD, struct.pack("<HHHI", r, c, 0, value)) if dated is None else record(0x203, struct.pack("<HHHd", r, c, int(dated), value))
    return out + record(0x0A)


def strings_8(texts):
    """The table of texts, in as many records as it takes; none begins within a text."""
    kind, out, part = 0xFC, b"", struct.pack("<II", len(texts), len(texts))
    for text in texts:
        raw = text.encode("utf-16-le")
        item = struct.pack("<HB", len(raw) // 2, 1) + raw
        if len(part) + len(item) > 8000:
            out, kind, part = out + record(kind, part), 0x3C, b""
        part += item
    return out + record(kind, part)


def stream_8(book, rows=None):
    texts, head = {}, record(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 0)) + record(0x22, b"\0\0")
    head += b"".join(record(0xE0, struct.pack("<HH", 0, form).ljust(20, b"\0")) for form in (0, DATED))
    sheets = [sheet_8(sheet, texts, rows) for sheet in book]
    names = [sheet.name.encode("utf-16-le") for sheet in book]
    tail = strings_8(texts) + record(0x0A)
    at = len(head) + sum(4 + 8 + len(name) for name in names) + len(tail)
    for sheet, name in zip(sheets, names):
        head += record(0x85, struct.pack("<IBBBB", at, 0, 0, len(name) // 2, 1) + name)
        at += len(sheet)
    return head + tail + b"".join(sheets)


def compound(stream, name="Workbook"):
    """A compound file that holds one stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    used = len(stream) // SECTOR + 1
    tables = -(-used // (SECTOR // 4 - 1))
    chain = [*range(1, used - 1), END, END, *[FAT] * tables]
    fat = b"".join(struct.pack("<I", each) for each in chain).ljust(tables * SECTOR, b"\xff")

    def entry(name, kind, child, start, size):
        raw = name.encode("utf-16-le") + b"\0\0" if name else b""
        return struct.pack("<64sHBBIII36sIQ", raw, len(raw), kind, 1, FREE, FREE, child, b"", start, size)

    directory = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, 0, len(stream)) + entry("", 0, FREE, 0, 0) * 2
    places = [*range(used, used + tables)] + [FREE] * (109 - tables)
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII109I", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, used - 1, 0, 4096, END, 0, END, 0, *places)
    return head + stream + directory + fat


def xls(book, **how):
    return compound(stream_8(book, **how))


def record_12(kind, data=b""):
    def varint(n):
        return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + varint(n >> 7)
    return varint(kind) + varint(len(data)) + data


def wide(text):
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def xlsb(book, rows=None, strings=None):
    """The members of an .xlsb; `rows` and `strings` are what it says of its sizes."""
    texts, out, bundle, rels, types = {}, Parts(), b"", "", ""
    for n, sheet in enumerate(book, 1):
        body = record_12(129) + record_12(148, struct.pack("<IIII", 0, len(sheet.rows) if rows is None else rows, 0, max(map(len, sheet.rows), default=1))) + record_12(145)
        last = None
        for r, c, value, dated in cells(sheet, texts):
            if r != last:
                body, last = body + record_12(0, struct.pack("<II", r, 0).ljust(17, b"\0")), r
            body += record_12(7, struct.pack("<III", c, 0, value)) if dated is None else record_12(5, struct.pack("<IId", c, int(dated), value))
        out[f"xl/worksheets/sheet{n}.bin"] = body + record_12(146) + record_12(130)
        bundle += record_12(156, struct.pack("<II", 0, n) + wide(f"rId{n}") + wide(sheet.name))
        rels += f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.bin"/>'
        types += f'<Override PartName="/xl/worksheets/sheet{n}.bin" ContentType="application/vnd.ms-excel.worksheet"/>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    count = len(texts) if strings is None else strings
    out["xl/workbook.bin"] = record_12(131) + record_12(153, bytes(12)) + record_12(143) + bundle + record_12(144) + record_12(132)
    out["xl/sharedStrings.bin"] = record_12(159, struct.pack("<II", count, count)) + b"".join(record_12(19, b"\0" + wide(text)) for text in texts) + record_12(160)
    out["xl/styles.bin"] = record_12(278) + record_12(617, struct.pack("<I", 2)) + b"".join(record_12(47, struct.pack("<HH", 0, form).ljust(16, b"\0")) for form in (0, DATED)) + record_12(618) + record_12(279)
    extra = f'<Relationship Id="rId900" Type="{REL}/sharedStrings" Target="sharedStrings.bin"/><Relationship Id="rId901" Type="{REL}/styles" Target="styles.bin"/>'
    out["xl/_rels/workbook.bin.rels"] = f'{head}<Relationships xmlns="{PACKAGE}">{rels}{extra}</Relationships>'.encode()
    out["_rels/.rels"] = f'{head}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.bin"/></Relationships>'.encode()
    out["[Content_Types].xml"] = (f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>').encode()
    return out
