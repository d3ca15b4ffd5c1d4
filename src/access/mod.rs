//! Where one child stands in finished files and in the data: what the right of access asks for.
//!
//! In: an identifier, and a file by name and bytes. Out: places in it. Of what else a file holds nothing is kept.
//!
//! An identifier is found as a whole, never as a part of a longer one or of a number. One that has letters says for itself whose it is.
//! One of digits alone may be any number: only in a column of identifiers is it the child's for certain; elsewhere it *may be*.
//! Texts are searched in every form in which a file may write them: marked up, in JSON, in an address, in UTF-16.

mod pdf;
mod table;
mod words;

pub use words::Wanted;

use crate::annex_a::letters;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{Cursor, Read as _};

/// Larger members of an archive than this are not unpacked.
const MOST_BYTES: u64 = 512 << 20;

/// Where in a file the child is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The file's own path.
    Name,
    /// A line of a text.
    Line(u32),
    /// A cell of a table: sheet where there are several, row and column, both counted from 1.
    Cell(Option<String>, u32, u32),
    /// A page of a PDF.
    Page(u32),
    /// What stands in a PDF beside its pages: titles, descriptions, its record.
    Beside,
    /// A part of an archive that is no sheet.
    Part(String),
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::Name => f.write_str("its name"),
            At::Line(n) => write!(f, "line {n}"),
            At::Cell(None, row, column) => write!(f, "row {row}, column {column}"),
            At::Cell(Some(sheet), row, column) => write!(f, "{}, cell {}{row}", crate::finding::shown(sheet), letters(column - 1)),
            At::Page(n) => write!(f, "page {n}"),
            At::Beside => f.write_str("beside its pages"),
            At::Part(name) => write!(f, "inside {}", crate::finding::shown(name)),
        }
    }
}

/// One place, and whether it is the child for certain or may be a number like it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Where.
    pub at: At,
    /// Whether it is the child for certain.
    pub certain: bool,
}

/// What came of looking through a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// It was searched; the places, in order.
    Through(Vec<Hit>),
    /// It was not, and why.
    Not(&'static str),
}

/// Columns of identifiers by sheet, counted from 1, beside those known by their headings.
pub type Columns = BTreeMap<String, BTreeSet<u32>>;

/// Looks through a file. `path` is its path below the folder searched, with `/` between folders.
pub fn look(path: &str, bytes: &[u8], wanted: &Wanted) -> Looked {
    look_in(path, bytes, wanted, &Columns::new())
}

/// Looks through a file some of whose columns are known to hold identifiers.
pub fn look_in(path: &str, bytes: &[u8], wanted: &Wanted, columns: &Columns) -> Looked {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let found = match (ending.as_str(), bytes) {
        ("woff2" | "woff" | "ttf" | "otf", _) => Err("a font"),
        ("png" | "jpg" | "jpeg" | "gif" | "webp" | "ico", _) => Err("a picture"),
        (_, [b'%', b'P', b'D', b'F', ..]) => pdf::hits(bytes, wanted).ok_or("a PDF that cannot be read"),
        (_, [b'P', b'K', 3, 4, ..]) => archive(bytes, wanted, columns).ok_or("an archive that cannot be read"),
        (_, [0xD0, 0xCF, 0x11, 0xE0, ..]) => Err("an old or protected Office file"),
        ("csv" | "tsv", _) => Ok(table::delimited(bytes, wanted, columns)),
        _ => Ok(words::in_lines(bytes, wanted)),
    };
    match found {
        Ok(mut hits) => {
            let named = path.split('/').filter_map(|part| wanted.seen_in(part)).reduce(|a, b| a || b);
            hits.extend(named.map(|certain| Hit { at: At::Name, certain }));
            hits.sort();
            hits.dedup_by(|a, b| a.at == b.at);
            Looked::Through(hits)
        }
        Err(why) => Looked::Not(why),
    }
}

