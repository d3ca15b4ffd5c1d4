//! A table of values shaded by size, the value in every cell, its text chosen to read on its shade.
//!
//! Where the columns do not fit side by side, the table goes on below with its labels again.

use super::place::Area;
use super::rows::{Sheet, Sign, key, known, nothing, told};
use super::scene::{Label, Outline, Scene};
use super::spec::{Heat, Value};
use super::style::{Paint, SHADES, Tone};
use super::text::LEADING;
use super::text::{Weight, Wrapped, widest, width, wrap};

/// Draws a heat map.
pub fn draw(spec: &Heat, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() || spec.columns.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let most = spec.rows.iter().flat_map(|(_, cells)| cells.iter().flatten()).map(|v| v.at).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let cell = least_cell(spec);
    // Labels give way before columns go on below.
    let (labels, left) = [0.34, 0.26, 0.20]
        .map(|part| labels(spec, sheet.width * part))
        .into_iter()
        .find(|(_, left)| sheet.width - left >= cell * spec.columns.len() as f64)
        .unwrap_or_else(|| labels(spec, sheet.width * 0.30));
    let cell = cell.min(sheet.width - left);
    let at_once = (((sheet.width - left) / cell).floor() as usize).clamp(1, spec.columns.len());
    let blocks = spec.columns.len().div_ceil(at_once);
    let a_block = spec.columns.len().div_ceil(blocks);
    let wide = ((sheet.width - left) / a_block as f64).min(150.0);
    let mut y = classes(&mut scene, spec);
    for first in (0..spec.columns.len()).step_by(a_block) {
        let columns = first..(first + a_block).min(spec.columns.len());
        y = block(&mut scene, (spec, &labels, most), columns, (left, y, wide)) + 16.0;
    }
    scene.height = y - 14.0;
    scene
}

/// Labels wrapped to a room, and where the cells start beside them.
fn labels(spec: &Heat, room: f64) -> (Vec<Wrapped>, f64) {
    let words = spec.rows.iter().flat_map(|(label, _)| label.split_whitespace());
    let room = room.max(widest(words, Weight::Regular).min(110.0));
    let labels: Vec<Wrapped> = spec.rows.iter().map(|(label, _)| wrap(label, Weight::Regular, room, 6)).collect();
    let left = labels.iter().map(|l| l.width).fold(0.0, f64::max) + 8.0;
    (labels, left)
}

/// A cell holds its widest value and the longest word of its head, the latter up to a limit.
fn least_cell(spec: &Heat) -> f64 {
    let values = widest(spec.rows.iter().flat_map(|(_, cells)| cells.iter().flatten()).map(|v| v.shown.as_str()), Weight::Regular);
    let words = widest(spec.columns.iter().flat_map(|c| c.split_whitespace()), Weight::Regular);
    (values + 10.0).max(words.min(96.0) + 6.0).max(34.0)
}

fn block(
    scene: &mut Scene,
    (spec, labels, most): (&Heat, &[Wrapped], f64),
    columns: std::ops::Range<usize>,
    (left, top, wide): (f64, f64, f64),
) -> f64 {
    let heads: Vec<Wrapped> = columns.clone().map(|c| wrap(&spec.columns[c], Weight::Regular, wide - 6.0, 3)).collect();
    let head = heads.iter().map(|h| h.lines.len()).max().unwrap_or(1) as f64 * LEADING;
    for (i, words) in heads.iter().enumerate() {
        let first = top + head - (words.lines.len() as f64 - 1.0) * LEADING - 4.0;
        scene.lines(words, &Label::new(left + wide * (i as f64 + 0.5), first, "").middle().tone(Tone::Muted));
    }
    let mut y = top + head + 4.0;
    for ((label, cells), words) in spec.rows.iter().zip(labels) {
        let high = (words.lines.len() as f64 * LEADING + 4.0).max(25.0);
        scene.lines_about(words, &Label::new(left - 8.0, y + high / 2.0, "").end());
        for (i, column) in columns.clone().enumerate() {
            let area = Area::new(left + wide * i as f64 + 1.0, y + 1.0, wide - 2.0, high - 2.0);
            let value = cells.get(column).and_then(Option::as_ref);
            let total = column + spec.totals >= spec.columns.len();
            let shade = value.and_then(|v| known(v.at)).filter(|_| !total).and_then(|v| shade_of(spec, v, most));
            draw_cell(scene, value, area, (shade, told(&[label, &spec.columns[column]])));
        }
        y += high;
    }
    y
}

fn draw_cell(scene: &mut Scene, value: Option<&Value>, area: Area, (shade, title): (Option<usize>, String)) {
    let said = value.map_or(title.clone(), |v| told(&[&title, &v.shown]));
    match shade {
        Some(shade) => scene.bar(area, Tone::Shade(shade), said),
        None => {
            let edge = Area::new(area.x + 0.5, area.y + 0.5, area.w - 1.0, area.h - 1.0);
            scene.titled(Outline::Rect(edge), Paint::stroke(Tone::Grid, 1.0), said);
        }
    }
    let Some(value) = value else { return };
    let tone = shade.map_or(Tone::Muted, Tone::OnShade);
    let words = if width(&value.shown, Weight::Regular) <= area.w {
        value.shown.clone()
    } else {
        wrap(&value.shown, Weight::Regular, area.w, 1).lines[0].clone()
    };
    scene.label(Label::new(area.x + area.w / 2.0, area.y + area.h / 2.0 + 5.0, words).middle().tone(tone));
}

/// The key of the classes; gives the height it took.
fn classes(scene: &mut Scene, spec: &Heat) -> f64 {
    if spec.classes.is_empty() {
        return 0.0;
    }
    let entry = |(i, (_, words)): (usize, &(f64, String))| (Sign::Swatch(class_shade(spec, i)), Label::new(0.0, 0.0, words.clone()));
    let entries: Vec<(Sign, Label)> = spec.classes.iter().enumerate().map(entry).collect();
    let width = scene.width;
    key(scene, &entries, (0.0, 0.0), width) + 8.0
}

/// Few classes stand far apart from pale to dark.
fn class_shade(spec: &Heat, class: usize) -> Tone {
    Tone::Shade(shade_of_class(spec, class))
}

fn shade_of_class(spec: &Heat, class: usize) -> usize {
    (1 + class * (SHADES - 2) / (spec.classes.len() - 1).max(1)).min(SHADES - 1)
}

/// A value's class has its shade; without classes shades run evenly from nothing to the largest value. Zero has none.
fn shade_of(spec: &Heat, value: f64, most: f64) -> Option<usize> {
    if !spec.classes.is_empty() {
        return spec.classes.iter().rposition(|(above, _)| value > *above).map(|class| shade_of_class(spec, class));
    }
    if value <= 0.0 || most <= 0.0 {
        return None;
    }
    Some(((value / most * SHADES as f64).ceil() as usize).clamp(1, SHADES) - 1)
}
