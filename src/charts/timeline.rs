//! Lengths of time on a common axis: a bar a row, from the day it starts, with its limit as an upright line.

use super::place::Area;
use super::rows::{RowLabels, Sheet, known, nothing, told};
use super::scale::{Axis, Start};
use super::scene::{Label, Scene};
use super::spec::{Timeline, TimelineRow};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, width, wrap};

const BAR: f64 = 16.0;

/// Measures of the plot.
struct Frame {
    labels: RowLabels,
    from: f64,
    to: f64,
    axis: Axis,
}

impl Frame {
    fn x(&self, day: f64) -> f64 {
        self.from + (day / self.axis.high).clamp(0.0, 1.0) * (self.to - self.from)
    }
}

/// Draws a timeline.
pub fn draw(spec: &Timeline, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() {
        return nothing(sheet.width);
    }
    let frame = frame(spec, sheet);
    let mut scene = Scene::new(sheet.width);
    let heights: Vec<f64> = spec.rows.iter().enumerate().map(|(i, row)| frame.labels.height(i, own_height(row, sheet))).collect();
    let tops: Vec<f64> = heights
        .iter()
        .enumerate()
        .scan(2.0, |y, (i, height)| {
            let top = *y;
            *y += frame.labels.lift(i) + height;
            Some(top)
        })
        .collect();
    let foot = tops.last().unwrap_or(&0.0) + frame.labels.lift(spec.rows.len() - 1) + heights.last().unwrap_or(&0.0);
    axis(&mut scene, spec, &frame, foot);
    for (i, row) in spec.rows.iter().enumerate() {
        let top = tops[i] + frame.labels.lift(i);
        frame.labels.print(&mut scene, i, tops[i], top + heights[i] / 2.0);
        draw_row(&mut scene, row, &frame, top + 6.0);
    }
    scene
}

/// A bar and a line of words below it.
fn own_height(row: &TimelineRow, sheet: Sheet) -> f64 {
    let words = if row.limit.is_some() || !row.of.is_empty() { LEADING + 4.0 } else { 0.0 };
    BAR + 12.0 + words + sheet.pick(6.0, 2.0)
}

fn frame(spec: &Timeline, sheet: Sheet) -> Frame {
    let weight = |row: &TimelineRow| if row.focus { Weight::Bold } else { Weight::Regular };
    let labels: Vec<(&str, Weight)> = spec.rows.iter().map(|r| (r.label.as_str(), weight(r))).collect();
    let labels = RowLabels::fit(&labels, if sheet.is_narrow() { 1.0 } else { sheet.width * 0.30 }, sheet.width);
    let ends = |row: &TimelineRow| [row.start, row.start + row.value.at, row.start + row.limit.as_ref().map_or(0.0, |l| l.0)];
    let days: Vec<f64> = spec.rows.iter().flat_map(ends).collect();
    let axis = Axis::over(&days, Start::Zero).trimmed(&days);
    let from = if labels.above() { 1.0 } else { labels.column + 14.0 };
    Frame { labels, from, to: sheet.width - 2.0, axis }
}

/// Ticks below the rows and their lines, what nought is at the left end and the unit below.
fn axis(scene: &mut Scene, spec: &Timeline, frame: &Frame, foot: f64) {
    let mut free = f64::MIN;
    for tick in &frame.axis.ticks {
        let x = frame.x(*tick);
        scene.line((x, 0.0), (x, foot), Paint::stroke(if *tick == 0.0 { Tone::Axis } else { Tone::Grid }, 1.0));
        let words = frame.axis.label(*tick, "");
        let half = width(&words, Weight::Regular) / 2.0;
        let at = x.clamp(half, scene.width - half);
        if at - half > free {
            scene.label(Label::new(at, foot + 16.0, words).middle().tone(Tone::Muted));
            free = at + half + 8.0;
        }
    }
    let words = [spec.axis.as_str(), spec.origin.as_str()].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" from ");
    let words = wrap(&words, Weight::Regular, frame.to - frame.from, 3);
    scene.lines(&words, &Label::new(frame.from, foot + 16.0 + LEADING, "").tone(Tone::Muted));
    scene.height = foot + 24.0 + words.lines.len() as f64 * LEADING;
}

fn draw_row(scene: &mut Scene, row: &TimelineRow, frame: &Frame, top: f64) {
    let start = frame.x(known(row.start).unwrap_or(0.0));
    let end = known(row.value.at).map_or(start, |v| frame.x(row.start + v));
    let tone = if row.focus { Tone::Authority } else { Tone::Rest };
    scene.bar(Area::new(start, top, (end - start).max(1.0), BAR), tone, told(&[&row.label, &row.value.shown, &row.of]));
    let limit = row.limit.as_ref().filter(|l| l.0.is_finite());
    if let Some((limit, _)) = limit {
        let x = frame.x(row.start + limit);
        scene.line((x, top - 4.0), (x, top + BAR + 4.0), Paint::stroke(Tone::Page, 5.0));
        scene.line((x, top - 4.0), (x, top + BAR + 4.0), Paint::stroke(Tone::Ink, 2.5));
    }
    words(scene, row, frame, (start, top + BAR + 16.0), limit);
}

/// Below the bar: the value, how many it is of, and the limit, from where the bar starts as far as there is room.
fn words(scene: &mut Scene, row: &TimelineRow, frame: &Frame, (start, y): (f64, f64), limit: Option<&(f64, String)>) {
    let rest = [row.of.as_str(), limit.map_or("", |l| l.1.as_str())].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ");
    let value = width(&row.value.shown, Weight::Bold);
    let room = frame.to - frame.from - value - 8.0;
    let rest = wrap(&rest, Weight::Regular, room.max(20.0), 1);
    let x = start.min(frame.to - value - 8.0 - rest.width).max(frame.from);
    scene.label(Label::new(x, y, row.value.shown.clone()).bold().tone(if row.focus { Tone::Authority } else { Tone::Ink }));
    scene.lines(&rest, &Label::new(x + value + 8.0, y, "").tone(Tone::Muted));
}
