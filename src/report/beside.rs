//! Everything published beside the authority's indicators: five years of each code and group, and the place among authorities.
//!
//! Pages show the part of it that matters there; `comparisons.csv` holds all of it.

use super::compare;
use super::facts::Facts;
use crate::comparators::{NeighbourMean, OWN, Published};
use crate::indicators::definition::Good;
use crate::number::Unit;
use crate::statistics::{Best, Rank, rank, with_own};

/// One year of what is published beside a code or one of its groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// Indicator code.
    pub code: String,
    /// Group; empty for the single figure.
    pub group: String,
    /// Key of the published measure.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// Its unit.
    pub unit: Unit,
    /// Which direction is better, as the indicator has it.
    pub good: Good,
    /// Year in which the published period ends.
    pub year: u16,
    /// The period in words.
    pub period: String,
    /// The authority's own published value.
    pub own: Published,
    /// Mean of its statistical neighbours.
    pub neighbours: NeighbourMean,
    /// Its region.
    pub region: Published,
    /// England.
    pub england: Published,
    /// Its place, the better end first, or the highest where neither is better; `None` for counts, and among fewer than ten.
    pub place: Option<Rank>,
    /// How the published figure differs.
    pub differs: String,
}

/// All codes in the catalogue's order, their groups by name, the last five years of each, oldest first.
pub fn all(facts: &Facts<'_>) -> Vec<Beside> {
    let codes = facts.order.iter().filter_map(|code| facts.about(code));
    let keyed = codes.flat_map(|about| {
        let single = about.comparator.iter().map(|key| (String::new(), key));
        single.chain(about.comparators.iter().map(|(group, key)| (group.clone(), key))).map(move |(group, key)| (about, group, key))
    });
    let mut rows = Vec::new();
    for (about, group, key) in keyed {
        let Some(series) = compare::of_measure(facts, key) else { continue };
        for (i, &year) in series.years.iter().enumerate() {
            rows.push(Beside {
                code: about.code.clone(),
                group: group.clone(),
                measure: key.clone(),
                title: series.measure.title.clone(),
                unit: series.measure.unit,
                good: about.good,
                year,
                period: series.period(year),
                own: series.own[i],
                neighbours: series.neighbours[i],
                region: series.region[i],
                england: series.england[i],
                place: place(facts, &series, i, about.good),
                differs: about.differs.clone(),
            });
        }
    }
    rows
}

fn place(facts: &Facts<'_>, series: &compare::Series<'_>, i: usize, good: Good) -> Option<Rank> {
    let value = series.own[i].ok().filter(|_| series.measure.unit != Unit::Count)?;
    let published = facts.comparators.spread(&series.measure.key, series.years[i]);
    let among = if facts.here.own.as_deref() == Some(OWN) { with_own(&published, value) } else { published };
    rank(value, &among, if good == Good::Low { Best::Lowest } else { Best::Highest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn every_code_and_group_has_five_years_and_a_place() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        facts.here.own = Some("E06000054".to_owned());
        testing::share(&mut facts, "A-1", Good::Low, Some("rereferrals_pct"), 226.0, 1000.0);
        testing::counts(&mut facts, "A-2", &[("", 9.0), ("Police", 1.0)]);
        let about = facts.about.get_mut("A-2").unwrap();
        about.comparator = Some("referrals_n".to_owned());
        about.comparators.insert("Police".to_owned(), "ref_source_police_pct".to_owned());
        let rows = all(&facts);
        let years: Vec<(&str, &str, u16)> = rows.iter().map(|r| (r.code.as_str(), r.group.as_str(), r.year)).collect();
        assert_eq!(years.len(), 15);
        assert_eq!((years[0], years[5], years[14]), (("A-1", "", 2021), ("A-2", "", 2021), ("A-2", "Police", 2025)));
        assert!(rows[..5].iter().all(|r| r.place.is_some_and(|p| p.of > 140 && p.quarter <= 4)));
        assert!(rows[5..10].iter().all(|r| r.place.is_none()), "counts are not ranked");
        assert!(rows.iter().all(|r| r.neighbours.of == 10));
    }
}
