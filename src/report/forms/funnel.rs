//! Funnels: authorities around England, or teams around the authority, with the limits of chance at each size.
//!
//! Authorities differ in need and practice, so their funnel has the limits within which authorities ordinarily lie;
//! whether chance alone explains a distance is told beside them. Teams of one place have the limits of chance.

use super::{Made, subject, table};
use crate::charts::spec::{Form, Funnel, FunnelLimit, FunnelPoint, Value, Who};
use crate::comparators::Measure as Published;
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::compare::{self, Series};
use crate::report::facts::{Facts, stands_apart};
use crate::statistics::Interval;
use crate::statistics::funnel::{self, Dispersion, Measure, Width};

/// Points of the curves.
const STEPS: u32 = 120;

/// `chart REF-03 as=funnel`: all authorities in the latest published year; with `around=ASM-05`, the groups of a share around it.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    match directive.options.get("around") {
        Some(whole) => groups(facts, code, whole, directive),
        None => authorities(facts, code, directive),
    }
}

/// Limits around an average, in the unit of the values: of chance alone, or of the spread of authorities.
struct Limits {
    measure: Measure,
    unit: Unit,
    average: f64,
    spread: Option<Dispersion>,
}

impl Limits {
    fn new(unit: Unit, average: f64) -> Option<Self> {
        let measure = match unit {
            Unit::Percent => Measure::Share,
            Unit::Rate => Measure::Rate,
            _ => return None,
        };
        Some(Self { measure, unit, average, spread: None })
    }

    /// How many of the unit make one: 100 for percent, 10,000 for rates.
    fn factor(&self) -> f64 {
        if self.unit == Unit::Percent { 100.0 } else { 10_000.0 }
    }

    /// With the spread of these values and sizes, where there are enough of them.
    fn spread_over(self, areas: &[(f64, f64)]) -> Self {
        let areas: Vec<(f64, f64)> = areas.iter().map(|(value, size)| (value / self.factor(), *size)).collect();
        Self { spread: funnel::dispersion(self.measure, self.average / self.factor(), &areas), ..self }
    }

    fn at(&self, size: f64, width: Width) -> Option<Interval> {
        let average = self.average / self.factor();
        let limits = match &self.spread {
            Some(spread) => spread.limits(self.measure, average, size, width),
            None => funnel::chance(self.measure, average, size, width),
        };
        limits.map(|limits| limits.times(self.factor()))
    }

    fn by_chance(&self, size: f64, width: Width) -> Option<Interval> {
        funnel::chance(self.measure, self.average / self.factor(), size, width).map(|limits| limits.times(self.factor()))
    }

    /// How far out a value lies among its like.
    fn place(&self, value: f64, size: f64) -> Place {
        self.place_in(value, |width| self.at(size, width))
    }

    /// How far out a value lies by chance alone.
    fn place_by_chance(&self, value: f64, size: f64) -> Place {
        self.place_in(value, |width| self.by_chance(size, width))
    }

    fn place_in(&self, value: f64, limits: impl Fn(Width) -> Option<Interval>) -> Place {
        let out = |width| limits(width).is_some_and(|limits| !limits.holds(value));
        Place { level: u8::from(out(Width::P95)) + u8::from(out(Width::P998)), above: value > self.average }
    }

    fn curves(&self, largest: f64) -> Vec<FunnelLimit> {
        let at = |step: u32| {
            // Closer together where they bend.
            let part = f64::from(step) / f64::from(STEPS);
            let size = largest * part * part;
            let (inner, outer) = (self.at(size, Width::P95)?, self.at(size, Width::P998)?);
            Some(FunnelLimit { size, inner: (inner.low, inner.high), outer: (outer.low, outer.high) })
        };
        (1..=STEPS).filter_map(at).collect()
    }
}

/// How far out a value lies: 0 within the inner limits, 1 beyond them, 2 beyond the outer ones; and on which side of the average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    level: u8,
    above: bool,
}

impl Place {
    fn words(self) -> String {
        let side = if self.above { "above" } else { "below" };
        match self.level {
            0 => "within the limits".to_owned(),
            1 => format!("{side} the 95% limit"),
            _ => format!("{side} the 99.8% limit"),
        }
    }
}

