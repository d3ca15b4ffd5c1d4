//! Kinds that read the rows of one list: counts, shares, parts of a whole, lengths and ages.
//!
//! In: a table under `rule`, such as `[indicator.rule.share]`. Out: its form, checked key by key.
//! Each starts from a named base of the list, which `where` narrows.

use super::condition::Filter;
use super::grouping::{By, Case};
use super::moment::Moment;
use super::{child, page};
use serde::Deserialize;

/// A number of rows, or of different identifiers among them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Base the rows are taken from.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier counted once, `child_id` or `family_id`; a row without one counts for itself.
    pub distinct: Option<String>,
    /// One figure a group instead of a single one.
    pub by: Option<By>,
    /// One figure a case; cases may overlap.
    #[serde(default)]
    pub cases: Vec<Case>,
}

/// Those counted among a base.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Base of the denominator.
    #[serde(default = "page")]
    pub base: String,
    /// What a row of the denominator must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier counted once.
    pub distinct: Option<String>,
    /// Fields without which a row leaves the denominator and is shown as not recorded.
    #[serde(default)]
    pub known: Vec<String>,
    /// A question answered with yes or no: the whole rule of most shares.
    pub answers: Option<Answers>,
    /// What a row of the numerator must also meet.
    #[serde(default)]
    pub counted: Vec<Filter>,
    /// One figure a group, each with the group's own denominator.
    pub by: Option<By>,
    /// One figure a case, each with its own numerator and denominator.
    #[serde(default)]
    pub cases: Vec<Case>,
    /// Whether the single figure is given beside groups or cases.
    #[serde(default)]
    pub total: bool,
}

/// A coded answer and which codes are in numerator and denominator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Field of the answer.
    pub field: String,
    /// Codes of the numerator.
    #[serde(default = "yes")]
    pub yes: Vec<String>,
    /// Further codes of the denominator; any other answer is shown as a group of its own.
    #[serde(default = "no")]
    pub no: Vec<String>,
}

fn yes() -> Vec<String> {
    vec!["yes".to_owned()]
}

fn no() -> Vec<String> {
    vec!["no".to_owned()]
}

/// The parts of a base.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// Base of the denominator.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier counted once, in the highest of its groups.
    pub distinct: Option<String>,
    /// How rows are grouped.
    pub by: By,
    /// Blank is an outcome of its own: its label; the whole base is then the denominator.
    pub blank_is: Option<String>,
    /// The whole base is the denominator, blank or not.
    #[serde(default)]
    pub whole: bool,
    /// Whether the sum of all groups is given as well.
    #[serde(default)]
    pub total: bool,
    /// Whether the median length is given as the group `median`.
    #[serde(default)]
    pub median: bool,
}

/// Done within a limit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeliness {
    /// Base of the denominator.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Start of the clock.
    pub from: Moment,
    /// End of the clock.
    pub to: Moment,
    /// Limit.
    pub within: Limit,
    /// One figure a group.
    pub by: Option<By>,
}

/// A limit of time, both ends included.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Calendar days.
    pub days: Option<i32>,
    /// Working days.
    pub working_days: Option<i32>,
    /// Calendar months.
    pub months: Option<i32>,
    /// Label where the share stands beside a duration: `within 2 months`.
    #[serde(default)]
    pub group: String,
}

/// A statistic of lengths.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duration {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier measured once, by its longest length.
    pub distinct: Option<String>,
    /// Start.
    pub from: Moment,
    /// End.
    pub to: Moment,
    /// Whether working days are counted.
    #[serde(default)]
    pub working: bool,
    /// Whether the mean is given in months of a twelfth of a year instead of days.
    #[serde(default)]
    pub months: bool,
    /// Which statistic.
    pub stat: Stat,
    /// Count a negative length as none, as the adoption scorecard does for a match before the order.
    #[serde(default)]
    pub negative_is_zero: bool,
    /// A share within a limit beside it.
    pub within: Option<Limit>,
}

/// A statistic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stat {
    /// Sum over number.
    Mean,
    /// Middle, or mean of the middle two.
    Median,
    /// Lower quartile.
    P25,
    /// Upper quartile.
    P75,
    /// Ninetieth percentile.
    P90,
}

/// Identifiers by how many rows they have in a base.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Multiples {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier.
    #[serde(default = "child")]
    pub of: String,
    /// Number groups; or, where there are none, `at_least`.
    #[serde(default)]
    pub groups: Vec<String>,
    /// A single figure of those with at least so many rows.
    pub at_least: Option<i32>,
}

/// Rows by two groupings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// First grouping of the label.
    pub rows: By,
    /// Second grouping of the label.
    pub columns: By,
}

/// Single years of age by sex.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pyramid {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Youngest age shown.
    #[serde(default)]
    pub youngest: i32,
    /// Oldest age always shown; older ages follow where there are any, up to 25.
    #[serde(default = "seventeen")]
    pub oldest: i32,
}

fn seventeen() -> i32 {
    17
}

/// The sum of a whole-number field.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Field summed.
    pub field: String,
    /// Identifier whose largest value counts once.
    pub distinct: Option<String>,
}
