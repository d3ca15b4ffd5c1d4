//! One form with every kind of data: its ordinary case with the numbers and words changed.
//!
//! So that no form can be without a case, and a new form gets all of them by naming here where its numbers and words are.

use super::{Case, LONG};
use crate::charts::spec::{Form, Value};
use crate::number::grouped;

/// The kinds of data that every form is shown with.
pub const KINDS: [&str; 7] = ["ordinary", "tiny", "huge", "zero", "missing", "suppressed", "long labels"];

/// The cases of a form: its ordinary one and one for each other kind.
pub(super) fn of(name: &str, ordinary: &Form) -> Vec<Case> {
    let other = KINDS[1..].iter().map(|kind| (format!("{name} {kind}"), changed(ordinary, kind)));
    std::iter::once((format!("{name} ordinary"), ordinary.clone())).chain(other).collect()
}

fn changed(ordinary: &Form, kind: &str) -> Form {
    let mut form = ordinary.clone();
    match kind {
        "tiny" => {
            first_only(&mut form);
            scaled(&mut form, 0.001);
        }
        "huge" => scaled(&mut form, 90_000.0),
        "zero" => scaled(&mut form, 0.0),
        "missing" => absent(&mut form, "[x]", 1),
        "suppressed" => absent(&mut form, "[c]", 0),
        _ => words(&mut form).into_iter().step_by(2).for_each(|word| *word = LONG.to_owned()),
    }
    form
}

/// Every number times a factor, and printed so. Shares and places keep to their scale, but for nothing at all.
fn scaled(form: &mut Form, factor: f64) {
    if let Form::Icons(icons) = form {
        // A share of nobody, or a share whose number is long: a hundred figures stay a hundred.
        let none = factor == 0.0;
        for (i, part) in icons.parts.iter_mut().enumerate() {
            part.icons = if none { [0, 100, 0].get(i).copied().unwrap_or(0) } else { part.icons };
            part.label = format!("{}: {}", part.label, grouped(factor * 12.0, 0));
        }
    }
    let bounded = matches!(form, Form::Spine(_) | Form::Ring(_) | Form::Stacked(_) | Form::Icons(_) | Form::Multiples(_) | Form::Map(_));
    let by = if bounded && factor > 1.0 { 1.0 } else { factor };
    for value in values(form) {
        let printed = value.at * factor;
        value.at *= by;
        value.shown =
            if printed.is_finite() { grouped(printed, usize::from(printed.fract() != 0.0 && printed < 1000.0)) } else { "[z]".to_owned() };
    }
    numbers(form).into_iter().for_each(|number| *number *= by);
}

/// Every third number taken away, from the first wanted, and the intervals with them.
fn absent(form: &mut Form, shown: &str, first: usize) {
    for value in values(form).into_iter().skip(first).step_by(3) {
        *value = Value { at: f64::NAN, shown: shown.to_owned() };
    }
    match form {
        Form::Bars(s) => s.rows.iter_mut().filter(|r| !r.value.at.is_finite()).for_each(|r| {
            r.interval = None;
            r.number = shown.to_owned();
        }),
        Form::Whiskers(s) => {
            s.sections
                .iter_mut()
                .flat_map(|s| &mut s.1)
                .filter(|r| !r.value.at.is_finite())
                .for_each(|r| (r.interval, r.claimed) = (None, false));
        }
        Form::Trend(s) => s.live.iter_mut().filter(|l| !l.value.at.is_finite()).for_each(|l| l.interval = None),
        Form::Icons(s) => s.parts.iter_mut().for_each(|part| part.label = format!("{}: {shown}", part.label)),
        Form::Spark(s) => s.points.iter_mut().skip(first).step_by(3).for_each(|point| *point = None),
        Form::Heat(s) => s.rows.iter_mut().skip(first).step_by(3).flat_map(|r| r.1.last_mut()).for_each(|cell| *cell = None),
        Form::Map(s) => s
            .tiles
            .iter_mut()
            .skip(first)
            .step_by(3)
            .for_each(|tile| (tile.class, tile.value) = (None, Value { at: f64::NAN, shown: shown.to_owned() })),
        Form::Flow(s) => s.links.iter_mut().filter(|l| !l.value.at.is_finite()).for_each(|l| {
            if l.from.is_none() || l.to.is_none() {
                l.words = format!("{shown} {}", if l.from.is_none() { "enter here" } else { "go no further" });
            }
        }),
        _ => {}
    }
}

