//! Small tables of `benchmarks/`: comma-separated text with a header, as rows that know their line.
//!
//! A file that is missing or broken is a finding, and the table is then absent.

use crate::finding::{Finding, Findings, Place, Severity};
use crate::theme::Shelf;

/// A read table.
pub(super) struct Table {
    head: Vec<String>,
    rows: Vec<(u32, csv::StringRecord)>,
}

/// One row of a table.
pub(super) struct Row<'a> {
    table: &'a Table,
    cells: &'a csv::StringRecord,
    /// Line in the file, counted from 1.
    pub(super) line: u32,
}

impl Table {
    pub(super) fn head(&self) -> &[String] {
        &self.head
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, cells, line: *line })
    }
}

impl<'a> Row<'a> {
    /// The cell under a heading; empty where the table has no such heading.
    pub(super) fn get(&self, column: &str) -> &'a str {
        self.table.head.iter().position(|name| name == column).map_or("", |place| self.at(place))
    }

    /// The cell at a place, counted from 0.
    pub(super) fn at(&self, place: usize) -> &'a str {
        self.cells.get(place).unwrap_or("").trim()
    }
}

/// What the rows of the table at a path stand for; of a row that stands for nothing, `expected` is said.
pub(super) fn records<T>(
    shelf: &Shelf,
    path: &str,
    (record, expected): (impl Fn(&Row<'_>) -> Option<T>, &str),
    findings: &mut Findings,
) -> Vec<T> {
    let Some(table) = table(shelf, path, findings) else { return Vec::new() };
    let mut records = Vec::new();
    for row in table.rows() {
        match record(&row) {
            Some(record) => records.push(record),
            None => findings.push(Finding::new(Severity::Error, "comparators", Place::line(path, row.line), expected)),
        }
    }
    records
}

/// The table at a path of the shelf.
pub(super) fn table(shelf: &Shelf, path: &str, findings: &mut Findings) -> Option<Table> {
    match shelf.text(path) {
        Some(text) => parse(path, &text, findings),
        None => {
            findings.push(Finding::new(Severity::Error, "comparators", Place::file(path), "this file is missing"));
            None
        }
    }
}

/// The table in a text; `path` is named in findings.
pub(super) fn parse(path: &str, text: &str, findings: &mut Findings) -> Option<Table> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().ok()?.iter().map(|name| name.trim().to_owned()).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let Ok(cells) = record else {
            findings.push(Finding::new(
                Severity::Error,
                "comparators",
                Place::file(path),
                "this file is not readable as comma-separated text",
            ));
            return None;
        };
        rows.push((cells.position().map_or(0, |p| p.line() as u32), cells));
    }
    Some(Table { head, rows })
}
