//! Lists 1 to 5 on a day: contacts, early help, referrals, assessments, section 47 enquiries and conferences.

use super::Cell;
use super::cut::{Row, View, yes_no};
use super::model::Child;
use super::people::Role;
use crate::calendar::Day;

/// List 1: every contact in the window.
pub(super) fn contacts(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let mut rows = Vec::new();
    for &(day, source) in child.contacts.iter().filter(|(day, _)| view.window.contains(*day)) {
        let mut row = view.person(child);
        row.extend([Cell::Date(day), Cell::Code("source", source)]);
        rows.push((day, row));
    }
    rows
}

/// List 2: early help that is open or ended in the window.
pub(super) fn early_help(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let mut rows = Vec::new();
    for help in child.help.iter().filter(|h| view.current(h.start, h.end)) {
        let unsaid = view.chance(32, child).hit(0.03);
        let mut row = view.person(child);
        let organisation = if unsaid { Cell::Blank } else { Cell::Text(help.organisation.to_owned()) };
        row.extend([Cell::Date(help.start), view.date(help.end), organisation]);
        rows.push((help.start, row));
    }
    rows
}

/// List 3: every referral in the window.
pub(super) fn referrals(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let known: Vec<_> = child.cases.iter().filter(|case| case.referred <= view.as_at).collect();
    let Some(latest) = known.last().map(|case| case.referred) else { return Vec::new() };
    let previous = known.iter().filter(|case| case.referred < latest && case.referred > latest.months_before(12)).count();
    let mut rows = Vec::new();
    for case in known.iter().filter(|case| view.window.contains(case.referred)) {
        let mut row = view.person(child);
        let nfa = if case.referred == view.as_at { Cell::Blank } else { yes_no(case.no_action) };
        let source = if view.chance(54, child).hit(0.004) { Cell::Blank } else { Cell::Code("source", case.source) };
        row.extend([Cell::Date(case.referred), source, nfa, Cell::Whole(previous as i32)]);
        row.extend(view.held(child, Role::FrontDoor, case.referred));
        rows.push((case.referred, row));
    }
    rows
}

/// List 4: assessments that are open or were authorised in the window.
pub(super) fn assessments(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let mut rows = Vec::new();
    for assessment in child.cases.iter().flat_map(|case| &case.assessments).filter(|a| view.current(a.start, a.authorised)) {
        let done = assessment.authorised <= view.as_at;
        let mut chance = view.chance(33, child);
        // Finished before a birth, it stays of a child whom nobody could see.
        let until = assessment.authorised.min(view.as_at);
        let seen = match chance.unit() {
            u if child.born > until || u < 0.02 => "unknown",
            u if u < 0.065 || (!done && u < 0.3) => "no",
            _ => "yes",
        };
        let mut row = view.person(child);
        row.extend([
            view.disability(child),
            Cell::Date(assessment.start),
            Cell::Code("yes_no_unknown", seen),
            view.date(assessment.authorised),
        ]);
        row.push(if done && !chance.hit(0.012) { yes_no(assessment.support) } else { Cell::Blank });
        row.extend(view.held(child, Role::Assessment, until));
        rows.push((assessment.start, row));
    }
    rows
}

/// List 5: enquiries that began or were settled in the window, or are not settled yet.
pub(super) fn section_47(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let known: Vec<_> = child.cases.iter().flat_map(|case| &case.enquiries).filter(|e| e.strategy <= view.as_at).collect();
    let Some(latest) = known.iter().map(|e| e.strategy).max() else { return Vec::new() };
    let within = |day: Day| day < latest && day > latest.months_before(12);
    let enquiries = known.iter().filter(|e| within(e.strategy)).count();
    let conferences = known.iter().filter(|e| e.conference.is_some_and(within)).count();
    let mut rows = Vec::new();
    for enquiry in known.iter().filter(|e| view.current(e.strategy, e.conference.unwrap_or(e.decided))) {
        let held = enquiry.conference.filter(|day| *day <= view.as_at);
        let mut row = view.person(child);
        row.extend([view.disability(child), Cell::Date(enquiry.strategy)]);
        row.push(if enquiry.decided <= view.as_at { yes_no(enquiry.unnecessary) } else { Cell::Blank });
        row.push(held.map_or(Cell::Blank, Cell::Date));
        row.push(held.map_or(Cell::Blank, |_| Cell::Code("yes_no_unknown", if enquiry.plan { "yes" } else { "no" })));
        row.extend([Cell::Whole(enquiries as i32), Cell::Whole(conferences as i32)]);
        row.extend(view.held(child, Role::Locality, enquiry.strategy));
        rows.push((enquiry.strategy, row));
    }
    rows
}
