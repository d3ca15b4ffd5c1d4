//! A line without axes, for a tile: the years, then the live value on a dashed line.
//!
//! Each point says its value when pointed at, as those of other charts do, by a shape that is not painted: dots on so small a line
//! would hide it. On the page that is one more stop of the Tab key a tile, whose arrow keys go from point to point. To a screen reader
//! it adds nothing that must be heard: the picture's text alternative lists every value already.

use super::Medium;
use super::rows::Sheet;
use super::scene::{Label, Outline, Scene, Step};
use super::spec::{Spark, Who};
use super::style::{Paint, Tone, line_of};
use super::text::{Weight, width, wrap};

/// Draws a spark line.
pub fn draw(spec: &Spark, sheet: Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let (top, bottom, edge) = (10.0, 40.0, 8.0);
    let known = || spec.points.iter().flatten().chain(spec.live.iter()).copied().filter(|v| v.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let places = spec.points.len() + usize::from(spec.live.is_some());
    let step = (sheet.width - 2.0 * edge) / (places.max(2) as f64 - 1.0);
    let y = |v: f64| if high > low { bottom - (v - low) / (high - low) * (bottom - top) } else { (top + bottom) / 2.0 };
    let point = |i: usize, v: f64| (edge + step * i as f64, y(v));
    scene.line((0.0, 46.5), (sheet.width, 46.5), Paint::stroke(Tone::Grid, 1.0));
    let mut steps = Vec::new();
    let mut down = false;
    let mut last = None;
    for (i, value) in spec.points.iter().enumerate() {
        let Some(v) = value.filter(|v| v.is_finite()) else {
            down = false;
            continue;
        };
        let (x, y) = point(i, v);
        let next = spec.points.get(i + 1).copied().flatten().is_some();
        steps.push(if down { Step::Line(x, y) } else { Step::Move(x, y) });
        if !down && !next {
            scene.shape(Outline::Circle((x, y), 2.5), Paint::fill(Tone::Authority));
        }
        (down, last) = (true, Some((x, y)));
    }
    let thin = if spec.points.len() > 12 { 1.5 } else { 3.0 };
    if !steps.is_empty() {
        scene.shape(Outline::Path(steps), Paint { width: thin, ..line_of(Who::Authority) });
    }
    if let Some(live) = spec.live.filter(|v| v.is_finite()) {
        let at = point(spec.points.len(), live);
        // Over a missing year no line leads.
        if let Some(last) = last.filter(|_| down) {
            scene.line(last, at, line_of(Who::Live));
        }
        scene.mark(Who::Live, at, None);
    }
    let pointed_at = sheet.medium == Medium::Screen;
    for (i, value) in spec.points.iter().chain([&spec.live]).enumerate().filter(|_| pointed_at) {
        let told = spec.told.get(i).filter(|words| !words.is_empty());
        if let Some((v, words)) = value.filter(|v| v.is_finite()).zip(told) {
            scene.titled(Outline::Circle(point(i, v), 5.0), Paint::unseen(), words.clone());
        }
    }
    ends(&mut scene, spec, sheet.width);
    scene.height = if spec.ends.0.is_empty() && spec.ends.1.is_empty() { 48.0 } else { 66.0 };
    scene
}

/// Labels at both ends. Where they would meet the first gives way to its last word, as `2023` for `Sep 2023`, or is left out.
fn ends(scene: &mut Scene, spec: &Spark, room: f64) {
    let second = wrap(&spec.ends.1, Weight::Regular, room, 1);
    let left = room - width(&second.lines[0], Weight::Regular) - 10.0;
    let short = spec.ends.0.rsplit(' ').next().unwrap_or_default();
    if let Some(words) = [spec.ends.0.as_str(), short].into_iter().find(|words| width(words, Weight::Regular) <= left) {
        scene.lines(&wrap(words, Weight::Regular, left, 1), &Label::new(0.0, 61.0, "").tone(Tone::Muted));
    }
    scene.lines(&second, &Label::new(room, 61.0, "").end().tone(Tone::Muted));
}
