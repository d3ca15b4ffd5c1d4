//! What needs attention: candidates of four rules, ranked, so that no page and no rule fills the list.
//!
//! In: facts, the rules and words of `content/attention.toml`, what an analyst pinned or hid. Out: a block whose every item names
//! the rule that picked it. Sizes are in standard errors, so that unlike measures can be ranked beside each other.

mod candidates;

use super::facts::Facts;
use super::written::{self, Refusal};
use super::{Attention, AttentionItem, Block, Page, Way};
use crate::content::attention::{Attention as Rules, Rule, Source};
use crate::content::messages::Pinned;
use crate::finding::{Finding, Findings, Severity, nearest, shown};
use std::collections::BTreeMap;

/// What a rule found.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Indicator code.
    pub code: String,
    /// Which rule.
    pub source: Source,
    /// How far beyond chance, in standard errors.
    pub size: f64,
    /// The sentence.
    pub says: String,
    /// The value, large.
    pub value: String,
    /// How many of how many, or when.
    pub of: String,
    /// What it is compared with.
    pub beside: String,
    /// Which way it points.
    pub way: Way,
    /// What the label of its rule leaves open: `weekly`, or how a duty is met elsewhere.
    pub fills: &'static str,
}

/// What the list is selected by, beside the facts.
pub struct Selection<'a> {
    /// Rules and words.
    pub rules: &'a Rules,
    /// Pinned and hidden items.
    pub pinned: &'a [Pinned],
    /// Page of each code.
    pub homes: &'a BTreeMap<String, String>,
}

/// All that the rules find, the most pressing first.
pub fn found(facts: &Facts<'_>, rules: &Rules) -> Vec<Candidate> {
    let all = candidates::all(facts, rules);
    ranked(&all, rules).into_iter().cloned().collect()
}

/// The block, and what is wrong with what was written.
pub fn block(facts: &Facts<'_>, selection: &Selection<'_>) -> (Block, Findings) {
    let mut findings = unknown(facts, selection);
    let written = current(facts, selection.pinned, &mut findings);
    let hidden = |code: &str| written.iter().any(|p| p.hide && p.code == code);
    let found: Vec<Candidate> =
        candidates::all(facts, selection.rules).into_iter().filter(|c| selection.homes.contains_key(&c.code) && !hidden(&c.code)).collect();
    let mut items: Vec<AttentionItem> = Vec::new();
    for pin in written.iter().filter(|p| p.pin) {
        let best = ranked(&found, selection.rules).into_iter().find(|c| c.code == pin.code).cloned();
        let candidate = best.or_else(|| candidates::plain(facts, &pin.code));
        items.extend(candidate.map(|c| item(selection, &c)).filter(|item| !item.page.is_empty()));
    }
    let pins = items.len();
    items.truncate(selection.rules.most);
    let taken: Vec<String> = items.iter().map(|item| item.code.clone()).collect();
    items.extend(pick(&found, selection, &taken).iter().map(|c| item(selection, c)));
    for (i, item) in items.iter_mut().enumerate() {
        rewrite(facts, item, i < pins, &written, &mut findings);
    }
    let rules = [&selection.rules.says, &selection.rules.doubt.says].into_iter().chain(selection.rules.rule.iter().map(|rule| &rule.says));
    let rules = rules.filter(|words| !words.is_empty()).cloned().collect();
    (Block::Attention(Attention { items, nothing: selection.rules.nothing.clone(), rules }), findings)
}

/// Codes of the list and of pins that no record has.
fn unknown(facts: &Facts<'_>, selection: &Selection<'_>) -> Findings {
    let listed = selection.rules.codes().into_iter().map(|code| (code, selection.rules.place(code)));
    let pinned = selection.pinned.iter().map(|p| (p.code.as_str(), p.by.place.clone()));
    let wrong = listed.chain(pinned).filter(|(code, _)| facts.about(code).is_none()).map(|(code, place)| {
        let finding = Finding::new(Severity::Warning, "attention", place, format!("there is no indicator {}", shown(code)));
        match nearest(code, facts.order.iter().map(String::as_str)) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("see annexa indicators for the codes"),
        }
    });
    Findings(wrong.collect())
}

