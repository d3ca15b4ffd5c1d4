//! Which list a sheet is, which row holds its headings, and which column is which field.
//!
//! The first rows of a sheet and its names come in. The headings decide; then the name of the sheet or file;
//! then a title above the headings; then, in a workbook of eleven sheets, the position. A sheet without headings
//! is read by position where it has exactly the columns of a version of its list and they look right. Unknown headings are never
//! passed over: they may say that the columns stand in another order.

use super::cell::Cell;
use super::dates;
use super::quantities;
use super::schema::{Kind, Layout, Likeness, ListRecord, Schema};
use super::wording::heading_key;
use std::collections::BTreeSet;

/// Rows that are looked at before a sheet is given up.
pub const HEAD_ROWS: usize = 40;
/// A row of headings has more filled cells than a title.
const FEWEST_HEADINGS: usize = 3;
/// Fields that must be named for the headings alone to decide.
const FEWEST_FIELDS: usize = 4;
/// Share of a list's own headings that must be there for the headings alone to decide.
const SIGNATURE_SHARE: f64 = 0.5;
/// Words in columns of dates and numbers that make a row one of headings.
const FEWEST_WORDS: u32 = 2;
/// Share of filled cells that must read as dates or identifiers where there are no headings.
const PLAUSIBLE: f64 = 0.8;

/// A row kept until it is known what the sheet is.
pub type HeadRow = (u32, Vec<(u32, Cell<'static>)>);

/// What is known of a sheet besides its rows.
#[derive(Debug, Clone)]
pub struct SheetName {
    /// Name of the sheet; empty for a delimited file.
    pub sheet: String,
    /// Name of the file without its ending.
    pub stem: String,
    /// Position among the sheets, counted from 0, and how many there are.
    pub position: (usize, usize),
}

/// How a list was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// By the headings that only this list has.
    Signature,
    /// By the name of the sheet or file.
    Name,
    /// By the title above the headings.
    Title,
    /// By its place among eleven sheets.
    Position,
}

impl Rule {
    /// The rule in words.
    pub fn words(self) -> &'static str {
        match self {
            Rule::Signature => "heading signature",
            Rule::Name => "sheet name",
            Rule::Title => "title",
            Rule::Position => "position",
        }
    }
}

/// A sheet that is a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Position of the list in the schema.
    pub list: usize,
    /// How it was recognised.
    pub rule: Rule,
    /// Head rows up to and including the headings.
    pub skip: usize,
    /// Whether the columns were read by position, without headings.
    pub by_position: bool,
    /// Field of each sheet column: sheet column, position in the list's columns.
    pub columns: Vec<(u32, usize)>,
    /// Headings that are no field of the list.
    pub extra: u32,
    /// Headings that repeat a field.
    pub repeated: u32,
}

/// What a sheet is.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A list.
    List(Match),
    /// Another data set, by name.
    Refused(String),
    /// Named like a list, with rows, but without headings that could be understood.
    Headless(usize),
    /// Named like a list and without rows.
    Empty(usize, Rule),
    /// Something else: guidance, codes, a front sheet.
    Nothing,
}

/// Says what a sheet is.
pub fn recognise(head: &[HeadRow], name: &SheetName, schema: &Schema) -> Found {
    if let Some(refused) = refused(head, schema) {
        return Found::Refused(refused);
    }
    if let Some(found) = by_signature(head, schema) {
        return Found::List(found);
    }
    let mut named = None;
    for (list, rule, sure) in candidates(head, name, schema) {
        if let Some(found) = by_headings(head, list, rule, schema).or_else(|| by_position(head, list, rule, schema)) {
            return Found::List(found);
        }
        if sure && rule != Rule::Position && named.is_none() {
            named = Some((list, rule));
        }
    }
    let wide = head.iter().filter(|(_, cells)| cells.len() >= FEWEST_HEADINGS).count();
    match named {
        Some((list, rule)) if wide == 0 => Found::Empty(list, rule),
        Some((list, _)) if wide >= 2 => Found::Headless(list),
        _ => Found::Nothing,
    }
}

