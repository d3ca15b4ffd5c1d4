//! Children's rows: made of the lists for the columns a record allows, sorted, and told apart by team.
//!
//! In: records and lists. Out: [`Row`]s, which only the files of this room can write. Codes are written by their labels.

use super::record::{DUE, PLACE, Part, Record};
use super::{ListEntry, Permit};
use crate::annex_a::lists::{Coded, Column, List, Lists};
use crate::archive;
use crate::calendar::Day;
use crate::files::name_of;
use crate::finding::shown;
use crate::indicators::{Catalogue, ListedRow, Setting, listed};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Longest name of a team's folder.
const LONGEST: usize = 60;

/// What worklists are made from.
pub struct Data<'a> {
    /// The lists.
    pub lists: &'a Lists,
    /// The indicators.
    pub catalogue: &'a Catalogue,
    /// The day and the windows.
    pub setting: &'a Setting,
    /// Name of the authority.
    pub authority: String,
    /// A line on every page, such as that the data is invented.
    pub banner: Option<String>,
    /// Files read, for the record of the folder.
    pub inputs: Vec<archive::Input>,
}

/// A row of a worklist: one child, one line.
pub struct Row {
    pub(super) cells: Vec<Cell>,
    pub(super) due: Option<Day>,
    pub(super) overdue: Option<i32>,
    /// The child's identifier in the table of strings.
    child: Option<u32>,
    /// Name of the team as it is compared.
    team: Option<String>,
}

/// What a row holds in a column.
pub(super) enum Cell {
    Text(String),
    Day(Day),
    Number(i32),
    /// Where in the workbook.
    Place(String),
    /// Nothing, in words.
    Nothing(&'static str),
}

/// One table of a worklist.
pub(super) struct Sheet<'a> {
    pub part: &'a Part,
    pub heads: Vec<String>,
    /// The rows; `None` where the list or a column that the indicator needs is not in the data.
    pub rows: Option<Vec<Row>>,
}

/// A worklist with its rows.
pub(super) struct Worklist<'a> {
    pub record: &'a Record,
    pub sheets: Vec<Sheet<'a>>,
}

impl<'a> Worklist<'a> {
    /// The rows of a record. The permit is not read: who has none cannot ask.
    pub fn of(_permit: &Permit, record: &'a Record, data: &Data<'_>) -> Self {
        Self { record, sheets: record.part.iter().map(|part| Sheet::of(part, data)).collect() }
    }

    /// What is said of it outside its pages: numbers alone.
    pub fn entry(&self) -> ListEntry {
        let rows = self.sheets.iter().map(|sheet| sheet.rows.as_ref().map(Vec::len)).collect();
        ListEntry { name: self.record.name.clone(), title: self.record.title.clone(), rows }
    }
}

impl<'a> Sheet<'a> {
    fn of(part: &'a Part, data: &Data<'_>) -> Self {
        let heads = part.columns.iter().map(|field| part.heads.get(field).cloned().unwrap_or_else(|| head(field))).collect();
        let rows = listed(data.catalogue, data.lists, data.setting, &part.selection()).and_then(|found| {
            let list = data.lists.lists.get(&found.list)?;
            let mut rows: Vec<Row> = found.rows.iter().map(|row| Row::of(part, row, list, data.lists)).collect();
            rows.sort_by(|a, b| a.before(b, part));
            Some(rows)
        });
        Self { part, heads, rows }
    }

    /// The rows of a team, or all.
    pub fn of_team(&self, team: Option<&Team>) -> Option<Vec<&Row>> {
        let of = |row: &&Row| team.is_none_or(|team| row.team == team.key);
        self.rows.as_ref().map(|rows| rows.iter().filter(of).collect())
    }
}

/// How many different children some rows are about; a row without an identifier is one for itself.
pub(super) fn children(rows: &[&Row]) -> usize {
    let known: BTreeSet<u32> = rows.iter().filter_map(|row| row.child).collect();
    known.len() + rows.iter().filter(|row| row.child.is_none()).count()
}

impl Row {
    fn of(part: &Part, listed: &ListedRow, list: &List, lists: &Lists) -> Self {
        let text = |field: &str| list.strings(field).and_then(|ids| ids[listed.row]);
        let team = text("team").map(|id| lists.strings[id as usize].trim().to_lowercase()).filter(|team| !team.is_empty());
        let cells = part.columns.iter().map(|field| Cell::of(field, listed, list, lists)).collect();
        Self { cells, due: listed.due, overdue: listed.overdue, child: text("child_id"), team }
    }

    /// The order of two rows: as the record asks; else the most overdue first, and those last whose day is not known.
    fn before(&self, other: &Self, part: &Part) -> Ordering {
        let by_due = || self.due.is_none().cmp(&other.due.is_none()).then(self.due.cmp(&other.due));
        let asked = part.sort.iter().map(|field| {
            let at = part.columns.iter().position(|column| column == field);
            if field == DUE { by_due() } else { at.map_or(Ordering::Equal, |at| self.cells[at].before(&other.cells[at])) }
        });
        // The sort is stable: rows alike in all stay in the order of the workbook.
        asked.fold(Ordering::Equal, Ordering::then).then_with(by_due)
    }
}

