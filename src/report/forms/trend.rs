//! Published years of the authority, its neighbours, region and England, with the live value as the last point.

use super::{INTERVAL, Made, differs, subject, table};
use crate::calendar::Day;
use crate::charts::spec::{Form, Line, LivePoint, Trend, Value, Who};
use crate::content::markdown::Directive;
use crate::indicators::definition::Leans;
use crate::number::{Missing, Unit};
use crate::report::compare::{self, Series};
use crate::report::facts::{Facts, Shown};
use crate::report::{comparability, message, targets};

/// A trend, where anything is published for the code.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let series = compare::series(facts, code, "")?;
    let lines = lines(facts, &series);
    if lines.is_empty() {
        return None;
    }
    let rare = facts.single(code).is_some_and(Shown::is_rare);
    let live = facts.single(code).filter(|_| !rare).and_then(|figure| {
        let at = figure.value.ok()?;
        // Of fewer than 30, how many of how many stands where the value else stands.
        let name =
            if figure.is_small() { format!("{}, live: {}", facts.here.name, figure.text()) } else { format!("{}, live", facts.here.name) };
        let value = Value { at, shown: figure.large_and_small().0 };
        // Over a missing year no line leads.
        let up_to_now = series.own.last().is_some_and(Result::is_ok);
        let alike = series.leans != Leans::Either;
        let name = if alike { name } else { format!("{name}, counted differently") };
        // Apart by a place more where the two may not be compared: between them the chart breaks.
        let years_on = years_on(facts, &series) + usize::from(!alike);
        let interval = figure.interval().filter(|_| !figure.is_small());
        Some(LivePoint { value, interval, name, label: "Live".to_owned(), joined: alike && up_to_now, years_on })
    });
    let mut note = Vec::new();
    if live.as_ref().is_some_and(|l| l.interval.is_some()) {
        note.push("Whisker: 95% interval; a difference inside it may be chance.".to_owned());
    }
    if !series.measure.breaks.is_empty() && lines.iter().any(|l| !l.breaks.is_empty()) {
        note.push("A gap marked as a break: figures before and after are not comparable.".to_owned());
    }
    let mean = series.neighbours.get(series.latest());
    if let Some(mean) = mean.filter(|m| m.of > 0 && m.n < m.of) {
        note.push(format!("Statistical neighbours: mean of the {} of {} with a published figure.", mean.n, mean.of));
    }
    if live.is_some() && comparability::scaled(facts, code).is_some() {
        note.push("The live rate is scaled to twelve months.".to_owned());
    }
    if let Some(n) = facts.single(code).and_then(|figure| figure.numerator).filter(|_| rare) {
        note.push(format!("Published years only: {} is too few for a live rate.", crate::number::grouped(n, 0)));
    }
    if facts.single(code).is_some_and(Shown::is_hidden) {
        note.push("Published years only: the live figure is hidden, so that no child can be recognised.".to_owned());
    }
    let target = targets::beside(facts, code);
    note.extend(target.as_ref().map(|target| format!("{}.", target.words())));
    note.extend(differs(facts, code));
    let title = message::of_trend(facts, code, &subject(facts, code, directive));
    let alt = alt(facts, &lines, live.as_ref(), target.as_ref());
    let table = data(facts, code, &series, live.as_ref());
    let trend = Trend {
        years: series.years.iter().map(u16::to_string).collect(),
        lines,
        live,
        target: target.map(|target| (format!("Target, {}", target.origin), target.value)),
        suffix: if series.measure.unit == Unit::Percent { "%".to_owned() } else { String::new() },
        from_zero: series.measure.unit == Unit::Count,
    };
    if let Some(start) = crate::charts::starts_at(&trend) {
        note.insert(0, format!("The axis starts at {start}."));
    }
    let form = Form::Trend(trend);
    Some(Made { form, title, alt, note, table })
}

/// Years begun between the end of the last published period and the as-at date, one at least, so that the live value stands where
/// it belongs on the axis.
fn years_on(facts: &Facts<'_>, series: &Series<'_>) -> usize {
    let end = series.years.last().and_then(|year| facts.comparators.end(&series.measure.key, *year));
    let begun = |end: Day| (0..).take_while(|years| end.months_after(12 * years) < facts.as_at).count();
    end.map_or(1, begun).max(1)
}

