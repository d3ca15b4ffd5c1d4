//! Trends, columns, histograms, sparks and small multiples.

use super::{Case, LONG, case, count, percent, rate, suppressed, words};
use crate::charts::spec::{Bin, Columns, Form, Histogram, Line, LivePoint, Multiples, Spark, Spot, Trend, Value, Who};

pub(super) fn cases() -> Vec<Case> {
    [trends(), columns(), histograms(), multiples(), sparks()].concat()
}

fn line(who: Who, name: &str, points: &[f64], show: fn(f64) -> Value) -> Line {
    let points = points.iter().map(|v| v.is_finite().then(|| show(*v))).collect();
    Line { who, name: name.to_owned(), points, breaks: Vec::new() }
}

fn live(at: f64, interval: Option<(f64, f64)>, show: fn(f64) -> Value) -> Option<LivePoint> {
    Some(LivePoint { value: show(at), interval, name: "Benbowshire, live".to_owned(), label: "Live".to_owned(), joined: true, years_on: 1 })
}

fn areas(own: &[f64], neighbours: &[f64], region: &[f64], england: &[f64], show: fn(f64) -> Value) -> Vec<Line> {
    vec![
        line(Who::Authority, "Benbowshire", own, show),
        line(Who::Neighbours, "Statistical neighbours", neighbours, show),
        line(Who::Region, "London", region, show),
        line(Who::England, "England", england, show),
    ]
}

fn trends() -> Vec<Case> {
    let none = f64::NAN;
    let years = words(&["2021", "2022", "2023", "2024", "2025"]);
    let trend = |lines, live, suffix: &str, from_zero| Trend {
        years: years.clone(),
        lines,
        live,
        target: None,
        suffix: suffix.to_owned(),
        from_zero,
    };
    let rates = areas(
        &[621.3, 668.1, 641.7, 607.9, 589.2],
        &[497.0, 561.3, 552.1, 533.0, 530.7],
        &[528.0, 599.0, 567.4, 553.3, 552.1],
        &[507.0, 555.0, 539.2, 516.0, 519.4],
        rate,
    );
    let shares = areas(
        &[20.6, 19.9, 21.4, 22.7, 23.1],
        &[19.8, 17.5, 18.7, 18.5, 18.6],
        &[19.3, 18.0, 18.9, 18.8, 19.4],
        &[22.7, 21.5, 22.4, 22.4, 22.6],
        percent,
    );
    let mut broken = areas(
        &[51.0, none, 55.5, 48.1, none],
        &[none, none, 44.0, none, 47.0],
        &[40.2, 40.9, 41.5, 60.2, 61.0],
        &[42.0, 43.0, 44.0, 58.0, 59.0],
        percent,
    );
    broken[2].breaks = vec![3];
    broken[3].breaks = vec![3];
    let ten: Vec<String> = (2016..2026).map(|y| format!("{} to {y}", y - 1)).collect();
    let long = areas(
        &[1_204_332.0, 1_250_000.0, 1_300_411.0, 1_284_000.0, 1_190_000.0, 1_330_200.0, 1_410_000.0, 1_500_000.0, 1_520_000.0, 1_580_123.0],
        &[],
        &[],
        &[900_000.0; 10],
        count,
    );
    let one = |mut lines: Vec<Line>| {
        lines.truncate(1);
        lines
    };
    let mut named = shares.clone();
    named[1].name = "Mean of the ten statistical neighbours published".to_owned();
    named[2].name = "Yorkshire and The Humber".to_owned();
    vec![
        case("trend ordinary", Form::Trend(trend(rates.clone(), live(563.0, Some((537.0, 589.9)), rate), "", false))),
        case("trend share", Form::Trend(trend(shares.clone(), live(24.2, Some((22.1, 26.3)), percent), "%", false))),
        case(
            "trend target",
            Form::Trend(Trend {
                target: Some(("Target, national".to_owned(), percent(20.0))),
                ..trend(shares.clone(), live(24.2, Some((22.1, 26.3)), percent), "%", false)
            }),
        ),
        case("trend without live", Form::Trend(trend(rates, None, "", false))),
        case("trend gaps and breaks", Form::Trend(trend(broken, live(52.0, None, percent), "%", false))),
        case(
            "trend one year",
            Form::Trend(Trend {
                years: words(&["2025"]),
                ..trend(areas(&[12.0], &[11.9], &[11.8], &[12.1], percent), live(12.0, Some((2.0, 25.0)), percent), "%", true)
            }),
        ),
        case("trend live only", Form::Trend(Trend { years: Vec::new(), ..trend(Vec::new(), live(3.0, None, count), "", true) })),
        case("trend millions", Form::Trend(Trend { years: ten, ..trend(long, None, "", true) })),
        case("trend zero", Form::Trend(trend(one(areas(&[0.0; 5], &[], &[], &[], count)), live(0.0, None, count), "", true))),
        case(
            "trend all equal",
            Form::Trend(trend(areas(&[50.0; 5], &[50.0; 5], &[50.0; 5], &[50.0; 5], percent), live(50.0, None, percent), "%", false)),
        ),
        case("trend long names", Form::Trend(trend(named, live(24.2, None, percent), "%", false))),
        case(
            "trend negative",
            Form::Trend(trend(areas(&[-2.0, 1.0, 3.5, -1.0, 0.5], &[0.2, 0.4, -0.6, 0.1, 0.0], &[], &[], percent), None, "%", true)),
        ),
    ]
}

