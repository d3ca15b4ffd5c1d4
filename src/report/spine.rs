//! The spine: headline measures against all authorities of England.
//!
//! In: codes, or all headline measures by domain. Out: a figure in two sections, measures with a better direction apart from those
//! without. A measure that is published under another definition does not stand on it: no place among others is like for like.

use super::compare::{self, Series, Verdict};
use super::facts::{Facts, Shown};
use super::{Column, DataTable, Figure, Row, comparability};
use crate::charts::spec::{Chart, Form, Spine, SpineRow, SpineSection, StripRange, Value, Who};
use crate::content::attention::Attention;
use crate::content::markdown::Directive;
use crate::indicators::definition::{Good, Leans};
use crate::statistics::percentile;

/// Fewer authorities than this make no range.
const FEWEST: usize = 10;
/// The bar leaves out a twentieth of authorities at each end: single outliers would squeeze all others together.
const OUTER: f64 = 0.05;

/// A measure on the spine: what is drawn, and what the data table says.
struct Placed {
    row: SpineRow,
    data: Row,
    good: Good,
    claim: Option<Verdict>,
    scaled: bool,
}

/// A value's place on the scale of its row: England in the middle, the further of the two percentiles at its end.
struct Scale {
    england: f64,
    reach: f64,
    flip: f64,
}

impl Scale {
    fn at(&self, value: f64) -> f64 {
        0.5 + self.flip * (value - self.england) / (2.0 * self.reach)
    }

    fn both(&self, (low, high): (f64, f64)) -> (f64, f64) {
        let (a, b) = (self.at(low), self.at(high));
        (a.min(b), a.max(b))
    }
}

/// The figure of a directive, or `None` where no code can be placed.
pub fn figure(facts: &Facts<'_>, directive: &Directive, attention: &Attention) -> Option<Figure> {
    let codes = in_domains(&directive.args, attention);
    let (directed, neutral): (Vec<Placed>, Vec<Placed>) =
        codes.iter().filter_map(|(domain, code)| placed(facts, domain, code)).partition(|placed| placed.good != Good::Neither);
    if directed.is_empty() && neutral.is_empty() {
        return None;
    }
    let title = title(&directed);
    let note = note(directed.iter().chain(&neutral).any(|placed| placed.scaled));
    let data = directed.iter().chain(&neutral).map(|placed| placed.data.clone()).collect();
    let section = |title: &str, ends: (&str, &str), placed: Vec<Placed>| SpineSection {
        title: title.to_owned(),
        ends: (ends.0.to_owned(), ends.1.to_owned()),
        rows: placed.into_iter().map(|placed| placed.row).collect(),
    };
    let sections = vec![
        section("One direction is better", ("worse", "better"), directed),
        section("No right direction", ("lower", "higher"), neutral),
    ];
    let alt = alt(&sections);
    let heads = (facts.here.name.clone(), "Statistical neighbours".to_owned(), "England".to_owned());
    Some(Figure {
        id: "spine".to_owned(),
        codes: directive.args.clone(),
        number: 0,
        title,
        subtitle: "Headline measures against all authorities of England, latest published year".to_owned(),
        chart: Chart { id: "spine".to_owned(), alt, form: Form::Spine(Spine { heads, sections }) },
        note,
        source: "Comparators: Department for Education, latest year that each measure has for England and the region".to_owned(),
        table: table(facts, data),
    })
}

/// Codes in the order of their domains; those of none come last, without a heading.
fn in_domains(codes: &[String], attention: &Attention) -> Vec<(String, String)> {
    let listed = attention.domain.iter().flat_map(|domain| domain.headline.iter().map(|h| (domain.title.clone(), h.code.clone())));
    let mut all: Vec<(String, String)> = listed.filter(|(_, code)| codes.contains(code)).collect();
    let rest: Vec<&String> = codes.iter().filter(|code| !all.iter().any(|(_, listed)| listed == *code)).collect();
    all.extend(rest.into_iter().map(|code| (String::new(), code.clone())));
    all
}

