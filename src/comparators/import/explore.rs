//! Files of explore education statistics: one row for each area and year (and breakdown), one column for each indicator.

use super::book::{Book, Recipe, Release};
use super::held::Held;
use super::lait::{NO_NUMBER, Seen, number};
use super::sheet::{Row, Sheet, year};
use super::{Cell, Cells, POPULATION, Told};
use crate::comparators::areas::plain;
use crate::comparators::{Comparators, Published};
use crate::finding::{Finding, shown};
use crate::number::Missing;
use std::collections::BTreeSet;

/// A recipe with the places of its columns in a file.
struct Placed<'a> {
    recipe: &'a Recipe,
    value: Option<usize>,
    parts: Vec<usize>,
    of: Option<usize>,
    /// Columns that must hold one of some words.
    only: Vec<(usize, BTreeSet<String>)>,
}

struct Columns {
    year: usize,
    level: usize,
    country: Option<usize>,
    region: Option<usize>,
    region_name: Option<usize>,
    number: Option<usize>,
    code: Option<usize>,
    name: Option<usize>,
}

pub(super) fn cells(
    sheet: &Sheet,
    release: &Release,
    (book, known, held): (&Book, &Comparators, &Held),
    tale: &mut Told,
) -> Result<Cells, Box<Finding>> {
    tale.kind = release.name.clone();
    let columns = Columns::find(sheet, book)?;
    let recipes = placed(sheet, release);
    let mut cells = Seen::default();
    for row in &sheet.rows {
        let Some(year) = year(row.get(Some(columns.year))) else {
            return Err(sheet.fault(row, columns.year, "a year cannot be read: expected 2025 or 202425"));
        };
        let area = match columns.area(row, known) {
            Ok(area) => area,
            Err(name) => {
                *tale.unknown_areas.entry(shown(&name)).or_default() += 1;
                continue;
            }
        };
        let mut used = false;
        for one in recipes.iter().filter(|one| one.only.iter().all(|(at, words)| words.contains(&plain(row.get(Some(*at)))))) {
            used = true;
            let children = held.children(area, year.saturating_sub(1));
            // Without a population nothing is said, so that a rate published elsewhere stays.
            if one.recipe.per_children && children.is_none() {
                tale.without_population += 1;
                continue;
            }
            let Some(published) = one.take(sheet, row, children)? else { continue };
            if year < book.from && one.recipe.key != POPULATION {
                tale.earlier += 1;
            } else {
                cells.add((sheet, row, one.first()), (&one.recipe.key, area, year), Cell::Given(published))?;
            }
        }
        tale.other_rows += usize::from(!used);
    }
    Ok(cells.cells)
}

/// The recipes whose columns are there; of several for one measure the first.
fn placed<'a>(sheet: &Sheet, release: &'a Release) -> Vec<Placed<'a>> {
    let place = |name: &String| release.column(sheet, name);
    let there = |recipe: &&Recipe| recipe.columns().chain(recipe.only.keys()).all(|name| place(name).is_some());
    let mut recipes: Vec<&Recipe> = Vec::new();
    for recipe in release.measures.iter().filter(there) {
        if recipes.iter().all(|other| other.key != recipe.key) {
            recipes.push(recipe);
        }
    }
    let words = |group: &String| release.groups.get(group).into_iter().flatten().map(|word| plain(word)).collect();
    let placed = recipes.into_iter().map(|recipe| Placed {
        recipe,
        value: recipe.value.as_ref().and_then(place),
        parts: recipe.parts.iter().filter_map(place).collect(),
        of: recipe.of.as_ref().and_then(place),
        only: recipe.only.iter().filter_map(|(column, group)| Some((place(column)?, words(group)))).collect(),
    });
    placed.collect()
}

impl Placed<'_> {
    /// What a row says; `None` where it says nothing.
    fn take(&self, sheet: &Sheet, row: &Row, children: Option<f64>) -> Result<Option<Published>, Box<Finding>> {
        let read = |place: usize| -> Result<Option<Published>, Box<Finding>> {
            let text = row.get(Some(place));
            if text.is_empty() {
                return Ok(None);
            }
            number(text).map(Some).ok_or_else(|| sheet.fault(row, place, NO_NUMBER))
        };
        if let Some(place) = self.value {
            return read(place);
        }
        let mut sum = 0.0;
        for part in &self.parts {
            match read(*part)? {
                Some(Ok(number)) => sum += number,
                // A sum of which one part is missing is missing for the same reason.
                missing => return Ok(missing),
            }
        }
        let whole = match self.of {
            Some(place) => read(place)?,
            None => Some(children.ok_or(Missing::NotAvailable)),
        };
        let scale = if self.of.is_some() { 100.0 } else { 10_000.0 };
        Ok(whole.map(|whole| whole.and_then(|whole| if whole > 0.0 { Ok(sum / whole * scale) } else { Err(Missing::NotApplicable) })))
    }

    /// The column that a fault is told of.
    fn first(&self) -> usize {
        self.value.or(self.parts.first().copied()).unwrap_or(0)
    }
}

impl Columns {
    fn find(sheet: &Sheet, book: &Book) -> Result<Self, Box<Finding>> {
        let of = &book.explore;
        Ok(Self {
            year: sheet.needed(&of.year)?,
            level: sheet.needed(&of.level)?,
            country: sheet.column(&of.country),
            region: sheet.column(&of.region),
            region_name: sheet.column(&of.region_name),
            number: sheet.column(&of.number),
            code: sheet.column(&of.code),
            name: sheet.column(&of.name),
        })
    }

    /// The code that an area's figures are kept under, or what the file calls an area that is not known.
    ///
    /// Authorities are found by their three-digit number first: nine-character codes change with boundaries.
    fn area<'a>(&self, row: &Row, known: &'a Comparators) -> Result<&'a str, String> {
        let level = plain(row.get(Some(self.level)));
        let (area, name) = match level.as_str() {
            "national" => (known.areas.any(row.get(self.country)).or(known.england()), "England"),
            "regional" => {
                (known.areas.any(row.get(self.region)).or_else(|| known.areas.any(row.get(self.region_name))), row.get(self.region_name))
            }
            "local authority" => {
                let find = |place| Some(row.get(place)).filter(|text| !text.is_empty());
                // A number that is not known stands for two authorities together; the name of one must not be taken for both.
                let word = find(self.number).or(find(self.code)).or(find(self.name)).unwrap_or("");
                (known.areas.authority(word), find(self.name).unwrap_or(word))
            }
            _ => (None, row.get(Some(self.level))),
        };
        area.map(|area| area.code.as_str()).ok_or_else(|| name.to_owned())
    }
}
