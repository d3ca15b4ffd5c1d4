//! What cells mean once their list is known.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A workbook of contacts with these sources.
fn sources(texts: &[&str]) -> Checked<Lists> {
    sources_with(texts, &Mapping::new())
}

fn sources_with(texts: &[&str], mapping: &Mapping) -> Checked<Lists> {
    let ids: Vec<String> = (0..texts.len()).map(|n| format!("id{n}")).collect();
    let rows: Vec<[&str; 7]> = texts.iter().zip(&ids).map(|(text, id)| contact(id, "@2026-01-31", text)).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 7]>::as_slice).collect();
    read(&[workbook(&[list_tab("List 1", "contacts", &rows)])], &SCHEMA, mapping)
}

/// Each spelling with the key it means, read in a column of its own list.
fn spells(list: &str, field: &str, pairs: &[(&str, &str)]) {
    let record = SCHEMA.list(list).unwrap();
    let at = record.columns.iter().position(|column| column.key == field).unwrap();
    let rows: Vec<Vec<String>> = pairs
        .iter()
        .enumerate()
        .map(|(n, (text, _))| {
            let mut row = vec![String::new(); record.columns.len()];
            (row[0], row[1], row[2]) = (format!("id{n}"), "x".to_owned(), "x".to_owned());
            row[at] = (*text).to_owned();
            row
        })
        .collect();
    let mut tab = Tab { name: "x", rows };
    tab.rows.insert(0, headings(list));
    let checked = reading(&[workbook(&[tab])]);
    let expected: Vec<&str> = pairs.iter().map(|(_, key)| *key).collect();
    let read = keys(&checked, list, field);
    for ((text, key), read) in pairs.iter().zip(&read) {
        assert_eq!(read, key, "{field}: {text}");
    }
    assert_eq!(read.len(), expected.len());
}

#[test]
fn sources_are_decoded_by_token_and_label_before_letter() {
    spells(
        "contacts",
        "contact_source",
        &[
            ("q) 6: Police", "6"),
            ("6", "6"),
            ("#6", "6"),
            ("Police", "6"),
            ("6 - Police", "6"),
            ("16+ team", "?"),
            ("i) 3C: Health services", "3C"),
            ("School nurse", "3C"),
            ("(3C) anything", "3C"),
            ("School", "2A"),
            ("e) 2A: Schools", "2A"),
            ("Health", "3F"),
            ("n) 5A: LA services", "5A"),
            ("p1) 5D: LA services", "5D"),
            ("u) 10: Unknown", "10"),
            ("#10", "10"),
            ("q", "6"),
            ("a) 1A: Individual", "1A"),
            ("zzz", "?"),
            ("N/A", "-"),
            ("School / Police", "?"),
            ("Health services - GP", "3A"),
            ("Health services - health visitor", "3B"),
            ("Health services - school nurse", "3C"),
            ("Health services - midwife", "3D"),
            ("Health services - A&E", "3E"),
            ("Health services - hospital", "3F"),
        ],
    );
}

#[test]
fn full_width_letters_are_letters() {
    let wide = |text: &str| -> String {
        text.chars()
            .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).expect("a full-width letter") } else { c })
            .collect()
    };
    spells("contacts", "contact_source", &[(&wide("6: Police"), "6"), (&wide("3A"), "3A"), (&wide("4 - Housing"), "4")]);
    spells("contacts", "sex", &[(&wide("a) Male"), "male"), (&wide("b"), "female")]);
}

#[test]
fn yes_and_no_come_in_many_forms() {
    spells(
        "assessments",
        "seen",
        &[
            ("a) Yes", "yes"),
            ("b) No", "no"),
            ("c) Unknown", "unknown"),
            ("Y", "yes"),
            ("n", "no"),
            ("?", "yes"),
            ("FALSE", "no"),
            ("#1", "yes"),
            ("#0", "no"),
            ("1 - Yes", "yes"),
            ("a. Yes", "yes"),
            ("Child seen alone", "yes"),
            ("Not seen", "no"),
            ("Unborn", "-"),
            ("perhaps", "?"),
            ("No - child away", "no"),
        ],
    );
    spells(
        "looked_after",
        "interview_offered",
        &[("Offered and Declined (by YP)", "yes"), ("Not Offered (no contact)", "no"), ("a) Yes", "yes")],
    );
    spells("looked_after", "uasc", &[("Non-UASC", "no"), ("UASC", "yes"), ("c) Unknown", "?")]);
}

