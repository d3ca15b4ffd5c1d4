//! Writing an output: whole or not at all, and never over what annexa did not make.

use annexa::archive::Manifest;
use annexa::files::Files;
use annexa::publish::{Failed, probe};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const MARK: &str = "{\"made_by\": \"annexa\"}";

fn files(text: &str) -> Files {
    let mut files = Files::default();
    files.add(Manifest::FILE, MARK);
    files.add("site/index.html", text);
    files.add("site/data/figures.csv", "code\n");
    files
}

/// Every file below a folder with its bytes, the lock left out.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if name != ".annexa.lock" {
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

fn expected(text: &str) -> BTreeMap<String, String> {
    let file = |path: &str, text: &str| (format!("leadership/{path}"), text.to_owned());
    BTreeMap::from([file("manifest.json", MARK), file("site/index.html", text), file("site/data/figures.csv", "code\n")])
}

#[test]
fn a_folder_is_made_and_then_replaced_whole() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("deep/output");
    let output = probe(&folder).unwrap();
    assert_eq!(output.publish("leadership", &files("old")).unwrap(), folder.join("leadership"));
    assert_eq!(tree(&folder), expected("old"));
    fs::write(folder.join("leadership/site/stale.html"), "of another version").unwrap();
    output.publish("leadership", &files("new")).unwrap();
    assert_eq!(tree(&folder), expected("new"), "nothing of the old build is left, and no stage");
}

#[test]
fn a_folder_of_somebody_else_is_never_replaced() {
    let place = tempfile::tempdir().unwrap();
    let output = probe(place.path()).unwrap();
    let refuses = || {
        let before = tree(place.path());
        assert!(matches!(output.check("leadership"), Err(Failed::Foreign(_))));
        let error = output.publish("leadership", &files("new")).unwrap_err();
        assert!(error.to_string().contains("was not made by annexa"), "{error}");
        assert!(!error.to_string().contains('\n'));
        assert_eq!(tree(place.path()), before);
    };
    let target = place.path().join("leadership");
    fs::create_dir(&target).unwrap();
    output.check("leadership").expect("an empty folder may be taken");
    fs::write(target.join("thesis.docx"), "years of work").unwrap();
    refuses();
    fs::write(target.join("manifest.json"), "{\"made_by\": \"somebody\"}").unwrap();
    refuses();
    fs::write(target.join("manifest.json"), "not JSON").unwrap();
    refuses();
    fs::remove_dir_all(&target).unwrap();
    fs::write(&target, "a file").unwrap();
    refuses();
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let place = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("manifest.json"), MARK).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), place.path().join("leadership")).unwrap();
    let output = probe(place.path()).unwrap();
    assert!(matches!(output.publish("leadership", &files("new")), Err(Failed::Foreign(_))));
    assert_eq!(tree(elsewhere.path()).len(), 1);
}

/// What a build leaves that is killed at each of its stages, and what the next build makes of it.
#[test]
fn a_build_that_was_killed_is_put_right() {
    let start = || {
        let place = tempfile::tempdir().unwrap();
        probe(place.path()).unwrap().publish("leadership", &files("old")).unwrap();
        place
    };
    let stage = |place: &Path| {
        fs::create_dir_all(place.join(".annexa-stage-4711/site")).unwrap();
        fs::write(place.join(".annexa-stage-4711/site/index.html"), "half").unwrap();
    };

    let staging = start();
    stage(staging.path());
    probe(staging.path()).unwrap();
    assert_eq!(tree(staging.path()), expected("old"), "killed while staging");

    let moved = start();
    stage(moved.path());
    fs::rename(moved.path().join("leadership"), moved.path().join(".annexa-old-leadership")).unwrap();
    probe(moved.path()).unwrap();
    assert_eq!(tree(moved.path()), expected("old"), "killed after the old folder was moved aside: it is back");

    let swapped = start();
    fs::rename(swapped.path().join("leadership"), swapped.path().join(".annexa-old-leadership")).unwrap();
    let other = start();
    fs::rename(other.path().join("leadership"), swapped.path().join("leadership")).unwrap();
    probe(swapped.path()).unwrap();
    assert_eq!(tree(swapped.path()), expected("old"), "killed before the old folder was removed: the new one stays alone");

    let output = probe(moved.path()).unwrap();
    output.publish("leadership", &files("new")).unwrap();
    assert_eq!(tree(moved.path()), expected("new"));
}

