//! A drawing: SVG that draws and does nothing else.
//!
//! In: the text of an SVG file, from a council or a theme. Out: the same drawing written anew from what was understood,
//! or what stands in it that may not: scripts, events, addresses outside the file, text in a font that others lack.
//! What only an editor needs (metadata, comments, its own namespaces) is left out.

use crate::foreign::acts;
use std::fmt::Write as _;

/// A drawing that is safe to show.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    /// The whole file.
    pub(super) svg: String,
    /// What stands inside its outermost element.
    pub(super) inner: String,
    /// Left, top, width and height of what is drawn.
    pub(super) view: [f64; 4],
}

/// Why a drawing is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// Line of the file, from 1.
    pub(super) line: u32,
    /// What it holds.
    pub(super) what: String,
    /// What to do.
    pub(super) hint: &'static str,
}

const DRAWN: [&str; 16] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "style",
];
const UNSEEN: [&str; 3] = ["title", "desc", "metadata"];
const PLAIN: &str = "export it as a plain SVG of paths, with text turned into outlines and effects flattened";
/// Deeper than any drawing is by hand.
const DEPTH: usize = 48;

/// Reads a drawing and writes it anew.
pub(super) fn clean(text: &str) -> Result<Drawing, Refused> {
    // What acts unseen is no part of a drawing, and XML takes no control characters.
    let text: String = text.chars().filter(|c| matches!(c, '\n' | '\r' | '\t') || !acts(*c)).collect();
    let mut reader = Reader { text: &text, at: 0, open: Vec::new(), unseen: None, out: String::new(), root: None };
    while reader.step()? {}
    reader.finish()
}

struct Root {
    attributes: Vec<(String, String)>,
    view: [f64; 4],
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    open: Vec<&'t str>,
    /// How many elements were open when one began that is left out.
    unseen: Option<usize>,
    out: String,
    root: Option<Root>,
}

impl<'t> Reader<'t> {
    fn refuse<T>(&self, what: impl Into<String>, hint: &'static str) -> Result<T, Refused> {
        let line = 1 + self.text[..self.at].matches('\n').count() as u32;
        Err(Refused { line, what: what.into(), hint })
    }

