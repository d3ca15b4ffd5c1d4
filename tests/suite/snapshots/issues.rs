//! The same again, another issue, the children's rows, a rebuild.

use super::{five, json, keep, kept, name, packages, read, spoiled, text, verified};
use crate::command::{copy, demo, err, out, run, status, tree};
use annexa::snapshots::bag;

#[test]
fn the_same_again_is_said_and_nothing_is_written() {
    let project = five();
    let before = tree(&project.join("snapshots"));
    let again = run(&project, &["snapshot", "create", "--project", ".", "--data", "data/2025-03-31.xlsx", "--today", "2031-01-01"]);
    assert_eq!(status(&again), 0, "{}", err(&again));
    assert!(out(&again).contains("the same is kept already, so nothing was written"), "{}", out(&again));
    assert!(tree(&project.join("snapshots")) == before);
}

#[test]
fn a_package_that_no_other_can_refer_to_is_named() {
    let (_place, project) = spoiled();
    let last = packages(&project).pop().unwrap();
    std::fs::write(last.join(bag::MANIFEST), text(last.join(bag::MANIFEST)).replacen('a', "b", 1)).unwrap();
    let again = run(&project, &["snapshot", "create", "--project", ".", "--data", "data/2025-03-31.xlsx"]);
    assert_eq!(status(&again), 0, "{}", err(&again));
    let said = err(&again).lines().find(|line| line.contains("manifest")).map(str::to_owned).unwrap();
    assert!(said.starts_with("warning: ") && said.contains("the chain goes on without it"), "{said}");
}

#[test]
fn other_settings_with_the_same_figures_are_no_other_issue() {
    let (_place, project) = spoiled();
    let settings = text(project.join("annexa.toml")) + "\n[snapshots]\ncontact = \"Records office\"\n";
    std::fs::write(project.join("annexa.toml"), settings).unwrap();
    let before = tree(&project.join("snapshots"));
    let again = run(&project, &["snapshot", "create", "--project", ".", "--data", "data/2025-03-31.xlsx"]);
    assert_eq!(status(&again), 0, "{}", err(&again));
    assert!(out(&again).contains("made by other settings, so nothing was written"), "{}", out(&again));
    // Built again byte for byte it cannot be, and the reason is told: a record holds no more of the settings than their hash.
    let rebuilt = run(&project, &["snapshot", "create", "--project", ".", "--data", "data/2025-03-31.xlsx", "--verify-rebuild"]);
    assert_eq!(status(&rebuilt), 1, "{}", err(&rebuilt));
    let said = err(&rebuilt);
    let line = said.lines().find(|line| line.starts_with("error")).unwrap_or_default();
    assert!(line.contains("the project’s settings, pages or published figures are not those it was made with"), "{said}");
    assert!(line.contains("differs in ") && line.contains("data/provenance.json") && line.contains("data/index.html"), "{said}");
    assert!(tree(&project.join("snapshots")) == before);
}

#[test]
fn other_figures_need_a_reason_and_become_a_further_version() {
    let (_place, project) = spoiled();
    let before = tree(&project.join("snapshots"));
    let first = packages(&project).pop().unwrap();
    // The quarter as a colleague has corrected it: here, that of another day under its name.
    std::fs::copy(project.join("data/2025-06-30.xlsx"), project.join("data/2025-09-30.xlsx")).unwrap();
    let refused = keep(&project, "2025-09-30", &[]);
    let lines: Vec<String> = err(&refused).lines().filter(|line| line.starts_with("error")).map(str::to_owned).collect();
    assert_eq!((status(&refused), lines.len()), (2, 1), "{}", err(&refused));
    assert!(lines[0].contains("--reason") && lines[0].contains("makes version 2") && lines[0].contains(&name(&first)), "{}", lines[0]);
    assert!(tree(&project.join("snapshots")) == before, "nothing was written");

    kept(&project, "2025-09-30", &["--reason", "Late referrals\nof July"]);
    let all = packages(&project);
    assert_eq!(all.len(), 6);
    let second = all.iter().find(|package| name(package).contains("2025-09-30_leadership_v2_")).unwrap();
    let read_second = read(second);
    assert_eq!(read_second.provenance.reason.as_deref(), Some("Late referrals of July"));
    assert_eq!(read_second.provenance.replaces.as_ref().map(|one| one.name.clone()), Some(name(&first)));
    assert_eq!(read_second.provenance.previous, read(&first).provenance.previous, "the quarter before is the same");
    for (path, bytes) in before.iter().filter(|(path, _)| path.starts_with("benbowshire_")) {
        assert!(std::fs::read(project.join("snapshots").join(path)).unwrap() == *bytes, "{path} was written again");
    }
    assert!(text(project.join("snapshots/index.html")).contains("replaced by a later one"));
    assert!(text(second.join(bag::INFO)).contains("Version 2: Late referrals of July"));
    let (code, said) = verified(&project, &[]);
    assert_eq!(code, 0, "{said:?}");
    // What is kept now is the second: the same again is that.
    assert!(
        out(&run(&project, &["snapshot", "create", "--data", "data/2025-09-30.xlsx", "--project", "."])).contains("version 2: the same")
    );
}