/// A workbook cell by cell, and every other part of an archive as text.
fn archive(bytes: &[u8], wanted: &Wanted, columns: &Columns) -> Option<Vec<Hit>> {
    let cells = table::workbook(bytes, wanted, columns);
    let mut hits = cells.clone().unwrap_or_default();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    for place in 0..archive.len() {
        let member = archive.by_index(place).ok()?;
        let name = member.name().ok()?.into_owned();
        // Cells were read as a spreadsheet shows them: their raw parts would say the same again, with places nobody can look up.
        if cells.is_some() && (name.starts_with("xl/worksheets/sheet") || name == "xl/sharedStrings.xml") {
            continue;
        }
        let mut text = Vec::new();
        member.take(MOST_BYTES).read_to_end(&mut text).ok()?;
        let seen = words::in_lines(&text, wanted).iter().map(|hit| hit.certain).reduce(|a, b| a || b);
        hits.extend(seen.map(|certain| Hit { at: At::Part(name), certain }));
    }
    Some(hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(path: &str, bytes: &[u8], id: &str) -> Vec<(String, bool)> {
        match look(path, bytes, &Wanted::new(id).unwrap()) {
            Looked::Through(hits) => hits.into_iter().map(|hit| (hit.at.to_string(), hit.certain)).collect(),
            Looked::Not(why) => panic!("{why}"),
        }
    }

    fn owned(places: &[(&str, bool)]) -> Vec<(String, bool)> {
        places.iter().map(|(at, certain)| ((*at).to_owned(), *certain)).collect()
    }

    #[test]
    fn a_table_knows_its_column_of_identifiers() {
        let csv = b"Child ID,Age,Episodes\n12,12,2012\n512,3,12\n'12,1,0\n";
        let found = places("a.csv", csv, "12");
        assert_eq!(
            found,
            owned(&[("row 2, column 1", true), ("row 2, column 2", false), ("row 3, column 3", false), ("row 4, column 1", true)])
        );
        assert_eq!(places("a.csv", csv, "2"), []);
    }

    #[test]
    fn letters_say_whose_it_is_and_digits_do_not() {
        assert_eq!(places("a.html", b"<p>A</p>\n<p>of AB-12.</p>\n<p>XAB-12</p>", "ab-12"), owned(&[("line 2", true)]));
        assert_eq!(places("a.html", b"<p>1,012</p>\n<p>20.12 12.5</p>\n<p>12 of 30</p>\n<p>#120</p>", "12"), owned(&[("line 3", false)]));
    }

    #[test]
    fn a_column_may_be_known_to_hold_identifiers() {
        let known = Columns::from([(String::new(), BTreeSet::from([2]))]);
        let found = look_in("a.csv", b"a,Kennung\n12,12\n", &Wanted::new("12").unwrap(), &known);
        let at = |column, certain| Hit { at: At::Cell(None, 2, column), certain };
        assert_eq!(found, Looked::Through(vec![at(1, false), at(2, true)]));
    }

    #[test]
    fn a_name_of_a_file_is_searched_too() {
        assert_eq!(places("team-a/AB-12.html", b"", "AB-12"), owned(&[("its name", true)]));
    }

    #[test]
    fn workbooks_are_read_cell_by_cell_and_part_by_part() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.set_properties(&rust_xlsxwriter::DocProperties::new().set_comment("about K-77"));
        let sheet = book.add_worksheet().set_name("Lists").unwrap();
        sheet.write_row(0, 0, ["Child Unique ID", "Age", "Name of it"]).unwrap();
        sheet.write_row(1, 0, [4711.0, 9.0]).unwrap();
        sheet.write_row(2, 0, ["K-77", "9", "K-77b"]).unwrap();
        sheet.write_row(3, 1, [4711.0]).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        assert_eq!(places("a.xlsx", &bytes, "4711"), owned(&[("Lists, cell A2", true), ("Lists, cell B4", false)]));
        assert_eq!(places("a.xlsx", &bytes, "k-77"), owned(&[("Lists, cell A3", true), ("inside docProps/core.xml", true)]));
    }
}
