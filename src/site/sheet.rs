//! A figure as a file of its own: the picture with the words that it needs where no page stands around it.
//!
//! In: a figure and what the report is about. Out: an SVG on its own ground, in light colours, without a style sheet.
//! Whoever copies it into another document takes title, measure, note, source, date and marking with it.

use super::html::escape;
use crate::charts::text::{LEADING, SIZE, Weight, wrap};
use crate::charts::{self, Palette, text_length};
use crate::report::{About, Figure};
use std::fmt::Write;

/// White around words and picture.
const MARGIN: f64 = 24.0;
/// Size of the title, and from one of its baselines to the next.
const TITLE: (f64, f64) = (20.0, 28.0);
/// Letters where Noto Sans is not installed. Every line is held to its length, since the last of them may be any font at all.
const FAMILY: &str = "'Noto Sans', 'Segoe UI', Arial, Helvetica, sans-serif";

/// Words set from the top down.
struct Column<'a> {
    svg: String,
    y: f64,
    room: f64,
    palette: &'a Palette,
}

impl Column<'_> {
    fn words(&mut self, words: &str, colour: &str) {
        for line in wrap(words, Weight::Regular, self.room, usize::MAX).lines.iter().filter(|line| !line.is_empty()) {
            self.y += LEADING;
            let held = text_length(line, Weight::Regular, SIZE);
            let _ = write!(self.svg, "<text x=\"{MARGIN}\" y=\"{}\" fill=\"{colour}\"{held}>{}</text>", self.y, escape(line));
        }
    }

    fn title(&mut self, words: &str) {
        let (size, leading) = TITLE;
        for line in wrap(words, Weight::Bold, self.room * SIZE / size, usize::MAX).lines {
            self.y += leading;
            let (ink, held) = (&self.palette.ink, text_length(&line, Weight::Bold, size));
            let line = escape(&line);
            let _ = write!(
                self.svg,
                "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"{size}\" font-weight=\"700\" fill=\"{ink}\"{held}>{line}</text>",
                self.y
            );
        }
    }
}

/// The file of a figure whose picture is `width` wide.
pub fn sheet(figure: &Figure, width: u32, palette: &Palette, about: &About) -> String {
    let picture = charts::draw_alone(&figure.chart, width, palette);
    let mut column = Column { svg: String::new(), y: MARGIN - 8.0, room: f64::from(picture.width), palette };
    column.title(&figure.title);
    column.words(&figure.subtitle, &palette.muted);
    column.y += 16.0;
    let picture_alone = picture.svg.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
    let inner = picture_alone.trim_start().replacen("<svg ", &format!("<svg x=\"{MARGIN}\" y=\"{}\" ", column.y), 1);
    column.svg.push_str(&inner.replacen("font-family=\"Noto Sans\"", &format!("font-family=\"{FAMILY}\""), 1));
    column.y += f64::from(picture.height) + 8.0;
    column.words(&figure.note, &palette.ink);
    column.y += 4.0;
    column.words(&figure.source, &palette.muted);
    column.words(&whose(about), &palette.muted);
    let (width, height) = (f64::from(picture.width) + 2.0 * MARGIN, column.y + MARGIN);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{FAMILY}\" font-size=\"{SIZE}\" role=\"img\"><title>{}</title><desc>{}</desc><rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>{}</svg>\n",
        escape(&figure.title),
        escape(&figure.chart.alt),
        palette.page,
        column.svg
    )
}

/// `Benbowshire, as at 30 September 2025 · Leadership edition · OFFICIAL`, and the banner where there is one.
fn whose(about: &About) -> String {
    let named = format!("{}, as at {}", about.authority, about.as_at.words());
    let edition = format!("{} edition", about.audience.title());
    let all = [Some(named), Some(edition), Some(about.classification.clone()), about.banner.clone()];
    all.into_iter().flatten().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
}
