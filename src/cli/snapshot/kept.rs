//! The packages in a folder of snapshots, as the disk holds them.
//!
//! A folder that bears no package's name is none of them. What is damaged is told where it is asked for, and never hides another.

use crate::calendar::Day;
use crate::files::{Files, sha256};
use crate::project::Project;
use crate::snapshots::bag::{self, Labels};
use crate::snapshots::index::Entry;
use crate::snapshots::{FIGURES, FILES, Holds, Identity, Package, Reference, Unreadable};
use anyhow::anyhow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A package on the disk.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its folder's name.
    pub name: String,
    /// Which it is, by its name.
    pub identity: Identity,
    /// SHA-256 of its payload manifest, where that is there and the name bears it.
    pub hash: Option<String>,
    /// What its labels say.
    pub labels: Labels,
    /// Where it is.
    pub folder: PathBuf,
}

impl Kept {
    /// How others refer to it; `None` where its manifest is missing or another.
    pub fn reference(&self) -> Option<Reference> {
        Some(Reference { name: self.name.clone(), sha256: self.hash.clone()? })
    }

    /// Some files of it by their paths; those that cannot be read are missing.
    pub fn files(&self, paths: &[&str]) -> Files {
        let mut files = Files::default();
        for path in paths {
            if let Ok(bytes) = std::fs::read(self.folder.join(path)) {
                files.add(*path, bytes);
            }
        }
        files
    }

    /// What the index says of it.
    pub fn entry(&self) -> Entry {
        let manifest = std::fs::read_to_string(self.folder.join(bag::MANIFEST)).unwrap_or_default();
        entry(&self.name, &self.identity, &self.labels, &manifest)
    }

    /// Its figures and what they were made from.
    pub fn package(&self) -> Result<Package, Unreadable> {
        Package::read(&self.name, &self.files(&FILES))
    }

    /// The text of its figures, where all of the package that is read is as it was packed.
    pub fn figures_csv(&self) -> Result<String, Unreadable> {
        let files = self.files(&FILES);
        Package::read(&self.name, &files)?;
        Ok(files.get(FIGURES).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default())
    }
}

/// The settings with the figures of some packages, which what is built now is held against.
pub fn held_against<'k>(project: &Project, packages: impl Iterator<Item = &'k Kept>) -> anyhow::Result<Project> {
    let mut project = project.clone();
    for kept in packages {
        // What is damaged may be out all the same, and nobody knows what it told.
        let unusable = |why: Unreadable| anyhow!("the package {} cannot be used: {why} (hint: annexa snapshot verify)", kept.name);
        project.disclosure.kept.push((kept.name.clone(), kept.figures_csv().map_err(unusable)?));
    }
    Ok(project)
}

/// What the index says of a package of these labels and this manifest.
pub fn entry(name: &str, identity: &Identity, labels: &Labels, manifest: &str) -> Entry {
    let is_pack = |path: &&str| path.starts_with(bag::PAYLOAD) && path.matches('/').count() == 1 && path.ends_with(".pdf");
    let label = |label| bag::label(labels, label).unwrap_or_default().to_owned();
    Entry {
        name: name.to_owned(),
        identity: identity.clone(),
        authority: label("Source-Organization"),
        archived: Day::parse_iso(&label("Bagging-Date")),
        size: label("Bag-Size"),
        pack: manifest.lines().filter_map(|line| line.get(66..)).find(is_pack).map(str::to_owned),
    }
}

/// All packages in a folder of snapshots, in the order of their identities; none where there is no such folder.
pub fn all(folder: &Path) -> Vec<Kept> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<Kept> = entries.filter_map(|entry| one(&entry.path())).collect();
    found.sort_by(|a, b| (&a.identity, &a.name).cmp(&(&b.identity, &b.name)));
    found
}

