//! Formats that are in memory as a whole once they are open: `.xls` and `.ods`.
//!
//! Their cells come as a rectangle from the first filled cell on, so every place is counted from there.

use super::streamed::as_date;
use super::{MOST_CELLS, ROWS_CALCULATED, RowSink};
use crate::annex_a::cell::Cell;
use crate::annex_a::container::GRID;
use crate::annex_a::dates;
use calamine::{Data, Range, Reader};
use std::borrow::Cow;
use std::io::Cursor;

/// Errors as OpenDocument writes them, as texts.
const ERRORS: [&str; 7] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"];

/// The rows of a sheet.
pub(super) fn rows(range: &Range<Data>, shift: f64, sink: &mut impl RowSink, after_row: &mut u32) -> Result<(), ()> {
    let Some((first, left)) = range.start() else { return Ok(()) };
    if range.end().is_none_or(|(row, column)| row >= GRID.0 || column >= GRID.1) {
        return Err(());
    }
    let mut filled = 0;
    for (number, row) in (first..).zip(range.rows()) {
        let values = (left..).zip(row).filter(|(_, value)| **value != Data::Empty);
        let cells: Vec<(u32, Cell)> = values.map(|(column, value)| (column, as_cell(value, shift))).collect();
        if cells.is_empty() {
            continue;
        }
        filled += cells.len() as u32;
        *after_row = number + 1;
        if filled > MOST_CELLS {
            return Err(());
        }
        if sink.row(number + 1, &cells).is_break() {
            break;
        }
    }
    Ok(())
}

/// Whether the first rows hold formulas without results.
pub(super) fn is_uncalculated<'a, R: Reader<Cursor<&'a [u8]>>>(book: &mut R, sheet: &str) -> bool {
    let (Ok(formulas), Ok(values)) = (book.worksheet_formula(sheet), book.worksheet_range(sheet)) else { return false };
    let Some((first, left)) = formulas.start() else { return false };
    let early = formulas.used_cells().take_while(|(row, _, _)| *row <= ROWS_CALCULATED as usize);
    let mut blank = early.filter(|(_, _, formula)| !formula.is_empty());
    blank.any(|(row, column, _)| values.get_value((first + row as u32, left + column as u32)).is_none_or(|value| *value == Data::Empty))
}

fn as_cell<'a>(value: &'a Data, shift: f64) -> Cell<'a> {
    match value {
        Data::Empty => Cell::Blank,
        Data::String(text) if is_error(text) => Cell::Error,
        Data::String(text) | Data::DurationIso(text) => Cell::Text(Cow::Borrowed(text)),
        Data::DateTimeIso(text) => dates::of_iso(text).map_or(Cell::Text(Cow::Borrowed(text)), Cell::Date),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::DateTime(date) => as_date(date, shift),
        Data::Error(_) => Cell::Error,
    }
}

/// `#N/A` and its like, and the errors that only LibreOffice has, such as `Err:502`.
fn is_error(text: &str) -> bool {
    let number = text.strip_prefix("Err:").filter(|number| number.len() == 3);
    ERRORS.contains(&text) || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_written_as_text_are_errors() {
        for error in ["#N/A", "#DIV/0!", "Err:502"] {
            assert_eq!(as_cell(&Data::String(error.to_owned()), 0.0), Cell::Error, "{error}");
        }
        for text in ["N/A", "#", "Err:50", "Err:5020", "Err:abc", "see #N/A"] {
            assert_eq!(as_cell(&Data::String(text.to_owned()), 0.0), Cell::Text(text.into()), "{text}");
        }
    }
}
