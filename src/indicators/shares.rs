//! Counts, sums and shares.

use super::evaluate::Line;
use super::filter::{all, compile_all, select};
use super::group::{NOT_MAPPED, NOT_RECORDED, Place, group};
use super::record::{Answers, Case, Count, Filter, Share, Sum};
use super::view::{Absent, Seen, View, World};
use crate::annex_a::lists::{Coded, Column};
use std::collections::BTreeMap;

/// A number of rows or identifiers, single or by group.
pub fn count<'a>(world: &World<'a>, view: &View<'a>, rule: &Count) -> Seen<Vec<Line>> {
    let rows = select(world, view, &rule.base, &rule.narrow)?;
    let distinct = rule.distinct.as_deref();
    if let Some(by) = &rule.by {
        let groups = group(world, view, by, &rows)?;
        let mut lines = Vec::new();
        for (index, label) in groups.labels.iter().enumerate() {
            lines.push(Line::count(label, view.counted(distinct, &at(&rows, &groups.places, Place::Group(index)))?));
        }
        let blank = view.counted(distinct, &at(&rows, &groups.places, Place::NotRecorded))?;
        if groups.coded || blank.n > 0.0 {
            lines.push(Line::count(NOT_RECORDED, blank));
        }
        if groups.coded {
            lines.push(Line::count(NOT_MAPPED, view.counted(distinct, &at(&rows, &groups.places, Place::NotMapped))?));
        }
        return Ok(lines);
    }
    if rule.cases.is_empty() {
        return Ok(vec![Line::count("", view.counted(distinct, &rows)?)]);
    }
    rule.cases.iter().map(|case| Ok(Line::count(&case.group, view.counted(distinct, &keep(world, view, &case.narrow, &rows)?)?))).collect()
}

/// The sum of a field, an identifier's largest value counted once where one is named.
pub fn sum<'a>(world: &World<'a>, view: &View<'a>, rule: &Sum) -> Seen<Vec<Line>> {
    let rows = select(world, view, &rule.base, &rule.narrow)?;
    let values = view.wholes(&rule.field)?;
    let total: f64 = match &rule.distinct {
        None => rows.iter().filter_map(|&row| values[row]).map(f64::from).sum(),
        Some(field) => {
            let of_row = rows.iter().filter_map(|&row| values[row].map(|value| (row, value)));
            largest(view.strings(field)?, of_row).into_iter().map(f64::from).sum()
        }
    };
    Ok(vec![Line::count("", total)])
}

/// The largest value of every identifier; a row without one stands for itself.
pub fn largest(ids: &[Option<u32>], values: impl Iterator<Item = (usize, i32)>) -> Vec<i32> {
    let mut alone = Vec::new();
    let mut best: BTreeMap<u32, i32> = BTreeMap::new();
    for (row, value) in values {
        match ids[row] {
            Some(id) => {
                let place = best.entry(id).or_insert(value);
                *place = (*place).max(value);
            }
            None => alone.push(value),
        }
    }
    alone.extend(best.into_values());
    alone
}

/// Those counted among a base.
pub fn share<'a>(world: &World<'a>, view: &View<'a>, rule: &Share) -> Seen<Vec<Line>> {
    let rows = select(world, view, &rule.base, &rule.narrow)?;
    let distinct = rule.distinct.as_deref();
    let known = Known::sort(world, view, rule, &rows)?;
    let counted = match &rule.answers {
        Some(answers) => keep(world, view, &rule.counted, &with_codes(world, view, answers, &answers.yes, &known.rows)?)?,
        None => keep(world, view, &rule.counted, &known.rows)?,
    };
    let mut lines = Vec::new();
    if rule.total || (rule.by.is_none() && rule.cases.is_empty()) {
        lines.push(Line::share("", view.counted(distinct, &counted)?, view.counted(distinct, &known.rows)?));
    }
    for case in &rule.cases {
        lines.push(case_line(world, view, case, (distinct, &known.rows, &counted))?);
    }
    if let Some(by) = &rule.by {
        let (all, some) = (group(world, view, by, &known.rows)?, group(world, view, by, &counted)?);
        for label in &all.labels {
            let of = |groups: &super::group::Groups, rows: &[usize]| {
                let index = groups.labels.iter().position(|other| other == label);
                index.map_or_else(Vec::new, |index| at(rows, &groups.places, Place::Group(index)))
            };
            lines.push(Line::share(label, view.counted(distinct, &of(&some, &counted))?, view.counted(distinct, &of(&all, &known.rows))?));
        }
    }
    let whole = view.counted(distinct, &rows)?;
    let seen = view.counted(distinct, &known.rows)?;
    for (label, apart) in known.apart {
        // A child with one row known and another not is known.
        let n = if distinct.is_some() && label == NOT_RECORDED { whole.less(&seen) } else { view.counted(distinct, &apart)? };
        lines.push(Line::share(label, n, whole.clone()));
    }
    Ok(lines)
}

