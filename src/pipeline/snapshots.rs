//! What of a build goes into a package that is kept.
//!
//! In: a build's input. Out: the content of its package: pack, site and tables as the audience gets them, and the record of what they were
//! made from. What an audience with rules may not know of its input is left out of the record as it is out of the manifest.

use super::{Input, Made, Outputs, Stop, authority, inputs, outputs, read, report};
use crate::archive;
use crate::edition::Edition;
use crate::files::{Files, sha256};
use crate::finding::{Checked, Findings, Severity};
use crate::snapshots::{CatalogueRecord, Content, FORM, HiddenBy, Holds, Noticed, Provenance, Published, found_csv, months_csv};
use crate::worklists::Permit;
use std::collections::{BTreeMap, BTreeSet};

/// Whose data it is, as pages name it, and the day it is measured to.
pub fn whose(input: &Input<'_>) -> Result<(String, crate::calendar::Day), Stop> {
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
    let stocks: BTreeSet<&str> = made.catalogue.iter().filter(|d| d.about.stock).map(|d| d.about.code.as_str()).collect();
    payload.add("months.csv", months_csv(&made.figures, &stocks));
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
    let comparators = authority::comparators(input, &mut Findings::default()).as_of(built.as_at).holdings(input.shelf);
    let published =
        comparators.publications.into_iter().map(|held| Published { publication: held.publication, first: held.first, last: held.last });
    Provenance {
        edition: Some(built.edition),
        windows: made.read.windows.iter().map(|(key, window)| (key.clone(), (*window).into())).collect(),
        hidden,
        inputs: if open { inputs(input, &made.read) } else { Vec::new() },
        mapping: if open { input.project.mapping.clone() } else { BTreeMap::new() },
        catalogue: Some(CatalogueRecord { indicators: made.catalogue.len(), sha256: sha256(all.as_bytes()) }),
        comparators: published.collect(),
        warnings: if open { noticed(findings) } else { Vec::new() },
        ..empty(input, &made.report.about.authority, built.as_at, configuration)
    }
}

/// A record of nothing but whose data it is.
fn empty(input: &Input<'_>, authority: &str, as_at: crate::calendar::Day, configuration: &str) -> Provenance {
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
    for (number, source) in (1..).zip(input.sources) {
        // Two folders may hold files of one name.
        let plain = format!("inputs/{}", plain(&source.name));
        let path = if payload.get(&plain).is_some() { format!("inputs/{number}-{}", self::plain(&source.name)) } else { plain };
        payload.add(path, source.bytes.as_slice());
    }
    let born = read.lists.lists.values().filter_map(|list| list.dates("birth_date")).flatten().flatten().copied();
    let record = Provenance {
        holds: Holds::Children.key().to_owned(),
        inputs: inputs(input, &read),
        mapping: input.project.mapping.clone(),
        // A date of birth after the day of the data is that of a child not yet born, or a slip.
        youngest_born: born.filter(|day| *day <= as_at).max(),
        ..empty(input, &authority, as_at, configuration)
    };
    Ok(Content { payload, record, holds: Holds::Children, banner: input.project.authority.banner.clone() })
}

/// The name of a file as every system takes it.
fn plain(name: &str) -> String {
    let fit = |c: char| if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c };
    let name: String = name.chars().map(fit).collect();
    let name = name.trim_start_matches('.').trim_end_matches(['.', ' ']);
    if name.is_empty() { "data".to_owned() } else { name.to_owned() }
}