#[test]
fn every_code_is_read_from_its_key_its_label_and_both() {
    for record in &SCHEMA.lists {
        for column in record.columns.iter().filter(|column| column.set.is_some()) {
            let set = &SCHEMA.code_sets[column.set.as_ref().unwrap()];
            let texts: Vec<(String, String)> = set
                .code
                .iter()
                .flat_map(|code| {
                    let letter = code.letter.as_deref().unwrap_or("a");
                    let forms = [code.key.clone(), code.label.clone(), format!("{letter}) {}", code.label), code.label.to_uppercase()];
                    let is_token = code.key.chars().any(|c| c.is_ascii_uppercase()) || code.key.chars().all(|c| c.is_ascii_digit());
                    let tokens = [format!("{letter}) {}: text", code.key), format!("{} - {}", code.key, code.label)]
                        .into_iter()
                        .filter(move |_| is_token);
                    forms.into_iter().chain(tokens).map(|form| (form, code.key.clone())).collect::<Vec<_>>()
                })
                .collect();
            let pairs: Vec<(&str, &str)> = texts.iter().map(|(text, key)| (text.as_str(), key.as_str())).collect();
            spells(&record.key, &column.key, &pairs);
        }
    }
}

#[test]
fn the_spellings_of_the_other_sets_are_read() {
    spells(
        "contacts",
        "ethnicity",
        &[
            ("a) WBRI", "WBRI"),
            ("s) REFU", "REFU"),
            ("s) NOBT", "NOBT"),
            ("s", "?"),
            ("t) NOBT", "NOBT"),
            ("CNHE", "CHNE"),
            ("A1", "WBRI"),
            ("WENG", "WBRI"),
            ("BNGN", "BAFR"),
            ("Mixed - White and Black Caribbean", "MWBC"),
            ("Black or Black British - any other Black background", "BOTH"),
            ("White - any other White background", "WOTH"),
            ("Martian", "?"),
        ],
    );
    spells(
        "contacts",
        "sex",
        &[("M", "male"), ("#2", "female"), ("c) Not stated/recorded (or unborn)", "not_stated"), ("d", "neither"), ("Indeterminate", "?")],
    );
    spells("adopters", "sex", &[("c) Neither", "neither"), ("d) Not stated/recorded", "not_stated"), ("c", "?"), ("M", "male")]);
    spells(
        "children_in_need",
        "primary_need",
        &[
            ("N1 - Abuse or Neglect", "N1"),
            ("1b Sexual Abuse", "N1"),
            ("4a Homelessness", "N4"),
            ("N0", "N0"),
            ("PSRMEM - Support with memory and cognition", "?"),
        ],
    );
    spells(
        "children_in_need",
        "closure_reason",
        &[("RC8: Case closed after assessment, no further action", "RC8"), ("RC7 - Services ceased", "RC7"), ("Step down", "RC7")],
    );
    spells(
        "children_in_need",
        "case_status",
        &[
            ("CLA&CP", "looked_after"),
            ("f) Closed episode", "closed"),
            ("e) Care leaver", "?"),
            ("e", "closed"),
            ("b) Child Protection plan", "child_protection"),
        ],
    );
    spells(
        "child_protection",
        "latest_category",
        &[
            ("Neglect and emotional abuse", "multiple"),
            ("YNNN", "neglect"),
            ("EMO", "emotional"),
            ("e) Multiple/not recommended", "multiple"),
            ("Physical Abuse", "physical"),
        ],
    );
    spells("looked_after", "legal_status", &[("C1: ICO", "C1"), ("V2: Single period under S20", "V2"), ("Section 20", "V2"), ("V4", "V4")]);
    spells(
        "looked_after",
        "ceased_reason",
        &[
            ("E4A: Returned home to live with parents or relatives - part of planning", "E4A"),
            ("E17", "E17"),
            ("u) X1:CodeError", "X1"),
            ("k) E47: Special Guardianship Orders - relative/friend", "E47"),
        ],
    );
    spells(
        "looked_after",
        "placement_type",
        &[
            ("f) U6: Foster placement - not FFA", "U6"),
            ("K3", "K3"),
            ("zz) T4: Temporary placement - seven days or less", "T4"),
            ("n) H5: Residential accommodation", "H5"),
            ("Foster placement with relative or friend - long term fostering", "U1"),
            ("Foster placement with relative or friend who is also an approved adopter - FFA", "U2"),
            ("Foster placement with relative or friend - not long term or FFA", "U3"),
            ("Foster placement with other foster carer - long term fostering", "U4"),
            ("Foster placement with other foster carer who is also an approved adopter - FFA", "U5"),
            ("Foster placement with other foster carer - not long term or FFA", "U6"),
            ("Foster placement with other foster carer, not long term", "U6"),
        ],
    );
    spells("looked_after", "placement_provider", &[("e) PR4 - Private provision", "PR4"), ("In house", "PR1")]);
    spells(
        "looked_after",
        "placement_location",
        &[("a) In", "in"), ("Yes", "in"), ("In borough", "in"), ("Out of borough", "out"), ("b", "out"), ("In a different area", "?")],
    );
    spells(
        "looked_after",
        "permanence_plan",
        &[("LTFOST18", "fostering"), ("SGO / CAO", "sgo_cao"), ("f) Long-term fostering", "fostering"), ("None", "-")],
    );
    spells(
        "care_leavers",
        "in_touch",
        &[
            ("d) Refu", "refused"),
            ("NREQ", "not_required"),
            ("f) Rhom", "returned_home"),
            ("LA in touch - Yes", "yes"),
            ("No longer requires services", "not_required"),
        ],
    );
    spells(
        "care_leavers",
        "accommodation",
        &[
            ("U: Independent living", "U"),
            ("B1", "B"),
            ("K2", "K"),
            ("C: Community home / residential care", "C"),
            ("UK", "?"),
            ("B&B", "W"),
        ],
    );
    spells("care_leavers", "suitability", &[("a) Suitable", "suitable"), ("Not suitable", "unsuitable"), ("#1", "suitable"), ("#0", "?")]);
    spells(
        "care_leavers",
        "activity",
        &[
            ("F3: Full time in training or employment", "F3"),
            ("d1) Not in education, training or employment - illness/disability", "G4"),
            ("NEET", "G5"),
            ("P5", "P5"),
        ],
    );
    spells(
        "care_leavers",
        "eligibility",
        &[("b) Former relevant child", "former_relevant"), ("a) Eligible child", "eligible"), ("Relevant", "relevant")],
    );
    spells("adoption", "reversal_reason", &[("RD2", "RD2"), ("RD1 - The child’s needs changed subsequent to the decision", "RD1")]);
    spells("adopters", "left_reason", &[("#1", "withdrew"), ("2 - Process put on hold", "on_hold"), ("3", "refused")]);
}

