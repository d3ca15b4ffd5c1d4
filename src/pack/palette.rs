//! The colours of print: the light ones, for charts and for the layouts' `theme.typ`.

use crate::charts::Palette;

/// The palette of the pack.
pub(super) fn palette() -> Palette {
    let colour = str::to_owned;
    Palette {
        ink: colour("#0B0C0C"),
        muted: colour("#505A5F"),
        page: colour("#FFFFFF"),
        tint: colour("#F4F6F8"),
        authority: colour("#12436D"),
        neighbours: colour("#28A197"),
        region: colour("#767676"),
        england: colour("#3D3D3D"),
        rest: colour("#BFBFBF"),
        special: colour("#490092"),
        axis: colour("#595959"),
        rule: colour("#B1B8BD"),
        grid: colour("#DDE1E4"),
    }
}

/// The same as Typst definitions.
pub(super) fn theme_file(palette: &Palette) -> String {
    let Palette { ink, muted, tint, authority, neighbours, region, england, rule, .. } = palette;
    let line = |name: &str, value: &str| format!("#let {name} = rgb({})\n", super::typst_code::literal(value));
    [
        "// The theme's colours.\n".to_owned(),
        line("ink", ink),
        line("muted", muted),
        line("tint", tint),
        line("accent", authority),
        line("rule", rule),
        format!("#let colours = (neighbours: rgb({neighbours:?}), region: rgb({region:?}), england: rgb({england:?}))\n"),
    ]
    .concat()
}
