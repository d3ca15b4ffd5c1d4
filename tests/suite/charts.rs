//! Tests of charts: every form with every case of the gallery, at every width, for screen and print.

use annexa::charts::gallery::{GROUPS, KINDS, cases, with};
use annexa::charts::place::Area;
use annexa::charts::scene::{Item, Label, Outline, Scene, Step};
use annexa::charts::spec::{
    Bar, Bars, Before, Bin, Chart, Columns, Control, Form, Histogram, Line, LivePoint, Sense, Signal, Trend, Value, Who,
};
use annexa::charts::style::Tone;
use annexa::charts::{Medium, Palette, STYLESHEET, draw, scene};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

const SHEETS: [(u32, Medium); 7] = [
    (358, Medium::Screen),
    (448, Medium::Screen),
    (464, Medium::Screen),
    (640, Medium::Screen),
    (960, Medium::Screen),
    (353, Medium::Print),
    (481, Medium::Print),
];
/// Tiles are narrower than any column.
const TILES: [(u32, Medium); 3] = [(124, Medium::Screen), (222, Medium::Screen), (222, Medium::Print)];

fn sheets(chart: &Chart) -> Vec<(u32, Medium)> {
    let tile = matches!(chart.form, Form::Spark(_) | Form::Strip(_));
    SHEETS.into_iter().chain(TILES.into_iter().filter(|_| tile)).collect()
}

/// What is wrong with a scene, in words.
fn faults(scene: &Scene) -> Vec<String> {
    let sheet = Area::new(0.0, 0.0, scene.width, scene.height);
    let mut faults = Vec::new();
    let labels: Vec<&Label> = scene.labels().collect();
    for (i, label) in labels.iter().enumerate() {
        if !label.bounds().within(&sheet) {
            faults.push(format!("“{}” leaves the picture: {:?} on {sheet:?}", label.text, label.bounds()));
        }
        for other in &labels[i + 1..] {
            if label.bounds().overlaps(&other.bounds()) {
                faults.push(format!("“{}” and “{}” overlap: {:?} {:?}", label.text, other.text, label.bounds(), other.bounds()));
            }
        }
    }
    for (a, b) in scene.items.iter().filter_map(upright) {
        let through = |label: &&&Label| {
            let bounds = label.bounds();
            let inside = a.0 > bounds.x + 1.0 && a.0 < bounds.right() - 1.0;
            !label.halo && inside && b.1.max(a.1).min(bounds.bottom() - 2.0) - a.1.min(b.1).max(bounds.y + 2.0) > 1.0
        };
        faults.extend(labels.iter().filter(through).map(|label| format!("a line runs through “{}”", label.text)));
    }
    for (x, y) in scene.items.iter().flat_map(points) {
        if !(x.is_finite() && y.is_finite() && (-2.0..=scene.width + 2.0).contains(&x) && (-2.0..=scene.height + 2.0).contains(&y)) {
            faults.push(format!("a mark leaves the picture at {x}, {y}"));
        }
    }
    faults
}

/// An upright line that may not run through words; pale ones of a grid may, behind them.
fn upright(item: &Item) -> Option<((f64, f64), (f64, f64))> {
    match item {
        Item::Shape(shape) => match shape.outline {
            Outline::Line(a, b) if a.0 == b.0 && shape.paint.stroke != Some(Tone::Grid) => Some((a, b)),
            _ => None,
        },
        Item::Label(_) => None,
    }
}

fn points(item: &Item) -> Vec<(f64, f64)> {
    let Item::Shape(shape) = item else { return Vec::new() };
    match &shape.outline {
        Outline::Line(a, b) => vec![*a, *b],
        Outline::Rect(area) => vec![(area.x, area.y), (area.right(), area.bottom())],
        Outline::Circle((x, y), r) => vec![(x - r, y - r), (x + r, y + r)],
        Outline::Path(steps) => steps.iter().flat_map(step_points).collect(),
    }
}

