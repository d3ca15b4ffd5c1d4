//! Working days against a loop that counts them one by one, bank holidays against those published, windows and ages by table.
//!
//! Days are walked here with a calendar of the test's own, so that a slip in the program's is not made twice.

use annexa::calendar::{Day, Window, age, bank_holidays, working_days};
use std::collections::BTreeSet;

/// A day by year, month and day of the month.
type Date = (i16, i8, i8);

/// Bank holidays of England and Wales as published on GOV.UK and, for earlier years, in the London Gazette.
const PUBLISHED: [&str; 22] = [
    "1993: 01-01 04-09 04-12 05-03 05-31 08-30 12-27 12-28",
    "1995: 01-02 04-14 04-17 05-08 05-29 08-28 12-25 12-26",
    "1999: 01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31",
    "2000: 01-03 04-21 04-24 05-01 05-29 08-28 12-25 12-26",
    "2002: 01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26",
    "2004: 01-01 04-09 04-12 05-03 05-31 08-30 12-27 12-28",
    "2005: 01-03 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    "2010: 01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    "2011: 01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
    "2012: 01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    "2016: 01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    "2017: 01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    "2018: 01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    "2019: 01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    "2020: 01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    "2021: 01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    "2022: 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    "2023: 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    "2024: 01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    "2025: 01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    "2026: 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    "2027: 01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
];

/// Months and days of a year.
type Days = &'static [(i8, i8)];

/// Days that moved or were given once: taken away, and added.
const ONCE: [(i16, Days, Days); 8] = [
    (1995, &[(5, 1)], &[(5, 8)]),
    (1999, &[], &[(12, 31)]),
    (2002, &[(5, 27)], &[(6, 3), (6, 4)]),
    (2011, &[], &[(4, 29)]),
    (2012, &[(5, 28)], &[(6, 4), (6, 5)]),
    (2020, &[(5, 4)], &[(5, 8)]),
    (2022, &[(5, 30)], &[(6, 2), (6, 3), (9, 19)]),
    (2023, &[], &[(5, 8)]),
];

/// The paschal full moon by golden number, 1900 to 2199, from the table of the prayer book.
const FULL_MOON: [(i8, i8); 19] = [
    (4, 14),
    (4, 3),
    (3, 23),
    (4, 11),
    (3, 31),
    (4, 18),
    (4, 8),
    (3, 28),
    (4, 16),
    (4, 5),
    (3, 25),
    (4, 13),
    (4, 2),
    (3, 22),
    (4, 10),
    (3, 30),
    (4, 17),
    (4, 7),
    (3, 27),
];

