//! What the packs say of themselves: numbers of figures in the order they are read, and page numbers where they lead.

use super::Sample;
use super::pack::{editions, numbered, pages_of, places, squeezed, stands, starts};
use crate::command::run;
use annexa::edition::Edition;
use annexa::pack;
use annexa::report::{Block, Definition, PackLayout, Page, Report};
use std::path::{Path, PathBuf};
use std::process::Command;

fn full() -> (&'static Report, &'static PathBuf) {
    editions().find(|(report, _)| report.about.edition == Edition::Full).unwrap()
}

fn definitions(page: &Page) -> impl Iterator<Item = &Definition> {
    page.sections.iter().flat_map(|section| &section.blocks).flat_map(|block| match block {
        Block::Definitions { definitions } => definitions.as_slice(),
        _ => &[],
    })
}

/// The numbers that stand behind some words on a page.
fn numbers_after<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(words).filter_map(move |(at, _)| {
        let rest = &text[at + words.len()..];
        rest[..rest.find(|c: char| !c.is_ascii_digit())?].parse().ok()
    })
}

#[test]
fn figures_are_numbered_as_they_are_read() {
    let (report, pdf) = full();
    let Some(pages) = pages_of(pdf) else { return };
    let starts = starts(pdf);
    // A page may hold the end of one part and the beginning of the next: the first figure of the second series parts them.
    let all = pages[..starts["data-tables"]].concat();
    let mut found: Vec<(usize, String)> = report.pages.iter().flat_map(Page::figures).flat_map(|figure| stands(&all, figure)).collect();
    found.sort();
    let (further, spreads): (Vec<&str>, Vec<&str>) =
        found.iter().map(|(_, number)| number.as_str()).partition(|number| number.starts_with('A'));
    assert!(spreads.len() > 50 && further.len() > 20, "{} and {}", spreads.len(), further.len());
    let wanted: Vec<String> = (1..=spreads.len()).map(|n| n.to_string()).collect();
    assert_eq!(spreads, wanted);
    let last = further.len();
    // The last further charts may share a page with the first data tables.
    assert_eq!(further, (1..=last).map(|n| format!("A{n}")).collect::<Vec<_>>());
}

#[test]
fn the_numbers_behind_a_figure_bear_its_number() {
    let (report, pdf) = full();
    let Some(pages) = pages_of(pdf) else { return };
    let starts = starts(pdf);
    let (before, tables) = (pages[..starts["further-charts"]].concat(), pages[starts["data-tables"]..].concat());
    let mut checked = 0;
    for figure in report.pages.iter().flat_map(Page::figures).filter(|figure| figure.table.caption != figure.subtitle) {
        let (Some((_, number)), Some((_, behind))) =
            (stands(&before, figure).pop(), numbered(&tables, "Figure", &figure.title, &figure.table.caption).pop())
        else {
            continue;
        };
        assert_eq!(number, behind, "{}", figure.id);
        checked += 1;
    }
    assert!(checked > 20, "only {checked} figures were looked for");
}

#[test]
fn further_charts_stand_where_the_topic_says() {
    let (report, pdf) = full();
    let Some(pages) = pages_of(pdf) else { return };
    let (starts, further) = (starts(pdf), places(pdf, "further:"));
    let mut checked = 0;
    for topic in report.pages.iter().filter(|page| page.layout == PackLayout::Topic) {
        let spread = pages[starts[&topic.slug]..].iter().take(2).map(String::as_str).collect::<String>();
        let Some(page) = numbers_after(&spread, "standunderFurthercharts,page").next() else {
            assert!(!further.contains_key(&topic.slug), "{} does not say where its further charts stand", topic.slug);
            continue;
        };
        assert_eq!(page, further[&topic.slug] + 1, "{}", topic.slug);
        assert!(pages[page - 1].contains(&squeezed(&topic.title)), "{}: page {page} does not name it", topic.slug);
        checked += 1;
    }
    assert!(checked > 5, "only {checked} topics name their further charts");
}

