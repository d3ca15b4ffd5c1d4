//! What may be said of a change: more than chance would give, or no more.
//!
//! Of many figures some differ by accident: the figures of a list are judged together, by Holm's method, and an interval is that of one
//! figure by itself at 95%. Chance is that of independent events; brothers and sisters come together, so that true noise is larger.

use super::restated::Restated;
use super::{Known, NOTHING, Row};
use crate::archive::FigureLine;
use crate::number::Unit;
use crate::statistics::{Interval, SMALL_DENOMINATOR, Z95, difference_of_counts, difference_of_rates, difference_of_shares, holm};
use serde::Serialize;
use std::collections::BTreeSet;

/// What may be said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// More than chance would give.
    BeyondChance,
    /// No more than chance would give.
    Chance,
    /// A share of fewer than thirty: no difference is claimed.
    TooFew,
    /// A kind of figure that has no interval here: a median, a mean, a score.
    NoInterval,
    /// The periods are of different lengths.
    OtherPeriod,
    /// The figure is another one now.
    Redefined,
    /// One of the two has no number.
    NotBoth,
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::BeyondChance => "more than chance would give",
            Verdict::Chance => "no more than chance would give",
            Verdict::TooFew => "too few to say",
            Verdict::NoInterval => "no interval for this kind of figure",
            Verdict::OtherPeriod => "periods of different lengths",
            Verdict::Redefined => "defined otherwise now",
            Verdict::NotBoth => "not in both",
        }
    }
}

/// A change from what is restated, or published where nothing is, to now: in the figure's unit, in points where that is percent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Real {
    /// Now less then.
    pub change: f64,
    /// The 95% interval's lower end.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
    /// Whether what both periods hold is known; where it is not, the interval is wider than it need be.
    pub shared_known: bool,
    #[serde(skip)]
    pairs: Option<Pair>,
}

/// What an interval is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Pair {
    Counts { first: f64, second: f64, shared: f64 },
    Rates { first: (f64, f64), second: (f64, f64), shared: f64 },
    Shares { first: (f64, f64), second: (f64, f64), shared: f64 },
}

impl Pair {
    fn interval(&self, z: f64) -> Option<Interval> {
        match *self {
            Pair::Counts { first, second, shared } => difference_of_counts(first, second, shared, z),
            Pair::Rates { first, second, shared } => difference_of_rates(first, second, shared, z),
            Pair::Shares { first, second, shared } => difference_of_shares(first, second, shared, z).map(|interval| interval.times(100.0)),
        }
    }
}

/// Days by which two periods of the same months may differ in length.
const MONTHS_DIFFER: i32 = 4;

/// The change of a figure, and what may be said of it by itself.
pub(super) fn real((old, new): (&FigureLine, &FigureLine), restated: Option<&Restated>, known: &Known) -> (Option<Real>, Verdict) {
    let rows = known.rows.get(&(old.code.clone(), old.group.clone()));
    let (Ok(published), Ok(now)) = (old.value, new.value) else { return (None, Verdict::NotBoth) };
    let length = |line: &FigureLine| line.end.since(line.start);
    if old.unit == Unit::Date || (length(old) - length(new)).abs() > MONTHS_DIFFER {
        return (None, if old.unit == Unit::Date { Verdict::NoInterval } else { Verdict::OtherPeriod });
    }
    let before = restated.map_or(published, |restated| restated.value);
    let first = restated.map_or((old.numerator, old.denominator), |restated| (restated.numerator, restated.denominator));
    let shared = restated.map_or_else(|| rows.and_then(|rows| rows.shared), |restated| restated.shared);
    let countable = old.unit == Unit::Percent || known.counts.contains(&old.code);
    let pair =
        if countable { pair(old.unit, (before, first), (now, (new.numerator, new.denominator)), shared.unwrap_or(0.0)) } else { None };
    let interval = pair.and_then(|pair| pair.interval(Z95));
    let few = matches!(pair, Some(Pair::Shares { first, second, .. }) if first.1.min(second.1) < SMALL_DENOMINATOR);
    let verdict = match interval {
        None => Verdict::NoInterval,
        Some(_) if few => Verdict::TooFew,
        Some(_) => Verdict::Chance,
    };
    let (low, high) = (interval.map(|interval| interval.low), interval.map(|interval| interval.high));
    (Some(Real { change: now - before, low, high, shared_known: shared.is_some(), pairs: pair }), verdict)
}

type Parts = (f64, (Option<f64>, Option<f64>));

fn pair(unit: Unit, (before, first): Parts, (now, second): Parts, shared: f64) -> Option<Pair> {
    let whole = |n: f64| n >= 0.0 && n.fract() == 0.0;
    match unit {
        Unit::Count => {
            let is_count = [before, now].into_iter().all(whole) && first.0.is_none_or(|n| n == before) && second.0.is_none_or(|n| n == now);
            let shared = if shared > before.min(now) { 0.0 } else { shared };
            is_count.then_some(Pair::Counts { first: before, second: now, shared })
        }
        Unit::Rate => {
            let (a, b) = (first.0.filter(|n| whole(*n))?, second.0.filter(|n| whole(*n))?);
            let factor = |value: f64, events: f64| (events > 0.0).then(|| value / events);
            let (one, other) = (factor(before, a).or_else(|| factor(now, b))?, factor(now, b).or_else(|| factor(before, a))?);
            let shared = if shared > a.min(b) { 0.0 } else { shared };
            Some(Pair::Rates { first: (a, one), second: (b, other), shared })
        }
        Unit::Percent => {
            let (a, b) = ((first.0?, first.1?), (second.0?, second.1?));
            let is_share = |(n, of): (f64, f64), value: f64| of > 0.0 && (0.0..=of).contains(&n) && (n * 100.0 / of - value).abs() < 0.01;
            let shared = if shared > a.1.min(b.1) { 0.0 } else { shared };
            (is_share(a, before) && is_share(b, now)).then_some(Pair::Shares { first: a, second: b, shared })
        }
        _ => None,
    }
}

/// Names what is more than chance, the figures of a list judged together.
pub(super) fn judge(rows: &mut [Row]) {
    let lists: BTreeSet<String> = rows.iter().map(|row| row.list.clone()).collect();
    for list in lists {
        let asked: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].list == list && rows[*at].verdict == Verdict::Chance).collect();
        for family in asked.chunks(MOST_TOGETHER) {
            let pairs: Vec<Option<Pair>> = family.iter().map(|at| rows[*at].real.and_then(|real| real.pairs)).collect();
            let stand = holm(&pairs, |pair, z| pair.and_then(|pair| pair.interval(z)).is_some_and(|interval| beyond(&interval)));
            for (at, _) in family.iter().zip(stand).filter(|(_, stands)| *stands) {
                rows[*at].verdict = Verdict::BeyondChance;
            }
        }
    }
}

/// Most figures that Holm's method judges together.
const MOST_TOGETHER: usize = 80;

fn beyond(interval: &Interval) -> bool {
    interval.low > NOTHING || interval.high < -NOTHING
}
