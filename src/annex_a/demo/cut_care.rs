//! Lists 8 and 9 on a day: looked-after children and care leavers.

use super::Cell;
use super::chance::Chance;
use super::cut::{Row, View, yes_no};
use super::diary::{birthday, last_of};
use super::model::{Care, Child, Placement};
use super::people::Role;
use super::rates;
use crate::calendar::{Day, age};

fn periods<'a>(view: &View, child: &'a Child) -> Vec<&'a Care> {
    child.cases.iter().flat_map(|case| &case.care).filter(|c| c.start <= view.as_at).collect()
}

/// List 8: the latest period of care, open or ended in the window.
pub(super) fn looked_after(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let periods = periods(view, child);
    let Some(care) = periods.last().filter(|c| view.current(c.start, c.end)) else { return Vec::new() };
    let until = view.as_at.min(care.end);
    let second = periods.iter().rev().skip(1).any(|c| c.end > view.as_at.months_before(12));
    let (from, legal) = Care::at(&care.statuses, until).unwrap_or((care.start, "V2"));
    let year = view.as_at.months_before(12).max(care.start);
    let moves = care.placements.iter().filter(|p| p.start <= until && p.start > year).count();
    let standing = care.placements.iter().any(|p| p.start <= year);
    let need = child.cases.iter().rev().find(|case| case.care.iter().any(|c| c.start == care.start)).map_or("N1", |case| case.need);
    let need = if matches!(need, "N9" | "N0") { "N1" } else { need };
    let ceased = care.end <= view.as_at;
    let unaccompanied = child.unaccompanied && birthday(child.born, 18) > view.as_at.months_before(12);
    let mut row = view.person(child);
    row.extend([yes_no(unaccompanied), view.disability(child), Cell::Date(care.start), Cell::Code("need", need), yes_no(second)]);
    row.extend([Cell::Date(from), Cell::Code("legal_status", legal)]);
    row.extend(practice(view, child, care, until));
    row.push(Cell::Whole((moves + usize::from(standing)).max(1) as i32));
    row.push(view.date(care.end));
    row.push(if ceased { Cell::Code("ceased_reason", care.reason) } else { Cell::Blank });
    if let Some(placement) = care.placement(until) {
        row.extend(home(view, child, care, placement, until));
    }
    row.extend(missing(view, child, care, until));
    row.extend(view.held(child, Role::Care, until));
    vec![(care.start, row)]
}

/// Review, visit, permanence plan, officer, health and dental cells.
fn practice(view: &View, child: &Child, care: &Care, until: Day) -> Row {
    let cell = |day: Option<Day>| day.map_or(Cell::Blank, Cell::Date);
    let series = |purpose, steps: &[&[(f64, i32)]]| {
        last_of(care.start, until, Chance::of(view.seed, &[purpose, child.number, care.start.0 as u64]), steps)
    };
    let review = series(40, &[rates::FIRST_CARE_REVIEW, rates::SECOND_CARE_REVIEW, rates::CARE_REVIEW]);
    let visit = series(41, &[&[(0.0, 1), (0.9, 6), (1.0, 16)], rates::CARE_VISIT]);
    let plan = Care::at(&care.permanence, until).map_or(Cell::Blank, |(_, key)| Cell::Code("permanence_plan", key));
    let young = age(child.born, until) < 5;
    let health = series(42, &[rates::FIRST_HEALTH, if young { rates::HEALTH_YOUNG } else { rates::HEALTH }]);
    let dental = series(43, &[&[(0.0, 15), (0.6, 120), (0.9, 250), (1.0, 500)], rates::DENTAL]);
    vec![cell(review), cell(visit), plan, cell(series(44, &[rates::OFFICER])), cell(health), cell(dental)]
}

