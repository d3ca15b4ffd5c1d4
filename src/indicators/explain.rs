//! The way to a figure: the rule in words, the rows each condition kept, and the result.

use super::describe::{condition, parts};
use super::evaluate::Workshop;
use super::filter::Test;
use super::record::{Filter, Rule};
use super::view::World;
use super::{Catalogue, Definition, Figure, Setting};
use crate::annex_a::lists::Lists;

/// How a figure comes about.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The record.
    pub definition: Definition,
    /// Name of the kind: `share`.
    pub kind: &'static str,
    /// The steps of the rule, with the rows left after each where lists were given.
    pub steps: Vec<Step>,
    /// The figures, where lists were given.
    pub figures: Vec<Figure>,
}

/// One condition of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The condition in words.
    pub text: String,
    /// Rows left after it; `None` without lists, or where a column is missing.
    pub rows: Option<usize>,
}

/// Explains an indicator; with lists and a setting also by its rows and figures. `None` for a code that is not in the catalogue.
pub fn explain(catalogue: &Catalogue, code: &str, data: Option<(&Lists, &Setting)>) -> Option<Explanation> {
    let definition = catalogue.get(code)?;
    let world = data.map(|(lists, setting)| World::new(catalogue, lists, setting));
    let figures = world.as_ref().map(|world| Workshop::new(world).figures(definition)).unwrap_or_default();
    Some(Explanation {
        kind: kind(&definition.rule),
        steps: steps(catalogue, definition, world.as_ref()),
        figures,
        definition: definition.clone(),
    })
}

fn steps(catalogue: &Catalogue, definition: &Definition, world: Option<&World>) -> Vec<Step> {
    let parts = parts(&definition.rule);
    let Some(base) = parts.base else { return sources(&definition.rule) };
    let none = Vec::new();
    let of_base = catalogue.shared().bases.get(&definition.list).and_then(|bases| bases.get(base)).unwrap_or(&none);
    let mut rows = world.and_then(|world| base_all(world, &definition.list));
    let mut steps = vec![Step { text: format!("rows of list {}", definition.list.replace('_', " ")), rows: rows.as_ref().map(Vec::len) }];
    let stages = [("base", of_base.as_slice()), ("where", parts.narrow), ("counted", parts.counted.as_slice())];
    for (stage, filters) in stages {
        for filter in filters {
            rows = rows.and_then(|rows| narrowed(world?, &definition.list, filter, rows));
            steps.push(Step { text: format!("{stage}: {}", condition(filter)), rows: rows.as_ref().map(Vec::len) });
        }
    }
    for case in parts.cases {
        let filters = case.narrow.iter().chain(&case.counted);
        let kept = filters
            .clone()
            .try_fold(rows.clone(), |rows, filter| Some(rows.and_then(|rows| narrowed(world?, &definition.list, filter, rows))))
            .flatten();
        let text = filters.map(condition).collect::<Vec<_>>().join(" and ");
        steps.push(Step { text: format!("{}: {text}", case.group), rows: kept.map(|rows| rows.len()) });
    }
    steps
}

fn base_all(world: &World, list: &str) -> Option<Vec<usize>> {
    world.view(list).ok().map(|view| (0..view.list.rows).collect())
}

fn narrowed(world: &World, list: &str, filter: &Filter, rows: Vec<usize>) -> Option<Vec<usize>> {
    let view = world.view(list).ok()?;
    let test = Test::compile(world, view, None, filter).ok()?;
    Some(rows.into_iter().filter(|&row| test.keeps(row, None)).collect())
}

/// What a figure made of others rests on.
fn sources(rule: &Rule) -> Vec<Step> {
    let parts = parts(rule);
    let say = |source: &&super::record::Source| match source {
        super::record::Source::Code(code) => format!("rests on {code}"),
        super::record::Source::Inline(inline) => format!("rests on a {} of list {}", kind(&inline.rule), inline.list.replace('_', " ")),
    };
    parts.sources.iter().map(|source| Step { text: say(source), rows: None }).collect()
}

fn kind(rule: &Rule) -> &'static str {
    match rule {
        Rule::Count(_) => "count",
        Rule::Share(_) => "share",
        Rule::Distribution(_) => "distribution",
        Rule::Timeliness(_) => "timeliness",
        Rule::Duration(_) => "duration",
        Rule::Multiples(_) => "multiples",
        Rule::Matrix(_) => "matrix",
        Rule::Pyramid(_) => "pyramid",
        Rule::Sum(_) => "sum",
        Rule::Rate(_) => "rate",
        Rule::Ratio(_) => "ratio",
        Rule::Difference(_) => "difference",
        Rule::Collection(_) => "collection",
        Rule::Latest(_) => "latest",
        Rule::Absent(_) => "absent",
    }
}