/// The first row, step or point alone.
fn first_only(form: &mut Form) {
    match form {
        Form::Trend(s) => {
            s.years.truncate(1);
            s.lines.iter_mut().for_each(|l| l.points.truncate(1));
        }
        Form::Bars(s) => s.rows.truncate(1),
        Form::Columns(s) => {
            s.labels.truncate(1);
            s.up.truncate(1);
            s.down.iter_mut().for_each(|d| d.1.truncate(1));
            s.focus.clear();
        }
        Form::Histogram(s) => {
            s.bins.truncate(1);
            s.down.iter_mut().for_each(|d| d.1.truncate(1));
            s.limit.iter_mut().for_each(|l| l.0 = 0);
        }
        Form::Pyramid(s) => s.rows.truncate(1),
        Form::Icons(s) => s.parts.iter_mut().enumerate().for_each(|(i, part)| {
            part.icons = if i == 0 {
                1
            } else if i == 1 {
                99
            } else {
                0
            }
        }),
        Form::Ring(s) => s.marks.truncate(1),
        Form::Stacked(s) => s.rows.truncate(1),
        Form::Paired(s) => s.rows.truncate(1),
        Form::Bullet(s) => s.rows.truncate(1),
        Form::Heat(s) => {
            s.rows.truncate(1);
            s.columns.truncate(1);
        }
        Form::Steps(s) => s.steps.truncate(1),
        Form::Multiples(s) => s.panels.truncate(1),
        Form::Spine(s) => {
            s.sections.truncate(1);
            s.sections.iter_mut().for_each(|section| section.rows.truncate(1));
        }
        Form::Spark(s) => s.points.truncate(1),
        Form::Strip(s) => s.marks.truncate(1),
        Form::Control(s) => {
            s.labels.truncate(1);
            s.points.truncate(1);
            s.signals.clear();
            s.notes.clear();
            (s.limits, s.baseline) = (None, None);
        }
        Form::Whiskers(s) => {
            s.sections.truncate(1);
            s.sections.iter_mut().for_each(|s| s.1.truncate(1));
        }
        Form::Funnel(s) => {
            let last = s.points.len().saturating_sub(1);
            s.points.drain(..last);
        }
        Form::Flow(s) => {
            s.steps.truncate(1);
            s.links.retain(|l| l.from == Some(0) && l.to.is_none());
        }
        Form::Map(s) => {
            s.tiles.truncate(1);
            s.names.clear();
        }
        Form::Timeline(s) => s.rows.truncate(1),
    }
}

