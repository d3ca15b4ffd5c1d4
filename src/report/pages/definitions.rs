//! What measures mean: the definitions of a page, what may not be compared, and the index of where each is defined.
//!
//! In: a directive and the codes a page has shown so far. Out: blocks.

use super::maker::PageMaker;
use crate::content::markdown::{Directive, Item};
use crate::report::message::capital;
use crate::report::{Block, Definition, Inline, Prose, Target, wording};

impl PageMaker<'_, '_> {
    pub(super) fn definitions(&mut self, directive: &Directive) -> Vec<Block> {
        let codes = if directive.args.is_empty() { self.used.clone() } else { self.codes_of(&directive.args) };
        let definitions: Vec<Definition> = codes.iter().filter_map(|code| self.definition(code)).collect();
        if definitions.is_empty() { Vec::new() } else { vec![Block::Definitions { definitions }] }
    }

    fn definition(&self, code: &str) -> Option<Definition> {
        let mut definition = wording::definition(self.facts(), code)?;
        let area = self.facts().about(code).and_then(|about| self.material.areas.get(&about.judgement));
        definition.facts.extend(area.map(|area| ("Inspection area".to_owned(), area.clone())));
        Some(definition)
    }

    /// The codes of a list in the catalogue's order; `across` stands for those of no list of Annex A, `all` for every code.
    /// What follows the list narrows it to codes that begin so: `looked_after PLA HLT`.
    fn codes_of(&self, asked: &[String]) -> Vec<String> {
        let facts = self.facts();
        let Some((list, begins)) = asked.split_first() else { return Vec::new() };
        let narrow = |code: &str| begins.is_empty() || begins.iter().any(|b| code.split('-').next() == Some(b));
        let belongs = |code: &&String| {
            facts.about(code).is_some_and(|about| match list.as_str() {
                "all" => true,
                "across" => facts.list(&about.list).is_none(),
                key => about.list == key,
            }) && narrow(code)
        };
        facts.order.iter().filter(belongs).cloned().collect()
    }

    pub(super) fn comparability(&self, directive: &Directive) -> Vec<Block> {
        let facts = self.facts();
        let lists = facts
            .lists
            .iter()
            .map(|list| list.key.as_str())
            .filter(|key| directive.args.is_empty() || directive.args.iter().any(|a| a == key));
        lists.filter_map(|key| wording::comparability(facts, key)).map(Block::Table).collect()
    }

    /// Where each code is defined: the pages that define a list, and the codes on them, each a link.
    pub(super) fn index(&self) -> Vec<Block> {
        let mut items = Vec::new();
        for page in &self.material.content.pages {
            let directives = page.sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
                Item::Directive(inner) if inner.name == "definitions" => Some(&inner.args),
                _ => None,
            });
            let codes: Vec<String> = directives.flat_map(|asked| self.codes_of(asked)).collect();
            if codes.is_empty() || page.slug == self.source.slug {
                continue;
            }
            let title = page.front.title.split_once(": ").map_or(page.front.title.as_str(), |(_, rest)| rest);
            let link = Inline::Link(Target::Page(page.slug.clone(), None), vec![Inline::Text(capital(title))]);
            let mut line = vec![Inline::Strong(vec![link]), Inline::Text(format!(", {}. ", measures(codes.len())))];
            for (n, code) in codes.iter().enumerate() {
                if n > 0 {
                    line.push(Inline::Text(", ".to_owned()));
                }
                let anchor = Some(format!("d-{}", code.to_ascii_lowercase()));
                line.push(Inline::Link(Target::Page(page.slug.clone(), anchor), vec![Inline::Text(code.clone())]));
            }
            items.push(vec![Prose::Paragraph(line)]);
        }
        if items.is_empty() { Vec::new() } else { vec![Block::Prose { prose: vec![Prose::List { ordered: false, items }] }] }
    }
}

fn measures(n: usize) -> String {
    format!("{n} {}", if n == 1 { "measure" } else { "measures" })
}
