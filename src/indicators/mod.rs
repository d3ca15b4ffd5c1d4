//! Indicators: from typed lists and records to figures.
//!
//! Every indicator is a record in `content/indicators/*.toml`; a handful of kinds evaluates them all.
//! [`Catalogue::load`] reads the records, [`evaluate()`] computes every figure of them, [`explain()`] shows the way to one.
//! This module knows nothing of published figures, wording, charts or outputs.

mod across;
pub mod catalogue;
pub mod columns;
pub mod definition;
mod derived;
mod describe;
mod distributions;
mod durations;
pub mod evaluate;
pub mod explain;
mod filter;
mod flow;
mod group;
pub mod listed;
pub mod members;
mod moment;
pub mod names;
pub mod over_time;
pub mod record;
mod rule_words;
mod shares;
mod traces;
mod undated;
mod view;

pub use catalogue::{Catalogue, Judgement};
pub use definition::{About, Definition, Good};
pub use derived::BALANCE;
pub use evaluate::{Counted, Linked, Way, evaluate, evaluate_some, linked};
pub use explain::{Explanation, explain};
pub use listed::{Due, Listed, ListedRow, Selection, Side, listed, unlistable};
pub use rule_words::rule_in_words;
pub use traces::traces;
pub use undated::{Missed, undated};

use crate::calendar::{Day, Window};
use crate::number::{Missing, Unit};
use std::collections::BTreeMap;

/// One computed figure: a line of `figures.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Indicator code, such as `REF-04`.
    pub code: String,
    /// Group or bin; empty for the single figure.
    pub group: String,
    /// The window counted in. For stocks its end is the as-at date.
    pub window: Window,
    /// Numerator, where the figure has one (ruling 6).
    pub numerator: Option<f64>,
    /// Denominator, where the figure has one.
    pub denominator: Option<f64>,
    /// The unrounded value, or why there is none.
    pub value: Result<f64, Missing>,
    /// What the value counts.
    pub unit: Unit,
}

/// What figures are measured with.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The day everything is measured to.
    pub as_at: Day,
    /// Reporting window of each list, by list key; six months where a list is not named.
    pub windows: BTreeMap<String, Window>,
    /// Children aged 0 to 17 living in the area, for rates.
    pub population: Option<f64>,
    /// Residents of all ages by ethnic group, for ratios of shares.
    pub residents: BTreeMap<String, f64>,
    /// The authority's own last published counts by measure, for the pace of the year.
    pub published: BTreeMap<String, f64>,
}

impl Setting {
    /// The window of a list.
    pub fn window(&self, list: &str) -> Window {
        self.windows.get(list).copied().unwrap_or_else(|| Window::before(self.as_at, 6))
    }
}
