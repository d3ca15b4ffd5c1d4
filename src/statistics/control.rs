//! Values in time order that tell chance from change: the XmR chart and the four rules of NHS England's Making Data Count.
//!
//! In: values, the points at which the process is known to have changed. Out: mean and limits of each stretch, the rule that each point
//! fires with its direction, and whether a target would be met. A stretch has limits of its own and no run of points crosses into it.
//!
//! Differences smaller than the rounding of a sum count as none: a point that lies on a line in arithmetic lies on it here.

use super::rank::Best;
use std::ops::Range;

/// Points that set the limits. With fewer all of them do, and the limits are on trial.
pub const BASELINE: usize = 12;

/// Points of a run on one side of the mean and of a trend.
const RUN: usize = 7;

/// Limits lie this many mean moving ranges from the mean: three standard deviations by way of 1.128.
const LIMIT: f64 = 2.66;

/// Near limits lie two thirds of the way out.
const NEAR: f64 = 1.773;

/// A moving range from this many mean moving ranges on is screened as an outlier.
const OUTLIER: f64 = 3.267;

/// Part of the size of numbers within which they are equal.
const ROUNDING: f64 = 1e-9;

/// Whether single leaps may widen the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screening {
    /// Every moving range counts, as in the Making Data Count workbook: limits are wider.
    #[default]
    None,
    /// Moving ranges of 3.267 times their mean or more are left out and the mean is taken again, once.
    Outliers,
}

/// A point from which on limits are set anew. A judgement of people, never of this module: it needs a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebase {
    /// Place of the first point of the new stretch.
    pub at: usize,
    /// What changed.
    pub reason: String,
}

/// Mean and limits of a stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Mean of the points that set the limits.
    pub mean: f64,
    /// Mean distance of neighbouring points, after screening.
    pub moving_range: f64,
    /// Lower limit, which may lie below zero: a page that shows a count shows 0 instead.
    pub lower: f64,
    /// Two thirds of the way down.
    pub near_lower: f64,
    /// Two thirds of the way up.
    pub near_upper: f64,
    /// Upper limit.
    pub upper: f64,
    /// How many points set them.
    pub points: usize,
}

impl Limits {
    /// Whether fewer than twelve points set the limits, so that they may still move much.
    pub fn on_trial(&self) -> bool {
        self.points < BASELINE
    }

    /// Whether a target would be met if nothing changes; equal to a limit counts as hit or miss.
    pub fn assurance(&self, target: f64, best: Best) -> Assurance {
        match (beyond(target, self.lower, self.upper), best) {
            (None, _) => Assurance::HitOrMiss,
            (Some(Direction::Low), Best::Highest) | (Some(Direction::High), Best::Lowest) => Assurance::Passes,
            (Some(_), _) => Assurance::Fails,
        }
    }

    /// On which side of a line a value lies; `None` on the line.
    fn side(value: f64, line: f64) -> Option<Direction> {
        let near = ROUNDING * value.abs().max(line.abs()).max(1.0);
        if value > line + near {
            Some(Direction::High)
        } else if value < line - near {
            Some(Direction::Low)
        } else {
            None
        }
    }

    fn side_of_mean(&self, value: f64) -> Option<Direction> {
        Self::side(value, self.mean)
    }

    fn outside(&self, value: f64) -> Option<Direction> {
        beyond(value, self.lower, self.upper)
    }

    /// Whether a value lies in the outer third: past the near limit, and not past the limit.
    fn in_outer_third(&self, value: f64) -> bool {
        self.outside(value).is_none() && beyond(value, self.near_lower, self.near_upper).is_some()
    }
}

/// The end past which a value lies.
fn beyond(value: f64, low: f64, high: f64) -> Option<Direction> {
    Limits::side(value, high)
        .filter(|side| *side == Direction::High)
        .or_else(|| Limits::side(value, low).filter(|side| *side == Direction::Low))
}

/// Upwards or downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Above the mean or the limit, or rising.
    High,
    /// Below the mean or the limit, or falling.
    Low,
}

