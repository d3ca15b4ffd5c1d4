//! Tiles: headline figures with direction, comparators and polarity in words.

use super::compare::{self, Verdict};
use super::facts::{Facts, Shown};
use super::{Change, Comparison, Direction, Tile};
use crate::charts::spec::{Chart, Form, Spark, Strip, Value, Who};
use crate::indicators::definition::Good;
use crate::number::{Unit, grouped};

/// The tile of a code, or `None` where the catalogue has no such code.
pub fn tile(facts: &Facts<'_>, code: &str) -> Option<Tile> {
    let about = facts.about(code)?;
    let figure = facts.single(code)?;
    let series = compare::series(facts, code, "");
    // Counts are not set beside other areas', which differ in size.
    let latest = series.as_ref().filter(|_| comparable(figure)).map(|s| s.comparators(facts)).unwrap_or_default();
    let comparisons: Vec<Comparison> = latest
        .iter()
        .map(|c| Comparison {
            who: c.who,
            name: c.name.clone(),
            shown: c.shown.clone(),
            verdict: c.value.ok().filter(|_| comparable(figure)).and_then(|v| compare::verdict(figure, v)).map(|v| v.word().to_owned()),
        })
        .collect();
    let id = code.to_lowercase();
    Some(Tile {
        code: code.to_owned(),
        title: about.short.clone(),
        value: figure.text(),
        of: of_words(facts, code, figure),
        change: series.as_ref().and_then(|s| change(figure, s)),
        spark: spark(facts, code, figure, series.as_ref(), &id),
        strip: strip(facts, figure, &latest, &id),
        comparisons,
        polarity: polarity(about.good).to_owned(),
    })
}

/// Shares and rates may be compared; a count may not, for areas differ in size.
fn comparable(figure: &Shown) -> bool {
    matches!(figure.unit, Unit::Percent | Unit::Rate)
}

/// Which way is better, in words.
pub fn polarity(good: Good) -> &'static str {
    match good {
        Good::High => "Higher is better",
        Good::Low => "Lower is better",
        Good::Neither => "Neither higher nor lower is better",
    }
}

fn of_words(facts: &Facts<'_>, code: &str, figure: &Shown) -> String {
    let words = facts.of_words(code, "");
    if !words.is_empty() {
        return if figure.is_small() { format!("{words}; small numbers") } else { words };
    }
    match (figure.unit, figure.numerator, facts.here.population) {
        (Unit::Rate, Some(n), Some(population)) => {
            let year = population.estimated.map_or_else(String::new, |year| format!(" (mid-{year})"));
            format!("{} among {} children aged 0 to 17{year}", grouped(n, 0), grouped(population.children, 0))
        }
        _ => facts.when(code),
    }
}

fn change(figure: &Shown, series: &compare::Series<'_>) -> Option<Change> {
    if !comparable(figure) {
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
    let chance = match compare::verdict(figure, before) {
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

fn spark(facts: &Facts<'_>, code: &str, figure: &Shown, series: Option<&compare::Series<'_>>, id: &str) -> Option<Chart> {
    let series = series.filter(|s| s.own.iter().filter(|v| v.is_ok()).count() >= 2);
    let chart = |points: Vec<Option<f64>>, live: Option<f64>, ends: (String, String), alt: String| Chart {
        id: format!("{id}-spark"),
        alt,
        form: Form::Spark(Spark { points, live, ends }),
    };
    if let Some(series) = series.filter(|_| comparable(figure) || figure.unit == Unit::Count && facts.about(code).is_some_and(|a| a.stock))
    {
        let points: Vec<Option<f64>> = series.own.iter().map(|v| v.ok()).collect();
        let first = series.years.first()?;
        let shown: Vec<String> =
            series.years.iter().zip(&series.own).filter_map(|(y, v)| v.ok().map(|_| format!("{} in {y}", series.show(*v)))).collect();
        let alt = format!("{}, {} live", shown.join(", "), figure.text());
        return Some(chart(points, figure.value.ok(), (first.to_string(), "live".to_owned()), alt));
    }
    let months = monthly(facts, code)?;
    let points: Vec<Option<f64>> = months.iter().map(|m| m.value.ok()).collect();
    let (first, last) = (months.first()?, months.last()?);
    let name = |key: &str| super::message::month_words(key).chars().take(3).collect::<String>();
    let alt = format!("By month: {}", months.iter().map(|m| format!("{} {}", name(&m.group), m.text())).collect::<Vec<_>>().join(", "));
    Some(chart(points, None, (name(&first.group), name(&last.group)), alt))
}

/// The monthly series beside a count of events: code with suffix `m`.
fn monthly<'a>(facts: &'a Facts<'_>, code: &str) -> Option<Vec<&'a Shown>> {
    let months = facts.groups(&format!("{code}m"));
    (months.len() >= 3).then_some(months)
}

fn strip(facts: &Facts<'_>, figure: &Shown, latest: &[compare::Latest], id: &str) -> Option<Chart> {
    if !comparable(figure) {
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
    Some(Chart { id: format!("{id}-strip"), alt, form: Form::Strip(Strip { marks }) })
}
