//! A worklist's table as CSV: days as `YYYY-MM-DD`, and marking and expiry in every row, since a table loses what stands around it.
//!
//! Texts are made safe to open in a spreadsheet as those of every other table are; numbers stay numbers.

use super::MARKING;
use super::page::{DUE_BY, OVERDUE};
use super::rows::{Cell, Row};
use crate::archive::safe;
use crate::calendar::Day;

/// Headings of what follows the columns of the record.
const AFTER: [&str; 2] = ["Marking", "Delete by"];

/// The rows of a table as CSV.
pub(super) fn csv(heads: &[String], rows: &[&Row], has_due: bool, delete_by: Day) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let due: &[&str] = if has_due { &[DUE_BY, OVERDUE] } else { &[] };
    let heads = heads.iter().map(|head| safe(head)).chain(due.iter().chain(&AFTER).map(|head| (*head).to_owned()));
    let mut write = |record: Vec<String>| csv.write_record(record).expect("writing to memory does not fail");
    write(heads.collect());
    for row in rows {
        let mut fields: Vec<String> = row.cells.iter().map(field).collect();
        if has_due {
            fields.push(row.due.map_or_else(String::new, |day| day.to_string()));
            fields.push(row.overdue.map_or_else(String::new, |days| days.to_string()));
        }
        fields.extend([MARKING.to_owned(), delete_by.to_string()]);
        write(fields);
    }
    csv.into_inner().expect("writing to memory does not fail")
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Place(text) => safe(text),
        Cell::Day(day) => day.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Nothing(_) => String::new(),
    }
}
