//! Comparators: published figures by measure, area and year.
//!
//! Figures are those of the Department for Education and the Office for National Statistics (Open Government Licence v3.0),
//! kept in `benchmarks/` in annexa's own layout. Suppressed and missing stay typed, never zero.
//! In: the text of those files, and a project's own `published.csv`. Out: values, means of neighbours, populations, spreads.
//! Knows nothing of the workbook.

mod areas;
mod holdings;
mod import;
mod measures;
mod nearest;
mod population;
mod read;
mod series;
mod tiles;

pub use areas::{Area, Level};
pub use holdings::{HeldMeasure, Holdings, Origin, Publication};
#[doc(hidden)]
pub use import::fuzzing;
pub use import::{Change, Imported, Release, Told};
pub use measures::Measure;
pub use nearest::NeighbourMedian;
pub use population::{CENSUS_YEAR, Residents};
pub use tiles::Tile;

use crate::calendar::Day;
use crate::finding::{Checked, Finding, Findings, Place, Severity, nearest};
use crate::number::Missing;
use crate::theme::Shelf;
use areas::Areas;
use population::Population;
use series::Series;
use std::collections::BTreeMap;

/// A published value, or why there is none.
pub type Published = Result<f64, Missing>;

/// Stands where an area code is asked for, for the figures of a project's own `published.csv`.
pub const OWN: &str = "own";

/// How many statistical neighbours the Department names for an authority.
pub const NEIGHBOURS: usize = 10;

/// How many published years a trend shows.
pub const YEARS_SHOWN: usize = 5;

/// Months before the as-at date within which a published period must have ended to stand beside it.
pub const MONTHS_NEAR: i32 = 24;

/// The mean of statistical neighbours in a year: of how many, and out of how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeighbourMean {
    /// Unweighted mean of the published values, unrounded; not available where none was published.
    pub value: Published,
    /// Neighbours with a published value.
    pub n: usize,
    /// Neighbours there are (10 unless the project names others).
    pub of: usize,
}

/// Everything published that figures may be compared with.
#[derive(Debug, Clone, Default)]
pub struct Comparators {
    areas: Areas,
    measures: Vec<Measure>,
    places: BTreeMap<String, usize>,
    series: Series,
    neighbours: BTreeMap<String, Vec<String>>,
    population: Population,
    tiles: BTreeMap<String, Tile>,
    as_of: Option<Day>,
}

impl Comparators {
    /// Reads `benchmarks/` and, as the figures of [`OWN`], the text of a project's `published.csv` (columns `measure,year,value,flag`).
    pub fn load(shelf: &Shelf, published: Option<&str>) -> Checked<Self> {
        let mut findings = Findings::default();
        let measures = measures::load(shelf, &mut findings);
        let areas = Areas::load(shelf, &mut findings);
        let mut series = Series::load(shelf, &mut findings);
        let mut all = Self {
            neighbours: areas::neighbours(shelf, &mut findings),
            population: Population::load(shelf, &mut findings),
            tiles: tiles::load(shelf, &mut findings),
            places: measures.iter().enumerate().map(|(i, m)| (m.key.clone(), i)).collect(),
            areas,
            measures,
            series: Series::default(),
            as_of: None,
        };
        if let Some(text) = published {
            series.add_own(text, &all, &mut findings);
        }
        all.series = series;
        Checked { value: all, findings }
    }

    /// What was published of periods that were over by a day: nothing later is there, and a measure none of whose periods ended
    /// within the [`MONTHS_NEAR`] months before it has no years.
    #[must_use]
    pub fn as_of(self, day: Day) -> Self {
        Self { as_of: Some(day), ..self }
    }

    /// The last day of the period that a measure's year stands for.
    pub fn end(&self, measure: &str, year: u16) -> Option<Day> {
        let autumn = self.measure(measure).is_some_and(|m| m.period_type == "at 30 September");
        let (month, day) = if autumn { (9, 30) } else { (3, 31) };
        Day::new(i16::try_from(year).ok()?, month, day)
    }

    fn is_over(&self, measure: &str, year: u16) -> bool {
        self.as_of.is_none_or(|day| self.end(measure, year).is_some_and(|end| end <= day))
    }

    /// Whether a measure's year ended near enough before the day to be compared with it.
    pub fn is_near(&self, measure: &str, year: u16) -> bool {
        let first = self.as_of.map(|day| day.months_before(MONTHS_NEAR));
        self.is_over(measure, year) && first.is_none_or(|first| self.end(measure, year).is_some_and(|end| end >= first))
    }

    /// Years over by the day in which any area has a value, oldest first; none where the last of them is not near.
    fn years_over(&self, measure: &str) -> Vec<u16> {
        let mut years = self.series.years(measure);
        years.retain(|year| self.is_over(measure, *year));
        if years.last().is_some_and(|last| self.is_near(measure, *last)) { years } else { Vec::new() }
    }

    /// The authority meant by a code (`E06000054`, `865`) or a name (`Wiltshire Council`), in any case and spelling known.
    pub fn authority(&self, text: &str) -> Option<&Area> {
        self.areas.authority(text)
    }

    /// The authority's name most like a text that [`Comparators::authority`] does not know.
    pub fn nearest_authority(&self, text: &str) -> Option<&str> {
        nearest(text, self.authorities().map(|area| area.name.as_str()))
    }

    /// All authorities there are today, in the order of their numbers.
    pub fn authorities(&self) -> impl Iterator<Item = &Area> {
        self.areas.all().filter(|area| area.level == Level::Authority && area.abolished.is_none())
    }

