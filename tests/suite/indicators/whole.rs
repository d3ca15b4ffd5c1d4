//! The catalogue against what it was asked to hold, and every code explained on the demo workbook.

use super::lists::{Row, Schema};
use super::{catalogue, setting};
use annexa::annex_a::collect;
use annexa::audience::Audience;
use annexa::calendar::Day;
use annexa::comparators::Comparators;
use annexa::indicators::record::Rule;
use annexa::indicators::{Explanation, Figure, evaluate, explain};
use annexa::number::Missing;
use annexa::pipeline::{self, Before, Input};
use annexa::project::Project;
use annexa::statistics;
use annexa::theme::Shelf;
use std::collections::BTreeMap;
use std::path::Path;

/// Every code asked for, a line for each family.
const ASKED: &str = include_str!("codes.txt");

#[test]
fn every_code_asked_for_is_there_and_whole() {
    let catalogue = catalogue();
    assert!(catalogue.len() >= 280, "only {}", catalogue.len());
    let absent: Vec<&str> = ASKED.split_whitespace().filter(|code| catalogue.get(code).is_none()).collect();
    assert!(absent.is_empty(), "not in the catalogue: {absent:?}");
    for definition in catalogue.iter() {
        let words = [&definition.means, &definition.source, &definition.numerator, &definition.title, &definition.short];
        assert!(words.iter().all(|text| !text.trim().is_empty()), "{} leaves something unsaid", definition.code);
        assert!(!definition.unit.key().is_empty() && !definition.examples.is_empty(), "{} has no unit or no test", definition.code);
    }
}

#[test]
fn every_pace_names_a_published_count() {
    let comparators = Comparators::load(&Shelf::built_in(), None).value;
    let catalogue = catalogue();
    assert!(catalogue.paced().len() >= 10, "{:?}", catalogue.paced());
    for measure in catalogue.paced() {
        assert!(comparators.measure(measure).is_some_and(|found| found.unit == annexa::number::Unit::Count), "{measure}");
    }
}

#[test]
fn what_is_absent_says_why_and_makes_no_figure_up() {
    let catalogue = catalogue();
    let absent: Vec<&str> =
        catalogue.iter().filter(|definition| matches!(definition.rule, Rule::Absent(_))).map(|d| d.code.as_str()).collect();
    assert_eq!(absent, ["CP-33", "PLA-15", "PLA-15b", "HLT-08", "HLT-08b", "ADO-19"]);
    for definition in catalogue.iter() {
        let absent = matches!(definition.rule, Rule::Absent(_));
        assert_eq!(absent, definition.because.ends_with('.'), "{}: a sentence where, and only where, there is no figure", definition.code);
    }
}

/// Every code of the catalogue explained on the demo workbook, and the figures of an ordinary run.
fn explained() -> (Vec<Explanation>, Vec<Figure>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (project, shelf) = (Project::load(root).value, Shelf::of_project(root));
    let sources = collect(&[root.join("data/2025-09-30.xlsx")]).unwrap();
    let input = Input {
        project: &project,
        shelf: &shelf,
        sources: &sources,
        as_at: None,
        audience: Audience::Management,
        before: Before::default(),
    };
    let read = pipeline::read(&input).unwrap();
    let catalogue = catalogue();
    let setting = pipeline::measured_with(&input, &read, &catalogue);
    let all = catalogue.iter().map(|definition| explain(&catalogue, &definition.code, Some((&read.lists, &setting))).unwrap()).collect();
    (all, evaluate(&catalogue, &read.lists, &setting))
}

/// The rows left after the last step of the figure itself.
fn last_rows(explanation: &Explanation) -> Option<usize> {
    explanation.steps.iter().rev().filter(|step| step.depth == 0).find_map(|step| step.rows)
}

#[test]
fn every_code_is_explained_and_the_last_step_is_the_figure() {
    let (explanations, figures) = explained();
    let mut checked = 0;
    for explanation in &explanations {
        let code = &explanation.definition.code;
        assert!(!explanation.steps.is_empty(), "{code} has no steps");
        assert!(explanation.window.is_some_and(|window| window.start <= window.end), "{code}");
        let of_code: Vec<&Figure> = figures.iter().filter(|figure| figure.code == *code).collect();
        assert!(explanation.figures.iter().eq(of_code.iter().copied()), "{code} is explained with other figures than it has");
        let single = match &explanation.definition.rule {
            Rule::Count(rule) => rule.by.is_none() && rule.cases.is_empty(),
            Rule::Share(rule) => rule.by.is_none() && rule.cases.is_empty() && !(rule.counted.is_empty() && rule.answers.is_none()),
            Rule::Timeliness(rule) => rule.by.is_none(),
            _ => false,
        };
        let figure = of_code.iter().find(|figure| figure.group.is_empty() && figure.value.is_ok());
        if let (true, Some(figure)) = (single, figure) {
            let rows = last_rows(explanation).map(|rows| rows as f64);
            assert_eq!(rows, figure.numerator, "{code}: {:#?}", explanation.steps);
            checked += 1;
        }
    }
    assert!(checked >= 100, "only {checked} single figures were followed to their end");
}

/// A hidden group that stands between two shown ones by size is bounded by both.
#[test]
fn groups_of_a_text_stand_in_the_order_of_their_names() {
    let (_, figures) = explained();
    let apart = |group: &str| matches!(group, "" | "Other" | "Not recorded");
    for code in ["EH-08", "PLA-14", "CIN-20"] {
        let groups: Vec<&Figure> = figures.iter().filter(|figure| figure.code == code && !apart(&figure.group)).collect();
        assert!(groups.iter().any(|figure| figure.numerator != groups[0].numerator), "{code} has no groups of different size");
        assert!(groups.is_sorted_by_key(|figure| figure.group.to_lowercase()), "{code}: {groups:#?}");
    }
}

