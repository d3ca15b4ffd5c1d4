//! What each statistical neighbour published, and their median.
//!
//! In: published values. Out: values of neighbours one by one, nearest first, and the middle of them.

use super::{Area, Comparators, Published};
use crate::number::Missing;
use crate::statistics::median;

/// The median of statistical neighbours in a year: of how many, and out of how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeighbourMedian {
    /// Median of the published values, unrounded; not available where none was published.
    pub value: Published,
    /// Neighbours with a published value.
    pub n: usize,
    /// Neighbours there are (10 unless the project names others).
    pub of: usize,
}

impl Comparators {
    /// What each statistical neighbour published in a year, nearest neighbour first.
    pub fn neighbour_values(&self, measure: &str, authority: &Area, year: u16) -> Vec<(&Area, Published)> {
        self.neighbours(authority).into_iter().map(|near| (near, self.published(measure, &near.code, year))).collect()
    }

    /// The median of the neighbours' published values, as the Department's dashboard shows it; values not published are left out.
    pub fn neighbour_median(&self, measure: &str, authority: &Area, year: u16) -> NeighbourMedian {
        let all = self.neighbour_values(measure, authority, year);
        let mut values: Vec<f64> = all.iter().filter_map(|(_, published)| published.ok()).collect();
        values.sort_by(f64::total_cmp);
        NeighbourMedian { value: median(&values).ok_or(Missing::NotAvailable), n: values.len(), of: all.len() }
    }
}
