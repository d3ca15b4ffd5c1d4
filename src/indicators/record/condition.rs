//! Conditions on a row.
//!
//! In: the tables of `where` and `counted`. Out: their form; a condition has one subject and what is asked of it.

use super::child;
use super::moment::Moment;
use serde::Deserialize;

/// A condition on a row. One subject, and what is asked of it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Subject: a field of the row.
    pub field: Option<String>,
    /// The code is one of these.
    pub is: Vec<String>,
    /// The code is none of these; blank is kept.
    pub is_not: Vec<String>,
    /// The field is filled (false) or blank (true).
    pub blank: Option<bool>,
    /// The field is filled with something known (true), or blank or unmapped (false).
    pub known: Option<bool>,
    /// The code is another than that of this field, both known.
    pub differs_from: Option<String>,
    /// The date lies in the list's window (`window`) or in that of another list.
    pub within: Option<String>,
    /// The date is before.
    pub before: Option<Moment>,
    /// The date is on or before.
    pub on_or_before: Option<Moment>,
    /// The date is after.
    pub after: Option<Moment>,
    /// The date is on or after.
    pub on_or_after: Option<Moment>,
    /// The number is at least.
    pub at_least: Option<i32>,
    /// The number is at most.
    pub at_most: Option<i32>,
    /// A blank field meets the condition as well.
    pub or_blank: bool,
    /// Subject: a length from this moment to `to`.
    pub from: Option<Moment>,
    /// End of the length.
    pub to: Option<Moment>,
    /// Calendar days of the length.
    pub days: Option<Range>,
    /// Working days of the length.
    pub working_days: Option<Range>,
    /// Completed years of the length, as ages are counted: of 29 February they complete on 1 March in a common year.
    pub years: Option<Range>,
    /// Subject: age in completed years at the as-at date; the unborn have none.
    pub age: Option<Range>,
    /// Subject: whether the child is unborn at the as-at date.
    pub unborn: Option<bool>,
    /// Subject: whether the row belongs to another base of its list.
    pub base: Option<String>,
    /// Subject: at least one of these sets of conditions is met.
    pub any: Vec<Vec<Filter>>,
    /// Subject: these conditions are not all met.
    pub not: Vec<Filter>,
    /// Subject: a row of the same child, on this or another list.
    pub matched: Option<Match>,
    /// Subject: this date is the child's latest on the list.
    pub latest: Option<String>,
    /// Subject: an identifier shared by at least `at_least` children of the list.
    pub shared: Option<String>,
}

/// A row of the same child.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// List searched.
    pub list: String,
    /// Identifier both rows share.
    #[serde(default = "child")]
    pub on: String,
    /// What the other row must meet; `this` names fields of the row it is matched with.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
}

/// A range of whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Range {
    /// From, included.
    pub at_least: Option<i32>,
    /// To, included.
    pub at_most: Option<i32>,
    /// To, not included.
    pub below: Option<i32>,
    /// From, not included.
    pub above: Option<i32>,
}

impl Range {
    /// Whether the range holds the number.
    pub fn holds(&self, n: i32) -> bool {
        self.at_least.is_none_or(|m| n >= m)
            && self.at_most.is_none_or(|m| n <= m)
            && self.below.is_none_or(|m| n < m)
            && self.above.is_none_or(|m| n > m)
    }
}
