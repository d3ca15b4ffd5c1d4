//! `provenance.json`: what a package was made from and by what, and which package stands before it. Form 1.
//!
//! Names, sizes, hashes and rows of what was read are the authority's own business: where rules hide anything, they are left out.
//! It holds no day but those of the data: the same build has the same record.

use crate::archive::{Input, MADE_BY, Span, json_text};
use crate::calendar::Day;
use crate::edition::Edition;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form that this version writes. It reads this one and every earlier one.
pub const FORM: u32 = 1;

/// A package by name and by the SHA-256 of its payload manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Its folder.
    pub name: String,
    /// SHA-256 of its `manifest-sha256.txt`.
    pub sha256: String,
}

/// By which rules figures are hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenBy {
    /// The rules in words; empty where nothing is hidden.
    pub rules: String,
    /// Counts are rounded to a multiple of this.
    pub round: u32,
    /// Figures in all.
    pub figures: usize,
    /// Figures hidden.
    pub hidden: usize,
}

/// Which indicators figures are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueRecord {
    /// How many there are.
    pub indicators: usize,
    /// SHA-256 of the dictionary of all of them.
    pub sha256: String,
}

/// A publication whose figures stand beside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Its name.
    pub publication: String,
    /// First year held.
    pub first: u16,
    /// Newest year held.
    pub last: u16,
}

/// A kind of warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noticed {
    /// Its name, as `annexa check` has it.
    pub kind: String,
    /// In how many places.
    pub places: u64,
}

/// The record of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The form of the record and of the tables beside it.
    pub form: u32,
    /// Always [`MADE_BY`].
    pub made_by: String,
    /// Version of the program.
    pub program_version: String,
    /// Name of the authority.
    pub authority: String,
    /// The series, as in the package's name.
    pub series: String,
    /// The day everything is measured to.
    pub as_at: Day,
    /// What it holds: an audience, `children` or `marks`.
    pub holds: String,
    /// 1, and one more for each time it is issued again.
    pub version: u32,
    /// Why it was issued again.
    pub reason: Option<String>,
    /// Which edition of the pack it holds; none in a package of children's rows.
    pub edition: Option<Edition>,
    /// Reporting window by list key.
    pub windows: BTreeMap<String, Span>,
    /// What is hidden in it; nothing where no rules hold.
    pub hidden: Option<HiddenBy>,
    /// Files read; none where rules hide anything.
    pub inputs: Vec<Input>,
    /// The council's own spellings; none where rules hide anything.
    pub mapping: BTreeMap<String, BTreeMap<String, String>>,
    /// SHA-256 over settings, content, theme and published figures of the project.
    pub configuration: String,
    /// The indicators.
    pub catalogue: Option<CatalogueRecord>,
    /// The published figures beside them.
    pub comparators: Vec<Published>,
    /// Warnings by kind; none where rules hide anything.
    pub warnings: Vec<Noticed>,
    /// The package before it in its chain.
    pub previous: Option<Reference>,
    /// The package that it was issued again for.
    pub replaces: Option<Reference>,
    /// Packages that its figures were held against, so that none of them together with it gives a hidden number away.
    pub held_against: Vec<Reference>,
    /// Packages of children's rows or marks that measures over several quarters rest on; none where rules hide anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<Reference>,
    /// What packages call the key that marks were made with. Only in a package of marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Latest date of birth in the data: what retention counts from. Only in a package of children's rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub youngest_born: Option<Day>,
}

impl Provenance {
    /// Name of the file.
    pub const FILE: &'static str = "provenance.json";

    /// The record as the text of its file.
    pub fn json(&self) -> String {
        json_text(self)
    }

    /// The record in a text; the number of its form where that is newer than this program; nothing where it is no such record.
    pub fn parse(text: &str) -> Result<Self, Option<u32>> {
        let any: serde_json::Value = serde_json::from_str(text).map_err(|_| None)?;
        let form = any["form"].as_u64().and_then(|form| u32::try_from(form).ok()).ok_or(None)?;
        if form == 0 || form > FORM {
            return Err(Some(form));
        }
        serde_json::from_value::<Self>(any).ok().filter(|record| record.made_by == MADE_BY).ok_or(None)
    }
}
