//! A door for the fuzz targets in `tests/fuzz`: releases and a project's own figures read beside what is held, which is read once.
//!
//! No part of the interface; nothing else may use it.

use super::{Book, Held, Imported, Release};
use crate::comparators::series::Series;
use crate::comparators::{Comparators, OWN, Published};
use crate::finding::{Finding, Findings};
use crate::theme::Shelf;

/// Tables that changes are put into; two short ones, as each run has its own copy.
const TABLES: [&str; 3] = ["benchmarks/figures/court.csv", "benchmarks/figures/adoption.csv", "benchmarks/population.csv"];

/// What is held, read once.
pub struct Desk {
    known: Comparators,
    book: Book,
    held: Held,
    shelf: Shelf,
}

impl Desk {
    /// The built-in figures; `None` where they cannot be read.
    pub fn built_in() -> Option<Self> {
        let shelf = Shelf::built_in();
        let book = Book::load(&shelf).ok()?;
        Some(Self { known: Comparators::load(&shelf, None).value, book, held: Held::load(&shelf).only(&TABLES), shelf })
    }

    /// Reads releases as [`Comparators::import`] does, over a few of the tables.
    pub fn import(&self, releases: &[Release]) -> Result<Imported, Box<Finding>> {
        self.known.import_over((&self.book, self.held.clone()), &self.shelf, releases)
    }

    /// Reads a `published.csv`: what each measure has for each year, and what was noticed.
    pub fn published(&self, text: &str) -> (Vec<(String, u16, Published)>, Findings) {
        let (mut series, mut findings) = (Series::default(), Findings::default());
        series.add_own(text, &self.known, &mut findings);
        let keys = self.known.measures().iter().map(|measure| &measure.key);
        let cells = keys.flat_map(|key| (1990..2100).filter_map(|year| Some((key.clone(), year, series.cell(key, OWN, year)?))));
        (cells.collect(), findings)
    }
}
