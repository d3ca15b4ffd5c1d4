//! Sorted horizontal bars with their number and share in columns, whiskers and a comparator's marks.

use super::place::Area;
use super::rows::{RowLabels, Sheet, Sign, draw_sign, known, nothing, told};
use super::scene::{Label, Scene};
use super::spec::{Bar, Bars, Who};
use super::style::{Paint, Tone};
use super::text::{Weight, widest, width};

/// Measures of the plot.
struct Frame {
    labels: RowLabels,
    /// Left and right end of the bars' room.
    from: f64,
    to: f64,
    /// Values at these ends.
    low: f64,
    high: f64,
    /// Right edge of the column of numbers.
    numbers: f64,
    width: f64,
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

/// Draws bars.
pub fn draw(spec: &Bars, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() {
        return nothing(sheet.width);
    }
    let frame = frame(spec, sheet);
    let mut scene = Scene::new(sheet.width);
    let mut y = heads(&mut scene, spec, &frame);
    let (top, bar) = (y, 14.0);
    let pitch = if frame.labels.above() {
        22.0
    } else if sheet.is_narrow() {
        sheet.pick(28.0, 22.0)
    } else {
        sheet.pick(30.0, 22.0)
    };
    let mut middles = Vec::new();
    let mut apart = false;
    for (i, row) in spec.rows.iter().enumerate() {
        if row.apart && !apart && i > 0 {
            scene.line((0.0, y + 3.0), (sheet.width, y + 3.0), Paint::stroke(Tone::Grid, 1.0));
            y += 6.0;
        }
        apart |= row.apart;
        let lift = frame.labels.lift(i) + if frame.labels.above() { 4.0 } else { 0.0 };
        let height = frame.labels.height(i, pitch);
        let middle = y + lift + height / 2.0;
        frame.labels.print(&mut scene, i, y + 4.0, middle);
        draw_row(&mut scene, row, &frame, middle, bar);
        middles.push(middle);
        y += lift + height;
    }
    let zero = frame.x(0.0);
    let stems = if frame.labels.above() { middles.iter().map(|m| (m - 10.0, m + 10.0)).collect() } else { vec![(top, y)] };
    for (from, to) in stems {
        scene.line((zero, from), (zero, to), Paint::stroke(Tone::Axis, 1.0));
    }
    marks(&mut scene, spec, &frame, &middles);
    scene.height = y + 4.0;
    scene
}

fn frame(spec: &Bars, sheet: Sheet) -> Frame {
    let weight = |row: &Bar| if row.focus { Weight::Bold } else { Weight::Regular };
    let shares = widest(spec.rows.iter().map(|r| r.value.shown.as_str()), Weight::Bold).max(width(&spec.heads.1, Weight::Regular));
    let counts = widest(spec.rows.iter().map(|r| r.number.as_str()), Weight::Regular).max(width(&spec.heads.0, Weight::Regular));
    let numbers = sheet.width - if shares > 0.0 { shares + 16.0 } else { 0.0 };
    let to = numbers - if counts > 0.0 { counts + 12.0 } else { 0.0 };
    let labels: Vec<(&str, Weight)> = spec.rows.iter().map(|r| (r.label.as_str(), weight(r))).collect();
    let most = (sheet.width * 0.40).min(to - 110.0).max(60.0);
    let labels = RowLabels::fit(&labels, most, sheet.width);
    let from = if labels.above() { if spec.marks.is_some() { 6.5 } else { 0.5 } } else { labels.column + 8.5 };
    let reach = |row: &Bar| {
        let mut all = vec![row.value.at];
        all.extend(row.interval.iter().flat_map(|(a, b)| [*a, *b]));
        all.extend(row.mark.iter().map(|m| m.at));
        all
    };
    let all: Vec<f64> = spec.rows.iter().flat_map(reach).filter(|v| v.is_finite()).collect();
    let low = all.iter().copied().fold(0.0, f64::min);
    let high = all.iter().copied().fold(0.0, f64::max);
    let high = if high > low { high } else { low + 1.0 };
    Frame { labels, from, to: (to - 10.0).max(from + 20.0), low, high, numbers, width: sheet.width }
}

fn heads(scene: &mut Scene, spec: &Bars, frame: &Frame) -> f64 {
    let keyed = spec.marks.is_some() && spec.rows.iter().any(|r| r.mark.is_some());
    if spec.heads.0.is_empty() && spec.heads.1.is_empty() && !keyed {
        return 2.0;
    }
    scene.label(Label::new(frame.numbers, 14.0, spec.heads.0.clone()).end().tone(Tone::Muted));
    scene.label(Label::new(frame.width, 14.0, spec.heads.1.clone()).end().tone(Tone::Muted));
    24.0
}

fn draw_row(scene: &mut Scene, row: &Bar, frame: &Frame, middle: f64, bar: f64) {
    let title = told(&[&row.label, &row.number, &row.value.shown]);
    let tone = if row.focus { Tone::Authority } else { Tone::Rest };
    if let Some(value) = known(row.value.at) {
        let (a, b) = (frame.x(0.0), frame.x(value));
        scene.bar(Area::new(a.min(b), middle - bar / 2.0, (b - a).abs(), bar), tone, title);
    }
    if let Some((low, high)) = row.interval.filter(|(a, b)| a.is_finite() && b.is_finite()) {
        scene.whisker((frame.x(low), middle), (frame.x(high), middle), 7.0);
    }
    scene.label(Label::new(frame.numbers, middle + 5.0, row.number.clone()).end().tone(Tone::Muted));
    scene.label(Label::new(frame.width, middle + 5.0, row.value.shown.clone()).end().bold_if(row.focus));
}

/// The comparator's marks, named once at the first that stands clear, else in the head.
fn marks(scene: &mut Scene, spec: &Bars, frame: &Frame, middles: &[f64]) {
    let Some((who, name)) = &spec.marks else { return };
    let drop = if matches!(who, Who::Residents | Who::Target) { 0.0 } else { 8.0 };
    let mut named = false;
    for (row, middle) in spec.rows.iter().zip(middles) {
        let Some(mark) = row.mark.as_ref().filter(|m| m.at.is_finite()) else { continue };
        let x = frame.x(mark.at);
        scene.mark(*who, (x, middle + drop), Some(told(&[&row.label, &format!("{name} {}", mark.shown)])));
        let high = row.interval.map_or(f64::MIN, |(_, high)| high);
        let clear = x > frame.x(row.value.at.max(high)) - 2.0;
        let label = Label::new(x + 10.0, middle + 5.0 + drop / 4.0, format!("{name} {}", mark.shown));
        let until = frame.numbers - width(&row.number, Weight::Regular) - 10.0;
        if !named && clear && label.bounds().right() <= until {
            scene.label(label);
            named = true;
        }
    }
    let any = spec.rows.iter().any(|r| r.mark.as_ref().is_some_and(|m| m.at.is_finite()));
    if any && !named {
        let heads = [(frame.numbers, &spec.heads.0), (frame.width, &spec.heads.1)];
        let until = heads
            .iter()
            .map(|(x, head)| if head.is_empty() { frame.width } else { x - width(head, Weight::Regular) })
            .fold(frame.width, f64::min);
        let room = until - 30.0;
        let words = super::text::wrap(name, Weight::Regular, room.max(40.0), 1);
        let x = if frame.from + words.width + 22.0 < until { frame.from } else { 0.5 };
        draw_sign(scene, &Sign::Mark(*who), (x + 6.0, 9.0));
        scene.lines(&words, &Label::new(x + 18.0, 14.0, ""));
    }
}