/// The rules, in the order in which they are named when several apply to a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The point lies outside the limits.
    Outside,
    /// One of seven consecutive points, each above the one before, or each below it.
    Trend,
    /// Two of three consecutive points lie in the outer third, all three on one side of the mean; the point is one of the two.
    TwoOfThree,
    /// One of seven or more consecutive points on one side of the mean.
    Shift,
}

/// What chance does not explain at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// The first rule that applies.
    pub rule: Rule,
    /// Which way.
    pub direction: Direction,
}

/// What a point says of the work, once it is known which direction is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No rule applies: the points vary as chance would.
    CommonCause,
    /// A signal in the better direction.
    Improvement(Direction),
    /// A signal in the worse direction.
    Concern(Direction),
    /// A signal where neither direction is better.
    Neutral(Direction),
}

/// What the limits say of a target, if nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assurance {
    /// The target is met at every point that chance allows.
    Passes,
    /// The target is missed at every point that chance allows.
    Fails,
    /// The target lies between the limits, or on one: chance decides.
    HitOrMiss,
}

impl Signal {
    /// What the signal says where this end of the scale is better.
    pub fn state(self, best: Option<Best>) -> State {
        match (best, self.direction) {
            (None, direction) => State::Neutral(direction),
            (Some(Best::Highest), Direction::High) | (Some(Best::Lowest), Direction::Low) => State::Improvement(self.direction),
            (Some(_), direction) => State::Concern(direction),
        }
    }
}

/// Consecutive points with limits of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Place of the first point.
    pub start: usize,
    /// Place after the last point.
    pub end: usize,
    /// Mean and limits; `None` of a single point, which has no moving range.
    pub limits: Option<Limits>,
    /// Why it begins here; `None` of the first.
    pub reason: Option<String>,
}

/// A judged series.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its stretches in time order: one, but for rebases.
    pub stretches: Vec<Stretch>,
    /// Signal of each point.
    pub signals: Vec<Option<Signal>>,
}

impl Series {
    /// Limits that hold at the latest point.
    pub fn limits(&self) -> Option<&Limits> {
        self.stretches.last()?.limits.as_ref()
    }

    /// Signal of the latest point: `None` is common cause.
    pub fn latest(&self) -> Option<Signal> {
        self.signals.last().copied().flatten()
    }

    /// The consecutive points that fire the rule of a point together: its run on one side of the mean, or its trend; else the point alone.
    /// `values` are those that were judged.
    pub fn run(&self, values: &[f64], at: usize) -> Range<usize> {
        let alone = at..at + 1;
        let Some(stretch) = self.stretches.iter().find(|s| (s.start..s.end).contains(&at)) else { return alone };
        let (Some(limits), Some(signal)) = (stretch.limits, self.signals[at]) else { return alone };
        let held = &values[stretch.start..stretch.end];
        let found = match signal.rule {
            Rule::Shift => same_way(held.iter().map(|v| limits.side_of_mean(*v)), RUN),
            Rule::Trend => trends(held),
            Rule::Outside | Rule::TwoOfThree => return alone,
        };
        let mut found = found.into_iter().map(|(run, direction)| (run.start + stretch.start..run.end + stretch.start, direction));
        // A point may end one trend and begin another: the signal is the later one's.
        found.rfind(|(run, direction)| run.contains(&at) && *direction == signal.direction).map_or(alone, |(run, _)| run)
    }

    /// What the latest point says where this end of the scale is better.
    pub fn state(&self, best: Option<Best>) -> State {
        self.latest().map_or(State::CommonCause, |signal| signal.state(best))
    }
}

