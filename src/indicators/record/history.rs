//! What rules may know of earlier quarters: the table `history` of the shared records.
//!
//! In: which day and which state is kept of a row, and which lists are made of such traces. Out: their form. Names of bases and lists are
//! checked with the rest of the catalogue.

use super::condition::Filter;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is kept of rows, and the lists over time that are made of it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// What is kept of a row, by list.
    pub traces: BTreeMap<String, TraceOf>,
    /// Lists of cases, this quarter's and earlier ones', by key.
    pub cases: BTreeMap<String, CasesOf>,
    /// The list of children by the highest level of help, at the last snapshot and now.
    pub moves: MovesOf,
    /// The list of events by whether the last snapshot had them.
    pub late: LateOf,
}

/// What is kept of a row.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceOf {
    /// Base whose rows leave a trace.
    #[serde(default = "all")]
    pub base: String,
    /// Field of the day it began; a row without it leaves none.
    pub began: String,
    /// Field of the day it ended.
    pub ended: Option<String>,
    /// What must hold for that day to be an end.
    #[serde(default)]
    pub ends: Vec<Filter>,
    /// Base of those open on the last day.
    pub open: Option<String>,
}

fn all() -> String {
    "all".to_owned()
}

/// A list of cases over time.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasesOf {
    /// List the cases are of.
    pub of: String,
    /// How many calendar months before that list's period all cases must be known; where they are not, the list is not there.
    pub months: i32,
}

/// A list of moves between levels of help.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovesOf {
    /// Its key.
    pub list: String,
    /// Levels, the lowest first: a code of the set `level`, and the list whose open cases are on it.
    pub levels: Vec<LevelOf>,
}

/// A level of help.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelOf {
    /// Code of the set `level`.
    pub code: String,
    /// List.
    pub list: String,
}

/// A list of events by whether an earlier snapshot had them.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateOf {
    /// Its key.
    pub list: String,
    /// Lists of events.
    pub of: Vec<String>,
}
