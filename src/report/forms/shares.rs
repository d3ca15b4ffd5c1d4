//! Parts of a whole: a hundred figures, a ring, full-length bars.

use super::{INTERVAL, Made, differs, interval_cell, interval_of, table};
use crate::charts::spec::{Form, IconPart, Icons, Ring, Stacked, Value};
use crate::content::markdown::Directive;
use crate::indicators::definition::Leans;
use crate::number::{Unit, grouped};
use crate::report::compare;
use crate::report::facts::{Facts, NOT_MAPPED, NOT_RECORDED, Shown, stands_apart};
use crate::report::{grammar, message, targets};
use crate::statistics::SMALL_DENOMINATOR;

/// Fewer than this are no icon array.
const FEWEST_FOR_ICONS: f64 = 200.0;

/// `chart REF-08 as=icons hollow="0" filled="were referred before" empty="were not"`: the groups of a distribution of children,
/// those named in `hollow` left empty.
pub fn icons(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let groups: Vec<&Shown> = facts
        .groups(code)
        .into_iter()
        .filter(|f| f.value.is_ok() && !stands_apart(&f.group) && !super::bars::is_statistic(&f.group))
        .collect();
    let number = |f: &Shown| f.numerator.or(f.value.ok()).unwrap_or(0.0);
    let total: f64 = groups.iter().map(|f| number(f)).sum();
    if total <= 0.0 {
        return None;
    }
    // A hundred figures of fewer children than two hundred would make more of them than there are.
    if total < FEWEST_FOR_ICONS {
        return super::bars::make(facts, code, directive);
    }
    let hollow: Vec<&str> = directive.options.get("hollow").map(|h| h.split('|').collect()).unwrap_or_default();
    let filled: f64 = groups.iter().filter(|f| !hollow.contains(&f.group.as_str())).map(|f| number(f)).sum();
    let words = directive.options.get("filled").map_or("counted", String::as_str);
    let empty = directive.options.get("empty").map_or("were not", String::as_str);
    let things = directive.options.get("of").map_or("children", String::as_str);
    let full = hundredths(filled, total);
    let line = |n: f64| format!("{} of {} ({})", grouped(n, 0), grouped(total, 0), Unit::Percent.show(100.0 * n / total));
    let parts = vec![
        IconPart { icons: full, label: format!("{full} {words}: {}", line(filled)), filled: true },
        IconPart { icons: 100 - full, label: format!("{} {empty}: {}", 100 - full, line(total - filled)), filled: false },
    ];
    // Of fewer than 30 the title says how many of how many, and the note warns.
    let small = total < SMALL_DENOMINATOR;
    let title = if small {
        format!("{} of {} {things} {words}", grouped(filled, 0), grouped(total, 0))
    } else {
        format!("Of 100 {things}, {full} {words}")
    };
    let alt = format!("A hundred figures, {full} of them filled. {}; {}.", parts[0].label, parts[1].label);
    let missing = facts.not_recorded(code);
    let mut note = vec![format!("One figure stands for one in a hundred {things}.")];
    if small {
        note.push("Small numbers: one child more or less changes the share by much.".to_owned());
    }
    if missing > 0.0 {
        note.push(format!("Not recorded: {}.", grouped(missing, 0)));
    }
    note.extend(differs(facts, code));
    let row = |f: &&Shown| {
        let n = number(f);
        (facts.label(code, &f.group), vec![grouped(n, 0), Unit::Percent.show(100.0 * n / total), interval_of(n, total)])
    };
    let rows = groups.iter().map(row).collect();
    let table = table(
        &facts.about(code).map_or_else(String::new, |a| a.title.clone()),
        &["Number", &message::capital(things), "Share", INTERVAL],
        rows,
    );
    Some(Made { form: Form::Icons(Icons { parts }), title, alt, note, table })
}

/// Whole figures of a hundred; a part that exists is never shown as none, nor as all.
fn hundredths(part: f64, total: f64) -> u8 {
    let share = (100.0 * part / total).round();
    let share = if part > 0.0 && share < 1.0 {
        1.0
    } else if part < total && share > 99.0 {
        99.0
    } else {
        share
    };
    share.clamp(0.0, 100.0) as u8
}

