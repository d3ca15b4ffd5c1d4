//! Names that the records of a project use: lists, fields and codes, looked up in the schema.
//!
//! In: the files of `content/indicators` that are the project's own. Out: a finding, with line and caret, for each name that there is
//! not. A misspelt field would count nothing and say nothing. The built-in records are held to the same by a test.

use super::catalogue::{Catalogue, FOLDER};
use super::over_time;
use super::record::History;
use crate::annex_a::codes::CodeSetRecord;
use crate::annex_a::schema::Schema;
use crate::finding::{Finding, Findings, Place, Severity, Written, shown, unknown};
use crate::theme::Shelf;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The list of a record that rests on several; its parts name theirs.
const ALL: &str = "all";
/// Keys whose text names a field of the row.
const FIELDS: [&str; 10] = ["field", "code", "number", "month", "week", "text", "distinct", "differs_from", "latest", "shared"];
/// Keys whose text names a field with a date, or one of the days that have a name.
const DAYS: [&str; 6] = ["from", "to", "before", "after", "on_or_before", "on_or_after"];
const NAMED_DAYS: [&str; 3] = ["as_at", "window_start", "window_end"];
/// Keys whose texts are codes of the field that stands beside them.
const CODES: [&str; 5] = ["is", "is_not", "yes", "no", "only"];

/// Lists, fields and codes that the project's own records name and there are not.
pub fn unknown_in_project(shelf: &Shelf, catalogue: &Catalogue, schema: &Schema) -> Findings {
    let own = shelf.own_list(FOLDER).into_iter().filter(|path| path.ends_with(".toml"));
    Findings(own.flat_map(|path| unknown_in(&path, &shelf.text(&path).unwrap_or_default(), catalogue, schema)).collect())
}

/// Groups of code sets that stand in no order, and groups in an order that no code leads to: figures by them would leave rows out, or
/// show a nought that nobody counted. Groups that the built-in records leave out, they leave out on purpose.
pub fn ungrouped(shelf: &Shelf, catalogue: &Catalogue, schema: &Schema) -> Findings {
    let mut findings = Findings::default();
    if shelf.own_list("content/codes").is_empty() && shelf.own_list(FOLDER).is_empty() {
        return findings;
    }
    let built_in = Schema::load(&Shelf::built_in()).value;
    for (set, order) in &catalogue.shared().groups {
        let Some(record) = schema.code_sets.get(set) else { continue };
        let (groups, left_out) = (groups_of(record), built_in.code_sets.get(set).map(groups_of).unwrap_or_default());
        let mut told = |message: String| {
            let place = Place::file(format!("content/codes/{set}.toml"));
            let hint = format!("put all its groups in order under [groups] in a file of content/indicators, as {set} = [\"…\"]");
            findings.push(Finding::new(Severity::Error, "code-groups", place, message).hint(hint));
        };
        let placed = |group: &&str| order.iter().any(|known| known == group);
        for group in groups.iter().filter(|group| !placed(group) && !left_out.contains(*group)) {
            told(format!("the group `{}` has no place in the order of groups", shown(group)));
        }
        for group in order.iter().filter(|group| !groups.contains(group.as_str())) {
            told(format!("no code leads to the group `{}`", shown(group)));
        }
    }
    findings
}

fn groups_of(set: &CodeSetRecord) -> BTreeSet<&str> {
    set.code.iter().map(|code| code.group.as_ref().unwrap_or(&code.label).as_str()).collect()
}

/// Lists, fields and codes that a file of records names and there are not; a file that is no TOML names none.
pub fn unknown_in(path: &str, text: &str, catalogue: &Catalogue, schema: &Schema) -> Vec<Finding> {
    let Ok(tree) = DeTable::parse(text) else { return Vec::new() };
    let mut names = Names { written: Written::new(path, text), history: &catalogue.shared().history, schema, findings: Vec::new() };
    let tree = tree.get_ref();
    for record in tree.get("indicator").and_then(|all| all.get_ref().as_array()).into_iter().flat_map(|all| all.iter()) {
        let Some(table) = record.get_ref().as_table() else { continue };
        if let (Some(list), Some(rule)) = (names.list(table), table.get("rule")) {
            names.value(rule.get_ref(), (&list, &list));
        }
    }
    for (list, bases) in tree.get("bases").and_then(|bases| bases.get_ref().as_table()).into_iter().flatten() {
        if names.is_list(list.get_ref(), &list.span()) {
            names.value(bases.get_ref(), (list.get_ref(), list.get_ref()));
        }
    }
    names.findings
}

struct Names<'a> {
    written: Written<'a>,
    schema: &'a Schema,
    history: &'a History,
    findings: Vec<Finding>,
}

