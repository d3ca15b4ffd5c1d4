//! `dictionary.csv`: what every code in `figures.csv` means, printed from the records.

use super::safe;
use crate::indicators::definition::{About, Good};
use std::collections::BTreeSet;

const COLUMNS: [&str; 16] = [
    "code",
    "title",
    "short_title",
    "list",
    "measured",
    "unit",
    "good",
    "means",
    "numerator",
    "denominator",
    "excludes",
    "source",
    "caveats",
    "published_measure",
    "published_by_group",
    "differs",
];

/// The records of some codes as text, in the order given; codes that no figure has are left out where `codes` names any.
pub fn dictionary_csv<'a>(records: impl IntoIterator<Item = &'a About>, codes: &BTreeSet<&str>) -> String {
    let rows = records.into_iter().filter(|about| codes.is_empty() || codes.contains(about.code.as_str())).map(cells);
    super::table_csv(COLUMNS, rows)
}

fn cells(about: &About) -> [String; 16] {
    let good = match about.good {
        Good::High => "high",
        Good::Low => "low",
        Good::Neither => "neither",
    };
    let measured = if about.stock { "on the last day" } else { "in the period" };
    let by_group: Vec<String> = about.comparators.iter().map(|(group, measure)| format!("{group}: {measure}")).collect();
    [
        about.code.as_str(),
        &about.title,
        &about.short,
        &about.list,
        measured,
        about.unit.key(),
        good,
        &about.means,
        &about.numerator,
        &about.denominator,
        &about.excludes,
        &about.source,
        &about.caveats.join(" "),
        about.comparator.as_deref().unwrap_or(""),
        &by_group.join("; "),
        &about.differs,
    ]
    .map(safe)
}
