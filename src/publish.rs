//! Writes finished files beside their place and swaps them in: the only code that writes.
//!
//! In: an output folder and [`Files`] for folders in it. Out: all those folders replaced, or all left as they were.
//! Files are staged in a dot-folder inside the output folder and exchanged with the old ones when all are on the disk; see `swap`.
//! What a crash left behind is put right by the next build. A folder that annexa did not make, or one that holds a file it did not
//! make, is never replaced: see `own`. A lock that dies with its process keeps two builds apart.

mod disk;
mod own;
mod swap;

use crate::archive::Manifest;
use crate::doing::{self, Work};
use crate::files::{Files, sha256};
use own::is_plain;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use swap::{Item, READY, Stage};

const LOCK: &str = ".annexa.lock";
const STAGE: &str = ".annexa-stage-";
const GONE: &str = ".annexa-gone-";

/// How often a lock is taken anew because the build that had it removed its file meanwhile.
const TRIES: usize = 100;

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
    /// A file in annexa's own folder that annexa did not make.
    #[error("{} holds {file}{more}, not made by annexa, which would be lost; move it away", folder.display())]
    Stranger {
        /// The folder that would be replaced.
        folder: PathBuf,
        /// The file in it, fit for a terminal.
        file: String,
        /// How many more there are, in words.
        more: String,
    },
    /// Another build is writing there.
    #[error("another build is writing to {}; wait for it to end", .0.display())]
    Busy(PathBuf),
    /// A path that could leave the folder, or that some systems cannot hold.
    #[error("{0:?} cannot be the path of an output file")]
    Path(String),
    /// A file that is never replaced.
    #[error("{} is there already, and is not written over", .0.display())]
    There(PathBuf),
    /// A folder that is never replaced.
    #[error("{} is there already, and what is kept is never written again", .0.display())]
    Kept(PathBuf),
    /// Without a manifest the next build could not tell that the folder is annexa's.
    #[error("the files hold no manifest.json")]
    NoManifest,
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Failed {
    let path = path.to_owned();
    move |error| Failed::Io { doing, path, error }
}

/// An output folder that was found writable and is held against other builds until this value goes.
///
/// When it goes, so does the lock's file, and every folder that was made for it and stayed empty: a refusal leaves no trace.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    /// Open for as long as the folder is held; `None` where the file system knows no locks.
    lock: Option<File>,
    /// Folders that were made, the innermost first.
    made: Vec<PathBuf>,
}

/// Makes sure that an output folder can be written, before the long work: makes it where it is missing, holds it against other
/// builds, puts right what a crashed build left, and tries a file.
pub fn probe(folder: &Path) -> Result<Output, Failed> {
    let missing = folder.ancestors().take_while(|above| !above.as_os_str().is_empty() && fs::symlink_metadata(above).is_err());
    let mut output = Output { folder: folder.to_owned(), lock: None, made: missing.map(Path::to_owned).collect() };
    fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    output.hold()?;
    output.heal()?;
    let stage = Stage::make(folder)?;
    let mut try_out = Files::default();
    try_out.add("probe", b"annexa");
    let tried = stage.write("", &try_out);
    stage.discard();
    // A folder that takes no file is told by its own name, not by that of the stage in it.
    tried.map_err(|error| match error {
        Failed::Io { error, .. } => failed("write to", folder)(error),
        other => other,
    })?;
    Ok(output)
}

/// Ends what a command had decided to write when it died, and removes what it had not; another folder is not touched.
pub fn resume(folder: &Path) -> Result<(), Failed> {
    let names = || fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    if fs::symlink_metadata(folder.join(READY)).is_ok() {
        return probe(folder).map(drop);
    }
    if names().any(|name| is_ours(&name.to_string_lossy())) {
        // It may be a build at work, or a folder that cannot be written; what is left lying there harms nobody.
        let _ = probe(folder);
    }
    Ok(())
}

/// Puts right what a build left that died in another process; a folder that was not there before it goes again.
pub fn put_right(folder: &Path, was_there: bool) {
    // Held by another build, or no longer to be written: the next build puts it right.
    if folder.is_dir()
        && let Ok(mut output) = probe(folder)
        && !was_there
    {
        output.made.push(folder.to_owned());
    }
}

/// Whether a folder is missing or holds nothing but what a command left that died there.
pub fn is_free(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    !folder.is_file() && entries.map(|entry| entry.file_name()).all(|name| is_ours(&name.to_string_lossy()))
}

/// Names that only this code gives, all of them for a while.
fn is_ours(name: &str) -> bool {
    name == LOCK || name == READY || name.starts_with(STAGE) || name.starts_with(GONE)
}

/// Writes files into a folder that is not there yet or is empty: a new project. All are written or none.
pub fn write_new(files: &Files, folder: &Path) -> Result<(), Failed> {
    if !is_free(folder) {
        return Err(Failed::Foreign(folder.to_owned()));
    }
    let output = probe(folder)?;
    // What a command had decided before it died stands there now.
    if !is_free(folder) {
        return Err(Failed::Foreign(folder.to_owned()));
    }
    output.replace(files)
}

/// Writes a file that is nobody else's to read, where there is none yet. It is never written over, and never half there.
pub fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    if fs::symlink_metadata(path).is_ok() { Err(Failed::There(path.to_owned())) } else { disk::write_secret(path, bytes) }
}

