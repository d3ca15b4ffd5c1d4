//! The theme's tokens as print uses them: the palette of charts, and `theme.typ` for the layouts.

use super::typst_code::{array, literal};
use crate::charts::Palette;
use crate::theme::Look;
use crate::theme::tokens::{Colours, Tokens};

/// The colours of charts on paper.
pub(super) fn palette(tokens: &Tokens) -> Palette {
    let Colours { page, tint, ink, muted, authority, neighbours, region, england, rest, special, axis, rule, grid, .. } =
        tokens.light.clone();
    let parts = tokens.parts.light.clone();
    Palette { ink, muted, page, tint, authority, neighbours, region, england, rest, special, axis, rule, grid, parts }
}

/// The frame a logo keeps within on the cover, in points, and its least dots a point: 150 an inch.
const LOGO: ((f64, f64), f64) = ((220.0, 64.0), 150.0 / 72.0);

/// Colours, sizes, the logo and the names of the icons as Typst definitions.
pub(super) fn theme_file<'i>(look: &Look, icons: impl Iterator<Item = &'i String>) -> String {
    let (light, print) = (&look.tokens.light, &look.tokens.print);
    let icons: Vec<String> = icons.map(|name| literal(name)).collect();
    let logo = look.logo.as_ref().map_or("none".to_owned(), |logo| {
        let (width, height) = logo.within(LOGO.0, LOGO.1);
        format!("(file: {}, width: {width:.2}pt, height: {height:.2}pt, wordmark: {})", literal(logo.file), logo.is_wordmark())
    });
    let colour = |name: &str, value: &str| format!("#let {name} = rgb({})\n", literal(value));
    let size = |name: &str, points: f64| format!("#let {name} = {points}pt\n");
    let marks = [("neighbours", &light.neighbours), ("region", &light.region), ("england", &light.england)];
    let marks = marks.map(|(name, value)| format!("{name}: rgb({})", literal(value)));
    [
        "// The theme's colours and sizes.\n".to_owned(),
        colour("paper", &light.page),
        colour("ink", &light.ink),
        colour("muted", &light.muted),
        colour("tint", &light.tint),
        colour("accent", &light.authority),
        colour("rule", &light.rule),
        format!("#let colours = ({})\n", marks.join(", ")),
        size("small", print.small),
        size("body", print.body),
        size("display", print.title),
        format!("#let logo = {logo}\n#let icons = {}\n", array(&icons)),
    ]
    .concat()
}
