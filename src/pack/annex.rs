//! What stands at the end of the pack: definitions that no page prints in full, and the numbers behind every chart and tile.

use super::blocks::{OPENING, is_reference, lead_tiles};
use super::book::Book;
use super::tables::{for_paper, longest_word, width_of};
use super::typst_code::{Call, array, literal};
use crate::report::*;
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Book<'a> {
    /// Definitions that topics print in short and no running page prints in full; `None` where there are none.
    pub(super) fn rest_of_definitions(&mut self) -> Option<String> {
        let report = self.report;
        let full: BTreeSet<&str> = definitions(report, true).map(|d| d.code.as_str()).collect();
        let rest: BTreeMap<&str, &Definition> =
            definitions(report, false).filter(|d| !full.contains(d.code.as_str())).map(|d| (d.code.as_str(), d)).collect();
        if rest.is_empty() {
            return None;
        }
        let slug = self.free_slug("definitions-in-full");
        self.open_page(&slug);
        let items = self.definitions(rest.into_values()).code();
        Some(self.annex("running", &slug, "Definitions in full", "What each number counts, from its record", "none", &[items]))
    }

    /// Every measure that the pack prints in full, by name, with its code and its page.
    pub(super) fn index(&mut self) -> String {
        let printed = definitions(self.report, true).filter(|d| !(d.shown.is_empty() && d.because.is_empty()));
        let by_name: BTreeMap<(String, &str), &Definition> = printed.map(|d| ((d.title.to_lowercase(), d.code.as_str()), d)).collect();
        let entries: Vec<String> = by_name
            .into_values()
            .filter_map(|d| {
                let target = self.label_if_known(&format!("def:{}", d.code))?;
                Some(format!("(title: {}, code: {}, target: {target})", self.text(&d.title), self.text(&d.code)))
            })
            .collect();
        Call::new("index").first(&array(&entries)).code()
    }

    /// The numbers behind every chart and tile; `None` where there are none.
    pub(super) fn data_tables(&mut self) -> Option<String> {
        let report = self.report;
        let slug = self.free_slug("data-tables");
        self.open_page(&slug);
        let items: Vec<String> = report.pages.iter().flat_map(|page| self.tables_of(page)).collect();
        if items.is_empty() {
            return None;
        }
        let lede = "text(\"Every number that a chart or a headline of the pages before shows, page by page. Those behind further charts, each neighbour’s values and earlier years stand on the site and in its workbook.\")";
        Some(self.annex("annex", &slug, "Data tables", "The numbers behind the charts", lede, &items))
    }

    /// Where the layout puts what the spreads of topics cannot hold; it stays empty where they hold all.
    pub(super) fn further_charts(&mut self) -> Option<String> {
        if self.report.pages.iter().all(|page| page.layout != PackLayout::Topic) {
            return None;
        }
        let slug = self.free_slug("further-charts");
        self.open_page(&slug);
        let call = Call::new("further")
            .with("title", &literal("Further charts"))
            .with("message", &literal("What the spreads could not hold"))
            .with("lede", "text(\"Charts and comparisons of the topics, in the same order. The numbers behind each stand on the site.\")")
            .with("at", &self.label(&format!("page:{slug}")));
        Some(format!("{OPENING}#{}\n", call.code()))
    }

    fn annex(&mut self, function: &str, slug: &str, title: &str, message: &str, lede: &str, items: &[String]) -> String {
        let call = Call::new(function)
            .with("title", &literal(title))
            .with("message", &literal(message))
            .with("lede", lede)
            .with("at", &self.label(&format!("page:{slug}")))
            .with("items", &array(items));
        format!("{OPENING}#{}\n", call.code())
    }

    fn tables_of(&mut self, page: &'a Page) -> Vec<String> {
        let heading = format!("annexa.part({})", self.text(&page.title));
        let mut calls: Vec<Call> = Vec::new();
        // Tiles that are set beside nothing say all of it in words on their page.
        let beside = |tile: &Tile| tile.change.is_some() || !tile.comparisons.is_empty();
        if let Some(tiles) = lead_tiles(page).filter(|tiles| tiles.iter().any(beside)) {
            let table = headlines(tiles, &self.report.about.authority);
            let title = self.text(&table.caption);
            calls.push(self.sheet(Call::new("table-item"), &table).with("title", &title));
        }
        for figure in page.figures().filter(|figure| !figure.table.columns.is_empty()) {
            calls.push(self.figure_data(figure));
        }
        let headings = std::iter::once(heading.as_str()).chain(std::iter::repeat("none"));
        calls.into_iter().zip(headings).map(|(call, heading)| call.with("heading", heading).code()).collect()
    }

    fn figure_data(&mut self, figure: &Figure) -> Call {
        let back = self.label_if_known(&format!("fig:{}", figure.id)).unwrap_or("none".to_owned());
        let source = if figure.source.is_empty() { "none".to_owned() } else { self.with_codes(&figure.source, &figure.codes) };
        self.sheet(Call::new("table-item"), &for_paper(&figure.table))
            .with("id", &literal(&figure.id))
            .with("kind", "\"Figure\"")
            .with("title", &self.text(&figure.title))
            .with("subtitle", &self.text(&figure.table.caption))
            .with("source", &source)
            .with("wide", if fits_half(&figure.table) { "false" } else { "true" })
            .with("at", &self.label(&format!("data:{}", figure.id)))
            .with("back", &back)
    }
}

