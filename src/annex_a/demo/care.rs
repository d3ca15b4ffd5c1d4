//! A period of being looked after: why and when it ends, legal statuses, placements, permanence plans, adoption.

use super::chance::Chance;
use super::diary::{birthday, eighteenth, workday};
use super::model::{Adoption, Care, Child, Placement};
use super::rates::Quantiles;
use crate::calendar::{Day, age};

/// How a period of care will end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Home,
    Adoption,
    Guardianship,
    Arrangements,
    Moved,
    Custody,
    Grown,
}

use Outcome::{Adoption as Adopt, Arrangements, Custody, Grown, Guardianship, Home, Moved};

const HOME: Quantiles = &[(0.0, 3), (0.25, 30), (0.5, 120), (0.8, 330), (1.0, 900)];
const ORDER: Quantiles = &[(0.0, 180), (0.3, 270), (0.7, 420), (1.0, 800)];
const STAY: Quantiles = &[(0.0, 4), (0.25, 40), (0.45, 130), (0.6, 330), (0.8, 900), (1.0, 3000)];
const STAY_RESTLESS: Quantiles = &[(0.0, 3), (0.3, 28), (0.55, 80), (0.8, 240), (1.0, 900)];

/// A period of care that starts on a day; `drift` is how far local placements have become scarce, 0 to 1.
pub(super) fn period(child: &Child, start: Day, drift: f64, chance: &mut Chance) -> Care {
    let years = age(child.born, start);
    let outcome = outcome(years, child.unaccompanied, chance);
    let adoption = (outcome == Adopt).then(|| adoption(start, chance));
    let (end, reason) = ending(child, start, outcome, adoption, chance);
    let mut care = Care {
        start,
        end,
        reason,
        statuses: statuses(child, start, outcome, adoption, chance),
        placements: Vec::new(),
        permanence: permanence(start, outcome, adoption, chance),
        adoption,
    };
    care.placements = placements(child, &care, drift, chance);
    care
}

fn outcome(years: i32, unaccompanied: bool, chance: &mut Chance) -> Outcome {
    if unaccompanied {
        return chance.pick(&[(Grown, 0.95), (Moved, 0.05)]);
    }
    let table: &[(Outcome, f64)] = match years {
        ..=0 => &[(Adopt, 0.44), (Guardianship, 0.19), (Home, 0.22), (Arrangements, 0.03), (Grown, 0.13), (Moved, 0.02)],
        1..=4 => &[(Adopt, 0.26), (Guardianship, 0.21), (Home, 0.31), (Arrangements, 0.04), (Grown, 0.20), (Moved, 0.02)],
        5..=9 => &[(Adopt, 0.03), (Guardianship, 0.18), (Home, 0.44), (Arrangements, 0.06), (Grown, 0.27), (Moved, 0.02)],
        10..=14 => &[(Guardianship, 0.06), (Home, 0.52), (Arrangements, 0.02), (Grown, 0.36), (Moved, 0.02), (Custody, 0.01)],
        _ => &[(Home, 0.29), (Grown, 0.66), (Moved, 0.02), (Custody, 0.03)],
    };
    chance.pick(table)
}

fn adoption(start: Day, chance: &mut Chance) -> Adoption {
    let decision = workday(start.plus(chance.days(&[(0.0, 120), (0.5, 225), (1.0, 390)])));
    let order = workday(decision.plus(chance.days(&[(0.0, 2), (0.5, 21), (1.0, 90)])));
    let mut path = Adoption { decision, order, matched: None, placed: None, adopted: None, reversed: None, fostered: None };
    if chance.hit(0.2) {
        let reason = chance.pick(&[("RD1", 0.35), ("RD2", 0.25), ("RD3", 0.3), ("RD4", 0.1)]);
        path.reversed = Some((workday(decision.plus(chance.between(150, 560))), reason));
        return path;
    }
    let early = chance.hit(0.26);
    let wait = if early { chance.between(10, 90) } else { chance.days(&[(0.0, 25), (0.5, 140), (0.85, 320), (1.0, 620)]) };
    let matched = workday(order.plus(wait));
    let placed = workday(matched.plus(chance.between(12, 45)));
    path.fostered = early.then(|| workday(start.plus(chance.between(25, 110))));
    path.matched = Some(matched);
    path.placed = Some(placed);
    path.adopted = Some(workday(placed.plus(chance.days(&[(0.0, 90), (0.5, 240), (1.0, 480)]))));
    path
}

