//! Cells into typed columns: dates, codes, numbers, texts, identifiers.
//!
//! A [`Builder`] takes the cells of one column. What cannot be read stays blank (a code stays "not mapped") and is tallied
//! by kind with the first row; the content of a cell goes nowhere else.

use super::cell::Cell;
use super::dates::{self, NoDate};
use super::decoder::Decoder;
use super::lists::{Coded, Column, Unread};
use super::quantities;
use super::schema::{ColumnRecord, Kind};
use crate::foreign::in_a_line;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What can be wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A code that no set or mapping knows.
    Unmapped,
    /// No date, or one the calendar does not have.
    UnreadableDate,
    /// Month before day.
    MonthFirst,
    /// A date that means none.
    Placeholder,
    /// No whole number.
    UnreadableNumber,
    /// No age.
    UnreadableAge,
    /// A spreadsheet error.
    CellError,
    /// An identifier of more digits than a spreadsheet keeps.
    LongNumber,
}

/// Rows that a finding names at most.
const MOST_ROWS: usize = 5;

/// How often something happened, and where first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// How often.
    pub count: u32,
    /// Row in the sheet, counted from 1.
    pub first_row: u32,
    /// How many different spellings it was; 0 where that was not counted.
    pub spellings: u32,
    /// The first row of each of the first spellings.
    pub rows: Vec<u32>,
}

/// Faults of one column, in order of kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies(Vec<(Fault, Tally)>);

impl Tallies {
    fn add(&mut self, fault: Fault, row: u32) {
        match self.0.iter_mut().find(|(kind, _)| *kind == fault) {
            Some((_, tally)) => tally.count += 1,
            None => self.0.push((fault, Tally { count: 1, first_row: row, spellings: 0, rows: Vec::new() })),
        }
    }

    /// Notes that a spelling was new.
    fn add_spelling(&mut self, fault: Fault, row: u32) {
        if let Some((_, tally)) = self.0.iter_mut().find(|(kind, _)| *kind == fault) {
            tally.spellings += 1;
            if tally.rows.len() < MOST_ROWS {
                tally.rows.push(row);
            }
        }
    }

    /// Each kind of fault with its tally.
    pub fn iter(&self) -> impl Iterator<Item = (Fault, Tally)> {
        let mut all = self.0.clone();
        all.sort_by_key(|(fault, _)| *fault);
        all.into_iter()
    }
}

/// A table of texts, each held once.
#[derive(Debug, Default)]
pub struct Texts {
    /// The texts in order of first appearance.
    pub all: Vec<Arc<str>>,
    index: HashMap<Arc<str>, u32>,
}

impl Texts {
    /// The number of a text, new or known.
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.index.get(text) {
            return *number;
        }
        let text: Arc<str> = text.into();
        let number = self.all.len() as u32;
        self.all.push(Arc::clone(&text));
        self.index.insert(text, number);
        number
    }
}

/// Takes the cells of one column, top to bottom.
#[derive(Debug)]
pub struct Builder {
    /// Field key.
    pub field: String,
    /// What was wrong.
    pub tallies: Tallies,
    /// Rows, counted from 0, whose cell could not be read.
    unread: Vec<(u32, Unread)>,
    /// Rows, counted from 0, whose cell was not understood, with a fingerprint of it.
    odd: Vec<(u32, u64)>,
    kind: Kind,
    column: Column,
    decoder: Option<Decoder>,
    known: HashMap<String, Coded>,
    /// What the workbook's date system adds to bare numbers.
    shift: f64,
}

impl Builder {
    /// A builder for a column of the records.
    pub fn new(record: &ColumnRecord, decoder: Option<&Decoder>, shift: f64) -> Self {
        let column = match record.kind {
            Kind::Id => Column::Id(Vec::new()),
            Kind::Code => Column::Code(record.set.clone().unwrap_or_default(), Vec::new()),
            Kind::Date => Column::Date(Vec::new()),
            Kind::Whole | Kind::Age => Column::Whole(Vec::new()),
            Kind::Text => Column::Text(Vec::new()),
        };
        let decoder = decoder.cloned();
        Self {
            field: record.key.clone(),
            tallies: Tallies::default(),
            unread: Vec::new(),
            odd: Vec::new(),
            kind: record.kind,
            column,
            decoder,
            known: HashMap::new(),
            shift,
        }
    }

