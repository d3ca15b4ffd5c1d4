//! Secondary suppression: which further cells must be hidden so that no hidden one can be worked out.
//!
//! In: a family, the cells that a rule hides, and what each cell is worth. Out: the cells to hide besides, and the proofs that all of
//! them are safe. For every hidden cell a linear program finds another table that agrees with all that is shown, has [`WIDTH`] more
//! (or fewer) in that cell, and differs from the true one in as little of worth as can be: what differs is hidden too. That other
//! table is at the same time the proof that the cell is safe, and it stays one however much more is hidden.

use super::attack::{TOLERANCE, bounds, groups, narrow};
use super::family::{Family, Interval};
use super::proof::{Proofs, Table};
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// An interval of a hidden cell may not be narrower than this many values.
pub const WIDTH: u32 = 3;

/// What changing a cell that is hidden already costs: next to nothing, so that the other table stays near the true one.
const HIDDEN: f64 = 1e-3;

/// How far from a cell, in relations, its other table may reach at first, and where that is not enough.
const REACH: [usize; 3] = [2, 4, usize::MAX];

/// A hidden cell whose value the rest gives away, and where it must lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// The cell.
    pub cell: usize,
    /// Where it must lie.
    pub interval: Interval,
}

/// Every hidden cell that lies within too narrow an interval, but for those of which this publication tells nothing. Cells that a
/// proof shows to be safe need no attack; each proof is checked against what is seen.
pub fn leaks(family: &Family, hidden: &[bool], round: u32, proofs: &Proofs) -> Vec<Leak> {
    let seen = family.seen(hidden, round);
    let proofs = proofs.that_hold(family, &seen);
    let open: Vec<bool> = hidden.iter().enumerate().map(|(cell, hidden)| *hidden && !proofs.prove(cell)).collect();
    let leak = |(cell, interval)| Leak { cell, interval };
    let asked = |group: &&Vec<usize>| group.iter().any(|cell| open[*cell]);
    let narrow =
        groups(family, &seen).into_iter().filter(|group| asked(&group)).flat_map(|group| narrow(family, &group, &seen, &open, WIDTH));
    narrow.map(leak).filter(|leak| !is_told_before(family, hidden, round, leak)).collect()
}

/// Whether a cell would lie no wider if this publication hid everything it can: then hiding more keeps nothing, and what was published
/// before is what bounds it.
fn is_told_before(family: &Family, hidden: &[bool], round: u32, leak: &Leak) -> bool {
    if !(0..hidden.len()).any(|cell| family.is_out(cell)) {
        return false;
    }
    let seen = family.seen(&family.utmost(hidden), round);
    let group = groups(family, &seen).into_iter().find(|group| group.contains(&leak.cell));
    let widest = group.and_then(|group| bounds(family, &group, &seen, leak.cell));
    widest.is_some_and(|widest| leak.interval.low <= widest.low && widest.high <= leak.interval.high)
}

/// The cells to hide besides `hidden`, which is left holding both, and the proofs. `worth` says what hiding each of the cells loses,
/// given what is hidden. A cell that nothing can protect is given back, unless it is told already by what was published before: that
/// one is taken as far as hiding can take it, and the proofs name it.
pub fn protect(family: &Family, hidden: &mut [bool], round: u32, worth: &dyn Fn(&[bool]) -> Vec<f64>) -> Result<Proofs, Leak> {
    let before = hidden.to_vec();
    let mut maker = Maker { family, by_cell: family.by_cell(), round };
    let mut proofs = Proofs::default();
    loop {
        let open: Vec<usize> = (0..hidden.len()).filter(|cell| hidden[*cell] && !proofs.settle(*cell)).collect();
        if open.is_empty() {
            break;
        }
        for cell in open {
            if !proofs.settle(cell) {
                let Far { tables, no_further } = maker.safe(hidden, &worth(hidden), cell);
                for table in tables {
                    maker.beyond(hidden, &table).into_iter().for_each(|other| hidden[other] = true);
                    proofs.add(table);
                }
                if let Some(reach) = no_further {
                    proofs.no_further(cell, reach);
                }
            }
        }
    }
    maker.spare(hidden, &before, worth, &mut proofs);
    let leak = proofs.out_of_reach().filter_map(|cell| maker.leak(hidden, cell)).find(|leak| !is_told_before(family, hidden, round, leak));
    leak.map_or(Ok(proofs), Err)
}

/// What finds other tables.
struct Maker<'f> {
    family: &'f Family,
    by_cell: Vec<Vec<usize>>,
    round: u32,
}

/// Tables that take a cell as far as is needed, or as far as can be.
struct Far {
    tables: Vec<Table>,
    /// How far down and up, where that is not far enough.
    no_further: Option<(f64, f64)>,
}

impl Far {
    fn enough(tables: Vec<Table>) -> Self {
        Self { tables, no_further: None }
    }
}

/// What another table is to have.
#[derive(Clone, Copy)]
enum Wanted<'w> {
    /// This much more in a cell, at the least loss of worth.
    Step(f64, &'w [f64]),
    /// As much as can be of a cell, in this direction, with nothing more hidden.
    Most(f64),
}

