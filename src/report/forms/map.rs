//! Maps of equal tiles: a published figure of all authorities, or the places that groups name.

use super::{Made, subject, table};
use crate::charts::spec::{Form, Map, MapName, MapTile, Value, Who};
use crate::comparators::{Area, Level};
use crate::content::markdown::Directive;
use crate::number::{Missing, grouped};
use crate::report::compare::{self, Series};
use crate::report::facts::{Facts, Shown};
use crate::report::message::lower_first;
use std::collections::BTreeMap;

/// Classes of a number of children, by the most each holds.
const NUMBERS: [(f64, &str); 5] = [(1.0, "1"), (4.0, "2 to 4"), (9.0, "5 to 9"), (19.0, "10 to 19"), (f64::INFINITY, "20 or more")];
/// Fifths from low to high.
const FIFTHS: [&str; 5] = ["Lowest", "Second lowest", "Middle", "Second highest", "Highest"];

/// What a tile says: its class, its value, and the words told.
type Told = (Option<usize>, Value, String);

/// `chart OPN-02 as=map`: all authorities in the latest published year; `chart PLA-14 as=map`: groups that are authorities.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    if facts.groups(code).is_empty() { published(facts, code, directive) } else { places(facts, code, directive) }
}

/// A tile for every authority; the one whose place is lent bears the name of the authority it is lent to.
fn tiles(facts: &Facts<'_>, neighbours: bool, tell: impl Fn(&Area) -> Told) -> (Vec<MapTile>, Vec<MapName>) {
    let comparators = facts.comparators;
    let regions: Vec<&Area> = comparators.areas().filter(|a| a.level == Level::Region).collect();
    let near: Vec<&Area> = facts.here.area.iter().filter(|_| neighbours).flat_map(|a| comparators.neighbours(a)).collect();
    let who = |area: &Area| match &facts.here.area {
        Some(own) if own.code == area.code => Some(Who::Live),
        _ => near.iter().any(|n| n.code == area.code).then_some(Who::Neighbours),
    };
    let tile = |area: &Area| {
        let place = comparators.tile(&area.code)?;
        let region = regions.iter().position(|r| area.region.as_deref() == Some(&r.code))?;
        let (class, value, words) = tell(area);
        let name = name_of(facts, area).to_owned();
        let words = format!("{name}, {}: {words}", regions[region].name);
        Some(MapTile { name, column: place.column, row: place.row, class, value, words, region, who: who(area) })
    };
    let name = |region: &&Area| {
        let place = comparators.tile(&region.code)?;
        Some(MapName { words: region.name.clone(), column: place.column, row: place.row, left: place.left })
    };
    (comparators.authorities().filter_map(tile).collect(), regions.iter().filter_map(name).collect())
}

fn is_here(facts: &Facts<'_>, area: &Area) -> bool {
    facts.here.area.as_ref().is_some_and(|own| own.code == area.code)
}

fn name_of<'a>(facts: &'a Facts<'_>, area: &'a Area) -> &'a str {
    if is_here(facts, area) { &facts.here.name } else { &area.name }
}

/// A value that has no place.
fn absent(shown: String) -> Value {
    Value { at: f64::NAN, shown }
}

/// What to say where the tile of the authority is another's.
fn lent(facts: &Facts<'_>) -> Option<String> {
    let area = facts.here.area.as_ref().filter(|_| facts.here.lent)?;
    Some(format!("{} stands in the place of {}, which lends it region and neighbours.", facts.here.name, area.name))
}

