//! What every build promises: enough pages, no empty chart, no dead link, and no child, worker or team of the workbook anywhere.

use super::DEMO;
use super::text::{attributes, of_pdf, tags};
use annexa::annex_a::lists::{Column, Lists};
use annexa::report::{Block, Definition, Figure, PackLayout};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{Cursor, Read as _};

#[test]
fn the_demo_is_as_large_as_promised() {
    let outputs = &DEMO.outputs;
    assert!(outputs.site_pages >= 15, "{} pages of the site", outputs.site_pages);
    assert!(outputs.pack_pages >= 25, "{} pages of the pack", outputs.pack_pages);
    assert!(outputs.charts >= 60, "{} charts", outputs.charts);
    assert_eq!(outputs.site_pages, DEMO.pages().count());
    assert!(outputs.files.get(&outputs.pack).unwrap().starts_with(b"%PDF-"));
}

/// A topic is read as one spread, left and right: what its two pages cannot hold stands under further charts.
#[test]
fn every_topic_of_the_pack_is_one_spread() {
    let Some(words) = of_pdf(DEMO.outputs.files.get(&DEMO.outputs.pack).unwrap()) else { return };
    // The running head names the page, and its next line begins with the day.
    let named = |text: &str| text.split("\nAs at ").next().and_then(|head| head.trim_end().lines().last().map(str::to_owned));
    let pages: Vec<Option<String>> = words.split('\u{c}').map(named).collect();
    for page in DEMO.made.report.pages.iter().filter(|page| page.layout == PackLayout::Topic) {
        let at: Vec<usize> = (1..=pages.len()).filter(|n| pages[n - 1].as_deref() == Some(page.title.as_str())).collect();
        assert_eq!(at.len(), 2, "{} stands on pages {at:?}", page.title);
        assert_eq!(at[0] % 2, 0, "{} begins on a right-hand page", page.title);
    }
}

fn figures() -> impl Iterator<Item = &'static Figure> {
    DEMO.made.report.pages.iter().flat_map(|page| page.figures())
}

/// Every number that places a mark.
fn placed(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                match inner.as_f64().filter(|_| name == "at" || name == "icons") {
                    Some(number) => found.push(number),
                    None => placed(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| placed(item, found)),
        _ => {}
    }
}

#[test]
fn no_chart_of_the_demo_is_empty() {
    for figure in figures() {
        let mut marks = Vec::new();
        placed(&serde_json::to_value(&figure.chart.form).unwrap(), &mut marks);
        assert!(marks.iter().any(|at| *at != 0.0), "{} {} draws nothing", figure.id, figure.title);
        assert!(!figure.table.rows.is_empty(), "{} has no numbers under it", figure.id);
        assert!(figure.chart.alt.len() > 20, "{} has no text alternative", figure.id);
    }
    for (path, html) in DEMO.pages() {
        for words in ["Nothing to show", "NaN", "undefined", "{{", "{%"] {
            assert!(!html.contains(words), "{path} says {words}");
        }
    }
}

#[test]
fn names_in_the_report_are_unique_and_numbers_run_through() {
    let mut seen = BTreeSet::new();
    for figure in figures() {
        assert!(seen.insert(&figure.id), "{} stands twice", figure.id);
    }
    let numbers: Vec<u32> = figures().map(|figure| figure.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u32).collect::<Vec<_>>());
    let slugs: BTreeSet<_> = DEMO.made.report.pages.iter().map(|page| &page.slug).collect();
    assert_eq!(slugs.len(), DEMO.made.report.pages.len());
}

/// Anchors of every page; one that stands twice is a fault.
fn anchors() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let of_page = |(path, html): (&'static str, &'static str)| {
        let mut ids = BTreeSet::new();
        for tag in tags(html) {
            for (name, value) in attributes(tag) {
                assert!(name != "id" || ids.insert(value), "{path} has the id {value} twice");
            }
        }
        (path, ids)
    };
    DEMO.pages().map(of_page).collect()
}

