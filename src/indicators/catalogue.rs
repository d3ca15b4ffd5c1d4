//! Reads `content/indicators/*.toml` into the catalogue.
//!
//! A record that cannot be used is a finding with file and line and is left out; the rest goes on.
//! Bases, bins and canonical groups stand in the same files and are shared by all records.

use super::definition::{About, Definition, Good, Leans};
use super::record::{Bins, Example, Filter, History, Rule};
use super::{describe, evaluate};
use crate::audience::Audience;
use crate::doing::{self, Work};
use crate::finding::{Checked, Finding, Findings, Place, Severity, Written};
use crate::foreign::in_a_line;
use crate::number::Unit;
use crate::theme::Shelf;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Folder of the records.
pub(super) const FOLDER: &str = "content/indicators";

/// All indicators, and the names their rules share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalogue {
    definitions: Vec<Definition>,
    by_code: BTreeMap<String, usize>,
    shared: Shared,
}

/// Named bases by list, bins, canonical groups and areas of judgement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shared {
    /// Conditions of a base, by list and name.
    pub bases: BTreeMap<String, BTreeMap<String, Vec<Filter>>>,
    /// Bins by name.
    pub bins: BTreeMap<String, Bins>,
    /// Canonical labels in canonical order, by code set.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Areas of the inspection framework, by key.
    pub judgements: BTreeMap<String, Judgement>,
    /// Words in which readers meet a group whose canonical label is the return's own: `NFA`.
    pub labels: BTreeMap<String, String>,
    /// What is kept of rows, and the lists over time made of it.
    pub history: History,
}

/// An area that inspectors judge, and the lists that speak to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// `Help and protection`.
    pub title: String,
    /// What inspectors look at there, in plain words.
    pub means: String,
    /// Lists whose indicators speak to it unless a record says otherwise.
    pub lists: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "last")]
    order: i32,
    #[serde(default)]
    bases: BTreeMap<String, BTreeMap<String, Vec<Filter>>>,
    #[serde(default)]
    bins: BTreeMap<String, Bins>,
    #[serde(default)]
    groups: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    judgements: BTreeMap<String, Judgement>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
    #[serde(default)]
    history: Option<History>,
    #[serde(default)]
    indicator: Vec<Record>,
}

fn last() -> i32 {
    1000
}

/// A record as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    code: Spanned<String>,
    title: String,
    #[serde(default)]
    short: String,
    list: String,
    #[serde(default)]
    unit: Option<Unit>,
    #[serde(default)]
    good: Good,
    means: String,
    numerator: String,
    #[serde(default)]
    denominator: String,
    #[serde(default)]
    excludes: String,
    source: String,
    #[serde(default)]
    caveats: Vec<String>,
    #[serde(default)]
    comparator: Option<String>,
    #[serde(default)]
    comparators: BTreeMap<String, String>,
    #[serde(default)]
    differs: String,
    #[serde(default)]
    leans: Leans,
    #[serde(default)]
    labels: BTreeMap<String, String>,
    #[serde(default)]
    stock: bool,
    #[serde(default)]
    judgement: String,
    #[serde(default = "everyone")]
    seen_by: Audience,
    rule: Rule,
    #[serde(default)]
    example: Vec<Example>,
}

fn everyone() -> Audience {
    Audience::Public
}

impl Catalogue {
    /// Reads every record the shelf holds, in the order of the files' `order` and then as written.
    pub fn load(shelf: &Shelf) -> Checked<Catalogue> {
        let _step = doing::step(Work::Making, || "reading the indicators".to_owned());
        let mut findings = Findings::default();
        let mut files = Vec::new();
        for path in shelf.list(FOLDER).into_iter().filter(|path| path.ends_with(".toml")) {
            let text = shelf.text(&path).unwrap_or_default();
            match toml::from_str::<File>(&text) {
                Ok(file) => files.push((file.order, path, text, file)),
                Err(error) => findings.push(Written::new(&path, &text).toml("indicator-record", &error)),
            }
        }
        files.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let mut catalogue = Catalogue::default();
        for (_, path, _, file) in &mut files {
            catalogue.shared.take(path, file, &mut findings);
        }
        for (_, path, text, file) in files {
            for record in file.indicator {
                let written = Written::new(&path, &text);
                catalogue.add(record, written, &mut findings);
            }
        }
        catalogue.check_references(&mut findings);
        Checked { value: catalogue, findings }
    }

