//! Whiskers and funnels.

use super::{Case, LONG, case, count, percent, rate, suppressed};
use crate::charts::spec::{Form, Funnel, FunnelLimit, FunnelPoint, Value, WhiskerRow, Whiskers, Who};

pub(super) fn cases() -> Vec<Case> {
    [whiskers(), funnels()].concat()
}

fn times(at: f64) -> Value {
    Value { at, shown: format!("{at:.1}") }
}

fn whiskers() -> Vec<Case> {
    let row = |label: &str, at: f64, low: f64, high: f64| WhiskerRow {
        label: label.to_owned(),
        value: times(at),
        interval: Some((low, high)),
        claimed: low > 1.0 || high < 1.0,
    };
    let ratios = Whiskers {
        line: 1.0,
        meaning: "As among residents".to_owned(),
        ratios: true,
        suffix: String::new(),
        key: None,
        sections: vec![
            (
                "Referrals".to_owned(),
                vec![row("Mixed (237)", 2.1, 1.9, 2.4), row("Black (354)", 1.3, 1.2, 1.5), row("White (760)", 0.8, 0.7, 0.9)],
            ),
            ("Children looked after".to_owned(), vec![row("Mixed (58)", 2.6, 2.0, 3.4), row("Asian (21)", 0.6, 0.4, 1.02)]),
        ],
    };
    let far = Whiskers {
        meaning: LONG.to_owned(),
        sections: vec![(LONG.to_owned(), vec![row(LONG, 40.0, 9.0, 90.0), row("None", 0.0, 0.0, 0.2), row("All", 1.0, 1.0, 1.0)])],
        ..ratios.clone()
    };
    let hidden = vec![
        WhiskerRow { label: "Hidden".to_owned(), value: suppressed(), interval: None, claimed: false },
        WhiskerRow { label: "Zero".to_owned(), value: percent(0.0), interval: Some((0.0, 12.5)), claimed: true },
    ];
    let shares = Whiskers {
        line: 22.6,
        meaning: "England 22.6%".to_owned(),
        ratios: false,
        suffix: "%".to_owned(),
        key: None,
        sections: vec![(String::new(), hidden)],
    };
    // The second leaves out the line by its own interval, and is not claimed as one of many.
    let change = |label: &str, (before, now): (&str, &str), (at, low, high): (f64, f64, f64), claimed: bool| WhiskerRow {
        label: label.to_owned(),
        value: Value { at, shown: format!("{before} to {now}") },
        interval: Some((low, high)),
        claimed,
    };
    let many = Whiskers {
        line: 0.0,
        meaning: "No change".to_owned(),
        key: Some(("Beyond chance".to_owned(), "May be chance".to_owned())),
        sections: vec![(
            String::new(),
            vec![
                change("Referrals per 10,000 children", ("627.2", "533.0"), (-15.0, -24.2, -5.9), true),
                change("Assessments within 45 working days of referral", ("91.3%", "85.5%"), (-6.4, -12.6, -0.1), false),
                change("Children on a protection plan per 10,000 children", ("47.9", "41.5"), (-13.4, -49.4, 22.5), false),
            ],
        )],
        ..shares.clone()
    };
    let huge = Whiskers {
        line: 0.0,
        meaning: String::new(),
        sections: vec![(
            String::new(),
            (0..30)
                .map(|i| WhiskerRow { label: format!("Team {i}"), value: count(f64::from(i) * 1e5), interval: None, claimed: false })
                .collect(),
        )],
        ..shares.clone()
    };
    vec![
        case("whiskers ratios", Form::Whiskers(ratios.clone())),
        case("whiskers long and far", Form::Whiskers(far)),
        case("whiskers suppressed and zero", Form::Whiskers(shares)),
        case("whiskers judged together", Form::Whiskers(many)),
        case("whiskers thirty, huge", Form::Whiskers(huge)),
        case("whiskers none", Form::Whiskers(Whiskers { sections: Vec::new(), ..ratios })),
    ]
}

fn funnels() -> Vec<Case> {
    let limit = |size: f64| {
        let half = (10_000.0 / size).sqrt();
        FunnelLimit { size, inner: (520.0 - 120.0 * half, 520.0 + 120.0 * half), outer: (520.0 - 190.0 * half, 520.0 + 190.0 * half) }
    };
    let point = |i: u32| {
        let size = 8_000.0 + f64::from(i * i % 97) * 3_400.0;
        let at = 300.0 + f64::from(i * 37 % 101) * 5.5;
        FunnelPoint { size, value: rate(at), who: i.is_multiple_of(15).then_some(Who::Neighbours), name: format!("Authority {i}") }
    };
    let mut points: Vec<FunnelPoint> = (1..150).map(point).collect();
    points.push(FunnelPoint { size: 62_664.0, value: rate(563.3), who: Some(Who::Authority), name: "Benbowshire".to_owned() });
    let ordinary = Funnel {
        across: "Children aged 0 to 17 living in the authority".to_owned(),
        suffix: String::new(),
        middle: ("England".to_owned(), rate(519.4)),
        others: "Other authorities".to_owned(),
        limits: (1..=60).map(|i| limit(f64::from(i) * 6_000.0)).collect(),
        names: ("95%".to_owned(), "99.8%".to_owned()),
        points,
    };
    let one = Funnel {
        across: LONG.to_owned(),
        points: vec![FunnelPoint { size: 340_000.0, value: rate(519.4), who: Some(Who::Authority), name: LONG.to_owned() }],
        names: ("Limits of chance, 95%".to_owned(), "Limits of chance, 99.8%".to_owned()),
        ..ordinary.clone()
    };
    let zero = Funnel {
        middle: (LONG.to_owned(), rate(0.0)),
        limits: vec![FunnelLimit { size: 1.0, inner: (0.0, 0.0), outer: (0.0, 0.0) }; 2],
        points: vec![FunnelPoint { size: 0.0, value: rate(0.0), who: None, name: String::new() }],
        ..ordinary.clone()
    };
    vec![
        case("funnel ordinary", Form::Funnel(ordinary.clone())),
        case("funnel one, long", Form::Funnel(one)),
        case("funnel zero", Form::Funnel(zero)),
        case("funnel none", Form::Funnel(Funnel { points: Vec::new(), ..ordinary })),
    ]
}
