//! The form of a record in `content/indicators/*.toml`: what a rule may say.
//!
//! Everything is a typed table; nothing is an expression to parse. A kind is the name of a table under `rule`
//! (`[indicator.rule.share]`), and every kind starts from a named base of its list that `where` narrows.
//! Unknown keys are refused, so a slip of the pen is found when the record is read.

use serde::de::value::MapAccessDeserializer;
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;
use std::fmt;

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

/// A number of rows, or of different identifiers among them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Base the rows are taken from.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier counted once, `child_id` or `family_id`; a row without one counts for itself.
    pub distinct: Option<String>,
    /// One figure a group instead of a single one.
    pub by: Option<By>,
    /// One figure a case; cases may overlap.
    #[serde(default)]
    pub cases: Vec<Case>,
}

/// Those counted among a base.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Base of the denominator.
    #[serde(default = "page")]
    pub base: String,
    /// What a row of the denominator must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier counted once.
    pub distinct: Option<String>,
    /// Fields without which a row leaves the denominator and is shown as not recorded.
    #[serde(default)]
    pub known: Vec<String>,
    /// A question answered with yes or no: the whole rule of most shares.
    pub answers: Option<Answers>,
    /// What a row of the numerator must also meet.
    #[serde(default)]
    pub counted: Vec<Filter>,
    /// One figure a group, each with the group's own denominator.
    pub by: Option<By>,
    /// One figure a case, each with its own numerator and denominator.
    #[serde(default)]
    pub cases: Vec<Case>,
    /// Whether the single figure is given beside groups or cases.
    #[serde(default)]
    pub total: bool,
}

/// A coded answer and which codes are in numerator and denominator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Field of the answer.
    pub field: String,
    /// Codes of the numerator.
    #[serde(default = "yes")]
    pub yes: Vec<String>,
    /// Further codes of the denominator; any other answer is shown as a group of its own.
    #[serde(default = "no")]
    pub no: Vec<String>,
}

fn yes() -> Vec<String> {
    vec!["yes".to_owned()]
}

fn no() -> Vec<String> {
    vec!["no".to_owned()]
}

/// A named part with conditions of its own.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Label of the figure.
    pub group: String,
    /// What a row of the case must meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// What a row of the case's numerator must also meet.
    #[serde(default)]
    pub counted: Vec<Filter>,
}

/// The parts of a base.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// Base of the denominator.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier counted once, in the highest of its groups.
    pub distinct: Option<String>,
    /// How rows are grouped.
    pub by: By,
    /// Blank is an outcome of its own: its label; the whole base is then the denominator.
    pub blank_is: Option<String>,
    /// The whole base is the denominator, blank or not.
    #[serde(default)]
    pub whole: bool,
    /// Whether the sum of all groups is given as well.
    #[serde(default)]
    pub total: bool,
    /// Whether the median length is given as the group `median`.
    #[serde(default)]
    pub median: bool,
}

/// Done within a limit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeliness {
    /// Base of the denominator.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Start of the clock.
    pub from: Moment,
    /// End of the clock.
    pub to: Moment,
    /// Limit.
    pub within: Limit,
    /// One figure a group.
    pub by: Option<By>,
}

/// A limit of time, both ends included.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Calendar days.
    pub days: Option<i32>,
    /// Working days.
    pub working_days: Option<i32>,
    /// Calendar months.
    pub months: Option<i32>,
    /// Label where the share stands beside a duration: `within 2 months`.
    #[serde(default)]
    pub group: String,
}

/// A statistic of lengths.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duration {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier measured once, by its longest length.
    pub distinct: Option<String>,
    /// Start.
    pub from: Moment,
    /// End.
    pub to: Moment,
    /// Whether working days are counted.
    #[serde(default)]
    pub working: bool,
    /// Whether the mean is given in months of a twelfth of a year instead of days.
    #[serde(default)]
    pub months: bool,
    /// Which statistic.
    pub stat: Stat,
    /// Count a negative length as none, as the adoption scorecard does for a match before the order.
    #[serde(default)]
    pub negative_is_zero: bool,
    /// A share within a limit beside it.
    pub within: Option<Limit>,
}

/// A statistic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stat {
    /// Sum over number.
    Mean,
    /// Middle, or mean of the middle two.
    Median,
    /// Lower quartile.
    P25,
    /// Upper quartile.
    P75,
    /// Ninetieth percentile.
    P90,
}

