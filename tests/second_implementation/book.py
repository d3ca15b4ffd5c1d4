"""How figures are written (rulings 2, 6, 8, 9, 10 and 14), whatever they are about."""
import statistics
from collections import Counter

from codes import tokens
from dates import ONE, add_months, age, working_days

BLANK, UNMAPPED = "Not recorded", "Not mapped"


class Book:
    """Figures by code and group: numerator, denominator and value, each None where the figure has none."""

    def __init__(self, lists, settings, population, residents):
        self.lists, self.settings, self.population, self.residents = lists, settings, population, residents
        self.at, self.out = settings.at, {}
        for rows in lists.values():
            for row in rows:
                row["years"] = self._years(row)

    def _years(self, row):
        """Ruling 16: unborn is −1; without a date of birth the age that was supplied."""
        born, given = row.get("dob"), row.get("age")
        if born is None:
            return given if given is not None and given >= -1 else None
        return -1 if born > self.at else age(born, self.at)

    # What is looked at.
    def within(self, number, day):
        """Whether a day is in the window of a list."""
        start, end = self.settings.window(number)
        return day is not None and start <= day <= min(end, self.at)

    def open(self, row, start="start", end="end"):
        """Ruling 13."""
        return row[start] is not None and row[start] <= self.at and (row[end] is None or row[end] > self.at)

    def ago(self, months):
        return add_months(self.at, -months)

    def age_of(self, rows, low, high):
        return [r for r in rows if r["years"] is not None and low <= r["years"] <= high]

    # What is written.
    def count(self, code, n, group=""):
        self.out[code, group] = (n, None, n)

    def difference(self, code, value, group=""):
        self.out[code, group] = (None, None, value)

    def share(self, code, n, d, group="", unit=100):
        self.out[code, group] = (n, d, unit * n / d) if d else (None, None, None)

    def part(self, code, rows, test, group=""):
        """The rows that pass a test, of all."""
        self.share(code, sum(1 for r in rows if test(r)), len(rows), group)

    def behind(self, code, share):
        """The number behind a share."""
        self.count(code, self.out[share, ""][0] or 0)

    def rate(self, code, n, list_of_window=None, group=""):
        """Per 10,000 children; events of a window are made yearly."""
        yearly = self.settings.yearly(list_of_window) if list_of_window else 1
        self.out[code, group] = (n, self.population, n / self.population * 10000 * yearly)

    def mean(self, code, values):
        self.share(code, sum(values), len(values), unit=1)

    def quantile(self, code, values, part):
        """Ruling 18: between order statistics in a straight line."""
        values = sorted(values)
        if values:
            at = part * (len(values) - 1)
            low = values[int(at)]
            self.difference(code, low + (at - int(at)) * (values[min(int(at) + 1, len(values) - 1)] - low))
        else:
            self.difference(code, None)
        self.count(code, len(values), "n")

    def median(self, code, values, group=""):
        self.difference(code, statistics.median(values) if values else None, group)
        if not group:
            self.count(code, len(values), "n")

    def without(self, code, n, whole, name=BLANK):
        """How many rows of the base say nothing."""
        self.share(code, n, whole, name)

    def answer(self, code, rows, field, unknown=False, yes="yes", no="no"):
        """Yes of yes and no; where the form allows Unknown it is shown, of the whole base."""
        said = Counter((r[field] or "").lower() for r in rows)
        self.share(code, said[yes], said[yes] + said[no])
        self.without(code, said[""], len(rows))
        known = {"yes", "no", ""} | ({"unknown"} if unknown else set())
        self.without(code, sum(n for word, n in said.items() if word not in known), len(rows), UNMAPPED)
        if unknown:
            self.without(code, said["unknown"], len(rows), "Unknown")

    def _unsaid(self, code, labels, blank=True):
        if blank:
            self.without(code, labels.count(BLANK), len(labels))
        self.without(code, labels.count(UNMAPPED), len(labels), UNMAPPED)

    def groups(self, code, rows, field, groups):
        """A distribution over the groups of a code set, of the rows whose code is known (ruling 2)."""
        labels = [label(r[field], groups) for r in rows]
        known = sum(name in groups for name in labels)
        for name in groups:
            self.share(code, labels.count(name), known, name)
        self._unsaid(code, labels)

    def coded(self, code, rows, field, wanted):
        """The rows with one of some codes, of the rows whose code is known."""
        field, groups = field
        labels = [label(r[field], groups) for r in rows]
        known = sum(name in groups for name in labels)
        self.share(code, sum(1 for r in rows if wanted(r)), known)
        self._unsaid(code, labels)

    def matrix(self, code, rows, first, second):
        """Counts by two code sets, blank and unmapped beside the groups."""
        names = [[*groups, BLANK, UNMAPPED] for _, groups in (first, second)]
        seen = Counter(tuple(label(r[field], groups) for field, groups in (first, second)) for r in rows)
        for one in names[0]:
            for other in names[1]:
                self.count(code, seen[one, other], f"{one} {other}")

    def bins(self, code, numbers, bins, below=False, blank=True, counts=False):
        """A distribution of lengths; negative ones are left out (ruling 14), missing ones are counted apart."""
        missing, whole = sum(n is None for n in numbers), len(numbers)
        numbers = [n for n in numbers if n is not None and n >= 0]
        seen = Counter(next((name for name, edge in bins if (n < edge if below else n <= edge)), None) for n in numbers)
        for name, _ in bins:
            self.count(code, seen[name], name) if counts else self.share(code, seen[name], len(numbers), name)
        if blank:
            self.count(code, missing, BLANK) if counts else self.without(code, missing, whole)
        return numbers

    def pyramid(self, code, rows, first=0, last=None):
        """Ruling 17: single years of boys and of girls; as far as the oldest unless a last year is given."""
        known = {sex: [r["years"] for r in rows if r["sex"] == sex and r["years"] is not None and r["years"] >= 0] for sex in ("Male", "Female")}
        oldest = last or max([17, *known["Male"], *known["Female"]])
        for sex, years in known.items():
            for n in range(first, oldest + 1):
                self.share(code, years.count(n), len(years), f"{sex} {n}")

    def months(self, code, number, days):
        """Events by calendar month, every month the window touches."""
        self._calendar(code, number, days, lambda day: f"{day:%Y-%m}")

    def weeks(self, code, number, days):
        """Events by ISO week, every week the window touches."""
        self._calendar(code, number, days, lambda day: "{}-W{:02}".format(*day.isocalendar()[:2]))

    def _calendar(self, code, number, days, key):
        day, end = self.settings.window(number)
        seen = Counter(key(d) for d in days)
        while day <= end:
            self.count(code, seen[key(day)], key(day))
            day += ONE

    def top(self, code, names, counts=False):
        """Free text, the fifteen commonest without regard to case, the rest together; a share tells how many are blank."""
        said = [name.strip() for name in names if name and name.strip()]
        write = (lambda n, name: self.count(code, n, name)) if counts else (lambda n, name: self.share(code, n, len(said), name))
        spelt = {}
        for name in said:
            spelt.setdefault(name.lower(), Counter())[name] += 1
        common = sorted(spelt.items(), key=lambda item: (-item[1].total(), item[0]))
        for _, spellings in common[:15]:
            write(spellings.total(), spellings.most_common(1)[0][0])
        if len(common) > 15:
            write(sum(spellings.total() for _, spellings in common[15:]), "Other")
        if not counts:
            self.without(code, len(names) - len(said), len(names))


def label(value, groups):
    """The group of a code, or that it is blank or stands in no group."""
    if value is None:
        return BLANK
    return next((name for name, codes in groups.items() if value.lower() in (c.lower() for c in tokens(codes))), UNMAPPED)


def children(rows, key="id"):
    return {r[key] for r in rows}


def by_child(rows):
    out = {}
    for r in rows:
        out.setdefault(r["id"], []).append(r)
    return out


def days(a, b):
    """Calendar days, None where a date is missing."""
    return None if a is None or b is None else (b - a).days


def wd(a, b):
    """Working days, −1 where the end is before the start."""
    if a is None or b is None:
        return None
    return working_days(a, b) if b >= a else -1
