//! Conditions: from the typed tables of a record to tests of a row.

use super::moment::When;
use super::record::{Filter, Range};
use super::view::{Absent, Index, Seen, UNBORN, View, World};
use crate::annex_a::lists::{Coded, Column};
use crate::calendar::{Day, Window, age, working_days};
use std::rc::Rc;

/// A condition ready to be asked of rows.
pub enum Test<'a> {
    /// Code is among those kept, by index into the code set.
    Code { values: &'a [Coded], keep: Vec<bool>, blank: bool, unmapped: bool },
    /// Both codes known and not the same.
    Differs { a: &'a [Coded], b: &'a [Coded] },
    /// Date, number or text is filled, or not.
    Filled { column: &'a Column, filled: bool },
    /// Date lies in a window and not after the as-at date.
    Within { dates: &'a [Option<Day>], window: Window, as_at: Day },
    /// Date is on the right side of moments.
    Date { dates: &'a [Option<Day>], sides: Vec<(Side, When<'a>)>, or_blank: bool },
    /// Number lies in a range.
    Number { values: &'a [Option<i32>], range: Range, or_blank: bool },
    /// Length lies in a range.
    Length { from: When<'a>, to: When<'a>, days: Option<Range>, working: Option<Range>, years: Option<Range> },
    /// Age lies in a range.
    Age { ages: Vec<Option<i32>>, range: Range },
    /// Unborn, or not.
    Unborn { ages: Vec<Option<i32>>, unborn: bool },
    /// All conditions of a base.
    All(Vec<Test<'a>>),
    /// One set of conditions at least.
    Any(Vec<Vec<Test<'a>>>),
    /// Not all conditions.
    Not(Vec<Test<'a>>),
    /// Another row of the same child.
    Matched { ids: &'a [Option<u32>], index: Rc<Index>, tests: Vec<Test<'a>> },
    /// Rows found beforehand.
    Marked(Vec<bool>),
}

/// Side of a moment a date has to be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Before,
    /// Before it or the same day.
    OnOrBefore,
    /// After it.
    After,
    /// After it or the same day.
    OnOrAfter,
}

/// Whether a row meets all conditions.
pub fn all(tests: &[Test], row: usize, outer: Option<usize>) -> bool {
    tests.iter().all(|test| test.keeps(row, outer))
}

/// Makes tests of filters for rows of `view`.
pub fn compile_all<'a>(world: &World<'a>, view: &View<'a>, outer: Option<&View<'a>>, filters: &[Filter]) -> Seen<Vec<Test<'a>>> {
    filters.iter().map(|filter| Test::compile(world, view, outer, filter)).collect()
}

/// Rows of a named base.
pub fn base_rows<'a>(world: &World<'a>, view: &View<'a>, name: &str) -> Seen<Rc<Vec<usize>>> {
    if let Some(rows) = view.bases.borrow().get(name) {
        return Ok(Rc::clone(rows));
    }
    let filters = world.catalogue.shared().bases.get(&view.list.key).and_then(|bases| bases.get(name)).ok_or(Absent)?;
    let tests = compile_all(world, view, None, filters)?;
    let rows = Rc::new((0..view.list.rows).filter(|&row| all(&tests, row, None)).collect::<Vec<_>>());
    view.bases.borrow_mut().insert(name.to_owned(), Rc::clone(&rows));
    Ok(rows)
}

/// Rows of a named base that also meet further conditions.
pub fn select<'a>(world: &World<'a>, view: &View<'a>, base: &str, narrow: &[Filter]) -> Seen<Vec<usize>> {
    let tests = compile_all(world, view, None, narrow)?;
    Ok(base_rows(world, view, base)?.iter().copied().filter(|&row| all(&tests, row, None)).collect())
}

