//! A package held against a later quarter: what was recorded late, withdrawn and corrected, what really changed, and nothing else.
//!
//! The two exports are made here from one invented list, so that everything between them is known.

use crate::command::run;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

const THEN: &str = "2025-06-30";
const NOW: &str = "2025-09-30";

fn done(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(folder: &Path, args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&done(folder, &[&["snapshot", "compare", "--format", "json"], args].concat())).unwrap()
}

/// Days of a month, `n` of them, one after the other.
fn days(month: u32, n: u32) -> impl Iterator<Item = String> {
    (0..n).map(move |at| format!("2025-{month:02}-{:02}", at % 28 + 1))
}

/// What a quarter knows: its months, and whether it is the later export.
struct Export {
    months: std::ops::RangeInclusive<u32>,
    later: bool,
}

impl Export {
    /// 40 contacts a month, and 80 from July on.
    fn contacts(&self) -> String {
        let mut text = "Child Unique ID,Sex,Ethnicity,Date of Birth,Age of Child (Years),Date of Contact,Contact Source\n".to_owned();
        for month in self.months.clone() {
            for (n, day) in days(month, if month >= 7 { 80 } else { 40 }).enumerate() {
                writeln!(text, "C{month}{n:02},Female,WBRI,2015-03-01,10,{day},2A").unwrap();
            }
        }
        text
    }

    /// 60 referrals a month, every fifth without further action; four of May are recorded late, one of June is withdrawn, three of
    /// April are corrected.
    fn referrals(&self) -> String {
        let mut text = "Child Unique ID,Sex,Ethnicity,Date of Birth,Age of Child (Years),Date of referral,Referral Source,Referral NFA?,Number of Referrals in Last 12 Months,Allocated Team,Allocated Worker\n".to_owned();
        for month in self.months.clone() {
            for (n, day) in days(month, 60).enumerate() {
                let late = month == 5 && (10..14).contains(&n);
                let withdrawn = month == 6 && n == 20;
                if (late && !self.later) || (withdrawn && self.later) {
                    continue;
                }
                let corrected = month == 4 && [1, 2, 3].contains(&n) && self.later;
                let nfa = if n % 5 == 0 || corrected { "Yes" } else { "No" };
                // The number of earlier referrals is that of the day of the export: it grows though nobody corrected anything.
                let before = u32::from(n % 9 == 0) + u32::from(self.later && month <= 6 && n == 7);
                writeln!(text, "R{month}{n:02},Male,WBRI,2014-05-01,11,{day},1A,{nfa},{before},North,W1").unwrap();
            }
        }
        text
    }

    /// One row for each child: 57 whose need ended before the later export's period stand on its list no longer.
    fn children(&self) -> String {
        let mut text = "Child Unique ID,Sex,Ethnicity,Date of Birth,Age of Child (Years),Does the Child have a Disability,CIN Start Date,Primary Need Code,Date Child Was Last Seen,CIN Closure Date,Reason for Closure,Case Status,Allocated Team,Allocated Worker\n".to_owned();
        let mut row = |id: &str, n: u32, began: &str, closed: &str| {
            let (reason, status) = if closed.is_empty() { ("", "Child in need plan") } else { ("RC1", "Closed episode") };
            let seen = n % 9 + 1;
            writeln!(text, "{id}{n:03},Female,WBRI,2013-01-01,12,No,{began},N1,2025-06-0{seen},{closed},{reason},{status},North,W1")
                .unwrap();
        };
        let (began, closed) = if self.later { ("2025-07-10", "2025-08-10") } else { ("2025-01-10", "2025-02-10") };
        (0..243).for_each(|n| row("N", n, "2024-05-10", ""));
        (0..57).for_each(|n| row(if self.later { "L" } else { "E" }, n, began, closed));
        text
    }

    fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        for (name, text) in [("contacts", self.contacts()), ("referrals", self.referrals()), ("children in need", self.children())] {
            std::fs::write(folder.join(format!("{name}.csv")), text).unwrap();
        }
    }
}

