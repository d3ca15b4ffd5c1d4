//! Funnels: how far from an average chance may set a value of a given size, and how far authorities ordinarily lie from it.
//!
//! In: an average, sizes, the values of many areas. Out: limits at 95% and 99.8%, without and with over-dispersion.
//!
//! Limits of chance are Wilson's for shares (a share lies outside where its own interval leaves out the average, so a funnel never
//! contradicts the words beside a figure) and exact Poisson ones for rates, interpolated between counts so that they run smoothly
//! (Spiegelhalter, Statistics in Medicine 2005, 24: 1185–1202).
//!
//! Published values of authorities stray much further: places differ in need and practice, and brothers and sisters come together.
//! Limits of chance would single out two thirds of them, which singles out none. Of Spiegelhalter's two remedies the
//! additive one is taken: a variance between authorities, τ², beside that of chance. The multiplicative factor φ would
//! let differences of need shrink with the number of children, and condemn large authorities for differences that small ones may have.
//! Extreme values are drawn in to the 10th and 90th percentile before τ² is estimated, so that outliers do not excuse themselves.

use super::intervals::{Interval, Z95, Z998};
use super::quantiles::percentile;

/// Part of the areas at either end whose z-scores are drawn in before dispersion is estimated.
const WINSORISED: f64 = 0.1;

/// Fewest areas from which dispersion is estimated.
const FEWEST: usize = 10;

/// Terms of a distribution smaller than this part of the largest change no digit of a sum.
const NEGLIGIBLE: f64 = 1e-20;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A proportion, 0 to 1; its size is the denominator.
    Share,
    /// Events for each unit of size.
    Rate,
}

/// How wide limits are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// One in forty lies beyond on either side by chance.
    P95,
    /// One in a thousand lies beyond on either side by chance.
    P998,
}

impl Width {
    fn z(self) -> f64 {
        match self {
            Width::P95 => Z95,
            Width::P998 => Z998,
        }
    }

    fn tail(self) -> f64 {
        match self {
            Width::P95 => 0.025,
            Width::P998 => 0.001,
        }
    }
}

/// Limits of chance alone around an average at a size; `None` where either is not one.
pub fn chance(measure: Measure, average: f64, size: f64, width: Width) -> Option<Interval> {
    if !is_sound(measure, average, size) {
        return None;
    }
    match measure {
        Measure::Share => {
            let half = width.z() * (average * (1.0 - average) / size).sqrt();
            Some(Interval { low: (average - half).max(0.0), high: (average + half).min(1.0) })
        }
        Measure::Rate => Some(poisson(average * size, width.tail()).times(1.0 / size)),
    }
}

fn is_sound(measure: Measure, average: f64, size: f64) -> bool {
    let most = if measure == Measure::Share { 1.0 } else { f64::MAX };
    size > 0.0 && size.is_finite() && (0.0..=most).contains(&average)
}

/// Counts beyond which a tail of the Poisson distribution lies, interpolated between the two counts on either side.
fn poisson(mean: f64, tail: f64) -> Interval {
    if mean <= 0.0 {
        return Interval { low: 0.0, high: 0.0 };
    }
    // Weights relative to the most likely count need no exponential, which differs between machines.
    let mode = mean.floor();
    let down = std::iter::successors(Some((mode, 1.0)), |(k, w)| Some((k - 1.0, w * k / mean)));
    let up = std::iter::successors(Some((mode + 1.0, mean / (mode + 1.0))), |(k, w)| Some((k + 1.0, w * mean / (k + 1.0))));
    let mut weights: Vec<(f64, f64)> = down.take_while(|(k, w)| *k >= 0.0 && *w > NEGLIGIBLE).collect();
    weights.reverse();
    weights.extend(up.take_while(|(_, w)| *w > NEGLIGIBLE));
    let total: f64 = weights.iter().map(|(_, w)| w).sum();
    let lower = |part: f64| below(weights.iter().copied(), part * total).map_or(0.0, |(count, into)| count - into);
    // From above, so that a thousandth is not the difference of two numbers near one.
    let upper = |part: f64| below(weights.iter().rev().copied(), part * total).map_or(mean, |(count, into)| count - 1.0 + into);
    Interval { low: lower(tail).max(0.0), high: upper(tail) }
}

/// The first count at which the weights reach a part, and how far into its own weight beyond that part they are.
fn below(weights: impl Iterator<Item = (f64, f64)>, part: f64) -> Option<(f64, f64)> {
    let mut sum = 0.0;
    for (count, weight) in weights {
        sum += weight;
        if sum >= part {
            return Some((count, (sum - part) / weight));
        }
    }
    None
}

