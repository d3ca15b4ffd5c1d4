//! HTML: the one place where text becomes markup.
//!
//! Comes in: words and inline text of the report. Goes out: [`Html`], which layouts print as it is.
//! Everything else that layouts print is escaped by the template engine with [`escape_to`], so nothing of a workbook,
//! a page or a commentary can open a tag. Links go only where [`is_safe_address`] of the content lets them.

use crate::content::markdown::is_safe_address;
use crate::foreign::acts;
use crate::report::{Inline, Prose, Target};
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// Finished markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Markup that this program wrote itself, such as a drawn chart.
    pub fn written(mut markup: String) -> Self {
        markup.retain(|c| c == '\n' || !acts(c));
        Self(markup)
    }

    /// Line by line; no mark of inline text goes over the end of a line.
    pub fn lines(&self) -> impl Iterator<Item = Self> {
        self.0.lines().map(|line| Self(line.to_owned()))
    }

    /// The markup as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// Text with everything escaped that could end it, in element or quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if acts(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// [`escape`] in the form the template engine asks for.
pub fn escape_to(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escape(text).as_bytes())
}

/// Writes prose and inline text; asks `resolve` where a link to a page leads.
pub struct Writer<'a> {
    resolve: &'a dyn Fn(&str, Option<&str>) -> Option<String>,
}

impl<'a> Writer<'a> {
    /// A writer that finds pages with `resolve` (page, anchor → address, or `None` where this report has no such page).
    pub fn new(resolve: &'a dyn Fn(&str, Option<&str>) -> Option<String>) -> Self {
        Self { resolve }
    }

    /// Inline text.
    pub fn inlines(&self, inlines: &[Inline]) -> Html {
        let mut out = String::new();
        self.write_inlines(inlines, &mut out);
        Html(out)
    }

    /// Paragraphs and lists.
    pub fn prose(&self, prose: &[Prose]) -> Html {
        let mut out = String::new();
        self.write_prose(prose, &mut out);
        Html(out)
    }

    fn write_prose(&self, prose: &[Prose], out: &mut String) {
        for part in prose {
            match part {
                Prose::Paragraph(inner) => self.wrapped("p", inner, out),
                Prose::Heading(inner) => self.wrapped("h3", inner, out),
                Prose::Quote(inner) => {
                    out.push_str("<blockquote>");
                    self.write_prose(inner, out);
                    out.push_str("</blockquote>");
                }
                Prose::List { ordered, items } => self.write_list(if *ordered { "ol" } else { "ul" }, items, out),
            }
        }
    }

    fn write_list(&self, element: &str, items: &[Vec<Prose>], out: &mut String) {
        out.push_str(&format!("<{element} class=\"list\">"));
        for item in items {
            out.push_str("<li>");
            match item.as_slice() {
                [Prose::Paragraph(only)] => self.write_inlines(only, out),
                several => self.write_prose(several, out),
            }
            out.push_str("</li>");
        }
        out.push_str(&format!("</{element}>"));
    }

    fn write_inlines(&self, inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => out.push_str(&escape(text)),
                Inline::Code(text) => out.push_str(&format!("<code>{}</code>", escape(text))),
                Inline::Strong(inner) => self.wrapped("strong", inner, out),
                Inline::Emphasis(inner) => self.wrapped("em", inner, out),
                Inline::Link(target, inner) => self.write_link(target, inner, out),
                Inline::Break => out.push_str("<br>"),
            }
        }
    }

    /// A link, or only its words where it leads to a page this audience does not get, or to an unsafe address.
    fn write_link(&self, target: &Target, inner: &[Inline], out: &mut String) {
        let opening = match target {
            Target::Page(page, anchor) => (self.resolve)(page, anchor.as_deref()).map(|href| {
                // A code is not broken at its hyphen.
                let class = if anchor.as_deref().is_some_and(|a| a.starts_with("d-")) { " class=\"code\"" } else { "" };
                format!("<a{class} href=\"{}\">", escape(&href))
            }),
            Target::Address(address) if is_safe_address(address) => Some(format!("<a href=\"{}\" rel=\"noreferrer\">", escape(address))),
            Target::Address(_) => None,
        };
        let is_link = opening.is_some();
        out.push_str(&opening.unwrap_or_default());
        self.write_inlines(inner, out);
        if is_link {
            out.push_str("</a>");
        }
    }

    fn wrapped(&self, element: &str, inner: &[Inline], out: &mut String) {
        out.push_str(&format!("<{element}>"));
        self.write_inlines(inner, out);
        out.push_str(&format!("</{element}>"));
    }
}

/// A line of text in which every word that `resolve` knows becomes a link: the codes in a source line.
pub fn linked_words(text: &str, resolve: &dyn Fn(&str) -> Option<String>) -> Html {
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let starts_word = rest.starts_with(is_word);
        let end = rest.find(|c: char| is_word(c) != starts_word).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        match starts_word.then(|| resolve(piece)).flatten() {
            Some(href) => out.push_str(&format!("<a class=\"code\" href=\"{}\">{}</a>", escape(&href), escape(piece))),
            None => out.push_str(&escape(piece)),
        }
        rest = after;
    }
    Html(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(inlines: &[Inline]) -> String {
        let resolve = |page: &str, anchor: Option<&str>| (page == "care").then(|| format!("care.html#{}", anchor.unwrap_or("")));
        Writer::new(&resolve).inlines(inlines).0
    }

    fn link(target: Target) -> String {
        write(&[Inline::Link(target, vec![Inline::Text("go".into())])])
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(write(&[Inline::Text("<b> & \"x\" 'y'\u{202e}\u{0}".into())]), "&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;");
        assert_eq!(write(&[Inline::Strong(vec![Inline::Code("</strong>".into())])]), "<strong><code>&lt;/strong&gt;</code></strong>");
    }

    #[test]
    fn links_lead_only_where_they_may() {
        assert_eq!(link(Target::Page("care".into(), Some("a".into()))), "<a href=\"care.html#a\">go</a>");
        assert_eq!(link(Target::Page("elsewhere".into(), None)), "go");
        assert_eq!(
            link(Target::Address("https://a.example/?b&c".into())),
            "<a href=\"https://a.example/?b&amp;c\" rel=\"noreferrer\">go</a>"
        );
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            " https://a",
            "java\nscript:x",
            "//a.example",
            "vbscript:x",
            "file:///etc",
            "blob:x",
            "https://a b",
        ] {
            assert_eq!(link(Target::Address(bad.into())), "go", "{bad}");
        }
    }

    #[test]
    fn codes_in_a_source_line_become_links() {
        let resolve = |word: &str| (word == "REF-03").then(|| "#d-ref-03".to_owned());
        assert_eq!(
            linked_words("REF-03 · <list 3>, REF-033", &resolve).0,
            "<a class=\"code\" href=\"#d-ref-03\">REF-03</a> · &lt;list 3&gt;, REF-033"
        );
    }
}
