//! Grammar of computed sentences: one child and two children, is and are, and shares in plain words.

/// Things counted, many and one.
const NOUNS: [(&str, &str); 19] = [
    ("workers", "worker"),
    ("children", "child"),
    ("people", "person"),
    ("families", "family"),
    ("enquiries", "enquiry"),
    ("referrals", "referral"),
    ("contacts", "contact"),
    ("assessments", "assessment"),
    ("conferences", "conference"),
    ("plans", "plan"),
    ("episodes", "episode"),
    ("records", "record"),
    ("leavers", "leaver"),
    ("placements", "placement"),
    ("decisions", "decision"),
    ("adopters", "adopter"),
    ("reviews", "review"),
    ("measures", "measure"),
    ("cases", "case"),
];

/// Verbs that follow them, of many and of one.
const VERBS: [(&str, &str); 10] = [
    ("were", "was"),
    ("are", "is"),
    ("have", "has"),
    ("live", "lives"),
    ("wait", "waits"),
    ("receive", "receives"),
    ("show", "shows"),
    ("lack", "lacks"),
    ("refuse", "refuses"),
    ("do", "does"),
];

/// Words between which and a number no noun is sought: `1 in 4 children`, `1 of 14 enquiries`.
const APART: [&str; 8] = ["of", "in", "to", "and", "or", "at", "for", "on"];

/// `1 children were` as `1 child was`, and a sentence that begins `0 children` as `No children`; every other number as it is.
pub fn one(text: &str) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    nobody_twice(&mut words);
    let mut named = words.iter().skip(1).take(4).take_while(|word| !APART.contains(&word.as_str()));
    if words[0] == "0" && named.any(|word| singular(word, &NOUNS).is_some()) {
        words[0] = "No".to_owned();
    }
    for i in 0..words.len() {
        one_of(&mut words, i);
        if let (true, Some(verb)) = (words[i] == "1", words.get(i + 1).and_then(|word| singular(word, &VERBS))) {
            words[i + 1] = verb;
        }
        let alone = words[i] == "1" && (i == 0 || words[i - 1] != "of");
        // A noun stands at most three words after its number: `1 new protection plans`.
        let Some(at) = (i + 1..words.len().min(i + 5))
            .take_while(|n| alone && !APART.contains(&words[*n].as_str()) && !words[*n - 1].ends_with([',', '.', ';', ':']))
            .find(|n| singular(&words[*n], &NOUNS).is_some())
        else {
            continue;
        };
        if let Some(noun) = singular(&words[at], &NOUNS) {
            words[at] = noun;
        }
        if let Some(verb) = words.get(at + 1).and_then(|word| singular(word, &VERBS)) {
            words[at + 1] = verb;
        }
    }
    words.join(" ")
}

/// `0 referrals came in about 0 children` as `no referrals came in`.
fn nobody_twice(words: &mut Vec<String>) {
    let about = |w: &[String]| w[0] == "about" && w[1] == "0" && singular(&w[2], &NOUNS).is_some();
    while let Some(at) = words.windows(3).position(about) {
        let Some(before) = (at.saturating_sub(4)..at).rev().find(|i| words[*i] == "0") else { return };
        let stop: String = words[at + 2].chars().filter(|c| ",.;:".contains(*c)).collect();
        words[at - 1].push_str(&stop);
        words[before] = if before == 0 { "No" } else { "no" }.to_owned();
        words.drain(at..at + 3);
    }
}

/// `1 of 7 children were` as `1 of 7 children was`, and `0 of 1 children` as `0 of 1 child`.
fn one_of(words: &mut [String], i: usize) {
    let number = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || c == ',');
    let [n, of, all, noun, ..] = &words[i..] else { return };
    let Some(single) = singular(noun, &NOUNS).filter(|_| number(n) && of == "of" && number(all)) else { return };
    let (one, only) = (n == "1", all == "1");
    if only {
        words[i + 3] = single;
    }
    // `1 of 7 children contacted were`: one word may stand between.
    let verb = (i + 4..words.len().min(i + 6)).find_map(|at| Some((at, singular(&words[at], &VERBS)?)));
    if let Some((at, verb)) = verb.filter(|_| one || only) {
        words[at] = verb;
    }
}

/// The word for one, with the stop that follows it.
fn singular(word: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let bare = word.trim_end_matches([',', '.', ';', ':']);
    let found = pairs.iter().find(|(many, _)| *many == bare)?;
    Some(format!("{}{}", found.1, &word[bare.len()..]))
}