/// Where children live, by the authorities that groups name.
fn places(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let mut on_map: BTreeMap<&str, f64> = BTreeMap::new();
    let mut hidden: Vec<&str> = Vec::new();
    let mut elsewhere: Vec<&Shown> = Vec::new();
    for figure in facts.groups(code) {
        match (facts.comparators.authority(&figure.group), figure.value) {
            (Some(area), Ok(n)) => *on_map.entry(&area.code).or_default() += n,
            (Some(area), Err(_)) => hidden.push(&area.code),
            (None, _) => elsewhere.push(figure),
        }
    }
    let (most, n) = on_map.iter().filter(|(_, n)| **n > 0.0).reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let all: f64 = facts.groups(code).iter().filter_map(|f| f.value.ok()).sum();
    let (tiles, names) = tiles(facts, false, |area| match on_map.get(area.code.as_str()) {
        Some(n) => (
            class_of(*n),
            Value { at: *n, shown: grouped(*n, 0) },
            format!("{} {}", grouped(*n, 0), if *n == 1.0 { "child" } else { "children" }),
        ),
        None if hidden.contains(&area.code.as_str()) => (None, absent(Missing::Suppressed.shown()), Missing::Suppressed.words().to_owned()),
        None => (None, absent(String::new()), "none named".to_owned()),
    });
    let most = facts.comparators.area(most).map_or("", |a| name_of(facts, a));
    let mut rows: Vec<(&Shown, String)> = facts.groups(code).into_iter().map(|f| (f, f.text())).collect();
    rows.sort_by(|a, b| b.0.value.unwrap_or(0.0).total_cmp(&a.0.value.unwrap_or(0.0)));
    let region = |f: &Shown| facts.comparators.authority(&f.group).and_then(|a| facts.comparators.region_of(a)).map(|r| r.name.clone());
    let lent = lent(facts);
    let off: Vec<String> = elsewhere.iter().filter(|f| f.value != Ok(0.0)).map(|f| format!("{} {}", f.group, f.text())).collect();
    let gone = facts.groups(code).iter().filter(|f| f.is_hidden()).count();
    // One place is enough for a map, but not among many that may not be told.
    if gone > 3 * on_map.values().filter(|n| **n > 0.0).count() {
        return None;
    }
    let mut note: Vec<String> = Vec::new();
    if gone > 0 {
        note.push(super::veiled::signed());
    }
    note.extend((!off.is_empty()).then(|| format!("Not on the map: {}.", off.join(", "))));
    note.extend(lent);
    Some(Made {
        // A sum without what is hidden would be false.
        title: match gone {
            0 => format!(
                "Of {} {}, {} live in {most}",
                grouped(all, 0),
                directive.options.get("of").map_or("children", String::as_str),
                grouped(*n, 0)
            ),
            _ => format!("{} children live in {most}", grouped(*n, 0)),
        },
        alt: format!(
            "Map of English authorities as tiles. {}.",
            rows.iter().map(|(f, shown)| format!("{} {shown}", f.group)).collect::<Vec<_>>().join(", ")
        ),
        note,
        table: table(
            &facts.about(code)?.title,
            &["Authority", "Children", "Region"],
            rows.iter()
                .map(|(f, shown)| (f.group.clone(), vec![shown.clone(), region(f).unwrap_or_else(|| Missing::NotApplicable.shown())]))
                .collect(),
        ),
        form: Form::Map(Map {
            classes: NUMBERS.map(|(_, words)| words.to_owned()).to_vec(),
            nothing: "None named".to_owned(),
            heads: (facts.here.name.clone(), String::new()),
            tiles,
            names,
        }),
    })
}

fn class_of(n: f64) -> Option<usize> {
    NUMBERS.iter().position(|(most, _)| n > 0.0 && n <= *most)
}

/// A published figure of all authorities, in fifths.
fn published(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let series = compare::series(facts, code, "")?;
    let latest = series.latest();
    let (measure, year) = (series.measure, series.years[latest]);
    let own = series.own[latest];
    // Where the place is lent, the figure of the one that lends it is another's.
    let value = |area: &Area| if is_here(facts, area) { own } else { facts.comparators.published(&measure.key, &area.code, year) };
    let values: Vec<f64> = facts.comparators.authorities().filter_map(|a| value(a).ok()).collect();
    let fifths = Fifths::of(values)?;
    let (tiles, names) = tiles(facts, true, |area| {
        let shown = series.show(value(area));
        (value(area).ok().map(|v| fifths.place(v)), Value { at: value(area).unwrap_or(f64::NAN), shown: shown.clone() }, shown)
    });
    let place = fifths.place(own.ok()?);
    let fifth = format!("{} fifth of {} authorities", lower_first(FIFTHS[place]), fifths.sorted.len());
    let (name, shown) = (&facts.here.name, series.show(own));
    Some(Made {
        title: format!("{}: {fifth}", subject(facts, code, directive)),
        alt: format!("Map of English authorities as tiles, {}. {name}, {shown}, is in the {fifth}.", lower_words(&fifths.classes(&series))),
        note: std::iter::once("Each fifth holds about as many authorities.".to_owned()).chain(lent(facts)).collect(),
        table: regional(facts, &series, &fifths, year),
        form: Form::Map(Map {
            classes: fifths.classes(&series),
            nothing: "Not published".to_owned(),
            heads: (name.clone(), "Statistical neighbours".to_owned()),
            tiles,
            names,
        }),
    })
}

fn lower_words(classes: &[String]) -> String {
    match classes {
        [first, .., last] => format!("from {first} to {last}"),
        _ => String::new(),
    }
}

/// The authority, its neighbours, the regions and England.
fn regional(facts: &Facts<'_>, series: &Series<'_>, fifths: &Fifths, year: u16) -> crate::report::DataTable {
    let published = |area: &Area| facts.comparators.published(&series.measure.key, &area.code, year);
    let row = |name: &str, value: crate::comparators::Published| {
        let fifth = value.map_or_else(Missing::shown, |v| FIFTHS[fifths.place(v)].to_owned());
        (name.to_owned(), vec![series.show(value), fifth])
    };
    let mut rows = vec![row(&facts.here.name, series.own[series.latest()])];
    let near = facts.here.area.iter().flat_map(|a| facts.comparators.neighbours(a));
    let wide = facts.comparators.areas().filter(|a| matches!(a.level, Level::Region | Level::Country));
    rows.extend(near.chain(wide).map(|a| row(&a.name, published(a))));
    table(&format!("{}, {}", series.measure.title, series.period(year)), &["Area", "Value", "Fifth of authorities"], rows)
}