/// The labels of the figures, in their order; codes that no figure counts follow in groups of their own.
#[test]
fn groups_bear_the_labels_of_the_figures() {
    let groups = |set: &str| {
        let mut groups: Vec<String> = Vec::new();
        for code in SCHEMA.code_sets[set].set().codes {
            if !groups.contains(&code.group) {
                groups.push(code.group);
            }
        }
        groups.join("; ")
    };
    for (set, labels) in [
        ("ethnicity", "White; Mixed; Asian; Black; Chinese; Other; Refused; Unknown"),
        (
            "source",
            "Individual; Schools; Education services; Health services; Housing; LA services; Police; Other legal agency; Other; Anonymous; Unknown",
        ),
        ("case_status", "Looked after child; Child protection plan; Child in need plan; Open assessment; Closed episode"),
        (
            "closure_reason",
            "Adopted; Died; Child arrangements order; Special guardianship order; Transferred to another LA; Transferred to adult social care; \
             Services ceased for any other reason; Closed after assessment, NFA; Closed after assessment, referred to early help",
        ),
        (
            "legal_status",
            "Interim care orders; Full care orders; Freed for adoption; Placement order granted; Accommodated under S20; \
             Detained on child-protection grounds; Youth justice legal statuses; Short breaks, not counted as care",
        ),
        (
            "ceased_reason",
            "Adopted; Died; Care taken by another LA; Returned home; \
             Left care to live with parents, relatives or other person with no parental responsibility; Residence/child arrangements order; \
             Special guardianship; Independent living; Adult-funded residential; Custody; Remand ended; Age-assessed 18+; Moved abroad; Other; \
             Aged 18+ remained with carers; Episode change, not an exit",
        ),
        (
            "permanence_plan",
            "Return to family; Adoption; SGO/CAO; Supported living in the community; Long-term residential placement; Long-term fostering; Other",
        ),
        (
            "placement_type",
            "Foster; Placed for adoption; Placed with parents; Independent living; Residential employment; Semi-independent; Secure children's home; \
             Children's home; Residential care home; NHS; Family centre/mother & baby; YOI/STC; Residential school; Other; Supported accommodation; Temporary",
        ),
        ("placement_provider", "Own LA; Private; Other"),
        ("eligibility", "Relevant child; Former relevant child; Qualifying care leaver; Eligible child; Other"),
        ("in_touch", "Yes; No; Died; Refuses contact; No longer requires services; Returned home"),
    ] {
        assert_eq!(groups(set), labels, "{set}");
    }
}

