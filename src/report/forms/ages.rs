//! Ages by sex, back to back: groups are `Male n` and `Female n` (ruling 17).

use super::{Made, table, veiled};
use crate::charts::spec::{AgeRow, Form, Pyramid, Value};
use crate::content::markdown::Directive;
use crate::number::{Missing, Unit, grouped};
use crate::report::facts::{Facts, Shown};
use crate::report::message;

/// A pyramid over the ages that occur.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let figure = |sex: &str, age: i32| facts.group(code, &format!("{sex} {age}"));
    let count = |sex: &str, age: i32| figure(sex, age).map_or(0.0, Shown::number);
    let hidden = |sex: &str, age: i32| figure(sex, age).is_some_and(Shown::is_hidden);
    let ages: Vec<i32> = (0..=25).filter(|age| facts.group(code, &format!("Male {age}")).is_some()).collect();
    let both: Vec<(String, f64)> = ages.iter().map(|a| (a.to_string(), count("Male", *a) + count("Female", *a))).collect();
    // Ages beyond the oldest that occurs are not drawn; nor those before the youngest where a list starts late (care leavers).
    let occurs = |(age, n): &(String, f64)| *n > 0.0 || age.parse().is_ok_and(|age| hidden("Male", age) || hidden("Female", age));
    let first = both.iter().position(occurs)?;
    let last = both.iter().rposition(occurs)?;
    let veiled = ages.iter().any(|age| hidden("Male", *age) || hidden("Female", *age));
    let first = if first <= 5 { 0 } else { first };
    let last = last.max(both.len().min(18).saturating_sub(1).min(if first == 0 { 17 } else { last }));
    let subject = super::subject(facts, code, directive);
    let cells = || ages.iter().flat_map(|age| ["Male", "Female"].map(|sex| (sex, *age)));
    let (seen, gone) =
        (cells().filter(|(sex, age)| count(sex, *age) > 0.0).count(), cells().filter(|(sex, age)| hidden(sex, *age)).count());
    // Bars here and there among empty places are no picture of ages.
    if veiled && (seen < 4 || seen < gone) {
        return None;
    }
    // Where some are hidden, a sum of the others would be false: the whole is what each share is out of.
    let whole = |sex: &str| ages.iter().find_map(|age| figure(sex, *age).and_then(|figure| figure.denominator));
    let sum = |sex: &str| Some(ages.iter().map(|a| count(sex, *a)).sum::<f64>());
    let total = |sex: &str| if veiled { whole(sex) } else { sum(sex) };
    let (male, female) = (total("Male"), total("Female"));
    // What is hidden may be the largest: then both sexes stand for what the ages cannot say.
    let (title, focus) = match (veiled, male.zip(female)) {
        (false, _) => message::of_ages(&both[first..=last], &subject),
        (true, Some((male, female))) => (format!("{subject}: {} male, {} female", grouped(male, 0), grouped(female, 0)), Vec::new()),
        (true, None) => (format!("{subject} by age and sex, some hidden"), Vec::new()),
    };
    let side = |n: Option<f64>| match (n, male.zip(female).map(|(male, female)| male + female)) {
        (Some(n), Some(all)) => format!("{} ({})", grouped(n, 0), Unit::Percent.show(100.0 * n / all)),
        (Some(n), None) => grouped(n, 0),
        (None, _) => Missing::Suppressed.shown(),
    };
    let value = |sex: &str, age: i32| {
        let shown = if hidden(sex, age) { Missing::Suppressed.shown() } else { grouped(count(sex, age), 0) };
        Value { at: count(sex, age), shown }
    };
    let rows: Vec<AgeRow> = ages[first..=last]
        .iter()
        .map(|a| AgeRow { age: a.to_string(), left: value("Male", *a), right: value("Female", *a), focus: focus.contains(&a.to_string()) })
        .collect();
    let alt = format!("Ages by sex. Male {}, female {}. {title}.", side(male), side(female));
    let data = rows.iter().map(|r| (r.age.clone(), vec![r.left.shown.clone(), r.right.shown.clone()])).collect();
    let table = table(&facts.about(code).map_or_else(String::new, |a| a.title.clone()), &["Age", "Male", "Female"], data);
    let unborn = if first == 0 { "unborn children and " } else { "" };
    let mut note = vec![format!("Not drawn: {unborn}those whose age is unknown or who are recorded as neither male nor female.")];
    if veiled {
        note.push(veiled::signed());
    }
    let form = Form::Pyramid(Pyramid { left: ("Male".to_owned(), side(male)), right: ("Female".to_owned(), side(female)), rows });
    Some(Made { form, title, alt, note, table })
}
