//! Numbers as readers meet them: units, missing values, rounding and wording, all in one place.
//!
//! Values travel unrounded; [`Unit::show`] is the only rounding for display, so that no two outputs can differ.

use serde::{Deserialize, Serialize};

/// What a value counts, and so how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A number of rows, children or families.
    Count,
    /// A share of a named whole, 0 to 100.
    Percent,
    /// A yearly number or a stock per 10,000 children aged 0 to 17.
    #[serde(rename = "rate")]
    Rate,
    /// A mean number per child, per worker and the like.
    Ratio,
    /// Calendar days.
    Days,
    /// Working days of England and Wales.
    WorkingDays,
    /// Calendar months.
    Months,
    /// A difference of two percentages.
    Points,
    /// A day, as a number of days since 1 January 1970.
    Date,
    /// A score without a unit.
    Score,
}

impl Unit {
    /// The unit as `figures.csv` names it.
    pub fn key(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::Percent => "percent",
            Unit::Rate => "rate",
            Unit::Ratio => "ratio",
            Unit::Days => "days",
            Unit::WorkingDays => "working_days",
            Unit::Months => "months",
            Unit::Points => "points",
            Unit::Date => "date",
            Unit::Score => "score",
        }
    }

    /// Decimals shown: none for counts, days and dates, one for the rest (DfE practice).
    pub fn decimals(self) -> usize {
        match self {
            Unit::Count | Unit::Days | Unit::WorkingDays | Unit::Months | Unit::Date => 0,
            _ => 1,
        }
    }

    /// The value as shown, with its sign: `1,764`, `6.6%`, `563.0`, `13`.
    pub fn show(self, value: f64) -> String {
        match self {
            Unit::Date => crate::calendar::Day(value as i32).words(),
            Unit::Percent => format!("{}%", grouped(value, 1)),
            _ => grouped(value, self.decimals()),
        }
    }

    /// The value with the word a sentence needs: `6.6%`, `13 working days`, `0.6 percentage points`.
    pub fn say(self, value: f64) -> String {
        let number = self.show(value);
        let one = number == "1";
        match self {
            Unit::Days => format!("{number} {}", if one { "day" } else { "days" }),
            Unit::WorkingDays => format!("{number} working {}", if one { "day" } else { "days" }),
            Unit::Months => format!("{number} {}", if one { "month" } else { "months" }),
            Unit::Points => format!("{number} percentage points"),
            _ => number,
        }
    }

    /// A target or limit as shown: as the value, but without a needless `.0`.
    pub fn show_round(self, value: f64) -> String {
        match self {
            Unit::Percent if value.fract() == 0.0 => format!("{}%", grouped(value, 0)),
            Unit::Date => self.show(value),
            _ if value.fract() == 0.0 => grouped(value, 0),
            _ => self.show(value),
        }
    }

    /// The value as it is displayed, back as a number: what comparisons are judged on (ruling 22).
    pub fn displayed(self, value: f64) -> f64 {
        let scale = 10f64.powi(self.decimals() as i32);
        round_half_away(value * scale) / scale
    }
}

/// Which side of a target is aimed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// At least this much.
    AtLeast,
    /// At most this much.
    AtMost,
}

impl Aim {
    /// The name settings give it.
    pub fn key(self) -> &'static str {
        match self {
            Aim::AtLeast => "at_least",
            Aim::AtMost => "at_most",
        }
    }

    /// As sentences say it.
    pub fn words(self) -> &'static str {
        match self {
            Aim::AtLeast => "at least",
            Aim::AtMost => "at most",
        }
    }

    /// How far a value falls short of a target, or lies over it: both as displayed, 0 where the target is met.
    pub fn missed_by(self, unit: Unit, value: f64, target: f64) -> f64 {
        let over = unit.displayed(unit.displayed(value) - unit.displayed(target));
        let missed = if self == Aim::AtMost { over } else { -over };
        missed.max(0.0)
    }
}

