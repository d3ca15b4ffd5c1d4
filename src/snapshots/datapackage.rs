//! `datapackage.json`: every table of a package with its columns, as Frictionless data packages describe them.

use super::{found, months};
use crate::archive::json_text;
use crate::files::{Files, sha256};
use serde_json::{Value, json};

/// A table that a package may hold.
struct Table {
    path: &'static str,
    title: &'static str,
    /// Columns with their type and what they hold.
    fields: Vec<(&'static str, &'static str, &'static str)>,
    key: &'static [&'static str],
}

const STATUS: &str = "ok; c suppressed to protect a child; x not available; z not applicable; low rounds to zero; u too unreliable";

fn tables() -> Vec<Table> {
    let figures = vec![
        ("code", "string", "Indicator code; dictionary.csv says what it means"),
        ("group", "string", "Group or bin; empty for the single figure"),
        ("period_start", "date", "First day of the period"),
        ("period_end", "date", "Last day of the period"),
        ("numerator", "number", "Whom or what is counted"),
        ("denominator", "number", "Of whom or what"),
        ("value", "any", "The value, unrounded to six decimals; a date where the unit is date"),
        ("unit", "string", "What the value counts"),
        ("status", "string", STATUS),
    ];
    let dictionary = [
        ("code", "Indicator code"),
        ("title", "Title"),
        ("short_title", "Short title"),
        ("list", "List of Annex A it rests on"),
        ("measured", "In the period, or on the last day"),
        ("unit", "What its values count"),
        ("good", "Which direction is better"),
        ("means", "What it counts, in plain words"),
        ("numerator", "What the numerator is"),
        ("denominator", "What the denominator is"),
        ("excludes", "Whom or what it leaves out"),
        ("source", "Rule or guidance it follows"),
        ("caveats", "What to know before drawing conclusions"),
        ("published_measure", "Published measure it may be compared with"),
        ("published_by_group", "Published measure of each group"),
        ("differs", "How the published figure differs"),
    ];
    let comparisons = [
        ("code", "string", "Indicator code"),
        ("group", "string", "Group; empty for the single figure"),
        ("measure", "string", "Published measure"),
        ("title", "string", "Title of the indicator"),
        ("unit", "string", "What the values count"),
        ("good", "string", "Which direction is better"),
        ("year", "integer", "Year published"),
        ("period", "string", "What the year stands for"),
        ("authority", "any", "Published value of the authority, or its symbol"),
        ("neighbours_mean", "any", "Mean of the statistical neighbours, or its symbol"),
        ("neighbours_n", "integer", "Neighbours with a value"),
        ("neighbours_of", "integer", "Neighbours there are"),
        ("region", "any", "Published value of the region, or its symbol"),
        ("england", "any", "Published value of England, or its symbol"),
        ("place", "integer", "Place of the authority among all"),
        ("of", "integer", "Authorities with a value"),
        ("quarter", "integer", "Quarter of all authorities it stands in"),
        ("counted_from", "string", "Which end places are counted from"),
        ("differs", "string", "How the published figure differs"),
    ];
    let months: Vec<_> = months::COLUMNS
        .into_iter()
        .zip([
            ("string", "Indicator code"),
            ("yearmonth", "Month"),
            ("date", "First day that counts"),
            ("date", "Last day that counts"),
            ("string", "events of those days, or cases open at the end of the last"),
            ("integer", "How many"),
            ("string", STATUS),
        ])
        .map(|(name, (kind, says))| (name, kind, says))
        .collect();
    let found: Vec<_> = found::COLUMNS
        .into_iter()
        .map(|name| match name {
            "places" => (name, "integer", "Places it was found in"),
            "of" => (name, "integer", "Rows that the rule was asked of"),
            _ => (name, "string", "As annexa check says it"),
        })
        .collect();
    let strings = |fields: &[(&'static str, &'static str)]| fields.iter().map(|(name, says)| (*name, "string", *says)).collect();
    let traces: Vec<_> = crate::traces::COLUMNS
        .into_iter()
        .zip([
            ("string", "List of Annex A"),
            ("string", "Mark that stands for a child"),
            ("date", "Day it began"),
            ("date", "Day it ended, up to the as-at date"),
            ("string", "yes or no: whether it was open on the as-at date"),
        ])
        .map(|(name, (kind, says))| (name, kind, says))
        .collect();
    vec![
        Table { path: "traces.csv", title: "Traces of rows", fields: traces, key: &[] },
        Table { path: "figures.csv", title: "Every figure shown", fields: figures, key: &["code", "group", "period_start", "period_end"] },
        Table { path: "months.csv", title: "Events by month and cases open", fields: months, key: &["code", "what", "month", "first_day"] },
        Table { path: "dictionary.csv", title: "What every code means", fields: strings(&dictionary), key: &["code"] },
        Table { path: "comparisons.csv", title: "What is published beside", fields: comparisons.to_vec(), key: &[] },
        Table { path: "findings.csv", title: "What was found wrong with the data", fields: found, key: &[] },
    ]
}

/// The description of those tables that a payload holds, as the text of its file.
pub(super) fn describe(payload: &Files, (name, title, version): (&str, &str, u32)) -> String {
    let resources: Vec<Value> = tables().iter().filter_map(|table| Some(resource(table, payload.get(table.path)?))).collect();
    json_text(&json!({
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "version": version.to_string(),
        "resources": resources,
    }))
}

fn resource(table: &Table, bytes: &[u8]) -> Value {
    let fields: Vec<Value> =
        table.fields.iter().map(|(name, kind, says)| json!({ "name": name, "type": kind, "description": says })).collect();
    let mut schema = json!({ "fields": fields, "missingValues": [""] });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    json!({
        "profile": "tabular-data-resource",
        "name": table.path.trim_end_matches(".csv"),
        "path": table.path,
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes.len(),
        "hash": format!("sha256:{}", sha256(bytes)),
        "schema": schema,
    })
}
