//! Dates as councils write them: real dates, serial numbers, day-first text, ISO, month names.
//!
//! A cell comes in; a day comes out, or why there is none. The order is day, month, year; the American order is never guessed.

use super::cell::Cell;
use super::wording::trimmed;
use crate::calendar::{Day, MONTHS};

/// Days from 30 December 1899, where spreadsheets count from, to 1 January 1970.
const EPOCH: i32 = 25_569;
/// Days by which the 1904 date system is behind the 1900 one.
pub const SHIFT_1904: f64 = 1462.0;
/// Numbers that are read as dates although no format says so: October 1954 to April 2064.
const SERIALS: std::ops::RangeInclusive<f64> = 20_000.0..=60_000.0;
/// Years in which a date of Annex A can lie.
const YEARS: std::ops::RangeInclusive<i16> = 1920..=2100;
/// Two-digit years from here on are of the last century.
const PIVOT: i16 = 50;

/// Why a cell gave no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDate {
    /// A date that systems write for "none": 01/01/1900, 31/12/9999.
    Placeholder,
    /// Month before day, which no reader can tell from day before month on other rows.
    MonthFirst,
    /// No date at all, or one the calendar does not have.
    Unreadable,
}

/// The day that a cell means. `shift` is what the workbook's date system adds to bare numbers.
pub fn read(cell: &Cell, shift: f64) -> Result<Option<Day>, NoDate> {
    match cell {
        Cell::Blank | Cell::Error => Ok(None),
        Cell::Date(serial) => of_serial(*serial).map(Some),
        Cell::Number(number) => of_number(*number, shift).map(Some),
        Cell::Text(text) => of_text(trimmed(text), shift).map(Some),
        Cell::Truth(_) => Err(NoDate::Unreadable),
    }
}

fn of_serial(serial: f64) -> Result<Day, NoDate> {
    if !serial.is_finite() || !(-1_000_000.0..=10_000_000.0).contains(&serial) {
        return Err(NoDate::Unreadable);
    }
    let day = Day(serial.floor() as i32 - EPOCH);
    likely(day.year(), day)
}

fn of_number(number: f64, shift: f64) -> Result<Day, NoDate> {
    if SERIALS.contains(&(number + shift)) {
        return of_serial(number + shift);
    }
    if number.fract() == 0.0 && (10_000_000.0..100_000_000.0).contains(&number) {
        return of_digits(&format!("{}", number as i64));
    }
    if (0.0..=2.0).contains(&number) { Err(NoDate::Placeholder) } else { Err(NoDate::Unreadable) }
}

/// Years outside the range are placeholders where systems write them as such, else a slip.
fn likely(year: i16, day: Day) -> Result<Day, NoDate> {
    match year {
        year if YEARS.contains(&year) => Ok(day),
        1 | 1753 | 1899..=1901 | 2999.. => Err(NoDate::Placeholder),
        _ => Err(NoDate::Unreadable),
    }
}

fn of_text(text: &str, shift: f64) -> Result<Day, NoDate> {
    let date = without_time(text);
    let parts: Vec<&str> = date.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [one] => of_one(one, shift),
        // A serial number written out with its fraction.
        [whole, fraction] if date.contains('.') && fraction.bytes().all(|b| b.is_ascii_digit()) => of_one(whole, shift),
        [first, second, third] => of_three(first, second, third),
        // "Monday, 16 September 2019".
        [weekday, first, second, third] if weekday.bytes().all(|b| b.is_ascii_alphabetic()) => of_three(first, second, third),
        _ => Err(NoDate::Unreadable),
    }
}

/// The text without a time of day after a blank or `T`.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text.trim_end_matches(['Z', 'z']) };
    text[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['T', 't', ' ', ','])
}

fn of_one(text: &str, shift: f64) -> Result<Day, NoDate> {
    if !text.bytes().all(|b| b.is_ascii_digit()) || text.len() > 8 {
        return Err(NoDate::Unreadable);
    }
    if text.len() == 8 {
        return of_digits(text);
    }
    of_number(text.parse().map_err(|_| NoDate::Unreadable)?, shift)
}

/// `20190916`, or `16092019` where that is no year.
fn of_digits(text: &str) -> Result<Day, NoDate> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<i16>().ok()).ok_or(NoDate::Unreadable);
    let year_first = of_numbers(part(0, 4)?, part(4, 6)?, part(6, 8)?);
    if year_first.is_ok() { year_first } else { of_numbers(part(4, 8)?, part(2, 4)?, part(0, 2)?) }
}

