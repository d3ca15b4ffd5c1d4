//! Areas: authorities, regions and England, found by any code or name people write.
//!
//! In: `benchmarks/areas.csv` and `benchmarks/neighbours.csv`. Out: areas, and lists of neighbours' codes.

use super::read::{self, Table};
use crate::finding::Findings;
use crate::foreign::in_a_line;
use crate::theme::Shelf;
use std::collections::BTreeMap;

/// What an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A local authority with children's services.
    Authority,
    /// Inner or Outer London.
    Subregion,
    /// One of the nine regions.
    Region,
    /// England.
    Country,
}

/// An area figures are published for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Nine-character code of the Office for National Statistics.
    pub code: String,
    /// Three-digit number of the Department for Education.
    pub number: Option<u16>,
    /// Name.
    pub name: String,
    /// What it is.
    pub level: Level,
    /// Region's code for an authority.
    pub region: Option<String>,
    /// Year in which an authority was abolished.
    pub abolished: Option<u16>,
}

/// All areas and the ways to find them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Areas {
    list: Vec<Area>,
    by_code: BTreeMap<String, usize>,
    by_word: BTreeMap<String, usize>,
    /// Regions, Inner and Outer London and England by code and name.
    by_place: BTreeMap<String, usize>,
}

impl Areas {
    pub(super) fn load(shelf: &Shelf, findings: &mut Findings) -> Self {
        let mut areas = Self::default();
        let Some(table) = read::table(shelf, "benchmarks/areas.csv", findings) else { return areas };
        // A name of today wins over the same name of an abolished authority (Dorset).
        let (now, past): (Vec<_>, Vec<_>) = table.rows().partition(|row| row.get("abolished").is_empty());
        for row in now.iter().chain(&past) {
            areas.add(row);
        }
        areas
    }

    fn add(&mut self, row: &read::Row<'_>) {
        let area = Area {
            code: row.get("code").to_owned(),
            number: row.get("number").parse().ok(),
            name: in_a_line(row.get("name")),
            level: match row.get("level") {
                "country" => Level::Country,
                "region" => Level::Region,
                "subregion" => Level::Subregion,
                _ => Level::Authority,
            },
            region: Some(row.get("region").to_owned()).filter(|code| !code.is_empty()),
            abolished: row.get("abolished").parse().ok(),
        };
        let place = self.list.len();
        self.by_code.insert(area.code.clone(), place);
        if area.level != Level::Authority {
            for word in [row.get("code"), row.get("name")] {
                self.by_place.entry(plain(word)).or_insert(place);
            }
        } else {
            let others = row.get("other_codes").split(';').chain(row.get("variants").split(';'));
            for word in others.chain([row.get("number"), row.get("code"), row.get("name")]).filter(|word| !word.is_empty()) {
                self.by_word.entry(plain(word)).or_insert(place);
            }
        }
        self.list.push(area);
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Area> {
        self.list.iter()
    }

    pub(super) fn by_code(&self, code: &str) -> Option<&Area> {
        self.by_code.get(code).map(|place| &self.list[*place])
    }

    /// Any area by its code or name.
    pub(super) fn any(&self, text: &str) -> Option<&Area> {
        self.by_place.get(&plain(text)).map(|place| &self.list[*place]).or_else(|| self.authority(text))
    }

    pub(super) fn authority(&self, text: &str) -> Option<&Area> {
        let word = plain(text);
        let place = self.by_word.get(&word).or_else(|| self.by_word.get(without_council(&word)))?;
        Some(&self.list[*place])
    }
}

/// A name without case, marks and the difference between `&` and `and`.
pub(super) fn plain(text: &str) -> String {
    let spaced: String = text.replace('&', " and ").chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A plain name without what the body calls itself: `wiltshire` of `wiltshire council`.
fn without_council(word: &str) -> &str {
    const AFTER: [&str; 8] = [
        " metropolitan borough council",
        " metropolitan district council",
        " borough council",
        " county council",
        " city council",
        " council",
        " mbc",
        " mdc",
    ];
    const BEFORE: [&str; 6] =
        ["london borough of ", "royal borough of ", "metropolitan borough of ", "borough of ", "city of ", "county of "];
    let word = AFTER.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    BEFORE.iter().find_map(|start| word.strip_prefix(start)).unwrap_or(word)
}

/// Codes of the statistical neighbours of each authority, nearest first.
pub(super) fn neighbours(shelf: &Shelf, findings: &mut Findings) -> BTreeMap<String, Vec<String>> {
    let table: Option<Table> = read::table(shelf, "benchmarks/neighbours.csv", findings);
    let rows = |table: &Table| {
        table
            .rows()
            .map(|row| {
                (row.at(0).to_owned(), (1..=super::NEIGHBOURS).map(|n| row.at(n).to_owned()).filter(|code| !code.is_empty()).collect())
            })
            .collect()
    };
    table.as_ref().map(rows).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_council_is_found_by_the_name_of_its_area() {
        assert_eq!(without_council("wiltshire council"), "wiltshire");
        assert_eq!(without_council("london borough of camden"), "camden");
        assert_eq!(without_council("stockport metropolitan borough council"), "stockport");
        assert_eq!(plain("  Bath & North-East  Somerset "), "bath and north east somerset");
    }
}