fn groups(facts: &Facts<'_>, code: &str, whole: &str, directive: &Directive) -> Option<Made> {
    let average = facts.single(whole)?;
    let (at, unit) = (average.value.ok()?, average.unit);
    let one = |f: &&crate::report::facts::Shown| Some((f.group.clone(), f.value.ok()?, f.numerator?, f.denominator.filter(|n| *n > 0.0)?));
    let rows: Vec<(String, f64, f64, f64)> = facts.groups(code).iter().filter(|f| !stands_apart(&f.group)).filter_map(one).collect();
    if rows.len() < 2 {
        return None;
    }
    let largest = rows.iter().map(|r| r.3).fold(0.0, f64::max);
    let limits = Limits::new(unit, at)?;
    let place = |r: &(String, f64, f64, f64)| limits.place(r.1, r.3);
    let out = rows.iter().filter(|r| place(r).level > 0).count();
    let things = directive.options.get("of").map_or("teams", String::as_str);
    let title = match out {
        0 => format!("No {} differs beyond chance", things.strip_suffix('s').unwrap_or(things)),
        _ => format!("{out} of {} {things} lie{} outside the 95% limits", rows.len(), if out == 1 { "s" } else { "" }),
    };
    let points = rows
        .iter()
        .map(|r| FunnelPoint {
            size: r.3,
            value: Value { at: r.1, shown: unit.show(r.1) },
            who: (place(r).level > 0).then_some(Who::Authority),
            name: r.0.clone(),
        })
        .collect();
    let cells = |r: &(String, f64, f64, f64)| {
        (r.0.clone(), vec![unit.show(r.1), format!("{} of {}", grouped(r.2, 0), grouped(r.3, 0)), place(r).words()])
    };
    let axis = directive.options.get("axis").cloned().unwrap_or_else(|| "Number".to_owned());
    Some(Made {
        title,
        alt: format!(
            "Funnel. {}.",
            rows.iter().map(|r| format!("{} {}, {}", r.0, unit.show(r.1), place(r).words())).collect::<Vec<_>>().join("; ")
        ),
        note: vec![NOTE.to_owned()],
        table: table(&facts.about(code)?.title, &["Team", "Share", "Number", "Limits"], rows.iter().map(cells).collect()),
        form: Form::Funnel(Funnel {
            across: axis,
            suffix: sign(unit),
            middle: (facts.here.name.clone(), Value { at, shown: unit.show(at) }),
            limits: limits.curves(largest * 1.05),
            names: ("95%".to_owned(), "99.8%".to_owned()),
            others: String::new(),
            points,
        }),
    })
}

const NOTE: &str = "Between the lines chance alone explains the distance from the average: 95 in 100 lie within the dashed ones, 998 in 1,000 within the solid ones. The limits take events as independent; brothers and sisters are not, so a little outside means little.";

fn sign(unit: Unit) -> String {
    if unit == Unit::Percent { "%".to_owned() } else { String::new() }
}

/// An authority's published value, how many it rests on, and whether it is a neighbour.
struct Point {
    name: String,
    value: f64,
    size: f64,
    who: Option<Who>,
}

/// Published rates by the children who live there, published shares by what they are shares of.
fn authorities(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let series = compare::series(facts, code, "")?;
    let Year { at, points, own, limits } = latest(facts, &series)?;
    let measure = series.measure;
    let (usual, chance) = (limits.place(own.value, own.size), limits.place_by_chance(own.value, own.size));
    let out = points.iter().chain([&own]).filter(|p| limits.place_by_chance(p.value, p.size).level == 2).count();
    let among = points.len() + 1;
    let england = measure.show(limits.average);
    Some(Made {
        title: title(&subject(facts, code, directive), series.years[at], chance, usual),
        alt: format!(
            "Funnel of {among} authorities around England’s {england}. {}, {}, lies {} of what is usual among authorities, and {} of chance alone.",
            own.name,
            measure.show(own.value),
            usual.words(),
            chance.words(),
        ),
        note: vec![format!(
            "95 in 100 authorities usually lie between the dashed lines, 998 in 1,000 between the solid ones. Chance alone would keep them closer: {out} of {among} lie outside its 99.8% limits, as places differ in need and practice. Sizes are spread out at the small end."
        )],
        table: rows(facts, (&series, at), &limits, (&points, &own)),
        form: Form::Funnel(Funnel {
            across: sizes(facts, measure),
            suffix: sign(measure.unit),
            middle: ("England".to_owned(), Value { at: limits.average, shown: england }),
            limits: limits.curves(points.iter().chain([&own]).map(|p| p.size).fold(0.0, f64::max)),
            names: ("95%".to_owned(), "99.8%".to_owned()),
            others: "Other authorities".to_owned(),
            points: points
                .iter()
                .chain([&own])
                .map(|p| FunnelPoint {
                    size: p.size,
                    value: Value { at: p.value, shown: measure.show(p.value) },
                    who: p.who,
                    name: p.name.clone(),
                })
                .collect(),
        }),
    })
}

/// A published year: its place in the series, the other authorities, the authority, and the limits around England.
struct Year {
    at: usize,
    points: Vec<Point>,
    own: Point,
    limits: Limits,
}

