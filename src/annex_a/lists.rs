//! The eleven lists as typed columns.
//!
//! A column is a vector with one entry a row: dates as days, codes as small integers into their code set,
//! texts and identifiers as small integers into a table of strings. Blank and unmapped stay apart.

use crate::calendar::Day;
use std::collections::BTreeMap;

/// A coded cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Coded {
    /// Nothing was recorded.
    Blank,
    /// Something was recorded that no code set or mapping knows.
    Unmapped,
    /// Index into the code set's codes (see [`CodeSet::codes`]).
    Code(u16),
}

/// One code of a code set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Statutory token, lower case where the set has none: `U1`, `yes`.
    pub key: String,
    /// Label for readers.
    pub label: String,
    /// Group it belongs to; the label where the set has no groups.
    pub group: String,
}

/// A set of codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeSet {
    /// Name in the schema: `ethnicity`.
    pub name: String,
    /// Codes in canonical order.
    pub codes: Vec<Code>,
}

/// The values of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Dates.
    Date(Vec<Option<Day>>),
    /// Codes and the name of their set in [`Lists::code_sets`].
    Code(String, Vec<Coded>),
    /// Whole numbers.
    Whole(Vec<Option<i32>>),
    /// Texts, as indexes into [`Lists::strings`].
    Text(Vec<Option<u32>>),
    /// Identifiers, as indexes into [`Lists::strings`]; the same identifier has the same index in every list of the authority.
    Id(Vec<Option<u32>>),
}

/// Where the rows of a list came from, for findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// File name.
    pub file: String,
    /// Sheet name.
    pub sheet: String,
    /// Which rule recognised it: `heading signature`, `sheet name`, `title`, `position`.
    pub rule: String,
    /// Column of the sheet that each field was read from, counted from 0.
    pub columns: BTreeMap<String, u32>,
}

/// What a cell held that could not be read and so counts as blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unread {
    /// No date that the calendar has.
    Date,
    /// A date with the month before the day.
    MonthFirst,
    /// No whole number, or no age.
    Number,
    /// A spreadsheet error.
    Error,
}

/// One list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// Key in the schema: `contacts`, `early_help`, `referrals`, `assessments`, `section_47`, `children_in_need`,
    /// `child_protection`, `looked_after`, `care_leavers`, `adoption`, `adopters`.
    pub key: String,
    /// Number of rows.
    pub rows: usize,
    /// Columns by field key. A field that no file held is absent.
    pub columns: BTreeMap<String, Column>,
    /// Files and sheets it was read from.
    pub origins: Vec<Origin>,
    /// For every row: index into `origins` and row number in the sheet (from 1).
    pub places: Vec<(u16, u32)>,
    /// For every field the rows, in order, whose cell held something that could not be read.
    pub unread: BTreeMap<String, Vec<(u32, Unread)>>,
}

/// The lists of one authority.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lists {
    /// All eleven, by key; one that no file held has no rows and no origins.
    pub lists: BTreeMap<String, List>,
    /// Code sets by name.
    pub code_sets: BTreeMap<String, CodeSet>,
    /// Table of texts and identifiers.
    pub strings: Vec<String>,
}

impl List {
    /// The dates of a field, or `None` where the list has no such date column.
    pub fn dates(&self, field: &str) -> Option<&[Option<Day>]> {
        match self.columns.get(field) {
            Some(Column::Date(values)) => Some(values),
            _ => None,
        }
    }

    /// The codes of a field.
    pub fn codes(&self, field: &str) -> Option<(&str, &[Coded])> {
        match self.columns.get(field) {
            Some(Column::Code(set, values)) => Some((set, values)),
            _ => None,
        }
    }

    /// The whole numbers of a field.
    pub fn wholes(&self, field: &str) -> Option<&[Option<i32>]> {
        match self.columns.get(field) {
            Some(Column::Whole(values)) => Some(values),
            _ => None,
        }
    }

    /// Texts or identifiers of a field.
    pub fn strings(&self, field: &str) -> Option<&[Option<u32>]> {
        match self.columns.get(field) {
            Some(Column::Text(values) | Column::Id(values)) => Some(values),
            _ => None,
        }
    }
}
