//! The guard: whatever a page or layout does to the libraries, the user meets one line and finds the outputs as they were.

use crate::command::{annexa, demo, everything, run};
use std::path::Path;
use std::process::Command;

/// A demonstration that has been built.
fn project() -> tempfile::TempDir {
    let place = demo(500, &[]);
    assert!(run(place.path(), &["build", "--project", "demo"]).status.success());
    place
}

/// One line that holds the words, status 1, nothing on standard output, every file as it was.
fn dies(place: &Path, args: &[&str], words: &[&str]) {
    let before = everything(place);
    let output = run(place, args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((said.lines().count(), output.status.code()), (1, Some(1)), "{said}");
    for word in words {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(said.starts_with("error: ") && output.stdout.is_empty(), "{said}");
    assert!(everything(place) == before, "something was left or lost");
}

/// Layouts that a library does not survive, with what is said of them; the time is never enough, wherever it is over.
const DEADLY: [(&str, &str, &[&str], &[&str]); 3] = [
    (
        "layouts/site/a-to-z.html",
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}",
        &["--time-limit", "2"],
        &["limit of 2 seconds", "--time-limit"],
    ),
    ("layouts/pack/figure.typ", "#let a = range(500000000)\n", &["--memory-limit", "300"], &["making the pack", "limit of 300 MB"]),
    (
        "layouts/pack/figure.typ",
        "#let a = { let a = (); for i in range(3000000) { a = (a,) }; 0 }\n",
        &[],
        &["making the pack", "nested too deeply"],
    ),
];

#[test]
fn what_a_layout_does_to_a_library_is_one_line_and_the_output_stays() {
    let place = project();
    for (path, text, limits, words) in DEADLY {
        let file = place.path().join("demo").join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        let words = [words, &["nothing was written"]].concat();
        dies(place.path(), &[&["build", "--project", "demo"], limits].concat(), &words);
        std::fs::remove_file(&file).unwrap();
    }
    let (path, text, limits, words) = DEADLY[0];
    std::fs::write(place.path().join("demo").join(path), text).unwrap();
    dies(place.path(), &[&["build", "--project", "demo", "--output", "new"], limits].concat(), words);
    assert!(!place.path().join("new").exists(), "a folder that the dead build made goes with it");
}

/// A workbook in the old format whose sheets claim to have four thousand million rows: their reader reserves room for all of them.
fn claims_too_many_rows() -> Vec<u8> {
    let mut bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/reading/formats/lists.xls")).unwrap();
    let sizes: Vec<usize> = (0..bytes.len() - 18).filter(|at| bytes[*at..].starts_with(&[0x00, 0x02, 14, 0])).collect();
    assert!(!sizes.is_empty());
    sizes.iter().for_each(|at| bytes[at + 8..at + 12].copy_from_slice(&0xFFFF_FFF0_u32.to_le_bytes()));
    bytes
}

/// An OpenDocument workbook with one cell of two thousand million blanks.
fn asks_for_many_blanks() -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let cell = "<table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"2000000000\"/></text:p></table:table-cell>";
    let content = format!(
        "<office:document-content><table:table table:name=\"a\"><table:table-row>{cell}</table:table-row></table:table></office:document-content>"
    );
    let parts =
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", "<a/>"), ("content.xml", &content)];
    for (name, text) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Whatever a reader of workbooks reserves, the file is named; with a result asked for as JSON, standard output holds none.
#[test]
fn a_workbook_that_needs_more_memory_is_named() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("open.ods"), asks_for_many_blanks()).unwrap();
    let words = ["reading open.ods was stopped", "limit of 200 MB", "nothing was written"];
    dies(place.path(), &["check", "--data", "open.ods", "--memory-limit", "200"], &words);
    dies(place.path(), &["check", "--data", "open.ods", "--memory-limit", "200", "--format", "json"], &words);
}

