//! Making packages: what is kept already is built again as it was and compared, anything else is a new issue.
//!
//! The same again is said and nothing is written; other content for a day that is kept needs a reason and becomes a further version.
//! Where rules hide anything, figures are held against every package of the same holder that is out.

use super::kept::{self, Kept};
use crate::audience::Audience;
use crate::cli::args::Create;
use crate::cli::input::Opened;
use crate::cli::printer;
use crate::cli::worklists::today;
use crate::files::{Files, name_of};
use crate::finding::{Findings, shown};
use crate::pipeline::{self, Input, Stop};
use crate::snapshots::whole::RECORD;
use crate::snapshots::{Bagging, Content, Holds, Identity, Issue, Provenance, Reference, Sealed, bag, seal};
use anyhow::{Context, anyhow, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Files of a payload that tell of its making: they may differ where what is kept is the same.
const RECORDS: [&str; 3] = [RECORD, "data/index.html", "data/datapackage.json"];

/// Files that differ, at most so many named in a line.
const NAMED: usize = 6;

/// A package, new or as it is kept.
pub(super) struct Made {
    /// Its payload.
    pub sealed: Sealed,
    /// What is said of it beside the payload.
    pub bagging: Bagging,
    /// What was noticed on the way.
    pub findings: Findings,
    /// The package as it is kept; nothing where it is new.
    pub kept: Option<Kept>,
    /// Whether what is kept was made by other settings, with the same figures and pages.
    pub by_other_settings: bool,
}

impl Made {
    /// The name of the package that is on the disk in the end.
    pub fn name(&self) -> String {
        self.kept.as_ref().map_or_else(|| self.sealed.name(), |kept| kept.name.clone())
    }

    fn reference(&self) -> Reference {
        self.kept.as_ref().and_then(Kept::reference).unwrap_or_else(|| self.sealed.reference())
    }
}

/// What building a package once more came to.
pub(super) struct Rebuilt {
    /// The package on the disk.
    pub name: String,
    /// Files that differ.
    pub differs: Vec<String>,
    /// What is known to be other than when it was made; nothing where no file differs.
    pub because: Vec<String>,
}

/// What making packages needs.
pub(super) struct Maker<'a> {
    /// The project and its data.
    pub opened: &'a Opened,
    /// What was asked for.
    pub args: &'a Create,
    /// What is kept.
    pub all: &'a [Kept],
}

/// Texts of `figures.csv` by the name of their package.
type Texts = Vec<(String, String)>;

/// What building again came to.
enum Again {
    Same(Box<Made>),
    Other(Box<Issue>),
}

