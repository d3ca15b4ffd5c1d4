//! A comparison as a page of its own, without a script and without a link out of it.

use super::{CAUTION, Comparison, Row, Verdict};
use crate::files::Files;
use crate::number::{self, plural};
use crate::site::SiteError;
use crate::snapshots::page::{Frame, dress, fill};
use crate::theme::Shelf;
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct View<'a> {
    heading: String,
    then: String,
    now: String,
    from: &'a str,
    to: &'a str,
    summary: String,
    changed: Vec<RowView>,
    restated: Vec<RowView>,
    redefined: Vec<RowView>,
    around: &'a [String],
    lists: Vec<ListView>,
    caution: &'static str,
}

/// All figures of a list.
#[derive(Serialize)]
struct ListView {
    id: String,
    title: String,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    code: String,
    name: String,
    published: String,
    restated: String,
    moved: String,
    because: String,
    now: String,
    change: String,
    interval: String,
    verdict: &'static str,
    strong: bool,
    redefined: String,
}

/// The page and what it is dressed in; `banner` is what every page of the project says at its head.
pub fn page(comparison: &Comparison, banner: Option<&str>, shelf: &Shelf) -> Result<Files, SiteError> {
    let (then, now) = (comparison.from_as_at.words(), comparison.to_as_at.words());
    let heading = format!("What changed from {then} to {now}");
    let mut seen = BTreeSet::new();
    let order: Vec<&str> = comparison.rows.iter().map(|row| row.list.as_str()).filter(|list| seen.insert(*list)).collect();
    let list = |list: &&str| ListView {
        id: format!("list-{}", crate::files::name_of(list, "list")),
        title: words(list),
        rows: comparison.rows.iter().filter(|row| row.list == **list).map(view).collect(),
    };
    let changed = comparison.of(Verdict::BeyondChance);
    let summary = format!(
        "Of {} compared, {} changed by more than chance would give; {} restated.",
        plural(comparison.rows.iter().filter(|row| row.real.is_some()).count(), "figure", "figures"),
        number::count(changed.len() as u64),
        plural(comparison.restated().len(), "is", "are"),
    );
    let page = View {
        heading: heading.clone(),
        then,
        now,
        from: &comparison.from,
        to: comparison.later(),
        summary,
        changed: changed.into_iter().map(view).collect(),
        restated: comparison.restated().into_iter().map(view).collect(),
        redefined: comparison.rows.iter().filter(|row| !row.redefined.is_empty()).map(view).collect(),
        around: &comparison.around,
        lists: order.iter().map(list).collect(),
        caution: CAUTION,
    };
    let frame = Frame {
        title: format!("{heading} · {}", comparison.authority),
        authority: &comparison.authority,
        marking: "",
        banner,
        version: env!("CARGO_PKG_VERSION"),
    };
    let mut files = Files::default();
    files.add("index.html", fill(shelf, "compare.html", &frame, &page)?);
    files.add_under("", dress(shelf)?);
    Ok(files)
}

fn view(row: &Row) -> RowView {
    let restated = row.restated.as_ref();
    RowView {
        code: row.code.clone(),
        name: row.name(),
        published: row.show(row.published, row.published_missing),
        restated: restated.map_or_else(String::new, |restated| row.unit.show(restated.value)),
        moved: row.restatement().map_or_else(String::new, |moved| row.signed(moved)),
        because: restated.filter(|_| row.is_restated()).map_or_else(String::new, |restated| restated.words()),
        now: row.show(row.now, row.now_missing),
        change: row.real.map_or_else(String::new, |real| row.signed(real.change)),
        interval: row.interval(),
        verdict: row.reading(),
        strong: row.verdict == Verdict::BeyondChance,
        redefined: row.redefined.join(", "),
    }
}

/// The key of a list in words; what looks across lists says so.
fn words(list: &str) -> String {
    if list == "all" { "Across lists".to_owned() } else { crate::snapshots::page::words(list) }
}
