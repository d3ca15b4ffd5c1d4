//! From records and lists to figures: one walk over the catalogue, each record worked out once.
//!
//! The families of kinds stand in files of their own; here is what they share: how a figure is written (ruling 6),
//! and what happens where a list, a column or a denominator is missing.

use super::members::{CHILD, Members, Number};
use super::record::{Absent, LoadShown, Rule, Source, Stat};
use super::view::{Seen, World};
use super::{Catalogue, Definition, Figure, Setting, across, derived, distributions, durations, flow, shares};
use crate::annex_a::lists::Lists;
use crate::calendar::Window;
use crate::number::{Missing, Unit};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A figure without code, window and unit of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Group.
    pub group: String,
    /// Numerator.
    pub numerator: Option<f64>,
    /// Denominator.
    pub denominator: Option<f64>,
    /// Value.
    pub value: Result<f64, Missing>,
    /// Unit where it is not the rule's.
    pub unit: Option<Unit>,
    /// Members of the numerator and of the denominator, where they are remembered.
    pub behind: Vec<Option<Rc<Members>>>,
    /// What its number is a part of though no line says how many that is.
    pub ways: Vec<Way>,
}

/// A whole that the numbers of several lines make up by rule, one way or another: those who come to a step of a flow come by one of
/// its ways in, and leave by one of its ways out. Whoever knows the rule adds them up.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// The whole.
    pub whole: Rc<Members>,
    /// Lines of one way make up the whole together.
    pub way: &'static str,
}

impl Line {
    /// A number of rows, children or families.
    pub fn count(group: impl Into<String>, number: impl Into<Number>) -> Self {
        let Number { n, members } = number.into();
        Self {
            group: group.into(),
            numerator: Some(n),
            denominator: None,
            value: Ok(n),
            unit: None,
            behind: vec![members, None],
            ways: Vec::new(),
        }
    }

    /// A share in percent; not applicable where nothing could be counted.
    pub fn share(group: impl Into<String>, numerator: impl Into<Number>, denominator: impl Into<Number>) -> Self {
        Self::quotient(group, numerator, denominator, 100.0)
    }

    /// A quotient; not applicable where nothing is divided by.
    pub fn quotient(group: impl Into<String>, numerator: impl Into<Number>, denominator: impl Into<Number>, scale: f64) -> Self {
        let (numerator, denominator) = (numerator.into(), denominator.into());
        if denominator.n > 0.0 {
            return Self {
                group: group.into(),
                numerator: Some(numerator.n),
                denominator: Some(denominator.n),
                value: Ok(numerator.n * scale / denominator.n),
                unit: None,
                behind: vec![numerator.members, denominator.members],
                ways: Vec::new(),
            };
        }
        Self::missing(group, Missing::NotApplicable)
    }

    /// A value that has neither numerator nor denominator.
    pub fn bare(group: impl Into<String>, value: Option<f64>) -> Self {
        Self {
            group: group.into(),
            numerator: None,
            denominator: None,
            value: value.ok_or(Missing::NotApplicable),
            unit: None,
            behind: vec![None, None],
            ways: Vec::new(),
        }
    }

    /// A figure that is not there.
    pub fn missing(group: impl Into<String>, why: Missing) -> Self {
        Self {
            group: group.into(),
            numerator: None,
            denominator: None,
            value: Err(why),
            unit: None,
            behind: vec![None, None],
            ways: Vec::new(),
        }
    }

    /// The same line in another unit.
    pub fn in_unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }
}

/// Every figure of every record, in the order of the catalogue and of canonical groups.
pub fn evaluate(catalogue: &Catalogue, lists: &Lists, setting: &Setting) -> Vec<Figure> {
    let world = World::new(catalogue, lists, setting);
    let workshop = Workshop { world: &world, done: RefCell::default() };
    catalogue.iter().flat_map(|definition| workshop.figures(definition)).collect()
}

/// The figures of some records, in the same order.
pub fn evaluate_some(catalogue: &Catalogue, lists: &Lists, setting: &Setting, wanted: impl Fn(&Definition) -> bool) -> Vec<Figure> {
    let world = World::new(catalogue, lists, setting);
    let workshop = Workshop { world: &world, done: RefCell::default() };
    catalogue.iter().filter(|definition| wanted(definition)).flat_map(|definition| workshop.figures(definition)).collect()
}

