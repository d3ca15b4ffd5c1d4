//! Lists over time: what this quarter's rows and the traces of earlier ones say together.
//!
//! In: this quarter's lists, and quarters before it as their snapshots kept them. Out: lists beside the eleven, on which rules count as on
//! any other: cases of several quarters, moves between levels of help, events recorded late. Where the quarters do not reach far enough a
//! list is not there, and what rests on it is not available: it is never made of part of the time.

use super::record::{CasesOf, History, LateOf, MovesOf};
use super::traces::traces;
use super::{Catalogue, Setting};
use crate::annex_a::lists::{Coded, Column, List, Lists};
use crate::calendar::{Day, Window};
use crate::traces::Trace;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An earlier quarter, as its traces tell it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quarter {
    /// The day it is measured to.
    pub as_at: Day,
    /// Its reporting windows by list.
    pub windows: BTreeMap<String, Window>,
    /// Its traces, in order, children by their identifiers.
    pub traces: Vec<Trace>,
}

impl Quarter {
    fn of<'q>(&'q self, list: &'q str) -> impl Iterator<Item = &'q Trace> {
        self.traces.iter().filter(move |trace| trace.list == list)
    }

    /// Whether the list had rows: without any, nobody can tell whether nothing happened or nothing was sent.
    fn holds(&self, list: &str) -> bool {
        self.of(list).next().is_some()
    }

    /// The days whose events it holds.
    fn days(&self, list: &str) -> Option<Window> {
        self.windows.get(list).map(|window| Window { end: window.end.min(self.as_at), ..*window })
    }
}

/// Adds the lists over time that the earlier quarters allow, the oldest first, all before the as-at date.
pub fn add(lists: &mut Lists, setting: &mut Setting, catalogue: &Catalogue, earlier: &[Quarter]) {
    let Some(last) = earlier.last() else { return };
    let history = &catalogue.shared().history;
    let named = history.traces.keys().map(|list| (list.clone(), setting.window(list)));
    let now = Quarter { as_at: setting.as_at, windows: named.collect(), traces: traces(catalogue, lists, setting) };
    let mut made = Maker::new(lists);
    for (key, record) in &history.cases {
        if let Some(rows) = cases(record, earlier, &now) {
            made.cases(key, &rows);
            setting.windows.insert(key.clone(), setting.window(&record.of));
        }
    }
    let rows = moves(&history.moves, last, &now);
    if !rows.is_empty() {
        made.moves(&history.moves, &rows);
        setting.windows.insert(history.moves.list.clone(), between(last.as_at.plus(1), setting.as_at));
    }
    let rows = late(&history.late, last, &now);
    if let (Some(start), Some(end)) = (rows.iter().map(|row| row.days.start).min(), rows.iter().map(|row| row.days.end).max()) {
        made.late(&history.late, &rows);
        setting.windows.insert(history.late.list.clone(), between(start, end));
    }
    let Maker { found, added, .. } = made;
    lists.strings.extend(added);
    lists.lists.extend(found);
}

/// The days from one to another; nothing here is made a year of, so that begun months count as whole ones.
fn between(start: Day, end: Day) -> Window {
    let days = Window { start, end, months: 1 };
    Window { months: u8::try_from(days.months_touched().len().max(1)).unwrap_or(u8::MAX), ..days }
}

/// Fields of a list over time, each with its code set; `None` for any other list.
pub fn fields(history: &History, list: &str) -> Option<&'static [(&'static str, Option<&'static str>)]> {
    if history.cases.contains_key(list) {
        return Some(&[("child_id", None), ("began", None), ("ended", None)]);
    }
    if history.moves.list == list {
        return Some(&[("child_id", None), ("then", Some("level")), ("now", Some("level")), ("step", Some("step"))]);
    }
    (history.late.list == list).then_some(&[("child_id", None), ("event", Some("event")), ("began", None), ("recorded", Some("recorded"))])
}

