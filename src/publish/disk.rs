//! The disk itself: writing and waiting until it holds what was written, moving, exchanging, removing.

use super::{Failed, failed};
use crate::files::Files;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often and how long a move waits where another program holds a file open.
const WAITS: u32 = 25;
const WAIT: Duration = Duration::from_millis(200);

/// Files waited for at once.
const WAITING: usize = 32;

/// Writes files into a folder of their own, and returns when the disk holds them.
pub(super) fn write_all(folder: &Path, files: &Files) -> Result<(), Failed> {
    let all: Vec<(&str, &[u8])> = files.iter().collect();
    let parents = all.iter().flat_map(|(path, _)| Path::new(path).ancestors().skip(1));
    let folders: BTreeSet<PathBuf> = parents.map(|parent| folder.join(parent)).collect();
    for folder in &folders {
        fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    }
    all.par_iter().try_for_each(|(path, bytes)| {
        let path = folder.join(path);
        File::create_new(&path).and_then(|mut file| file.write_all(bytes)).map_err(failed("write", &path))
    })?;
    sync_all(&all.iter().map(|(path, _)| folder.join(path)).collect::<Vec<_>>())?;
    folders.iter().try_for_each(|folder| settle(folder).map_err(failed("write", folder)))
}

/// Writes a file that only its owner may read; what could not be written whole is taken away again.
pub(super) fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed("write", path))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| {
        // What cannot be taken away is a part of a secret, and so none.
        let _ = fs::remove_file(path);
        failed("write", path)(error)
    })
}

/// Waits until written files are on the disk. Many are waited for at once, because a file system settles many files
/// in the time of one: sixty times faster than one after the other.
fn sync_all(paths: &[PathBuf]) -> Result<(), Failed> {
    let sync = |path: &PathBuf| File::options().write(true).open(path).and_then(|file| file.sync_all()).map_err(failed("write", path));
    std::thread::scope(|scope| {
        let parts = paths.chunks(paths.len().div_ceil(WAITING).max(1));
        let wait = |part: &[PathBuf]| part.iter().try_for_each(sync);
        let mut done = Ok(());
        let mut threads = Vec::new();
        for part in parts {
            match std::thread::Builder::new().spawn_scoped(scope, move || wait(part)) {
                Ok(thread) => threads.push(thread),
                // A system that gives no more threads is waited for here.
                Err(_) => done = done.and_then(|()| wait(part)),
            }
        }
        let joined = threads.into_iter().map(|thread| thread.join().expect("waiting for a file does not panic"));
        joined.fold(done, Result::and)
    })
}

/// Asks the system to keep the entries of a folder, where it can be asked.
pub(super) fn settle(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some file systems know no such request for a folder.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Removes a file or a folder with all that is in it; that it is not there is as good.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path).and_then(|found| if found.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Moves a file or a folder; where another program holds one of its files open (a virus scanner, a browser), waits a while.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
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

/// Puts each of two folders in the place of the other, in one step, or says that this system or file system cannot (`Unsupported`).
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    match exchange_here(one, other) {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Err(io::ErrorKind::Unsupported.into()),
        done => done,
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange_here(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange_here(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
