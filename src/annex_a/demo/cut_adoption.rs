//! Lists 10 and 11 on a day: children on the way to adoption, and the families that want to adopt.

use super::Cell;
use super::chance::Chance;
use super::cut::{Row, View, identifier};
use super::diary::workday;
use super::model::{Adoption, Care, Child};
use crate::calendar::Day;

/// The way to adoption of a child, with the period of care it belongs to.
pub(super) fn path(view: &View, child: &Child) -> Option<(Day, Adoption)> {
    let care: &Care = child.cases.iter().flat_map(|case| &case.care).rev().find(|c| c.start <= view.as_at)?;
    let path = care.adoption.filter(|a| a.decision <= view.as_at)?;
    let over = path.adopted.into_iter().chain(path.reversed.map(|(day, _)| day)).min();
    (over.is_none_or(|day| day >= view.year.start)).then_some((care.start, path))
}

/// List 10: decided and not yet adopted, or adopted or reversed in the last twelve months.
pub(super) fn adoption(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let Some((entered, path)) = path(view, child) else { return Vec::new() };
    let date = |day: Option<Day>| day.map_or(Cell::Blank, |day| view.date(day));
    let reversed = path.reversed.filter(|(day, _)| *day <= view.as_at);
    let mut row = view.person(child);
    let matched = path.matched.is_some_and(|day| day <= view.as_at);
    row.insert(1, if matched { Cell::Id(family_of(child, view.seed)) } else { Cell::Blank });
    row.extend([view.disability(child), Cell::Date(entered), Cell::Date(path.decision), view.date(path.order)]);
    row.extend([date(path.matched), date(path.placed), date(path.adopted), date(reversed.map(|(day, _)| day))]);
    row.push(reversed.map_or(Cell::Blank, |(_, reason)| Cell::Code("reversal_reason", reason)));
    row.push(date(path.fostered));
    vec![(path.decision, row)]
}

fn family_of(child: &Child, seed: u64) -> String {
    // Brothers and sisters matched together share their adopters: they are numbered four to a family.
    format!("F{}", identifier(child.number / 4 + (1 << 33), seed))
}

