//! Published figures stand in site and pack exactly as they were published, and targets beside the figures they are for.
//!
//! The values are picked by hand from the Department's releases and typed here: nothing that reads or rounds them is trusted.

use super::text::{literals, numbers, of_html, of_pdf, squeezed};
use super::{DEMO, ROOT, Sample};
use annexa::annex_a::Source;
use annexa::annex_a::demo::{Layout, Wish, simulate, write};
use annexa::finding::{Finding, Severity};
use annexa::pipeline::{self, Before, Input, Outputs};
use annexa::project::Project;
use annexa::theme::Shelf;
use std::path::Path;

/// The words of every table row of a page that holds a value whole and begins with a period.
fn rows(html: &str, period: &str, value: &str) -> Vec<String> {
    let number = value.trim_end_matches('%');
    let rows = html.split("<tr>").skip(1).map(|row| row.split("</tr>").next().unwrap_or(row));
    let words = rows.map(of_html).filter(|words| words.trim_start().starts_with(period));
    words.filter(|words| words.split_whitespace().any(|word| word == value) && numbers(words).contains(number)).collect()
}

/// The rows of a page's table stand in the pack's source, and the number in its PDF.
fn stands_in_pack(outputs: &Outputs, rows: &[String], value: &str) {
    let source = std::str::from_utf8(outputs.files.get("source/pages/data-tables.typ").unwrap()).unwrap();
    let source = squeezed(&literals(source).join(" "));
    assert!(rows.iter().any(|row| source.contains(&squeezed(row))), "the pack has no row {rows:?}");
    let Some(pdf) = of_pdf(outputs.files.get(&outputs.pack).unwrap()) else { return };
    assert!(numbers(&pdf).contains(value.trim_end_matches('%')), "the PDF has no {value}");
}

#[test]
fn five_values_of_england_stand_as_published() {
    let picked = [
        ("referrals", "Year to March 2025", "519.4"),
        ("referrals", "Year to March 2025", "22.6%"),
        ("assessments", "Year to March 2025", "85.7%"),
        ("child-protection", "31 March 2025", "40.6"),
        ("looked-after", "31 March 2024", "69"),
    ];
    for (page, period, value) in picked {
        let html = DEMO.text(&format!("site/{page}.html"));
        // England stands last of the areas; what a live figure adds, published years do not have.
        let rows: Vec<String> =
            rows(html, period, value).into_iter().filter(|row| row.trim().trim_end_matches("[x]").trim().ends_with(value)).collect();
        assert!(!rows.is_empty(), "{page} has no {value} for England, {period}");
        stands_in_pack(&DEMO.outputs, &rows, value);
    }
}

/// A small project of a named authority: list 3 alone, so that few pages have anything to show.
fn built(name: &str) -> Outputs {
    let demo = simulate(&Wish { rows: 1_500, ..Wish::default() });
    let files = write(&demo, Layout::Folder).unwrap();
    let named = |name: &str| name.contains("List_3") || name.contains("List 3");
    let sources: Vec<Source> =
        files.iter().filter(|(name, _)| named(name)).map(|(name, bytes)| Source { name: name.to_owned(), bytes: bytes.to_vec() }).collect();
    assert_eq!(sources.len(), 1, "{:?}", files.iter().map(|(name, _)| name).collect::<Vec<_>>());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("annexa.toml"), format!("[authority]\nname = \"{name}\"\n[period]\nas_at = \"2025-09-30\"\n"))
        .unwrap();
    let sample = Sample::new(folder.path(), sources);
    pipeline::build(&sample.input(), annexa::edition::Edition::Full).unwrap().value
}

#[test]
fn five_values_of_named_authorities_stand_as_published() {
    let picked = [
        ("Wiltshire", "Year to March 2025", "265.8"),
        ("Kent", "Year to March 2024", "688.5"),
        ("York", "Year to March 2025", "23.2%"),
        ("Birmingham", "Year to March 2023", "615.2"),
        ("Surrey", "Year to March 2025", "5.7%"),
    ];
    for (name, period, value) in picked {
        let outputs = built(name);
        let html = std::str::from_utf8(outputs.files.get("site/referrals.html").unwrap()).unwrap();
        // The authority's own figure stands first.
        let own = |row: &String| row.trim_start().trim_start_matches(period).trim_start().starts_with(value);
        let rows: Vec<String> = rows(html, period, value).into_iter().filter(own).collect();
        assert!(!rows.is_empty(), "there is no {value} for {name}, {period}");
        stands_in_pack(&outputs, &rows, value);
    }
}

/// What is told of a project's targets, as `severity: message (hint)`.
fn told(targets: &str) -> Vec<String> {
    let project = Project::parse(&format!("[authority]\nname = \"Kent\"\n[targets]\n{targets}\n"));
    assert_eq!(project.findings.0, []);
    let shelf = Shelf::of_project(Path::new(ROOT));
    let input = Input {
        project: &project.value,
        shelf: &shelf,
        sources: &[],
        as_at: None,
        audience: annexa::audience::Audience::Leadership,
        before: Before::default(),
    };
    let words = |f: &Finding| format!("{:?}: {} ({})", f.severity, f.message, f.hint.clone().unwrap_or_default());
    pipeline::settings(&input).0.iter().filter(|f| f.severity != Severity::Note).map(words).collect()
}

#[test]
fn a_target_says_which_side_is_aimed_at_and_keeps_to_its_unit() {
    assert_eq!(
        told("ASM-05 = 90\nREF-05 = { value = 20, direction = \"at_most\" }\nREF-04 = { value = 8, direction = \"at_most\" }"),
        [""; 0]
    );
    assert_eq!(
        told("REF-04 = 8"),
        ["Error: neither higher nor lower is better for REF-04, so its target must say which side is aimed at \
          (write REF-04 = { value = 8, direction = \"at_least\" }, or \"at_most\")"]
    );
    assert_eq!(
        told("ASM-05 = { value = 90, direction = \"at_most\" }"),
        ["Error: higher is better for ASM-05, so its target cannot be at most a number \
          (leave direction out, or write direction = \"at_least\")"]
    );
    assert_eq!(told("ASM-05 = 0.9"), ["Warning: the target of ASM-05 is 0.9, and percentages run from 0 to 100 (write 90 for 90%)"]);
    assert_eq!(told("ASM-05 = 120"), ["Warning: the target of ASM-05 is 120, more than all (percentages run from 0 to 100)"]);
    assert_eq!(told("ASM-99 = 90").len(), 1);
}

#[test]
fn a_target_stands_in_words_on_tile_chart_table_and_definition() {
    let html = of_html(DEMO.text("site/referrals.html"));
    let words = html.split_whitespace().collect::<Vec<_>>().join(" ");
    let target = "Target at most 20%, local: not judged, as counted differently";
    assert!(words.matches(target).count() >= 4, "tile, note, text alternative and table: {}", words.matches(target).count());
    assert!(words.contains("20% Target, local"), "the line of the chart has no label");
    let facts = "At most 20%, local, set on 1 April 2025; owner: Head of the front door";
    assert!(of_html(DEMO.text("site/definitions-referrals.html")).contains(facts));
    let Some(pdf) = of_pdf(DEMO.outputs.files.get(&DEMO.outputs.pack).unwrap()) else { return };
    assert!(squeezed(&pdf).contains(&squeezed(target)));
}
