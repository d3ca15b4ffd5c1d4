//! Figures that look across lists: signs a child shows on several, shares at stages of the way, caseloads of workers.
//!
//! Children are matched by identifier within the authority. In: parts of lists. Out: lines without a name of a worker;
//! names of teams are groups of their own, and the record says who may see them.

use super::durations::median;
use super::evaluate::Line;
use super::filter::select;
use super::group::{NOT_RECORDED, Place, group, number_range};
use super::members::{Number, alone};
use super::record::{By, Load, LoadShown, Overlap, Part, Relative};
use super::view::{Absent, Seen, World};
use crate::number::Missing;
use std::collections::{BTreeMap, BTreeSet};

/// Children by how many signs they show, as shares of all children that could show one.
pub fn overlap(world: &World, rule: &Overlap) -> Seen<Vec<Line>> {
    let among = children(world, &rule.among)?;
    let signs: Vec<BTreeSet<u32>> = rule.signs.iter().map(|sign| children(world, std::slice::from_ref(sign))).collect::<Seen<_>>()?;
    let shown = |child: &u32| signs.iter().filter(|sign| sign.contains(child)).count();
    let counts: Vec<(u32, usize)> = among.iter().map(|child| (*child, shown(child))).collect();
    let number = |wanted: &dyn Fn(usize) -> bool| world.children(counts.iter().filter(|(_, n)| wanted(*n)).map(|(child, _)| *child));
    let share = |label: String, wanted: &dyn Fn(usize) -> bool| Line::share(label, number(wanted), number(&|_| true));
    Ok(match rule.at_least {
        Some(least) => vec![share(String::new(), &|n| n >= least)],
        None => (0..=signs.len()).map(|signs| share(signs.to_string(), &|n| n == signs)).collect(),
    })
}

/// Identifiers of the children of some parts. A list that no file held has nobody to add, unless none was held.
fn children(world: &World, parts: &[Part]) -> Seen<BTreeSet<u32>> {
    let held: Vec<&Part> = parts.iter().filter(|part| world.view(&part.list).is_ok()).collect();
    if held.is_empty() {
        return Err(Absent);
    }
    let mut found = BTreeSet::new();
    for part in held {
        let view = world.view(&part.list)?;
        let ids = view.strings("child_id")?;
        found.extend(select(world, view, &part.base, &part.narrow)?.into_iter().filter_map(|row| ids[row]));
    }
    Ok(found)
}

/// Ratios of shares, stage by stage and group by group.
pub fn relative(world: &World, rule: &Relative) -> Vec<Line> {
    let labels: Vec<String> = if rule.groups.is_empty() {
        world.setting.residents.keys().cloned().collect()
    } else {
        rule.groups.iter().map(|regroup| regroup.group.clone()).collect()
    };
    // Without residents the canonical groups still have lines, so that a reader sees what is not available.
    let labels =
        if labels.is_empty() { residents_known(world, &rule.characteristic) } else { ordered(world, &rule.characteristic, labels) };
    let measured = match &rule.against {
        None => {
            let residents = world.setting.residents.iter().map(|(group, n)| (group.clone(), Number::from(*n))).collect::<BTreeMap<_, _>>();
            Some(residents).filter(|residents| !residents.is_empty())
        }
        Some(part) => numbers(world, rule, part, &labels).ok(),
    };
    let mut lines = Vec::new();
    for stage in &rule.stages {
        let at_stage = numbers(world, rule, stage, &labels).ok();
        for label in &labels {
            lines.push(ratio_of_shares(&format!("{} {label}", stage.group), label, at_stage.as_ref(), measured.as_ref(), rule.at_least));
        }
    }
    lines
}

