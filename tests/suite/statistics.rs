//! The statistics against a second implementation in Python, on a thousand made-up series: limits, the letters of the rules,
//! intervals, funnels and their dispersion, equal to a billionth. `.ci/run` has Python; elsewhere the test is passed over without it.

use annexa::statistics::control::{self, Direction, Rebase, Rule, Screening, Series};
use annexa::statistics::funnel::{self, Measure, Width};
use annexa::statistics::{Interval, Z95, Z998, byar, ratio_of_counts, wilson};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

const NEAR: f64 = 1e-9;
const WIDTHS: [(&str, f64, Width); 2] = [("95", Z95, Width::P95), ("998", Z998, Width::P998)];

/// The lines of the script; `None` where there is no Python.
fn second() -> Option<Vec<Value>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/second_implementation/chance.py");
    let Ok(output) = Command::new("python3").arg(script).output() else {
        eprintln!("no python3: the second implementation of the statistics was not compared");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// What differs between the program and a line of the script.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn near(&mut self, what: &str, ours: f64, theirs: &Value) {
        let theirs = number(theirs);
        let within = (ours - theirs).abs() <= NEAR * ours.abs().max(theirs.abs()).max(1.0);
        self.0.extend((!within).then(|| format!("{what}: {ours} is not {theirs}")));
    }

    fn interval(&mut self, what: &str, ours: Interval, theirs: &Value) {
        self.near(what, ours.low, &theirs[0]);
        self.near(what, ours.high, &theirs[1]);
    }

    fn same(&mut self, what: &str, ours: &str, theirs: &Value) {
        self.0.extend((theirs != ours).then(|| format!("{what}: {ours} is not {theirs}")));
    }
}

fn differences(line: &Value) -> Vec<String> {
    let mut found = Differences::default();
    for (key, screening) in [("all", Screening::None), ("screened", Screening::Outliers)] {
        charts(&mut found, line, key, screening);
    }
    for (key, z, width) in WIDTHS {
        found.interval("Wilson", wilson(number(&line["part"]), number(&line["whole"]), z).unwrap(), &line["wilson"][key]);
        found.interval("Byar", byar(number(&line["events"]), z).unwrap(), &line["byar"][key]);
        let ratio = ratio_of_counts(number(&line["events"]), number(&line["whole"]), z).unwrap();
        found.interval("ratio", ratio, &line["ratio"][key]);
        let poisson = funnel::chance(Measure::Rate, number(&line["expected"]), 1.0, width).unwrap();
        found.interval("Poisson", poisson, &line["poisson"][key]);
    }
    funnels(&mut found, line);
    found.0
}

fn charts(found: &mut Differences, line: &Value, key: &str, screening: Screening) {
    let rebases: Vec<Rebase> =
        numbers(&line["breaks"]).iter().map(|at| Rebase { at: *at as usize, reason: "a new system".to_owned() }).collect();
    let series = control::series(&numbers(&line["values"]), &rebases, screening).unwrap();
    found.same(key, &letters(&series), &line[key]["letters"]);
    let theirs = line[key]["stretches"].as_array().unwrap();
    assert_eq!(series.stretches.len(), theirs.len());
    for (ours, theirs) in series.stretches.iter().zip(theirs) {
        let Some(limits) = ours.limits else {
            assert!(theirs.is_null());
            continue;
        };
        let lines = [
            ("mean", limits.mean),
            ("range", limits.moving_range),
            ("lower", limits.lower),
            ("near_lower", limits.near_lower),
            ("near_upper", limits.near_upper),
            ("upper", limits.upper),
            ("points", limits.points as f64),
        ];
        lines.iter().for_each(|(name, value)| found.near(name, *value, &theirs[*name]));
    }
}

fn letters(series: &Series) -> String {
    let letter = |signal: &Option<control::Signal>| {
        signal.map_or('.', |signal| {
            let letter = match signal.rule {
                Rule::Outside => 'O',
                Rule::Trend => 'T',
                Rule::TwoOfThree => 'D',
                Rule::Shift => 'S',
            };
            if signal.direction == Direction::High { letter } else { letter.to_ascii_lowercase() }
        })
    };
    series.signals.iter().map(letter).collect()
}

fn funnels(found: &mut Differences, line: &Value) {
    let measure = if line["kind"] == "share" { Measure::Share } else { Measure::Rate };
    let average = number(&line["average"]);
    let areas: Vec<(f64, f64)> = line["areas"].as_array().unwrap().iter().map(|area| (number(&area[0]), number(&area[1]))).collect();
    let spread = funnel::dispersion(measure, average, &areas).unwrap();
    let theirs = &line["funnel"];
    found.near("phi", spread.phi, &theirs["phi"]);
    found.near("variance between areas", spread.between, &theirs["between"]);
    let sizes = numbers(&line["sizes"]);
    let places = sizes.iter().flat_map(|size| WIDTHS.map(|(_, _, width)| (*size, width)));
    for (n, (size, width)) in places.enumerate() {
        found.interval("limits of chance", funnel::chance(measure, average, size, width).unwrap(), &theirs["chance"][n]);
        found.interval("usual limits", spread.limits(measure, average, size, width).unwrap(), &theirs["usual"][n]);
    }
}

#[test]
fn a_thousand_series_are_judged_alike_by_a_second_implementation() {
    let Some(lines) = second() else { return };
    assert!(lines.len() >= 1000, "only {} series", lines.len());
    for line in &lines {
        let found = differences(line);
        assert!(found.is_empty(), "series {}: {found:?}", line["number"]);
    }
    // Every rule in both directions, and funnels with and without over-dispersion, were among them.
    let letters: BTreeSet<char> = lines.iter().flat_map(|line| line["all"]["letters"].as_str().unwrap().chars()).collect();
    assert_eq!(letters.iter().collect::<String>(), ".DOSTdost");
    let spread = lines.iter().filter(|line| number(&line["funnel"]["between"]) > 0.0).count();
    assert!((200..=800).contains(&spread), "{spread}");
}

#[test]
fn a_falsified_value_is_found() {
    let Some(lines) = second() else { return };
    let line = lines.iter().find(|line| line["all"]["stretches"][0]["mean"].is_f64() && number(&line["funnel"]["between"]) > 0.0).unwrap();
    let places = [
        "/all/stretches/0/mean",
        "/all/stretches/0/upper",
        "/screened/stretches/0/near_lower",
        "/wilson/95/1",
        "/byar/998/1",
        "/ratio/95/0",
        "/poisson/95/0",
        "/funnel/phi",
        "/funnel/between",
        "/funnel/chance/0/1",
        "/funnel/usual/3/1",
    ];
    for place in places {
        let mut false_one = line.clone();
        let value = false_one.pointer_mut(place).unwrap();
        *value = (number(value) + 3e-9 * number(value).abs().max(1.0)).into();
        assert_eq!(differences(&false_one).len(), 1, "{place}");
    }
    let mut false_one = line.clone();
    let letters = false_one["all"]["letters"].as_str().unwrap().to_owned();
    let other = if letters.starts_with('O') { "." } else { "O" };
    false_one["all"]["letters"] = format!("{other}{}", &letters[1..]).into();
    assert_eq!(differences(&false_one).len(), 1, "a letter");
}
