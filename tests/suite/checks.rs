//! Checks of the data, on small lists built by hand: each test plants one fault and looks for it, and for silence without it.

use annexa::annex_a::demo::{Cell, Demo, Wish, simulate};
use annexa::annex_a::lists::Unread;
use annexa::annex_a::lists::{Code, CodeSet, Coded, Column, List, Lists, Origin};
use annexa::calendar::{Day, Window};
use annexa::checks::{Catalogue, Fixes, Quality, RuleResult, run};
use annexa::finding::Severity;
use std::collections::BTreeMap;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

const CODES: [(&str, &[&str]); 9] = [
    ("yes_no_unknown", &["yes", "no", "unknown"]),
    ("sex", &["male", "female", "not_stated", "neither"]),
    ("case_status", &["looked_after", "child_protection", "child_in_need", "open_assessment", "closed"]),
    ("legal_status", &["C1", "C2", "V2", "V4"]),
    ("ceased_reason", &["E11", "E4A"]),
    ("eligibility", &["relevant", "former_relevant", "eligible"]),
    ("placement_type", &["U6", "P1", "T0"]),
    ("placement_provider", &["PR0", "PR1"]),
    ("closure_reason", &["RC7", "RC8"]),
];

/// A list from lines of cells: dates as `2025-01-31`, numbers, `#id`, codes by key, `?` unmapped, `` blank.
fn list(lists: &mut Lists, key: &str, columns: &[(&str, &str)], lines: &[&[&str]]) {
    let mut made = List { key: key.to_owned(), rows: lines.len(), ..List::default() };
    made.origins.push(Origin { file: "a.xlsx".to_owned(), sheet: key.to_owned(), rule: "sheet name".to_owned(), ..Origin::default() });
    made.places = (0..lines.len()).map(|row| (0, row as u32 + 3)).collect();
    for (place, (field, kind)) in columns.iter().enumerate() {
        let cells = lines.iter().map(|line| line[place]);
        let column = match *kind {
            "date" => Column::Date(cells.map(|c| (!c.is_empty()).then(|| day(c))).collect()),
            "whole" => Column::Whole(cells.map(|c| c.parse().ok()).collect()),
            "text" => Column::Text(cells.map(|c| (!c.is_empty()).then(|| text(lists, c))).collect()),
            "id" => Column::Id(cells.map(|c| (!c.is_empty()).then(|| text(lists, c))).collect()),
            set => Column::Code(set.to_owned(), cells.map(|c| coded(lists, set, c)).collect()),
        };
        made.columns.insert((*field).to_owned(), column);
    }
    lists.lists.insert(key.to_owned(), made);
}

fn text(lists: &mut Lists, value: &str) -> u32 {
    let known = lists.strings.iter().position(|s| s == value);
    known.unwrap_or_else(|| {
        lists.strings.push(value.to_owned());
        lists.strings.len() - 1
    }) as u32
}

fn coded(lists: &mut Lists, set: &str, value: &str) -> Coded {
    let keys = CODES.iter().find(|(name, _)| *name == set).unwrap().1;
    let code = |key: &&str| Code { key: (*key).to_owned(), label: (*key).to_owned(), group: (*key).to_owned() };
    lists.code_sets.entry(set.to_owned()).or_insert_with(|| CodeSet { name: set.to_owned(), codes: keys.iter().map(code).collect() });
    match value {
        "" => Coded::Blank,
        "?" => Coded::Unmapped,
        key => Coded::Code(keys.iter().position(|k| *k == key).unwrap() as u16),
    }
}

fn check(lists: &Lists) -> Quality {
    let as_at = day("2025-09-30");
    let windows =
        lists.lists.keys().map(|key| (key.clone(), Window::before(as_at, if key.starts_with("adop") { 12 } else { 6 }))).collect();
    run(lists, as_at, &windows)
}

/// The result of the rule of a list whose title holds some words.
fn rule<'a>(quality: &'a Quality, list: &str, words: &str) -> &'a RuleResult {
    let mut found = quality.rules.iter().filter(|r| r.list == list && r.title.contains(words));
    let rule = found.next().unwrap_or_else(|| panic!("no rule of {list} says {words}"));
    assert!(found.next().is_none(), "two rules of {list} say {words}");
    rule
}

