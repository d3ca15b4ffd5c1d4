//! Medians, percentiles and the five numbers of a spread, by linear interpolation between order statistics (ruling 18).

/// The share `part` (0 to 1) of sorted values, as a spreadsheet's PERCENTILE.INC; `None` where there are none.
pub fn percentile(sorted: &[f64], part: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = part.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64))
}

/// The median of sorted values.
pub fn median(sorted: &[f64]) -> Option<f64> {
    percentile(sorted, 0.5)
}

/// A spread in five numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Smallest value.
    pub lowest: f64,
    /// A quarter of the values lie at or below.
    pub lower_quartile: f64,
    /// The middle value.
    pub median: f64,
    /// A quarter of the values lie at or above.
    pub upper_quartile: f64,
    /// Largest value.
    pub highest: f64,
}

/// The five numbers of sorted values; `None` where there are none.
pub fn summary(sorted: &[f64]) -> Option<Summary> {
    Some(Summary {
        lowest: *sorted.first()?,
        lower_quartile: percentile(sorted, 0.25)?,
        median: median(sorted)?,
        upper_quartile: percentile(sorted, 0.75)?,
        highest: *sorted.last()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_a_spreadsheet() {
        // PERCENTILE.INC of 1, 2, 3, 4: 0.3 gives 1.9, the documented example.
        let values = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(percentile(&values, 0.3).map(|v| (v * 1e9).round() / 1e9), Some(1.9));
        assert_eq!(percentile(&values, 0.0), Some(1.0));
        assert_eq!(percentile(&values, 1.0), Some(4.0));
        assert_eq!(median(&values), Some(2.5));
        assert_eq!(median(&[7.0]), Some(7.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_summary_holds_the_middle_half() {
        let values: Vec<f64> = (1..=101).map(f64::from).collect();
        let five = summary(&values).unwrap();
        assert_eq!((five.lowest, five.lower_quartile, five.median, five.upper_quartile, five.highest), (1.0, 26.0, 51.0, 76.0, 101.0));
    }
}
