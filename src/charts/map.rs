//! A map of equal tiles: each area a square about where it lies, its value in classes by shade and by the stroke at its foot.
//!
//! Classes read without colour: from light to dark, and a stroke that grows from class to class. The own area and its
//! neighbours carry their marks. Regions are parted by lines and named at their side, where the name finds room.

use super::place::{Area, Taken};
use super::rows::{Sheet, Sign, draw_sign, nothing};
use super::scene::{Label, Outline, Scene, Step};
use super::spec::{Map, MapName, MapTile, Who};
use super::style::{Paint, Tone, readable_on};
use super::text::{LEADING, Weight, Wrapped, width, wrap};
use super::{Medium, Palette, map_few};

/// From here on the key stands beside the map.
const WIDE: f64 = 600.0;
/// Largest and smallest side of a tile.
const LARGE: f64 = 30.0;
const SMALL: f64 = 9.0;
/// Shades of the classes, from few to many.
const SHADES: [usize; 5] = [1, 2, 3, 4, 5];

/// Where tiles and names stand.
struct Grid {
    side: f64,
    left: f64,
    top: f64,
    names: Vec<(Wrapped, Label)>,
}

impl Grid {
    fn tile(&self, column: usize, row: usize) -> Area {
        Area::new(self.left + column as f64 * self.side, self.top + row as f64 * self.side, self.side, self.side)
    }
}

/// Draws a map.
pub fn draw(spec: &Map, sheet: Sheet) -> Scene {
    if spec.tiles.is_empty() {
        return nothing(sheet.width);
    }
    let few = map_few::is_sparse(spec);
    if few && sheet.medium == Medium::Screen && sheet.is_narrow() {
        return map_few::as_bars(spec, sheet);
    }
    let part = if few { map_few::cropped(spec) } else { spec.clone() };
    let mut scene = Scene::new(sheet.width);
    let wide = sheet.width >= WIDE;
    let (room, top) =
        if wide { (sheet.width * 0.66, 2.0) } else { (sheet.width, key(&mut scene, &part, (0.0, 0.0), sheet.width, false) + 12.0) };
    let grid = grid(&part, room, top);
    let mut foot = part.tiles.iter().map(|t| grid.tile(t.column, t.row).bottom()).fold(top, f64::max);
    hollow(&mut scene, &part, &grid);
    for tile in &part.tiles {
        draw_tile(&mut scene, tile, &grid, part.classes.len());
    }
    borders(&mut scene, &part, &grid);
    for tile in part.tiles.iter().filter(|t| t.who.is_some()) {
        mark(&mut scene, tile, &grid);
    }
    for (words, like) in &grid.names {
        scene.lines(words, like);
    }
    let (x, aside) = (room + 16.0, sheet.width - room - 16.0);
    let mut beside = if wide { key(&mut scene, &part, (x, 0.0), aside, true) } else { 0.0 };
    if few && wide {
        beside += 16.0 + map_few::list(&mut scene, &part, (x, beside + 16.0), aside);
    } else if few {
        foot += 12.0 + map_few::list(&mut scene, &part, (0.0, foot + 12.0), sheet.width);
    }
    scene.height = foot.max(beside) + 3.0;
    scene
}

/// The largest tiles with which every name finds its place beside them.
fn grid(spec: &Map, room: f64, top: f64) -> Grid {
    let columns = spec.tiles.iter().map(|t| t.column + 1).max().unwrap_or(1) as f64;
    let most = (room / columns).min(LARGE);
    let mut side = most;
    while side > SMALL {
        let spare = room - columns * side;
        for part in [0.25, 0.35, 0.45, 0.15, 0.5] {
            let mut grid = Grid { side, left: spare * part, top, names: Vec::new() };
            if let Some(names) =
                spec.names.iter().try_fold(taken(spec, &grid), |taken, name| place(name, &grid, room, taken)).map(|(_, names)| names)
            {
                grid.names = names;
                return grid;
            }
        }
        side -= 0.5;
    }
    // Names that no size leaves room for are left out; every tile still tells its region.
    Grid { side: most, left: (room - columns * most) / 2.0, top, names: Vec::new() }
}

/// What has a place already: all tiles, and the names placed so far.
type Placed = (Taken, Vec<(Wrapped, Label)>);

fn taken(spec: &Map, grid: &Grid) -> Placed {
    let mut taken = Taken::default();
    spec.tiles.iter().for_each(|t| taken.block(grid.tile(t.column, t.row)));
    (taken, Vec::new())
}

