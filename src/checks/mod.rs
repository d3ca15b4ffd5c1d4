//! Checks of the data: what is missing, late, impossible or at odds between lists.
//!
//! Typed lists, the as-at date and the reporting windows come in; a [`Quality`] goes out:
//! completeness by list and column, one result for each rule, a grade for each list, and findings that name places.
//! The rules are records in `content/checks.toml`; a rule is one of a handful of tests that this module evaluates.
//! Results hold counts and row numbers, never what a cell says. Knows nothing of indicators or pages.

mod across;
mod completeness;
mod condition;
mod fixes;
mod grade;
mod record;
mod single;

pub use completeness::Completeness;
pub use fixes::{Fix, Fixes, TeamCount};
pub use grade::Grade;
pub use record::{Advice, Catalogue, CatalogueError};

use crate::annex_a::lists::{List, Lists};
use crate::calendar::{Day, Window};
use crate::doing::{self, Work};
use crate::finding::{Finding, Findings, Place, Severity};
use record::{Rule, Test};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many places a result names at most; the count is always whole.
const MOST_PLACES: usize = 200;

/// What the checks found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quality {
    /// For every list that was read, each of its columns.
    pub completeness: Vec<Completeness>,
    /// One result for each rule, in the order of the catalogue.
    pub rules: Vec<RuleResult>,
    /// For every list in the catalogue, its grade; `None` for a list without rows.
    pub grades: BTreeMap<String, Option<Grade>>,
    /// One finding for each rule that some row breaks.
    pub findings: Findings,
}

/// What became of one rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleResult {
    /// Stable code: `DQ-201`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in words.
    pub title: String,
    /// What to do about it.
    pub what_to_do: String,
    /// Key of the list.
    pub list: String,
    /// Whether the list holds the columns the rule needs.
    pub checked: bool,
    /// Rows that break the rule.
    pub count: u32,
    /// Rows it was asked of.
    pub of: u32,
    /// Where the first of them are: file, sheet and row.
    pub places: Vec<Place>,
    /// All of them, as rows of the list counted from 0.
    #[serde(skip)]
    pub rows: Vec<u32>,
}

/// What a test answers: the rows it was asked of, and the rows that fail, in order. `None` where a column is missing.
type Answer = Option<(usize, Vec<usize>)>;

/// What every test may look at.
struct Setting<'a> {
    lists: &'a Lists,
    as_at: Day,
    windows: &'a BTreeMap<String, Window>,
}

/// Checks the lists by the built-in catalogue.
pub fn run(lists: &Lists, as_at: Day, windows: &BTreeMap<String, Window>) -> Quality {
    run_with(&Catalogue::built_in(), lists, as_at, windows)
}

/// Checks the lists by a catalogue.
pub fn run_with(catalogue: &Catalogue, lists: &Lists, as_at: Day, windows: &BTreeMap<String, Window>) -> Quality {
    let _step = doing::step(Work::Reading, || "checking the data".to_owned());
    let setting = Setting { lists, as_at, windows };
    let completeness = completeness::of(catalogue, &setting);
    let mut broken: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut rules = Vec::new();
    for rule in catalogue.rules() {
        let list = lists.lists.get(&rule.list);
        let answer = list.filter(|list| list.rows > 0).and_then(|list| ask(rule, list, &setting));
        if let (Some((_, failing)), true) = (&answer, rule.advice.severity != Severity::Note) {
            broken.entry(&rule.list).or_default().extend(failing);
        }
        let result = result(rule, list, answer);
        rules.push(result);
    }
    let mut told: Vec<&RuleResult> = rules.iter().collect();
    // What is wrong for sure comes first, then what is wrong most often.
    told.sort_by_key(|result| (result.severity, std::cmp::Reverse(result.count)));
    let findings = Findings(told.into_iter().filter_map(|result| finding(result, catalogue.tolerated())).collect());
    let grades = grade::of(catalogue, &completeness, &broken, lists);
    Quality { completeness, rules, grades, findings }
}

fn ask(rule: &Rule, list: &List, setting: &Setting) -> Answer {
    match &rule.test {
        Test::Order(test) => single::order(test, list),
        Test::Future(test) => single::future(test, list, setting),
        Test::Outside(test) => single::outside(test, list, setting),
        Test::Rows(test) => single::rows(test, list, setting),
        Test::Age(test) => single::age_reached(test, list, setting),
        Test::AgeDisagrees(_) => single::age_disagrees(list, setting),
        Test::Repeated(test) => across::repeated(test, list, setting),
        Test::Varies(test) => across::varies(test, list, setting),
        Test::FewerThanRows(test) => across::fewer_than_rows(test, list),
        Test::Elsewhere(test) => across::elsewhere(test, list, setting),
        Test::Identity(test) => across::identity(test, list, setting),
    }
}

