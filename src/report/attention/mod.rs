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
    /// `weekly` or `monthly`; empty where it is no series.
    pub series: &'static str,
}

/// What the list is made from beside the facts.
pub struct Desk<'a> {
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
pub fn block(facts: &Facts<'_>, desk: &Desk<'_>) -> (Block, Findings) {
    let mut findings = unknown(facts, desk);
    let written = current(facts, desk.pinned, &mut findings);
    let hidden = |code: &str| written.iter().any(|p| p.hide && p.code == code);
    let found: Vec<Candidate> =
        candidates::all(facts, desk.rules).into_iter().filter(|c| desk.homes.contains_key(&c.code) && !hidden(&c.code)).collect();
    let mut items: Vec<AttentionItem> = Vec::new();
    for pin in written.iter().filter(|p| p.pin) {
        let best = ranked(&found, desk.rules).into_iter().find(|c| c.code == pin.code).cloned();
        let candidate = best.or_else(|| candidates::plain(facts, &pin.code));
        items.extend(candidate.map(|c| item(desk, &c)).filter(|item| !item.page.is_empty()));
    }
    let pins = items.len();
    items.truncate(desk.rules.most);
    let taken: Vec<String> = items.iter().map(|item| item.code.clone()).collect();
    items.extend(pick(&found, desk, &taken).iter().map(|c| item(desk, c)));
    for (i, item) in items.iter_mut().enumerate() {
        rewrite(facts, item, i < pins, &written, &mut findings);
    }
    let rules = std::iter::once(&desk.rules.says).chain(desk.rules.rule.iter().map(|rule| &rule.says));
    let rules = rules.filter(|words| !words.is_empty()).cloned().collect();
    (Block::Attention(Attention { items, nothing: desk.rules.nothing.clone(), rules }), findings)
}

/// Codes of the list and of pins that no record has.
fn unknown(facts: &Facts<'_>, desk: &Desk<'_>) -> Findings {
    let listed = desk.rules.codes().into_iter().map(|code| (code, desk.rules.place(code)));
    let pinned = desk.pinned.iter().map(|p| (p.code.as_str(), p.by.place.clone()));
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

/// Worse before neither before better; in each the furthest beyond chance first, and of equals the first found.
fn ranked<'a>(found: &'a [Candidate], rules: &Rules) -> Vec<&'a Candidate> {
    let score = |c: &Candidate| c.size * rule(rules, c.source).map_or(0.0, |rule| rule.weight);
    let mut all: Vec<&Candidate> = found.iter().filter(|c| rule(rules, c.source).is_some()).collect();
    all.sort_by(|a, b| a.way.cmp(&b.way).then_with(|| score(b).total_cmp(&score(a))));
    all
}

/// The best that the limits of pages and rules allow, beside the codes already taken.
fn pick(found: &[Candidate], desk: &Desk<'_>, taken: &[String]) -> Vec<Candidate> {
    let rules = desk.rules;
    let page = |code: &str| desk.homes.get(code).map_or("", String::as_str);
    let mut picked: Vec<&Candidate> = Vec::new();
    let room = rules.most.saturating_sub(taken.len());
    let free = |picked: &[&Candidate], c: &Candidate| {
        let codes = || taken.iter().map(String::as_str).chain(picked.iter().map(|p| p.code.as_str()));
        let same_rule = picked.iter().filter(|p| p.source == c.source).count();
        codes().all(|code| code != c.code)
            && codes().filter(|code| page(code) == page(&c.code)).count() < rules.most_of_page
            && rule(rules, c.source).is_some_and(|rule| same_rule < rule.most)
    };
    let all = ranked(found, rules);
    let good = all.iter().filter(|c| c.way == Way::Better).count().min(rules.good_news).min(room);
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
        fill(room - good, &|c| least.iter().any(|l| **l == c));
    }
    fill(room - good, &|_| true);
    fill(room, &|c| c.way == Way::Better);
    fill(room, &|_| true);
    picked.sort_by_key(|c| all.iter().position(|other| other == c));
    picked.into_iter().cloned().collect()
}

fn item(desk: &Desk<'_>, candidate: &Candidate) -> AttentionItem {
    let label = rule(desk.rules, candidate.source).map_or("", |rule| rule.label.as_str());
    AttentionItem {
        code: candidate.code.clone(),
        says: candidate.says.clone(),
        page: desk.homes.get(&candidate.code).cloned().unwrap_or_default(),
        anchor: None,
        page_title: String::new(),
        reason: label.replace("{series}", candidate.series),
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
            for code in table.table.rows.iter().filter_map(|row| row.sub.split([' ', '.']).next()) {
                anchors.entry((page.slug.clone(), code.to_owned())).or_insert_with(|| table.id.clone());
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
