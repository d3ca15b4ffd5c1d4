//! Bars, pairs, bullets, steps, spines and strips.

use super::{Case, LONG, case, count, percent, rate, suppressed};
use crate::charts::spec::{
    Bar, Bars, Bullet, BulletRow, Form, Paired, Spine, SpineRow, SpineSection, Steps, Strip, StripRange, Value, Who,
};

pub(super) fn cases() -> Vec<Case> {
    [bars(), paired(), bullets(), steps(), spines(), strips()].concat()
}

fn bar(label: &str, number: f64, share: f64, mark: Option<f64>) -> Bar {
    let half = (share * (100.0 - share).max(0.0) / 1764.0).max(0.0).sqrt() * 1.96;
    Bar {
        label: label.to_owned(),
        value: percent(share),
        number: count(number).shown,
        interval: Some(((share - half).max(0.0), share + half)),
        mark: mark.map(percent),
        focus: false,
        apart: false,
    }
}

fn bars() -> Vec<Case> {
    let sources = [
        ("Police", 585.0, 33.2, 28.5),
        ("Schools", 296.0, 16.8, 20.3),
        ("Health services", 288.0, 16.3, 14.7),
        ("Council services", 249.0, 14.1, 14.1),
        ("Individual", 125.0, 7.1, 8.3),
        ("Other legal agency", 63.0, 3.6, 4.4),
        ("Education services", 34.0, 1.9, 2.0),
        ("Housing", 27.0, 1.5, 1.2),
        ("Anonymous", 23.0, 1.3, 1.7),
    ];
    let mut rows: Vec<Bar> = sources.iter().map(|(l, n, s, e)| bar(l, *n, *s, Some(*e))).collect();
    rows[0].focus = true;
    rows[1].focus = true;
    rows.push(Bar { apart: true, ..bar("Unknown", 14.0, 0.8, None) });
    rows.push(Bar { apart: true, value: suppressed(), number: "[c]".to_owned(), interval: None, ..bar("Not recorded", 0.0, 0.0, None) });
    let base = Bars { heads: ("Number".to_owned(), "Share".to_owned()), rows, marks: Some((Who::England, "England".to_owned())) };
    let groups = [
        ("White", 760.0, 43.4, 52.8),
        ("Black", 354.0, 20.2, 15.0),
        ("Asian", 268.0, 15.3, 19.0),
        ("Mixed", 237.0, 13.5, 6.5),
        ("Other", 95.0, 5.4, 5.8),
    ];
    let residents = groups.iter().map(|(l, n, s, e)| Bar { focus: *l == "Black" || *l == "Mixed", ..bar(l, *n, *s, Some(*e)) }).collect();
    let plain = |rows: Vec<Bar>| Bars { rows, marks: None, ..base.clone() };
    let long = vec![
        bar(LONG, 12.0, 40.0, None),
        Bar { focus: true, ..bar("Health services: accident and emergency departments", 9.0, 30.0, None) },
        bar("Police", 9.0, 30.0, None),
    ];
    let thirty = (0..30)
        .map(|i| {
            bar(&format!("Local authority {i} and its neighbours"), 3_000_000.0 - f64::from(i) * 90_000.0, 50.0 - f64::from(i), Some(25.0))
        })
        .collect();
    let change = [("Police", 4.2), ("Schools", -6.1), ("Housing", 0.0)]
        .map(|(l, d)| Bar { interval: None, number: String::new(), ..bar(l, 0.0, d, None) })
        .to_vec();
    vec![
        case("bars ordinary", Form::Bars(base.clone())),
        case("bars residents", Form::Bars(Bars { rows: residents, marks: Some((Who::Residents, "Residents".to_owned())), ..base.clone() })),
        case("bars one", Form::Bars(plain(vec![bar("Police", 1.0, 100.0, None)]))),
        case("bars none", Form::Bars(plain(Vec::new()))),
        case("bars zero", Form::Bars(plain(vec![bar("Police", 0.0, 0.0, None), bar("Schools", 0.0, 0.0, None)]))),
        case("bars all equal", Form::Bars(plain((0..4).map(|i| bar(&format!("Team {i}"), 25.0, 25.0, Some(25.0))).collect()))),
        case("bars long labels", Form::Bars(Bars { marks: Some((Who::Target, "Target".to_owned())), ..plain(long) })),
        case("bars thirty in millions", Form::Bars(Bars { rows: thirty, ..base.clone() })),
        case("bars negative", Form::Bars(Bars { heads: (String::new(), "Change".to_owned()), rows: change, marks: None })),
    ]
}

