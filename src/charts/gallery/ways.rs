//! Flows, maps and timelines.

use super::{Case, LONG, case, count, suppressed, words};
use crate::charts::spec::{Flow, FlowLink, FlowStep, Form, Map, MapName, MapTile, Timeline, TimelineRow, Value, Who};
use crate::number::grouped;

pub(super) fn cases() -> Vec<Case> {
    [flows(), maps(), timelines()].concat()
}

/// A country of two regions by a coast.
fn map(classes: &[&str], class: impl Fn(usize) -> Option<usize>, shown: impl Fn(usize) -> String) -> Map {
    let tile = |i: usize| {
        let (column, row) = (i % 7, i / 7);
        let north = row < 4;
        ((north && (2..6).contains(&column)) || (!north && row > column / 4 + 3)).then(|| MapTile {
            name: if i.is_multiple_of(4) { format!("Bournemouth, Christchurch and Poole {i}") } else { format!("Authority {i}") },
            column,
            row,
            class: class(i),
            value: Value { at: i as f64, shown: shown(i) },
            words: format!("Authority {i}, {}: {}", if north { "North" } else { "South" }, shown(i)),
            region: usize::from(!north),
            who: match i {
                45 => Some(Who::Live),
                17 | 31 | 53 => Some(Who::Neighbours),
                _ => None,
            },
        })
    };
    let name = |words: &str, column, row, left| MapName { words: words.to_owned(), column, row, left };
    Map {
        classes: words(classes),
        nothing: "None".to_owned(),
        heads: ("Benbowshire".to_owned(), "Statistical neighbours".to_owned()),
        tiles: (0..70).filter_map(tile).collect(),
        names: vec![name("The North", 5, 1, false), name("South and Islands", 0, 6, true)],
    }
}

fn maps() -> Vec<Case> {
    let five = ["1", "2 to 4", "5 to 9", "10 to 19", "20 or more"];
    let spread = |i: usize| (i % 6).checked_sub(1);
    let number = |i: usize| (i % 6 * 4).to_string();
    let one = Map {
        tiles: map(&five[..1], |_| Some(0), |_| "0.4".to_owned()).tiles[..1].to_vec(),
        names: Vec::new(),
        ..map(&five[..1], spread, number)
    };
    let millions = ["Up to 1,200,000", "1,200,001 to 2,400,000", "2,400,001 to 9,900,000"];
    let mut long = map(&[LONG, "2 to 4", LONG], |i| Some(i % 3), |_| LONG.to_owned());
    long.names[0].words = LONG.to_owned();
    long.heads = (LONG.to_owned(), LONG.to_owned());
    vec![
        case("map ordinary", Form::Map(map(&five, spread, number))),
        case("map tiny", Form::Map(one)),
        case("map huge", Form::Map(map(&millions, |i| Some(i % 3), |i| grouped(i as f64 * 141_000.0, 0)))),
        case(
            "map few",
            Form::Map(map(
                &five,
                |i| [36, 37, 44, 52, 60].contains(&i).then_some(i % 5),
                |i| if [36, 37, 44, 52, 60].contains(&i) { i.to_string() } else { String::new() },
            )),
        ),
        case("map zero", Form::Map(map(&five, |_| None, |_| "0".to_owned()))),
        case(
            "map missing",
            Form::Map(map(&five, |i| spread(i).filter(|_| i % 2 == 0), |i| if i % 2 == 0 { number(i) } else { "[x]".to_owned() })),
        ),
        case(
            "map suppressed",
            Form::Map(map(&five, |i| spread(i).filter(|_| i % 3 > 0), |i| if i % 3 > 0 { number(i) } else { "[c]".to_owned() })),
        ),
        case("map long labels", Form::Map(long)),
    ]
}

fn timelines() -> Vec<Case> {
    let row = |label: &str, start: f64, value: Value, limit: Option<f64>| TimelineRow {
        label: label.to_owned(),
        start,
        of: "11 children".to_owned(),
        limit: limit.map(|l| (l, format!("threshold {}", grouped(l, 0)))),
        focus: limit.is_some() && start == 0.0,
        value,
    };
    let days = |n: f64| Value { at: n, shown: format!("{} days", grouped(n, 0)) };
    let all = |show: &dyn Fn(f64) -> Value, scale: f64| Timeline {
        origin: "entering care".to_owned(),
        axis: "Mean days".to_owned(),
        rows: vec![
            row("Entering care to placed (A1)", 0.0, show(454.0 * scale), Some(426.0 * scale)),
            row("Entering care to decision", 0.0, show(225.0 * scale), None),
            row("Decision to placement order", 225.0 * scale, show(40.0 * scale), None),
            row("Placement order to match (A2)", 265.0 * scale, show(96.0 * scale), Some(121.0 * scale)),
            row("Placed to adoption order", 454.0 * scale, show(306.0 * scale), None),
        ],
    };
    let some = |shown: &'static str| move |n: f64| if n > 200.0 { days(n) } else { Value { at: f64::NAN, shown: shown.to_owned() } };
    let mut tiny = all(&|n| Value { at: n, shown: format!("{n:.1} days") }, 0.001);
    tiny.rows.truncate(1);
    let mut long = all(&days, 1.0);
    long.rows.iter_mut().for_each(|row| row.label = LONG.to_owned());
    long.rows[0].of = LONG.to_owned();
    long.origin = LONG.to_owned();
    vec![
        case("timeline ordinary", Form::Timeline(all(&days, 1.0))),
        case("timeline tiny", Form::Timeline(tiny)),
        case("timeline huge", Form::Timeline(all(&days, 9_000.0))),
        case("timeline zero", Form::Timeline(all(&|_| days(0.0), 0.0))),
        case("timeline missing", Form::Timeline(all(&some("[x]"), 1.0))),
        case("timeline suppressed", Form::Timeline(all(&some("[c]"), 1.0))),
        case("timeline long labels", Form::Timeline(long)),
    ]
}

