//! The inspection lens: headline measures by area of the inspection framework.
//!
//! In: a directive that names an area and the lists that speak to it where a record names none. Out: each headline measure beside
//! England, and in one sentence those that stand beside nothing. Headline measures are those on the tiles of topic pages; none is
//! chosen here.

use super::facts::Facts;
use super::tiles;
use super::{Block, Headline, Inline, Prose, Target};
use crate::charts::spec::Who;
use crate::content::PageSource;
use crate::content::markdown::{Directive, Item};
use crate::indicators::definition::Good;
use crate::number::{Unit, grouped};
use std::collections::BTreeMap;

/// Codes on the tiles of topic pages with the page they stand on, in reading order.
pub fn headlines(pages: &[PageSource]) -> Vec<(String, PageRef)> {
    let mut found: Vec<(String, PageRef)> = Vec::new();
    for page in pages.iter().filter(|page| page.front.layout == "topic") {
        for item in page.sections.iter().flat_map(|section| &section.items) {
            let Item::Directive(directive) = item else { continue };
            for code in directive.args.iter().filter(|_| directive.name == "tiles") {
                if !found.iter().any(|(known, _)| known == code) {
                    found.push((code.clone(), PageRef { slug: page.slug.clone(), title: page.front.title.clone() }));
                }
            }
        }
    }
    found
}

/// A page that goes into a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRef {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
}

/// Titles of the areas of the framework, as the sections are headed that hold them, by key.
pub fn areas(pages: &[PageSource]) -> BTreeMap<String, String> {
    let sections = pages.iter().flat_map(|page| &page.sections);
    let named = sections.flat_map(|section| section.items.iter().map(move |item| (item, section)));
    named
        .filter_map(|(item, section)| match item {
            Item::Directive(directive) if directive.name == "lens" => Some((directive.args.first()?.clone(), section.title.clone())),
            _ => None,
        })
        .collect()
}

/// The blocks of one area: `lens care looked_after adoption`; nothing where no headline measure speaks to it.
pub fn blocks(facts: &Facts<'_>, directive: &Directive, headlines: &[(String, PageRef)]) -> Vec<Block> {
    let Some((area, lists)) = directive.args.split_first() else { return Vec::new() };
    let speaks = |code: &str| {
        facts
            .about(code)
            .is_some_and(|about| if about.judgement.is_empty() { lists.contains(&about.list) } else { about.judgement == *area })
    };
    let rows: Vec<Headline> = headlines.iter().filter(|(code, _)| speaks(code)).filter_map(|(code, page)| row(facts, code, page)).collect();
    let (beside, alone): (Vec<Headline>, Vec<Headline>) = rows.into_iter().partition(|row| !row.england.is_empty());
    let table = (!beside.is_empty()).then_some(Block::Lens { headlines: beside });
    let words = (!alone.is_empty()).then(|| Block::Prose { prose: vec![counted(&alone)] });
    table.into_iter().chain(words).collect()
}

/// Measures with nothing beside them, each with the page that goes into it: `Contacts 4,280; children helped 511.`
fn counted(alone: &[Headline]) -> Prose {
    let mut words = vec![Inline::Strong(vec![Inline::Text("With no England figure beside them: ".to_owned())])];
    for (n, headline) in alone.iter().enumerate() {
        let name = if n == 0 { headline.title.clone() } else { super::message::lower_first(&headline.title) };
        let link = Inline::Link(Target::Page(headline.page.clone(), None), vec![Inline::Text(name)]);
        words.extend([link, Inline::Text(format!(" {}{}", headline.value, if n + 1 == alone.len() { "." } else { "; " }))]);
    }
    Prose::Paragraph(words)
}

fn row(facts: &Facts<'_>, code: &str, page: &PageRef) -> Option<Headline> {
    let tile = tiles::tile(facts, code, None)?;
    let (about, figure) = (facts.about(code)?, facts.single(code)?);
    let england = tile.comparisons.iter().find(|c| c.who == Who::England);
    Some(Headline {
        code: code.to_owned(),
        title: tile.title,
        value: tile.value,
        of: match figure.numerator.filter(|_| figure.unit == Unit::Rate) {
            Some(n) => format!("{}, {}", grouped(n, 0), facts.when(code)),
            None => tile.of,
        },
        england: england.map_or_else(String::new, |c| c.shown.clone()),
        verdict: england.and_then(|c| c.verdict.clone()).unwrap_or_default(),
        better: match about.good {
            Good::High => "Higher",
            Good::Low => "Lower",
            Good::Neither => "Neither",
        }
        .to_owned(),
        page: page.slug.clone(),
        page_title: page.title.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn source(slug: &str, layout: &str, codes: &[&str]) -> PageSource {
        let text = format!(
            "+++\ntitle = 'Page {slug}'\norder = 1\nasks = 'A?'\nheading = 'H'\nlede = ''\nlayout = '{layout}'\n+++\n::: tiles {}\n:::\n",
            codes.join(" ")
        );
        crate::content::page(&format!("{slug}.md"), &text, &mut crate::finding::Findings::default()).unwrap()
    }

    #[test]
    fn a_headline_stands_on_a_tile_of_a_topic_and_is_listed_once() {
        let pages =
            [source("one", "topic", &["A-1", "A-2"]), source("two", "topic", &["A-2", "B-1"]), source("index", "summary", &["C-1"])];
        let found: Vec<(String, String)> = headlines(&pages).into_iter().map(|(code, page)| (code, page.slug)).collect();
        let as_pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        assert_eq!(found, as_pairs(&[("A-1", "one"), ("A-2", "one"), ("B-1", "two")]));
    }

    #[test]
    fn an_area_takes_what_names_it_and_else_what_its_lists_hold() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "own", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        testing::share(&mut facts, "elsewhere", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        facts.about.get_mut("elsewhere").unwrap().judgement = "care".to_owned();
        let headlines = headlines(&[source("one", "topic", &["own", "elsewhere", "absent"])]);
        let said = |args: &[&str]| match blocks(&facts, &testing::chart(args, &[]), &headlines).into_iter().next() {
            Some(Block::Lens { headlines }) => headlines,
            _ => Vec::new(),
        };
        let help = said(&["help", "referrals"]);
        assert_eq!(help.len(), 1);
        assert_eq!((help[0].value.as_str(), help[0].of.as_str()), ("40.0%", "400 of 1,000"));
        assert_eq!((help[0].england.as_str(), help[0].verdict.as_str(), help[0].page.as_str()), ("22.6%", "higher", "one"));
        assert_eq!(help[0].better, "Lower");
        assert_eq!(said(&["care", "looked_after"])[0].code, "elsewhere");
        assert!(said(&["leavers", "care_leavers"]).is_empty());
    }

    #[test]
    fn a_count_is_said_in_words_and_not_as_a_row_of_symbols() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::add(&mut facts, "count", Unit::Count, Good::Neither, None, &[("", Some(12.0), None, Ok(12.0))]);
        facts.about.get_mut("count").unwrap().judgement = "leaders".to_owned();
        let alone = blocks(&facts, &testing::chart(&["leaders"], &[]), &headlines(&[source("two", "topic", &["count"])]));
        let [Block::Prose { prose }] = &alone[..] else { unreachable!("{alone:?}") };
        let Prose::Paragraph(words) = &prose[0] else { unreachable!("{prose:?}") };
        assert_eq!(words.last(), Some(&Inline::Text(" 12.".to_owned())));
    }
}