/// A name beside its tile, on as few lines as fit there.
fn place(name: &MapName, grid: &Grid, room: f64, (mut taken, mut names): Placed) -> Option<Placed> {
    let tile = grid.tile(name.column, name.row);
    let wide = if name.left { tile.x - 6.0 } else { room - tile.right() - 6.0 };
    let words = wrap(&name.words, Weight::Regular, wide, 3);
    if words.cut || words.width > wide || words.lines.join(" ") != words.full {
        return None;
    }
    let first = tile.y + tile.h / 2.0 + 5.0 - (words.lines.len() as f64 - 1.0) * LEADING / 2.0;
    let label = Label::new(if name.left { tile.x - 6.0 } else { tile.right() + 6.0 }, first, "").tone(Tone::Muted);
    let label = if name.left { label.end() } else { label };
    for (i, line) in words.lines.iter().enumerate() {
        let bounds = Label { text: line.clone(), y: first + i as f64 * LEADING, ..label.clone() }.bounds();
        // Letters without descenders may come as near as this.
        if !taken.take(Area::new(bounds.x, bounds.y + 2.0, bounds.w, bounds.h - 4.0)) || bounds.y < 0.0 {
            return None;
        }
    }
    names.push((words, label));
    Some((taken, names))
}

/// All tiles without a class in one outline, and without words when pointed at: most tiles of a map of few places are such, and the
/// table names those that have something.
fn hollow(scene: &mut Scene, spec: &Map, grid: &Grid) {
    let edge = |tile: &MapTile| {
        let cell = grid.tile(tile.column, tile.row);
        let (left, top, right, bottom) = (cell.x + 1.25, cell.y + 1.25, cell.right() - 1.25, cell.bottom() - 1.25);
        [Step::Move(left, top), Step::Line(right, top), Step::Line(right, bottom), Step::Line(left, bottom), Step::Close]
    };
    let steps: Vec<Step> = spec.tiles.iter().filter(|tile| tile.class.is_none()).flat_map(edge).collect();
    if !steps.is_empty() {
        scene.shape(Outline::Path(steps), Paint::stroke(Tone::Rule, 1.0));
    }
}

fn draw_tile(scene: &mut Scene, tile: &MapTile, grid: &Grid, classes: usize) {
    let cell = grid.tile(tile.column, tile.row);
    let area = Area::new(cell.x + 0.75, cell.y + 0.75, cell.w - 1.5, cell.h - 1.5);
    if tile.class.is_some() {
        shaded(scene, area, tile.class, classes, Some(tile.words.clone()));
    }
    let fits = width(&tile.value.shown, Weight::Regular) <= area.w - 2.0 && area.h >= 24.0;
    if fits && tile.who.is_none() {
        scene.label(
            Label::new(area.x + area.w / 2.0, area.y + area.h / 2.0 + 4.0, tile.value.shown.clone()).middle().tone(on(tile.class, classes)),
        );
    }
}

/// The tone of a class, the darkest for the last.
fn shade(class: usize, classes: usize) -> Tone {
    Tone::Shade(SHADES[(class + SHADES.len()).saturating_sub(classes.max(1)).min(SHADES.len() - 1)])
}

fn on(class: Option<usize>, classes: usize) -> Tone {
    class.map_or(Tone::Muted, |c| readable_on(&shade(c, classes).colour(&Palette::default()), &Palette::default()))
}

/// A tile in the shade of its class with its stroke at the foot; hollow where it has none.
fn shaded(scene: &mut Scene, area: Area, class: Option<usize>, classes: usize, title: Option<String>) {
    let Some(class) = class else {
        let edge = Area::new(area.x + 0.5, area.y + 0.5, area.w - 1.0, area.h - 1.0);
        scene.shape(Outline::Rect(edge), Paint::stroke(Tone::Rule, 1.0));
        return;
    };
    scene.bar(area, shade(class, classes), title.unwrap_or_default());
    scene.shape(Outline::Rect(Area::new(area.x + 0.5, area.y + 0.5, area.w - 1.0, area.h - 1.0)), Paint::stroke(Tone::Rule, 1.0));
    let long = (area.w - 5.0) * class as f64 / (classes.max(2) - 1) as f64;
    if long > 0.0 {
        let foot = Area::new(area.x + 2.5, area.bottom() - 4.5, long, 2.0);
        scene.shape(Outline::Rect(foot), Paint::fill(on(Some(class), classes)));
    }
}

