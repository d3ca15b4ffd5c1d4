//! Secondary suppression: which further cells must be hidden so that no hidden one can be worked out.
//!
//! In: a family and the cells that a rule hides. Out: the cells to hide besides, as few as can be found: the cheapest that widens the
//! narrowest interval first, and at the end whatever turns out not to be needed is shown again.

use super::attack::{Interval, groups, narrow, quick};
use super::family::{Family, Sum};
use std::collections::BTreeSet;

/// An interval of a hidden cell may not be narrower than this many values.
pub const WIDTH: u32 = 3;

/// A hidden cell whose value the rest gives away, and the relations that do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// The cell.
    pub cell: usize,
    /// Where it must lie.
    pub interval: Interval,
}

/// Every hidden cell that lies within too narrow an interval, found by the exact attack.
pub fn leaks(family: &Family, hidden: &[bool], least: u32) -> Vec<Leak> {
    groups(family, hidden).iter().flat_map(|group| leaks_of(family, group, least)).collect()
}

fn leaks_of(family: &Family, group: &[usize], least: u32) -> Vec<Leak> {
    narrow(family, group, least, WIDTH).into_iter().map(|(cell, interval)| Leak { cell, interval }).collect()
}

/// What single relations give away, the narrowest first.
fn plain_leaks(family: &Family, hidden: &[bool], least: u32) -> Vec<Leak> {
    let seen = quick(family, hidden, least);
    let tight = (0..hidden.len()).filter(|cell| hidden[*cell] && seen[*cell].width() < WIDTH);
    let mut found: Vec<Leak> = tight.map(|cell| Leak { cell, interval: seen[cell] }).collect();
    found.sort_by_key(|leak| (leak.interval.width(), leak.cell));
    found
}

/// The cells to hide besides `hidden`, which is left holding both. A family in which everything bound to a leak is already hidden
/// gives the leak back.
pub fn protect(family: &Family, hidden: &mut [bool], least: u32) -> Result<Vec<usize>, Leak> {
    let by_cell = family.by_cell();
    let before = hidden.to_vec();
    // First what single relations give away: quick to find, and most of all there is.
    loop {
        let found = plain_leaks(family, hidden, least);
        if found.is_empty() {
            break;
        }
        hide_beside(family, &by_cell, hidden, &found, least)?;
    }
    // Then what only all of them together do, group by group; a group that stayed as it was need not be asked again.
    let mut safe: BTreeSet<Vec<usize>> = BTreeSet::new();
    loop {
        let open: Vec<Vec<usize>> = groups(family, hidden).into_iter().filter(|group| !safe.contains(group)).collect();
        if open.is_empty() {
            break;
        }
        for group in open {
            let found = leaks_of(family, &group, least);
            if found.is_empty() {
                safe.insert(group);
            } else {
                hide_beside(family, &by_cell, hidden, &found, least)?;
            }
        }
    }
    spare(family, hidden, &before, least);
    Ok((0..hidden.len()).filter(|cell| hidden[*cell] && !before[*cell]).collect())
}

/// Hides a cell beside each leak, unless one was just hidden in a relation that holds it.
fn hide_beside(family: &Family, by_cell: &[Vec<usize>], hidden: &mut [bool], found: &[Leak], least: u32) -> Result<(), Leak> {
    let mut fresh: BTreeSet<usize> = BTreeSet::new();
    for leak in found {
        let helped = by_cell[leak.cell].iter().any(|sum| family.sums[*sum].cells().any(|cell| fresh.contains(&cell)));
        if !helped {
            let next = cheapest(family, by_cell, hidden, leak.cell, least).ok_or_else(|| leak.clone())?;
            hidden[next] = true;
            fresh.insert(next);
        }
    }
    Ok(())
}

/// Shows again what need not be hidden, the dearest first: what it was hidden for may by now be kept by others.
fn spare(family: &Family, hidden: &mut [bool], before: &[bool], least: u32) {
    let mut tried: Vec<usize> = (0..hidden.len()).filter(|cell| hidden[*cell] && !before[*cell]).collect();
    tried.sort_by_key(|cell| std::cmp::Reverse((price(family, *cell), *cell)));
    for cell in tried {
        hidden[cell] = false;
        let near = |group: &Vec<usize>| family.sums.iter().any(|sum| sum.cells().any(|c| c == cell) && sum.cells().any(|c| group.contains(&c)));
        let still = !plain_leaks(family, hidden, least).is_empty()
            || groups(family, hidden).iter().filter(|group| near(group)).any(|group| !leaks_of(family, group, least).is_empty());
        hidden[cell] = still;
    }
}

fn price(family: &Family, cell: usize) -> u64 {
    u64::from(family.cells[cell].cost) * 1_000_000 + u64::from(family.cells[cell].value)
}

/// The cheapest shown cell of the relations that hold a leak in; where none of those has one, of any relation bound to it.
fn cheapest(family: &Family, by_cell: &[Vec<usize>], hidden: &[bool], leak: usize, least: u32) -> Option<usize> {
    let seen = quick(family, hidden, least);
    let shown = |sum: &Sum| -> Vec<usize> {
        // A zero that is hidden helps only where zeros may be hidden.
        sum.cells().filter(|cell| !hidden[*cell] && family.cells[*cell].printed && family.cells[*cell].value >= least).collect()
    };
    let holds = |sum: &Sum| {
        let loose = sum.cells().filter(|cell| hidden[*cell] && *cell != leak).any(|cell| seen[cell].width() >= WIDTH);
        !loose
    };
    let mut reached: BTreeSet<usize> = BTreeSet::from([leak]);
    loop {
        let sums: Vec<&Sum> = reached.iter().flat_map(|cell| &by_cell[*cell]).map(|place| &family.sums[*place]).collect();
        let tight = sums.iter().filter(|sum| holds(sum)).flat_map(|sum| shown(sum));
        let pick = tight.min_by_key(|cell| (price(family, *cell), *cell));
        let pick = pick.or_else(|| sums.iter().flat_map(|sum| shown(sum)).min_by_key(|cell| (price(family, *cell), *cell)));
        if pick.is_some() {
            return pick;
        }
        let wider: BTreeSet<usize> = sums.iter().flat_map(|sum| sum.cells()).filter(|cell| hidden[*cell]).chain([leak]).collect();
        if wider.is_subset(&reached) {
            return None;
        }
        reached.extend(wider);
    }
}