/// Rounds half away from zero, forgiving the last bits of binary fractions (so 0.15 shown to one place is 0.2).
fn round_half_away(value: f64) -> f64 {
    let nudged = value + value.signum() * 1e-9 * value.abs().max(1.0);
    nudged.round()
}

/// A number with thousands separators and a fixed number of decimals; a rounded zero carries no minus.
pub fn grouped(value: f64, decimals: usize) -> String {
    let scale = 10f64.powi(decimals as i32);
    let rounded = round_half_away(value * scale) / scale;
    let text = format!("{:.decimals$}", rounded.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    if rounded < 0.0 { format!("−{out}") } else { out }
}

/// A whole number with thousands separators.
pub fn count(value: u64) -> String {
    grouped(value as f64, 0)
}

/// How many of what: `1 package`, `3 packages`, `1,200 packages`.
pub fn plural(n: impl TryInto<u64>, one: &str, many: &str) -> String {
    let n = n.try_into().unwrap_or(u64::MAX);
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// Why a value is not there. Missing is never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Suppressed to protect a child: `c`.
    Suppressed,
    /// Not available: `x`.
    NotAvailable,
    /// Not applicable: `z`.
    NotApplicable,
    /// Rounds to zero but is not zero: `low`.
    RoundsToZero,
    /// Too unreliable to publish: `u`.
    Unreliable,
}

impl Missing {
    /// The symbol of the Government Statistical Service, as `figures.csv` writes it.
    pub fn symbol(self) -> &'static str {
        match self {
            Missing::Suppressed => "c",
            Missing::NotAvailable => "x",
            Missing::NotApplicable => "z",
            Missing::RoundsToZero => "low",
            Missing::Unreliable => "u",
        }
    }

    /// The symbol as pages show it, `[c]`.
    pub fn shown(self) -> String {
        format!("[{}]", self.symbol())
    }

    /// The symbol in words.
    pub fn words(self) -> &'static str {
        match self {
            Missing::Suppressed => "suppressed to protect a child",
            Missing::NotAvailable => "not available",
            Missing::NotApplicable => "not applicable",
            Missing::RoundsToZero => "rounds to zero but is not zero",
            Missing::Unreliable => "too unreliable to show",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_anything_else_is_many() {
        let said = [0u32, 1, 2, 1_200].map(|n| plural(n, "row is", "rows are"));
        assert_eq!(said, ["0 rows are", "1 row is", "2 rows are", "1,200 rows are"]);
    }

    #[test]
    fn values_are_shown_the_way_the_department_shows_them() {
        assert_eq!(Unit::Count.show(1764.0), "1,764");
        assert_eq!(Unit::Percent.show(6.65), "6.7%");
        assert_eq!(Unit::Rate.show(563.04), "563.0");
        assert_eq!(Unit::Points.show(-0.04), "0.0");
        assert_eq!(Unit::Points.show(-1.26), "−1.3");
        assert_eq!(Unit::Count.show(1_234_567.0), "1,234,567");
    }

    #[test]
    fn a_displayed_value_is_what_is_printed() {
        assert_eq!(Unit::Percent.displayed(7.949), 7.9);
        assert_eq!(Unit::Percent.displayed(0.15), 0.2);
    }

    #[test]
    fn a_target_is_met_or_missed_as_displayed() {
        assert_eq!(Aim::AtLeast.missed_by(Unit::Percent, 89.96, 90.0), 0.0, "it prints as 90.0%");
        assert_eq!(Aim::AtLeast.missed_by(Unit::Percent, 86.8, 90.0), 3.2);
        assert_eq!(Aim::AtMost.missed_by(Unit::Percent, 23.14, 20.0), 3.1);
        assert_eq!(Aim::AtMost.missed_by(Unit::Days, 120.4, 120.0), 0.0);
        assert_eq!((Unit::Percent.show_round(90.0), Unit::Percent.show_round(90.5)), ("90%".to_owned(), "90.5%".to_owned()));
    }
}
