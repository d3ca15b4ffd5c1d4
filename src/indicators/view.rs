//! What a rule sees of the lists: columns, ages, windows, and an index from child to rows, each worked out once.

use super::{Catalogue, Setting};
use crate::annex_a::lists::{CodeSet, Column, List, Lists};
use crate::calendar::{self, Day, Window};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Why a rule cannot be computed on these lists: a list without rows, or a column that no file held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absent;

/// Outcome of anything that needs a list or a column.
pub type Seen<T> = Result<T, Absent>;

/// Age that stands for a child not yet born.
pub const UNBORN: i32 = -1;

/// All lists with what has been worked out of them.
pub struct World<'a> {
    /// The records and shared names.
    pub catalogue: &'a Catalogue,
    /// The lists.
    pub lists: &'a Lists,
    /// As-at date, windows, population.
    pub setting: &'a Setting,
    /// Whether numbers remember who they count.
    pub remembers: bool,
    views: BTreeMap<&'a str, View<'a>>,
}

/// One list.
pub struct View<'a> {
    /// The list.
    pub list: &'a List,
    /// Its window.
    pub window: Window,
    as_at: Day,
    /// Whether numbers remember who they count.
    pub remembers: bool,
    /// Its place among the lists.
    pub place: usize,
    strings: usize,
    ages: OnceCell<Vec<Option<i32>>>,
    indexes: RefCell<BTreeMap<String, Rc<Index>>>,
    /// Rows of bases already worked out.
    pub bases: RefCell<BTreeMap<String, Rc<Vec<usize>>>>,
}

/// Rows by identifier.
pub struct Index {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Index {
    /// Rows of an identifier, in the order of the list.
    pub fn rows(&self, id: u32) -> &[u32] {
        let at = id as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&from), Some(&to)) => &self.rows[from as usize..to as usize],
            _ => &[],
        }
    }

    fn new(ids: &[Option<u32>], strings: usize) -> Self {
        let mut starts = vec![0u32; strings + 1];
        for id in ids.iter().flatten() {
            starts[*id as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0u32; *starts.last().unwrap_or(&0) as usize];
        for (row, id) in ids.iter().enumerate() {
            if let Some(id) = id {
                let place = &mut next[*id as usize];
                rows[*place as usize] = row as u32;
                *place += 1;
            }
        }
        Self { starts, rows }
    }
}

impl<'a> World<'a> {
    /// The lists as rules see them.
    pub fn new(catalogue: &'a Catalogue, lists: &'a Lists, setting: &'a Setting) -> Self {
        Self::with(catalogue, lists, setting, false)
    }

    /// The same, with numbers that remember who they count.
    pub fn remembering(catalogue: &'a Catalogue, lists: &'a Lists, setting: &'a Setting) -> Self {
        Self::with(catalogue, lists, setting, true)
    }

    fn with(catalogue: &'a Catalogue, lists: &'a Lists, setting: &'a Setting, remembers: bool) -> Self {
        let views = lists
            .lists
            .iter()
            .enumerate()
            .filter(|(_, (_, list))| list.rows > 0)
            .map(|(place, (key, list))| (key.as_str(), View { remembers, place, ..View::new(list, setting, lists.strings.len()) }))
            .collect();
        Self { catalogue, lists, setting, remembers, views }
    }

    /// A list that holds rows. A sheet without any says as little as no sheet: whether nothing happened or nothing was sent, nobody
    /// can tell, so it counts nobody and never nought.
    pub fn view(&self, list: &str) -> Seen<&View<'a>> {
        self.views.get(list).ok_or(Absent)
    }

    /// A code set.
    pub fn codes(&self, name: &str) -> Option<&'a CodeSet> {
        self.lists.code_sets.get(name)
    }
}

impl<'a> View<'a> {
    fn new(list: &'a List, setting: &Setting, strings: usize) -> Self {
        Self {
            list,
            window: setting.window(&list.key),
            as_at: setting.as_at,
            remembers: false,
            place: 0,
            strings,
            ages: OnceCell::new(),
            indexes: RefCell::default(),
            bases: RefCell::default(),
        }
    }

    /// Dates of a field.
    pub fn dates(&self, field: &str) -> Seen<&'a [Option<Day>]> {
        self.list.dates(field).ok_or(Absent)
    }

    /// Whole numbers of a field.
    pub fn wholes(&self, field: &str) -> Seen<&'a [Option<i32>]> {
        self.list.wholes(field).ok_or(Absent)
    }

    /// Texts or identifiers of a field.
    pub fn strings(&self, field: &str) -> Seen<&'a [Option<u32>]> {
        self.list.strings(field).ok_or(Absent)
    }

    /// A column of whatever sort.
    pub fn column(&self, field: &str) -> Seen<&'a Column> {
        self.list.columns.get(field).ok_or(Absent)
    }

    /// Completed years of every row at the as-at date; [`UNBORN`] before birth.
    /// The date of birth decides; the supplied age stands in where there is none (rulings 16 and catalogue 0.1.3).
    pub fn ages(&self) -> &[Option<i32>] {
        self.ages.get_or_init(|| {
            let born = self.list.dates("birth_date");
            let given = self.list.wholes("age");
            (0..self.list.rows)
                .map(|row| match born.and_then(|column| column[row]) {
                    Some(day) if day > self.as_at => Some(UNBORN),
                    Some(day) => Some(calendar::age(day, self.as_at)),
                    None => given.and_then(|column| column[row]).filter(|&age| age >= UNBORN),
                })
                .collect()
        })
    }

    /// Rows by an identifier field.
    pub fn index(&self, field: &str) -> Seen<Rc<Index>> {
        if let Some(index) = self.indexes.borrow().get(field) {
            return Ok(Rc::clone(index));
        }
        let index = Rc::new(Index::new(self.strings(field)?, self.strings));
        self.indexes.borrow_mut().insert(field.to_owned(), Rc::clone(&index));
        Ok(index)
    }

    /// How many different identifiers some rows hold; a row without one counts for itself.
    pub fn distinct(&self, field: &str, rows: &[usize]) -> Seen<usize> {
        let ids = self.strings(field)?;
        let mut known: Vec<u32> = rows.iter().filter_map(|&row| ids[row]).collect();
        let blank = rows.len() - known.len();
        known.sort_unstable();
        known.dedup();
        Ok(known.len() + blank)
    }

    /// How many rows there are, or identifiers where one is named.
    pub fn number(&self, distinct: Option<&str>, rows: &[usize]) -> Seen<f64> {
        Ok(match distinct {
            Some(field) => self.distinct(field, rows)? as f64,
            None => rows.len() as f64,
        })
    }
}
