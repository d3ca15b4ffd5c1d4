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
        let mut family = Family { cells: values.iter().map(|value| cell(*value)).collect(), ..Family::default() };
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
        let mut family =
            Family { cells: vec![cell(4), cell(6)], sums: vec![Sum { total: 1, parts: vec![0], whole: false }], ..Family::default() };
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

    /// Numbers of which some are out already: those of `out`.
    fn published(values: &[u32], out: &[usize], sums: Vec<Sum>) -> Family {
        let cell = |(at, value): (usize, &u32)| Cell { known: out.contains(&at), ..cell(*value) };
        Family { cells: values.iter().enumerate().map(cell).collect(), sums, ..Family::default() }
    }

    fn whole(total: usize, parts: Vec<usize>) -> Sum {
        Sum { total, parts, whole: true }
    }

    #[test]
    fn what_is_out_may_leave_room_for_a_little_more_and_a_little_fewer() {
        // 3 and 3 of 6 that are out: neither 6 nor 0 is left for the first, but 1 to 5.
        let family = published(&[3, 3, 6], &[2], vec![whole(2, vec![0, 1])]);
        let mut hidden = vec![true, false, false];
        let proofs = protect(&family, &mut hidden, 1, &|_| vec![1.0; 3]).unwrap();
        assert_eq!(hidden, [true, true, false]);
        assert!(proofs.prove(0) && proofs.out_of_reach().next().is_none());
    }

    /// Cells 0 to 2 of 5 that are out, and 2 with 40 of 42 in this publication.
    fn told() -> Family {
        published(&[1, 2, 2, 5, 40, 42], &[3], vec![whole(3, vec![0, 1, 2]), whole(5, vec![2, 4])])
    }

    #[test]
    fn what_earlier_publications_tell_is_hidden_as_well_as_can_be_and_lets_pass() {
        let family = told();
        let mut hidden = small(&family);
        hidden[3] = false;
        let alone = hidden.clone();
        assert_eq!(leaks(&family, &alone, 1, &Proofs::default()).len(), 3, "42 less 40 tells more than 5 did");
        let proofs = protect(&family, &mut hidden, 1, &|_| vec![1.0, 1.0, 1.0, 9.0, 2.0, 5.0]).unwrap();
        assert_eq!(hidden, [true, true, true, false, true, true], "1 to 3 are left, as 5 alone leaves, and 40 is not 39 to 41");
        assert_eq!(proofs.out_of_reach().collect::<Vec<_>>(), [0, 1, 2]);
        assert!(leaks(&family, &hidden, 1, &proofs).is_empty() && leaks(&family, &hidden, 1, &Proofs::default()).is_empty());
    }

    #[test]
    fn what_a_person_lets_pass_is_told_by_this_publication() {
        let mut family = told();
        family.allowed.insert(3);
        let mut hidden = small(&family);
        hidden[3] = false;
        // Something else is out, so that it is not for want of any earlier publication.
        family.cells.push(Cell { known: true, ..cell(50) });
        hidden.push(false);
        let leak = protect(&family, &mut hidden, 1, &|_| vec![1.0; 7]).unwrap_err();
        assert_eq!(leak, Leak { cell: 0, interval: Interval { low: 1, high: 3 } });
    }

    #[test]
    fn nothing_lets_pass_where_nothing_was_published() {
        let mut family = told();
        family.cells[3].known = false;
        let hidden = [true, true, true, false, true, true];
        let leaks = leaks(&family, &hidden, 1, &Proofs::default());
        assert_eq!(leaks.iter().map(|leak| leak.cell).collect::<Vec<_>>(), [0, 1, 2], "5 is shown now");
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

        /// Whoever has published can publish again, and whatever lies close then would lie as close if all that can be were hidden.
        #[test]
        fn what_is_published_after_another_tells_nothing_more(
            rows in prop::collection::vec(prop::collection::vec(0u32..9, 4), 2..5),
            out in prop::collection::vec(prop::bool::weighted(0.3), 40),
            round in prop::sample::select(vec![1u32, 5]),
        ) {
            let (mut family, worth) = table(&rows);
            for (cell, out) in family.cells.iter_mut().zip(&out) {
                cell.known = *out;
            }
            let mut hidden: Vec<bool> = small(&family).iter().zip(&family.cells).map(|(small, cell)| *small && !cell.known).collect();
            let proofs = protect(&family, &mut hidden, round, &|_| worth.clone());
            prop_assert!(proofs.is_ok());
            prop_assert!(leaks(&family, &hidden, round, &proofs.unwrap()).is_empty());
            prop_assert!(hidden.iter().zip(&family.cells).all(|(hidden, cell)| !(*hidden && cell.known)));
            let ends = |hidden: &[bool]| {
                let seen = family.seen(hidden, round);
                groups(&family, &seen).iter().flat_map(|group| exact(&family, group, &seen, hidden)).collect::<BTreeMap<_, _>>()
            };
            let (now, widest) = (ends(&hidden), ends(&family.utmost(&hidden)));
            for cell in (0..hidden.len()).filter(|cell| hidden[*cell]) {
                // A cell that is bound to none has no entry and no end.
                if let Some(interval) = now.get(&cell) {
                    prop_assert!(interval.width() >= WIDTH || widest.get(&cell) == Some(interval), "{cell}: {interval:?}");
                }
            }
        }
    }
}
