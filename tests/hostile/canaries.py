"""Searches everything a run leaves behind for what was planted in its input.

Known beginnings of planted texts in these encodings: UTF-8, UTF-16 both ways, base64 at each offset, percent, decimal and hexadecimal entities,
JSON escapes, hex, reversed, rot13; all in any case. Dates of birth, in any common writing, in what the same encodings hold when they are undone.
Zip files and compressed streams are opened, those within others too. `broken()` plants in every place and says what the search does not find.
"""
import base64
import binascii
import codecs
import datetime as dt
import hashlib
import html
import io
import re
import subprocess
import tempfile
import urllib.parse
import zipfile
import zlib
from pathlib import Path

from book import CHILD, PLACE, TEAM, WORKER

MONTHS = "January February March April May June July August September October November December".split()
# Zips within zips, and how much of a stream is looked at.
DEEPEST, LARGEST = 4, 64 << 20

ENCODINGS = {
    "UTF-8": lambda text: text.encode(),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one on": lambda text: base64.b64encode(b"-" + text.encode() + b"-"),
    "base64, two on": lambda text: base64.b64encode(b"--" + text.encode() + b"-"),
    "percent": lambda text: "".join(f"%{b:02x}" for b in text.encode()).encode(),
    "decimal entities": lambda text: "".join(f"&#{b};" for b in text.encode()).encode(),
    "hexadecimal entities": lambda text: "".join(f"&#x{b:x};" for b in text.encode()).encode(),
    "JSON escapes": lambda text: "".join(f"\\u{b:04x}" for b in text.encode()).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "hex of UTF-16": lambda text: text.encode("utf-16-be").hex().encode(),
    "reversed": lambda text: text.encode()[::-1],
    "rot13": lambda text: codecs.encode(text, "rot13").encode(),
}


def needle(encode, name, root):
    # The letters of base64 that neighbours decide are left out.
    return encode(root)[4:-4] if name.startswith("base64, ") else encode(root).rstrip(b"=")[:-1] if name == "base64" else encode(root)


NEEDLES = {root: {needle(encode, name, root).lower() for name, encode in ENCODINGS.items()} for root in (CHILD, WORKER, TEAM, PLACE)}


