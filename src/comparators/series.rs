//! Published values by measure, area and year.
//!
//! In: `benchmarks/figures/*.csv` (a row per measure and area, a column per year; `c x z low u` stand for values that are not there,
//! an empty cell for a year without a row in the source) and a project's own `published.csv`. Out: typed cells.

use super::{Comparators, OWN, Published, read};
use crate::finding::{Finding, Findings, Place, Severity, nearest, shown};
use crate::number::Missing;
use crate::theme::Shelf;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

const FOLDER: &str = "benchmarks/figures";
const OWN_FILE: &str = "published.csv";

/// Values by measure and area. The rows of a measure are found at once and read when it is first asked for:
/// a report asks for a third of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Series {
    files: Vec<FigureFile>,
    /// Where the rows of a measure are: file, bytes in it, line of the first, and what is read of them.
    rows: BTreeMap<String, Rows>,
    /// The project's own published figures.
    own: BTreeMap<String, Cells>,
}

#[derive(Debug, Clone)]
struct FigureFile {
    path: String,
    text: Cow<'static, str>,
    years: Vec<u16>,
}

#[derive(Debug, Clone)]
struct Rows {
    file: usize,
    bytes: Range<usize>,
    line: u32,
    read: OnceLock<Areas>,
}

/// The values of one measure by area code.
type Areas = BTreeMap<String, Cells>;

/// The values of one measure in one area by year.
type Cells = Vec<(u16, Published)>;

impl Series {
    pub(super) fn load(shelf: &Shelf, findings: &mut Findings) -> Self {
        let mut series = Self::default();
        for path in shelf.list(FOLDER).into_iter().filter(|path| path.ends_with(".csv")) {
            let Some(bytes) = shelf.bytes(&path) else { continue };
            // What is built in was read whole by a test; a project's file is read whole here, so that its faults are told.
            let checked = matches!(bytes, Cow::Borrowed(_));
            match utf8(bytes) {
                Some(text) => series.add(path, text, checked, findings),
                None => findings.push(Finding::new(Severity::Error, "comparators", Place::file(path), "this file is not UTF-8 text")),
            }
        }
        series
    }

    /// Adds the measures of one file. The rows hold no quotes, so a comma always parts two cells.
    fn add(&mut self, path: String, text: Cow<'static, str>, checked: bool, findings: &mut Findings) {
        let head = text.lines().next().unwrap_or("");
        let years: Option<Vec<u16>> = head.split(',').skip(2).map(|year| year.trim().parse().ok()).collect();
        let Some(years) = years.filter(|years| !years.is_empty() && head.trim_start_matches('\u{feff}').starts_with("measure,area,"))
        else {
            findings.push(Finding::new(
                Severity::Error,
                "comparators",
                Place::line(path, 1),
                "expected the heading measure,area and years",
            ));
            return;
        };
        let file = FigureFile { path, text, years };
        let place = self.files.len();
        for (measure, bytes, line) in measures_of(&file.text) {
            let rows = Rows { file: place, bytes, line, read: OnceLock::new() };
            if !checked {
                let (areas, found) = read_rows(&file, &rows);
                let _ = rows.read.set(areas);
                findings.extend(found);
            }
            let shown = Place::line(&file.path, rows.line);
            if self.rows.insert(measure.to_owned(), rows).is_some() {
                findings.push(Finding::new(
                    Severity::Error,
                    "comparators",
                    shown,
                    "the rows of this measure stand in two places; keep them together",
                ));
            }
        }
        self.files.push(file);
    }

    fn areas(&self, measure: &str) -> Option<&Areas> {
        let rows = self.rows.get(measure)?;
        Some(rows.read.get_or_init(|| read_rows(&self.files[rows.file], rows).0))
    }

    pub(super) fn cell(&self, measure: &str, area: &str, year: u16) -> Option<Published> {
        let cells = if area == OWN { self.own.get(measure)? } else { self.areas(measure)?.get(area)? };
        cells.iter().find(|(of, _)| *of == year).map(|(_, value)| *value)
    }