fn result(rule: &Rule, list: Option<&List>, answer: Answer) -> RuleResult {
    let checked = answer.is_some();
    let (of, failing) = answer.unwrap_or_default();
    let places = list.map(|list| failing.iter().take(MOST_PLACES).map(|&row| place(list, row)).collect()).unwrap_or_default();
    RuleResult {
        code: rule.advice.code.clone(),
        severity: rule.advice.severity,
        title: rule.advice.title.clone(),
        what_to_do: rule.advice.what_to_do.clone(),
        list: rule.list.clone(),
        checked,
        count: failing.len() as u32,
        of: of as u32,
        places,
        rows: failing.into_iter().map(|row| row as u32).collect(),
    }
}

fn place(list: &List, row: usize) -> Place {
    let Some(&(origin, number)) = list.places.get(row) else { return Place::default() };
    let origin = list.origins.get(usize::from(origin));
    let mut place = origin.map_or_else(Place::default, |origin| match origin.sheet.as_str() {
        "" => Place::file(&origin.file),
        sheet => Place::sheet(&origin.file, sheet),
    });
    place.row = Some(number);
    place
}

/// What to say of a rule that some row breaks.
///
/// Wrong rows are told, counted and graded; they never stop a build, as an error among findings would. A slip in a few rows
/// of many that is only probably wrong is a note: every real workbook has some, and warnings that always come are not read.
fn finding(result: &RuleResult, tolerated: f64) -> Option<Finding> {
    let first = result.places.first()?.clone();
    let few = 100.0 * f64::from(result.count) < tolerated * f64::from(result.of);
    let severity = match result.severity {
        Severity::Error => Severity::Warning,
        Severity::Warning if few => Severity::Note,
        other => other,
    };
    let here = |place: &&Place| place.file == first.file && place.sheet == first.sheet;
    let rows = result.places.iter().filter(here).filter_map(|place| place.row).collect();
    let finding = Finding::new(severity, &result.code.to_lowercase(), first, &result.title);
    Some(finding.hint(advice(&result.what_to_do)).among(result.count, result.of, rows))
}

/// The sentences of a record as a hint says them: `check the date; what lies ahead is not counted`.
fn advice(sentences: &str) -> String {
    let lower = |sentence: &str| {
        let mut letters = sentence.chars();
        let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
        if letters.clone().next().is_some_and(char::is_uppercase) { sentence.to_owned() } else { first + letters.as_str() }
    };
    sentences.trim_end_matches('.').split(". ").map(lower).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(severity: Severity, count: u32, of: u32) -> RuleResult {
        let places = (0..count).map(|row| Place { row: Some(row + 2), ..Place::sheet("a.xlsx", "List_1") }).collect();
        let (title, what_to_do) = ("age is odd".to_owned(), "Check it. URNs are not read.".to_owned());
        RuleResult {
            code: "DQ-1".to_owned(),
            severity,
            title,
            what_to_do,
            list: "contacts".to_owned(),
            checked: true,
            count,
            of,
            places,
            rows: Vec::new(),
        }
    }

    #[test]
    fn a_slip_in_few_rows_is_a_note_unless_it_is_an_error_of_the_catalogue() {
        let told = |severity, count, of| finding(&result(severity, count, of), 2.0).map(|f| f.severity);
        assert_eq!(told(Severity::Warning, 1, 5), Some(Severity::Warning));
        assert_eq!(told(Severity::Warning, 2, 100), Some(Severity::Warning));
        assert_eq!(told(Severity::Warning, 1, 100), Some(Severity::Note));
        assert_eq!(told(Severity::Error, 1, 100), Some(Severity::Warning));
        assert_eq!(told(Severity::Note, 90, 100), Some(Severity::Note));
        assert_eq!(told(Severity::Warning, 0, 100), None);
    }

    #[test]
    fn a_table_without_sheets_is_a_file() {
        let origin = crate::annex_a::lists::Origin { file: "contacts.csv".to_owned(), ..Default::default() };
        let list = List { origins: vec![origin], places: vec![(0, 41)], ..List::default() };
        assert_eq!(place(&list, 0).to_string(), "contacts.csv, row 41");
    }

    #[test]
    fn a_finding_says_how_many_of_how_many_where_and_what_to_do() {
        let finding = finding(&result(Severity::Error, 3, 9), 2.0).unwrap();
        assert_eq!(finding.rows, [2, 3, 4]);
        assert_eq!(
            finding.to_string(),
            "warning: a.xlsx, sheet List_1, row 2: age is odd (3 of 9 rows, DQ-1) (hint: check it; URNs are not read)"
        );
    }
}
