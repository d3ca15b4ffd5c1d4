//! The rows behind a share or a count: those it counts, or those of its base that it does not, each with the day it was due by.
//!
//! In: a code, and how due days follow from a row. Out: numbers of rows, never what a row holds. The rows are those that the figure
//! itself is made of, so that a list of children can say neither more nor fewer than its indicator.

use super::describe::check_due;
use super::evaluate::because;
use super::filter::{Test, all, compile_all, select};
use super::moment::When;
use super::record::{Filter, Moment, Rule, Share};
use super::shares::{Known, keep};
use super::view::{Seen, View, World};
use super::{Catalogue, Setting};
use crate::annex_a::lists::Lists;
use crate::calendar::{Day, working_days, working_days_after};
use serde::Deserialize;

/// Which rows of a figure are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Those of the numerator.
    Counted,
    /// Those of the denominator that are not in the numerator.
    NotCounted,
}

/// The last day in time, for rows that meet some conditions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// What a row must meet; the first that it meets is taken.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// The day, or the day that working days are counted from.
    pub by: Moment,
    /// Working days after it.
    #[serde(default)]
    pub working_days_after: i32,
}

/// Rows of an indicator.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// Its code.
    pub code: &'a str,
    /// One of its cases, by its label; the single figure where there is none.
    pub case: Option<&'a str>,
    /// Which of its rows.
    pub side: Side,
    /// When each was due.
    pub due: &'a [Due],
}

/// Rows behind a figure.
#[derive(Clone, PartialEq, Eq)]
pub struct Listed {
    /// Key of their list.
    pub list: String,
    /// The rows, in the order of the list.
    pub rows: Vec<ListedRow>,
}

/// A row behind a figure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ListedRow {
    /// Its number in the list, from 0.
    pub row: usize,
    /// Completed years at the as-at date; negative before birth.
    pub age: Option<i32>,
    /// The last day in time, where the row says enough to know it.
    pub due: Option<Day>,
    /// Days since then at the as-at date, none before the day after; `None` with an unknown day, or one that is still to come.
    pub overdue: Option<i32>,
}

/// What keeps the rows of an indicator from being listed; nothing where they can be.
pub fn unlistable(catalogue: &Catalogue, selection: &Selection<'_>) -> Vec<String> {
    let Some(definition) = catalogue.get(selection.code) else {
        return vec![format!("{} is not in the catalogue", selection.code)];
    };
    let code = selection.code;
    let mut complaints = check_due(catalogue, &definition.list, selection.due);
    let once = || format!("{code} counts each child once, so that it says no single row");
    match (&definition.rule, selection.case) {
        (Rule::Share(rule), _) if rule.distinct.is_some() => complaints.push(once()),
        (Rule::Share(rule), Some(case)) if !rule.cases.iter().any(|other| other.group == case) => {
            let known: Vec<&str> = rule.cases.iter().map(|case| case.group.as_str()).collect();
            complaints.push(format!("{code} has no case `{case}`; it has: {}", known.join(", ")));
        }
        (Rule::Share(rule), None) if !has_single(rule) => complaints.push(format!("{code} has no single figure; name one of its cases")),
        (Rule::Share(_), _) => {}
        (Rule::Count(rule), None) if rule.distinct.is_some() => complaints.push(once()),
        (Rule::Count(rule), None) if rule.by.is_none() && rule.cases.is_empty() => {
            if selection.side == Side::NotCounted {
                complaints.push(format!("{code} is a count: all its rows are counted"));
            }
        }
        (rule, _) if !because(rule).is_empty() => complaints.push(format!("{code} is not computed from one Annex A")),
        _ => complaints.push(format!("{code} is neither a share nor a single count of rows")),
    }
    complaints
}

fn has_single(rule: &Share) -> bool {
    rule.total || (rule.by.is_none() && rule.cases.is_empty())
}

