//! Two builds held against each other: what was published, what the same days say now, and what has really changed.
//!
//! In: two [`Side`]s, and, where rows are at hand, what they say ([`ByRows`]). Out: a [`Comparison`], one [`Row`] for each figure:
//!
//! * as published, and restated: the same days by today's records; the difference was recorded late, withdrawn or corrected;
//! * now; and what now is more or less than restated: the real change, with an interval, so that noise is called noise.
//!
//! Events alone can be restated, over the days that both hold: a list with one row for each child says nothing of what ended since.
//! Says nothing but what both sides may show.

mod judged;
pub mod page;
mod restated;
mod words;
mod written;

pub use judged::{Real, Verdict};
pub use restated::{ByRows, Measured, Restated, Way};
pub use words::CAUTION;
pub use written::comparison_csv;

use super::months::MonthLine;
use super::package::Definitions;
use super::{Package, Published};
use crate::archive::{FigureLine, Span};
use crate::audience::Audience;
use crate::calendar::Day;
use crate::number::{Missing, Unit};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One of the two that are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The package's name; `today` for the data at hand.
    pub name: String,
    /// Whose figures.
    pub authority: String,
    /// The day everything is measured to.
    pub as_at: Day,
    /// Who may read it.
    pub audience: Audience,
    /// Its figures.
    pub figures: Vec<FigureLine>,
    /// Its months.
    pub months: Vec<MonthLine>,
    /// What its codes mean.
    pub definitions: Definitions,
    /// Window of each list.
    pub windows: BTreeMap<String, Span>,
    /// Published figures beside it.
    pub comparators: Vec<Published>,
    /// By which rules figures are hidden, in words; empty where none are.
    pub rules: String,
}

impl Side {
    /// The side that a package is.
    pub fn of(package: &Package) -> Self {
        let record = &package.provenance;
        Self {
            name: package.name.clone(),
            authority: record.authority.clone(),
            as_at: package.identity.as_at,
            audience: package.audience,
            figures: package.figures.clone(),
            months: package.months.clone(),
            definitions: package.definitions.clone(),
            windows: record.windows.clone(),
            comparators: record.comparators.clone(),
            rules: record.hidden.as_ref().map_or_else(String::new, |hidden| hidden.rules.clone()),
        }
    }

    pub(super) fn text(&self, code: &str, column: &str) -> &str {
        self.definitions.text(code, column).unwrap_or_default()
    }
}

/// What is known beside the figures.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// By code and group: what rows say.
    pub rows: BTreeMap<(String, String), ByRows>,
    /// By the code of a count: the code of the same count month by month.
    pub monthly: BTreeMap<String, String>,
    /// Codes that count rows or children one by one, and rates of such counts: those that chance moves as it moves events.
    pub counts: BTreeSet<String>,
    /// Lists with a row for each event.
    pub events: BTreeSet<String>,
    /// Codes in the order in which readers meet them.
    pub order: Vec<String>,
}

/// Two builds held against each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Whose figures.
    pub authority: String,
    /// Who may read it.
    pub audience: Audience,
    /// The earlier one's name.
    pub from: String,
    /// The day it is measured to.
    pub from_as_at: Day,
    /// The later one's name; `today` for the data at hand.
    pub to: String,
    /// The day it is measured to.
    pub to_as_at: Day,
    /// What changed around the figures, in sentences.
    pub around: Vec<String>,
    /// A figure each, in the order of the catalogue.
    pub rows: Vec<Row>,
}

/// A figure of both sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Indicator code.
    pub code: String,
    /// Group; empty for the single figure.
    pub group: String,
    /// Title as it is now.
    pub title: String,
    /// Key of its list.
    pub list: String,
    /// What its values count.
    pub unit: Unit,
    /// Which direction is better: `high`, `low` or `neither`.
    pub good: String,
    /// Whether it counts what is open on the last day.
    pub stock: bool,
    /// As published then.
    pub published: Option<f64>,
    /// Why there is no number then, as a symbol.
    pub published_missing: Option<&'static str>,
    /// The same days by today's records.
    pub restated: Option<Restated>,
    /// As it is now.
    pub now: Option<f64>,
    /// Why there is no number now, as a symbol.
    pub now_missing: Option<&'static str>,
    /// What changed, and whether more than chance would give.
    pub real: Option<Real>,
    /// What may be said of it.
    pub verdict: Verdict,
    /// Columns of its definition that are others than they were.
    pub redefined: Vec<&'static str>,
}

impl Row {
    /// How much what was published has moved by itself: in the figure's unit, in points where that is percent.
    pub fn restatement(&self) -> Option<f64> {
        Some(self.restated.as_ref()?.value - self.published?)
    }

    /// Whether what was published would read otherwise today.
    pub fn is_restated(&self) -> bool {
        self.restatement().is_some_and(|moved| moved.abs() > NOTHING) || self.restated.as_ref().is_some_and(|r| r.records() > 0)
    }

    /// Title, and the group where it is of one.
    pub fn name(&self) -> String {
        if self.group.is_empty() { self.title.clone() } else { format!("{}: {}", self.title, self.group) }
    }
}

/// Differences below this are those of six decimals.
const NOTHING: f64 = 2e-6;

/// Columns of the dictionary that say what a figure is.
const MEANING: [(&str, &str); 7] = [
    ("list", "list"),
    ("measured", "when it is measured"),
    ("unit", "unit"),
    ("means", "meaning"),
    ("numerator", "numerator"),
    ("denominator", "denominator"),
    ("excludes", "who is left out"),
];