impl<'a> Test<'a> {
    /// The test of one filter.
    pub fn compile(world: &World<'a>, view: &View<'a>, outer: Option<&View<'a>>, filter: &Filter) -> Seen<Self> {
        if let Some(field) = &filter.field {
            return field_test(world, view, outer, filter, field);
        }
        if let (Some(from), Some(to)) = (&filter.from, &filter.to) {
            let (from, to) = (When::compile(world, view, outer, from)?, When::compile(world, view, outer, to)?);
            return Ok(Test::Length { from, to, days: filter.days, working: filter.working_days, years: filter.years });
        }
        if let Some(range) = filter.age {
            return Ok(Test::Age { ages: view.ages().to_vec(), range });
        }
        if let Some(unborn) = filter.unborn {
            return Ok(Test::Unborn { ages: view.ages().to_vec(), unborn });
        }
        if let Some(matched) = &filter.matched {
            let other = world.view(&matched.list)?;
            return Ok(Test::Matched {
                ids: view.strings(&matched.on)?,
                index: other.index(&matched.on)?,
                tests: compile_all(world, other, Some(view), &matched.narrow)?,
            });
        }
        if let Some(base) = &filter.base {
            let filters = world.catalogue.shared().bases.get(&view.list.key).and_then(|bases| bases.get(base)).ok_or(Absent)?;
            return Ok(Test::All(compile_all(world, view, outer, filters)?));
        }
        if let Some(field) = &filter.latest {
            return Ok(Test::Marked(latest(view, field, world.setting.as_at)?));
        }
        if let Some(field) = &filter.shared {
            return Ok(Test::Marked(shared(view, field, filter.at_least.unwrap_or(2))?));
        }
        if !filter.any.is_empty() {
            return Ok(Test::Any(filter.any.iter().map(|filters| compile_all(world, view, outer, filters)).collect::<Seen<_>>()?));
        }
        Ok(Test::Not(compile_all(world, view, outer, &filter.not)?))
    }

    /// Whether a row meets the condition; `outer` is the row it is matched with.
    pub fn keeps(&self, row: usize, outer: Option<usize>) -> bool {
        match self {
            Test::Code { values, keep, blank, unmapped } => match values[row] {
                Coded::Blank => *blank,
                Coded::Unmapped => *unmapped,
                Coded::Code(code) => keep.get(code as usize).copied().unwrap_or(false),
            },
            Test::Differs { a, b } => matches!((a[row], b[row]), (Coded::Code(a), Coded::Code(b)) if a != b),
            Test::Filled { column, filled } => is_filled(column, row) == *filled,
            Test::Within { dates, window, as_at } => dates[row].is_some_and(|day| window.contains(day) && day <= *as_at),
            Test::Date { dates, sides, or_blank } => {
                dates[row].map_or(*or_blank, |day| sides.iter().all(|(side, when)| side.holds(day, when.day(row, outer))))
            }
            Test::Number { values, range, or_blank } => values[row].map_or(*or_blank, |n| range.holds(n)),
            Test::Length { from, to, days, working, years } => match (from.day(row, outer), to.day(row, outer)) {
                (Some(from), Some(to)) => {
                    days.is_none_or(|range| range.holds(to.since(from)))
                        && working.is_none_or(|range| range.holds(working_days(from, to)))
                        && years.is_none_or(|range| range.holds(age(from, to)))
                }
                _ => false,
            },
            Test::Age { ages, range } => ages[row].is_some_and(|age| age != UNBORN && range.holds(age)),
            Test::Unborn { ages, unborn } => (ages[row] == Some(UNBORN)) == *unborn,
            Test::All(tests) => all(tests, row, outer),
            Test::Any(sets) => sets.iter().any(|tests| all(tests, row, outer)),
            Test::Not(tests) => !all(tests, row, outer),
            Test::Matched { ids, index, tests } => {
                ids[row].is_some_and(|id| index.rows(id).iter().any(|&other| all(tests, other as usize, Some(row))))
            }
            Test::Marked(marks) => marks[row],
        }
    }
}

impl Side {
    fn holds(self, day: Day, moment: Option<Day>) -> bool {
        moment.is_some_and(|moment| match self {
            Side::Before => day < moment,
            Side::OnOrBefore => day <= moment,
            Side::After => day > moment,
            Side::OnOrAfter => day >= moment,
        })
    }
}