/// The rows of an indicator; `None` where a list or a column that it needs is not held, or where its rows cannot be listed.
pub fn listed(catalogue: &Catalogue, lists: &Lists, setting: &Setting, selection: &Selection<'_>) -> Option<Listed> {
    let definition = catalogue.get(selection.code)?;
    let world = World::new(catalogue, lists, setting);
    let view = world.view(&definition.list).ok()?;
    let rows = rows(&world, view, &definition.rule, selection)?.ok()?;
    // A column that only the due day needs does not keep the row from its list.
    let due = DueDays::compile(&world, view, selection.due).unwrap_or(DueDays(Vec::new()));
    let ages = view.ages();
    let one = |row: usize| {
        let (due, overdue) = due.of(row, setting.as_at);
        ListedRow { row, age: ages[row], due, overdue }
    };
    Some(Listed { list: definition.list.clone(), rows: rows.into_iter().map(one).collect() })
}

/// Rows of the side asked for; `None` for a rule without single rows.
fn rows<'a>(world: &World<'a>, view: &View<'a>, rule: &Rule, selection: &Selection<'_>) -> Option<Seen<Vec<usize>>> {
    match rule {
        Rule::Share(rule) => Some(of_share(world, view, rule, selection)),
        Rule::Count(rule) => Some(select(world, view, &rule.base, &rule.narrow)),
        _ => None,
    }
}

fn of_share<'a>(world: &World<'a>, view: &View<'a>, rule: &Share, selection: &Selection<'_>) -> Seen<Vec<usize>> {
    let (mut base, mut counted) = sides(world, view, rule)?;
    if let Some(case) = selection.case.and_then(|case| rule.cases.iter().find(|other| other.group == case)) {
        base = keep(world, view, &case.narrow, &base)?;
        counted = keep(world, view, &case.counted, &keep(world, view, &case.narrow, &counted)?)?;
    }
    Ok(match selection.side {
        Side::Counted => counted,
        Side::NotCounted => base.into_iter().filter(|row| counted.binary_search(row).is_err()).collect(),
    })
}

/// Rows of the denominator and of the numerator of a share, each in the order of the list.
pub(super) fn sides<'a>(world: &World<'a>, view: &View<'a>, rule: &Share) -> Seen<(Vec<usize>, Vec<usize>)> {
    let base = Known::sort(world, view, rule, &select(world, view, &rule.base, &rule.narrow)?)?.rows;
    let answered = match &rule.answers {
        Some(answers) => {
            let yes = Filter { field: Some(answers.field.clone()), is: answers.yes.clone(), ..Filter::default() };
            keep(world, view, std::slice::from_ref(&yes), &base)?
        }
        None => base.clone(),
    };
    let counted = keep(world, view, &rule.counted, &answered)?;
    Ok((base, counted))
}

/// Due days ready to be asked for rows.
struct DueDays<'a>(Vec<(Vec<Test<'a>>, When<'a>, i32)>);

impl<'a> DueDays<'a> {
    fn compile(world: &World<'a>, view: &View<'a>, due: &[Due]) -> Seen<Self> {
        let one = |due: &Due| {
            let tests = compile_all(world, view, None, &due.narrow)?;
            Ok((tests, When::compile(world, view, None, &due.by)?, due.working_days_after))
        };
        due.iter().map(one).collect::<Seen<_>>().map(Self)
    }

    /// The last day in time, and the days since.
    fn of(&self, row: usize, as_at: Day) -> (Option<Day>, Option<i32>) {
        let Some((_, by, working)) = self.0.iter().find(|(tests, ..)| all(tests, row, None)) else { return (None, None) };
        let Some(from) = by.day(row, None) else { return (None, None) };
        let due = if *working > 0 { working_days_after(from, *working) } else { from };
        // A limit in working days is not over on the Saturday after its last Friday.
        let late = if *working > 0 && working_days(due, as_at) == 0 { 0 } else { as_at.since(due) };
        (Some(due), Some(late).filter(|late| *late >= 0))
    }
}
