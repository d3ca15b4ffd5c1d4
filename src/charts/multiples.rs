//! The same small dots with whiskers for several measures, side by side on one shared axis, each with how many it rests on.

use super::place::Area;
use super::rows::{Sheet, known, nothing, told};
use super::scene::{Label, Outline, Scene};
use super::spec::{Multiples, Panel, Spot};
use super::style::{Paint, Tone};
use super::text::{LEADING, SIZE, Weight, Wrapped, fall, rise, widest, width, wrap};
use crate::number::grouped;

const GUTTER: f64 = 18.0;

/// Draws small multiples.
pub fn draw(spec: &Multiples, sheet: Sheet) -> Scene {
    let places = spec.panels.iter().map(|p| p.1.len()).max().unwrap_or(0);
    if places == 0 {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let all = || spec.panels.iter().flat_map(|p| p.1.iter());
    let words = widest(all().map(|spot| spot.label.as_str()), Weight::Bold);
    let counts = widest(all().flat_map(|spot| spot.of.split_whitespace()), Weight::Regular);
    let values = widest(all().filter_map(|spot| spot.value.as_ref()).map(|v| v.shown.as_str()), Weight::Bold);
    let need = places as f64 * (words.max(values).max(counts) + 6.0).max(24.0);
    // The axis is named at the left of each row of panels.
    let ticks = ticks(spec);
    let left = widest(ticks.iter().map(|tick| tick.1.as_str()), Weight::Regular) + 8.0;
    let across = (((sheet.width - left + GUTTER) / (need + GUTTER)).floor() as usize).clamp(1, spec.panels.len());
    let across = spec.panels.len().div_ceil(spec.panels.len().div_ceil(across));
    let wide = (sheet.width - left - GUTTER * (across as f64 - 1.0)) / across as f64;
    let tall = sheet.pick(200.0, 150.0);
    let mut y = 0.0;
    for row in spec.panels.chunks(across) {
        let titles: Vec<Wrapped> = row.iter().map(|(title, _)| wrap(title, Weight::Bold, wide, 3)).collect();
        let head = titles.iter().map(|t| t.lines.len()).max().unwrap_or(1) as f64 * LEADING;
        let mut foot: f64 = y;
        for (i, (one, title)) in row.iter().zip(&titles).enumerate() {
            let x = left + i as f64 * (wide + GUTTER);
            scene.lines(title, &Label::new(x, y + 13.0, "").bold());
            foot = foot.max(panel(&mut scene, one, Area::new(x, y + head + 24.0, wide, tall), &ticks, spec.top));
        }
        for (part, words) in &ticks {
            let at = y + head + 24.0 + tall * (1.0 - part);
            scene.label(Label::new(left - 8.0, at + 5.0, words.clone()).end().tone(Tone::Muted));
        }
        y = foot + 24.0;
    }
    scene.height = y - 18.0;
    scene
}

/// Lines of the shared axis, as parts of its height, with their words.
fn ticks(spec: &Multiples) -> [(f64, String); 3] {
    [0.0, 0.5, 1.0].map(|part| (part, grouped(upper(spec.top) * part, usize::from((upper(spec.top) * part).fract() != 0.0)) + &spec.suffix))
}

/// The upper end of the axis, where it is one.
fn upper(top: f64) -> f64 {
    if top.is_finite() && top > 0.0 { top } else { 1.0 }
}

/// Draws a panel over its box; gives the foot of its labels.
fn panel(scene: &mut Scene, (title, spots): &Panel, area: Area, ticks: &[(f64, String)], top: f64) -> f64 {
    let step = area.w / spots.len().max(1) as f64;
    let high = |value: f64| area.bottom() - area.h * (value / upper(top)).clamp(0.0, 1.0);
    for (part, _) in ticks {
        let y = area.bottom() - area.h * part;
        scene.line((area.x, y), (area.right(), y), Paint::stroke(if *part == 0.0 { Tone::Axis } else { Tone::Grid }, 1.0));
    }
    let mut lowest = area.bottom();
    for (i, spot) in spots.iter().enumerate() {
        let x = area.x + step * (i as f64 + 0.5);
        draw_spot(scene, (title, spot), (x, area.bottom(), step), &high);
        let mut y = area.bottom() + rise(SIZE) + 6.0;
        for (words, bold) in [(&spot.label, true), (&spot.of, false)] {
            let weight = if bold { Weight::Bold } else { Weight::Regular };
            let words = wrap(words, weight, (step - 4.0).max(SIZE), 3);
            if words.cut || words.full.is_empty() || words.width > step {
                continue;
            }
            let tone = if bold { Tone::Ink } else { Tone::Muted };
            scene.lines(&words, &Label::new(x, y, "").middle().bold_if(bold).tone(tone));
            y += words.lines.len() as f64 * LEADING;
        }
        lowest = lowest.max(y - rise(SIZE));
    }
    lowest
}

/// The whisker, the dot and its value below them, or above where there is no room below; a stroke where there is none.
fn draw_spot(scene: &mut Scene, (title, spot): (&str, &Spot), (x, foot, step): (f64, f64, f64), high: &impl Fn(f64) -> f64) {
    let Some(value) = &spot.value else {
        return scene.line((x - 4.0, foot - 8.0), (x + 4.0, foot - 8.0), Paint::stroke(Tone::Axis, 1.5));
    };
    let fits = width(&value.shown, Weight::Bold) + 4.0 <= step;
    let Some(at) = known(value.at) else {
        return scene.label(Label::new(x, foot - 6.0, value.shown.clone()).middle().tone(Tone::Muted));
    };
    // Highest and lowest of what is drawn: the dot, and the whisker with its caps.
    let (mut head, mut end) = (high(at) - 5.0, high(at) + 5.0);
    if let Some((low, up)) = spot.interval.filter(|(low, up)| low.is_finite() && up.is_finite()) {
        scene.whisker((x, high(low)), (x, high(up)), 9.0);
        (head, end) = (head.min(high(up) - 1.0), end.max(high(low) + 1.0));
    }
    scene.titled(
        Outline::Circle((x, high(at)), 5.0),
        Paint::fill(Tone::Authority).edged(1.5),
        told(&[title, &spot.label, &value.shown, &spot.of]),
    );
    if fits {
        let below = end + 4.0 + rise(SIZE);
        let y = if below + fall(SIZE) <= foot { below } else { head - 6.0 };
        scene.label(Label::new(x, y, value.shown.clone()).middle().bold().tone(Tone::Authority).halo());
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Medium, scene::Item, scene::Step, spec::Value};
    use super::*;

    #[test]
    fn a_value_never_stands_on_a_whisker() {
        let spot = |at: f64, interval: (f64, f64)| Spot {
            label: "18".to_owned(),
            value: Some(Value { at, shown: format!("{at:.1}%") }),
            interval: Some(interval),
            of: "35 of 39".to_owned(),
        };
        let spots = vec![spot(89.7, (76.0, 96.0)), spot(4.0, (0.5, 12.0)), spot(100.0, (93.0, 100.0)), spot(50.0, (1.0, 99.0))];
        let spec = Multiples { panels: vec![("In touch".to_owned(), spots)], top: 100.0, suffix: "%".to_owned() };
        let scene = draw(&spec, Sheet { width: 960.0, medium: Medium::Screen });
        let whiskers: Vec<Vec<(f64, f64)>> = scene
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Shape(shape) if shape.paint.stroke == Some(Tone::Ink) => match &shape.outline {
                    Outline::Path(steps) => Some(
                        steps
                            .iter()
                            .filter_map(|s| if let Step::Move(x, y) | Step::Line(x, y) = s { Some((*x, *y)) } else { None })
                            .collect(),
                    ),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        assert_eq!(whiskers.len(), 4);
        let values: Vec<&Label> = scene.labels().filter(|label| label.tone == Tone::Authority).collect();
        assert_eq!(values.len(), 4);
        for label in values {
            let bounds = label.bounds();
            for whisker in &whiskers {
                let (low, high) = whisker.iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(p.1), high.max(p.1)));
                let meets = whisker[0].0 > bounds.x && whisker[0].0 < bounds.right() && bounds.y < high && bounds.bottom() > low;
                assert!(!meets, "{} stands on a whisker", label.text);
            }
        }
        assert!(["0%", "50%", "100%"].iter().all(|tick| scene.labels().any(|label| label.text == *tick && label.tone == Tone::Muted)));
    }
}
