//! Chance from a seed: the same seed gives the same children on every machine.
//!
//! Numbers come from the splitmix64 generator (a counter stepped by an odd constant, its bits mixed twice).
//! Every distribution uses only additions, products and comparisons, never a logarithm,
//! so that the last bit cannot differ between processors and the workbook repeats byte for byte.

/// A stream of chances.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// A stream that belongs to a seed and a path of numbers, such as a family and a visit.
    pub(super) fn of(seed: u64, path: &[u64]) -> Self {
        let mut stream = Self(seed);
        for part in path {
            let salt = stream.next();
            stream.0 = salt ^ part.wrapping_mul(0xA24B_AED4_963E_E407);
        }
        stream.next();
        stream
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// At least 0 and below 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with a probability.
    pub(super) fn hit(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = f64::from(high - low + 1);
        (low + (self.unit() * span) as i32).min(high)
    }

    /// One of the things, by weight.
    pub(super) fn pick<T: Copy>(&mut self, weighted: &[(T, f64)]) -> T {
        let total: f64 = weighted.iter().map(|(_, weight)| weight).sum();
        let mut left = self.unit() * total;
        for &(thing, weight) in weighted {
            left -= weight;
            if left < 0.0 {
                return thing;
            }
        }
        weighted.last().expect("a table of choices is never empty").0
    }

    /// A number of days from quantiles: pairs of share and days, straight lines between them.
    pub(super) fn days(&mut self, quantiles: &[(f64, i32)]) -> i32 {
        let share = self.unit();
        for pair in quantiles.windows(2) {
            let ((low, from), (high, to)) = (pair[0], pair[1]);
            if share < high {
                return from + ((share - low) / (high - low) * f64::from(to - from) + 0.5) as i32;
            }
        }
        quantiles.last().map_or(0, |&(_, days)| days)
    }

    /// An exponential waiting time with mean 1, by von Neumann's method of comparing uniform numbers.
    pub(super) fn waiting(&mut self) -> f64 {
        let mut whole = 0.0;
        loop {
            let first = self.unit();
            let (mut last, mut falls) = (first, 1);
            loop {
                let number = self.unit();
                if number >= last {
                    break;
                }
                last = number;
                falls += 1;
            }
            if falls % 2 == 1 {
                return whole + first;
            }
            whole += 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_another_differs() {
        let numbers = |seed| (0..5).map(|i| Chance::of(seed, &[i]).between(0, 1_000_000)).collect::<Vec<_>>();
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
    }

    #[test]
    fn waiting_times_have_mean_and_spread_one() {
        let mut chance = Chance::of(7, &[]);
        let times: Vec<f64> = (0..40_000).map(|_| chance.waiting()).collect();
        let mean = times.iter().sum::<f64>() / 40_000.0;
        let variance = times.iter().map(|t| (t - mean) * (t - mean)).sum::<f64>() / 40_000.0;
        assert!((mean - 1.0).abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.06, "{variance}");
    }

    #[test]
    fn quantiles_are_followed() {
        let mut chance = Chance::of(9, &[]);
        let table = [(0.0, 0), (0.5, 10), (1.0, 100)];
        let low = (0..20_000).filter(|_| chance.days(&table) <= 10).count();
        assert!((9_700..10_500).contains(&low), "{low}");
    }
}
