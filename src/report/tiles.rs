//! Tiles: headline figures with direction, comparators and polarity in words.

use super::compare::{self, Verdict};
use super::facts::{Facts, Shown};
use super::{Change, Comparison, Direction, Tile};
use super::{comparability, targets};
use crate::charts::spec::{Chart, Form, Spark, Strip, Value, Who};
use crate::comparators::Published;
use crate::indicators::definition::{Good, Leans};
use crate::number::{Missing, Unit, grouped};

/// The tile of a code, or `None` where the catalogue has no such code. `months` names the code that counts it by month;
/// without one it is the code with the suffix `m`.
pub fn tile(facts: &Facts<'_>, code: &str, months: Option<&str>) -> Option<Tile> {
    let about = facts.about(code)?;
    let figure = facts.single(code)?;
    let series = compare::series(facts, code, "");
    // Counts are not set beside other areas', which differ in size.
    // A figure that is not there, and a count in place of a rate, is set beside nobody.
    let compared = series.as_ref().filter(|_| comparable(figure) && figure.value.is_ok() && !figure.is_rare());
    let latest = compared.map(|s| s.comparators(facts)).unwrap_or_default();
    let claim = |c: &compare::Latest| compared?.claim(figure, c.who, c.value.ok()?).map(|v| v.word().to_owned());
    let comparisons: Vec<Comparison> =
        latest.iter().map(|c| Comparison { who: c.who, name: c.name.clone(), shown: c.shown.clone(), verdict: claim(c) }).collect();
    let id = code.to_lowercase();
    let change = series.as_ref().and_then(|s| change(figure, s));
    let named = series.as_ref().filter(|_| change.is_some()).and_then(|s| s.own_latest()).map(|(year, _)| year);
    let beside = series.as_ref().filter(|_| !comparisons.is_empty());
    let far = series.is_none() && about.comparator.is_some() && figure.value.is_ok();
    let alone = if far { format!("{}.", super::message::capital(comparability::NO_YEAR_NEAR)) } else { String::new() };
    let note = beside.map_or(alone, |s| comparability::note_of_tile(facts, code, s, named));
    Some(Tile {
        code: code.to_owned(),
        title: about.short.clone(),
        value: large(&about.short, figure),
        hidden: figure.is_hidden(),
        of: of_words(facts, code, figure) + &doubt(facts, code),
        change,
        // Years that lead up to what may not be seen, and which way would be better, say nothing here.
        spark: spark(facts, (code, months), figure, series.as_ref(), &id).filter(|_| !figure.is_hidden()),
        strip: strip(facts, figure, (series.as_ref(), &latest), &id),
        target: targets::beside(facts, code).map_or_else(String::new, |target| target.words()),
        polarity: if figure.is_hidden() { "" } else { polarity_of(about.good, about.unit) }
            .replace("Neither higher nor lower is better", "No right direction"),
        note,
        unlike: beside.map_or("", compare::Series::unlike).to_owned(),
        comparisons,
    })
}

/// The value as the tile prints it: of a share of fewer than 30 how many of how many, of a rate of fewer than ten events their
/// number, `1 referral` of `Referrals per 10,000`.
fn large(short: &str, figure: &Shown) -> String {
    match figure.numerator.filter(|_| figure.is_rare()) {
        Some(n) => {
            let what = super::message::lower_first(short.split(" per ").next().unwrap_or(short));
            let said = format!("{} {what}", grouped(n, 0));
            if n == 1.0 { super::grammar::one(&said) } else { said }
        }
        None => figure.of().filter(|_| figure.is_small() && figure.value.is_ok()).unwrap_or_else(|| figure.text()),
    }
}

/// Shares and rates may be compared; a count may not, for areas differ in size.
fn comparable(figure: &Shown) -> bool {
    matches!(figure.unit, Unit::Percent | Unit::Rate)
}

/// Whether a share is of fewer than ten: it has no place on a line with others, and no line of years.
fn is_handful(figure: &Shown) -> bool {
    figure.unit == Unit::Percent && figure.denominator.is_some_and(|of| of < compare::FEWEST_EVENTS)
}

