"""Compares the program's figures with the second implementation: `compare.py PROJECT FIGURES.CSV [PROJECT FIGURES.CSV …]`.

Exit status 1, and a line for every figure that differs, is missing on one side, or has another status than `ok` or `z` (nothing to divide by).
Every group of a compared code must be there on both sides, and its period must be the window of the settings.
Fewer codes or figures than the floors is a failure too, and so is a falsified figure that is not found.
"""
import csv
import sys
from pathlib import Path

from figures import figures
from settings import Settings

# What must be compared in every workbook, lest the comparison wither away.
CODES, FIGURES = 395, 2100
# The last of the six decimals of figures.csv, either way.
NEAR = 1e-6
# The list whose window a code or a family of codes is measured in.
LISTS = {
    "CON": 1, "EH": 2, "REF": 3, "ASM": 4, "S47": 5, "ICPC": 5, "CIN": 6, "CP": 7, "CLA": 8, "OPN": 8, "PLA": 8, "HLT": 8, "MIS": 8, "CL": 9,
    "ADO": 10, "APT": 11, "X-12": 6, "X-12b": 7, "X-12c": 8,
}


def list_of(code):
    """The number of that list; nothing for what looks across lists."""
    return LISTS.get(code) or LISTS.get(code.split("-")[0])


def number(text):
    """A cell of figures.csv: nothing, a number, or a day as it stands."""
    if text == "":
        return None
    try:
        return float(text)
    except ValueError:
        return text


def same(a, b):
    if isinstance(a, str) or isinstance(b, str) or a is None or b is None:
        return a == b
    return abs(a - b) <= NEAR


def difference(key, figure, row, settings):
    """What one row of figures.csv has that it should not, or nothing."""
    family = list_of(key[0])
    period = (row["period_start"], row["period_end"])
    if family and period != tuple(day.isoformat() for day in settings.window(family)):
        return f"{key}: the period there is {period}"
    got = tuple(number(row[name]) for name in ("numerator", "denominator", "value"))
    status, figure = ("x", (None, None, None)) if figure[2] == "x" else ("z" if figure[2] is None else "ok", figure)
    if row["status"] != status or not all(same(a, b) for a, b in zip(got, figure)):
        return f"{key}: here {figure}, there {got} {row['status']}"
    return None


def differences(ours, theirs, settings):
    """One line for each figure on which the two do not agree."""
    codes = {code for code, _ in ours}
    wrong = [f"{key}: only in figures.csv" for key in theirs if key[0] in codes and key not in ours]
    wrong += [f"{key}: not in figures.csv, here {figure}" for key, figure in ours.items() if key not in theirs]
    both = ((key, difference(key, figure, theirs[key], settings)) for key, figure in ours.items() if key in theirs)
    return sorted(wrong + [line for _, line in both if line])


def unnoticed(ours, theirs, settings):
    """Figures that could be falsified without a difference: in their last decimals, in what they rest on, in their period, or gone."""
    missed = []
    for key, figure in ours.items():
        row = theirs[key]
        false = [row | {"status": "c"}]
        false += [row | {"period_end": "2001-01-01"}] if list_of(key[0]) else []
        false += [row | {name: f"{number(row[name]) + 0.00001:.6f}"} for name in ("numerator", "denominator", "value") if isinstance(number(row[name]), float)]
        false += [row | {name: ""} for name in ("numerator", "denominator", "value") if row[name]]
        missed += [f"{key}: {row} would pass" for row in false if not difference(key, figure, row, settings)]
    gone = {key: row for key, row in theirs.items() if key != next(iter(ours))}
    more = theirs | {(next(iter(ours))[0], "falsified"): next(iter(theirs.values()))}
    return missed + [text for text, rows in (("a missing figure", gone), ("an added figure", more)) if not differences(ours, rows, settings)]


def compare(project, path):
    """Prints what differs and one closing line; whether all is well."""
    with open(path, encoding="utf-8", newline="") as file:
        theirs = {(row["code"], row["group"]): row for row in csv.DictReader(file)}
    ours, settings = figures(project), Settings(project)
    wrong, codes = differences(ours, theirs, settings), {code for code, _ in ours}
    missed = [] if wrong else unnoticed(ours, theirs, settings)
    for line in wrong + missed:
        print(line)
    print(f"{Path(project).name}: {len(ours)} figures of {len(codes)} indicators compared, {len(wrong)} differ")
    return not wrong and not missed and len(codes) >= CODES and len(ours) >= FIGURES


def main():
    given = sys.argv[1:]
    good = [compare(*pair) for pair in zip(given[::2], given[1::2], strict=True)]
    sys.exit(0 if good and all(good) else 1)


if __name__ == "__main__":
    main()
