//! Months in time order, mirrored where starters and leavers are shown together, and small dots with whiskers for several measures.

use super::{Made, subject, table, veiled};
use crate::charts::spec::{Columns, Form, Multiples, Panel, Spot, Value};
use crate::content::markdown::Directive;
use crate::indicators::definition::Leans;
use crate::number::{Missing, grouped};
use crate::report::facts::{Facts, Shown};
use crate::report::{message, periods};

/// Columns by month or week of one code, or of two with the second below the axis.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let up = facts.groups(code);
    let values: Vec<(String, f64)> =
        up.iter().filter(|f| f.value.is_ok() || f.is_hidden()).map(|f| (f.group.clone(), f.value.unwrap_or(f64::NAN))).collect();
    let down_code = directive.args.get(1);
    let all = || values.iter().flat_map(|(group, _)| directive.args.iter().filter_map(|code| facts.group(code, group)));
    let (seen, gone) = (all().filter(|f| f.value.is_ok_and(|v| v > 0.0)).count(), all().filter(|f| f.is_hidden()).count());
    if !values.iter().any(|v| v.1 > 0.0) || gone > 0 && (!veiled::is_enough(seen, gone) || gone > seen) {
        return None;
    }
    let down: Option<Vec<Value>> = down_code.map(|c| values.iter().map(|(g, _)| shown(facts.group(c, g))).collect());
    let names = directive.options.get("names").and_then(|n| n.split_once('|'));
    let subject = subject(facts, code, directive);
    let leaning = directive.args.iter().any(|code| leans(facts, code));
    let whole: Vec<bool> = values.iter().map(|(key, _)| facts.window(code).is_none_or(|window| periods::whole(window, key))).collect();
    let (title, named) = match (&down, names) {
        // A list that keeps less than every event cannot say which flow is the larger.
        // What is hidden may be the most, and no flow has a sum.
        (None, _) if gone > 0 => (format!("{subject}, month by month"), Vec::new()),
        (Some(_), Some((a, b))) if leaning || gone > 0 => (format!("{a} and {}, month by month", message::lower_first(b)), Vec::new()),
        (Some(down), Some((a, b))) => (net(&values, down, a, b), Vec::new()),
        _ => message::of_months(&values, &whole, &subject),
    };
    let full: Vec<f64> = values.iter().zip(&whole).filter(|(_, whole)| **whole).map(|(v, _)| v.1).collect();
    let focus = values.iter().enumerate().filter(|(_, v)| named.contains(&v.0)).map(|(i, _)| i).collect();
    let unit = if values[0].0.contains("-W") { "week" } else { "month" };
    let mut note = Vec::new();
    if unit == "week" {
        note.push("Weeks are numbered through the year; the title names them by their Monday.".to_owned());
    }
    if full.len() < values.len() {
        note.push(format!("A {unit} that the period cuts short counts for neither mean nor message."));
    }
    if gone > 0 {
        note.push(veiled::signed());
    }
    let print = |v: f64| if v.is_finite() { grouped(v, 0) } else { Missing::Suppressed.shown() };
    let alt = format!(
        "Columns in time order: {}.",
        values.iter().map(|(g, v)| format!("{}: {}", long_label(g), print(*v))).collect::<Vec<_>>().join(", ")
    );
    let (a, b) = names.unwrap_or((subject.as_str(), ""));
    let mut heads = vec!["Period", a];
    if down.is_some() {
        heads.push(b);
    }
    let rows = values
        .iter()
        .enumerate()
        .map(|(i, (group, value))| {
            let mut cells = vec![print(*value)];
            cells.extend(down.as_ref().map(|d| d[i].shown.clone()));
            (long_label(group), cells)
        })
        .collect();
    let table = table(&facts.about(code).map_or_else(String::new, |a| a.title.clone()), &heads, rows);
    let level = (down.is_none() && gone == 0 && !full.is_empty()).then(|| {
        let mean = full.iter().sum::<f64>() / full.len() as f64;
        Value { at: mean, shown: format!("Mean {}", grouped(mean, 1)) }
    });
    let form = Form::Columns(Columns {
        labels: values.iter().map(|(g, _)| label(g)).collect(),
        up: values.iter().map(|(_, v)| Value { at: *v, shown: print(*v) }).collect(),
        up_name: if down.is_some() { a.to_owned() } else { String::new() },
        down: down.map(|d| (b.to_owned(), d)),
        focus,
        level,
    });
    Some(Made { form, title, alt, note, table })
}

