//! Where a value stands among those of all authorities.

use super::quantiles::percentile;

/// Which end of the scale comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Best {
    /// The highest value is ranked 1.
    Highest,
    /// The lowest value is ranked 1.
    Lowest,
}

/// A place among authorities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// 1 for the first; equal values share the better place.
    pub place: usize,
    /// How many were ranked.
    pub of: usize,
    /// 1 for the first quarter, 4 for the last; a value on a boundary belongs to the better one.
    pub quarter: u8,
}

/// Fewest authorities among which quarters are named.
const FEWEST: usize = 10;

/// The place of a value among sorted values, its own included (see [`with_own`]); `None` among fewer than ten.
pub fn rank(value: f64, sorted: &[f64], best: Best) -> Option<Rank> {
    if sorted.len() < FEWEST {
        return None;
    }
    let better = |other: f64, than: f64| match best {
        Best::Highest => other > than,
        Best::Lowest => other < than,
    };
    let quarter_after = |quarter: f64| {
        let part = quarter / 4.0;
        let limit = percentile(sorted, if best == Best::Lowest { part } else { 1.0 - part });
        limit.is_some_and(|limit| better(limit, value))
    };
    Some(Rank {
        place: 1 + sorted.iter().filter(|other| better(**other, value)).count(),
        of: sorted.len(),
        quarter: 1 + [1.0, 2.0, 3.0].into_iter().map(|q| u8::from(quarter_after(q))).sum::<u8>(),
    })
}

/// Sorted values with one more in its place: for an authority whose value is not among the published ones.
pub fn with_own(sorted: &[f64], value: f64) -> Vec<f64> {
    let (below, above) = sorted.split_at(sorted.partition_point(|other| *other < value));
    [below, &[value], above].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_value_is_first_whichever_end_is_best() {
        let values: Vec<f64> = (1..=12).map(f64::from).collect();
        assert_eq!(rank(1.0, &values, Best::Lowest), Some(Rank { place: 1, of: 12, quarter: 1 }));
        assert_eq!(rank(1.0, &values, Best::Highest), Some(Rank { place: 12, of: 12, quarter: 4 }));
        assert_eq!(rank(12.0, &values, Best::Highest), Some(Rank { place: 1, of: 12, quarter: 1 }));
        assert_eq!(rank(7.0, &values, Best::Lowest), Some(Rank { place: 7, of: 12, quarter: 3 }));
    }

    #[test]
    fn every_quarter_holds_a_quarter() {
        let values: Vec<f64> = (1..=152).map(f64::from).collect();
        for best in [Best::Highest, Best::Lowest] {
            for quarter in 1..=4 {
                let held = values.iter().filter(|v| rank(**v, &values, best).unwrap().quarter == quarter).count();
                assert_eq!(held, 38, "quarter {quarter}");
            }
        }
    }

    #[test]
    fn equal_values_share_the_better_place() {
        let values = [1.0, 2.0, 2.0, 2.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];
        assert_eq!(rank(2.0, &values, Best::Lowest).unwrap().place, 2);
        assert_eq!(rank(5.0, &values, Best::Lowest).unwrap().place, 5);
    }

    #[test]
    fn a_live_value_is_ranked_with_the_published_ones() {
        let values: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(rank(3.5, &with_own(&values, 3.5), Best::Lowest).map(|r| (r.place, r.of)), Some((4, 21)));
        assert_eq!(rank(3.5, &with_own(&values[..8], 3.5), Best::Lowest), None, "too few to rank");
    }
}