#[cfg(test)]
mod tests {
    use super::super::attack::exact;
    use super::super::family::Cell;
    use super::*;
    use proptest::prelude::*;

    /// A table of rows and columns with all its totals; the cells row by row, each row's total after it, the column totals last.
    fn table(rows: &[Vec<u32>]) -> Family {
        let wide = rows[0].len();
        let mut family = Family::default();
        let cell = |value, cost| Cell { name: String::new(), value, cost, printed: true };
        let add = |family: &mut Family, value, cost| {
            family.cells.push(cell(value, cost));
            family.cells.len() - 1
        };
        let mut places = Vec::new();
        let mut totals = Vec::new();
        for row in rows {
            let parts: Vec<usize> = row.iter().map(|value| add(&mut family, *value, 1)).collect();
            let total = add(&mut family, row.iter().sum(), 5);
            family.sums.push(Sum { total, parts: parts.clone(), whole: true });
            places.push(parts);
            totals.push(total);
        }
        let mut columns = Vec::new();
        for column in 0..wide {
            let total = add(&mut family, rows.iter().map(|row| row[column]).sum(), 5);
            family.sums.push(Sum { total, parts: places.iter().map(|row| row[column]).collect(), whole: true });
            columns.push(total);
        }
        let all = add(&mut family, rows.iter().flatten().sum(), 20);
        family.sums.push(Sum { total: all, parts: totals, whole: true });
        family.sums.push(Sum { total: all, parts: columns, whole: true });
        family
    }

    fn small(family: &Family) -> Vec<bool> {
        family.cells.iter().map(|cell| (1..=5).contains(&cell.value)).collect()
    }

    #[test]
    fn one_hidden_part_takes_another_with_it() {
        let mut family = Family::default();
        family.cells = [3, 40, 12, 55].map(|value| Cell { name: String::new(), value, cost: 1, printed: true }).to_vec();
        family.cells[3].cost = 5;
        family.sums.push(Sum { total: 3, parts: vec![0, 1, 2], whole: true });
        let mut hidden = small(&family);
        assert_eq!(leaks(&family, &hidden, 1), [Leak { cell: 0, interval: Interval { low: 3, high: 3 } }]);
        assert_eq!(protect(&family, &mut hidden, 1), Ok(vec![2]), "12 is the cheapest that hides 3");
        // 3 + 12 = 15, each at least 1.
        assert_eq!(exact(&family, &[0, 2], 1), [Interval { low: 1, high: 14 }; 2]);
    }

    #[test]
    fn two_ones_that_make_two_are_no_secret() {
        let mut family = Family::default();
        family.cells = [1, 1, 30, 32].map(|value| Cell { name: String::new(), value, cost: 1, printed: true }).to_vec();
        family.sums.push(Sum { total: 3, parts: vec![0, 1, 2], whole: true });
        let mut hidden = small(&family);
        assert_eq!(leaks(&family, &hidden, 1).len(), 2);
        assert_eq!(protect(&family, &mut hidden, 1), Ok(vec![2]));
    }

    #[test]
    fn a_part_of_what_is_shown_is_bounded_by_it() {
        // 4 of 6: the most it can be is 6, the least 1, and its complement is as small.
        let mut family = Family::default();
        family.cells = [4, 6].map(|value| Cell { name: String::new(), value, cost: 1, printed: true }).to_vec();
        family.sums.push(Sum { total: 1, parts: vec![0], whole: false });
        assert!(leaks(&family, &[true, false], 1).is_empty());
        family.cells[1].value = 3;
        family.cells[0].value = 2;
        assert_eq!(leaks(&family, &[true, false], 1).len(), 1, "1 to 3 is too narrow");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn no_protected_table_gives_a_cell_away(rows in prop::collection::vec(prop::collection::vec(0u32..30, 4), 2..6)) {
            let family = table(&rows);
            let primary = small(&family);
            let mut hidden = primary.clone();
            if protect(&family, &mut hidden, 1).is_ok() {
                prop_assert!(leaks(&family, &hidden, 1).is_empty());
                prop_assert!(primary.iter().zip(&hidden).all(|(was, is)| !was || *is));
                // The true values always lie inside.
                for group in groups(&family, &hidden) {
                    for (cell, interval) in group.iter().zip(exact(&family, &group, 1)) {
                        prop_assert!((interval.low..=interval.high).contains(&family.cells[*cell].value));
                    }
                }
            }
        }

        #[test]
        fn the_quick_attack_is_never_sharper_than_the_exact(rows in prop::collection::vec(prop::collection::vec(1u32..9, 3), 2..4)) {
            let family = table(&rows);
            let hidden = small(&family);
            let seen = quick(&family, &hidden, 1);
            for group in groups(&family, &hidden) {
                for (cell, sharp) in group.iter().zip(exact(&family, &group, 1)) {
                    prop_assert!(seen[*cell].low <= sharp.low && seen[*cell].high >= sharp.high, "{:?} {sharp:?}", seen[*cell]);
                }
            }
        }
    }
}
