//! Published values by measure, area and year.
//!
//! In: `benchmarks/figures/*.csv` (a row per measure and area, a column per year; `c x z low u` stand for values that are not there,
//! an empty cell for a year without a row in the source) and a project's own `published.csv`. Out: typed cells.

use super::{Comparators, OWN, Published, read};
use crate::finding::{Finding, Findings, Place, Severity, nearest};
use crate::number::Missing;
use crate::theme::Shelf;
use rayon::prelude::*;
use std::collections::BTreeMap;

const FOLDER: &str = "benchmarks/figures";
const OWN_FILE: &str = "published.csv";

/// Values by measure and area.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Series {
    measures: BTreeMap<String, BTreeMap<String, Cells>>,
}

/// The values of one measure in one area, from a first year on.
type Cells = BTreeMap<u16, Published>;

impl Series {
    pub(super) fn load(shelf: &Shelf, findings: &mut Findings) -> Self {
        let paths: Vec<String> = shelf.list(FOLDER).into_iter().filter(|path| path.ends_with(".csv")).collect();
        let parts: Vec<(Series, Findings)> = paths.par_iter().map(|path| figures(path, &shelf.text(path).unwrap_or_default())).collect();
        let mut all = Self::default();
        for (part, found) in parts {
            findings.extend(found);
            for (measure, areas) in part.measures {
                all.measures.entry(measure).or_default().extend(areas);
            }
        }
        all
    }

    pub(super) fn cell(&self, measure: &str, area: &str, year: u16) -> Option<Published> {
        self.measures.get(measure)?.get(area)?.get(&year).copied()
    }

    /// Years in which any published area (the project's own apart) has a value, oldest first.
    pub(super) fn years(&self, measure: &str) -> Vec<u16> {
        let areas = self.measures.get(measure).into_iter().flatten().filter(|(code, _)| *code != OWN);
        let years = areas.flat_map(|(_, cells)| cells).filter(|(_, value)| value.is_ok()).map(|(year, _)| *year);
        years.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    /// Adds the project's own published figures as the area [`OWN`].
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
                    self.measures.entry(measure.to_owned()).or_default().entry(OWN.to_owned()).or_default().insert(year, value);
                }
                (_, Ok(_), Ok(None)) => {}
                _ => findings.push(Finding::new(Severity::Error, "published", place, "the year or the value cannot be read")),
            }
        }
    }
}

fn unknown_measure(measure: &str, known: &Comparators, place: Place) -> Finding {
    let what = format!("`{}` is no published measure", crate::finding::shown(measure));
    let finding = Finding::new(Severity::Error, "published", place, what);
    match nearest(measure, known.measures().iter().map(|m| m.key.as_str())) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint("`annexa comparators list` prints all measures"),
    }
}

/// The values of one file. The rows hold no quotes, so a comma always parts two cells.
fn figures(path: &str, text: &str) -> (Series, Findings) {
    let mut series = Series::default();
    let mut findings = Findings::default();
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let years: Vec<Option<u16>> = lines.next().unwrap_or("").split(',').skip(2).map(|year| year.trim().parse().ok()).collect();
    if years.is_empty() || years.contains(&None) {
        findings.push(Finding::new(Severity::Error, "comparators", Place::line(path, 1), "expected the heading measure,area and years"));
        return (series, findings);
    }
    let mut measure = String::new();
    let mut areas: BTreeMap<String, Cells> = BTreeMap::new();
    for (line, row) in (2..).zip(lines).filter(|(_, row)| !row.is_empty()) {
        let mut cells = row.split(',');
        let (key, area) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        if key != measure {
            series.measures.entry(std::mem::replace(&mut measure, key.to_owned())).or_default().append(&mut areas);
        }
        match years
            .iter()
            .flatten()
            .zip(cells)
            .map(|(year, cell)| value(cell).map(|value| value.map(|v| (*year, v))))
            .collect::<Result<Vec<_>, _>>()
        {
            Ok(values) => {
                areas.insert(area.to_owned(), values.into_iter().flatten().collect());
            }
            Err(()) => findings.push(Finding::new(
                Severity::Error,
                "comparators",
                Place::line(path, line),
                "a value is neither a number nor one of c x z low u",
            )),
        }
    }
    series.measures.entry(measure).or_default().append(&mut areas);
    series.measures.remove("");
    (series, findings)
}

/// A cell: a value, why there is none, or nothing at all. Older releases write `k` and `~` for low, `:` and `-` for not available.
fn value(cell: &str) -> Result<Option<Published>, ()> {
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

    #[test]
    fn symbols_stay_typed_and_are_never_zero() {
        let (series, findings) = figures("f.csv", "measure,area,2023,2024,2025\nm,A,1.5,c,\nm,B,k,0,x\n");
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
        let (series, findings) = figures("f.csv", "measure,area,2025\nm,A,1\nm,B,many\nm,C,inf\n");
        assert_eq!(findings.0.iter().map(|f| f.place.line).collect::<Vec<_>>(), [Some(3), Some(4)]);
        assert_eq!(series.cell("m", "A", 2025), Some(Ok(1.0)));
    }
}
