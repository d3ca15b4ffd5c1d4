//! What a chart shows, before anything is placed or drawn.
//!
//! A spec holds numbers to place marks by and the texts to print beside them, already rounded and worded by `report`:
//! a chart never formats a number itself, so no two outputs can print a value differently.
//! It knows nothing of indicators, pages, HTML or PDF.

use serde::Serialize;

/// Whose value a mark shows. Each has one colour, one dash and one mark everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// The authority, published years: navy, solid, dot.
    Authority,
    /// The authority in the workbook's own window: ring with a dashed connector.
    Live,
    /// The mean of its statistical neighbours: teal, dashed, square.
    Neighbours,
    /// Its region: grey, thin, dot.
    Region,
    /// England: dark, dotted, diamond.
    England,
    /// Residents of the area, for shares of a population: upright stroke.
    Residents,
    /// A target or a statutory limit: upright line.
    Target,
}

/// A number to place and the text that stands for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Value {
    /// Where it is placed.
    pub at: f64,
    /// What is printed.
    pub shown: String,
}

/// A chart: an identifier unique in a report, and its form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Lower-case letters, digits and hyphens; prefixes every id inside the SVG.
    pub id: String,
    /// Text alternative: what the chart says, in one to three sentences.
    pub alt: String,
    /// What is drawn.
    pub form: Form,
}

/// Every form a chart can take.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Form {
    /// Published years of several areas, with the live value as the last point.
    Trend(Trend),
    /// Sorted horizontal bars with direct labels and an optional comparator mark.
    Bars(Bars),
    /// Upright columns in time order, optionally mirrored (starters above, leavers below).
    Columns(Columns),
    /// Durations in bins, with a statutory line; optionally completed above and open below.
    Histogram(Histogram),
    /// Ages by sex, back to back.
    Pyramid(Pyramid),
    /// A hundred figures, some filled.
    Icons(Icons),
    /// One share as a ring with its number in the hole.
    Ring(Ring),
    /// Parts of a whole on one or more bars of full length.
    Stacked(Stacked),
    /// Two values per row, side by side (contacts and referrals by source).
    Paired(Paired),
    /// Values against limits and comparators on a common axis.
    Bullet(Bullet),
    /// A table of counts shaded by size.
    Heat(Heat),
    /// Steps of a process, each as wide as it is many (enquiry, conference, plan).
    Steps(Steps),
    /// The same small dots with whiskers for several measures.
    Multiples(Multiples),
    /// All headline indicators against the range of authorities.
    Spine(Spine),
    /// A line without axes, for a tile.
    Spark(Spark),
    /// Marks of all areas on one line, for a tile.
    Strip(Strip),
    /// Values in time order against their mean and limits (SPC).
    Control(Control),
    /// Values with their whiskers against a line that stands for no difference.
    Whiskers(Whiskers),
    /// All authorities by size, against the limits of chance around England.
    Funnel(Funnel),
    /// Children going from step to step, bands as thick as they are many.
    Flow(Flow),
    /// Areas as equal tiles about where they lie, in classes.
    Map(Map),
    /// Lengths of time on a common axis, each from where it starts.
    Timeline(Timeline),
}

/// Published years as lines, the live value apart at the right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// Labels of the years, oldest first: `2021`.
    pub years: Vec<String>,
    /// One line an area, the authority first.
    pub lines: Vec<Line>,
    /// The live value and its label (`Live`), whisker and name at the right.
    pub live: Option<LivePoint>,
    /// A target as a line across all years: its name and value.
    pub target: Option<(String, Value)>,
    /// Sign printed behind tick labels: `%` or nothing.
    pub suffix: String,
    /// Whether the axis must start at zero (counts), or may start above it.
    pub from_zero: bool,
}

/// One area's published years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Whose.
    pub who: Who,
    /// Name printed at the line's end.
    pub name: String,
    /// One entry a year; `None` where nothing was published (drawn as a gap).
    pub points: Vec<Option<Value>>,
    /// Indexes of years before which the series breaks: the line is interrupted and the break marked.
    pub breaks: Vec<usize>,
}

/// The live value at the end of a trend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LivePoint {
    /// The value.
    pub value: Value,
    /// 95% interval, where one is claimed.
    pub interval: Option<(f64, f64)>,
    /// Name at the right: `Benbowshire, live`.
    pub name: String,
    /// Label above the tinted band: `Live`.
    pub label: String,
    /// Whether a dashed line joins it to the last published value: not where the two count different things.
    pub joined: bool,
    /// How many years after the last published one it stands, at least one.
    pub years_on: usize,
}

