//! What a chart shows, before anything is placed or drawn.
//!
//! A spec holds numbers to place marks by and the texts to print beside them, already rounded and worded by `report`:
//! a chart never formats a number itself, so no two outputs can print a value differently.
//! It knows nothing of indicators, pages, HTML or PDF.

use serde::Serialize;

mod chance;
mod lines;
mod parts;
mod rows;
mod ways;

pub use chance::{Before, Control, Funnel, FunnelLimit, FunnelPoint, Sense, Signal, WhiskerRow, Whiskers};
pub use lines::{Bin, Columns, Histogram, Line, LivePoint, Multiples, Panel, Spark, Spot, Trend};
pub use parts::{AgeRow, Heat, IconPart, Icons, Pyramid, Ring, Stacked};
pub use rows::{Bar, Bars, Bullet, BulletRow, Paired, Spine, SpineRow, SpineSection, Steps, Strip, StripRange};
pub use ways::{Flow, FlowLink, FlowStep, Map, MapName, MapTile, Timeline, TimelineRow};

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
