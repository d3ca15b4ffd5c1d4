"""Where else a finished tree may say a number: every text, attribute, comment, sheet, script, PDF line and drawn length.

In: a public site, its figures, and what is hidden in truth. Out: places that say more than the open figures and published comparators
account for. A number of a text that stands in nearly every authority's edition is the report's own wording.
"""
import csv
import functools
import html
import json
import math
import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

# Not a count: dates, ordinals, codes, ages, numbers of figures and lists, the clock of a rule.
IDLE = re.compile(
    "|".join(
        (
            r"\b\d{1,2} (?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b(?: \d{4})?",
            r"\b(?:19|20)\d\d(?:[-–]\d\d)*\b|\b\d+(?:st|nd|rd|th)\b|\b[A-Z][A-Z0-9]{1,4}-\d+[a-z]*\b",
            r"(?i:\b(?:figure|table|charts?|lists?|pages?|notes?|weeks?|section|stage|PDF/UA|of 1[45]\d) \d+(?:(?:, | and )\d+)*)",
            # Whiskers and ranges, labels of groups, and how many neighbours a mean is of.
            r"\b[\d.,]+%? (?:to|–) [\d.,]+%?|(?<![\d.,])\b\d+ or (?:more|fewer|over|older)\b|(?:^|[ ,])\d+: (?=[\d\[])|\b\d+ of (?:10|1[45]\d)\b|mean of \d+",
            r"\bOf \d+ compared, .*$|\b[Nn]one of \d+|\b\d+ others? (?:is|are)\b|\b\d+ (?:of \d+ )?(?:topics?|measures?|lists?|times|stages?|questions?|teams?|authorities)\b",
            r"95%|99\.8%|10,000|\baged? \d+\S*|\bper \d+|\b(?:under|less than|more than) \d+|(?<![\d.,])\b\d+ (?:working )?(?:days?|weeks?|months?|years?)\b",
        )
    )
)
NUMBER = re.compile(r"(?<![\w.,])[−-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|(?<![\w.,])[−-]?\d+(?:\.\d+)?%?(?![\w])")
SPACES = re.compile(r"\s+")
DIGIT = re.compile(r"\d")


@functools.lru_cache(maxsize=1 << 18)
def numbers(text):
    """Numbers of a text that may count something."""
    if not DIGIT.search(text):
        return ()
    return tuple(found.replace("−", "").replace("-", "").replace(",", "") for found in NUMBER.findall(IDLE.sub(" ", text)))


# A page in pieces: a comment, a script or style, a tag with its attributes, or text between tags.
PIECE = re.compile(
    r"<!--(?P<comment>.*?)-->|<(?P<raw>script|style)\b(?P<raw_said>[^>]*)>(?P<inside>.*?)</(?P=raw)>"
    r"|</?(?P<tag>[a-zA-Z][^\s/>]*)(?P<said>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>|<[!?][^>]*>|(?P<text>[^<]+|<)",
    re.S,
)
ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
SAID = {"title", "alt", "aria-label", "aria-description", "aria-valuetext", "content", "value", "summary", "label", "placeholder", "max", "min"}
APART = {"p", "li", "td", "th", "dd", "dt", "tr", "div", "text", "title", "desc", "h1", "h2", "h3", "figcaption", "caption", "script"}


def heard(page):
    """Every text a page holds, seen or not: text, comments, scripts and attributes that a reader or a screen reader may get."""
    found, text = [], []

    def flush():
        said = SPACES.sub(" ", html.unescape(" ".join(text))).strip()
        if said:
            found.append(said)
        text.clear()

    for piece in PIECE.finditer(page):
        kind = piece.lastgroup
        if kind == "text":
            text.append(piece["text"])
        elif kind == "comment":
            found.append(piece["comment"])
        elif kind is not None:
            said = piece["said"] or piece["raw_said"]
            for name, *values in ATTRIBUTE.findall(said) if said and "=" in said else ():
                if name in SAID or name.startswith("data-"):
                    found.extend(html.unescape(value) for value in values if value)
            if piece["raw"]:
                text.append(piece["inside"])
                flush()
            elif piece["tag"].lower() in APART:
                flush()
    flush()
    return found