/// A flow over steps from links of `(from, to, number)`; a step counts those who leave it.
fn flow(labels: &[&str], links: &[(Option<usize>, Option<usize>, f64)], show: fn(f64) -> Value) -> Flow {
    let at = |i: usize| links.iter().filter(|l| l.0 == Some(i)).map(|l| l.2).sum::<f64>();
    let words = |link: &(Option<usize>, Option<usize>, f64)| match link {
        (None, _, n) => format!("{} enter here", show(*n).shown),
        // At the last step all stop.
        (Some(i), None, _) if i + 1 == labels.len() && *i > 0 => String::new(),
        (_, None, n) => format!("{} go no further", show(*n).shown),
        (_, _, n) => format!("{} go on", show(*n).shown),
    };
    Flow {
        steps: labels.iter().enumerate().map(|(i, label)| FlowStep { label: (*label).to_owned(), value: show(at(i)) }).collect(),
        links: links.iter().map(|l| FlowLink { from: l.0, to: l.1, value: show(l.2), words: words(l), focus: false }).collect(),
    }
}

fn flows() -> Vec<Case> {
    let steps = ["Contact", "Referral", "Assessment", "Section 47", "Conference", "Plan", "Care"];
    let numbers = [
        (Some(0), Some(1), 1675.0),
        (Some(0), Some(2), 16.0),
        (Some(0), Some(3), 12.0),
        (Some(0), Some(6), 1.0),
        (Some(0), None, 2575.0),
        (None, Some(1), 6.0),
        (Some(1), Some(2), 1576.0),
        (Some(1), None, 105.0),
        (None, Some(2), 165.0),
        (Some(2), Some(3), 489.0),
        (Some(2), Some(6), 41.0),
        (Some(2), None, 1227.0),
        (None, Some(3), 112.0),
        (Some(3), Some(4), 156.0),
        (Some(3), Some(6), 7.0),
        (Some(3), None, 450.0),
        (None, Some(4), 22.0),
        (Some(4), Some(5), 156.0),
        (Some(4), None, 22.0),
        (Some(5), Some(6), 6.0),
        (Some(5), None, 150.0),
        (None, Some(6), 22.0),
        (Some(6), None, 77.0),
    ];
    let ordinary = flow(&steps, &numbers, count);
    let mut named = ordinary.clone();
    named.links[4].focus = true;
    let tiny = flow(&["Contact"], &[(Some(0), None, 0.4)], |v| Value { at: v, shown: format!("{v:.1}") });
    let huge: Vec<_> = numbers.iter().map(|l| (l.0, l.1, l.2 * 91_000.0)).collect();
    let zero: Vec<_> = numbers.iter().map(|l| (l.0, l.1, 0.0)).collect();
    let hidden = |show: fn() -> Value, every: usize| {
        let mut flow = ordinary.clone();
        for (i, link) in flow.links.iter_mut().enumerate().filter(|(i, _)| i % every == 0) {
            link.value = show();
            link.words = if link.words.contains("no further") {
                format!("{} go no further", link.value.shown)
            } else {
                format!("{} {i}", link.value.shown)
            };
        }
        flow.steps[3].value = show();
        flow
    };
    let missing = || Value { at: f64::NAN, shown: "[x]".to_owned() };
    let long = flow(
        &[LONG, "Conference", LONG, "Donaudampfschifffahrtsgesellschaft"],
        &numbers[..3].iter().map(|l| (l.0, l.1, l.2)).collect::<Vec<_>>(),
        count,
    );
    vec![
        case("flow ordinary", Form::Flow(ordinary.clone())),
        case("flow ordinary, one way named", Form::Flow(named)),
        case("flow tiny", Form::Flow(tiny)),
        case("flow huge", Form::Flow(flow(&steps, &huge, count))),
        case("flow zero", Form::Flow(flow(&steps, &zero, count))),
        case("flow missing", Form::Flow(hidden(missing, 3))),
        case("flow suppressed", Form::Flow(hidden(suppressed, 2))),
        case("flow long labels", Form::Flow(long)),
    ]
}
