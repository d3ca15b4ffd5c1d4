//! Parts of a whole on bars of full length: names above and values inside or just below their parts, white gaps between them.
//!
//! With a part named by the title, that part is navy and the others have a shade of their own, so that the key names
//! each of them; without, parts take the six colours in order.

use super::place::{Area, Wish, spread};
use super::rows::{Sheet, Sign, key, nothing, stripes, told};
use super::scene::{Label, Outline, Scene, Step};
use super::spec::{Stacked, Value};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, Wrapped, width, wrap};

const HIGH: f64 = 28.0;
const GAP: f64 = 2.0;
/// Shades of the parts that are not in focus, and the text on them: neighbours differ in lightness, no two are alike.
const QUIET: [(Tone, Tone); 5] = [
    (Tone::Rest, Tone::Ink),
    (Tone::Region, Tone::Page),
    (Tone::Grid, Tone::Ink),
    (Tone::Shade(3), Tone::Ink),
    (Tone::England, Tone::Page),
];

/// Draws stacked bars.
pub fn draw(spec: &Stacked, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() || spec.parts.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let above = names_above(spec, sheet.width);
    let entries: Vec<(Sign, Label)> = spec
        .parts
        .iter()
        .enumerate()
        .filter(|(i, _)| above.iter().all(|(part, ..)| part != i))
        .map(|(i, name)| {
            (Sign::Striped(part_tone(spec, i).0, striped(spec, i)), Label::new(0.0, 0.0, name.clone()).bold_if(spec.focus == Some(i)))
        })
        .collect();
    // The bar's own label comes before the names of its pieces.
    let title = spec.rows.first().map(|(label, _)| label.as_str()).filter(|label| !above.is_empty() && !label.is_empty());
    let mut y = if entries.is_empty() { 0.0 } else { key(&mut scene, &entries, (0.0, 0.0), sheet.width) + 8.0 };
    if let Some(title) = title {
        let words = wrap(title, Weight::Regular, sheet.width, 3);
        scene.lines(&words, &Label::new(0.0, y + 13.0, "").tone(Tone::Muted));
        y += words.lines.len() as f64 * LEADING + 4.0;
    }
    y += print_names(&mut scene, spec, &above, y);
    for (label, values) in &spec.rows {
        if !label.is_empty() && title.is_none() {
            let words = wrap(label, Weight::Regular, sheet.width, 3);
            scene.lines(&words, &Label::new(0.0, y + 13.0, ""));
            y += words.lines.len() as f64 * LEADING + 2.0;
        }
        y = row(&mut scene, spec, (label, values), y) + 12.0;
    }
    scene.height = y - 6.0;
    scene
}

/// A part's number, where its piece starts, and its name in the room over it.
type Above = (usize, f64, Wrapped);

/// Names that have room over their pieces, where there is but one bar: the others go into the key.
fn names_above(spec: &Stacked, wide: f64) -> Vec<Above> {
    let [(_, values)] = spec.rows.as_slice() else { return Vec::new() };
    let mut all = Vec::new();
    let mut x = 0.0;
    for (i, share) in pieces(values, wide) {
        let name = spec.parts.get(i).map_or("", String::as_str);
        let weight = if spec.focus == Some(i) { Weight::Bold } else { Weight::Regular };
        let words = wrap(name, weight, share - 6.0, 3);
        if !words.cut && name.split_whitespace().all(|word| width(word, weight) <= share - 6.0) && !name.is_empty() {
            all.push((i, x, words));
        }
        x += share + GAP;
    }
    all
}

/// Prints the names over the pieces, their last lines on one height; gives the height they took.
fn print_names(scene: &mut Scene, spec: &Stacked, above: &[Above], top: f64) -> f64 {
    let most = above.iter().map(|(_, _, words)| words.lines.len()).max().unwrap_or(0);
    for (part, x, words) in above {
        let first = top + 13.0 + (most - words.lines.len()) as f64 * LEADING;
        scene.lines(words, &Label::new(*x, first, "").bold_if(spec.focus == Some(*part)));
    }
    if most == 0 { 0.0 } else { most as f64 * LEADING + 3.0 }
}

