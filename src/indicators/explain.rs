//! The way to a figure: the rule in words, the rows each condition kept, and the result.
//!
//! A figure made of others walks into them, a figure across lists into each of its lists.
//! Rows are numbers only: no step names a child, a worker or a cell.

use super::describe::{condition, list_words, moment, parts, words};
use super::evaluate::Workshop;
use super::filter::Test;
use super::group::{Place, group};
use super::moment::When;
use super::record::{Filter, Limit, Match, Moment, Part, Rule, Source};
use super::rule_words::expanded;
use super::shares::Known;
use super::view::{View, World};
use super::{Catalogue, Definition, Figure, Setting};
use crate::annex_a::lists::Lists;
use crate::calendar::Window;

/// How many records deep a walk goes: a rate of a count of a base is three.
const DEEPEST: usize = 4;

/// How a figure comes about.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The record.
    pub definition: Definition,
    /// Name of the kind: `share`.
    pub kind: &'static str,
    /// The window counted in, where a setting was given.
    pub window: Option<Window>,
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
    /// How far it is inside the figure asked for: 0 for the figure's own steps, 1 for those of a figure it rests on.
    pub depth: usize,
}

/// Explains an indicator; with lists and a setting also by its rows and figures. `None` for a code that is not in the catalogue.
pub fn explain(catalogue: &Catalogue, code: &str, data: Option<(&Lists, &Setting)>) -> Option<Explanation> {
    let definition = catalogue.get(code)?;
    let world = data.map(|(lists, setting)| World::new(catalogue, lists, setting));
    let figures = world.as_ref().map(|world| Workshop::new(world).figures(definition)).unwrap_or_default();
    let mut walk = Walk { catalogue, world: world.as_ref(), steps: Vec::new() };
    walk.rule(&definition.list, &definition.rule, 0);
    Some(Explanation {
        kind: definition.rule.kind(),
        window: data.map(|(_, setting)| super::evaluate::window(definition, setting)),
        steps: walk.steps,
        figures,
        definition: definition.clone(),
    })
}

/// A walk through a rule, step by step.
struct Walk<'w, 'a> {
    catalogue: &'w Catalogue,
    world: Option<&'w World<'a>>,
    steps: Vec<Step>,
}

/// Rows left, where lists were given and have the columns.
type Rows = Option<Vec<usize>>;

impl<'w, 'a> Walk<'w, 'a> {
    fn say(&mut self, depth: usize, text: impl Into<String>, rows: Option<usize>) {
        self.steps.push(Step { text: text.into(), rows, depth });
    }

    fn view(&self, list: &str) -> Option<(&'w World<'a>, &'w View<'a>)> {
        let world = self.world?;
        Some((world, world.view(list).ok()?))
    }

    fn rule(&mut self, list: &str, rule: &Rule, depth: usize) {
        let parts = parts(rule);
        for (label, source) in &parts.sources {
            self.source(label, source, depth);
        }
        for (role, part) in &parts.places {
            self.part(role, part, depth);
        }
        match rule {
            Rule::Absent(rule) => self.say(depth, format!("not computed: {}", rule.because), None),
            Rule::Applied(rule) => {
                self.say(depth, format!("shown: {}", rule.shown), None);
                self.say(depth, format!("rule: {}", rule.rule), None);
            }
            Rule::Latest(rule) => {
                for entry in &rule.entries {
                    let fields = entry.fields.iter().map(|field| words(field)).collect::<Vec<_>>().join(" or ");
                    let rows = self.view(&entry.list).map(|(_, view)| view.list.rows);
                    self.say(depth, format!("{}: rows of {}, the latest {fields}", entry.group, list_words(&entry.list)), rows);
                }
            }
            Rule::Flow(_) => {
                self.say(depth, "each child once at every step; on to the next later step with an event on or after the day", None);
            }
            Rule::Load(rule) => self.say(depth, format!("each child once for every {}", words(&rule.per)), None),
            _ => {}
        }
        if let Some(base) = parts.base {
            let rows = self.selected(list, base, parts.narrow, depth);
            self.kept(list, rule, rows, depth);
        }
    }

