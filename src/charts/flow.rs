//! A flow from step to step: bars as thick as steps are many, joined by bands as thick as those who move on.
//!
//! Steps stand in columns; where these would be too narrow for their words, the flow runs downwards instead.
//! All places are worked out along the flow and across it, and turned only when they are drawn. A band that passes a step
//! has a place of its own beside it; those who enter at a step or go no further are stubs.

use super::flow_words::{self, Lane};
use super::place::Area;
use super::rows::{Sheet, known, nothing, told};
use super::scene::{Outline, Scene, Step};
use super::spec::{Flow, FlowLink, Value};
use super::style::{Paint, Tone};

/// Along the flow: how long a step's bar is, and a stub.
const BAR: f64 = 14.0;
const STUB: f64 = 18.0;
/// Across it: the least thickness of a band, and the distance of bands that pass from the bar and from each other.
const LEAST: f64 = 2.0;
const APART: f64 = 10.0;
const BESIDE: f64 = 4.0;
/// Thickness from which a band has an edge to tell it from its neighbour.
const EDGED: f64 = 5.0;

/// A band or a stub with its places across the flow: from the step it leaves, past others, to the step it reaches.
pub(super) struct Band<'a> {
    pub link: &'a FlowLink,
    pub thick: f64,
    /// Step and where the band begins across the flow, in order.
    pub stops: Vec<(usize, f64)>,
}

/// All places of a flow.
pub(super) struct Plan<'a> {
    /// Thickness of each step's bar.
    pub bars: Vec<f64>,
    /// Thickness of each step with all that passes it.
    pub stacks: Vec<f64>,
    pub bands: Vec<Band<'a>>,
}

/// Draws a flow.
pub fn draw(spec: &Flow, sheet: Sheet) -> Scene {
    if spec.steps.is_empty() {
        return nothing(sheet.width);
    }
    let lane = Lane::of(spec, sheet);
    let plan = plan(spec, lane.across);
    let mut scene = Scene::new(sheet.width);
    let named = spec.links.iter().any(|link| link.focus);
    let mut bands: Vec<&Band> = plan.bands.iter().collect();
    bands.sort_by(|a, b| b.thick.total_cmp(&a.thick));
    for band in bands {
        paint(&mut scene, band, &lane, named);
    }
    for (i, (step, thick)) in spec.steps.iter().zip(&plan.bars).enumerate() {
        let (along, across) = (lane.along(i), lane.start);
        scene.titled(
            Outline::Rect(lane.turned(along, across, BAR, *thick)),
            Paint::fill(Tone::Ink),
            told(&[&step.label, &step.value.shown]),
        );
    }
    flow_words::print(&mut scene, spec, &plan, &lane);
    scene
}

/// The thickness that a number is drawn with; nothing for nothing.
fn thickness(value: &Value, unit: f64) -> f64 {
    known(value.at).filter(|v| *v > 0.0).map_or(0.0, |v| (v * unit).max(LEAST))
}

/// Places that fit across a room: the unit shrinks until the thickest step with all that passes it fits.
fn plan(spec: &Flow, room: f64) -> Plan<'_> {
    let most = spec.steps.iter().map(|s| s.value.at).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let most = spec.links.iter().map(|l| l.value.at).filter(|v| v.is_finite()).fold(most, f64::max);
    let mut unit = if most > 0.0 { room / most } else { 0.0 };
    loop {
        let plan = planned(spec, unit);
        if unit * most < LEAST || plan.stacks.iter().all(|stack| *stack <= room) {
            return plan;
        }
        unit *= 0.96;
    }
}

fn planned(spec: &Flow, unit: f64) -> Plan<'_> {
    let steps = spec.steps.len();
    let side = |wanted: &dyn Fn(&FlowLink) -> bool| spec.links.iter().filter(|l| wanted(l)).map(|l| thickness(&l.value, unit)).sum::<f64>();
    let bars: Vec<f64> = (0..steps)
        .map(|i| side(&|l| l.to == Some(i)).max(side(&|l| l.from == Some(i))).max(thickness(&spec.steps[i].value, unit)).max(3.0))
        .collect();
    let mut stacks = bars.clone();
    let mut bands: Vec<Band> = spec
        .links
        .iter()
        .filter(|l| l.from.or(l.to).is_some_and(|i| i < steps) && l.from.is_none_or(|from| l.to.is_none_or(|to| from < to && to < steps)))
        .map(|link| Band { link, thick: thickness(&link.value, unit), stops: Vec::new() })
        .filter(|band| band.thick > 0.0)
        .collect();
    for i in 0..steps {
        let mut left = 0.0;
        for band in in_order(&mut bands, |l| l.to == Some(i), |l| steps - l.from.unwrap_or(0)) {
            band.stops.push((i, left));
            left += band.thick;
        }
        let mut right = 0.0;
        for band in in_order(&mut bands, |l| l.from == Some(i), |l| l.to.unwrap_or(steps)) {
            band.stops.push((i, right));
            right += band.thick;
        }
        let mut passing = bars[i] + APART;
        for band in in_order(&mut bands, |l| passes(l, i), |l| l.to.unwrap_or(0) * steps + steps - l.from.unwrap_or(0)) {
            band.stops.push((i, passing));
            passing += band.thick + BESIDE;
            stacks[i] = passing - BESIDE;
        }
    }
    Plan { bars, stacks, bands }
}

