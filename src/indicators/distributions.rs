//! Distributions, multiples, matrices and pyramids.

use super::durations::median;
use super::evaluate::Line;
use super::filter::select;
use super::group::{Groups, NOT_MAPPED, NOT_RECORDED, Place, group, measure, number_range};
use super::record::{Distribution, Matrix, Multiples, Pyramid};
use super::view::{Absent, Seen, UNBORN, View, World};
use crate::annex_a::lists::Coded;
use crate::number::Unit;
use std::collections::BTreeMap;

/// Ages beyond this are not drawn: they are faults of a date of birth.
const OLDEST: i32 = 25;

/// Parts of a base in percent.
pub fn distribution<'a>(world: &World<'a>, view: &View<'a>, rule: &Distribution) -> Seen<Vec<Line>> {
    let rows = select(world, view, &rule.base, &rule.narrow)?;
    let mut groups = group(world, view, &rule.by, &rows)?;
    if let Some(label) = &rule.blank_is {
        let index = groups.labels.len();
        groups.labels.push(label.clone());
        for place in groups.places.iter_mut().filter(|place| **place == Place::NotRecorded) {
            *place = Place::Group(index);
        }
    }
    let places = match &rule.distinct {
        Some(field) => highest(view.strings(field)?, &rows, &groups.places),
        None => rows.iter().copied().zip(groups.places.iter().copied()).collect(),
    };
    let number = |wanted: &dyn Fn(Place) -> bool| {
        let rows = places.iter().filter(|(_, place)| wanted(*place)).map(|(row, _)| *row);
        match rule.distinct.as_deref().map(|field| (field, view.strings(field))) {
            Some((field, Ok(ids))) => view.identifiers(field, rows.map(|row| (ids[row], row))),
            _ => view.rows(rows),
        }
    };
    let whole = number(&|_| true);
    let known = number(&|place| matches!(place, Place::Group(_) | Place::Elsewhere));
    let of = if rule.whole || rule.blank_is.is_some() { number(&|place| place != Place::Out) } else { known };
    let mut lines = Vec::new();
    if rule.total {
        lines.push(Line::share("", number(&|place| matches!(place, Place::Group(_))), of.clone()));
    }
    for (index, label) in groups.labels.iter().enumerate() {
        lines.push(Line::share(label, number(&|place| place == Place::Group(index)), of.clone()));
    }
    if rule.median {
        let lengths = measure(world, view, &rule.by, &rows)?.into_iter().flatten().filter(|&days| days >= 0).map(f64::from).collect();
        let middle = Line { behind: vec![None, of.members.clone()], ..Line::bare("median", median(lengths)) };
        lines.push(middle.in_unit(if rule.by.working { Unit::WorkingDays } else { Unit::Days }));
    }
    if rule.blank_is.is_none() && rule.by.first_of.is_empty() {
        lines.push(Line::share(NOT_RECORDED, number(&|place| place == Place::NotRecorded), whole.clone()));
    }
    if groups.coded {
        lines.push(Line::share(NOT_MAPPED, number(&|place| place == Place::NotMapped), whole));
    }
    Ok(lines)
}

/// One place an identifier, with a row of it: the highest group among its rows; a row without an identifier stands for itself.
fn highest(ids: &[Option<u32>], rows: &[usize], places: &[Place]) -> Vec<(usize, Place)> {
    let rank = |place: Place| match place {
        Place::Group(index) => index + 4,
        Place::Elsewhere => 3,
        Place::NotMapped => 2,
        Place::NotRecorded => 1,
        Place::Out => 0,
    };
    let mut best: BTreeMap<u32, (usize, Place)> = BTreeMap::new();
    let mut out = Vec::new();
    for (&row, &place) in rows.iter().zip(places) {
        match ids[row] {
            None => out.push((row, place)),
            Some(id) => {
                let kept = best.entry(id).or_insert((row, place));
                if rank(place) > rank(kept.1) {
                    *kept = (row, place);
                }
            }
        }
    }
    out.extend(best.into_values());
    out
}

