//! The sentence a chart says: ten words at most, true, from the data.
//!
//! Each rule looks at values as displayed and at intervals; where chance may be the cause, nothing is claimed.

use super::compare::{self, Series, Verdict};
use super::facts::{Facts, Shown};
use super::grammar;
use super::periods::month_words;
use crate::indicators::definition::Leans;
use crate::number::Unit;
use crate::statistics::Z95;

/// Over the years: `Repeat plans are above England’s after three rising years`. The years are published ones; the live value is
/// not among them.
pub fn of_trend(facts: &Facts<'_>, code: &str, subject: &str) -> String {
    let is = grammar::is(subject);
    let apart = |verdict| match verdict {
        Verdict::Similar if !compare::like_england(facts, code) => format!("{subject}: no difference from England’s beyond chance"),
        verdict => format!("{subject} {is} {} England’s", relation(verdict)),
    };
    let relation = compare::with_england(facts, code).map(apart);
    let course = compare::series(facts, code, "").and_then(|s| course(&s));
    match (relation, course, facts.single(code).filter(|f| f.value.is_ok())) {
        // Of what may not be seen nothing is said, and of the years before it nothing that would lead up to it.
        _ if facts.single(code).is_some_and(Shown::is_hidden) => {
            let england = compare::series(facts, code, "").and_then(|s| s.england_latest().map(|at| s.show(Ok(at))));
            let hidden = format!("{subject}: live figure hidden");
            england.map_or_else(|| hidden.clone(), |england| shortest([format!("{hidden}, England {england}"), hidden.clone()]))
        }
        (_, _, Some(figure)) if figure.is_rare() => format!("{subject}: too few for a rate now"),
        // After what chance may explain no run of years is added.
        (Some(words), _, _) if words.ends_with("chance") => words,
        (Some(words), Some(course), _) => shortest([format!("{words} after {course}"), words]),
        (Some(words), None, _) => words,
        (None, course, Some(figure)) => {
            let now = format!("{subject} {is} now {}", figure.in_short());
            // Where ours is counted otherwise, its published years are no way to it.
            let way = course.filter(|_| facts.about(code).is_some_and(|about| about.leans != Leans::Either) && many(figure));
            way.map_or_else(|| now.clone(), |course| shortest([format!("{now} after {course}"), now.clone()]))
        }
        (None, Some(course), None) => format!("{subject} after {course}"),
        (None, None, None) => format!("{subject} {} published figures only", grammar::has(subject)),
    }
}

/// Whether enough stand behind a figure for a sentence about its years.
fn many(figure: &Shown) -> bool {
    let counted = figure.denominator.filter(|_| figure.unit == Unit::Percent).or(figure.numerator);
    counted.is_some_and(|n| n >= crate::statistics::SMALL_DENOMINATOR)
}

/// How a verdict is said before `England’s`.
pub(super) fn relation(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Higher => "above",
        Verdict::Similar => "similar to",
        Verdict::Lower => "below",
    }
}

/// The first of some ways to say it that a title can hold; the last stands whatever its length.
pub fn shortest<const N: usize>(ways: [String; N]) -> String {
    let fitting = ways.iter().find(|words| fits(words)).or(ways.last());
    fitting.cloned().unwrap_or_default()
}

/// How the authority's own published years ran at their end, in years of one direction.
fn course(series: &Series<'_>) -> Option<String> {
    let values: Vec<f64> = series.own.iter().rev().map_while(|v| v.ok()).map(|v| series.measure.unit.displayed(v)).collect();
    let run = |rising: bool| values.windows(2).take_while(|w| if rising { w[0] > w[1] } else { w[0] < w[1] }).count();
    let (up, down) = (run(true), run(false));
    let years = |n: usize| ["", "", "two", "three", "four"].get(n).copied().unwrap_or("many");
    match (up, down) {
        (2.., _) => Some(format!("{} rising years", years(up))),
        (_, 2..) => Some(format!("{} falling years", years(down))),
        _ => None,
    }
}

/// Said of fewer than ten in place of a largest group.
pub const TOO_FEW: &str = "Too few to name a largest group";

/// Words a title may hold.
pub const MOST_WORDS: usize = 10;

/// Whether a title can hold the words.
pub fn fits(words: &str) -> bool {
    words.split_whitespace().count() <= MOST_WORDS
}

