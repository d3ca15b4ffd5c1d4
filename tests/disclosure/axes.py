"""Whether an axis reaches further than anything drawn on it needs, as one does that was made for a number which is then hidden.

In: drawings of public sites. Out: axes of which nothing drawn comes past the tick below the last, and bars of which the longest ends
where those of no other edition's end. A tick is a number beside a grid line; how a drawing was made is known from the drawing alone.
"""
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

INNER = re.compile(r"<svg x=.*?</svg>", re.S)
TEXT = re.compile(r'<text x="([\d.-]+)" y="([\d.-]+)"([^>]*)>([^<]*)</text>')
TICK = re.compile(r"^[−-]?[\d,]+(?:\.\d+)?%?$")
RECT = re.compile(r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"([^>]*)')
LINE = re.compile(r'<line x1="([\d.-]+)" y1="([\d.-]+)" x2="([\d.-]+)" y2="([\d.-]+)"')
CORNER = re.compile(r"[ML]?\s*([\d.-]+)[ ,]([\d.-]+)")
ROUND = re.compile(r'<circle cx="([\d.-]+)" cy="([\d.-]+)"')
WHISKER = re.compile(r'd="M[\d.]+ ([\d.]+)L([\d.]+) \1M')
DIAMOND = re.compile(r'd="M([\d.]+) [\d.]+L[\d.]+ [\d.]+L\1 [\d.]+L')
LENGTH = re.compile(r'textLength="([\d.]+)"')
# Nearer to a tick than this is on it.
ON = 0.6
# An axis of shares spans so many points whatever is on it, any other so much of its largest number, half of what lacks on either side.
POINTS, PART = 20, 0.4


def number(text):
    return float(text.rstrip("%").replace(",", "").replace("−", "-"))


def runs(svg):
    """Ticks that stand in a column or a row at even steps: (0 for x or 1 for y, [(place, number)], whether they are shares)."""
    for along, fixed in ((1, 0), (0, 1)):
        lines = defaultdict(set)
        for x, y, about, text in TEXT.findall(svg):
            if TICK.match(text):
                lines[(x, y)[fixed], text[-1] == "%"].add((float((x, y)[along]), number(text)))
        for (_, share), ticks in lines.items():
            ticks = sorted(ticks)
            if len(ticks) < 3:
                continue
            gaps = {round(b[0] - a[0], 0) for a, b in zip(ticks, ticks[1:])}
            steps = {round(b[1] - a[1], 6) for a, b in zip(ticks, ticks[1:])}
            if len(steps) == 1 and max(gaps) - min(gaps) <= 1 and steps != {0} and min(gaps) > 8:
                yield along, ticks, share


def needed(ticks, share, places, on):
    """How far an axis goes for what is drawn on it."""
    by = (ticks[-1][1] - ticks[0][1]) / (on[-1] - on[0])
    drawn = [ticks[0][1] + (place - on[0]) * by for place in places if min(on) - ON <= place <= max(on) + ON]
    low, high = min(drawn, default=0), max(drawn, default=0)
    lacks = (POINTS if share else PART * abs(high)) - (high - low)
    return min(high + max(lacks, 0) / 2, 100 if share and high <= 100 else math.inf)


def grid(svg, along, ticks):
    """The grid lines of ticks, which stand a little off their numbers; none where they are no axis."""
    lines = sorted({float(line[along]) for line in LINE.findall(svg) if line[along] == line[along + 2]})
    for shift in sorted({line - ticks[0][0] for line in lines if abs(line - ticks[0][0]) < 12}, key=abs):
        on = [place + shift for place, _ in ticks]
        if all(any(abs(line - place) < ON for line in lines) for place in on):
            return on
    return None


def marks(svg, along, on):
    """Places of everything drawn that may stand for a number: corners of lines and areas, ends of bars, dots."""
    found = []
    for x, y, width, height, _ in RECT.findall(svg):
        start, long = float((x, y)[along]), float((width, height)[along])
        # Bands behind the whole of a drawing are no numbers.
        if long < 0.97 * (max(on) - min(on)) or long > 1.2 * (max(on) - min(on)):
            found += [start, start + long]
        else:
            found += [start] if along else [start + long]
    for path in re.findall(r'(?:\sd|points)="([^"]*)"', svg):
        found += [float(corner[along]) for corner in CORNER.findall(path) if corner[along] not in ("", "-", ".")]
    for dot in ROUND.findall(svg):
        found.append(float(dot[along]))
    for line in LINE.findall(svg):
        # Grid lines and axes run straight across; what is left are whiskers, limits, targets and means, but for the ticks' own.
        for end in (float(line[along]), float(line[along + 2])):
            if all(abs(end - place) > ON for place in on) and min(on) - ON <= end <= max(on) + ON:
                found.append(end)
    return found


def axes(svg):
    """(text of the last tick, how many) of every axis of which the last step holds nothing."""
    for inner in INNER.findall(svg) or [svg]:
        for along, ticks, share in runs(inner):
            on = grid(inner, along, ticks)
            if not on:
                continue
            low, high = (on[0], on[-1]) if ticks[0][1] < ticks[-1][1] else (on[-1], on[0])
            step = (high - low) / (len(on) - 1)
            places = marks(inner, along, on)
            # Past the tick below the last, as far from nought as the axis goes.
            reached = [place for place in places if (place - (high - step)) * step > 0]
            numbers = sorted(number for _, number in ticks)
            if not places or reached or needed(ticks, share, places, on) > numbers[-2]:
                continue
            yield max(number for _, number in ticks), len(ticks)


def ends(svg):
    """How far the longest bar, whisker or mark of rows ends before the numbers beside it, and in how many columns these stand; None for other drawings."""
    for inner in INNER.findall(svg):
        bars = [tuple(map(float, r[:4])) for r in RECT.findall(inner)]
        rows = [bar for bar in bars if bar[3] == 14.0]
        if not rows or len(rows) != len(bars) or len({bar[0] for bar in rows}) != 1:
            continue
        columns = defaultdict(list)
        for x, _, about, text in TEXT.findall(inner):
            long = LENGTH.search(about)
            if float(x) > rows[0][0] and long and 'text-anchor="end"' in about:
                columns[float(x)].append(float(long[1]))
        if columns:
            first = min(columns)
            # Whiskers and diamonds are drawn to the same scale, and their numbers are shown.
            marks = [float(end) for _, end in WHISKER.findall(inner)] + [float(x) for x in DIAMOND.findall(inner)]
            longest = max([bar[0] + bar[2] for bar in rows] + [x for x in marks if x < first])
            yield round(first - max(columns[first]) - longest), len(columns)


def drawings(site):
    for path in sorted(Path(site, "charts").glob("*.svg")):
        yield f"charts/{path.name}", path.read_text("utf-8")


def all_ends(site):
    """Where the longest bars of an edition end in drawings that hide something."""
    return [end for _, svg in drawings(site) if "[c]" in svg for end in ends(svg)]


def usual_ends(sites):
    """Where those of several editions end."""
    seen = Counter(end for found in sites for end in found)
    return {end for end, times in seen.items() if times > 1}


def stretched(site, usual):
    """Axes and bars that were made for more than is shown."""
    found = []
    for name, svg in drawings(site):
        for last, of in axes(svg):
            found.append(f"{name}: its axis of {of} ticks goes on to {last:g} and nothing drawn to its last step")
        if "[c]" in svg:
            for end in ends(svg):
                if end not in usual:
                    found.append(f"{name}: its longest bar ends {end[0]} before the numbers, as those of no other edition")
    return found
