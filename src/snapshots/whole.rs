//! Whether a package is whole: what its folder holds against what was packed.
//!
//! In: the names and sizes of all files in the folder, the few that say what was packed, and, for a full check, the hash of each.
//! Out: every fault, by the file it is in. The manifest is known by the hash in the folder's name, so it cannot be changed unseen with what
//! it is of; a package before it is known by the hash that this one holds.

use super::bag::{self, DECLARATION, INFO, MANIFEST, PAYLOAD, TAG_MANIFEST};
use super::{Identity, Provenance, Reference};
use crate::files::{Files, sha256};
use crate::finding::shown;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The files that say what was packed.
pub const TAGS: [&str; 4] = [DECLARATION, INFO, MANIFEST, TAG_MANIFEST];

/// The record, which is read in every check.
pub const RECORD: &str = "data/provenance.json";

/// One thing that is not as it was packed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// The content of a file.
    Changed {
        /// Its path.
        path: String,
    },
    /// A file that is not there.
    Missing {
        /// Its path.
        path: String,
    },
    /// A file that was not packed.
    Added {
        /// Its path.
        path: String,
    },
    /// A file by another name.
    Renamed {
        /// Its path when it was packed.
        from: String,
        /// Its path now.
        to: String,
    },
    /// Two files of which one was changed.
    Disagree {
        /// The one.
        path: String,
        /// The other.
        with: String,
    },
    /// The size of all files together.
    Size {
        /// As it was packed, `octets.files`.
        packed: String,
        /// As it is.
        found: String,
    },
    /// A file that is not of its form.
    NotRead {
        /// Its path.
        path: String,
    },
    /// The folder bears another name than the package in it.
    Name,
    /// A newer program made it.
    Form {
        /// The form of its record.
        form: u32,
    },
    /// The package before it is gone.
    ChainMissing {
        /// Its name.
        package: String,
    },
    /// The package before it is not the one that was.
    ChainOther {
        /// Its name.
        package: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Changed { path } => write!(f, "{} is not as it was packed", shown(path)),
            Fault::Missing { path } => write!(f, "{} is missing", shown(path)),
            Fault::Added { path } => write!(f, "{} was added", shown(path)),
            Fault::Renamed { from, to } => write!(f, "{} was renamed {}", shown(from), shown(to)),
            Fault::Disagree { path, with } => write!(f, "{} and {} do not agree: one of them was changed", shown(path), shown(with)),
            Fault::Size { packed, found } => {
                write!(f, "the files under data are {found} bytes and files, packed were {packed}; a full check says which")
            }
            Fault::NotRead { path } => write!(f, "{} cannot be read", shown(path)),
            Fault::Name => write!(f, "the folder does not bear the name that its package was given"),
            Fault::Form { form } => write!(f, "it has form {form}, which a newer annexa reads"),
            Fault::ChainMissing { package } => write!(f, "the package before it, {}, is not here", shown(package)),
            Fault::ChainOther { package } => write!(f, "the package before it, {}, is not the one it was made after", shown(package)),
        }
    }
}

/// How a package is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it was packed, after the package it was made after.
    Whole,
    /// Whole in itself, but the package before it is gone or another.
    BrokenChain,
    /// Made by a newer program.
    UnreadableForm,
    /// Not as it was packed.
    Damaged,
}

impl State {
    /// The worst that faults amount to.
    pub fn of(faults: &[Fault]) -> Self {
        let one = |fault: &Fault| match fault {
            Fault::ChainMissing { .. } | Fault::ChainOther { .. } => State::BrokenChain,
            Fault::Form { .. } => State::UnreadableForm,
            _ => State::Damaged,
        };
        faults.iter().map(one).max().unwrap_or(State::Whole)
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            State::Whole => "whole",
            State::BrokenChain => "broken chain",
            State::UnreadableForm => "unreadable form",
            State::Damaged => "damaged",
        }
    }
}

/// What the disk holds of a package.
#[derive(Debug, Clone, Default)]
pub struct OnDisk {
    /// Size of every file by its path.
    pub sizes: BTreeMap<String, u64>,
    /// Those of [`TAGS`] and [`RECORD`] that can be read.
    pub read: Files,
    /// SHA-256 of every file under `data`, for a full check; one that cannot be read has none.
    pub hashes: Option<BTreeMap<String, String>>,
}

