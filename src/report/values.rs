//! Values in running text: `{{ REF-01 }}` becomes `1,764`.
//!
//! Forms: a code (`REF-04`), a group (`REF-07/Police`), a part (`REF-04.n`, `.of`, `.words`, `.when`), a comparator
//! (`REF-03@england`, `@neighbours`, `@region`, `@last`), and the names `authority`, `as_at`, `period`, `region`.
//! A value that is not there shows its symbol, never a gap.

use super::compare;
use super::facts::Facts;
use crate::charts::spec::Who;
use crate::number::{Missing, grouped};

/// Fills every `{{ … }}` of a text. Unknown names are collected in `unknown` and stay visible as `[x]`.
pub fn fill(facts: &Facts<'_>, text: &str, unknown: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let Some(end) = rest[start..].find("}}") else { break };
        out.push_str(&rest[..start]);
        let name = rest[start + 2..start + end].trim();
        match value(facts, name) {
            Some(value) => out.push_str(&value),
            None => {
                unknown.push(name.to_owned());
                out.push_str(&Missing::NotAvailable.shown());
            }
        }
        rest = &rest[start + end + 2..];
    }
    out.push_str(rest);
    out
}

/// Whether every value a text names has a number behind it.
pub fn is_whole(facts: &Facts<'_>, text: &str) -> bool {
    let mut unknown = Vec::new();
    let filled = fill(facts, text, &mut unknown);
    unknown.is_empty() && ["[x]", "[z]", "[c]", "[u]"].iter().all(|symbol| !filled.contains(symbol))
}

fn value(facts: &Facts<'_>, name: &str) -> Option<String> {
    match name {
        "authority" => return Some(facts.here.name.clone()),
        "as_at" => return Some(facts.as_at.words()),
        "period" => return facts.windows.get("referrals").or_else(|| facts.windows.values().next()).map(|w| w.words()),
        "region" => return Some(facts.here.region.as_ref().map_or_else(|| "the region".to_owned(), |a| a.name.clone())),
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
        Some((path, part)) if matches!(part, "n" | "of" | "words" | "when" | "out_of") => (path, part),
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
        "of" => figure.of().unwrap_or_else(|| figure.text()),
        "words" => figure.value.map_or_else(Missing::shown, |value| figure.unit.say(value)),
        _ => figure.text(),
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
