//! Writing an output: whole or not at all, and never over what annexa did not make.

use crate::command::{self, copy};
use annexa::archive::Manifest;
use annexa::files::Files;
use annexa::publish::{Failed, probe};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const PATHS: [&str; 2] = ["site/index.html", "site/data/figures.csv"];

/// A manifest of files with these paths, which differs with their text as a real one does.
fn mark(text: &str, paths: &[&str]) -> String {
    let files: Vec<_> = paths.iter().map(|path| serde_json::json!({ "path": path })).collect();
    serde_json::json!({ "made_by": "annexa", "files": files, "text": text }).to_string()
}

/// Two files that hold a text, and their manifest.
fn files(text: &str) -> Files {
    let mut files = Files::default();
    files.add(Manifest::FILE, mark(text, &PATHS));
    files.add("site/index.html", text);
    files.add("site/data/figures.csv", "code\n");
    files
}

/// Every file below a folder with its text, the lock of a build at work left out.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    command::tree(folder).into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

fn expected(text: &str) -> BTreeMap<String, String> {
    let file = |path: &str, text: &str| (format!("leadership/{path}"), text.to_owned());
    BTreeMap::from([file("manifest.json", &mark(text, &PATHS)), file("site/index.html", text), file("site/data/figures.csv", "code\n")])
}

#[test]
fn a_folder_is_made_and_then_replaced_whole() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("deep/output");
    let output = probe(&folder).unwrap();
    assert_eq!(output.publish("leadership", &files("old")).unwrap(), folder.join("leadership"));
    assert_eq!(tree(&folder), expected("old"));
    let mut longer = files("longer");
    longer = longer.iter().filter(|(path, _)| *path != Manifest::FILE).fold(Files::default(), |mut all, (path, bytes)| {
        all.add(path, bytes);
        all
    });
    longer.add("site/stale.html", "of another version");
    longer.add(Manifest::FILE, mark("longer", &[PATHS[0], PATHS[1], "site/stale.html"]));
    output.publish("leadership", &longer).unwrap();
    output.publish("leadership", &files("new")).unwrap();
    assert_eq!(tree(&folder), expected("new"), "nothing of the old build is left, and no stage");
    drop(output);
    let names: Vec<_> = fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names, ["leadership"], "no lock and no stage is left");
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
    fs::write(elsewhere.path().join("manifest.json"), mark("", &[])).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), place.path().join("leadership")).unwrap();
    let output = probe(place.path()).unwrap();
    assert!(matches!(output.publish("leadership", &files("new")), Err(Failed::Foreign(_))));
    assert_eq!(tree(elsewhere.path()).len(), 1);
}

/// The line of a plan for a folder.
fn planned(name: &str, files: &Files) -> String {
    format!("{}  {name}\n", annexa::files::sha256(files.get(Manifest::FILE).unwrap()))
}

