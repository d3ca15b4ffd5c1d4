"""A second opinion: figures of an Annex A workbook, worked out from the rules alone.

Written from the catalogue and its rulings without looking at the program, so that a mistake would have to be made twice.
The windows come from the settings of the project, the population from the published estimates; nothing comes from the program.
Run as `figures.py PROJECT`; prints code, group, numerator, denominator and value.
"""
import csv
import sys
from pathlib import Path

from across import across
from adoption import adopters, adoption
from book import Book
from care import care
from enquiries import assessments, enquiries
from front_door import front_door
from headline import headline
from leavers import leavers
from plans import in_need, protection
from settings import Settings
from workbook import read

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
WORK = (front_door, assessments, enquiries, in_need, protection, care, leavers, adoption, adopters, across, headline)


def residents(number):
    """Residents of an authority by ethnic group at the census, the groups of Annex A."""
    row, groups = _row("population_ethnicity.csv", number), {}
    for heading, value in row.items():
        if heading != "area":
            group = heading.split(":")[0]
            groups[group] = groups.get(group, 0) + int(value)
    return groups


def population(number):
    """Children aged 0 to 17 in the latest published estimate of an authority, by its three-digit number."""
    return int([value for value in _row("population.csv", number).values() if value][-1])


def _row(name, number):
    with open(BENCHMARKS / "areas.csv", encoding="utf-8", newline="") as file:
        code = next(row["code"] for row in csv.DictReader(file) if row["number"] == number)
    with open(BENCHMARKS / name, encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["area"] == code)


def figures(project):
    """Every figure of the one workbook of a project as (code, group) -> (numerator, denominator, value).

    The value is a reason instead, `x`, where nothing is published to compare with.
    """
    settings = Settings(project)
    workbook, = (Path(project) / "data").glob("*.xlsx")
    book = Book(read(workbook), settings, settings.population or population(settings.like), residents(settings.like))
    for work in WORK:
        work(book)
    return book.out


def main():
    for (code, group), numbers in sorted(figures(sys.argv[1]).items()):
        print(code, group, *("" if n is None else n for n in numbers), sep=",")


if __name__ == "__main__":
    main()
