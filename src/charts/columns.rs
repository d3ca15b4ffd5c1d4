//! Upright columns, one set or two back to back, with values at their ends; shared by columns in time and histograms.
//!
//! Where every value can be printed there is no axis; where some cannot, a grid with ticks stands in for them.

use super::backend::Plot;
use super::column_labels::{Under, held, labels_under, limit_words, values};
use super::place::Area;
use super::rows::{Sheet, known, nothing, told};
use super::scale::{Axis, Start};
use super::scene::{Anchor, Label, Scene};
use super::spec::{Columns, Value};
use super::style::{Paint, Tone};
use super::text::{LEADING, SIZE, Weight, Wrapped, fall, rise, widest, wrap};

/// One place on the axis with its column or pair of columns.
pub struct Place {
    /// Under the column.
    pub label: String,
    /// Above the axis.
    pub up: Value,
    /// Below the axis.
    pub down: Option<Value>,
    /// Drawn in the focus colour.
    pub focus: bool,
    /// Room left free before it, in chart units.
    pub gap: f64,
    /// Its part of the width, against the others.
    pub span: f64,
}

/// Columns before they are placed.
pub struct Set<'a> {
    /// Columns from left to right.
    pub places: Vec<Place>,
    /// Names of what is above and below, where there are both.
    pub names: Option<(&'a str, &'a str)>,
    /// A level across all columns.
    pub level: Option<&'a Value>,
    /// An upright line behind a column and its words.
    pub limit: Option<(usize, &'a str)>,
    /// Words under the labels.
    pub axis: &'a str,
    /// Part of its step a column fills.
    pub filled: f64,
}

/// Measures of the plot.
pub struct Frame {
    /// Where columns and axis start.
    pub left: f64,
    /// Where they end.
    pub right: f64,
    /// Middle of each column.
    pub middles: Vec<f64>,
    /// Room of each column, from left to right.
    pub steps: Vec<f64>,
    top: f64,
    /// The axis.
    pub base: f64,
    /// Where columns below the axis start.
    pub below: f64,
    /// Foot of the columns below.
    pub bottom: f64,
    peak: f64,
    depth: f64,
    rows: usize,
}

impl Frame {
    /// Height of a value above the axis.
    pub fn above(&self, value: f64) -> f64 {
        self.base - (self.base - self.top) * (value / self.peak).clamp(-1.0, 1.0)
    }

    /// Height of a value below it.
    pub fn under(&self, value: f64) -> f64 {
        self.below + (self.bottom - self.below) * (value / self.depth).clamp(0.0, 1.0)
    }

    /// Half the width of a column.
    pub fn half(&self, set: &Set, i: usize) -> f64 {
        let most = if is_even(set) { 36.0 } else { f64::MAX };
        (self.steps[i] * set.filled / 2.0).clamp(0.5, most)
    }
}

/// Whether all columns have the same width.
fn is_even(set: &Set) -> bool {
    set.places.iter().all(|place| (place.span - set.places[0].span).abs() < 1e-9)
}

/// Draws columns in time order.
pub fn draw(spec: &Columns, sheet: Sheet) -> Scene {
    let place = |(i, label): (usize, &String)| Place {
        label: label.clone(),
        up: spec.up.get(i).cloned().unwrap_or(Value { at: f64::NAN, shown: String::new() }),
        down: spec.down.as_ref().and_then(|(_, values)| values.get(i).cloned()),
        focus: spec.focus.is_empty() || spec.focus.contains(&i),
        gap: 0.0,
        span: 1.0,
    };
    let places = spec.labels.iter().enumerate().map(place).collect();
    let names = spec.down.as_ref().map(|(down, _)| (spec.up_name.as_str(), down.as_str()));
    draw_set(Set { places, names, level: spec.level.as_ref(), limit: None, axis: "", filled: 0.72 }, sheet)
}

/// Draws a set of columns.
pub fn draw_set(mut set: Set, sheet: Sheet) -> Scene {
    if set.places.is_empty() {
        return nothing(sheet.width);
    }
    // Gaps give way where there are so many that columns would have no room.
    let gaps: f64 = set.places.iter().map(|p| p.gap).sum();
    let part = (sheet.width * 0.2 / gaps.max(1.0)).min(1.0);
    set.places.iter_mut().for_each(|place| place.gap *= part);
    let set = &set;
    let mut scene = Scene::new(sheet.width);
    let bare = frame(set, sheet, 0.0, None);
    let direct = values(set, &bare);
    let wanted = set.places.iter().flat_map(|p| std::iter::once(&p.up).chain(&p.down)).filter(|v| !v.shown.is_empty()).count();
    // An axis of how many a day would be read as one of how many.
    let all = direct.len() == wanted || !is_even(set);
    if all {
        paint(&mut scene, set, &bare, direct, None);
    } else {
        let axis = Axis::over(
            &set.places.iter().flat_map(|p| [Some(p.up.at), p.down.as_ref().map(|d| d.at)]).flatten().collect::<Vec<_>>(),
            Start::Zero,
        );
        let left = widest(axis.labels("").iter().map(String::as_str), Weight::Regular) + 10.0;
        let ruled = frame(set, sheet, left, Some(&axis));
        let direct = values(set, &ruled);
        let named = |label: &Label| label.tone == Tone::Authority || label.text.starts_with('[');
        let few = set.places.iter().filter(|p| p.focus).count() <= set.places.len() / 2;
        let direct = if few { direct.into_iter().filter(named).collect() } else { Vec::new() };
        paint(&mut scene, set, &ruled, direct, Some(&axis));
    }
    scene
}

