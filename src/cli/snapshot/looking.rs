//! Packages as a check finds them: everything of a folder that the rules of `snapshots::whole` ask for, read from the disk.

use super::kept::{self, Kept};
use crate::files::sha256;
use crate::snapshots::bag;
use crate::snapshots::whole::{Fault, Looked, OnDisk, RECORD, TAGS, link, look};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How much of a package is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Names, sizes and what says what was packed.
    Fast,
    /// Every byte.
    Full,
}

/// Checks packages, each against its own labels and, of `all` there are, against those it was made after. `gone` were disposed of.
pub fn looked(packages: &[&Kept], all: &[Kept], gone: &BTreeSet<String>, depth: Depth) -> Vec<Looked> {
    let mut looked: Vec<Looked> = packages.par_iter().map(|kept| look(&kept.name, &on_disk(&kept.folder, depth))).collect();
    let here: BTreeMap<String, Option<String>> = all.iter().map(|kept| (kept.name.clone(), kept.hash.clone())).collect();
    link(&mut looked, &here, gone);
    looked
}

/// Folders that hold a package and bear no package's name: renamed, or put there by somebody.
pub fn strangers(folder: &Path) -> Vec<Looked> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<Looked> = entries
        .filter(|path| path.join(bag::DECLARATION).is_file() && kept::one(path).is_none())
        .map(|path| Looked {
            name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            hash: None,
            record: None,
            faults: vec![Fault::Name],
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn on_disk(folder: &Path, depth: Depth) -> OnDisk {
    let mut disk = OnDisk::default();
    let mut folders = vec![String::new()];
    while let Some(inner) = folders.pop() {
        for entry in std::fs::read_dir(folder.join(&inner)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            // A link is no file of a package, wherever it leads.
            match entry.metadata() {
                Ok(found) if found.is_dir() => folders.push(path),
                Ok(found) if found.is_file() => drop(disk.sizes.insert(path, found.len())),
                _ => {}
            }
        }
    }
    for path in TAGS.into_iter().chain([RECORD]) {
        if let Ok(bytes) = std::fs::read(folder.join(path)) {
            disk.read.add(path, bytes);
        }
    }
    if depth == Depth::Full {
        let payload: Vec<&String> = disk.sizes.keys().filter(|path| path.starts_with("data/")).collect();
        let hash = |path: &&String| Some(((*path).clone(), sha256(&std::fs::read(folder.join(path)).ok()?)));
        disk.hashes = Some(payload.par_iter().filter_map(hash).collect());
    }
    disk
}
