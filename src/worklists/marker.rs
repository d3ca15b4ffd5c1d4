//! The record of a folder of worklists: what marks it as annexa's, what it holds, and by when it is to be deleted.
//!
//! It names no child, no team and no worker, so that it may be read by those who clean up.

use super::rows::Data;
use super::{FOLDER, How, MARKING};
use crate::archive::{Input, MADE_BY, Manifest};
use crate::audience::Audience;
use crate::calendar::Day;
use crate::files::{Files, sha256};
use serde::{Deserialize, Serialize};

/// When worklists are to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expiry {
    /// The day it is counted from: the as-at date unless another was given.
    pub from: Day,
    /// Days after it.
    pub days: u16,
}

impl Expiry {
    /// The last day on which they may be held.
    pub fn last(self) -> Day {
        self.from.plus(i32::from(self.days))
    }
}

/// What a worklist holds, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListEntry {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Rows of each of its tables; nothing where the data does not hold its list.
    pub rows: Vec<Option<usize>>,
}

/// The record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// Always [`MADE_BY`].
    pub made_by: String,
    /// Always [`FOLDER`]: what the folder is.
    pub holds: String,
    /// Always [`MARKING`].
    pub classification: String,
    /// Who may have it.
    pub audience: Audience,
    /// The last day on which the folder may be held.
    pub delete_by: Day,
    /// The day that is counted from.
    pub counted_from: Day,
    /// Version of the program.
    pub version: String,
    /// Name of the authority.
    pub authority: String,
    /// The day everything is measured to.
    pub as_at: Day,
    /// Whether each team has a folder.
    pub per_team: bool,
    /// The worklists.
    pub lists: Vec<ListEntry>,
    /// Files read.
    pub inputs: Vec<Input>,
    /// How many files were written, this one left out. Their names would name teams.
    pub file_count: usize,
    /// SHA-256 over the lines of `sha256sum` for all files written, in order of their paths.
    pub sha256: String,
}

impl Marker {
    /// Name of the file: that by which annexa knows every folder it made.
    pub const FILE: &'static str = Manifest::FILE;

    pub(super) fn new(data: &Data<'_>, how: How, lists: Vec<ListEntry>) -> Self {
        Self {
            made_by: MADE_BY.to_owned(),
            holds: FOLDER.to_owned(),
            classification: MARKING.to_owned(),
            audience: Audience::Management,
            delete_by: how.expiry.last(),
            counted_from: how.expiry.from,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            authority: data.authority.clone(),
            as_at: data.setting.as_at,
            per_team: how.per_team,
            lists,
            inputs: data.inputs.clone(),
            file_count: 0,
            sha256: String::new(),
        }
    }

    /// The record with what was written.
    pub(super) fn of(mut self, files: &Files) -> Self {
        let all: String = files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes))).collect();
        (self.file_count, self.sha256) = (files.len(), sha256(all.as_bytes()));
        self
    }

    /// The record as the text of its file.
    pub fn json(&self) -> String {
        crate::archive::json_text(self)
    }

    /// The record in a text, or `None` where it is none of a folder of worklists that annexa made.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(|marker| marker.made_by == MADE_BY && marker.holds == FOLDER)
    }

    /// Whether the folder is held longer than it may be.
    pub fn is_expired(&self, today: Day) -> bool {
        today > self.delete_by
    }
}
