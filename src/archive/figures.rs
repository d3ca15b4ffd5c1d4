//! `figures.csv`: every figure shown, one a line, in a form that never changes.
//!
//! UTF-8, line feeds, sorted by code, group (byte by byte) and period. Values have six decimals, dates are written `YYYY-MM-DD`,
//! numerators and denominators are whole numbers where they are. A later build reads it back as history.

use super::{safe, unsafe_again};
use crate::calendar::Day;
use crate::disclosure::{Disclosed, Shown};
use crate::number::{Missing, Unit};

const COLUMNS: [&str; 9] = ["code", "group", "period_start", "period_end", "numerator", "denominator", "value", "unit", "status"];

const UNITS: [Unit; 10] = [
    Unit::Count,
    Unit::Percent,
    Unit::Rate,
    Unit::Ratio,
    Unit::Days,
    Unit::WorkingDays,
    Unit::Months,
    Unit::Points,
    Unit::Date,
    Unit::Score,
];

const SYMBOLS: [Missing; 5] =
    [Missing::Suppressed, Missing::NotAvailable, Missing::NotApplicable, Missing::RoundsToZero, Missing::Unreliable];

/// A line of `figures.csv`, read back.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureLine {
    /// Indicator code.
    pub code: String,
    /// Group or bin; empty for the single figure.
    pub group: String,
    /// First day of the period.
    pub start: Day,
    /// Last day of the period.
    pub end: Day,
    /// Numerator, where the figure has one.
    pub numerator: Option<f64>,
    /// Denominator, where the figure has one.
    pub denominator: Option<f64>,
    /// The value to six decimals, or why there is none.
    pub value: Result<f64, Missing>,
    /// What the value counts.
    pub unit: Unit,
}

/// Why a text is no `figures.csv`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFigures {
    /// The heading is another.
    #[error("the heading is not that of figures.csv")]
    Heading,
    /// A line that cannot be read.
    #[error("line {0} cannot be read")]
    Line(u64),
}

/// All figures as `figures.csv`.
pub fn figures_csv(figures: &Disclosed) -> String {
    let mut lines: Vec<&Shown> = figures.iter().collect();
    lines.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    super::table_csv(COLUMNS, lines.into_iter().map(cells))
}

fn sort_key(figure: &Shown) -> (&str, &str, Day, Day) {
    (figure.code(), figure.group(), figure.window().start, figure.window().end)
}

fn cells(figure: &Shown) -> [String; 9] {
    let unit = figure.unit();
    [
        figure.code().to_owned(),
        safe(figure.group()),
        figure.window().start.to_string(),
        figure.window().end.to_string(),
        figure.numerator().map(whole).unwrap_or_default(),
        figure.denominator().map(whole).unwrap_or_default(),
        figure.value().map_or(String::new(), |value| if unit == Unit::Date { Day(value as i32).to_string() } else { six(value) }),
        unit.key().to_owned(),
        figure.status().to_owned(),
    ]
}

fn six(value: f64) -> String {
    let text = format!("{value:.6}");
    // Minus nothing is nothing.
    if text == "-0.000000" { text[1..].to_owned() } else { text }
}

fn whole(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { six(value) }
}

/// The lines of a `figures.csv`; the first fault ends the reading, for a damaged file proves nothing.
pub fn parse_figures_csv(text: &str) -> Result<Vec<FigureLine>, NotFigures> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    if !reader.headers().is_ok_and(|head| head.iter().eq(COLUMNS)) {
        return Err(NotFigures::Heading);
    }
    let mut lines = Vec::new();
    for (number, record) in (2..).zip(reader.records()) {
        let line = record.ok().and_then(|cells| line(&cells));
        lines.push(line.ok_or(NotFigures::Line(number))?);
    }
    Ok(lines)
}

fn line(cells: &csv::StringRecord) -> Option<FigureLine> {
    let unit = UNITS.into_iter().find(|unit| unit.key() == &cells[7])?;
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let optional = |text: &str| if text.is_empty() { Some(None) } else { number(text).map(Some) };
    let value = match &cells[8] {
        "ok" if unit == Unit::Date => Ok(f64::from(Day::parse_iso(&cells[6])?.0)),
        "ok" => Ok(number(&cells[6])?),
        symbol => Err(SYMBOLS.into_iter().find(|missing| missing.symbol() == symbol)?),
    };
    Some(FigureLine {
        code: cells[0].to_owned(),
        group: unsafe_again(&cells[1]).to_owned(),
        start: Day::parse_iso(&cells[2])?,
        end: Day::parse_iso(&cells[3])?,
        numerator: optional(&cells[4])?,
        denominator: optional(&cells[5])?,
        value,
        unit,
    })
}
