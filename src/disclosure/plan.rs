//! What is hidden of the figures of one audience, and why: the decision for every figure, and the audit of what was then published.
//!
//! In: figures with the sets behind them, rules, and what people decided beside them. Out: a [`Plan`]. It holds what an attacker must
//! not learn, so it stays inside: a [`Decision`] names figures and reasons and never a number.

use super::earlier::{self, Earlier};
use super::family::Family;
use super::links::{self, Links};
use super::proof::Proofs;
use super::protect::{self, Leak};
use super::rounding;
use crate::audience::rules::{Override, Rules};
use crate::indicators::{Counted, Figure, Linked};
use crate::number::{Missing, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// Why a number is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It counts few.
    Small,
    /// It leaves few of its whole.
    Complement,
    /// It says something of everyone in a small group.
    Group,
    /// It was hidden when it was published before.
    Earlier,
    /// It adds up people in a way that no set of them tells, so that nobody can say what follows from it.
    Unlinked,
    /// Another hidden number could be worked out from it.
    Secondary,
    /// It is hidden, and what was published before tells it nearly all the same.
    Told,
    /// A person decided so.
    Person,
}

impl Reason {
    /// As the log of decisions says it.
    pub fn words(self) -> &'static str {
        match self {
            Reason::Small => "counts few",
            Reason::Complement => "leaves few of its whole",
            Reason::Group => "says something of everyone in a small group",
            Reason::Earlier => "was hidden in an earlier publication",
            Reason::Unlinked => "adds up people of whom nobody can say what follows",
            Reason::Secondary => "a hidden number could be worked out from it",
            Reason::Told => "is nearly told by what was published before, whatever is hidden",
            Reason::Person => "decided by a person",
        }
    }
}

/// A number as a person typed it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Typed {
    /// The number.
    pub number: f64,
    /// Decimal places it was typed with.
    pub decimals: usize,
    /// Whether it is a percentage.
    pub percent: bool,
}

/// How much is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// Figures in all.
    pub figures: usize,
    /// Hidden for what they say themselves.
    pub by_rule: usize,
    /// Hidden so that none of those can be worked out.
    pub beside: usize,
    /// The rules.
    pub rules: Rules,
}

impl Lost {
    /// Figures hidden.
    pub fn hidden(&self) -> usize {
        self.by_rule + self.beside
    }
}

/// What was decided about a figure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Decision {
    /// Indicator code.
    pub code: String,
    /// Group; empty for the single figure.
    pub group: String,
    /// Whether it is shown.
    pub shown: bool,
    /// Which rule decided.
    pub rule: String,
    /// The figure it is hidden for, where that is another.
    pub because_of: Option<String>,
    /// Why a person decided so.
    pub why: Option<String>,
    /// Who that was.
    pub by: Option<String>,
}

/// What is hidden, and what an attack on it starts from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    rules: Rules,
    links: Links,
    hidden: Vec<bool>,
    /// Why no hidden cell can be worked out.
    proofs: Proofs,
    names: Vec<(String, String)>,
    why: Vec<Option<Why>>,
    overrides: Vec<Override>,
    /// By place the hidden figures as they are, for words that people type.
    secrets: BTreeMap<usize, Vec<(f64, bool)>>,
}

/// A number that what is published gives away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GivenAway {
    /// It is printed.
    #[error("{0} is shown though it counts too few")]
    Printed(String),
    /// It was published before.
    #[error("{0} counts too few, and {1} tells it already; decide with [[disclose]] in annexa.toml whether it stays shown")]
    Published(String, String),
    /// It follows from what is printed.
    #[error("{cell} can be worked out to within {width} from {from}")]
    Recoverable {
        /// The cell.
        cell: String,
        /// How far apart the bounds are.
        width: u32,
        /// The relation that binds it.
        from: String,
    },
}

/// Why a figure is hidden, and the cell it is hidden for.
type Why = (Reason, Option<usize>);

