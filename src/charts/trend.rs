//! Published years as lines, the live value apart in a tinted band, names in a column at the right.
//!
//! Published years and the live value never join in a solid line; a gap stays a gap, and a break in a series
//! interrupts its line and is marked.

use super::backend::Plot;
use super::place::{Area, Taken, Wish, spread};
use super::rows::{Sheet, known, told};
use super::scale::{Axis, Start};
use super::scene::{Label, Outline, Scene, Step};
use super::spec::{Line, Trend, Value, Who};
use super::style::{Paint, Tone, line_of, tone_of};
use super::text::{LEADING, Weight, Wrapped, widest, width, wrap};

/// A line's name and value at the right.
struct End {
    value: String,
    name: Wrapped,
    own: bool,
    from: (f64, f64),
}

/// A straight stroke from one place to another.
type Stroke = ((f64, f64), (f64, f64));

/// Measures of the plot.
struct Frame {
    /// The first year's and, one step each, the following places.
    left: f64,
    step: f64,
    slots: usize,
    top: f64,
    bottom: f64,
    /// Half the live band.
    half: f64,
    /// Where grid lines end.
    right: f64,
    /// Where the column of names starts.
    names: f64,
    values: f64,
}

/// Draws a trend.
pub fn draw(spec: &Trend, sheet: Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let axis = axis(spec);
    let frame = frame(spec, sheet, &axis);
    scene.height = frame.bottom + 32.0;
    let area = Area::new(frame.left, frame.top, (frame.step * frame.slots as f64).max(1.0), frame.bottom - frame.top);
    let mut plot = Plot::new(area, 0.0..frame.slots.max(1) as f64, axis.low..axis.high);
    let mut taken = Taken::default();
    band(&mut scene, spec, &frame, &mut taken);
    grid(&mut scene, spec, &frame, (&axis, &plot), &mut taken);
    years(&mut scene, spec, &frame, &mut taken);
    let ends = ends(spec, &plot, &frame, sheet);
    names(&mut scene, &ends, &frame);
    breaks(&mut scene, spec, &plot, &frame, &mut taken);
    target(&mut scene, spec, &plot, &frame);
    for line in spec.lines.iter().rev() {
        series(&mut scene, &mut plot, line, &spec.years);
    }
    live(&mut scene, spec, &plot);
    if frame.step >= 74.0 {
        values(&mut scene, spec, &plot, &mut taken);
    }
    scene
}

fn axis(spec: &Trend) -> Axis {
    let mut all: Vec<f64> = spec.lines.iter().flat_map(|l| l.points.iter().flatten()).map(|v| v.at).collect();
    if let Some(live) = &spec.live {
        all.push(live.value.at);
        all.extend(live.interval.iter().flat_map(|(low, high)| [*low, *high]));
    }
    all.extend(spec.target.iter().map(|(_, value)| value.at));
    let whisker = spec.live.as_ref().and_then(|l| l.interval);
    all.extend(room(&all, whisker, spec.suffix == "%"));
    Axis::over(&all, if spec.from_zero { Start::Zero } else { Start::Free }).trimmed(&all)
}

/// Shares span at least so many points, that two of them would not look like a collapse.
const LEAST_POINTS: f64 = 20.0;
/// Other values span at least this part of the largest.
const LEAST_PART: f64 = 0.4;

