//! Tokens: the colours, type and spacing of a theme, read from its `tokens.toml`.
//!
//! Comes in: the theme's file. Goes out: [`Tokens`], and the same as CSS custom properties.
//! Site, pack and charts take every colour and size from here, so that a council's own theme changes all three at once.
//! Knows nothing of charts or pages.

use crate::colour::{Rgb, shades};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// The file of a theme that holds its tokens.
pub const FILE: &str = "tokens.toml";

/// Everything a theme decides about colour, type and spacing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// Colours on white: screen by day, and print.
    pub light: Colours,
    /// Colours on dark, for readers who ask for it.
    pub dark: Colours,
    /// Parts of a whole.
    pub parts: Parts,
    /// The contrast that the theme promises.
    pub contrast: Contrast,
    /// The ring around what has the keyboard.
    pub focus: Focus,
    /// Type on screen.
    #[serde(rename = "type")]
    pub screen: Type,
    /// Type in the pack.
    pub print: Print,
    /// Distances.
    pub space: Space,
}

/// One set of colours, each as `#RRGGBB`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Background.
    pub page: String,
    /// Tinted bands.
    pub tint: String,
    /// Text.
    pub ink: String,
    /// Quiet text.
    pub muted: String,
    /// Links.
    pub link: String,
    /// The authority: the accent.
    pub authority: String,
    /// Statistical neighbours (marks only, never text).
    pub neighbours: String,
    /// Region.
    pub region: String,
    /// England.
    pub england: String,
    /// What is not in focus, always labelled.
    pub rest: String,
    /// A signal that is neither good nor bad.
    pub special: String,
    /// Baselines and ticks.
    pub axis: String,
    /// Rules and leaders.
    pub rule: String,
    /// Grid lines.
    pub grid: String,
}

/// Colours for parts of a whole, in order; text on them is ink or page, whichever reads better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// On white.
    pub light: [String; 6],
    /// On dark.
    pub dark: [String; 6],
}

/// The least contrast with the ground that a theme promises, as WCAG measures it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contrast {
    /// Of text.
    pub text: f64,
    /// Of marks.
    pub marks: f64,
}

/// Colours of the focus ring, the same in light and dark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Focus {
    /// The ring.
    pub ring: String,
    /// Its edge, which keeps it visible on any ground.
    pub edge: String,
}

/// Sizes and line heights on screen, in pixels at the reader's default size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Type {
    /// Font family.
    pub family: String,
    /// Labels, notes, tables.
    pub small: [u16; 2],
    /// Running text.
    pub body: [u16; 2],
    /// The first paragraph.
    pub lede: [u16; 2],
    /// Figure titles.
    pub figure: [u16; 2],
    /// Section headings.
    pub section: [u16; 2],
    /// Page titles and tile values.
    pub title: [u16; 2],
}

/// Sizes in the pack, in points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// Labels and notes.
    pub small: f64,
    /// Running text and figure titles.
    pub body: f64,
    /// Page titles and tile values.
    pub title: f64,
}

/// Distances in pixels, small to large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Space {
    /// The only distances used.
    pub steps: [u16; 6],
}

/// The whole measure, the menu beside it, and the window it is laid out for; as in `site.css`.
const MEASURE: u32 = 960;
const MENU: u32 = 208;
const WINDOW: u32 = 1280;
/// What a chart of half the measure is at least: the width for a phone.
pub const PHONE: u32 = 358;

impl Tokens {
    /// Width of one of two columns in the window the theme is laid out for: its distances decide, and charts fill it.
    pub fn half(&self) -> u32 {
        let step = |i: usize| u32::from(self.space.steps[i]);
        let (edges, gutter, between) = (2 * step(3), step(4), step(3));
        let content = WINDOW.saturating_sub(edges + MENU + gutter).min(MEASURE);
        (content.saturating_sub(between) / 2).max(PHONE)
    }

