//! A table of values shaded by size, the value in every cell, its text chosen to read on its shade.
//!
//! Where labels beside the rows leave the columns no room, each row stands under its label over the whole width. Where even
//! that is too narrow, only cells with a shade are listed if they are few, else the columns go on below, totals first.

use super::place::Area;
use super::rows::{Sheet, Sign, key, known, nothing, told};
use super::scene::{Label, Outline, Scene};
use super::spec::{Heat, Value};
use super::style::{Paint, SHADES, Tone};
use super::text::LEADING;
use super::text::{Weight, Wrapped, widest, width, wrap};

/// Draws a heat map.
pub fn draw(spec: &Heat, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() || spec.columns.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let most = spec.rows.iter().flat_map(|(_, cells)| cells.iter().flatten()).map(|v| v.at).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let cell = least_cell(spec);
    let y = classes(&mut scene, spec);
    let all: Vec<usize> = (0..spec.columns.len()).collect();
    let beside = [0.34, 0.26, 0.20]
        .map(|part| labels(spec, sheet.width * part))
        .into_iter()
        .find(|(words, left)| words.iter().all(is_whole) && sheet.width - left >= cell * all.len() as f64);
    // Labels give way before a row is parted: first a little, then to a line above their cells.
    let foot = if let Some((labels, left)) = beside {
        let wide = ((sheet.width - left) / all.len() as f64).min(150.0);
        block(&mut scene, (spec, &labels, most), &all, (left, y, wide))
    } else if sheet.width >= cell * all.len() as f64 {
        let wide = (sheet.width / all.len() as f64).min(150.0);
        below_labels(&mut scene, (spec, most), &all, (y, wide))
    } else if !spec.classes.is_empty() && shaded(spec, most).len() * 2 <= spec.rows.len() * all.len() {
        only_shaded(&mut scene, (spec, most), y)
    } else {
        in_blocks(&mut scene, (spec, most), (cell.min(sheet.width), y))
    };
    scene.height = foot + 2.0;
    scene
}