/// Lines between tiles of two regions.
fn borders(scene: &mut Scene, spec: &Map, grid: &Grid) {
    let region = |column: usize, row: usize| spec.tiles.iter().find(|t| t.column == column && t.row == row).map(|t| t.region);
    for tile in &spec.tiles {
        let area = grid.tile(tile.column, tile.row);
        if region(tile.column + 1, tile.row).is_some_and(|other| other != tile.region) {
            scene.line((area.right(), area.y), (area.right(), area.bottom()), Paint::stroke(Tone::Ink, 1.5));
        }
        if region(tile.column, tile.row + 1).is_some_and(|other| other != tile.region) {
            scene.line((area.x, area.bottom()), (area.right(), area.bottom()), Paint::stroke(Tone::Ink, 1.5));
        }
    }
}

/// The own area's ring, a neighbour's square; both on a bed of page, the own tile outlined as well.
fn mark(scene: &mut Scene, tile: &MapTile, grid: &Grid) {
    let (Some(who), area) = (tile.who, grid.tile(tile.column, tile.row)) else { return };
    let at = (area.x + area.w / 2.0, area.y + area.h / 2.0 - 1.0);
    if matches!(who, Who::Live | Who::Authority) {
        scene.shape(Outline::Rect(Area::new(area.x + 0.5, area.y + 0.5, area.w - 1.0, area.h - 1.0)), Paint::stroke(Tone::Ink, 2.5));
        let r = (area.w / 2.0 - 3.0).clamp(2.5, 6.0);
        scene.shape(Outline::Circle(at, r + 1.0), Paint::fill(Tone::Page));
        scene.titled(Outline::Circle(at, r - 0.5), Paint::stroke(Tone::Authority, 2.5).hollow(), tile.words.clone());
    } else {
        let half = (area.w / 2.0 - 4.0).clamp(2.0, 4.5);
        scene.shape(
            Outline::Rect(Area::new(at.0 - half - 1.0, at.1 - half - 1.0, half * 2.0 + 2.0, half * 2.0 + 2.0)),
            Paint::fill(Tone::Page),
        );
        scene.titled(
            Outline::Rect(Area::new(at.0 - half, at.1 - half, half * 2.0, half * 2.0)),
            Paint::fill(Tone::Neighbours),
            tile.words.clone(),
        );
    }
}

/// Classes from many to few, then the marks: a column beside the map, or a few lines above it. Gives the height it took.
fn key(scene: &mut Scene, spec: &Map, from: (f64, f64), room: f64, column: bool) -> f64 {
    let classes = spec.classes.len();
    let entries = entries(spec, column);
    let (mut x, mut y) = from;
    for (sign, text) in entries.into_iter().filter(|e| !e.1.is_empty()) {
        let words = wrap(text, Weight::Regular, room - 26.0, 4);
        if x > from.0 && (column || x + 26.0 + words.width > from.0 + room) {
            (x, y) = (from.0, y + 24.0);
        }
        match sign {
            Entry::Class(class) => shaded(scene, Area::new(x, y, 18.0, 18.0), class, classes, None),
            Entry::Mark(who) => draw_sign(scene, &Sign::Mark(who), (x + 8.0, y + 9.0)),
        }
        scene.lines(&words, &Label::new(x + 26.0, y + 14.0, ""));
        x += 26.0 + words.width + 18.0;
        y += (words.lines.len() as f64 - 1.0) * LEADING;
    }
    y + 20.0 - from.1
}

/// What an entry of the key shows.
enum Entry {
    /// A tile of a class, or of none.
    Class(Option<usize>),
    /// The mark of an area.
    Mark(Who),
}

/// Signs and words of the key; in a column the most stands first.
fn entries(spec: &Map, column: bool) -> Vec<(Entry, &str)> {
    let mut entries: Vec<(Entry, &str)> =
        spec.classes.iter().enumerate().map(|(i, words)| (Entry::Class(Some(i)), words.as_str())).collect();
    if column {
        entries.reverse();
    }
    if spec.tiles.iter().any(|t| t.class.is_none()) {
        entries.push((Entry::Class(None), &spec.nothing));
    }
    let shown = |wanted: fn(Who) -> bool| spec.tiles.iter().any(|t| t.who.is_some_and(wanted));
    if shown(|who| matches!(who, Who::Live | Who::Authority)) {
        entries.push((Entry::Mark(Who::Live), &spec.heads.0));
    }
    if shown(|who| who == Who::Neighbours) {
        entries.push((Entry::Mark(Who::Neighbours), &spec.heads.1));
    }
    entries
}
