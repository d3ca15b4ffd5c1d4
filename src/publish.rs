//! Writes finished files beside their place and swaps them in whole: the only code that writes outputs.
//!
//! In: an output folder, the name of a folder in it, and [`Files`]. Out: the folder replaced as a whole, or left as it was.
//! Files are staged in `.annexa-<process>` inside the output folder; then the old folder is moved aside, the new one moved in and
//! the old one removed. What a crash left behind is put right by the next build. A folder that annexa did not make (one without
//! a `manifest.json` that says so) is never replaced.

mod removal;

use crate::archive::{MADE_BY, Manifest};
use crate::files::Files;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

const LOCK: &str = ".annexa.lock";
const STAGE: &str = ".annexa-stage-";
const ASIDE: &str = ".annexa-old-";

/// How often and how long a move waits where another program holds a file open.
const WAITS: u32 = 25;
const WAIT: Duration = Duration::from_millis(200);

/// Files waited for at once.
const WAITING: usize = 32;

/// Why an output was not written.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The system refused.
    #[error("cannot {doing} {}: {error}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Something stands there that annexa did not make.
    #[error("{} was not made by annexa, so it is not replaced; move it away or choose another output folder", .0.display())]
    Foreign(PathBuf),
    /// Another build is writing there.
    #[error("another build is writing to {}; wait for it to end", .0.display())]
    Busy(PathBuf),
    /// A path that could leave the folder, or that some systems cannot hold.
    #[error("{0:?} cannot be the path of an output file")]
    Path(String),
    /// Without a manifest the next build could not tell that the folder is annexa's.
    #[error("the files hold no manifest.json")]
    NoManifest,
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Failed {
    let path = path.to_owned();
    move |error| Failed::Io { doing, path, error }
}

/// An output folder that was found writable and is held against other builds until this value goes.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    /// Open for as long as the folder is held; `None` where the file system knows no locks.
    lock: Option<File>,
    /// Whether the folder was made for this build.
    made: bool,
}

/// Makes sure that an output folder can be written, before the long work: makes it where it is missing, holds it against other
/// builds, puts right what a crashed build left, and tries a file.
pub fn probe(folder: &Path) -> Result<Output, Failed> {
    let made = !folder.exists();
    fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed("write to", folder))?;
    let lock = match file.try_lock() {
        Ok(()) => Some(file),
        Err(TryLockError::WouldBlock) => return Err(Failed::Busy(folder.to_owned())),
        // Some network shares know no locks; a build there is worth more than its refusal.
        Err(TryLockError::Error(_)) => None,
    };
    let output = Output { folder: folder.to_owned(), lock, made };
    output.heal()?;
    let stage = output.stage();
    make_empty(&stage)?;
    fs::write(stage.join("probe"), b"annexa").map_err(failed("write to", folder))?;
    remove(&stage)?;
    Ok(output)
}

impl Output {
    /// Gives up a build that has nothing to publish: a folder that was made for it goes again, so that a refusal leaves no trace.
    pub fn abandon(self) {
        let (folder, made) = (self.folder.clone(), self.made);
        drop(self);
        if made {
            let _ = fs::remove_file(folder.join(LOCK));
            // Only an empty folder can be removed this way; anything in it stays.
            let _ = fs::remove_dir(&folder);
        }
    }

