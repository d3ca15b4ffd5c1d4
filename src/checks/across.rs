//! Tests that look at several rows together: repeated children, numbers against rows, other lists, identity.
//!
//! Identifiers are small integers, the same in every list, so what is known of a child is a place in a vector.

use super::condition::all;
use super::record::{Elsewhere, Fewer, Field, Identity};
use super::{Answer, Setting};
use crate::annex_a::lists::{Coded, Column, List};
use crate::calendar::Day;
use std::collections::BTreeSet;

/// Rows beyond the first of an identifier.
pub(super) fn repeated(test: &Field, list: &List, setting: &Setting) -> Answer {
    let ids = list.strings(&test.field)?;
    let mut seen = vec![false; setting.lists.strings.len()];
    let again = |&row: &usize| ids[row].is_some_and(|id| std::mem::replace(&mut seen[id as usize], true));
    Some((list.rows, (0..list.rows).filter(again).collect()))
}

/// Rows of a child whose number differs from that of the child's first row.
pub(super) fn varies(test: &Field, list: &List, setting: &Setting) -> Answer {
    let (ids, numbers) = (list.strings("child_id")?, list.wholes(&test.field)?);
    let mut first: Vec<Option<Option<i32>>> = vec![None; setting.lists.strings.len()];
    let differs = |&row: &usize| ids[row].is_some_and(|id| *first[id as usize].get_or_insert(numbers[row]) != numbers[row]);
    Some((list.rows, (0..list.rows).filter(differs).collect()))
}

/// Rows of children whose number of earlier events is below what the rows themselves show.
///
/// Earlier means in the twelve months before the day of the child's latest event; that day's row is named.
pub(super) fn fewer_than_rows(test: &Fewer, list: &List) -> Answer {
    let (ids, numbers, days) = (list.strings("child_id")?, list.wholes(&test.number)?, list.dates(&test.date)?);
    let mut events: Vec<(u32, Day, usize)> = (0..list.rows).filter_map(|row| Some((ids[row]?, days[row]?, row))).collect();
    events.sort_unstable();
    let (mut of, mut failing) = (0, Vec::new());
    for child in events.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(_, latest, _)) = child.last() else { continue };
        let Some(given) = child.iter().filter_map(|&(_, _, row)| numbers[row]).max() else { continue };
        of += child.len();
        let year = latest.months_before(12);
        let earlier: BTreeSet<Day> = child.iter().map(|&(_, day, _)| day).filter(|&day| day < latest && day > year).collect();
        // A number below 0 has a rule of its own.
        if given.max(0) < earlier.len() as i32 {
            failing.extend(child.iter().find(|&&(_, day, _)| day == latest).map(|&(_, _, row)| row));
        }
    }
    failing.sort_unstable();
    Some((of, failing))
}

/// Rows of children who are not on another list and should be, or are and should not.
///
/// Where the other list was not read at all, the rule cannot be asked.
pub(super) fn elsewhere(test: &Elsewhere, list: &List, setting: &Setting) -> Answer {
    let other = setting.lists.lists.get(&test.other).filter(|other| !other.origins.is_empty() || other.rows > 0)?;
    let (ids, asked) = (list.strings("child_id")?, all(&test.base, list, setting)?);
    let mut there = vec![false; setting.lists.strings.len()];
    if other.rows > 0 {
        let (others, counted) = (other.strings("child_id")?, all(&test.other_where, other, setting)?);
        for id in (0..other.rows).filter(|&row| counted(row)).filter_map(|row| others[row]) {
            there[id as usize] = true;
        }
    }
    let base: Vec<_> = (0..list.rows).filter(|&row| ids[row].is_some() && asked(row)).collect();
    let of = base.len();
    Some((of, base.into_iter().filter(|&row| ids[row].is_some_and(|id| there[id as usize] != test.present)).collect()))
}

/// The first row in this list of every child about whom another list says something else.
pub(super) fn identity(test: &Identity, list: &List, setting: &Setting) -> Answer {
    let (ids, column) = (list.strings("child_id")?, list.columns.get(&test.field)?);
    // The lowest and the highest value that other lists give for a child: both are ours, or something differs.
    let mut said: Vec<Option<(i64, i64)>> = vec![None; setting.lists.strings.len()];
    for other in setting.lists.lists.values().filter(|other| other.key != list.key) {
        let (Some(ids), Some(column)) = (other.strings("child_id"), other.columns.get(&test.field)) else { continue };
        let value = values(column, test, setting);
        for (id, value) in (0..other.rows).filter_map(|row| Some((ids[row]?, value(row)?))) {
            let (low, high) = said[id as usize].get_or_insert((value, value));
            (*low, *high) = ((*low).min(value), (*high).max(value));
        }
    }
    let mut seen = vec![false; setting.lists.strings.len()];
    let value = values(column, test, setting);
    let (mut of, mut failing) = (0, Vec::new());
    for (row, id, here) in (0..list.rows).filter_map(|row| Some((row, ids[row]?, value(row)?))) {
        if !std::mem::replace(&mut seen[id as usize], true) {
            of += 1;
            failing.extend(said[id as usize].filter(|said| *said != (here, here)).map(|_| row));
        }
    }
    Some((of, failing))
}

/// What a cell says, as a number to compare; `None` where it says nothing.
fn values<'a>(column: &'a Column, test: &Identity, setting: &Setting) -> impl Fn(usize) -> Option<i64> + use<'a> {
    let set = if let Column::Code(name, _) = column { setting.lists.code_sets.get(name) } else { None };
    let codes = set.map_or(&[][..], |set| &set.codes);
    let silent: Vec<u16> = (0u16..).zip(codes).filter(|(_, code)| test.ignore.contains(&code.key)).map(|(index, _)| index).collect();
    move |row| match column {
        Column::Date(days) => days[row].map(|day| i64::from(day.0)),
        Column::Whole(numbers) => numbers[row].map(i64::from),
        Column::Text(texts) | Column::Id(texts) => texts[row].map(i64::from),
        Column::Code(_, codes) => match codes[row] {
            Coded::Code(index) if !silent.contains(&index) => Some(i64::from(index)),
            _ => None,
        },
    }
}
