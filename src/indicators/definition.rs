//! What a record says about an indicator, once it has been read and found whole.

use super::record::{Example, Rule};
use crate::audience::Audience;
use crate::number::Unit;
use serde::{Deserialize, Serialize};

/// Which direction is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Good {
    /// Higher is better.
    High,
    /// Lower is better.
    Low,
    /// Neither: context.
    #[default]
    Neither,
}

/// Which way our count leans against the published one by its rule alone, whatever practice is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Leans {
    /// Nowhere that matters: both count the same, but for periods and rounding.
    #[default]
    Level,
    /// It reads higher than the published rule would.
    Higher,
    /// It reads lower.
    Lower,
    /// It may read either way: the two count different things.
    Either,
}

impl Leans {
    /// As definitions say it; nothing where both count the same.
    pub fn words(self) -> &'static str {
        match self {
            Leans::Level => "",
            Leans::Higher => "Counted so that our number runs higher than the published one",
            Leans::Lower => "Counted so that our number runs lower than the published one",
            Leans::Either => "Counted differently from the published figure, so that ours may read higher or lower",
        }
    }
}

/// What pages, definitions and comparisons need of a record. The evaluator's own fields stand beside it in the record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct About {
    /// Code from the catalogue; never changes meaning.
    pub code: String,
    /// `Referrals with no further action`.
    pub title: String,
    /// Short title for tiles and tables; the title where the record gives none.
    pub short: String,
    /// Key of the list it rests on: `referrals`.
    pub list: String,
    /// Unit of its values.
    pub unit: Unit,
    /// Which direction is better.
    pub good: Good,
    /// What it counts, in plain words.
    pub means: String,
    /// What the numerator is, as a noun phrase: `referrals with no further action`.
    pub numerator: String,
    /// What the denominator is, as a noun phrase; empty for counts.
    pub denominator: String,
    /// Whom or what it leaves out; empty if nobody.
    pub excludes: String,
    /// Rule or guidance it follows.
    pub source: String,
    /// What a reader should know before drawing conclusions.
    pub caveats: Vec<String>,
    /// Published measure it may be compared with (key in `benchmarks/`); for groups see `comparators`.
    pub comparator: Option<String>,
    /// Published measure per group label.
    pub comparators: std::collections::BTreeMap<String, String>,
    /// How the published figure differs.
    pub differs: String,
    /// Which way that makes ours lean: what it explains is never claimed as a difference.
    pub leans: Leans,
    /// Words in which readers meet its groups, where their labels alone do not say it: `No` as `Not in touch`.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub labels: std::collections::BTreeMap<String, String>,
    /// A stock at the as-at date rather than events in a window.
    pub stock: bool,
    /// Why one Annex A cannot answer it, as a sentence; empty where it is computed. Its page shows the published figure alone.
    pub because: String,
    /// Area of the inspection framework it speaks to, a key of `[judgements]`: `care`.
    pub judgement: String,
}

impl About {
    /// Whether anything is published beside it.
    pub fn is_compared(&self) -> bool {
        self.comparator.is_some() || !self.comparators.is_empty()
    }
}

/// An indicator: what is said about it, how it is computed, and worked examples.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// What readers are told.
    pub about: About,
    /// How it is computed.
    pub rule: Rule,
    /// The widest audience that may see it; team figures are for management.
    pub seen_by: Audience,
    /// Examples worked by hand.
    pub examples: Vec<Example>,
    /// File the record stands in.
    pub file: String,
    /// Line it starts at.
    pub line: u32,
}

impl std::ops::Deref for Definition {
    type Target = About;

    fn deref(&self) -> &About {
        &self.about
    }
}
