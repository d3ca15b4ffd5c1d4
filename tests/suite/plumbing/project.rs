//! `annexa.toml`: what is set, what is assumed, and what is refused.

use annexa::audience::Audience;
use annexa::calendar::Day;
use annexa::finding::Severity;
use annexa::number::Aim;
use annexa::project::{LISTS, Project};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn window(project: &Project, list: &str, as_at: &str) -> String {
    let window = project.window(list, day(as_at));
    format!("{} to {}, {}", window.start, window.end, window.months)
}

/// Findings as `line: message (hint)`.
fn told(text: &str) -> Vec<String> {
    let findings = Project::parse(text).findings.0;
    let hint = |hint: &Option<String>| hint.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
    findings.iter().map(|f| format!("{}: {}{}", f.place.line.unwrap_or(0), f.message, hint(&f.hint))).collect()
}

#[test]
fn a_full_file_is_read() {
    let text = r##"
[authority]
name = "Benbowshire"
code = 865
like = "Wiltshire"
neighbours = ["York", 800]
banner = "Demo data: Benbowshire is fictional"

[period]
as_at = 2025-09-30
window_months = { default = 3, "10" = 12, adopters = 24 }

[audiences]
build = ["management", "leadership"]

[targets]
REF-04 = 5
ASM-05 = { value = 90.5, origin = "national", owner = "Head of assessment", set = "2025-04-01" }
REF-03 = { value = 500, direction = "at_most" }

[theme]
name = "council"
logo = "logo.svg"
colours = { primary = "#0B5CAD", secondary = "#e4007c" }

[mapping.source]
"Constabulary" = "2B"
"Box 7" = 7

[report]
title = "Quarterly report"
classification = "OFFICIAL-SENSITIVE"
"##;
    let checked = Project::parse(text);
    assert_eq!(checked.findings.0, []);
    let project = checked.value;
    assert_eq!(project.authority.name.as_deref(), Some("Benbowshire"));
    assert_eq!(project.authority.code.as_deref(), Some("865"));
    assert_eq!(project.authority.neighbours, ["York", "800"]);
    assert_eq!(project.period.as_at, Some(day("2025-09-30")));
    assert_eq!(project.audiences.build, [Audience::Management, Audience::Leadership]);
    assert_eq!((project.targets["REF-04"].value, project.targets["REF-04"].origin.as_str()), (5.0, "local"));
    assert_eq!(project.targets["ASM-05"].set, Some(day("2025-04-01")));
    assert_eq!(project.targets["ASM-05"].place.line, Some(18));
    assert_eq!(project.targets["REF-03"].direction, Some(Aim::AtMost));
    assert_eq!(project.targets["ASM-05"].direction, None);
    assert_eq!(project.theme.theme(), "council");
    let theme = project.theme.clone();
    let (primary, secondary) = (theme.primary.unwrap(), theme.secondary.unwrap());
    assert_eq!((primary.value.hex().as_str(), primary.place.line), ("#0B5CAD", Some(24)));
    assert_eq!((secondary.value.hex().as_str(), theme.logo.unwrap().value.as_str()), ("#E4007C", "logo.svg"));
    assert_eq!(project.mapping["source"]["Constabulary"], "2B");
    assert_eq!(project.mapping["source"]["Box 7"], "7");
    assert_eq!(project.report.classification, "OFFICIAL-SENSITIVE");
    assert_eq!(window(&project, "referrals", "2025-09-30"), "2025-07-01 to 2025-09-30, 3");
    assert_eq!(window(&project, "adoption", "2025-09-30"), "2024-10-01 to 2025-09-30, 12");
    assert_eq!(window(&project, "adopters", "2025-09-30"), "2023-10-01 to 2025-09-30, 24");
}

#[test]
fn nothing_set_means_six_months_and_twelve_for_adoption() {
    let project = Project::none();
    assert_eq!(project, Project::parse("").value);
    for list in LISTS {
        let months = if ["adoption", "adopters"].contains(&list) { 12 } else { 6 };
        assert_eq!(project.window(list, day("2025-09-30")).months, months, "{list}");
    }
    assert_eq!(project.windows(day("2025-09-30")).len(), 11);
    assert_eq!(project.audiences.build, [Audience::Leadership]);
    assert_eq!(Project::parse("[period]\nwindow_months = 12").value.window("adopters", day("2025-03-31")).months, 12);
    assert_eq!(Project::parse("[period]\nwindow_months = 3").value.window("adopters", day("2025-03-31")).months, 3);
}

#[test]
fn a_window_may_have_days_of_its_own() {
    let read = |text: &str| Project::parse(&format!("[period]\n{text}")).value;
    let own = read("from = { referrals = 2025-04-01, \"1\" = 2025-04-10 }\nto = { \"3\" = 2025-06-30 }");
    assert_eq!(window(&own, "referrals", "2025-09-30"), "2025-04-01 to 2025-06-30, 3");
    assert_eq!(window(&own, "contacts", "2025-09-30"), "2025-04-10 to 2025-09-30, 6");
    assert_eq!(window(&own, "assessments", "2025-09-30"), "2025-04-01 to 2025-09-30, 6");
    let year = read("from = 2024-04-01\nto = 2025-03-31");
    assert_eq!(window(&year, "contacts", "2025-09-30"), "2024-04-01 to 2025-03-31, 12");
    assert_eq!(told("[period]\nfrom = 2025-04-01\nto = 2025-03-01").len(), 11, "one for each list");
}

