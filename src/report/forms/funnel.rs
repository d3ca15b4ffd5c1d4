//! Funnels: authorities around England, or teams around the authority, with the limits that chance sets at each size.
//!
//! Limits are Wilson's for shares and Byar's for rates, around the average, at 95% and 99.8%.

use super::{Made, table};
use crate::charts::spec::{Form, Funnel, FunnelLimit, FunnelPoint, Value, Who};
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::compare;
use crate::report::facts::{Facts, stands_apart};
use crate::statistics::{Interval, Z95, Z998, byar, wilson};

/// Points of the curves.
const STEPS: u32 = 120;

/// `chart REF-03 as=funnel`: all authorities in the latest published year; with `around=ASM-05`, the groups of a share around it.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    match directive.options.get("around") {
        Some(whole) => groups(facts, code, whole, directive),
        None => authorities(facts, code),
    }
}

/// The limits of chance around an average at a size, in the unit of the values.
fn limits(average: f64, unit: Unit, size: f64, z: f64) -> Option<Interval> {
    match unit {
        Unit::Percent => wilson(average / 100.0 * size, size, z).map(|i| i.times(100.0)),
        Unit::Rate => byar(average * size / 10_000.0, z).map(|i| i.times(10_000.0 / size)),
        _ => None,
    }
}

fn curves(average: f64, unit: Unit, largest: f64) -> Vec<FunnelLimit> {
    let at = |step: u32| {
        // Closer together where they bend.
        let part = f64::from(step) / f64::from(STEPS);
        let size = largest * part * part;
        let (inner, outer) = (limits(average, unit, size, Z95)?, limits(average, unit, size, Z998)?);
        Some(FunnelLimit { size, inner: (inner.low, inner.high), outer: (outer.low, outer.high) })
    };
    (1..=STEPS).filter_map(at).collect()
}

/// How far out a value lies: 0 within the inner limits, 1 beyond them, 2 beyond the outer ones; and whether above.
fn beyond(value: f64, average: f64, unit: Unit, size: f64) -> (u8, bool) {
    let out = |z: f64| limits(average, unit, size, z).is_some_and(|i| !i.holds(value));
    (u8::from(out(Z95)) + u8::from(out(Z998)), value > average)
}

