//! What chance does not explain in the months and weeks of a code.
//!
//! In: facts and a code whose groups are months or weeks. Out: the series judged by the rules of [`control`], and its latest signal
//! in words. Months and weeks that the period cuts short are never judged: they are low for no reason.
//! Where the authority records a change of the work, limits are set anew, and what is said of now is judged by those after it.

use super::facts::{Facts, Rebase};
use super::periods::{self, Step};
use crate::calendar::Day;
use crate::content::attention::{Runs, Season};
use crate::indicators::definition::Good;
use crate::statistics::control::{self, Direction, Rule, Screening, Series, State};
use crate::statistics::{self, Best};
use std::ops::Range;

/// Fewest whole months or weeks of which anything is said, and of which limits are set anew.
pub const FEWEST: usize = 5;

/// Most months in a series with those of earlier snapshots: three years, so that every month stands beside its like twice.
const MOST: usize = 36;

/// Below this mean most points are 0, 1 or 2, moving ranges say little of chance, and limits would call rare events signals.
const RAREST: f64 = 2.0;

/// Where so many are usual, a month or week of none is no chance (less than 1 in 100) but one the list does not reach back to.
const USUAL: f64 = 5.0;

/// The whole months or weeks of a code, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Months or weeks.
    pub step: Step,
    /// Their keys in time order.
    pub keys: Vec<String>,
    /// How many were counted in each.
    pub values: Vec<f64>,
    /// Limits and signals.
    pub series: Series,
    /// Changes of the work that part the series: the first begins its second stretch.
    pub changes: Vec<Rebase>,
    /// How many of the first are told by earlier snapshots.
    pub earlier: usize,
}

/// Why a series is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unjudged {
    /// Its groups are no months or weeks, or some are not shown to this audience.
    NotAll,
    /// Fewer than five are whole.
    TooFew,
    /// Fewer than two events a month or week, or never a change.
    TooRare,
}

/// The series of a code, judged.
///
/// # Errors
/// Says why a series cannot be judged.
pub fn judged(facts: &Facts<'_>, code: &str) -> Result<Judged, Unjudged> {
    let groups = facts.groups(code);
    let step = groups.first().and_then(|f| Step::of(&f.group)).ok_or(Unjudged::NotAll)?;
    let window = facts.window(code);
    let mut judged = (Vec::new(), Vec::new());
    for figure in groups {
        let value = figure.value.ok().filter(|_| Step::of(&figure.group) == Some(step)).ok_or(Unjudged::NotAll)?;
        if window.is_none_or(|window| periods::whole(window, &figure.group)) {
            judged.0.push(figure.group.clone());
            judged.1.push(value);
        }
    }
    let (mut keys, mut values) = judged;
    let before = before_the_list(&values);
    keys.drain(..before);
    values.drain(..before);
    // Where the list begins within its period, months of earlier snapshots would leave a gap.
    let earlier = if before == 0 && step == Step::Month { earlier(facts, code, &keys) } else { Vec::new() };
    let stitched = earlier.len();
    let (old_keys, old_values): (Vec<String>, Vec<f64>) = earlier.into_iter().unzip();
    keys.splice(..0, old_keys);
    values.splice(..0, old_values);
    if values.len() < FEWEST {
        return Err(Unjudged::TooFew);
    }
    let parts = parts(facts.rebases.get(code).map_or(&[], Vec::as_slice), &keys);
    let rebases: Vec<control::Rebase> = parts.iter().map(|(at, change)| control::Rebase { at: *at, reason: change.why.clone() }).collect();
    // Screening is the choice of one package, not of the guidance: every leap counts, and limits are the wider.
    let series = control::series(&values, &rebases, Screening::None).ok_or(Unjudged::NotAll)?;
    let tells = |limits: control::Limits| limits.mean >= RAREST && limits.moving_range > 0.0;
    if !series.stretches.iter().all(|stretch| stretch.limits.is_some_and(tells)) {
        return Err(Unjudged::TooRare);
    }
    Ok(Judged { step, keys, values, series, changes: parts.into_iter().map(|(_, change)| change.clone()).collect(), earlier: stitched })
}

