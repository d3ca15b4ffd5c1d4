//! Days, months, reporting windows, ages and working days.
//!
//! A date is a day number, so a column of dates is a column of integers.
//! Nothing here asks the clock: what a figure is measured to (the as-at date) is always given.
//! The rules are those of `rulings.md` 1, 13 and 16 and of section 0.1 of the indicator catalogue.

use jiff::civil;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::LazyLock;

/// A calendar day, as the number of days since 1 January 1970 (which is 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// Days from 1 January 1970 to the end of the year 9999: a shift that a record overstates ends there, or as long before.
const FURTHEST: i32 = 2_932_896;

impl Day {
    /// The day of a year, month and day of month, or `None` where the calendar has none.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self::from_civil)
    }

    /// The day written `YYYY-MM-DD`, or `None`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        text.parse::<civil::Date>().ok().map(Self::from_civil)
    }

    fn from_civil(date: civil::Date) -> Self {
        let epoch = civil::date(1970, 1, 1);
        Self(date.since((jiff::Unit::Day, epoch)).map_or(0, |span| span.get_days()))
    }

    fn civil(self) -> civil::Date {
        // A serial number of a spreadsheet may name a day that no calendar reaches.
        civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(self.0.clamp(-FURTHEST, FURTHEST)))
    }

    /// Year of the day.
    pub fn year(self) -> i16 {
        self.civil().year()
    }

    /// Month of the day, 1 to 12.
    pub fn month(self) -> i8 {
        self.civil().month()
    }

    /// Day of the month, 1 to 31.
    pub fn day_of_month(self) -> i8 {
        self.civil().day()
    }

    /// Monday is 0, Sunday is 6.
    pub fn weekday(self) -> u8 {
        // 1 January 1970 was a Thursday.
        (self.0 + 3).rem_euclid(7) as u8
    }

    /// The day `days` later, or earlier where negative.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(-FURTHEST, FURTHEST))
    }

    /// Calendar days from `start` to this day; negative where the start is later.
    pub fn since(self, start: Day) -> i32 {
        self.0 - start.0
    }

    fn is_last_of_month(self) -> bool {
        self.plus(1).day_of_month() == 1
    }

    /// The day `months` earlier by ruling 1: the last day of a month leads to the last day of a month,
    /// any other day to the same day of the month, or to its last day where it has none.
    #[must_use]
    pub fn months_before(self, months: i32) -> Self {
        self.months_after(months.saturating_neg())
    }

    /// The day `months` later, by the rule of [`Day::months_before`].
    #[must_use]
    pub fn months_after(self, months: i32) -> Self {
        let date = self.civil();
        let count = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        let count = count.saturating_add(months);
        let Ok(year) = i16::try_from(count.div_euclid(12)) else { return self };
        let Ok(first) = civil::Date::new(year, (count.rem_euclid(12) + 1) as i8, 1) else { return self };
        let last = first.days_in_month();
        let day = if self.is_last_of_month() { last } else { date.day().min(last) };
        Self::from_civil(civil::date(year, first.month(), day))
    }

    /// The month as `YYYY-MM`.
    pub fn month_key(self) -> String {
        format!("{:04}-{:02}", self.year(), self.month())
    }

    /// The ISO 8601 week as `YYYY-Www`.
    pub fn week_key(self) -> String {
        let week = self.civil().iso_week_date();
        format!("{:04}-W{:02}", week.year(), week.week())
    }

    /// The day in words, as `30 September 2025`.
    pub fn words(self) -> String {
        format!("{} {} {}", self.day_of_month(), MONTHS[self.month() as usize - 1], self.year())
    }
}

/// Full English names of the months, January first.
pub const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.civil();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Day::parse_iso(&text).ok_or_else(|| serde::de::Error::custom("expected a date as YYYY-MM-DD"))
    }
}

/// A reporting window: every day from `start` to `end`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    /// First day that counts.
    pub start: Day,
    /// Last day that counts: the as-at date unless set otherwise.
    pub end: Day,
    /// Length in calendar months, for turning a count into a yearly rate.
    pub months: u8,
}

impl Window {
    /// The window of `months` up to and including `as_at` (ruling 1: 30 September and 6 months is 1 April to 30 September).
    pub fn before(as_at: Day, months: u8) -> Self {
        Self { start: as_at.months_before(i32::from(months)).plus(1), end: as_at, months }
    }

