//! One row a thing: bars, pairs, bullets, steps, spines and strips.
//!
//! In: numbers to place and their texts, from `report`. Out: plain values that the chart of each form draws.

use super::{Value, Who};
use serde::Serialize;

/// Sorted bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bars {
    /// Heads of the columns at the right: `Number` and `Share`. Either may be empty.
    pub heads: (String, String),
    /// Rows in the order drawn.
    pub rows: Vec<Bar>,
    /// Whose the marks are and what the key above calls them: `England`.
    pub marks: Option<(Who, String)>,
}

/// One row of bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// Row label.
    pub label: String,
    /// Length of the bar and the text of the last column (share).
    pub value: Value,
    /// Text of the first column (number).
    pub number: String,
    /// 95% interval as a whisker.
    pub interval: Option<(f64, f64)>,
    /// Comparator's value.
    pub mark: Option<Value>,
    /// Named by the title: drawn in the focus colour and bold.
    pub focus: bool,
    /// Set apart below a rule (`Not recorded`, `Unknown`).
    pub apart: bool,
}

/// Two values per row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paired {
    /// Name of the first values (focus colour) and of the second (grey).
    pub names: (String, String),
    /// Rows: label, first, second.
    pub rows: Vec<(String, Value, Value)>,
}

/// Values against limits and comparators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bullet {
    /// Right end of the axis; 100 for shares, else `None` for the largest value.
    pub top: Option<f64>,
    /// Rows.
    pub rows: Vec<BulletRow>,
}

/// One row of a bullet chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BulletRow {
    /// Label over the bar.
    pub label: String,
    /// Value and its text.
    pub value: Value,
    /// Under the label: `391 of 1,619`.
    pub of: String,
    /// Limits and comparators.
    pub marks: Vec<(Who, String, Value)>,
}

/// Steps of a process.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Steps {
    /// Steps from first to last: label, value, and the words of how it follows from the step before (`51.2% of enquiries`).
    pub steps: Vec<(String, Value, String)>,
}

/// Indicators against the range of all authorities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spine {
    /// Names of the authority, its neighbours and England, for the key.
    pub heads: (String, String, String),
    /// Sections: measures with a better direction apart from those without.
    pub sections: Vec<SpineSection>,
}

/// Rows whose left and right mean the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpineSection {
    /// Heading: `One direction is better`.
    pub title: String,
    /// What the left end means and what the right: `worse`, `better`.
    pub ends: (String, String),
    /// Rows.
    pub rows: Vec<SpineRow>,
}

/// One indicator on a spine, on a scale of its own: England is at 0.5, and what lies outside 0 to 1 is drawn at the end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpineRow {
    /// Heading over the first of the rows that share it.
    pub group: String,
    /// Indicator's short title.
    pub label: String,
    /// The authority.
    pub value: Value,
    /// Its 95% interval.
    pub interval: Option<(f64, f64)>,
    /// Whether chance does not explain how far it lies from England: the ring is filled.
    pub sure: bool,
    /// England's value as printed.
    pub england: String,
    /// All authorities but the outer ones at both ends.
    pub range: (f64, f64),
    /// The middle half of authorities.
    pub middle: (f64, f64),
    /// Statistical neighbours.
    pub neighbours: Option<Value>,
}

/// Areas on one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Strip {
    /// Marks: whose, name and value. The live value is drawn last.
    pub marks: Vec<(Who, String, Value)>,
    /// Other authorities, which all strips are drawn over: without them there is no line, only names and values.
    pub range: Option<StripRange>,
}

/// Other authorities on a strip.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StripRange {
    /// Both ends of the strip: all authorities but the outer ones.
    pub ends: (f64, f64),
    /// The middle half of authorities.
    pub middle: (f64, f64),
}
