"""Whether the order in which groups stand follows the size of hidden ones: rows of tables, bars of drawings, names in a text.

In: public sites, and the truth about one of them. Out: runs of groups, hidden ones among them, that stand in the order of their true
sizes and not in that of their names nor in the one in which other authorities' groups stand. A hidden number in such a run lies between
the next lower and the next higher number shown.
"""
import csv
import functools
import html
import re
import zipfile
from collections import defaultdict
from pathlib import Path

TABLE = re.compile(r"<table.*?</table>", re.S)
ROW = re.compile(r"<tr.*?</tr>", re.S)
FIRST = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.S)
TEXT = re.compile(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*>([^<]*)</text>')
BLOCK = re.compile(r"<(p|li|dd|desc|figcaption|summary)\b[^>]*>(.*?)</\1>", re.S)
TAG = re.compile(r"<[^>]*>")
# Groups about whom something is not known, and what is left, stand last whatever their size.
APART = ("other", "not recorded", "not mapped", "code not recognised", "unknown", "refused", "not stated", "none")
OWN = re.compile(r"(?:data|charts)/([a-z][a-z0-9]*-\d+[a-z]*)-")
# Shorter runs are in some order by chance.
FEWEST = 4


def plain(text):
    return re.sub(r"\s+", " ", html.unescape(TAG.sub(" ", text))).strip().replace("’", "'").lower()


def runs(site):
    """(place, what stands there) of everything in a public tree that stands in a row: (name, whether it is said to be hidden) each, or a text."""
    site = Path(site)
    for path in sorted((site / "data").glob("*.csv")):
        if path.name not in ("figures.csv", "dictionary.csv", "comparisons.csv"):
            with open(path, encoding="utf-8", newline="") as lines:
                yield f"data/{path.name}", [(plain(row[0]), "[c]" in row) for row in csv.reader(lines) if row]
    for path in sorted(site.glob("*.html")):
        if path.stem.startswith(("definitions", "comparability", "glossary", "a-to-z")):
            continue
        page = path.read_text("utf-8")
        for table in TABLE.findall(page):
            yield path.name, [(plain(cell[1]), "[c]" in row) for row in ROW.findall(table) if (cell := FIRST.search(row))]
        for _, text in BLOCK.findall(page):
            yield path.name, plain(text)
    for path in sorted((site / "charts").glob("*.svg")):
        drawing = path.read_text("utf-8")
        texts = [(float(x), float(y), plain(text)) for x, y, text in TEXT.findall(drawing)]
        # As they are written, from top to bottom, and from left to right.
        for along in (None, 1, 0):
            sides = texts if along is None else sorted(texts, key=lambda at: at[along])
            beside = {at[along or 1] for at in texts if at[2] == "[c]"}
            yield f"charts/{path.name}", [(at[2], at[along or 1] in beside) for at in sides]
        for _, text in BLOCK.findall(drawing):
            yield f"charts/{path.name}", plain(text)
    index = site / "assets" / "search-index.js"
    if index.is_file():
        for text in re.findall(r'"[tw]":"((?:[^"\\]|\\.)*)"', index.read_text("utf-8")):
            yield "assets/search-index.js", plain(text)
    for path in sorted((site / "data").glob("*.xlsx")):
        with zipfile.ZipFile(path) as book:
            names = set(book.namelist())
            shared = re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode("utf-8"), re.S) if "xl/sharedStrings.xml" in names else []
            for part in sorted(name for name in names if name.startswith("xl/worksheets/sheet")):
                found = []
                for row in re.findall(r"<row.*?</row>", book.read(part).decode("utf-8"), re.S):
                    cells = re.findall(r"<c ([^>]*)>(.*?)</c>", row, re.S)
                    said = [plain(shared[int(TAG.sub("", inner))] if 't="s"' in about else inner) for about, inner in cells]
                    if said:
                        found.append((said[0], "[c]" in said))
                yield f"data/{path.name}", found