/// The latest year in which values and what they rest on are published: some wholes are published later than their shares, or no more.
fn latest(facts: &Facts<'_>, series: &Series<'_>) -> Option<Year> {
    let last = series.years.len().checked_sub(1)?.min(series.latest());
    (series.near..=last).rev().find_map(|at| {
        let year = series.years[at];
        let (points, own) = (others(facts, series.measure, year), own(facts, series, at)?);
        let areas: Vec<(f64, f64)> = points.iter().map(|p| (p.value, p.size)).collect();
        let limits = Limits::new(series.measure.unit, series.england[at].ok()?)?.spread_over(&areas);
        limits.spread.is_some().then_some(Year { at, points, own, limits })
    })
}

/// The year a funnel of authorities shows.
pub(super) fn year(facts: &Facts<'_>, series: &Series<'_>) -> Option<u16> {
    latest(facts, series).map(|found| series.years[found.at])
}

/// How many a published value of an area rests on: children in the middle of the year before, as the Department takes them,
/// or what it is a share of.
fn size(facts: &Facts<'_>, measure: &Published, area: &str, year: u16) -> Option<f64> {
    match measure.denominator.as_str() {
        "" => None,
        "population" => facts.comparators.population(area, year.checked_sub(1)?),
        whole => facts.comparators.published(whole, area, year).ok(),
    }
}

/// All other authorities with a published value, neighbours last so that they lie on top.
fn others(facts: &Facts<'_>, measure: &Published, year: u16) -> Vec<Point> {
    let area = facts.here.area.as_ref();
    let neighbours: Vec<&str> = area.map(|a| facts.comparators.neighbours(a).iter().map(|n| n.code.as_str()).collect()).unwrap_or_default();
    let mut points: Vec<Point> = facts
        .comparators
        .authorities()
        // Where the place is lent, the one that lends it is another's.
        .filter(|a| facts.here.lent || area.is_none_or(|here| here.code != a.code))
        .filter_map(|a| {
            let value = facts.comparators.published(&measure.key, &a.code, year).ok()?;
            let size = size(facts, measure, &a.code, year).filter(|size| *size > 0.0)?;
            let who = neighbours.contains(&a.code.as_str()).then_some(Who::Neighbours);
            Some(Point { name: a.name.clone(), value, size, who })
        })
        .collect();
    points.sort_by_key(|p| p.who.is_some());
    points
}

/// The authority's own published value of the year.
fn own(facts: &Facts<'_>, series: &Series<'_>, at: usize) -> Option<Point> {
    let (year, value) = (series.years[at], series.own[at].ok()?);
    let published = facts.here.own.as_deref().and_then(|own| size(facts, series.measure, own, year));
    let given = facts.here.population.filter(|_| series.measure.denominator == "population").map(|p| p.children);
    let size = published.or(given).filter(|size| *size > 0.0)?;
    Some(Point { name: facts.here.name.clone(), value, size, who: Some(Who::Authority) })
}

/// What the sizes count.
fn sizes(facts: &Facts<'_>, measure: &Published) -> String {
    match facts.comparators.measure(&measure.denominator) {
        Some(whole) => format!("{}, {}", whole.title, whole.period_type),
        None => "Children aged 0 to 17 living in the authority".to_owned(),
    }
}

/// Where the authority lay, and whether chance may explain it. The year is named, as other charts tell of the present.
fn title(subject: &str, year: u16, chance: Place, usual: Place) -> String {
    let was = crate::report::grammar::were(subject);
    let (side, high) = if chance.above { ("above", "high") } else { ("below", "low") };
    match (chance.level, usual.level) {
        (0, _) => format!("{subject}: chance could explain the gap of {year}"),
        (_, 0) => format!("{subject} {was} {side} England’s in {year}, not unusually"),
        (_, 1) => format!("{subject} {was} unusually {high} in {year}"),
        _ => format!("{subject} {was} far {side} the usual range in {year}"),
    }
}