/// Where the axis must reach besides the values: far enough for small differences to look small, and past the whisker's caps.
fn room(all: &[f64], whisker: Option<(f64, f64)>, percent: bool) -> Vec<f64> {
    let known = || all.iter().copied().filter(|v| v.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    if low > high {
        return Vec::new();
    }
    let least = if percent { LEAST_POINTS } else { high.abs() * LEAST_PART };
    let (mut from, mut to) = (low, high);
    if high - low < least {
        // A little above the values, the rest below: the upper end of a share is a hundred.
        to = high + (least - (high - low)) / 2.0;
        to = if percent && high <= 100.0 { to.min(100.0) } else { to };
        from = to - least;
    }
    if let Some((cap, _)) = whisker.filter(|(cap, _)| cap.is_finite()) {
        from = from.min(cap - (to - from) * 0.04);
    }
    vec![if low >= 0.0 { from.max(0.0) } else { from }, to]
}

/// Where the vertical axis starts, in words, if it does not start at nought.
pub fn starts_at(spec: &Trend) -> Option<String> {
    let axis = axis(spec);
    (axis.low > 0.0).then(|| axis.label(axis.low, &spec.suffix))
}

fn frame(spec: &Trend, sheet: Sheet, axis: &Axis) -> Frame {
    let ticks = axis.labels(&spec.suffix);
    let first = spec.years.first().map_or(0.0, |year| width(year, Weight::Regular) / 2.0);
    let left = (widest(ticks.iter().map(String::as_str), Weight::Regular) + 16.0).max(first).max(40.0);
    let (values, names_width) = columns(spec, sheet);
    let names = sheet.width - values - 8.0 - names_width;
    let names = if values == 0.0 { sheet.width } else { names };
    let right = names - 14.0;
    let slots = spec.years.len().max(1) - 1 + spec.live.as_ref().filter(|_| !spec.years.is_empty()).map_or(0, |live| live.years_on.max(1));
    let label = spec.live.as_ref().map_or(0.0, |l| width(&l.label, Weight::Bold) / 2.0 + 6.0);
    let last = spec.years.last().map_or(0.0, |year| width(year, Weight::Regular) / 2.0);
    let rough = (right - left) / (slots as f64 + 0.4);
    let half = if spec.live.is_some() { (rough * 0.36).clamp(16.0, 44.0).max(label) } else { last.max(10.0) };
    let step = if slots == 0 { 0.0 } else { ((right - left - half) / slots as f64).max(4.0) };
    let height = if sheet.width >= 600.0 { sheet.pick(344.0, 270.0) } else { sheet.pick(300.0, 230.0) };
    let top = if spec.live.is_some() { 30.0 } else { 20.0 };
    let left = if slots == 0 { (left + right - half) / 2.0 } else { left };
    Frame { left, step, slots, top, bottom: height, half, right, names, values }
}

/// Widths of the columns of values and of names; names give way first.
fn columns(spec: &Trend, sheet: Sheet) -> (f64, f64) {
    let shown = spec.lines.iter().filter_map(|l| last_of(l).map(|(_, v)| v.shown.as_str()));
    let others = spec.live.iter().map(|l| l.value.shown.as_str()).chain(spec.target.iter().map(|(_, value)| value.shown.as_str()));
    let values = widest(shown.chain(others), Weight::Bold);
    let shown = spec.lines.iter().filter(|l| last_of(l).is_some()).map(|l| l.name.as_str());
    let wanted = widest(shown.chain(spec.live.iter().map(|l| l.name.as_str())).chain(target_name(spec)), Weight::Bold);
    // Half of a half-width chart is the least that its plot may have.
    let part = if sheet.width < 600.0 { 0.38 } else { 0.44 };
    let most = (sheet.width * part - values - 8.0).max(64.0);
    let names = spec.lines.iter().map(|l| l.name.as_str()).chain(spec.live.iter().map(|l| l.name.as_str())).chain(target_name(spec));
    let words = names.flat_map(str::split_whitespace);
    let most = most.max(widest(words, Weight::Bold).min(sheet.width * 0.3) + 1.0);
    (values, wrapped_width(spec, wanted.min(most)))
}

/// Width the names take once they are wrapped.
fn wrapped_width(spec: &Trend, most: f64) -> f64 {
    let live = spec.live.iter().map(|l| wrap(&l.name, Weight::Bold, most, 4).width);
    let lines = spec.lines.iter().map(|l| wrap(&l.name, name_weight(l.who), most, 4).width);
    let target = target_name(spec).map(|name| wrap(name, Weight::Regular, most, 4).width);
    live.chain(lines).chain(target).fold(0.0, f64::max)
}

fn target_name(spec: &Trend) -> impl Iterator<Item = &str> {
    spec.target.iter().map(|(name, _)| name.as_str())
}

fn name_weight(who: Who) -> Weight {
    if who == Who::Authority { Weight::Bold } else { Weight::Regular }
}

fn last_of(line: &Line) -> Option<(usize, &Value)> {
    line.points.iter().enumerate().rev().find_map(|(i, p)| p.as_ref().filter(|v| v.at.is_finite()).map(|v| (i, v)))
}

/// The live value's place on the axis of years.
fn live_place(spec: &Trend) -> f64 {
    let on = spec.live.as_ref().map_or(1, |live| live.years_on.max(1));
    (spec.years.len() + on) as f64 - 1.0
}

fn band(scene: &mut Scene, spec: &Trend, frame: &Frame, taken: &mut Taken) {
    let Some(live) = &spec.live else { return };
    let middle = frame.left + frame.step * frame.slots as f64;
    scene.shape(Outline::Rect(Area::new(middle - frame.half, 0.0, frame.half * 2.0, frame.bottom)), Paint::fill(Tone::Tint));
    let label = Label::new(middle, 17.0, live.label.clone()).bold().middle();
    taken.block(label.bounds());
    scene.label(label);
}

fn grid(scene: &mut Scene, spec: &Trend, frame: &Frame, (axis, plot): (&Axis, &Plot), taken: &mut Taken) {
    for tick in &axis.ticks {
        let (_, y) = plot.at(0.0, *tick);
        let base = if axis.low < 0.0 { *tick == 0.0 } else { *tick == axis.low };
        let tone = if base { Tone::Axis } else { Tone::Grid };
        scene.line((0.0, y), (frame.right, y), Paint::stroke(tone, 1.0));
        let label = Label::new(0.0, y - 5.0, axis.label(*tick, &spec.suffix)).tone(Tone::Muted);
        taken.block(label.bounds());
        scene.label(label);
    }
}

/// Labels of years, the last one always, the others as often as there is room.
fn years(scene: &mut Scene, spec: &Trend, frame: &Frame, taken: &mut Taken) {
    let room = widest(spec.years.iter().map(String::as_str), Weight::Regular) + 10.0;
    let every = if frame.step > 0.0 { (room / frame.step).ceil().max(1.0) as usize } else { 1 };
    let last = spec.years.len().saturating_sub(1);
    for (i, year) in spec.years.iter().enumerate() {
        let x = frame.left + frame.step * i as f64;
        scene.line((x, frame.bottom), (x, frame.bottom + 5.0), Paint::stroke(Tone::Axis, 1.0));
        if (last - i).is_multiple_of(every) {
            let label = Label::new(x, frame.bottom + 22.0, year.clone()).middle().tone(Tone::Muted);
            taken.block(label.bounds());
            scene.label(label);
        }
    }
}

/// Every line's last value, or the live value in place of the authority's.
fn ends(spec: &Trend, plot: &Plot, frame: &Frame, sheet: Sheet) -> Vec<End> {
    let room = sheet.width - frame.names - frame.values - 8.0 + 0.001;
    let mut ends = Vec::new();
    if let Some(live) = spec.live.as_ref().filter(|l| l.value.at.is_finite()) {
        let (x, y) = plot.at(live_place(spec), live.value.at);
        let name = wrap(&live.name, Weight::Bold, room, 4);
        ends.push(End { value: live.value.shown.clone(), name, own: true, from: (x + 10.0, y) });
    }
    for line in &spec.lines {
        let own = line.who == Who::Authority;
        if own && !ends.is_empty() {
            continue;
        }
        if let Some((i, value)) = last_of(line) {
            let (x, y) = plot.at(i as f64, value.at);
            let name = wrap(&line.name, name_weight(line.who), room, 4);
            ends.push(End { value: value.shown.clone(), name, own, from: (x + 7.0, y) });
        }
    }
    if let Some((name, value)) = spec.target.as_ref().filter(|(_, value)| value.at.is_finite()) {
        let name = wrap(name, Weight::Regular, room, 4);
        ends.push(End { value: value.shown.clone(), name, own: false, from: (frame.right, plot.at(0.0, value.at).1) });
    }
    ends
}

fn names(scene: &mut Scene, ends: &[End], frame: &Frame) {
    let wishes: Vec<Wish> =
        ends.iter().map(|e| Wish { at: e.from.1, before: 10.0, after: 10.0 + (e.name.lines.len() as f64 - 1.0) * LEADING }).collect();
    let need: f64 = wishes.iter().map(|w| w.before + w.after).sum();
    scene.height = scene.height.max(need + 4.0);
    let places = spread(&wishes, 2.0, scene.height - 2.0);
    for (end, y) in ends.iter().zip(places) {
        let first = y + 5.0;
        let bend = (frame.right + 2.0).max(end.from.0);
        let path = vec![Step::Move(end.from.0, end.from.1), Step::Line(bend, end.from.1), Step::Line(frame.names - 4.0, y)];
        scene.shape(Outline::Path(path), Paint::stroke(Tone::Rule, 1.0));
        let tone = if end.own { Tone::Authority } else { Tone::Ink };
        let value = frame.names + frame.values;
        scene.label(Label::new(value, first, end.value.clone()).end().bold().tone(tone));
        scene.lines(&end.name, &Label::new(value + 8.0, first, "").bold_if(end.own).tone(tone));
    }
}

/// The target across all years, in dashes that no area has.
fn target(scene: &mut Scene, spec: &Trend, plot: &Plot, frame: &Frame) {
    let Some((_, value)) = spec.target.as_ref().filter(|(_, value)| value.at.is_finite()) else { return };
    let y = plot.at(0.0, value.at).1;
    scene.line((frame.left - 8.0, y), (frame.right, y), Paint::stroke(Tone::Ink, 1.5).dashed(12.0, 4.0));
}

/// An upright hairline and two slashes where a series breaks.
fn breaks(scene: &mut Scene, spec: &Trend, plot: &Plot, frame: &Frame, taken: &mut Taken) {
    let mut all: Vec<usize> =
        spec.lines.iter().flat_map(|l| l.breaks.iter().copied()).filter(|i| *i > 0 && *i < spec.years.len()).collect();
    all.sort_unstable();
    all.dedup();
    let years = all.into_iter().map(|i| (i as f64 - 0.5, "break"));
    // A live value that counts something else stands behind a break of its own.
    let apart = spec.live.as_ref().filter(|live| !live.joined && !spec.years.is_empty());
    let apart = apart.map(|_| ((spec.years.len() as f64 - 1.0 + live_place(spec)) / 2.0, "counted differently"));
    let band = frame.left + frame.step * frame.slots as f64 - frame.half;
    for (at, words) in years.chain(apart) {
        let x = plot.at(at, 0.0).0;
        scene.line((x, frame.top), (x, frame.bottom), Paint::stroke(Tone::Rule, 1.0).dashed(2.0, 3.0));
        scene.line((x - 5.0, frame.bottom + 4.0), (x - 1.0, frame.bottom - 4.0), Paint::stroke(Tone::Axis, 1.0));
        scene.line((x + 1.0, frame.bottom + 4.0), (x + 5.0, frame.bottom - 4.0), Paint::stroke(Tone::Axis, 1.0));
        let label = Label::new(x, frame.top + 10.0, words).middle().tone(Tone::Muted).halo();
        let clear = spec
            .lines
            .iter()
            .flat_map(runs)
            .all(|run| !run.windows(2).any(|p| label.bounds().crossed_by(plot.at(p[0].0, p[0].1), plot.at(p[1].0, p[1].1))));
        // Words that would run into the live band stand in the name at the right alone.
        let room = words == "break" || x + width(words, Weight::Regular) / 2.0 + 4.0 <= band;
        if clear && room && taken.take(label.bounds()) {
            scene.label(label);
        }
    }
}

/// The unbroken stretches of a line.
fn runs(line: &Line) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (i, point) in line.points.iter().enumerate() {
        let value = point.as_ref().and_then(|v| known(v.at));
        if value.is_none() || line.breaks.contains(&i) {
            runs.push(Vec::new());
        }
        if let (Some(value), Some(run)) = (value, runs.last_mut()) {
            run.push((i as f64, value));
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn series(scene: &mut Scene, plot: &mut Plot, line: &Line, years: &[String]) {
    let own = line.who == Who::Authority;
    for run in runs(line) {
        if run.len() > 1 {
            plot.line(&run, line_of(line.who));
        } else if !own {
            plot.dot(run[0], 2.5, Paint::fill(tone_of(line.who)), None);
        }
    }
    plot.onto(scene);
    let last = last_of(line).map(|(i, _)| i);
    for (i, value) in line.points.iter().enumerate().filter_map(|(i, p)| p.as_ref().filter(|v| v.at.is_finite()).map(|v| (i, v))) {
        let title = told(&[&line.name, years.get(i).map_or("", String::as_str), &value.shown]);
        if own || last == Some(i) {
            scene.mark(line.who, plot.at(i as f64, value.at), Some(title));
        }
    }
}

/// Whisker, dashed connector and ring.
fn live(scene: &mut Scene, spec: &Trend, plot: &Plot) {
    let Some(live) = spec.live.as_ref().filter(|l| l.value.at.is_finite()) else { return };
    let at = plot.at(live_place(spec), live.value.at);
    if let Some((low, high)) = live.interval.filter(|(a, b)| a.is_finite() && b.is_finite()) {
        let (low, high) = (plot.at(live_place(spec), low).1, plot.at(live_place(spec), high).1);
        let steps = [(at.0, low, at.0, high), (at.0 - 5.0, low, at.0 + 5.0, low), (at.0 - 5.0, high, at.0 + 5.0, high)];
        let steps = steps.into_iter().flat_map(|(a, b, c, d)| [Step::Move(a, b), Step::Line(c, d)]).collect();
        scene.shape(Outline::Path(steps), Paint::stroke(Tone::Authority, 1.5));
    }
    if let Some((i, value)) = spec.lines.iter().find(|l| l.who == Who::Authority).and_then(last_of) {
        if live.joined {
            scene.line(plot.at(i as f64, value.at), at, line_of(Who::Live));
        }
        scene.mark(Who::Authority, plot.at(i as f64, value.at), None);
    }
    scene.mark(Who::Live, at, Some(told(&[&live.name, &live.value.shown])));
}

/// The authority's values at its points, where the years stand far enough apart.
fn values(scene: &mut Scene, spec: &Trend, plot: &Plot, taken: &mut Taken) {
    let Some(own) = spec.lines.iter().find(|l| l.who == Who::Authority) else { return };
    let strokes = |lines: &[&Line]| -> Vec<Stroke> {
        let pairs = |run: Vec<(f64, f64)>| run.windows(2).map(|p| (plot.at(p[0].0, p[0].1), plot.at(p[1].0, p[1].1))).collect::<Vec<_>>();
        lines.iter().flat_map(|line| runs(line)).flat_map(pairs).collect()
    };
    let (mine, others) = (strokes(&[own]), strokes(&spec.lines.iter().filter(|l| l.who != Who::Authority).collect::<Vec<_>>()));
    let named = spec.live.is_none().then(|| last_of(own).map(|(i, _)| i)).flatten();
    for (i, value) in own.points.iter().enumerate().filter_map(|(i, p)| p.as_ref().filter(|v| v.at.is_finite()).map(|v| (i, v))) {
        if named == Some(i) {
            continue;
        }
        let (x, y) = plot.at(i as f64, value.at);
        let places = [y - 11.0, y + 22.0, y - 18.0, y + 29.0];
        let label = |y: f64| Label::new(x, y, value.shown.clone()).middle().bold().tone(Tone::Authority).halo();
        let crossings = |l: &Label| {
            let through = |lines: &[Stroke]| lines.iter().filter(|(a, b)| l.bounds().crossed_by(*a, *b)).count();
            2 * through(&mine) + through(&others)
        };
        let free = places.iter().map(|y| label(*y)).filter(|l| l.bounds().y > 0.0 && taken.is_free(&l.bounds()));
        if let Some(best) = free.min_by_key(crossings).filter(|l| crossings(l) < 2) {
            taken.block(best.bounds());
            scene.label(best);
        }
    }
}
