//! Marks of all areas on one line, for a tile, and below it who they are.

use super::rows::{Sheet, Sign, draw_sign, known, nothing, told};
use super::scene::{Label, Scene};
use super::spec::{Strip, Value, Who};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, widest, width, wrap};

/// Draws a strip.
pub fn draw(spec: &Strip, sheet: Sheet) -> Scene {
    if spec.marks.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let (edge, line) = (9.0, 10.0);
    let all = || spec.marks.iter().map(|m| m.2.at).filter(|v| v.is_finite());
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let x = |v: f64| if high > low { edge + (v - low) / (high - low) * (sheet.width - 2.0 * edge) } else { sheet.width / 2.0 };
    scene.line((0.0, line), (sheet.width, line), Paint::stroke(Tone::Rule, 1.0));
    let (mut marks, live): (Vec<_>, Vec<_>) = spec.marks.iter().partition(|m| m.0 != Who::Live);
    marks.extend(live);
    for (who, name, value) in &marks {
        if let Some(at) = known(value.at) {
            scene.mark(*who, (x(at), line), Some(told(&[name, &value.shown])));
        }
    }
    let mut y = 24.0;
    for (who, name, value) in spec.marks.iter().filter(|m| !m.1.is_empty() && m.0 != Who::Live) {
        y = row(&mut scene, (*who, name, value), y);
    }
    scene.height = y + 2.0;
    scene
}

fn row(scene: &mut Scene, (who, name, value): (Who, &str, &Value), y: f64) -> f64 {
    let room = scene.width - 20.0 - width(&value.shown, Weight::Bold) - 10.0;
    let longest = widest(name.split_whitespace(), Weight::Regular);
    // In a very narrow tile the value has a line of its own.
    let beside = longest <= room;
    let words = wrap(name, Weight::Regular, if beside { room } else { scene.width - 20.0 }, 3);
    let down = if beside { 0.0 } else { words.lines.len() as f64 * LEADING };
    draw_sign(scene, &Sign::Mark(who), (6.0, y + 9.0));
    scene.lines(&words, &Label::new(20.0, y + 14.0, ""));
    scene.label(Label::new(scene.width, y + 14.0 + down, value.shown.clone()).end().bold());
    y + (words.lines.len() as f64 * LEADING).max(down + if beside { 0.0 } else { LEADING }) + 4.0
}