fn is_leap(year: i16) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Every day of 1990 to 2060 with its weekday, Monday 0. The first was a Monday.
fn walk() -> Vec<(Date, usize)> {
    let mut days = Vec::new();
    for year in 1990..=2060 {
        let february = if is_leap(year) { 29 } else { 28 };
        for (month, length) in (1..).zip([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
            for day in 1..=length {
                days.push(((year, month, day), days.len() % 7));
            }
        }
    }
    days
}

/// Positions in the walk of the bank holidays, by the law, the orders in council and the table of full moons.
fn holidays(days: &[(Date, usize)]) -> BTreeSet<usize> {
    let at = |date: Date| days.iter().position(|(day, _)| *day == date).unwrap();
    let mut all = BTreeSet::new();
    for year in 1990..=2060 {
        let (month, day) = FULL_MOON[usize::try_from(year % 19).unwrap()];
        let after_moon = at((year, month, day)) + 1;
        let easter = (after_moon..).find(|n| days[*n].1 == 6).unwrap();
        let mondays = |month: i8| (0..days.len()).filter(move |n| days[*n].0.0 == year && days[*n].0.1 == month && days[*n].1 == 0);
        let mut of_year = BTreeSet::from([easter - 2, easter + 1]);
        of_year.extend([mondays(5).next(), mondays(5).next_back(), mondays(8).next_back()].map(Option::unwrap));
        for (month, day) in [(1, 1), (12, 25), (12, 26)] {
            // The next day that is neither of a weekend nor taken.
            of_year.insert((at((year, month, day))..).find(|n| days[*n].1 < 5 && !of_year.contains(n)).unwrap());
        }
        for (_, gone, added) in ONCE.iter().filter(|(of, ..)| *of == year) {
            gone.iter().for_each(|(month, day)| assert!(of_year.remove(&at((year, *month, *day)))));
            of_year.extend(added.iter().map(|(month, day)| at((year, *month, *day))));
        }
        all.extend(of_year);
    }
    all
}

fn program(date: Date) -> Day {
    Day::new(date.0, date.1, date.2).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

#[test]
fn bank_holidays_are_the_published_ones() {
    for line in PUBLISHED {
        let (year, days) = line.split_once(": ").unwrap();
        let ours: Vec<String> = bank_holidays(year.parse().unwrap()).iter().map(|day| day.to_string()[5..].to_owned()).collect();
        assert_eq!(ours.join(" "), days, "{year}");
    }
}

#[test]
fn bank_holidays_of_every_year_follow_the_law() {
    let days = walk();
    let ours: BTreeSet<Day> = (1990..=2060).flat_map(bank_holidays).collect();
    let by_law: BTreeSet<Day> = holidays(&days).into_iter().map(|n| program(days[n].0)).collect();
    assert_eq!(ours, by_law);
}

#[test]
fn days_follow_each_other_as_in_the_calendar() {
    let days = walk();
    let first = program(days[0].0);
    for (n, (date, weekday)) in days.iter().enumerate() {
        let day = program(*date);
        assert_eq!(day, first.plus(i32::try_from(n).unwrap()), "{date:?}");
        assert_eq!((usize::from(day.weekday()), (day.year(), day.month(), day.day_of_month())), (*weekday, *date));
    }
}

/// Walks on from a start and counts one by one.
fn agree_from(days: &[(Date, usize)], free: &BTreeSet<usize>, start: usize, length: usize) {
    let from = program(days[start].0);
    let mut count = 0;
    for (n, (date, weekday)) in days.iter().enumerate().skip(start).take(length) {
        if n > start {
            count += i32::from(*weekday < 5 && !free.contains(&n));
        }
        assert_eq!(working_days(from, program(*date)), count, "{:?} to {date:?}", days[start].0);
    }
}

#[test]
fn working_days_are_those_a_loop_counts() {
    let days = walk();
    let free = holidays(&days);
    agree_from(&days, &free, 0, days.len());
    for start in (0..days.len()).step_by(13) {
        agree_from(&days, &free, start, 400);
    }
    let weeks: BTreeSet<usize> = free.iter().flat_map(|n| n.saturating_sub(7)..(n + 8).min(days.len())).collect();
    for start in weeks {
        agree_from(&days, &free, start, 70);
    }
}

#[test]
fn a_day_before_the_start_is_never_in_time() {
    let cases = [
        // Friday and the Saturday, Sunday and Monday before it or after it.
        ("2025-10-03", "2025-10-03", 0),
        ("2025-10-04", "2025-10-03", -1),
        ("2025-10-05", "2025-10-03", -1),
        ("2025-10-06", "2025-10-03", -1),
        ("2025-10-07", "2025-10-03", -2),
        ("2025-10-03", "2025-10-05", 0),
        // Over Christmas.
        ("2025-12-26", "2025-12-25", -1),
        ("2025-12-28", "2025-12-24", -1),
        ("2025-12-24", "2025-12-28", 0),
        // From Saturday to Sunday no working day passes.
        ("2025-10-04", "2025-10-05", 0),
    ];
    for (start, end, wanted) in cases {
        assert_eq!(working_days(day(start), day(end)), wanted, "{start} to {end}");
    }
}

#[test]
fn windows_end_on_the_day_and_start_by_ruling_1() {
    let cases = [
        ("2025-09-30", 6, "2025-04-01"),
        ("2025-09-29", 6, "2025-03-30"),
        ("2025-03-31", 3, "2025-01-01"),
        ("2025-02-28", 6, "2024-09-01"),
        ("2024-02-28", 6, "2023-08-29"),
        ("2024-02-29", 6, "2023-09-01"),
        ("2024-02-29", 12, "2023-03-01"),
        ("2025-02-28", 12, "2024-03-01"),
        ("2025-03-30", 1, "2025-03-01"),
        ("2025-08-29", 6, "2025-03-01"),
        ("2025-08-30", 6, "2025-03-01"),
        ("2025-08-31", 6, "2025-03-01"),
        ("2024-08-29", 6, "2024-03-01"),
        ("2024-08-28", 6, "2024-02-29"),
        ("2026-01-01", 6, "2025-07-02"),
        ("2025-12-31", 12, "2025-01-01"),
        ("2025-12-15", 6, "2025-06-16"),
    ];
    for (as_at, months, start) in cases {
        let window = Window::before(day(as_at), months);
        assert_eq!((window.start, window.end), (day(start), day(as_at)), "{as_at}, {months} months");
        assert!(window.contains(day(start)) && window.contains(day(as_at)));
        assert!(!window.contains(day(start).plus(-1)) && !window.contains(day(as_at).plus(1)));
    }
}

#[test]
fn ages_change_on_the_birthday_and_on_the_first_of_march() {
    let cases = [
        ("2008-02-29", "2024-02-28", 15),
        ("2008-02-29", "2024-02-29", 16),
        ("2008-02-29", "2025-02-28", 16),
        ("2008-02-29", "2025-03-01", 17),
        ("2008-02-28", "2025-02-28", 17),
        ("2008-03-01", "2025-02-28", 16),
        ("2007-09-30", "2025-09-30", 18),
        ("2007-10-01", "2025-09-30", 17),
        ("2025-09-30", "2025-09-30", 0),
        ("2024-10-01", "2025-09-30", 0),
        ("2024-09-30", "2025-09-30", 1),
        ("2024-02-29", "2025-02-28", 0),
        ("2024-02-29", "2025-03-01", 1),
        ("2025-10-01", "2025-09-30", -1),
    ];
    for (born, as_at, wanted) in cases {
        assert_eq!(age(day(born), day(as_at)), wanted, "born {born}, on {as_at}");
    }
}

#[test]
fn working_days_after_a_day_are_those_that_are_counted() {
    use annexa::calendar::{working_days, working_days_after};
    let cases = [
        ("2025-09-30", 0, "2025-09-30"),
        ("2025-09-26", 1, "2025-09-29"),
        ("2025-09-27", 1, "2025-09-29"),
        ("2025-04-17", 1, "2025-04-22"),
        ("2025-12-24", 2, "2025-12-30"),
        ("2025-09-09", 15, "2025-09-30"),
    ];
    for (start, days, end) in cases {
        assert_eq!(working_days_after(day(start), days), day(end), "{start} and {days}");
    }
    for offset in 0..800 {
        let start = day("2024-01-01").plus(offset);
        for days in [1, 5, 15, 20, 45] {
            let end = working_days_after(start, days);
            assert_eq!((working_days(start, end), working_days(start, end.plus(-1))), (days, days - 1), "{start} and {days}");
        }
    }
}