/// What a run of months or weeks says, and the keys of those it names. `whole` tells which of them the window holds in full:
/// a part of a month is low for no reason, so the others are never named.
pub fn of_months(values: &[(String, f64)], whole: &[bool], subject: &str) -> (String, Vec<String>) {
    let full: Vec<&(String, f64)> = values.iter().zip(whole).filter(|(_, whole)| **whole).map(|(value, _)| value).collect();
    let is = grammar::is(subject);
    if values.iter().all(|v| v.1 <= 0.0) {
        return (format!("There were no {} in this period", lower_first(subject)), Vec::new());
    }
    if values.iter().map(|v| v.1).sum::<f64>() < crate::statistics::SMALL_DENOMINATOR {
        let steps = if values[0].0.contains("-W") { "weeks" } else { "months" };
        return (format!("Too few {} to tell {steps} apart", lower_first(subject)), Vec::new());
    }
    let (Some(top), Some(low)) = (max_by(&full), min_by(&full)) else {
        return (format!("{subject} {is} of part of a month only"), Vec::new());
    };
    let mean = full.iter().map(|m| m.1).sum::<f64>() / full.len() as f64;
    let weeks = top.0.contains("-W");
    // Counts vary by their square root; three times that on either side is beyond what chance does in a year of weeks.
    let limit = 3.0 * mean.sqrt();
    let high = (full.len() > 1 && top.1 - mean > limit).then(|| month_words(&top.0));
    let few = (full.len() > 1 && mean - low.1 > limit).then(|| month_words(&low.0));
    let of = if weeks { "the week of " } else { "" };
    match (high, few) {
        (Some(high), Some(few)) => {
            let both = format!("{subject} peaked in {of}{high} and dipped in {few}");
            (shortest([both, format!("{subject} peaked in {of}{high}")]), vec![top.0.clone(), low.0.clone()])
        }
        (Some(high), None) => (format!("{subject} peaked in {of}{high}"), vec![top.0.clone()]),
        (None, Some(few)) => (format!("{subject} dipped in {of}{few}"), vec![low.0.clone()]),
        (None, None) => {
            let step = if weeks { "week" } else { "month" };
            // What chance may explain need not be steady.
            let steady = (top.1 - mean).max(mean - low.1) <= 0.1 * mean;
            let course =
                if steady { format!(" {is} steady: no {step} stands out") } else { format!(": no {step} stands out beyond chance") };
            (format!("{subject}{course}"), Vec::new())
        }
    }
}

/// Of a pyramid: where numbers peak.
pub fn of_ages(ages: &[(String, f64)], subject: &str) -> (String, Vec<String>) {
    let total: f64 = ages.iter().map(|a| a.1).sum();
    if total <= 0.0 {
        return (format!("{subject} {} no age recorded", grammar::has(subject)), Vec::new());
    }
    let all: Vec<&(String, f64)> = ages.iter().collect();
    let Some(top) = max_by(&all) else { return (format!("{subject} {} no age recorded", grammar::has(subject)), Vec::new()) };
    // Neighbouring ages that chance cannot tell from the peak belong to it; where another age could be it as well, there is none.
    let at = ages.iter().position(|a| a.0 == top.0).unwrap_or(0);
    let near = |i: usize| top.1 - ages[i].1 <= Z95 * (top.1 + ages[i].1).sqrt();
    let first = (0..at).rev().take_while(|i| near(*i)).last().unwrap_or(at);
    let last = (at + 1..ages.len()).take_while(|i| near(*i)).last().unwrap_or(at);
    if total < crate::statistics::SMALL_DENOMINATOR {
        return (shortest([format!("Too few {} to show a peak", lower_first(subject)), "Too few to show a peak".to_owned()]), Vec::new());
    }
    let elsewhere = (0..ages.len()).any(|i| !(first..=last).contains(&i) && near(i));
    if elsewhere || last - first >= 8 {
        return (format!("{subject} {} spread across ages", grammar::is(subject)), Vec::new());
    }
    let focus = ages[first..=last].iter().map(|a| a.0.clone()).collect();
    let words = match (first == last, ages[first].0.as_str()) {
        (true, "0") => format!("{subject} peak before the first birthday"),
        (true, age) => format!("{subject} peak at age {age}"),
        (false, age) => format!("{subject} peak at ages {age} to {}", ages[last].0),
    };
    (words, focus)
}

