//! Figures made of other figures: rates, ratios, differences, collections, balances and paces.

use super::evaluate::{Line, Way, Workshop};
use super::members::Number;
use super::record::{Balance, Collection, Difference, Latest, Pace, PaceEntry, Rate, Ratio, Source};
use super::view::World;
use crate::number::Missing;
use std::rc::Rc;

/// A figure for every 10,000 children. The numerator stays the raw count; only the value is made yearly (ruling 6).
pub fn rate(workshop: &Workshop, rule: &Rate) -> Vec<Line> {
    let (lines, list) = workshop.source(&rule.of);
    let setting = workshop.world.setting;
    let yearly = if rule.annualise { setting.window(&list).yearly() } else { 1.0 };
    let one = |line: &Line| match (line.value, line.numerator, setting.population) {
        (Err(why), ..) => Line::missing(&line.group, why),
        (Ok(_), Some(n), Some(children)) => {
            let quotient = Line::quotient(&line.group, n, children, f64::from(rule.scale));
            Line { value: quotient.value.map(|value| value * yearly), behind: line.behind.clone(), ..quotient }
        }
        _ => Line::missing(&line.group, Missing::NotAvailable),
    };
    lines.iter().filter(|line| line.group.is_empty()).map(one).collect()
}

/// One single figure divided by another.
pub fn ratio(workshop: &Workshop, rule: &Ratio) -> Vec<Line> {
    let scale = if rule.percent { 100.0 } else { 1.0 };
    let line = match (single(workshop, &rule.of), single(workshop, &rule.per)) {
        (Ok(n), Ok(d)) => Line::quotient("", n, d, scale),
        (Err(why), _) | (_, Err(why)) => Line::missing("", why),
    };
    vec![line]
}

/// The number of a single figure: its numerator where it has one.
fn single(workshop: &Workshop, source: &Source) -> Result<Number, Missing> {
    let (lines, _) = workshop.source(source);
    let line = lines.iter().find(|line| line.group.is_empty()).ok_or(Missing::NotAvailable)?;
    line.value.map(|value| Number { n: line.numerator.unwrap_or(value), members: line.behind.first().cloned().flatten() })
}

/// One figure less another, for every group both have.
pub fn difference(workshop: &Workshop, rule: &Difference) -> Vec<Line> {
    let (of, _) = workshop.source(&rule.of);
    let (less, _) = workshop.source(&rule.less);
    let one = |line: &Line| {
        let other = less.iter().find(|other| other.group == line.group)?;
        Some(match (line.value, other.value) {
            (Ok(a), Ok(b)) => {
                Line { behind: line.behind.iter().chain(&other.behind).cloned().collect(), ..Line::bare(&line.group, Some(a - b)) }
            }
            (Err(why), _) | (_, Err(why)) => Line::missing(&line.group, why),
        })
    };
    let lines: Vec<Line> = of.iter().filter_map(one).collect();
    if lines.is_empty() { vec![Line::missing("", Missing::NotAvailable)] } else { lines }
}

/// Single figures of several records, each under its own label.
pub fn collection(workshop: &Workshop, rule: &Collection) -> Vec<Line> {
    let one = |entry: &super::record::Entry| {
        let (lines, _) = workshop.source(&entry.of);
        let line = lines.iter().find(|line| line.group.is_empty()).cloned();
        Line { group: entry.group.clone(), ..line.unwrap_or_else(|| Line::missing("", Missing::NotAvailable)) }
    };
    rule.entries.iter().map(one).collect()
}

/// Labels of a balance, in the order it is read.
pub const BALANCE: [&str; 5] = ["Open at the start", "Started", "Ceased", "Open at the end", "Difference"];

/// Open at the start, started, ceased, open at the end, and what the first three leave over the fourth.
pub fn balance(workshop: &Workshop, rule: &Balance) -> Vec<Line> {
    let numbers = [&rule.opening, &rule.started, &rule.ceased, &rule.closing].map(|source| single(workshop, source));
    // Where nothing is amiss, those who were there or came are those who went or are there still: a reader may take it to be so.
    let whole = match &numbers {
        [Ok(opening), Ok(started), ..] => Number::all([opening, started].into_iter()).members,
        _ => None,
    };
    let line = |(label, number): (&&str, Result<Number, Missing>)| match number {
        Err(why) => Line::missing(*label, why),
        Ok(n) => {
            let way = if [BALANCE[0], BALANCE[1]].contains(label) { "in" } else { "out" };
            Line { ways: whole.iter().map(|whole| Way { whole: Rc::clone(whole), way }).collect(), ..Line::count(*label, n) }
        }
    };
    let mut lines: Vec<Line> = BALANCE.iter().zip(numbers.clone()).map(line).collect();
    let left = match numbers {
        [Ok(opening), Ok(started), Ok(ceased), Ok(closing)] => Line {
            behind: [&opening, &started, &ceased, &closing].map(|number| number.members.clone()).to_vec(),
            ..Line::bare(BALANCE[4], Some(opening.n + started.n - ceased.n - closing.n))
        },
        _ => Line::missing(BALANCE[4], Missing::NotAvailable),
    };
    lines.push(left);
    lines
}

/// Every entry made a year: its number, or its percentage of the last published year. The share has neither numerator nor denominator,
/// because a part of a year is no part of another year and no interval of a share fits it.
pub fn pace(workshop: &Workshop, rule: &Pace) -> Vec<Line> {
    rule.entries.iter().map(|entry| pace_of(workshop, rule, entry)).collect()
}

fn pace_of(workshop: &Workshop, rule: &Pace, entry: &PaceEntry) -> Line {
    let setting = workshop.world.setting;
    let (_, list) = workshop.source(&entry.of);
    let n = match single(workshop, &entry.of) {
        Ok(n) => n,
        Err(why) => return Line::missing(&entry.group, why),
    };
    let behind = vec![n.members.clone(), None];
    let year = n.n * setting.window(&list).yearly();
    if rule.forecast {
        return Line { value: Ok(year), ..Line::count(&entry.group, n) };
    }
    match setting.published.get(&entry.published) {
        Some(&published) if published > 0.0 => Line { behind, ..Line::bare(&entry.group, Some(year / published * 100.0)) },
        Some(_) => Line::missing(&entry.group, Missing::NotApplicable),
        None => Line::missing(&entry.group, Missing::NotAvailable),
    }
}

/// The latest day of each list from the start of its window to the as-at date; a day after a window that ends early is current too.
/// A day before the window tells nothing of how current a list is, and mostly that a column stands under another's heading: then it is
/// no event at all, but may be a day of birth.
pub fn latest(world: &World, rule: &Latest) -> Vec<Line> {
    let one = |entry: &super::record::LatestEntry| {
        let Ok(view) = world.view(&entry.list) else { return Line::missing(&entry.group, Missing::NotAvailable) };
        let columns = entry.fields.iter().filter_map(|field| view.dates(field).ok());
        let day =
            columns.flat_map(|dates| dates.iter().flatten()).filter(|day| (view.window.start..=world.setting.as_at).contains(day)).max();
        Line::bare(&entry.group, day.map(|day| f64::from(day.0)))
    };
    rule.entries.iter().map(one).collect()
}
