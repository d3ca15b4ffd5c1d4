"""Compares the program's figures.csv with the second implementation: `compare.py FIGURES.CSV WORKBOOK`.

Exit status 1 and a list where they differ. Suppressed figures cannot be compared and are passed over;
fewer than four hundred compared figures, or fewer than sixty codes, is a failure too.
"""
import csv
import datetime as dt
import sys

from figures import RATES, figures


def number(text):
    return float(text) if text != "" else None


def same(a, b):
    return a is b if a is None or b is None else abs(a - b) <= 1e-5 * max(1, abs(b))


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        theirs = {(r["code"], r["group"]): r for r in csv.DictReader(file)}
    at = max(dt.date.fromisoformat(r["period_end"]) for r in theirs.values())
    ours = figures(sys.argv[2], at)
    for code, count, yearly in RATES:
        row = theirs.get((code, ""))
        if row and row["status"] == "ok":
            n, people = ours[count, ""][0], number(row["denominator"])
            ours[code, ""] = (n, people, n / people * 10000 * (2 if yearly else 1))
    wrong, compared, codes = [], 0, set()
    for key, (n, d, value) in sorted(ours.items()):
        row = theirs.get(key)
        if row is None:
            wrong.append(f"{key}: not in figures.csv")
            continue
        if row["status"] in ("c", "low"):
            continue
        compared += 1
        codes.add(key[0])
        if value is None:
            if row["status"] == "ok":
                wrong.append(f"{key}: nothing to divide by here, {row['value']} there")
            continue
        got = tuple(number(row[name]) for name in ("numerator", "denominator", "value"))
        if row["status"] != "ok" or not all(same(a, b) for a, b in zip(got, (n, d, value))):
            wrong.append(f"{key}: here {(n, d, value)}, there {got} {row['status']}")
    for line in wrong:
        print(line)
    print(f"{compared} figures of {len(codes)} indicators compared, {len(wrong)} differ")
    sys.exit(1 if wrong or compared < 400 or len(codes) < 60 else 0)


if __name__ == "__main__":
    main()