fn rows(result: &RuleResult) -> Vec<u32> {
    result.places.iter().filter_map(|place| place.row).collect()
}

const ASSESSMENTS: [(&str, &str); 6] = [
    ("child_id", "id"),
    ("birth_date", "date"),
    ("start", "date"),
    ("authorised", "date"),
    ("seen", "yes_no_unknown"),
    ("needs_support", "yes_no_unknown"),
];

#[test]
fn order_of_dates_names_the_row_and_not_the_cell() {
    let mut lists = Lists::default();
    let lines: &[&[&str]] = &[
        &["a", "2015-01-01", "2025-05-01", "2025-06-01", "yes", "yes"],
        &["b", "2015-01-01", "2025-05-01", "2025-04-01", "yes", "no"],
        &["c", "2015-01-01", "2025-05-01", "2025-05-01", "yes", "no"],
        &["d", "2015-01-01", "2025-09-01", "", "no", ""],
    ];
    list(&mut lists, "assessments", &ASSESSMENTS, lines);
    let quality = check(&lists);
    let result = rule(&quality, "assessments", "authorised before it started");
    assert_eq!((result.count, result.of, rows(result)), (1, 3, vec![4]));
    assert_eq!(result.severity, Severity::Error);
    let finding = quality.findings.0.iter().find(|f| f.kind == result.code.to_lowercase()).unwrap();
    assert!(finding.to_string().contains("sheet assessments, row 4"), "{finding}");
    assert!(!finding.to_string().contains("2025-04-01"));
}

#[test]
fn completeness_counts_filled_unmapped_and_only_where_expected() {
    let mut lists = Lists::default();
    let lines: &[&[&str]] = &[
        &["a", "2015-01-01", "2025-05-01", "2025-06-01", "yes", ""],
        &["b", "", "2025-05-01", "2025-06-01", "?", "no"],
        &["", "2015-01-01", "2025-09-01", "", "", ""],
    ];
    list(&mut lists, "assessments", &ASSESSMENTS, lines);
    let quality = check(&lists);
    let column = |name: &str| quality.completeness.iter().find(|c| c.column == name).unwrap();
    assert_eq!((column("child_id").filled, column("child_id").of), (2, 3));
    assert_eq!((column("seen").filled, column("seen").of, column("seen").unmapped), (2, 3, 1));
    // Asked for only where the assessment was authorised.
    assert_eq!((column("needs_support").filled, column("needs_support").of, column("needs_support").required), (1, 2, true));
    assert!(!column("birth_date").required);
    assert!(!column("team").present && column("team").of == 3 && column("team").filled == 0);
    assert!(column("seen").percent().is_some_and(|p| (p - 100.0 / 3.0).abs() < 1e-9));
}

#[test]
fn scope_finds_rows_outside_the_window_and_ahead_of_the_day() {
    let mut lists = Lists::default();
    let columns = [("child_id", "id"), ("birth_date", "date"), ("contact_date", "date")];
    let lines: &[&[&str]] = &[
        &["a", "2015-01-01", "2025-03-31"],
        &["a", "2015-01-01", "2025-04-01"],
        &["b", "2015-01-01", "2025-10-01"],
        &["c", "2027-01-01", "2025-09-01"],
    ];
    list(&mut lists, "contacts", &columns, lines);
    let quality = check(&lists);
    assert_eq!(rows(rule(&quality, "contacts", "before the window")), [3]);
    assert_eq!(rows(rule(&quality, "contacts", "after the as-at date")), [5]);
    assert_eq!(rows(rule(&quality, "contacts", "nine months before birth")), [6]);
}

const IN_NEED: [(&str, &str); 6] =
    [("child_id", "id"), ("birth_date", "date"), ("sex", "sex"), ("start", "date"), ("closed", "date"), ("case_status", "case_status")];
const CARE: [(&str, &str); 8] = [
    ("child_id", "id"),
    ("birth_date", "date"),
    ("sex", "sex"),
    ("start", "date"),
    ("ceased", "date"),
    ("legal_status", "legal_status"),
    ("missing_episodes", "whole"),
    ("interview_offered", "yes_no_unknown"),
];

