//! Lists 6 and 7 on a day: children in need and child protection plans, one row for each child.

use super::Cell;
use super::cut::{Row, View, yes_no};
use super::diary::{last_of, workday};
use super::model::{Case, Child};
use super::people::Role;
use super::rates;
use crate::calendar::{Day, age};

/// List 6: the latest episode of need, open or ended in the window.
pub(super) fn children_in_need(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let Some(case) = view.case(child).filter(|case| view.current(case.referred, case.closed)) else { return Vec::new() };
    let closed = case.closed <= view.as_at;
    // Closed after assessment is out of scope by the guidance, and some of it is in the list all the same.
    if closed && case.reason == "RC8" && !view.chance(34, child).hit(0.15) {
        return Vec::new();
    }
    let until = view.as_at.min(case.closed);
    let seen = last_of(case.referred, until, view.chance(35, child), &[&[(0.0, 1), (0.7, 7), (1.0, 20)], rates::NEED_VISIT]);
    // Now and then the visit on record is one from before this episode.
    let mut record = view.chance(39, child);
    let seen = if record.hit(0.013) { Some(workday(case.referred.plus(-record.between(8, 70)))) } else { seen };
    let mut row = view.person(child);
    row.extend([view.disability(child), Cell::Date(case.referred), Cell::Code("need", case.need)]);
    row.extend([seen.map_or(Cell::Blank, Cell::Date), view.date(case.closed)]);
    row.push(if closed && !record.hit(0.02) { Cell::Code("closure_reason", case.reason) } else { Cell::Blank });
    row.push(Cell::Code("case_status", status(case, view.as_at)));
    row.extend(view.held(child, role(case, view.as_at), until));
    vec![(case.referred, row)]
}

/// Where a case stands on a day: the first that applies of looked after, protection plan, need plan, assessment.
pub(super) fn status(case: &Case, day: Day) -> &'static str {
    if case.closed <= day {
        return "closed";
    }
    if case.care.iter().any(|c| c.start <= day && day < c.end) {
        return "looked_after";
    }
    if case.plans.iter().any(|p| p.start <= day && day < p.end) {
        return "child_protection";
    }
    if case.assessments.first().is_some_and(|a| a.authorised > day) { "open_assessment" } else { "child_in_need" }
}

fn role(case: &Case, day: Day) -> Role {
    match status(case, day) {
        "looked_after" => Role::Care,
        "open_assessment" => Role::Assessment,
        _ => Role::Locality,
    }
}

/// List 7: the latest plan, open or ended in the window.
pub(super) fn child_protection(view: &View, child: &Child) -> Vec<(Day, Row)> {
    let plans: Vec<_> = child.cases.iter().flat_map(|case| &case.plans).filter(|p| p.start <= view.as_at).collect();
    let Some(plan) = plans.last().filter(|p| view.current(p.start, p.end)) else { return Vec::new() };
    let until = view.as_at.min(plan.end);
    let visit = last_of(plan.start, until, view.chance(36, child), &[rates::PLAN_VISIT]);
    let review = last_of(plan.start, until, view.chance(37, child), &[rates::FIRST_CONFERENCE_REVIEW, rates::CONFERENCE_REVIEW]);
    // A plan ends at a review conference.
    let review = if plan.end <= view.as_at { Some(plan.end) } else { review };
    let latest = plan.later.filter(|(day, _)| *day <= until).map_or(plan.initial, |(_, category)| category);
    let protected = plan.protection.is_some_and(|day| view.window.contains(day));
    let mut row = view.person(child);
    row.extend([view.disability(child), Cell::Date(plan.start), Cell::Code("abuse", plan.initial), Cell::Code("abuse", latest)]);
    row.extend([
        visit.map_or(Cell::Blank, Cell::Date),
        alone(view, child, visit),
        review.map_or(Cell::Blank, Cell::Date),
        view.date(plan.end),
    ]);
    row.extend([yes_no(protected), Cell::Whole(plans.len() as i32 - 1)]);
    row.extend(view.held(child, Role::Locality, until));
    vec![(plan.start, row)]
}

fn alone(view: &View, child: &Child, visit: Option<Day>) -> Cell {
    let Some(day) = visit else { return Cell::Blank };
    let likely = if age(child.born, day) < 4 { 0.46 } else { 0.86 };
    let key = match view.chance(38, child).unit() {
        u if child.born > day || u > 0.97 => "unknown",
        u if u < likely => "yes",
        _ => "no",
    };
    Cell::Code("yes_no_unknown", key)
}