def spoken(path):
    """What a page or a drawing holds."""
    return heard(path.read_text("utf-8"))


def texts(site, whole=True):
    """(file, text) for everything a public tree says in words, cells and attributes; of its site alone where not `whole`."""
    site = Path(site)
    for path in sorted(site.rglob("*")):
        name = str(path.relative_to(site))
        if path.suffix in (".html", ".svg"):
            yield from ((name, text) for text in spoken(path))
        elif path.name == "search-index.js":
            for entry in json.loads(path.read_text("utf-8").split("=", 1)[1].strip().rstrip(";")):
                yield from ((f"{name} {entry['u']}", str(text)) for text in (entry["t"], entry["w"]))
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                for part in book.namelist():
                    if part.endswith(".xml"):
                        text = book.read(part).decode("utf-8")
                        yield from ((f"{name} {part}", cell) for cell in re.findall(r"<t[^>]*>([^<]*)</t>|<v>([^<]*)</v>", text) for cell in cell if cell and not cell.isdigit())
        elif path.suffix == ".csv" and path.name not in ("figures.csv", "dictionary.csv"):
            with open(path, encoding="utf-8", newline="") as lines:
                for row in csv.reader(lines):
                    yield name, " | ".join(row)
    if not whole:
        return
    for path in sorted(site.parent.glob("*.pdf")):
        told = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True).stdout.decode("utf-8")
        yield from ((path.name, SPACES.sub(" ", line).strip()) for line in re.split(r"\n\s*\n|\f", told) if line.strip())
    for path in sorted((site.parent / "source").rglob("*")):
        name = f"source/{path.relative_to(site.parent / 'source')}"
        if path.suffix == ".svg":
            yield from ((name, text) for text in spoken(path))
        elif path.suffix in (".md", ".typ"):
            for line in path.read_text("utf-8").splitlines():
                yield name, SPACES.sub(" ", re.sub(r"<[^>]*>", " | ", line)).strip()


def rendered(value):
    """How a number may be printed."""
    if value is None or not math.isfinite(value):
        return set()
    value = abs(value)
    # Python rounds half to even in binary; a printed number may be one off in its last digit, so both neighbours count.
    found = set()
    for digits in (0, 1, 2):
        step = 10.0**-digits
        for near in (math.floor(value / step) * step, math.ceil(value / step) * step):
            if abs(near - value) <= 0.5001 * step:
                # Few children are a whole number: a quotient that rounds to one accounts for none.
                if digits or value == near:
                    found.add(f"{near:.{digits}f}")
                found.add(f"{near:.{digits}f}%")
    return found


def wilson(n, d):
    z, p = 1.959964, n / d
    middle, half = (p + z * z / (2 * d)), z * math.sqrt(p * (1 - p) / d + z * z / (4 * d * d))
    return ((middle - half) / (1 + z * z / d) * 100, (middle + half) / (1 + z * z / d) * 100)


def byar(n):
    # A net change may be less than nought, and has no interval.
    z, n = 1.959964, max(n, 0)
    low = n * (1 - 1 / (9 * n) - z / (3 * math.sqrt(n))) ** 3 if n else 0.0
    return low, (n + 1) * (1 - 1 / (9 * (n + 1)) + z / (3 * math.sqrt(n + 1))) ** 3


