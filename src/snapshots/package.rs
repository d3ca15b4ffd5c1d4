//! A package of figures read back: what another quarter is compared with.
//!
//! In: those files of a package that hold its figures ([`FILES`]). Out: a [`Package`], or why it cannot be read. Every file is held
//! against the manifest: a figure that was changed since is never taken for one that was published.

use super::whole::RECORD;
use super::{Holds, Identity, MonthLine, Provenance, bag, parse_months_csv};
use crate::archive::{FigureLine, parse_figures_csv};
use crate::audience::Audience;
use crate::calendar::Day;
use crate::files::{Files, sha256};
use std::collections::BTreeMap;

/// Its figures, by their path in its folder.
pub const FIGURES: &str = "data/figures.csv";
const MONTHS: &str = "data/months.csv";
const DICTIONARY: &str = "data/dictionary.csv";

/// The files of a package that reading it takes, by their paths in its folder.
pub const FILES: [&str; 6] = [bag::INFO, bag::MANIFEST, RECORD, FIGURES, MONTHS, DICTIONARY];

/// What each code meant: the rows of a dictionary, whose cells are looked at only where they are asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Definitions {
    heads: csv::StringRecord,
    rows: BTreeMap<String, csv::StringRecord>,
}

impl Definitions {
    /// What a column says of a code; `None` where there is no such column or code.
    pub fn text(&self, code: &str, column: &str) -> Option<&str> {
        let place = self.heads.iter().position(|head| head == column)?;
        self.rows.get(code)?.get(place).map(crate::foreign::from_cell)
    }

    /// Every code, sorted.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }
}

/// A package of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// Its folder.
    pub name: String,
    /// Which it is.
    pub identity: Identity,
    /// Who may read it.
    pub audience: Audience,
    /// SHA-256 of its payload manifest, by which others refer to it.
    pub hash: String,
    /// The day it was archived, where that can be read.
    pub archived: Option<Day>,
    /// Every figure.
    pub figures: Vec<FigureLine>,
    /// Events by month, and cases open.
    pub months: Vec<MonthLine>,
    /// What its codes meant.
    pub definitions: Definitions,
    /// What it was made from: authority, windows, versions.
    pub provenance: Provenance,
}

/// Why a package cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The folder's name is none of a package, or not that of what is in it.
    #[error("the folder does not bear the name that its package was given")]
    Name,
    /// It holds children's rows or marks.
    #[error("it holds no figures")]
    NoFigures,
    /// It holds figures.
    #[error("it holds no traces of children")]
    NoTraces,
    /// A file is not there.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A file is not what it was.
    #[error("{0} is not as it was packed")]
    Changed(&'static str),
    /// A newer program made it.
    #[error("it has form {0}, which a newer annexa reads")]
    Form(u32),
    /// A file is not of its form.
    #[error("{0} cannot be read")]
    NotRead(&'static str),
}

impl Package {
    /// The package in a folder of this name, from the [`FILES`] in it.
    pub fn read(name: &str, files: &Files) -> Result<Self, Unreadable> {
        let contents = Contents::open(name, files)?;
        let Holds::Figures(audience) = contents.identity.holds else { return Err(Unreadable::NoFigures) };
        let provenance = contents.provenance()?;
        let labels = files.get(bag::INFO).map(|bytes| bag::parse_labels(&String::from_utf8_lossy(bytes))).unwrap_or_default();
        Ok(Self {
            name: name.to_owned(),
            audience,
            archived: bag::label(&labels, "Bagging-Date").and_then(Day::parse_iso),
            figures: parse_figures_csv(contents.text(FIGURES)?).map_err(|_| Unreadable::NotRead(FIGURES))?,
            months: parse_months_csv(contents.text(MONTHS)?).map_err(|_| Unreadable::NotRead(MONTHS))?,
            definitions: definitions(contents.text(DICTIONARY)?).ok_or(Unreadable::NotRead(DICTIONARY))?,
            identity: contents.identity,
            hash: contents.hash,
            provenance,
        })
    }
}

/// Files of a package, each held against its manifest, and the manifest against its name.
pub(super) struct Contents<'f> {
    /// Which it is.
    pub identity: Identity,
    /// SHA-256 of its payload manifest.
    pub hash: String,
    files: &'f Files,
    hashes: BTreeMap<String, String>,
}

impl<'f> Contents<'f> {
    /// What lies in a folder of this name.
    pub fn open(name: &str, files: &'f Files) -> Result<Self, Unreadable> {
        let (identity, digits) = Identity::parse(name).ok_or(Unreadable::Name)?;
        let manifest = files.get(bag::MANIFEST).ok_or(Unreadable::Missing(bag::MANIFEST))?;
        let hash = sha256(manifest);
        if !hash.starts_with(digits) {
            return Err(Unreadable::Changed(bag::MANIFEST));
        }
        let hashes = std::str::from_utf8(manifest).ok().and_then(bag::parse_manifest).ok_or(Unreadable::NotRead(bag::MANIFEST))?;
        Ok(Self { identity, hash, files, hashes })
    }

    /// The text of a file, as it was packed.
    pub fn text(&self, path: &'static str) -> Result<&'f str, Unreadable> {
        let bytes = self.files.get(path).ok_or(Unreadable::Missing(path))?;
        if self.hashes.get(path) != Some(&sha256(bytes)) {
            return Err(Unreadable::Changed(path));
        }
        std::str::from_utf8(bytes).map_err(|_| Unreadable::NotRead(path))
    }

    /// The record, which must be of the package that the name says.
    pub fn provenance(&self) -> Result<Provenance, Unreadable> {
        let Identity { series, as_at, holds, version, .. } = &self.identity;
        let record = Provenance::parse(self.text(RECORD)?).map_err(|form| form.map_or(Unreadable::NotRead(RECORD), Unreadable::Form))?;
        let is_its = record.as_at == *as_at && record.version == *version && record.holds == holds.key() && record.series == *series;
        is_its.then_some(record).ok_or(Unreadable::Name)
    }
}

/// The rows of a `dictionary.csv` by code; `None` where it is none.
pub fn definitions(text: &str) -> Option<Definitions> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().ok()?.clone();
    let place = heads.iter().position(|head| head == "code")?;
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.ok()?;
        rows.insert(record.get(place)?.to_owned(), record);
    }
    Some(Definitions { heads, rows })
}
