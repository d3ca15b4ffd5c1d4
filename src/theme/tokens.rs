//! Tokens: the colours, type and spacing of a theme, read from its `tokens.toml`.
//!
//! Comes in: the theme's file. Goes out: [`Tokens`], and the same as CSS custom properties.
//! Site, pack and charts take every colour and size from here, so that a council's own theme changes all three at once.
//! Knows nothing of charts or pages.

use super::Shelf;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// Where the tokens of the default theme lie on the shelf.
pub const PATH: &str = "themes/default/tokens.toml";

/// Everything a theme decides about colour, type and spacing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// Colours on white: screen by day, and print.
    pub light: Colours,
    /// Colours on dark, for readers who ask for it.
    pub dark: Colours,
    /// Parts of a whole on dark.
    pub parts: Parts,
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

/// Colours for parts of a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// On dark, in order; the page's colour must read on each of them.
    pub dark: [String; 6],
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

/// Why a theme's tokens cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Neither the project nor the program has the file.
    #[error("{PATH} is missing")]
    Missing,
    /// The file does not say what it should.
    #[error("{PATH}: {0}")]
    Unreadable(String),
    /// A colour is not written as `#RRGGBB`.
    #[error("{PATH}: colour {0} is not written as #RRGGBB")]
    Colour(String),
}

impl Tokens {
    /// Reads the tokens of the default theme, or of the file a project puts over it.
    pub fn load(shelf: &Shelf) -> Result<Self, TokenError> {
        Self::parse(&shelf.text(PATH).ok_or(TokenError::Missing)?)
    }

    /// Reads tokens from the text of a `tokens.toml`.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let tokens: Self = toml::from_str(text).map_err(|error| TokenError::Unreadable(error.message().to_owned()))?;
        match tokens.first_bad_colour() {
            Some(name) => Err(TokenError::Colour(name)),
            None => Ok(tokens),
        }
    }

    fn first_bad_colour(&self) -> Option<String> {
        let focus = [("ring", self.focus.ring.as_str()), ("edge", self.focus.edge.as_str())];
        let parts = self.parts.dark.iter().map(|part| ("dark", part.as_str())).collect();
        let sets = [
            ("light", self.light.named().collect::<Vec<_>>()),
            ("dark", self.dark.named().collect()),
            ("parts", parts),
            ("focus", focus.to_vec()),
        ];
        let named = sets.into_iter().flat_map(|(set, colours)| colours.into_iter().map(move |(name, value)| (set, name, value)));
        named.into_iter().find(|(_, _, value)| !is_hex(value)).map(|(set, name, _)| format!("{set}.{name}"))
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
        css.push_str(&self.light.css("  "));
        css.push_str("}\n@media screen and (prefers-color-scheme: dark) {\n  :root {\n");
        css.push_str(&self.dark.css("    "));
        for (i, part) in self.parts.dark.iter().enumerate() {
            let _ = writeln!(css, "    --p{0}: {part};\n    --o{0}: var(--page);", i + 1);
        }
        css.push_str("  }\n}\n");
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

    fn css(&self, indent: &str) -> String {
        self.named().map(|(name, value)| format!("{indent}--{name}: {value};\n")).collect()
    }
}

/// Pixels as a share of the reader's default size of 16.
fn rem(pixels: u16) -> f64 {
    f64::from(pixels) / 16.0
}

fn is_hex(value: &str) -> bool {
    value.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "contrast is defined by a power")]
mod tests {
    use super::*;

    fn default_tokens() -> Tokens {
        Tokens::load(&Shelf::built_in()).unwrap()
    }

    /// Contrast ratio of two colours as WCAG 2.2 defines it.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |hex: &str| {
            let channel = |at: usize| {
                let c = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
        };
        let (x, y) = (luminance(a), luminance(b));
        (x.max(y) + 0.05) / (x.min(y) + 0.05)
    }

    #[test]
    fn text_can_be_read_and_marks_can_be_told_apart_in_light_and_dark() {
        let tokens = default_tokens();
        for colours in [&tokens.light, &tokens.dark] {
            for ground in [&colours.page, &colours.tint] {
                for text in [&colours.ink, &colours.muted, &colours.link, &colours.authority] {
                    assert!(contrast(text, ground) >= 4.5, "{text} on {ground}");
                }
                for mark in [&colours.neighbours, &colours.region, &colours.england, &colours.special, &colours.axis] {
                    assert!(contrast(mark, ground) >= 2.9, "{mark} on {ground}");
                }
            }
            assert!(contrast(&colours.neighbours, &colours.page) >= 3.0);
        }
        for part in &tokens.parts.dark {
            assert!(contrast(part, &tokens.dark.page) >= 4.5, "{part}");
        }
        assert!(contrast(&tokens.focus.ring, &tokens.focus.edge) >= 3.0);
    }

    #[test]
    fn a_misspelt_or_dangerous_token_is_refused() {
        let text = Shelf::built_in().text(PATH).unwrap();
        assert!(matches!(Tokens::parse(&text.replace("muted =", "mutd =")), Err(TokenError::Unreadable(_))));
        let hostile = text.replacen("#0B0C0C", "red;} body{background:url(//x)", 1);
        assert_eq!(Tokens::parse(&hostile), Err(TokenError::Colour("light.ink".to_owned())));
    }

    #[test]
    fn css_names_every_colour_twice() {
        let css = default_tokens().css();
        assert_eq!(css.matches("--authority: ").count(), 2);
        assert!(css.contains("--title: 2.5rem;"), "{css}");
    }
}
