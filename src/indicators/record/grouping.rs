//! How rows are grouped.
//!
//! In: the table of a key such as `by` or `first_of`. Out: its form, of which nothing is evaluated here.

use super::condition::Filter;
use super::moment::Moment;
use serde::Deserialize;

/// A named part with conditions of its own.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Label of the figure.
    pub group: String,
    /// What a row of the case must meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// What a row of the case's numerator must also meet.
    #[serde(default)]
    pub counted: Vec<Filter>,
}

/// How rows are grouped. Exactly one of `code`, `number`, `age`, `from`, `month`, `week`, `text` and `first_of` is given.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct By {
    /// Coded field, by the groups of its code set.
    pub code: Option<String>,
    /// Only these codes of it, each a group of its own; the others stay in the denominator.
    pub only: Vec<String>,
    /// Groups of the record's own made from codes.
    pub regroup: Vec<Regroup>,
    /// Whole-number field, by `groups`.
    pub number: Option<String>,
    /// Age at the as-at date, by `groups`; the date field it is measured at where it is another day.
    pub age: Option<bool>,
    /// Number groups such as `0`, `1-4`, `5+`, `<1`.
    pub groups: Vec<String>,
    /// Start of a length, with `to` and `bins`.
    pub from: Option<Moment>,
    /// End of a length.
    pub to: Option<Moment>,
    /// Whether the length is in working days.
    pub working: bool,
    /// Name of a set of bins.
    pub bins: Option<String>,
    /// Date field, by month of the window.
    pub month: Option<String>,
    /// Date field, by ISO week of the window.
    pub week: Option<String>,
    /// Text field, by its commonest values.
    pub text: Option<String>,
    /// How many values of a text are shown; the rest is `Other`.
    pub top: Option<usize>,
    /// The first case a row meets.
    pub first_of: Vec<Case>,
}

/// A group made from codes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regroup {
    /// Label.
    pub group: String,
    /// Codes.
    pub is: Vec<String>,
}

/// A set of bins for lengths, in days or in calendar months. One sort of edges is given.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bins {
    /// Labels from short to long, one more than there are edges.
    pub labels: Vec<String>,
    /// Edges that belong to the bin above them.
    #[serde(default)]
    pub below: Vec<i32>,
    /// Edges that belong to the bin below them.
    #[serde(default)]
    pub up_to: Vec<i32>,
    /// Edges in calendar months that belong to the bin below them, so that a bin agrees with a limit of so many months.
    #[serde(default)]
    pub up_to_months: Vec<i32>,
}
