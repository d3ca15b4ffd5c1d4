//! Earlier quarters of the same authority and audience: what a report says of them.
//!
//! In: packages as the command line read them, and this build's figures. Out: what changed since the last of them, and headline figures
//! quarter by quarter. A package that cannot be read is named in a warning, and the others count. Without children's rows only counts
//! by month are restated.

use super::comparing::{known_of, side_of};
use super::{Input, Read};
use crate::calendar::{Day, Window};
use crate::comparators::Comparators;
use crate::disclosure::{Disclosed, Plan};
use crate::files::name_of;
use crate::finding::{Finding, Findings, Place, Severity};
use crate::indicators::record::Rule;
use crate::indicators::{self, BALANCE, Catalogue, Definition, Setting};
use crate::number::Unit;
use crate::report::carried::Carried;
use crate::report::since::{Move, Series, Since};
use crate::snapshots::compare::{Row, Side, Verdict, compare};
use crate::snapshots::{Holds, Identity, Package, Unreadable};
use std::collections::BTreeMap;

/// A package as it was read, by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its folder.
    pub name: String,
    /// What is in it, or why that cannot be read.
    pub package: Result<Package, Unreadable>,
}

/// Packages of earlier quarters, the last issue of each, the oldest first.
pub(super) fn earlier<'a>(input: &Input<'a>, authority: &str, as_at: Day, findings: &mut Findings) -> Vec<&'a Package> {
    let is_ours = |identity: &Identity| {
        identity.authority == name_of(authority, "authority")
            && identity.series == input.project.snapshots.series
            && identity.holds == Holds::Figures(input.audience)
            && identity.as_at < as_at
    };
    let mut last: BTreeMap<Day, (u32, &Kept)> = BTreeMap::new();
    for kept in input.before.figures {
        let Some((identity, _)) = Identity::parse(&kept.name).filter(|(identity, _)| is_ours(identity)) else { continue };
        let of_day = last.entry(identity.as_at).or_insert((identity.version, kept));
        if identity.version > of_day.0 {
            *of_day = (identity.version, kept);
        }
    }
    let mut found = Vec::new();
    for (_, kept) in last.into_values() {
        match &kept.package {
            Ok(package) => found.push(package),
            Err(why) => {
                let place = Place::file(&kept.name);
                let finding =
                    Finding::new(Severity::Warning, "snapshot", place, format!("this snapshot is left out of what changed: {why}"));
                findings.push(finding.hint("annexa snapshot verify says what is wrong with it; put back a copy"));
            }
        }
    }
    found
}

/// What a report says of earlier quarters; nothing where there are none.
pub(super) fn since(
    input: &Input<'_>,
    (figures, plan): (&Disclosed, &Plan),
    (read, catalogue, setting, comparators): (&Read, &Catalogue, &Setting, &Comparators),
    quarters: &[&Package],
) -> Option<Since> {
    let last = quarters.last()?;
    let now = side_of(input, &last.provenance.authority, (figures, plan), (read, catalogue, comparators));
    let comparison = compare(&Side::of(last), &now, &known_of(catalogue, &read.schema), false);
    let mut days: Vec<Day> = quarters.iter().map(|package| package.identity.as_at).collect();
    days.push(read.as_at);
    Some(Since {
        as_at: Some(last.identity.as_at),
        moves: comparison.rows.iter().filter_map(moved).collect(),
        around: comparison.around,
        // Counts that are no figures pass no disclosure.
        carried: if plan.lost().is_none() { carried(last, (read, catalogue, setting)) } else { Vec::new() },
        series: series(catalogue, figures, quarters),
        months: months(catalogue, quarters),
        quarters: days,
    })
}

/// Open cases of every balance, carried from the day of a package to now. Today's lists must hold all events since that day.
fn carried(last: &Package, (read, catalogue, setting): (&Read, &Catalogue, &Setting)) -> Vec<Carried> {
    let [_, started, ceased, closing, _] = BALANCE;
    let since = last.identity.as_at.plus(1);
    let windows = setting.windows.iter().map(|(list, window)| (list.clone(), Window { start: since, ..*window }));
    let of_days = Setting { windows: windows.collect(), ..setting.clone() };
    let balances = |definition: &Definition| {
        matches!(definition.rule, Rule::Balance(_)) && {
            let window = setting.window(&definition.list);
            window.start <= since && window.end == read.as_at
        }
    };
    let mut now: BTreeMap<(String, String), f64> = BTreeMap::new();
    for figure in indicators::evaluate_some(catalogue, &read.lists, &of_days, balances) {
        if let Ok(value) = figure.value {
            now.insert((figure.code, figure.group), value);
        }
    }
    let then = |code: &str| {
        let line = last.figures.iter().find(|line| line.code == code && line.group == closing)?;
        line.value.ok().filter(|_| line.end == last.identity.as_at)
    };
    let one = |definition: &Definition| {
        let of = |group: &str| now.get(&(definition.code.clone(), group.to_owned())).copied();
        let (code, then) = (definition.code.clone(), then(&definition.code)?);
        Some(Carried { code, then, started: of(started)?, ceased: of(ceased)?, now: of(closing)? })
    };
    catalogue.iter().filter_map(one).collect()
}

