//! Prose: paragraphs, lists and the text within them, as both outputs can show it.

use crate::foreign::is_unseen;
use serde::Serialize;

/// Paragraphs and lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "prose", content = "of", rename_all = "snake_case")]
pub enum Prose {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; `ordered` numbers it.
    List {
        /// Numbered or not.
        ordered: bool,
        /// Items.
        items: Vec<Vec<Prose>>,
    },
    /// A quotation.
    Quote(Vec<Prose>),
    /// A small heading inside a section.
    Heading(Vec<Inline>),
}

/// Text within a paragraph.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "inline", content = "of", rename_all = "snake_case")]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// A code, a file name, a command.
    Code(String),
    /// A link.
    Link(Target, Vec<Inline>),
    /// A line break.
    Break,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A page of this report and an anchor on it (`None` for its top).
    Page(String, Option<String>),
    /// An address outside (http, https or mailto).
    Address(String),
}

/// The words of some inline text, without its marks.
pub fn plain(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.clone(),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(_, inner) => plain(inner),
            Inline::Break => " ".to_owned(),
        })
        .collect()
}

/// Whether a reader sees nothing of a text: white space, and characters without a picture, are no words.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_unseen(c))
}

/// The same prose with every piece of plain text put through a function.
pub fn map_text(prose: &[Prose], f: &mut impl FnMut(&str) -> String) -> Vec<Prose> {
    prose
        .iter()
        .map(|block| match block {
            Prose::Paragraph(inlines) => Prose::Paragraph(map_inlines(inlines, f)),
            Prose::Heading(inlines) => Prose::Heading(map_inlines(inlines, f)),
            Prose::Quote(inner) => Prose::Quote(map_text(inner, f)),
            Prose::List { ordered, items } => {
                Prose::List { ordered: *ordered, items: items.iter().map(|item| map_text(item, f)).collect() }
            }
        })
        .collect()
}

/// The same inline text with every piece of plain text put through a function.
pub fn map_inlines(inlines: &[Inline], f: &mut impl FnMut(&str) -> String) -> Vec<Inline> {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => Inline::Text(f(text)),
            Inline::Strong(inner) => Inline::Strong(map_inlines(inner, f)),
            Inline::Emphasis(inner) => Inline::Emphasis(map_inlines(inner, f)),
            Inline::Link(target, inner) => Inline::Link(target.clone(), map_inlines(inner, f)),
            other => other.clone(),
        })
        .collect()
}
