//! Every form with ordinary and awkward data: shown on the gallery page, walked by the tests.
//!
//! All data are invented.

mod controls;
mod lines;
mod parts;
mod places;
mod rows;
mod ways;

use super::spec::{Chart, Form, Value};
use crate::number::{Unit, grouped};

/// Names and charts of the gallery, form by form.
pub fn cases() -> Vec<(String, Chart)> {
    let mut forms = lines::cases();
    forms.extend(controls::cases());
    forms.extend(rows::cases());
    forms.extend(parts::cases());
    forms.extend(places::cases());
    forms.extend(ways::cases());
    forms
        .into_iter()
        .map(|(name, form)| {
            let id = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect::<String>();
            let chart = Chart { id: format!("gallery-{id}"), alt: format!("Example of a chart: {name}."), form };
            (name, chart)
        })
        .collect()
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
