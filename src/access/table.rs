//! An identifier in tables: cells one by one, with the columns of identifiers known by their headings.

use super::words::heads_identifiers;
use super::{At, Columns, Hit, Wanted};
use crate::annex_a::cells;
use std::collections::BTreeSet;

/// A table being looked through.
struct Looker<'w> {
    wanted: &'w Wanted,
    /// Columns known beforehand.
    known: &'w Columns,
    /// Columns of the present sheet whose heading is that of identifiers.
    identifiers: BTreeSet<u32>,
    sheet: String,
    hits: Vec<Hit>,
}

impl Looker<'_> {
    fn cell(&mut self, sheet: &str, (row, column): (u32, u32), text: &str) {
        if sheet != self.sheet {
            sheet.clone_into(&mut self.sheet);
            self.identifiers.clear();
        }
        if heads_identifiers(text) {
            self.identifiers.insert(column);
        }
        let known = || self.known.get(sheet).is_some_and(|columns| columns.contains(&column));
        let whole = self.wanted.is_cell(text) && (self.identifiers.contains(&column) || known());
        if let Some(certain) = if whole { Some(true) } else { self.wanted.seen_in(text) } {
            let sheet = (!sheet.is_empty()).then(|| sheet.to_owned());
            self.hits.push(Hit { at: At::Cell(sheet, row, column), certain });
        }
    }
}

fn through(wanted: &Wanted, known: &Columns, give: impl FnOnce(&mut dyn FnMut(&str, (u32, u32), &str)) -> bool) -> (Vec<Hit>, bool) {
    let mut looker = Looker { wanted, known, identifiers: BTreeSet::new(), sheet: String::new(), hits: Vec::new() };
    let whole = give(&mut |sheet, at, text| looker.cell(sheet, at, text));
    (looker.hits, whole)
}

/// The cells of a delimited file; where one breaks off, its lines.
pub(super) fn delimited(bytes: &[u8], wanted: &Wanted, known: &Columns) -> Vec<Hit> {
    let (hits, whole) = through(wanted, known, |to| cells::of_table(bytes, to));
    if whole { hits } else { super::words::in_lines(bytes, wanted) }
}

/// The cells of a workbook; `None` where it is none, or cannot be read to its end.
pub(super) fn workbook(bytes: &[u8], wanted: &Wanted, known: &Columns) -> Option<Vec<Hit>> {
    let (hits, whole) = through(wanted, known, |to| cells::of_workbook(bytes, to));
    whole.then_some(hits)
}
