//! The four rules: what each finds, how far beyond chance it lies, and the sentence it makes.

use super::super::compare::{self, Series, Verdict};
use super::super::facts::{Facts, Shown};
use super::super::periods::Step;
use super::super::{message, signals};
use super::{Candidate, Way};
use crate::charts::spec::Who;
use crate::content::attention::{Attention as Rules, Headline, Source, Timescale, Watched};
use crate::indicators::definition::Good;
use crate::number::{Unit, grouped};
use crate::statistics::Z95;
use crate::statistics::control::State;

/// Points short of all that count as one standard error: a limit of law has no chance of its own to measure by.
const POINTS: f64 = 5.0;

/// A signal of a control chart stands for at least as much.
const SIGNAL: f64 = 3.0;

/// All that the rules find.
pub fn all(facts: &Facts<'_>, rules: &Rules) -> Vec<Candidate> {
    let timescales = rules.timescale.iter().filter_map(|t| timescale(facts, t));
    let apart = rules.headlines().filter_map(|h| comparators(facts, h));
    let changed = rules.headlines().filter_map(|h| change(facts, h));
    let signals = rules.series.iter().filter_map(|watched| signal(facts, watched, rules.recent));
    timescales.chain(apart).chain(signals).chain(changed).collect()
}

/// A measure as it is, for one that is pinned and that no rule finds.
pub fn plain(facts: &Facts<'_>, code: &str) -> Option<Candidate> {
    let (about, figure) = (facts.about(code)?, facts.single(code)?);
    figure.value.ok()?;
    Some(Candidate { says: about.title.clone(), ..candidate(facts, code, Source::Comparators, figure) })
}

fn candidate(facts: &Facts<'_>, code: &str, source: Source, figure: &Shown) -> Candidate {
    let of = match (figure.unit, figure.numerator) {
        (Unit::Rate, Some(n)) => format!("{}, {}", grouped(n, 0), facts.when(code)),
        (Unit::Percent, _) => figure.large_and_small().1,
        _ => facts.when(code),
    };
    Candidate {
        code: code.to_owned(),
        source,
        size: 0.0,
        says: String::new(),
        value: figure.large_and_small().0,
        of,
        beside: String::new(),
        way: Way::Neither,
        series: "",
    }
}

/// What may be compared: a share or a rate with its interval, not of few.
fn measured<'a>(facts: &'a Facts<'_>, code: &str) -> Option<(&'a Shown, f64, f64)> {
    let figure = facts.single(code).filter(|f| matches!(f.unit, Unit::Percent | Unit::Rate) && !f.is_small())?;
    let (low, high) = figure.interval()?;
    Some((figure, figure.value.ok()?, ((high - low) / (2.0 * Z95)).max(f64::EPSILON)))
}

fn way(good: Good, verdict: Verdict) -> Way {
    match (good, verdict) {
        (Good::Neither, _) | (_, Verdict::Similar) => Way::Neither,
        (Good::High, Verdict::Higher) | (Good::Low, Verdict::Lower) => Way::Better,
        _ => Way::Worse,
    }
}

fn words(headline: &Headline, verdict: Verdict) -> &str {
    if verdict == Verdict::Higher { &headline.more } else { &headline.less }
}

/// Further from England, and from statistical neighbours where they have a figure, than chance explains, on the same side.
fn comparators(facts: &Facts<'_>, headline: &Headline) -> Option<Candidate> {
    let code = &headline.code;
    let (figure, value, error) = measured(facts, code)?;
    let series = compare::series(facts, code, "").filter(|s| !s.years.is_empty())?;
    let verdict = series.claim(figure, Who::England, series.england_latest()?).filter(|v| *v != Verdict::Similar)?;
    let mut others = Vec::new();
    for other in series.comparators(facts).into_iter().filter(|c| matches!(c.who, Who::England | Who::Neighbours)) {
        let Ok(at) = other.value else { continue };
        if series.claim(figure, other.who, at) != Some(verdict) {
            return None;
        }
        others.push((other, (value - at).abs() / error));
    }
    others.sort_by_key(|(other, _)| other.who != Who::England);
    let name = |name: &str| if name == "England" { name.to_owned() } else { message::lower_first(name) };
    let beside: Vec<String> = others.iter().map(|(o, _)| format!("{} {}", name(&o.name), o.shown)).collect();
    Some(Candidate {
        size: others.iter().map(|(_, far)| *far).fold(f64::INFINITY, f64::min),
        says: format!("{} than in England", words(headline, verdict)),
        beside: beside.join(", "),
        way: way(facts.about(code)?.good, verdict),
        ..candidate(facts, code, Source::Comparators, figure)
    })
}

