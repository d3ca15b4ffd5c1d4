//! Values with whiskers against a line that stands for no difference: a filled dot where one is claimed, else a hollow one.

use super::rows::{RowLabels, Sheet, Sign, key, known, nothing, told};
use super::scale::{Axis, Start};
use super::scene::{Label, Scene};
use super::spec::{WhiskerRow, Whiskers};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, widest, width, wrap};

/// Ratios are shown between an eighth and eight times.
const FURTHEST: i32 = 3;

/// The scale of a chart: where a value stands between 0 and 1, and its ticks with their words.
struct Scale {
    low: f64,
    high: f64,
    ratios: bool,
    ticks: Vec<(f64, String)>,
}

impl Scale {
    fn place(&self, value: f64) -> f64 {
        let step = |v: f64| if self.ratios { doublings(v) } else { v };
        ((step(value) - step(self.low)) / (step(self.high) - step(self.low))).clamp(0.0, 1.0)
    }
}

/// How often a ratio doubles, straight between two powers of two: 0.5 is -1, 1 is 0, 3 is 1.5.
fn doublings(ratio: f64) -> f64 {
    let mut power = -FURTHEST;
    while power < FURTHEST && 2f64.powi(power + 1) <= ratio {
        power += 1;
    }
    let base = 2f64.powi(power);
    f64::from(power) + (ratio / base - 1.0)
}

/// Draws values with whiskers.
pub fn draw(spec: &Whiskers, sheet: Sheet) -> Scene {
    let rows: Vec<&WhiskerRow> = spec.sections.iter().flat_map(|(_, rows)| rows).collect();
    if rows.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let scale = scale(spec, &rows);
    let values = widest(rows.iter().map(|r| r.value.shown.as_str()), Weight::Bold);
    let labels: Vec<(&str, Weight)> = rows.iter().map(|r| (r.label.as_str(), Weight::Regular)).collect();
    let labels = RowLabels::fit(&labels, sheet.width * if sheet.is_narrow() { 0.42 } else { 0.36 }, sheet.width);
    let left = if labels.above() { 8.0 } else { labels.column + 20.0 };
    let right = (sheet.width - values - 14.0).max(left + 40.0);
    let x = |value: f64| left + scale.place(value) * (right - left);

    let high = signs(&mut scene, spec, &rows);
    // What the line stands for, then the ticks, then the rows.
    let words = wrap(&spec.meaning, Weight::Regular, sheet.width, 2);
    let middle = x(spec.line).clamp(words.width / 2.0, sheet.width - words.width / 2.0);
    scene.lines(&words, &Label::new(middle, high + 14.0, "").middle());
    let top = high + words.lines.len() as f64 * LEADING + 4.0;
    let mut y = top;
    let mut drawn = Vec::new();
    // Where lines may run: beside the rows, but not through the words above them.
    let mut bands: Vec<(f64, f64)> = Vec::new();
    let mut number = 0;
    for (heading, rows) in &spec.sections {
        if !heading.is_empty() {
            let words = wrap(heading, Weight::Bold, sheet.width, 2);
            scene.lines(&words, &Label::new(0.0, y + 18.0, "").bold());
            y += words.lines.len() as f64 * LEADING + 8.0;
        }
        for row in rows {
            let (lift, height) = (labels.lift(number), labels.height(number, sheet.pick(30.0, 25.0)));
            let at = y + lift + height / 2.0;
            labels.print(&mut scene, number, y, at);
            drawn.push((row, at));
            let from = y + lift;
            match bands.last_mut() {
                Some(band) if (from - band.1).abs() < 0.01 => band.1 = from + height,
                _ => bands.push((from, from + height)),
            }
            number += 1;
            y += lift + height;
        }
    }
    let ticks = scene.items.len();
    for (from, to) in bands {
        for (value, _) in scale.ticks.iter().filter(|(value, _)| *value != spec.line) {
            scene.line((x(*value), from), (x(*value), to), Paint::stroke(Tone::Grid, 1.0));
        }
        scene.line((x(spec.line), from), (x(spec.line), to), Paint::stroke(Tone::Ink, 1.5));
    }
    // Lines lie behind the rows.
    let lines = scene.items.split_off(ticks);
    scene.items.splice(0..0, lines);
    print_ticks(&mut scene, &scale, &x, y);
    for (row, at) in drawn {
        draw_row(&mut scene, row, spec.key.as_ref(), &x, at);
    }
    scene.height = y + LEADING + 8.0;
    scene
}