    /// The rows of a base, narrowed.
    fn selected(&mut self, list: &str, base: &str, narrow: &[Filter], depth: usize) -> Rows {
        let mut rows: Rows = self.view(list).map(|(_, view)| (0..view.list.rows).collect());
        self.say(depth, format!("rows of {}", list_words(list)), rows.as_ref().map(Vec::len));
        let catalogue = self.catalogue;
        let of_base = catalogue.shared().bases.get(list).and_then(|bases| bases.get(base)).map_or(&[] as &[Filter], Vec::as_slice);
        for filters in [of_base, narrow] {
            rows = self.narrowed(list, "where", &expanded(catalogue, list, filters), rows, depth);
        }
        rows
    }

    fn narrowed(&mut self, list: &str, stage: &str, filters: &[Filter], mut rows: Rows, depth: usize) -> Rows {
        for filter in filters {
            rows = self.keep(list, filter, rows);
            self.say(depth, format!("{stage}: {}", condition(&self.labelled(list, filter))), rows.as_ref().map(Vec::len));
        }
        rows
    }

    /// A condition whose codes are their labels, where the lists were given; without them codes stay keys.
    fn labelled(&self, list: &str, filter: &Filter) -> Filter {
        let all = |list: &str, filters: &[Filter]| filters.iter().map(|filter| self.labelled(list, filter)).collect::<Vec<_>>();
        let field = filter.field.as_deref().unwrap_or_default();
        Filter {
            is: self.labels(list, field, &filter.is),
            is_not: self.labels(list, field, &filter.is_not),
            any: filter.any.iter().map(|set| all(list, set)).collect(),
            not: all(list, &filter.not),
            matched: filter.matched.as_ref().map(|m| Match { narrow: all(&m.list, &m.narrow), ..m.clone() }),
            ..filter.clone()
        }
    }

