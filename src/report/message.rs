//! The sentence a chart says: ten words at most, true, from the data.
//!
//! Each rule looks at values as displayed and at intervals; where chance may be the cause, nothing is claimed.

use super::compare::{self, Series, Verdict};
use super::facts::{Facts, Shown, stands_apart};
use super::grammar;
use crate::calendar::Day;
use crate::charts::spec::Who;
use crate::number::{Unit, grouped};

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
        (_, _, Some(figure)) if figure.is_rare() => format!("{subject}: too few for a rate now"),
        // After what chance may explain no run of years is added.
        (Some(words), _, _) if words.ends_with("chance") => words,
        (Some(words), Some(course), _) => shortest([format!("{words} after {course}"), words]),
        (Some(words), None, _) => words,
        (None, _, Some(figure)) => format!("{subject} {is} now {}", figure.in_short()),
        (None, Some(course), None) => format!("{subject} after {course}"),
        (None, None, None) => format!("{subject} {} published figures only", grammar::has(subject)),
    }
}

/// How a verdict is said before `England’s`.
fn relation(verdict: Verdict) -> &'static str {
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

/// Of bars: the group that stands furthest from England beyond chance, `Share of Police, 33.2%, is above England’s 28.3%`, or which
/// is the largest; and the groups that the title names. Two groups that chance cannot tell apart are named together; `england`
/// says whether England's values are marked.
pub fn of_bars(facts: &Facts<'_>, code: &str, rows: &[&Shown], sorted: bool, england: bool) -> (String, Vec<String>) {
    let mut ranked: Vec<&Shown> = rows.iter().copied().filter(|f| f.value.is_ok() && !stands_apart(&f.group)).collect();
    ranked.sort_by(|a, b| b.value.unwrap_or(0.0).total_cmp(&a.value.unwrap_or(0.0)));
    let Some(top) = ranked.first() else { return ("Nothing was recorded in this period".to_owned(), Vec::new()) };
    if size(top) <= 0.0 {
        return ("Every group stands at zero".to_owned(), Vec::new());
    }
    if let Some(said) = Some(()).filter(|()| england).and_then(|()| beside_england(facts, code, &ranked)) {
        return said;
    }
    let named = |figure: &Shown| capital(&plain(&facts.label(code, &figure.group)));
    let name = named(top);
    let largest = format!("{name} {} the largest group", grammar::is(&name));
    let only = |words: String| (words, vec![top.group.clone()]);
    // Two shares are set against each other and neither interval is kept: nothing may be claimed.
    if top.unit == Unit::Points {
        return ("No difference between groups is claimed".to_owned(), Vec::new());
    }
    // A mean of each group is no number of children: none of them is large.
    if !matches!(top.unit, Unit::Count | Unit::Percent) {
        return only(shortest([format!("{name} is highest, at {}", top.in_short()), format!("{name} is highest")]));
    }
    let all: f64 = ranked.iter().map(|f| size(f)).sum();
    if all < compare::FEWEST_EVENTS {
        return (TOO_FEW.to_owned(), Vec::new());
    }
    let bare = |name: &str| name.chars().all(|c| c.is_ascii_digit());
    let second = ranked.get(1).filter(|f| f.value.unwrap_or(0.0) > 0.0);
    if let Some(second) = second.filter(|f| within_chance(size(top), size(f))) {
        let both = format!("{name} and {} are the largest groups", in_a_row(&named(second)));
        return match fits(&both) && !bare(&name) {
            true => (both, vec![top.group.clone(), second.group.clone()]),
            false => ("No group stands out beyond chance".to_owned(), Vec::new()),
        };
    }
    match second {
        // A bare number is no name.
        _ if bare(&name) => only(format!("{} of {} fall in the largest group", grouped(size(top), 0), grouped(all, 0))),
        // A band without an end is as large as it is wide: no group of its kind is the largest.
        _ if is_few(&ranked) || top.group.ends_with('+') => only(come_under(top, &ranked, &name)),
        Some(second) if sorted => {
            let both = format!("{largest}, then {}", in_a_row(&named(second)));
            if fits(&both) { (both, vec![top.group.clone(), second.group.clone()]) } else { only(largest) }
        }
        _ if top.unit == Unit::Count => {
            let of = grouped(ranked.iter().map(|f| size(f)).sum(), 0);
            only(shortest([format!("{largest}, {} of {of}", grouped(size(top), 0)), largest]))
        }
        _ => only(shortest([format!("{largest}, {}", top.text()), largest])),
    }
}