fn passes(link: &FlowLink, step: usize) -> bool {
    matches!((link.from, link.to), (Some(from), Some(to)) if from < step && step < to)
}

/// Bands that are wanted, stubs last, the others by their rank.
fn in_order<'b, 'a>(
    bands: &'b mut [Band<'a>],
    wanted: impl Fn(&FlowLink) -> bool,
    rank: impl Fn(&FlowLink) -> usize,
) -> Vec<&'b mut Band<'a>> {
    let mut found: Vec<&mut Band> = bands.iter_mut().filter(|band| wanted(band.link)).collect();
    found.sort_by_key(|band| (band.link.from.is_none() || band.link.to.is_none(), rank(band.link)));
    found
}

fn paint(scene: &mut Scene, band: &Band, lane: &Lane, named: bool) {
    let link = band.link;
    let (Some(from), Some(to)) = (link.from, link.to) else {
        // Nobody is said to enter where everybody does.
        if !link.words.is_empty() {
            stub(scene, band, lane);
        }
        return;
    };
    let tone = if link.focus || !named { Tone::Authority } else { Tone::Rest };
    let paint = if band.thick >= EDGED { Paint::fill(tone).edged(1.0) } else { Paint::fill(tone) };
    // There along one edge, and back along the other.
    let mut stations: Vec<(f64, f64)> = Vec::new();
    for (step, across) in &band.stops {
        let (along, across) = (lane.along(*step), lane.start + across);
        stations.extend([(along, across), (along + BAR, across)].into_iter().skip(usize::from(*step == from)).take(if *step == to {
            1
        } else {
            2
        }));
    }
    let back: Vec<(f64, f64)> = stations.iter().rev().map(|(along, across)| (*along, across + band.thick)).collect();
    let mut steps = vec![Step::Move(0.0, 0.0)];
    for (first, edge) in [(true, &stations), (false, &back)] {
        let start = lane.point(edge[0]);
        if first {
            steps[0] = Step::Move(start.0, start.1)
        } else {
            steps.push(Step::Line(start.0, start.1))
        }
        edge.windows(2).for_each(|pair| bend(&mut steps, lane, pair[0], pair[1]));
    }
    steps.push(Step::Close);
    scene.titled(Outline::Path(steps), paint, link.words.clone());
}

/// An edge from one place to another: straight along the flow at both ends.
fn bend(steps: &mut Vec<Step>, lane: &Lane, from: (f64, f64), to: (f64, f64)) {
    if (from.1 - to.1).abs() < 0.05 {
        let end = lane.point(to);
        steps.push(Step::Line(end.0, end.1));
        return;
    }
    let reach = (to.0 - from.0) * 0.3;
    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    steps.push(Step::Curve(lane.point((from.0 + reach, from.1)), lane.point(middle)));
    steps.push(Step::Curve(lane.point((to.0 - reach, to.1)), lane.point(to)));
}

/// Those who enter, or go no further: pale with an outline, or in the focus colour where the title names them.
fn stub(scene: &mut Scene, band: &Band, lane: &Lane) {
    let Some((step, across)) = band.stops.first() else { return };
    let bar = lane.along(*step);
    let along = if band.link.to.is_some() { bar - STUB } else { bar + BAR };
    let area: Area = lane.turned(along, lane.start + across, STUB, band.thick);
    let tone = if band.link.focus { Tone::Authority } else { Tone::Tint };
    scene.titled(Outline::Rect(area), Paint::fill(tone), band.link.words.clone());
    if !band.link.focus {
        scene.shape(Outline::Rect(area), Paint::stroke(Tone::Region, 1.0));
    }
}