#[test]
fn definitions_stand_where_the_topic_and_the_index_say() {
    let (report, pdf) = full();
    let Some(pages) = pages_of(pdf) else { return };
    let starts = starts(pdf);
    // A record begins with its name and code and a full stop; in the index the page follows.
    let place = |d: &Definition| {
        let begins = squeezed(&format!("{} {}.", d.title, d.code));
        (starts["definitions"]..pages.len()).find(|at| pages[*at].contains(&begins)).map(|at| at + 1)
    };
    let reference =
        || report.pages.iter().filter(|page| matches!(page.layout, PackLayout::Running | PackLayout::Part)).flat_map(definitions);
    let topics = report.pages.iter().filter(|page| page.layout == PackLayout::Topic);
    let mut feet = 0;
    for topic in topics {
        let codes: Vec<&str> = definitions(topic).map(|d| d.code.as_str()).collect();
        let spread = pages[starts[&topic.slug]..].iter().take(2).map(String::as_str).collect::<String>();
        let page = numbers_after(&spread, "Definitions,page").next();
        let Some(first) = reference().filter(|d| codes.contains(&d.code.as_str())).filter_map(place).min() else { continue };
        assert_eq!(page, Some(first), "{}", topic.slug);
        feet += 1;
    }
    assert!(feet > 10, "only {feet} topics have definitions");
    let listed = pages[starts["definitions"]..].concat();
    let mut entries = 0;
    for definition in reference().filter(|d| !d.shown.is_empty() || !d.because.is_empty()) {
        let page = place(definition).unwrap_or_else(|| panic!("{} is not defined", definition.code));
        let entry = squeezed(&format!("{} {} {page}", definition.title, definition.code));
        assert!(listed.contains(&entry), "the index does not say {entry}");
        entries += 1;
    }
    assert!(entries > 100, "only {entries} measures were looked for");
}

#[test]
fn the_contents_name_the_pages() {
    let (report, pdf) = full();
    let Some(pages) = pages_of(pdf) else { return };
    let starts = starts(pdf);
    let contents = pages.iter().find(|text| text.contains("ContentsOverview")).unwrap_or(&pages[5]);
    let mut checked = 0;
    for page in report.pages.iter().filter(|page| page.layout != PackLayout::Part) {
        let line = squeezed(&format!("{} {} {}", page.title, page.message, starts[&page.slug] + 1));
        assert!(contents.contains(&line), "the contents do not say {line}");
        checked += 1;
    }
    assert!(checked > 20, "only {checked} pages were looked for");
}

#[test]
fn the_pack_of_a_tiny_place_is_as_full_and_names_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let tiny = folder.path().join("tiny");
    assert!(run(Path::new("."), &["demo", &tiny.display().to_string(), "--children", "40"]).status.success());
    let sample = Sample::new(&tiny, ::annexa::annex_a::collect(&[tiny.join("data")]).unwrap());
    let report = sample.report().0.report;
    let made = pack::compile(&report, &sample.shelf).unwrap();
    assert!(made.findings.0.is_empty(), "{:?}", made.findings);
    let pdf = folder.path().join("pack.pdf");
    std::fs::write(&pdf, &made.pdf).unwrap();
    std::fs::create_dir_all(folder.path().join("source/pages")).unwrap();
    for (path, bytes) in made.source.iter().filter(|(path, _)| path.starts_with("pages/")) {
        std::fs::write(folder.path().join("source").join(path), bytes).unwrap();
    }
    // All topics without a list stand on one page.
    let Some(pages) = pages_of(&pdf) else { return };
    let starts = starts(&pdf);
    let empty = |page: &&Page| {
        page.layout == PackLayout::Topic && page.sections.iter().all(|s| s.blocks.iter().all(|b| matches!(b, Block::Notice { .. })))
    };
    let lacking: Vec<&Page> = report.pages.iter().filter(empty).collect();
    assert!(lacking.len() > 3, "only {} topics have no list", lacking.len());
    for page in lacking {
        assert!(!starts.contains_key(&page.slug), "{} has a page of its own", page.slug);
        assert!(pages[starts["nothing-to-show"]].contains(&squeezed(&page.title)), "{}", page.slug);
    }
    let script = Path::new(super::ROOT).join("tests/pdf/white.py");
    let Ok(output) = Command::new("python3").arg(script).arg(&pdf).arg("small").output() else { return };
    assert!(output.status.success(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
}
