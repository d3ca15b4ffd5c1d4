//! Of those that a share does not count, how many have no date: late and not recorded are different things.

use super::listed::sides;
use super::record::Rule;
use super::view::World;
use super::{Catalogue, Setting};
use crate::annex_a::lists::Lists;

/// Those of a share's base that it does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    /// All of them.
    pub all: usize,
    /// Those without a date.
    pub undated: usize,
}

/// Those that the share of a code does not count, and those of them whose `date` is blank; `None` where the code is no share of rows,
/// or a column is not held.
pub fn undated(catalogue: &Catalogue, lists: &Lists, setting: &Setting, code: &str, date: &str) -> Option<Missed> {
    let definition = catalogue.get(code)?;
    let Rule::Share(rule) = &definition.rule else { return None };
    let world = World::new(catalogue, lists, setting);
    let view = world.view(&definition.list).ok()?;
    let (base, counted) = sides(&world, view, rule).ok()?;
    let dates = view.dates(date).ok()?;
    let distinct = rule.distinct.as_deref();
    let missed: Vec<usize> = base.into_iter().filter(|row| counted.binary_search(row).is_err()).collect();
    let blank: Vec<usize> = missed.iter().copied().filter(|row| dates[*row].is_none()).collect();
    let number = |rows: &[usize]| view.number(distinct, rows).ok().map(|n| n as usize);
    Some(Missed { all: number(&missed)?, undated: number(&blank)? })
}
