//! What forms with rows share: the column of labels, keys, and places for values that are not there.
//!
//! In: labels and the room there is. Out: wrapped labels and whether they stand beside their rows or above them.

use super::scene::{Label, Scene};
use super::spec::Who;
use super::style::Tone;
use super::text::{LEADING, Weight, Wrapped, wrap};
use super::{Medium, place::Area, scene::Outline, style::Paint};

/// The sheet a form is drawn on.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Width in chart units.
    pub width: f64,
    /// Where it goes.
    pub medium: Medium,
}

impl Sheet {
    /// Whether it is a phone or a column of print.
    pub fn is_narrow(self) -> bool {
        self.width < 420.0
    }

    /// One of two measures: on screen, in print.
    pub fn pick(self, screen: f64, print: f64) -> f64 {
        if self.medium == Medium::Print { print } else { screen }
    }
}

/// A column of labels this wide may hold more than two lines a label.
const WIDE: f64 = 160.0;

/// Labels of rows, all wrapped to one width.
#[derive(Debug, Clone)]
pub struct RowLabels {
    /// Width of the column; zero where labels stand above their rows.
    pub column: f64,
    /// One a row.
    pub words: Vec<Wrapped>,
    weights: Vec<Weight>,
}

impl RowLabels {
    /// Labels in a column of at most `most`, or above the rows over `full` where the column cannot hold them.
    ///
    /// A label takes two lines of the column; in a wide one, a few may take four, lest they move all the others.
    pub fn fit(labels: &[(&str, Weight)], most: f64, full: f64) -> Self {
        let lines = if most >= WIDE { 4 } else { 2 };
        let beside: Vec<Wrapped> = labels.iter().map(|(words, weight)| wrap(words, *weight, most, lines)).collect();
        let many = beside.iter().filter(|w| w.lines.len() > 2).count() * 4 > beside.len();
        let broken = |w: &Wrapped| w.cut || w.lines.join(" ") != w.full.split_whitespace().collect::<Vec<_>>().join(" ");
        let weights = labels.iter().map(|(_, weight)| *weight).collect();
        if many || beside.iter().any(broken) {
            let words = labels.iter().map(|(words, weight)| wrap(words, *weight, full, 3)).collect();
            return Self { column: 0.0, words, weights };
        }
        Self { column: beside.iter().map(|w| w.width).fold(1.0, f64::max), words: beside, weights }
    }

    /// Whether labels stand above their rows.
    pub fn above(&self) -> bool {
        self.column == 0.0
    }

    /// Height the label of a row adds above the row.
    pub fn lift(&self, row: usize) -> f64 {
        if self.above() { self.words[row].lines.len() as f64 * LEADING + 2.0 } else { 0.0 }
    }

    /// Height of a row that needs `own`, with the label beside it.
    pub fn height(&self, row: usize, own: f64) -> f64 {
        if self.above() { own } else { own.max(self.words[row].lines.len() as f64 * LEADING + 8.0) }
    }

    /// Prints a row's label: right-aligned beside the middle of the row, or above its top.
    pub fn print(&self, scene: &mut Scene, row: usize, top: f64, middle: f64) {
        let words = &self.words[row];
        let like = Label { weight: self.weights[row], ..Label::new(0.0, 0.0, "") };
        if self.above() {
            scene.lines(words, &Label { y: top + 13.0, ..like });
        } else {
            scene.lines_about(words, &Label { x: self.column, y: middle, ..like }.end());
        }
    }
}

/// A number that can be placed.
pub fn known(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// An entry of a key: how it looks and what it is called.
pub enum Sign {
    /// A filled square.
    Swatch(Tone),
    /// A small dot.
    Dot(Tone),
    /// A filled square with so many stripes.
    Striped(Tone, usize),
    /// The mark of an area.
    Mark(Who),
    /// The live ring, filled.
    Disc,
    /// A circle of the authority's colour, filled or hollow.
    Circle(bool),
}

/// Prints a key from left to right, wrapping; gives the height it took.
pub fn key(scene: &mut Scene, entries: &[(Sign, Label)], from: (f64, f64), room: f64) -> f64 {
    let (mut x, mut y) = from;
    for (sign, label) in entries {
        let words = wrap(&label.text, label.weight, room - 18.0, 3);
        if x > from.0 && x + 18.0 + words.width > from.0 + room {
            (x, y) = (from.0, y + 22.0);
        }
        draw_sign(scene, sign, (x + 6.0, y + 8.0));
        scene.lines(&words, &Label { x: x + 18.0, y: y + 13.0, ..label.clone() });
        x += 18.0 + words.width + 20.0;
        y += (words.lines.len() as f64 - 1.0) * LEADING;
    }
    y + 22.0 - from.1
}

/// Draws the sign of a key entry, its middle at a place.
pub fn draw_sign(scene: &mut Scene, sign: &Sign, at: (f64, f64)) {
    match sign {
        Sign::Swatch(tone) => scene.shape(Outline::Rect(Area::new(at.0 - 6.0, at.1 - 6.0, 12.0, 12.0)), Paint::fill(*tone)),
        Sign::Dot(tone) => scene.shape(Outline::Circle(at, 3.0), Paint::fill(*tone)),
        Sign::Striped(tone, count) => {
            let area = Area::new(at.0 - 6.0, at.1 - 6.0, 12.0, 12.0);
            scene.shape(Outline::Rect(area), Paint::fill(*tone));
            stripes(scene, area, *count);
        }
        Sign::Circle(filled) => scene.circle(at, *filled, None),
        Sign::Disc => scene.ring((at.0 + 1.5, at.1), true, None),
        Sign::Mark(Who::Live) => scene.mark(Who::Live, (at.0 + 1.5, at.1), None),
        Sign::Mark(who) => scene.mark(*who, at, None),
    }
}

/// Stripes of page in an area, one near its foot and a second near its head: they tell colours apart that are one grey.
pub fn stripes(scene: &mut Scene, area: Area, count: usize) {
    for y in [area.bottom() - 4.5, area.y + 3.0].into_iter().take(count) {
        scene.shape(Outline::Rect(Area::new(area.x, y, area.w, 1.5)), Paint::fill(Tone::Page));
    }
}

/// Words of a row for pointing at: label and values, the empty ones left out.
pub fn told(parts: &[&str]) -> String {
    let mut words = parts.iter().filter(|p| !p.is_empty());
    let first = words.next().copied().unwrap_or_default().to_owned();
    let rest: Vec<&str> = words.copied().collect();
    if rest.is_empty() { first } else { format!("{first}: {}", rest.join(", ")) }
}

/// What stands where a chart has no rows at all.
pub fn nothing(width: f64) -> Scene {
    let mut scene = Scene::new(width);
    scene.label(Label::new(0.0, 16.0, "Nothing to show").tone(Tone::Muted));
    scene.height = 28.0;
    scene
}
