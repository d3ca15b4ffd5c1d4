//! All headline indicators on one spine: England down the middle, the range of authorities around it.

use super::place::Area;
use super::rows::{RowLabels, Sheet, Sign, key, known, nothing, told};
use super::scene::{Label, Scene};
use super::spec::{Spine, SpineRow, Who};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, widest, width, wrap};

/// Measures of the plot.
struct Frame {
    labels: RowLabels,
    from: f64,
    to: f64,
    /// Right edges of the columns of the authority's and England's values.
    own: f64,
    england: f64,
}

impl Frame {
    fn x(&self, place: f64) -> f64 {
        self.from + place.clamp(0.0, 1.0) * (self.to - self.from)
    }
}

/// Draws a spine chart.
pub fn draw(spec: &Spine, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let top = heads(&mut scene, spec, sheet);
    let frame = frame(spec, sheet);
    let mut y = top;
    let x = frame.x(0.5);
    let mut rows = Vec::new();
    for (i, row) in spec.rows.iter().enumerate() {
        y += heading(&mut scene, spec, i, y);
        let lift = frame.labels.lift(i);
        let words = if dense(spec) { 0.0 } else { ends_height(row, &frame) };
        let height = frame.labels.height(i, sheet.pick(30.0, 24.0));
        let middle = y + lift + height / 2.0;
        frame.labels.print(&mut scene, i, y, middle);
        track(&mut scene, row, &frame, middle);
        if words > 0.0 {
            ends(&mut scene, row, &frame, y + lift + height);
        }
        rows.push((y + lift, y + lift + height));
        y += lift + height + words + if frame.labels.above() { 8.0 } else { 0.0 };
    }
    for (row, (from, to)) in spec.rows.iter().zip(rows) {
        scene.line((x, from + 2.0), (x, to - 2.0), Paint::stroke(Tone::England, 2.0));
        points(&mut scene, row, &frame, (from + to) / 2.0);
    }
    scene.height = y + 2.0;
    scene
}

/// So many rows have no words at their ends: the chart stays on one page, and its table holds them.
fn dense(spec: &Spine) -> bool {
    spec.rows.len() > 12
}

/// The heading of a group over its first row, where rows belong to several; gives the height it took.
fn heading(scene: &mut Scene, spec: &Spine, row: usize, top: f64) -> f64 {
    let group = &spec.rows[row].group;
    let first = row == 0 || spec.rows[row - 1].group != *group;
    if !first || group.is_empty() || spec.rows.iter().all(|other| other.group == *group) {
        return 0.0;
    }
    let words = wrap(group, Weight::Bold, scene.width, 2);
    if row > 0 {
        scene.line((0.0, top + 3.0), (scene.width, top + 3.0), Paint::stroke(Tone::Grid, 1.0));
    }
    scene.lines(&words, &Label::new(0.0, top + 20.0, "").bold());
    words.lines.len() as f64 * LEADING + 8.0
}

fn heads(scene: &mut Scene, spec: &Spine, sheet: Sheet) -> f64 {
    let (own, neighbours, england) = &spec.heads;
    let mut entries = Vec::new();
    for (who, name, shown) in [
        (Who::Live, own, true),
        (Who::Neighbours, neighbours, spec.rows.iter().any(|r| r.neighbours.is_some())),
        (Who::England, england, true),
    ] {
        if shown && !name.is_empty() {
            let tone = if who == Who::Live { Tone::Authority } else { Tone::Ink };
            let sign = if who == Who::England { Sign::Upright(Tone::England) } else { Sign::Mark(who) };
            entries.push((sign, Label::new(0.0, 0.0, name.clone()).bold_if(who == Who::Live).tone(tone)));
        }
    }
    if entries.is_empty() {
        return 0.0;
    }
    // England's values stand in the last column, under its name.
    let column = width(england, Weight::Regular) + 20.0;
    let high = key(scene, &entries, (0.0, 0.0), (sheet.width - column).max(sheet.width / 2.0));
    if !england.is_empty() && column < sheet.width / 2.0 {
        scene.label(Label::new(sheet.width, high - 9.0, england.clone()).end().tone(Tone::Muted));
    }
    high + 10.0
}