/// Whole months just before the first of some, one after the other without a gap, as earlier snapshots tell them: three years in all.
fn earlier(facts: &Facts<'_>, code: &str, keys: &[String]) -> Vec<(String, f64)> {
    let Some(told) = facts.since.as_ref().and_then(|since| since.months.get(code)) else { return Vec::new() };
    let mut found = Vec::new();
    let mut month = keys.first().and_then(|key| periods::first_day(key));
    while let Some(first) = month.filter(|_| keys.len() + found.len() < MOST) {
        let key = first.plus(-1).month_key();
        month = told.get(&key).map(|value| {
            found.push((key.clone(), *value));
            first.months_before(1)
        });
    }
    found.reverse();
    found
}

/// Where changes of the work part a series, each at the first month or week that begins on its day or later: what comes before
/// holds days of both. A change that leaves fewer than five on either side parts nothing, because so few set no limits.
fn parts<'c>(changes: &'c [Rebase], keys: &[String]) -> Vec<(usize, &'c Rebase)> {
    let mut parts: Vec<(usize, &Rebase)> = Vec::new();
    for change in changes {
        let begins = |key: &String| periods::first_day(key).is_some_and(|day| day >= change.from);
        let Some(at) = keys.iter().position(begins) else { continue };
        let before = at - parts.last().map_or(0, |(at, _)| *at);
        if before >= FEWEST && keys.len() - at >= FEWEST {
            parts.push((at, change));
        }
    }
    parts
}

/// How many months or weeks at the start the list does not reach back to, though the period does: those of none, and the first
/// of some, in which the list may begin on any day.
fn before_the_list(values: &[f64]) -> usize {
    let none = values.iter().take_while(|v| **v <= 0.0).count();
    let rest = &values[none..];
    let usual = rest.iter().sum::<f64>() / rest.len().max(1) as f64;
    if none > 0 && usual >= USUAL { none + 1 } else { 0 }
}

/// The latest whole month or week of a series that chance does not explain.
#[derive(Debug, Clone, PartialEq)]
pub struct Latest {
    /// `REF-16`.
    pub code: String,
    /// What is counted: `Referrals`.
    pub subject: String,
    /// `2025-08` or `2025-W19`, for sorting.
    pub key: String,
    /// `August`, `week of 5 May`.
    pub when: String,
    /// Counted in that month or week.
    pub value: f64,
    /// Mean of the points that set the limits.
    pub mean: f64,
    /// The rule that fires.
    pub rule: Rule,
    /// Which way.
    pub direction: Direction,
    /// Whether that is better or worse, by the record.
    pub state: State,
    /// Whole months or weeks after it: 0 where the signal stands now.
    pub since: usize,
    /// Whether fewer than twelve points set the limits.
    pub on_trial: bool,
    /// The points of it, in [`Judged`]: its run or trend, else one alone.
    pub run: Range<usize>,
    /// After the subject: `above the upper limit in August`.
    pub words: String,
}

/// The latest signal of a code; `None` where chance explains every month or week, or they are not judged.
pub fn latest(facts: &Facts<'_>, code: &str) -> Option<Latest> {
    let about = facts.about(code)?;
    let judged = judged(facts, code).ok()?;
    let (at, signal) = judged.latest()?;
    let limits = judged.series.limits()?;
    Some(Latest {
        code: code.to_owned(),
        subject: about.title.trim_end_matches(" by month").trim_end_matches(" by week").to_owned(),
        key: judged.keys[at].clone(),
        when: periods::said(&judged.keys[at]),
        value: judged.values[at],
        mean: limits.mean,
        rule: signal.rule,
        direction: signal.direction,
        state: signal.state(best(about.good)),
        since: judged.keys.len() - 1 - at,
        on_trial: limits.on_trial(),
        run: judged.series.run(&judged.values, at),
        words: judged.words(at),
    })
}

