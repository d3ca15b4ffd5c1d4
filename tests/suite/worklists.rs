//! Worklists: exactly the children of their indicators, only where they are asked for, only for as long as they may be held;
//! and `annexa find`, which says where a child is.

mod find;
mod held;

use annexa::annex_a::{Source, collect};
use annexa::audience::Audience;
use annexa::calendar::Day;
use annexa::finding::Findings;
use annexa::indicators::{self, Catalogue, Selection, Setting, Side, listed};
use annexa::pipeline::{self, Asked, Before, Input, Read, Stop};
use annexa::project::Project;
use annexa::theme::Shelf;
use annexa::worklists::{Expiry, MARKING, Made, Marker, record, record::Record};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A project and its data.
pub struct Sample {
    project: Project,
    shelf: Shelf,
    sources: Vec<Source>,
}

impl Sample {
    fn of(settings: &str, workbook: &Path) -> Self {
        let loaded = Project::parse(settings);
        assert!(!loaded.findings.has_errors(), "{:#?}", loaded.findings);
        Self { project: loaded.value, shelf: Shelf::built_in(), sources: collect(&[workbook.to_owned()]).unwrap() }
    }

    fn input(&self, as_at: Option<Day>, audience: Audience) -> Input<'_> {
        Input { project: &self.project, shelf: &self.shelf, sources: &self.sources, as_at, audience, before: Before::default() }
    }

    fn read(&self, as_at: Option<Day>) -> (Read, Catalogue, Setting) {
        let input = self.input(as_at, Audience::Management);
        let read = pipeline::read(&input).unwrap_or_else(|_| panic!("it can be read"));
        let catalogue = Catalogue::load(&self.shelf).value;
        let setting = pipeline::measured_with(&input, &read, &catalogue);
        (read, catalogue, setting)
    }

    fn made(&self, names: &[String]) -> (Made, Expiry) {
        let asked = Asked { names: names.to_vec(), today: None };
        match pipeline::worklists(&self.input(None, Audience::Management), &asked) {
            Ok(checked) => checked.value,
            Err(Stop::Errors(Findings(all))) => panic!("{all:#?}"),
            Err(other) => panic!("{other}"),
        }
    }
}

fn demo_with(more: &str) -> Sample {
    Sample::of(
        &format!("[authority]\nname = \"Benbowshire\"\n[period]\nas_at = 2025-09-30\n{more}"),
        &Path::new(ROOT).join("data/2025-09-30.xlsx"),
    )
}

static DEMO: LazyLock<Sample> = LazyLock::new(|| demo_with(""));

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn all_names() -> Vec<String> {
    record::names(&DEMO.shelf)
}

fn records(sample: &Sample, read: &Read, catalogue: &Catalogue) -> Vec<Record> {
    let loaded = record::load(&sample.shelf, catalogue, &read.schema, &all_names());
    assert_eq!(loaded.findings.0, []);
    loaded.value
}

/// How many rows the figure of a part speaks of on the side that the part lists; nothing where the figure is not available.
fn of_figure(figures: &[indicators::Figure], part: &record::Part) -> Option<usize> {
    let figure =
        figures.iter().find(|f| f.code == part.indicator && f.group == part.case.as_deref().unwrap_or("")).expect("its figure is there");
    let counted = figure.numerator? as usize;
    Some(match part.rows {
        Side::Counted => counted,
        Side::NotCounted => figure.denominator? as usize - counted,
    })
}

fn selection(part: &record::Part, side: Side) -> Selection<'_> {
    Selection { code: &part.indicator, case: part.case.as_deref(), side, due: &part.due }
}

