//! Headline figures picked by distance: those that changed most, and those furthest from other places.
//!
//! In: a directive such as `furthest 6 REF-03 REF-05`. Out: tiles in order. A distance is measured in half widths of a
//! 95% interval, of a change one that allows for chance in both years, so that more than one is more than chance explains. What rests on fewer than thirty is claimed of nothing and
//! comes after what may be claimed; then comes what has nothing to stand beside, in the order given, so that a page is never short
//! for want of published figures.

use super::Tile;
use super::compare::{self, Series};
use super::facts::{Facts, Shown};
use crate::charts::spec::Who;
use crate::content::PageSource;
use crate::content::attention::Attention;
use crate::content::markdown::{Directive, Item};
use crate::number::Unit;

/// What a directive asks for: how many, and of which codes: the headline measures, then those it names.
pub struct Asked {
    most: usize,
    /// Codes in the order of their records.
    pub codes: Vec<String>,
    distance: Distance,
    /// Of a change there must be something to see.
    moving: bool,
}

/// How far a figure lies from what it is set beside, with its sign.
type Distance = fn(&Shown, &Series<'_>) -> Option<f64>;

/// Reads a directive.
pub fn asked(directive: &Directive, attention: &Attention) -> Asked {
    let (most, named) = directive.args.split_first().map_or((0, &[][..]), |(most, named)| (most.parse().unwrap_or(0), named));
    let moving = directive.name == "changed";
    let codes = attention.headlines().map(|headline| headline.code.clone()).chain(named.iter().cloned()).collect();
    Asked { most, codes, distance: if moving { change } else { apart }, moving }
}

/// Tiles in order of distance. Where a change is asked for, those without one have their place if their months are drawn.
pub fn tiles(facts: &Facts<'_>, asked: &Asked) -> Vec<Tile> {
    ranked(facts, asked).into_iter().map(|(_, tile)| tile).take(asked.most).collect()
}

/// The heading of a page that ranks headline figures: how many of all that are compared stand beyond chance. `None` for other pages, and where
/// nothing may be claimed.
pub fn heading(facts: &Facts<'_>, source: &PageSource, attention: &Attention) -> Option<String> {
    let directives = source.sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
        Item::Directive(directive) => Some(directive),
        _ => None,
    });
    let directive = directives.into_iter().find(|d| matches!(d.name.as_str(), "changed" | "furthest"))?;
    let asked = asked(directive, attention);
    // Of all that are compared, not of those with a place on the page: these were picked because they lie far.
    let claimed: Vec<f64> = ranked(facts, &asked).iter().filter_map(|(distance, _)| *distance).collect();
    let beyond = claimed.iter().filter(|d| d.abs() > 1.0).count();
    let words = if asked.moving { "changed beyond chance" } else { "differ beyond chance" };
    match claimed.len() {
        0 | 1 => None,
        of if beyond == of => Some(format!("All {of} measures {words}")),
        of if beyond == 0 => Some(format!("None of {of} measures {}", words.replace("differ", "differs"))),
        of => Some(format!("{beyond} of {of} measures {words}")),
    }
}

fn ranked(facts: &Facts<'_>, asked: &Asked) -> Vec<(Option<f64>, Tile)> {
    let mut all: Vec<(Option<f64>, Tile)> =
        asked.codes.iter().filter_map(|code| Some((claimed(facts, code, asked.distance), tile(facts, code, asked.moving)?))).collect();
    // A stable sort: what may not be claimed stays in the order given.
    all.sort_by(|(a, _), (b, _)| b.map_or(-1.0, f64::abs).total_cmp(&a.map_or(-1.0, f64::abs)));
    all
}

/// The tile of a code, under its whole title: beside measures of other topics a short one does not say what is meant.
fn tile(facts: &Facts<'_>, code: &str, moving: bool) -> Option<Tile> {
    facts.single(code).filter(|figure| figure.value.is_ok())?;
    let tile = super::tiles::tile(facts, code, None)?;
    let shown = !moving || tile.change.is_some() || tile.spark.is_some();
    shown.then(|| Tile { title: facts.about(code).map_or_else(String::new, |about| about.title.clone()), ..tile })
}

/// The distance of a code's figure, where it may be claimed.
fn claimed(facts: &Facts<'_>, code: &str, distance: Distance) -> Option<f64> {
    let figure = facts.single(code).filter(|figure| !figure.is_small() && matches!(figure.unit, Unit::Percent | Unit::Rate))?;
    distance(figure, &compare::series(facts, code, "")?)
}

/// Since the authority's own last published value.
fn change(figure: &Shown, series: &Series<'_>) -> Option<f64> {
    from(figure, series, (Who::Authority, series.own_latest()?.1))
}

/// From England and, where it is there, from the mean of statistical neighbours: from the nearer of the two, and nothing where the
/// figure lies between them.
fn apart(figure: &Shown, series: &Series<'_>) -> Option<f64> {
    let england = from(figure, series, (Who::England, series.england_latest()?))?;
    let mean = series.neighbours.get(series.latest()).and_then(|mean| mean.value.ok());
    let neighbours = mean.and_then(|value| from(figure, series, (Who::Neighbours, value)));
    Some(match neighbours {
        Some(other) if other * england <= 0.0 => 0.0,
        Some(other) if other.abs() < england.abs() => other,
        _ => england,
    })
}

