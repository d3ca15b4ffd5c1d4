//! Snapshots: kept once and for good, each whole or named as not, and a chain from quarter to quarter.

mod forms;
mod issues;
mod marks;
mod public;

use crate::command::{copy, demo, err, out, run, status, tree};
use annexa::files::sha256;
use annexa::snapshots::{Identity, Package, bag};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;
use tempfile::TempDir;

const QUARTERS: [&str; 5] = ["2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30"];

/// Keeps a quarter of the project in a folder, with more arguments.
fn keep(project: &Path, quarter: &str, more: &[&str]) -> Output {
    let data = format!("data/{quarter}.xlsx");
    run(project, &[&["snapshot", "create", "-q", "--project", ".", "--data", &data, "--today", "2026-01-05"], more].concat())
}

fn kept(project: &Path, quarter: &str, more: &[&str]) -> Output {
    let made = keep(project, quarter, more);
    assert_eq!(status(&made), 0, "{quarter}: {}", err(&made));
    made
}

/// Folders of packages, in the order of their names.
fn packages(project: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(project.join("snapshots")).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.join(bag::DECLARATION).is_file()).collect();
    found.sort();
    found
}

fn name(package: &Path) -> String {
    package.file_name().unwrap().to_string_lossy().into_owned()
}

fn text(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_str(&out(output)).unwrap_or_else(|error| panic!("{error}: {}", err(output)))
}

/// A package read by the library.
fn read(package: &Path) -> Package {
    let mut files = annexa::files::Files::default();
    tree(package).into_iter().for_each(|(path, bytes)| files.add(path, bytes));
    Package::read(&name(package), &files).unwrap()
}

/// Five quarters, kept one after the other.
static FIVE: LazyLock<TempDir> = LazyLock::new(|| {
    let place = demo(800, &["--quarters", "5"]);
    QUARTERS.iter().for_each(|quarter| drop(kept(&place.path().join("demo"), quarter, &[])));
    place
});

fn five() -> PathBuf {
    FIVE.path().join("demo")
}

/// A copy of the five quarters' packages, to be spoiled.
fn spoiled() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let project = place.path().join("demo");
    copy(&five(), &project);
    (place, project)
}

/// What a check says of each package: its state and its faults.
fn verified(project: &Path, more: &[&str]) -> (i32, BTreeMap<String, (String, Vec<serde_json::Value>)>) {
    let checked = run(project, &[&["snapshot", "verify", "--project", ".", "--format", "json"], more].concat());
    let said = json(&checked);
    let one = |one: &serde_json::Value| {
        let faults = one["faults"].as_array().unwrap().clone();
        (one["package"].as_str().unwrap().to_owned(), (one["state"].as_str().unwrap().to_owned(), faults))
    };
    (status(&checked), said.as_array().unwrap().iter().map(one).collect())
}

#[test]
fn five_quarters_are_five_packages_and_one_chain() {
    let project = five();
    let packages = packages(&project);
    assert_eq!(packages.len(), 5);
    let mut before: Option<Package> = None;
    for (package, quarter) in packages.iter().zip(QUARTERS) {
        let (identity, digits) = Identity::parse(&name(package)).map(|(identity, digits)| (identity, digits.to_owned())).unwrap();
        assert_eq!((identity.as_at.to_string().as_str(), identity.version, identity.series.as_str()), (quarter, 1, "annex-a"));
        let read = read(package);
        assert!(read.hash.starts_with(&digits));
        let previous = read.provenance.previous.as_ref().map(|previous| (previous.name.clone(), previous.sha256.clone()));
        assert_eq!(previous, before.as_ref().map(|before| (before.name.clone(), before.hash.clone())), "{quarter}");
        assert_eq!(read.provenance.inputs[0].name, format!("{quarter}.xlsx"));
        assert_eq!(read.provenance.inputs[0].sha256, sha256(&std::fs::read(project.join("data").join(format!("{quarter}.xlsx"))).unwrap()));
        assert!(!read.figures.is_empty() && read.definitions.text("REF-01", "means").is_some() && !read.provenance.comparators.is_empty());
        before = Some(read);
    }
    let (code, said) = verified(&project, &[]);
    assert_eq!((code, said.len()), (0, 5), "{said:?}");
    assert!(said.values().all(|(state, faults)| state == "whole" && faults.is_empty()), "{said:?}");
    let listed = json(&run(&project, &["snapshot", "list", "--project", ".", "--format", "json"]));
    assert_eq!(listed.as_array().unwrap().len(), 5);
    assert_eq!(
        (&listed[0]["previous"], &listed[4]["archived"], &listed[4]["state"]),
        (&serde_json::Value::Null, &"2026-01-05".into(), &"whole".into())
    );
}

