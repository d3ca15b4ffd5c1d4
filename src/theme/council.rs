//! A council's two colours, made fit to be read.
//!
//! In: a theme's tokens, a primary and a secondary colour. Out: tokens in those colours, and what was used instead where a
//! colour as given would not read. A shade is sought by lightness alone, so that the hue stays the council's;
//! the greys of region and England move out of the way, so that all four are told apart in grey print.

use super::choice::{Choice, Chosen};
use super::promise::{apart, fit_for_marks, reads};
use super::tokens::{Colours, Contrast, Tokens};
use crate::colour::{Rgb, Sight};
use crate::finding::{Finding, Findings, Severity};

/// On dark an accent is at least this light, as pastel as the built-in one.
const LIGHT_ON_DARK: f64 = 0.76;
/// A neutral signal is this far from the accent, beside its shape.
const SIGNAL_APART: f64 = 12.0;
/// First of the parts of a whole beside the second, as in the palette of the Analysis Function.
const PARTS_APART: f64 = 3.0;

/// Tokens in a council's colours; without any they stay as they are.
pub(super) fn dressed(mut tokens: Tokens, choice: &Choice, findings: &mut Findings) -> Tokens {
    if choice.primary.is_none() && choice.secondary.is_none() {
        return tokens;
    }
    let promised = tokens.contrast;
    let (primary, secondary) = (choice.primary.as_ref().map(|c| c.value), choice.secondary.as_ref().map(|c| c.value));
    dress(&mut tokens.light, (primary, secondary), promised);
    // By night a colour is as light as the eye wants it there, whatever it is by day.
    let lifted = |colour: Rgb| colour.at_lightness(colour.oklab().light.max(LIGHT_ON_DARK));
    dress(&mut tokens.dark, (primary.map(lifted), secondary), promised);
    if primary.is_some() {
        tokens.parts.light[0] = first_part(&tokens.light, &tokens.parts.light[1]);
        tokens.parts.dark[0].clone_from(&tokens.dark.authority);
    }
    let text = format!("as text it needs a contrast of {} on the page and its tint", promised.text.max(4.5));
    let marks =
        format!("marks need a contrast of {} on the page, and must differ from the authority’s in grey print", promised.marks.max(3.0));
    findings.extend(told("primary", choice.primary.as_ref(), &tokens.light.authority, &text));
    findings.extend(told("secondary", choice.secondary.as_ref(), &tokens.light.neighbours, &marks));
    tokens
}

/// Puts the colours into one scheme: the accent first, then the neighbours apart from it, then the greys apart from both.
fn dress(colours: &mut Colours, (primary, secondary): (Option<Rgb>, Option<Rgb>), promised: Contrast) {
    if let Some(primary) = primary {
        let accent = nearest_shade(primary, |shade| reads(colours, shade, promised));
        (colours.authority, colours.link) = (accent.hex(), accent.hex());
    }
    let accent = colours.rgb("authority");
    let neighbours = nearest_shade(secondary.unwrap_or(colours.rgb("neighbours")), |shade| {
        fit_for_marks(colours, shade, promised) && apart(shade, accent)
    });
    colours.neighbours = neighbours.hex();
    (colours.region, colours.england) = greys(colours, promised);
    colours.special = signal(colours, promised).hex();
}

/// The shades of region and England that move least and leave all four areas apart.
fn greys(colours: &Colours, promised: Contrast) -> (String, String) {
    let taken = [colours.rgb("authority"), colours.rgb("neighbours")];
    let free = |colour: Rgb| -> Vec<(Rgb, f64)> {
        let at = colour.oklab().light;
        let shades = std::iter::once(colour).chain((0..=100).map(|step| colour.at_lightness(f64::from(step) / 100.0)));
        let fit = shades.filter(|shade| fit_for_marks(colours, *shade, promised) && taken.iter().all(|other| apart(*shade, *other)));
        fit.map(|shade| (shade, (shade.oklab().light - at).abs())).collect()
    };
    let (regions, englands) = (free(colours.rgb("region")), free(colours.rgb("england")));
    let pairs = regions.iter().flat_map(|region| englands.iter().map(move |england| (region, england)));
    let best = pairs.filter(|(region, england)| apart(region.0, england.0)).min_by(|x, y| (x.0.1 + x.1.1).total_cmp(&(y.0.1 + y.1.1)));
    best.map_or_else(|| (colours.region.clone(), colours.england.clone()), |(region, england)| (region.0.hex(), england.0.hex()))
}

/// The colour of a neutral signal, turned away from an accent of the same hue.
fn signal(colours: &Colours, promised: Contrast) -> Rgb {
    let (special, accent) = (colours.rgb("special"), colours.rgb("authority"));
    let told = |shade: Rgb| shade.distance(accent, Sight::Full) >= SIGNAL_APART;
    // Red and blue or, turned once more, green and blue change places.
    let [r, g, b] = special.0;
    let turns = [special, Rgb([b, g, r]), Rgb([r, b, g])];
    let fit = turns.map(|turn| nearest_shade(turn, |shade| fit_for_marks(colours, shade, promised)));
    fit.into_iter().find(|shade| told(*shade)).unwrap_or(special)
}

