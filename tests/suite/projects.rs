//! A project from its first day on: made by `new`, changed by `eject`, looked after by `doctor`.

use crate::own::{run, text};
use annexa::project::Project;
use std::path::Path;
use std::process::Output;

/// What a command that ended well said.
fn said(ended: &Output) -> String {
    assert_eq!(ended.status.code(), Some(0), "{}", text(&ended.stderr));
    text(&ended.stdout)
}

/// The one line in which a command said why it would not.
fn refused(ended: &Output) -> String {
    assert_eq!(ended.status.code(), Some(2), "{}", text(&ended.stderr));
    text(&ended.stderr).trim_end().to_owned()
}

fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_new_project_builds_at_once_and_says_that_its_example_is_invented() {
    let place = tempfile::tempdir().unwrap();
    let made = run(place.path(), &["new", "our reports", "--authority", "Sheepshire", "--contact", "Performance team"]);
    assert!(said(&made).contains("build it: annexa build --project \"our reports\""));
    let folder = place.path().join("our reports");
    let built = run(&folder, &["build"]);
    assert!(said(&built).contains("benbowshire-2025-09-30-leadership.pdf"));
    assert!(text(&built.stderr).contains("data holds no workbook yet, so an invented example is built"), "{}", text(&built.stderr));
    assert!(
        read(&folder, "output/leadership/site/index.html").contains("An invented example: no child, and no authority of this name, exists")
    );
    assert!(read(&folder, "output/leadership/source/about.typ").contains("An invented example"));
    // Nothing invented stands under the name of an authority that exists.
    assert!(!read(&folder, "output/leadership/site/index.html").contains("Sheepshire"));
    // What is invented is never kept beside what is not.
    assert!(refused(&run(&folder, &["snapshot", "create"])).contains("this is the invented example, which is not kept"));
    // The workbook takes its place as soon as there is one.
    std::fs::rename(folder.join("example/data/2025-09-30.xlsx"), folder.join("data/2025-09-30.xlsx")).unwrap();
    let checked = run(&folder, &["check"]);
    assert!(!text(&checked.stderr).contains("invented"), "{}", text(&checked.stderr));
}

#[test]
fn a_workbook_is_copied_and_a_folder_with_anything_in_it_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    said(&run(place.path(), &["demo", "demo", "--rows", "200"]));
    let book = "demo/data/2025-09-30.xlsx";
    said(&run(place.path(), &["new", "ours", "--workbook", book, "--audience", "all"]));
    let folder = place.path().join("ours");
    assert_eq!(std::fs::read(folder.join("data/2025-09-30.xlsx")).unwrap(), std::fs::read(place.path().join(book)).unwrap());
    assert!(!folder.join("example").exists());
    let settings = Project::parse(&read(&folder, "annexa.toml"));
    assert_eq!((settings.findings.0, settings.value.audiences.build.len()), (vec![], 3));
    let again = refused(&run(place.path(), &["new", "ours"]));
    assert_eq!(again, "error: ours is not empty; a project is made in a new folder");
    let missing = refused(&run(place.path(), &["new", "other", "--workbook", "demo/data/2025-09-3.xlsx"]));
    assert_eq!(missing, "error: there is no file demo/data/2025-09-3.xlsx; did you mean 2025-09-30.xlsx?");
    assert!(!place.path().join("other").exists());
}

#[test]
fn the_settings_of_a_new_project_hold_every_one_there_is_at_its_default() {
    let place = tempfile::tempdir().unwrap();
    said(&run(place.path(), &["new", "ours"]));
    let template = read(&place.path().join("ours"), "annexa.toml");
    let as_made = Project::parse(&template);
    assert_eq!(as_made.findings.0, []);
    assert_eq!(as_made.value, Project { worklists: as_made.value.worklists.clone(), ..Project::default() });
    // Each line behind a # is a setting as well, and those that a section has defaults for stand at them.
    let setting = |line: &str| {
        line.starts_with("# [[")
            || line.strip_prefix("# ").and_then(|rest| rest.split_once(" = ")).is_some_and(|(key, _)| !key.contains(' '))
    };
    let all: Vec<&str> = template.lines().map(|line| if setting(line) { &line[2..] } else { line }).collect();
    let all = all.join("\n");
    let read = Project::parse(&all);
    assert_eq!(read.findings.0, [], "{all}");
    let (set, default) = (read.value, Project::default());
    assert_eq!((set.report, set.snapshots, set.audiences), (default.report, default.snapshots, default.audiences));
    assert_eq!((set.period.default_months, set.period.months), (default.period.default_months, default.period.months));
    for audience in [annexa::audience::Audience::Management, annexa::audience::Audience::Leadership, annexa::audience::Audience::Public] {
        assert_eq!(set.disclosure.of(audience), default.disclosure.of(audience));
    }
    assert_eq!(
        (set.worklists.expires_after_days, set.worklists.per_team),
        (default.worklists.expires_after_days, default.worklists.per_team)
    );
    // Every name that the sections know, by what they refuse all others for.
    let sections = ["src/project/sections.rs", "src/project/period.rs"].map(read_source).concat();
    let lists = sections.split("s.only(").skip(1).filter_map(|call| call.split_once("&[")?.1.split_once(']'));
    let names: Vec<String> =
        lists.flat_map(|(list, _)| list.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        assert!(all.contains(&format!("{name} = ")), "{name} is not in a new project's settings");
    }
}

