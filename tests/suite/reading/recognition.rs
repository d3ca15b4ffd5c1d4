//! Which sheet is which list.

use super::*;

fn origins(checked: &Checked<Lists>) -> Vec<(String, usize, String)> {
    let filled = checked.value.lists.values().filter(|list| !list.origins.is_empty());
    filled.map(|list| (list.key.clone(), list.rows, list.origins[0].rule.clone())).collect()
}

#[test]
fn headings_decide_whatever_the_sheet_is_called() {
    let row = contact("1", "@2026-01-31", "q) 6: Police");
    let checked = reading(&[workbook(&[list_tab("List 7", "contacts", &[&row])])]);
    assert_eq!(origins(&checked), [("contacts".to_owned(), 1, "heading signature".to_owned())]);
}

#[test]
fn every_list_is_known_by_its_own_headings_in_every_version() {
    for record in &SCHEMA.lists {
        for layout in &record.layouts {
            let headings: Vec<String> = layout.columns.iter().map(|key| record.column(key).unwrap().heading.to_uppercase()).collect();
            let source = workbook(&[Tab { name: "Sheet1", rows: vec![headings.clone()] }]);
            let checked = reading(&[source]);
            assert_eq!(origins(&checked), [(record.key.clone(), 0, "heading signature".to_owned())], "{}", layout.name);
            assert!(of_kind(&checked, "missing-column").is_empty(), "{} {:#?}", layout.name, checked.findings);
            assert_eq!(list(&checked, &record.key).columns.len(), headings.len());
        }
    }
}

#[test]
fn headings_may_be_dressed_in_any_way() {
    let aliases: &[&str] = &[
        "ChildUniqueID",
        "GENDER",
        " ethnicity ",
        "DateOfBirth",
        "Age",
        "ReferralDate",
        "ReferralSource",
        "ReferralNFA",
        "ReferralsLast12Months",
        "AllocatedTeam",
        "AllocatedWorker",
    ];
    let row: &[&str] = &["0017", "F", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "School", "NFA", "#0", "Team A", "W 1"];
    let checked = reading(&[workbook(&[tab("export", &[aliases, row])])]);
    assert_eq!(origins(&checked), [("referrals".to_owned(), 1, "heading signature".to_owned())]);
    assert_eq!(keys(&checked, "referrals", "nfa"), ["yes"]);
    assert_eq!(keys(&checked, "referrals", "referral_source"), ["2A"]);
    assert_eq!(strings(&checked, "referrals", "child_id"), [Some("0017".to_owned())]);
    assert!(of_kind(&checked, "missing-column").is_empty());
}

#[test]
fn a_title_extra_columns_and_repeated_headings_do_no_harm() {
    let title: &[&str] = &["List 1: Contacts"];
    let mut heads: Vec<String> = headings("contacts");
    heads.extend(["UPN".to_owned(), "Ethnicity".to_owned()]);
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut row = contact("1", "@2026-01-31", "Police").to_vec();
    row.extend(["A123", "BAFR"]);
    let checked = reading(&[workbook(&[tab("x", &[title, &[], &heads, &row])])]);
    assert_eq!(keys(&checked, "contacts", "ethnicity"), ["WBRI"]);
    assert_eq!(list(&checked, "contacts").places, [(0, 4)]);
    assert_eq!(of_kind(&checked, "extra-columns")[0].count, 1);
    assert_eq!(of_kind(&checked, "repeated-heading")[0].count, 1);
}

#[test]
fn without_headings_the_name_and_the_columns_decide() {
    let row = contact("1", "@2026-01-31", "Police");
    let checked = reading(&[workbook(&[tab("Contacts", &[&row, &row])])]);
    assert_eq!(origins(&checked)[0].2, "sheet name");
    assert_eq!(list(&checked, "contacts").dates("contact_date").unwrap()[0], day("2026-01-31"));
    assert!(checked.findings.0.iter().any(|finding| finding.severity == Severity::Warning && finding.message.contains("by position")));
}

#[test]
fn a_title_names_a_list_without_headings() {
    let row = contact("1", "@2026-01-31", "Police");
    let checked = reading(&[workbook(&[tab("Sheet1", &[&["List 1: Contacts"], &row])]), text_file("x.csv", "a,b\n1,2\n")]);
    assert_eq!(origins(&checked)[0], ("contacts".to_owned(), 1, "title".to_owned()));
}

#[test]
fn eleven_sheets_without_names_or_headings_are_read_by_place() {
    let row = contact("1", "@2026-01-31", "Police");
    let names: Vec<String> = (1..=11).map(|n| format!("Tab {n}")).collect();
    let mut tabs: Vec<Tab> = names.iter().map(|name| tab(name, &[])).collect();
    tabs[0] = tab(&names[0], &[&row]);
    let checked = reading(&[workbook(&tabs)]);
    assert_eq!(origins(&checked), [("contacts".to_owned(), 1, "position".to_owned())]);
}

#[test]
fn a_sheet_named_as_a_list_with_unknown_headings_stops_the_build() {
    let checked = reading(&[workbook(&[tab("List 3", &[&["Alpha", "Beta", "Gamma", "Delta"], &["1", "2", "3", "4"]])])]);
    assert!(only_error(&checked).contains("named like List 3, Referrals, but its headings are not those of the list"));
}

