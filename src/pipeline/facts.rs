//! What a report may say: figures that have passed disclosure, with what stands beside them.
//!
//! In: cleared figures, comparators, records, and what was read. Out: the report's facts, and what it says of itself.

use super::{Input, Read};
use crate::comparators::Comparators;
use crate::disclosure::Disclosed;
use crate::edition::Edition;
use crate::indicators::{self, Catalogue};
use crate::report::About;
use crate::report::facts::{Facts, Here, ListFacts, Shown};
use std::collections::BTreeMap;

/// The facts of a report; its targets and grades are set by the caller. `open` says whether counts that no figure holds may be told.
pub(super) fn of<'a>(
    catalogue: &Catalogue,
    disclosed: &Disclosed,
    comparators: &'a Comparators,
    here: Here,
    read: &Read,
    open: bool,
) -> Facts<'a> {
    let mut figures: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for figure in disclosed.iter() {
        figures.entry(figure.code().to_owned()).or_default().push(Shown {
            group: figure.group().to_owned(),
            window: figure.window(),
            numerator: figure.numerator(),
            denominator: figure.denominator(),
            value: figure.value(),
            unit: figure.unit(),
        });
    }
    let lists = read
        .schema
        .lists
        .iter()
        .map(|record| {
            let list = read.lists.lists.get(&record.key);
            ListFacts {
                key: record.key.clone(),
                number: record.number,
                title: record.title.clone(),
                filled: list.is_some_and(|l| l.rows > 0),
                rows: open.then(|| list.map_or(0, |l| l.rows)),
                found: list.is_some_and(|l| !l.origins.is_empty()),
            }
        })
        .collect();
    Facts {
        targets: BTreeMap::new(),
        rebases: BTreeMap::new(),
        grades: BTreeMap::new(),
        missed: BTreeMap::new(),
        unreached: catalogue.iter().filter(|d| unreached(catalogue, d, read)).map(|d| d.about.code.clone()).collect(),
        hidden: None,
        seasons: Vec::new(),
        since: None,
        rules: catalogue.iter().map(|d| (d.about.code.clone(), indicators::rule_in_words(catalogue, d))).collect(),
        labels: catalogue.shared().labels.clone(),
        comparators,
        here,
        as_at: read.as_at,
        windows: read.windows.clone(),
        about: catalogue.iter().map(|d| (d.about.code.clone(), d.about.clone())).collect(),
        order: catalogue.iter().map(|d| d.about.code.clone()).collect(),
        figures,
        lists,
    }
}

/// Whether an indicator rests on a list over time that is not there.
fn unreached(catalogue: &Catalogue, definition: &indicators::Definition, read: &Read) -> bool {
    let rests = indicators::columns::columns(catalogue, definition).rests;
    rests.keys().any(|list| read.schema.list(list).is_none() && !read.lists.lists.contains_key(list))
}

/// What stands on the cover and in running heads.
pub(super) fn about(input: &Input<'_>, facts: &Facts<'_>) -> About {
    let project = input.project;
    About {
        authority: facts.here.name.clone(),
        title: project.report.title.clone(),
        as_at: facts.as_at,
        period: facts.windows.get("referrals").map_or_else(String::new, |w| w.words()),
        audience: input.audience,
        edition: Edition::Full,
        classification: project.report.classification.clone(),
        banner: project.authority.banner.clone(),
        region: facts.here.region.as_ref().map(|a| a.name.clone()),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        attributions: vec![
            "Published figures: Department for Education; Office for National Statistics. Contains public sector information licensed under the Open Government Licence v3.0.".to_owned(),
        ],
    }
}