#[test]
fn one_row_a_child_and_nobody_past_eighteen() {
    let mut lists = Lists::default();
    let lines: &[&[&str]] = &[
        &["a", "2010-01-01", "male", "2024-01-01", "", "C2", "0", ""],
        &["a", "2010-01-01", "male", "2025-05-01", "", "V4", "0", ""],
        &["b", "2007-09-30", "male", "2024-01-01", "", "C2", "2", "no"],
        &["c", "2007-10-01", "male", "2024-01-01", "", "C2", "0", "yes"],
        &["d", "2001-10-01", "male", "2024-01-01", "2025-06-01", "C2", "", ""],
    ];
    list(&mut lists, "looked_after", &CARE, lines);
    let quality = check(&lists);
    assert_eq!(rows(rule(&quality, "looked_after", "more than one row")), [4]);
    assert_eq!(rows(rule(&quality, "looked_after", "V3, V4")), [4]);
    assert_eq!(rows(rule(&quality, "looked_after", "18 or over")), [5]);
    assert_eq!(rows(rule(&quality, "looked_after", "no missing episode")), [6]);
    // The column for the answer was not in the file, so that rule was not asked.
    assert!(!rule(&quality, "looked_after", "accepted although not offered").checked);
}

#[test]
fn lists_are_held_against_each_other() {
    let mut lists = Lists::default();
    let in_need: &[&[&str]] = &[
        &["a", "2010-01-01", "male", "2024-01-01", "", "looked_after"],
        &["b", "2010-01-01", "female", "2024-01-01", "", "looked_after"],
        &["c", "2010-01-01", "not_stated", "2024-01-01", "", "child_in_need"],
        &["d", "2010-01-01", "male", "2024-01-01", "2025-06-01", "child_in_need"],
    ];
    let care: &[&[&str]] = &[
        &["a", "2010-01-02", "male", "2024-01-01", "", "C2", "0", ""],
        &["c", "2010-01-01", "male", "2024-01-01", "", "C2", "0", ""],
        &["d", "2010-01-01", "female", "2024-01-01", "", "C2", "0", ""],
        &["e", "2010-01-01", "male", "2024-01-01", "2025-06-01", "C2", "0", ""],
    ];
    list(&mut lists, "children_in_need", &IN_NEED, in_need);
    list(&mut lists, "looked_after", &CARE, care);
    let quality = check(&lists);
    assert_eq!(rows(rule(&quality, "looked_after", "not open on list 6")), [5]);
    assert_eq!(rows(rule(&quality, "looked_after", "another status on list 6")), [4, 5]);
    assert_eq!(rows(rule(&quality, "children_in_need", "not open on list 8")), [4]);
    assert_eq!(rows(rule(&quality, "children_in_need", "status is not closed")), [6]);
    assert_eq!(rows(rule(&quality, "looked_after", "date of birth differs")), [3]);
    // Not stated contradicts nothing; male and female do.
    assert_eq!(rows(rule(&quality, "looked_after", "sex differs")), [5]);
    // List 7 was not read: nothing can be said about it.
    assert!(!rule(&quality, "children_in_need", "not open on list 7").checked);
}

#[test]
fn numbers_of_earlier_events_are_held_against_the_rows() {
    let mut lists = Lists::default();
    let columns = [("child_id", "id"), ("birth_date", "date"), ("referral_date", "date"), ("previous_referrals", "whole")];
    let lines: &[&[&str]] = &[
        &["a", "2015-01-01", "2025-05-01", "0"],
        &["a", "2015-01-01", "2025-08-01", "0"],
        &["b", "2015-01-01", "2025-05-01", "1"],
        &["b", "2015-01-01", "2025-08-01", "1"],
        &["c", "2015-01-01", "2025-05-01", "0"],
        &["c", "2015-01-01", "2025-05-01", "0"],
        &["d", "2015-01-01", "2025-05-01", "-1"],
        &["e", "2015-01-01", "2025-05-01", "0"],
        &["e", "2015-01-01", "2025-06-01", "1"],
    ];
    list(&mut lists, "referrals", &columns, lines);
    let quality = check(&lists);
    assert_eq!(rows(rule(&quality, "referrals", "fewer earlier referrals")), [4]);
    assert_eq!(rows(rule(&quality, "referrals", "differs between rows")), [11]);
    assert_eq!(rows(rule(&quality, "referrals", "is below 0")), [9]);
}

