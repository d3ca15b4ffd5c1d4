//! Groups as bars, two indicators side by side, and cross-tables shaded by size.

use super::{INTERVAL, Made, differs, interval_cell, subject, table, veiled};
use crate::charts::spec::{Bar, Bars, Form, Heat, Paired, Value, Who};
use crate::content::markdown::Directive;
use crate::number::{Missing, Unit, grouped};
use crate::report::compare;
use crate::report::facts::{Facts, NOT_MAPPED, NOT_RECORDED, Shown, stands_apart};
use crate::report::groups::{self, Words};
use crate::report::message;
use crate::statistics::SMALL_DENOMINATOR;
use std::collections::BTreeSet;

/// Bars stay readable up to here; the rest is summed in the last row's words.
const MOST: usize = 16;

/// Sorted bars with England's value (or residents' share) marked.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let there = |f: &Shown| (f.value.is_ok() || f.is_hidden()) && !is_statistic(&f.group);
    let all: Vec<&Shown> = facts.groups(code).into_iter().filter(|f| there(f)).collect();
    let hidden: Vec<&Shown> = all.iter().copied().filter(|f| f.is_hidden()).collect();
    let total: f64 = all.iter().filter_map(|f| f.numerator.or(f.value.ok())).sum();
    let shown = all.iter().filter(|f| f.value.is_ok_and(|value| value > 0.0)).count();
    if all.is_empty() || total <= 0.0 || !hidden.is_empty() && !veiled::is_enough(shown, hidden.len()) {
        return None;
    }
    let canonical = directive.options.get("sort").is_some_and(|s| s != "value");
    // What stands in an order of its own shows where it is broken; else what is hidden is named once, below.
    let in_place = canonical && hidden.len() <= shown && all.len() <= MOST;
    let drawn = |f: &Shown| if hidden.is_empty() { !is_noise(f) } else { f.value.is_ok_and(|v| v != 0.0 || canonical) || in_place };
    let mut rows: Vec<&Shown> = all.iter().copied().filter(|f| drawn(f)).filter(|f| f.is_hidden() || !is_noise(f)).collect();
    if directive.options.get("sort").is_none_or(|s| s == "value") {
        rows.sort_by(|a, b| {
            (stands_apart(&a.group), b.value.unwrap_or(0.0))
                .partial_cmp(&(stands_apart(&b.group), a.value.unwrap_or(0.0)))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
    } else {
        rows.sort_by_key(|f| stands_apart(&f.group));
    }
    let left_out = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);
    let residents = directive.options.get("marks").is_some_and(|m| m == "residents");
    let words = Words { england: !residents, ..Words::of(directive) };
    let (title, named) = match hidden.is_empty() {
        true => groups::sentence(facts, code, &rows, words),
        false => groups::fact_of_shown(facts, code, &rows, words),
    };
    // The groups that the title names, and no others, are in focus; a written title says with `focus` which it names.
    let named = match directive.options.get("title") {
        Some(words) if super::stands_here(facts, code, directive) && (hidden.is_empty() || veiled::stands(facts, words)) => {
            directive.options.get("focus").map(|f| f.split('|').map(str::to_owned).collect()).unwrap_or_default()
        }
        _ => named,
    };
    let percent = rows.iter().any(|f| f.unit == Unit::Percent);
    let mut years = BTreeSet::new();
    let bars: Vec<Bar> = rows
        .iter()
        .map(|f| {
            let mark = if residents { resident_share(facts, &f.group) } else { england(facts, code, &f.group, &mut years) };
            let mark = mark.filter(|_| !f.is_hidden());
            let focus = named.contains(&f.group);
            Bar {
                label: facts.label(code, &f.group),
                value: Value { at: f.value.unwrap_or(if f.is_hidden() { f64::NAN } else { 0.0 }), shown: f.text() },
                number: if percent { f.numerator.map(|n| grouped(n, 0)).unwrap_or_default() } else { String::new() },
                interval: whisker(f, mark.as_ref()),
                mark,
                focus,
                apart: stands_apart(&f.group),
            }
        })
        .collect();
    let marked = bars.iter().any(|b| b.mark.is_some());
    let name = if residents { "Residents" } else { "England" };
    let mut note = Vec::new();
    if marked && residents {
        note.push(
            "Marks: residents of all ages, Census 2021; children are more often of a minority ethnic group than all residents.".to_owned(),
        );
    } else if marked {
        note.push(format!("Diamonds: England, {}.", years.into_iter().collect::<Vec<_>>().join(" or ")));
    }
    if bars.iter().any(|b| b.interval.is_some()) {
        note.push("Whiskers: 95% intervals, where a comparator stands beside.".to_owned());
    }
    if rows.iter().any(|f| f.is_small()) {
        note.push("Small numbers: shares of fewer than 30; read the number first.".to_owned());
    }
    if left_out > 0 {
        note.push(format!("The data table holds {left_out} more {}.", if left_out == 1 { "group" } else { "groups" }));
    }
    note.extend(differs(facts, code).filter(|_| marked && !residents));
    if in_place && !hidden.is_empty() {
        note.push(veiled::signed());
    } else {
        let labels: Vec<String> = hidden.iter().map(|f| facts.label(code, &f.group)).collect();
        note.extend(veiled::named(labels.iter().map(String::as_str)));
    }
    let alt =
        format!("Bar chart. {}.", bars.iter().take(5).map(|b| format!("{}: {}", b.label, b.value.shown)).collect::<Vec<_>>().join(", "));
    let heads = if percent { ("Number".to_owned(), "Share".to_owned()) } else { (String::new(), heading(rows[0].unit)) };
    let who = if residents { Who::Residents } else { Who::England };
    let table = data(facts, code, &all, residents);
    Some(Made { form: Form::Bars(Bars { heads, rows: bars, marks: marked.then(|| (who, name.to_owned())) }), title, alt, note, table })
}

