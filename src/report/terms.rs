//! Terms: the first use of a glossary term on a page leads to its entry.
//!
//! In: finished pages and the glossary as written. Out: the same pages with links in ledes, prose, notices, commentary and the notes of
//! figures and tables. Never in a heading, a link, code, a chart or a table. Both outputs walk the tree, so both get the same links.

use super::{Block, Figure, Inline, Page, Prose, Target};
use crate::content::Entry;
use crate::content::markdown::anchor;
use std::collections::{BTreeMap, BTreeSet};

/// The anchor of a term's entry: `g-care-leaver`.
pub fn id(term: &str) -> String {
    anchor(&format!("g {term}"))
}

/// Links the first use of every term on every page but the one that holds the glossary.
pub fn link(pages: &mut [Page], glossary: &[Entry]) {
    let holds = |page: &Page| page.sections.iter().flat_map(|s| &s.blocks).any(|block| matches!(block, Block::Glossary { .. }));
    let Some(home) = pages.iter().find(|page| holds(page)).map(|page| page.slug.clone()) else { return };
    let phrases = Phrases::of(glossary);
    for page in pages.iter_mut().filter(|page| page.slug != home) {
        Linker { phrases: &phrases, home: &home, used: BTreeSet::new() }.page(page);
    }
}

/// Spellings of terms by their first word, longest first, each with the anchor of its entry.
struct Phrases(BTreeMap<String, Vec<(String, String)>>);

impl Phrases {
    fn of(glossary: &[Entry]) -> Self {
        let mut all: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for entry in glossary {
            for form in entry.spellings() {
                for spelling in [form.clone(), super::message::capital(&form)] {
                    let known = all.entry(first_word(&spelling).to_owned()).or_default();
                    if !known.iter().any(|(other, _)| *other == spelling) {
                        known.push((spelling, id(&entry.term)));
                    }
                }
            }
        }
        all.values_mut().for_each(|known| known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b))));
        Self(all)
    }

    /// The longest spelling that a text begins with and that ends with a word.
    fn at<'a>(&'a self, text: &str) -> Option<&'a (String, String)> {
        let whole = |spelling: &str| text.strip_prefix(spelling).is_some_and(|rest| !rest.starts_with(is_word));
        self.0.get(first_word(text))?.iter().find(|(spelling, _)| whole(spelling))
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

fn first_word(text: &str) -> &str {
    &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())]
}

struct Linker<'a> {
    phrases: &'a Phrases,
    home: &'a str,
    /// Anchors that this page leads to already.
    used: BTreeSet<String>,
}