fn step_points(step: &Step) -> Vec<(f64, f64)> {
    match step {
        Step::Move(x, y) | Step::Line(x, y) | Step::Arc(_, _, (x, y)) => vec![(*x, *y)],
        Step::Curve(handle, end) => vec![*handle, *end],
        Step::Close => Vec::new(),
    }
}

#[test]
fn no_label_leaves_the_picture_or_meets_another() {
    let mut all = Vec::new();
    for (name, chart) in cases() {
        for (width, medium) in sheets(&chart) {
            all.extend(faults(&scene(&chart, width, medium)).into_iter().map(|fault| format!("{name} {width} {medium:?}: {fault}")));
        }
    }
    assert!(all.is_empty(), "{} faults\n{}", all.len(), all.join("\n"));
}

#[test]
fn every_form_is_in_the_gallery() {
    let cases = cases();
    // What a chart is written as names its form.
    let key = |chart: &Chart| serde_json::to_value(&chart.form).unwrap()["form"].as_str().unwrap().to_owned();
    let forms: BTreeSet<String> = cases.iter().map(|(_, chart)| key(chart)).collect();
    let shown: BTreeSet<String> = GROUPS.iter().flat_map(|(_, forms)| *forms).map(|(form, _)| (*form).to_owned()).collect();
    assert_eq!(forms, shown);
    assert_eq!(forms.len(), 22, "a form that no gallery shows: {forms:?}");
    for form in &forms {
        for kind in KINDS {
            let name = format!("{form} {kind}");
            let case = cases.iter().find(|(case, _)| *case == name).unwrap_or_else(|| panic!("no {name}"));
            assert_eq!(key(&case.1), *form, "{name}");
        }
        let ordinary = &cases.iter().find(|(case, _)| *case == format!("{form} ordinary")).unwrap().1.form;
        let same: Vec<&str> = KINDS[1..]
            .iter()
            .copied()
            .filter(|kind| cases.iter().any(|(name, chart)| *name == format!("{form} {kind}") && chart.form == *ordinary))
            .collect();
        assert!(same.is_empty(), "{form} shows the ordinary data as {same:?}");
    }
    let names: BTreeSet<&str> = cases.iter().map(|(_, chart)| chart.id.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "ids are unique");
}

#[test]
fn pictures_are_well_formed_and_their_ids_unique() {
    let mut ids = BTreeSet::new();
    for (name, chart) in cases() {
        for (width, medium) in SHEETS {
            let svg = draw(&chart, width, medium, &Palette::default()).svg;
            well_formed(&svg).unwrap_or_else(|why| panic!("{name} {width} {medium:?}: {why}\n{svg}"));
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}: {svg}");
            for id in svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(ids.insert(id.to_owned()), "{name}: {id} twice");
            }
        }
    }
}

#[test]
fn print_carries_colours_and_nothing_a_pdf_cannot_read() {
    for (name, chart) in cases() {
        let svg = draw(&chart, 481, Medium::Print, &Palette::default()).svg;
        for unwanted in ["var(", "currentColor", "class=", "<title", "opacity", "style=", "paint-order"] {
            assert!(!svg.contains(unwanted), "{name}: {unwanted} in {svg}");
        }
    }
}

#[test]
fn on_screen_every_class_is_in_the_stylesheet_and_the_words_are_there() {
    for (name, chart) in cases() {
        let svg = draw(&chart, 640, Medium::Screen, &Palette::default()).svg;
        assert!(svg.contains("role=\"img\"") && svg.contains(&format!("aria-label=\"{}\"", chart.alt)), "{name}");
        for class in svg.split(" class=\"").skip(2).filter_map(|rest| rest.split('"').next()).flat_map(str::split_whitespace) {
            assert!(STYLESHEET.contains(&format!(".c .{class}{{")) || STYLESHEET.contains(&format!(".c .{class},")), "{name}: {class}");
        }
    }
}

