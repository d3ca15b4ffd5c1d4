//! What a council makes its own, in whole builds: an indicator, a page, a layout, a term and a colour over the built-in ones.

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

pub fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_annexa")).current_dir(folder).args(args).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            std::fs::create_dir_all(&to).unwrap();
            copy(&from, &to);
        } else {
            std::fs::write(to, std::fs::read(from).unwrap()).unwrap();
        }
    }
}

/// A small demo authority with files of its own.
pub fn council() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let made = run(place.path(), &["demo", "ours", "--rows", "1500"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/own/project"), &place.path().join("ours"));
    place
}

/// Lines of a table that begin with the code of an own indicator.
fn ours(table: &str) -> Vec<&str> {
    table.lines().filter(|line| line.starts_with("LOC-")).collect()
}

#[test]
fn an_own_indicator_is_everywhere_that_a_built_in_one_is() {
    let place = council();
    let built = run(place.path(), &["build", "--project", "ours", "--audience", "all"]);
    assert_eq!(built.status.code(), Some(0), "{}", text(&built.stderr));
    let read = |path: &str| std::fs::read_to_string(place.path().join("ours/output").join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));

    let page = read("leadership/site/teenagers.html");
    assert!(page.contains("of referrals were about teenagers") && page.contains("LOC-02") && page.contains("<svg"), "page");
    assert!(page.contains("teenagers.html") && read("leadership/site/index.html").contains("teenagers.html"), "navigation");
    assert!(read("leadership/site/definitions-referrals.html").contains("The council’s plan for adolescents"), "definition");
    assert!(read("leadership/site/assets/search-index.js").contains("LOC-01"), "search");
    assert!(read("leadership/source/pages/teenagers.typ").contains("LOC-02"), "pack");
    assert_eq!(ours(&read("leadership/site/data/dictionary.csv")).len(), 2);
    let figures = read("leadership/site/data/figures.csv");
    assert!(ours(&figures).len() > 8 && ours(&figures).iter().all(|line| line.ends_with(",ok")), "{figures}");

    // What is hidden from the public is hidden of it too.
    let figures = read("public/site/data/figures.csv");
    assert!(ours(&figures).iter().any(|line| line.ends_with(",c")), "nothing of a small authority is hidden");
    for line in ours(&figures) {
        let cells: Vec<&str> = line.split(',').collect();
        let numerator = cells[cells.len() - 5];
        assert!(!numerator.parse::<u32>().is_ok_and(|n| (1..=5).contains(&n)), "{line}");
        assert!(!line.ends_with(",c") || numerator.is_empty(), "{line}");
    }

    // A layout, a colour and a term of the council's own lie over the built-in ones, and the rest stays.
    assert!(page.contains("class=\"symbols of-the-council\""), "layout");
    assert!(read("leadership/site/assets/tokens.css").contains("#5B2A00"), "colour");
    let glossary = read("leadership/site/glossary.html");
    assert!(glossary.contains("Adolescent hub") && glossary.contains("Annex A"), "glossary");
}

#[test]
fn an_own_indicator_is_explained_listed_and_kept() {
    let place = council();
    let explained = run(place.path(), &["explain", "loc-01", "--project", "ours"]);
    let said = text(&explained.stdout);
    assert!(said.starts_with("LOC-01  Referrals about teenagers") && said.contains("age at least 13"), "{said}");
    let listed = text(&run(place.path(), &["indicators", "--project", "ours", "--format", "csv"]).stdout);
    assert_eq!(ours(&listed).len(), 2);
    let kept = run(place.path(), &["snapshot", "create", "--project", "ours", "--edition", "brief"]);
    assert_eq!(kept.status.code(), Some(0), "{}", text(&kept.stderr));
    let package =
        std::fs::read_dir(place.path().join("ours/snapshots")).unwrap().flatten().find(|e| e.path().join("data").is_dir()).unwrap().path();
    let figures = std::fs::read_to_string(package.join("data/figures.csv")).unwrap();
    assert!(ours(&figures).len() > 8, "{figures}");
}

