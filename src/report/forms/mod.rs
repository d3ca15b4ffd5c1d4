//! Figures: an indicator in the form a page asks for.
//!
//! In: facts, a code and the directive's options. Out: a chart with its message, subtitle, note, source and table,
//! or `None` where there is nothing to draw, so that a page never holds an empty chart.

mod ages;
mod bars;
mod bullets;
mod columns;
mod histogram;
mod shares;
mod steps;
mod trend;

use super::facts::Facts;
use super::{DataTable, Figure};
use crate::charts::spec::{Chart, Form};
use crate::content::markdown::Directive;
use crate::indicators::definition::Good;

/// What a form makes of an indicator; the rest of the figure is the same for all.
pub struct Made {
    /// The drawing.
    pub form: Form,
    /// Message.
    pub title: String,
    /// Text alternative.
    pub alt: String,
    /// What to know when reading it.
    pub note: Vec<String>,
    /// The numbers.
    pub table: DataTable,
}

/// Forms a page may ask for with `as=`.
pub const FORMS: [&str; 13] =
    ["trend", "bars", "columns", "histogram", "pyramid", "icons", "ring", "stacked", "paired", "bullet", "heat", "steps", "multiples"];

/// The figure a `chart` directive asks for.
pub fn figure(facts: &Facts<'_>, directive: &Directive) -> Option<Figure> {
    let code = directive.args.first()?;
    let about = facts.about(code)?;
    let form = directive.options.get("as").map_or("bars", String::as_str);
    let made = match form {
        "trend" => trend::make(facts, code, directive),
        "columns" => columns::make(facts, code, directive),
        "histogram" => histogram::make(facts, code, directive),
        "pyramid" => ages::make(facts, code, directive),
        "icons" => shares::icons(facts, code, directive),
        "ring" => shares::ring(facts, code, directive),
        "stacked" => shares::stacked(facts, directive),
        "paired" => bars::paired(facts, directive),
        "bullet" => bullets::make(facts, directive),
        "heat" => bars::heat(facts, code, directive),
        "steps" => steps::make(facts, directive),
        "multiples" => columns::multiples(facts, directive),
        _ => bars::make(facts, code, directive),
    }?;
    let id = format!("{}-{form}", code.to_lowercase());
    let title = directive.options.get("title").filter(|t| super::values::is_whole(facts, t));
    let title = title.map_or(made.title, |t| super::values::fill(facts, t, &mut Vec::new()));
    let subtitle =
        directive.options.get("subtitle").map_or_else(|| subtitle(facts, code, form), |t| super::values::fill(facts, t, &mut Vec::new()));
    let mut note = made.note;
    note.extend(directive.options.get("note").map(|n| super::values::fill(facts, n, &mut Vec::new())));
    Some(Figure {
        id: id.clone(),
        codes: directive.args.clone(),
        number: 0,
        title,
        subtitle,
        note: note.join(" "),
        source: source(facts, directive, about),
        chart: Chart { id, alt: made.alt, form: made.form },
        table: made.table,
    })
}

/// Measure, denominator, time and which way is better.
fn subtitle(facts: &Facts<'_>, code: &str, form: &str) -> String {
    let Some(about) = facts.about(code) else { return String::new() };
    let live = match facts.window(code) {
        Some(window) if about.unit == crate::number::Unit::Rate && !about.stock && window.months != 12 => {
            format!("{}, {} made a year", window.words(), times(window.months))
        }
        _ => facts.when(code),
    };
    let years = match (form, super::compare::series(facts, code, "")) {
        ("trend", Some(series)) if !series.years.is_empty() => {
            let kind = if series.measure.period_type.starts_with("at ") { "on 31 March" } else { "years to 31 March" };
            format!(", {kind} {} to {}; live: {live}", series.years[0], series.years[series.years.len() - 1])
        }
        _ => format!(", {live}"),
    };
    let good = match about.good {
        Good::High => ". Higher is better",
        Good::Low => ". Lower is better",
        Good::Neither => "",
    };
    format!("{}{years}{good}", about.title)
}

/// How a window becomes a year: `six months doubled`, `three months times 4`.
fn times(months: u8) -> String {
    match months {
        6 => "doubled".to_owned(),
        _ => format!("times {}", crate::number::grouped(12.0 / f64::from(months.max(1)), 1)),
    }
}

/// Codes, list, population, comparator.
fn source(facts: &Facts<'_>, directive: &Directive, about: &crate::indicators::definition::About) -> String {
    let list = facts.list(&about.list).map(|l| format!("Annex A list {}", l.number));
    let population =
        (about.unit == crate::number::Unit::Rate).then(|| facts.here.population.map(|population| population.source())).flatten();
    let series = directive.args.iter().find_map(|code| {
        let about = facts.about(code)?;
        let group = about.comparators.keys().next().map_or("", String::as_str);
        super::compare::series(facts, code, "").or_else(|| super::compare::series(facts, code, group))
    });
    let publication =
        series.filter(|s| !s.years.is_empty()).map(|s| format!("Comparators: {}, {}", s.measure.publication, s.years[s.latest()]));
    let mut parts = vec![directive.args.join(", ")];
    parts.extend([list, population, publication].into_iter().flatten());
    parts.join(" · ")
}

/// A table whose first column heads the rows.
pub(super) fn table(caption: &str, columns: &[&str], rows: Vec<(String, Vec<String>)>) -> DataTable {
    DataTable {
        caption: caption.to_owned(),
        columns: columns.iter().enumerate().map(|(i, c)| super::Column { label: (*c).to_owned(), numeric: i > 0 }).collect(),
        rows: rows.into_iter().map(|(head, cells)| super::Row { head, sub: String::new(), cells }).collect(),
    }
}

/// The words a figure is spoken of with: the directive's `subject`, else the record's short title.
pub(super) fn subject(facts: &Facts<'_>, code: &str, directive: &Directive) -> String {
    directive.options.get("subject").cloned().or_else(|| facts.about(code).map(|a| a.short.clone())).unwrap_or_default()
}

/// What every caveat about a differing published figure says, once.
pub(super) fn differs(facts: &Facts<'_>, code: &str) -> Option<String> {
    facts.about(code).map(|a| a.differs.clone()).filter(|d| !d.is_empty())
}
