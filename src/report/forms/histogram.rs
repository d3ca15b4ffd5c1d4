//! Durations in bins with their statutory line; completed above and open below where both are asked for.

use super::{INTERVAL, Made, differs, table};
use crate::charts::spec::{Bin, Form, Histogram, Value};
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::facts::{Facts, NOT_MAPPED, NOT_RECORDED, Shown};
use crate::report::message;
use crate::statistics::{SMALL_DENOMINATOR, Z95};

/// What a histogram tells of: bins with how many are in each, and the statutory limit among them.
struct Durations<'a> {
    groups: Vec<&'a Shown>,
    /// How long a time each bin covers.
    lengths: Vec<f64>,
    /// The last bin within the limit, and what is said of all up to it.
    limit: Option<(usize, &'a str)>,
    median: Option<String>,
    total: f64,
    /// How many lie within the limit.
    within: f64,
}

impl<'a> Durations<'a> {
    fn of(facts: &'a Facts<'_>, code: &str, directive: &'a Directive) -> Option<Self> {
        let stands =
            |f: &&Shown| f.value.is_ok() && !matches!(f.group.as_str(), NOT_RECORDED | NOT_MAPPED) && !super::bars::is_statistic(&f.group);
        let groups: Vec<&Shown> = facts.groups(code).into_iter().filter(stands).collect();
        let total: f64 = groups.iter().map(|f| f.number()).sum();
        if groups.is_empty() || total <= 0.0 {
            return None;
        }
        let limit = directive.options.get("limit").and_then(|limit| limit.split_once('|'));
        let limit = limit.and_then(|(bin, words)| Some((groups.iter().position(|f| f.group == bin)?, words)));
        Some(Self {
            lengths: spans(&groups),
            median: facts.group(code, "median").and_then(|f| f.value.ok().map(|v| f.unit.say(v))),
            within: limit.map_or(0.0, |(at, _)| groups.iter().take(at + 1).map(|f| f.number()).sum()),
            groups,
            limit,
            total,
        })
    }

