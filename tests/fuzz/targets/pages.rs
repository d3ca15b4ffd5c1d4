//! A page as a council writes it, made into a report: what the targets of both outputs start with.
//!
//! The figures are invented, one for each indicator that there is; published figures and records are the built-in ones.

use super::are_lines_without_content;
use annexa::audience::Audience;
use annexa::calendar::{Day, Window};
use annexa::comparators::Comparators;
use annexa::content::prose::{Inline, Prose};
use annexa::content::{self, Content};
use annexa::edition::Edition;
use annexa::finding::Findings;
use annexa::indicators::Catalogue;
use annexa::number::{Missing, Unit};
use annexa::report::facts::{Facts, Here, ListFacts, Shown};
use annexa::report::quality::Quality;
use annexa::report::{About, Block, Page, Report, pages};
use annexa::theme::Shelf;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Longer pages say nothing that shorter ones do not.
const LONGEST: usize = 1 << 14;

/// A page that the one of the input can lead to.
const OTHER: &str = "+++\ntitle = \"Other\"\norder = 99\nasks = \"What else?\"\nheading = \"Something else\"\nlede = \"Words.\"\n+++\n\n## Trend {#trend}\n\nMore words.\n";

/// Front matter for an input without.
const FRONT: &str = "+++\ntitle = \"Referrals\"\norder = 1\nasks = \"Why?\"\nheading = \"Referrals\"\nlede = \"Words\"\n+++\n";

/// What a page is made from, read once.
pub struct Stock {
    facts: Facts<'static>,
    content: Content,
}

/// The stock of all targets.
pub fn stock() -> &'static Stock {
    static PUBLISHED: OnceLock<Comparators> = OnceLock::new();
    static STOCK: OnceLock<Stock> = OnceLock::new();
    STOCK.get_or_init(|| {
        let shelf = Shelf::built_in();
        let published = PUBLISHED.get_or_init(|| Comparators::load(&shelf, None).value);
        Stock { facts: facts(published, &Catalogue::load(&shelf).value), content: content::load(&shelf).value }
    })
}

/// The report that an input makes as the text of a page, and what was said of it; `None` where the page is refused.
pub fn report(data: &[u8]) -> Option<(Report, Findings)> {
    let text = String::from_utf8_lossy(&data[..data.len().min(LONGEST)]).into_owned();
    let text = if text.starts_with("+++") { text } else { format!("{FRONT}{text}") };
    let mut findings = Findings::default();
    let page = content::page("content/pages/page.md", &text, &mut findings);
    let commentary = content::commentary("content/commentary/page.md", &text, &mut Findings::default());
    // What is said of a page may quote it, but is a line all the same.
    let said = Findings(findings.0.iter().filter(|finding| !finding.to_string().contains(super::MARKER)).cloned().collect());
    are_lines_without_content(&said);
    if findings.has_errors() {
        return None;
    }
    let other = content::page("content/pages/other.md", OTHER, &mut findings)?;
    let stock = stock();
    let content = Content {
        pages: vec![page?, other],
        commentary: commentary.map(|words| ("page".to_owned(), words)).into_iter().collect(),
        ..stock.content.clone()
    };
    let (pages, more) = pages::all(&stock.facts, &content, &Quality::default());
    findings.extend(more);
    Some((Report { about: about(), pages }, findings))
}

/// The texts of all prose of a page as they stand in its paragraphs, with how deep they lie.
pub fn words(page: &Page) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    for block in page.sections.iter().flat_map(|section| &section.blocks) {
        if let Block::Prose { prose } | Block::Notice { prose, .. } = block {
            of_prose(prose, 0, &mut all);
        }
    }
    all
}

/// The texts of some prose.
pub fn words_of(prose: &[Prose]) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    of_prose(prose, 0, &mut all);
    all
}

fn of_prose(prose: &[Prose], depth: usize, all: &mut Vec<(String, usize)>) {
    for one in prose {
        match one {
            Prose::Paragraph(inlines) | Prose::Heading(inlines) => of_inlines(inlines, depth, all),
            Prose::Quote(inner) => of_prose(inner, depth + 1, all),
            Prose::List { items, .. } => items.iter().for_each(|item| of_prose(item, depth + 1, all)),
        }
    }
}

fn of_inlines(inlines: &[Inline], depth: usize, all: &mut Vec<(String, usize)>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => all.push((text.clone(), depth)),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(_, inner) => of_inlines(inner, depth + 1, all),
            Inline::Break => {}
        }
    }
}

/// What the report says of itself.
pub fn about() -> About {
    About {
        authority: "Testshire".to_owned(),
        title: "Children’s social care report".to_owned(),
        as_at: Day(20_361),
        period: "April to September 2025".to_owned(),
        audience: Audience::Leadership,
        edition: Edition::Full,
        classification: "OFFICIAL".to_owned(),
        banner: None,
        region: None,
        version: "0".to_owned(),
        attributions: Vec::new(),
    }
}

fn facts(comparators: &'static Comparators, catalogue: &Catalogue) -> Facts<'static> {
    let as_at = Day(20_361);
    let area = comparators.authority("320").cloned();
    let region = area.as_ref().and_then(|area| comparators.region_of(area)).cloned();
    let england = comparators.england().cloned();
    let list = |key: &str, number| ListFacts {
        key: key.to_owned(),
        number,
        title: key.to_owned(),
        filled: number != 9,
        rows: Some(usize::from(number != 9)),
        found: true,
    };
    Facts {
        hidden: None,
        comparators,
        here: Here { name: "Testshire".to_owned(), area, region, england, ..Here::default() },
        as_at,
        windows: [("referrals".to_owned(), Window::before(as_at, 6))].into(),
        about: catalogue.iter().map(|d| (d.about.code.clone(), d.about.clone())).collect(),
        order: catalogue.iter().map(|d| d.about.code.clone()).collect(),
        figures: catalogue.iter().enumerate().map(|(at, d)| (d.about.code.clone(), figures(at, d.about.unit, as_at))).collect(),
        targets: BTreeMap::new(),
        rebases: BTreeMap::new(),
        grades: BTreeMap::new(),
        missed: BTreeMap::new(),
        unreached: BTreeSet::new(),
        seasons: Vec::new(),
        rules: BTreeMap::new(),
        labels: catalogue.shared().labels.clone(),
        since: None,
        lists: vec![list("referrals", 3), list("care_leavers", 9)],
    }
}

/// A figure and its groups: each third is small, each fifth is missing.
fn figures(at: usize, unit: Unit, as_at: Day) -> Vec<Shown> {
    let (n, of) = if at.is_multiple_of(3) { (3.0, 20.0) } else { (389.0, 1_681.0) };
    let share = unit == Unit::Percent;
    let shown = |group: &str, n: f64, missing: bool| Shown {
        group: group.to_owned(),
        window: Window::before(as_at, 6),
        numerator: share.then_some(n),
        denominator: share.then_some(of),
        value: if missing {
            Err(Missing::Suppressed)
        } else if share {
            Ok(100.0 * n / of)
        } else {
            Ok(n)
        },
        unit,
    };
    vec![
        shown("", n, at.is_multiple_of(5)),
        shown("Police", n / 3.0, false),
        shown("Schools", n / 3.0, true),
        shown("<b>Other & \"more\"", n / 6.0, false),
        shown("Not recorded", n / 6.0, false),
    ]
}
