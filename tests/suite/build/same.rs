//! Nothing stands in the site that the pack lacks, nor the other way: both are held against the tree they are made from.

use super::text::{literals, numbers, of_html, of_pdf, squeezed, without_drawings};
use super::{Built, DEMO};
use annexa::report::{Block, DataTable, Definition, Figure, Inline, PackLayout, Page, Prose, Target, Tile};
use std::collections::BTreeSet;

/// What a definition says on the site alone.
const SITE_ONLY: &str = "on the site only";

/// Every string of the tree that a reader should meet, with the kind of block it belongs to.
#[derive(Default)]
struct Printed(Vec<(&'static str, String)>);

impl Printed {
    fn of(page: &Page) -> Self {
        let mut all = Self::default();
        all.add("title", &page.title);
        all.add("message", &page.message);
        all.inlines("lede", &page.lede);
        for section in &page.sections {
            all.add(if section.quiet { "quiet section" } else { "section" }, &section.title);
            section.blocks.iter().for_each(|block| all.block(page, block));
        }
        all.0.retain(|(_, text)| !text.trim().is_empty());
        all
    }

    fn add(&mut self, kind: &'static str, text: &str) {
        self.0.push((kind, text.to_owned()));
    }

    fn block(&mut self, page: &Page, block: &Block) {
        match block {
            Block::Tiles { tiles } => tiles.iter().for_each(|tile| self.tile(tile)),
            Block::Figure(figure) => self.figure(page, figure),
            Block::Pair { figures } => figures.iter().for_each(|figure| self.figure(page, figure)),
            Block::Attention(list) => {
                for item in &list.items {
                    for text in [&item.says, &item.reason, &item.value, &item.of, &item.beside, &item.page_title, &item.note] {
                        self.add("attention", text);
                    }
                }
                // The pack prints the rules once, on the page of the whole list, which is held to them here too.
                let kind = if page.layout == PackLayout::Summary { "rules on the next page" } else { "attention" };
                list.rules.iter().for_each(|text| self.add(kind, text));
            }
            Block::Table(table) => {
                for text in [&table.title, &table.subtitle] {
                    self.add("table", text);
                }
                self.inlines("note", &page.note(&table.id, &table.note));
                self.table(&table.table);
            }
            // Each neighbour and earlier years: what the site folds, the pack leaves to it and to its workbook.
            Block::Detail(table) => {
                let from = self.0.len();
                [&table.title, &table.subtitle].into_iter().for_each(|text| self.add("table", text));
                self.inlines("note", &page.note(&table.id, &table.note));
                self.table(&table.table);
                self.0[from..].iter_mut().for_each(|said| said.0 = SITE_ONLY);
            }
            // In place of the site's index of codes the pack has one by name, with pages.
            Block::Prose { prose } => self.prose(if is_index(prose) { "index of codes" } else { "prose" }, prose),
            Block::Notice { prose, .. } => self.prose("notice", prose),
            Block::Commentary(commentary) => {
                self.add("commentary", &commentary.author);
                self.add("commentary", &commentary.state);
                self.prose("commentary", &commentary.prose);
            }
            Block::Questions { questions } => {
                for question in questions {
                    [&question.text, &question.because, &question.code].into_iter().for_each(|text| self.add("question", text));
                }
            }
            Block::Definitions { definitions } => {
                for definition in definitions {
                    [&definition.code, &definition.title, &definition.means].into_iter().for_each(|text| self.add("definition", text));
                    self.add("definition", &definition.because);
                    // The pack gives what it does not show in short, and leaves the conditions of a rule to the site.
                    let (fact, caveat) = match definition.shown.is_empty() {
                        true => (SITE_ONLY, SITE_ONLY),
                        false => ("definition's fact", "caveat"),
                    };
                    for (label, words) in &definition.facts {
                        self.add(fact, label);
                        self.add(fact, words);
                    }
                    self.add(caveat, &definition.differs);
                    definition.caveats.iter().for_each(|text| self.add(caveat, text));
                    if page.layout == PackLayout::Part {
                        definition.rule.iter().for_each(|text| self.add(SITE_ONLY, text));
                    }
                }
            }
            Block::Lens { headlines } => {
                for headline in headlines {
                    for text in [&headline.title, &headline.code, &headline.value, &headline.of, &headline.england, &headline.verdict] {
                        self.add("headline", text);
                    }
                    self.add("headline", &headline.better);
                    self.add("headline", &headline.page_title);
                }
            }
            Block::Glossary { terms } => {
                for term in terms {
                    self.add("term", &term.term);
                    self.add("term's meaning", &term.means);
                }
            }
        }
    }

    fn tile(&mut self, tile: &Tile) {
        for text in [&tile.title, &tile.value, &tile.of, &tile.target, &tile.polarity, &tile.note, &tile.code] {
            self.add("tile", text);
        }
        if let Some(change) = &tile.change {
            self.add("tile's change", &change.amount);
            self.add("tile's change", &change.words);
        }
        if let Some(chart) = &tile.spark {
            self.add("tile's alternative", &chart.alt);
        }
        // The site says it as lines of text, each with its word.
        if let Some(chart) = &tile.strip {
            self.add("strip's alternative", &chart.alt);
        }
        for comparison in &tile.comparisons {
            self.add("tile's comparator", &comparison.shown);
        }
    }

    fn figure(&mut self, page: &Page, figure: &Figure) {
        for text in [&figure.title, &figure.subtitle] {
            self.add("figure", text);
        }
        self.inlines("note", &page.note(&figure.id, &figure.note));
        // Each code may be a link of its own.
        figure.source.split(" · ").flat_map(|part| part.split(", ")).for_each(|part| self.add("source", part));
        self.add("alternative", &figure.chart.alt);
        self.table(&figure.table);
    }

    fn table(&mut self, table: &DataTable) {
        // On paper a wide table joins the two percentiles in one column.
        let head = |label: &str| if label.contains("percentile") { "head of a percentile" } else { "head" };
        table.columns.iter().for_each(|column| self.add(head(&column.label), &column.label));
        for row in &table.rows {
            self.add("row head", &row.head);
            self.add("row's second line", &row.sub);
            row.cells.iter().flat_map(|cell| cell.lines()).for_each(|line| self.add("cell", line));
        }
    }

    fn prose(&mut self, kind: &'static str, prose: &[Prose]) {
        for part in prose {
            match part {
                Prose::Paragraph(inlines) | Prose::Heading(inlines) => self.inlines(kind, inlines),
                Prose::List { items, .. } => items.iter().for_each(|item| self.prose(kind, item)),
                Prose::Quote(inner) => self.prose(kind, inner),
            }
        }
    }

    fn inlines(&mut self, kind: &'static str, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                // A site folds the lines of a note apart.
                Inline::Text(text) | Inline::Code(text) => text.lines().for_each(|line| self.add(kind, line)),
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(_, inner) => self.inlines(kind, inner),
                Inline::Break => {}
            }
        }
    }

    /// What a text lacks, the first few.
    fn missing_in(&self, text: &str, except: &[&str]) -> Vec<String> {
        let text = squeezed(text);
        let wanted: BTreeSet<_> = self.0.iter().filter(|(kind, _)| !except.contains(kind)).collect();
        let missing = wanted.into_iter().filter(|(_, words)| !text.contains(&squeezed(words)));
        missing.map(|(kind, words)| format!("{kind}: {words}")).collect()
    }
}

