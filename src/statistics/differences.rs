//! Intervals of the difference of two figures, the second less the first, of which some part may be one and the same.
//!
//! Each figure has the interval of its kind (Wilson for shares, Byar for counts); the squares of what each lies from its own ends are
//! added (the method of variance estimates recovery, Zou and Donner 2008; for two shares Newcombe 1998, method 10). Two periods that
//! overlap count the same events twice: what both hold cannot differ by chance, so it adds nothing to the interval.

use super::intervals::{Interval, byar, wilson};

/// The difference of two counts of events of which `both` hold `shared`: only what one of them has alone is left to chance.
/// `None` where a count is negative, no number, or less than what is shared.
pub fn difference_of_counts(first: f64, second: f64, shared: f64, z: f64) -> Option<Interval> {
    let (old, new) = (first - shared, second - shared);
    if shared < 0.0 || old < 0.0 || new < 0.0 {
        return None;
    }
    if old == 0.0 && new == 0.0 && shared > 0.0 {
        return Some(Interval { low: 0.0, high: 0.0 });
    }
    Some(recovered((old, byar(old, z)?), (new, byar(new, z)?), 0.0))
}

/// The difference of two rates, each given as events and what one event adds to the rate.
pub fn difference_of_rates(first: (f64, f64), second: (f64, f64), shared: f64, z: f64) -> Option<Interval> {
    let (old, new) = (first.0 - shared, second.0 - shared);
    if shared < 0.0 || old < 0.0 || new < 0.0 {
        return None;
    }
    // What both hold differs by the measure alone.
    let fixed = shared * (second.1 - first.1);
    if old == 0.0 && new == 0.0 && shared > 0.0 {
        return Some(Interval { low: fixed, high: fixed });
    }
    let part = |events: f64, factor: f64| Some((events * factor, byar(events, z)?.times(factor)));
    let Interval { low, high } = recovered(part(old, first.1)?, part(new, second.1)?, 0.0);
    Some(Interval { low: low + fixed, high: high + fixed })
}

/// The difference of two shares (0 to 1), each as how many of how many, of which `shared` stand in both denominators with one outcome.
/// `None` where a denominator is not positive or less than what is shared.
pub fn difference_of_shares(first: (f64, f64), second: (f64, f64), shared: f64, z: f64) -> Option<Interval> {
    if shared < 0.0 || shared > first.1 || shared > second.1 {
        return None;
    }
    let (one, other) = (wilson(first.0, first.1, z)?, wilson(second.0, second.1, z)?);
    let together = shared / (first.1 * second.1).sqrt();
    Some(recovered((first.0 / first.1, one), (second.0 / second.1, other), together))
}

/// The interval of second less first, from the interval of each and how far they vary together (0 to 1).
fn recovered(first: (f64, Interval), second: (f64, Interval), together: f64) -> Interval {
    let root = |a: f64, b: f64| (a * a - 2.0 * together * a * b + b * b).max(0.0).sqrt();
    let change = second.0 - first.0;
    Interval {
        low: change - root(second.0 - second.1.low, first.1.high - first.0),
        high: change + root(second.1.high - second.0, first.0 - first.1.low),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Z95;

    fn close(a: f64, b: f64, within: f64) {
        assert!((a - b).abs() < within, "{a} is not {b}");
    }

    #[test]
    fn two_shares_differ_as_newcombe_has_it() {
        // 56 of 70 less 48 of 80: Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10: 0.0524 to 0.3339.
        let interval = difference_of_shares((48.0, 80.0), (56.0, 70.0), 0.0, Z95).unwrap();
        close(interval.low, 0.0524, 5e-5);
        close(interval.high, 0.3339, 5e-5);
        // 9 of 10 less 3 of 10: 0.1705 to 0.8090.
        let interval = difference_of_shares((3.0, 10.0), (9.0, 10.0), 0.0, Z95).unwrap();
        close(interval.low, 0.1705, 5e-5);
        close(interval.high, 0.8090, 5e-5);
    }

    #[test]
    fn what_both_hold_is_left_to_no_chance() {
        let all = difference_of_shares((40.0, 100.0), (50.0, 100.0), 0.0, Z95).unwrap();
        let half = difference_of_shares((40.0, 100.0), (50.0, 100.0), 50.0, Z95).unwrap();
        assert!(half.low > all.low && half.high < all.high);
        let same = difference_of_counts(200.0, 200.0, 200.0, Z95).unwrap();
        assert_eq!((same.low, same.high), (0.0, 0.0));
        // Of 300 and 310, 280 are the same: 20 went and 30 came.
        let parts = difference_of_counts(300.0, 310.0, 280.0, Z95).unwrap();
        assert_eq!(Some(parts), difference_of_counts(20.0, 30.0, 0.0, Z95));
        close(parts.low, 10.0 - 14.0, 1.0);
        close(parts.high, 10.0 + 15.0, 1.5);
        assert_eq!(difference_of_counts(20.0, 30.0, 25.0, Z95), None, "more shared than there is");
    }

    #[test]
    fn a_rate_is_its_count_in_another_measure() {
        let counts = difference_of_counts(100.0, 130.0, 40.0, Z95).unwrap();
        let rates = difference_of_rates((100.0, 0.5), (130.0, 0.5), 40.0, Z95).unwrap();
        close(rates.low, counts.low / 2.0, 1e-9);
        close(rates.high, counts.high / 2.0, 1e-9);
        let moved = difference_of_rates((100.0, 0.5), (100.0, 0.6), 100.0, Z95).unwrap();
        close(moved.low, 10.0, 1e-9);
        close(moved.high, 10.0, 1e-9);
    }
}
