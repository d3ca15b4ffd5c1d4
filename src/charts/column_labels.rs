//! Labels of upright columns: under them, at their ends, and beside a limit.
//!
//! In: a set of columns and where they stand. Out: labels that meet nothing, or fewer of them.

use super::columns::{Frame, Place, Set, limit_place};
use super::place::{Area, Taken};
use super::rows::known;
use super::scene::{Anchor, Label};
use super::spec::Value;
use super::style::Tone;
use super::text::{SIZE, Weight, Wrapped, fall, rise, width, wrap};

/// The words of the limit on the side with room for them: to the right of the line where two lines suffice.
pub(super) fn limit_words(words: &str, x: f64, sheet: f64) -> (Wrapped, Anchor) {
    let room = |side: f64| (side - 10.0).clamp(30.0, 280.0);
    let right = wrap(words, Weight::Bold, room(sheet - x), 4);
    if x < sheet / 2.0 || (right.lines.len() <= 2 && sheet - x > 110.0) {
        return (right, Anchor::Start);
    }
    (wrap(words, Weight::Bold, room(x), 4), Anchor::End)
}

/// A label under the columns: how many lines down it starts, and its lines.
pub(super) struct Under {
    /// Lines down from the first.
    pub down: usize,
    /// Its lines.
    pub words: Wrapped,
}

/// Labels under the columns and how many lines they take together.
///
/// The first way that fits is taken: one row, two lines each, two rows by turns, more lines each, every so many.
pub(super) fn labels_under(set: &Set, middles: &[f64], steps: &[f64], sheet: f64) -> (Vec<Option<Under>>, usize) {
    in_rows(set, middles, sheet, 1)
        .or_else(|| in_lines(set, steps, sheet, 2))
        .or_else(|| in_rows(set, middles, sheet, 2))
        .or_else(|| in_rows(set, middles, sheet, 3))
        .or_else(|| in_lines(set, steps, sheet, 8))
        .unwrap_or_else(|| thinned(set, middles, sheet))
}

/// Where a label of a width starts and ends, held on the sheet.
fn span(middle: f64, wide: f64, sheet: f64) -> (f64, f64) {
    let x = held(middle, wide, 0.0, sheet);
    (x - wide / 2.0, x + wide / 2.0)
}

fn in_rows(set: &Set, middles: &[f64], sheet: f64, rows: usize) -> Option<(Vec<Option<Under>>, usize)> {
    let mut ends = vec![f64::MIN; rows];
    let place = |(i, (place, middle)): (usize, (&Place, &f64))| {
        let words = wrap(&place.label, Weight::Regular, sheet, 1);
        let (from, to) = span(*middle, words.width, sheet);
        let down = i % rows;
        if words.cut || ends[down] + 5.0 > from {
            return None;
        }
        ends[down] = to;
        Some(Some(Under { down, words }))
    };
    let labels: Option<Vec<Option<Under>>> = set.places.iter().zip(middles).enumerate().map(place).collect();
    labels.filter(|labels| rows == 1 || can_lead(labels, middles, sheet)).map(|labels| (labels, rows))
}

/// Whether each label of several rows stands about its column, and the line that leads down to it meets no label on its way.
fn can_lead(labels: &[Option<Under>], middles: &[f64], sheet: f64) -> bool {
    let spans: Vec<(usize, f64, f64)> = labels
        .iter()
        .zip(middles)
        .filter_map(|(under, middle)| under.as_ref().map(|u| (u.down, span(*middle, u.words.width, sheet))))
        .map(|(down, (from, to))| (down, from, to))
        .collect();
    spans.iter().zip(middles).all(|((down, from, to), middle)| {
        let near = (middle - (from + to) / 2.0).abs() <= (to - from) / 4.0;
        near && spans.iter().filter(|other| other.0 < *down).all(|(_, from, to)| *middle < from - 2.0 || *middle > to + 2.0)
    })
}

fn in_lines(set: &Set, steps: &[f64], sheet: f64, most: usize) -> Option<(Vec<Option<Under>>, usize)> {
    let room = |i: usize| (steps[i] - 6.0).min(sheet);
    let whole = |(i, place): (usize, &Place)| place.label.split_whitespace().all(|word| width(word, Weight::Regular) <= room(i));
    let labels: Vec<Wrapped> = set.places.iter().enumerate().map(|(i, p)| wrap(&p.label, Weight::Regular, room(i), most)).collect();
    let lines = labels.iter().map(|l| l.lines.len()).max().unwrap_or(1);
    let fits = set.places.iter().enumerate().all(whole) && labels.iter().all(|l| !l.cut);
    fits.then(|| (labels.into_iter().map(|words| Some(Under { down: 0, words })).collect(), lines))
}

