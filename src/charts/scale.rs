//! Axes: from the smallest and the largest value to round ticks.
//!
//! In: values. Out: an [`Axis`] with a baseline and at most five grid lines at round numbers that holds them all.

use crate::number::grouped;

/// Most lines: the baseline and five grid lines.
const MOST: usize = 6;
/// An axis starts at zero anyway where the smallest value is below this part of the largest.
const NEAR_ZERO: f64 = 0.35;

/// No value of a report lies further from zero; beyond it steps between numbers are larger than one, and ticks have no end.
const FURTHEST: f64 = 1e15;

/// Nothing nearer to zero than this is told from it: a fifth of the very smallest numbers is no number.
const NEAREST: f64 = 1e-12;

/// A straight axis with round ticks.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Lower end, a tick.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Between two ticks.
    pub step: f64,
    /// Ticks from low to high.
    pub ticks: Vec<f64>,
}

/// What an axis must show besides its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Zero is on the axis (counts, bars).
    Zero,
    /// The axis may start above zero.
    Free,
}

impl Axis {
    /// An axis for values; whole numbers get whole ticks.
    pub fn over(values: &[f64], start: Start) -> Self {
        let known = || values.iter().filter(|v| v.is_finite()).map(|v| if v.abs() < NEAREST { 0.0 } else { v.clamp(-FURTHEST, FURTHEST) });
        let (mut low, mut high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let whole = known().all(|v| v.fract() == 0.0);
        if start == Start::Zero || (low >= 0.0 && low < high * NEAR_ZERO) {
            low = low.min(0.0);
            high = high.max(0.0);
        }
        if low == high {
            let room = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
            (low, high) = (low - if low == 0.0 { 0.0 } else { room }, high + room);
        }
        let least = if whole { 1.0 } else { 0.0 };
        Self::between(low, high, least)
    }

    fn between(low: f64, high: f64, least: f64) -> Self {
        let mut step = round_step((high - low) / (MOST as f64 - 1.0)).max(least);
        loop {
            let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
            if last - first < MOST as f64 || !step.is_finite() {
                let ticks = (0..=(last - first) as usize).map(|i| (first + i as f64) * step).collect();
                return Self { low: first * step, high: last * step, step, ticks };
            }
            step = round_step(step * 1.01);
        }
    }

    /// The same axis, ending a little above its largest value instead of at the next tick.
    pub fn trimmed(mut self, values: &[f64]) -> Self {
        let most = values.iter().copied().filter(|v| v.is_finite()).fold(f64::NEG_INFINITY, f64::max);
        let high = most + (self.high - self.low) * 0.03;
        if most.is_finite() && high < self.high && self.ticks.iter().filter(|t| **t <= high).count() >= 3 {
            self.ticks.retain(|t| *t <= high);
            self.high = high;
        }
        self
    }

    /// A tick's label: no more decimals than the step needs.
    pub fn label(&self, tick: f64, suffix: &str) -> String {
        let decimals = (0..6).find(|d| is_whole(self.step * 10f64.powi(*d))).unwrap_or(6);
        format!("{}{suffix}", grouped(tick, decimals as usize))
    }

    /// The labels of all ticks.
    pub fn labels(&self, suffix: &str) -> Vec<String> {
        self.ticks.iter().map(|tick| self.label(*tick, suffix)).collect()
    }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6 * value.abs().max(1.0)
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below a value.
fn round_step(wanted: f64) -> f64 {
    if wanted.is_nan() || wanted <= 0.0 || wanted.is_infinite() {
        return 1.0;
    }
    let mut exponent = 0;
    while 10f64.powi(exponent) > wanted && exponent > -300 {
        exponent -= 1;
    }
    while 10f64.powi(exponent + 1) <= wanted && exponent < 300 {
        exponent += 1;
    }
    let power = 10f64.powi(exponent);
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= wanted * (1.0 - 1e-9)).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_over_the_largest_numbers_ends() {
        for values in [&[f64::MAX, f64::MIN][..], &[1e308, 5.0], &[1e15, 1e15 + 1.0], &[5e-324, 0.0], &[-1e300]] {
            for start in [Start::Zero, Start::Free] {
                let axis = Axis::over(values, start);
                assert!((2..=MOST).contains(&axis.ticks.len()) && axis.low < axis.high, "{values:?} {axis:?}");
            }
        }
    }

    #[test]
    fn ticks_are_round_and_few() {
        let axis = Axis::over(&[497.0, 668.1], Start::Free);
        assert_eq!(axis.labels(""), ["450", "500", "550", "600", "650", "700"]);
        assert!(axis.ticks.len() <= MOST);
        assert!(axis.low <= 497.0 && axis.high >= 668.1);
    }

    #[test]
    fn counts_get_whole_ticks() {
        assert_eq!(Axis::over(&[0.0, 1.0], Start::Zero).labels(""), ["0", "1"]);
        assert_eq!(Axis::over(&[3.0], Start::Zero).labels(""), ["0", "1", "2", "3"]);
    }

    #[test]
    fn equal_values_still_have_an_axis() {
        let axis = Axis::over(&[50.5, 50.5], Start::Free);
        assert!(axis.low < 50.5 && axis.high > 50.5);
        assert_eq!(Axis::over(&[], Start::Free).labels("%"), ["0%", "1%"]);
    }

    #[test]
    fn a_trimmed_axis_keeps_its_round_ticks_and_its_values() {
        let axis = Axis::over(&[17.5, 26.3], Start::Free).trimmed(&[17.5, 26.3]);
        assert_eq!(axis.labels("%"), ["15%", "20%", "25%"]);
        assert!(axis.high >= 26.3);
    }

    #[test]
    fn below_zero_zero_stays_on_the_axis() {
        let axis = Axis::over(&[-3.2, 8.0], Start::Zero);
        assert!(axis.ticks.contains(&0.0) && axis.low <= -3.2);
    }

    #[test]
    fn labels_carry_the_decimals_of_the_step() {
        assert_eq!(Axis::over(&[0.1, 0.35], Start::Zero).labels("%")[1], "0.1%");
        assert_eq!(Axis::over(&[0.0, 3_400_000.0], Start::Zero).labels("")[1], "1,000,000");
    }
}
