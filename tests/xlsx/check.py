"""Checks the workbook of all tables against the rules for accessible spreadsheets (Analysis Function, essentials first).

    python check.py TABLES.xlsx

Reads with openpyxl, which had no part in writing it. Prints what fails, and exits 1 if anything does.
"""

import sys
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

SANS = {"Arial", "Calibri", "Noto Sans", "Aptos"}
SMALLEST = 10
SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰"


def of_book(book):
    """What is wrong with the workbook as a whole."""
    names = [name.lower() for name in book.sheetnames]
    if not book.properties.title:
        yield "it has no title"
    if book.properties.language != "en-GB":
        yield f"its language is {book.properties.language}"
    if len(set(names)) != len(names):
        yield "two sheets have one name"
    if book.active.title != book.sheetnames[0]:
        yield "it does not open on its first sheet"


def of_sheet(sheet):
    """What is wrong with how a sheet is laid out."""
    if sheet.sheet_state != "visible":
        yield "is hidden"
    if any(line.hidden for line in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())):
        yield "hides rows or columns"
    if sheet.merged_cells.ranges:
        yield "has merged cells"
    if sheet.freeze_panes or sheet.auto_filter.ref:
        yield "has frozen panes or a filter"
    if sheet._images or sheet._charts:
        yield "has pictures"
    if any(part.text for strip in (sheet.oddHeader, sheet.oddFooter) for part in (strip.left, strip.center, strip.right)):
        yield "has a header or footer"
    if not isinstance(sheet["A1"].value, str):
        yield "has no title in A1"
    if sheet.sheet_view.selection and sheet.sheet_view.selection[0].activeCell not in ("A1", None):
        yield "does not open at A1"


def of_table(sheet):
    """What is wrong with the one table of a sheet."""
    if len(sheet.tables) != 1:
        yield f"has {len(sheet.tables)} tables"
        return
    table = next(iter(sheet.tables.values()))
    if table.headerRowCount != 1:
        yield "has more or less than one header row"
    if table.autoFilter is not None:
        yield "has filter buttons"
    rows = list(sheet[table.ref])
    if any(not isinstance(cell.value, str) or not cell.value.strip() for cell in rows[0]):
        yield "has a column without a head"
    for cell in (cell for row in rows for cell in row):
        if cell.value is None or str(cell.value).strip() == "":
            yield f"has an empty cell, {cell.coordinate}"
    if sheet.max_row > range_boundaries(table.ref)[3]:
        yield "has something below its table"


def of_cells(sheet):
    """What is wrong with cells, whatever they are part of."""
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
        if cell.fill and cell.fill.fill_type:
            yield f"fills {cell.coordinate} with a colour"
        if cell.font.name not in SANS or (cell.font.sz or 0) < SMALLEST:
            yield f"sets {cell.coordinate} in {cell.font.name} {cell.font.sz}"
        if not isinstance(cell.value, str):
            continue
        if cell.data_type == "f":
            yield f"has a formula, {cell.coordinate}"
        # A title may run on over empty cells beside it; what has a neighbour would be cut.
        if not cell.alignment.wrap_text and sheet.cell(cell.row, cell.column + 1).value is not None:
            yield f"does not wrap {cell.coordinate}"
        if any(letter in SUPERSCRIPTS for letter in cell.value):
            yield f"has a superscript, {cell.coordinate}"


def main(path):
    book = load_workbook(path)
    wrong = list(of_book(book))
    for sheet in book:
        table = of_table(sheet) if sheet.title != book.sheetnames[0] else ()
        wrong += [f"{sheet.title} {fault}" for faults in (of_sheet(sheet), table, of_cells(sheet)) for fault in faults]
    for fault in wrong[:40]:
        print(fault)
    print(f"{len(book.sheetnames)} sheets, {len(wrong) or 'no'} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