fn thinned(set: &Set, middles: &[f64], sheet: f64) -> (Vec<Option<Under>>, usize) {
    let last = middles.len() - 1;
    let words: Vec<Wrapped> = set.places.iter().map(|p| wrap(&p.label, Weight::Regular, sheet / 3.0, 1)).collect();
    let every = (2..=last + 1).find(|every| {
        let shown: Vec<usize> = (0..=last).filter(|i| (last - i).is_multiple_of(*every)).collect();
        shown.windows(2).all(|p| span(middles[p[0]], words[p[0]].width, sheet).1 + 5.0 <= span(middles[p[1]], words[p[1]].width, sheet).0)
    });
    let every = every.unwrap_or(last + 1);
    let labels = words.into_iter().enumerate().map(|(i, words)| (last - i).is_multiple_of(every).then_some(Under { down: 0, words }));
    (labels.collect(), 1)
}

/// The middle a label can have without leaving the sheet.
pub(super) fn held(middle: f64, wide: f64, low: f64, high: f64) -> f64 {
    middle.min(high - wide / 2.0).max(low + wide / 2.0)
}

/// Values at the ends of the columns: the named first, then the tallest; those that would touch others are left out.
pub(super) fn values(set: &Set, frame: &Frame) -> Vec<Label> {
    let mut taken = Taken::default();
    for (i, (place, x)) in set.places.iter().zip(&frame.middles).enumerate() {
        let half = frame.half(set, i);
        if let Some(up) = known(place.up.at) {
            let y = frame.above(up);
            taken.block(Area::new(x - half, y.min(frame.base), half * 2.0, (frame.base - y).abs()));
        }
        if let Some(down) = place.down.as_ref().and_then(|d| known(d.at)) {
            taken.block(Area::new(x - half, frame.below, half * 2.0, frame.under(down) - frame.below));
        }
    }
    if let Some((i, _)) = set.limit {
        let x = limit_place(set, &frame.middles, (&frame.steps, i));
        taken.block(Area::new(x - 2.0, 0.0, 4.0, frame.bottom));
    }
    let mut order: Vec<usize> = (0..set.places.len()).collect();
    let rank = |i: usize| (set.places[i].focus, known(set.places[i].up.at).unwrap_or(0.0));
    order.sort_by(|a, b| rank(*b).0.cmp(&rank(*a).0).then(rank(*b).1.total_cmp(&rank(*a).1)));
    let mut labels = Vec::new();
    for i in order {
        // What may not be shown keeps its sign, on the axis.
        let (place, x) = (&set.places[i], frame.middles[i]);
        let up = known(place.up.at).unwrap_or(0.0);
        let y = clear_of_level(set, frame, frame.above(up.max(0.0)) - 6.0);
        labels.extend(beside(&mut taken, value_label(&place.up, (x, y), place.focus), frame));
        if let Some(value) = &place.down {
            let y = frame.under(known(value.at).unwrap_or(0.0)) + rise(SIZE) + 4.0;
            labels.extend(beside(&mut taken, value_label(value, (x, y), false), frame));
        }
    }
    labels
}

/// The baseline of a value, lifted over the level where the words would stand on its line.
fn clear_of_level(set: &Set, frame: &Frame, y: f64) -> f64 {
    match set.level.and_then(|level| known(level.at)).map(|at| frame.above(at)) {
        Some(line) if y + fall(SIZE) > line - 1.0 && y - rise(SIZE) < line + 1.0 => line - 6.0,
        _ => y,
    }
}

fn value_label(value: &Value, (x, y): (f64, f64), focus: bool) -> Label {
    let tone = if focus { Tone::Authority } else { Tone::Ink };
    Label::new(x, y, value.shown.clone()).middle().bold_if(focus).tone(tone).halo()
}

/// The label at its place, or moved aside a little where that frees it.
fn beside(taken: &mut Taken, label: Label, frame: &Frame) -> Option<Label> {
    if label.text.is_empty() {
        return None;
    }
    let wide = label.bounds().w;
    let aside = (frame.steps.iter().sum::<f64>() / frame.steps.len() as f64 / 3.0).min(10.0);
    [0.0, -0.5, 0.5, -1.0, 1.0].into_iter().find_map(|part| {
        let x = held(label.x + part * aside, wide, frame.left, frame.right.max(frame.left + wide));
        let moved = Label { x, ..label.clone() };
        let mut needs = moved.bounds();
        (needs.x, needs.w) = (needs.x - 1.5, needs.w + 3.0);
        taken.take(needs).then_some(moved)
    })
}
