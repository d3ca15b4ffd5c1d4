//! Properties every figure keeps, whatever the rows.

use super::lists::{Row, Schema};
use super::{catalogue, setting};
use annexa::annex_a::lists::Lists;
use annexa::calendar::Day;
use annexa::indicators::record::Rule;
use annexa::indicators::{Catalogue, Figure, evaluate};
use annexa::number::Unit;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use toml::Value;

const AS_AT: &str = "2025-09-30";
const LISTS: [&str; 5] = ["contacts", "referrals", "children_in_need", "looked_after", "adopters"];

static WORLD: LazyLock<Option<(Catalogue, Schema)>> = LazyLock::new(|| Some((catalogue(), Schema::read()?)));

/// A row of a list from numbers: any field blank at times, identifiers few enough to repeat.
fn row(schema: &Schema, list: &str, seeds: &[u16]) -> Row {
    let fields = schema.fields[list].iter().zip(seeds.iter().cycle());
    let value = |(kind, set): &(String, Option<String>), seed: u16| {
        let n = i64::from(seed / 8);
        Some(match kind.as_str() {
            _ if seed.is_multiple_of(8) => return None,
            "date" => Value::String(Day::parse_iso(AS_AT)?.plus(-i32::from(seed % 800) + 20).to_string()),
            "whole" | "age" => Value::Integer(n % 19),
            "code" => {
                let codes = &schema.code_sets[set.as_deref()?].codes;
                Value::String(codes[n as usize % codes.len()].key.clone())
            }
            _ => Value::String(format!("X{}", n % 12)),
        })
    };
    fields.filter_map(|((name, field), &seed)| Some((name.clone(), value(field, seed)?))).collect()
}

fn lists(schema: &Schema, rows: &BTreeMap<String, Vec<Row>>) -> Lists {
    schema.lists(rows)
}

fn some_rows() -> impl Strategy<Value = Vec<Vec<Vec<u16>>>> {
    prop::collection::vec(prop::collection::vec(prop::collection::vec(any::<u16>(), 23), 0..14), LISTS.len())
}

fn made(schema: &Schema, seeds: &[Vec<Vec<u16>>]) -> BTreeMap<String, Vec<Row>> {
    LISTS.iter().zip(seeds).map(|(list, rows)| ((*list).to_owned(), rows.iter().map(|seeds| row(schema, list, seeds)).collect())).collect()
}

fn figures(catalogue: &Catalogue, schema: &Schema, rows: &BTreeMap<String, Vec<Row>>) -> Vec<Figure> {
    evaluate(catalogue, &lists(schema, rows), &setting(Day::parse_iso(AS_AT).unwrap(), Some(30_000.0)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_never_matters(seeds in some_rows()) {
        let Some((catalogue, schema)) = &*WORLD else { return Ok(()) };
        let rows = made(schema, &seeds);
        let mut turned = rows.clone();
        turned.values_mut().for_each(|rows| rows.reverse());
        let (one, other) = (figures(catalogue, schema, &rows), figures(catalogue, schema, &turned));
        prop_assert_eq!(one.len(), other.len());
        for (a, b) in one.iter().zip(&other) {
            prop_assert_eq!(a, b);
        }
    }

    #[test]
    fn numbers_stay_within_their_bounds(seeds in some_rows()) {
        let Some((catalogue, schema)) = &*WORLD else { return Ok(()) };
        for figure in figures(catalogue, schema, &made(schema, &seeds)) {
            let signed = matches!(catalogue.get(&figure.code).unwrap().rule, Rule::Difference(_) | Rule::Balance(_));
            let Ok(value) = figure.value else {
                prop_assert_eq!((figure.numerator, figure.denominator), (None, None));
                continue;
            };
            prop_assert!(signed || value >= 0.0, "{} {}: {}", figure.code, figure.group, value);
            // A share is part of its whole; ADO-07 alone divides one list by another.
            if figure.unit == Unit::Percent && figure.code != "ADO-07" {
                prop_assert!(figure.numerator <= figure.denominator, "{} {}", figure.code, figure.group);
            }
        }
    }

    #[test]
    fn parts_sum_to_the_whole(seeds in some_rows()) {
        let Some((catalogue, schema)) = &*WORLD else { return Ok(()) };
        let figures = figures(catalogue, schema, &made(schema, &seeds));
        for definition in catalogue.iter() {
            let Rule::Distribution(rule) = &definition.rule else { continue };
            // Where only some codes are shown, or ages fall outside every group, the rest is not among the parts.
            if !rule.by.only.is_empty() || !rule.by.regroup.is_empty() || !rule.by.first_of.is_empty() || rule.by.age.is_some() {
                continue;
            }
            let apart = |figure: &Figure| matches!(figure.group.as_str(), "Not recorded" | "Not mapped" | "median" | "");
            let parts: Vec<&Figure> = figures.iter().filter(|figure| figure.code == definition.code && !apart(figure) && figure.value.is_ok()).collect();
            let Some(whole) = parts.first().and_then(|figure| figure.denominator) else { continue };
            let unmapped = if rule.blank_is.is_some() { 1.0 } else { 0.0 };
            let sum: f64 = parts.iter().filter_map(|figure| figure.numerator).sum();
            prop_assert!(sum == whole || (unmapped > 0.0 && sum <= whole), "{}: {} of {}", definition.code, sum, whole);
        }
    }

    #[test]
    fn a_row_outside_the_window_changes_no_event_figure(seeds in some_rows(), extra in prop::collection::vec(any::<u16>(), 23)) {
        let Some((catalogue, schema)) = &*WORLD else { return Ok(()) };
        let rows = made(schema, &seeds);
        let mut more = rows.clone();
        let mut old = row(schema, "contacts", &extra);
        old.insert("contact_date".to_owned(), Value::String("2024-12-31".to_owned()));
        old.insert("child_id".to_owned(), Value::String("someone else".to_owned()));
        more.get_mut("contacts").unwrap().push(old);
        let (one, other) = (figures(catalogue, schema, &rows), figures(catalogue, schema, &more));
        let events = |figures: Vec<Figure>| figures.into_iter().filter(|figure| figure.code.starts_with("CON-")).collect::<Vec<_>>();
        // An empty list and a list with one old row have the same figures.
        prop_assert_eq!(events(one), events(other));
    }
}