fn read_source(path: &str) -> String {
    read(Path::new(env!("CARGO_MANIFEST_DIR")), path)
}

#[test]
fn launchers_run_where_they_lie_and_end_their_lines_as_windows_does() {
    let place = tempfile::tempdir().unwrap();
    said(&run(place.path(), &["new", "ours", "--audience", "public"]));
    for (file, command) in [("Build.cmd", "\"%ANNEXA%\" build"), ("Check.cmd", "\"%ANNEXA%\" check")] {
        let text = read(&place.path().join("ours"), file);
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{file}");
        assert!(text.is_ascii() && !text.contains("{{"), "{file}");
        for line in ["@echo off\r\n", "pushd \"%~dp0\"", "set \"ANNEXA=%~dp0annexa.exe\"", "pause\r\n", "exit /b %STATUS%\r\n", command] {
            assert!(text.contains(line), "{file}: {line}");
        }
        // A path with spaces stays one word wherever it stands.
        let unquoted =
            text.lines().filter(|line| line.contains("%~dp0") && !line.contains("\"%~dp0") && !line.contains("=%~dp0annexa.exe\""));
        assert_eq!(unquoted.collect::<Vec<_>>(), [""; 0], "{file}");
    }
    assert!(read(&place.path().join("ours"), "Build.cmd").contains("output\\public\\site\\index.html"));
}

#[test]
fn what_is_ejected_is_the_built_in_file_once_and_recorded() {
    let place = tempfile::tempdir().unwrap();
    said(&run(place.path(), &["new", "ours"]));
    let folder = place.path().join("ours");
    let built_in = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/site/footer.html")).unwrap();
    let first = said(&run(&folder, &["eject", "layouts\\site\\footer.html"]));
    assert!(first.starts_with("layouts/site/footer.html is yours now: The foot of every page."), "{first}");
    assert_eq!(std::fs::read(folder.join("layouts/site/footer.html")).unwrap(), built_in);
    let record = read(&folder, "ejected.toml");
    std::fs::write(folder.join("layouts/site/footer.html"), "mine").unwrap();
    let again = refused(&run(&folder, &["eject", "layouts/site/footer.html"]));
    assert!(again.contains("is there already and stays as it is"), "{again}");
    assert_eq!((read(&folder, "layouts/site/footer.html").as_str(), read(&folder, "ejected.toml")), ("mine", record));
    let slip = refused(&run(&folder, &["eject", "content/glosary.toml"]));
    assert_eq!(slip, "error: no file content/glosary.toml is built in; did you mean content/glossary.toml?");
    for outside in ["../annexa.toml", "/etc/passwd", "themes/default/site.js", "content/messages.toml"] {
        assert!(refused(&run(&folder, &["eject", outside])).starts_with("error: no file "), "{outside}");
    }
    let none = refused(&run(place.path(), &["eject", "content/glossary.toml"]));
    assert!(none.contains("there is no annexa.toml in ."), "{none}");
    let list = said(&run(place.path(), &["eject", "--list"]));
    assert!(list.contains("content/pages/referrals.md") && list.contains("The page “Referrals”."), "{list}");
    let json: serde_json::Value = serde_json::from_str(&said(&run(place.path(), &["eject", "--list", "--format", "json"]))).unwrap();
    assert_eq!(json.as_array().unwrap().len(), list.lines().count());
}

