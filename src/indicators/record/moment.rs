//! Days that a record names: the as-at date, the ends of the window, a date of the row or of another row.
//!
//! In: a name, or a table that shifts a day or seeks it elsewhere. Out: its form.

use super::TextOr;
use super::condition::Filter;
use serde::{Deserialize, Deserializer};

/// A day: `as_at`, `window_start`, `window_end`, or a date field of the row; as a table also shifted or sought elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Moment {
    /// A named day or a field.
    Name(String),
    /// A table.
    At(Box<At>),
}

/// A day that is shifted, of another row, or the first of several.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct At {
    /// Named day or field; the as-at date where nothing is named.
    pub of: Option<String>,
    /// Field of the row that is being matched.
    pub this: Option<String>,
    /// The first of these fields that is filled; may end with `as_at`.
    pub first_of: Vec<String>,
    /// A date of another row of the same child.
    pub linked: Option<Link>,
    /// Shifted back by calendar months.
    pub months_before: i32,
    /// Shifted on by calendar months.
    pub months_after: i32,
    /// Shifted back by days.
    pub days_before: i32,
    /// Shifted on by days.
    pub days_after: i32,
}

/// A date of another row of the same child.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// List searched.
    pub list: String,
    /// Date field taken.
    pub field: String,
    /// Which of several.
    pub pick: Pick,
    /// Field of this row that `nearest` is measured from.
    pub to: Option<String>,
    /// What the other row must meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
}

/// Which of several dates is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// The first.
    Earliest,
    /// The last.
    Latest,
    /// The one closest to a date of this row, the earlier of two equally close.
    Nearest,
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOr(Moment::Name, |at: At| Moment::At(Box::new(at))))
    }
}
