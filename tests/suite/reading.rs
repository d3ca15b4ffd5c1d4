//! From files to lists: what is recognised, what is read, what is refused, and that no finding tells what a cell holds.

mod containers;
mod contents;
mod formats;
mod recognition;
mod samples;

use annexa::annex_a::lists::{Coded, List, Lists};
use annexa::annex_a::schema::Schema;
use annexa::annex_a::{Mapping, Source, read};
use annexa::calendar::Day;
use annexa::finding::{Checked, Finding, Severity};
use annexa::theme::Shelf;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let loaded = Schema::load(&Shelf::built_in());
    assert!(loaded.findings.0.is_empty(), "{:#?}", loaded.findings);
    loaded.value
});

/// Headings of a list in its newest version.
fn headings(list: &str) -> Vec<String> {
    SCHEMA.list(list).unwrap().columns.iter().map(|column| column.heading.clone()).collect()
}

/// A sheet of a test workbook. `#5` is a number, `@2026-01-31` a date, `?` true, `=…` a formula that gave `#N/A`, anything else text.
struct Tab<'a> {
    name: &'a str,
    rows: Vec<Vec<String>>,
}

fn tab<'a>(name: &'a str, rows: &[&[&str]]) -> Tab<'a> {
    Tab { name, rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect() }
}

/// A sheet with the headings of a list above the rows.
fn list_tab<'a>(name: &'a str, list: &str, rows: &[&[&str]]) -> Tab<'a> {
    let mut tab = tab(name, rows);
    tab.rows.insert(0, headings(list));
    tab
}

fn workbook(tabs: &[Tab]) -> Source {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for tab in tabs {
        let sheet = book.add_worksheet();
        sheet.set_name(tab.name).unwrap();
        for (row, cells) in (0..).zip(&tab.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell.chars().next() {
                    None => continue,
                    Some('#') => sheet.write(row, column, cell[1..].parse::<f64>().unwrap()),
                    Some('@') => sheet.write_with_format(row, column, ExcelDateTime::parse_from_str(&cell[1..]).unwrap(), &date),
                    Some('?') => sheet.write(row, column, true),
                    Some('=') => sheet.write(row, column, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")),
                    Some(_) => sheet.write(row, column, cell.as_str()),
                }
                .unwrap();
            }
        }
    }
    Source { name: "annex-a.xlsx".to_owned(), bytes: book.save_to_buffer().unwrap() }
}

fn text_file(name: &str, bytes: impl Into<Vec<u8>>) -> Source {
    Source { name: name.to_owned(), bytes: bytes.into() }
}

fn reading(sources: &[Source]) -> Checked<Lists> {
    read(sources, &SCHEMA, &Mapping::new())
}

fn list<'a>(checked: &'a Checked<Lists>, key: &str) -> &'a List {
    &checked.value.lists[key]
}

/// The findings of a kind.
fn of_kind<'a>(checked: &'a Checked<Lists>, kind: &str) -> Vec<&'a Finding> {
    checked.findings.0.iter().filter(|finding| finding.kind == kind).collect()
}

/// The one error, in a line.
fn only_error(checked: &Checked<Lists>) -> String {
    let errors: Vec<&Finding> = checked.findings.0.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{:#?}", checked.findings);
    errors[0].to_string()
}

/// The codes of a field as keys; `-` is blank and `?` not mapped.
fn keys(checked: &Checked<Lists>, key: &str, field: &str) -> Vec<String> {
    let (set, codes) = list(checked, key).codes(field).unwrap();
    let set = &checked.value.code_sets[set];
    let key = |coded: &Coded| match coded {
        Coded::Blank => "-".to_owned(),
        Coded::Unmapped => "?".to_owned(),
        Coded::Code(at) => set.codes[usize::from(*at)].key.clone(),
    };
    codes.iter().map(key).collect()
}

fn strings(checked: &Checked<Lists>, key: &str, field: &str) -> Vec<Option<String>> {
    let texts = list(checked, key).strings(field).unwrap();
    texts.iter().map(|number| number.map(|number| checked.value.strings[number as usize].clone())).collect()
}

fn day(text: &str) -> Option<Day> {
    Some(Day::parse_iso(text).unwrap())
}

/// A row of contacts with the identifier, date and source given.
fn contact<'a>(id: &'a str, date: &'a str, source: &'a str) -> [&'a str; 7] {
    [id, "a) Male", "a) WBRI", "@2015-04-01", "#10", date, source]
}
