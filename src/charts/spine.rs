//! Headline measures on one spine: England down the middle, other authorities around it.
//!
//! In: rows in sections, one for measures with a better direction, one for those without. Out: each row with the bar of other
//! authorities, the authority's ring on its whisker, and the words of what right and left mean over each section.
//! A filled ring is further from England than chance explains; a hollow one may not be.

use super::place::Area;
use super::rows::{RowLabels, Sheet, Sign, key, known, nothing, told};
use super::scene::{Label, Outline, Scene, Step};
use super::spec::{Spine, SpineRow, SpineSection, Who};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, widest, width, wrap};

/// Room at both ends of the track for the sign of what lies beyond it.
const BEYOND: f64 = 13.0;

/// Measures of the plot.
struct Frame {
    labels: RowLabels,
    from: f64,
    to: f64,
    /// Right edges of the columns of the authority's and England's values.
    own: f64,
    england: f64,
    /// Height of a row without more lines of label.
    row: f64,
}

impl Frame {
    fn x(&self, place: f64) -> f64 {
        self.from + place.clamp(0.0, 1.0) * (self.to - self.from)
    }
}

/// Draws a spine chart.
pub fn draw(spec: &Spine, sheet: Sheet) -> Scene {
    let rows = || spec.sections.iter().flat_map(|section| &section.rows);
    if rows().next().is_none() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let frame = frame(&rows().collect::<Vec<_>>(), sheet);
    let mut y = heads(&mut scene, spec, sheet);
    let mut at = 0;
    for section in spec.sections.iter().filter(|section| !section.rows.is_empty()) {
        y = direction(&mut scene, section, &frame, y);
        let mut group = "";
        for row in &section.rows {
            if row.group != group {
                group = &row.group;
                // On paper the rest of a page's height has to hold it all.
                y = heading(&mut scene, group, y - sheet.pick(0.0, 4.0));
            }
            let lift = frame.labels.lift(at);
            let height = frame.labels.height(at, frame.row);
            let middle = y + lift + height / 2.0;
            frame.labels.print(&mut scene, at, y, middle);
            track(&mut scene, row, &frame, middle);
            points(&mut scene, row, &frame, middle);
            y += lift + height + if frame.labels.above() { 6.0 } else { 0.0 };
            at += 1;
        }
        y += 10.0;
    }
    scene.height = y - 6.0;
    scene
}

/// What left and right mean in a section, over its tracks, under a band that parts it from the one before.
fn direction(scene: &mut Scene, section: &SpineSection, frame: &Frame, top: f64) -> f64 {
    let beside = !frame.labels.above() && width(&section.title, Weight::Bold) + 12.0 <= frame.from - BEYOND;
    let words = wrap(&section.title, Weight::Bold, scene.width - 16.0, 3);
    let over = if beside { 0.0 } else { words.lines.len() as f64 * LEADING + 2.0 };
    let area = Area::new(0.0, top, scene.width, over + 26.0);
    scene.shape(Outline::Rect(area), Paint::fill(Tone::Tint));
    scene.lines(&words, &Label::new(8.0, top + 18.0, "").bold());
    let (left, right) = (&section.ends.0, &section.ends.1);
    let line = top + over + 18.0;
    // Where the track is short, the better end is named alone.
    let right_from = frame.to - 18.0 - width(right, Weight::Bold);
    if frame.from + width(left, Weight::Regular) + 8.0 <= right_from {
        scene.label(Label::new(frame.from, line, left.clone()).tone(Tone::Muted));
    }
    scene.label(Label::new(frame.to - 18.0, line, right.clone()).end().bold());
    arrow(scene, frame.to, line - 5.0);
    area.bottom() + 4.0
}

/// An arrow to the right, its tip at a place: the font has none.
fn arrow(scene: &mut Scene, x: f64, y: f64) {
    let steps =
        vec![Step::Move(x - 13.0, y), Step::Line(x, y), Step::Move(x - 5.0, y - 4.0), Step::Line(x, y), Step::Line(x - 5.0, y + 4.0)];
    scene.shape(Outline::Path(steps), Paint::stroke(Tone::Ink, 1.5));
}

/// The heading of a group over its first row.
fn heading(scene: &mut Scene, group: &str, top: f64) -> f64 {
    if group.is_empty() {
        return top;
    }
    let words = wrap(group, Weight::Bold, scene.width, 2);
    scene.lines(&words, &Label::new(0.0, top + 17.0, "").bold().tone(Tone::Muted));
    top + words.lines.len() as f64 * LEADING + 5.0
}