/// Which way is better, in words.
pub fn polarity(good: Good) -> &'static str {
    match good {
        Good::High => "Higher is better",
        Good::Low => "Lower is better",
        Good::Neither => "Neither higher nor lower is better",
    }
}

/// Which way is better, where it needs saying: of a count that is neither good nor bad it adds nothing.
pub fn polarity_of(good: Good, unit: Unit) -> &'static str {
    if good == Good::Neither && unit == Unit::Count { "" } else { polarity(good) }
}

fn of_words(facts: &Facts<'_>, code: &str, figure: &Shown) -> String {
    if let Some(why) = facts.why_missing(code).filter(|_| figure.value == Err(Missing::NotAvailable)) {
        return why;
    }
    let words = facts.of_words(code, "");
    if !words.is_empty() {
        // The tile's large words are then how many of how many.
        let missing = words.split_once("; ").map_or_else(String::new, |(_, missing)| format!("; {missing}"));
        return if figure.is_small() { format!("{}; small numbers{missing}", figure.text()) } else { words };
    }
    if figure.is_rare() {
        return format!("too few for a rate; {}", facts.when(code));
    }
    if let Some(few) = facts.few_in_mean(code, figure) {
        return format!("{few}; {}", facts.when(code));
    }
    match (figure.unit, figure.numerator, facts.here.population) {
        (Unit::Rate, Some(n), Some(population)) => {
            let children = grouped(population.children, 0);
            // The source line of the figure and the definition say which estimate it is.
            match comparability::scaled(facts, code) {
                Some(6) => format!("{} in six months, as a yearly rate; {children} children", grouped(n, 0)),
                Some(months) => format!("{} in {months} months, scaled to twelve; {children} children", grouped(n, 0)),
                None => format!("{} among {children} children", grouped(n, 0)),
            }
        }
        // Without a population there is no rate, but still a count.
        (Unit::Rate, Some(n), None) => format!("{}, {}", grouped(n, 0), facts.when(code)),
        _ => facts.when(code),
    }
}

/// A caution where the columns that a code rests on have gaps.
fn doubt(facts: &Facts<'_>, code: &str) -> String {
    let grade = facts.grades.get(code).filter(|grade| grade.letter > 'B');
    grade.map_or_else(String::new, |grade| format!("; caution, completeness {}", grade.letter))
}

fn change(figure: &Shown, series: &compare::Series<'_>) -> Option<Change> {
    if !comparable(figure) || figure.is_rare() || figure.is_small() || series.leans == Leans::Either {
        return None;
    }
    let (year, before) = series.own_latest()?;
    let unit = figure.unit;
    let difference = unit.displayed(unit.displayed(figure.value.ok()?) - unit.displayed(before));
    let (direction, sign) = if difference > 0.0 {
        (Direction::Up, "up")
    } else if difference < 0.0 {
        (Direction::Down, "down")
    } else {
        (Direction::Level, "")
    };
    let size = grouped(difference.abs(), unit.decimals());
    let amount = match (direction, unit) {
        (Direction::Level, _) => "no change".to_owned(),
        (_, Unit::Percent) => format!("{sign} {size} points"),
        _ => format!("{sign} {size}"),
    };
    let chance = match series.claim(figure, Who::Authority, before) {
        _ if direction == Direction::Level => "",
        Some(Verdict::Similar) => ", may be chance",
        Some(_) => ", beyond chance",
        None => "",
    };
    Some(Change { direction, amount, words: format!("on {}{chance}", period(series, year)) })
}

fn period(series: &compare::Series<'_>, year: u16) -> String {
    let words = series.period(year);
    if words.starts_with("year") { format!("the {words}") } else { words }
}