/// Whether a cell is filled. A cell that is filled with something unmapped is filled.
fn is_filled(column: &Column, row: usize) -> bool {
    match column {
        Column::Date(values) => values[row].is_some(),
        Column::Code(_, values) => values[row] != Coded::Blank,
        Column::Whole(values) => values[row].is_some(),
        Column::Text(values) | Column::Id(values) => values[row].is_some(),
    }
}

fn field_test<'a>(world: &World<'a>, view: &View<'a>, outer: Option<&View<'a>>, filter: &Filter, field: &str) -> Seen<Test<'a>> {
    let column = view.column(field)?;
    if let Some(blank) = filter.blank {
        return Ok(Test::Filled { column, filled: !blank });
    }
    match column {
        Column::Code(set, values) => code_test(world, view, filter, set, values),
        Column::Date(dates) => {
            if let Some(window) = &filter.within {
                let window = if window == "window" { view.window } else { world.setting.window(window) };
                return Ok(Test::Within { dates, window, as_at: world.setting.as_at });
            }
            let sides = [
                (Side::Before, &filter.before),
                (Side::OnOrBefore, &filter.on_or_before),
                (Side::After, &filter.after),
                (Side::OnOrAfter, &filter.on_or_after),
            ];
            let sides = sides
                .into_iter()
                .filter_map(|(side, moment)| moment.as_ref().map(|moment| (side, moment)))
                .map(|(side, moment)| Ok((side, When::compile(world, view, outer, moment)?)))
                .collect::<Seen<_>>()?;
            Ok(Test::Date { dates, sides, or_blank: filter.or_blank })
        }
        Column::Whole(values) => {
            let range = Range { at_least: filter.at_least, at_most: filter.at_most, ..Range::default() };
            Ok(Test::Number { values, range, or_blank: filter.or_blank })
        }
        Column::Text(_) | Column::Id(_) => Ok(Test::Filled { column, filled: filter.known.unwrap_or(true) }),
    }
}

fn code_test<'a>(world: &World<'a>, view: &View<'a>, filter: &Filter, set: &str, values: &'a [Coded]) -> Seen<Test<'a>> {
    if let Some(other) = &filter.differs_from {
        let (_, b) = view.list.codes(other).ok_or(Absent)?;
        return Ok(Test::Differs { a: values, b });
    }
    let codes = &world.codes(set).ok_or(Absent)?.codes;
    if let Some(known) = filter.known {
        return Ok(Test::Code { values, keep: vec![known; codes.len()], blank: !known, unmapped: !known });
    }
    if filter.is.is_empty() {
        let keep = codes.iter().map(|code| !filter.is_not.contains(&code.key)).collect();
        return Ok(Test::Code { values, keep, blank: true, unmapped: true });
    }
    let keep = codes.iter().map(|code| filter.is.contains(&code.key)).collect();
    Ok(Test::Code { values, keep, blank: filter.or_blank, unmapped: false })
}

/// Rows on the last day a child has in a field, among days up to the as-at date.
fn latest(view: &View, field: &str, as_at: Day) -> Seen<Vec<bool>> {
    let (dates, ids, index) = (view.dates(field)?, view.strings("child_id")?, view.index("child_id")?);
    let past = |row: usize| dates[row].filter(|day| *day <= as_at);
    Ok((0..view.list.rows)
        .map(|row| {
            let Some(day) = past(row) else { return false };
            ids[row].is_none_or(|id| index.rows(id).iter().all(|&other| past(other as usize).is_none_or(|later| later <= day)))
        })
        .collect())
}

/// Rows whose identifier belongs to at least so many children of the list.
fn shared(view: &View, field: &str, at_least: i32) -> Seen<Vec<bool>> {
    let (ids, index) = (view.strings(field)?, view.index(field)?);
    let children = |id: u32| {
        let rows: Vec<usize> = index.rows(id).iter().map(|&row| row as usize).collect();
        view.distinct("child_id", &rows).map_or(0, |n| n as i32)
    };
    Ok(ids.iter().map(|id| id.is_some_and(|id| children(id) >= at_least)).collect())
}
