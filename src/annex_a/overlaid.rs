//! Lists of events as they would have stood on an earlier day, by what is recorded now.
//!
//! In: the lists of then and of now. Out: rows of then that now's period no longer holds, and all other rows as they are recorded now,
//! without what came after the day. A date says itself whether it came after; a code that was blank then and is filled now may be what was
//! decided since, and counts and ages are those of the day of the export: of a record that both hold, these stay as they were.
//! Only lists of events are laid over each other: on a list with one row for each child, what ended since stands no longer, so that it
//! would seem withdrawn.

use super::lists::{Coded, Column, List, Lists};
use super::schema::Schema;
use crate::calendar::Day;
use std::collections::BTreeMap;

/// A date that may well lie after the day: it is no event.
const BIRTH: &str = "birth_date";

/// What makes a row the same record in two exports: the child, the day it began, and which of several alike it is.
pub type Key = (String, Option<Day>, u32);

/// The lists of events alone: whatever rests on others cannot be computed on them.
pub fn events_of(lists: &Lists, schema: &Schema) -> Lists {
    let is_events = |key: &String| schema.list(key).is_some_and(|record| record.events.is_some());
    let kept = lists.lists.iter().filter(|(key, _)| is_events(key)).map(|(key, list)| (key.clone(), list.clone()));
    Lists { lists: kept.collect(), code_sets: lists.code_sets.clone(), strings: lists.strings.clone() }
}

/// The lists of events as at `day`: before the day that `from` names for a list the rows of `then`, from it on those of `now`.
/// A list that `from` does not name is left out.
pub fn overlaid(then: &Lists, now: &Lists, schema: &Schema, day: Day, from: &BTreeMap<String, Day>) -> Lists {
    let mut strings = now.strings.clone();
    // Texts of then that now holds too must be one and the same.
    let mut places: BTreeMap<String, u32> = strings.iter().cloned().zip(0..).collect();
    let moved: Vec<u32> = then
        .strings
        .iter()
        .map(|text| {
            *places.entry(text.clone()).or_insert_with(|| {
                strings.push(text.clone());
                strings.len() as u32 - 1
            })
        })
        .collect();
    let mut lists = BTreeMap::new();
    for record in &schema.lists {
        let (Some(events), Some(from), Some(new)) = (&record.events, from.get(&record.key), now.lists.get(&record.key)) else { continue };
        let none = List::default();
        let old = then.lists.get(&record.key).unwrap_or(&none);
        let dated = |list: &List, row: usize, field: &str| list.dates(field).and_then(|dates| dates[row]);
        let gone = |row: &usize| dated(old, *row, events.dated()).is_some_and(|day| day < *from);
        let there = |row: &usize| {
            let began =
                [Some(&events.begins), events.ends.as_ref()].into_iter().flatten().filter_map(|field| dated(new, *row, field)).min();
            let holds = dated(new, *row, events.dated()).map_or(events.ends.is_some(), |day| day >= *from);
            holds && began.is_some_and(|began| began <= day)
        };
        let (old_rows, new_rows): (Vec<usize>, Vec<usize>) = ((0..old.rows).filter(gone).collect(), (0..new.rows).filter(there).collect());
        let mut was: BTreeMap<Key, usize> = keys(then, old, schema).into_iter().zip(0..).collect();
        let new_keys = keys(now, new, schema);
        let mut rows: Vec<Row> = old_rows.iter().map(|row| Row::Gone(*row)).collect();
        rows.extend(new_rows.iter().map(|row| was.remove(&new_keys[*row]).map_or(Row::New(*row), |old| Row::Both(old, *row))));
        let joined = |(field, column): (&String, &Column)| {
            let old = old.columns.get(field).filter(|_| old.rows > 0);
            Some((field.clone(), join(old, column, &rows, &moved, (field != BIRTH).then_some(day))?))
        };
        let list = List {
            key: record.key.clone(),
            rows: old_rows.len() + new_rows.len(),
            columns: new.columns.iter().filter_map(joined).collect(),
            origins: new.origins.clone(),
            places: Vec::new(),
            unread: BTreeMap::new(),
        };
        lists.insert(record.key.clone(), list);
    }
    Lists { lists, code_sets: now.code_sets.clone(), strings }
}

/// A record by its rows then and now.
#[derive(Debug, Clone, Copy)]
enum Row {
    Gone(usize),
    New(usize),
    Both(usize, usize),
}