/// Whether prose is a list whose every item leads to definitions.
fn is_index(prose: &[Prose]) -> bool {
    let [Prose::List { items, .. }] = prose else { return false };
    let leads = |part: &Inline| matches!(part, Inline::Link(Target::Page(_, Some(anchor)), _) if anchor.starts_with("d-"));
    items.iter().all(|item| matches!(item.as_slice(), [Prose::Paragraph(parts)] if parts.iter().any(leads)))
}

fn definitions(page: &Page) -> impl Iterator<Item = &Definition> {
    page.sections.iter().flat_map(|section| &section.blocks).flat_map(|block| match block {
        Block::Definitions { definitions } => definitions.as_slice(),
        _ => &[],
    })
}

/// The words of all Typst pages that hold what a page of the report holds: its own, and the definitions and data tables at the end.
fn pack_words(demo: &Built, page: &Page) -> String {
    // Parts stand in the file of the page they go on from.
    let own = if page.layout == PackLayout::Part { "definitions" } else { page.slug.as_str() };
    [own, "definitions", "data-tables"].map(|name| literals(demo.text(&format!("source/pages/{name}.typ"))).join("\n")).join("\n")
}

#[test]
fn the_site_holds_every_word_and_number_of_the_tree() {
    let mut missing = Vec::new();
    for page in &DEMO.made.report.pages {
        let words = of_html(DEMO.text(&format!("site/{}.html", page.slug)));
        missing.extend(
            Printed::of(page).missing_in(&words, &["strip's alternative"]).into_iter().map(|text| format!("{}: {text}", page.slug)),
        );
    }
    assert!(missing.is_empty(), "{} missing: {missing:#?}", missing.len());
}

#[test]
fn the_pack_holds_every_word_and_number_of_the_tree() {
    let mut missing = Vec::new();
    for page in &DEMO.made.report.pages {
        let words = pack_words(&DEMO, page);
        // A heading that the site only reads aloud has no place in print.
        let found = Printed::of(page)
            .missing_in(&words, &["quiet section", "rules on the next page", "head of a percentile", "index of codes", SITE_ONLY]);
        missing.extend(found.into_iter().map(|text| format!("{}: {text}", page.slug)));
    }
    assert!(missing.is_empty(), "{} missing: {missing:#?}", missing.len());
}

