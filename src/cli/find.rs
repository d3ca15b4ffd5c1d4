//! `annexa find --child ID`: every output file, every file of a snapshot and every row of the data that holds a child, for the right of access.
//!
//! Printed are files, places and lists; neither the identifier itself nor anything else that a file holds.

use super::args::{Document, Find};
use super::{Outcome, input, printer};
use crate::access::{At, Columns, Hit, Looked, Wanted, look, look_in};
use crate::annex_a::schema::Schema;
use crate::annex_a::{self, Mapping, Source};
use crate::snapshots::{FOLDER, Holds, Identity, TRACES};
use anyhow::{Context, bail};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where a package of children's rows holds them.
const KEPT_DATA: &str = "/data/inputs/";

/// Largest file that is read.
const MOST_BYTES: u64 = 2 << 30;

/// Places of one file that are printed one by one.
const PLACES: usize = 12;

pub(super) fn run(args: &Find) -> anyhow::Result<Outcome> {
    let Some(wanted) = Wanted::new(&args.child) else { bail!("there is nothing to look for in that identifier") };
    let (project, _, folder, shelf) = input::project(args.project.as_deref())?;
    let mark = input::key(&project).and_then(|key| Wanted::new(&key.mark(args.child.trim())));
    let records = (Schema::load(&shelf).value, project.mapping);
    let output = args.output.clone().unwrap_or_else(|| folder.join("output"));
    if args.output.is_some() && !output.is_dir() {
        bail!("there is no folder {}", output.display());
    }
    let kept = folder.join(FOLDER);
    let mut files = Vec::new();
    for place in [&output, &kept].into_iter().filter(|place| place.is_dir()) {
        let mut below = Vec::new();
        walk(place, "", &mut below)?;
        below.sort();
        // The data that a snapshot holds is read as data.
        let is_data = |path: &str| place == &kept && path.contains(KEPT_DATA);
        files.extend(below.into_iter().filter(|path| !is_data(path)).map(|path| (place, path)));
    }
    let outputs: Vec<(String, Looked)> = files
        .par_iter()
        .map(|(place, path)| {
            let wanted =
                if *place == &kept && is_of_marks(path) { mark.as_ref().ok_or("marks, whose key is not at hand") } else { Ok(&wanted) };
            let looked = wanted.and_then(|wanted| Ok((wanted, read(&place.join(path))?)));
            let looked = looked.map_or_else(Looked::Not, |(wanted, bytes)| look(path, &bytes, wanted));
            (place.join(path).display().to_string(), looked)
        })
        .collect();
    let data = data(args, &folder)?.par_iter().map(|source| in_data(source, &wanted, (&records.0, &records.1))).collect::<Vec<_>>();
    let found = Found { outputs, data };
    if args.format == Document::Json {
        println!("{}", printer::json(&found.json())?);
    } else {
        found.print();
    }
    Ok(Outcome::Done)
}

/// Whether a file of the snapshots holds marks in the place of children.
fn is_of_marks(path: &str) -> bool {
    let package = path.split('/').next().and_then(Identity::parse);
    package.is_some_and(|(identity, _)| identity.holds == Holds::Marks) && path.ends_with(TRACES)
}