/// `chart CON-08 as=ring words="were then referred" rest="were not"`: a share and its rest.
pub fn ring(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let figure = facts.single(code)?;
    let value = figure.value.ok()?;
    let of = figure.of()?;
    let words = directive.options.get("words").map_or("yes", String::as_str);
    let rest = directive.options.get("rest").map_or("no", String::as_str);
    // On one ring with England a share is compared, said or not.
    let comparators =
        compare::series(facts, code, "").filter(|s| s.leans != Leans::Either).map(|s| s.comparators(facts)).unwrap_or_default();
    let marks =
        comparators.iter().filter_map(|c| c.value.ok().map(|at| (c.who, c.name.clone(), Value { at, shown: c.shown.clone() }))).collect();
    // `found to need support` wants a verb before it; `of children were also referred` has one.
    let verb = if words.contains("were ") || words.contains("are ") { "" } else { "were " };
    let title = message::of_share(facts, code, &format!("{verb}{words}"));
    let alt = format!("Ring. {} {words} ({of}); the rest {rest}.", figure.text());
    let mut note = Vec::new();
    if figure.is_small() {
        note.push("Small numbers: one child more or less changes the share by much.".to_owned());
    }
    note.extend(differs(facts, code));
    let target = targets::beside(facts, code);
    note.extend(target.map(|target| format!("{}.", target.words())));
    let blank = || crate::number::Missing::NotApplicable.shown();
    let (n, all) = (figure.numerator.unwrap_or(0.0), figure.denominator.unwrap_or(0.0));
    let mut rows = vec![
        (message::capital(words), vec![grouped(n, 0), figure.text(), interval_cell(Some(figure))]),
        (message::capital(rest), vec![grouped(all - n, 0), Unit::Percent.show(100.0 - value), interval_of(all - n, all)]),
    ];
    let missing = facts.not_recorded(code);
    if missing > 0.0 {
        rows.push(("Not recorded".to_owned(), vec![grouped(missing, 0), blank(), blank()]));
    }
    for c in &comparators {
        rows.push((format!("{}, {}", c.name, c.year), vec![blank(), c.shown.clone(), blank()]));
    }
    let table = table(&facts.about(code).map_or_else(String::new, |a| a.title.clone()), &["Part", "Number", "Share", INTERVAL], rows);
    let (large, small) = figure.large_and_small();
    let form = Form::Ring(Ring {
        share: Value { at: value, shown: large },
        of: small,
        parts: (message::capital(words), message::capital(rest)),
        marks,
    });
    Some(Made { form, title, alt, note, table })
}

