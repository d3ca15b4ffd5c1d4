//! A cell as a file holds it, before anyone asks what it should be.

use super::wording::{tidy, trimmed};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A cell of a sheet or of a delimited file.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Blank,
    /// Text.
    Text(Cow<'a, str>),
    /// A number without a date format.
    Number(f64),
    /// A number shown as a date: days since 30 December 1899, whatever the workbook's own date system.
    Date(f64),
    /// True or false.
    Truth(bool),
    /// A spreadsheet error such as `#N/A`.
    Error,
}

/// The cells of a row with their columns, counted from 0; blank cells are left out.
pub type Cells<'a> = [(u32, Cell<'a>)];

impl Cell<'_> {
    /// The cell freed from the file it was read from.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Cell::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Cell::Blank => Cell::Blank,
            Cell::Number(number) => Cell::Number(number),
            Cell::Date(serial) => Cell::Date(serial),
            Cell::Truth(truth) => Cell::Truth(truth),
            Cell::Error => Cell::Error,
        }
    }

    /// The cell as text: whole numbers without a fraction, white space tidied. `None` where it holds nothing.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Cell::Text(text) => Some(tidy(text)).filter(|text| !text.is_empty()),
            Cell::Number(number) | Cell::Date(number) => Some(Cow::Owned(plain(*number))),
            Cell::Truth(truth) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
            Cell::Blank | Cell::Error => None,
        }
    }
}

/// Above this a spreadsheet no longer keeps every digit.
pub const LARGEST_EXACT: f64 = 1e15;

fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < LARGEST_EXACT { format!("{}", number as i64) } else { format!("{number}") }
}

/// The spellings of "nothing here".
#[derive(Debug, Clone, Default)]
pub struct Blanks {
    spellings: BTreeSet<String>,
    longest: usize,
}

impl Blanks {
    /// The spellings as the records list them.
    pub fn new(spellings: &[String]) -> Self {
        let spellings: BTreeSet<String> = spellings.iter().map(|s| s.to_lowercase()).collect();
        let longest = spellings.iter().map(String::len).max().unwrap_or(0);
        Self { spellings, longest }
    }

    /// Whether a cell says nothing.
    pub fn hold(&self, cell: &Cell) -> bool {
        match cell {
            Cell::Blank | Cell::Error => true,
            Cell::Text(text) => self.hold_text(text),
            _ => false,
        }
    }

    fn hold_text(&self, text: &str) -> bool {
        let text = trimmed(text);
        text.is_empty() || (text.len() <= self.longest && self.spellings.contains(text.to_lowercase().as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_text_without_a_fraction() {
        assert_eq!(Cell::Number(12345.0).text().as_deref(), Some("12345"));
        assert_eq!(Cell::Number(0.5).text().as_deref(), Some("0.5"));
    }

    #[test]
    fn blanks_are_known_in_any_case() {
        let blanks = Blanks::new(&["N/A".to_owned(), "-".to_owned()]);
        assert!(blanks.hold(&Cell::Text("n/a ".into())));
        assert!(blanks.hold(&Cell::Text("\u{a0}".into())));
        assert!(!blanks.hold(&Cell::Text("No".into())));
        assert!(!blanks.hold(&Cell::Number(0.0)));
    }
}
