//! Comparison: a figure beside the published ones, and what may be claimed from it.
//!
//! `Higher`, `similar` and `lower` come from the figure's 95% interval and the comparator as displayed (ruling 22),
//! so that no word contradicts a printed number.

use super::facts::{Facts, Shown};
use crate::charts::spec::Who;
use crate::comparators::{Measure, NeighbourMean, Published};
use crate::indicators::definition::Leans;
use crate::number::{Missing, Unit, grouped};
use crate::statistics::Interval;

pub use crate::statistics::Verdict;

/// Published figures beside a code (or one of its groups), the last five years.
#[derive(Debug, Clone)]
pub struct Series<'a> {
    /// The published measure.
    pub measure: &'a Measure,
    /// Years, oldest first; there is always one.
    pub years: Vec<u16>,
    /// Place of the first year near enough to the as-at date to be compared with.
    pub near: usize,
    /// The authority's own.
    pub own: Vec<Published>,
    /// Statistical neighbours.
    pub neighbours: Vec<NeighbourMean>,
    /// Region.
    pub region: Vec<Published>,
    /// England.
    pub england: Vec<Published>,
    /// How many the authority's own shares are of, where that is published.
    pub own_base: Vec<Option<f64>>,
    /// Which way ours leans against them by its rule.
    pub leans: Leans,
}

/// The series published for a code's group, or `None` where nothing is.
pub fn series<'a>(facts: &Facts<'a>, code: &str, group: &str) -> Option<Series<'a>> {
    let about = facts.about(code)?;
    if group.is_empty() {
        return Some(Series { leans: about.leans, ..of_measure(facts, about.comparator.as_ref()?)? });
    }
    let mut series = Series { leans: about.leans, ..of_measure(facts, about.comparators.get(group)?)? };
    // The groups of one chart are compared in the latest year that all of them have (ruling 23).
    let england = facts.here.england.as_ref().map_or("", |a| a.code.as_str());
    let common = facts.comparators.latest_common_year(about.comparators.values().map(String::as_str), england);
    if let Some(kept) = common.and_then(|year| series.years.iter().position(|y| *y == year)) {
        series.years.truncate(kept + 1);
        series.own.truncate(kept + 1);
        series.neighbours.truncate(kept + 1);
        series.region.truncate(kept + 1);
        series.england.truncate(kept + 1);
        series.own_base.truncate(kept + 1);
    }
    // The year that all of them have may lie too far back to be compared with.
    Some(series).filter(|series| series.near < series.years.len())
}

/// The series of a published measure; `None` where no published year stands near the as-at date.
pub fn of_measure<'a>(facts: &Facts<'a>, key: &str) -> Option<Series<'a>> {
    let comparators = facts.comparators;
    let measure = comparators.measure(key)?;
    let years = Some(comparators.years(key)).filter(|years| !years.is_empty())?;
    let here_own = facts.here.own.as_deref();
    let of = |area: Option<&str>| -> Vec<Published> {
        years.iter().map(|y| area.map_or(Err(Missing::NotAvailable), |a| comparators.published(key, a, *y))).collect()
    };
    // A share of a measure without a denominator of its own, or of one the authority has no value of, is estimated where it is needed.
    let base = |year: &u16| {
        let area = here_own.filter(|_| comparators.measure(&measure.denominator).is_some())?;
        comparators.published(&measure.denominator, area, *year).ok().filter(|n| *n > 0.0)
    };
    let nobody = NeighbourMean { value: Err(Missing::NotAvailable), n: 0, of: 0 };
    let here = &facts.here;
    Some(Series {
        measure,
        own: of(here.own.as_deref()),
        neighbours: years.iter().map(|y| here.area.as_ref().map_or(nobody, |a| comparators.neighbour_mean(key, a, *y))).collect(),
        region: of(here.region.as_ref().map(|a| a.code.as_str())),
        england: of(here.england.as_ref().map(|a| a.code.as_str())),
        own_base: years.iter().map(base).collect(),
        leans: Leans::Level,
        near: years.iter().position(|year| comparators.is_near(key, *year)).unwrap_or(years.len()),
        years,
    })
}

/// One comparator in its latest year.
#[derive(Debug, Clone, PartialEq)]
pub struct Latest {
    /// Whose.
    pub who: Who,
    /// Name.
    pub name: String,
    /// Value or why there is none.
    pub value: Published,
    /// As shown.
    pub shown: String,
    /// Year.
    pub year: u16,
    /// Neighbours with a value and all of them.
    pub of: Option<(usize, usize)>,
}

