//! Pages and commentary as Markdown.
//!
//! In: the text of a file. Out: its front matter, prose and directives with their lines, or findings that name the line.
//! A page says what to show (`::: chart REF-07`), never how it looks; indicator codes and `{{ … }}` values are kept as written
//! and resolved by `report`. Raw HTML has no meaning in print and is refused.

pub mod attention;
mod glossary;
pub mod markdown;
pub mod messages;
pub mod prose;

use crate::audience::Audience;
use crate::calendar::Day;
use crate::doing::{self, Work};
use crate::edition::Edition;
use crate::files::is_slug;
use crate::finding::{Checked, Finding, Findings, Place, Severity, Written};
use crate::foreign::in_a_line;
use crate::theme::Shelf;
pub use glossary::Entry;
use markdown::Item;
use prose::Prose;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A page as written.
#[derive(Debug, Clone, PartialEq)]
pub struct PageSource {
    /// Path of the file, for findings.
    pub file: String,
    /// Name of the page's file without ending.
    pub slug: String,
    /// Front matter.
    pub front: Front,
    /// Sections in order.
    pub sections: Vec<SectionSource>,
}

/// Front matter of a page.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Front {
    /// Short title.
    pub title: String,
    /// Group in the navigation; empty for the overview.
    #[serde(default)]
    pub group: String,
    /// Place in the reading order.
    pub order: u32,
    /// The widest audience that may see the page; a page about teams is for management.
    #[serde(default = "everyone")]
    pub seen_by: Audience,
    /// The question the page answers.
    pub asks: String,
    /// Heading where the data gives none.
    pub heading: String,
    /// A figure of the page whose title is the heading, where it has something to show: `X-13 ratios`.
    #[serde(default)]
    pub heading_from: String,
    /// First paragraph, with `{{ … }}` values. A part in double brackets, and a sentence, stands only where its values do.
    pub lede: String,
    /// Used instead of `lede` where the page's lists are empty or missing.
    #[serde(default)]
    pub without: String,
    /// Lists the page rests on; the first decides whether there is anything to show.
    #[serde(default)]
    pub lists: Vec<String>,
    /// What there must be for it besides the data; where there is none the page is left out.
    #[serde(default)]
    pub needs: Option<Needs>,
    /// How the pack sets it: `topic`, `running`, `summary`, `rows`, or `part` of the running page before it.
    #[serde(default = "topic")]
    pub layout: String,
    /// Editions of the pack that hold it. A page of the brief edition alone stands neither in the full pack nor on the site.
    #[serde(default = "full")]
    pub editions: Vec<Edition>,
    /// Name of the theme's icon that stands for the page; its own name where there is none.
    #[serde(default)]
    pub icon: String,
    /// What the heading is made of.
    #[serde(default)]
    pub leads: Vec<Lead>,
    /// Questions asked when an indicator stands out.
    #[serde(default)]
    pub questions: Vec<Ask>,
}

/// What a page may need besides the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Needs {
    /// Snapshots of earlier quarters.
    Snapshots,
    /// Children's rows or marks of an earlier quarter.
    Traces,
}

fn everyone() -> Audience {
    Audience::Public
}

fn topic() -> String {
    "topic".to_owned()
}

fn full() -> Vec<Edition> {
    vec![Edition::Full]
}

/// A phrase of the heading, chosen by how an indicator compares with England.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// Indicator code.
    pub code: String,
    /// Phrase where the authority is higher. Words in double brackets (`[[ than in England]]`) stand where the phrase before it
    /// has not compared.
    #[serde(default)]
    pub higher: String,
    /// Phrase where it is lower.
    #[serde(default)]
    pub lower: String,
    /// Phrase where no difference may be claimed.
    #[serde(default)]
    pub similar: String,
    /// Phrase used whatever the comparison, with `{{ … }}` values.
    #[serde(default)]
    pub always: String,
}

/// A question and when it is asked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Indicator code.
    pub code: String,
    /// Asked where the authority is `higher` or `lower` than similar areas, the figure `above` or `below` a `level`, the chart of ratios
    /// of this page names a group (`named`), or `always`. A code that has groups and no single figure is told by its largest.
    pub when: String,
    /// Level for `above` and `below`.
    #[serde(default)]
    pub level: f64,
    /// The question, with `{{ … }}` values.
    pub ask: String,
}

/// A section as written.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionSource {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Only for assistive technology.
    pub quiet: bool,
    /// Prose and directives.
    pub items: Vec<Item>,
}

/// Commentary as written.
#[derive(Debug, Clone, PartialEq)]
pub struct CommentarySource {
    /// Path of the file.
    pub file: String,
    /// Slug of the page it belongs to.
    pub page: String,
    /// Who wrote it, when, and in what state.
    pub front: Signature,
    /// The words.
    pub prose: Vec<Prose>,
}

