//! The other formats of workbooks: one workbook in four formats gives the same values and the same words.
//!
//! `lists.*` and `errors.*` were saved by LibreOffice from one workbook of a demonstration (`lists.xlsb` by another writer, from the
//! cells of `lists.xlsx`): a list that begins in C5, a time of day, a date and a code that cannot be read, a hidden sheet.

use super::*;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file of the cases under a name that does not tell its format.
fn saved(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/reading/formats").join(name);
    Source { name: "workbook".to_owned(), bytes: std::fs::read(path).unwrap() }
}

fn lines(checked: &Checked<Lists>) -> Vec<String> {
    checked.findings.0.iter().map(ToString::to_string).collect()
}

#[test]
fn one_workbook_gives_the_same_values_and_words_in_every_format() {
    let whole = reading(&[saved("lists.xlsx")]);
    assert!(!whole.findings.has_errors(), "{:#?}", whole.findings);
    assert!(whole.value.lists.values().all(|list| list.rows > 0), "every list has rows");
    assert!(list(&whole, "referrals").places.iter().all(|(_, row)| *row > 4), "the third list begins in row 4");
    let said = lines(&whole);
    for place in ["sheet List_1, row 4, column F", "sheet List_1, row 5, column B"] {
        assert!(said.iter().any(|line| line.contains(place)), "{place}: {said:#?}");
    }
    for format in ["lists.xls", "lists.ods", "lists.xlsb"] {
        let other = reading(&[saved(format)]);
        assert_eq!(lines(&other), said, "{format}");
        assert!(other.value == whole.value, "{format}: other values");
    }
}

#[test]
fn spreadsheet_errors_are_the_same_in_every_format() {
    let whole = reading(&[saved("errors.xlsx")]);
    let said = lines(&whole);
    for place in ["row 9, column C", "row 10, column F"] {
        assert!(said.iter().any(|line| line.contains(place) && line.contains("spreadsheet error")), "{place}: {said:#?}");
    }
    for format in ["errors.xls", "errors.ods"] {
        let other = reading(&[saved(format)]);
        assert_eq!(lines(&other), said, "{format}");
        assert!(other.value == whole.value, "{format}: other values");
    }
}

/// An OpenDocument workbook of one sheet with these rows, as XML.
fn opendocument(rows: &str) -> Vec<u8> {
    let namespaces =
        ["office", "table", "text", "style"].map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""));
    let content = format!(
        "<office:document-content {}><office:body><office:spreadsheet><table:table table:name=\"List 1\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>",
        namespaces.join(" ")
    );
    with_manifest(&content, "<manifest:manifest/>")
}

fn with_manifest(content: &str, manifest: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let parts =
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", manifest), ("content.xml", content)];
    for (name, text) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn text_cells(cells: &[impl AsRef<str>]) -> String {
    let cell = |text: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>");
    cells.iter().map(|text| cell(text.as_ref())).collect()
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

fn contact_cells(id: &str, day: &str) -> String {
    let day = format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"/>");
    text_cells(&[id, "a) Male", "a) WBRI", "01/04/2015", "10"]) + &day + &text_cells(&["Police"])
}

#[test]
fn an_opendocument_table_is_read_from_where_it_begins_to_where_it_ends() {
    let above =
        "<table:table-row table:number-rows-repeated=\"6\"><table:table-cell table:number-columns-repeated=\"20\"/></table:table-row>";
    let left = "<table:table-cell table:number-columns-repeated=\"3\"/>";
    let below = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let rows = [
        above.to_owned(),
        row(&(left.to_owned() + &text_cells(&headings("contacts")))),
        row(&(left.to_owned() + &contact_cells("1", "2026-01-31T13:45:00"))),
        row(&(left.to_owned() + &contact_cells("2", "2026-01-30"))),
        row(&(left.to_owned() + &text_cells(&["3", "a) Male", "a) WBRI", "01/04/2015", "10", "soon", "Police"]))),
        below.to_owned(),
    ];
    let checked = reading(&[text_file("a.ods", opendocument(&rows.concat()))]);
    let contacts = list(&checked, "contacts");
    assert_eq!(contacts.dates("contact_date").unwrap(), [day("2026-01-31"), day("2026-01-30"), None]);
    assert_eq!(contacts.places.iter().map(|place| place.1).collect::<Vec<_>>(), [8, 9, 10]);
    assert!(lines(&checked).iter().any(|line| line.contains("row 10")), "{:#?}", lines(&checked));
}

#[test]
fn an_opendocument_file_that_is_odd_is_refused_in_one_line() {
    let content = "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"a\">";
    let encrypted = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let many = format!("<table:table-row table:number-rows-repeated=\"1000000\">{}</table:table-row>", text_cells(&["x"; 200]));
    for (bytes, said) in [
        (with_manifest(content, "<manifest:manifest/>"), "a part of it breaks off"),
        (with_manifest("", "<manifest:manifest/>"), "a part of it breaks off"),
        (with_manifest(&format!("{content}</office:document-content>"), "<manifest:manifest/>"), "a part of it breaks off"),
        (with_manifest("<office:document-content></office:document-content>", encrypted), "protected by a password"),
        (with_manifest("<!DOCTYPE a><office:document-content></office:document-content>", ""), "declares entities"),
        (opendocument(&many), "the workbook cannot be read"),
        (opendocument("<table:table-row table:number-rows-repeated=\"99999999999999999999\"/>"), "the workbook cannot be read"),
    ] {
        let error = only_error(&reading(&[text_file("a.ods", bytes)]));
        assert!(error.starts_with("error: a.ods: ") && error.contains(said), "{error}");
    }
    let mut text = ZipWriter::new(Cursor::new(Vec::new()));
    text.start_file("mimetype", SimpleFileOptions::default()).unwrap();
    text.write_all(b"application/vnd.oasis.opendocument.text").unwrap();
    let text = text.finish().unwrap().into_inner();
    assert!(only_error(&reading(&[text_file("a.ods", text)])).contains("an OpenDocument file that is no spreadsheet"));
}

/// Broken in any place, they are read or refused in one line, and never read as something else where a checksum covers them.
#[test]
fn damaged_bytes_never_panic() {
    for (name, covered) in [("lists.xls", false), ("lists.ods", true), ("lists.xlsb", true)] {
        let whole = saved(name);
        let expected = reading(std::slice::from_ref(&whole)).value;
        for at in (0..whole.bytes.len()).step_by(whole.bytes.len() / 40) {
            let mut damaged = whole.clone();
            damaged.bytes[at] ^= 0x55;
            let checked = reading(&[damaged]);
            assert!(!covered || checked.findings.has_errors() || checked.value == expected, "{name} at {at}");
        }
    }
}