fn frame(spec: &Spine, sheet: Sheet) -> Frame {
    let own = widest(spec.rows.iter().map(|r| r.value.shown.as_str()), Weight::Bold);
    let england = widest(spec.rows.iter().map(|r| r.england.shown.as_str()), Weight::Regular);
    let labels: Vec<(&str, Weight)> = spec.rows.iter().map(|r| (r.label.as_str(), Weight::Regular)).collect();
    let most = if sheet.is_narrow() { 0.0 } else { sheet.width * 0.36 };
    let labels = RowLabels::fit(&labels, most.max(1.0), sheet.width);
    let left = if labels.above() { 0.0 } else { labels.column + 10.0 };
    let to = sheet.width - england - 14.0;
    Frame { labels, from: left + own + 16.0, to: to - 8.0, own: left + own, england: sheet.width }
}

fn track(scene: &mut Scene, row: &SpineRow, frame: &Frame, middle: f64) {
    let title = told(&[&row.label, &row.value.shown]);
    scene.bar(Area::new(frame.x(0.0), middle - 5.0, frame.x(1.0) - frame.x(0.0), 10.0), Tone::Grid, title.clone());
    if row.middle.0.is_finite() && row.middle.1.is_finite() {
        let (low, high) = (frame.x(row.middle.0), frame.x(row.middle.1));
        scene.bar(Area::new(low.min(high), middle - 5.0, (high - low).abs(), 10.0), Tone::Rest, title);
    }
    scene.label(Label::new(frame.own, middle + 5.0, row.value.shown.clone()).end().bold().tone(Tone::Authority));
    scene.label(Label::new(frame.england, middle + 5.0, row.england.shown.clone()).end());
}

/// The neighbours' square, then the authority's ring on top.
fn points(scene: &mut Scene, row: &SpineRow, frame: &Frame, middle: f64) {
    if let Some((value, at)) = row.neighbours.as_ref().and_then(|v| known(v.at).map(|at| (v, at))) {
        scene.mark(Who::Neighbours, (frame.x(at), middle), Some(told(&[&row.label, &value.shown])));
    }
    if let Some(at) = known(row.value.at) {
        scene.mark(Who::Live, (frame.x(at), middle), Some(told(&[&row.label, &row.value.shown])));
    }
}

/// Words at the ends stand under the track, where there are any.
fn ends_height(row: &SpineRow, frame: &Frame) -> f64 {
    if row.ends.0.is_empty() && row.ends.1.is_empty() {
        return 0.0;
    }
    let (a, b) = wrapped_ends(row, frame);
    a.lines.len().max(b.lines.len()) as f64 * LEADING - 2.0
}

fn wrapped_ends(row: &SpineRow, frame: &Frame) -> (super::text::Wrapped, super::text::Wrapped) {
    let room = frame.to - frame.from;
    let first = width(&row.ends.0, Weight::Regular);
    let second = width(&row.ends.1, Weight::Regular);
    let (a, b) = if first + second + 12.0 <= room { (first + 1.0, second + 1.0) } else { (room / 2.0 - 6.0, room / 2.0 - 6.0) };
    (wrap(&row.ends.0, Weight::Regular, a, 2), wrap(&row.ends.1, Weight::Regular, b, 2))
}

fn ends(scene: &mut Scene, row: &SpineRow, frame: &Frame, top: f64) {
    let (a, b) = wrapped_ends(row, frame);
    let like = Label::new(frame.from, top + 9.0, "").tone(Tone::Muted);
    scene.lines(&a, &like);
    scene.lines(&b, &Label { x: frame.to, ..like }.end());
}
