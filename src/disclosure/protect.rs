//! Secondary suppression: which further cells must be hidden so that no hidden one can be worked out.
//!
//! In: a family, the cells that a rule hides, and what each cell is worth. Out: the cells to hide besides. For every hidden cell that
//! could be worked out, a linear program finds another table that agrees with all that is shown, has [`WIDTH`] more (or fewer) in that
//! cell, and differs from the true one in as little of worth as can be: what differs is hidden too. That other table is at the same
//! time the proof that the cell is safe.

use super::attack::{TOLERANCE, groups, narrow, quick};
use super::family::{Family, Interval};
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

/// Every hidden cell that lies within too narrow an interval, found by the exact attack.
pub fn leaks(family: &Family, hidden: &[bool], round: u32) -> Vec<Leak> {
    let seen = family.seen(hidden, round);
    let leak = |(cell, interval)| Leak { cell, interval };
    groups(family, &seen).iter().flat_map(|group| narrow(family, group, &seen, hidden, WIDTH)).map(leak).collect()
}

/// The cells to hide besides `hidden`, which is left holding both. `worth` says what hiding each of the cells loses, given what is
/// hidden. A cell that nothing can protect is given back.
pub fn protect(family: &Family, hidden: &mut [bool], round: u32, worth: &dyn Fn(&[bool]) -> Vec<f64>) -> Result<Vec<usize>, Leak> {
    let by_cell = family.by_cell();
    let before = hidden.to_vec();
    // Where other tables have shown each cell to be able to stand.
    let mut reached: Vec<(f64, f64)> = family.cells.iter().map(|cell| (f64::from(cell.value), f64::from(cell.value))).collect();
    loop {
        let safe = |cell: usize, reached: &[(f64, f64)]| reached[cell].1.floor() - reached[cell].0.ceil() >= f64::from(WIDTH) - TOLERANCE;
        let open: Vec<Leak> = leaks(family, hidden, round).into_iter().filter(|leak| !safe(leak.cell, &reached)).collect();
        if open.is_empty() {
            break;
        }
        for leak in open {
            if safe(leak.cell, &reached) {
                continue;
            }
            let worth = worth(hidden);
            let other = other_table(family, &by_cell, hidden, round, &worth, leak.cell).ok_or_else(|| leak.clone())?;
            for (cell, change) in other {
                let value = f64::from(family.cells[cell].value) + change;
                reached[cell] = (reached[cell].0.min(value), reached[cell].1.max(value));
                if !hidden[cell] && !within(family, cell, round, change) {
                    hidden[cell] = true;
                }
            }
        }
    }
    spare(family, hidden, &before, round, worth);
    Ok((0..hidden.len()).filter(|cell| hidden[*cell] && !before[*cell]).collect())
}

/// Whether a change is hidden by the rounding of what is shown.
fn within(family: &Family, cell: usize, round: u32, change: f64) -> bool {
    let (down, up) = leeway(family, cell, round);
    (-down - TOLERANCE..=up + TOLERANCE).contains(&change)
}

/// How far down and up a shown cell may be from what it is without its printed number changing.
fn leeway(family: &Family, cell: usize, round: u32) -> (f64, f64) {
    let value = family.cells[cell].value;
    let one = Family { cells: vec![family.cells[cell].clone()], sums: Vec::new() };
    let seen = one.seen(&[false], round)[0];
    (f64::from(value - seen.low), f64::from(seen.high - value))
}

/// The cheapest table that agrees with what is shown but for what it makes necessary to hide, and has [`WIDTH`] more or fewer in a
/// cell: how far each cell is from its true value.
fn other_table(
    family: &Family,
    by_cell: &[Vec<usize>],
    hidden: &[bool],
    round: u32,
    worth: &[f64],
    cell: usize,
) -> Option<Vec<(usize, f64)>> {
    let steps = [f64::from(WIDTH), -f64::from(WIDTH)];
    REACH.iter().find_map(|reach| {
        let near = near(family, by_cell, cell, *reach);
        let found = steps.iter().filter_map(|step| changed(family, &near, hidden, round, worth, (cell, *step)));
        found.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, table)| table)
    })
}

/// Cells that a few relations lead to.
fn near(family: &Family, by_cell: &[Vec<usize>], cell: usize, reach: usize) -> BTreeSet<usize> {
    let mut all = BTreeSet::from([cell]);
    let mut edge = vec![cell];
    let mut step = 0;
    while step < reach && !edge.is_empty() {
        let next: BTreeSet<usize> = edge.iter().flat_map(|cell| &by_cell[*cell]).flat_map(|sum| family.sums[*sum].cells()).collect();
        edge = next.into_iter().filter(|cell| all.insert(*cell)).collect();
        step += 1;
    }
    all
}

