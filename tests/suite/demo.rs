//! The demo authority: it repeats, it agrees with itself from list to list and quarter to quarter, and the sample in the repository is what it makes.

use annexa::annex_a::demo::{Cell, Demo, Layout, Wish, project, published, simulate, write};
use annexa::calendar::{Day, Window};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn small() -> Wish {
    // Small enough to be quick, large enough that every list has rows.
    Wish { rows: 3_000, ..Wish::default() }
}

/// Rows of a list as maps from field to cell.
fn rows<'a>(demo: &'a Demo, key: &str) -> Vec<BTreeMap<&'static str, &'a Cell>> {
    let list = demo.list(key).unwrap();
    list.rows.iter().map(|row| list.fields.iter().copied().zip(row).collect()).collect()
}

fn day(row: &BTreeMap<&str, &Cell>, field: &str) -> Option<Day> {
    if let Cell::Date(day) = row[field] { Some(*day) } else { None }
}

fn ids(demo: &Demo, key: &str, keep: impl Fn(&BTreeMap<&'static str, &Cell>) -> bool) -> BTreeSet<String> {
    rows(demo, key).iter().filter(|row| keep(row)).map(|row| format!("{:?}", row["child_id"])).collect()
}

/// The repository's own sample, and what the demo makes now. `SNAPSHOTS=overwrite` writes it anew.
#[test]
fn the_sample_in_the_repository_is_what_the_demo_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = project(&Wish::default(), 1).unwrap();
    for name in ["data/2025-09-30.xlsx", "data/published.csv", "data/README.md"] {
        let made = files.get(name).unwrap();
        if std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite") {
            std::fs::write(root.join(name), made).unwrap();
        }
        let kept = std::fs::read(root.join(name)).unwrap();
        assert!(kept == made, "{name} is not what the demo makes; run the tests with SNAPSHOTS=overwrite and look at the difference");
    }
}

#[test]
fn the_same_wish_repeats_and_another_seed_differs() {
    let (one, two, other) = (simulate(&small()), simulate(&small()), simulate(&Wish { seed: 2, ..small() }));
    assert_eq!(one, two);
    assert_ne!(one, other);
    let bytes = |demo: &Demo| write(demo, Layout::Official2026).unwrap();
    assert_eq!(bytes(&one), bytes(&two));
}

#[test]
fn size_follows_the_wish() {
    for wanted in [1_500, 15_000] {
        let made = simulate(&Wish { rows: wanted, ..Wish::default() }).rows() as f64;
        let ratio = made / f64::from(wanted);
        assert!((0.85..1.15).contains(&ratio), "{wanted} rows wished, {made} made");
    }
}

#[test]
fn lists_agree_with_each_other() {
    let demo = simulate(&Wish::default());
    let open = |field: &'static str| move |row: &BTreeMap<&'static str, &Cell>| row[field] == &Cell::Blank;
    let in_need = |status: &'static str| ids(&demo, "children_in_need", |row| row["case_status"] == &Cell::Code("case_status", status));
    let care = ids(&demo, "looked_after", open("ceased"));
    assert_eq!(care, in_need("looked_after"), "open care and case status");
    let on_plan = ids(&demo, "child_protection", open("end"));
    assert!(on_plan.is_superset(&in_need("child_protection")));
    assert!(on_plan.iter().all(|id| care.contains(id) || in_need("child_protection").contains(id)));

    let adopted = ids(&demo, "looked_after", |row| matches!(row["ceased_reason"], Cell::Code(_, "E11" | "E12")));
    let ordered = ids(&demo, "adoption", |row| row["adopted"] != &Cell::Blank);
    assert!(!adopted.is_empty() && ordered.is_superset(&adopted));

    let plans: BTreeSet<_> =
        rows(&demo, "child_protection").iter().map(|row| (format!("{:?}", row["child_id"]), day(row, "start"))).collect();
    let all = ids(&demo, "child_protection", |_| true);
    for row in rows(&demo, "section_47").iter().filter(|row| row["plan_resulted"] == &Cell::Code("yes_no_unknown", "yes")) {
        let id = format!("{:?}", row["child_id"]);
        let held = day(row, "conference_date");
        assert!(plans.contains(&(id.clone(), held)) || all.contains(&id), "a conference that led to a plan has a plan");
    }
}