    /// Whether the window holds the day.
    pub fn contains(&self, day: Day) -> bool {
        self.start <= day && day <= self.end
    }

    /// What a count in this window is multiplied by to stand for a year.
    pub fn yearly(&self) -> f64 {
        12.0 / f64::from(self.months)
    }

    /// Every month the window touches, as `YYYY-MM`, in order.
    pub fn months_touched(&self) -> Vec<String> {
        let mut keys = Vec::new();
        let mut first = Day::new(self.start.year(), self.start.month(), 1).unwrap_or(self.start);
        while first <= self.end {
            keys.push(first.month_key());
            first = first.months_after(1);
        }
        keys
    }

    /// The window in words, as `April to September 2025`, or with days where it does not start and end with a month.
    pub fn words(&self) -> String {
        let month = |day: Day| MONTHS[day.month() as usize - 1];
        if self.start.day_of_month() == 1 && self.end.is_last_of_month() {
            if self.start.year() == self.end.year() {
                return format!("{} to {} {}", month(self.start), month(self.end), self.end.year());
            }
            return format!("{} {} to {} {}", month(self.start), self.start.year(), month(self.end), self.end.year());
        }
        format!("{} to {}", self.start.words(), self.end.words())
    }
}

/// Completed years on `as_at` of someone born on `born`; negative before birth.
/// A birthday on 29 February is reached on 1 March in a year without one (English law).
pub fn age(born: Day, as_at: Day) -> i32 {
    let (b, r) = (born.civil(), as_at.civil());
    let had_birthday = (r.month(), r.day()) >= (b.month(), b.day());
    i32::from(r.year()) - i32::from(b.year()) - i32::from(!had_birthday)
}

const FIRST_YEAR: i16 = 1990;
const LAST_YEAR: i16 = 2060;

/// Working days up to and including each day from 1 January 1990 to 31 December 2060.
static WORKING: LazyLock<(i32, Vec<i32>)> = LazyLock::new(|| {
    let first = Day::new(FIRST_YEAR, 1, 1).expect("1 January 1990 is a day").0;
    let last = Day::new(LAST_YEAR, 12, 31).expect("31 December 2060 is a day").0;
    let holidays: std::collections::BTreeSet<Day> = (FIRST_YEAR..=LAST_YEAR).flat_map(bank_holidays).collect();
    let mut sum = 0;
    let counts = (first..=last)
        .map(|n| {
            let day = Day(n);
            sum += i32::from(day.weekday() < 5 && !holidays.contains(&day));
            sum
        })
        .collect();
    (first, counts)
});

fn working_to(day: Day) -> i32 {
    let (first, counts) = &*WORKING;
    let index = (day.0 - first).clamp(0, counts.len() as i32 - 1);
    counts[index as usize]
}

/// Working days after `start` up to and including `end`: Monday to Friday without the bank holidays of England and Wales.
/// The same day is 0; negative where the end is before the start, also where only a weekend or a holiday lies between:
/// a visit dated the Saturday after the as-at date was not made on it. Days outside 1990 to 2060 count as the nearest day inside.
pub fn working_days(start: Day, end: Day) -> i32 {
    let days = working_to(end) - working_to(start);
    if end < start { days.min(-1) } else { days }
}

/// The day that ends so many working days after `start`: the first by which [`working_days`] counts that many.
/// Not a day later for none of them; days outside 1990 to 2060 count as the nearest day inside.
pub fn working_days_after(start: Day, days: i32) -> Day {
    if days <= 0 {
        return start;
    }
    let (first, counts) = &*WORKING;
    let wanted = working_to(start) + days;
    let index = counts.partition_point(|count| *count < wanted).min(counts.len() - 1);
    Day(first + index as i32)
}