fn rows(
    facts: &Facts<'_>,
    (series, at): (&Series<'_>, usize),
    limits: &Limits,
    (points, own): (&[Point], &Point),
) -> crate::report::DataTable {
    let measure = series.measure;
    let row = |p: &Point| {
        let (usual, chance) = (limits.place(p.value, p.size), limits.place_by_chance(p.value, p.size));
        (p.name.clone(), vec![measure.show(p.value), grouped(p.size, 0), usual.words(), chance.words()])
    };
    let named = [own].into_iter().chain(points.iter().filter(|p| p.who.is_some()));
    let value = if measure.unit == Unit::Percent { "Share" } else { "Rate" };
    let of = facts.comparators.measure(&measure.denominator).map_or("Children", |whole| whole.title.as_str());
    let columns = ["Authority", value, of, "Among authorities", "By chance alone"];
    table(&format!("{}, {}", measure.title, series.period(series.years[at])), &columns, named.map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::report::testing;

    #[test]
    fn limits_are_in_the_unit_of_the_values() {
        // Around 80% at 100 the standard error is 4 points; Poisson of mean 50 leaves a fortieth below 36 and above 64.
        let share = Limits::new(Unit::Percent, 80.0).unwrap();
        let at = share.at(100.0, Width::P95).unwrap();
        assert!((at.low - 72.16).abs() < 0.01 && (at.high - 87.84).abs() < 0.01, "{at:?}");
        let rate = Limits::new(Unit::Rate, 50.0).unwrap().at(10_000.0, Width::P95).unwrap();
        assert!((36.0..38.0).contains(&rate.low) && (63.0..65.0).contains(&rate.high), "{rate:?}");
        assert_eq!(share.place(60.0, 100.0), Place { level: 2, above: false });
        assert_eq!(share.place(85.0, 100.0), Place { level: 0, above: true });
        assert!(Limits::new(Unit::Days, 50.0).is_none());
    }

    #[test]
    fn the_title_says_whether_chance_or_the_usual_spread_explains_it() {
        let (near, far, out) = (Place { level: 0, above: true }, Place { level: 1, above: true }, Place { level: 2, above: true });
        let said = |chance, usual| title("Share referred again", 2025, chance, usual);
        assert_eq!(said(near, near), "Share referred again: chance could explain the gap of 2025");
        assert_eq!(said(out, near), "Share referred again was above England’s in 2025, not unusually");
        assert_eq!(said(out, far), "Share referred again was unusually high in 2025");
        assert_eq!(said(out, out), "Share referred again was far above the usual range in 2025");
    }

    #[test]
    fn teams_stand_around_their_authority() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "all", Good::High, None, 160.0, 200.0);
        let teams = [
            ("East", Some(60.0), Some(100.0), Ok(60.0)),
            ("West", Some(100.0), Some(100.0), Ok(100.0)),
            ("Not recorded", Some(0.0), Some(200.0), Ok(0.0)),
        ];
        testing::add(&mut facts, "teams", Unit::Percent, Good::High, None, &teams);
        let made = make(&facts, "teams", &testing::chart(&["teams"], &[("around", "all")])).unwrap();
        assert_eq!(made.title, "2 of 2 teams lie outside the 95% limits");
        assert_eq!(made.table.rows[0].cells, ["60.0%", "60 of 100", "below the 99.8% limit"]);
    }

    fn of_authorities(measure: &str, unit: Unit) -> Made {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        facts.here.own = Some("E09000031".to_owned());
        facts.here.population = Some(crate::report::facts::Population { children: 60_000.0, estimated: Some(2024) });
        testing::add(&mut facts, "code", unit, Good::Neither, Some(measure), &[("", Some(1.0), Some(1.0), Ok(500.0))]);
        make(&facts, "code", &testing::chart(&["code"], &[("subject", "This")])).unwrap()
    }

    #[test]
    fn authorities_stand_around_england() {
        for (measure, unit, across) in [
            ("referrals_rate", Unit::Rate, "Children aged 0 to 17 living in the authority"),
            ("rereferrals_pct", Unit::Percent, "Referrals received, year to 31 March"),
        ] {
            let made = of_authorities(measure, unit);
            let Form::Funnel(chart) = &made.form else { panic!("another form") };
            assert!(chart.points.len() > 140, "{measure}");
            assert_eq!(chart.points.last().unwrap().name, "Testshire");
            assert_eq!(chart.points.iter().filter(|p| p.who == Some(Who::Neighbours)).count(), 10);
            assert_eq!(chart.across, across);
            assert_eq!(made.table.columns.len(), 5);
            // Most authorities lie outside the limits of chance, few outside those drawn.
            let beyond = |p: &FunnelPoint| {
                let at = chart.limits.iter().find(|l| l.size >= p.size).unwrap();
                p.value.at < at.outer.0 || p.value.at > at.outer.1
            };
            let out = chart.points.iter().filter(|p| beyond(p)).count();
            assert!(out <= 5, "{measure}: {out}");
        }
    }

    #[test]
    fn without_a_published_whole_there_is_no_funnel() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        facts.here.own = Some("E09000031".to_owned());
        testing::add(&mut facts, "days", Unit::WorkingDays, Good::Low, Some("assessments_median_days"), &[("", None, None, Ok(30.0))]);
        assert!(make(&facts, "days", &testing::chart(&["days"], &[])).is_none());
    }
}
