//! Tables: from a [`DataTable`] to what a layout prints and to a CSV file.
//!
//! The first line of a cell is its value, further lines are quieter words under it.
//! Symbols for missing values are explained under every table that uses one.

use super::html::Html;
use crate::foreign;
use crate::number::Missing;
use crate::report::{DataTable, Row};
use serde::Serialize;

/// More columns than this cannot become cards on a phone; such a table scrolls inside its frame.
const MOST_CARD_COLUMNS: usize = 8;

/// A table as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableView {
    /// What it shows.
    pub caption: String,
    /// Heads, the row heads' first.
    pub columns: Vec<ColumnView>,
    /// Rows.
    pub rows: Vec<RowView>,
    /// Symbols used and their meaning.
    pub symbols: Vec<Symbol>,
    /// Whether it may be shown as cards where there is no room for columns.
    pub cards: bool,
}

/// Head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnView {
    /// Words.
    pub label: String,
    /// Right-aligned numbers.
    pub numeric: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// Row head.
    pub head: String,
    /// A quieter line under it, codes as links.
    pub sub: Html,
    /// One cell a column.
    pub cells: Vec<CellView>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellView {
    /// The value.
    pub value: String,
    /// Quieter lines under it.
    pub more: Vec<String>,
    /// The column's head, for cards.
    pub label: String,
    /// Right-aligned.
    pub numeric: bool,
    /// Whether its quieter lines are words, which may break.
    pub in_words: bool,
}

/// A symbol for a missing value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Symbol {
    /// As printed: `[c]`.
    pub shown: String,
    /// In words.
    pub words: &'static str,
}

/// A table ready for a layout. `said` is the text around it: a symbol explained there is not explained again; `code` makes codes links.
pub fn view(table: &DataTable, said: &str, code: &dyn Fn(&str) -> Html) -> TableView {
    let cells = |row: &Row| (0..row.cells.len()).map(|i| cell_view(table, row, i)).collect();
    TableView {
        caption: table.caption.clone(),
        columns: table.columns.iter().map(|c| ColumnView { label: c.label.clone(), numeric: c.numeric }).collect(),
        rows: table.rows.iter().map(|row| RowView { head: row.head.clone(), sub: code(&row.sub), cells: cells(row) }).collect(),
        symbols: symbols_in(table.rows.iter().flat_map(|row| row.cells.iter().map(String::as_str)), said),
        cards: table.columns.len() <= MOST_CARD_COLUMNS,
    }
}

fn cell_view(table: &DataTable, row: &Row, index: usize) -> CellView {
    let column = table.columns.get(index + 1);
    let mut lines = row.cells[index].lines().map(str::to_owned);
    CellView {
        value: lines.next().unwrap_or_default(),
        more: lines.collect(),
        label: column.map(|c| c.label.clone()).unwrap_or_default(),
        numeric: column.is_some_and(|c| c.numeric),
        in_words: row.in_words.contains(&index),
    }
}

/// The missing-value symbols that some texts use and that `said` does not explain already.
pub fn symbols_in<'a>(texts: impl Iterator<Item = &'a str> + Clone, said: &str) -> Vec<Symbol> {
    [Missing::Suppressed, Missing::NotAvailable, Missing::NotApplicable, Missing::RoundsToZero, Missing::Unreliable]
        .into_iter()
        .map(|missing| Symbol { shown: missing.shown(), words: missing.words() })
        .filter(|symbol| !holds(said, &symbol.shown) && texts.clone().any(|text| holds(text, &symbol.shown)))
        .collect()
}

/// Whether a symbol stands alone in a text: within other words, such as a link as Markdown writes it, it means nothing.
fn holds(text: &str, symbol: &str) -> bool {
    text.match_indices(symbol).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + symbol.len()..].chars().next());
        before.is_none_or(|c| c.is_whitespace() || c == '(')
            && after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ';' | '.' | ')'))
    })
}

