//! Where a fault stands in a text that people write: settings, records, front matter.
//!
//! In: the text, and the byte that a reader of TOML points at. Out: line and character counted from 1, the line itself with a caret
//! under the word, and of a name that is not known the nearest known one.
//! Only for what describes a report: data has rows and columns, and a finding never holds a cell's content.

use super::{Finding, Place, Severity, nearest, shown};
use std::fmt;

/// Most characters of a line that are quoted.
const MOST_QUOTED: usize = 76;

/// A text as its file holds it, or a part of it.
#[derive(Debug, Clone, Copy)]
pub struct Written<'t> {
    file: &'t str,
    text: &'t str,
    above: u32,
}

/// The line a finding stands on, and which of its characters are meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quote {
    line: u32,
    words: String,
    from: usize,
    long: usize,
}

impl<'t> Written<'t> {
    /// The whole text of a file.
    pub fn new(file: &'t str, text: &'t str) -> Self {
        Self::below(file, text, 0)
    }

    /// A part of a file that begins under so many lines.
    pub fn below(file: &'t str, text: &'t str, above: u32) -> Self {
        Self { file, text, above }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The file without a line.
    pub fn whole(&self) -> Place {
        Place::file(self.file)
    }

    /// The place of a byte of the text.
    pub fn place(&self, byte: usize) -> Place {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let lines = before.matches('\n').count() as u32;
        let character = before.rsplit('\n').next().unwrap_or_default().chars().count() as u32;
        Place { character: Some(character + 1), ..Place::line(self.file, self.above + lines + 1) }
    }

    /// An error at a byte of the text.
    pub fn fault(&self, kind: &str, byte: usize, message: impl Into<String>) -> Finding {
        self.quoted(Finding::new(Severity::Error, kind, self.place(byte), message))
    }

    /// What a reader of TOML says of the text, with the nearest known name where a name is not known.
    pub fn toml(&self, kind: &str, error: &toml::de::Error) -> Finding {
        let said = error.message().lines().next().unwrap_or("not TOML").to_owned();
        let unknown = said.split_once(", expected ").and_then(|(what, known)| Some((what, named(what)?, known)));
        let byte = error.span().map_or(0, |span| span.start);
        let Some((what, name, known)) = unknown.filter(|(what, _, _)| what.starts_with("unknown ")) else {
            let fix = said.strip_prefix("missing field ").map(|field| format!("add {field} to the table that begins here"));
            let finding = self.fault(kind, byte, said.clone());
            return fix.into_iter().fold(finding, Finding::hint);
        };
        let all: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        let hint = match nearest(name, all.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known: {}", all.join(", ")),
        };
        self.fault(kind, byte, what).hint(hint)
    }

    /// The finding with the line that it stands on, where it names a character of this text.
    pub fn quoted(&self, finding: Finding) -> Finding {
        let quote = match (finding.place.line, finding.place.character) {
            (Some(line), Some(character)) => line.checked_sub(self.above + 1).and_then(|at| self.quote(line, at, character)),
            _ => None,
        };
        Finding { quote, ..finding }
    }

    fn quote(&self, line: u32, at: u32, character: u32) -> Option<Quote> {
        let words: Vec<char> = self.text.lines().nth(at as usize)?.chars().collect();
        let from = (character as usize).saturating_sub(1).min(words.len());
        let long = word(&words[from..]).max(1);
        // Of a long line, what stands around the word.
        let start = if words.len() > MOST_QUOTED { from.saturating_sub(MOST_QUOTED / 3) } else { 0 };
        let part: String = words.iter().skip(start).take(MOST_QUOTED).map(|c| if super::is_unseen(*c) { ' ' } else { *c }).collect();
        let long = long.min(MOST_QUOTED + start - from);
        Some(Quote { line, words: part.trim_end().to_owned(), from: from - start, long })
    }
}

/// The name in backquotes of what is said: ``unknown field `sauce` ``.
fn named(what: &str) -> Option<&str> {
    what.split('`').nth(1)
}

/// Characters of the word that a line begins with: a text with its quotes, the head of a table with its brackets, or a name.
fn word(line: &[char]) -> usize {
    let closed = |by: char| line.iter().skip(1).position(|c| *c == by).map_or(line.len(), |at| at + 2);
    match line.first() {
        Some(quote @ ('"' | '\'')) => closed(*quote),
        Some('[') => line.iter().rposition(|c| *c == ']').map_or(1, |at| at + 1),
        _ => line.iter().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')).count(),
    }
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let (gap, under) = (" ".repeat(number.len()), "^".repeat(self.long));
        write!(f, "  {number} | {}\n  {gap} | {}{under}", self.words, " ".repeat(self.from))
    }
}

/// A name that is none of those known, with the nearest of them.
pub fn unknown(name: &str, known: &[&str], what: &str) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known {what}s: {}", known.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read for its faults alone")]
    struct Record {
        title: String,
        source: String,
        years: Option<u8>,
    }

    fn told(text: &str) -> String {
        let error = toml::from_str::<Record>(text).err().unwrap();
        Written::below("a.md", text, 1).toml("record", &error).told()
    }

    #[test]
    fn an_unknown_name_is_shown_in_its_line_with_the_nearest() {
        assert_eq!(
            told("title = \"A\"\n  sorce = \"B\"\n"),
            "error: a.md:3:3: unknown field `sorce` (hint: did you mean `source`?)\n  3 |   sorce = \"B\"\n    |   ^^^^^"
        );
        assert!(told("titre = 1").contains("did you mean `title`?"));
        assert!(told("colour = 1").starts_with("error: a.md:2:1: unknown field `colour` (hint: known: title, source, years)"));
    }

    #[test]
    fn a_wrong_value_a_missing_one_and_no_toml_are_shown_where_they_stand() {
        let wrong = told("title = \"A\"\nsource = \"B\"\nyears = \"ten\"\n");
        assert!(
            wrong.starts_with("error: a.md:4:9: invalid type") && wrong.ends_with("  4 | years = \"ten\"\n    |         ^^^^^"),
            "{wrong}"
        );
        let missing = told("title = \"A\"\n");
        assert!(missing.starts_with("error: a.md:2:1: missing field `source` (hint: add `source` to the table"), "{missing}");
        let none = told("title = \"A\"\nsource\n");
        assert!(none.starts_with("error: a.md:3:") && none.contains("\n  3 | source\n"), "{none}");
    }

    #[test]
    fn what_acts_is_not_quoted_and_of_a_long_line_the_part_that_is_meant() {
        let text = format!("title = \"{}\u{1b}[2J\", sauce", "é".repeat(200));
        let finding = Written::new("a.toml", &text).fault("record", text.len() - 5, "odd");
        assert_eq!(finding.place.character, Some(217));
        let quote = finding.told();
        assert!(quote.chars().all(|c| c == '\n' || !crate::foreign::is_unseen(c)), "{quote:?}");
        let lines: Vec<&str> = quote.lines().collect();
        assert!(lines[1].ends_with(" sauce") && lines[1].chars().count() < 90, "{quote}");
        assert_eq!(lines[2].chars().count(), lines[1].chars().count(), "{quote}");
        assert!(Written::new("a", "").fault("x", 9, "odd").told().starts_with("error: a:1:1: odd"));
    }
}
