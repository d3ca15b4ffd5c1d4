//! The records of `content/checks.toml`: which columns must be filled, which rules hold, how lists are graded.

use super::condition::Condition;
use crate::finding::Severity;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The checks that are made.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    #[serde(default)]
    tolerated: f64,
    grade: Vec<GradeRecord>,
    list: Vec<ListRecord>,
    #[serde(default)]
    cell: BTreeMap<CellFault, Advice>,
    rule: Vec<Rule>,
}

/// What can be wrong with a single cell or column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CellFault {
    /// A cell that must be filled is blank.
    Blank,
    /// A code that no set or mapping knows.
    Unmapped,
    /// No date.
    Date,
    /// A date with the month before the day.
    MonthFirst,
    /// No whole number.
    Number,
    /// A spreadsheet error.
    Error,
    /// The whole column is not in the sheet.
    Absent,
}

/// How a fault is told: its code, how much it matters, what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// Stable code.
    pub code: String,
    /// How much it matters. A note says something about practice and does not lower a grade.
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// What is wrong.
    pub title: String,
    /// What to do.
    pub what_to_do: String,
}

/// What a grade asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GradeRecord {
    /// Letter.
    pub letter: char,
    /// Least share of cells that must be filled and are usable, in percent.
    pub filled: f64,
    /// Largest share of rows that break a rule, in percent.
    pub broken: f64,
}

/// Which columns of a list must be filled.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListRecord {
    /// Key of the list.
    pub key: String,
    /// Columns that must be filled in every row.
    pub required: Vec<String>,
    /// Columns that may be blank: counted, not graded.
    #[serde(default)]
    pub optional: Vec<String>,
    /// Columns that must be filled in some rows.
    #[serde(default)]
    pub expected: Vec<Expected>,
}

impl ListRecord {
    /// Every column.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        self.required.iter().chain(self.expected.iter().map(|expected| &expected.field)).chain(&self.optional)
    }
}

/// A column that must be filled where conditions hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    /// The column.
    pub field: String,
    /// Where it must be filled.
    #[serde(rename = "where")]
    pub conditions: Vec<Condition>,
}

/// A rule that rows should keep.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Written")]
pub(super) struct Rule {
    /// Key of the list.
    pub list: String,
    /// What is said of a row that breaks it.
    pub advice: Advice,
    /// How rows are tested.
    pub test: Test,
    /// Fields of the cells of such a row to look at.
    pub cells: Vec<String>,
}

/// A rule as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    code: String,
    list: String,
    #[serde(deserialize_with = "severity")]
    severity: Severity,
    title: String,
    what_to_do: String,
    test: Test,
}

impl From<Written> for Rule {
    fn from(written: Written) -> Self {
        let Written { code, list, severity, title, what_to_do, test } = written;
        Self { list, advice: Advice { code, severity, title, what_to_do }, cells: test.cells(), test }
    }
}

/// The tests there are.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Test {
    /// A date lies before one it should follow.
    Order(Order),
    /// A date lies after the as-at date.
    Future(Fields),
    /// A date lies before the list's window.
    Outside(Date),
    /// Conditions hold that should not hold together.
    Rows(Rows),
    /// Someone has reached an age.
    Age(Age),
    /// The age given is not the age by date of birth.
    AgeDisagrees(Nothing),
    /// An identifier stands in more than one row.
    Repeated(Field),
    /// A number that should be the same on all rows of a child is not.
    Varies(Field),
    /// The number given of earlier events is smaller than the rows show.
    FewerThanRows(Fewer),
    /// A child is, or is not, on another list.
    Elsewhere(Elsewhere),
    /// A child is recorded differently on other lists.
    Identity(Identity),
}

impl Test {
    /// The cells of a row that is wrong: where to look first stands first.
    pub(super) fn cells(&self) -> Vec<String> {
        fn of(conditions: &[Condition]) -> impl Iterator<Item = String> {
            conditions.iter().map(|condition| condition.field.clone())
        }
        let mut cells: Vec<String> = match self {
            Test::Order(test) => vec![test.first.clone(), test.then.clone()],
            Test::Future(test) => test.fields.clone(),
            Test::Outside(test) => vec![test.date.clone()],
            Test::Rows(test) => of(&test.conditions).chain(of(&test.base)).collect(),
            Test::Age(test) => std::iter::once("birth_date".to_owned()).chain(of(&test.base)).collect(),
            Test::AgeDisagrees(_) => vec!["age".to_owned(), "birth_date".to_owned()],
            Test::Repeated(test) | Test::Varies(test) => vec![test.field.clone()],
            Test::FewerThanRows(test) => vec![test.number.clone()],
            Test::Elsewhere(test) => std::iter::once("child_id".to_owned()).chain(of(&test.base)).collect(),
            Test::Identity(test) => vec![test.field.clone()],
        };
        let mut seen = BTreeSet::new();
        cells.retain(|cell| seen.insert(cell.clone()));
        cells
    }
}

