//! A demo as files: the same lists in the layouts that councils really send.
//!
//! A layout decides on sheet names, title rows, headings, order of columns, and the writing of codes and dates;
//! what the cells mean never changes, which the tests of reading rely on.

use super::codes::{Style, written};
use super::columns::{Heading, SHEETS, Sheet};
use super::{Cell, Demo, DemoError, DemoList};
use crate::calendar::Day;
use crate::files::Files;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

/// A way to lay out an Annex A workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Ofsted's template of 2026: `List_1`, title row, `Sex`, codes with letters, Excel dates.
    Official2026,
    /// The template before 2026: `List 1`, `Gender`, dates as text `dd/mm/yyyy`.
    Gender2022,
    /// A query of a record system: short sheet names, headings in the first row, bare tokens, ISO dates as text.
    Extract,
    /// Labels instead of codes, dates as bare serial numbers, headings in other cases and quotes, columns reordered.
    Labels,
    /// Token and label together, a local column at both ends, identifiers as numbers.
    TokensAndLabels,
    /// A folder of CSV files with a byte order mark, dates as text.
    Folder,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Layout; 6] =
        [Layout::Official2026, Layout::Gender2022, Layout::Extract, Layout::Labels, Layout::TokensAndLabels, Layout::Folder];

    fn sheet_name(self, index: usize, sheet: &Sheet) -> String {
        match self {
            Layout::Official2026 | Layout::TokensAndLabels | Layout::Folder => format!("List_{}", index + 1),
            Layout::Gender2022 => format!("List {}", index + 1),
            Layout::Extract => sheet.name.to_owned(),
            Layout::Labels => format!("list{}", index + 1),
        }
    }

    fn has_title(self) -> bool {
        matches!(self, Layout::Official2026 | Layout::Gender2022 | Layout::TokensAndLabels)
    }

    fn heading(self, &(field, official, query): &Heading) -> String {
        match self {
            Layout::Extract => query.to_owned(),
            Layout::Labels => format!("{} ", official.to_uppercase().replace('’', "'").replace(['‘'], "'")),
            Layout::Gender2022 | Layout::Folder if field == "sex" => "Gender".to_owned(),
            Layout::Folder => official.replace(['‘', '’'], "'"),
            _ => official.to_owned(),
        }
    }

    fn style(self) -> Style {
        match self {
            Layout::Official2026 | Layout::Gender2022 => Style::Official,
            Layout::Extract | Layout::Folder => Style::Token,
            Layout::Labels => Style::Label,
            Layout::TokensAndLabels => Style::TokenAndLabel,
        }
    }

    /// Which column of the official order stands at each place.
    fn order(self, columns: usize) -> Vec<usize> {
        match self {
            // The identifier stays first, all else runs backwards.
            Layout::Labels => std::iter::once(0).chain((1..columns).rev()).collect(),
            _ => (0..columns).collect(),
        }
    }

    fn is_local(self) -> bool {
        self == Layout::TokensAndLabels
    }
}

/// A demo as files in a layout: one workbook, or one CSV file for each list.
pub fn write(demo: &Demo, layout: Layout) -> Result<Files, DemoError> {
    let mut files = Files::default();
    if layout == Layout::Folder {
        for (index, (sheet, list)) in SHEETS.iter().zip(&demo.lists).enumerate() {
            files.add(format!("{}.csv", layout.sheet_name(index, sheet)), table(sheet, list, layout)?);
        }
    } else {
        files.add(format!("annex-a-{}.xlsx", demo.as_at), workbook(demo, layout)?);
    }
    Ok(files)
}

/// A cell as a layout writes it.
enum Written {
    Nothing,
    Text(String),
    Number(f64),
    Date(f64),
}

