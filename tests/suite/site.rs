//! Tests of site: the sample report as a finished folder of files.

use crate::sample;
use annexa::charts::spec::{Chart, Form};
use annexa::files::Files;
use annexa::report::*;
use annexa::site;
use annexa::theme::Shelf;
use std::collections::BTreeSet;

/// Files that the pipeline adds beside the site.
const ADDED_LATER: [&str; 4] = ["data/figures.csv", "data/dictionary.csv", "data/comparisons.csv", "data/tables.xlsx"];

fn site_of(report: &Report) -> Files {
    site::render(report, &Shelf::built_in()).expect("the built-in layouts and theme make a site")
}

fn text(files: &Files, path: &str) -> String {
    String::from_utf8(files.get(path).unwrap_or_else(|| panic!("{path} is missing")).to_vec()).unwrap()
}

fn pages(files: &Files) -> Vec<(String, String)> {
    files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.to_owned(), String::from_utf8(bytes.to_vec()).unwrap()))
        .collect()
}

/// Every tag of a page as its name and attributes; refuses markup that is not closed or quoted as ours always is.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("every tag ends");
        let inner = rest[at + 1..end].trim_end_matches('/');
        rest = &rest[end + 1..];
        if inner.starts_with(['/', '!', '?']) {
            continue;
        }
        let (name, mut attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let mut found = Vec::new();
        loop {
            attributes = attributes.trim_start();
            if attributes.is_empty() {
                break;
            }
            let name_end = attributes.find(['=', ' ', '\n']).unwrap_or(attributes.len());
            let (attribute, after) = attributes.split_at(name_end);
            let Some(quoted) = after.strip_prefix("=\"") else {
                found.push((attribute.to_owned(), String::new()));
                attributes = after;
                continue;
            };
            let close = quoted.find('"').unwrap_or_else(|| panic!("attribute {attribute} of {name} is not closed"));
            found.push((attribute.to_owned(), quoted[..close].to_owned()));
            attributes = &quoted[close + 1..];
        }
        tags.push((name.to_owned(), found));
    }
    tags
}

fn attributes<'a>(tags: &'a [(String, Vec<(String, String)>)], name: &'a str) -> impl Iterator<Item = &'a str> {
    tags.iter().flat_map(|(_, attributes)| attributes).filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
}

fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// What a page says: its text and its text alternatives, lower case, spaces made single.
fn said(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        // Words that only a line or a heading divides stay divided; inline marks do not divide.
        let name = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap_or("");
        if !matches!(name.trim_start_matches('/'), "b" | "strong" | "em" | "a" | "code") {
            out.push(' ');
        }
    }
    for alternative in attributes(&tags(html), "aria-label") {
        out.push(' ');
        out.push_str(alternative);
    }
    single_spaced(&unescaped(&out))
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn strings_of_prose(prose: &[Prose]) -> Vec<String> {
    prose
        .iter()
        .flat_map(|part| match part {
            Prose::Paragraph(inner) | Prose::Heading(inner) => vec![plain(inner)],
            Prose::Quote(inner) => strings_of_prose(inner),
            Prose::List { items, .. } => items.iter().flat_map(|item| strings_of_prose(item)).collect(),
        })
        .collect()
}

fn strings_of_table(table: &DataTable) -> Vec<String> {
    let mut all = vec![table.caption.clone()];
    all.extend(table.columns.iter().map(|c| c.label.clone()));
    for row in &table.rows {
        all.extend([row.head.clone(), row.sub.clone()]);
        all.extend(row.cells.iter().flat_map(|cell| cell.lines().map(str::to_owned)));
    }
    all
}

fn strings_of_figure(figure: &Figure) -> Vec<String> {
    let mut all = vec![
        format!("Figure {}", figure.number),
        figure.title.clone(),
        figure.subtitle.clone(),
        figure.note.clone(),
        figure.source.clone(),
    ];
    all.extend(strings_of_table(&figure.table));
    all
}

fn strings_of_tile(tile: &Tile) -> Vec<String> {
    let mut all = vec![
        tile.code.clone(),
        tile.title.clone(),
        tile.value.clone(),
        tile.of.clone(),
        tile.target.clone(),
        tile.polarity.clone(),
        tile.note.clone(),
    ];
    all.extend(tile.change.iter().flat_map(|c| [c.amount.clone(), c.words.clone()]));
    all.extend(tile.comparisons.iter().flat_map(|c| c.verdict.clone().into_iter().chain([c.name.clone()])));
    all
}

