//! Every sink of one build, with payloads in every source, beside the same build in plain words.

use super::parsed::{Element, acting, check_drawing, counts, elements, kinds_drawn};
use super::sources::{Poisoned, project};
use super::{PAYLOADS, acts_unseen};
use crate::fuzz::targets;
use annexa::archive::{Manifest, parse_figures_csv};
use annexa::edition::Edition;
use annexa::files::Files;
use annexa::finding::Findings;
use annexa::pack::fuzzing;
use annexa::pipeline::{self, Outputs};
use calamine::{Data, Reader, Xlsx};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::process::Command;
use std::sync::LazyLock;
use typst::syntax::ast::{self, AstNode};
use typst::syntax::{SyntaxNode, parse};

struct Build {
    from: Poisoned,
    outputs: Outputs,
    findings: Findings,
}

static BUILD: LazyLock<Build> = LazyLock::new(|| {
    let from = project(false);
    let built = pipeline::build(&from.input(), Edition::Full).unwrap_or_else(|stop| match stop {
        pipeline::Stop::Errors(findings) => panic!("{:#?}", findings.0.iter().take(10).collect::<Vec<_>>()),
        other => panic!("{other}"),
    });
    Build { from, outputs: built.value, findings: built.findings }
});

/// The site of the same project in plain words, and the source of its pack.
static PLAIN: LazyLock<Files> = LazyLock::new(|| {
    let from = project(true);
    let made = pipeline::report(&from.input()).unwrap_or_else(|stop| panic!("{stop}"));
    let mut files = annexa::site::render(&made.value.report, &from.shelf).unwrap();
    for (path, text) in annexa::pack::fuzzing::source(&made.value.report) {
        files.add(format!("source/{path}"), text);
    }
    files
});

fn files(ending: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = BUILD.outputs.files.iter().filter(move |(path, _)| path.ends_with(ending));
    all.map(|(path, bytes)| (path, std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))))
}