fn cell(cell: &Cell, field: &str, layout: Layout) -> Written {
    match cell {
        Cell::Blank => Written::Nothing,
        Cell::Id(id) => match id.parse::<u32>() {
            Ok(number) if layout == Layout::TokensAndLabels => Written::Number(f64::from(number)),
            _ => Written::Text(id.clone()),
        },
        Cell::Text(text) => Written::Text(text.clone()),
        Cell::Whole(number) => Written::Number(f64::from(*number)),
        Cell::Date(day) => date(*day, layout),
        // The template asks list 11 for a plain Yes or No here.
        Cell::Code(set, key) if field == "fostering_for_adoption" => Written::Text(written(set, key, Style::Label)),
        Cell::Code(set, key) => Written::Text(written(set, key, layout.style())),
    }
}

fn date(day: Day, layout: Layout) -> Written {
    let serial = f64::from(day.0 + 25_569);
    match layout {
        Layout::Gender2022 | Layout::Folder => Written::Text(format!("{:02}/{:02}/{:04}", day.day_of_month(), day.month(), day.year())),
        Layout::Extract => Written::Text(day.to_string()),
        Layout::Labels => Written::Number(serial),
        Layout::Official2026 | Layout::TokensAndLabels => Written::Date(serial),
    }
}

/// The bytes of a workbook.
pub(super) fn workbook(demo: &Demo, layout: Layout) -> Result<Vec<u8>, DemoError> {
    let mut book = Workbook::new();
    // A fixed moment, so that the same wish gives the same bytes.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    let title = format!("Annex A, {}, as at {}: invented data", demo.authority, demo.as_at);
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    for (index, (sheet, list)) in SHEETS.iter().zip(&demo.lists).enumerate() {
        let page = book.add_worksheet();
        page.set_name(layout.sheet_name(index, sheet))?;
        fill(page, sheet, list, (demo, layout))?;
    }
    Ok(book.save_to_buffer()?)
}

fn fill(page: &mut Worksheet, sheet: &Sheet, list: &DemoList, (demo, layout): (&Demo, Layout)) -> Result<(), DemoError> {
    let bold = Format::new().set_bold().set_text_wrap();
    let dated = Format::new().set_num_format("dd/mm/yyyy");
    let order = layout.order(sheet.columns.len());
    let first = u16::from(layout.is_local());
    let mut row = 0;
    if layout.has_title() {
        page.write_string_with_format(0, 0, sheet.title, &Format::new().set_bold())?;
        row = 1;
    }
    if layout.is_local() {
        page.write_string_with_format(row, 0, "Local authority", &bold)?;
        page.write_string_with_format(row, first + order.len() as u16, "Month of extract", &bold)?;
    }
    for (column, &place) in order.iter().enumerate() {
        page.write_string_with_format(row, first + column as u16, layout.heading(&sheet.columns[place]), &bold)?;
        page.set_column_width(first + column as u16, 15)?;
    }
    page.set_freeze_panes(row + 1, 0)?;
    for cells in &list.rows {
        row += 1;
        if layout.is_local() {
            page.write_string(row, 0, &demo.authority)?;
            page.write_string(row, first + order.len() as u16, demo.as_at.month_key())?;
        }
        for (column, &place) in order.iter().enumerate() {
            let column = first + column as u16;
            match cell(&cells[place], list.fields[place], layout) {
                Written::Nothing => {}
                Written::Text(text) => {
                    page.write_string(row, column, text)?;
                }
                Written::Number(number) => {
                    page.write_number(row, column, number)?;
                }
                Written::Date(serial) => {
                    page.write_number_with_format(row, column, serial, &dated)?;
                }
            }
        }
    }
    Ok(())
}

fn table(sheet: &Sheet, list: &DemoList, layout: Layout) -> Result<Vec<u8>, DemoError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(sheet.columns.iter().map(|column| layout.heading(column)))?;
    for row in &list.rows {
        writer.write_record(row.iter().zip(&list.fields).map(|(value, field)| match cell(value, field, layout) {
            Written::Nothing => String::new(),
            Written::Text(text) => text,
            Written::Number(number) | Written::Date(number) => format!("{number}"),
        }))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}