/// Every string that a block prints.
fn strings_of(block: &Block) -> Vec<String> {
    match block {
        Block::Tiles { tiles } => tiles.iter().flat_map(strings_of_tile).collect(),
        Block::Figure(figure) => strings_of_figure(figure),
        Block::Pair { figures } => figures.iter().flat_map(strings_of_figure).collect(),
        Block::Attention(list) => {
            let item =
                |i: &AttentionItem| [&i.says, &i.code, &i.page_title, &i.reason, &i.value, &i.of, &i.beside, &i.note].map(Clone::clone);
            list.items.iter().flat_map(item).chain(list.rules.iter().cloned()).collect()
        }
        Block::Table(t) | Block::Detail(t) => {
            [vec![format!("Table {}", t.number), t.title.clone(), t.subtitle.clone(), t.note.clone()], strings_of_table(&t.table)].concat()
        }
        Block::Prose { prose } | Block::Notice { prose, .. } => strings_of_prose(prose),
        Block::Commentary(c) => {
            let mut all = strings_of_prose(&c.prose);
            all.extend([c.author.clone(), c.state.clone()]);
            all.extend(c.date.map(|day| day.words()));
            all
        }
        Block::Questions { questions } => questions.iter().flat_map(|q| [q.text.clone(), q.because.clone(), q.code.clone()]).collect(),
        Block::Definitions { definitions } => definitions
            .iter()
            .flat_map(|d| {
                [
                    vec![d.code.clone(), d.title.clone(), d.means.clone(), d.differs.clone()],
                    d.facts.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect(),
                    d.caveats.clone(),
                ]
                .concat()
            })
            .collect(),
        Block::Lens { headlines } => headlines
            .iter()
            .flat_map(|h| [&h.code, &h.title, &h.value, &h.of, &h.england, &h.verdict, &h.better, &h.page_title].map(Clone::clone))
            .collect(),
        Block::Glossary { terms } => terms.iter().flat_map(|t| [t.term.clone(), t.means.clone()]).collect(),
    }
}

#[test]
fn every_block_and_every_printed_string_is_on_its_page() {
    let report = sample::report();
    let files = site_of(&report);
    for page in &report.pages {
        let html = text(&files, &format!("{}.html", page.slug));
        let said = said(&html);
        let ids: BTreeSet<String> = attributes(&tags(&html), "id").map(str::to_owned).collect();
        let mut strings = vec![page.title.clone(), page.group.clone(), page.asks.clone(), page.message.clone(), plain(&page.lede)];
        let about = &report.about;
        strings.extend([
            about.authority.clone(),
            about.title.clone(),
            about.as_at.words(),
            about.period.clone(),
            about.audience.title().to_owned(),
        ]);
        strings.extend(
            [about.classification.clone(), about.version.clone()].into_iter().chain(about.banner.clone()).chain(about.attributions.clone()),
        );
        for section in &page.sections {
            assert!(ids.contains(&section.id), "{} has no section {}", page.slug, section.id);
            strings.push(section.title.clone());
            for block in &section.blocks {
                strings.extend(strings_of(block));
            }
        }
        for figure in page.figures() {
            assert!(ids.contains(&figure.id), "{} has no figure {}", page.slug, figure.id);
            assert!(files.get(&format!("data/{}.csv", figure.id)).is_some());
            let svg = String::from_utf8_lossy(files.get(&format!("charts/{}.svg", figure.id)).unwrap()).into_owned();
            let drawn: String = svg
                .split('<')
                .filter(|part| part.starts_with("text "))
                .filter_map(|part| part.split_once('>'))
                .map(|part| part.1.to_owned() + " ")
                .collect();
            for word in [&figure.title, &figure.subtitle, &figure.source, &report.about.classification]
                .into_iter()
                .flat_map(|words| words.split_whitespace())
            {
                assert!(unescaped(&drawn).contains(word), "{}: {word} is not drawn in {drawn}", figure.id);
            }
            assert!(svg.contains("Arial"), "{}: letters where the font is not installed", figure.id);
            // A wider font than Noto Sans is held to the room of each label.
            let loose = svg.split("<text ").skip(1).find(|text| !text.split('>').next().unwrap_or("").contains("textLength=\""));
            assert!(loose.is_none(), "{}: {loose:?} may run over the edge", figure.id);
        }
        for string in strings {
            assert!(said.contains(&single_spaced(&string)), "{} does not say {string:?}", page.slug);
        }
    }
    assert!(text(&files, "referrals.html").contains("id=\"d-ref-04\"") && text(&files, "referrals.html").contains("id=\"ref-compare\""));
    assert!(files.get("data/ref-compare.csv").is_some());
}

