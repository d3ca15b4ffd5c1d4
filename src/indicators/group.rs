//! Groupings: which group a row belongs to, and the canonical order of the groups.

use super::filter::{Test, all, compile_all};
use super::moment::When;
use super::record::{Bins, By, Range};
use super::view::{Absent, Seen, UNBORN, View, World};
use crate::annex_a::lists::{CodeSet, Coded};
use crate::calendar::{Day, working_days};
use std::collections::BTreeMap;

/// Label of rows whose field is blank.
pub const NOT_RECORDED: &str = "Not recorded";
/// Label of rows whose field holds something no code set knows.
pub const NOT_MAPPED: &str = "Not mapped";
/// Label of the texts that are not among the commonest.
const OTHER: &str = "Other";

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Index of a group.
    Group(usize),
    /// Known, but not one of the groups shown: in the denominator only.
    Elsewhere,
    /// The field is blank.
    NotRecorded,
    /// The field holds something unknown.
    NotMapped,
    /// In neither numerator nor denominator.
    Out,
}

/// Groups of some rows.
pub struct Groups {
    /// Labels in canonical order.
    pub labels: Vec<String>,
    /// Place of each of the rows, in their order.
    pub places: Vec<Place>,
    /// Whether the field is coded, so that cells may be unmapped.
    pub coded: bool,
}

/// A range of whole numbers written as a label: `0`, `1-4`, `5+`, `<1`.
pub fn number_range(label: &str) -> Option<Range> {
    let n = |text: &str| text.parse::<i32>().ok();
    if let Some(below) = label.strip_prefix('<') {
        return Some(Range { at_least: Some(0), below: Some(n(below)?), ..Range::default() });
    }
    if let Some(from) = label.strip_suffix('+') {
        return Some(Range { at_least: Some(n(from)?), ..Range::default() });
    }
    let (from, to) = label.split_once('-').unwrap_or((label, label));
    Some(Range { at_least: Some(n(from)?), at_most: Some(n(to)?), ..Range::default() })
}

impl Bins {
    /// Edges of whatever sort.
    pub fn edges(&self) -> usize {
        self.below.len() + self.up_to.len() + self.up_to_months.len()
    }

    /// Whether all edges are of one sort.
    pub fn is_of_one_sort(&self) -> bool {
        [&self.below, &self.up_to, &self.up_to_months].into_iter().filter(|edges| !edges.is_empty()).count() <= 1
    }

    /// Index of the bin in calendar months that the time from one day to another falls in.
    fn find_months(&self, from: Day, to: Day) -> usize {
        self.up_to_months.iter().take_while(|&&months| to > from.months_after(months)).count()
    }

    /// Index of the bin a length falls in.
    pub fn find(&self, length: i32) -> usize {
        if self.below.is_empty() {
            self.up_to.iter().take_while(|&&edge| length > edge).count()
        } else {
            self.below.iter().take_while(|&&edge| length >= edge).count()
        }
    }
}

/// Groups rows of a list.
pub fn group<'a>(world: &World<'a>, view: &View<'a>, by: &By, rows: &[usize]) -> Seen<Groups> {
    if let Some(field) = &by.code {
        return coded(world, view, by, field, rows);
    }
    if let Some(field) = &by.number {
        let values = view.wholes(field)?;
        return Ok(numbers(&by.groups, rows, |row| values[row]));
    }
    if by.age.unwrap_or(false) {
        let ages = view.ages();
        return Ok(numbers(&by.groups, rows, |row| ages[row]));
    }
    if let Some(field) = by.month.as_ref().or(by.week.as_ref()) {
        return calendar_groups(view, by, field, rows);
    }
    if let Some(field) = &by.text {
        return texts(world, view, by, field, rows);
    }
    if !by.first_of.is_empty() {
        return first_case(world, view, by, rows);
    }
    lengths(world, view, by, rows)
}

/// Lengths of rows in days, `None` where a day is not known.
pub fn measure<'a>(world: &World<'a>, view: &View<'a>, by: &By, rows: &[usize]) -> Seen<Vec<Option<i32>>> {
    let (from, to) = ends(world, view, by)?;
    Ok(rows.iter().map(|&row| Some(days(from.day(row, None)?, to.day(row, None)?, by.working))).collect())
}

/// Start and end of the lengths of a grouping.
fn ends<'a>(world: &World<'a>, view: &View<'a>, by: &By) -> Seen<(When<'a>, When<'a>)> {
    let (Some(from), Some(to)) = (&by.from, &by.to) else { return Err(Absent) };
    Ok((When::compile(world, view, None, from)?, When::compile(world, view, None, to)?))
}

