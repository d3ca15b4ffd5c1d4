//! The packs of the demo, read as other programs read them: every block once and in order, pictures with the words of the site,
//! tables and headings as the site has them.

use super::{DEMO, ROOT, Sample};
use crate::command::run;
use annexa::edition::Edition;
use annexa::pack::{self, Pack};
use annexa::pipeline;
use annexa::report::{Block, Figure, Page, Prose, Report, Tile, plain};
use annexa::theme::Shelf;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

static BRIEF: LazyLock<Pack> = LazyLock::new(|| pack::compile(&DEMO.made.brief, &Shelf::of_project(Path::new(ROOT))).unwrap());

/// The two editions: the report and where its PDF lies, with the source beside it. Written once for all tests.
static EDITIONS: LazyLock<[(&'static Report, PathBuf); 2]> = LazyLock::new(written);

pub(super) fn editions() -> impl Iterator<Item = (&'static Report, &'static PathBuf)> {
    EDITIONS.iter().map(|(report, pdf)| (*report, pdf))
}

fn written() -> [(&'static Report, PathBuf); 2] {
    let full = DEMO.outputs.files.get(&DEMO.outputs.pack).unwrap();
    let sources = |name: &str, pdf: &[u8], files: Vec<(String, Vec<u8>)>| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packs").join(name);
        std::fs::create_dir_all(folder.join("source/pages")).unwrap();
        for (path, bytes) in files {
            std::fs::write(folder.join("source").join(path), bytes).unwrap();
        }
        let path = folder.join("pack.pdf");
        std::fs::write(&path, pdf).unwrap();
        path
    };
    let pages = |path: &str| path.starts_with("pages/");
    let of_full = DEMO.outputs.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("source/")?.to_owned(), bytes.to_vec())));
    let of_brief = BRIEF.source.iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec()));
    [
        (&DEMO.made.report, sources("full", full, of_full.filter(|(path, _)| pages(path)).collect())),
        (&DEMO.made.brief, sources("brief", &BRIEF.pdf, of_brief.filter(|(path, _)| pages(path)).collect())),
    ]
}

