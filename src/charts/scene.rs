//! A drawn chart before it becomes text: shapes and labels in chart units, in the order they are painted.
//!
//! Forms build a [`Scene`]; `svg` writes it. Labels know their boxes, so a test can walk them.

use super::place::Area;
use super::spec::Who;
use super::style::{Paint, Tone, tone_of};
use super::text::{self, LEADING, SIZE, Weight, Wrapped};

/// Shapes and labels on a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet.
    pub height: f64,
    /// What is on it, from the back to the front.
    pub items: Vec<Item>,
}

/// A shape or a label.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A shape.
    Shape(Shape),
    /// Words.
    Label(Label),
}

/// A painted shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its outline.
    pub outline: Outline,
    /// Its look.
    pub paint: Paint,
    /// What it says when pointed at, on screen.
    pub title: Option<String>,
}

/// The outline of a shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Outline {
    /// A straight line.
    Line((f64, f64), (f64, f64)),
    /// An upright rectangle.
    Rect(Area),
    /// A circle: middle and radius.
    Circle((f64, f64), f64),
    /// Anything else.
    Path(Vec<Step>),
}

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Lift the pen.
    Move(f64, f64),
    /// Straight on.
    Line(f64, f64),
    /// A quadratic curve: handle, then end.
    Curve((f64, f64), (f64, f64)),
    /// Along a circle of a radius to an end, clockwise; `true` the long way round.
    Arc(f64, bool, (f64, f64)),
    /// Back to the start.
    Close,
}

/// Where a label's place is: its start, middle or end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Words run to the right of the place.
    Start,
    /// Words are centred on it.
    Middle,
    /// Words end there.
    End,
}

/// One line of words.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Place.
    pub x: f64,
    /// Baseline.
    pub y: f64,
    /// Words.
    pub text: String,
    /// How they stand to the place.
    pub anchor: Anchor,
    /// Colour.
    pub tone: Tone,
    /// Weight.
    pub weight: Weight,
    /// Size.
    pub size: f64,
    /// Whether the page shines around them, where they cross lines.
    pub halo: bool,
    /// The words in full, where they had to be cut.
    pub full: Option<String>,
}

impl Label {
    /// Regular ink, starting at a place.
    pub fn new(x: f64, y: f64, text: impl Into<String>) -> Self {
        Self {
            x,
            y,
            text: text.into(),
            anchor: Anchor::Start,
            tone: Tone::Ink,
            weight: Weight::Regular,
            size: SIZE,
            halo: false,
            full: None,
        }
    }

    /// Centred.
    pub fn middle(self) -> Self {
        Self { anchor: Anchor::Middle, ..self }
    }

    /// Ending at the place.
    pub fn end(self) -> Self {
        Self { anchor: Anchor::End, ..self }
    }

    /// Bold.
    pub fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    /// Bold if the title names it.
    pub fn bold_if(self, focus: bool) -> Self {
        if focus { self.bold() } else { self }
    }

    /// In another colour.
    pub fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// At another size.
    pub fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// With the page around it.
    pub fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    /// The box the words take.
    pub fn bounds(&self) -> Area {
        let width = text::width_at(&self.text, self.weight, self.size);
        let x = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Area::new(x, self.y - text::rise(self.size), width, text::rise(self.size) + text::fall(self.size))
    }
}

impl Scene {
    /// An empty sheet; the height is set when everything is placed.
    pub fn new(width: f64) -> Self {
        Self { width, height: 0.0, items: Vec::new() }
    }

