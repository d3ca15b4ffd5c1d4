//! `manifest.json`: what a build was made from, by which version, and a hash of everything it wrote.
//!
//! It is also the mark by which `publish` knows a folder that annexa made. It holds no time of day and no path of the machine:
//! the same input gives the same manifest.

use crate::audience::Audience;
use crate::calendar::{Day, Window};
use crate::edition::Edition;
use crate::files::{Files, sha256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What `made_by` says.
pub const MADE_BY: &str = "annexa";

/// The record of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always [`MADE_BY`].
    pub made_by: String,
    /// Version of the program.
    pub version: String,
    /// Name of the authority.
    pub authority: String,
    /// The day everything is measured to.
    pub as_at: Day,
    /// Who may read it.
    pub audience: Audience,
    /// Which edition of the pack was built. Manifests from before there were editions are of the full one.
    #[serde(default)]
    pub edition: Edition,
    /// Reporting window by list key.
    pub windows: BTreeMap<String, Span>,
    /// Files read; none in what the public gets.
    pub inputs: Vec<Input>,
    /// Files written, this one left out, by path.
    pub files: Vec<FileEntry>,
}

/// The first and the last day of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
}

impl From<Window> for Span {
    fn from(window: Window) -> Self {
        Self { start: window.start, end: window.end }
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Name without its folder.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Lists found in it.
    pub sheets: Vec<SheetEntry>,
}

/// A list found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetEntry {
    /// Key of the list.
    pub list: String,
    /// Sheet it was read from.
    pub sheet: String,
    /// Rule that recognised it.
    pub rule: String,
    /// Rows read.
    pub rows: u64,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path in the output folder.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Name of the file, at the top of an output folder.
    pub const FILE: &'static str = "manifest.json";

    /// The same record with the entries of finished files.
    #[must_use]
    pub fn of(mut self, files: &Files) -> Self {
        let entry = |(path, bytes): (&str, &[u8])| FileEntry { path: path.to_owned(), size: bytes.len() as u64, sha256: sha256(bytes) };
        self.files = files.iter().filter(|(path, _)| *path != Self::FILE).map(entry).collect();
        self
    }

    /// The record as the text of its file.
    pub fn json(&self) -> String {
        super::json_text(self)
    }

    /// The record in a text, or `None` where it is not one of annexa's.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(|manifest| manifest.made_by == MADE_BY)
    }
}

impl Input {
    /// The entry of some bytes read from a file.
    pub fn of(name: &str, bytes: &[u8], sheets: Vec<SheetEntry>) -> Self {
        Self { name: name.to_owned(), size: bytes.len() as u64, sha256: sha256(bytes), sheets }
    }
}
