//! Control charts.

use super::{Case, LONG, case, count, words};
use crate::charts::spec::{Before, Control, Form, Sense, Signal, Value};

pub(super) fn cases() -> Vec<Case> {
    let values = [
        347.0, 344.0, 286.0, 333.0, 325.0, 336.0, 314.0, 334.0, 341.0, 331.0, 256.0, 317.0, 339.0, 318.0, 270.0, 304.0, 289.0, 276.0,
        290.0, 299.0, 304.0, 313.0, 244.0, 315.0,
    ];
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let months: Vec<String> = (9..33).map(|m| format!("{} {}", names[m % 12], 2023 + m / 12)).collect();
    let limits = |low: f64, high: f64| Some([("Lower limit".to_owned(), count(low)), ("Upper limit".to_owned(), count(high))]);
    let ordinary = Control {
        labels: months,
        points: values.map(|v| Some(count(v))).to_vec(),
        signals: (13..24).map(|at| Signal { at, high: false, sense: Sense::Neither }).collect(),
        mean: ("Mean".to_owned(), Value { at: 322.5, shown: "322.5".to_owned() }),
        limits: limits(246.0, 399.0),
        baseline: Some((12, "Limits set on these months".to_owned())),
        notes: vec![(22, "244, outside".to_owned()), (10, "256".to_owned())],
        before: Vec::new(),
    };
    let gaps = Control {
        points: values.iter().enumerate().map(|(i, v)| (i % 5 != 0).then(|| count(v * 9_000.0))).collect(),
        mean: (LONG.to_owned(), count(2_902_500.0)),
        limits: limits(2_890_000.0, 2_910_000.0),
        notes: vec![(23, LONG.to_owned())],
        ..ordinary.clone()
    };
    let equal = Control {
        labels: words(&["Apr 2025"]),
        points: vec![Some(count(0.0))],
        signals: Vec::new(),
        mean: ("Mean".to_owned(), count(0.0)),
        limits: None,
        baseline: None,
        notes: Vec::new(),
        before: Vec::new(),
    };
    let same = Control {
        points: vec![Some(count(12.0)); 24],
        signals: Vec::new(),
        limits: limits(12.0, 12.0),
        mean: ("Mean".to_owned(), count(12.0)),
        ..ordinary.clone()
    };
    let sense = |at: usize| if at < 16 { Sense::Better } else { Sense::Worse };
    let judged = Control {
        signals: (13..24).map(|at| Signal { at, high: at == 21, sense: sense(at) }).collect(),
        notes: Vec::new(),
        ..ordinary.clone()
    };
    let before = |end: usize, mean: f64, why: &str| Before {
        end,
        mean: count(mean),
        limits: [count(mean - 60.0), count(mean + 60.0)],
        why: why.to_owned(),
    };
    let changed = Control {
        mean: ("Mean".to_owned(), Value { at: 289.2, shown: "289.2".to_owned() }),
        limits: limits(240.0, 338.0),
        baseline: None,
        before: vec![before(7, 326.4, LONG), before(14, 319.0, "New front door")],
        ..ordinary.clone()
    };
    let firm = Control {
        baseline: Some((12, "Limits set on these months".to_owned())),
        before: vec![before(6, 328.0, "New front door"), before(40, f64::NAN, "beyond the points")],
        ..ordinary.clone()
    };
    vec![
        case("control ordinary", Form::Control(ordinary)),
        case("control better and worse", Form::Control(judged)),
        case("control changed twice", Form::Control(changed)),
        case("control changed, firm", Form::Control(firm)),
        case("control gaps, long, huge", Form::Control(gaps)),
        case("control one, zero", Form::Control(equal)),
        case("control all equal", Form::Control(same)),
    ]
}
