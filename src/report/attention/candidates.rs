//! The four rules: what each finds, how far beyond chance it lies, and the sentence it makes.

use super::super::compare::{self, Series, Verdict};
use super::super::facts::{Facts, Shown};
use super::super::periods::Step;
use super::super::{grammar, message, signals};
use super::{Candidate, Way};
use crate::charts::spec::Who;
use crate::content::attention::{Attention as Rules, Headline, Source, Timescale, Watched};
use crate::indicators::definition::Good;
use crate::number::{Unit, grouped};
use crate::statistics::Z95;
use crate::statistics::control::State;

/// Points short of all that count as one standard error: a limit of law has no chance of its own to measure by.
const POINTS: f64 = 5.0;

/// Fewer cases than this, on either side of a share, make no claim.
const FEWEST: f64 = 10.0;

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
fn measured<'a>(facts: &'a Facts<'_>, headline: &Headline) -> Option<(&'a Shown, f64, f64)> {
    let figure = facts.single(&headline.code).filter(|f| matches!(f.unit, Unit::Percent | Unit::Rate) && !f.is_small())?;
    // Of a share nearly none or nearly all, a handful of cases makes the difference.
    let rest = figure.denominator.zip(figure.numerator).map(|(of, n)| n.min(of - n)).filter(|_| figure.unit == Unit::Percent);
    if rest.is_some_and(|rest| rest < FEWEST) {
        return None;
    }
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
    let (figure, value, error) = measured(facts, headline)?;
    let series = compare::series(facts, code, "")?;
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
    let (figure, value, error) = measured(facts, headline)?;
    let series = compare::series(facts, code, "")?;
    let (year, before) = series.own_latest()?;
    let verdict = series.claim(figure, Who::Authority, before).filter(|v| *v != Verdict::Similar)?;
    Some(Candidate {
        size: (value - before).abs() / error,
        says: message::shortest([
            format!("{} than in {}", words(headline, verdict), short_period(&series, year)),
            format!("{} than before", words(headline, verdict)),
        ]),
        beside: format!("{} {}", series.show(Ok(before)), when(&series, year)),
        way: way(facts.about(code)?.good, verdict),
        ..candidate(facts, code, Source::Change, figure)
    })
}

