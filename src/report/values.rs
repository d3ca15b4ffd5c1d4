//! Values in running text: `{{ REF-01 }}` becomes `1,764`.
//!
//! Forms: a code (`REF-04`), a group (`REF-07/Police`), a part (`REF-04.n`, `.rest`, `.out_of`, `.of`,
//! `.words`, `.when`), a comparator
//! (`REF-03@england`, `@neighbours`, `@region`, `@last`), and the names `authority`, `as_at`, `period`, `region`.
//! A value that is not there shows its symbol, never a gap.

use super::compare;
use super::facts::Facts;
use super::grammar;
use crate::charts::spec::Who;
use crate::number::{Missing, grouped};

/// Fills every `{{ … }}` of a text. Unknown names are collected in `unknown` and stay visible as `[x]`.
/// Of a share of fewer than 30 it says how many of how many: `{{REF-05}} of the children` becomes `3 of 20 children`.
pub fn fill(facts: &Facts<'_>, text: &str, unknown: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let Some(end) = rest[start..].find("}}") else { break };
        out.push_str(&rest[..start]);
        let name = rest[start + 2..start + end].trim();
        rest = &rest[start + end + 2..];
        match value(facts, name) {
            Some(value) => {
                out.push_str(&value);
                if is_n_of_n(&value) {
                    let of = rest.len();
                    rest = after_whole(rest);
                    // `4 of 9` and `16 and over` would run together.
                    let aged = rest.len() < of && rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
                    out.push_str(if aged { " aged" } else { "" });
                }
            }
            None => {
                unknown.push(name.to_owned());
                out.push_str(&Missing::NotAvailable.shown());
            }
        }
    }
    out.push_str(rest);
    grammar::one(&out)
}

/// Whether a value is how many of how many.
fn is_n_of_n(value: &str) -> bool {
    value.split_once(" of ").is_some_and(|(n, of)| [n, of].iter().all(|part| part.starts_with(|c: char| c.is_ascii_digit())))
}

/// What follows how many of how many, without the words that named the whole again: ` of the children` becomes ` children`.
fn after_whole(rest: &str) -> &str {
    if let Some(rest) = rest.strip_prefix(" of them") {
        return rest;
    }
    [" of those", " of all", " of the", " of"].iter().find_map(|of| rest.strip_prefix(of).filter(|r| r.starts_with(' '))).unwrap_or(rest)
}

/// A text with its parts in double brackets, each only where every value in it has a number; then the sentences, each only where
/// every value in it has one. What is left may be nothing.
pub fn whole_sentences(facts: &Facts<'_>, text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((part, after)) = after.split_once("]]") else { break };
        kept.push_str(before);
        kept.push_str(if is_whole(facts, part) { part } else { "" });
        rest = after;
    }
    kept.push_str(rest);
    let sentences = kept.split_inclusive(". ").filter(|sentence| is_whole(facts, sentence));
    sentences.collect::<String>().trim_end().to_owned()
}

/// Whether every value a text names has a number behind it.
pub fn is_whole(facts: &Facts<'_>, text: &str) -> bool {
    let mut unknown = Vec::new();
    let filled = fill(facts, text, &mut unknown);
    // A rate of fewer than ten events is not said.
    let mut named = text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
    if named.any(|(name, _)| facts.single(name.trim()).is_some_and(super::facts::Shown::is_rare)) {
        return false;
    }
    unknown.is_empty() && ["[x]", "[z]", "[c]", "[u]"].iter().all(|symbol| !filled.contains(symbol))
}