fn place(level: u8, above: bool) -> String {
    match (level, above) {
        (0, _) => "within the limits".to_owned(),
        (1, true) => "above the 95% limit".to_owned(),
        (1, false) => "below the 95% limit".to_owned(),
        (_, true) => "above the 99.8% limit".to_owned(),
        (_, false) => "below the 99.8% limit".to_owned(),
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
    let level = |r: &(String, f64, f64, f64)| beyond(r.1, at, unit, r.3);
    let out = rows.iter().filter(|r| level(r).0 > 0).count();
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
            who: (level(r).0 > 0).then_some(Who::Authority),
            name: r.0.clone(),
        })
        .collect();
    let cells = |r: &(String, f64, f64, f64)| {
        let (far, above) = level(r);
        (r.0.clone(), vec![unit.show(r.1), format!("{} of {}", grouped(r.2, 0), grouped(r.3, 0)), place(far, above)])
    };
    let axis = directive.options.get("axis").cloned().unwrap_or_else(|| "Number".to_owned());
    Some(Made {
        title,
        alt: format!(
            "Funnel. {}.",
            rows.iter()
                .map(|r| format!("{} {}, {}", r.0, unit.show(r.1), {
                    let (f, a) = level(r);
                    place(f, a)
                }))
                .collect::<Vec<_>>()
                .join("; ")
        ),
        note: vec![NOTE.to_owned()],
        table: table(&facts.about(code)?.title, &["Team", "Share", "Number", "Limits"], rows.iter().map(cells).collect()),
        form: Form::Funnel(Funnel {
            across: axis,
            suffix: sign(unit),
            middle: (facts.here.name.clone(), Value { at, shown: unit.show(at) }),
            limits: curves(at, unit, largest * 1.05),
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

/// Published rates by the children who live there: the middle of the year before, as the Department takes it.
fn authorities(facts: &Facts<'_>, code: &str) -> Option<Made> {
    let series = compare::series(facts, code, "").filter(|s| s.measure.unit == Unit::Rate && !s.years.is_empty())?;
    let (measure, year) = (series.measure, series.years[series.latest()]);
    let england = series.england_latest()?;
    let (area, own) = (facts.here.area.as_ref(), series.own_latest());
    let neighbours: Vec<&str> = area.map(|a| facts.comparators.neighbours(a).iter().map(|n| n.code.as_str()).collect()).unwrap_or_default();
    let mut points: Vec<FunnelPoint> = facts
        .comparators
        .authorities()
        // Where the place is lent, the one that lends it is another's.
        .filter(|a| facts.here.lent || area.is_none_or(|here| here.code != a.code))
        .filter_map(|a| {
            let value = facts.comparators.published(&measure.key, &a.code, year).ok()?;
            let size = facts.comparators.population(&a.code, year.checked_sub(1)?)?;
            let who = neighbours.contains(&a.code.as_str()).then_some(Who::Neighbours);
            Some(FunnelPoint { size, value: Value { at: value, shown: measure.show(value) }, who, name: a.name.clone() })
        })
        .collect();
    if points.len() < 10 {
        return None;
    }
    points.sort_by_key(|p| p.who.is_some());
    let (_, own) = own.filter(|(of, _)| *of == year)?;
    let size = facts.here.population?.children;
    points.push(FunnelPoint {
        size,
        value: Value { at: own, shown: measure.show(own) },
        who: Some(Who::Authority),
        name: facts.here.name.clone(),
    });
    let largest = points.iter().map(|p| p.size).fold(0.0, f64::max);
    let (far, above) = beyond(own, england, measure.unit, size);
    let out = points.iter().filter(|p| beyond(p.value.at, england, measure.unit, p.size).0 == 2).count();
    let name = facts.here.name.clone();
    let rows = points.iter().filter(|p| p.who.is_some()).rev().map(|p| {
        let (far, above) = beyond(p.value.at, england, measure.unit, p.size);
        (p.name.clone(), vec![p.value.shown.clone(), grouped(p.size, 0), place(far, above)])
    });
    Some(Made {
        title: format!("{name} lies {}", place(far, above)),
        alt: format!(
            "Funnel of {} authorities around England’s {}. {name}, {}, lies {}; {out} authorities lie outside the 99.8% limits.",
            points.len(),
            measure.show(england),
            measure.show(own),
            place(far, above)
        ),
        note: vec![format!("{} of {} authorities lie outside the 99.8% limits.", grouped(out as f64, 0), points.len()), NOTE.to_owned()],
        table: table(&format!("{}, {}", measure.title, series.period(year)), &["Authority", "Rate", "Children", "Limits"], rows.collect()),
        form: Form::Funnel(Funnel {
            across: "Children aged 0 to 17 living in the authority".to_owned(),
            suffix: String::new(),
            middle: ("England".to_owned(), Value { at: england, shown: measure.show(england) }),
            limits: curves(england, measure.unit, largest),
            names: ("95%".to_owned(), "99.8%".to_owned()),
            others: "Other authorities".to_owned(),
            points,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::report::testing;

    #[test]
    fn limits_narrow_with_size_and_are_those_of_the_published_formulas() {
        // Wilson around 80% at 100: 71.1% to 86.7%; Byar around 50 events in 10,000: 37.1 to 65.9.
        let share = limits(80.0, Unit::Percent, 100.0, Z95).unwrap();
        assert!((share.low - 71.1).abs() < 0.05 && (share.high - 86.7).abs() < 0.05, "{share:?}");
        let rate = limits(50.0, Unit::Rate, 10_000.0, Z95).unwrap();
        assert!((rate.low - 37.1).abs() < 0.05 && (rate.high - 65.9).abs() < 0.05, "{rate:?}");
        let curve = curves(80.0, Unit::Percent, 1000.0);
        assert!(curve.windows(2).all(|w| w[1].inner.0 >= w[0].inner.0 && w[1].outer.1 <= w[0].outer.1));
        assert_eq!(beyond(60.0, 80.0, Unit::Percent, 100.0), (2, false));
        assert_eq!(beyond(85.0, 80.0, Unit::Percent, 100.0), (0, true));
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

    #[test]
    fn authorities_stand_around_england() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        facts.here.own = Some("E09000031".to_owned());
        facts.here.population = Some(crate::report::facts::Population { children: 60_000.0, estimated: Some(2024) });
        testing::add(&mut facts, "rate", Unit::Rate, Good::Neither, Some("referrals_rate"), &[("", Some(1.0), Some(1.0), Ok(500.0))]);
        let made = make(&facts, "rate", &testing::chart(&["rate"], &[])).unwrap();
        let Form::Funnel(chart) = made.form else { panic!("another form") };
        assert!(chart.points.len() > 140);
        assert_eq!(chart.points.last().unwrap().name, "Testshire");
        assert_eq!(chart.points.iter().filter(|p| p.who == Some(Who::Neighbours)).count(), 10);
    }
}
