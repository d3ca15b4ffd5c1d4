//! The view of an authority on a day: which children stand on which list, and what was known of them by then.
//!
//! Every private chance of a child is drawn from the child's own number, so two quarters of the same authority agree.

use super::Cell;
use super::chance::Chance;
use super::model::{Case, Child};
use super::people::{Role, team, worker};
use crate::calendar::{Day, Window, age};

/// A row of cells in the order of the official columns.
pub(super) type Row = Vec<Cell>;

/// A day from which an authority is seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// Seed of the simulation.
    pub seed: u64,
    /// Children aged 0 to 17.
    pub children: u32,
    /// The day.
    pub as_at: Day,
    /// Window of lists 1 to 8.
    pub window: Window,
    /// Window of lists 10 and 11.
    pub year: Window,
}

impl View {
    /// The view on a day with a window of some months.
    pub(super) fn on(seed: u64, children: u32, as_at: Day, months: u8) -> Self {
        Self { seed, children, as_at, window: Window::before(as_at, months), year: Window::before(as_at, 12) }
    }

    /// A private stream of a child for a purpose.
    pub(super) fn chance(&self, purpose: u64, child: &Child) -> Chance {
        Chance::of(self.seed, &[purpose, child.number])
    }

    /// The day, where it was known by then.
    pub(super) fn seen(&self, day: Day) -> Option<Day> {
        (day <= self.as_at).then_some(day)
    }

    /// A date cell, blank where the day lies ahead.
    pub(super) fn date(&self, day: Day) -> Cell {
        self.seen(day).map_or(Cell::Blank, Cell::Date)
    }

    /// Whether something from a start to an end was open on the day or ended in the window.
    pub(super) fn current(&self, start: Day, end: Day) -> bool {
        start <= self.as_at && end >= self.window.start
    }

    /// The latest case that was opened by then and led to services.
    pub(super) fn case<'a>(&self, child: &'a Child) -> Option<&'a Case> {
        child.cases.iter().rev().find(|case| case.referred <= self.as_at && !case.no_action)
    }

    /// The first six cells of lists 4 to 9: identifier, sex, ethnicity, date of birth, age; and disability where it is the sixth.
    pub(super) fn person(&self, child: &Child) -> Row {
        let mut chance = self.chance(30, child);
        let known = child.cases.iter().any(|case| case.referred <= self.as_at && !case.no_action);
        let unborn = child.born > self.as_at;
        let (unsaid, nameless) = (chance.unit(), chance.unit());
        let ethnicity = match unsaid {
            u if u < if known { 0.004 } else { 0.035 } => Cell::Blank,
            u if u < if known { 0.028 } else { 0.19 } => Cell::Code("ethnicity", "NOBT"),
            u if u < if known { 0.034 } else { 0.196 } => Cell::Code("ethnicity", "REFU"),
            _ => Cell::Code("ethnicity", child.ethnicity),
        };
        let sex = if unborn || (!known && nameless < 0.02) { "not_stated" } else { child.sex };
        let undated = if unborn { chance.hit(0.1) } else { !known && chance.hit(0.012) };
        let birth = if undated { Cell::Blank } else { Cell::Date(child.born) };
        let years = if undated && !unborn { Cell::Blank } else { Cell::Whole(age(child.born, self.as_at).max(-1)) };
        // A few records carry an age that nobody has brought up to date.
        let years = match years {
            Cell::Whole(age) if age > 0 && chance.hit(0.003) => Cell::Whole(age - 1),
            years => years,
        };
        vec![Cell::Id(identifier(child.number, self.seed)), Cell::Code("sex", sex), ethnicity, birth, years]
    }

    /// Whether the child has a disability, as recorded.
    pub(super) fn disability(&self, child: &Child) -> Cell {
        let unsaid = self.chance(31, child).unit();
        let key = if child.disabled || (unsaid > 0.93) {
            "yes"
        } else if unsaid < 0.025 {
            "unknown"
        } else {
            "no"
        };
        if !child.disabled && unsaid < 0.006 { Cell::Blank } else { Cell::Code("yes_no_unknown", key) }
    }

    /// Team and worker cells for a role, as they stand on a day.
    pub(super) fn held(&self, child: &Child, role: Role, day: Day) -> [Cell; 2] {
        [Cell::Text(team(child, role)), Cell::Text(worker(child, role, (self.seed, self.children), day))]
    }
}

/// A number as a record system would give it, scattered so that nothing can be read from it.
pub(super) fn identifier(number: u64, seed: u64) -> String {
    const RANGE: u64 = 89_999_999;
    // The factor shares no divisor with the range, so no two children meet.
    format!("{}", 10_000_000 + (number % RANGE * 7_919 + seed % RANGE) % RANGE)
}

/// `yes` or `no` as a coded cell.
pub(super) fn yes_no(yes: bool) -> Cell {
    Cell::Code("yes_no", if yes { "yes" } else { "no" })
}
