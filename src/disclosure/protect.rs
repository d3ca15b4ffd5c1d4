//! Secondary suppression: which further cells must be hidden so that no hidden one can be worked out.
//!
//! In: a family, the cells that a rule hides, and what each cell is worth. Out: the cells to hide besides, and the proofs that all of
//! them are safe. For every hidden cell a linear program finds another table that agrees with all that is shown, has [`WIDTH`] more
//! (or fewer) in that cell, and differs from the true one in as little of worth as can be: what differs is hidden too. That other
//! table is at the same time the proof that the cell is safe, and it stays one however much more is hidden.

use super::attack::{TOLERANCE, groups, narrow};
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

/// Every hidden cell that lies within too narrow an interval. Cells that a proof shows to be safe need no attack; each proof is
/// checked against what is seen.
pub fn leaks(family: &Family, hidden: &[bool], round: u32, proofs: &Proofs) -> Vec<Leak> {
    let seen = family.seen(hidden, round);
    let proofs = proofs.that_hold(family, &seen);
    let open: Vec<bool> = hidden.iter().enumerate().map(|(cell, hidden)| *hidden && !proofs.prove(cell)).collect();
    let leak = |(cell, interval)| Leak { cell, interval };
    let asked = |group: &&Vec<usize>| group.iter().any(|cell| open[*cell]);
    groups(family, &seen).iter().filter(asked).flat_map(|group| narrow(family, group, &seen, &open, WIDTH)).map(leak).collect()
}

/// The cells to hide besides `hidden`, which is left holding both, and the proofs. `worth` says what hiding each of the cells loses,
/// given what is hidden. A cell that nothing can protect is given back.
pub fn protect(family: &Family, hidden: &mut [bool], round: u32, worth: &dyn Fn(&[bool]) -> Vec<f64>) -> Result<Proofs, Leak> {
    let before = hidden.to_vec();
    let mut maker = Maker { family, by_cell: family.by_cell(), round };
    let mut proofs = Proofs::default();
    loop {
        let open: Vec<usize> = (0..hidden.len()).filter(|cell| hidden[*cell] && !proofs.prove(*cell)).collect();
        if open.is_empty() {
            break;
        }
        for cell in open {
            if !proofs.prove(cell) {
                for table in maker.safe(hidden, &worth(hidden), cell)? {
                    maker.beyond(hidden, &table).into_iter().for_each(|other| hidden[other] = true);
                    proofs.add(table);
                }
            }
        }
    }
    maker.spare(hidden, &before, worth, &mut proofs);
    Ok(proofs)
}

