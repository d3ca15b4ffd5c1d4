//! Marks of all areas over the range of other authorities, for a tile, and below it who they are.

use super::place::Area;
use super::rows::{Sheet, Sign, draw_sign, known, nothing, told};
use super::scene::{Label, Outline, Scene};
use super::spec::{Strip, StripRange, Value, Who};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, widest, width, wrap};

/// Draws a strip.
pub fn draw(spec: &Strip, sheet: Sheet) -> Scene {
    if spec.marks.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let mut y = spec.range.map_or(0.0, |range| over(&mut scene, spec, range));
    for (who, name, value) in spec.marks.iter().filter(|m| !m.1.is_empty() && m.0 != Who::Live) {
        y = row(&mut scene, (*who, name, value), y);
    }
    scene.height = y + 2.0;
    scene
}

/// The marks over the bars of other authorities; gives the foot. A mark beyond the ends stands at the end.
fn over(scene: &mut Scene, spec: &Strip, range: StripRange) -> f64 {
    let (edge, line) = (9.0, 10.0);
    let (low, high) = range.ends;
    let long = scene.width - 2.0 * edge;
    let x = |v: f64| if high > low { edge + ((v - low) / (high - low)).clamp(0.0, 1.0) * long } else { scene.width / 2.0 };
    let bars = [(range.ends, Tone::Grid), (range.middle, Tone::Rest)].map(|((from, to), tone)| (x(from), x(to), tone));
    let (mut marks, live): (Vec<_>, Vec<_>) = spec.marks.iter().partition(|m| m.0 != Who::Live);
    marks.extend(live);
    let marks: Vec<_> =
        marks.iter().filter_map(|(who, name, value)| Some((*who, x(known(value.at)?), told(&[name, &value.shown])))).collect();
    for (from, to, tone) in bars {
        scene.shape(Outline::Rect(Area::new(from, line - 4.0, (to - from).max(0.0), 8.0)), Paint::fill(tone));
    }
    for (who, x, said) in marks {
        scene.mark(who, (x, line), Some(said));
    }
    24.0
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
