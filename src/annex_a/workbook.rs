//! Workbooks as rows of cells, one row at a time; the only user of calamine.
//!
//! Bytes that [`super::container`] has passed come in, rows go to a [`RowSink`]. Where the format allows it (`streamed`) never a
//! dense rectangle: one stray cell in the last row of the grid would ask for half a terabyte. Old workbooks and OpenDocument
//! (`held`) are read whole on opening; what they ask for beyond reason is the limit's to stop. Knows nothing of lists or children.

mod held;
mod streamed;

use super::cell::Cells;
use super::container::{Kind, Refusal};
use super::dates::SHIFT_1904;
use calamine::{Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError};
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

/// A sheet that cannot be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Row of the last cell that was read, counted from 1; 0 where there was none.
    pub after_row: u32,
}

type Bytes<'a> = Cursor<&'a [u8]>;

enum Opened<'a> {
    Xlsx(Box<Xlsx<Bytes<'a>>>),
    Xlsb(Box<Xlsb<Bytes<'a>>>),
    Xls(Box<Xls<Bytes<'a>>>),
    Ods(Box<Ods<Bytes<'a>>>),
}

/// An open workbook.
pub struct Book<'a>(Opened<'a>);

impl<'a> Book<'a> {
    /// Opens a workbook.
    pub fn open(bytes: &'a [u8], kind: Kind) -> Result<Self, Refusal> {
        let refused = |password: bool| if password { Refusal::Password } else { Refusal::Unreadable };
        let bytes = Cursor::new(bytes);
        let open = || match kind {
            Kind::Xlsx => Xlsx::new(bytes).map(|book| Opened::Xlsx(Box::new(book))).map_err(|e| refused(matches!(e, XlsxError::Password))),
            Kind::Xlsb => Xlsb::new(bytes).map(|book| Opened::Xlsb(Box::new(book))).map_err(|e| refused(matches!(e, XlsbError::Password))),
            Kind::Xls => Xls::new(bytes).map(|book| Opened::Xls(Box::new(book))).map_err(|e| refused(matches!(e, XlsError::Password))),
            Kind::Ods => Ods::new(bytes).map(|book| Opened::Ods(Box::new(book))).map_err(|e| refused(matches!(e, OdsError::Password))),
        };
        quietly(open).unwrap_or(Err(Refusal::Unreadable)).map(Self)
    }

    /// Whether opening it has read everything, so that it is not to be opened twice.
    pub fn is_held(&self) -> bool {
        matches!(self.0, Opened::Xls(_) | Opened::Ods(_))
    }

    /// The sheets that hold cells, in the order of their tabs.
    pub fn sheets(&self) -> Vec<Sheet> {
        let sheets = match &self.0 {
            Opened::Xlsx(book) => book.sheets_metadata(),
            Opened::Xlsb(book) => book.sheets_metadata(),
            Opened::Xls(book) => book.sheets_metadata(),
            Opened::Ods(book) => book.sheets_metadata(),
        };
        let sheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        sheets.map(|sheet| Sheet { name: sheet.name.clone(), visible: sheet.visible == SheetVisible::Visible }).collect()
    }

    /// What the workbook's date system adds to bare numbers; an OpenDocument date says itself which day it is.
    pub fn shift(&self) -> f64 {
        let counts_from_1904 = match &self.0 {
            Opened::Xlsx(book) => book.has_1904_epoch(),
            Opened::Xlsb(book) => book.has_1904_epoch(),
            Opened::Xls(book) => book.has_1904_epoch(),
            Opened::Ods(_) => false,
        };
        if counts_from_1904 { SHIFT_1904 } else { 0.0 }
    }

    /// Gives the rows of a sheet to a sink.
    pub fn rows(&mut self, sheet: &str, sink: &mut impl RowSink) -> Result<(), Fault> {
        let (mut after_row, shift) = (0, self.shift());
        let done = quietly(|| match &mut self.0 {
            Opened::Xlsx(book) => streamed::xlsx(book, sheet, shift, sink, &mut after_row),
            Opened::Xlsb(book) => streamed::xlsb(book, sheet, shift, sink, &mut after_row),
            Opened::Xls(book) => held::rows(&book.worksheet_range(sheet).map_err(|_| ())?, shift, sink, &mut after_row),
            Opened::Ods(book) => held::rows(&book.worksheet_range(sheet).map_err(|_| ())?, shift, sink, &mut after_row),
        });
        if done == Some(Ok(())) { Ok(()) } else { Err(Fault { after_row }) }
    }

    /// Whether the first rows of a sheet hold formulas whose results were never stored, as a program that cannot calculate leaves them.
    pub fn is_uncalculated(&mut self, sheet: &str) -> bool {
        let look = || match &mut self.0 {
            Opened::Xlsx(book) => streamed::is_uncalculated(book, sheet),
            // A formula of this format is a value first.
            Opened::Xlsb(_) => false,
            Opened::Xls(book) => held::is_uncalculated(book.as_mut(), sheet),
            Opened::Ods(book) => held::is_uncalculated(book.as_mut(), sheet),
        };
        quietly(look).unwrap_or(false)
    }
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
