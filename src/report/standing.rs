//! Where the authority's last published value stands among all authorities.
//!
//! In: a published series. Out: place and quarter in words that name the end counted from, so that a place among measures
//! without a better direction says nothing of good or bad.

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
    /// `24th lowest`.
    pub fn place(&self) -> String {
        let end = if self.best == Best::Lowest { "lowest" } else { "highest" };
        match self.rank.place {
            1 => super::message::capital(end),
            n => format!("{} {end}", ordinal(n)),
        }
    }

    /// `lowest quarter`.
    pub fn quarter(&self) -> &'static str {
        let from_lowest = if self.best == Best::Lowest { self.rank.quarter } else { 5 - self.rank.quarter };
        match from_lowest {
            1 => "lowest quarter",
            2 => "second lowest quarter",
            3 => "second highest quarter",
            _ => "highest quarter",
        }
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

    fn said(place: usize, quarter: u8, best: Best) -> String {
        let standing = Standing { year: 2025, rank: Rank { place, of: 152, quarter }, best };
        format!("{} of {}, {}", standing.place(), standing.rank.of, standing.quarter())
    }

    #[test]
    fn a_place_names_the_end_it_is_counted_from() {
        assert_eq!(said(24, 1, Best::Lowest), "24th lowest of 152, lowest quarter");
        assert_eq!(said(1, 1, Best::Highest), "Highest of 152, highest quarter");
        assert_eq!(said(152, 4, Best::Highest), "152nd highest of 152, lowest quarter");
        assert_eq!(said(112, 3, Best::Lowest), "112th lowest of 152, second highest quarter");
    }
}
