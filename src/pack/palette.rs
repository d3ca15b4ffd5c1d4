//! The theme's tokens as print uses them: the palette of charts, and `theme.typ` for the layouts.

use super::typst_code::literal;
use crate::charts::Palette;
use crate::theme::tokens::{Colours, Tokens};

/// The colours of charts on paper.
pub(super) fn palette(tokens: &Tokens) -> Palette {
    let Colours { page, tint, ink, muted, authority, neighbours, region, england, rest, special, axis, rule, grid, .. } =
        tokens.light.clone();
    let parts = tokens.parts.light.clone();
    Palette { ink, muted, page, tint, authority, neighbours, region, england, rest, special, axis, rule, grid, parts }
}

/// Colours and sizes as Typst definitions.
pub(super) fn theme_file(tokens: &Tokens) -> String {
    let (light, print) = (&tokens.light, &tokens.print);
    let colour = |name: &str, value: &str| format!("#let {name} = rgb({})\n", literal(value));
    let size = |name: &str, points: f64| format!("#let {name} = {points}pt\n");
    let marks = [("neighbours", &light.neighbours), ("region", &light.region), ("england", &light.england)];
    let marks = marks.map(|(name, value)| format!("{name}: rgb({})", literal(value)));
    [
        "// The theme's colours and sizes.\n".to_owned(),
        colour("ink", &light.ink),
        colour("muted", &light.muted),
        colour("tint", &light.tint),
        colour("accent", &light.authority),
        colour("rule", &light.rule),
        format!("#let colours = ({})\n", marks.join(", ")),
        size("small", print.small),
        size("body", print.body),
        size("display", print.title),
    ]
    .concat()
}