#[test]
fn a_write_that_fails_leaves_the_old_output_whole() {
    let place = tempfile::tempdir().unwrap();
    let output = probe(place.path()).unwrap();
    output.publish("leadership", &files("old")).unwrap();
    let mut bad = files("new");
    bad.add(format!("site/{}.html", "x".repeat(300)), "a name no file system takes");
    let error = output.publish("leadership", &bad).unwrap_err();
    assert!(matches!(error, Failed::Io { doing: "write", .. }), "{error}");
    assert_eq!(tree(place.path()), expected("old"), "and no stage is left");
}

#[test]
fn paths_that_could_leave_the_folder_or_break_on_windows_are_refused() {
    let place = tempfile::tempdir().unwrap();
    let output = probe(place.path()).unwrap();
    for path in ["../up.html", "/root.html", "a//b.html", "a\\b.html", "c:d.html", "con.html", "site/aux", "end.", "site/INDEX.html", ""] {
        let mut bad = files("new");
        bad.add(path, "x");
        assert!(matches!(output.publish("leadership", &bad), Err(Failed::Path(_))), "{path}");
    }
    for name in ["", "..", "a/b", ".hidden"] {
        assert!(matches!(output.publish(name, &files("new")), Err(Failed::Path(_))), "{name}");
    }
    let mut unmarked = Files::default();
    unmarked.add("index.html", "x");
    assert!(matches!(output.publish("leadership", &unmarked), Err(Failed::NoManifest)));
    assert!(tree(place.path()).is_empty());
}

#[test]
fn what_cannot_be_written_is_told_before_the_work() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("output");
    fs::write(&file, "a file").unwrap();
    let error = probe(&file).unwrap_err().to_string();
    assert!(error.starts_with("cannot make the folder") && error.contains("output"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "a file");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_told_before_the_work() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(place.path().join("root"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let error = probe(place.path()).unwrap_err().to_string();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(error.starts_with("cannot write to"), "{error}");
}

#[test]
fn two_builds_do_not_write_at_once() {
    let place = tempfile::tempdir().unwrap();
    let first = probe(place.path()).unwrap();
    assert!(matches!(probe(place.path()), Err(Failed::Busy(_))));
    drop(first);
    probe(place.path()).unwrap();
}

const CHILD_FOLDER: &str = "ANNEXA_TEST_OUTPUT";

/// Forty files that all hold the same text.
fn edition(text: &str) -> Files {
    let mut files = Files::default();
    files.add(Manifest::FILE, MARK);
    for n in 0..40 {
        files.add(format!("site/{}/{n}.html", n % 4), text.repeat(500));
    }
    files
}

/// What the child process does that the next test starts and kills.
fn build_until_killed(folder: &str) {
    let output = probe(Path::new(folder)).unwrap();
    for n in 0..100_000 {
        output.publish("leadership", &edition(&format!("{:06}", n % 1000))).unwrap();
    }
}

/// Waits until a build is at work in a folder, ten seconds at most.
fn wait_for_a_stage(folder: &Path) {
    let staged = || fs::read_dir(folder).unwrap().flatten().any(|entry| entry.file_name().to_string_lossy().starts_with(".annexa-stage-"));
    for _ in 0..20_000 {
        if staged() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_micros(500));
    }
}

#[test]
fn a_build_killed_at_any_moment_leaves_one_whole_output() {
    // The child is this test again, told by its environment that it is the one to be killed.
    if let Ok(folder) = std::env::var(CHILD_FOLDER) {
        return build_until_killed(&folder);
    }
    let place = tempfile::tempdir().unwrap();
    probe(place.path()).unwrap().publish("leadership", &edition("before")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    // At least 25 builds are killed, and more on a busy machine, until some were well at work.
    for round in 0..250 {
        if round >= 25 && seen.len() > 3 {
            break;
        }
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["plumbing::publish::a_build_killed_at_any_moment_leaves_one_whole_output", "--exact"])
            .env(CHILD_FOLDER, place.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        wait_for_a_stage(place.path());
        std::thread::sleep(std::time::Duration::from_micros(900 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        probe(place.path()).expect("the next build needs no help");
        let files = tree(place.path());
        assert_eq!(files.len(), 41, "round {round}: every file of one edition, and nothing else");
        let texts: std::collections::BTreeSet<&String> =
            files.iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, text)| text).collect();
        assert_eq!(texts.len(), 1, "round {round}: no two editions mixed");
        seen.extend(texts.into_iter().cloned());
    }
    assert!(seen.len() > 3, "the builds were killed at work, not before");
}
