//! Ages, whole numbers and identifiers as councils write them.

use super::cell::{Cell, LARGEST_EXACT};
use super::wording::tidy;
use std::borrow::Cow;

/// A cell that is not what its column asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

/// Beyond this a count of events in a child's life is a slip.
const LARGEST_WHOLE: f64 = 9_999.0;
/// Beyond this an age is a slip.
const OLDEST: f64 = 120.0;

/// A whole number, 0 or more.
pub fn whole(cell: &Cell) -> Result<Option<i32>, Unreadable> {
    let number = match cell {
        Cell::Blank | Cell::Error => return Ok(None),
        Cell::Number(number) | Cell::Date(number) => *number,
        Cell::Text(text) => tidy(text).replace(',', "").parse().map_err(|_| Unreadable)?,
        Cell::Truth(_) => return Err(Unreadable),
    };
    if number.fract() == 0.0 && (0.0..=LARGEST_WHOLE).contains(&number) { Ok(Some(number as i32)) } else { Err(Unreadable) }
}

/// An age in completed years: `6`, `6.14`, `<1`, `5 months`, `7y`, `unborn`. Unborn is -1.
pub fn age(cell: &Cell) -> Result<Option<i32>, Unreadable> {
    match cell {
        Cell::Blank | Cell::Error => Ok(None),
        Cell::Number(number) | Cell::Date(number) => years(*number).map(Some),
        Cell::Text(text) => age_text(&tidy(text).to_lowercase()).map(Some),
        Cell::Truth(_) => Err(Unreadable),
    }
}

fn years(number: f64) -> Result<i32, Unreadable> {
    if (-1.0..=OLDEST).contains(&number) { Ok(number.floor() as i32) } else { Err(Unreadable) }
}

fn age_text(text: &str) -> Result<i32, Unreadable> {
    if let Ok(number) = text.parse::<f64>() {
        return years(number);
    }
    if text.starts_with("unborn") {
        return Ok(-1);
    }
    if let Some(limit) = text.strip_prefix('<') {
        return if limit.trim_start().trim_end_matches(|c: char| c.is_alphabetic() || c == ' ') == "1" { Ok(0) } else { Err(Unreadable) };
    }
    if text.starts_with("under 1") && !text.starts_with("under 1 m") {
        return if text[7..].starts_with(|c: char| c.is_ascii_digit()) { Err(Unreadable) } else { Ok(0) };
    }
    with_unit(text)
}

/// `7y`, `7 years 3 months`, `5 months`, `3 weeks`.
fn with_unit(text: &str) -> Result<i32, Unreadable> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or(Unreadable)?;
    let number: f64 = text[..end].parse().map_err(|_| Unreadable)?;
    let unit: String = text[end..].trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
    match unit.as_str() {
        "y" | "yr" | "yrs" | "year" | "years" => years(number),
        "m" | "mth" | "mths" | "month" | "months" => years(number / 12.0),
        "w" | "wk" | "wks" | "week" | "weeks" => years(number / 52.2),
        "d" | "day" | "days" => years(number / 365.25),
        _ => Err(Unreadable),
    }
}

/// An identifier and whether the spreadsheet may have dropped digits of it. Leading zeros stay; the `.0` of a number made text goes.
pub fn identifier<'a>(cell: &'a Cell) -> Option<(Cow<'a, str>, bool)> {
    let text = cell.text()?;
    let long = matches!(cell, Cell::Number(number) if number.abs() >= LARGEST_EXACT);
    let bare = text.strip_suffix(".0").filter(|bare| !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit())).map(str::len);
    Some(match (text, bare) {
        (Cow::Borrowed(text), Some(length)) => (Cow::Borrowed(&text[..length]), long),
        (Cow::Owned(mut text), Some(length)) => {
            text.truncate(length);
            (Cow::Owned(text), long)
        }
        (text, None) => (text, long),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Cell<'_> {
        Cell::Text(text.into())
    }

    #[test]
    fn ages_are_completed_years() {
        for (written, years) in [
            ("<1", 0),
            ("< 1 year", 0),
            ("5 months", 0),
            ("17 months", 1),
            ("7y", 7),
            ("7 yrs", 7),
            ("7 years 11 months", 7),
            ("6.138", 6),
            ("-1", -1),
            ("Unborn", -1),
            ("3 weeks", 0),
            ("0", 0),
            ("under 1", 0),
            ("14", 14),
        ] {
            assert_eq!(age(&text(written)), Ok(Some(years)), "{written}");
        }
        assert_eq!(age(&Cell::Number(6.138)), Ok(Some(6)));
        assert_eq!(age(&Cell::Number(-0.3)), Ok(Some(-1)));
        for written in ["old", "-2", "121", "<2", "under 18", "7 cats", "NaN"] {
            assert_eq!(age(&text(written)), Err(Unreadable), "{written}");
        }
    }

    #[test]
    fn whole_numbers_are_whole() {
        assert_eq!(whole(&text("3")), Ok(Some(3)));
        assert_eq!(whole(&text("3.0")), Ok(Some(3)));
        assert_eq!(whole(&Cell::Number(0.0)), Ok(Some(0)));
        for cell in [text("2.5"), text("-1"), text("3+"), Cell::Number(1e9), Cell::Number(f64::NAN)] {
            assert_eq!(whole(&cell), Err(Unreadable), "{cell:?}");
        }
    }

    #[test]
    fn identifiers_keep_their_zeros_and_lose_their_fraction() {
        let id = |cell: &Cell| identifier(cell).map(|(id, _)| id.into_owned());
        assert_eq!(id(&text(" 00123 ")).as_deref(), Some("00123"));
        assert_eq!(id(&text("12345.0")).as_deref(), Some("12345"));
        assert_eq!(id(&Cell::Number(12345.0)).as_deref(), Some("12345"));
        assert_eq!(id(&text("1234_211")).as_deref(), Some("1234_211"));
        assert_eq!(id(&text("A.0")).as_deref(), Some("A.0"));
        assert!(identifier(&Cell::Number(1.234_567_890_123_456_7e16)).is_some_and(|(_, long)| long));
    }

    proptest! {
        #[test]
        fn no_text_panics(written in "\\PC{0,20}") {
            let cell = text(&written);
            let _ = (age(&cell), whole(&cell), identifier(&cell));
        }

        #[test]
        fn no_number_panics(number in proptest::num::f64::ANY) {
            let cell = Cell::Number(number);
            let _ = (age(&cell), whole(&cell), identifier(&cell));
        }
    }
}
