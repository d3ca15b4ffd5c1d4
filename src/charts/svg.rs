//! From a scene to the text of an SVG.
//!
//! In: a [`Scene`], its chart's id and words, the medium, colours. Out: one `<svg>` element.
//! Print gets colours as attributes and nothing else: Typst's SVG reader knows no custom properties.
//! The screen gets classes and nothing else: a page holds each chart at several widths, and has the style sheet anyway.

use super::scene::{Anchor, Item, Label, Outline, Scene, Shape, Step};
use super::spec::Chart;
use super::style::{Paint, Tone};
use super::text::{self, SIZE, Weight};
use super::{Medium, Palette};
use crate::foreign::{acts, is_unseen, with_letters};
use std::fmt::Write as _;

/// Writes a scene.
///
/// `held` holds every label to the length it was placed by, whatever font prints it: for a file that carries none.
pub fn write(scene: &Scene, chart: &Chart, (medium, held): (Medium, bool), palette: &Palette) -> String {
    let (w, h) = (number(scene.width), number(scene.height));
    let mut out = String::with_capacity(scene.items.len() * 120 + 400);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    if medium == Medium::Screen {
        let _ = write!(out, " id=\"{}-{w}\" class=\"c w{w}\" role=\"img\" aria-label=\"{}\"", escaped(&chart.id), escaped(&chart.alt));
    }
    let _ = write!(out, " width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\"");
    if medium == Medium::Print {
        let _ = write!(out, " font-family=\"Noto Sans\" font-size=\"{}\"", number(SIZE));
    }
    out.push('>');
    let pen = Pen { medium, held, palette };
    for item in &scene.items {
        match item {
            Item::Shape(shape) => pen.shape(&mut out, shape),
            Item::Label(label) => pen.label(&mut out, label),
        }
    }
    out.push_str("</svg>");
    out
}

struct Pen<'a> {
    medium: Medium,
    held: bool,
    palette: &'a Palette,
}

