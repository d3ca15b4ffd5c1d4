//! `annexa clean --expired`: removes worklists that are past the day they may be held to, and nothing else.

use super::args::{Clean, Document};
use super::worklists::{Held, held, today};
use super::{Outcome, input, printer};
use crate::finding::shown;
use crate::publish;
use anyhow::bail;
use std::path::Path;

pub(super) fn run(args: &Clean) -> anyhow::Result<Outcome> {
    let output = match &args.output {
        Some(output) => output.clone(),
        None => input::project(args.project.as_deref())?.2.join("output"),
    };
    let today = args.today.unwrap_or_else(today);
    if !output.is_dir() {
        bail!("there is no folder {}", output.display());
    }
    // What a crashed build left is put right first: it may be worklists too. A folder that holds nothing of the kind is not touched.
    let place = if args.dry_run || !holds_anything(&output) { None } else { Some(publish::probe(&output)?) };
    let (expired, kept): (Vec<Held>, Vec<Held>) = held(&output).into_iter().partition(|held| held.marker.is_expired(today));
    if let Some(place) = place {
        for held in &expired {
            place.retire(&held.name)?;
        }
    }
    if args.format == Document::Json {
        let entry = |held: &Held| serde_json::json!({ "folder": output.join(&held.name), "as_at": held.marker.as_at, "delete_by": held.marker.delete_by });
        let document = serde_json::json!({
            "today": today, "dry_run": args.dry_run,
            "removed": expired.iter().map(entry).collect::<Vec<_>>(), "kept": kept.iter().map(entry).collect::<Vec<_>>(),
        });
        println!("{}", printer::json(&document)?);
        return Ok(Outcome::Done);
    }
    let done = if args.dry_run { "would be removed" } else { "removed" };
    expired.iter().for_each(|held| println!("{done}: {}", said(&output, held)));
    kept.iter().for_each(|held| println!("kept: {}", said(&output, held)));
    if expired.is_empty() {
        println!("no worklists in {} are past their day on {}", shown(&output.display().to_string()), today.words());
    }
    Ok(Outcome::Done)
}

/// Whether an output folder holds worklists, or what a build that was cut short left of them.
fn holds_anything(output: &Path) -> bool {
    let left = std::fs::read_dir(output).into_iter().flatten().flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with(".annexa-")
    });
    left || !held(output).is_empty()
}

fn said(output: &Path, held: &Held) -> String {
    let marker = &held.marker;
    format!(
        "{}, worklists as at {}, to be deleted by {}",
        shown(&output.join(&held.name).display().to_string()),
        marker.as_at.words(),
        marker.delete_by.words()
    )
}
