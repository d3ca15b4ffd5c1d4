//! The local authority interactive tool: one row for each measure, area and year, with values as text.

use super::book::Book;
use super::sheet::{Row, Sheet, year};
use super::{Cell, Cells, Told};
use crate::comparators::Comparators;
use crate::comparators::series::value;
use crate::finding::{Finding, shown};
use std::collections::BTreeMap;

/// From so many areas on, one and the same value in all of them is a figure of England that was filled down.
const FILLED: usize = 100;

struct Columns {
    code: usize,
    year: usize,
    value: usize,
    number: Option<usize>,
    area: Option<usize>,
}

pub(super) fn cells(sheet: &Sheet, book: &Book, known: &Comparators, tale: &mut Told) -> Result<Cells, Box<Finding>> {
    tale.kind = "Local authority interactive tool".to_owned();
    let columns = Columns {
        code: sheet.needed(&book.lait.code)?,
        year: sheet.needed(&book.lait.year)?,
        value: sheet.needed(&book.lait.value)?,
        number: sheet.column(&book.lait.number),
        area: sheet.column(&book.lait.area),
    };
    if columns.number.is_none() && columns.area.is_none() {
        sheet.needed(&book.lait.area)?;
    }
    let codes: BTreeMap<String, &str> =
        known.measures().iter().filter(|m| !m.lait.is_empty()).map(|m| (m.lait.to_lowercase(), m.key.as_str())).collect();
    let mut cells = Seen::default();
    for row in &sheet.rows {
        let code = row.get(Some(columns.code));
        let Some(measure) = codes.get(&code.to_lowercase()) else {
            *tale.unknown_measures.entry(shown(code)).or_default() += 1;
            continue;
        };
        let Some(area) = area(row, &columns, book, known) else {
            let name = [row.get(columns.area), row.get(columns.number)].into_iter().find(|text| !text.is_empty()).unwrap_or("no area");
            *tale.unknown_areas.entry(shown(name)).or_default() += 1;
            continue;
        };
        let Some(year) = year(row.get(Some(columns.year))) else {
            return Err(sheet.fault(row, columns.year, "a year cannot be read: expected 2025, 202425 or 2024/25"));
        };
        let cell = match row.get(Some(columns.value)) {
            "" => continue,
            "-" | "–" | ":" => Cell::Dash,
            text => Cell::Given(number(text).ok_or_else(|| sheet.fault(row, columns.value, NO_NUMBER))?),
        };
        if year < book.from {
            tale.earlier += 1;
        } else {
            cells.add((sheet, row, columns.value), (measure, area, year), cell)?;
        }
    }
    Ok(without_filled(cells.cells, known, tale))
}

pub(super) const NO_NUMBER: &str = "a value is neither a number nor one of c k u x z low";

/// A value as text: thousands may be parted by commas, a percentage may bear its sign.
pub(super) fn number(text: &str) -> Option<crate::comparators::Published> {
    let bare = text.strip_suffix('%').unwrap_or(text).trim();
    let starts_with_three_digits = |part: &str| part.get(..3).is_some_and(|three| three.bytes().all(|b| b.is_ascii_digit()));
    let grouped = bare.contains(',') && bare.split(',').skip(1).all(starts_with_three_digits);
    let bare = if grouped { bare.replace(',', "") } else { bare.to_owned() };
    value(&bare.to_lowercase()).ok().flatten()
}

fn area<'a>(row: &Row, columns: &Columns, book: &Book, known: &'a Comparators) -> Option<&'a str> {
    let number = row.get(columns.number);
    let area = if book.lait.england.iter().any(|england| england == number) { known.england() } else { known.areas.authority(number) };
    area.or_else(|| known.areas.any(row.get(columns.area))).map(|area| area.code.as_str())
}

/// Cells that remember the line they stood in, so that two that differ can be told.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) cells: Cells,
    lines: BTreeMap<(String, String, u16), u32>,
}

impl Seen {
    pub(super) fn add(
        &mut self,
        (sheet, row, column): (&Sheet, &Row, usize),
        (measure, area, year): (&str, &str, u16),
        cell: Cell,
    ) -> Result<(), Box<Finding>> {
        let key = (measure.to_owned(), area.to_owned(), year);
        if let (Some(other), Some(line)) = (self.cells.get(&key), self.lines.get(&key))
            && *other != cell
        {
            let what =
                format!("{measure} of {area} in {year} has another value in line {line}; the rows are of a breakdown that is not known");
            return Err(sheet.fault(row, column, what));
        }
        self.lines.entry(key.clone()).or_insert(row.line);
        self.cells.insert(key, cell);
        Ok(())
    }
}

/// Leaves out years in which every area bears one and the same value; England keeps it.
fn without_filled(mut cells: Cells, known: &Comparators, tale: &mut Told) -> Cells {
    let mut groups: BTreeMap<(&str, u16), (usize, Option<f64>)> = BTreeMap::new();
    for ((measure, _, year), cell) in &cells {
        if let Cell::Given(Ok(value)) = cell {
            let group = groups.entry((measure, *year)).or_insert((0, Some(*value)));
            group.0 += 1;
            group.1 = group.1.filter(|first| first == value);
        }
    }
    let filled = groups.into_iter().filter(|(_, (n, one))| *n >= FILLED && one.is_some());
    tale.filled = filled.map(|((measure, year), _)| (measure.to_owned(), year)).collect();
    let england = known.england().map(|area| area.code.as_str());
    for (measure, year) in &tale.filled {
        cells.retain(|(of, area, when), _| of != measure || when != year || Some(area.as_str()) == england);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Missing;

    #[test]
    fn values_are_read_as_they_are_written() {
        assert_eq!(number("515.70000000000005").map(|n| n.map(|n| (n * 1e6).round())), Some(Ok(515_700_000.0)));
        assert_eq!(number("632,830"), Some(Ok(632_830.0)));
        assert_eq!(number("1,632,830.5"), Some(Ok(1_632_830.5)));
        assert_eq!(number("22.6%"), Some(Ok(22.6)));
        assert_eq!(number("C"), Some(Err(Missing::Suppressed)));
        assert_eq!(number("k"), Some(Err(Missing::RoundsToZero)));
        for text in ["many", "1,2", "12,34", "1,22\u{e9}", "nan", ""] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
