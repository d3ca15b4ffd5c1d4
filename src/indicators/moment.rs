//! Moments: the days a rule speaks of, worked out row by row.

use super::filter::{Test, all, compile_all};
use super::record::{At, Link, Moment, Pick};
use super::view::{Absent, Index, Seen, View, World};
use crate::calendar::Day;
use std::rc::Rc;

/// A moment ready to be asked for a row.
pub struct When<'a> {
    what: What<'a>,
    months: i32,
    days: i32,
}

enum What<'a> {
    Fixed(Day),
    Own(&'a [Option<Day>]),
    Outer(&'a [Option<Day>]),
    First(Vec<When<'a>>),
    Linked(Box<Linked<'a>>),
}

struct Linked<'a> {
    ids: &'a [Option<u32>],
    index: Rc<Index>,
    dates: &'a [Option<Day>],
    tests: Vec<Test<'a>>,
    pick: Pick,
    near: Option<&'a [Option<Day>]>,
}

impl<'a> When<'a> {
    /// The moment for rows of `view`; `outer` is the list whose row is being matched.
    pub fn compile(world: &World<'a>, view: &View<'a>, outer: Option<&View<'a>>, moment: &Moment) -> Seen<Self> {
        match moment {
            Moment::Name(name) => Ok(Self { what: named(world, view, name)?, months: 0, days: 0 }),
            Moment::At(at) => Ok(Self {
                what: table(world, view, outer, at)?,
                months: at.months_after - at.months_before,
                days: at.days_after - at.days_before,
            }),
        }
    }

    /// The day for a row, where there is one.
    pub fn day(&self, row: usize, outer: Option<usize>) -> Option<Day> {
        let day = match &self.what {
            What::Fixed(day) => Some(*day),
            What::Own(dates) => dates[row],
            What::Outer(dates) => outer.and_then(|outer| dates[outer]),
            What::First(moments) => moments.iter().find_map(|moment| moment.day(row, outer)),
            What::Linked(linked) => linked.day(row),
        }?;
        let day = if self.months == 0 { day } else { day.months_after(self.months) };
        Some(day.plus(self.days))
    }
}

impl Linked<'_> {
    fn day(&self, row: usize) -> Option<Day> {
        let others = self.index.rows(self.ids[row]?);
        let dates = others
            .iter()
            .map(|&other| other as usize)
            .filter(|&other| all(&self.tests, other, Some(row)))
            .filter_map(|other| self.dates[other]);
        match self.pick {
            Pick::Earliest => dates.min(),
            Pick::Latest => dates.max(),
            Pick::Nearest => {
                let from = self.near.and_then(|near| near[row])?;
                dates.min_by_key(|day| (day.since(from).abs(), day.0))
            }
        }
    }
}

fn named<'a>(world: &World<'a>, view: &View<'a>, name: &str) -> Seen<What<'a>> {
    Ok(match name {
        "as_at" => What::Fixed(world.setting.as_at),
        "window_start" => What::Fixed(view.window.start),
        "window_end" => What::Fixed(view.window.end),
        field => What::Own(view.dates(field)?),
    })
}

fn table<'a>(world: &World<'a>, view: &View<'a>, outer: Option<&View<'a>>, at: &At) -> Seen<What<'a>> {
    if let Some(field) = &at.this {
        return Ok(What::Outer(outer.ok_or(Absent)?.dates(field)?));
    }
    if let Some(link) = &at.linked {
        return linked(world, view, link);
    }
    if !at.first_of.is_empty() {
        let moments = at.first_of.iter().map(|name| Ok(When { what: named(world, view, name)?, months: 0, days: 0 }));
        return Ok(What::First(moments.collect::<Seen<_>>()?));
    }
    named(world, view, at.of.as_deref().unwrap_or("as_at"))
}

fn linked<'a>(world: &World<'a>, view: &View<'a>, link: &Link) -> Seen<What<'a>> {
    let other = world.view(&link.list)?;
    Ok(What::Linked(Box::new(Linked {
        ids: view.strings("child_id")?,
        index: other.index("child_id")?,
        dates: other.dates(&link.field)?,
        tests: compile_all(world, other, Some(view), &link.narrow)?,
        pick: link.pick,
        near: link.to.as_deref().map(|field| view.dates(field)).transpose()?,
    })))
}
