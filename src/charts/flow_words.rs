//! Words of a flow, and the lane they leave for its bands.
//!
//! In columns a step's name stands above it and its stubs' words below all that passes it; where the flow runs downwards,
//! both stand at the left. Either way words and bands have places of their own and cannot meet.

use super::Palette;
use super::flow::{Band, Plan};
use super::place::Area;
use super::rows::Sheet;
use super::scene::{Label, Scene};
use super::spec::{Flow, FlowLink};
use super::style::{Tone, readable_on};
use super::text::{LEADING, Weight, Wrapped, widest, width, wrap};

const BAR: f64 = 14.0;
/// The least width of a column that holds its words.
const COLUMN: f64 = 118.0;
/// How far in a band its number stands.
const INSET: f64 = 8.0;

/// Where bands may go, and which way.
pub(super) struct Lane {
    /// Whether the flow runs downwards.
    pub down: bool,
    /// Where the lane starts across the flow, and how much room there is.
    pub start: f64,
    pub across: f64,
    /// From one step to the next along the flow.
    pitch: f64,
    /// Room of a step's words.
    room: f64,
}

/// A step's words: its name, its number, and those of its stubs.
struct Words {
    name: Wrapped,
    number: String,
    stubs: Vec<Wrapped>,
}

impl Words {
    fn head(&self) -> f64 {
        self.name.lines.len() as f64 * LEADING + LEADING
    }

    fn foot(&self) -> f64 {
        self.stubs.iter().map(|s| s.lines.len() as f64 * LEADING).sum()
    }
}

impl Lane {
    pub fn of(spec: &Flow, sheet: Sheet) -> Self {
        let steps = spec.steps.len().max(1) as f64;
        let pitch = (sheet.width - BAR) / steps;
        if pitch >= COLUMN {
            let room = pitch - 10.0;
            let head = words(spec, room).iter().map(Words::head).fold(0.0, f64::max);
            let pitch = if steps > 1.0 { (sheet.width - room - 1.0) / (steps - 1.0) } else { 0.0 };
            return Self { down: false, start: head + 8.0, across: sheet.pick(300.0, 230.0), pitch, room };
        }
        let longest = spec.steps.iter().flat_map(|s| s.label.split_whitespace());
        let room = (sheet.width * 0.34).max(widest(longest, Weight::Bold).min(sheet.width * 0.42)).min(230.0);
        let high = words(spec, room).iter().map(|w| w.head() + w.foot()).fold(0.0, f64::max);
        Self { down: true, start: room + 12.0, across: sheet.width - room - 13.0, pitch: (high + sheet.pick(16.0, 10.0)).max(60.0), room }
    }

    /// Where a step's bar begins along the flow.
    pub fn along(&self, step: usize) -> f64 {
        step as f64 * self.pitch + if self.down { 4.0 } else { 0.0 }
    }

    /// A place along and across the flow on the sheet.
    pub fn point(&self, (along, across): (f64, f64)) -> (f64, f64) {
        if self.down { (across, along) } else { (along, across) }
    }

    /// A box along and across the flow on the sheet.
    pub fn turned(&self, along: f64, across: f64, long: f64, thick: f64) -> Area {
        if self.down { Area::new(across, along, thick, long) } else { Area::new(along, across, long, thick) }
    }
}

fn words(spec: &Flow, room: f64) -> Vec<Words> {
    let stubs = |i: usize| {
        let of = |wanted: &dyn Fn(&&FlowLink) -> bool| {
            spec.links.iter().filter(wanted).map(|l| wrap(&l.words, Weight::Regular, room, 4)).collect()
        };
        let ends: Vec<Wrapped> = of(&|l| l.from == Some(i) && l.to.is_none() && l.value.at != 0.0 && !l.words.is_empty());
        let starts: Vec<Wrapped> = of(&|l| l.to == Some(i) && l.from.is_none() && l.value.at != 0.0 && !l.words.is_empty());
        [ends, starts].concat()
    };
    spec.steps
        .iter()
        .enumerate()
        .map(|(i, step)| Words { name: wrap(&step.label, Weight::Bold, room, 4), number: step.value.shown.clone(), stubs: stubs(i) })
        .collect()
}

/// Prints the words of all steps and the numbers of the bands that hold them.
pub(super) fn print(scene: &mut Scene, spec: &Flow, plan: &Plan, lane: &Lane) {
    let words = words(spec, lane.room);
    let deepest = |i: usize| plan.stacks[i].max(plan.stacks.get(i + 1).copied().unwrap_or(0.0));
    for (i, step) in words.iter().enumerate() {
        let (x, top) = if lane.down { (0.0, lane.along(i)) } else { (lane.along(i), lane.start - 8.0 - step.head()) };
        scene.lines(&step.name, &Label::new(x, top + 13.0, "").bold());
        let number = top + step.name.lines.len() as f64 * LEADING + 13.0;
        scene.label(Label::new(x, number, step.number.clone()));
        let mut y = if lane.down { number + LEADING } else { lane.start + deepest(i) + 20.0 };
        for stub in &step.stubs {
            scene.lines(stub, &Label::new(x, y, "").tone(Tone::Muted));
            y += stub.lines.len() as f64 * LEADING;
        }
        let end = if lane.down { y.max(lane.along(i) + BAR + 30.0) } else { (y - 8.0).max(lane.start + plan.stacks[i]) };
        scene.height = scene.height.max(end + 2.0 - if lane.down { LEADING - 8.0 } else { 0.0 });
    }
    let named = spec.links.iter().any(|link| link.focus);
    plan.bands.iter().for_each(|band| number(scene, band, lane, named));
}

/// The number of a band between two steps next to each other, where it is thick enough to hold it.
fn number(scene: &mut Scene, band: &Band, lane: &Lane, named: bool) {
    let (Some(from), Some(to)) = (band.link.from, band.link.to) else { return };
    let Some((_, across)) = band.stops.first().filter(|_| to == from + 1) else { return };
    let wide = width(&band.link.value.shown, Weight::Regular) + 2.0 * INSET;
    let (long, thick) = if lane.down { (18.0 + 2.0 * INSET, wide) } else { (wide, 20.0) };
    if band.thick < thick || lane.pitch - BAR < long {
        return;
    }
    let tone = if band.link.focus || !named { Tone::Authority } else { Tone::Rest };
    let text = readable_on(&tone.colour(&Palette::default()), &Palette::default());
    let (x, y) = lane.point((lane.along(from) + BAR + INSET, lane.start + across + band.thick / 2.0));
    let label = Label::new(x, y + if lane.down { 11.0 } else { 5.0 }, band.link.value.shown.clone()).tone(text);
    scene.label(if lane.down { label.middle() } else { label });
}