/// The cells of a placement.
fn home(view: &View, child: &Child, care: &Care, placement: &Placement, until: Day) -> Row {
    let settled =
        placement.start <= until.months_before(18) && Care::at(&care.permanence, until).is_some_and(|(_, plan)| plan == "fostering");
    let kind = match placement.kind {
        "U6" if settled => "U4",
        "U3" if settled => "U1",
        kind => kind,
    };
    let provider = if placement.provider.is_empty() { Cell::Blank } else { Cell::Code("placement_provider", placement.provider) };
    let mut chance = Chance::of(view.seed, &[45, child.number, placement.start.0 as u64]);
    let postcode = postcode(placement.away.is_some(), &mut chance);
    let registered = matches!(kind.as_bytes()[0], b'U' | b'K' | b'H' | b'R' | b'S') && !chance.hit(0.06);
    let urn = if registered { Cell::Text(format!("SC{:06}", chance.between(30_000, 499_999))) } else { Cell::Blank };
    let postcode = if chance.hit(0.05) { Cell::Blank } else { Cell::Text(postcode) };
    vec![
        Cell::Date(placement.start),
        Cell::Code("placement_type", kind),
        provider,
        postcode,
        urn,
        Cell::Code("placement_location", if placement.away.is_some() { "out" } else { "in" }),
        Cell::Text(placement.away.unwrap_or(super::HOME_AUTHORITY).to_owned()),
    ]
}

/// A postcode in an area that does not exist: BW for Benbowshire, QY for elsewhere.
fn postcode(away: bool, chance: &mut Chance) -> String {
    const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
    let mut letter = || char::from(LETTERS[chance.between(0, LETTERS.len() as i32 - 1) as usize]);
    let (first, second) = (letter(), letter());
    let area = if away { "QY" } else { "BW" };
    format!("{area}{} {}{first}{second}", chance.between(1, 19), chance.between(1, 9))
}

/// Missing and absent episodes in the last year, and return interviews.
fn missing(view: &View, child: &Child, care: &Care, until: Day) -> Row {
    let mut chance = view.chance(46, child);
    let (runs, strays) = (chance.unit(), chance.unit());
    let from = care.start.max(birthday(child.born, 11));
    let year = view.as_at.months_before(12);
    let episodes = |runs: bool, purpose: u64| {
        let mut stream = Chance::of(view.seed, &[purpose, child.number, care.start.0 as u64]);
        let (mut day, mut days) = (from, Vec::new());
        while runs && day < until {
            day = day.plus(stream.days(rates::MISSING));
            if day > year && day <= until {
                days.push(day);
            }
        }
        days
    };
    let gone = episodes(runs < if child.unaccompanied { 0.10 } else { 0.27 }, 47);
    let absent = episodes(strays < 0.06, 48).len() / 2;
    let mut interview = gone.last().map_or_else(|| Chance::of(0, &[]), |day| Chance::of(view.seed, &[49, child.number, day.0 as u64]));
    let offered = match interview.unit() {
        // Interviews are sometimes recorded for children of whom no missing episode is.
        _ if gone.is_empty() => chance.hit(0.016).then_some("yes"),
        u if u < 0.84 => Some("yes"),
        u if u < 0.95 => Some("no"),
        u if u < 0.97 => Some("unknown"),
        _ => None,
    };
    let accepted = (offered == Some("yes")).then(|| if interview.hit(0.61) { "yes" } else { "no" });
    let cell = |key: Option<&'static str>| key.map_or(Cell::Blank, |key| Cell::Code("yes_no_unknown", key));
    vec![Cell::Whole(gone.len() as i32), Cell::Whole(absent as i32), cell(offered), cell(accepted)]
}

/// List 9: young people who receive leaving-care services, and looked-after children who soon will.
pub(super) fn care_leavers(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let years = age(child.born, view.as_at);
    let periods = periods(view, child);
    let Some(care) = periods.last().filter(|_| (16..=24).contains(&years)) else { return Vec::new() };
    let open = care.end > view.as_at;
    let after_14: i32 = periods.iter().map(|c| c.end.min(view.as_at).since(c.start.max(birthday(child.born, 14))).max(0)).sum();
    let after_16 = care.end > birthday(child.born, 16);
    let mut chance = view.chance(50, child);
    let (listed, other) = (chance.unit(), chance.unit());
    let eligibility = match years {
        16 | 17 if open => "eligible",
        _ if !after_16 || after_14 < 91 || matches!(care.reason, "E11" | "E12" | "E2" | "E3") => return Vec::new(),
        _ if open => return Vec::new(),
        16 | 17 => "relevant",
        _ if care.reason.starts_with("E4") && care.reason.len() == 3 && !care.reason.ends_with('A') => "qualifying",
        _ if other < 0.04 => "qualifying",
        _ => "former_relevant",
    };
    let share = match years {
        16 => 0.5,
        17 => 0.85,
        18..=20 => 0.98,
        21 => 0.75,
        22 => 0.42,
        _ => 0.3,
    };
    if listed > share {
        return Vec::new();
    }
    vec![(care.start, leaver(view, child, years, eligibility))]
}