fn spark(
    facts: &Facts<'_>,
    (code, months): (&str, Option<&str>),
    figure: &Shown,
    series: Option<&compare::Series<'_>>,
    id: &str,
) -> Option<Chart> {
    if figure.is_rare() || is_handful(figure) {
        return None;
    }
    let series = series.filter(|s| s.own.iter().filter(|v| v.is_ok()).count() >= 2);
    let chart = |points: Vec<(String, Option<f64>)>, live: Option<f64>, ends: (String, String), alt: String| {
        let (mut told, points): (Vec<String>, Vec<Option<f64>>) = points.into_iter().unzip();
        told.extend(live.map(|_| format!("{}: {}", ends.1, figure.text())));
        Chart { id: format!("{id}-spark"), alt, form: Form::Spark(Spark { points, live, ends, told }) }
    };
    if let Some(series) = series.filter(|_| comparable(figure) || figure.unit == Unit::Count && facts.about(code).is_some_and(|a| a.stock))
    {
        let point = |(year, value): (&u16, &Published)| {
            let told = value.ok().map_or_else(String::new, |_| format!("{year}: {}", series.show(*value)));
            (told, value.ok())
        };
        let points: Vec<(String, Option<f64>)> = series.years.iter().zip(&series.own).map(point).collect();
        let first = series.years.first()?;
        let shown: Vec<String> =
            series.years.iter().zip(&series.own).filter_map(|(y, v)| v.ok().map(|_| format!("{} in {y}", series.show(*v)))).collect();
        let alt = format!("{}, {} live", shown.join(", "), figure.text());
        if series.leans == Leans::Either {
            let last = series.years.last()?;
            return Some(chart(points, None, (first.to_string(), last.to_string()), format!("Published: {}", shown.join(", "))));
        }
        return Some(chart(points, figure.value.ok(), (first.to_string(), "live".to_owned()), alt));
    }
    let months = monthly(facts, months.unwrap_or(&format!("{code}m")))?;
    let (first, last) = (months.first()?, months.last()?);
    let name = |key: &str| super::periods::month_words(key).chars().take(3).collect::<String>();
    let told =
        |month: &&Shown| month.value.ok().map_or_else(String::new, |_| format!("{}: {}", super::periods::row(&month.group), month.text()));
    let points: Vec<(String, Option<f64>)> = months.iter().map(|month| (told(month), month.value.ok())).collect();
    let alt = format!("By month: {}", months.iter().map(|m| format!("{} {}", name(&m.group), m.text())).collect::<Vec<_>>().join(", "));
    Some(chart(points, None, (name(&first.group), name(&last.group)), alt))
}

/// The monthly series beside a count of events.
fn monthly<'a>(facts: &'a Facts<'_>, code: &str) -> Option<Vec<&'a Shown>> {
    let months = facts.groups(code);
    (months.len() >= 3).then_some(months)
}

