"""Plants a leak in a copy of a public tree, so that the attack can be seen to find it: `plant.py KIND PUBLIC_SITE OPEN_SITE COPY SMALL`.

primary   everything is shown but the small numbers themselves
total     one hidden number of a table is shown, so that the last hidden one is what is left
comment   a hidden number stands in a comment of its page
label     a hidden number stands in an aria-label of its page
bar       a bar of a hidden number's length stands in its chart
nought    a number of a table is said to be nought
"""
import csv
import re
import shutil
import sys
from pathlib import Path

from places import cells, told
from published import counts, figures, margins

COLUMNS = ["code", "group", "period_start", "period_end", "numerator", "denominator", "value", "unit", "status"]


def lines(site):
    with open(f"{site}/data/figures.csv", encoding="utf-8", newline="") as text:
        return {(row["code"], row["group"]): row for row in csv.DictReader(text)}


def write(site, rows):
    with open(f"{site}/data/figures.csv", "w", encoding="utf-8", newline="") as text:
        out = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(rows.values())


def few(number, small):
    return number is not None and 1 <= number <= small


def is_small(figure, small):
    rest = figure.d - figure.n if figure.unit == "percent" and figure.n is not None and figure.d else None
    return few(figure.n, small) or few(figure.d, small) or few(rest, small)


def primary(copy, truth, small):
    table, rows = figures(truth), lines(truth)
    for key, figure in table.items():
        if is_small(figure, small):
            rows[key] |= {"numerator": "", "denominator": "", "value": "", "status": "c"}
    write(copy, rows)
    return "any"


def total(copy, truth, small):
    public, open_, rows, all_ = figures(copy), figures(truth), lines(copy), lines(truth)
    # The largest first: what a reader has seen add up most often.
    base = lambda code: max((f.d or 0 for f in open_.values() if f.code == code and f.unit == "percent"), default=0)
    for code in sorted({code for code, _ in public}, key=lambda code: (-base(code), code)):
        groups = [group for other, group in public if other == code and group and (code, group) in open_]
        for margin in margins(groups):
            hidden = [g for g in margin if public[code, g].hidden and open_[code, g].n is not None]
            last = next((g for g in hidden if few(open_[code, g].n, small)), None)
            whole = open_[code, margin[0]].d if margin else None
            if len(margin) > 2 and last and len(hidden) > 1 and sum(open_[code, g].n or 0 for g in margin) == whole:
                for group in hidden:
                    if group != last:
                        rows[code, group] = all_[code, group]
                write(copy, rows)
                return f"{code}, {last}"
    return None


def pages(copy, truth, small):
    """A page, and a code of it with a hidden small number."""
    public, open_ = figures(copy), figures(truth)
    for path in sorted(Path(copy).glob("*.html")):
        if path.name.startswith(("definitions", "comparability", "glossary", "a-to-z", "index")):
            continue
        for key, figure in open_.items():
            if key in public and public[key].hidden and few(figure.n, small) and key[0] in (told(path.name, truth) or ()):
                yield path, key, int(figure.n)


def comment(copy, truth, small, form="<!-- {} children -->"):
    for path, key, number in pages(copy, truth, small):
        path.write_text(path.read_text("utf-8").replace("</main>", form.format(number) + "</main>"), "utf-8")
        return path.name
    return None


def label(copy, truth, small):
    return comment(copy, truth, small, '<p aria-label="{} of them"></p>')


def bar(copy, truth, small):
    public, open_ = figures(copy), figures(truth)
    for path in sorted(Path(copy, "charts").glob("*-bars.svg")):
        svg = path.read_text("utf-8")
        code = next(iter(told(f"charts/{path.name}", copy)))
        shown = [f for f in public.values() if f.code == code and f.status == "ok" and f.value]
        secret = [open_[f.key] for f in public.values() if f.code == code and f.hidden and f.key in open_ and few(open_[f.key].n, small)]
        widths = [float(w) for w in re.findall(r'<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="14"', svg)]
        if len({f.value for f in shown}) < 2 or not secret or len(widths) < 2:
            continue
        scale = max(widths) / max(f.value for f in shown)
        at = svg.rindex("</svg>", 0, svg.rindex("</svg>"))
        drawn = f'<rect x="120" y="200" width="{secret[0].value * scale:.2f}" height="14" fill="#12436D"/>'
        path.write_text(svg[:at] + drawn + svg[at:], "utf-8")
        return path.name
    return None


def nought(copy, truth, small):
    for path in sorted(Path(copy, "data").glob("*-*.csv")):
        with open(path, encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text))
        open_ = cells(Path(truth, "data", path.name)) if Path(truth, "data", path.name).is_file() else {}
        for row in rows[1:]:
            for at, column in enumerate(rows[0]):
                if at and row[at] not in ("", "0") and row[at].isdigit() and open_.get((row[0], "", column)) == row[at]:
                    row[at] = "0"
                    with open(path, "w", encoding="utf-8", newline="") as text:
                        csv.writer(text, lineterminator="\n").writerows(rows)
                    return path.name
    return None


def main():
    kind, public, truth, copy, small = sys.argv[1:6]
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(Path(public), Path(copy))
    found = {"primary": primary, "total": total, "comment": comment, "label": label, "bar": bar, "nought": nought}[kind](copy, truth, int(small))
    if not found:
        sys.exit(3)
    print(found)


if __name__ == "__main__":
    main()