/// The identifier of a child in care.
fn child_of(workbook: &std::path::Path) -> String {
    let schema = annexa::annex_a::schema::Schema::load(&annexa::theme::Shelf::built_in()).value;
    let sources = annexa::annex_a::collect(&[workbook.to_owned()]).unwrap();
    let lists = annexa::annex_a::read(&sources, &schema, &Default::default()).value;
    let annexa::annex_a::lists::Column::Id(ids) = &lists.lists["looked_after"].columns["child_id"] else { panic!("no identifiers") };
    lists.strings[ids.iter().flatten().copied().next().unwrap() as usize].clone()
}

#[test]
fn children_are_kept_only_where_asked_for_beside_the_figures() {
    let place = demo(800, &[]);
    let project = place.path().join("demo");
    let refused = keep(&project, "2025-09-30", &["--with-children"]);
    assert_eq!(status(&refused), 2);
    assert!(err(&refused).contains("--audience management") && packages(&project).is_empty(), "{}", err(&refused));

    kept(&project, "2025-09-30", &["--with-children", "--audience", "management"]);
    let all = packages(&project);
    let [children, figures] = all.as_slice() else { panic!("{all:?}") };
    assert!(name(children).contains("_children_v1_") && name(figures).contains("_management_v1_"));
    let workbook = std::fs::read(project.join("data/2025-09-30.xlsx")).unwrap();
    assert!(std::fs::read(children.join("data/inputs/2025-09-30.xlsx")).unwrap() == workbook);
    // Each names the other by its hash.
    for (one, other, label) in [(children, figures, "Figures-Package"), (figures, children, "Children-Package")] {
        let labels = bag::parse_labels(&text(one.join(bag::INFO)));
        let hash = annexa::files::sha256(&std::fs::read(other.join(bag::MANIFEST)).unwrap());
        assert_eq!(bag::label(&labels, label), Some(format!("{} sha256:{hash}", name(other)).as_str()));
    }
    assert!(!tree(figures).values().any(|bytes| *bytes == workbook));
    assert!(!tree(figures).keys().any(|path| path.contains("inputs")));
    assert!(text(children.join("data/index.html")).contains("OFFICIAL-SENSITIVE"));
    let index = text(project.join("snapshots/index.html"));
    assert!(index.contains(&name(children)) && !index.contains(&format!("href=\"{}", name(children))), "named and not linked");
    let due = json(&run(&project, &["snapshot", "due", "--project", ".", "--today", "2026-01-01", "--format", "json"]));
    let classes: Vec<_> =
        due["packages"].as_array().unwrap().iter().map(|one| (one["class"].as_str().unwrap(), one["state"].as_str().unwrap())).collect();
    assert_eq!(classes, [("internal figures", "kept"), ("children's rows", "kept")]);
    assert_eq!(verified(&project, &[]).0, 0);
    // Whoever asks where a child is held is told of it, and no figures hold one.
    let found =
        json(&run(&project, &["find", "--child", &child_of(&project.join("data/2025-09-30.xlsx")), "--project", ".", "--format", "json"]));
    let rows: Vec<&str> = found["rows"].as_array().unwrap().iter().map(|row| row["file"].as_str().unwrap()).collect();
    assert!(rows.iter().any(|file| file.contains("_children_v1_") && file.ends_with("2025-09-30.xlsx")), "{rows:?}");
    assert_eq!(found["outputs"].as_array().map(Vec::len), Some(0), "{found}");
    assert!(found["searched"].as_u64().unwrap() > 300);
    // Asked again, nothing is written.
    let before = tree(&project.join("snapshots"));
    kept(&project, "2025-09-30", &["--with-children", "--audience", "management", "--verify-rebuild"]);
    assert!(tree(&project.join("snapshots")) == before);
}

#[test]
fn a_package_is_rebuilt_byte_for_byte_and_a_changed_one_is_not() {
    let (_place, project) = spoiled();
    let same = run(&project, &["snapshot", "create", "--project", ".", "--data", "data/2024-12-31.xlsx", "--verify-rebuild"]);
    assert_eq!(status(&same), 0, "{}", err(&same));
    assert!(out(&same).contains("built again: 1 package, the same byte for byte"), "{}", out(&same));
    // The whole chain made anew on another day has the same names, and so the same payload.
    let other = tempfile::tempdir().unwrap();
    let again = other.path().join("demo");
    copy(&project, &again);
    std::fs::remove_dir_all(again.join("snapshots")).unwrap();
    for quarter in &super::QUARTERS[..2] {
        let made = run(
            &again,
            &["snapshot", "create", "-q", "--project", ".", "--data", &format!("data/{quarter}.xlsx"), "--today", "2027-07-07"],
        );
        assert_eq!(status(&made), 0, "{}", err(&made));
    }
    let names = |project: &std::path::Path| packages(project).iter().map(|package| name(package)).collect::<Vec<_>>();
    assert_eq!(names(&again), names(&project)[..2]);

    let package = &packages(&project)[1];
    let path = package.join("data/dictionary.csv");
    std::fs::write(&path, text(&path) + " ").unwrap();
    let differs =
        run(&project, &["snapshot", "create", "--project", ".", "--data", "data/2024-12-31.xlsx", "--verify-rebuild", "--format", "json"]);
    // A damaged package is used for nothing.
    assert_eq!(status(&differs), 2, "{}", err(&differs));
    assert!(err(&differs).contains("data/dictionary.csv is not as it was packed"), "{}", err(&differs));
}