fn ratio_of_shares(
    name: &str,
    label: &str,
    stage: Option<&BTreeMap<String, Number>>,
    measured: Option<&BTreeMap<String, Number>>,
    at_least: usize,
) -> Line {
    let (Some(stage), Some(measured)) = (stage, measured) else { return Line::missing(name, Missing::NotAvailable) };
    let share = |numbers: &BTreeMap<String, Number>| {
        let (n, of) = (numbers.get(label).cloned().unwrap_or_else(|| 0.0.into()), Number::all(numbers.values()));
        let part = if of.n > 0.0 { n.n / of.n } else { 0.0 };
        (n, of, part)
    };
    let ((n, of, at_stage), (there, of_there, elsewhere)) = (share(stage), share(measured));
    if n.n < at_least as f64 || elsewhere <= 0.0 {
        return Line::missing(name, Missing::NotApplicable);
    }
    // The ratio and one share give the other.
    let behind = [&n, &of, &there, &of_there].map(|number| number.members.clone()).to_vec();
    Line { value: Ok(at_stage / elsewhere), behind, ..Line::share(name, n, of) }
}

/// The canonical groups that residents can belong to: refused and unknown are answers, not groups of people.
fn residents_known(world: &World, characteristic: &str) -> Vec<String> {
    let groups = world.catalogue.shared().groups.get(characteristic);
    groups.into_iter().flatten().filter(|label| !matches!(label.as_str(), "Refused" | "Unknown")).cloned().collect()
}

/// Labels in their canonical order; those that are not canonical follow.
fn ordered(world: &World, characteristic: &str, mut labels: Vec<String>) -> Vec<String> {
    if let Some(canonical) = world.catalogue.shared().groups.get(characteristic) {
        labels.sort_by_key(|label| canonical.iter().position(|other| other == label).unwrap_or(usize::MAX));
    }
    labels
}

/// Different children of every group at a stage. A child recorded with two of the groups counts in the later one of their order;
/// a row that says neither takes nothing from a row that does.
fn numbers(world: &World, rule: &Relative, part: &Part, labels: &[String]) -> Seen<BTreeMap<String, Number>> {
    let view = world.view(&part.list)?;
    let rows = select(world, view, &part.base, &part.narrow)?;
    let by = By { code: Some(rule.characteristic.clone()), regroup: rule.groups.clone(), ..By::default() };
    let groups = group(world, view, &by, &rows)?;
    let rank: Vec<Option<usize>> = groups.labels.iter().map(|group| labels.iter().position(|label| label == group)).collect();
    let ids = view.strings("child_id")?;
    let mut best: BTreeMap<Child, (usize, usize)> = BTreeMap::new();
    for (&row, place) in rows.iter().zip(&groups.places) {
        let Place::Group(index) = place else { continue };
        let Some(rank) = rank[*index] else { continue };
        let kept = best.entry(Child::of(ids, 0, row)).or_insert((row, rank));
        kept.1 = kept.1.max(rank);
    }
    let count = |rank: usize| view.identifiers("child_id", best.values().filter(|kept| kept.1 == rank).map(|kept| (ids[kept.0], kept.0)));
    Ok(labels.iter().enumerate().map(|(rank, label)| (label.clone(), count(rank))).collect())
}

/// Who has which child: team, worker and child, each once. A child without an identifier stands for its row.
struct Allocated {
    /// Team and worker as compared (without case and outer spaces), and the child.
    held: BTreeSet<(String, String, Child)>,
    /// Children with no worker on any of the lists.
    without: BTreeSet<Child>,
    /// Children.
    all: BTreeSet<Child>,
}

/// A child by identifier, or a row of a list that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Child {
    Known(u32),
    Row(usize, usize),
}

impl Child {
    fn of(ids: &[Option<u32>], list: usize, row: usize) -> Self {
        ids[row].map_or(Child::Row(list, row), Child::Known)
    }

    /// As members name children.
    fn id(self) -> u32 {
        match self {
            Child::Known(id) => id,
            Child::Row(list, row) => alone(list, row),
        }
    }
}

