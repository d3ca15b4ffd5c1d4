//! Findings: what annexa has to say about its input.
//!
//! A finding names a place and the kind of problem, never the content of a cell: logs travel further than data may.
//! Findings are collected, never thrown at the first one; a caller looks at [`Findings::has_errors`] to decide whether to go on.

mod written;

pub use written::{Quote, Written, unknown};

use crate::foreign::{is_unseen, said};
use serde::Serialize;
use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops a build: nothing is written.
    Error,
    /// The build goes on, and the reader is told.
    Warning,
    /// Worth knowing: what was assumed, which rule matched.
    Note,
}

/// Where a finding lies: a file, and as much of sheet, row, column or line as is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// File name as the user gave it.
    pub file: String,
    /// Sheet name in a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row in the sheet, counted from 1 as a spreadsheet shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Column: its letter, or its heading where that says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Line in a text file, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Character of the line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character: Option<u32>,
}

impl Place {
    /// A place that is a whole file.
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: name.into(), ..Self::default() }
    }

    /// A place that is a whole sheet.
    pub fn sheet(file: impl Into<String>, sheet: impl Into<String>) -> Self {
        Self { file: file.into(), sheet: Some(sheet.into()), ..Self::default() }
    }

    /// A line of a text file, counted from 1.
    pub fn line(file: impl Into<String>, line: u32) -> Self {
        Self { file: file.into(), line: Some(line), ..Self::default() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(character) = self.character {
                write!(f, ":{character}")?;
            }
        }
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet {}", shown(sheet))?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {}", shown(column))?;
        }
        Ok(())
    }
}

/// Text from a file made fit for a terminal: no control or direction characters, at most 60 characters.
pub fn shown(text: &str) -> String {
    let clean: String = text.chars().map(|c| if is_unseen(c) { ' ' } else { c }).collect();
    if clean.chars().count() > 60 { clean.chars().take(59).chain(['…']).collect() } else { clean }
}

/// One thing to say about the input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Stable name of the kind of problem, such as `unmapped-code`.
    pub kind: String,
    /// Where.
    pub place: Place,
    /// What, in one line, without the cell's content.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// How many places share it; 1 unless the finding stands for many rows.
    pub count: u32,
    /// Of how many rows, where a rule was asked of each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
    /// The rows it stands for, of the sheet of its place; the first ones where there are many.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<u32>,
    /// The line of settings or of a record that it stands on; never one of the data.
    #[serde(skip)]
    pub quote: Option<Quote>,
}

impl Finding {
    /// A finding of one place without a hint.
    pub fn new(severity: Severity, kind: &str, place: Place, message: impl Into<String>) -> Self {
        Self {
            severity,
            kind: kind.to_owned(),
            place,
            message: message.into(),
            hint: None,
            count: 1,
            of: None,
            rows: Vec::new(),
            quote: None,
        }
    }

    /// The finding in its line, and under it what it stands on, where that was written by hand.
    pub fn told(&self) -> String {
        self.quote.as_ref().map_or_else(|| self.to_string(), |quote| format!("{self}\n{quote}"))
    }

    /// The same finding with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same finding standing for `count` places.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// The same finding about `count` of the `of` rows that a rule was asked of; `rows` are the first of them on its sheet.
    #[must_use]
    pub fn among(mut self, count: u32, of: u32, rows: Vec<u32>) -> Self {
        (self.count, self.of, self.rows) = (count, Some(of), rows);
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        // A message may quote what a reader of TOML says, and that quotes a key.
        write!(f, "{severity}: {}: {}", self.place, said(&self.message))?;
        if let Some(of) = self.of {
            write!(f, " ({} of {of} rows, {})", self.count, self.kind.to_uppercase())?;
        }
        if let Some(hint) = &self.hint {
            write!(f, " (hint: {})", said(hint))?;
        }
        Ok(())
    }
}

/// All findings of a run, in the order they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Adds one finding.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds all findings of another run.
    pub fn extend(&mut self, other: Findings) {
        self.0.extend(other.0);
    }

    /// Whether any finding stops a build.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|f| f.severity == Severity::Error)
    }

    /// Puts errors first, then warnings, then notes, each in the order they were made.
    pub fn sort(&mut self) {
        self.0.sort_by_key(|finding| finding.severity);
    }

    /// How many findings are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|f| f.severity == severity).count()
    }
}

/// A value together with what there is to say about how it was made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// What was noticed on the way.
    pub findings: Findings,
}

impl<T> Checked<T> {
    /// A value about which there is nothing to say.
    pub fn clean(value: T) -> Self {
        Self { value, findings: Findings::default() }
    }
}

/// The known name most like an unknown one, or `None` where none is like it; for hints.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let room = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (distance(&word, &name.to_lowercase()), strange(&word, &name.to_lowercase()), name))
        .filter(|(steps, _, _)| *steps <= room)
        .min()
        .map(|(_, _, name)| name)
}

/// Letters of a word that another does not have: of two names equally far, the one that keeps more of what was typed is meant.
fn strange(word: &str, name: &str) -> usize {
    word.chars().filter(|c| !name.contains(*c)).count()
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_given_the_nearest_known_one() {
        let known = ["as_at", "window_months", "authority"];
        assert_eq!(nearest("window_mnoths", known), Some("window_months"));
        assert_eq!(nearest("As_at", known), Some("as_at"));
        assert_eq!(nearest("autority", known), Some("authority"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("ref-4x", ["REF-01", "REF-04", "REF-05"]), Some("REF-04"));
    }
}
