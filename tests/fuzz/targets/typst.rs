//! From a page as written to the source of the pack: it parses, calls nothing but the layouts, and holds what was written.

use super::pages;
use annexa::content::markdown;
use annexa::finding::Findings;
use annexa::pack::fuzzing;
use std::collections::BTreeSet;
use typst::syntax::ast::{self, AstNode};
use typst::syntax::{SyntaxKind, SyntaxNode, parse};

/// Beyond this depth lists and emphasis lose their form in print, and so the borders of their words.
const SHAPED: usize = 6;

/// Functions of Typst that pages call; everything else is of the layouts or defined at the head of a file.
const CALLED: [&str; 17] = [
    "text",
    "strong",
    "emph",
    "par",
    "list",
    "enum",
    "quote",
    "heading",
    "label",
    "linebreak",
    "image",
    "str",
    "datetime",
    "chart",
    "chart.with",
    "arrow",
    "pdf.artifact",
];

/// Writes the source of an input's page and reads it again.
pub fn run(data: &[u8]) {
    let Some((report, _)) = pages::report(data) else { return };
    let files = fuzzing::source(&report);
    assert!(files == fuzzing::source(&report), "the same page gave two sources");
    let texts: BTreeSet<String> = files.iter().flat_map(|(_, source)| is_source(source)).collect();
    let page = &report.pages[0];
    for (text, depth) in pages::words(page).into_iter().filter(|(text, depth)| !text.is_empty() && *depth < SHAPED) {
        let shown = fuzzing::shown(&text);
        assert!(texts.contains(&shown), "the pack does not hold {shown:?}, which stands {depth} deep");
    }
    is_no_html(&fuzzing::companion(page));
}

/// The texts of a source that parses and in which words became nothing but texts.
pub fn is_source(source: &str) -> BTreeSet<String> {
    let root = parse(source);
    let (errors, _) = root.errors_and_warnings();
    assert!(errors.is_empty(), "a source does not parse: {errors:?}");
    let mut texts = BTreeSet::new();
    walk(&root, &mut texts);
    texts
}

/// Collects the texts of a source, and panics at whatever words of a page must not become.
fn walk(node: &SyntaxNode, texts: &mut BTreeSet<String>) {
    match node.kind() {
        SyntaxKind::Text
        | SyntaxKind::Escape
        | SyntaxKind::Shorthand
        | SyntaxKind::SmartQuote
        | SyntaxKind::Strong
        | SyntaxKind::Emph
        | SyntaxKind::Raw
        | SyntaxKind::Link
        | SyntaxKind::Label
        | SyntaxKind::Ref
        | SyntaxKind::Heading
        | SyntaxKind::ListItem
        | SyntaxKind::EnumItem
        | SyntaxKind::TermItem
        | SyntaxKind::Equation
        | SyntaxKind::WhileLoop
        | SyntaxKind::ForLoop
        | SyntaxKind::Contextual => panic!("words became {:?}: {:?}", node.kind(), node.full_text()),
        SyntaxKind::FuncCall => calls_what_it_may(node),
        SyntaxKind::Str => texts.extend(node.cast::<ast::Str>().map(|text| text.get().to_string())),
        _ => {}
    }
    node.children().for_each(|child| walk(child, texts));
}

fn calls_what_it_may(node: &SyntaxNode) {
    let Some(call) = node.cast::<ast::FuncCall>() else { return };
    let callee = call.callee().to_untyped().full_text();
    let of_layouts = callee.strip_prefix("annexa.").is_some_and(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
    assert!(of_layouts || CALLED.contains(&callee.as_str()), "the source calls {callee}");
}

/// The Markdown beside the source is Markdown: no word of the page became a tag.
fn is_no_html(text: &str) {
    let mut findings = Findings::default();
    markdown::parse("page.md", text, 1, &mut findings);
    let html = findings.0.iter().find(|finding| finding.message.contains("HTML"));
    assert!(html.is_none(), "the Markdown of the pack holds HTML at {:?}", html.map(|finding| finding.place.line));
}
