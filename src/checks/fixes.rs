//! The fix list: every cell to mend, by team, and how many of each kind a team has.
//!
//! In: the lists, the catalogue and what the checks found. Out: one [`Fix`] for each broken rule of each row, each required cell
//! that is blank, each code that is not known and each cell that cannot be read. A fix names places and the team that owns the row,
//! never another cell's content, and never a worker: who in a team mends a row is for the team to say.

use super::condition::{all, filled};
use super::record::{Advice, Catalogue, CellFault, ListRecord, Rule, Test};
use super::{Quality, Setting};
use crate::annex_a::lists::{Coded, Column, List, Lists, Unread};
use crate::calendar::{Day, Window};
use crate::finding::Severity;
use std::collections::{BTreeMap, BTreeSet};

/// One thing to mend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix<'a> {
    /// How much it matters.
    pub severity: Severity,
    /// Code of the rule.
    pub code: &'a str,
    /// What is wrong.
    pub what: &'a str,
    /// What to do.
    pub todo: &'a str,
    /// The list.
    pub list: &'a List,
    /// Row of the list, counted from 0; `None` where the whole column is missing.
    pub row: Option<u32>,
    /// Fields of the cells to look at.
    pub fields: &'a [String],
    /// Team that owns the row, as an index into [`Lists::strings`].
    pub team: Option<u32>,
}

/// How many of one kind a team has on a list.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamCount<'a> {
    /// Name of the team; `None` where the list has the column and the row does not say.
    pub team: Option<&'a str>,
    /// Key of the list.
    pub list: &'a str,
    /// Code of the rule.
    pub code: &'a str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub what: &'a str,
    /// The column, where the rule is about single cells.
    pub field: Option<&'a str>,
    /// How many.
    pub count: u32,
    /// Rows of the team on the list.
    pub rows: u32,
}

/// All there is to mend, in working order: by team, those without a team last; then by severity; then by place.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixes<'a> {
    /// The fixes.
    pub all: Vec<Fix<'a>>,
    strings: &'a [String],
}

impl<'a> Fixes<'a> {
    /// What the checks of a catalogue found in the lists, cell by cell.
    pub fn of(catalogue: &'a Catalogue, lists: &'a Lists, as_at: Day, windows: &BTreeMap<String, Window>, quality: &Quality) -> Self {
        let setting = Setting { lists, as_at, windows };
        let mut made = Self { all: Vec::new(), strings: &lists.strings };
        for record in catalogue.lists() {
            let Some(list) = lists.lists.get(&record.key).filter(|list| list.rows > 0) else { continue };
            let cells = Cells { catalogue, list, as_at };
            let from = made.all.len();
            made.all.extend(cells.blanks(record, &setting));
            made.all.extend(cells.unmapped(record));
            made.all.extend(cells.unread(record));
            let results: BTreeMap<&str, &[u32]> =
                quality.rules.iter().filter(|r| r.list == record.key).map(|r| (r.code.as_str(), r.rows.as_slice())).collect();
            for rule in catalogue.rules().iter().filter(|rule| rule.list == record.key) {
                let rows = results.get(rule.advice.code.as_str()).copied().unwrap_or_default();
                made.all.extend(rows.iter().flat_map(|&row| cells.broken(rule, row)));
            }
            // Within a list by place; the stable sort below keeps lists in the order of Annex A.
            made.all[from..].sort_by_key(|fix| (fix.row, fix.code));
        }
        let strings = made.strings;
        let name = |fix: &Fix<'_>| fix.team.map(|team| strings[team as usize].as_str());
        made.all.sort_by(|a, b| (name(a).is_none(), name(a), a.severity).cmp(&(name(b).is_none(), name(b), b.severity)));
        made
    }

    /// Name of the team of a fix.
    pub fn team(&self, fix: &Fix<'_>) -> Option<&'a str> {
        fix.team.map(|team| self.strings[team as usize].as_str())
    }

    /// Keeps the rows of one team, by its name without regard to case; `false` where no row of the lists names it.
    pub fn keep_team(&mut self, lists: &Lists, name: &str) -> bool {
        let wanted = name.trim().to_lowercase();
        let known = teams(lists).into_iter().any(|team| self.strings[team as usize].trim().to_lowercase() == wanted);
        let strings = self.strings;
        self.all.retain(|fix| fix.team.is_some_and(|team| strings[team as usize].trim().to_lowercase() == wanted));
        known
    }

    /// How many of each kind every team has, on the lists that name teams; in order of team, list and code.
    pub fn by_team(&self) -> Vec<TeamCount<'a>> {
        type Key<'k> = (Option<&'k str>, &'k str, &'k str, Option<&'k str>);
        let mut counts: BTreeMap<Key<'a>, (Fix<'a>, u32)> = BTreeMap::new();
        for fix in self.all.iter().filter(|fix| fix.row.is_some() && fix.list.columns.contains_key(TEAM)) {
            let field = fix.code.starts_with(CELL_CODES).then(|| fix.fields.first().map(String::as_str)).flatten();
            counts.entry((self.team(fix), fix.list.key.as_str(), fix.code, field)).or_insert((*fix, 0)).1 += 1;
        }
        let mut rows: BTreeMap<&str, BTreeMap<Option<&str>, u32>> = BTreeMap::new();
        for list in counts.values().map(|(fix, _)| fix.list) {
            rows.entry(&list.key).or_insert_with(|| {
                let mut rows = BTreeMap::new();
                for team in list.strings(TEAM).unwrap_or_default() {
                    *rows.entry(team.map(|team| self.strings[team as usize].as_str())).or_default() += 1;
                }
                rows
            });
        }
        let of = |team: Option<&str>, list: &str| rows.get(list).and_then(|rows| rows.get(&team)).copied().unwrap_or(0);
        let count = |((team, list, code, field), (fix, count)): (Key<'a>, (Fix<'a>, u32))| TeamCount {
            team,
            list,
            code,
            severity: fix.severity,
            what: fix.what,
            field,
            count,
            rows: of(team, list),
        };
        counts.into_iter().map(count).collect()
    }
}