    /// One piece: words, a comment, a tag. False at the end.
    fn step(&mut self) -> Result<bool, Refused> {
        let rest = &self.text[self.at..];
        let Some(until) = rest.find('<') else { return Ok(false) };
        self.words(&rest[..until])?;
        self.at += until;
        let rest = &self.text[self.at..];
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let Some(end) = inside.find("]]>") else { return self.refuse("is cut off", PLAIN) };
            self.words(&inside[..end])?;
            self.at += end + "<![CDATA[]]>".len();
            return Ok(true);
        }
        for (opens, closes) in [("<!--", "-->"), ("<?", "?>"), ("<!", ">")] {
            if rest.starts_with(opens) {
                let Some(end) = rest.find(closes) else { return self.refuse("is cut off", PLAIN) };
                if opens == "<!" && rest[..end].contains('[') {
                    return self.refuse("defines entities", PLAIN);
                }
                self.at += end + closes.len();
                return Ok(true);
            }
        }
        self.tag()?;
        Ok(true)
    }

    /// Words are kept in a style sheet only.
    fn words(&mut self, words: &str) -> Result<(), Refused> {
        if self.unseen.is_none() && self.open.last() == Some(&"style") {
            if !harmless_style(words) || words.contains('<') {
                return self.refuse("holds a style sheet that fetches something", PLAIN);
            }
            self.out.push_str(words);
        }
        Ok(())
    }

    fn tag(&mut self) -> Result<(), Refused> {
        let Some(end) = end_of_tag(&self.text[self.at..]) else { return self.refuse("is cut off", PLAIN) };
        let tag = &self.text[self.at + 1..self.at + end];
        if let Some(name) = tag.strip_prefix('/') {
            self.close(name.trim())?;
        } else {
            let (tag, alone) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let (name, attributes) = tag.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((tag, ""));
            self.open(name, attributes)?;
            if alone {
                self.close(name)?;
            }
        }
        self.at += end + 1;
        Ok(())
    }

    fn open(&mut self, name: &'t str, attributes: &str) -> Result<(), Refused> {
        if self.open.len() >= DEPTH {
            return self.refuse("is nested too deeply", PLAIN);
        }
        if self.open.is_empty() && (name != "svg" || self.root.is_some()) {
            return self.refuse("is no single SVG drawing", PLAIN);
        }
        self.open.push(name);
        if self.unseen.is_some() {
            return Ok(());
        }
        if UNSEEN.contains(&name) || (name.contains(':') && !name.starts_with("svg:")) {
            self.unseen = Some(self.open.len());
            return Ok(());
        }
        if !DRAWN.contains(&name) {
            return self.refuse(format!("holds `{}`, which is no drawing", crate::finding::shown(name)), PLAIN);
        }
        let attributes = self.attributes(attributes)?;
        if self.root.is_none() {
            return self.begin(attributes);
        }
        let _ = write!(self.out, "<{name}");
        write_attributes(&mut self.out, &attributes);
        self.out.push('>');
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Refused> {
        if self.open.last() != Some(&name) {
            return self.refuse("has tags that do not match", PLAIN);
        }
        match self.unseen {
            Some(depth) if depth == self.open.len() => self.unseen = None,
            Some(_) => {}
            None if self.open.len() > 1 => drop(write!(self.out, "</{name}>")),
            None => {}
        }
        self.open.pop();
        Ok(())
    }

    /// The outermost element: its size is that of what it shows.
    fn begin(&mut self, attributes: Vec<(String, String)>) -> Result<(), Refused> {
        let get = |name: &str| attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let length = |name| get(name).and_then(|text| text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim().parse::<f64>().ok());
        let box_of = |text: &str| -> Option<[f64; 4]> {
            let parts: Vec<f64> =
                text.split([' ', ',', '\n', '\t']).filter(|p| !p.is_empty()).map(str::parse).collect::<Result<_, _>>().ok()?;
            parts.try_into().ok()
        };
        let view = match get("viewBox") {
            Some(text) => box_of(text),
            None => length("width").zip(length("height")).map(|(width, height)| [0.0, 0.0, width, height]),
        };
        let usable = |view: &[f64; 4]| view.iter().all(|n| n.is_finite() && n.abs() < 1e6) && view[2] > 0.0 && view[3] > 0.0;
        let Some(view) = view.filter(usable) else { return self.refuse("does not say how large it is", "give it a viewBox") };
        let kept = attributes.into_iter().filter(|(name, _)| !["width", "height", "viewBox", "x", "y"].contains(&name.as_str()));
        self.root = Some(Root { attributes: kept.collect(), view });
        Ok(())
    }

    fn attributes(&self, mut text: &str) -> Result<Vec<(String, String)>, Refused> {
        let mut found: Vec<(String, String)> = Vec::new();
        loop {
            text = text.trim_start();
            if text.is_empty() {
                return Ok(found);
            }
            let parts = text.split_once('=').and_then(|(name, rest)| {
                let rest = rest.trim_start();
                let quote = rest.chars().next().filter(|c| ['"', '\''].contains(c))?;
                let (value, rest) = rest[1..].split_once(quote)?;
                Some((name.trim(), value, rest))
            });
            let Some((name, value, rest)) = parts else { return self.refuse("has an attribute that cannot be read", PLAIN) };
            text = rest;
            // Names of an editor's own namespaces are left out, whatever they hold.
            let address = name == "href" || name.ends_with(":href");
            if name.starts_with("xmlns") || (name.contains(':') && !address) {
                continue;
            }
            let Some(value) = decoded(value) else { return self.refuse("has an entity that cannot be read", PLAIN) };
            if name.to_ascii_lowercase().starts_with("on") {
                return self.refuse("holds an event, which could run a script", PLAIN);
            }
            let harmless = if name == "style" { harmless_style(&value) } else { ["id", "class"].contains(&name) || harmless(&value) };
            if !harmless || (address && !value.trim_start().starts_with('#')) {
                return self.refuse("refers to something outside itself", PLAIN);
            }
            let plain = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            let ours = plain && !["data-", "aria-"].iter().any(|start| name.starts_with(start)) && !["role", "base"].contains(&name);
            if (ours || name == "xlink:href") && !found.iter().any(|(other, _)| other == name) {
                found.push((name.to_owned(), value));
            }
        }
    }

    fn finish(self) -> Result<Drawing, Refused> {
        if !self.open.is_empty() {
            return self.refuse("is cut off", PLAIN);
        }
        let Some(root) = &self.root else { return self.refuse("is no SVG drawing", PLAIN) };
        let [x, y, width, height] = root.view;
        let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
        let _ = write!(svg, " viewBox=\"{x} {y} {width} {height}\" width=\"{width}\" height=\"{height}\"");
        write_attributes(&mut svg, &root.attributes);
        let _ = write!(svg, ">{}</svg>", self.out);
        Ok(Drawing { svg, view: root.view, inner: self.out })
    }
}

/// Where a tag ends: the first `>` outside quotation marks.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Whether a value fetches nothing: no escape that could hide a word, no address but those inside the drawing.
fn harmless(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let inside = |part: &str| part.trim_start().trim_start_matches(['"', '\'']).trim_start().starts_with('#');
    let words = ["\\", "javascript:", "data:", "http:", "https:", "image("];
    !words.iter().any(|word| lower.contains(word)) && lower.split("url(").skip(1).all(inside)
}

/// Whether a style fetches nothing: as a value, and without the rules that begin with `@`.
fn harmless_style(style: &str) -> bool {
    harmless(style) && !style.contains('@') && !style.to_ascii_lowercase().contains("image-set")
}

