//! What the checks found, as plain values for the report: completeness, rules, teams, and a grade beside every indicator.
//!
//! Teams are made for audiences that see teams and for nobody else: [`teams`] is called where the audience is known.

use super::Read;
use crate::checks::{self, Completeness, Fixes};
use crate::indicators::Catalogue;
use crate::indicators::columns::columns;
use crate::number::Unit;
use crate::report::facts;
use crate::report::quality::{ColumnQuality, ListQuality, Quality, RuleQuality, TeamQuality};
use std::collections::BTreeMap;

/// What the data quality page says, from the checks and from what was read; without teams.
pub(super) fn of(checked: &checks::Quality, read: &Read) -> Quality {
    let lists = read
        .schema
        .lists
        .iter()
        .map(|record| ListQuality {
            number: record.number,
            title: record.title.clone(),
            grade: checked.grades.get(&record.key).and_then(Option::as_ref).map_or_else(|| "–".to_owned(), |g| g.letter.to_string()),
            rows: read.lists.lists.get(&record.key).map_or(0, |l| l.rows),
            columns: checked.completeness.iter().filter(|c| c.list == record.key).map(|c| column(c, read)).collect(),
        })
        .collect();
    let rules = checked
        .rules
        .iter()
        .map(|r| RuleQuality {
            code: r.code.clone(),
            severity: r.severity,
            list: title(read, &r.list),
            title: r.title.clone(),
            todo: r.what_to_do.clone(),
            count: r.count as usize,
            of: r.of as usize,
        })
        .collect();
    let mut matched = Vec::new();
    for record in &read.schema.lists {
        let Some(list) = read.lists.lists.get(&record.key) else { continue };
        for (i, origin) in list.origins.iter().enumerate() {
            let rows = list.places.iter().filter(|p| usize::from(p.0) == i).count();
            matched.push([
                record.title.clone(),
                origin.file.clone(),
                origin.sheet.clone(),
                origin.rule.clone(),
                crate::number::count(rows as u64),
            ]);
        }
    }
    Quality { lists, rules, matched, teams: Vec::new() }
}

fn column(c: &Completeness, read: &Read) -> ColumnQuality {
    ColumnQuality {
        field: c.column.clone(),
        heading: heading(read, &c.list, &c.column),
        filled: c.filled as usize,
        of: c.of as usize,
        unmapped: c.unmapped as usize,
        required: c.required,
    }
}

fn title(read: &Read, key: &str) -> String {
    read.schema.list(key).map_or_else(|| key.to_owned(), |l| l.title.clone())
}

fn heading(read: &Read, key: &str, field: &str) -> String {
    read.schema.list(key).and_then(|l| l.column(field)).map_or_else(|| field.to_owned(), |c| c.heading.clone())
}

/// How many of each kind every team has to mend.
pub(super) fn teams(checked: &checks::Quality, read: &Read) -> Vec<TeamQuality> {
    let catalogue = checks::Catalogue::built_in();
    let fixes = Fixes::of(&catalogue, &read.lists, read.as_at, &read.windows, checked);
    let of = |count: checks::TeamCount<'_>| TeamQuality {
        team: count.team.unwrap_or("No team named").to_owned(),
        list: title(read, count.list),
        code: count.code.to_owned(),
        severity: count.severity,
        column: count.field.map(|field| heading(read, count.list, field)),
        what: count.what.to_owned(),
        count: count.count as usize,
    };
    fixes.by_team().into_iter().map(of).collect()
}

/// How complete the columns are that each indicator rests on: the one that is filled least, judged as it is displayed.
///
/// An optional column counts only where the rule asks for it: where a blank is an answer (a plan without an end is open),
/// it lowers nothing; where a row without one leaves the figure, it does.
///
/// Where it is not `open`, the letter and the column are told and not the share of rows: that would tell how many there are.
pub(super) fn grades(catalogue: &Catalogue, checked: &checks::Quality, read: &Read, open: bool) -> BTreeMap<String, facts::Completeness> {
    let known: BTreeMap<(&str, &str), &Completeness> =
        checked.completeness.iter().map(|c| ((c.list.as_str(), c.column.as_str()), c)).collect();
    let letters = checks::Catalogue::built_in();
    let mut grades = BTreeMap::new();
    for definition in catalogue.iter().filter(|definition| definition.about.because.is_empty()) {
        let found = columns(catalogue, definition);
        let asked = |list: &String, field: &String| found.asked.get(list).is_some_and(|fields| fields.contains(field));
        let fields = found.rests.iter().flat_map(|(list, fields)| fields.iter().map(move |field| (list, field)));
        let counted = fields.filter_map(|(list, field)| {
            let column = known.get(&(list.as_str(), field.as_str())).filter(|column| column.required || asked(list, field))?;
            Some((Unit::Percent.displayed(column.percent()?), *column))
        });
        if let Some((percent, worst)) = counted.min_by(|a, b| a.0.total_cmp(&b.0)) {
            let words = words(percent, worst, read, open);
            grades.insert(definition.about.code.clone(), facts::Completeness { letter: letters.letter(percent), words });
        }
    }
    grades
}

fn words(percent: f64, worst: &Completeness, read: &Read, open: bool) -> String {
    let heading = heading(read, &worst.list, &worst.column);
    let number = read.schema.list(&worst.list).map_or(0, |list| list.number);
    let rows = read.lists.lists.get(&worst.list).map_or(0, |list| list.rows as u32);
    if !worst.present {
        return format!("“{heading}” is not in list {number}");
    }
    if percent >= 100.0 {
        return "filled and understood".to_owned();
    }
    if !open {
        return format!("“{heading}” is not filled and understood in every row of list {number}");
    }
    let share = Unit::Percent.show(percent);
    let (the, which) = if worst.of < rows { ("the ", " that should have it") } else { ("", "") };
    format!("“{heading}” is filled and understood in {share} of {the}rows of list {number}{which}")
}
