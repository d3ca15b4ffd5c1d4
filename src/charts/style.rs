//! The look of marks: tones, strokes, and the vocabulary of classes.
//!
//! On screen each mark carries the class of its [`Tone`] and paints with `currentColor`;
//! a theme restyles everything by setting `color` per class ([`STYLESHEET`]). Text without a tone is ink.
//!
//! | class | for |
//! |---|---|
//! | `un` | nothing to see, a place that can be pointed at |
//! | `t` `tm` | text, quiet text (bold is an attribute) |
//! | `la` `sn` `reg` `eng` | authority and live, neighbours, region, England: lines, marks, bars and bold labels |
//! | `rest` `special` | what is not in focus; a neutral signal |
//! | `axis` `rule` `grid` `tint` `page` | baselines, leaders, grid lines and tracks, bands, knocked-out parts |
//! | `p1` to `p6`, `o1` to `o6` | parts of a whole and the text on them |
//! | `h1` to `h6`, `q1` to `q6` | shades of a heat map and the text on them |
//! | `l` `r` `on` `edge` `halo` | further class: only a line, round ends, filled with the page, edged with the page, text outlined with the page |
//! | `m` `e` `b` | text: centred, ending at its place, bold |

use super::Palette;
use super::spec::Who;
use crate::colour::{Rgb, shades};

/// How many colours there are for parts of a whole; the default ones stand in the order the Analysis Function gives them.
pub const PARTS: [&str; 6] = ["#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"];

/// How many shades a heat map has.
pub const SHADES: usize = 6;

