//! Figures: an indicator in the form a page asks for.
//!
//! In: facts, a code and the directive's options. Out: a chart with its message, subtitle, note, source and table,
//! or `None` where there is nothing to draw, so that a page never holds an empty chart.

mod ages;
mod bars;
mod bullets;
mod columns;
mod control;
mod flow;
mod funnel;
mod histogram;
mod map;
mod pace;
pub(super) mod ratios;
mod shares;
mod steps;
mod timeline;
mod trend;
mod veiled;

use super::facts::{Facts, Shown};
use super::message::{self, lower_first};
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
pub const FORMS: [&str; 20] = [
    "trend",
    "bars",
    "columns",
    "control",
    "histogram",
    "pyramid",
    "icons",
    "ring",
    "stacked",
    "paired",
    "bullet",
    "heat",
    "steps",
    "multiples",
    "ratios",
    "pace",
    "funnel",
    "flow",
    "map",
    "timeline",
];

/// The figure a `chart` directive asks for.
pub fn figure(facts: &Facts<'_>, directive: &Directive) -> Option<Figure> {
    // An argument may name a group of a code: `CP-21/28_days`.
    let code = directive.args.first().map(|arg| code_of(arg))?;
    let about = facts.about(code)?;
    let form = directive.options.get("as").map_or("bars", String::as_str);
    if directive.options.get("least").is_some_and(|codes| codes.split('|').any(|code| few(facts, code))) {
        return None;
    }
    let (plain, veiled) = (veiled::is_needed(facts, directive, form), veiled::is_veiled(facts, directive, form));
    let made = match form {
        _ if plain => veiled::make(facts, code, directive),
        "trend" => trend::make(facts, code, directive),
        "columns" => columns::make(facts, code, directive),
        "control" => control::make(facts, code, directive),
        "histogram" => histogram::make(facts, code, directive),
        "pyramid" => ages::make(facts, code, directive),
        "icons" => shares::icons(facts, code, directive),
        "ring" => shares::ring(facts, code, directive),
        "stacked" => shares::stacked(facts, directive),
        "paired" => bars::paired(facts, directive),
        "bullet" => bullets::make(facts, directive),
        "heat" => bars::heat(facts, code, directive),
        "steps" => steps::make(facts, directive),
        "pace" => pace::make(facts, code, directive),
        "funnel" => funnel::make(facts, code, directive),
        "flow" => flow::make(facts, code),
        "map" => map::make(facts, code, directive),
        "timeline" => timeline::make(facts, directive),
        "ratios" => ratios::make(facts, code, directive),
        "multiples" => columns::multiples(facts, directive),
        _ => bars::make(facts, code, directive),
    }?;
    let id = format!("{}-{form}", code.to_lowercase());
    // Written words hold only where every value they name is there; else the form's own stand.
    let written = |option: &str| {
        let words = directive.options.get(option).filter(|words| super::values::is_whole(facts, words))?;
        Some(super::values::fill(facts, words, &mut Vec::new()))
    };
    let title = written("title").filter(|title| super::message::fits(title) && stands_here(facts, code, directive));
    let title = title.filter(|_| !veiled || veiled::stands(facts, &directive.options["title"])).unwrap_or(made.title);
    let title = if super::message::fits(&title) { title } else { about.short.clone() };
    let subtitle = written("subtitle").unwrap_or_else(|| subtitle(facts, directive, code, form));
    let mut note = made.note;
    note.extend(written("note").filter(|_| !plain));
    let mut codes: Vec<String> = Vec::new();
    for code in directive.args.iter().map(|arg| code_of(arg)) {
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    Some(Figure {
        id: id.clone(),
        source: source(facts, &codes, if plain { "veiled" } else { form }, funnel_year(facts, directive, code, form)),
        codes,
        number: 0,
        title,
        subtitle,
        note: note.join(" "),
        chart: Chart { id, alt: made.alt, form: made.form },
        table: made.table,
    })
}

/// Whether anything that a directive names is hidden: why it may have nothing to draw.
pub fn is_hidden(facts: &Facts<'_>, directive: &Directive) -> bool {
    veiled::any(facts, directive)
}

/// Whether fewer than 30 stand behind a figure that a chart rests on: `least="APT-07|ADO-03"`, drawn of enough on either side only.
fn few(facts: &Facts<'_>, code: &str) -> bool {
    let n = facts.single(code).and_then(|figure| figure.numerator.or(figure.value.ok()));
    n.is_none_or(|n| n < crate::statistics::SMALL_DENOMINATOR)
}

/// Whether a directive's written title stands: every value it names is there, with them it fits, and the groups that it puts in
/// focus are what the picture shows first.
pub(super) fn stands_here(facts: &Facts<'_>, code: &str, directive: &Directive) -> bool {
    let Some(words) = directive.options.get("title") else { return false };
    let fits = super::values::is_whole(facts, words) && super::message::fits(&super::values::fill(facts, words, &mut Vec::new()));
    let focus: Option<Vec<&str>> = directive.options.get("focus").map(|focus| focus.split('|').collect());
    fits && focus.is_none_or(|focus| super::groups::agrees(&facts.groups(code), &focus))
}

/// The code of an argument that may name a group.
fn code_of(arg: &str) -> &str {
    arg.split('/').next().unwrap_or(arg)
}

/// Measure, denominator, time and which way is better.
fn subtitle(facts: &Facts<'_>, directive: &Directive, code: &str, form: &str) -> String {
    let Some(about) = facts.about(code) else { return String::new() };
    if form == "bullet" && directive.args.len() > 1 {
        let goods: Vec<Good> = directive.args.iter().filter_map(|a| facts.about(code_of(a))).map(|a| a.good).collect();
        let measure = if about.unit == crate::number::Unit::Percent { "Each out of its own total" } else { "Each on its own" };
        let one = goods.first().filter(|first| goods.iter().all(|good| good == *first));
        return format!("{measure}, {}{}", facts.when(code), one.map_or("", |good| which(*good, about.unit)));
    }
    let stitched = super::signals::judged(facts, code).ok().filter(|judged| form == "control" && judged.earlier > 0);
    let ends = stitched.and_then(|judged| Some((super::periods::row(judged.keys.first()?), super::periods::row(judged.keys.last()?))));
    let live = ends.map_or_else(|| facts.when(code), |(first, last)| format!("{first} to {last}"));
    if let Some((series, year)) = super::compare::series(facts, code, "").zip(funnel_year(facts, directive, code, form)) {
        let measure = lower_first(&series.measure.title);
        return format!("{}, all authorities in England: {measure}", message::capital(&series.period(year)));
    }
    let years = match (form, super::compare::series(facts, code, "")) {
        ("trend", Some(series)) => {
            let kind = if series.measure.period_type.starts_with("at ") { "on 31 March" } else { "years to 31 March" };
            let live = if facts.single(code).is_some_and(Shown::is_rare) { String::new() } else { format!("; live: {live}") };
            format!(", {kind} {} to {}{live}", series.years[0], series.years[series.years.len() - 1])
        }
        _ => format!(", {live}"),
    };
    // Of groups, bins and months no one direction is better.
    let good = match form {
        "trend" | "ring" | "bullet" | "multiples" => which(about.good, about.unit),
        _ => "",
    };
    let title = match (form, directive.args.len(), directive.options.get("names").and_then(|n| n.split_once('|'))) {
        ("columns", 2, Some((_, second))) => {
            format!("{} and {}, by month", about.title.trim_end_matches(" by month"), lower_first(second))
        }
        ("multiples", _, Some(_)) => "Shares by single year of age".to_owned(),
        _ => about.title.clone(),
    };
    format!("{title}{years}{good}")
}

/// The published year a funnel of authorities shows.
fn funnel_year(facts: &Facts<'_>, directive: &Directive, code: &str, form: &str) -> Option<u16> {
    let authorities = form == "funnel" && !directive.options.contains_key("around");
    super::compare::series(facts, code, "").filter(|_| authorities).and_then(|series| funnel::year(facts, &series))
}

/// Which way is better, as the end of a subtitle.
fn which(good: Good, unit: crate::number::Unit) -> &'static str {
    match good {
        Good::High => ". Higher is better",
        Good::Low => ". Lower is better",
        Good::Neither if unit == crate::number::Unit::Count => "",
        Good::Neither => ". Neither higher nor lower is better",
    }
}