def accounted(table):
    """What the open figures account for: the figure, its parts, what is left, its interval, and sums of a code's groups."""
    found = set()
    for figure in table.values():
        if figure.status != "ok":
            continue
        found |= rendered(figure.value) | rendered(figure.n) | rendered(figure.d)
        if figure.n is not None and figure.d and figure.unit == "percent" and figure.n <= figure.d:
            found |= rendered(figure.d - figure.n) | rendered(100 - 100 * figure.n / figure.d)
            for end in wilson(figure.n, figure.d):
                found |= rendered(end)
        if figure.n is not None and figure.value and figure.unit in ("rate", "count", "ratio"):
            for end in byar(figure.n):
                found |= rendered(end) | rendered(end * figure.value / figure.n if figure.n else 0) | rendered(2 * end)
            found |= rendered(2 * figure.n)
    return found


def compared(site, table):
    """What published comparators account for, and how far a shown figure is from them."""
    found = set()
    with open(f"{site}/data/comparisons.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            own = table.get((row["code"], row["group"]))
            for name in ("authority", "neighbours_mean", "region", "england"):
                try:
                    published = float(row[name])
                except ValueError:
                    continue
                found |= rendered(published)
                if own and own.status == "ok":
                    found |= rendered(own.value - published)
                    # The pace: half a year, as a whole one, against the last published year.
                    found |= rendered(2 * own.n / published) if own.n and published else set()
    return found


def published_whole(site):
    """Whole numbers that are published for a code, the authority's own and others': code -> texts."""
    found = {}
    with open(f"{site}/data/comparisons.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in ("authority", "neighbours_mean", "region", "england"):
                try:
                    value = abs(float(row[name]))
                    found.setdefault(row["code"], set()).update(str(n) for n in (math.floor(value), math.ceil(value)) if abs(n - value) <= 0.5)
                except ValueError:
                    pass
    return found


# Tables and sentences that stand beside published years.
BESIDE = re.compile(r"-(?:compared|years|neighbours)\.csv$|\b(?:20\d\d|published|England)\b")


def wording(editions):
    """Texts that most of several authorities' trees hold: they say nothing of any one."""
    held = Counter(text for texts in editions for text in texts)
    return {text for text, times in held.items() if times * 2 > len(editions)} if len(editions) > 2 else set()


CODE = re.compile(r"\b[A-Z][A-Z0-9]{1,4}-\d+[a-z]*\b")


@functools.lru_cache(maxsize=None)
def told(place, open_site):
    """The codes a place may speak of; None for all. A file named by a code speaks of it, a page of those it names when all is open."""
    name = place.split(" ")[-1].split("#")[0] if place.startswith("assets/search-index") else place
    own = re.match(r"(?:data|charts|source/charts)/([a-z][a-z0-9]*-\d+[a-z]*)-", name)
    if own:
        head, _, tail = own.group(1).partition("-")
        return {f"{head.upper()}-{tail}"}
    pages = [page for page in Path(open_site).glob("*.html") if page.name == name or name.startswith(("data/", "charts/")) and page.stem in name]
    return set().union(*(CODE.findall(page.read_text("utf-8")) for page in pages)) if pages else None


def hidden(public, truth, small):
    """How hidden small numbers could be printed: text -> figures."""
    few = lambda n: n is not None and n == int(n) and 1 <= n <= small
    found = {}
    for key, figure in truth.items():
        if key not in public or not public[key].hidden:
            continue
        own, part = set(), few(figure.n)
        rest = figure.unit == "percent" and figure.d and figure.n is not None and few(figure.d - figure.n)
        if part:
            own.add(str(int(figure.n)))
        if rest:
            own.add(str(int(figure.d - figure.n)))
        if (part or rest) and figure.unit in ("percent", "rate", "ratio"):
            own |= {text for text in rendered(figure.value) if "." in text}
        for text in own:
            found.setdefault(text, []).append(key)
    return found


SKIPPED = ("a-to-z", "definitions", "glossary", "comparability", "data/comparability", "data/comparisons", "source/layouts", "source/pages/definitions")


def stated(site, open_site, public, truth, small, usual):
    """Numbers in the tree's texts that equal a hidden small number spoken of there and that nothing open accounts for."""
    few, open_, codes = hidden(public, truth, small), accounted(public) | compared(site, public), {}
    beside = published_whole(site)
    # A team called "North 2" counts nobody.
    named = sorted({group for _, group in truth if re.fullmatch(r"[A-Za-z][A-Za-z &-]* \d+", group)}, key=len, reverse=True)
    teams = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in named)) if named else None
    bare = lambda text: teams.sub(" ", text) if named else text
    found, all_, judged = [], [], set()
    for place, text in texts(site):
        if place.removeprefix("assets/search-index.js ").startswith(SKIPPED):
            continue
        if place not in codes:
            codes[place] = told(place, open_site)
        # Of a table's row the first cell is its name.
        said = bare(text.split(" | ", 1)[1] if place.startswith("data/") and " | " in text else text)
        # What a page or its tables say is judged there; the same again in a text of everything, such as the pack, is the same number.
        if codes[place] is not None:
            judged.update(numbers(said))
        if text not in usual:
            all_.append((place, text, numbers(said)))
    for place, text, said in all_:
        for number in said:
            whole = number.isdigit() and int(number) <= small
            if number not in few or number in open_ and not whole:
                continue
            # The same number may be published: a table of years says so.
            if whole and codes[place] and BESIDE.search(f"{place} {text}") and any(number in beside.get(code, ()) for code in codes[place]):
                continue
            about = [key for key in few[number] if codes[place] is None or key[0] in codes[place]]
            # A few in a text of everything says nothing of any one; in a text of its own it does.
            if about and (codes[place] is not None or not whole and number not in judged):
                found.append((place, text, number, about))
    return found