fn columns() -> Vec<Case> {
    let months = ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"];
    let starts: Vec<Value> = [14.0, 11.0, 9.0, 17.0, 12.0, 13.0, 8.0, 15.0, 10.0, 12.0, 6.0, 16.0].map(count).to_vec();
    let ends: Vec<Value> = [10.0, 12.0, 8.0, 9.0, 14.0, 11.0, 12.0, 9.0, 13.0, 15.0, 9.0, 8.0].map(count).to_vec();
    let base = Columns {
        labels: words(&months),
        up: starts,
        up_name: "Started to be looked after".to_owned(),
        down: None,
        focus: vec![10],
        level: None,
    };
    let weeks: Vec<String> = (1..=30).map(|w| format!("Week {w}")).collect();
    let many: Vec<Value> = (0..30).map(|i| count(f64::from(1_200_000 + (i * 7919 % 13) * 90_000))).collect();
    let mean = Some(Value { at: 11.9, shown: "Mean 11.9".to_owned() });
    vec![
        case("columns ordinary", Form::Columns(Columns { level: mean, ..base.clone() })),
        case(
            "columns mirrored",
            Form::Columns(Columns { down: Some(("Ceased to be looked after".to_owned(), ends)), focus: Vec::new(), ..base.clone() }),
        ),
        case("columns thirty in millions", Form::Columns(Columns { labels: weeks, up: many, focus: vec![3, 29], ..base.clone() })),
        case(
            "columns one",
            Form::Columns(Columns { labels: words(&["April to September 2025"]), up: vec![count(1.0)], focus: Vec::new(), ..base.clone() }),
        ),
        case(
            "columns zero and suppressed",
            Form::Columns(Columns {
                labels: words(&["2023", "2024", "2025"]),
                up: vec![count(0.0), suppressed(), count(0.0)],
                focus: Vec::new(),
                ..base.clone()
            }),
        ),
        case("columns all equal", Form::Columns(Columns { up: vec![count(7.0); 12], ..base.clone() })),
        case(
            "columns long labels",
            Form::Columns(Columns {
                labels: words(&["Child protection conference", LONG, "Strategy discussion held"]),
                up: [5.0, 61.0, 30.0].map(count).to_vec(),
                focus: vec![1],
                ..base
            }),
        ),
    ]
}

fn bin(label: &str, at: f64, focus: bool, gap: bool) -> Bin {
    Bin { label: label.to_owned(), value: count(at), focus, gap, span: 1.0 }
}

fn histograms() -> Vec<Case> {
    let counts = [421.0, 455.0, 156.0, 90.0, 56.0, 42.0, 25.0, 20.0, 14.0, 11.0, 9.0];
    let mut bins: Vec<Bin> = counts.iter().enumerate().map(|(i, n)| bin(&i.to_string(), *n, i < 2, false)).collect();
    bins.push(bin("11–20", 16.0, false, true));
    bins.push(bin("21+", 7.0, false, true));
    let base = Histogram {
        bins,
        axis: "Working days from referral to the start of the assessment".to_owned(),
        limit: Some((1, "Decision due within 1 working day (Working Together)".to_owned())),
        up_name: "Completed".to_owned(),
        down: None,
    };
    let weeks = [
        ("0–10", 92.0, 40.0),
        ("11–20", 141.0, 55.0),
        ("21–30", 210.0, 61.0),
        ("31–40", 305.0, 48.0),
        ("41–45", 340.0, 22.0),
        ("46–50", 71.0, 9.0),
        ("51–60", 40.0, 6.0),
        ("61+", 12.0, 4.0),
    ];
    let mirrored = Histogram {
        bins: weeks.iter().enumerate().map(|(i, (label, done, _))| bin(label, *done, i < 5, false)).collect(),
        axis: "Working days from the start of the assessment".to_owned(),
        limit: Some((4, "Statutory limit: 45 working days".to_owned())),
        up_name: "Completed".to_owned(),
        down: Some(("Open".to_owned(), weeks.iter().map(|w| count(w.2)).collect())),
    };
    let big =
        (0..30).map(|i| bin(&format!("{}–{}", i * 30, i * 30 + 29), f64::from((i * 37 % 11) * 31_000 + 1_000_000), i < 4, false)).collect();
    vec![
        case("histogram ordinary", Form::Histogram(base.clone())),
        case("histogram mirrored", Form::Histogram(mirrored)),
        case("histogram one bin", Form::Histogram(Histogram { bins: vec![bin("0–15", 3.0, true, false)], limit: None, ..base.clone() })),
        case(
            "histogram zero",
            Form::Histogram(Histogram {
                bins: vec![bin("0–15", 0.0, true, false), bin("16+", 0.0, false, false)],
                limit: Some((0, "15 working days".to_owned())),
                ..base.clone()
            }),
        ),
        case(
            "histogram thirty bins",
            Form::Histogram(Histogram {
                bins: big,
                limit: Some((28, "Statutory limit of two years and four months".to_owned())),
                ..base.clone()
            }),
        ),
        case(
            "histogram all equal",
            Form::Histogram(Histogram {
                bins: (0..9).map(|i| bin(&i.to_string(), 12.0, i < 3, i == 8)).collect(),
                limit: Some((2, LONG.to_owned())),
                ..base
            }),
        ),
    ]
}

