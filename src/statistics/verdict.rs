//! What may be said of a value beside a comparator: higher, similar or lower.

use super::Interval;
use crate::number::Unit;

/// A value against a comparator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The comparator lies below the interval.
    Higher,
    /// The comparator lies in the interval.
    Similar,
    /// The comparator lies above the interval.
    Lower,
}

impl Verdict {
    /// The word pages use.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Higher => "higher",
            Verdict::Similar => "similar",
            Verdict::Lower => "lower",
        }
    }
}

/// The verdict on an interval, judged on what is printed (ruling 22): the ends and the comparator are rounded as shown first,
/// so a comparator that prints equal to an end is similar, never higher or lower.
pub fn verdict(unit: Unit, interval: Interval, comparator: f64) -> Verdict {
    let (low, high, comparator) = (unit.displayed(interval.low), unit.displayed(interval.high), unit.displayed(comparator));
    if comparator < low {
        Verdict::Higher
    } else if comparator > high {
        Verdict::Lower
    } else {
        Verdict::Similar
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_comparator_outside_the_printed_interval_is_different() {
        let interval = Interval { low: 22.14, high: 26.31 };
        assert_eq!(verdict(Unit::Percent, interval, 22.0), Verdict::Higher);
        assert_eq!(verdict(Unit::Percent, interval, 22.11), Verdict::Similar, "prints as 22.1, as the lower end does");
        assert_eq!(verdict(Unit::Percent, interval, 26.34), Verdict::Similar);
        assert_eq!(verdict(Unit::Percent, interval, 26.36), Verdict::Lower);
    }
}