fn paired() -> Vec<Case> {
    let row = |label: &str, a: f64, b: f64| (label.to_owned(), count(a), count(b));
    let names = ("Contacts".to_owned(), "Referrals".to_owned());
    let rows = vec![
        row("Police", 2_310.0, 585.0),
        row("Schools", 1_020.0, 296.0),
        row("Health services", 899.0, 288.0),
        row("Individual: family member, relative or carer", 640.0, 125.0),
        ("Anonymous".to_owned(), suppressed(), count(0.0)),
    ];
    vec![
        case("paired ordinary", Form::Paired(Paired { names: names.clone(), rows })),
        case("paired one", Form::Paired(Paired { names: names.clone(), rows: vec![row("Police", 1.0, 0.0)] })),
        case("paired zero", Form::Paired(Paired { names: names.clone(), rows: vec![row("Police", 0.0, 0.0)] })),
        case(
            "paired long and huge",
            Form::Paired(Paired {
                names: (LONG.to_owned(), "Referrals in the twelve months before".to_owned()),
                rows: vec![row(LONG, 4_310_400.0, 4_310_400.0), row("Police", 12.0, 900_000.0)],
            }),
        ),
    ]
}

fn bullets() -> Vec<Case> {
    let row = |label: &str, at: f64, of: &str, marks: &[(Who, &str, f64)]| BulletRow {
        label: label.to_owned(),
        value: percent(at),
        of: of.to_owned(),
        marks: marks.iter().map(|(who, name, at)| (*who, (*name).to_owned(), percent(*at))).collect(),
    };
    let rows = vec![
        row(
            "Reviews held in time",
            93.4,
            "498 of 533",
            &[(Who::Target, "Target", 95.0), (Who::England, "England", 91.2), (Who::Neighbours, "Statistical neighbours", 92.0)],
        ),
        row("Visits in time", 86.2, "947 of 1,098", &[(Who::Target, "Target", 90.0)]),
        row("Child seen alone at the latest visit", 10.9, "178 of 1,634", &[]),
    ];
    let all = [
        (Who::Target, "Target set by the improvement board", 100.0),
        (Who::England, "England", 0.0),
        (Who::Neighbours, "Statistical neighbours", 50.0),
        (Who::Region, "Yorkshire and The Humber", 50.0),
    ];
    let days = BulletRow {
        label: "Days from care to placement".to_owned(),
        value: count(402.0),
        of: "median of 12 children".to_owned(),
        marks: vec![(Who::Target, "Threshold".to_owned(), count(426.0))],
    };
    vec![
        case("bullet ordinary", Form::Bullet(Bullet { top: Some(100.0), rows })),
        case(
            "bullet zero and long",
            Form::Bullet(Bullet { top: Some(100.0), rows: vec![row(LONG, 0.0, "0 of 12", &all), row("All", 100.0, "12 of 12", &all)] }),
        ),
        case("bullet days", Form::Bullet(Bullet { top: None, rows: vec![days] })),
        case(
            "bullet suppressed",
            Form::Bullet(Bullet {
                top: None,
                rows: vec![BulletRow { label: "Visits".to_owned(), value: suppressed(), of: String::new(), marks: Vec::new() }],
            }),
        ),
    ]
}

fn steps() -> Vec<Case> {
    let step = |label: &str, n: f64, follows: &str| (label.to_owned(), count(n), follows.to_owned());
    let enquiries = vec![
        step("Section 47 enquiries", 412.0, ""),
        step("Initial child protection conferences", 211.0, "51.2% of enquiries"),
        step("Child protection plans", 178.0, "84.4% of conferences"),
    ];
    let fall = vec![
        step("Contacts", 4_310_400.0, ""),
        step(LONG, 12.0, LONG),
        step("Plans", 0.0, "none of them"),
        ("Adopted".to_owned(), suppressed(), String::new()),
    ];
    vec![
        case("steps ordinary", Form::Steps(Steps { steps: enquiries })),
        case("steps one", Form::Steps(Steps { steps: vec![step("Enquiries", 1.0, "")] })),
        case("steps huge, long, zero", Form::Steps(Steps { steps: fall })),
    ]
}

