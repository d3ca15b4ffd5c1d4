//! Traces of rows: enough of a quarter to follow its children into the next, and no more.
//!
//! In: lists. Out: of each row that `history.traces` names the child, the day it began, the day it ended and whether it was open on the
//! last day. No name, no birth, no code: what a later quarter cannot do without.

use super::filter::{all, base_rows, compile_all};
use super::record::TraceOf;
use super::view::{Seen, World};
use super::{Catalogue, Setting};
use crate::annex_a::lists::Lists;
use crate::traces::Trace;
use std::collections::BTreeSet;

/// The traces of all rows that have a child and a day, in order. A row that begins after the as-at date leaves none.
pub fn traces(catalogue: &Catalogue, lists: &Lists, setting: &Setting) -> Vec<Trace> {
    let world = World::new(catalogue, lists, setting);
    let mut found = Vec::new();
    for (list, record) in &catalogue.shared().history.traces {
        // A list or a column that no file held leaves no trace.
        found.extend(of_list(&world, list, record).unwrap_or_default());
    }
    found.sort();
    found
}

fn of_list(world: &World, list: &str, record: &TraceOf) -> Seen<Vec<Trace>> {
    let view = world.view(list)?;
    let (children, began) = (view.strings("child_id")?, view.dates(&record.began)?);
    let ended = record.ended.as_ref().map(|field| view.dates(field)).transpose()?;
    let ends = compile_all(world, view, None, &record.ends)?;
    let open: BTreeSet<usize> = match &record.open {
        Some(base) => base_rows(world, view, base)?.iter().copied().collect(),
        None => BTreeSet::new(),
    };
    let as_at = world.setting.as_at;
    let one = |&row: &usize| {
        let child = world.lists.strings.get(children[row]? as usize)?.clone();
        let began = began[row].filter(|day| *day <= as_at)?;
        let ended = ended.and_then(|days| days[row]).filter(|day| *day <= as_at && all(&ends, row, None));
        Some(Trace { list: list.to_owned(), child, began, ended, open: open.contains(&row) })
    };
    Ok(base_rows(world, view, &record.base)?.iter().filter_map(one).collect())
}