#[test]
fn a_council_says_what_its_own_spellings_mean() {
    let mapping = Mapping::from([(
        "contact_source".to_owned(),
        BTreeMap::from([("Blue light".to_owned(), "6".to_owned()), ("none given".to_owned(), "blank".to_owned())]),
    )]);
    let checked = sources_with(&["BLUE LIGHT", "None given", "Purple light"], &mapping);
    assert_eq!(keys(&checked, "contacts", "contact_source"), ["6", "-", "?"]);
    let finding = of_kind(&checked, "unmapped-code")[0];
    assert_eq!((finding.count, finding.place.row, finding.place.column.as_deref()), (1, Some(4), Some("G (Contact Source)")));
}

#[test]
fn a_mapping_that_leads_nowhere_is_an_error() {
    for (outer, key) in [("contact_sauce", "6"), ("source", "66")] {
        let mapping = Mapping::from([(outer.to_owned(), BTreeMap::from([("Blue light".to_owned(), key.to_owned())]))]);
        let error = only_error(&sources_with(&["Police"], &mapping));
        assert!(error.contains(outer) && !error.contains("Blue"), "{error}");
    }
}

#[test]
fn a_misspelt_mapping_is_given_the_nearest_name() {
    let hint = |outer: &str, key: &str| {
        let mapping = Mapping::from([(outer.to_owned(), BTreeMap::from([("Secret".to_owned(), key.to_owned())]))]);
        let source = workbook(&[list_tab("List 1", "contacts", &[&contact("1", "@2026-01-31", "Police")])]);
        let findings = read(&[source], &SCHEMA, &mapping).findings.0;
        let errors: Vec<_> = findings.into_iter().filter(|f| f.severity == Severity::Error).collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(!errors[0].to_string().contains("Secret"));
        errors[0].hint.clone().unwrap()
    };
    assert_eq!(hint("contact_sauce", "6"), "did you mean [mapping.contact_source]?");
    assert_eq!(hint("hedings", "child_id"), "did you mean [mapping.headings]?");
    assert_eq!(hint("headings", "contact_dat"), "did you mean `contact_date`?");
    assert_eq!(hint("case_status", "loked_after"), "did you mean `looked_after`?");
    assert!(hint("source", "66").starts_with("its codes are 1A, 1B"));
}

#[test]
fn two_quarters_are_not_counted_together() {
    let quarter = |name: &str, age: &str| {
        let rows: Vec<String> = (0..40).map(|id| format!("{id},Female,WBRI,01/01/2015,{age},31/01/2026,Police")).collect();
        text_file(name, format!("{}\n{}\n", headings("contacts").join(","), rows.join("\n")))
    };
    let two = |age: &str| read(&[quarter("june.csv", "11"), quarter("september.csv", age)], &SCHEMA, &Mapping::new());
    let same = two("11");
    assert!(!same.findings.has_errors(), "{:?}", same.findings);
    assert_eq!(list(&same, "contacts").rows, 40);
    let findings = two("12").findings;
    let error = findings.0.iter().find(|f| f.severity == Severity::Error).unwrap();
    assert_eq!((error.kind.as_str(), error.count), ("two-quarters", 40));
    assert!(error.message.starts_with("june.csv and september.csv hold the same events"), "{error}");
}

#[test]
fn a_council_names_its_own_headings() {
    let heads: &[&str] = &["Our ref", "Gender", "Ethnicity", "DOB", "Age", "When they rang", "Contact Source"];
    let mapping = Mapping::from([(
        "headings".to_owned(),
        BTreeMap::from([("our REF".to_owned(), "child_id".to_owned()), ("When they rang".to_owned(), "contact_date".to_owned())]),
    )]);
    let source = workbook(&[tab("x", &[heads, &contact("1", "@2026-01-31", "Police")])]);
    let checked = read(std::slice::from_ref(&source), &SCHEMA, &mapping);
    assert_eq!(list(&checked, "contacts").dates("contact_date").unwrap(), [day("2026-01-31")]);
    let wrong = Mapping::from([("headings".to_owned(), BTreeMap::from([("x".to_owned(), "contact_day".to_owned())]))]);
    assert!(read(&[source], &SCHEMA, &wrong).findings.has_errors());
}

