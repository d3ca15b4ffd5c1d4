//! A cell and the value it becomes: dates, codes, numbers, ages, identifiers, texts.
//!
//! Two bytes choose the column, the lowest bit of the third the 1904 date system; then a cell a line. The first character says
//! what it is: `#` a number, `@` a number shown as a date, `!` an error, `?` a truth, and anything else a text.

use super::Chooser;
use super::reader::{records, step};
use annexa::annex_a::fuzzing::{Cell, Cleaned, Fault, SHIFT_1904};
use annexa::annex_a::lists::{Coded, Column};
use annexa::calendar::{Day, MONTHS};
use std::borrow::Cow;

/// More cells than these repeat one another.
const MOST: usize = 64;

/// Reads the cells and looks at their values.
pub fn run(data: &[u8]) {
    let mut chooser = Chooser(data);
    let number = usize::from(u16::from_be_bytes(chooser.array()));
    let shift = if chooser.byte() & 1 == 1 { SHIFT_1904 } else { 0.0 };
    let text = chooser.text();
    let cells: Vec<Cell> = text.split('\n').take(MOST).map(cell).collect();

    let (read, texts) = step().read(number, &cells, shift);
    assert_eq!(read.column.len(), cells.len(), "a value for each cell");
    are_counted(&read, cells.len());
    for (at, given) in cells.iter().enumerate() {
        is_right(&read.column, at, given, shift, &texts);
    }
    let (again, more) = step().read(number, &cells, shift);
    assert!(again.column == read.column && more == texts && again.unread == read.unread, "the same cells gave other values");
    is_the_same_in_white_space(number, &cells, shift, &read, &texts);
}

fn cell(line: &str) -> Cell<'_> {
    let rest = line.get(1..).unwrap_or("");
    match (line.as_bytes().first(), rest.trim().parse::<f64>()) {
        (Some(b'#'), Ok(number)) => Cell::Number(number),
        (Some(b'@'), Ok(number)) => Cell::Date(number),
        (Some(b'!'), _) => Cell::Error,
        (Some(b'?'), _) => Cell::Truth(rest == "1"),
        _ => Cell::Text(Cow::Borrowed(line)),
    }
}

/// What is wrong is counted by kind, never more often than there are cells, and its rows are rows.
fn are_counted(read: &Cleaned, cells: usize) {
    let last = cells as u32 + 1;
    for (fault, tally) in read.tallies.iter() {
        assert!((1..=cells as u32).contains(&tally.count) && (2..=last).contains(&tally.first_row), "{fault:?} {tally:?}");
        assert!(tally.spellings <= tally.count && tally.rows.iter().all(|row| (2..=last).contains(row)), "{fault:?} {tally:?}");
        let unread = !matches!(fault, Fault::Unmapped | Fault::Placeholder | Fault::LongNumber);
        assert!(!unread || !read.unread.is_empty(), "{fault:?} leaves a cell unread");
    }
    assert!(read.unread.windows(2).all(|pair| pair[0].0 < pair[1].0) && read.unread.iter().all(|(row, _)| (*row as usize) < cells));
}

fn is_right(column: &Column, at: usize, given: &Cell<'_>, shift: f64, texts: &[std::sync::Arc<str>]) {
    match column {
        Column::Date(days) => {
            if let Some(day) = days[at] {
                is_day(day, given, shift);
            }
        }
        Column::Whole(numbers) => {
            let Some(number) = numbers[at] else { return };
            assert!((-1..=9_999).contains(&number));
            // A whole number that is written as one is that number, in either kind of column.
            if let Cell::Text(text) = given
                && let Ok(written) = text.trim_matches(' ').parse::<u16>()
                && text.bytes().all(|b| b.is_ascii_digit() || b == b' ')
            {
                assert_eq!(number, i32::from(written), "{given:?}");
            }
        }
        Column::Text(numbers) | Column::Id(numbers) => {
            let Some(number) = numbers[at] else { return };
            let text = &texts[number as usize];
            assert!(!text.is_empty() && text.trim() == &**text, "{given:?} became {text:?}");
            if let Cell::Text(given) = given {
                let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                let (kept, whole) = (letters(text), letters(given));
                assert!(kept == whole || format!("{kept}0") == whole, "{given:?} became {text:?}");
            }
        }
        Column::Code(set, codes) => {
            if let Coded::Code(code) = codes[at] {
                assert!(usize::from(code) < records().code_sets[set].code.len(), "a code that {set} does not have");
            }
        }
    }
}

/// A day lies where days of Annex A can, and a date in one of the plain forms is the day that it says, counted here without the calendar.
fn is_day(day: Day, given: &Cell<'_>, shift: f64) {
    assert!((1920..=2100).contains(&day.year()), "{given:?} became {day:?}");
    match given {
        Cell::Date(serial) => assert_eq!(f64::from(day.0), serial.floor() - 25_569.0),
        Cell::Number(number) if *number < 100_000.0 => assert_eq!(f64::from(day.0), (number + shift).floor() - 25_569.0),
        Cell::Text(text) => {
            if let Some(plain) = plain_date(text) {
                assert_eq!((i32::from(day.year()), i32::from(day.month()), i32::from(day.day_of_month())), plain, "{text:?}");
            }
        }
        _ => {}
    }
}

/// Year, month and day of `16/09/2019`, `2019-09-16` and `16 September 2019`.
fn plain_date(text: &str) -> Option<(i32, i32, i32)> {
    let parts: Vec<&str> = text.trim_matches(' ').split(['/', '-', ' ']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number =
        |text: &str, digits: usize| (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten();
    let month = |text: &str| number(text, 2).or_else(|| Some(MONTHS.iter().position(|month| *month == text)? as i32 + 1));
    if let (Some(day), Some(month), Some(year)) = (number(first, 2), month(second), number(third, 4)) {
        return Some((year, month, day));
    }
    Some((number(first, 4)?, number(second, 2)?, number(third, 2)?))
}

/// Blanks around a text change nothing.
fn is_the_same_in_white_space(number: usize, cells: &[Cell<'_>], shift: f64, read: &Cleaned, texts: &[std::sync::Arc<str>]) {
    let padded = cells.iter().map(|cell| match cell {
        Cell::Text(text) => Cell::Text(Cow::Owned(format!(" \u{a0}{text}\t"))),
        other => other.clone(),
    });
    let (other, more) = step().read(number, &padded.collect::<Vec<_>>(), shift);
    assert!(other.column == read.column && more == texts, "blanks around a text gave other values");
}
