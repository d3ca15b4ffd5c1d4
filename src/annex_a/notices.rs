//! What reading has to say: plain sentences with a place, never the content of a cell.

use super::clean::{Cleaned, Fault, Tally};
use super::duplicates::{Duplicates, Rows};
use super::lists::{List, Lists};
use super::matching::Rule;
use super::schema::{ListRecord, Schema};
use super::sheet::Part;
use crate::finding::{Finding, Findings, Place, Severity};
use crate::number::plural;

/// Where a sheet is: file, sheet name (empty for delimited text), whether it is hidden.
#[derive(Debug, Clone)]
pub struct Where {
    /// File name.
    pub file: String,
    /// Sheet name.
    pub sheet: String,
    /// Whether users do not see the sheet.
    pub hidden: bool,
}

impl Where {
    /// The place of the whole sheet.
    pub fn place(&self) -> Place {
        place(&self.file, &self.sheet)
    }
}

fn place(file: &str, sheet: &str) -> Place {
    if sheet.is_empty() { Place::file(file) } else { Place::sheet(file, sheet) }
}

/// Everything there is to say about a sheet that is a list.
pub fn part(at: &Where, part: &Part, schema: &Schema, findings: &mut Findings) {
    let list = &schema.lists[part.matched.list];
    findings.push(recognised(at, part, list));
    if at.hidden {
        let finding =
            Finding::new(Severity::Warning, "hidden-sheet", at.place(), format!("{} was read from a hidden sheet", list.called()));
        findings.push(finding.hint("delete the sheet if it is an old copy"));
    }
    findings.0.extend(columns_missing(at, part, list));
    findings.0.extend(extra_columns(at, part));
    findings.0.extend(columns_moved(at, part, list));
    findings.0.extend(left_out(at, part));
    for Cleaned { field, tallies, .. } in &part.columns {
        let Some(column) = list.column(field) else { continue };
        let letter = part.matched.columns.iter().find(|(_, at)| list.columns[*at].key == *field).map_or(0, |(letter, _)| *letter);
        let shown = format!("{} ({})", letters(letter), column.heading);
        // Yes and no are shared by many columns that mean different things; the other sets are one thing.
        let table = column.set.as_deref().filter(|set| !set.starts_with("yes_no")).unwrap_or(field);
        let all = tallies.iter().map(|(kind, tally)| fault(at, &shown, table, kind, &tally));
        findings.0.extend(all);
    }
}

fn recognised(at: &Where, part: &Part, list: &ListRecord) -> Finding {
    let rows = plural(part.rows.len(), "row", "rows");
    let rule = if part.matched.rule == Rule::Name && at.sheet.is_empty() { "file name" } else { part.matched.rule.words() };
    let how = if part.matched.by_position { ", columns by position because there are no headings" } else { "" };
    let severity = if part.matched.by_position { Severity::Warning } else { Severity::Note };
    Finding::new(severity, "recognised", at.place(), format!("{}: {rows}, recognised by {rule}{how}", list.called()))
}

/// The columns that the nearest version of the list has and the sheet lacks.
fn columns_missing(at: &Where, part: &Part, list: &ListRecord) -> Option<Finding> {
    let found = |key: &String| part.columns.iter().any(|cleaned| cleaned.field == *key);
    let missing = |columns: &[String]| columns.iter().filter(|key| !found(key)).cloned().collect::<Vec<_>>();
    let missing = list.layouts.iter().map(|layout| missing(&layout.columns)).min_by_key(Vec::len)?;
    if missing.is_empty() {
        return None;
    }
    let headings: Vec<String> = missing.iter().filter_map(|key| list.column(key)).map(|column| format!("“{}”", column.heading)).collect();
    let message = format!("{} not found: {}", plural(missing.len(), "column was", "columns were"), headings.join(", "));
    let hint = format!(
        "if the sheet has it under another heading, say so under [mapping.headings] in annexa.toml: \"your heading\" = \"{}\"",
        missing[0]
    );
    Some(Finding::new(Severity::Warning, "missing-column", at.place(), message).hint(hint).times(missing.len() as u32))
}

/// Filled cells that a column needs before it is judged, and columns that must be wrong together.
const FEWEST_CELLS: usize = 5;
const FEWEST_COLUMNS: usize = 2;

