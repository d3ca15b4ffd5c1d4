//! Families and their children before anything happens to them: births, sex, ethnicity, disability, risk.

use super::chance::Chance;
use super::model::Child;
use crate::calendar::Day;

/// A family and the risk that decides how often it is a concern.
pub(super) struct Family {
    /// Number of the family.
    pub number: u64,
    /// Class of risk: 0 settled, 1 strained, 2 in lasting difficulty.
    pub risk: usize,
    /// Children, eldest first.
    pub children: Vec<Child>,
}

const SETTLED: &[(&str, f64)] = &[
    ("WBRI", 32.0),
    ("WIRI", 1.0),
    ("WIRT", 0.1),
    ("WOTH", 16.5),
    ("WROM", 0.6),
    ("MWBC", 3.0),
    ("MWBA", 1.8),
    ("MWAS", 2.3),
    ("MOTH", 3.4),
    ("AIND", 3.2),
    ("APKN", 12.5),
    ("ABAN", 2.6),
    ("AOTH", 4.2),
    ("BCRB", 5.0),
    ("BAFR", 8.0),
    ("BOTH", 2.8),
    ("CHNE", 0.8),
    ("OOTH", 4.4),
];
const STRAINED: &[(&str, f64)] = &[
    ("WBRI", 29.0),
    ("WIRI", 0.8),
    ("WIRT", 0.5),
    ("WOTH", 11.5),
    ("WROM", 1.3),
    ("MWBC", 6.6),
    ("MWBA", 2.8),
    ("MWAS", 2.6),
    ("MOTH", 5.2),
    ("AIND", 1.8),
    ("APKN", 7.8),
    ("ABAN", 2.0),
    ("AOTH", 3.2),
    ("BCRB", 8.6),
    ("BAFR", 9.6),
    ("BOTH", 3.8),
    ("CHNE", 0.3),
    ("OOTH", 3.6),
];

/// The families of a population of `children` aged 0 to 17 on `as_at`, with everyone born in the 26 years before.
pub(super) fn families(children: u32, seed: u64, as_at: Day) -> impl Iterator<Item = Family> {
    const YEARS: f64 = 27.4;
    const MEAN_SIZE: f64 = 1.90;
    let number = (f64::from(children) / 18.0 * YEARS / MEAN_SIZE) as u64;
    (0..number).map(move |n| family(n, seed, as_at))
}

fn family(number: u64, seed: u64, as_at: Day) -> Family {
    let mut chance = Chance::of(seed, &[1, number]);
    let risk = chance.pick(&super::rates::RISKS);
    let size = chance.pick(&[(1, 0.33), (2, 0.39), (3, 0.19), (4, 0.09)]);
    let table = if risk == 0 { SETTLED } else { STRAINED };
    let ethnicity = chance.pick(table);
    let locality = chance.between(0, 2) as u8;
    let mut born = as_at.plus(200 - (chance.unit() * 27.4 * 365.25) as i32);
    let mut children = Vec::new();
    for place in 0..size {
        if born > as_at.plus(200) {
            break;
        }
        let ethnicity = if chance.hit(0.93) { ethnicity } else { chance.pick(table) };
        children.push(child(number * 4 + place, locality, born, ethnicity, &mut chance));
        born = born.plus(chance.between(420, 1500));
    }
    Family { number, risk, children }
}

fn child(number: u64, locality: u8, born: Day, ethnicity: &'static str, chance: &mut Chance) -> Child {
    Child {
        number,
        locality,
        born,
        sex: chance.pick(&[("male", 0.519), ("female", 0.478), ("neither", 0.003)]),
        ethnicity,
        disabled: chance.hit(0.022),
        unaccompanied: false,
        contacts: Vec::new(),
        help: Vec::new(),
        cases: Vec::new(),
    }
}

/// A child who arrives unaccompanied on a day, aged 14 to 17.
pub(super) fn arrival(number: u64, on: Day, chance: &mut Chance) -> Child {
    let age = chance.days(&[(0.0, 14 * 365), (0.12, 15 * 365 + 180), (0.5, 16 * 365 + 200), (1.0, 17 * 365 + 330)]);
    let ethnicity = chance.pick(&[("BAFR", 0.42), ("AOTH", 0.22), ("OOTH", 0.25), ("WOTH", 0.08), ("BOTH", 0.03)]);
    let mut child = child(number, 0, on.plus(-age), ethnicity, chance);
    child.sex = if chance.hit(0.9) { "male" } else { "female" };
    child.disabled = false;
    child.unaccompanied = true;
    child
}
