//! The direction of the data, held: who may import whom, who may touch the disk, what no line of ours may hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// All source files but `testing.rs` and `tests.rs`, which are compiled for unit tests only.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, out: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("testing.rs") && !path.ends_with("tests.rs") {
                out.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut out);
    out.sort();
    assert!(out.len() > 60, "the sources were not found");
    out
}

/// The room of a file: the first part of its path under `src`.
fn room(path: &Path) -> String {
    let under = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    under.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The code of a file without its unit tests and comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Rooms in the order `lib.rs` declares them: a room may import those before it.
fn order() -> BTreeMap<String, usize> {
    let lib = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).enumerate().map(|(i, m)| (m.to_owned(), i)).collect()
}

/// Rooms a file imports by `crate::room`, in a `use` line or in a path.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in code.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(group) => {
                let group = group.split('}').next().unwrap_or("");
                found.extend(group.split(',').map(|p| p.trim().split("::").next().unwrap_or("").to_owned()));
            }
            None => found.push(part.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned()),
        }
    }
    found
}

#[test]
fn a_room_imports_only_rooms_declared_before_it() {
    let order = order();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let here = room(&path);
        let Some(place) = order.get(&here) else { continue };
        for import in imports(&code(&text)) {
            if order.get(&import).is_some_and(|other| other > place) {
                wrong.push(format!("{} imports {import}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Who must never know whom, beyond the order of declaration (house rules of the rooms).
const NEVER: [(&str, &[&str]); 15] = [
    ("charts", &["indicators", "theme", "report", "annex_a", "comparators", "disclosure"]),
    ("statistics", &["indicators", "theme", "annex_a", "comparators"]),
    ("comparators", &["annex_a", "indicators", "checks", "disclosure"]),
    ("indicators", &["comparators", "checks", "charts"]),
    ("checks", &["indicators", "comparators"]),
    ("content", &["annex_a", "indicators", "charts", "comparators"]),
    ("report", &["annex_a", "checks", "files", "theme", "project"]),
    ("theme", &["report", "charts"]),
    ("site", &["annex_a", "indicators", "pack", "archive", "disclosure", "checks"]),
    ("pack", &["annex_a", "indicators", "site", "archive", "disclosure", "checks"]),
    ("archive", &["annex_a", "site", "pack", "checks"]),
    ("worklists", &["report", "pack", "disclosure", "checks", "charts", "comparators"]),
    ("access", &["indicators", "checks", "disclosure", "report", "pack", "worklists"]),
    ("snapshots", &["annex_a", "pack", "checks", "charts", "report", "content", "indicators"]),
    ("publish", &["annex_a", "indicators", "report", "site", "pack"]),
];

#[test]
fn rooms_that_must_not_know_each_other_do_not() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let here = room(&path);
        for (_, never) in NEVER.iter().filter(|n| n.0 == here) {
            wrong.extend(
                imports(&code(&text))
                    .into_iter()
                    .filter(|i| never.contains(&i.as_str()))
                    .map(|i| format!("{} imports {i}", path.display())),
            );
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_a_few_rooms_touch_the_disk_and_only_one_writes() {
    let readers = ["annex_a", "theme", "project", "publish", "cli"];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let (here, code) = (room(&path), code(&text));
        // `Proofs::` is no `fs::`.
        let whole = |at: usize| !code[..at].ends_with(|before: char| before.is_alphanumeric());
        let reads = code.match_indices("fs::").any(|(at, _)| whole(at)) || code.contains("File::");
        if reads && !readers.contains(&here.as_str()) {
            wrong.push(format!("{} touches the disk", path.display()));
        }
        let writes = ["fs::write", "fs::rename", "fs::create_dir", "fs::remove", "File::create"].iter().any(|w| code.contains(w));
        if writes && here != "publish" {
            wrong.push(format!("{} writes", path.display()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_command_line_meets_clock_environment_and_terminal() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let (here, code) = (room(&path), code(&text));
        if matches!(here.as_str(), "cli" | "main" | "lib") {
            continue;
        }
        for forbidden in
            ["SystemTime", "Instant::now", "std::env::var", "env::args", "println!(", "eprintln!(", "std::net", "std::process::Command"]
        {
            // Process ids name staging folders, nothing else.
            if code.contains(forbidden) {
                wrong.push(format!("{} uses {forbidden}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn calamine_comrak_tera_and_typst_each_have_one_home() {
    let homes: [(&str, &[&str]); 6] = [
        ("calamine::", &["annex_a"]),
        ("comrak::", &["content"]),
        ("tera::", &["site"]),
        ("typst", &["pack"]),
        ("plotters", &["charts"]),
        ("hayro", &["access"]),
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let code = code(&text);
        for (library, rooms) in homes {
            let used = code.lines().any(|l| l.trim_start().starts_with("use ") && l.contains(&format!("use {library}")));
            if used && !rooms.contains(&room(&path).as_str()) {
                wrong.push(format!("{} uses {library}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_line_is_left_undone() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for undone in ["todo!(", "unimplemented!(", "FIXME", "XXX", "dbg!(", "#[ignore"] {
            if text.contains(undone) {
                wrong.push(format!("{} holds {undone}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