#[test]
fn the_doctor_tells_what_lies_over_what_and_what_nothing_reads() {
    let place = tempfile::tempdir().unwrap();
    said(&run(place.path(), &["new", "ours", "--authority", "Kent"]));
    let folder = place.path().join("ours");
    let put = |path: &str, words: &str| {
        std::fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        std::fs::write(folder.join(path), words).unwrap();
    };
    for path in ["layouts/site/footer.html", "layouts/site/header.html", "content/pages/early-help.md"] {
        said(&run(&folder, &["eject", path]));
    }
    put("layouts/site/header.html", "mine");
    put("layouts/site/footer.html", "mine");
    let record = read(&folder, "ejected.toml").replacen("sha256 = \"", "sha256 = \"older", 2);
    put("ejected.toml", &record);
    put("content/indicators/local.toml", &read_source("tests/suite/own/project/content/indicators/local.toml"));
    put("content/glosary.toml", "");
    let ended = run(&folder, &["doctor", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&said(&ended)).unwrap();
    let standing = |path: &str| {
        let file = told["files"].as_array().unwrap().iter().find(|file| file["path"] == path).unwrap_or_else(|| panic!("{path}"));
        (file["standing"].as_str().unwrap().to_owned(), file["hint"].as_str().unwrap().to_owned())
    };
    assert_eq!(standing("layouts/site/footer.html").0, "outdated");
    assert_eq!(standing("layouts/site/header.html").0, "overridden");
    assert_eq!(standing("content/pages/early-help.md").0, "same");
    assert_eq!(standing("content/indicators/local.toml").0, "own");
    assert_eq!(standing("content/glosary.toml"), ("unused".to_owned(), "did you mean content/glossary.toml?".to_owned()));
    let notes: Vec<&str> = told["findings"].as_array().unwrap().iter().filter_map(|finding| finding["message"].as_str()).collect();
    assert_eq!(notes, ["no page shows LOC-01", "no page shows LOC-02"]);
    let words = said(&run(&folder, &["doctor"]));
    assert!(words.ends_with("5 own files: 1 overridden, 1 own, 1 outdated, 1 unused, 1 same; no errors, no warnings\n"), "{words}");
}

#[test]
fn what_is_wrong_with_settings_is_told_in_its_line_with_a_fix() {
    let place = tempfile::tempdir().unwrap();
    let ours = place.path().join("ours");
    std::fs::create_dir_all(&ours).unwrap();
    for (settings, wanted) in [
        (
            "[authorty]\n",
            "annexa.toml:1:2: unknown section `authorty` (hint: did you mean `authority`?)\n  1 | [authorty]\n    |  ^^^^^^^^",
        ),
        (
            "[authority]\n  naem = \"x\"\n",
            "annexa.toml:2:3: unknown setting `naem` in [authority] (hint: did you mean `name`?)\n  2 |   naem = \"x\"\n    |   ^^^^",
        ),
        (
            "[audiences]\nbuild = [\"leadersip\"]\n",
            "annexa.toml:2:9: `leadersip` is not known for `build` (hint: did you mean `leadership`?)",
        ),
        (
            "[period]\nas_at = \"soon\"\n",
            "annexa.toml:2:9: expected a date as YYYY-MM-DD for `as_at`\n  2 | as_at = \"soon\"\n    |         ^^^^^^",
        ),
        ("[period]\nwindow_months = { \"12\" = 3 }\n", "annexa.toml:2:19: unknown list `12`"),
        ("[authority]\nname = \n", "annexa.toml:2:"),
        (
            "[authority]\npublished = \"data/publishd.csv\"\n",
            "annexa.toml:2:13: the file `data/publishd.csv` is not in the project (hint: did you mean `data/published.csv`?)",
        ),
        ("[theme]\nname = \"contrst\"\n", "\n  2 | name = \"contrst\"\n    | ^^^^\n"),
        ("[theme]\nlogo = \"lgo.svg\"\n", "annexa.toml:2:1: "),
        ("[targets]\nASM-5 = 85\n", "\n  2 | ASM-5 = 85\n    | ^^^^^\n"),
        ("[snapshots]\nseries = \"A b\"\n", "annexa.toml:2:10: expected lower-case letters"),
    ] {
        std::fs::create_dir_all(ours.join("data")).unwrap();
        std::fs::write(ours.join("data/published.csv"), "").unwrap();
        std::fs::write(ours.join("annexa.toml"), settings).unwrap();
        let ended = run(place.path(), &["doctor", "--project", "ours"]);
        let told = text(&ended.stderr);
        assert!(told.contains(wanted), "{settings}: {told}");
    }
}

#[test]
fn the_example_that_a_new_project_shows_is_an_indicator() {
    let place = tempfile::tempdir().unwrap();
    said(&run(place.path(), &["new", "ours"]));
    let folder = place.path().join("ours");
    for guide in [read(&folder, "content/README.md"), read_source("README.md")] {
        let record =
            guide.split("```toml\n").skip(1).find(|block| block.starts_with("[[indicator]]")).unwrap().split("```").next().unwrap();
        std::fs::create_dir_all(folder.join("content/indicators")).unwrap();
        std::fs::write(folder.join("content/indicators/local.toml"), record).unwrap();
        let listed = said(&run(&folder, &["indicators"]));
        assert!(listed.lines().any(|line| line.starts_with("LOC-01 ")), "{listed}");
    }
}
