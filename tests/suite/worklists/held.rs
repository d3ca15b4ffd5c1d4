//! Made only on request, held only for its days, removed without touching anything else.

use crate::command::{err, out, run, status, tree};
use std::collections::BTreeMap;
use std::path::Path;

fn demo() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let made = run(place.path(), &["demo", "demo", "--rows", "800"]);
    assert_eq!(status(&made), 0, "{}", err(&made));
    place
}

#[test]
fn asked_for_they_change_nothing_beside_them_and_unasked_there_are_none() {
    let place = demo();
    let plain = run(place.path(), &["build", "-q", "--project", "demo", "--audience", "management", "--output", "plain"]);
    assert_eq!(status(&plain), 0, "{}", err(&plain));
    let plain = tree(&place.path().join("plain"));
    assert!(plain.keys().all(|path| path.starts_with("management/")), "a build without a name makes none");

    let build = ["build", "--project", "demo", "--audience", "management", "--output", "asked", "--format", "json"];
    let asked = run(place.path(), &[&build[..], &["--worklist", "visits-overdue,enquiries-undecided", "--today", "2025-10-06"]].concat());
    assert_eq!(status(&asked), 0, "{}", err(&asked));
    let told: serde_json::Value = serde_json::from_str(&out(&asked)).unwrap();
    assert_eq!(told["worklists"]["delete_by"], "2025-10-20");
    assert_eq!(told["worklists"]["classification"], "OFFICIAL-SENSITIVE");
    assert!(told["worklists"]["lists"][0]["rows"].as_array().unwrap().len() == 3, "{told}");
    let (worklists, rest): (BTreeMap<_, _>, BTreeMap<_, _>) =
        tree(&place.path().join("asked")).into_iter().partition(|(path, _)| path.starts_with("worklists/"));
    assert!(rest == plain, "the report differs for worklists having been asked for");
    assert!(worklists.contains_key("worklists/visits-overdue.html") && worklists.contains_key("worklists/manifest.json"));
    for (path, bytes) in &rest {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("worklists/") && !text.contains("visits-overdue"), "{path} knows of them");
    }

    // A build for somebody else, or without a name, leaves them as they are; one with other names replaces them whole.
    let again = run(place.path(), &[&build[..], &["--today", "2025-10-06"]].concat());
    assert!(status(&again) == 0 && !out(&again).contains("worklists"), "{}", out(&again));
    assert!(tree(&place.path().join("asked/worklists")).len() == worklists.len());
    let other = run(place.path(), &[&build[..], &["--worklist", "reviews-overdue", "--today", "2025-10-06"]].concat());
    assert_eq!(status(&other), 0, "{}", err(&other));
    let now = tree(&place.path().join("asked/worklists"));
    assert!(now.contains_key("reviews-overdue.html") && !now.contains_key("visits-overdue.html"));
}

#[test]
fn asked_for_another_audience_or_by_a_wrong_name_nothing_is_built() {
    let place = demo();
    for (args, said) in [
        (vec!["--worklist", "visits-overdue"], "made for management alone, not for leadership"),
        (vec!["--worklist", "visits-overdue", "--audience", "leadership"], "made for management alone, not for leadership"),
        (vec!["--worklist", "visits-overdue", "--audience", "public"], "made for management alone, not for public"),
        (vec!["--worklist", "visit-overdue", "--audience", "management"], "did you mean `visits-overdue`?"),
    ] {
        let refused = run(place.path(), &[vec!["build", "--project", "demo"], args.clone()].concat());
        let lines: Vec<String> = err(&refused).lines().filter(|line| !line.starts_with("note:")).map(str::to_owned).collect();
        assert_eq!((status(&refused), lines.len()), (2, 1), "{args:?}: {lines:?}");
        assert!(lines[0].starts_with("error: ") && lines[0].contains(said), "{lines:?}");
        assert!(!place.path().join("demo/output").exists());
    }
    let settings = place.path().join("demo/annexa.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}\n[worklists]\ninclude = [\"visits\"]\n")).unwrap();
    let checked = run(place.path(), &["check", "--project", "demo"]);
    assert!(status(&checked) == 1 && out(&checked).contains("there is no worklist `visits`"), "{}", out(&checked));
}

/// A folder of worklists as a build leaves it.
fn worklists(output: &Path, name: &str, delete_by: &str) {
    let folder = output.join(name);
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    std::fs::write(folder.join("visits-overdue.html"), "rows").unwrap();
    let manifest = serde_json::json!({
        "made_by": "annexa", "holds": "worklists", "classification": "OFFICIAL-SENSITIVE", "audience": "management",
        "delete_by": delete_by, "counted_from": "2025-09-30", "version": "0.1.0", "authority": "B", "as_at": "2025-09-30",
        "per_team": false, "lists": [], "inputs": [], "file_count": 1, "sha256": "",
    });
    std::fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|e| e.file_name().into_string().unwrap())
        .filter(|n| n != ".annexa.lock")
        .collect();
    names.sort();
    names
}

