//! Counts that hang together: which published number is a sum of which others.
//!
//! In: counts by name with the sets they count. Out: a [`Family`], the only thing that suppression and its audit look at.
//! A reader who subtracts what is shown from a total works with these relations, whether or not a page prints them as one table.

use std::collections::{BTreeMap, BTreeSet};

/// A number of rows or children that is published, or that follows from what is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// For the log of decisions: `REF-07, Police`.
    pub name: String,
    /// The number.
    pub value: u32,
    /// Whether it stands anywhere. A number that is never printed may still be worked out.
    pub printed: bool,
    /// Whether it is out, so that nothing can hide it: an earlier publication tells it, or a person lets it pass.
    pub known: bool,
}

/// What a reader knows of some cells: the parts make up the total, or at most it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum {
    /// The cell that holds the parts.
    pub total: usize,
    /// Cells of which no two overlap, but for one that counts several times and stands there as often.
    pub parts: Vec<usize>,
    /// Whether there is nothing in the total beside them.
    pub whole: bool,
}

/// Cells and what binds them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Family {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The relations.
    pub sums: Vec<Sum>,
    /// Cells a person lets pass: this publication tells them, whatever earlier ones do.
    pub allowed: BTreeSet<usize>,
}

/// What a reader knows of a number besides the relations: its bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The least it can be.
    pub low: u32,
    /// The most it can be; no bound above is [`u32::MAX`].
    pub high: u32,
}

impl Interval {
    /// How many values apart the ends are.
    pub fn width(self) -> u32 {
        self.high - self.low
    }

    /// Whether it is known.
    pub fn is_known(self) -> bool {
        self.low == self.high
    }
}

impl Sum {
    /// Every cell it binds.
    pub fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.total).chain(self.parts.iter().copied())
    }

    /// What the total holds beside the parts.
    pub fn room(&self, family: &Family) -> u32 {
        family.cells[self.total].value - self.parts.iter().map(|part| family.cells[*part].value).sum::<u32>()
    }

    /// Cells, each once, with how often and with which sign: what is left when the parts are taken from the total.
    pub fn signed(&self) -> impl Iterator<Item = (usize, f64)> {
        let mut times = BTreeMap::from([(self.total, 1.0)]);
        self.parts.iter().for_each(|part| *times.entry(*part).or_insert(0.0) -= 1.0);
        times.into_iter().filter(|(_, times)| *times != 0.0)
    }
}

impl Family {
    /// Relations by cell.
    pub fn by_cell(&self) -> Vec<Vec<usize>> {
        let mut found = vec![Vec::new(); self.cells.len()];
        for (place, sum) in self.sums.iter().enumerate() {
            for cell in sum.cells() {
                found[cell].push(place);
            }
        }
        found
    }

    /// Whether an earlier publication tells a cell.
    pub fn is_out(&self, cell: usize) -> bool {
        self.cells[cell].known && !self.allowed.contains(&cell)
    }

    /// What is hidden where everything is that this publication could hide: what a reader then works out follows from what was
    /// published before, and from what is nought and what is not.
    pub fn utmost(&self, hidden: &[bool]) -> Vec<bool> {
        let can = |at: usize| self.cells[at].printed && self.cells[at].value > 0 && !self.is_out(at);
        hidden.iter().enumerate().map(|(at, hidden)| *hidden || can(at)).collect()
    }

    /// How a reader sees each cell.
    pub fn seen(&self, hidden: &[bool], round: u32) -> Vec<Interval> {
        self.cells.iter().zip(hidden).map(|(cell, hidden)| cell.seen(*hidden, round)).collect()
    }
}

impl Cell {
    /// What is printed of it: nothing where it is hidden but that it is no nought, nothing of what stands nowhere, and else a number
    /// rounded to a multiple of `round`. Nought is printed as it is.
    pub fn seen(&self, hidden: bool, round: u32) -> Interval {
        if hidden {
            return Interval { low: 1, high: u32::MAX };
        }
        if self.known || self.printed && self.value == 0 {
            return Interval { low: self.value, high: self.value };
        }
        if !self.printed {
            return Interval { low: 0, high: u32::MAX };
        }
        let shown = rounded(self.value, round);
        let (below, above) = (round / 2, round.saturating_sub(1) / 2);
        // The first multiple also stands for what lies below it, since only nought is printed as nought.
        let low = if shown == round { 1 } else { shown.saturating_sub(below).max(1) };
        Interval { low, high: shown + above }
    }
}

/// The multiple of `to` nearest to a number; half way goes up. A number of one or more never becomes nought.
pub fn rounded(n: u32, to: u32) -> u32 {
    if to <= 1 || n == 0 { n } else { ((n + to / 2) / to * to).max(to) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_bounds_what_it_was() {
        let cell = |value| Cell { name: String::new(), value, printed: true, known: false };
        for round in [1, 5, 10] {
            let family = Family { cells: (0..60).map(cell).collect(), ..Family::default() };
            for (value, seen) in family.seen(&[false; 60], round).iter().enumerate() {
                assert!((seen.low..=seen.high).contains(&(value as u32)), "{value} to {round}: {seen:?}");
            }
        }
        assert_eq!([0, 1, 7, 8, 12, 13].map(|n| rounded(n, 5)), [0, 5, 5, 10, 10, 15]);
    }
}
