//! Numbers and places through the whole report.
//!
//! In: all pages, made one by one. Out: the same pages, figures and tables numbered, every id unique, every definition told where its measure is shown.

use crate::edition::Edition;
use crate::report::{Block, Figure, Page, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers figures and tables through the report and makes ids unique.
pub(super) fn number(pages: &mut [Page]) {
    let (mut figures, mut numbered) = (0, 0);
    // Anchors of sections are given by hand, so figures and tables make way for them.
    let mut seen: BTreeSet<String> = pages.iter().flat_map(|p| &p.sections).map(|s| s.id.clone()).collect();
    let mut unique = |id: &mut String, slug: &str| {
        if !seen.insert(id.clone()) {
            *id = format!("{id}-{slug}");
            let mut n = 2;
            while !seen.insert(id.clone()) {
                *id = format!("{id}-{n}");
                n += 1;
            }
        }
    };
    // What stands in the brief edition alone takes its numbers after all others, so that these have no gap.
    let (all, brief): (Vec<_>, Vec<_>) = pages.iter_mut().partition(|page| page.editions.contains(&Edition::Full));
    for page in all.into_iter().chain(brief) {
        let slug = page.slug.clone();
        for block in page.sections.iter_mut().flat_map(|s| &mut s.blocks) {
            let mut one = |figure: &mut Figure| {
                figures += 1;
                figure.number = figures;
                unique(&mut figure.id, &slug);
                figure.chart.id.clone_from(&figure.id);
            };
            match block {
                Block::Figure(figure) => one(figure),
                Block::Pair { figures } => figures.iter_mut().for_each(one),
                Block::Table(table) | Block::Detail(table) => {
                    numbered += 1;
                    table.number = numbered;
                    unique(&mut table.id, &slug);
                }
                Block::Tiles { tiles } => {
                    for chart in tiles.iter_mut().flat_map(|t| [t.spark.as_mut(), t.strip.as_mut()]).flatten() {
                        unique(&mut chart.id, &slug);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Tells every definition where its measure is shown: on tiles, figures and tables, each once.
pub(super) fn show_places(pages: &mut [Page]) {
    let mut shown: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let mut add = |code: &str, place: Place| {
        let places = shown.entry(code.split('/').next().unwrap_or(code).to_owned()).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    };
    for page in pages.iter().filter(|page| page.editions.contains(&Edition::Full)) {
        let at = |words: String, anchor: Option<&str>| Place { words, page: page.slug.clone(), anchor: anchor.map(str::to_owned) };
        for block in page.sections.iter().flat_map(|section| &section.blocks) {
            match block {
                Block::Tiles { tiles } => tiles.iter().for_each(|tile| add(&tile.code, at(page.title.clone(), None))),
                Block::Table(table) => {
                    table.codes.iter().for_each(|code| add(code, at(format!("Table {}", table.number), Some(&table.id))));
                }
                _ => {}
            }
        }
        for figure in page.figures() {
            figure.codes.iter().for_each(|code| add(code, at(format!("Figure {}", figure.number), Some(&figure.id))));
        }
    }
    for block in pages.iter_mut().flat_map(|page| &mut page.sections).flat_map(|section| &mut section.blocks) {
        if let Block::Definitions { definitions } = block {
            for definition in definitions {
                definition.shown = shown.get(&definition.code).cloned().unwrap_or_default();
            }
        }
    }
}