#[test]
fn a_picture_is_the_same_every_time_and_takes_its_colours_from_the_palette() {
    let mut purple = Palette { authority: "#5B2A86".to_owned(), ..Palette::default() };
    purple.parts[0] = "#5B2A86".to_owned();
    for (name, chart) in cases() {
        let one = draw(&chart, 464, Medium::Print, &purple);
        assert_eq!(one, draw(&chart, 464, Medium::Print, &purple), "{name}");
        assert!(!one.svg.contains("#12436D"), "{name}");
    }
}

#[test]
fn no_words_are_lost_without_being_told_in_full() {
    for (name, chart) in cases() {
        for (width, medium) in SHEETS {
            for label in scene(&chart, width, medium).labels().filter(|l| l.text.ends_with('…')) {
                assert!(label.full.is_some() || name.contains("heat"), "{name} {width}: {}", label.text);
            }
        }
    }
}

#[test]
fn a_break_interrupts_the_line_and_a_gap_stays_a_gap() {
    let point = |at: f64| Some(Value { at, shown: at.to_string() });
    let line = |points: Vec<Option<Value>>, breaks: Vec<usize>| Line { who: Who::Region, name: "London".to_owned(), points, breaks };
    let strokes = |line: Line| {
        let years = ["2022", "2023", "2024", "2025"].map(String::from).to_vec();
        let form = Form::Trend(Trend { years, lines: vec![line], live: None, target: None, suffix: String::new(), from_zero: false });
        let scene = scene(&Chart { id: "x".to_owned(), alt: String::new(), form }, 464, Medium::Screen);
        let paths =
            scene.items.iter().filter(|i| matches!(i, Item::Shape(s) if s.paint.width == 1.5 && matches!(s.outline, Outline::Path(_))));
        paths.count()
    };
    let all = vec![point(1.0), point(2.0), point(3.0), point(4.0)];
    assert_eq!(strokes(line(all.clone(), vec![])), 1);
    assert_eq!(strokes(line(all.clone(), vec![2])), 2);
    assert_eq!(strokes(line(vec![point(1.0), point(2.0), None, point(4.0)], vec![])), 1, "the lone last year is a dot");
    assert_eq!(strokes(line(all.into_iter().chain([None]).skip(1).collect(), vec![])), 1);
}

#[test]
fn bars_are_as_long_as_their_values() {
    let bar = |label: &str, at: f64| Bar {
        label: label.to_owned(),
        value: Value { at, shown: at.to_string() },
        number: String::new(),
        interval: None,
        mark: None,
        focus: false,
        apart: false,
    };
    let form = Form::Bars(Bars { heads: (String::new(), String::new()), rows: vec![bar("a", 40.0), bar("b", 10.0)], marks: None });
    let scene = scene(&Chart { id: "x".to_owned(), alt: String::new(), form }, 464, Medium::Print);
    let widths: Vec<f64> = scene
        .items
        .iter()
        .filter_map(|i| match i {
            Item::Shape(s) => {
                if let Outline::Rect(area) = &s.outline {
                    Some(area.w)
                } else {
                    None
                }
            }
            Item::Label(_) => None,
        })
        .collect();
    assert_eq!(widths.len(), 2);
    assert!((widths[0] / widths[1] - 4.0).abs() < 1e-9, "{widths:?}");
}

/// Tags close in order, attributes are quoted once each, no stray `<` or `&`: enough to catch a broken writer.
fn well_formed(svg: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        plain(&rest[..start])?;
        let end = rest[start..].find('>').ok_or("a tag does not end")? + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop().ok_or_else(|| format!("nothing open for </{name}>"))?;
            if last != name {
                return Err(format!("<{last}> closed by </{name}>"));
            }
            continue;
        }
        let body = tag.strip_suffix('/').unwrap_or(tag);
        let name = body.split(' ').next().unwrap_or_default();
        attributes(body[name.len()..].trim_start())?;
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    if open.is_empty() && rest.is_empty() { Ok(()) } else { Err(format!("left over: {open:?} {rest}")) }
}