/// Days of a length; negative where the end lies before the start.
fn days(from: Day, to: Day, working: bool) -> i32 {
    if working && to >= from { working_days(from, to) } else { to.since(from) }
}

fn lengths<'a>(world: &World<'a>, view: &View<'a>, by: &By, rows: &[usize]) -> Seen<Groups> {
    let bins = by.bins.as_ref().and_then(|name| world.catalogue.shared().bins.get(name)).ok_or(Absent)?;
    let (from, to) = ends(world, view, by)?;
    let place = |&row: &usize| match (from.day(row, None), to.day(row, None)) {
        (Some(start), Some(end)) if end < start => Place::Out,
        (Some(start), Some(end)) if bins.up_to_months.is_empty() => Place::Group(bins.find(days(start, end, by.working))),
        (Some(start), Some(end)) => Place::Group(bins.find_months(start, end)),
        _ => Place::NotRecorded,
    };
    Ok(Groups { labels: bins.labels.clone(), places: rows.iter().map(place).collect(), coded: false })
}

fn numbers(labels: &[String], rows: &[usize], value: impl Fn(usize) -> Option<i32>) -> Groups {
    let ranges: Vec<Option<Range>> = labels.iter().map(|label| number_range(label)).collect();
    let find = |n: i32| ranges.iter().position(|range| range.is_some_and(|range| range.holds(n)));
    let place = |&row: &usize| match value(row) {
        None => Place::NotRecorded,
        Some(UNBORN) => Place::Out,
        Some(n) => find(n).map_or(Place::Out, Place::Group),
    };
    Groups { labels: labels.to_vec(), places: rows.iter().map(place).collect(), coded: false }
}

fn coded<'a>(world: &World<'a>, view: &View<'a>, by: &By, field: &str, rows: &[usize]) -> Seen<Groups> {
    let (name, values) = view.list.codes(field).ok_or(Absent)?;
    let set = world.codes(name).ok_or(Absent)?;
    let (labels, of_code) = code_groups(world, set, by);
    let place = |&row: &usize| match values[row] {
        Coded::Blank => Place::NotRecorded,
        Coded::Unmapped => Place::NotMapped,
        Coded::Code(code) => of_code.get(code as usize).copied().unwrap_or(Place::NotMapped),
    };
    Ok(Groups { labels, places: rows.iter().map(place).collect(), coded: true })
}

/// Labels in canonical order, and the place of every code of a set.
fn code_groups(world: &World, set: &CodeSet, by: &By) -> (Vec<String>, Vec<Place>) {
    if !by.regroup.is_empty() {
        let labels = by.regroup.iter().map(|regroup| regroup.group.clone()).collect();
        let place = |key: &String| by.regroup.iter().position(|regroup| regroup.is.contains(key)).map_or(Place::Elsewhere, Place::Group);
        return (labels, set.codes.iter().map(|code| place(&code.key)).collect());
    }
    if !by.only.is_empty() {
        let label = |key: &String| set.codes.iter().find(|code| &code.key == key).map_or_else(|| key.clone(), |code| code.label.clone());
        let place = |key: &String| by.only.iter().position(|only| only == key).map_or(Place::Elsewhere, Place::Group);
        return (by.only.iter().map(label).collect(), set.codes.iter().map(|code| place(&code.key)).collect());
    }
    let mut labels = world.catalogue.shared().groups.get(&set.name).cloned().unwrap_or_default();
    if labels.is_empty() {
        for code in &set.codes {
            if !labels.contains(&code.group) {
                labels.push(code.group.clone());
            }
        }
    }
    // A code whose group is not canonical is a fault of coding: it is shown as not mapped, never dropped.
    let place = |group: &String| labels.iter().position(|label| label == group).map_or(Place::NotMapped, Place::Group);
    let places = set.codes.iter().map(|code| place(&code.group)).collect();
    (labels, places)
}

fn calendar_groups<'a>(view: &View<'a>, by: &By, field: &str, rows: &[usize]) -> Seen<Groups> {
    let dates = view.dates(field)?;
    let (labels, key): (Vec<String>, fn(Day) -> String) =
        if by.week.is_some() { (weeks_touched(view), Day::week_key) } else { (view.window.months_touched(), Day::month_key) };
    let at: BTreeMap<&str, usize> = labels.iter().enumerate().map(|(index, label)| (label.as_str(), index)).collect();
    let place = |&row: &usize| match dates[row] {
        None => Place::NotRecorded,
        Some(day) => at.get(key(day).as_str()).map_or(Place::Out, |&index| Place::Group(index)),
    };
    let places = rows.iter().map(place).collect();
    Ok(Groups { places, labels, coded: false })
}

