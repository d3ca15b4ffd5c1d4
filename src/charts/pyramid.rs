//! Ages by sex, back to back, the ages in the middle and the values at the ends of the bars.

use super::place::Area;
use super::rows::{Sheet, known, nothing, told};
use super::scene::{Label, Scene};
use super::spec::{AgeRow, Pyramid, Value};
use super::style::Tone;
use super::text::{LEADING, Weight, widest, wrap};

/// Draws a pyramid.
pub fn draw(spec: &Pyramid, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let middle = sheet.width / 2.0;
    let gutter = widest(spec.rows.iter().map(|r| r.age.as_str()), Weight::Bold) / 2.0 + 14.0;
    let values = widest(spec.rows.iter().flat_map(|r| [r.left.shown.as_str(), r.right.shown.as_str()]), Weight::Bold);
    let room = (middle - gutter - values - 8.0).clamp(4.0, 300.0);
    let most = spec.rows.iter().flat_map(|r| [r.left.at, r.right.at]).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let most = if most > 0.0 { most } else { 1.0 };
    let top = heads(&mut scene, spec, middle, gutter);
    let pitch = sheet.pick(18.0, 16.0);
    for (i, row) in spec.rows.iter().rev().enumerate() {
        let y = top + i as f64 * pitch;
        let tone = if row.focus { Tone::Ink } else { Tone::Muted };
        scene.label(Label::new(middle, y + pitch / 2.0 + 5.0, row.age.clone()).middle().tone(tone).bold_if(row.focus));
        side(&mut scene, row, &row.left, (middle - gutter, y, -1.0), (room / most, pitch));
        side(&mut scene, row, &row.right, (middle + gutter, y, 1.0), (room / most, pitch));
    }
    scene.height = top + spec.rows.len() as f64 * pitch + 4.0;
    scene
}

fn heads(scene: &mut Scene, spec: &Pyramid, middle: f64, gutter: f64) -> f64 {
    let room = middle - gutter;
    let sides = [(&spec.left, middle - gutter, true), (&spec.right, middle + gutter, false)];
    let names = sides.map(|((name, _), _, _)| wrap(name, Weight::Bold, room, 3));
    // Both totals stand on one line, below the longer name.
    let below = 14.0 + names.iter().map(|n| n.lines.len()).max().unwrap_or(1) as f64 * LEADING;
    let mut lines = 1;
    for (((_, total), x, left), name) in sides.into_iter().zip(&names) {
        let place = |label: Label| if left { label.end() } else { label };
        scene.lines(name, &place(Label::new(x, 14.0, "").bold()));
        let total = wrap(total, Weight::Regular, room, 3);
        lines = lines.max(total.lines.len());
        scene.lines(&total, &place(Label::new(x, below, "").tone(Tone::Muted)));
    }
    scene.label(Label::new(middle, 14.0, "Age").middle().tone(Tone::Muted));
    below - 8.0 + lines as f64 * LEADING
}

fn side(scene: &mut Scene, row: &AgeRow, value: &Value, (x, y, way): (f64, f64, f64), (scale, pitch): (f64, f64)) {
    let long = known(value.at).map_or(0.0, |v| v.max(0.0) * scale);
    let tone = if row.focus { Tone::Authority } else { Tone::Rest };
    let bar = Area::new(if way < 0.0 { x - long } else { x }, y + 2.0, long, pitch - 4.5);
    scene.bar(bar, tone, told(&[&row.age, &value.shown]));
    let tone = if row.focus { Tone::Authority } else { Tone::Muted };
    let label = Label::new(x + way * (long + 6.0), y + pitch / 2.0 + 5.0, value.shown.clone()).bold_if(row.focus).tone(tone);
    scene.label(if way < 0.0 { label.end() } else { label });
}
