//! What a reader finds in an output: words without their markup and without white space, so that line breaks do not matter.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// The text without any white space.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

/// Attributes that are read aloud or shown.
const SPOKEN: [&str; 5] = ["aria-label", "alt", "title", "content", "value"];

/// All words of a page: its text, and after it what its attributes say. Scripts and styles are left out.
pub fn of_html(html: &str) -> String {
    let (mut words, mut said, mut rest) = (String::new(), String::new(), html);
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        // Two numbers side by side must not become one.
        words.push(' ');
        rest = &rest[start..];
        let end = tag_end(rest);
        let tag = &rest[..end];
        rest = &rest[end..];
        for (name, value) in attributes(tag) {
            if SPOKEN.contains(&name) {
                said.push('\n');
                said.push_str(value);
            }
        }
        for name in ["script", "style"] {
            if tag.starts_with(&format!("<{name}")) {
                let close = rest.find(&format!("</{name}")).unwrap_or(rest.len());
                rest = &rest[close..];
            }
        }
    }
    words.push_str(rest);
    decoded(&format!("{words}\n{said}"))
}

/// Where a tag ends, quotation marks heeded.
fn tag_end(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Names and values of a tag's attributes.
pub fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some(at) = rest.find("=\"") {
        let name = rest[..at].rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
        let value = &rest[at + 2..];
        let end = value.find('"').unwrap_or(value.len());
        found.push((name, &value[..end]));
        rest = &value[(end + 1).min(value.len())..];
    }
    found
}

/// Every tag of a page.
pub fn tags(html: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), html);
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        let end = tag_end(rest);
        found.push(&rest[..end]);
        let script = rest[..end].starts_with("<script");
        rest = &rest[end..];
        if script {
            rest = &rest[rest.find("</script").unwrap_or(rest.len())..];
        }
    }
    found
}

/// Text with its entities as characters.
pub fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find(';').filter(|end| *end < 10) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        let name = &rest[1..end];
        let number = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16)).or_else(|| name.strip_prefix('#').map(str::parse));
        match (name, number) {
            ("amp", _) => out.push('&'),
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("quot", _) => out.push('"'),
            ("apos", _) => out.push('\''),
            ("nbsp", _) => out.push('\u{a0}'),
            ("shy", _) => {}
            (_, Some(Ok(code))) => out.extend(char::from_u32(code)),
            _ => out.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    out + rest
}

/// The contents of every string literal of some Typst source, in order.
pub fn literals(typst: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = typst.chars();
    while let Some(c) = chars.next() {
        if c != '"' {
            continue;
        }
        let mut literal = String::new();
        while let Some(c) = chars.next() {
            match c {
                '"' => break,
                '\\' => match chars.next() {
                    Some('n') => literal.push('\n'),
                    Some(other) => literal.push(other),
                    None => break,
                },
                other => literal.push(other),
            }
        }
        found.push(literal);
    }
    found
}

/// A page without what is drawn in its charts; the name that each chart is read aloud by stays.
pub fn without_drawings(html: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(html.len()), html);
    while let Some(at) = rest.find("<svg") {
        let end = at + tag_end(&rest[at..]);
        out.push_str(&rest[..end]);
        rest = &rest[rest[end..].find("</svg>").map_or(rest.len(), |close| end + close)..];
    }
    out + rest
}

/// Every number of a text as it is printed: digits with grouping commas and a decimal point.
pub fn numbers(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut number = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() || (!number.is_empty() && matches!(c, '.' | ',')) {
            number.push(c);
        } else if !number.is_empty() {
            found.insert(number.trim_end_matches(['.', ',']).to_owned());
            number.clear();
        }
    }
    found
}

/// The words of a PDF, or `None` with a message where `pdftotext` is not installed.
pub fn of_pdf(pdf: &[u8]) -> Option<String> {
    let started = Command::new("pdftotext").args(["-q", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        eprintln!("skipped: pdftotext is not installed");
        return None;
    };
    let mut input = child.stdin.take().unwrap();
    let pdf = pdf.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&pdf));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}
