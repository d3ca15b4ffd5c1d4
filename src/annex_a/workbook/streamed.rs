//! Formats that give their cells one after another: `.xlsx`, `.xlsm` and `.xlsb`.

use super::{Bytes, MOST_CELLS, ROWS_CALCULATED, RowSink};
use crate::annex_a::cell::Cell;
use crate::annex_a::container::GRID;
use calamine::{DataRef, ExcelDateTime, Xlsb, XlsbError, Xlsx, XlsxError};
use std::borrow::Cow;
use std::ops::ControlFlow;

type Next<'b> = Result<Option<calamine::Cell<DataRef<'b>>>, Unread>;

/// Why a cell was not given.
enum Unread {
    /// `#SPILL!` and its like are unknown to the reader; the stream stands behind the cell and can go on.
    Unknown,
    /// The sheet is broken.
    Broken,
}

/// The rows of a sheet of a workbook in XML.
pub(super) fn xlsx(book: &mut Xlsx<Bytes>, sheet: &str, shift: f64, sink: &mut impl RowSink, after_row: &mut u32) -> Result<(), ()> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| ())?;
    let next =
        || reader.next_cell().map_err(|error| if matches!(error, XlsxError::CellError(_)) { Unread::Unknown } else { Unread::Broken });
    rows(next, shift, sink, after_row)
}

/// The rows of a sheet of a binary workbook.
pub(super) fn xlsb(book: &mut Xlsb<Bytes>, sheet: &str, shift: f64, sink: &mut impl RowSink, after_row: &mut u32) -> Result<(), ()> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| ())?;
    let next = || match reader.next_cell() {
        // The reader ends at a row outside the grid as at the end of the sheet; but behind the end no cell and no row follow.
        Ok(None) if reader.next_cell().is_ok() => Err(Unread::Broken),
        Ok(cell) => Ok(cell),
        Err(XlsbError::CellError(_)) => Err(Unread::Unknown),
        Err(_) => Err(Unread::Broken),
    };
    rows(next, shift, sink, after_row)
}

fn rows<'b>(mut next: impl FnMut() -> Next<'b>, shift: f64, sink: &mut impl RowSink, after_row: &mut u32) -> Result<(), ()> {
    let mut row: Vec<(u32, DataRef)> = Vec::new();
    let (mut at, mut last, mut filled, mut lost) = (0u32, None::<u32>, 0u32, false);
    loop {
        let cell = match next() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(Unread::Unknown) => {
                lost = true;
                continue;
            }
            Err(Unread::Broken) => return Err(()),
        };
        let (number, column) = cell.get_position();
        if number >= GRID.0 || column >= GRID.1 || (number < at && !row.is_empty()) {
            return Err(());
        }
        if number != at {
            if hand_over(&mut row, at, shift, sink)?.is_break() {
                return Ok(());
            }
            (at, last) = (number, None);
        }
        // Without references in the file, cells behind an unknown error would slide into the wrong columns.
        if std::mem::take(&mut lost) && column == last.map_or(0, |last| last + 1) {
            return Err(());
        }
        last = Some(column);
        *after_row = number + 1;
        let value = cell_value(cell);
        if value != DataRef::Empty {
            filled += 1;
            row.push((column, value));
        }
        if filled > MOST_CELLS {
            return Err(());
        }
    }
    hand_over(&mut row, at, shift, sink).map(|_| ())
}

/// Whether the first rows hold formulas without results.
pub(super) fn is_uncalculated(book: &mut Xlsx<Bytes>, sheet: &str) -> bool {
    let Ok(mut reader) = book.worksheet_cells_reader(sheet) else { return false };
    while let Ok(Some(record)) = reader.next_cell_with_formula_metadata() {
        if record.pos.0 > ROWS_CALCULATED {
            return false;
        }
        if record.formula.is_some() && record.value == DataRef::Empty {
            return true;
        }
    }
    false
}

fn cell_value(cell: calamine::Cell<DataRef<'_>>) -> DataRef<'_> {
    // calamine gives the value by reference only.
    match cell.get_value() {
        DataRef::SharedString(text) => DataRef::SharedString(text),
        other => other.clone(),
    }
}

/// Two cells of one name are an error: nobody knows which of them Excel would show, or where the other belongs.
fn hand_over(row: &mut Vec<(u32, DataRef)>, at: u32, shift: f64, sink: &mut impl RowSink) -> Result<ControlFlow<()>, ()> {
    if row.is_empty() {
        return Ok(ControlFlow::Continue(()));
    }
    row.sort_by_key(|(column, _)| *column);
    if row.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(());
    }
    let cells: Vec<(u32, Cell)> = row.iter().map(|(column, value)| (*column, as_cell(value, shift))).collect();
    let flow = sink.row(at + 1, &cells);
    row.clear();
    Ok(flow)
}

fn as_cell<'a>(value: &'a DataRef, shift: f64) -> Cell<'a> {
    match value {
        DataRef::Empty => Cell::Blank,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(Cow::Borrowed(text)),
        DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(text)),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(truth) => Cell::Truth(*truth),
        DataRef::DateTime(date) => as_date(date, shift),
        DataRef::Error(_) => Cell::Error,
    }
}

/// A number that is shown as a date or a time.
pub(super) fn as_date<'a>(date: &ExcelDateTime, shift: f64) -> Cell<'a> {
    if date.is_datetime() { Cell::Date(date.as_f64() + shift) } else { Cell::Number(date.as_f64()) }
}