#[test]
fn late_enquiries_are_notes_and_do_not_lower_a_grade() {
    let mut lists = Lists::default();
    let columns =
        [("child_id", "id"), ("strategy_date", "date"), ("conference_unnecessary", "yes_no_unknown"), ("conference_date", "date")];
    // 9 September is 15 working days before 30 September, 8 September 16.
    let lines: &[&[&str]] = &[
        &["a", "2025-09-08", "", ""],
        &["b", "2025-09-09", "", ""],
        &["c", "2025-05-01", "yes", ""],
        &["d", "2025-05-01", "yes", "2025-05-20"],
    ];
    list(&mut lists, "section_47", &columns, lines);
    let quality = check(&lists);
    let late = rule(&quality, "section_47", "without a decision");
    assert_eq!((late.severity, rows(late)), (Severity::Note, vec![3]));
    assert_eq!(rows(rule(&quality, "section_47", "although recorded as unnecessary")), [6]);
    let grade = quality.grades["section_47"].clone().unwrap();
    assert_eq!(grade.broken, 25.0);
    assert_eq!(grade.letter, 'D');
    assert!(quality.grades["contacts"].is_none());
}

#[test]
fn a_clean_list_earns_an_a() {
    let mut lists = Lists::default();
    let columns = [("child_id", "id"), ("sex", "sex"), ("ethnicity", "sex"), ("contact_date", "date"), ("contact_source", "sex")];
    let line: &[&str] = &["a", "male", "male", "2025-05-01", "male"];
    list(&mut lists, "contacts", &columns, &[line; 60]);
    let quality = check(&lists);
    assert_eq!(quality.grades["contacts"].as_ref().map(|g| g.letter), Some('A'));
    assert!(quality.findings.0.is_empty());
}

/// The lists of a demo, typed as reading would type them.
fn typed(demo: &Demo) -> Lists {
    let mut lists = Lists::default();
    let mut strings: BTreeMap<String, u32> = BTreeMap::new();
    for made in &demo.lists {
        let mut list = List { key: made.key.to_owned(), rows: made.rows.len(), ..List::default() };
        list.origins.push(Origin {
            file: "demo".to_owned(),
            sheet: made.key.to_owned(),
            rule: "sheet name".to_owned(),
            ..Origin::default()
        });
        list.places = (0..made.rows.len()).map(|row| (0, row as u32 + 3)).collect();
        for (place, field) in made.fields.iter().enumerate() {
            let cells: Vec<&Cell> = made.rows.iter().map(|row| &row[place]).collect();
            let set = cells.iter().find_map(|cell| if let Cell::Code(set, _) = cell { Some(*set) } else { None });
            let column = if let Some(set) = set {
                let known = lists.code_sets.entry(set.to_owned()).or_insert_with(|| CodeSet { name: set.to_owned(), codes: Vec::new() });
                let mut code = |key: &str| {
                    let place = known.codes.iter().position(|c| c.key == key).unwrap_or_else(|| {
                        known.codes.push(Code { key: key.to_owned(), label: key.to_owned(), group: key.to_owned() });
                        known.codes.len() - 1
                    });
                    Coded::Code(place as u16)
                };
                Column::Code(
                    set.to_owned(),
                    cells
                        .iter()
                        .map(|cell| match cell {
                            Cell::Blank => Coded::Blank,
                            Cell::Code(_, key) => code(key),
                            _ => Coded::Unmapped,
                        })
                        .collect(),
                )
            } else if cells.iter().any(|cell| matches!(cell, Cell::Date(_))) {
                Column::Date(cells.iter().map(|cell| if let Cell::Date(day) = cell { Some(*day) } else { None }).collect())
            } else if cells.iter().any(|cell| matches!(cell, Cell::Whole(_))) {
                Column::Whole(cells.iter().map(|cell| if let Cell::Whole(number) = cell { Some(*number) } else { None }).collect())
            } else {
                let mut text = |value: &str| {
                    let next = strings.len() as u32;
                    *strings.entry(value.to_owned()).or_insert(next)
                };
                Column::Id(
                    cells
                        .iter()
                        .map(|cell| if let Cell::Id(value) | Cell::Text(value) = cell { Some(text(value)) } else { None })
                        .collect(),
                )
            };
            list.columns.insert((*field).to_owned(), column);
        }
        lists.lists.insert(made.key.to_owned(), list);
    }
    lists.strings = vec![String::new(); strings.len()];
    for (value, place) in strings {
        lists.strings[place as usize] = value;
    }
    lists
}