fn frame(set: &Set, sheet: Sheet, left: f64, axis: Option<&Axis>) -> Frame {
    let level = set.level.filter(|l| l.at.is_finite());
    let words = level.map(|l| level_words(l, sheet));
    let right = sheet.width - words.map_or(0.0, |w| w.width + 12.0);
    let gaps: f64 = set.places.iter().map(|p| p.gap).sum();
    let steps = steps(set, right - left - gaps);
    let mut x = left;
    let middles: Vec<f64> = set
        .places
        .iter()
        .zip(&steps)
        .map(|(p, step)| {
            x += p.gap + step;
            x - step / 2.0
        })
        .collect();
    let right = if level.is_some() { right } else { x.max(left + 1.0) };
    let rows = labels_under(set, &middles, &steps, sheet.width).1;
    let limit = set
        .limit
        .map_or(0.0, |(i, words)| limit_words(words, limit_place(set, &middles, (&steps, i)), sheet.width).0.lines.len() as f64 * LEADING);
    let mirrored = set.names.is_some();
    let top = 20.0 + limit + if mirrored { 20.0 } else { 0.0 };
    let high = if sheet.width >= 600.0 { sheet.pick(220.0, 160.0) } else { sheet.pick(190.0, 130.0) };
    let finite = |values: Vec<f64>| values.into_iter().filter(|v| v.is_finite()).fold(0.0, f64::max);
    let peak = finite(set.places.iter().map(|p| p.up.at).chain(level.map(|l| l.at)).collect());
    let depth = finite(set.places.iter().filter_map(|p| p.down.as_ref().map(|d| d.at)).collect());
    let peak = axis.map_or(peak, |a| if a.high >= peak { a.ticks.iter().copied().find(|t| *t >= peak).unwrap_or(peak) } else { peak });
    let high = if peak > 0.0 || depth > 0.0 { high } else { 30.0 };
    let (peak, depth) = (if peak > 0.0 { peak } else { 1.0 }, if depth > 0.0 { depth } else { 1.0 });
    // Both halves share one scale, so that columns above and below can be compared.
    let (up, down) = if mirrored { (high * peak / (peak + depth), high * depth / (peak + depth)) } else { (high, 0.0) };
    let base = top + up;
    let below = base + 8.0 + rows as f64 * LEADING + 4.0;
    Frame { left, right, middles, steps, top, base, below, bottom: below + down, peak, depth, rows }
}

/// The room of each column: by its part of the width, but none so narrow that it is not seen.
fn steps(set: &Set, room: f64) -> Vec<f64> {
    let total: f64 = set.places.iter().map(|place| place.span).sum();
    let most = if is_even(set) { 110.0 } else { f64::MAX };
    set.places.iter().map(|place| (room * place.span / total).max(2.0).min(most)).collect()
}

fn level_words(level: &Value, sheet: Sheet) -> Wrapped {
    wrap(&level.shown, Weight::Bold, (sheet.width * 0.22).clamp(50.0, 160.0), 3)
}

/// Where the line behind a column stands.
pub fn limit_place(set: &Set, middles: &[f64], (steps, i): (&[f64], usize)) -> f64 {
    let i = i.min(middles.len() - 1);
    let gap = set.places.get(i + 1).map_or(0.0, |p| p.gap);
    middles[i] + steps[i] / 2.0 + gap / 2.0
}

fn paint(scene: &mut Scene, set: &Set, frame: &Frame, direct: Vec<Label>, axis: Option<&Axis>) {
    if let Some(axis) = axis {
        grid(scene, set, frame, axis);
    }
    bodies(scene, set, frame);
    level(scene, set, frame);
    scene.line((frame.left, frame.base), (frame.right, frame.base), Paint::stroke(Tone::Axis, 1.0));
    let mut y = under_labels(scene, set, frame);
    if set.names.is_some() {
        scene.line((frame.left, frame.below), (frame.right, frame.below), Paint::stroke(Tone::Axis, 1.0));
        y = frame.bottom + 22.0;
    }
    limit(scene, set, frame);
    direct.into_iter().for_each(|label| scene.label(label));
    if let Some((up, down)) = set.names {
        scene.label(Label::new(0.0, 14.0, up).bold().tone(Tone::Authority));
        scene.label(Label::new(0.0, y + 14.0, down).bold());
        y += 20.0;
    }
    if !set.axis.is_empty() {
        let words = wrap(set.axis, Weight::Regular, scene.width, 3);
        scene.lines(&words, &Label::new(0.0, y + 15.0, "").tone(Tone::Muted));
        y += words.lines.len() as f64 * LEADING + 2.0;
    }
    scene.height = y + 4.0;
}

