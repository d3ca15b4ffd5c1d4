//! The form of a record in `content/indicators/*.toml`: what a rule may say.
//!
//! Everything is a typed table; nothing is an expression to parse. A kind is the name of a table under `rule`
//! (`[indicator.rule.share]`), and every kind starts from a named base of its list that `where` narrows.
//! Unknown keys are refused, so a slip of the pen is found when the record is read.

use serde::de::value::MapAccessDeserializer;
use serde::{Deserialize, Deserializer, de};
use std::fmt;

mod across;
mod condition;
mod derived;
mod example;
mod grouping;
mod history;
mod moment;
mod rows;

pub use across::{Flow, FlowStep, Load, LoadShown, Overlap, Part, Relative};
pub use condition::{Filter, Match, Range};
pub use derived::{Absent, Applied, Balance, Collection, Difference, Entry, Latest, LatestEntry, Pace, PaceEntry, Rate, Ratio};
pub use example::{Example, Expected};
pub use grouping::{Bins, By, Case, Regroup};
pub use history::{CasesOf, History, LateOf, LevelOf, MovesOf, TraceOf};
pub use moment::{At, Link, Moment, Pick};
pub use rows::{Answers, Count, Distribution, Duration, Limit, Matrix, Multiples, Pyramid, Share, Stat, Sum, Timeliness};

/// What is computed, by kind.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A number of rows, children or families.
    Count(Count),
    /// A share of a base in percent.
    Share(Share),
    /// The parts of a base in percent.
    Distribution(Distribution),
    /// A share done within a limit of time.
    Timeliness(Timeliness),
    /// A median, mean or percentile of lengths.
    Duration(Duration),
    /// Children by how many rows they have.
    Multiples(Multiples),
    /// Rows by two groupings.
    Matrix(Matrix),
    /// Ages by sex.
    Pyramid(Pyramid),
    /// The sum of a whole-number field.
    Sum(Sum),
    /// Another figure for every 10,000 children.
    Rate(Rate),
    /// One figure divided by another.
    Ratio(Ratio),
    /// One figure less another, group by group.
    Difference(Difference),
    /// Figures of other records side by side.
    Collection(Collection),
    /// The latest day of a field, list by list.
    Latest(Latest),
    /// Children by how many signs they show across lists.
    Overlap(Overlap),
    /// Open at the start, started, ceased, open at the end, and what does not add up.
    Balance(Balance),
    /// The period made a year, against the last published year or as a forecast.
    Pace(Pace),
    /// The share of a group at a stage, divided by its share among residents or at another stage.
    Relative(Relative),
    /// Children shared out over workers.
    Load(Load),
    /// Children on their way from step to step.
    Flow(Flow),
    /// What one Annex A cannot answer: its page shows the published figure alone.
    Absent(Absent),
    /// A way of showing that many indicators share; it has no figure of its own.
    Applied(Applied),
}

impl Rule {
    /// The name of the kind, as records write it.
    pub fn kind(&self) -> &'static str {
        match self {
            Rule::Count(_) => "count",
            Rule::Share(_) => "share",
            Rule::Distribution(_) => "distribution",
            Rule::Timeliness(_) => "timeliness",
            Rule::Duration(_) => "duration",
            Rule::Multiples(_) => "multiples",
            Rule::Matrix(_) => "matrix",
            Rule::Pyramid(_) => "pyramid",
            Rule::Sum(_) => "sum",
            Rule::Rate(_) => "rate",
            Rule::Ratio(_) => "ratio",
            Rule::Difference(_) => "difference",
            Rule::Collection(_) => "collection",
            Rule::Latest(_) => "latest",
            Rule::Overlap(_) => "overlap",
            Rule::Balance(_) => "balance",
            Rule::Pace(_) => "pace",
            Rule::Relative(_) => "relative",
            Rule::Load(_) => "load",
            Rule::Flow(_) => "flow",
            Rule::Absent(_) => "absent",
            Rule::Applied(_) => "applied",
        }
    }
}

fn page() -> String {
    "page".to_owned()
}

fn child() -> String {
    "child_id".to_owned()
}

/// Where a figure comes from: another record's code, or a rule written in place.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// Another record.
    Code(String),
    /// A rule of its own.
    Inline(Box<Inline>),
}

/// A rule written in place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inline {
    /// List it reads.
    pub list: String,
    /// Rule.
    pub rule: Rule,
}

/// Reads a text or a table, each into its own form.
struct TextOr<T, N>(fn(String) -> T, fn(N) -> T);

impl<'de, T, N: Deserialize<'de>> de::Visitor<'de> for TextOr<T, N> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name or a table")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        Ok(self.0(text.to_owned()))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        N::deserialize(MapAccessDeserializer::new(map)).map(self.1)
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOr(Source::Code, |inline: Inline| Source::Inline(Box::new(inline))))
    }
}