    /// Adds a cell that is not blank.
    pub fn push(&mut self, cell: &Cell, row: u32, texts: &mut Texts) {
        if *cell == Cell::Error {
            self.tallies.add(Fault::CellError, row);
            self.unread.push((self.column.len() as u32, Unread::Error));
            return self.push_blank();
        }
        let kind = self.kind;
        let (mut fault, mut new_spelling) = (None, false);
        match &mut self.column {
            Column::Date(values) => values.push(dates::read(cell, self.shift).unwrap_or_else(|why| {
                fault = Some(match why {
                    NoDate::Placeholder => Fault::Placeholder,
                    NoDate::MonthFirst => Fault::MonthFirst,
                    NoDate::Unreadable => Fault::UnreadableDate,
                });
                None
            })),
            Column::Whole(values) => {
                let read = if kind == Kind::Age { quantities::age(cell) } else { quantities::whole(cell) };
                values.push(read.unwrap_or_else(|_| {
                    fault = Some(if kind == Kind::Age { Fault::UnreadableAge } else { Fault::UnreadableNumber });
                    None
                }));
            }
            Column::Id(values) => {
                let read = quantities::identifier(cell);
                fault = read.as_ref().filter(|(_, long)| *long).map(|_| Fault::LongNumber);
                values.push(read.map(|(id, _)| texts.number(&id)));
            }
            Column::Text(values) => {
                let text = cell.text().map(|text| in_a_line(&text)).filter(|text| !text.trim().is_empty());
                values.push(text.map(|text| texts.number(text.trim())));
            }
            Column::Code(_, values) => {
                let before = self.known.len();
                let coded = decoded(cell, self.decoder.as_ref(), &mut self.known);
                new_spelling = self.known.len() > before;
                fault = (coded == Coded::Unmapped).then_some(Fault::Unmapped);
                values.push(coded);
            }
        }
        if let Some(fault) = fault {
            let at = self.column.len() as u32 - 1;
            self.tallies.add(fault, row);
            self.unread.extend(unread(fault).map(|what| (at, what)));
            self.odd.extend(fingerprint(fault, cell).map(|odd| (at, odd)));
            if new_spelling {
                self.tallies.add_spelling(fault, row);
            }
        }
    }

    /// Adds blanks until the column has as many rows as asked for.
    pub fn fill_to(&mut self, rows: usize) {
        while self.column.len() < rows {
            self.push_blank();
        }
    }

    /// Number of rows so far.
    pub fn rows(&self) -> usize {
        self.column.len()
    }

    fn push_blank(&mut self) {
        let rows = self.column.len() + 1;
        self.column.fill_to(rows);
    }

    /// The finished column.
    pub fn finish(self) -> Cleaned {
        Cleaned { field: self.field, column: self.column, tallies: self.tallies, unread: self.unread, odd: self.odd }
    }
}

/// A column read to its end.
#[derive(Debug)]
pub struct Cleaned {
    /// Field key.
    pub field: String,
    /// Its values.
    pub column: Column,
    /// What was wrong.
    pub tallies: Tallies,
    /// Rows, counted from 0, whose cell could not be read.
    pub unread: Vec<(u32, Unread)>,
    /// Rows, counted from 0, whose cell was not understood, with a fingerprint by which another of its like is known.
    pub odd: Vec<(u32, u64)>,
}

/// A fingerprint of a cell that was not understood; identifiers are, and a date that stands for none is a blank.
fn fingerprint(fault: Fault, cell: &Cell) -> Option<u64> {
    if matches!(fault, Fault::LongNumber | Fault::Placeholder) {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    cell.text()?.hash(&mut hasher);
    Some(hasher.finish())
}

/// What a fault leaves unread: a code that is not mapped stays in the column, and a placeholder means that nothing is known.
fn unread(fault: Fault) -> Option<Unread> {
    match fault {
        Fault::UnreadableDate => Some(Unread::Date),
        Fault::MonthFirst => Some(Unread::MonthFirst),
        Fault::UnreadableNumber | Fault::UnreadableAge => Some(Unread::Number),
        Fault::CellError => Some(Unread::Error),
        Fault::Unmapped | Fault::Placeholder | Fault::LongNumber => None,
    }
}

/// Each spelling is decoded once; a list has thousands of cells and a dozen spellings.
fn decoded(cell: &Cell, decoder: Option<&Decoder>, known: &mut HashMap<String, Coded>) -> Coded {
    let (Some(text), Some(decoder)) = (cell.text(), decoder) else { return Coded::Blank };
    if let Some(coded) = known.get(text.as_ref()) {
        return *coded;
    }
    let coded = decoder.decode(&text);
    known.insert(text.into_owned(), coded);
    coded
}

impl Column {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Column::Date(values) => values.len(),
            Column::Code(_, values) => values.len(),
            Column::Whole(values) => values.len(),
            Column::Text(values) | Column::Id(values) => values.len(),
        }
    }

    /// A column of the same kind without rows.
    pub fn empty_like(&self) -> Self {
        match self {
            Column::Date(_) => Column::Date(Vec::new()),
            Column::Code(set, _) => Column::Code(set.clone(), Vec::new()),
            Column::Whole(_) => Column::Whole(Vec::new()),
            Column::Text(_) => Column::Text(Vec::new()),
            Column::Id(_) => Column::Id(Vec::new()),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether no row holds anything.
    pub fn is_blank(&self) -> bool {
        match self {
            Column::Date(values) => values.iter().all(Option::is_none),
            Column::Code(_, values) => values.iter().all(|coded| *coded == Coded::Blank),
            Column::Whole(values) => values.iter().all(Option::is_none),
            Column::Text(values) | Column::Id(values) => values.iter().all(Option::is_none),
        }
    }

    /// Number of rows that hold something.
    pub fn filled(&self) -> usize {
        match self {
            Column::Date(values) => values.iter().flatten().count(),
            Column::Code(_, values) => values.iter().filter(|coded| **coded != Coded::Blank).count(),
            Column::Whole(values) => values.iter().flatten().count(),
            Column::Text(values) | Column::Id(values) => values.iter().flatten().count(),
        }
    }

    /// Adds blanks until there are as many rows as asked for.
    pub fn fill_to(&mut self, rows: usize) {
        match self {
            Column::Date(values) => values.resize(rows, None),
            Column::Code(_, values) => values.resize(rows, Coded::Blank),
            Column::Whole(values) => values.resize(rows, None),
            Column::Text(values) | Column::Id(values) => values.resize(rows, None),
        }
    }
}
