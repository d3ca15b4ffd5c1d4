//! Months and weeks by the keys of their groups, `2025-04` and `2025-W14`: their words, and which of them a window holds whole.

use crate::calendar::{Day, MONTHS, Window};

/// A step of a series in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Calendar months.
    Month,
    /// Weeks from Monday to Sunday.
    Week,
}

impl Step {
    /// The step a key stands for; `None` where it stands for neither.
    pub fn of(key: &str) -> Option<Self> {
        if monday(key).is_some() {
            return Some(Step::Week);
        }
        first(key).map(|_| Step::Month)
    }

    /// `month` or `week`.
    pub fn word(self) -> &'static str {
        match self {
            Step::Month => "month",
            Step::Week => "week",
        }
    }

    /// `1 month`, `7 weeks`.
    pub fn many(self, count: usize) -> String {
        format!("{count} {}{}", self.word(), if count == 1 { "" } else { "s" })
    }
}

/// `2025-08` as `August`, `2025-W07` as `10 February`, the week's Monday; any other key as it is.
pub fn month_words(key: &str) -> String {
    match (monday(key), first(key)) {
        (Some(monday), _) => day_and_month(monday),
        (None, Some(first)) => month_name(first).to_owned(),
        (None, None) => key.to_owned(),
    }
}

/// `2025-08` as `August 2025`; nothing of a key that is no month.
pub fn month_and_year(key: &str) -> Option<String> {
    first(key).map(|first| format!("{} {}", month_name(first), first.year()))
}

/// The first day of a month written `2025-08`. Groups of a council's own stand where months do, so that a key may hold anything.
fn first(key: &str) -> Option<Day> {
    Day::parse_iso(&format!("{key}-01"))
}

/// The Monday of a week written `2025-W07`: week 1 is the one that holds 4 January.
pub fn monday(key: &str) -> Option<Day> {
    let (year, week) = key.split_once("-W")?;
    let fourth = Day::new(year.parse().ok()?, 1, 4)?;
    let week: i32 = week.parse().ok().filter(|week| (1..=53).contains(week))?;
    Some(fourth.plus(7 * (week - 1) - i32::from(fourth.weekday())))
}

fn month_name(day: Day) -> &'static str {
    MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

fn day_and_month(day: Day) -> String {
    format!("{} {}", day.day_of_month(), month_name(day))
}

/// The first day of a month or week.
pub fn first_day(key: &str) -> Option<Day> {
    monday(key).or_else(|| first(key))
}

/// Whether a window holds all of a month or week; a key that is neither is whole.
pub fn whole(window: Window, key: &str) -> bool {
    let days = match (monday(key), first(key)) {
        (Some(monday), _) => (monday, monday.plus(6)),
        (None, Some(first)) => (first, first.months_after(1).plus(-1)),
        (None, None) => return true,
    };
    window.contains(days.0) && window.contains(days.1)
}

/// The day in the middle of a month or week.
pub fn middle(key: &str) -> Option<Day> {
    monday(key).map(|monday| monday.plus(3)).or_else(|| Some(Day::parse_iso(&format!("{key}-01"))?.plus(14)))
}

/// The same month or week of the year before.
pub fn year_before(key: &str) -> Option<String> {
    let (year, rest) = key.split_once('-')?;
    Some(format!("{}-{rest}", year.parse::<u16>().ok()?.checked_sub(1)?))
}

/// A label under a chart: `Apr 2025`, or the week's Monday, `7 Apr`.
pub fn label(key: &str) -> String {
    let short = |day: Day| month_name(day).chars().take(3).collect::<String>();
    match (monday(key), first(key)) {
        (Some(monday), _) => format!("{} {}", monday.day_of_month(), short(monday)),
        (None, Some(first)) => format!("{} {}", short(first), first.year()),
        (None, None) => key.to_owned(),
    }
}

/// A row of a table: `April 2025`, or the week's Monday, `7 April 2025`.
pub fn row(key: &str) -> String {
    monday(key).map(Day::words).or_else(|| month_and_year(key)).unwrap_or_else(|| key.to_owned())
}

/// In a sentence: `August`, `week of 5 May`.
pub fn said(key: &str) -> String {
    if Step::of(key) == Some(Step::Week) { format!("week of {}", month_words(key)) } else { month_words(key) }
}

/// The end of a run in a sentence: `August`, or the Sunday of a week, `11 May`.
pub fn end(key: &str) -> String {
    monday(key).map_or_else(|| month_words(key), |monday| day_and_month(monday.plus(6)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_weeks_have_their_words() {
        assert_eq!((label("2025-04"), row("2025-04"), said("2025-04")), ("Apr 2025".into(), "April 2025".into(), "April".into()));
        let week = "2025-W19";
        assert_eq!([month_words("2025-W01"), month_words(week)], ["30 December", "5 May"]);
        assert_eq!((label(week), row(week), said(week)), ("5 May".into(), "5 May 2025".into(), "week of 5 May".into()));
        assert_eq!((end("2025-04"), end(week)), ("April".into(), "11 May".into()));
        assert_eq!(
            (Step::of("2025-04"), Step::of(week), Step::of("White"), Step::of("")),
            (Some(Step::Month), Some(Step::Week), None, None)
        );
        assert_eq!((middle("2025-08"), middle(week)), (Day::new(2025, 8, 15), Day::new(2025, 5, 8)));
        assert_eq!((year_before(week).as_deref(), year_before("White")), (Some("2024-W19"), None));
        assert_eq!((Step::Month.many(1), Step::Week.many(7)), ("1 month".into(), "7 weeks".into()));
    }

    #[test]
    fn what_is_neither_month_nor_week_stays_as_it_is() {
        for key in ["", "White", "16-17", "Caf\u{e9}12", "caf\u{e9}-04", "2025-13", "2025-W99", "2025-W400000000", "2025-04-01"] {
            let all = [label(key), row(key), said(key), end(key), month_words(key)];
            assert_eq!((all, month_and_year(key), Step::of(key)), ([key; 5].map(str::to_owned), None, None));
        }
    }

    #[test]
    fn months_and_weeks_begin_on_a_day() {
        let day = |y, m, d| Day::new(y, m, d);
        assert_eq!((first_day("2025-04"), first_day("2025-W14"), first_day("White")), (day(2025, 4, 1), day(2025, 3, 31), None));
    }

    #[test]
    fn only_whole_months_and_weeks_lie_in_a_window() {
        // A period that begins on a Tuesday and ends on a Tuesday.
        let window = Window::before(Day::new(2025, 9, 30).unwrap(), 6);
        for (key, held) in
            [("2025-04", true), ("2025-09", true), ("2025-10", false), ("2025-W14", false), ("2025-W15", true), ("2025-W40", false)]
        {
            assert_eq!(whole(window, key), held, "{key}");
        }
    }
}