impl Series<'_> {
    /// A published value as shown.
    pub fn show(&self, value: Published) -> String {
        match value {
            Ok(value) => self.measure.show(value),
            Err(missing) => missing.shown(),
        }
    }

    /// A mean of neighbours as shown: one decimal, also where areas are published whole.
    pub fn show_mean(&self, mean: &NeighbourMean) -> String {
        match mean.value {
            Ok(value) => {
                let number = grouped(value, self.measure.decimals.max(usize::from(self.measure.unit != crate::number::Unit::Count)));
                if self.measure.unit == crate::number::Unit::Percent { format!("{number}%") } else { number }
            }
            Err(missing) => missing.shown(),
        }
    }

    /// The latest year in which England, region and neighbours all have a value, else the latest of all (ruling 23).
    pub fn latest(&self) -> usize {
        let all = |i: usize| self.england[i].is_ok() && (self.region[i].is_ok() || self.region.iter().all(Result::is_err));
        (self.near..self.years.len()).rev().find(|i| all(*i)).unwrap_or(self.years.len().saturating_sub(1))
    }

    /// Neighbours, region and England in the latest common year.
    pub fn comparators(&self, facts: &Facts<'_>) -> Vec<Latest> {
        let i = self.latest();
        let year = self.years[i];
        let mean = &self.neighbours[i];
        let mut all = Vec::new();
        if mean.of > 0 {
            let name = "Statistical neighbours".to_owned();
            all.push(Latest {
                who: Who::Neighbours,
                name,
                value: mean.value,
                shown: self.show_mean(mean),
                year,
                of: Some((mean.n, mean.of)),
            });
        }
        if let Some(region) = &facts.here.region {
            all.push(Latest {
                who: Who::Region,
                name: region.name.clone(),
                value: self.region[i],
                shown: self.show(self.region[i]),
                year,
                of: None,
            });
        }
        all.push(Latest {
            who: Who::England,
            name: "England".to_owned(),
            value: self.england[i],
            shown: self.show(self.england[i]),
            year,
            of: None,
        });
        all
    }

    /// What may be claimed of a figure beside a published value of the series. Where our rule leans, only what points the other way
    /// may: the lean would explain the rest. A value published in whole numbers stands for all that round to it.
    pub fn claim(&self, figure: &Shown, who: Who, published: f64) -> Option<Verdict> {
        let coarse = self.measure.decimals < figure.unit.decimals() && who != Who::Neighbours;
        let half = if coarse { 0.5 / 10f64.powi(i32::try_from(self.measure.decimals).unwrap_or(0)) } else { 0.0 };
        let against = |other: f64| verdict(figure, self.beside(figure, who, published)?, other);
        let (lowest, highest) = (against(published - half)?, against(published + half)?);
        let claimed = if lowest == highest { lowest } else { Verdict::Similar };
        match (self.leans, claimed) {
            (Leans::Level, _) | (Leans::Higher, Verdict::Lower) | (Leans::Lower, Verdict::Higher) => Some(claimed),
            _ => None,
        }
    }

    /// The interval to hold against a published value. Our own last year is one of many that might have been, as this one is, so chance
    /// in both is allowed for: the squares of what each value lies from the end of its own interval are added (Newcombe's method). The
    /// values of other places are taken as they are.
    pub fn beside(&self, figure: &Shown, who: Who, published: f64) -> Option<Interval> {
        let (low, high) = figure.interval()?;
        let value = figure.value.ok()?;
        let before = match who {
            Who::Authority => self.last_year(figure, value, published),
            _ => None,
        };
        let Some(before) = before else { return Some(Interval { low, high }) };
        let apart = |a: f64, b: f64| (a * a + b * b).sqrt();
        Some(Interval {
            low: value - apart(value - low, before.high - published),
            high: value + apart(high - value, published - before.low),
        })
    }

    /// The interval of our own last published value: of a share by what it is a share of, where that is published, else by our own base
    /// made a year's; of a rate by the events it stands for among the children we have now.
    fn last_year(&self, figure: &Shown, value: f64, published: f64) -> Option<Interval> {
        let flow = self.measure.period_type.starts_with("year");
        let years = if flow { f64::from(figure.window.months) / 12.0 } else { 1.0 };
        match figure.unit {
            Unit::Percent => {
                let base = match self.last_base() {
                    Some(base) => base,
                    None => figure.denominator? / years,
                };
                crate::statistics::share((published / 100.0 * base).clamp(0.0, base), base)
            }
            Unit::Rate => {
                // One event more of the period is one twelfth of so many months more in a rate made a year's.
                let one = value / figure.numerator.filter(|n| *n > 0.0)? * years;
                crate::statistics::rate((published / one).max(0.0), one)
            }
            _ => None,
        }
    }

    /// What our own latest published share is a share of; `None` where that is not published and has to be estimated.
    pub fn last_base(&self) -> Option<f64> {
        let last = self.own.iter().rposition(|value| value.is_ok())?;
        self.own_base[last]
    }

    /// Why less is claimed than the numbers seem to say; empty where both count the same.
    pub fn unlike(&self) -> &'static str {
        match self.leans {
            Leans::Level => "",
            Leans::Higher => "Our count runs higher than the published one",
            Leans::Lower => "Our count runs lower than the published one",
            Leans::Either => "Counted differently: not compared",
        }
    }

    /// The same under each comparator, of a figure that else could be compared.
    pub fn unlike_in_short(&self, figure: &Shown) -> &'static str {
        if figure.is_small() || figure.interval().is_none() || figure.unit == Unit::Count {
            return "";
        }
        match self.leans {
            Leans::Level => "",
            Leans::Higher => "our count runs higher",
            Leans::Lower => "our count runs lower",
            Leans::Either => "counted differently",
        }
    }

    /// England in the latest common year.
    pub fn england_latest(&self) -> Option<f64> {
        self.england[self.latest()].ok()
    }

    /// The authority's own latest published value and its year.
    pub fn own_latest(&self) -> Option<(u16, f64)> {
        self.years.iter().zip(&self.own).skip(self.near).rev().find_map(|(year, value)| value.ok().map(|v| (*year, v)))
    }

    /// The period of a year in words: `year to March 2025`, `31 March 2025`.
    pub fn period(&self, year: u16) -> String {
        match self.measure.period_type.as_str() {
            "at 31 March" => format!("31 March {year}"),
            "at 30 September" => format!("30 September {year}"),
            _ => format!("year to March {year}"),
        }
    }
}

