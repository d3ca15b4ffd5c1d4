//! A published file as rows that know their line: any order of columns, any line ends, with or without a byte order mark.

use super::super::areas::plain;
use super::bad;
use crate::finding::Finding;

/// A read file.
pub(super) struct Sheet {
    pub(super) file: String,
    /// Headings as written, and without marks and case.
    head: Vec<(String, String)>,
    pub(super) rows: Vec<Row>,
}

/// A row with its line in the file.
pub(super) struct Row {
    pub(super) line: u32,
    cells: csv::StringRecord,
}

impl Row {
    pub(super) fn get(&self, place: Option<usize>) -> &str {
        place.and_then(|place| self.cells.get(place)).unwrap_or("").trim()
    }
}

impl Sheet {
    pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Self, Box<Finding>> {
        if bytes.starts_with(b"PK") {
            return Err(bad(file, 1, None, "this is a workbook, not comma-separated text; save its sheet as CSV UTF-8"));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() as u32;
            bad(file, line, None, "this is not UTF-8 text; save it as CSV UTF-8")
        })?;
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let head = reader.headers().map_err(|error| unreadable(file, &error))?;
        let head = head.iter().map(|name| (name.trim().to_owned(), plain(name))).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let cells = record.map_err(|error| unreadable(file, &error))?;
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push(Row { line: cells.position().map_or(0, |at| at.line() as u32), cells });
            }
        }
        let sheet = Self { file: file.to_owned(), head, rows };
        if sheet.rows.is_empty() { Err(bad(file, 1, None, "this file holds no rows")) } else { Ok(sheet) }
    }

    /// The place of the column that is headed by one of some spellings.
    pub(super) fn column(&self, spellings: &[String]) -> Option<usize> {
        spellings.iter().find_map(|spelling| {
            let spelling = plain(spelling);
            self.head.iter().position(|(_, name)| *name == spelling)
        })
    }

    /// The same, where the column must be there.
    pub(super) fn needed(&self, spellings: &[String]) -> Result<usize, Box<Finding>> {
        let name = spellings.first().map_or("", String::as_str);
        self.column(spellings).ok_or_else(|| bad(&self.file, 1, Some(name), "this column is missing"))
    }

    /// A column's heading as written.
    pub(super) fn heading(&self, place: usize) -> &str {
        self.head.get(place).map_or("", |(name, _)| name)
    }

    pub(super) fn fault(&self, row: &Row, column: usize, message: impl Into<String>) -> Box<Finding> {
        bad(&self.file, row.line, Some(self.heading(column)), message)
    }
}

fn unreadable(file: &str, error: &csv::Error) -> Box<Finding> {
    let line = error.position().map_or(1, |at| at.line() as u32);
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!("this line has {len} cells, the heading has {expected_len}"),
        _ => "this line is not readable as comma-separated text".to_owned(),
    };
    bad(file, line, None, message)
}

/// The year in which a reporting year ends: `2025`, `202425`, `2024/25`, `2024-25`.
pub(super) fn year(text: &str) -> Option<u16> {
    let digits: String = text.chars().filter(|c| !matches!(c, '/' | '-' | '–' | ' ')).collect();
    let number: u32 = digits.parse().ok()?;
    let (first, last) = (number / 100, number % 100);
    match digits.len() {
        4 if (1990..2100).contains(&number) => u16::try_from(number).ok(),
        6 if (1990..2100).contains(&first) && (first + 1) % 100 == last => u16::try_from(first + 1).ok(),
        8 if number % 10_000 == number / 10_000 + 1 => year(&digits[4..]),
        _ => None,
    }
}

/// A line of comma-separated text with its end; cells with commas or quotes are quoted.
pub(super) fn line<S: AsRef<str>>(cells: &[S]) -> String {
    let cell = |cell: &S| {
        let cell = cell.as_ref();
        if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
    };
    let mut line = cells.iter().map(cell).collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reporting_year_is_named_by_its_end() {
        for text in ["2025", "202425", "2024/25", "2024-25", "2024–25", "2024/2025"] {
            assert_eq!(year(text), Some(2025), "{text}");
        }
        assert_eq!(year("199900"), Some(2000));
        for text in ["202427", "25", "Trend", "", "2024/26", "0001"] {
            assert_eq!(year(text), None, "{text}");
        }
    }

    #[test]
    fn a_heading_is_known_in_any_case_and_with_any_marks() {
        let sheet = Sheet::read("f.csv", "\u{feff}LA.and.Regions,Values\r\nWiltshire,\"1,2\"\r\n,\r\n".as_bytes()).unwrap();
        assert_eq!(sheet.column(&["LA and Regions".to_owned()]), Some(0));
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!(sheet.rows[0].get(Some(1)), "1,2");
    }

    #[test]
    fn a_short_line_is_told_by_its_number() {
        let fault = Sheet::read("f.csv", b"a,b\n1,2\n3\n").err().unwrap();
        assert_eq!(fault.to_string(), "error: f.csv:3: this line has 1 cells, the heading has 2");
        let fault = Sheet::read("f.csv", b"a,b\n1,2\n3,\xff\n").err().unwrap();
        assert_eq!(fault.place.line, Some(3));
        assert_eq!(Sheet::read("f.csv", b"PK\x03\x04").err().unwrap().place.line, Some(1));
        assert_eq!(Sheet::read("f.csv", b"a,b\n").err().unwrap().message, "this file holds no rows");
    }
}
