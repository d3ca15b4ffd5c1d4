//! What of a build goes into a package that is kept.
//!
//! In: a build's input. Out: the content of its package: pack, site and tables as the audience gets them, and the record of what they were
//! made from. What an audience with rules may not know of its input is left out of the record as it is out of the manifest.

use super::{Input, Made, Outputs, Read, Stop, authority, inputs, measured_with, outputs, read, report};
use crate::archive::{self, Span};
use crate::calendar::Day;
use crate::comparators::Comparators;
use crate::edition::Edition;
use crate::files::{Files, sha256};
use crate::finding::{Checked, Findings, Severity};
use crate::indicators::{Catalogue, traces};
use crate::snapshots::{CatalogueRecord, Content, FORM, HiddenBy, Holds, Noticed, Provenance, Published, found_csv, months_csv};
use crate::theme::Shelf;
use crate::traces::{Key, Trace, traces_csv};
use crate::worklists::Permit;
use std::collections::{BTreeMap, BTreeSet};

/// Whose data it is, as pages name it, and the day it is measured to.
pub fn whose(input: &Input<'_>) -> Result<(String, Day), Stop> {
    let read = read(input)?;
    let comparators = authority::comparators(input, &mut Findings::default());
    Ok((authority::here(input.project, &comparators, &mut Findings::default()).name, read.as_at))
}

/// Builds everything for one audience as [`super::build`] does, and what of it is kept. `configuration` is a hash of the project.
pub fn archived(input: &Input<'_>, edition: Edition, configuration: &str) -> Result<Checked<(Outputs, Content)>, Stop> {
    let Checked { value: made, mut findings } = report(input)?;
    let built = outputs(input, &made, edition, &mut findings)?;
    let payload = payload(&made, &built, &findings);
    let record = record(input, &made, &built, &findings, configuration);
    let content = Content { payload, record, holds: Holds::Figures(input.audience), banner: input.project.authority.banner.clone() };
    Ok(Checked { value: (built, content), findings })
}

/// Tables that stand in the site and at the head of a package.
const TABLES: [&str; 3] = ["figures.csv", "dictionary.csv", "comparisons.csv"];

fn payload(made: &Made, built: &Outputs, findings: &Findings) -> Files {
    let mut payload = Files::default();
    for (path, bytes) in built.files.iter().filter(|(path, _)| path.starts_with("site/") || *path == built.pack) {
        payload.add(path, bytes);
    }
    for name in TABLES {
        if let Some(bytes) = built.files.get(&format!("site/data/{name}")) {
            payload.add(name, bytes);
        }
    }
    payload.add("months.csv", months_csv(&made.figures, &stocks(&made.catalogue)));
    // Findings tell of files, sheets and numbers of rows, which pass no disclosure.
    if built.lost.is_none() {
        payload.add("findings.csv", found_csv(findings));
    }
    payload
}

fn record(input: &Input<'_>, made: &Made, built: &Outputs, findings: &Findings, configuration: &str) -> Provenance {
    let open = built.lost.is_none();
    let all = archive::dictionary_csv(made.catalogue.iter().map(|d| &d.about), &BTreeSet::new());
    let hidden = built.lost.map(|lost| HiddenBy {
        rules: lost.rules.words(),
        round: lost.rules.round,
        figures: lost.figures,
        hidden: lost.hidden(),
    });
    Provenance {
        edition: Some(built.edition),
        windows: windows(&made.read),
        hidden,
        inputs: if open { inputs(input, &made.read) } else { Vec::new() },
        mapping: if open { input.project.mapping.clone() } else { BTreeMap::new() },
        catalogue: Some(CatalogueRecord { indicators: made.catalogue.len(), sha256: sha256(all.as_bytes()) }),
        comparators: published(&authority::comparators(input, &mut Findings::default()).as_of(built.as_at), input.shelf),
        rests_on: if open { made.rests_on.clone() } else { Vec::new() },
        warnings: if open { noticed(findings) } else { Vec::new() },
        ..empty(input, &made.report.about.authority, built.as_at, configuration)
    }
}

/// The publications whose figures stand beside.
pub(super) fn published(comparators: &Comparators, shelf: &Shelf) -> Vec<Published> {
    comparators
        .holdings(shelf)
        .publications
        .into_iter()
        .map(|held| Published { publication: held.publication, first: held.first, last: held.last })
        .collect()
}

/// Codes that count what is open on the last day.
pub(super) fn stocks(catalogue: &Catalogue) -> BTreeSet<&str> {
    catalogue.iter().filter(|definition| definition.about.stock).map(|definition| definition.about.code.as_str()).collect()
}

