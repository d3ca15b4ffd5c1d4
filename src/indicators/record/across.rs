//! Kinds that look across lists: overlaps, characteristics against residents, caseloads and ways from step to step.
//!
//! In: a table under `rule`, such as `[indicator.rule.overlap]`. Out: its form, each list's rows as a [`Part`].

use super::condition::Filter;
use super::grouping::Regroup;
use super::page;
use serde::Deserialize;

/// Rows of one list that a rule across lists takes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Label, where the rule shows one.
    #[serde(default)]
    pub group: String,
    /// List.
    pub list: String,
    /// Base the rows are taken from.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
}

/// Children by how many signs they show. A row without an identifier cannot be matched and is left out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlap {
    /// Whose children are counted: those on any of these.
    pub among: Vec<Part>,
    /// The signs; a child shows one by standing among its rows.
    pub signs: Vec<Part>,
    /// A single figure of those with at least so many signs, instead of one figure a number of signs.
    pub at_least: Option<usize>,
}

/// The share of every group at every stage, divided by the group's share elsewhere; labels are `<stage> <group>`. Children, each once a stage.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relative {
    /// Coded field of the characteristic.
    pub characteristic: String,
    /// Groups compared, made from codes; where there are none, those that residents are known for.
    #[serde(default)]
    pub groups: Vec<Regroup>,
    /// Stages.
    pub stages: Vec<Part>,
    /// The stage compared with; residents where there is none.
    pub against: Option<Part>,
    /// Fewest children of a group at a stage for which a ratio is given.
    pub at_least: usize,
}

/// Children with an allocated worker, shared out over workers. A child with two workers counts for both, one on two lists once.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Load {
    /// Whose children are shared out.
    pub among: Vec<Part>,
    /// Text field that names the worker.
    pub per: String,
    /// Which figure is given.
    pub show: LoadShown,
    /// Number groups of [`LoadShown::Bands`].
    #[serde(default)]
    pub groups: Vec<String>,
    /// Text field that names the team of [`LoadShown::Teams`].
    #[serde(default)]
    pub team: String,
}

/// A figure of caseloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoadShown {
    /// Workers by band of caseload.
    Bands,
    /// Mean.
    Mean,
    /// Median.
    Median,
    /// The largest caseload.
    Largest,
    /// The mean of every team.
    Teams,
}

/// Children on their way from step to step. A row without an identifier or a date cannot be followed and is left out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Steps in the order of the way.
    pub steps: Vec<FlowStep>,
}

/// A step of a flow.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowStep {
    /// Date field of its event.
    pub on: String,
    /// Its name and its rows.
    pub of: Part,
}
