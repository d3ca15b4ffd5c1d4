//! `[period]`: the as-at date and the reporting window of each list.
//!
//! A window is a number of months up to the as-at date, or has its own first or last day. Lists go by key or by Annex A number.

use super::settings::{Settings, Table};
use crate::calendar::{Day, Window};
use std::collections::BTreeMap;

/// Keys of the eleven lists, in the order of Annex A: list 1 is the first.
pub const LISTS: [&str; 11] = [
    "contacts",
    "early_help",
    "referrals",
    "assessments",
    "section_47",
    "children_in_need",
    "child_protection",
    "looked_after",
    "care_leavers",
    "adoption",
    "adopters",
];

/// Longest window in months.
const LONGEST: u8 = 60;

/// Months of a reporting window where nothing is set, and for the adoption lists.
const DEFAULT_MONTHS: u8 = 6;
const ADOPTION_MONTHS: u8 = 12;

/// The length of the window of a list.
pub type Months = u8;

/// The as-at date and the windows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The day everything is measured to; `None` leaves it to the data.
    pub as_at: Option<Day>,
    /// Months of the window where a list has none of its own.
    pub default_months: Months,
    /// Months by list key.
    pub months: BTreeMap<String, Months>,
    /// First day by list key.
    pub from: BTreeMap<String, Day>,
    /// Last day by list key.
    pub to: BTreeMap<String, Day>,
}

impl Default for Period {
    fn default() -> Self {
        let months = ["adoption", "adopters"].map(|list| (list.to_owned(), ADOPTION_MONTHS)).into();
        Self { as_at: None, default_months: DEFAULT_MONTHS, months, from: BTreeMap::new(), to: BTreeMap::new() }
    }
}

impl Period {
    pub(super) fn read(s: &mut Settings, root: &Table) -> Self {
        let table = s.section(root, "period");
        s.only(&table, "period", &["as_at", "window_months", "from", "to"]);
        let mut period = Self { as_at: s.day(&table, "as_at"), ..Self::default() };
        if table.holds_table("window_months") {
            let months = s.section(&table, "window_months");
            for key in months.keys() {
                let Some(number) = whole_months(s, &months, &key) else { continue };
                if key == "default" {
                    period.default_months = number;
                } else if let Some(list) = list_key(s, &months, &key) {
                    period.months.insert(list, number);
                }
            }
        } else if let Some(number) = whole_months(s, &table, "window_months") {
            // One number sets every list, the adoption lists too.
            (period.default_months, period.months) = (number, BTreeMap::new());
        }
        period.from = days(s, &table, "from");
        period.to = days(s, &table, "to");
        for list in LISTS {
            if let (Some(from), Some(to)) = (period.from.get(list), period.to.get(list).or(period.as_at.as_ref()))
                && from > to
            {
                s.wrong(&table, "from", &format!("a first day of `{list}` that is not after its last"));
                period.from.remove(list);
            }
        }
        period
    }

    /// The window of a list, by its key.
    pub fn window(&self, list: &str, as_at: Day) -> Window {
        let end = self.to.get(list).copied().unwrap_or(as_at);
        let months = self.months.get(list).copied().unwrap_or(self.default_months);
        match self.from.get(list).copied().filter(|from| *from <= end) {
            Some(start) => Window { start, end, months: months_between(start, end) },
            None => Window::before(end, months),
        }
    }
}

/// How many calendar months a window of two days stands for: exactly where it has whole months, else the nearest number.
fn months_between(start: Day, end: Day) -> Months {
    let whole = (1..=LONGEST).find(|months| Window::before(end, *months).start == start);
    whole.unwrap_or_else(|| {
        let days = f64::from(end.since(start) + 1);
        (days / (365.25 / 12.0)).round().clamp(1.0, f64::from(u8::MAX)) as u8
    })
}

fn whole_months(s: &mut Settings, table: &Table, key: &str) -> Option<Months> {
    let number = s.number(table, key)?;
    if number.fract() == 0.0 && (1.0..=f64::from(LONGEST)).contains(&number) {
        return Some(number as Months);
    }
    s.wrong(table, key, &format!("a whole number of months from 1 to {LONGEST}"));
    None
}

/// The key of a list given as its key or its number.
fn list_key(s: &mut Settings, table: &Table, name: &str) -> Option<String> {
    let by_number = name.parse::<usize>().ok().and_then(|number| LISTS.get(number.checked_sub(1)?));
    let found = by_number.or_else(|| LISTS.iter().find(|list| **list == name));
    if found.is_none() {
        s.unknown_key(table, name, "list", &LISTS);
    }
    found.map(|list| (*list).to_owned())
}

/// A day for every list, or a table of days by list.
fn days(s: &mut Settings, table: &Table, key: &str) -> BTreeMap<String, Day> {
    if !table.holds_table(key) {
        return s.day(table, key).map(|day| LISTS.iter().map(|list| ((*list).to_owned(), day)).collect()).unwrap_or_default();
    }
    let by_list = s.section(table, key);
    by_list.keys().iter().filter_map(|name| Some((list_key(s, &by_list, name)?, s.day(&by_list, name)?))).collect()
}
