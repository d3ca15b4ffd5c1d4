//! The page of a package: what it is and what it was made from, for people, without a script and without a link out of it.

use super::made::{in_words, title};
use super::{Content, Holds, Provenance};
use crate::files::Files;
use crate::number;
use crate::site::templates::Layouts;
use crate::site::watch::POLICY_OF_PAPER;
use crate::site::{SiteError, apart, watched};
use crate::theme::Shelf;
use serde::Serialize;

/// What stands around every page.
#[derive(Serialize)]
pub(super) struct Frame<'a> {
    pub title: String,
    pub authority: &'a str,
    /// A marking at the head; empty where there is none.
    pub marking: &'static str,
    /// A line under the head; nothing where there is none.
    pub banner: Option<&'a str>,
    pub version: &'a str,
}

/// What pages of snapshots load.
pub(super) fn dress(shelf: &Shelf) -> Result<Files, SiteError> {
    apart::dress(shelf, "archive.css")
}

/// A page by a layout.
pub(super) fn fill(shelf: &Shelf, layout: &str, frame: &Frame<'_>, view: &impl Serialize) -> Result<String, SiteError> {
    watched(layout, &Layouts::load(shelf)?.fill(layout, frame, view)?, POLICY_OF_PAPER)
}

#[derive(Serialize)]
struct View<'a> {
    heading: String,
    holds_children: bool,
    holds_marks: bool,
    record: &'a Provenance,
    as_at: String,
    parts: Vec<Part>,
    windows: Vec<(String, String)>,
    inputs: Vec<InputView<'a>>,
    figures: String,
    hidden: String,
    spellings: String,
    indicators: String,
}

/// A file or a folder of the package, to be opened from the page.
#[derive(Serialize)]
struct Part {
    path: String,
    title: &'static str,
    says: &'static str,
}

#[derive(Serialize)]
struct InputView<'a> {
    name: &'a str,
    size: String,
    sha256: &'a str,
    lists: Vec<(String, String)>,
}

const PARTS: [(&str, &str, &str); 9] = [
    ("site/index.html", "Site", "Every page with its charts, tables and definitions"),
    ("figures.csv", "figures.csv", "Every figure shown, one a line"),
    ("months.csv", "months.csv", "Events by month, and cases open on the last day"),
    ("dictionary.csv", "dictionary.csv", "What every code means"),
    ("comparisons.csv", "comparisons.csv", "What was published beside each figure"),
    ("findings.csv", "findings.csv", "What was found wrong with the data, by kind and place"),
    ("traces.csv", "traces.csv", "Of each row the child, the day it began and ended, and whether it was open"),
    ("datapackage.json", "datapackage.json", "The columns of these tables, for programs"),
    ("provenance.json", "provenance.json", "Everything on this page, for programs"),
];

/// Adds the page and what it is dressed in.
pub(super) fn add(payload: &mut Files, record: &Provenance, content: &Content, shelf: &Shelf) -> Result<(), SiteError> {
    let holds = content.holds;
    let pack = payload.iter().map(|(path, _)| path.to_owned()).find(|path| path.ends_with(".pdf") && !path.contains('/'));
    let pack = pack.filter(|_| !holds.is_of_children()).map(|path| Part { path, title: "Pack", says: "The same pages for print" });
    let there = |(path, title, says): (&str, _, _)| payload.get(path).is_some().then(|| Part { path: path.to_owned(), title, says });
    let mut parts: Vec<Part> = PARTS.into_iter().filter_map(there).collect();
    if let Some(pack) = pack {
        parts.insert(1.min(parts.len()), pack);
    }
    let windows = record.windows.iter().map(|(list, span)| (words(list), format!("{} to {}", span.start.words(), span.end.words())));
    let hidden = record.hidden.as_ref();
    let spellings: usize = record.mapping.values().map(std::collections::BTreeMap::len).sum();
    let view = View {
        heading: title(record, holds),
        holds_children: holds == Holds::Children,
        holds_marks: holds == Holds::Marks,
        record,
        as_at: record.as_at.words(),
        parts,
        windows: windows.collect(),
        inputs: record.inputs.iter().map(input).collect(),
        figures: hidden.map_or_else(String::new, |hidden| number::count(hidden.figures as u64)),
        hidden: hidden.map_or_else(String::new, |hidden| number::count(hidden.hidden as u64)),
        spellings: if spellings == 0 { String::new() } else { number::count(spellings as u64) },
        indicators: record.catalogue.as_ref().map_or_else(String::new, |catalogue| number::count(catalogue.indicators as u64)),
    };
    let marking = if holds.is_of_children() { crate::worklists::MARKING } else { "" };
    let banner = content.banner.as_deref();
    let frame = Frame { title: title(record, holds), authority: &record.authority, marking, banner, version: &record.program_version };
    payload.add("index.html", fill(shelf, "snapshot.html", &frame, &view)?);
    payload.add_under("", dress(shelf)?);
    Ok(())
}

fn input(input: &crate::archive::Input) -> InputView<'_> {
    let lists = input.sheets.iter().map(|sheet| (words(&sheet.list), number::count(sheet.rows)));
    InputView { name: &input.name, size: in_words(input.size), sha256: &input.sha256, lists: lists.collect() }
}

/// The key of a list in words: `section_47` as `Section 47`.
pub(super) fn words(list: &str) -> String {
    let mut words = list.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}