#[test]
fn the_markdown_source_holds_every_number_of_the_tree() {
    for page in &DEMO.made.report.pages {
        let have = numbers(DEMO.text(&format!("source/pages/{}.md", page.slug)));
        // The small charts of tiles are pictures alone; their numbers stand in the trends.
        let printed = Printed::of(page).0.into_iter().filter(|(kind, _)| !kind.ends_with("'s alternative"));
        let wanted: BTreeSet<String> = printed.flat_map(|(_, text)| numbers(&text)).collect();
        let missing: Vec<_> = wanted.difference(&have).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", page.slug);
    }
}

/// The numbers of the pack: its pages and its charts.
fn pack_numbers(demo: &Built) -> BTreeSet<String> {
    let files = demo.outputs.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("source/")?, bytes)));
    files
        .filter_map(|(path, bytes)| {
            let text = || String::from_utf8_lossy(bytes);
            if path.ends_with(".svg") {
                Some(numbers(&of_html(&text())))
            } else {
                (path.starts_with("pages/") && path.ends_with(".typ")).then(|| literals(&text()).iter().flat_map(|t| numbers(t)).collect())
            }
        })
        .flatten()
        .collect()
}

#[test]
fn no_number_stands_in_one_output_alone() {
    let mut pack = pack_numbers(&DEMO);
    // The layout prints a figure's number from an argument that is no literal.
    pack.extend(DEMO.made.report.pages.iter().flat_map(|page| page.figures()).map(|figure| figure.number.to_string()));
    let alone = DEMO.made.report.pages.iter().flat_map(|page| Printed::of(page).0).filter(|(kind, _)| *kind == SITE_ONLY);
    pack.extend(alone.flat_map(|(_, text)| numbers(&text)));
    let mut site = BTreeSet::new();
    for page in &DEMO.made.report.pages {
        let html = DEMO.text(&format!("site/{}.html", page.slug));
        let main = &html[html.find("<main").unwrap()..html.find("</main>").unwrap()];
        // An axis has other numbers at another width; all else is the same.
        let here = numbers(&of_html(&without_drawings(main)));
        let alone: Vec<_> = here.difference(&pack).collect();
        assert!(alone.is_empty(), "on the site's page {} and nowhere in the pack: {alone:?}", page.slug);
        site.extend(here);
        site.extend(numbers(&of_html(main)));
    }
    // Parts stand in the file of the page they go on from.
    for page in DEMO.made.report.pages.iter().filter(|page| page.layout != PackLayout::Part) {
        let source = DEMO.text(&format!("source/pages/{}.typ", page.slug));
        // Anchors are literals too, but nobody reads them.
        let read: String = source
            .split("label(\"")
            .enumerate()
            .map(|(i, part)| if i == 0 { part } else { part.split_once('"').map_or("", |p| p.1) })
            .collect();
        let here: BTreeSet<String> = literals(&read).iter().flat_map(|text| numbers(text)).collect();
        // Names of charts are literals too; their numbers are those of codes, which the site prints.
        let alone: Vec<_> = here.difference(&site).collect();
        assert!(alone.is_empty(), "in the pack's page {} and nowhere on the site: {alone:?}", page.slug);
    }
}

#[test]
fn the_pdf_prints_every_title_tile_and_definition() {
    let Some(text) = of_pdf(DEMO.outputs.files.get(&DEMO.outputs.pack).unwrap()) else { return };
    // A long word may be parted at a line's end; the hyphen is then print's own.
    let plain = |text: &str| squeezed(text).replace(['-', '\u{2010}', '\u{2011}'], "");
    let printed = plain(&text);
    let mut missing = Vec::new();
    for page in &DEMO.made.report.pages {
        // Of what the pack does not show it prints the name and the code.
        let unshown: BTreeSet<&str> = definitions(page).filter(|d| d.shown.is_empty()).map(|d| d.means.as_str()).collect();
        let kinds = ["message", "tile", "definition", "question", "commentary"];
        let mut wanted: Vec<String> = Printed::of(page)
            .0
            .into_iter()
            .filter(|(kind, text)| kinds.contains(kind) && !unshown.contains(text.as_str()))
            .map(|(_, t)| t)
            .collect();
        wanted.extend(page.figures().map(|figure| figure.title.clone()));
        missing.extend(wanted.into_iter().filter(|words| !printed.contains(&plain(words))).map(|words| format!("{}: {words}", page.slug)));
    }
    assert!(missing.is_empty(), "{} missing in the PDF: {missing:#?}", missing.len());
}