fn weeks_touched(view: &View) -> Vec<String> {
    let monday = view.window.start.plus(-i32::from(view.window.start.weekday()));
    (0..).map(|week| monday.plus(7 * week)).take_while(|day| *day <= view.window.end).map(Day::week_key).collect()
}

/// Texts compared without case and outer spaces, `N/A` counting as blank; of too many the commonest are groups. They stand in the order
/// of their names: one by size would tell of a group that is hidden between which others it lies.
fn texts<'a>(world: &World<'a>, view: &View<'a>, by: &By, field: &str, rows: &[usize]) -> Seen<Groups> {
    let values = view.strings(field)?;
    let spelling = |id: u32| world.lists.strings[id as usize].trim();
    let key = |row: usize| values[row].map(|id| spelling(id).to_lowercase()).filter(|text| !matches!(text.as_str(), "" | "n/a" | "na"));
    let keys: Vec<Option<String>> = rows.iter().map(|&row| key(row)).collect();
    let mut seen: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (key, &row) in keys.iter().zip(rows) {
        if let (Some(key), Some(id)) = (key, values[row]) {
            *seen.entry(key).or_default().entry(spelling(id)).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, &str, &str)> =
        seen.iter().map(|(key, spellings)| (spellings.values().sum(), commonest(spellings), *key)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.2.cmp(b.2)));
    let top = by.top.unwrap_or(ranked.len()).min(ranked.len());
    let rest = ranked.len() > top;
    ranked[..top].sort_unstable_by_key(|(_, _, key)| *key);
    let mut labels: Vec<String> = ranked[..top].iter().map(|(_, label, _)| (*label).to_owned()).collect();
    let at: BTreeMap<&str, usize> = ranked[..top].iter().enumerate().map(|(index, (_, _, key))| (*key, index)).collect();
    let places = keys.iter().map(|key| match key {
        None => Place::NotRecorded,
        Some(key) => Place::Group(at.get(key.as_str()).copied().unwrap_or(top)),
    });
    let places = places.collect();
    if rest {
        labels.push(OTHER.to_owned());
    }
    Ok(Groups { labels, places, coded: false })
}

fn commonest<'s>(spellings: &BTreeMap<&'s str, usize>) -> &'s str {
    spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map_or("", |(spelling, _)| spelling)
}

fn first_case<'a>(world: &World<'a>, view: &View<'a>, by: &By, rows: &[usize]) -> Seen<Groups> {
    let cases: Vec<Vec<Test>> = by.first_of.iter().map(|case| compile_all(world, view, None, &case.narrow)).collect::<Seen<_>>()?;
    let place = |&row: &usize| cases.iter().position(|tests| all(tests, row, None)).map_or(Place::Elsewhere, Place::Group);
    let labels = by.first_of.iter().map(|case| case.group.clone()).collect();
    Ok(Groups { labels, places: rows.iter().map(place).collect(), coded: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_its_range() {
        let holds = |label: &str, n: i32| number_range(label).is_some_and(|range| range.holds(n));
        assert!(holds("<1", 0) && !holds("<1", 1) && !holds("<1", UNBORN));
        assert!(holds("1-4", 1) && holds("1-4", 4) && !holds("1-4", 5));
        assert!(holds("5+", 5) && holds("5+", 50) && !holds("5+", 4));
        assert!(holds("3", 3) && !holds("3", 4));
        assert_eq!(number_range("many"), None);
    }

    #[test]
    fn edges_belong_where_the_rulings_put_them() {
        let labels = || ["a", "b", "c"].map(str::to_owned).to_vec();
        let below = Bins { labels: labels(), below: vec![91, 182], up_to: vec![], up_to_months: vec![] };
        assert_eq!([0, 90, 91, 181, 182].map(|n| below.find(n)), [0, 0, 1, 1, 2]);
        let up_to = Bins { labels: labels(), below: vec![], up_to: vec![91, 182], up_to_months: vec![] };
        assert_eq!([0, 91, 92, 182, 183].map(|n| up_to.find(n)), [0, 0, 1, 1, 2]);
        // Two months from 31 July end on 30 September, from 1 July on 1 September: 61 and 62 days.
        let months = Bins { labels: labels(), below: vec![], up_to: vec![], up_to_months: vec![2, 4] };
        let find = |from: &str, to: &str| months.find_months(Day::parse_iso(from).unwrap(), Day::parse_iso(to).unwrap());
        assert_eq!([find("2025-07-31", "2025-09-30"), find("2025-07-31", "2025-10-01")], [0, 1]);
        assert_eq!([find("2025-07-01", "2025-09-01"), find("2025-07-01", "2025-11-01"), find("2025-07-01", "2025-11-02")], [0, 1, 2]);
    }
}