impl<'a> Names<'a> {
    /// A value of a rule about the rows of a list; `this` is the list of the row that they are matched with.
    fn value(&mut self, value: &DeValue<'_>, (list, this): (&str, &str)) {
        match value {
            DeValue::Array(items) => items.iter().for_each(|item| self.value(item.get_ref(), (list, this))),
            DeValue::Table(table) => self.table(table, (list, this)),
            _ => {}
        }
    }

    fn table(&mut self, table: &DeTable<'_>, (list, this): (&str, &str)) {
        let (own, outer) = if table.contains_key("list") {
            let Some(other) = self.list(table) else { return };
            (other, list.to_owned())
        } else {
            (list.to_owned(), this.to_owned())
        };
        for (key, value) in table {
            let key = key.get_ref().as_ref();
            for (name, at) in texts(value) {
                // The other row's date is sought by one of this row.
                let list = if key == "this" || key == "to" && table.contains_key("pick") { &outer } else { &own };
                let is_field = FIELDS.contains(&key) || ["this", "known"].contains(&key);
                let is_day = (DAYS.contains(&key) || key == "first_of") && !NAMED_DAYS.contains(&name);
                if is_field || is_day {
                    self.field(list, name, &at);
                }
            }
        }
        if let Some(field) = table.get("field").or_else(|| table.get("code")).and_then(|field| field.get_ref().as_str()) {
            self.codes(table, &own, field);
        }
        table.values().for_each(|value| self.value(value.get_ref(), (&own, &outer)));
    }

    /// The list that a table names, where there is one.
    fn list(&mut self, table: &DeTable<'_>) -> Option<String> {
        let list = table.get("list")?;
        let name = list.get_ref().as_str()?;
        self.is_list(name, &list.span()).then(|| name.to_owned())
    }

    fn is_list(&mut self, name: &str, at: &Range<usize>) -> bool {
        let known: Vec<&str> =
            self.schema.lists.iter().map(|list| list.key.as_str()).chain(over_time::keys(self.history)).chain([ALL]).collect();
        if !known.contains(&name) {
            self.unknown(at, format!("there is no list `{}`", shown(name)), unknown(name, &known, "list"));
        }
        known.contains(&name)
    }

    /// The fields of a list, each with its code set.
    fn fields(&self, list: &str) -> Option<Vec<(&'a str, Option<&'a str>)>> {
        if let Some(fields) = over_time::fields(self.history, list) {
            return Some(fields.to_vec());
        }
        let columns = &self.schema.list(list)?.columns;
        Some(columns.iter().map(|column| (column.key.as_str(), column.set.as_deref())).collect())
    }

    fn field(&mut self, list: &str, name: &str, at: &Range<usize>) {
        let Some(known) = self.fields(list) else { return };
        let known: Vec<&str> = known.into_iter().map(|(field, _)| field).collect();
        if !known.contains(&name) {
            self.unknown(at, format!("the list {list} has no field `{}`", shown(name)), unknown(name, &known, "field"));
        }
    }

    /// Codes that a condition or a grouping names of its field.
    fn codes(&mut self, table: &DeTable<'_>, list: &str, field: &str) {
        let Some((_, set)) = self.fields(list).and_then(|fields| fields.into_iter().find(|(name, _)| *name == field)) else { return };
        let set = set.and_then(|set| self.schema.code_sets.get(set));
        for (name, at) in CODES.iter().filter_map(|key| table.get(*key)).flat_map(texts) {
            let Some(set) = set else {
                self.unknown(&at, format!("the field {field} of the list {list} holds no codes"), "ask whether it is blank".to_owned());
                return;
            };
            let known: Vec<&str> = set.code.iter().map(|code| code.key.as_str()).collect();
            if !known.contains(&name) {
                self.unknown(
                    &at,
                    format!("the field {field} of the list {list} has no code `{}`", shown(name)),
                    unknown(name, &known, "code"),
                );
            }
        }
    }

    fn unknown(&mut self, at: &Range<usize>, message: String, hint: String) {
        self.findings.push(self.written.fault("indicator-record", at.start, message).hint(hint));
    }
}

/// A text, or the texts of a list, each with where it stands.
fn texts<'v>(value: &'v Spanned<DeValue<'_>>) -> Vec<(&'v str, Range<usize>)> {
    let one = |value: &'v Spanned<DeValue<'_>>| Some((value.get_ref().as_str()?, value.span()));
    match value.get_ref() {
        DeValue::Array(items) => items.iter().filter_map(one).collect(),
        _ => one(value).into_iter().collect(),
    }
}
