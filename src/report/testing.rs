//! Facts for tests: the published figures as embedded, a place with the neighbours of a real authority, and made-up figures.

use super::facts::{Facts, Here, ListFacts, Shown};
use crate::calendar::{Day, Window};
use crate::comparators::Comparators;
use crate::content::markdown::Directive;
use crate::indicators::definition::{About, Good};
use crate::number::{Missing, Unit};
use crate::theme::Shelf;
use std::collections::{BTreeMap, BTreeSet};

/// Group, numerator, denominator, value.
pub type Figure<'a> = (&'a str, Option<f64>, Option<f64>, Result<f64, Missing>);

/// The embedded published figures.
pub fn published() -> Comparators {
    Comparators::load(&Shelf::built_in(), None).value
}

/// Nothing but a place, a day and a window of six months.
pub fn nothing(comparators: &Comparators) -> Facts<'_> {
    let as_at = Day::new(2025, 9, 30).unwrap();
    let area = comparators.authority("320").cloned();
    let region = area.as_ref().and_then(|a| comparators.region_of(a)).cloned();
    Facts {
        comparators,
        here: Here { name: "Testshire".to_owned(), area, region, england: comparators.england().cloned(), ..Here::default() },
        as_at,
        windows: [("referrals".to_owned(), Window::before(as_at, 6))].into(),
        about: BTreeMap::new(),
        order: Vec::new(),
        figures: BTreeMap::new(),
        targets: BTreeMap::new(),
        rebases: BTreeMap::new(),
        grades: BTreeMap::new(),
        hidden: None,
        missed: BTreeMap::new(),
        unreached: BTreeSet::new(),
        seasons: Vec::new(),
        rules: BTreeMap::new(),
        labels: BTreeMap::new(),
        since: None,
        lists: vec![ListFacts {
            key: "referrals".to_owned(),
            number: 3,
            title: "Referrals".to_owned(),
            filled: true,
            rows: Some(10),
            found: true,
        }],
    }
}

/// Adds an indicator with its figures.
pub fn add(facts: &mut Facts<'_>, code: &str, unit: Unit, good: Good, comparator: Option<&str>, figures: &[Figure<'_>]) {
    let about = About {
        code: code.to_owned(),
        title: format!("Title of {code}"),
        short: format!("Short {code}"),
        list: "referrals".to_owned(),
        unit,
        good,
        means: String::new(),
        numerator: String::new(),
        denominator: String::new(),
        excludes: String::new(),
        source: String::new(),
        caveats: Vec::new(),
        comparator: comparator.map(str::to_owned),
        comparators: BTreeMap::new(),
        differs: String::new(),
        leans: crate::indicators::definition::Leans::Level,
        labels: BTreeMap::new(),
        stock: false,
        because: String::new(),
        judgement: String::new(),
    };
    let window = Window::before(facts.as_at, 6);
    let shown = |(group, n, of, value): &Figure<'_>| Shown {
        group: (*group).to_owned(),
        window,
        numerator: *n,
        denominator: *of,
        value: *value,
        unit,
    };
    facts.about.insert(code.to_owned(), about);
    facts.order.push(code.to_owned());
    facts.figures.insert(code.to_owned(), figures.iter().map(shown).collect());
}

/// A share of `n` in `of`, compared with the published measure.
pub fn share(facts: &mut Facts<'_>, code: &str, good: Good, comparator: Option<&str>, n: f64, of: f64) {
    add(facts, code, Unit::Percent, good, comparator, &[("", Some(n), Some(of), Ok(100.0 * n / of))]);
}

/// Shares as [`share`] adds them, one a row.
pub fn shares(facts: &mut Facts<'_>, rows: &[(&str, Good, Option<&str>, f64, f64)]) {
    rows.iter().for_each(|(code, good, comparator, n, of)| share(facts, code, *good, *comparator, *n, *of));
}

/// Counts by group.
pub fn counts(facts: &mut Facts<'_>, code: &str, groups: &[(&str, f64)]) {
    let figures: Vec<_> = groups.iter().map(|(group, n)| (*group, Some(*n), None, Ok(*n))).collect();
    add(facts, code, Unit::Count, Good::Neither, None, &figures);
}

/// A `chart` directive.
pub fn chart(args: &[&str], options: &[(&str, &str)]) -> Directive {
    Directive {
        name: "chart".to_owned(),
        args: args.iter().map(|a| (*a).to_owned()).collect(),
        options: options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        items: Vec::new(),
        line: 1,
    }
}
