//! `findings.csv`: what was found wrong with the data, by kind and place. No row of a sheet is named, and no cell's content. What is to be
//! done about it is for the day it is found: hints name rows, and are left out.

use crate::archive::{safe, table_csv};
use crate::finding::{Finding, Findings, Severity};
use std::collections::BTreeMap;

/// Columns of the table.
pub(super) const COLUMNS: [&str; 8] = ["severity", "kind", "file", "sheet", "column", "places", "of", "message"];

/// Findings as a table, those that differ by their row alone as one, in the order they were made.
pub fn found_csv(findings: &Findings) -> String {
    let mut order: Vec<[String; 6]> = Vec::new();
    let mut counts: BTreeMap<[String; 6], (u64, u64)> = BTreeMap::new();
    for finding in &findings.0 {
        let key = key(finding);
        let counted = counts.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            (0, 0)
        });
        counted.0 += u64::from(finding.count);
        counted.1 += u64::from(finding.of.unwrap_or(0));
    }
    let row = |key: &[String; 6]| {
        let (places, of) = counts[key];
        let [severity, kind, file, sheet, column, message] = key.clone();
        let of = if of == 0 { String::new() } else { of.to_string() };
        [severity, kind, file, sheet, column, places.to_string(), of, message].map(|cell| safe(&cell))
    };
    table_csv(COLUMNS, order.iter().map(row))
}

fn key(finding: &Finding) -> [String; 6] {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let place = &finding.place;
    [
        severity.to_owned(),
        finding.kind.clone(),
        place.file.clone(),
        place.sheet.clone().unwrap_or_default(),
        place.column.clone().unwrap_or_default(),
        finding.message.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Place;

    #[test]
    fn rows_of_one_fault_are_one_line_without_their_numbers() {
        let at = |row| {
            let place = Place { row: Some(row), column: Some("F".into()), ..Place::sheet("a.xlsx", "List 1") };
            Finding::new(Severity::Warning, "unmapped-code", place, "no code for it")
                .among(2, 50, vec![row])
                .hint(format!("look at row {row}"))
        };
        let text = found_csv(&Findings(vec![at(7), at(9), Finding::new(Severity::Note, "x", Place::file("=b"), "one, two")]));
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(lines, ["warning,unmapped-code,a.xlsx,List 1,F,4,100,no code for it", "note,x,'=b,,,1,,\"one, two\""]);
    }
}
