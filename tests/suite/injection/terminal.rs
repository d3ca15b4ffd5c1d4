//! What the program prints: lines a terminal shows and does not obey, of a workbook whose every name is hostile.

use crate::command::{err, out, run};
use rust_xlsxwriter::Workbook;
use std::path::Path;

/// Names that Excel allows for a sheet, and a terminal should not meet.
const SHEETS: [&str; 5] = ["=1+1", "a\u{202e}b", "<b>&\"", "\u{9b}2J", "{{ x }}"];
const SECRET: &str = "SECRET-CELL";

fn workbook(path: &Path) {
    let mut book = Workbook::new();
    for (n, name) in SHEETS.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        let heads = [
            "Child Unique ID",
            "Gender",
            "Ethnicity",
            "Date of Birth",
            "Age of Child (Years)",
            "Date of Contact",
            "Contact Source",
            "\u{1b}[31mown\u{7}",
            "\u{202e}turned\u{fe0f}",
            "a\nb",
        ];
        for (column, head) in (0..).zip(heads) {
            sheet.write_string(0, column, head).unwrap();
        }
        for row in 1..4 {
            let cells =
                ["C1", "Odd \u{1b}[2J", "Odd \u{202e}\u{200b}", "30/02/2020", SECRET, "99/99/9999", "\u{9b}2J odd", SECRET, SECRET, "=1+1"];
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, format!("{cell} {n}")).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

#[test]
fn no_line_steers_a_terminal_or_tells_a_cell() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a\u{1b}[31m\u{202e}\u{200d}b.xlsx");
    workbook(&file);
    let file = file.to_str().unwrap();
    let toml = "[authority]\n\"na\\u001b[2Jme\" = \"x\"\nname = \"N\\u202Eame\"\n[\"\\u009b2J\"]\n[theme]\nname = \"\\u001b[31m\"\n";
    std::fs::create_dir(folder.path().join("p")).unwrap();
    std::fs::write(folder.path().join("p/annexa.toml"), toml).unwrap();
    std::fs::create_dir_all(folder.path().join("q/content/pages")).unwrap();
    std::fs::write(folder.path().join("q/annexa.toml"), "").unwrap();
    std::fs::write(folder.path().join("q/content/pages/p\u{1b}[31m.md"), "+++\n\"\\u001b[2J\" = 1\n+++\n").unwrap();
    for args in [
        vec!["check", "--data", file],
        vec!["check", "-v", "--data", file],
        vec!["check", "--format", "json", "--data", file],
        vec!["check", "--format", "csv", "--data", file],
        vec!["build", "--data", file, "--as-at", "2025-09-30"],
        vec!["build", "--format", "json", "--data", file],
        vec!["build", "--project", "p", "--data", file],
        vec!["build", "--project", "q", "--data", file],
        vec!["check", "--project", "p", "--format", "json", "--data", file],
        vec!["explain", "CON-06", "--data", file],
        vec!["explain", "\u{1b}[31m\u{202e}", "--data", file],
        vec!["check", "--team", "\u{1b}[31m", "--data", file],
        vec!["build", "--data", "\u{1b}[2J.xlsx"],
        vec!["build", "--project", "\u{1b}[2J"],
        vec!["comparators", "import", file],
    ] {
        let output = run(folder.path(), &args);
        let said = out(&output) + &err(&output);
        assert!(!said.is_empty(), "{args:?}");
        // A table is a file that somebody keeps, and words stay whole in it.
        let unfit = if args.contains(&"csv") { super::acts_unseen } else { super::hides };
        assert!(!said.chars().any(|c| c != '\n' && unfit(c)), "{args:?}: {said:?}");
        assert!(!said.contains(SECRET) && !said.contains("99/99"), "{args:?}: {said}");
    }
}