impl Pen<'_> {
    fn shape(&self, out: &mut String, shape: &Shape) {
        let name = self.outline(out, &shape.outline);
        self.paint(out, &shape.paint);
        match &shape.title {
            Some(title) if self.medium == Medium::Screen => {
                let _ = write!(out, "><title>{}</title></{name}>", escaped(title));
            }
            _ => out.push_str("/>"),
        }
    }

    /// Writes the start of an element up to its place; gives its name.
    fn outline(&self, out: &mut String, outline: &Outline) -> &'static str {
        let n = |value: f64| self.number(value);
        match outline {
            Outline::Line(from, to) => {
                let _ = write!(out, "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"", n(from.0), n(from.1), n(to.0), n(to.1));
                "line"
            }
            Outline::Rect(area) => {
                let _ = write!(out, "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", n(area.x), n(area.y), n(area.w), n(area.h));
                "rect"
            }
            Outline::Circle(middle, radius) => {
                let _ = write!(out, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"", n(middle.0), n(middle.1), n(*radius));
                "circle"
            }
            Outline::Path(steps) => {
                out.push_str("<path");
                match self.medium {
                    Medium::Screen => attribute(out, "d", &relative_path(steps)),
                    Medium::Print => attribute(out, "d", &steps.iter().map(path_step).collect::<String>()),
                }
                "path"
            }
        }
    }

    /// A place: a tenth of a pixel is enough on screen, and keeps pages light.
    fn number(&self, value: f64) -> String {
        match self.medium {
            Medium::Screen => number((value * 10.0).round() / 10.0),
            Medium::Print => number(value),
        }
    }

    fn paint(&self, out: &mut String, paint: &Paint) {
        match self.medium {
            Medium::Print => {
                attribute(out, "fill", &paint.fill.map_or("none".to_owned(), |tone| tone.colour(self.palette)));
                if let Some(tone) = paint.stroke {
                    attribute(out, "stroke", &tone.colour(self.palette));
                }
            }
            Medium::Screen => Self::paint_by_class(out, paint),
        }
        // One is what a line is wide unless it says otherwise.
        if paint.stroke.is_some() && (self.medium == Medium::Print || (paint.width - 1.0).abs() > f64::EPSILON) {
            attribute(out, "stroke-width", &number(paint.width));
        }
        if let Some((dash, gap)) = paint.dash {
            attribute(out, "stroke-dasharray", &format!("{} {}", number(dash), number(gap)));
        }
        if paint.round && self.medium == Medium::Print {
            out.push_str(" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
        }
    }

    /// One tone paints with `currentColor`; a second one can only be the page, inside or around. The style sheet does the rest.
    fn paint_by_class(out: &mut String, paint: &Paint) {
        let (tone, further) = match (paint.fill, paint.stroke) {
            (Some(Tone::Page), Some(tone)) => (tone, " on"),
            (Some(tone), Some(_)) => (tone, " edge"),
            (Some(tone), None) => (tone, ""),
            (None, Some(tone)) => (tone, " l"),
            (None, None) => return attribute(out, "class", "un"),
        };
        attribute(out, "class", &format!("{}{further}{}", tone.class(), if paint.round { " r" } else { "" }));
    }

    fn label(&self, out: &mut String, label: &Label) {
        if label.halo && self.medium == Medium::Print {
            self.bed(out, label);
        }
        let _ = write!(out, "<text x=\"{}\" y=\"{}\"", self.number(label.x), self.number(label.y));
        match self.medium {
            Medium::Screen => label_by_class(out, label),
            Medium::Print => self.label_by_attribute(out, label),
        }
        if (label.size - SIZE).abs() > f64::EPSILON {
            attribute(out, "font-size", &number(label.size));
        }
        if self.held {
            out.push_str(&text_length(&label.text, label.weight, label.size));
        }
        out.push('>');
        match self.medium {
            Medium::Screen => out.push_str(&escaped(&label.text)),
            Medium::Print => out.push_str(&escaped(&printable(&label.text))),
        }
        if let (Some(full), Medium::Screen) = (&label.full, self.medium) {
            let _ = write!(out, "<title>{}</title>", escaped(full));
        }
        out.push_str("</text>");
    }

    fn label_by_attribute(&self, out: &mut String, label: &Label) {
        match label.anchor {
            Anchor::Start => {}
            Anchor::Middle => attribute(out, "text-anchor", "middle"),
            Anchor::End => attribute(out, "text-anchor", "end"),
        }
        if label.weight == Weight::Bold {
            attribute(out, "font-weight", "700");
        }
        attribute(out, "fill", &label.tone.colour(self.palette));
    }

    /// In print the page shows around words by a bed under them: outlined text is no longer text to a PDF reader.
    fn bed(&self, out: &mut String, label: &Label) {
        let area = label.bounds();
        let _ = write!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            number(area.x - 2.0),
            number(area.y),
            number(area.w + 4.0),
            number(area.h - 2.0),
            self.palette.page
        );
    }
}

/// The attributes that hold words to the width they have in Noto Sans.
pub fn text_length(words: &str, weight: Weight, size: f64) -> String {
    format!(" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", number(text::width_at(words, weight, size)))
}

fn path_step(step: &Step) -> String {
    match step {
        Step::Move(x, y) => format!("M{} {}", number(*x), number(*y)),
        Step::Line(x, y) => format!("L{} {}", number(*x), number(*y)),
        Step::Curve(handle, end) => format!("Q{} {} {} {}", number(handle.0), number(handle.1), number(end.0), number(end.1)),
        Step::Arc(radius, long, end) => {
            let r = number(*radius);
            format!("A{r} {r} 0 {} 1 {} {}", u8::from(*long), number(end.0), number(end.1))
        }
        Step::Close => "Z".to_owned(),
    }
}

