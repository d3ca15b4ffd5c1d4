//! What is held: the tables of `benchmarks/` as text, into which the cells of a release are put.
//!
//! A file is handed out only where one of its cells changed, and then whole, with everything else it held.

use super::{Cell, Cells, Change, LARGE, POPULATION, Told, sheet};
use crate::comparators::series::value;
use crate::comparators::{Comparators, Published};
use crate::files::Files;
use crate::theme::Shelf;
use std::collections::{BTreeMap, BTreeSet};

const POPULATIONS: &str = "benchmarks/population.csv";
const MEASURES: &str = "benchmarks/measures.csv";

/// The tables by their path.
#[derive(Clone)]
pub(super) struct Held {
    tables: BTreeMap<String, Wide>,
}

/// A table with a column for each year.
#[derive(Debug, Clone, Default)]
struct Wide {
    /// Headings before the years: `measure,area`, or `area`.
    keys: usize,
    years: BTreeSet<u16>,
    /// Rows of a measure stand together.
    groups: Vec<Group>,
    changed: BTreeSet<String>,
}

#[derive(Debug, Clone, Default)]
struct Group {
    measure: String,
    rows: Vec<(String, BTreeMap<u16, String>)>,
    /// Rows by area.
    places: BTreeMap<String, usize>,
}

impl Held {
    /// The tables of a shelf, which was found readable before.
    pub(super) fn load(shelf: &Shelf) -> Self {
        let mut paths = shelf.list("benchmarks/figures");
        paths.retain(|path| path.ends_with(".csv"));
        paths.push(POPULATIONS.to_owned());
        let tables = paths.into_iter().filter_map(|path| {
            let keys = if path == POPULATIONS { 1 } else { 2 };
            let table = Wide::parse(&shelf.text(&path)?, keys);
            Some((path, table))
        });
        Self { tables: tables.collect() }
    }

    /// The same with some of the tables alone.
    pub(super) fn only(mut self, wanted: &[&str]) -> Self {
        self.tables.retain(|path, _| wanted.contains(&path.as_str()));
        self
    }

    /// Children aged 0 to 17 in an area in the middle of a year.
    pub(super) fn children(&self, area: &str, year: u16) -> Option<f64> {
        self.tables.get(POPULATIONS)?.get(POPULATION, area, year)?.ok()
    }

    /// Puts the cells of a release in, and tells what that changed.
    pub(super) fn take(&mut self, cells: Cells, known: &Comparators, tale: &mut Told) {
        for ((key, area, year), cell) in cells {
            let measure = known.measure(&key);
            let path = measure.map_or_else(|| POPULATIONS.to_owned(), |m| format!("benchmarks/figures/{}.csv", m.domain));
            let table = self.tables.entry(path).or_insert_with(|| Wide { keys: 2, ..Wide::default() });
            let old = table.get(&key, &area, year);
            let given = match cell {
                // A dash tells no reason, so it takes nothing away.
                Cell::Dash if old.is_some() => {
                    tale.dashes += 1;
                    continue;
                }
                Cell::Dash => Err(crate::number::Missing::NotAvailable),
                Cell::Given(published) => published.map(|number| rounded(number, measure.map_or(0, |m| m.decimals))),
            };
            // A table of residents has no symbols: what is not known has no cell.
            if measure.is_none() && given.is_err() {
                continue;
            }
            tale.years = Some(tale.years.map_or((year, year), |(first, last)| (first.min(year), last.max(year))));
            match old {
                Some(old) if old == given => tale.unchanged += 1,
                Some(old) => {
                    tale.changed += 1;
                    if large(old, given) {
                        let area = known.area(&area).map_or_else(|| area.clone(), |area| area.name.clone());
                        tale.large.push(Change { measure: key.clone(), area, year, old: written(old), new: written(given) });
                    }
                }
                None => tale.new += 1,
            }
            if old != Some(given) {
                table.set(&key, &area, year, written(given));
            }
            tale.measures.insert(key);
        }
    }

    /// The files that changed, and the dictionary where a measure's first or last year did.
    pub(super) fn files(&self, known: &Comparators, shelf: &Shelf) -> Files {
        let mut files = Files::default();
        let mut spans = BTreeMap::new();
        for (path, table) in self.tables.iter().filter(|(_, table)| !table.changed.is_empty()) {
            files.add(path.clone(), table.text());
            for measure in table.changed.iter().filter_map(|key| known.measure(key)) {
                if let Some(span) = table.span(&measure.key).filter(|span| *span != measure.span) {
                    spans.insert(measure.key.clone(), span);
                }
            }
        }
        if !spans.is_empty() {
            files.add(MEASURES, dictionary(&shelf.text(MEASURES).unwrap_or_default(), &spans));
        }
        files
    }
}

/// Whether a change is one to be told: by more than a tenth, or from a value to none.
fn large(old: Published, new: Published) -> bool {
    match (old, new) {
        (Ok(old), Ok(new)) => (new - old).abs() > LARGE * old.abs(),
        (Ok(_), Err(_)) => true,
        _ => false,
    }
}

/// The nearest number with so many decimals, half away from zero; what a binary fraction lacks of a half is forgiven.
fn rounded(number: f64, decimals: usize) -> f64 {
    crate::number::grouped(number, decimals).replace(',', "").parse().unwrap_or(number)
}

