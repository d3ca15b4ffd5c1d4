//! How many children, and how many residents of each ethnic group, live in an area.
//!
//! In: `benchmarks/population.csv` (mid-year, 0 to 17) and `benchmarks/population_ethnicity.csv` (census, all ages).

use super::read::{self, Table};
use crate::finding::{Finding, Findings, Place, Severity};
use crate::theme::Shelf;
use std::collections::BTreeMap;

/// Year of the census that residents by ethnic group come from.
pub const CENSUS_YEAR: u16 = 2021;

/// Residents of an area by ethnic group. Refused and unknown are answers of a record, not of a resident, so they have no entry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Residents {
    /// Group labels of the catalogue (`White`, `Mixed`, `Asian`, `Black`, `Chinese`, `Other`) with their residents, in that order.
    pub groups: Vec<(String, f64)>,
}

impl Residents {
    /// All residents.
    pub fn total(&self) -> f64 {
        self.groups.iter().map(|(_, residents)| residents).sum()
    }

    /// Share of a group in percent; `None` for a group without residents of its own (refused, unknown).
    pub fn percent(&self, group: &str) -> Option<f64> {
        let (_, residents) = self.groups.iter().find(|(label, _)| label == group)?;
        (self.total() > 0.0).then(|| residents / self.total() * 100.0)
    }
}

/// Populations by area code.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Population {
    children: BTreeMap<String, BTreeMap<u16, f64>>,
    residents: BTreeMap<String, Residents>,
}

impl Population {
    pub(super) fn load(shelf: &Shelf, findings: &mut Findings) -> Self {
        let mut population = Self::default();
        each(shelf, "benchmarks/population.csv", findings, |area, column, number| {
            let Ok(year) = column.parse() else { return false };
            population.children.entry(area.to_owned()).or_default().insert(year, number);
            true
        });
        each(shelf, "benchmarks/population_ethnicity.csv", findings, |area, column, number| {
            let Some((group, _)) = column.split_once(": ") else { return false };
            let groups = &mut population.residents.entry(area.to_owned()).or_default().groups;
            match groups.iter_mut().find(|(label, _)| label == group) {
                Some((_, sum)) => *sum += number,
                None => groups.push((group.to_owned(), number)),
            }
            true
        });
        population
    }

    pub(super) fn children(&self, area: &str, year: u16) -> Option<f64> {
        self.children.get(area)?.get(&year).copied()
    }

    /// The latest up to a year, or the first.
    pub(super) fn latest(&self, area: &str, until: u16) -> Option<(u16, f64)> {
        let known = self.children.get(area)?;
        known.range(..=until).next_back().or_else(|| known.first_key_value()).map(|(year, number)| (*year, *number))
    }

    /// First and last year with a population of any area.
    pub(super) fn years(&self) -> Option<(u16, u16)> {
        let years = || self.children.values().flat_map(BTreeMap::keys).copied();
        Some((years().min()?, years().max()?))
    }

    pub(super) fn residents(&self, area: &str) -> Option<&Residents> {
        self.residents.get(area)
    }
}

/// Hands every number of a wide table to `take` with its area and heading; what cannot be read or taken is a finding.
fn each(shelf: &Shelf, path: &str, findings: &mut Findings, mut take: impl FnMut(&str, &str, f64) -> bool) {
    let Some(table): Option<Table> = read::table(shelf, path, findings) else { return };
    for row in table.rows() {
        for (place, column) in table.head().iter().enumerate().skip(1) {
            let cell = row.at(place);
            if !cell.is_empty() && !cell.parse().is_ok_and(|number| take(row.at(0), column, number)) {
                let mut at = Place::line(path, row.line);
                at.column = Some(column.clone());
                findings.push(Finding::new(Severity::Error, "comparators", at, "expected a number of residents"));
            }
        }
    }
}
