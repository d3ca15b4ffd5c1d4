//! Words printed from records: definitions, questions, what stands out, the heading of a page.

use super::compare::{self, Verdict};
use super::facts::Facts;
use super::message::{capital, lower_first};
use super::tiles::polarity;
use super::values::{fill, is_whole};
use super::{Definition, Inline, Question, Target};
use crate::content::{Ask, Front};
use std::collections::BTreeMap;

/// The definition of a code, printed from its record.
pub fn definition(facts: &Facts<'_>, code: &str) -> Option<Definition> {
    let about = facts.about(code)?;
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut fact = |label: &str, words: String| {
        if !words.is_empty() {
            rows.push((label.to_owned(), words));
        }
    };
    fact("Counts", capital(&about.numerator));
    fact("Out of", capital(&about.denominator));
    fact("Leaves out", capital(&about.excludes));
    fact("From", facts.list(&about.list).map_or_else(String::new, |l| format!("Annex A list {}, {}", l.number, lower_first(&l.title))));
    fact("When", facts.when(code));
    fact("Which is better", polarity(about.good).to_owned());
    fact("Rule", about.source.clone());
    let key = about.comparator.as_ref().or_else(|| about.comparators.values().next());
    if let Some(measure) = key.and_then(|k| facts.comparators.measure(k)) {
        fact("Compared with", format!("{} ({}), {}", measure.title, measure.period_type, measure.publication));
    }
    let mut caveats = about.caveats.clone();
    if !about.differs.is_empty() {
        caveats.insert(0, about.differs.clone());
    }
    Some(Definition { code: code.to_owned(), title: about.title.clone(), means: about.means.clone(), facts: rows, caveats })
}

/// The heading: phrases chosen by comparison with England, joined by "and" or, where they point apart, "but".
pub fn heading(facts: &Facts<'_>, front: &Front) -> String {
    let mut phrases: Vec<(String, Option<Verdict>)> = Vec::new();
    for lead in &front.leads {
        let verdict = compare::with_england(facts, &lead.code);
        let chosen = match verdict {
            Some(Verdict::Higher) => &lead.higher,
            Some(Verdict::Lower) => &lead.lower,
            Some(Verdict::Similar) => &lead.similar,
            None => &lead.always,
        };
        let chosen = if chosen.is_empty() { &lead.always } else { chosen };
        if !chosen.is_empty() && is_whole(facts, chosen) {
            phrases.push((fill(facts, chosen, &mut Vec::new()), verdict));
        }
    }
    match phrases.as_slice() {
        [] => front.heading.clone(),
        [only] => capital(&only.0),
        [first, second, ..] => {
            let word = if first.1 == second.1 || first.1.is_none() || second.1.is_none() { "and" } else { "but" };
            format!("{}, {word} {}", capital(&first.0), lower_first(&second.0))
        }
    }
}

/// The questions of a page whose condition holds, at most four.
pub fn questions(facts: &Facts<'_>, asks: &[Ask]) -> Vec<Question> {
    asks.iter().filter_map(|ask| question(facts, ask)).take(4).collect()
}

fn question(facts: &Facts<'_>, ask: &Ask) -> Option<Question> {
    let figure = facts.single(&ask.code)?;
    let about = facts.about(&ask.code)?;
    let against = compare::with_neighbours(facts, &ask.code);
    let holds = match ask.when.as_str() {
        "higher" => against == Some(Verdict::Higher),
        "lower" => against == Some(Verdict::Lower),
        "above" => figure.value.is_ok_and(|v| v > ask.level),
        _ => figure.value.is_ok(),
    };
    if !holds || !is_whole(facts, &ask.ask) {
        return None;
    }
    let series = compare::series(facts, &ask.code, "");
    let beside = series.and_then(|s| s.comparators(facts).into_iter().find(|c| c.value.is_ok()));
    let because = match beside {
        Some(other) => format!("{}: {} against {} in {}", about.short, figure.text(), other.shown, lower_first(&other.name)),
        None => match figure.of() {
            Some(of) => format!("{}: {} ({of})", about.short, figure.text()),
            None => format!("{}: {}", about.short, figure.text()),
        },
    };
    Some(Question { text: fill(facts, &ask.ask, &mut Vec::new()), because, code: ask.code.clone() })
}

/// What stands out: measures whose interval excludes England or the neighbours, furthest first, with the rule that picked them.
pub fn standing_out(facts: &Facts<'_>, pages: &BTreeMap<String, String>, most: usize) -> Vec<Vec<Inline>> {
    let mut found: Vec<(u8, f64, Vec<Inline>)> = Vec::new();
    for code in &facts.order {
        let (Some(about), Some(figure), Some(slug)) = (facts.about(code), facts.single(code), pages.get(code)) else { continue };
        let Some(series) = compare::series(facts, code, "").filter(|s| !s.years.is_empty()) else { continue };
        let (Ok(value), Some((low, high)), Some(england)) = (figure.value, figure.interval(), series.england_latest()) else { continue };
        if figure.unit == crate::number::Unit::Count || figure.is_small() {
            continue;
        }
        let Some(verdict @ (Verdict::Higher | Verdict::Lower)) = compare::verdict(figure, england) else { continue };
        let distance = (value - england).abs() / ((high - low) / 2.0).max(f64::EPSILON);
        let neighbours = series.comparators(facts).into_iter().find(|c| c.who == crate::charts::spec::Who::Neighbours && c.value.is_ok());
        let beside = neighbours.map_or_else(String::new, |n| format!("; statistical neighbours {}", n.shown));
        let good = match (about.good, verdict) {
            (crate::indicators::definition::Good::Neither, _) => "",
            (crate::indicators::definition::Good::High, Verdict::Higher) | (crate::indicators::definition::Good::Low, Verdict::Lower) => {
                ", the better direction"
            }
            _ => ", the worse direction",
        };
        let words = format!(": {}, {} than England’s {}{good}{beside}.", figure.text(), verdict.word(), series.show(Ok(england)));
        let link = Inline::Link(Target::Page(slug.clone(), None), vec![Inline::Text(about.title.clone())]);
        let rank = if good.ends_with("worse direction") { 0 } else { 1 };
        found.push((rank, distance, vec![Inline::Strong(vec![link]), Inline::Text(words)]));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    found.into_iter().take(most).map(|f| f.2).collect()
}