/// Whether no word of a label is broken between letters.
fn is_whole(words: &Wrapped) -> bool {
    !words.cut && words.lines.join(" ") == words.full.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As many columns as there is room for, then on below; totals come first, so that the first block has them.
fn in_blocks(scene: &mut Scene, (spec, most): (&Heat, f64), (cell, top): (f64, f64)) -> f64 {
    let parts = spec.columns.len() - spec.totals.min(spec.columns.len());
    let order: Vec<usize> = (parts..spec.columns.len()).chain(0..parts).collect();
    let at_once = ((scene.width / cell).floor() as usize).clamp(1, order.len());
    let a_block = order.len().div_ceil(order.len().div_ceil(at_once));
    let wide = (scene.width / a_block as f64).min(150.0);
    order.chunks(a_block).fold(top, |y, columns| below_labels(scene, (spec, most), columns, (y, wide)) + 16.0) - 16.0
}

/// Cells over the whole width, each row under its label.
fn below_labels(scene: &mut Scene, (spec, most): (&Heat, f64), columns: &[usize], (top, wide): (f64, f64)) -> f64 {
    let mut y = heads(scene, spec, columns, (0.0, top, wide)) + 2.0;
    for (label, cells) in &spec.rows {
        let words = wrap(label, Weight::Regular, scene.width, 6);
        scene.lines(&words, &Label::new(0.0, y + 14.0, ""));
        y += words.lines.len() as f64 * LEADING + 2.0;
        row(scene, (spec, most), (label, cells), columns, (0.0, y, wide, 26.0));
        y += 32.0;
    }
    y - 6.0
}

/// Rows and columns of the cells that have a shade.
fn shaded(spec: &Heat, most: f64) -> Vec<(usize, usize)> {
    let cell = |(row, column): (usize, usize)| {
        let total = column + spec.totals >= spec.columns.len();
        spec.rows[row]
            .1
            .get(column)
            .and_then(Option::as_ref)
            .and_then(|v| known(v.at))
            .filter(|_| !total)
            .and_then(|v| shade_of(spec, v, most))
    };
    let places = (0..spec.rows.len()).flat_map(|row| (0..spec.columns.len()).map(move |column| (row, column)));
    places.filter(|place| cell(*place).is_some()).collect()
}

/// Where most cells have no shade and the table has no room: those that have one, each on a line, and how many others there are.
fn only_shaded(scene: &mut Scene, (spec, most): (&Heat, f64), top: f64) -> f64 {
    let all = shaded(spec, most);
    let filled = spec.rows.iter().flat_map(|(_, cells)| cells.iter().take(spec.columns.len()).flatten()).count();
    let wide = (widest(spec.rows.iter().flat_map(|(_, cells)| cells.iter().flatten()).map(|v| v.shown.as_str()), Weight::Regular) + 16.0)
        .min(scene.width * 0.4);
    let mut y = top;
    for (at, column) in &all {
        let (label, cells) = &spec.rows[*at];
        let words = wrap(&format!("{label}: {}", spec.columns[*column]), Weight::Regular, scene.width - wide - 10.0, 6);
        let high = (words.lines.len() as f64 * LEADING + 4.0).max(28.0);
        scene.lines_about(&words, &Label::new(0.0, y + high / 2.0, ""));
        row(scene, (spec, most), (label, cells), &[*column], (scene.width - wide, y, wide, high));
        y += high + 2.0;
    }
    let others = filled.saturating_sub(all.len());
    if others > 0 {
        let few = if all.is_empty() { "No cell has a shade".to_owned() } else { format!("{others} other cells have no shade") };
        scene.lines(&wrap(&few, Weight::Regular, scene.width, 2), &Label::new(0.0, y + 16.0, "").tone(Tone::Muted));
        y += 24.0;
    }
    y
}

/// Labels wrapped to a room, and where the cells start beside them.
fn labels(spec: &Heat, room: f64) -> (Vec<Wrapped>, f64) {
    let words = spec.rows.iter().flat_map(|(label, _)| label.split_whitespace());
    let room = room.max(widest(words, Weight::Regular).min(140.0));
    let labels: Vec<Wrapped> = spec.rows.iter().map(|(label, _)| wrap(label, Weight::Regular, room, 6)).collect();
    let left = labels.iter().map(|l| l.width).fold(0.0, f64::max) + 8.0;
    (labels, left)
}

/// A cell holds its widest value and the longest word of its head, the latter up to a limit.
fn least_cell(spec: &Heat) -> f64 {
    let values = widest(spec.rows.iter().flat_map(|(_, cells)| cells.iter().flatten()).map(|v| v.shown.as_str()), Weight::Regular);
    let words = widest(spec.columns.iter().flat_map(|c| c.split_whitespace()), Weight::Regular);
    (values + 10.0).max(words.min(96.0) + 6.0).max(34.0)
}

/// Heads of columns, their last lines on one height; gives where the rows start.
fn heads(scene: &mut Scene, spec: &Heat, columns: &[usize], (left, top, wide): (f64, f64, f64)) -> f64 {
    let heads: Vec<Wrapped> = columns.iter().map(|c| wrap(&spec.columns[*c], Weight::Regular, wide - 6.0, 3)).collect();
    let head = heads.iter().map(|h| h.lines.len()).max().unwrap_or(1) as f64 * LEADING;
    for (i, words) in heads.iter().enumerate() {
        let first = top + head - (words.lines.len() as f64 - 1.0) * LEADING - 4.0;
        scene.lines(words, &Label::new(left + wide * (i as f64 + 0.5), first, "").middle().tone(Tone::Muted));
    }
    top + head + 4.0
}

/// The table with its labels beside the rows.
fn block(scene: &mut Scene, (spec, labels, most): (&Heat, &[Wrapped], f64), columns: &[usize], (left, top, wide): (f64, f64, f64)) -> f64 {
    let mut y = heads(scene, spec, columns, (left, top, wide));
    for ((label, cells), words) in spec.rows.iter().zip(labels) {
        let high = (words.lines.len() as f64 * LEADING + 4.0).max(25.0);
        scene.lines_about(words, &Label::new(left - 8.0, y + high / 2.0, "").end());
        row(scene, (spec, most), (label, cells), columns, (left, y, wide, high));
        y += high;
    }
    y
}

/// The cells of a row from a place on.
fn row(
    scene: &mut Scene,
    (spec, most): (&Heat, f64),
    (label, cells): (&str, &[Option<Value>]),
    columns: &[usize],
    (left, top, wide, high): (f64, f64, f64, f64),
) {
    for (i, column) in columns.iter().enumerate() {
        let area = Area::new(left + wide * i as f64 + 1.0, top + 1.0, wide - 2.0, high - 2.0);
        let value = cells.get(*column).and_then(Option::as_ref);
        let total = column + spec.totals >= spec.columns.len();
        let shade = value.and_then(|v| known(v.at)).filter(|_| !total).and_then(|v| shade_of(spec, v, most));
        draw_cell(scene, value, area, (shade, told(&[label, &spec.columns[*column]])));
    }
}

fn draw_cell(scene: &mut Scene, value: Option<&Value>, area: Area, (shade, title): (Option<usize>, String)) {
    let said = value.map_or(title.clone(), |v| told(&[&title, &v.shown]));
    match shade {
        Some(shade) => scene.bar(area, Tone::Shade(shade), said),
        None => {
            let edge = Area::new(area.x + 0.5, area.y + 0.5, area.w - 1.0, area.h - 1.0);
            scene.titled(Outline::Rect(edge), Paint::stroke(Tone::Grid, 1.0), said);
        }
    }
    let Some(value) = value else { return };
    let tone = shade.map_or(Tone::Muted, Tone::OnShade);
    let words = if width(&value.shown, Weight::Regular) <= area.w {
        value.shown.clone()
    } else {
        wrap(&value.shown, Weight::Regular, area.w, 1).lines[0].clone()
    };
    scene.label(Label::new(area.x + area.w / 2.0, area.y + area.h / 2.0 + 5.0, words).middle().tone(tone));
}

/// The key of the classes; gives the height it took.
fn classes(scene: &mut Scene, spec: &Heat) -> f64 {
    if spec.classes.is_empty() {
        return 0.0;
    }
    let entry = |(i, (_, words)): (usize, &(f64, String))| (Sign::Swatch(class_shade(spec, i)), Label::new(0.0, 0.0, words.clone()));
    let entries: Vec<(Sign, Label)> = spec.classes.iter().enumerate().map(entry).collect();
    let width = scene.width;
    key(scene, &entries, (0.0, 0.0), width) + 8.0
}

/// Few classes stand far apart from pale to dark.
fn class_shade(spec: &Heat, class: usize) -> Tone {
    Tone::Shade(shade_of_class(spec, class))
}

fn shade_of_class(spec: &Heat, class: usize) -> usize {
    (1 + class * (SHADES - 2) / (spec.classes.len() - 1).max(1)).min(SHADES - 1)
}

/// A value's class has its shade; without classes shades run evenly from nothing to the largest value. Zero has none.
fn shade_of(spec: &Heat, value: f64, most: f64) -> Option<usize> {
    if !spec.classes.is_empty() {
        return spec.classes.iter().rposition(|(above, _)| value > *above).map(|class| shade_of_class(spec, class));
    }
    if value <= 0.0 || most <= 0.0 {
        return None;
    }
    Some(((value / most * SHADES as f64).ceil() as usize).clamp(1, SHADES) - 1)
}

#[cfg(test)]
mod tests {
    use super::super::Medium;
    use super::*;

    fn value(at: f64) -> Option<Value> {
        Some(Value { at, shown: at.to_string() })
    }

    fn words(spec: &Heat, width: f64) -> Vec<Label> {
        draw(spec, Sheet { width, medium: Medium::Screen }).labels().cloned().collect()
    }

    #[test]
    fn on_a_phone_a_row_keeps_its_total_and_its_words() {
        let spec = Heat {
            columns: ["This council", "Private providers", "Other", "All"].map(str::to_owned).to_vec(),
            rows: vec![("Semi-independent".to_owned(), vec![value(2.0), value(8.0), value(0.0), value(10.0)])],
            classes: vec![(0.0, "1 to 4".to_owned()), (4.0, "5 to 14".to_owned())],
            totals: 1,
        };
        let labels = words(&spec, 358.0);
        let y = |wanted: &str| labels.iter().filter(|l| l.text == wanted).map(|l| l.y).collect::<Vec<_>>();
        assert_eq!(y("Semi-independent").len(), 1, "one row, its label whole: {labels:?}");
        assert_eq!(y("2"), y("10"), "a cell and the total stand on one line");
    }

    #[test]
    fn a_wide_table_of_few_shades_is_a_list_of_these_on_a_phone() {
        let columns: Vec<String> = (0..9).map(|i| format!("Column {i}")).collect();
        let mut rows: Vec<(String, Vec<Option<Value>>)> = (0..11).map(|i| (format!("List {i}"), vec![value(0.0); 9])).collect();
        rows[3].1[7] = value(11.1);
        let spec = Heat { columns, rows, classes: vec![(2.0, "Under 98%".to_owned()), (10.0, "Under 90%".to_owned())], totals: 0 };
        let on_phone: Vec<String> = words(&spec, 358.0).into_iter().map(|l| l.text).collect();
        assert!(on_phone.contains(&"List 3: Column 7".to_owned()) && on_phone.contains(&"11.1".to_owned()), "{on_phone:?}");
        assert!(on_phone.contains(&"98 other cells have no shade".to_owned()) && on_phone.len() < 8, "{on_phone:?}");
        assert!(words(&spec, 960.0).len() > 100, "a desk shows every cell");
    }

    #[test]
    fn blocks_start_with_the_totals() {
        let columns: Vec<String> = (0..12).map(|i| format!("Column {i}")).collect();
        let spec = Heat { columns, rows: vec![("All".to_owned(), vec![value(1.0); 12])], classes: Vec::new(), totals: 1 };
        let first = words(&spec, 358.0).into_iter().map(|l| l.text).collect::<Vec<_>>().join(" ");
        assert!(first.starts_with("Column 11 Column 0"), "{first}");
    }
}
