//! The report: one tree of pages, sections and blocks that every output walks.
//!
//! All numbers in it are already rounded and worded; nothing here knows HTML, Typst or the disk.
//! Because the site and the pack walk the same tree, nothing can stand in one that the other lacks.

pub mod attention;
pub mod beside;
mod blocks;
pub mod comparability;
pub mod compare;
pub mod comparison;
pub mod facts;
pub mod forms;
pub mod grammar;
mod groups;
pub mod lens;
pub mod message;
pub mod pages;
pub mod periods;
pub mod published;
pub mod quality;
pub mod ranked;
pub mod rests;
pub mod signals;
pub mod carried;
pub mod since;
pub mod spine;
pub mod standing;
pub mod tables;
pub mod targets;
pub mod terms;
#[cfg(test)]
mod testing;
pub mod tiles;
pub mod values;
pub mod wording;
pub mod written;

use crate::audience::Audience;
use crate::calendar::Day;
pub use crate::content::prose::{Inline, Prose, Target, is_blank, plain};
use crate::edition::Edition;
pub use blocks::{
    Attention, AttentionItem, Block, Change, Column, Commentary, Comparison, DataTable, Definition, Direction, Figure, Headline,
    NoticeKind, NumberedTable, Place, Question, Row, Term, Tile, Way,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything one audience gets to read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What stands on the cover and in running heads.
    pub about: About,
    /// Pages in reading order.
    pub pages: Vec<Page>,
}

impl Report {
    /// The pages of an edition, in the same order and with the same numbers.
    pub fn edition(&self, edition: Edition) -> Report {
        let pages = self.pages.iter().filter(|page| page.editions.contains(&edition)).cloned().collect();
        Report { about: About { edition, ..self.about.clone() }, pages }
    }
}

/// What the report is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct About {
    /// Name of the authority: `Benbowshire`.
    pub authority: String,
    /// Title of the report: `Children’s social care report`.
    pub title: String,
    /// The day everything is measured to.
    pub as_at: Day,
    /// The reporting window in words: `April to September 2025`.
    pub period: String,
    /// Who may read it.
    pub audience: Audience,
    /// Which pages it holds.
    pub edition: Edition,
    /// Protective marking: `OFFICIAL`.
    pub classification: String,
    /// A line on every page, such as `Demo data: Benbowshire is fictional`.
    pub banner: Option<String>,
    /// Name of the region and of the neighbours' group as pages call them.
    pub region: Option<String>,
    /// Program version.
    pub version: String,
    /// Sources and licences, one sentence each.
    pub attributions: Vec<String>,
}

/// One page of the site, one page or spread of the pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page {
    /// File name without ending: lower-case letters, digits and hyphens. The first page is `index`.
    pub slug: String,
    /// Short title for navigation and running heads: `Referrals`.
    pub title: String,
    /// Group in the navigation: `The front door`; empty for the overview.
    pub group: String,
    /// Name of the icon that stands for it, where the theme has one: `referrals`.
    pub icon: String,
    /// The question the page answers.
    pub asks: String,
    /// Heading: a true sentence from the data.
    pub message: String,
    /// The first paragraph.
    pub lede: Vec<Inline>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// How the pack lays it out.
    pub layout: PackLayout,
    /// Editions of the pack that hold it.
    pub editions: Vec<Edition>,
    /// Notes in which a word leads to the glossary, by the id of their figure or table.
    pub notes: BTreeMap<String, Vec<Inline>>,
    /// Codes that the heading, the commentary and the first paragraph speak of, in this order: the pack keeps their charts beside them.
    pub rests_on: Vec<String>,
}

/// How a page is set in the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum PackLayout {
    /// Tiles as a sidebar on the first page, figures in two columns after.
    #[default]
    Topic,
    /// Full measure, as many pages as needed (definitions, data quality).
    Running,
    /// The overview before the contents: a page to read alone, and one that faces it.
    Summary,
    /// One page, on which each headline figure is a row.
    Rows,
    /// Goes on from the running page before it, under a heading of its own; on the site a page that belongs to that one.
    Part,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Anchor, unique on the page.
    pub id: String,
    /// Heading; the first section's is read aloud but not shown.
    pub title: String,
    /// Whether the heading is only for assistive technology.
    pub quiet: bool,
    /// What it holds.
    pub blocks: Vec<Block>,
}

impl Page {
    /// The note of a figure or table, with what leads to the glossary.
    pub fn note(&self, id: &str, plain: &str) -> Vec<Inline> {
        self.notes.get(id).cloned().unwrap_or_else(|| vec![Inline::Text(plain.to_owned())])
    }

    /// Every figure of the page, in order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.sections.iter().flat_map(|s| &s.blocks).flat_map(|block| match block {
            Block::Figure(figure) => std::slice::from_ref(&**figure).iter(),
            Block::Pair { figures } => figures.iter(),
            _ => [].iter(),
        })
    }
}
