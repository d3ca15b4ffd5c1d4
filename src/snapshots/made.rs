//! Making a package: what was built, which issue of it this is, and the labels it is archived with.
//!
//! Three steps, because each may not know the next: [`Content`] is what a build gives, [`seal`] fixes everything that the hash in the name
//! stands for, and [`Sealed::bag`] adds the day and the package beside it, which refers to this one by that hash.

use super::bag::{self, Labels};
use super::{Holds, Identity, Provenance, Reference, datapackage, page};
use crate::archive::MADE_BY;
use crate::calendar::Day;
use crate::files::{Files, name_of, sha256};
use crate::site::SiteError;
use crate::theme::Shelf;

/// What a build gives to a package.
#[derive(Debug, Clone)]
pub struct Content {
    /// Its files by their path below `data/`.
    pub payload: Files,
    /// Its record, not yet issued.
    pub record: Provenance,
    /// What it holds.
    pub holds: Holds,
    /// What every page says at its head, such as that the data is invented.
    pub banner: Option<String>,
}

/// Which issue of a package it is, and what stands before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Issue {
    /// 1, and one more for each time it is issued again.
    pub version: u32,
    /// Why it is issued again.
    pub reason: Option<String>,
    /// The package before it in its chain.
    pub previous: Option<Reference>,
    /// The package that it is issued again for.
    pub replaces: Option<Reference>,
    /// Packages that its figures were held against.
    pub held_against: Vec<Reference>,
}

/// What is said of a package beside its payload: none of it changes the hash in the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bagging {
    /// The day it is archived.
    pub on: Day,
    /// Whom to ask about it.
    pub contact: String,
    /// The packages that were made with it: of children's rows or marks beside figures, and the other way.
    pub beside: Vec<Reference>,
}

/// A package whose payload is complete.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Which it is.
    pub identity: Identity,
    /// SHA-256 of its payload manifest.
    pub hash: String,
    payload: Files,
    manifest: String,
    record: Provenance,
}

/// Completes the payload: record, description of the tables, and a page for people.
pub fn seal(content: &Content, issue: &Issue, shelf: &Shelf) -> Result<Sealed, SiteError> {
    let mut record = content.record.clone();
    let Issue { version, reason, previous, replaces, held_against } = issue.clone();
    (record.version, record.reason, record.previous, record.replaces, record.held_against) =
        (version, reason, previous, replaces, held_against);
    let identity = Identity {
        authority: name_of(&record.authority, "authority"),
        series: record.series.clone(),
        as_at: record.as_at,
        holds: content.holds,
        version,
    };
    let mut payload = content.payload.clone();
    payload.add(Provenance::FILE, record.json());
    if content.holds != Holds::Children {
        let name = internal(&identity);
        payload
            .add("datapackage.json", datapackage::describe(&payload, (&name.replace('_', "-"), &title(&record, content.holds), version)));
    }
    page::add(&mut payload, &record, content, shelf)?;
    let manifest = bag::payload_manifest(&payload);
    Ok(Sealed { identity, hash: sha256(manifest.as_bytes()), payload, manifest, record })
}

/// The package without its hash.
fn internal(identity: &Identity) -> String {
    format!("{}_{}_{}_v{}", identity.group(), identity.as_at, identity.holds.key(), identity.version)
}

/// What a package is, in words.
pub(super) fn title(record: &Provenance, holds: Holds) -> String {
    let what = match holds {
        Holds::Figures(audience) => format!("{} figures", audience.key()),
        Holds::Children => "children’s rows".to_owned(),
        Holds::Marks => "marks of children".to_owned(),
    };
    format!("{}: {what} as at {}", record.authority, record.as_at.words())
}

impl Issue {
    /// The issue that a record tells of.
    pub fn of(record: &Provenance) -> Self {
        Self {
            version: record.version,
            reason: record.reason.clone(),
            previous: record.previous.clone(),
            replaces: record.replaces.clone(),
            held_against: record.held_against.clone(),
        }
    }
}

impl Sealed {
    /// Which issue it is.
    pub fn issue(&self) -> Issue {
        Issue::of(&self.record)
    }

    /// Its payload manifest.
    pub fn manifest(&self) -> &str {
        &self.manifest
    }

    /// Name of its folder.
    pub fn name(&self) -> String {
        self.identity.name(&self.hash)
    }

    /// How others refer to it.
    pub fn reference(&self) -> Reference {
        Reference { name: self.name(), sha256: self.hash.clone() }
    }

    /// How many files its payload has, and how many bytes.
    pub fn size(&self) -> (usize, u64) {
        (self.payload.len(), self.payload.iter().map(|(_, bytes)| bytes.len() as u64).sum())
    }

    /// The finished package.
    pub fn bag(&self, bagging: &Bagging) -> Files {
        bag::pack(&self.payload, &self.manifest, &self.labels(bagging))
    }

    /// What is said of it beside its payload.
    pub fn labels(&self, bagging: &Bagging) -> Labels {
        let Self { identity, record, .. } = self;
        let again = record.reason.as_ref().map_or_else(String::new, |reason| format!(". Version {}: {reason}", record.version));
        let oxum = bag::oxum(&self.payload);
        let holds = |beside: &Reference| Identity::parse(&beside.name).map(|(other, _)| other.holds);
        let before = bagging.beside.iter().filter(|beside| holds(beside).is_some_and(|other| other < identity.holds));
        let mut labels = vec![
            ("Source-Organization", record.authority.clone()),
            ("Contact-Name", bagging.contact.clone()),
            ("External-Description", format!("{}{again}", title(record, identity.holds))),
            ("Bagging-Date", bagging.on.to_string()),
            ("External-Identifier", self.name()),
            ("Bag-Size", in_words(self.size().1)),
            ("Payload-Oxum", oxum),
            ("Bag-Group-Identifier", identity.group()),
            ("Bag-Count", format!("{} of {}", 1 + before.count(), 1 + bagging.beside.len())),
            ("Internal-Sender-Identifier", internal(identity)),
            ("Bag-Software-Agent", format!("{MADE_BY} {}", record.program_version)),
        ];
        for beside in &bagging.beside {
            let label = match holds(beside) {
                Some(Holds::Children) => CHILDREN_BESIDE,
                Some(Holds::Marks) => MARKS_BESIDE,
                _ => FIGURES_BESIDE,
            };
            labels.push((label, format!("{} sha256:{}", beside.name, beside.sha256)));
        }
        labels.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
    }
}

/// Label under which a package names that of the children's rows it was made of.
const CHILDREN_BESIDE: &str = "Children-Package";

/// Label under which a package names that of the marks made with it.
const MARKS_BESIDE: &str = "Marks-Package";

/// Label under which children's rows and marks name the figures that were made of them.
const FIGURES_BESIDE: &str = "Figures-Package";

impl Bagging {
    /// What the labels of a package say; `None` where they name no day.
    pub fn of(labels: &Labels) -> Option<Self> {
        let names = |label: &str| [CHILDREN_BESIDE, MARKS_BESIDE, FIGURES_BESIDE].contains(&label);
        let beside = labels.iter().filter(|(label, _)| names(label)).filter_map(|(_, text)| text.split_once(" sha256:"));
        Some(Self {
            on: Day::parse_iso(bag::label(labels, "Bagging-Date")?)?,
            contact: bag::label(labels, "Contact-Name").unwrap_or_default().to_owned(),
            beside: beside.map(|(name, hash)| Reference { name: name.to_owned(), sha256: hash.to_owned() }).collect(),
        })
    }
}

/// `12.3 MB`; decimal, as disks are sold.
pub(super) fn in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