/// Sorted bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bars {
    /// Heads of the columns at the right: `Number` and `Share`. Either may be empty.
    pub heads: (String, String),
    /// Rows in the order drawn.
    pub rows: Vec<Bar>,
    /// Whose the marks are and what the first is called: `England`.
    pub marks: Option<(Who, String)>,
}

/// One row of bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// Row label.
    pub label: String,
    /// Length of the bar and the text of the last column (share).
    pub value: Value,
    /// Text of the first column (number).
    pub number: String,
    /// 95% interval as a whisker.
    pub interval: Option<(f64, f64)>,
    /// Comparator's value.
    pub mark: Option<Value>,
    /// Named by the title: drawn in the focus colour and bold.
    pub focus: bool,
    /// Set apart below a rule (`Not recorded`, `Unknown`).
    pub apart: bool,
}

/// Columns in time order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Columns {
    /// Labels under the columns.
    pub labels: Vec<String>,
    /// Values above the axis.
    pub up: Vec<Value>,
    /// Name of the values above, printed where there are two sets.
    pub up_name: String,
    /// Values below the axis.
    pub down: Option<(String, Vec<Value>)>,
    /// Indexes named by the title.
    pub focus: Vec<usize>,
    /// A level drawn as a line with its label (the mean).
    pub level: Option<Value>,
}

/// Durations in bins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Histogram {
    /// Bins from short to long.
    pub bins: Vec<Bin>,
    /// Under the axis: `Working days from the start of the assessment`.
    pub axis: String,
    /// Statutory line: the bin it stands behind and its words.
    pub limit: Option<(usize, String)>,
    /// Name of the columns above where there is a second set: `Completed`.
    pub up_name: String,
    /// Second set below the axis, one value a bin: `Open`.
    pub down: Option<(String, Vec<Value>)>,
}

/// A bin of a histogram.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// Label under the column.
    pub label: String,
    /// Height and printed number.
    pub value: Value,
    /// Within the limit: drawn in the focus colour.
    pub focus: bool,
    /// A gap before the column, where it is not like the one before: it has no upper end.
    pub gap: bool,
    /// How long a time it covers. Where bins cover unlike times, columns are as wide as these, and their area is the number.
    pub span: f64,
}

/// Ages by sex, back to back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pyramid {
    /// `Male` and its total as printed: `889 (51.8%)`.
    pub left: (String, String),
    /// `Female` and its total.
    pub right: (String, String),
    /// Youngest first: age label, left value, right value.
    pub rows: Vec<AgeRow>,
}

/// One age of a pyramid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgeRow {
    /// Age in the middle.
    pub age: String,
    /// Value to the left.
    pub left: Value,
    /// Value to the right.
    pub right: Value,
    /// Named by the title.
    pub focus: bool,
}

/// A hundred figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Icons {
    /// Filled figures first: how many of 100, and the words beside them.
    pub parts: Vec<IconPart>,
}

/// A part of an icon array.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IconPart {
    /// Figures of 100 (the parts sum to 100).
    pub icons: u8,
    /// Bold words: `24 referred before: 391 of 1,619 (24.2%)`.
    pub label: String,
    /// Filled or hollow.
    pub filled: bool,
}

/// One share as a ring.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ring {
    /// 0 to 100, and the number in the hole.
    pub share: Value,
    /// Under the number: `391 of 1,619`.
    pub of: String,
    /// Name of the filled part and of the rest, each with its value.
    pub parts: (String, String),
    /// Comparators as ticks on the ring.
    pub marks: Vec<(Who, String, Value)>,
}

/// Parts of a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stacked {
    /// Names of the parts in order, at most six.
    pub parts: Vec<String>,
    /// One bar a row: label, the value of each part (in percent) and its text.
    pub rows: Vec<(String, Vec<Value>)>,
    /// Index of the part named by the title.
    pub focus: Option<usize>,
}

/// Two values per row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paired {
    /// Name of the first values (focus colour) and of the second (grey).
    pub names: (String, String),
    /// Rows: label, first, second.
    pub rows: Vec<(String, Value, Value)>,
}

/// Values against limits and comparators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bullet {
    /// Right end of the axis; 100 for shares, else `None` for the largest value.
    pub top: Option<f64>,
    /// Rows.
    pub rows: Vec<BulletRow>,
}

/// One row of a bullet chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BulletRow {
    /// Label over the bar.
    pub label: String,
    /// Value and its text.
    pub value: Value,
    /// Under the label: `391 of 1,619`.
    pub of: String,
    /// Limits and comparators.
    pub marks: Vec<(Who, String, Value)>,
}