/// Points that two shares lie apart at most where they are called much the same.
const ALIKE_POINTS: f64 = 3.0;
/// Part of the larger that two other values lie apart at most where they are called much the same.
const ALIKE_PART: f64 = 0.1;

/// Whether two values, as displayed, are so near that they may be called much the same. That chance may explain a difference does
/// not make it small.
pub fn alike(unit: Unit, a: f64, b: f64) -> bool {
    let (a, b) = (unit.displayed(a), unit.displayed(b));
    let least = if unit == Unit::Percent { ALIKE_POINTS } else { ALIKE_PART * a.abs().max(b.abs()) };
    (a - b).abs() <= least + 1e-9
}

/// Whether a code's figure lies so near England's that the two may be called much the same.
pub fn like_england(facts: &Facts<'_>, code: &str) -> bool {
    let england = series(facts, code, "").and_then(|s| s.england_latest());
    let figure = facts.single(code).and_then(|f| Some((f.unit, f.value.ok()?)));
    figure.zip(england).is_some_and(|((unit, value), england)| alike(unit, value, england))
}

/// Fewer events than this bear no comparison of rates: one more or less would change the word.
pub const FEWEST_EVENTS: f64 = 10.0;

/// A share of fewer than 30, or a rate of fewer than ten events: of either nothing is claimed.
pub fn is_few(figure: &Shown) -> bool {
    let rare = figure.unit == Unit::Rate && figure.numerator.is_some_and(|n| n < FEWEST_EVENTS);
    figure.is_small() || rare
}

/// Against a comparator's value, by an interval as displayed (ruling 22). Of a share of fewer than 30, of a rate of
/// fewer than ten events, and without an interval, nothing is claimed.
fn verdict(figure: &Shown, interval: Interval, other: f64) -> Option<Verdict> {
    if is_few(figure) {
        return None;
    }
    Some(crate::statistics::verdict(figure.unit, interval, other))
}

/// Against England in the latest common year.
pub fn with_england(facts: &Facts<'_>, code: &str) -> Option<Verdict> {
    let series = series(facts, code, "")?;
    series.claim(facts.single(code)?, Who::England, series.england_latest()?)
}

