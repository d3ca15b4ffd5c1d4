//! A comparison as a table for spreadsheets.

use super::{Comparison, Row};
use crate::archive::{safe, table_csv};

const COLUMNS: [&str; 20] = [
    "code",
    "group",
    "title",
    "list",
    "unit",
    "published",
    "published_status",
    "restated",
    "restated_by",
    "restatement",
    "late",
    "withdrawn",
    "corrected",
    "now",
    "now_status",
    "real_change",
    "low",
    "high",
    "verdict",
    "redefined",
];

/// Every row, values to six decimals.
pub fn comparison_csv(comparison: &Comparison) -> String {
    table_csv(COLUMNS, comparison.rows.iter().map(cells))
}

fn cells(row: &Row) -> [String; 20] {
    let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.6}"));
    let whole = |value: Option<u32>| value.map_or(String::new(), |value| value.to_string());
    let status = |missing: Option<&str>| missing.unwrap_or("ok").to_owned();
    let restated = row.restated.as_ref();
    let key = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let by = restated.map_or_else(String::new, |restated| key(serde_json::json!(restated.by)));
    [
        row.code.clone(),
        safe(&row.group),
        safe(&row.title),
        row.list.clone(),
        row.unit.key().to_owned(),
        number(row.published),
        status(row.published_missing),
        number(restated.map(|restated| restated.value)),
        by,
        number(row.restatement()),
        whole(restated.and_then(|restated| restated.late)),
        whole(restated.and_then(|restated| restated.withdrawn)),
        whole(restated.and_then(|restated| restated.corrected)),
        number(row.now),
        status(row.now_missing),
        number(row.real.map(|real| real.change)),
        number(row.real.and_then(|real| real.low)),
        number(row.real.and_then(|real| real.high)),
        key(serde_json::json!(row.verdict)),
        row.redefined.join("; "),
    ]
}