fn attributes(mut text: &str) -> Result<(), String> {
    let mut names = BTreeSet::new();
    while !text.is_empty() {
        let (name, rest) = text.split_once("=\"").ok_or_else(|| format!("no value: {text}"))?;
        let (value, rest) = rest.split_once('"').ok_or_else(|| format!("no closing quote: {text}"))?;
        plain(value)?;
        if !names.insert(name) || name.contains(char::is_whitespace) {
            return Err(format!("attribute {name}"));
        }
        text = rest.trim_start();
    }
    Ok(())
}

fn plain(text: &str) -> Result<(), String> {
    let known = ["amp;", "lt;", "gt;", "quot;"];
    let stray = text.split('&').skip(1).any(|after| !known.iter().any(|k| after.starts_with(k)));
    if stray || text.contains('<') { Err(format!("stray sign in {text}")) } else { Ok(()) }
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![8 => 0.0..1000.0f64, 1 => Just(0.0), 1 => 0.0..9_000_000.0f64, 1 => Just(f64::NAN)]
        .prop_map(|at| Value { at, shown: if at.is_nan() { "[c]".to_owned() } else { annexa::number::grouped(at, 1) } })
}

fn any_label() -> impl Strategy<Value = String> {
    "[A-Z][a-z]{0,14}( [a-z]{1,12}){0,6}"
}

fn any_columns() -> impl Strategy<Value = Form> {
    (prop::collection::vec((any_label(), any_value(), any_value()), 1..31), any::<bool>(), prop::option::of(any_value())).prop_map(
        |(rows, two, level)| {
            let down = two.then(|| ("Leavers".to_owned(), rows.iter().map(|r| r.2.clone()).collect()));
            let labels = rows.iter().map(|r| r.0.clone()).collect();
            Form::Columns(Columns {
                labels,
                up: rows.into_iter().map(|r| r.1).collect(),
                up_name: "Starters".to_owned(),
                down,
                focus: vec![0],
                level,
            })
        },
    )
}

fn any_histogram() -> impl Strategy<Value = Form> {
    (prop::collection::vec((any_label(), any_value(), any::<bool>()), 1..31), prop::option::of((0..30usize, any_label())), any::<bool>())
        .prop_map(|(rows, limit, two)| {
            let down = two.then(|| ("Open".to_owned(), rows.iter().map(|r| r.1.clone()).collect()));
            let bins = rows
                .into_iter()
                .map(|(label, value, focus)| Bin { label, value, focus, gap: focus, span: if focus { 2.0 } else { 5.0 } })
                .collect();
            Form::Histogram(Histogram { bins, axis: "Days".to_owned(), limit, up_name: "Completed".to_owned(), down })
        })
}

fn any_bars() -> impl Strategy<Value = Form> {
    prop::collection::vec((any_label(), any_value(), prop::option::of(any_value()), any::<bool>()), 0..31).prop_map(|rows| {
        let bar = |(label, value, mark, focus): (String, Value, Option<Value>, bool)| Bar {
            label,
            interval: value.at.is_finite().then_some((value.at * 0.9, value.at * 1.2)),
            number: value.shown.clone(),
            value,
            mark,
            focus,
            apart: false,
        };
        let heads = ("Number".to_owned(), "Share".to_owned());
        Form::Bars(Bars { heads, rows: rows.into_iter().map(bar).collect(), marks: Some((Who::England, "England".to_owned())) })
    })
}