/// Every number that is printed.
pub(super) fn values(form: &mut Form) -> Vec<&mut Value> {
    match form {
        Form::Trend(s) => {
            let points = s.lines.iter_mut().flat_map(|l| l.points.iter_mut().flatten());
            points.chain(s.live.iter_mut().map(|l| &mut l.value)).chain(s.target.iter_mut().map(|t| &mut t.1)).collect()
        }
        Form::Bars(s) => s.rows.iter_mut().flat_map(|r| std::iter::once(&mut r.value).chain(r.mark.as_mut())).collect(),
        Form::Columns(s) => s.up.iter_mut().chain(s.down.iter_mut().flat_map(|d| &mut d.1)).chain(s.level.as_mut()).collect(),
        Form::Histogram(s) => s.bins.iter_mut().map(|b| &mut b.value).chain(s.down.iter_mut().flat_map(|d| &mut d.1)).collect(),
        Form::Pyramid(s) => s.rows.iter_mut().flat_map(|r| [&mut r.left, &mut r.right]).collect(),
        Form::Icons(_) | Form::Spark(_) => Vec::new(),
        Form::Map(s) => s.tiles.iter_mut().map(|t| &mut t.value).collect(),
        Form::Ring(s) => std::iter::once(&mut s.share).chain(s.marks.iter_mut().map(|m| &mut m.2)).collect(),
        Form::Stacked(s) => s.rows.iter_mut().flat_map(|r| &mut r.1).collect(),
        Form::Paired(s) => s.rows.iter_mut().flat_map(|r| [&mut r.1, &mut r.2]).collect(),
        Form::Bullet(s) => {
            s.rows.iter_mut().flat_map(|r| std::iter::once(&mut r.value).chain(r.marks.iter_mut().map(|m| &mut m.2))).collect()
        }
        Form::Heat(s) => s.rows.iter_mut().flat_map(|r| r.1.iter_mut().flatten()).collect(),
        Form::Steps(s) => s.steps.iter_mut().map(|s| &mut s.1).collect(),
        Form::Multiples(s) => s.panels.iter_mut().flat_map(|p| p.1.iter_mut().filter_map(|c| c.value.as_mut())).collect(),
        Form::Spine(s) => {
            let rows = s.sections.iter_mut().flat_map(|section| &mut section.rows);
            rows.flat_map(|r| std::iter::once(&mut r.value).chain(r.neighbours.as_mut())).collect()
        }
        Form::Strip(s) => s.marks.iter_mut().map(|m| &mut m.2).collect(),
        Form::Control(s) => {
            let levels = std::iter::once(&mut s.mean.1).chain(s.limits.iter_mut().flatten().map(|l| &mut l.1));
            s.points.iter_mut().flatten().chain(levels).collect()
        }
        Form::Whiskers(s) => s.sections.iter_mut().flat_map(|s| s.1.iter_mut().map(|r| &mut r.value)).collect(),
        Form::Funnel(s) => s.points.iter_mut().map(|p| &mut p.value).chain([&mut s.middle.1]).collect(),
        Form::Flow(s) => s.steps.iter_mut().map(|s| &mut s.value).chain(s.links.iter_mut().map(|l| &mut l.value)).collect(),
        Form::Timeline(s) => s.rows.iter_mut().map(|r| &mut r.value).collect(),
    }
}

/// Every number that only places a mark.
fn numbers(form: &mut Form) -> Vec<&mut f64> {
    fn ends(interval: &mut Option<(f64, f64)>) -> Vec<&mut f64> {
        interval.iter_mut().flat_map(|(low, high)| [low, high]).collect()
    }
    match form {
        Form::Trend(s) => s.live.iter_mut().flat_map(|l| ends(&mut l.interval)).collect(),
        Form::Bars(s) => s.rows.iter_mut().flat_map(|r| ends(&mut r.interval)).collect(),
        Form::Bullet(s) => s.top.iter_mut().collect(),
        Form::Spark(s) => s.points.iter_mut().flatten().chain(s.live.as_mut()).collect(),
        Form::Whiskers(s) => {
            let rows = s.sections.iter_mut().flat_map(|s| s.1.iter_mut().flat_map(|r| ends(&mut r.interval)));
            rows.collect()
        }
        Form::Funnel(s) => {
            let limits = s.limits.iter_mut().flat_map(|l| [&mut l.size, &mut l.inner.0, &mut l.inner.1, &mut l.outer.0, &mut l.outer.1]);
            s.points.iter_mut().map(|p| &mut p.size).chain(limits).collect()
        }
        Form::Timeline(s) => {
            s.rows.iter_mut().flat_map(|r| std::iter::once(&mut r.start).chain(r.limit.iter_mut().map(|l| &mut l.0))).collect()
        }
        _ => Vec::new(),
    }
}

