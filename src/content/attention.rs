//! What needs attention, as written: headline measures with their words, timescales set in law, series watched, and the rules.
//!
//! In: `content/attention.toml`. Out: records; what the rules find is for `report` to say. Codes keep their line, so that one
//! that is not in the catalogue can be named with its place.

use super::broken_toml;
use crate::calendar::Day;
use crate::finding::{Findings, Place};
use serde::Deserialize;

/// Path of the file.
pub const FILE: &str = "content/attention.toml";

/// All that the list is picked from and by.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attention {
    /// Items on the list.
    pub most: usize,
    /// Items that one page may fill.
    pub most_of_page: usize,
    /// Places at the end kept for good news, where there is some.
    pub good_news: usize,
    /// How many whole weeks or months ago a signal may have passed.
    pub recent: usize,
    /// Said where nothing is found.
    pub nothing: String,
    /// How the list is ranked, in plain words.
    pub says: String,
    /// Where candidates come from, in the order they are explained.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// Headline measures by domain.
    #[serde(default)]
    pub domain: Vec<Domain>,
    /// Timescales set in law.
    #[serde(default)]
    pub timescale: Vec<Timescale>,
    /// Series watched for signals.
    #[serde(default)]
    pub series: Vec<Watched>,
    /// Parts of every year in which a series runs high or low for a reason that everybody knows.
    #[serde(default)]
    pub season: Vec<Season>,
    /// What may stand on the list, but not first.
    #[serde(default)]
    pub doubt: Doubt,
    /// The file as read, for lines.
    #[serde(skip)]
    text: String,
}

/// Where candidates come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// England and statistical neighbours.
    Comparators,
    /// Weekly and monthly series.
    Signal,
    /// Timescales set in law.
    Timescale,
    /// The authority's own last published year.
    Change,
}

/// A source, how much it counts and how it is explained.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Which source.
    pub key: Source,
    /// Printed with each item: `Furthest from England`; `{series}` is `weekly` or `monthly`, `{standing}` how a duty is met elsewhere.
    pub label: String,
    /// Items of it that have a place before the rest is ranked.
    pub least: usize,
    /// Items of it on the list.
    pub most: usize,
    /// What a standard error of it counts for.
    pub weight: f64,
    /// The rule in plain words.
    pub says: String,
}

/// Headline measures that belong together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// `Children in care`.
    pub title: String,
    /// Measures.
    pub headline: Vec<Headline>,
}

/// A headline measure and the sentences that go on with `than in England`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// Code.
    pub code: String,
    /// Where it is higher: `Children are more often referred again`.
    pub more: String,
    /// Where it is lower.
    pub less: String,
}

/// A timescale that asks for every case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timescale {
    /// Code of the share in time.
    pub code: String,
    /// Who was not: `{n} conferences came after 15 working days`.
    pub late: String,
    /// What sets it.
    pub law: String,
    /// The column of the date it is told by, where a row without one counts as not in time.
    #[serde(default)]
    pub date: String,
}

/// A part of every year.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// `school summer holidays`.
    pub name: String,
    /// Which way series run in it.
    pub runs: Runs,
    /// First day, as `07-14`.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// Which way series run in a season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Runs {
    /// Below the rest of the year.
    Low,
    /// Above it.
    High,
}

impl Season {
    /// Whether a day lies in it.
    pub fn holds(&self, day: Day) -> bool {
        let at = format!("{:02}-{:02}", day.month(), day.day_of_month());
        if self.from <= self.to { self.from <= at && at <= self.to } else { at >= self.from || at <= self.to }
    }
}

/// What rests on records with gaps.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// Grades of completeness that are a doubt.
    pub grades: Vec<char>,
    /// The share of what is missed, in percent, above which blank dates are one.
    pub blanks: f64,
    /// Places kept for it.
    pub places: usize,
    /// The rule in plain words.
    pub says: String,
}

/// A series watched for signals.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watched {
    /// Code whose groups are weeks or months.
    pub code: String,
    /// Begins the sentence: `Contacts`.
    pub subject: String,
}

impl Attention {
    /// Headline measures with their words.
    pub fn headlines(&self) -> impl Iterator<Item = &Headline> {
        self.domain.iter().flat_map(|domain| &domain.headline)
    }

    /// Every code the file names, once.
    pub fn codes(&self) -> Vec<&str> {
        let headlines = self.headlines().map(|h| h.code.as_str());
        let timescales = self.timescale.iter().map(|t| t.code.as_str());
        let mut codes: Vec<&str> = headlines.chain(timescales).chain(self.series.iter().map(|s| s.code.as_str())).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Where the file first names a code.
    pub fn place(&self, code: &str) -> Place {
        let quoted = format!("\"{code}\"");
        let line = self.text.lines().position(|line| line.contains(&quoted));
        line.and_then(|line| u32::try_from(line + 1).ok()).map_or_else(|| Place::file(FILE), |line| Place::line(FILE, line))
    }
}

/// Reads the file; nothing is pointed at where it cannot be read, and a finding says why.
pub fn read(text: &str, findings: &mut Findings) -> Attention {
    match toml::from_str::<Attention>(text) {
        Ok(attention) => Attention { text: text.to_owned(), ..attention },
        Err(error) => {
            findings.push(broken_toml(FILE, 0, text, &error));
            Attention::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_this_repository_is_whole() {
        let mut findings = Findings::default();
        let attention = read(include_str!("../../content/attention.toml"), &mut findings);
        assert_eq!(findings, Findings::default());
        assert_eq!(attention.headlines().count(), 27);
        let words = |text: &str| text.split_whitespace().count();
        // "than in England" and "than in March 2025" go on from them, and make ten.
        assert!(attention.headlines().all(|h| words(&h.more) <= 7 && words(&h.less) <= 7));
        // "38 of 179" stands for one of them.
        assert!(attention.timescale.iter().all(|t| t.late.starts_with("{n} ") && words(&t.late) <= 8));
        let keys: Vec<Source> = attention.rule.iter().map(|r| r.key).collect();
        assert_eq!(keys, [Source::Timescale, Source::Comparators, Source::Signal, Source::Change]);
        assert_eq!(
            attention.place("REF-03").line,
            Some(1 + include_str!("../../content/attention.toml").lines().position(|l| l.contains("\"REF-03\"")).unwrap() as u32)
        );
    }

    #[test]
    fn a_season_may_run_over_the_new_year() {
        let season = |from: &str, to: &str| Season { name: String::new(), runs: Runs::Low, from: from.to_owned(), to: to.to_owned() };
        let day = |month, day| Day::new(2025, month, day).unwrap();
        let (summer, winter) = (season("07-14", "09-07"), season("12-20", "01-04"));
        assert!(summer.holds(day(7, 14)) && summer.holds(day(9, 7)) && !summer.holds(day(9, 8)) && !summer.holds(day(1, 1)));
        assert!(winter.holds(day(12, 31)) && winter.holds(day(1, 4)) && !winter.holds(day(7, 14)));
    }

    #[test]
    fn a_slip_is_named_by_its_line() {
        let mut findings = Findings::default();
        let broken = read("most = 6\nmost_of_page = 2\ngood_news = 1\nrecent = 3\nnothing = ''\nsays = ''\nmots = 3\n", &mut findings);
        assert_eq!(broken, Attention::default());
        assert_eq!(findings.0[0].place, Place { character: Some(1), ..Place::line(FILE, 7) });
    }
}
