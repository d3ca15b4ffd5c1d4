//! The journeys: contacts to a family over the years, and the case that a referral opens for each child.
//!
//! Brothers and sisters of one contact share its chances (they replay the same stream), so that they are mostly
//! referred, assessed and conferenced together; ages and private chances make them differ.

use super::care;
use super::chance::Chance;
use super::diary::{eighteenth, plus_working, school_holiday, workday};
use super::family::{Family, arrival};
use super::model::{Assessment, Case, Child, Enquiry, Help, Plan};
use super::rates;
use crate::calendar::{Day, age};

/// What every journey needs to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct World {
    /// Seed of the simulation.
    pub seed: u64,
    /// The day the simulation ends.
    pub as_at: Day,
}

impl World {
    /// How far a day lies into the last so many months, 0 before them and 1 at their end.
    fn share_of_last(self, months: i32, day: Day) -> f64 {
        let days = f64::from(months) * 30.4;
        ((days - f64::from(self.as_at.since(day))) / days).clamp(0.0, 1.0)
    }
}

/// Lets the contacts of a family happen, up to the as-at date.
pub(super) fn live(mut family: Family, world: World) -> Vec<Child> {
    let mut chance = Chance::of(world.seed, &[2, family.number]);
    let Some(first) = family.children.first().map(|c| c.born.plus(-130)) else { return Vec::new() };
    let fastest = rates::CONTACTS_A_YEAR * rates::RISK_FACTOR[family.risk] * rates::TREND_CEILING;
    let (mut clock, mut again) = (f64::from(first.0), false);
    for event in 0u64.. {
        clock += if again { f64::from(chance.days(rates::AGAIN_AFTER)) } else { chance.waiting() / fastest * 365.25 };
        let day = Day(clock as i32);
        if day > world.as_at {
            break;
        }
        let season = rates::SEASON[day.month() as usize - 1] * (1.0 + 0.06 * world.share_of_last(12, day));
        let happens = chance.hit(season / rates::TREND_CEILING);
        again = happens && chance.hit(rates::AGAIN[family.risk]);
        if happens {
            contact(&mut family, workday_mostly(day, &mut chance), event, &mut chance, world);
        }
    }
    family.children.retain(|c| !c.contacts.is_empty() || !c.help.is_empty());
    family.children
}

/// Events fall on working days but for the few that the emergency duty team takes.
fn workday_mostly(day: Day, chance: &mut Chance) -> Day {
    if chance.hit(0.06) { day } else { workday(day) }
}

fn contact(family: &mut Family, day: Day, event: u64, chance: &mut Chance, world: World) {
    let source = source(day, chance, world);
    if day > world.as_at || (source == "2A" && school_holiday(day) && !chance.hit(0.08)) {
        return;
    }
    let decision = chance.unit();
    let stream = Chance::of(world.seed, &[3, family.number, event]);
    for child in &mut family.children {
        let years = age(child.born, day);
        let reachable = day >= child.born.plus(-130) && day < eighteenth(child.born) && !gone(child, day);
        if !reachable || !chance.hit(rates::concern(years)) || (source == "2A" && years < 4 && chance.hit(0.7)) {
            continue;
        }
        let open = child.cases.last().is_some_and(|case| case.closed >= day);
        if open && chance.hit(0.45) {
            continue;
        }
        child.contacts.push((day, source));
        if !open {
            answer(child, day, source, decision, (family.risk, stream.clone()), world);
        }
    }
}

fn source(day: Day, chance: &mut Chance, world: World) -> &'static str {
    // Police notifications have risen over the last year: one of the stories of the demo.
    let source = chance.pick(rates::SOURCES);
    if source == "2A" || !chance.hit(0.05 * world.share_of_last(12, day)) { source } else { "6" }
}

fn gone(child: &Child, day: Day) -> bool {
    child.cases.last().is_some_and(|case| case.closed <= day && matches!(case.reason, "RC1" | "RC2" | "RC5"))
}

