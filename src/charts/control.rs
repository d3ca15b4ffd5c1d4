//! Values in time order against their mean and limits: what is chance, and what is not.
//!
//! Rings are what chance explains. What it does not is a filled mark: a circle for the better direction, a diamond for the worse,
//! both with the letter H or L, and a triangle that points up or down where neither is better.
//! The points that set the limits stand on a tint. Where the work changed, the lines of mean and limits break, and the reason stands above.

use super::backend::Plot;
use super::place::{Area, Taken, Wish, spread};
use super::rows::{Sheet, known, nothing, told};
use super::scale::{Axis, Start};
use super::scene::{Label, Outline, Scene, Step};
use super::spec::{Before, Control, Sense, Signal, Value};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, Wrapped, widest, width, wrap};

/// Measures of the plot.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    step: f64,
    /// Where the column of names starts, and the width of its values.
    names: f64,
    values: f64,
}

/// Draws a control chart.
pub fn draw(spec: &Control, sheet: Sheet) -> Scene {
    if spec.labels.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let axis = axis(spec);
    let frame = frame(spec, sheet, &axis);
    let area = Area::new(frame.left, frame.top, (frame.right - frame.left).max(1.0), frame.bottom - frame.top);
    let mut plot = Plot::new(area, 0.0..spec.labels.len() as f64, axis.low..axis.high);
    let mut taken = Taken::default();
    baseline(&mut scene, spec, &frame, &mut taken);
    changes(&mut scene, spec, &frame, &mut taken);
    grid(&mut scene, &axis, (&plot, &frame), &mut taken);
    months(&mut scene, spec, &frame);
    earlier(&mut scene, spec, (&plot, &frame));
    levels(&mut scene, spec, (&plot, &frame), sheet);
    line(&mut scene, spec, &mut plot);
    points(&mut scene, spec, &plot, &mut taken);
    notes(&mut scene, spec, (&plot, &frame), &mut taken);
    means(&mut scene, spec, (&plot, &frame), &mut taken);
    scene.height = scene.height.max(frame.bottom + 6.0 + LEADING * 2.0 + 4.0);
    scene
}

fn limit_paint() -> Paint {
    Paint::stroke(Tone::Axis, 1.5).dashed(6.0, 4.0)
}

fn mean_paint() -> Paint {
    Paint::stroke(Tone::Ink, 1.5)
}

/// The height of a line of words above the plot.
const WORDS: f64 = 20.0;

/// Stretches before the last change with the place of their first point; what lies beyond the points is passed over.
fn stretches(spec: &Control) -> Vec<(usize, &Before)> {
    let mut start = 0;
    let mut found = Vec::new();
    for before in spec.before.iter().filter(|before| before.end < spec.labels.len()) {
        if before.end > start {
            found.push((start, before));
            start = before.end;
        }
    }
    found
}

/// Place of the first point for which the mean and limits at the right hold.
fn since(spec: &Control) -> usize {
    stretches(spec).last().map_or(0, |(_, before)| before.end)
}

/// Mean and limits from the top down, with their looks; those that are one number are one row.
fn level_rows(spec: &Control) -> Vec<(String, &Value, Paint)> {
    let limit = limit_paint();
    let mean = (spec.mean.0.clone(), &spec.mean.1, mean_paint());
    let rows = match &spec.limits {
        Some([low, high]) => vec![(high.0.clone(), &high.1, limit), mean, (low.0.clone(), &low.1, limit)],
        None => vec![mean],
    };
    let mut merged: Vec<(String, &Value, Paint)> = Vec::new();
    for (name, value, paint) in rows.into_iter().filter(|row| row.1.at.is_finite()) {
        match merged.last_mut() {
            Some(last) if last.1 == value => {
                *last = (joined(&last.0, &name), value, if paint.dash.is_none() { paint } else { last.2 });
            }
            _ => merged.push((name, value, paint)),
        }
    }
    merged
}