/// A table of values shaded by size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heat {
    /// Labels of the columns.
    pub columns: Vec<String>,
    /// Rows: label and one cell a column; `None` is drawn as an empty cell.
    pub rows: Vec<(String, Vec<Option<Value>>)>,
    /// Classes from pale to dark, for the key: what a cell must exceed, and the words; below the first a cell has no shade.
    pub classes: Vec<(f64, String)>,
    /// How many columns at the end are totals, which have no shade.
    pub totals: usize,
}

/// Steps of a process.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Steps {
    /// Steps from first to last: label, value, and the words of how it follows from the step before (`51.2% of enquiries`).
    pub steps: Vec<(String, Value, String)>,
}

/// Dots with whiskers for several measures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Multiples {
    /// One panel a measure: title, labels and values (`None` where there is none). All share one axis.
    pub panels: Vec<Panel>,
    /// Right end of the shared axis.
    pub top: f64,
}

/// A panel of small multiples: its title and its places.
pub type Panel = (String, Vec<Spot>);

/// One place of a panel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spot {
    /// Under it: `18`.
    pub label: String,
    /// The value, where there is one.
    pub value: Option<Value>,
    /// 95% interval.
    pub interval: Option<(f64, f64)>,
    /// How many of how many: `35 of 39`.
    pub of: String,
}

/// Indicators against the range of all authorities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spine {
    /// Names of the authority, its neighbours and England, for the key.
    pub heads: (String, String, String),
    /// Sections: measures with a better direction apart from those without.
    pub sections: Vec<SpineSection>,
}

/// Rows whose left and right mean the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpineSection {
    /// Heading: `One direction is better`.
    pub title: String,
    /// What the left end means and what the right: `worse`, `better`.
    pub ends: (String, String),
    /// Rows.
    pub rows: Vec<SpineRow>,
}

/// One indicator on a spine, on a scale of its own: England is at 0.5, and what lies outside 0 to 1 is drawn at the end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpineRow {
    /// Heading over the first of the rows that share it.
    pub group: String,
    /// Indicator's short title.
    pub label: String,
    /// The authority.
    pub value: Value,
    /// Its 95% interval.
    pub interval: Option<(f64, f64)>,
    /// Whether chance does not explain how far it lies from England: the ring is filled.
    pub sure: bool,
    /// England's value as printed.
    pub england: String,
    /// All authorities but the outer ones at both ends.
    pub range: (f64, f64),
    /// The middle half of authorities.
    pub middle: (f64, f64),
    /// Statistical neighbours.
    pub neighbours: Option<Value>,
}

/// A line without axes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spark {
    /// Values in time order; `None` is a gap.
    pub points: Vec<Option<f64>>,
    /// The live value behind them, joined by a dashed line.
    pub live: Option<f64>,
    /// Labels under the first point and the last.
    pub ends: (String, String),
}

/// Areas on one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Strip {
    /// Marks: whose, name and value. The live value is drawn last.
    pub marks: Vec<(Who, String, Value)>,
    /// Other authorities, which all strips are drawn over: without them there is no line, only names and values.
    pub range: Option<StripRange>,
}

/// Other authorities on a strip.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StripRange {
    /// Both ends of the strip: all authorities but the outer ones.
    pub ends: (f64, f64),
    /// The middle half of authorities.
    pub middle: (f64, f64),
}

/// Values in time order against the mean and the limits of chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Control {
    /// Labels of the points: `Oct 2023`.
    pub labels: Vec<String>,
    /// One value a label; `None` is a gap.
    pub points: Vec<Option<Value>>,
    /// Points that chance does not explain.
    pub signals: Vec<Signal>,
    /// The mean and its name: `Mean`.
    pub mean: (String, Value),
    /// Lower and upper limit with their names, where there are enough points for them.
    pub limits: Option<[(String, Value); 2]>,
    /// How many points from the first set the limits, and the words over them.
    pub baseline: Option<(usize, String)>,
    /// Words at points: `244, outside`.
    pub notes: Vec<(usize, String)>,
}

/// A point that chance does not explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// Place of the point.
    pub at: usize,
    /// Upwards or downwards.
    pub high: bool,
    /// What it says.
    pub sense: Sense,
}

/// What a signal says of the work; each has a shape of its own, so that it reads without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sense {
    /// Improvement: filled circle with the letter H or L.
    Better,
    /// Concern: filled diamond with the letter H or L.
    Worse,
    /// Neither direction is better: triangle that points the way.
    Neither,
}