    /// All definitions in order.
    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.iter()
    }

    /// The definition of a code.
    pub fn get(&self, code: &str) -> Option<&Definition> {
        self.by_code.get(code).map(|&at| &self.definitions[at])
    }

    /// How many definitions there are.
    pub fn len(&self) -> usize {
        self.definitions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.definitions.is_empty()
    }

    /// Published measures that the pace of a year is set against.
    pub fn paced(&self) -> BTreeSet<&str> {
        let entries = self.definitions.iter().filter_map(|definition| match &definition.rule {
            Rule::Pace(pace) if !pace.forecast => Some(&pace.entries),
            _ => None,
        });
        entries.flatten().map(|entry| entry.published.as_str()).collect()
    }

    /// Bases, bins, canonical groups and areas of judgement.
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    fn add(&mut self, record: Record, written: Written<'_>, findings: &mut Findings) {
        let at = record.code.span().start;
        let mut complaints = complaints(&record);
        if !record.judgement.is_empty() && !self.shared.judgements.contains_key(&record.judgement) {
            complaints.push(format!("there is no area of judgement {}", record.judgement));
        }
        let code = record.code.into_inner();
        if self.by_code.contains_key(&code) {
            let twice = written.fault("duplicate-indicator", at, format!("{code} stands in the catalogue twice"));
            findings.push(twice.hint("a code never changes its meaning: give this one a code of its own, such as LOC-01"));
            return;
        }
        if !complaints.is_empty() {
            for complaint in complaints {
                findings.push(written.fault("indicator-record", at, format!("{code}: {complaint}")));
            }
            return;
        }
        let judgement = if record.judgement.is_empty() {
            self.shared.judgement_of(&record.list).unwrap_or_default().to_owned()
        } else {
            record.judgement
        };
        let unit = record.unit.unwrap_or_else(|| evaluate::unit(&record.rule));
        // A break of a line parts the lines of a cell in tables: words have none of their own.
        let about = About {
            short: in_a_line(if record.short.is_empty() { &record.title } else { &record.short }),
            title: in_a_line(&record.title),
            list: record.list,
            unit,
            good: record.good,
            means: in_a_line(&record.means),
            numerator: in_a_line(&record.numerator),
            denominator: in_a_line(&record.denominator),
            excludes: in_a_line(&record.excludes),
            source: in_a_line(&record.source),
            caveats: record.caveats.iter().map(|caveat| in_a_line(caveat)).collect(),
            comparator: record.comparator,
            comparators: record.comparators,
            differs: in_a_line(&record.differs),
            leans: record.leans,
            labels: record.labels,
            stock: record.stock,
            because: evaluate::because(&record.rule).to_owned(),
            judgement,
            code: code.clone(),
        };
        self.by_code.insert(code, self.definitions.len());
        let place = written.place(at);
        let (file, line) = (place.file, place.line.unwrap_or(1));
        self.definitions.push(Definition { about, rule: record.rule, seen_by: record.seen_by, examples: record.example, file, line });
    }

    /// Refuses names of bases, bins, codes and lists that nothing defines.
    fn check_references(&self, findings: &mut Findings) {
        let shared = format!("{FOLDER}/_shared.toml");
        findings.extend(Findings(
            describe::unknown_in_history(self).into_iter().map(|complaint| fault(&shared, 1, "indicator-record", complaint)).collect(),
        ));
        for definition in &self.definitions {
            for complaint in describe::unknown_names(self, definition) {
                findings.push(fault(&definition.file, definition.line, "indicator-record", format!("{}: {complaint}", definition.code)));
            }
        }
    }
}