#[test]
fn the_demo_breaks_no_rule_that_is_an_error() {
    let quality = check(&typed(&simulate(&Wish::default())));
    let broken: Vec<_> = quality
        .rules
        .iter()
        .filter(|r| r.count > 0)
        .map(|r| format!("{:?} {} {}: {} {}", r.severity, r.code, r.list, r.count, r.title))
        .collect();
    assert!(quality.rules.iter().all(|r| r.count == 0 || r.severity != Severity::Error), "{broken:#?}");
    assert!(!quality.findings.has_errors());
    // The demo is as good as careful recording gets, not perfect: the page on data quality has something to say.
    assert!(quality.rules.iter().any(|r| r.count > 0 && r.severity == Severity::Warning));
    assert!(quality.grades.values().flatten().any(|grade| grade.letter == 'B'));
    for (list, grade) in &quality.grades {
        let grade = grade.as_ref().unwrap();
        assert!(matches!(grade.letter, 'A' | 'B'), "{list} {grade:?} {broken:#?}");
    }
}

#[test]
fn planted_faults_are_found() {
    let demo = simulate(&Wish { faults: true, ..Wish::default() });
    let quality = check(&typed(&demo));
    let found = |list: &str, words: &str, row: usize| rows(rule(&quality, list, words)).contains(&(row as u32 + 3));
    let rules = [
        ("future-date", "after the as-at date"),
        ("short-break", "V3, V4"),
        ("repeated-child", "more than one row"),
        ("interview-without-offer", "accepted although not offered"),
        ("interview-without-missing", "no missing episode"),
        ("over-18", "18 or over"),
    ];
    let mut looked_for = 0;
    for fault in &demo.faults {
        if let Some((_, words)) = rules.iter().find(|(kind, _)| *kind == fault.kind) {
            looked_for += 1;
            assert!(found(fault.list, words, fault.row), "{fault:?}");
        }
    }
    assert!(looked_for >= 8);
    assert!(rule(&quality, "assessments", "authorised before it started").count >= 1);
    assert!(rule(&quality, "child_protection", "plan ended before it started").count >= 1);
    let unmapped = quality.completeness.iter().find(|c| c.list == "contacts" && c.column == "contact_source").unwrap().unmapped;
    assert!((8..=9).contains(&unmapped), "{unmapped}");
}

#[test]
fn nothing_read_gives_nothing_to_say() {
    let quality = run(&Lists::default(), day("2025-09-30"), &BTreeMap::new());
    assert!(quality.findings.0.is_empty() && quality.completeness.is_empty());
    assert!(quality.rules.iter().all(|r| !r.checked));
}