#[test]
fn a_worklist_has_exactly_the_rows_of_its_indicator() {
    let samples = Path::new(ROOT).join("../shared/samples");
    let mut workbooks = vec![Path::new(ROOT).join("data/2025-09-30.xlsx")];
    workbooks
        .extend(["annex-a-2021-liia.xlsx", "annex-a-2024-liia.xlsx"].map(|name| samples.join(name)).into_iter().filter(|p| p.is_file()));
    let mut compared = 0;
    for workbook in &workbooks {
        let sample = Sample::of("", workbook);
        let (read, catalogue, setting) = sample.read(None);
        let figures = indicators::evaluate(&catalogue, &read.lists, &setting);
        let (made, _) = sample.made(&all_names());
        for record in records(&sample, &read, &catalogue) {
            let entry = made.lists.iter().find(|entry| entry.name == record.name).unwrap();
            for ((number, part), rows) in (1..).zip(&record.part).zip(&entry.rows) {
                let what = format!("{}, {} part {number}", workbook.display(), record.name);
                // A share of nobody has no figure: then nobody is listed either.
                let wanted = of_figure(&figures, part);
                assert_eq!(rows.unwrap_or(0), wanted.unwrap_or(0), "{what}");
                assert!(rows.is_some() || wanted.is_none(), "{what}");
                let csv = made.files.get(&format!("{}-{number}.csv", record.name));
                let lines = csv.map_or(0, |csv| csv::Reader::from_reader(csv).into_records().count());
                assert_eq!(lines, rows.unwrap_or(0), "{what}: its table");
                compared += usize::from(wanted.is_some_and(|n| n > 0));
            }
        }
    }
    assert!(compared >= 18, "{compared} parts with rows were compared");
}

/// Parts that list what is past its day, by indicator: then the day must say so of each row, and of none that is left out.
const PAST: [&str; 11] = ["OPN-17", "CP-21", "OPN-14", "CP-25", "HLT-02", "HLT-05", "CL-31", "OPN-12", "ASM-09", "CP-17", "OPN-10"];

#[test]
fn the_day_something_was_due_agrees_with_the_rule_of_its_indicator() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    // The end of a quarter and days after it, so that no date of the demonstration lies ahead: a Saturday, the end of a month, a day in
    // the middle, a Saturday after two bank holidays, the end of February.
    for as_at in ["2025-09-30", "2025-10-04", "2025-10-31", "2025-11-12", "2025-12-27", "2026-02-28"] {
        let as_at = day(as_at);
        let (read, catalogue, setting) = DEMO.read(Some(as_at));
        for part in records(&DEMO, &read, &catalogue)
            .into_iter()
            .flat_map(|record| record.part)
            .filter(|part| PAST.contains(&part.indicator.as_str()))
        {
            let other = if part.rows == Side::Counted { Side::NotCounted } else { Side::Counted };
            let rows = |side| listed(&catalogue, &read.lists, &setting, &selection(&part, side)).unwrap().rows;
            for row in rows(part.rows) {
                let Some(due) = row.due else { continue };
                assert!(due <= as_at, "{} as at {as_at}: row {} is listed and due by {due}", part.indicator, row.row);
                seen.insert(part.indicator.clone());
            }
            // Who has a plan of permanence is not on the list however long ago it was due.
            for row in rows(other).into_iter().filter(|_| part.indicator != "OPN-12") {
                assert!(row.overdue.is_none_or(|days| days == 0), "{} as at {as_at}: row {} is not listed", part.indicator, row.row);
            }
        }
        // Enquiries that the list calls overdue are those that S47-07 counts.
        let enquiries = records(&DEMO, &read, &catalogue).into_iter().find(|record| record.name == "enquiries-undecided").unwrap();
        let late = listed(&catalogue, &read.lists, &setting, &selection(&enquiries.part[0], Side::Counted)).unwrap();
        let late = late.rows.iter().filter(|row| row.overdue.is_some_and(|days| days > 0)).count();
        let figures = indicators::evaluate(&catalogue, &read.lists, &setting);
        let figure = figures.iter().find(|figure| figure.code == "S47-07" && figure.group.is_empty()).unwrap();
        assert_eq!(late, figure.numerator.unwrap_or(0.0) as usize, "as at {as_at}");
    }
    assert_eq!(seen.len(), PAST.len(), "rows with a day were seen of {seen:?} only");
}

