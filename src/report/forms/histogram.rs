//! Durations in bins with their statutory line; completed above and open below where both are asked for.

use super::{INTERVAL, Made, differs, table};
use crate::charts::spec::{Bin, Form, Histogram, Value};
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::facts::{Facts, NOT_RECORDED, Shown};
use crate::report::message;
use crate::statistics::{SMALL_DENOMINATOR, Z95};

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
    // `widths="apart"`: columns of one width, each set apart from one that covers another time; for few wide bins at the end.
    let apart = directive.options.get("widths").is_some_and(|widths| widths == "apart");
    let lengths = spans(&groups);
    let other = |i: usize| i > 0 && apart && lengths[i] != lengths[i - 1];
    let spans = if apart { vec![1.0; groups.len()] } else { lengths.clone() };
    // Where the title speaks of the rush before the limit, the bin before it is what it shows.
    let rushed = limit_at.is_some_and(|at| rush(&groups, &lengths, at, None).is_some());
    let unlike = spans.iter().any(|span| *span != spans[0]);
    let bins: Vec<Bin> = groups
        .iter()
        .enumerate()
        .map(|(i, f)| Bin {
            label: facts.label(code, &f.group),
            value: Value { at: number(f), shown: grouped(number(f), 0) },
            focus: limit_at.is_some_and(|at| i <= at && (i == at || !rushed)),
            gap: is_open(&f.group) || other(i),
            span: spans[i],
        })
        .collect();
    let below = directive.args.get(1).map(|c| groups.iter().map(|f| facts.group(c, &f.group).map_or(0.0, number)).collect::<Vec<f64>>());
    let names = directive.options.get("names").and_then(|n| n.split_once('|'));
    let within: f64 = limit_at.map_or(0.0, |at| groups[..=at].iter().map(|f| number(f)).sum());
    let median = facts.group(code, "median").and_then(|f| f.value.ok().map(|v| f.unit.say(v)));
    let of = directive.options.get("of").map(String::as_str);
    let title = match (limit, limit_at) {
        (Some(_), Some(at)) if rush(&groups, &lengths, at, of).is_some() => rush(&groups, &lengths, at, of)?,
        (Some((_, words)), Some(_)) => {
            let were = if within == 1.0 && total < SMALL_DENOMINATOR && of.is_none() { "was" } else { "were" };
            message::shortest([said_of(within, total, of, were, words), said_of(within, total, None, were, words)])
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
    if apart && lengths.iter().any(|length| *length != lengths[0]) {
        note.push("Columns that stand apart cover unlike lengths of time.".to_owned());
    }
    if unlike {
        note.push(format!("{} The area of a column is its number{}.", WIDTHS, open_words(&groups)));
    }
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

/// How columns of unlike lengths of time read.
const WIDTHS: &str = "Columns are as wide as the time they cover, and as high as how many there are a day.";

/// How long a time each bin covers, in days where they have several units; ones where a bin's words do not say.
fn spans(groups: &[&Shown]) -> Vec<f64> {
    let closed: Vec<Option<f64>> = groups.iter().map(|f| span(&f.group)).collect();
    if closed.iter().zip(groups).any(|(span, f)| span.is_none() && !is_open(&f.group)) {
        return vec![1.0; groups.len()];
    }
    // What has no end is drawn as wide as the bin before it, and set apart.
    let mut before = closed.iter().flatten().next().copied().unwrap_or(1.0);
    let mut spans = Vec::new();
    for span in closed {
        before = span.unwrap_or(before);
        spans.push(before);
    }
    spans
}

/// Whether a bin has no upper end: `61+`, `2 years+`.
fn is_open(group: &str) -> bool {
    group.ends_with('+')
}

/// Days that a bin covers: `41-45` five, `same day` one, `3-6 months` ninety-one.
fn span(group: &str) -> Option<f64> {
    if group == "same day" {
        return Some(1.0);
    }
    let (numbers, unit) = group.split_once(' ').unwrap_or((group, ""));
    let (low, high) = numbers.split_once('-')?;
    let (low, high): (f64, f64) = (low.parse().ok()?, high.parse().ok()?);
    let days = match unit {
        "" => return Some(high - low + 1.0),
        "weeks" => 7.0,
        "months" => 365.25 / 12.0,
        "years" => 365.25,
        _ => return None,
    };
    Some((high - low) * days)
}

fn open_words(groups: &[&Shown]) -> &'static str {
    if groups.iter().any(|f| is_open(&f.group)) { "; the one set apart has no upper end" } else { "" }
}

/// That more a day end in the last days before a limit than in those before, where that is beyond chance.
fn rush(groups: &[&Shown], spans: &[f64], at: usize, of: Option<&str>) -> Option<String> {
    let number = |i: usize| groups[i].numerator.or(groups[i].value.ok()).unwrap_or(0.0);
    let days = span(&groups[at].group).filter(|_| !groups[at].group.contains(' '))?;
    let before = at.checked_sub(1)?;
    let total: f64 = (0..=at).map(number).sum();
    let pace = |i: usize| number(i) / spans[i];
    let error = (number(at) / spans[at].powi(2) + number(before) / spans[before].powi(2)).sqrt();
    let rushed = number(at) >= SMALL_DENOMINATOR && pace(at) - pace(before) > Z95 * error;
    let (days, share) = (grouped(days, 0), share_in_words(number(at), total));
    let plain = format!("{share} of those in time end in the last {days} days");
    let said = of.map_or(plain.clone(), |of| format!("{share} of timely {of} end in the last {days} days"));
    rushed.then(|| message::shortest([said, plain]))
}

/// `85.4% of assessments were within 45 working days`; of few `3 of 7 assessments were …`.
fn said_of(n: f64, total: f64, of: Option<&str>, were: &str, words: &str) -> String {
    let share = share_in_words(n, total);
    crate::report::grammar::one(&match of {
        Some(of) if share.contains(" of ") => format!("{share} {of} {were} {words}"),
        Some(of) => format!("{share} of {of} {were} {words}"),
        None => format!("{share} {were} {words}"),
    })
}

/// A share as a title says it: of fewer than 30, how many of how many.
fn share_in_words(n: f64, of: f64) -> String {
    if of < SMALL_DENOMINATOR { format!("{} of {}", grouped(n, 0), grouped(of, 0)) } else { Unit::Percent.show(100.0 * n / of) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn made(groups: &[(&str, f64)], limit: &str) -> Made {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "A-1", groups);
        make(&facts, "A-1", &testing::chart(&["A-1"], &[("limit", limit)])).unwrap()
    }

    #[test]
    fn a_column_is_as_wide_as_the_days_it_covers() {
        let Form::Histogram(drawn) = made(&[("same day", 3.0), ("1-10", 40.0), ("11-15", 40.0), ("16+", 9.0)], "").form else { panic!() };
        assert_eq!(
            drawn.bins.iter().map(|bin| (bin.span, bin.gap)).collect::<Vec<_>>(),
            [(1.0, false), (10.0, false), (5.0, false), (5.0, true)]
        );
        assert_eq!(
            ["0-6 weeks", "3-6 months", "1-2 years", "2 years+", "none"].map(span).map(|s| s.map(f64::round)),
            [Some(42.0), Some(91.0), Some(365.0), None, None]
        );
    }

    #[test]
    fn the_title_tells_the_rush_before_a_limit() {
        let limit = "11-15|held within 15 working days";
        assert_eq!(made(&[("1-10", 100.0), ("11-15", 90.0), ("16+", 9.0)], limit).title, "47.4% of those in time end in the last 5 days");
        let steady = made(&[("1-10", 100.0), ("11-15", 55.0), ("16+", 9.0)], limit).title;
        assert!(steady.ends_with("held within 15 working days"), "{steady}");
    }
}
