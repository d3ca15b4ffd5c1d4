//! `tables.xlsx`: every table of the report in one accessible workbook.
//!
//! In: the report. Out: bytes. One table a sheet, marked as a table, with its title in A1 and everything needed to read it above it;
//! no merged, hidden or empty cells, no fills, no filters; a contents sheet with links and a notes sheet for symbols
//! (the Analysis Function's guidance on accessible spreadsheets). Numbers are numbers, shown with the decimals of the report.

use crate::doing::{self, Work};
use crate::foreign::{in_a_line, in_lines};
use crate::number::Missing;
use crate::report::{Block, DataTable, Page, Report, Row};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Table, TableColumn, TableStyle, Url, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

/// Stands in cells that have nothing to show, so that no cell is empty.
const NOTHING: &str = "[z]";

/// Widest a column gets, in characters.
const WIDEST: usize = 60;

/// Longest text of a cell, of a head of a table, and of a property of the file.
const LONGEST: usize = 32_767;
const LONGEST_HEAD: usize = 240;
const LONGEST_PROPERTY: usize = 255;

/// Why the workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook of tables could not be made: {0}")]
pub struct TablesFailed(String);

impl From<XlsxError> for TablesFailed {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

/// One sheet with one table.
struct Sheet<'a> {
    name: String,
    page: &'a str,
    title: &'a str,
    /// What must be known to read the table, one line each.
    about: Vec<&'a str>,
    table: &'a DataTable,
}

/// The tables of a report as a workbook.
pub fn tables_xlsx(report: &Report) -> Result<Vec<u8>, TablesFailed> {
    let _step = doing::step(Work::Making, || "making the workbook of all tables".to_owned());
    let sheets = sheets(report);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report)?);
    cover(workbook.add_worksheet(), report)?;
    contents(workbook.add_worksheet(), &sheets)?;
    notes(workbook.add_worksheet())?;
    for sheet in &sheets {
        table_sheet(workbook.add_worksheet(), sheet)?;
    }
    with_language(&workbook.save_to_buffer()?)
}

fn sheets(report: &Report) -> Vec<Sheet<'_>> {
    report.pages.iter().flat_map(|page| page.sections.iter().flat_map(|s| &s.blocks).flat_map(|block| of_block(page, block))).collect()
}

fn of_block<'a>(page: &'a Page, block: &'a Block) -> Vec<Sheet<'a>> {
    let figure = |f: &'a crate::report::Figure| Sheet {
        name: format!("Figure {}", f.number),
        page: &page.title,
        title: &f.title,
        about: vec![&f.subtitle, &f.note, &f.source],
        table: &f.table,
    };
    match block {
        Block::Figure(one) => vec![figure(one)],
        Block::Pair { figures } => figures.iter().map(figure).collect(),
        Block::Table(t) | Block::Detail(t) => vec![Sheet {
            name: format!("Table {}", t.number),
            page: &page.title,
            title: &t.title,
            about: vec![&t.subtitle, &t.note],
            table: &t.table,
        }],
        _ => Vec::new(),
    }
}

fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    let day = report.about.as_at;
    // The file carries the day of the data: the clock would make every build differ.
    let date = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day_of_month().unsigned_abs())?;
    Ok(DocProperties::new()
        .set_title(property(&format!("{}: tables", report.about.title)))
        .set_subject(property(&format!("{}, {}", report.about.authority, report.about.period)))
        .set_author(property(&report.about.authority))
        .set_creation_datetime(&date))
}

fn property(text: &str) -> String {
    shortened(&in_a_line(text), LONGEST_PROPERTY)
}

fn bold(size: f64) -> Format {
    Format::new().set_bold().set_font_size(size)
}

/// Writes lines down column A from a row, empty ones left out, and says which row comes next.
fn lines<'a>(sheet: &mut Worksheet, mut row: u32, texts: impl IntoIterator<Item = &'a str>) -> Result<u32, XlsxError> {
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        sheet.write_string(row, 0, seen(text))?;
        row += 1;
    }
    Ok(row)
}