    /// Whether a folder of the output may be replaced: it is missing, empty, or annexa's.
    pub fn check(&self, name: &str) -> Result<(), Failed> {
        if !is_plain(name) {
            return Err(Failed::Path(name.to_owned()));
        }
        let target = self.folder.join(name);
        let kind = match fs::symlink_metadata(&target) {
            Ok(found) => found.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed("look at", &target)(error)),
        };
        let ours = kind.is_dir() && (is_made_by_us(&target) || is_empty(&target)?);
        if ours { Ok(()) } else { Err(Failed::Foreign(target)) }
    }

    /// Replaces a folder of the output by finished files, whole or not at all, and says where it stands.
    pub fn publish(&self, name: &str, files: &Files) -> Result<PathBuf, Failed> {
        self.check(name)?;
        check_paths(files)?;
        let stage = self.stage();
        let staged = make_empty(&stage).and_then(|()| write_all(&stage, files));
        let swapped = staged.and_then(|()| self.swap(&stage, name));
        if swapped.is_err() {
            // The first fault is the one to tell; a stage that stays is removed by the next build.
            let _ = fs::remove_dir_all(&stage);
        }
        swapped
    }

    /// Replaces single files of the folder, each whole, and leaves all others: a project's own tables, not an output.
    ///
    /// All are staged first; where one cannot be moved to its place, those moved before it are put back.
    pub fn replace(self, files: &Files) -> Result<(), Failed> {
        if let Some((path, _)) = files.iter().find(|(path, _)| !path.split('/').all(is_plain)) {
            return Err(Failed::Path(path.to_owned()));
        }
        let stage = self.stage();
        let moved = make_empty(&stage).and_then(|()| write_all(&stage, files)).and_then(|()| self.move_each(&stage, files));
        let _ = fs::remove_dir_all(&stage);
        let lock = self.folder.join(LOCK);
        drop(self);
        // The folder is a person's own: nothing of ours stays in it but what was asked for.
        let _ = fs::remove_file(lock);
        moved
    }

    fn move_each(&self, stage: &Path, files: &Files) -> Result<(), Failed> {
        let mut before: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
        for (path, _) in files.iter() {
            let target = self.folder.join(path);
            let old = fs::read(&target).ok();
            let folder = target.parent().unwrap_or(&self.folder);
            let moved = fs::create_dir_all(folder).and_then(|()| rename(&stage.join(path), &target)).map_err(failed("replace", &target));
            if let Err(error) = moved {
                for (target, old) in before {
                    // The first fault is the one to tell; what cannot be put back either stays as new, and whole.
                    let _ = old.map_or_else(|| fs::remove_file(&target), |bytes| fs::write(&target, bytes));
                }
                return Err(error);
            }
            settle(folder);
            before.push((target, old));
        }
        Ok(())
    }

    fn swap(&self, stage: &Path, name: &str) -> Result<PathBuf, Failed> {
        let target = self.folder.join(name);
        let aside = self.folder.join(format!("{ASIDE}{name}"));
        remove(&aside)?;
        let had_one = fs::symlink_metadata(&target).is_ok();
        if had_one {
            rename(&target, &aside).map_err(failed("move aside", &target))?;
        }
        if let Err(error) = rename(stage, &target) {
            if had_one {
                rename(&aside, &target).map_err(failed("move back", &aside))?;
            }
            return Err(failed("move the new files to", &target)(error));
        }
        settle(&self.folder);
        // The new folder stands: an old one that cannot be removed now is removed by the next build.
        let _ = remove(&aside);
        Ok(target)
    }

    /// Puts right what a crashed build left: an old folder goes back where no new one took its place, stages go.
    fn heal(&self) -> Result<(), Failed> {
        if self.lock.is_none() {
            // Without a lock a leftover cannot be told from the work of another build.
            return Ok(());
        }
        for entry in fs::read_dir(&self.folder).map_err(failed("read the folder", &self.folder))?.flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if let Some(target) = name.strip_prefix(ASIDE) {
                let target = self.folder.join(target);
                if fs::symlink_metadata(&target).is_ok() {
                    remove(&entry.path())?;
                } else {
                    rename(&entry.path(), &target).map_err(failed("move back", &entry.path()))?;
                }
            } else if name.starts_with(STAGE) {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }

    fn stage(&self) -> PathBuf {
        self.folder.join(format!("{STAGE}{}", std::process::id()))
    }
}

fn is_made_by_us(folder: &Path) -> bool {
    let Ok(text) = fs::read_to_string(folder.join(Manifest::FILE)) else { return false };
    // Only the mark is read: a manifest of another version is annexa's as well.
    serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|manifest| manifest["made_by"] == MADE_BY)
}

