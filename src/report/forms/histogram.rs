//! Durations in bins with their statutory line; completed above and open below where both are asked for.

use super::{INTERVAL, Made, differs, table};
use crate::charts::spec::{Bin, Form, Histogram, Value};
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::facts::{Facts, NOT_RECORDED, Shown};
use crate::report::message;
use crate::statistics::SMALL_DENOMINATOR;

/// `chart ASM-07 ASM-08 as=histogram limit="41-45|45 working days" axis="…" within="…"`.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let groups: Vec<&Shown> = facts
        .groups(code)
        .into_iter()
        .filter(|f| {
            f.value.is_ok() && f.group != NOT_RECORDED && f.group != super::super::facts::NOT_MAPPED && !super::bars::is_statistic(&f.group)
        })
        .collect();
    let number = |f: &Shown| f.numerator.or(f.value.ok()).unwrap_or(0.0);
    let total: f64 = groups.iter().map(|f| number(f)).sum();
    if groups.is_empty() || total <= 0.0 {
        return None;
    }
    let limit = directive.options.get("limit").and_then(|l| l.split_once('|'));
    let limit_at = limit.and_then(|(bin, _)| groups.iter().position(|f| f.group == bin));
    let gap_at: Vec<&str> = directive.options.get("gaps").map(|g| g.split('|').collect()).unwrap_or_default();
    let bins: Vec<Bin> = groups
        .iter()
        .enumerate()
        .map(|(i, f)| Bin {
            label: facts.label(code, &f.group),
            value: Value { at: number(f), shown: grouped(number(f), 0) },
            focus: limit_at.is_some_and(|at| i <= at),
            gap: gap_at.contains(&f.group.as_str()),
        })
        .collect();
    let below = directive.args.get(1).map(|c| groups.iter().map(|f| facts.group(c, &f.group).map_or(0.0, number)).collect::<Vec<f64>>());
    let names = directive.options.get("names").and_then(|n| n.split_once('|'));
    let within: f64 = limit_at.map_or(0.0, |at| groups[..=at].iter().map(|f| number(f)).sum());
    let median = facts.group(code, "median").and_then(|f| f.value.ok().map(|v| f.unit.say(v)));
    let title = match (limit, limit_at) {
        (Some((_, words)), Some(_)) => {
            let were = if within == 1.0 && total < SMALL_DENOMINATOR { "was" } else { "were" };
            format!("{} {were} {words}", share_in_words(within, total))
        }
        _ => {
            let top = groups.iter().copied().reduce(|a, b| if number(b) > number(a) { b } else { a })?;
            let subject = super::subject(facts, code, directive);
            // Bins differ in width, so that the fullest may only be the widest: the median says more.
            match &median {
                Some(median) if total < SMALL_DENOMINATOR => format!("Of {}, half took up to {median}", grouped(total, 0)),
                Some(median) => format!("Half of {} took up to {median}", message::lower_first(&subject)),
                // A band without an end is as full as it is wide.
                None if top.group.ends_with('+') => {
                    format!(
                        "{} of {} are at {}",
                        share_in_words(number(top), total),
                        message::lower_first(&subject),
                        message::lower_first(&message::plain(&facts.label(code, &top.group)))
                    )
                }
                None => format!("{subject}: most often {}", message::plain(&facts.label(code, &top.group))),
            }
        }
    };
    let mut note = Vec::new();
    if let (Some((_, words)), Some(_)) = (limit, limit_at) {
        note.push(format!("{} of {} {words}.", grouped(within, 0), grouped(total, 0)));
    }
    note.extend(median.map(|m| format!("Median: {m}; half take less, half more.")));
    note.extend(differs(facts, code));
    let alt = format!("Histogram. {}.", bins.iter().map(|b| format!("{}: {}", b.label, b.value.shown)).collect::<Vec<_>>().join(", "));
    let (a, b) = names.unwrap_or(("Number", ""));
    let mut heads = vec!["Length", a, "Share", INTERVAL];
    if below.is_some() {
        heads.push(b);
    }
    let rows = groups
        .iter()
        .enumerate()
        .map(|(i, f)| {
            let interval = super::interval_of(number(f), total);
            let mut cells = vec![grouped(number(f), 0), Unit::Percent.show(100.0 * number(f) / total), interval];
            cells.extend(below.as_ref().map(|all| grouped(all[i], 0)));
            (facts.label(code, &f.group), cells)
        })
        .collect();
    let table = table(&facts.about(code).map_or_else(String::new, |a| a.title.clone()), &heads, rows);
    let axis = directive.options.get("axis").cloned().unwrap_or_default();
    let up_name = if below.is_some() { a.to_owned() } else { String::new() };
    let limit_words = directive.options.get("line").cloned().or_else(|| limit.map(|(_, words)| message::capital(words)));
    let form = Form::Histogram(Histogram {
        bins,
        axis,
        limit: limit_at.zip(limit_words),
        up_name,
        down: below.map(|all| (b.to_owned(), all.into_iter().map(|at| Value { at, shown: grouped(at, 0) }).collect())),
    });
    Some(Made { form, title, alt, note, table })
}

/// A share as a title says it: of fewer than 30, how many of how many.
fn share_in_words(n: f64, of: f64) -> String {
    if of < SMALL_DENOMINATOR { format!("{} of {}", grouped(n, 0), grouped(of, 0)) } else { Unit::Percent.show(100.0 * n / of) }
}
