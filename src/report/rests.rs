//! What the words of a page rest on, so that the pack sets the charts of it beside them.
//!
//! In: a page as written, its heading and what the rules of attention found. Out: indicator codes, those of the heading first, then
//! those of the commentary, then those of the first paragraph.

use super::attention::Candidate;
use crate::content::prose::{self, Prose};
use crate::content::{Content, PageSource};

/// Codes in the order of how much of the page's words rests on them, each once.
pub fn codes(source: &PageSource, content: &Content, heading: &str, found: &[Candidate]) -> Vec<String> {
    let heading = heading.to_lowercase();
    let said = found.iter().filter(|c| heading.contains(&c.says.to_lowercase())).map(|c| c.code.clone());
    let leads = source.front.leads.iter().map(|lead| lead.code.clone());
    let commentary = content.commentary.get(&source.slug).map_or_else(Vec::new, |words| named_in_prose(&words.prose));
    let mut codes: Vec<String> = Vec::new();
    for code in said.chain(leads).chain(commentary).chain(named(&source.front.lede)) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn named_in_prose(written: &[Prose]) -> Vec<String> {
    let mut codes = Vec::new();
    prose::map_text(written, &mut |text| {
        codes.extend(named(text));
        text.to_owned()
    });
    codes
}

/// The codes of the values that a text names, without their parts: `PLA-18` of `{{PLA-18.n}}`.
fn named(text: &str) -> Vec<String> {
    let names = text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
    let codes = names.map(|(name, _)| name.trim().split(['/', '.', ' ', '|']).next().unwrap_or_default());
    codes.filter(|code| code.contains('-')).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::page;
    use crate::finding::Findings;

    #[test]
    fn what_the_heading_says_goes_before_what_the_first_paragraph_names() {
        let text = "+++\ntitle = 'T'\norder = 1\nasks = 'A?'\nheading = 'H'\n\
            lede = '{{AA-01}} children, {{BB-02.n}} again as at {{as_at}}'\n\n[[leads]]\ncode = 'BB-02'\n+++\n";
        let source = page("content/pages/t.md", text, &mut Findings::default()).unwrap();
        assert_eq!(codes(&source, &Content::default(), "Heading", &[]), ["BB-02", "AA-01"]);
    }
}