fn moved(row: &Row) -> Option<Move> {
    let redefined = row.redefined.join(", ");
    let real = match row.real {
        Some(real) => real,
        None if redefined.is_empty() => return None,
        None => return Some(Move { redefined, ..named(row) }),
    };
    let before = row.restated.as_ref().map_or(row.published, |restated| Some(restated.value))?;
    let judged = matches!(row.verdict, Verdict::Chance | Verdict::BeyondChance) && before > 0.0;
    let percent = |value: f64| value * 100.0 / before;
    let relative = real.low.zip(real.high).filter(|_| judged).map(|(low, high)| (percent(real.change), percent(low), percent(high)));
    let restated = row.restated.as_ref().filter(|_| row.is_restated());
    Some(Move {
        before: row.show(Some(before), None),
        change: row.signed(real.change),
        interval: row.interval(),
        beyond: row.verdict == Verdict::BeyondChance,
        relative,
        restated: restated.and_then(|restated| Some((row.signed(row.restatement()?), restated.words()))),
        redefined,
        ..named(row)
    })
}

fn named(row: &Row) -> Move {
    let published = row.show(row.published, row.published_missing);
    Move {
        code: row.code.clone(),
        before: published.clone(),
        published,
        now: row.show(row.now, row.now_missing),
        change: String::new(),
        interval: String::new(),
        verdict: row.reading(),
        beyond: false,
        relative: None,
        restated: None,
        redefined: String::new(),
    }
}

/// Single figures of all quarters; what they mean is taken from the dictionary of each.
fn series(catalogue: &Catalogue, figures: &Disclosed, quarters: &[&Package]) -> Vec<Series> {
    let singles: Vec<BTreeMap<&str, (Unit, Option<f64>)>> = quarters
        .iter()
        .map(|package| {
            let lines = package.figures.iter().filter(|line| line.group.is_empty());
            lines.map(|line| (line.code.as_str(), (line.unit, line.value.ok()))).collect()
        })
        .collect();
    let one = |definition: &Definition| {
        let code = definition.about.code.as_str();
        let now = figures.single(code)?;
        let unit = now.unit();
        let of = |single: &BTreeMap<&str, (Unit, Option<f64>)>| single.get(code).filter(|(held, _)| *held == unit).and_then(|held| held.1);
        let mut values: Vec<Option<f64>> = singles.iter().map(of).collect();
        values.push(now.value().ok());
        let means = |package: &Package| package.definitions.text(code, "means").map(str::to_owned);
        let mut meanings: Vec<Option<String>> = quarters.iter().map(|package| means(package)).collect();
        meanings.push(Some(definition.about.means.clone()));
        let breaks =
            (1..meanings.len()).filter(|at| meanings[*at].is_some() && meanings[*at - 1].is_some() && meanings[*at] != meanings[*at - 1]);
        Some(Series { code: code.to_owned(), unit, breaks: breaks.collect(), values })
    };
    catalogue.iter().filter_map(one).collect()
}

/// Events of whole months, those of a later package before those of an earlier one; only of codes that mean what they mean now.
fn months(catalogue: &Catalogue, quarters: &[&Package]) -> BTreeMap<String, BTreeMap<String, f64>> {
    let mut found: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for package in quarters {
        let same = |code: &str| {
            let means = package.definitions.text(code, "means");
            catalogue.get(code).is_some_and(|definition| means == Some(definition.about.means.as_str()))
        };
        for line in package.months.iter().filter(|line| line.is_whole() && same(&line.code)) {
            let of_code = found.entry(line.code.clone()).or_default();
            match line.count {
                Ok(count) => drop(of_code.insert(line.month.clone(), count)),
                // What the newer one hides, the older one does not tell.
                Err(_) => drop(of_code.remove(&line.month)),
            }
        }
    }
    found
}