#[test]
fn only_management_gets_them() {
    for audience in [Audience::Leadership, Audience::Public] {
        let asked = Asked { names: all_names(), today: None };
        let Err(Stop::Worklists(refused)) = pipeline::worklists(&DEMO.input(None, audience), &asked) else {
            panic!("{audience:?} got them")
        };
        assert!(refused.to_string().ends_with(&format!("not for {}", audience.key())), "{refused}");
    }
}

/// Pages of a folder as text, by path.
fn pages(made: &Made) -> BTreeMap<&str, &str> {
    let html = made.files.iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, bytes)| (path, std::str::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn every_page_says_what_it_is_and_leads_nowhere_else() {
    let (made, expiry) = DEMO.made(&all_names());
    assert_eq!((expiry.last(), pages(&made).len()), (day("2025-10-14"), all_names().len() + 1));
    for (path, html) in pages(&made) {
        for words in
            [MARKING, "14 October 2025", "name=\"robots\" content=\"noindex", "Content-Security-Policy", "Benbowshire", "lang=\"en-GB\""]
        {
            assert!(html.contains(words), "{path} lacks {words}");
        }
        for words in ["<script", "javascript:", "http://", "https://", "style=", "onclick", "NaN", "{{", "{%"] {
            assert!(!html.contains(words), "{path} holds {words}");
        }
        for link in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let held = link.starts_with('#') || made.files.get(link).is_some();
            assert!(held, "{path} links to {link}");
        }
    }
    for (path, bytes) in made.files.iter().filter(|(path, _)| path.ends_with(".csv")) {
        for row in csv::Reader::from_reader(bytes).into_records() {
            let row = row.unwrap();
            assert_eq!((row.iter().rev().nth(1), row.iter().next_back()), (Some(MARKING), Some("2025-10-14")), "{path}");
        }
    }
    let css = std::str::from_utf8(made.files.get("assets/worklist.css").unwrap()).unwrap();
    assert!(css.contains(&format!("content: \"{MARKING}\"")) && css.contains("A4 landscape") && css.contains("table-header-group"));
    let marker = Marker::parse(std::str::from_utf8(made.files.get(Marker::FILE).unwrap()).unwrap()).unwrap();
    assert_eq!((marker.delete_by, marker.file_count), (day("2025-10-14"), made.files.len() - 1));
}

#[test]
fn no_page_or_table_says_who_a_child_is() {
    let (read, ..) = DEMO.read(None);
    let (made, _) = DEMO.made(&all_names());
    let text: String = made
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".csv"))
        .map(|(_, b)| String::from_utf8_lossy(b))
        .collect();
    let mut looked = 0;
    for list in read.lists.lists.values() {
        for field in ["placement_postcode", "placement_urn", "family_id"] {
            for id in list.strings(field).into_iter().flatten().flatten() {
                let value = &read.lists.strings[*id as usize];
                assert!(!text.contains(&format!(">{value}<")) && !text.contains(&format!(",{value},")), "a {field} is shown");
                looked += 1;
            }
        }
    }
    assert!(looked > 500);
    // Every date shown is one of the work; whose birthday it also is cannot be told from a column that is not there.
    for words in ["birth", "Birth", "ostcode", "thnicity", "URN"] {
        assert!(!text.contains(&format!("<th scope=\"col\">{words}")) && !text.lines().any(|line| line.starts_with(words)), "{words}");
    }
}

