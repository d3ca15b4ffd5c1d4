//! Several shares or durations on one axis, each with its limit and comparators.

use super::{INTERVAL, Made, differs, interval_cell, table};
use crate::charts::spec::{Bullet, BulletRow, Form, Value, Who};
use crate::content::markdown::Directive;
use crate::indicators::definition::Good;
use crate::number::Unit;
use crate::report::compare;
use crate::report::facts::Facts;
use crate::report::{message, targets};

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
        // A statutory limit of the page's goes before the authority's own target, which the table still holds.
        let target = targets::beside(facts, code).filter(|_| group.is_empty());
        if let (Some(target), None | Some(None)) = (&target, limits.get(i)) {
            marks.push((Who::Target, format!("Target, {}", target.origin), target.value.clone()));
        }
        if let Some(Some(limit)) = limits.get(i) {
            marks.push((Who::Target, limit_name.to_owned(), Value { at: *limit, shown: figure.unit.show(*limit) }));
        }
        let mut of = facts.of_words(code, &group);
        let mut shown = if figure.unit == Unit::Percent { figure.text() } else { figure.unit.say(at) };
        if figure.is_small() {
            (shown, of) = figure.large_and_small();
        }
        note.extend(differs(facts, code).filter(|_| marks.iter().any(|m| m.0 != Who::Target)));
        let england =
            marks.iter().find(|m| m.0 == Who::England).map_or_else(|| crate::number::Missing::NotApplicable.shown(), |m| m.2.shown.clone());
        let neighbours = marks
            .iter()
            .find(|m| m.0 == Who::Neighbours)
            .map_or_else(|| crate::number::Missing::NotApplicable.shown(), |m| m.2.shown.clone());
        let own = if of.is_empty() { shown.clone() } else { format!("{shown}\n{of}") };
        let aim = target.as_ref().map_or_else(|| "None".to_owned(), |t| format!("{}, {}\n{}", t.aim, t.origin, t.outcome()));
        data.push((label.clone(), vec![own, interval_cell(Some(figure)), neighbours, england, aim]));
        rows.push(BulletRow { label, value: Value { at, shown }, of, marks });
    }
    let first = rows.first()?;
    let low = rows.iter().reduce(|a, b| if b.value.at < a.value.at { b } else { a })?;
    // The lowest is worth a headline only where low is worse for all of them.
    let codes = || directive.args.iter().map(|a| a.split('/').next().unwrap_or(a));
    let high = codes().filter_map(|code| facts.about(code)).all(|about| about.good == Good::High);
    let title = if percent && high && rows.len() > 1 {
        let label = crate::report::message::lower_first(&low.label);
        message::shortest([format!("The lowest is {label}, {}", low.value.shown), format!("Lowest: {label}"), low.label.clone()])
    } else {
        message::shortest([format!("{}: {}", first.label, first.value.shown), first.label.clone()])
    };
    let alt =
        format!("Bars on one axis. {}.", rows.iter().map(|r| format!("{} {}", r.label, r.value.shown)).collect::<Vec<_>>().join("; "));
    note.dedup();
    let mut heads = vec!["Measure", facts.here.name.as_str(), INTERVAL, "Statistical neighbours", "England", "Target"];
    // A column that says nothing in any row is left out.
    for (column, nothing) in [(4, "None"), (1, "[z]")] {
        if data.iter().all(|row| row.1[column] == nothing) {
            heads.remove(column + 1);
            data.iter_mut().for_each(|row| drop(row.1.remove(column)));
        }
    }
    let table =
        table(&directive.options.get("caption").cloned().unwrap_or_else(|| "Several measures on one axis".to_owned()), &heads, data);
    Some(Made { form: Form::Bullet(Bullet { top: percent.then_some(100.0), rows }), title, alt, note, table })
}
