//! The sentence a chart says: ten words at most, true, from the data.
//!
//! Each rule looks at values as displayed and at intervals; where chance may be the cause, nothing is claimed.

use super::compare::{self, Series, Verdict};
use super::facts::{Facts, Shown, stands_apart};

/// Over the years: `Re-referrals above England, rising three years running`.
pub fn of_trend(facts: &Facts<'_>, code: &str, subject: &str) -> String {
    let relation = compare::with_england(facts, code).map(|v| match v {
        Verdict::Higher => "above England",
        Verdict::Similar => "similar to England",
        Verdict::Lower => "below England",
    });
    let course = compare::series(facts, code, "").and_then(|s| course(&s));
    match (relation, course) {
        (Some(relation), Some(course)) => format!("{subject} {relation}, {course}"),
        (Some(relation), None) => format!("{subject} {relation}"),
        (None, Some(course)) => format!("{subject} {course}"),
        (None, None) => match facts.single(code) {
            Some(figure) if figure.value.is_ok() => format!("{subject}: {} now", figure.text()),
            _ => format!("{subject} in published years"),
        },
    }
}

/// How the authority's own published years ran at their end, in years of one direction.
fn course(series: &Series<'_>) -> Option<String> {
    let values: Vec<f64> = series.own.iter().rev().map_while(|v| v.ok()).map(|v| series.measure.unit.displayed(v)).collect();
    let run = |rising: bool| values.windows(2).take_while(|w| if rising { w[0] > w[1] } else { w[0] < w[1] }).count();
    let (up, down) = (run(true), run(false));
    let years = |n: usize| ["", "", "two", "three", "four"].get(n).copied().unwrap_or("many");
    match (up, down) {
        (2.., _) => Some(format!("up {} years running", years(up))),
        (_, 2..) => Some(format!("down {} years running", years(down))),
        _ => None,
    }
}

/// Of bars: the largest group and how it compares: `Police 33.2%, above England’s 28.3%`.
pub fn of_bars(facts: &Facts<'_>, code: &str, rows: &[&Shown], sorted: bool) -> String {
    let mut ranked: Vec<&&Shown> = rows.iter().filter(|f| f.value.is_ok() && !stands_apart(&f.group)).collect();
    ranked.sort_by(|a, b| b.value.unwrap_or(0.0).total_cmp(&a.value.unwrap_or(0.0)));
    let Some(top) = ranked.first() else { return "Nothing recorded in this period".to_owned() };
    let england = compare::series(facts, code, &top.group).and_then(|s| s.england_latest().map(|v| (v, s)));
    match england {
        Some((value, series)) => {
            let word = match compare::verdict(top, value) {
                Some(Verdict::Higher) => "above",
                Some(Verdict::Lower) => "below",
                _ => "close to",
            };
            let lead = if sorted { "" } else { "Most often " };
            let group = if sorted { short(&top.group) } else { lower_first(&short(&top.group)) };
            format!("{lead}{group}: {}, {word} England’s {}", top.text(), series.show(Ok(value)))
        }
        None if !sorted => format!("Most often {}: {}", lower_first(&short(&top.group)), top.text()),
        None => match ranked.get(1) {
            Some(second) if second.value.unwrap_or(0.0) > 0.0 => {
                format!("{} most common, then {}", short(&top.group), short(&second.group))
            }
            _ => format!("{} only", short(&top.group)),
        },
    }
}

/// Of months: whether one stands out against chance, and which.
pub fn of_months(values: &[(String, f64)], subject: &str) -> String {
    // The first and the last week are seldom whole, and a part of a week is low for no reason.
    let weeks = values.len() > 4 && values[0].0.contains("-W");
    let whole: Vec<&(String, f64)> = if weeks { values[1..values.len() - 1].iter().collect() } else { values.iter().collect() };
    let (Some(top), Some(low)) = (max_by(&whole), min_by(&whole)) else { return format!("{subject}: none in this period") };
    let mean = whole.iter().map(|m| m.1).sum::<f64>() / whole.len() as f64;
    if mean <= 0.0 {
        return format!("{subject}: none in this period");
    }
    // Counts vary by their square root: twice that on either side is what chance alone may do.
    let limit = 2.0 * mean.sqrt();
    let high = (top.1 - mean > limit).then(|| month_words(&top.0));
    let few = (mean - low.1 > limit).then(|| month_words(&low.0));
    match (high, few) {
        (Some(high), Some(few)) => format!("{subject}: most in {high}, fewest in {few}"),
        (Some(high), None) => format!("{subject} highest in {high}"),
        (None, Some(few)) => format!("{subject} lowest in {few}"),
        (None, None) => format!("{subject} steady, no {} stands out", if weeks { "week" } else { "month" }),
    }
}

