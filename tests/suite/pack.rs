//! The pack: its PDF, its source, and what hostile or unprintable text does to it.

use annexa::charts::spec::{Form, Steps, Value};
use annexa::pack::{self, Pack, PackError};
use annexa::report::*;
use annexa::theme::Shelf;
use std::collections::BTreeSet;
use std::process::Command;

/// Layouts from this repository's folder, so that a change is seen without building again.
fn shelf() -> Shelf {
    Shelf::of_project(env!("CARGO_MANIFEST_DIR"))
}

fn made(report: &Report) -> Pack {
    pack::compile(report, &shelf()).unwrap_or_else(|error| panic!("{error}"))
}

/// The topic again under other names, with as many figures and tiles as asked.
fn topic(report: &Report, slug: &str, figures: usize, tiles: usize) -> Page {
    let mut page = report.pages[1].clone();
    page.slug = slug.to_owned();
    page.title = format!("Topic {slug}");
    let mut number = 100 * u32::try_from(slug.len()).unwrap();
    for block in page.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Tiles { tiles: have } => *have = have.iter().cycle().take(tiles).cloned().collect(),
            Block::Pair { figures: have } => *have = have.iter().cycle().take(figures).cloned().collect(),
            _ => {}
        }
    }
    let rename = |figure: &mut Figure, number: &mut u32| {
        *number += 1;
        figure.number = *number;
        figure.id = format!("{slug}-{number}");
        figure.chart.id = format!("{slug}-{number}");
    };
    for block in page.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Figure(figure) => rename(figure, &mut number),
            Block::Pair { figures } => figures.iter_mut().for_each(|figure| rename(figure, &mut number)),
            _ => {}
        }
    }
    page
}

fn full_report() -> Report {
    let mut report = super::sample::report();
    for (slug, figures, tiles) in [("alpha", 3, 4), ("beta-b", 4, 6), ("gamma-ga", 2, 5), ("delta-delt", 5, 2)] {
        let page = topic(&report, slug, figures, tiles);
        report.pages.insert(report.pages.len() - 1, page);
    }
    report
}

fn write_for_the_eye(name: &str, pack: &Pack) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pack").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (path, bytes) in pack.source.iter() {
        let path = folder.join("source").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let pdf = folder.join("pack.pdf");
    std::fs::write(&pdf, &pack.pdf).unwrap();
    pdf
}