#[test]
fn every_link_leads_to_something_in_the_output() {
    let anchors = anchors();
    let mut links = 0;
    for (path, html) in DEMO.pages() {
        for tag in tags(html) {
            for (name, value) in attributes(tag) {
                if !matches!(name, "href" | "src" | "action") || !tag.starts_with("<") || value.starts_with("data:") {
                    continue;
                }
                links += 1;
                if value.starts_with("https://") || value.starts_with("http://") || value.starts_with("mailto:") {
                    assert!(tag.starts_with("<a "), "{path} fetches {value}");
                    continue;
                }
                let (file, anchor) = value.split_once('#').unwrap_or((value, ""));
                let file = file.split('?').next().unwrap();
                let target = if file.is_empty() { path.to_owned() } else { resolved(path, file) };
                let known = DEMO.outputs.files.get(&target_in_output(&target)).is_some();
                assert!(known, "{path} links to {value}, which is not there");
                if !anchor.is_empty() && target.ends_with(".html") {
                    assert!(anchors[target.as_str()].contains(anchor), "{path} links to {value}, which has no such anchor");
                }
            }
        }
    }
    assert!(links > 500, "only {links} links were looked at");
}

/// A relative address of a page, from the site's folder.
fn resolved(page: &str, address: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// The same from the top of the output: the pack lies beside the site.
fn target_in_output(path: &str) -> String {
    path.strip_prefix("../").map_or_else(|| format!("site/{path}"), str::to_owned)
}

/// What no reader outside the team may find: identifiers, names of workers and of teams, postcodes.
fn secrets(lists: &Lists) -> (HashSet<String>, BTreeSet<String>) {
    let (mut tokens, mut names) = (HashSet::new(), BTreeSet::new());
    for list in lists.lists.values() {
        for (field, column) in &list.columns {
            let (Column::Id(cells) | Column::Text(cells)) = column else { continue };
            let texts = cells.iter().flatten().map(|at| lists.strings[*at as usize].clone());
            match field.as_str() {
                // Names of other places are no secret, and the organisations of early help are what its page is about.
                "placement_authority" | "organisation" => {}
                "team" | "worker" | "adviser" | "placement_postcode" => names.extend(texts),
                _ => tokens.extend(texts.map(|text| text.to_lowercase())),
            }
        }
    }
    (tokens, names)
}

/// The texts of a file of the output: as it is, unpacked, or printed.
fn readable(path: &str, bytes: &[u8]) -> Vec<String> {
    if path.ends_with(".xlsx") {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        return (0..zip.len())
            .map(|at| {
                let mut text = Vec::new();
                zip.by_index(at).unwrap().read_to_end(&mut text).unwrap();
                String::from_utf8_lossy(&text).into_owned()
            })
            .collect();
    }
    if path.ends_with(".pdf") {
        return of_pdf(bytes).into_iter().chain([String::from_utf8_lossy(bytes).into_owned()]).collect();
    }
    vec![String::from_utf8_lossy(bytes).into_owned()]
}

/// Teams are for management: their tables stand on its page and on nobody else's.
#[test]
fn only_management_sees_what_each_team_has_to_mend() {
    let sample = super::Sample::demo();
    let made = super::pipeline::report(&super::Input { audience: super::Audience::Management, ..sample.input() }).unwrap().value;
    let tables = |report: &annexa::report::Report| -> Vec<annexa::report::NumberedTable> {
        let page = report.pages.iter().find(|page| page.slug == "data-quality").unwrap();
        let blocks = page.sections.iter().flat_map(|section| &section.blocks);
        let tables = blocks.filter_map(|block| if let annexa::report::Block::Table(table) = block { Some(table.clone()) } else { None });
        tables.filter(|table| table.id.starts_with("teams")).collect()
    };
    let shown = tables(&made.report);
    assert_eq!(shown.iter().map(|table| table.id.as_str()).collect::<Vec<_>>(), ["teams", "teams-by-check"]);
    let names: BTreeSet<&str> = made
        .read
        .lists
        .lists
        .values()
        .filter_map(|list| list.strings("team"))
        .flatten()
        .flatten()
        .map(|at| made.read.lists.strings[*at as usize].as_str())
        .collect();
    assert!(
        shown[0].table.rows.len() > 3
            && shown[0].table.rows.iter().all(|row| row.head == "No team named" || names.contains(row.head.as_str()))
    );
    assert!(tables(&DEMO.made.report).is_empty());
}

/// Every indicator that rests on a column has a grade, in its definition and under its charts.
#[test]
fn every_indicator_has_a_grade_of_completeness() {
    let report = &DEMO.made.report;
    let blocks = || report.pages.iter().flat_map(|page| &page.sections).flat_map(|section| &section.blocks);
    let letter = |words: &str| words.strip_prefix("Grade ").is_some_and(|rest| rest.starts_with(['A', 'B', 'C', 'D']));
    let graded = |facts: &[(String, String)]| facts.iter().any(|(label, words)| label == "Completeness" && letter(words));
    let mut definitions = 0;
    for block in blocks() {
        let annexa::report::Block::Definitions { definitions: all } = block else { continue };
        for definition in all {
            let record = DEMO.made.catalogue.get(&definition.code).unwrap();
            definitions += usize::from(graded(&definition.facts));
            // Where every column may be blank because a blank is an answer, there is nothing to grade.
            let found = annexa::indicators::columns::columns(&DEMO.made.catalogue, record);
            // What rests on several quarters has no columns in this one.
            let here = found.asked.keys().any(|list| annexa::project::LISTS.contains(&list.as_str()));
            assert!(graded(&definition.facts) || !here, "{}", definition.code);
        }
    }
    assert!(definitions > 200, "{definitions}");
    let figures: Vec<_> = report.pages.iter().flat_map(annexa::report::Page::figures).filter(|figure| !figure.codes.is_empty()).collect();
    let without: Vec<&str> =
        figures.iter().filter(|figure| !figure.source.contains(" · Completeness ")).map(|figure| figure.id.as_str()).collect();
    assert!(without.len() * 10 < figures.len(), "{without:?}");
}

#[test]
fn no_file_of_the_output_names_a_child_a_worker_or_a_team() {
    let (ids, names) = secrets(&DEMO.made.read.lists);
    assert!(ids.len() > 3_000 && names.len() > 50, "the demo has {} identifiers and {} names", ids.len(), names.len());
    let mut found = BTreeSet::new();
    for (path, bytes) in DEMO.outputs.files.iter().filter(|(path, _)| !path.ends_with(".ttf") && !path.ends_with(".woff2")) {
        for text in readable(path, bytes) {
            let lower = text.to_lowercase();
            for token in lower.split(|c: char| !c.is_alphanumeric()).filter(|token| token.len() > 2 && ids.contains(*token)) {
                found.insert(format!("{path}: identifier {token}"));
            }
            for name in names.iter().filter(|name| text.contains(name.as_str())) {
                found.insert(format!("{path}: name {name}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// A definition leads to every table that compares its measure; which measures those are is read from the words of the rows.
#[test]
fn a_definition_leads_to_the_tables_that_compare_its_measure() {
    let blocks = || DEMO.made.report.pages.iter().flat_map(|page| &page.sections).flat_map(|section| &section.blocks);
    let tables = || blocks().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let definitions = || {
        let all = blocks().filter_map(|block| if let Block::Definitions { definitions } = block { Some(definitions) } else { None });
        all.flatten()
    };
    let mut led = 0;
    for table in tables().filter(|table| table.id.ends_with("-compared")) {
        for row in &table.table.rows {
            let code = row.sub.split([' ', '.']).next().unwrap();
            let place = |definition: &Definition| {
                let places = definition.shown.iter().filter(|place| place.anchor.as_ref() == Some(&table.id));
                places.map(|place| place.words.clone()).collect::<Vec<_>>()
            };
            let told: Vec<_> = definitions().filter(|definition| definition.code == code).map(place).collect();
            assert!(!told.is_empty(), "{code} has no definition");
            assert!(told.iter().all(|words| *words == [format!("Table {}", table.number)]), "{code} in {}: {told:?}", table.id);
            led += 1;
        }
    }
    assert!(led > 20, "only {led} rows were looked for");
    assert!(DEMO.text("site/definitions-referrals.html").contains("<a href=\"referrals.html#referrals-compared\">Table "));
}