/// Keys of all lists over time.
pub fn keys(history: &History) -> impl Iterator<Item = &str> {
    history.cases.keys().map(String::as_str).chain([history.moves.list.as_str(), history.late.list.as_str()])
}

/// A case that some quarter told of.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Case {
    began: Day,
    ended: Option<Day>,
    /// As-at date of the last quarter that had it.
    seen: Day,
}

/// Every case of a list that any of the quarters holds; `None` where they leave days out, or where none tells who had a case open on
/// the first of the days: a list with one row for each child does not say what came before the latest.
fn cases<'q>(record: &'q CasesOf, earlier: &'q [Quarter], now: &'q Quarter) -> Option<Vec<(&'q str, Case)>> {
    let window = now.days(&record.of).filter(|_| now.holds(&record.of))?;
    let needed = window.start.months_before(record.months);
    let (mut covered, mut used) = (window.start, vec![now]);
    for quarter in earlier.iter().rev().filter(|quarter| quarter.holds(&record.of)) {
        let days = quarter.days(&record.of).filter(|days| days.end.plus(1) >= covered)?;
        covered = covered.min(days.start);
        used.push(quarter);
        if quarter.as_at <= needed {
            break;
        }
    }
    if used.last()?.as_at > needed {
        return None;
    }
    let mut known: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
    for quarter in used.into_iter().rev() {
        let mut rows: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
        for trace in quarter.of(&record.of) {
            let case = Case { began: trace.began, ended: trace.ended, seen: quarter.as_at };
            rows.entry(&trace.child).or_default().push(case);
        }
        for (child, cases) in &mut known {
            follow(cases, rows.remove(child).unwrap_or_default());
        }
        known.extend(rows);
    }
    Some(known.into_iter().flat_map(|(child, cases)| cases.into_iter().map(move |case| (child, case))).collect())
}

/// What a child's cases are after a further quarter.
///
/// A list has one row for each child, the latest: a row that is gone has left the period, was followed by another, had its day of
/// beginning corrected, or does not count any more.
fn follow(cases: &mut Vec<Case>, rows: Vec<Case>) {
    let (again, fresh): (Vec<Case>, Vec<Case>) = rows.into_iter().partition(|row| cases.iter().any(|case| case.began == row.began));
    cases.retain_mut(|case| {
        if let Some(row) = again.iter().find(|row| row.began == case.began) {
            *case = *row;
            return true;
        }
        let until = case.ended.unwrap_or(case.seen);
        if fresh.iter().any(|row| row.began <= until) {
            return false;
        }
        let next = fresh.iter().map(|row| row.began).min();
        match (case.ended, next) {
            // It was open and another began since: it ended on some day between, the day before that one at the latest.
            (None, Some(next)) => case.ended = Some(next.plus(-1)),
            // It is open no more, and no case that closed as the list counts closing: closed after assessment alone, or withdrawn.
            (None, None) => return false,
            (Some(_), _) => {}
        }
        true
    });
    cases.extend(fresh);
}

/// A child's level then and now: places among the levels, from 1; 0 for no open case.
type Move<'q> = (&'q str, usize, usize);

fn moves<'q>(record: &MovesOf, last: &'q Quarter, now: &'q Quarter) -> Vec<Move<'q>> {
    let held = |list: &str| last.holds(list) && now.holds(list);
    let mut levels: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (level, of) in (1..).zip(&record.levels).filter(|(_, of)| held(&of.list)) {
        let open = |quarter: &'q Quarter| quarter.traces.iter().filter(|trace| trace.list == of.list && trace.open);
        open(last).for_each(|trace| levels.entry(&trace.child).or_default().0 = level);
        open(now).for_each(|trace| levels.entry(&trace.child).or_default().1 = level);
    }
    levels.into_iter().map(|(child, (then, now))| (child, then, now)).collect()
}

