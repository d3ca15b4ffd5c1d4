//! Statistics: intervals and what may be claimed from them. Pure functions of numbers.
//!
//! In: counts, denominators, values of areas, values in time order. Out: intervals, words of comparison, ranks, quantiles, limits and signals.
//! Knows neither indicators nor areas. The forms are those of public health statistics in England (Fingertips).
//!
//! Intervals assume that events are independent. Brothers and sisters come to a service together, so true uncertainty is wider:
//! pages that claim a difference say so.

pub mod control;
mod differences;
pub mod funnel;
mod intervals;
mod many;
mod quantiles;
mod rank;
mod verdict;

pub use differences::{difference_of_counts, difference_of_rates, difference_of_shares};
pub use intervals::{Interval, Z95, Z998, byar, count, rate, ratio_of_counts, ratio_of_shares, share, wilson};
pub use many::holm;
pub use quantiles::{Summary, median, percentile, summary};
pub use rank::{Best, Rank, rank, with_own};
pub use verdict::{Verdict, verdict};

/// Below this many in the denominator a share is shown with a warning and no difference is claimed.
pub const SMALL_DENOMINATOR: f64 = 30.0;
