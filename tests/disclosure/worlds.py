"""Two authorities that differ in nothing a reader is shown: are their public trees the same bytes?

    worlds.py ANNEXA PROJECT AUDIENCE CLOSED_SITE OPEN_SITE FOLDER [TRIES]

Changes cells of the project's workbook (a day moves, a child goes from one group to another, two rows change places in a column) and
builds again. Where figures.csv, with every number that is published, comes out the same and a hidden number does not, whatever else
of the tree differs tells of what is hidden: the order of rows, the end of an axis, the size of a drawing, a word. This needs no idea
of where a number might show. Exits with 1 where a file differs; says how often it had two such authorities to compare.
"""
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*)><v>(\d+)</v></c>')
FIRST_DAY, LAST_DAY = 36_000, 47_000
# Cells changed at once: many where nearly everything is hidden, and then fewer, until no shown number moves.
AT_ONCE = (24, 10, 4, 2, 1, 1)


class Book:
    """A workbook's cells, and copies of it in which some of them differ."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as book:
            self.parts = {name: book.read(name) for name in book.namelist()}
        self.sheets = sorted(name for name in self.parts if name.startswith("xl/worksheets/sheet"))
        self.columns = {}
        for sheet in self.sheets:
            for column, row, about, value in CELL.findall(self.parts[sheet].decode("utf-8")):
                if int(row) > 2:
                    self.columns.setdefault((sheet, column), {})[int(row)] = (about, int(value))
        self.texts = [key for key, cells in self.columns.items() if self._is_group(cells)]
        self.days = [key for key, cells in self.columns.items() if self._is_day(cells)]

    def _is_group(self, cells):
        texts = [value for about, value in cells.values() if 't="s"' in about]
        return len(texts) > 3 and 2 <= len(set(texts)) <= min(40, len(texts) // 2 + 1)

    def _is_day(self, cells):
        return all('t="s"' not in about and FIRST_DAY < value < LAST_DAY for about, value in cells.values())

    def change(self, dice):
        """One change: {(sheet, column, row): value}."""
        kind = dice.choice(("move", "move", "swap", "day"))
        if kind == "day" and self.days:
            key = dice.choice(self.days)
            row = dice.choice(sorted(self.columns[key]))
            return {(*key, row): self.columns[key][row][1] + dice.choice((-3, -2, -1, 1, 2, 3))}
        if not self.texts:
            return {}
        key = dice.choice(self.texts)
        cells = {row: value for row, (about, value) in self.columns[key].items() if 't="s"' in about}
        rare = sorted(row for row, value in cells.items() if list(cells.values()).count(value) <= 6) or sorted(cells)
        row, other = dice.choice(rare), dice.choice(rare)
        return {(*key, row): cells[other], (*key, other): cells[row]} if kind == "swap" else {(*key, row): cells[other]}

    def write(self, path, changes):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            for name, part in self.parts.items():
                if name in self.sheets:
                    new = lambda c, name=name: (
                        f'<c r="{c[1]}{c[2]}"{c[3]}><v>{changes.get((name, c[1], int(c[2])), c[4])}</v></c>'
                    )
                    part = CELL.sub(new, part.decode("utf-8")).encode("utf-8")
                book.writestr(name, part)


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def differing(one, other):
    """Files of two trees that are not the same bytes."""
    one, other = tree(one), tree(other)
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def figures_of(site):
    return Path(site, "data/figures.csv").read_bytes()


def build(annexa, project, audience, output, rules):
    settings = Path(project, "annexa.toml")
    before = settings.read_text("utf-8")
    settings.write_text(before if rules else before.split("\n[disclosure]")[0], "utf-8")
    done = subprocess.run([annexa, "build", "--quiet", "--edition", "brief", "--project", project, "--audience", audience, "--output", output], capture_output=True)
    settings.write_text(before, "utf-8")
    return done.returncode == 0


def main():
    annexa, project, audience, closed, truth, folder = sys.argv[1:7]
    tries = int(sys.argv[7]) if len(sys.argv) > 7 else len(AT_ONCE)
    here = Path(folder)
    shutil.rmtree(here, ignore_errors=True)
    (here / "data").mkdir(parents=True)
    source = max(Path(project, "data").glob("*.xlsx"))
    for name in ("annexa.toml", "data/published.csv", "earlier.csv"):
        if Path(project, name).is_file():
            shutil.copy(Path(project, name), here / name)
    book, dice = Book(source), random.Random(str(Path(project).name))
    # Closed again, as the same edition, from the workbook as written here: what follows differs from it in the changed cells alone.
    book.write(here / "data" / source.name, {})
    if not build(annexa, str(here), audience, str(here / "same"), True):
        sys.exit(f"{project}: is refused when built again")
    same = here / "same" / audience
    assert figures_of(same / "site") == figures_of(closed), "built again, other figures"
    compared, failed = 0, False
    for at in range(tries):
        changes = {}
        for _ in range(AT_ONCE[at % len(AT_ONCE)]):
            changes |= book.change(dice)
        book.write(here / "data" / source.name, changes)
        if not build(annexa, str(here), audience, str(here / "other"), True):
            continue
        other = here / "other" / audience
        if figures_of(other / "site") != figures_of(same / "site"):
            continue
        if not build(annexa, str(here), "management", str(here / "open"), False) or figures_of(here / "open/management/site") == figures_of(truth):
            continue
        compared += 1
        for name in differing(same, other):
            failed = True
            print(f"{closed}: {name} differs where only hidden numbers do; changed {sorted((s[-10:-4], c, r) for s, c, r in changes)}")
        if failed:
            break
    print(f"{closed}: {compared} like it but for hidden numbers")
    if not failed:
        shutil.rmtree(here)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
