//! The four rules: what each finds, how far beyond chance it lies, and the sentence it makes.

use super::super::compare::{self, Series, Verdict};
use super::super::facts::{Facts, Shown};
use super::super::periods::Step;
use super::super::{grammar, message, signals};
use super::{Candidate, Way};
use crate::charts::spec::Who;
use crate::content::attention::{Attention as Rules, Doubt, Headline, Source, Timescale, Watched};
use crate::indicators::definition::Good;
use crate::number::{Unit, grouped};
use crate::statistics::Z95;
use crate::statistics::control::{Direction, State};

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
    let signals = rules.series.iter().filter_map(|watched| signal(facts, watched, rules));
    let all = timescales.chain(apart).chain(signals).chain(changed);
    all.map(|found| weighed(facts, &rules.doubt, found)).collect()
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
        fills: "",
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
    let (figure, value, _) = measured(facts, headline)?;
    let series = compare::series(facts, code, "")?;
    let (year, before) = series.own_latest()?;
    let interval = series.beside(figure, Who::Authority, before)?;
    let error = ((interval.high - interval.low) / (2.0 * Z95)).max(f64::EPSILON);
    let verdict = series.claim(figure, Who::Authority, before).filter(|v| *v != Verdict::Similar)?;
    Some(Candidate {
        size: (value - before).abs() / error,
        says: message::shortest([
            format!("{} than in {}", words(headline, verdict), short_period(&series, year)),
            format!("{} than before", words(headline, verdict)),
        ]),
        beside: format!("{} {}{}", series.show(Ok(before)), when(&series, year), estimated(figure, &series)),
        way: way(facts.about(code)?.good, verdict),
        ..candidate(facts, code, Source::Change, figure)
    })
}