def written(day):
    month = MONTHS[day.month - 1]
    return {day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {month} {day.year}", f"{day.day} {month[:3]} {day.year}", f"{day:%Y%m%d}"}


TOKENS = re.compile(rb"\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|(?<!\d)(?:19|20)\d{6}(?!\d)")
BASE64 = re.compile(rb"[A-Za-z0-9+/]{11,}")
HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
ROT13 = bytes.maketrans(*(b"".join(bytes(range(a, a + 26)[i:]) + bytes(range(a, a + 26)[:i]) for a in (65, 97)) for i in (0, 13)))


def undone(data):
    """The bytes as each encoding would have had them before."""
    yield data
    yield data[::-1]
    if b"\0" in data:
        yield data.replace(b"\0", b"")
    if b"%3" in data:
        yield urllib.parse.unquote_to_bytes(data)
    if b"&#" in data:
        yield html.unescape(data.decode("utf-8", "replace")).encode()
    if b"\\u00" in data:
        yield re.sub(rb"\\u00([0-7][0-9a-fA-F])", lambda m: bytes([int(m[1], 16)]), data)
    yield data.translate(ROT13)
    runs = BASE64.findall(data)
    yield b"\n".join(unbased(run[start:]) for run in runs for start in range(4))
    raw = b"\n".join(binascii.unhexlify(run[start: start + (len(run) - start) // 2 * 2]) for run in HEX.findall(data) for start in (0, 1))
    yield raw
    yield raw.replace(b"\0", b"")


def unbased(run):
    run = run[:-1] if len(run) % 4 == 1 else run
    return base64.b64decode(run + b"=" * (-len(run) % 4))


def within(data, depth=0):
    """The bytes, and what is packed in them."""
    yield data
    if depth == DEEPEST:
        return
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            for info in z.infolist():
                yield info.filename.encode() + b"\n" + info.comment + b"\n" + z.comment
                yield from within(z.read(info), depth + 1)
    elif data[:5] == b"%PDF-":
        for start in re.finditer(rb"stream\r?\n", data):
            # A stream that no filter packs has been searched with the file.
            try:
                yield from within(zlib.decompressobj().decompress(data[start.end():], LARGEST), depth + 1)
            except zlib.error:
                pass
    elif data[:2] == b"\x1f\x8b":
        yield from within(zlib.decompressobj(31).decompress(data, LARGEST), depth + 1)


class Search:
    def __init__(self, births):
        self.days = {text.encode() for day in births for text in written(day)}
        self.seen = {}

    def text(self, data, allowed=()):
        """What was found in bytes, by the beginning it was known by."""
        low = data.lower()
        found = {root for root, needles in NEEDLES.items() if root not in allowed and any(needle in low for needle in needles)}
        return found | ({"date of birth"} if any(not self.days.isdisjoint(TOKENS.findall(view)) for view in undone(data)) else set())

    def file(self, path, allowed=()):
        data = path.read_bytes()
        key = hashlib.sha256(data).digest(), frozenset(allowed)
        if key not in self.seen:
            found = set().union(*(self.text(part, allowed) for part in within(data)))
            if data[:5] == b"%PDF-":
                found |= self.text(subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout, allowed)
            self.seen[key] = found
        return self.seen[key]

    def folder(self, folder, allowed=()):
        """Findings by path; the names of files are searched too."""
        hits = []
        for path in sorted(Path(folder).rglob("*")):
            found = self.text(str(path.relative_to(folder)).encode("utf-8", "surrogateescape"), allowed) | (self.file(path, allowed) if path.is_file() else set())
            hits += [f"{path.relative_to(folder)} holds {name}" for name in sorted(found)]
        return hits


def zipped(name, data, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.comment = comment
        z.writestr(name, data)
    return out.getvalue()


def pdf(stream, shown=""):
    """A PDF of one page that shows a text, with a packed stream beside it."""
    packed, page = zlib.compress(stream), zlib.compress(f"BT /F 12 Tf 50 50 Td ({shown}) Tj ET".encode())
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 400]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
               b"<</Length %d/Filter/FlateDecode>>stream\n" % len(page) + page + b"\nendstream", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
               b"<</Length %d/Filter/FlateDecode>>stream\r\n" % len(packed) + packed + b"\r\nendstream"]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + table + b"trailer<</Size 7/Root 1 0 R>>startxref\n%d\n%%%%EOF\n" % len(out)


PLACES = {
    "file": lambda data: data,
    "zip": lambda data: zipped("a", data),
    "zip in zip": lambda data: zipped("a.zip", zipped("b", data)),
    "zip in zip in zip": lambda data: zipped("a.zip", zipped("b.zip", zipped("c", data))),
    "stream of a PDF": lambda data: pdf(data),
    "zip in a stream of a PDF": lambda data: pdf(zipped("a", data)),
    "PDF in zip": lambda data: zipped("a.pdf", pdf(data)),
    "gzip": lambda data: b"\x1f\x8b\x08\0\0\0\0\0\0\3" + zlib.compress(data)[2:-4] + zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little"),
}


def broken():
    """What the search does not find although it was planted, or finds although it was not. Nothing, if it works."""
    day = dt.date(2011, 3, 7)
    planted = {root: {root: root + "0042"} for root in NEEDLES} | {"date of birth": {form: form for form in written(day)}}
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deep" / "file"
        path.parent.mkdir()

        def found(data, name="file"):
            at = path.with_name(name)
            at.write_bytes(data)
            hits = Search({day}).folder(folder)
            at.unlink()
            return {hit.rsplit(" holds ", 1)[1] for hit in hits}

        for place, put in PLACES.items():
            for encoding, encode in ENCODINGS.items():
                for what, texts in planted.items():
                    for text in texts.values():
                        # An odd number of bytes before it, and a neighbour on both sides.
                        if found(put(b"<p>\n" + encode(text) + b"\n7</p>")) != {what}:
                            missed.append(f"{what} as {encoding} in {place}")
            if found(put("no word of anybody, 2011-03-08, QZX7 KVJW".encode())):
                missed.append(f"nothing, in {place}")
        for root in NEEDLES:
            extra = {"the text of a PDF": (pdf(b"", root), "file"), "the name of a file": (b"", f"{root}.svg"), "the name of a member": (zipped(root, b""), "file"), "a comment of a zip": (zipped("a", b"", root.encode()), "file")}
            missed += [f"{root} in {place}" for place, (data, name) in extra.items() if found(data, name) != {root}]
            if Search({day}).text(root.encode(), {root}):
                missed.append(f"{root}, which was allowed")
    return missed


if __name__ == "__main__":
    for line in broken():
        print("not found:", line)
