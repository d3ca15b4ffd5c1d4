//! Kinds made from other figures, and those that have none of their own.
//!
//! In: a table under `rule`, such as `[indicator.rule.rate]`. Out: its form, with the figures it takes as [`Source`]s.
//! The latest day of each list belongs here too: it reads columns, not the rows of a base.

use super::Source;
use serde::Deserialize;

/// Another figure for every so many children aged 0 to 17.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Figure whose numerator is taken.
    pub of: Source,
    /// Whether events are turned into a yearly number.
    #[serde(default)]
    pub annualise: bool,
    /// Children: 10,000 unless said otherwise; 100 makes it a percentage.
    #[serde(default = "ten_thousand")]
    pub scale: u32,
}

fn ten_thousand() -> u32 {
    10_000
}

/// One figure divided by another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// Numerator.
    pub of: Source,
    /// Denominator.
    pub per: Source,
    /// Whether it is given in percent.
    #[serde(default)]
    pub percent: bool,
}

/// One figure less another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// What is reduced.
    pub of: Source,
    /// What is taken away.
    pub less: Source,
}

/// Single figures side by side.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// One entry a group.
    pub entries: Vec<Entry>,
}

/// A group of a collection.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Label.
    pub group: String,
    /// Where it comes from.
    pub of: Source,
}

/// The latest day list by list, where it is in the list's window.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Latest {
    /// One entry a group.
    pub entries: Vec<LatestEntry>,
}

/// A field whose latest day is sought.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LatestEntry {
    /// Label.
    pub group: String,
    /// List.
    pub list: String,
    /// Date fields; the latest day of any of them.
    pub fields: Vec<String>,
}

/// Stock and flow: `opening` and `started` less `ceased` should be `closing`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balance {
    /// Open just before the period.
    pub opening: Source,
    /// Started in it.
    pub started: Source,
    /// Ceased in it.
    pub ceased: Source,
    /// Open at its end.
    pub closing: Source,
}

/// Events of the period made a year.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// One entry a group.
    pub entries: Vec<PaceEntry>,
    /// Whether the year's number is given rather than its share of the last published year.
    #[serde(default)]
    pub forecast: bool,
}

/// A group of a pace.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaceEntry {
    /// Label.
    pub group: String,
    /// Events of the period.
    pub of: Source,
    /// Published measure that counts them over a year.
    #[serde(default)]
    pub published: String,
}

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absent {
    /// The reason, as a sentence for readers.
    pub because: String,
    /// Groups that something is published for; a single figure where there are none.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// A way of showing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// Where readers meet it.
    pub shown: String,
    /// The rule it follows.
    pub rule: String,
}