/// Columns that say what is published beside it.
const BESIDE: [(&str, &str); 3] = [
    ("published_measure", "published figure beside it"),
    ("published_by_group", "published figures by group"),
    ("differs", "how the published figure differs"),
];

/// Holds two builds against each other; single figures only unless groups are asked for.
pub fn compare(then: &Side, now: &Side, known: &Known, groups: bool) -> Comparison {
    let place: BTreeMap<&str, usize> = known.order.iter().enumerate().map(|(place, code)| (code.as_str(), place)).collect();
    let of = |side: &'_ Side| -> BTreeMap<(usize, String, String), FigureLine> {
        let key = |line: &FigureLine| (place.get(line.code.as_str()).copied().unwrap_or(usize::MAX), line.code.clone(), line.group.clone());
        side.figures.iter().filter(|line| groups || line.group.is_empty()).map(|line| (key(line), line.clone())).collect()
    };
    let (olds, news) = (of(then), of(now));
    let keys: BTreeSet<_> = olds.keys().chain(news.keys()).collect();
    // A month or week is a group that only one of the two may have.
    let shared = |key: &&(usize, String, String)| key.2.is_empty() || (olds.contains_key(*key) && news.contains_key(*key));
    let mut rows: Vec<Row> = keys.into_iter().filter(shared).map(|key| row((then, olds.get(key)), (now, news.get(key)), known)).collect();
    judged::judge(&mut rows);
    Comparison {
        authority: now.authority.clone(),
        audience: now.audience,
        from: then.name.clone(),
        from_as_at: then.as_at,
        to: now.name.clone(),
        to_as_at: now.as_at,
        around: around(then, now),
        rows,
    }
}

fn row((then, old): (&Side, Option<&FigureLine>), (now, new): (&Side, Option<&FigureLine>), known: &Known) -> Row {
    let line = new.or(old).expect("a key is of one of the two");
    let (code, group) = (line.code.as_str(), line.group.as_str());
    let about = if new.is_some() { now } else { then };
    let text = |column: &str| about.text(code, column).to_owned();
    let missing = |line: Option<&FigureLine>| match line {
        None => Some(Missing::NotAvailable.symbol()),
        Some(line) => line.value.err().map(Missing::symbol),
    };
    let mut redefined = Vec::new();
    if old.is_some() && new.is_some() {
        let differs = |(column, _): &&(&str, &'static str)| then.text(code, column) != now.text(code, column);
        redefined.extend(MEANING.iter().filter(differs).map(|(_, words)| *words));
        redefined.extend(BESIDE.iter().filter(differs).map(|(_, words)| *words));
    }
    let means_other = MEANING.iter().any(|(_, words)| redefined.contains(words));
    let both = old.zip(new).filter(|(old, new)| old.unit == new.unit && old.value.is_ok() && new.value.is_ok() && !means_other);
    let restated = both.and_then(|(old, _)| restated::restated((then, old), now, known));
    let (real, verdict) = match both {
        Some((old, new)) => judged::real((old, new), restated.as_ref(), known),
        None if means_other => (None, Verdict::Redefined),
        None => (None, Verdict::NotBoth),
    };
    Row {
        title: Some(text("title")).filter(|title| !title.is_empty()).unwrap_or_else(|| code.to_owned()),
        list: text("list"),
        good: text("good"),
        stock: text("measured") == "on the last day",
        unit: line.unit,
        published: old.and_then(|line| line.value.ok()),
        published_missing: missing(old),
        restated,
        now: new.and_then(|line| line.value.ok()),
        now_missing: missing(new),
        real,
        verdict,
        redefined,
        code: code.to_owned(),
        group: group.to_owned(),
    }
}

/// What changed around the figures.
fn around(then: &Side, now: &Side) -> Vec<String> {
    let mut said = Vec::new();
    let old: BTreeSet<&str> = then.definitions.codes().collect();
    let new: BTreeSet<&str> = now.definitions.codes().collect();
    let codes = |codes: Vec<&&str>| codes.into_iter().copied().collect::<Vec<_>>().join(", ");
    let (came, went) = (codes(new.difference(&old).collect()), codes(old.difference(&new).collect()));
    if !came.is_empty() {
        said.push(format!("Indicators that were not there then: {came}."));
    }
    if !went.is_empty() {
        said.push(format!("Indicators that are there no longer: {went}."));
    }
    let year = |side: &Side, name: &str| side.comparators.iter().find(|held| held.publication == name).map(|held| held.last);
    let names: BTreeSet<&String> = then.comparators.iter().chain(&now.comparators).map(|held| &held.publication).collect();
    let published: Vec<String> = names
        .into_iter()
        .filter_map(|name| match (year(then, name), year(now, name)) {
            (Some(old), Some(new)) if old != new => Some(format!("{name}, to {old} then and to {new} now")),
            (None, Some(new)) => Some(format!("{name}, not held then and to {new} now")),
            (Some(old), None) => Some(format!("{name}, to {old} then and not held now")),
            _ => None,
        })
        .collect();
    if !published.is_empty() {
        said.push(format!("Published figures beside ours: {}.", published.join("; ")));
    }
    if then.rules != now.rules {
        let words = |rules: &str| if rules.is_empty() { "nothing".to_owned() } else { rules.to_owned() };
        said.push(format!("Hidden then: {}. Hidden now: {}.", words(&then.rules), words(&now.rules)));
    }
    said
}