fn is_empty(folder: &Path) -> Result<bool, Failed> {
    Ok(fs::read_dir(folder).map_err(failed("read the folder", folder))?.next().is_none())
}

/// Whether a name is fit for every system: no separators, no dots in front, none of the device names of Windows.
fn is_plain(name: &str) -> bool {
    const DEVICES: [&str; 22] = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4",
        "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];
    let stem = name.split('.').next().unwrap_or("").to_lowercase();
    let fit = |c: char| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    !stem.is_empty() && name.chars().all(fit) && !name.ends_with(['.', ' ']) && !DEVICES.contains(&stem.as_str())
}

/// Writes files into a folder that is not there yet or is empty: a new project. A file that is there is never replaced.
pub fn write_new(files: &Files, folder: &Path) -> Result<(), Failed> {
    fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    if !is_empty(folder)? {
        return Err(Failed::Foreign(folder.to_owned()));
    }
    write_all(folder, files)
}

fn check_paths(files: &Files) -> Result<(), Failed> {
    let mut seen = BTreeSet::new();
    for (path, _) in files.iter() {
        // Two paths that differ in case only are one file on Windows.
        if !path.split('/').all(is_plain) || !seen.insert(path.to_lowercase()) {
            return Err(Failed::Path(path.to_owned()));
        }
    }
    if files.get(Manifest::FILE).is_none() { Err(Failed::NoManifest) } else { Ok(()) }
}

fn write_all(stage: &Path, files: &Files) -> Result<(), Failed> {
    let all: Vec<(&str, &[u8])> = files.iter().collect();
    let folders: BTreeSet<&Path> = all.iter().filter_map(|(path, _)| Path::new(path).parent()).collect();
    for folder in &folders {
        let folder = stage.join(folder);
        fs::create_dir_all(&folder).map_err(failed("make the folder", &folder))?;
    }
    all.par_iter().try_for_each(|(path, bytes)| {
        let path = stage.join(path);
        File::create_new(&path).and_then(|mut file| file.write_all(bytes)).map_err(failed("write", &path))
    })?;
    sync_all(&all.iter().map(|(path, _)| stage.join(path)).collect::<Vec<_>>())?;
    folders.iter().for_each(|folder| settle(&stage.join(folder)));
    settle(stage);
    Ok(())
}

/// Waits until written files are on the disk. Many are waited for at once, because a file system settles many files
/// in the time of one: sixty times faster than one after the other.
fn sync_all(paths: &[PathBuf]) -> Result<(), Failed> {
    let sync = |path: &PathBuf| File::options().write(true).open(path).and_then(|file| file.sync_all()).map_err(failed("write", path));
    std::thread::scope(|scope| {
        let parts = paths.chunks(paths.len().div_ceil(WAITING).max(1));
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || part.iter().try_for_each(sync))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("waiting for a file does not panic"))
    })
}

/// Asks the system to keep the entries of a folder, where it can be asked.
fn settle(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

fn make_empty(folder: &Path) -> Result<(), Failed> {
    remove(folder)?;
    fs::create_dir(folder).map_err(failed("make the folder", folder))
}

fn remove(folder: &Path) -> Result<(), Failed> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", folder)(error)),
        _ => Ok(()),
    }
}

/// Moves a folder; where another program holds one of its files open (a virus scanner, a browser), waits a while.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    // Only Windows holds files so, and says "access denied" or, as error 32, "used by another process".
    let held = |error: &io::Error| cfg!(windows) && (error.kind() == io::ErrorKind::PermissionDenied || error.raw_os_error() == Some(32));
    let mut waits = 0;
    loop {
        match fs::rename(from, to) {
            Err(error) if held(&error) && waits < WAITS => std::thread::sleep(WAIT),
            result => return result,
        }
        waits += 1;
    }
}