impl CommentarySource {
    /// Whether it is not agreed yet.
    pub fn is_draft(&self) -> bool {
        self.front.state.eq_ignore_ascii_case("draft")
    }
}

/// Front matter of commentary.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Who wrote it.
    pub author: String,
    /// When.
    pub date: Option<Day>,
    /// `draft` or `agreed`, or any words.
    #[serde(default)]
    pub state: String,
}

/// All content a report is made from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// Pages in reading order.
    pub pages: Vec<PageSource>,
    /// Commentary by page.
    pub commentary: BTreeMap<String, CommentarySource>,
    /// Glossary, alphabetical.
    pub glossary: Vec<Entry>,
    /// What needs attention is picked from.
    pub attention: attention::Attention,
    /// Sentences written by hand.
    pub messages: messages::Messages,
}

/// Reads all content from a shelf.
pub fn load(shelf: &Shelf) -> Checked<Content> {
    let _step = doing::step(Work::Making, || "reading the project’s pages".to_owned());
    let mut content = Content::default();
    let mut findings = Findings::default();
    for path in shelf.list("content/pages").into_iter().filter(|p| p.ends_with(".md")) {
        let page = page(&path, &shelf.text(&path).unwrap_or_default(), &mut findings);
        content.pages.extend(page);
    }
    content.pages.sort_by(|a, b| (a.front.order, &a.slug).cmp(&(b.front.order, &b.slug)));
    for path in shelf.own_list("content/commentary").into_iter().filter(|p| p.ends_with(".md") && !p.ends_with("README.md")) {
        if let Some(words) = commentary(&path, &shelf.text(&path).unwrap_or_default(), &mut findings) {
            content.commentary.insert(words.page.clone(), words);
        }
    }
    content.glossary = glossary::read(shelf, &mut findings);
    content.attention = attention::read(&shelf.text(attention::FILE).unwrap_or_default(), &mut findings);
    let slugs: Vec<&str> = content.pages.iter().map(|page| page.slug.as_str()).collect();
    content.messages = messages::read(&shelf.own_text(messages::FILE).unwrap_or_default(), &slugs, &mut findings);
    Checked { value: content, findings }
}

/// Reads a page; a page that cannot be read is `None` and a finding says why.
pub fn page(file: &str, text: &str, findings: &mut Findings) -> Option<PageSource> {
    let (front, body, first_line) = split_front_matter(file, text, findings)?;
    let text_of_front = front;
    let mut front: Front = parse_front(file, front, findings)?;
    for (name, words) in [("title", &front.title), ("heading", &front.heading), ("asks", &front.asks)] {
        if prose::is_blank(words) {
            findings.push(blank_setting(file, text_of_front, name));
        }
    }
    for words in [&mut front.title, &mut front.group, &mut front.asks, &mut front.heading] {
        *words = in_a_line(words);
    }
    let items = markdown::parse(file, body, first_line, findings);
    let slug = stem(file);
    if !is_slug(&slug) {
        findings.push(
            Finding::new(Severity::Error, "content-name", Place::file(file), "the name of the file cannot be the name of a page")
                .hint("name it in lower-case letters, digits and hyphens, at most 80, such as early-help.md"),
        );
        return None;
    }
    Some(PageSource { file: file.to_owned(), slug, front, sections: into_sections(items) })
}

/// Reads commentary; its directives, if any, are refused.
pub fn commentary(file: &str, text: &str, findings: &mut Findings) -> Option<CommentarySource> {
    let (front, body, first_line) = split_front_matter(file, text, findings)?;
    let front: Signature = parse_front(file, front, findings)?;
    let mut prose = Vec::new();
    for item in markdown::parse(file, body, first_line, findings) {
        match item {
            Item::Prose(more) => prose.extend(more),
            Item::Heading { title, .. } => prose.push(Prose::Heading(vec![prose::Inline::Text(title)])),
            Item::Directive(directive) => findings.push(
                Finding::new(Severity::Error, "content-directive", Place::line(file, directive.line), "commentary holds words only")
                    .hint("put charts on the page, not into its commentary"),
            ),
        }
    }
    Some(CommentarySource { file: file.to_owned(), page: stem(file), front, prose })
}

fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".md").unwrap_or(name).to_owned()
}

fn split_front_matter<'a>(file: &str, text: &'a str, findings: &mut Findings) -> Option<(&'a str, &'a str, u32)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix("+++\n").or_else(|| text.strip_prefix("+++\r\n"));
    let split = rest.and_then(|rest| rest.find("\n+++").map(|end| (&rest[..=end], &rest[end + 4..])));
    let Some((front, body)) = split else {
        findings.push(
            Finding::new(Severity::Error, "content-front-matter", Place::line(file, 1), "the front matter is missing")
                .hint("start the file with +++, its settings, and +++ again"),
        );
        return None;
    };
    let first_line = u32::try_from(front.lines().count()).unwrap_or(0) + 2;
    Some((front, body, first_line))
}