/// The first part of a whole: the accent, darker where the part beside it would run into it.
fn first_part(light: &Colours, second: &str) -> String {
    let second = Rgb::parse(second).unwrap_or(light.rgb("page"));
    nearest_shade(light.rgb("authority"), |shade| shade.contrast(second) >= PARTS_APART && light.on(shade).1 >= 4.5).hex()
}

/// The colour itself where it passes, else its nearest shade that does, darker before lighter; itself where none does.
fn nearest_shade(colour: Rgb, passes: impl Fn(Rgb) -> bool) -> Rgb {
    if passes(colour) {
        return colour;
    }
    let at = colour.oklab().light;
    let steps = (1..=400).flat_map(|step| [at - f64::from(step) / 400.0, at + f64::from(step) / 400.0]);
    let mut shades = steps.filter(|light| (0.0..=1.0).contains(light)).map(|light| colour.at_lightness(light));
    shades.find(|shade| passes(*shade)).unwrap_or(colour)
}

/// What to say where a colour is not used as given.
fn told(name: &str, given: Option<&Chosen<Rgb>>, used: &str, why: &str) -> Findings {
    let Some(given) = given.filter(|given| given.value.hex() != used) else { return Findings::default() };
    let how = if Rgb::parse(used).is_some_and(|used| used.luminance() < given.value.luminance()) { "darker" } else { "lighter" };
    let message = format!("the {name} colour {} is used {how}, as {used}: {why}", given.value.hex());
    let finding = Finding::new(Severity::Warning, &format!("theme-{name}"), given.place.clone(), message);
    Findings(vec![finding.hint(format!("set {name} = \"{used}\" to choose that shade, or another that reads"))])
}

#[cfg(test)]
mod tests {
    use super::super::promise::broken;
    use super::super::{Shelf, look};
    use super::*;
    use crate::finding::Place;
    use proptest::prelude::*;

    fn chosen(theme: &str, primary: Option<Rgb>, secondary: Option<Rgb>) -> (Tokens, Findings) {
        let at = |colour| Chosen { value: colour, place: Place::line("annexa.toml", 3) };
        let name = Some(Chosen { value: theme.to_owned(), place: Place::line("annexa.toml", 2) });
        let choice = Choice { name, logo: None, primary: primary.map(at), secondary: secondary.map(at) };
        let look = look(&Shelf::built_in().dressed(choice));
        (look.value.tokens, look.findings)
    }

    fn themes() -> impl Iterator<Item = String> {
        Shelf::built_in().themes().into_iter()
    }

    #[test]
    fn every_built_in_theme_keeps_its_promise() {
        for theme in themes() {
            assert_eq!(broken(&chosen(&theme, None, None).0), [], "{theme}");
        }
        assert!(themes().count() >= 2);
    }

    #[test]
    fn colours_that_read_are_used_as_they_are() {
        let (tokens, findings) = chosen("default", Rgb::parse("#00539B"), Rgb::parse("#C8102E"));
        assert_eq!((tokens.light.authority.as_str(), tokens.light.link.as_str()), ("#00539B", "#00539B"));
        assert!(findings.0.iter().all(|f| f.message.contains("secondary")), "{findings:?}");
    }

    #[test]
    fn a_garish_pair_is_darkened_and_told() {
        let (tokens, findings) = chosen("default", Rgb::parse("#FFD500"), Rgb::parse("#E4007C"));
        assert!(tokens.light.rgb("authority").contrast(tokens.light.rgb("page")) >= 4.5);
        let said = findings.0[0].to_string();
        assert!(said.starts_with("warning: annexa.toml:3: the primary colour #FFD500 is used darker, as #"), "{said}");
        assert!(said.contains("needs a contrast of 4.5"), "{said}");
        // What was used instead is itself used as it is.
        let (again, findings) = chosen("default", Rgb::parse(&tokens.light.authority), Rgb::parse(&tokens.light.neighbours));
        assert_eq!((again.light.authority, findings.0), (tokens.light.authority, Vec::new()));
    }

    #[test]
    fn purple_signals_turn_away_from_a_purple_accent() {
        let (tokens, _) = chosen("default", Rgb::parse("#490092"), None);
        assert_ne!(tokens.light.special, tokens.light.authority);
        assert!(tokens.light.rgb("special").distance(tokens.light.rgb("authority"), Sight::Full) >= SIGNAL_APART);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_two_colours_keep_the_promise(primary: [u8; 3], secondary: [u8; 3], both in 0..3_u8) {
            for theme in themes() {
                let (first, second) = ((both != 1).then_some(Rgb(primary)), (both != 2).then_some(Rgb(secondary)));
                let (tokens, findings) = chosen(&theme, first, second);
                prop_assert_eq!(broken(&tokens), [], "{}", theme);
                prop_assert!(findings.0.iter().all(|f| f.severity == Severity::Warning));
            }
        }
    }
}
