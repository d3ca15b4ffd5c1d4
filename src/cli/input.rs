//! From arguments to a build's input: which project, which files, and what was assumed.

use super::args::Data;
use crate::annex_a::{self, Source};
use crate::finding::Finding;
use crate::finding::{Findings, Place, Severity};
use crate::project::Project;
use crate::theme::Shelf;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// Everything a command needs of the disk, read once.
pub struct Opened {
    /// The project.
    pub project: Project,
    /// Its files over the built-in ones.
    pub shelf: Shelf,
    /// Data files.
    pub sources: Vec<Source>,
    /// What was noticed and assumed.
    pub findings: Findings,
    /// Folder that relative outputs belong to.
    pub folder: PathBuf,
}

/// Opens the project and the data that the arguments name.
pub fn open(args: &Data) -> anyhow::Result<Opened> {
    let (project, findings, folder, shelf) = project(args.project.as_deref())?;
    let mut opened = Opened { project, shelf, sources: Vec::new(), findings, folder };
    let paths = if args.data.is_empty() { in_project(&mut opened)? } else { args.data.clone() };
    opened.sources = annex_a::collect(&paths).map_err(|error| anyhow::anyhow!("{error}"))?;
    if opened.sources.is_empty() {
        bail!("{} holds no workbook and no CSV", paths.first().map_or_else(|| "the folder".to_owned(), |p| p.display().to_string()));
    }
    Ok(opened)
}

/// The project in a folder, or none: then every default holds and that is said.
pub fn project(folder: Option<&Path>) -> anyhow::Result<(Project, Findings, PathBuf, Shelf)> {
    let here = PathBuf::from(".");
    let folder = folder.map_or(here.clone(), Path::to_path_buf);
    if !folder.is_dir() {
        bail!("there is no folder {}", folder.display());
    }
    if folder == here && !folder.join(crate::project::FILE).is_file() {
        return Ok((Project::none(), Findings::default(), folder, Shelf::built_in()));
    }
    let loaded = Project::load(&folder);
    Ok((loaded.value, loaded.findings, folder.clone(), Shelf::of_project(folder)))
}

/// The data of a project: everything in `data/`, or the latest quarter where files are named by date.
fn in_project(opened: &mut Opened) -> anyhow::Result<Vec<PathBuf>> {
    let data = opened.folder.join("data");
    if !data.is_dir() {
        bail!("no data: there is no folder {}; name a workbook with --data", data.display());
    }
    let entries = std::fs::read_dir(&data).with_context(|| format!("cannot read {}", data.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| is_data(p, opened)).collect();
    paths.sort();
    let dated: Vec<(crate::calendar::Day, PathBuf)> = paths.iter().filter_map(|p| Some((dated(p)?, p.clone()))).collect();
    let Some((day, latest)) = dated.iter().max_by_key(|d| d.0).cloned() else { return Ok(paths) };
    if dated.len() > 1 {
        let name = latest.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let words = format!("data holds {} quarters; the latest, {name}, is built", dated.len());
        opened.findings.push(Finding::new(Severity::Note, "latest-quarter", Place::file(name), words).hint("name another with --data"));
    }
    // The file's name is the day it was measured to, unless the settings say otherwise for it.
    opened.project.period.as_at = Some(day);
    Ok(vec![latest])
}

fn is_data(path: &Path, opened: &Opened) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let published = opened.project.authority.published.as_deref().and_then(|p| p.rsplit('/').next()).map(str::to_lowercase);
    if name.starts_with('.') || name.starts_with("~$") || Some(&name) == published.as_ref() {
        return false;
    }
    path.is_dir() || [".xlsx", ".xlsm", ".csv"].iter().any(|ending| name.ends_with(ending))
}

fn dated(path: &Path) -> Option<crate::calendar::Day> {
    crate::calendar::Day::parse_iso(path.file_stem()?.to_str()?)
}