def cells(path):
    """A table by name of row and column."""
    with open(path, encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    found, times = {}, {}
    for row in rows[1:]:
        times[row[0]] = times.get(row[0], 0) + 1
        for column, cell in zip(rows[0], row):
            # Rows of one name stand for different areas or years: they are told apart by what follows.
            found[(row[0], row[1] if len(row) > 2 and not numbers(row[1]) else "", column)] = cell
    return {} if any(n > 12 for n in times.values()) else found


def untrue(site, open_site):
    """Table cells of the public site that are numbers and not the numbers of the same place when all is open."""
    found = []
    for path in sorted(Path(site, "data").glob("*.csv")):
        other = Path(open_site, "data", path.name)
        if path.name in ("figures.csv", "dictionary.csv", "comparisons.csv") or not other.is_file():
            continue
        open_ = cells(other)
        for key, cell in cells(path).items():
            # What is hidden of a cell leaves its other numbers as they are.
            if "[c]" in cell and set(numbers(cell)) <= set(numbers(open_.get(key, ""))):
                continue
            if numbers(cell) and key in open_ and open_[key] != cell and numbers(open_[key]) and numbers(cell) != numbers(open_[key]):
                found.append((f"data/{path.name}", key, cell, open_[key]))
    return found


TICK = re.compile(r"^[−-]?[\d,]+(?:\.\d+)?%?$")


def drawn(site, public, truth):
    """Lengths and places in a chart that measure a hidden small number, by the scale of its axis or of the bars whose numbers are shown."""
    found = []
    for path in sorted(Path(site, "charts").glob("*.svg")):
        codes = told(f"charts/{path.name}", site)
        table = path.parent.parent / "data" / f"{path.stem}.csv"
        if not codes or not table.is_file():
            continue
        with open(table, encoding="utf-8", newline="") as lines:
            said = {float(n.rstrip("%")) for row in csv.reader(lines) for cell in row[1:] for n in numbers_all(cell)}
        exact = {number for f in public.values() if f.code in codes and f.status == "ok" for number in (f.value, f.n) if number}
        secret = {}
        for key, figure in truth.items():
            if key[0] in codes and key in public and public[key].hidden and figure.value:
                secret.setdefault(round(figure.value, 6), key)
                if figure.n:
                    secret.setdefault(figure.n, key)
        secret = {value: key for value, key in secret.items() if all(abs(value - open_) > 0.06 for open_ in said)}
        if not secret:
            continue
        svg = path.read_text("utf-8")
        for inner in re.findall(r"<svg x=.*?</svg>", svg, re.S) or [svg]:
            for value, how in measured(inner, said, exact, curves="funnel" not in path.name):
                for hidden_, key in secret.items():
                    # The track of a share is a hundred long whatever it shows.
                    if hidden_ == 100:
                        continue
                    if abs(value - hidden_) <= 0.004 * max(hidden_, 1.0):
                        found.append((f"charts/{path.name}", key, how, value))
    return found


def numbers_all(text):
    return [n.replace(",", "").replace("−", "").replace("-", "") for n in NUMBER.findall(text)]


def measured(svg, said, exact, curves=True):
    """(value, how) of every bar and corner in a drawing that can be put on a scale, but for those that are said in numbers. Without
    `curves` lines are limits that follow from the mean and the size, and only dots are numbers."""
    rects = [tuple(map(float, r)) for r in re.findall(r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"', svg)]
    # The squares of a key are no bars.
    rects = [rect for rect in rects if rect[2] != rect[3]]
    for at, how in ((2, "width"), (3, "height")):
        lengths = sorted({rect[at] for rect in rects if rect[at] > 0})
        # The scale at which most bars are as long as numbers that are shown.
        scales = [length / value for length in lengths for value in exact]
        fits = lambda scale: sum(any(abs(length - scale * value) < 0.03 for length in lengths) for value in exact)
        most = max(map(fits, scales), default=0)
        if most >= 2:
            # Counts of one base and their shares fit alike: what is said in either is said.
            best = {round(scale, 4): scale for scale in scales if fits(scale) == most}.values()
            told = lambda length, by: any(abs(length - by * v) < 0.03 for v in exact) or any(abs(length / by - v) < printed(v) for v in said)
            for length in lengths:
                if not any(told(length, by) for by in best):
                    yield length / next(iter(best)), f"{how} {length} of a bar"
    ticks = {}
    for x, y, rest, text in re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"([^>]*)>([^<]*)</text>', svg):
        if TICK.match(text):
            ticks.setdefault(x, []).append((float(y), float(text.rstrip("%").replace(",", "").replace("−", "-"))))
    for column in ticks.values():
        column = sorted(set(column))
        if len(column) < 3:
            continue
        steps = {round((b[1] - a[1]) / (b[0] - a[0]), 4) for a, b in zip(column, column[1:]) if b[0] != a[0]}
        if len(steps) != 1 or not (slope := steps.pop()):
            continue
        # Text stands a little under its line: the lines say where nought is.
        lines = sorted({float(y) for y in re.findall(r'<line x1="[\d.-]+" y1="([\d.-]+)"', svg)})
        corners = {float(y) for y in re.findall(r"[ML][\d.-]+ ([\d.-]+)", svg)} | {rect[1] for rect in rects} if curves else set()
        corners |= {float(y) for y in re.findall(r'cy="([\d.-]+)"', svg)}
        at = lambda y, shift: column[0][1] + (y - shift - column[0][0]) * slope
        shifts = {line - column[0][0] for line in lines if abs(line - column[0][0]) < 12}
        meets = lambda shift: sum(any(abs(at(y, shift) - value) <= 0.02 for y in corners) for value in exact)
        shift = max(sorted(shifts), key=meets, default=None)
        if shift is None or not meets(shift):
            continue
        for y in sorted(corners):
            if at(y, shift) > 0 and all(abs(at(y, shift) - value) > printed(value) for value in said):
                yield at(y, shift), f"corner at {y}"


def printed(value):
    """How far from what is printed the number itself may lie."""
    return 0.51 if value == int(value) else 0.051