impl Maker<'_> {
    /// Tables that prove a cell safe: such as hide nothing more where there are any, the cheapest otherwise, and where there are none
    /// those that take it furthest.
    fn safe(&mut self, hidden: &[bool], worth: &[f64], cell: usize) -> Far {
        let cheapest = self.cheapest(hidden, worth, cell, REACH[0]);
        if let Some((_, table)) = cheapest.as_ref().filter(|(_, table)| self.beyond(hidden, table).is_empty()) {
            return Far::enough(vec![table.clone()]);
        }
        let near = self.near(cell, REACH[1]);
        let both: Vec<Table> = [1.0, -1.0].iter().filter_map(|way| self.table(&near, hidden, cell, Wanted::Most(*way))).collect();
        let mut together = Proofs::default();
        both.iter().for_each(|table| together.add(table.clone()));
        if together.prove(cell) {
            return Far::enough(both);
        }
        let found = cheapest.into_iter().chain(REACH[1..].iter().find_map(|reach| self.cheapest(hidden, worth, cell, *reach)));
        let best = found.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, table)| Far::enough(vec![table]));
        best.unwrap_or_else(|| self.furthest(hidden, worth, cell))
    }

    /// The cheapest tables with a little more and a little fewer that are far enough apart together, where none is by itself: what was
    /// published before may leave room for no more than one up and two down. Else those that are furthest apart.
    fn furthest(&self, hidden: &[bool], worth: &[f64], cell: usize) -> Far {
        let lost = |table: &Table| self.beyond(hidden, table).into_iter().map(|at| worth[at] + HIDDEN).sum::<f64>();
        let to = |step: f64| {
            let found = REACH[1..].iter().find_map(|reach| self.table(&self.near(cell, *reach), hidden, cell, Wanted::Step(step, worth)));
            found.map(|table| (step, lost(&table), table))
        };
        // It is as it is at no cost, and each step is possible only where the one before is.
        let ends = |way: f64| {
            let steps = (1..WIDTH).map_while(|step| to(way * f64::from(step)));
            std::iter::once((0.0, 0.0, Table::new())).chain(steps).collect::<Vec<_>>()
        };
        let (ups, downs) = (ends(1.0), ends(-1.0));
        let pairs = ups.iter().flat_map(|up| downs.iter().map(move |down| (up, down)));
        let enough = pairs.filter(|(up, down)| up.0 - down.0 >= f64::from(WIDTH));
        let cheapest = enough.min_by(|a, b| (a.0.1 + a.1.1).total_cmp(&(b.0.1 + b.1.1)));
        let widest = ups.last().zip(downs.last());
        let no_further = if cheapest.is_some() { None } else { widest.map(|(up, down)| (down.0, up.0)) };
        let tables = cheapest.or(widest).into_iter().flat_map(|(up, down)| [up.2.clone(), down.2.clone()]);
        Far { tables: tables.filter(|table| !table.is_empty()).collect(), no_further }
    }

    fn leak(&self, hidden: &[bool], cell: usize) -> Option<Leak> {
        let seen = self.family.seen(hidden, self.round);
        let only: Vec<bool> = (0..hidden.len()).map(|at| at == cell).collect();
        let group = groups(self.family, &seen).into_iter().find(|group| group.contains(&cell))?;
        narrow(self.family, &group, &seen, &only, WIDTH).first().map(|(cell, interval)| Leak { cell: *cell, interval: *interval })
    }

    /// The cheaper of the tables with more and with fewer, and what it loses.
    fn cheapest(&self, hidden: &[bool], worth: &[f64], cell: usize, reach: usize) -> Option<(f64, Table)> {
        let near = self.near(cell, reach);
        let step = f64::from(WIDTH);
        let found = [step, -step].into_iter().filter_map(|step| self.table(&near, hidden, cell, Wanted::Step(step, worth)));
        let lost = |table: &Table| self.beyond(hidden, table).into_iter().map(|at| worth[at] + HIDDEN).sum::<f64>();
        found.map(|table| (lost(&table), table)).min_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// Cells that a table changes though they are shown.
    fn beyond(&self, hidden: &[bool], table: &Table) -> Vec<usize> {
        let shown = |at: usize| !hidden[at] && self.family.cells[at].printed;
        table.iter().filter(|(at, by)| shown(*at) && !self.within(*at, *by)).map(|(at, _)| *at).collect()
    }

    /// Whether a change is hidden by the rounding of what is shown.
    fn within(&self, cell: usize, change: f64) -> bool {
        let (down, up) = self.leeway(cell);
        (-down - TOLERANCE..=up + TOLERANCE).contains(&change)
    }

    /// How far down and up a shown cell may be from what it is without its printed number changing.
    fn leeway(&self, cell: usize) -> (f64, f64) {
        let one = &self.family.cells[cell];
        let seen = one.seen(false, self.round);
        (f64::from(one.value - seen.low), f64::from(seen.high - one.value))
    }

    /// Cells that a few relations lead to.
    fn near(&self, cell: usize, reach: usize) -> BTreeSet<usize> {
        let mut all = BTreeSet::from([cell]);
        let mut edge = vec![cell];
        let mut step = 0;
        while step < reach && !edge.is_empty() {
            let sums: BTreeSet<usize> = edge.iter().flat_map(|cell| self.by_cell[*cell].iter().copied()).collect();
            let next: BTreeSet<usize> = sums.iter().flat_map(|sum| self.family.sums[*sum].cells()).collect();
            edge = next.into_iter().filter(|cell| all.insert(*cell)).collect();
            step += 1;
        }
        all
    }

    fn table(&self, near: &BTreeSet<usize>, hidden: &[bool], cell: usize, wanted: Wanted<'_>) -> Option<Table> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut variables: BTreeMap<usize, Vec<(microlp::Variable, f64)>> = BTreeMap::new();
        for &at in near {
            let value = f64::from(self.family.cells[at].value);
            let known = self.family.cells[at].known;
            let mut add = |cost: f64, sign: f64, most: f64| {
                if most > 0.0 {
                    let variable = problem.add_var(cost, (0.0, most));
                    variables.entry(at).or_default().push((variable, sign));
                }
            };
            match wanted {
                Wanted::Step(step, _) if at == cell => {
                    if value + step < 1.0 {
                        return None;
                    }
                    let variable = problem.add_var(0.0, (step.abs(), step.abs()));
                    variables.insert(at, vec![(variable, step.signum())]);
                }
                Wanted::Most(way) if at == cell => {
                    // More than this proves no more.
                    add(-way, 1.0, f64::from(WIDTH));
                    add(way, -1.0, (value - 1.0).min(f64::from(WIDTH)));
                }
                _ if hidden[at] => {
                    add(HIDDEN, 1.0, f64::INFINITY);
                    add(HIDDEN, -1.0, value - 1.0);
                }
                // Nothing changes what is out.
                _ if known => {}
                _ if !self.family.cells[at].printed => {
                    add(HIDDEN, 1.0, f64::INFINITY);
                    add(HIDDEN, -1.0, value);
                }
                _ if value >= 1.0 => {
                    let (down, up) = self.leeway(at);
                    add(HIDDEN, 1.0, up);
                    add(HIDDEN, -1.0, down);
                    if let Wanted::Step(_, worth) = wanted {
                        add(2.0 * HIDDEN + worth[at], 1.0, f64::INFINITY);
                        add(2.0 * HIDDEN + worth[at], -1.0, value - 1.0);
                    }
                }
                _ => {}
            }
        }
        let sums: BTreeSet<usize> = variables.keys().flat_map(|at| self.by_cell[*at].iter().copied()).collect();
        for sum in sums.into_iter().map(|sum| &self.family.sums[sum]) {
            let mut terms: Vec<(microlp::Variable, f64)> = Vec::new();
            for (at, sign) in sum.signed() {
                terms.extend(variables.get(&at).into_iter().flatten().map(|(variable, way)| (*variable, sign * way)));
            }
            if sum.whole {
                problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
            } else {
                problem.add_constraint(terms, ComparisonOp::Ge, -f64::from(sum.room(self.family)));
            }
        }
        let solved = problem.solve().ok()?.into_solution().ok()?;
        let change = |held: &Vec<(microlp::Variable, f64)>| held.iter().map(|(variable, sign)| solved[*variable] * sign).sum::<f64>();
        Some(variables.iter().map(|(at, held)| (*at, change(held))).filter(|(_, by)| by.abs() > TOLERANCE).collect())
    }

    /// Shows again what need not be hidden, the dearest first: what it was hidden for may by now be kept by others.
    fn spare(&self, hidden: &mut [bool], before: &[bool], worth: &dyn Fn(&[bool]) -> Vec<f64>, proofs: &mut Proofs) {
        let mut tried: Vec<(f64, usize)> = Vec::new();
        for cell in (0..hidden.len()).filter(|cell| hidden[*cell] && !before[*cell]) {
            let mut without = hidden.to_vec();
            without[cell] = false;
            tried.push((worth(&without)[cell], cell));
        }
        tried.retain(|(gain, _)| *gain > 0.0);
        tried.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, cell) in tried {
            hidden[cell] = false;
            match self.proven_again(hidden, &worth(hidden), proofs.without(cell)) {
                Some(again) => *proofs = again,
                None => hidden[cell] = true,
            }
        }
    }

    /// Proofs for every hidden cell, some of which have lost theirs; `None` where one finds none near it that hides no more.
    fn proven_again(&self, hidden: &[bool], worth: &[f64], mut proofs: Proofs) -> Option<Proofs> {
        for cell in (0..hidden.len()).filter(|cell| hidden[*cell]) {
            if proofs.settle(cell) {
                continue;
            }
            let found = REACH[..2].iter().find_map(|reach| {
                let table = self.cheapest(hidden, worth, cell, *reach)?.1;
                self.beyond(hidden, &table).is_empty().then_some(table)
            });
            proofs.add(found?);
        }
        Some(proofs)
    }
}

#[cfg(test)]
mod tests;
