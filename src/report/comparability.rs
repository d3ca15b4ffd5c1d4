//! What stands between a figure and the published one: its period, its scaling, its rule.
//!
//! In: the record's words and the periods. Out: short sentences that stand beside the comparison itself, in every output.

use super::compare::Series;
use super::facts::Facts;
use crate::number::Unit;

/// Sentences of the records that say what the words about periods say with their dates.
const SAID_BY_PERIODS: [&str; 5] = [
    "The published figure covers a year to 31 March; this one covers the reporting period of the workbook.",
    "The published figure covers a year to 31 March.",
    "The published figure is for 31 March.",
    "The period is scaled to twelve months.",
    ", over a year to 31 March",
];

/// Said where a comparator has no published year near the as-at date.
pub const NO_YEAR_NEAR: &str = "no published year near this date";

/// How the published figure differs beyond its period; the definition says all of it.
pub fn differs(facts: &Facts<'_>, code: &str) -> Option<String> {
    let words = facts.about(code).filter(|about| about.is_compared())?.differs.clone();
    let rest = SAID_BY_PERIODS.iter().fold(words, |words, said| words.replace(said, ""));
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    (!rest.is_empty()).then(|| super::wording::curly(&rest))
}

/// The months of a rate's window, where it is less or more than a year and so scaled to twelve months.
pub fn scaled(facts: &Facts<'_>, code: &str) -> Option<u8> {
    let about = facts.about(code)?;
    let window = facts.window(code).filter(|_| about.unit == Unit::Rate && !about.stock)?;
    (window.months != 12).then_some(window.months)
}

/// All that stands between a code and its published series:
/// `Published: year to March 2025. Here: April to September 2025, scaled to twelve months. The published clock starts earlier.`
pub fn note(facts: &Facts<'_>, code: &str, series: &Series<'_>) -> String {
    let Some(year) = series.years.get(series.latest()) else { return String::new() };
    let scaled = scaled(facts, code).map_or("", |_| ", scaled to twelve months");
    let mut words = format!("Published: {}. Here: {}{scaled}.", series.period(*year), facts.when(code));
    if let Some(rest) = differs(facts, code) {
        words.push(' ');
        words.push_str(&rest);
    }
    words
}

/// The same for a tile, which says its own period elsewhere: `Published: year to March 2025.` A tile that already names that
/// period, since it says what changed since, does not name it twice.
pub fn note_of_tile(facts: &Facts<'_>, code: &str, series: &Series<'_>, named: Option<u16>) -> String {
    let Some(year) = series.years.get(series.latest()) else { return String::new() };
    let period = (named != Some(*year)).then(|| format!("Published: {}.", series.period(*year)));
    [period, differs(facts, code)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::report::{compare, testing};

    #[test]
    fn a_note_says_both_periods_the_scaling_and_how_the_rule_differs() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::add(&mut facts, "RATE", Unit::Rate, Good::Neither, Some("referrals_rate"), &[("", Some(9.0), None, Ok(500.0))]);
        testing::share(&mut facts, "SHARE", Good::Low, Some("rereferrals_pct"), 226.0, 1000.0);
        facts.about.get_mut("SHARE").unwrap().differs =
            "The published figure covers a year to 31 March. It counts Chinese children as Asian.".to_owned();
        let said = |code: &str| note(&facts, code, &compare::series(&facts, code, "").unwrap());
        assert_eq!(said("RATE"), "Published: year to March 2025. Here: April to September 2025, scaled to twelve months.");
        assert_eq!(said("SHARE"), "Published: year to March 2025. Here: April to September 2025. It counts Chinese children as Asian.");
        let series = compare::series(&facts, "SHARE", "").unwrap();
        assert_eq!(note_of_tile(&facts, "SHARE", &series, None), "Published: year to March 2025. It counts Chinese children as Asian.");
        assert_eq!(note_of_tile(&facts, "SHARE", &series, Some(2025)), "It counts Chinese children as Asian.");
    }

    #[test]
    fn what_the_periods_say_is_not_said_again() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "A-1", Good::Low, Some("rereferrals_pct"), 1.0, 40.0);
        let mut said = |words: &str| {
            facts.about.get_mut("A-1").unwrap().differs = words.to_owned();
            differs(&facts, "A-1")
        };
        assert_eq!(said("The published figure is for 31 March."), None);
        assert_eq!(
            said("The published figure is for 31 March. It counts Chinese children as Asian.").unwrap(),
            "It counts Chinese children as Asian."
        );
        facts.about.get_mut("A-1").unwrap().comparator = None;
        assert_eq!(differs(&facts, "A-1"), None, "nothing is published beside it");
    }
}