fn written(published: Published) -> String {
    match published {
        Ok(number) => number.to_string(),
        Err(missing) => missing.symbol().to_owned(),
    }
}

impl Wide {
    fn parse(text: &str, keys: usize) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let mut table = Self { keys, ..Self::default() };
        let mut lines = text.lines();
        let years: Vec<u16> = lines.next().unwrap_or("").split(',').skip(keys).filter_map(|year| year.trim().parse().ok()).collect();
        table.years.extend(&years);
        for line in lines.filter(|line| !line.trim().is_empty()) {
            let mut cells = line.split(',').map(str::trim);
            let measure = if keys == 2 { cells.next().unwrap_or("") } else { POPULATION };
            let area = cells.next().unwrap_or("");
            let row = table.row(measure, area);
            row.extend(years.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()).map(|(year, cell)| (*year, cell.to_owned())));
        }
        table
    }

    fn get(&self, measure: &str, area: &str, year: u16) -> Option<Published> {
        let group = self.groups.iter().find(|group| group.measure == measure)?;
        let (_, cells) = group.rows.get(*group.places.get(area)?)?;
        value(cells.get(&year)?).ok().flatten()
    }

    fn set(&mut self, measure: &str, area: &str, year: u16, cell: String) {
        self.years.insert(year);
        self.changed.insert(measure.to_owned());
        self.row(measure, area).insert(year, cell);
    }

    fn row(&mut self, measure: &str, area: &str) -> &mut BTreeMap<u16, String> {
        let at = self.groups.iter().position(|group| group.measure == measure).unwrap_or_else(|| {
            self.groups.push(Group { measure: measure.to_owned(), ..Group::default() });
            self.groups.len() - 1
        });
        let group = &mut self.groups[at];
        let place = *group.places.entry(area.to_owned()).or_insert(group.rows.len());
        if place == group.rows.len() {
            group.rows.push((area.to_owned(), BTreeMap::new()));
        }
        &mut group.rows[place].1
    }

    /// First and last year in which any area has a value.
    fn span(&self, measure: &str) -> Option<(u16, u16)> {
        let group = self.groups.iter().find(|group| group.measure == measure)?;
        let with_value = |(year, cell): (&u16, &String)| matches!(value(cell), Ok(Some(Ok(_)))).then_some(*year);
        let years: BTreeSet<u16> = group.rows.iter().flat_map(|(_, cells)| cells.iter().filter_map(with_value)).collect();
        Some((*years.first()?, *years.last()?))
    }

    fn text(&self) -> String {
        let keys = if self.keys == 2 { "measure,area" } else { "area" };
        let mut text = keys.to_owned();
        for year in &self.years {
            text.push_str(&format!(",{year}"));
        }
        text.push('\n');
        for group in &self.groups {
            for (area, cells) in &group.rows {
                if self.keys == 2 {
                    text.push_str(&format!("{},", group.measure));
                }
                text.push_str(area);
                for year in &self.years {
                    text.push(',');
                    text.push_str(cells.get(year).map_or("", String::as_str));
                }
                text.push('\n');
            }
        }
        text
    }
}

/// The dictionary with other first and last years of some measures, and everything else as it was.
fn dictionary(text: &str, spans: &BTreeMap<String, (u16, u16)>) -> String {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut out = String::new();
    let mut head: Vec<String> = Vec::new();
    for record in reader.records().flatten() {
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if head.is_empty() {
            head.clone_from(&cells);
        } else if let Some((first, last)) = spans.get(cells.first().map_or("", String::as_str)) {
            for (name, year) in [("first", first), ("last", last)] {
                if let Some(cell) = head.iter().position(|of| of == name).and_then(|at| cells.get_mut(at)) {
                    *cell = year.to_string();
                }
            }
        }
        out.push_str(&sheet::line(&cells));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_are_written_as_they_were_read() {
        let shelf = Shelf::built_in();
        for (path, table) in Held::load(&shelf).tables {
            assert!(table.text() == shelf.text(&path).unwrap(), "{path}");
        }
        let text = shelf.text(MEASURES).unwrap();
        assert!(dictionary(&text, &BTreeMap::new()) == text);
        let spans = BTreeMap::from([("cla_n".to_owned(), (2015, 2026))]);
        let changed = dictionary(&text, &spans);
        let lines: Vec<(&str, &str)> = text.lines().zip(changed.lines()).filter(|(old, new)| old != new).collect();
        assert_eq!(lines.len(), 1);
        assert!(lines[0].1.starts_with("cla_n,") && lines[0].1.contains(",2015,2026,"), "{}", lines[0].1);
    }

    #[test]
    fn float_noise_goes_and_halves_go_up() {
        assert_eq!(rounded(515.700_000_1, 1), 515.7);
        assert_eq!(rounded(0.15, 1), 0.2);
        assert_eq!(rounded(1_234_567.5, 0), 1_234_568.0);
        assert_eq!(written(Ok(13.0)), "13");
    }

    #[test]
    fn a_large_change_is_of_more_than_a_tenth() {
        use crate::number::Missing;
        assert!(!large(Ok(100.0), Ok(110.0)) && large(Ok(100.0), Ok(110.1)) && large(Ok(100.0), Ok(89.9)));
        assert!(large(Ok(0.0), Ok(1.0)) && large(Ok(5.0), Err(Missing::Suppressed)));
        assert!(!large(Err(Missing::Suppressed), Ok(5.0)));
    }
}
