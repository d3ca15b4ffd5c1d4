//! Words that a reader may not know: the built-in ones, and a council's own laid over them term by term.
//!
//! In: `content/glossary.toml`, built in and of the project. Out: entries in the order of the alphabet.
//! An own term that is built in too, or leads to the same place on the page, takes its place, so that a council that explains one word keeps all the others.

use super::broken_toml;
use super::markdown::anchor;
use crate::finding::{Finding, Findings, Severity, Written, shown};
use crate::foreign::in_a_line;
use crate::theme::Shelf;
use serde::Deserialize;
use toml::Spanned;

/// Path of the file.
const FILE: &str = "content/glossary.toml";

/// An entry of `content/glossary.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The term.
    pub term: String,
    /// How running text writes it, plurals too; without them the term itself, and an empty list where it is never linked.
    #[serde(default)]
    pub forms: Option<Vec<String>>,
    /// Its meaning.
    pub means: String,
}

impl Entry {
    /// What leads to the entry where running text says it. A first letter may be a capital in any of them.
    pub fn spellings(&self) -> Vec<String> {
        let mut letters = self.term.chars();
        let lower: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
        // An abbreviation is written one way only.
        let alone = if self.term.chars().nth(1).is_some_and(char::is_uppercase) { self.term.clone() } else { lower };
        self.forms.clone().unwrap_or_else(|| vec![alone])
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Glossary {
    #[serde(default)]
    entry: Vec<Spanned<Entry>>,
}

/// All entries, the project's over the built-in ones.
pub(super) fn read(shelf: &Shelf, findings: &mut Findings) -> Vec<Entry> {
    let mut all = entries(&Shelf::built_in().text(FILE).unwrap_or_default(), findings);
    for own in entries(&shelf.own_text(FILE).unwrap_or_default(), findings) {
        match all.iter_mut().find(|entry| anchor(&entry.term) == anchor(&own.term)) {
            Some(entry) => *entry = own,
            None => all.push(own),
        }
    }
    all.sort_by_key(|entry| entry.term.to_lowercase());
    all
}

/// The entries of one file; one that explains nothing, or a term for the second time, is left out.
fn entries(text: &str, findings: &mut Findings) -> Vec<Entry> {
    let written = Written::new(FILE, text);
    let mut entries: Vec<Entry> = Vec::new();
    let read = toml::from_str::<Glossary>(text).map_err(|error| findings.push(broken_toml(FILE, 0, text, &error)));
    for spanned in read.map(|glossary| glossary.entry).unwrap_or_default() {
        let at = spanned.span().start;
        let mut entry = spanned.into_inner();
        (entry.term, entry.means) = (in_a_line(entry.term.trim()), in_a_line(entry.means.trim()));
        let told = if entry.term.is_empty() || entry.means.is_empty() {
            Some("the entry has no term, or no meaning".to_owned())
        } else {
            let twice = entries.iter().any(|other| anchor(&other.term) == anchor(&entry.term));
            twice.then(|| format!("the term `{}` stands here twice", shown(&entry.term)))
        };
        match told {
            None => entries.push(entry),
            Some(told) => {
                let finding = Finding::new(Severity::Error, "content-settings", written.place(at), told);
                findings.push(written.quoted(finding).hint("one entry for each term, with term and means"));
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_term_takes_the_place_of_the_built_in_one_and_leaves_the_others() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("content")).unwrap();
        let built_in = read(&Shelf::built_in(), &mut Findings::default());
        let text = format!(
            "[[entry]]\nterm = \"{}\"\nmeans = \"Ours.\"\n[[entry]]\nterm = \"Zebra team\"\nmeans = \"A team.\"\n",
            built_in[0].term
        );
        std::fs::write(folder.path().join(FILE), text).unwrap();
        let mut findings = Findings::default();
        let own = read(&Shelf::of_project(folder.path()), &mut findings);
        assert_eq!(findings.0, []);
        assert_eq!((own.len(), own[0].means.as_str()), (built_in.len() + 1, "Ours."));
        assert_eq!(own[1..built_in.len()], built_in[1..]);
        assert_eq!(own.last().unwrap().term, "Zebra team");
    }

    #[test]
    fn a_term_twice_or_without_a_meaning_is_told() {
        let mut findings = Findings::default();
        let text =
            "[[entry]]\nterm = \"A\"\nmeans = \"B\"\n[[entry]]\nterm = \"a\"\nmeans = \"C\"\n[[entry]]\nterm = \"D\"\nmeans = \" \"\n";
        assert_eq!(entries(text, &mut findings).len(), 1);
        let told: Vec<String> = findings.0.iter().map(ToString::to_string).collect();
        assert!(told[0].starts_with("error: content/glossary.toml:4:1: the term `a` stands here twice"), "{told:?}");
        assert!(told[1].starts_with("error: content/glossary.toml:7:1: the entry has no term, or no meaning"), "{told:?}");
    }
}