#[test]
fn unknown_spellings_are_counted_and_a_row_is_given_for_each() {
    let checked = sources(&["alpha", "Police", "beta", "alpha", "gamma"]);
    let finding = of_kind(&checked, "unmapped-code")[0];
    assert_eq!((finding.count, finding.place.row), (4, Some(2)));
    assert_eq!(finding.message, "4 cells hold an unknown code (3 different spellings); counted as not mapped");
    assert_eq!(
        finding.hint.as_deref(),
        Some("look at rows 2, 4, 6, one for each spelling; say what it means under [mapping.source] in annexa.toml")
    );
}

#[test]
fn dates_of_every_sort_are_the_same_day() {
    let rows: Vec<[&str; 7]> = ["@2026-01-31", "31/01/2026", "2026-01-31", "31-Jan-26", "#46053", "31 January 2026", "2026-01-31 00:00:00"]
        .iter()
        .zip(["1", "2", "3", "4", "5", "6", "7"])
        .map(|(date, id)| contact(id, date, "Police"))
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 7]>::as_slice).collect();
    let checked = reading(&[workbook(&[list_tab("x", "contacts", &rows)])]);
    assert_eq!(list(&checked, "contacts").dates("contact_date").unwrap(), vec![day("2026-01-31"); 7]);
}

#[test]
fn dates_that_are_none_are_blank_and_said() {
    let rows = [
        contact("1", "31/02/2026", "Police"),
        contact("2", "01/01/1900", "Police"),
        contact("3", "01/31/2026", "Police"),
        contact("4", "soon", "Police"),
    ];
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 7]>::as_slice).collect();
    let checked = reading(&[workbook(&[list_tab("x", "contacts", &rows)])]);
    assert_eq!(list(&checked, "contacts").dates("contact_date").unwrap(), vec![None; 4]);
    let found = |kind| of_kind(&checked, kind).iter().map(|f| (f.count, f.place.row)).collect::<Vec<_>>();
    assert_eq!(found("unreadable-date"), [(2, Some(2))]);
    assert_eq!(found("placeholder-date"), [(1, Some(3))]);
    assert_eq!(found("month-first"), [(1, Some(4))]);
}

#[test]
fn placeholders_footers_and_formula_rows_are_no_records() {
    let row = contact("1", "@2026-01-31", "Police");
    let rows: &[&[&str]] = &[
        &row,
        &["-", "-", "-", "-", "-", "-", "-"],
        &["None", "", "", "", "#126"],
        &["", "", "", "", "=", "="],
        &["Applied filters: Team is not blank"],
        &["99"],
    ];
    let checked = reading(&[workbook(&[list_tab("List 1", "contacts", rows)])]);
    assert_eq!(list(&checked, "contacts").rows, 1);
    assert_eq!(of_kind(&checked, "rows-left-out")[0].count, 2);
    assert_eq!(of_kind(&checked, "lone-value")[0].place.row, Some(7));
}

#[test]
fn a_workbook_of_thousands_of_formula_rows_reads_its_records() {
    let row = contact("1", "@2026-01-31", "Police");
    let mut tab = list_tab("List 1", "contacts", &[&row]);
    tab.rows.insert(0, vec!["List 1: Contacts".to_owned()]);
    for _ in 0..5_000 {
        tab.rows.push(vec!["-".to_owned(), "-".to_owned(), String::new(), "-".to_owned(), "#126".to_owned()]);
    }
    let checked = reading(&[workbook(&[tab])]);
    assert_eq!(list(&checked, "contacts").rows, 1);
    assert_eq!(of_kind(&checked, "rows-left-out")[0].count, 5_000);
}

#[test]
fn errors_in_cells_are_blank_and_counted() {
    let checked = reading(&[workbook(&[list_tab("x", "contacts", &[&["1", "M", "=", "@2015-04-01", "#10", "@2026-01-31", "Police"]])])]);
    assert_eq!(keys(&checked, "contacts", "ethnicity"), ["-"]);
    assert_eq!(of_kind(&checked, "cell-error")[0].place.column.as_deref(), Some("C (Ethnicity)"));
}