/// Every label that data bring with them: names of rows, groups, areas and steps.
pub(super) fn words(form: &mut Form) -> Vec<&mut String> {
    match form {
        Form::Trend(s) => {
            let names = s.lines.iter_mut().map(|l| &mut l.name);
            names.chain(s.live.iter_mut().map(|l| &mut l.name)).chain(s.target.iter_mut().map(|t| &mut t.0)).collect()
        }
        Form::Bars(s) => s.rows.iter_mut().map(|r| &mut r.label).chain(s.marks.iter_mut().map(|m| &mut m.1)).collect(),
        Form::Columns(s) => s.labels.iter_mut().chain([&mut s.up_name]).chain(s.down.iter_mut().map(|d| &mut d.0)).collect(),
        Form::Histogram(s) => {
            let bins = s.bins.iter_mut().map(|b| &mut b.label);
            std::iter::once(&mut s.axis).chain(bins).chain(s.limit.iter_mut().map(|l| &mut l.1)).collect()
        }
        Form::Pyramid(s) => vec![&mut s.left.0, &mut s.left.1, &mut s.right.0],
        Form::Icons(s) => s.parts.iter_mut().map(|p| &mut p.label).collect(),
        Form::Ring(s) => [&mut s.of, &mut s.parts.0, &mut s.parts.1].into_iter().chain(s.marks.iter_mut().map(|m| &mut m.1)).collect(),
        Form::Stacked(s) => s.parts.iter_mut().chain(s.rows.iter_mut().map(|r| &mut r.0)).collect(),
        Form::Paired(s) => [&mut s.names.0, &mut s.names.1].into_iter().chain(s.rows.iter_mut().map(|r| &mut r.0)).collect(),
        Form::Bullet(s) => {
            s.rows.iter_mut().flat_map(|r| [&mut r.label, &mut r.of].into_iter().chain(r.marks.iter_mut().map(|m| &mut m.1))).collect()
        }
        Form::Heat(s) => s.rows.iter_mut().map(|r| &mut r.0).chain(&mut s.columns).collect(),
        Form::Steps(s) => s.steps.iter_mut().flat_map(|s| [&mut s.0, &mut s.2]).collect(),
        Form::Multiples(s) => {
            s.panels.iter_mut().flat_map(|p| std::iter::once(&mut p.0).chain(p.1.iter_mut().map(|c| &mut c.label))).collect()
        }
        Form::Spine(s) => {
            let heads = [&mut s.heads.0, &mut s.heads.1];
            let rows = s.sections.iter_mut().flat_map(|section| &mut section.rows);
            heads.into_iter().chain(rows.flat_map(|r| [&mut r.label, &mut r.group])).collect()
        }
        Form::Spark(s) => vec![&mut s.ends.0, &mut s.ends.1],
        Form::Strip(s) => s.marks.iter_mut().map(|m| &mut m.1).collect(),
        Form::Control(s) => {
            let names = std::iter::once(&mut s.mean.0).chain(s.notes.iter_mut().map(|n| &mut n.1));
            names.chain(s.baseline.iter_mut().map(|b| &mut b.1)).collect()
        }
        Form::Whiskers(s) => {
            let sections = s.sections.iter_mut().flat_map(|s| std::iter::once(&mut s.0).chain(s.1.iter_mut().map(|r| &mut r.label)));
            let signs = s.key.iter_mut().flat_map(|(filled, hollow)| [filled, hollow]);
            sections.chain(signs).chain([&mut s.meaning]).collect()
        }
        Form::Funnel(s) => {
            let own = s.points.iter_mut().filter(|p| p.who.is_some()).map(|p| &mut p.name);
            [&mut s.across, &mut s.others, &mut s.middle.0].into_iter().chain(own).collect()
        }
        Form::Flow(s) => s.steps.iter_mut().map(|s| &mut s.label).collect(),
        Form::Map(s) => {
            s.classes.iter_mut().chain(s.names.iter_mut().map(|n| &mut n.words)).chain([&mut s.heads.0, &mut s.heads.1]).collect()
        }
        Form::Timeline(s) => s.rows.iter_mut().flat_map(|r| [&mut r.label, &mut r.of]).chain([&mut s.origin]).collect(),
    }
}