/// Pages of the site with their elements.
fn pages() -> impl Iterator<Item = (&'static str, Vec<Element>)> {
    files(".html").filter_map(|(path, text)| Some((path.strip_prefix("site/")?, elements(text))))
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as a reader should see it.
fn seen(text: &str) -> String {
    single_spaced(&annexa::foreign::in_a_line(text))
}

/// Titles have the quotation marks of print.
fn typed(text: &str) -> String {
    text.replace(['‘', '’'], "'").replace(['“', '”'], "\"")
}

#[test]
fn every_payload_went_in_from_many_places() {
    assert!(BUILD.from.marks.given() > 12 * PAYLOADS.len(), "{}", BUILD.from.marks.given());
    assert!(BUILD.from.teams.len() > 5);
    assert!(BUILD.findings.0.iter().any(|finding| finding.kind == "unmapped-code"));
}

#[test]
fn pages_hold_what_the_plain_ones_hold_and_nothing_acts() {
    let kinds: BTreeSet<String> = PLAIN
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .flat_map(|(_, bytes)| kinds_drawn(&elements(std::str::from_utf8(bytes).unwrap())))
        .collect();
    let mut faults = Vec::new();
    for (path, found) in pages() {
        faults.extend(acting(&found).into_iter().map(|fault| format!("{path}: {fault}")));
        faults.extend(kinds_drawn(&found).difference(&kinds).map(|kind| format!("{path}: a drawing holds {kind}")));
        let Some(plain) = PLAIN.get(path) else {
            faults.push(format!("{path} is not among the plain pages"));
            continue;
        };
        let (mine, theirs) = (counts(&found), counts(&elements(std::str::from_utf8(plain).unwrap())));
        let all: BTreeSet<&String> = mine.keys().chain(theirs.keys()).collect();
        // The A to Z stands in as many parts as there are first letters: there the kinds are equal, not their numbers.
        let differs = |kind: &&String| match path {
            "a-to-z.html" => mine.contains_key(*kind) != theirs.contains_key(*kind),
            _ => mine.get(*kind) != theirs.get(*kind),
        };
        faults.extend(all.into_iter().filter(differs).map(|k| format!("{path}: {k}: {:?} instead of {:?}", mine.get(k), theirs.get(k))));
        let unseen = found.iter().filter(|element| element.text.chars().any(acts_unseen)).count();
        faults.extend((unseen > 0).then(|| format!("{path}: {unseen} elements hold a character that acts")));
    }
    assert_eq!(faults, Vec::<String>::new());
    assert!(pages().count() > 35);
}

#[test]
fn titles_of_records_stand_as_written() {
    let page_titles: BTreeMap<String, String> = pages()
        .flat_map(|(_, found)| found)
        .filter(|e| e.name == "h3" && e.attributes.get("id").is_some_and(|id| id.starts_with("d-")))
        .map(|e| (e.attributes["id"].clone(), single_spaced(&e.text)))
        .collect();
    let mut found = 0;
    for (code, title) in &BUILD.from.titles {
        let Some(shown) = page_titles.get(&format!("d-{}--title", code.to_lowercase())) else { continue };
        assert_eq!(typed(shown), typed(&single_spaced(&format!("{} {code}", seen(title)))), "{code}");
        found += 1;
    }
    assert!(found > PAYLOADS.len(), "{found}");
}

#[test]
fn a_page_has_one_title_and_one_policy() {
    for (path, found) in pages() {
        let titles: Vec<&Element> = found.iter().filter(|e| e.name == "title" && !e.drawn).collect();
        assert_eq!(titles.len(), 1, "{path}");
        assert!(titles[0].text.contains("Benbowshire"), "{path}: {}", titles[0].text);
        let policy: Vec<&Element> =
            found.iter().filter(|e| e.attributes.get("http-equiv").is_some_and(|v| v == "Content-Security-Policy")).collect();
        assert_eq!(policy.len(), 1, "{path}");
        assert_eq!(policy[0].attributes["content"], annexa::site::watch::POLICY);
    }
}

#[test]
fn addresses_and_file_names_are_of_few_letters() {
    let fit =
        |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'/' | b'_')) && !name.contains("..");
    for (path, _) in BUILD.outputs.files.iter() {
        assert!(fit(path) && path.split('/').all(|part| part.len() <= 120 && !part.starts_with(['.', '-'])), "{path}");
    }
    for (page, found) in pages() {
        for href in found.iter().filter_map(|e| e.attributes.get("href").filter(|href| !href.starts_with("http"))) {
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            assert!(fit(file) && fit(anchor), "{page}: {href}");
            assert!(file.is_empty() || BUILD.outputs.files.get(&format!("site/{file}")).is_some(), "{page} leads to {file}");
        }
        let ids: Vec<&String> = found.iter().filter_map(|e| e.attributes.get("id")).collect();
        assert!(ids.iter().all(|id| fit(id)), "{page}");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{page} has an id twice");
    }
}

#[test]
fn pictures_are_drawings_with_words() {
    let mut pictures = 0;
    for (path, svg) in files(".svg") {
        std::panic::catch_unwind(|| check_drawing(svg)).unwrap_or_else(|_| panic!("{path}"));
        pictures += 1;
    }
    assert!(pictures > 200, "{pictures}");
}

#[test]
fn the_search_index_is_one_list_of_texts() {
    let script = files("search-index.js").next().unwrap().1;
    let json = script.strip_prefix("window.annexaIndex = ").unwrap().strip_suffix(";\n").unwrap();
    assert!(!json.contains(['<', '>', '&']) && !json.chars().any(acts_unseen));
    let entries: Vec<BTreeMap<String, String>> = serde_json::from_str(json).unwrap();
    let fit = |href: &str| href.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'#'));
    assert!(entries.iter().all(|entry| fit(&entry["u"]) && !entry.values().any(|text| text.chars().any(acts_unseen))));
    let titles: BTreeSet<String> = entries.iter().map(|entry| single_spaced(&entry["t"])).collect();
    let known = BUILD.from.titles.iter().filter(|(_, title)| titles.contains(&seen(title))).count();
    assert!(known > PAYLOADS.len(), "{known}");
}