fn value(facts: &Facts<'_>, name: &str) -> Option<String> {
    match name {
        "authority" => return Some(facts.here.name.clone()),
        "as_at" => return Some(facts.as_at.words()),
        "period" => return facts.windows.get("referrals").or_else(|| facts.windows.values().next()).map(|w| w.words()),
        "region" => return Some(facts.here.region.as_ref().map_or_else(|| "the region".to_owned(), |a| a.name.clone())),
        "lists_missing" => return Some(lists_missing(facts).unwrap_or_else(|| Missing::NotAvailable.shown())),
        "population" => return facts.here.population.map(|population| grouped(population.children, 0)),
        "population_source" => {
            return Some(facts.here.population.map_or_else(
                || "no authority is named, so there are none".to_owned(),
                |p| match p.estimated {
                    Some(year) => format!("{}, the estimate of the Office for National Statistics for mid-{year}", grouped(p.children, 0)),
                    None => format!("{}, given by the authority", grouped(p.children, 0)),
                },
            ));
        }
        _ => {}
    }
    let (path, part) = match name.rsplit_once('.') {
        Some((path, part)) if matches!(part, "n" | "of" | "words" | "when" | "out_of" | "rest") => (path, part),
        _ => (name, ""),
    };
    let (path, other) = path.split_once('@').map_or((path, None), |(p, o)| (p, Some(o)));
    let (code, group) = path.split_once('/').unwrap_or((path, ""));
    facts.about(code)?;
    if let Some(other) = other {
        return Some(comparator(facts, code, group, other).unwrap_or_else(|| Missing::NotAvailable.shown()));
    }
    if part == "when" {
        return Some(facts.when(code));
    }
    let Some(figure) = facts.group(code, group) else { return Some(Missing::NotAvailable.shown()) };
    Some(match part {
        "n" => figure.numerator.map_or_else(|| figure.text(), |n| grouped(n, 0)),
        "out_of" => figure.denominator.map_or_else(|| figure.text(), |n| grouped(n, 0)),
        "rest" => match (figure.numerator, figure.denominator) {
            (Some(n), Some(of)) => grouped(of - n, 0),
            _ => figure.text(),
        },
        "of" => figure.of().unwrap_or_else(|| figure.text()),
        "words" => {
            let words = figure.value.map_or_else(Missing::shown, |value| figure.unit.say(value));
            let few = facts.few_in_mean(code, figure).map(|few| format!(" ({})", few.trim_start_matches("of ")));
            words + &few.unwrap_or_default()
        }
        _ => figure.in_short(),
    })
}

/// `Lists 6 to 8 and 10 hold no rows, so nothing is said of them`; `None` where every list holds some.
fn lists_missing(facts: &Facts<'_>) -> Option<String> {
    let mut numbers: Vec<u8> = facts.lists.iter().filter(|list| !list.filled).map(|list| list.number).collect();
    numbers.sort_unstable();
    let runs: Vec<String> = numbers
        .chunk_by(|a, b| a + 1 == *b)
        .flat_map(|run| match run {
            [first, .., last] if run.len() > 2 => vec![format!("{first} to {last}")],
            _ => run.iter().map(u8::to_string).collect(),
        })
        .collect();
    let said = match runs.split_last()? {
        (last, []) => last.clone(),
        (last, rest) => format!("{} and {last}", rest.join(", ")),
    };
    Some(if numbers.len() == 1 {
        format!("List {said} holds no rows, so nothing is said of it")
    } else {
        format!("Lists {said} hold no rows, so nothing is said of them")
    })
}

fn comparator(facts: &Facts<'_>, code: &str, group: &str, other: &str) -> Option<String> {
    let series = compare::series(facts, code, group)?;
    if other == "last" {
        return series.own_latest().map(|(_, value)| series.show(Ok(value)));
    }
    let who = match other {
        "england" => Who::England,
        "neighbours" => Who::Neighbours,
        "region" => Who::Region,
        _ => return None,
    };
    series.comparators(facts).into_iter().find(|c| c.who == who).map(|c| c.shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::number::Unit;
    use crate::report::testing;

    #[test]
    fn every_form_of_a_value_is_filled() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "REF-05", Good::Low, Some("rereferrals_pct"), 389.0, 1681.0);
        testing::counts(&mut facts, "REF-07", &[("Police", 1601.0)]);
        testing::add(&mut facts, "ADO-10", Unit::Days, Good::Low, None, &[("", None, None, Ok(454.2))]);
        let filled = |text: &str| fill(&facts, text, &mut Vec::new());
        assert_eq!(filled("{{ REF-05 }} = {{REF-05.n}} of {{REF-05.out_of}}"), "23.1% = 389 of 1,681");
        assert_eq!(filled("{{REF-05.of}}; {{REF-07/Police}}; {{ADO-10.words}}"), "389 of 1,681; 1,601; 454 days");
        assert_eq!(filled("{{REF-05@england}}, {{REF-05@region}}"), "22.6%, 19.4%");
        assert_eq!(filled("{{authority}} {{as_at}} {{period}} {{REF-05.when}}"), {
            "Testshire 30 September 2025 April to September 2025 April to September 2025"
        });
        assert_eq!(filled("open {{ brace"), "open {{ brace");
    }

    #[test]
    fn what_is_not_there_shows_its_symbol_and_is_named() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::add(&mut facts, "A-1", Unit::Count, Good::Neither, None, &[("", None, None, Err(Missing::Suppressed))]);
        let mut unknown = Vec::new();
        assert_eq!(fill(&facts, "{{A-1}} {{A-1/Group}} {{A-1@last}} {{A-2}} {{nobody}}", &mut unknown), "[c] [x] [x] [x] [x]");
        assert_eq!(unknown, ["A-2", "nobody"]);
        assert!(!is_whole(&facts, "{{A-1}} children"));
        assert!(is_whole(&facts, "{{authority}}"));
    }
}
