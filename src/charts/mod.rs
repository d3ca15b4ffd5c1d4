//! Charts: from a [`spec::Chart`] and a width to a picture in SVG.
//!
//! A chart is drawn again for each width, never scaled, so type keeps its size.
//! Sizes are in chart units: pixels on screen, 0.68 pt in print.

pub mod spec;

use spec::Chart;

/// Where a picture goes: decides how colours are written and whether marks carry titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// Inline in a page: classes for the theme's CSS, with the light colours as presentation attributes.
    Screen,
    /// In the pack: presentation attributes only.
    Print,
}

/// A drawn chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// A complete `<svg>` element.
    pub svg: String,
    /// Width in chart units.
    pub width: u32,
    /// Height in chart units.
    pub height: u32,
}

/// Colours of marks and type, from the theme.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Palette {
    /// Text.
    pub ink: String,
    /// Quiet text.
    pub muted: String,
    /// Page.
    pub page: String,
    /// Tinted bands.
    pub tint: String,
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

/// Draws a chart at a width.
pub fn draw(chart: &Chart, width: u32, medium: Medium, palette: &Palette) -> Picture {
    let _ = (medium, palette);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"c\" width=\"{width}\" height=\"200\" viewBox=\"0 0 {width} 200\" role=\"img\" aria-label=\"{}\"><rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"199\" fill=\"none\" stroke=\"#595959\"/></svg>",
        chart.id,
        width - 1
    );
    Picture { svg, width, height: 200 }
}
