//! The pages of worklists: each a file that says on its own what it is, by which rule, for whom and until when.
//!
//! In: worklists with their rows. Out: a folder of pages, tables and what dresses them, without script and without a link out of it.
//! What layouts get of a row are finished words; the views that hold them stay in this file.

use super::record::{Part, Record};
use super::rows::{Cell, Data, Row, Sheet, Team, Worklist, children};
use super::{Expiry, MARKING, table};
use crate::calendar::{Day, MONTHS};
use crate::files::Files;
use crate::indicators::{Catalogue, Definition, Side, rule_in_words};
use crate::number;
use crate::site::templates::Layouts;
use crate::site::watch::POLICY_OF_PAPER;
use crate::site::{SiteError, apart, watched};
use crate::theme::Shelf;
use serde::Serialize;

/// Headings of what follows the columns of a record that says when rows were due.
pub(super) const DUE_BY: &str = "Due by";
pub(super) const OVERDUE: &str = "Days overdue";

/// Whose children a folder holds.
pub(super) enum Whose<'a> {
    /// All.
    Everyone,
    /// Those of one team.
    Team(&'a Team),
}

/// What all pages need, read once.
pub(super) struct Pages<'a> {
    layouts: Layouts,
    dress: Files,
    data: &'a Data<'a>,
    expiry: Expiry,
}

/// What stands around every page.
#[derive(Serialize)]
struct Frame<'a> {
    title: String,
    authority: &'a str,
    banner: Option<&'a str>,
    team: Option<&'a str>,
    as_at: String,
    delete_by: String,
    counted_from: String,
    days: u16,
    marking: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct PageView<'a> {
    title: &'a str,
    why: &'a str,
    readers: &'a str,
    parts: Vec<PartView<'a>>,
}

#[derive(Serialize)]
struct PartView<'a> {
    id: String,
    title: &'a str,
    /// How many; nothing where the data does not hold the list.
    count: Option<String>,
    /// Of them, how many are overdue.
    overdue: Option<String>,
    note: &'a str,
    heads: &'a [String],
    has_due: bool,
    columns: usize,
    rows: Vec<Vec<CellView>>,
    csv: Option<String>,
    code: &'a str,
    measure: &'a str,
    listed: &'static str,
    case: Option<&'a str>,
    denominator: &'a str,
    numerator: &'a str,
    source: &'a str,
    caveats: &'a [String],
    rule: Vec<String>,
}

/// A cell in words.
#[derive(Serialize)]
struct CellView {
    text: String,
    /// Heading of its column, which stands beside it on a narrow screen.
    head: String,
    /// `id` for the child's identifier, `none` where there is nothing to show but words for nothing, `whole` where it may break
    /// nowhere; else empty.
    class: &'static str,
}

#[derive(Serialize)]
struct IndexView<'a> {
    lists: Vec<IndexEntry<'a>>,
}

#[derive(Serialize)]
struct IndexEntry<'a> {
    file: String,
    title: &'a str,
    why: &'a str,
    parts: Vec<(&'a str, Option<String>)>,
}

impl<'a> Pages<'a> {
    pub fn load(shelf: &Shelf, data: &'a Data<'a>, expiry: Expiry) -> Result<Self, SiteError> {
        Ok(Self { layouts: Layouts::load(shelf)?, dress: apart::dress(shelf, "worklist.css")?, data, expiry })
    }

