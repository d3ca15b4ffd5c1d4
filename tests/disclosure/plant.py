"""Plants a leak in a copy of a public tree, so that the attack can be seen to find it: `plant.py KIND PUBLIC_SITE OPEN_SITE COPY SMALL`.

primary   everything is shown but the small numbers themselves
total     one hidden number of a table is shown, so that the last hidden one is what is left
comment   a hidden number stands in a comment of its page
label     a hidden number stands in an aria-label of its page
bar       a bar of a hidden number's length stands in its chart
nought    a number of a table is said to be nought
order     rows of a table stand in the order of its true numbers
axis      an axis goes on beyond everything on it
quarter   the quarter before (its PUBLIC_SITE and OPEN_SITE follow) hides two months of a total, and this one shows one of them
scale     the bars of a drawing are shorter, as they would be beside a longer one that is hidden
"""
import csv
import re
import shutil
import sys
from pathlib import Path

import axes
import order as order_
from places import cells, told
from published import MONTH, figures, margins

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


def order(copy, truth, small):
    """Some table that other authorities have too, in an order that is not the one of its record."""
    public, open_ = figures(copy), figures(truth)
    for path in sorted(Path(copy, "data").glob("*-bars.csv")):
        code = next(iter(told(f"data/{path.name}", copy)))
        with open(path, encoding="utf-8", newline="") as text:
            head, *rows = list(csv.reader(text))
        size = {row[0]: open_[code, row[0]].n for row in rows if (code, row[0]) in open_}
        among = [row for row in rows if row[0] in size and not order_.plain(row[0]).endswith(order_.APART)]
        if len(among) < 4 or None in size.values():
            continue
        ordered = sorted(among, key=lambda row: -size[row[0]])
        names = [row[0] for row in ordered]
        hidden = [name for name in names if public[code, name].hidden]
        # Hidden ones last and in the order of their names would tell nothing.
        among_shown = names[-len(hidden) :] != hidden
        telling = len({size[name] for name in names}) > 2 and (among_shown or len({size[name] for name in hidden}) > 2 and hidden != sorted(hidden))
        if not hidden or not telling or ordered in (among, among[::-1]) or names == sorted(names):
            continue
        with open(path, "w", encoding="utf-8", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows([head, *ordered, *(row for row in rows if row not in among)])
        return f"data/{path.name}: {code} stands in the order"
    return None


def axis(copy, truth, small):
    """A further tick, with everything drawn shrunk to make room for it, as the program would."""
    for path in sorted(Path(copy, "charts").glob("*-trend.svg")):
        svg = path.read_text("utf-8")
        for inner in axes.INNER.findall(svg):
            for along, ticks, share in axes.runs(inner):
                on = along == 1 and axes.grid(inner, along, ticks)
                if not on or ticks[0][1] < ticks[-1][1] or axes.needed(ticks, share, axes.marks(inner, along, on), on) > ticks[0][1]:
                    continue
                step = on[1] - on[0]
                # An interval that ends above the axis needs another tick: there nothing would be wrong.
                if any(0 < place < on[0] - axes.ON for place in axes.marks(inner, along, on)):
                    continue
                line = f'<line x1="0" y1="{on[0] - step:.2f}" x2="435.29" y2="{on[0] - step:.2f}" fill="none" stroke="#DDE1E4" stroke-width="1"/>'
                mark = "%" if re.search(rf">{ticks[0][1]:g}%<", inner) else ""
                x = re.search(rf'<text x="([\d.-]+)" y="{ticks[0][0]:g}"', inner)
                if not x:
                    continue
                said = f'<text x="{x[1]}" y="{ticks[0][0] - step:g}" fill="#505A5F">{2 * ticks[0][1] - ticks[1][1]:g}{mark}</text>'
                path.write_text(svg.replace(inner, inner.replace("</svg>", line + said + "</svg>")), "utf-8")
                return f"charts/{path.name}: its axis"
    return None


def scale(copy, truth, small):
    for path in sorted(Path(copy, "charts").glob("*.svg")):
        svg = path.read_text("utf-8")
        if "[c]" in svg and next(axes.ends(svg), None):
            shorter = lambda bar: f'{bar[1]}width="{float(bar[2]) * 0.8:.2f}" height="14"'
            path.write_text(re.sub(r'(<rect x="[\d.]+" y="[\d.]+" )width="([\d.]+)" height="14"', shorter, svg), "utf-8")
            return f"charts/{path.name}: its longest bar"
    return None


def quarter(copy, truth, small, before, truth_before):
    """Neither quarter tells alone: the one before leaves two months of a total hidden, and this one shows one of them."""
    then, open_then, open_now = figures(before), figures(truth_before), figures(truth)
    for code in sorted({code for code, group in then if MONTH.match(group)}):
        months = [group for other, group in then if other == code and MONTH.match(group)]
        sizes = {month: open_then[code, month].n for month in months}
        hidden = [month for month in months if then[code, month].hidden]
        said = [key for key, f in open_then.items() if f.n == sum(sizes.values()) and not key[1] and key[0][:4] == code[:4] and key in then]
        secret = [month for month in hidden if few(sizes[month], small)]
        again = [month for month in months if not few(sizes[month], small) and (code, month) in open_now and open_now[code, month].n == sizes[month] > 0]
        if not (said and secret and again):
            continue
        again.sort(key=lambda month: month not in hidden)
        earlier = Path(copy).parent / "before"
        shutil.copytree(before, earlier, dirs_exist_ok=True)
        for site, source, shown in ((earlier, truth_before, set(hidden) - {secret[0], again[0]}), (copy, truth, {again[0]})):
            rows, all_ = lines(site), lines(source)
            rows.update({(code, month): all_[code, month] for month in shown})
            if site == earlier:
                rows.update({key: all_[key] for key in said})
                rows[code, again[0]] |= {"numerator": "", "denominator": "", "value": "", "status": "c"}
            write(site, rows)
        return f"{secret[0]}: between {sizes[secret[0]]:.0f} and {sizes[secret[0]]:.0f}, by"
    return None


KINDS = {plant.__name__: plant for plant in (primary, total, comment, label, bar, nought, order, axis, scale, quarter)}


def main():
    kind, public, truth, copy, small = sys.argv[1:6]
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(Path(public), Path(copy))
    found = KINDS[kind](copy, truth, int(small), *sys.argv[6:])
    if not found:
        sys.exit(3)
    print(found)


if __name__ == "__main__":
    main()