/// Of the groups whose shares differ from England's beyond chance, the one that lies furthest from it.
fn beside_england(facts: &Facts<'_>, code: &str, ranked: &[&Shown]) -> Option<(String, Vec<String>)> {
    let (mut compared, mut alike) = (0, true);
    let mut furthest: Option<(f64, &Shown, Verdict, String)> = None;
    for figure in ranked.iter().copied() {
        let Some((series, england)) = compare::series(facts, code, &figure.group).and_then(|s| s.england_latest().map(|v| (s, v))) else {
            continue;
        };
        let (Some(verdict), Ok(value)) = (series.claim(figure, Who::England, england), figure.value) else {
            continue;
        };
        compared += 1;
        alike &= compare::alike(figure.unit, value, england);
        let far = (value - england).abs();
        if verdict != Verdict::Similar && furthest.as_ref().is_none_or(|(most, ..)| far > *most) {
            furthest = Some((far, figure, verdict, series.show(Ok(england))));
        }
    }
    if let Some((_, figure, verdict, england)) = furthest {
        let name = capital(&plain(&facts.label(code, &figure.group)));
        let (are, side) = (grammar::is(&name), relation(verdict));
        let words = shortest([
            format!("{name}, at {}, {are} {side} England’s {england}", figure.text()),
            format!("{name} {are} {side} England’s share"),
            format!("One share, {}, is {side} England’s {england}", figure.text()),
        ]);
        return Some((words, vec![figure.group.clone()]));
    }
    let top = ranked.first().filter(|_| compared > 1)?;
    // Of the rest, which may be most of the bars, England has nothing.
    if !alike || compared * 2 < ranked.len() {
        return Some(("No share differs from England’s beyond chance".to_owned(), Vec::new()));
    }
    let words = shortest([
        format!("Shares are similar to England’s; {} is the largest", in_a_row(&plain(&facts.label(code, &top.group)))),
        "Shares are similar to England’s".to_owned(),
    ]);
    let named = if words.contains(';') { vec![top.group.clone()] } else { Vec::new() };
    Some((words, named))
}

/// A name within a sentence: a proper one, and a first letter that is a word of its own, keep their capital.
fn in_a_row(name: &str) -> String {
    if name.split(' ').count() > 1 && !name.split(' ').skip(1).any(|word| word.starts_with(char::is_uppercase)) {
        lower_first(name)
    } else {
        name.to_owned()
    }
}

/// Of few, and of a band without an end: `4 of 5 are recorded as neglect`, `53.1% fall in the band 2 years or more`.
fn come_under(top: &Shown, ranked: &[&Shown], name: &str) -> String {
    let all = || format!("{} of {}", grouped(size(top), 0), grouped(ranked.iter().map(|f| size(f)).sum(), 0));
    let few = is_few(ranked) || top.is_small();
    let many = if few || top.unit == Unit::Count { top.of().unwrap_or_else(all) } else { top.text() };
    let one = size(top) == 1.0;
    let words = match name.starts_with(|c: char| c.is_ascii_digit()) || name.starts_with("Under ") {
        true => format!("{many} {} in the band {}", if one { "falls" } else { "fall" }, lower_first(name)),
        false => format!("{many} {} recorded as {}", if one { "is" } else { "are" }, in_a_row(name)),
    };
    shortest([words, format!("The largest group holds {many}")])
}

/// Said of fewer than ten in place of a largest group.
pub const TOO_FEW: &str = "Too few to name a largest group";

/// Whether the groups hold fewer than 30 between them: how many of how many is then said.
fn is_few(ranked: &[&Shown]) -> bool {
    ranked.iter().map(|f| size(f)).sum::<f64>() < crate::statistics::SMALL_DENOMINATOR
}

/// Words a title may hold.
pub const MOST_WORDS: usize = 10;

/// Whether a title can hold the words.
pub fn fits(words: &str) -> bool {
    words.split_whitespace().count() <= MOST_WORDS
}

/// How many stand behind a figure.
fn size(figure: &Shown) -> f64 {
    figure.numerator.or(figure.value.ok()).unwrap_or(0.0)
}

