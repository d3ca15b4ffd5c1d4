//! Sorted horizontal bars with their number and share in columns, whiskers and a comparator's marks.

use super::place::Area;
use super::rows::{RowLabels, Sheet, Sign, draw_sign, known, nothing, told};
use super::scene::{Label, Scene};
use super::spec::{Bar, Bars, Who};
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, widest, width, wrap};

/// From the left of a key to its words.
const KEY: f64 = 18.0;

/// Measures of the plot.
struct Frame {
    labels: RowLabels,
    /// Left and right end of the bars' room.
    from: f64,
    to: f64,
    /// Values at these ends.
    low: f64,
    high: f64,
    /// Right edge of the column of numbers.
    numbers: f64,
    width: f64,
    /// Whether the title names rows; where it names none, all are its subject.
    named: bool,
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

/// Draws bars.
pub fn draw(spec: &Bars, sheet: Sheet) -> Scene {
    if spec.rows.is_empty() {
        return nothing(sheet.width);
    }
    let frame = frame(spec, sheet);
    let mut scene = Scene::new(sheet.width);
    let mut y = heads(&mut scene, spec, &frame);
    let (top, bar) = (y, 14.0);
    let pitch = if frame.labels.above() {
        22.0
    } else if sheet.is_narrow() {
        sheet.pick(28.0, 22.0)
    } else {
        sheet.pick(30.0, 22.0)
    };
    let mut middles = Vec::new();
    let mut apart = false;
    for (i, row) in spec.rows.iter().enumerate() {
        if row.apart && !apart && i > 0 {
            scene.line((0.0, y + 3.0), (sheet.width, y + 3.0), Paint::stroke(Tone::Grid, 1.0));
            y += 6.0;
        }
        apart |= row.apart;
        let lift = frame.labels.lift(i) + if frame.labels.above() { 4.0 } else { 0.0 };
        let height = frame.labels.height(i, pitch);
        let middle = y + lift + height / 2.0;
        frame.labels.print(&mut scene, i, y + 4.0, middle);
        draw_row(&mut scene, row, &frame, middle, bar);
        middles.push(middle);
        y += lift + height;
    }
    let zero = frame.x(0.0);
    let stems = if frame.labels.above() { middles.iter().map(|m| (m - 10.0, m + 10.0)).collect() } else { vec![(top, y)] };
    for (from, to) in stems {
        scene.line((zero, from), (zero, to), Paint::stroke(Tone::Axis, 1.0));
    }
    marks(&mut scene, spec, &frame, &middles);
    scene.height = y + 4.0;
    scene
}

fn frame(spec: &Bars, sheet: Sheet) -> Frame {
    let weight = |row: &Bar| if row.focus { Weight::Bold } else { Weight::Regular };
    let shares = widest(spec.rows.iter().map(|r| r.value.shown.as_str()), Weight::Bold).max(width(&spec.heads.1, Weight::Regular));
    let counts = widest(spec.rows.iter().map(|r| r.number.as_str()), Weight::Regular).max(width(&spec.heads.0, Weight::Regular));
    let numbers = sheet.width - if shares > 0.0 { shares + 16.0 } else { 0.0 };
    let to = numbers - if counts > 0.0 { counts + 12.0 } else { 0.0 };
    let labels: Vec<(&str, Weight)> = spec.rows.iter().map(|r| (r.label.as_str(), weight(r))).collect();
    let most = (sheet.width * 0.40).min(to - 110.0).max(60.0);
    let labels = RowLabels::fit(&labels, most, sheet.width);
    let from = if labels.above() { if spec.marks.is_some() { 6.5 } else { 0.5 } } else { labels.column + 8.5 };
    let reach = |row: &Bar| {
        let mut all = vec![row.value.at];
        all.extend(row.interval.iter().flat_map(|(a, b)| [*a, *b]));
        all.extend(row.mark.iter().map(|m| m.at));
        all
    };
    let all: Vec<f64> = spec.rows.iter().flat_map(reach).filter(|v| v.is_finite()).collect();
    let low = all.iter().copied().fold(0.0, f64::min);
    let high = all.iter().copied().fold(0.0, f64::max);
    let high = if high > low { high } else { low + 1.0 };
    Frame {
        labels,
        from,
        to: (to - 10.0).max(from + 20.0),
        low,
        high,
        numbers,
        width: sheet.width,
        named: spec.rows.iter().any(|r| r.focus),
    }
}

/// The comparator's key, and the heads of the columns at the right: on one line where there is room.
fn heads(scene: &mut Scene, spec: &Bars, frame: &Frame) -> f64 {
    let heads = [(frame.numbers, &spec.heads.0), (frame.width, &spec.heads.1)].map(|(right, words)| {
        let words = Label::new(right, 14.0, words.clone()).end().tone(Tone::Muted);
        (!words.text.is_empty()).then_some(words)
    });
    let heads: Vec<Label> = heads.into_iter().flatten().collect();
    let marked = spec.rows.iter().any(|r| r.mark.as_ref().is_some_and(|m| m.at.is_finite()));
    let Some((who, name)) = spec.marks.as_ref().filter(|_| marked) else {
        let height = if heads.is_empty() { 2.0 } else { 24.0 };
        heads.into_iter().for_each(|head| scene.label(head));
        return height;
    };
    let until = heads.iter().map(|head| head.bounds().x).fold(frame.width + 12.0, f64::min);
    let wide = KEY + width(name, Weight::Regular) + 12.0;
    // The key begins half a pixel in.
    let lines = wrap(name, Weight::Regular, frame.width - KEY - 0.5, 3);
    // Over the bars it speaks of; else from the left edge, or on lines of its own.
    let (x, own) = if frame.from + wide <= until {
        (frame.from, 0)
    } else if 0.5 + wide <= until {
        (0.5, 0)
    } else {
        (0.5, if heads.is_empty() { lines.lines.len() - 1 } else { lines.lines.len() })
    };
    draw_sign(scene, &Sign::Mark(*who), (x + 6.0, 9.0));
    scene.lines(&lines, &Label::new(x + KEY, 14.0, ""));
    let down = own as f64 * LEADING;
    heads.into_iter().for_each(|head| scene.label(Label { y: head.y + down, ..head }));
    24.0 + down
}

fn draw_row(scene: &mut Scene, row: &Bar, frame: &Frame, middle: f64, bar: f64) {
    let title = told(&[&row.label, &row.number, &row.value.shown]);
    let tone = if row.focus || (!frame.named && !row.apart) { Tone::Authority } else { Tone::Rest };
    if let Some(value) = known(row.value.at) {
        let (a, b) = (frame.x(0.0), frame.x(value));
        scene.bar(Area::new(a.min(b), middle - bar / 2.0, (b - a).abs(), bar), tone, title);
    }
    if let Some((low, high)) = row.interval.filter(|(a, b)| a.is_finite() && b.is_finite()) {
        scene.whisker((frame.x(low), middle), (frame.x(high), middle), 7.0);
    }
    scene.label(Label::new(frame.numbers, middle + 5.0, row.number.clone()).end().tone(Tone::Muted));
    scene.label(Label::new(frame.width, middle + 5.0, row.value.shown.clone()).end().bold_if(row.focus));
}

/// The comparator's marks; the key above says whose they are.
fn marks(scene: &mut Scene, spec: &Bars, frame: &Frame, middles: &[f64]) {
    let Some((who, name)) = &spec.marks else { return };
    let drop = if matches!(who, Who::Residents | Who::Target) { 0.0 } else { 8.0 };
    for (row, middle) in spec.rows.iter().zip(middles) {
        let Some(mark) = row.mark.as_ref().filter(|m| m.at.is_finite()) else { continue };
        scene.mark(*who, (frame.x(mark.at), middle + drop), Some(told(&[&row.label, &format!("{name} {}", mark.shown)])));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Medium, scene::Item, spec::Value};
    use super::*;

    #[test]
    fn the_comparator_is_named_once_and_above_all_rows() {
        let value = |at: f64| Value { at, shown: format!("{at}%") };
        let row = |label: &str, at: f64, mark: f64| Bar {
            label: label.to_owned(),
            value: value(at),
            number: "12".to_owned(),
            interval: None,
            mark: Some(value(mark)),
            focus: false,
            apart: false,
        };
        // The last once left the picture by a tenth of a pixel.
        for name in [
            "England",
            "Individual: family member, relative or carer not living in the household at the time of the referral",
            "Evmkbk c re mabsgvaikz rmkebxbpbn kcbgwwahbb",
        ] {
            for heads in [("Number", "Share"), ("", "")] {
                let spec = Bars {
                    heads: (heads.0.to_owned(), heads.1.to_owned()),
                    rows: vec![row("Neglect", 12.0, 80.0), row("Other", 5.0, 30.0)],
                    marks: Some((Who::England, name.to_owned())),
                };
                let scene = draw(&spec, Sheet { width: 358.0, medium: Medium::Screen });
                let first = scene.labels().find(|label| label.text == "Neglect").expect("a row").y;
                let named: Vec<&Label> = scene.labels().filter(|label| name.contains(&label.text)).collect();
                assert_eq!(named.iter().map(|label| label.text.as_str()).collect::<Vec<_>>().join(" "), name);
                assert!(named.iter().all(|label| label.y < first - 10.0), "the key stands above the rows");
                assert!(named.iter().map(|label| label.bounds()).all(|area| area.x + area.w <= 358.0), "{name} stays inside");
                assert!(
                    scene.items.iter().all(|item| !matches!(item, Item::Label(label) if label.text.contains("80%"))),
                    "no mark is named at its row"
                );
            }
        }
    }
}
