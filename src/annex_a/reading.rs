//! One file: from its bytes to what each of its sheets turned out to be.
//!
//! Sheets of a workbook are read side by side, each reader with the workbook open for itself; results come back in the order of the tabs.

use super::container::{self, Format};
use super::decoder::Decoders;
use super::delimited;
use super::matching::{Found, SheetName};
use super::notices::Where;
use super::schema::Schema;
use super::sheet::{Outcome, SheetReader};
use super::source::Source;
use super::workbook::{Book, Fault, Sheet};
use crate::doing::{self, Work};
use crate::finding::{Finding, Place, Severity, shown};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// More open workbooks than this cost more than they save.
const MOST_READERS: usize = 8;

/// A sheet with what it turned out to be.
#[derive(Debug)]
pub struct SheetRead {
    /// Where it is.
    pub at: Where,
    /// What it is; of a sheet that broke off, what was known by then.
    pub outcome: Outcome,
    /// Whether it broke off.
    pub fault: Option<Fault>,
    /// Whether it holds formulas without results.
    pub uncalculated: bool,
}

/// Reads a file, or says in one line why not.
pub fn source(source: &Source, schema: &Schema, decoders: &Decoders) -> Result<Vec<SheetRead>, Box<Finding>> {
    let _step = doing::step(Work::Reading, || format!("reading {}", shown(&source.name)));
    match container::inspect(&source.bytes) {
        Ok(Format::Delimited) => Ok(vec![delimited_file(source, schema, decoders)]),
        Ok(Format::Workbook) => workbook(source, schema, decoders),
        Err(refusal) => {
            let finding = Finding::new(Severity::Error, refusal.kind(), Place::file(&source.name), refusal.to_string());
            Err(Box::new(finding.hint(refusal.hint())))
        }
    }
}

fn delimited_file(source: &Source, schema: &Schema, decoders: &Decoders) -> SheetRead {
    let name = SheetName { sheet: String::new(), stem: source.stem().to_owned(), position: (0, 1) };
    let mut reader = SheetReader::new(schema, decoders, name, 0.0);
    let fault = delimited::rows(&source.bytes, &mut reader).err();
    let at = Where { file: source.name.clone(), sheet: String::new(), hidden: false };
    SheetRead { at, outcome: reader.finish(), fault, uncalculated: false }
}

fn workbook(source: &Source, schema: &Schema, decoders: &Decoders) -> Result<Vec<SheetRead>, Box<Finding>> {
    let unreadable = || {
        let finding = Finding::new(Severity::Error, "damaged", Place::file(&source.name), "the workbook cannot be read");
        Box::new(finding.hint("open it in Excel and save it again, or export it again"))
    };
    let book = Book::open(&source.bytes).map_err(|_| unreadable())?;
    let sheets = book.sheets();
    drop(book);
    let next = AtomicUsize::new(0);
    let readers = rayon::current_num_threads().min(sheets.len()).clamp(1, MOST_READERS);
    let read: Option<Vec<Vec<(usize, SheetRead)>>> = (0..readers)
        .into_par_iter()
        .map(|_| {
            let mut book = Book::open(&source.bytes).ok()?;
            let turns = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < sheets.len()));
            Some(turns.map(|at| (at, sheet(&mut book, source, &sheets, at, (schema, decoders)))).collect())
        })
        .collect();
    let mut read: Vec<(usize, SheetRead)> = read.ok_or_else(unreadable)?.into_iter().flatten().collect();
    read.sort_by_key(|(at, _)| *at);
    Ok(settled(read.into_iter().map(|(_, sheet)| sheet).collect()))
}

/// A sheet that is only called like a list is something else where another sheet is that list: a ChAT workbook
/// holds "List 1" with the data and "Contacts" with its charts.
fn settled(mut sheets: Vec<SheetRead>) -> Vec<SheetRead> {
    let found = |sheet: &SheetRead| if let Outcome::Part(part) = &sheet.outcome { Some(part.matched.list) } else { None };
    let found: BTreeSet<usize> = sheets.iter().filter_map(found).collect();
    for sheet in &mut sheets {
        if let Outcome::Not(Found::Headless(list) | Found::Empty(list, _)) = &sheet.outcome
            && found.contains(list)
        {
            sheet.outcome = Outcome::Not(Found::Nothing);
        }
    }
    sheets
}

