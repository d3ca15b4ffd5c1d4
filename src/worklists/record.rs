//! The records of worklists, `content/worklists/<name>.toml`: which indicator's rows, which columns, when each was due.
//!
//! In: the shelf. Out: records that name nothing unknown and ask for no column that is refused, or findings.
//! A record may ask for less than is allowed, never for more: a project's own files can make lists, not uncover children.

use crate::annex_a::schema::Schema;
use crate::finding::{Checked, Finding, Findings, Place, Severity, Written, nearest, shown};
use crate::indicators::{Catalogue, Due, Selection, Side, unlistable};
use crate::theme::Shelf;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where records lie on the shelf.
const RECORDS: &str = "content/worklists";

/// The column that says where in the workbook a row stands.
pub(super) const PLACE: &str = "place";

/// The day a row was due by, as a thing to sort by.
pub(super) const DUE: &str = "due";

/// Words of a field's key that no worklist shows: who a child is beyond the authority's own number, where it lives, how to reach it,
/// and what nobody needs for the work on the list. Age stands for the date of birth.
const NEVER: [&str; 27] = [
    "name",
    "names",
    "forename",
    "surname",
    "initials",
    "birth",
    "dob",
    "born",
    "expected",
    "postcode",
    "address",
    "street",
    "location",
    "authority",
    "urn",
    "uprn",
    "upn",
    "uln",
    "nhs",
    "nino",
    "phone",
    "mobile",
    "email",
    "ethnicity",
    "religion",
    "nationality",
    "family",
];

/// Texts that may be shown: who is to act. Any other free text may hold anything.
const TEXTS: [&str; 3] = ["team", "worker", "adviser"];

/// A worklist as its record describes it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Name by which it is asked for: that of its file.
    #[serde(skip)]
    pub name: String,
    /// `Visits overdue`.
    pub title: String,
    /// What it is for, as a sentence.
    pub why: String,
    /// Who may read it, as a noun phrase.
    pub readers: String,
    /// Its tables.
    pub part: Vec<Part>,
}

/// One table of a worklist.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Whose rows, or which.
    pub title: String,
    /// Code of the indicator whose rows it lists.
    pub indicator: String,
    /// One of the indicator's cases.
    #[serde(default)]
    pub case: Option<String>,
    /// Which of its rows.
    pub rows: Side,
    /// Fields shown, in order; `place` is where the row stands in the workbook.
    pub columns: Vec<String>,
    /// Headings where the field's own words would not do.
    #[serde(default)]
    pub heads: BTreeMap<String, String>,
    /// What readers should know of the rule, as sentences.
    #[serde(default)]
    pub note: String,
    /// What the rows are sorted by; most overdue first where nothing is said.
    #[serde(default)]
    pub sort: Vec<String>,
    /// When each row was due.
    #[serde(default)]
    pub due: Vec<Due>,
}

impl Part {
    /// The rows it asks for.
    pub(super) fn selection(&self) -> Selection<'_> {
        Selection { code: &self.indicator, case: self.case.as_deref(), side: self.rows, due: &self.due }
    }
}

/// Names of all worklists there are.
pub fn names(shelf: &Shelf) -> Vec<String> {
    let name = |path: String| Some(path.rsplit('/').next()?.strip_suffix(".toml")?.to_owned());
    shelf.list(RECORDS).into_iter().filter_map(name).collect()
}

/// The first of some names that is none of a worklist, said with those there are.
pub fn unknown(shelf: &Shelf, asked: &[String]) -> Option<(String, String)> {
    let known = names(shelf);
    let unknown = asked.iter().find(|name| !known.contains(name))?;
    let near = nearest(unknown, known.iter().map(String::as_str)).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    Some((format!("there is no worklist `{}`", shown(unknown)), format!("{near}worklists: {}", known.join(", "))))
}

/// The records of some names, each once.
pub fn load(shelf: &Shelf, catalogue: &Catalogue, schema: &Schema, asked: &[String]) -> Checked<Vec<Record>> {
    let mut findings = Findings::default();
    let mut records: Vec<Record> = Vec::new();
    for name in asked {
        if records.iter().any(|record| record.name == *name) {
            continue;
        }
        let path = format!("{RECORDS}/{name}.toml");
        let Some(text) = shelf.text(&path).filter(|_| is_plain(name)) else {
            let (message, hint) = unknown(shelf, std::slice::from_ref(name)).unwrap_or_default();
            findings.push(Finding::new(Severity::Error, "worklist-record", Place::file(shown(&path)), message).hint(hint));
            continue;
        };
        match toml::from_str::<Record>(&text) {
            Ok(record) => {
                let record = Record { name: name.clone(), ..record };
                let faults = complaints(&record, catalogue, schema);
                findings
                    .0
                    .extend(faults.into_iter().map(|fault| Finding::new(Severity::Error, "worklist-record", Place::file(&path), fault)));
                records.push(record);
            }
            Err(error) => findings.push(Written::new(&path, &text).toml("worklist-record", &error)),
        }
    }
    Checked { value: records, findings }
}

/// Whether a name can be that of a file and of a page.
fn is_plain(name: &str) -> bool {
    let fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=60).contains(&name.len()) && name.chars().all(fit) && !["index", "manifest", "assets"].contains(&name)
}