fn spine_row(label: &str, value: (f64, Value, &str), neighbours: Option<f64>, sure: bool) -> SpineRow {
    let england = value.2;
    SpineRow {
        group: String::new(),
        label: label.to_owned(),
        value: Value { at: value.0, shown: value.1.shown },
        interval: Some((value.0 - 0.08, value.0 + 0.11)),
        sure,
        england: england.to_owned(),
        range: (0.0, 0.92),
        middle: (0.38, 0.61),
        neighbours: neighbours.map(percent).map(|v| Value { at: v.at / 100.0, ..v }),
    }
}

fn spines() -> Vec<Case> {
    let heads = ("Benbowshire".to_owned(), "Statistical neighbours".to_owned(), "England".to_owned());
    let better = |rows| SpineSection { title: "One direction is better".to_owned(), ends: ("worse".to_owned(), "better".to_owned()), rows };
    let neither =
        |rows| SpineSection { title: "Neither direction is better".to_owned(), ends: ("lower".to_owned(), "higher".to_owned()), rows };
    let rows = [
        spine_row("Assessments in 45 working days", (0.81, percent(88.2), "83.7%"), Some(55.0), true),
        spine_row("Children on a plan for a second or later time", (0.21, percent(27.1), "24.7%"), Some(50.0), false),
        spine_row("Referrals per 10,000 children", (0.72, rate(563.0), "519.4"), Some(44.0), true),
        spine_row("Looked after children", (0.5, rate(64.2), "64.0"), None, false),
    ];
    let odd = vec![
        spine_row(LONG, (-0.4, count(1_204_332.0), "1,404,100"), Some(0.0), true),
        spine_row("None", (1.2, percent(100.0), "52.0%"), Some(100.0), false),
        SpineRow { interval: None, ..spine_row("Missing", (f64::NAN, suppressed(), "12"), None, false) },
    ];
    let domains = ["Front door", "Need and protection", "Children in care", "Care leavers"];
    let many: Vec<SpineRow> = (0..27)
        .map(|i| SpineRow {
            group: domains[i % 18 / 5].to_owned(),
            label: format!("{} {}", rows[i % 4].label, i + 1),
            ..spine_row("", ((i * 7 % 27) as f64 / 27.0, rate(500.0 + i as f64), "519.4"), Some((i * 11 % 27) as f64 * 4.0), i % 3 == 0)
        })
        .collect();
    let spine = |sections| Form::Spine(Spine { heads: heads.clone(), sections });
    vec![
        case("spine ordinary, in groups", spine(vec![better(many[..18].to_vec()), neither(many[18..].to_vec())])),
        case("spine ordinary", spine(vec![better(rows[..2].to_vec()), neither(rows[2..].to_vec())])),
        case("spine ends and long", spine(vec![neither(odd)])),
    ]
}

fn strips() -> Vec<Case> {
    let mark = |who, name: &str, at: f64| (who, name.to_owned(), rate(at));
    let four = vec![
        mark(Who::Live, "Benbowshire", 563.0),
        mark(Who::Neighbours, "Statistical neighbours", 530.7),
        mark(Who::Region, "London", 552.1),
        mark(Who::England, "England", 519.4),
    ];
    let range = Some(StripRange { ends: (402.0, 560.0), middle: (455.0, 538.0) });
    let same = four.iter().map(|(who, name, _)| (*who, name.clone(), rate(5.0))).collect();
    vec![
        case("strip ordinary", Form::Strip(Strip { marks: four, range })),
        case("strip all equal", Form::Strip(Strip { marks: same, range: None })),
        case(
            "strip one and suppressed",
            Form::Strip(Strip { marks: vec![mark(Who::Live, "Benbowshire", 0.0), (Who::England, LONG.to_owned(), suppressed())], range }),
        ),
    ]
}
