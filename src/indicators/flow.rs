//! Children on their way through steps: who goes on from one step to the next, who enters late, who goes no further.
//!
//! In: steps in order, each a part of a list with the date of its event. Out: a line a step and a line a move.
//! Children are matched by identifier; past this file nobody can be told from a line.

use super::evaluate::{Line, Way};
use super::filter::select;
use super::record::{Flow, FlowStep};
use super::view::{Absent, Seen, World};
use crate::calendar::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Days of a child's events at each step, in order of day.
type Days = Vec<BTreeSet<Day>>;

/// The group of children who enter at a step.
pub fn entering(step: &str) -> String {
    format!("{step} starts")
}

/// The group of children who go from a step to a later one.
pub fn moving(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

/// The group of children who go no further than a step.
pub fn ending(step: &str) -> String {
    format!("{step} ends")
}

/// All children on the way, and by step those who enter, who move on, and who go no further.
///
/// A child stands at every step it has an event of, once. From its first event at a step it moves on to the next later step
/// that has one of its events on or after that day, and from there likewise; a step that no such move reaches is entered.
pub fn flow(world: &World, rule: &Flow) -> Seen<Vec<Line>> {
    // Without one of the lists nobody could tell who goes no further: the next step may be the one that is not there.
    let held: Vec<&FlowStep> = rule.steps.iter().collect();
    if held.is_empty() || held.iter().any(|step| world.view(&step.of.list).is_err()) {
        return Err(Absent);
    }
    let children = events(world, &held)?;
    let mut counted: BTreeMap<(Option<usize>, Option<usize>), Vec<u32>> = BTreeMap::new();
    for (child, days) in &children {
        for link in links(days) {
            counted.entry(link).or_default().push(*child);
        }
    }
    let name = |step: usize| held[step].of.group.as_str();
    let number = |from, to| world.children(counted.get(&(from, to)).into_iter().flatten().copied());
    // Everyone at a step came to it by one of its ways in and leaves it by one of its ways out.
    let at: Vec<_> = (0..held.len())
        .map(|step| world.children(children.iter().filter(|(_, days)| !days[step].is_empty()).map(|(child, _)| *child)).members)
        .collect();
    let way = |step: Option<usize>, way| step.and_then(|step| at[step].clone()).map(|whole| Way { whole, way });
    let line = |group: String, from, to| Line {
        ways: way(from, "out").into_iter().chain(way(to, "in")).collect(),
        ..Line::count(group, number(from, to))
    };
    let mut lines = vec![Line::count("", world.children(children.keys().copied()))];
    for step in 0..held.len() {
        lines.push(line(entering(name(step)), None, Some(step)));
        lines.extend((step + 1..held.len()).map(|to| line(moving(name(step), name(to)), Some(step), Some(to))));
        lines.push(line(ending(name(step)), Some(step), None));
    }
    Ok(lines)
}

/// Days of events by child and step; a row without an identifier or a day cannot be followed.
fn events(world: &World, steps: &[&FlowStep]) -> Seen<BTreeMap<u32, Days>> {
    let mut children: BTreeMap<u32, Days> = BTreeMap::new();
    for (place, step) in steps.iter().enumerate() {
        let view = world.view(&step.of.list)?;
        let (ids, days) = (view.strings("child_id")?, view.dates(&step.on)?);
        for row in select(world, view, &step.of.base, &step.of.narrow)? {
            if let (Some(child), Some(day)) = (ids[row], days[row]) {
                children.entry(child).or_insert_with(|| vec![BTreeSet::new(); steps.len()])[place].insert(day);
            }
        }
    }
    Ok(children)
}

/// The links of one child: into its first step from nowhere, from step to step, and out of its last to nowhere.
fn links(days: &Days) -> Vec<(Option<usize>, Option<usize>)> {
    let mut stood = vec![false; days.len()];
    let mut links = Vec::new();
    for first in 0..days.len() {
        let Some(mut day) = days[first].first().copied().filter(|_| !stood[first]) else { continue };
        links.push((None, Some(first)));
        let mut at = first;
        for next in first + 1..days.len() {
            if let Some(later) = days[next].range(day..).next().filter(|_| !stood[next]) {
                links.push((Some(at), Some(next)));
                (at, day, stood[next]) = (next, *later, true);
            }
        }
        links.push((Some(at), None));
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(steps: &[&[i8]]) -> Days {
        steps.iter().map(|days| days.iter().map(|d| Day::new(2025, 4, *d).unwrap()).collect()).collect()
    }

    #[test]
    fn a_child_goes_on_to_the_next_step_on_or_after() {
        assert_eq!(links(&days(&[&[1], &[1], &[9]])), [(None, Some(0)), (Some(0), Some(1)), (Some(1), Some(2)), (Some(2), None)]);
        // The first referral came before the contact, the second after it.
        assert_eq!(links(&days(&[&[5], &[2, 7], &[]])), [(None, Some(0)), (Some(0), Some(1)), (Some(1), None)]);
        // A step is left out, not invented.
        assert_eq!(links(&days(&[&[5], &[], &[5]])), [(None, Some(0)), (Some(0), Some(2)), (Some(2), None)]);
    }

    #[test]
    fn what_lies_before_is_a_way_of_its_own() {
        assert_eq!(
            links(&days(&[&[8], &[2], &[4]])),
            [(None, Some(0)), (Some(0), None), (None, Some(1)), (Some(1), Some(2)), (Some(2), None)]
        );
    }

    #[test]
    fn whoever_comes_to_a_step_leaves_it() {
        let all = days(&[&[3, 9], &[1, 4], &[2], &[4], &[30]]);
        let found = links(&all);
        for step in 0..all.len() {
            let (come, gone) = (found.iter().filter(|l| l.1 == Some(step)).count(), found.iter().filter(|l| l.0 == Some(step)).count());
            assert_eq!((come, gone), (1, 1), "step {step} of {found:?}");
        }
    }
}