#[test]
fn a_misspelt_name_stops_every_command_with_its_line_a_caret_and_the_nearest() {
    let place = council();
    let file = place.path().join("ours/content/indicators/local.toml");
    let right = std::fs::read_to_string(&file).unwrap();
    for (from, to, wanted) in [
        (
            "code = \"referral_source\"",
            "code = \"referal_source\"",
            "local.toml:27:15: the list referrals has no field `referal_source` (hint: did you mean `referral_source`?)\n  27 | by = { code = \"referal_source\" }\n     |               ^^^^^^^^^^^^^^^^",
        ),
        ("list = \"referrals\"", "list = \"referals\"", "local.toml:6:8: there is no list `referals` (hint: did you mean `referrals`?)"),
        (
            "{ age = { at_least = 13 } }]",
            "{ field = \"nfa\", is = [\"yse\"] }]",
            "local.toml:14:35: the field nfa of the list referrals has no code `yse` (hint: did you mean `yes`?)",
        ),
        ("counted =", "where =", "local.toml:4:8: LOC-01: the share counts its whole base: say in `counted` or `answers`"),
    ] {
        std::fs::write(&file, right.replacen(from, to, 1)).unwrap();
        for command in [&["indicators"][..], &["build"], &["explain", "LOC-01"], &["doctor"]] {
            let ended = run(place.path(), &[command, &["--project", "ours"]].concat());
            assert_eq!(ended.status.code(), Some(1), "{to}");
            assert!(text(&ended.stderr).contains(wanted), "{to}: {}", text(&ended.stderr));
        }
    }
}

#[test]
fn a_page_that_names_what_there_is_not_is_told_the_nearest() {
    let place = council();
    let file = place.path().join("ours/content/pages/teenagers.md");
    let right = std::fs::read_to_string(&file).unwrap();
    let wrong =
        right.replace("::: tiles LOC-01", "::: tiles LOC-10").replace("as=bars", "as=bar").replace("::: definitions", "::: definition");
    std::fs::write(&file, wrong.replace("lede = \"{{LOC-01}}", "lede = \"{{LOC-010.n}}")).unwrap();
    let built = run(place.path(), &["build", "--project", "ours", "-v"]);
    let said = text(&built.stderr);
    for told in [
        "content/pages/teenagers.md:17: there is no indicator LOC-10 (hint: did you mean `LOC-01`?)",
        "content/pages/teenagers.md:22: there is no chart form bar (hint: did you mean `bars`?)",
        "content/pages/teenagers.md:27: there is no directive named definition (hint: did you mean `definitions`?)",
        "there is no value named LOC-010.n (hint: did you mean `LOC-01.n`?)",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
}

#[test]
fn an_own_grouping_of_codes_holds_everywhere_once_its_order_is_said() {
    let place = council();
    let ours = place.path().join("ours");
    let built_in = |path: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let codes = built_in("content/codes/source.toml").replace("group = \"Police\"", "group = \"Police and courts\"");
    std::fs::create_dir_all(ours.join("content/codes")).unwrap();
    std::fs::write(ours.join("content/codes/source.toml"), codes).unwrap();
    let told = text(&run(place.path(), &["indicators", "--project", "ours"]).stderr);
    for wanted in ["the group `Police and courts` has no place in the order of groups", "no code leads to the group `Police`"] {
        assert!(told.contains(&format!("error: content/codes/source.toml: {wanted}")), "{told}");
    }
    let shared = built_in("content/indicators/_shared.toml");
    let order = shared.lines().find(|line| line.starts_with("source = ")).unwrap().replace("\"Police\"", "\"Police and courts\"");
    std::fs::write(ours.join("content/indicators/order.toml"), format!("[groups]\n{order}\n")).unwrap();
    let explained = run(place.path(), &["explain", "LOC-02", "--project", "ours"]);
    let said = text(&explained.stdout);
    assert!(said.contains("Police and courts  ") && !said.contains("         Police  "), "{said}{}", text(&explained.stderr));
}