    /// All areas of every level, abolished authorities too.
    pub fn areas(&self) -> impl Iterator<Item = &Area> {
        self.areas.all()
    }

    /// Any area by the code that figures are kept under.
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.areas.by_code(code)
    }

    /// The region an authority lies in.
    pub fn region_of(&self, authority: &Area) -> Option<&Area> {
        self.areas.by_code(authority.region.as_deref()?)
    }

    /// England.
    pub fn england(&self) -> Option<&Area> {
        self.areas.all().find(|area| area.level == Level::Country)
    }

    /// The place of an authority on a map of tiles; of a region the tile its name stands beside.
    pub fn tile(&self, area: &str) -> Option<Tile> {
        self.tiles.get(area).copied()
    }

    /// The statistical neighbours of an authority, nearest first: the Department's, or those the project names.
    pub fn neighbours(&self, authority: &Area) -> Vec<&Area> {
        self.neighbours.get(&authority.code).into_iter().flatten().filter_map(|code| self.areas.by_code(code)).collect()
    }

    /// Replaces the neighbours of an authority by those the project names; a name that is no authority is a finding.
    pub fn name_neighbours(&mut self, authority: &str, names: &[String], place: &Place) -> Findings {
        let mut findings = Findings::default();
        let mut codes = Vec::new();
        for name in names {
            match self.authority(name) {
                Some(area) => codes.push(area.code.clone()),
                None => findings.push(self.unknown_authority(name, place)),
            }
        }
        if !codes.is_empty() {
            self.neighbours.insert(authority.to_owned(), codes);
        }
        findings
    }

    /// What to say where a project names an authority that is not known.
    pub fn unknown_authority(&self, name: &str, place: &Place) -> Finding {
        let shown = crate::finding::shown(name);
        let finding = Finding::new(
            Severity::Error,
            "unknown-authority",
            place.clone(),
            format!("`{shown}` is no English authority for children’s services"),
        );
        match self.nearest_authority(name) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("give a name, a nine-character code such as E06000054, or a three-digit number such as 865"),
        }
    }

    /// The published value of a measure for an area code (or [`OWN`]) in a year.
    pub fn published(&self, measure: &str, area: &str, year: u16) -> Published {
        self.cell(measure, area, year).unwrap_or(Err(Missing::NotAvailable))
    }

    fn cell(&self, measure: &str, area: &str, year: u16) -> Option<Published> {
        if !self.is_over(measure, year) {
            return None;
        }
        self.series.cell(measure, area, year)
    }

    /// The plain mean of the neighbours' published values, as the Department's own tool takes it: the authority itself is not in it,
    /// values not published are left out, and nothing is rounded.
    pub fn neighbour_mean(&self, measure: &str, authority: &Area, year: u16) -> NeighbourMean {
        let neighbours = self.neighbours(authority);
        let values: Vec<f64> = neighbours.iter().filter_map(|area| self.published(measure, &area.code, year).ok()).collect();
        let value = if values.is_empty() { Err(Missing::NotAvailable) } else { Ok(values.iter().sum::<f64>() / values.len() as f64) };
        NeighbourMean { value, n: values.len(), of: neighbours.len() }
    }

    /// The latest five years in which any area has a value of the measure, oldest first.
    pub fn years(&self, measure: &str) -> Vec<u16> {
        let mut years = self.years_over(measure);
        years.split_off(years.len().saturating_sub(YEARS_SHOWN))
    }

    /// The latest year in which every one of some measures has a value for an area code (ruling 23).
    pub fn latest_common_year<'a>(&self, measures: impl IntoIterator<Item = &'a str>, area: &str) -> Option<u16> {
        let with_value = |measure: &str| -> Vec<u16> {
            self.years_over(measure).into_iter().filter(|year| self.published(measure, area, *year).is_ok()).collect()
        };
        let mut measures = measures.into_iter();
        let first = with_value(measures.next()?);
        measures
            .fold(first, |years, measure| {
                let other = with_value(measure);
                years.into_iter().filter(|year| other.contains(year)).collect()
            })
            .last()
            .copied()
    }

    /// The values of all authorities in a year, lowest first; those without a published value are left out.
    pub fn spread(&self, measure: &str, year: u16) -> Vec<f64> {
        let authorities = self.areas.all().filter(|area| area.level == Level::Authority);
        let mut values: Vec<f64> = authorities.filter_map(|area| self.published(measure, &area.code, year).ok()).collect();
        values.sort_by(f64::total_cmp);
        values
    }

    /// A measure by its key.
    pub fn measure(&self, key: &str) -> Option<&Measure> {
        self.places.get(key).map(|place| &self.measures[*place])
    }

    /// All measures, in the order of the dictionary.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// Children aged 0 to 17 living in an area in the middle of a year.
    pub fn population(&self, area: &str, year: u16) -> Option<f64> {
        self.population.children(area, year)
    }

    /// The latest year with a population of an area, and that population: of the middle of a year that was over by the day, or the
    /// first there is.
    pub fn latest_population(&self, area: &str) -> Option<(u16, f64)> {
        let last = self.as_of.map_or(i16::MAX, |day| if day.month() > 6 { day.year() } else { day.year() - 1 });
        self.population.latest(area, u16::try_from(last).unwrap_or(0))
    }

    /// Residents of all ages by ethnic group at the census, in the groups of [`Residents`].
    pub fn residents_by_ethnicity(&self, area: &str) -> Option<&Residents> {
        self.population.residents(area)
    }
}