fn any_trend() -> impl Strategy<Value = Form> {
    let who = [Who::Authority, Who::Neighbours, Who::Region, Who::England];
    let line = prop::collection::vec(prop::option::of(any_value()), 12);
    (
        0..12usize,
        prop::collection::vec((line, any_label()), 0..5),
        prop::option::of((any_value(), any_label())),
        prop::option::of(any_value()),
        any::<bool>(),
    )
        .prop_map(move |(years, lines, live, target, from_zero)| {
            let line = |(i, (points, name)): (usize, (Vec<Option<Value>>, String))| Line {
                who: who[i],
                name,
                points: points.into_iter().take(years).collect(),
                breaks: if i == 1 { vec![2] } else { Vec::new() },
            };
            let point = |(value, name): (Value, String)| LivePoint {
                interval: Some((value.at * 0.8, value.at * 1.1)),
                value,
                name,
                label: "Live".to_owned(),
                joined: i32::try_from(years).is_ok_and(|y| y % 2 == 0),
                years_on: 1 + years % 3,
            };
            Form::Trend(Trend {
                years: (0..years).map(|y| (2010 + y).to_string()).collect(),
                lines: lines.into_iter().enumerate().map(line).collect(),
                live: live.map(point),
                target: target.map(|value| ("Target, local".to_owned(), value)),
                suffix: "%".to_owned(),
                from_zero,
            })
        })
}

fn any_control() -> impl Strategy<Value = Form> {
    let points = prop::collection::vec(prop::option::of(any_value()), 1..40);
    let level = || (any_label(), any_value());
    let senses = [Sense::Better, Sense::Worse, Sense::Neither];
    (
        points,
        level(),
        prop::option::of((level(), level())),
        prop::option::of((0..40usize, any_label())),
        prop::collection::vec((0..40usize, any_label()), 0..4),
        prop::collection::vec((0..40usize, any_value(), any_value(), any_label()), 0..4),
    )
        .prop_map(move |(points, mean, limits, baseline, notes, before)| {
            Form::Control(Control {
                labels: (0..points.len()).map(|i| format!("Month {i}")).collect(),
                signals: notes.iter().map(|(at, _)| Signal { at: *at, high: at % 2 == 0, sense: senses[at % 3] }).collect(),
                points,
                mean,
                limits: limits.map(|(low, high)| [low, high]),
                baseline,
                notes,
                before: before
                    .into_iter()
                    .map(|(end, mean, limit, why)| Before { end, mean, limits: [limit.clone(), limit], why })
                    .collect(),
            })
        })
}

/// The ordinary case of any form with other numbers and other words.
fn any_other() -> impl Strategy<Value = Form> {
    let ordinary: Vec<Form> = cases().into_iter().filter(|(name, _)| name.ends_with(" ordinary")).map(|(_, chart)| chart.form).collect();
    let values = prop::collection::vec(any_value(), 1..40);
    (prop::sample::select(ordinary), values, prop::collection::vec(any_label(), 1..30)).prop_map(|(form, values, labels)| {
        let (mut values, mut labels) = (values.into_iter().cycle(), labels.into_iter().cycle());
        with(&form, |value| *value = values.next().expect("endless"), |word| *word = labels.next().expect("endless"))
    })
}

/// A few hundred cases, or as many as `PROPTEST_CASES` asks for.
fn cases_wanted() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases_wanted(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_data_nothing_collides(form in prop_oneof![any_columns(), any_histogram(), any_bars(), any_trend(), any_control(), any_other(), any_other(), any_other()]) {
        let chart = Chart { id: "any".to_owned(), alt: String::new(), form };
        for (width, medium) in SHEETS {
            let found = faults(&scene(&chart, width, medium));
            prop_assert!(found.is_empty(), "{width} {medium:?}: {}", found.join("\n"));
        }
    }
}

/// The look of the gallery page: the widths in use side by side where there is room.
const PAGE: &str = "body{margin:32px auto;max-width:1600px;padding:0 24px;font:16px/24px \"Noto Sans\",sans-serif;color:var(--ink,#0B0C0C);background:var(--bg,#fff)}\
h1{font-size:40px;line-height:48px}h2{font-size:28px;margin-top:64px;border-top:2px solid currentColor;padding-top:16px}h3{font-size:20px;margin:48px 0 0;text-transform:capitalize}\
h4{font-size:16px;margin:32px 0 8px;font-weight:400;color:var(--muted,#505A5F)}p{margin:0}.sheets{display:flex;flex-wrap:wrap;gap:24px 32px;align-items:flex-start}\
.sheets svg{display:block}.print{background:#fff;outline:1px solid #ddd}nav a{margin-right:16px;color:inherit}";
/// The colours of the default theme in the dark.
const DARK: &str = "@media(prefers-color-scheme:dark){:root{--bg:#0F151B;--tint:#18212A;--ink:#EDF0F2;--muted:#AAB4BD;--la:#86B6E8;--sn:#4FC4B8;--region:#909AA3;--eng:#D9DEE2;--rest:#66727D;--special:#C9A0F5;--axis:#AAB4BD;--rule:#4A5762;--grid:#2B3640}}";