#[test]
fn a_key_that_is_not_known_is_refused_with_its_line_and_the_nearest_one() {
    assert_eq!(
        told("[authority]\nnmae = \"X\"\n\n[perod]\nas_at = 2025-09-30\n"),
        ["2: unknown setting `nmae` in [authority] (did you mean `name`?)", "4: unknown section `perod` (did you mean `period`?)",]
    );
    assert_eq!(told("[period]\nwindow_months = { refferals = 6 }"), ["2: unknown list `refferals` (did you mean `referrals`?)"]);
    assert_eq!(
        told("[audiences]\nbuild = [\"leaders\"]"),
        ["2: `leaders` is not known for `build` (known values: management, leadership, public)"]
    );
}

#[test]
fn a_value_of_the_wrong_kind_says_what_was_expected() {
    assert_eq!(
        told("[period]\nas_at = \"30/09/2025\"\nwindow_months = 0\n[theme]\ncolours = { primary = \"blue\", secundary = \"#000000\" }\n"),
        [
            "2: expected a date as YYYY-MM-DD for `as_at`",
            "3: expected a whole number of months from 1 to 60 for `window_months`",
            "5: unknown setting `secundary` in [theme.colours] (did you mean `secondary`?)",
            "5: expected a colour as #rrggbb for `primary`",
        ]
    );
    assert_eq!(told("authority = 3\n"), ["1: expected a table for `authority`"]);
    assert_eq!(told("[targets]\nREF-04 = \"five\"\n"), ["2: expected a number for `REF-04`"]);
    assert_eq!(
        told("[targets]\nREF-04 = { value = 5, direction = \"at_lest\" }\n"),
        ["2: `at_lest` is not known for `direction` (did you mean `at_least`?)"]
    );
}

#[test]
fn a_change_of_the_work_has_a_code_a_day_and_a_reason() {
    let text = "[period]\nas_at = 2025-09-30\n\n[[rebase]]\nindicator = \"REF-16\"\nfrom = 2025-04-01\nwhy = \"New front door.\"\n";
    let read = Project::parse(text);
    assert_eq!(read.findings.0, []);
    let [rebase] = read.value.rebases.as_slice() else { panic!("{:?}", read.value.rebases) };
    assert_eq!((rebase.indicator.as_str(), rebase.from, rebase.why.as_str()), ("REF-16", day("2025-04-01"), "New front door"));
    assert_eq!((rebase.place.file.as_str(), rebase.place.line), ("annexa.toml", Some(4)));
    let reason = "limits are set anew only for a reason that readers are told, as why = \"New front door\"";
    assert_eq!(
        told("[[rebase]]\nindicator = \"REF-16\"\nfrom = 2025-04-01\n\n[[rebase]]\nfrom = \"April\"\nwhy = \" \"\nwyh = 1\n"),
        [
            format!("1: `why` is missing in [[rebase]] ({reason})"),
            "5: `indicator` is missing in [[rebase]] (name a count by month or week, as indicator = \"REF-16\")".to_owned(),
            format!("5: `why` is missing in [[rebase]] ({reason})"),
            "6: expected a date as YYYY-MM-DD for `from`".to_owned(),
            "8: unknown setting `wyh` in [[rebase]] (did you mean `why`?)".to_owned(),
        ]
    );
    assert_eq!(told("[rebase]\nindicator = \"REF-16\"\n"), ["1: expected tables that each begin with [[rebase]] for `rebase`"]);
}

#[test]
fn what_is_no_toml_is_told_with_its_line() {
    let told = told("[authority]\nname = Benbowshire\n[period\n");
    assert!(told.len() >= 2 && told[0].starts_with("2: "), "{told:?}");
}

#[test]
fn a_folder_without_settings_is_a_project_of_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let checked = Project::load(folder.path());
    assert_eq!(checked.findings.count(Severity::Note), 1);
    assert!(!checked.findings.has_errors());
    assert_eq!(checked.value.folder.as_deref(), Some(folder.path()));

    std::fs::write(folder.path().join("annexa.toml"), "[authority]\npublished = \"published.csv\"\n").unwrap();
    assert!(Project::load(folder.path()).findings.has_errors(), "the named file is missing");
    std::fs::write(folder.path().join("published.csv"), "measure,year,value\n").unwrap();
    let checked = Project::load(folder.path());
    assert_eq!(checked.findings.0, []);
    assert_eq!(checked.value.published_text().as_deref(), Some("measure,year,value\n"));
}

#[test]
fn the_number_of_children_may_be_given() {
    let read = |text: &str| Project::parse(&format!("[authority]\n{text}")).value.authority.children;
    assert_eq!(read("children = 62_664"), Some(62_664));
    assert_eq!(read("name = \"Kent\""), None);
    let expected = "2: expected a number of children aged 0 to 17, such as 62_000 for `children`";
    for wrong in ["0", "-5", "1.5", "\"many\"", "99_999_999"] {
        assert_eq!(told(&format!("[authority]\nchildren = {wrong}\n")), [expected], "{wrong}");
    }
}

#[test]
fn headings_of_the_council_pass_through_to_the_reader() {
    let checked = Project::parse("[mapping.headings]\n\"Our ref\" = \"child_id\"\n[mapping.sex]\nX = \"neither\"\n");
    assert_eq!(checked.findings.0, []);
    assert_eq!(checked.value.mapping["headings"]["Our ref"], "child_id");
    assert_eq!(checked.value.mapping["sex"]["X"], "neither");
}

#[test]
fn without_settings_what_is_assumed_is_said() {
    let said = Project::assumed();
    assert_eq!(said.severity, Severity::Note);
    assert!(said.message.contains("6 months of events on lists 1 to 8, 12 on lists 10 and 11; leadership figures"), "{}", said.message);
}