/// Names of one row: `Upper limit, mean, lower limit`.
fn joined(first: &str, then: &str) -> String {
    let mut letters = then.chars();
    let small = letters.next().map(|c| c.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default();
    format!("{first}, {small}")
}

fn axis(spec: &Control) -> Axis {
    let levels = level_rows(spec);
    let before = stretches(spec).into_iter().flat_map(|(_, b)| [b.mean.at, b.limits[0].at, b.limits[1].at]);
    let before = before.filter(|at| at.is_finite());
    let all: Vec<f64> = spec.points.iter().flatten().map(|v| v.at).chain(levels.iter().map(|l| l.1.at)).chain(before).collect();
    Axis::over(&all, Start::Free).trimmed(&all)
}

fn frame(spec: &Control, sheet: Sheet, axis: &Axis) -> Frame {
    let levels = level_rows(spec);
    let values = widest(levels.iter().map(|l| l.1.shown.as_str()), Weight::Bold);
    let most = (sheet.width * 0.3 - values - 8.0).max(50.0);
    let names = levels.iter().map(|l| wrap(&l.0, Weight::Regular, most, 3).width).fold(0.0, f64::max);
    let names = if levels.is_empty() { sheet.width } else { sheet.width - values - 8.0 - names };
    let left = widest(axis.labels("").iter().map(String::as_str), Weight::Regular) + 10.0;
    // The first and the last label stand under their points without leaving the sheet.
    let half = longest_word(spec) / 2.0;
    let left = left.max(half);
    let right = (names - 12.0).min(sheet.width - half - 1.0).max(left + 20.0);
    let top = match (spec.baseline.is_some(), !stretches(spec).is_empty()) {
        (true, true) => 34.0 + WORDS,
        (true, false) | (false, true) => 34.0,
        (false, false) => 22.0,
    };
    let bottom = if sheet.width >= 600.0 { sheet.pick(290.0, 230.0) } else { sheet.pick(260.0, 160.0) };
    Frame { left, right, top, bottom, step: (right - left) / spec.labels.len() as f64, names, values }
}

/// Labels break between words, so the longest word is as wide as they get.
fn longest_word(spec: &Control) -> f64 {
    widest(spec.labels.iter().flat_map(|l| l.split_whitespace()), Weight::Regular)
}

/// The tint under the points that set the limits, and its words.
fn baseline(scene: &mut Scene, spec: &Control, frame: &Frame, taken: &mut Taken) {
    let Some((count, words)) = &spec.baseline else { return };
    let start = since(spec);
    let left = frame.left + frame.step * start as f64;
    // The reason of a change stands in the line above.
    let above = if start > 0 { WORDS } else { 0.0 };
    let wide = frame.step * (*count).min(spec.labels.len() - start) as f64;
    scene.shape(Outline::Rect(Area::new(left, above, wide, frame.bottom - above)), Paint::fill(Tone::Tint));
    let words = wrap(words, Weight::Regular, frame.right - left - 8.0, 1);
    let label = Label::new(left + 8.0, above + 15.0, "").tone(Tone::Muted);
    taken.block(Area::new(label.x, above, words.width, WORDS));
    scene.lines(&words, &label);
}

/// Words narrower than this say too little of a reason to stand at its line; the note has it whole.
const SAYS_LITTLE: f64 = 40.0;

/// A line where the work changed, and what changed above it: at its right, or at its left where there is more room.
fn changes(scene: &mut Scene, spec: &Control, frame: &Frame, taken: &mut Taken) {
    let stretches = stretches(spec);
    let at = |before: &Before| frame.left + frame.step * before.end as f64;
    let mut free = frame.left;
    for (n, (_, before)) in stretches.iter().enumerate() {
        let x = at(before);
        scene.line((x, 0.0), (x, frame.bottom), Paint::stroke(Tone::Muted, 1.0).dashed(2.0, 3.0));
        let right = stretches.get(n + 1).map_or(frame.right, |(_, next)| at(next)) - x - 12.0;
        let left = x - 6.0 - free;
        free = x;
        if right.max(left) < SAYS_LITTLE {
            continue;
        }
        let after = right >= left || width(&before.why, Weight::Bold) <= right;
        let words = wrap(&before.why, Weight::Bold, if after { right } else { left }, 1);
        let label = Label::new(if after { x + 6.0 } else { x - 6.0 }, 15.0, "").bold();
        if after {
            taken.block(Area::new(x + 6.0, 0.0, words.width, WORDS));
            free = x + 12.0 + words.width;
            scene.lines(&words, &label);
        } else {
            taken.block(Area::new(x - 6.0 - words.width, 0.0, words.width, WORDS));
            scene.lines(&words, &label.end());
        }
    }
}

/// Mean and limits of the stretches before the last change.
fn earlier(scene: &mut Scene, spec: &Control, (plot, frame): (&Plot, &Frame)) {
    for (start, before) in stretches(spec) {
        let across = [start, before.end].map(|at| frame.left + frame.step * at as f64);
        let levels = [(&before.limits[0], limit_paint()), (&before.mean, mean_paint()), (&before.limits[1], limit_paint())];
        for (value, paint) in levels.into_iter().filter(|(value, _)| value.at.is_finite()) {
            let y = plot.at(0.0, value.at).1;
            scene.line((across[0], y), (across[1], y), paint);
        }
    }
}

/// Whether the line of the values passes through a box.
fn crossed(spec: &Control, plot: &Plot, area: &Area) -> bool {
    let at = |i: usize| Some(plot.at(i as f64 + 0.5, spec.points.get(i)?.as_ref().and_then(|v| known(v.at))?));
    (1..spec.points.len()).any(|i| at(i - 1).zip(at(i)).is_some_and(|(from, to)| area.crossed_by(from, to)))
}

/// Means of the stretches before the last change, where there is room; those and the limits stand in the table too.
fn means(scene: &mut Scene, spec: &Control, (plot, frame): (&Plot, &Frame), taken: &mut Taken) {
    for (start, before) in stretches(spec).into_iter().filter(|(_, before)| before.mean.at.is_finite()) {
        let y = plot.at(0.0, before.mean.at).1;
        let words = format!("{} {}", spec.mean.0, before.mean.shown);
        let (left, right) = (frame.left + frame.step * start as f64 + 4.0, frame.left + frame.step * before.end as f64 - 4.0);
        let wide = width(&words, Weight::Regular);
        let places = [y - 6.0, y + 17.0].into_iter().flat_map(|y| [(left, y), (right - wide, y)]);
        let stretch = Area::new(left, 0.0, (right - left).max(0.0), frame.bottom - 1.0);
        let label = |(x, y): (f64, f64)| Label::new(x, y, words.clone()).tone(Tone::Muted).halo();
        let clear = |l: &Label| l.bounds().within(&stretch) && taken.is_free(&l.bounds()) && !crossed(spec, plot, &l.bounds());
        if let Some(label) = places.map(label).find(clear) {
            taken.block(label.bounds());
            scene.label(label);
        }
    }
}

fn grid(scene: &mut Scene, axis: &Axis, (plot, frame): (&Plot, &Frame), taken: &mut Taken) {
    for tick in &axis.ticks {
        let y = plot.at(0.0, *tick).1;
        let tone = if *tick == axis.low { Tone::Axis } else { Tone::Grid };
        scene.line((0.0, y), (frame.right, y), Paint::stroke(tone, 1.0));
        let label = Label::new(0.0, y - 5.0, axis.label(*tick, "")).tone(Tone::Muted);
        taken.block(label.bounds());
        scene.label(label);
    }
}

/// Labels of points on two lines, the last one always, the others as often as there is room.
fn months(scene: &mut Scene, spec: &Control, frame: &Frame) {
    let longest = longest_word(spec);
    let words: Vec<Wrapped> = spec.labels.iter().map(|l| wrap(l, Weight::Regular, longest + 0.01, 2)).collect();
    let every = ((longest + 8.0) / frame.step).ceil().max(1.0) as usize;
    let last = words.len() - 1;
    for (i, words) in words.iter().enumerate() {
        let x = frame.left + frame.step * (i as f64 + 0.5);
        scene.line((x, frame.bottom), (x, frame.bottom + 5.0), Paint::stroke(Tone::Axis, 1.0));
        if (last - i).is_multiple_of(every) {
            scene.lines(words, &Label::new(x, frame.bottom + 20.0, "").middle().tone(Tone::Muted));
        }
    }
}

/// Mean and limits across the plot, their values and names at the right.
fn levels(scene: &mut Scene, spec: &Control, (plot, frame): (&Plot, &Frame), sheet: Sheet) {
    let rows = level_rows(spec);
    let room = sheet.width - frame.names - frame.values - 8.0 + 0.001;
    let names: Vec<Wrapped> = rows.iter().map(|r| wrap(&r.0, Weight::Regular, room, 3)).collect();
    let at = |value: &Value| plot.at(0.0, value.at).1;
    let after = |words: &Wrapped| 10.0 + (words.lines.len() as f64 - 1.0) * LEADING;
    let wishes: Vec<Wish> = rows.iter().zip(&names).map(|(r, words)| Wish { at: at(r.1), before: 10.0, after: after(words) }).collect();
    scene.height = scene.height.max(wishes.iter().map(|w| w.before + w.after).sum::<f64>() + 4.0);
    let places = spread(&wishes, 2.0, scene.height.max(frame.bottom + 6.0));
    for (((_, value, paint), words), place) in rows.iter().zip(&names).zip(places) {
        let y = at(value);
        scene.line((frame.left + frame.step * since(spec) as f64, y), (frame.right, y), *paint);
        let path = vec![Step::Move(frame.right, y), Step::Line(frame.names - 4.0, place)];
        scene.shape(Outline::Path(path), Paint::stroke(Tone::Rule, 1.0));
        scene.label(Label::new(frame.names + frame.values, place + 5.0, value.shown.clone()).end().bold());
        scene.lines(words, &Label::new(frame.names + frame.values + 8.0, place + 5.0, ""));
    }
}

fn line(scene: &mut Scene, spec: &Control, plot: &mut Plot) {
    let mut run: Vec<(f64, f64)> = Vec::new();
    for (i, point) in spec.points.iter().map(Some).chain([None]).enumerate() {
        match point.and_then(Option::as_ref).and_then(|v| known(v.at)) {
            Some(value) => run.push((i as f64 + 0.5, value)),
            None => {
                if run.len() > 1 {
                    plot.line(&run, Paint::stroke(Tone::Authority, 1.5).rounded());
                }
                run.clear();
            }
        }
    }
    plot.onto(scene);
}

fn points(scene: &mut Scene, spec: &Control, plot: &Plot, taken: &mut Taken) {
    for (i, value) in spec.points.iter().enumerate().filter_map(|(i, p)| p.as_ref().filter(|v| v.at.is_finite()).map(|v| (i, v))) {
        let (x, y) = plot.at(i as f64 + 0.5, value.at);
        let title = told(&[spec.labels.get(i).map_or("", String::as_str), &value.shown]);
        taken.block(Area::new(x - 6.0, y - 6.0, 12.0, 12.0));
        match spec.signals.iter().find(|signal| signal.at == i) {
            Some(signal) => scene.titled(mark(signal, (x, y)), Paint::fill(Tone::Special), title),
            None => scene.titled(Outline::Circle((x, y), 4.5), Paint::stroke(Tone::Axis, 1.75).hollow(), title),
        }
    }
}

/// The shape of a signal.
fn mark(signal: &Signal, (x, y): (f64, f64)) -> Outline {
    let corners = |points: &[(f64, f64)]| {
        let step = |(i, (dx, dy)): (usize, &(f64, f64))| if i == 0 { Step::Move(x + dx, y + dy) } else { Step::Line(x + dx, y + dy) };
        Outline::Path(points.iter().enumerate().map(step).chain([Step::Close]).collect())
    };
    match (signal.sense, signal.high) {
        (Sense::Better, _) => Outline::Circle((x, y), 6.0),
        (Sense::Worse, _) => corners(&[(0.0, -7.5), (7.5, 0.0), (0.0, 7.5), (-7.5, 0.0)]),
        (Sense::Neither, true) => corners(&[(0.0, -6.5), (6.5, 5.0), (-6.5, 5.0)]),
        (Sense::Neither, false) => corners(&[(0.0, 6.5), (6.5, -5.0), (-6.5, -5.0)]),
    }
}

/// Words at points: those of the spec, and the letter of a signal that has a better direction and no words.
fn words(spec: &Control) -> Vec<(usize, String)> {
    let lettered = spec.signals.iter().filter(|s| s.sense != Sense::Neither && !spec.notes.iter().any(|(at, _)| *at == s.at));
    let letters = lettered.map(|s| (s.at, if s.high { "H" } else { "L" }.to_owned()));
    spec.notes.iter().cloned().chain(letters).collect()
}

/// Words at points: above or below them, moved aside until they stand clear; else left to the text.
fn notes(scene: &mut Scene, spec: &Control, (plot, frame): (&Plot, &Frame), taken: &mut Taken) {
    for (i, words) in &words(spec) {
        let Some(value) = spec.points.get(*i).and_then(Option::as_ref).filter(|v| v.at.is_finite()) else { continue };
        let (x, y) = plot.at(*i as f64 + 0.5, value.at);
        let wide = width(words, Weight::Bold);
        let low = frame.left + wide / 2.0;
        let middles = [0.0, -0.5, 0.5].map(|part| (x + part * wide).clamp(low, (frame.right - wide / 2.0).max(low)));
        let heights = [y + 22.0, y - 12.0, y + 34.0, y - 24.0, y - 40.0];
        let places = heights.iter().flat_map(|y| middles.map(|x| (x, *y)));
        let signal = spec.signals.iter().any(|signal| signal.at == *i);
        let label = |(x, y): (f64, f64)| {
            let tone = if signal { Tone::Special } else { Tone::Muted };
            Label::new(x, y, words.clone()).middle().bold_if(signal).tone(tone).halo()
        };
        let plotted = Area::new(0.0, 0.0, frame.right, frame.bottom - 1.0);
        let free = places.map(label).find(|l| l.bounds().within(&plotted) && taken.is_free(&l.bounds()));
        if let Some(label) = free {
            taken.block(label.bounds());
            scene.label(label);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_that_are_one_number_are_one_row() {
        let value = |at: f64| Value { at, shown: at.to_string() };
        let level = |name: &str, at: f64| (name.to_owned(), value(at));
        let mut spec = Control {
            labels: vec!["Apr".to_owned()],
            points: vec![Some(value(12.0))],
            signals: Vec::new(),
            mean: level("Mean", 12.0),
            limits: Some([level("Lower limit", 12.0), level("Upper limit", 12.0)]),
            baseline: None,
            before: Vec::new(),
            notes: Vec::new(),
        };
        let names = |spec: &Control| level_rows(spec).into_iter().map(|row| row.0).collect::<Vec<_>>();
        assert_eq!(names(&spec), ["Upper limit, mean, lower limit"]);
        spec.limits = Some([level("Lower limit", 0.0), level("Upper limit", 20.0)]);
        assert_eq!(names(&spec), ["Upper limit", "Mean", "Lower limit"]);
    }
}
