//! Confidence intervals of shares (Wilson score) and of counts and rates (Byar's approximation).

/// Standard normal deviate of a two-sided 95% interval.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Standard normal deviate of a two-sided 99.8% interval, the outer limits of a funnel.
pub const Z998: f64 = 3.090_232_306_167_813;

/// A range of values that the data are compatible with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// The interval in another unit of measurement.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    /// Whether a value lies in it, the ends included.
    pub fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// The Wilson score interval of a proportion (0 to 1), or `None` where the denominator is not positive
/// or the numerator is not part of it.
pub fn wilson(numerator: f64, denominator: f64, z: f64) -> Option<Interval> {
    if !(denominator > 0.0 && (0.0..=denominator).contains(&numerator)) {
        return None;
    }
    let (p, n, zz) = (numerator / denominator, denominator, z * z);
    let middle = (p + zz / (2.0 * n)) / (1.0 + zz / n);
    let half = z / (1.0 + zz / n) * (p * (1.0 - p) / n + zz / (4.0 * n * n)).sqrt();
    // At the ends of the scale the formula gives 0 and 1 but for the last bits.
    let low = if numerator == 0.0 { 0.0 } else { middle - half };
    let high = if numerator == denominator { 1.0 } else { middle + half };
    Some(Interval { low, high })
}

/// The 95% interval of a share, in percent.
pub fn share(numerator: f64, denominator: f64) -> Option<Interval> {
    wilson(numerator, denominator, Z95).map(|interval| interval.times(100.0))
}

/// Byar's interval of a count of independent events, or `None` where the count is negative or not a number.
/// Where the formula leads below zero the lower end is 0.
pub fn byar(events: f64, z: f64) -> Option<Interval> {
    if !(events >= 0.0 && events.is_finite()) {
        return None;
    }
    let cube = |x: f64, z: f64| {
        let root = 1.0 - 1.0 / (9.0 * x) + z / (3.0 * x.sqrt());
        x * root * root * root
    };
    let low = if events > 0.0 { cube(events, -z).max(0.0) } else { 0.0 };
    Some(Interval { low, high: cube(events + 1.0, z) })
}

/// The 95% interval of a count.
pub fn count(events: f64) -> Option<Interval> {
    byar(events, Z95)
}

/// The 95% interval of a rate: `factor` turns a count into the rate (10,000 / population × 12 / months).
pub fn rate(events: f64, factor: f64) -> Option<Interval> {
    count(events).map(|interval| interval.times(factor))
}

/// The interval of the ratio of two counts of independent events, the first to the second: of all events, the share that are
/// of the first kind has Wilson's interval, and a share is a ratio written otherwise. Both counts are left to chance.
/// `None` where the second is not positive.
pub fn ratio_of_counts(first: f64, second: f64, z: f64) -> Option<Interval> {
    if !(second > 0.0 && first.is_finite()) {
        return None;
    }
    let share = wilson(first, first + second, z)?;
    let ratio = |p: f64| p / (1.0 - p);
    Some(Interval { low: ratio(share.low), high: ratio(share.high) })
}

