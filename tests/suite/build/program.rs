//! The program as a council runs it: what it prints, what it writes, and with which status it ends.

use crate::command::{annexa, demo, err, out, run, status, tree};
use snapbox::{assert_data_eq, file};
use std::path::Path;
use std::process::Stdio;

#[test]
fn a_demo_is_made_and_built_and_the_way_to_it_does_not_matter() {
    let place = demo(800, &[]);
    assert!(place.path().join("demo/annexa.toml").is_file() && place.path().join("demo/data/2025-09-30.xlsx").is_file());
    let relative = run(place.path(), &["build", "--project", "demo"]);
    assert_eq!(status(&relative), 0, "{}", err(&relative));
    assert!(!err(&relative).contains("error:"), "{}", err(&relative));
    assert!(
        out(&relative).starts_with("Leadership, as at 30 September 2025: ") && out(&relative).contains("index.html"),
        "{}",
        out(&relative)
    );
    let first = tree(&place.path().join("demo/output/leadership"));
    assert!(first.contains_key("site/index.html") && first.contains_key("manifest.json"));

    let folder = place.path().join("demo");
    let elsewhere = tempfile::tempdir().unwrap();
    let absolute = run(elsewhere.path(), &["build", "--project", folder.to_str().unwrap(), "--output", "there", "--format", "json"]);
    assert_eq!(status(&absolute), 0, "{}", err(&absolute));
    assert!(first == tree(&elsewhere.path().join("there/leadership")), "the same bytes by another path");
    let told: serde_json::Value = serde_json::from_str(&out(&absolute)).expect("one JSON document");
    assert_eq!(told["as_at"], "2025-09-30");
    assert!(told["site_pages"].as_u64().unwrap() >= 15 && told["findings"].is_array(), "{told}");

    let machine = place.path().to_string_lossy().into_owned();
    for (path, bytes) in &first {
        let holds = bytes.windows(machine.len()).any(|window| window == machine.as_bytes());
        assert!(!holds, "{path} names a folder of this machine");
    }

    let again = run(place.path(), &["demo", "demo"]);
    assert_eq!((status(&again), err(&again).lines().count()), (2, 1), "{}", err(&again));
}

#[test]
fn the_workbooks_that_others_published_build() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    for name in ["annex-a-2019-ofsted-template.xlsx", "annex-a-2021-liia.xlsx", "annex-a-2024-liia.xlsx"] {
        let path = samples.join(name);
        if !path.is_file() {
            eprintln!("skipped: {name} is not here");
            continue;
        }
        let place = tempfile::tempdir().unwrap();
        let built = run(place.path(), &["build", "--data", path.to_str().unwrap()]);
        assert_eq!(status(&built), 0, "{name}: {}", err(&built));
        let site = place.path().join("output/leadership/site");
        assert!(site.join("index.html").is_file());
        if name.contains("template") {
            assert!(
                err(&built).contains("warning: annex-a-2019-ofsted-template.xlsx: lists 1 (Contacts), 2 (Early help), 4"),
                "{}",
                err(&built)
            );
            let contacts = std::fs::read_to_string(site.join("contacts.html")).unwrap();
            assert!(contacts.contains("list 1 (Contacts) has no rows"));
            assert!(!contacts.contains("<figure"), "a page without rows has no chart");
            assert!(std::fs::read_to_string(site.join("referrals.html")).unwrap().contains("<figure"));
        }
    }
}

/// A workbook with one sheet of these headings and one row under them.
fn workbook(sheet: &str, headings: &[&str]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet().set_name(sheet).unwrap();
    page.write_row(0, 0, headings.iter().copied()).unwrap();
    page.write_row(1, 0, headings.iter().map(|_| "x")).unwrap();
    book.save_to_buffer().unwrap()
}

/// A compound file that holds an encrypted workbook.
fn protected() -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(512, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4_096, 0);
    bytes
}