/// A whisker only where it settles something: beside a comparator, of a share of 30 or more, and never on nothing.
fn whisker(figure: &Shown, mark: Option<&Value>) -> Option<(f64, f64)> {
    let bears = figure.unit == Unit::Percent && !figure.is_small() && !stands_apart(&figure.group);
    figure.interval().filter(|_| bears && mark.is_some() && figure.value.is_ok_and(|value| value > 0.0))
}

/// A row with nothing in it that says nothing: not recorded or not mapped, and none.
fn is_noise(figure: &Shown) -> bool {
    matches!(figure.group.as_str(), NOT_RECORDED | NOT_MAPPED) && figure.numerator.or(figure.value.ok()).unwrap_or(0.0) <= 0.0
}

/// Groups that hold a statistic of the distribution, not a part of it.
pub(super) fn is_statistic(group: &str) -> bool {
    matches!(group, "median" | "mean" | "n" | "P90" | "p90" | "lower quartile" | "upper quartile")
}

pub(super) fn heading(unit: Unit) -> String {
    match unit {
        Unit::Count => "Number".to_owned(),
        Unit::Days => "Days".to_owned(),
        Unit::WorkingDays => "Working days".to_owned(),
        Unit::Months => "Months".to_owned(),
        Unit::Points => "Percentage points".to_owned(),
        Unit::Rate => "Rate per 10,000".to_owned(),
        Unit::Ratio => "Mean".to_owned(),
        Unit::Percent => "Share".to_owned(),
        Unit::Date => "Date".to_owned(),
        Unit::Score => "Score".to_owned(),
    }
}

fn england(facts: &Facts<'_>, code: &str, group: &str, years: &mut BTreeSet<String>) -> Option<Value> {
    let series = compare::series(facts, code, group)?;
    let at = series.england_latest()?;
    years.insert(series.period(series.years[series.latest()]));
    Some(Value { at, shown: series.show(Ok(at)) })
}

fn resident_share(facts: &Facts<'_>, group: &str) -> Option<Value> {
    let area = facts.here.area.as_ref()?;
    let at = facts.comparators.residents_by_ethnicity(&area.code)?.percent(group)?;
    Some(Value { at, shown: Unit::Percent.show(at) })
}