#[test]
fn each_child_stands_once_where_one_row_is_asked_for() {
    let demo = simulate(&Wish::default());
    for key in ["children_in_need", "child_protection", "looked_after", "care_leavers", "adoption"] {
        assert_eq!(ids(&demo, key, |_| true).len(), demo.list(key).unwrap().rows.len(), "{key}");
    }
}

#[test]
fn dates_are_known_by_the_day_and_lie_in_scope() {
    let demo = simulate(&Wish::default());
    let window = Window::before(demo.as_at, 6);
    for list in &demo.lists {
        for row in &list.rows {
            for (field, cell) in list.fields.iter().zip(row) {
                if let Cell::Date(day) = cell {
                    assert!(*day <= demo.as_at || *field == "birth_date", "{} {field} lies ahead", list.key);
                }
            }
        }
    }
    for (key, field) in [("contacts", "contact_date"), ("referrals", "referral_date")] {
        assert!(rows(&demo, key).iter().all(|row| day(row, field).is_some_and(|d| window.contains(d))), "{key}");
    }
    for (key, start, end) in [
        ("assessments", "start", "authorised"),
        ("children_in_need", "start", "closed"),
        ("child_protection", "start", "end"),
        ("looked_after", "start", "ceased"),
    ] {
        for row in rows(&demo, key) {
            let ended = day(&row, end);
            assert!(ended.is_none_or(|d| window.contains(d)), "{key} ended outside the window");
            assert!(ended.is_none_or(|d| d >= day(&row, start).unwrap()), "{key} ended before it started");
        }
    }
}

/// Rows of a sheet of a made workbook as text, without the two rows of title and headings.
fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().skip(2).map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn a_child_keeps_identity_and_history_from_quarter_to_quarter() {
    let files = project(&small(), 2).unwrap();
    let (now, before) = (files.get("data/2025-09-30.xlsx").unwrap(), files.get("data/2025-06-30.xlsx").unwrap());
    // List 8: identifier, date of birth, start; the date it ceased is the twentieth column.
    let now: BTreeMap<String, Vec<String>> = sheet(now, "List_8").into_iter().map(|row| (row[0].clone(), row)).collect();
    let before = sheet(before, "List_8");
    let open: Vec<_> = before.iter().filter(|row| row[19].is_empty()).collect();
    assert!(open.len() > 20, "{} children", open.len());
    for then in open {
        let later = now.get(&then[0]).expect("a child in care in June is on the list of September, in care or ceased");
        assert_eq!((&then[1], &then[3]), (&later[1], &later[3]), "sex and date of birth");
        assert!(then[7] <= later[7], "a period of care never starts earlier than before");
    }
    let settings = String::from_utf8_lossy(files.get("annexa.toml").unwrap()).into_owned();
    assert!(settings.contains("as_at = \"2025-09-30\"") && settings.contains("like = \"320\""));
}

#[test]
fn what_is_recorded_of_an_event_stays_as_it_was() {
    let files = project(&Wish::default(), 2).unwrap();
    let (now, before) = (files.get("data/2025-09-30.xlsx").unwrap(), files.get("data/2025-06-30.xlsx").unwrap());
    // The columns of each list that tell of the event and not of the child, the day first; and the one that says it is over.
    let lists: [(&str, &[usize], usize); 5] = [
        ("List_1", &[5, 6], 5),
        ("List_2", &[5, 6, 7], 6),
        ("List_3", &[5, 6, 7, 9, 10], 7),
        ("List_4", &[6, 7, 8, 9, 10, 11], 8),
        ("List_5", &[6, 7, 12, 13], 7),
    ];
    for (name, columns, over) in lists {
        let told = |row: &[String]| columns.iter().map(|column| row[*column].clone()).collect::<Vec<_>>();
        let mut here: BTreeMap<(String, String), BTreeSet<Vec<String>>> = BTreeMap::new();
        for row in sheet(now, name) {
            here.entry((row[0].clone(), row[columns[0]].clone())).or_default().insert(told(&row));
        }
        let over: Vec<Vec<String>> = sheet(before, name).into_iter().filter(|row| !row[over].is_empty()).collect();
        let kept = over.iter().filter_map(|row| Some((here.get(&(row[0].clone(), row[columns[0]].clone()))?, told(row))));
        let changed = kept.clone().filter(|(here, then)| !here.contains(then)).count();
        assert!(kept.count() > 50, "{name} shares too few rows");
        assert_eq!(changed, 0, "{name}: rows that changed");
    }
}