/// What was written for these data; the rest is named.
fn current<'a>(facts: &Facts<'_>, pinned: &'a [Pinned], findings: &mut Findings) -> Vec<&'a Pinned> {
    let known = pinned.iter().filter(|p| facts.about(&p.code).is_some());
    let (now, stale): (Vec<&Pinned>, Vec<&Pinned>) = known.partition(|p| p.by.written_for == facts.as_at);
    stale.iter().for_each(|p| findings.push(written::stale(facts, &p.by)));
    now
}

/// The weight of a rule, and how many of it may stand.
fn rule(rules: &Rules, source: Source) -> Option<&Rule> {
    rules.rule.iter().find(|rule| rule.key == source)
}

/// Worse before not met before neither before better, and what is in doubt after all; in each the furthest beyond chance first, and of equals the first found.
fn ranked<'a>(found: &'a [Candidate], rules: &Rules) -> Vec<&'a Candidate> {
    let score = |c: &Candidate| c.size * rule(rules, c.source).map_or(0.0, |rule| rule.weight);
    let mut all: Vec<&Candidate> = found.iter().filter(|c| rule(rules, c.source).is_some()).collect();
    all.sort_by(|a, b| a.way.cmp(&b.way).then_with(|| score(b).total_cmp(&score(a))));
    all
}

/// The best that the limits of pages and rules allow, beside the codes already taken.
fn pick(found: &[Candidate], selection: &Selection<'_>, taken: &[String]) -> Vec<Candidate> {
    let rules = selection.rules;
    let page = |code: &str| selection.homes.get(code).map_or("", String::as_str);
    let mut picked: Vec<&Candidate> = Vec::new();
    let room = rules.most.saturating_sub(taken.len());
    let free = |picked: &[&Candidate], c: &Candidate| {
        let codes = || taken.iter().map(String::as_str).chain(picked.iter().map(|p| p.code.as_str()));
        // What is in doubt takes no other's place.
        let same_rule = picked.iter().filter(|p| p.source == c.source && p.way != Way::Unsure).count();
        codes().all(|code| code != c.code)
            && codes().filter(|code| page(code) == page(&c.code)).count() < rules.most_of_page
            && rule(rules, c.source).is_some_and(|rule| same_rule < rule.most || c.way == Way::Unsure)
    };
    let all = ranked(found, rules);
    let kept = |way: Way, places: usize| all.iter().filter(|c| c.way == way).count().min(places);
    let doubtful = kept(Way::Unsure, rules.doubt.places).min(room);
    let good = kept(Way::Better, rules.good_news).min(room - doubtful);
    let sure = room - good - doubtful;
    let mut fill = |most: usize, of: &dyn Fn(&Candidate) -> bool| {
        for candidate in all.iter().filter(|c| of(c)) {
            if picked.len() < most && free(&picked, candidate) {
                picked.push(candidate);
            }
        }
    };
    // Every rule first gets its least, so that none is drowned by another.
    for rule in &rules.rule {
        let least: Vec<&&Candidate> = all.iter().filter(|c| c.source == rule.key).take(rule.least).collect();
        fill(sure, &|c| c.way != Way::Unsure && least.iter().any(|l| **l == c));
    }
    fill(sure, &|c| c.way != Way::Unsure);
    fill(room - doubtful, &|c| c.way == Way::Better);
    fill(room, &|c| c.way == Way::Unsure);
    fill(room, &|_| true);
    picked.sort_by_key(|c| all.iter().position(|other| other == c));
    picked.into_iter().cloned().collect()
}

fn item(selection: &Selection<'_>, candidate: &Candidate) -> AttentionItem {
    let label = rule(selection.rules, candidate.source).map_or("", |rule| rule.label.as_str());
    AttentionItem {
        code: candidate.code.clone(),
        says: candidate.says.clone(),
        page: selection.homes.get(&candidate.code).cloned().unwrap_or_default(),
        anchor: None,
        page_title: String::new(),
        reason: label.replace("{series}", candidate.fills).replace("{standing}", candidate.fills),
        value: candidate.value.clone(),
        of: candidate.of.clone(),
        beside: candidate.beside.clone(),
        way: candidate.way,
        note: String::new(),
    }
}

