//! The same small columns for several measures, side by side on one shared axis.

use super::place::Area;
use super::rows::{Sheet, known, nothing, told};
use super::scene::{Label, Scene};
use super::spec::{Multiples, Panel};
use super::style::{Paint, Tone};
use super::text::{LEADING, SIZE, Weight, Wrapped, rise, widest, wrap};

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
    let words = widest(all().map(|(label, _)| label.as_str()), Weight::Regular);
    let values = widest(all().filter_map(|(_, v)| v.as_ref()).map(|v| v.shown.as_str()), Weight::Bold);
    let need = places as f64 * (words.max(values) + 6.0).max(24.0);
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

/// Draws the columns of a panel over its box; gives the foot of its labels.
fn panel(scene: &mut Scene, (title, values): &Panel, area: Area, top: f64) -> f64 {
    let top = if top.is_finite() && top > 0.0 { top } else { 1.0 };
    let step = area.w / values.len().max(1) as f64;
    let half = (step * 0.36).min(32.0);
    let fits = |words: &str, weight| widest([words], weight) + 4.0 <= step;
    let mut lowest = area.bottom();
    for (i, (label, value)) in values.iter().enumerate() {
        let x = area.x + step * (i as f64 + 0.5);
        if let Some((value, at)) = value.as_ref().and_then(|v| known(v.at).map(|at| (v, at))) {
            let high = area.h * (at / top).clamp(0.0, 1.0);
            let said = told(&[title, label, &value.shown]);
            scene.bar(Area::new(x - half, area.bottom() - high, half * 2.0, high), Tone::Authority, said);
            if fits(&value.shown, Weight::Bold) {
                scene.label(Label::new(x, area.bottom() - high - 6.0, value.shown.clone()).middle().bold().tone(Tone::Authority));
            }
        } else if let Some(value) = value {
            scene.label(Label::new(x, area.bottom() - 6.0, value.shown.clone()).middle().tone(Tone::Muted));
        } else {
            scene.line((x - 4.0, area.bottom() - 8.0), (x + 4.0, area.bottom() - 8.0), Paint::stroke(Tone::Axis, 1.5));
        }
        let words = wrap(label, Weight::Regular, (step - 4.0).max(SIZE), 2);
        if !words.cut {
            scene.lines(&words, &Label::new(x, area.bottom() + rise(SIZE) + 6.0, "").middle().tone(Tone::Muted));
            lowest = lowest.max(area.bottom() + 6.0 + words.height());
        }
    }
    scene.line((area.x, area.bottom()), (area.right(), area.bottom()), Paint::stroke(Tone::Axis, 1.0));
    lowest
}