/// Judges values in time order. `None` where there are none or one is not a number: a missing point cannot be judged around.
/// Rebases out of order, beyond the end or at the first point are passed over.
pub fn series(values: &[f64], rebases: &[Rebase], screening: Screening) -> Option<Series> {
    if values.is_empty() || !values.iter().all(|v| v.is_finite()) {
        return None;
    }
    let mut stretches = vec![Stretch { start: 0, end: values.len(), limits: None, reason: None }];
    for rebase in rebases {
        let last = stretches.len() - 1;
        if rebase.at > stretches[last].start && rebase.at < values.len() {
            stretches[last].end = rebase.at;
            stretches.push(Stretch { start: rebase.at, end: values.len(), limits: None, reason: Some(rebase.reason.clone()) });
        }
    }
    let mut signals = Vec::with_capacity(values.len());
    for stretch in &mut stretches {
        let held = &values[stretch.start..stretch.end];
        stretch.limits = limits(held, screening);
        signals.extend(stretch.limits.map_or_else(|| vec![None; held.len()], |limits| judged(held, &limits)));
    }
    Some(Series { stretches, signals })
}

/// Mean and limits that the first twelve values set, or all of fewer; `None` of fewer than two.
pub fn limits(values: &[f64], screening: Screening) -> Option<Limits> {
    let base = &values[..values.len().min(BASELINE)];
    let mut ranges: Vec<f64> = base.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let mut moving_range = mean(&ranges)?;
    if screening == Screening::Outliers && moving_range > 0.0 {
        ranges.retain(|range| Limits::side(*range, OUTLIER * moving_range) == Some(Direction::Low));
        moving_range = mean(&ranges)?;
    }
    let mean = mean(base)?;
    Some(Limits {
        mean,
        moving_range,
        lower: mean - LIMIT * moving_range,
        near_lower: mean - NEAR * moving_range,
        near_upper: mean + NEAR * moving_range,
        upper: mean + LIMIT * moving_range,
        points: base.len(),
    })
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The signal of each value: the rules from the weakest on, each overwriting those before it.
fn judged(values: &[f64], limits: &Limits) -> Vec<Option<Signal>> {
    let mut signals = vec![None; values.len()];
    let mut flag = |rule: Rule, at: usize, direction: Direction| signals[at] = Some(Signal { rule, direction });
    for (places, direction) in same_way(values.iter().map(|v| limits.side_of_mean(*v)), RUN) {
        places.for_each(|at| flag(Rule::Shift, at, direction));
    }
    for (start, three) in values.windows(3).enumerate() {
        let outer = |value: &f64| limits.in_outer_third(*value);
        let sides = three.iter().map(|v| limits.side_of_mean(*v));
        let Some((_, direction)) = same_way(sides, 3).pop() else { continue };
        if three.iter().filter(|v| outer(v)).count() >= 2 {
            (start..start + 3).filter(|at| outer(&values[*at])).for_each(|at| flag(Rule::TwoOfThree, at, direction));
        }
    }
    for (places, direction) in trends(values) {
        places.for_each(|at| flag(Rule::Trend, at, direction));
    }
    for (at, direction) in values.iter().enumerate().filter_map(|(at, v)| limits.outside(*v).map(|d| (at, d))) {
        flag(Rule::Outside, at, direction);
    }
    signals
}

/// Seven or more points joined by steps of one direction.
fn trends(values: &[f64]) -> Vec<Run> {
    let steps = values.windows(2).map(|pair| Limits::side(pair[1], pair[0]));
    // The step out of a point stands at its place, so the last point is one further.
    same_way(steps, RUN - 1).into_iter().map(|(steps, direction)| (steps.start..steps.end + 1, direction)).collect()
}

/// Consecutive places and their direction.
type Run = (Range<usize>, Direction);

/// The longest runs of at least so many places the same way; a place of no way breaks a run.
fn same_way(ways: impl Iterator<Item = Option<Direction>>, least: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, way) in ways.enumerate() {
        match (way, runs.last_mut()) {
            (Some(way), Some((places, held))) if places.end == at && *held == way => places.end += 1,
            (Some(way), _) => runs.push((at..at + 1, way)),
            (None, _) => {}
        }
    }
    runs.retain(|(places, _)| places.len() >= least);
    runs
}

#[cfg(test)]
mod tests;
