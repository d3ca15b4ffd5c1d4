//! Values against limits and comparators: a bar on a track, upright lines and marks across it, their words below.

use super::place::Area;
use super::rows::{Sheet, Sign, draw_sign, known, nothing, told};
use super::scene::{Label, Outline, Scene};
use super::spec::{Bullet, BulletRow, Value, Who};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, width, wrap};

const HIGH: f64 = 16.0;

/// Draws a bullet chart.
pub fn draw(spec: &Bullet, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let all = spec.rows.iter().flat_map(|r| std::iter::once(r.value.at).chain(r.marks.iter().map(|m| m.2.at)));
    let most = all.filter(|v| v.is_finite()).fold(0.0, f64::max);
    let top = spec.top.filter(|t| *t > 0.0).unwrap_or(most);
    let top = if top > 0.0 { top } else { 1.0 };
    let mut y = 0.0;
    for row in &spec.rows {
        y = draw_row(&mut scene, row, y, (sheet.width - 2.0) / top) + sheet.pick(22.0, 14.0);
    }
    scene.height = y - 10.0;
    scene
}

fn draw_row(scene: &mut Scene, row: &BulletRow, y: f64, unit: f64) -> f64 {
    let full = scene.width;
    let room = full - width(&row.value.shown, Weight::Bold) - 16.0;
    let words = wrap(&row.label, Weight::Bold, room, 3);
    scene.lines(&words, &Label::new(0.0, y + 13.0, "").bold());
    let bar = y + words.lines.len() as f64 * LEADING + 6.0;
    scene.label(Label::new(full, bar - 11.0, row.value.shown.clone()).end().bold().tone(Tone::Authority));
    let said = told(&[&row.label, &row.value.shown, &row.of]);
    let bed = Area::new(0.0, bar, full, HIGH);
    let long = known(row.value.at).map_or(0.0, |v| (v * unit).clamp(0.0, full));
    if long > 0.0 {
        scene.shape(Outline::Rect(bed), Paint::fill(Tone::Grid));
        scene.bar(Area::new(0.0, bar, long, HIGH), Tone::Authority, said);
    } else {
        // Where there is no bar to point at, its bed speaks.
        scene.bar(bed, Tone::Grid, said);
    }
    beds(scene, row, bar, unit);
    for (who, name, value) in &row.marks {
        mark(scene, (*who, name, value), bar, unit);
    }
    below(scene, row, bar + HIGH)
}

/// Beds of page under all marks, so that they stand apart from the bar and none hides another.
fn beds(scene: &mut Scene, row: &BulletRow, bar: f64, unit: f64) {
    for (who, _, value) in &row.marks {
        if let Some(at) = known(value.at).filter(|_| !matches!(who, Who::Target | Who::Residents)) {
            let x = (at * unit).clamp(7.5, scene.width - 7.5);
            scene.shape(Outline::Circle((x, bar + HIGH / 2.0), 7.5), Paint::fill(Tone::Page));
        }
    }
}

fn mark(scene: &mut Scene, (who, name, value): (Who, &str, &Value), bar: f64, unit: f64) {
    let Some(at) = known(value.at) else { return };
    let x = (at * unit).clamp(1.5, scene.width - 1.5);
    let title = Some(told(&[name, &value.shown]));
    if matches!(who, Who::Target | Who::Residents) {
        scene.line((x, bar - 4.0), (x, bar + HIGH + 4.0), Paint::stroke(Tone::Page, 5.0));
        scene.line((x, bar - 4.0), (x, bar + HIGH + 4.0), Paint::stroke(Tone::Ink, 2.5));
    } else {
        let x = x.clamp(7.5, scene.width - 7.5);
        scene.mark(who, (x, bar + HIGH / 2.0), title);
    }
}

/// The numbers behind the value at the left, then the marks by name, flowing over as many lines as they need.
fn below(scene: &mut Scene, row: &BulletRow, top: f64) -> f64 {
    let full = scene.width;
    let of = wrap(&row.of, Weight::Regular, full, 2);
    let mut y = top + 20.0;
    scene.lines(&of, &Label::new(0.0, y, "").tone(Tone::Muted));
    let mut x = if row.of.is_empty() { 0.0 } else { of.width + 24.0 };
    if of.lines.len() > 1 {
        (x, y) = (0.0, y + of.lines.len() as f64 * LEADING);
    }
    for (who, name, value) in &row.marks {
        let words = wrap(&told_mark(name, &value.shown), Weight::Regular, full - 18.0, 2);
        if x > 0.0 && x + 18.0 + words.width > full {
            (x, y) = (0.0, y + 20.0);
        }
        draw_sign(scene, &Sign::Mark(*who), (x + 6.0, y - 5.0));
        scene.lines(&words, &Label::new(x + 18.0, y, ""));
        x += words.width + 38.0;
        if words.lines.len() > 1 {
            (x, y) = (0.0, y + 20.0 + LEADING);
        }
    }
    let empty = row.of.is_empty() && row.marks.is_empty();
    if empty { top } else { y + 4.0 }
}

fn told_mark(name: &str, shown: &str) -> String {
    format!("{name} {shown}").trim().to_owned()
}
