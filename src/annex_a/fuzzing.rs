//! A door for the fuzz targets in `tests/fuzz`: reading with records made ready once, and the step from cells to values alone,
//! which a file reaches only through many others.
//!
//! No part of the interface; nothing else may use it.

pub use super::cell::Cell;
pub use super::clean::{Cleaned, Fault, Tallies, Tally};
pub use super::dates::SHIFT_1904;

use super::clean::{Builder, Texts};
use super::decoder::Decoders;
use super::lists::Lists;
use super::schema::{ColumnRecord, Schema};
use super::{Mapping, Source};
use crate::finding::{Checked, Findings};
use std::sync::Arc;

/// What files and cells are read by, made once from the records.
pub struct Step {
    schema: Schema,
    columns: Vec<(String, ColumnRecord)>,
    decoders: Decoders,
}

impl Step {
    /// The step as the records have it.
    pub fn new(schema: &Schema) -> Self {
        let columns = schema.lists.iter().flat_map(|list| list.columns.iter().map(|column| (list.key.clone(), column.clone())));
        let decoders = Decoders::new(schema, &Mapping::default(), &mut Findings::default());
        Self { schema: schema.clone(), columns: columns.collect(), decoders }
    }

    /// Reads files as [`super::read`] does.
    pub fn files(&self, sources: &[Source]) -> Checked<Lists> {
        super::by_records(sources, &self.schema, &self.decoders, Findings::default())
    }

    /// List, record and codes of a column; numbers past the last start again.
    pub fn column(&self, number: usize) -> (&str, &ColumnRecord) {
        let (list, column) = &self.columns[number % self.columns.len()];
        (list, column)
    }

    /// Reads cells as a sheet's column from row 2 on, and the table of texts that it numbers.
    pub fn read(&self, number: usize, cells: &[Cell<'_>], shift: f64) -> (Cleaned, Vec<Arc<str>>) {
        let (list, column) = self.column(number);
        let mut builder = Builder::new(column, self.decoders.of(list, &column.key), shift);
        let mut texts = Texts::default();
        for (row, cell) in (2..).zip(cells) {
            builder.push(cell, row, &mut texts);
        }
        (builder.finish(), texts.all)
    }
}