    fn title(&self, facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<String> {
        if let Some((at, words)) = self.limit {
            let were = if self.within == 1.0 && self.total < SMALL_DENOMINATOR { "was" } else { "were" };
            let share = || format!("{} {were} {words}", share_in_words(self.within, self.total));
            return Some(rush(&self.groups, &self.lengths, at).unwrap_or_else(share));
        }
        let top = self.groups.iter().copied().reduce(|a, b| if b.number() > a.number() { b } else { a })?;
        let subject = super::subject(facts, code, directive);
        let band = message::plain(&facts.label(code, &top.group));
        // Bins differ in width, so that the fullest may only be the widest: the median says more.
        Some(match &self.median {
            Some(median) if self.total < SMALL_DENOMINATOR => format!("Of {}, half took up to {median}", grouped(self.total, 0)),
            Some(median) => format!("Half of {} took up to {median}", message::lower_first(&subject)),
            // A band without an end is as full as it is wide.
            None if is_open(&top.group) => {
                let share = share_in_words(top.number(), self.total);
                format!("{share} of {} are at {}", message::lower_first(&subject), message::lower_first(&band))
            }
            None => format!("{subject}: most often {band}"),
        })
    }

    fn note(&self, apart: bool) -> Vec<String> {
        let unlike = self.lengths.windows(2).any(|pair| pair[0] != pair[1]);
        let mut note = Vec::new();
        if let Some((_, words)) = self.limit {
            note.push(format!("{} of {} {words}.", grouped(self.within, 0), grouped(self.total, 0)));
        }
        note.extend(self.median.as_ref().map(|m| format!("Median: {m}; half take less, half more.")));
        if unlike && apart {
            note.push("Columns that stand apart cover unlike lengths of time.".to_owned());
        }
        if unlike && !apart {
            note.push(format!("{} The area of a column is its number{}.", WIDTHS, open_words(&self.groups)));
        }
        note
    }
}

/// `chart ASM-07 ASM-08 as=histogram limit="41-45|45 working days" axis="…" within="…"`.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let told = Durations::of(facts, code, directive)?;
    // `widths="apart"`: columns of one width, each set apart from one that covers another time; for few wide bins at the end.
    let apart = directive.options.get("widths").is_some_and(|widths| widths == "apart");
    let other = |i: usize| i > 0 && apart && told.lengths[i] != told.lengths[i - 1];
    let bin = |(i, (f, length)): (usize, (&&Shown, &f64))| Bin {
        label: facts.label(code, &f.group),
        value: Value { at: f.number(), shown: grouped(f.number(), 0) },
        focus: told.limit.is_some_and(|(at, _)| i <= at),
        gap: is_open(&f.group) || other(i),
        span: if apart { 1.0 } else { *length },
    };
    let bins: Vec<Bin> = told.groups.iter().zip(&told.lengths).enumerate().map(bin).collect();
    let below: Option<Vec<f64>> =
        directive.args.get(1).map(|code| told.groups.iter().map(|f| facts.group(code, &f.group).map_or(0.0, Shown::number)).collect());
    let (a, b) = directive.options.get("names").and_then(|names| names.split_once('|')).unwrap_or(("Number", ""));
    let mut heads = vec!["Length", a, "Share", INTERVAL];
    if below.is_some() {
        heads.push(b);
    }
    let row = |(i, f): (usize, &&Shown)| {
        let (n, total) = (f.number(), told.total);
        let mut cells = vec![grouped(n, 0), Unit::Percent.show(100.0 * n / total), super::interval_of(n, total)];
        cells.extend(below.as_ref().map(|all| grouped(all[i], 0)));
        (facts.label(code, &f.group), cells)
    };
    let rows = told.groups.iter().enumerate().map(row).collect();
    let alt = format!("Histogram. {}.", bins.iter().map(|b| format!("{}: {}", b.label, b.value.shown)).collect::<Vec<_>>().join(", "));
    let line = |words: &str| directive.options.get("line").cloned().unwrap_or_else(|| message::capital(words));
    let mut note = told.note(apart);
    note.extend(differs(facts, code));
    Some(Made {
        title: told.title(facts, code, directive)?,
        alt,
        note,
        table: table(&facts.about(code).map_or_else(String::new, |a| a.title.clone()), &heads, rows),
        form: Form::Histogram(Histogram {
            bins,
            axis: directive.options.get("axis").cloned().unwrap_or_default(),
            limit: told.limit.map(|(at, words)| (at, line(words))),
            up_name: if below.is_some() { a.to_owned() } else { String::new() },
            down: below.map(|all| (b.to_owned(), all.into_iter().map(|at| Value { at, shown: grouped(at, 0) }).collect())),
        }),
    })
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
fn rush(groups: &[&Shown], spans: &[f64], at: usize) -> Option<String> {
    let number = |i: usize| groups[i].number();
    let days = span(&groups[at].group).filter(|_| !groups[at].group.contains(' '))?;
    let before = at.checked_sub(1)?;
    let total: f64 = (0..=at).map(number).sum();
    let pace = |i: usize| number(i) / spans[i];
    let error = (number(at) / spans[at].powi(2) + number(before) / spans[before].powi(2)).sqrt();
    let rushed = number(at) >= SMALL_DENOMINATOR && pace(at) - pace(before) > Z95 * error;
    rushed.then(|| format!("The last {} days hold {} of {} in time", grouped(days, 0), grouped(number(at), 0), grouped(total, 0)))
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
        assert_eq!(made(&[("1-10", 100.0), ("11-15", 90.0), ("16+", 9.0)], limit).title, "The last 5 days hold 90 of 190 in time");
        let steady = made(&[("1-10", 100.0), ("11-15", 55.0), ("16+", 9.0)], limit).title;
        assert!(steady.ends_with("held within 15 working days"), "{steady}");
    }
}