/// What becomes of a contact about a child without an open case: referral, early help or advice.
fn answer(child: &mut Child, day: Day, source: &'static str, decision: f64, (risk, stream): (usize, Chance), world: World) {
    let mut own = Chance::of(world.seed, &[4, child.number, day.0 as u64]);
    let returning = child.cases.last().is_some_and(|case| case.referred.plus(365) >= day);
    let back = if returning { 1.25 + 0.65 * world.share_of_last(15, day) } else { 1.0 };
    let referred = rates::REFERRED[risk] * rates::source_weight(source) * back;
    if decision < referred {
        let stream = if own.hit(0.85) { stream } else { own };
        let case = case(child, plus_working(day, i32::from(decision > referred * 0.8)), source, (risk, stream), world);
        if case.reason == "RC9" {
            help(child, case.closed, world);
        }
        child.cases.push(case);
    } else if decision < referred + rates::EARLY_HELP[risk] {
        help(child, plus_working(day, 4), world);
    }
}

const ORGANISATIONS: &[(&str, f64)] = &[
    ("Early Help North", 0.17),
    ("Early Help South", 0.16),
    ("Early Help East", 0.14),
    ("Family Support Service", 0.12),
    ("Benbow Hill Primary School", 0.05),
    ("Larkfield Academy", 0.05),
    ("St Osyth's Primary School", 0.04),
    ("Weirside High School", 0.05),
    ("Health Visiting Service", 0.07),
    ("Benbowshire Youth Service", 0.06),
    ("Riverside Children's Centre", 0.05),
    ("Harbour Family Hub", 0.04),
];

fn help(child: &mut Child, start: Day, world: World) {
    let mut chance = Chance::of(world.seed, &[5, child.number, start.0 as u64]);
    if child.help.last().is_some_and(|h| h.end >= start) {
        return;
    }
    let end = workday(start.plus(chance.days(rates::HELP)));
    child.help.push(Help { start, end, organisation: chance.pick(ORGANISATIONS) });
}

const NEEDS: &[(&str, f64)] = &[
    ("N1", 0.56),
    ("N2", 0.01),
    ("N3", 0.035),
    ("N4", 0.11),
    ("N5", 0.14),
    ("N6", 0.05),
    ("N7", 0.008),
    ("N8", 0.03),
    ("N9", 0.008),
    ("N0", 0.022),
];
const CATEGORIES: &[(&str, f64)] = &[("neglect", 0.45), ("emotional", 0.39), ("physical", 0.09), ("sexual", 0.04), ("multiple", 0.03)];