/// How much further than chance areas lie from an average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// Mean of the squared z-scores, extremes drawn in: 1 where chance explains all.
    pub phi: f64,
    /// Variance between areas, on the scale of the scaled values: 0 where chance explains all.
    pub between: f64,
    /// Areas it rests on.
    pub areas: usize,
}

/// A value on the scale on which z-scores are taken: rates by their square root, whose variance does not depend on the rate.
fn scaled(measure: Measure, value: f64) -> f64 {
    if measure == Measure::Rate { value.max(0.0).sqrt() } else { value }
}

/// Variance of a value at a size by chance alone, on that scale.
fn variance(measure: Measure, average: f64, size: f64) -> f64 {
    match measure {
        Measure::Share => average * (1.0 - average) / size,
        Measure::Rate => 1.0 / (4.0 * size),
    }
}

/// The dispersion of areas, each with its value and size, around an average; `None` of fewer than ten sound ones,
/// or where the average leaves no room for chance.
pub fn dispersion(measure: Measure, average: f64, areas: &[(f64, f64)]) -> Option<Dispersion> {
    let sound: Vec<&(f64, f64)> = areas.iter().filter(|(value, size)| value.is_finite() && is_sound(measure, average, *size)).collect();
    let variances: Vec<f64> = sound.iter().map(|(_, size)| variance(measure, average, *size)).collect();
    if sound.len() < FEWEST || variances.iter().any(|v| *v <= 0.0) {
        return None;
    }
    let middle = scaled(measure, average);
    let mut scores: Vec<f64> = sound.iter().zip(&variances).map(|((value, _), v)| (scaled(measure, *value) - middle) / v.sqrt()).collect();
    scores.sort_by(f64::total_cmp);
    let (low, high) = (percentile(&scores, WINSORISED)?, percentile(&scores, 1.0 - WINSORISED)?);
    let many = scores.len() as f64;
    let phi = scores.iter().map(|z| z.clamp(low, high)).map(|z| z * z).sum::<f64>() / many;
    let weights = || variances.iter().map(|v| 1.0 / v);
    let (sum, squares) = (weights().sum::<f64>(), weights().map(|w| w * w).sum::<f64>());
    let between = ((many * phi - (many - 1.0)) / (sum - squares / sum)).max(0.0);
    Some(Dispersion { phi, between, areas: sound.len() })
}