/// A project whose earlier quarter is kept, with and without its children's rows.
static PROJECT: LazyLock<TempDir> = LazyLock::new(|| {
    let place = tempfile::tempdir().unwrap();
    let project = place.path();
    std::fs::write(
        project.join("annexa.toml"),
        "[authority]\nname = \"Benbowshire\"\nlike = \"320\"\nchildren = 62_000\nbanner = \"Invented data\"\n",
    )
    .unwrap();
    Export { months: 1..=6, later: false }.write(&project.join("data").join(THEN));
    Export { months: 4..=9, later: true }.write(&project.join("data").join(NOW));
    let then = format!("data/{THEN}");
    for more in [["--audience", "management"].as_slice(), &["--audience", "leadership"], &["--audience", "public"]] {
        done(project, &[&["snapshot", "create", "-q", "--project", ".", "--data", &then, "--today", "2025-07-05"], more].concat());
    }
    place
});

/// The same project with the children's rows of the earlier quarter.
static WITH_ROWS: LazyLock<TempDir> = LazyLock::new(|| {
    let place = tempfile::tempdir().unwrap();
    for folder in ["", THEN, NOW] {
        let (from, to) = (PROJECT.path().join("data").join(folder), place.path().join("data").join(folder));
        std::fs::create_dir_all(&to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    std::fs::copy(PROJECT.path().join("annexa.toml"), place.path().join("annexa.toml")).unwrap();
    let then = format!("data/{THEN}");
    let create = ["snapshot", "create", "-q", "--project", ".", "--data", &then, "--today", "2025-07-05"];
    done(place.path(), &[&create[..], &["--audience", "management", "--with-children"]].concat());
    place
});

fn rows(said: &serde_json::Value) -> BTreeMap<String, serde_json::Value> {
    said["rows"].as_array().unwrap().iter().map(|row| (row["code"].as_str().unwrap().to_owned(), row.clone())).collect()
}

/// Codes of figures that today's records tell otherwise.
fn restated(rows: &BTreeMap<String, serde_json::Value>) -> BTreeSet<&str> {
    let moved = |row: &serde_json::Value| {
        let r = &row["restated"];
        let count = |key: &str| r[key].as_u64().unwrap_or(0);
        r["value"].as_f64().is_some_and(|value| (value - row["published"].as_f64().unwrap()).abs() > 1e-5)
            || count("late") + count("withdrawn") + count("corrected") > 0
    };
    rows.iter().filter(|(_, row)| moved(row)).map(|(code, _)| code.as_str()).collect()
}

fn changed(rows: &BTreeMap<String, serde_json::Value>) -> BTreeSet<&str> {
    rows.iter().filter(|(_, row)| row["verdict"] == "beyond_chance").map(|(code, _)| code.as_str()).collect()
}

#[test]
fn what_was_late_withdrawn_corrected_and_what_really_changed_are_told_apart() {
    let rows = rows(&json(WITH_ROWS.path(), &[THEN, "--audience", "management", "--project", "."]));
    let referrals = &rows["REF-01"];
    assert_eq!((&referrals["published"], &referrals["now"]), (&356.0.into(), &359.0.into()));
    assert_eq!(referrals["restated"]["value"], 359.0, "{referrals:#}");
    let split = |code: &str| ["late", "withdrawn", "corrected"].map(|key| rows[code]["restated"][key].as_u64());
    assert_eq!(split("REF-01"), [Some(4), Some(1), Some(0)]);
    assert_eq!(split("REF-04"), [Some(4), Some(1), Some(3)]);
    assert_eq!(split("REF-04n"), [Some(1), Some(1), Some(3)], "one of the late and the one withdrawn had no further action");
    assert_eq!(rows["REF-04n"]["restated"]["value"], rows["REF-04n"]["published"].as_f64().unwrap() + 3.0);
    // Of April to June both hold 179 and more of one month; what differs is left to 180 that went and 180 that came.
    let real = &referrals["real"];
    assert_eq!((&real["change"], &real["shared_known"]), (&0.0.into(), &true.into()));
    assert!((36.0..40.0).contains(&real["high"].as_f64().unwrap()), "{real}");
    // The contacts doubled, and nothing else changed.
    let contacts = &rows["CON-01"]["real"];
    assert_eq!(contacts["change"], 120.0);
    assert!(changed(&rows).iter().all(|code| code.starts_with("CON-")) && changed(&rows).contains("CON-01"), "{:?}", changed(&rows));
    // The numbers of earlier referrals are of the day of the export and the children in need stand on their list no longer: nobody
    // corrected or withdrew them.
    assert!(restated(&rows).iter().all(|code| code.starts_with("REF-0") || code.starts_with("REF-1")), "{:?}", restated(&rows));
    assert_eq!(split("REF-06")[2], Some(0), "{:#}", rows["REF-06"]);
    for (code, row) in rows.iter().filter(|(_, row)| row["list"] == "children_in_need") {
        assert!(row["restated"].is_null(), "{code}");
    }
}

#[test]
fn without_rows_months_tell_the_net() {
    for audience in ["management", "leadership"] {
        let rows = rows(&json(PROJECT.path(), &[THEN, "--audience", audience, "--project", "."]));
        let referrals = &rows["REF-01"]["restated"];
        assert_eq!(
            (&referrals["value"], &referrals["by"], &referrals["late"]),
            (&359.0.into(), &"months".into(), &serde_json::Value::Null)
        );
        let expected: BTreeSet<&str> = ["REF-01", "REF-03"].into();
        assert_eq!(restated(&rows), expected, "{audience}");
        assert!(changed(&rows).iter().all(|code| code.starts_with("CON-")) && changed(&rows).contains("CON-01"));
    }
}

#[test]
fn the_public_gets_what_both_published_and_nothing_of_rows() {
    let said = json(PROJECT.path(), &[THEN, "--audience", "public", "--project", "."]);
    assert_eq!(said["audience"], "public");
    for row in said["rows"].as_array().unwrap() {
        for key in ["late", "withdrawn", "corrected"] {
            assert!(row["restated"][key].is_null(), "{row:#}");
        }
        assert!(row["restated"]["by"].is_null() || row["restated"]["by"] == "months");
        if row["published"].is_null() || row["now"].is_null() {
            assert!(row["real"].is_null() && row["restated"].is_null(), "{row:#}");
        }
    }
}

#[test]
fn packages_are_named_by_their_beginning_and_never_across_audiences() {
    let project = PROJECT.path();
    let text = done(project, &["snapshot", "compare", "benbowshire_annex-a_2025-06-30_man", "--project", "."]);
    assert!(text.contains("Benbowshire, management: 30 June 2025 against 30 September 2025"), "{text}");
    assert!(text.contains("  CON-01    Contacts: 240 then, 360 now: +120 (95% "), "{text}");
    assert!(
        text.contains("  REF-01    Referrals: 356 published, 359 by today’s records (+3): recorded late less withdrawn, by month"),
        "{text}"
    );
    for (args, words) in [
        (["2031-01-01", "--project", "."].as_slice(), "there is no package 2031-01-01"),
        (&["benbowshire", "--audience", "public", "--format", "html", "--project", "."], "--output DIR"),
        (&["benbowshire_annex-a_2025-06-30_p", "benbowshire_annex-a_2025-06-30_m", "--project", "."], "for two audiences"),
    ] {
        let refused = run(project, &[&["snapshot", "compare"], args].concat());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(words), "{args:?}: {said}");
    }
}

#[test]
fn a_page_a_table_and_a_document_say_the_same_twice() {
    let place = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        let folder = place.path().join(name);
        let to = folder.to_str().unwrap();
        done(
            WITH_ROWS.path(),
            &["snapshot", "compare", THEN, "--audience", "management", "--project", ".", "--format", "html", "--output", to],
        );
        ["index.html", "comparison.csv", "comparison.json"].map(|file| std::fs::read_to_string(folder.join(file)).unwrap())
    };
    let (one, other) = (write("one"), write("other"));
    assert_eq!(one, other);
    let [page, csv, document] = one;
    assert!(
        page.contains("Invented data")
            && page.contains("4 recorded late, 1 withdrawn")
            && !page.contains("<script")
            && !page.contains("://")
    );
    assert!(
        csv.lines()
            .any(|line| line.starts_with("REF-01,,Referrals,referrals,count,356.000000,ok,359.000000,rows,3.000000,4,1,0,359.000000,ok,"))
    );
    let said: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(said["rows"].as_array().unwrap().len() + 1, csv.lines().count());
    let again = run(
        WITH_ROWS.path(),
        &[
            "snapshot",
            "compare",
            THEN,
            "--audience",
            "management",
            "--project",
            ".",
            "--output",
            place.path().join("one").to_str().unwrap(),
        ],
    );
    assert_eq!(again.status.code(), Some(2), "a folder that holds something is never written into");
}