/// Whether the list of a code counts otherwise than what is published, so that its flow is too small or too large by rule: the rate
/// behind a monthly count (`CIN-06b` behind `CIN-06m`) says so.
fn leans(facts: &Facts<'_>, code: &str) -> bool {
    let stem = code.trim_end_matches('m');
    [code.to_owned(), stem.to_owned(), format!("{stem}b")]
        .iter()
        .filter_map(|code| facts.about(code))
        .any(|about| about.leans != Leans::Level)
}

fn shown(figure: Option<&Shown>) -> Value {
    if let Some(hidden) = figure.filter(|f| f.is_hidden()) {
        return Value { at: f64::NAN, shown: hidden.text() };
    }
    let at = figure.and_then(|f| f.value.ok()).unwrap_or(0.0);
    Value { at, shown: grouped(at, 0) }
}

/// Which of two flows is larger, where chance alone would not do it.
fn net(up: &[(String, f64)], down: &[Value], a: &str, b: &str) -> String {
    let (up, down) = (up.iter().map(|v| v.1).sum::<f64>(), down.iter().map(|v| v.at).sum::<f64>());
    let difference = up - down;
    let both = format!("{a} and {}", message::lower_first(b));
    let numbers = format!("{} and {}", grouped(up, 0), grouped(down, 0));
    if up.min(down) < crate::statistics::SMALL_DENOMINATOR && difference.abs() <= 2.0 * (up + down).sqrt() {
        return message::shortest([format!("{both}: {numbers}, too few to compare"), "Too few to compare".to_owned()]);
    }
    if difference.abs() <= 2.0 * (up + down).sqrt() {
        let balance = difference.abs() <= 0.1 * up.max(down);
        return match balance {
            true => format!("{both} nearly balance: {numbers}"),
            false => {
                message::shortest([format!("{both}: {numbers}, no difference beyond chance"), "No difference is beyond chance".to_owned()])
            }
        };
    }
    let (more, less, by) = if difference > 0.0 { (a, b, difference) } else { (b, a, -difference) };
    format!("{} more {} than {}", grouped(by, 0), message::lower_first(more), message::lower_first(less))
}

/// `2025-04` as `Apr`, `2025-W14` as `14`.
fn label(key: &str) -> String {
    if let Some((_, week)) = key.split_once("-W") {
        return week.trim_start_matches('0').to_owned();
    }
    let words = periods::month_words(key);
    if words == key { words } else { words.chars().take(3).collect() }
}

fn long_label(key: &str) -> String {
    match key.split_once("-W") {
        Some((year, week)) => format!("Week {week} of {year}"),
        None => periods::month_and_year(key).unwrap_or_else(|| key.to_owned()),
    }
}

fn spot(figure: &Shown) -> Spot {
    Spot {
        label: figure.group.clone(),
        value: (figure.value.is_ok() || figure.is_hidden()).then(|| Value { at: figure.value.unwrap_or(f64::NAN), shown: figure.text() }),
        interval: figure.interval().filter(|_| !figure.is_small()),
        of: figure.of().unwrap_or_default(),
    }
}