    /// The tokens as CSS custom properties: light, then dark for screens that ask for it.
    pub fn css(&self) -> String {
        let mut css = String::from("/* Made from tokens.toml. */\n:root {\n  color-scheme: light dark;\n");
        let _ = writeln!(css, "  --focus: {};\n  --focus-edge: {};", self.focus.ring, self.focus.edge);
        let _ =
            writeln!(css, "  --family: \"{}\", \"Noto stand-in\", Arial, sans-serif;", self.screen.family.replace(['"', '\\', '\n'], ""));
        for (name, [size, line]) in self.screen.sizes() {
            let _ = writeln!(css, "  --{name}: {}rem;\n  --{name}-line: {}rem;", rem(size), rem(line));
        }
        for (i, step) in self.space.steps.iter().enumerate() {
            let _ = writeln!(css, "  --s{}: {step}px;", i + 1);
        }
        // A logo is made for a light ground, and keeps one in the dark.
        let _ = writeln!(css, "  --plate: {};", self.light.page);
        css.push_str(&self.light.css("  ", &self.parts.light));
        css.push_str("}\n@media screen and (prefers-color-scheme: dark) {\n  :root {\n");
        css.push_str(&self.dark.css("    ", &self.parts.dark));
        css.push_str("  }\n}\n");
        // A query of a container knows no custom property.
        let half = self.half();
        if half > PHONE {
            let _ = writeln!(
                css,
                "@container (min-width: {half}px) {{ .half .plot .at.at-{PHONE} {{ display: none; }} .half .plot .at.at-{half} {{ display: block; }} }}"
            );
        }
        css
    }
}

impl Type {
    /// Every size by name, smallest first.
    pub fn sizes(&self) -> [(&'static str, [u16; 2]); 6] {
        [
            ("small", self.small),
            ("body", self.body),
            ("lede", self.lede),
            ("figure", self.figure),
            ("section", self.section),
            ("title", self.title),
        ]
    }
}

impl Colours {
    /// Every colour by name.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("page", &self.page),
            ("tint", &self.tint),
            ("ink", &self.ink),
            ("muted", &self.muted),
            ("link", &self.link),
            ("authority", &self.authority),
            ("neighbours", &self.neighbours),
            ("region", &self.region),
            ("england", &self.england),
            ("rest", &self.rest),
            ("special", &self.special),
            ("axis", &self.axis),
            ("rule", &self.rule),
            ("grid", &self.grid),
        ]
        .into_iter()
        .map(|(name, value)| (name, value.as_str()))
    }

    /// A colour by name as it is seen; black where there is none.
    pub fn rgb(&self, name: &str) -> Rgb {
        self.named().find(|(other, _)| *other == name).and_then(|(_, value)| Rgb::parse(value)).unwrap_or(Rgb([0; 3]))
    }

    /// Ink or page: whichever reads better on a colour, and how well.
    pub(super) fn on(&self, colour: Rgb) -> (&'static str, f64) {
        let (ink, page) = (self.rgb("ink").contrast(colour), self.rgb("page").contrast(colour));
        if ink >= page { ("ink", ink) } else { ("page", page) }
    }

    /// The shades of a heat map.
    pub(super) fn shades(&self) -> [Rgb; 6] {
        shades(self.rgb("authority"), self.rgb("page"), self.rgb("ink"))
    }

    fn css(&self, indent: &str, parts: &[String; 6]) -> String {
        let mut css: String = self.named().map(|(name, value)| format!("{indent}--{name}: {value};\n")).collect();
        for (i, part) in parts.iter().enumerate() {
            let on = Rgb::parse(part).map_or("ink", |part| self.on(part).0);
            let _ = writeln!(css, "{indent}--p{0}: {part};\n{indent}--o{0}: var(--{on});", i + 1);
        }
        for (i, shade) in self.shades().into_iter().enumerate() {
            let _ = writeln!(css, "{indent}--h{0}: {1};\n{indent}--q{0}: var(--{2});", i + 1, shade.hex(), self.on(shade).0);
        }
        css
    }
}

/// Pixels as a share of the reader's default size of 16.
fn rem(pixels: u16) -> f64 {
    f64::from(pixels) / 16.0
}

#[cfg(test)]
mod tests {
    use crate::theme::{Look, Shelf};

    #[test]
    fn css_names_every_colour_twice() {
        let css = Look::load(&Shelf::built_in()).unwrap().tokens.css();
        for name in ["--authority: ", "--p1: ", "--o6: ", "--q5: "] {
            assert_eq!(css.matches(name).count(), 2, "{name}");
        }
        assert!(css.contains("--title: 2.5rem;"), "{css}");
    }
}