/// Said where the number that our own last share is of is not published, and chance in it is reckoned from ours.
fn estimated(figure: &Shown, series: &Series<'_>) -> &'static str {
    if figure.unit == Unit::Percent && series.last_base().is_none() { ", its base estimated from ours" } else { "" }
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

/// Fewer in time than all, by more than chance explains; not of a handful, of which no share is claimed elsewhere either.
fn timescale(facts: &Facts<'_>, timescale: &Timescale) -> Option<Candidate> {
    let code = &timescale.code;
    let figure = facts.single(code).filter(|f| f.unit == Unit::Percent && !f.is_small())?;
    let (n, of, high) = (figure.numerator?, figure.denominator?, figure.interval()?.1);
    let short = 100.0 - figure.unit.displayed(high);
    if short <= 0.0 || of - n < FEWEST {
        return None;
    }
    let elsewhere = elsewhere(facts, code, figure);
    let in_time = figure.unit.show(figure.value.ok()?);
    Some(Candidate {
        size: short / POINTS,
        says: timescale.late.replace("{n}", &format!("{} of {}", grouped(of - n, 0), grouped(of, 0))),
        // The sentence speaks of those that were late, and so does the number beside it.
        value: figure.unit.show(100.0 - figure.unit.displayed(figure.value.ok()?)),
        of: format!("Not in time; {in_time} in time"),
        beside: if elsewhere.beside.is_empty() { String::new() } else { format!("In time: {}", elsewhere.beside) },
        way: if elsewhere.worse { Way::Worse } else { Way::Unmet },
        fills: elsewhere.standing,
        ..candidate(facts, code, Source::Timescale, figure)
    })
}

/// How a duty is met elsewhere.
struct Elsewhere {
    /// `England 81.4%, statistical neighbours 75.9%`.
    beside: String,
    /// Whether fewer are in time here than in England and, where they have a figure, than among statistical neighbours.
    worse: bool,
    /// Goes on after `Below the duty`.
    standing: &'static str,
}

/// England and statistical neighbours beside a duty, and what may be claimed against them.
fn elsewhere(facts: &Facts<'_>, code: &str, figure: &Shown) -> Elsewhere {
    let nothing = Elsewhere { beside: String::new(), worse: false, standing: "" };
    let Some(series) = compare::series(facts, code, "").filter(|s| !s.years.is_empty()) else { return nothing };
    let good = facts.about(code).map_or(Good::High, |about| about.good);
    let latest = series.comparators(facts);
    let of = |who: Who| latest.iter().find(|c| c.who == who).and_then(|c| Some((c, c.value.ok()?)));
    let point = |who: Who| of(who).and_then(|(_, at)| series.claim(figure, who, at)).map(|verdict| (verdict, way(good, verdict)));
    // Beside a published clock that starts elsewhere, the reader is told so at the number.
    let lean = Some(series.unlike_in_short(figure)).filter(|lean| !lean.is_empty()).map(|lean| format!(" ({lean})"));
    let said = |who: Who, name: &str| of(who).map(|(c, _)| format!("{name} {}", c.shown));
    let both = [said(Who::England, "England"), said(Who::Neighbours, "statistical neighbours")];
    let beside = both.into_iter().flatten().collect::<Vec<_>>().join(", ") + &lean.unwrap_or_default();
    let (england, neighbours) = (point(Who::England), point(Who::Neighbours));
    let worse_than = |point: Option<(Verdict, Way)>| point.is_some_and(|(_, way)| way == Way::Worse);
    let worse = worse_than(england) && (worse_than(neighbours) || of(Who::Neighbours).is_none());
    let standing = match england {
        None => "",
        Some((Verdict::Similar, _)) => ", in line with England",
        Some((_, Way::Better)) => ", better than England",
        Some(_) if worse => ", below England",
        Some(_) => ", below England, not below its neighbours",
    };
    Elsewhere { beside, worse, standing }
}

/// Why a measure is in doubt: the grade of the columns it rests on, or the dates that are blank among what it misses.
fn in_doubt(facts: &Facts<'_>, doubt: &Doubt, code: &str) -> Option<String> {
    let grade = facts.grades.get(code).filter(|grade| doubt.grades.contains(&grade.letter));
    let missed = facts.missed.get(code).filter(|missed| missed.undated > 0);
    let many = missed.is_some_and(|missed| 100.0 * missed.undated as f64 > doubt.blanks * missed.all as f64);
    if grade.is_none() && !many {
        return None;
    }
    let blank = missed.map(|missed| {
        let have = if missed.undated == 1 { "has" } else { "have" };
        let number = |n: usize| crate::number::count(n as u64);
        format!("of the {} missed, {} {have} no date recorded", number(missed.all), number(missed.undated))
    });
    let grade = grade.map(|grade| format!("completeness grade {}", grade.letter));
    Some([blank, grade].into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// What rests on records with gaps says so, and points no way.
fn weighed(facts: &Facts<'_>, doubt: &Doubt, found: Candidate) -> Candidate {
    match in_doubt(facts, doubt, &found.code) {
        Some(why) => {
            let why = message::capital(&why);
            let fills = if found.source == Source::Timescale { ", or not recorded" } else { found.fills };
            let beside = [why, found.beside].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ");
            Candidate { beside, way: Way::Unsure, fills, ..found }
        }
        None => found,
    }
}

/// The latest signal of a series, while it is news. Limits of fewer than twelve points count for half, and so does a point beyond
/// them from which the series has come back; a run that is over is no news, nor one that every summer brings.
fn signal(facts: &Facts<'_>, watched: &Watched, rules: &Rules) -> Option<Candidate> {
    let latest = signals::latest(facts, &watched.code).filter(|latest| latest.since <= rules.recent)?;
    let judged = signals::judged(facts, &watched.code).ok()?;
    let over = latest.since > 0 && latest.run.len() > 1;
    if over || judged.season(latest.run.clone(), latest.direction, &rules.season).is_some() {
        return None;
    }
    let back = latest.since > 0 && judged.values.last().is_some_and(|last| (*last > latest.mean) != (latest.direction == Direction::High));
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
    let run = &judged.values[latest.run.clone()];
    let (low, high) = run.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
    let (value, of) = match run.len() {
        // Of a run no single point stands for all.
        2.. => (format!("{} to {}", grouped(low, 0), grouped(high, 0)), format!("in {}", judged.step.many(run.len()))),
        _ => (grouped(latest.value, 0), format!("in {}", latest.when.trim_start_matches("in "))),
    };
    Some(Candidate {
        code: watched.code.clone(),
        source: Source::Signal,
        size: if latest.on_trial || back { far / 2.0 } else { far },
        says: message::shortest([said(&words), said(&short)]),
        value,
        of: if back { format!("{of}, back since") } else { of },
        beside: format!("mean {}", grouped(latest.mean, 0)),
        way: match latest.state {
            State::Improvement(_) => Way::Better,
            State::Concern(_) => Way::Worse,
            State::CommonCause | State::Neutral(_) => Way::Neither,
        },
        fills: if judged.step == Step::Week { "weekly" } else { "monthly" },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparators::{Comparators, OWN};
    use crate::content::attention::{Runs, Season};
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

    fn rules(recent: usize) -> Rules {
        let season = Season { name: "summer".to_owned(), runs: Runs::Low, from: "07-14".to_owned(), to: "09-07".to_owned() };
        let mut rules = Rules::default();
        (rules.recent, rules.season) = (recent, vec![season]);
        rules
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
            ("Children come back more often than in 2024 to 2025", "12.0% in the year to March 2025, its base estimated from ours")
        );
        assert_eq!((found.source, found.way), (Source::Change, Way::Worse));
        let wordy = Headline { more: "Children in our care come back more often".to_owned(), ..headline() };
        assert_eq!(change(&facts, &wordy).unwrap().says, "Children in our care come back more often than before");
        // 1,000 in six months are 2,000 in a year: 12.0% of these is 10.6% to 13.5%, and 14.4% of ours 12.4% to 16.7%.
        testing::share(&mut facts, "A-1", Good::Low, MEASURE, 144.0, 1000.0);
        assert_eq!(change(&facts, &headline()), None, "chance plays in either year");
        testing::share(&mut facts, "A-1", Good::Low, MEASURE, 121.0, 1000.0);
        assert_eq!(change(&facts, &headline()), None, "may be chance");
    }

    #[test]
    fn a_timescale_is_missed_only_beyond_chance() {
        let published = published();
        let mut facts = facts(&published);
        let law = Timescale { code: "T-1".to_owned(), late: "{n} came late".to_owned(), law: "An Act".to_owned(), date: String::new() };
        let mut found = |n, of, leans| {
            testing::share(&mut facts, "T-1", Good::High, MEASURE, n, of);
            facts.about.get_mut("T-1").unwrap().leans = leans;
            timescale(&facts, &law)
        };
        let late = found(800.0, 1000.0, Leans::Level).unwrap();
        assert_eq!(
            (late.says.as_str(), late.of.as_str(), late.beside.as_str()),
            ("200 of 1,000 came late", "Not in time; 80.0% in time", "In time: England 22.6%, statistical neighbours 18.6%")
        );
        assert_eq!((late.value.as_str(), late.way, late.fills), ("20.0%", Way::Unmet, ", better than England"));
        // Wilson's upper end of 80% is 82.4%: 17.6 points short, five to the standard error.
        assert!((late.size - 17.6 / 5.0).abs() < 0.02, "{}", late.size);
        assert_eq!(
            found(800.0, 1000.0, Leans::Higher).unwrap().beside,
            "In time: England 22.6%, statistical neighbours 18.6% (our count runs higher)"
        );
        assert_eq!(found(800.0, 1000.0, Leans::Higher).unwrap().fills, "", "what the lean explains is not claimed");
        let point = |found: Option<Candidate>| found.map(|found| (found.way, found.fills)).unwrap();
        assert_eq!(point(found(226.0, 1000.0, Leans::Level)), (Way::Unmet, ", in line with England"));
        assert_eq!(point(found(100.0, 1000.0, Leans::Level)), (Way::Worse, ", below England"));
        assert_eq!(point(found(196.0, 1000.0, Leans::Level)), (Way::Unmet, ", below England, not below its neighbours"));
        assert_eq!(found(1000.0, 1000.0, Leans::Level), None);
        assert_eq!(found(3.0, 29.0, Leans::Level), None, "fewer than thirty");
        assert_eq!(found(21.0, 30.0, Leans::Level), None, "fewer than ten missed");
        assert!(found(20.0, 30.0, Leans::Level).is_some());
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
        let found = signal(&facts, &watched, &rules(3)).unwrap();
        assert_eq!(
            (found.says.as_str(), found.value.as_str(), found.of.as_str()),
            ("Contacts were above the upper limit in week of 30 June", "60", "in week of 30 June")
        );
        assert_eq!((found.fills, found.way), ("weekly", Way::Neither));
        assert_eq!(signal(&facts, &watched, &rules(0)), None, "a week has passed since");
    }

    /// A run of weeks from that of a Monday on, after twelve about 30, before some more.
    fn run(first: u8, run: &[f64], after: &[f64]) -> Option<Candidate> {
        let published = published();
        let mut facts = facts(&published);
        let steady = [29.0, 31.0].into_iter().cycle().take(12);
        let values: Vec<f64> = steady.chain(run.iter().copied()).chain(after.iter().copied()).collect();
        let keys: Vec<String> = (0..values.len()).map(|i| format!("2025-W{:02}", usize::from(first) - 12 + i)).collect();
        let groups: Vec<(&str, f64)> = keys.iter().map(String::as_str).zip(values).collect();
        testing::counts(&mut facts, "S-1", &groups);
        for figure in facts.figures.get_mut("S-1").unwrap() {
            figure.window = crate::calendar::Window::before(crate::calendar::Day::new(2025, 12, 31).unwrap(), 12);
        }
        signal(&facts, &Watched { code: "S-1".to_owned(), subject: "Contacts".to_owned() }, &rules(3))
    }

    #[test]
    fn a_run_is_told_by_its_range_and_is_no_news_when_it_is_over_or_every_summer_brings_it() {
        let low = [27.0, 28.0, 27.0, 28.0, 27.0, 28.0, 27.0, 28.0];
        // 14 April to 8 June, and 14 July to 7 September.
        let spring = run(16, &low, &[]).unwrap();
        assert_eq!(spring.says, "Contacts are below average for the last 8 weeks");
        assert_eq!((spring.value.as_str(), spring.of.as_str()), ("27 to 28", "in 8 weeks"));
        assert_eq!(run(16, &low, &[31.0]), None, "the latest week lies on the other side");
        assert_eq!(run(29, &low, &[]), None, "the school summer holidays");
        assert!(run(34, &low, &[]).is_some(), "three weeks of eight are no summer");
    }

    #[test]
    fn what_rests_on_gaps_says_so_and_points_no_way() {
        let published = published();
        let mut facts = facts(&published);
        testing::share(&mut facts, "T-1", Good::High, None, 800.0, 1000.0);
        let law = Timescale { code: "T-1".to_owned(), late: "{n} came late".to_owned(), law: "An Act".to_owned(), date: String::new() };
        let mut rules = rules(3);
        rules.timescale = vec![law];
        rules.doubt = Doubt { grades: vec!['C', 'D'], blanks: 25.0, ..Doubt::default() };
        let mut found = |undated, letter| {
            facts.missed.insert("T-1".to_owned(), crate::indicators::Missed { all: 200, undated });
            facts.grades.insert("T-1".to_owned(), crate::report::facts::Completeness { letter, words: String::new() });
            let found = all(&facts, &rules).remove(0);
            (found.way, found.beside)
        };
        assert_eq!(found(50, 'B'), (Way::Unmet, String::new()), "a quarter is not more than a quarter");
        assert_eq!(found(51, 'B'), (Way::Unsure, "Of the 200 missed, 51 have no date recorded".to_owned()));
        assert_eq!(found(0, 'C'), (Way::Unsure, "Completeness grade C".to_owned()));
        assert_eq!(found(1, 'D').1, "Of the 200 missed, 1 has no date recorded, completeness grade D");
    }
}
