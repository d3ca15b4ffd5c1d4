//! The same small dots with whiskers for several measures, side by side on one shared axis, each with how many it rests on.

use super::place::Area;
use super::rows::{Sheet, known, nothing, told};
use super::scene::{Label, Outline, Scene};
use super::spec::{Multiples, Panel, Spot};
use super::style::{Paint, Tone};
use super::text::{LEADING, SIZE, Weight, Wrapped, rise, widest, width, wrap};

const HIGH: f64 = 96.0;
const GUTTER: f64 = 28.0;

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
    let across = (((sheet.width + GUTTER) / (need + GUTTER)).floor() as usize).clamp(1, spec.panels.len());
    let across = spec.panels.len().div_ceil(spec.panels.len().div_ceil(across));
    let wide = (sheet.width - GUTTER * (across as f64 - 1.0)) / across as f64;
    let mut y = 0.0;
    for row in spec.panels.chunks(across) {
        let titles: Vec<Wrapped> = row.iter().map(|(title, _)| wrap(title, Weight::Bold, wide, 3)).collect();
        let head = titles.iter().map(|t| t.lines.len()).max().unwrap_or(1) as f64 * LEADING;
        let mut foot: f64 = y;
        for (i, (one, title)) in row.iter().zip(&titles).enumerate() {
            let x = i as f64 * (wide + GUTTER);
            scene.lines(title, &Label::new(x, y + 13.0, "").bold());
            foot = foot.max(panel(&mut scene, one, Area::new(x, y + head + 24.0, wide, HIGH), spec.top));
        }
        y = foot + 24.0;
    }
    scene.height = y - 18.0;
    scene
}

/// Draws a panel over its box; gives the foot of its labels.
fn panel(scene: &mut Scene, (title, spots): &Panel, area: Area, top: f64) -> f64 {
    let top = if top.is_finite() && top > 0.0 { top } else { 1.0 };
    let step = area.w / spots.len().max(1) as f64;
    let high = |value: f64| area.bottom() - area.h * (value / top).clamp(0.0, 1.0);
    for part in [0.5, 1.0] {
        scene.line((area.x, high(top * part)), (area.right(), high(top * part)), Paint::stroke(Tone::Grid, 1.0));
    }
    scene.line((area.x, area.bottom()), (area.right(), area.bottom()), Paint::stroke(Tone::Axis, 1.0));
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

/// The whisker, the dot and its value over them; a stroke where there is none.
fn draw_spot(scene: &mut Scene, (title, spot): (&str, &Spot), (x, foot, step): (f64, f64, f64), high: &impl Fn(f64) -> f64) {
    let Some(value) = &spot.value else {
        return scene.line((x - 4.0, foot - 8.0), (x + 4.0, foot - 8.0), Paint::stroke(Tone::Axis, 1.5));
    };
    let fits = width(&value.shown, Weight::Bold) + 4.0 <= step;
    let Some(at) = known(value.at) else {
        return scene.label(Label::new(x, foot - 6.0, value.shown.clone()).middle().tone(Tone::Muted));
    };
    let mut head = high(at) - 5.0;
    if let Some((low, up)) = spot.interval.filter(|(low, up)| low.is_finite() && up.is_finite()) {
        scene.whisker((x, high(low)), (x, high(up)), 9.0);
        head = head.min(high(up));
    }
    scene.titled(
        Outline::Circle((x, high(at)), 5.0),
        Paint::fill(Tone::Authority).edged(1.5),
        told(&[title, &spot.label, &value.shown, &spot.of]),
    );
    if fits {
        scene.label(Label::new(x, head - 6.0, value.shown.clone()).middle().bold().tone(Tone::Authority).halo());
    }
}
