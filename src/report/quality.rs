//! What the data quality page is made of, as plain values: the report knows no workbook.

use super::facts::Facts;
use super::message::capital;
use super::{Column, DataTable, Figure, NumberedTable, Row};
use crate::charts::spec::{Chart, Form, Heat, Value};
use crate::number::{Unit, count, grouped};

/// Quality of all lists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quality {
    /// Completeness by list.
    pub lists: Vec<ListQuality>,
    /// Rules that found something.
    pub rules: Vec<RuleQuality>,
    /// What was noticed while reading: kind, list or sheet, words, how often.
    pub reading: Vec<(String, String, u32)>,
    /// How each list was matched: list, file, sheet, rule, rows.
    pub matched: Vec<[String; 5]>,
}

/// Completeness of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListQuality {
    /// Title.
    pub title: String,
    /// `A` to `D`, or a dash where the list has no rows.
    pub grade: String,
    /// Rows.
    pub rows: usize,
    /// Columns: heading, filled, of, not mapped, required.
    pub columns: Vec<(String, usize, usize, usize, bool)>,
}

/// A rule and what it found.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleQuality {
    /// Code.
    pub code: String,
    /// List.
    pub list: String,
    /// What was found.
    pub title: String,
    /// What to do.
    pub todo: String,
    /// How many rows.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

fn columns(labels: &[(&str, bool)]) -> Vec<Column> {
    labels.iter().map(|(label, numeric)| Column { label: (*label).to_owned(), numeric: *numeric }).collect()
}

/// Lists by grade: how complete their required columns are.
pub fn completeness(facts: &Facts<'_>, quality: &Quality) -> Option<Figure> {
    let mut cells = Vec::new();
    let mut rows = Vec::new();
    for list in quality.lists.iter().filter(|l| l.rows > 0) {
        let share = |required: bool| {
            let (filled, of) = list.columns.iter().filter(|c| c.4 == required).fold((0, 0), |sum, c| (sum.0 + c.1, sum.1 + c.2));
            (of > 0).then(|| 100.0 * filled as f64 / of as f64)
        };
        let unmapped: usize = list.columns.iter().map(|c| c.3).sum();
        let of: usize = list.columns.iter().map(|c| c.2).sum();
        let mapped = (of > 0).then(|| 100.0 * (of - unmapped) as f64 / of as f64);
        let shown = |v: Option<f64>| v.map(|at| Value { at, shown: Unit::Percent.show(at) });
        let text = |v: Option<f64>| v.map_or_else(|| "[z]".to_owned(), |v| Unit::Percent.show(v));
        cells.push((format!("{} ({})", list.title, list.grade), vec![shown(share(true)), shown(share(false)), shown(mapped)]));
        rows.push(Row {
            head: list.title.clone(),
            sub: String::new(),
            cells: vec![list.grade.clone(), count(list.rows as u64), text(share(true)), text(share(false)), text(mapped)],
        });
    }
    let lowest = quality.lists.iter().filter(|l| l.rows > 0).max_by(|a, b| a.grade.cmp(&b.grade).then(b.title.cmp(&a.title)))?;
    let top = quality.lists.iter().filter(|l| l.rows > 0 && l.grade == "A").count();
    let title = format!("{top} of {} lists {} graded A", cells.len(), if top == 1 { "is" } else { "are" });
    let alt = format!("Completeness by list, shaded. Lowest grade: {}, {}.", lowest.title, lowest.grade);
    let heads = vec!["Required cells filled".to_owned(), "Optional cells filled".to_owned(), "Codes understood".to_owned()];
    Some(Figure {
        id: "completeness".to_owned(),
        codes: Vec::new(),
        number: 0,
        title,
        subtitle: format!("Share of cells filled and understood, by list, as at {}", facts.as_at.words()),
        chart: Chart { id: "completeness".to_owned(), alt, form: Form::Heat(Heat { columns: heads, rows: cells }) },
        note: "Grade A: at least 98% of required cells filled and understood; B: 95%; C: 90%; D: less. Blank optional cells are often right: a plan still open has no end.".to_owned(),
        source: "Every list of the workbook".to_owned(),
        table: DataTable {
            caption: "Completeness by list".to_owned(),
            columns: columns(&[("List", false), ("Grade", false), ("Rows", true), ("Required cells filled", true), ("Optional cells filled", true), ("Codes understood", true)]),
            rows,
        },
    })
}