/// Caseloads of workers.
pub fn load(world: &World, rule: &Load) -> Seen<Vec<Line>> {
    let allocated = allocated(world, rule)?;
    let mut of_worker: BTreeMap<&str, BTreeSet<Child>> = BTreeMap::new();
    for (_, worker, child) in &allocated.held {
        of_worker.entry(worker).or_default().insert(*child);
    }
    let loads: Vec<i32> = of_worker.values().map(|children| children.len() as i32).collect();
    let (cases, workers) = (loads.iter().map(|&n| f64::from(n)).sum::<f64>(), loads.len() as f64);
    Ok(match rule.show {
        LoadShown::Mean => vec![Line::quotient("", cases, workers, 1.0)],
        LoadShown::Median => vec![Line::bare("", median(loads.into_iter().map(f64::from).collect()))],
        LoadShown::Largest => vec![Line::bare("", loads.into_iter().max().map(f64::from))],
        LoadShown::Teams => teams(world, rule, &allocated)?,
        LoadShown::Bands => {
            let with = |wanted: &dyn Fn(i32) -> bool| {
                let held = loads.iter().enumerate().filter(|(_, n)| wanted(**n)).map(|(worker, _)| worker as u32);
                world.members(&rule.per, held)
            };
            let band = |label: &String| {
                let range = number_range(label).unwrap_or_default();
                Line::share(label, with(&|n| range.holds(n)), with(&|_| true))
            };
            let mut lines: Vec<Line> = rule.groups.iter().map(band).collect();
            let children = |set: &BTreeSet<Child>| world.children(set.iter().map(|child| child.id()));
            lines.push(Line::share(NOT_RECORDED, children(&allocated.without), children(&allocated.all)));
            lines
        }
    })
}

fn allocated(world: &World, rule: &Load) -> Seen<Allocated> {
    let held_lists: Vec<&Part> = rule.among.iter().filter(|part| world.view(&part.list).is_ok()).collect();
    if held_lists.is_empty() {
        return Err(Absent);
    }
    let (mut held, mut all, mut with) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for part in held_lists {
        let view = world.view(&part.list)?;
        let (ids, workers) = (view.strings("child_id")?, view.strings(&rule.per)?);
        let teams = view.strings(&rule.team).ok();
        for row in select(world, view, &part.base, &part.narrow)? {
            let child = Child::of(ids, view.place, row);
            all.insert(child);
            if let Some(worker) = compared(world, workers[row]) {
                with.insert(child);
                let team = teams.and_then(|teams| compared(world, teams[row])).unwrap_or_default();
                held.insert((team, worker, child));
            }
        }
    }
    let without = all.difference(&with).copied().collect();
    Ok(Allocated { held, without, all })
}

/// A name as it is compared: without case and outer spaces; `None` for a blank.
fn compared(world: &World, id: Option<u32>) -> Option<String> {
    let text = world.lists.strings[id? as usize].trim().to_lowercase();
    (!matches!(text.as_str(), "" | "n/a" | "na")).then_some(text)
}

/// The mean caseload of every team, by the team's name as it is first spelt in alphabetical order.
fn teams(world: &World, rule: &Load, allocated: &Allocated) -> Seen<Vec<Line>> {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for part in &rule.among {
        let Ok(view) = world.view(&part.list) else { continue };
        for id in view.strings(&rule.team)?.iter().copied().flatten() {
            let Some(key) = compared(world, Some(id)) else { continue };
            let spelt = world.lists.strings[id as usize].trim();
            let name = names.entry(key).or_insert(spelt);
            *name = (*name).min(spelt);
        }
    }
    let mut of_team: BTreeMap<&str, (BTreeSet<&str>, f64)> = BTreeMap::new();
    for (team, worker, _) in &allocated.held {
        let (workers, cases) = of_team.entry(team).or_default();
        workers.insert(worker);
        *cases += 1.0;
    }
    let line = |(team, (workers, cases)): (&str, (BTreeSet<&str>, f64))| {
        let name = names.get(team).copied().unwrap_or(NOT_RECORDED);
        Line::quotient(name, cases, workers.len() as f64, 1.0)
    };
    Ok(of_team.into_iter().map(line).collect())
}
