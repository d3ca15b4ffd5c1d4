//! `annexa snapshot verify` and `annexa snapshot list`: how packages are, each by itself. One that is damaged stops no other.

use super::kept::{self, Kept};
use super::looking::{Depth, looked, strangers};
use crate::cli::args::{Document, KeptList, Verify};
use crate::cli::{Outcome, guard, input, printer};
use crate::finding::shown;
use crate::snapshots::whole::{Looked, State};
use crate::snapshots::{FOLDER, bag};
use anyhow::bail;
use std::collections::BTreeSet;
use std::path::Path;

/// Faults that are printed of one package.
const SHOWN: usize = 20;

pub(super) fn run(args: &Verify) -> anyhow::Result<Outcome> {
    let (_, _, folder, _) = input::project(args.project.as_deref())?;
    let gone = gone(&folder)?;
    let folder = folder.join(FOLDER);
    let mut all = kept::all(&folder);
    let mut names = BTreeSet::new();
    for text in &args.packages {
        let found = named(text, &mut all)?;
        names.extend(found);
    }
    let asked: Vec<&Kept> = all.iter().filter(|kept| args.packages.is_empty() || names.contains(&kept.folder)).collect();
    let depth = if args.fast { Depth::Fast } else { Depth::Full };
    let mut looked = looked(&asked, &all, &gone, depth);
    if args.packages.is_empty() {
        looked.extend(strangers(&folder));
    }
    match args.format {
        Document::Json => println!("{}", printer::json(&looked.iter().map(json).collect::<Vec<_>>())?),
        Document::Text => text(&looked, &folder),
    }
    Ok(if looked.iter().all(|one| one.state() == State::Whole) { Outcome::Done } else { Outcome::Errors })
}

/// The packages that a word means: a folder, a name, or every one of a day.
fn named(text: &str, all: &mut Vec<Kept>) -> anyhow::Result<Vec<std::path::PathBuf>> {
    let by_name: Vec<_> =
        all.iter().filter(|kept| kept.name == *text || kept.identity.as_at.to_string() == *text).map(|kept| kept.folder.clone()).collect();
    if !by_name.is_empty() {
        return Ok(by_name);
    }
    let path = Path::new(text);
    let Some(folder) = path.canonicalize().ok().filter(|path| path.is_dir()) else {
        bail!("there is no package {}; annexa snapshot list names them all", shown(text));
    };
    let Some(kept) = kept::one(&folder) else {
        bail!("{} bears no package’s name, as authority_series_2025-09-30_public_v1_0f3a9c21", shown(text));
    };
    // Those beside it are what its chain is held against.
    let beside = folder.parent().map(kept::all).unwrap_or_default();
    let known: BTreeSet<_> = all.iter().filter_map(|kept| kept.folder.canonicalize().ok()).collect();
    if let Some(same) = all.iter().find(|other| other.folder.canonicalize().is_ok_and(|other| other == folder)) {
        return Ok(vec![same.folder.clone()]);
    }
    all.extend(beside.into_iter().filter(|kept| !known.contains(&kept.folder)));
    Ok(vec![kept.folder])
}

/// Packages that were disposed of. What is wrong with those records is for `due` to say: no package is worse for it.
fn gone(folder: &Path) -> anyhow::Result<BTreeSet<String>> {
    Ok(super::settled(folder)?.value.disposed().map(str::to_owned).collect())
}

fn json(one: &Looked) -> serde_json::Value {
    serde_json::json!({ "package": one.name, "state": one.state(), "sha256": one.hash, "faults": one.faults })
}

fn text(looked: &[Looked], folder: &Path) {
    for one in looked {
        println!("{:<15} {}", one.state().words(), shown(&one.name));
        one.faults.iter().take(SHOWN).for_each(|fault| println!("  {fault}"));
        if one.faults.len() > SHOWN {
            println!("  and {}; --format json lists them all", printer::count(one.faults.len() - SHOWN, "more fault", "more faults"));
        }
    }
    if looked.is_empty() {
        println!("there are no packages in {}", shown(&plain(folder)));
        return;
    }
    let bad = looked.iter().filter(|one| one.state() != State::Whole).count();
    let all = printer::count(looked.len(), "package", "packages");
    println!("{}", if bad == 0 { format!("{all}: all whole") } else { format!("{all}: {bad} not whole") });
}

fn plain(folder: &Path) -> String {
    folder.strip_prefix(".").unwrap_or(folder).display().to_string()
}

pub(super) fn list(args: &KeptList) -> anyhow::Result<Outcome> {
    let (_, _, folder, _) = input::project(args.project.as_deref())?;
    let gone = gone(&folder)?;
    let folder = folder.join(FOLDER);
    let all = kept::all(&folder);
    let looked = looked(&all.iter().collect::<Vec<_>>(), &all, &gone, Depth::Fast);
    let strangers = strangers(&folder);
    let label = |kept: &Kept, name: &str| bag::label(&kept.labels, name).unwrap_or_default().to_owned();
    if args.format == Document::Json {
        let one = |(kept, looked): (&Kept, &Looked)| {
            serde_json::json!({
                "package": kept.name, "as_at": kept.identity.as_at, "holds": kept.identity.holds.key(), "version": kept.identity.version,
                "archived": label(kept, "Bagging-Date"), "size": label(kept, "Bag-Size"), "state": looked.state(), "sha256": looked.hash,
                "previous": looked.record.as_ref().and_then(|record| record.previous.as_ref()).map(|previous| previous.name.clone()),
                "faults": looked.faults,
            })
        };
        let all = all.iter().zip(&looked).map(one).chain(strangers.iter().map(json));
        println!("{}", printer::json(&all.collect::<Vec<_>>())?);
        return Ok(Outcome::Done);
    }
    for (kept, looked) in all.iter().zip(&looked) {
        let archived = shown(&label(kept, "Bagging-Date"));
        println!("{:<15} {}  archived {archived}, {}", looked.state().words(), kept.name, shown(&label(kept, "Bag-Size")));
    }
    for one in &strangers {
        println!("{:<15} {}", one.state().words(), shown(&one.name));
    }
    if all.is_empty() && strangers.is_empty() {
        println!("there are no packages in {}; annexa snapshot create makes one", shown(&plain(&folder)));
    } else {
        guard::say("note: this compares names and sizes; annexa snapshot verify reads every byte");
    }
    Ok(Outcome::Done)
}