/// The same groups of several codes as small dots: `chart CL-10 CL-16 CL-24 as=multiples`.
pub fn multiples(facts: &Facts<'_>, directive: &Directive) -> Option<Made> {
    let names: Vec<&str> = directive.options.get("names").map(|n| n.split('|').collect()).unwrap_or_default();
    let mut panels = Vec::new();
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for (i, code) in directive.args.iter().enumerate() {
        let groups = facts.groups(code);
        let name = names.get(i).map_or_else(|| facts.about(code).map_or_else(String::new, |a| a.short.clone()), |n| (*n).to_owned());
        let columns: Vec<Spot> = groups.iter().map(|f| spot(f)).collect();
        for figure in &groups {
            // How many of how many and the interval stand under the share, or before it where they are few.
            let (large, small) = figure.large_and_small();
            let lines = [large, small, figure.interval_text().unwrap_or_default()];
            let cell = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
            match rows.iter_mut().find(|r| r.0 == figure.group) {
                Some(row) => row.1.push(cell),
                None => rows.push((figure.group.clone(), vec![cell])),
            }
        }
        panels.push((name, columns));
    }
    rows.iter_mut().for_each(|r| r.1.resize(directive.args.len(), crate::number::Missing::NotAvailable.shown()));
    let values = || panels.iter().flat_map(|p| &p.1).filter_map(|spot| spot.value.as_ref());
    let seen = values().filter(|value| value.at.is_finite()).count();
    let gone = values().count() - seen;
    if seen == 0 || gone > 0 && !veiled::is_enough(seen, gone) {
        return None;
    }
    let title = title_of_multiples(facts, directive, &panels)?;
    let mut note = vec!["Whiskers: 95% intervals, for 30 young people or more. Under each age: how many of how many.".to_owned()];
    note.extend((gone > 0).then(veiled::signed));
    let alt = format!(
        "Small dots with whiskers by age. {}.",
        panels
            .iter()
            .map(|(n, c)| format!(
                "{n}: {}",
                c.iter()
                    .map(|s| format!("{}: {}", s.label, s.value.as_ref().map_or("none", |v| v.shown.as_str())))
                    .collect::<Vec<_>>()
                    .join(", ")
            ))
            .collect::<Vec<_>>()
            .join("; ")
    );
    let mut heads = vec!["Age"];
    heads.extend(panels.iter().map(|p| p.0.as_str()));
    let table = table("By single year of age", &heads, rows);
    Some(Made { form: Form::Multiples(Multiples { panels, top: 100.0, suffix: "%".to_owned() }), title, alt, note, table })
}

/// Of the panel that spreads furthest, its lowest and its highest group, where chance cannot explain that they differ.
fn title_of_multiples(facts: &Facts<'_>, directive: &Directive, panels: &[Panel]) -> Option<String> {
    // Of a measure with a hidden group nothing is said of all its groups.
    let whole = |panel: &Panel| panel.1.iter().flat_map(|spot| &spot.value).all(|value| value.at.is_finite());
    let hides = !panels.iter().all(whole);
    if !panels.iter().any(whole) {
        let first = panels.iter().flat_map(|(name, spots)| spots.iter().map(move |spot| (name, spot)));
        let (name, spot, value) = first.filter_map(|(name, spot)| Some((name, spot, spot.value.as_ref()?))).find(|f| f.2.at.is_finite())?;
        return Some(format!("{}: {} at {}", message::capital(name), value.shown, spot.label));
    }
    let widest = panels
        .iter()
        .zip(&directive.args)
        .filter(|(panel, _)| whole(panel))
        .filter_map(|((name, columns), code)| {
            let known: Vec<_> = columns.iter().filter_map(|c| c.value.as_ref().map(|v| (&c.label, v))).collect();
            let low = known.iter().copied().reduce(|a, b| if b.1.at < a.1.at { b } else { a })?;
            let high = known.iter().copied().reduce(|a, b| if b.1.at > a.1.at { b } else { a })?;
            Some((name.clone(), code.as_str(), (low.0.as_str(), high.0.as_str()), high.1.at - low.1.at))
        })
        .reduce(|a, b| if b.3 > a.3 { b } else { a })?;
    let (name, code, (low, high), _) = widest;
    let interval = |group: &str| facts.group(code, group).filter(|f| !f.is_small()).and_then(Shown::interval);
    let apart = interval(low).zip(interval(high)).is_some_and(|(low, high)| low.1 < high.0);
    Some(if apart {
        format!("{}: lowest at {low}, highest at {high}", message::capital(&name))
    } else if interval(low).and(interval(high)).is_none() {
        if hides { format!("{}: too few to tell ages apart", message::capital(&name)) } else { "Too few to tell ages apart".to_owned() }
    } else if hides {
        format!("{}: no age differs from another beyond chance", message::capital(&name))
    } else {
        "No age differs from another beyond chance".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_flows_balance_only_where_they_are_near_and_not_few() {
        let said = |up: f64, down: f64| {
            let down = [Value { at: down, shown: String::new() }];
            net(&[("2025-04".to_owned(), up)], &down, "Began", "Ended")
        };
        assert_eq!(said(310.0, 300.0), "Began and ended nearly balance: 310 and 300");
        assert_eq!(said(340.0, 300.0), "Began and ended: 340 and 300, no difference beyond chance");
        assert_eq!(said(5.0, 2.0), "Began and ended: 5 and 2, too few to compare");
        assert_eq!(said(400.0, 300.0), "100 more began than ended");
    }
}
