//! Tables in their own right: comparison, strips of counts by list, indicators against the range of authorities.

use super::compare;
use super::facts::Facts;
use super::tiles::polarity;
use super::{Column, DataTable, Figure, NumberedTable, Row};
use crate::charts::spec::{Chart, Form, Spine, SpineRow, Value};
use crate::content::markdown::Directive;
use crate::indicators::definition::Good;
use crate::number::{Missing, Unit};
use crate::statistics::percentile;

/// The codes of a directive beside neighbours, region and England, each with its verdict.
pub fn comparison(facts: &Facts<'_>, page: &str, directive: &Directive) -> Option<NumberedTable> {
    let region = facts.here.region.as_ref().map(|a| a.name.clone());
    let neighbours = facts.here.area.is_some();
    let mut columns = vec!["Measure".to_owned(), facts.here.name.clone()];
    columns.extend(neighbours.then(|| "Statistical neighbours".to_owned()));
    columns.extend(region.clone());
    columns.extend(["England".to_owned(), "Which is better".to_owned()]);
    let (mut rows, mut apart) = (Vec::new(), Vec::new());
    for code in &directive.args {
        let (Some(about), Some(figure)) = (facts.about(code), facts.single(code)) else { continue };
        let Some(series) = compare::series(facts, code, "").filter(|s| !s.years.is_empty()) else { continue };
        let own = match facts.of_words(code, "") {
            of if of.is_empty() => figure.text(),
            of if figure.is_small() => format!("{}\n{of}; small numbers", figure.text()),
            of => format!("{}\n{of}", figure.text()),
        };
        let mut cells = vec![own];
        for latest in series.comparators(facts) {
            let verdict = latest.value.ok().filter(|_| figure.unit != Unit::Count).and_then(|v| compare::verdict(figure, v));
            let n = latest.of.filter(|(n, of)| n < of).map(|(n, of)| format!(" ({n} of {of})")).unwrap_or_default();
            cells.push(match verdict {
                Some(verdict) => format!("{}{n}\n{}", latest.shown, verdict.word()),
                None => format!("{}{n}", latest.shown),
            });
        }
        cells.push(
            match about.good {
                Good::High => "Higher",
                Good::Low => "Lower",
                Good::Neither => "Neither",
            }
            .to_owned(),
        );
        rows.push(Row { head: about.title.clone(), sub: format!("{}, {code}", facts.when(code)), cells });
        if let Some(verdict) = compare::with_england(facts, code) {
            apart.push((about.short.clone(), verdict));
        }
    }
    if rows.is_empty() {
        return None;
    }
    let columns =
        columns.into_iter().enumerate().map(|(i, label)| Column { numeric: i > 0 && label != "Which is better", label }).collect();
    Some(NumberedTable {
        id: format!("{page}-compared"),
        number: 0,
        title: title(&apart),
        subtitle: format!("{} now; comparators in their latest published year", facts.here.name),
        table: DataTable { caption: "Compared with other places".to_owned(), columns, rows },
        note: format!(
            "The word under a figure says where {} stands beside it: higher, lower, or similar where chance may explain the difference (95% interval).",
            facts.here.name
        ),
    })
}

fn title(apart: &[(String, compare::Verdict)]) -> String {
    use compare::Verdict::{Higher, Lower, Similar};
    let count = |v| apart.iter().filter(|a| a.1 == v).count();
    let (higher, lower, similar) = (count(Higher), count(Lower), count(Similar));
    match (higher, lower) {
        (0, 0) if similar > 0 => "No measure here differs from England beyond chance".to_owned(),
        (0, 0) => "Beside other places".to_owned(),
        _ if apart.len() == 1 => format!("{} {} England", apart[0].0, if higher > 0 { "above" } else { "below" }),
        // Nine words at most: England is named once, with the first part.
        _ => {
            let all = [(higher, "above"), (similar, "similar"), (lower, "below")];
            let mut parts: Vec<String> = all.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
            if let Some(first) = parts.first_mut() {
                first.push_str(if first.ends_with("similar") { " to England" } else { " England" });
            }
            format!("Of {} measures, {}", apart.len(), parts.join(", "))
        }
    }
}

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

