//! Tables in their own right: counts by list, indicators against the range of authorities.

use super::compare::{self, Verdict};
use super::facts::Facts;
use super::tiles::polarity;
use super::{Column, DataTable, Figure, NumberedTable, Row};
use crate::charts::spec::{Chart, Form, Spine, SpineRow, Value};
use crate::content::markdown::Directive;
use crate::indicators::definition::Good;
use crate::number::Missing;
use crate::statistics::percentile;

/// Rows and children of all lists: what is in the workbook.
pub fn strip(facts: &Facts<'_>) -> NumberedTable {
    let rows = facts
        .lists
        .iter()
        .map(|list| {
            let window = facts.windows.get(&list.key).map_or_else(String::new, |w| w.words());
            let shown = if list.found { crate::number::count(list.rows as u64) } else { Missing::NotAvailable.shown() };
            Row { head: list.title.clone(), sub: format!("List {}", list.number), cells: vec![shown, window] }
        })
        .collect();
    let columns = ["List", "Rows", "Window"].iter().map(|l| Column { label: (*l).to_owned(), numeric: *l == "Rows" }).collect();
    NumberedTable {
        id: "lists".to_owned(),
        number: 0,
        title: "What the workbook holds".to_owned(),
        subtitle: format!("Rows read from each list, as at {}", facts.as_at.words()),
        table: DataTable { caption: "Rows by list".to_owned(), columns, rows },
        note: "[x] not available: no sheet of this list was found.".to_owned(),
    }
}

/// Codes under each other, their groups side by side: `grid X-12 X-12b title="…" note="…"`.
pub fn grid(facts: &Facts<'_>, directive: &Directive) -> Option<NumberedTable> {
    let groups: Vec<String> = facts.groups(directive.args.first()?).iter().map(|f| f.group.clone()).collect();
    let row = |code: &String| {
        let about = facts.about(code)?;
        let cells: Vec<String> =
            groups.iter().map(|group| facts.group(code, group).map_or_else(|| Missing::NotAvailable.shown(), |f| f.text())).collect();
        let any = groups.iter().any(|group| facts.group(code, group).is_some_and(|f| f.value.is_ok()));
        any.then(|| Row { head: about.title.clone(), sub: code.clone(), cells })
    };
    let rows: Vec<Row> = directive.args.iter().filter_map(row).collect();
    if rows.is_empty() || groups.is_empty() {
        return None;
    }
    let heads = std::iter::once("Measure".to_owned())
        .chain(groups.iter().map(|group| directive.args.first().map_or_else(String::new, |code| facts.label(code, group))));
    let written = |option: &str| {
        let words = directive.options.get(option).filter(|words| super::values::is_whole(facts, words))?;
        Some(super::values::fill(facts, words, &mut Vec::new()))
    };
    let first = directive.args.first()?;
    Some(NumberedTable {
        id: format!("{}-grid", first.to_lowercase()),
        number: 0,
        title: written("title").unwrap_or_else(|| facts.about(first).map_or_else(String::new, |a| a.title.clone())),
        subtitle: written("subtitle").unwrap_or_else(|| super::message::capital(&facts.when(first))),
        table: DataTable {
            caption: facts.about(first).map_or_else(String::new, |a| a.title.clone()),
            columns: heads.enumerate().map(|(i, label)| Column { label, numeric: i > 0 }).collect(),
            rows,
        },
        note: written("note").unwrap_or_default(),
    })
}

/// Rows of a spine that have room for the values at their ends.
const MOST_WITH_ENDS: usize = 14;