/// Against the mean of statistical neighbours in the latest common year.
pub fn with_neighbours(facts: &Facts<'_>, code: &str) -> Option<Verdict> {
    let series = series(facts, code, "")?;
    series.claim(facts.single(code)?, Who::Neighbours, series.neighbours.get(series.latest())?.value.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Day, Window};
    use crate::indicators::definition::Good;
    use crate::number::Unit;
    use crate::report::testing;

    fn share(n: f64, of: f64) -> Shown {
        let window = Window::before(Day::new(2025, 9, 30).unwrap(), 6);
        Shown { group: String::new(), window, numerator: Some(n), denominator: Some(of), value: Ok(100.0 * n / of), unit: Unit::Percent }
    }

    #[test]
    fn a_verdict_rests_on_what_is_printed() {
        // 226 of 1,000: Wilson's interval is 20.1% to 25.3% as printed; its ends are similar (ruling 22).
        let verdict = |figure: &Shown, other: f64| {
            let (low, high) = figure.interval()?;
            super::verdict(figure, Interval { low, high }, other)
        };
        let figure = share(226.0, 1000.0);
        assert_eq!(verdict(&figure, 20.1), Some(Verdict::Similar));
        assert_eq!(verdict(&figure, 20.0), Some(Verdict::Higher));
        assert_eq!(verdict(&figure, 25.3), Some(Verdict::Similar));
        assert_eq!(verdict(&figure, 25.4), Some(Verdict::Lower));
        assert_eq!(verdict(&share(20.0, 29.0), 1.0), None);
        assert_eq!(verdict(&Shown { unit: Unit::Days, ..share(1.0, 2.0) }, 1.0), None);
        let rate = |n: f64| Shown { unit: Unit::Rate, value: Ok(10.0 * n), ..share(n, 1000.0) };
        assert_eq!((verdict(&rate(9.0), 1.0), verdict(&rate(10.0), 1.0)), (None, Some(Verdict::Higher)));
    }

    #[test]
    fn chance_plays_in_our_own_last_year_too() {
        // 1,560 of 1,827 is 85.4%, Wilson's interval 83.7% to 86.9%; 87.2% of 3,439 is 86.0% to 88.3%. Each alone leaves the other out.
        let own = |base: &str| {
            let text = format!("measure,year,value,flag\nassessments_45d_pct,2025,87.2,\n{base}");
            crate::comparators::Comparators::load(&crate::theme::Shelf::built_in(), Some(&text)).value
        };
        let claim = |published: &crate::comparators::Comparators, who, value| {
            let mut facts = testing::nothing(published);
            facts.here.own = Some(crate::comparators::OWN.to_owned());
            testing::share(&mut facts, "code", Good::High, Some("assessments_45d_pct"), 1560.0, 1827.0);
            let series = series(&facts, "code", "").unwrap();
            (series.claim(&share(1560.0, 1827.0), who, value).unwrap(), series.last_base())
        };
        let held = own("assessments_n,2025,3439,\n");
        assert_eq!(claim(&held, Who::England, 87.2).0, Verdict::Lower, "another place's value is taken as it is");
        assert_eq!(claim(&held, Who::Authority, 87.2), (Verdict::Similar, Some(3439.0)));
        assert_eq!(claim(&held, Who::Authority, 90.0).0, Verdict::Lower, "z is 4.6");
        // Without a published base ours is made a year's: 3,654.
        assert_eq!(claim(&own(""), Who::Authority, 87.2), (Verdict::Similar, None));
        // 600 in six months and a published rate of the same year: 1,000 events twice as likely as not to have been 1,200.
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let rate = Shown { unit: Unit::Rate, value: Ok(120.0), ..share(600.0, 100_000.0) };
        testing::add(&mut facts, "rate", Unit::Rate, Good::Neither, Some("referrals_rate"), &[("", Some(600.0), None, Ok(120.0))]);
        let series = series(&facts, "rate", "").unwrap();
        let interval = series.beside(&rate, Who::Authority, 100.0).unwrap();
        // Byar's 600 is 552.9 to 650.0, so 110.6 to 130.0; 1,000 is 939.0 to 1,064.0, so 93.9 to 106.4.
        assert!((interval.low - (120.0 - 9.42f64.hypot(6.40))).abs() < 0.1, "{interval:?}");
        assert!((interval.high - (120.0 + 10.0f64.hypot(6.10))).abs() < 0.1, "{interval:?}");
    }

    #[test]
    fn what_the_rule_explains_is_never_claimed() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "code", Good::Low, Some("rereferrals_pct"), 226.0, 1000.0);
        let said = |leans, other| {
            let series = Series { leans, ..series(&facts, "code", "").unwrap() };
            series.claim(&share(226.0, 1000.0), Who::England, other)
        };
        let all = |leans| [10.0, 22.6, 40.0].map(|other| said(leans, other));
        assert_eq!(all(Leans::Level), [Some(Verdict::Higher), Some(Verdict::Similar), Some(Verdict::Lower)]);
        assert_eq!(all(Leans::Higher), [None, None, Some(Verdict::Lower)], "higher and similar may be the rule's doing");
        assert_eq!(all(Leans::Lower), [Some(Verdict::Higher), None, None]);
        assert_eq!(all(Leans::Either), [None; 3]);
    }

    #[test]
    fn a_whole_number_stands_for_all_that_round_to_it() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        // Published in whole numbers: 19.5 to 20.5 print as 20. Wilson's interval of 226 in 1,000 is 20.1% to 25.3%.
        testing::share(&mut facts, "whole", Good::Low, Some("cla_pl_foster_pct"), 226.0, 1000.0);
        let series = series(&facts, "whole", "").unwrap();
        let claim = |who, other| series.claim(&share(226.0, 1000.0), who, other);
        assert_eq!(claim(Who::England, 20.0), Some(Verdict::Similar));
        assert_eq!(claim(Who::Neighbours, 20.0), Some(Verdict::Higher), "a mean of many is not rounded");
        assert_eq!(claim(Who::England, 19.0), Some(Verdict::Higher));
    }

    #[test]
    fn only_years_over_by_the_as_at_date_and_near_it_are_compared_with() {
        let years = |day: (i16, i8, i8)| {
            let published = testing::published().as_of(Day::new(day.0, day.1, day.2).unwrap());
            let mut facts = testing::nothing(&published);
            testing::share(&mut facts, "code", Good::Low, Some("rereferrals_pct"), 226.0, 1000.0);
            series(&facts, "code", "").map(|s| (s.years.clone(), s.comparators(&facts)[2].year))
        };
        assert_eq!(years((2021, 2, 8)).unwrap(), (vec![2016, 2017, 2018, 2019, 2020], 2020));
        assert_eq!(years((2021, 3, 31)).unwrap().1, 2021, "a year that ends that day is over");
        assert_eq!(years((2027, 3, 31)).unwrap().1, 2025, "ended 24 months before");
        assert_eq!((years((2027, 4, 1)), years((2015, 3, 15))), (None, None), "nothing near");
    }

    #[test]
    fn our_own_last_year_is_a_near_one_too() {
        let text = Some("measure,year,value,flag\nrereferrals_pct,2022,22.0,\n");
        let all = crate::comparators::Comparators::load(&crate::theme::Shelf::built_in(), text).value;
        for (year, last) in [(2023, Some((2022, 22.0))), (2025, None)] {
            let published = all.clone().as_of(Day::new(year, 9, 30).unwrap());
            let mut facts = testing::nothing(&published);
            facts.here.own = Some(crate::comparators::OWN.to_owned());
            testing::share(&mut facts, "code", Good::Low, Some("rereferrals_pct"), 226.0, 1000.0);
            assert_eq!(series(&facts, "code", "").unwrap().own_latest(), last, "{year}");
        }
    }

    #[test]
    fn comparators_are_those_of_the_latest_year_all_have() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "code", Good::Low, Some("rereferrals_pct"), 226.0, 1000.0);
        let series = series(&facts, "code", "").unwrap();
        assert_eq!(series.years, [2021, 2022, 2023, 2024, 2025]);
        let all = series.comparators(&facts);
        let names: Vec<(&str, &str, u16)> = all.iter().map(|c| (c.name.as_str(), c.shown.as_str(), c.year)).collect();
        assert_eq!(names, [("Statistical neighbours", "18.6%", 2025), ("London", "19.4%", 2025), ("England", "22.6%", 2025)]);
        assert_eq!(all[0].of, Some((10, 10)));
        // An England without the latest year takes all comparators back to the year before (ruling 23).
        let mut short = series.clone();
        short.england[4] = Err(Missing::NotAvailable);
        assert!(short.comparators(&facts).iter().all(|c| c.year == 2024));
    }
}
