//! Planted faults: what goes wrong in real workbooks, put in on purpose and written down, so that the checks can be checked.

use super::chance::Chance;
use super::{Cell, Demo, DemoList};

/// A fault that was planted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Kind: `local-code`, `text-date`, `future-date`, `end-before-start`, `repeated-child`, `short-break`, `over-18`,
    /// `blank`, `not-in-need-list`, `interview-without-offer`, `interview-without-missing`, `sentinel-date`.
    pub kind: &'static str,
    /// Key of the list.
    pub list: &'static str,
    /// Place of the row in the list, from 0.
    pub row: usize,
    /// Field that holds it.
    pub field: &'static str,
}

/// A fault to plant: kind, list, field, how many, what the cell becomes.
type Recipe = (&'static str, &'static str, &'static str, usize, fn() -> Cell);

const RECIPES: &[Recipe] = &[
    ("local-code", "contacts", "contact_source", 9, || Cell::Text("Duty desk (legacy)".to_owned())),
    ("local-code", "referrals", "referral_source", 6, || Cell::Text("16+ team".to_owned())),
    ("local-code", "looked_after", "placement_type", 3, || Cell::Text("Bespoke arrangement".to_owned())),
    ("text-date", "contacts", "contact_date", 3, || Cell::Text("end of May".to_owned())),
    ("text-date", "assessments", "authorised", 2, || Cell::Text("pending".to_owned())),
    ("sentinel-date", "children_in_need", "last_seen", 4, || Cell::Text("01/01/1900".to_owned())),
    ("blank", "referrals", "referral_source", 7, || Cell::Blank),
    ("blank", "child_protection", "initial_category", 3, || Cell::Blank),
    ("blank", "looked_after", "placement_authority", 5, || Cell::Blank),
    ("short-break", "looked_after", "legal_status", 2, || Cell::Code("legal_status", "V4")),
    ("not-in-need-list", "child_protection", "child_id", 2, || Cell::Id("99999901".to_owned())),
    ("not-in-need-list", "looked_after", "child_id", 2, || Cell::Id("99999911".to_owned())),
];

/// Plants faults into the lists.
pub(super) fn plant(demo: &mut Demo, seed: u64) {
    let mut chance = Chance::of(seed, &[70]);
    let mut faults = Vec::new();
    for &(kind, key, field, count, make) in RECIPES {
        for turn in 0..count {
            let Some((row, cell)) = some_cell(demo, key, field, &mut chance) else { continue };
            *cell = match make() {
                // Every wrong identifier is another one.
                Cell::Id(id) => Cell::Id(format!("{}", id.parse::<u32>().unwrap_or(0) + turn as u32)),
                other => other,
            };
            faults.push(Fault { kind, list: key, row, field });
        }
    }
    faults.extend(dates(demo, &mut chance));
    faults.extend(interviews(demo));
    faults.extend(repeated(demo));
    demo.faults = faults;
}

fn some_cell<'a>(demo: &'a mut Demo, key: &str, field: &str, chance: &mut Chance) -> Option<(usize, &'a mut Cell)> {
    let list = demo.lists.iter_mut().find(|list| list.key == key)?;
    let column = list.fields.iter().position(|f| *f == field)?;
    let row = chance.between(0, list.rows.len() as i32 - 1);
    let row = usize::try_from(row).ok().filter(|row| *row < list.rows.len())?;
    Some((row, &mut list.rows[row][column]))
}

/// Dates that lie ahead, or end before they start.
fn dates(demo: &mut Demo, chance: &mut Chance) -> Vec<Fault> {
    let as_at = demo.as_at;
    let mut faults = Vec::new();
    for (kind, list, field, days) in [
        ("future-date", "contacts", "contact_date", 40),
        ("future-date", "section_47", "strategy_date", 15),
        ("end-before-start", "assessments", "authorised", -3000),
        ("end-before-start", "child_protection", "end", -3000),
        ("over-18", "looked_after", "birth_date", -6900),
    ] {
        if let Some((row, cell)) = some_cell(demo, list, field, chance) {
            *cell = Cell::Date(as_at.plus(days));
            faults.push(Fault { kind, list, row, field });
        }
    }
    faults
}

fn interviews(demo: &mut Demo) -> Vec<Fault> {
    let Some(list) = demo.lists.iter_mut().find(|list| list.key == "looked_after") else { return Vec::new() };
    let place = |field: &str| list.fields.iter().position(|f| *f == field);
    let (Some(missing), Some(offered), Some(accepted)) =
        (place("missing_episodes"), place("interview_offered"), place("interview_accepted"))
    else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let yes = || Cell::Code("yes_no_unknown", "yes");
    if let Some(row) = list.rows.iter().position(|row| row[offered] == Cell::Code("yes_no_unknown", "no")) {
        list.rows[row][accepted] = yes();
        faults.push(Fault { kind: "interview-without-offer", list: "looked_after", row, field: "interview_accepted" });
    }
    if let Some(row) = list.rows.iter().position(|row| row[missing] == Cell::Whole(0)) {
        list.rows[row][offered] = yes();
        faults.push(Fault { kind: "interview-without-missing", list: "looked_after", row, field: "interview_offered" });
    }
    faults
}

/// Children who stand twice on a list that should hold each once.
fn repeated(demo: &mut Demo) -> Vec<Fault> {
    let mut faults = Vec::new();
    for list in demo.lists.iter_mut().filter(|l: &&mut DemoList| matches!(l.key, "children_in_need" | "looked_after")) {
        if let Some(mut row) = list.rows.get(list.rows.len() / 2).cloned() {
            // An earlier start makes it another record and no mere copy.
            if let Some(Cell::Date(start)) = list.fields.iter().position(|f| *f == "start").and_then(|start| row.get_mut(start)) {
                *start = start.plus(-400);
            }
            list.rows.push(row);
            faults.push(Fault { kind: "repeated-child", list: list.key, row: list.rows.len() - 1, field: "child_id" });
        }
    }
    faults
}
