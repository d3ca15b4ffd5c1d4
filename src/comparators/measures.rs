//! The dictionary of published measures.
//!
//! In: `benchmarks/measures.csv`. Out: one [`Measure`] a row.

use super::read;
use crate::finding::Findings;
use crate::number::{Unit, grouped};
use crate::theme::Shelf;

/// A published measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Key: `referrals_rate`.
    pub key: String,
    /// Name of the file in `benchmarks/figures/` that holds its values: `referrals`.
    pub domain: String,
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
    /// Key of the measure it is a share of, or `population`; empty where that is not published.
    pub denominator: String,
    /// Definition.
    pub definition: String,
    /// Publication.
    pub publication: String,
    /// Name in the Department's local authority interactive tool; empty where that has no such measure.
    pub lait: String,
    /// First and last year with a value.
    pub span: (u16, u16),
    /// Years before which the series breaks.
    pub breaks: Vec<u16>,
}

impl Measure {
    /// A value with the decimals it is published with: `67` children per 10,000, `22.6%`.
    pub fn show(&self, value: f64) -> String {
        let number = grouped(value, self.decimals);
        if self.unit == Unit::Percent { format!("{number}%") } else { number }
    }
}

pub(super) fn load(shelf: &Shelf, findings: &mut Findings) -> Vec<Measure> {
    let expected = "the unit, the decimals or a year of this measure cannot be read";
    read::records(shelf, "benchmarks/measures.csv", (measure, expected), findings)
}

fn measure(row: &read::Row<'_>) -> Option<Measure> {
    let text = |column: &str| row.get(column).to_owned();
    Some(Measure {
        key: text("measure"),
        domain: text("domain"),
        title: text("title"),
        unit: unit(row.get("unit"))?,
        decimals: row.get("decimals").parse().ok()?,
        polarity: text("polarity"),
        period_type: text("period"),
        denominator: text("denominator"),
        definition: text("definition"),
        publication: text("publication"),
        lait: text("lait"),
        span: (row.get("first").parse().ok()?, row.get("last").parse().ok()?),
        breaks: row.get("breaks").split(';').filter(|year| !year.is_empty()).map(|year| year.parse().ok()).collect::<Option<_>>()?,
    })
}

fn unit(key: &str) -> Option<Unit> {
    [Unit::Count, Unit::Percent, Unit::Rate, Unit::Ratio, Unit::Days, Unit::WorkingDays, Unit::Months, Unit::Points, Unit::Score]
        .into_iter()
        .find(|unit| unit.key() == key)
}
