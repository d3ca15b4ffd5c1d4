//! What is held: which years of which measure, from where, and what lags behind what.
//!
//! In: the figures of a project and those built in. Out: a summary for each publication.

use super::{Comparators, Level, import};
use crate::theme::Shelf;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where figures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The program.
    BuiltIn,
    /// The project’s own `benchmarks/`, by import or by hand.
    Project,
}

impl Origin {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Origin::BuiltIn => "built in",
            Origin::Project => "the project’s own",
        }
    }
}

/// One measure as it is held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeldMeasure {
    /// Key.
    pub measure: String,
    /// Title.
    pub title: String,
    /// Unit, as `figures.csv` names it.
    pub unit: String,
    /// `year to 31 March`, `at 31 March`.
    pub period: String,
    /// First year with a value of any area.
    pub first: u16,
    /// Last year with a value of any area.
    pub last: u16,
    /// Last year with a value of an authority; `None` where it is published for England alone.
    pub last_of_authorities: Option<u16>,
    /// Where its figures come from.
    pub origin: Origin,
    /// Years it lags behind the newest of its publication, as published for authorities.
    pub behind: u16,
}

/// One publication with its measures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Publication {
    /// Name.
    pub publication: String,
    /// First year with a value.
    pub first: u16,
    /// Newest year with a value.
    pub last: u16,
    /// Its measures, in the order of the dictionary.
    pub measures: Vec<HeldMeasure>,
}

impl Publication {
    /// Measures that end in an earlier year than the newest, by that year, for authorities.
    pub fn lagging(&self) -> BTreeMap<u16, Vec<&str>> {
        let mut years: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for one in self.measures.iter().filter(|one| one.behind > 0) {
            if let Some(last) = one.last_of_authorities {
                years.entry(last).or_default().push(&one.measure);
            }
        }
        years
    }
}

/// Everything that is held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Holdings {
    /// Publications, in the order of the dictionary.
    pub publications: Vec<Publication>,
    /// First and last middle of a year with a population.
    pub population: Option<(u16, u16)>,
    /// Where the population comes from.
    pub population_origin: Origin,
    /// Authorities with statistical neighbours.
    pub neighbours: usize,
    /// Which neighbours they are.
    pub neighbours_model: String,
}

impl Comparators {
    /// What is held, for the shelf it was loaded from.
    pub fn holdings(&self, shelf: &Shelf) -> Holdings {
        let built_in = Comparators::load(&Shelf::built_in(), None).value;
        let own: BTreeSet<String> = shelf.own_list("benchmarks").into_iter().chain(shelf.own_list("benchmarks/figures")).collect();
        let origin = |path: &str| if own.contains(path) { Origin::Project } else { Origin::BuiltIn };
        let authorities: Vec<&str> = self.areas.all().filter(|a| a.level == Level::Authority).map(|a| a.code.as_str()).collect();
        let mut publications: Vec<Publication> = Vec::new();
        for measure in &self.measures {
            let years = self.series.years(&measure.key);
            let (Some(first), Some(last)) = (years.first(), years.last()) else { continue };
            let of_authorities =
                years.iter().rev().find(|year| authorities.iter().any(|code| self.published(&measure.key, code, **year).is_ok()));
            // A project’s file holds every measure of its domain, most of them as they are built in.
            let same = self.series.same(&built_in.series, &measure.key);
            let held = HeldMeasure {
                measure: measure.key.clone(),
                title: measure.title.clone(),
                unit: measure.unit.key().to_owned(),
                period: measure.period_type.clone(),
                first: *first,
                last: *last,
                last_of_authorities: of_authorities.copied(),
                origin: if same { Origin::BuiltIn } else { Origin::Project },
                behind: 0,
            };
            match publications.iter_mut().find(|publication| publication.publication == measure.publication) {
                Some(publication) => publication.measures.push(held),
                None => publications.push(Publication {
                    publication: measure.publication.clone(),
                    first: held.first,
                    last: held.last,
                    measures: vec![held],
                }),
            }
        }
        for publication in &mut publications {
            publication.first = publication.measures.iter().map(|one| one.first).min().unwrap_or_default();
            publication.last = publication.measures.iter().map(|one| one.last).max().unwrap_or_default();
            for one in &mut publication.measures {
                one.behind = one.last_of_authorities.map_or(0, |last| publication.last.saturating_sub(last));
            }
        }
        Holdings {
            publications,
            population: self.population.years(),
            population_origin: origin("benchmarks/population.csv"),
            neighbours: self.neighbours.len(),
            neighbours_model: match origin("benchmarks/neighbours.csv") {
                Origin::Project => Origin::Project.words().to_owned(),
                Origin::BuiltIn => import::neighbours_are(shelf).unwrap_or_default(),
            },
        }
    }
}
