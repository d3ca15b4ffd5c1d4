//! The attack on what is published: between which bounds every hidden cell must lie.
//!
//! In: a family, and what a reader sees of each of its cells. Out: an interval for each hidden cell, exact: the smallest and the
//! largest value it can take in any table that agrees with everything shown (two small linear programs each). Whoever suppresses
//! asks here first, and the finished files are attacked with the same question.

use super::family::{Family, Interval, Sum};
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use std::collections::BTreeMap;

/// Cells a reader does not know that are bound to each other, directly or over others.
pub fn groups(family: &Family, seen: &[Interval]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..family.cells.len()).collect();
    for sum in &family.sums {
        let mut bound = sum.cells().filter(|cell| !seen[*cell].is_known());
        if let Some(first) = bound.next() {
            for other in bound {
                let (a, b) = (find(&mut leader, first), find(&mut leader, other));
                leader[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for cell in (0..seen.len()).filter(|cell| !seen[*cell].is_known()) {
        groups.entry(find(&mut leader, cell)).or_default().push(cell);
    }
    groups.into_values().collect()
}

fn find(leader: &mut [usize], cell: usize) -> usize {
    let mut at = cell;
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}

/// The hidden cells of one group that lie within fewer than `width` values, each with its exact interval.
///
/// Every table found on the way is a witness: where two of them give a cell values `width` apart, no more need be asked of it.
pub fn narrow(family: &Family, group: &[usize], seen: &[Interval], hidden: &[bool], width: u32) -> Vec<(usize, Interval)> {
    let tables = Tables::of(family, group, seen);
    let truth: Vec<f64> = group.iter().map(|cell| f64::from(family.cells[*cell].value)).collect();
    let mut reached: Vec<(f64, f64)> = truth.iter().map(|value| (*value, *value)).collect();
    let proven = |reached: &(f64, f64)| reached.1.floor() - reached.0.ceil() >= f64::from(width) - TOLERANCE;
    let widen = |reached: &mut Vec<(f64, f64)>, found: &[f64]| {
        for (range, value) in reached.iter_mut().zip(found) {
            *range = (range.0.min(*value), range.1.max(*value));
        }
    };
    // Up and down together, and each by itself what that leaves open.
    for direction in [OptimizationDirection::Maximize, OptimizationDirection::Minimize] {
        if let Ok(found) = tables.extreme(direction, |_| 1.0) {
            widen(&mut reached, &found);
        }
    }
    let mut found = Vec::new();
    for at in (0..group.len()).filter(|at| hidden[group[*at]]) {
        let mut ends = (truth[at], truth[at]);
        for direction in [OptimizationDirection::Maximize, OptimizationDirection::Minimize] {
            if proven(&reached[at]) {
                break;
            }
            match tables.extreme(direction, |other| if other == at { 1.0 } else { 0.0 }) {
                Ok(values) => {
                    ends = (ends.0.min(values[at]), ends.1.max(values[at]));
                    widen(&mut reached, &values);
                }
                Err(Unsolved::Unbounded) => (reached[at].1, ends.1) = (f64::INFINITY, f64::INFINITY),
                // What cannot be solved counts as given away, so that no fault of the solver lets a number pass.
                Err(Unsolved::Other) => {}
            }
        }
        if !proven(&reached[at]) {
            // What is hidden is a whole number: an end between two of them is the next one inside.
            let interval = Interval { low: (ends.0 - TOLERANCE).ceil().max(0.0) as u32, high: (ends.1 + TOLERANCE).floor() as u32 };
            found.push((group[at], interval));
        }
    }
    found
}

/// The exact interval of one cell of a group; `None` where a program could not be solved.
pub fn bounds(family: &Family, group: &[usize], seen: &[Interval], cell: usize) -> Option<Interval> {
    let tables = Tables::of(family, group, seen);
    let at = group.iter().position(|other| *other == cell)?;
    let end = |direction| match tables.extreme(direction, |other| if other == at { 1.0 } else { 0.0 }) {
        Ok(values) => Some(values[at]),
        Err(Unsolved::Unbounded) => Some(f64::INFINITY),
        Err(Unsolved::Other) => None,
    };
    let (low, high) = (end(OptimizationDirection::Minimize)?, end(OptimizationDirection::Maximize)?);
    // What has no bound above takes the largest number there is.
    Some(Interval { low: (low - TOLERANCE).ceil().max(0.0) as u32, high: (high + TOLERANCE).floor() as u32 })
}

/// The exact interval of every hidden cell of a group.
#[cfg(test)]
pub fn exact(family: &Family, group: &[usize], seen: &[Interval], hidden: &[bool]) -> Vec<(usize, Interval)> {
    narrow(family, group, seen, hidden, u32::MAX)
}

/// How far a solution may stray from whole numbers.
pub const TOLERANCE: f64 = 1e-6;

/// Cells with their sign, and how their sum stands to a number.
type Row = (Vec<(usize, f64)>, ComparisonOp, f64);

/// All tables that agree with what is shown: one variable for each cell of a group.
struct Tables {
    bounds: Vec<(f64, f64)>,
    rows: Vec<Row>,
}

impl Tables {
    fn of(family: &Family, group: &[usize], seen: &[Interval]) -> Self {
        let place: BTreeMap<usize, usize> = group.iter().enumerate().map(|(place, cell)| (*cell, place)).collect();
        let bound = family.sums.iter().filter(|sum| sum.cells().any(|cell| place.contains_key(&cell)));
        let row = |sum: &Sum| {
            let mut known = 0.0;
            let mut terms = Vec::new();
            for (cell, sign) in sum.signed() {
                match place.get(&cell) {
                    Some(at) => terms.push((*at, sign)),
                    None => known += sign * f64::from(family.cells[cell].value),
                }
            }
            (terms, if sum.whole { ComparisonOp::Eq } else { ComparisonOp::Ge }, -known)
        };
        let bounds = group.iter().map(|cell| (f64::from(seen[*cell].low), up_to(seen[*cell]))).collect();
        Self { bounds, rows: bound.map(row).collect() }
    }

    /// The values of the table at which a weighted sum of the cells is largest or smallest.
    fn extreme(&self, direction: OptimizationDirection, weight: impl Fn(usize) -> f64) -> Result<Vec<f64>, Unsolved> {
        let mut problem = Problem::new(direction);
        let variables: Vec<_> = self.bounds.iter().enumerate().map(|(at, bounds)| problem.add_var(weight(at), *bounds)).collect();
        for (terms, how, right) in &self.rows {
            let terms: Vec<_> = terms.iter().map(|(at, sign)| (variables[*at], *sign)).collect();
            problem.add_constraint(terms, *how, *right);
        }
        match problem.solve() {
            Ok(outcome) => {
                let solved = outcome.into_solution().map_err(|_| Unsolved::Other)?;
                Ok(variables.iter().map(|variable| solved[*variable]).collect())
            }
            Err(microlp::Error::Unbounded) => Err(Unsolved::Unbounded),
            Err(_) => Err(Unsolved::Other),
        }
    }
}

fn up_to(seen: Interval) -> f64 {
    if seen.high == u32::MAX { f64::INFINITY } else { f64::from(seen.high) }
}

enum Unsolved {
    Unbounded,
    Other,
}