/// Values with whiskers, in sections, against a line that stands for no difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Whiskers {
    /// Value of the line: 1 where values are ratios.
    pub line: f64,
    /// What the line stands for: `As among residents`.
    pub meaning: String,
    /// Whether values are ratios: twice and half stand equally far from the line.
    pub ratios: bool,
    /// Sign printed behind tick labels.
    pub suffix: String,
    /// Heading of a section (may be empty) and its rows.
    pub sections: Vec<(String, Vec<WhiskerRow>)>,
}

/// A value with its whisker.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhiskerRow {
    /// Words: `Black (42 of 310)`.
    pub label: String,
    /// Value.
    pub value: Value,
    /// 95% interval; the dot is filled where it leaves out the line.
    pub interval: Option<(f64, f64)>,
}

/// All authorities by size, against the limits of chance around England.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    /// What runs to the right: `Referrals in the year`.
    pub across: String,
    /// Sign printed behind the ticks of the values.
    pub suffix: String,
    /// Name and value of the average, at the middle of the funnel: England's.
    pub middle: (String, Value),
    /// Limits by size, from small to large.
    pub limits: Vec<FunnelLimit>,
    /// Names of the inner and the outer limits: `95%`, `99.8%`.
    pub names: (String, String),
    /// What points are that have no mark of their own: `Other authorities`.
    pub others: String,
    /// One point an authority or a team, those named last on top.
    pub points: Vec<FunnelPoint>,
}

/// The limits of chance at a size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FunnelLimit {
    /// Size.
    pub size: f64,
    /// Lower and upper inner limit.
    pub inner: (f64, f64),
    /// Lower and upper outer limit.
    pub outer: (f64, f64),
}

/// An authority on a funnel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunnelPoint {
    /// Size.
    pub size: f64,
    /// Value.
    pub value: Value,
    /// Whose, where it is more than one of many; those of the authority are named.
    pub who: Option<Who>,
    /// Name, told when pointed at.
    pub name: String,
}

/// Steps and who goes from which to which.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flow {
    /// Steps from first to last.
    pub steps: Vec<FlowStep>,
    /// Who moves on, who enters late and who goes no further.
    pub links: Vec<FlowLink>,
}

/// A step of a flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowStep {
    /// Name.
    pub label: String,
    /// All who stand at it.
    pub value: Value,
}

/// Those who go one way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowLink {
    /// Index of the step they leave; `None` for those who enter at `to`.
    pub from: Option<usize>,
    /// Index of a later step; `None` for those who go no further than `from`.
    pub to: Option<usize>,
    /// How many.
    pub value: Value,
    /// What is said of them: `22 enter here`. Without words those who enter or go no further are not drawn.
    pub words: String,
    /// Named by the title.
    pub focus: bool,
}

/// Areas as equal tiles, about where they lie.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Map {
    /// Words of the classes for the key, from few to many, at most five: `45.1 to 60.0`.
    pub classes: Vec<String>,
    /// What a tile without a class is called: `None`.
    pub nothing: String,
    /// Names of the authority and of its neighbours, for the key.
    pub heads: (String, String),
    /// Tiles.
    pub tiles: Vec<MapTile>,
    /// Names of regions.
    pub names: Vec<MapName>,
}

/// An area on a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MapTile {
    /// Place from the left.
    pub column: usize,
    /// Place from the top.
    pub row: usize,
    /// Its class, where it has one.
    pub class: Option<usize>,
    /// Its value, printed in the tile where there is room: `19`.
    pub value: Value,
    /// Told when pointed at: `Essex, East of England: 19`.
    pub words: String,
    /// Number of its region; lines part two regions.
    pub region: usize,
    /// The authority, or one of its neighbours.
    pub who: Option<Who>,
}

/// A name beside a tile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MapName {
    /// Words.
    pub words: String,
    /// Place of the tile it stands beside.
    pub column: usize,
    /// Place of the tile from the top.
    pub row: usize,
    /// Whether it stands at the left of the tile.
    pub left: bool,
}

/// Lengths of time one below another on a common axis, each from where it starts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timeline {
    /// What day nought is: `Entering care`.
    pub origin: String,
    /// Unit under the axis: `Mean days`.
    pub axis: String,
    /// Rows from top to bottom.
    pub rows: Vec<TimelineRow>,
}

/// One length of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineRow {
    /// Words: `Entering care to decision`.
    pub label: String,
    /// Day it starts on.
    pub start: f64,
    /// How long it is.
    pub value: Value,
    /// Under the label: `12 children`.
    pub of: String,
    /// A limit on its length, and its words: `Threshold 426`.
    pub limit: Option<(f64, String)>,
    /// Named by the title.
    pub focus: bool,
}
