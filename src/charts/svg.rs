//! From a scene to the text of an SVG.
//!
//! In: a [`Scene`], its chart's id and words, the medium, colours. Out: one `<svg>` element.
//! Print gets colours as attributes and nothing else: Typst's SVG reader knows no custom properties.

use super::scene::{Anchor, Item, Label, Outline, Scene, Shape, Step};
use super::spec::Chart;
use super::style::{Paint, Tone};
use super::text::{self, SIZE, Weight};
use super::{Medium, Palette};
use std::fmt::Write as _;

/// Writes a scene.
pub fn write(scene: &Scene, chart: &Chart, medium: Medium, palette: &Palette) -> String {
    let (w, h) = (number(scene.width), number(scene.height));
    let mut out = String::with_capacity(scene.items.len() * 120 + 400);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    if medium == Medium::Screen {
        let _ = write!(out, " id=\"{}-{w}\" class=\"c w{w}\" role=\"img\" aria-label=\"{}\"", escaped(&chart.id), escaped(&chart.alt));
    }
    let _ = write!(out, " width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" font-family=\"Noto Sans\" font-size=\"{}\">", number(SIZE));
    let pen = Pen { medium, palette };
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
    palette: &'a Palette,
}

impl Pen<'_> {
    fn shape(&self, out: &mut String, shape: &Shape) {
        let name = outline(out, &shape.outline);
        self.paint(out, &shape.paint);
        match &shape.title {
            Some(title) if self.medium == Medium::Screen => {
                let _ = write!(out, "><title>{}</title></{name}>", escaped(title));
            }
            _ => out.push_str("/>"),
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
            Medium::Screen => self.paint_by_class(out, paint),
        }
        if paint.stroke.is_some() {
            attribute(out, "stroke-width", &number(paint.width));
        }
        if let Some((dash, gap)) = paint.dash {
            attribute(out, "stroke-dasharray", &format!("{} {}", number(dash), number(gap)));
        }
        if paint.round {
            out.push_str(" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
        }
    }

    /// One tone paints with `currentColor`; a second one can only be the page, inside or around.
    fn paint_by_class(&self, out: &mut String, paint: &Paint) {
        let page = self.palette.page.as_str();
        let (tone, extra, fill, stroke) = match (paint.fill, paint.stroke) {
            (Some(Tone::Page), Some(tone)) => (tone, " on", page, Some("currentColor")),
            (Some(tone), Some(_)) => (tone, " edge", "currentColor", Some(page)),
            (Some(tone), None) => (tone, "", "currentColor", None),
            (None, Some(tone)) => (tone, "", "none", Some("currentColor")),
            (None, None) => return,
        };
        attribute(out, "class", &format!("{}{extra}", tone.class()));
        attribute(out, "color", &tone.colour(self.palette));
        attribute(out, "fill", fill);
        if let Some(stroke) = stroke {
            attribute(out, "stroke", stroke);
        }
    }

    fn label(&self, out: &mut String, label: &Label) {
        if label.halo && self.medium == Medium::Print {
            self.bed(out, label);
        }
        let _ = write!(out, "<text x=\"{}\" y=\"{}\"", number(label.x), number(label.y));
        match label.anchor {
            Anchor::Start => {}
            Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
            Anchor::End => out.push_str(" text-anchor=\"end\""),
        }
        if label.weight == Weight::Bold {
            out.push_str(" font-weight=\"700\"");
        }
        if (label.size - SIZE).abs() > f64::EPSILON {
            attribute(out, "font-size", &number(label.size));
        }
        let colour = label.tone.colour(self.palette);
        if self.medium == Medium::Screen {
            attribute(out, "class", &format!("{}{}", label.tone.class(), if label.halo { " halo" } else { "" }));
            attribute(out, "color", &colour);
            out.push_str(" fill=\"currentColor\"");
            if label.halo {
                let _ =
                    write!(out, " stroke=\"{}\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"", self.palette.page);
            }
        } else {
            attribute(out, "fill", &colour);
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

/// Writes the start of an element up to its place; gives its name.
fn outline(out: &mut String, outline: &Outline) -> &'static str {
    match outline {
        Outline::Line(from, to) => {
            let _ =
                write!(out, "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"", number(from.0), number(from.1), number(to.0), number(to.1));
            "line"
        }
        Outline::Rect(area) => {
            let (x, y, w, h) = (number(area.x), number(area.y), number(area.w), number(area.h));
            let _ = write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"");
            "rect"
        }
        Outline::Circle(middle, radius) => {
            let _ = write!(out, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"", number(middle.0), number(middle.1), number(*radius));
            "circle"
        }
        Outline::Path(steps) => {
            out.push_str("<path d=\"");
            for step in steps {
                path_step(out, step);
            }
            out.push('"');
            "path"
        }
    }
}

fn path_step(out: &mut String, step: &Step) {
    let _ = match step {
        Step::Move(x, y) => write!(out, "M{} {}", number(*x), number(*y)),
        Step::Line(x, y) => write!(out, "L{} {}", number(*x), number(*y)),
        Step::Curve(handle, end) => write!(out, "Q{} {} {} {}", number(handle.0), number(handle.1), number(end.0), number(end.1)),
        Step::Arc(radius, long, end) => {
            let r = number(*radius);
            write!(out, "A{r} {r} 0 {} 1 {} {}", u8::from(*long), number(end.0), number(end.1))
        }
        Step::Close => write!(out, "Z"),
    };
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

/// Words with a sign for every letter the font has no picture of: a PDF with a missing letter is refused whole.
fn printable(words: &str) -> String {
    words.chars().map(|letter| if text::covers(letter) { letter } else { '?' }).collect()
}

/// Words as XML; control characters and variation selectors go, because XML or Typst's text engine refuses them.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FE00}'..='\u{FE0F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => out.push(' '),
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
    fn letters_the_font_lacks_do_not_reach_a_pdf() {
        assert_eq!(printable("Zoë – 中 ✓"), "Zoë – ? ?");
    }

    #[test]
    fn words_cannot_break_out() {
        assert_eq!(escaped("a<b> & \"c\"\u{FE0F}\u{0}"), "a&lt;b&gt; &amp; &quot;c&quot; ");
    }
}