/// A package as a check leaves it.
#[derive(Debug, Clone)]
pub struct Looked {
    /// Name of its folder.
    pub name: String,
    /// SHA-256 of its payload manifest, where that is the one its name stands for.
    pub hash: Option<String>,
    /// Its record, where that is as it was packed.
    pub record: Option<Provenance>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Looked {
    /// How it is.
    pub fn state(&self) -> State {
        State::of(&self.faults)
    }
}

/// Looks at one package by itself.
pub fn look(name: &str, disk: &OnDisk) -> Looked {
    let mut looked = Looked { name: name.to_owned(), hash: None, record: None, faults: Vec::new() };
    let text = |path: &str| disk.read.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    for path in TAGS {
        match (disk.sizes.contains_key(path), text(path)) {
            (false, _) => looked.faults.push(Fault::Missing { path: path.to_owned() }),
            (true, None) => looked.faults.push(Fault::NotRead { path: path.to_owned() }),
            (true, Some(_)) => {}
        }
    }
    let Some((identity, digits)) = Identity::parse(name) else {
        looked.faults.push(Fault::Name);
        return looked;
    };
    let bytes = disk.read.get(MANIFEST).unwrap_or_default();
    let hash = Some(sha256(bytes)).filter(|hash| hash.starts_with(digits));
    if hash.is_none() && !bytes.is_empty() {
        looked.faults.push(Fault::Changed { path: MANIFEST.to_owned() });
    }
    tags(disk, hash.is_some(), &mut looked.faults);
    if hash.is_some() {
        match text(MANIFEST).and_then(bag::parse_manifest) {
            Some(packed) => {
                payload(&packed, disk, &mut looked.faults);
                looked.record = record(&packed, &identity, disk, &mut looked.faults);
            }
            None => looked.faults.push(Fault::NotRead { path: MANIFEST.to_owned() }),
        }
    }
    looked.hash = hash;
    looked.faults.sort();
    looked.faults.dedup();
    looked
}

/// The files beside the payload. A manifest that is the one its name stands for is right, whatever is said of it elsewhere.
fn tags(disk: &OnDisk, manifest_is_right: bool, faults: &mut Vec<Fault>) {
    let Some(text) = disk.read.get(TAG_MANIFEST).and_then(|bytes| std::str::from_utf8(bytes).ok()) else { return };
    let Some(said) = bag::parse_manifest(text).filter(|said| TAGS[..3].iter().all(|path| said.contains_key(*path))) else {
        faults.push(Fault::Changed { path: TAG_MANIFEST.to_owned() });
        return;
    };
    for (path, hash) in &said {
        let Some(bytes) = disk.read.get(path) else {
            if !disk.sizes.contains_key(path) {
                faults.push(Fault::Missing { path: path.clone() });
            }
            continue;
        };
        if sha256(bytes) == *hash {
            continue;
        }
        match (path == MANIFEST, manifest_is_right) {
            (true, true) => faults.push(Fault::Changed { path: TAG_MANIFEST.to_owned() }),
            (true, false) => {}
            (false, _) => faults.push(Fault::Disagree { path: path.clone(), with: TAG_MANIFEST.to_owned() }),
        }
    }
    let strange = |path: &&String| !path.starts_with(PAYLOAD) && *path != TAG_MANIFEST && !said.contains_key(*path);
    faults.extend(disk.sizes.keys().filter(strange).map(|path| Fault::Added { path: path.clone() }));
}

/// The payload: by names and the size of all, or by the hash of each.
fn payload(packed: &BTreeMap<String, String>, disk: &OnDisk, faults: &mut Vec<Fault>) {
    let here: BTreeSet<&String> = disk.sizes.keys().filter(|path| path.starts_with(PAYLOAD)).collect();
    let mut missing: Vec<&String> = packed.keys().filter(|path| !here.contains(path)).collect();
    let mut added: Vec<&String> = here.iter().copied().filter(|path| !packed.contains_key(*path)).collect();
    if let Some(hashes) = &disk.hashes {
        // A file that is missing under one name and there under another was renamed.
        missing.retain(|from| {
            let same = added.iter().position(|to| hashes.get(*to) == packed.get(*from));
            let renamed = same.map(|place| Fault::Renamed { from: (*from).clone(), to: added.remove(place).clone() });
            let stays = renamed.is_none();
            faults.extend(renamed);
            stays
        });
        let changed = packed.iter().filter(|(path, hash)| here.contains(path) && hashes.get(*path) != Some(*hash));
        faults.extend(changed.map(|(path, _)| Fault::Changed { path: path.clone() }));
    }
    let is_told = !missing.is_empty() || !added.is_empty();
    faults.extend(missing.into_iter().map(|path| Fault::Missing { path: path.clone() }));
    faults.extend(added.into_iter().map(|path| Fault::Added { path: path.clone() }));
    let labels = disk.read.get(INFO).map(|bytes| bag::parse_labels(&String::from_utf8_lossy(bytes))).unwrap_or_default();
    if let (Some(said), None, false) = (bag::label(&labels, "Payload-Oxum"), &disk.hashes, is_told) {
        let octets: u64 = here.iter().filter_map(|path| disk.sizes.get(*path)).sum();
        let found = format!("{octets}.{}", here.len());
        if said != found {
            faults.push(Fault::Size { packed: said.to_owned(), found });
        }
    }
}

/// The record, held against its hash in every check: it says which package stands before this one.
fn record(packed: &BTreeMap<String, String>, identity: &Identity, disk: &OnDisk, faults: &mut Vec<Fault>) -> Option<Provenance> {
    let path = || RECORD.to_owned();
    let Some(bytes) = disk.read.get(RECORD) else {
        let fault = if disk.sizes.contains_key(RECORD) { Fault::NotRead { path: path() } } else { Fault::Missing { path: path() } };
        // A full check that found it by another name has said so.
        let told = |fault: &Fault| matches!(fault, Fault::Renamed { from, .. } if from == RECORD);
        if !faults.iter().any(told) {
            faults.push(fault);
        }
        return None;
    };
    if packed.get(RECORD) != Some(&sha256(bytes)) {
        faults.push(Fault::Changed { path: path() });
        return None;
    }
    match std::str::from_utf8(bytes).map_err(|_| None).and_then(Provenance::parse) {
        Ok(record) => {
            let is_its = (record.as_at, record.version, record.holds.as_str(), record.series.as_str())
                == (identity.as_at, identity.version, identity.holds.key(), identity.series.as_str());
            if !is_its {
                faults.push(Fault::Name);
            }
            Some(record)
        }
        Err(Some(form)) => {
            faults.push(Fault::Form { form });
            None
        }
        Err(None) => {
            faults.push(Fault::NotRead { path: path() });
            None
        }
    }
}

/// Holds every package against those that it was made after. Those in `gone` were disposed of, which breaks no chain.
/// `here` are all packages there are, with the hash of each.
pub fn link(all: &mut [Looked], here: &BTreeMap<String, Option<String>>, gone: &BTreeSet<String>) {
    for looked in all {
        let Some(record) = &looked.record else { continue };
        for Reference { name, sha256 } in record.previous.iter().chain(&record.replaces) {
            let fault = match here.get(name) {
                None if gone.contains(name) => continue,
                None => Fault::ChainMissing { package: name.clone() },
                Some(hash) if hash.as_ref() == Some(sha256) => continue,
                Some(_) => Fault::ChainOther { package: name.clone() },
            };
            if !looked.faults.contains(&fault) {
                looked.faults.push(fault);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A package of three files.
    fn packed() -> (String, Files) {
        let record = r#"{"form": 99, "made_by": "annexa"}"#;
        let mut payload = Files::default();
        payload.add("a.txt", "one");
        payload.add("b.txt", "two");
        payload.add("provenance.json", record);
        let manifest = bag::payload_manifest(&payload);
        let labels = vec![("Payload-Oxum".to_owned(), bag::oxum(&payload))];
        let hash = sha256(manifest.as_bytes());
        (format!("x_annex-a_2025-09-30_public_v1_{}", &hash[..8]), bag::pack(&payload, &manifest, &labels))
    }

    fn looked(name: &str, files: &Files, full: bool) -> Vec<String> {
        let mut disk = OnDisk::default();
        for (path, bytes) in files.iter() {
            disk.sizes.insert(path.to_owned(), bytes.len() as u64);
            if TAGS.contains(&path) || path == RECORD {
                disk.read.add(path, bytes);
            }
        }
        let payload = files.iter().filter(|(path, _)| path.starts_with(PAYLOAD));
        disk.hashes = full.then(|| payload.map(|(path, bytes)| (path.to_owned(), sha256(bytes))).collect());
        // The record of the sample is of a form to come: that is no damage.
        look(name, &disk).faults.iter().filter(|fault| **fault != Fault::Form { form: 99 }).map(Fault::to_string).collect()
    }

    /// The files with one of them changed, gone or by another name.
    fn with(files: &Files, change: impl Fn(&str, &[u8]) -> Option<(String, Vec<u8>)>) -> Files {
        let mut other = Files::default();
        files.iter().filter_map(|(path, bytes)| change(path, bytes)).for_each(|(path, bytes)| other.add(path, bytes));
        other
    }

    #[test]
    fn a_whole_package_has_no_fault() {
        let (name, files) = packed();
        assert_eq!((looked(&name, &files, false), looked(&name, &files, true)), (vec![], vec![]));
    }

    #[test]
    fn a_flipped_byte_anywhere_is_found_and_named() {
        let (name, files) = packed();
        for (path, bytes) in files.iter() {
            for at in 0..bytes.len() {
                let flipped = with(&files, |other, bytes| {
                    let mut bytes = bytes.to_vec();
                    if other == path {
                        bytes[at] ^= 1;
                    }
                    Some((other.to_owned(), bytes))
                });
                let faults = looked(&name, &flipped, true);
                assert!(faults.iter().any(|fault| fault.contains(path)), "{path} at {at}: {faults:?}");
            }
        }
    }

    #[test]
    fn what_is_missing_added_and_renamed_is_named() {
        let (name, files) = packed();
        let same = |path: &str, bytes: &[u8]| Some((path.to_owned(), bytes.to_vec()));
        let missing = with(&files, |path, bytes| same(path, bytes).filter(|_| path != "data/a.txt"));
        let mut added = files.clone();
        added.add("data/c.txt", "three");
        added.add("note.txt", "beside");
        let renamed = with(&files, |path, bytes| same(if path == "data/a.txt" { "data/z.txt" } else { path }, bytes));
        for full in [false, true] {
            assert_eq!(looked(&name, &missing, full), ["data/a.txt is missing"]);
            assert_eq!(looked(&name, &added, full), ["data/c.txt was added", "note.txt was added"]);
        }
        assert_eq!(looked(&name, &renamed, true), ["data/a.txt was renamed data/z.txt"]);
        assert_eq!(looked(&name, &renamed, false), ["data/a.txt is missing", "data/z.txt was added"]);
        let longer = with(&files, |path, bytes| same(path, if path == "data/a.txt" { b"longer" } else { bytes }));
        assert_eq!(looked(&name, &longer, false).len(), 1);
        assert!(looked(&name, &longer, false)[0].contains("a full check says which"));
        assert_eq!(looked(&name, &longer, true), ["data/a.txt is not as it was packed"]);
        for tag in TAGS {
            let faults = looked(&name, &with(&files, |path, bytes| same(path, bytes).filter(|_| path != tag)), true);
            assert!(faults.contains(&format!("{tag} is missing")), "{tag}: {faults:?}");
        }
    }

    #[test]
    fn a_package_that_was_packed_anew_does_not_bear_its_name() {
        let (name, files) = packed();
        let mut payload = Files::default();
        payload.add("a.txt", "won");
        payload.add("provenance.json", files.get(RECORD).unwrap());
        let manifest = bag::payload_manifest(&payload);
        let faults = looked(&name, &bag::pack(&payload, &manifest, &vec![]), true);
        assert_eq!(faults, ["manifest-sha256.txt is not as it was packed"]);
    }

    #[test]
    fn a_chain_is_broken_where_a_link_is_gone_or_another() {
        let reference = Reference { name: "before".into(), sha256: "aa".into() };
        let record: Provenance = serde_json::from_value(serde_json::json!({
            "form": 1, "made_by": "annexa", "program_version": "0", "authority": "X", "series": "s", "as_at": "2025-09-30", "holds": "public",
            "version": 1, "reason": null, "edition": "full", "windows": {}, "hidden": null, "inputs": [], "mapping": {}, "configuration": "",
            "catalogue": null, "comparators": [], "warnings": [], "previous": reference, "replaces": null, "held_against": [],
        }))
        .unwrap();
        let one = Looked { name: "one".into(), hash: None, record: Some(record), faults: Vec::new() };
        let linked = |here: &[(&str, Option<&str>)], gone: &[&str]| {
            let mut all = [one.clone()];
            let here = here.iter().map(|(name, hash)| ((*name).to_owned(), hash.map(str::to_owned))).collect();
            link(&mut all, &here, &gone.iter().map(|name| (*name).to_owned()).collect());
            all[0].state()
        };
        assert_eq!(linked(&[("before", Some("aa"))], &[]), State::Whole);
        assert_eq!(linked(&[("before", Some("bb"))], &[]), State::BrokenChain);
        assert_eq!(linked(&[("before", None)], &[]), State::BrokenChain, "its manifest was changed");
        assert_eq!(linked(&[], &[]), State::BrokenChain);
        assert_eq!(linked(&[], &["before"]), State::Whole, "disposed of");
    }
}
