//! Every cell of a file as a spreadsheet shows it, whatever sheet it stands on: for those who look for something, not for lists.

use super::cell::Cells;
use super::container::{self, Format};
use super::delimited;
use super::workbook::{Book, RowSink};
use std::ops::ControlFlow;

/// Takes a cell: the name of its sheet, its row and column counted from 1, and its text.
pub type Taker<'t> = dyn FnMut(&str, (u32, u32), &str) + 't;

/// Hands the cells of one sheet on.
struct Hand<'s, 't> {
    sheet: &'s str,
    to: &'s mut Taker<'t>,
}

impl RowSink for Hand<'_, '_> {
    fn row(&mut self, number: u32, cells: &Cells) -> ControlFlow<()> {
        for (column, cell) in cells {
            if let Some(text) = cell.text() {
                (self.to)(self.sheet, (number, column + 1), &text);
            }
        }
        ControlFlow::Continue(())
    }
}

/// Gives every cell of a workbook, and says whether it was read to its end.
pub fn of_workbook(bytes: &[u8], to: &mut Taker<'_>) -> bool {
    if !matches!(container::inspect(bytes), Ok(Format::Workbook)) {
        return false;
    }
    let Ok(mut book) = Book::open(bytes) else { return false };
    book.sheets().iter().all(|sheet| book.rows(&sheet.name, &mut Hand { sheet: &sheet.name, to: &mut *to }).is_ok())
}

/// Gives every cell of a delimited file, and says whether it was read to its end.
pub fn of_table(bytes: &[u8], to: &mut Taker<'_>) -> bool {
    delimited::rows(bytes, &mut Hand { sheet: "", to }).is_ok()
}