/// Puts written words in place, and says who pinned or wrote what.
fn rewrite(facts: &Facts<'_>, item: &mut AttentionItem, pinned: bool, written: &[&Pinned], findings: &mut Findings) {
    let Some(by) = written.iter().find(|p| p.code == item.code && !p.hide) else { return };
    let mut note = Vec::new();
    if pinned {
        item.reason = "Pinned".to_owned();
        note.push(format!("Pinned by {}.", by.by.author));
    }
    if let Some(says) = &by.says {
        match written::words(facts, says, &by.by) {
            Ok(words) => {
                item.says = words;
                note.push(written::signature("Sentence", &by.by));
            }
            Err(Refusal(finding)) => findings.push(*finding),
        }
    }
    if !by.by.note.is_empty() {
        note.push(format!("{}.", by.by.note.trim_end_matches('.')));
    }
    item.note = note.join(" ");
}

/// Leads every item to the first figure of its page that rests on its code, or table that names it, and names the page. A page that the audience does
/// not see, or on which nothing can be shown, has no item.
pub fn lead(pages: &mut [Page]) {
    let titles: BTreeMap<String, String> = pages.iter().map(|page| (page.slug.clone(), page.title.clone())).collect();
    let figures = pages.iter().flat_map(|page| page.figures().map(move |figure| (page.slug.clone(), figure)));
    let mut anchors: BTreeMap<(String, String), String> = BTreeMap::new();
    for (slug, figure) in figures {
        for code in &figure.codes {
            anchors.entry((slug.clone(), code.clone())).or_insert_with(|| figure.id.clone());
        }
    }
    for page in pages.iter() {
        let tables = page.sections.iter().flat_map(|section| &section.blocks);
        for table in tables.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }) {
            for code in &table.codes {
                anchors.entry((page.slug.clone(), code.clone())).or_insert_with(|| table.id.clone());
            }
        }
    }
    for block in pages.iter_mut().flat_map(|page| &mut page.sections).flat_map(|section| &mut section.blocks) {
        let Block::Attention(attention) = block else { continue };
        attention.items.retain(|item| titles.contains_key(&item.page));
        for item in &mut attention.items {
            item.page_title = titles[&item.page].clone();
            item.anchor = anchors.get(&(item.page.clone(), item.code.clone())).cloned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::content::messages::Signed;
    use crate::finding::Place;
    use crate::indicators::definition::Good;
    use crate::report::testing;

    const RULES: &str = "most = 4\nmost_of_page = 2\ngood_news = 1\nrecent = 3\nnothing = 'Nothing.'\nsays = 'How.'\n\
        [doubt]\ngrades = ['C', 'D']\nblanks = 25.0\nplaces = 1\nsays = ''\n\
        [[rule]]\nkey = 'timescale'\nlabel = 'Missed'\nleast = 1\nmost = 2\nweight = 1.0\nsays = ''\n\
        [[rule]]\nkey = 'comparators'\nlabel = 'Apart'\nleast = 1\nmost = 3\nweight = 0.5\nsays = 'Why.'\n\
        [[timescale]]\ncode = 'T-1'\nlate = '{n} came late'\nlaw = 'An Act'\n\
        [[timescale]]\ncode = 'T-2'\nlate = '{n} were seen late'\nlaw = 'An Act'\n";

    fn rules() -> Rules {
        crate::content::attention::read(RULES, &mut Findings::default())
    }

    fn candidate(code: &str, source: Source, size: f64, way: Way) -> Candidate {
        let text = String::new;
        Candidate { code: code.to_owned(), source, size, says: text(), value: text(), of: text(), beside: text(), way, fills: "" }
    }

    /// Codes picked; the page of a code is its first letter.
    fn picked(found: &[Candidate], taken: &[&str]) -> Vec<String> {
        let homes: BTreeMap<String, String> = found.iter().map(|c| (c.code.clone(), c.code[..1].to_owned())).collect();
        let rules = rules();
        let taken: Vec<String> = taken.iter().map(|code| (*code).to_owned()).collect();
        pick(found, &Selection { rules: &rules, pinned: &[], homes: &homes }, &taken).into_iter().map(|c| c.code).collect()
    }

    #[test]
    fn no_page_and_no_rule_fills_the_list_and_good_news_has_a_place() {
        use Source::{Comparators, Timescale};
        use Way::{Better, Neither, Unsure, Worse};
        let found = [
            candidate("A-1", Timescale, 9.0, Worse),
            candidate("A-2", Timescale, 8.0, Worse),
            candidate("A-3", Comparators, 30.0, Worse),
            candidate("B-1", Timescale, 7.0, Worse),
            candidate("B-2", Comparators, 6.0, Worse),
            candidate("C-1", Comparators, 40.0, Neither),
            candidate("D-1", Comparators, 4.0, Better),
            candidate("E-1", Comparators, 5.0, Better),
        ];
        // A standard error of Comparators counts for half, so that A-3 (15) leads A-1 (9), and page A is then full.
        assert_eq!(picked(&found, &[]), ["A-3", "A-1", "B-1", "E-1"]);
        assert_eq!(picked(&found, &["A-1", "A-2"]), ["B-1", "E-1"], "two are left, none of them for page A, one for good news");
        assert_eq!(picked(&found[..1], &[]), ["A-1"]);
        let doubt = [candidate("F-1", Timescale, 90.0, Unsure), candidate("F-2", Comparators, 80.0, Unsure)];
        let with = [&found[..], &doubt[..]].concat();
        assert_eq!(picked(&with, &[]), ["A-3", "A-1", "E-1", "F-1"], "what is in doubt has its place, and it is the last");
        assert_eq!(picked(&[candidate("A-1", Source::Change, 9.0, Worse)], &[]), [""; 0], "a rule that is not written picks nothing");
    }

    fn pinned(code: &str, pin: bool, day: i8) -> Pinned {
        let by = Signed {
            author: "the director".to_owned(),
            written_for: Day::new(2025, 9, day).unwrap(),
            note: "Asked in council".to_owned(),
            place: Place::file("content/messages.toml"),
        };
        Pinned { code: code.to_owned(), pin, hide: !pin, says: None, by }
    }

    #[test]
    fn what_is_pinned_stands_first_what_is_hidden_not_at_all_and_what_is_stale_is_named() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::shares(
            &mut facts,
            &[("T-1", Good::High, None, 500.0, 1000.0), ("T-2", Good::High, None, 900.0, 1000.0), ("P-1", Good::High, None, 5.0, 50.0)],
        );
        let homes: BTreeMap<String, String> = ["T-1", "T-2", "P-1"].map(|code| (code.to_owned(), "page".to_owned() + code)).into();
        let rules = rules();
        let listed = |all: &[Pinned]| {
            let (block, findings) = block(&facts, &Selection { rules: &rules, pinned: all, homes: &homes });
            let Block::Attention(list) = block else { panic!("another block") };
            (list.items.iter().map(|item| (item.code.clone(), item.reason.clone())).collect::<Vec<_>>(), findings, list)
        };
        let said = |all: &[(&str, &str)]| all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        let (items, findings, list) = listed(&[]);
        assert_eq!((items, findings.0.len()), (said(&[("T-1", "Missed"), ("T-2", "Missed")]), 0));
        assert_eq!(list.rules, ["How.", "Why."], "a rule without words is not explained");
        let (items, _, list) = listed(&[pinned("P-1", true, 30), pinned("T-1", false, 30)]);
        assert_eq!(items, said(&[("P-1", "Pinned"), ("T-2", "Missed")]));
        assert_eq!(list.items[0].note, "Pinned by the director. Asked in council.");
        assert_eq!((list.items[0].says.as_str(), list.items[0].value.as_str()), ("Title of P-1", "10.0%"));
        let (items, findings, _) = listed(&[pinned("P-1", true, 29), pinned("Q-1", true, 30)]);
        assert_eq!(items, said(&[("T-1", "Missed"), ("T-2", "Missed")]), "written for other data");
        assert_eq!(findings.0.len(), 2, "one stale, one unknown");
        assert!(findings.0[0].message.contains("there is no indicator"), "{}", findings.0[0].message);
    }
}