/// Identifiers by how many rows they have in a base.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Multiples {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Identifier.
    #[serde(default = "child")]
    pub of: String,
    /// Number groups; or, where there are none, `at_least`.
    #[serde(default)]
    pub groups: Vec<String>,
    /// A single figure of those with at least so many rows.
    pub at_least: Option<i32>,
}

/// Rows by two groupings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// First grouping of the label.
    pub rows: By,
    /// Second grouping of the label.
    pub columns: By,
}

/// Single years of age by sex.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pyramid {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Youngest age shown.
    #[serde(default)]
    pub youngest: i32,
    /// Oldest age always shown; older ages follow where there are any, up to 25.
    #[serde(default = "seventeen")]
    pub oldest: i32,
}

fn seventeen() -> i32 {
    17
}

/// The sum of a whole-number field.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// Base.
    #[serde(default = "page")]
    pub base: String,
    /// What a row must also meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
    /// Field summed.
    pub field: String,
    /// Identifier whose largest value counts once.
    pub distinct: Option<String>,
}

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

/// The latest day list by list.
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

/// How rows are grouped. Exactly one of `code`, `number`, `age`, `from`, `month`, `week`, `text` and `first_of` is given.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct By {
    /// Coded field, by the groups of its code set.
    pub code: Option<String>,
    /// Only these codes of it, each a group of its own; the others stay in the denominator.
    pub only: Vec<String>,
    /// Groups of the record's own made from codes.
    pub regroup: Vec<Regroup>,
    /// Whole-number field, by `groups`.
    pub number: Option<String>,
    /// Age at the as-at date, by `groups`; the date field it is measured at where it is another day.
    pub age: Option<bool>,
    /// Number groups such as `0`, `1-4`, `5+`, `<1`.
    pub groups: Vec<String>,
    /// Start of a length, with `to` and `bins`.
    pub from: Option<Moment>,
    /// End of a length.
    pub to: Option<Moment>,
    /// Whether the length is in working days.
    pub working: bool,
    /// Name of a set of bins.
    pub bins: Option<String>,
    /// Date field, by month of the window.
    pub month: Option<String>,
    /// Date field, by ISO week of the window.
    pub week: Option<String>,
    /// Text field, by its commonest values.
    pub text: Option<String>,
    /// How many values of a text are shown; the rest is `Other`.
    pub top: Option<usize>,
    /// The first case a row meets.
    pub first_of: Vec<Case>,
}

/// A group made from codes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regroup {
    /// Label.
    pub group: String,
    /// Codes.
    pub is: Vec<String>,
}

/// A set of bins for lengths, in days or in calendar months. One sort of edges is given.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bins {
    /// Labels from short to long, one more than there are edges.
    pub labels: Vec<String>,
    /// Edges that belong to the bin above them.
    #[serde(default)]
    pub below: Vec<i32>,
    /// Edges that belong to the bin below them.
    #[serde(default)]
    pub up_to: Vec<i32>,
    /// Edges in calendar months that belong to the bin below them, so that a bin agrees with a limit of so many months.
    #[serde(default)]
    pub up_to_months: Vec<i32>,
}

/// A condition on a row. One subject, and what is asked of it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Subject: a field of the row.
    pub field: Option<String>,
    /// The code is one of these.
    pub is: Vec<String>,
    /// The code is none of these; blank is kept.
    pub is_not: Vec<String>,
    /// The field is filled (false) or blank (true).
    pub blank: Option<bool>,
    /// The field is filled with something known (true), or blank or unmapped (false).
    pub known: Option<bool>,
    /// The code is another than that of this field, both known.
    pub differs_from: Option<String>,
    /// The date lies in the list's window (`window`) or in that of another list.
    pub within: Option<String>,
    /// The date is before.
    pub before: Option<Moment>,
    /// The date is on or before.
    pub on_or_before: Option<Moment>,
    /// The date is after.
    pub after: Option<Moment>,
    /// The date is on or after.
    pub on_or_after: Option<Moment>,
    /// The number is at least.
    pub at_least: Option<i32>,
    /// The number is at most.
    pub at_most: Option<i32>,
    /// A blank field meets the condition as well.
    pub or_blank: bool,
    /// Subject: a length from this moment to `to`.
    pub from: Option<Moment>,
    /// End of the length.
    pub to: Option<Moment>,
    /// Calendar days of the length.
    pub days: Option<Range>,
    /// Working days of the length.
    pub working_days: Option<Range>,
    /// Completed years of the length, as ages are counted: of 29 February they complete on 1 March in a common year.
    pub years: Option<Range>,
    /// Subject: age in completed years at the as-at date; the unborn have none.
    pub age: Option<Range>,
    /// Subject: whether the child is unborn at the as-at date.
    pub unborn: Option<bool>,
    /// Subject: whether the row belongs to another base of its list.
    pub base: Option<String>,
    /// Subject: at least one of these sets of conditions is met.
    pub any: Vec<Vec<Filter>>,
    /// Subject: these conditions are not all met.
    pub not: Vec<Filter>,
    /// Subject: a row of the same child, on this or another list.
    pub matched: Option<Match>,
    /// Subject: this date is the child's latest on the list.
    pub latest: Option<String>,
    /// Subject: an identifier shared by at least `at_least` children of the list.
    pub shared: Option<String>,
}