/// A table as CSV: a column of its own for quieter lines, numbers without separators, no text that a spreadsheet would run.
pub fn csv(table: &DataTable) -> String {
    let rows: Vec<Vec<Vec<String>>> = table.rows.iter().map(fields).collect();
    let lines_in = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(Vec::len).max().unwrap_or(1).max(1);
    let lines: Vec<usize> = (0..table.columns.len()).map(lines_in).collect();
    let numeric: Vec<bool> = table.columns.iter().map(|c| c.numeric).collect();
    let mut out = String::new();
    let heads = table.columns.iter().zip(&lines).flat_map(|(column, lines)| (0..*lines).map(move |n| head(&column.label, n)));
    push_line(&mut out, heads.map(|h| foreign::cell(&h)));
    for row in &rows {
        let line = lines.iter().enumerate().flat_map(|(column, lines)| {
            let numeric = numeric[column];
            (0..*lines).map(move |n| cell(row.get(column).and_then(|parts| parts.get(n)).map_or("", String::as_str), numeric && n == 0))
        });
        push_line(&mut out, line);
    }
    out
}

/// The lines of every field of a row, the row head's first.
fn fields(row: &Row) -> Vec<Vec<String>> {
    let head = if row.sub.is_empty() { vec![row.head.clone()] } else { vec![row.head.clone(), row.sub.clone()] };
    let cells = row.cells.iter().map(|cell| cell.lines().map(str::to_owned).collect());
    std::iter::once(head).chain(cells).collect()
}

fn head(label: &str, line: usize) -> String {
    match line {
        0 => label.to_owned(),
        1 => format!("{label}, note"),
        n => format!("{label}, note {n}"),
    }
}

fn cell(text: &str, numeric: bool) -> String {
    let bare = text.replace(',', "");
    let is_number = bare.strip_suffix('%').unwrap_or(&bare).parse::<f64>().is_ok_and(f64::is_finite);
    if numeric && is_number { bare } else { foreign::cell(text) }
}

fn push_line(out: &mut String, fields: impl Iterator<Item = String>) {
    let quoted = |field: String| if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field };
    out.push_str(&fields.map(quoted).collect::<Vec<_>>().join(","));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Column;

    fn table(rows: &[(&str, &str, &str)]) -> DataTable {
        let column = |label: &str, numeric| Column { label: label.to_owned(), numeric };
        let row = |(head, sub, cell): &(&str, &str, &str)| Row::new(*head, *sub, vec![(*cell).into()]);
        DataTable {
            caption: "Referrals".into(),
            columns: vec![column("Source", false), column("Number", true)],
            rows: rows.iter().map(row).collect(),
        }
    }

    #[test]
    fn a_second_line_gets_its_own_column_and_numbers_lose_their_commas() {
        assert_eq!(
            csv(&table(&[("Police", "", "1,764\nhigher"), ("Schools, \"all\"", "", "-1.3")])),
            "Source,Number,\"Number, note\"\nPolice,1764,higher\n\"Schools, \"\"all\"\"\",-1.3,\n"
        );
        assert_eq!(csv(&table(&[("Police", "585 of 1,764", "6.6%")])), "Source,\"Source, note\",Number\nPolice,\"585 of 1,764\",6.6%\n");
    }

    #[test]
    fn text_that_would_run_in_a_spreadsheet_does_not() {
        for bad in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "＝1"] {
            let out = csv(&table(&[(bad, "", bad)]));
            assert_eq!(out.lines().nth(1).unwrap(), format!("'{bad},'{bad}"), "{bad}");
        }
    }

    #[test]
    fn a_cell_keeps_whether_its_lines_are_words() {
        let mut table = table(&[("Police", "", "3\ntoo few for a rate"), ("Schools", "", "12\n8 to 20")]);
        table.rows[0].in_words = vec![0];
        let view = view(&table, "", &|_| Html::default());
        assert_eq!(view.rows.iter().map(|row| row.cells[0].in_words).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn symbols_are_explained_once() {
        let shown = |said| {
            view(&table(&[("Police", "", "[c]"), ("Schools", "", "[x]")]), said, &|_| Html::default())
                .symbols
                .iter()
                .map(|s| s.shown.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(""), ["[c]", "[x]"]);
        assert_eq!(shown("[c] means suppressed"), ["[x]"]);
        assert_eq!(shown("see [x](a.html)"), ["[c]", "[x]"]);
    }
}