/// What a program says of a PDF; `None` where it is not installed.
fn said(program: &str, before: &[&str], pdf: &Path, after: &[&str]) -> Option<String> {
    let Ok(output) = Command::new(program).args(before).arg(pdf).args(after).output() else {
        eprintln!("skipped: {program} is not installed");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The words of each page, without spaces and breaks, in reading order.
pub(super) fn pages_of(pdf: &Path) -> Option<Vec<String>> {
    Some(said("pdftotext", &["-raw", "-enc", "UTF-8"], pdf, &["-"])?.split('\u{c}').map(squeezed).collect())
}

/// The pages of the PDF, from 0, on which pages of the report begin.
pub(super) fn starts(pdf: &Path) -> BTreeMap<String, usize> {
    places(pdf, "page:")
}

/// The pages of the PDF, from 0, of its destinations of one kind.
pub(super) fn places(pdf: &Path, kind: &str) -> BTreeMap<String, usize> {
    let said = said("pdfinfo", &["-dests"], pdf, &[]).unwrap_or_default();
    let lead = format!("\"{kind}");
    let found = said.lines().filter_map(|line| {
        let id = line.split_once(&lead)?.1.trim_end_matches('"');
        Some((id.to_owned(), line.split_whitespace().next()?.parse::<usize>().ok()? - 1))
    });
    found.collect()
}

pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn tiles(page: &Page) -> impl Iterator<Item = &Tile> {
    page.sections.iter().flat_map(|section| &section.blocks).flat_map(|block| match block {
        Block::Tiles { tiles } => tiles.as_slice(),
        _ => &[],
    })
}

/// That `parts` stand in `text` one after the other.
fn in_order<'a>(text: &str, parts: impl IntoIterator<Item = &'a str>, place: &str) {
    let mut at = 0;
    for part in parts {
        let part = squeezed(part);
        let found = text[at..].find(&part).unwrap_or_else(|| panic!("{place}: `{part}` does not come after what stands before it"));
        at += found + part.len();
    }
}

/// Where a title stands with its caption, and the numbers it has there: those of the pack, in order of the text.
pub(super) fn numbered(text: &str, kind: &str, title: &str, subtitle: &str) -> Vec<(usize, String)> {
    let (before, after) = (format!("{}{kind}", squeezed(title)), format!(".{}", squeezed(subtitle)));
    let found = text.match_indices(&before).filter_map(|(at, _)| {
        let rest = &text[at + before.len()..];
        let end = rest.find(|c: char| c != 'A' && !c.is_ascii_digit())?;
        (end > 0 && rest[end..].starts_with(&after)).then(|| (at, rest[..end].to_owned()))
    });
    found.collect()
}

/// The same of a figure.
pub(super) fn stands(text: &str, figure: &Figure) -> Vec<(usize, String)> {
    numbered(text, "Figure", &figure.title, &figure.subtitle)
}

/// Charts that the words of a page rest on stand beside them, and every page's first.
#[test]
fn what_a_page_speaks_of_stands_on_its_spread() {
    let (report, pdf) = EDITIONS.first().unwrap();
    let Some(pages) = pages_of(pdf) else { return };
    let starts = starts(pdf);
    let spreads = pages[..starts["further-charts"]].concat();
    let topics = report.pages.iter().filter(|page| page.layout == annexa::report::PackLayout::Topic);
    let mut foremost = 0;
    for page in topics {
        let first = page.figures().next();
        let spoken_of = page.rests_on.iter().find_map(|code| page.figures().find(|figure| figure.codes.contains(code)));
        for figure in first.into_iter().chain(spoken_of).filter(|figure| !figure.subtitle.is_empty()) {
            assert!(!stands(&spreads, figure).is_empty(), "{}: {} is not on the spread", page.slug, figure.id);
            foremost += 1;
        }
    }
    assert!(foremost > 20, "only {foremost} charts were looked for");
}

/// Where all charts of a section moved to the further charts its words and its heading did too: none is left alone on a spread.
/// How many sections of the report moved so.
fn moved_whole(report: &Report, pdf: &Path) -> Option<usize> {
    let pages = pages_of(pdf)?;
    let further = starts(pdf).get("further-charts").copied().unwrap_or(pages.len());
    let spreads = pages[..further].concat();
    let mut moved = 0;
    for page in report.pages.iter().filter(|page| page.layout == annexa::report::PackLayout::Topic) {
        let places = places(pdf, &format!("sec:{}:", page.slug));
        for section in page.sections.iter().filter(|section| !section.quiet) {
            let on_spreads = section.blocks.iter().flat_map(|block| match block {
                Block::Figure(figure) => vec![!stands(&spreads, figure).is_empty()],
                Block::Pair { figures } => figures.iter().map(|figure| !stands(&spreads, figure).is_empty()).collect(),
                Block::Table(table) => vec![!numbered(&spreads, "Table", &table.title, &table.subtitle).is_empty()],
                _ => Vec::new(),
            });
            let on_spreads: Vec<bool> = on_spreads.collect();
            let other = section.blocks.iter().any(|block| matches!(block, Block::Tiles { .. } | Block::Attention(_) | Block::Lens { .. }));
            if on_spreads.is_empty() || other || on_spreads.contains(&true) {
                continue;
            }
            let place = places.get(&section.id).copied();
            assert!(place.is_none_or(|place| place >= further), "{}: the heading of {} stands alone", page.slug, section.id);
            for block in &section.blocks {
                let Block::Prose { prose } = block else { continue };
                let words = squeezed(&plain_of(prose));
                let spread = pages[starts(pdf)[&page.slug]..].iter().take(2).map(String::as_str).collect::<String>();
                assert!(!spread.contains(&words), "{}: words of {} are left on the spread", page.slug, section.id);
                assert!(pages[further..].concat().contains(&words), "{}: words of {} are lost", page.slug, section.id);
            }
            moved += 1;
        }
    }
    Some(moved)
}

/// The words of paragraphs.
fn plain_of(prose: &[Prose]) -> String {
    let words = prose.iter().map(|prose| if let Prose::Paragraph(words) = prose { plain(words) } else { String::new() });
    words.collect()
}

#[test]
fn what_is_said_of_charts_stands_where_they_do() {
    let (report, pdf) = EDITIONS.first().unwrap();
    let Some(moved) = moved_whole(report, pdf) else { return };
    assert!(moved > 2, "only {moved} sections moved, so that this test asks for nothing");
    // A small place has fewer charts, and other sections give way.
    let folder = tempfile::tempdir().unwrap();
    let small = folder.path().join("small");
    assert!(run(Path::new("."), &["demo", &small.display().to_string(), "--children", "2000"]).status.success());
    let sample = Sample::new(&small, annexa::annex_a::collect(&[small.join("data")]).unwrap());
    let report = sample.report().0.report;
    let pdf = folder.path().join("pack.pdf");
    std::fs::write(&pdf, pack::compile(&report, &sample.shelf).unwrap().pdf).unwrap();
    assert!(moved_whole(&report, &pdf).is_some());
}

#[test]
fn every_block_stands_once_and_in_order() {
    for (report, pdf) in editions() {
        let Some(pages) = pages_of(pdf) else { return };
        let (all, starts) = (pages.concat(), starts(pdf));
        // The tables of charts that no spread holds are left to the site.
        let spreads = pages[..starts.get("further-charts").copied().unwrap_or(pages.len())].concat();
        let places: Vec<usize> = report.pages.iter().map(|page| starts[&page.slug]).collect();
        assert!(places.is_sorted(), "pages stand in another order: {places:?}");
        for page in &report.pages {
            let text = pages[starts[&page.slug]..].concat();
            in_order(&text, std::iter::once(page.message.as_str()).chain(tiles(page).map(|tile| tile.value.as_str())), &page.slug);
            for figure in page.figures().filter(|figure| !figure.subtitle.is_empty()) {
                // A data table names the figure too; where its caption says the same, the line stands there again.
                let told = report.about.edition == Edition::Full && !stands(&spreads, figure).is_empty();
                let again = usize::from(told && squeezed(&figure.table.caption) == squeezed(&figure.subtitle));
                let left_out = report.about.edition == Edition::Brief && page.slug == "index";
                let found = stands(&all, figure).len();
                assert!(found == 1 + again || left_out && found == 0, "{}: {} stands {found} times", page.slug, figure.id);
            }
            for block in page.sections.iter().flat_map(|section| &section.blocks) {
                match block {
                    Block::Questions { questions } => in_order(&text, questions.iter().map(|q| q.text.as_str()), &page.slug),
                    Block::Attention(attention) => in_order(&text, attention.items.iter().map(|item| item.says.as_str()), &page.slug),
                    Block::Commentary(words) => {
                        let by = squeezed(&words.author);
                        assert!(text.contains(&by), "{}: the commentary of {by}", page.slug);
                    }
                    Block::Table(table) => {
                        assert_eq!(numbered(&all, "Table", &table.title, &table.subtitle).len(), 1, "{}: {}", page.slug, table.id);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Alternatives of pictures in a PDF, as qpdf reads them.
fn alternatives(pdf: &Path) -> Option<Vec<String>> {
    let document: serde_json::Value = serde_json::from_str(&said("qpdf", &["--json=2", "--json-key=qpdf"], pdf, &[])?).unwrap();
    let objects = document["qpdf"][1].as_object().unwrap().values().map(|object| &object["value"]);
    let pictures = objects.filter(|value| value["/S"] == "/Figure");
    Some(pictures.map(|value| value["/Alt"].as_str().unwrap_or_default().trim_start_matches("u:").to_owned()).collect())
}

#[test]
fn a_picture_says_in_the_pack_what_it_says_on_the_site() {
    for (report, pdf) in editions() {
        let Some(said) = alternatives(pdf) else { return };
        let mut wanted = 0;
        for page in &report.pages {
            // What the site says stands in the report's tree; a page of the brief edition alone is on no site.
            let site = DEMO.outputs.files.get(&format!("site/{}.html", page.slug)).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            for figure in page.figures() {
                let alt = figure.chart.alt.as_str();
                let found = said.iter().filter(|words| *words == alt).count();
                // Two pages may draw the same figure, and then say the same of it.
                let drawn = report.pages.iter().flat_map(Page::figures).filter(|other| other.chart.alt == alt).count();
                assert!(found == drawn || report.about.edition == Edition::Brief && found == 0, "{}: {found} times {alt}", figure.id);
                let escaped = alt.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                assert!(site.as_ref().is_none_or(|html| html.contains(&escaped)), "{}: not on the site: {alt}", figure.id);
                wanted += found;
            }
        }
        assert!(wanted >= if report.about.edition == Edition::Full { 100 } else { 1 }, "only {wanted} pictures were looked for");
    }
}

#[test]
fn both_editions_pass_the_checks_of_other_programs() {
    for (_, pdf) in editions() {
        let script = Path::new(ROOT).join("tests/pdf/check.sh");
        let Ok(output) = Command::new("bash").arg(script).arg(pdf).output() else { return };
        let words = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{}: {words}{}", pdf.display(), String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_brief_edition_is_four_pages_of_the_same_report() {
    assert_eq!(BRIEF.pages, 4);
    assert!(BRIEF.findings.0.is_empty(), "{:?}", BRIEF.findings);
    let slugs: Vec<&str> = DEMO.made.brief.pages.iter().map(|page| page.slug.as_str()).collect();
    assert_eq!(slugs, ["index", "furthest", "changes"]);
    let ranked = |slug: &str| DEMO.made.brief.pages.iter().find(|page| page.slug == slug).map(|page| tiles(page).count());
    assert_eq!((ranked("furthest"), ranked("changes")), (Some(6), Some(8)));
    // Pages of both editions are the same pages, with the same numbers.
    for page in DEMO.made.brief.pages.iter().filter(|page| page.editions.contains(&Edition::Full)) {
        assert!(DEMO.made.report.pages.contains(page), "{}", page.slug);
    }
}

#[test]
fn a_small_place_a_whole_year_and_other_workbooks_have_four_pages_too() {
    let folder = tempfile::tempdir().unwrap();
    let small = folder.path().join("small");
    let said = run(Path::new("."), &["demo", &small.display().to_string(), "--children", "2000"]);
    assert!(said.status.success());
    let toml = std::fs::read_to_string(small.join("annexa.toml")).unwrap();
    for (name, settings) in [("half a year", toml.clone()), ("a year", format!("{toml}window_months = {{ default = 12 }}\n"))] {
        std::fs::write(small.join("annexa.toml"), settings).unwrap();
        let sample = Sample::new(&small, annexa::annex_a::collect(&[small.join("data")]).unwrap());
        let built = pipeline::build(&sample.input(), Edition::Brief).unwrap().value;
        assert_eq!(built.pack_pages, 4, "{name}");
        assert!(built.pack.ends_with("-brief.pdf") && built.files.get("site/index.html").is_some(), "{name}");
        let manifest = String::from_utf8_lossy(built.files.get("manifest.json").unwrap()).into_owned();
        assert!(manifest.contains("\"edition\": \"brief\""), "{manifest}");
    }
}

#[test]
fn an_edition_that_is_not_there_is_refused() {
    let said = run(Path::new("."), &["build", "--edition", "short"]);
    let words = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(2));
    assert!(words.starts_with("error: invalid value 'short' for '--edition <EDITION>'\n  [possible values: full, brief]\n"), "{words}");
}