fn placed(facts: &Facts<'_>, domain: &str, code: &str) -> Option<Placed> {
    let (about, figure) = (facts.about(code)?, facts.single(code).filter(|figure| !figure.is_rare())?);
    let value = figure.value.ok()?;
    let series = compare::series(facts, code, "").filter(|series| series.leans != Leans::Either)?;
    let i = series.latest();
    let england = series.england[i].ok()?;
    let spread = facts.comparators.spread(&series.measure.key, series.years[i]);
    if spread.len() < FEWEST {
        return None;
    }
    let part = |part: f64| percentile(&spread, part);
    let (low, high) = (part(OUTER)?, part(1.0 - OUTER)?);
    let reach = (england - low).max(high - england).max(f64::EPSILON);
    let scale = Scale { england, reach, flip: if about.good == Good::Low { -1.0 } else { 1.0 } };
    let claim = series.claim(figure, Who::England, england);
    let scaled = comparability::scaled(facts, code).is_some();
    let mean = &series.neighbours[i];
    let row = SpineRow {
        group: domain.to_owned(),
        label: format!("{}{}", about.title, if scaled { " *" } else { "" }),
        // Of few nothing is claimed, and a place among others is a claim.
        value: Value { at: if compare::is_few(figure) { f64::NAN } else { scale.at(value) }, shown: figure.large_and_small().0 },
        interval: figure.interval().filter(|_| !compare::is_few(figure)).map(|interval| scale.both(interval)),
        sure: matches!(claim, Some(Verdict::Higher | Verdict::Lower)),
        england: series.show(Ok(england)),
        range: scale.both((low, high)),
        middle: scale.both((part(0.25)?, part(0.75)?)),
        neighbours: mean.value.ok().map(|v| Value { at: scale.at(v), shown: series.show_mean(mean) }),
    };
    let data = Row::new(&about.title, code, cells(figure, &series, (low, high), about.good, claim));
    Some(Placed { row, data, good: about.good, claim, scaled })
}

/// Other authorities as a strip has them, where enough of them have a value; not where theirs count something else.
pub fn range(facts: &Facts<'_>, series: &Series<'_>) -> Option<StripRange> {
    if series.leans == Leans::Either {
        return None;
    }
    let spread = facts.comparators.spread(&series.measure.key, series.years[series.latest()]);
    let part = |part: f64| percentile(&spread, part).filter(|_| spread.len() >= FEWEST);
    Some(StripRange { ends: (part(OUTER)?, part(1.0 - OUTER)?), middle: (part(0.25)?, part(0.75)?) })
}

fn cells(figure: &Shown, series: &Series<'_>, (low, high): (f64, f64), good: Good, claim: Option<Verdict>) -> Vec<String> {
    let i = series.latest();
    let better = match good {
        Good::High => "higher",
        Good::Low => "lower",
        Good::Neither => "neither",
    };
    let unlike = series.unlike();
    let said = claim.map_or(if unlike.is_empty() { "too few to say" } else { unlike }, Verdict::word);
    vec![
        [Some(figure.in_words()), figure.interval_text()].into_iter().flatten().collect::<Vec<_>>().join("\n"),
        series.show_mean(&series.neighbours[i]),
        series.show(series.england[i]),
        said.to_owned(),
        series.show(Ok(low)),
        series.show(Ok(high)),
        better.to_owned(),
    ]
}

fn table(facts: &Facts<'_>, rows: Vec<Row>) -> DataTable {
    let heads = [
        "Measure",
        facts.here.name.as_str(),
        "Statistical neighbours",
        "England",
        "Against England",
        "5th percentile of authorities",
        "95th percentile of authorities",
        "Which is better",
    ];
    let column = |(i, label): (usize, &&str)| Column { label: (*label).to_owned(), numeric: ![0, 4, 7].contains(&i) };
    DataTable {
        caption: "Headline measures against all authorities".to_owned(),
        columns: heads.iter().enumerate().map(column).collect(),
        rows,
    }
}

fn note(scaled: bool) -> String {
    let scaled = if scaled { " * A rate of part of a year, scaled to twelve months." } else { "" };
    format!(
        "Light bar: all authorities but the twentieth at each end. Dark bar: the middle half of them. Each row has its own scale about England. Filled ring: the distance to England is more than chance explains; hollow: it may be chance, or the way we count. Thin line: 95% interval. Shares of fewer than 30 and rates of fewer than ten events have no place.{scaled}"
    )
}

fn alt(sections: &[SpineSection]) -> String {
    let rows = sections.iter().flat_map(|section| &section.rows);
    let said: Vec<String> =
        rows.map(|row| format!("{} {}, England {}", row.label.trim_end_matches(" *"), row.value.shown, row.england)).collect();
    format!("Spine chart. {}.", said.join("; "))
}