impl Dispersion {
    /// Limits around an average at a size, within which areas ordinarily lie. Without a variance between them these are the limits of chance.
    pub fn limits(&self, measure: Measure, average: f64, size: f64, width: Width) -> Option<Interval> {
        let chance = chance(measure, average, size, width)?;
        if self.between <= 0.0 {
            return Some(chance);
        }
        let half = width.z() * (variance(measure, average, size) + self.between).sqrt();
        let (low, high) = ((scaled(measure, average) - half).max(0.0), scaled(measure, average) + half);
        Some(match measure {
            Measure::Share => Interval { low, high: high.min(1.0) },
            Measure::Rate => Interval { low: low * low, high: high * high },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, within: f64) {
        assert!((a - b).abs() < within, "{a} is not {b}");
    }

    #[test]
    fn a_share_lies_outside_exactly_where_its_own_interval_leaves_out_the_average() {
        for (average, size) in [(0.226, 1700.0), (0.8, 100.0), (0.03, 60.0)] {
            for (width, z) in [(Width::P95, Z95), (Width::P998, Z998)] {
                let limits = chance(Measure::Share, average, size, width).unwrap();
                for n in 0..=(size as u32) {
                    let own = super::super::wilson(f64::from(n), size, z).unwrap();
                    assert_eq!(own.holds(average), limits.holds(f64::from(n) / size), "{n} of {size} around {average}");
                }
            }
        }
    }

    #[test]
    fn poisson_limits_are_those_of_the_tables() {
        // Poisson of mean 10: P(X <= 3) = 0.010336, P(X <= 4) = 0.029253, so 4 - (0.029253 - 0.025) / 0.018917 = 3.7752.
        // P(X >= 17) = 0.027042, P(X >= 18) = 0.014278, so 16 + (0.027042 - 0.025) / 0.012764 = 16.160.
        let limits = chance(Measure::Rate, 10.0, 1.0, Width::P95).unwrap();
        close(limits.low, 3.7752, 5e-4);
        close(limits.high, 16.160, 5e-4);
        // Mean 1: half a tail of 0.025 lies within P(X = 0) = 0.3679, so the lower limit is 0.
        assert_eq!(chance(Measure::Rate, 1.0, 1.0, Width::P95).unwrap().low, 0.0);
        assert_eq!(chance(Measure::Rate, 0.0, 5.0, Width::P95), Some(Interval { low: 0.0, high: 0.0 }));
    }

    #[test]
    fn chance_leaves_its_share_outside() {
        // By the very definition: counts below the lower limit weigh less than the tail, with the one at it more.
        for mean in [3.7, 41.0, 1234.5, 20_000.0] {
            for width in [Width::P95, Width::P998] {
                let limits = poisson(mean, width.tail());
                let half = width.z() * mean.sqrt();
                assert!(limits.low < mean && mean < limits.high);
                // Within the first terms of the Cornish–Fisher expansion of the normal limits.
                let shift = (width.z() * width.z() - 1.0) / 6.0;
                close(limits.low, (mean - half + shift - 0.5).max(0.0), 0.9);
                close(limits.high, mean + half + shift - 0.5, 0.9);
            }
        }
    }

    #[test]
    fn limits_narrow_with_size() {
        for (measure, average) in [(Measure::Share, 0.8), (Measure::Rate, 0.05)] {
            let at = |size: f64| chance(measure, average, size, Width::P998).unwrap();
            assert!((1..400).all(|s| at(f64::from(s) * 50.0).high >= at(f64::from(s + 1) * 50.0).high));
        }
        assert_eq!(chance(Measure::Share, 1.2, 10.0, Width::P95), None);
        assert_eq!(chance(Measure::Rate, 1.2, 0.0, Width::P95), None);
        assert_eq!(chance(Measure::Share, f64::NAN, 10.0, Width::P95), None);
    }

    /// Areas of one size, every other one at the first value, the rest at the second.
    fn halves((one, other): (f64, f64), size: f64, areas: usize) -> Vec<(f64, f64)> {
        [one, other].into_iter().cycle().take(areas).map(|value| (value, size)).collect()
    }

    #[test]
    fn dispersion_is_that_worked_by_hand() {
        // Ten areas of 100 around 50%: variance 0.0025, standard error 0.05. Five at 40% and five at 60%: z = ±2, nothing to draw in.
        let areas = halves((0.4, 0.6), 100.0, 10);
        let found = dispersion(Measure::Share, 0.5, &areas).unwrap();
        close(found.phi, 4.0, 1e-12);
        // (10 × 4 − 9) / (10 × 400 − 400) = 31 / 3600.
        close(found.between, 31.0 / 3600.0, 1e-12);
        let limits = found.limits(Measure::Share, 0.5, 100.0, Width::P95).unwrap();
        close(limits.high, 0.5 + Z95 * (0.0025 + 31.0 / 3600.0_f64).sqrt(), 1e-12);
        assert_eq!(dispersion(Measure::Share, 0.5, &areas[..9]), None);
        assert_eq!(dispersion(Measure::Share, 1.0, &areas), None);
    }

    #[test]
    fn an_outlier_does_not_excuse_itself() {
        let mut areas = halves((0.49, 0.51), 100.0, 20);
        let before = dispersion(Measure::Share, 0.5, &areas).unwrap();
        areas[0].0 = 1.0;
        let after = dispersion(Measure::Share, 0.5, &areas).unwrap();
        close(after.phi, before.phi, 1e-9);
        assert_eq!(after.between, 0.0);
        assert_eq!(after.limits(Measure::Share, 0.5, 100.0, Width::P95), chance(Measure::Share, 0.5, 100.0, Width::P95));
    }

    #[test]
    fn rates_are_dispersed_on_the_scale_of_their_square_root() {
        // 100 and 144 for each unit around 121: roots 10, 12 and 11, standard error 1/2, z = ±2.
        let found = dispersion(Measure::Rate, 121.0, &halves((100.0, 144.0), 1.0, 10)).unwrap();
        close(found.phi, 4.0, 1e-12);
        close(found.between, 31.0 / 36.0, 1e-12);
        let limits = found.limits(Measure::Rate, 121.0, 1.0, Width::P95).unwrap();
        let half = Z95 * (0.25 + 31.0 / 36.0_f64).sqrt();
        close(limits.low, (11.0 - half) * (11.0 - half), 1e-9);
    }
}