#[test]
fn a_package_says_everything_that_a_bag_can_say() {
    let package = packages(&five()).pop().unwrap();
    let labels = bag::parse_labels(&text(package.join(bag::INFO)));
    let label = |name| bag::label(&labels, name).unwrap_or_else(|| panic!("{name} is not there")).to_owned();
    assert_eq!(label("Source-Organization"), "Benbowshire");
    assert_eq!(label("Bagging-Date"), "2026-01-05");
    assert_eq!(label("External-Identifier"), name(&package));
    assert_eq!(label("Bag-Group-Identifier"), "benbowshire_annex-a");
    assert_eq!(label("Internal-Sender-Identifier"), "benbowshire_annex-a_2025-09-30_leadership_v1");
    assert_eq!(label("Bag-Count"), "1 of 1");
    assert!(label("External-Description").contains("leadership figures as at 30 September 2025"));
    assert!(
        label("Bag-Software-Agent").starts_with("annexa ") && label("Bag-Size").ends_with(" MB") && label("Contact-Name") == "not given"
    );
    let payload: Vec<(String, Vec<u8>)> = tree(&package).into_iter().filter(|(path, _)| path.starts_with("data/")).collect();
    let octets: usize = payload.iter().map(|(_, bytes)| bytes.len()).sum();
    assert_eq!(label("Payload-Oxum"), format!("{octets}.{}", payload.len()));
    for path in [
        "site/index.html",
        "figures.csv",
        "dictionary.csv",
        "months.csv",
        "comparisons.csv",
        "findings.csv",
        "datapackage.json",
        "provenance.json",
        "index.html",
    ] {
        assert!(payload.iter().any(|(other, _)| *other == format!("data/{path}")), "{path} is missing");
    }
    assert!(payload.iter().any(|(path, _)| path.ends_with(".pdf")));
}

#[test]
fn months_say_what_the_figures_say() {
    let package = read(packages(&five()).last().unwrap());
    assert!(package.months.len() > 50, "{}", package.months.len());
    let mut events = 0;
    for line in &package.months {
        let same = |figure: &&annexa::archive::FigureLine| {
            figure.code == line.code
                && if line.what == annexa::snapshots::What::Events { figure.group == line.month } else { figure.group.is_empty() }
        };
        let figure = package.figures.iter().find(same).unwrap_or_else(|| panic!("{} {}", line.code, line.month));
        assert_eq!(figure.value, line.count);
        events += usize::from(line.what == annexa::snapshots::What::Events);
    }
    assert!(events > 30 && events < package.months.len(), "events and open cases");
    assert!(package.months.iter().any(annexa::snapshots::MonthLine::is_whole));
}

#[test]
fn one_damaged_package_is_named_with_its_file_and_stops_no_other() {
    let (_place, project) = spoiled();
    let packages = packages(&project);
    let pdf = tree(&packages[1]).into_keys().find(|path| path.ends_with(".pdf")).unwrap();
    let flip = |package: &Path, path: &str| {
        let file = package.join(path);
        let mut bytes = std::fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&file, bytes).unwrap();
    };
    flip(&packages[1], &pdf);
    std::fs::remove_file(packages[2].join("data/months.csv")).unwrap();
    std::fs::write(packages[3].join("data/site/notes.txt"), "x").unwrap();
    std::fs::rename(packages[4].join("data/figures.csv"), packages[4].join("data/old.csv")).unwrap();
    let (code, said) = verified(&project, &[]);
    assert_eq!(code, 1);
    let faults = |place: usize| said[&name(&packages[place])].1.clone();
    assert_eq!(said[&name(&packages[0])].0, "whole");
    assert_eq!(faults(1), [serde_json::json!({ "fault": "changed", "path": pdf })]);
    assert_eq!(faults(2), [serde_json::json!({ "fault": "missing", "path": "data/months.csv" })]);
    assert_eq!(faults(3), [serde_json::json!({ "fault": "added", "path": "data/site/notes.txt" })]);
    assert_eq!(faults(4), [serde_json::json!({ "fault": "renamed", "from": "data/figures.csv", "to": "data/old.csv" })]);
    // By names and sizes alone the flipped byte is not seen; a byte more is.
    let (_, fast) = verified(&project, &["--fast"]);
    assert_eq!(fast[&name(&packages[1])].0, "whole");
    assert_eq!(fast[&name(&packages[2])].0, "damaged");
    std::fs::write(packages[1].join("data/months.csv"), "").unwrap();
    let (_, fast) = verified(&project, &["--fast"]);
    assert_eq!(fast[&name(&packages[1])].1[0]["fault"], "size");
    // Words for people name the file too, and one package can be asked for, by its day or its folder.
    let one = run(&project, &["snapshot", "verify", "2025-06-30", "--project", "."]);
    assert_eq!((status(&one), out(&one).lines().count()), (1, 3), "{}", out(&one));
    assert!(out(&one).contains("data/site/notes.txt was added"));
    let elsewhere = tempfile::tempdir().unwrap();
    let one = run(elsewhere.path(), &["snapshot", "verify", packages[0].to_str().unwrap()]);
    assert_eq!((status(&one), out(&one).lines().count()), (0, 2), "{}{}", out(&one), err(&one));
    assert_eq!(status(&run(&project, &["snapshot", "verify", "2031-01-01", "--project", "."])), 2);
}