/// What an old workbook claims is judged before its reader reserves it.
#[test]
fn an_old_workbook_that_claims_too_much_is_refused_unread() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("old.xls"), claims_too_many_rows()).unwrap();
    let output = run(place.path(), &["check", "--data", "old.xls", "--memory-limit", "200"]);
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("old.xls: the workbook unpacks to more than any Annex A workbook could hold"), "{said}");
}

/// The limits are high enough for what they guard.
#[test]
fn a_limit_says_how_to_change_it() {
    let place = tempfile::tempdir().unwrap();
    let workbook = concat!(env!("CARGO_MANIFEST_DIR"), "/data/2025-09-30.xlsx");
    dies(place.path(), &["check", "--data", workbook, "--memory-limit", "3"], &["limit of 3 MB", "--memory-limit"]);
    assert!(run(place.path(), &["check", "--data", workbook]).status.success());
}

/// Whatever ends the parent, the child ends too; what it may leave behind, it leaves beside the old output, and the next build tidies.
#[cfg(target_os = "linux")]
#[test]
fn a_parent_that_is_killed_takes_its_child_along() {
    let place = project();
    let output = place.path().join("demo/output");
    let before = everything(&output.join("leadership"));
    let layout = place.path().join("demo/layouts/site/a-to-z.html");
    for signal in ["-TERM", "-KILL"] {
        std::fs::create_dir_all(layout.parent().unwrap()).unwrap();
        std::fs::write(&layout, DEADLY[0].1).unwrap();
        let mut parent = annexa();
        let mut parent = parent.current_dir(place.path()).args(["build", "--quiet", "--project", "demo"]).spawn().unwrap();
        let children = format!("/proc/{0}/task/{0}/children", parent.id());
        let child = soon(|| std::fs::read_to_string(&children).ok()?.split_whitespace().next().map(str::to_owned));
        // A dump of a dead child would hold the data it read.
        let limits = format!("/proc/{child}/limits");
        soon(|| std::fs::read_to_string(&limits).ok()?.lines().any(is_without_dumps).then_some(()));
        assert!(Command::new("kill").args([signal, &parent.id().to_string()]).status().unwrap().success());
        assert_eq!(parent.wait().unwrap().code(), None, "a signal ended it");
        soon(|| is_gone(&child).then_some(()));
        assert!(everything(&output.join("leadership")) == before, "{signal}: the old output stays");
        std::fs::remove_file(&layout).unwrap();
    }
    assert!(run(place.path(), &["build", "--quiet", "--project", "demo"]).status.success());
    let left: Vec<_> = std::fs::read_dir(&output).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["leadership"], "the next build tidies");
}

#[cfg(target_os = "linux")]
fn is_without_dumps(line: &str) -> bool {
    line.strip_prefix("Max core file size").is_some_and(|sizes| sizes.split_whitespace().take(2).eq(["0", "0"]))
}

/// Nobody waits for a child whose parent has gone, so it may stay in the table of processes, but without running.
#[cfg(target_os = "linux")]
fn is_gone(process: &str) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"));
    status.map_or(true, |status| status.lines().any(|line| line.starts_with("State:") && line.contains('Z')))
}

/// Waits until something is there, and gives up after minutes, which no machine needs.
#[cfg(target_os = "linux")]
fn soon<T>(look: impl Fn() -> Option<T>) -> T {
    let begun = std::time::Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed().as_secs() < 300, "it never happened");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// Where nobody reads what is said, the status still says that it failed.
#[test]
fn a_death_that_cannot_be_told_is_no_success() {
    let place = tempfile::tempdir().unwrap();
    let workbook = concat!(env!("CARGO_MANIFEST_DIR"), "/data/2025-09-30.xlsx");
    for (args, status) in [(["--data", workbook, "--memory-limit", "3"], 1), (["--data", "none.xlsx", "--memory-limit", "99"], 2)] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = annexa();
        let ended = command.current_dir(place.path()).arg("check").args(args).stdout(std::process::Stdio::null()).stderr(writer).status();
        assert_eq!(ended.unwrap().code(), Some(status), "{args:?}");
    }
}
