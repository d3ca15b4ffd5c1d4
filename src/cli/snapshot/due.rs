//! `annexa snapshot due`: what may be disposed of, what is held, what is kept. It deletes nothing.

use super::kept::{self, Kept};
use super::looking::{Depth, looked};
use crate::calendar::Day;
use crate::cli::args::{Document, DueArgs, Loudness};
use crate::cli::worklists::today;
use crate::cli::{Outcome, input, printer};
use crate::snapshots::FOLDER;
use crate::snapshots::bag;
use crate::snapshots::retention::{Due, Facts, Judged};
use std::collections::BTreeSet;

pub(super) fn run(args: &DueArgs) -> anyhow::Result<Outcome> {
    let (_, _, folder, _) = input::project(args.project.as_deref())?;
    let loaded = super::settled(&folder)?;
    if loaded.findings.has_errors() {
        printer::findings(&loaded.findings, Loudness::default());
        return Ok(Outcome::Errors);
    }
    let today = args.today.unwrap_or_else(today);
    let all = kept::all(&folder.join(FOLDER));
    // The record says when the youngest child was born; one that was changed says nothing.
    let looked = looked(&all.iter().collect::<Vec<_>>(), &all, &BTreeSet::new(), Depth::Fast);
    let facts = |(kept, looked): (&Kept, &crate::snapshots::whole::Looked)| {
        let archived = bag::label(&kept.labels, "Bagging-Date").and_then(Day::parse_iso);
        let youngest_born = looked.record.as_ref().and_then(|record| record.youngest_born);
        loaded.value.judge(&Facts { name: &kept.name, identity: &kept.identity, archived, youngest_born }, today)
    };
    let judged: Vec<Judged> = all.iter().zip(&looked).filter_map(facts).collect();
    if args.format == Document::Json {
        println!("{}", printer::json(&serde_json::json!({ "today": today, "packages": judged }))?);
        return Ok(Outcome::Done);
    }
    judged.iter().for_each(|one| println!("{:<9} {}\n          {}", one.due.words(), one.package, why(one)));
    let due = judged.iter().filter(|one| matches!(one.due, Due::Due { .. })).count();
    println!("{} may be disposed of on {}; nothing was deleted", printer::count(due, "package", "packages"), today.words());
    Ok(Outcome::Done)
}

fn why(one: &Judged) -> String {
    let class = &one.class;
    match &one.due {
        Due::Due { kept_until } => format!("{class}: was to be kept until {}", kept_until.words()),
        Due::Kept { kept_until } => format!("{class}: to be kept until {}", kept_until.words()),
        Due::ForGood => format!("{class}: no end is set"),
        Due::Held { why, by, since } => format!("{class}: {why} ({by}, since {since})"),
        Due::Unknown { .. } => format!("{class}: the day its years are counted from is not known, so it is kept"),
    }
}
