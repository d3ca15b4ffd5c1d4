//! What pages ask for, read off their directives before anything is made.
//!
//! In: the sources of pages. Out: the home of each code, the figures of a page by name, the codes it draws over the years.

use crate::content::PageSource;
use crate::content::markdown::Item;
use std::collections::BTreeMap;

/// The first page on which each code stands.
pub(super) fn homes(pages: &[PageSource]) -> BTreeMap<String, String> {
    fn walk(items: &[Item], slug: &str, homes: &mut BTreeMap<String, String>) {
        for item in items {
            let Item::Directive(directive) = item else { continue };
            let named = directive.args.iter().chain(directive.options.values());
            for code in named.map(|arg| arg.split('/').next().unwrap_or(arg)) {
                homes.entry(code.to_owned()).or_insert_with(|| slug.to_owned());
            }
            walk(&directive.items, slug, homes);
        }
    }
    let mut homes = BTreeMap::new();
    // The overview and the pages of rows repeat what other pages hold: they are nobody's home.
    for page in pages.iter().filter(|p| p.slug != "index" && p.front.layout != "rows") {
        page.sections.iter().for_each(|s| walk(&s.items, &page.slug, &mut homes));
    }
    homes
}

/// The figures that a page asks for, as a person names them: `REF-03 trend`.
pub(super) fn drawn(source: &PageSource) -> Vec<String> {
    fn walk(items: &[Item], found: &mut Vec<String>) {
        for item in items {
            let Item::Directive(directive) = item else { continue };
            let option = |key: &str| directive.options.get(key).map(String::as_str);
            let code = |arg: &String| arg.split('/').next().unwrap_or(arg).to_owned();
            match directive.name.as_str() {
                "chart" => found.extend(directive.args.first().map(|arg| format!("{} {}", code(arg), option("as").unwrap_or("bars")))),
                "who" => {
                    found.extend(option("pyramid").map(|code| format!("{code} pyramid")));
                    found.extend(option("ethnicity").map(|code| format!("{code} bars")));
                }
                "spine" => found.push("spine".to_owned()),
                _ => walk(&directive.items, found),
            }
        }
    }
    let mut found = Vec::new();
    source.sections.iter().for_each(|section| walk(&section.items, &mut found));
    found
}

/// The codes that some items draw over the years.
pub(super) fn trends(items: &[Item], drawn: &mut Vec<String>) {
    for item in items {
        let Item::Directive(directive) = item else { continue };
        if directive.options.get("as").is_some_and(|form| form == "trend") {
            drawn.extend(directive.args.iter().cloned());
        }
        trends(&directive.items, drawn);
    }
}