    /// The pages and tables of everyone, or of one team: then of the worklists on which it has rows.
    pub fn folder(&self, worklists: &[Worklist<'_>], whose: &Whose<'_>) -> Result<Files, SiteError> {
        let team = match whose {
            Whose::Everyone => None,
            Whose::Team(team) => Some(*team),
        };
        let has_rows = |list: &&Worklist<'_>| list.sheets.iter().any(|sheet| sheet.of_team(team).is_some_and(|rows| !rows.is_empty()));
        let shown: Vec<&Worklist<'_>> = worklists.iter().filter(|list| team.is_none() || has_rows(list)).collect();
        let mut files = self.dress.clone();
        for list in &shown {
            self.worklist(list, team, &mut files)?;
        }
        let entries = shown.iter().map(|list| IndexEntry {
            file: format!("{}.html", list.record.name),
            title: &list.record.title,
            why: &list.record.why,
            parts: list.sheets.iter().map(|sheet| (sheet.part.title.as_str(), sheet.of_team(team).map(|rows| amount(&rows)))).collect(),
        });
        let index = IndexView { lists: entries.collect() };
        files.add("index.html", self.page("worklists.html", &self.frame("Worklists", team), &index)?);
        Ok(files)
    }

    fn page(&self, layout: &str, frame: &Frame<'_>, view: &impl Serialize) -> Result<String, SiteError> {
        watched(layout, &self.layouts.fill(layout, frame, view)?, POLICY_OF_PAPER)
    }

    fn frame<'f>(&'f self, title: &str, team: Option<&'f Team>) -> Frame<'f> {
        let whose = team.map_or_else(String::new, |team| format!(" · {}", team.name));
        Frame {
            title: format!("{title}{whose} · {} · {} · {MARKING}", self.data.authority, self.data.setting.as_at.words()),
            authority: &self.data.authority,
            banner: self.data.banner.as_deref(),
            team: team.map(|team| team.name.as_str()),
            as_at: self.data.setting.as_at.words(),
            delete_by: self.expiry.last().words(),
            counted_from: self.expiry.from.words(),
            days: self.expiry.days,
            marking: MARKING,
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    fn worklist(&self, list: &Worklist<'_>, team: Option<&Team>, files: &mut Files) -> Result<(), SiteError> {
        let Record { name, title, why, readers, .. } = list.record;
        let mut parts = Vec::new();
        for (number, sheet) in (1..).zip(&list.sheets) {
            let rows = sheet.of_team(team);
            let csv = rows.as_ref().filter(|rows| !rows.is_empty()).map(|rows| {
                let csv = format!("{name}-{number}.csv");
                files.add(csv.clone(), table::csv(&sheet.heads, rows, has_due(sheet.part), self.expiry.last()));
                csv
            });
            if let Some(definition) = self.data.catalogue.get(&sheet.part.indicator) {
                parts.push(part_view(sheet, (number, csv), rows.as_deref(), definition, self.data.catalogue));
            }
        }
        let view = PageView { title, why, readers, parts };
        files.add(format!("{name}.html"), self.page("worklist.html", &self.frame(title, team), &view)?);
        Ok(())
    }
}

fn has_due(part: &Part) -> bool {
    !part.due.is_empty()
}

fn part_view<'v>(
    sheet: &'v Sheet<'_>,
    (number, csv): (u32, Option<String>),
    rows: Option<&[&Row]>,
    definition: &'v Definition,
    catalogue: &Catalogue,
) -> PartView<'v> {
    let part = sheet.part;
    let due = has_due(part);
    let late = rows.unwrap_or_default().iter().filter(|row| row.overdue.is_some_and(|days| days > 0)).count();
    PartView {
        id: format!("part-{number}"),
        title: &part.title,
        count: rows.map(amount),
        overdue: rows.filter(|rows| due && !rows.is_empty()).map(|_| number::count(late as u64)),
        note: &part.note,
        heads: &sheet.heads,
        has_due: due,
        columns: sheet.heads.len() + if due { 2 } else { 0 },
        rows: rows.unwrap_or_default().iter().map(|row| cells(row, sheet, due)).collect(),
        csv,
        code: &definition.about.code,
        measure: &definition.about.title,
        listed: match part.rows {
            Side::Counted => "those that it counts",
            Side::NotCounted => "those of its denominator that it does not count",
        },
        case: part.case.as_deref(),
        denominator: &definition.about.denominator,
        numerator: &definition.about.numerator,
        source: &definition.about.source,
        caveats: &definition.about.caveats,
        rule: rule_in_words(catalogue, definition),
    }
}

/// `37`, or `37 rows about 35 children` where some stand on several.
fn amount(rows: &[&Row]) -> String {
    let (rows, children) = (rows.len(), children(rows));
    let said = |n: usize, one: &str, many: &str| format!("{} {}", number::count(n as u64), if n == 1 { one } else { many });
    if rows == children {
        return number::count(rows as u64);
    }
    format!("{} about {}", said(rows, "row", "rows"), said(children, "child", "children"))
}

fn cells(row: &Row, sheet: &Sheet<'_>, has_due: bool) -> Vec<CellView> {
    let of = |head: &str, cell: &Cell| {
        let (text, class) = match cell {
            Cell::Text(text) => (text.clone(), ""),
            Cell::Place(text) => (text.clone(), "whole"),
            Cell::Day(day) => (short(*day), "whole"),
            Cell::Number(n) => (n.to_string(), "whole"),
            Cell::Nothing(words) => ((*words).to_owned(), "none"),
        };
        CellView { text, head: head.to_owned(), class }
    };
    let mut cells: Vec<CellView> = sheet.heads.iter().zip(&row.cells).map(|(head, cell)| of(head, cell)).collect();
    for (cell, _) in cells.iter_mut().zip(&sheet.part.columns).filter(|(cell, field)| *field == "child_id" && cell.class != "none") {
        cell.class = "id";
    }
    if has_due {
        let unknown = Cell::Nothing("Not known");
        let late = match (row.due, row.overdue) {
            (_, Some(days)) => Cell::Number(days),
            (Some(_), None) => Cell::Nothing("Not yet due"),
            (None, None) => Cell::Nothing("Not known"),
        };
        cells.extend([of(DUE_BY, &row.due.map_or(unknown, Cell::Day)), of(OVERDUE, &late)]);
    }
    cells
}

/// A day as a column has room for it: `5 Sep 2025`.
fn short(day: Day) -> String {
    let month: String = MONTHS[day.month() as usize - 1].chars().take(3).collect();
    format!("{} {month} {}", day.day_of_month(), day.year())
}