    /// Labels of codes; the name of their group where all of its codes are meant.
    fn labels(&self, list: &str, field: &str, keys: &[String]) -> Vec<String> {
        let Some(set) = self.view(list).and_then(|(world, view)| world.codes(view.list.codes(field)?.0)) else { return keys.to_vec() };
        let whole = |group: &str| set.codes.iter().filter(|code| code.group == group).all(|code| keys.contains(&code.key));
        let mut labels = Vec::new();
        for key in keys {
            let code = set.codes.iter().find(|code| &code.key == key);
            let label = code.map_or(key, |code| if whole(&code.group) { &code.group } else { &code.label });
            if !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        labels
    }

    fn keep(&self, list: &str, filter: &Filter, rows: Rows) -> Rows {
        let (world, view) = self.view(list)?;
        let test = Test::compile(world, view, None, filter).ok()?;
        Some(rows?.into_iter().filter(|&row| test.keeps(row, None)).collect())
    }

    /// What a kind does with the rows of its base.
    fn kept(&mut self, list: &str, rule: &Rule, rows: Rows, depth: usize) {
        match rule {
            Rule::Count(r) => {
                self.cases(list, &r.cases, rows.clone(), depth);
                self.groups(list, rule, rows.clone(), depth);
                self.distinct(list, r.distinct.as_deref(), rows, depth);
            }
            Rule::Share(r) => self.share(list, rule, r, rows, depth),
            Rule::Timeliness(r) => {
                let measured = self.measured(list, (&r.from, &r.to), false, rows, depth);
                let within = self.within(list, (&r.from, &r.to), &r.within, measured.as_deref());
                self.say(depth, format!("counted: {}", limit(&r.within)), within);
                self.groups(list, rule, measured, depth);
            }
            Rule::Duration(r) => {
                let measured = self.measured(list, (&r.from, &r.to), r.negative_is_zero, rows, depth);
                if let Some(within_limit) = &r.within {
                    let within = self.within(list, (&r.from, &r.to), within_limit, measured.as_deref());
                    self.say(depth, format!("counted: {}", limit(within_limit)), within);
                }
                self.distinct(list, r.distinct.as_deref(), measured, depth);
            }
            Rule::Distribution(r) => {
                self.groups(list, rule, rows.clone(), depth);
                self.distinct(list, r.distinct.as_deref(), rows, depth);
            }
            Rule::Multiples(r) => self.distinct(list, Some(&r.of), rows, depth),
            Rule::Sum(r) => {
                let filled = Filter { field: Some(r.field.clone()), blank: Some(false), ..Filter::default() };
                let rows = self.narrowed(list, "summed", std::slice::from_ref(&filled), rows, depth);
                self.distinct(list, r.distinct.as_deref(), rows, depth);
            }
            Rule::Pyramid(_) => {
                let sex = Filter { field: Some("sex".to_owned()), is: vec!["male".to_owned(), "female".to_owned()], ..Filter::default() };
                let born = Filter { age: Some(super::record::Range { at_least: Some(0), ..Default::default() }), ..Filter::default() };
                self.narrowed(list, "shown", &[sex, born], rows, depth);
            }
            _ => self.groups(list, rule, rows, depth),
        }
    }

    fn share(&mut self, list: &str, rule: &Rule, share: &super::record::Share, rows: Rows, depth: usize) {
        let known = self.known(list, share, rows, depth);
        let counted = expanded(self.catalogue, list, &parts(rule).counted);
        let counted = self.narrowed(list, "counted", &counted, known.clone(), depth);
        self.cases(list, &share.cases, known.clone(), depth);
        self.groups(list, rule, known.clone(), depth);
        if share.distinct.is_some() {
            self.say(depth, "of the denominator:", None);
            self.distinct(list, share.distinct.as_deref(), known, depth);
            self.say(depth, "of the numerator:", None);
            self.distinct(list, share.distinct.as_deref(), counted, depth);
        }
    }

    /// Rows of the denominator of a share: those whose answer or fields are known.
    fn known(&mut self, list: &str, share: &super::record::Share, rows: Rows, depth: usize) -> Rows {
        let asked = match &share.answers {
            Some(answers) => {
                let said = self.labels(list, &answers.field, &[answers.yes.as_slice(), &answers.no].concat());
                format!("{} is {}", words(&answers.field), said.join(" or "))
            }
            None if share.known.is_empty() => return rows,
            None => format!("{} is known", share.known.iter().map(|field| words(field)).collect::<Vec<_>>().join(" and ")),
        };
        let sorted = self.view(list).zip(rows).and_then(|((world, view), rows)| Known::sort(world, view, share, &rows).ok());
        for (label, apart) in sorted.iter().flat_map(|known| &known.apart) {
            self.say(depth, format!("left out: {}", label.to_lowercase()), Some(apart.len()));
        }
        let rows = sorted.map(|known| known.rows);
        self.say(depth, format!("denominator: {asked}"), rows.as_ref().map(Vec::len));
        rows
    }

    fn cases(&mut self, list: &str, cases: &[super::record::Case], rows: Rows, depth: usize) {
        for case in cases {
            let filters = [&case.narrow, &case.counted].map(|filters| expanded(self.catalogue, list, filters)).concat();
            let kept = filters.iter().fold(rows.clone(), |rows, filter| self.keep(list, filter, rows));
            let text = filters.iter().map(|filter| condition(&self.labelled(list, filter))).collect::<Vec<_>>().join(" and ");
            self.say(depth, format!("{}: {text}", case.group), kept.map(|rows| rows.len()));
        }
    }

    /// How rows fall into groups: in one, known but in none that is shown, not recorded, not mapped, left out.
    fn groups(&mut self, list: &str, rule: &Rule, rows: Rows, depth: usize) {
        let Some((world, view)) = self.view(list) else { return };
        let Some(rows) = rows else { return };
        for by in parts(rule).by {
            let Ok(groups) = group(world, view, by, &rows) else { continue };
            let number = |wanted: &dyn Fn(Place) -> bool| groups.places.iter().filter(|place| wanted(**place)).count();
            let elsewhere = number(&|place| place == Place::Elsewhere);
            let out = number(&|place| place == Place::Out);
            self.say(
                depth,
                format!("grouped by {}", super::describe::grouping(by)),
                Some(number(&|place| matches!(place, Place::Group(_)))),
            );
            if elsewhere > 0 {
                self.say(depth, "known, in none of the groups shown", Some(elsewhere));
            }
            self.say(depth, "not recorded", Some(number(&|place| place == Place::NotRecorded)));
            if groups.coded {
                self.say(depth, "not mapped", Some(number(&|place| place == Place::NotMapped)));
            }
            if out > 0 {
                self.say(depth, "left out: not born, a length below nothing, or outside every group", Some(out));
            }
        }
    }

    fn distinct(&mut self, list: &str, field: Option<&str>, rows: Rows, depth: usize) {
        let Some(field) = field else { return };
        let n = self.view(list).zip(rows).and_then(|((_, view), rows)| view.distinct(field, &rows).ok());
        self.say(depth, format!("each {} once", words(field)), n);
    }

    /// Rows with both days and the end not before the start.
    fn measured(&mut self, list: &str, days: (&Moment, &Moment), negative_too: bool, rows: Rows, depth: usize) -> Rows {
        let whens = self.view(list).and_then(|(world, view)| {
            Some((When::compile(world, view, None, days.0).ok()?, When::compile(world, view, None, days.1).ok()?))
        });
        let both = whens.zip(rows).map(|((from, to), rows)| {
            let length = |row: usize| Some(to.day(row, None)?.since(from.day(row, None)?));
            rows.into_iter().filter_map(|row| length(row).map(|days| (row, days))).collect::<Vec<_>>()
        });
        self.say(depth, format!("both dates known: {} and {}", moment(days.0), moment(days.1)), both.as_ref().map(Vec::len));
        if negative_too {
            return both.map(|rows| rows.into_iter().map(|(row, _)| row).collect());
        }
        let kept = both.map(|rows| rows.into_iter().filter(|(_, days)| *days >= 0).map(|(row, _)| row).collect::<Vec<_>>());
        self.say(depth, "the end is not before the start", kept.as_ref().map(Vec::len));
        kept
    }

    fn within(&self, list: &str, days: (&Moment, &Moment), limit: &Limit, rows: Option<&[usize]>) -> Option<usize> {
        let (world, view) = self.view(list)?;
        let from = When::compile(world, view, None, days.0).ok()?;
        let to = When::compile(world, view, None, days.1).ok()?;
        let holds = |row: usize| matches!((from.day(row, None), to.day(row, None)), (Some(from), Some(to)) if limit.holds(from, to));
        Some(rows?.iter().filter(|&&row| holds(row)).count())
    }

    /// A figure that the one asked for rests on, with its own steps below it.
    fn source(&mut self, label: &str, source: &Source, depth: usize) {
        let label = if label.is_empty() { String::new() } else { format!("{label}: ") };
        let (list, rule) = match source {
            Source::Code(code) => {
                let Some(definition) = self.catalogue.get(code) else { return };
                self.say(depth, format!("{label}rests on {code}, {}", definition.title), None);
                (definition.list.clone(), definition.rule.clone())
            }
            Source::Inline(inline) => {
                self.say(depth, format!("{label}rests on a {} of {}", inline.rule.kind(), list_words(&inline.list)), None);
                (inline.list.clone(), inline.rule.clone())
            }
        };
        if depth < DEEPEST {
            self.rule(&list, &rule, depth + 1);
        }
    }

    fn part(&mut self, role: &str, part: &Part, depth: usize) {
        let label = if part.group.is_empty() { String::new() } else { format!(" {}", part.group) };
        self.say(depth, format!("{role}{label}: {}", list_words(&part.list)), None);
        let rows = self.selected(&part.list, &part.base, &part.narrow, depth + 1);
        self.distinct(&part.list, Some("child_id"), rows, depth + 1);
    }
}

fn limit(limit: &Limit) -> String {
    let mut all = Vec::new();
    all.extend(limit.days.map(|n| format!("within {n} days")));
    all.extend(limit.working_days.map(|n| format!("within {n} working days")));
    all.extend(limit.months.map(|n| format!("within {n} months")));
    all.join(" and ")
}
