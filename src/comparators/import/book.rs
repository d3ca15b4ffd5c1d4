//! The book of releases: `benchmarks/releases.toml`, which says what each published file is and what its columns mean.

use super::sheet::Sheet;
use super::{POPULATION, bad};
use crate::finding::{Finding, Place, Severity, Written};
use crate::theme::Shelf;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "benchmarks/releases.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Book {
    /// First year of the project's series.
    pub(super) from: u16,
    neighbours: String,
    pub(super) lait: Lait,
    pub(super) explore: Explore,
    release: Vec<Release>,
}

/// Spellings of the columns of the local authority interactive tool.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lait {
    pub(super) code: Vec<String>,
    pub(super) year: Vec<String>,
    pub(super) number: Vec<String>,
    pub(super) area: Vec<String>,
    pub(super) value: Vec<String>,
    /// Numbers that stand for England.
    pub(super) england: Vec<String>,
}

/// Spellings of the columns that every file of explore education statistics has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Explore {
    pub(super) year: Vec<String>,
    pub(super) level: Vec<String>,
    pub(super) country: Vec<String>,
    pub(super) region: Vec<String>,
    pub(super) region_name: Vec<String>,
    pub(super) number: Vec<String>,
    pub(super) code: Vec<String>,
    pub(super) name: Vec<String>,
}

/// A file of explore education statistics.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Release {
    pub(super) name: String,
    needs: Vec<String>,
    columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) groups: BTreeMap<String, Vec<String>>,
    pub(super) measures: Vec<Recipe>,
}

/// How one measure is made of a release.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recipe {
    pub(super) key: String,
    pub(super) value: Option<String>,
    #[serde(default)]
    pub(super) parts: Vec<String>,
    pub(super) of: Option<String>,
    #[serde(default)]
    pub(super) per_children: bool,
    #[serde(default, rename = "where")]
    pub(super) only: BTreeMap<String, String>,
}

pub(super) enum Kind<'a> {
    Lait,
    Explore(&'a Release),
}

impl Book {
    pub(super) fn load(shelf: &Shelf) -> Result<Self, Box<Finding>> {
        let text = shelf.text(FILE).unwrap_or_default();
        let book: Self = toml::from_str(&text).map_err(|error| Box::new(Written::new(FILE, &text).toml("import", &error)))?;
        book.check()?;
        Ok(book)
    }

    /// Whether every name that a release uses is one it explains.
    fn check(&self) -> Result<(), Box<Finding>> {
        for release in &self.release {
            for recipe in &release.measures {
                let ways = [recipe.value.is_some(), recipe.of.is_some(), recipe.per_children];
                let one_way = ways.into_iter().filter(|way| *way).count() == 1 && recipe.value.is_some() == recipe.parts.is_empty();
                let columns = recipe.columns().chain(recipe.only.keys()).chain(&release.needs);
                let unknown = columns
                    .filter(|name| !release.columns.contains_key(*name))
                    .chain(recipe.only.values().filter(|name| !release.groups.contains_key(*name)))
                    .next();
                let fault = match unknown {
                    Some(name) => format!("`{name}` is explained neither under columns nor under groups"),
                    None if !one_way => format!("`{}` needs one of value, parts with of, parts with per_children", recipe.key),
                    None => continue,
                };
                let place = Place { column: Some(release.name.clone()), ..Place::file(FILE) };
                return Err(Box::new(Finding::new(Severity::Error, "import", place, fault)));
            }
        }
        Ok(())
    }

    /// The release a file is. Of several that fit, the one that needs most columns.
    pub(super) fn release(&self, sheet: &Sheet) -> Result<Kind<'_>, Box<Finding>> {
        if sheet.column(&self.lait.code).is_some() && sheet.column(&self.lait.value).is_some() {
            return Ok(Kind::Lait);
        }
        let fits = |release: &&Release| release.needs.iter().all(|name| release.column(sheet, name).is_some());
        match self.release.iter().filter(fits).max_by_key(|release| release.needs.len()) {
            Some(release) => Ok(Kind::Explore(release)),
            None => {
                let names: Vec<&str> = self.release.iter().map(|release| release.name.as_str()).collect();
                let fault = bad(&sheet.file, 1, None, "no release with these columns is known");
                Err(Box::new(
                    fault.hint(format!("known are the local authority interactive tool, {}; add others to {FILE}", names.join(", "))),
                ))
            }
        }
    }

    pub(super) fn is_population(&self, sheet: &Sheet) -> bool {
        matches!(self.release(sheet), Ok(Kind::Explore(release)) if release.measures.iter().any(|recipe| recipe.key == POPULATION))
    }
}

impl Release {
    /// The place of a column by the name the release gives it.
    pub(super) fn column(&self, sheet: &Sheet, name: &str) -> Option<usize> {
        sheet.column(self.columns.get(name)?)
    }
}

impl Recipe {
    /// The columns it takes values from.
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> {
        self.value.iter().chain(&self.parts).chain(&self.of)
    }
}

/// What the table of statistical neighbours is, in words.
pub(in super::super) fn neighbours_are(shelf: &Shelf) -> Option<String> {
    Book::load(shelf).ok().map(|book| book.neighbours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_names_only_measures_that_are_held() {
        let shelf = Shelf::built_in();
        let book = Book::load(&shelf).unwrap();
        let held = crate::comparators::Comparators::load(&shelf, None).value;
        let keys: Vec<&str> = book.release.iter().flat_map(|release| &release.measures).map(|recipe| recipe.key.as_str()).collect();
        assert!(keys.len() > 90, "{}", keys.len());
        for key in keys {
            assert!(key == POPULATION || held.measure(key).is_some(), "{key}");
        }
    }

    #[test]
    fn a_name_that_is_not_explained_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("benchmarks")).unwrap();
        let text = Shelf::built_in().text(FILE).unwrap();
        let write = |text: String| std::fs::write(folder.path().join(FILE), text).unwrap();
        write(text.replace("value = \"rereferrals_pct\"", "value = \"rereferals_pct\""));
        let fault = Book::load(&Shelf::of_project(folder.path())).err().unwrap();
        assert!(fault.message.starts_with("`rereferals_pct` is explained neither"), "{fault}");
        write(text.replace("from = 2016", "form = 2016"));
        let fault = Book::load(&Shelf::of_project(folder.path())).err().unwrap();
        assert_eq!((fault.place.file.as_str(), fault.place.line.is_some()), (FILE, true), "{fault}");
    }
}
