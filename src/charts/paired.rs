//! Two values per row, one bar under the other: the first in the focus colour, the second grey.

use super::place::Area;
use super::rows::{RowLabels, Sheet, Sign, key, known, nothing, told};
use super::scene::{Label, Scene};
use super::spec::Paired;
use super::style::{Paint, Tone};
use super::text::{Weight, widest};

const BAR: f64 = 15.0;

/// Draws paired bars.
pub fn draw(spec: &Paired, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let names = [(&spec.names.0, Tone::Authority, true), (&spec.names.1, Tone::Rest, false)];
    let entries: Vec<(Sign, Label)> =
        names.iter().map(|(name, tone, first)| (Sign::Swatch(*tone), Label::new(0.0, 0.0, (*name).clone()).bold_if(*first))).collect();
    let top = key(&mut scene, &entries, (0.0, 0.0), sheet.width) + 10.0;
    let labels: Vec<(&str, Weight)> = spec.rows.iter().map(|(label, ..)| (label.as_str(), Weight::Regular)).collect();
    let labels = RowLabels::fit(&labels, sheet.width * 0.40, sheet.width);
    let values = widest(spec.rows.iter().flat_map(|(_, a, b)| [a.shown.as_str(), b.shown.as_str()]), Weight::Bold);
    let from = if labels.above() { 0.5 } else { labels.column + 8.5 };
    let room = (sheet.width - from - values - 8.0).max(20.0);
    let all = || spec.rows.iter().flat_map(|(_, a, b)| [a.at, b.at]).filter(|v| v.is_finite());
    let (low, high) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    let unit = room / if high > low { high - low } else { 1.0 };
    let zero = from - low * unit;
    let mut y = top;
    let mut stems = Vec::new();
    for (i, (label, first, second)) in spec.rows.iter().enumerate() {
        let lift = labels.lift(i);
        let pad = sheet.pick(14.0, 10.0);
        let height = labels.height(i, BAR * 2.0 + pad);
        // A label above its bars stands nearer to them than to the bars before.
        let (over, middle) = if labels.above() { (pad - 4.0, y + lift + pad - 2.0 + BAR) } else { (0.0, y + lift + height / 2.0) };
        labels.print(&mut scene, i, y + over, middle);
        stems.push(if labels.above() { (middle - BAR, middle + BAR) } else { (y, y + height) });
        for (value, tone, up) in [(first, Tone::Authority, true), (second, Tone::Rest, false)] {
            let bar_top = if up { middle - BAR } else { middle };
            let long = known(value.at).map_or(0.0, |v| v * unit);
            let area = Area::new(zero + long.min(0.0), bar_top + 1.0, long.abs(), BAR - 2.0);
            scene.bar(area, tone, told(&[label, if up { &spec.names.0 } else { &spec.names.1 }, &value.shown]));
            let place = Label::new(zero + long.max(0.0) + 6.0, bar_top + BAR / 2.0 + 4.6, value.shown.clone());
            scene.label(if up { place.bold().tone(Tone::Authority) } else { place });
        }
        y += lift + height;
    }
    for (from, to) in stems {
        scene.line((zero, from), (zero, to), Paint::stroke(Tone::Axis, 1.0));
    }
    scene.height = y + 2.0;
    scene
}