/// Indicators against the range of all authorities; the worse end at the left, or the lower where no direction is good.
pub fn spine(facts: &Facts<'_>, directive: &Directive) -> Option<Figure> {
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
                figure.text(),
                series.show_mean(mean),
                series.show(Ok(england)),
                series.show(Ok(low)),
                series.show(Ok(high)),
                better.to_owned(),
            ],
        });
        rows.push(SpineRow {
            label: about.title.clone(),
            value: shown(value, figure.text()),
            england: shown(england, series.show(Ok(england))),
            middle: (a.min(b), a.max(b)),
            neighbours: mean.value.ok().map(|v| shown(v, series.show_mean(mean))),
            ends: (series.show(Ok(left)), series.show(Ok(right))),
        });
    }
    if rows.is_empty() {
        return None;
    }
    let outside = rows.iter().filter(|r| r.value.at < r.middle.0 || r.value.at > r.middle.1).count();
    let title = match outside {
        0 => "All measures lie within the middle half of authorities".to_owned(),
        1 => format!("1 of {} measures lies outside the middle half", rows.len()),
        _ => format!("{outside} of {} measures lie outside the middle half", rows.len()),
    };
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
        chart: Chart { id: "spine".to_owned(), alt, form: Form::Spine(Spine { heads: (facts.here.name.clone(), "Statistical neighbours".to_owned(), "England".to_owned()), rows }) },
        note: "Light bar: all authorities, from the lowest to the highest; each side of England has its own scale. Dark bar: the middle half of them. Where a direction is better, the right end is the better one; elsewhere right is higher.".to_owned(),
        source: "Comparators: Department for Education, latest year that each measure has for England and the region".to_owned(),
        table: DataTable {
            caption: "Headline measures against all authorities".to_owned(),
            columns: columns.iter().enumerate().map(|(i, l)| Column { label: (*l).to_owned(), numeric: i > 0 && i < 6 }).collect(),
            rows: data,
        },
    })
}

/// `polarity` in a cell, for other tables.
pub fn better(good: Good) -> &'static str {
    polarity(good)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;
    use compare::Verdict::{Higher, Lower, Similar};

    #[test]
    fn a_comparison_counts_its_verdicts() {
        let said = |verdicts: &[compare::Verdict]| title(&verdicts.iter().map(|v| ("Rate".to_owned(), *v)).collect::<Vec<_>>());
        assert_eq!(said(&[Higher, Similar, Similar]), "Of 3 measures, 1 above England, 2 similar");
        assert_eq!(said(&[Similar, Similar, Lower]), "Of 3 measures, 2 similar to England, 1 below");
        assert_eq!(said(&[Lower, Lower]), "Of 2 measures, 2 below England");
        assert_eq!(said(&[Higher]), "Rate above England");
        assert_eq!(said(&[Similar]), "No measure here differs from England beyond chance");
        assert_eq!(said(&[]), "Beside other places");
    }

    #[test]
    fn a_comparison_prints_each_verdict_and_flags_small_numbers() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "high", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        testing::share(&mut facts, "few", Good::Low, Some("rereferrals_pct"), 20.0, 29.0);
        let table = comparison(&facts, "page", &testing::chart(&["high", "few", "absent"], &[])).unwrap();
        let cells: Vec<&[String]> = table.table.rows.iter().map(|r| r.cells.as_slice()).collect();
        assert_eq!(cells[0], ["40.0%\n400 of 1,000", "18.6%\nhigher", "19.4%\nhigher", "22.6%\nhigher", "Lower"]);
        assert_eq!(cells[1], ["69.0%\n20 of 29; small numbers", "18.6%", "19.4%", "22.6%", "Lower"]);
        assert!(comparison(&facts, "page", &testing::chart(&["absent"], &[])).is_none());
    }
}