#[test]
fn every_group_that_a_page_shows_has_someone_in_it() {
    let demo = simulate(&Wish::default());
    let present = |key: &str, field: &str| -> BTreeSet<String> {
        rows(&demo, key)
            .iter()
            .filter_map(|row| if let Cell::Code(_, code) = row[field] { Some((*code).to_owned()) } else { None })
            .collect()
    };
    let has = |key: &str, field: &str, codes: &[&str]| {
        let found = present(key, field);
        for code in codes {
            assert!(found.contains(*code), "{key} {field} has no {code}: {found:?}");
        }
    };
    has("children_in_need", "case_status", &["looked_after", "child_protection", "child_in_need", "open_assessment", "closed"]);
    has("children_in_need", "primary_need", &["N1", "N2", "N3", "N4", "N5", "N6", "N8"]);
    has("children_in_need", "closure_reason", &["RC1", "RC4", "RC5", "RC7", "RC8", "RC9"]);
    has("child_protection", "latest_category", &["neglect", "emotional", "physical", "sexual", "multiple"]);
    has("looked_after", "placement_type", &["U1", "U3", "U4", "U6", "K2", "K3", "P1", "H5"]);
    has("looked_after", "legal_status", &["C1", "C2", "E1", "V2"]);
    has(
        "looked_after",
        "permanence_plan",
        &["return_home", "adoption", "sgo_cao", "supported_living", "residential", "fostering", "other"],
    );
    has("looked_after", "interview_accepted", &["yes", "no"]);
    has("care_leavers", "eligibility", &["eligible", "relevant", "former_relevant", "qualifying"]);
    has("care_leavers", "activity", &["F1", "F2", "F4", "F5", "P5", "G4", "G5", "G6"]);
    has("care_leavers", "accommodation", &["B", "D", "U", "Z", "X"]);
    let filled = |key: &str, field: &str| rows(&demo, key).iter().filter(|row| row[field] != &Cell::Blank).count();
    for field in ["decision", "placement_order", "matched", "placed", "adopted", "reversed", "fostering_for_adoption_placed"] {
        assert!(filled("adoption", field) > 0, "no child on the way to adoption has {field}");
    }
    for field in ["stage_1_start", "stage_1_end", "stage_2_start", "stage_2_end", "matched", "placed", "adopted", "left"] {
        assert!(filled("adopters", field) > 0, "no adopter has {field}");
    }
}

#[test]
fn faults_are_planted_only_when_wished_and_are_written_down() {
    assert!(simulate(&small()).faults.is_empty());
    let faulty = simulate(&Wish { faults: true, ..small() });
    let kinds: BTreeSet<_> = faulty.faults.iter().map(|fault| fault.kind).collect();
    for kind in ["local-code", "text-date", "blank", "short-break", "repeated-child", "future-date", "end-before-start", "over-18"] {
        assert!(kinds.contains(kind), "no {kind}");
    }
}

#[test]
fn every_layout_holds_every_row() {
    let demo = simulate(&small());
    for layout in Layout::ALL {
        let files = write(&demo, layout).unwrap();
        assert_eq!(files.len(), if layout == Layout::Folder { 11 } else { 1 }, "{layout:?}");
    }
    let files = write(&demo, Layout::Folder).unwrap();
    let contacts = String::from_utf8(files.get("List_1.csv").unwrap().to_vec()).unwrap();
    assert_eq!(contacts.lines().count(), demo.list("contacts").unwrap().rows.len() + 1);
}

#[test]
fn published_figures_name_known_measures_and_five_years() {
    let text = published(&small());
    let mut years = BTreeSet::new();
    for line in text.lines().skip(1) {
        let parts: Vec<_> = line.split(',').collect();
        assert_eq!(parts.len(), 4, "{line}");
        years.insert(parts[1].to_owned());
        assert!(parts[2].parse::<f64>().is_ok() || (parts[2].is_empty() && parts[3] == "c"), "{line}");
    }
    assert_eq!(years.into_iter().collect::<Vec<_>>(), ["2021", "2022", "2023", "2024", "2025"]);
    let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/benchmarks/measures.csv");
    let Ok(known) = std::fs::read_to_string(known) else {
        eprintln!("skipped: no measures.csv beside the repository");
        return;
    };
    let known: BTreeSet<_> = known.lines().filter_map(|line| line.split(',').next()).collect();
    for line in text.lines().skip(1) {
        let measure = line.split(',').next().unwrap();
        assert!(known.contains(measure), "{measure} is no measure");
    }
}