/// A figure and who stands behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The figure.
    pub figure: Figure,
    /// Members of its numerator and of its denominator, where it counts rows or identifiers.
    pub behind: Vec<Option<Rc<Members>>>,
    /// What its number is a part of though no figure says how many that is.
    pub ways: Vec<Way>,
}

impl Linked {
    /// A figure that remembers nobody.
    pub fn alone(figure: Figure) -> Self {
        Self { figure, behind: Vec::new(), ways: Vec::new() }
    }
}

/// Figures with who stands behind them, and whose the rows are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counted {
    /// Figures in the order of the catalogue.
    pub figures: Vec<Linked>,
    /// By list: the child of every row, as its members name children.
    pub children: BTreeMap<String, Vec<Option<u32>>>,
}

impl Counted {
    /// Figures that remember nobody.
    pub fn alone(figures: Vec<Figure>) -> Self {
        Self { figures: figures.into_iter().map(Linked::alone).collect(), children: BTreeMap::new() }
    }
}

/// Every figure as [`evaluate`] gives it, with who stands behind it.
pub fn linked(catalogue: &Catalogue, lists: &Lists, setting: &Setting) -> Counted {
    let world = World::remembering(catalogue, lists, setting);
    let workshop = Workshop { world: &world, done: RefCell::default() };
    let both = |definition| {
        let behind: Vec<_> = workshop.lines(definition).iter().map(|line| (line.behind.clone(), line.ways.clone())).collect();
        workshop.figures(definition).into_iter().zip(behind).map(|(figure, (behind, ways))| Linked { figure, behind, ways })
    };
    let children = lists.lists.iter().filter_map(|(key, list)| Some((key.clone(), list.strings(CHILD)?.to_vec()))).collect();
    Counted { figures: catalogue.iter().flat_map(both).collect(), children }
}

/// Works records out and remembers them, so that a rule may rest on another.
pub struct Workshop<'w, 'a> {
    /// The lists.
    pub world: &'w World<'a>,
    done: RefCell<BTreeMap<String, Rc<Vec<Line>>>>,
}

impl<'w, 'a> Workshop<'w, 'a> {
    /// A workshop that has worked nothing out yet.
    pub fn new(world: &'w World<'a>) -> Self {
        Self { world, done: RefCell::default() }
    }

    /// The figures of a record.
    pub fn figures(&self, definition: &Definition) -> Vec<Figure> {
        let window = window(definition, self.world.setting);
        let figure = |line: &Line| Figure {
            code: definition.code.clone(),
            group: line.group.clone(),
            window,
            numerator: line.numerator,
            denominator: line.denominator,
            value: line.value,
            unit: line.unit.unwrap_or(definition.unit),
        };
        self.lines(definition).iter().map(figure).collect()
    }

    fn lines(&self, definition: &Definition) -> Rc<Vec<Line>> {
        if let Some(lines) = self.done.borrow().get(&definition.code) {
            return Rc::clone(lines);
        }
        // A record that rests on itself finds this, and is not available.
        self.done.borrow_mut().insert(definition.code.clone(), Rc::new(absent()));
        let lines = Rc::new(self.run(&definition.list, &definition.rule).unwrap_or_else(|_| absent()));
        self.done.borrow_mut().insert(definition.code.clone(), Rc::clone(&lines));
        lines
    }

    /// Lines of a source, and the list it rests on.
    pub fn source(&self, source: &Source) -> (Rc<Vec<Line>>, String) {
        match source {
            Source::Code(code) => match self.world.catalogue.get(code) {
                Some(definition) => (self.lines(definition), definition.list.clone()),
                None => (Rc::new(absent()), String::new()),
            },
            Source::Inline(inline) => {
                let lines = self.run(&inline.list, &inline.rule).unwrap_or_else(|_| absent());
                (Rc::new(lines), inline.list.clone())
            }
        }
    }

