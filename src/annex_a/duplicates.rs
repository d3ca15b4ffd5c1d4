//! Rows that say the same thing twice.
//!
//! Rows with equal keys whose filled cells all agree are one record, and the fullest of them stays.
//! Where they disagree in any cell, all stay: only the council can say which is right.
//! A blank in a key proves nothing, so there a row is a repeat only if every cell of it is, blanks among them, and it names whom it is about;
//! what may be a repeat stays, and is told with its rows.

use super::lists::{Coded, Column, List};
use super::schema::ListRecord;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

/// Rows of one key that a further one is compared with: a real list has two or three, and a made one must not take hours.
const MOST_COMPARED: usize = 64;
/// Rows that are named at most.
const MOST_ROWS: usize = 200;

/// What cells said that could not be understood, as fingerprints by field and row: two unknown codes are only the same if they are spelt the same.
pub type Odd = BTreeMap<String, HashMap<u32, u64>>;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duplicates {
    /// Rows that repeated another and were left out.
    pub removed: Rows,
    /// Rows that share a key with an earlier row and differ from it.
    pub differing: Rows,
    /// Rows that may repeat another, which a blank in the key keeps from being known.
    pub unsure: Rows,
}

/// Rows by where they stand, the first of them by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// How many.
    pub count: u32,
    /// Where the first of them stand: origin and row.
    pub places: Vec<(u16, u32)>,
}

impl Rows {
    fn add(&mut self, place: (u16, u32)) {
        self.count += 1;
        if self.places.len() < MOST_ROWS {
            self.places.push(place);
        }
    }
}

/// A cell made comparable; `None` is blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Value {
    Is(i64),
    Odd(u64),
}

/// The cells of a list, to be compared.
struct Table<'a> {
    list: &'a List,
    fields: Vec<Field<'a>>,
}

struct Field<'a> {
    key: &'a str,
    column: &'a Column,
    odd: Option<&'a HashMap<u32, u64>>,
}

impl<'a> Table<'a> {
    fn new(list: &'a List, odd: &'a Odd) -> Self {
        Self { list, fields: list.columns.iter().map(|(key, column)| Field { key, column, odd: odd.get(key) }).collect() }
    }

    fn position(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|one| one.key == field)
    }

    fn value(&self, at: usize, row: usize) -> Option<Value> {
        let Field { column, odd, .. } = self.fields[at];
        if let Some(fingerprint) = odd.and_then(|odd| odd.get(&(row as u32))) {
            return Some(Value::Odd(*fingerprint));
        }
        let number = match column {
            Column::Date(values) => values[row].map(|day| i64::from(day.0)),
            Column::Whole(values) => values[row].map(i64::from),
            Column::Text(values) | Column::Id(values) => values[row].map(i64::from),
            Column::Code(_, values) => match values[row] {
                Coded::Blank => None,
                Coded::Unmapped => Some(-1),
                Coded::Code(code) => Some(i64::from(code)),
            },
        };
        number.map(Value::Is)
    }

    fn values(&self, row: usize) -> impl Iterator<Item = Option<Value>> {
        (0..self.fields.len()).map(move |at| self.value(at, row))
    }

    /// Whether no cell that both rows fill differs.
    fn agree(&self, one: usize, other: usize) -> bool {
        self.values(one).zip(self.values(other)).all(|(a, b)| a.is_none() || b.is_none() || a == b)
    }

    fn are_equal(&self, one: usize, other: usize) -> bool {
        self.values(one).eq(self.values(other))
    }

    fn filled(&self, row: usize) -> usize {
        self.values(row).flatten().count()
    }

    fn fingerprint(&self, row: usize) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.values(row).for_each(|value| value.hash(&mut hasher));
        hasher.finish()
    }
}

/// The fields that make a record one; a field that no sheet has is blank in every row.
struct Keys {
    /// Position of each, and whether it may be blank.
    all: Vec<(Option<usize>, bool)>,
}