fn case_line<'a>(
    world: &World<'a>,
    view: &View<'a>,
    case: &Case,
    (distinct, base, counted): (Option<&str>, &[usize], &[usize]),
) -> Seen<Line> {
    let denominator = keep(world, view, &case.narrow, base)?;
    let numerator = keep(world, view, &case.counted, &keep(world, view, &case.narrow, counted)?)?;
    Ok(Line::share(&case.group, view.counted(distinct, &numerator)?, view.counted(distinct, &denominator)?))
}

/// Rows that meet further conditions.
pub fn keep<'a>(world: &World<'a>, view: &View<'a>, filters: &[Filter], rows: &[usize]) -> Seen<Vec<usize>> {
    let tests = compile_all(world, view, None, filters)?;
    Ok(rows.iter().copied().filter(|&row| all(&tests, row, None)).collect())
}

/// Rows with a place.
pub fn at(rows: &[usize], places: &[Place], place: Place) -> Vec<usize> {
    rows.iter().zip(places).filter(|(_, other)| **other == place).map(|(&row, _)| row).collect()
}

/// Rows of the denominator, and those left out of it that are shown beside.
pub struct Known {
    /// Rows of the denominator.
    pub rows: Vec<usize>,
    /// Rows left out, by the label they are shown under.
    pub apart: Vec<(String, Vec<usize>)>,
}

impl Known {
    /// Sorts rows by whether what a share asks of them is known.
    pub fn sort<'a>(world: &World<'a>, view: &View<'a>, rule: &Share, rows: &[usize]) -> Seen<Self> {
        if let Some(answers) = &rule.answers {
            return answered(world, view, answers, rows);
        }
        if rule.known.is_empty() {
            return Ok(Self { rows: rows.to_vec(), apart: Vec::new() });
        }
        let columns: Vec<&Column> = rule.known.iter().map(|field| view.column(field)).collect::<Seen<_>>()?;
        let coded = columns.iter().any(|column| matches!(column, Column::Code(..)));
        let (mut known, mut blank, mut unmapped) = (Vec::new(), Vec::new(), Vec::new());
        for &row in rows {
            let states: Vec<State> = columns.iter().map(|column| state(column, row)).collect();
            match (states.contains(&State::Blank), states.contains(&State::Unmapped)) {
                (true, _) => blank.push(row),
                (false, true) => unmapped.push(row),
                (false, false) => known.push(row),
            }
        }
        let mut apart = vec![(NOT_RECORDED.to_owned(), blank)];
        if coded {
            apart.push((NOT_MAPPED.to_owned(), unmapped));
        }
        Ok(Self { rows: known, apart })
    }
}

#[derive(PartialEq, Eq)]
enum State {
    Known,
    Blank,
    Unmapped,
}

fn state(column: &Column, row: usize) -> State {
    let filled = |filled: bool| if filled { State::Known } else { State::Blank };
    match column {
        Column::Date(values) => filled(values[row].is_some()),
        Column::Whole(values) => filled(values[row].is_some()),
        Column::Text(values) | Column::Id(values) => filled(values[row].is_some()),
        Column::Code(_, values) => match values[row] {
            Coded::Blank => State::Blank,
            Coded::Unmapped => State::Unmapped,
            Coded::Code(_) => State::Known,
        },
    }
}

/// Yes and no are the denominator; every other answer is a group of its own, with the whole base.
fn answered<'a>(world: &World<'a>, view: &View<'a>, answers: &Answers, rows: &[usize]) -> Seen<Known> {
    let (name, values) = view.list.codes(&answers.field).ok_or(Absent)?;
    let codes = &world.codes(name).ok_or(Absent)?.codes;
    let (mut known, mut blank, mut unmapped) = (Vec::new(), Vec::new(), Vec::new());
    let mut others: Vec<(String, Vec<usize>)> = Vec::new();
    for code in codes {
        if !answers.yes.contains(&code.key) && !answers.no.contains(&code.key) && others.iter().all(|(label, _)| *label != code.group) {
            others.push((code.group.clone(), Vec::new()));
        }
    }
    for &row in rows {
        match values[row] {
            Coded::Blank => blank.push(row),
            Coded::Unmapped => unmapped.push(row),
            Coded::Code(code) => match codes.get(code as usize) {
                Some(code) => match others.iter_mut().find(|(label, _)| *label == code.group) {
                    Some((_, apart)) => apart.push(row),
                    None => known.push(row),
                },
                None => unmapped.push(row),
            },
        }
    }
    others.push((NOT_RECORDED.to_owned(), blank));
    others.push((NOT_MAPPED.to_owned(), unmapped));
    Ok(Known { rows: known, apart: others })
}

fn with_codes<'a>(world: &World<'a>, view: &View<'a>, answers: &Answers, keys: &[String], rows: &[usize]) -> Seen<Vec<usize>> {
    let filter = Filter { field: Some(answers.field.clone()), is: keys.to_vec(), ..Filter::default() };
    keep(world, view, std::slice::from_ref(&filter), rows)
}
