//! Figures of an earlier day by today's records: from rows where those of then and now are at hand, else from what was published by month.

use super::{Known, NOTHING, Side};
use crate::archive::FigureLine;
use crate::number::Unit;
use crate::snapshots::{MonthLine, What};
use serde::Serialize;
use std::collections::BTreeMap;

/// A figure's parts, the value in the figure's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Numerator.
    pub numerator: Option<f64>,
    /// Denominator.
    pub denominator: Option<f64>,
    /// Value.
    pub value: f64,
}

/// What rows say of a figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ByRows {
    /// The rows kept then, measured as they were, where those are at hand: they must give what was published.
    pub then: Option<Measured>,
    /// The same days by today's records; nothing where its list is none of events.
    pub restated: Option<Measured>,
    /// Records that are new, gone and changed, where the rows of then are at hand.
    pub records: Option<[u32; 3]>,
    /// How much of the figure of then and of that of now is one and the same: of numerators for a count, of denominators for a share.
    pub shared: Option<f64>,
}

/// How a figure was restated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From rows of then and now.
    Rows,
    /// From today's rows, which cover the period of then.
    RowsNow,
    /// From counts by month.
    Months,
}

/// A figure of then by today's records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Restated {
    /// Its value, in the figure's unit.
    pub value: f64,
    /// Its numerator.
    #[serde(skip)]
    pub numerator: Option<f64>,
    /// Its denominator.
    #[serde(skip)]
    pub denominator: Option<f64>,
    /// Where it is from.
    pub by: Way,
    /// Records dated in its days that are there now and were not then.
    pub late: Option<u32>,
    /// Records that were there then and are no longer.
    pub withdrawn: Option<u32>,
    /// Records of both that count otherwise now.
    pub corrected: Option<u32>,
    /// How much of it stands in the figure of now: of its numerator for a count or rate, of its denominator for a share.
    #[serde(skip)]
    pub shared: Option<f64>,
}

impl Restated {
    /// Records that are new, gone or changed.
    pub fn records(&self) -> u32 {
        [self.late, self.withdrawn, self.corrected].into_iter().flatten().sum()
    }
}

pub(super) fn restated((then, old): (&Side, &FigureLine), now: &Side, known: &Known) -> Option<Restated> {
    by_rows(old, known).or_else(|| by_months((then, old), now, known))
}

fn by_rows(old: &FigureLine, known: &Known) -> Option<Restated> {
    let rows = known.rows.get(&(old.code.clone(), old.group.clone()))?;
    // Without the rows of then nobody knows what was decided since: a plain count of events alone does not ask.
    let restated = rows.restated.filter(|_| rows.then.is_some() || known.monthly.contains_key(&old.code))?;
    let value = old.value.ok()?;
    // Rows that today's rules measure otherwise than then say nothing of what was recorded late.
    let alike = |measured: &Measured| {
        (measured.value - value).abs() <= NOTHING && measured.numerator.unwrap_or(0.0) == old.numerator.unwrap_or(0.0)
    };
    let with_its_own = old.unit != Unit::Rate;
    let is_same = rows.then.as_ref().is_none_or(|then| if with_its_own { alike(then) } else { then.numerator == old.numerator });
    if !is_same {
        return None;
    }
    // The number of children in the area is taken as it was: it is no record of the council's.
    let value = match (old.unit, old.numerator, restated.numerator) {
        (Unit::Rate, Some(before), Some(after)) if before > 0.0 => value / before * after,
        (Unit::Rate, ..) if restated.numerator == old.numerator => value,
        (Unit::Rate, ..) => return None,
        _ => restated.value,
    };
    let [late, withdrawn, corrected] = rows.records.map_or([None; 3], |records| records.map(Some));
    let by = if rows.then.is_some() { Way::Rows } else { Way::RowsNow };
    let Measured { numerator, denominator, .. } = restated;
    Some(Restated { value, numerator, denominator, by, late, withdrawn, corrected, shared: rows.shared })
}

/// Counts of months that both hold whole or by the same days; the other months stay as they were published.
fn by_months((then, old): (&Side, &FigureLine), now: &Side, known: &Known) -> Option<Restated> {
    let code = known.monthly.get(&old.code).filter(|_| old.group.is_empty() && matches!(old.unit, Unit::Count | Unit::Rate))?;
    if !known.events.contains(then.text(&old.code, "list")) || then.text(&old.code, "measured") == "on the last day" {
        return None;
    }
    let of = |side: &'_ Side| -> BTreeMap<String, MonthLine> {
        let is_its = |line: &&MonthLine| line.code == *code && line.what == What::Events;
        side.months.iter().filter(is_its).map(|line| (line.month.clone(), line.clone())).collect()
    };
    let (olds, news) = (of(then), of(now));
    let total: f64 = olds.values().map(|line| line.count.ok()).sum::<Option<f64>>()?;
    let (numerator, value) = (old.numerator?, old.value.ok()?);
    // Months that do not add up to the count are not its months.
    if total != numerator || olds.is_empty() {
        return None;
    }
    let same = |line: &MonthLine| {
        let new = news.get(&line.month).filter(|new| (new.first, new.last) == (line.first, line.last))?;
        Some((line.count.ok()?, new.count.ok()?))
    };
    let pairs: Vec<(f64, f64)> = olds.values().filter_map(same).collect();
    if pairs.is_empty() {
        return None;
    }
    let restated = numerator + pairs.iter().map(|(old, new)| new - old).sum::<f64>();
    let value = match old.unit {
        Unit::Count => restated,
        _ if numerator > 0.0 => value / numerator * restated,
        _ if restated == numerator => value,
        _ => return None,
    };
    let shared = Some(pairs.iter().map(|(_, new)| new).sum());
    let (numerator, denominator) = (Some(restated), old.denominator);
    Some(Restated { value, numerator, denominator, by: Way::Months, late: None, withdrawn: None, corrected: None, shared })
}
