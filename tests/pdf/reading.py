#!/usr/bin/env python3
"""Whether a pack can be walked: tab order, page labels, bookmarks, links and pictures with words.

    qpdf --json PACK.pdf | tests/pdf/reading.py

Prints one line a fault, and ends with 1 where there is one.
"""

import json
import sys


def objects(document):
    """Every object of the document by its reference."""
    return {name[4:]: value.get("value", value) for name, value in document["qpdf"][1].items() if name.startswith("obj:")}


def faults(document):
    """What is wrong, in words."""
    all_objects = objects(document)
    pages = document["pages"]
    places = {page["object"]: page["pageposfrom1"] for page in pages}
    for page in pages:
        number = page["pageposfrom1"]
        if all_objects[page["object"]].get("/Tabs") != "/S":
            yield f"page {number}: tabs do not follow the structure"
        if page["label"] is None or page["label"].get("/St") != number:
            yield f"page {number}: labelled otherwise than it is counted"
    yield from bookmarks(document["outlines"], places)
    for value in all_objects.values():
        if not isinstance(value, dict):
            continue
        if value.get("/Subtype") == "/Link" and not words(value.get("/Contents")):
            yield "a link says nothing"
        if value.get("/S") == "/Figure" and not words(value.get("/Alt")):
            yield "a picture has no alternative"


def words(text):
    """A text of the document without the mark of its encoding."""
    return text[2:].strip() if isinstance(text, str) and text.startswith("u:") else ""


def bookmarks(outlines, places):
    """Bookmarks lead to pages, in the order of the pages, and have words."""
    at = 0
    for outline in walk(outlines):
        if not outline["title"].strip():
            yield "a bookmark has no words"
        page = places.get(outline["dest"][0] if outline["dest"] else None)
        if page is None:
            yield f"the bookmark {outline['title']!r} leads nowhere"
        elif page < at:
            yield f"the bookmark {outline['title']!r} leads back"
        else:
            at = page
    if at == 0:
        yield "there are no bookmarks"


def walk(outlines):
    """Bookmarks in reading order."""
    for outline in outlines:
        yield outline
        yield from walk(outline["kids"])


if __name__ == "__main__":
    found = sorted(set(faults(json.load(sys.stdin))))
    print("\n".join(found))
    sys.exit(1 if found else 0)