#[test]
fn every_rule_and_column_names_a_known_field() {
    let Ok(fields) = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/checks/fields.txt")) else {
        panic!("fields.txt is beside this test")
    };
    let known: BTreeMap<&str, Vec<&str>> =
        fields.lines().filter_map(|line| line.split_once(": ")).map(|(list, names)| (list, names.split(' ').collect())).collect();
    let catalogue: toml::Table =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/content/checks.toml")).unwrap().parse().unwrap();
    let mut seen = 0;
    for record in catalogue["list"].as_array().unwrap() {
        let names = &known[record["key"].as_str().unwrap()];
        let mut listed: Vec<&str> = ["required", "optional"]
            .iter()
            .filter_map(|key| record.get(*key))
            .flat_map(|v| v.as_array().unwrap())
            .map(|v| v.as_str().unwrap())
            .collect();
        listed.extend(record.get("expected").into_iter().flat_map(|v| v.as_array().unwrap()).map(|v| v["field"].as_str().unwrap()));
        listed.sort_unstable();
        let mut all = names.clone();
        all.sort_unstable();
        assert_eq!(listed, all, "{}", record["key"]);
    }
    for rule in catalogue["rule"].as_array().unwrap() {
        let list = rule["list"].as_str().unwrap();
        let test = rule["test"].as_table().unwrap().iter().next().unwrap().1;
        let mut check = |list: &str, name: &str| {
            seen += 1;
            assert!(known[list].contains(&name), "{}: {list} has no {name}", rule["code"]);
        };
        for key in ["first", "then", "date", "field", "number"] {
            if let Some(name) = test.get(key) {
                check(list, name.as_str().unwrap());
            }
        }
        for (key, of) in [("where", list), ("base", list), ("other_where", test.get("other").and_then(|v| v.as_str()).unwrap_or(list))] {
            for condition in test.get(key).into_iter().flat_map(|v| v.as_array().unwrap()) {
                check(of, condition["field"].as_str().unwrap());
            }
        }
        for name in test.get("fields").into_iter().flat_map(|v| v.as_array().unwrap()) {
            check(list, name.as_str().unwrap());
        }
    }
    assert!(seen > 150);
}

/// The cells of a list as texts, column by column: dates and numbers as written, codes by key, `?` where not mapped.
fn meaning(lists: &Lists, key: &str) -> BTreeMap<String, Vec<String>> {
    let list = &lists.lists[key];
    let text = |column: &Column, row: usize| match column {
        Column::Date(v) => v[row].map_or(String::new(), |d| d.to_string()),
        Column::Whole(v) => v[row].map_or(String::new(), |n| n.to_string()),
        Column::Text(v) | Column::Id(v) => v[row].map_or(String::new(), |i| lists.strings[i as usize].clone()),
        Column::Code(set, v) => match v[row] {
            Coded::Blank => String::new(),
            Coded::Unmapped => "?".to_owned(),
            Coded::Code(i) => lists.code_sets[set].codes[i as usize].key.clone(),
        },
    };
    list.columns.iter().map(|(field, column)| (field.clone(), (0..list.rows).map(|row| text(column, row)).collect())).collect()
}

/// Every layout is read back to what the demo says, cell by cell.
#[test]
fn every_layout_of_the_demo_is_read_back_to_the_same_lists() {
    use annexa::annex_a::demo::{Layout, write};
    use annexa::annex_a::{Mapping, Source, read, schema::Schema};
    let demo = simulate(&Wish { rows: 15_000, ..Wish::default() });
    let schema = Schema::load(&annexa::theme::Shelf::built_in()).value;
    let expected = typed(&demo);
    for layout in Layout::ALL {
        let files = write(&demo, layout).unwrap();
        let sources: Vec<_> = files.iter().map(|(name, bytes)| Source { name: name.to_owned(), bytes: bytes.to_vec() }).collect();
        let lists = read(&sources, &schema, &Mapping::new()).value;
        for list in &demo.lists {
            let (wanted, got) = (meaning(&expected, list.key), meaning(&lists, list.key));
            for field in &list.fields {
                // A column without a single value has no type of its own in the demo.
                if wanted[*field].iter().all(String::is_empty) {
                    assert!(got.get(*field).is_none_or(|cells| cells.iter().all(String::is_empty)));
                    continue;
                }
                let (wanted, got) = (&wanted[*field], &got.get(*field).unwrap_or_else(|| panic!("{layout:?} {} has no {field}", list.key)));
                let differing: Vec<_> = wanted.iter().zip(got.iter()).filter(|(w, g)| w != g).take(5).collect();
                assert!(
                    wanted.len() == got.len() && differing.is_empty(),
                    "{layout:?} {} {field}: {} and {} rows, {differing:?}",
                    list.key,
                    wanted.len(),
                    got.len()
                );
            }
        }
    }
}

/// One line for each fix: code, team, row, fields.
fn fixes(lists: &Lists, quality: &Quality) -> Vec<String> {
    let catalogue = Catalogue::built_in();
    let windows = lists.lists.keys().map(|key| (key.clone(), Window::before(day("2025-09-30"), 6))).collect();
    let all = Fixes::of(&catalogue, lists, day("2025-09-30"), &windows, quality);
    let line = |fix: &annexa::checks::Fix<'_>| {
        let row = fix.row.map_or_else(String::new, |row| (row + 3).to_string());
        format!("{} {} {row} {}", fix.code, all.team(fix).unwrap_or("-"), fix.fields.join("+"))
    };
    all.all.iter().map(line).collect()
}