fn lines(facts: &Facts<'_>, series: &Series<'_>) -> Vec<Line> {
    let breaks: Vec<usize> =
        series.years.iter().enumerate().filter(|(i, y)| *i > 0 && series.measure.breaks.contains(y)).map(|(i, _)| i).collect();
    let line = |who, name: &str, points: Vec<Option<Value>>| Line { who, name: name.to_owned(), points, breaks: breaks.clone() };
    let values =
        |all: &[crate::comparators::Published]| all.iter().map(|v| v.ok().map(|at| Value { at, shown: series.show(Ok(at)) })).collect();
    let means = series.neighbours.iter().map(|m| m.value.ok().map(|at| Value { at, shown: series.show_mean(m) })).collect();
    let region = facts.here.region.as_ref().map_or("Region", |a| a.name.as_str());
    let all = vec![
        line(Who::Authority, &facts.here.name, values(&series.own)),
        line(Who::Neighbours, "Statistical neighbours", means),
        line(Who::Region, region, values(&series.region)),
        line(Who::England, "England", values(&series.england)),
    ];
    all.into_iter().filter(|l| l.points.iter().any(Option::is_some)).collect()
}

fn alt(facts: &Facts<'_>, lines: &[Line], live: Option<&LivePoint>, target: Option<&targets::Beside>) -> String {
    let mut parts = Vec::new();
    for line in lines {
        let known: Vec<&Value> = line.points.iter().flatten().collect();
        let (Some(first), Some(last)) = (known.first(), known.last()) else { continue };
        parts.push(if known.len() > 1 {
            format!("{}: from {} to {}", line.name, first.shown, last.shown)
        } else {
            format!("{}: {}", line.name, last.shown)
        });
    }
    if let Some(live) = live {
        parts.push(format!("{} now: {}", facts.here.name, live.value.shown));
    }
    parts.extend(target.map(targets::Beside::words));
    format!("Line chart of published years. {}.", parts.join("; "))
}

fn data(facts: &Facts<'_>, code: &str, series: &Series<'_>, live: Option<&LivePoint>) -> crate::report::DataTable {
    let region = facts.here.region.as_ref().map(|a| a.name.clone());
    let n = series.neighbours.iter().map(|m| m.of).max().unwrap_or(0);
    let neighbours = format!("Statistical neighbours (mean of {n})");
    let mut columns = vec!["Period", facts.here.name.as_str()];
    if n > 0 {
        columns.push(&neighbours);
    }
    columns.extend(region.as_deref());
    columns.push("England");
    let interval = facts.single(code).filter(|_| live.is_some()).and_then(Shown::interval_text);
    columns.extend(interval.as_ref().map(|_| INTERVAL));
    let mut rows = Vec::new();
    for (i, year) in series.years.iter().enumerate() {
        let mut cells = vec![series.show(series.own[i])];
        if n > 0 {
            let mean = &series.neighbours[i];
            let shown = series.show_mean(mean);
            cells.push(if mean.n < mean.of && mean.n > 0 { format!("{shown}\n{} of {}", mean.n, mean.of) } else { shown });
        }
        if region.is_some() {
            cells.push(series.show(series.region[i]));
        }
        cells.push(series.show(series.england[i]));
        // Published figures come without one.
        cells.extend(interval.as_ref().map(|_| Missing::NotAvailable.shown()));
        rows.push((message::capital(&series.period(*year)), cells));
    }
    if let Some(live) = live {
        let blank = Missing::NotAvailable.shown();
        let of = match facts.single(code) {
            Some(figure) if figure.is_small() => figure.large_and_small().1,
            _ => facts.of_words(code, ""),
        };
        let mut cells = vec![if of.is_empty() { live.value.shown.clone() } else { format!("{}\n{of}", live.value.shown) }];
        cells.resize(columns.len() - 1, blank);
        if let (Some(interval), true) = (&interval, columns.contains(&INTERVAL)) {
            let last = cells.len() - 1;
            cells[last].clone_from(interval);
        }
        rows.push((format!("{}, live", facts.when(code)), cells));
    }
    table(&facts.about(code).map_or_else(String::new, |a| a.title.clone()), &columns, rows)
}