/// Of a share: `81.4% within 15 working days, similar to England`, or of few `3 of 12 within 15 working days`.
pub fn of_share(facts: &Facts<'_>, code: &str, words: &str) -> String {
    let Some(figure) = facts.single(code).filter(|f| f.value.is_ok()) else { return format!("{} is not available", capital(words)) };
    let words = if figure.is_few() { words.strip_prefix("of the ").or(words.strip_prefix("of ")).unwrap_or(words) } else { words };
    let said = format!("{} {words}", figure.in_short());
    match compare::with_england(facts, code) {
        Some(verdict) if verdict != Verdict::Similar || compare::like_england(facts, code) => {
            shortest([format!("{said}, {} England", relation(verdict)), said])
        }
        _ => said,
    }
}

fn max_by<'a>(all: &[&'a (String, f64)]) -> Option<&'a (String, f64)> {
    // The first of equals, so that the same data give the same words.
    all.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })
}

fn min_by<'a>(all: &[&'a (String, f64)]) -> Option<&'a (String, f64)> {
    all.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a })
}

/// A label as a headline says it: cut to its first part, and in words.
pub fn plain(text: &str) -> String {
    label(text.split([',', ';', '(']).next().unwrap_or(text).trim())
}

/// A machine's label as readers meet it, in charts and tables alike: `LA` and bins of lengths in words.
pub fn label(text: &str) -> String {
    let cut = text.trim();
    let words: Vec<String> = cut
        .split(' ')
        .map(|word| match word {
            "LA" => "council".to_owned(),
            _ if word.strip_prefix('<').is_some_and(is_number) => format!("under {}", &word[1..]),
            _ => match (word.strip_suffix('+'), word.split_once('-')) {
                (Some(start), _) => format!("{start} or more"),
                (None, Some((from, to))) if is_number(from) && is_number(to) => format!("{from} to {to}"),
                _ => word.to_owned(),
            },
        })
        .collect();
    let text = words.join(" ").replace('\'', "’");
    // `2 years+` reads `2 years or more`; a word of ours at the start takes its capital.
    if cut.starts_with("LA ") || cut.starts_with('<') { capital(&text) } else { text }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
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
    use crate::indicators::definition::Good;
    use crate::report::testing;

    fn months(values: &[f64]) -> Vec<(String, f64)> {
        values.iter().enumerate().map(|(i, v)| (format!("2025-{:02}", i + 4), *v)).collect()
    }

    fn said(values: &[f64]) -> String {
        of_months(&months(values), &vec![true; values.len()], "Referrals").0
    }

    #[test]
    fn months_within_chance_do_not_stand_out() {
        assert_eq!(said(&[100.0, 104.0, 96.0, 110.0, 91.0, 99.0]), "Referrals are steady: no month stands out");
        assert_eq!(said(&[100.0, 104.0, 96.0, 110.0, 51.0, 99.0]), "Referrals dipped in August");
        assert_eq!(said(&[100.0, 104.0, 96.0, 160.0, 51.0, 99.0]), "Referrals peaked in July and dipped in August");
        assert_eq!(said(&[0.0, 0.0]), "There were no referrals in this period");
        assert_eq!(said(&[4.0, 9.0, 1.0]), "Too few referrals to tell months apart");
    }

    #[test]
    fn a_part_of_a_month_is_never_called_low() {
        let values = months(&[100.0, 104.0, 96.0, 110.0, 99.0, 20.0]);
        let whole = [true, true, true, true, true, false];
        assert_eq!(of_months(&values, &whole, "Referrals").0, "Referrals are steady: no month stands out");
        assert_eq!(of_months(&values, &[true; 6], "Referrals").1, ["2025-09"]);
        assert_eq!(of_months(&values[5..], &[false], "Referrals").0, "Too few referrals to tell months apart");
    }

    #[test]
    fn weeks_are_named_by_their_monday() {
        let values: Vec<(String, f64)> = (1..=9).map(|i| (format!("2025-W{:02}", i + 14), if i == 5 { 190.0 } else { 100.0 })).collect();
        assert_eq!(of_months(&values, &[true; 9], "Contacts").0, "Contacts peaked in the week of 5 May");
    }

    #[test]
    fn labels_are_said_in_words() {
        assert_eq!(plain("0-3 months"), "0 to 3 months");
        assert_eq!(plain("2 years+"), "2 years or more");
        assert_eq!(plain("LA services"), "Council services");
        assert_eq!(plain("Own LA"), "Own council");
        assert_eq!((label("<1"), label("16+"), label("0-3")), ("Under 1".to_owned(), "16 or more".to_owned(), "0 to 3".to_owned()));
        assert_eq!(label("Accommodated under S20, day 1-2 (LA)"), "Accommodated under S20, day 1 to 2 (LA)");
        assert_eq!(plain("Semi-independent"), "Semi-independent");
        assert_eq!(plain("Left care to live with parents, relatives or other person"), "Left care to live with parents");
    }

    #[test]
    fn a_share_claims_only_what_its_interval_allows() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::shares(
            &mut facts,
            &[
                ("HIGH", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0),
                ("SAME", Good::Low, Some("rereferrals_pct"), 226.0, 1000.0),
                ("LOW", Good::Low, Some("rereferrals_pct"), 50.0, 1000.0),
                ("FEW", Good::Low, Some("rereferrals_pct"), 20.0, 29.0),
                ("ALONE", Good::Low, None, 50.0, 1000.0),
            ],
        );
        assert_eq!(of_share(&facts, "HIGH", "came back"), "40.0% came back, above England");
        assert_eq!(of_share(&facts, "SAME", "came back"), "22.6% came back, similar to England");
        assert_eq!(of_share(&facts, "LOW", "came back"), "5.0% came back, below England");
        assert_eq!(of_share(&facts, "FEW", "came back"), "20 of 29 came back");
        assert_eq!(of_share(&facts, "ALONE", "came back"), "5.0% came back");
        assert_eq!(of_share(&facts, "NONE", "came back"), "Came back is not available");
        assert_eq!(of_trend(&facts, "HIGH", "Referred again"), "Referred again is above England’s");
        assert_eq!(of_trend(&facts, "ALONE", "Referred again"), "Referred again is now 5.0%");
        assert_eq!(of_trend(&facts, "NONE", "Referred again"), "Referred again has published figures only");
    }

    #[test]
    fn what_chance_may_explain_is_not_called_alike_unless_it_is_near() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        // England: 22.6%. Wilson's interval of 12 in 40 is 18.1% to 45.4%.
        testing::share(&mut facts, "FAR", Good::Low, Some("rereferrals_pct"), 12.0, 40.0);
        assert_eq!(of_trend(&facts, "FAR", "Referred again"), "Referred again: no difference from England’s beyond chance");
        assert_eq!(of_share(&facts, "FAR", "of the children came back"), "12 of 40 children came back");
        testing::share(&mut facts, "NEAR", Good::Low, Some("rereferrals_pct"), 10.0, 40.0);
        assert_eq!(of_trend(&facts, "NEAR", "Referred again"), "Referred again is similar to England’s");
        assert_eq!(said(&[100.0, 104.0, 96.0, 120.0, 81.0, 99.0]), "Referrals: no month stands out beyond chance");
        let alike = |a, b| (compare::alike(Unit::Percent, a, b), compare::alike(Unit::Rate, a, b));
        assert_eq!((alike(20.0, 23.0), alike(20.0, 23.1), alike(500.0, 550.0)), ((true, false), (false, false), (false, true)));
    }

    #[test]
    fn ages_that_chance_cannot_tell_apart_share_a_peak() {
        let ages = |values: &[f64]| values.iter().enumerate().map(|(i, v)| (i.to_string(), *v)).collect::<Vec<_>>();
        assert_eq!(of_ages(&ages(&[10.0, 20.0, 64.0, 60.0, 30.0]), "Referrals").0, "Referrals peak at ages 2 to 3");
        assert_eq!(of_ages(&ages(&[90.0, 20.0, 30.0]), "Referrals").0, "Referrals peak before the first birthday");
        assert_eq!(of_ages(&ages(&[90.0, 20.0, 80.0]), "Referrals").0, "Referrals are spread across ages", "two peaks are none");
        assert_eq!(of_ages(&ages(&[1.0, 2.0]), "Referrals").0, "Too few referrals to show a peak");
    }
}
