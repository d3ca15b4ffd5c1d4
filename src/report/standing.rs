//! Where the authority's last published value stands among all authorities.
//!
//! In: a published series. Out: the place, counted from the better end, or from the highest value where neither end is better: always
//! from the same one, so that a column of places can be read down.

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
}

/// Where the authority stands, or `None` where it or too few others have a published value.
pub fn standing(facts: &Facts<'_>, series: &Series<'_>, good: Good) -> Option<Standing> {
    let (year, value) = series.own_latest()?;
    let published = facts.comparators.spread(&series.measure.key, year);
    let all = if facts.here.own.as_deref() == Some(OWN) { with_own(&published, value) } else { published };
    let best = if good == Good::Low { Best::Lowest } else { Best::Highest };
    Some(Standing { year, rank: rank(value, &all, best)?, best })
}

impl Standing {
    /// `83rd of 152`: the place from the better end, or from the highest where neither is better.
    pub fn words(&self) -> String {
        format!("{} of {}", ordinal(self.rank.place), self.rank.of)
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
    fn a_place_is_counted_in_one_direction() {
        let said = |place: usize| {
            let rank = Rank { place, of: 152, quarter: 1 };
            Standing { year: 2025, rank, best: Best::Lowest }.words()
        };
        assert_eq!([said(1), said(22), said(113), said(152)], ["1st of 152", "22nd of 152", "113th of 152", "152nd of 152"]);
    }
}
