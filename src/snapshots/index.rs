//! `index.html` over all packages of a folder: what there is, when it was archived, and which issue stands.
//!
//! It lies beside the packages and is no part of any: whoever copies a package out copies nothing of it. Packages of children's rows are
//! named and not linked.

use super::Identity;
use super::page::{Frame, dress, fill};
use crate::calendar::Day;
use crate::files::Files;
use crate::number::plural;
use crate::site::SiteError;
use crate::theme::Shelf;
use serde::Serialize;

/// A package as the index has it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Name of its folder.
    pub name: String,
    /// Which it is.
    pub identity: Identity,
    /// The authority as its labels name it.
    pub authority: String,
    /// The day it was archived.
    pub archived: Option<Day>,
    /// Its size in words.
    pub size: String,
    /// The path of its pack in the folder.
    pub pack: Option<String>,
}

#[derive(Serialize)]
struct View {
    quarters: Vec<Quarter>,
    packages: String,
}

/// All packages of one as-at date.
#[derive(Serialize)]
struct Quarter {
    id: String,
    as_at: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    title: &'static str,
    version: u32,
    /// Whether a later issue stands in its place.
    replaced: bool,
    archived: String,
    size: String,
    name: String,
    page: Option<String>,
    site: Option<String>,
    pack: Option<String>,
}

/// The index with what it is dressed in; `banner` is what every page of the project says at its head.
pub fn index(entries: &[Entry], banner: Option<&str>, shelf: &Shelf) -> Result<Files, SiteError> {
    let mut days: Vec<Day> = entries.iter().map(|entry| entry.identity.as_at).collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.dedup();
    let quarters = days.into_iter().map(|day| {
        let mut of_day: Vec<&Entry> = entries.iter().filter(|entry| entry.identity.as_at == day).collect();
        let key = |entry: &&Entry| (entry.identity.group(), entry.identity.holds, std::cmp::Reverse(entry.identity.version));
        of_day.sort_by_key(key);
        Quarter { id: format!("as-at-{day}"), as_at: day.words(), rows: of_day.into_iter().map(|entry| row(entry, entries)).collect() }
    });
    let authority = entries.iter().max_by_key(|entry| entry.identity.as_at).map_or("Snapshots", |entry| entry.authority.as_str());
    let view = View { quarters: quarters.collect(), packages: plural(entries.len(), "package", "packages") };
    let frame = Frame { title: format!("Snapshots · {authority}"), authority, marking: "", banner, version: env!("CARGO_PKG_VERSION") };
    let mut files = Files::default();
    files.add("index.html", fill(shelf, "snapshots.html", &frame, &view)?);
    files.add_under("", dress(shelf)?);
    Ok(files)
}

fn row(entry: &Entry, all: &[Entry]) -> Row {
    let Entry { name, identity, archived, size, pack, .. } = entry;
    let inside = |path: &str| (!identity.holds.is_of_children()).then(|| format!("{name}/{path}"));
    Row {
        title: identity.holds.title(),
        version: identity.version,
        replaced: all.iter().any(|other| other.identity.is_issue_of(identity) && other.identity.version > identity.version),
        archived: archived.map_or_else(|| "not known".to_owned(), Day::words),
        size: size.clone(),
        name: name.clone(),
        page: inside("data/index.html"),
        site: inside("data/site/index.html"),
        pack: pack.as_ref().and_then(|path| inside(path)),
    }
}
