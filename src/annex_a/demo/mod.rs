//! Benbowshire: synthetic workbooks from a seed.
//!
//! A wish goes in; a made-up authority's eleven lists come out, as cells or as finished files.
//! One simulation walks time for every child (contact, referral, assessment, enquiry, plan, care, leaving or adoption);
//! the lists are views of it on a day, so they agree with each other and from quarter to quarter.
//! Pure: the same wish gives the same bytes; nothing here reads the clock or writes a file.

mod care;
mod chance;
mod codes;
mod columns;
mod cut;
mod cut_adoption;
mod cut_care;
mod cut_front_door;
mod cut_plans;
mod diary;
mod family;
mod faults;
mod journey;
mod layout;
mod model;
mod people;
mod published;
mod rates;

pub use faults::Fault;
pub use layout::{Layout, write};

use crate::calendar::Day;
use crate::files::Files;
use cut::{Row, View};
use journey::World;
use model::Child;
use thiserror::Error;

/// The authority children are placed in when they are placed at home.
const HOME_AUTHORITY: &str = "Benbowshire";
/// Children aged 0 to 17 for which the demo makes about 15,000 rows.
const USUAL_CHILDREN: u32 = 62_664;
const USUAL_ROWS: u32 = 15_000;

/// What a demo should be like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Name of the authority.
    pub authority: String,
    /// About how many rows there should be in all; used where `children` is not given.
    pub rows: u32,
    /// How many children aged 0 to 17 live in the authority.
    pub children: Option<u32>,
    /// Seed: another seed, another authority of the same kind.
    pub seed: u64,
    /// The day the lists are made for.
    pub as_at: Day,
    /// Whether to plant faults for the checks to find.
    pub faults: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            authority: HOME_AUTHORITY.to_owned(),
            rows: USUAL_ROWS,
            children: None,
            seed: 1,
            as_at: Day::new(2025, 9, 30).expect("30 September is a day"),
            faults: false,
        }
    }
}

impl Wish {
    /// Children aged 0 to 17: as wished, or in proportion to the rows; between 100 and 20 million.
    pub fn population(&self) -> u32 {
        let in_proportion = u64::from(self.rows) * u64::from(USUAL_CHILDREN) / u64::from(USUAL_ROWS);
        self.children.unwrap_or(u32::try_from(in_proportion).unwrap_or(u32::MAX)).clamp(100, 20_000_000)
    }
}

/// One cell of a list, before a layout writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing recorded.
    Blank,
    /// An identifier.
    Id(String),
    /// Free text.
    Text(String),
    /// A date.
    Date(Day),
    /// A whole number.
    Whole(i32),
    /// A code: name of its set and its key.
    Code(&'static str, &'static str),
}

/// One list of a demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoList {
    /// Key of the list: `contacts`.
    pub key: &'static str,
    /// Field keys in the order of the cells.
    pub fields: Vec<&'static str>,
    /// Rows in the order of their first date.
    pub rows: Vec<Vec<Cell>>,
}

/// The eleven lists of a made-up authority on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// Name of the authority.
    pub authority: String,
    /// The day the lists are made for.
    pub as_at: Day,
    /// The lists, contacts first.
    pub lists: Vec<DemoList>,
    /// Faults that were planted.
    pub faults: Vec<Fault>,
}

impl Demo {
    /// A list by key.
    pub fn list(&self, key: &str) -> Option<&DemoList> {
        self.lists.iter().find(|list| list.key == key)
    }

    /// Rows in all lists together.
    pub fn rows(&self) -> usize {
        self.lists.iter().map(|list| list.rows.len()).sum()
    }
}

/// Why a demo could not be made.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The workbook could not be put together.
    #[error("cannot make the demo workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A table could not be put together.
    #[error("cannot make a demo table")]
    Table(#[from] csv::Error),
}

/// A population with its whole history, from which any day can be seen.
struct History {
    seed: u64,
    population: u32,
    as_at: Day,
    children: Vec<Child>,
}

impl History {
    fn of(wish: &Wish) -> Self {
        let (population, world) = (wish.population(), World { seed: wish.seed, as_at: wish.as_at });
        let mut children: Vec<Child> = family::families(population, wish.seed, wish.as_at).flat_map(|f| journey::live(f, world)).collect();
        children.extend(journey::arrivals(population, world));
        Self { seed: wish.seed, population, as_at: wish.as_at, children }
    }

