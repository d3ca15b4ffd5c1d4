//! Pages: directives resolved into blocks, one page after another.
//!
//! In: content and facts. Out: the report's pages, with figures and tables numbered through and every id unique.
//! A directive that finds nothing to show leaves nothing behind; a section left empty goes with it.

use super::facts::Facts;
use super::quality::Quality;
use super::values::{fill, whole_sentences};
use super::{Block, Figure, Inline, PackLayout, Page, Section};
use super::{attention, lens, ranked, rests, terms, wording, written};
use crate::content::{Content, PageSource};
use crate::finding::Findings;
use maker::PageMaker;
use std::collections::BTreeMap;

mod asked;
mod definitions;
mod maker;
mod numbering;

/// Everything a page is made from.
struct Material<'a> {
    /// What may be said.
    pub facts: &'a Facts<'a>,
    /// What was written.
    pub content: &'a Content,
    /// What is known of the data's quality.
    pub quality: &'a Quality,
    /// Page of each code.
    pub homes: BTreeMap<String, String>,
    /// Headline measures and the pages that go into them.
    pub headlines: Vec<(String, lens::PageRef)>,
    /// Areas of the inspection framework by key.
    pub areas: BTreeMap<String, String>,
    /// What the rules of attention find, the most pressing first.
    pub found: Vec<attention::Candidate>,
}

/// All pages, in reading order.
pub fn all(facts: &Facts<'_>, content: &Content, quality: &Quality) -> (Vec<Page>, Findings) {
    let material = Material {
        facts,
        content,
        quality,
        homes: asked::homes(&content.pages),
        headlines: lens::headlines(&content.pages),
        areas: lens::areas(&content.pages),
        found: attention::found(facts, &content.attention),
    };
    let mut findings = Findings::default();
    let mut stands = Vec::new();
    let mut pages = Vec::new();
    for source in &content.pages {
        let mut page = page(&material, source, &mut findings);
        let (by_hand, more) = written::apply(facts, &mut page, &asked::drawn(source), &content.messages.sentences);
        stands.extend(by_hand);
        findings.extend(more);
        pages.push(page);
    }
    written::list(&mut pages, &stands);
    numbering::number(&mut pages);
    attention::lead(&mut pages);
    numbering::show_places(&mut pages);
    terms::link(&mut pages, &content.glossary);
    (pages, findings)
}

fn page(material: &Material<'_>, source: &PageSource, findings: &mut Findings) -> Page {
    let facts = material.facts;
    let empty = source.front.lists.first().is_some_and(|key| !facts.has_rows(key));
    let mut maker = PageMaker { material, source, findings, used: Vec::new(), undrawn: Vec::new() };
    let sections = if empty { maker.without() } else { maker.sections() };
    let lede = if empty && !source.front.without.is_empty() { &source.front.without } else { &source.front.lede };
    maker.check(&lede.replace("[[", "").replace("]]", ""), 1);
    let lede = fill(facts, &whole_sentences(facts, lede), &mut Vec::new());
    let message = match empty {
        true => format!("{}: nothing to show", source.front.title),
        false => ranked::heading(facts, source, &material.content.attention)
            .or_else(|| heading_from(&sections, &source.front.heading_from))
            .unwrap_or_else(|| heading(material, source)),
    };
    let rests_on = rests::codes(source, material.content, &message, &found_here(material, source));
    Page {
        slug: source.slug.clone(),
        title: source.front.title.clone(),
        group: source.front.group.clone(),
        icon: if source.front.icon.is_empty() { source.slug.clone() } else { source.front.icon.clone() },
        asks: source.front.asks.clone(),
        message,
        lede: vec![Inline::Text(lede)],
        sections,
        layout: match source.front.layout.as_str() {
            "running" => PackLayout::Running,
            "summary" => PackLayout::Summary,
            "rows" => PackLayout::Rows,
            "part" => PackLayout::Part,
            _ => PackLayout::Topic,
        },
        editions: source.front.editions.clone(),
        notes: BTreeMap::new(),
        rests_on,
    }
}

/// What the rules of attention find of a page's measures.
fn found_here(material: &Material<'_>, source: &PageSource) -> Vec<attention::Candidate> {
    material.found.iter().filter(|c| material.homes.get(&c.code) == Some(&source.slug)).cloned().collect()
}

/// The heading of a page from its phrases and from what is found of its measures.
fn heading(material: &Material<'_>, source: &PageSource) -> String {
    let found = if source.front.leads.is_empty() { Vec::new() } else { found_here(material, source) };
    let found: Vec<_> = found.into_iter().filter(|candidate| candidate.way != super::Way::Unsure).collect();
    let doubt = &material.content.attention.doubt.grades;
    wording::heading(material.facts, &wording::Voice { front: &source.front, found: &found, doubt })
}

/// The title of the figure that a page takes its heading from, named as `X-13 ratios`, or the first item of its attention list.
fn heading_from(sections: &[Section], name: &str) -> Option<String> {
    let id = name.to_lowercase().replace(' ', "-");
    let of = |figures: &[Figure]| figures.iter().find(|figure| figure.id == id).map(|figure| figure.title.clone());
    sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
        Block::Attention(list) if id == "attention" => {
            list.items.first().filter(|item| item.way != super::Way::Unsure).map(|item| item.says.clone())
        }
        Block::Figure(figure) => of(std::slice::from_ref(&**figure)),
        Block::Pair { figures } => of(figures),
        _ => None,
    })
}