impl Keys {
    fn new(table: &Table<'_>, record: &ListRecord) -> Self {
        let may_be_blank = |field| record.duplicates_may_be_blank.contains(field);
        Self { all: record.duplicates.iter().map(|field| (table.position(field), may_be_blank(field))).collect() }
    }

    fn of(&self, table: &Table<'_>, row: usize) -> Vec<Option<Value>> {
        self.all.iter().map(|(at, _)| at.and_then(|at| table.value(at, row))).collect()
    }

    fn lacks(&self, key: &[Option<Value>]) -> bool {
        key.iter().zip(&self.all).any(|(value, (_, may_be_blank))| value.is_none() && !may_be_blank)
    }
}

/// Leaves each record once.
pub fn remove(list: &mut List, record: &ListRecord, odd: &Odd) -> Duplicates {
    let (found, keep) = compared(&Table::new(list, odd), record);
    if found.removed.count > 0 {
        list.retain(&keep);
    }
    found
}

fn compared(table: &Table<'_>, record: &ListRecord) -> (Duplicates, Vec<bool>) {
    let keys = Keys::new(table, record);
    let (mut found, mut keep) = (Duplicates::default(), vec![true; table.list.rows]);
    let mut kept_by_key: HashMap<Vec<Option<Value>>, Vec<usize>> = HashMap::with_capacity(table.list.rows);
    let (mut kept_whole, mut lacking): (HashMap<u64, usize>, Vec<usize>) = (HashMap::new(), Vec::new());
    let mut unsure = Vec::new();
    for row in 0..table.list.rows {
        let key = keys.of(table, row);
        if keys.lacks(&key) {
            let names_someone = key.first().is_some_and(Option::is_some);
            let earlier = *kept_whole.entry(table.fingerprint(row)).or_insert(row);
            match earlier != row && table.are_equal(earlier, row) {
                true if names_someone => {
                    keep[row] = false;
                    found.removed.add(table.list.places[row]);
                }
                true => unsure.push(row),
                false => lacking.push(row),
            }
            continue;
        }
        let kept = kept_by_key.entry(key).or_default();
        match kept.iter().take(MOST_COMPARED).position(|other| table.agree(*other, row)) {
            Some(at) => {
                let (stays, goes) = if table.filled(row) > table.filled(kept[at]) { (row, kept[at]) } else { (kept[at], row) };
                kept[at] = stays;
                keep[goes] = false;
                found.removed.add(table.list.places[goes]);
            }
            None => {
                if !kept.is_empty() {
                    found.differing.add(table.list.places[row]);
                }
                kept.push(row);
            }
        }
    }
    unsure.extend(likely(table, &keys, &keep, &lacking));
    unsure.sort_unstable();
    unsure.into_iter().for_each(|row| found.unsure.add(table.list.places[row]));
    (found, keep)
}

/// Of the rows with a blank in their key those that agree with another of the same child on the same day.
fn likely(table: &Table<'_>, keys: &Keys, keep: &[bool], lacking: &[usize]) -> Vec<usize> {
    let same = |row: usize| match keys.of(table, row)[..] {
        [Some(who), Some(when), ..] => Some((who, when)),
        _ => None,
    };
    let mut rows: HashMap<(Value, Value), Vec<usize>> = lacking.iter().filter_map(|row| Some((same(*row)?, Vec::new()))).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    for row in (0..table.list.rows).filter(|row| keep[*row]) {
        if let Some(others) = same(row).and_then(|same| rows.get_mut(&same)).filter(|others| others.len() < MOST_COMPARED) {
            others.push(row);
        }
    }
    let is_likely = |row: &usize| {
        let others = same(*row).and_then(|same| rows.get(&same)).map_or(&[][..], Vec::as_slice);
        // Of two rows that both have a blank, the later one is told.
        others.iter().any(|other| other != row && (other < row || lacking.binary_search(other).is_err()) && table.agree(*other, *row))
    };
    lacking.iter().copied().filter(is_likely).collect()
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