fn build(project: &Path, to: &Path) -> (String, BTreeMap<String, Vec<u8>>) {
    let output = run(project, &["build", "--project", ".", "--output", to.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let site = to.join("leadership/site");
    let pages = std::fs::read_dir(&site).unwrap().flatten().filter(|entry| entry.path().is_file());
    (said, pages.map(|entry| (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())).collect())
}

#[test]
fn a_build_tells_what_changed_since_the_last_snapshot_and_reaches_back_over_its_months() {
    let place = tempfile::tempdir().unwrap();
    let project = PROJECT.path();
    let (said, site) = build(project, &place.path().join("one"));
    assert!(!said.contains("[snapshot]") && !said.contains("is left out"), "{said}");
    let page = String::from_utf8_lossy(&site["since.html"]).into_owned();
    assert!(page.contains("headline measures changed beyond chance"), "{page}");
    for words in ["CON-01", "+120", "356", "359", "+3", "Recorded late less withdrawn, by month"] {
        assert!(page.contains(words), "{words} is not on the page");
    }
    let quarters = String::from_utf8_lossy(&site["quarters.html"]).into_owned();
    assert!(quarters.contains("June 2025") && quarters.contains("September 2025"));
    let referrals = String::from_utf8_lossy(&site["referrals.html"]).into_owned();
    assert!(referrals.contains("The months before April 2025 are as earlier"), "the control chart begins with months of the snapshot");
    assert!(referrals.contains("January 2025 to September 2025"));
    let (_, again) = build(project, &place.path().join("two"));
    assert_eq!(site, again, "the same input, the same bytes");
}

#[test]
fn a_damaged_snapshot_is_named_and_where_there_is_none_there_is_no_page() {
    let place = tempfile::tempdir().unwrap();
    let project = place.path().join("project");
    let data = project.join("data").join(NOW);
    std::fs::create_dir_all(&data).unwrap();
    std::fs::copy(PROJECT.path().join("annexa.toml"), project.join("annexa.toml")).unwrap();
    for entry in std::fs::read_dir(PROJECT.path().join("data").join(NOW)).unwrap().flatten() {
        std::fs::copy(entry.path(), data.join(entry.file_name())).unwrap();
    }
    let (_, site) = build(&project, &place.path().join("none"));
    assert!(!site.contains_key("since.html") && !site.contains_key("quarters.html"));
    assert!(!String::from_utf8_lossy(&site["index.html"]).contains("since.html"));
    let packages = std::fs::read_dir(PROJECT.path().join("snapshots")).unwrap().flatten();
    let package = packages.map(|entry| entry.path()).find(|path| path.to_string_lossy().contains("_leadership_")).unwrap();
    let name = package.file_name().unwrap().to_string_lossy().into_owned();
    let copy = project.join("snapshots").join(&name);
    std::fs::create_dir_all(copy.join("data")).unwrap();
    for path in
        ["bag-info.txt", "manifest-sha256.txt", "data/provenance.json", "data/figures.csv", "data/months.csv", "data/dictionary.csv"]
    {
        std::fs::copy(package.join(path), copy.join(path)).unwrap();
    }
    assert!(build(&project, &place.path().join("whole")).1.contains_key("since.html"));
    std::fs::write(copy.join("data/months.csv"), "code\n").unwrap();
    let (said, site) = build(&project, &place.path().join("damaged"));
    assert!(said.contains(&name) && said.contains("data/months.csv is not as it was packed"), "{said}");
    assert!(!site.contains_key("since.html"));
}
