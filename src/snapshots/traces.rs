//! A package of traces read back: what measures over several quarters rest on.
//!
//! In: those files of a package of children's rows or of marks that hold its traces ([`TRACE_FILES`]). Out: a [`Traced`], or why it cannot
//! be read. As with figures, every file is held against the manifest.

use super::package::{Contents, Unreadable};
use super::{Holds, Identity, Provenance};
use crate::files::Files;
use crate::traces::{Trace, parse_traces_csv};

/// Where the table lies in a package.
pub const TABLE: &str = "data/traces.csv";

/// The files of a package that reading its traces takes, by their paths in its folder.
pub const TRACE_FILES: [&str; 3] = [super::bag::MANIFEST, super::whole::RECORD, TABLE];

/// A package of traces: of children's rows, or of marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// Its folder.
    pub name: String,
    /// Which it is.
    pub identity: Identity,
    /// SHA-256 of its payload manifest, by which others refer to it.
    pub hash: String,
    /// What it was made from: windows, and which key.
    pub provenance: Provenance,
    /// Its traces.
    pub traces: Vec<Trace>,
}

impl Traced {
    /// The package in a folder of this name, from the [`TRACE_FILES`] in it.
    pub fn read(name: &str, files: &Files) -> Result<Self, Unreadable> {
        let contents = Contents::open(name, files)?;
        if matches!(contents.identity.holds, Holds::Figures(_)) {
            return Err(Unreadable::NoTraces);
        }
        let provenance = contents.provenance()?;
        let traces = parse_traces_csv(contents.text(TABLE)?).ok_or(Unreadable::NotRead(TABLE))?;
        Ok(Self { name: name.to_owned(), identity: contents.identity.clone(), hash: contents.hash.clone(), provenance, traces })
    }
}