impl Maker<'_> {
    /// The packages of some audiences, that of the children's rows where it was asked for, and that of marks where there is a key.
    pub fn all(&self, audiences: &[Audience]) -> anyhow::Result<Vec<Made>> {
        let mut all = audiences.iter().map(|audience| self.figures(*audience)).collect::<Result<Vec<Made>, _>>()?;
        let is_of = |made: &Made, audience: Audience| made.sealed.identity.holds == Holds::Figures(audience);
        let management = all.iter().position(|made| is_of(made, Audience::Management));
        let mut together: Vec<usize> = management.or((!all.is_empty()).then_some(0)).into_iter().collect();
        if self.args.with_children && management.is_some() {
            together.push(all.len());
            all.push(self.children()?);
        }
        if let Some(key) = self.opened.key()? {
            together.push(all.len());
            all.push(self.of_rows(Holds::Marks, |input| pipeline::marks(input, key, self.opened.configuration()))?);
        }
        let references: Vec<Reference> = all.iter().map(Made::reference).collect();
        for at in &together {
            // What is kept is never written again: what is made later refers to it, and not the other way.
            if all[*at].kept.is_none() {
                all[*at].bagging.beside = together.iter().filter(|other| *other != at).map(|other| references[*other].clone()).collect();
            }
        }
        Ok(all)
    }

    fn figures(&self, audience: Audience) -> anyhow::Result<Made> {
        let input = self.opened.input_after(self.args.data.as_at, audience);
        let identity = self.identity(Holds::Figures(audience), &input)?;
        let hides = self.opened.project.disclosure.of(audience).hide();
        let published = || if hides { self.published(&identity) } else { Ok((Vec::new(), Vec::new())) };
        let Some(latest) = kept::latest(self.all, &identity) else {
            let (held_against, texts) = published()?;
            let (content, findings) = self.content(&input, texts)?;
            let previous = kept::before(self.all, &identity).and_then(Kept::reference);
            return self.fresh(&content, &Issue { version: 1, previous, held_against, ..Issue::default() }, findings);
        };
        let package = latest.package().map_err(|why| unusable(latest, &why.to_string()))?;
        let (mut content, mut findings) = self.content(&input, self.texts(&package.provenance.held_against)?)?;
        match self.again(latest, &package.provenance, &content, &findings)? {
            Again::Same(made) => Ok(*made),
            Again::Other(issue) => {
                // What is issued now is held against everything that is out, the earlier issue included.
                let (held_against, texts) = published()?;
                if hides {
                    (content, findings) = self.content(&input, texts)?;
                }
                self.fresh(&content, &Issue { held_against, ..*issue }, findings)
            }
        }
    }

    fn children(&self) -> anyhow::Result<Made> {
        self.of_rows(Holds::Children, |input| pipeline::children(input, self.opened.configuration()))
    }

    /// A package that holds children one by one.
    fn of_rows(&self, holds: Holds, content: impl Fn(&Input<'_>) -> Result<Content, Stop>) -> anyhow::Result<Made> {
        let input = self.opened.input(self.args.data.as_at, Audience::Management);
        let identity = self.identity(holds, &input)?;
        let content = content(&input)?;
        let Some(latest) = kept::latest(self.all, &identity) else {
            let previous = kept::before(self.all, &identity).and_then(Kept::reference);
            return self.fresh(&content, &Issue { version: 1, previous, ..Issue::default() }, Findings::default());
        };
        let record = record_of(latest).ok_or_else(|| unusable(latest, &format!("{RECORD} cannot be read")))?;
        match self.again(latest, &record, &content, &Findings::default())? {
            Again::Same(made) => Ok(*made),
            Again::Other(issue) => self.fresh(&content, &issue, Findings::default()),
        }
    }

    fn identity(&self, holds: Holds, input: &Input<'_>) -> Result<Identity, Stop> {
        let (authority, as_at) = pipeline::whose(input)?;
        let series = self.opened.project.snapshots.series.clone();
        Ok(Identity { authority: name_of(&authority, "authority"), series, as_at, holds, version: 1 })
    }

    /// What is kept, built again as it was: the same, or another issue for a reason.
    fn again(&self, latest: &Kept, record: &Provenance, content: &Content, findings: &Findings) -> anyhow::Result<Again> {
        let sealed = seal(content, &Issue::of(record), &self.opened.shelf)?;
        let exactly = latest.hash.as_deref() == Some(sealed.hash.as_str());
        let differs = if exactly { Vec::new() } else { unlike(&manifest_on_disk(latest)?, &parsed(sealed.manifest())) };
        // Records differ with whatever they are of.
        let differs: Vec<String> = differs.into_iter().filter(|path| !RECORDS.contains(&path.as_str())).collect();
        if differs.is_empty() {
            let bagging = Bagging::of(&latest.labels).unwrap_or_else(|| self.bagging());
            let (kept, findings) = (Some(latest.clone()), findings.clone());
            return Ok(Again::Same(Box::new(Made { sealed, bagging, findings, kept, by_other_settings: !exactly })));
        }
        let version = record.version + 1;
        let because = self.other_than(record).iter().map(|words| format!("; {words}")).collect::<String>();
        let reason = self.args.reason.as_deref().map(crate::foreign::in_a_line).filter(|reason| !reason.trim().is_empty());
        if reason.is_none() {
            let (name, differs) = (&latest.name, some(&differs));
            bail!(
                "{name} is kept, and what was built now differs in {differs}{because}; nothing was written (hint: --reason \"…\" makes version {version})"
            );
        }
        let previous = kept::before(self.all, &latest.identity).and_then(Kept::reference);
        Ok(Again::Other(Box::new(Issue { version, reason, previous, replaces: latest.reference(), held_against: Vec::new() })))
    }

    fn fresh(&self, content: &Content, issue: &Issue, findings: Findings) -> anyhow::Result<Made> {
        let sealed = seal(content, issue, &self.opened.shelf)?;
        Ok(Made { sealed, bagging: self.bagging(), findings, kept: None, by_other_settings: false })
    }

    fn bagging(&self) -> Bagging {
        let on = self.args.today.unwrap_or_else(today);
        Bagging { on, contact: self.opened.project.snapshots.contact.clone(), beside: Vec::new() }
    }

    /// What a build gives, held against figures published before.
    fn content(&self, input: &Input<'_>, held: Texts) -> anyhow::Result<(Content, Findings)> {
        let mut project = input.project.clone();
        project.disclosure.kept = held;
        let built = pipeline::archived(&Input { project: &project, ..*input }, self.args.edition.edition(), self.opened.configuration())?;
        Ok((built.value.1, built.findings))
    }

    /// Every package of the same holder that is out, and the figures of each.
    fn published(&self, identity: &Identity) -> anyhow::Result<(Vec<Reference>, Texts)> {
        let is_out = |kept: &&Kept| kept.identity.authority == identity.authority && kept.identity.holds == identity.holds;
        // What is damaged may be out all the same, and nobody knows what it told.
        let reference = |kept: &Kept| kept.reference().ok_or_else(|| unusable(kept, "its manifest is not as it was packed"));
        let references = self.all.iter().filter(is_out).map(reference).collect::<Result<Vec<_>, _>>()?;
        let texts = self.texts(&references)?;
        Ok((references, texts))
    }

    /// The figures of packages that are there, as they were packed.
    fn texts(&self, references: &[Reference]) -> anyhow::Result<Texts> {
        let mut texts = Vec::new();
        for kept in self.all.iter().filter(|kept| references.iter().any(|reference| reference.name == kept.name)) {
            let text = kept.figures_csv().map_err(|why| unusable(kept, &why.to_string()))?;
            texts.push((kept.name.clone(), text));
        }
        Ok(texts)
    }

    /// What a record tells to be other now. Of settings only a hash is kept: it says that they differ, and not in what.
    fn other_than(&self, record: &Provenance) -> Vec<String> {
        let settings = (record.configuration != self.opened.configuration()).then(|| {
            "the project’s settings, pages or published figures are not those it was made with, and which of them is not kept".to_owned()
        });
        let version = (record.program_version != env!("CARGO_PKG_VERSION"))
            .then(|| format!("it was made with annexa {}, and this is {}", shown(&record.program_version), env!("CARGO_PKG_VERSION")));
        settings.into_iter().chain(version).collect()
    }

    /// Builds a package once more and compares it with what the disk holds.
    pub fn rebuilt(&self, made: &Made, folder: &Path) -> anyhow::Result<Rebuilt> {
        let issue = made.sealed.issue();
        let content = match made.sealed.identity.holds {
            Holds::Figures(audience) => {
                self.content(&self.opened.input_after(self.args.data.as_at, audience), self.texts(&issue.held_against)?)?.0
            }
            Holds::Children => {
                pipeline::children(&self.opened.input(self.args.data.as_at, Audience::Management), self.opened.configuration())?
            }
            Holds::Marks => {
                let key = self.opened.key()?.ok_or_else(|| anyhow!("there is no key to make marks with"))?;
                pipeline::marks(&self.opened.input(self.args.data.as_at, Audience::Management), key, self.opened.configuration())?
            }
        };
        let sealed = seal(&content, &issue, &self.opened.shelf)?;
        let kept = kept::one(&folder.join(made.name())).ok_or_else(|| anyhow!("the package {} is no longer there", made.name()))?;
        // A package bears its own day; that of this run is not compared.
        let bagging = Bagging::of(&kept.labels).unwrap_or_else(|| made.bagging.clone());
        let differs = differing(&sealed.bag(&bagging), &kept);
        let because =
            if differs.is_empty() { Vec::new() } else { record_of(&kept).map_or_else(Vec::new, |record| self.other_than(&record)) };
        Ok(Rebuilt { name: made.name(), differs, because })
    }
}