fn of_three(first: &str, second: &str, third: &str) -> Result<Day, NoDate> {
    // A day or month has one digit or two: of `025-09-01` nobody knows whether it begins with a day or with half a year.
    let number = |text: &str| Some(text).filter(|text| text.len() <= 2).and_then(|text| text.parse::<i16>().ok()).ok_or(NoDate::Unreadable);
    let year = |text: &str| text.parse::<i16>().map_err(|_| NoDate::Unreadable);
    if let Some(month) = month_named(second) {
        let (day, year) = if first.len() == 4 && year(first).is_ok() { (third, first) } else { (first, third) };
        return of_numbers(full_year(year)?, month, number(without_ordinal(day))?);
    }
    if let Some(month) = month_named(first) {
        return of_numbers(full_year(third)?, month, number(without_ordinal(second))?);
    }
    if first.len() == 4 {
        return of_numbers(year(first)?, number(second)?, number(third)?);
    }
    let (day, month, year) = (number(first)?, number(second)?, full_year(third)?);
    if (13..=31).contains(&month) && (1..=12).contains(&day) {
        return Err(NoDate::MonthFirst);
    }
    of_numbers(year, month, day)
}

fn of_numbers(year: i16, month: i16, day: i16) -> Result<Day, NoDate> {
    let part = |number: i16| i8::try_from(number).map_err(|_| NoDate::Unreadable);
    let date = Day::new(year, part(month)?, part(day)?).ok_or(NoDate::Unreadable)?;
    likely(year, date)
}

fn full_year(text: &str) -> Result<i16, NoDate> {
    let year: i16 = text.parse().map_err(|_| NoDate::Unreadable)?;
    match text.len() {
        4 => Ok(year),
        2 if year >= PIVOT => Ok(1900 + year),
        2 => Ok(2000 + year),
        _ => Err(NoDate::Unreadable),
    }
}

fn month_named(text: &str) -> Option<i16> {
    if text.len() < 3 {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| {
        let month = month.to_ascii_lowercase();
        month == text || month[..3] == text || (text == "sept" && month == "september")
    })?;
    Some(at as i16 + 1)
}

fn without_ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Result<Option<Day>, NoDate> {
        read(&Cell::Text(text.into()), 0.0)
    }

    #[test]
    fn every_way_of_writing_a_date_gives_the_day() {
        let expected = Ok(Day::new(2019, 9, 16));
        for written in [
            "16/09/2019",
            "16/9/19",
            "16-09-2019",
            "16.09.2019",
            "2019-09-16",
            "2019/9/16",
            "16-Sep-19",
            "16 September 2019",
            "16th September 2019",
            "16 Sept 2019",
            "Monday, 16 September 2019",
            "September 16, 2019",
            "16/09/2019 00:00",
            "2019-09-16T00:00:00Z",
            "2019-09-16 13:45:10.123",
            "16/09/2019 1:45:00 PM",
            "20190916",
            "43724",
            "43724.5",
            " 16/09/2019 ",
            "\u{a0}16/09/2019",
        ] {
            assert_eq!(text(written), expected, "{written}");
        }
        assert_eq!(read(&Cell::Date(43_724.75), 0.0), expected);
        assert_eq!(read(&Cell::Number(43_724.0), 0.0), expected);
        assert_eq!(read(&Cell::Number(43_724.0 - SHIFT_1904), SHIFT_1904), expected);
    }

    #[test]
    fn what_is_no_date_says_why() {
        for written in [
            "31/02/2026",
            "30/13/2026",
            "soon",
            "16/09",
            "12345678901",
            "16/09/201",
            "2026-02-30",
            "025-09-01",
            "016/09/2019",
            "16/009/2019",
            "15/02/1021",
        ] {
            assert_eq!(text(written), Err(NoDate::Unreadable), "{written}");
        }
        for written in ["01/01/1900", "1900-01-01 00:00:00", "31/12/9999", "01/01/1753", "0001-01-01"] {
            assert_eq!(text(written), Err(NoDate::Placeholder), "{written}");
        }
        assert_eq!(text("09/16/2019"), Err(NoDate::MonthFirst));
        assert_eq!(read(&Cell::Date(0.0), 0.0), Err(NoDate::Placeholder));
        assert_eq!(read(&Cell::Number(17.0), 0.0), Err(NoDate::Unreadable));
        assert_eq!(read(&Cell::Date(7_566_514.0), 0.0), Err(NoDate::Placeholder), "further than any calendar");
    }

    #[test]
    fn two_digit_years_turn_at_fifty() {
        assert_eq!(text("01/02/49"), Ok(Day::new(2049, 2, 1)));
        assert_eq!(text("01/02/50"), Ok(Day::new(1950, 2, 1)));
    }

    proptest! {
        #[test]
        fn no_text_panics(written in "\\PC{0,24}") {
            let _ = text(&written);
        }

        #[test]
        fn no_number_panics(number in proptest::num::f64::ANY, shift in prop_oneof![Just(0.0), Just(SHIFT_1904)]) {
            let _ = read(&Cell::Number(number), shift);
            let _ = read(&Cell::Date(number), shift);
        }

        #[test]
        fn a_day_written_day_first_comes_back(n in -18_000i32..47_000) {
            let day = Day(n);
            let written = format!("{:02}/{:02}/{}", day.day_of_month(), day.month(), day.year());
            prop_assert_eq!(text(&written), Ok(Some(day)));
            prop_assert_eq!(text(&day.words()), Ok(Some(day)));
            prop_assert_eq!(text(&day.to_string()), Ok(Some(day)));
        }
    }
}
