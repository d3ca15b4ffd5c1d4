//! Proofs that hidden numbers are safe: other tables that agree with everything shown.
//!
//! In: a family and how a reader sees its cells. Out: whether each table holds, and which cells the tables together prove safe. Whoever
//! hides numbers finds the tables; the audit of the finished files checks them again, without trusting how they were found.

use super::attack::TOLERANCE;
use super::family::{Family, Interval};
use super::protect::WIDTH;
use std::collections::{BTreeMap, BTreeSet};

/// How far each cell of another table is from the true one; cells that it does not name are as they are.
pub type Table = Vec<(usize, f64)>;

/// Other tables, and how far they take each cell down and up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proofs {
    tables: Vec<Table>,
    reached: BTreeMap<usize, (f64, f64)>,
    /// Cells that no table takes far enough, with how far the widest take them.
    least: BTreeMap<usize, (f64, f64)>,
}

impl Proofs {
    /// Adds a table.
    pub fn add(&mut self, table: Table) {
        for (cell, change) in &table {
            let reached = self.reached.entry(*cell).or_insert((0.0, 0.0));
            *reached = (reached.0.min(*change), reached.1.max(*change));
        }
        self.tables.push(table);
    }

    /// Whether a cell may have values at least [`WIDTH`] apart, whole numbers both.
    pub fn prove(&self, cell: usize) -> bool {
        let apart = |(down, up): &(f64, f64)| (up + TOLERANCE).floor() - (down - TOLERANCE).ceil() >= f64::from(WIDTH);
        self.reached.get(&cell).is_some_and(apart)
    }

    /// Notes that nothing takes a cell further down and up than this.
    pub fn no_further(&mut self, cell: usize, reach: (f64, f64)) {
        self.least.insert(cell, reach);
    }

    /// Cells that nothing can prove.
    pub fn out_of_reach(&self) -> impl Iterator<Item = usize> {
        self.least.keys().copied()
    }

    /// Whether a cell is proven, or taken as far as anything takes it.
    pub fn settle(&self, cell: usize) -> bool {
        let far = |least: &(f64, f64)| {
            let reached = self.reached.get(&cell).copied().unwrap_or_default();
            reached.0 <= least.0 + TOLERANCE && reached.1 >= least.1 - TOLERANCE
        };
        self.prove(cell) || self.least.get(&cell).is_some_and(far)
    }

    /// The tables that leave a cell as it is.
    pub fn without(&self, cell: usize) -> Self {
        self.kept(|table| table.iter().all(|(at, _)| *at != cell))
    }

    /// The tables that agree with what is seen.
    pub fn that_hold(&self, family: &Family, seen: &[Interval]) -> Self {
        let by_cell = family.by_cell();
        self.kept(|table| holds(family, &by_cell, seen, table))
    }

    fn kept(&self, keep: impl Fn(&Table) -> bool) -> Self {
        let mut kept = Self { least: self.least.clone(), ..Self::default() };
        self.tables.iter().filter(|table| keep(table)).for_each(|table| kept.add(table.clone()));
        kept
    }
}

/// Whether every cell of a table lies where a reader sees it, and every relation holds.
fn holds(family: &Family, by_cell: &[Vec<usize>], seen: &[Interval], table: &Table) -> bool {
    let changed: BTreeMap<usize, f64> = table.iter().copied().collect();
    let lies = |(cell, change): &(usize, f64)| {
        let value = f64::from(family.cells[*cell].value) + change;
        value >= f64::from(seen[*cell].low) - NEAR && (seen[*cell].high == u32::MAX || value <= f64::from(seen[*cell].high) + NEAR)
    };
    let sums: BTreeSet<usize> = table.iter().flat_map(|(cell, _)| by_cell[*cell].iter().copied()).collect();
    let stands = |sum: &usize| {
        let sum = &family.sums[*sum];
        let change: f64 = sum.signed().map(|(cell, sign)| sign * changed.get(&cell).unwrap_or(&0.0)).sum();
        if sum.whole { change.abs() <= NEAR } else { change >= -f64::from(sum.room(family)) - NEAR }
    };
    table.iter().all(lies) && sums.iter().all(stands)
}

/// How far a sum of solutions may stray.
const NEAR: f64 = 1e-4;

#[cfg(test)]
mod tests {
    use super::super::family::{Cell, Sum};
    use super::*;

    fn family() -> Family {
        let cell = |value| Cell { name: String::new(), value, printed: true, known: false };
        Family {
            cells: [3, 12, 60, 75].map(cell).to_vec(),
            sums: vec![Sum { total: 3, parts: vec![0, 1, 2], whole: true }],
            ..Family::default()
        }
    }

    #[test]
    fn a_table_holds_only_where_it_agrees_with_what_is_seen() {
        let family = family();
        let mut proofs = Proofs::default();
        proofs.add(vec![(0, 3.0), (1, -3.0)]);
        assert!(proofs.prove(0) && proofs.prove(1) && !proofs.prove(2));
        let kept = |hidden: [bool; 4]| proofs.that_hold(&family, &family.seen(&hidden, 1)).prove(0);
        assert!(kept([true, true, false, false]));
        assert!(!kept([true, false, false, false]), "12 is shown");
        let mut wrong = Proofs::default();
        wrong.add(vec![(0, 3.0), (1, -2.0)]);
        assert!(!wrong.that_hold(&family, &family.seen(&[true, true, false, false], 1)).prove(0), "the sum is no longer 75");
        wrong.add(vec![(0, -3.0), (1, 3.0)]);
        assert!(!wrong.that_hold(&family, &family.seen(&[true, true, false, false], 1)).prove(0), "what is hidden is no nought");
        assert!(!proofs.without(1).prove(0));
    }
}
