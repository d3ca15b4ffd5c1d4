"""Measures over several quarters, by another way: over_time.py PROJECT FIGURES.CSV

PROJECT holds the workbooks of all quarters; FIGURES.CSV is of the last of them, made with the snapshots of the others. The workbooks are
read here by themselves, child by child, without marks, packages or anything of the program."""

import csv, datetime as dt, sys
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "second_implementation"))
from dates import ONE, add_months
from workbook import read

project, table = Path(sys.argv[1]), Path(sys.argv[2])
quarters = [(dt.date.fromisoformat(path.stem), read(path)) for path in sorted((project / "data").glob("*.xlsx"))]
now, lists = quarters[-1]
before, then = quarters[-2]
MONTHS = 6


def window(day):
    return add_months(day, -MONTHS) + ONE, day


def cases(number, end):
    """Start and end of every case that any quarter tells of, by child: a later quarter knows better."""
    known = {}
    for day, workbook in quarters:
        there = {row["id"] for row in workbook[number] if row.get("ls") not in ("V1", "V3", "V4")}
        # Open, and gone: closed after assessment alone, which the list leaves out.
        for child in set(known) - there:
            known[child] = {start: ended for start, ended in known[child].items() if ended}
        for row in workbook[number]:
            if row["id"] and row["start"] and row["start"] <= day and row.get("ls") not in ("V1", "V3", "V4"):
                mine = known.setdefault(row["id"], {})
                for start in [start for start, ended in mine.items() if ended is None and start < row["start"]]:
                    mine[start] = row["start"] - ONE
                ended = end(row)
                mine[row["start"]] = ended if ended and ended <= day else None
    return known


worked = {}
closed = cases(6, lambda row: row["end"])
first, last = (add_months(day, -12) for day in window(now))
cohort = {child for child, mine in closed.items() for end in mine.values() if end and first <= end <= last}
again = {
    child for child in cohort for end in closed[child].values() if end and first <= end <= last
    and any(end < start <= add_months(end, 12) for start in closed[child])
}
worked["CIN-21", ""] = (len(again), len(cohort))

stays = cases(8, lambda row: None if row["reason"] == "X1" else row["end"])
first, last = (add_months(day, -6) for day in window(now))
came = {child for child, mine in stays.items() if any(first <= start <= last for start in mine)}
stayed = {
    child for child in came
    if any(first <= start <= last and (end is None or end >= add_months(start, 6)) for start, end in stays[child].items())
}
worked["CLA-20", ""] = (len(stayed), len(came))


def levels(day, workbook):
    """The highest level of help of every child on a day."""
    found = {}
    for name, number, end in (("Early help", 2, "end"), ("Child in need", 6, "end"), ("Protection plan", 7, "end"), ("Looked after", 8, "end")):
        for row in workbook[number]:
            if row["id"] and row["start"] and row["start"] <= day and not (row[end] and row[end] <= day) and row.get("ls") not in ("V1", "V3", "V4"):
                found[row["id"]] = name
    return found


ORDER = ["No open case", "Early help", "Child in need", "Protection plan", "Looked after"]
was, is_now = levels(before, then), levels(now, lists)
moves = Counter((was.get(child, ORDER[0]), is_now.get(child, ORDER[0])) for child in set(was) | set(is_now))
for old in ORDER:
    for new in ORDER:
        worked["X-11", f"{old} {new}"] = (moves[old, new], None)
rank = ORDER.index
worked["X-11u", ""] = (sum(n for (a, b), n in moves.items() if a != ORDER[0] and rank(b) > rank(a)), len(was))
worked["X-11d", ""] = (sum(n for (a, b), n in moves.items() if b != ORDER[0] and rank(b) < rank(a)), len(was))

EVENTS = {"Contacts": (1, "contact"), "Early help": (2, "start"), "Referrals": (3, "date"), "Assessments": (4, "start"), "Section 47 enquiries": (5, "strategy")}
first, last = window(now)[0], before
late, withdrawn, held, had = Counter(), 0, Counter(), 0
for name, (number, field) in EVENTS.items():
    events = lambda workbook: Counter((row["id"], row[field]) for row in workbook[number] if row["id"] and row[field] and first <= row[field] <= last)
    old, new = events(then), events(lists)
    late[name], held[name] = sum((new - old).values()), sum(new.values())
    withdrawn, had = withdrawn + sum((old - new).values()), had + sum(old.values())
    worked["X-29b", name] = (late[name], held[name])
worked["X-29", ""] = (sum(late.values()), sum(held.values()))
worked["X-30", ""] = (withdrawn, had)

with table.open(encoding="utf-8", newline="") as file:
    made = {(row["code"], row["group"]): row for row in csv.DictReader(file)}
differ = 0
for (code, group), (n, of) in worked.items():
    row = made.get((code, group))
    said = row and tuple(float(row[key]) if row[key] else None for key in ("numerator", "denominator"))
    if said != (n, of):
        differ += 1
        print(f"{code} {group}: worked out {n} of {of}, made {said}", file=sys.stderr)
assert worked["CIN-21", ""][0] and worked["CLA-20", ""][0] and worked["X-11u", ""][0], worked
print(f"measures over several quarters: {len(worked)} figures by another way, {differ} differ")
sys.exit(bool(differ))