/// Every file below a folder, also hidden ones: what a crashed build left holds children as well. Links are not followed.
fn walk(folder: &Path, below: &str, files: &mut Vec<String>) -> anyhow::Result<()> {
    let at = folder.join(below);
    for entry in std::fs::read_dir(&at).with_context(|| format!("cannot read {}", at.display()))? {
        let entry = entry.with_context(|| format!("cannot read {}", at.display()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.file_type().with_context(|| format!("cannot look at {path}"))?.is_dir() {
            walk(folder, &path, files)?
        } else {
            files.push(path)
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, &'static str> {
    let about = std::fs::symlink_metadata(path).map_err(|_| "a file that cannot be read")?;
    match about {
        about if about.is_symlink() => Err("a link to elsewhere"),
        about if !about.is_file() => Err("no file"),
        about if about.len() > MOST_BYTES => Err("too large"),
        _ => std::fs::read(path).map_err(|_| "a file that cannot be read"),
    }
}

/// The files of the data: those named, else all of the project's, every quarter. What cannot be read is no reason to say nothing
/// of the rest: it stands with what was not searched.
fn data(args: &Find, folder: &Path) -> anyhow::Result<Vec<Source>> {
    if let Some(missing) = args.data.iter().find(|path| !path.exists()) {
        bail!("there is no file {}", missing.display());
    }
    let packages = std::fs::read_dir(folder.join(FOLDER)).into_iter().flatten().flatten();
    let mut own: Vec<PathBuf> =
        packages.map(|package| package.path().join(KEPT_DATA.trim_matches('/'))).chain([folder.join("data")]).collect();
    own.retain(|data| args.data.is_empty() && data.is_dir());
    own.sort();
    let mut sources = Vec::new();
    for path in args.data.iter().chain(&own) {
        let mut below = Vec::new();
        if path.is_dir() {
            walk(path, "", &mut below)?;
            below.sort();
        }
        let files = below.iter().map(|file| path.join(file)).chain((!path.is_dir()).then(|| path.clone()));
        sources.extend(files.map(|file| Source { name: file.display().to_string(), bytes: read(&file).unwrap_or_default() }));
    }
    Ok(sources)
}

/// A file of the data with the places in it, and the list that each row belongs to.
struct InData {
    file: String,
    looked: Looked,
    /// Name of the list by sheet.
    lists: BTreeMap<String, String>,
}

fn in_data(source: &Source, wanted: &Wanted, (schema, mapping): (&Schema, &Mapping)) -> InData {
    let name = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut columns = Columns::new();
    let mut lists = BTreeMap::new();
    let mut looked = Looked::Not("empty, or cannot be read");
    if !source.bytes.is_empty() {
        looked = look_in(name, &source.bytes, wanted, &columns);
    }
    if matches!(&looked, Looked::Through(hits) if !hits.is_empty()) {
        // The lists know their columns of children whatever a council calls them.
        for (key, list) in &annex_a::read(std::slice::from_ref(source), schema, mapping).value.lists {
            let called = schema.list(key).map_or_else(|| key.clone(), annex_a::schema::ListRecord::called);
            for origin in &list.origins {
                lists.insert(origin.sheet.clone(), called.clone());
                columns.entry(origin.sheet.clone()).or_default().extend(origin.columns.get("child_id").map(|column| column + 1));
            }
        }
        looked = look_in(name, &source.bytes, wanted, &columns);
    }
    InData { file: source.name.clone(), looked, lists }
}

/// What was found, and what was not looked into.
struct Found {
    outputs: Vec<(String, Looked)>,
    data: Vec<InData>,
}

/// The places of a file that are certain, and how many may be a number like the identifier.
fn sorted(looked: &Looked) -> (Vec<&Hit>, Vec<&Hit>) {
    match looked {
        Looked::Through(hits) => hits.iter().partition(|hit| hit.certain),
        Looked::Not(_) => (Vec::new(), Vec::new()),
    }
}

impl Found {
    /// Every file with what came of it.
    fn all(&self) -> impl Iterator<Item = (&str, &Looked)> {
        let outputs = self.outputs.iter().map(|(file, looked)| (file.as_str(), looked));
        outputs.chain(self.data.iter().map(|data| (data.file.as_str(), &data.looked)))
    }

    fn not_searched(&self) -> Vec<(&str, &'static str)> {
        self.all().filter_map(|(file, looked)| if let Looked::Not(why) = looked { Some((file, *why)) } else { None }).collect()
    }

    fn print(&self) {
        let certain: Vec<(&str, Vec<&Hit>)> =
            self.outputs.iter().map(|(file, looked)| (file.as_str(), sorted(looked).0)).filter(|(_, hits)| !hits.is_empty()).collect();
        println!("{}", printer::count(certain.len(), "output file holds the child", "output files hold the child"));
        for (file, hits) in certain {
            println!("  {}: {}", shown_path(file), places(&hits));
        }
        let rows = self.data.iter().map(|data| (data, sorted(&data.looked).0)).filter(|(_, hits)| !hits.is_empty());
        let rows: Vec<(&InData, Vec<&Hit>)> = rows.collect();
        let number = rows.iter().map(|(_, hits)| hits.len()).sum();
        println!("{}", printer::count(number, "place in the data holds the child", "places in the data hold the child"));
        for (data, hits) in rows {
            for (list, hits) in data.by_list(&hits) {
                println!("  {}{}: {}", shown_path(&data.file), list.map_or_else(String::new, |list| format!(", {list}")), places(&hits));
            }
        }
        let like: Vec<(&str, Vec<&Hit>)> =
            self.all().map(|(file, looked)| (file, sorted(looked).1)).filter(|(_, hits)| !hits.is_empty()).collect();
        if !like.is_empty() {
            let places = like.iter().map(|(_, hits)| hits.len()).sum();
            println!(
                "{} in {} may be a number like it, or part of another identifier; --format json names them",
                printer::count(places, "place", "places"),
                printer::count(like.len(), "file", "files")
            );
            for (file, hits) in like.iter().take(PLACES) {
                println!("  {}: {}", shown_path(file), self::places(hits));
            }
        }
        let not = self.not_searched();
        println!("{} searched", printer::count(self.all().count() - not.len(), "file", "files"));
        let mut why: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, reason) in &not {
            *why.entry(reason).or_default() += 1;
        }
        for (reason, files) in why {
            println!("  not searched: {}, {reason}", printer::count(files, "file", "files"));
        }
    }

    fn json(&self) -> serde_json::Value {
        let entry = |file: &str, hits: &[&Hit]| {
            let places: Vec<String> = hits.iter().map(|hit| hit.at.to_string()).collect();
            serde_json::json!({ "file": file, "places": places })
        };
        let with = |of: &dyn Fn(&Looked) -> Vec<Hit>, files: Vec<(&str, &Looked)>| -> Vec<serde_json::Value> {
            let found = files.into_iter().map(|(file, looked)| (file, of(looked))).filter(|(_, hits)| !hits.is_empty());
            found.map(|(file, hits)| entry(file, &hits.iter().collect::<Vec<_>>())).collect()
        };
        let outputs = self.outputs.iter().map(|(file, looked)| (file.as_str(), looked)).collect();
        let rows = self.data.iter().flat_map(|data| sorted(&data.looked).0.into_iter().map(move |hit| (data, hit)));
        let row = |(data, hit): (&InData, &Hit)| {
            let (sheet, row, column) = match &hit.at {
                At::Cell(sheet, row, column) => (sheet.as_deref(), Some(row), Some(annex_a::letters(column - 1))),
                _ => (None, None, None),
            };
            serde_json::json!({ "file": data.file, "place": hit.at.to_string(), "list": data.list(hit), "sheet": sheet, "row": row, "column": column })
        };
        serde_json::json!({
            "outputs": with(&|looked| sorted(looked).0.into_iter().cloned().collect(), outputs),
            "rows": rows.map(row).collect::<Vec<_>>(),
            "may_be_a_number": with(&|looked| sorted(looked).1.into_iter().cloned().collect(), self.all().collect()),
            "searched": self.all().count() - self.not_searched().len(),
            "not_searched": self.not_searched().into_iter().map(|(file, why)| serde_json::json!({ "file": file, "why": why })).collect::<Vec<_>>(),
        })
    }
}

impl InData {
    /// Places by the list they belong to.
    fn by_list<'h>(&self, hits: &[&'h Hit]) -> BTreeMap<Option<&str>, Vec<&'h Hit>> {
        let mut lists: BTreeMap<Option<&str>, Vec<&Hit>> = BTreeMap::new();
        hits.iter().for_each(|hit| lists.entry(self.list(hit)).or_default().push(hit));
        lists
    }

    /// The list that the row of a place belongs to.
    fn list(&self, hit: &Hit) -> Option<&str> {
        let At::Cell(sheet, ..) = &hit.at else { return None };
        self.lists.get(sheet.as_deref().unwrap_or("")).map(String::as_str)
    }
}

fn shown_path(file: &str) -> String {
    file.strip_prefix("./").unwrap_or(file).chars().filter(|c| !c.is_control()).collect()
}

/// The first places of a file in words, and how many more there are.
fn places(hits: &[&Hit]) -> String {
    let mut said: Vec<String> = hits.iter().take(PLACES).map(|hit| hit.at.to_string()).collect();
    if hits.len() > PLACES {
        said.push(format!("{} more", hits.len() - PLACES));
    }
    said.join("; ")
}