class Groups:
    """Which names stand for groups of which code."""

    def __init__(self, public):
        self.of = defaultdict(dict)
        for (code, group), figure in public.items():
            name = plain(group)
            if group and not name.endswith(APART):
                self.of[code][name] = figure.key
        # Only codes of which something is hidden and that have enough groups.
        self.of = {code: names for code, names in self.of.items() if len(names) >= FEWEST and any(public[key].hidden for key in names.values())}
        self.codes = defaultdict(set)
        for code, names in self.of.items():
            for name in names:
                self.codes[name].add(code)
        self.hidden = {(code, name): public[key].hidden for code, names in self.of.items() for name, key in names.items()}
        self.named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(self.codes, key=len, reverse=True) if not name[0].isdigit()) or "(?!)")

    def stands(self, place, what):
        """(code, its groups in their order) of a run: of a table those whose hidden groups are the ones said to be hidden in it."""
        own = OWN.match(place)
        names = [(name, None) for name in self.named.findall(what)] if isinstance(what, str) else what
        found = defaultdict(dict)
        for name, hidden in names:
            for code in self.codes.get(name, ()):
                if not own or own[1].upper() == code.upper():
                    found[code].setdefault(name, hidden)
        for code, run in found.items():
            secret = {name for name in run if self.hidden[code, name]}
            if isinstance(what, str):
                meant = own or "[c]" in what or not any(sign.isdigit() for sign in what)
            else:
                meant = {name for name, hidden in run.items() if hidden} == secret
            if len(run) >= FEWEST and secret and meant:
                yield code, tuple(run)


@functools.lru_cache(maxsize=4)
def stood(site):
    return [(place, what) for place, what in runs(site) if len(what) >= FEWEST]


def standing(site, public):
    """Every run of groups with hidden ones among them: (place, code, names)."""
    groups = Groups(public)
    return list(dict.fromkeys((place, code, run) for place, what in stood(site) for code, run in groups.stands(place, what)))


def before(names):
    return {(a, b) for at, a in enumerate(names) for b in names[at + 1 :]}


def pairs(site, public):
    """Which names stand before which, by place: {(place, code): {(before, after)}}; of hidden ones alone under (place, code, "hidden")."""
    found, hidden = defaultdict(set), Groups(public).hidden
    for place, code, run in standing(site, public):
        found[place, code] |= before(run)
        found[place, code, "hidden"] |= before([name for name in run if hidden[code, name]])
    return dict(found)


def told(site, public, truth, usual):
    """Runs in the order of what is hidden."""
    names_of, found = Groups(public), []
    for place, code, run in standing(site, public):
        keys = [names_of.of[code][name] for name in run]
        if any(key not in truth for key in keys) or list(run) == sorted(run):
            continue
        hidden = [at for at, key in enumerate(keys) if public[key].hidden]
        for part in ("n", "value"):
            sizes = [getattr(truth[key], part) for key in keys]
            if any(size is None for size in sizes):
                continue
            falling = all(a >= b for a, b in zip(sizes, sizes[1:]))
            if not (falling or all(a <= b for a, b in zip(sizes, sizes[1:]))):
                continue
            of_hidden = {sizes[at] for at in hidden}
            # Shown ones by size and hidden ones after or before them tell nothing, but for an order among these.
            among = hidden != list(range(len(hidden))) and hidden != list(range(len(run) - len(hidden), len(run)))
            apart = [run[at] for at in hidden]
            if len(set(sizes)) < 3 or not (among or len(of_hidden) > 2 and apart != sorted(apart)):
                continue
            # The order of the record is the same whoever's groups they are; shown ones may stand by size.
            mine, key = (before(run), (place, code)) if among else (before(apart), (place, code, "hidden"))
            others = [orders[key] for other, orders in usual.items() if other != site and key in orders]
            against = [orders for orders in others if any((b, a) in orders for a, b in mine)]
            if not against:
                continue
            shown = lambda ats: next((int(sizes[at]) for at in ats if at not in hidden), None)
            least = min(hidden, key=lambda at: sizes[at])
            ends = shown(range(least - 1, -1, -1)), shown(range(least + 1, len(run)))
            low, high = (ends[1], ends[0]) if falling else ends
            found.append(f"{place}: {code} stands in the order of its hidden numbers: {run[least]} is between {low or 0} and {high or 'any'}")
            break
    return list(dict.fromkeys(found))
