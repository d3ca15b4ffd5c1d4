//! The promise: every colour reads on its ground, and the four areas are told apart in any light.
//!
//! In: tokens. Out: what falls short, by token. The theme says how much contrast it promises; WCAG says how it is measured.

use super::tokens::{Colours, Contrast, Tokens};
use crate::colour::{Rgb, Sight};

/// Tokens that text is set in.
const TEXT: [&str; 4] = ["ink", "muted", "link", "authority"];
/// Tokens that marks are drawn in.
const MARKS: [&str; 5] = ["neighbours", "region", "england", "special", "axis"];
/// The marks that stand beside each other in one chart.
pub(super) const AREAS: [&str; 4] = ["authority", "neighbours", "region", "england"];
/// What a mark may lose on the tint: the Analysis Function's teal reaches 3.17 on white and 2.93 on a band behind it.
const LESS_ON_TINT: f64 = 0.1;
/// Text on a coloured part or shade, whatever else a theme promises.
const TEXT_ON_PARTS: f64 = 4.5;
/// A step of lightness that is seen in grey print, in hundredths of the way from black to white.
const STEP_IN_GREY: f64 = 7.0;
/// A step of colour that is seen beside shape and dash.
const STEP_IN_COLOUR: f64 = 7.0;

/// A token that does not keep the promise.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Broken {
    /// `light.muted`, or two of them.
    pub(super) token: String,
    /// What is wrong with it.
    pub(super) why: String,
}

/// Every token that falls short.
pub(super) fn broken(tokens: &Tokens) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (scheme, colours, parts) in [("light", &tokens.light, &tokens.parts.light), ("dark", &tokens.dark, &tokens.parts.dark)] {
        let mut fault = |token: &str, why: String| broken.push(Broken { token: format!("{scheme}.{token}"), why });
        for name in TEXT.into_iter().filter(|name| !reads(colours, colours.rgb(name), tokens.contrast)) {
            let reached = colours.rgb("page").contrast(colours.rgb(name)).min(colours.rgb("tint").contrast(colours.rgb(name)));
            fault(name, format!("has a contrast of {reached:.1} on the page or its tint; text needs {}", tokens.contrast.text.max(4.5)));
        }
        for name in MARKS.into_iter().filter(|name| !fit_for_marks(colours, colours.rgb(name), tokens.contrast)) {
            let reached = colours.rgb("page").contrast(colours.rgb(name));
            fault(name, format!("has a contrast of {reached:.1} on the page; marks need {}", tokens.contrast.marks.max(3.0)));
        }
        for (i, a) in AREAS.iter().enumerate() {
            for b in &AREAS[i + 1..] {
                if !apart(colours.rgb(a), colours.rgb(b)) {
                    fault(a, format!("is hardly told from {scheme}.{b} in grey print or by colour-blind readers"));
                }
            }
        }
        if colours.shades().into_iter().any(|shade| colours.on(shade).1 < TEXT_ON_PARTS) {
            fault("authority", "leaves a shade of heat maps on which no text reads".to_owned());
        }
        for (i, part) in parts.iter().enumerate() {
            if Rgb::parse(part).is_none_or(|part| colours.on(part).1 < TEXT_ON_PARTS) {
                fault("parts", format!("part {} is one on which no text reads", i + 1));
            }
        }
    }
    broken
}

/// Whether text in a colour reads on page and tint.
pub(super) fn reads(colours: &Colours, colour: Rgb, promised: Contrast) -> bool {
    ["page", "tint"].iter().all(|ground| colours.rgb(ground).contrast(colour) >= promised.text.max(4.5))
}

/// Whether a colour is fit for marks.
pub(super) fn fit_for_marks(colours: &Colours, colour: Rgb, promised: Contrast) -> bool {
    let least = promised.marks.max(3.0);
    colours.rgb("page").contrast(colour) >= least && colours.rgb("tint").contrast(colour) >= least - LESS_ON_TINT
}

/// Whether two colours are told apart in grey and with any sight.
pub(super) fn apart(a: Rgb, b: Rgb) -> bool {
    a.distance(b, Sight::Grey) >= STEP_IN_GREY && Sight::ALL.iter().all(|sight| a.distance(b, *sight) >= STEP_IN_COLOUR)
}
