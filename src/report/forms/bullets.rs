//! Several shares or durations on one axis, each with its limit and comparators.

use super::{Made, differs, table};
use crate::charts::spec::{Bullet, BulletRow, Form, Value, Who};
use crate::content::markdown::Directive;
use crate::indicators::definition::Good;
use crate::number::Unit;
use crate::report::compare;
use crate::report::facts::Facts;

/// `chart CP-25 CP-21/20_working_days as=bullet limits="…"`: an argument is a code or `code/group` (`_` for a space);
/// `limits="426|121"` draws a line per row in the row's own unit.
pub fn make(facts: &Facts<'_>, directive: &Directive) -> Option<Made> {
    let limits: Vec<Option<f64>> =
        directive.options.get("limits").map(|l| l.split('|').map(|v| v.parse().ok()).collect()).unwrap_or_default();
    let limit_name = directive.options.get("limit-name").map_or("Limit", String::as_str);
    let names: Vec<&str> = directive.options.get("names").map(|n| n.split('|').collect()).unwrap_or_default();
    let mut rows = Vec::new();
    let mut data = Vec::new();
    let mut note = Vec::new();
    let mut percent = true;
    for (i, arg) in directive.args.iter().enumerate() {
        let (code, group) = arg.split_once('/').map_or((arg.as_str(), String::new()), |(c, g)| (c, g.replace('_', " ")));
        let Some(figure) = facts.group(code, &group) else { continue };
        let Ok(at) = figure.value else { continue };
        percent &= figure.unit == Unit::Percent;
        let title = facts.about(code).map_or_else(String::new, |a| a.short.clone());
        let label = names
            .get(i)
            .filter(|n| !n.is_empty())
            .map_or_else(|| if group.is_empty() { title } else { group.clone() }, |n| (*n).to_owned());
        let mut marks: Vec<(Who, String, Value)> = compare::series(facts, code, &group)
            .map(|s| s.comparators(facts))
            .unwrap_or_default()
            .into_iter()
            .filter_map(|c| c.value.ok().map(|at| (c.who, c.name, Value { at, shown: c.shown })))
            .collect();
        if let Some(Some(limit)) = limits.get(i) {
            marks.push((Who::Target, limit_name.to_owned(), Value { at: *limit, shown: figure.unit.show(*limit) }));
        }
        let of = facts.of_words(code, &group);
        let shown = if figure.unit == Unit::Percent { figure.text() } else { figure.unit.say(at) };
        note.extend(differs(facts, code).filter(|_| marks.iter().any(|m| m.0 != Who::Target)));
        let england =
            marks.iter().find(|m| m.0 == Who::England).map_or_else(|| crate::number::Missing::NotApplicable.shown(), |m| m.2.shown.clone());
        let neighbours = marks
            .iter()
            .find(|m| m.0 == Who::Neighbours)
            .map_or_else(|| crate::number::Missing::NotApplicable.shown(), |m| m.2.shown.clone());
        data.push((label.clone(), vec![if of.is_empty() { shown.clone() } else { format!("{shown}\n{of}") }, neighbours, england]));
        rows.push(BulletRow { label, value: Value { at, shown }, of, marks });
    }
    let first = rows.first()?;
    let low = rows.iter().reduce(|a, b| if b.value.at < a.value.at { b } else { a })?;
    // The lowest is worth a headline only where low is worse for all of them.
    let codes = || directive.args.iter().map(|a| a.split('/').next().unwrap_or(a));
    let high = codes().filter_map(|code| facts.about(code)).all(|about| about.good == Good::High);
    let title = if percent && high && rows.len() > 1 {
        format!("Lowest: {}, {}", crate::report::message::lower_first(&low.label), low.value.shown)
    } else {
        format!("{}: {}", first.label, first.value.shown)
    };
    let alt =
        format!("Bars on one axis. {}.", rows.iter().map(|r| format!("{} {}", r.label, r.value.shown)).collect::<Vec<_>>().join("; "));
    note.dedup();
    let table = table(
        &directive.options.get("caption").cloned().unwrap_or_else(|| "Several measures on one axis".to_owned()),
        &["Measure", &facts.here.name, "Statistical neighbours", "England"],
        data,
    );
    Some(Made { form: Form::Bullet(Bullet { top: percent.then_some(100.0), rows }), title, alt, note, table })
}