const REFERRALS: [(&str, &str); 10] = [
    ("child_id", "id"),
    ("birth_date", "date"),
    ("sex", "sex"),
    ("ethnicity", "sex"),
    ("referral_date", "date"),
    ("referral_source", "sex"),
    ("nfa", "yes_no_unknown"),
    ("previous_referrals", "whole"),
    ("team", "text"),
    ("worker", "text"),
];

#[test]
fn the_fix_list_names_each_cell_by_team_then_severity_then_place() {
    let mut lists = Lists::default();
    let lines: &[&[&str]] = &[
        &["a", "2015-01-01", "male", "male", "2025-05-01", "male", "yes", "0", "South", "w"],
        &["b", "2015-01-01", "", "male", "2025-10-05", "male", "?", "-1", "South", "w"],
        &["c", "2015-01-01", "male", "", "", "male", "yes", "0", "North", "w"],
        &["d", "2015-01-01", "male", "male", "2025-05-01", "male", "yes", "0", "", "w"],
    ];
    list(&mut lists, "referrals", &REFERRALS, lines);
    lists.lists.get_mut("referrals").unwrap().unread.insert("referral_date".to_owned(), vec![(2, Unread::Date)]);
    let quality = check(&lists);
    let expected = [
        "DQ-001 North 5 ethnicity",
        "DQ-003 North 5 referral_date",
        "DQ-113 South 4 previous_referrals",
        "DQ-001 South 4 sex",
        "DQ-002 South 4 nfa",
        "DQ-303 South 4 referral_date",
        "DQ-001 - 6 team",
    ];
    assert_eq!(fixes(&lists, &quality), expected);

    let (catalogue, windows) = (Catalogue::built_in(), BTreeMap::new());
    let mut all = Fixes::of(&catalogue, &lists, day("2025-09-30"), &windows, &quality);
    let counts: Vec<_> =
        all.by_team().into_iter().map(|c| (c.team.unwrap_or("-"), c.code, c.field.unwrap_or("-"), c.count, c.rows)).collect();
    assert!(counts.contains(&("South", "DQ-001", "sex", 1, 2)) && counts.contains(&("-", "DQ-001", "team", 1, 1)), "{counts:?}");
    assert!(all.keep_team(&lists, " south ") && all.all.len() == 4);
    assert!(!all.keep_team(&lists, "West") && all.all.is_empty());
}

#[test]
fn a_column_that_is_not_there_is_one_fix() {
    let mut lists = Lists::default();
    let line: &[&str] = &["a", "2015-01-01", "2025-03-31"];
    list(&mut lists, "contacts", &[("child_id", "id"), ("birth_date", "date"), ("contact_date", "date")], &[line; 5]);
    let quality = check(&lists);
    let absent: Vec<String> = fixes(&lists, &quality).into_iter().filter(|line| line.starts_with("DQ-007")).collect();
    assert_eq!(absent, ["DQ-007 -  sex", "DQ-007 -  ethnicity", "DQ-007 -  contact_source"].map(str::to_owned));
}

