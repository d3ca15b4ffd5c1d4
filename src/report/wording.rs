//! Words printed from records: definitions, questions, what stands out, the heading of a page.

use super::compare::{self, Verdict};
use super::facts::Facts;
use super::message::{capital, lower_first};
use super::tiles::polarity;
use super::values::{fill, is_whole};
use super::{Definition, Inline, Question, Target};
use crate::charts::spec::Who;
use crate::content::{Ask, Front};
use crate::indicators::definition::Good;
use crate::number::Unit;
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
    fact("Completeness", facts.grades.get(code).map_or_else(String::new, |grade| format!("{}, {}", grade.letter, grade.words)));
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
    let mut phrases: Vec<(String, Option<Verdict>, Good)> = Vec::new();
    for lead in &front.leads {
        let verdict = compare::with_england(facts, &lead.code);
        let chosen = match verdict {
            Some(Verdict::Higher) => &lead.higher,
            Some(Verdict::Lower) => &lead.lower,
            Some(Verdict::Similar) => &lead.similar,
            None => &lead.always,
        };
        let chosen = if chosen.is_empty() { &lead.always } else { chosen };
        // Fewer than 30 bear no headline.
        let small = facts.single(&lead.code).is_some_and(super::facts::Shown::is_small);
        if !small && !chosen.is_empty() && is_whole(facts, chosen) {
            let compared = verdict.filter(|_| *chosen != lead.always);
            let good = facts.about(&lead.code).map_or(Good::Neither, |about| about.good);
            phrases.push((fill(facts, chosen, &mut Vec::new()), compared, good));
        }
    }
    match phrases.as_slice() {
        [] => front.heading.clone(),
        [only] => capital(&only.0),
        [first, second, ..] => {
            let word = joint((first.1, first.2), (second.1, second.2));
            format!("{}, {word} {}", capital(&first.0), lower_first(&second.0))
        }
    }
}

/// The word between two phrases: `but` where they point apart. Where both have a better direction, better and worse point apart
/// (fewer children move often, *and* more homes last); else higher and lower do.
fn joint(first: (Option<Verdict>, Good), second: (Option<Verdict>, Good)) -> &'static str {
    let (Some(a), Some(b)) = (first.0, second.0) else { return "and" };
    let way = |verdict: Verdict| match verdict {
        Verdict::Higher => 1,
        Verdict::Similar => 0,
        Verdict::Lower => -1,
    };
    let sign = |good: Good| if good == Good::Low { -1 } else { 1 };
    let judged = first.1 != Good::Neither && second.1 != Good::Neither;
    let (a, b) = if judged { (way(a) * sign(first.1), way(b) * sign(second.1)) } else { (way(a), way(b)) };
    if a == b { "and" } else { "but" }
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
        "below" => figure.value.is_ok_and(|v| v < ask.level),
        _ => figure.value.is_ok(),
    };
    if !holds || !is_whole(facts, &ask.ask) {
        return None;
    }
    let series = compare::series(facts, &ask.code, "");
    // Counts are not set beside other areas', which differ in size.
    let comparable = matches!(figure.unit, Unit::Percent | Unit::Rate);
    let beside = series.filter(|_| comparable).and_then(|s| s.comparators(facts).into_iter().find(|c| c.value.is_ok()));
    let own = figure.value.map_or_else(|_| figure.text(), |value| figure.unit.say(value));
    let because = match (beside, figure.of()) {
        (Some(other), _) => {
            let whose = if other.who == Who::Neighbours { lower_first(&other.name) } else { other.name };
            format!("{}: {own} against {} in {whose}", about.title, other.shown)
        }
        (None, Some(of)) => format!("{}: {own} ({of})", about.title),
        (None, None) => format!("{}: {own}", about.title),
    };
    Some(Question { text: fill(facts, &ask.ask, &mut Vec::new()), because, code: ask.code.clone() })
}