/// Columns of dates and numbers of which most cells are neither: one may be kept in words, several have been moved under
/// headings of others. Nothing may be built from that: a date of birth could be told as the day of an event.
fn columns_moved(at: &Where, part: &Part, list: &ListRecord) -> Option<Finding> {
    let unreadable = |cleaned: &Cleaned| -> usize {
        let wrong = |fault| matches!(fault, Fault::UnreadableDate | Fault::UnreadableNumber | Fault::UnreadableAge);
        cleaned.tallies.iter().filter(|(fault, _)| wrong(*fault)).map(|(_, tally)| tally.count as usize).sum()
    };
    let is_wrong = |cleaned: &&Cleaned| {
        let (wrong, right) = (unreadable(cleaned), cleaned.column.filled());
        wrong + right >= FEWEST_CELLS && wrong > right
    };
    let wrong: Vec<&Cleaned> = part.columns.iter().filter(is_wrong).collect();
    let headings: Vec<String> =
        wrong.iter().filter_map(|cleaned| list.column(&cleaned.field)).map(|column| format!("“{}”", column.heading)).collect();
    let message = format!("most cells of {} are neither dates nor numbers, as when columns have been moved", headings.join(", "));
    let finding = Finding::new(Severity::Error, "columns-moved", at.place(), message).times(wrong.len() as u32);
    (wrong.len() >= FEWEST_COLUMNS).then(|| finding.hint("see that each column stands under its heading, and export the list again"))
}

fn extra_columns(at: &Where, part: &Part) -> Vec<Finding> {
    let mut notes = Vec::new();
    if part.matched.extra > 0 {
        let message = format!("{} not part of the list and not read", plural(part.matched.extra, "column is", "columns are"));
        notes.push(Finding::new(Severity::Note, "extra-columns", at.place(), message).times(part.matched.extra));
    }
    if part.matched.repeated > 0 {
        let message = format!("{} another; the first was read", plural(part.matched.repeated, "heading repeats", "headings repeat"));
        notes.push(Finding::new(Severity::Note, "repeated-heading", at.place(), message).times(part.matched.repeated));
    }
    notes
}

fn left_out(at: &Where, part: &Part) -> Vec<Finding> {
    let mut all = Vec::new();
    let left = part.left_out;
    if left.leftovers > 0 {
        let message = format!(
            "{} no record (a footer, repeated headings, formulas without a child); left out",
            plural(left.leftovers, "row is", "rows are")
        );
        all.push(Finding::new(Severity::Note, "rows-left-out", at.place(), message).times(left.leftovers));
    }
    if left.lone > 0 {
        let place = Place { row: Some(left.first_lone), ..at.place() };
        let message = format!("{} a single value and nothing else; left out", plural(left.lone, "row holds", "rows hold"));
        all.push(Finding::new(Severity::Warning, "lone-value", place, message).times(left.lone));
    }
    all
}

/// Formulas that no spreadsheet program has calculated.
pub fn uncalculated(at: &Where) -> Finding {
    let message = "cells hold formulas whose results were never stored; they are read as blank";
    Finding::new(Severity::Warning, "formula-without-value", at.place(), message)
        .hint("open the workbook in Excel, let it calculate, and save it")
}

/// Where each unknown spelling is first seen.
fn where_to_look(tally: &Tally) -> String {
    let rows: Vec<String> = tally.rows.iter().map(u32::to_string).collect();
    let more = if tally.spellings as usize > rows.len() { " and further down" } else { "" };
    if rows.len() == 1 {
        format!("look at row {}", rows[0])
    } else {
        format!("look at rows {}{more}, one for each spelling", rows.join(", "))
    }
}

fn fault(at: &Where, column: &str, table: &str, kind: Fault, tally: &Tally) -> Finding {
    let place = Place { row: Some(tally.first_row), column: Some(column.to_owned()), ..at.place() };
    let first = if tally.count > 1 { "the row given is the first; " } else { "" };
    let cells = |one: &str, many: &str| plural(tally.count, one, many);
    let (severity, name, message, hint) = match kind {
        Fault::Unmapped => (
            Severity::Warning,
            "unmapped-code",
            format!(
                "{} an unknown code ({}); counted as not mapped",
                cells("cell holds", "cells hold"),
                plural(tally.spellings, "spelling", "different spellings"),
            ),
            format!("{}; say what it means under [mapping.{table}] in annexa.toml", where_to_look(tally)),
        ),
        Fault::UnreadableDate => (
            Severity::Warning,
            "unreadable-date",
            cells("cell is no date the calendar has; read as blank", "cells are no date the calendar has; read as blank"),
            format!("{first}write dates as DD/MM/YYYY"),
        ),
        Fault::MonthFirst => (
            Severity::Warning,
            "month-first",
            cells("date has the month before the day; read as blank", "dates have the month before the day; read as blank"),
            format!("{first}other dates of this column may have been read with day and month exchanged; export it as DD/MM/YYYY"),
        ),
        Fault::Placeholder => (
            Severity::Note,
            "placeholder-date",
            cells("date stands for none (such as 01/01/1900); read as blank", "dates stand for none (such as 01/01/1900); read as blank"),
            first.trim_end_matches("; ").to_owned(),
        ),
        Fault::UnreadableNumber => (
            Severity::Warning,
            "unreadable-number",
            cells("cell is no whole number; read as blank", "cells are no whole number; read as blank"),
            first.trim_end_matches("; ").to_owned(),
        ),
        Fault::UnreadableAge => (
            Severity::Warning,
            "unreadable-age",
            cells("cell is no age in years; read as blank", "cells are no age in years; read as blank"),
            first.trim_end_matches("; ").to_owned(),
        ),
        Fault::CellError => (
            Severity::Warning,
            "cell-error",
            cells(
                "cell shows a spreadsheet error such as #N/A; read as blank",
                "cells show a spreadsheet error such as #N/A; read as blank",
            ),
            format!("{first}repair the lookup behind it and export again"),
        ),
        Fault::LongNumber => (
            Severity::Warning,
            "long-identifier",
            cells(
                "identifier is a number too long for a spreadsheet to keep every digit",
                "identifiers are numbers too long for a spreadsheet to keep every digit",
            ),
            format!("{first}export identifiers as text"),
        ),
    };
    let finding = Finding::new(severity, name, place, message).times(tally.count);
    if hint.is_empty() { finding } else { finding.hint(hint) }
}

