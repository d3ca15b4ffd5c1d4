//! What hiding protects, on tables made for it: by hand, at random, and after earlier publications.

use super::*;
use crate::disclosure::attack::exact;
use crate::disclosure::family::{Cell, Sum};
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