fn parse_front<T: serde::de::DeserializeOwned>(file: &str, front: &str, findings: &mut Findings) -> Option<T> {
    toml::from_str(front).map_err(|error| findings.push(broken_toml(file, 1, front, &error))).ok()
}

/// A finding for a setting that must hold words and holds none, with its line.
fn blank_setting(file: &str, front: &str, name: &str) -> Finding {
    let line = front.lines().position(|line| line.trim_start().starts_with(name)).and_then(|at| u32::try_from(at + 2).ok());
    let message = format!("`{name}` has no words");
    Finding::new(Severity::Error, "content-settings", Place::line(file, line.unwrap_or(1)), message)
}

/// A finding for TOML that cannot be read, with its line.
pub fn broken_toml(file: &str, lines_before: u32, text: &str, error: &toml::de::Error) -> Finding {
    Written::below(file, text, lines_before).toml("content-settings", error)
}

/// Groups items under their headings; what comes before the first heading is a quiet section of its own.
fn into_sections(items: Vec<Item>) -> Vec<SectionSource> {
    let mut sections: Vec<SectionSource> = Vec::new();
    for item in items {
        match item {
            Item::Heading { id, title, quiet } => sections.push(SectionSource { id, title, quiet, items: Vec::new() }),
            other => {
                if sections.is_empty() {
                    sections.push(SectionSource {
                        id: "glance".to_owned(),
                        title: "At a glance".to_owned(),
                        quiet: true,
                        items: Vec::new(),
                    });
                }
                if let Some(last) = sections.last_mut() {
                    last.items.push(other);
                }
            }
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "+++\ntitle = \"Referrals\"\norder = 3\nasks = \"Why?\"\nheading = \"Referrals\"\nlede = \"Words\"\n+++\n::: tiles REF-01 REF-03\n:::\n\n## The trend {#trend}\n\nSome *words*.\n\n:::: pair\n::: chart REF-03 as=trend title=\"A b\"\n:::\n::: chart REF-05\nA note.\n:::\n::::\n";

    #[test]
    fn a_page_is_front_matter_sections_and_directives() {
        let mut findings = Findings::default();
        let page = page("content/pages/referrals.md", PAGE, &mut findings).unwrap();
        assert_eq!(findings, Findings::default());
        assert_eq!(page.slug, "referrals");
        assert_eq!(page.sections.len(), 2);
        assert_eq!((page.sections[1].id.as_str(), page.sections[1].title.as_str()), ("trend", "The trend"));
        let Item::Directive(pair) = &page.sections[1].items[1] else { panic!("expected the pair") };
        assert_eq!((pair.name.as_str(), pair.items.len(), pair.line), ("pair", 2, 15));
        let Item::Directive(chart) = &pair.items[0] else { panic!("expected a chart") };
        assert_eq!(chart.args, ["REF-03"]);
        assert_eq!(chart.options["title"], "A b");
    }

    #[test]
    fn a_heading_without_words_is_named_by_line() {
        let told = |text: &str| {
            let mut findings = Findings::default();
            page("p.md", text, &mut findings);
            findings.0.iter().map(|f| format!("{}: {}", f.place.line.unwrap_or(0), f.message)).collect::<Vec<_>>()
        };
        for (blank, line) in [("## The trend {#trend}", 11), ("Some *words*.", 13)] {
            for heading in ["##", "## \u{13}", "## \u{ad}\u{200b}", "### \u{a0}"] {
                assert_eq!(told(&PAGE.replace(blank, heading)), [format!("{line}: this heading has no words")], "{heading:?}");
            }
        }
        assert_eq!(told(&PAGE.replace("The trend {#trend}", "\u{6f22}")), Vec::<String>::new(), "it is the section’s anchor then");
        assert_eq!(told(&PAGE.replace("The trend {#trend}", "\u{6f22} {#trend}")), Vec::<String>::new());
        for heading in [" ", "\u{ad}", "\u{fdd0}\u{ffff}"] {
            let page = PAGE.replace("heading = \"Referrals\"", &format!("heading = \"{heading}\""));
            assert_eq!(told(&page), ["5: `heading` has no words"], "{heading:?}");
        }
    }

    #[test]
    fn raw_html_and_broken_settings_are_named_by_line() {
        let mut findings = Findings::default();
        page("p.md", &PAGE.replace("Some *words*.", "<script>x</script>"), &mut findings);
        assert_eq!(findings.0[0].place.line, Some(13));
        let mut findings = Findings::default();
        assert!(page("p.md", &PAGE.replace("order = 3", "ordre = 3"), &mut findings).is_none());
        assert_eq!(findings.0[0].place.line, Some(3));
    }
}