fn ending(child: &Child, start: Day, outcome: Outcome, adoption: Option<Adoption>, chance: &mut Chance) -> (Day, &'static str) {
    let adult = eighteenth(child.born);
    let grown = if child.unaccompanied {
        &[("E5", 0.55), ("E6", 0.1), ("E17", 0.1), ("E8", 0.15), ("E15", 0.1)][..]
    } else {
        &[("E5", 0.33), ("E6", 0.09), ("E17", 0.28), ("E7", 0.09), ("E8", 0.16), ("E9", 0.05)][..]
    };
    let (end, reason) = match (outcome, adoption.and_then(|a| a.adopted)) {
        (Adopt, Some(day)) => (day, chance.pick(&[("E12", 0.8), ("E11", 0.2)])),
        (Home, _) => (start.plus(chance.days(HOME)), chance.pick(&[("E4A", 0.72), ("E4B", 0.16), ("E13", 0.12)])),
        (Guardianship, _) => (start.plus(chance.days(ORDER)), chance.pick(&[("E45", 0.32), ("E46", 0.2), ("E47", 0.3), ("E48", 0.18)])),
        (Arrangements, _) => (start.plus(chance.days(ORDER)), "E41"),
        (Moved, _) => (start.plus(chance.between(20, 600)), chance.pick(&[("E3", 0.5), ("E16", 0.2), ("E8", 0.27), ("E2", 0.03)])),
        (Custody, _) => (start.plus(chance.between(20, 300)), chance.pick(&[("E9", 0.5), ("E14", 0.5)])),
        _ => (adult, chance.pick(grown)),
    };
    let end = if end == adult { adult } else { workday(end) };
    if end < adult { (end, reason) } else { (adult, chance.pick(grown)) }
}

fn statuses(child: &Child, start: Day, outcome: Outcome, adoption: Option<Adoption>, chance: &mut Chance) -> Vec<(Day, &'static str)> {
    let years = age(child.born, start);
    let mut list = Vec::new();
    if child.unaccompanied {
        return vec![(start, "V2")];
    }
    let agreed = chance.hit(if years >= 12 { 0.62 } else { 0.34 }) && adoption.is_none();
    let mut day = start;
    if outcome == Custody {
        list.push((start, chance.pick(&[("J1", 0.8), ("J2", 0.2)])));
        return list;
    }
    if agreed {
        list.push((start, "V2"));
        if years >= 15 || outcome != Grown || chance.hit(0.25) {
            return list;
        }
        day = start.plus(chance.between(30, 190));
    } else if chance.hit(0.16) {
        list.push((start, chance.pick(&[("L1", 0.5), ("L2", 0.5)])));
        day = start.plus(chance.between(2, 8));
    }
    let proceedings = workday(day);
    list.push((proceedings, "C1"));
    if let Some(path) = adoption {
        list.push((path.order, "E1"));
        if let Some((reversed, _)) = path.reversed {
            list.push((workday(reversed.plus(30)), "C2"));
        }
    } else if outcome == Grown || (outcome == Home && chance.hit(0.1)) {
        list.push((workday(proceedings.plus(chance.days(&[(0.0, 140), (0.5, 210), (0.8, 300), (1.0, 480)]))), "C2"));
    }
    list
}

fn permanence(start: Day, outcome: Outcome, adoption: Option<Adoption>, chance: &mut Chance) -> Vec<(Day, &'static str)> {
    let first = workday(start.plus(chance.days(&[(0.0, 20), (0.5, 75), (0.9, 125), (1.0, 260)])));
    let mut list = vec![(first, if matches!(outcome, Home | Adopt) || chance.hit(0.4) { "return_home" } else { "other" })];
    let settled = workday(first.plus(chance.between(40, 160)));
    match outcome {
        Adopt => list.push((adoption.map_or(settled, |a| a.decision), "adoption")),
        Guardianship | Arrangements => list.push((settled, "sgo_cao")),
        Grown => {
            list.push((settled, chance.pick(&[("fostering", 0.62), ("residential", 0.12), ("supported_living", 0.20), ("other", 0.06)])))
        }
        _ => {}
    }
    if let Some((day, _)) = adoption.and_then(|a| a.reversed) {
        list.push((workday(day), "fostering"));
    }
    list.sort_by_key(|(day, _)| *day);
    list
}

const YOUNG: &[(&str, f64)] = &[("U6", 0.60), ("U3", 0.17), ("P1", 0.12), ("R3", 0.06), ("R2", 0.02), ("T0", 0.01), ("U1", 0.02)];
const MIDDLE: &[(&str, f64)] = &[("U6", 0.65), ("U3", 0.17), ("P1", 0.10), ("K2", 0.07), ("Z1", 0.01)];
const TEEN: &[(&str, f64)] =
    &[("U6", 0.58), ("U3", 0.12), ("K2", 0.17), ("P1", 0.06), ("R1", 0.02), ("S1", 0.015), ("K1", 0.01), ("Z1", 0.015), ("R2", 0.01)];
