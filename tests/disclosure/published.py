"""What a finished tree publishes as figures: reads site/data/figures.csv and nothing else of the program."""
import copy
import csv
import functools
import re

# Groups of people about whom something is not known stand beside a distribution and not in it.
UNKNOWN = ("Not recorded", "Not mapped", "Unknown", "Refused", "Not stated", "Not known")
COUNTED = {"count", "percent", "rate", "ratio"}


def number(text):
    """A number, where it is one: dates are left out."""
    try:
        return float(text)
    except ValueError:
        return None


class Figure:
    """A line of figures.csv."""

    def __init__(self, row):
        self.code, self.group, self.unit, self.status = row["code"], row["group"], row["unit"], row["status"]
        self.n, self.d, self.value = (number(row[name]) for name in ("numerator", "denominator", "value"))
        # A count with no numerator is made of others: a difference, or the largest of several.
        self.made = self.unit == "count" and self.n is None and self.value is not None
        if self.made:
            self.n = self.value

    @property
    def key(self):
        return self.code, self.group

    @property
    def hidden(self):
        return self.status == "c"


@functools.lru_cache(maxsize=None)
def figures(site):
    """Every figure by code and group."""
    with open(f"{site}/data/figures.csv", encoding="utf-8", newline="") as lines:
        return {figure.key: figure for figure in map(Figure, csv.DictReader(lines))}


def together(before, now):
    """The figures of two quarters as one table: a code of the earlier one says so."""
    found = dict(now)
    for figure in before.values():
        earlier = copy.copy(figure)
        earlier.code = f"{figure.code} before"
        found[earlier.key] = earlier
    return found


def counts(table):
    """Whole numbers behind the figures: (code, group, 'n' or 'd') -> number."""
    found = {}
    for figure in table.values():
        if figure.unit not in COUNTED:
            continue
        for part, number in (("n", figure.n), ("d", figure.d)):
            if number is not None and number == int(number):
                found[figure.code, figure.group, part] = int(number)
    return found


def margins(groups):
    """Sets of groups that a reader would add up: all, without those not known, rows and columns of a table of two ways."""
    known = tuple(g for g in groups if not g.endswith(UNKNOWN))
    yield tuple(groups)
    yield known
    for missing in UNKNOWN:
        yield tuple(g for g in groups if g != missing)
    yield tuple(g for g in known if g not in UNKNOWN) + tuple(g for g in groups if g in ("Not recorded", "Not mapped"))
    ends = {}
    for group in groups:
        words = group.split(" ")
        for at in range(1, len(words)):
            ends.setdefault(("starts", " ".join(words[:at])), []).append(group)
            ends.setdefault(("ends", " ".join(words[at:])), []).append(group)
    for members in ends.values():
        if len(members) > 1:
            yield tuple(members)
            yield tuple(g for g in members if not g.endswith(UNKNOWN))


def flow(groups):
    """`A to B`, `A starts`, `A ends`: what comes to a step goes on from it or ends there."""
    steps = sorted({g[: -len(" ends")] for g in groups if g.endswith(" ends")})
    for step in steps:
        come = [g for g in groups if g.endswith(f" to {step}") or g == f"{step} starts"]
        go = [g for g in groups if g.startswith(f"{step} to ") or g == f"{step} ends"]
        if come and go:
            yield come, go


MONTH = re.compile(r"^\d{4}-\d{2}$")
