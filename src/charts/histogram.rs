//! Durations in bins with a statutory line; completed above and open below where both are told.
//!
//! A column is as wide as the time it covers and as high as how many it holds a day, so that its area is the number.

use super::columns::{Place, Set, draw_set};
use super::rows::Sheet;
use super::scene::Scene;
use super::spec::{Histogram, Value};

/// Draws a histogram.
pub fn draw(spec: &Histogram, sheet: Sheet) -> Scene {
    let gap = if sheet.is_narrow() { 8.0 } else { 16.0 };
    // Where bins cover unlike times, height is how many a day: its area is the number it prints.
    let spans: Vec<f64> = spec.bins.iter().map(|bin| if bin.span > 0.0 { bin.span } else { 1.0 }).collect();
    let density = |value: &Value, i: usize| Value { at: value.at / spans[i], shown: value.shown.clone() };
    let down = spec.down.as_ref();
    // Without a limit and with no bin named, all bins are the subject.
    let all = spec.limit.is_none() && !spec.bins.iter().any(|bin| bin.focus);
    let places = spec.bins.iter().enumerate().map(|(i, bin)| Place {
        label: bin.label.clone(),
        up: density(&bin.value, i),
        down: down.and_then(|(_, values)| values.get(i)).map(|value| density(value, i)),
        focus: bin.focus || all,
        gap: if bin.gap && i > 0 { gap } else { 0.0 },
        span: spans[i],
    });
    let unlike = spans.iter().any(|span| (span - spans[0]).abs() > 1e-9);
    let names = down.map(|(name, _)| (spec.up_name.as_str(), name.as_str()));
    let limit = spec.limit.as_ref().map(|(bin, words)| (*bin, words.as_str()));
    draw_set(Set { places: places.collect(), names, level: None, limit, axis: &spec.axis, filled: if unlike { 0.94 } else { 0.8 } }, sheet)
}
