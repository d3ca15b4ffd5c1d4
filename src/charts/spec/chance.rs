//! Values against what chance explains: control charts, whiskers and funnels.
//!
//! In: numbers to place and their texts, from `report`. Out: plain values that the chart of each form draws.

use super::{Value, Who};
use serde::Serialize;

/// Values in time order against the mean and the limits of chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Control {
    /// Labels of the points: `Oct 2023`.
    pub labels: Vec<String>,
    /// One value a label; `None` is a gap.
    pub points: Vec<Option<Value>>,
    /// Points that chance does not explain.
    pub signals: Vec<Signal>,
    /// The mean and its name: `Mean`.
    pub mean: (String, Value),
    /// Lower and upper limit with their names, where there are enough points for them.
    pub limits: Option<[(String, Value); 2]>,
    /// How many points from the first, or from the last change, set the limits, and the words over them.
    pub baseline: Option<(usize, String)>,
    /// Stretches before the last change of the work, in time order; `mean` and `limits` hold after it.
    pub before: Vec<Before>,
    /// Words at points: `244, outside`.
    pub notes: Vec<(usize, String)>,
}

/// Points before a change of the work, with a mean and limits of their own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Before {
    /// Place after its last point.
    pub end: usize,
    /// The mean.
    pub mean: Value,
    /// Lower and upper limit.
    pub limits: [Value; 2],
    /// What changed after it: `New front door`.
    pub why: String,
}

/// A point that chance does not explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// Place of the point.
    pub at: usize,
    /// Upwards or downwards.
    pub high: bool,
    /// What it says.
    pub sense: Sense,
}

/// What a signal says of the work; each has a shape of its own, so that it reads without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sense {
    /// Improvement: filled circle with the letter H or L.
    Better,
    /// Concern: filled diamond with the letter H or L.
    Worse,
    /// Neither direction is better: triangle that points the way.
    Neither,
}

/// Values with whiskers, in sections, against a line that stands for no difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Whiskers {
    /// Value of the line: 1 where values are ratios.
    pub line: f64,
    /// What the line stands for: `As among residents`.
    pub meaning: String,
    /// Whether values are ratios: twice and half stand equally far from the line.
    pub ratios: bool,
    /// Sign printed behind tick labels.
    pub suffix: String,
    /// What a filled and what a hollow dot say, over the rows: `Beyond chance`, `May be chance`; `None` leaves it to the note.
    pub key: Option<(String, String)>,
    /// Heading of a section (may be empty) and its rows.
    pub sections: Vec<(String, Vec<WhiskerRow>)>,
}

/// A value with its whisker.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhiskerRow {
    /// Words: `Black (42 of 310)`.
    pub label: String,
    /// Value.
    pub value: Value,
    /// 95% interval of this value alone.
    pub interval: Option<(f64, f64)>,
    /// Whether a difference from the line is claimed: the dot is filled, else hollow. Of many values judged together one may be hollow
    /// though its own interval leaves out the line.
    pub claimed: bool,
}

/// All authorities by size, against the limits of chance around England.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    /// What runs to the right: `Referrals in the year`.
    pub across: String,
    /// Sign printed behind the ticks of the values.
    pub suffix: String,
    /// Name and value of the average, at the middle of the funnel: England's.
    pub middle: (String, Value),
    /// Limits by size, from small to large.
    pub limits: Vec<FunnelLimit>,
    /// Names of the inner and the outer limits: `95%`, `99.8%`.
    pub names: (String, String),
    /// What points are that have no mark of their own: `Other authorities`.
    pub others: String,
    /// One point an authority or a team, those named last on top.
    pub points: Vec<FunnelPoint>,
}

/// The limits of chance at a size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FunnelLimit {
    /// Size.
    pub size: f64,
    /// Lower and upper inner limit.
    pub inner: (f64, f64),
    /// Lower and upper outer limit.
    pub outer: (f64, f64),
}

/// An authority on a funnel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunnelPoint {
    /// Size.
    pub size: f64,
    /// Value.
    pub value: Value,
    /// Whose, where it is more than one of many; those of the authority are named.
    pub who: Option<Who>,
    /// Name, told when pointed at.
    pub name: String,
}
