//! What the records say of one list: its columns, their headings, its versions, and what makes a row one of a kind.

use super::wording::{Pattern, heading_key, name_words};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Words of the longest heading, with room for a council's additions; longer texts are guidance.
const LONGEST_HEADING: usize = 26;

/// What kind of value a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An identifier, compared exactly.
    Id,
    /// A code of a code set.
    Code,
    /// A date.
    Date,
    /// A whole number, 0 or more.
    Whole,
    /// An age in completed years; -1 is unborn.
    Age,
    /// Free text.
    Text,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnRecord {
    /// Field key: `birth_date`.
    pub key: String,
    /// Heading in the current version of Annex A.
    pub heading: String,
    /// Other headings seen in the field.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Patterns of words for headings that are none of these.
    #[serde(default)]
    pub like: Vec<String>,
    /// Kind of value.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Name of the code set, for codes.
    #[serde(default)]
    pub set: Option<String>,
    /// Whether a bare letter may stand for a code here.
    #[serde(default = "yes")]
    pub letters: bool,
    /// Whether guidance wants it filled on every row.
    #[serde(default)]
    pub required: bool,
    /// Spellings that only this column uses, by code key; `blank` for none recorded.
    #[serde(default)]
    pub spellings: BTreeMap<String, Vec<String>>,
    /// Patterns of words that only this column uses, by code key.
    #[serde(default)]
    pub spellings_like: BTreeMap<String, Vec<String>>,
}

fn yes() -> bool {
    true
}

/// The columns of a list in the order one version of Annex A asked for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Which version.
    pub name: String,
    /// Field keys, left to right.
    pub columns: Vec<String>,
}

/// What dates the rows of a list of events, one row for each event. A list with one row for each child has none: what ended since stands
/// on it no longer, so it says nothing of an earlier day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// Field of the day an event began.
    pub begins: String,
    /// Field of the day it ended, where it lasts; a row stays on the list while this is blank.
    pub ends: Option<String>,
}

impl Events {
    /// The field that says whether a row belongs to a period: the end of what lasts.
    pub fn dated(&self) -> &str {
        self.ends.as_deref().unwrap_or(&self.begins)
    }
}

/// One of the eleven lists.
#[derive(Debug, Clone)]
pub struct ListRecord {
    /// Key: `contacts`.
    pub key: String,
    /// Number in Annex A, 1 to 11.
    pub number: u8,
    /// Title for readers.
    pub title: String,
    /// Names of sheets and files.
    pub names: Vec<String>,
    /// Fields whose headings tell this list from the others.
    pub signature: Vec<String>,
    /// Fields that together make a row one of a kind.
    pub duplicates: Vec<String>,
    /// Those of them that may be blank.
    pub duplicates_may_be_blank: Vec<String>,
    /// What dates its rows, where each is an event.
    pub events: Option<Events>,
    /// Versions of the list, newest first.
    pub layouts: Vec<Layout>,
    /// Columns in the order of the newest version.
    pub columns: Vec<ColumnRecord>,
    pub(super) by_heading: BTreeMap<String, usize>,
    pub(super) by_pattern: Vec<(Pattern, usize)>,
}

/// How sure a heading's match is; a surer one wins the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The pattern of words fits.
    Pattern,
    /// A heading or variant of the records.
    Heading,
}

impl ListRecord {
    /// "List 3, Referrals".
    pub fn called(&self) -> String {
        format!("List {}, {}", self.number, self.title)
    }

    /// The column of a field.
    pub fn column(&self, key: &str) -> Option<&ColumnRecord> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// The position in [`ListRecord::columns`] of the column that a heading names.
    pub fn by_heading(&self, heading: &str) -> Option<(usize, Likeness)> {
        if let Some(&at) = self.by_heading.get(&heading_key(heading)) {
            return Some((at, Likeness::Heading));
        }
        let words = name_words(heading);
        if words.len() > LONGEST_HEADING {
            return None;
        }
        let best = self.by_pattern.iter().filter(|(pattern, _)| pattern.fits(&words)).max_by_key(|(pattern, _)| pattern.weight())?;
        Some((best.1, Likeness::Pattern))
    }

    /// Makes the headings searchable; what two columns share is a fault.
    pub(super) fn index(&mut self) -> Vec<String> {
        let mut clashes = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            for heading in std::iter::once(&column.heading).chain(&column.variants) {
                if let Some(other) = self.by_heading.insert(heading_key(heading), at)
                    && other != at
                {
                    clashes.push(format!("columns {} and {} share a heading", self.columns[other].key, column.key));
                }
            }
            self.by_pattern.extend(column.like.iter().map(|text| (Pattern::new(text), at)));
        }
        clashes
    }
}