fn cover(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    let about = &report.about;
    sheet.set_name("Cover")?.set_column_width(0, WIDEST as f64)?;
    sheet.write_string_with_format(0, 0, seen(&about.title), &bold(16.0))?;
    let measured = format!("Measured to {}", about.as_at.words());
    let audience = format!("Edition for: {}", about.audience.title());
    let version = format!("Made by annexa {}", about.version);
    let facts = [
        about.authority.as_str(),
        &about.period,
        &measured,
        &audience,
        &about.classification,
        about.banner.as_deref().unwrap_or(""),
        &version,
    ];
    let row = lines(sheet, 1, facts.into_iter().chain(about.attributions.iter().map(String::as_str)))?;
    sheet.write_url_with_text(row, 0, Url::new("internal:'Contents'!A1"), "Contents")?;
    Ok(())
}

fn contents(sheet: &mut Worksheet, sheets: &[Sheet<'_>]) -> Result<(), XlsxError> {
    sheet.set_name("Contents")?;
    sheet.write_string_with_format(0, 0, "Contents", &bold(14.0))?;
    sheet.write_string(1, 0, "This sheet has one table: a row for each table in this workbook.")?;
    let rows: Vec<Vec<String>> = sheets.iter().map(|s| vec![s.name.clone(), one_line(s.title), one_line(s.page)]).collect();
    grid(sheet, 2, "contents", &["Sheet", "Title", "Page"].map(str::to_owned), &rows)?;
    for (row, listed) in (3..).zip(sheets) {
        let to = Url::new(format!("internal:'{}'!A1", listed.name)).set_text(&listed.name);
        sheet.write_url_with_format(row, 0, to, &Format::new().set_hyperlink().set_text_wrap())?;
    }
    Ok(())
}

fn notes(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("Notes")?;
    sheet.write_string_with_format(0, 0, "Notes", &bold(14.0))?;
    sheet.write_string(1, 0, "This sheet has one table: the symbols that stand in cells without a value.")?;
    let symbols = [Missing::Suppressed, Missing::NotAvailable, Missing::NotApplicable, Missing::RoundsToZero, Missing::Unreliable];
    let rows: Vec<Vec<String>> = symbols.into_iter().map(|m| vec![m.shown(), m.words().to_owned()]).collect();
    grid(sheet, 2, "notes", &["Symbol", "Meaning"].map(str::to_owned), &rows)
}

fn table_sheet(sheet: &mut Worksheet, shown: &Sheet<'_>) -> Result<(), XlsxError> {
    sheet.set_name(&shown.name)?;
    sheet.write_string_with_format(0, 0, seen(&format!("{}: {}", shown.name, shown.title)), &bold(14.0))?;
    let row =
        lines(sheet, 1, std::iter::once(shown.table.caption.as_str()).filter(|c| *c != shown.title).chain(shown.about.iter().copied()))?;
    sheet.write_url_with_text(row, 0, Url::new("internal:'Contents'!A1"), "Back to contents")?;
    if shown.table.rows.is_empty() {
        sheet.write_string(row + 1, 0, "There is nothing to show in this table.")?;
        return Ok(());
    }
    let heads = heads(shown.table);
    let rows: Vec<Vec<String>> = shown.table.rows.iter().map(|row| cells(row, heads.len())).collect();
    grid(sheet, row + 1, &shown.name.to_lowercase().replace(' ', "_"), &heads, &rows)
}

/// Heads of the columns, each with a name of its own, as a spreadsheet's table demands.
fn heads(table: &DataTable) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut heads = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        let label = shortened(&one_line(&column.label), LONGEST_HEAD);
        let label = if label.is_empty() { format!("Column {}", place + 1) } else { label };
        let numbered = (2..).map(|n| format!("{label} ({n})"));
        let free = std::iter::once(label.clone()).chain(numbered).find(|name| !taken.contains(&name.to_lowercase()));
        let name = free.expect("numbers do not run out");
        taken.insert(name.to_lowercase());
        heads.push(name);
    }
    heads
}

/// The cells of a row from its head on, as many as there are columns.
fn cells(row: &Row, columns: usize) -> Vec<String> {
    let head = if row.sub.is_empty() { one_line(&row.head) } else { seen(&format!("{} ({})", one_line(&row.head), one_line(&row.sub))) };
    let mut cells: Vec<String> = std::iter::once(head).chain(row.cells.iter().map(|cell| one_line(cell))).collect();
    cells.resize(columns, String::new());
    cells
}

/// A text on one line: a quieter second line goes into brackets.
fn one_line(text: &str) -> String {
    match text.trim().split_once('\n') {
        Some((first, rest)) => seen(&format!("{} ({})", first.trim(), rest.split_whitespace().collect::<Vec<_>>().join(" "))),
        None => seen(text.trim()),
    }
}

