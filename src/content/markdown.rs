//! Markdown to prose and directives: the only user of comrak.
//!
//! A directive is a fenced container, `::: name argument key=value key="words"` … `:::`; its content is prose or further directives.
//! What has no meaning in print (raw HTML, images, tables by hand) is refused with its line.

use super::prose::{Inline, Prose, Target, is_blank, plain};
use crate::files::{is_anchor, name_of};
use crate::finding::{Finding, Findings, Place, Severity};
use crate::foreign::is_unseen;
use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Arena, Options, parse_document};
use std::collections::BTreeMap;

/// Deeper nesting than this is a slip of the pen, and layout engines have limits of their own.
const DEEPEST: usize = 12;

/// After so many findings about one file the rest is more of the same.
const MOST_REFUSED: usize = 50;

/// Longest address of a link.
const LONGEST_ADDRESS: usize = 2000;

/// A part of a page as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A heading that opens a section.
    Heading {
        /// Anchor: given as `{#id}`, or made of the words.
        id: String,
        /// Words.
        title: String,
        /// Given as `{.quiet}`: only for assistive technology.
        quiet: bool,
    },
    /// Paragraphs and lists.
    Prose(Vec<Prose>),
    /// A directive.
    Directive(Directive),
}

/// A directive as written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Directive {
    /// First word.
    pub name: String,
    /// Further words.
    pub args: Vec<String>,
    /// `key=value` pairs.
    pub options: BTreeMap<String, String>,
    /// What stands inside.
    pub items: Vec<Item>,
    /// Line in the file.
    pub line: u32,
}

/// Parses the body of a file whose first line is `first_line`.
pub fn parse(file: &str, body: &str, first_line: u32, findings: &mut Findings) -> Vec<Item> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.block_directive = true;
    options.extension.header_attributes = true;
    options.extension.strikethrough = false;
    options.parse.smart = true;
    let root = parse_document(&arena, body, &options);
    let mut reader = Reader { file, first_line, findings, refused: 0 };
    reader.items(root, 0)
}

struct Reader<'a> {
    file: &'a str,
    first_line: u32,
    findings: &'a mut Findings,
    refused: usize,
}

impl Reader<'_> {
    fn line<'n>(&self, node: &'n AstNode<'n>) -> u32 {
        u32::try_from(node.data().sourcepos.start.line).unwrap_or(1) + self.first_line - 1
    }

    fn refuse<'n>(&mut self, node: &'n AstNode<'n>, what: &str, hint: &str) {
        self.refused += 1;
        if self.refused > MOST_REFUSED {
            return;
        }
        let place = Place::line(self.file, self.line(node));
        self.findings.push(Finding::new(Severity::Error, "content-markdown", place, what).hint(hint));
    }

    fn items<'n>(&mut self, parent: &'n AstNode<'n>, depth: usize) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for node in parent.children() {
            let value = node.data().value.clone();
            match value {
                NodeValue::Heading(heading) if heading.level <= 2 => items.push(self.heading(node)),
                NodeValue::BlockDirective(directive) => items.push(self.directive(node, &directive.info, depth)),
                _ => {
                    if let Some(prose) = self.prose(node, depth) {
                        match items.last_mut() {
                            Some(Item::Prose(all)) => all.push(prose),
                            _ => items.push(Item::Prose(vec![prose])),
                        }
                    }
                }
            }
        }
        items
    }

    fn heading<'n>(&mut self, node: &'n AstNode<'n>) -> Item {
        let title = plain(&self.inlines(node));
        let (mut id, mut quiet) = (None, false);
        if let Some(attributes) = &node.data().attrs {
            id.clone_from(&attributes.id);
            quiet = attributes.classes.iter().any(|c| c == "quiet");
        }
        let id = id.unwrap_or_else(|| anchor(&title));
        if !self.is_without_words(node, &title) {
            if id.is_empty() {
                self.refuse(node, "no anchor can be made of this heading", "give it one behind its words, such as {#trend}");
            } else if !is_anchor(&id) {
                self.refuse(node, "the anchor cannot stand in an address", "write it as {#lower-case-words}, at most 80 letters");
            }
        }
        Item::Heading { id, title, quiet }
    }

    /// Refuses a heading without words: a list of headings, and the standard of the pack, cannot hold one.
    fn is_without_words<'n>(&mut self, node: &'n AstNode<'n>, title: &str) -> bool {
        let blank = is_blank(title);
        if blank {
            self.refuse(node, "this heading has no words", "write some, or take it out");
        }
        blank
    }

    fn directive<'n>(&mut self, node: &'n AstNode<'n>, info: &str, depth: usize) -> Item {
        let line = self.line(node);
        let mut words = split_words(info).into_iter();
        let name = words.next().unwrap_or_default();
        let mut directive = Directive { name, line, ..Directive::default() };
        for word in words {
            match word.split_once('=') {
                Some((key, value)) => drop(directive.options.insert(key.to_owned(), value.to_owned())),
                None => directive.args.push(word),
            }
        }
        if depth >= DEEPEST {
            self.refuse(node, "directives are nested too deeply", "close the ones before");
        } else {
            directive.items = self.items(node, depth + 1);
        }
        Item::Directive(directive)
    }

    fn prose<'n>(&mut self, node: &'n AstNode<'n>, depth: usize) -> Option<Prose> {
        if depth > DEEPEST {
            self.refuse(node, "lists and quotations are nested too deeply", "split the text");
            return None;
        }
        let value = node.data().value.clone();
        match value {
            NodeValue::Paragraph => Some(Prose::Paragraph(self.inlines(node))),
            NodeValue::Heading(_) => {
                let words = self.inlines(node);
                (!self.is_without_words(node, &plain(&words))).then_some(Prose::Heading(words))
            }
            NodeValue::BlockQuote => Some(Prose::Quote(self.children(node, depth))),
            NodeValue::List(list) => Some(Prose::List {
                ordered: list.list_type == ListType::Ordered,
                items: node.children().map(|item| self.children(item, depth)).collect(),
            }),
            NodeValue::ThematicBreak => None,
            NodeValue::CodeBlock(code) => Some(Prose::Paragraph(vec![Inline::Code(code.literal.trim_end().to_owned())])),
            NodeValue::HtmlBlock(_) => {
                self.refuse(node, "raw HTML cannot be printed", "write it as Markdown");
                None
            }
            _ => {
                self.refuse(node, "this kind of Markdown block has no form in print", "use paragraphs, lists and directives");
                None
            }
        }
    }

    fn children<'n>(&mut self, node: &'n AstNode<'n>, depth: usize) -> Vec<Prose> {
        node.children().filter_map(|child| self.prose(child, depth + 1)).collect()
    }

    fn inlines<'n>(&mut self, node: &'n AstNode<'n>) -> Vec<Inline> {
        self.inlines_at(node, 0)
    }

    fn inlines_at<'n>(&mut self, node: &'n AstNode<'n>, depth: usize) -> Vec<Inline> {
        let mut out = Vec::new();
        if depth > DEEPEST {
            self.refuse(node, "emphasis and links are nested too deeply", "close the marks before");
            return out;
        }
        for child in node.children() {
            self.inline(child, depth, &mut out);
        }
        out
    }

    fn inline<'n>(&mut self, node: &'n AstNode<'n>, depth: usize, out: &mut Vec<Inline>) {
        let value = node.data().value.clone();
        match value {
            NodeValue::Text(text) => push_text(out, &text),
            NodeValue::SoftBreak => push_text(out, " "),
            NodeValue::LineBreak => out.push(Inline::Break),
            NodeValue::Code(code) => out.push(Inline::Code(code.literal)),
            NodeValue::Strong => out.push(Inline::Strong(self.inlines_at(node, depth + 1))),
            NodeValue::Emph => out.push(Inline::Emphasis(self.inlines_at(node, depth + 1))),
            NodeValue::Link(link) => match target(&link.url) {
                Some(target) => out.push(Inline::Link(target, self.inlines_at(node, depth + 1))),
                None => self.refuse(
                    node,
                    "this link leads nowhere the report can go",
                    "use a page such as referrals.md, or an address with https",
                ),
            },
            NodeValue::HtmlInline(_) => self.refuse(node, "raw HTML cannot be printed", "write it as Markdown"),
            _ => self.refuse(node, "this kind of Markdown has no form in print", "use words, emphasis, code and links"),
        }
    }
}