/// A column of such records; `None` where then and now have it of two kinds, or only now has it and rows of then need it.
fn join(old: Option<&Column>, new: &Column, rows: &[Row], moved: &[u32], day: Option<Day>) -> Option<Column> {
    fn all<T: Copy>(rows: &[Row], then: impl Fn(usize) -> T, now: impl Fn(usize) -> T, both: impl Fn(T, T) -> T) -> Vec<T> {
        let one = |row: &Row| match *row {
            Row::Gone(old) => then(old),
            Row::New(new) => now(new),
            Row::Both(old, new) => both(then(old), now(new)),
        };
        rows.iter().map(one).collect()
    }
    let kept = |date: Option<Day>| date.filter(|date| day.is_none_or(|day| *date <= day));
    let text = |ids: &[Option<u32>], row: usize| ids[row].map(|id| moved[id as usize]);
    let unless_blank = |then: Option<u32>, now: Option<u32>| then.and(now);
    if old.is_none() && rows.iter().any(|row| !matches!(row, Row::New(_))) {
        return None;
    }
    Some(match (old.unwrap_or(new), new) {
        (Column::Date(a), Column::Date(b)) => Column::Date(all(rows, |row| a[row], |row| kept(b[row]), |_, now| now)),
        (Column::Code(one, a), Column::Code(other, b)) if one == other => {
            let unless_blank = |then: Coded, now: Coded| if then == Coded::Blank { then } else { now };
            Column::Code(one.clone(), all(rows, |row| a[row], |row| b[row], unless_blank))
        }
        (Column::Whole(a), Column::Whole(b)) => Column::Whole(all(rows, |row| a[row], |row| b[row], |then, _| then)),
        (Column::Text(a), Column::Text(b)) => Column::Text(all(rows, |row| text(a, row), |row| b[row], unless_blank)),
        (Column::Id(a), Column::Id(b)) => Column::Id(all(rows, |row| text(a, row), |row| b[row], |_, now| now)),
        _ => return None,
    })
}

/// The key of every row of a list; on a list that is none of events the child alone.
pub fn keys(lists: &Lists, list: &List, schema: &Schema) -> Vec<Key> {
    let begins = schema.list(&list.key).and_then(|record| record.events.as_ref()).and_then(|events| list.dates(&events.begins));
    let children = list.strings("child_id");
    let mut seen: BTreeMap<(String, Option<Day>), u32> = BTreeMap::new();
    (0..list.rows)
        .map(|row| {
            let child = children.and_then(|ids| ids[row]).map_or_else(String::new, |id| lists.strings[id as usize].clone());
            let began = begins.and_then(|dates| dates[row]);
            let nth = seen.entry((child.clone(), began)).or_insert(0);
            *nth += 1;
            (child, began, *nth)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Shelf;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn lists(key: &str, rows: &[(&str, &str, &str)], fields: [&str; 2]) -> Lists {
        let mut lists = Lists::default();
        let id = |text: &str, strings: &mut Vec<String>| {
            let place = strings.iter().position(|other| other == text).unwrap_or_else(|| {
                strings.push(text.to_owned());
                strings.len() - 1
            });
            Some(place as u32)
        };
        let ids = rows.iter().map(|row| id(row.0, &mut lists.strings)).collect();
        let dates = |pick: fn(&(&str, &str, &str)) -> String| Column::Date(rows.iter().map(|row| Day::parse_iso(&pick(row))).collect());
        let columns = [
            ("child_id".to_owned(), Column::Id(ids)),
            (fields[0].to_owned(), dates(|row| row.1.to_owned())),
            (fields[1].to_owned(), dates(|row| row.2.to_owned())),
        ];
        let list = List { key: key.to_owned(), rows: rows.len(), columns: columns.into(), ..List::default() };
        lists.lists.insert(key.to_owned(), list);
        lists
    }

    fn told(lists: &Lists, schema: &Schema, ends: &str) -> Vec<String> {
        let list = lists.lists.values().next().unwrap();
        let ends = list.dates(ends).unwrap();
        let keys = keys(lists, list, schema);
        let one =
            |(key, end): (&Key, &Option<Day>)| format!("{} {} {}", key.0, key.1.unwrap(), end.map_or("-".to_owned(), |d| d.to_string()));
        keys.iter().zip(ends).map(one).collect()
    }

    #[test]
    fn an_earlier_day_is_told_by_what_is_recorded_now() {
        let schema = Schema::load(&Shelf::built_in()).value;
        let fields = ["start", "authorised"];
        let then =
            lists("assessments", &[("a", "2025-01-10", "2025-02-10"), ("b", "2025-05-01", "2025-06-01"), ("c", "2025-06-20", "")], fields);
        // B is recorded a day earlier, C has been completed since, D was recorded late, E began later, F is a slip without a date.
        let now = lists(
            "assessments",
            &[
                ("d", "2025-05-05", "2025-06-05"),
                ("b", "2025-05-01", "2025-05-31"),
                ("c", "2025-06-20", "2025-07-20"),
                ("e", "2025-07-05", ""),
                ("f", "", ""),
            ],
            fields,
        );
        let from = BTreeMap::from([("assessments".to_owned(), day("2025-04-01"))]);
        let laid = overlaid(&then, &now, &schema, day("2025-06-30"), &from);
        let expected = ["a 2025-01-10 2025-02-10", "d 2025-05-05 2025-06-05", "b 2025-05-01 2025-05-31", "c 2025-06-20 -"];
        assert_eq!(told(&laid, &schema, "authorised"), expected);
    }

    #[test]
    fn a_list_with_one_row_for_each_child_is_never_laid_over() {
        let schema = Schema::load(&Shelf::built_in()).value;
        let then = lists("children_in_need", &[("a", "2025-01-10", "")], ["start", "closed"]);
        let from = BTreeMap::from([("children_in_need".to_owned(), day("2025-04-01"))]);
        assert!(overlaid(&then, &then, &schema, day("2025-06-30"), &from).lists.is_empty());
        assert!(events_of(&then, &schema).lists.is_empty());
    }
}
