//! Rows from random numbers: any field blank at times, codes that no set knows, unborn children, children on several lists,
//! cases still open, and dates on the edges of windows and at the ends of months.

use super::lists::{Row, Schema};
use annexa::calendar::{Day, Window};
use annexa::project::LISTS;
use proptest::prelude::*;
use std::collections::BTreeMap;
use toml::Value;

/// As-at dates: the end of a month, a leap day, the day before an end of month, a bank holiday.
const DAYS: [&str; 4] = ["2025-09-30", "2024-02-29", "2025-03-30", "2026-01-01"];

/// Fields that are blank while a case is open: as often as not.
const ENDS: [&str; 7] = ["end", "closed", "authorised", "ceased", "reversed", "adopted", "left"];

/// Numbers a row is made from, one a field.
pub type Seeds = Vec<u16>;

/// Rows by list.
pub type Rows = BTreeMap<String, Vec<Row>>;

/// Rows of all lists and the day they are measured to.
#[derive(Debug, Clone)]
pub struct Made {
    /// The as-at date.
    pub as_at: Day,
    seeds: Vec<Vec<Seeds>>,
}

impl Made {
    /// The rows themselves.
    pub fn rows(&self, schema: &Schema) -> Rows {
        let of_list = |(list, rows): (&&str, &Vec<Seeds>)| {
            ((*list).to_owned(), rows.iter().map(|seeds| row(schema, list, seeds, self.as_at)).collect())
        };
        LISTS.iter().zip(&self.seeds).map(of_list).collect()
    }
}

/// Numbers for one row.
pub fn seeds() -> impl Strategy<Value = Seeds> {
    prop::collection::vec(any::<u16>(), 34)
}

/// Up to a dozen rows a list.
pub fn some_rows() -> impl Strategy<Value = Made> {
    let lists = prop::collection::vec(prop::collection::vec(seeds(), 0..13), LISTS.len());
    (0..DAYS.len(), lists).prop_map(|(day, seeds)| Made { as_at: Day::parse_iso(DAYS[day]).unwrap(), seeds })
}

/// A row of a list; identifiers are few, so that children come again and stand on several lists.
pub fn row(schema: &Schema, list: &str, seeds: &[u16], as_at: Day) -> Row {
    let value = |name: &str, kind: &str, set: Option<&str>, seed: u16| {
        let (n, blank) = (seed / 8, if ENDS.contains(&name) { 4 } else { 1 });
        if seed % 8 < blank {
            return None;
        }
        Some(match kind {
            "date" if name == "birth_date" => day(as_at.plus(200 - i32::from(n) % 9400)),
            "date" => day(date(n, as_at)),
            "whole" => Value::Integer(i64::from(n % 8)),
            "age" => Value::Integer(i64::from(n % 20) - 1),
            "code" => {
                let codes = &schema.code_sets[set?].codes;
                Value::String(codes.get(usize::from(n) % (codes.len() + 1)).map_or("?", |code| &code.key).to_owned())
            }
            _ => Value::String(format!("X{}", n % 9)),
        })
    };
    let fields = schema.fields[list].iter().zip(seeds.iter().cycle());
    fields.filter_map(|((name, (kind, set)), &seed)| Some((name.clone(), value(name, kind, set.as_deref(), seed)?))).collect()
}

/// A day near the window, on one of its edges, at the end of a month, or years ago.
fn date(n: u16, as_at: Day) -> Day {
    let (of, back) = (n / 8, i32::from(n / 8));
    let starts = [6, 12].map(|months| Window::before(as_at, months).start);
    match n % 8 {
        0 => as_at.plus(i32::from(of % 2)),
        1 => starts[usize::from(of % 2)].plus(-i32::from(of / 2 % 2)),
        2 => Day::new(as_at.year(), as_at.month(), 1).unwrap().months_before(back % 30).plus(-1),
        3 => as_at.plus(-(back * 4)),
        _ => as_at.plus(20 - back % 420),
    }
}

/// A day as the field of a row.
pub fn day(day: Day) -> Value {
    Value::String(day.to_string())
}