/// Decides what is hidden.
pub fn plan(counted: &Counted, rules: Rules, overrides: &[Override], earlier: &[Earlier]) -> Result<Plan, GivenAway> {
    let figures = &counted.figures;
    let mut links = links::find(counted, rules.small);
    let settled = earlier::bind(&mut links, figures, earlier, rules.round);
    let allowed = &mut links.family.allowed;
    for (linked, rests) in figures.iter().zip(&links.rests_on) {
        if last_word(overrides, linked).is_some_and(|o| o.show) {
            allowed.extend(rests.iter().copied());
        }
    }
    // What a person lets pass is out: nothing can be kept behind it.
    allowed.iter().for_each(|cell| links.family.cells[*cell].known = true);
    let family = &links.family;
    let mut hidden: Vec<bool> = family.cells.iter().map(|cell| rules.is_small(cell.value) && !cell.known).collect();
    for (linked, rests) in figures.iter().zip(&links.rests_on) {
        if last_word(overrides, linked).is_some_and(|o| !o.show) {
            // The whole stays where the part goes.
            rests.iter().take(1).for_each(|cell| hidden[*cell] |= family.cells[*cell].value > 0 && !family.cells[*cell].known);
        }
    }
    settled.gone.iter().for_each(|cell| hidden[*cell] = true);
    if let Some((cell, publication)) =
        settled.known.iter().find(|(cell, _)| rules.is_small(family.cells[**cell].value) && !family.allowed.contains(cell))
    {
        return Err(GivenAway::Published(family.cells[*cell].name.clone(), publication.clone()));
    }
    let first = hidden.clone();
    let mut held = held(figures, rules, overrides);
    for figure in &settled.hidden {
        held[*figure].get_or_insert(Reason::Earlier);
    }
    let weight: Vec<f64> = figures.iter().map(|linked| worth_of(&linked.figure)).collect();
    let worth = |hidden: &[bool]| {
        let mut worth = vec![0.0; hidden.len()];
        let shown = links
            .rests_on
            .iter()
            .zip(&held)
            .zip(&weight)
            .filter(|((rests, held), _)| held.is_none() && !rests.iter().any(|cell| hidden[*cell]));
        for ((rests, _), weight) in shown {
            rests.iter().for_each(|cell| worth[*cell] += weight);
        }
        worth
    };
    let proofs = if rules.secondary {
        protect::protect(family, &mut hidden, rules.round, &worth).map_err(|leak| given_away(family, &hidden, &leak))?
    } else {
        Proofs::default()
    };
    let complements: BTreeSet<usize> =
        family.sums.iter().filter(|sum| sum.parts.iter().any(|part| !family.cells[*part].printed)).flat_map(|sum| sum.cells()).collect();
    let told: BTreeSet<usize> = proofs.out_of_reach().collect();
    let reason = |((rests, held), linked): ((&Vec<usize>, Option<Reason>), &Linked)| {
        // What has no value hides none.
        linked.figure.value.ok()?;
        let cell = |wanted: &dyn Fn(usize) -> bool| rests.iter().copied().find(|cell| wanted(*cell));
        let told = cell(&|c| told.contains(&c)).map(|c| (Reason::Told, Some(c)));
        let small = || cell(&|c| first[c] && rules.is_small(family.cells[c].value)).map(|c| (Reason::Small, Some(c)));
        let other = || {
            cell(&|c| hidden[c]).map(|c| {
                (
                    if first[c] {
                        Reason::Person
                    } else if complements.contains(&c) {
                        Reason::Complement
                    } else {
                        Reason::Secondary
                    },
                    Some(c),
                )
            })
        };
        told.or_else(small).or_else(|| held.map(|reason| (reason, None))).or_else(other)
    };
    let why: Vec<_> = links.rests_on.iter().zip(held).zip(figures).map(reason).collect();
    let names = figures.iter().map(|linked| (linked.figure.code.clone(), linked.figure.group.clone())).collect();
    let is_hidden = |cell: usize| hidden[cell];
    let secret = |((place, linked), rests): ((usize, &Linked), &Vec<usize>)| {
        let figure = &linked.figure;
        let value = figure.value.ok().map(|value| (value, figure.unit == Unit::Percent));
        // What it is out of may well be shown.
        let numerator = figure.numerator.filter(|_| rests.first().is_none_or(|cell| is_hidden(*cell))).map(|n| (n, false));
        (place, value.into_iter().chain(numerator).filter(|(n, _)| *n != 0.0).collect())
    };
    let secrets = figures.iter().enumerate().zip(&links.rests_on).map(secret).filter(|(place, _)| {
        let why: &Vec<Option<Why>> = &why;
        why[*place].is_some()
    });
    let secrets = secrets.collect();
    Ok(Plan { rules, hidden, proofs, names, why, overrides: overrides.to_vec(), secrets, links })
}

