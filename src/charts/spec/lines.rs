//! Values in time order or by length: trends, columns, histograms, sparks and small multiples.
//!
//! In: numbers to place and their texts, from `report`. Out: plain values that the chart of each form draws.

use super::{Value, Who};
use serde::Serialize;

/// Published years as lines, the live value apart at the right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// Labels of the years, oldest first: `2021`.
    pub years: Vec<String>,
    /// One line an area, the authority first.
    pub lines: Vec<Line>,
    /// The live value and its label (`Live`), whisker and name at the right.
    pub live: Option<LivePoint>,
    /// A target as a line across all years: its name and value.
    pub target: Option<(String, Value)>,
    /// Sign printed behind tick labels: `%` or nothing.
    pub suffix: String,
    /// Whether the axis must start at zero (counts), or may start above it.
    pub from_zero: bool,
}

/// One area's published years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Whose.
    pub who: Who,
    /// Name printed at the line's end.
    pub name: String,
    /// One entry a year; `None` where nothing was published (drawn as a gap).
    pub points: Vec<Option<Value>>,
    /// Indexes of years before which the series breaks: the line is interrupted and the break marked.
    pub breaks: Vec<usize>,
}

/// The live value at the end of a trend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LivePoint {
    /// The value.
    pub value: Value,
    /// 95% interval, where one is claimed.
    pub interval: Option<(f64, f64)>,
    /// Name at the right: `Benbowshire, live`.
    pub name: String,
    /// Label above the tinted band: `Live`.
    pub label: String,
    /// Whether a dashed line joins it to the last published value: not where the two count different things.
    pub joined: bool,
    /// How many years after the last published one it stands, at least one.
    pub years_on: usize,
}

/// Columns in time order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Columns {
    /// Labels under the columns.
    pub labels: Vec<String>,
    /// Values above the axis.
    pub up: Vec<Value>,
    /// Name of the values above, printed where there are two sets.
    pub up_name: String,
    /// Values below the axis.
    pub down: Option<(String, Vec<Value>)>,
    /// Indexes named by the title.
    pub focus: Vec<usize>,
    /// A level drawn as a line with its label (the mean).
    pub level: Option<Value>,
}

/// Durations in bins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Histogram {
    /// Bins from short to long.
    pub bins: Vec<Bin>,
    /// Under the axis: `Working days from the start of the assessment`.
    pub axis: String,
    /// Statutory line: the bin it stands behind and its words.
    pub limit: Option<(usize, String)>,
    /// Name of the columns above where there is a second set: `Completed`.
    pub up_name: String,
    /// Second set below the axis, one value a bin: `Open`.
    pub down: Option<(String, Vec<Value>)>,
}

/// A bin of a histogram.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// Label under the column.
    pub label: String,
    /// Height and printed number.
    pub value: Value,
    /// Within the limit: drawn in the focus colour.
    pub focus: bool,
    /// A gap before the column, where it is not like the one before: it has no upper end.
    pub gap: bool,
    /// How long a time it covers. Where bins cover unlike times, columns are as wide as these, and their area is the number.
    pub span: f64,
}

/// Dots with whiskers for several measures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Multiples {
    /// One panel a measure: title, labels and values (`None` where there is none). All share one axis.
    pub panels: Vec<Panel>,
    /// Upper end of the shared axis.
    pub top: f64,
    /// Printed after the numbers of the axis: `%`.
    pub suffix: String,
}

/// A panel of small multiples: its title and its places.
pub type Panel = (String, Vec<Spot>);

/// One place of a panel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spot {
    /// Under it: `18`.
    pub label: String,
    /// The value, where there is one.
    pub value: Option<Value>,
    /// 95% interval.
    pub interval: Option<(f64, f64)>,
    /// How many of how many: `35 of 39`.
    pub of: String,
}

/// A line without axes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spark {
    /// Values in time order; `None` is a gap.
    pub points: Vec<Option<f64>>,
    /// The live value behind them, joined by a dashed line.
    pub live: Option<f64>,
    /// Labels under the first point and the last.
    pub ends: (String, String),
    /// What each point says when pointed at, the live one last: `2021: 22.6%`; empty where there is no value.
    pub told: Vec<String>,
}
