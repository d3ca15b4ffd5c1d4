#!/usr/bin/env python3
"""Measures the white of a pack's pages, and names those of which a third is empty without cause.

    tests/pdf/white.py PACK.pdf [small]

A third of the paper may be empty at the foot of a page; on a page that stands alone or in a spread, anywhere in one of its halves.
The last page of a running text or an annex may end where its words do, and a column of an annex too. Further charts are left out:
their pages end where the next chart does not fit, and a chart never splits. Which page is which is read from the pack's own
destinations and from the source that lies beside it (`source/pages`). In the pack of a small place the last page of a topic, of the overview or of a list may end early too: it has few charts and rows.
Prints one line a fault, and ends with 1 where there is one.
Needs pdftoppm and pdfinfo, and nothing beyond Python's own library.
"""

import pathlib
import re
import subprocess
import sys

DPI = 36
PAPER = 246  # lighter is paper: the tint of bands is darker
HEAD, FOOT = 23 / 297, 15 / 297  # what running heads and feet take of a page
MOST = 1 / 3
SMALL = ("topic", "summary", "rows")
RUNNING = ("running", "annex", "little", "nothing")  # their last page ends where their words do
FRONT = {"summary": 2, "rows": 1}  # pages that those before the contents take


def pages(pdf):
    """Each page as (width, height, bytes), grey."""
    raw = subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", pdf], capture_output=True, check=True).stdout
    at = 0
    while at < len(raw):
        head = re.match(rb"P5\s(\d+)\s(\d+)\s255\s", raw[at:at + 40])
        width, height = int(head[1]), int(head[2])
        start = at + head.end()
        yield width, height, raw[start:start + width * height]
        at = start + width * height


def longest_white(rows):
    """The longest run of empty rows, and the run at the end."""
    longest = run = 0
    for inked in rows:
        run = 0 if inked else run + 1
        longest = max(longest, run)
    return longest, run


def white(width, height, grey):
    """Shares of the paper's height: empty at the foot, and the longest gap in the left and in the right half."""
    top, bottom = round(height * HEAD), round(height * (1 - FOOT))
    ink = bytes(1 if value < PAPER else 0 for value in range(256))
    lines = [grey[y * width:(y + 1) * width].translate(ink) for y in range(top, bottom)]
    left, right = ([any(line[side]) for line in lines] for side in (slice(0, width // 2), slice(width // 2, width)))
    foot = longest_white([a or b for a, b in zip(left, right)])[1]
    return [part / height for part in (foot, longest_white(left)[0], longest_white(right)[0])]


def sections(pdf, count):
    """For each page the page its section starts on and how that is set, from the destinations and the source beside the pack."""
    source = pathlib.Path(pdf).parent / "source" / "pages"
    said = subprocess.run(["pdfinfo", "-dests", pdf], capture_output=True, text=True, check=True).stdout
    starts = {int(page): slug for page, slug in reversed(re.findall(r'^ *(\d+) \[.*\] "page:([^"]+)"', said, re.M))}
    found, start, kind = {}, 0, None
    for page in range(1, count + 1):
        # A part goes on from the page before it and has no file of its own.
        file = source / f"{starts.get(page)}.typ"
        if file.exists():
            start, kind = page, re.search(r"^#annexa\.([a-z-]+)\(", file.read_text(encoding="utf-8"), re.M)[1]
        found[page] = (start, kind)
    return found


def main(pdf, small):
    measured = [white(*page) for page in pages(pdf)]
    section = sections(pdf, len(measured))
    faults = 0
    for page, (foot, left, right) in enumerate(measured, start=1):
        start, kind = section[page]
        last = section.get(page + 1, (None, None))[0] != start or page - start + 1 == FRONT.get(kind)
        # The cover, the contents and how to read stand between those of the report.
        if kind in (None, "further") or kind in FRONT and page - start >= FRONT[kind] or kind in RUNNING and last or small and kind in SMALL and last:
            continue
        places = [("at its foot", foot)]
        if kind not in RUNNING:
            places += [("in its left half", left), ("in its right half", right)]
        words = [f"{share:.0%} empty {where}" for where, share in places if share > MOST]
        if words:
            faults += 1
            print(f"page {page} ({kind}): {'; '.join(words)}")
    return faults


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1], "small" in sys.argv[2:]) else 0)