fn heads(scene: &mut Scene, spec: &Spine, sheet: Sheet) -> f64 {
    let (own, neighbours, england) = &spec.heads;
    let rows = || spec.sections.iter().flat_map(|section| &section.rows);
    let mut entries = Vec::new();
    let mut ring = |filled: bool, words: &str| {
        if !words.is_empty() && rows().any(|row| row.sure == filled && row.value.at.is_finite()) {
            let label = Label::new(0.0, 0.0, format!("{own}, {words}")).bold().tone(Tone::Authority);
            entries.push((if filled { Sign::Disc } else { Sign::Mark(Who::Live) }, label));
        }
    };
    ring(true, "beyond chance");
    ring(false, "similar");
    if !neighbours.is_empty() && rows().any(|row| row.neighbours.is_some()) {
        entries.push((Sign::Mark(Who::Neighbours), Label::new(0.0, 0.0, neighbours.clone())));
    }
    entries.push((Sign::Swatch(Tone::Rest), Label::new(0.0, 0.0, "Middle half of authorities")));
    entries.push((Sign::Swatch(Tone::Grid), Label::new(0.0, 0.0, "All but the outer tenth")));
    let high = key(scene, &entries, (0.0, 0.0), sheet.width);
    // England's values stand in the last column, under its name and the sign of its line.
    let words = width(england, Weight::Regular);
    scene.label(Label::new(sheet.width, high + 14.0, england.clone()).end());
    scene.line((sheet.width - words - 9.0, high + 2.0), (sheet.width - words - 9.0, high + 16.0), Paint::stroke(Tone::England, 2.0));
    high + 24.0
}

fn frame(rows: &[&SpineRow], sheet: Sheet) -> Frame {
    let own = widest(rows.iter().map(|r| r.value.shown.as_str()), Weight::Bold);
    let england = widest(rows.iter().map(|r| r.england.as_str()), Weight::Regular);
    let labels: Vec<(&str, Weight)> = rows.iter().map(|r| (r.label.as_str(), Weight::Regular)).collect();
    // On paper all headline measures stand on one page: labels of one line matter more than a long track.
    let most = if sheet.is_narrow() { 0.0 } else { sheet.width * sheet.pick(0.42, 0.52) };
    let labels = RowLabels::fit(&labels, most.max(1.0), sheet.width);
    let left = if labels.above() { 0.0 } else { labels.column + 10.0 };
    let to = sheet.width - england - 8.0 - BEYOND;
    Frame { labels, from: left + own + 8.0 + BEYOND, to, own: left + own, england: sheet.width, row: sheet.pick(26.0, 17.5) }
}

/// The bars of other authorities, England's line through them, and the values in their columns.
fn track(scene: &mut Scene, row: &SpineRow, frame: &Frame, middle: f64) {
    let title = told(&[&row.label, &row.value.shown]);
    for ((low, high), tone) in [(row.range, Tone::Grid), (row.middle, Tone::Rest)] {
        if low.is_finite() && high.is_finite() {
            let (low, high) = (frame.x(low.min(high)), frame.x(low.max(high)));
            scene.bar(Area::new(low, middle - 5.0, high - low, 10.0), tone, title.clone());
        }
    }
    let (x, half) = (frame.x(0.5), frame.row / 2.0);
    scene.line((x, middle - half), (x, middle + half), Paint::stroke(Tone::England, 2.0));
    scene.label(Label::new(frame.own, middle + 5.0, row.value.shown.clone()).end().bold().tone(Tone::Authority));
    scene.label(Label::new(frame.england, middle + 5.0, row.england.clone()).end());
}

/// The whisker, the neighbours' square, then the authority's ring on top; beyond the ends a sign that it lies further out.
fn points(scene: &mut Scene, row: &SpineRow, frame: &Frame, middle: f64) {
    if let Some((low, high)) = row.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
        let (low, high) = (frame.x(low.min(high)), frame.x(low.max(high)));
        scene.line((low, middle), (high, middle), Paint::stroke(Tone::Authority, 1.5));
    }
    if let Some((value, at)) = row.neighbours.as_ref().and_then(|v| known(v.at).map(|at| (v, at))) {
        scene.mark(Who::Neighbours, (frame.x(at), middle), Some(told(&[&row.label, &value.shown])));
    }
    let Some(at) = known(row.value.at) else { return };
    scene.ring((frame.x(at), middle), row.sure, Some(told(&[&row.label, &row.value.shown])));
    if !(0.0..=1.0).contains(&at) {
        let way = if at < 0.0 { -1.0 } else { 1.0 };
        let x = frame.x(at) + way * 9.0;
        let tip = vec![Step::Move(x, middle - 4.0), Step::Line(x + way * 4.0, middle), Step::Line(x, middle + 4.0)];
        scene.shape(Outline::Path(tip), Paint::stroke(Tone::Authority, 1.5));
    }
}