#[test]
fn what_cannot_be_read_ends_with_one_line_and_nothing_written() {
    let place = tempfile::tempdir().unwrap();
    let send = ["UPN", "Person ID", "SEN need type", "EHC plan start date", "Placement setting", "Annual review date"];
    let files: [(&str, Vec<u8>, &str); 5] = [
        ("annex-a-send.xlsx", workbook("EHCP", &send), "none of the eleven lists"),
        ("empty.xlsx", Vec::new(), "the file is empty"),
        ("protected.xlsx", protected(), "password"),
        ("text.xlsx", b"Dear all,\nplease find attached\n".to_vec(), "none of the eleven lists"),
        ("cut.xlsx", workbook("List 1", &["Child Unique ID"])[..900].to_vec(), "damaged"),
    ];
    for (name, bytes, words) in files {
        std::fs::write(place.path().join(name), bytes).unwrap();
        refused(place.path(), &["build", "--data", name], 1, words);
    }
    refused(place.path(), &["build", "--data", "missing.xlsx"], 2, "there is no file missing.xlsx");
    refused(place.path(), &["build", "--project", "nowhere"], 2, "there is no folder nowhere");
    refused(place.path(), &["build", "--data", "empty.xlsx", "--as-at", "30/09/2025"], 2, "expected a date as YYYY-MM-DD");
}

/// One error line with these words, the status, and every file as it was.
fn refused(folder: &Path, args: &[&str], expected: i32, words: &str) {
    let before = tree(folder);
    let had_output = folder.join("output").exists();
    let output = run(folder, args);
    assert_eq!(folder.join("output").exists(), had_output, "{args:?} left a folder behind");
    let said = err(&output);
    let errors: Vec<&str> = said.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(errors.len(), 1, "{args:?}: {said}");
    assert!(errors[0].contains(words), "{args:?}: {said}");
    assert_eq!(status(&output), expected, "{args:?}: {said}");
    assert!(output.stdout.is_empty(), "{args:?}: {}", out(&output));
    assert!(tree(folder) == before, "{args:?} wrote something");
}

