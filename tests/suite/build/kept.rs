//! What a build leaves for records and machines: `figures.csv`, `manifest.json`, and the same bytes whenever it is made again.

use super::{DEMO, Sample, WORKBOOK};
use annexa::calendar::Day;
use annexa::files::{Files, sha256};
use annexa::pipeline;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn figures_are_written_as_promised() {
    let text = DEMO.text("site/data/figures.csv");
    assert!(!text.starts_with('\u{feff}') && !text.contains('\r') && text.ends_with('\n'));
    assert_eq!(text.lines().next(), Some("code,group,period_start,period_end,numerator,denominator,value,unit,status"));
    let mut keys = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let cells = record.unwrap();
        assert_eq!(cells.len(), 9);
        let day = |at: usize| Day::parse_iso(&cells[at]).unwrap_or_else(|| panic!("{cells:?}"));
        assert!(day(2) <= day(3), "{cells:?}");
        let (value, unit, status) = (&cells[6], &cells[7], &cells[8]);
        assert!(["ok", "c", "low", "x", "z", "u"].contains(&status), "{cells:?}");
        if status == "ok" && unit != "date" {
            assert_eq!(value.split_once('.').map(|(_, decimals)| decimals.len()), Some(6), "{cells:?}");
            assert!(value.parse::<f64>().unwrap().is_finite());
        }
        if !["ok", "low"].contains(&status) {
            assert!(cells[4].is_empty() && cells[5].is_empty() && value.is_empty(), "{cells:?}");
        }
        if unit == "percent" && status == "ok" && !cells[5].is_empty() {
            let (n, of): (f64, f64) = (cells[4].parse().unwrap(), cells[5].parse().unwrap());
            assert!(n <= of && (100.0 * n / of - value.parse::<f64>().unwrap()).abs() < 1e-5, "{cells:?}");
        }
        keys.push((cells[0].to_owned(), cells[1].to_owned(), cells[2].to_owned(), cells[3].to_owned()));
    }
    assert!(keys.is_sorted(), "sorted by code, group and period");
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "no figure stands twice");
    let codes: BTreeSet<_> = keys.iter().map(|key| &key.0).collect();
    assert!(codes.len() > 150, "{} indicators", codes.len());
    assert!(codes.iter().all(|code| DEMO.made.catalogue.iter().any(|d| d.about.code == **code)));
}

#[test]
fn the_manifest_tells_what_was_read_and_hashes_all_that_was_written() {
    let manifest: Value = serde_json::from_str(DEMO.text("manifest.json")).unwrap();
    for (key, value) in [("made_by", "annexa"), ("authority", "Benbowshire"), ("as_at", "2025-09-30"), ("audience", "leadership")] {
        assert_eq!(manifest[key], value, "{key}");
    }
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["windows"]["referrals"]["start"], "2025-04-01");
    assert_eq!(manifest["windows"]["adopters"]["start"], "2024-10-01");

    let input = &manifest["inputs"][0];
    let bytes = std::fs::read(Path::new(super::ROOT).join(WORKBOOK)).unwrap();
    assert_eq!(input["name"], "2025-09-30.xlsx", "no folder of the machine");
    assert_eq!(input["sha256"], sha256(&bytes));
    let sheets = input["sheets"].as_array().unwrap();
    assert_eq!(sheets.len(), 11);
    for sheet in sheets {
        let list = &DEMO.made.read.lists.lists[sheet["list"].as_str().unwrap()];
        assert_eq!(sheet["rows"], list.rows);
        assert!(!sheet["rule"].as_str().unwrap().is_empty());
    }

    let files = &DEMO.outputs.files;
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len() + 1, files.len(), "every file but the manifest itself");
    for entry in listed {
        let path = entry["path"].as_str().unwrap();
        let bytes = files.get(path).unwrap_or_else(|| panic!("{path} is not there"));
        assert_eq!(entry["sha256"], sha256(bytes), "{path}");
        assert_eq!(entry["size"], bytes.len(), "{path}");
    }
}

/// Names of the files that are not the same.
fn differing(one: &Files, other: &Files) -> Vec<String> {
    let paths: BTreeSet<&str> = one.iter().chain(other.iter()).map(|(path, _)| path).collect();
    paths.into_iter().filter(|path| one.get(path) != other.get(path)).map(str::to_owned).collect()
}

#[test]
fn the_same_input_gives_the_same_bytes_with_one_thread_and_with_four() {
    for threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let again = pool.install(|| pipeline::build(&Sample::demo().input(), annexa::edition::Edition::Full).unwrap().value);
        assert_eq!(differing(&again.files, &DEMO.outputs.files), Vec::<String>::new(), "{threads} threads");
    }
}