impl Shared {
    fn take(&mut self, path: &str, file: &mut File, findings: &mut Findings) {
        for (list, bases) in std::mem::take(&mut file.bases) {
            for (name, filters) in bases {
                if self.bases.entry(list.clone()).or_default().insert(name.clone(), filters).is_some() {
                    findings.push(fault(path, 1, "indicator-record", format!("base {name} of {list} is defined twice")));
                }
            }
        }
        for (name, bins) in std::mem::take(&mut file.bins) {
            if bins.labels.len() != bins.edges() + 1 || !bins.is_of_one_sort() {
                findings.push(fault(path, 1, "indicator-record", format!("bins {name} need one label more than edges, of one sort")));
            }
            self.bins.insert(name, bins);
        }
        self.groups.append(&mut file.groups);
        self.judgements.append(&mut file.judgements);
        self.labels.append(&mut file.labels);
        if let Some(history) = file.history.take() {
            self.history = history;
        }
    }

    /// The area of the inspection framework that a list speaks to.
    fn judgement_of(&self, list: &str) -> Option<&str> {
        self.judgements.iter().find(|(_, judgement)| judgement.lists.iter().any(|other| other == list)).map(|(key, _)| key.as_str())
    }
}

/// What is wrong with a record by itself.
fn complaints(record: &Record) -> Vec<String> {
    let mut complaints = Vec::new();
    let required = [
        ("title", &record.title),
        ("list", &record.list),
        ("means", &record.means),
        ("numerator", &record.numerator),
        ("source", &record.source),
    ];
    complaints.extend(required.iter().filter(|(_, text)| text.trim().is_empty()).map(|(name, _)| format!("{name} is empty")));
    if !code_is_fit(record.code.get_ref()) {
        complaints.push("a code has letters, a hyphen, two digits and at most one small letter".to_owned());
    }
    if evaluate::has_denominator(&record.rule) && record.denominator.trim().is_empty() {
        complaints.push("denominator is empty".to_owned());
    }
    if (record.comparator.is_some() || !record.comparators.is_empty()) && record.differs.trim().is_empty() {
        complaints.push("differs is empty: say how the published figure differs".to_owned());
    }
    if let Rule::Share(share) = &record.rule
        && share.answers.is_none()
        && share.counted.is_empty()
        && share.cases.iter().all(|case| case.counted.is_empty())
    {
        complaints.push("the share counts its whole base: say in `counted` or `answers` which rows are the numerator".to_owned());
    }
    if record.leans != Leans::Level && record.comparator.is_none() && record.comparators.is_empty() {
        complaints.push("leans is set, but nothing is published beside it".to_owned());
    }
    if record.caveats.iter().any(|caveat| caveat.trim().is_empty()) {
        complaints.push("a caveat is empty".to_owned());
    }
    complaints
}

/// Whether a code is in the style of the catalogue: `REF-04`, `S47-01`, `OPN-20b`.
fn code_is_fit(code: &str) -> bool {
    let Some((topic, number)) = code.split_once('-') else { return false };
    let topic_fits = (1..=4).contains(&topic.len())
        && topic.starts_with(|c: char| c.is_ascii_uppercase())
        && topic.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let (digits, suffix) = number.split_at(number.len().min(2));
    topic_fits
        && digits.len() == 2
        && digits.chars().all(|c| c.is_ascii_digit())
        && suffix.len() <= 1
        && suffix.chars().all(|c| c.is_ascii_lowercase())
}

fn fault(path: &str, line: u32, kind: &str, message: String) -> Finding {
    Finding::new(Severity::Error, kind, Place::line(path, line), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_style() {
        for good in ["REF-01", "S47-12", "OPN-20b", "CLA-01m", "X-13"] {
            assert!(code_is_fit(good), "{good}");
        }
        for bad in ["ref-01", "REF01", "REF-1", "REF-001", "REF-01bc", "REF-01B", "-01", "REFER-01", ""] {
            assert!(!code_is_fit(bad), "{bad}");
        }
    }
}
