//! Parts of a whole: pyramids, icons, rings, stacks and heat maps.
//!
//! In: numbers to place and their texts, from `report`. Out: plain values that the chart of each form draws.

use super::{Value, Who};
use serde::Serialize;

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
