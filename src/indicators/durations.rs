//! Lengths of time: what was done within a limit, and medians, means and percentiles.

use super::evaluate::Line;
use super::filter::select;
use super::group::{NOT_RECORDED, Place, group};
use super::moment::When;
use super::record::{Duration, Limit, Stat, Timeliness};
use super::shares::{at, largest};
use super::view::{Seen, View, World};
use crate::calendar::{Day, working_days};
use crate::number::Unit;

/// The share done within a limit. Negative lengths are faults of a date and leave the figure (ruling 14).
pub fn timeliness<'a>(world: &World<'a>, view: &View<'a>, rule: &Timeliness) -> Seen<Vec<Line>> {
    let rows = select(world, view, &rule.base, &rule.narrow)?;
    let (from, to) = (When::compile(world, view, None, &rule.from)?, When::compile(world, view, None, &rule.to)?);
    let mut blank = Vec::new();
    let mut measured = Vec::new();
    let mut timely = Vec::new();
    for &row in &rows {
        match (from.day(row, None), to.day(row, None)) {
            (Some(start), Some(end)) if end >= start => {
                measured.push(row);
                if rule.within.holds(start, end) {
                    timely.push(row);
                }
            }
            (Some(_), Some(_)) => {}
            _ => blank.push(row),
        }
    }
    let Some(by) = &rule.by else {
        return Ok(vec![
            Line::share("", view.counted(None, &timely)?, view.counted(None, &measured)?),
            Line::share(NOT_RECORDED, view.counted(None, &blank)?, view.counted(None, &rows)?),
        ]);
    };
    let groups = group(world, view, by, &measured)?;
    let line = |(index, label): (usize, &String)| {
        let of = at(&measured, &groups.places, Place::Group(index));
        let in_time = of.iter().copied().filter(|row| timely.binary_search(row).is_ok());
        Line::share(label, view.rows(in_time), view.rows(of.iter().copied()))
    };
    Ok(groups.labels.iter().enumerate().map(line).collect())
}

impl Limit {
    /// Whether the limit holds from one day to another.
    pub fn holds(&self, from: Day, to: Day) -> bool {
        self.days.is_none_or(|days| to.since(from) <= days)
            && self.working_days.is_none_or(|days| working_days(from, to) <= days)
            && self.months.is_none_or(|months| to <= from.months_after(months))
    }
}

/// A statistic of lengths, and how many there were.
pub fn duration<'a>(world: &World<'a>, view: &View<'a>, rule: &Duration) -> Seen<Vec<Line>> {
    let rows = select(world, view, &rule.base, &rule.narrow)?;
    let (from, to) = (When::compile(world, view, None, &rule.from)?, When::compile(world, view, None, &rule.to)?);
    let days = |row: usize| {
        let (start, end) = (from.day(row, None)?, to.day(row, None)?);
        let days = if rule.working { working_days(start, end) } else { end.since(start) };
        if end >= start { Some(days) } else { rule.negative_is_zero.then_some(0) }
    };
    let measured = rows.iter().filter_map(|&row| days(row).map(|days| (row, days)));
    let lengths: Vec<f64> = match &rule.distinct {
        Some(field) => largest(view.strings(field)?, measured).into_iter().map(f64::from).collect(),
        None => measured.map(|(_, days)| f64::from(days)).collect(),
    };
    let who: Vec<usize> = rows.iter().copied().filter(|&row| days(row).is_some()).collect();
    let distinct = rule.distinct.as_deref();
    let n = view.counted(distinct, &who)?;
    let mut lines = match rule.stat {
        // The numerator stays in days, so that the figure can be checked against the dates.
        Stat::Mean => vec![Line::quotient("", lengths.iter().sum::<f64>(), n, if rule.months { 12.0 / 365.25 } else { 1.0 })],
        stat => {
            let middle = Line { behind: vec![None, n.members.clone()], ..Line::bare("", percentile(lengths, stat.position())) };
            vec![middle, Line::count("n", n).in_unit(Unit::Count)]
        }
    };
    if let Some(limit) = &rule.within {
        let inside = |row: usize| matches!((from.day(row, None), to.day(row, None)), (Some(start), Some(end)) if limit.holds(start, end));
        let late: Vec<usize> = who.iter().copied().filter(|&row| !inside(row)).collect();
        let all = view.counted(distinct, &who)?;
        // One a family: late where any of its rows is late.
        let late = view.counted(distinct, &late)?;
        lines.push(Line::share(&limit.group, all.less(&late), all).in_unit(Unit::Percent));
    }
    Ok(lines)
}

impl Stat {
    fn position(self) -> f64 {
        match self {
            Stat::Mean | Stat::Median => 0.5,
            Stat::P25 => 0.25,
            Stat::P75 => 0.75,
            Stat::P90 => 0.9,
        }
    }
}

/// The median: the middle value, or the mean of the middle two.
pub fn median(values: Vec<f64>) -> Option<f64> {
    percentile(values, 0.5)
}

/// A percentile by linear interpolation between order statistics, as PERCENTILE.INC does (ruling 18).
pub fn percentile(mut values: Vec<f64>, position: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let place = position * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(values[below] + (place - below as f64) * (values[above] - values[below]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_interpolate_between_neighbours() {
        assert_eq!(median(vec![9.0, 1.0, 4.0]), Some(4.0));
        assert_eq!(median(vec![1.0, 4.0, 6.0, 9.0]), Some(5.0));
        // Four values: the ninetieth lies 2.7 places up, seven tenths of the way from 6 to 9.
        assert!((percentile(vec![1.0, 4.0, 6.0, 9.0], 0.9).unwrap() - 8.1).abs() < 1e-9);
        assert_eq!(median(vec![]), None);
    }
}