/// What is being done for a child at a stage of a case.
enum Stage {
    Need(rates::Quantiles),
    Plan(Day),
    Care,
    Closed(&'static str),
}

fn case(child: &Child, referred: Day, source: &'static str, (risk, mut chance): (usize, Chance), world: World) -> Case {
    let no_action = chance.hit(0.067);
    let need = if child.unaccompanied {
        "N8"
    } else if child.disabled && chance.hit(0.6) {
        "N2"
    } else {
        chance.pick(NEEDS)
    };
    let mut case = Case {
        referred,
        source,
        no_action,
        need,
        assessments: Vec::new(),
        enquiries: Vec::new(),
        plans: Vec::new(),
        care: Vec::new(),
        closed: referred,
        reason: "RC8",
    };
    if no_action {
        return case;
    }
    let start = plus_working(referred, chance.days(rates::ASSESSMENT_WAIT));
    let authorised = assessed(start, &mut chance, world);
    let stage = first_stage(child, &mut case, start, (risk, &mut chance));
    let support = !matches!(stage, Stage::Closed("RC8" | "RC9"));
    case.assessments.push(Assessment { start, authorised, support });
    run(child, &mut case, authorised, stage, &mut chance, world);
    case
}

/// The day an assessment is authorised; they have grown slower over the last months: one of the stories of the demo.
fn assessed(start: Day, chance: &mut Chance, world: World) -> Day {
    let slow = chance.hit(world.share_of_last(8, start) * 1.3);
    plus_working(start, chance.days(if slow { rates::ASSESSMENT_SLOW } else { rates::ASSESSMENT }).max(1))
}

fn first_stage(child: &Child, case: &mut Case, start: Day, (risk, chance): (usize, &mut Chance)) -> Stage {
    let years = age(child.born, case.referred);
    if child.unaccompanied {
        return Stage::Care;
    }
    let urgent = [0.0028, 0.006, 0.0095][risk]
        * match years {
            ..=0 => 7.0,
            1..=4 => 1.4,
            5..=12 => 0.8,
            _ => 1.9,
        };
    let enquired = chance.hit(if years < 0 {
        0.6
    } else if case.need == "N1" {
        0.385
    } else {
        0.18
    });
    if enquired {
        let strategy = workday(start.plus(chance.days(&[(0.0, 0), (0.6, 1), (0.85, 8), (1.0, 35)])));
        let enquiry = enquiry(strategy, (if years < 0 { 0.6 } else { 0.285 }, eighteenth(child.born)), chance);
        case.enquiries.push(enquiry);
        if let (Some(day), true) = (enquiry.conference, enquiry.plan) {
            return Stage::Plan(day);
        }
    }
    if chance.hit(urgent) {
        return Stage::Care;
    }
    if child.disabled {
        return stage_of(chance.pick(&[("need", 0.5), ("RC8", 0.2), ("RC7", 0.3)]), rates::DISABLED_SUPPORT);
    }
    let closed = if enquired { 0.22 } else { 0.44 };
    stage_of(chance.pick(&[("need", 0.30), ("RC8", closed), ("RC9", 0.09), ("RC7", 0.20)]), rates::NEED)
}

fn stage_of(choice: &'static str, length: rates::Quantiles) -> Stage {
    if choice == "need" { Stage::Need(length) } else { Stage::Closed(choice) }
}

fn enquiry(strategy: Day, (held, adult): (f64, Day), chance: &mut Chance) -> Enquiry {
    let decided = plus_working(strategy, chance.days(rates::DECISION));
    let conference = chance.hit(held).then(|| plus_working(strategy, chance.days(rates::CONFERENCE)));
    let conference = conference.filter(|day| *day < adult);
    let decided = conference.map_or(decided, |day| decided.min(day));
    Enquiry { strategy, decided, unnecessary: conference.is_none(), conference, plan: conference.is_some() && chance.hit(0.87) }
}

/// Runs a case from its assessment to its closure.
fn run(child: &Child, case: &mut Case, authorised: Day, first: Stage, chance: &mut Chance, world: World) {
    let adult = eighteenth(child.born);
    let (mut now, mut stage) = (authorised, first);
    loop {
        let grown = match stage {
            Stage::Care => false,
            Stage::Plan(start) => start >= adult,
            _ => now >= adult,
        };
        if grown {
            stage = Stage::Closed(if case.need == "N2" { "RC6" } else { "RC7" });
            now = adult;
        }
        (now, stage) = match stage {
            Stage::Closed(reason) => {
                case.closed = workday(now.plus(if now == authorised { chance.days(rates::BRIEF) } else { chance.between(0, 9) }));
                case.reason = reason;
                return;
            }
            Stage::Need(length) => need(case, (now, adult), chance.days(length), chance, world),
            Stage::Plan(start) => plan(case, start, (adult, age(child.born, start) < 3), chance),
            Stage::Care => care_from(child, case, now, chance, world),
        };
    }
}

fn need(case: &mut Case, (now, adult): (Day, Day), length: i32, chance: &mut Chance, world: World) -> (Day, Stage) {
    let end = workday(now.plus(length)).min(adult);
    let mut review = now.plus(chance.between(200, 420));
    while review < end {
        let start = workday(review);
        case.assessments.push(Assessment { start, authorised: assessed(start, chance, world), support: true });
        review = review.plus(chance.between(300, 800));
    }
    if case.need != "N2" && chance.hit(if case.plans.is_empty() { 0.18 } else { 0.44 }) {
        let strategy = workday(now.plus(chance.between(0, length.max(1))));
        if strategy < adult {
            let enquiry = enquiry(strategy, (0.38, adult), chance);
            case.enquiries.push(enquiry);
            if let (Some(day), true) = (enquiry.conference, enquiry.plan) {
                return (day, Stage::Plan(day));
            }
        }
    }
    if end >= adult {
        return (adult, Stage::Closed(if case.need == "N2" { "RC6" } else { "RC7" }));
    }
    if chance.hit(0.02) {
        return (end, Stage::Care);
    }
    (end, Stage::Closed(chance.pick(&[("RC7", 0.80), ("RC9", 0.11), ("RC5", 0.06), ("RC3", 0.018), ("RC4", 0.008), ("RC2", 0.004)])))
}

fn plan(case: &mut Case, start: Day, (adult, young): (Day, bool), chance: &mut Chance) -> (Day, Stage) {
    let end = workday(start.plus(chance.days(rates::PLAN))).min(adult);
    let initial = chance.pick(CATEGORIES);
    let later = chance.hit(0.12).then(|| (workday(start.plus(chance.between(85, 190))), chance.pick(CATEGORIES)));
    let later = later.filter(|&(day, category)| day < end && category != initial);
    let protection = chance.hit(0.05).then(|| start.plus(-chance.between(0, 20)));
    case.plans.push(Plan { start, end, initial, later, protection });
    if chance.hit(0.16) {
        let strategy = workday(start.plus(chance.between(10, 200)));
        if strategy < end {
            let decided = plus_working(strategy, chance.days(rates::DECISION));
            case.enquiries.push(Enquiry { strategy, decided, unnecessary: false, conference: None, plan: false });
        }
    }
    let next = chance.pick(&[(0, 0.64), (1, if young { 0.17 } else { 0.10 }), (2, 0.2)]);
    match next {
        0 => (end, Stage::Need(rates::STEP_DOWN)),
        1 => (end, Stage::Care),
        _ => (end, Stage::Closed("RC7")),
    }
}

fn care_from(child: &Child, case: &mut Case, now: Day, chance: &mut Chance, world: World) -> (Day, Stage) {
    let start = if case.care.is_empty() && case.plans.is_empty() {
        // An urgent entry does not wait for the assessment to be signed off.
        case.assessments.last().map_or(now, |a| workday(a.start.plus(chance.between(0, 6))).min(now))
    } else {
        now
    };
    // A child who is not born yet comes into care in the days after birth.
    let start = start.max(workday(child.born.plus(2)));
    if start >= eighteenth(child.born).plus(-20) {
        return (now, Stage::Closed("RC7"));
    }
    let mut own = Chance::of(world.seed, &[6, child.number / 4, start.0 as u64]);
    let drift = world.share_of_last(18, start.plus(150));
    let period = care::period(child, start, drift, &mut own);
    let (end, reason) = (period.end, period.reason);
    case.care.push(period);
    if reason.starts_with("E4") && own.hit(0.13) {
        // Some children who go home come back.
        return (workday(end.plus(own.between(14, 200))), Stage::Care);
    }
    let stage = match reason {
        "E11" | "E12" => Stage::Closed("RC1"),
        "E45" | "E46" | "E47" | "E48" => Stage::Closed("RC4"),
        "E41" => Stage::Closed("RC3"),
        "E2" => Stage::Closed("RC2"),
        "E3" => Stage::Closed("RC5"),
        "E7" => Stage::Closed("RC6"),
        "E4A" | "E4B" | "E13" if own.hit(0.8) => Stage::Need(rates::STEP_DOWN),
        _ => Stage::Closed("RC7"),
    };
    // The last working day counts: a case outlives the period of care by days only.
    (end, stage)
}

/// Unaccompanied children arriving over the years, each with a contact, a referral and a period of care.
pub(super) fn arrivals(children: u32, world: World) -> Vec<Child> {
    let mut chance = Chance::of(world.seed, &[7]);
    let yearly = rates::ARRIVALS * f64::from(children) / 10_000.0;
    let mut clock = f64::from(world.as_at.0) - 11.0 * 365.25;
    let mut arrived = Vec::new();
    for number in 0u64.. {
        clock += chance.waiting() / yearly * 365.25;
        let day = workday(Day(clock as i32));
        if day > world.as_at {
            break;
        }
        let mut child = arrival((1 << 40) + number, day, &mut chance);
        let source = chance.pick(&[("5B", 0.5), ("6", 0.3), ("7", 0.2)]);
        child.contacts.push((day, source));
        let stream = Chance::of(world.seed, &[8, number]);
        let mut case = case(&child, day, source, (1, stream), world);
        if case.no_action {
            case.no_action = false;
            case.closed = day;
        }
        child.cases.push(case);
        arrived.push(child);
    }
    arrived
}