/// The package in a folder; `None` where the folder bears no package's name. A link may lead anywhere: it is none.
pub fn one(folder: &Path) -> Option<Kept> {
    let name = folder.file_name()?.to_str()?.to_owned();
    let (identity, digits) = Identity::parse(&name)?;
    std::fs::symlink_metadata(folder).ok().filter(std::fs::Metadata::is_dir)?;
    let hash = std::fs::read(folder.join(bag::MANIFEST)).ok().map(|bytes| sha256(&bytes)).filter(|hash| hash.starts_with(digits));
    let labels = std::fs::read(folder.join(bag::INFO)).unwrap_or_default();
    let labels = bag::parse_labels(&String::from_utf8_lossy(&labels));
    Some(Kept { identity, hash, labels, folder: folder.to_owned(), name })
}

/// Quarters that a report looks back to: three years. No figures of older ones are read.
const LOOKED_BACK: usize = 12;

/// The packages of the last quarters before a day, of each authority and series; of all quarters where the day is not known yet.
pub fn last(all: &[Kept], holds: Holds, before: Option<Day>) -> Vec<&Kept> {
    let of: Vec<&Kept> = all.iter().filter(|kept| kept.identity.holds == holds).collect();
    let Some(before) = before else { return of };
    let days = |group: &str| {
        let days = of.iter().filter(|kept| kept.identity.group() == group).map(|kept| kept.identity.as_at);
        days.filter(|day| *day < before).collect::<BTreeSet<Day>>()
    };
    let groups: BTreeSet<String> = of.iter().map(|kept| kept.identity.group()).collect();
    let first = |group: String| {
        let days = days(&group);
        let first = days.iter().nth_back(LOOKED_BACK - 1).or_else(|| days.first()).copied();
        (group, first)
    };
    let first: BTreeMap<String, Option<Day>> = groups.into_iter().map(first).collect();
    let is_near = |kept: &&Kept| {
        let first = first.get(&kept.identity.group()).copied().flatten();
        first.is_some_and(|first| (first..before).contains(&kept.identity.as_at))
    };
    of.into_iter().filter(is_near).collect()
}

/// The package before a day in a chain: the latest day before it, and of that day the last issue.
pub fn before<'k>(all: &'k [Kept], identity: &Identity) -> Option<&'k Kept> {
    let earlier = all.iter().filter(|kept| identity.follows(&kept.identity) && kept.hash.is_some());
    earlier.max_by_key(|kept| (kept.identity.as_at, kept.identity.version))
}

/// The last issue of a package.
pub fn latest<'k>(all: &'k [Kept], identity: &Identity) -> Option<&'k Kept> {
    all.iter().filter(|kept| kept.identity.is_issue_of(identity)).max_by_key(|kept| kept.identity.version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audience::Audience;

    #[test]
    fn a_report_looks_back_to_the_last_quarters_of_its_series() {
        let holds = Holds::Figures(Audience::Leadership);
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let kept = |series: &str, as_at: Day, version: u32| {
            let identity = Identity { authority: "benbowshire".into(), series: series.into(), as_at, holds, version };
            Kept { name: String::new(), identity, hash: None, labels: Labels::default(), folder: PathBuf::new() }
        };
        let mut all: Vec<Kept> = (0..40).map(|quarter| kept("annex-a", day("2025-09-30").months_before(3 * quarter), 1)).collect();
        all.push(kept("annex-a", day("2025-06-30"), 2));
        all.push(kept("trial", day("2001-03-31"), 1));
        let days = |before: Option<&str>| last(&all, holds, before.map(day)).iter().map(|kept| kept.identity.as_at).collect::<Vec<_>>();
        let found = days(Some("2025-09-30"));
        // Twelve quarters, one of them in two issues, and the one of the other series.
        assert_eq!(found.len(), 14);
        assert_eq!((found.iter().max(), found.iter().rev().nth(2)), (Some(&day("2025-06-30")), Some(&day("2022-09-30"))));
        assert_eq!(days(Some("2016-03-31")).len(), 2);
        assert_eq!(days(None).len(), 42);
    }
}
