//! Printing of findings and results.
//!
//! Ten rows with one problem are one line, and so is one problem on ten lists: what is to be done is the same.
//! Errors come first and are always printed, every one.

use super::args::Loudness;
use crate::finding::{Finding, Findings, Place, Severity};
use crate::foreign::is_unseen;
use crate::number;

/// At most this many kinds of warning are printed by a build, unless all are asked for.
const SHOWN: usize = 6;

/// At most this many row numbers stand in a line.
const ROWS_SHOWN: usize = 20;

/// Prints to standard error what a person should know of the findings of a run.
pub fn findings(all: &Findings, loudness: Loudness) {
    for line in lines(all, loudness, SHOWN).iter().flat_map(|told| told.lines()) {
        super::guard::say(line);
    }
}

/// Findings as lines: errors; then warnings by kind, so many kinds; then what was assumed. Verbose is every finding with its rows.
pub fn lines(all: &Findings, loudness: Loudness, kinds: usize) -> Vec<String> {
    let of = |severity: Severity| all.0.iter().filter(move |finding| finding.severity == severity);
    let mut lines: Vec<String> = of(Severity::Error).map(Finding::told).collect();
    if loudness.quiet {
        return lines;
    }
    if loudness.verbose {
        lines.extend(of(Severity::Warning).chain(of(Severity::Note)).map(with_rows));
        return lines;
    }
    let groups = groups(of(Severity::Warning));
    lines.extend(groups.iter().take(kinds).map(Group::line));
    if groups.len() > kinds {
        lines.push(format!(
            "… and {}; annexa check lists them",
            count(groups.len() - kinds, "more kind of warning", "more kinds of warning")
        ));
    }
    lines.extend(
        of(Severity::Note).filter(|note| note.kind.starts_with("assumed") || note.kind == "latest-quarter").map(Finding::to_string),
    );
    lines
}

/// Findings of one kind, as one.
struct Group<'a> {
    first: &'a Finding,
    findings: usize,
    count: u32,
    of: u32,
}

fn groups<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Group<'a>> {
    // A rule says the same of several lists under codes of their own; anything else is known by its kind.
    let alike = |a: &Finding, b: &Finding| match (a.of, b.of) {
        (Some(_), Some(_)) => a.message == b.message,
        (None, None) => a.kind == b.kind,
        _ => false,
    };
    let mut groups: Vec<Group<'_>> = Vec::new();
    for finding in findings {
        let of = finding.of.unwrap_or(0);
        match groups.iter_mut().find(|group| alike(group.first, finding)) {
            Some(group) => {
                group.findings += 1;
                group.count += finding.count;
                group.of += of;
            }
            None => groups.push(Group { first: finding, findings: 1, count: finding.count, of }),
        }
    }
    groups
}

impl Group<'_> {
    fn line(&self) -> String {
        if self.findings == 1 {
            return self.first.told();
        }
        let mut one = self.first.clone();
        if one.of.take().is_some() {
            let (rows, of) = (number::count(u64::from(self.count)), number::count(u64::from(self.of)));
            one.message =
                format!("{} ({rows} of {of} rows on {} lists, {} and others)", one.message, self.findings, one.kind.to_uppercase());
            one.place = Place::file(one.place.file);
        } else {
            one.message = format!("{}; {} more like it", one.message, self.findings - 1);
        }
        one.to_string()
    }
}

/// A finding with the numbers of its rows: `…; rows 3, 9, 14`.
fn with_rows(finding: &Finding) -> String {
    if finding.rows.len() < 2 {
        return finding.told();
    }
    let rows: Vec<String> = finding.rows.iter().take(ROWS_SHOWN).map(u32::to_string).collect();
    let more = if finding.count as usize > rows.len() { " and more" } else { "" };
    format!("{finding}; rows {}{more}", rows.join(", "))
}

/// A document as JSON that a terminal may show: what is unseen stands as `\u…`, so that the values are the same.
pub fn json(document: &impl serde::Serialize) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(document)?;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_unseen(c) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    Ok(out)
}

/// `3 warnings`, `1 warning`, `no warnings`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        n => format!("{} {many}", number::count(n as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(list: u32, count: u32) -> Finding {
        let place = Place { row: Some(9), ..Place::sheet("a.xlsx", format!("List_{list}")) };
        let finding = Finding::new(Severity::Warning, &format!("dq-{list}"), place, "age is odd").hint("mend it");
        finding.among(count, 1000, vec![9, 12])
    }

    fn told(findings: Vec<Finding>, loudness: Loudness, kinds: usize) -> Vec<String> {
        lines(&Findings(findings), loudness, kinds)
    }

    #[test]
    fn json_holds_nothing_unseen_and_says_the_same() {
        let text = "a\u{1b}[2J\u{9b}b\u{202e}c\u{e0041}\u{7f}\n😀";
        let json = json(&text).unwrap();
        assert!(!json.chars().any(is_unseen), "{json:?}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn one_rule_on_several_lists_is_one_line() {
        let lines = told(vec![rule(1, 2), rule(2, 3)], Loudness::default(), 6);
        assert_eq!(lines, ["warning: a.xlsx: age is odd (5 of 2,000 rows on 2 lists, DQ-1 and others) (hint: mend it)"]);
    }

    #[test]
    fn errors_come_first_and_are_never_left_out() {
        let error = |n: u32| Finding::new(Severity::Error, "settings", Place::line("annexa.toml", n), "unknown");
        let mut all: Vec<Finding> = vec![rule(1, 2)];
        all.extend((1..30).map(error));
        let lines = told(all.clone(), Loudness::default(), 6);
        assert_eq!(lines.len(), 30);
        assert!(lines[0].starts_with("error: annexa.toml:1:") && lines[29].starts_with("warning"), "{lines:?}");
        assert_eq!(told(all, Loudness { quiet: true, verbose: false }, 6).len(), 29);
    }

    #[test]
    fn a_build_names_some_kinds_of_warning_and_counts_the_others() {
        let kinds = (0..9).map(|n| Finding::new(Severity::Warning, &format!("kind-{n}"), Place::file("a.xlsx"), "odd"));
        let lines = told(kinds.collect(), Loudness::default(), 6);
        assert_eq!(lines.len(), 7);
        assert_eq!(lines[6], "… and 3 more kinds of warning; annexa check lists them");
    }

    #[test]
    fn notes_are_told_where_something_was_assumed_and_all_when_asked_for() {
        let note = |kind: &str| Finding::new(Severity::Note, kind, Place::file("a.xlsx"), "so it is");
        let all = vec![note("recognised"), note("assumed-as-at")];
        assert_eq!(told(all.clone(), Loudness::default(), 6).len(), 1);
        assert_eq!(told(all, Loudness { quiet: false, verbose: true }, 6).len(), 2);
        let lines = told(vec![rule(1, 2)], Loudness { quiet: false, verbose: true }, 6);
        assert!(lines[0].ends_with("; rows 9, 12"), "{lines:?}");
    }
}
