//! Completeness: how many cells of each column are filled, of those that should be.

use super::Setting;
use super::condition::{all, filled};
use super::record::{Catalogue, ListRecord};
use crate::annex_a::lists::{Coded, Column, List};
use serde::Serialize;

/// How far a column is filled.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Completeness {
    /// Key of the list.
    pub list: String,
    /// Key of the column.
    pub column: String,
    /// Whether the column must be filled, in every row or in the rows that `of` counts.
    pub required: bool,
    /// Whether a file held the column at all.
    pub present: bool,
    /// Cells that hold something, mapped or not.
    pub filled: u32,
    /// Cells that should hold something: all rows, or those the column is expected in.
    pub of: u32,
    /// Of the filled, cells that hold something no code set or mapping knows.
    pub unmapped: u32,
}

impl Completeness {
    /// Share of cells that hold something usable, in percent; `None` where no cell is asked for.
    pub fn percent(&self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.filled - self.unmapped) / f64::from(self.of) * 100.0)
    }
}

/// Completeness of every column of every list with rows.
pub(super) fn of(catalogue: &Catalogue, setting: &Setting) -> Vec<Completeness> {
    let mut rows = Vec::new();
    for record in catalogue.lists() {
        let Some(list) = setting.lists.lists.get(&record.key).filter(|list| list.rows > 0) else { continue };
        rows.extend(record.required.iter().map(|column| count(list, column, true, |_| true)));
        rows.extend(expected(record, list, setting));
        rows.extend(record.optional.iter().map(|column| count(list, column, false, |_| true)));
    }
    rows
}

fn expected(record: &ListRecord, list: &List, setting: &Setting) -> Vec<Completeness> {
    let one = |expected: &super::record::Expected| match all(&expected.conditions, list, setting) {
        Some(asked) => count(list, &expected.field, true, asked),
        None => count(list, &expected.field, true, |_| false),
    };
    record.expected.iter().map(one).collect()
}

fn count(list: &List, field: &str, required: bool, asked: impl Fn(usize) -> bool) -> Completeness {
    let mut result = Completeness {
        list: list.key.clone(),
        column: field.to_owned(),
        required,
        present: list.columns.contains_key(field),
        filled: 0,
        of: (0..list.rows).filter(|&row| asked(row)).count() as u32,
        unmapped: 0,
    };
    let Some(column) = list.columns.get(field) else { return result };
    for row in (0..list.rows).filter(|&row| asked(row)) {
        result.filled += u32::from(filled(column, row));
        result.unmapped += u32::from(matches!(column, Column::Code(_, codes) if codes[row] == Coded::Unmapped));
    }
    result
}
