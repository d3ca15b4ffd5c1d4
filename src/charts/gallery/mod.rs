//! Every form with ordinary and awkward data: shown on the gallery page, walked by the tests.
//!
//! Each form comes with all [`KINDS`] of data: those written by hand, and the rest made from its ordinary case. All data are invented.

mod controls;
mod kinds;
mod lines;
mod parts;
mod places;
mod rows;
mod ways;

use super::spec::{Chart, Form, Value};
use crate::number::{Unit, grouped};
pub use kinds::KINDS;

/// A form of the gallery: its name, and what it is for.
pub type About = (&'static str, &'static str);

/// What readers want to see, and the forms that show it.
pub const GROUPS: [(&str, &[About]); 6] = [
    (
        "Change over time",
        &[
            ("trend", "Published years of several areas, the live figure set apart at the end."),
            ("columns", "Events month by month; two sets stand above and below the line."),
            ("control", "Months or weeks against the limits of chance: what is a signal, and what is noise."),
            ("spark", "The course of a figure in a tile, without axes."),
        ],
    ),
    (
        "Size and order",
        &[
            ("bars", "Groups by size, beside England or residents."),
            ("paired", "Two numbers of the same group, side by side."),
            ("bullet", "A value against its limit and its comparators."),
            ("heat", "Where in a table the large numbers are."),
            ("multiples", "The same small columns for several measures, on one scale."),
        ],
    ),
    (
        "Parts of a whole",
        &[
            ("icons", "A share as children out of a hundred."),
            ("ring", "One share with the numbers behind it."),
            ("stacked", "How a whole divides, one bar or several."),
            ("pyramid", "Ages by sex, back to back."),
        ],
    ),
    (
        "How long it takes",
        &[
            ("histogram", "How lengths of time spread, and how many are past the limit."),
            ("timeline", "Mean lengths of steps on one axis, with their thresholds."),
        ],
    ),
    (
        "From step to step",
        &[("flow", "Who goes on, who enters late and who goes no further."), ("steps", "How many are at each step of a process.")],
    ),
    (
        "Among other places",
        &[
            ("spine", "Headline measures against all authorities, England down the middle."),
            ("funnel", "All authorities by size: who lies beyond what chance explains."),
            ("whiskers", "Values with their intervals against no difference."),
            ("strip", "The authority among its comparators, in a tile."),
            ("map", "Every authority as a tile about where it lies."),
        ],
    ),
];

/// Names and charts of the gallery, form by form in the order of [`GROUPS`].
pub fn cases() -> Vec<(String, Chart)> {
    let by_hand = [lines::cases(), controls::cases(), rows::cases(), parts::cases(), places::cases(), ways::cases()].concat();
    GROUPS
        .iter()
        .flat_map(|(_, forms)| *forms)
        .flat_map(|(form, _)| of_form(form, &by_hand))
        .map(|(name, form)| (name.clone(), chart(name, form)))
        .collect()
}

/// The cases of a form: every kind of data, by hand where there is one, then what else was written for it.
fn of_form(name: &str, by_hand: &[Case]) -> Vec<Case> {
    let own: Vec<&Case> = by_hand.iter().filter(|(case, _)| case.split(' ').next() == Some(name)).collect();
    let Some((_, ordinary)) = own.iter().find(|(case, _)| case.ends_with(" ordinary")).or(own.first()) else { return Vec::new() };
    let written = |made: Case| own.iter().find(|(case, _)| *case == made.0).map_or(made, |hand| (*hand).clone());
    let mut all: Vec<Case> = kinds::of(name, ordinary).into_iter().map(written).collect();
    let further: Vec<Case> =
        own.iter().filter(|(case, form)| all.iter().all(|(other, made)| case != other && form != made)).map(|c| (*c).clone()).collect();
    all.extend(further);
    all
}

fn chart(name: String, form: Form) -> Chart {
    let id = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect::<String>();
    Chart { id: format!("gallery-{id}"), alt: format!("Example of a chart: {name}."), form }
}

/// A form with other numbers and other words, for tests that make them up.
pub fn with(form: &Form, number: impl FnMut(&mut Value), word: impl FnMut(&mut String)) -> Form {
    let mut form = form.clone();
    kinds::values(&mut form).into_iter().for_each(number);
    kinds::words(&mut form).into_iter().for_each(word);
    form
}

type Case = (String, Form);

fn case(name: &str, form: Form) -> Case {
    (name.to_owned(), form)
}

fn percent(at: f64) -> Value {
    Value { at, shown: Unit::Percent.show(at) }
}

fn rate(at: f64) -> Value {
    Value { at, shown: Unit::Rate.show(at) }
}

fn count(at: f64) -> Value {
    Value { at, shown: grouped(at, 0) }
}

/// A value that may not be shown.
fn suppressed() -> Value {
    Value { at: f64::NAN, shown: "[c]".to_owned() }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|w| (*w).to_owned()).collect()
}

/// A label nobody should write, and somebody will.
const LONG: &str = "Individual: family member, relative or carer not living in the household at the time of the referral";
