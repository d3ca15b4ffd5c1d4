//! The reader: from the bytes of a file to the eleven lists.
//!
//! The first byte of an input says how the rest is meant, as mutations of a zip rarely get past its checksums:
//! a file as it is, a delimited file, the parts of a workbook as text, or such a workbook with some bytes of its zip changed.
//! Parts are parted by lines `=== path`; parts that every workbook needs and the input lacks are added.

use super::{Chooser, MARKER, are_lines_without_content, nothing_was_caught};
use annexa::annex_a::Source;
use annexa::annex_a::fuzzing::Step;
use annexa::annex_a::lists::{Coded, Column, List, Lists};
use annexa::annex_a::schema::Schema;
use annexa::theme::Shelf;
use std::io::{Cursor, Write};
use std::sync::OnceLock;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Larger inputs say nothing that smaller ones do not.
const LONGEST: usize = 1 << 16;

/// Parts of a workbook that the input may leave out.
const USUAL: [(&str, &str); 3] = [
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="List 1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
    ),
    (
        "xl/styles.xml",
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
    ),
];

/// The records of the eleven lists, read once.
pub fn records() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| Schema::load(&Shelf::built_in()).value)
}

/// What reads by them.
pub fn step() -> &'static Step {
    static STEP: OnceLock<Step> = OnceLock::new();
    STEP.get_or_init(|| Step::new(records()))
}

/// A workbook with one empty sheet.
pub fn smallest() -> Source {
    source("annex.xlsx", zipped("", false))
}

/// Reads an input twice and looks at what came of it.
pub fn run(data: &[u8]) {
    let Some((source, named)) = given(&data[..data.len().min(LONGEST)]) else { return };
    let sources = [source];
    let read = step().files(&sources);
    nothing_was_caught();
    is_whole(&read.value);
    // The name of a sheet may be said; what stands in its cells may not.
    if !named {
        are_lines_without_content(&read.findings);
    }
    assert!(read == step().files(&sources), "the same file gave two results");
}

/// The file that an input stands for, and whether its sheets bear the marker in their names.
fn given(data: &[u8]) -> Option<(Source, bool)> {
    let mut chooser = Chooser(data);
    match chooser.byte() % 4 {
        0 => Some((source("annex.xlsx", chooser.0.to_vec()), true)),
        1 => Some((source("contacts.csv", chooser.0.to_vec()), false)),
        2 => {
            let parts = chooser.text();
            Some((source("annex.xlsx", zipped(&parts, false)), names_hold_marker(&parts)))
        }
        _ => {
            let changes: [[u8; 3]; 4] = std::array::from_fn(|_| chooser.array());
            let parts = chooser.text();
            let mut bytes = zipped(&parts, true);
            for [high, low, with] in changes {
                let at = usize::from(u16::from_be_bytes([high, low])) % bytes.len();
                bytes[at] ^= with;
            }
            Some((source("annex.xlsx", bytes), true))
        }
    }
}

fn source(name: &str, bytes: Vec<u8>) -> Source {
    Source { name: name.to_owned(), bytes }
}

/// Whether the marker stands anywhere but in cells: in the part that names the sheets, or in a path.
fn names_hold_marker(parts: &str) -> bool {
    split(parts).iter().any(|(path, text)| path.contains(MARKER) || (!is_of_cells(path) && holds_marker(text)))
}

fn is_of_cells(path: &str) -> bool {
    path.ends_with("sharedStrings.xml") || path.starts_with("xl/worksheets/")
}

/// Names may spell it with references to characters, so any of those counts.
fn holds_marker(text: &str) -> bool {
    text.contains(MARKER) || text.contains("&#")
}

fn split(parts: &str) -> Vec<(&str, &str)> {
    let mut all = Vec::new();
    for part in parts.split("=== ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        all.push((path.trim(), text.trim_end_matches('\n')));
    }
    all
}

fn zipped(parts: &str, packed: bool) -> Vec<u8> {
    let given = split(parts);
    let method = if packed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
    let options = SimpleFileOptions::default().compression_method(method);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let usual = USUAL.into_iter().filter(|(path, _)| given.iter().all(|(other, _)| other != path));
    for (path, text) in usual.chain(given.iter().copied()) {
        // A path that the writer refuses, such as one given twice, is left out.
        if writer.start_file(path, options).is_ok() {
            writer.write_all(text.as_bytes()).expect("memory takes all bytes");
        }
    }
    writer.finish().expect("memory takes all bytes").into_inner()
}

/// What holds of any lists that were read.
pub fn is_whole(lists: &Lists) {
    for list in lists.lists.values() {
        assert_eq!(list.places.len(), list.rows, "every row has its place");
        for (origin, row) in &list.places {
            assert!(usize::from(*origin) < list.origins.len() && *row > 0, "a place that no file has");
        }
        for (field, column) in &list.columns {
            assert_eq!(column.len(), list.rows, "{field} is as long as its list");
            holds_known_values(lists, column);
        }
        is_unread_once(list);
    }
}

fn holds_known_values(lists: &Lists, column: &Column) {
    match column {
        Column::Date(days) => assert!(days.iter().flatten().all(|day| (1920..=2100).contains(&day.year()))),
        Column::Code(set, codes) => {
            let known = lists.code_sets.get(set).map_or(0, |set| set.codes.len());
            assert!(codes.iter().all(|code| !matches!(code, Coded::Code(at) if usize::from(*at) >= known)), "a code outside its set");
        }
        Column::Whole(numbers) => assert!(numbers.iter().flatten().all(|number| (-1..=9_999).contains(number))),
        Column::Text(texts) | Column::Id(texts) => {
            for at in texts.iter().flatten() {
                let text = &lists.strings[*at as usize];
                assert!(!text.is_empty() && text.trim() == text, "a text that is blank or wears white space");
            }
        }
    }
}

fn is_unread_once(list: &List) {
    for rows in list.unread.values() {
        assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0), "rows that could not be read are in order, each once");
        assert!(rows.iter().all(|(row, _)| (*row as usize) < list.rows));
    }
}
