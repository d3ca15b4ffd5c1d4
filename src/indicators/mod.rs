//! Indicators: from typed lists and records to figures.
//!
//! Every indicator is a record in `content/indicators/*.toml`; a handful of kinds evaluates them all.
//! This module knows nothing of published figures, wording, charts or outputs.

pub mod definition;

use crate::calendar::Window;
use crate::number::{Missing, Unit};

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