fn refused(head: &[HeadRow], schema: &Schema) -> Option<String> {
    let rows = head.iter().map(|(_, cells)| texts(cells).map(heading_key).collect::<BTreeSet<_>>());
    rows.into_iter().find_map(|row| {
        let found = schema.refused.iter().find(|refused| refused.headings.iter().all(|heading| row.contains(&heading_key(heading))));
        found.map(|refused| refused.name.clone())
    })
}

fn texts<'a>(cells: &'a [(u32, Cell<'static>)]) -> impl Iterator<Item = &'a str> {
    cells.iter().filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(text.as_ref()) } else { None })
}

fn by_signature(head: &[HeadRow], schema: &Schema) -> Option<Match> {
    for (at, (_, cells)) in head.iter().enumerate().filter(|(_, (_, cells))| cells.len() >= FEWEST_HEADINGS) {
        let scored = schema.lists.iter().enumerate().filter_map(|(i, list)| {
            let found = assigned(cells, i, list, Rule::Signature, at + 1);
            let share = signature_share(&found, list);
            (share >= SIGNATURE_SHARE && found.columns.len() >= FEWEST_FIELDS && has_identifier(&found, list)).then_some((share, found))
        });
        let mut scored: Vec<(f64, Match)> = scored.collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.columns.len().cmp(&a.1.columns.len())));
        let rivals =
            scored.iter().filter(|(share, found)| *share == scored[0].0 && found.columns.len() == scored[0].1.columns.len()).count();
        if rivals == 1 {
            return Some(scored.swap_remove(0).1);
        }
    }
    None
}

fn signature_share(found: &Match, list: &ListRecord) -> f64 {
    let there = list.signature.iter().filter(|key| found.columns.iter().any(|(_, at)| &list.columns[*at].key == *key)).count();
    there as f64 / list.signature.len().max(1) as f64
}

fn has_identifier(found: &Match, list: &ListRecord) -> bool {
    found.columns.iter().any(|(_, at)| list.columns[*at].kind == Kind::Id && list.columns[*at].required)
}