impl Output {
    /// Whether a folder of the output may be replaced: it is missing, empty, or annexa's alone.
    pub fn check(&self, name: &str) -> Result<(), Failed> {
        if is_plain(name) { own::check(&self.folder.join(name)) } else { Err(Failed::Path(name.to_owned())) }
    }

    /// Replaces a folder of the output by finished files, whole or not at all, and says where it stands.
    pub fn publish(&self, name: &str, files: &Files) -> Result<PathBuf, Failed> {
        self.publish_all(&[(name, files)])?;
        Ok(self.folder.join(name))
    }

    /// Replaces several folders of the output, all of them or none.
    pub fn publish_all(&self, outputs: &[(&str, &Files)]) -> Result<(), Failed> {
        let mut items = Vec::new();
        for (name, files) in outputs {
            self.check(name)?;
            own::check_paths(files)?;
            let manifest = files.get(Manifest::FILE).ok_or(Failed::NoManifest)?;
            items.push(Item { path: (*name).to_owned(), hash: sha256(manifest) });
        }
        self.write(outputs, &items)
    }

    /// Adds folders that are to stay as they are, and replaces single files beside them: all of it, or nothing. A folder that is there
    /// already, whatever is in it, stays, and nothing is written.
    pub fn keep(&self, folders: &[(&str, &Files)], beside: &Files) -> Result<(), Failed> {
        let mut items = Vec::new();
        for (name, files) in folders {
            let target = self.folder.join(name);
            if !is_plain(name) {
                return Err(Failed::Path((*name).to_owned()));
            }
            if fs::symlink_metadata(&target).is_ok() {
                return Err(Failed::Kept(target));
            }
            own::check_paths(files)?;
            let marks = swap::MARKS.into_iter().find_map(|mark| files.get(mark)).ok_or(Failed::NoManifest)?;
            items.push(Item { path: (*name).to_owned(), hash: sha256(marks) });
        }
        own::check_paths(beside)?;
        items.extend(beside.iter().map(|(path, bytes)| Item { path: path.to_owned(), hash: sha256(bytes) }));
        let outputs: Vec<(&str, &Files)> = folders.iter().copied().chain([("", beside)]).collect();
        self.write(&outputs, &items)
    }

    /// Removes a folder of the output that annexa made, and nothing else.
    ///
    /// It leaves its place in one step. What a crash leaves of it after that is no output any more: the next build removes it.
    pub fn retire(&self, name: &str) -> Result<(), Failed> {
        let target = self.folder.join(name);
        let kind = fs::symlink_metadata(&target).map_err(failed("look at", &target))?.file_type();
        if !is_plain(name) || !kind.is_dir() || !own::is_made_by_us(&target)? {
            return Err(Failed::Foreign(target));
        }
        swap::retire(&self.folder, &target)
    }

    /// Replaces single files of the folder, all or none, and leaves all others: a project's own tables, not an output.
    pub fn replace(&self, files: &Files) -> Result<(), Failed> {
        own::check_paths(files)?;
        let items = files.iter().map(|(path, bytes)| Item { path: path.to_owned(), hash: sha256(bytes) });
        self.write(&[("", files)], &items.collect::<Vec<_>>())
    }

    fn write(&self, outputs: &[(&str, &Files)], items: &[Item]) -> Result<(), Failed> {
        let _step = doing::step(Work::Writing, || "writing the finished files".to_owned());
        let stage = Stage::make(&self.folder)?;
        match outputs.iter().try_for_each(|(name, files)| stage.write(name, files)) {
            Ok(()) => stage.install(items, self.lock.is_some()),
            Err(error) => {
                stage.discard();
                Err(error)
            }
        }
    }

    /// Whether other builds are kept out; some network disks know no locks.
    pub fn is_held(&self) -> bool {
        self.lock.is_some()
    }

    /// Takes the lock, which goes with the process however that ends.
    fn hold(&mut self) -> Result<(), Failed> {
        let path = self.folder.join(LOCK);
        for _ in 0..TRIES {
            let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed("write to", &self.folder))?;
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => {
                    self.lock = Some(file);
                    return Ok(());
                }
                // The build that had it has just removed its file: another may make and lock a new one.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Failed::Busy(self.folder.clone())),
                // Some network shares know no locks; a build there is worth more than its refusal.
                Err(TryLockError::Error(_)) => return Ok(()),
            }
        }
        Err(Failed::Busy(self.folder.clone()))
    }

    /// Puts right what a crashed build left: what it had decided is finished, what it had not is removed.
    fn heal(&self) -> Result<(), Failed> {
        if self.lock.is_none() {
            // Without a lock a leftover cannot be told from the work of another build.
            return Ok(());
        }
        if fs::symlink_metadata(self.folder.join(READY)).is_ok() {
            Stage::finish(&self.folder)?;
        }
        swap::tidy(&self.folder)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // While it is still held: nobody else can have begun to rely on the file.
            let _ = fs::remove_file(self.folder.join(LOCK));
        }
        self.lock = None;
        // Only an empty folder can be removed this way; anything in it stays.
        self.made.iter().for_each(|made| drop(fs::remove_dir(made)));
    }
}

/// Whether an open file is still the one at its path.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let same = |one: fs::Metadata, other: fs::Metadata| (one.dev(), one.ino()) == (other.dev(), other.ino());
        file.metadata().and_then(|one| Ok(same(one, fs::metadata(path)?))).unwrap_or(false)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        path.exists()
    }
}