    fn run(&self, list: &str, rule: &Rule) -> Seen<Vec<Line>> {
        let world = self.world;
        match rule {
            Rule::Rate(rate) => return Ok(derived::rate(self, rate)),
            Rule::Ratio(ratio) => return Ok(derived::ratio(self, ratio)),
            Rule::Difference(difference) => return Ok(derived::difference(self, difference)),
            Rule::Collection(collection) => return Ok(derived::collection(self, collection)),
            Rule::Latest(latest) => return Ok(derived::latest(world, latest)),
            Rule::Balance(balance) => return Ok(derived::balance(self, balance)),
            Rule::Pace(pace) => return Ok(derived::pace(self, pace)),
            Rule::Overlap(overlap) => return across::overlap(world, overlap),
            Rule::Relative(relative) => return Ok(across::relative(world, relative)),
            Rule::Load(load) => return across::load(world, load),
            Rule::Flow(rule) => return flow::flow(world, rule),
            Rule::Absent(rule) => return Ok(not_held(rule)),
            Rule::Applied(_) => return Ok(Vec::new()),
            _ => {}
        }
        let view = world.view(list)?;
        match rule {
            Rule::Count(rule) => shares::count(world, view, rule),
            Rule::Share(rule) => shares::share(world, view, rule),
            Rule::Sum(rule) => shares::sum(world, view, rule),
            Rule::Distribution(rule) => distributions::distribution(world, view, rule),
            Rule::Multiples(rule) => distributions::multiples(world, view, rule),
            Rule::Matrix(rule) => distributions::matrix(world, view, rule),
            Rule::Pyramid(rule) => distributions::pyramid(world, view, rule),
            Rule::Timeliness(rule) => durations::timeliness(world, view, rule),
            Rule::Duration(rule) => durations::duration(world, view, rule),
            // Answered above: these read no single list.
            _ => Ok(absent()),
        }
    }
}

/// Not available, for every group that something is published for.
fn not_held(rule: &Absent) -> Vec<Line> {
    let lines: Vec<Line> = rule.groups.iter().map(|group| Line::missing(group, Missing::NotAvailable)).collect();
    if lines.is_empty() { absent() } else { lines }
}

/// Why a rule has no figure; empty where it has one.
pub fn because(rule: &Rule) -> &str {
    match rule {
        Rule::Absent(rule) => &rule.because,
        _ => "",
    }
}

fn absent() -> Vec<Line> {
    vec![Line::missing("", Missing::NotAvailable)]
}

/// The window a record's figures are counted in; a stock is measured at the as-at date.
pub fn window(definition: &Definition, setting: &Setting) -> Window {
    let window = setting.window(&definition.list);
    if definition.stock { Window { end: setting.as_at, ..window } } else { window }
}

/// The unit a kind gives its figures.
pub fn unit(rule: &Rule) -> Unit {
    match rule {
        Rule::Count(_) | Rule::Matrix(_) | Rule::Sum(_) | Rule::Collection(_) | Rule::Balance(_) | Rule::Applied(_) | Rule::Flow(_) => {
            Unit::Count
        }
        Rule::Share(_) | Rule::Distribution(_) | Rule::Timeliness(_) | Rule::Multiples(_) | Rule::Pyramid(_) | Rule::Overlap(_) => {
            Unit::Percent
        }
        Rule::Pace(pace) => {
            if pace.forecast {
                Unit::Count
            } else {
                Unit::Percent
            }
        }
        Rule::Relative(_) => Unit::Ratio,
        Rule::Load(load) => match load.show {
            LoadShown::Bands => Unit::Percent,
            // The median of an even number of workers may lie half way between two.
            LoadShown::Mean | LoadShown::Median | LoadShown::Teams => Unit::Ratio,
            LoadShown::Largest => Unit::Count,
        },
        Rule::Duration(duration) => {
            if duration.months {
                Unit::Months
            } else if duration.working {
                Unit::WorkingDays
            } else {
                Unit::Days
            }
        }
        Rule::Rate(rate) => {
            if rate.scale == 100 {
                Unit::Percent
            } else {
                Unit::Rate
            }
        }
        Rule::Ratio(ratio) => {
            if ratio.percent {
                Unit::Percent
            } else {
                Unit::Ratio
            }
        }
        Rule::Difference(_) => Unit::Points,
        Rule::Latest(_) => Unit::Date,
        Rule::Absent(_) => Unit::Percent,
    }
}

/// Whether figures of a kind have a denominator that readers must be told.
pub fn has_denominator(rule: &Rule) -> bool {
    match rule {
        Rule::Duration(duration) => duration.stat == Stat::Mean,
        Rule::Pace(pace) => !pace.forecast,
        Rule::Load(load) => !matches!(load.show, LoadShown::Median | LoadShown::Largest),
        Rule::Count(_)
        | Rule::Matrix(_)
        | Rule::Sum(_)
        | Rule::Difference(_)
        | Rule::Collection(_)
        | Rule::Balance(_)
        | Rule::Latest(_)
        | Rule::Absent(_)
        | Rule::Applied(_)
        | Rule::Flow(_) => false,
        _ => true,
    }
}
