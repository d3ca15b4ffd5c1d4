//! Where the authority's last published value stands among all authorities.
//!
//! In: a published series. Out: the place from either end, and in words from the nearer one; a measure without a better end has no
//! worse one, so its place is not put in words.

use super::compare::Series;
use super::facts::Facts;
use crate::comparators::OWN;
use crate::indicators::definition::Good;
use crate::statistics::{Best, Rank, rank, with_own};

/// Place and quarter of the authority's last published value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Year of the value.
    pub year: u16,
    /// Place, counted from the better end; from the highest where neither is better.
    pub rank: Rank,
    /// End counted from.
    pub best: Best,
    /// Place counted from the other end.
    pub from_worst: usize,
}

/// Where the authority stands, or `None` where it or too few others have a published value.
pub fn standing(facts: &Facts<'_>, series: &Series<'_>, good: Good) -> Option<Standing> {
    let (year, value) = series.own_latest()?;
    let published = facts.comparators.spread(&series.measure.key, year);
    let all = if facts.here.own.as_deref() == Some(OWN) { with_own(&published, value) } else { published };
    let best = if good == Good::Low { Best::Lowest } else { Best::Highest };
    let other = if best == Best::Lowest { Best::Highest } else { Best::Lowest };
    Some(Standing { year, rank: rank(value, &all, best)?, best, from_worst: rank(value, &all, other)?.place })
}

impl Standing {
    /// `12th best`, `30th worst`: the place from the nearer end, for measures of which one end is better.
    pub fn nearer_end(&self) -> String {
        let (place, end) = if self.rank.place <= self.from_worst { (self.rank.place, "best") } else { (self.from_worst, "worst") };
        if place == 1 { super::message::capital(end) } else { format!("{} {end}", ordinal(place)) }
    }
}

/// `1st`, `22nd`, `113th`.
fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_from_the_nearer_end() {
        let said = |place: usize, from_worst: usize| {
            let rank = Rank { place, of: 152, quarter: 1 };
            Standing { year: 2025, rank, best: Best::Lowest, from_worst }.nearer_end()
        };
        assert_eq!([said(24, 129), said(1, 152), said(123, 30), said(152, 1)], ["24th best", "Best", "30th worst", "Worst"]);
    }
}