fn complaints(record: &Record, catalogue: &Catalogue, schema: &Schema) -> Vec<String> {
    let mut complaints = Vec::new();
    for (key, text) in [("title", &record.title), ("why", &record.why), ("readers", &record.readers)] {
        if text.trim().is_empty() {
            complaints.push(format!("{key} is empty"));
        }
    }
    if record.part.is_empty() {
        complaints.push("it has no [[part]]".to_owned());
    }
    for part in &record.part {
        complaints.extend(of_part(part, catalogue, schema));
    }
    complaints
}

fn of_part(part: &Part, catalogue: &Catalogue, schema: &Schema) -> Vec<String> {
    let mut complaints = unlistable(catalogue, &part.selection());
    if part.title.trim().is_empty() {
        complaints.push("the title of a part is empty".to_owned());
    }
    let Some(list) = catalogue.get(&part.indicator).and_then(|definition| schema.list(&definition.list)) else { return complaints };
    let mut seen = BTreeSet::new();
    for field in &part.columns {
        if !seen.insert(field.as_str()) {
            complaints.push(format!("the column `{}` stands twice", shown(field)));
        }
        complaints.extend(refused(field, list.column(field).map(|column| column.kind)));
    }
    let shown_or_due = |field: &&String| *field == DUE || part.columns.contains(field);
    for field in part.heads.keys().chain(&part.sort).filter(|field| !shown_or_due(field)) {
        complaints.push(format!("`{}` is none of the columns", shown(field)));
    }
    complaints
}

/// Why a field may not be a column, where it may not.
fn refused(field: &str, kind: Option<crate::annex_a::schema::Kind>) -> Option<String> {
    use crate::annex_a::schema::Kind;
    let never = field.split('_').find(|word| NEVER.contains(&word.to_lowercase().as_str()));
    if never.is_some() {
        return Some(format!("the column `{}` is shown on no worklist", shown(field)));
    }
    match kind {
        _ if field == PLACE => None,
        None => Some(format!("the list has no column `{}`", shown(field))),
        Some(Kind::Text) if !TEXTS.contains(&field) => Some(format!("the column `{}` is free text, which no worklist shows", shown(field))),
        Some(Kind::Id) if field != "child_id" => Some(format!("the column `{}` is an identifier other than the child’s", shown(field))),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_worklist_built_in_names_only_what_there_is() {
        let shelf = Shelf::built_in();
        let (catalogue, schema) = (Catalogue::load(&shelf).value, Schema::load(&shelf).value);
        let names = names(&shelf);
        for asked in ["visits-overdue", "reviews-overdue", "health-overdue", "enquiries-undecided", "permanence-plans-missing"] {
            assert!(names.iter().any(|name| name == asked), "{asked}");
        }
        let loaded = load(&shelf, &catalogue, &schema, &names);
        assert_eq!(loaded.findings.0, []);
        assert_eq!(loaded.value.len(), names.len());
    }

    /// What is said of a record with these columns, for children looked after.
    fn said(columns: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(RECORDS)).unwrap();
        let text = format!(
            "title = \"A\"\nwhy = \"B\"\nreaders = \"C\"\n[[part]]\ntitle = \"D\"\nindicator = \"OPN-12\"\nrows = \"counted\"\ncolumns = {columns}\n"
        );
        std::fs::write(folder.path().join(RECORDS).join("own.toml"), text).unwrap();
        let shelf = Shelf::of_project(folder.path());
        let (catalogue, schema) = (Catalogue::load(&shelf).value, Schema::load(&shelf).value);
        load(&shelf, &catalogue, &schema, &["own".to_owned()]).findings.0.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn what_says_who_a_child_is_is_refused_whatever_a_record_asks() {
        assert_eq!(said("[\"child_id\", \"age\", \"team\", \"worker\", \"last_visit\", \"place\"]"), [""; 0]);
        for field in [
            "birth_date",
            "placement_postcode",
            "placement_urn",
            "placement_authority",
            "placement_location",
            "ethnicity",
            "name",
            "child_name",
            "upn",
            "nhs_number",
            "home_address",
            "family_id",
            "Surname",
        ] {
            let said = said(&format!("[\"child_id\", \"{field}\"]"));
            assert!(said.iter().any(|line| line == &format!("the column `{field}` is shown on no worklist")), "{field}: {said:?}");
        }
        assert_eq!(said("[\"child_id\", \"child_id\"]"), ["the column `child_id` stands twice"]);
        assert_eq!(said("[\"last_vist\"]"), ["the list has no column `last_vist`"]);
    }

    #[test]
    fn a_name_that_leaves_the_folder_is_none() {
        let shelf = Shelf::built_in();
        let (catalogue, schema) = (Catalogue::load(&shelf).value, Schema::load(&shelf).value);
        for name in ["../indicators/contacts", "visits_overdue", "", "index"] {
            let loaded = load(&shelf, &catalogue, &schema, &[name.to_owned()]);
            assert!(loaded.value.is_empty() && loaded.findings.has_errors(), "{name}");
        }
        let (message, hint) = unknown(&shelf, &["visit-overdue".to_owned()]).unwrap();
        assert_eq!(message, "there is no worklist `visit-overdue`");
        assert!(hint.starts_with("did you mean `visits-overdue`? worklists: assessments-overdue, "), "{hint}");
    }
}
