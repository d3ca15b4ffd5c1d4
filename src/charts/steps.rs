//! Steps of a process: a bar a step, each as wide as it is many, joined by what share went on.

use super::place::Area;
use super::rows::{Sheet, known, nothing, told};
use super::scene::{Label, Outline, Scene, Step};
use super::spec::Steps;
use super::style::{Paint, Tone};
use super::text::{LEADING, Weight, widest, wrap};

const HIGH: f64 = 26.0;

/// Draws steps.
pub fn draw(spec: &Steps, sheet: Sheet) -> Scene {
    if spec.steps.is_empty() {
        return nothing(sheet.width);
    }
    let mut scene = Scene::new(sheet.width);
    let most = spec.steps.iter().map(|s| s.1.at).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let values = widest(spec.steps.iter().map(|s| s.1.shown.as_str()), Weight::Bold);
    let room = (sheet.width - values - 10.0).max(20.0);
    let unit = if most > 0.0 { room / most } else { 0.0 };
    let mut y = 0.0;
    let mut before: Option<(f64, f64)> = None;
    for (label, value, follows) in &spec.steps {
        let long = known(value.at).map_or(0.0, |v| (v.max(0.0) * unit).max(if v > 0.0 { 1.0 } else { 0.0 }));
        let follows = wrap(follows, Weight::Regular, sheet.width - 12.0, 2);
        let words = wrap(label, Weight::Bold, sheet.width, 3);
        let between = if before.is_some() && !follows.full.is_empty() { follows.lines.len() as f64 * LEADING + 6.0 } else { 0.0 };
        let bar = y + between + words.lines.len() as f64 * LEADING + 6.0;
        if let Some((foot, wide)) = before {
            let path = vec![Step::Move(0.0, foot), Step::Line(wide, foot), Step::Line(long, bar), Step::Line(0.0, bar), Step::Close];
            scene.shape(Outline::Path(path), Paint::fill(Tone::Tint));
            if between > 0.0 {
                scene.lines(&follows, &Label::new(12.0, foot + 20.0, "").tone(Tone::Muted));
            }
        }
        scene.lines(&words, &Label::new(0.0, y + between + 17.0, "").bold());
        scene.bar(Area::new(0.0, bar, long, HIGH), Tone::Authority, told(&[label, &value.shown, &follows.full]));
        scene.label(Label::new(long + 8.0, bar + HIGH / 2.0 + 5.0, value.shown.clone()).bold().tone(Tone::Authority));
        before = Some((bar + HIGH, long));
        y = bar + HIGH + sheet.pick(4.0, 2.0);
    }
    scene.height = y + 2.0;
    scene
}