/// An event of days that both quarters hold.
struct Event<'q> {
    child: &'q str,
    of: &'q str,
    began: Day,
    recorded: &'static str,
    days: Window,
}

fn late<'q>(record: &'q LateOf, last: &'q Quarter, now: &'q Quarter) -> Vec<Event<'q>> {
    let mut found = Vec::new();
    for list in record.of.iter().filter(|list| last.holds(list) && now.holds(list)) {
        let (Some(then), Some(today)) = (last.days(list), now.days(list)) else { continue };
        let days = between(then.start.max(today.start), then.end.min(today.end));
        let counted = |quarter: &'q Quarter| {
            let mut counts: BTreeMap<(&str, Day), usize> = BTreeMap::new();
            quarter.of(list).filter(|trace| days.contains(trace.began)).for_each(|t| *counts.entry((&t.child, t.began)).or_default() += 1);
            counts
        };
        let (then, today) = (counted(last), counted(now));
        let keys: BTreeSet<&(&str, Day)> = then.keys().chain(today.keys()).collect();
        for key in keys {
            let [before, after] = [&then, &today].map(|counts| counts.get(key).copied().unwrap_or_default());
            let (both, (child, began)) = (before.min(after), *key);
            for (recorded, n) in [("then", both), ("later", after - both), ("withdrawn", before - both)] {
                found.extend((0..n).map(|_| Event { child, of: list, began, recorded, days }));
            }
        }
    }
    found
}

/// Makes lists whose children are those of the other lists.
struct Maker {
    places: HashMap<String, u32>,
    next: u32,
    added: Vec<String>,
    code_sets: BTreeMap<String, Vec<String>>,
    found: BTreeMap<String, List>,
}

impl Maker {
    fn new(lists: &Lists) -> Self {
        let codes = lists.code_sets.iter().map(|(name, set)| (name.clone(), set.codes.iter().map(|code| code.key.clone()).collect()));
        Self {
            places: lists.strings.iter().cloned().zip(0..).collect(),
            next: lists.strings.len() as u32,
            added: Vec::new(),
            code_sets: codes.collect(),
            found: BTreeMap::new(),
        }
    }

    fn cases(&mut self, key: &str, rows: &[(&str, Case)]) {
        let began = Column::Date(rows.iter().map(|(_, case)| Some(case.began)).collect());
        let ended = Column::Date(rows.iter().map(|(_, case)| case.ended).collect());
        self.list(key, rows.iter().map(|row| row.0), [("began", began), ("ended", ended)]);
    }

    fn moves(&mut self, record: &MovesOf, rows: &[Move<'_>]) {
        let code = |level: usize| level.checked_sub(1).map_or("none", |at| record.levels[at].code.as_str());
        let then = self.coded("level", rows.iter().map(|row| code(row.1)));
        let now = self.coded("level", rows.iter().map(|row| code(row.2)));
        let step = self.coded("step", rows.iter().map(|(_, then, now)| step(*then, *now)));
        self.list(&record.list, rows.iter().map(|row| row.0), [("then", then), ("now", now), ("step", step)]);
    }

    fn late(&mut self, record: &LateOf, rows: &[Event<'_>]) {
        let of = self.coded("event", rows.iter().map(|row| row.of));
        let recorded = self.coded("recorded", rows.iter().map(|row| row.recorded));
        let began = Column::Date(rows.iter().map(|row| Some(row.began)).collect());
        self.list(&record.list, rows.iter().map(|row| row.child), [("event", of), ("began", began), ("recorded", recorded)]);
    }

    fn coded<'r>(&self, set: &str, codes: impl Iterator<Item = &'r str>) -> Column {
        let known = self.code_sets.get(set);
        let place = |code: &str| known.and_then(|known| known.iter().position(|other| other == code));
        Column::Code(set.to_owned(), codes.map(|code| place(code).map_or(Coded::Unmapped, |at| Coded::Code(at as u16))).collect())
    }

    fn list<'r, const N: usize>(&mut self, key: &str, children: impl Iterator<Item = &'r str>, columns: [(&str, Column); N]) {
        let ids: Vec<Option<u32>> = children.map(|child| Some(self.id(child))).collect();
        let rows = ids.len();
        let mut columns: BTreeMap<String, Column> = columns.into_iter().map(|(field, column)| (field.to_owned(), column)).collect();
        columns.insert("child_id".to_owned(), Column::Id(ids));
        self.found.insert(key.to_owned(), List { key: key.to_owned(), rows, columns, ..List::default() });
    }