/// Indicators against the range of all authorities; the worse end at the left, or the lower where no direction is good.
pub fn spine(facts: &Facts<'_>, directive: &Directive) -> Option<Figure> {
    let many = directive.args.len() > MOST_WITH_ENDS;
    let mut rows = Vec::new();
    let mut data = Vec::new();
    for code in &directive.args {
        let (Some(about), Some(figure)) = (facts.about(code), facts.single(code)) else { continue };
        let (Ok(value), Some(series)) = (figure.value, compare::series(facts, code, "")) else { continue };
        if series.years.is_empty() {
            continue;
        }
        let i = series.latest();
        let (Ok(england), spread) = (series.england[i], facts.comparators.spread(&series.measure.key, series.years[i])) else { continue };
        if spread.len() < 10 {
            continue;
        }
        let (low, high) = (spread[0], spread[spread.len() - 1]);
        let flip = if about.good == Good::Low { -1.0 } else { 1.0 };
        // Each side has a scale of its own, so that the ends of the bar are the lowest and the highest authority.
        let side = |v: f64| if v < england { england - low } else { high - england };
        let place = |v: f64| (0.5 + flip * (v - england) / (2.0 * side(v).max(f64::EPSILON))).clamp(0.0, 1.0);
        let (q1, q3) = (percentile(&spread, 0.25)?, percentile(&spread, 0.75)?);
        let (a, b) = (place(q1), place(q3));
        let mean = &series.neighbours[i];
        let shown = |v: f64, shown: String| Value { at: place(v), shown };
        let (left, right) = if flip > 0.0 { (low, high) } else { (high, low) };
        let better = match about.good {
            Good::High => "higher",
            Good::Low => "lower",
            Good::Neither => "neither",
        };
        data.push(Row {
            head: about.title.clone(),
            sub: code.clone(),
            cells: vec![
                [Some(figure.in_words()), figure.interval_text()].into_iter().flatten().collect::<Vec<_>>().join("\n"),
                series.show_mean(mean),
                series.show(Ok(england)),
                series.show(Ok(low)),
                series.show(Ok(high)),
                better.to_owned(),
            ],
        });
        rows.push(SpineRow {
            group: facts.list(&about.list).map_or_else(String::new, |list| list.title.clone()),
            label: about.title.clone(),
            value: shown(value, figure.text()),
            england: shown(england, series.show(Ok(england))),
            middle: (a.min(b), a.max(b)),
            neighbours: mean.value.ok().map(|v| shown(v, series.show_mean(mean))),
            // Of many measures the data table has the ends: a row of its own for each would not stand on a printed page.
            ends: if many { Default::default() } else { (series.show(Ok(left)), series.show(Ok(right))) },
        });
    }
    if rows.is_empty() {
        return None;
    }
    let title = beyond_chance(facts, &directive.args, rows.len());
    let part = directive.args.iter().any(|code| super::comparability::scaled(facts, code).is_some());
    let scaled = if part { " Rates of part of a year are scaled to twelve months." } else { "" };
    let columns = [
        "Measure",
        facts.here.name.as_str(),
        "Statistical neighbours",
        "England",
        "Lowest authority",
        "Highest authority",
        "Which is better",
    ];
    let alt = format!(
        "Spine chart. {}.",
        rows.iter().map(|r| format!("{} {}, England {}", r.label, r.value.shown, r.england.shown)).collect::<Vec<_>>().join("; ")
    );
    Some(Figure {
        id: "spine".to_owned(),
        codes: directive.args.clone(),
        number: 0,
        title,
        subtitle: "Headline measures against all authorities of England, latest published year; England in the middle".to_owned(),
        chart: Chart {
            id: "spine".to_owned(),
            alt,
            form: Form::Spine(Spine { heads: (facts.here.name.clone(), "Statistical neighbours".to_owned(), "England".to_owned()), rows }),
        },
        note: format!(
            "Light bar: all authorities, from the lowest to the highest; each side of England has its own scale. Dark bar: the middle half of them. Where a direction is better, the right end is the better one; elsewhere right is higher. The data table has the 95% intervals and the values at the ends.{scaled}"
        ),
        source: "Comparators: Department for Education, latest year that each measure has for England and the region".to_owned(),
        table: DataTable {
            caption: "Headline measures against all authorities".to_owned(),
            columns: columns.iter().enumerate().map(|(i, l)| Column { label: (*l).to_owned(), numeric: i > 0 && i < 6 }).collect(),
            rows: data,
        },
    })
}

/// How many of the measures drawn are better or worse than England's by more than chance explains.
fn beyond_chance(facts: &Facts<'_>, codes: &[String], drawn: usize) -> String {
    let ways = |wanted: Verdict| {
        let judged = codes.iter().filter_map(|code| Some((facts.about(code)?.good, compare::with_england(facts, code)?)));
        judged
            .filter(|(good, verdict)| match good {
                Good::Neither => false,
                Good::High => *verdict == wanted,
                Good::Low => {
                    (*verdict, wanted) == (Verdict::Higher, Verdict::Lower) || (*verdict, wanted) == (Verdict::Lower, Verdict::Higher)
                }
            })
            .count()
    };
    match (ways(Verdict::Lower), ways(Verdict::Higher)) {
        (0, 0) => "No measure is better or worse than England’s beyond chance".to_owned(),
        (worse, 0) => format!("{worse} of {drawn} measures {} worse than England’s", if worse == 1 { "is" } else { "are" }),
        (0, better) => format!("{better} of {drawn} measures {} better than England’s", if better == 1 { "is" } else { "are" }),
        (worse, better) => {
            format!("Of {drawn} measures, {worse} {} worse than England’s, {better} better", if worse == 1 { "is" } else { "are" })
        }
    }
}

/// `polarity` in a cell, for other tables.
pub fn better(good: Good) -> &'static str {
    polarity(good)
}
