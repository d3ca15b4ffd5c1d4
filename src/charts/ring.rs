//! One share as a ring with its number in the hole, and the comparators as strokes across it.

use super::place::{Wish, spread};
use super::rows::{Sheet, Sign, draw_sign, known, told};
use super::scene::{Label, Outline, Scene, Step};
use super::spec::Ring;
use super::style::{Paint, Tone, tone_of};
use super::text::{LEADING, Weight, Wrapped, width, width_at, wrap};
use std::f64::consts::TAU;

/// Outer and inner radius, and the size of the number.
const OUTER: f64 = 80.0;
const INNER: f64 = 59.0;
/// Where the comparators' marks stand around the ring.
const RIM: f64 = 92.0;
const NUMBER: f64 = 28.0;

/// Draws a ring.
pub fn draw(spec: &Ring, sheet: Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let edge = if spec.marks.is_empty() { 2.0 } else { RIM - OUTER + 7.0 };
    let middle = (OUTER + edge, OUTER + edge);
    arcs(&mut scene, spec, middle);
    strokes(&mut scene, spec, middle);
    let beside = sheet.width - (middle.0 * 2.0 + 16.0);
    let below = beside < 130.0;
    let (x, room) = if below { (0.0, sheet.width) } else { (middle.0 * 2.0 + 16.0, beside.min(320.0)) };
    let rows = rows(spec, room);
    let height = rows.iter().map(|r| r.high).sum::<f64>();
    let top = (middle.1 - height / 2.0).max(0.0);
    // Words too long for the hole stand below the ring, and below what stands beside it.
    let ring = middle.1 * 2.0;
    let foot = hole(&mut scene, spec, middle, if below { ring } else { ring.max(top + height) });
    let mut y = if below { foot + 8.0 } else { top };
    for Row { sign, high, words, value, down } in rows {
        draw_sign(&mut scene, &sign, (x + 6.0, y + 11.0));
        scene.lines(&words, &Label::new(x + 20.0, y + 16.0, ""));
        scene.label(Label::new(x + room, y + 16.0 + down, value).end().bold());
        y += high;
    }
    scene.height = foot.max(y) + 4.0;
    scene
}

struct Row {
    sign: Sign,
    high: f64,
    words: Wrapped,
    value: String,
    /// How far below the first line of the name the value stands.
    down: f64,
}

/// The parts, then the comparators: sign, name and value, with the height each takes.
fn rows(spec: &Ring, room: f64) -> Vec<Row> {
    let mut rows: Vec<(Sign, &str, &str)> =
        vec![(Sign::Swatch(Tone::Authority), &spec.parts.0, ""), (Sign::Swatch(Tone::Grid), &spec.parts.1, "")];
    rows.extend(spec.marks.iter().map(|(who, name, value)| (Sign::Mark(*who), name.as_str(), value.shown.as_str())));
    rows.into_iter()
        .filter(|(_, name, _)| !name.is_empty())
        .map(|(sign, name, value)| {
            // A long number leaves the name no room beside it, and stands below.
            let beside = room - 20.0 - width(value, Weight::Bold) - 10.0;
            let words = wrap(name, Weight::Regular, if beside >= 50.0 { beside } else { room - 20.0 }, 3);
            let lines = words.lines.len() as f64 * LEADING;
            let (down, high) = if beside >= 50.0 { (0.0, lines + 6.0) } else { (lines, lines + LEADING + 6.0) };
            Row { sign, high, words, value: value.to_owned(), down }
        })
        .collect()
}

fn arcs(scene: &mut Scene, spec: &Ring, middle: (f64, f64)) {
    let part = known(spec.share.at).map_or(0.0, |v| v.clamp(0.0, 100.0) / 100.0);
    scene.titled(Outline::Path(arc(middle, 0.0, 1.0)), Paint::fill(Tone::Grid), spec.parts.1.clone());
    if part > 0.0 {
        let title = told(&[&spec.parts.0, &spec.share.shown]);
        scene.titled(Outline::Path(arc(middle, 0.0, part)), Paint::fill(Tone::Authority), title);
    }
}

/// A point at a part of the way round, from the top, clockwise.
fn around((x, y): (f64, f64), radius: f64, part: f64) -> (f64, f64) {
    (x + radius * (part * TAU).sin(), y - radius * (part * TAU).cos())
}

/// A stretch of the ring; the arcs run out along the rim in two halves, and back as corners along the hole.
fn arc(middle: (f64, f64), from: f64, to: f64) -> Vec<Step> {
    let halfway = (from + to) / 2.0;
    let (start, turn, end) = (around(middle, OUTER, from), around(middle, OUTER, halfway), around(middle, OUTER, to));
    let mut steps = vec![Step::Move(start.0, start.1), Step::Arc(OUTER, false, turn), Step::Arc(OUTER, false, end)];
    let back = (0..=120).map(|i| around(middle, INNER, to - (to - from) * f64::from(i) / 120.0));
    steps.extend(back.map(|(x, y)| Step::Line(x, y)));
    steps.push(Step::Close);
    steps
}

/// A stroke across the ring for each comparator, ending in its mark; marks that would meet move along the rim.
fn strokes(scene: &mut Scene, spec: &Ring, middle: (f64, f64)) {
    let marks: Vec<_> = spec.marks.iter().filter(|m| m.2.at.is_finite()).collect();
    let part = |at: f64| at.clamp(0.0, 100.0) / 100.0;
    let round = RIM * TAU;
    let wishes: Vec<Wish> = marks.iter().map(|m| Wish::centred(part(m.2.at) * round, 13.0)).collect();
    let places = spread(&wishes, -6.5, round + 6.5);
    for (_, _, value) in &marks {
        let (a, b) = (around(middle, INNER, part(value.at)), around(middle, OUTER, part(value.at)));
        scene.line(a, b, Paint::stroke(Tone::Page, 3.5));
    }
    for ((who, name, value), place) in marks.iter().zip(places) {
        let at = part(value.at);
        let (a, b) = (around(middle, INNER, at), around(middle, OUTER, at));
        let end = around(middle, RIM, place / round);
        let path = vec![Step::Move(a.0, a.1), Step::Line(b.0, b.1), Step::Line(end.0, end.1)];
        scene.shape(Outline::Path(path), Paint::stroke(tone_of(*who), 1.75));
        scene.mark(*who, end, Some(told(&[name, &value.shown])));
    }
}

/// The number, and under it what it is of: in the hole, or at the foot where it is too long. Gives the new foot.
fn hole(scene: &mut Scene, spec: &Ring, middle: (f64, f64), foot: f64) -> f64 {
    let size = NUMBER * ((INNER * 1.8) / width_at(&spec.share.shown, Weight::Bold, NUMBER)).min(1.0);
    let words = wrap(&spec.of, Weight::Regular, INNER * 1.6, 2);
    let inside = !words.cut && words.lines.join(" ") == spec.of;
    let up = if spec.of.is_empty() || !inside { 0.0 } else { 8.0 * words.lines.len() as f64 };
    scene.label(Label::new(middle.0, middle.1 + 10.0 - up, spec.share.shown.clone()).middle().bold().size(size).tone(Tone::Authority));
    if inside {
        scene.lines(&words, &Label::new(middle.0, middle.1 + 32.0 - up, "").middle().tone(Tone::Muted));
        return foot;
    }
    let words = wrap(&spec.of, Weight::Regular, scene.width, 3);
    scene.lines(&words, &Label::new(0.0, foot + 14.0, "").tone(Tone::Muted));
    foot + words.lines.len() as f64 * LEADING + 6.0
}
