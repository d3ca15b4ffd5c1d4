//! One sheet, row by row: its first rows are kept until it is known what it is, the rest goes straight into typed columns.

use super::cell::{Blanks, Cell, Cells};
use super::clean::{Builder, Cleaned, Texts};
use super::decoder::Decoders;
use super::matching::{Found, HEAD_ROWS, HeadRow, Match, SheetName, recognise};
use super::schema::{Kind, Schema};
use super::workbook::RowSink;
use std::ops::ControlFlow;
use std::sync::Arc;

/// A row without an identifier needs this many values to be a record and not a leftover of formulas.
const FEWEST_VALUES: usize = 3;

/// Rows that were not taken, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Footers, repeated headings, and leftovers of formulas without an identifier.
    pub leftovers: u32,
    /// Rows that hold an identifier and nothing else.
    pub lone: u32,
    /// First of the latter.
    pub first_lone: u32,
}

/// A list as one sheet holds it.
#[derive(Debug)]
pub struct Part {
    /// How it was recognised.
    pub matched: Match,
    /// Row number of each record.
    pub rows: Vec<u32>,
    /// Columns with what was wrong in them.
    pub columns: Vec<Cleaned>,
    /// Texts the columns number.
    pub texts: Vec<Arc<str>>,
    /// Rows that were not taken.
    pub left_out: LeftOut,
}

/// What a sheet turned out to be.
#[derive(Debug)]
pub enum Outcome {
    /// A list with rows, or headings without rows.
    Part(Box<Part>),
    /// Anything else.
    Not(Found),
}

/// Reads a sheet.
pub struct SheetReader<'a> {
    schema: &'a Schema,
    decoders: &'a Decoders,
    name: SheetName,
    shift: f64,
    state: State<'a>,
}

enum State<'a> {
    Head(Vec<HeadRow>),
    Body(Body<'a>),
    Not(Found),
}

impl<'a> SheetReader<'a> {
    /// A reader for a sheet; `shift` is what its workbook's date system adds to bare numbers.
    pub fn new(schema: &'a Schema, decoders: &'a Decoders, name: SheetName, shift: f64) -> Self {
        Self { schema, decoders, name, shift, state: State::Head(Vec::new()) }
    }

    /// What the sheet was.
    pub fn finish(mut self) -> Outcome {
        self.decide();
        match self.state {
            State::Body(body) => Outcome::Part(Box::new(body.finish())),
            State::Not(found) => Outcome::Not(found),
            State::Head(_) => Outcome::Not(Found::Nothing),
        }
    }

    fn decide(&mut self) {
        let State::Head(head) = &mut self.state else { return };
        let head = std::mem::take(head);
        self.state = match recognise(&head, &self.name, self.schema) {
            Found::List(found) => {
                let skip = found.skip;
                let mut body = Body::new(found, self.schema, self.decoders, self.shift);
                head[skip..].iter().for_each(|(number, cells)| body.take(*number, cells));
                State::Body(body)
            }
            found => State::Not(found),
        };
    }
}

impl RowSink for SheetReader<'_> {
    fn row(&mut self, number: u32, cells: &Cells) -> ControlFlow<()> {
        match &mut self.state {
            State::Body(body) => body.take(number, cells),
            State::Not(_) => return ControlFlow::Break(()),
            State::Head(head) => {
                // An error cell is kept: beside other values it is to be reported.
                let filled = cells.iter().filter(|(_, cell)| *cell == Cell::Error || !self.schema.blanks.hold(cell));
                let kept: Vec<_> = filled.map(|(column, cell)| (*column, cell.clone().into_owned())).collect();
                if kept.iter().any(|(_, cell)| *cell != Cell::Error) {
                    head.push((number, kept));
                }
                if head.len() == HEAD_ROWS {
                    self.decide();
                }
            }
        }
        ControlFlow::Continue(())
    }
}

struct Body<'a> {
    schema: &'a Schema,
    blanks: &'a Blanks,
    matched: Match,
    /// Builder of each sheet column.
    by_column: Vec<Option<usize>>,
    builders: Vec<Builder>,
    /// Sheet column of the identifier, and its heading as the list calls it.
    identifier: Option<(u32, usize)>,
    rows: Vec<u32>,
    texts: Texts,
    left_out: LeftOut,
}

impl<'a> Body<'a> {
    fn new(matched: Match, schema: &'a Schema, decoders: &Decoders, shift: f64) -> Self {
        let list = &schema.lists[matched.list];
        let width = matched.columns.iter().map(|(column, _)| *column as usize + 1).max().unwrap_or(0);
        let mut by_column = vec![None; width];
        let mut builders = Vec::new();
        for (column, at) in &matched.columns {
            let record = &list.columns[*at];
            by_column[*column as usize] = Some(builders.len());
            builders.push(Builder::new(record, decoders.of(&list.key, &record.key), shift));
        }
        let is_identifier = |at: usize| list.columns[at].kind == Kind::Id && list.columns[at].required;
        let identifier = matched.columns.iter().find(|(_, at)| is_identifier(*at)).copied();
        let (rows, texts, left_out) = (Vec::new(), Texts::default(), LeftOut::default());
        Self { schema, blanks: &schema.blanks, matched, by_column, builders, identifier, rows, texts, left_out }
    }

    fn builder_of(&self, column: u32) -> Option<usize> {
        self.by_column.get(column as usize).copied().flatten()
    }

    fn take(&mut self, number: u32, cells: &Cells) {
        let filled = cells.iter().filter(|(column, cell)| self.builder_of(*column).is_some() && !self.blanks.hold(cell));
        let filled = filled.count();
        if filled == 0 {
            return;
        }
        let identifier = self.identifier.and_then(|(place, _)| cells.iter().find(|(column, _)| *column == place)).map(|(_, cell)| cell);
        let identifier = identifier.filter(|cell| !self.blanks.hold(cell));
        if self.is_leftover(identifier, filled) {
            self.left_out.leftovers += 1;
            return;
        }
        if filled == 1 {
            if self.left_out.lone == 0 {
                self.left_out.first_lone = number;
            }
            self.left_out.lone += 1;
            return;
        }
        for (column, cell) in cells {
            if let Some(at) = self.builder_of(*column)
                && (*cell == Cell::Error || !self.blanks.hold(cell))
            {
                // A column named twice in one row of a malformed file must not grow twice.
                self.builders[at].fill_to(self.rows.len());
                if self.builders[at].rows() == self.rows.len() {
                    self.builders[at].push(cell, number, &mut self.texts);
                }
            }
        }
        self.rows.push(number);
    }

    fn is_leftover(&self, identifier: Option<&Cell>, filled: usize) -> bool {
        match (identifier, self.identifier) {
            (None, Some(_)) => filled < FEWEST_VALUES,
            (Some(Cell::Text(text)), Some((_, at))) => {
                let list = &self.schema.lists[self.matched.list];
                (filled <= 2 && self.schema.is_footer(text)) || (filled > 1 && list.by_heading(text).is_some_and(|(named, _)| named == at))
            }
            _ => false,
        }
    }

    fn finish(mut self) -> Part {
        let rows = self.rows.len();
        self.builders.iter_mut().for_each(|builder| builder.fill_to(rows));
        let columns = self.builders.into_iter().map(Builder::finish).collect();
        Part { matched: self.matched, rows: self.rows, columns, texts: self.texts.all, left_out: self.left_out }
    }
}
