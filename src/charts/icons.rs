//! A hundred figures, some filled: one figure is one child in a hundred.
//!
//! Two parts share one block of figures; more parts get a block each under their words.

use super::rows::{Sheet, nothing};
use super::scene::{Label, Outline, Scene, Step};
use super::spec::{IconPart, Icons};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, wrap};

/// Size of a figure.
const WIDE: f64 = 10.0;
const HIGH: f64 = 16.0;

/// Draws an icon array.
pub fn draw(spec: &Icons, sheet: Sheet) -> Scene {
    if spec.parts.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let a_row = if sheet.width >= 800.0 {
        50
    } else if sheet.width >= 600.0 {
        25
    } else {
        20
    };
    let step = (sheet.width / f64::from(a_row)).min(24.0);
    if spec.parts.len() <= 2 {
        one_block(&mut scene, &spec.parts, a_row, step);
    } else {
        blocks(&mut scene, &spec.parts, a_row, step);
    }
    scene
}

fn one_block(scene: &mut Scene, parts: &[IconPart], a_row: u32, step: f64) {
    let mut y = words(scene, &parts[0], 0.0) + 6.0;
    let mut from = 0;
    let all: u32 = parts.iter().map(|p| u32::from(p.icons)).sum();
    for part in parts {
        block(scene, part, (from, a_row), (y, step));
        from += u32::from(part.icons);
    }
    y += f64::from(all.div_ceil(a_row)) * 26.0;
    for part in &parts[1..] {
        y = words(scene, part, y);
    }
    scene.height = y + 4.0;
}

fn blocks(scene: &mut Scene, parts: &[IconPart], a_row: u32, step: f64) {
    let mut y = 0.0;
    for part in parts {
        y = words(scene, part, y) + 6.0;
        block(scene, part, (0, a_row), (y, step));
        y += f64::from(u32::from(part.icons).div_ceil(a_row)) * 26.0 + 8.0;
    }
    scene.height = y;
}

fn words(scene: &mut Scene, part: &IconPart, y: f64) -> f64 {
    let weight = if part.filled { Weight::Bold } else { Weight::Regular };
    let words = wrap(&part.label, weight, scene.width, 3);
    let tone = if part.filled { Tone::Authority } else { Tone::Muted };
    scene.lines(&words, &Label { weight, ..Label::new(0.0, y + 14.0, "").tone(tone) });
    y + words.lines.len() as f64 * LEADING + 2.0
}

/// The figures of a part as one path, so that a hundred figures stay a small picture.
fn block(scene: &mut Scene, part: &IconPart, (from, a_row): (u32, u32), (y, step): (f64, f64)) {
    let places = (from..from + u32::from(part.icons)).map(|i| (f64::from(i % a_row) * step + 1.0, y + f64::from(i / a_row) * 26.0));
    let steps: Vec<Step> = places.flat_map(figure).collect();
    if steps.is_empty() {
        return;
    }
    let paint = if part.filled { Paint::fill(Tone::Authority) } else { Paint::stroke(Tone::Region, 1.25).hollow() };
    scene.titled(Outline::Path(steps), paint, part.label.clone());
}

/// A head and shoulders, drawn into a box of [`WIDE`] by [`HIGH`].
fn figure((x, y): (f64, f64)) -> Vec<Step> {
    let (middle, radius, neck) = (x + WIDE / 2.0, 3.1, y + 7.6);
    vec![
        Step::Move(middle, y + 3.3 - radius),
        Step::Arc(radius, false, (middle, y + 3.3 + radius)),
        Step::Arc(radius, false, (middle, y + 3.3 - radius)),
        Step::Close,
        Step::Move(x + 0.5, y + HIGH),
        Step::Line(x + 0.5, neck + 3.6),
        Step::Curve((x + 0.5, neck), (x + 4.0, neck)),
        Step::Line(x + WIDE - 4.0, neck),
        Step::Curve((x + WIDE - 0.5, neck), (x + WIDE - 0.5, neck + 3.6)),
        Step::Line(x + WIDE - 0.5, y + HIGH),
        Step::Close,
    ]
}