const OLDER: &[(&str, f64)] = &[
    ("U6", 0.30),
    ("U3", 0.07),
    ("K2", 0.15),
    ("K3", 0.25),
    ("H5", 0.07),
    ("P2", 0.04),
    ("P1", 0.04),
    ("R1", 0.015),
    ("S1", 0.01),
    ("R5", 0.015),
    ("Z1", 0.025),
    ("P3", 0.004),
    ("T1", 0.006),
];
const ARRIVED: &[(&str, f64)] = &[("U6", 0.38), ("K3", 0.42), ("H5", 0.10), ("P2", 0.05), ("U3", 0.05)];
const AWAY: &[(&str, f64)] = &[
    ("Redbridge", 0.16),
    ("Enfield", 0.12),
    ("Haringey", 0.10),
    ("Newham", 0.09),
    ("Hackney", 0.06),
    ("Barking and Dagenham", 0.07),
    ("Essex", 0.15),
    ("Kent", 0.07),
    ("Hertfordshire", 0.06),
    ("Croydon", 0.04),
    ("Medway", 0.02),
    ("Birmingham", 0.02),
    ("Thurrock", 0.02),
    ("Wales", 0.01),
    ("Norfolk", 0.01),
];

fn placements(child: &Child, care: &Care, drift: f64, chance: &mut Chance) -> Vec<Placement> {
    let years = age(child.born, care.start);
    let restless = chance.hit(if years >= 10 { 0.22 } else { 0.08 });
    let mut list: Vec<Placement> = Vec::new();
    let mut day = care.start;
    while day < care.end && list.len() < 40 {
        let drift = (drift + f64::from(day.since(care.start)) / 2500.0).min(1.0) * drift.min(1.0);
        list.push(placement(child, day, drift, chance));
        let stay = chance.days(if restless { STAY_RESTLESS } else { STAY });
        // A first placement is often a bridge; later ones are meant to last.
        let stay = if list.len() > 1 && !restless { stay * 5 } else { stay };
        day = workday(day.plus(stay.max(3)));
    }
    // Many young people move on to a place of more independence between 16 and 18.
    let leaving = workday(birthday(child.born, 16).plus(chance.between(20, 620)));
    if leaving > care.start && leaving < care.end && chance.hit(if child.unaccompanied { 0.55 } else { 0.36 }) {
        list.retain(|p| p.start < leaving);
        let kind = chance.pick(&[("K3", 0.62), ("H5", 0.2), ("P2", 0.18)]);
        let away = list.last().and_then(|p| p.away).filter(|_| chance.hit(0.6));
        list.push(Placement { start: leaving, kind, provider: chance.pick(&[("PR4", 0.8), ("PR1", 0.12), ("PR5", 0.08)]), away });
    }
    if let Some(path) = care.adoption {
        let special = |list: &mut Vec<Placement>, start: Day, kind, provider| {
            list.retain(|p| p.start < start);
            list.push(Placement { start, kind, provider, away: list.last().and_then(|p| p.away) });
        };
        if let Some(day) = path.fostered {
            special(&mut list, day, "U5", "PR1");
        }
        if let Some(day) = path.placed {
            let kind = if path.fostered.is_some() { "A3" } else { "A5" };
            special(&mut list, day, chance.pick(&[(kind, 0.8), ("A4", 0.1), ("A6", 0.1)]), chance.pick(&[("PR1", 0.7), ("PR5", 0.3)]));
        }
    }
    list
}

fn placement(child: &Child, start: Day, drift: f64, chance: &mut Chance) -> Placement {
    let years = age(child.born, start);
    let table = match years {
        _ if child.unaccompanied && years >= 16 => ARRIVED,
        ..=4 => YOUNG,
        5..=9 => MIDDLE,
        10..=15 => TEEN,
        _ => OLDER,
    };
    let kind = chance.pick(table);
    let provider = match kind {
        "P1" => "PR0",
        "U1" | "U3" => "PR1",
        "U6" => chance.pick(&[("PR1", 0.52), ("PR4", 0.45), ("PR5", 0.03)]),
        "K1" => "PR2",
        "R2" | "R5" => "PR3",
        "K2" => chance.pick(&[("PR1", 0.12), ("PR4", 0.82), ("PR5", 0.06)]),
        "Z1" | "T0" | "T1" => "",
        "P2" => chance.pick(&[("PR1", 0.5), ("PR4", 0.5)]),
        _ => chance.pick(&[("PR4", 0.82), ("PR5", 0.10), ("PR1", 0.08)]),
    };
    let base = match (kind, provider) {
        ("P1", _) => 0.12,
        ("U3", _) => 0.34,
        ("K1" | "R5" | "S1", _) => 0.97,
        (_, "PR1") => 0.14,
        ("K2", _) => 0.66,
        _ => 0.46,
    };
    // Homes near Benbowshire have become harder to find: one of the stories of the demo.
    let away = chance.hit((base + 0.28 * drift * (1.0 - base)).min(0.98));
    let where_to = chance.pick(AWAY);
    Placement { start, kind, provider, away: away.then_some(where_to) }
}