#[test]
fn an_indicator_is_explained_and_a_slip_is_answered_with_the_nearest() {
    let place = tempfile::tempdir().unwrap();
    let explained = run(place.path(), &["explain", "ref-04"]);
    assert_eq!(status(&explained), 0);
    assert!(out(&explained).starts_with("REF-04  Referrals with no further action\n"), "{}", out(&explained));
    let small = run(place.path(), &["explain", "opn-20B"]);
    assert!(out(&small).starts_with("OPN-20b  "), "a code may end in a small letter: {}", out(&small));
    refused(place.path(), &["explain", "ref-4x"], 2, "there is no indicator ref-4x; did you mean REF-04?");
    refused(place.path(), &["explain", "zzzzzz"], 2, "annexa indicators lists them all");

    let root = env!("CARGO_MANIFEST_DIR");
    let counted = run(place.path(), &["explain", "REF-04", "--project", root, "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&out(&counted)).unwrap();
    let line = super::DEMO.text("site/data/figures.csv").lines().find(|line| line.starts_with("REF-04,,")).unwrap().to_owned();
    let cells: Vec<&str> = line.split(',').collect();
    let single = told["figures"].as_array().unwrap().iter().find(|figure| figure["group"] == "").unwrap();
    assert_eq!(single["numerator"].as_f64(), cells[4].parse().ok(), "explained as it is printed");
    assert_eq!(single["denominator"].as_f64(), cells[5].parse().ok());
}

#[test]
fn the_catalogue_prints_in_three_forms() {
    let place = tempfile::tempdir().unwrap();
    let print = |format: &str| out(&run(place.path(), &["indicators", "--format", format]));
    let (text, csv, json) = (print("text"), print("csv"), print("json"));
    let all: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert!(all.len() > 200, "{}", all.len());
    let columns = "code,list,kind,unit,title,definition,numerator,denominator,excludes,polarity,source,judgement,comparator,differs,computed,tests,stock";
    assert_eq!(csv.lines().next(), Some(columns));
    assert_eq!((text.lines().count(), csv.lines().count()), (all.len(), all.len() + 1));
    assert!(all.iter().all(|one| one["definition"].as_str().is_some_and(|words| !words.is_empty())));
    assert!(text.lines().any(|line| line.starts_with("REF-04 ")));

    let held = run(place.path(), &["comparators", "list"]);
    assert_eq!(status(&held), 0);
    assert!(out(&held).lines().any(|line| line.starts_with("referrals_nfa_pct ")), "{}", out(&held));
}

/// A file that is there and cannot be read is not replaced by the built-in one in silence, whatever the command.
#[cfg(unix)]
#[test]
fn an_indicator_is_not_explained_past_a_file_that_cannot_be_read() {
    let place = demo(800, &[]);
    for path in ["content/indicators/referrals.toml", "benchmarks/measures.csv"] {
        let path = place.path().join("demo").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        // A link to itself: no right of any user opens it.
        std::os::unix::fs::symlink(path.file_name().unwrap(), &path).unwrap();
        let inside = place.path().join("demo");
        let project = inside.to_str().unwrap();
        let explain = ["explain", "REF-04", "--project", project];
        let mut all = vec![&["explain", "REF-04"][..], &explain, &["explain", "REF-04", "--format", "json"]];
        if path.ends_with("referrals.toml") {
            all.extend([&["indicators"][..], &["explain", "ZZZ-01"]]);
        }
        for args in all {
            let output = run(&inside, args);
            assert_eq!(status(&output), 2, "{args:?}: {}", err(&output));
            assert!(err(&output).contains("cannot be read: ") && output.stdout.is_empty(), "{args:?}: {}", err(&output));
        }
        std::fs::remove_file(&path).unwrap();
    }
}

/// As `annexa indicators | head -1` does.
#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let workbook = concat!(env!("CARGO_MANIFEST_DIR"), "/data/2025-09-30.xlsx");
    let check = ["check", "--data", workbook, "--format", "csv"];
    for args in [&["indicators"][..], &["indicators", "--format", "csv"], &["comparators", "list"], &check] {
        let mut command = annexa();
        let mut child = command.current_dir(&folder).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((status(&output), err(&output).contains("fault")), (0, false), "{args:?}: {}", err(&output));
        assert!(!err(&output).contains("error:"), "{args:?}: {}", err(&output));
    }
}

#[test]
fn a_check_lists_findings_and_writes_nothing() {
    let place = demo(800, &[]);
    let before = tree(place.path());
    let text = run(place.path(), &["check", "--project", "demo"]);
    assert_eq!(status(&text), 0, "{}", err(&text));
    let last = out(&text).lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("no errors, ") && last.contains("warning") && last.contains("note"), "{last}");
    let json = run(place.path(), &["check", "--project", "demo", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    let keys: Vec<&str> = document.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["as_at", "counts", "grades", "completeness", "by_team", "fixes", "findings"]);
    let findings = document["findings"].as_array().unwrap();
    assert!(findings.iter().all(|f| f["severity"] != "error" && f["place"]["file"].is_string() && f["of"].is_null()));
    let csv = run(place.path(), &["check", "--project", "demo", "--format", "csv"]);
    assert_eq!(out(&csv).lines().next(), Some("severity,code,list,team,file,sheet,row,column,letter,what,what_to_do"));
    // The table has a line for each thing to mend, then what concerns no row; what was assumed is no work.
    let fixes = document["fixes"].as_array().unwrap().len();
    let whole = findings.iter().filter(|finding| finding["severity"] != "note").count();
    assert!(fixes > 20, "the demo has {fixes} things to mend");
    assert_eq!(csv::Reader::from_reader(&csv.stdout[..]).records().count(), fixes + whole);
    assert!(tree(place.path()) == before);
}

/// The fix list finds what was planted, cell by cell, names no worker, and holds nothing of a cell but the team.
#[test]
fn the_fix_list_is_sorted_by_team_and_finds_planted_faults() {
    let place = tempfile::tempdir().unwrap();
    let made = run(place.path(), &["demo", "demo", "--rows", "800", "--faults"]);
    assert_eq!(status(&made), 0, "{}", err(&made));
    let check = |more: &[&str]| run(place.path(), &[&["check", "--project", "demo"], more].concat());
    let document: serde_json::Value = serde_json::from_str(&out(&check(&["--format", "json"]))).unwrap();
    let fixes = document["fixes"].as_array().unwrap();
    let of = |code: &str, list: &str, heading: &str| {
        let here = |fix: &&serde_json::Value| fix["code"] == code && fix["list"] == list && fix["cells"][0]["column"] == heading;
        fixes.iter().filter(here).count()
    };
    assert_eq!(of("DQ-002", "contacts", "Contact Source"), 9);
    assert_eq!(of("DQ-003", "contacts", "Date of Contact"), 3);
    assert!(of("DQ-001", "referrals", "Referral Source") >= 7);
    // What cannot be read is told as such, and not once more as blank.
    assert_eq!(of("DQ-001", "contacts", "Date of Contact"), 0);
    assert!(fixes.iter().any(|fix| fix["code"] == "DQ-329" && fix["severity"] == "error"));
    assert!(fixes.iter().all(|fix| fix["row"].as_u64().is_some_and(|row| row > 1) && fix["cells"][0]["letter"].is_string()));
    assert!(fixes.iter().all(|fix| fix.as_object().unwrap().keys().all(|key| key != "worker")));

    let rank = |fix: &serde_json::Value| ["error", "warning", "note"].iter().position(|word| fix["severity"] == *word).unwrap();
    let order: Vec<(bool, String, usize)> =
        fixes.iter().map(|fix| (fix["team"].is_null(), fix["team"].as_str().unwrap_or_default().to_owned(), rank(fix))).collect();
    assert!(order.is_sorted());
    let by_team = document["by_team"].as_array().unwrap();
    let counted: u64 = by_team.iter().map(|count| count["count"].as_u64().unwrap()).sum();
    let with_team = |fix: &&serde_json::Value| !["contacts", "early_help", "adoption", "adopters"].iter().any(|list| fix["list"] == *list);
    assert_eq!(counted, fixes.iter().filter(with_team).count() as u64);

    let team = order.iter().find(|fix| !fix.0).unwrap().1.clone();
    let one: serde_json::Value = serde_json::from_str(&out(&check(&["--format", "json", "--team", &team.to_lowercase()]))).unwrap();
    let own = one["fixes"].as_array().unwrap();
    assert!(own.len() > 1 && own.len() < fixes.len() && own.iter().all(|fix| fix["team"] == team.as_str()));
    let text = out(&check(&["--team", &team]));
    assert!(text.ends_with(&format!("{} things to mend\n", own.len())), "{text}");
    let unknown = check(&["--team", "Nobody"]);
    assert_eq!(status(&unknown), 2);
    assert!(err(&unknown).contains("no row names the team `Nobody`"));

    // No cell but the team's own name.
    let csv = out(&check(&["--format", "csv"]));
    for content in ["Duty desk (legacy)", "16+ team", "Bespoke arrangement", "end of May", "pending", "99999901"] {
        assert!(!csv.contains(content) && !document.to_string().contains(content), "{content}");
    }
}

/// The help of the program and of the command most used. `SNAPSHOTS=overwrite` writes it anew: then read the difference.
#[test]
fn the_help_says_what_there_is() {
    let place = tempfile::tempdir().unwrap();
    let help = |args: &[&str]| {
        let output = run(place.path(), args);
        assert_eq!(status(&output), 0);
        out(&output).replace("annexa.exe", "annexa")
    };
    assert_data_eq!(help(&["--help"]), file!["help.txt"]);
    assert_data_eq!(help(&["build", "--help"]), file!["help_build.txt"]);
}