/// What finds other tables.
struct Maker<'f> {
    family: &'f Family,
    by_cell: Vec<Vec<usize>>,
    round: u32,
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
    /// Tables that prove a cell safe: such as hide nothing more where there are any, the cheapest otherwise.
    fn safe(&mut self, hidden: &[bool], worth: &[f64], cell: usize) -> Result<Vec<Table>, Leak> {
        let cheapest = self.cheapest(hidden, worth, cell, REACH[0]);
        if let Some((_, table)) = cheapest.as_ref().filter(|(_, table)| self.beyond(hidden, table).is_empty()) {
            return Ok(vec![table.clone()]);
        }
        let near = self.near(cell, REACH[1]);
        let both: Vec<Table> = [1.0, -1.0].iter().filter_map(|way| self.table(&near, hidden, cell, Wanted::Most(*way))).collect();
        let mut together = Proofs::default();
        both.iter().for_each(|table| together.add(table.clone()));
        if together.prove(cell) {
            return Ok(both);
        }
        let found = cheapest.into_iter().chain(REACH[1..].iter().find_map(|reach| self.cheapest(hidden, worth, cell, *reach)));
        let best = found.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, table)| vec![table]);
        best.ok_or_else(|| self.leak(hidden, cell))
    }

    fn leak(&self, hidden: &[bool], cell: usize) -> Leak {
        let seen = self.family.seen(hidden, self.round);
        let only: Vec<bool> = (0..hidden.len()).map(|at| at == cell).collect();
        let group = groups(self.family, &seen).into_iter().find(|group| group.contains(&cell)).unwrap_or_default();
        let value = self.family.cells[cell].value;
        let known = Interval { low: value, high: value };
        let interval = narrow(self.family, &group, &seen, &only, WIDTH).first().map_or(known, |(_, interval)| *interval);
        Leak { cell, interval }
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
            if proofs.prove(cell) {
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
mod tests {
    use super::super::attack::exact;
    use super::super::family::{Cell, Sum};
    use super::*;
    use proptest::prelude::*;

    fn cell(value: u32) -> Cell {
        Cell { name: String::new(), value, printed: true, known: false }
    }

    /// A table of rows and columns with all its totals, and what each cell is worth.
    fn table(rows: &[Vec<u32>]) -> (Family, Vec<f64>) {
        let wide = rows[0].len();
        let (mut family, mut worth) = (Family::default(), Vec::new());
        let mut add = |family: &mut Family, value, one| {
            family.cells.push(cell(value));
            worth.push(one);
            family.cells.len() - 1
        };
        let mut places = Vec::new();
        let mut totals = Vec::new();
        for row in rows {
            let parts: Vec<usize> = row.iter().map(|value| add(&mut family, *value, 1.0)).collect();
            let total = add(&mut family, row.iter().sum(), 5.0);
            family.sums.push(Sum { total, parts: parts.clone(), whole: true });
            places.push(parts);
            totals.push(total);
        }
        let mut columns = Vec::new();
        for column in 0..wide {
            let total = add(&mut family, rows.iter().map(|row| row[column]).sum(), 5.0);
            family.sums.push(Sum { total, parts: places.iter().map(|row| row[column]).collect(), whole: true });
            columns.push(total);
        }
        let all = add(&mut family, rows.iter().flatten().sum(), 20.0);
        family.sums.push(Sum { total: all, parts: totals, whole: true });
        family.sums.push(Sum { total: all, parts: columns, whole: true });
        (family, worth)
    }

    fn small(family: &Family) -> Vec<bool> {
        family.cells.iter().map(|cell| (1..=5).contains(&cell.value)).collect()
    }

    fn one_table(values: &[u32]) -> Family {
        let mut family = Family { cells: values.iter().map(|value| cell(*value)).collect(), sums: Vec::new() };
        family.cells.push(cell(values.iter().sum()));
        family.sums.push(Sum { total: values.len(), parts: (0..values.len()).collect(), whole: true });
        family
    }

    #[test]
    fn one_hidden_part_takes_another_with_it() {
        let family = one_table(&[3, 40, 12]);
        let mut hidden = small(&family);
        assert_eq!(leaks(&family, &hidden, 1, &Proofs::default()), [Leak { cell: 0, interval: Interval { low: 3, high: 3 } }]);
        protect(&family, &mut hidden, 1, &|_| vec![1.0, 2.0, 1.0, 5.0]).unwrap();
        assert_eq!(hidden, [true, false, true, false], "12 is the cheapest that hides 3");
        // 3 + 12 = 15, each at least 1.
        let seen = family.seen(&hidden, 1);
        assert_eq!(exact(&family, &[0, 2], &seen, &hidden).iter().map(|c| c.1).collect::<Vec<_>>(), [Interval { low: 1, high: 14 }; 2]);
    }

    #[test]
    fn two_ones_that_make_two_are_no_secret() {
        let family = one_table(&[1, 1, 30]);
        let mut hidden = small(&family);
        assert_eq!(leaks(&family, &hidden, 1, &Proofs::default()).len(), 2);
        protect(&family, &mut hidden, 1, &|_| vec![1.0, 1.0, 1.0, 5.0]).unwrap();
        assert_eq!(hidden, [true, true, true, false]);
    }

    #[test]
    fn a_part_of_what_is_shown_is_bounded_by_it() {
        // 4 of 6: the most it can be is 6, the least 1.
        let mut family = Family { cells: vec![cell(4), cell(6)], sums: vec![Sum { total: 1, parts: vec![0], whole: false }] };
        assert!(leaks(&family, &[true, false], 1, &Proofs::default()).is_empty());
        family.cells = vec![cell(2), cell(3)];
        assert_eq!(leaks(&family, &[true, false], 1, &Proofs::default()).len(), 1, "1 to 3 is too narrow");
    }

    #[test]
    fn rounding_keeps_a_lone_hidden_part() {
        // 3 hidden beside 40 and 12, rounded to 40 and 10, the total 55: 3 may be 1 to 9.
        let family = one_table(&[3, 40, 12]);
        let mut hidden = vec![true, false, false, false];
        assert!(leaks(&family, &hidden, 5, &Proofs::default()).is_empty());
        protect(&family, &mut hidden, 5, &|_| vec![1.0; 4]).unwrap();
        assert_eq!(hidden, [true, false, false, false]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn no_protected_table_gives_a_cell_away(
            rows in prop::collection::vec(prop::collection::vec(0u32..30, 4), 2..6),
            round in prop::sample::select(vec![1u32, 5]),
        ) {
            let (family, worth) = table(&rows);
            let primary = small(&family);
            let mut hidden = primary.clone();
            if let Ok(proofs) = protect(&family, &mut hidden, round, &|_| worth.clone()) {
                // The attack without proofs finds nothing, and every proof holds.
                prop_assert!(leaks(&family, &hidden, round, &Proofs::default()).is_empty());
                let proofs = proofs.that_hold(&family, &family.seen(&hidden, round));
                prop_assert!((0..hidden.len()).all(|cell| !hidden[cell] || proofs.prove(cell)));
                prop_assert!(primary.iter().zip(&hidden).all(|(was, is)| !was || *is));
                // The true values always lie inside.
                let seen = family.seen(&hidden, round);
                for group in groups(&family, &seen) {
                    for (cell, interval) in exact(&family, &group, &seen, &hidden) {
                        prop_assert!((interval.low..=interval.high).contains(&family.cells[cell].value));
                    }
                }
            }
        }
    }
}
