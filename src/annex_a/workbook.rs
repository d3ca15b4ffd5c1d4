//! Workbooks as rows of cells, one row at a time; the only user of calamine.
//!
//! Bytes that [`super::container`] has passed come in, rows go to a [`RowSink`]. Never a dense rectangle: one stray cell
//! in the last row of the grid would ask for half a terabyte. Knows nothing of lists or children.

use super::cell::{Cell, Cells};
use super::container::GRID;
use super::dates::SHIFT_1904;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// More filled cells than a sheet of Annex A can have.
const MOST_CELLS: u32 = 40_000_000;

/// Rows that are searched for formulas without results.
const ROWS_CALCULATED: u32 = 300;

/// Takes rows in order.
pub trait RowSink {
    /// One row with its number, counted from 1; breaking ends the reading.
    fn row(&mut self, number: u32, cells: &Cells) -> ControlFlow<()>;
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name on its tab.
    pub name: String,
    /// Whether a user sees it.
    pub visible: bool,
}

/// A workbook that cannot be opened, or a sheet that cannot be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Row of the last cell that was read, counted from 1; 0 where there was none.
    pub after_row: u32,
}

/// An open workbook.
pub struct Book<'a> {
    xlsx: Xlsx<Cursor<&'a [u8]>>,
}

impl<'a> Book<'a> {
    /// Opens a workbook.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let opened = quietly(|| Xlsx::new(Cursor::new(bytes)));
        opened.and_then(Result::ok).map(|xlsx| Self { xlsx }).ok_or(Fault { after_row: 0 })
    }

    /// The sheets that hold cells, in the order of their tabs.
    pub fn sheets(&self) -> Vec<Sheet> {
        let sheets = self.xlsx.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        sheets.map(|sheet| Sheet { name: sheet.name.clone(), visible: sheet.visible == SheetVisible::Visible }).collect()
    }

    /// What the workbook's date system adds to bare numbers.
    pub fn shift(&self) -> f64 {
        if self.xlsx.has_1904_epoch() { SHIFT_1904 } else { 0.0 }
    }

    /// Gives the rows of a sheet to a sink.
    pub fn rows(&mut self, sheet: &str, sink: &mut impl RowSink) -> Result<(), Fault> {
        let mut after_row = 0;
        let done = quietly(|| self.stream(sheet, sink, &mut after_row));
        if done == Some(Ok(())) { Ok(()) } else { Err(Fault { after_row }) }
    }

    /// Whether the first rows of a sheet hold formulas whose results were never stored, as a program that cannot calculate leaves them.
    pub fn is_uncalculated(&mut self, sheet: &str) -> bool {
        let look = || {
            let mut reader = self.xlsx.worksheet_cells_reader(sheet).ok()?;
            while let Ok(Some(record)) = reader.next_cell_with_formula_metadata() {
                if record.pos.0 > ROWS_CALCULATED {
                    break;
                }
                if record.formula.is_some() && record.value == DataRef::Empty {
                    return Some(());
                }
            }
            None
        };
        quietly(look).flatten().is_some()
    }

    fn stream(&mut self, sheet: &str, sink: &mut impl RowSink, after_row: &mut u32) -> Result<(), ()> {
        let shift = self.shift();
        let mut reader = self.xlsx.worksheet_cells_reader(sheet).map_err(|_| ())?;
        let mut row: Vec<(u32, DataRef)> = Vec::new();
        let (mut at, mut last, mut filled, mut lost) = (0u32, None::<u32>, 0u32, false);
        loop {
            let cell = match reader.next_cell() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                // `#SPILL!` and its like are unknown to the reader; the stream stands behind the cell and can go on.
                Err(XlsxError::CellError(_)) => {
                    lost = true;
                    continue;
                }
                Err(_) => return Err(()),
            };
            let (number, column) = cell.get_position();
            if number >= GRID.0 || column >= GRID.1 || (number < at && !row.is_empty()) {
                return Err(());
            }
            if number != at {
                if hand_over(&mut row, at, shift, sink).is_break() {
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
        let _ = hand_over(&mut row, at, shift, sink);
        Ok(())
    }
}

fn cell_value(cell: calamine::Cell<DataRef<'_>>) -> DataRef<'_> {
    // calamine gives the value by reference only.
    match cell.get_value() {
        DataRef::SharedString(text) => DataRef::SharedString(text),
        other => other.clone(),
    }
}

fn hand_over(row: &mut Vec<(u32, DataRef)>, at: u32, shift: f64, sink: &mut impl RowSink) -> ControlFlow<()> {
    if row.is_empty() {
        return ControlFlow::Continue(());
    }
    let cells: Vec<(u32, Cell)> = row.iter().map(|(column, value)| (*column, as_cell(value, shift))).collect();
    let flow = sink.row(at + 1, &cells);
    row.clear();
    flow
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

fn as_date<'a>(date: &ExcelDateTime, shift: f64) -> Cell<'a> {
    if date.is_datetime() { Cell::Date(date.as_f64() + shift) } else { Cell::Number(date.as_f64()) }
}

thread_local! {
    static QUIET: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Runs a reader so that a panic inside it, which only a damaged file can cause, is an answer and not a message on the screen.
pub fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                usual(panic);
            }
        }));
    });
    let before = QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work)).ok();
    QUIET.set(before);
    result
}
