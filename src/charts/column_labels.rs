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

/// Labels go down at most so many stairs.
const MOST_STAIRS: usize = 5;

/// A label under the columns: how many lines down it starts, and its lines.
pub(super) struct Under {
    /// Lines down from the first.
    pub down: usize,
    /// Whether it starts at the column's middle, below a leader, instead of standing centred on it.
    pub starts: bool,
    /// Its lines.
    pub words: Wrapped,
}

/// Labels under the columns and how many lines they take together.
///
/// The first way that fits is taken: one row, two lines each, two rows by turns, stairs, more lines each, every so many.
/// A leader to a lower row never crosses the words of a row above it.
pub(super) fn labels_under(set: &Set, middles: &[f64], steps: &[f64], sheet: f64) -> (Vec<Option<Under>>, usize) {
    in_rows(set, middles, sheet, 1)
        .or_else(|| in_lines(set, steps, sheet, 2))
        .or_else(|| in_rows(set, middles, sheet, 2))
        .or_else(|| in_stairs(set, middles, sheet))
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
        Some((Under { down, starts: false, words }, (from, to)))
    };
    let labels: Option<Vec<(Under, (f64, f64))>> = set.places.iter().zip(middles).enumerate().map(place).collect();
    let labels = labels.filter(|labels| {
        let crossed = |(lower, x): (&Under, f64)| labels.iter().any(|(upper, (from, to))| upper.down < lower.down && meets(x, *from, *to));
        // A label that the edge has pushed aside no longer stands about its column.
        let near = |((_, (from, to)), x): (&(Under, (f64, f64)), &f64)| rows == 1 || (x - (from + to) / 2.0).abs() <= (to - from) / 4.0;
        labels.iter().zip(middles).all(near) && !labels.iter().zip(middles).any(|((under, _), x)| crossed((under, *x)))
    })?;
    Some((labels.into_iter().map(|(under, _)| Some(under)).collect(), rows))
}

/// Whether a leader touches the words between two ends.
fn meets(x: f64, from: f64, to: f64) -> bool {
    from - 2.0 < x && x < to + 2.0
}

/// Narrow columns side by side: from the right, each label stands centred in the first row or, where it or a leader would meet words,
/// lower and from its leader on, so that the labels go down like stairs.
fn in_stairs(set: &Set, middles: &[f64], sheet: f64) -> Option<(Vec<Option<Under>>, usize)> {
    let mut placed: Vec<(usize, f64, f64, f64)> = Vec::new();
    let mut labels = Vec::new();
    for (place, x) in set.places.iter().zip(middles).rev() {
        let words = wrap(&place.label, Weight::Regular, sheet, 1);
        let free = |down: usize, from: f64, to: f64| {
            placed.iter().all(|(row, other, start, end)| {
                let apart = *row != down || to + 5.0 <= *start || *end + 5.0 <= from;
                let leaders = (down <= *row || !meets(*x, *start, *end)) && (*row <= down || !meets(*other, from, to));
                apart && leaders
            })
        };
        let (from, to) = span(*x, words.width, sheet);
        let lower = || (1..MOST_STAIRS).map(|down| (down, true, *x - 1.0, *x - 1.0 + words.width));
        let all = std::iter::once((0, false, from, to)).chain(lower());
        let (down, starts, from, to) = all.into_iter().find(|(down, _, from, to)| !words.cut && *to <= sheet && free(*down, *from, *to))?;
        placed.push((down, *x, from, to));
        labels.push(Some(Under { down, starts, words }));
    }
    labels.reverse();
    let rows = placed.iter().map(|(row, ..)| row + 1).max().unwrap_or(1);
    Some((labels, rows))
}

fn in_lines(set: &Set, steps: &[f64], sheet: f64, most: usize) -> Option<(Vec<Option<Under>>, usize)> {
    let room = |i: usize| (steps[i] - 6.0).min(sheet);
    let whole = |(i, place): (usize, &Place)| place.label.split_whitespace().all(|word| width(word, Weight::Regular) <= room(i));
    let labels: Vec<Wrapped> = set.places.iter().enumerate().map(|(i, p)| wrap(&p.label, Weight::Regular, room(i), most)).collect();
    let lines = labels.iter().map(|l| l.lines.len()).max().unwrap_or(1);
    let fits = set.places.iter().enumerate().all(whole) && labels.iter().all(|l| !l.cut);
    fits.then(|| (labels.into_iter().map(|words| Some(Under { down: 0, starts: false, words })).collect(), lines))
}

fn thinned(set: &Set, middles: &[f64], sheet: f64) -> (Vec<Option<Under>>, usize) {
    let last = middles.len() - 1;
    let words: Vec<Wrapped> = set.places.iter().map(|p| wrap(&p.label, Weight::Regular, sheet / 3.0, 1)).collect();
    let every = (2..=last + 1).find(|every| {
        let shown: Vec<usize> = (0..=last).filter(|i| (last - i).is_multiple_of(*every)).collect();
        shown.windows(2).all(|p| span(middles[p[0]], words[p[0]].width, sheet).1 + 5.0 <= span(middles[p[1]], words[p[1]].width, sheet).0)
    });
    let every = every.unwrap_or(last + 1);
    let labels =
        words.into_iter().enumerate().map(|(i, words)| (last - i).is_multiple_of(every).then_some(Under { down: 0, starts: false, words }));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn set(labels: &[&str]) -> Set<'static> {
        let value = || Value { at: 1.0, shown: "1".to_owned() };
        let place = |label: &&str| Place { label: (*label).to_owned(), up: value(), down: None, focus: false, gap: 0.0, span: 1.0 };
        Set { places: labels.iter().map(place).collect(), names: None, level: None, limit: None, axis: "", filled: 0.9 }
    }

    /// Where words under the columns stand, as they are printed.
    fn ends(under: &Under, middle: f64, sheet: f64) -> (f64, f64) {
        if under.starts { (middle - 1.0, middle - 1.0 + under.words.width) } else { span(middle, under.words.width, sheet) }
    }

    #[test]
    fn a_leader_never_crosses_words() {
        let labels = ["0 to 3 months", "3 to 6 months", "6 to 12 months", "1 to 2 years", "2 years or more"];
        let mut in_lower_rows = 0;
        for wide in [300.0, 353.0, 420.0, 481.0, 600.0, 733.0] {
            for parts in [[1.0, 1.0, 2.0, 4.0, 4.0], [1.0, 1.0, 1.0, 1.0, 1.0], [3.0, 1.0, 1.0, 1.0, 3.0], [4.0, 4.0, 2.0, 1.0, 1.0]] {
                let total: f64 = parts.iter().sum();
                let steps: Vec<f64> = parts.iter().map(|part| part / total * wide).collect();
                let middles: Vec<f64> = (0..5).map(|i| steps[..i].iter().sum::<f64>() + steps[i] / 2.0).collect();
                let (under, _) = labels_under(&set(&labels), &middles, &steps, wide);
                for (lower, x) in under.iter().zip(&middles).filter_map(|(u, x)| Some((u.as_ref()?, *x))).filter(|(u, _)| u.down > 0) {
                    in_lower_rows += 1;
                    for (upper, middle) in under.iter().zip(&middles).filter_map(|(u, x)| Some((u.as_ref()?, *x))) {
                        let (from, to) = ends(upper, middle, wide);
                        assert!(upper.down >= lower.down || x <= from || x >= to, "{wide}: a leader crosses {:?}", upper.words.lines);
                    }
                }
            }
        }
        assert!(in_lower_rows > 10, "only {in_lower_rows} labels have a leader");
    }
}