/// A family on its way through the adoption process.
struct Adopters {
    family: String,
    number: u64,
    enquiry: Day,
    stages: [Day; 4],
    matched: Option<Day>,
    placed: Option<Day>,
    adopted: Option<Day>,
    children: i32,
    left: Option<(Day, &'static str)>,
    fostering: bool,
}

/// List 11: adopters at any stage from stage 1 to the order in the last twelve months.
pub(super) fn adopters(view: &View, matched: &[&Child], history: Day) -> Vec<(Day, Row)> {
    let mut families: Vec<Adopters> = Vec::new();
    for child in matched {
        let Some((_, path)) = path(view, child) else { continue };
        let Some(day) = path.matched.filter(|day| *day <= view.as_at) else { continue };
        let family = family_of(child, view.seed);
        if let Some(known) = families.iter_mut().find(|f| f.family == family) {
            known.children += 1;
            continue;
        }
        families.push(chosen(view, child, family, day, path));
    }
    families.extend(hopeful(view, history));
    families.iter().filter(|f| in_scope(view, f)).flat_map(|f| rows(view, f)).collect()
}

fn in_scope(view: &View, family: &Adopters) -> bool {
    let over = family.left.map(|(day, _)| day).into_iter().chain(family.adopted).min();
    family.stages[0] <= view.as_at && over.is_none_or(|day| day >= view.year.start)
}

/// Lengths of stage 1, the pause after it, and stage 2.
fn stages(start: Day, chance: &mut Chance) -> [Day; 4] {
    let first = workday(start.plus(chance.days(&[(0.0, 35), (0.55, 61), (0.85, 95), (1.0, 180)])));
    let second = workday(first.plus(chance.days(&[(0.0, 0), (0.6, 14), (0.9, 70), (1.0, 180)])));
    let end = workday(second.plus(chance.days(&[(0.0, 75), (0.6, 122), (0.9, 170), (1.0, 280)])));
    [start, first, second, end]
}

/// The family a child was matched with: approved some time before the match.
fn chosen(view: &View, child: &Child, family: String, matched: Day, path: Adoption) -> Adopters {
    let mut chance = Chance::of(view.seed, &[60, child.number / 4]);
    let wait = chance.between(20, 330);
    let mut start = workday(matched.plus(-wait - 230));
    let mut steps = stages(start, &mut chance);
    while steps[3] >= matched {
        start = workday(start.plus(-60));
        steps = stages(start, &mut chance);
    }
    Adopters {
        family,
        number: child.number / 4 + (1 << 34),
        enquiry: workday(steps[0].plus(-chance.between(15, 120))),
        stages: steps,
        matched: Some(matched),
        placed: path.placed,
        adopted: path.adopted,
        children: 1,
        left: None,
        fostering: path.fostered.is_some(),
    }
}

/// Families in assessment, waiting for a match, or leaving the process.
fn hopeful(view: &View, history: Day) -> Vec<Adopters> {
    let yearly = f64::from(view.children) / 62_664.0 * 17.0;
    let mut chance = Chance::of(view.seed, &[61]);
    let mut clock = f64::from(history.0) - 4.0 * 365.25;
    let mut families = Vec::new();
    for number in 0u64.. {
        clock += chance.waiting() / yearly * 365.25;
        let enquiry = workday(Day(clock as i32));
        if enquiry > view.as_at {
            break;
        }
        let mut own = Chance::of(view.seed, &[62, number]);
        let steps = stages(workday(enquiry.plus(own.between(15, 120))), &mut own);
        let leaves = own.hit(0.3);
        let reason = own.pick(&[("withdrew", 0.6), ("on_hold", 0.25), ("refused", 0.15)]);
        let gone = if leaves { steps[0].plus(own.between(20, 330)) } else { steps[3].plus(own.between(200, 700)) };
        families.push(Adopters {
            family: format!("F{}", identifier(number + (1 << 36), view.seed)),
            number: number + (1 << 37),
            enquiry,
            stages: steps,
            matched: None,
            placed: None,
            adopted: None,
            children: 0,
            left: Some((workday(gone), if leaves { reason } else { "withdrew" })),
            fostering: own.hit(0.2),
        });
    }
    families
}

fn rows(view: &View, family: &Adopters) -> Vec<(Day, Row)> {
    let mut chance = Chance::of(view.seed, &[63, family.number]);
    let couple = chance.hit(0.72);
    let left = family.left.filter(|(day, _)| *day <= view.as_at);
    let until = left.map_or(view.as_at, |(day, _)| day);
    let known = |day: Day| if day <= until { Cell::Date(day) } else { Cell::Blank };
    let date = |day: Option<Day>| day.map_or(Cell::Blank, known);
    let unasked = chance.hit(0.08);
    let same_sex = chance.hit(0.15);
    let first = if chance.hit(0.7) { "female" } else { "male" };
    let second = if same_sex {
        first
    } else if first == "male" {
        "female"
    } else {
        "male"
    };
    let sexes = if couple { vec![first, second] } else { vec!["female"] };
    let placed = family.placed.is_some_and(|day| day <= view.as_at);
    let mut rows = Vec::new();
    for (place, sex) in sexes.into_iter().enumerate() {
        let ethnicity = chance.pick(&[
            ("WBRI", 0.58),
            ("WOTH", 0.15),
            ("WIRI", 0.02),
            ("MWBC", 0.04),
            ("AIND", 0.04),
            ("APKN", 0.05),
            ("BCRB", 0.05),
            ("BAFR", 0.05),
            ("OOTH", 0.02),
        ]);
        let mut row = vec![
            Cell::Id(format!("A{}", identifier(family.number * 2 + place as u64, view.seed))),
            Cell::Id(family.family.clone()),
            Cell::Code("sex", sex),
            if chance.hit(0.06) { Cell::Blank } else { Cell::Code("ethnicity", ethnicity) },
            Cell::Code("yes_no", if chance.hit(0.05) { "yes" } else { "no" }),
            Cell::Code("yes_no", if family.fostering { "yes" } else { "no" }),
            if unasked { Cell::Blank } else { Cell::Date(family.enquiry) },
        ];
        row.extend(family.stages.iter().map(|&day| known(day)));
        row.extend([Cell::Blank, Cell::Blank, date(family.matched), date(family.placed)]);
        row.push(if placed { Cell::Whole(family.children) } else { Cell::Blank });
        row.push(date(family.adopted));
        row.extend([
            left.map_or(Cell::Blank, |(day, _)| Cell::Date(day)),
            left.map_or(Cell::Blank, |(_, reason)| Cell::Code("left_reason", reason)),
        ]);
        rows.push((family.enquiry, row));
    }
    rows
}
