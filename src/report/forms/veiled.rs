//! Groups of which some are hidden: those that are shown, each by itself, and `[c]` for the others.
//!
//! Nothing is added up, ranked or called the largest: whatever is hidden may be larger, and a sum or share without it is false.

use super::{Made, table};
use crate::charts::spec::{Bar, Bars, Form, Value};
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::facts::{Facts, Shown, stands_apart};
use crate::report::periods::{self, Step};

/// Forms that are drawn of groups together: as parts of a whole, in an order of size, or as a run of months.
const TOGETHER: [&str; 12] =
    ["bars", "columns", "control", "histogram", "stacked", "paired", "heat", "steps", "multiples", "flow", "map", "timeline"];

/// Groups at nought are drawn while there are no more rows than this.
const MOST: usize = 16;

/// Whether a form would draw hidden groups as if they were nothing.
pub fn is_needed(facts: &Facts<'_>, directive: &Directive, form: &str) -> bool {
    TOGETHER.contains(&form) && rows(facts, directive).iter().any(|(_, figure)| figure.is_hidden())
}

/// What a directive names, in its own order, with the words of each row.
fn rows<'f>(facts: &'f Facts<'_>, directive: &Directive) -> Vec<(String, &'f Shown)> {
    let several = directive.args.len() > 1;
    let mut found = Vec::new();
    for arg in &directive.args {
        let (code, group) = arg.split_once('/').map_or((arg.as_str(), None), |(code, group)| (code, Some(group)));
        let short = facts.about(code).map(|about| about.short.clone()).unwrap_or_default();
        let label = |figure: &Shown| match (figure.group.as_str(), several) {
            ("", _) => short.clone(),
            (group, true) => format!("{short}: {}", named(facts, code, group)),
            (group, false) => named(facts, code, group),
        };
        let groups: Vec<&Shown> = match group {
            Some(group) => facts.group(code, group).into_iter().collect(),
            None => facts.groups(code).into_iter().filter(|figure| !super::bars::is_statistic(&figure.group)).collect(),
        };
        let single = groups.is_empty().then(|| facts.single(code)).flatten();
        found.extend(groups.into_iter().chain(single).map(|figure| (label(figure), figure)));
    }
    found
}

fn named(facts: &Facts<'_>, code: &str, group: &str) -> String {
    if Step::of(group).is_some() { periods::row(group) } else { facts.label(code, group) }
}

/// Bars of what is shown, in the order of the groups.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let mut rows = rows(facts, directive);
    rows.retain(|(_, figure)| figure.is_hidden() || figure.value.is_ok());
    let all = rows.len();
    if all > MOST {
        rows.retain(|(_, figure)| figure.value != Ok(0.0));
    }
    if !rows.iter().any(|(_, figure)| figure.value.is_ok_and(|value| value > 0.0)) {
        return None;
    }
    rows.sort_by_key(|(_, figure)| stands_apart(&figure.group));
    let share = rows.iter().any(|(_, figure)| figure.unit == Unit::Percent);
    let number = |figure: &Shown| match figure.numerator {
        _ if figure.is_hidden() => figure.text(),
        Some(n) => grouped(n, 0),
        None => String::new(),
    };
    let bar = |(label, figure): &(String, &Shown)| Bar {
        label: label.clone(),
        value: Value { at: figure.value.unwrap_or(0.0), shown: figure.text() },
        number: if share { number(figure) } else { String::new() },
        interval: None,
        mark: None,
        focus: false,
        apart: stands_apart(&figure.group),
    };
    let bars: Vec<Bar> = rows.iter().map(bar).collect();
    let about = facts.about(code)?;
    let said: Vec<String> = rows.iter().map(|(label, figure)| format!("{label} {}", figure.text())).collect();
    let heading = super::bars::heading(about.unit);
    let (columns, cells): (Vec<&str>, Vec<_>) = if share {
        (vec!["Group", "Number", "Share"], rows.iter().map(|(label, f)| (label.clone(), vec![number(f), f.text()])).collect())
    } else {
        (vec!["Group", &heading], rows.iter().map(|(label, f)| (label.clone(), vec![f.text()])).collect())
    };
    let mut note = vec!["[c] hidden, so that no child can be recognised; such a group may be of any size.".to_owned()];
    if rows.len() < all {
        note.push("Groups at nought are not drawn.".to_owned());
    }
    Some(Made {
        form: Form::Bars(Bars {
            heads: if share { ("Number".to_owned(), "Share".to_owned()) } else { (String::new(), String::new()) },
            rows: bars,
            marks: None,
        }),
        title: about.short.clone(),
        alt: format!("Bars. {}.", said.join("; ")),
        note,
        table: table(&about.title, &columns, cells),
    })
}
