//! The pace of the period against the last published year: dots and whiskers around a hundred per cent.

use super::{INTERVAL, Made, table};
use crate::charts::spec::{Form, Value, WhiskerRow, Whiskers};
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::compare;
use crate::report::facts::Facts;
use crate::statistics::{self, Interval, SMALL_DENOMINATOR, Z95};

/// An event: its words, the count of the period and that made a year with what chance makes of it, the last published year,
/// and the pace with its interval. Last year's count is left to chance too: it might have come out otherwise.
struct Event<'a> {
    name: &'a str,
    counted: f64,
    year: f64,
    years: Interval,
    published: f64,
    pace: f64,
    interval: Interval,
}

/// `chart X-06 X-06b as=pace`: the share of the last published year, and the code that holds the count and the yearly number.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let yearly = directive.args.get(1)?;
    let one = |figure: &'_ crate::report::facts::Shown| -> Option<(f64, f64, f64)> {
        let forecast = facts.group(yearly, &figure.group)?;
        Some((figure.value.ok().filter(|pace| *pace > 0.0)?, forecast.numerator.filter(|n| *n > 0.0)?, forecast.value.ok()?))
    };
    let events: Vec<Event> = facts
        .groups(code)
        .into_iter()
        .filter_map(|figure| {
            let (pace, counted, year) = one(figure)?;
            let published = year / pace * 100.0;
            Some(Event {
                name: &figure.group,
                counted,
                year,
                years: statistics::count(counted)?.times(year / counted),
                published,
                pace,
                interval: statistics::ratio_of_counts(counted, published, Z95)?.times(100.0 * year / counted),
            })
        })
        .collect();
    if events.is_empty() {
        return None;
    }
    let rows = events
        .iter()
        .map(|e| WhiskerRow {
            label: e.name.to_owned(),
            value: Value { at: e.pace, shown: Unit::Percent.show(e.pace) },
            interval: Some((e.interval.low, e.interval.high)),
            claimed: !e.interval.holds(100.0),
        })
        .collect();
    let cells = |e: &Event| {
        let year = format!("{}\n{} to {}", grouped(e.year, 0), grouped(e.years.low, 0), grouped(e.years.high, 0));
        let interval = format!("{} to {}", Unit::Percent.show(e.interval.low), Unit::Percent.show(e.interval.high));
        (e.name.to_owned(), vec![grouped(e.counted, 0), year, grouped(e.published, 0), Unit::Percent.show(e.pace), interval])
    };
    let columns = ["Event", "Counted", "Yearly pace", "Last published year", "Ratio", INTERVAL];
    let alt = format!(
        "Dots with whiskers around 100%, the pace of the last published year. {}.",
        events.iter().map(|e| format!("{} {}", e.name, Unit::Percent.show(e.pace))).collect::<Vec<_>>().join("; ")
    );
    Some(Made {
        title: title(&events),
        alt,
        note: vec![
            "A filled dot: chance in either year does not explain the difference (95% interval). The season is not taken out: a period over the summer runs low.".to_owned(),
        ],
        table: table("Pace against the last published year", &columns, events.iter().map(cells).collect()),
        form: Form::Whiskers(Whiskers {
            line: 100.0,
            meaning: "As in the last published year".to_owned(),
            ratios: false,
            suffix: "%".to_owned(),
            key: None,
            sections: vec![(String::new(), rows)],
        }),
    })
}

/// What runs furthest from last year's pace, for the size of its interval.
fn title(events: &[Event]) -> String {
    let beyond = |e: &&Event| !e.interval.holds(100.0);
    let far = |e: &Event| (e.pace - 100.0).abs() / ((e.interval.high - e.interval.low) / 2.0).max(f64::EPSILON);
    match events.iter().filter(beyond).reduce(|best, next| if far(next) > far(best) { next } else { best }) {
        Some(e) => {
            let size = grouped((e.pace - 100.0).abs(), 0);
            format!("{}: {size}% {} last year’s pace", e.name, if e.pace > 100.0 { "above" } else { "below" })
        }
        // What chance may explain need not be the same pace.
        None if events.iter().all(|e| e.counted < SMALL_DENOMINATOR) => "Too few to tell the pace from last year’s".to_owned(),
        None if events.iter().any(|e| e.counted < SMALL_DENOMINATOR || !compare::alike(Unit::Rate, e.pace, 100.0)) => {
            "No difference from last year’s pace is beyond chance".to_owned()
        }
        None if events.len() == 1 => format!("{} run at last year’s pace", events[0].name),
        None => format!("{} and all else run at last year’s pace", events[0].name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::report::testing;

    #[test]
    fn a_pace_is_told_with_the_interval_of_the_events_counted() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let pace = [("Referrals", None, None, Ok(120.0)), ("Conferences", None, None, Ok(90.0)), ("None", None, None, Ok(0.0))];
        testing::add(&mut facts, "pace", Unit::Percent, Good::Neither, None, &pace);
        let year =
            [("Referrals", Some(600.0), None, Ok(1200.0)), ("Conferences", Some(9.0), None, Ok(18.0)), ("None", Some(0.0), None, Ok(0.0))];
        testing::add(&mut facts, "year", Unit::Count, Good::Neither, None, &year);
        let made = make(&facts, "pace", &testing::chart(&["pace", "year"], &[])).unwrap();
        assert_eq!(made.title, "Referrals: 20% above last year’s pace");
        // Byar's interval of 600 is 552.9 to 650.0, twice that in a year. Of 1,600 events 600 are this period's: Wilson's interval
        // of that share is 35.16% to 39.90%, and 0.3516 / 0.6484 × 2 is 108.5%, 0.3990 / 0.6010 × 2 is 132.8%.
        assert_eq!(made.table.rows[0].cells, ["600", "1,200\n1,106 to 1,300", "1,000", "120.0%", "108.5% to 132.8%"]);
        assert_eq!(made.table.rows.len(), 2);
        assert!(make(&facts, "pace", &testing::chart(&["pace"], &[])).is_none());
        let mut said = |n: f64, pace: f64| {
            testing::add(&mut facts, "pace", Unit::Percent, Good::Neither, None, &[("Referrals", None, None, Ok(pace))]);
            testing::add(&mut facts, "year", Unit::Count, Good::Neither, None, &[("Referrals", Some(n), None, Ok(2.0 * n))]);
            make(&facts, "pace", &testing::chart(&["pace", "year"], &[])).unwrap().title
        };
        assert_eq!(said(600.0, 101.0), "Referrals run at last year’s pace");
        assert_eq!(said(40.0, 120.0), "No difference from last year’s pace is beyond chance");
        assert_eq!(said(9.0, 100.0), "Too few to tell the pace from last year’s");
    }
}
