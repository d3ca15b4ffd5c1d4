//! Comparators: published figures by measure, area and year.
//!
//! Figures are those of the Department for Education and the Office for National Statistics (Open Government Licence v3.0),
//! kept in `benchmarks/` in annexa's own layout. Suppressed and missing stay typed, never zero.
//! Knows nothing of the workbook.

use crate::number::{Missing, Unit};

/// A published value, or why there is none.
pub type Published = Result<f64, Missing>;

/// An area figures are published for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Nine-character code of the Office for National Statistics.
    pub code: String,
    /// Three-digit number of the Department for Education.
    pub number: Option<u16>,
    /// Name.
    pub name: String,
    /// Region's code for an authority.
    pub region: Option<String>,
}

/// The mean of statistical neighbours in a year: of how many, and out of how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeighbourMean {
    /// Unweighted mean of the published values.
    pub value: Published,
    /// Neighbours with a published value.
    pub n: usize,
    /// Neighbours there are (10 unless the project names others).
    pub of: usize,
}

/// A published measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Key: `referrals_rate`.
    pub key: String,
    /// Title.
    pub title: String,
    /// Unit.
    pub unit: Unit,
    /// Decimals as published.
    pub decimals: usize,
    /// `high`, `low` or `none`, as published.
    pub polarity: String,
    /// `year to 31 March`, `at 31 March`.
    pub period_type: String,
    /// Definition.
    pub definition: String,
    /// Publication.
    pub publication: String,
    /// Years before which the series breaks.
    pub breaks: Vec<u16>,
}
