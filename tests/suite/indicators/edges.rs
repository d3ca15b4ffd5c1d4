//! Rows on the edges of time, by table: unborn children, ages, open cases, the ends of months, children on several lists.

use super::lists::{Row, Schema};
use super::{catalogue, setting};
use annexa::calendar::Day;
use annexa::indicators::{Catalogue, evaluate};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use toml::Value;

static WORLD: LazyLock<(Catalogue, Schema)> = LazyLock::new(|| (catalogue(), Schema::read().expect("content/lists and content/codes")));

/// A row from a text: `start=2025-01-01 child_id=A age=-1`.
fn row(text: &str) -> Row {
    let field = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap();
        let value = value.parse().map_or_else(|_| Value::String(value.to_owned()), Value::Integer);
        (name.to_owned(), value)
    };
    text.split(' ').map(field).collect()
}

/// Numerator and denominator of a figure of some rows.
fn figure(lists: &[(&str, &[&str])], as_at: &str, code: &str, group: &str) -> (Option<f64>, Option<f64>) {
    let rows: BTreeMap<String, Vec<Row>> =
        lists.iter().map(|(list, rows)| ((*list).to_owned(), rows.iter().map(|text| row(text)).collect())).collect();
    let (catalogue, schema) = &*WORLD;
    let figures = evaluate(catalogue, &schema.lists(&rows), &setting(Day::parse_iso(as_at).unwrap(), Some(10_000.0)));
    let figure = figures.iter().find(|figure| figure.code == code && figure.group == group);
    figure.map(|figure| (figure.numerator, figure.denominator)).unwrap_or_else(|| panic!("no figure {code} {group}"))
}

fn of(n: f64, whole: f64) -> (Option<f64>, Option<f64>) {
    (Some(n), Some(whole))
}

#[test]
fn a_case_is_open_from_its_start_to_the_day_before_its_end() {
    // Ruling 13, at 30 September 2025: start, end, whether open.
    let cases = [
        ("start=2025-09-30", true),
        ("start=2025-10-01", false),
        ("start=2024-01-01", true),
        ("start=2024-01-01 END=2025-09-30", false),
        ("start=2024-01-01 END=2025-10-01", true),
        ("start=2024-01-01 END=2025-09-29", false),
        ("END=2025-12-31", false),
    ];
    let lists = [
        ("early_help", "end", "EH-06"),
        ("assessments", "authorised", "ASM-03"),
        ("children_in_need", "closed", "CIN-02"),
        ("child_protection", "end", "CP-05"),
        ("looked_after", "ceased", "OPN-01"),
    ];
    for (list, end, code) in lists {
        for (text, open) in cases {
            let text = format!("child_id=A {}", text.replace("END", end));
            let (n, _) = figure(&[(list, &[text.as_str()])], "2025-09-30", code, "");
            assert_eq!(n, Some(f64::from(u8::from(open))), "{list}: {text}");
        }
    }
}

#[test]
fn the_unborn_belong_to_no_age() {
    // Ruling 16, at 30 September 2025: birth and supplied age; whether unborn; whether less than a year old.
    let cases = [
        ("birth_date=2025-10-01", true, false),
        ("birth_date=2025-10-01 age=3", true, false),
        ("age=-1", true, false),
        ("birth_date=2025-09-30", false, true),
        ("birth_date=2025-09-30 age=-1", false, true),
        ("birth_date=2024-10-01", false, true),
        ("birth_date=2024-09-30", false, false),
        ("age=0", false, true),
        ("age=1", false, false),
    ];
    for (text, unborn, baby) in cases {
        let plan = format!("child_id=A start=2025-01-01 sex=male {text}");
        let count = |yes: bool| Some(f64::from(u8::from(yes)));
        assert_eq!(figure(&[("child_protection", &[plan.as_str()])], "2025-09-30", "CP-31", "").0, count(unborn), "{text}");
        assert_eq!(
            figure(&[("looked_after", &[plan.as_str()])], "2025-09-30", "OPN-03b", "<1").0.unwrap_or(0.0),
            count(baby).unwrap(),
            "{text}"
        );
        assert_eq!(
            figure(&[("looked_after", &[plan.as_str()])], "2025-09-30", "OPN-03", "Male 0").0.unwrap_or(0.0),
            count(baby).unwrap(),
            "{text}"
        );
    }
}