fn data(facts: &Facts<'_>, code: &str, groups: &[&Shown], residents: bool) -> crate::report::DataTable {
    let caption = facts.about(code).map_or_else(String::new, |a| a.title.clone());
    let percent = groups.iter().any(|f| f.unit == Unit::Percent);
    let compared: Vec<_> = groups.iter().map(|f| compare::series(facts, code, &f.group)).collect();
    let any = compared.iter().any(Option::is_some);
    let mut columns = vec!["Group"];
    if percent {
        columns.push("Number");
    }
    let measure = if percent { "Share".to_owned() } else { groups.first().map_or_else(String::new, |f| heading(f.unit)) };
    columns.push(&measure);
    let intervals = groups.iter().any(|f| f.interval().is_some());
    columns.extend(intervals.then_some(INTERVAL));
    if any {
        columns.extend(["Statistical neighbours", "England"]);
    }
    if residents {
        columns.push("Residents, all ages");
    }
    let rows = groups
        .iter()
        .zip(&compared)
        .map(|(f, series)| {
            let mut cells = Vec::new();
            if percent {
                cells.push(f.numerator.map_or_else(|| f.text(), |n| grouped(n, 0)));
            }
            cells.push(f.text());
            if intervals {
                // What is not recorded is no part of the shares.
                cells.push(interval_cell(Some(*f).filter(|f| !matches!(f.group.as_str(), NOT_RECORDED | NOT_MAPPED))));
            }
            if any {
                let latest = series.as_ref().filter(|s| !s.years.is_empty());
                let blank = || crate::number::Missing::NotApplicable.shown();
                cells.push(latest.map_or_else(blank, |s| s.show_mean(&s.neighbours[s.latest()])));
                cells.push(latest.map_or_else(blank, |s| s.show(s.england[s.latest()])));
            }
            if residents {
                cells.push(resident_share(facts, &f.group).map_or_else(|| crate::number::Missing::NotApplicable.shown(), |v| v.shown));
            }
            (facts.label(code, &f.group), cells)
        })
        .collect();
    table(&caption, &columns, rows)
}

/// The same groups of two codes side by side: `chart CON-06 REF-07 as=paired names="Contacts|Referrals"`.
pub fn paired(facts: &Facts<'_>, directive: &Directive) -> Option<Made> {
    let [first, second] = directive.args.as_slice() else { return None };
    let (a, b) = directive.options.get("names").and_then(|n| n.split_once('|'))?;
    let mut rows: Vec<(&Shown, &Shown)> = facts
        .groups(first)
        .into_iter()
        .filter(|f| !stands_apart(&f.group) && f.value.is_ok())
        .filter_map(|f| facts.group(second, &f.group).filter(|g| g.value.is_ok()).map(|g| (f, g)))
        .collect();
    let hidden: Vec<String> = facts
        .groups(first)
        .into_iter()
        .filter(|f| !stands_apart(&f.group) && (f.is_hidden() || facts.group(second, &f.group).is_some_and(Shown::is_hidden)))
        .map(|f| facts.label(first, &f.group))
        .collect();
    if rows.is_empty() || !hidden.is_empty() && !veiled::is_enough(rows.len(), hidden.len()) {
        return None;
    }
    rows.sort_by(|x, y| y.0.value.unwrap_or(0.0).total_cmp(&x.0.value.unwrap_or(0.0)));
    let gap = |row: &(&Shown, &Shown)| row.1.value.unwrap_or(0.0) - row.0.value.unwrap_or(0.0);
    let widest = rows.iter().max_by(|x, y| gap(x).abs().total_cmp(&gap(y).abs()))?;
    let more = gap(widest) > 0.0;
    // Where the two intervals meet, chance may explain the widest gap, and so all others.
    let apart = match (widest.0.interval(), widest.1.interval()) {
        (Some(a), Some(b)) => a.1 < b.0 || b.1 < a.0,
        _ => false,
    };
    let base = |figures: [&Shown; 2]| figures.iter().filter_map(|f| f.denominator).fold(f64::INFINITY, f64::min);
    let least = rows.iter().map(|row| base([row.0, row.1])).fold(f64::INFINITY, f64::min);
    let alike = rows.iter().all(|row| compare::alike(Unit::Percent, row.0.value.unwrap_or(0.0), row.1.value.unwrap_or(0.0)));
    let title = if least < SMALL_DENOMINATOR {
        let few = |f: &Shown| f.denominator.is_some_and(|of| of < SMALL_DENOMINATOR);
        format!("Too few {} to compare sources", if rows.iter().any(|row| few(row.1)) { b } else { a }.to_lowercase())
    } else if apart {
        let (most, least) = if more { (b, a) } else { (a, b) };
        format!(
            "{}: a larger share of {} than of {}",
            message::plain(&facts.label(first, &widest.0.group)),
            most.to_lowercase(),
            least.to_lowercase()
        )
    } else if !hidden.is_empty() {
        // Of all sources nothing may be said.
        let (f, g) = rows[0];
        let name = message::plain(&facts.label(first, &f.group));
        format!("{name}: {} of {}, {} of {}", f.in_short(), a.to_lowercase(), g.in_short(), b.to_lowercase())
    } else if alike {
        format!("{a} and {} come from much the same sources", b.to_lowercase())
    } else {
        format!("No source differs between {} and {} beyond chance", a.to_lowercase(), b.to_lowercase())
    };
    let shown = |f: &Shown| Value { at: f.value.unwrap_or(0.0), shown: f.text() };
    let alt = format!(
        "Paired bars of {} and {}. {}.",
        a.to_lowercase(),
        b.to_lowercase(),
        rows.iter()
            .take(4)
            .map(|(f, g)| format!("{}: {} and {}", facts.label(first, &f.group), f.text(), g.text()))
            .collect::<Vec<_>>()
            .join("; ")
    );
    let data = rows
        .iter()
        .map(|(f, g)| {
            (
                facts.label(first, &f.group),
                vec![with_interval(f), with_interval(g), Unit::Points.show(g.value.unwrap_or(0.0) - f.value.unwrap_or(0.0))],
            )
        })
        .chain(hidden.iter().map(|label| (label.clone(), vec![Missing::Suppressed.shown(); 3])))
        .collect();
    let table = table(&format!("{a} and {} by group", b.to_lowercase()), &["Group", a, b, "Difference in points"], data);
    let rows = rows.iter().map(|(f, g)| (facts.label(first, &f.group), shown(f), shown(g))).collect();
    let note = veiled::named(hidden.iter().map(String::as_str)).into_iter().collect();
    Some(Made { form: Form::Paired(Paired { names: (a.to_owned(), b.to_owned()), rows }), title, alt, note, table })
}

