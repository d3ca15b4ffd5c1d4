//! Navigation: which pages and anchors there are, and how pages link to one another.
//!
//! Comes in: the report. Goes out: [`Outline`], checked so that every file name and anchor is safe and unique;
//! from it the topics beside each page, the trail above it and the pages before and after.

use super::SiteError;
use crate::files::{is_anchor, is_slug};
use crate::report::message::capital;
use crate::report::{Block, PackLayout, Page, Report};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Pages the site adds to those of the report; their names are taken.
const OWN: [&str; 2] = ["a-to-z", "accessibility"];

/// A link as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Words.
    pub title: String,
    /// Relative address.
    pub href: String,
}

/// Pages that stand together in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Heading; empty for the overview.
    pub title: String,
    /// The pages.
    pub items: Vec<Item>,
}

/// A page in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Words.
    pub title: String,
    /// Name of the icon before them; empty where there is none.
    pub icon: String,
    /// Relative address.
    pub href: String,
    /// Whether it is the page being read.
    pub current: bool,
    /// Its sections, where it is the page being read.
    pub contents: Vec<Link>,
    /// The pages that belong to it, where it or one of them is being read.
    pub parts: Vec<Item>,
}

/// The pages of a report and the anchors on them.
pub struct Outline<'a> {
    pages: &'a [Page],
    anchors: BTreeMap<&'a str, BTreeSet<String>>,
    defined_on: BTreeMap<&'a str, &'a str>,
}

impl<'a> Outline<'a> {
    /// The outline of a report; refuses names that cannot be files and anchors used twice.
    pub fn of(report: &'a Report) -> Result<Self, SiteError> {
        let mut outline = Self { pages: &report.pages, anchors: BTreeMap::new(), defined_on: BTreeMap::new() };
        let mut files = BTreeSet::new();
        for page in &report.pages {
            if !is_slug(&page.slug) || OWN.contains(&page.slug.as_str()) || outline.anchors.contains_key(page.slug.as_str()) {
                return Err(SiteError::PageName { name: page.slug.clone() });
            }
            let mut anchors = BTreeSet::new();
            for anchor in anchors_of(page) {
                if !is_anchor(&anchor) || !anchors.insert(anchor.clone()) {
                    return Err(SiteError::Anchor { page: page.slug.clone(), anchor });
                }
            }
            for id in numbered(page) {
                if !files.insert(id) {
                    return Err(SiteError::Anchor { page: page.slug.clone(), anchor: id.to_owned() });
                }
            }
            for code in codes_defined(page) {
                // The page with whole records wins over those that define what they show.
                if page.layout == PackLayout::Part || !outline.defined_on.contains_key(code) {
                    outline.defined_on.insert(code, &page.slug);
                }
            }
            outline.anchors.insert(&page.slug, anchors);
        }
        Ok(outline)
    }

    /// The address of a page and an anchor on it, or of the page alone where it has no such anchor.
    pub fn address(&self, page: &str, anchor: Option<&str>) -> Option<String> {
        if OWN.contains(&page) {
            return Some(format!("{page}.html"));
        }
        let anchors = self.anchors.get(page)?;
        Some(match anchor.filter(|a| anchors.contains(*a)) {
            Some(anchor) => format!("{page}.html#{anchor}"),
            None => format!("{page}.html"),
        })
    }

    /// Where an indicator is defined, as seen from a page: on the page itself if it can be.
    pub fn definition(&self, from: &str, code: &str) -> Option<String> {
        let anchor = definition_anchor(code);
        if self.anchors.get(from).is_some_and(|anchors| anchors.contains(&anchor)) {
            return Some(format!("#{anchor}"));
        }
        self.defined_on.get(code).map(|page| format!("{page}.html#{anchor}"))
    }

    /// The page that holds the whole record of a code.
    pub fn record(&self, code: &str) -> Option<String> {
        let page = self.defined_on.get(code)?;
        let whole = self.pages.iter().any(|p| p.slug == *page && p.layout == PackLayout::Part);
        whole.then(|| format!("{page}.html#{}", definition_anchor(code)))
    }