/// The field that names the team of a row.
const TEAM: &str = "team";

/// Codes that start so are about single cells.
const CELL_CODES: &str = "DQ-0";

/// Teams that some row names.
fn teams(lists: &Lists) -> BTreeSet<u32> {
    lists.lists.values().filter_map(|list| list.strings(TEAM)).flatten().flatten().copied().collect()
}

/// The cells of one list.
struct Cells<'a> {
    catalogue: &'a Catalogue,
    list: &'a List,
    as_at: Day,
}

impl<'a> Cells<'a> {
    fn fix(&self, advice: &'a Advice, row: Option<usize>, fields: &'a [String]) -> Fix<'a> {
        let Advice { code, severity, title, what_to_do } = advice;
        let team = row.and_then(|row| self.list.strings(TEAM)?[row]);
        let row = row.map(|row| row as u32);
        Fix { severity: *severity, code, what: title, todo: what_to_do, list: self.list, row, fields, team }
    }

    /// Cells that must be filled and are blank; a column that is not there at all is one fix.
    fn blanks(&self, record: &'a ListRecord, setting: &Setting<'_>) -> Vec<Fix<'a>> {
        let list = self.list;
        let (Some(blank), Some(absent)) = (self.catalogue.cell(CellFault::Blank), self.catalogue.cell(CellFault::Absent)) else {
            return Vec::new();
        };
        let mut fixes = Vec::new();
        let mut look = |field: &'a String, asked: &dyn Fn(usize) -> bool| {
            let one = std::slice::from_ref(field);
            let Some(column) = list.columns.get(field) else {
                return fixes.push(self.fix(absent, None, one));
            };
            // What could not be read is told as such.
            let unread: BTreeSet<u32> = list.unread.get(field).into_iter().flatten().map(|(row, _)| *row).collect();
            let rows = (0..list.rows).filter(|&row| !filled(column, row) && asked(row) && !unread.contains(&(row as u32)));
            fixes.extend(rows.map(|row| self.fix(blank, Some(row), one)));
        };
        record.required.iter().for_each(|field| look(field, &|_| true));
        for expected in &record.expected {
            // A column that another one decides about cannot be asked for where that other is not there.
            match all(&expected.conditions, list, setting) {
                Some(asked) => look(&expected.field, &asked),
                None => look(&expected.field, &|_| false),
            }
        }
        fixes
    }

    fn unmapped(&self, record: &'a ListRecord) -> Vec<Fix<'a>> {
        let Some(advice) = self.catalogue.cell(CellFault::Unmapped) else { return Vec::new() };
        let of = |field: &'a String| {
            let codes = self.list.codes(field).map_or(&[][..], |(_, codes)| codes);
            let rows = codes.iter().enumerate().filter(|(_, code)| **code == Coded::Unmapped);
            rows.map(move |(row, _)| self.fix(advice, Some(row), std::slice::from_ref(field)))
        };
        record.columns().flat_map(of).collect()
    }

    fn unread(&self, record: &'a ListRecord) -> Vec<Fix<'a>> {
        let fault = |unread| match unread {
            Unread::Date => CellFault::Date,
            Unread::MonthFirst => CellFault::MonthFirst,
            Unread::Number => CellFault::Number,
            Unread::Error => CellFault::Error,
        };
        let of = |field: &'a String| {
            let cells = self.list.unread.get(field).into_iter().flatten();
            cells.filter_map(move |(row, unread)| {
                let advice = self.catalogue.cell(fault(*unread))?;
                Some(self.fix(advice, Some(*row as usize), std::slice::from_ref(field)))
            })
        };
        record.columns().flat_map(of).collect()
    }

    /// A row that breaks a rule; of dates that lie ahead, each by itself.
    fn broken(&self, rule: &'a Rule, row: u32) -> Vec<Fix<'a>> {
        let row = row as usize;
        match &rule.test {
            Test::Future(test) => {
                let ahead = |field: &&String| matches!(self.list.columns.get(*field), Some(Column::Date(days)) if days[row].is_some_and(|day| day > self.as_at));
                let ahead = test.fields.iter().filter(ahead);
                ahead.map(|field| self.fix(&rule.advice, Some(row), std::slice::from_ref(field))).collect()
            }
            _ => vec![self.fix(&rule.advice, Some(row), &rule.cells)],
        }
    }
}
