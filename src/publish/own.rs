//! Whose a folder is: what annexa made it may replace, what anybody else put there it may not lose.

use super::{Failed, failed};
use crate::archive::{MADE_BY, Manifest};
use crate::files::Files;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Files that systems leave in every folder they show or serve: nobody misses them.
const DROPPINGS: [&str; 3] = [".ds_store", "thumbs.db", "desktop.ini"];

/// Beginnings of names of the same sort: macOS on foreign disks, and a network disk's files that are removed but still open.
const DROPPED: [&str; 2] = ["._", ".nfs"];

/// Whether a folder may be replaced: it is missing, empty, or annexa's with nothing in it that somebody else put there.
pub(super) fn check(target: &Path) -> Result<(), Failed> {
    let kind = match fs::symlink_metadata(target) {
        Ok(found) => found.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed("look at", target)(error)),
    };
    if !kind.is_dir() {
        return Err(Failed::Foreign(target.to_owned()));
    }
    let mut found = files_in(target)?;
    if found.is_empty() {
        return Ok(());
    }
    let Some(manifest) = manifest_of(target)? else { return Err(Failed::Foreign(target.to_owned())) };
    if let Some(count) = manifest["file_count"].as_u64() {
        // A record that names no file, as that of worklists, tells only that one too many is there.
        return if found.len() as u64 <= count + 1 { Ok(()) } else { Err(Failed::Foreign(target.to_owned())) };
    }
    let paths = manifest["files"].as_array().into_iter().flatten().filter_map(|file| file["path"].as_str());
    let made: BTreeSet<String> = paths.chain([Manifest::FILE]).map(str::to_owned).collect();
    found.retain(|path| !made.contains(path));
    let Some(first) = found.first() else { return Ok(()) };
    let more = match found.len() - 1 {
        0 => String::new(),
        n => format!(" and {n} more in its folder"),
    };
    Err(Failed::Stranger { folder: target.to_owned(), file: crate::finding::shown(first), more })
}

/// Whether annexa made a folder.
pub(super) fn is_made_by_us(folder: &Path) -> Result<bool, Failed> {
    Ok(manifest_of(folder)?.is_some())
}

/// The manifest of a folder that annexa made; `None` where it has none that says so.
fn manifest_of(folder: &Path) -> Result<Option<serde_json::Value>, Failed> {
    let path = folder.join(Manifest::FILE);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::IsADirectory) => return Ok(None),
        Err(error) => return Err(failed("read", &path)(error)),
    };
    // Only the mark and the paths are read: a manifest of another version is annexa's as well.
    let manifest = serde_json::from_slice::<serde_json::Value>(&bytes).ok();
    Ok(manifest.filter(|manifest| manifest["made_by"] == MADE_BY))
}

/// Every file below a folder, sorted, with `/` between folders. Links are files here: they are not followed.
fn files_in(folder: &Path) -> Result<Vec<String>, Failed> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(inner) = folders.pop() {
        let place = folder.join(&inner);
        for entry in fs::read_dir(&place).map_err(failed("read the folder", &place))? {
            let entry = entry.map_err(failed("read the folder", &place))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if inner.is_empty() { name.clone() } else { format!("{inner}/{name}") };
            if entry.file_type().map_err(failed("look at", &entry.path()))?.is_dir() {
                folders.push(path);
            } else if !is_dropped(&name) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_dropped(name: &str) -> bool {
    DROPPINGS.contains(&name.to_lowercase().as_str()) || DROPPED.iter().any(|start| name.starts_with(start))
}

/// Whether a name is fit for every system: no separators, no dots in front, none of the device names of Windows.
pub(super) fn is_plain(name: &str) -> bool {
    const DEVICES: [&str; 22] = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4",
        "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];
    let stem = name.split('.').next().unwrap_or("").to_lowercase();
    let fit = |c: char| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    !stem.is_empty() && name.chars().all(fit) && !name.ends_with(['.', ' ']) && !DEVICES.contains(&stem.as_str())
}

/// Whether all paths stay in their folder and can be held by every system, each as a file of its own.
pub(super) fn check_paths(files: &Files) -> Result<(), Failed> {
    let mut seen = BTreeSet::new();
    for (path, _) in files.iter() {
        // Two paths that differ in case only are one file on Windows.
        if !path.split('/').all(is_plain) || !seen.insert(path.to_lowercase()) {
            return Err(Failed::Path(path.to_owned()));
        }
    }
    Ok(())
}
