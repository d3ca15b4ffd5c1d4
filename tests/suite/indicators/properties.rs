//! Properties every figure keeps, whatever the rows.

use super::lists::{Row, Schema};
use super::random_rows::{Rows, day, row, seeds, some_rows};
use super::{catalogue, setting};
use annexa::annex_a::lists::Lists;
use annexa::annex_a::{self, Mapping, Source};
use annexa::calendar::{Day, Window};
use annexa::indicators::record::{Rule, Source as From};
use annexa::indicators::{Catalogue, Figure, evaluate};
use annexa::number::Unit;
use annexa::project::LISTS;
use annexa::theme::Shelf;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static WORLD: LazyLock<Option<(Catalogue, Schema)>> = LazyLock::new(|| Some((catalogue(), Schema::read()?)));
static FORM: LazyLock<annex_a::schema::Schema> = LazyLock::new(|| annex_a::schema::Schema::load(&Shelf::built_in()).value);

/// Figures of the adoption lists that count events of the period; the others tell how far everyone on the list has come.
const ADOPTION_EVENTS: [&str; 20] = [
    "ADO-02", "ADO-03", "ADO-04", "ADO-05", "ADO-06", "ADO-07", "ADO-08", "ADO-09", "ADO-10", "ADO-11", "ADO-12", "ADO-15", "ADO-15b",
    "ADO-16", "ADO-16b", "ADO-17", "ADO-17b", "ADO-18", "ADO-18b", "ADO-18c",
];

/// Figures by code and group.
type Table = BTreeMap<(String, String), Figure>;

fn measured(lists: &Lists, as_at: Day) -> Table {
    let (catalogue, _) = WORLD.as_ref().unwrap();
    let figures = evaluate(catalogue, lists, &setting(as_at, Some(30_000.0)));
    figures.into_iter().map(|figure| ((figure.code.clone(), figure.group.clone()), figure)).collect()
}

fn figures(rows: &Rows, as_at: Day) -> Table {
    measured(&WORLD.as_ref().unwrap().1.lists(rows), as_at)
}

fn difference(one: &Table, other: &Table, of: impl Fn(&str) -> bool) -> Vec<String> {
    let keys = one.keys().chain(other.keys()).filter(|(code, _)| of(code));
    let mut said: Vec<String> = keys
        .filter(|key| one.get(*key) != other.get(*key))
        .map(|key| format!("{key:?}: {:?}, {:?}", one.get(key), other.get(key)))
        .collect();
    said.dedup();
    said
}

/// A row of somebody who stands on no list, with every date but that of birth on one day.
fn stranger(list: &str, seeds: &[u16], as_at: Day, on: Day) -> Row {
    let (_, schema) = WORLD.as_ref().unwrap();
    let mut row = row(schema, list, seeds, as_at);
    for (name, (kind, _)) in &schema.fields[list] {
        if kind == "date" && name != "birth_date" {
            row.insert(name.clone(), day(on));
        }
    }
    for name in ["child_id", "family_id", "adopter_id"].into_iter().filter(|name| schema.fields[list].contains_key(*name)) {
        row.insert(name.to_owned(), toml::Value::String("stranger".to_owned()));
    }
    row
}

fn with(rows: &Rows, list: &str, row: Row) -> Rows {
    let mut more = rows.clone();
    more.get_mut(list).unwrap().push(row);
    more
}

/// Whether every figure of a code counts children or families, so that a repeated row changes nothing.
fn counts_each_once(rule: &Rule) -> bool {
    match rule {
        Rule::Count(rule) => rule.distinct.is_some(),
        Rule::Share(rule) => rule.distinct.is_some(),
        Rule::Distribution(rule) => rule.distinct.is_some(),
        Rule::Duration(rule) => rule.distinct.is_some(),
        Rule::Sum(rule) => rule.distinct.is_some(),
        Rule::Collection(rule) => {
            rule.entries.iter().all(|entry| matches!(&entry.of, From::Inline(inline) if counts_each_once(&inline.rule)))
        }
        _ => false,
    }
}

