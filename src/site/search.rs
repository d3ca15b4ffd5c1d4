//! Search: one list of everything a reader may look for, as an index for the script and as the A to Z page without it.
//!
//! Comes in: the report. Goes out: entries, the index as a classic script (a page opened from disk may load nothing else),
//! and the letters of the A to Z. Every word of it stands on a page too.

use super::navigation::{definition_anchor, file_of};
use crate::foreign::in_a_line;
use crate::report::{Block, Page, Report, plain};
use serde::Serialize;
use std::collections::BTreeMap;

/// Something that can be looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is called.
    #[serde(rename = "t")]
    pub title: String,
    /// Indicator codes.
    #[serde(rename = "c")]
    pub codes: String,
    /// `Page`, `Figure 3`, `Table 1`, `Measure`, `Term`.
    #[serde(rename = "k")]
    pub kind: String,
    /// The page it stands on.
    #[serde(rename = "p")]
    pub page: String,
    /// Relative address.
    #[serde(rename = "u")]
    pub href: String,
    /// Words about it.
    #[serde(rename = "w")]
    pub words: String,
}

impl Entry {
    /// The entry as a script may show it: its words pass by no template.
    fn seen(&self) -> Self {
        let [title, codes, kind, page, href, words] =
            [&self.title, &self.codes, &self.kind, &self.page, &self.href, &self.words].map(|text| in_a_line(text));
        Self { title, codes, kind, page, href, words }
    }
}

/// Entries that start with the same letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// `A`, or `0 to 9`.
    pub letter: String,
    /// Anchor.
    pub id: String,
    /// In alphabetical order.
    pub entries: Vec<LetterEntry>,
}

/// An entry of the A to Z.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterEntry {
    /// What it is called.
    pub title: String,
    /// Indicator codes.
    pub codes: String,
    /// What and where: `Figure 3, Referrals`.
    pub place: String,
    /// Relative address.
    pub href: String,
}

/// Everything a reader may look for, in reading order. A measure defined on several pages is listed once.
pub fn entries(report: &Report) -> Vec<Entry> {
    let mut entries = Vec::new();
    for page in &report.pages {
        entries.push(Entry {
            title: page.title.clone(),
            codes: String::new(),
            kind: "Page".to_owned(),
            page: page.group.clone(),
            href: file_of(page),
            words: format!("{} {} {}", page.message, page.asks, plain(&page.lede)),
        });
        for block in page.sections.iter().flat_map(|section| &section.blocks) {
            entries_of(page, block, &mut entries);
        }
    }
    // The last is the page of whole records, if the report has one.
    let mut seen = std::collections::BTreeSet::new();
    entries.reverse();
    entries.retain(|e| e.kind != "Measure" || seen.insert(e.codes.clone()));
    entries.reverse();
    entries
}

fn entries_of(page: &Page, block: &Block, entries: &mut Vec<Entry>) {
    let mut push = |kind: String, title: &str, codes: &str, anchor: &str, words: String| {
        entries.push(Entry {
            title: title.to_owned(),
            codes: codes.to_owned(),
            kind,
            page: page.title.clone(),
            href: format!("{}#{anchor}", file_of(page)),
            words,
        });
    };
    let mut figure = |f: &crate::report::Figure| {
        push(format!("Figure {}", f.number), &f.title, &f.codes.join(" "), &f.id, format!("{} {}", f.subtitle, f.chart.alt))
    };
    match block {
        Block::Figure(one) => figure(one),
        Block::Pair { figures } => figures.iter().for_each(figure),
        Block::Table(t) | Block::Detail(t) => {
            push(format!("Table {}", t.number), &t.title, "", &t.id, format!("{} {}", t.subtitle, t.table.caption))
        }
        Block::Definitions { definitions } => {
            for d in definitions {
                push("Measure".to_owned(), &d.title, &d.code, &definition_anchor(&d.code), d.means.clone());
            }
        }
        Block::Glossary { terms } => {
            for t in terms {
                push("Term".to_owned(), &t.term, "", &t.id, t.means.clone());
            }
        }
        _ => {}
    }
}

/// The index as a script: `window.annexaIndex = […];`, with nothing in it that could end a script element.
pub fn script(entries: &[Entry]) -> String {
    let seen: Vec<Entry> = entries.iter().map(Entry::seen).collect();
    let json = serde_json::to_string(&seen).expect("entries are strings, which always serialise");
    let safe = json
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!("window.annexaIndex = {safe};\n")
}

/// The entries by first letter.
pub fn letters(entries: &[Entry]) -> Vec<Letter> {
    let mut by_letter: BTreeMap<char, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let first = entry.title.chars().find(|c| c.is_alphanumeric()).map_or('0', |c| c.to_ascii_uppercase());
        by_letter.entry(if first.is_ascii_alphabetic() { first } else { '0' }).or_default().push(entry);
    }
    by_letter.into_iter().map(|(letter, entries)| letter_view(letter, entries)).collect()
}

fn letter_view(letter: char, mut entries: Vec<&Entry>) -> Letter {
    entries.sort_by_key(|e| (e.title.to_lowercase(), e.href.clone()));
    let view = |e: &Entry| LetterEntry {
        title: e.title.clone(),
        codes: e.codes.clone(),
        place: if e.page.is_empty() { e.kind.clone() } else { format!("{}, {}", e.kind, e.page) },
        href: e.href.clone(),
    };
    Letter {
        letter: if letter == '0' { "0 to 9".to_owned() } else { letter.to_string() },
        id: format!("letter-{}", letter.to_ascii_lowercase()),
        entries: entries.into_iter().map(view).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_cannot_end_its_script() {
        let entry = Entry {
            title: "</script><script>alert(1)//\u{2028}".into(),
            codes: String::new(),
            kind: "Page".into(),
            page: String::new(),
            href: "index.html".into(),
            words: String::new(),
        };
        let script = script(&[entry]);
        assert!(!script.contains('<') && !script.contains('\u{2028}'), "{script}");
        assert!(script.starts_with("window.annexaIndex = [{") && script.ends_with("}];\n"));
    }
}