/// Rules for a page: include once; needs the theme's custom properties, and falls back to the light colours.
pub const STYLESHEET: &str = "\
.c{font-family:\"Noto Sans\",system-ui,sans-serif;font-size:14px;font-variant-numeric:tabular-nums lining-nums}
.c text,.c rect,.c circle,.c path{fill:currentColor}.c line,.c .l,.c .on{stroke:currentColor}.c .l,.c .un{fill:none}.c .un{pointer-events:all}.c .r{stroke-linecap:round;stroke-linejoin:round}
.c .m{text-anchor:middle}.c .e{text-anchor:end}.c .b{font-weight:700}.c .halo{stroke-width:4;stroke-linejoin:round;paint-order:stroke}
.c text,.c .t{color:var(--ink,#0B0C0C)}.c .tm{color:var(--muted,#505A5F)}
.c .la{color:var(--la,#12436D)}.c .sn{color:var(--sn,#28A197)}.c .reg{color:var(--region,#767676)}.c .eng{color:var(--eng,#1B1B1B)}
.c .rest{color:var(--rest,#BFBFBF)}.c .special{color:var(--special,#490092)}
.c .axis{color:var(--axis,#595959)}.c .rule{color:var(--rule,#B1B8BD)}.c .grid{color:var(--grid,#DDE1E4)}
.c .tint{color:var(--tint,#F4F6F8)}.c .page{color:var(--bg,#FFFFFF)}
.c .on{fill:var(--bg,#FFFFFF)}.c .edge,.c .halo{stroke:var(--bg,#FFFFFF)}
.c .p1{color:var(--p1,#12436D)}.c .p2{color:var(--p2,#28A197)}.c .p3{color:var(--p3,#801650)}
.c .p4{color:var(--p4,#F46A25)}.c .p5{color:var(--p5,#3D3D3D)}.c .p6{color:var(--p6,#A285D1)}
.c .o1{color:var(--o1,#FFFFFF)}.c .o2{color:var(--o2,#0B0C0C)}.c .o3{color:var(--o3,#FFFFFF)}
.c .o4{color:var(--o4,#0B0C0C)}.c .o5{color:var(--o5,#FFFFFF)}.c .o6{color:var(--o6,#0B0C0C)}
.c .h1{color:var(--h1,#F1F4F6)}.c .h2{color:var(--h2,#D9E1E8)}.c .h3{color:var(--h3,#BDCAD6)}
.c .h4{color:var(--h4,#9BB0C2)}.c .h5{color:var(--h5,#4B7090)}.c .h6{color:var(--h6,#12436D)}
.c .q1{color:var(--q1,#0B0C0C)}.c .q2{color:var(--q2,#0B0C0C)}.c .q3{color:var(--q3,#0B0C0C)}
.c .q4{color:var(--q4,#0B0C0C)}.c .q5{color:var(--q5,#FFFFFF)}.c .q6{color:var(--q6,#FFFFFF)}
@media (forced-colors:active){.c *{forced-color-adjust:none}
.c text,.c .t,.c .tm,.c .la,.c .sn,.c .reg,.c .eng,.c .special,.c .axis{color:CanvasText}
.c .rest,.c .rule,.c .grid{color:GrayText}.c .tint,.c .page{color:Canvas}.c .on{fill:Canvas}.c .edge,.c .halo{stroke:Canvas}
.c .p1,.c .p3,.c .p5{color:CanvasText}.c .p2,.c .p4,.c .p6{color:GrayText}.c .o1,.c .o2,.c .o3,.c .o4,.c .o5,.c .o6{color:Canvas}
.c .h1,.c .h2,.c .h3,.c .h4,.c .q5,.c .q6{color:Canvas}.c .h5,.c .h6,.c .q1,.c .q2,.c .q3,.c .q4{color:CanvasText}
.c rect.tint,.c rect.h1,.c rect.h2,.c rect.h3,.c rect.h4{stroke:CanvasText}
.c text{stroke:Canvas;stroke-width:3;paint-order:stroke}.c text.page,.c text.o1,.c text.o2,.c text.o3,.c text.o4,.c text.o5,.c text.o6{stroke:none}}
";

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Text.
    Ink,
    /// Quiet text.
    Muted,
    /// The page itself, to knock things out of others.
    Page,
    /// Bands.
    Tint,
    /// The authority, and whatever the title names.
    Authority,
    /// Statistical neighbours.
    Neighbours,
    /// Region.
    Region,
    /// England.
    England,
    /// Not in focus.
    Rest,
    /// A signal neither good nor bad.
    Special,
    /// Baselines and ticks.
    Axis,
    /// Leaders.
    Rule,
    /// Grid lines and tracks.
    Grid,
    /// A part of a whole, from 0.
    Part(usize),
    /// Text on a part of a whole.
    OnPart(usize),
    /// A shade of a heat map, from 0.
    Shade(usize),
    /// Text on a shade of a heat map.
    OnShade(usize),
}

impl Tone {
    /// The class on screen.
    pub fn class(self) -> String {
        let fixed = match self {
            Tone::Ink => "t",
            Tone::Muted => "tm",
            Tone::Page => "page",
            Tone::Tint => "tint",
            Tone::Authority => "la",
            Tone::Neighbours => "sn",
            Tone::Region => "reg",
            Tone::England => "eng",
            Tone::Rest => "rest",
            Tone::Special => "special",
            Tone::Axis => "axis",
            Tone::Rule => "rule",
            Tone::Grid => "grid",
            Tone::Part(i) => return format!("p{}", i % PARTS.len() + 1),
            Tone::OnPart(i) => return format!("o{}", i % PARTS.len() + 1),
            Tone::Shade(i) => return format!("h{}", i.min(SHADES - 1) + 1),
            Tone::OnShade(i) => return format!("q{}", i.min(SHADES - 1) + 1),
        };
        fixed.to_owned()
    }

    /// The colour in print, and on screen before a theme restyles it.
    pub fn colour(self, palette: &Palette) -> String {
        let named = match self {
            Tone::Ink => &palette.ink,
            Tone::Muted => &palette.muted,
            Tone::Page => &palette.page,
            Tone::Tint => &palette.tint,
            Tone::Authority => &palette.authority,
            Tone::Neighbours => &palette.neighbours,
            Tone::Region => &palette.region,
            Tone::England => &palette.england,
            Tone::Rest => &palette.rest,
            Tone::Special => &palette.special,
            Tone::Axis => &palette.axis,
            Tone::Rule => &palette.rule,
            Tone::Grid => &palette.grid,
            Tone::Part(i) => &palette.parts[i % PARTS.len()],
            Tone::OnPart(i) => return readable_on(&Tone::Part(i).colour(palette), palette).colour(palette),
            Tone::Shade(i) => return shades(rgb(&palette.authority), rgb(&palette.page), rgb(&palette.ink))[i.min(SHADES - 1)].hex(),
            Tone::OnShade(i) => return readable_on(&Tone::Shade(i).colour(palette), palette).colour(palette),
        };
        named.clone()
    }
}

/// Ink or page: whichever reads better on a colour.
pub fn readable_on(colour: &str, palette: &Palette) -> Tone {
    if contrast(&palette.ink, colour) >= contrast(&palette.page, colour) { Tone::Ink } else { Tone::Page }
}

/// Contrast of two colours by WCAG: 1 to 21.
pub fn contrast(a: &str, b: &str) -> f64 {
    rgb(a).contrast(rgb(b))
}

/// The colour `#RRGGBB`; black where it is none.
fn rgb(colour: &str) -> Rgb {
    Rgb::parse(colour).unwrap_or(Rgb([0; 3]))
}

/// How a shape is painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paint {
    /// Inside.
    pub fill: Option<Tone>,
    /// Outline, or the line itself.
    pub stroke: Option<Tone>,
    /// Width of the stroke.
    pub width: f64,
    /// Dash and gap.
    pub dash: Option<(f64, f64)>,
    /// Round ends and corners.
    pub round: bool,
}

impl Paint {
    /// A filled shape without an outline.
    pub fn fill(tone: Tone) -> Self {
        Self { fill: Some(tone), stroke: None, width: 0.0, dash: None, round: false }
    }

    /// A line or an outline.
    pub fn stroke(tone: Tone, width: f64) -> Self {
        Self { fill: None, stroke: Some(tone), width, dash: None, round: false }
    }

    /// Nothing to see: a place that can be pointed at.
    pub fn unseen() -> Self {
        Self { fill: None, stroke: None, width: 0.0, dash: None, round: false }
    }

    /// The same, dashed.
    pub fn dashed(self, dash: f64, gap: f64) -> Self {
        Self { dash: Some((dash, gap)), ..self }
    }

    /// The same, with round ends.
    pub fn rounded(self) -> Self {
        Self { round: true, ..self }
    }

    /// The same, with an edge in the colour of the page.
    pub fn edged(self, width: f64) -> Self {
        Self { stroke: Some(Tone::Page), width, ..self }
    }

    /// The same, filled with the page.
    pub fn hollow(self) -> Self {
        Self { fill: Some(Tone::Page), ..self }
    }
}

/// The tone of an area's marks.
pub fn tone_of(who: Who) -> Tone {
    match who {
        Who::Authority | Who::Live => Tone::Authority,
        Who::Neighbours => Tone::Neighbours,
        Who::Region => Tone::Region,
        Who::England => Tone::England,
        Who::Residents | Who::Target => Tone::Ink,
    }
}

/// The line of an area: colour, width and dash together, so that each reads without colour.
pub fn line_of(who: Who) -> Paint {
    let tone = tone_of(who);
    match who {
        Who::Authority => Paint::stroke(tone, 3.0).rounded(),
        Who::Live => Paint::stroke(tone, 2.25).dashed(3.0, 5.0).rounded(),
        Who::Neighbours => Paint::stroke(tone, 2.25).dashed(8.0, 4.0),
        Who::Region => Paint::stroke(tone, 1.5).rounded(),
        Who::England => Paint::stroke(tone, 2.5).dashed(0.1, 5.0).rounded(),
        Who::Residents | Who::Target => Paint::stroke(tone, 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_on_every_part_and_shade() {
        let palette = Palette::default();
        for i in 0..6 {
            let part = Tone::Part(i).colour(&palette);
            assert!(contrast(&Tone::OnPart(i).colour(&palette), &part) >= 4.5, "part {i}");
            let shade = Tone::Shade(i).colour(&palette);
            assert!(contrast(&Tone::OnShade(i).colour(&palette), &shade) >= 4.5, "shade {i}");
        }
    }

    #[test]
    fn the_stylesheet_knows_every_class() {
        let mut tones =
            vec![Tone::Ink, Tone::Muted, Tone::Page, Tone::Tint, Tone::Authority, Tone::Neighbours, Tone::Region, Tone::England];
        tones.extend([Tone::Rest, Tone::Special, Tone::Axis, Tone::Rule, Tone::Grid]);
        tones.extend((0..6).flat_map(|i| [Tone::Part(i), Tone::OnPart(i), Tone::Shade(i), Tone::OnShade(i)]));
        for tone in tones {
            assert!(STYLESHEET.contains(&format!(".c .{}{{color:", tone.class())), "{}", tone.class());
        }
    }
}