/// The lists as text files, the rows from `at` on in files of their own.
fn files(rows: &Rows, at: Option<usize>) -> Lists {
    let part = |rows: &[Row], list: &str, name: String| {
        let columns: Vec<(&str, &str)> = FORM.list(list).unwrap().columns.iter().map(|c| (c.key.as_str(), c.heading.as_str())).collect();
        let cell = |row: &Row, key: &str| match row.get(key) {
            Some(toml::Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        };
        let line = |cells: Vec<String>| format!("\"{}\"\n", cells.join("\",\""));
        let mut text = line(columns.iter().map(|(_, heading)| (*heading).to_owned()).collect());
        text.extend(rows.iter().map(|row| line(columns.iter().map(|(key, _)| cell(row, key)).collect())));
        Source { name, bytes: text.into_bytes() }
    };
    let mut sources = Vec::new();
    for (list, rows) in rows {
        let (one, other) = rows.split_at(at.unwrap_or(rows.len()).min(rows.len()));
        sources.push(part(one, list, format!("{list}.csv")));
        sources.extend(at.map(|_| part(other, list, format!("{list} again.csv"))));
    }
    annex_a::read(&sources, &FORM, &Mapping::new()).value
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_never_matters(made in some_rows(), by in any::<u64>()) {
        let Some((_, schema)) = &*WORLD else { return Ok(()) };
        let rows = made.rows(schema);
        let mut turned = rows.clone();
        for rows in turned.values_mut() {
            rows.reverse();
            let middle = usize::try_from(by % rows.len().max(1) as u64).unwrap();
            rows.rotate_left(middle);
        }
        let said = difference(&figures(&rows, made.as_at), &figures(&turned, made.as_at), |_| true);
        prop_assert!(said.is_empty(), "{}", said.join("\n"));
    }

    #[test]
    fn numbers_stay_within_their_bounds(made in some_rows()) {
        let Some((catalogue, schema)) = &*WORLD else { return Ok(()) };
        for figure in figures(&made.rows(schema), made.as_at).into_values() {
            let rule = &catalogue.get(&figure.code).unwrap().rule;
            let signed = matches!(rule, Rule::Difference(_) | Rule::Balance(_));
            let Ok(value) = figure.value else {
                prop_assert_eq!((figure.numerator, figure.denominator), (None, None));
                continue;
            };
            prop_assert!(signed || value >= 0.0, "{} {}: {}", figure.code, figure.group, value);
            if figure.unit == Unit::Count {
                prop_assert!(value.fract() == 0.0, "{} {}: {}", figure.code, figure.group, value);
            }
            // A share is part of its whole; a ratio divides one list by another, and a pace one year by another.
            if figure.unit == Unit::Percent && !matches!(rule, Rule::Ratio(_) | Rule::Pace(_)) {
                prop_assert!(figure.numerator <= figure.denominator, "{} {}", figure.code, figure.group);
                prop_assert!(value <= 100.0, "{} {}: {}", figure.code, figure.group, value);
            }
        }
    }

    #[test]
    fn parts_sum_to_the_whole(made in some_rows()) {
        let Some((catalogue, schema)) = &*WORLD else { return Ok(()) };
        let figures = figures(&made.rows(schema), made.as_at);
        let numerator = |code: &str, group: &str| figures.get(&(code.to_owned(), group.to_owned())).and_then(|figure| figure.numerator);
        for definition in catalogue.iter() {
            let Rule::Distribution(rule) = &definition.rule else { continue };
            let code = definition.code.as_str();
            let apart = |figure: &&Figure| matches!(figure.group.as_str(), "Not recorded" | "Not mapped" | "median" | "");
            let parts = figures.values().filter(|figure| figure.code == code && !apart(figure) && figure.value.is_ok());
            let parts: Vec<&Figure> = parts.collect();
            let Some(whole) = parts.first().and_then(|figure| figure.denominator) else { continue };
            let sum: f64 = parts.iter().filter_map(|figure| figure.numerator).sum();
            // Where only some codes or ages are shown, or blank is an outcome of its own, the rest is not among the parts.
            let all_shown = rule.by.only.is_empty() && rule.by.regroup.is_empty() && rule.by.first_of.is_empty() && rule.by.age.is_none();
            let exact = all_shown && rule.blank_is.is_none() && !rule.whole;
            prop_assert!(if exact { sum == whole } else { sum <= whole }, "{}: {} of {}", code, sum, whole);
            // With those not recorded and not mapped they are the whole base; lengths below nothing are left out (ruling 14).
            let base = figures.get(&(code.to_owned(), "Not recorded".to_owned())).and_then(|figure| figure.denominator);
            if let (Some(base), true) = (base, exact) {
                let all = whole + numerator(code, "Not recorded").unwrap_or(0.0) + numerator(code, "Not mapped").unwrap_or(0.0);
                let lengths = rule.by.from.is_some();
                prop_assert!(if lengths { all <= base } else { all == base }, "{}: {} of {}", code, all, base);
            }
        }
    }

    #[test]
    fn months_weeks_and_cells_sum_to_their_figure(made in some_rows()) {
        let Some((catalogue, schema)) = &*WORLD else { return Ok(()) };
        let figures = figures(&made.rows(schema), made.as_at);
        let sum = |code: &str| figures.values().filter(|figure| figure.code == code).filter_map(|figure| figure.numerator).sum::<f64>();
        let mut pairs: Vec<(String, String)> = [("REF-16", "REF-01"), ("CON-12", "CON-01"), ("PLA-12", "OPN-01"), ("CP-13b", "CP-05")]
            .map(|(parts, whole)| (parts.to_owned(), whole.to_owned())).into();
        pairs.extend(catalogue.iter().filter_map(|d| Some((d.code.clone(), d.code.strip_suffix('m')?.to_owned()))));
        prop_assert!(pairs.len() > 10);
        for (parts, whole) in pairs {
            prop_assert_eq!(sum(&parts), sum(&whole), "{} and {}", parts, whole);
        }
        for definition in catalogue.iter() {
            let Rule::Pyramid(rule) = &definition.rule else { continue };
            for sex in ["Male ", "Female "] {
                let bars: Vec<&Figure> = figures.values().filter(|f| f.code == definition.code && f.group.starts_with(sex)).collect();
                let Some(whole) = bars.first().and_then(|figure| figure.denominator) else { continue };
                let sum: f64 = bars.iter().filter_map(|figure| figure.numerator).sum();
                let all_shown = rule.youngest == 0;
                prop_assert!(if all_shown { sum == whole } else { sum <= whole }, "{} {}: {} of {}", definition.code, sex, sum, whole);
            }
        }
    }

    #[test]
    fn a_row_outside_the_window_changes_no_event_figure(made in some_rows(), extra in seeds(), days in 1..900_i32) {
        let Some((_, schema)) = &*WORLD else { return Ok(()) };
        let rows = made.rows(schema);
        let before = figures(&rows, made.as_at);
        for list in LISTS.into_iter().filter(|list| *list != "care_leavers" && *list != "adopters") {
            // A list without rows tells nothing; its first row makes it tell of nobody.
            if rows[list].is_empty() {
                continue;
            }
            let adoption = list == "adoption";
            let start = Window::before(made.as_at, if adoption { 12 } else { 6 }).start;
            // The day before the first, the day after the last, and further out.
            for on in [start.plus(-1), made.as_at.plus(1), start.plus(-days), made.as_at.plus(days)] {
                let after = figures(&with(&rows, list, stranger(list, &extra, made.as_at, on)), made.as_at);
                let events = |code: &str| code != "HD-04" && (!adoption || ADOPTION_EVENTS.contains(&code));
                let said = difference(&before, &after, events);
                prop_assert!(said.is_empty(), "{} on {}:\n{}", list, on, said.join("\n"));
            }
        }
    }

    #[test]
    fn a_repeated_row_changes_no_count_of_children(made in some_rows(), pick in any::<u16>()) {
        let Some((catalogue, schema)) = &*WORLD else { return Ok(()) };
        let rows = made.rows(schema);
        let before = figures(&rows, made.as_at);
        let once: Vec<&str> = catalogue.iter().filter(|d| counts_each_once(&d.rule)).map(|d| d.code.as_str()).collect();
        prop_assert!(once.len() >= 15, "{:?}", once);
        for list in LISTS {
            let ids: &[&str] = if list == "adopters" { &["adopter_id", "family_id"] } else { &["child_id"] };
            let named: Vec<&Row> = rows[list].iter().filter(|row| ids.iter().all(|id| row.contains_key(*id))).collect();
            let Some(copy) = (!named.is_empty()).then(|| named[usize::from(pick) % named.len()].clone()) else { continue };
            let after = figures(&with(&rows, list, copy), made.as_at);
            let said = difference(&before, &after, |code| once.contains(&code));
            prop_assert!(said.is_empty(), "{}:\n{}", list, said.join("\n"));
            for definition in catalogue.iter().filter(|d| matches!(d.rule, Rule::Multiples(_))) {
                let whole = |table: &Table| table.values().filter(|f| f.code == definition.code).map(|f| f.denominator).collect::<Vec<_>>();
                prop_assert_eq!(whole(&before), whole(&after), "{}", &definition.code);
            }
        }
    }

    #[test]
    fn two_files_give_the_figures_of_one(made in some_rows(), at in 0..13_usize) {
        let Some((_, schema)) = &*WORLD else { return Ok(()) };
        let rows = made.rows(schema);
        let (one, two) = (files(&rows, None), files(&rows, Some(at)));
        // Every list is recognised, else both would agree about nothing.
        prop_assert!(one.lists.iter().all(|(list, read)| !read.origins.is_empty() && read.rows <= rows[list].len()));
        let said = difference(&measured(&one, made.as_at), &measured(&two, made.as_at), |_| true);
        prop_assert!(said.is_empty(), "{}", said.join("\n"));
    }
}