fn sheet(book: &mut Book, source: &Source, sheets: &[Sheet], at: usize, records: (&Schema, &Decoders)) -> SheetRead {
    let sheet = &sheets[at];
    let name = SheetName { sheet: sheet.name.clone(), stem: source.stem().to_owned(), position: (at, sheets.len()) };
    let mut reader = SheetReader::new(records.0, records.1, name, book.shift());
    let fault = book.rows(&sheet.name, &mut reader).err();
    let at = Where { file: source.name.clone(), sheet: sheet.name.clone(), hidden: !sheet.visible };
    let outcome = reader.finish();
    let uncalculated = has_blank_column(&outcome) && book.is_uncalculated(&sheet.name);
    SheetRead { at, outcome, fault, uncalculated }
}

fn has_blank_column(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Part(part) => part.columns.iter().any(|cleaned| cleaned.column.is_blank()),
        Outcome::Not(found) => matches!(found, Found::Empty(..)),
    }
}

/// The sheets of a file that are no lists, so that a list under another name is noticed.
pub fn unread(read: &[SheetRead]) -> Option<Finding> {
    let others = read
        .iter()
        .filter(|sheet| sheet.fault.is_none() && !sheet.at.sheet.is_empty() && matches!(sheet.outcome, Outcome::Not(Found::Nothing)));
    let names: Vec<String> = others.map(|sheet| shown(&sheet.at.sheet)).collect();
    let file = &read.first()?.at.file;
    let message = format!("not read because they are none of the lists: {}", names.join(", "));
    (!names.is_empty()).then(|| Finding::new(Severity::Note, "other-sheets", Place::file(file), message).times(names.len() as u32))
}

/// What there is to say about a sheet that is no list or broke off.
pub fn refusal(read: &SheetRead, schema: &Schema) -> Option<Finding> {
    if let Some(fault) = read.fault {
        return Some(broken_off(read, fault, schema));
    }
    let Outcome::Not(found) = &read.outcome else { return None };
    match found {
        Found::Refused(name) => {
            let message = format!("this is {name}, another data set; annexa reads the eleven lists of Annex A");
            Some(Finding::new(Severity::Error, "other-data-set", read.at.place(), message))
        }
        Found::Headless(list) => {
            let record = &schema.lists[*list];
            let message = format!("named like {}, but its headings are not those of the list", record.called());
            let hint = format!("the headings asked for are in content/lists/{}.toml; rename the sheet if it is something else", record.key);
            Some(Finding::new(Severity::Error, "unknown-headings", read.at.place(), message).hint(hint))
        }
        Found::Nothing if read.at.sheet.is_empty() => {
            Some(Finding::new(Severity::Warning, "unknown-file", read.at.place(), "none of the eleven lists; not read"))
        }
        Found::List(_) | Found::Empty(..) | Found::Nothing => None,
    }
}

/// A sheet that breaks off is an error where it is a list or may be one: half a list must not pass for a whole one.
fn broken_off(read: &SheetRead, fault: Fault, schema: &Schema) -> Finding {
    let is_list = !matches!(read.outcome, Outcome::Not(Found::Nothing)) || schema.by_name(&read.at.sheet).is_some();
    let severity = if is_list { Severity::Error } else { Severity::Warning };
    let message = if fault.after_row == 0 {
        "the sheet cannot be read".to_owned()
    } else {
        format!("the sheet cannot be read beyond row {}", fault.after_row)
    };
    let hint = if read.at.sheet.is_empty() {
        "a quotation mark is left open there; export the file again"
    } else {
        "open the workbook in Excel and save it again"
    };
    Finding::new(severity, "sheet-unreadable", read.at.place(), message).hint(hint)
}