/// Bytes in base 64, so that the page holds its fonts and looks the same wherever it is put.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let of_three = |three: &[u8]| {
        let bits = three.iter().chain([0, 0].iter()).take(3).fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let sign = |i: usize| if i <= three.len() { char::from(SIGNS[(bits >> (18 - 6 * i)) as usize & 63]) } else { '=' };
        (0..4).map(sign).collect::<String>()
    };
    bytes.chunks(3).map(of_three).collect()
}

/// Writes all charts to one page under `target/tmp`, for the eye: by what they are for, with every kind of data, light and dark.
#[test]
fn the_gallery_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let font = |weight: u32, name: &str| {
        let file = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default").join(name)).expect("the theme has its fonts");
        format!("@font-face{{font-family:\"Noto Sans\";font-weight:{weight};src:url(data:font/woff2;base64,{})}}", base64(&file))
    };
    let mut page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Charts</title><style>{}{}{PAGE}{STYLESHEET}{DARK}</style><h1>Every form of chart</h1><nav>",
        font(400, "NotoSans-Regular.woff2"),
        font(700, "NotoSans-Bold.woff2")
    );
    for (i, (group, _)) in GROUPS.iter().enumerate() {
        page.push_str(&format!("<a href=\"#g{i}\">{group}</a>"));
    }
    page.push_str("</nav>\n");
    let cases = cases();
    for (i, (group, forms)) in GROUPS.iter().enumerate() {
        page.push_str(&format!("<div class=group><h2 id=g{i}>{group}</h2>\n"));
        for (form, purpose) in *forms {
            page.push_str(&format!("<section data-form=\"{form}\"><h3>{form}</h3><p>{purpose}</p>\n"));
            for (name, chart) in cases.iter().filter(|(name, _)| name.split(' ').next() == Some(form)) {
                page.push_str(&format!("<h4>{name}</h4><div class=sheets>\n"));
                for (width, medium) in sheets(chart).into_iter().filter(|(width, _)| ![448, 640].contains(width)) {
                    let svg = draw(chart, width, medium, &Palette::default()).svg;
                    let class = if medium == Medium::Print { "print" } else { "screen" };
                    page.push_str(&format!("<div class={class} data-sheet=\"{width}-{medium:?}\">{svg}</div>\n"));
                }
                page.push_str("</div>\n");
            }
            page.push_str("</section>\n");
        }
        page.push_str("</div>\n");
    }
    std::fs::write(folder.join("charts.html"), page).expect("the gallery can be written");
}

#[test]
fn a_target_far_off_the_axis_of_a_trend_without_values_is_drawn() {
    let hidden = Value { at: f64::NAN, shown: "[c]".to_owned() };
    let live = LivePoint {
        value: hidden,
        interval: Some((f64::NAN, f64::NAN)),
        name: "A".to_owned(),
        label: "Live".to_owned(),
        joined: false,
        years_on: 2,
    };
    let target = Value { at: 4_747_502.489_669_377, shown: "4,747,502.5".to_owned() };
    let trend = Trend {
        years: vec!["2010".to_owned()],
        lines: Vec::new(),
        live: Some(live),
        target: Some(("Target, local".to_owned(), target)),
        suffix: "%".to_owned(),
        from_zero: false,
    };
    let chart = Chart { id: "far".to_owned(), alt: String::new(), form: Form::Trend(trend) };
    assert!(draw(&chart, 464, Medium::Screen, &Palette::default()).svg.contains("<svg"));
}
