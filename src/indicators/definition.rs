//! The record of an indicator, exactly as `content/indicators/*.toml` writes it.

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
    /// A stock at the as-at date rather than events in a window.
    pub stock: bool,
}
