//! Conditions on the cells of a row, as records write them: `{ field = "closed", open = true }`.

use super::Setting;
use crate::annex_a::lists::{Coded, Column, List};
use crate::calendar::{Day, working_days};
use serde::Deserialize;

/// A condition on one field. All parts that are given must hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    /// The field.
    pub field: String,
    /// Something is recorded, or nothing is.
    pub filled: Option<bool>,
    /// A date that is blank or after the as-at date.
    pub open: Option<bool>,
    /// A code that is one of these.
    pub is: Option<Vec<String>>,
    /// A code that is known and none of these.
    pub not: Option<Vec<String>>,
    /// A number above this.
    pub above: Option<i32>,
    /// A number below this.
    pub below: Option<i32>,
    /// A date more than so many days before the as-at date.
    pub older_days: Option<i32>,
    /// A date more than so many working days before the as-at date.
    pub older_working_days: Option<i32>,
}

/// A condition made ready for a list: its column found, its codes looked up.
struct Ready<'a> {
    condition: &'a Condition,
    column: &'a Column,
    is: Option<Vec<u16>>,
    not: Option<Vec<u16>>,
    as_at: Day,
}

/// A test of rows that needs all of some conditions; `None` where the list lacks a column.
pub(super) fn all<'a>(conditions: &'a [Condition], list: &'a List, setting: &Setting<'a>) -> Option<impl Fn(usize) -> bool + 'a> {
    let ready: Vec<Ready> = conditions.iter().map(|c| ready(c, list, setting)).collect::<Option<_>>()?;
    Some(move |row: usize| ready.iter().all(|condition| condition.holds(row)))
}

fn ready<'a>(condition: &'a Condition, list: &'a List, setting: &Setting<'a>) -> Option<Ready<'a>> {
    let column = list.columns.get(&condition.field)?;
    let set = if let Column::Code(name, _) = column { setting.lists.code_sets.get(name) } else { None };
    let indexes = |keys: &Vec<String>| -> Vec<u16> {
        let codes = set.map_or(&[][..], |set| &set.codes);
        codes.iter().enumerate().filter(|(_, code)| keys.contains(&code.key)).map(|(index, _)| index as u16).collect()
    };
    let (is, not) = (condition.is.as_ref().map(indexes), condition.not.as_ref().map(indexes));
    Some(Ready { condition, column, is, not, as_at: setting.as_at })
}

impl Ready<'_> {
    fn holds(&self, row: usize) -> bool {
        let condition = self.condition;
        let day = if let Column::Date(days) = self.column { days[row] } else { None };
        let number = if let Column::Whole(numbers) = self.column { numbers[row] } else { None };
        let code = if let Column::Code(_, codes) = self.column { Some(codes[row]) } else { None };
        let known = |list: &Vec<u16>, wanted: bool| matches!(code, Some(Coded::Code(index)) if list.contains(&index) == wanted);
        condition.filled.is_none_or(|wanted| filled(self.column, row) == wanted)
            && condition.open.is_none_or(|wanted| day.is_none_or(|day| day > self.as_at) == wanted)
            && self.is.as_ref().is_none_or(|list| known(list, true))
            && self.not.as_ref().is_none_or(|list| known(list, false))
            && condition.above.is_none_or(|limit| number.is_some_and(|n| n > limit))
            && condition.below.is_none_or(|limit| number.is_some_and(|n| n < limit))
            && condition.older_days.is_none_or(|limit| day.is_some_and(|day| self.as_at.since(day) > limit))
            && condition.older_working_days.is_none_or(|limit| day.is_some_and(|day| working_days(day, self.as_at) > limit))
    }
}

/// Whether a cell holds anything, mapped or not.
pub(super) fn filled(column: &Column, row: usize) -> bool {
    match column {
        Column::Date(values) => values[row].is_some(),
        Column::Code(_, values) => values[row] != Coded::Blank,
        Column::Whole(values) => values[row].is_some(),
        Column::Text(values) | Column::Id(values) => values[row].is_some(),
    }
}
