//! Running text as Typst code: inline parts, paragraphs, lists, links.

use super::book::Book;
use super::typst_code::{array, joined, literal};
use crate::content::markdown::is_safe_address;
use crate::report::{Inline, Prose, Target, is_blank};

/// Typst stops at about 35 lists within lists; nobody reads past a dozen.
const DEEPEST: usize = 12;

impl Book<'_> {
    /// A text as a literal.
    pub(super) fn text(&mut self, text: &str) -> String {
        literal(&self.cleaner.text(text))
    }

    /// Inline parts as content.
    pub(super) fn inlines(&mut self, parts: &[Inline]) -> String {
        self.inlines_at(parts, 0)
    }

    fn inlines_at(&mut self, parts: &[Inline], depth: usize) -> String {
        if depth > DEEPEST {
            return format!("text({})", self.text(&crate::report::plain(parts)));
        }
        let pieces: Vec<String> = parts.iter().map(|part| self.inline(part, depth + 1)).collect();
        joined(&pieces)
    }

    fn inline(&mut self, part: &Inline, depth: usize) -> String {
        match part {
            Inline::Text(text) => format!("text({})", self.text(text)),
            Inline::Strong(inner) => format!("strong({})", self.inlines_at(inner, depth)),
            Inline::Emphasis(inner) => format!("emph({})", self.inlines_at(inner, depth)),
            Inline::Code(text) => format!("annexa.code({})", self.text(text)),
            Inline::Break => "linebreak()".to_owned(),
            Inline::Link(target, inner) => {
                let words = self.inlines_at(inner, depth);
                match self.target(target) {
                    Some(target) if !is_blank(&crate::report::plain(inner)) => format!("annexa.to({target}, {words})"),
                    _ => words,
                }
            }
        }
    }

    fn target(&mut self, target: &Target) -> Option<String> {
        match target {
            Target::Address(address) => is_safe_address(address).then(|| self.text(address)),
            Target::Page(slug, None) => self.label_if_known(&format!("page:{slug}")),
            Target::Page(slug, Some(anchor)) => {
                let upper = anchor.to_ascii_uppercase();
                let places = [
                    format!("sec:{slug}:{anchor}"),
                    format!("fig:{anchor}"),
                    format!("table:{anchor}"),
                    format!("term:{anchor}"),
                    format!("def:{upper}"),
                    format!("page:{slug}"),
                ];
                places.iter().find_map(|place| self.label_if_known(place))
            }
        }
    }

    /// Paragraphs and lists as content.
    pub(super) fn prose(&mut self, prose: &[Prose]) -> String {
        self.prose_at(prose, 0)
    }

    fn prose_at(&mut self, prose: &[Prose], depth: usize) -> String {
        let pieces: Vec<String> = prose.iter().map(|one| self.one_prose(one, depth)).collect();
        joined(&pieces)
    }

    fn one_prose(&mut self, prose: &Prose, depth: usize) -> String {
        match prose {
            Prose::Paragraph(parts) => format!("par({})", self.inlines(parts)),
            // A heading without words is an error in PDF/UA; one below a section is of the third level.
            Prose::Heading(parts) if is_blank(&crate::report::plain(parts)) => "none".to_owned(),
            Prose::Heading(parts) if self.in_section => format!("heading(level: 3, {})", self.inlines(parts)),
            Prose::Heading(parts) => format!("par(strong({}))", self.inlines(parts)),
            // Past the deepest level words stay, their indents go.
            Prose::Quote(inner) if depth >= DEEPEST => self.flat(inner),
            Prose::List { items, .. } if depth >= DEEPEST => self.flat(&items.concat()),
            Prose::Quote(inner) => format!("quote({})", self.prose_at(inner, depth + 1)),
            Prose::List { ordered, items } => {
                let items: Vec<String> = items.iter().map(|item| self.prose_at(item, depth + 1)).collect();
                format!("{}(..{})", if *ordered { "enum" } else { "list" }, array(&items))
            }
        }
    }

    fn flat(&mut self, prose: &[Prose]) -> String {
        let words = words_of(prose);
        format!("par({})", self.text(words.trim()))
    }

    /// A text in which the codes of its indicators lead to their definitions.
    pub(super) fn with_codes(&mut self, text: &str, codes: &[String]) -> String {
        let found = codes.iter().filter_map(|code| text.find(code.as_str()).map(|at| (at, code))).min();
        let Some((at, code)) = found else { return format!("text({})", self.text(text)) };
        let (before, rest) = (&text[..at], &text[at + code.len()..]);
        let others: Vec<String> = codes.iter().filter(|other| *other != code).cloned().collect();
        let mut pieces = Vec::new();
        if !before.is_empty() {
            pieces.push(format!("text({})", self.text(before)));
        }
        pieces.push(self.code_link(code));
        if !rest.is_empty() {
            pieces.push(self.with_codes(rest, &others));
        }
        joined(&pieces)
    }

    /// A code, leading to its definition where the pack has one.
    pub(super) fn code_link(&mut self, code: &str) -> String {
        let words = self.text(code);
        match self.label_if_known(&format!("def:{code}")) {
            Some(label) => format!("annexa.to({label}, {words})"),
            None => format!("text({words})"),
        }
    }
}

/// The words of some prose without its form; walks with a list of its own, so that depth costs no stack.
fn words_of(prose: &[Prose]) -> String {
    let mut words = String::new();
    let mut open: Vec<&Prose> = prose.iter().rev().collect();
    while let Some(one) = open.pop() {
        match one {
            Prose::Paragraph(parts) | Prose::Heading(parts) => {
                words.push_str(&crate::report::plain(parts));
                words.push(' ');
            }
            Prose::Quote(inner) => open.extend(inner.iter().rev()),
            Prose::List { items, .. } => open.extend(items.iter().flatten().rev()),
        }
    }
    words
}
