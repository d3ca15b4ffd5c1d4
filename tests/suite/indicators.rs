//! The catalogue: every record is whole, and every record's worked examples come out.

mod edges;
mod lists;
mod properties;
mod random_rows;
mod whole;

use annexa::calendar::Window;
use annexa::indicators::record::{Example, Expected, Rule};
use annexa::indicators::{Catalogue, Definition, Figure, Setting, evaluate, explain};
use annexa::theme::Shelf;
use lists::Schema;
use std::collections::{BTreeMap, BTreeSet};

/// The records of this repository.
pub fn catalogue() -> Catalogue {
    let checked = Catalogue::load(&Shelf::built_in());
    let said: Vec<String> = checked.findings.0.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "the catalogue has faults:\n{}", said.join("\n"));
    checked.value
}

fn schema() -> Option<Schema> {
    let schema = Schema::read();
    if schema.is_none() {
        eprintln!("skipped: content/lists and content/codes are not there");
    }
    schema
}

/// Six months for lists 1 to 9, twelve for the adoption lists.
pub fn setting(as_at: annexa::calendar::Day, population: Option<f64>) -> Setting {
    let windows = ["adoption", "adopters"].map(|list| (list.to_owned(), Window::before(as_at, 12)));
    Setting { as_at, windows: BTreeMap::from(windows), population, residents: BTreeMap::new(), published: BTreeMap::new() }
}

fn figures_of(catalogue: &Catalogue, schema: &Schema, definition: &Definition, example: &Example) -> Vec<Figure> {
    let mut rows = example.also.clone();
    rows.entry(definition.list.clone()).or_insert_with(|| example.rows.clone());
    let lists = schema.lists(&rows);
    let setting = Setting {
        residents: example.residents.clone(),
        published: example.published.clone(),
        ..setting(example.as_at, example.population)
    };
    let all = evaluate(catalogue, &lists, &setting);
    all.into_iter().filter(|figure| figure.code == definition.code).collect()
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-4,
        (a, b) => a == b,
    }
}

fn complaint(figures: &[Figure], wanted: &Expected) -> Option<String> {
    let Some(figure) = figures.iter().find(|figure| figure.group == wanted.group) else {
        let groups: Vec<&str> = figures.iter().map(|figure| figure.group.as_str()).collect();
        return Some(format!("no figure for group {:?}, only for {groups:?}", wanted.group));
    };
    let same =
        near(figure.numerator, wanted.numerator) && near(figure.denominator, wanted.denominator) && near(figure.value.ok(), wanted.value);
    (!same).then(|| {
        let got = (figure.numerator, figure.denominator, figure.value);
        format!("group {:?}: worked by hand {:?}, computed {got:?}", wanted.group, (wanted.numerator, wanted.denominator, wanted.value))
    })
}

#[test]
fn every_example_comes_out_as_worked_by_hand() {
    let Some(schema) = schema() else { return };
    let catalogue = catalogue();
    let mut wrong = Vec::new();
    for definition in catalogue.iter() {
        for example in &definition.examples {
            let figures = figures_of(&catalogue, &schema, definition, example);
            wrong.extend(
                example.figures.iter().filter_map(|wanted| complaint(&figures, wanted)).map(|text| format!("{}: {text}", definition.code)),
            );
        }
    }
    assert!(wrong.is_empty(), "{} examples do not come out:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_record_has_an_example_and_a_caveat() {
    for definition in catalogue().iter() {
        assert!(!definition.examples.is_empty(), "{} has no worked example", definition.code);
        // A way of showing has no figure: its examples expect none, and its rule is tested in `applied`.
        let applied = matches!(definition.rule, Rule::Applied(_));
        assert!(definition.examples.iter().all(|example| example.figures.is_empty() == applied), "{} expects nothing", definition.code);
        assert!(!definition.caveats.is_empty(), "{} has no caveat", definition.code);
    }
}

#[test]
fn every_comparator_is_a_published_measure() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = [root.join("benchmarks/measures.csv"), root.join("../shared/benchmarks/measures.csv")];
    let Some(text) = places.iter().find_map(|path| std::fs::read_to_string(path).ok()) else {
        eprintln!("skipped: there is no benchmarks/measures.csv");
        return;
    };
    let keys: BTreeSet<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    for definition in catalogue().iter() {
        for key in definition.comparator.iter().chain(definition.comparators.values()) {
            assert!(keys.contains(key.as_str()), "{}: nothing is published as {key}", definition.code);
        }
    }
}

#[test]
fn every_comparator_of_a_group_names_a_group_there_is() {
    let Some(schema) = schema() else { return };
    let catalogue = catalogue();
    for definition in catalogue.iter().filter(|definition| !definition.comparators.is_empty()) {
        let figures = figures_of(&catalogue, &schema, definition, &definition.examples[0]);
        for label in definition.comparators.keys() {
            assert!(figures.iter().any(|figure| figure.group == *label), "{} has no group {label}", definition.code);
        }
    }
}

#[test]
fn every_field_and_code_a_rule_names_exists() {
    let shelf = Shelf::built_in();
    let schema = annexa::annex_a::schema::Schema::load(&shelf).value;
    for path in shelf.list("content/indicators") {
        let told = annexa::indicators::names::unknown_in(&path, &shelf.text(&path).unwrap(), &catalogue(), &schema);
        assert_eq!(told, []);
    }
}

