//! Ways and places: flows from step to step, areas as tiles, lengths of time.
//!
//! In: numbers to place and their texts, from `report`. Out: plain values that the chart of each form draws.

use super::{Value, Who};
use serde::Serialize;

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
    /// The area's name: `Essex`.
    pub name: String,
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
