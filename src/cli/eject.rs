//! `annexa eject`: copies a built-in file into the project, where it takes its place, and records what it was copied from.

use super::args::{Document, Eject};
use super::{Outcome, input, printer};
use crate::files::Files;
use crate::finding::shown;
use crate::publish;
use crate::theme::ejected::{self, Ejected};
use crate::theme::{Shelf, places};
use anyhow::{anyhow, bail};

pub(super) fn run(args: &Eject) -> anyhow::Result<Outcome> {
    let Some(path) = &args.path else { return list(args.format) };
    let path = path.replace('\\', "/");
    let (file, bytes) = places::one(path.trim_start_matches("./")).map_err(|near| match near {
        Some(near) => anyhow!("no file {} is built in; did you mean {near}?", shown(&path)),
        None => anyhow!("no file {} is built in that a project may have its own of; annexa eject --list names them", shown(&path)),
    })?;
    let (_, _, folder, _) = input::project(args.project.as_deref())?;
    let place = shown(&folder.display().to_string());
    if !folder.join(crate::project::FILE).is_file() {
        bail!("there is no annexa.toml in {place}, so nothing would read the copy; annexa new makes a project");
    }
    let target = folder.join(&file.path);
    if std::fs::symlink_metadata(&target).is_ok() {
        bail!("{} is there already and stays as it is; move it away to have the built-in file again", shown(&target.display().to_string()));
    }
    let mut files = Files::default();
    files.add(ejected::FILE, record(&Shelf::of_project(&folder))?.with(&file.path, &bytes).text());
    files.add(file.path.clone(), bytes);
    publish::probe(&folder)?.replace(&files)?;
    if args.format == Document::Json {
        println!("{}", printer::json(&serde_json::json!({ "path": file.path, "about": file.about, "project": folder }))?);
    } else {
        println!(
            "{} is yours now: {}\n{} records what it was copied from; annexa doctor tells when that changes",
            file.path,
            file.about,
            ejected::FILE
        );
    }
    Ok(Outcome::Done)
}

/// The record of copies of a project.
pub(super) fn record(shelf: &Shelf) -> anyhow::Result<Ejected> {
    let text = shelf.own_text(ejected::FILE).unwrap_or_default();
    input::readable(shelf)?;
    Ejected::parse(&text).map_err(|finding| anyhow!("{}: {}", finding.place, finding.message))
}

fn list(format: Document) -> anyhow::Result<Outcome> {
    let all = places::built_in();
    if format == Document::Json {
        println!("{}", printer::json(&all)?);
        return Ok(Outcome::Done);
    }
    let wide = all.iter().map(|file| file.path.chars().count()).max().unwrap_or(0);
    for file in &all {
        println!("{:<wide$}  {}", file.path, file.about);
    }
    Ok(Outcome::Done)
}