#[test]
fn the_catalogue_covers_every_list() {
    let catalogue = catalogue();
    assert!(catalogue.len() >= 100, "only {} indicators", catalogue.len());
    let mut seen: Vec<&str> = catalogue.iter().map(|definition| definition.list.as_str()).collect();
    seen.dedup();
    assert!(annexa::project::LISTS.iter().all(|list| seen.contains(list)), "{seen:?}");
}

fn load(record: &str) -> String {
    let project = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(project.path().join("content/indicators")).unwrap();
    std::fs::write(project.path().join("content/indicators/local.toml"), record).unwrap();
    let checked = Catalogue::load(&Shelf::of_project(project.path()));
    checked.findings.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

const LOCAL: &str = r#"
[[indicator]]
code = "LOC-01"
title = "Referrals of teenagers"
list = "referrals"
means = "Referrals of young people aged 13 or over."
numerator = "referrals of young people aged 13 or over"
source = "Local"

[indicator.rule.count]
where = [{ age = { at_least = 13 } }]
"#;

#[test]
fn a_council_adds_an_indicator_in_the_same_form() {
    assert_eq!(load(LOCAL), "");
}

#[test]
fn a_record_with_a_fault_is_refused_with_its_place() {
    let faults = [
        ("title = \"Referrals of teenagers\"", "title = \" \"", "content/indicators/local.toml:3:8: LOC-01: title is empty"),
        ("source = \"Local\"", "sauce = \"Local\"", "content/indicators/local.toml:8:1: unknown field `sauce`"),
        ("age = {", "aged = {", "content/indicators/local.toml:11:12: unknown field `aged`"),
        ("LOC-01", "local-1", "content/indicators/local.toml:3:8: local-1: a code has letters"),
        ("LOC-01", "REF-01", "content/indicators/local.toml:3:8: REF-01 stands in the catalogue twice"),
        ("where =", "base = \"closed\"\nwhere =", "content/indicators/local.toml:3: LOC-01: list referrals has no base closed"),
        ("{ age = { at_least = 13 } }", "{ at_least = 13 }", "content/indicators/local.toml:3: LOC-01: a condition needs one subject"),
        (
            "source = \"Local\"",
            "source = \"Local\"\ncomparator = \"referrals_n\"",
            "content/indicators/local.toml:3:8: LOC-01: differs is empty",
        ),
        (
            "source = \"Local\"",
            "source = \"Local\"\njudgement = \"luck\"",
            "content/indicators/local.toml:3:8: LOC-01: there is no area of judgement luck",
        ),
        ("[indicator.rule.count]", "[indicator.rule.share]", "content/indicators/local.toml:3:8: LOC-01: denominator is empty"),
        ("[indicator.rule.count]", "[indicator.rule.guess]", "content/indicators/local.toml:10:17: unknown variant `guess`"),
    ];
    for (from, to, wanted) in faults {
        let said = load(&LOCAL.replace(from, to));
        assert!(said.starts_with(&format!("error: {wanted}")), "{to}: {said}");
    }
}

#[test]
fn a_record_speaks_to_the_area_of_its_list_unless_it_names_another() {
    let catalogue = catalogue();
    let area = |code: &str| catalogue.get(code).unwrap().judgement.clone();
    assert_eq!([area("REF-01"), area("X-09"), area("X-15")], ["help_and_protection", "help_and_protection", "leaders"]);
    for definition in catalogue.iter() {
        assert!(catalogue.shared().judgements.contains_key(&definition.judgement), "{}: {:?}", definition.code, definition.judgement);
    }
}

#[test]
fn a_missing_list_is_not_available_and_never_zero() {
    let Some(schema) = schema() else { return };
    let lists = schema.lists(&BTreeMap::new());
    let as_at = annexa::calendar::Day::parse_iso("2025-09-30").unwrap();
    let figures = evaluate(&catalogue(), &lists, &setting(as_at, Some(20_000.0)));
    assert!(!figures.is_empty());
    for figure in figures {
        assert_eq!(figure.value, Err(annexa::number::Missing::NotAvailable), "{} {}", figure.code, figure.group);
        assert_eq!((figure.numerator, figure.denominator), (None, None));
    }
}

#[test]
fn an_explanation_shows_the_rows_each_condition_keeps() {
    let Some(schema) = schema() else { return };
    let catalogue = catalogue();
    let definition = catalogue.get("REF-04").unwrap();
    let example = &definition.examples[0];
    let lists = schema.lists(&BTreeMap::from([("referrals".to_owned(), example.rows.clone())]));
    let setting = setting(example.as_at, None);
    let explanation = explain(&catalogue, "REF-04", Some((&lists, &setting))).unwrap();
    let steps: Vec<(String, Option<usize>)> = explanation.steps.into_iter().map(|step| (step.text, step.rows)).collect();
    let wanted = [
        ("rows of list 3 (referrals)", 5),
        ("where: referral date is in the period", 4),
        ("left out: not recorded", 1),
        ("left out: not mapped", 0),
        ("denominator: nfa is Yes or No", 3),
        ("counted: nfa is Yes", 1),
    ];
    assert_eq!(steps, wanted.map(|(text, rows)| (text.to_owned(), Some(rows))));
    assert_eq!(explanation.kind, "share");
    assert!(explain(&catalogue, "REF-99", None).is_none());
}
