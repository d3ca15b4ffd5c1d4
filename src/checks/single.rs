//! Tests that look at one row at a time: order of dates, the future, the window, combinations of cells, ages.

use super::condition::all;
use super::record::{Age, Date, Fields, Order, Rows};
use super::{Answer, Setting};
use crate::annex_a::lists::List;
use crate::calendar::age;

/// Rows whose later date lies before the earlier one.
pub(super) fn order(test: &Order, list: &List) -> Answer {
    let (first, then) = (list.dates(&test.first)?, list.dates(&test.then)?);
    let pairs: Vec<_> = (0..list.rows).filter_map(|row| Some((row, first[row]?, then[row]?))).collect();
    let failing = pairs.iter().filter(|(_, first, then)| then.since(*first) < -test.slack_days).map(|(row, _, _)| *row).collect();
    Some((pairs.len(), failing))
}

/// Rows with a date after the as-at date.
pub(super) fn future(test: &Fields, list: &List, setting: &Setting) -> Answer {
    let columns: Vec<_> = test.fields.iter().filter_map(|field| list.dates(field)).collect();
    let failing = |row: &usize| columns.iter().any(|days| days[*row].is_some_and(|day| day > setting.as_at));
    (!columns.is_empty()).then(|| (list.rows, (0..list.rows).filter(failing).collect()))
}

/// Rows whose date lies before the list's window.
pub(super) fn outside(test: &Date, list: &List, setting: &Setting) -> Answer {
    let (days, window) = (list.dates(&test.date)?, setting.windows.get(&list.key)?);
    let of = days.iter().flatten().count();
    Some((of, (0..list.rows).filter(|&row| days[row].is_some_and(|day| day < window.start)).collect()))
}

/// Rows of a base for which conditions hold that should not.
pub(super) fn rows(test: &Rows, list: &List, setting: &Setting) -> Answer {
    let (asked, fails) = (all(&test.base, list, setting)?, all(&test.conditions, list, setting)?);
    let base: Vec<_> = (0..list.rows).filter(|&row| asked(row)).collect();
    Some((base.len(), base.into_iter().filter(|&row| fails(row)).collect()))
}

/// Rows of a base about someone who has reached an age.
pub(super) fn age_reached(test: &Age, list: &List, setting: &Setting) -> Answer {
    let (born, asked) = (list.dates("birth_date")?, all(&test.base, list, setting)?);
    let base: Vec<_> = (0..list.rows).filter(|&row| born[row].is_some() && asked(row)).collect();
    let of = base.len();
    Some((of, base.into_iter().filter(|&row| born[row].is_some_and(|day| age(day, setting.as_at) >= test.at_least)).collect()))
}

/// Rows whose age is not the one by date of birth; the unborn are −1.
pub(super) fn age_disagrees(list: &List, setting: &Setting) -> Answer {
    let (born, given) = (list.dates("birth_date")?, list.wholes("age")?);
    let pairs: Vec<_> = (0..list.rows).filter_map(|row| Some((row, born[row]?, given[row]?))).collect();
    let failing = pairs.iter().filter(|(_, born, given)| age(*born, setting.as_at).max(-1) != *given).map(|(row, _, _)| *row).collect();
    Some((pairs.len(), failing))
}