#[test]
fn a_leap_day_birthday_counts_from_the_first_of_march() {
    let rows: &[&str] = &["child_id=A start=2023-01-01 sex=female birth_date=2008-02-29"];
    for (as_at, years) in [("2024-02-28", 15), ("2024-02-29", 16), ("2025-02-28", 16), ("2025-03-01", 17)] {
        assert_eq!(figure(&[("looked_after", rows)], as_at, "OPN-03", &format!("Female {years}")), of(1.0, 1.0), "{as_at}");
    }
    // Eighteen within six months of 30 September 2025: after that day and by 31 March 2026.
    for (born, soon) in [("2007-09-30", 0.0), ("2007-10-01", 1.0), ("2008-02-29", 1.0), ("2008-03-31", 1.0), ("2008-04-01", 0.0)] {
        let text = format!("child_id=A start=2023-01-01 birth_date={born}");
        assert_eq!(figure(&[("looked_after", &[text.as_str()])], "2025-09-30", "OPN-22", ""), of(soon, 1.0), "{born}");
    }
}

#[test]
fn months_end_with_the_month() {
    // Looked after for twelve months: started on or before the day twelve months earlier.
    let cases = [
        ("2025-02-28", "2024-02-29", 1.0),
        ("2025-02-28", "2024-03-01", 0.0),
        ("2024-02-29", "2023-02-28", 1.0),
        ("2024-02-29", "2023-03-01", 0.0),
        ("2025-09-30", "2024-09-30", 1.0),
        ("2025-09-30", "2024-10-01", 0.0),
    ];
    for (as_at, start, n) in cases {
        let text = format!("child_id=A start={start}");
        assert_eq!(figure(&[("looked_after", &[text.as_str()])], as_at, "OPN-21", ""), of(n, 1.0), "{start} at {as_at}");
    }
    // Contacts on the edges of a window that ends on a leap day.
    for (date, n) in [("2023-08-31", 0.0), ("2023-09-01", 1.0), ("2024-02-29", 1.0), ("2024-03-01", 0.0)] {
        let text = format!("child_id=A contact_date={date}");
        assert_eq!(figure(&[("contacts", &[text.as_str()])], "2024-02-29", "CON-01", "").0, Some(n), "{date}");
    }
    assert_eq!(figure(&[("contacts", &["child_id=A contact_date=2023-09-01"])], "2024-02-29", "CON-01m", "2023-09").0, Some(1.0));
}

#[test]
fn a_visit_after_the_as_at_date_is_no_visit() {
    // At Friday 3 October 2025.
    for (visit, seen) in [("2025-10-02", 1.0), ("2025-10-03", 1.0), ("2025-10-04", 0.0), ("2025-10-05", 0.0), ("2025-10-06", 0.0)] {
        let plan = format!("child_id=A start=2025-01-01 last_visit={visit}");
        for group in ["10 working days", "20 working days", "28 days"] {
            assert_eq!(figure(&[("child_protection", &[plan.as_str()])], "2025-10-03", "CP-21", group), of(seen, 1.0), "{visit}, {group}");
        }
        let need = format!("child_id=A start=2025-01-01 case_status=child_in_need last_seen={visit}");
        for group in ["20 working days", "30 days"] {
            assert_eq!(figure(&[("children_in_need", &[need.as_str()])], "2025-10-03", "CIN-16", group), of(seen, 1.0), "{visit}, {group}");
        }
    }
}

#[test]
fn a_child_on_several_lists_is_one_child() {
    let lists: [(&str, &[&str]); 5] = [
        ("contacts", &["child_id=A contact_date=2025-05-01", "child_id=A contact_date=2025-05-01", "child_id=B contact_date=2025-06-02"]),
        ("early_help", &["child_id=A start=2025-05-06"]),
        (
            "referrals",
            &["child_id=A referral_date=2025-05-06", "child_id=A referral_date=2025-08-01", "child_id=C referral_date=2025-08-01"],
        ),
        ("child_protection", &["child_id=A start=2025-05-20", "child_id=C start=2025-05-20 end=2025-09-30"]),
        ("looked_after", &["child_id=A start=2025-08-20", "child_id=C start=2025-08-20"]),
    ];
    let at = |code: &str| figure(&lists, "2025-09-30", code, "");
    assert_eq!(at("CON-01").0, Some(3.0));
    assert_eq!(at("CON-02").0, Some(2.0));
    assert_eq!(at("CON-08"), of(1.0, 2.0));
    // Thursday 1 May to Tuesday 6 May, over the bank holiday: two working days.
    assert_eq!(at("CON-09"), of(1.0, 2.0));
    assert_eq!(at("EH-07"), of(1.0, 1.0));
    assert_eq!(at("REF-02").0, Some(2.0));
    // C's plan ended on the day itself, so only A is on a plan and looked after.
    assert_eq!(at("CP-32"), of(1.0, 1.0));
}