#[test]
fn the_sample_has_every_kind_of_block() {
    let report = sample::report();
    let kinds: BTreeSet<_> = report
        .pages
        .iter()
        .flat_map(|p| &p.sections)
        .flat_map(|s| &s.blocks)
        .map(|b| serde_json::to_value(b).unwrap()["block"].to_string())
        .collect();
    assert_eq!(kinds.len(), 12, "{kinds:?}");
}

#[test]
fn ids_are_unique_on_every_page_and_what_points_to_them_finds_them() {
    for (path, html) in pages(&site_of(&sample::report())) {
        let tags = tags(&html);
        let mut seen = BTreeSet::new();
        for id in attributes(&tags, "id") {
            assert!(seen.insert(id), "{path}: id {id} is used twice");
        }
        for name in ["aria-labelledby", "for", "aria-describedby"] {
            for ids in attributes(&tags, name) {
                for id in ids.split(' ') {
                    assert!(seen.contains(id), "{path}: {name} points to {id}, which is not there");
                }
            }
        }
    }
}

#[test]
fn every_link_leads_to_a_file_and_an_anchor_of_the_site() {
    let files = site_of(&sample::report());
    for (path, html) in pages(&files) {
        let tags = tags(&html);
        for href in attributes(&tags, "href").chain(attributes(&tags, "src")).chain(attributes(&tags, "action")) {
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let target = if file.is_empty() { path.as_str() } else { file };
            assert!(files.get(target).is_some() || ADDED_LATER.contains(&target), "{path} links to {href}, which is not in the site");
            if !anchor.is_empty() {
                assert!(text(&files, target).contains(&format!("id=\"{anchor}\"")), "{path} links to {href}, but there is no such anchor");
            }
        }
    }
}

#[test]
fn nothing_asks_another_machine_for_anything() {
    for (path, bytes) in site_of(&sample::report()).iter() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        if path.ends_with("OFL.txt") {
            continue;
        }
        let bare = text.replace("http://www.w3.org/2000/svg", "");
        assert!(
            !bare.contains("http://") && !bare.contains("https://") && !bare.contains("url(//") && !bare.contains("@import"),
            "{path} names another machine"
        );
        if path.ends_with(".html") {
            let tags = tags(text);
            assert!(
                tags.iter().flat_map(|(_, a)| a).all(|(name, value)| !name.starts_with("on") && !value.starts_with("javascript:")),
                "{path} has an inline handler"
            );
            assert!(
                tags.iter().filter(|(name, _)| name == "script").all(|(_, a)| a.iter().any(|(n, _)| n == "src")),
                "{path} has an inline script"
            );
            assert!(
                !tags.iter().any(|(name, a)| name == "style" || name == "base" || a.iter().any(|(n, _)| n == "style")),
                "{path} has an inline style"
            );
        }
    }
}

/// The sample with the same hostile words in every string a person or a workbook may have written.
fn hostile(words: &str) -> Report {
    let mut report = sample::report();
    let h = || words.to_owned();
    report.about.authority = h();
    report.about.banner = Some(h());
    report.about.attributions = vec![h()];
    let page = &mut report.pages[1];
    (page.title, page.group, page.asks, page.message) = (h(), h(), h(), h());
    page.lede = vec![Inline::Text(h()), Inline::Code(h()), Inline::Link(Target::Address(h()), vec![Inline::Text(h())])];
    for section in &mut page.sections {
        section.title = h();
        for block in &mut section.blocks {
            match block {
                Block::Tiles { tiles } => {
                    tiles.iter_mut().for_each(|t| (t.title, t.value, t.of, t.target, t.polarity, t.note) = (h(), h(), h(), h(), h(), h()))
                }
                Block::Figure(f) => hostile_figure(f, words),
                Block::Pair { figures } => figures.iter_mut().for_each(|f| hostile_figure(f, words)),
                Block::Attention(list) => {
                    list.items
                        .iter_mut()
                        .for_each(|i| (i.says, i.reason, i.value, i.of, i.beside, i.note) = (h(), h(), h(), h(), h(), h()));
                    list.rules = vec![h()];
                }
                Block::Table(t) | Block::Detail(t) => (t.title, t.note, t.table) = (h(), h(), hostile_table(words)),
                Block::Prose { prose } | Block::Notice { prose, .. } => *prose = vec![Prose::Paragraph(vec![Inline::Text(h())])],
                Block::Commentary(c) => (c.author, c.state) = (h(), h()),
                Block::Questions { questions } => questions.iter_mut().for_each(|q| (q.text, q.because, q.code) = (h(), h(), h())),
                Block::Definitions { definitions } => {
                    definitions.iter_mut().for_each(|d| (d.title, d.means, d.facts, d.caveats) = (h(), h(), vec![(h(), h())], vec![h()]))
                }
                Block::Lens { headlines } => headlines
                    .iter_mut()
                    .for_each(|l| (l.title, l.code, l.value, l.of, l.england, l.verdict, l.better) = (h(), h(), h(), h(), h(), h(), h())),
                Block::Glossary { terms } => terms.iter_mut().for_each(|t| (t.term, t.means) = (h(), h())),
            }
        }
    }
    report
}