impl Cell {
    fn of(field: &str, listed: &ListedRow, list: &List, lists: &Lists) -> Self {
        const BLANK: Cell = Cell::Nothing("Not recorded");
        let row = listed.row;
        if field == PLACE {
            return place(list, row);
        }
        if field == "age" {
            return match listed.age {
                None => BLANK,
                Some(age) if age < 0 => Cell::Text("Unborn".to_owned()),
                Some(age) => Cell::Number(age),
            };
        }
        match list.columns.get(field) {
            None => Cell::Nothing("Not in the data"),
            Some(Column::Date(days)) => days[row].map_or(BLANK, Cell::Day),
            Some(Column::Whole(numbers)) => numbers[row].map_or(BLANK, Cell::Number),
            Some(Column::Text(ids) | Column::Id(ids)) => ids[row].map_or(BLANK, |id| Cell::Text(lists.strings[id as usize].clone())),
            Some(Column::Code(set, codes)) => match codes[row] {
                Coded::Blank => BLANK,
                Coded::Unmapped => Cell::Nothing("Code not recognised"),
                Coded::Code(code) => {
                    let label = lists.code_sets.get(set).and_then(|set| set.codes.get(usize::from(code))).map(|code| code.label.clone());
                    label.map_or(Cell::Nothing("Code not recognised"), Cell::Text)
                }
            },
        }
    }

    fn before(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Cell::Text(a), Cell::Text(b)) | (Cell::Place(a), Cell::Place(b)) => {
                a.to_lowercase().cmp(&b.to_lowercase()).then_with(|| a.cmp(b))
            }
            (Cell::Day(a), Cell::Day(b)) => a.cmp(b),
            (Cell::Number(a), Cell::Number(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Cell::Day(_) => 0,
            Cell::Number(_) => 1,
            Cell::Text(_) | Cell::Place(_) => 2,
            Cell::Nothing(_) => 3,
        }
    }
}

/// Where a row stands: `List_8, row 12`; the file's name where it has no sheets.
fn place(list: &List, row: usize) -> Cell {
    let Some((origin, number)) = list.places.get(row).and_then(|(at, number)| Some((list.origins.get(usize::from(*at))?, number))) else {
        return Cell::Nothing("Not known");
    };
    let sheet = if origin.sheet.is_empty() { &origin.file } else { &origin.sheet };
    Cell::Place(format!("{}, row {number}", shown(sheet)))
}

/// The heading of a field: `Last visit`.
fn head(field: &str) -> String {
    match field {
        "child_id" => "Child ID".to_owned(),
        PLACE => "In the workbook".to_owned(),
        field => {
            let words = field.replace('_', " ");
            let mut letters = words.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
        }
    }
}

/// A team that has rows on some worklist.
pub(super) struct Team {
    /// Name as it is compared; `None` for rows without a team.
    key: Option<String>,
    /// Name as pages show it.
    pub name: String,
    /// Name of its folder.
    pub folder: String,
}

impl Team {
    /// Every team that has a row, in order of name, rows without a team last.
    pub fn all(worklists: &[Worklist<'_>]) -> Vec<Team> {
        let mut spelt: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        let mut without = false;
        for (sheet, row) in
            worklists.iter().flat_map(|list| &list.sheets).flat_map(|sheet| sheet.rows.iter().flatten().map(move |row| (sheet, row)))
        {
            let at = sheet.part.columns.iter().position(|column| column == "team");
            let shown = at.and_then(|at| if let Cell::Text(name) = &row.cells[at] { Some(name.trim()) } else { None });
            match &row.team {
                Some(key) => {
                    let name = spelt.entry(key).or_default();
                    // The first spelling in alphabetical order stands for all of them.
                    *name = [*name, shown].into_iter().flatten().min();
                }
                None => without = true,
            }
        }
        let named = spelt.into_iter().map(|(key, name)| (Some(key.to_owned()), name.unwrap_or(key).to_owned()));
        let mut taken = BTreeSet::new();
        named
            .chain(without.then(|| (None, "No team recorded".to_owned())))
            .map(|(key, name)| Team { folder: folder(&name, &mut taken), key, name })
            .collect()
    }
}

/// A folder's name for a team, its own among those taken.
fn folder(name: &str, taken: &mut BTreeSet<String>) -> String {
    let short: String = name_of(name, "").chars().take(LONGEST).collect();
    let plain = match short.trim_end_matches('-') {
        "" => "team".to_owned(),
        // A folder of that name holds what pages are dressed in, and others are no folders on Windows.
        short => format!("team-{short}"),
    };
    let numbered = (2..).map(|n| format!("{plain}-{n}"));
    let free = std::iter::once(plain.clone()).chain(numbered).find(|name| !taken.contains(name)).expect("numbers do not run out");
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_teams_are_plain_and_each_its_own() {
        let mut taken = BTreeSet::new();
        let names = ["North / East", "north  east", "Łódź", "教", "教教", "../..", "con"];
        let folders: Vec<String> = names.iter().map(|name| folder(name, &mut taken)).collect();
        assert_eq!(folders, ["team-north-east", "team-north-east-2", "team-d", "team", "team-2", "team-3", "team-con"]);
        assert!(folder(&"x".repeat(300), &mut taken).len() < 70);
    }
}