/// In half widths of the interval, on the side that the other value lies; one at most where no difference may be claimed, and
/// nothing where the two are counted differently.
fn from(figure: &Shown, series: &Series<'_>, (who, other): (Who, f64)) -> Option<f64> {
    let (value, interval) = (figure.value.ok()?, series.beside(figure, who, other)?);
    let verdict = series.claim(figure, who, other)?;
    let half = if other > value { interval.high - value } else { value - interval.low };
    let far = (half > 0.0).then(|| (value - other) / half)?;
    Some(if verdict == compare::Verdict::Similar { far.clamp(-1.0, 1.0) } else { far })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparators::{Comparators, OWN};
    use crate::indicators::definition::Good;
    use crate::report::testing;
    use crate::theme::Shelf;
    use std::collections::BTreeMap;

    const MEASURE: Option<&str> = Some("rereferrals_pct");

    /// The codes that `name most codes…` shows, without headline measures of its own.
    fn shown(facts: &Facts<'_>, directive: &str) -> Vec<String> {
        let (name, args) = directive.split_once(' ').unwrap();
        let args = args.split(' ').map(str::to_owned).collect();
        let directive = Directive { name: name.to_owned(), args, options: BTreeMap::new(), items: Vec::new(), line: 1 };
        tiles(facts, &asked(&directive, &Attention::default())).into_iter().map(|tile| tile.code).collect()
    }

    #[test]
    fn the_furthest_come_first_then_few_then_what_stands_alone() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::shares(
            &mut facts,
            &[
                ("alone", Good::Low, None, 500.0, 1000.0),
                ("few", Good::Low, MEASURE, 20.0, 29.0),
                ("near", Good::Low, MEASURE, 226.0, 1000.0),
                ("far", Good::Low, MEASURE, 400.0, 1000.0),
                ("farther", Good::Low, MEASURE, 10.0, 1000.0),
            ],
        );
        assert_eq!(shown(&facts, "furthest 9 alone few near far farther absent"), ["farther", "far", "near", "alone", "few"]);
        assert_eq!(shown(&facts, "furthest 2 alone few near far farther absent"), ["farther", "far"]);
    }

    #[test]
    fn what_changed_beyond_chance_comes_before_what_may_be_chance() {
        let published = Comparators::load(&Shelf::built_in(), Some("measure,year,value,flag\nrereferrals_pct,2025,22.0,\n")).value;
        let mut facts = testing::nothing(&published);
        facts.here.own = Some(OWN.to_owned());
        testing::share(&mut facts, "close", Good::Low, MEASURE, 225.0, 1000.0);
        testing::share(&mut facts, "down", Good::Low, MEASURE, 100.0, 1000.0);
        testing::counts(&mut facts, "months", &[("", 30.0)]);
        testing::counts(&mut facts, "monthsm", &[("2025-04", 9.0), ("2025-05", 10.0), ("2025-06", 11.0)]);
        testing::counts(&mut facts, "bare", &[("", 30.0)]);
        assert_eq!(shown(&facts, "changed 9 bare months close down"), ["down", "close", "months"]);
    }

    #[test]
    fn between_england_and_neighbours_is_no_distance() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "x", Good::Low, MEASURE, 500.0, 1000.0);
        let series = compare::series(&facts, "x", "").unwrap();
        let (england, neighbours) = (series.england_latest().unwrap(), series.neighbours[series.latest()].value.unwrap());
        assert!((england - neighbours).abs() > 0.1, "the test needs two values");
        let between = (england + neighbours) / 2.0;
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "x", Good::Low, MEASURE, between * 1000.0, 100_000.0);
        assert_eq!(claimed(&facts, "x", apart), Some(0.0));
    }

    #[test]
    fn what_is_counted_differently_has_no_distance() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "unlike", Good::Low, MEASURE, 400.0, 1000.0);
        assert!(claimed(&facts, "unlike", apart).is_some_and(|far| far > 1.0));
        facts.about.get_mut("unlike").unwrap().leans = crate::indicators::definition::Leans::Higher;
        assert_eq!(claimed(&facts, "unlike", apart), None, "our rule alone may explain it");
    }

    #[test]
    fn the_heading_counts_what_stands_beyond_chance() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let page = "+++\ntitle = 'T'\norder = 1\nasks = 'A?'\nheading = 'H'\nlede = ''\n+++\n::: furthest 6 near far\n:::\n";
        let source = crate::content::page("p.md", page, &mut crate::finding::Findings::default()).unwrap();
        assert_eq!(heading(&facts, &source, &Attention::default()), None);
        testing::share(&mut facts, "near", Good::Low, MEASURE, 226.0, 1000.0);
        testing::share(&mut facts, "far", Good::Low, MEASURE, 400.0, 1000.0);
        assert_eq!(heading(&facts, &source, &Attention::default()).unwrap(), "1 of 2 measures differ beyond chance");
        testing::share(&mut facts, "also", Good::Low, MEASURE, 226.0, 1000.0);
        let one = page.replace("6 near far", "1 near far also");
        let source = crate::content::page("p.md", &one, &mut crate::finding::Findings::default()).unwrap();
        let said = heading(&facts, &source, &Attention::default()).unwrap();
        assert_eq!(said, "1 of 3 measures differ beyond chance", "one is shown, three were compared");
    }
}