    /// Years in which any published area (the project's own apart) has a value, oldest first.
    pub(super) fn years(&self, measure: &str) -> Vec<u16> {
        let cells = self.areas(measure).into_iter().flat_map(BTreeMap::values).flatten();
        cells.filter(|(_, value)| value.is_ok()).map(|(year, _)| *year).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether a measure has the same cells in another set.
    pub(super) fn same(&self, other: &Self, measure: &str) -> bool {
        self.areas(measure) == other.areas(measure)
    }

    /// Adds the project's own published figures.
    pub(super) fn add_own(&mut self, text: &str, known: &Comparators, findings: &mut Findings) {
        let Some(table) = read::parse(OWN_FILE, text, findings) else { return };
        for column in ["measure", "year", "value"] {
            if !table.head().iter().any(|name| name == column) {
                let what = format!("the column `{column}` is missing");
                findings.push(
                    Finding::new(Severity::Error, "published", Place::line(OWN_FILE, 1), what)
                        .hint("the columns are measure,year,value,flag"),
                );
                return;
            }
        }
        for row in table.rows() {
            let place = Place::line(OWN_FILE, row.line);
            let measure = row.get("measure");
            let written = if row.get("value").is_empty() { row.get("flag") } else { row.get("value") };
            match (known.measure(measure), row.get("year").parse::<u16>(), value(written)) {
                (None, ..) => findings.push(unknown_measure(measure, known, place)),
                (_, Ok(year), Ok(Some(value))) => {
                    let cells = self.own.entry(measure.to_owned()).or_default();
                    if cells.iter().any(|(of, _)| *of == year) {
                        findings.push(Finding::new(Severity::Error, "published", place, "this measure and year stand twice in the file"));
                    } else {
                        cells.push((year, value));
                    }
                }
                (_, Ok(_), Ok(None)) => {}
                _ => findings.push(Finding::new(Severity::Error, "published", place, "the year or the value cannot be read")),
            }
        }
    }
}

fn utf8(bytes: Cow<'static, [u8]>) -> Option<Cow<'static, str>> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

fn unknown_measure(measure: &str, known: &Comparators, place: Place) -> Finding {
    let finding = Finding::new(Severity::Error, "published", place, format!("`{}` is no published measure", shown(measure)));
    match nearest(measure, known.measures().iter().map(|m| m.key.as_str())) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint("`annexa comparators list` prints all measures"),
    }
}

/// The measures of a file with the bytes and the first line of their rows. Rows of a measure stand together.
fn measures_of(text: &str) -> Vec<(&str, Range<usize>, u32)> {
    let mut found: Vec<(&str, Range<usize>, u32)> = Vec::new();
    let mut at = text.find('\n').map_or(text.len(), |end| end + 1);
    let mut line = 2;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
        let measure = text[at..end].split(',').next().unwrap_or("").trim();
        match found.last_mut() {
            Some((last, bytes, _)) if *last == measure || measure.is_empty() => bytes.end = end,
            _ => found.push((measure, at..end, line)),
        }
        (at, line) = (end, line + 1);
    }
    found
}

/// The values of one measure, and what could not be read.
fn read_rows(file: &FigureFile, rows: &Rows) -> (Areas, Findings) {
    let mut areas = Areas::new();
    let mut findings = Findings::default();
    for (line, row) in (rows.line..).zip(file.text[rows.bytes.clone()].lines()).filter(|(_, row)| !row.trim().is_empty()) {
        let mut cells = row.split(',').skip(1);
        let area = cells.next().unwrap_or("").trim();
        let read: Result<Vec<_>, ()> =
            file.years.iter().zip(cells).map(|(year, cell)| Ok(value(cell)?.map(|value| (*year, value)))).collect();
        match read {
            Ok(values) => drop(areas.insert(area.to_owned(), values.into_iter().flatten().collect())),
            Err(()) => {
                let place = Place::line(&file.path, line);
                findings.push(Finding::new(Severity::Error, "comparators", place, "a value is neither a number nor one of c x z low u"));
            }
        }
    }
    (areas, findings)
}

/// A cell: a value, why there is none, or nothing at all. Older releases write `k` and `~` for low, `:` and `-` for not available.
pub(super) fn value(cell: &str) -> Result<Option<Published>, ()> {
    let missing = |reason| Ok(Some(Err(reason)));
    match cell.trim() {
        "" => Ok(None),
        "c" => missing(Missing::Suppressed),
        "x" | ":" | "-" => missing(Missing::NotAvailable),
        "z" => missing(Missing::NotApplicable),
        "low" | "k" | "~" => missing(Missing::RoundsToZero),
        "u" => missing(Missing::Unreliable),
        text => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| Some(Ok(number))).ok_or(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_text(text: &'static str) -> (Series, Findings) {
        let (mut series, mut findings) = (Series::default(), Findings::default());
        series.add("f.csv".to_owned(), Cow::Borrowed(text), false, &mut findings);
        (series, findings)
    }

    #[test]
    fn symbols_stay_typed_and_are_never_zero() {
        let (series, findings) = of_text("measure,area,2023,2024,2025\nm,A,1.5,c,\nm,B,k,0,x\n");
        assert!(findings.0.is_empty());
        assert_eq!(series.cell("m", "A", 2023), Some(Ok(1.5)));
        assert_eq!(series.cell("m", "A", 2024), Some(Err(Missing::Suppressed)));
        assert_eq!(series.cell("m", "A", 2025), None);
        assert_eq!(series.cell("m", "B", 2023), Some(Err(Missing::RoundsToZero)));
        assert_eq!(series.cell("m", "B", 2024), Some(Ok(0.0)));
        assert_eq!(series.years("m"), [2023, 2024]);
    }

    #[test]
    fn a_word_for_a_number_is_a_finding_with_its_line() {
        let (series, findings) = of_text("measure,area,2025\r\nm,A,1\r\nm,B,many\r\n\r\nn,C,inf\r\nn,D,2");
        assert_eq!(findings.0.iter().map(|f| f.place.line).collect::<Vec<_>>(), [Some(3), Some(5)]);
        assert_eq!(series.cell("m", "A", 2025), Some(Ok(1.0)));
        assert_eq!(series.cell("n", "D", 2025), Some(Ok(2.0)));
    }

    #[test]
    fn rows_of_a_measure_that_stand_apart_are_told() {
        let (_, findings) = of_text("measure,area,2025\nm,A,1\nn,A,1\nm,B,2\n");
        assert_eq!(findings.0.iter().map(|f| f.place.line).collect::<Vec<_>>(), [Some(4)]);
    }
}