/// A value with its entities read; `None` where one is not of XML's own five or a number.
fn decoded(value: &str) -> Option<String> {
    let mut parts = value.split('&');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (entity, rest) = part.split_once(';')?;
        let character = match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => {
                let digits = other.strip_prefix('#')?;
                let code = digits.strip_prefix(['x', 'X']).map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
                char::from_u32(code?).filter(|c| !acts(*c))?
            }
        };
        out.push(character);
        out.push_str(rest);
    }
    Some(out)
}

fn write_attributes(out: &mut String, attributes: &[(String, String)]) {
    for (name, value) in attributes {
        let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let _ = write!(out, " {name}=\"{value}\"");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(inside: &str) -> String {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\">\n{inside}\n</svg>");
        clean(&svg).map_or_else(|refused| format!("{}: {}", refused.line, refused.what), |drawing| drawing.svg)
    }

    #[test]
    fn a_drawing_is_written_anew_without_what_only_editors_need() {
        let text = "\u{feff}<?xml version=\"1.0\"?><!-- Editor --><!DOCTYPE svg PUBLIC \"-//W3C\" \"http://www.w3.org/x.dtd\">\n\
            <svg xmlns='http://www.w3.org/2000/svg' xmlns:sodipodi=\"http://s.example\" width=\"20mm\" height=\"10mm\" sodipodi:docname=\"x\" fill=\"none\">\
            <metadata><rdf:RDF><a href=\"http://x\"/></rdf:RDF></metadata><sodipodi:namedview id=\"n\"/><title>T &amp; U</title>\
            <style>.a{fill:#123456}</style><g class='a'><path d=\"M0 0h1\" data-x=\"1\" id=\"p&quot;q\"/></g></svg>\n";
        let drawing = clean(text.trim_start_matches('\u{feff}')).unwrap();
        assert_eq!(drawing.view, [0.0, 0.0, 20.0, 10.0]);
        assert_eq!(drawing.inner, "<style>.a{fill:#123456}</style><g class=\"a\"><path d=\"M0 0h1\" id=\"p&quot;q\"></path></g>");
        assert!(drawing.svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""), "{}", drawing.svg);
        assert!(drawing.svg.contains(" fill=\"none\">") && !drawing.svg.contains("sodipodi"));
        // What was written is itself a drawing, and stays as it is.
        assert_eq!(clean(&drawing.svg).unwrap().svg, drawing.svg);
    }

    #[test]
    fn whatever_could_act_or_fetch_is_refused_by_line() {
        assert_eq!(refused("<script>alert(1)</script>"), "2: holds `script`, which is no drawing");
        for inside in [
            "<foreignObject/>",
            "<image href=\"#a\"/>",
            "<text>Town</text>",
            "<a href=\"#a\"/>",
            "<animate/>",
            "<use href=\"#a\"/>",
            "<svg:script/>",
        ] {
            assert!(refused(inside).starts_with("2: holds `"), "{inside}");
        }
        for inside in ["<path onclick=\"x()\"/>", "<path OnLoad='x'/>"] {
            assert_eq!(refused(inside), "2: holds an event, which could run a script", "{inside}");
        }
        for inside in [
            "<path fill=\"url(http://x)\"/>",
            "<path style=\"fill:url( '//x' )\"/>",
            "<linearGradient xlink:href=\"https://x\"/>",
            "<linearGradient href=\" j&#97;vascript:x\"/>",
            "<path fill=\"url(&#104;ttp://x#)\"/>",
            "<path style=\"fill:u\\72l(x)\"/>",
        ] {
            assert_eq!(refused(inside), "2: refers to something outside itself", "{inside}");
        }
        for inside in ["<style>@import 'x'</style>", "<style>a{fill:url(x)}</style>", "<style><![CDATA[@font-face{}]]></style>"] {
            assert_eq!(refused(inside), "2: holds a style sheet that fetches something", "{inside}");
        }
        assert!(clean("<svg viewBox='0 0 1 1'><path d='M").unwrap_err().what.contains("cut off"));
        assert!(refused("<path d=\"M0 0\"").contains("cannot be read") && refused("<g></path>").contains("do not match"));
        assert!(refused("<path id=\"&x;\"/>").contains("entity") && refused(&"<g>".repeat(60)).contains("too deeply"));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for text in [
            "",
            "words",
            "<html/>",
            "<svg viewBox=\"0 0 0 9\"/>",
            "<svg/>",
            "<svg viewBox=\"0 0 NaN 1\"/>",
            "<svg viewBox=\"0 0 1 1\"/><svg/>",
        ] {
            assert!(clean(text).is_err(), "{text}");
        }
        assert!(clean("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg viewBox=\"0 0 1 1\"/>").unwrap_err().what.contains("entities"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[<>/a-z\"'=&;#! \\[\\]é:-]{0,80}") {
            let _ = clean(&text);
            let _ = clean(&format!("<svg viewBox='0 0 1 1'>{text}</svg>"));
        }
    }
}