/// What is to say about a list once all its sheets are together.
pub fn list(list: &List, record: &ListRecord, found: &Duplicates, findings: &mut Findings) {
    let mut tell = |kind, rows: &Rows, message, hint: &str| findings.0.extend(repeats(list, kind, rows, message).map(|f| f.hint(hint)));
    let (removed, differing, unsure) = (&found.removed, &found.differing, &found.unsure);
    let message = format!("{} another in everything that is filled in, and left out", plural(removed.count, "row repeats", "rows repeat"));
    tell("duplicate-rows", removed, message, "delete the copy");
    let rows = plural(differing.count, "row has", "rows have");
    let message = format!("{rows} the same {} as an earlier row but differ elsewhere; all were kept", keys_in_words(record));
    tell("repeated-key", differing, message, "keep the row that is right");
    let (rows, keys) = (plural(unsure.count, "row", "rows"), keys_in_words(record));
    let message = format!("{rows} may repeat another, which a blank among {keys} keeps from being known; all were kept and count");
    tell("possible-repeat", unsure, message, "fill the blank in, or delete the copy");
}

fn repeats(list: &List, kind: &str, rows: &Rows, message: String) -> Option<Finding> {
    let (at, first) = *rows.places.first()?;
    let origin = list.origins.get(usize::from(at)).cloned().unwrap_or_default();
    let place = Place { row: Some(first), ..place(&origin.file, &origin.sheet) };
    let mut finding = Finding::new(Severity::Warning, kind, place, message).times(rows.count);
    finding.rows = rows.places.iter().filter(|(origin, _)| *origin == at).map(|(_, row)| *row).collect();
    Some(finding)
}

fn keys_in_words(record: &ListRecord) -> String {
    let headings: Vec<String> =
        record.duplicates.iter().filter_map(|key| record.column(key)).map(|column| format!("“{}”", column.heading)).collect();
    headings.join(", ")
}

/// Lists that no file held, and lists without rows: one finding each.
pub fn absent(lists: &Lists, schema: &Schema, files: &str, findings: &mut Findings) {
    let without_rows = |record: &&ListRecord| lists.lists.get(&record.key).is_some_and(|list| list.rows == 0);
    let (empty, missing): (Vec<&ListRecord>, Vec<&ListRecord>) = schema
        .lists
        .iter()
        .filter(without_rows)
        .partition(|record| lists.lists.get(&record.key).is_some_and(|list| !list.origins.is_empty()));
    for (kind, records, what) in
        [("missing-list", missing, ["was not found", "were not found"]), ("empty-list", empty, ["has no rows", "have no rows"])]
    {
        if records.is_empty() {
            continue;
        }
        let names: Vec<String> = records.iter().map(|record| format!("{} ({})", record.number, record.title)).collect();
        let (word, what, pages) = if records.len() == 1 { ("list", what[0], "it") } else { ("lists", what[1], "them") };
        let message = format!("{word} {} {what}; the pages that need {pages} will be empty", names.join(", "));
        let hint = match kind {
            "missing-list" => "a list is known by its headings, or by a sheet or file name such as List_1 or Contacts",
            _ => "export the list again if there should be rows",
        };
        findings.push(Finding::new(Severity::Warning, kind, Place::file(files), message).hint(hint).times(records.len() as u32));
    }
}

/// The letters of a column, as a spreadsheet shows them; `column` is counted from 0.
pub fn letters(column: u32) -> String {
    let (before, last) = (column / 26, char::from(b'A' + (column % 26) as u8));
    if before == 0 { last.to_string() } else { format!("{}{last}", letters(before - 1)) }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        assert_eq!([0, 25, 26, 33, 701, 702, 16_383].map(letters), ["A", "Z", "AA", "AH", "ZZ", "AAA", "XFD"]);
    }
}
