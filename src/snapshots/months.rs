//! `months.csv`: how many events of each kind there were month by month, and how many cases were open on the last day.
//!
//! With it, quarters whose windows overlap can be laid over each other, though no package holds a child: a month that has grown since was
//! recorded late. It is made of figures that have passed disclosure and says nothing that `figures.csv` does not.

use crate::archive::{NotFigures, table_csv};
use crate::calendar::{Day, Window};
use crate::disclosure::{Disclosed, Shown};
use crate::number::{Missing, Unit};
use std::collections::BTreeSet;

/// Columns of the table.
pub(super) const COLUMNS: [&str; 7] = ["code", "month", "first_day", "last_day", "what", "count", "status"];

const SYMBOLS: [Missing; 5] =
    [Missing::Suppressed, Missing::NotAvailable, Missing::NotApplicable, Missing::RoundsToZero, Missing::Unreliable];

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Events dated in the days of the month that its window holds.
    Events,
    /// Cases open at the end of the last day.
    Open,
}

impl What {
    fn key(self) -> &'static str {
        match self {
            What::Events => "events",
            What::Open => "open",
        }
    }
}

/// A line of `months.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthLine {
    /// Indicator code.
    pub code: String,
    /// `YYYY-MM`.
    pub month: String,
    /// First day of the month that counts; the last day itself for open cases.
    pub first: Day,
    /// Last day that counts.
    pub last: Day,
    /// What is counted.
    pub what: What,
    /// How many, or why there is no number.
    pub count: Result<f64, Missing>,
}

impl MonthLine {
    /// Whether the whole month was counted.
    pub fn is_whole(&self) -> bool {
        self.what == What::Events && self.first.day_of_month() == 1 && self.last.plus(1).day_of_month() == 1
    }
}

/// The months of some figures, `stocks` being the codes that count open cases.
pub fn months_csv(figures: &Disclosed, stocks: &BTreeSet<&str>) -> String {
    let mut lines: Vec<MonthLine> = figures.iter().filter_map(|figure| line(figure, stocks)).collect();
    lines.sort_by(|a, b| (&a.code, a.what, &a.month, a.first).cmp(&(&b.code, b.what, &b.month, b.first)));
    table_csv(COLUMNS, lines.iter().map(cells))
}

fn line(figure: &Shown, stocks: &BTreeSet<&str>) -> Option<MonthLine> {
    if figure.unit() != Unit::Count {
        return None;
    }
    let (what, days) = if figure.group().is_empty() {
        let last = figure.window().end;
        (What::Open, Window { start: last, end: last, months: 1 })
    } else {
        (What::Events, days_of(figure.group(), figure.window())?)
    };
    if what == What::Open && !stocks.contains(figure.code()) {
        return None;
    }
    Some(MonthLine {
        code: figure.code().to_owned(),
        month: days.end.month_key(),
        first: days.start,
        last: days.end,
        what,
        count: figure.value(),
    })
}

/// The days of a month `YYYY-MM` that a window holds.
fn days_of(group: &str, window: Window) -> Option<Window> {
    let first = Day::parse_iso(&format!("{group}-01")).filter(|day| day.month_key() == group)?;
    let (start, end) = (first.max(window.start), first.months_after(1).plus(-1).min(window.end));
    (start <= end).then_some(Window { start, end, months: 1 })
}

fn cells(line: &MonthLine) -> [String; 7] {
    let status = match line.count {
        Ok(_) => "ok",
        Err(missing) => missing.symbol(),
    };
    let count = line.count.map_or(String::new(), |count| format!("{count:.0}"));
    [
        line.code.clone(),
        line.month.clone(),
        line.first.to_string(),
        line.last.to_string(),
        line.what.key().to_owned(),
        count,
        status.to_owned(),
    ]
}

/// The lines of a `months.csv`; the first fault ends the reading.
pub fn parse_months_csv(text: &str) -> Result<Vec<MonthLine>, NotFigures> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    if !reader.headers().is_ok_and(|head| head.iter().eq(COLUMNS)) {
        return Err(NotFigures::Heading);
    }
    let mut lines = Vec::new();
    for (number, record) in (2..).zip(reader.records()) {
        lines.push(record.ok().and_then(|cells| parsed(&cells)).ok_or(NotFigures::Line(number))?);
    }
    Ok(lines)
}

fn parsed(cells: &csv::StringRecord) -> Option<MonthLine> {
    let count = match &cells[6] {
        "ok" => Ok(cells[5].parse::<f64>().ok().filter(|count| count.is_finite())?),
        symbol => Err(SYMBOLS.into_iter().find(|missing| missing.symbol() == symbol)?),
    };
    Some(MonthLine {
        code: cells[0].to_owned(),
        month: cells[1].to_owned(),
        first: Day::parse_iso(&cells[2])?,
        last: Day::parse_iso(&cells[3])?,
        what: [What::Events, What::Open].into_iter().find(|what| what.key() == &cells[4])?,
        count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn a_month_keeps_the_days_that_its_window_holds() {
        let window = Window { start: day("2025-04-12"), end: day("2025-09-30"), months: 6 };
        let days = |group: &str| days_of(group, window).map(|w| (w.start.to_string(), w.end.to_string()));
        assert_eq!(days("2025-04"), Some(("2025-04-12".to_owned(), "2025-04-30".to_owned())));
        assert_eq!(days("2025-09"), Some(("2025-09-01".to_owned(), "2025-09-30".to_owned())));
        assert_eq!((days("2025-03"), days("2025-W14"), days("Police")), (None, None, None));
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let line = |what, count| MonthLine {
            code: "REF-16".into(),
            month: "2025-04".into(),
            first: day("2025-04-12"),
            last: day("2025-04-30"),
            what,
            count,
        };
        for one in [line(What::Events, Ok(41.0)), line(What::Open, Err(Missing::Suppressed))] {
            let text = format!("{}\n{}\n", COLUMNS.join(","), cells(&one).join(","));
            assert_eq!(parse_months_csv(&text), Ok(vec![one.clone()]));
            assert!(!one.is_whole());
        }
        assert!(MonthLine { first: day("2025-04-01"), ..line(What::Events, Ok(0.0)) }.is_whole());
        assert_eq!(parse_months_csv("code\n"), Err(NotFigures::Heading));
        assert_eq!(
            parse_months_csv(&format!("{}\nREF-16,2025-04,2025-04-12,2025-04-30,events,many,ok\n", COLUMNS.join(","))),
            Err(NotFigures::Line(2))
        );
    }
}
