//! A comparison in words: one sentence for each thing that is said.

use super::{Comparison, Restated, Row, Verdict, Way};
use crate::number::{self, Unit};

impl Row {
    /// A value of it as pages show it.
    pub fn show(&self, value: Option<f64>, missing: Option<&str>) -> String {
        value.map_or_else(|| format!("[{}]", missing.unwrap_or("x")), |value| self.unit.show(value))
    }

    /// A difference of two of its values, with its sign: `+26`, `−1.3 points`.
    pub fn signed(&self, change: f64) -> String {
        let unit = if self.unit == Unit::Percent { Unit::Points } else { self.unit };
        let size = number::grouped(unit.displayed(change.abs()), unit.decimals());
        let shown = unit.displayed(change);
        let sign = if shown > 0.0 {
            "+"
        } else if shown < 0.0 {
            "−"
        } else {
            ""
        };
        format!("{sign}{size}{}", if unit == Unit::Points { " points" } else { "" })
    }

    /// `−3 to +53`; empty where there is no interval.
    pub fn interval(&self) -> String {
        let ends = self.real.and_then(|real| Some((real.low?, real.high?)));
        ends.map_or_else(String::new, |(low, high)| {
            let low = self.signed(low);
            format!("{} to {}", low.strip_suffix(" points").unwrap_or(&low), self.signed(high))
        })
    }

    /// What may be said of it, in words: an interval that leaves out nothing at all may still be that of one among many.
    pub fn reading(&self) -> &'static str {
        let ends = self.real.and_then(|real| Some((real.low?, real.high?)));
        let apart = ends.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
        if self.verdict == Verdict::Chance && apart { "may be chance, as one of many compared" } else { self.verdict.words() }
    }

    /// What became of what was published: `612 published, 615 by today’s records (+3): 4 recorded late, 1 withdrawn`.
    pub fn restated_words(&self) -> Option<String> {
        let restated = self.restated.as_ref()?;
        let moved = self.restatement()?;
        let (published, value) = (self.show(self.published, None), self.unit.show(restated.value));
        Some(format!("{published} published, {value} by today’s records ({}): {}", self.signed(moved), restated.words()))
    }

    /// What changed: `612 then, 640 now: +28 (95% −3 to +53), no more than chance would give`.
    pub fn change_words(&self) -> Option<String> {
        let real = self.real?;
        let before = self.restated.as_ref().map_or(self.published, |restated| Some(restated.value));
        let interval = self.interval();
        let interval = if interval.is_empty() { String::new() } else { format!(" (95% {interval})") };
        let (before, now) = (self.show(before, None), self.show(self.now, None));
        Some(format!("{before} then, {now} now: {}{interval}, {}", self.signed(real.change), self.reading()))
    }
}

impl Restated {
    /// What made the difference.
    pub fn words(&self) -> String {
        let one = |n: Option<u32>, what: &str| n.filter(|n| *n > 0).map(|n| format!("{} {what}", number::count(u64::from(n))));
        let parts: Vec<String> = [one(self.late, "recorded late"), one(self.withdrawn, "withdrawn"), one(self.corrected, "corrected")]
            .into_iter()
            .flatten()
            .collect();
        match self.by {
            _ if !parts.is_empty() => parts.join(", "),
            Way::Months => "recorded late less withdrawn, by month".to_owned(),
            _ => "recorded late, withdrawn or corrected".to_owned(),
        }
    }
}

impl Comparison {
    /// Rows that were restated, those with most records first.
    pub fn restated(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows.iter().filter(|row| row.is_restated()).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.restated.as_ref().map_or(0, Restated::records)));
        rows
    }

    /// Rows of a verdict, in the order of the catalogue.
    pub fn of(&self, verdict: Verdict) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.verdict == verdict).collect()
    }

    /// What the later one is called.
    pub fn later(&self) -> &str {
        if self.to == "today" { "today’s data" } else { &self.to }
    }

    /// The comparison for a terminal.
    pub fn text(&self) -> String {
        let mut lines = vec![
            format!("{}, {}: {} against {}", self.authority, self.audience.key(), self.from_as_at.words(), self.to_as_at.words()),
            format!("  then {}", self.from),
            format!("  now  {}", self.later()),
        ];
        let mut part = |title: &str, rows: Vec<String>| {
            if !rows.is_empty() {
                lines.push(String::new());
                lines.push(format!("{title} ({})", rows.len()));
                lines.extend(rows);
            }
        };
        let line = |row: &Row, words: String| format!("  {:<9} {}: {words}", row.code, row.name());
        let changed = self.of(Verdict::BeyondChance).into_iter().filter_map(|row| Some(line(row, row.change_words()?))).collect();
        part("More than chance would give", changed);
        part("Restated", self.restated().into_iter().filter_map(|row| Some(line(row, row.restated_words()?))).collect());
        let redefined = self.rows.iter().filter(|row| !row.redefined.is_empty());
        part("Defined otherwise", redefined.map(|row| line(row, row.redefined.join(", "))).collect());
        part("Around the figures", self.around.iter().map(|said| format!("  {said}")).collect());
        lines.push(String::new());
        let kinds = [Verdict::Chance, Verdict::TooFew, Verdict::NoInterval, Verdict::OtherPeriod, Verdict::Redefined, Verdict::NotBoth];
        let counts: Vec<String> = kinds
            .into_iter()
            .map(|verdict| (verdict, self.of(verdict).len()))
            .filter(|(_, rows)| *rows > 0)
            .map(|(verdict, rows)| format!("{} {}", number::count(rows as u64), verdict.words()))
            .collect();
        if !counts.is_empty() {
            lines.push(format!("other figures: {}; --format csv lists every one", counts.join(", ")));
        }
        lines.push(format!("{CAUTION}\n"));
        lines.join("\n")
    }
}

/// What a reader must know of every comparison.
pub const CAUTION: &str = "Periods of one length that begin in other months differ by season too. Intervals are those of independent events at 95%; the figures of a list are judged together (Holm).";