#[test]
fn an_explanation_walks_into_what_a_figure_rests_on() {
    let (explanations, _) = explained();
    let of = |code: &str| explanations.iter().find(|explanation| explanation.definition.code == code).unwrap();
    let rate = of("REF-03");
    assert_eq!(rate.steps[0].text, "rests on REF-01, Referrals");
    assert_eq!(rate.steps[1].depth, 1);
    assert_eq!(rate.steps.last().unwrap().rows.map(|rows| rows as f64), rate.figures[0].numerator);
    let days = of("ICPC-05");
    let texts: Vec<&str> = days.steps.iter().map(|step| step.text.as_str()).collect();
    assert!(texts.iter().any(|text| text.starts_with("both dates known: ")), "{texts:?}");
    assert!(texts.contains(&"the end is not before the start"), "{texts:?}");
    let groups = of("REF-07");
    assert!(groups.steps.iter().any(|step| step.text == "not mapped" && step.rows.is_some()), "{:?}", groups.steps);
    assert!(of("CP-33").steps[0].text.starts_with("not computed: List 7 holds"));
    assert!(of("X-02").steps[0].text.starts_with("shown: ") && of("X-02").figures.is_empty());
}

/// The rules that ways of showing follow, each with numbers worked by hand. are held by the tests of records,
/// X-28 below with every chart of the demo.
#[test]
fn ways_of_showing_follow_the_rules_their_records_name() {
    // Wilson for 41 of 612, Byar for ten events.
    let share = statistics::share(41.0, 612.0).unwrap();
    assert!((share.low - 4.976_489).abs() < 1e-5 && (share.high - 8.962_401).abs() < 1e-5, "{share:?}");
    let events = statistics::rate(10.0, 1.0).unwrap();
    assert!((events.low - 4.787_450).abs() < 1e-5 && (events.high - 18.391_459).abs() < 1e-5, "{events:?}");
    // the plain mean of the neighbours that have a value, and of how many.
    let comparators = Comparators::load(&Shelf::built_in(), None).value;
    let here = comparators.authority("Waltham Forest").unwrap();
    let year = *comparators.years("referrals_rate").last().unwrap();
    let values: Vec<f64> =
        comparators.neighbours(here).iter().filter_map(|area| comparators.published("referrals_rate", &area.code, year).ok()).collect();
    let mean = comparators.neighbour_mean("referrals_rate", here, year);
    assert!(mean.of == 10 && mean.n == values.len() && mean.n > 0);
    assert!((mean.value.unwrap() - values.iter().sum::<f64>() / values.len() as f64).abs() < 1e-9);
    // twelve authorities; the third highest is third of twelve and in the first quarter.
    let sorted: Vec<f64> = (1..=12).map(f64::from).collect();
    let rank = statistics::rank(10.0, &sorted, statistics::Best::Highest).unwrap();
    assert_eq!((rank.place, rank.of, rank.quarter), (3, 12, 1));
}

#[test]
fn every_chart_has_a_sentence_and_a_text_alternative() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (project, shelf) = (Project::load(root).value, Shelf::of_project(root));
    let sources = collect(&[root.join("data/2025-09-30.xlsx")]).unwrap();
    let input = Input {
        project: &project,
        shelf: &shelf,
        sources: &sources,
        as_at: None,
        audience: Audience::Leadership,
        before: Before::default(),
    };
    let made = pipeline::report(&input).unwrap().value;
    let figures: Vec<_> = made.report.pages.iter().flat_map(|page| page.figures()).collect();
    assert!(figures.len() > 50, "{}", figures.len());
    for figure in figures {
        assert!(!figure.title.trim().is_empty() && !figure.chart.alt.trim().is_empty(), "{}", figure.id);
    }
}

/// What is counted of some lists: a code's single figure, or a group of it.
fn counted(rows: &BTreeMap<String, Vec<Row>>) -> Option<impl Fn(&str, &str) -> Result<f64, Missing>> {
    let schema = Schema::read()?;
    let setting = setting(Day::new(2025, 9, 30).unwrap(), None);
    let figures = evaluate(&catalogue(), &schema.lists(rows), &setting);
    Some(move |code: &str, group: &str| {
        figures.iter().find(|f| f.code == code && f.group == group).map_or(Err(Missing::NotAvailable), |f| f.value)
    })
}

#[test]
fn a_list_without_rows_counts_nobody_and_one_without_matches_counts_nought() {
    let row = |pairs: &[(&str, &str)]| -> Row {
        pairs.iter().map(|(field, value)| ((*field).to_owned(), toml::Value::String((*value).to_owned()))).collect()
    };
    let referral = vec![row(&[("child_id", "A"), ("referral_date", "2025-05-01")])];
    let left = vec![row(&[("child_id", "B"), ("start", "2020-01-01"), ("ceased", "2021-01-01")])];
    let mut rows: BTreeMap<String, Vec<Row>> = [("referrals".to_owned(), referral), ("looked_after".to_owned(), left)].into();
    // A sheet with headings only, which an example's rows make of nothing.
    rows.insert("child_protection".to_owned(), Vec::new());
    let Some(said) = counted(&rows) else { return };
    assert_eq!((said("REF-01", ""), said("OPN-01", "")), (Ok(1.0), Ok(0.0)), "nobody is in care, as the list says");
    let nothing = Err(Missing::NotAvailable);
    assert_eq!([said("CP-05", ""), said("HD-01", "Child protection plans"), said("CON-01", "")], [nothing; 3]);
    assert_eq!(said("X-08", "Referral ends"), nothing, "nobody knows who went on");
}
