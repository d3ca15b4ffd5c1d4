//! The guard: whatever a page or layout does to the libraries, the user meets one line and finds the outputs as they were.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_annexa")).current_dir(folder).args(args).output().unwrap()
}

/// Everything below a folder, folders too, with its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap().flatten() {
            let path = entry.path();
            found.insert(path.clone(), std::fs::read(&path).ok());
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found
}

/// A demonstration that has been built, with one more file in it.
fn project(path: &str, text: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    assert!(run(place.path(), &["demo", "demo", "--rows", "500"]).status.success());
    assert!(run(place.path(), &["build", "--project", "demo"]).status.success());
    let file = place.path().join("demo").join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
    place
}

/// One line that holds the words, status 1, nothing on standard output, every file as it was.
fn dies(place: &Path, args: &[&str], words: &[&str]) {
    let before = tree(place);
    let output = run(place, args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((said.lines().count(), output.status.code()), (1, Some(1)), "{said}");
    for word in words {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(said.starts_with("error: ") && output.stdout.is_empty(), "{said}");
    assert!(tree(place) == before, "something was left or lost");
}

const LOOP: &str = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";

#[test]
fn an_endless_layout_ends_with_its_time() {
    let place = project("layouts/site/a-to-z.html", LOOP);
    dies(place.path(), &["build", "--project", "demo", "--time-limit", "8"], &["limit of 8 seconds", "nothing was written"]);
}

#[test]
fn a_layout_that_asks_for_all_memory_is_stopped() {
    let all = "#let a = range(500000000)\n";
    let place = project("layouts/pack/figure.typ", all);
    let words = ["making the pack", "limit of 300 MB", "nothing was written"];
    dies(place.path(), &["build", "--project", "demo", "--memory-limit", "300"], &words);
}

#[test]
fn a_folder_that_the_dead_build_made_goes_with_it() {
    let place = project("layouts/site/a-to-z.html", LOOP);
    dies(place.path(), &["build", "--project", "demo", "--output", "new", "--time-limit", "8"], &["limit of 8 seconds"]);
    assert!(!place.path().join("new").exists());
}

/// The limits are high enough for what they guard, and a workbook that needs more says which it was.
#[test]
fn a_workbook_that_needs_more_memory_is_named() {
    let place = tempfile::tempdir().unwrap();
    let workbook = concat!(env!("CARGO_MANIFEST_DIR"), "/data/2025-09-30.xlsx");
    dies(place.path(), &["check", "--data", workbook, "--memory-limit", "3"], &["limit of 3 MB", "--memory-limit"]);
    assert!(run(place.path(), &["check", "--data", workbook]).status.success());
}