#[test]
fn split_by_team_nobody_sees_anothers_children() {
    let names = ["visits-overdue".to_owned(), "reviews-overdue".to_owned()];
    let (whole, _) = DEMO.made(&names);
    let (split, _) = demo_with("[worklists]\nper_team = true\n").made(&names);
    let rows = |made: &Made| {
        let mut rows: Vec<(String, String)> = Vec::new();
        for (path, bytes) in made.files.iter().filter(|(path, _)| path.ends_with(".csv")) {
            let mut reader = csv::Reader::from_reader(bytes);
            let team = reader.headers().unwrap().iter().position(|head| head == "Team").unwrap();
            let name = path.rsplit('/').next().unwrap();
            for row in reader.into_records().map(Result::unwrap) {
                let teams: BTreeSet<&str> = row.get(team).into_iter().collect();
                if let Some((folder, _)) = path.split_once('/') {
                    let own = format!("team-{}", teams.iter().next().unwrap().to_lowercase().replace(' ', "-"));
                    assert_eq!(folder, own, "{path}");
                }
                rows.push((name.to_owned(), row.iter().collect::<Vec<_>>().join("|")));
            }
        }
        rows.sort();
        rows
    };
    assert!(split.teams > 5 && rows(&whole) == rows(&split), "every row once, with its team");
    assert!(
        split.files.get("index.html").is_none() && split.files.iter().all(|(path, _)| path == Marker::FILE || path.starts_with("team-"))
    );
    let marker = std::str::from_utf8(split.files.get(Marker::FILE).unwrap()).unwrap();
    assert!(!marker.contains("Looked After") && !marker.contains("looked-after"), "the record names no team");
    for (path, html) in pages(&split) {
        let folder = path.split('/').next().unwrap();
        for link in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).filter(|link| !link.starts_with('#')) {
            assert!(split.files.get(&format!("{folder}/{link}")).is_some(), "{path} links to {link}");
        }
    }
}

#[test]
fn names_that_are_markup_or_formulas_stay_text() {
    let payloads = [
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://x\")",
        "../../up",
        "\"><img src=x onerror=y>",
        "+1",
        "con",
        "{{ 7*7 }}",
        "\u{202e}evil",
    ];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("List_5").unwrap();
    let heads = [
        "Child Unique ID",
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Number of Section 47 Enquiries in the last 12 months",
        "Number of ICPCs in the last 12 months",
        "Allocated Team",
        "Allocated Worker",
    ];
    sheet.write_row(0, 0, heads).unwrap();
    for (row, payload) in (1..).zip(payloads) {
        sheet.write_row(row, 0, [payload, "01/09/2025", "", "", "0", "0", payload, payload]).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    std::fs::write(&path, book.save_to_buffer().unwrap()).unwrap();
    let sample = Sample::of("[period]\nas_at = 2025-09-30\n[worklists]\nper_team = true\n", &path);
    let (made, _) = sample.made(&["enquiries-undecided".to_owned()]);
    assert_eq!(made.teams, payloads.len());
    for (path, _) in made.files.iter() {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        assert!(path.split('/').all(|part| part.chars().all(plain) && !part.starts_with('.')), "{path}");
    }
    for (path, html) in pages(&made) {
        for words in ["<script", "<img", "onerror=y>", "\u{202e}", "49"] {
            assert!(!html.contains(words), "{path} holds {words}");
        }
        assert_eq!(html.matches("<h1>").count(), 1);
    }
    let mut guarded = 0;
    for (path, bytes) in made.files.iter().filter(|(path, _)| path.ends_with(".csv")) {
        for cell in
            csv::Reader::from_reader(bytes).into_records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(!cell.starts_with(['=', '+', '@']), "{path}: {cell}");
            guarded += usize::from(cell.starts_with("'="));
        }
    }
    assert_eq!(guarded, 3, "the formula stands as text in its three columns");
}

#[test]
fn settings_are_read_and_checked() {
    let project = Project::parse("[worklists]\ninclude = [\"visits-overdue\"]\nexpires_after_days = 30\nper_team = true\n").value;
    assert_eq!(
        (project.worklists.include.as_slice(), project.worklists.expires_after_days, project.worklists.per_team),
        (["visits-overdue".to_owned()].as_slice(), 30, true)
    );
    assert_eq!((Project::none().worklists.include.len(), Project::none().worklists.expires_after_days), (0, 14));
    for (wrong, said) in [
        ("expires_after_days = 0", "expected a number of days from 1 to 90"),
        ("expires_after_days = 365", "expected a number of days from 1 to 90"),
        ("per_team = \"yes\"", "expected true or false"),
        ("expires = 3", "unknown setting `expires`"),
    ] {
        let findings = Project::parse(&format!("[worklists]\n{wrong}\n")).findings;
        assert!(findings.0.iter().any(|finding| finding.to_string().contains(said)), "{wrong}: {findings:?}");
    }
}