fn definitions(report: &Report, in_full: bool) -> impl Iterator<Item = &Definition> {
    let pages = report.pages.iter().filter(move |page| is_reference(page.layout) == in_full);
    pages.flat_map(|page| &page.sections).flat_map(|section| &section.blocks).flat_map(|block| match block {
        Block::Definitions { definitions } => definitions.as_slice(),
        _ => &[],
    })
}

/// The tiles of a page as a table: nothing a tile says is left to its picture.
pub(super) fn headlines(tiles: &[Tile], authority: &str) -> DataTable {
    let mut names: Vec<&str> = Vec::new();
    for comparison in tiles.iter().flat_map(|tile| &tile.comparisons) {
        if !names.contains(&comparison.name.as_str()) {
            names.push(&comparison.name);
        }
    }
    let moves = tiles.iter().any(|tile| tile.change.is_some());
    let heads = std::iter::once("Measure").chain([authority]).chain(names.iter().copied()).chain(moves.then_some("Change"));
    let columns = heads.enumerate().map(|(n, label)| Column { label: label.to_owned(), numeric: n > 0 && n < names.len() + 2 }).collect();
    let rows = tiles.iter().map(|tile| headline(tile, &names, moves)).collect();
    DataTable { caption: "Headline figures".to_owned(), columns, rows }
}

fn headline(tile: &Tile, names: &[&str], moves: bool) -> Row {
    let own: Vec<&str> = [&tile.value, &tile.of, &tile.target].into_iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
    let others = names.iter().map(|name| {
        let Some(c) = tile.comparisons.iter().find(|c| c.name == *name) else { return "[z]".to_owned() };
        c.verdict.as_ref().map_or(c.shown.clone(), |verdict| format!("{}\n{verdict}", c.shown))
    });
    let change = moves.then(|| tile.change.as_ref().map_or("[z]".to_owned(), |change| format!("{} {}", change.amount, change.words)));
    let sub: Vec<&str> = [&tile.code, &tile.polarity].into_iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
    Row::new(&tile.title, sub.join(". "), std::iter::once(own.join("\n")).chain(others).chain(change).collect())
}

/// Whether a table is narrow enough for half a page, with heads broken at their spaces.
fn fits_half(table: &DataTable) -> bool {
    table.rows.len() <= 36 && width_of(table, longest_word, 14) <= 255.0
}