#[test]
fn dates_of_section_5_that_were_missing_are_put_in_order() {
    let mut lists = Lists::default();
    let plan = [("child_id", "id"), ("birth_date", "date"), ("start", "date"), ("last_review", "date"), ("end", "date")];
    list(
        &mut lists,
        "child_protection",
        &plan,
        &[
            &["a", "2015-01-01", "2025-01-01", "2025-06-02", "2025-06-01"],
            &["b", "2015-01-01", "2025-01-01", "2025-06-01", "2025-06-01"],
            &["c", "2026-01-01", "2025-03-01", "", ""],
        ],
    );
    let adoption = [
        ("child_id", "id"),
        ("birth_date", "date"),
        ("placement_order", "date"),
        ("matched", "date"),
        ("placed", "date"),
        ("adopted", "date"),
    ];
    list(
        &mut lists,
        "adoption",
        &adoption,
        &[
            &["a", "2020-01-01", "2025-03-01", "2025-02-01", "2025-02-20", "2025-02-25"],
            &["b", "2020-01-01", "2025-01-01", "2025-02-01", "2025-02-20", "2025-08-25"],
            &["c", "2020-01-01", "2025-01-01", "", "", "2025-08-25"],
        ],
    );
    let approved = [
        ("adopter_id", "id"),
        ("enquiry", "date"),
        ("application_submitted", "date"),
        ("application_approved", "date"),
        ("matched", "date"),
    ];
    list(
        &mut lists,
        "adopters",
        &approved,
        &[&["a", "2025-02-01", "2025-01-01", "2024-12-01", "2024-11-01"], &["b", "2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"]],
    );
    let quality = check(&lists);
    for (list, words, row) in [
        ("child_protection", "last review after the plan ended", 3),
        ("child_protection", "nine months before birth", 5),
        ("adoption", "matched before the placement order", 3),
        ("adoption", "placed for adoption before the placement order", 3),
        ("adoption", "adopted before the placement order", 3),
        ("adoption", "adopted without a date of placement", 5),
        ("adopters", "approved before it was submitted", 3),
        ("adopters", "submitted before the enquiry", 3),
        ("adopters", "matched before the application", 3),
    ] {
        assert_eq!(rows(rule(&quality, list, words)), [row], "{words}");
    }
}

#[test]
fn numbers_answers_and_other_lists_of_section_5_that_were_missing_are_held_together() {
    let mut lists = Lists::default();
    let enquiries = [
        ("child_id", "id"),
        ("birth_date", "date"),
        ("strategy_date", "date"),
        ("conference_date", "date"),
        ("previous_conferences", "whole"),
        ("previous_enquiries", "whole"),
    ];
    list(
        &mut lists,
        "section_47",
        &enquiries,
        &[
            &["a", "2015-01-01", "2025-05-01", "2025-05-10", "0", "1"],
            &["a", "2015-01-01", "2025-08-01", "2025-08-10", "0", "1"],
            &["b", "2015-01-01", "2025-05-01", "2025-03-30", "9", "13"],
            &["c", "2015-01-01", "2025-05-01", "", "1", "0"],
            &["c", "2015-01-01", "2025-05-01", "", "2", "0"],
        ],
    );
    let care = [
        ("child_id", "id"),
        ("birth_date", "date"),
        ("ceased", "date"),
        ("placement_type", "placement_type"),
        ("placement_provider", "placement_provider"),
        ("absent_episodes", "whole"),
        ("interview_offered", "yes_no_unknown"),
        ("interview_accepted", "yes_no_unknown"),
    ];
    list(
        &mut lists,
        "looked_after",
        &care,
        &[&["a", "2015-01-02", "", "U6", "PR0", "151", "", "yes"], &["d", "2025-12-01", "", "P1", "PR0", "150", "yes", "yes"]],
    );
    let plan = [("child_id", "id"), ("birth_date", "date"), ("end", "date")];
    list(&mut lists, "child_protection", &plan, &[&["a", "2015-01-02", ""], &["e", "2015-01-01", ""]]);
    let in_need: &[&[&str]] = &[
        &["a", "2015-01-02", "male", "2025-01-01", "", "child_in_need"],
        &["e", "2015-01-01", "male", "2025-01-01", "", "child_protection"],
    ];
    list(&mut lists, "children_in_need", &IN_NEED, in_need);
    let quality = check(&lists);
    for (list, words, row) in [
        ("section_47", "fewer earlier conferences", 4),
        ("section_47", "earlier conferences differs", 7),
        ("section_47", "earlier enquiries is implausibly high", 5),
        ("section_47", "earlier conferences is implausibly high", 5),
        ("section_47", "conference before the window", 5),
        ("section_47", "date of birth differs", 3),
        ("looked_after", "provider is the parents", 3),
        ("looked_after", "absent episodes is implausibly high", 3),
        ("looked_after", "no offer recorded", 3),
        ("looked_after", "not yet born", 4),
        ("child_protection", "another status on list 6", 3),
    ] {
        assert_eq!(rows(rule(&quality, list, words)), [row], "{words}");
    }
}