/// Whether chance alone may set two counts of the same whole so far apart.
fn within_chance(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1.96 * (a + b).sqrt()
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
    // Neighbouring ages that chance cannot tell from the peak belong to it.
    let at = ages.iter().position(|a| a.0 == top.0).unwrap_or(0);
    let near = |i: usize| top.1 - ages[i].1 <= top.1.sqrt();
    let first = (0..at).rev().take_while(|i| near(*i)).last().unwrap_or(at);
    let last = (at + 1..ages.len()).take_while(|i| near(*i)).last().unwrap_or(at);
    if total < crate::statistics::SMALL_DENOMINATOR {
        return (shortest([format!("Too few {} to show a peak", lower_first(subject)), "Too few to show a peak".to_owned()]), Vec::new());
    }
    if last - first >= 8 {
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

/// `2025-08` as `August`, `2025-W07` as `10 February`, the week's Monday.
pub fn month_words(key: &str) -> String {
    if let Some(monday) = monday(key) {
        return format!("{} {}", monday.day_of_month(), crate::calendar::MONTHS[usize::from(monday.month().unsigned_abs()) - 1]);
    }
    let month = key.get(5..7).and_then(|m| m.parse::<usize>().ok()).filter(|m| (1..=12).contains(m));
    month.map_or_else(|| key.to_owned(), |m| crate::calendar::MONTHS[m - 1].to_owned())
}

/// The Monday of a week written `2025-W07`: week 1 is the one that holds 4 January.
pub fn monday(key: &str) -> Option<Day> {
    let (year, week) = key.split_once("-W")?;
    let fourth = Day::new(year.parse().ok()?, 1, 4)?;
    Some(fourth.plus(7 * (week.parse::<i32>().ok()? - 1) - i32::from(fourth.weekday())))
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
        assert_eq!(month_words("2025-W01"), "30 December");
        assert_eq!(month_words("2025-W19"), "5 May");
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
        testing::share(&mut facts, "HIGH", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        testing::share(&mut facts, "SAME", Good::Low, Some("rereferrals_pct"), 226.0, 1000.0);
        testing::share(&mut facts, "LOW", Good::Low, Some("rereferrals_pct"), 50.0, 1000.0);
        testing::share(&mut facts, "FEW", Good::Low, Some("rereferrals_pct"), 20.0, 29.0);
        testing::share(&mut facts, "ALONE", Good::Low, None, 50.0, 1000.0);
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
    fn bars_name_one_group_or_the_two_that_chance_cannot_part() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "CLEAR", &[("White", 240.0), ("Black", 147.0), ("Unknown", 900.0)]);
        testing::counts(&mut facts, "CLOSE", &[("Redbridge", 21.0), ("Essex", 19.0)]);
        testing::counts(&mut facts, "BINS", &[("0-3 months", 90.0), ("12 months+", 20.0)]);
        testing::counts(&mut facts, "NONE", &[("Not recorded", 4.0)]);
        let said = |code: &str, sorted| of_bars(&facts, code, &facts.groups(code), sorted, true).0;
        assert_eq!(said("CLEAR", true), "White is the largest group, then Black");
        assert_eq!(said("CLOSE", true), "Redbridge and Essex are the largest groups");
        assert_eq!(said("CLOSE", false), "Redbridge and Essex are the largest groups");
        assert_eq!(said("BINS", false), "0 to 3 months is the largest group");
        assert_eq!(said("NONE", true), "Nothing was recorded in this period");
        testing::counts(&mut facts, "LONG", &[("6-12 months of one", 13.0), ("0-3 months of two", 12.0)]);
        assert_eq!(of_bars(&facts, "LONG", &facts.groups("LONG"), false, true).0, "No group stands out beyond chance");
        testing::counts(&mut facts, "FEW", &[("White", 15.0), ("Black", 1.0)]);
        assert_eq!(of_bars(&facts, "FEW", &facts.groups("FEW"), true, true).0, "15 of 16 are recorded as White");
        testing::counts(&mut facts, "TINY", &[("White", 8.0), ("Black", 1.0)]);
        assert_eq!(of_bars(&facts, "TINY", &facts.groups("TINY"), true, true).0, TOO_FEW);
        testing::counts(&mut facts, "TIMES", &[("0", 80.0), ("1", 11.0)]);
        assert_eq!(of_bars(&facts, "TIMES", &facts.groups("TIMES"), true, true).0, "80 of 91 fall in the largest group");
        testing::counts(&mut facts, "ZERO", &[("White", 0.0)]);
        assert_eq!(of_bars(&facts, "ZERO", &facts.groups("ZERO"), true, true).0, "Every group stands at zero");
        testing::counts(
            &mut facts,
            "WORDY",
            &[("Adopter withdrew from the whole long process", 30.0), ("Application refused by them", 3.0)],
        );
        let said = of_bars(&facts, "WORDY", &facts.groups("WORDY"), true, true).0;
        assert_eq!(said, "Adopter withdrew from the whole long process is the largest group");
    }

    #[test]
    fn groups_are_named_in_the_words_of_readers() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "CODE", &[("NFA", 240.0), ("No", 20.0)]);
        facts.labels.insert("NFA".to_owned(), "No further action".to_owned());
        facts.labels.insert("No".to_owned(), "Of all records".to_owned());
        facts.about.get_mut("CODE").unwrap().labels.insert("No".to_owned(), "Not in touch, 3-6 months".to_owned());
        assert_eq!(facts.label("CODE", "No"), "Not in touch, 3 to 6 months", "its own record goes first");
        assert_eq!(facts.label("OTHER", "No"), "Of all records");
        assert_eq!(of_bars(&facts, "CODE", &facts.groups("CODE"), true, true).0, "No further action is the largest group");
    }

    #[test]
    fn chance_may_part_small_counts_but_not_large_ones() {
        assert!(within_chance(21.0, 19.0));
        assert!(!within_chance(240.0, 147.0));
    }

    #[test]
    fn ages_that_chance_cannot_tell_apart_share_a_peak() {
        let ages = |values: &[f64]| values.iter().enumerate().map(|(i, v)| (i.to_string(), *v)).collect::<Vec<_>>();
        assert_eq!(of_ages(&ages(&[10.0, 20.0, 64.0, 60.0, 30.0]), "Referrals").0, "Referrals peak at ages 2 to 3");
        assert_eq!(of_ages(&ages(&[90.0, 20.0, 30.0]), "Referrals").0, "Referrals peak before the first birthday");
        assert_eq!(of_ages(&ages(&[1.0, 2.0]), "Referrals").0, "Too few referrals to show a peak");
    }
}
