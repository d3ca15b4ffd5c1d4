//! Earlier quarters child by child, where the council has their rows or marks kept: what measures over several quarters rest on.
//!
//! In: packages of traces as the command line read them, and this quarter's lists. Out: lists over time beside the eleven, and which
//! packages they rest on. A package that cannot be read, or whose marks were made with another key, is named in a warning and left out;
//! what the others then do not reach is not available. Nothing is added for an audience from whom rules hide anything.

use super::{Input, Read};
use crate::calendar::{Day, Window};
use crate::files::name_of;
use crate::finding::{Finding, Findings, Place, Severity};
use crate::indicators::{Catalogue, Setting, over_time};
use crate::snapshots::{Holds, Identity, Reference, Traced, Unreadable};
use crate::traces::Key;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A package of traces as it was read, by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptTraces {
    /// Its folder.
    pub name: String,
    /// What is in it, or why that cannot be read.
    pub package: Result<Traced, Unreadable>,
}

/// Adds the lists over time to those that were read, and says which packages they rest on.
pub(super) fn add(
    input: &Input<'_>,
    authority: &str,
    read: &mut Read,
    (catalogue, setting): (&Catalogue, &mut Setting),
    findings: &mut Findings,
) -> Vec<Reference> {
    // Children matched from quarter to quarter would tie a publication to those before it, in ways that no rule here follows.
    if input.project.disclosure.of(input.audience).hide() {
        return Vec::new();
    }
    let packages = chosen(input, authority, read.as_at, findings);
    let mut known: Option<HashMap<String, String>> = None;
    let mut quarters = Vec::new();
    for package in &packages {
        let mut traces = package.traces.clone();
        if let Some(key) = input.before.key.filter(|_| package.identity.holds == Holds::Marks) {
            let known = known.get_or_insert_with(|| children(read, catalogue, key));
            // A mark of a child whom this quarter does not know stays a mark.
            let unmasked = traces.iter_mut().filter_map(|trace| known.get(&trace.child).map(|child| (trace, child)));
            unmasked.for_each(|(trace, child)| trace.child.clone_from(child));
            traces.sort();
        }
        let span = |(list, span): (&String, &crate::archive::Span)| {
            let window = Window { start: span.start, end: span.end, months: 1 };
            (list.clone(), Window { months: u8::try_from(window.months_touched().len()).unwrap_or(u8::MAX), ..window })
        };
        let windows = package.provenance.windows.iter().map(span).collect();
        quarters.push(over_time::Quarter { as_at: package.identity.as_at, windows, traces });
    }
    over_time::add(&mut read.lists, setting, catalogue, &quarters);
    packages.iter().map(|package| Reference { name: package.name.clone(), sha256: package.hash.clone() }).collect()
}

/// The children of this quarter by their marks.
fn children(read: &Read, catalogue: &Catalogue, key: &Key) -> HashMap<String, String> {
    let lists = catalogue.shared().history.traces.keys().filter_map(|list| read.lists.lists.get(list)?.strings("child_id"));
    let ids: BTreeSet<u32> = lists.flatten().flatten().copied().collect();
    let children = ids.into_iter().filter_map(|id| read.lists.strings.get(id as usize));
    children.map(|child| (key.mark(child), child.clone())).collect()
}

/// Packages of earlier quarters, one for each day, the oldest first: the last issue, of rows rather than of marks.
fn chosen<'a>(input: &Input<'a>, authority: &str, as_at: Day, findings: &mut Findings) -> Vec<&'a Traced> {
    let is_ours = |identity: &Identity| {
        identity.authority == name_of(authority, "authority")
            && identity.series == input.project.snapshots.series
            && identity.holds.is_of_children()
            && identity.as_at < as_at
    };
    let mut warn = |kept: &KeptTraces, why: &str, hint: &str| {
        let words = format!("this snapshot is left out of measures over several quarters: {why}");
        findings.push(Finding::new(Severity::Warning, "snapshot", Place::file(&kept.name), words).hint(hint));
    };
    let mut of_day: BTreeMap<Day, ((bool, u32), &Traced)> = BTreeMap::new();
    for kept in input.before.traces {
        if Identity::parse(&kept.name).is_none_or(|(identity, _)| !is_ours(&identity)) {
            continue;
        }
        let package = match &kept.package {
            Ok(package) => package,
            // Rows that were kept before traces were lie there without any.
            Err(Unreadable::Missing(crate::snapshots::TRACES)) => continue,
            Err(why) => {
                warn(kept, &why.to_string(), "annexa snapshot verify says what is wrong with it; put back a copy");
                continue;
            }
        };
        let is_rows = package.identity.holds == Holds::Children;
        if !is_rows && input.before.key.is_none_or(|key| package.provenance.key.as_ref() != Some(&key.name())) {
            let why = if input.before.key.is_some() { "its marks were made with another key" } else { "there is no key to its marks" };
            warn(kept, why, "name the key that they were made with under [snapshots], marks = \"…\"");
            continue;
        }
        let rank = (is_rows, package.identity.version);
        let best = of_day.entry(package.identity.as_at).or_insert((rank, package));
        if rank > best.0 {
            *best = (rank, package);
        }
    }
    of_day.into_values().map(|(_, package)| package).collect()
}