/// Two audiences as a build leaves them that was killed at each of its steps, and what the next build makes of them.
#[test]
fn a_build_that_was_killed_is_put_right() {
    let old = tempfile::tempdir().unwrap();
    let new = tempfile::tempdir().unwrap();
    for (place, text) in [(&old, "old"), (&new, "new")] {
        probe(place.path()).unwrap().publish_all(&[("leadership", &files(text)), ("management", &files(text))]).unwrap();
    }
    let names = ["leadership", "management"];
    let plan: String = names.iter().map(|name| planned(name, &files("new"))).collect();
    // What stands where: (leadership, management) in the output, then in the stage's `new` and `old`.
    type Stand = [[Option<&'static str>; 2]; 3];
    let put_right = |stage: &str, plan: Option<&str>, stand: Stand| {
        let place = tempfile::tempdir().unwrap();
        let folders = [place.path().to_owned(), place.path().join(stage).join("new"), place.path().join(stage).join("old")];
        fs::create_dir_all(&folders[1]).unwrap();
        for (folder, stands) in folders.iter().zip(stand) {
            for (name, text) in names.iter().zip(stands) {
                if let Some(text) = text {
                    copy(&if text == "old" { &old } else { &new }.path().join(name), &folder.join(name));
                }
            }
        }
        if let Some(plan) = plan {
            fs::write(place.path().join(stage).join("plan"), plan).unwrap();
        }
        drop(probe(place.path()).expect("the next build needs no help"));
        let left = tree(place.path());
        assert!(left.keys().all(|path| !path.starts_with('.')), "{left:?}");
        place
    };
    let (o, n) = (Some("old"), Some("new"));
    let is = |place: &tempfile::TempDir, whole: &tempfile::TempDir| assert_eq!(tree(place.path()), tree(whole.path()));

    is(&put_right(".annexa-stage-4711-0", None, [[o, o], [n, None], [None, None]]), &old);
    is(&put_right(".annexa-stage-4711-0", Some(&plan), [[o, o], [n, n], [None, None]]), &old);
    // From here on it was decided.
    is(&put_right(".annexa-ready", Some(&plan), [[o, o], [n, n], [None, None]]), &new);
    is(&put_right(".annexa-ready", Some(&plan), [[n, o], [o, n], [None, None]]), &new);
    is(&put_right(".annexa-ready", Some(&plan), [[n, n], [o, o], [None, None]]), &new);
    // Where folders cannot be exchanged they are moved aside.
    is(&put_right(".annexa-ready", Some(&plan), [[None, o], [n, n], [o, None]]), &new);
    is(&put_right(".annexa-ready", Some(&plan), [[n, None], [None, n], [o, o]]), &new);
    // A disk that lost the new files, or the plan, gives the old ones back.
    is(&put_right(".annexa-ready", Some(&plan), [[None, None], [None, None], [o, o]]), &old);
    is(&put_right(".annexa-gone-4711-0", Some(&plan), [[n, n], [o, o], [None, None]]), &new);
}

/// What somebody put into an output before the next build could finish is not lost to it either.
#[test]
fn finishing_a_build_asks_whose_a_folder_is() {
    let place = tempfile::tempdir().unwrap();
    probe(place.path()).unwrap().publish("leadership", &files("old")).unwrap();
    let ready = place.path().join(".annexa-ready");
    copy(&place.path().join("leadership"), &ready.join("new/leadership"));
    fs::write(ready.join("new/leadership/manifest.json"), mark("new", &PATHS)).unwrap();
    fs::write(ready.join("plan"), planned("leadership", &files("new"))).unwrap();
    fs::write(place.path().join("leadership/notes.docx"), "an afternoon").unwrap();
    assert!(matches!(probe(place.path()), Err(Failed::Stranger { .. })));
    assert_eq!(fs::read_to_string(place.path().join("leadership/notes.docx")).unwrap(), "an afternoon");
    fs::remove_file(place.path().join("leadership/notes.docx")).unwrap();
    drop(probe(place.path()).unwrap());
    assert_eq!(fs::read_to_string(place.path().join("leadership/manifest.json")).unwrap(), mark("new", &PATHS));
}

/// A file that a person put into an output stops the build; what systems drop into folders does not.
#[test]
fn a_file_put_into_an_output_is_not_lost() {
    let place = tempfile::tempdir().unwrap();
    let output = probe(place.path()).unwrap();
    output.publish("leadership", &files("old")).unwrap();
    for dropped in ["Thumbs.db", "site/.DS_Store", "site/._index.html"] {
        fs::write(place.path().join("leadership").join(dropped), "").unwrap();
    }
    output.publish("leadership", &files("old")).expect("nobody misses these");
    let note = place.path().join("leadership/site/notes \u{1b}[31m.docx");
    fs::write(&note, "an afternoon").unwrap();
    let before = tree(place.path());
    let error = output.publish("leadership", &files("new")).unwrap_err();
    let said = error.to_string();
    assert!(matches!(error, Failed::Stranger { .. }), "{said}");
    assert!(said.contains("site/notes  [31m.docx, not made by annexa") && !said.contains('\u{1b}') && !said.contains('\n'), "{said}");
    fs::write(place.path().join("leadership/second.txt"), "").unwrap();
    assert!(output.publish("leadership", &files("new")).unwrap_err().to_string().contains("1 more"));
    fs::remove_file(place.path().join("leadership/second.txt")).unwrap();
    assert_eq!(tree(place.path()), before);
    fs::remove_file(&note).unwrap();
    output.publish("leadership", &files("new")).unwrap();
    assert_eq!(tree(place.path()), expected("new"));
}

/// One audience that cannot be written keeps the others from being replaced.
#[test]
fn several_folders_are_replaced_together_or_not_at_all() {
    let place = tempfile::tempdir().unwrap();
    let output = probe(place.path()).unwrap();
    output.publish("leadership", &files("old")).unwrap();
    let before = tree(place.path());
    let mut bad = files("new");
    bad.add(format!("site/{}.html", "x".repeat(300)), "a name no file system takes");
    output.publish_all(&[("leadership", &files("new")), ("management", &bad)]).unwrap_err();
    assert_eq!(tree(place.path()), before);
    fs::write(place.path().join("management"), "a file").unwrap();
    output.publish_all(&[("leadership", &files("new")), ("management", &files("new"))]).unwrap_err();
    fs::remove_file(place.path().join("management")).unwrap();
    assert_eq!(tree(place.path()), before);
}

/// Single files are taken back where a later one finds a folder in its place.
#[test]
fn single_files_are_replaced_together_or_not_at_all() {
    let place = tempfile::tempdir().unwrap();
    let own = |path: &str, text: &str| {
        fs::create_dir_all(place.path().join(path).parent().unwrap()).unwrap();
        fs::write(place.path().join(path), text).unwrap();
    };
    own("a.csv", "old");
    own("z.csv/kept.txt", "a folder where a file should go");
    own("notes.md", "a person's own");
    let before = tree(place.path());
    let mut new = Files::default();
    for path in ["a.csv", "b/c.csv", "z.csv"] {
        new.add(path, "new");
    }
    probe(place.path()).unwrap().replace(&new).unwrap_err();
    assert_eq!(tree(place.path()), before);
    assert!(!place.path().join("b").exists() && !place.path().join(".annexa-ready").exists());
    fs::remove_dir_all(place.path().join("z.csv")).unwrap();
    probe(place.path()).unwrap().replace(&new).unwrap();
    let after = tree(place.path());
    assert_eq!(after.len(), 4);
    assert!(["a.csv", "b/c.csv", "z.csv"].iter().all(|path| after[*path] == "new") && after["notes.md"] == "a person's own");
}

/// A project or an import that died half-way is ended by the next command that opens it; nothing else makes a folder touched.
#[test]
fn what_was_begun_is_ended() {
    let place = tempfile::tempdir().unwrap();
    annexa::publish::resume(place.path()).unwrap();
    annexa::publish::resume(&place.path().join("nowhere")).unwrap();
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    fs::create_dir_all(place.path().join(".annexa-ready/new/deep")).unwrap();
    fs::write(place.path().join("deep.csv"), "new").unwrap();
    fs::write(place.path().join(".annexa-ready/new/deep/b.csv"), "new").unwrap();
    let hash = annexa::files::sha256(b"new");
    fs::write(place.path().join(".annexa-ready/plan"), format!("{hash}  deep.csv\n{hash}  deep/b.csv\n{hash}  ../out.csv\n")).unwrap();
    annexa::publish::resume(place.path()).unwrap();
    let wanted = [("deep.csv", "new"), ("deep/b.csv", "new")].map(|(path, text)| (path.to_owned(), text.to_owned()));
    assert_eq!(tree(place.path()), BTreeMap::from(wanted.clone()));
    for left in [".annexa-stage-4711-0/new", ".annexa-gone-4711-0/old"] {
        fs::create_dir_all(place.path().join(left)).unwrap();
    }
    let held = probe(&place.path().join("held")).unwrap();
    fs::create_dir_all(place.path().join("held/.annexa-stage-4711-0")).unwrap();
    annexa::publish::resume(&place.path().join("held")).unwrap();
    assert!(place.path().join("held/.annexa-stage-4711-0").exists(), "the work of another build");
    drop(held);
    annexa::publish::resume(&place.path().join("held")).unwrap();
    annexa::publish::resume(place.path()).unwrap();
    assert_eq!(fs::read_dir(place.path().join("held")).unwrap().count(), 0);
    assert_eq!((tree(place.path()), fs::read_dir(place.path()).unwrap().count()), (BTreeMap::from(wanted), 3));
}

#[test]
fn a_new_project_is_written_whole_or_not_at_all() {
    let place = tempfile::tempdir().unwrap();
    let mut project = Files::default();
    project.add("annexa.toml", "");
    project.add("data/2025-09-30.xlsx", "");
    let folder = place.path().join("a/b");
    let mut bad = project.clone();
    bad.add("x".repeat(300), "a name no file system takes");
    annexa::publish::write_new(&bad, &folder).unwrap_err();
    assert!(!place.path().join("a").exists(), "the folders made for it are gone again");
    // A demonstration killed while it was staged does not stand in the way of the next.
    fs::create_dir_all(folder.join(".annexa-stage-4711-0/new")).unwrap();
    annexa::publish::write_new(&project, &folder).unwrap();
    assert_eq!(tree(&folder).len(), 2);
    assert!(matches!(annexa::publish::write_new(&project, &folder), Err(Failed::Foreign(_))));
}

/// What the process that watches a build does when the build has died.
#[test]
fn a_folder_made_for_a_build_that_died_goes_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("output");
    fs::create_dir_all(folder.join(".annexa-stage-4711-0/new")).unwrap();
    annexa::publish::put_right(&folder, true);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    annexa::publish::put_right(&folder, false);
    assert!(!folder.exists());
    annexa::publish::put_right(&folder, false);
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

/// A package of one file, known by the hashes of what is in it.
fn package(text: &str) -> Files {
    let mut files = Files::default();
    files.add("data/figures.csv", text);
    files.add("tagmanifest-sha256.txt", format!("of {text}\n"));
    files
}

#[test]
fn what_is_kept_is_added_whole_and_never_written_again() {
    let place = tempfile::tempdir().unwrap();
    let output = probe(place.path()).unwrap();
    let mut index = Files::default();
    index.add("index.html", "one");
    output.keep(&[("one", &package("1")), ("children", &package("2"))], &index).unwrap();
    let before = tree(place.path());
    assert_eq!((before.len(), before["one/data/figures.csv"].as_str(), before["index.html"].as_str()), (5, "1", "one"));
    // Whatever else is asked for with it, and whatever stands there.
    fs::create_dir(place.path().join("empty")).unwrap();
    let mut other = Files::default();
    other.add("index.html", "two");
    for name in ["one", "empty"] {
        let refused = output.keep(&[("new", &package("3")), (name, &package("3"))], &other).unwrap_err();
        assert!(matches!(refused, Failed::Kept(_)), "{refused}");
        assert!(tree(place.path()) == before);
    }
    assert!(matches!(output.keep(&[("../out", &package("3"))], &other), Err(Failed::Path(_))));
    let mut bare = Files::default();
    bare.add("data/figures.csv", "3");
    assert!(matches!(output.keep(&[("bare", &bare)], &other), Err(Failed::NoManifest)));
    output.keep(&[("new", &package("3"))], &other).unwrap();
    let after = tree(place.path());
    assert_eq!((after.len(), after["index.html"].as_str(), after["one/data/figures.csv"].as_str()), (7, "two", "1"));
    // A build never takes the place of a package, even by its name.
    assert!(matches!(output.publish("one", &files("new")), Err(Failed::Foreign(_))));
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
    let paths: Vec<String> = (0..40).map(|n| format!("site/{}/{n}.html", n % 4)).collect();
    files.add(Manifest::FILE, mark(text, &paths.iter().map(String::as_str).collect::<Vec<_>>()));
    for path in paths {
        files.add(path, text.repeat(500));
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
        if cfg!(target_os = "linux") {
            let now = tree(&place.path().join("leadership"));
            assert_eq!(now.len(), 41, "round {round}: whole even before the next build");
        }
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