/// A record of nothing but whose data it is.
fn empty(input: &Input<'_>, authority: &str, as_at: Day, configuration: &str) -> Provenance {
    Provenance {
        form: FORM,
        made_by: archive::MADE_BY.to_owned(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        authority: authority.to_owned(),
        series: input.project.snapshots.series.clone(),
        as_at,
        holds: Holds::Figures(input.audience).key().to_owned(),
        version: 1,
        reason: None,
        edition: None,
        windows: BTreeMap::new(),
        hidden: None,
        inputs: Vec::new(),
        mapping: BTreeMap::new(),
        configuration: configuration.to_owned(),
        catalogue: None,
        comparators: Vec::new(),
        warnings: Vec::new(),
        previous: None,
        replaces: None,
        held_against: Vec::new(),
        rests_on: Vec::new(),
        key: None,
        youngest_born: None,
    }
}

/// Warnings by kind, sorted, with the number of places.
fn noticed(findings: &Findings) -> Vec<Noticed> {
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for finding in findings.0.iter().filter(|finding| finding.severity == Severity::Warning) {
        *kinds.entry(&finding.kind).or_default() += u64::from(finding.count);
    }
    kinds.into_iter().map(|(kind, places)| Noticed { kind: kind.to_owned(), places }).collect()
}

/// The data itself, as it was read, for a package of its own. Only for an audience that may see children's rows.
pub fn children(input: &Input<'_>, configuration: &str) -> Result<Content, Stop> {
    let _permit = Permit::of(input.audience)?;
    let (authority, as_at) = whose(input)?;
    let read = read(input)?;
    let mut payload = Files::default();
    for (name, source) in apart(input.sources.iter().map(|source| plain(&source.name))).into_iter().zip(input.sources) {
        payload.add(format!("inputs/{name}"), source.bytes.as_slice());
    }
    payload.add("traces.csv", traces_csv(&traces_of(input, &read), None));
    let born = read.lists.lists.values().filter_map(|list| list.dates("birth_date")).flatten().flatten().copied();
    let record = Provenance {
        holds: Holds::Children.key().to_owned(),
        windows: windows(&read),
        inputs: inputs(input, &read),
        mapping: input.project.mapping.clone(),
        // A date of birth after the day of the data is that of a child not yet born, or a slip.
        youngest_born: born.filter(|day| *day <= as_at).max(),
        ..empty(input, &authority, as_at, configuration)
    };
    Ok(Content { payload, record, holds: Holds::Children, banner: input.project.authority.banner.clone() })
}

/// The marks that stand for children, with the days of their cases, for a package of its own.
pub fn marks(input: &Input<'_>, key: &Key, configuration: &str) -> Result<Content, Stop> {
    let (authority, as_at) = whose(input)?;
    let read = read(input)?;
    let mut payload = Files::default();
    payload.add("traces.csv", traces_csv(&traces_of(input, &read), Some(key)));
    let record = Provenance {
        holds: Holds::Marks.key().to_owned(),
        windows: windows(&read),
        key: Some(key.name()),
        ..empty(input, &authority, as_at, configuration)
    };
    Ok(Content { payload, record, holds: Holds::Marks, banner: input.project.authority.banner.clone() })
}

fn traces_of(input: &Input<'_>, read: &Read) -> Vec<Trace> {
    let catalogue = Catalogue::load(input.shelf).value;
    traces(&catalogue, &read.lists, &measured_with(input, read, &catalogue))
}

fn windows(read: &Read) -> BTreeMap<String, Span> {
    read.windows.iter().map(|(key, window)| (key.clone(), (*window).into())).collect()
}

/// The name of a file as every system takes it.
fn plain(name: &str) -> String {
    let fit = |c: char| if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c };
    let name: String = name.chars().map(fit).collect();
    let name = name.trim_start_matches('.').trim_end_matches(['.', ' ']);
    if name.is_empty() { "data".to_owned() } else { name.to_owned() }
}

/// Names of which no two are one: two folders may hold files of one name, and names that differ in case only are one on Windows.
fn apart(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut free = |name: &String| taken.insert(name.to_lowercase());
    let one = |name: String| {
        let numbered = (2..).map(|number: u32| format!("{number}-{name}"));
        std::iter::once(name.clone()).chain(numbered).find(&mut free).expect("there are more numbers than files")
    };
    names.map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_name_are_kept_under_names_of_their_own() {
        let kept = |names: &[&str]| apart(names.iter().map(|name| (*name).to_owned()));
        assert_eq!(kept(&["a.csv", "b.csv"]), ["a.csv", "b.csv"]);
        assert_eq!(kept(&["a.csv", "A.csv", "a.csv"]), ["a.csv", "2-A.csv", "3-a.csv"]);
        assert_eq!(kept(&["2-a.csv", "a.csv", "a.csv"]), ["2-a.csv", "a.csv", "3-a.csv"]);
    }
}
