//! Steps of a process: each as long as it is many; one that is a share says of what.

use super::{Made, table};
use crate::charts::spec::{Form, Steps, Value};
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::facts::Facts;

/// `chart S47-01 ICPC-01 CP-01 as=steps names="Enquiries|Conferences|Plans started"`, or the groups of one code in reverse or given order:
/// `chart ADO-01 as=steps groups="Decision only|Placement order|…"`.
pub fn make(facts: &Facts<'_>, directive: &Directive) -> Option<Made> {
    let names: Vec<&str> = directive.options.get("names").map(|n| n.split('|').collect()).unwrap_or_default();
    let mut found: Vec<(String, f64)> = Vec::new();
    let mut shares: Vec<Option<String>> = Vec::new();
    let code = directive.args.first()?;
    if let Some(groups) = directive.options.get("groups") {
        for (i, group) in groups.split('|').enumerate() {
            let figure = facts.group(code, group)?;
            let name = names.get(i).map_or(group, |name| *name);
            found.push((name.to_owned(), figure.numerator.or(figure.value.ok())?));
        }
    } else {
        for (i, code) in directive.args.iter().enumerate() {
            let figure = facts.single(code)?;
            let name = names.get(i).map_or_else(|| facts.about(code).map_or_else(String::new, |a| a.short.clone()), |n| (*n).to_owned());
            found.push((name, figure.numerator.or(figure.value.ok())?));
            // A step that is a share says of what: the measure's own base, as everywhere else.
            shares.push(figure.of().map(|of| if figure.is_small() { of } else { format!("{}, {of}", figure.text()) }));
        }
    }
    if found.iter().all(|s| s.1 <= 0.0) {
        return None;
    }
    // Steps that are stages a child stands at now are not parts of each other.
    let stages = directive.options.contains_key("stages");
    let steps: Vec<(String, Value, String)> = found
        .iter()
        .enumerate()
        .map(|(i, (name, at))| {
            let words = match i.checked_sub(1).map(|b| &found[b]) {
                Some(_) if !stages => shares.get(i).cloned().flatten().unwrap_or_default(),
                _ => String::new(),
            };
            (name.clone(), Value { at: *at, shown: grouped(*at, 0) }, words)
        })
        .collect();
    let total: f64 = found.iter().map(|s| s.1).sum();
    let title = if stages {
        let top = found.iter().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
        let many = format!("{} of {}", grouped(top.1, 0), grouped(total, 0));
        format!("The largest group is {}, {many}", crate::report::message::lower_first(&top.0))
    } else {
        let (first, last) = (found.first()?, found.last()?);
        // Steps are counted each in its own right: none is said to lead to another.
        let lower = crate::report::message::lower_first;
        crate::report::grammar::one(&format!("{} {}, {} {}", grouped(first.1, 0), lower(&first.0), grouped(last.1, 0), lower(&last.0)))
    };
    let alt = format!("Steps. {}.", steps.iter().map(|s| format!("{} {}", s.0, s.1.shown)).collect::<Vec<_>>().join(", then "));
    let rows = steps
        .iter()
        .map(|(name, value, words)| {
            let share = if stages { Unit::Percent.show(100.0 * value.at / total) } else { words.clone() };
            (name.clone(), vec![value.shown.clone(), if share.is_empty() { crate::number::Missing::NotApplicable.shown() } else { share }])
        })
        .collect();
    let caption = match directive.args.as_slice() {
        [_] => facts.about(code).map_or_else(String::new, |a| a.title.clone()),
        _ => "Step by step".to_owned(),
    };
    let table = table(&caption, &["Step", "Number", if stages { "Share" } else { "Share of its own base" }], rows);
    Some(Made { form: Form::Steps(Steps { steps }), title, alt, note: Vec::new(), table })
}