#[test]
fn a_broken_chain_is_told_where_it_breaks() {
    let (_place, project) = spoiled();
    let packages = packages(&project);
    std::fs::remove_dir_all(&packages[2]).unwrap();
    let (code, said) = verified(&project, &[]);
    assert_eq!((code, said.len()), (1, 4));
    assert_eq!(
        said[&name(&packages[3])],
        ("broken_chain".to_owned(), vec![serde_json::json!({ "fault": "chain_missing", "package": name(&packages[2]) })])
    );
    assert!([0, 1, 4].iter().all(|place| said[&name(&packages[*place])].0 == "whole"));
    // One that was disposed of by the rules breaks no chain.
    let disposed = format!("[[disposed]]\npackage = \"{}\"\non = 2026-01-06\nby = \"Records officer\"\n", name(&packages[2]));
    std::fs::write(project.join("retention.toml"), disposed).unwrap();
    assert_eq!(verified(&project, &[]).0, 0);
    // The newest by another name is missed by no chain, and told all the same.
    let renamed = project.join("snapshots/September");
    std::fs::rename(&packages[4], &renamed).unwrap();
    let (code, said) = verified(&project, &[]);
    assert_eq!((code, said["September"].0.as_str()), (1, "damaged"));
    assert_eq!(said["September"].1, [serde_json::json!({ "fault": "name" })]);
    let listed = run(&project, &["snapshot", "list", "--project", "."]);
    assert!(out(&listed).contains("damaged         September"), "{}", out(&listed));
}

#[test]
fn the_index_leads_to_every_package_without_a_script() {
    let project = five();
    let page = text(project.join("snapshots/index.html"));
    assert!(page.contains("Archived on") && page.contains("<b>Archived.</b>") && page.contains("5 January 2026"));
    assert!(!page.contains("<script") && !page.contains("://"));
    for package in packages(&project) {
        assert!(page.contains(&format!("href=\"{}/data/site/index.html\"", name(&package))));
    }
    let mut links = 0;
    for (folder, page) in [(project.join("snapshots"), page)]
        .into_iter()
        .chain(packages(&project).into_iter().map(|p| (p.join("data"), text(p.join("data/index.html")))))
    {
        for address in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).filter(|address| !address.starts_with('#'))
        {
            assert!(folder.join(address).is_file(), "{address} leads nowhere");
            links += 1;
        }
        assert!(!page.contains("<script"));
        assert!(page.contains("Demo data: Benbowshire is fictional"), "{}", folder.display());
    }
    assert!(links > 50);
}

#[test]
fn what_may_be_disposed_of_is_listed_and_a_hold_blocks_it() {
    let (_place, project) = spoiled();
    let due = |day: &str| json(&run(&project, &["snapshot", "due", "--today", day, "--project", ".", "--format", "json"]));
    let states = |said: &serde_json::Value| {
        said["packages"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(states(&due("2026-01-05")), ["kept"; 5]);
    assert_eq!(states(&due("2034-12-31")), ["due", "kept", "kept", "kept", "kept"]);
    assert_eq!(states(&due("2035-01-01")), ["due", "due", "kept", "kept", "kept"]);
    let hold = "[[hold]]\nwhy = \"Inquiry\"\nby = \"Monitoring officer\"\nsince = 2026-01-15\nas_at = 2024-09-30\n";
    std::fs::write(project.join("retention.toml"), hold).unwrap();
    assert_eq!(states(&due("2035-01-01")), ["held", "due", "kept", "kept", "kept"]);
    assert_eq!(packages(&project).len(), 5, "nothing is deleted");
    std::fs::write(project.join("retention.toml"), "[[clas]]\n").unwrap();
    let refused = run(&project, &["snapshot", "due", "--project", "."]);
    assert_eq!(status(&refused), 1);
    assert!(err(&refused).contains("retention.toml:1"), "{}", err(&refused));
}
