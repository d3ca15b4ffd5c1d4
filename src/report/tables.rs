//! Tables in their own right: counts by list, codes by their groups.

use super::facts::Facts;
use super::{Column, DataTable, NumberedTable, Row};
use crate::content::markdown::Directive;
use crate::number::Missing;

/// Rows and children of all lists: what is in the workbook.
pub fn strip(facts: &Facts<'_>) -> NumberedTable {
    let rows = facts
        .lists
        .iter()
        .map(|list| {
            let window = facts.windows.get(&list.key).map_or_else(String::new, |w| w.words());
            let shown = if list.found { crate::number::count(list.rows as u64) } else { Missing::NotAvailable.shown() };
            Row { head: list.title.clone(), sub: format!("List {}", list.number), cells: vec![shown, window] }
        })
        .collect();
    let columns = ["List", "Rows", "Window"].iter().map(|l| Column { label: (*l).to_owned(), numeric: *l == "Rows" }).collect();
    NumberedTable {
        id: "lists".to_owned(),
        codes: Vec::new(),
        number: 0,
        title: "What the workbook holds".to_owned(),
        subtitle: format!("Rows read from each list, as at {}", facts.as_at.words()),
        table: DataTable { caption: "Rows by list".to_owned(), columns, rows },
        note: "[x] not available: no sheet of this list was found.".to_owned(),
    }
}

/// Codes under each other, their groups side by side: `grid X-12 X-12b title="…" note="…"`.
pub fn grid(facts: &Facts<'_>, directive: &Directive) -> Option<NumberedTable> {
    let groups: Vec<String> = facts.groups(directive.args.first()?).iter().map(|f| f.group.clone()).collect();
    let row = |code: &String| {
        let about = facts.about(code)?;
        let cells: Vec<String> =
            groups.iter().map(|group| facts.group(code, group).map_or_else(|| Missing::NotAvailable.shown(), |f| f.text())).collect();
        let any = groups.iter().any(|group| facts.group(code, group).is_some_and(|f| f.value.is_ok()));
        any.then(|| Row { head: about.title.clone(), sub: code.clone(), cells })
    };
    let rows: Vec<Row> = directive.args.iter().filter_map(row).collect();
    if rows.is_empty() || groups.is_empty() {
        return None;
    }
    let heads = std::iter::once("Measure".to_owned())
        .chain(groups.iter().map(|group| directive.args.first().map_or_else(String::new, |code| facts.label(code, group))));
    let written = |option: &str| {
        let words = directive.options.get(option).filter(|words| super::values::is_whole(facts, words))?;
        Some(super::values::fill(facts, words, &mut Vec::new()))
    };
    let first = directive.args.first()?;
    Some(NumberedTable {
        id: format!("{}-grid", first.to_lowercase()),
        codes: rows.iter().map(|row| row.sub.clone()).collect(),
        number: 0,
        title: written("title").unwrap_or_else(|| facts.about(first).map_or_else(String::new, |a| a.title.clone())),
        subtitle: written("subtitle").unwrap_or_else(|| super::message::capital(&facts.when(first))),
        table: DataTable {
            caption: facts.about(first).map_or_else(String::new, |a| a.title.clone()),
            columns: heads.enumerate().map(|(i, label)| Column { label, numeric: i > 0 }).collect(),
            rows,
        },
        note: written("note").unwrap_or_default(),
    })
}