/// Columns with gaps, the worst first.
pub fn gaps(quality: &Quality) -> Option<NumberedTable> {
    let mut all: Vec<(f64, Row)> = Vec::new();
    for list in &quality.lists {
        for (heading, filled, of, unmapped, required) in &list.columns {
            let missing = of - filled;
            if *of == 0 || (!required && *unmapped == 0) || (missing == 0 && *unmapped == 0) {
                continue;
            }
            let share = 100.0 * (missing + unmapped) as f64 / *of as f64;
            let cells = vec![list.title.clone(), grouped(missing as f64, 0), grouped(*unmapped as f64, 0), Unit::Percent.show(share)];
            all.push((share, Row { head: heading.clone(), sub: String::new(), cells }));
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (&a.1.head, &a.1.cells[0]).cmp(&(&b.1.head, &b.1.cells[0]))));
    let rows: Vec<Row> = all.into_iter().take(20).map(|a| a.1).collect();
    let first = rows.first()?;
    Some(NumberedTable {
        id: "gaps".to_owned(),
        number: 0,
        title: format!("Largest gap: {}, {}", first.cells[0], first.head),
        subtitle: "Required columns with blank cells, and columns with codes not understood; the twenty largest".to_owned(),
        table: DataTable {
            caption: "Columns with gaps".to_owned(),
            columns: columns(&[("Column", false), ("List", false), ("Blank", true), ("Not mapped", true), ("Share of rows", true)]),
            rows: rows.clone(),
        },
        note: "Not mapped: something is recorded that no code list knows; add the council’s own spelling under [mapping] in annexa.toml."
            .to_owned(),
    })
}

/// Rules that found something, most first.
pub fn rules(quality: &Quality) -> Option<NumberedTable> {
    let mut found: Vec<&RuleQuality> = quality.rules.iter().filter(|r| r.count > 0).collect();
    found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
    let rows: Vec<Row> = found
        .iter()
        .map(|r| Row {
            head: capital(&r.title),
            sub: r.code.clone(),
            cells: vec![r.list.clone(), grouped(r.count as f64, 0), grouped(r.of as f64, 0), r.todo.clone()],
        })
        .collect();
    let kinds = rows.len();
    (kinds > 0).then(|| NumberedTable {
        id: "rules".to_owned(),
        number: 0,
        title: if kinds == 1 { "1 kind of problem to mend".to_owned() } else { format!("{kinds} kinds of problem to mend") },
        subtitle: "Rows that cannot be right, or that two lists tell differently".to_owned(),
        table: DataTable {
            caption: "Checks that found something".to_owned(),
            columns: columns(&[("Check", false), ("List", false), ("Rows", true), ("Of", true), ("What to do", false)]),
            rows,
        },
        note: "The command annexa check names the rows, never what they hold.".to_owned(),
    })
}

/// Where each list came from.
pub fn matched(quality: &Quality) -> Option<NumberedTable> {
    let rows: Vec<Row> = quality.matched.iter().map(|m| Row { head: m[0].clone(), sub: String::new(), cells: m[1..].to_vec() }).collect();
    (!rows.is_empty()).then(|| NumberedTable {
        id: "matched".to_owned(),
        number: 0,
        title: "Which sheet was read as which list".to_owned(),
        subtitle: "Files, sheets and the rule that recognised them".to_owned(),
        table: DataTable {
            caption: "Sheets and lists".to_owned(),
            columns: columns(&[("List", false), ("File", false), ("Sheet", false), ("Recognised by", false), ("Rows", true)]),
            rows,
        },
        note: String::new(),
    })
}
