//! Tables as calls of the layouts, and about how wide they are.

use super::book::Book;
use super::typst_code::{Call, array, literal};
use crate::report::{DataTable, NumberedTable, Page, Row};
use std::borrow::Cow;

/// Points a character of 10 pt takes, a little more than it needs on average; and the white between columns.
const CHARACTER: f64 = 5.4;
const BETWEEN: f64 = 10.0;

impl Book<'_> {
    pub(super) fn numbered_table(&mut self, table: &NumberedTable, page: &Page) -> Call {
        self.sheet(Call::new("table-item"), &table.table)
            .with("id", &literal(&table.id))
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

/// More columns than these leave the names of rows no room.
const MOST_COLUMNS: usize = 7;

/// A table as paper holds it: where it has many columns, two percentiles stand as one range, and words in the last column below the name.
pub(super) fn for_paper(table: &DataTable) -> Cow<'_, DataTable> {
    if table.columns.len() <= MOST_COLUMNS {
        return Cow::Borrowed(table);
    }
    let mut table = table.clone();
    // Columns count the names; cells do not.
    if let Some(last) = table.columns.pop_if(|column| !column.numeric) {
        let at = table.columns.len() - 1;
        for row in &mut table.rows {
            let said = row.cells.get(at).filter(|cell| !cell.is_empty()).map(|cell| format!("{}: {cell}", last.label));
            row.cells.truncate(at);
            row.sub = [std::mem::take(&mut row.sub)].into_iter().filter(|sub| !sub.is_empty()).chain(said).collect::<Vec<_>>().join(". ");
        }
    }
    let low = table.columns.iter().position(|column| column.label.starts_with("5th percentile"));
    let high = table.columns.iter().position(|column| column.label.starts_with("95th percentile"));
    if let (Some(low), Some(high)) = (low, high)
        && low > 0
        && high == low + 1
    {
        table.columns.remove(high);
        table.columns[low].label = "5th to 95th percentile".to_owned();
        for row in table.rows.iter_mut().filter(|row| row.cells.len() > low) {
            let above = row.cells.remove(low);
            row.cells[low - 1] = format!("{} to {above}", row.cells[low - 1]);
        }
    }
    Cow::Owned(table)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Column;

    #[test]
    fn a_wide_table_keeps_every_value_in_fewer_columns() {
        let labels = [
            "Measure",
            "Ours",
            "Neighbours",
            "London",
            "England",
            "5th percentile of authorities",
            "95th percentile of authorities",
            "Which is better",
        ];
        let columns = labels.iter().enumerate().map(|(n, label)| Column { label: (*label).to_owned(), numeric: (1..7).contains(&n) });
        let cells = ["1", "2", "3", "4", "5", "6", "neither"].map(str::to_owned).to_vec();
        let row = Row::new("Rate", "CP-01", cells);
        let table = DataTable { caption: String::new(), columns: columns.collect(), rows: vec![row] };
        let paper = for_paper(&table);
        let heads: Vec<&str> = paper.columns.iter().map(|column| column.label.as_str()).collect();
        assert_eq!(heads, ["Measure", "Ours", "Neighbours", "London", "England", "5th to 95th percentile"]);
        assert_eq!(paper.rows[0].cells, ["1", "2", "3", "4", "5 to 6"]);
        assert_eq!(paper.rows[0].sub, "CP-01. Which is better: neither");
        let narrow = DataTable { columns: table.columns[..3].to_vec(), ..table.clone() };
        assert_eq!(for_paper(&narrow).columns.len(), 3);
    }
}