/// Changed since our own last published figure by more than chance explains.
fn change(facts: &Facts<'_>, headline: &Headline) -> Option<Candidate> {
    let code = &headline.code;
    let (figure, value, error) = measured(facts, code)?;
    let series = compare::series(facts, code, "")?;
    let (year, before) = series.own_latest()?;
    let verdict = series.claim(figure, Who::Authority, before).filter(|v| *v != Verdict::Similar)?;
    Some(Candidate {
        size: (value - before).abs() / error,
        says: format!("{} than in {}", words(headline, verdict), short_period(&series, year)),
        beside: format!("{} {}", series.show(Ok(before)), when(&series, year)),
        way: way(facts.about(code)?.good, verdict),
        ..candidate(facts, code, Source::Change, figure)
    })
}

/// `March 2025`, or `2024–25` for the year that ends then.
fn short_period(series: &Series<'_>, year: u16) -> String {
    let words = series.period(year);
    match words.split_once(' ').filter(|(day, _)| day.parse::<u8>().is_ok()) {
        Some((_, month)) => month.to_owned(),
        None => format!("{}–{:02}", year - 1, year % 100),
    }
}

/// `in the year to March 2025`, `on 31 March 2025`.
fn when(series: &Series<'_>, year: u16) -> String {
    let words = series.period(year);
    if words.starts_with("year") { format!("in the {words}") } else { format!("on {words}") }
}

/// Fewer in time than all, by more than chance explains. Few cases are a fact too: the upper end of the interval keeps them low.
fn timescale(facts: &Facts<'_>, timescale: &Timescale) -> Option<Candidate> {
    let figure = facts.single(&timescale.code).filter(|f| f.unit == Unit::Percent)?;
    let (n, of, high) = (figure.numerator?, figure.denominator?, figure.interval()?.1);
    let short = 100.0 - figure.unit.displayed(high);
    if short <= 0.0 {
        return None;
    }
    let late = format!("{} of {}", grouped(of - n, 0), grouped(of, 0));
    let england = compare::series(facts, &timescale.code, "").filter(|_| !figure.is_small());
    let england = england.and_then(|s| s.england_latest().map(|value| format!("England {}", s.show(Ok(value)))));
    Some(Candidate {
        size: short / POINTS,
        says: timescale.late.replace("{n}", &late),
        of: format!("{} in time", figure.of()?),
        beside: england.unwrap_or_default(),
        way: Way::Worse,
        ..candidate(facts, &timescale.code, Source::Timescale, figure)
    })
}

/// The latest signal of a series, while it is news. Limits of fewer than twelve points count for half, and the words say so.
fn signal(facts: &Facts<'_>, watched: &Watched, recent: usize) -> Option<Candidate> {
    let latest = signals::latest(facts, &watched.code).filter(|latest| latest.since <= recent)?;
    let step = signals::judged(facts, &watched.code).ok()?.step;
    let far = ((latest.value - latest.mean).abs() / latest.mean.max(1.0).sqrt()).max(SIGNAL);
    let hedge = if latest.on_trial { " it seems" } else { "" };
    Some(Candidate {
        code: watched.code.clone(),
        source: Source::Signal,
        size: if latest.on_trial { far / 2.0 } else { far },
        says: format!("{} {}{hedge}", watched.subject, latest.words),
        value: grouped(latest.value, 0),
        of: format!("in {}", latest.when.trim_start_matches("in ")),
        beside: format!("mean {}", grouped(latest.mean, 0)),
        way: match latest.state {
            State::Improvement(_) => Way::Better,
            State::Concern(_) => Way::Worse,
            State::CommonCause | State::Neutral(_) => Way::Neither,
        },
        series: if step == Step::Week { "weekly" } else { "monthly" },
    })
}