#[test]
fn rows_that_repeat_another_are_one_record_and_contradictions_stay() {
    let rows: &[&[&str]] = &[
        &["1", "M", "", "@2015-04-01", "#10", "@2026-01-31", "Police"],
        &["1", "M", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "Police"],
        &["1", "F", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "Police"],
        &["2", "F", "WBRI", "@2015-04-01", "#10", "", "Police"],
        &["2", "F", "WBRI", "@2015-04-01", "#10", "", "Police"],
        &["3", "x", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "GP"],
        &["3", "y", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "GP"],
    ];
    let checked = reading(&[workbook(&[list_tab("x", "contacts", rows)])]);
    assert_eq!(list(&checked, "contacts").places, [(0, 3), (0, 4), (0, 5), (0, 7), (0, 8)]);
    let removed = of_kind(&checked, "duplicate-rows");
    assert_eq!((removed[0].count, &removed[0].rows[..]), (2, &[2, 6][..]));
    let differing = of_kind(&checked, "repeated-key");
    assert_eq!((differing[0].count, &differing[0].rows[..]), (2, &[4, 8][..]));
    assert!(of_kind(&checked, "possible-repeat").is_empty());
}

#[test]
fn where_a_blank_keeps_a_repeat_from_being_known_both_stay_and_are_told() {
    let rows: &[&[&str]] = &[
        // The same child on the same day, once without a source.
        &["1", "M", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "Police"],
        &["1", "M", "WBRI", "@2015-04-01", "#10", "@2026-01-31", ""],
        // Twice without a source: every cell alike, blanks among them.
        &["2", "F", "WBRI", "@2015-04-01", "#10", "@2026-01-31", ""],
        &["2", "F", "WBRI", "@2015-04-01", "#10", "@2026-01-31", ""],
        // Nobody knows whether it is the same child.
        &["", "F", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "GP"],
        &["", "F", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "GP"],
        // Another child, another day: no repeats.
        &["3", "F", "WBRI", "@2015-04-01", "#10", "@2026-01-31", ""],
        &["3", "F", "WBRI", "@2015-04-01", "#10", "@2026-01-30", ""],
    ];
    let checked = reading(&[workbook(&[list_tab("x", "contacts", rows)])]);
    assert_eq!(list(&checked, "contacts").places, [(0, 2), (0, 3), (0, 4), (0, 6), (0, 7), (0, 8), (0, 9)]);
    assert_eq!(of_kind(&checked, "duplicate-rows")[0].rows, [5]);
    let unsure = of_kind(&checked, "possible-repeat");
    assert_eq!((unsure[0].severity, unsure[0].count, &unsure[0].rows[..]), (Severity::Warning, 2, &[3, 7][..]));
}

#[test]
fn what_was_not_understood_is_the_same_only_where_it_is_spelt_the_same() {
    let rows: &[&[&str]] = &[
        &["1", "M", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "somebody"],
        &["1", "M", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "somebody"],
        &["1", "M", "WBRI", "@2015-04-01", "#10", "@2026-01-31", "somebody else"],
        &["2", "M", "WBRI", "@2015-04-01", "#10", "last week", "GP"],
        &["2", "M", "WBRI", "@2015-04-01", "#10", "last month", "GP"],
        &["2", "M", "WBRI", "@2015-04-01", "#10", "last week", "GP"],
    ];
    let checked = reading(&[workbook(&[list_tab("x", "contacts", rows)])]);
    assert_eq!(list(&checked, "contacts").places, [(0, 2), (0, 4), (0, 5), (0, 6)]);
    assert_eq!(of_kind(&checked, "duplicate-rows")[0].rows, [3, 7]);
}

#[test]
fn a_sheet_that_stands_twice_counts_once_whatever_is_blank_in_it() {
    let rows: &[&[&str]] = &[
        &["1", "M", "WBRI", "@2015-04-01", "#10", "@2026-01-31", ""],
        &["2", "M", "odd", "", "#10", "@2026-01-31", "odd"],
        &["3", "M", "WBRI", "@2015-04-01", "=", "", "Police"],
    ];
    let checked = reading(&[workbook(&[list_tab("List 1", "contacts", rows), list_tab("List 1 (2)", "contacts", rows)])]);
    assert_eq!(list(&checked, "contacts").places, [(0, 2), (0, 3), (0, 4)]);
    assert_eq!((of_kind(&checked, "duplicate-rows")[0].count, of_kind(&checked, "list-twice").len()), (3, 1));
}

