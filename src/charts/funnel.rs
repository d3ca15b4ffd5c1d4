//! All authorities by size against limits around England: a small place may stray further.
//!
//! Sizes stand at their square root, so that the many small places do not crowd beside the few that are very large.

use super::backend::Plot;
use super::place::{Area, Taken, Wish, spread};
use super::rows::{Sheet, Sign, key, nothing, told};
use super::scale::{Axis, Start};
use super::scene::{Label, Scene};
use super::spec::{Funnel, FunnelLimit, FunnelPoint, Who};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, Wrapped, widest, width, wrap};
use crate::number::grouped;

/// Draws a funnel.
pub fn draw(spec: &Funnel, sheet: Sheet) -> Scene {
    if spec.points.is_empty() || spec.limits.len() < 2 {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let top = heads(&mut scene, spec, sheet);
    let values: Vec<f64> =
        spec.points.iter().map(|p| p.value.at).chain([spec.middle.1.at]).chain(shown_limits(spec)).filter(|v| v.is_finite()).collect();
    let up = Axis::over(&values, Start::Free).trimmed(&values);
    let sizes: Vec<f64> = spec.points.iter().map(|p| p.size).filter(|v| v.is_finite()).collect();
    let largest = sizes.iter().copied().fold(1.0, f64::max);
    let left = widest(up.labels(&spec.suffix).iter().map(String::as_str), Weight::Regular) + 8.0;
    let names = [&spec.middle.0, &spec.names.0, &spec.names.1].map(|name| wrap(name, Weight::Regular, sheet.width * 0.3, 1));
    let right = sheet.width - names.iter().map(|name| name.width).fold(0.0, f64::max) - 8.0;
    let bottom = top + if sheet.width >= 600.0 { sheet.pick(330.0, 250.0) } else { sheet.pick(280.0, 220.0) };
    let area = Area::new(left, top, (right - left).max(1.0), bottom - top);
    let mut plot = Plot::new(area, 0.0..wide(largest) * 1.02, up.low..up.high);
    for tick in &up.ticks {
        let y = plot.at(0.0, *tick).1;
        let tone = if *tick == up.low { Tone::Axis } else { Tone::Grid };
        scene.line((left, y), (right, y), Paint::stroke(tone, 1.0));
        scene.label(Label::new(left - 6.0, y + 5.0, up.label(*tick, &spec.suffix)).end().tone(Tone::Muted));
    }
    let foot = bottom_words(&mut scene, spec, largest, &plot, (left, right, bottom));
    curves(&mut scene, spec, &mut plot, &up, largest);
    for point in &spec.points {
        draw_point(&mut scene, point, &plot, &up, if spec.points.len() <= FEW { (5.0, Tone::Muted) } else { (3.0, Tone::Rest) });
    }
    ends(&mut scene, spec, &names, (&plot, &up), (right, top, bottom));
    own_names(&mut scene, spec, &plot, &up, (left, right, top, bottom));
    scene.height = foot;
    scene
}

/// Of as many places each has its name, a larger mark, and its limits within the frame.
pub const FEW: usize = 12;

/// The outer limits at the largest size, which the axis must hold for the funnel to be one; of few places those at the smallest too.
fn shown_limits(spec: &Funnel) -> Vec<f64> {
    let smallest = spec.points.iter().map(|p| p.size).filter(|size| size.is_finite()).fold(f64::INFINITY, f64::min);
    let first = spec.limits.iter().rfind(|limit| limit.size <= smallest).filter(|_| spec.points.len() <= FEW);
    spec.limits.last().into_iter().chain(first).flat_map(|limit| [limit.outer.0, limit.outer.1]).collect()
}

fn heads(scene: &mut Scene, spec: &Funnel, sheet: Sheet) -> f64 {
    let has = |who| spec.points.iter().any(|p| p.who == Some(who));
    let mut entries = Vec::new();
    for (who, words) in [(Who::Authority, ""), (Who::Neighbours, "Statistical neighbours"), (Who::Region, "Same region")] {
        if has(who) && !words.is_empty() {
            entries.push((Sign::Mark(who), Label::new(0.0, 0.0, words)));
        }
    }
    if !spec.others.is_empty() {
        entries.push((Sign::Dot(Tone::Rest), Label::new(0.0, 0.0, spec.others.clone())));
    }
    if entries.is_empty() {
        return 16.0;
    }
    key(scene, &entries, (0.0, 0.0), sheet.width) + 16.0
}

/// Where a size stands across.
fn wide(size: f64) -> f64 {
    size.max(0.0).sqrt()
}

/// Round sizes up to the largest: 0, 1, 2, 5, 10 and so on.
fn round_sizes(largest: f64) -> Vec<f64> {
    let tens = std::iter::successors(Some(1.0), |ten| Some(ten * 10.0)).take_while(|ten| *ten <= largest);
    let sizes = tens.flat_map(|ten| [1.0, 2.0, 5.0].map(|part| part * ten)).filter(|size| *size <= largest);
    [0.0].into_iter().chain(sizes).collect()
}

/// Ticks of sizes, as many as have room, and what they count; gives the foot of the picture.
fn bottom_words(scene: &mut Scene, spec: &Funnel, largest: f64, plot: &Plot, (left, right, bottom): (f64, f64, f64)) -> f64 {
    let mut end = f64::NEG_INFINITY;
    for tick in round_sizes(largest) {
        let words = grouped(tick, 0);
        let half = width(&words, Weight::Regular) / 2.0;
        let x = plot.at(wide(tick), 0.0).0;
        if x - half >= end + 8.0 && x - half >= 0.0 && x + half <= scene.width {
            scene.line((x, bottom), (x, bottom + 5.0), Paint::stroke(Tone::Axis, 1.0));
            scene.label(Label::new(x, bottom + 20.0, words).middle().tone(Tone::Muted));
            end = x + half;
        }
    }
    let words = wrap(&spec.across, Weight::Regular, scene.width, 2);
    let at = ((left + right) / 2.0).clamp(words.width / 2.0, scene.width - words.width / 2.0);
    scene.lines(&words, &Label::new(at, bottom + 20.0 + LEADING, "").middle().tone(Tone::Muted));
    bottom + 20.0 + LEADING * words.lines.len() as f64 + 6.0
}

/// Limits are drawn as far as the axis reaches, and cut where they leave it.
fn curves(scene: &mut Scene, spec: &Funnel, plot: &mut Plot, up: &Axis, largest: f64) {
    let inside = |v: f64| v >= up.low && v <= up.high;
    let (solid, dashed) = (Paint::stroke(Tone::Axis, 1.5), Paint::stroke(Tone::Axis, 1.25).dashed(5.0, 4.0));
    let of = |side: &dyn Fn(&FunnelLimit) -> f64| -> Vec<(f64, f64)> {
        spec.limits.iter().filter(|l| l.size <= largest * 1.05).map(|l| (wide(l.size), side(l))).filter(|(_, v)| inside(*v)).collect()
    };
    let sides = [(of(&|l| l.outer.0), solid), (of(&|l| l.outer.1), solid), (of(&|l| l.inner.0), dashed), (of(&|l| l.inner.1), dashed)];
    for (points, paint) in sides {
        if points.len() > 1 {
            plot.line(&points, paint);
        }
    }
    plot.line(&[(0.0, spec.middle.1.at), (wide(largest) * 1.02, spec.middle.1.at)], Paint::stroke(Tone::England, 2.0));
    plot.onto(scene);
}

fn draw_point(scene: &mut Scene, point: &FunnelPoint, plot: &Plot, up: &Axis, (radius, tone): (f64, Tone)) {
    if !(point.size.is_finite() && point.value.at.is_finite()) {
        return;
    }
    let at = plot.at(wide(point.size), point.value.at.clamp(up.low, up.high));
    let title = told(&[&point.name, &point.value.shown]);
    match point.who {
        Some(who) => scene.mark(who, at, Some(title)),
        None => scene.titled(super::scene::Outline::Circle(at, radius), Paint::fill(tone).edged(0.75), title),
    }
}

/// The average and the limits are named where their lines end.
fn ends(scene: &mut Scene, spec: &Funnel, names: &[Wrapped; 3], (plot, up): (&Plot, &Axis), (right, top, bottom): (f64, f64, f64)) {
    let Some(last) = spec.limits.last() else { return };
    let [middle, inner, outer] = names;
    let mut rows = vec![(spec.middle.1.at, middle, Tone::Ink), (last.inner.1, inner, Tone::Muted), (last.outer.1, outer, Tone::Muted)];
    rows.retain(|(v, words, _)| *v >= up.low && *v <= up.high && !words.full.is_empty());
    let wishes: Vec<Wish> = rows.iter().map(|(v, ..)| Wish::centred(plot.at(0.0, *v).1, LEADING)).collect();
    for ((_, words, tone), y) in rows.iter().zip(spread(&wishes, top, bottom)) {
        scene.lines(words, &Label::new(right + 6.0, y + 5.0, "").tone(*tone));
    }
}

/// Names beside the authority's own marks, and of few places beside all, on the side with room; a name without room is told when pointed at, and in the table.
fn own_names(scene: &mut Scene, spec: &Funnel, plot: &Plot, up: &Axis, (left, right, top, bottom): (f64, f64, f64, f64)) {
    let mut taken = Taken::default();
    let own = |p: &&FunnelPoint| matches!(p.who, Some(Who::Authority | Who::Live));
    let few = spec.points.len() <= FEW;
    // From the top down, so that of two close together the upper is named above.
    let mut others: Vec<&FunnelPoint> = spec.points.iter().filter(|p| few && !own(p)).collect();
    others.sort_by(|a, b| b.value.at.total_cmp(&a.value.at));
    // Marks are not written over.
    for point in spec.points.iter().filter(|p| few && p.value.at.is_finite() && p.size.is_finite()) {
        let (x, y) = plot.at(wide(point.size), point.value.at.clamp(up.low, up.high));
        taken.block(Area::new(x - 5.0, y - 5.0, 10.0, 10.0));
    }
    for point in spec.points.iter().rev().filter(own).chain(others).filter(|p| p.value.at.is_finite() && p.size.is_finite()) {
        let weight = if own(&point) { Weight::Bold } else { Weight::Regular };
        let (x, y) = plot.at(wide(point.size), point.value.at.clamp(up.low, up.high));
        let words = wrap(&format!("{} {}", point.name, point.value.shown), weight, right - left, 1);
        let beside = if x + 10.0 + words.width <= right { x + 10.0 } else { (x - 10.0 - words.width).max(left) };
        let before = (x - 10.0 - words.width).max(left);
        // Above it, below it, or level with it, at the side with room and at the other.
        let places = [(beside, y - 8.0), (before, y - 8.0), (beside, y + 17.0), (before, y + 17.0), (beside, y + 5.0), (before, y + 5.0)];
        for (start, base) in places.into_iter().filter(|(_, base)| !few || *base < bottom - 4.0) {
            let label = Label::new(start, base.max(top + 12.0), "").halo();
            let label = if weight == Weight::Bold { label.bold().tone(Tone::Authority) } else { label };
            if taken.take(Label { text: words.lines[0].clone(), ..label.clone() }.bounds()) {
                scene.lines(&words, &label);
                break;
            }
            // Among many places one name more would hide others.
            if !few {
                break;
            }
        }
    }
}