fn grid(scene: &mut Scene, set: &Set, frame: &Frame, axis: &Axis) {
    let mut tick = |y: f64, words: String| {
        scene.line((0.0, y), (frame.right, y), Paint::stroke(Tone::Grid, 1.0));
        scene.label(Label::new(0.0, y - 4.0, words).tone(Tone::Muted));
    };
    let mut last = frame.base + 4.0;
    for at in axis.ticks.iter().filter(|t| **t > 0.0 && **t <= frame.peak * 1.0001) {
        let y = frame.above(*at);
        if y + rise(SIZE) + fall(SIZE) + 2.0 <= last {
            tick(y, axis.label(*at, ""));
            last = y;
        }
    }
    if set.names.is_some() {
        let mut last = frame.below + 2.0;
        for at in axis.ticks.iter().filter(|t| **t > 0.0 && **t <= frame.depth * 1.0001) {
            let y = frame.under(*at);
            if y - 4.0 - rise(SIZE) >= last {
                tick(y, axis.label(*at, ""));
                last = y;
            }
        }
    }
}

fn bodies(scene: &mut Scene, set: &Set, frame: &Frame) {
    let rows = Area::new(0.0, frame.top, scene.width, frame.base - frame.top);
    let mut plot = Plot::new(rows, 0.0..scene.width, 0.0..frame.peak);
    for (i, (place, x)) in set.places.iter().zip(&frame.middles).enumerate() {
        let half = frame.half(set, i);
        let title = told(&[&place.label, &place.up.shown]);
        if let Some(up) = known(place.up.at).filter(|v| *v > 0.0) {
            let tone = if place.focus { Tone::Authority } else { Tone::Rest };
            plot.column([(x - half, 0.0), (x + half, up.min(frame.peak))], Paint::fill(tone), title);
        }
    }
    plot.onto(scene);
    if set.names.is_some() && frame.bottom > frame.below {
        let rows = Area::new(0.0, frame.below, scene.width, frame.bottom - frame.below);
        let mut plot = Plot::new(rows, 0.0..scene.width, frame.depth..0.0);
        for (i, (place, x)) in set.places.iter().zip(&frame.middles).enumerate() {
            let half = frame.half(set, i);
            if let Some((value, down)) = place.down.as_ref().and_then(|d| known(d.at).filter(|v| *v > 0.0).map(|at| (d, at))) {
                plot.column([(x - half, 0.0), (x + half, down)], Paint::fill(Tone::Rest), told(&[&place.label, &value.shown]));
            }
        }
        plot.onto(scene);
    }
}

fn level(scene: &mut Scene, set: &Set, frame: &Frame) {
    let Some(level) = set.level.filter(|l| l.at.is_finite()) else { return };
    let y = frame.above(level.at);
    scene.line((frame.left, y), (frame.right + 4.0, y), Paint::stroke(Tone::Page, 3.5));
    scene.line((frame.left, y), (frame.right + 4.0, y), Paint::stroke(Tone::Ink, 1.5).dashed(6.0, 4.0));
    let words = wrap(&level.shown, Weight::Bold, scene.width - frame.right - 10.0, 3);
    let half = words.height() / 2.0;
    let high = half + if set.names.is_some() { 22.0 } else { 2.0 };
    scene.lines_about(&words, &Label::new(frame.right + 10.0, y.min(frame.base - half).max(high), "").bold());
}

fn under_labels(scene: &mut Scene, set: &Set, frame: &Frame) -> f64 {
    let (labels, _) = labels_under(set, &frame.middles, &frame.steps, scene.width);
    for (under, middle) in labels.iter().zip(&frame.middles) {
        let Some(Under { down, starts, words }) = under else { continue };
        let y = frame.base + 18.0 + *down as f64 * LEADING;
        if *down > 0 {
            scene.line((*middle, frame.base), (*middle, y - rise(SIZE) - 1.0), Paint::stroke(Tone::Rule, 1.0));
        }
        let label = if *starts {
            Label::new(*middle - 1.0, y, "")
        } else {
            Label::new(held(*middle, words.width, 0.0, scene.width), y, "").middle()
        };
        scene.lines(words, &label.tone(Tone::Muted));
    }
    frame.base + 18.0 + (frame.rows.max(1) as f64 - 1.0) * LEADING + fall(SIZE)
}

fn limit(scene: &mut Scene, set: &Set, frame: &Frame) {
    let Some((i, words)) = set.limit else { return };
    let x = limit_place(set, &frame.middles, (&frame.steps, i));
    let start = if set.names.is_some() { 20.0 } else { 0.0 };
    let (words, anchor) = limit_words(words, x, scene.width);
    let place = if anchor == Anchor::Start { x + 8.0 } else { x - 8.0 };
    scene.line((x, start), (x, frame.base), Paint::stroke(Tone::Ink, 2.0));
    // The labels between both halves stay free of it.
    if set.names.is_some() {
        scene.line((x, frame.below), (x, frame.bottom), Paint::stroke(Tone::Ink, 2.0));
    }
    scene.lines(&words, &Label { anchor, ..Label::new(place, start + 13.0, "").bold() });
}