/// Prepositions and the like after which the subject of a sentence is no longer named.
const AFTER: [&str; 10] = ["of", "in", "with", "without", "on", "for", "to", "at", "per", "within"];

/// Whether the subject of a sentence stands for many: `Assessments in time`, `Repeat plans`, `Children missing`.
fn many(subject: &str) -> bool {
    let words: Vec<&str> = subject.split(' ').take_while(|word| !AFTER.contains(word)).collect();
    let plural = |word: &str| word.ends_with('s') && !word.ends_with("ss") || word.eq_ignore_ascii_case("children");
    words.last().is_some_and(|word| plural(word)) || words.first().is_some_and(|word| word.eq_ignore_ascii_case("children"))
}

/// `is` or `are`.
pub fn is(subject: &str) -> &'static str {
    if many(subject) { "are" } else { "is" }
}

/// `was` or `were`.
pub fn were(subject: &str) -> &'static str {
    if many(subject) { "were" } else { "was" }
}

/// `shows` or `show`.
pub fn show(subject: &str) -> &'static str {
    if many(subject) { "show" } else { "shows" }
}

/// `has` or `have`.
pub fn has(subject: &str) -> &'static str {
    if many(subject) { "have" } else { "has" }
}

/// Shares that have a name in plain words, and how near they must be in points.
const NAMED: [(f64, &str); 7] = [
    (100.0 / 5.0, "a fifth"),
    (100.0 / 4.0, "a quarter"),
    (100.0 / 3.0, "a third"),
    (100.0 / 2.0, "half"),
    (200.0 / 3.0, "two thirds"),
    (100.0 * 3.0 / 4.0, "three quarters"),
    (90.0, "nine in ten"),
];

/// A share in plain words: `nearly half`, `just over a third`; `None` where no plain share is near.
pub fn fraction(percent: f64) -> Option<String> {
    let (at, name) = NAMED.iter().find(|(at, _)| (percent - at).abs() <= 3.0)?;
    let by = percent - at;
    Some(if by.abs() <= 0.5 {
        format!("about {name}")
    } else if by < 0.0 {
        format!("nearly {name}")
    } else {
        format!("just over {name}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        assert_eq!(one("1 children were on a plan, and 1 ended."), "1 child was on a plan, and 1 ended.");
        assert_eq!(one("1 new protection plans began; 11 children"), "1 new protection plan began; 11 children");
        assert_eq!(one("1 referrals about 1 children."), "1 referral about 1 child.");
        assert_eq!(one("1 of 14 enquiries"), "1 of 14 enquiries");
        assert_eq!(one("0 of 1 children were"), "0 of 1 child was");
        assert_eq!(one("we had 0 referrals about 0 children."), "we had no referrals.");
        assert_eq!(one("From May, 0 referrals came in about 0 children. Then"), "From May, no referrals came in. Then");
        assert_eq!(one("1 of 7 children were"), "1 of 7 children was");
        assert_eq!(one("1 of 7 children contacted were met"), "1 of 7 children contacted was met");
        assert_eq!(one("2 of 7 children were"), "2 of 7 children were");
        assert_eq!(one("1 young people receive help"), "1 young person receives help");
        assert_eq!(one("21 children, 1, 2 children"), "21 children, 1, 2 children");
        assert_eq!(one("1 in 4 children"), "1 in 4 children");
        assert_eq!(one("0 children have waited"), "No children have waited");
        assert_eq!(one("0 section 47 enquiries began"), "No section 47 enquiries began");
        assert_eq!(one("1 open cases"), "1 open case");
        assert_eq!(one("0 of 1 children, 0 children"), "0 of 1 child, 0 children");
        assert_eq!(one("of 2 families, 1 wait for a match"), "of 2 families, 1 waits for a match");
    }

    #[test]
    fn verbs_follow_their_subject() {
        for subject in ["Assessments in time", "Referrals per 10,000", "Repeat plans", "Children missing", "Dental checks"] {
            assert_eq!((is(subject), has(subject)), ("are", "have"), "{subject}");
        }
        for subject in ["Referral rate", "Share referred again", "Rate of plans", "Share without further action", "Long-term stability"] {
            assert_eq!(is(subject), "is", "{subject}");
        }
    }

    #[test]
    fn a_share_near_a_plain_one_is_named_by_it() {
        assert_eq!(fraction(47.3).unwrap(), "nearly half");
        assert_eq!(fraction(33.1).unwrap(), "about a third");
        assert_eq!(fraction(52.9).unwrap(), "just over half");
        assert_eq!(fraction(41.0), None);
    }
}