    /// The page that a part belongs to: the nearest before it that is none.
    pub fn parent(&self, slug: &str) -> Option<Link> {
        self.parent_page(slug).map(|page| Link { title: page.title.clone(), href: file_of(page) })
    }

    fn parent_page(&self, slug: &str) -> Option<&Page> {
        let at = self.pages.iter().position(|page| page.slug == slug && page.layout == PackLayout::Part)?;
        self.pages[..at].iter().rev().find(|page| page.layout != PackLayout::Part)
    }

    /// All pages by group, the current one with its contents.
    pub fn groups(&self, current: &str) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        // Parts stand below the page they belong to, and only while one of them or that page is read.
        let open = self.parent_page(current).map_or(current, |page| page.slug.as_str());
        for page in self.pages {
            if let Some(parent) = self.parent_page(&page.slug) {
                if parent.slug == open
                    && let Some(above) = groups.last_mut().and_then(|group| group.items.last_mut())
                {
                    let title = page.title.strip_prefix(&format!("{}: ", parent.title)).unwrap_or(&page.title);
                    above.parts.push(Item { title: capital(title), ..item(page, page.slug == current) });
                }
                continue;
            }
            if groups.last().is_none_or(|group| group.title != page.group) {
                groups.push(Group { title: page.group.clone(), items: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.items.push(item(page, page.slug == current));
            }
        }
        groups
    }

    /// The pages before and after one.
    pub fn neighbours(&self, current: &str) -> (Option<Link>, Option<Link>) {
        let Some(at) = self.pages.iter().position(|page| page.slug == current) else { return (None, None) };
        let link = |page: &Page| Link { title: page.title.clone(), href: file_of(page) };
        (at.checked_sub(1).map(|before| link(&self.pages[before])), self.pages.get(at + 1).map(link))
    }
}

/// The file a page is written to.
pub fn file_of(page: &Page) -> String {
    format!("{}.html", page.slug)
}

/// The anchor of an indicator's definition: `d-ref-04`.
pub fn definition_anchor(code: &str) -> String {
    format!("d-{}", code.to_ascii_lowercase())
}

fn item(page: &Page, current: bool) -> Item {
    let link = |section: &crate::report::Section| Link { title: section.title.clone(), href: format!("#{}", section.id) };
    let contents = if current { page.sections.iter().filter(|section| !section.title.is_empty()).map(link).collect() } else { Vec::new() };
    Item { title: page.title.clone(), icon: page.icon.clone(), href: file_of(page), current, contents, parts: Vec::new() }
}

fn blocks(page: &Page) -> impl Iterator<Item = &Block> {
    page.sections.iter().flat_map(|section| &section.blocks)
}

/// Figures and numbered tables: each is a file of data too.
fn numbered(page: &Page) -> Vec<&str> {
    let tables = blocks(page)
        .filter_map(|block| if let Block::Table(table) | Block::Detail(table) = block { Some(table.id.as_str()) } else { None });
    page.figures().map(|figure| figure.id.as_str()).chain(tables).collect()
}

fn codes_defined(page: &Page) -> impl Iterator<Item = &str> {
    blocks(page).flat_map(|block| match block {
        Block::Definitions { definitions } => definitions.iter().map(|d| d.code.as_str()).collect(),
        _ => Vec::new(),
    })
}

fn anchors_of(page: &Page) -> Vec<String> {
    let terms = blocks(page).flat_map(|block| match block {
        Block::Glossary { terms } => terms.iter().map(|term| term.id.clone()).collect(),
        _ => Vec::new(),
    });
    let sections = page.sections.iter().map(|section| section.id.clone());
    sections.chain(numbered(page).into_iter().map(str::to_owned)).chain(codes_defined(page).map(definition_anchor)).chain(terms).collect()
}