/// Bank holidays of England and Wales in a year, 1990 to 2060, by the law and proclamations known in 2026.
pub fn bank_holidays(year: i16) -> Vec<Day> {
    let day = |m, d| Day::new(year, m, d).expect("fixed holidays exist in every year");
    let weekday_on_or_after = |from: Day, weekday: u8| from.plus((i32::from(weekday) - i32::from(from.weekday())).rem_euclid(7));
    let last_monday = |m: i8, d: i8| day(m, d).plus(-i32::from(day(m, d).weekday()));
    let easter = easter_sunday(year);
    let substitute = |d: Day| {
        if d.weekday() == 5 {
            d.plus(2)
        } else if d.weekday() == 6 {
            d.plus(1)
        } else {
            d
        }
    };

    let early_may = match year {
        // Moved to 8 May for the 50th and 75th anniversaries of VE Day.
        1995 | 2020 => day(5, 8),
        _ => weekday_on_or_after(day(5, 1), 0),
    };
    let spring = match year {
        // Moved for the golden, diamond and platinum jubilees.
        2002 | 2012 => day(6, 4),
        2022 => day(6, 2),
        _ => last_monday(5, 31),
    };
    let christmas = match day(12, 25).weekday() {
        // Christmas Day on Saturday or Sunday moves behind Boxing Day's own day.
        5 | 6 => day(12, 27),
        _ => day(12, 25),
    };
    let boxing = match day(12, 26).weekday() {
        5 => day(12, 28),
        6 => day(12, 28),
        _ => day(12, 26),
    };
    let mut days = vec![substitute(day(1, 1)), easter.plus(-2), easter.plus(1), early_may, spring, last_monday(8, 31), christmas, boxing];
    days.extend(match year {
        1999 => vec![day(12, 31)],
        2002 => vec![day(6, 3)],
        2011 => vec![day(4, 29)],
        2012 => vec![day(6, 5)],
        2022 => vec![day(6, 3), day(9, 19)],
        2023 => vec![day(5, 8)],
        _ => vec![],
    });
    days.sort_unstable();
    days
}

/// Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher).
fn easter_sunday(year: i16) -> Day {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Day::new(year, month as i8, day as i8).expect("Easter falls in March or April")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn a_month_end_leads_to_a_month_end() {
        assert_eq!(d("2025-09-30").months_before(6), d("2025-03-31"));
        assert_eq!(d("2025-03-31").months_before(1), d("2025-02-28"));
        assert_eq!(d("2025-03-30").months_before(1), d("2025-02-28"));
        assert_eq!(d("2025-03-15").months_before(13), d("2024-02-15"));
        assert_eq!(Window::before(d("2025-09-30"), 6).start, d("2025-04-01"));
    }

    #[test]
    fn working_days_leave_out_weekends_and_bank_holidays() {
        // Thursday before Easter 2025 to the Tuesday after: Good Friday and Easter Monday do not count.
        assert_eq!(working_days(d("2025-04-17"), d("2025-04-22")), 1);
        assert_eq!(working_days(d("2025-04-22"), d("2025-04-22")), 0);
        assert_eq!(working_days(d("2025-04-25"), d("2025-04-28")), 1);
    }

    #[test]
    fn bank_holidays_are_the_published_ones() {
        let of = |year| bank_holidays(year).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(
            of(2022),
            "2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 2022-12-26 2022-12-27"
        );
        assert_eq!(of(2020), "2020-01-01 2020-04-10 2020-04-13 2020-05-08 2020-05-25 2020-08-31 2020-12-25 2020-12-28");
        assert_eq!(of(2021), "2021-01-01 2021-04-02 2021-04-05 2021-05-03 2021-05-31 2021-08-30 2021-12-27 2021-12-28");
        assert_eq!(of(2026), "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28");
    }

    #[test]
    fn a_leap_day_birthday_comes_on_the_first_of_march() {
        assert_eq!(age(d("2008-02-29"), d("2025-02-28")), 16);
        assert_eq!(age(d("2008-02-29"), d("2025-03-01")), 17);
        assert_eq!(age(d("2008-02-29"), d("2024-02-29")), 16);
    }

    #[test]
    fn a_shift_beyond_the_calendar_ends_there() {
        let day = Day::new(2025, 9, 30).unwrap();
        for far in [day.plus(i32::MAX), day.plus(i32::MIN)] {
            assert!(far.year().abs() > 5000 && far.weekday() < 7 && far.since(day).abs() > 1_000_000, "{far:?}");
            assert_eq!(working_days(far, day) < 0, far > day);
        }
        assert_eq!((day.months_after(i32::MAX), day.months_before(i32::MIN)), (day, day));
    }
}
