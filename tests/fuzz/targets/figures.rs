//! Figures of others and of earlier builds, and the records a council writes: everything that is read beside the workbook.
//!
//! The first byte chooses the reader. A reader of earlier figures that is new is one more arm here and a file in the corpus.

use super::{Chooser, are_lines_without_content};
use annexa::annex_a::schema::Schema;
use annexa::archive::{Manifest, parse_figures_csv};
use annexa::checks;
use annexa::comparators::Release;
use annexa::comparators::fuzzing::Desk;
use annexa::content::{attention, messages};
use annexa::finding::Findings;
use annexa::project::Project;
use annexa::theme::Shelf;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Larger inputs say nothing that smaller ones do not.
const LONGEST: usize = 1 << 15;

/// Reads an input with one of the readers.
pub fn run(data: &[u8]) {
    let mut chooser = Chooser(&data[..data.len().min(LONGEST)]);
    let reader = chooser.byte() % 8;
    let text = chooser.text();
    match reader {
        0 => earlier_figures(&text),
        1 => manifest(&text),
        2 => published(&text),
        3 => release(chooser.0),
        4 => {
            let read = Project::parse(&text);
            are_lines_without_content(&read.findings);
            assert!(read == Project::parse(&text), "the same settings gave two results");
        }
        5 => {
            let mut findings = Findings::default();
            let read = messages::read(&text, &["referrals", "care"], &mut findings);
            are_lines_without_content(&findings);
            assert!(read == messages::read(&text, &["referrals", "care"], &mut Findings::default()));
        }
        6 => {
            let mut findings = Findings::default();
            let read = attention::read(&text, &mut findings);
            are_lines_without_content(&findings);
            assert!(read == attention::read(&text, &mut Findings::default()));
        }
        _ => records(&text),
    }
}

/// Figures that are read back are finite, stand in a time that a calendar has, and are refused by line where they are not.
fn earlier_figures(text: &str) {
    let read = parse_figures_csv(text);
    assert_eq!(format!("{read:?}"), format!("{:?}", parse_figures_csv(text)));
    match read {
        Ok(lines) => {
            for line in lines {
                let numbers = [line.numerator, line.denominator, line.value.ok()];
                assert!(numbers.into_iter().flatten().all(f64::is_finite), "a figure that is no number");
                assert!(line.start.year() >= 1 && line.end.year() >= 1);
            }
        }
        Err(error) => assert!(!error.to_string().contains(super::MARKER)),
    }
}

/// A manifest that is read and written again is the same.
fn manifest(text: &str) {
    if let Some(read) = Manifest::parse(text) {
        let written = read.json();
        assert!(Manifest::parse(&written) == Some(read), "a manifest is another when it is written again");
    }
}

fn desk() -> &'static Desk {
    static DESK: OnceLock<Desk> = OnceLock::new();
    DESK.get_or_init(|| Desk::built_in().expect("the built-in figures can be read"))
}

/// A project's own published figures are finite, one for a measure and year.
fn published(text: &str) {
    let (cells, findings) = desk().published(text);
    are_lines_without_content(&shown(findings));
    assert!(cells.iter().all(|(_, _, value)| value.is_ok_and(f64::is_finite) || value.is_err()), "a published figure that is no number");
    assert!(cells == desk().published(text).0, "the same figures gave two results");
}

/// Published figures name no child: what a measure or an area is called may be repeated, on one line.
fn shown(findings: Findings) -> Findings {
    Findings(findings.0.into_iter().filter(|finding| !finding.to_string().contains(super::MARKER)).collect())
}

/// A release is read or refused in a line, and what it changes can be read again.
fn release(bytes: &[u8]) {
    let releases = [Release { name: "release.csv".to_owned(), bytes: bytes.to_vec() }];
    match desk().import(&releases) {
        Err(fault) => are_lines_without_content(&shown(Findings(vec![*fault]))),
        Ok(imported) => {
            let again = desk().import(&releases).expect("it was read before");
            assert!(imported.files == again.files && imported.told == again.told, "the same release gave two results");
            for tale in &imported.told {
                assert!(tale.new + tale.changed + tale.unchanged + tale.dashes == 0 || tale.years.is_some() || tale.dashes > 0);
            }
            for (path, bytes) in imported.files.iter() {
                let text = std::str::from_utf8(bytes).expect("what is written is text");
                assert!(text.ends_with('\n') && !text.contains('\0') && !text.contains("NaN"), "{path} is no table");
            }
        }
    }
}

/// A record of a list or of the checks.
fn records(text: &str) {
    let shelf = Shelf::built_in();
    let common = "content/lists/common.toml";
    let files: BTreeMap<String, String> =
        [(common.to_owned(), shelf.text(common).unwrap_or_default()), ("content/lists/list.toml".to_owned(), text.to_owned())].into();
    let read = Schema::parse(&files);
    are_lines_without_content(&shown(read.findings));
    let _ = checks::Catalogue::parse(text);
}
