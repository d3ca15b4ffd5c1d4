//! Marks that stand for children, and measures over several quarters that rest on them or on children's rows.

use super::{copy, demo, err, kept, out, packages, run, status, tree};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

const FIRST: [&str; 2] = ["2025-03-31", "2025-06-30"];
const LAST: &str = "2025-09-30";

/// A demonstration of three quarters with a key that its settings name.
fn with_key() -> TempDir {
    let place = demo(800, &["--quarters", "3"]);
    let project = place.path().join("demo");
    let made = run(&project, &["snapshot", "key", "marks.key"]);
    assert_eq!(status(&made), 0, "{}", err(&made));
    name_key(&project, "marks.key");
    place
}

fn name_key(project: &Path, key: &str) {
    let file = project.join("annexa.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    let settings = settings.split("\n[snapshots]").next().unwrap();
    std::fs::write(&file, format!("{settings}\n[snapshots]\nmarks = \"{key}\"\n")).unwrap();
}

/// Numerator, denominator and status of every figure of a build, by code and group; and what was said.
fn built(project: &Path, audience: &str) -> (BTreeMap<(String, String), [String; 3]>, String) {
    let data = format!("data/{LAST}.xlsx");
    let made = run(project, &["build", "--project", ".", "--data", &data, "--audience", audience, "--edition", "brief"]);
    assert_eq!(status(&made), 0, "{}", err(&made));
    let table = project.join(format!("output/{audience}/site/data/figures.csv"));
    let figures = csv::Reader::from_path(table)
        .unwrap()
        .records()
        .map(|line| {
            let line = line.unwrap();
            let cell = |at: usize| line[at].to_owned();
            ((cell(0), cell(1)), [cell(4), cell(5), cell(8)])
        })
        .collect();
    (figures, err(&made))
}

fn over_time(figures: &BTreeMap<(String, String), [String; 3]>) -> BTreeMap<(String, String), [String; 3]> {
    let is_one = |code: &str| ["X-11", "X-11u", "X-11d", "X-29", "X-29b", "X-30"].contains(&code);
    figures.iter().filter(|((code, _), _)| is_one(code)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn single<'f>(figures: &'f BTreeMap<(String, String), [String; 3]>, code: &str) -> &'f [String; 3] {
    &figures[&(code.to_owned(), String::new())]
}

#[test]
fn marks_tell_what_rows_tell_and_name_nobody() {
    let place = with_key();
    let project = place.path().join("demo");
    for quarter in FIRST {
        kept(&project, quarter, &["--edition", "brief", "--audience", "leadership"]);
    }
    let of = |holds: &str| packages(&project).into_iter().find(|path| path.to_string_lossy().contains(&format!("{}_{holds}_", FIRST[1])));
    let (marks, figures) = (of("marks").unwrap(), of("leadership").unwrap());
    let text = |path: &Path, file: &str| std::fs::read_to_string(path.join(file)).unwrap();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    assert!(text(&marks, "bag-info.txt").contains(&format!("Figures-Package: {}", name(&figures))));
    assert!(text(&figures, "bag-info.txt").contains(&format!("Marks-Package: {}", name(&marks))));
    // No identifier of the workbook, and nothing of the key, stands anywhere in what is kept.
    let found = run(
        &project,
        &[
            "snapshot",
            "create",
            "-q",
            "--project",
            ".",
            "--data",
            "data/2025-06-30.xlsx",
            "--audience",
            "management",
            "--with-children",
            "--edition",
            "brief",
            "--today",
            "2026-01-05",
        ],
    );
    assert_eq!(status(&found), 0, "{}", err(&found));
    let rows = text(&of("children").unwrap(), "data/traces.csv");
    let children: Vec<&str> = rows.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert!(children.len() > 300);
    let marked = text(&marks, "data/traces.csv");
    assert_eq!(marked.lines().count(), rows.lines().count());
    let key = std::fs::read_to_string(project.join("marks.key")).unwrap();
    let key = key.split_whitespace().last().unwrap();
    for (path, bytes) in tree(&marks) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(key), "{path}");
        assert!(!path.ends_with(".csv") || children.iter().all(|child| !text.contains(&format!(",{child},"))), "{path}");
    }
    assert!(!children.iter().any(|child| text(&marks, "data/index.html").contains(*child)));

    // The same figures from marks alone, and where rows lie beside them.
    let by_rows = over_time(&built(&project, "management").0);
    assert!(project.join("output/management/site/moves.html").is_file());
    let other = tempfile::tempdir().unwrap();
    copy(&project, other.path());
    std::fs::remove_dir_all(other.path().join("snapshots").join(name(&of("children").unwrap()))).unwrap();
    let (by_marks, said) = built(other.path(), "management");
    assert!(!said.contains("several quarters"), "{said}");
    assert_eq!(over_time(&by_marks), by_rows);
    assert!(by_rows.values().all(|[_, _, status]| status == "ok" || status == "z"));
    let of_then: f64 = single(&by_rows, "X-11u")[1].parse().unwrap();
    assert!(of_then > 100.0);
    // A year and a half of quarters is not there.
    assert_eq!(single(&by_marks, "CIN-21")[2], "x");
    let record = std::fs::read_to_string(project.join("output/management/manifest.json")).unwrap();
    assert!(!record.contains("marks.key"), "{record}");

    // Who asks for what is held of a child is told of its marks, and where the key is away, that these could not be searched.
    let find = || run(other.path(), &["find", "--child", children[0], "--project", "."]);
    let file = format!("{}/data/traces.csv", name(&marks));
    let told = find();
    assert!(out(&told).lines().any(|line| line.contains(&file)), "{}", out(&told));
    std::fs::rename(other.path().join("marks.key"), other.path().join("away.key")).unwrap();
    assert!(out(&find()).contains("marks, whose key is not at hand"), "{}", out(&find()));

    // With rules, no child is followed from one publication to the next.
    let (public, _) = built(&project, "public");
    assert!(over_time(&public).values().all(|[_, _, status]| status == "x"));
    assert!(!project.join("output/public/site/moves.html").exists());

    // With another key the marks say nothing; that is told, and the build goes on.
    assert_eq!(status(&run(other.path(), &["snapshot", "key", "other.key"])), 0);
    name_key(other.path(), "other.key");
    let (without, said) = built(other.path(), "management");
    assert!(said.contains("its marks were made with another key"), "{said}");
    assert_eq!(single(&without, "X-11u")[2], "x");
}

#[test]
fn a_key_is_never_written_over_and_never_done_without() {
    let place = with_key();
    let project = place.path().join("demo");
    let again = run(&project, &["snapshot", "key", "marks.key"]);
    assert_eq!((status(&again), err(&again).trim()), (2, "error: marks.key is there already, and is not written over"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(project.join("marks.key")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    std::fs::write(project.join("marks.key"), "annexa-key-1 00").unwrap();
    let made = run(&project, &["snapshot", "create", "-q", "--project", ".", "--data", "data/2025-06-30.xlsx", "--edition", "brief"]);
    assert_eq!(status(&made), 2);
    assert!(err(&made).contains("there is no key in marks.key (hint: annexa snapshot key makes one)"), "{}", err(&made));
    assert!(packages(&project).is_empty() && out(&made).is_empty());
    let (_, said) = built(&project, "leadership");
    assert!(said.contains("warning: annexa.toml: [snapshots] marks: there is no key in marks.key"), "{said}");
}