/// The fields that a row of headings names. The surer match takes a field; among equals the first.
fn assigned(cells: &[(u32, Cell<'static>)], list: usize, record: &ListRecord, rule: Rule, skip: usize) -> Match {
    let mut taken: Vec<Option<(u32, Likeness)>> = vec![None; record.columns.len()];
    let (mut extra, mut repeated) = (0, 0);
    for (column, cell) in cells {
        let Cell::Text(text) = cell else {
            extra += 1;
            continue;
        };
        match record.by_heading(text) {
            None => extra += 1,
            Some((at, likeness)) => match taken[at] {
                None => taken[at] = Some((*column, likeness)),
                Some((_, before)) => {
                    if likeness > before {
                        taken[at] = Some((*column, likeness));
                    }
                    // A heading that only resembles a field beside one that is it, is a column of the council's own.
                    if likeness == before { repeated += 1 } else { extra += 1 }
                }
            },
        }
    }
    let columns = taken.iter().enumerate().filter_map(|(at, column)| column.map(|(column, _)| (column, at))).collect();
    Match { list, rule, skip, by_position: false, columns, extra, repeated }
}

fn candidates(head: &[HeadRow], name: &SheetName, schema: &Schema) -> Vec<(usize, Rule, bool)> {
    let mut candidates = Vec::new();
    let names = [Some(&name.sheet), Some(&name.stem).filter(|_| name.position.1 == 1)];
    candidates.extend(names.into_iter().flatten().filter_map(|text| schema.by_name(text)).map(|(list, sure)| (list, Rule::Name, sure)));
    let titles = head.iter().take(5).filter(|(_, cells)| cells.len() < FEWEST_HEADINGS).flat_map(|(_, cells)| texts(cells));
    candidates.extend(titles.filter_map(|text| schema.by_name(text)).map(|(list, sure)| (list, Rule::Title, sure)));
    if name.position.1 == schema.lists.len() {
        candidates.push((name.position.0, Rule::Position, false));
    }
    candidates
}

fn by_headings(head: &[HeadRow], list: usize, rule: Rule, schema: &Schema) -> Option<Match> {
    let record = &schema.lists[list];
    let rows = head.iter().enumerate().map(|(at, (_, cells))| assigned(cells, list, record, rule, at + 1));
    // Three headings of the child alone may be a table of results on a sheet that is called like the list.
    let tells = |found: &Match| has_identifier(found, record) || signature_share(found, record) >= SIGNATURE_SHARE;
    rows.filter(|found| found.columns.len() >= FEWEST_HEADINGS && tells(found))
        .max_by_key(|found| (found.columns.len(), std::cmp::Reverse(found.skip)))
}

fn by_position(head: &[HeadRow], list: usize, rule: Rule, schema: &Schema) -> Option<Match> {
    let record = &schema.lists[list];
    let skip = head.iter().position(|(_, cells)| cells.len() >= FEWEST_HEADINGS)?;
    let rows = &head[skip..];
    let width = rows.iter().filter_map(|(_, cells)| cells.last()).map(|(column, _)| *column as usize + 1).max()?;
    let layout = record.layouts.iter().find(|layout| layout.columns.len() == width && looks_right(rows, layout, record))?;
    let columns = layout.columns.iter().enumerate();
    let columns = columns.filter_map(|(at, key)| Some((at as u32, record.columns.iter().position(|column| &column.key == key)?))).collect();
    Some(Match { list, rule, skip, by_position: true, columns, extra: 0, repeated: 0 })
}

/// Whether the cells under a layout read as what it says: an identifier on each row, and dates where dates belong.
fn looks_right(rows: &[HeadRow], layout: &Layout, record: &ListRecord) -> bool {
    let (mut sum, mut first) = (Reads::default(), true);
    for (_, cells) in rows {
        let Some(row) = reads(cells, layout, record) else { return false };
        if first && row.is_of_headings() {
            return false;
        }
        first &= row.measured == 0;
        sum.add(row);
    }
    sum.dates > 0 && f64::from(sum.right) >= PLAUSIBLE * f64::from(sum.all)
}

/// How many cells of a row read as what their columns ask for.
#[derive(Debug, Clone, Copy, Default)]
struct Reads {
    all: u32,
    right: u32,
    dates: u32,
    /// Dates, ages and numbers, and words where these belong.
    measured: u32,
    words: u32,
}

impl Reads {
    fn add(&mut self, row: Self) {
        self.all += row.all;
        self.right += row.right;
        self.dates += row.dates;
    }

    fn is_of_headings(self) -> bool {
        self.measured == 0 && self.words >= FEWEST_WORDS
    }
}

fn reads(cells: &[(u32, Cell<'static>)], layout: &Layout, record: &ListRecord) -> Option<Reads> {
    let mut row = Reads::default();
    for (at, key) in layout.columns.iter().enumerate() {
        let column = record.column(key)?;
        let cell = cells.iter().find(|(place, _)| *place as usize == at).map(|(_, cell)| cell);
        let right = match (column.kind, cell) {
            (Kind::Id, cell) if column.required => cell.is_some_and(|cell| quantities::identifier(cell).is_some()),
            (Kind::Date, Some(cell)) => {
                let read = matches!(dates::read(cell, 0.0), Ok(Some(_)) | Err(dates::NoDate::Placeholder));
                row.dates += u32::from(read);
                read
            }
            (Kind::Age, Some(cell)) => quantities::age(cell).is_ok(),
            (Kind::Whole, Some(cell)) => quantities::whole(cell).is_ok(),
            _ => continue,
        };
        if column.kind != Kind::Id {
            row.measured += u32::from(right);
            row.words += u32::from(!right && matches!(cell, Some(Cell::Text(_))));
        }
        row.all += 1;
        row.right += u32::from(right);
    }
    Some(row)
}
