//! Maps on which few tiles have a value: cropped to these, and the areas named in a list, the most first.
//!
//! A tile has no room for its name, so a list beside or below the map names them; a phone shows the list alone, as bars.

use super::bars;
use super::rows::Sheet;
use super::scene::{Label, Scene};
use super::spec::{Bar, Bars, Map, MapName, MapTile};
use super::text::{LEADING, Weight, widest, wrap};
use std::ops::RangeInclusive;

/// More than these would be a list without a picture.
const MOST: usize = 24;
/// Between two columns of the list.
const GAP: f64 = 24.0;

/// Tiles that say something: a value, or a sign for one that may not be shown.
fn used(spec: &Map) -> impl Iterator<Item = &MapTile> {
    spec.tiles.iter().filter(|tile| tile.class.is_some() || tile.value.shown.starts_with('['))
}

/// Whether a map is mostly empty.
pub(super) fn is_sparse(spec: &Map) -> bool {
    let used = used(spec).count();
    used > 0 && used * 3 <= spec.tiles.len() && used <= MOST
}

/// The names of areas with their values, the most first, those not shown last.
fn ranked(spec: &Map) -> Vec<&MapTile> {
    let mut tiles: Vec<&MapTile> = used(spec).collect();
    let rank = |tile: &MapTile| if tile.value.at.is_finite() { -tile.value.at } else { f64::MAX };
    tiles.sort_by(|a, b| rank(a).total_cmp(&rank(b)).then_with(|| a.name.cmp(&b.name)));
    tiles
}

/// The list alone: a bar for every area.
pub(super) fn as_bars(spec: &Map, sheet: Sheet) -> Scene {
    let row = |tile: &MapTile| Bar {
        label: tile.name.clone(),
        value: tile.value.clone(),
        number: String::new(),
        interval: None,
        mark: None,
        focus: false,
        apart: false,
    };
    let rows = ranked(spec).into_iter().map(row).collect();
    bars::draw(&Bars { heads: (String::new(), String::new()), rows, marks: None }, sheet)
}

/// The part of a map that is used, with a tile more at every side; the authority's own tile belongs to it.
pub(super) fn cropped(spec: &Map) -> Map {
    let kept: Vec<&MapTile> = used(spec).chain(spec.tiles.iter().filter(|tile| tile.who.is_some())).collect();
    let ends = |of: fn(&MapTile) -> usize| -> RangeInclusive<usize> {
        let (low, high) = kept.iter().map(|tile| of(tile)).fold((usize::MAX, 0), |(low, high), at| (low.min(at), high.max(at)));
        low.saturating_sub(1)..=high + 1
    };
    let (columns, rows) = (ends(|tile| tile.column), ends(|tile| tile.row));
    let inside = |column: usize, row: usize| columns.contains(&column) && rows.contains(&row);
    let tiles: Vec<&MapTile> = spec.tiles.iter().filter(|tile| inside(tile.column, tile.row)).collect();
    // The margin may be empty: what is left starts at its first tile.
    let first = |of: fn(&MapTile) -> usize| tiles.iter().map(|tile| of(tile)).min().unwrap_or(0);
    let (left, top) = (first(|tile| tile.column), first(|tile| tile.row));
    let name =
        |name: &MapName| inside(name.column, name.row).then(|| MapName { column: name.column - left, row: name.row - top, ..name.clone() });
    Map {
        names: spec.names.iter().filter_map(name).collect(),
        tiles: tiles.iter().map(|tile| MapTile { column: tile.column - left, row: tile.row - top, ..(*tile).clone() }).collect(),
        ..spec.clone()
    }
}

/// Prints the list from a place on, in as many columns as there is room for; gives the height it took.
pub(super) fn list(scene: &mut Scene, spec: &Map, from: (f64, f64), room: f64) -> f64 {
    let tiles = ranked(spec);
    let values = widest(tiles.iter().map(|tile| tile.value.shown.as_str()), Weight::Bold);
    let names = widest(tiles.iter().map(|tile| tile.name.as_str()), Weight::Regular);
    let whole = values + 8.0 + names;
    let across = (((room + GAP) / (whole + GAP)).floor() as usize).clamp(1, 3);
    let wide = (room + GAP) / across as f64 - GAP;
    let down = tiles.len().div_ceil(across);
    let mut foot: f64 = 0.0;
    for (i, column) in tiles.chunks(down).enumerate() {
        let x = from.0 + i as f64 * (wide + GAP);
        let mut y = from.1;
        for tile in column {
            let words = wrap(&tile.name, Weight::Regular, wide - values - 8.0, 3);
            scene.label(Label::new(x + values, y + 14.0, tile.value.shown.clone()).end().bold());
            scene.lines(&words, &Label::new(x + values + 8.0, y + 14.0, ""));
            y += words.lines.len() as f64 * LEADING + 3.0;
        }
        foot = foot.max(y - from.1);
    }
    foot
}

#[cfg(test)]
mod tests {
    use super::super::{Medium, spec::Value, spec::Who};
    use super::*;

    /// Ten by ten tiles, of which three near a corner have children; the own authority stands between them.
    fn few() -> Map {
        let tile = |i: usize| {
            let value = match i {
                72 => Some(4.0),
                83 => Some(21.0),
                _ => None,
            };
            let shown = if i == 85 { "[c]".to_owned() } else { value.map_or(String::new(), |v| v.to_string()) };
            MapTile {
                name: format!("Authority {i}"),
                column: i % 10,
                row: i / 10,
                class: value.map(|_| 0),
                value: Value { at: value.unwrap_or(f64::NAN), shown },
                words: String::new(),
                region: 0,
                who: (i == 84).then_some(Who::Live),
            }
        };
        Map {
            classes: vec!["1 or more".to_owned()],
            nothing: "None named".to_owned(),
            heads: ("Benbowshire".to_owned(), String::new()),
            tiles: (0..100).map(tile).collect(),
            names: vec![MapName { words: "Far away".to_owned(), column: 9, row: 0, left: false }],
        }
    }

    #[test]
    fn a_map_of_few_places_shows_these_alone_and_names_them() {
        let spec = few();
        assert!(is_sparse(&spec));
        let part = cropped(&spec);
        assert_eq!((part.tiles.len(), part.names.len()), (24, 0), "a row above, a row below, a column at either side");
        for (width, medium) in [(358.0, Medium::Screen), (464.0, Medium::Screen), (960.0, Medium::Screen), (353.0, Medium::Print)] {
            let scene = super::super::map::draw(&spec, Sheet { width, medium });
            let words: Vec<&str> = scene.labels().map(|label| label.text.as_str()).collect();
            let at =
                |wanted: &str| words.iter().position(|word| *word == wanted).unwrap_or_else(|| panic!("{wanted} at {width}: {words:?}"));
            assert!(at("Authority 83") < at("Authority 72") && at("Authority 72") < at("Authority 85"));
            assert!(words.contains(&"21") && words.contains(&"[c]") && !words.contains(&"Far away"));
        }
    }
}