fn push_text(out: &mut Vec<Inline>, text: &str) {
    match out.last_mut() {
        Some(Inline::Text(before)) => before.push_str(text),
        _ => out.push(Inline::Text(text.to_owned())),
    }
}

/// Links go to pages (`referrals.md#trend`, `#trend` is not a page of its own) or to safe addresses.
fn target(url: &str) -> Option<Target> {
    if is_safe_address(url) {
        return Some(Target::Address(url.to_owned()));
    }
    let (page, anchor) = url.split_once('#').map_or((url, None), |(p, a)| (p, Some(a.to_owned())));
    let slug = page.strip_suffix(".md").or_else(|| page.strip_suffix(".html"))?;
    is_anchor(slug).then(|| Target::Page(slug.to_owned(), anchor))
}

/// Whether a link may lead to an address outside: web or mail, and nothing that a browser might read as script.
pub fn is_safe_address(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    known
        && address.len() <= LONGEST_ADDRESS
        && !address.chars().any(|c| c.is_whitespace() || is_unseen(c) || matches!(c, '<' | '>' | '"' | '\\'))
}

/// An anchor of lower-case letters, digits and hyphens.
pub fn anchor(words: &str) -> String {
    name_of(words, "section")
}

/// Words of a directive; double or curly quotation marks keep spaces together, also behind `key=`.
fn split_words(info: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quoted, mut any) = (String::new(), false, false);
    for c in info.chars() {
        match c {
            '"' | '“' | '”' => {
                quoted = !quoted;
                any = true;
            }
            c if c.is_whitespace() && !quoted => {
                if any {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => {
                word.push(c);
                any = true;
            }
        }
    }
    if any {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages_or_safe_addresses() {
        assert_eq!(target("referrals.md#trend"), Some(Target::Page("referrals".to_owned(), Some("trend".to_owned()))));
        assert!(target("javascript:alert(1)").is_none());
        assert!(target("../x.md").is_none());
        assert!(target("data:text/html,x").is_none());
    }

    #[test]
    fn words_in_quotation_marks_stay_together() {
        assert_eq!(split_words("chart REF-03 title=\"A b\" as=trend"), ["chart", "REF-03", "title=A b", "as=trend"]);
    }

    #[test]
    fn anchors_are_plain() {
        assert_eq!(anchor("Section 47: what & why?"), "section-47-what-why");
    }
}
