//! The records that describe the eleven lists: `content/lists/*.toml` and `content/codes/*.toml`.
//!
//! Text of TOML files comes in, a [`Schema`] comes out, with findings where a record cannot be right.
//! A new version of Annex A, another heading or another spelling is a change there and none here.

use super::cell::Blanks;
use super::codes::CodeSetRecord;
pub use super::list_record::{ColumnRecord, Events, Kind, Layout, Likeness, ListRecord};
use super::wording::{heading_key, name_words, words};
use crate::finding::{Checked, Finding, Findings, Place, Severity, Written};
use crate::theme::Shelf;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const COMMON: &str = "content/lists/common.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    key: String,
    number: u8,
    title: String,
    names: Vec<String>,
    signature: Vec<String>,
    duplicates: Vec<String>,
    #[serde(default)]
    duplicates_may_be_blank: Vec<String>,
    #[serde(default)]
    events: Option<Events>,
    #[serde(default)]
    layout: Vec<Layout>,
    #[serde(default)]
    column: Vec<ColumnRecord>,
}

/// Headings by which a data set that is not Annex A is known.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// What the data set is called.
    pub name: String,
    /// Headings that together give it away.
    pub headings: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CommonFile {
    #[serde(default)]
    blanks: Vec<String>,
    #[serde(default)]
    footers: Vec<String>,
    #[serde(default)]
    refused: Vec<Refused>,
    #[serde(default)]
    column: Vec<ColumnRecord>,
}

/// Everything the records say about Annex A.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// The lists in order of number.
    pub lists: Vec<ListRecord>,
    /// Code sets by name.
    pub code_sets: BTreeMap<String, CodeSetRecord>,
    /// Data sets that look alike and are refused.
    pub refused: Vec<Refused>,
    /// Spellings of "nothing here".
    pub blanks: Blanks,
    footers: Vec<Vec<String>>,
}

impl Schema {
    /// Reads the records from the shelf.
    pub fn load(shelf: &Shelf) -> Checked<Schema> {
        let paths = ["content/lists", "content/codes"].into_iter().flat_map(|folder| shelf.list(folder));
        let files = paths.filter(|path| path.ends_with(".toml")).filter_map(|path| shelf.text(&path).map(|text| (path, text)));
        Self::parse(&files.collect())
    }

    /// Reads the records from the texts of their files, by path.
    pub fn parse(files: &BTreeMap<String, String>) -> Checked<Schema> {
        let mut findings = Findings::default();
        let mut schema = Schema::default();
        let common: CommonFile = files.get(COMMON).and_then(|text| parsed(COMMON, text, &mut findings)).unwrap_or_default();
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("content/codes/")) {
            if let Some(set) = parsed::<CodeSetRecord>(path, text, &mut findings) {
                set.faults().into_iter().for_each(|fault| findings.push(broken(path, fault)));
                schema.code_sets.insert(set.name.clone(), set);
            }
        }
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("content/lists/") && *path != COMMON) {
            if let Some(file) = parsed::<ListFile>(path, text, &mut findings) {
                let (list, faults) = list_of(file, &common.column, &schema.code_sets);
                faults.into_iter().for_each(|fault| findings.push(broken(path, fault)));
                schema.lists.push(list);
            }
        }
        schema.lists.sort_by_key(|list| list.number);
        schema.blanks = Blanks::new(&common.blanks);
        schema.footers = common.footers.iter().map(|footer| words(footer)).collect();
        schema.refused = common.refused;
        Checked { value: schema, findings }
    }

    /// The list of a key.
    pub fn list(&self, key: &str) -> Option<&ListRecord> {
        self.lists.iter().find(|list| list.key == key)
    }

    /// Takes a council's own heading for a field, in every list that has the field; false where none has.
    pub fn name_heading(&mut self, heading: &str, field: &str) -> bool {
        let mut known = false;
        for list in &mut self.lists {
            if let Some(at) = list.columns.iter().position(|column| column.key == field) {
                list.by_heading.insert(heading_key(heading), at);
                known = true;
            }
        }
        known
    }

    /// Whether a text opens like a row that a reporting tool adds under the data.
    pub fn is_footer(&self, text: &str) -> bool {
        let words = words(text);
        self.footers.iter().any(|footer| words.starts_with(footer))
    }

    /// The list that a sheet, file or title names, and whether the name says nothing else.
    /// A number after "list" decides; else the longest name of the records that the text holds.
    pub fn by_name(&self, name: &str) -> Option<(usize, bool)> {
        let words = name_words(name);
        if let Some(at) = words.iter().position(|word| word == "list") {
            let number: u8 = words.get(at + 1)?.parse().ok()?;
            return Some((self.lists.iter().position(|list| list.number == number)?, true));
        }
        let known = self.lists.iter().enumerate().flat_map(|(i, list)| list.names.iter().map(move |known| (name_words(known), i)));
        let mut fitting: Vec<_> =
            known.filter(|(known, _)| words.windows(known.len().max(1)).any(|window| window == known.as_slice())).collect();
        fitting.sort_by_key(|(known, _)| std::cmp::Reverse(known.len()));
        let (longest, list) = fitting.first()?;
        let rival = fitting.iter().any(|(known, other)| known.len() == longest.len() && other != list);
        (!rival).then_some((*list, longest.len() == words.len()))
    }
}

