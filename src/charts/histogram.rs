//! Durations in bins with a statutory line; completed above and open below where both are told.

use super::columns::{Place, Set, draw_set};
use super::rows::Sheet;
use super::scene::Scene;
use super::spec::Histogram;

/// Draws a histogram.
pub fn draw(spec: &Histogram, sheet: Sheet) -> Scene {
    let gap = if sheet.is_narrow() { 8.0 } else { 16.0 };
    let down = spec.down.as_ref();
    // Without a limit and with no bin named, all bins are the subject.
    let all = spec.limit.is_none() && !spec.bins.iter().any(|bin| bin.focus);
    let places = spec.bins.iter().enumerate().map(|(i, bin)| Place {
        label: bin.label.clone(),
        up: bin.value.clone(),
        down: down.and_then(|(_, values)| values.get(i).cloned()),
        focus: bin.focus || all,
        gap: if bin.gap && i > 0 { gap } else { 0.0 },
    });
    let names = down.map(|(name, _)| (spec.up_name.as_str(), name.as_str()));
    let limit = spec.limit.as_ref().map(|(bin, words)| (*bin, words.as_str()));
    draw_set(Set { places: places.collect(), names, level: None, limit, axis: &spec.axis, filled: 0.8 }, sheet)
}