/// A value with its interval under it; of fewer than 30 how many of how many comes first.
fn with_interval(figure: &Shown) -> String {
    let lines = [Some(figure.in_words()), figure.interval_text()];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Five classes or fewer with round limits, each about three times the one before: even ones would leave most cells in the palest.
fn classes(most: f64) -> Vec<(f64, String)> {
    let limits: Vec<f64> = [0.0, 4.0, 14.0, 49.0, 149.0].into_iter().filter(|above| *above < most).collect();
    let words = |(i, above): (usize, &f64)| match limits.get(i + 1) {
        Some(next) => (*above, format!("{} to {}", grouped(above + 1.0, 0), grouped(*next, 0))),
        None => (*above, format!("{} or more", grouped(above + 1.0, 0))),
    };
    limits.iter().enumerate().map(words).collect()
}

/// A two-way code as a shaded table: groups are `<row> <column>`, the columns given by `columns="A|B"`.
pub fn heat(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let columns: Vec<String> = directive.options.get("columns")?.split('|').map(str::to_owned).collect();
    let groups = facts.groups(code);
    let mut rows: Vec<(String, Vec<Option<Value>>)> = Vec::new();
    for figure in groups.iter().filter(|f| f.value.is_ok() || f.is_hidden()) {
        let Some((column, row)) =
            columns.iter().enumerate().find_map(|(i, c)| figure.group.strip_suffix(c.as_str()).map(|r| (i, r.trim().to_owned())))
        else {
            continue;
        };
        let at = rows.iter().position(|r| r.0 == row).unwrap_or_else(|| {
            rows.push((row, vec![None; columns.len()]));
            rows.len() - 1
        });
        rows[at].1[column] = Some(Value { at: figure.value.unwrap_or(f64::NAN), shown: figure.text() });
    }
    let sum = |cells: &[Option<Value>]| cells.iter().flatten().map(|v| v.at).filter(|at| at.is_finite()).sum::<f64>();
    let hides = |cells: &[Option<Value>]| cells.iter().flatten().any(|v| !v.at.is_finite());
    // Rows of which nothing may be seen are named below, and in the data table.
    let nothing: Vec<(String, Vec<Option<Value>>)> = rows.iter().filter(|r| sum(&r.1) <= 0.0 && hides(&r.1)).cloned().collect();
    let hidden = !nothing.is_empty() || rows.iter().any(|r| hides(&r.1));
    rows.retain(|r| sum(&r.1) > 0.0);
    let cells = |wanted: &dyn Fn(f64) -> bool| rows.iter().flat_map(|r| r.1.iter().flatten()).filter(|v| wanted(v.at)).count();
    let cells_hidden = cells(&|at| !at.is_finite()) > 0;
    if hidden && !veiled::is_enough(cells(&|at| at > 0.0), cells(&|at| !at.is_finite())) {
        return None;
    }
    // Levels of a ladder stand in the order of the ladder.
    if directive.options.get("order").is_none_or(|order| order != "given") {
        rows.sort_by(|a, b| sum(&b.1).total_cmp(&sum(&a.1)));
    }
    let largest = rows
        .iter()
        .flat_map(|r| r.1.iter().enumerate().filter_map(move |(i, v)| v.as_ref().map(|v| (r.0.clone(), i, v.clone()))))
        .filter(|(_, _, value)| value.at.is_finite())
        .reduce(|a, b| if b.2.at > a.2.at { b } else { a })?;
    let said = |group: &str| message::plain(&facts.label(code, group));
    let (row, column) = (said(&largest.0), message::lower_first(&said(&columns[largest.1])));
    let title = match rows.iter().map(|row| sum(&row.1)).sum::<f64>() < compare::FEWEST_EVENTS {
        // What is hidden may be larger.
        _ if hidden => message::shortest([format!("{row}, {column}: {}", largest.2.shown), format!("{row}: {}", largest.2.shown)]),
        true => message::TOO_FEW.to_owned(),
        false => message::shortest([format!("{row}, {column}, is the largest group"), format!("{row} is the largest group")]),
    };
    let named = if hidden { "One cell" } else { "The largest cell" };
    let alt = format!("Table shaded by size. {named} is {} and {}: {}.", largest.0, columns[largest.1], largest.2.shown);
    let data = rows
        .iter()
        .chain(&nothing)
        .map(|(r, cells)| {
            (facts.label(code, r), cells.iter().map(|c| c.as_ref().map_or_else(|| "0".to_owned(), |v| v.shown.clone())).collect())
        })
        .collect();
    let columns: Vec<String> = columns.iter().map(|column| facts.label(code, column)).collect();
    rows.iter_mut().for_each(|row| row.0 = facts.label(code, &row.0));
    let mut heads = vec!["Group"];
    heads.extend(columns.iter().map(String::as_str));
    let table = table(&subject(facts, code, directive), &heads, data);
    // A sum without what is hidden would be false.
    let (mut drawn, totals) = (columns.clone(), usize::from(columns.len() > 1 && !hidden));
    drawn.extend((totals > 0).then(|| "All".to_owned()));
    for (_, cells) in rows.iter_mut().filter(|_| totals > 0) {
        let all = sum(cells);
        cells.push(Some(Value { at: all, shown: grouped(all, 0) }));
    }
    let form = Form::Heat(Heat { columns: drawn, rows, classes: classes(largest.2.at), totals });
    let mut note = Vec::new();
    if cells_hidden {
        note.push(veiled::signed());
    }
    let labels: Vec<String> = nothing.iter().map(|(row, _)| facts.label(code, row)).collect();
    // The sign is explained already.
    let rest = labels.iter().map(String::as_str);
    note.extend(match cells_hidden {
        true => (!labels.is_empty()).then(|| format!("{} in every cell: {}.", Missing::Suppressed.shown(), veiled::listed(rest))),
        false => veiled::named(rest),
    });
    Some(Made { form, title, alt, note, table })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::report::testing;

    #[test]
    fn sources_are_much_the_same_only_where_they_are_near_and_not_few() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let mut said = |first: (f64, f64), second: (f64, f64)| {
            for (code, (n, of)) in [("A", first), ("B", second)] {
                let groups = [("Police", n), ("Schools", of - n)].map(|(group, n)| (group, Some(n), Some(of), Ok(100.0 * n / of)));
                testing::add(&mut facts, code, Unit::Percent, Good::Neither, None, &groups);
            }
            paired(&facts, &testing::chart(&["A", "B"], &[("names", "Contacts|Referrals")])).unwrap().title
        };
        assert_eq!(said((4.0, 8.0), (0.0, 1.0)), "Too few referrals to compare sources");
        assert_eq!(said((4.0, 8.0), (20.0, 40.0)), "Too few contacts to compare sources");
        assert_eq!(said((500.0, 1000.0), (515.0, 1000.0)), "Contacts and referrals come from much the same sources");
        assert_eq!(said((20.0, 40.0), (16.0, 40.0)), "No source differs between contacts and referrals beyond chance");
        assert_eq!(said((200.0, 400.0), (100.0, 400.0)), "Schools: a larger share of referrals than of contacts");
    }
}
