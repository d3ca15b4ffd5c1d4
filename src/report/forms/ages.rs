//! Ages by sex, back to back: groups are `Male n` and `Female n` (ruling 17).

use super::{Made, table};
use crate::charts::spec::{AgeRow, Form, Pyramid, Value};
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::facts::Facts;
use crate::report::message;

/// A pyramid over the ages that occur.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let count = |sex: &str, age: i32| facts.group(code, &format!("{sex} {age}")).and_then(|f| f.numerator.or(f.value.ok())).unwrap_or(0.0);
    let ages: Vec<i32> = (0..=25).filter(|age| facts.group(code, &format!("Male {age}")).is_some()).collect();
    let both: Vec<(String, f64)> = ages.iter().map(|a| (a.to_string(), count("Male", *a) + count("Female", *a))).collect();
    // Ages beyond the oldest that occurs are not drawn; nor those before the youngest where a list starts late (care leavers).
    let first = both.iter().position(|a| a.1 > 0.0)?;
    let last = both.iter().rposition(|a| a.1 > 0.0)?;
    let first = if first <= 5 { 0 } else { first };
    let last = last.max(both.len().min(18).saturating_sub(1).min(if first == 0 { 17 } else { last }));
    let subject = super::subject(facts, code, directive);
    let (title, focus) = message::of_ages(&both[first..=last], &subject);
    let total = |sex: &str| ages.iter().map(|a| count(sex, *a)).sum::<f64>();
    let (male, female) = (total("Male"), total("Female"));
    let all = male + female;
    let side = |n: f64| format!("{} ({})", grouped(n, 0), Unit::Percent.show(100.0 * n / all));
    let value = |n: f64| Value { at: n, shown: grouped(n, 0) };
    let rows: Vec<AgeRow> = ages[first..=last]
        .iter()
        .map(|a| AgeRow {
            age: a.to_string(),
            left: value(count("Male", *a)),
            right: value(count("Female", *a)),
            focus: focus.contains(&a.to_string()),
        })
        .collect();
    let alt = format!("Ages by sex. Male {}, female {}. {title}.", side(male), side(female));
    let data = rows.iter().map(|r| (r.age.clone(), vec![r.left.shown.clone(), r.right.shown.clone()])).collect();
    let table = table(&facts.about(code).map_or_else(String::new, |a| a.title.clone()), &["Age", "Male", "Female"], data);
    let unborn = if first == 0 { "unborn children and " } else { "" };
    let note = vec![format!("Not drawn: {unborn}those whose age is unknown or who are recorded as neither male nor female.")];
    let form = Form::Pyramid(Pyramid { left: ("Male".to_owned(), side(male)), right: ("Female".to_owned(), side(female)), rows });
    Some(Made { form, title, alt, note, table })
}