fn parsed<T: serde::de::DeserializeOwned>(path: &str, text: &str, findings: &mut Findings) -> Option<T> {
    match toml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            findings.push(Written::new(path, text).toml("broken-record", &error));
            None
        }
    }
}

fn broken(path: &str, message: String) -> Finding {
    Finding::new(Severity::Error, "broken-record", Place::file(path), message)
}

fn list_of(file: ListFile, common: &[ColumnRecord], sets: &BTreeMap<String, CodeSetRecord>) -> (ListRecord, Vec<String>) {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    for key in file.layout.iter().flat_map(|layout| &layout.columns) {
        if !seen.insert(key.clone()) {
            continue;
        }
        match file.column.iter().chain(common).find(|column| &column.key == key) {
            Some(column) => columns.push(column.clone()),
            None => faults.push(format!("layout names the column {key}, which no record describes")),
        }
    }
    let dates = file.events.iter().flat_map(|events| std::iter::once(&events.begins).chain(&events.ends));
    let named = file.signature.iter().chain(&file.duplicates).chain(dates).chain(file.column.iter().map(|column| &column.key));
    faults.extend(named.filter(|key| !seen.contains(*key)).map(|key| format!("the column {key} is in no layout")));
    faults.extend(columns.iter().filter_map(|column| set_fault(column, sets)));
    let mut list = ListRecord {
        key: file.key,
        number: file.number,
        title: file.title,
        names: file.names,
        signature: file.signature,
        duplicates: file.duplicates,
        duplicates_may_be_blank: file.duplicates_may_be_blank,
        events: file.events,
        layouts: file.layout,
        columns,
        by_heading: BTreeMap::new(),
        by_pattern: Vec::new(),
    };
    faults.extend(list.index());
    (list, faults)
}

fn set_fault(column: &ColumnRecord, sets: &BTreeMap<String, CodeSetRecord>) -> Option<String> {
    if column.kind != Kind::Code {
        return column.set.as_ref().map(|_| format!("the column {} names a code set but holds no codes", column.key));
    }
    let Some(set) = column.set.as_ref().and_then(|name| sets.get(name)) else {
        return Some(format!("the column {} needs a code set that exists", column.key));
    };
    let keys = column.spellings.keys().chain(column.spellings_like.keys());
    let mut unknown = keys.filter(|key| *key != super::codes::BLANK && !set.code.iter().any(|code| code.key == **key));
    unknown.next().map(|key| format!("the column {} spells a code {key} that {} does not hold", column.key, set.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Schema {
        let loaded = Schema::load(&Shelf::built_in());
        assert!(loaded.findings.0.is_empty(), "{:#?}", loaded.findings);
        loaded.value
    }

    #[test]
    fn the_built_in_records_are_whole() {
        let schema = schema();
        assert_eq!(schema.lists.iter().map(|l| l.number).collect::<Vec<_>>(), (1..=11).collect::<Vec<_>>());
        assert_eq!(schema.code_sets.len(), 26);
        assert_eq!(schema.lists.iter().map(|l| l.columns.len()).collect::<Vec<_>>(), [7, 8, 11, 12, 14, 14, 17, 34, 17, 16, 19]);
    }

    #[test]
    fn names_of_sheets_find_their_list() {
        let schema = schema();
        let number = |name: &str| schema.by_name(name).map(|(at, _)| schema.lists[at].number);
        for (name, expected) in [
            ("List_1", 1),
            ("List 10", 10),
            ("list11", 11),
            ("LIST 03", 3),
            ("Contacts", 1),
            ("Early Help Assessments", 2),
            ("Sec47 and ICPC", 5),
            ("S47", 5),
            ("CIN", 6),
            ("CPP", 7),
            ("Children in Care", 8),
            ("LAC", 8),
            ("Care leavers", 9),
            ("Leaving Care Services", 9),
            ("Prospective adopters", 11),
            ("Adoption", 10),
            ("List 5: Section 47 enquiries", 5),
            ("benbowshire-contacts-2026", 1),
        ] {
            assert_eq!(number(name), Some(expected), "{name}");
        }
        for name in ["Front_Sheet", "Guidance", "List", "List 12", "Codes_used", "FAQ_and_changes"] {
            assert_eq!(number(name), None, "{name}");
        }
    }

    #[test]
    fn a_broken_record_is_a_finding_with_its_line() {
        let files = BTreeMap::from([("content/codes/x.toml".to_owned(), "name = \"x\"\ntitle = \"X\"\nwrong = 1\n".to_owned())]);
        let checked = Schema::parse(&files);
        assert_eq!(checked.findings.0[0].place.line, Some(3));
    }
}