/// The last decision of a person about a figure.
fn last_word<'o>(overrides: &'o [Override], linked: &Linked) -> Option<&'o Override> {
    overrides.iter().rev().find(|o| o.names(&linked.figure.code, &linked.figure.group))
}

/// What a single figure is worth beside one of a group.
const SINGLE: f64 = 10.0;

/// What a figure is worth to its readers. Of two groups the larger is worth a little more: the smaller one goes.
fn worth_of(figure: &Figure) -> f64 {
    let counted = figure.numerator.unwrap_or(0.0).max(0.0);
    let one = if figure.group.is_empty() { SINGLE } else { 1.0 };
    one * (1.0 + (1.0 + counted).log2() / 20.0)
}

/// Figures hidden for what they say of everyone in a small group, or because nobody can say whom they count.
fn held(figures: &[Linked], rules: Rules, overrides: &[Override]) -> Vec<Option<Reason>> {
    let mut counts: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for Linked { figure, .. } in figures.iter().filter(|linked| linked.figure.unit == Unit::Count && !linked.figure.group.is_empty()) {
        counts.entry(&figure.code).or_default().extend(figure.value.ok());
    }
    let of_table = |figure: &Figure| {
        let table = counts.get(figure.code.as_str()).filter(|_| figure.unit == Unit::Count && !figure.group.is_empty())?;
        let whole: f64 = table.iter().sum();
        (table.len() > 1 && table.contains(&whole)).then_some(whole)
    };
    let reason = |linked: &Linked| {
        let figure = &linked.figure;
        let value = figure.value.ok()?;
        if last_word(overrides, linked).is_some_and(|o| o.show) {
            return None;
        }
        let share = figure.numerator.zip(figure.denominator).filter(|_| figure.unit == Unit::Percent);
        let all_or_none = share.filter(|(part, whole)| *part == 0.0 || part == whole).map(|(_, whole)| whole).or_else(|| of_table(figure));
        if all_or_none.is_some_and(|whole| whole <= f64::from(rules.group) && whole > f64::from(rules.small)) {
            return Some(Reason::Group);
        }
        let few = |n: f64| n.fract() == 0.0 && n > 0.0 && n <= f64::from(rules.small);
        let unknown = linked.behind.iter().all(Option::is_none);
        let counted = figure.numerator.into_iter().chain(figure.denominator).chain(Some(value).filter(|_| figure.unit == Unit::Count));
        if unknown && counted.into_iter().any(few) {
            return Some(Reason::Small);
        }
        // Sums of cases, such as those of all workers: numbers of children may make them up, and no set says which.
        let adds_up =
            matches!(figure.unit, Unit::Count | Unit::Percent | Unit::Rate | Unit::Ratio) && figure.numerator.is_some_and(|n| n > 0.0);
        let unlinked = rules.secondary && adds_up && !linked.behind.first().is_some_and(Option::is_some);
        unlinked.then_some(Reason::Unlinked)
    };
    figures.iter().map(reason).collect()
}

fn given_away(family: &Family, hidden: &[bool], leak: &Leak) -> GivenAway {
    let binds = |sum: &&super::family::Sum| sum.cells().any(|cell| cell == leak.cell);
    // The relation with the fewest other unknowns says most.
    let nearest = family.sums.iter().filter(binds).min_by_key(|sum| (sum.cells().filter(|cell| hidden[*cell]).count(), sum.parts.len()));
    let names = |sum: &super::family::Sum| {
        let others: BTreeSet<&str> = sum.cells().filter(|cell| *cell != leak.cell).map(|cell| family.cells[cell].name.as_str()).collect();
        let mut names: Vec<&str> = others.into_iter().take(NAMED + 1).collect();
        if names.len() > NAMED {
            names.truncate(NAMED);
            names.push("others");
        }
        names.join("; ")
    };
    let from = nearest.map_or_else(|| "nothing else".to_owned(), names);
    GivenAway::Recoverable { cell: family.cells[leak.cell].name.clone(), width: leak.interval.width(), from }
}

/// Numbers that a refusal names.
const NAMED: usize = 6;

impl Plan {
    /// Whether a figure, by its place, is hidden.
    pub fn hides(&self, figure: usize) -> bool {
        self.why[figure].is_some()
    }

