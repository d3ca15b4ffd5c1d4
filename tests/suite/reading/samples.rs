//! Workbooks that others published, where they lie beside the project; and a workbook of 150,000 rows.

use super::*;
use annexa::annex_a::schema::Kind;
use std::path::Path;

fn sample(name: &str) -> Option<Checked<Lists>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: {name} is not here");
        return None;
    };
    let checked = reading(&[Source { name: name.to_owned(), bytes }]);
    checked.findings.0.iter().for_each(|finding| println!("{finding}"));
    Some(checked)
}

fn rows(checked: &Checked<Lists>) -> Vec<usize> {
    SCHEMA.lists.iter().map(|record| list(checked, &record.key).rows).collect()
}

#[test]
fn the_template_of_2019_is_all_lists_without_rows_but_one() {
    let Some(checked) = sample("annex-a-2019-ofsted-template.xlsx") else { return };
    assert_eq!(rows(&checked), [0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert!(checked.value.lists.values().all(|list| list.origins.len() == 1));
    assert_eq!(of_kind(&checked, "empty-list")[0].count, 10);
    assert!(of_kind(&checked, "missing-column").is_empty());
    assert!(!checked.findings.has_errors());
}

#[test]
fn the_samples_of_2021_and_2024_read_whole() {
    for (name, leavers) in [("annex-a-2021-liia.xlsx", 13), ("annex-a-2024-liia.xlsx", 17)] {
        let Some(checked) = sample(name) else { return };
        assert_eq!(rows(&checked), [5, 5, 6, 5, 5, 5, 7, 5, 6, 5, 5], "{name}");
        assert_eq!(list(&checked, "care_leavers").columns.len(), leavers);
        assert!(of_kind(&checked, "missing-column").is_empty());
        assert!(!checked.findings.has_errors());
    }
}

#[test]
fn a_workbook_of_150_000_rows_reads_whole() {
    let source = Source { name: "large.xlsx".to_owned(), bytes: large_workbook() };
    let checked = reading(std::slice::from_ref(&source));
    assert_eq!(rows(&checked), LARGE.map(|rows| rows as usize));
    assert!(!checked.findings.has_errors());
}

/// Rows of each list, 150,000 in all.
const LARGE: [u32; 11] = [60_000, 15_000, 20_000, 20_000, 9_000, 15_000, 3_000, 3_500, 2_000, 1_200, 1_300];

fn large_workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (record, count) in SCHEMA.lists.iter().zip(LARGE) {
        let sheet = book.add_worksheet().set_name(format!("List {}", record.number)).unwrap();
        sheet.write_row(0, 0, headings(&record.key)).unwrap();
        for row in 1..=count {
            for (column, field) in (0..).zip(&record.columns) {
                let n = row * 7 + u32::from(column);
                match field.kind {
                    Kind::Date => sheet.write_with_format(row, column, f64::from(45_000 + n % 1_000), &date),
                    Kind::Id => sheet.write(row, column, format!("{}", 1_000_000 + row)),
                    Kind::Text => sheet.write(row, column, format!("Worker {:03}", n % 600)),
                    Kind::Code => {
                        let codes = &SCHEMA.code_sets[field.set.as_ref().unwrap()].code;
                        sheet.write(row, column, codes[n as usize % codes.len()].label.as_str())
                    }
                    Kind::Whole | Kind::Age => sheet.write(row, column, n % 18),
                }
                .unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}
