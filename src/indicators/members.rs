//! Who stands behind a number: the rows or identifiers it counts.
//!
//! In: rows of a list. Out: a [`Number`] that remembers its members where somebody asks for them. Whoever publishes needs to know
//! which numbers are sums of which others, and only the sets can tell; everybody else passes them by.

use super::view::{Seen, View, World};
use std::rc::Rc;

/// The field that names a child, on every list that has children.
pub const CHILD: &str = "child_id";

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Rows of a list.
    Rows(String),
    /// Identifiers of a field, whichever list they stand on.
    Identifiers(String),
}

/// The members of a number, each once and in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Members {
    /// What is counted.
    pub kind: Kind,
    /// Rows or identifiers.
    pub ids: Vec<u32>,
}

/// A number and, where they are asked for, its members.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// How many.
    pub n: f64,
    /// Who; `None` where nobody asked or where it counts neither rows nor identifiers.
    pub members: Option<Rc<Members>>,
}

impl From<f64> for Number {
    fn from(n: f64) -> Self {
        Self { n, members: None }
    }
}

impl From<usize> for Number {
    fn from(n: usize) -> Self {
        Self::from(n as f64)
    }
}

impl Number {
    /// Numbers of which none counts what another does, as one.
    pub fn all<'n>(parts: impl Iterator<Item = &'n Number> + Clone) -> Number {
        let n = parts.clone().map(|part| part.n).sum();
        let sets: Option<Vec<&Rc<Members>>> = parts.map(|part| part.members.as_ref()).collect();
        let members = sets.filter(|sets| !sets.is_empty()).map(|sets| {
            let mut ids: Vec<u32> = sets.iter().flat_map(|set| set.ids.iter().copied()).collect();
            ids.sort_unstable();
            Rc::new(Members { kind: sets[0].kind.clone(), ids })
        });
        Number { n, members }
    }

    /// Those of it that are not in a part of it.
    pub fn less(&self, part: &Number) -> Number {
        let members = self.members.as_ref().zip(part.members.as_ref()).map(|(all, part)| {
            let ids = all.ids.iter().copied().filter(|id| part.ids.binary_search(id).is_err()).collect();
            Rc::new(Members { kind: all.kind.clone(), ids })
        });
        Number { n: self.n - part.n, members }
    }
}

/// A row without an identifier stands for itself: it is told from identifiers, and from rows of other lists, by its upper bits.
pub fn alone(list: usize, row: usize) -> u32 {
    1 << 31 | (list as u32 & 15) << 27 | (row as u32 & 0x07ff_ffff)
}

impl World<'_> {
    /// Children by identifier, each once.
    pub fn children(&self, children: impl Iterator<Item = u32>) -> Number {
        self.members(CHILD, children)
    }

    /// Whatever a field names, each once.
    pub fn members(&self, field: &str, ids: impl Iterator<Item = u32>) -> Number {
        gathered(Kind::Identifiers(field.to_owned()), ids.collect(), self.remembers)
    }
}

impl<'a> View<'a> {
    /// Rows, or identifiers where a field is named, with their members if the world remembers them.
    pub fn counted(&self, distinct: Option<&str>, rows: &[usize]) -> Seen<Number> {
        let n = self.number(distinct, rows)?;
        if !self.remembers {
            return Ok(n.into());
        }
        Ok(match distinct {
            None => self.rows(rows.iter().copied()),
            Some(field) => {
                let ids = self.strings(field)?;
                self.identifiers(field, rows.iter().map(|&row| (ids[row], row)))
            }
        })
    }

    /// Rows with their members.
    pub fn rows(&self, rows: impl Iterator<Item = usize>) -> Number {
        let ids: Vec<u32> = rows.map(|row| row as u32).collect();
        gathered(Kind::Rows(self.list.key.clone()), ids, self.remembers)
    }

    /// Identifiers of a field with their members; a row without one stands for itself.
    pub fn identifiers(&self, field: &str, held: impl Iterator<Item = (Option<u32>, usize)>) -> Number {
        let ids = held.map(|(id, row)| id.unwrap_or_else(|| alone(self.place, row))).collect();
        gathered(Kind::Identifiers(field.to_owned()), ids, self.remembers)
    }
}

fn gathered(kind: Kind, mut ids: Vec<u32>, remembers: bool) -> Number {
    ids.sort_unstable();
    ids.dedup();
    Number { n: ids.len() as f64, members: remembers.then(|| Rc::new(Members { kind, ids })) }
}
