//! Charts: from a [`spec::Chart`] and a width to a picture in SVG.
//!
//! A chart is drawn again for each width, never scaled, so type keeps its size.
//! Sizes are in chart units: pixels on screen, 0.68 pt in print.

//!
//! A form (one file each) places shapes and labels on a [`scene::Scene`]; `svg` writes it.
//! Trends, columns and histograms draw through plotters ([`backend`]); the rest place themselves.
//! Classes and colours are in [`style`]; a page includes [`STYLESHEET`] once and sets its custom properties.

pub mod backend;
mod bars;
mod bullet;
mod column_labels;
mod columns;
mod control;
mod flow;
mod flow_words;
pub mod funnel;
pub mod gallery;
mod heat;
mod histogram;
mod icons;
mod map;
mod map_few;
mod multiples;
mod paired;
pub mod place;
mod pyramid;
mod ring;
mod rows;
pub mod scale;
pub mod scene;
mod spark;
pub mod spec;
mod spine;
mod stacked;
mod steps;
mod strip;
pub mod style;
mod svg;
pub mod text;
mod timeline;
mod trend;
mod whiskers;

use rows::Sheet;
use scene::Scene;
use spec::{Chart, Form};
pub use style::STYLESHEET;
pub use svg::text_length;
pub use trend::starts_at;

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
    /// Parts of a whole, in order.
    pub parts: [String; 6],
}

impl Default for Palette {
    /// The light colours of the default theme.
    fn default() -> Self {
        Self {
            ink: "#0B0C0C".to_owned(),
            muted: "#505A5F".to_owned(),
            page: "#FFFFFF".to_owned(),
            tint: "#F4F6F8".to_owned(),
            authority: "#12436D".to_owned(),
            neighbours: "#28A197".to_owned(),
            region: "#767676".to_owned(),
            england: "#1B1B1B".to_owned(),
            rest: "#BFBFBF".to_owned(),
            special: "#490092".to_owned(),
            axis: "#595959".to_owned(),
            rule: "#B1B8BD".to_owned(),
            grid: "#DDE1E4".to_owned(),
            parts: style::PARTS.map(str::to_owned),
        }
    }
}

/// Draws a chart at a width.
pub fn draw(chart: &Chart, width: u32, medium: Medium, palette: &Palette) -> Picture {
    let scene = scene(chart, width, medium);
    let svg = svg::write(&scene, chart, (medium, false), palette);
    Picture { svg, width, height: scene.height as u32 }
}

/// Draws a chart for a file of its own, which is opened where Noto Sans may not be installed: a wider font is held to the
/// room each label was given, so that none is cut at the edge or meets another.
pub fn draw_alone(chart: &Chart, width: u32, palette: &Palette) -> Picture {
    let scene = scene(chart, width, Medium::Print);
    let svg = svg::write(&scene, chart, (Medium::Print, true), palette);
    Picture { svg, width, height: scene.height as u32 }
}

/// Places everything a chart shows at a width, before it is written.
pub fn scene(chart: &Chart, width: u32, medium: Medium) -> Scene {
    let sheet = Sheet { width: f64::from(width.max(80)), medium };
    let mut scene = match &chart.form {
        Form::Trend(spec) => trend::draw(spec, sheet),
        Form::Bars(spec) => bars::draw(spec, sheet),
        Form::Columns(spec) => columns::draw(spec, sheet),
        Form::Histogram(spec) => histogram::draw(spec, sheet),
        Form::Pyramid(spec) => pyramid::draw(spec, sheet),
        Form::Icons(spec) => icons::draw(spec, sheet),
        Form::Ring(spec) => ring::draw(spec, sheet),
        Form::Stacked(spec) => stacked::draw(spec, sheet),
        Form::Paired(spec) => paired::draw(spec, sheet),
        Form::Bullet(spec) => bullet::draw(spec, sheet),
        Form::Heat(spec) => heat::draw(spec, sheet),
        Form::Steps(spec) => steps::draw(spec, sheet),
        Form::Multiples(spec) => multiples::draw(spec, sheet),
        Form::Spine(spec) => spine::draw(spec, sheet),
        Form::Spark(spec) => spark::draw(spec, sheet),
        Form::Strip(spec) => strip::draw(spec, sheet),
        Form::Control(spec) => control::draw(spec, sheet),
        Form::Whiskers(spec) => whiskers::draw(spec, sheet),
        Form::Funnel(spec) => funnel::draw(spec, sheet),
        Form::Flow(spec) => flow::draw(spec, sheet),
        Form::Map(spec) => map::draw(spec, sheet),
        Form::Timeline(spec) => timeline::draw(spec, sheet),
    };
    scene.height = scene.height.ceil().max(1.0);
    scene
}
