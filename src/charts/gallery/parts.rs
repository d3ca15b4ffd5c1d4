//! Pyramids, icons, rings, stacks and heat maps.

use super::{Case, LONG, case, count, percent, suppressed, words};
use crate::charts::spec::{AgeRow, Form, Heat, IconPart, Icons, Pyramid, Ring, Stacked, Value, Who};

pub(super) fn cases() -> Vec<Case> {
    [pyramids(), icons(), rings(), stacks(), heats()].concat()
}

fn pyramids() -> Vec<Case> {
    let left = [63, 43, 43, 45, 46, 48, 47, 45, 46, 47, 48, 51, 54, 60, 63, 58, 49, 33];
    let right = [56, 38, 38, 41, 42, 41, 40, 39, 38, 41, 41, 45, 54, 64, 68, 60, 51, 31];
    let row = |age: usize, l: f64, r: f64| AgeRow {
        age: age.to_string(),
        left: count(l),
        right: count(r),
        focus: age == 0 || (13..=15).contains(&age),
    };
    let rows: Vec<AgeRow> = left.iter().zip(right).enumerate().map(|(age, (l, r))| row(age, f64::from(*l), f64::from(r))).collect();
    let heads = |a: &str, b: &str| (("Male".to_owned(), a.to_owned()), ("Female".to_owned(), b.to_owned()));
    let pyramid = |rows, (left, right)| Form::Pyramid(Pyramid { left, right, rows });
    let huge = (0..30).map(|i| row(i, f64::from(u32::try_from(i).unwrap_or(0) * 100_000), 3_000_000.0)).collect();
    let small = vec![AgeRow { age: "Under 1".to_owned(), left: suppressed(), right: count(0.0), focus: false }];
    vec![
        case("pyramid ordinary", pyramid(rows, heads("889 (51.8%)", "828 (48.2%)"))),
        case("pyramid thirty in millions", pyramid(huge, heads("43,500,000 (33.3%)", "90,000,000 (66.7%)"))),
        case("pyramid suppressed and zero", pyramid(small, heads("[c]", "0 (0.0%)"))),
    ]
}

fn icons() -> Vec<Case> {
    let part = |icons, label: &str, filled| IconPart { icons, label: label.to_owned(), filled };
    let two =
        vec![part(24, "24 referred before: 391 of 1,619 (24.2%)", true), part(76, "76 not referred before: 1,228 of 1,619 (75.8%)", false)];
    let five = vec![
        part(76, "None: 1,228 (75.8%)", false),
        part(16, "One: 255 (15.8%)", true),
        part(5, "Two: 88 (5.4%)", true),
        part(2, "Three: 34 (2.1%)", true),
        part(1, "Four or more: 14 (0.9%)", true),
    ];
    vec![
        case("icons two parts", Form::Icons(Icons { parts: two })),
        case("icons five parts", Form::Icons(Icons { parts: five })),
        case("icons none of 100", Form::Icons(Icons { parts: vec![part(0, "None seen alone: 0 of 12", true), part(100, LONG, false)] })),
        case("icons all of 100", Form::Icons(Icons { parts: vec![part(100, "All seen: 12 of 12", true)] })),
    ]
}

fn rings() -> Vec<Case> {
    let ring = |at: f64, of: &str, parts: (&str, &str), marks: Vec<(Who, String, Value)>| {
        Form::Ring(Ring { share: percent(at), of: of.to_owned(), parts: (parts.0.to_owned(), parts.1.to_owned()), marks })
    };
    let marks = vec![
        (Who::Neighbours, "Statistical neighbours".to_owned(), percent(18.6)),
        (Who::Region, "London".to_owned(), percent(19.4)),
        (Who::England, "England".to_owned(), percent(22.6)),
    ];
    vec![
        case("ring ordinary", ring(24.2, "391 of 1,619", ("Referred before: 391", "Not referred before: 1,228"), marks.clone())),
        case("ring whole", ring(100.0, "12 of 12", ("Seen", "Not seen"), Vec::new())),
        case("ring nothing, long, huge", ring(0.0, "0 of 12,345,678 children and young people known", (LONG, "Others"), marks)),
    ]
}

fn stacks() -> Vec<Case> {
    let row = |label: &str, values: &[f64]| (label.to_owned(), values.iter().map(|v| percent(*v)).collect());
    let parts = words(&["Child protection plan", "Child in need plan", "Looked after", "Assessment open", "Care leaver", "Not recorded"]);
    let six = vec![
        row("Girls", &[14.0, 38.0, 22.0, 20.0, 4.0, 2.0]),
        row("Boys", &[12.5, 40.0, 25.5, 19.0, 2.0, 1.0]),
        row("Sex not recorded", &[0.0, 100.0, 0.0, 0.0, 0.0, 0.0]),
    ];
    let slivers = vec![row(LONG, &[97.0, 0.6, 0.6, 0.6, 0.6, 0.6]), row("None", &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0])];
    vec![
        case("stacked six parts", Form::Stacked(Stacked { parts: parts.clone(), rows: six.clone(), focus: None })),
        case("stacked focus", Form::Stacked(Stacked { parts: parts.clone(), rows: six[..2].to_vec(), focus: Some(1) })),
        case(
            "stacked one bar",
            Form::Stacked(Stacked { parts: words(&["Yes", "No"]), rows: vec![row("", &[62.4, 37.6])], focus: Some(0) }),
        ),
        case("stacked slivers and none", Form::Stacked(Stacked { parts, rows: slivers, focus: None })),
    ]
}

fn heats() -> Vec<Case> {
    let row = |label: &str, values: &[f64]| (label.to_owned(), values.iter().map(|v| v.is_finite().then(|| count(*v))).collect());
    let providers = words(&["Own provision", "Other council", "Private", "Voluntary", "Parents or family"]);
    let placements = vec![
        row("Foster placement", &[102.0, 4.0, 61.0, 12.0, f64::NAN]),
        row("Friend or relative foster care", &[58.0, 0.0, 0.0, 0.0, f64::NAN]),
        row("Children’s home", &[6.0, 1.0, 34.0, 3.0, f64::NAN]),
        row("Placed with parents", &[f64::NAN, f64::NAN, f64::NAN, f64::NAN, 17.0]),
    ];
    let wide = (0..30).map(|i| row(&format!("Team {i}"), &(0..12).map(|c| f64::from(i * c * 11_000)).collect::<Vec<_>>())).collect();
    let tints = [(0.0, "1 to 9"), (9.0, "10 to 49"), (49.0, "50 or more")].map(|(above, words)| (above, words.to_owned())).to_vec();
    let mut hidden = vec![row(LONG, &[7.0])];
    hidden.push(("Hidden".to_owned(), vec![Some(suppressed())]));
    vec![
        case("heat ordinary", Form::Heat(Heat { columns: providers, rows: placements, classes: tints, totals: 1 })),
        case(
            "heat thirty by twelve",
            Form::Heat(Heat { columns: (1..=12).map(|m| format!("Month {m}")).collect(), rows: wide, classes: Vec::new(), totals: 0 }),
        ),
        case(
            "heat one, long, suppressed",
            Form::Heat(Heat { columns: words(&["Number of children known to the service"]), rows: hidden, classes: Vec::new(), totals: 0 }),
        ),
        case(
            "heat zero",
            Form::Heat(Heat { columns: words(&["A", "B"]), rows: vec![row("None", &[0.0, 0.0])], classes: Vec::new(), totals: 0 }),
        ),
    ]
}