/// Every tile has the scale of the spine: other authorities in the latest year, so that places can be compared between tiles.
fn strip(
    facts: &Facts<'_>,
    figure: &Shown,
    (series, latest): (Option<&compare::Series<'_>>, &[compare::Latest]),
    id: &str,
) -> Option<Chart> {
    // On one line with other places a value is compared, said or not.
    if !comparable(figure) || figure.is_rare() || is_handful(figure) || series.is_some_and(|s| s.leans == Leans::Either) {
        return None;
    }
    let own = Value { at: figure.value.ok()?, shown: figure.text() };
    let mut marks: Vec<(Who, String, Value)> =
        latest.iter().filter_map(|c| c.value.ok().map(|at| (c.who, c.name.clone(), Value { at, shown: c.shown.clone() }))).collect();
    if marks.is_empty() {
        return None;
    }
    marks.push((Who::Live, facts.here.name.clone(), own));
    let alt = marks.iter().rev().map(|(_, name, v)| format!("{name} {}", v.shown)).collect::<Vec<_>>().join(", ");
    Some(Chart {
        id: format!("{id}-strip"),
        alt,
        form: Form::Strip(Strip { marks, range: series.and_then(|series| super::spine::range(facts, series)) }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::facts::Completeness;

    #[test]
    fn only_gaps_that_matter_are_a_caution() {
        let published = crate::report::testing::published();
        let mut facts = crate::report::testing::nothing(&published);
        for letter in ['B', 'C'] {
            facts.grades.insert(letter.to_string(), Completeness { letter, words: String::new() });
        }
        assert_eq!([doubt(&facts, "A"), doubt(&facts, "B"), doubt(&facts, "C")], ["", "", "; caution, completeness C"]);
    }
    use crate::report::testing;

    #[test]
    fn a_change_says_whether_chance_may_explain_it() {
        let published = crate::comparators::Comparators::load(
            &crate::theme::Shelf::built_in(),
            Some("measure,year,value,flag\nrereferrals_pct,2025,22.0,\n"),
        )
        .value;
        let mut facts = testing::nothing(&published);
        facts.here.own = Some(crate::comparators::OWN.to_owned());
        let measure = Some("rereferrals_pct");
        testing::share(&mut facts, "up", Good::Low, measure, 400.0, 1000.0);
        testing::share(&mut facts, "close", Good::Low, measure, 210.0, 1000.0);
        testing::share(&mut facts, "level", Good::Low, measure, 220.0, 1000.0);
        testing::add(&mut facts, "count", Unit::Count, Good::Neither, measure, &[("", Some(9.0), None, Ok(9.0))]);
        let said = |code: &str| tile(&facts, code, None).unwrap().change.map(|c| format!("{} {}", c.amount, c.words));
        assert_eq!(said("up").unwrap(), "up 18.0 points on the year to March 2025, beyond chance");
        assert_eq!(said("close").unwrap(), "down 1.0 points on the year to March 2025, may be chance");
        assert_eq!(said("level").unwrap(), "no change on the year to March 2025");
        assert_eq!(said("count"), None);
        assert!(tile(&facts, "absent", None).is_none());
    }

    #[test]
    fn small_numbers_are_flagged_and_nothing_is_claimed_of_them() {
        let text = Some("measure,year,value,flag\nrereferrals_pct,2024,22.0,\nrereferrals_pct,2025,22.0,\n");
        let published = crate::comparators::Comparators::load(&crate::theme::Shelf::built_in(), text).value;
        let mut facts = testing::nothing(&published);
        facts.here.own = Some(crate::comparators::OWN.to_owned());
        testing::share(&mut facts, "few", Good::Low, Some("rereferrals_pct"), 20.0, 29.0);
        let tile = tile(&facts, "few", None).unwrap();
        assert_eq!((tile.value.as_str(), tile.of.as_str()), ("20 of 29", "69.0%; small numbers"));
        assert!(tile.comparisons.iter().all(|c| c.verdict.is_none()));
        assert!(tile.change.is_none(), "nor has it an arrow");
        testing::share(&mut facts, "none", Good::Low, Some("rereferrals_pct"), 0.0, 1.0);
        let tile = super::tile(&facts, "none", None).unwrap();
        assert!(tile.spark.is_none() && tile.strip.is_none() && tile.change.is_none());
    }

    #[test]
    fn a_rate_of_fewer_than_ten_events_is_their_number() {
        let published = crate::comparators::Comparators::load(
            &crate::theme::Shelf::built_in(),
            Some("measure,year,value,flag\nreferrals_rate,2024,500.0,\nreferrals_rate,2025,500.0,\n"),
        )
        .value;
        let mut facts = testing::nothing(&published);
        facts.here.own = Some(crate::comparators::OWN.to_owned());
        let said = |facts: &mut Facts<'_>, n: f64| {
            testing::add(facts, "rate", Unit::Rate, Good::Neither, Some("referrals_rate"), &[("", Some(n), Some(100.0), Ok(200.0 * n))]);
            facts.about.get_mut("rate").unwrap().short = "Referrals per 10,000".to_owned();
            tile(facts, "rate", None).unwrap()
        };
        let few = said(&mut facts, 1.0);
        assert_eq!((few.value.as_str(), few.of.as_str()), ("1 referral", "too few for a rate; April to September 2025"));
        assert!(few.change.is_none() && few.spark.is_none() && few.strip.is_none() && few.comparisons.is_empty());
        assert_eq!(said(&mut facts, 9.0).value, "9 referrals");
        let many = said(&mut facts, 10.0);
        assert!(many.value == "2,000.0" && many.change.is_some() && many.comparisons.len() == 3);
    }

    #[test]
    fn what_is_counted_differently_has_no_arrow_and_no_line_with_others() {
        let text = Some("measure,year,value,flag\nrereferrals_pct,2024,22.0,\nrereferrals_pct,2025,22.0,\n");
        let published = crate::comparators::Comparators::load(&crate::theme::Shelf::built_in(), text).value;
        let mut facts = testing::nothing(&published);
        facts.here.own = Some(crate::comparators::OWN.to_owned());
        testing::share(&mut facts, "A-1", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        assert!(tile(&facts, "A-1", None).unwrap().change.is_some());
        facts.about.get_mut("A-1").unwrap().leans = Leans::Either;
        let tile = tile(&facts, "A-1", None).unwrap();
        assert!(tile.change.is_none() && tile.strip.is_none() && tile.comparisons.iter().all(|c| c.verdict.is_none()));
        assert_eq!(tile.unlike, "Counted differently: not compared");
    }

    #[test]
    fn a_mean_of_few_says_of_how_many() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let mean = |n: f64| [("", Some(454.0 * n), Some(n), Ok(454.0))];
        testing::add(&mut facts, "mean", Unit::Days, Good::Low, None, &mean(11.0));
        facts.about.get_mut("mean").unwrap().list = "adoption".to_owned();
        assert_eq!(tile(&facts, "mean", None).unwrap().of, "of 11 children, small numbers; April to September 2025");
        let said = crate::report::values::fill(&facts, "took {{mean.words}}", &mut Vec::new());
        assert_eq!(said, "took 454 days (11 children, small numbers)");
    }

    #[test]
    fn only_what_is_hidden_is_marked_as_hidden() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let mut marked = |value| {
            testing::add(&mut facts, "A-1", Unit::Percent, Good::Low, None, &[("", None, None, value)]);
            tile(&facts, "A-1", None).unwrap().hidden
        };
        assert!(marked(Err(Missing::Suppressed)));
        assert!(!marked(Err(Missing::NotAvailable)) && !marked(Ok(12.0)));
    }

    #[test]
    fn what_is_not_in_the_workbook_is_said_and_other_places_do_not_stand_alone() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::add(&mut facts, "A-1", Unit::Percent, Good::Low, Some("rereferrals_pct"), &[("", None, None, Err(Missing::NotAvailable))]);
        (facts.lists[0].filled, facts.lists[0].found) = (false, false);
        let absent = tile(&facts, "A-1", None).unwrap();
        assert_eq!((absent.value.as_str(), absent.of.as_str()), ("[x]", "list 3 is not in the workbook"));
        assert!(absent.comparisons.is_empty() && absent.strip.is_none());
        let published = testing::published().as_of(crate::calendar::Day::new(2015, 3, 15).unwrap());
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "A-1", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        let alone = tile(&facts, "A-1", None).unwrap();
        assert_eq!((alone.note.as_str(), alone.comparisons.len()), ("No published year near this date.", 0));
    }

    #[test]
    fn months_come_from_the_code_that_the_page_names() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "A-1", &[("", 30.0)]);
        testing::counts(&mut facts, "A-9", &[("2025-04", 9.0), ("2025-05", 10.0), ("2025-06", 11.0)]);
        testing::counts(&mut facts, "A-1m", &[("2025-04", 1.0), ("2025-05", 2.0), ("2025-06", 3.0)]);
        let alt = |months| tile(&facts, "A-1", months).unwrap().spark.unwrap().alt;
        assert_eq!(alt(Some("A-9")), "By month: Apr 9, May 10, Jun 11");
        assert_eq!(alt(None), "By month: Apr 1, May 2, Jun 3");
        let Form::Spark(spark) = tile(&facts, "A-1", None).unwrap().spark.unwrap().form else { panic!("another form") };
        assert_eq!(spark.told, ["April 2025: 1", "May 2025: 2", "June 2025: 3"]);
        assert_eq!(tile(&facts, "A-1", None).unwrap().polarity, "", "of a count no more need be said");
    }

    #[test]
    fn a_rate_of_part_of_a_year_says_so() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        facts.here.population = Some(crate::report::facts::Population { children: 62_664.0, estimated: Some(2024) });
        let rate = [("", Some(1765.0), Some(62_664.0), Ok(563.3))];
        testing::add(&mut facts, "rate", Unit::Rate, Good::Neither, Some("referrals_rate"), &rate);
        assert_eq!(tile(&facts, "rate", None).unwrap().of, "1,765 in six months, as a yearly rate; 62,664 children");
    }
}