#[test]
fn cleaning_removes_what_is_expired_and_nothing_else() {
    let place = tempfile::tempdir().unwrap();
    let output = place.path().join("output");
    worklists(&output, "worklists", "2025-10-14");
    worklists(&output, "a copy", "2025-10-13");
    worklists(&output, "later", "2025-10-15");
    worklists(&place.path().join("elsewhere"), "worklists", "2025-10-01");
    // The report of an audience, a folder of somebody else's that only looks like one, and a file.
    std::fs::create_dir_all(output.join("management")).unwrap();
    std::fs::write(output.join("management/manifest.json"), r#"{"made_by": "annexa", "as_at": "2025-09-30", "delete_by": "2025-10-01"}"#)
        .unwrap();
    std::fs::create_dir_all(output.join("mine")).unwrap();
    std::fs::write(output.join("mine/manifest.json"), r#"{"made_by": "me", "holds": "worklists", "delete_by": "2025-10-01"}"#).unwrap();
    std::fs::write(output.join("README.md"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(place.path().join("elsewhere/worklists"), output.join("linked")).unwrap();
    let all = names(&output);
    let before = tree(place.path());

    let clean = |more: &[&str]| run(place.path(), &[&["clean", "--expired", "--output", "output"], more].concat());
    let early = clean(&["--today", "2025-10-13"]);
    assert!(status(&early) == 0 && out(&early).contains("no worklists in output are past their day on 13 October 2025"), "{}", out(&early));
    let dry = clean(&["--today", "2025-10-15", "--dry-run"]);
    assert_eq!(out(&dry).matches("would be removed").count(), 2, "{}", out(&dry));
    assert!(names(&output) == all && tree(place.path()) == before, "nothing was touched");

    let done = clean(&["--today", "2025-10-15", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&out(&done)).unwrap();
    assert_eq!((told["removed"].as_array().unwrap().len(), told["kept"].as_array().unwrap().len()), (2, 1), "{told}");
    let left: Vec<String> = all.into_iter().filter(|name| name != "worklists" && name != "a copy").collect();
    assert_eq!(names(&output), left);
    assert_eq!(tree(&place.path().join("elsewhere")).len(), 2, "what a link leads to stays");

    let bare = run(place.path(), &["clean", "--output", "output"]);
    assert!(status(&bare) == 2 && err(&bare).contains("--expired"));
    assert_eq!(status(&run(place.path(), &["clean", "--expired", "--output", "nowhere"])), 2);
}

#[test]
fn what_a_crash_left_of_them_goes_too() {
    let place = tempfile::tempdir().unwrap();
    let output = place.path().join("output");
    worklists(&output, ".annexa-stage-1", "2099-01-01");
    worklists(&output, ".annexa-gone-worklists", "2025-10-14");
    let cleaned = run(place.path(), &["clean", "--expired", "--output", "output", "--today", "2025-11-01"]);
    assert_eq!(status(&cleaned), 0, "{}", err(&cleaned));
    assert_eq!(names(&output), [""; 0], "{}", out(&cleaned));
    // A folder without anything of the kind is not written to at all.
    let foreign = place.path().join("foreign");
    std::fs::create_dir(&foreign).unwrap();
    assert_eq!(status(&run(place.path(), &["clean", "--expired", "--output", "foreign"])), 0);
    assert_eq!(std::fs::read_dir(&foreign).unwrap().count(), 0);
}

#[test]
fn a_build_says_what_it_finds_expired() {
    let place = demo();
    let output = place.path().join("demo/output");
    worklists(&output, "worklists", "2025-10-14");
    let build = |more: &[&str]| run(place.path(), &[&["build", "--project", "demo", "--edition", "brief"], more].concat());
    let late = build(&["--today", "2025-10-15"]);
    assert_eq!(status(&late), 0, "{}", err(&late));
    let said: Vec<String> = err(&late).lines().filter(|line| line.contains("worklists")).map(str::to_owned).collect();
    let wanted =
        "warning: the worklists in demo/output/worklists were to be deleted by 14 October 2025 (hint: annexa clean --expired removes them)";
    assert_eq!(said, [wanted]);
    let early = build(&["--today", "2025-10-14"]);
    assert!(!err(&early).contains("worklists"), "{}", err(&early));
    assert!(output.join("worklists/visits-overdue.html").is_file(), "a build removes none");
}