#[test]
fn rows_without_end_under_one_key_are_read() {
    let rows: String = (0..60_000).map(|n| format!("1,M,WBRI,01/04/2015,{},31/01/2026,Police,{n}\n", n % 18)).collect();
    let heads = format!("{},Local\n", headings("contacts").join(","));
    let referrals: String = (0..60_000).map(|n| format!("1,31/01/2026,Police,Yes,{n}\n")).collect();
    let heads_of_referrals = "Child Unique ID,Date of referral,Referral Source,Referral NFA?,Allocated Worker\n";
    let checked =
        reading(&[text_file("List_1.csv", format!("{heads}{rows}")), text_file("List_3.csv", format!("{heads_of_referrals}{referrals}"))]);
    assert_eq!(list(&checked, "contacts").rows, 18);
    assert_eq!(list(&checked, "referrals").rows, 60_000);
    assert_eq!(of_kind(&checked, "repeated-key")[1].count, 59_999);
}

#[test]
fn ages_and_numbers_keep_to_their_meaning() {
    let rows: &[&[&str]] = &[
        &["1", "M", "WBRI", "", "<1", "@2026-01-31", "GP", "No", "#0", "T", "W"],
        &["2", "M", "WBRI", "", "#-1", "@2026-01-31", "GP", "No", "3.0", "T", "W"],
        &["3", "M", "WBRI", "", "#6.138", "@2026-01-31", "GP", "No", "many", "T", "W\u{a0}B"],
        &["4", "M", "WBRI", "", "young", "@2026-01-31", "GP", "No", "#-2", "T", "W  B"],
    ];
    let checked = reading(&[workbook(&[list_tab("x", "referrals", rows)])]);
    assert_eq!(list(&checked, "referrals").wholes("age").unwrap(), [Some(0), Some(-1), Some(6), None]);
    assert_eq!(list(&checked, "referrals").wholes("previous_referrals").unwrap(), [Some(0), Some(3), None, None]);
    let workers = list(&checked, "referrals").strings("worker").unwrap();
    assert_eq!(workers[2], workers[3]);
    assert_eq!(of_kind(&checked, "unreadable-age")[0].count, 1);
    assert_eq!(of_kind(&checked, "unreadable-number")[0].count, 2);
}

/// Every cell holds a word that must not come back in any finding.
#[test]
fn no_finding_tells_what_a_cell_holds() {
    let record = SCHEMA.list("looked_after").unwrap();
    let canary = |row: usize, column: usize| format!("Canary{row}x{column}");
    let rows: Vec<Vec<String>> = (0..5).map(|row| (0..record.columns.len()).map(|column| canary(row, column)).collect()).collect();
    let mut looked_after = Tab { name: "List 8", rows };
    looked_after.rows.insert(0, headings("looked_after"));
    looked_after.rows[0].push("Canary heading".to_owned());
    looked_after.rows.push(vec!["Canary footer".to_owned()]);
    let headless = tab("List 3", &[&["Canary1", "Canary2", "Canary3", "Canary4"], &["Canary1", "Canary2", "Canary3", "Canary4"]]);
    let csv = text_file("contacts.csv", format!("{}\nCanary,Canary,Canary,Canary,Canary,Canary,Canary\n", headings("contacts").join(",")));
    let mapping = Mapping::from([("sex".to_owned(), BTreeMap::from([("Canary".to_owned(), "nowhere".to_owned())]))]);
    let checked = read(&[workbook(&[looked_after, headless]), csv], &SCHEMA, &mapping);
    assert!(checked.findings.0.len() > 20);
    let all = serde_json::to_string(&checked.findings).unwrap();
    assert!(!all.to_lowercase().contains("canary"), "{all}");
    assert!(keys(&checked, "looked_after", "legal_status").iter().all(|key| key == "?"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_delimited_text_panics(text in "\\PC{0,200}") {
        let csv = format!("{}\n{text}", headings("contacts").join(","));
        let _ = reading(&[text_file("contacts.csv", csv), text_file("x.csv", text)]);
    }

    #[test]
    fn no_code_panics_and_none_is_guessed_from_noise(text in "[g-z]{9,12}") {
        let checked = sources(&[&text]);
        prop_assert_eq!(keys(&checked, "contacts", "contact_source"), ["?"]);
    }
}