const ACCOMMODATION: &[(&str, f64)] = &[
    ("B", 0.10),
    ("C", 0.03),
    ("D", 0.22),
    ("E", 0.05),
    ("G", 0.012),
    ("K", 0.03),
    ("R", 0.02),
    ("S", 0.008),
    ("T", 0.015),
    ("U", 0.33),
    ("V", 0.012),
    ("W", 0.008),
    ("X", 0.026),
    ("Y", 0.03),
    ("Z", 0.06),
    ("H", 0.003),
];
const YOUNGER: &[(&str, f64)] = &[
    ("B", 0.09),
    ("C", 0.08),
    ("D", 0.38),
    ("E", 0.08),
    ("K", 0.02),
    ("R", 0.01),
    ("S", 0.01),
    ("T", 0.02),
    ("U", 0.06),
    ("V", 0.01),
    ("X", 0.03),
    ("Y", 0.03),
    ("Z", 0.18),
];
const ACTIVITY: &[(&str, f64)] = &[
    ("F1", 0.065),
    ("P1", 0.006),
    ("F2", 0.20),
    ("P2", 0.025),
    ("F4", 0.03),
    ("P4", 0.004),
    ("F5", 0.15),
    ("P5", 0.06),
    ("G4", 0.11),
    ("G5", 0.23),
    ("G6", 0.055),
];

fn leaver(view: &View, child: &Child, years: i32, eligibility: &'static str) -> Row {
    let mut chance = Chance::of(view.seed, &[51, child.number, years as u64]);
    let touch = chance.pick(&[
        ("yes", 0.945),
        ("no", 0.024),
        ("refused", 0.012),
        ("not_required", 0.012),
        ("returned_home", 0.014),
        ("died", 0.004),
    ]);
    let touch = if years < 18 { "yes" } else { touch };
    let reached = touch == "yes";
    let lodging = chance.pick(if years < 19 { YOUNGER } else { ACCOMMODATION });
    let unsuitable = match lodging {
        "S" | "W" | "X" => 0.97,
        "V" => 0.7,
        "R" | "Y" => 0.2,
        _ => 0.015,
    };
    let suitability = if chance.hit(unsuitable) { "unsuitable" } else { "suitable" };
    let activity = chance.pick(ACTIVITY);
    let blanks = (chance.hit(0.02), chance.hit(0.03), chance.hit(0.13));
    let since = birthday(child.born, 16);
    let review = last_of(since, view.as_at, view.chance(52, child), &[rates::PATHWAY]).filter(|_| !blanks.2);
    let contact = last_of(since, view.as_at, view.chance(53, child), &[rates::ADVISER]).filter(|_| reached);
    let code = |shown: bool, set, key| if shown && reached { Cell::Code(set, key) } else { Cell::Blank };
    let mut row = view.person(child);
    let disability = if chance.hit(0.09) { Cell::Blank } else { view.disability(child) };
    row.extend([yes_no(child.unaccompanied), disability]);
    row.extend(view.held(child, Role::Leaving, view.as_at));
    let [_, adviser] = view.held(child, Role::Adviser, view.as_at);
    row.extend([if chance.hit(0.06) { Cell::Blank } else { adviser }, Cell::Code("eligibility", eligibility)]);
    row.extend([review.map_or(Cell::Blank, Cell::Date), Cell::Code("in_touch", touch), contact.map_or(Cell::Blank, Cell::Date)]);
    row.extend([
        code(!blanks.0, "accommodation", lodging),
        code(!blanks.0, "suitability", suitability),
        code(!blanks.1, "activity", activity),
    ]);
    row
}