/// The pieces of a bar: part and width.
fn pieces(values: &[Value], wide: f64) -> Vec<(usize, f64)> {
    let shown: Vec<(usize, f64)> =
        values.iter().enumerate().filter(|(_, v)| v.at.is_finite() && v.at > 0.0).map(|(i, v)| (i, v.at)).collect();
    let total: f64 = shown.iter().map(|(_, at)| at).sum();
    let room = wide - GAP * (shown.len() as f64 - 1.0);
    shown.into_iter().map(|(i, at)| (i, room * at / total)).collect()
}

/// Colour of a part, and of the text on it.
fn part_tone(spec: &Stacked, part: usize) -> (Tone, Tone) {
    match spec.focus {
        Some(focus) if focus == part => (Tone::Authority, Tone::Page),
        Some(focus) => QUIET[(part - usize::from(part > focus)) % QUIET.len()],
        None => (Tone::Part(part), Tone::OnPart(part)),
    }
}

/// How many stripes a part has: of the six colours every other is dark and every other light, so that in grey only
/// stripes tell the first from the third and the fifth.
fn striped(spec: &Stacked, part: usize) -> usize {
    if spec.focus.is_some() { 0 } else { part / 2 % 3 }
}

fn row(scene: &mut Scene, spec: &Stacked, (label, values): (&str, &[Value]), y: f64) -> f64 {
    let pieces = pieces(values, scene.width);
    if pieces.is_empty() {
        scene.shape(Outline::Rect(Area::new(0.5, y + 0.5, scene.width - 1.0, HIGH - 1.0)), Paint::stroke(Tone::Grid, 1.0));
        return y + HIGH;
    }
    let (mut x, mut outside) = (0.0, Vec::new());
    for (i, wide) in pieces {
        let value = &values[i];
        let (tone, on) = part_tone(spec, i);
        let name = spec.parts.get(i).map_or("", String::as_str);
        scene.bar(Area::new(x, y, wide, HIGH), tone, told(&[label, name, &value.shown]));
        stripes(scene, Area::new(x, y, wide, HIGH), striped(spec, i));
        let focus = spec.focus == Some(i);
        let needs = width(&value.shown, Weight::Bold);
        if needs + 8.0 <= wide {
            scene.label(Label::new(x + wide / 2.0, y + HIGH / 2.0 + 5.0, value.shown.clone()).middle().bold().tone(on));
        } else if !value.shown.is_empty() {
            outside.push((x + wide / 2.0, needs, value, focus));
        }
        x += wide + GAP;
    }
    if outside.is_empty() { y + HIGH } else { beside(scene, outside, y + HIGH) }
}

/// Values too long for their parts stand below, joined by hairlines; where they cannot all stand, the smallest go.
fn beside(scene: &mut Scene, mut outside: Vec<(f64, f64, &Value, bool)>, y: f64) -> f64 {
    while outside.iter().map(|o| o.1 + 10.0).sum::<f64>() > scene.width {
        let smallest = (0..outside.len()).min_by(|a, b| outside[*a].2.at.total_cmp(&outside[*b].2.at));
        outside.remove(smallest.expect("there is at least one"));
    }
    let wishes: Vec<Wish> = outside.iter().map(|(at, needs, ..)| Wish::centred(*at, needs + 10.0)).collect();
    for ((from, _, value, focus), x) in outside.iter().zip(spread(&wishes, -5.0, scene.width + 5.0)) {
        let path = vec![Step::Move(*from, y + 1.0), Step::Line(*from, y + 4.0), Step::Line(x, y + 10.0)];
        scene.shape(Outline::Path(path), Paint::stroke(Tone::Axis, 1.0));
        scene.label(Label::new(x, y + 23.0, value.shown.clone()).middle().bold_if(*focus));
    }
    y + 28.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_beside_the_focus_has_a_shade_of_its_own() {
        for focus in 0..6 {
            let spec = Stacked { parts: vec![String::new(); 6], rows: Vec::new(), focus: Some(focus) };
            let tones: Vec<String> = (0..6).map(|part| part_tone(&spec, part).0.class()).collect();
            let distinct: std::collections::BTreeSet<&String> = tones.iter().collect();
            assert_eq!(distinct.len(), 6, "{tones:?}");
            assert_eq!(tones[focus], "la");
        }
    }
}
