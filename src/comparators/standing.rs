//! Where a published value stands among those of all authorities, and what each statistical neighbour published.
//!
//! In: published values. Out: ranks, quarters and tenths; values of neighbours one by one and their median.
//! Counted from the highest value, whichever end is good: the caller, who knows the polarity, words it.

use super::{Area, Comparators, Published};
use crate::number::Missing;
use crate::statistics::{median, percentile};

/// Fewest authorities among which quarters and tenths are named.
const FEWEST: usize = 10;

/// The place of a published value among those of all authorities in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// 1 for the highest value; equal values share the place.
    pub rank: usize,
    /// Authorities with a published value.
    pub of: usize,
    /// 1 for the quarter of highest values, 4 for the lowest; a value on a boundary belongs to the higher quarter.
    /// `None` among fewer than ten.
    pub quartile: Option<u8>,
    /// 1 for the tenth of highest values, 10 for the lowest; `None` among fewer than ten.
    pub decile: Option<u8>,
}

/// The median of statistical neighbours in a year: of how many, and out of how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeighbourMedian {
    /// Median of the published values, unrounded; not available where none was published.
    pub value: Published,
    /// Neighbours with a published value.
    pub n: usize,
    /// Neighbours there are (10 unless the project names others).
    pub of: usize,
}

impl Standing {
    /// The place of a value among sorted values, its own being one of them; `None` among none.
    fn among(sorted: &[f64], value: f64) -> Option<Self> {
        let part = |parts: u8| {
            let limit = |n: u8| percentile(sorted, f64::from(parts - n) / f64::from(parts));
            (sorted.len() >= FEWEST).then(|| 1 + (1..parts).map(|n| u8::from(limit(n).is_some_and(|limit| value < limit))).sum::<u8>())
        };
        (!sorted.is_empty()).then(|| Self {
            rank: 1 + sorted.iter().filter(|other| **other > value).count(),
            of: sorted.len(),
            quartile: part(4),
            decile: part(10),
        })
    }
}

impl Comparators {
    /// Where an authority's published value stands among all authorities with a published value in that year;
    /// `None` where no authority has one.
    pub fn standing(&self, measure: &str, value: f64, year: u16) -> Option<Standing> {
        Standing::among(&self.spread(measure, year), value)
    }

    /// What each statistical neighbour published in a year, nearest neighbour first.
    pub fn neighbour_values(&self, measure: &str, authority: &Area, year: u16) -> Vec<(&Area, Published)> {
        self.neighbours(authority).into_iter().map(|near| (near, self.published(measure, &near.code, year))).collect()
    }

    /// The median of the neighbours' published values, as the Department's dashboard shows it; values not published are left out.
    pub fn neighbour_median(&self, measure: &str, authority: &Area, year: u16) -> NeighbourMedian {
        let all = self.neighbour_values(measure, authority, year);
        let mut values: Vec<f64> = all.iter().filter_map(|(_, published)| published.ok()).collect();
        values.sort_by(f64::total_cmp);
        NeighbourMedian { value: median(&values).ok_or(Missing::NotAvailable), n: values.len(), of: all.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(sorted: &[f64], value: f64) -> (usize, usize, Option<u8>, Option<u8>) {
        let s = Standing::among(sorted, value).unwrap();
        (s.rank, s.of, s.quartile, s.decile)
    }

    #[test]
    fn the_highest_value_is_first_and_the_quarters_are_equal() {
        // 1 to 20: the limits of quarters are 15.25, 10.5 and 5.75, of tenths 18.1, 16.2, 14.3 and so on down to 2.9.
        let values: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(place(&values, 20.0), (1, 20, Some(1), Some(1)));
        assert_eq!(place(&values, 16.0), (5, 20, Some(1), Some(3)));
        assert_eq!(place(&values, 15.0), (6, 20, Some(2), Some(3)));
        assert_eq!(place(&values, 10.0), (11, 20, Some(3), Some(6)));
        assert_eq!(place(&values, 1.0), (20, 20, Some(4), Some(10)));
    }

    #[test]
    fn equal_values_share_a_place_and_a_quarter() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 9.0, 9.0, 9.0, 12.0];
        assert_eq!(place(&values, 12.0).0, 1);
        assert_eq!(place(&values, 9.0), (2, 10, Some(1), Some(2)), "the upper limit is 9 itself, the highest tenth ends at 9.3");
        assert_eq!(place(&values, 6.0), (5, 10, Some(2), Some(5)));
    }

    #[test]
    fn a_value_on_any_limit_belongs_to_the_higher_part() {
        // 1 to 11: every limit of tenths is one of the values, 10 down to 2.
        let values: Vec<f64> = (1..=11).map(f64::from).collect();
        let tenths: Vec<Option<u8>> = values.iter().rev().map(|v| place(&values, *v).3).collect();
        assert_eq!(tenths, [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(Some));
    }

    #[test]
    fn fewer_than_ten_are_ranked_but_have_no_quarters() {
        assert_eq!(place(&[1.0, 2.0, 3.0], 2.0), (2, 3, None, None));
        assert_eq!(Standing::among(&[], 2.0), None);
    }
}
