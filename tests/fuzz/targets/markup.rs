//! Markup as a strict reader meets it: HTML and SVG whose elements close in order, whose attributes are quoted and told once.
//!
//! Stricter than a browser, which would mend what an injection breaks.

use std::collections::BTreeSet;

const VOID: [&str; 13] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// What a document holds.
#[derive(Default)]
pub struct Markup {
    /// Names of the elements, in order.
    pub elements: Vec<String>,
    /// Its text, with references made characters.
    pub text: String,
}

impl Markup {
    /// How many elements bear a name.
    pub fn count(&self, name: &str) -> usize {
        self.elements.iter().filter(|element| *element == name).count()
    }
}

/// Reads markup to its end; panics where it is not whole, or holds what could run or fetch.
pub fn read(markup: &str) -> Markup {
    let mut read = Markup::default();
    let (mut open, mut ids) = (Vec::new(), BTreeSet::new());
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        read.text.push_str(&plain(&rest[..at]));
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->").expect("a comment ends") + 3..];
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            rest = &rest[rest.find('>').expect("a declaration ends") + 1..];
        } else if let Some(closing) = rest.strip_prefix("</") {
            let (name, after) = closing.split_once('>').expect("a closing tag ends");
            assert_eq!(open.pop().as_deref(), Some(name), "elements close in order");
            rest = after;
        } else {
            let (name, alone, after) = tag(&rest[1..], &mut ids);
            rest = after;
            if matches!(name, "script" | "style") && !alone {
                let end = format!("</{name}>");
                rest = &rest[rest.find(&end).expect("a script or style ends") + end.len()..];
            } else if !alone && !VOID.contains(&name) {
                open.push(name.to_owned());
            }
            read.elements.push(name.to_owned());
        }
    }
    read.text.push_str(&plain(rest));
    assert!(open.is_empty(), "elements are left open: {open:?}");
    read
}

/// A tag behind its bracket: its name, whether it closes itself, and what follows it.
fn tag<'a>(text: &'a str, ids: &mut BTreeSet<&'a str>) -> (&'a str, bool, &'a str) {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':'))).expect("a tag ends");
    let (name, mut rest) = text.split_at(end);
    assert!(name.starts_with(|c: char| c.is_ascii_alphabetic()), "a bracket that opens no tag");
    let mut seen = BTreeSet::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return (name, true, after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (name, false, after);
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).expect("a tag ends");
        let (attribute, after) = rest.split_at(end);
        assert!(!attribute.is_empty() && attribute.bytes().all(|b| b.is_ascii_alphanumeric() || b"-:_".contains(&b)), "{attribute:?}");
        assert!(seen.insert(attribute), "{attribute} stands twice in <{name}>");
        let lower = attribute.to_ascii_lowercase();
        assert!(!lower.starts_with("on") && lower != "srcdoc", "<{name}> runs something: {attribute}");
        rest = after;
        if let Some(value) = rest.strip_prefix("=\"") {
            let (value, after) = value.split_once('"').expect("a value ends");
            assert!(!value.contains('<'), "a value that holds a tag");
            let value_plain = plain(value);
            if matches!(&*lower, "href" | "src" | "action" | "xlink:href") {
                leads_safely(&value_plain);
            }
            if lower == "id" {
                assert!(ids.insert(value), "the id {value} stands twice");
            }
            rest = after;
        }
    }
}

/// To a web page, to a mail address, or to a file beside this one.
fn leads_safely(address: &str) {
    let outside = ["https://", "http://", "mailto:"].iter().any(|start| address.to_ascii_lowercase().starts_with(start));
    let inside = !address.contains([':', '\\']) && !address.starts_with("//");
    assert!(outside || inside, "a link leads to {address:?}");
    assert!(!address.contains(char::is_control));
}

/// Text with its references made characters; every `&` must begin one.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, after) = after.split_once(';').expect("a reference ends");
        out.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "#39" | "#x27" | "apos" => "'",
            "nbsp" => "\u{a0}",
            other => panic!("an unknown reference &{other};"),
        });
        rest = after;
    }
    out + rest
}