/// `March 2025`, or `2024 to 2025` for the year that ends then.
fn short_period(series: &Series<'_>, year: u16) -> String {
    let words = series.period(year);
    match words.split_once(' ').filter(|(day, _)| day.parse::<u8>().is_ok()) {
        Some((_, month)) => month.to_owned(),
        None => format!("{} to {year}", year - 1),
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
    let england = england.and_then(|s| {
        let value = s.show(Ok(s.england_latest()?));
        // Beside a published clock that starts elsewhere, the reader is told so at the number.
        Some(
            Some(s.unlike_in_short(figure))
                .filter(|lean| !lean.is_empty())
                .map_or_else(|| format!("England {value}"), |lean| format!("England {value} ({lean})")),
        )
    });
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
    let words = latest.words.replace("to week of ", "to ");
    let are = match (latest.on_trial, latest.since) {
        (true, _) => "may be",
        (false, 0) => grammar::is(&watched.subject),
        (false, _) => "were",
    };
    let said = |words: &str| format!("{} {are} {words}", watched.subject);
    // Where it is too long, the day to which a run stood is left to the value beside it.
    let short = words.split(" to ").next().unwrap_or(&words).to_owned();
    Some(Candidate {
        code: watched.code.clone(),
        source: Source::Signal,
        size: if latest.on_trial { far / 2.0 } else { far },
        says: message::shortest([said(&words), said(&short)]),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparators::{Comparators, OWN};
    use crate::indicators::definition::Leans;
    use crate::report::testing;
    use crate::theme::Shelf;

    const MEASURE: Option<&str> = Some("rereferrals_pct");

    /// Published: England 22.6%, neighbours 18.6% on average, and ourselves 12.0%.
    fn published() -> Comparators {
        Comparators::load(&Shelf::built_in(), Some("measure,year,value,flag\nrereferrals_pct,2025,12.0,\n")).value
    }

    fn facts(published: &Comparators) -> Facts<'_> {
        let mut facts = testing::nothing(published);
        facts.here.own = Some(OWN.to_owned());
        facts
    }

    fn headline() -> Headline {
        Headline {
            code: "A-1".to_owned(),
            more: "Children come back more often".to_owned(),
            less: "Children come back less often".to_owned(),
        }
    }

    #[test]
    fn what_lies_beyond_england_and_neighbours_alike_is_found() {
        let published = published();
        let mut facts = facts(&published);
        let mut found = |good, n, of, leans| {
            testing::share(&mut facts, "A-1", good, MEASURE, n, of);
            facts.about.get_mut("A-1").unwrap().leans = leans;
            comparators(&facts, &headline())
        };
        let high = found(Good::Low, 400.0, 1000.0, Leans::Level).unwrap();
        assert_eq!(
            (high.says.as_str(), high.value.as_str(), high.of.as_str()),
            ("Children come back more often than in England", "40.0%", "400 of 1,000")
        );
        assert_eq!((high.beside.as_str(), high.way), ("England 22.6%, statistical neighbours 18.6%", Way::Worse));
        // The nearer of the two counts: 17.4 points, and Wilson's interval of 37.0% to 43.1% has a standard error of 1.55.
        assert!((high.size - 17.4 / 1.547).abs() < 0.05, "{}", high.size);
        assert_eq!(found(Good::High, 400.0, 1000.0, Leans::Level).unwrap().way, Way::Better);
        let low = found(Good::Neither, 100.0, 1000.0, Leans::Level).unwrap();
        assert_eq!((low.says.as_str(), low.way), ("Children come back less often than in England", Way::Neither));
        assert_eq!(found(Good::Low, 2060.0, 10_000.0, Leans::Level), None, "between the two");
        assert_eq!(found(Good::Low, 20.0, 29.0, Leans::Level), None, "fewer than thirty");
        assert_eq!(found(Good::Low, 9.0, 1000.0, Leans::Level), None, "a handful of cases");
        assert_eq!(found(Good::Low, 400.0, 1000.0, Leans::Higher), None, "our rule alone may explain it");
        assert!(found(Good::Low, 400.0, 1000.0, Leans::Lower).is_some(), "though our rule reads lower");
        assert_eq!(found(Good::Low, 400.0, 1000.0, Leans::Either), None);
    }

    #[test]
    fn a_change_is_set_beside_our_own_last_figure() {
        let published = published();
        let mut facts = facts(&published);
        testing::share(&mut facts, "A-1", Good::Low, MEASURE, 400.0, 1000.0);
        let found = change(&facts, &headline()).unwrap();
        assert_eq!(
            (found.says.as_str(), found.beside.as_str()),
            ("Children come back more often than in 2024 to 2025", "12.0% in the year to March 2025")
        );
        assert_eq!((found.source, found.way), (Source::Change, Way::Worse));
        let wordy = Headline { more: "Children in our care come back more often".to_owned(), ..headline() };
        assert_eq!(change(&facts, &wordy).unwrap().says, "Children in our care come back more often than before");
        testing::share(&mut facts, "A-1", Good::Low, MEASURE, 121.0, 1000.0);
        assert_eq!(change(&facts, &headline()), None, "may be chance");
    }

    #[test]
    fn a_timescale_is_missed_only_beyond_chance() {
        let published = published();
        let mut facts = facts(&published);
        let law = Timescale { code: "T-1".to_owned(), late: "{n} came late".to_owned(), law: "An Act".to_owned() };
        let mut found = |n, of, leans| {
            testing::share(&mut facts, "T-1", Good::High, MEASURE, n, of);
            facts.about.get_mut("T-1").unwrap().leans = leans;
            timescale(&facts, &law)
        };
        let late = found(800.0, 1000.0, Leans::Level).unwrap();
        assert_eq!(
            (late.says.as_str(), late.of.as_str(), late.beside.as_str()),
            ("200 of 1,000 came late", "800 of 1,000 in time", "England 22.6%")
        );
        // Wilson's upper end of 80% is 82.4%: 17.6 points short, five to the standard error.
        assert!((late.size - 17.6 / 5.0).abs() < 0.02, "{}", late.size);
        assert_eq!(found(800.0, 1000.0, Leans::Higher).unwrap().beside, "England 22.6% (our count runs higher)");
        assert_eq!(found(1000.0, 1000.0, Leans::Level), None);
        let few = found(3.0, 12.0, Leans::Level).unwrap();
        assert_eq!((few.says.as_str(), few.beside.as_str()), ("9 of 12 came late", ""), "few are set beside nobody");
    }

    #[test]
    fn a_signal_is_news_for_as_long_as_the_rules_say() {
        let published = published();
        let mut facts = facts(&published);
        let mut values: Vec<f64> = [29.0, 31.0].into_iter().cycle().take(14).collect();
        values[12] = 60.0;
        let keys: Vec<String> = (15..29).map(|week| format!("2025-W{week}")).collect();
        let groups: Vec<(&str, f64)> = keys.iter().map(String::as_str).zip(values).collect();
        testing::counts(&mut facts, "S-1", &groups);
        let watched = Watched { code: "S-1".to_owned(), subject: "Contacts".to_owned() };
        let found = signal(&facts, &watched, 3).unwrap();
        assert_eq!(
            (found.says.as_str(), found.value.as_str(), found.of.as_str()),
            ("Contacts were above the upper limit in week of 30 June", "60", "in week of 30 June")
        );
        assert_eq!((found.series, found.way), ("weekly", Way::Neither));
        assert_eq!(signal(&facts, &watched, 0), None, "a week has passed since");
    }
}