    /// The place of a child in the table of texts; one that this quarter does not know is added.
    fn id(&mut self, child: &str) -> u32 {
        if let Some(place) = self.places.get(child) {
            return *place;
        }
        let place = self.next;
        self.next += 1;
        self.added.push(child.to_owned());
        self.places.insert(child.to_owned(), place);
        place
    }
}

/// Where a child went between two levels.
fn step(then: usize, now: usize) -> &'static str {
    match (then, now) {
        (0, _) => "opened",
        (_, 0) => "closed",
        _ if now > then => "up",
        _ if now < then => "down",
        _ => "same",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn case(text: &str, seen: &str) -> Case {
        let (began, ended) = text.split_once(' ').unwrap();
        Case { began: day(began), ended: Day::parse_iso(ended), seen: day(seen) }
    }

    fn followed(before: &[&str], after: &[&str]) -> Vec<String> {
        let mut cases: Vec<Case> = before.iter().map(|text| case(text, "2025-03-31")).collect();
        follow(&mut cases, after.iter().map(|text| case(text, "2025-06-30")).collect());
        cases.iter().map(|case| format!("{} {}", case.began, case.ended.map_or("-".to_owned(), |day| day.to_string()))).collect()
    }

    #[test]
    fn cases_are_followed_from_quarter_to_quarter() {
        for (before, after, expected) in [
            // Still open; closed since; closed before the period began, and so on no list any more.
            (vec!["2024-05-01 -"], vec!["2024-05-01 -"], vec!["2024-05-01 -"]),
            (vec!["2024-05-01 -"], vec!["2024-05-01 2025-05-02"], vec!["2024-05-01 2025-05-02"]),
            (vec!["2024-05-01 2024-12-31"], vec![], vec!["2024-05-01 2024-12-31"]),
            // Closed and opened again; open, and opened again after the day it was seen open.
            (vec!["2024-05-01 2025-02-01"], vec!["2025-05-01 -"], vec!["2024-05-01 2025-02-01", "2025-05-01 -"]),
            (vec!["2024-05-01 -"], vec!["2025-05-01 -"], vec!["2024-05-01 2025-04-30", "2025-05-01 -"]),
            // The day of beginning was corrected: no case of its own.
            (vec!["2024-05-01 -"], vec!["2024-05-03 -"], vec!["2024-05-03 -"]),
            (vec!["2024-05-01 2025-02-01"], vec!["2024-06-01 2025-02-01"], vec!["2024-06-01 2025-02-01"]),
            // Open and then gone: closed after assessment alone, or withdrawn. What has closed stands.
            (vec!["2024-05-01 -"], vec![], vec![]),
            (vec!["2024-05-01 2025-02-01"], vec![], vec!["2024-05-01 2025-02-01"]),
            // Two rows of a child, as some councils send them.
            (vec!["2024-05-01 2024-12-31", "2025-02-01 -"], vec!["2025-02-01 -"], vec!["2024-05-01 2024-12-31", "2025-02-01 -"]),
            (vec!["2024-05-01 2025-01-15", "2025-02-01 -"], vec!["2025-02-01 -"], vec!["2024-05-01 2025-01-15", "2025-02-01 -"]),
        ] {
            assert_eq!(followed(&before, &after), expected, "{before:?} then {after:?}");
        }
    }

    #[test]
    fn cases_are_told_only_where_no_day_is_left_out() {
        let quarter = |as_at: &str, months: u8| {
            let as_at = day(as_at);
            let window = Window::before(as_at, months);
            let trace = Trace { list: "x".into(), child: "a".into(), began: window.start, ended: None, open: true };
            Quarter { as_at, windows: [("x".to_owned(), window)].into(), traces: vec![trace] }
        };
        let record = CasesOf { of: "x".into(), months: 12 };
        let now = quarter("2025-09-30", 6);
        let told = |days: &[&str]| cases(&record, &days.iter().map(|at| quarter(at, 6)).collect::<Vec<_>>(), &now).is_some();
        assert!(told(&["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30"]));
        // Half-yearly periods that meet are enough, and what lies before them does not matter; a gap does, and so does the beginning.
        assert!(told(&["2024-03-31", "2024-09-30", "2025-03-31"]));
        assert!(told(&["2022-03-31", "2024-03-31", "2024-09-30", "2025-03-31"]));
        assert!(!told(&["2024-03-31", "2024-09-30", "2025-03-30"]));
        assert!(!told(&["2024-03-31", "2024-12-31"]));
        assert!(!told(&["2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30"]));
        assert!(!told(&["2024-09-30", "2025-03-31"]));
    }

    #[test]
    fn a_child_is_on_its_highest_level() {
        let record = MovesOf {
            list: "moves".into(),
            levels: ["a", "b", "c"].map(|list| super::super::record::LevelOf { code: list.into(), list: list.into() }).to_vec(),
        };
        let quarter = |rows: &[(&str, &str, bool)]| {
            let trace = |row: &(&str, &str, bool)| Trace {
                list: row.0.into(),
                child: row.1.into(),
                began: day("2025-01-01"),
                ended: None,
                open: row.2,
            };
            Quarter { as_at: day("2025-03-31"), windows: BTreeMap::new(), traces: rows.iter().map(trace).collect() }
        };
        let then = quarter(&[("a", "1", true), ("b", "1", true), ("b", "2", false), ("a", "3", true), ("c", "4", true)]);
        let now = quarter(&[("a", "1", true), ("b", "2", true), ("a", "4", true)]);
        // List c is not held now: nobody can tell whether a child left it.
        assert_eq!(moves(&record, &then, &now), [("1", 2, 1), ("2", 0, 2), ("3", 1, 0), ("4", 0, 1)]);
        assert_eq!([(0, 1), (1, 0), (1, 2), (2, 1), (2, 2)].map(|(then, now)| step(then, now)), ["opened", "closed", "up", "down", "same"]);
    }

    #[test]
    fn events_are_matched_one_by_one() {
        let record = LateOf { list: "recorded".into(), of: vec!["x".into()] };
        let quarter = |as_at: &str, rows: &[(&str, &str)]| {
            let as_at = day(as_at);
            let trace = |row: &(&str, &str)| Trace { list: "x".into(), child: row.0.into(), began: day(row.1), ended: None, open: false };
            let windows = [("x".to_owned(), Window::before(as_at, 6))].into();
            Quarter { as_at, windows, traces: rows.iter().map(trace).collect() }
        };
        let then = quarter("2025-06-30", &[("1", "2025-01-31"), ("1", "2025-05-01"), ("2", "2025-05-01"), ("3", "2025-06-30")]);
        let now = quarter("2025-09-30", &[("1", "2025-05-01"), ("1", "2025-05-01"), ("3", "2025-06-30"), ("3", "2025-07-01")]);
        let mut told: Vec<String> = late(&record, &then, &now).iter().map(|e| format!("{} {} {}", e.child, e.began, e.recorded)).collect();
        told.sort();
        // January is before this quarter's period, July after that one's.
        assert_eq!(told, ["1 2025-05-01 later", "1 2025-05-01 then", "2 2025-05-01 withdrawn", "3 2025-06-30 then"]);
    }
}
