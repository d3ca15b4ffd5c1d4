//! Import: releases as published become the project's own `benchmarks/`.
//!
//! In: the text of files as DfE and ONS publish them, and what is held already. Out: finished files for the project's folder, and
//! what is to be told of each release. Everything is read before anything is handed out, so a bad file leaves nothing half done.
//! Which release is which, and which of its columns is which measure, is data: `benchmarks/releases.toml`.
//! Suppressed and missing stay what they are; of two values the newly imported one wins, and that is told.

mod book;
mod explore;
#[doc(hidden)]
pub mod fuzzing;
mod held;
mod lait;
mod sheet;

use super::{Comparators, Published};
use crate::doing::{self, Work};
use crate::files::{Files, sha256};
use crate::finding::{Finding, Place, Severity, shown};
use crate::theme::Shelf;
use book::Book;
use held::Held;
use serde::Serialize;
use sheet::Sheet;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use book::neighbours_are;

/// Where the figures of mid-year populations go: not a measure, but a table of its own.
const POPULATION: &str = "population";

const FIRST_LINE: &str = "order,file,sha256,kind,rows,first_year,last_year,measures,new,changed,unchanged";
const IMPORTS: &str = "benchmarks/IMPORTS.csv";

/// A change of more than this share of the old value is listed.
const LARGE: f64 = 0.1;

/// A file as it was published.
#[derive(Debug, Clone)]
pub struct Release {
    /// Its name, as the user gave it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What an import makes.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Files of the project's folder, by their path in it; only those that change.
    pub files: Files,
    /// What is to be told of each release, in the order given.
    pub told: Vec<Told>,
}

/// What is to be told of one release.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Told {
    /// Name of the file.
    pub file: String,
    /// The release it was recognised as.
    pub kind: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Rows with something in them.
    pub rows: usize,
    /// First and last year with a cell that was read.
    pub years: Option<(u16, u16)>,
    /// Measures that were read.
    pub measures: BTreeSet<String>,
    /// Cells that were not held.
    pub new: usize,
    /// Cells that were held with another value.
    pub changed: usize,
    /// Cells that were held with the same value.
    pub unchanged: usize,
    /// Dashes where something is held: a dash gives no reason, so what is held stays.
    pub dashes: usize,
    /// Cells of years before the project's series start.
    pub earlier: usize,
    /// Rates that could not be made because no population of the middle of the year before is held.
    pub without_population: usize,
    /// Rows of breakdowns that no measure is made of.
    pub other_rows: usize,
    /// Rows by a measure that is not held.
    pub unknown_measures: BTreeMap<String, usize>,
    /// Rows by an area that is not known.
    pub unknown_areas: BTreeMap<String, usize>,
    /// Measures and years left out because one value stands in every area.
    pub filled: Vec<(String, u16)>,
    /// Changes of more than a tenth, and values that are values no longer.
    pub large: Vec<Change>,
}

/// A cell that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Measure.
    pub measure: String,
    /// Name of the area.
    pub area: String,
    /// Year.
    pub year: u16,
    /// As it was held.
    pub old: String,
    /// As it is now.
    pub new: String,
}

/// The cells of a release by measure, area code and year.
type Cells = BTreeMap<(String, String, u16), Cell>;

/// What a release says in one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cell {
    /// A value, or a reason why there is none.
    Given(Published),
    /// The dash of the interactive tool: no value, and no reason.
    Dash,
}

/// The error of a place in a file, in one line.
fn bad(file: &str, line: u32, column: Option<&str>, message: impl Into<String>) -> Box<Finding> {
    let place = Place { column: column.map(str::to_owned), ..Place::line(file, line) };
    Box::new(Finding::new(Severity::Error, "import", place, message))
}

impl Comparators {
    /// Reads releases over what a shelf holds; the first fault of any file ends it.
    pub fn import(&self, shelf: &Shelf, releases: &[Release]) -> Result<Imported, Box<Finding>> {
        self.import_over((&Book::load(shelf)?, Held::load(shelf)), shelf, releases)
    }

    fn import_over(&self, (book, mut held): (&Book, Held), shelf: &Shelf, releases: &[Release]) -> Result<Imported, Box<Finding>> {
        let mut told: Vec<Option<Told>> = vec![None; releases.len()];
        let step = |name: &str| doing::step(Work::Published, || format!("reading {}", shown(name)));
        let read = |release: &Release| {
            let _step = step(&release.name);
            Sheet::read(&release.name, &release.bytes)
        };
        let sheets = releases.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let mut order: Vec<usize> = (0..releases.len()).collect();
        // Rates rest on the population, so a newer one is read first.
        order.sort_by_key(|at| !book.is_population(&sheets[*at]));
        for at in order {
            let _step = step(&releases[at].name);
            let mut tale = Told { file: releases[at].name.clone(), sha256: sha256(&releases[at].bytes), ..Told::default() };
            tale.rows = sheets[at].rows.len();
            let cells = match book.release(&sheets[at])? {
                book::Kind::Lait => lait::cells(&sheets[at], book, self, &mut tale)?,
                book::Kind::Explore(release) => explore::cells(&sheets[at], release, (book, self, &held), &mut tale)?,
            };
            held.take(cells, self, &mut tale);
            told[at] = Some(tale);
        }
        let told: Vec<Told> = told.into_iter().flatten().collect();
        let mut files = held.files(self, shelf);
        files.add(IMPORTS, imports(shelf, &told));
        Ok(Imported { files, told })
    }
}

/// The project's list of imports with those of this run at its end. No day stands in it: the same files give the same bytes.
fn imports(shelf: &Shelf, told: &[Told]) -> String {
    let mut text = shelf.text(IMPORTS).unwrap_or_else(|| format!("{FIRST_LINE}\n"));
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let before = text.lines().filter(|line| !line.trim().is_empty()).count().saturating_sub(1);
    for (n, tale) in told.iter().enumerate() {
        let year = |year: Option<u16>| year.map_or_else(String::new, |year| year.to_string());
        let cells = [
            (before + n + 1).to_string(),
            tale.file.clone(),
            tale.sha256.clone(),
            tale.kind.clone(),
            tale.rows.to_string(),
            year(tale.years.map(|years| years.0)),
            year(tale.years.map(|years| years.1)),
            tale.measures.len().to_string(),
            tale.new.to_string(),
            tale.changed.to_string(),
            tale.unchanged.to_string(),
        ];
        text.push_str(&sheet::line(&cells));
    }
    text
}