/// The words of a PDF with spaces and breaks made one, or `None` where no reader is installed.
fn words_of(pdf: &std::path::Path) -> Option<String> {
    let output = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(pdf).arg("-").output().ok()?;
    Some(squeezed(&String::from_utf8_lossy(&output.stdout)))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every string of the report that a reader should find in the pack.
fn strings(report: &Report) -> Vec<String> {
    let mut found = Vec::new();
    let report = serde_json::to_value(report).unwrap();
    collect(&report, "", &mut found);
    found
}

fn collect(value: &serde_json::Value, key: &str, found: &mut Vec<String>) {
    // Names for machines, alternatives to pictures, and what a picture prints itself.
    let unseen = [
        "caption",
        // Stands only where the list is empty.
        "nothing",
        "slug",
        "id",
        "group",
        "icon",
        "asks",
        "layout",
        "chart",
        "spark",
        "strip",
        "audience",
        "region",
        "kind",
        "who",
        "direction",
        "prose",
        "block",
        "inline",
        "as_at",
        "date",
    ];
    match value {
        serde_json::Value::String(text) if !unseen.contains(&key) => found.extend(text.lines().map(str::to_owned)),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, key, found)),
        serde_json::Value::Object(fields) => {
            // The conditions of a rule stand on the site, and a place is shown as the link of a code.
            let elsewhere = |key: &str, field: &serde_json::Value| key == "rule" || key == "shown" && field.is_array();
            // A link's target and a list's kind are not words.
            let quiet = fields.get("quiet") == Some(&serde_json::Value::Bool(true));
            for (key, field) in fields
                .iter()
                .filter(|(key, field)| !elsewhere(key, field))
                .filter(|(key, _)| !(["chart", "spark", "strip", "page"].contains(&key.as_str()) || quiet && *key == "title"))
            {
                collect(field, if key == "of" && fields.contains_key("inline") { "words" } else { key }, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_sample_makes_a_pdf_whose_bytes_do_not_change() {
    let report = super::sample::report();
    let (first, second) = (made(&report), made(&report));
    write_for_the_eye("sample", &first);
    assert!(first.pdf.starts_with(b"%PDF-1.7"));
    assert!((8..=10).contains(&first.pages), "{} pages", first.pages);
    assert!(first.pdf == second.pdf, "the same report gave other bytes");
    assert!(first.source == second.source);
    assert!(first.findings.0.is_empty(), "{:?}", first.findings);
}

#[test]
fn every_string_of_the_report_stands_in_the_pack() {
    let report = super::sample::report();
    let pack = made(&report);
    let source: String = pack
        .source
        .iter()
        .filter(|(path, _)| path.ends_with(".typ"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let strings = strings(&report);
    // A numbered table's caption says what its title says; those of charts stand above their numbers.
    let captions = report.pages.iter().flat_map(Page::figures).map(|figure| figure.table.caption.clone());
    let strings: Vec<String> = strings.into_iter().chain(captions).collect();
    assert!(strings.len() > 150, "only {} strings were looked for", strings.len());
    let literal = |text: &String| text.replace('\\', "\\\\").replace('"', "\\\"");
    // A source line is written in pieces, because the codes in it are links.
    let lost: Vec<_> = strings.iter().filter(|text| !text.starts_with("REF-03 · ") && !source.contains(&literal(text))).collect();
    assert!(lost.is_empty(), "not in the source: {lost:#?}");
    let Some(words) = words_of(&write_for_the_eye("strings", &pack)) else {
        eprintln!("skipped: pdftotext is not installed");
        return;
    };
    let lost: Vec<_> = strings.iter().filter(|text| !words.contains(&squeezed(text))).collect();
    assert!(lost.is_empty(), "not in the PDF: {lost:#?}");
}

#[test]
fn a_draft_says_so_before_its_words_and_an_agreed_text_after() {
    let told = |report: &Report, what: &str| {
        let pack = made(report);
        let words = words_of(&write_for_the_eye("draft", &pack))?;
        let at = |wanted: &str| words.find(&squeezed(wanted)).unwrap_or_else(|| panic!("{wanted} is not printed"));
        Some(at(what) < at("The fall since November"))
    };
    // Where the words of a PDF cannot be read, the source is all there is to look at.
    assert!(told(&super::sample::with_draft(), "Draft, not agreed").unwrap_or(true));
    assert!(!told(&super::sample::report(), "Agreed by the head of service").unwrap_or(false));
    let source = made(&super::sample::with_draft()).source;
    assert!(source.iter().any(|(name, bytes)| name.ends_with(".typ") && String::from_utf8_lossy(bytes).contains("draft: ")));
}

#[test]
fn a_report_of_many_topics_keeps_every_figure_and_passes_the_checks() {
    let report = full_report();
    let pack = made(&report);
    let pdf = write_for_the_eye("full", &pack);
    assert!(pack.findings.0.is_empty(), "{:?}", pack.findings);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pdf/check.sh");
    let Ok(output) = Command::new("bash").arg(script).arg(&pdf).arg("sparse").output() else {
        eprintln!("skipped: no bash");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    eprintln!("{said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn hostile_text_is_printed_and_nothing_of_it_runs() {
    let mut report = super::sample::report();
    let hostile = "1. #panic(\"x\") *b* $a$ <lab> @ref // /* */ = h \\u{41} \"; #read(\"/etc/passwd\") ${x} ~ -- ---";
    let page = &mut report.pages[1];
    page.message = hostile.to_owned();
    page.title = hostile.to_owned();
    page.lede = vec![
        Inline::Text(hostile.to_owned()),
        Inline::Code(hostile.to_owned()),
        Inline::Link(Target::Address("javascript:alert(1)".to_owned()), vec![Inline::Text(hostile.to_owned())]),
    ];
    page.sections[2].title = hostile.to_owned();
    for figure in page
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.blocks)
        .filter_map(|block| if let Block::Figure(figure) = block { Some(figure) } else { None })
    {
        figure.title = hostile.to_owned();
        figure.chart.alt = hostile.to_owned();
        figure.table.rows[0].head = hostile.to_owned();
        figure.codes = vec![String::new(), "REF-03".to_owned()];
    }
    let pack = made(&report);
    let Some(words) = words_of(&write_for_the_eye("hostile", &pack)) else { return };
    let found = words.matches(&squeezed(hostile)).count();
    assert!(found >= 6, "hostile text was changed or lost: found {found} times");
    assert!(!String::from_utf8_lossy(&pack.pdf).contains("javascript:"));
}

#[test]
fn text_that_cannot_be_printed_is_marked_and_reported_without_its_content() {
    let mut report = super::sample::report();
    report.pages[1].message = "漢字 \u{202e}turned\u{202c} \u{fe0f}and \u{e001}".to_owned();
    let pack = made(&report);
    let finding = &pack.findings.0[0];
    assert_eq!((finding.kind.as_str(), finding.place.file.as_str()), ("character-not-in-font", "page referrals"));
    assert!(finding.count >= 3);
    let source = String::from_utf8_lossy(pack.source.get("pages/referrals.typ").unwrap()).into_owned();
    assert!(source.contains("\"?? turned and ?\""));
}

#[test]
fn nothing_the_typesetter_cannot_do_reaches_it() {
    let pack = made(&full_report());
    for (path, bytes) in pack.source.iter().filter(|(path, _)| path.ends_with(".typ") || path.ends_with(".svg")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("var("), "{path} holds a CSS variable, which print does not know");
        assert!(!text.contains("hyphenate: true") && !text.contains("justify: true"), "{path} divides words, which breaks links");
        assert!(!text.contains("placement:"), "{path} floats, which breaks tags");
        assert!(!text.contains("@preview"), "{path} asks for a package");
    }
    let style = String::from_utf8_lossy(pack.source.get("layouts/style.typ").unwrap()).into_owned();
    assert!(style.contains("hyphenate: false"));
}

#[test]
fn links_lead_only_to_what_the_pack_has() {
    let mut report = super::sample::report();
    let to = |slug: &str, anchor: Option<&str>| {
        Inline::Link(Target::Page(slug.to_owned(), anchor.map(str::to_owned)), vec![Inline::Text("here".to_owned())])
    };
    report.pages[0].lede = vec![
        to("nowhere", None),
        to("referrals", Some("no-such")),
        to("referrals", Some("ref-07")),
        to("referrals", Some("glance")),
        to("definitions", Some("re-referral")),
    ];
    let pack = made(&report);
    let source = String::from_utf8_lossy(pack.source.get("pages/index.typ").unwrap()).into_owned();
    assert!(!source.contains("nowhere"));
    let leads: BTreeSet<&str> = ["page:referrals", "fig:ref-07", "term:re-referral"]
        .into_iter()
        .filter(|label| source.contains(&format!("annexa.to(label(\"{label}\")")))
        .collect();
    assert_eq!(leads.len(), 3, "{source}");
}

#[test]
fn a_part_goes_on_from_the_page_before_it_and_what_is_not_shown_is_short() {
    let mut report = super::sample::report();
    report.pages.push(super::sample::part());
    let pack = made(&report);
    assert!(pack.source.get("pages/definitions-referrals.typ").is_none(), "no leaf of its own");
    let source = String::from_utf8_lossy(pack.source.get("pages/definitions.typ").unwrap()).into_owned();
    for said in ["Definitions: referrals", "page:definitions-referrals", "Measures of list 3.", "Annex A has no family.", "Shown nowhere."]
    {
        assert!(source.contains(said), "{said}");
    }
    assert!(!source.contains("nothing shown") && !source.contains("Rows like those of"));
    assert!(source.contains("shown: label(\"fig:ref-07\")"));
    // Without a page to go on from, a part stands alone.
    report.pages.remove(2);
    assert!(made(&report).source.get("pages/definitions-referrals.typ").is_some());
}

/// A folder whose `layouts/pack/words.typ` is replaced.
fn with_words(source: &str) -> (tempfile::TempDir, Shelf) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("layouts/pack")).unwrap();
    std::fs::write(folder.path().join("layouts/pack/words.typ"), source).unwrap();
    let shelf = Shelf::of_project(folder.path());
    (folder, shelf)
}

#[test]
fn a_fault_in_a_layout_is_one_line_that_names_it() {
    let (_folder, shelf) = with_words("#let nothing = [\n");
    let error = pack::compile(&super::sample::report(), &shelf).unwrap_err();
    let line = error.to_string();
    assert!(matches!(error, PackError::Layout { .. }) && line.contains("layouts/pack/words.typ") && !line.contains('\n'), "{line}");
}

#[test]
fn a_fault_on_one_page_is_one_line_that_names_the_page() {
    let words = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/layouts/pack/words.typ")).unwrap();
    // Fails where a glossary is set, which only the definitions page has.
    let (_folder, shelf) =
        with_words(&(words + "\n#let glossary(terms, heading: none) = { assert(false, message: \"no glossary today\") }\n"));
    let error = pack::compile(&super::sample::report(), &shelf).unwrap_err();
    let PackError::Page { page, message } = error else { panic!("{error}") };
    assert_eq!((page.as_str(), message.contains("no glossary today")), ("definitions", true), "{message}");
}

#[test]
fn a_picture_typst_refuses_is_laid_to_its_page() {
    // An alternative is what PDF/UA asks of every picture; this layout drops it, and only the export notices.
    let words = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/layouts/pack/words.typ")).unwrap();
    let bare = "\n#let glossary(terms, heading: none) = item(\"glossary\", slot => image(\"../charts/up.svg\"), full: true)\n";
    let (_folder, shelf) = with_words(&(words + bare));
    let PackError::Page { page, message } = pack::compile(&super::sample::report(), &shelf).unwrap_err() else {
        panic!("no page was named")
    };
    assert_eq!(page, "definitions", "{message}");
}

#[test]
fn deep_nesting_is_flattened() {
    let mut report = super::sample::report();
    report.pages[1].lede = vec![deep(40)];
    assert!(pack::compile(&report, &shelf()).is_ok());
}

fn deep(levels: usize) -> Inline {
    (0..levels).fold(Inline::Text("deep".to_owned()), |inner, _| Inline::Strong(vec![inner]))
}

#[test]
fn lists_within_lists_are_flattened_where_typst_would_stop() {
    let mut report = super::sample::report();
    let item = |inner: Vec<Prose>| Prose::List { ordered: false, items: vec![inner] };
    let nested = (0..60).fold(Prose::Paragraph(vec![Inline::Text("the deepest words".to_owned())]), |inner, _| item(vec![inner]));
    report.pages[2].sections[0].blocks.push(Block::Prose { prose: vec![nested] });
    let pack = made(&report);
    assert!(String::from_utf8_lossy(pack.source.get("pages/definitions.typ").unwrap()).contains("the deepest words"));
}

#[test]
fn a_report_without_pages_or_with_bare_pages_still_makes_a_pack() {
    let mut report = super::sample::report();
    report.pages.truncate(1);
    report.pages[0].sections.clear();
    report.pages[0].lede.clear();
    // Cover, contents, how to read, and the page itself.
    assert_eq!(made(&report).pages, 4);
    report.pages.clear();
    assert_eq!(made(&report).pages, 3);
}

#[test]
fn a_chart_that_needs_the_full_measure_is_drawn_at_it() {
    let mut report = super::sample::report();
    let steps = Form::Steps(Steps { steps: vec![("Enquiries".to_owned(), Value { at: 5.0, shown: "5".to_owned() }, String::new())] });
    for block in report.pages[1].sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let Block::Pair { figures } = block {
            figures[0].chart.form = steps.clone();
        }
    }
    let pack = made(&report);
    assert!(pack.source.get("charts/ref-07-733.svg").is_some());
    assert!(pack.source.get("charts/ref-07-353.svg").is_none());
}

/// The sample whose topic hides as many of its four headline figures, the first of them first.
fn hiding(count: usize) -> Report {
    let mut report = super::sample::report();
    for block in report.pages[1].sections.iter_mut().flat_map(|section| &mut section.blocks) {
        let Block::Tiles { tiles } = block else { continue };
        for tile in tiles.iter_mut().take(count) {
            (tile.value, tile.hidden, tile.change, tile.spark, tile.strip) = ("[c]".to_owned(), true, None, None, None);
            tile.comparisons.clear();
        }
    }
    report
}

/// What the source of a page of the pack says.
fn source_of(pack: &Pack, slug: &str) -> Option<String> {
    pack.source.get(&format!("pages/{slug}.typ")).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

#[test]
fn several_hidden_headline_figures_stand_together_and_one_stands_as_a_tile() {
    for (count, tiles, together) in [(0, 4, false), (1, 4, false), (2, 2, true), (4, 0, true)] {
        let pack = made(&hiding(count));
        let source = source_of(&pack, "referrals").unwrap();
        assert_eq!((source.matches("annexa.tile(").count(), source.contains("hidden: (")), (tiles, together), "{count} hidden");
        let Some(words) = words_of(&write_for_the_eye("hiding", &pack)) else { continue };
        // The same is said of each in either form: its name, its sign, and why.
        assert!(words.contains(&squeezed("Referrals in six months")), "{count} hidden");
        assert_eq!(words.contains(&squeezed("so that no child can be recognised")), count > 0, "{count} hidden");
    }
}

#[test]
fn topics_of_which_nothing_is_drawn_share_a_page() {
    let mut report = hiding(3);
    for section in &mut report.pages[1].sections {
        section.blocks.retain(|block| matches!(block, Block::Tiles { .. } | Block::Questions { .. } | Block::Definitions { .. }));
    }
    let (mut again, mut written) = (report.pages[1].clone(), report.pages[1].clone());
    again.slug = "again".to_owned();
    again.title = "Another topic".to_owned();
    // What somebody wrote of a topic keeps it a page of its own.
    written.slug = "written".to_owned();
    let words = super::sample::report().pages[1].sections.iter().find(|section| section.id == "commentary").unwrap().clone();
    written.sections.push(words);
    report.pages.splice(2..2, [again, written]);
    let pack = made(&report);
    assert!(source_of(&pack, "referrals").is_none() && source_of(&pack, "again").is_none() && source_of(&pack, "written").is_some());
    let source = source_of(&pack, "little-to-show").unwrap();
    for said in ["2 topics with little to show", "page:referrals", "page:again", "Another topic", "Referrals in six months", "24.2%"] {
        assert!(source.contains(said), "{said}");
    }
    assert!(source.contains("Has the threshold changed since November 2024?"));
    // Neither is a page of its own where there is something to draw, however much is hidden.
    assert!(source_of(&made(&hiding(4)), "little-to-show").is_none());
}

/// The sample with its list of what needs attention on the overview and on a page of its own, with or without a point.
fn listing(points: bool) -> Report {
    let mut report = super::sample::report();
    let mut list = report.pages.iter().flat_map(|page| &page.sections).find(|section| section.id == "attention").unwrap().clone();
    for block in &mut list.blocks {
        if let Block::Attention(attention) = block {
            attention.nothing = "Nothing stands out.".to_owned();
            attention.items.truncate(usize::from(points));
        }
    }
    report.pages.iter_mut().for_each(|page| page.sections.retain(|section| section.id != "attention"));
    report.pages[0].sections.push(list.clone());
    let page = Page { slug: "points".to_owned(), layout: PackLayout::Rows, sections: vec![list], ..report.pages[0].clone() };
    report.pages.insert(1, page);
    report
}

#[test]
fn where_no_point_needs_attention_the_overview_says_so_with_the_rules() {
    for points in [true, false] {
        let report = listing(points);
        let pack = made(&report);
        let overview = source_of(&pack, &report.pages[0].slug).unwrap();
        assert_eq!(source_of(&pack, "points").is_some(), points);
        assert_eq!(overview.contains("What points in the worse direction comes first."), !points, "the rules stand once");
    }
}

/// How far apart two words of a PDF stand, down the page they share, in points.
fn apart(pdf: &std::path::Path, first: &str, second: &str) -> Option<f64> {
    let output = Command::new("pdftotext").args(["-bbox", "-enc", "UTF-8"]).arg(pdf).arg("-").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let page = text.split("<page ").find(|page| page.contains(&format!(">{first}<")) && page.contains(&format!(">{second}<")))?;
    let top = |word: &str| -> Option<f64> {
        let line = page.lines().find(|line| line.contains(&format!(">{word}<")))?;
        line.split("yMin=\"").nth(1)?.split('"').next()?.parse().ok()
    };
    Some(top(second)? - top(first)?)
}

#[test]
fn a_table_is_set_as_loosely_as_its_page_has_room() {
    let measured = |rows: usize| {
        let mut report = super::sample::report();
        for section in &mut report.pages[1].sections {
            section.blocks.retain(|block| !matches!(block, Block::Figure(_) | Block::Pair { .. }));
            for block in &mut section.blocks {
                let Block::Table(table) = block else { continue };
                table.table.rows = table.table.rows.iter().cycle().take(rows).cloned().collect();
                table.table.rows[0].head = "Firstofall".to_owned();
                table.table.rows[1].head = "Secondofall".to_owned();
            }
        }
        let pdf = write_for_the_eye("table-of-many-rows", &made(&report));
        let apart = apart(&pdf, "Firstofall", "Secondofall");
        eprintln!("{rows} rows: {apart:?}");
        apart
    };
    let Some(loose) = measured(12) else {
        eprintln!("skipped: pdftotext is not installed");
        return;
    };
    // By degrees, as the same spread holds more and more.
    let (closer, closest) = (measured(42).unwrap(), measured(48).unwrap());
    assert!(loose > closer + 1.0 && closer > closest + 1.0, "{loose}, {closer} and {closest} points");
}