/// Identifiers by how many rows they have.
pub fn multiples<'a>(world: &World<'a>, view: &View<'a>, rule: &Multiples) -> Seen<Vec<Line>> {
    let rows = select(world, view, &rule.base, &rule.narrow)?;
    let ids = view.strings(&rule.of)?;
    let mut counts: BTreeMap<u32, (usize, i32)> = BTreeMap::new();
    for (id, row) in rows.iter().filter_map(|&row| Some((ids[row]?, row))) {
        counts.entry(id).or_insert((row, 0)).1 += 1;
    }
    // A row without an identifier is an identifier with one row.
    let alone = rows.iter().filter(|&&row| ids[row].is_none()).map(|&row| (row, 1));
    let counts: Vec<(usize, i32)> = counts.into_values().chain(alone).collect();
    let number = |wanted: &dyn Fn(i32) -> bool| {
        view.identifiers(&rule.of, counts.iter().filter(|(_, n)| wanted(*n)).map(|(row, _)| (ids[*row], *row)))
    };
    let of = number(&|_| true);
    if let Some(least) = rule.at_least {
        return Ok(vec![Line::share("", number(&|n| n >= least), of)]);
    }
    let line = |label: &String| {
        let range = number_range(label).unwrap_or_default();
        Line::share(label, number(&|n| range.holds(n)), of.clone())
    };
    Ok(rule.groups.iter().map(line).collect())
}

/// Rows by two groupings; each label is the first group and the second.
pub fn matrix<'a>(world: &World<'a>, view: &View<'a>, rule: &Matrix) -> Seen<Vec<Line>> {
    let rows = select(world, view, &rule.base, &rule.narrow)?;
    let (first, second) = (group(world, view, &rule.rows, &rows)?, group(world, view, &rule.columns, &rows)?);
    let (down, across) = (ends(&first), ends(&second));
    let mut cells: Vec<Vec<usize>> = vec![Vec::new(); down.len() * across.len()];
    let find = |ends: &[(String, Place)], place: Place| ends.iter().position(|(_, other)| *other == place);
    for ((&a, &b), &row) in first.places.iter().zip(&second.places).zip(&rows) {
        if let (Some(a), Some(b)) = (find(&down, a), find(&across, b)) {
            cells[a * across.len() + b].push(row);
        }
    }
    let label = |cell: usize| format!("{} {}", down[cell / across.len()].0, across[cell % across.len()].0);
    Ok(cells.iter().enumerate().map(|(cell, rows)| Line::count(label(cell), view.rows(rows.iter().copied()))).collect())
}

/// The groups of one side of a matrix, with those of blank and unmapped cells.
fn ends(groups: &Groups) -> Vec<(String, Place)> {
    let mut ends: Vec<(String, Place)> =
        groups.labels.iter().enumerate().map(|(index, label)| (label.clone(), Place::Group(index))).collect();
    ends.push((NOT_RECORDED.to_owned(), Place::NotRecorded));
    if groups.coded {
        ends.push((NOT_MAPPED.to_owned(), Place::NotMapped));
    }
    ends
}

/// Single years of age by sex: `Male 5` is a share of all rows of that sex with a known age.
pub fn pyramid<'a>(world: &World<'a>, view: &View<'a>, rule: &Pyramid) -> Seen<Vec<Line>> {
    let rows = select(world, view, &rule.base, &rule.narrow)?;
    let (name, values) = view.list.codes("sex").ok_or(Absent)?;
    let codes = &world.codes(name).ok_or(Absent)?.codes;
    let ages = view.ages();
    let born = |row: usize| ages[row].filter(|&age| age != UNBORN);
    let mut lines = Vec::new();
    let mut oldest = rule.oldest;
    let mut sides = Vec::new();
    for key in ["male", "female"] {
        let code = codes.iter().position(|code| code.key == key).ok_or(Absent)?;
        let is = |row: usize| matches!(values[row], Coded::Code(value) if value as usize == code);
        let known: Vec<(usize, i32)> = rows.iter().filter(|&&row| is(row)).filter_map(|&row| Some((row, born(row)?))).collect();
        oldest = known.iter().map(|(_, age)| *age).filter(|&age| age <= OLDEST).fold(oldest, i32::max);
        sides.push((&codes[code].label, known));
    }
    for (label, known) in sides {
        for age in rule.youngest..=oldest {
            lines.push(Line::share(
                format!("{label} {age}"),
                view.rows(known.iter().filter(|(_, other)| *other == age).map(|(row, _)| *row)),
                view.rows(known.iter().map(|(row, _)| *row)),
            ));
        }
    }
    Ok(lines)
}