fn hostile_figure(figure: &mut Figure, words: &str) {
    let h = || words.to_owned();
    (figure.title, figure.subtitle, figure.note, figure.source, figure.table) = (h(), h(), h(), h(), hostile_table(words));
    figure.chart.alt = h();
}

fn hostile_table(words: &str) -> DataTable {
    let h = || words.to_owned();
    DataTable {
        caption: h(),
        columns: vec![Column { label: h(), numeric: false }, Column { label: h(), numeric: true }],
        rows: vec![Row::new(h(), h(), vec![h()])],
    }
}

/// Elements and the names of their attributes, in order; on the A to Z, whose order follows the words, each kind once.
fn shape_of(path: &str, html: &str) -> (String, Vec<(String, Vec<String>)>) {
    let names = |attributes: Vec<(String, String)>| attributes.into_iter().map(|(name, _)| name).collect();
    let mut shape: Vec<(String, Vec<String>)> = tags(html).into_iter().map(|(name, attributes)| (name, names(attributes))).collect();
    if path == "a-to-z.html" {
        shape.sort();
        shape.dedup();
    }
    (path.to_owned(), shape)
}

#[test]
fn hostile_words_stay_words() {
    let shape = |files: &Files| pages(files).into_iter().map(|(path, html)| shape_of(&path, &html)).collect::<Vec<_>>();
    let harmless = shape(&site_of(&hostile("plain words")));
    for payload in [
        "</title></script><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' autofocus onfocus='alert(1)",
        "javascript:alert(1)",
        "{{ page.slug }}{% include 'base.html' %}",
        "<!--<svg onload=alert(1)>",
        "&lt;b&gt; \u{202e}\u{0}\u{2028}]]>",
        "</svg><style>*{display:none}</style>",
    ] {
        let files = site_of(&hostile(payload));
        for (found, expected) in shape(&files).iter().zip(&harmless) {
            assert!(found == expected, "{payload:?} changed the markup of {}", found.0);
        }
        let index = text(&files, "assets/search-index.js");
        assert!(!index.contains('<'), "{payload:?} can leave the search index");
        assert!(!text(&files, "referrals.html").contains('\u{202e}'));
    }
    let formula = site_of(&hostile("=cmd|' /C calc'!A0"));
    for (path, bytes) in formula.iter().filter(|(path, _)| path.starts_with("data/ref-")) {
        let csv = std::str::from_utf8(bytes).unwrap();
        assert!(csv.split([',', '\n']).all(|field| !field.trim_start_matches('"').starts_with('=')), "{path}: {csv}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(site_of(&sample::report()) == site_of(&sample::report()));
}

#[test]
fn names_that_cannot_be_files_or_anchors_are_refused() {
    let refused = |change: &dyn Fn(&mut Report)| {
        let mut report = sample::report();
        change(&mut report);
        site::render(&report, &Shelf::built_in()).expect_err("refused").to_string()
    };
    for name in ["../x", "Referrals", "a b", "", "a-to-z", "con", "lpt3", "index"] {
        assert!(refused(&|r| r.pages[1].slug = name.to_owned()).contains("page "), "{name}");
    }
    assert!(refused(&|r| r.pages[1].sections[1].id = "glance".to_owned()).contains("anchor glance"));
    assert!(refused(&|r| r.pages[1].sections[1].id = "x\" onload".to_owned()).contains("anchor x"));
}

#[test]
fn a_link_to_a_page_this_audience_does_not_get_is_only_its_words() {
    let mut report = sample::report();
    report.pages.remove(2);
    let html = text(&site_of(&report), "referrals.html");
    assert!(html.contains(" See re-referral.") && !html.contains("definitions.html"));
}

#[test]
fn a_part_stands_below_the_page_it_belongs_to_and_holds_whole_records() {
    let mut report = sample::report();
    report.pages.push(sample::part());
    let files = site_of(&report);
    let link = "href=\"definitions-referrals.html\"";
    assert!(text(&files, "definitions.html").contains(link), "the page it belongs to lists it");
    let side = |page: &str| {
        let html = text(&files, page);
        html[html.find("<nav class=\"side\"").unwrap()..html.find("<main").unwrap()].to_owned()
    };
    assert!(!side("referrals.html").contains(link), "other pages do not");
    let part = text(&files, "definitions-referrals.html");
    assert!(part.contains("<li><a href=\"definitions.html\">Definitions</a></li>"), "the trail leads back");
    assert!(side("definitions-referrals.html").contains(">Referrals</a>"), "below its page the title is short");
    assert!(part.contains("<a href=\"referrals.html#ref-07\">Figure 2</a>"), "a record leads to where it is shown");
    assert!(said(&part).contains(&single_spaced("Not computed here. Annex A has no family.")));
    assert!(part.contains("Rows like those of <a class=\"code\" href=\"referrals.html#d-ref-04\">REF-04</a>."));
    assert!(text(&files, "assets/search-index.js").contains("definitions-referrals.html#d-ref-99"));
}

#[test]
fn a_projects_layout_and_colours_come_before_the_built_in_ones() {
    let project = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(project.path().join("layouts/site")).unwrap();
    std::fs::create_dir_all(project.path().join("themes/default")).unwrap();
    std::fs::write(project.path().join("layouts/site/symbols.html"), "").unwrap();
    let own = "<!doctype html>\n<html><head><title>T</title></head><body><p>{{ frame.about.authority }} & <b>own</b></p></body></html>";
    std::fs::write(project.path().join("layouts/site/accessibility.html"), own).unwrap();
    let tokens = Shelf::built_in().text("themes/default/tokens.toml").unwrap().replacen("#12436D", "#801650", 2);
    std::fs::write(project.path().join("themes/default/tokens.toml"), tokens).unwrap();
    let files = site::render(&sample::report(), &Shelf::of_project(project.path())).unwrap();
    assert!(text(&files, "accessibility.html").ends_with("<body><p>Benbowshire & <b>own</b></p></body></html>"));
    assert!(text(&files, "assets/tokens.css").contains("--authority: #801650"));
    std::fs::write(project.path().join("layouts/site/page.html"), "{{ page.mesage }}").unwrap();
    let error = site::render(&sample::report(), &Shelf::of_project(project.path())).unwrap_err().to_string();
    assert!(error.contains("page.html") && error.contains("mesage"), "{error}");
}

#[test]
fn a_picture_file_stands_on_its_own() {
    let files = site_of(&sample::report());
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("charts/")) {
        let svg = std::str::from_utf8(bytes).unwrap();
        assert!(svg.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg"), "{path}");
        assert_eq!(svg.matches("xmlns=\"http://www.w3.org/2000/svg\"").count(), 1, "{path}");
        assert!(!svg.contains("var(") && !svg.contains("<script"), "{path}");
    }
}

#[test]
fn a_report_without_tiles_commentary_or_neighbours_is_a_site_too() {
    let mut report = sample::report();
    report.pages.truncate(1);
    report.pages[0].sections.clear();
    report.about.banner = None;
    report.about.attributions.clear();
    let files = site_of(&report);
    assert!(text(&files, "index.html").contains("<h1>") && text(&files, "a-to-z.html").contains("Overview"));
}

#[test]
fn a_draft_says_at_its_head_that_it_is_one() {
    let page = |report: &Report| text(&site_of(report), "referrals.html");
    let (agreed, draft) = (page(&sample::report()), page(&sample::with_draft()));
    assert!(agreed.contains("class=\"commentary\"") && !agreed.contains("class=\"state\""));
    let (_, from) = draft.split_once("class=\"commentary draft\"").expect("the draft is marked");
    let (head, words) = (from.find("Draft, not agreed").expect("told"), from.find("class=\"prose\"").expect("words"));
    assert!(head < words && from.matches("Draft, not agreed").count() == 1);
}

/// The sample with a page of every chart of the gallery, whole and halved, and of tiles in every number.
fn sample_with_gallery() -> Report {
    let mut report = sample::report();
    let Block::Figure(model) = report.pages[1].sections[1].blocks[0].clone() else { panic!("the sample's trend is a figure") };
    let Block::Tiles { tiles } = report.pages[1].sections[0].blocks[0].clone() else { panic!("the sample begins with tiles") };
    let numbered = |(i, (name, chart)): (usize, (String, Chart)), prefix: &str| {
        let id = chart.id.replacen("gallery", prefix, 1);
        let number = 100 + u32::try_from(i).unwrap();
        Figure { chart: Chart { id: id.clone(), ..chart }, id, number, title: name, ..(*model).clone() }
    };
    let forms: Vec<_> =
        annexa::charts::gallery::cases().into_iter().filter(|(_, c)| !matches!(c.form, Form::Spark(_) | Form::Strip(_))).collect();
    let whole = forms.clone().into_iter().enumerate().map(|f| Block::Figure(Box::new(numbered(f, "whole")))).collect();
    let halves: Vec<Figure> = forms.into_iter().enumerate().map(|f| numbered(f, "half")).collect();
    let pairs = halves.chunks(2).map(|pair| Block::Pair { figures: pair.to_vec() }).collect();
    let counts = [3, 5, 8].map(|count| {
        let renamed = |(i, mut tile): (usize, Tile)| {
            let id = format!("tile-{count}-{i}");
            tile.spark.iter_mut().for_each(|c| c.id = format!("{id}-spark"));
            tile.strip.iter_mut().for_each(|c| c.id = format!("{id}-strip"));
            tile
        };
        Block::Tiles { tiles: tiles.iter().cycle().take(count).cloned().enumerate().map(renamed).collect() }
    });
    let section = |id: &str, blocks| Section { id: id.to_owned(), title: id.to_owned(), quiet: false, blocks };
    let sections = vec![section("tiles", counts.to_vec()), section("whole", whole), section("halves", pairs)];
    report.pages.push(Page { slug: "gallery".to_owned(), title: "Gallery".to_owned(), sections, ..report.pages[1].clone() });
    report
}

#[test]
fn a_page_of_every_chart_and_tile_has_unique_ids_and_no_style_of_its_own() {
    let html = text(&site_of(&sample_with_gallery()), "gallery.html");
    let tags = tags(&html);
    let mut seen = BTreeSet::new();
    for id in attributes(&tags, "id") {
        assert!(seen.insert(id), "id {id} is used twice");
    }
    assert!(attributes(&tags, "style").next().is_none());
}

/// For looking at the finished pages: `ANNEXA_SAMPLE_SITE=folder cargo test --release sample_site`.
#[test]
fn sample_site_can_be_written_to_a_folder() {
    let Ok(folder) = std::env::var("ANNEXA_SAMPLE_SITE") else { return };
    let write = |path: &str, bytes: &[u8]| {
        let target = std::path::Path::new(&folder).join(path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, bytes).unwrap();
    };
    let report = sample_with_gallery();
    let start = std::time::Instant::now();
    let files = site_of(&report);
    eprintln!("{} figures in {:?}", report.pages.iter().flat_map(Page::figures).count(), start.elapsed());
    files.iter().for_each(|(path, bytes)| write(path, bytes));
    ADDED_LATER.iter().for_each(|path| write(path, b""));
}

#[test]
fn every_chart_of_the_report_is_drawn_in_its_page() {
    let report = sample::report();
    let files = site_of(&report);
    for page in &report.pages {
        let html = text(&files, &format!("{}.html", page.slug));
        let tiles =
            page.sections.iter().flat_map(|s| &s.blocks).flat_map(|b| if let Block::Tiles { tiles } = b { tiles.as_slice() } else { &[] });
        let minis = tiles.filter(|tile| tile.spark.is_some()).count();
        let pairs: usize =
            page.sections.iter().flat_map(|s| &s.blocks).map(|b| if let Block::Pair { figures } = b { figures.len() } else { 0 }).sum();
        let full = page.figures().count() - pairs;
        assert_eq!(html.matches("role=\"img\"").count(), full * 4 + pairs * 2 + minis, "{}", page.slug);
    }
}
