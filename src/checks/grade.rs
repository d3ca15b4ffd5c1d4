//! Grades A to D: how far a list can be trusted, from what is filled and how many rows break a rule.

use super::completeness::Completeness;
use super::record::Catalogue;
use crate::annex_a::lists::Lists;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The grade of a list and what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grade {
    /// A, B, C or D.
    pub letter: char,
    /// Share of the cells that must be filled and hold something usable, in percent.
    pub filled: f64,
    /// Share of the rows that break a rule which is an error or a warning, in percent.
    pub broken: f64,
}

/// The grade of every list in the catalogue.
pub(super) fn of(
    catalogue: &Catalogue,
    completeness: &[Completeness],
    broken: &BTreeMap<&str, BTreeSet<usize>>,
    lists: &Lists,
) -> BTreeMap<String, Option<Grade>> {
    let one = |key: &str| {
        let rows = lists.lists.get(key).map_or(0, |list| list.rows);
        let columns = completeness.iter().filter(|c| c.list == key && c.required);
        let (usable, asked) = columns.fold((0, 0), |(usable, asked), c| (usable + c.filled - c.unmapped, asked + c.of));
        let broken = broken.get(key).map_or(0, BTreeSet::len);
        (rows > 0).then(|| grade(catalogue, share(usable as usize, asked as usize).unwrap_or(100.0), share(broken, rows).unwrap_or(0.0)))
    };
    catalogue.lists().iter().map(|record| (record.key.clone(), one(&record.key))).collect()
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64 * 100.0)
}

fn grade(catalogue: &Catalogue, filled: f64, broken: f64) -> Grade {
    let reached = catalogue.grades().iter().find(|g| filled >= g.filled && broken <= g.broken);
    Grade { letter: reached.map_or('D', |g| g.letter), filled, broken }
}