/// The better end of the scale, as statistics name it.
pub fn best(good: Good) -> Option<Best> {
    match good {
        Good::High => Some(Best::Highest),
        Good::Low => Some(Best::Lowest),
        Good::Neither => None,
    }
}

impl Judged {
    /// The latest point with a signal since the work last changed.
    pub fn latest(&self) -> Option<(usize, control::Signal)> {
        let now = self.series.signals.iter().enumerate().skip(self.since());
        now.rev().find_map(|(at, signal)| signal.map(|signal| (at, signal)))
    }

    /// Place of the first point since the work last changed.
    pub fn since(&self) -> usize {
        self.series.stretches.last().map_or(0, |stretch| stretch.start)
    }

    /// The season that most of a run lies in and that explains it: it is news all the same where the same months or weeks of the year before
    /// are held, and it differs from them the same way by more than chance in either year explains.
    pub fn season<'s>(&self, run: Range<usize>, direction: Direction, seasons: &'s [Season]) -> Option<&'s Season> {
        let days: Vec<Day> = self.keys[run.clone()].iter().filter_map(|key| periods::middle(key)).collect();
        let way = if direction == Direction::Low { Runs::Low } else { Runs::High };
        let season = seasons
            .iter()
            .filter(|season| season.runs == way)
            .find(|season| 2 * days.iter().filter(|day| season.holds(**day)).count() > run.len())?;
        let before = |key: &String| {
            let earlier = periods::year_before(key)?;
            self.keys.iter().position(|other| *other == earlier).map(|at| self.values[at])
        };
        let before = self.keys[run.clone()].iter().map(before).sum::<Option<f64>>();
        let now: f64 = self.values[run].iter().sum();
        let ratio = before.and_then(|before| statistics::ratio_of_counts(now, before, statistics::Z95));
        let news = ratio.is_some_and(|ratio| match direction {
            Direction::High => ratio.low > 1.0,
            Direction::Low => ratio.high < 1.0,
        });
        (!news).then_some(season)
    }

    /// The signal of a point after its subject: `above the upper limit in August`, `below average for the last 7 weeks`.
    /// Empty where chance explains the point.
    pub fn words(&self, at: usize) -> String {
        let Some(signal) = self.series.signals[at] else { return String::new() };
        let run = self.series.run(&self.values, at);
        let high = signal.direction == Direction::High;
        let when = periods::said(&self.keys[at]);
        let over = match run.end == self.keys.len() {
            true => format!("the last {}", self.step.many(run.len())),
            false => format!("{} to {}", self.step.many(run.len()), periods::end(&self.keys[run.end - 1])),
        };
        match (signal.rule, high) {
            (Rule::Outside, true) => format!("above the upper limit in {when}"),
            (Rule::Outside, false) => format!("below the lower limit in {when}"),
            (Rule::Trend, true) => format!("rising over {over}"),
            (Rule::Trend, false) => format!("falling over {over}"),
            (Rule::TwoOfThree, true) => format!("close to the upper limit in {when}"),
            (Rule::TwoOfThree, false) => format!("close to the lower limit in {when}"),
            (Rule::Shift, true) => format!("above average for {over}"),
            (Rule::Shift, false) => format!("below average for {over}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use crate::number::Missing;
    use crate::report::testing;

    /// Months up to and with September 2025 in a window that begins in the middle of the first.
    fn months(values: &[f64]) -> Vec<(String, f64)> {
        let last = Day::new(2025, 9, 30).unwrap();
        let key = |i: usize| {
            let month = last.plus(-29).months_after(i as i32 + 1 - values.len() as i32);
            format!("{:04}-{:02}", month.year(), month.month())
        };
        values.iter().enumerate().map(|(i, v)| (key(i), *v)).collect()
    }

    fn with(values: &[f64], then: impl Fn(&mut Facts<'_>)) -> (Result<Judged, Unjudged>, Option<Latest>) {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let months = months(values);
        let groups: Vec<(&str, f64)> = months.iter().map(|(key, v)| (key.as_str(), *v)).collect();
        testing::counts(&mut facts, "code", &groups);
        for figure in facts.figures.get_mut("code").unwrap() {
            figure.window = Window::before(Day::new(2025, 9, 30).unwrap(), values.len() as u8);
        }
        then(&mut facts);
        (judged(&facts, "code"), latest(&facts, "code"))
    }

    const STEADY: [f64; 12] = [29.0, 31.0, 29.0, 31.0, 29.0, 31.0, 29.0, 31.0, 29.0, 31.0, 29.0, 31.0];

    #[test]
    fn the_latest_signal_is_told_in_words() {
        let said = |more: &[f64]| with(&[&STEADY, more].concat(), |_| ()).1;
        assert_eq!(said(&[]), None);
        let high = said(&[60.0, 29.0]).unwrap();
        assert_eq!((high.words.as_str(), high.key.as_str(), high.since), ("above the upper limit in August", "2025-08", 1));
        assert_eq!((high.value, high.mean, high.on_trial, high.state), (60.0, 30.0, false, State::Neutral(Direction::High)));
        let shift = [29.0, 31.0, 32.0, 31.0, 32.0, 31.0, 32.0, 31.0, 32.0];
        assert_eq!(said(&shift).unwrap().words, "above average for the last 8 months");
        assert_eq!(said(&[&shift[..], &[29.0]].concat()).unwrap().words, "above average for 8 months to August");
        assert_eq!(said(&[33.0, 32.0, 31.0, 30.0, 29.5, 29.0, 28.0]).unwrap().words, "falling over the last 7 months");
        assert_eq!(said(&[34.5, 31.0, 34.5]).unwrap().words, "close to the upper limit in September");
    }

    fn change(month: i8, why: &str) -> Rebase {
        Rebase { from: Day::new(2025, month, 1).unwrap(), why: why.to_owned() }
    }

    #[test]
    fn a_change_of_the_work_sets_limits_anew_and_what_is_said_of_now_is_judged_by_them() {
        // Twelve months about 30, then six about 60, of which April 2025 is the first.
        let values = [&STEADY[..], &[59.0, 61.0, 59.0, 61.0, 59.0, 61.0]].concat();
        assert_eq!(with(&values, |_| ()).1.unwrap().words, "above the upper limit in September");
        let with_changes = |changes: &[Rebase]| with(&values, |facts| drop(facts.rebases.insert("code".to_owned(), changes.to_vec())));
        let (judged, latest) = with_changes(&[change(4, "New front door")]);
        let judged = judged.unwrap();
        assert_eq!((latest, judged.since(), judged.changes.len()), (None, 12, 1));
        let means: Vec<f64> = judged.series.stretches.iter().map(|s| s.limits.unwrap().mean).collect();
        assert_eq!(means, [30.0, 60.0]);
        // A day inside a month: that month holds days of both.
        let inside = Rebase { from: Day::new(2025, 3, 12).unwrap(), why: "New front door".to_owned() };
        assert_eq!(with_changes(&[inside]).0.unwrap().since(), 12);
        // Too late, too early, beyond the end, and two with too few months between them.
        for (changes, since) in [
            (vec![change(6, "Late")], 0),
            (vec![Rebase { from: Day::new(2024, 6, 1).unwrap(), ..change(1, "Early") }], 0),
            (vec![change(11, "After")], 0),
            (vec![change(3, "One"), change(4, "Two")], 11),
        ] {
            assert_eq!(with_changes(&changes).0.unwrap().since(), since, "{changes:?}");
        }
    }

    #[test]
    fn months_of_earlier_snapshots_go_before_those_of_the_list_without_a_gap_for_three_years() {
        let told = |months: &[&str]| {
            let known = months.iter().zip(STEADY.into_iter().cycle()).map(|(month, value)| ((*month).to_owned(), value)).collect();
            let since = super::super::since::Since { months: [("code".to_owned(), known)].into(), ..Default::default() };
            with(&STEADY[..6], |facts| facts.since = Some(since.clone())).0.unwrap()
        };
        let judged = told(&["2024-11", "2025-01", "2025-02", "2025-03", "2025-04"]);
        assert_eq!((judged.earlier, judged.keys.len(), judged.keys[0].as_str()), (3, 9, "2025-01"));
        assert_eq!(told(&[]).earlier, 0);
        let years: Vec<String> = (2010..2026).flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}"))).collect();
        let judged = told(&years.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((judged.earlier, judged.keys.len(), judged.keys[0].as_str()), (30, 36, "2022-10"));
    }

    #[test]
    fn a_run_in_the_season_is_news_only_beside_the_year_before() {
        let season = [Season { name: String::new(), runs: Runs::Low, from: "07-14".to_owned(), to: "09-07".to_owned() }];
        // July and August, of which only August's middle and July's last weeks lie in it; thirteen months end with September.
        let of = |august: f64, last: f64| {
            let values = [last, 30.0, 30.0, 31.0, 29.0, 30.0, 31.0, 29.0, 30.0, 31.0, 29.0, 30.0, august];
            let keys = (0..13).map(|i| if i < 5 { format!("2024-{:02}", i + 8) } else { format!("2025-{:02}", i - 4) }).collect();
            let series = control::series(&values, &[], Screening::None).unwrap();
            let judged = Judged { step: Step::Month, keys, values: values.to_vec(), series, changes: Vec::new(), earlier: 0 };
            assert!(judged.season(12..13, Direction::High, &season).is_none(), "only a low run is what summers bring");
            let seasonal = |run| judged.season(run, Direction::Low, &season).is_some();
            (seasonal(12..13), seasonal(9..12))
        };
        assert_eq!(of(10.0, 30.0), (false, false), "far lower than the August before; May to July are no season");
        assert!(of(10.0, 10.0).0, "as low as the August before");
        assert!(of(10.0, 15.0).0, "chance explains the difference");
    }

    #[test]
    fn parts_of_months_few_months_and_rare_events_are_not_judged() {
        let (cut, _) = with(&[&STEADY[..], &[1.0]].concat(), |facts| {
            for figure in facts.figures.get_mut("code").unwrap() {
                figure.window = Window::before(Day::new(2025, 9, 15).unwrap(), 12);
            }
        });
        let cut = cut.unwrap();
        assert_eq!((cut.keys.len(), cut.keys.last().unwrap().as_str(), cut.latest()), (11, "2025-08", None));
        assert_eq!(with(&STEADY[..4], |_| ()).0, Err(Unjudged::TooFew));
        assert!(with(&STEADY[..5], |_| ()).0.unwrap().series.limits().unwrap().on_trial());
        assert_eq!(with(&[0.0, 1.0, 0.0, 0.0, 4.0, 0.0], |_| ()).0, Err(Unjudged::TooRare));
        assert_eq!(with(&[5.0; 12], |_| ()).0, Err(Unjudged::TooRare), "no month differs from another");
    }

    #[test]
    fn months_before_the_list_begins_are_not_judged() {
        let kept = |values: &[f64]| with(values, |_| ()).0.unwrap().values;
        let begins_late = [&[0.0, 0.0, 0.0, 14.0], &STEADY[..]].concat();
        assert_eq!(kept(&begins_late), STEADY);
        let rare = [0.0, 6.0, 1.0, 4.0, 0.0, 5.0, 3.0];
        assert_eq!(kept(&rare), rare, "none is usual");
    }

    #[test]
    fn a_hidden_month_hides_the_judgement() {
        let hide = |facts: &mut Facts<'_>| facts.figures.get_mut("code").unwrap()[3].value = Err(Missing::Suppressed);
        assert_eq!(with(&STEADY, hide).0, Err(Unjudged::NotAll));
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "groups", &[("White", 3.0), ("Black", 4.0)]);
        assert_eq!(judged(&facts, "groups"), Err(Unjudged::NotAll));
        assert_eq!(latest(&facts, "absent"), None);
    }
}
