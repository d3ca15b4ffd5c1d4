//! Working days and birthdays for the simulated journeys: small helpers over [`crate::calendar`].

use super::chance::Chance;
use crate::calendar::{Day, working_days};

/// Whether the day is a Monday to Friday and no bank holiday.
pub(super) fn is_working(day: Day) -> bool {
    working_days(day.plus(-1), day) == 1
}

/// The day itself, or the next working day. Past the years that the calendar knows, the day itself.
pub(super) fn workday(day: Day) -> Day {
    (0..10).map(|later| day.plus(later)).find(|day| is_working(*day)).unwrap_or(day)
}

/// The day `count` working days after a day.
pub(super) fn plus_working(from: Day, count: i32) -> Day {
    let first = from.plus(count * 7 / 5);
    let reached = (0..count + 15).map(|later| first.plus(later)).find(|day| working_days(from, *day) >= count);
    workday(reached.unwrap_or(first))
}

/// The birthday on which a child becomes so many years old.
pub(super) fn birthday(born: Day, years: i32) -> Day {
    born.months_after(years * 12)
}

/// The last working day before a birthday on which services for a child come to an end.
pub(super) fn eighteenth(born: Day) -> Day {
    birthday(born, 18)
}

/// Whether schools are closed, roughly: August, Christmas, Easter and the half terms.
pub(super) fn school_holiday(day: Day) -> bool {
    let (month, date) = (day.month(), day.day_of_month());
    match month {
        7 => date >= 23,
        8 => true,
        9 => date <= 2,
        12 => date >= 20,
        1 => date <= 3,
        4 => (5..=20).contains(&date),
        2 => (15..=22).contains(&date),
        5 => date >= 25,
        10 => date >= 24,
        _ => false,
    }
}

/// The last date of a series of visits or reviews on or before `until`, and none where the first is later.
/// The series depends on its stream only, so a later look at it repeats what an earlier one saw.
pub(super) fn last_of(start: Day, until: Day, mut stream: Chance, steps: &[&[(f64, i32)]]) -> Option<Day> {
    let (mut day, mut last, mut step) = (start, None, 0);
    loop {
        let table = steps[step.min(steps.len() - 1)];
        day = workday(day.plus(stream.days(table).max(1)));
        if day > until {
            return last;
        }
        last = Some(day);
        step += 1;
    }
}
