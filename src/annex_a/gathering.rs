//! The sheets of all files brought together: one table of texts, the parts of each list one after another, each record once.

use super::clean::{Cleaned, Texts};
use super::duplicates::{self, Odd};
use super::lists::{Column, List, Lists, Origin};
use super::matching::{Found, Rule};
use super::notices::{self, Where};
use super::reading::SheetRead;
use super::schema::{ListRecord, Schema};
use super::sheet::{Outcome, Part};
use crate::finding::{Finding, Findings, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// Brings the sheets together; what is noticed goes to the findings.
pub fn gather(sheets: Vec<SheetRead>, schema: &Schema, findings: &mut Findings) -> Lists {
    let mut lists = Lists {
        lists: schema.lists.iter().map(|record| (record.key.clone(), List { key: record.key.clone(), ..List::default() })).collect(),
        code_sets: schema.code_sets.values().map(|record| (record.name.clone(), record.set())).collect(),
        strings: Vec::new(),
    };
    let mut texts = Texts::default();
    let mut odd: BTreeMap<String, Odd> = BTreeMap::new();
    for sheet in sheets {
        match sheet.outcome {
            Outcome::Part(part) => {
                if sheet.uncalculated {
                    findings.push(notices::uncalculated(&sheet.at));
                }
                notices::part(&sheet.at, &part, schema, findings);
                let record = &schema.lists[part.matched.list];
                if let Some(list) = lists.lists.get_mut(&record.key) {
                    findings.0.extend(twice(list, &sheet.at, &part, &record.called()));
                    append(list, record, &sheet.at, *part, (&mut texts, odd.entry(record.key.clone()).or_default()));
                }
            }
            Outcome::Not(Found::Empty(list, rule)) => {
                if let Some(list) = lists.lists.get_mut(&schema.lists[list].key) {
                    list.origins.push(origin(&sheet.at, rule));
                }
                if sheet.uncalculated {
                    findings.push(notices::uncalculated(&sheet.at));
                }
            }
            Outcome::Not(_) => {}
        }
    }
    lists.strings = texts.all.iter().map(ToString::to_string).collect();
    let mut told = Findings::default();
    let mut overlap = Overlap::default();
    for record in &schema.lists {
        if let Some(list) = lists.lists.get_mut(&record.key) {
            let found = duplicates::remove(list, record, &odd.remove(&record.key).unwrap_or_default());
            overlap.add(list, found.differing.count);
            notices::list(list, record, &found, &mut told);
        }
    }
    match overlap.finding() {
        Some(finding) => findings.push(finding),
        None => findings.extend(told),
    }
    lists
}

/// How much the files tell of the same events in different words, as two quarters of one authority do.
#[derive(Default)]
struct Overlap {
    files: BTreeSet<String>,
    rows: usize,
    differing: usize,
}

/// Rows that differ between files before they are taken for two quarters, and in how many rows in all.
const MANY_DIFFERING: usize = 20;
const ONE_IN: usize = 20;

impl Overlap {
    fn add(&mut self, list: &List, differing: u32) {
        let files: BTreeSet<&String> = list.places.iter().filter_map(|(at, _)| Some(&list.origins.get(usize::from(*at))?.file)).collect();
        if files.len() > 1 {
            self.files.extend(files.into_iter().cloned());
            self.rows += list.rows;
            self.differing += differing as usize;
        }
    }

    /// Counting both would count children twice, so nothing may be built from them together.
    fn finding(&self) -> Option<Finding> {
        if self.differing < MANY_DIFFERING || self.differing * ONE_IN < self.rows {
            return None;
        }
        let files: Vec<&str> = self.files.iter().map(String::as_str).collect();
        let message = format!("{} hold the same events with other details, as two quarters of one authority do", files.join(" and "));
        let finding = Finding::new(Severity::Error, "two-quarters", Place::file(files[0]), message).times(self.differing as u32);
        Some(finding.hint("build them one at a time: name one with --data, or name the files by their dates, such as 2025-09-30.xlsx"))
    }
}

fn origin(at: &Where, rule: Rule) -> Origin {
    Origin { file: at.file.clone(), sheet: at.sheet.clone(), rule: rule.words().to_owned(), ..Origin::default() }
}

/// Two sheets of one file that are the same list: most often an old copy.
fn twice(list: &List, at: &Where, part: &Part, called: &str) -> Option<Finding> {
    let earlier = list.origins.iter().enumerate().filter(|(_, origin)| origin.file == at.file);
    let mut earlier = earlier.filter(|(i, _)| list.places.iter().any(|(origin, _)| usize::from(*origin) == *i));
    earlier.next().filter(|_| !part.rows.is_empty())?;
    let message = format!("{called} was read from another sheet of this workbook too; their rows are counted together");
    Some(Finding::new(Severity::Warning, "list-twice", at.place(), message).hint("delete the sheet if it is an old copy"))
}

fn append(list: &mut List, record: &ListRecord, at: &Where, part: Part, (texts, odd): (&mut Texts, &mut Odd)) {
    let numbers: Vec<u32> = part.texts.iter().map(|text| texts.number(text)).collect();
    let source = u16::try_from(list.origins.len()).unwrap_or(u16::MAX);
    let columns = part.matched.columns.iter().map(|(column, field)| (record.columns[*field].key.clone(), *column)).collect();
    list.origins.push(Origin { columns, ..origin(at, part.matched.rule) });
    list.places.extend(part.rows.iter().map(|row| (source, *row)));
    let before = list.rows;
    list.rows += part.rows.len();
    for Cleaned { field, mut column, unread, odd: unlike, .. } in part.columns {
        if !unlike.is_empty() {
            odd.entry(field.clone()).or_default().extend(unlike.into_iter().map(|(row, print)| (row + before as u32, print)));
        }
        if !unread.is_empty() {
            list.unread.entry(field.clone()).or_default().extend(unread.into_iter().map(|(row, what)| (row + before as u32, what)));
        }
        if let Column::Text(values) | Column::Id(values) = &mut column {
            values.iter_mut().flatten().for_each(|number| *number = numbers[*number as usize]);
        }
        match list.columns.get_mut(&field) {
            Some(whole) => join(whole, column),
            None => {
                let mut whole = column.empty_like();
                whole.fill_to(before);
                join(&mut whole, column);
                list.columns.insert(field, whole);
            }
        }
    }
    list.columns.values_mut().for_each(|column| column.fill_to(list.rows));
}

/// Columns of one field have one kind, because one record made them.
fn join(whole: &mut Column, part: Column) {
    match (whole, part) {
        (Column::Date(values), Column::Date(more)) => values.extend(more),
        (Column::Code(_, values), Column::Code(_, more)) => values.extend(more),
        (Column::Whole(values), Column::Whole(more)) => values.extend(more),
        (Column::Text(values), Column::Text(more)) | (Column::Id(values), Column::Id(more)) => values.extend(more),
        _ => {}
    }
}