fn spot(label: &str, value: Option<Value>) -> Spot {
    Spot { label: label.to_owned(), value, interval: None, of: String::new() }
}

fn multiples() -> Vec<Case> {
    let ages = ["17", "18", "19", "20", "21"];
    let panel = |title: &str, values: [f64; 5]| {
        let places = ages
            .iter()
            .zip(values)
            .map(|(age, v)| Spot {
                label: (*age).to_owned(),
                value: v.is_finite().then(|| percent(v)),
                interval: v.is_finite().then_some(((v - 9.0).max(0.0), (v + 6.0).min(100.0))),
                of: if v.is_finite() { "35 of 39".to_owned() } else { String::new() },
            })
            .collect();
        (title.to_owned(), places)
    };
    let panels = vec![
        panel("In touch", [96.0, 94.1, 91.0, 90.3, 88.2]),
        panel("In suitable accommodation", [93.0, 90.0, 88.9, 87.5, 85.0]),
        panel("In education, employment or training", [71.0, 62.5, 55.0, f64::NAN, 0.0]),
    ];
    let many = (0..8).map(|i| panel(&format!("Measure {i}: {}", &LONG[..20 + i * 9]), [50.0; 5])).collect();
    vec![
        case("multiples ordinary", Form::Multiples(Multiples { panels, top: 100.0, suffix: "%".to_owned() })),
        case(
            "multiples one value",
            Form::Multiples(Multiples {
                panels: vec![("In touch".to_owned(), vec![spot("17", Some(percent(100.0)))])],
                top: 100.0,
                suffix: "%".to_owned(),
            }),
        ),
        case("multiples eight equal long", Form::Multiples(Multiples { panels: many, top: 100.0, suffix: "%".to_owned() })),
        case(
            "multiples suppressed",
            Form::Multiples(Multiples {
                panels: vec![("In touch".to_owned(), vec![spot("17", Some(suppressed())), spot("18 to 21", None)])],
                top: 100.0,
                suffix: "%".to_owned(),
            }),
        ),
    ]
}

fn sparks() -> Vec<Case> {
    let ends = ("621.3 in 2021".to_owned(), "live".to_owned());
    let months: Vec<Option<f64>> = (0..24).map(|i| Some(f64::from(i * 37 % 23))).collect();
    vec![
        case(
            "spark ordinary",
            Form::Spark(Spark {
                points: [621.3, 668.1, 641.7, 607.9, 589.2].map(Some).to_vec(),
                live: Some(563.0),
                ends: ends.clone(),
                told: ["2021: 621.3", "2022: 668.1", "2023: 641.7", "2024: 607.9", "2025: 589.2", "live: 563.0"]
                    .map(str::to_owned)
                    .to_vec(),
            }),
        ),
        case(
            "spark months and gaps",
            Form::Spark(Spark {
                points: [months, vec![None, Some(3.0), None, Some(4.0)]].concat(),
                live: None,
                ends: ("347, Oct 2023".to_owned(), "Sep 2025".to_owned()),
                told: Vec::new(),
            }),
        ),
        case("spark one", Form::Spark(Spark { points: vec![Some(2.0)], live: None, ends, told: vec!["2021: 2.0".to_owned()] })),
        case(
            "spark equal and long",
            Form::Spark(Spark {
                points: vec![Some(2.0); 4],
                live: Some(2.0),
                ends: (LONG.to_owned(), "April to September 2025".to_owned()),
                told: vec![LONG.to_owned(); 5],
            }),
        ),
        case("spark empty", Form::Spark(Spark { points: Vec::new(), live: None, ends: (String::new(), String::new()), told: Vec::new() })),
    ]
}