/// Forms in which no other place is drawn.
const ALONE: [&str; 10] = ["veiled", "paired", "icons", "columns", "control", "heat", "flow", "steps", "pace", "pyramid"];

/// Codes, list, population, comparator with its year: the one given, else the latest.
fn source(facts: &Facts<'_>, codes: &[String], form: &str, year: Option<u16>) -> String {
    let Some(about) = codes.first().and_then(|code| facts.about(code)) else { return String::new() };
    let list = facts.list(&about.list).map(|l| format!("Annex A list {}", l.number));
    let population =
        (about.unit == crate::number::Unit::Rate).then(|| facts.here.population.map(|population| population.source())).flatten();
    let series = codes.iter().find_map(|code| {
        let about = facts.about(code)?;
        let group = about.comparators.keys().next().map_or("", String::as_str);
        super::compare::series(facts, code, "").or_else(|| super::compare::series(facts, code, group))
    });
    let publication = series
        .filter(|_| !ALONE.contains(&form))
        .map(|s| format!("Comparators: {}, {}", s.measure.publication, year.unwrap_or(s.years[s.latest()])));
    let worst = codes.iter().filter_map(|code| facts.grades.get(code)).map(|grade| grade.letter).max();
    let grade = worst.map(|letter| format!("Completeness {letter}"));
    let mut parts = vec![codes.join(", ")];
    parts.extend([list, grade, population, publication].into_iter().flatten());
    parts.join(" · ")
}