    /// All labels.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        self.items.iter().filter_map(|item| match item {
            Item::Label(label) => Some(label),
            Item::Shape(_) => None,
        })
    }

    /// Adds a label; empty words are left out.
    pub fn label(&mut self, label: Label) {
        if !label.text.is_empty() {
            self.items.push(Item::Label(label));
        }
    }

    /// Adds the lines of a wrapped label, styled like `like`, whose first baseline `like` holds.
    pub fn lines(&mut self, words: &Wrapped, like: &Label) {
        for (i, line) in words.lines.iter().enumerate() {
            let full = words.cut.then(|| words.full.clone());
            self.label(Label { y: like.y + i as f64 * LEADING, text: line.clone(), full, ..like.clone() });
        }
    }

    /// Adds the lines of a wrapped label with the middle of the block at the height `like` holds.
    pub fn lines_about(&mut self, words: &Wrapped, like: &Label) {
        let first = like.y + 5.0 - (words.lines.len() as f64 - 1.0) * LEADING / 2.0;
        self.lines(words, &Label { y: first, ..like.clone() });
    }

    /// Adds a shape.
    pub fn shape(&mut self, outline: Outline, paint: Paint) {
        self.items.push(Item::Shape(Shape { outline, paint, title: None }));
    }

    /// Adds a shape that speaks when pointed at.
    pub fn titled(&mut self, outline: Outline, paint: Paint, title: String) {
        self.items.push(Item::Shape(Shape { outline, paint, title: Some(title) }));
    }

    /// Adds a filled rectangle.
    pub fn bar(&mut self, area: Area, tone: Tone, title: String) {
        if area.w > 0.0 && area.h > 0.0 {
            self.titled(Outline::Rect(area), Paint::fill(tone), title);
        }
    }

    /// Adds a straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), paint: Paint) {
        self.shape(Outline::Line(from, to), paint);
    }

    /// Adds a whisker along a line: stem and caps, on a thin bed of page so that it shows on dark bars.
    pub fn whisker(&mut self, from: (f64, f64), to: (f64, f64), cap: f64) {
        if from == to {
            return;
        }
        let upright = from.0 == to.0;
        let end = |at: (f64, f64)| {
            if upright {
                ((at.0 - cap / 2.0, at.1), (at.0 + cap / 2.0, at.1))
            } else {
                ((at.0, at.1 - cap / 2.0), (at.0, at.1 + cap / 2.0))
            }
        };
        let (a, b) = (end(from), end(to));
        let steps = [(from, to), a, b].into_iter().flat_map(|(p, q)| [Step::Move(p.0, p.1), Step::Line(q.0, q.1)]);
        let steps: Vec<Step> = steps.collect();
        self.shape(Outline::Path(steps.clone()), Paint::stroke(Tone::Page, 4.0));
        self.shape(Outline::Path(steps), Paint::stroke(Tone::Ink, 1.5));
    }

    /// Adds a circle of the authority's colour, filled where a difference is claimed.
    pub fn circle(&mut self, at: (f64, f64), filled: bool, title: Option<String>) {
        // The edge of page takes from a filled one what the stroke adds to a hollow one: both look alike in size.
        let (radius, paint) =
            if filled { (7.0, Paint::fill(Tone::Authority).edged(1.5)) } else { (5.5, Paint::stroke(Tone::Authority, 2.0).hollow()) };
        self.items.push(Item::Shape(Shape { outline: Outline::Circle(at, radius), paint, title }));
    }

    /// Adds the authority's live ring, filled where chance does not explain what it shows.
    pub fn ring(&mut self, at: (f64, f64), filled: bool, title: Option<String>) {
        let (outline, paint) = mark_of(Who::Live, at);
        let paint = if filled { Paint::fill(tone_of(Who::Live)).edged(1.5) } else { paint };
        let outline = if filled { Outline::Circle(at, 7.5) } else { outline };
        self.items.push(Item::Shape(Shape { outline, paint, title }));
    }

    /// Adds the mark of an area, its middle at a place.
    pub fn mark(&mut self, who: Who, at: (f64, f64), title: Option<String>) {
        let (outline, paint) = mark_of(who, at);
        self.items.push(Item::Shape(Shape { outline, paint, title }));
    }
}

/// The mark of an area: one shape each, so that it reads without colour.
fn mark_of(who: Who, (x, y): (f64, f64)) -> (Outline, Paint) {
    let tone = tone_of(who);
    match who {
        Who::Authority => (Outline::Circle((x, y), 4.0), Paint::fill(tone)),
        Who::Live => (Outline::Circle((x, y), 6.0), Paint::stroke(tone, 3.0).hollow()),
        Who::Neighbours => (Outline::Rect(Area::new(x - 4.5, y - 4.5, 9.0, 9.0)), Paint::fill(tone)),
        Who::Region => (Outline::Circle((x, y), 4.0), Paint::fill(tone)),
        Who::England => {
            let corners = vec![Step::Move(x, y - 6.0), Step::Line(x + 6.0, y), Step::Line(x, y + 6.0), Step::Line(x - 6.0, y), Step::Close];
            (Outline::Path(corners), Paint::fill(tone).edged(1.5))
        }
        Who::Residents | Who::Target => (Outline::Rect(Area::new(x - 2.5, y - 9.0, 5.0, 18.0)), Paint::fill(tone).edged(2.0)),
    }
}