/// Values of all authorities, and the largest of each fifth but the last.
struct Fifths {
    sorted: Vec<f64>,
    ends: Vec<f64>,
}

impl Fifths {
    /// `None` for too few to be parted.
    fn of(mut sorted: Vec<f64>) -> Option<Self> {
        sorted.sort_by(f64::total_cmp);
        let ends = (1..FIFTHS.len()).map(|i| sorted.get((i * sorted.len()).div_ceil(FIFTHS.len()).checked_sub(1)?).copied());
        let ends: Vec<f64> = ends.collect::<Option<_>>()?;
        (sorted.len() >= 20).then_some(Self { sorted, ends })
    }

    /// Equal values stand in one fifth.
    fn place(&self, value: f64) -> usize {
        self.ends.iter().filter(|end| value > **end).count()
    }

    /// From the smallest to the largest value of each fifth, as published.
    fn classes(&self, series: &Series<'_>) -> Vec<String> {
        let held = |i: usize| self.sorted.iter().copied().filter(move |v| self.place(*v) == i);
        let words = |i: usize| match (held(i).next(), held(i).next_back()) {
            (Some(low), Some(high)) => format!("{} to {}", series.show(Ok(low)), series.show(Ok(high))),
            _ => String::new(),
        };
        (0..FIFTHS.len()).map(words).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::number::Unit;
    use crate::report::testing;

    fn map(made: &Made) -> &Map {
        let Form::Map(map) = &made.form else { panic!("another form") };
        map
    }

    #[test]
    fn places_by_any_spelling_are_one_tile_and_the_rest_is_named() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(
            &mut facts,
            "P",
            &[("Essex", 19.0), ("Essex County Council", 2.0), ("Kent", 1.0), ("Wales", 3.0), ("Not recorded", 0.0)],
        );
        let made = make(&facts, "P", &testing::chart(&["P"], &[("of", "placed outside")])).unwrap();
        assert_eq!(made.title, "Of 25 placed outside, 21 live in Essex");
        assert_eq!(made.note, ["Not on the map: Wales 3."]);
        let tiles = &map(&made).tiles;
        assert_eq!((tiles.len(), tiles.iter().filter(|t| t.class.is_some()).count()), (153, 2));
        let essex = tiles.iter().find(|t| t.words.starts_with("Essex,")).unwrap();
        assert_eq!((essex.class, essex.words.as_str()), (Some(4), "Essex, East of England: 21 children"));
        assert_eq!(made.table.rows[0].cells, ["19", "East of England"]);
    }

    #[test]
    fn a_number_that_may_not_be_shown_is_marked() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let figures = [("Essex", None, None, Ok(9.0)), ("Kent", None, None, Err(Missing::Suppressed))];
        testing::add(&mut facts, "P", Unit::Count, Good::Neither, None, &figures);
        let made = make(&facts, "P", &testing::chart(&["P"], &[])).unwrap();
        let kent = map(&made).tiles.iter().find(|t| t.words.starts_with("Kent,")).unwrap();
        assert_eq!((kent.class, kent.value.shown.as_str()), (None, "[c]"));
    }

    #[test]
    fn fifths_hold_about_as_many_and_equal_values_stand_together() {
        let fifths = Fifths::of((1..=100).map(f64::from).collect()).unwrap();
        assert_eq!([1.0, 20.0, 21.0, 80.0, 81.0, 100.0].map(|v| fifths.place(v)), [0, 0, 1, 3, 4, 4]);
        let same = Fifths::of(vec![5.0; 40]).unwrap();
        assert_eq!(same.place(5.0), 0);
        assert!(Fifths::of(vec![1.0; 19]).is_none());
    }

    #[test]
    fn a_published_figure_is_mapped_with_own_and_neighbours() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        facts.here.own = Some("E09000031".to_owned());
        testing::add(&mut facts, "rate", Unit::Rate, Good::Neither, Some("cla_rate"), &[("", Some(1.0), Some(1.0), Ok(50.0))]);
        let made = make(&facts, "rate", &testing::chart(&["rate"], &[])).unwrap();
        let map = map(&made);
        let with = |who| map.tiles.iter().filter(|t| t.who == Some(who)).count();
        assert_eq!((with(Who::Live), with(Who::Neighbours), map.names.len(), map.classes.len()), (1, 10, 9, 5));
        assert!(made.title.contains(" fifth of ") && made.table.rows.len() == 21, "{} {}", made.title, made.table.rows.len());
        for class in 0..5 {
            let n = map.tiles.iter().filter(|t| t.class == Some(class)).count();
            assert!((22..=38).contains(&n), "{n} in class {class}");
        }
    }
}