/// Style sheets hold no word of any source: only colours come from settings.
#[test]
fn style_sheets_are_those_of_the_plain_site() {
    let mut sheets = 0;
    for (path, css) in files(".css") {
        assert_eq!(css.as_bytes(), PLAIN.get(path.strip_prefix("site/").unwrap()).unwrap(), "{path}");
        sheets += 1;
    }
    assert!(sheets >= 3);
}

#[test]
fn tables_are_read_again_and_no_cell_is_a_formula() {
    let runs = |cell: &str| {
        let start =
            cell.trim_start_matches(|c: char| (c.is_whitespace() && !matches!(c, '\t' | '\r' | '\n')) || acts_unseen(c)).chars().next();
        start.is_some_and(|c| "=+-@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\u{fe66}\u{fe62}\u{fe63}\u{fe6b}".contains(c))
    };
    let number = |cell: &str| cell.trim_end_matches('%').parse::<f64>().is_ok();
    let (mut tables, mut guarded) = (0, 0);
    for (path, text) in files(".csv") {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let width = reader.headers().unwrap().len();
        assert!(width >= 1, "{path}");
        for record in reader.records() {
            // A reader that is not flexible refuses a row of another length.
            for cell in &record.unwrap_or_else(|error| panic!("{path}: {error}")) {
                assert!(number(cell) || !runs(cell), "{path}: {cell:?}");
                assert!(!cell.chars().any(|c| !matches!(c, '\t' | '\r') && acts_unseen(c)), "{path}: {cell:?}");
                guarded += usize::from(cell.starts_with('\''));
            }
        }
        if let Some(plain) = PLAIN.get(path.strip_prefix("site/").unwrap()) {
            let shape = |bytes: &[u8]| {
                csv::ReaderBuilder::new().has_headers(false).from_reader(bytes).records().map(|r| r.unwrap().len()).collect::<Vec<_>>()
            };
            assert_eq!(shape(text.as_bytes()), shape(plain), "{path} has other rows and columns");
        }
        tables += 1;
    }
    assert!(tables > 100 && guarded > 20, "{tables} {guarded}");
}

#[test]
fn figures_are_read_back_with_their_groups() {
    let lines = parse_figures_csv(files("data/figures.csv").next().unwrap().1).unwrap();
    let groups: BTreeSet<String> = lines.iter().map(|line| single_spaced(&line.group)).collect();
    for team in &BUILD.from.teams {
        assert!(groups.contains(&seen(team)), "{team:?}");
    }
}

#[test]
fn the_workbook_of_tables_holds_texts_and_numbers_alone() {
    let bytes = BUILD.outputs.files.get("site/data/tables.xlsx").unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    assert!(
        names.len() > 100 && names.iter().all(|name| name.len() <= 31 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ')),
        "{names:?}"
    );
    let mut texts = BTreeSet::new();
    for name in &names {
        assert!(book.worksheet_formula(name).unwrap().cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
        for (_, _, cell) in book.worksheet_range(name).unwrap().cells() {
            match cell {
                Data::String(text) => {
                    assert!(!text.chars().any(acts_unseen), "{name}: {text:?}");
                    texts.insert(single_spaced(text));
                }
                Data::Float(_) | Data::Int(_) | Data::Empty => {}
                other => panic!("{name}: {other:?}"),
            }
        }
    }
    assert!(BUILD.from.teams.iter().filter(|team| texts.contains(&seen(team))).count() > 3);
    links_stay_inside(bytes);
}

/// Every part of the workbook is XML, and no relation of it leads out.
fn links_stay_inside(bytes: &[u8]) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut file, &mut text).unwrap();
        let part = roxmltree::Document::parse(&text).unwrap();
        assert!(!part.descendants().any(|node| node.attribute("TargetMode") == Some("External")), "{place}");
    }
}

