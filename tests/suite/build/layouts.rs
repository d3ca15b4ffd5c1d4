//! One authority in every layout that councils send: the figures are the same, to the byte.

use super::Sample;
use annexa::annex_a::Source;
use annexa::annex_a::demo::{Cell, Demo, Layout, Wish, simulate, write};
use annexa::archive::figures_csv;
use std::path::Path;

fn sources(demo: &Demo, layout: Layout) -> Vec<Source> {
    let files = write(demo, layout).unwrap();
    files.iter().map(|(name, bytes)| Source { name: name.to_owned(), bytes: bytes.to_vec() }).collect()
}

#[test]
fn every_layout_gives_the_same_figures() {
    let demo = simulate(&Wish::default());
    let expected = super::DEMO.text("site/data/figures.csv");
    for layout in Layout::ALL {
        let sample = Sample::new(Path::new(super::ROOT), sources(&demo, layout));
        let (made, findings) = sample.report();
        let figures = figures_csv(&made.figures);
        let differing = figures.lines().zip(expected.lines()).filter(|(one, other)| one != other).take(5).collect::<Vec<_>>();
        assert!(figures == expected, "{layout:?}: {differing:#?}");
        let unmapped = findings.0.iter().filter(|f| f.kind == "unmapped-code").count();
        assert_eq!(unmapped, 0, "{layout:?} has codes that are not known");
    }
}

/// A project with these settings and a small demo whose police contacts are called by another name.
fn with_local_spelling(settings: &str) -> (String, usize) {
    let mut demo = simulate(&Wish { rows: 1_500, ..Wish::default() });
    let contacts = &mut demo.lists[0];
    for cell in contacts.rows.iter_mut().flatten() {
        if *cell == Cell::Code("source", "6") {
            *cell = Cell::Text("The Bobbies".to_owned());
        }
    }
    project(settings, &demo)
}

fn project(settings: &str, demo: &Demo) -> (String, usize) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("annexa.toml"), settings).unwrap();
    let sample = Sample::new(folder.path(), sources(demo, Layout::Folder));
    let (made, findings) = sample.report();
    let unmapped = findings.0.iter().filter(|f| f.kind == "unmapped-code").count();
    (figures_csv(&made.figures), unmapped)
}

#[test]
fn a_local_spelling_is_not_mapped_until_the_project_says_what_it_means() {
    let settings = "[authority]\nname = \"Test\"\n[period]\nas_at = \"2025-09-30\"\n";
    let police = |figures: &str| figures.lines().find(|line| line.starts_with("CON-06,Police,")).map(str::to_owned);
    let (expected, none) = project(settings, &simulate(&Wish { rows: 1_500, ..Wish::default() }));
    assert!(police(&expected).is_some_and(|line| !line.contains(",0,")) && none == 0);

    let (without, unmapped) = with_local_spelling(settings);
    assert_eq!(unmapped, 1);
    assert_ne!(police(&without), police(&expected));

    let (with, unmapped) = with_local_spelling(&format!("{settings}[mapping.source]\n\"the bobbies\" = \"6\"\n"));
    assert_eq!(unmapped, 0);
    assert!(with == expected, "mapped, the figures are those of the official spelling");
}