/// Nothing to set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Two dates in their order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    /// The date that comes first.
    pub first: String,
    /// The date that follows or is the same.
    pub then: String,
    /// Days by which it may come before all the same.
    #[serde(default)]
    pub slack_days: i32,
}

/// Columns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fields {
    /// Their keys.
    pub fields: Vec<String>,
}

/// A column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    /// Its key.
    pub field: String,
}

/// A date column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Date {
    /// Its key.
    pub date: String,
}

/// Rows by conditions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows {
    /// The rows that are asked.
    #[serde(default)]
    pub base: Vec<Condition>,
    /// Of them, those that break the rule.
    #[serde(rename = "where")]
    pub conditions: Vec<Condition>,
}

/// An age that is out of place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Age {
    /// Completed years on the as-at date from which a row breaks the rule.
    pub at_least: i32,
    /// The rows that are asked.
    #[serde(default)]
    pub base: Vec<Condition>,
}

/// A number of earlier events and the date of the events.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fewer {
    /// The number.
    pub number: String,
    /// The date.
    pub date: String,
}

/// Presence on another list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Elsewhere {
    /// The rows that are asked.
    #[serde(default)]
    pub base: Vec<Condition>,
    /// Key of the other list.
    pub other: String,
    /// The rows of the other list that count.
    #[serde(default)]
    pub other_where: Vec<Condition>,
    /// Whether the child should be there.
    pub present: bool,
}

/// A fact about a child that should be the same everywhere.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Identity {
    /// The column, on every list that has it.
    pub field: String,
    /// Codes that say nothing and so contradict nothing.
    #[serde(default)]
    pub ignore: Vec<String>,
}

fn severity<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "error" => Ok(Severity::Error),
        "warning" => Ok(Severity::Warning),
        "note" => Ok(Severity::Note),
        _ => Err(serde::de::Error::custom("expected error, warning or note")),
    }
}

/// Why a catalogue of checks cannot be used.
#[derive(Debug, Error)]
pub enum CatalogueError {
    /// It is not the expected TOML.
    #[error("the catalogue of checks cannot be read")]
    Toml(#[from] toml::de::Error),
    /// Two rules share a code.
    #[error("the code {0} stands twice in the catalogue of checks")]
    Twice(String),
    /// A rule lacks words for its reader.
    #[error("the rule {0} has an empty title or no advice")]
    Wordless(String),
}

impl Catalogue {
    /// The catalogue of a text, such as a project's own `content/checks.toml`.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let catalogue: Self = toml::from_str(text)?;
        let mut codes = BTreeSet::new();
        for advice in catalogue.cell.values().chain(catalogue.rule.iter().map(|rule| &rule.advice)) {
            if !codes.insert(&advice.code) {
                return Err(CatalogueError::Twice(advice.code.clone()));
            }
            if advice.title.trim().is_empty() || advice.what_to_do.trim().is_empty() {
                return Err(CatalogueError::Wordless(advice.code.clone()));
            }
        }
        Ok(catalogue)
    }

    /// The catalogue that is built in.
    pub fn built_in() -> Self {
        Self::parse(include_str!("../../content/checks.toml")).expect("a test reads the built-in catalogue")
    }

    /// The rules.
    pub(super) fn rules(&self) -> &[Rule] {
        &self.rule
    }

    /// What is said of a fault of cells; nothing where the catalogue has no record of it.
    pub(super) fn cell(&self, fault: CellFault) -> Option<&Advice> {
        self.cell.get(&fault)
    }

    /// The letter that a share of filled cells earns by itself, in percent.
    pub fn letter(&self, filled: f64) -> char {
        self.grade.iter().find(|grade| filled >= grade.filled).map_or('D', |grade| grade.letter)
    }

    /// Share of rows, in percent, below which what breaks a warning is worth a note only.
    pub(super) fn tolerated(&self) -> f64 {
        self.tolerated
    }

    /// The lists.
    pub(super) fn lists(&self) -> &[ListRecord] {
        &self.list
    }

    /// The grades, best first.
    pub(super) fn grades(&self) -> &[GradeRecord] {
        &self.grade
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_can_be_read() {
        let catalogue = Catalogue::built_in();
        assert_eq!(catalogue.lists().len(), 11);
        assert!(catalogue.rules().len() > 40);
    }

    #[test]
    fn a_code_stands_once_and_unknown_keys_are_refused() {
        let rule = "[[rule]]\ncode = \"X\"\nlist = \"a\"\nseverity = \"note\"\ntitle = \"t\"\nwhat_to_do = \"w\"\ntest = { repeated = { field = \"f\" } }\n";
        let head = "grade = []\nlist = []\n";
        assert!(Catalogue::parse(&format!("{head}{rule}")).is_ok());
        assert!(matches!(Catalogue::parse(&format!("{head}{rule}{rule}")), Err(CatalogueError::Twice(_))));
        assert!(matches!(Catalogue::parse(&format!("{head}{}", rule.replace("field", "feld"))), Err(CatalogueError::Toml(_))));
    }
}
