//! Whether the numbers of the last snapshot carry over to this quarter: open then, and what started, less what ceased, is open now.
//!
//! In: what the last snapshot published and today's records count. Out: a table. A difference is said as it is: it is what was recorded
//! late, corrected or withdrawn, and cases that ended and began again in between, of which a list with one row for each child keeps one.

use super::facts::Facts;
use super::{Block, Column, DataTable, NumberedTable, Row};
use crate::number::grouped;

/// Open cases of a list, carried from the last snapshot to this quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Code of the balance.
    pub code: String,
    /// Open on the day of the last snapshot, as it published them.
    pub then: f64,
    /// Started since, by today's records.
    pub started: f64,
    /// Ceased since, by today's records.
    pub ceased: f64,
    /// Open now.
    pub now: f64,
}

impl Carried {
    /// How many should be open now.
    fn expected(&self) -> f64 {
        self.then + self.started - self.ceased
    }
}

/// A whole number with its sign; nought has none.
fn signed(n: f64) -> String {
    let sign = if n > 0.0 { "+" } else { "" };
    format!("{sign}{}", grouped(n, 0))
}

/// `carried`: a table with a row for each balance, where nothing is hidden.
pub fn blocks(facts: &Facts<'_>) -> Vec<Block> {
    let Some((since, day)) = facts.since.as_ref().and_then(|since| Some((since, since.as_at?))) else { return Vec::new() };
    let rows: Vec<&Carried> = since.carried.iter().collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let off = rows.iter().filter(|one| one.expected() != one.now).count();
    let title = match (off, rows.len()) {
        (0, _) => "Open cases carry over from the last snapshot without a difference".to_owned(),
        (1, of) => format!("1 of {of} lists does not carry over from the last snapshot exactly"),
        (off, of) => format!("{off} of {of} lists do not carry over from the last snapshot exactly"),
    };
    let name = |code: &str| facts.about(code).map_or_else(|| code.to_owned(), |about| about.short.clone());
    let list = |code: &str| facts.about(code).and_then(|about| facts.list(&about.list)).map(|list| list.title.clone());
    let row = |one: &&Carried| {
        let numbers = [one.then, one.started, one.ceased, one.expected(), one.now];
        let mut cells: Vec<String> = numbers.iter().map(|n| grouped(*n, 0)).collect();
        cells.push(signed(one.now - one.expected()));
        Row::new(list(&one.code).unwrap_or_else(|| name(&one.code)), one.code.clone(), cells)
    };
    let heads = ["List", "Open at the snapshot", "Started since", "Ceased since", "Should be open", "Open now", "Difference"];
    vec![Block::Table(NumberedTable {
        id: "carried".to_owned(),
        number: 0,
        title,
        subtitle: format!("Open on {} as published then, and what today’s records say of the days since", day.words()),
        table: DataTable {
            caption: "Open cases carried over".to_owned(),
            columns: heads.iter().map(|head| Column { label: (*head).to_owned(), numeric: *head != "List" }).collect(),
            rows: rows.iter().map(row).collect(),
        },
        note: "A difference is what was recorded late, corrected or withdrawn, and cases that ended and began again in between: a list with one row for each child keeps one of them. The list of children in need leaves out those closed after assessment alone, so that it loses some each quarter.".to_owned(),
        codes: rows.iter().map(|one| one.code.clone()).collect(),
    })]
}