/// The interval of the ratio of two shares, each given as how many of how many and each left to chance: the squares of what each
/// lies from its own Wilson end are added (Donner and Zou 2012, the method of variance estimates recovery). Exact where the second
/// share is certain: then it is the first one's interval over it. Whoever stands in both draws the shares together, so that for a
/// stage within the other the interval is wide rather than narrow. `None` where the second share may be none.
pub fn ratio_of_shares(first: (f64, f64), second: (f64, f64), z: f64) -> Option<Interval> {
    let (p, q) = (first.0 / first.1, second.0 / second.1);
    let (near, far) = (wilson(first.0, first.1, z)?, wilson(second.0, second.1, z)?);
    if far.low <= 0.0 {
        return None;
    }
    let spread = |p_end: f64, q_end: f64| ((p * q) * (p * q) - p_end * q_end * (2.0 * p - p_end) * (2.0 * q - q_end)).max(0.0).sqrt();
    let low = (p * q - spread(near.low, far.high)) / (far.high * (2.0 * q - far.high));
    let high = (p * q + spread(near.high, far.low)) / (far.low * (2.0 * q - far.low));
    // Where the second share is so uncertain that its upper end is twice it, nothing is known of the lower end.
    let low = if 2.0 * q > far.high { low.max(0.0) } else { 0.0 };
    Some(Interval { low, high })
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "a test may use the platform's exponential")]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, within: f64) {
        assert!((a - b).abs() < within, "{a} is not {b}");
    }

    #[test]
    fn a_wilson_interval_holds_exactly_the_proportions_the_score_test_keeps() {
        // The second route: the ends are where (p - P)² = z² P (1 - P) / n.
        for (x, n) in [(1.0, 10.0), (41.0, 612.0), (391.0, 1619.0), (9.0, 10.0), (3.0, 3.0), (0.0, 25.0)] {
            for z in [Z95, Z998] {
                let interval = wilson(x, n, z).unwrap();
                for end in [interval.low, interval.high] {
                    let p: f64 = x / n;
                    close((p - end) * (p - end), z * z * end * (1.0 - end) / n, 1e-12);
                }
                assert!(interval.holds(x / n));
            }
        }
    }

    #[test]
    fn known_values_are_met() {
        // 81 of 263: Newcombe (1998), Statistics in Medicine 17, table I, method 3.
        let interval = wilson(81.0, 263.0, Z95).unwrap();
        close(interval.low, 0.2553, 5e-5);
        close(interval.high, 0.3662, 5e-5);
        // 15 of 148 and 0 of 20 of the same table.
        close(wilson(15.0, 148.0, Z95).unwrap().low, 0.0624, 5e-5);
        close(wilson(15.0, 148.0, Z95).unwrap().high, 0.1605, 5e-5);
        close(wilson(0.0, 20.0, Z95).unwrap().high, 0.1611, 5e-5);
    }

    #[test]
    fn a_share_of_nothing_has_no_interval() {
        assert_eq!(share(0.0, 0.0), None);
        assert_eq!(share(3.0, 2.0), None);
        assert_eq!(share(f64::NAN, 2.0), None);
    }

    #[test]
    fn byar_is_close_to_the_exact_poisson_interval() {
        // Exact ends: P(X >= x; low) = 0.025 and P(X <= x; high) = 0.025, found by halving.
        for x in [5_u32, 10, 41, 171] {
            let tail = |mean: f64, to: u32| {
                (0..=to)
                    .scan(1.0, |term, k| {
                        if k > 0 {
                            *term *= mean / f64::from(k);
                        }
                        Some(*term)
                    })
                    .sum::<f64>()
                    * (-mean).exp()
            };
            let solve = |wanted: f64, to: u32| {
                let (mut low, mut high) = (0.0, 400.0);
                for _ in 0..200 {
                    let middle = (low + high) / 2.0;
                    if tail(middle, to) > wanted { low = middle } else { high = middle }
                }
                low
            };
            let interval = count(f64::from(x)).unwrap();
            close(interval.low, solve(0.975, x - 1), 0.06);
            close(interval.high, solve(0.025, x), 0.06);
        }
        assert_eq!(count(0.0).unwrap().low, 0.0);
        close(count(0.0).unwrap().high, 3.689, 0.1);
        assert_eq!(byar(1.0, Z998).unwrap().low, 0.0, "never below zero");
        assert_eq!(count(-1.0), None);
    }

    #[test]
    fn a_ratio_leaves_both_counts_to_chance() {
        // 41 cancers in 28,010 years at risk against 15 in 19,017 (Rothman and Greenland 1998): ratio 1.86; from its logarithm,
        // whose standard error is the root of 1/41 + 1/15, 1.03 to 3.35.
        let years = 19_017.0 / 28_010.0;
        let interval = ratio_of_counts(41.0, 15.0, Z95).unwrap().times(years);
        close(interval.low, 1.03, 0.02);
        close(interval.high, 3.35, 0.04);
        // The ends are where the score test of the ratio is on its edge: (a - R b)² = z² R (a + b).
        let (a, b) = (41.0, 15.0);
        for end in [interval.low / years, interval.high / years] {
            close((a - end * b) * (a - end * b) / (Z95 * Z95 * end * (a + b)), 1.0, 1e-9);
        }
        // Against a very large count only the first one varies, and Byar's interval is near.
        let against = ratio_of_counts(100.0, 1e9, Z95).unwrap().times(1e9);
        close(against.low, byar(100.0, Z95).unwrap().low, 1.5);
        close(against.high, byar(100.0, Z95).unwrap().high, 1.5);
        assert_eq!(ratio_of_counts(0.0, 9.0, Z95).unwrap().low, 0.0);
        assert_eq!(ratio_of_counts(3.0, 0.0, Z95), None);
    }

    #[test]
    fn a_ratio_of_shares_leaves_both_to_chance() {
        // Heart attacks of 11,034 doctors given a placebo, 189, and of 11,037 given aspirin, 104 (Physicians' Health Study): Agresti
        // (Categorical Data Analysis) gives 1.82, from its logarithm 1.43 to 2.31.
        let interval = ratio_of_shares((189.0, 11_034.0), (104.0, 11_037.0), Z95).unwrap();
        close(interval.low, 1.43, 0.01);
        close(interval.high, 2.31, 0.01);
        // Asked the other way round, it answers the other way round.
        let back = ratio_of_shares((104.0, 11_037.0), (189.0, 11_034.0), Z95).unwrap();
        close(back.low, 1.0 / interval.high, 1e-9);
        close(back.high, 1.0 / interval.low, 1e-9);
        // 69 of 233 against 361 of 1,616, by the logarithm: standard error the root of 1/69 - 1/233 + 1/361 - 1/1616.
        let both = ratio_of_shares((69.0, 233.0), (361.0, 1616.0), Z95).unwrap();
        let error = (1.0 / 69.0 - 1.0 / 233.0 + 1.0 / 361.0 - 1.0 / 1616.0_f64).sqrt();
        let ratio = (69.0 / 233.0) / (361.0 / 1616.0);
        close(both.low, ratio * (-Z95 * error).exp(), 0.02);
        close(both.high, ratio * (Z95 * error).exp(), 0.02);
        // Against a share that is all but certain only the first varies, and the interval is the narrower.
        let certain = ratio_of_shares((69.0, 233.0), (361e6, 1616e6), Z95).unwrap();
        let alone = wilson(69.0, 233.0, Z95).unwrap().times(1616.0 / 361.0);
        close(certain.low, alone.low, 1e-3);
        close(certain.high, alone.high, 1e-3);
        assert!(both.low < certain.low && both.high > certain.high);
        assert_eq!(ratio_of_shares((3.0, 9.0), (0.0, 9.0), Z95), None, "a share that may be none divides nothing");
        assert_eq!(ratio_of_shares((0.0, 90.0), (30.0, 90.0), Z95).unwrap().low, 0.0);
        assert_eq!(ratio_of_shares((5.0, 9.0), (1.0, 9.0), Z95).unwrap().low, 0.0);
    }

    #[test]
    fn a_rate_is_its_count_in_another_measure() {
        let factor = 10_000.0 / 120_000.0 * 2.0;
        assert_eq!(rate(300.0, factor), count(300.0).map(|i| i.times(factor)));
    }
}
