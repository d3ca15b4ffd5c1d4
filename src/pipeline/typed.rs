//! Numbers that people typed into their pages and commentary: none may be one that the audience may not see.
//!
//! In: a project's own words, line by line, and the plan that knows what is hidden. Out: a finding for every line that tells a hidden
//! number of an indicator its page is about. A number written as `{{REF-07/Police}}` passes disclosure by itself.

use super::Input;
use crate::content::Content;
use crate::disclosure::{Plan, Typed};
use crate::finding::{Finding, Findings, Place, Severity};
use crate::indicators::Catalogue;
use crate::theme::Shelf;
use std::collections::BTreeSet;

/// Words for small numbers.
const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// What makes of the number before it a length of time or an age, and no count of children.
const TIMES: [&str; 14] =
    ["day", "days", "working", "week", "weeks", "weekly", "month", "months", "monthly", "year", "years", "hour", "hours", "times"];

/// What makes of the number behind it the name of something.
const NAMED: [&str; 14] =
    ["section", "list", "lists", "regulation", "age", "aged", "ages", "stage", "quarter", "table", "figure", "page", "part", "chapter"];

/// What ends a range behind a number and `or`.
const OPEN_ENDED: [&str; 6] = ["more", "fewer", "less", "over", "older", "under"];

/// What a project's own words tell that is hidden.
pub(super) fn told(input: &Input<'_>, content: &Content, plan: &Plan, catalogue: &Catalogue) -> Findings {
    let mut findings = Findings::default();
    let built_in = Shelf::built_in();
    let own = |folder: &str| input.shelf.own_list(folder).into_iter().filter(|path| path.ends_with(".md"));
    for path in own("content/commentary").chain(own("content/pages")) {
        let text = input.shelf.text(&path).unwrap_or_default();
        let slug = path.rsplit('/').next().unwrap_or(&path).trim_end_matches(".md");
        let page = content.pages.iter().find(|page| page.slug == slug).and_then(|page| input.shelf.text(&page.file)).unwrap_or_default();
        let codes: BTreeSet<String> = codes(&text).chain(codes(&page)).filter(|code| catalogue.get(code).is_some()).collect();
        // A line of a page as the program has it says nothing of the data, also where a project holds a copy.
        let copied = if path.starts_with("content/pages/") { built_in.text(&path).unwrap_or_default() } else { String::new() };
        let copied: BTreeSet<&str> = copied.lines().collect();
        for (line, words) in (1..).zip(text.lines()).filter(|(_, words)| !copied.contains(words)) {
            let told = numbers(words).into_iter().find_map(|typed| plan.tells(&typed, &codes));
            if let Some(name) = told {
                let words = format!("a number is typed here that is hidden from this audience: {name}");
                let finding = Finding::new(Severity::Error, "typed-number", Place::line(&path, line), words);
                findings.push(finding.hint("write it as {{CODE}} or {{CODE/Group}}, which is hidden where it must be, or leave it out"));
            }
        }
    }
    findings
}

/// Whatever looks like the code of an indicator.
fn codes(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(|word| word.contains('-')).map(str::to_owned)
}

/// The numbers of a line that may be counts or shares, what stands in `{{…}}` left out.
fn numbers(line: &str) -> Vec<Typed> {
    let mut bare = String::new();
    for (part, piece) in line.split("{{").enumerate() {
        bare.push_str(if part == 0 { piece } else { piece.split_once("}}").map_or("", |(_, after)| after) });
    }
    let words: Vec<&str> = bare.split_whitespace().collect();
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_lowercase();
    let at = |place: usize| words.get(place).map(|word| plain(word)).unwrap_or_default();
    let mut found = Vec::new();
    for place in 0..words.len() {
        let word = at(place);
        let next = at(place + 1);
        let before = place.checked_sub(1).map(at).unwrap_or_default();
        // "Three or more placements" is what is counted and not how many.
        let open_ended = next == "or" && OPEN_ENDED.contains(&at(place + 2).as_str());
        let short = word.split_once('-').is_some_and(|(_, unit)| TIMES.contains(&unit));
        if TIMES.contains(&next.as_str()) || NAMED.contains(&before.as_str()) || short || open_ended {
            continue;
        }
        let percent = word.ends_with('%') || (next == "per" && at(place + 2) == "cent") || next == "percent";
        let digits = word.trim_end_matches('%').replace(',', "");
        let number = WORDS.iter().position(|name| *name == word).map(|place| (place + 1) as f64);
        let written = digits.starts_with(|c: char| c.is_ascii_digit()).then(|| digits.parse::<f64>().ok()).flatten();
        if let Some(number) = number.or(written) {
            let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            found.push(Typed { number, decimals, percent });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Vec<(f64, usize, bool)> {
        numbers(line).into_iter().map(|t| (t.number, t.decimals, t.percent)).collect()
    }

    #[test]
    fn counts_and_shares_are_found_and_times_are_not() {
        assert_eq!(typed("We had 3 children in Wales, and 12.5% elsewhere."), [(3.0, 0, false), (12.5, 1, true)]);
        assert_eq!(typed("Three of 1,204 moved (7 per cent)."), [(3.0, 0, false), (1204.0, 0, false), (7.0, 0, true)]);
        assert_eq!(typed("Within 45 working days, section 47, aged 16, six-month plans, three months, list 8."), []);
        assert_eq!(typed("Three or more placements; aged 16 or over; 3 or three."), [(3.0, 0, false), (3.0, 0, false)]);
        assert_eq!(typed("{{CLA-01}} came and {{CLA-03.n}} left, {{A-1"), []);
    }
}