impl Linker<'_> {
    fn page(&mut self, page: &mut Page) {
        page.lede = self.inlines(&page.lede);
        for block in page.sections.iter_mut().flat_map(|section| &mut section.blocks) {
            let notes = &mut page.notes;
            match block {
                Block::Prose { prose } | Block::Notice { prose, .. } => *prose = self.prose(prose),
                Block::Commentary(commentary) => commentary.prose = self.prose(&commentary.prose),
                Block::Figure(figure) => self.figure(figure, notes),
                Block::Pair { figures } => figures.iter().for_each(|figure| self.figure(figure, notes)),
                Block::Table(table) => self.note(&table.id, &table.note, notes),
                _ => {}
            }
        }
    }

    fn figure(&mut self, figure: &Figure, notes: &mut BTreeMap<String, Vec<Inline>>) {
        self.note(&figure.id, &figure.note, notes);
    }

    fn note(&mut self, id: &str, words: &str, notes: &mut BTreeMap<String, Vec<Inline>>) {
        let linked = self.text(words);
        if linked.len() > 1 || linked.iter().any(|part| matches!(part, Inline::Link(..))) {
            notes.insert(id.to_owned(), linked);
        }
    }

    fn prose(&mut self, prose: &[Prose]) -> Vec<Prose> {
        prose
            .iter()
            .map(|part| match part {
                Prose::Paragraph(inlines) => Prose::Paragraph(self.inlines(inlines)),
                Prose::Quote(inner) => Prose::Quote(self.prose(inner)),
                Prose::List { ordered, items } => {
                    Prose::List { ordered: *ordered, items: items.iter().map(|item| self.prose(item)).collect() }
                }
                heading @ Prose::Heading(_) => heading.clone(),
            })
            .collect()
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Vec<Inline> {
        let mut out = Vec::new();
        for inline in inlines {
            match inline {
                Inline::Text(text) => out.extend(self.text(text)),
                Inline::Strong(inner) => out.push(Inline::Strong(self.inlines(inner))),
                Inline::Emphasis(inner) => out.push(Inline::Emphasis(self.inlines(inner))),
                other => out.push(other.clone()),
            }
        }
        out
    }

    /// Plain words parted where a term stands for the first time. A term inside a longer one is never linked by itself.
    fn text(&mut self, text: &str) -> Vec<Inline> {
        let mut out = Vec::new();
        let (mut plain, mut at) = (0, 0);
        while at < text.len() {
            let rest = &text[at..];
            if !rest.starts_with(is_word) {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let Some((spelling, id)) = self.phrases.at(rest) else {
                at += first_word(rest).len();
                continue;
            };
            if self.used.insert(id.clone()) {
                if plain < at {
                    out.push(Inline::Text(text[plain..at].to_owned()));
                }
                let target = Target::Page(self.home.to_owned(), Some(id.clone()));
                out.push(Inline::Link(target, vec![Inline::Text(spelling.clone())]));
                plain = at + spelling.len();
            }
            at += spelling.len();
        }
        if plain < text.len() {
            out.push(Inline::Text(text[plain..].to_owned()));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{PackLayout, Section, Term};

    fn entry(term: &str, forms: Option<&[&str]>) -> Entry {
        let forms = forms.map(|forms| forms.iter().map(|f| (*f).to_owned()).collect());
        Entry { term: term.to_owned(), forms, means: "Meaning.".to_owned() }
    }

    fn page(slug: &str, blocks: Vec<Block>) -> Page {
        Page {
            slug: slug.to_owned(),
            title: String::new(),
            group: String::new(),
            icon: String::new(),
            asks: String::new(),
            message: "Care leavers".to_owned(),
            lede: Vec::new(),
            sections: vec![Section { id: "s".to_owned(), title: "Care leavers".to_owned(), quiet: false, blocks }],
            layout: PackLayout::Topic,
            editions: vec![crate::edition::Edition::Full],
            notes: BTreeMap::new(),
            rests_on: Vec::new(),
        }
    }

    /// Prose with `[words>anchor]` for every link, after linking on a page of its own.
    fn linked(parts: Vec<Inline>) -> String {
        let glossary = [
            entry("Care leaver", Some(&["care leaver", "care leavers"])),
            entry("Section 47", None),
            entry("Section 47 enquiry", Some(&["section 47 enquiry", "section 47 enquiries"])),
            entry("NEET", None),
            entry("Live", Some(&[])),
        ];
        let terms = vec![Term { id: "g-neet".to_owned(), term: "NEET".to_owned(), means: String::new() }];
        let mut pages =
            [page("topic", vec![Block::Prose { prose: vec![Prose::Paragraph(parts)] }]), page("words", vec![Block::Glossary { terms }])];
        link(&mut pages, &glossary);
        let Block::Prose { prose } = &pages[0].sections[0].blocks[0] else { panic!("prose stays prose") };
        let Prose::Paragraph(parts) = &prose[0] else { panic!("a paragraph stays one") };
        shown(parts)
    }

    fn shown(parts: &[Inline]) -> String {
        parts
            .iter()
            .map(|part| match part {
                Inline::Link(Target::Page(page, Some(anchor)), inner) if page == "words" => format!("[{}>{anchor}]", shown(inner)),
                Inline::Link(_, inner) => format!("<{}>", shown(inner)),
                Inline::Strong(inner) | Inline::Emphasis(inner) => format!("*{}*", shown(inner)),
                Inline::Text(text) | Inline::Code(text) => text.clone(),
                Inline::Break => "/".to_owned(),
            })
            .collect()
    }

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::Text(words.to_owned())]
    }

    #[test]
    fn the_first_use_leads_to_its_entry_and_no_other() {
        assert_eq!(linked(text("Of care leavers, a care leaver.")), "Of [care leavers>g-care-leaver], a care leaver.");
        assert_eq!(linked(text("Care leavers’ homes")), "[Care leavers>g-care-leaver]’ homes");
        let parts = vec![Inline::Strong(text("NEET")), Inline::Text(" and NEET".to_owned())];
        assert_eq!(linked(parts), "*[NEET>g-neet]* and NEET");
    }

    #[test]
    fn the_longest_term_wins_and_hides_the_shorter_in_it() {
        assert_eq!(
            linked(text("A section 47 enquiry, section 47 enquiries, section 47.")),
            "A [section 47 enquiry>g-section-47-enquiry], section 47 enquiries, [section 47>g-section-47]."
        );
    }

    #[test]
    fn parts_of_words_links_code_and_silent_terms_stay_as_they_are() {
        assert_eq!(linked(text("non-NEET NEETs neet live")), "non-NEET NEETs neet live");
        let inner = text("care leavers");
        assert_eq!(linked(vec![Inline::Link(Target::Page("other".to_owned(), None), inner)]), "<care leavers>");
        assert_eq!(linked(vec![Inline::Code("NEET".to_owned())]), "NEET");
    }

    #[test]
    fn a_note_leads_too_but_a_page_heads_do_not() {
        let glossary = [entry("NEET", None), entry("Care leaver", Some(&["care leavers"]))];
        let table = crate::report::NumberedTable {
            id: "t".to_owned(),
            codes: Vec::new(),
            number: 1,
            title: "NEET".to_owned(),
            subtitle: String::new(),
            table: crate::report::DataTable::default(),
            note: "Who is NEET.".to_owned(),
        };
        let mut pages = [page("topic", vec![Block::Table(table)]), page("words", vec![Block::Glossary { terms: Vec::new() }])];
        link(&mut pages, &glossary);
        assert_eq!(shown(&pages[0].note("t", "")), "Who is [NEET>g-neet].");
        assert_eq!(shown(&pages[0].note("other", "As it is")), "As it is");
        assert_eq!(pages[0].message, "Care leavers");
    }
}