#[test]
fn the_manifest_says_what_was_read() {
    let text = std::str::from_utf8(BUILD.outputs.files.get("manifest.json").unwrap()).unwrap();
    let manifest = Manifest::parse(text).unwrap();
    let names: Vec<&String> = manifest.inputs.iter().map(|input| &input.name).collect();
    assert_eq!(names, BUILD.from.sources.iter().map(|source| &source.name).collect::<Vec<_>>());
}

/// A PDF without the bytes of its streams and the characters of its strings: what is left are the objects that a reader acts on.
fn structure(text: &str) -> String {
    let mut kept = String::new();
    for part in text.split("\nendstream\nendobj") {
        let objects = part.split_once(">>\nstream\n").map_or(part, |(objects, _)| objects);
        let (mut depth, mut escaped) = (0, false);
        for c in objects.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if depth > 0 => escaped = true,
                '(' => depth += 1,
                ')' if depth > 0 => depth -= 1,
                c if depth == 0 => kept.push(c),
                _ => {}
            }
        }
        assert_eq!(depth, 0, "a string that does not end");
    }
    assert!(kept.contains("/StructTreeRoot") && kept.contains("/Type/Page") || kept.contains("/Type /Page"), "the objects are there");
    kept
}

#[test]
fn the_pack_prints_words_and_runs_none() {
    let pdf = BUILD.outputs.files.get(&BUILD.outputs.pack).unwrap();
    assert!(BUILD.outputs.pack.starts_with("script-alert-1-script-benbowshire-2025-09-30"), "{}", BUILD.outputs.pack);
    assert!(BUILD.outputs.pack_pages > 60 && BUILD.outputs.pack_pages < 400, "{}", BUILD.outputs.pack_pages);
    let text = String::from_utf8_lossy(pdf);
    let objects = structure(&text);
    for name in ["/JavaScript", "/JS ", "/Launch", "/EmbeddedFile", "/OpenAction", "/AA ", "/SubmitForm"] {
        assert!(!objects.contains(name), "{name}");
    }
    let xmp = text
        .split_once("<x:xmpmeta")
        .and_then(|(_, rest)| rest.split_once("</x:xmpmeta>"))
        .map(|(inner, _)| format!("<x:xmpmeta{inner}</x:xmpmeta>"))
        .unwrap();
    let xmp = roxmltree::Document::parse(&xmp).unwrap();
    let title: Vec<&str> = xmp
        .descendants()
        .filter(|node| node.tag_name().name() == "title")
        .flat_map(|node| node.descendants().filter_map(|inner| inner.text()))
        .collect();
    assert!(title.iter().any(|words| words.contains("Benbowshire") || words.contains("Report")), "{title:?}");
    assert!(!title.iter().any(|words| words.chars().any(|c| c != '\n' && acts_unseen(c))), "{title:?}");
}

/// What the source of the pack calls, how often.
fn calls(node: &SyntaxNode, found: &mut BTreeMap<String, usize>) {
    if let Some(call) = node.cast::<ast::FuncCall>() {
        *found.entry(call.callee().to_untyped().full_text().to_string()).or_default() += 1;
    }
    node.children().for_each(|child| calls(child, found));
}