/// What the dots say that are there, from the top; gives the height it took.
fn signs(scene: &mut Scene, spec: &Whiskers, rows: &[&WhiskerRow]) -> f64 {
    let Some((filled, hollow)) = &spec.key else { return 0.0 };
    let entry = |claimed: bool, words: &String| {
        let there = rows.iter().any(|row| row.claimed == claimed && row.value.at.is_finite());
        there.then(|| (Sign::Circle(claimed), Label::new(0.0, 0.0, words.clone())))
    };
    let entries: Vec<(Sign, Label)> = [entry(true, filled), entry(false, hollow)].into_iter().flatten().collect();
    if entries.is_empty() { 0.0 } else { key(scene, &entries, (0.0, 0.0), scene.width) + 4.0 }
}

fn print_ticks(scene: &mut Scene, scale: &Scale, x: &impl Fn(f64) -> f64, y: f64) {
    let mut end = f64::NEG_INFINITY;
    for (value, words) in &scale.ticks {
        let half = width(words, Weight::Regular) / 2.0;
        let at = x(*value).clamp(half, scene.width - half);
        // A tick without room for its words goes without.
        if at - half >= end + 6.0 {
            scene.label(Label::new(at, y + 17.0, words.clone()).middle().tone(Tone::Muted));
            end = at + half;
        }
    }
}

fn draw_row(scene: &mut Scene, row: &WhiskerRow, key: Option<&(String, String)>, x: &impl Fn(f64) -> f64, at: f64) {
    scene.label(Label::new(scene.width, at + 5.0, row.value.shown.clone()).end().bold().tone(Tone::Authority));
    let Some(value) = known(row.value.at) else { return };
    if let Some((low, high)) = row.interval {
        scene.whisker((x(low), at), (x(high), at), 9.0);
    }
    let says = key.map_or_else(String::new, |(filled, hollow)| format!(". {}", if row.claimed { filled } else { hollow }));
    scene.circle((x(value), at), row.claimed, Some(told(&[&row.label, &row.value.shown]) + &says));
}

fn scale(spec: &Whiskers, rows: &[&WhiskerRow]) -> Scale {
    let ends = rows.iter().flat_map(|r| [Some(r.value.at), r.interval.map(|i| i.0), r.interval.map(|i| i.1)]).flatten();
    let all: Vec<f64> = ends.chain([spec.line]).filter(|v| v.is_finite()).collect();
    if spec.ratios {
        let (low, high) = all.iter().fold((1.0f64, 1.0f64), |(low, high), v| (low.min(*v), high.max(*v)));
        let first = (-FURTHEST..0).rev().find(|p| 2f64.powi(*p) <= low).unwrap_or(-FURTHEST);
        let last = (1..=FURTHEST).find(|p| 2f64.powi(*p) >= high).unwrap_or(FURTHEST);
        let words = |power: i32| match power {
            -3 => "⅛".to_owned(),
            -2 => "¼".to_owned(),
            -1 => "½".to_owned(),
            power => format!("{} times", 2i32.pow(power.unsigned_abs())),
        };
        let name = |power: i32| if power == 0 { "Equal".to_owned() } else { words(power) };
        let ticks = (first..=last).map(|power| (2f64.powi(power), name(power))).collect();
        return Scale { low: 2f64.powi(first), high: 2f64.powi(last), ratios: true, ticks };
    }
    let axis = Axis::over(&all, Start::Free);
    let ticks = axis.ticks.iter().map(|tick| (*tick, axis.label(*tick, &spec.suffix))).collect();
    Scale { low: axis.low, high: axis.high, ratios: false, ticks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_and_twice_stand_equally_far_from_equal() {
        assert_eq!([0.25, 0.5, 1.0, 2.0, 3.0, 4.0].map(doublings), [-2.0, -1.0, 0.0, 1.0, 1.5, 2.0]);
        assert!(doublings(0.0) < -3.0 && doublings(100.0) > 3.0);
    }
}