#[test]
fn unknown_headings_are_no_record_and_no_licence_to_read_by_place() {
    let heads: Vec<String> = (1..=7).map(|n| format!("Thing {n}")).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows: Vec<[&str; 7]> = ["1", "2", "3", "4", "5", "6", "7", "8"].map(|id| contact(id, "@2026-01-31", "Police")).to_vec();
    let body = |above: &[&[&str]]| {
        let rows: Vec<&[&str]> = above.iter().copied().chain(rows.iter().map(|row| &row[..])).collect();
        reading(&[workbook(&[tab("List 1", &rows)])])
    };
    assert!(only_error(&body(&[&heads])).contains("its headings are not those of the list"));
    assert!(only_error(&body(&[&["Child", "Child", "Child", "Child", "Contact"], &heads])).contains("its headings are not those"));
    assert_eq!(list(&body(&[]), "contacts").rows, 8);
    // A record without dates is a record.
    assert_eq!(list(&body(&[&["9", "M", "WBRI", "", "", "not known", "Police"]]), "contacts").rows, 9);
}

#[test]
fn columns_under_the_headings_of_others_stop_the_build() {
    let mut moved = headings("contacts");
    moved.insert(1, "Local".to_owned());
    let rows = |text: &str| ["1", "2", "3", "4", "5", "6"].map(|id| format!("{id},M,WBRI,01/04/2015,10,{text},Police\n")).concat();
    let read = |headings: &[String], date: &str| reading(&[text_file("List_1.csv", format!("{}\n{}", headings.join(","), rows(date)))]);
    let error = only_error(&read(&moved, "31/01/2026"));
    assert!(
        error.contains("most cells of “Date of Birth”, “Age of Child (Years)”, “Date of Contact” are neither dates nor numbers"),
        "{error}"
    );
    // One column in words is the council's way of keeping it, and a warning.
    assert!(!read(&headings("contacts"), "in January").findings.has_errors());
}

#[test]
fn list_ten_is_not_list_one() {
    let checked = reading(&[workbook(&[tab("List 10", &[]), tab("List_1", &[])])]);
    let empty: Vec<&str> = checked.value.lists.values().filter(|list| !list.origins.is_empty()).map(|list| list.key.as_str()).collect();
    assert_eq!(empty, ["adoption", "contacts"]);
}

#[test]
fn annex_a_send_is_refused() {
    let heads: &[&str] = &["Unique ID", "UPN", "ULN", "Date of Birth", "Ethnicity", "Gender"];
    let checked = reading(&[workbook(&[tab("List_1", &[heads, &["1", "2", "3", "4", "5", "6"]])])]);
    assert!(only_error(&checked).contains("this is Annex A SEND, another data set"));
}

#[test]
fn several_files_make_one_authority() {
    let one = workbook(&[list_tab("List 1", "contacts", &[&contact("1", "@2026-01-31", "Police"), &contact("2", "@2026-02-01", "GP")])]);
    let csv = format!("{}\n2,F,WBRI,01/04/2015,10,02/02/2026,School\n", headings("contacts").join(","));
    let checked = reading(&[one, text_file("contacts-east.csv", csv)]);
    let contacts = list(&checked, "contacts");
    assert_eq!(contacts.rows, 3);
    assert_eq!(contacts.places, [(0, 2), (0, 3), (1, 2)]);
    let ids = contacts.strings("child_id").unwrap();
    assert_eq!(ids[1], ids[2], "one identifier has one number in every file");
}

#[test]
fn a_hidden_sheet_and_a_second_copy_are_reported() {
    let mut book = Workbook::new();
    for name in ["List 1", "List 1 (old)"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, headings("contacts")).unwrap();
        sheet.write_row(1, 0, [name, "M", "WBRI", "01/04/2015", "10", "31/01/2026", "Police"]).unwrap();
        sheet.set_hidden(name.ends_with("(old)"));
    }
    let checked = reading(&[Source { name: "a.xlsx".to_owned(), bytes: book.save_to_buffer().unwrap() }]);
    assert_eq!(list(&checked, "contacts").rows, 2);
    assert_eq!(of_kind(&checked, "hidden-sheet").len(), 1);
    assert_eq!(of_kind(&checked, "list-twice").len(), 1);
}

#[test]
fn the_chart_sheets_of_a_chat_workbook_are_no_lists() {
    let row = contact("1", "@2026-01-31", "Police");
    let charts: &[&[&str]] = &[
        &["Contacts in the period"],
        &["Gender", "Ethnicity", "Age"],
        &["Male", "WBRI", "#12"],
        &["Source", "Count", "Share"],
        &["Police", "#4", "#50"],
    ];
    let mut data = list_tab("List 1", "contacts", &[&row, &["-", "-", "-", "-", "-", "-", "-"]]);
    data.rows.insert(0, vec!["List 1: Contacts".to_owned()]);
    let checked = reading(&[workbook(&[tab("Contacts", charts), data, tab("Guidance", &[])])]);
    assert_eq!(list(&checked, "contacts").places, [(0, 3)]);
    assert!(!checked.findings.has_errors(), "{:#?}", checked.findings);
    assert_eq!(of_kind(&checked, "other-sheets")[0].message, "not read because they are none of the lists: Contacts, Guidance");
}

#[test]
fn other_sheets_are_named() {
    let row = contact("1", "@2026-01-31", "Police");
    let checked = reading(&[workbook(&[tab("Guidance", &[&["Read me"]]), list_tab("List 1", "contacts", &[&row])])]);
    assert_eq!(of_kind(&checked, "other-sheets")[0].message, "not read because they are none of the lists: Guidance");
}

#[test]
fn lists_that_are_not_there_are_one_warning() {
    let checked = reading(&[workbook(&[list_tab("List 1", "contacts", &[&contact("1", "@2026-01-31", "Police")])])]);
    assert_eq!(of_kind(&checked, "missing-list").len(), 1);
    assert_eq!(of_kind(&checked, "missing-list")[0].count, 10);
    assert!(!checked.findings.has_errors());
}