/// The record of a package, where it can be read.
fn record_of(kept: &Kept) -> Option<Provenance> {
    let files = kept.files(&[RECORD]);
    Provenance::parse(std::str::from_utf8(files.get(RECORD)?).ok()?).ok()
}

fn unusable(kept: &Kept, why: &str) -> anyhow::Error {
    anyhow!("the package {} cannot be used: {why}; nothing was written (hint: put back a copy of it)", kept.name)
}

fn parsed(manifest: &str) -> BTreeMap<String, String> {
    bag::parse_manifest(manifest).unwrap_or_default()
}

fn manifest_on_disk(kept: &Kept) -> anyhow::Result<BTreeMap<String, String>> {
    let path = kept.folder.join(bag::MANIFEST);
    Ok(parsed(&std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?))
}

/// Paths that two manifests do not have alike.
fn unlike(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<String> {
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

/// Paths of files that a bag has otherwise than the disk, or that only one of them has.
fn differing(bag: &Files, kept: &Kept) -> Vec<String> {
    let on_disk = |path: &str| std::fs::read(kept.folder.join(path)).ok();
    let mut differs: Vec<String> =
        bag.iter().filter(|(path, bytes)| on_disk(path).as_deref() != Some(*bytes)).map(|(path, _)| path.to_owned()).collect();
    let held = manifest_on_disk(kept).unwrap_or_default();
    differs.extend(held.into_keys().filter(|path| bag.get(path).is_none()));
    differs
}

/// The first of some paths, and how many more there are.
pub(super) fn some(paths: &[String]) -> String {
    let named: Vec<String> = paths.iter().take(NAMED).map(|path| shown(path)).collect();
    match paths.len() - named.len() {
        0 => named.join(", "),
        more => format!("{} and {}", named.join(", "), printer::count(more, "more file", "more files")),
    }
}
