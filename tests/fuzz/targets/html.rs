//! From a page as written to the page of the site: markup stays whole, and what is shown is what was written.

use super::markup::{Markup, read};
use super::pages;
use annexa::report::{Block, Prose};
use annexa::site::{self, SiteError, html::Writer};
use annexa::theme::Shelf;
use std::sync::OnceLock;

/// Makes the site of an input's page and reads it again.
pub fn run(data: &[u8]) {
    let Some((report, _)) = pages::report(data) else { return };
    for block in report.pages.iter().flat_map(|page| &page.sections).flat_map(|section| &section.blocks) {
        if let Block::Prose { prose } | Block::Notice { prose, .. } = block {
            says_the_same(prose);
        }
    }
    // The whole page takes a hundred times as long as its words.
    if !is_chosen(data) {
        return;
    }
    let files = match site::render(&report, &Shelf::built_in()) {
        Ok(files) => files,
        // A page may be called what no file can be called, and an anchor may stand twice: both are told.
        Err(SiteError::PageName { .. } | SiteError::Anchor { .. }) => return,
        Err(error) => panic!("the page has no site: {error}"),
    };
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".svg")) {
        let page = read(std::str::from_utf8(bytes).expect("what is written is text"));
        if path == "page.html" {
            adds_nothing_that_acts(&page);
        }
    }
}

/// One input in eight, told by its bytes, so that an input does the same each time.
fn is_chosen(data: &[u8]) -> bool {
    data.iter().fold(0u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(*byte)) % 8 == 0
}

/// Prose as HTML holds the characters of the prose, but for those that cannot be seen.
fn says_the_same(prose: &[Prose]) {
    let resolve = |page: &str, anchor: Option<&str>| Some(format!("{page}.html#{}", anchor.unwrap_or("")));
    let shown = read(Writer::new(&resolve).prose(prose).as_str()).text;
    let mut written = String::new();
    pages::words_of(prose).into_iter().for_each(|(text, _)| written.push_str(&text));
    let acts = |c: char| {
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
            || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{e0001}')
            || u32::from(c) & 0xfffe == 0xfffe
    };
    let visible = |c: &char| !c.is_control() && !acts(*c);
    let seen = |text: &str| text.chars().filter(visible).collect::<String>();
    assert_eq!(seen(&shown), seen(&written), "the site says something else");
}

/// A page brings no script, style, frame or form that a page without words does not have.
fn adds_nothing_that_acts(page: &Markup) {
    static PLAIN: OnceLock<Markup> = OnceLock::new();
    let plain = PLAIN.get_or_init(|| {
        let (report, _) = pages::report(b"## A {#a}\n\n::: chart REF-03 as=trend\n:::\n\n::: lists\n:::\n").expect("a page that is right");
        let files = site::render(&report, &Shelf::built_in()).expect("a site that is right");
        let (_, bytes) = files.iter().find(|(path, _)| *path == "page.html").expect("the page");
        read(std::str::from_utf8(bytes).expect("text"))
    });
    for name in ["script", "style", "link", "meta", "base", "form", "input"] {
        assert!(page.count(name) <= plain.count(name), "the page brings <{name}>");
    }
    for name in ["iframe", "object", "embed", "frame", "applet", "foreignObject"] {
        assert_eq!(page.count(name), 0, "the page brings <{name}>");
    }
}