fn changed(
    family: &Family,
    near: &BTreeSet<usize>,
    hidden: &[bool],
    round: u32,
    worth: &[f64],
    (cell, step): (usize, f64),
) -> Option<(f64, Vec<(usize, f64)>)> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut variables: BTreeMap<usize, Vec<(microlp::Variable, f64)>> = BTreeMap::new();
    for &at in near {
        let value = f64::from(family.cells[at].value);
        let mut add = |cost: f64, sign: f64, most: f64| {
            if most > 0.0 {
                let variable = problem.add_var(cost, (0.0, most));
                variables.entry(at).or_default().push((variable, sign));
            }
        };
        if at == cell {
            if value + step < 1.0 {
                return None;
            }
            let variable = problem.add_var(0.0, (step.abs(), step.abs()));
            variables.insert(at, vec![(variable, step.signum())]);
        } else if hidden[at] {
            add(HIDDEN, 1.0, f64::INFINITY);
            add(HIDDEN, -1.0, value - 1.0);
        } else if family.cells[at].known {
            // Nothing changes what is out.
        } else if !family.cells[at].printed {
            add(HIDDEN, 1.0, f64::INFINITY);
            add(HIDDEN, -1.0, value);
        } else if value >= 1.0 {
            let (down, up) = leeway(family, at, round);
            add(HIDDEN, 1.0, up);
            add(HIDDEN, -1.0, down);
            add(HIDDEN + worth[at], 1.0, f64::INFINITY);
            add(HIDDEN + worth[at], -1.0, value - 1.0);
        }
    }
    for sum in family.sums.iter().filter(|sum| sum.cells().any(|cell| near.contains(&cell))) {
        let mut terms: Vec<(microlp::Variable, f64)> = Vec::new();
        for (at, sign) in sum.signed() {
            terms.extend(variables.get(&at).into_iter().flatten().map(|(variable, way)| (*variable, sign * way)));
        }
        if terms.is_empty() {
            continue;
        }
        let room: u32 = family.cells[sum.total].value - sum.parts.iter().map(|part| family.cells[*part].value).sum::<u32>();
        if sum.whole {
            problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
        } else {
            problem.add_constraint(terms, ComparisonOp::Ge, -f64::from(room));
        }
    }
    let solved = problem.solve().ok()?.into_solution().ok()?;
    let change = |held: &Vec<(microlp::Variable, f64)>| held.iter().map(|(variable, sign)| solved[*variable] * sign).sum::<f64>();
    let table: Vec<(usize, f64)> = variables.iter().map(|(at, held)| (*at, change(held))).filter(|(_, by)| by.abs() > TOLERANCE).collect();
    let lost = table.iter().filter(|(at, by)| !hidden[*at] && !within(family, *at, round, *by)).map(|(at, _)| worth[*at]).sum();
    Some((lost, table))
}

/// Shows again what need not be hidden, the dearest first: what it was hidden for may by now be kept by others.
fn spare(family: &Family, hidden: &mut [bool], before: &[bool], round: u32, worth: &dyn Fn(&[bool]) -> Vec<f64>) {
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
        let seen = family.seen(hidden, round);
        let plain = quick(family, &seen);
        let still = (0..hidden.len()).any(|other| hidden[other] && plain[other].width() < WIDTH) || {
            let touched = |group: &&Vec<usize>| {
                family.sums.iter().any(|sum| sum.cells().any(|c| c == cell) && sum.cells().any(|c| group.contains(&c)))
            };
            groups(family, &seen).iter().filter(touched).any(|group| !narrow(family, group, &seen, hidden, WIDTH).is_empty())
        };
        hidden[cell] = still;
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
        assert_eq!(leaks(&family, &hidden, 1), [Leak { cell: 0, interval: Interval { low: 3, high: 3 } }]);
        assert_eq!(protect(&family, &mut hidden, 1, &|_| vec![1.0, 2.0, 1.0, 5.0]), Ok(vec![2]), "12 is the cheapest that hides 3");
        // 3 + 12 = 15, each at least 1.
        let seen = family.seen(&hidden, 1);
        assert_eq!(exact(&family, &[0, 2], &seen, &hidden).iter().map(|c| c.1).collect::<Vec<_>>(), [Interval { low: 1, high: 14 }; 2]);
    }

    #[test]
    fn two_ones_that_make_two_are_no_secret() {
        let family = one_table(&[1, 1, 30]);
        let mut hidden = small(&family);
        assert_eq!(leaks(&family, &hidden, 1).len(), 2);
        assert_eq!(protect(&family, &mut hidden, 1, &|_| vec![1.0, 1.0, 1.0, 5.0]), Ok(vec![2]));
    }

    #[test]
    fn a_part_of_what_is_shown_is_bounded_by_it() {
        // 4 of 6: the most it can be is 6, the least 1.
        let mut family = Family { cells: vec![cell(4), cell(6)], sums: vec![Sum { total: 1, parts: vec![0], whole: false }] };
        assert!(leaks(&family, &[true, false], 1).is_empty());
        family.cells = vec![cell(2), cell(3)];
        assert_eq!(leaks(&family, &[true, false], 1).len(), 1, "1 to 3 is too narrow");
    }

    #[test]
    fn rounding_keeps_a_lone_hidden_part() {
        // 3 hidden beside 40 and 12, rounded to 40 and 10, the total 55: 3 may be 1 to 9.
        let family = one_table(&[3, 40, 12]);
        let mut hidden = vec![true, false, false, false];
        assert!(leaks(&family, &hidden, 5).is_empty());
        assert_eq!(protect(&family, &mut hidden, 5, &|_| vec![1.0; 4]), Ok(vec![]));
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
            if protect(&family, &mut hidden, round, &|_| worth.clone()).is_ok() {
                prop_assert!(leaks(&family, &hidden, round).is_empty());
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

        #[test]
        fn the_quick_attack_is_never_sharper_than_the_exact(rows in prop::collection::vec(prop::collection::vec(1u32..9, 3), 2..4)) {
            let (family, _) = table(&rows);
            let hidden = small(&family);
            let seen = family.seen(&hidden, 1);
            let plain = quick(&family, &seen);
            for group in groups(&family, &seen) {
                for (cell, sharp) in exact(&family, &group, &seen, &hidden) {
                    prop_assert!(plain[cell].low <= sharp.low && plain[cell].high >= sharp.high, "{:?} {sharp:?}", plain[cell]);
                }
            }
        }
    }
}