#[test]
fn the_source_of_the_pack_says_what_the_plain_one_says() {
    let (mut texts, mut faults) = (BTreeSet::new(), Vec::new());
    for (path, source) in files(".typ").filter(|(path, _)| path.starts_with("source/pages/")) {
        // Panics where words became code.
        texts.extend(targets::typst::is_source(source));
        let plain = PLAIN.get(path).unwrap_or_else(|| panic!("{path} is not among the plain sources"));
        let [mut mine, mut theirs] = [BTreeMap::new(), BTreeMap::new()];
        calls(&parse(source), &mut mine);
        calls(&parse(std::str::from_utf8(plain).unwrap()), &mut theirs);
        faults.extend((mine != theirs).then(|| format!("{path}: {mine:?} instead of {theirs:?}")));
    }
    assert_eq!(faults, Vec::<String>::new());
    assert!(texts.len() > 1000);
    let shown = BUILD.from.titles.iter().filter(|(_, title)| texts.iter().any(|text| text.contains(fuzzing::shown(title).trim()))).count();
    assert!(shown > PAYLOADS.len(), "{shown}");
}

/// Joiners and selectors belong to words: they stand in every output that holds words.
#[test]
fn joiners_and_selectors_stay() {
    let words = ["\u{200d}", "می\u{200c}خواهم", "❤\u{fe0f}"];
    let all = |ending: &str| files(ending).map(|(_, text)| text).collect::<String>();
    let (html, csv) = (all(".html"), all(".csv"));
    for word in words {
        assert!(html.contains(word), "{word:?} on the site");
        assert!(csv.contains(word), "{word:?} in tables");
    }
    let index = all("search-index.js");
    assert!(words.iter().any(|word| index.contains(word)));
    let mut book = zip::ZipArchive::new(Cursor::new(BUILD.outputs.files.get("site/data/tables.xlsx").unwrap())).unwrap();
    let mut strings = String::new();
    std::io::Read::read_to_string(&mut book.by_name("xl/sharedStrings.xml").unwrap(), &mut strings).unwrap();
    assert!(words.iter().any(|word| strings.contains(word)));
}

#[test]
fn the_pack_is_read_by_other_programs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pack.pdf");
    std::fs::write(&path, BUILD.outputs.files.get(&BUILD.outputs.pack).unwrap()).unwrap();
    let said = |program: &str, before: &[&str], after: &[&str]| {
        let output = Command::new(program).args(before).arg(&path).args(after).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    if let Some(words) = said("pdftotext", &["-raw", "-enc", "UTF-8"], &["-"]) {
        let squeezed: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        for printed in [
            "#read(\"/etc/passwd\")",
            "#sys.version",
            "#panic(\"x\")",
            "$x^2$",
            "@label<label>",
            "<script>alert(1)</script>",
            "#eval(\"1+1\")",
        ] {
            assert!(squeezed.contains(printed), "{printed}");
        }
        assert!(!squeezed.contains("root:x:0:0"));
    }
    if let Some(json) = said("qpdf", &["--json", "--json-key=outlines"], &[]) {
        let outline: serde_json::Value = serde_json::from_str(&json).unwrap();
        let titles = titles_of(&outline["outlines"], 0);
        assert!(titles.len() > 40, "{}", titles.len());
        assert!(titles.iter().all(|title| !title.trim().is_empty() && !title.chars().any(acts_unseen)), "{titles:?}");
    }
}

fn titles_of(outline: &serde_json::Value, depth: usize) -> Vec<String> {
    assert!(depth < 6);
    let entries = outline.as_array().into_iter().flatten();
    entries
        .flat_map(|entry| std::iter::once(entry["title"].as_str().unwrap().to_owned()).chain(titles_of(&entry["kids"], depth + 1)))
        .collect()
}

/// What is said of a build goes to a terminal: one line each, nothing unseen, and nothing of a cell.
#[test]
fn findings_are_lines_without_cells() {
    for finding in &BUILD.findings.0 {
        let line = finding.to_string();
        assert!(!line.contains('\n') && !line.chars().any(acts_unseen), "{line:?}");
        for cell in PAYLOADS.iter().filter(|text| text.trim().len() > 12) {
            assert!(!finding.message.contains(&format!("{cell} odd")), "{line:?}");
        }
        assert!(!BUILD.from.teams.iter().any(|team| finding.message.contains(team.as_str())), "{line:?}");
    }
}
