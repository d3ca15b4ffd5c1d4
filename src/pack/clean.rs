//! Text made fit for the pack: nothing that turns, hides or breaks what a reader sees, and no character without a picture.
//!
//! What cannot be shown becomes `?` and is counted by page; the text itself is never repeated in a finding.

use super::fonts::covers;
use crate::finding::{Finding, Findings, Place, Severity};
use crate::foreign::{is_unseen, with_letters};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Cleans text and counts what it had to replace.
#[derive(Debug, Default)]
pub(super) struct Cleaner {
    page: String,
    replaced: BTreeMap<String, u32>,
}

impl Cleaner {
    /// Names the page that the next texts stand on.
    pub(super) fn on_page(&mut self, slug: &str) {
        slug.clone_into(&mut self.page);
    }

    /// A text in one line: breaks become spaces.
    pub(super) fn text(&mut self, text: &str) -> String {
        self.keep(text, |_| false)
    }

    /// A text that keeps its line breaks, such as a picture or a table's cell.
    pub(super) fn lines(&mut self, text: &str) -> String {
        self.keep(text, |c| c == '\n')
    }

    fn keep(&mut self, text: &str, stays: impl Fn(char) -> bool) -> String {
        if text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            return text.to_owned();
        }
        let mut clean = String::with_capacity(text.len());
        for character in text.nfc() {
            match shown(character) {
                _ if stays(character) => clean.push(character),
                Shown::Nothing => {}
                Shown::As(other) => clean.push(other),
                Shown::Lost => {
                    *self.replaced.entry(self.page.clone()).or_default() += 1;
                    clean.push('?');
                }
            }
        }
        with_letters(&clean)
    }

    /// One finding for each page on which characters were replaced.
    pub(super) fn findings(&self) -> Findings {
        let found = self.replaced.iter().map(|(page, count)| {
            Finding::new(
                Severity::Warning,
                "character-not-in-font",
                Place::file(format!("page {page}")),
                "characters that the pack's font cannot show were replaced by a question mark",
            )
            .hint("write the word in Latin letters; emoji and symbols outside Noto Sans cannot be printed")
            .times(*count)
        });
        Findings(found.collect())
    }
}

enum Shown {
    As(char),
    Nothing,
    Lost,
}

fn shown(character: char) -> Shown {
    match character {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Shown::As(' '),
        // A hyphen that does not break; the family has only the plain one.
        '\u{2010}' | '\u{2011}' => Shown::As('-'),
        // Joiners are part of words; a variation selector chooses between pictures of which the family has one.
        '\u{200c}' | '\u{200d}' if covers(character) => Shown::As(character),
        c if is_unseen(c) => Shown::Nothing,
        c if covers(c) => Shown::As(c),
        _ => Shown::Lost,
    }
}

#[cfg(test)]
mod tests {
    use super::Cleaner;

    #[test]
    fn marks_that_hide_or_turn_words_vanish() {
        let mut cleaner = Cleaner::default();
        assert_eq!(cleaner.text("a\u{202e}b\u{2066}c\u{fe0f}\u{200b}\u{7}d\tf\ng"), "abcd f g");
        assert!(cleaner.findings().0.is_empty());
    }

    #[test]
    fn characters_without_a_picture_are_counted_by_page() {
        let mut cleaner = Cleaner::default();
        cleaner.on_page("referrals");
        assert_eq!(cleaner.text("漢字 and \u{e001} £5–6"), "?? and ? £5–6");
        let findings = cleaner.findings().0;
        assert_eq!((findings.len(), findings[0].count), (1, 3));
        assert!(!findings[0].to_string().contains('漢'));
    }

    #[test]
    fn a_mark_stands_on_a_letter_and_few_on_each() {
        let pile = format!("a{}b", "\u{301}".repeat(200));
        assert_eq!(Cleaner::default().text(&pile), "\u{e1}\u{301}\u{301}\u{301}\u{301}b", "the first is part of the letter");
        assert_eq!(Cleaner::default().text("e\u{302}\u{303}\u{304} x\u{308}"), "\u{1ec5}\u{304} \u{1e8d}");
        assert_eq!(Cleaner::default().text("\u{300}\u{301}Days \u{300}\u{300}in\u{300}"), "Days i\u{1f9}", "none stands on nothing");
    }

    #[test]
    fn composed_letters_stay() {
        assert_eq!(Cleaner::default().text("Zoe\u{308}"), "Zoë");
    }
}
