//! Rows that say the same thing twice.
//!
//! Rows with equal keys whose filled cells all agree are one record, and the fullest of them stays.
//! Where they disagree in any cell, or a key is missing, all stay: only the council can say which is right.

use super::lists::{Coded, Column, List};
use super::schema::ListRecord;
use std::collections::HashMap;

/// What was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Duplicates {
    /// Rows that repeated another and were left out.
    pub removed: u32,
    /// First of them: where it stood.
    pub first_removed: (u16, u32),
    /// Rows that share a key with an earlier row and differ from it.
    pub differing: u32,
    /// First of them: where it stands.
    pub first_differing: (u16, u32),
}

/// A cell made comparable: `None` is blank; what is not mapped equals nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Value {
    Is(i64),
    Unlike(usize),
}

fn value(column: &Column, row: usize) -> Option<Value> {
    match column {
        Column::Date(values) => values[row].map(|day| Value::Is(i64::from(day.0))),
        Column::Whole(values) => values[row].map(|number| Value::Is(i64::from(number))),
        Column::Text(values) | Column::Id(values) => values[row].map(|number| Value::Is(i64::from(number))),
        Column::Code(_, values) => match values[row] {
            Coded::Blank => None,
            Coded::Unmapped => Some(Value::Unlike(row)),
            Coded::Code(code) => Some(Value::Is(i64::from(code))),
        },
    }
}

/// Leaves each record once.
pub fn remove(list: &mut List, record: &ListRecord) -> Duplicates {
    let mut found = Duplicates::default();
    let keys: Vec<(&Column, bool)> =
        record.duplicates.iter().filter_map(|key| Some((list.columns.get(key)?, record.duplicates_may_be_blank.contains(key)))).collect();
    let needed = record.duplicates.iter().filter(|key| !record.duplicates_may_be_blank.contains(key));
    if needed.clone().count() == 0 || needed.into_iter().any(|key| !list.columns.contains_key(key)) {
        return found;
    }
    let mut kept_by_key: HashMap<Vec<Option<Value>>, Vec<usize>> = HashMap::with_capacity(list.rows);
    let mut keep = vec![true; list.rows];
    for row in 0..list.rows {
        let key: Vec<Option<Value>> = keys.iter().map(|(column, _)| value(column, row)).collect();
        if key.iter().zip(&keys).any(|(value, (_, may_be_blank))| value.is_none() && !may_be_blank) {
            continue;
        }
        let kept = kept_by_key.entry(key).or_default();
        match kept.iter().position(|other| agree(list, *other, row)) {
            Some(at) => {
                let (stays, goes) = if filled(list, row) > filled(list, kept[at]) { (row, kept[at]) } else { (kept[at], row) };
                kept[at] = stays;
                keep[goes] = false;
                note(&mut found.removed, &mut found.first_removed, list.places[goes]);
            }
            None => {
                if !kept.is_empty() {
                    note(&mut found.differing, &mut found.first_differing, list.places[row]);
                }
                kept.push(row);
            }
        }
    }
    if found.removed > 0 {
        list.retain(&keep);
    }
    found
}

fn note(count: &mut u32, first: &mut (u16, u32), place: (u16, u32)) {
    if *count == 0 {
        *first = place;
    }
    *count += 1;
}

fn agree(list: &List, one: usize, other: usize) -> bool {
    list.columns.values().all(|column| match (value(column, one), value(column, other)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    })
}

fn filled(list: &List, row: usize) -> usize {
    list.columns.values().filter(|column| value(column, row).is_some()).count()
}

impl List {
    /// Keeps the rows that are marked.
    fn retain(&mut self, keep: &[bool]) {
        for column in self.columns.values_mut() {
            match column {
                Column::Date(values) => retain(values, keep),
                Column::Whole(values) => retain(values, keep),
                Column::Text(values) | Column::Id(values) => retain(values, keep),
                Column::Code(_, values) => retain(values, keep),
            }
        }
        retain(&mut self.places, keep);
        let mut kept = 0;
        let moved: Vec<Option<u32>> = keep.iter().map(|keep| keep.then(|| (kept, kept += 1).0)).collect();
        for rows in self.unread.values_mut() {
            rows.retain_mut(|(row, _)| moved[*row as usize].map(|now| *row = now).is_some());
        }
        self.rows = self.places.len();
    }
}

fn retain<T>(values: &mut Vec<T>, keep: &[bool]) {
    let mut marks = keep.iter();
    values.retain(|_| *marks.next().unwrap_or(&true));
}