/// A row of the same child.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// List searched.
    pub list: String,
    /// Identifier both rows share.
    #[serde(default = "child")]
    pub on: String,
    /// What the other row must meet; `this` names fields of the row it is matched with.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
}

/// A range of whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Range {
    /// From, included.
    pub at_least: Option<i32>,
    /// To, included.
    pub at_most: Option<i32>,
    /// To, not included.
    pub below: Option<i32>,
    /// From, not included.
    pub above: Option<i32>,
}

impl Range {
    /// Whether the range holds the number.
    pub fn holds(&self, n: i32) -> bool {
        self.at_least.is_none_or(|m| n >= m)
            && self.at_most.is_none_or(|m| n <= m)
            && self.below.is_none_or(|m| n < m)
            && self.above.is_none_or(|m| n > m)
    }
}

/// A day: `as_at`, `window_start`, `window_end`, or a date field of the row; as a table also shifted or sought elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Moment {
    /// A named day or a field.
    Name(String),
    /// A table.
    At(Box<At>),
}

/// A day that is shifted, of another row, or the first of several.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct At {
    /// Named day or field; the as-at date where nothing is named.
    pub of: Option<String>,
    /// Field of the row that is being matched.
    pub this: Option<String>,
    /// The first of these fields that is filled; may end with `as_at`.
    pub first_of: Vec<String>,
    /// A date of another row of the same child.
    pub linked: Option<Link>,
    /// Shifted back by calendar months.
    pub months_before: i32,
    /// Shifted on by calendar months.
    pub months_after: i32,
    /// Shifted back by days.
    pub days_before: i32,
    /// Shifted on by days.
    pub days_after: i32,
}

/// A date of another row of the same child.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// List searched.
    pub list: String,
    /// Date field taken.
    pub field: String,
    /// Which of several.
    pub pick: Pick,
    /// Field of this row that `nearest` is measured from.
    pub to: Option<String>,
    /// What the other row must meet.
    #[serde(default, rename = "where")]
    pub narrow: Vec<Filter>,
}

/// Which of several dates is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// The first.
    Earliest,
    /// The last.
    Latest,
    /// The one closest to a date of this row, the earlier of two equally close.
    Nearest,
}

/// Worked numbers that a test holds the program to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The as-at date.
    pub as_at: crate::calendar::Day,
    /// Children aged 0 to 17, where the rule divides by them.
    pub population: Option<f64>,
    /// Residents by ethnic group, where the rule compares with them.
    #[serde(default)]
    pub residents: BTreeMap<String, f64>,
    /// The authority's own last published counts by measure, where the rule compares with them.
    #[serde(default)]
    pub published: BTreeMap<String, f64>,
    /// Rows of the record's own list, as field and value.
    #[serde(default)]
    pub rows: Vec<BTreeMap<String, toml::Value>>,
    /// Rows of other lists by list key.
    #[serde(default)]
    pub also: BTreeMap<String, Vec<BTreeMap<String, toml::Value>>>,
    /// What comes out; nothing for a record that has no figure of its own.
    #[serde(default)]
    pub figures: Vec<Expected>,
}

/// A figure of an example.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Group; empty for the single figure.
    #[serde(default)]
    pub group: String,
    /// Numerator, where there is one.
    pub numerator: Option<f64>,
    /// Denominator, where there is one.
    pub denominator: Option<f64>,
    /// Value; absent where there is none.
    pub value: Option<f64>,
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

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOr(Moment::Name, |at: At| Moment::At(Box::new(at))))
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOr(Source::Code, |inline: Inline| Source::Inline(Box::new(inline))))
    }
}