/// A table whose first column heads the rows.
pub(super) fn table(caption: &str, columns: &[&str], rows: Vec<(String, Vec<String>)>) -> DataTable {
    DataTable {
        caption: caption.to_owned(),
        columns: columns.iter().enumerate().map(|(i, c)| super::Column { label: (*c).to_owned(), numeric: i > 0 }).collect(),
        rows: rows.into_iter().map(|(head, cells)| super::Row::new(head, "", cells)).collect(),
    }
}

/// The words a figure is spoken of with: the directive's `subject`, else the record's short title.
pub(super) fn subject(facts: &Facts<'_>, code: &str, directive: &Directive) -> String {
    directive.options.get("subject").cloned().or_else(|| facts.about(code).map(|a| a.short.clone())).unwrap_or_default()
}

pub(super) use super::comparability::differs;

/// What follows a figure's value in its table, where the figure has an interval.
pub(super) fn interval_cell(figure: Option<&super::facts::Shown>) -> String {
    let interval = figure.and_then(super::facts::Shown::interval_text);
    // Of a hidden share the interval is hidden too, and not one that has no meaning.
    let hidden = figure.is_some_and(super::facts::Shown::is_hidden);
    let missing = if hidden { crate::number::Missing::Suppressed } else { crate::number::Missing::NotApplicable };
    interval.unwrap_or_else(|| missing.shown())
}

/// The interval of a share that a form takes itself, as a table prints it.
pub(super) fn interval_of(n: f64, of: f64) -> String {
    let show = |value: f64| crate::number::Unit::Percent.show(value);
    let interval = crate::statistics::share(n, of).map(|i| format!("{} to {}", show(i.low), show(i.high)));
    interval.unwrap_or_else(|| crate::number::Missing::NotApplicable.shown())
}

/// Head of the column of intervals.
pub(super) const INTERVAL: &str = "95% interval";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::{Missing, Unit};
    use crate::report::testing;

    #[test]
    fn no_form_draws_an_empty_chart() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "zero", &[("", 0.0), ("White", 0.0), ("Male 3", 0.0), ("2025-04", 0.0), ("Foster Own LA", 0.0)]);
        testing::add(&mut facts, "gone", Unit::Percent, Good::High, None, &[("", None, None, Err(Missing::Suppressed))]);
        for form in FORMS {
            for code in ["zero", "gone", "absent"] {
                let directive = testing::chart(&[code, code], &[("as", form), ("names", "A|B"), ("columns", "Own LA|Private")]);
                let drawn = figure(&facts, &directive);
                // A bar of a share that is zero is a finding, not an empty chart.
                if (form, code) != ("bullet", "zero") && (form, code) != ("multiples", "zero") && (form, code) != ("paired", "zero") {
                    assert!(drawn.is_none(), "{form} of {code} is drawn");
                }
            }
        }
    }

    #[test]
    fn written_words_fall_back_where_a_value_is_missing() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "A-1", &[("", 30.0), ("White", 240.0), ("Black", 147.0)]);
        let made = |words: &str| {
            figure(&facts, &testing::chart(&["A-1"], &[("as", "bars"), ("title", words), ("subtitle", words), ("note", words)])).unwrap()
        };
        let whole = made("{{A-1}} children");
        assert_eq!((whole.title.as_str(), whole.subtitle.as_str(), whole.note.as_str()), ("30 children", "30 children", "30 children"));
        let missing = made("{{A-9}} children");
        assert_eq!(missing.title, "White: 62.0%");
        assert_eq!((missing.subtitle.as_str(), missing.note.as_str()), ("Title of A-1, April to September 2025", ""));
    }

    #[test]
    fn an_argument_may_name_a_group_and_the_source_names_each_code_once() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let figures = [("within 2 months", Some(32.0), Some(57.0), Ok(56.1)), ("within 4 months", Some(40.0), Some(57.0), Ok(70.2))];
        testing::add(&mut facts, "A-1", Unit::Percent, Good::High, None, &figures);
        let made = figure(&facts, &testing::chart(&["A-1/within_2_months", "A-1/within_4_months"], &[("as", "bullet")])).unwrap();
        assert_eq!(made.title, "The lowest is within 2 months, 56.1%");
        assert_eq!(made.codes, ["A-1"]);
        assert_eq!(made.source, "A-1 · Annex A list 3");
        assert_eq!(made.subtitle, "Each out of its own total, April to September 2025. Higher is better");
    }
}