/// How many of the measures with a better direction are better or worse than England's by more than chance explains.
fn title(directed: &[Placed]) -> String {
    let ways = |wanted: Verdict, opposite: Verdict| {
        directed.iter().filter(|p| p.claim == Some(if p.good == Good::Low { opposite } else { wanted })).count()
    };
    let (worse, better) = (ways(Verdict::Lower, Verdict::Higher), ways(Verdict::Higher, Verdict::Lower));
    let drawn = directed.iter().filter(|p| p.row.value.at.is_finite()).count();
    let are = |n: usize| if n == 1 { "is" } else { "are" };
    match (worse, better) {
        _ if drawn == 0 && !directed.is_empty() => "Too few cases to place any measure beside England’s".to_owned(),
        (0, 0) if drawn == 1 => "One measure is placed, similar to England’s".to_owned(),
        (1, 0) if drawn == 1 => "One measure is placed, worse than England’s".to_owned(),
        (0, 1) if drawn == 1 => "One measure is placed, better than England’s".to_owned(),
        (0, 0) => "No measure is better or worse than England’s beyond chance".to_owned(),
        (worse, 0) => format!("{worse} of {drawn} measures {} worse than England’s", are(worse)),
        (0, better) => format!("{better} of {drawn} measures {} better than England’s", are(better)),
        (worse, better) => format!("Of {drawn} measures, {worse} {} worse than England’s, {better} better", are(worse)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Unit;
    use crate::report::testing;

    fn drawn(facts: &Facts<'_>, codes: &[&str]) -> Option<Figure> {
        figure(facts, &testing::chart(codes, &[]), &Attention::default())
    }

    fn sections(figure: &Figure) -> Vec<SpineSection> {
        let Form::Spine(spine) = &figure.chart.form else { panic!("a spine") };
        spine.sections.clone()
    }

    #[test]
    fn a_ring_is_filled_only_where_chance_does_not_explain_it() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let key = Some("rereferrals_pct");
        testing::share(&mut facts, "worse", Good::Low, key, 400.0, 1000.0);
        testing::share(&mut facts, "same", Good::Low, key, 226.0, 1000.0);
        testing::share(&mut facts, "neither", Good::Neither, key, 400.0, 1000.0);
        let figure = drawn(&facts, &["worse", "same", "neither"]).unwrap();
        let all = sections(&figure);
        let sure: Vec<Vec<bool>> = all.iter().map(|s| s.rows.iter().map(|row| row.sure).collect()).collect();
        assert_eq!(sure, [vec![true, false], vec![true]]);
        assert_eq!(figure.title, "1 of 2 measures is worse than England’s", "a measure without a better direction is not counted");
        let [worse, same] = [&all[0].rows[0], &all[0].rows[1]];
        assert!(worse.value.at < 0.5 && all[1].rows[0].value.at > 0.5, "lower is better: more is left, and right elsewhere");
        let (low, high) = same.interval.unwrap();
        assert!(low < same.value.at && same.value.at < high && low < 0.5 && 0.5 < high);
        let (low, high) = same.range;
        assert!(low <= same.middle.0 && same.middle.1 <= high && (low.abs() < 1e-9 || (high - 1.0).abs() < 1e-9), "{low} {high}");
    }

    #[test]
    fn what_is_counted_differently_does_not_stand_on_it() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "unlike", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        facts.about.get_mut("unlike").unwrap().leans = Leans::Either;
        assert!(drawn(&facts, &["unlike"]).is_none());
        testing::share(&mut facts, "few", Good::Low, Some("rereferrals_pct"), 20.0, 29.0);
        let row = sections(&drawn(&facts, &["unlike", "few"]).unwrap())[0].rows[0].clone();
        assert!(!row.sure && row.interval.is_none(), "of few nothing is claimed");
        assert!(row.value.at.is_nan() && row.value.shown == "20 of 29", "nor has it a place");
        testing::add(&mut facts, "rare", Unit::Rate, Good::Neither, Some("referrals_rate"), &[("", Some(9.0), None, Ok(500.0))]);
        assert!(drawn(&facts, &["rare"]).is_none(), "a rate of nine events has no row");
        assert_eq!(drawn(&facts, &["few"]).unwrap().title, "Too few cases to place any measure beside England’s");
        testing::share(&mut facts, "worse", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        assert_eq!(drawn(&facts, &["few", "worse"]).unwrap().title, "One measure is placed, worse than England’s");
    }
}