    /// The eleven lists on a day, with a window of some months for lists 1 to 8.
    fn on(&self, day: Day, months: u8) -> Vec<DemoList> {
        let view = View::on(self.seed, self.population, day, months);
        let gather = |make: fn(&View, &Child) -> Vec<(Day, Row)>| self.children.iter().flat_map(|c| make(&view, c)).collect::<Vec<_>>();
        let matched: Vec<&Child> = self.children.iter().filter(|c| cut_adoption::path(&view, c).is_some()).collect();
        let rows = [
            gather(cut_front_door::contacts),
            gather(cut_front_door::early_help),
            gather(cut_front_door::referrals),
            gather(cut_front_door::assessments),
            gather(cut_front_door::section_47),
            gather(cut_plans::children_in_need),
            gather(cut_plans::child_protection),
            gather(cut_care::looked_after),
            gather(cut_care::care_leavers),
            gather(cut_adoption::adoption),
            cut_adoption::adopters(&view, &matched, self.as_at.months_before(96)),
        ];
        columns::SHEETS.iter().zip(rows).map(|(sheet, rows)| list(sheet, rows)).collect()
    }

    fn demo(&self, wish: &Wish, day: Day) -> Demo {
        let mut demo = Demo { authority: wish.authority.clone(), as_at: day, lists: self.on(day, 6), faults: Vec::new() };
        if wish.authority != HOME_AUTHORITY {
            rename(&mut demo);
        }
        if wish.faults {
            faults::plant(&mut demo, wish.seed);
        }
        demo
    }
}

fn list(sheet: &columns::Sheet, mut rows: Vec<(Day, Row)>) -> DemoList {
    rows.sort_by_key(|(day, _)| *day);
    let fields: Vec<_> = sheet.columns.iter().map(|(field, _, _)| *field).collect();
    debug_assert!(rows.iter().all(|(_, row)| row.len() == fields.len()), "{} has a row of another length", sheet.key);
    DemoList { key: sheet.key, fields, rows: rows.into_iter().map(|(_, row)| row).collect() }
}

fn rename(demo: &mut Demo) {
    let name = demo.authority.clone();
    for cell in demo.lists.iter_mut().flat_map(|list| &mut list.rows).flatten() {
        if matches!(cell, Cell::Text(text) if text == HOME_AUTHORITY) {
            *cell = Cell::Text(name.clone());
        }
    }
}

/// The lists of a made-up authority.
pub fn simulate(wish: &Wish) -> Demo {
    History::of(wish).demo(wish, wish.as_at)
}

/// Five years of invented published figures, `measure,year,value,flag`, counted from the same simulated children.
///
/// Years end on 31 March; the last is the latest that ended at least six months before the as-at date.
pub fn published(wish: &Wish) -> String {
    published::series(&History::of(wish))
}

/// A project that builds at once: `annexa.toml`, a workbook for each of the last `quarters` quarters, published figures.
///
/// All quarters are views of one history: a child keeps identifier, dates and siblings from one to the next.
pub fn project(wish: &Wish, quarters: u8) -> Result<Files, DemoError> {
    let history = History::of(wish);
    let mut files = Files::default();
    files.add("annexa.toml", settings(wish));
    for quarter in 0..quarters.max(1) {
        let day = wish.as_at.months_before(3 * i32::from(quarter));
        files.add(format!("data/{day}.xlsx"), layout::workbook(&history.demo(wish, day), Layout::Official2026)?);
    }
    files.add("data/published.csv", published::series(&history));
    files.add("data/README.md", readme(wish));
    Ok(files)
}

fn settings(wish: &Wish) -> String {
    let name = wish.authority.replace(|c: char| c.is_control() || matches!(c, '"' | '\\'), " ");
    let usual = wish.population() == USUAL_CHILDREN;
    let (lent, children) = if usual {
        (", its statistical neighbours and the size of its population", String::new())
    } else {
        (" and its statistical neighbours", format!("# Children aged 0 to 17, for rates.\nchildren = {}\n", wish.population()))
    };
    let mut text = format!(
        "# A demo project: {name} and every child in it are invented.\n\n\
         [authority]\n\
         name = \"{name}\"\n\
         # Waltham Forest lends its region{lent}.\n\
         like = \"320\"\n\
         {children}\
         published = \"data/published.csv\"\n\
         banner = \"Demo data: {name} is fictional\"\n"
    );
    text.push_str(&format!("\n[period]\nas_at = \"{}\"\n", wish.as_at));
    text
}

fn readme(wish: &Wish) -> String {
    format!(
        "# Demo data\n\n\
         {name} does not exist, and no child, adopter or worker in these files does.\n\
         `annexa demo` made them from the seed {seed}: the same seed gives the same files.\n\n\
         * `<date>.xlsx`: an Annex A workbook of eleven lists as at that day.\n\
         * `published.csv`: invented figures for the years to 31 March, counted from the same simulated children.\n\
           They stand in for the statistics of the Department for Education, which publishes nothing about {name}.\n",
        name = wish.authority,
        seed = wish.seed
    )
}