    /// A figure as it may be shown, by its place: hidden, rounded, or as it is.
    pub fn show(&self, place: usize, linked: &Linked) -> Figure {
        if self.hides(place) {
            let figure = linked.figure.clone();
            return Figure { numerator: None, denominator: None, value: figure.value.and(Err(Missing::Suppressed)), ..figure };
        }
        if self.rules.round <= 1 { linked.figure.clone() } else { rounding::of_rounded(linked, self.rules.round) }
    }

    /// The hidden figure, of those of some indicators, that a typed number tells.
    pub fn tells(&self, typed: &Typed, codes: &BTreeSet<String>) -> Option<String> {
        let as_typed = |number: f64| format!("{number:.*}", typed.decimals);
        let same = |(number, percent): &(f64, bool)| *percent == typed.percent && as_typed(*number) == as_typed(typed.number);
        let (place, _) = self.secrets.iter().find(|(place, held)| codes.contains(&self.names[**place].0) && held.iter().any(same))?;
        let (code, group) = &self.names[*place];
        Some(if group.is_empty() { code.clone() } else { format!("{code}, {group}") })
    }

    /// Every decision, figure by figure; those that are shown by rule have none.
    pub fn decisions(&self) -> Vec<Decision> {
        let cell = |place: Option<usize>| place.map(|place| &self.links.family.cells[place].name);
        let by = |code: &str, group: &str| self.overrides.iter().rev().find(|o| o.names(code, group));
        let one = |((code, group), why): (&(String, String), &Option<Why>)| {
            let person = by(code, group);
            let (shown, reason, place) = match (why, person) {
                (Some((reason, place)), _) => (false, *reason, *place),
                (None, Some(o)) if o.show => (true, Reason::Person, None),
                (None, _) => return None,
            };
            let own = if group.is_empty() { code.clone() } else { format!("{code}, {group}") };
            let person = person.filter(|o| o.show == shown);
            Some(Decision {
                code: code.clone(),
                group: group.clone(),
                shown,
                rule: reason.words().to_owned(),
                because_of: cell(place).filter(|name| **name != own).cloned(),
                why: person.map(|o| o.reason.clone()),
                by: person.map(|o| o.by.clone()),
            })
        };
        self.names.iter().zip(&self.why).filter_map(one).collect()
    }

    /// Hidden numbers that what was published before tells nearly, whatever is hidden now.
    pub fn told_before(&self) -> Vec<&str> {
        let named = |cell: usize| Some(&self.links.family.cells[cell]).filter(|cell| cell.printed).map(|cell| cell.name.as_str());
        self.proofs.out_of_reach().filter_map(named).collect()
    }

    /// How many figures are hidden by their own rule, and how many more to keep those; `None` where no rule hides anything.
    pub fn lost(&self) -> Option<Lost> {
        let own = |reason: &Reason| matches!(reason, Reason::Small | Reason::Group | Reason::Person | Reason::Told);
        let by_rule = self.why.iter().flatten().filter(|(reason, _)| own(reason)).count();
        let beside = self.why.iter().flatten().count() - by_rule;
        self.rules.hide().then_some(Lost { figures: self.why.len(), by_rule, beside, rules: self.rules })
    }

    /// Attacks what was published: `shown` says by code and group whether a figure has a value. Fails on the first number that is
    /// printed though it is too small, or that follows from what is printed.
    pub fn audit(&self, shown: &BTreeSet<(String, String)>) -> Result<(), GivenAway> {
        let family = &self.links.family;
        let mut printed = vec![false; family.cells.len()];
        for (name, rests) in self.names.iter().zip(&self.links.rests_on) {
            if shown.contains(name) {
                rests.iter().for_each(|cell| printed[*cell] = true);
            }
        }
        let too_small =
            |cell: &usize| !family.cells[*cell].known && self.rules.is_small(family.cells[*cell].value) && !family.allowed.contains(cell);
        if let Some(cell) = (0..printed.len()).find(|cell| printed[*cell] && too_small(cell)) {
            return Err(GivenAway::Printed(family.cells[cell].name.clone()));
        }
        let hidden: Vec<bool> = (0..printed.len()).map(|cell| !printed[cell] && (self.hidden[cell] || too_small(&cell))).collect();
        match protect::leaks(family, &hidden, self.rules.round, &self.proofs).first() {
            Some(leak) if self.rules.secondary => Err(given_away(family, &hidden, leak)),
            _ => Ok(()),
        }
    }
}
