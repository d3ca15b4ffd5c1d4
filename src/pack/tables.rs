//! Tables as calls of the layouts, and about how wide they are.

use super::book::Book;
use super::typst_code::{Call, array};
use crate::report::{DataTable, NumberedTable, Page, Row};

/// Points a character of 10 pt takes, a little more than it needs on average; and the white between columns.
const CHARACTER: f64 = 5.4;
const BETWEEN: f64 = 10.0;

impl Book<'_> {
    pub(super) fn numbered_table(&mut self, table: &NumberedTable, page: &Page) -> Call {
        self.sheet(Call::new("table-item"), &table.table)
            .with("number", &table.number.to_string())
            .with("title", &self.text(&table.title))
            .with("subtitle", &self.text(&table.subtitle))
            .with("note", &self.note(page, &table.id, &table.note))
            .with("at", &self.label(&format!("table:{}", table.id)))
    }

    /// The columns and rows of a table.
    pub(super) fn sheet(&mut self, call: Call, table: &DataTable) -> Call {
        let columns: Vec<String> =
            table.columns.iter().map(|column| format!("(label: {}, numeric: {})", self.text(&column.label), column.numeric)).collect();
        let rows: Vec<String> = table.rows.iter().map(|row| self.row(row, table.columns.len())).collect();
        let natural = width_of(table, longest_line, usize::MAX);
        call.with("columns", &array(&columns))
            .with("rows", &format!("(\n{}\n)", rows.join("\n")))
            .with("natural", &format!("{natural:.0}pt"))
    }

    fn row(&mut self, row: &Row, columns: usize) -> String {
        let mut head = vec![self.text(&row.head)];
        if !row.sub.is_empty() {
            head.push(self.text(&row.sub));
        }
        // A row is as long as the head, whatever it holds: a table with holes is not accessible.
        let cells = row.cells.iter().map(String::as_str).chain(std::iter::repeat("")).take(columns.saturating_sub(1));
        let cells = cells.map(|cell| {
            let lines: Vec<String> = cell.split('\n').map(|line| self.text(line)).collect();
            array(&lines)
        });
        let all: Vec<String> = std::iter::once(array(&head)).chain(cells.collect::<Vec<_>>()).collect();
        format!("  {},", array(&all))
    }
}

/// About how wide a table is: `head` says what of a column's head must stay in one line; row heads may break after `row_head` characters.
pub(super) fn width_of(table: &DataTable, head: fn(&str) -> usize, row_head: usize) -> f64 {
    let column = |n: usize, label: &str| {
        let cells = table.rows.iter().map(|row| match n.checked_sub(1) {
            None => longest_line(&row.head).max(longest_line(&row.sub)).min(row_head),
            Some(n) => row.cells.get(n).map_or(0, |cell| longest_line(cell)),
        });
        cells.max().unwrap_or(0).max(head(label))
    };
    table.columns.iter().enumerate().map(|(n, c)| column(n, &c.label) as f64 * CHARACTER + BETWEEN).sum()
}

/// Characters in the longest line of a text.
pub(super) fn longest_line(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

/// Characters in the longest word of a text.
pub(super) fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0)
}