/// A text that a cell can hold: what is unseen is no part of an XML file, and a spreadsheet refuses a longer one.
fn seen(text: &str) -> String {
    shortened(&in_lines(text), LONGEST)
}

/// A text of so many characters at most, as spreadsheets count them.
fn shortened(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut room = most - 1;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// Writes one table with a heading row, marked as a table for assistive technology.
fn grid(sheet: &mut Worksheet, top: u32, name: &str, heads: &[String], rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let head_format = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let columns: Vec<TableColumn> = heads.iter().map(|head| TableColumn::new().set_header(head).set_header_format(&head_format)).collect();
    let table = Table::new().set_name(name).set_columns(&columns).set_style(TableStyle::None).set_autofilter(false).set_banded_rows(false);
    let (last_row, last_column) = (top + rows.len().max(1) as u32, heads.len().saturating_sub(1) as u16);
    sheet.add_table(top, 0, last_row, last_column, &table)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, cells) in (top + 1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match number(cell) {
                Some((value, pattern)) if column > 0 => {
                    sheet.write_number_with_format(
                        row,
                        column,
                        value,
                        &Format::new().set_num_format(pattern).set_align(FormatAlign::Top),
                    )?;
                }
                _ => {
                    sheet.write_string_with_format(row, column, if cell.is_empty() { NOTHING } else { cell }, &wrapped)?;
                }
            }
        }
    }
    for (column, head) in (0..).zip(heads) {
        let longest = rows.iter().map(|row| row[usize::from(column)].chars().count()).chain([head.chars().count()]).max().unwrap_or(0);
        sheet.set_column_width(column, (longest + 2).clamp(12, WIDEST) as f64)?;
    }
    Ok(())
}

/// A printed number as a number and the pattern that prints it again: `1,764`, `-0.6`, `6.6%`.
fn number(text: &str) -> Option<(f64, String)> {
    let (digits, percent) = text.strip_suffix('%').map_or((text, false), |digits| (digits, true));
    let plain: String = digits.chars().filter(|c| *c != ',').collect();
    if !plain.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
        || !plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.'))
    {
        return None;
    }
    // The point moves in the text: 27.9 divided by 100 would not be 0.279 to the last bit.
    let value: f64 = if percent { format!("{plain}e-2").parse().ok()? } else { plain.parse().ok()? };
    let decimals = plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let fraction = if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) };
    // A year is a number that no one writes with a comma: only what was printed with one is grouped.
    let whole = if digits.contains(',') { "#,##0" } else { "0" };
    let pattern = format!("{whole}{fraction}{}", if percent { "%" } else { "" });
    Some((value, pattern))
}

/// The workbook with its language named, which the writer has no word for.
fn with_language(bytes: &[u8]) -> Result<Vec<u8>, TablesFailed> {
    const CORE: &str = "docProps/core.xml";
    const END: &str = "</cp:coreProperties>";
    let failed = |error: zip::result::ZipError| TablesFailed(error.to_string());
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for place in 0..from.len() {
        let file = from.by_index_raw(place).map_err(failed)?;
        if file.name().map_err(failed)? != CORE {
            to.raw_copy_file(file).map_err(failed)?;
            continue;
        }
        drop(file);
        let mut core = String::new();
        from.by_index(place).map_err(failed)?.read_to_string(&mut core).map_err(|error| TablesFailed(error.to_string()))?;
        let core = core.replace(END, &format!("<dc:language>en-GB</dc:language>{END}"));
        to.start_file(CORE, zip::write::SimpleFileOptions::default()).map_err(failed)?;
        to.write_all(core.as_bytes()).map_err(|error| TablesFailed(error.to_string()))?;
    }
    Ok(to.finish().map_err(failed)?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_number_is_a_number_again() {
        assert_eq!(number("1,764"), Some((1764.0, "#,##0".to_owned())));
        assert_eq!(number("27.9%"), Some((0.279, "0.0%".to_owned())));
        assert_eq!(number("-0.6"), Some((-0.6, "0.0".to_owned())));
        assert_eq!(number("2025"), Some((2025.0, "0".to_owned())));
        for text in ["[c]", "391 of 1,619", "0-3 months", "1-10", "", "12 days", "2025-09-30", "1.2.3", "-"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