/// Of a pyramid: where numbers peak.
pub fn of_ages(ages: &[(String, f64)], subject: &str) -> (String, Vec<String>) {
    let total: f64 = ages.iter().map(|a| a.1).sum();
    if total <= 0.0 {
        return (format!("{subject}: no age recorded"), Vec::new());
    }
    let all: Vec<&(String, f64)> = ages.iter().collect();
    let Some(top) = max_by(&all) else { return (format!("{subject}: no age recorded"), Vec::new()) };
    // Neighbouring ages that chance cannot tell from the peak belong to it.
    let at = ages.iter().position(|a| a.0 == top.0).unwrap_or(0);
    let near = |i: usize| top.1 - ages[i].1 <= top.1.sqrt();
    let first = (0..at).rev().take_while(|i| near(*i)).last().unwrap_or(at);
    let last = (at + 1..ages.len()).take_while(|i| near(*i)).last().unwrap_or(at);
    if total < 30.0 || last - first >= 8 {
        return (format!("{subject} across all ages"), Vec::new());
    }
    let focus = ages[first..=last].iter().map(|a| a.0.clone()).collect();
    let words = match (first == last, ages[first].0.as_str()) {
        (true, "0") => format!("{subject} peak before the first birthday"),
        (true, age) => format!("{subject} peak at age {age}"),
        (false, age) => format!("{subject} peak at ages {age} to {}", ages[last].0),
    };
    (words, focus)
}

/// Of a share: `81.4% within 15 working days, similar to England`.
pub fn of_share(facts: &Facts<'_>, code: &str, words: &str) -> String {
    let Some(figure) = facts.single(code).filter(|f| f.value.is_ok()) else { return format!("{}: not available", capital(words)) };
    let relation = compare::with_england(facts, code).map(|v| match v {
        Verdict::Higher => ", above England",
        Verdict::Similar => ", similar to England",
        Verdict::Lower => ", below England",
    });
    format!("{} {words}{}", figure.text(), relation.unwrap_or(""))
}

fn max_by<'a>(all: &[&'a (String, f64)]) -> Option<&'a (String, f64)> {
    // The first of equals, so that the same data give the same words.
    all.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })
}

fn min_by<'a>(all: &[&'a (String, f64)]) -> Option<&'a (String, f64)> {
    all.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a })
}

/// `2025-08` as `August`, `2025-W07` as `week 7`.
pub fn month_words(key: &str) -> String {
    if let Some((_, week)) = key.split_once("-W") {
        return format!("week {}", week.trim_start_matches('0'));
    }
    let month = key.get(5..7).and_then(|m| m.parse::<usize>().ok()).filter(|m| (1..=12).contains(m));
    month.map_or_else(|| key.to_owned(), |m| crate::calendar::MONTHS[m - 1].to_owned())
}

/// A label cut to what a headline holds.
fn short(label: &str) -> String {
    label.split([',', ';', '(']).next().unwrap_or(label).trim().to_owned()
}

/// First letter small, unless the word is written in capitals or with a digit.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let (Some(first), second) = (chars.next(), text.chars().nth(1)) else { return String::new() };
    if second.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit()) || text.starts_with("Section") {
        return text.to_owned();
    }
    first.to_lowercase().chain(text.chars().skip(1)).collect()
}

/// First letter a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(values: &[f64]) -> Vec<(String, f64)> {
        values.iter().enumerate().map(|(i, v)| (format!("2025-{:02}", i + 4), *v)).collect()
    }

    #[test]
    fn months_within_chance_do_not_stand_out() {
        assert_eq!(of_months(&months(&[100.0, 104.0, 96.0, 110.0, 91.0, 99.0]), "Referrals"), "Referrals steady, no month stands out");
        assert_eq!(of_months(&months(&[100.0, 104.0, 96.0, 110.0, 51.0, 99.0]), "Referrals"), "Referrals lowest in August");
        assert_eq!(of_months(&months(&[0.0, 0.0]), "Referrals"), "Referrals: none in this period");
    }

    #[test]
    fn ages_that_chance_cannot_tell_apart_share_a_peak() {
        let ages = |values: &[f64]| values.iter().enumerate().map(|(i, v)| (i.to_string(), *v)).collect::<Vec<_>>();
        assert_eq!(of_ages(&ages(&[10.0, 20.0, 64.0, 60.0, 30.0]), "Referrals").0, "Referrals peak at ages 2 to 3");
        assert_eq!(of_ages(&ages(&[90.0, 20.0, 30.0]), "Referrals").0, "Referrals peak before the first birthday");
        assert_eq!(of_ages(&ages(&[1.0, 2.0]), "Referrals").0, "Referrals across all ages");
    }
}