/// What stands out: measures whose interval leaves out England's figure, those in the worse direction first, then the furthest.
pub fn standing_out(facts: &Facts<'_>, pages: &BTreeMap<String, String>, among: &[String], most: usize) -> Vec<Vec<Inline>> {
    let mut found: Vec<(u8, f64, Vec<Inline>)> = Vec::new();
    for code in facts.order.iter().filter(|code| among.is_empty() || among.contains(code)) {
        let (Some(about), Some(figure), Some(slug)) = (facts.about(code), facts.single(code), pages.get(code)) else { continue };
        let Some(series) = compare::series(facts, code, "").filter(|s| !s.years.is_empty()) else { continue };
        let (Ok(value), Some((low, high)), Some(england)) = (figure.value, figure.interval(), series.england_latest()) else { continue };
        if figure.unit == Unit::Count || figure.is_small() {
            continue;
        }
        let Some(verdict @ (Verdict::Higher | Verdict::Lower)) = compare::verdict(figure, england) else { continue };
        let distance = (value - england).abs() / ((high - low) / 2.0).max(f64::EPSILON);
        let neighbours = series.comparators(facts).into_iter().find(|c| c.who == Who::Neighbours && c.value.is_ok());
        let beside = neighbours.map_or_else(String::new, |n| format!("; statistical neighbours {}", n.shown));
        let good = match (about.good, verdict) {
            (Good::Neither, _) => "",
            (Good::High, Verdict::Higher) | (Good::Low, Verdict::Lower) => ", the better direction",
            _ => ", the worse direction",
        };
        let of = figure.of().map_or_else(String::new, |of| format!(" ({of})"));
        let words = format!(": {}{of}, {} than England’s {}{good}{beside}.", figure.text(), verdict.word(), series.show(Ok(england)));
        let link = Inline::Link(Target::Page(slug.clone(), None), vec![Inline::Text(about.title.clone())]);
        let rank = if good.ends_with("worse direction") { 0 } else { 1 };
        found.push((rank, distance, vec![Inline::Strong(vec![link]), Inline::Text(words)]));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    found.into_iter().take(most).map(|f| f.2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Lead;
    use crate::report::testing;

    fn front(codes: &[&str]) -> Front {
        let mut front: Front = toml::from_str("title = 'T'\norder = 1\nasks = 'A?'\nheading = 'Nothing to say'\nlede = ''").unwrap();
        front.leads = codes
            .iter()
            .map(|code| Lead {
                code: (*code).to_owned(),
                higher: format!("More {code}"),
                similar: format!("Similar {code}"),
                lower: format!("Fewer {code}"),
                always: format!("{{{{{code}}}}} now"),
            })
            .collect();
        front
    }

    #[test]
    fn a_heading_joins_what_points_one_way_and_parts_what_does_not() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let measure = Some("rereferrals_pct");
        for (code, good, n) in [
            ("bad", Good::Low, 400.0),
            ("good", Good::Low, 50.0),
            ("fine", Good::High, 400.0),
            ("poor", Good::High, 50.0),
            ("same", Good::Low, 226.0),
            ("many", Good::Neither, 400.0),
        ] {
            testing::share(&mut facts, code, good, measure, n, 1000.0);
        }
        testing::share(&mut facts, "alone", Good::Low, None, 50.0, 1000.0);
        testing::share(&mut facts, "few", Good::Low, measure, 20.0, 29.0);
        let said = |codes: &[&str]| heading(&facts, &front(codes));
        assert_eq!(said(&["few", "fine"]), "More fine", "fewer than 30 bear no headline");
        assert_eq!(said(&["good", "fine"]), "Fewer good, and more fine");
        assert_eq!(said(&["bad", "fine"]), "More bad, but more fine");
        assert_eq!(said(&["bad", "poor"]), "More bad, and fewer poor");
        assert_eq!(said(&["many", "bad"]), "More many, and more bad");
        assert_eq!(said(&["many", "good"]), "More many, but fewer good");
        assert_eq!(said(&["many", "same"]), "More many, but similar same");
        assert_eq!(said(&["same", "alone"]), "Similar same, and 5.0% now");
        assert_eq!(said(&["alone"]), "5.0% now");
        assert_eq!(said(&["absent"]), "Nothing to say");
    }

    #[test]
    fn questions_are_asked_where_their_condition_holds_and_four_at_most() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "all", Good::High, None, 50.0, 50.0);
        testing::share(&mut facts, "high", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        let ask = |code: &str, when: &str, level: f64| Ask { code: code.to_owned(), when: when.to_owned(), level, ask: "Why?".to_owned() };
        let asked = |asks: &[Ask]| questions(&facts, asks).len();
        assert_eq!(asked(&[ask("all", "below", 100.0)]), 0);
        assert_eq!(asked(&[ask("high", "below", 100.0), ask("high", "above", 10.0), ask("high", "higher", 0.0)]), 3);
        assert_eq!(asked(&[ask("high", "lower", 0.0), ask("all", "higher", 0.0), ask("absent", "always", 0.0)]), 0);
        assert_eq!(asked(&vec![ask("all", "always", 0.0); 6]), 4);
        let because = &questions(&facts, &[ask("high", "always", 0.0)])[0].because;
        assert!(because.starts_with("Title of high: 40.0% against ") && because.ends_with(" in statistical neighbours"), "{because}");
    }

    #[test]
    fn what_stands_out_puts_the_worse_direction_first_and_leaves_small_numbers_out() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let measure = Some("rereferrals_pct");
        testing::share(&mut facts, "far-better", Good::Low, measure, 10.0, 1000.0);
        testing::share(&mut facts, "worse", Good::Low, measure, 300.0, 1000.0);
        testing::share(&mut facts, "few", Good::Low, measure, 20.0, 29.0);
        testing::share(&mut facts, "same", Good::Low, measure, 226.0, 1000.0);
        let pages = facts.order.iter().map(|code| (code.clone(), "page".to_owned())).collect();
        let said: Vec<String> = standing_out(&facts, &pages, &[], 6).iter().map(|inlines| super::super::plain(inlines)).collect();
        assert_eq!(said.len(), 2);
        assert!(
            said[0].starts_with("Title of worse: 30.0% (300 of 1,000), higher than England’s 22.6%, the worse direction"),
            "{}",
            said[0]
        );
        assert!(said[1].contains("the better direction"), "{}", said[1]);
    }
}
