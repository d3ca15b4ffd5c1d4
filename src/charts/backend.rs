//! Plotters drawing into our scene: axis-type charts use its coordinate system and its series.
//!
//! Plotters counts in whole pixels and knows neither dashes, classes nor titles.
//! So the area is a hundred times as large as the sheet and every place is divided again, and the look travels
//! beside the drawing calls in a `Sheet` both sides hold.

use super::place::Area;
use super::scene::{Item, Outline, Scene, Shape, Step};
use super::style::Paint;
use super::text::{self, Weight};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{BLACK, Cartesian2d, ChartBuilder, ChartContext, Circle, IntoDrawingArea, LineSeries, Rectangle};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use std::cell::RefCell;
use std::convert::Infallible;
use std::ops::Range;
use std::rc::Rc;

/// Pixels of plotters to a chart unit.
const FINE: f64 = 100.0;

/// What the next drawing calls look like, and what they have drawn.
#[derive(Debug, Default)]
struct Sheet {
    items: Vec<Item>,
    paint: Option<Paint>,
    title: Option<String>,
}

/// A plotting area with a coordinate system.
pub struct Plot {
    chart: ChartContext<'static, Backend, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    sheet: Rc<RefCell<Sheet>>,
    frame: Area,
    ranges: [Range<f64>; 2],
}

/// What lies further off the ranges than this many times their length is drawn there: pixels are whole numbers and run out.
const FAR: f64 = 20.0;

impl Plot {
    /// A plot in a frame; both ranges must hold more than one value.
    pub fn new(frame: Area, x: Range<f64>, y: Range<f64>) -> Self {
        let sheet = Rc::new(RefCell::new(Sheet::default()));
        let size = ((frame.w * FINE).round().max(1.0) as u32, (frame.h * FINE).round().max(1.0) as u32);
        let root = Backend { sheet: Rc::clone(&sheet), frame, size }.into_drawing_area();
        let ranges = [x.clone(), y.clone()];
        let chart = ChartBuilder::on(&root).build_cartesian_2d(x, y).expect("drawing into memory cannot fail");
        Self { chart, sheet, frame, ranges }
    }

    /// Where values stand on the sheet.
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        self.frame_point(self.chart.backend_coord(&self.held((x, y))))
    }

    /// A value no further off the ranges than pixels reach.
    fn held(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let held = |value: f64, range: &Range<f64>| {
            let far = (range.end - range.start).abs() * FAR;
            if value.is_nan() { value } else { value.max(range.start - far).min(range.end + far) }
        };
        (held(x, &self.ranges[0]), held(y, &self.ranges[1]))
    }

    fn frame_point(&self, coord: BackendCoord) -> (f64, f64) {
        (self.frame.x + f64::from(coord.0) / FINE, self.frame.y + f64::from(coord.1) / FINE)
    }

    /// A line through values.
    pub fn line(&mut self, points: &[(f64, f64)], paint: Paint) {
        self.dress(paint, None);
        let points: Vec<(f64, f64)> = points.iter().map(|point| self.held(*point)).collect();
        self.chart.draw_series(LineSeries::new(points, BLACK)).expect("drawing into memory cannot fail");
    }

    /// A column between two corners.
    pub fn column(&mut self, corners: [(f64, f64); 2], paint: Paint, title: String) {
        self.dress(paint, Some(title));
        let corners = corners.map(|corner| self.held(corner));
        self.chart.draw_series([Rectangle::new(corners, BLACK)]).expect("drawing into memory cannot fail");
    }

    /// A dot at values.
    pub fn dot(&mut self, at: (f64, f64), radius: f64, paint: Paint, title: Option<String>) {
        self.dress(paint, title);
        self.chart.draw_series([Circle::new(self.held(at), (radius * FINE) as u32, BLACK)]).expect("drawing into memory cannot fail");
    }

    /// Moves what was drawn onto a scene.
    pub fn onto(&mut self, scene: &mut Scene) {
        scene.items.append(&mut self.sheet.borrow_mut().items);
    }

    fn dress(&mut self, paint: Paint, title: Option<String>) {
        let mut sheet = self.sheet.borrow_mut();
        sheet.paint = Some(paint);
        sheet.title = title;
    }
}

/// The drawing backend.
struct Backend {
    sheet: Rc<RefCell<Sheet>>,
    frame: Area,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Backend {
    fn place(&self, coord: BackendCoord) -> (f64, f64) {
        (self.frame.x + f64::from(coord.0) / FINE, self.frame.y + f64::from(coord.1) / FINE)
    }

    fn push(&mut self, outline: Outline) -> Drawn {
        let mut sheet = self.sheet.borrow_mut();
        if let Some(paint) = sheet.paint {
            let title = sheet.title.clone();
            sheet.items.push(Item::Shape(Shape { outline, paint, title }));
        }
        Ok(())
    }
}

impl DrawingBackend for Backend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// Single pixels are never part of a chart here: every shape comes through the calls below.
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S) -> Drawn {
        let outline = Outline::Line(self.place(from), self.place(to));
        self.push(outline)
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, _: &S, _: bool) -> Drawn {
        let (a, b) = (self.place(a), self.place(b));
        self.push(Outline::Rect(Area::new(a.0.min(b.0), a.1.min(b.1), (b.0 - a.0).abs(), (b.1 - a.1).abs())))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Drawn {
        let points = path.into_iter().map(|coord| self.place(coord));
        let steps = points.enumerate().map(|(i, (x, y))| if i == 0 { Step::Move(x, y) } else { Step::Line(x, y) });
        let outline = Outline::Path(steps.collect());
        self.push(outline)
    }

    fn draw_circle<S: BackendStyle>(&mut self, middle: BackendCoord, radius: u32, _: &S, _: bool) -> Drawn {
        let outline = Outline::Circle(self.place(middle), f64::from(radius) / FINE);
        self.push(outline)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.draw_path(path, style)
    }

    /// Labels are placed by the forms, which know what else stands near; plotters is never asked to.
    fn draw_text<T: BackendTextStyle>(&mut self, _: &str, _: &T, _: BackendCoord) -> Drawn {
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(&self, words: &str, _: &T) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let height = text::rise(text::SIZE) + text::fall(text::SIZE);
        Ok(((text::width(words, Weight::Regular) * FINE) as u32, (height * FINE) as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::style::Tone;

    #[test]
    fn places_keep_their_fractions() {
        let plot = Plot::new(Area::new(10.0, 20.0, 100.0, 50.0), 0.0..3.0, 0.0..10.0);
        let (x, y) = plot.at(1.0, 5.0);
        assert!((x - 43.33).abs() < 0.02 && (y - 45.0).abs() < 0.02, "{x} {y}");
    }

    #[test]
    fn series_arrive_in_the_scene() {
        let mut plot = Plot::new(Area::new(0.0, 0.0, 100.0, 50.0), 0.0..2.0, 0.0..1.0);
        plot.line(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.5)], Paint::stroke(Tone::Authority, 3.0));
        plot.column([(0.5, 0.0), (1.0, 1.0)], Paint::fill(Tone::Rest), "1".to_owned());
        let mut scene = Scene::new(100.0);
        plot.onto(&mut scene);
        assert_eq!(scene.items.len(), 2);
        let Item::Shape(Shape { outline: Outline::Rect(area), .. }) = &scene.items[1] else { panic!("a rectangle") };
        assert!((area.w - 25.0).abs() < 0.05 && (area.h - 50.0).abs() < 0.05, "{area:?}");
    }
}
