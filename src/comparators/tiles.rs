//! Where areas stand on a map of equal tiles.
//!
//! In: `benchmarks/tile_positions.csv`, our own arrangement. Out: a place for each authority, and for each region the tile its name stands beside.

use super::read;
use crate::finding::Findings;
use crate::theme::Shelf;
use std::collections::BTreeMap;

/// Table of the positions.
const PATH: &str = "benchmarks/tile_positions.csv";

/// A place on the map: of an authority its tile, of a region the tile its name stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// From the left, counted from 0.
    pub column: usize,
    /// From the top, counted from 0.
    pub row: usize,
    /// Whether a region's name stands at the left of the tile.
    pub left: bool,
}

/// Places by area code.
pub(super) fn load(shelf: &Shelf, findings: &mut Findings) -> BTreeMap<String, Tile> {
    let expected = "expected a column and a row in whole numbers, and the side of a name";
    read::records(shelf, PATH, (tile, expected), findings).into_iter().collect()
}

fn tile(row: &read::Row<'_>) -> Option<(String, Tile)> {
    let left = match row.get("name") {
        "left" => true,
        "" | "right" => false,
        _ => return None,
    };
    Some((row.get("area").to_owned(), Tile { column: row.get("column").parse().ok()?, row: row.get("row").parse().ok()?, left }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparators::{Comparators, Level};
    use std::collections::BTreeSet;

    #[test]
    fn every_authority_has_a_tile_of_its_own_and_every_region_a_place_for_its_name() {
        let all = Comparators::load(&Shelf::built_in(), None).value;
        let places: BTreeSet<(usize, usize)> = all.authorities().filter_map(|a| all.tile(&a.code)).map(|t| (t.column, t.row)).collect();
        assert_eq!((places.len(), all.authorities().count()), (153, 153));
        for region in all.areas().filter(|a| a.level == Level::Region) {
            let beside = all.tile(&region.code).unwrap();
            let there = all.authorities().find(|a| all.tile(&a.code).is_some_and(|t| (t.column, t.row) == (beside.column, beside.row)));
            assert_eq!(there.and_then(|a| all.region_of(a)), Some(region), "the name of {} stands at a tile of its own", region.name);
        }
    }

    #[test]
    fn the_tiles_of_a_region_hang_together() {
        let all = Comparators::load(&Shelf::built_in(), None).value;
        for region in all.areas().filter(|a| a.level == Level::Region) {
            let of = all.authorities().filter(|a| a.region.as_deref() == Some(&region.code)).filter_map(|a| all.tile(&a.code));
            let mut left: BTreeSet<(usize, usize)> = of.map(|t| (t.column, t.row)).collect();
            let mut next: Vec<(usize, usize)> = left.first().copied().into_iter().collect();
            while let Some((column, row)) = next.pop() {
                if left.remove(&(column, row)) {
                    // Corners touch too: an island lies off its coast.
                    let around =
                        (column.saturating_sub(1)..=column + 1).flat_map(|c| (row.saturating_sub(1)..=row + 1).map(move |r| (c, r)));
                    next.extend(around.filter(|place| left.contains(place)));
                }
            }
            assert!(left.is_empty(), "{} is torn: {left:?}", region.name);
        }
    }
}