/// A path from point to point in tenths of a pixel: for a hundred small figures half as long as one from the corner of the sheet.
fn relative_path(steps: &[Step]) -> String {
    let tenths = |(x, y): (f64, f64)| ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
    let (mut at, mut start) = ((0, 0), (0, 0));
    let mut out = String::new();
    for step in steps {
        let end = match step {
            Step::Move(x, y) | Step::Line(x, y) => tenths((*x, *y)),
            Step::Curve(_, end) | Step::Arc(_, _, end) => tenths(*end),
            Step::Close => start,
        };
        let by = |to: (i64, i64)| [to.0 - at.0, to.1 - at.1];
        let [across, down] = by(end);
        match step {
            Step::Move(..) => push_command(&mut out, 'm', &[across, down]),
            Step::Line(..) if down == 0 => push_command(&mut out, 'h', &[across]),
            Step::Line(..) if across == 0 => push_command(&mut out, 'v', &[down]),
            Step::Line(..) => push_command(&mut out, 'l', &[across, down]),
            Step::Curve(handle, _) => push_command(&mut out, 'q', &[by(tenths(*handle)), [across, down]].concat()),
            Step::Arc(radius, long, _) => {
                let radius = (radius * 10.0).round() as i64;
                push_command(&mut out, 'a', &[radius, radius, 0, i64::from(*long) * 10, 10, across, down]);
            }
            Step::Close => out.push('z'),
        }
        at = end;
        if matches!(step, Step::Move(..)) {
            start = end;
        }
    }
    out
}

/// A command of a path and its numbers, given in tenths.
fn push_command(out: &mut String, name: char, tenths: &[i64]) {
    out.push(name);
    for (i, value) in tenths.iter().enumerate() {
        if i > 0 && *value >= 0 {
            out.push(' ');
        }
        out.push_str(&number(*value as f64 / 10.0));
    }
}

/// The classes of a label: the start of a line, regular and in ink, needs none.
fn label_by_class(out: &mut String, label: &Label) {
    let tone = label.tone.class();
    let anchor = match label.anchor {
        Anchor::Start => "",
        Anchor::Middle => "m",
        Anchor::End => "e",
    };
    let weight = if label.weight == Weight::Bold { "b" } else { "" };
    let tone = if label.tone == Tone::Ink { "" } else { tone.as_str() };
    let classes: Vec<&str> = [tone, anchor, weight, if label.halo { "halo" } else { "" }].into_iter().filter(|c| !c.is_empty()).collect();
    if !classes.is_empty() {
        attribute(out, "class", &classes.join(" "));
    }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, " {name}=\"{value}\"");
}

/// A number with at most two decimals and no trailing zeros.
fn number(value: f64) -> String {
    let hundredths = (value * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    match part {
        0 => format!("{sign}{whole}"),
        p if p % 10 == 0 => format!("{sign}{whole}.{}", p / 10),
        p => format!("{sign}{whole}.{p:02}"),
    }
}

/// Words with a sign for every letter the font has no picture of, but for those that nobody sees: a PDF with a missing letter is
/// refused whole, and Typst's text engine refuses a variation selector.
fn printable(words: &str) -> String {
    let shown = |letter: char| match letter {
        '\u{FE00}'..='\u{FE0F}' => None,
        letter if text::covers(letter) => Some(letter),
        letter => (!is_unseen(letter)).then_some('?'),
    };
    with_letters(&words.chars().filter_map(shown).collect::<String>())
}

/// Words as XML, without what acts on them unseen; XML refuses control characters.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c if acts(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([12.0, 0.5, -0.004, 7.126, -3.05].map(number), ["12", "0.5", "0", "7.13", "-3.05"]);
    }

    #[test]
    fn a_path_goes_from_point_to_point() {
        let steps = [
            Step::Move(6.0, 26.24),
            Step::Arc(3.1, false, (6.0, 32.4)),
            Step::Close,
            Step::Move(1.5, 42.0),
            Step::Line(1.5, 37.16),
            Step::Curve((1.5, 33.6), (5.0, 33.6)),
            Step::Line(-0.5, 30.0),
        ];
        assert_eq!(relative_path(&steps), "m6 26.2a3.1 3.1 0 0 1 0 6.2zm-4.5 15.8v-4.8q0-3.6 3.5-3.6l-5.5-3.6");
    }

    #[test]
    fn letters_the_font_lacks_do_not_reach_a_pdf() {
        assert_eq!(printable("Zoë – 中 ✓\u{FE0F}"), "Zoë – ? ?");
        assert_eq!(printable("\u{300}\u{300} Hub o\u{300}"), " Hub o\u{300}", "a mark on nothing would be set on a circle");
    }

    #[test]
    fn words_cannot_break_out() {
        assert_eq!(escaped("a<b> & \"c\"\u{FE0F}\u{0}\u{202E}"), "a&lt;b&gt; &amp; &quot;c&quot;\u{FE0F} ");
    }
}