/// `chart CIN-04 as=stacked`: the groups of each code as one bar; the six largest named, the rest together.
pub fn stacked(facts: &Facts<'_>, directive: &Directive) -> Option<Made> {
    let names: Vec<&str> = directive.options.get("names").map(|n| n.split('|').collect()).unwrap_or_default();
    let code = directive.args.first()?;
    let number = |f: &Shown| f.numerator.or(f.value.ok()).unwrap_or(0.0);
    // `whole="yes"`: what is not recorded is a part too, so that each share is of all and agrees with the measures that count so.
    let whole = directive.options.contains_key("whole");
    let blank = |f: &Shown| whole && matches!(f.group.as_str(), NOT_RECORDED | NOT_MAPPED);
    let usable = |f: &&Shown| f.value.is_ok() && (blank(f) || !stands_apart(&f.group)) && !super::bars::is_statistic(&f.group);
    // `join="NEET|Not learning or working"`: groups that begin so are one part, and the one in focus.
    let joined = directive.options.get("join").and_then(|join| join.split_once('|'));
    let merged = |groups: &[&Shown]| {
        let mut parts: Vec<(String, f64)> = Vec::new();
        for figure in groups {
            let name = joined.filter(|(start, _)| figure.group.starts_with(start)).map_or(figure.group.as_str(), |(_, name)| name);
            match parts.iter_mut().find(|part| part.0 == name) {
                Some(part) => part.1 += number(figure),
                None => parts.push((name.to_owned(), number(figure))),
            }
        }
        parts
    };
    let first: Vec<&Shown> = facts.groups(code).into_iter().filter(usable).collect();
    let mut ranked: Vec<(String, f64)> = merged(&first).into_iter().filter(|part| part.1 > 0.0).collect();
    let order: Vec<String> = ranked.iter().map(|part| part.0.clone()).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let most = if ranked.len() > 6 { 5 } else { 6 };
    let canonical: Vec<String> = order.into_iter().filter(|name| ranked.iter().take(most).any(|part| part.0 == *name)).collect();
    let mut parts = canonical.clone();
    if ranked.len() > 6 {
        parts.push("All other".to_owned());
    }
    let mut rows = Vec::new();
    let mut data = Vec::new();
    for (i, code) in directive.args.iter().enumerate() {
        let groups: Vec<&Shown> = facts.groups(code).into_iter().filter(usable).collect();
        let total: f64 = groups.iter().map(|f| number(f)).sum();
        if total <= 0.0 {
            continue;
        }
        let label = names.get(i).map_or_else(|| facts.about(code).map_or_else(String::new, |a| a.short.clone()), |n| (*n).to_owned());
        let shown = |n: f64| match total < SMALL_DENOMINATOR {
            true => format!("{} of {}", grouped(n, 0), grouped(total, 0)),
            false => Unit::Percent.show(100.0 * n / total),
        };
        let share = |n: f64| Value { at: 100.0 * n / total, shown: shown(n) };
        let all = merged(&groups);
        let mut values: Vec<Value> =
            canonical.iter().map(|g| share(all.iter().find(|part| part.0 == *g).map_or(0.0, |part| part.1))).collect();
        if parts.len() > canonical.len() {
            values.push(share(all.iter().filter(|part| !canonical.contains(&part.0)).map(|part| part.1).sum()));
        }
        for figure in &groups {
            let n = number(figure);
            let cell = format!("{}\n{} ({})", grouped(n, 0), Unit::Percent.show(100.0 * n / total), interval_of(n, total));
            let group = facts.label(code, &figure.group);
            match data.iter_mut().find(|(known, _): &&mut (String, Vec<String>)| *known == group) {
                Some(row) => row.1.push(cell),
                None => data.push((group, vec![cell])),
            }
        }
        rows.push((label, values));
    }
    let joined_at = joined.and_then(|(_, name)| parts.iter().position(|part| part == name));
    parts.iter_mut().for_each(|part| *part = facts.label(code, part));
    let (label, values) = rows.first()?;
    let (at, top) = values.iter().enumerate().reduce(|a, b| if b.1.at > a.1.at { b } else { a })?;
    let group = message::plain(&parts[at]);
    let is = grammar::is(&group);
    let many = grammar::fraction(top.at).unwrap_or_else(|| top.shown.clone());
    let counted: f64 = first.iter().map(|f| number(f)).sum();
    let title = if counted < compare::FEWEST_EVENTS {
        message::TOO_FEW.to_owned()
    } else if rows.len() > 1 {
        message::shortest([
            format!("{group} {is} the largest group of {}, {many}", message::lower_first(label)),
            format!("{group} {is} the largest group"),
        ])
    } else if top.shown.contains(" of ") {
        message::shortest([
            format!("{} are recorded as {}", top.shown, message::lower_first(&group)),
            format!("The largest group holds {}", top.shown),
        ])
    } else {
        message::shortest([format!("{group} {is} the largest group, {many}"), format!("{group} {is} the largest group")])
    };
    // A written title names a part of its own: that one is painted.
    let named = directive.options.get("focus").filter(|_| super::stands_here(facts, code, directive));
    let at = named.map_or(Some(at), |name| canonical.iter().position(|part| part == name));
    let alt =
        format!("Parts of a whole. {}.", parts.iter().zip(values).map(|(p, v)| format!("{p} {}", v.shown)).collect::<Vec<_>>().join(", "));
    let mut heads = vec!["Group"];
    heads.extend(rows.iter().map(|r| r.0.as_str()));
    data.iter_mut().for_each(|r| r.1.resize(rows.len(), "0".to_owned()));
    let table = table(&facts.about(code).map_or_else(String::new, |a| a.title.clone()), &heads, data);
    let missing = facts.not_recorded(code);
    let note = if missing > 0.0 && !whole { vec![format!("Not recorded: {}.", grouped(missing, 0))] } else { Vec::new() };
    Some(Made { form: Form::Stacked(Stacked { parts, rows, focus: joined_at.or(at) }), title, alt, note, table })
}
