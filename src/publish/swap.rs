//! Putting finished files in their places, all or none.
//!
//! A stage holds the finished files in `new/`, a place for what they replace in `old/`, and a `plan`: what goes where, and a hash to
//! know it by. Everything is on the disk before the stage is renamed to [`READY`], and that one step decides. Before it a crash
//! leaves everything as it was; after it the next build, finding `READY`, ends what was begun.

use super::disk::{exchange, remove, rename, settle, write_all};
use super::{Failed, GONE, STAGE, failed, own};
use crate::archive::Manifest;
use crate::files::{Files, sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A stage whose files are complete and on their way to their places.
pub(super) const READY: &str = ".annexa-ready";

/// Files by which a folder is known, each holding the hashes of all others: the record of a build, and that of a package that is kept.
pub(super) const MARKS: [&str; 2] = [Manifest::FILE, "tagmanifest-sha256.txt"];

const NEW: &str = "new";
const OLD: &str = "old";
const PLAN: &str = "plan";

/// A folder or a file that goes to its place in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Path in the output folder, with `/` between folders.
    pub path: String,
    /// SHA-256 of the file, or of the first of [`MARKS`] in the folder.
    pub hash: String,
}

/// Files on their way.
pub(super) struct Stage<'a> {
    /// The folder they go to.
    folder: &'a Path,
    /// Where they are.
    place: PathBuf,
}

/// How an item came to its place, and so how it is taken back.
enum Step {
    /// Nothing stood there.
    Added,
    /// The old folder and the new one changed places.
    Exchanged,
    /// The old folder was moved aside first.
    MovedAside,
    /// The old file was copied aside and overwritten.
    Overwritten,
}

impl<'a> Stage<'a> {
    /// An empty stage of this process alone.
    pub fn make(folder: &'a Path) -> Result<Self, Failed> {
        let place = fresh(folder, STAGE, |path| fs::create_dir(path)).map_err(failed("write to", folder))?;
        Ok(Self { folder, place })
    }

    /// Writes a set of files under a folder of the output; an empty name is the output folder itself.
    pub fn write(&self, name: &str, files: &Files) -> Result<(), Failed> {
        write_all(&self.place.join(NEW).join(name), files)
    }

    /// Moves what was written to its places: all of it, or none.
    ///
    /// Where other builds cannot be kept out, a stage that a crash left cannot be told from another build's work, so none is left
    /// to be finished: then each item is whole, old or new, but a crash may part one from the next.
    pub fn install(mut self, items: &[Item], alone: bool) -> Result<(), Failed> {
        if alone {
            self.decide(items)?;
        }
        let mut done = Vec::new();
        for item in items {
            match self.put(item) {
                Ok(step) => done.push((item, step)),
                Err(error) => {
                    let back = done.iter().rev().try_for_each(|(item, step)| self.take_back(item, step));
                    // What cannot be taken back is finished by the next build, which finds it decided.
                    if back.is_ok() {
                        self.discard();
                    }
                    return Err(error);
                }
            }
        }
        // The new files stand; what these fail to do, the next build does.
        let _ = settle(self.folder);
        self.discard();
        Ok(())
    }

    /// Makes the plan lasting: from here on a crash no longer leaves everything as it was.
    fn decide(&mut self, items: &[Item]) -> Result<(), Failed> {
        let mut plan = Files::default();
        plan.add(PLAN, items.iter().map(|item| format!("{}  {}\n", item.hash, item.path)).collect::<String>());
        write_all(&self.place, &plan)?;
        let ready = self.folder.join(READY);
        rename(&self.place, &ready).map_err(failed("write to", self.folder))?;
        let settled = settle(self.folder).map_err(failed("write to", self.folder));
        self.place = ready;
        if settled.is_err() {
            self.discard();
        }
        settled
    }

    fn put(&self, item: &Item) -> Result<Step, Failed> {
        let (new, old, target) =
            (self.place.join(NEW).join(&item.path), self.place.join(OLD).join(&item.path), self.folder.join(&item.path));
        let refused = |error| failed("replace", &target)(error);
        let add = || fs::create_dir_all(target.parent().unwrap_or(self.folder)).and_then(|()| rename(&new, &target));
        let keep = || fs::create_dir_all(old.parent().unwrap_or(&self.place));
        match fs::symlink_metadata(&target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => add().map(|()| Step::Added).map_err(|error| {
                self.unmake(&target);
                refused(error)
            }),
            Err(error) => Err(refused(error)),
            // A file never takes the place of a folder, nor the other way.
            Ok(found) if found.is_dir() != new.is_dir() => Err(Failed::Foreign(target.clone())),
            Ok(found) if found.is_dir() => match exchange(&new, &target) {
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                    keep().and_then(|()| rename(&target, &old)).map_err(refused)?;
                    rename(&new, &target).map(|()| Step::MovedAside).map_err(|error| match rename(&old, &target) {
                        Ok(()) => refused(error),
                        Err(error) => failed("move back", &old)(error),
                    })
                }
                done => done.map(|()| Step::Exchanged).map_err(refused),
            },
            Ok(_) => {
                let copied = keep().and_then(|()| fs::copy(&target, &old));
                copied.and_then(|_| rename(&new, &target)).map(|()| Step::Overwritten).map_err(refused)
            }
        }
    }

    fn take_back(&self, item: &Item, step: &Step) -> io::Result<()> {
        let (new, old, target) =
            (self.place.join(NEW).join(&item.path), self.place.join(OLD).join(&item.path), self.folder.join(&item.path));
        match step {
            Step::Added => {
                rename(&target, &new)?;
                self.unmake(&target);
                Ok(())
            }
            Step::Exchanged => exchange(&new, &target),
            Step::MovedAside => rename(&target, &new).and_then(|()| rename(&old, &target)),
            Step::Overwritten => rename(&old, &target),
        }
    }

    /// Removes the folders that were made for an item; one that holds anything cannot be removed this way.
    fn unmake(&self, target: &Path) {
        target.ancestors().skip(1).take_while(|above| *above != self.folder).for_each(|above| drop(fs::remove_dir(above)));
    }

    /// Gives up the stage with all that is in it.
    pub fn discard(&self) {
        // It is decided no longer before the first of its files goes, and what cannot be removed now is removed by the next build.
        if let Ok(gone) = fresh(self.folder, GONE, |path| rename(&self.place, path)) {
            let _ = remove(&gone);
        }
    }

    /// Ends what a crashed build had decided.
    pub fn finish(folder: &'a Path) -> Result<(), Failed> {
        let stage = Self { folder, place: folder.join(READY) };
        for item in stage.plan()? {
            let target = folder.join(&item.path);
            if hash(&target)? == Some(item.hash.clone()) {
                continue;
            }
            if hash(&stage.place.join(NEW).join(&item.path))? == Some(item.hash.clone()) {
                if target.is_dir() {
                    own::check(&target)?;
                }
                stage.put(&item)?;
            } else if fs::symlink_metadata(&target).is_err() && fs::symlink_metadata(stage.place.join(OLD).join(&item.path)).is_ok() {
                rename(&stage.place.join(OLD).join(&item.path), &target).map_err(failed("move back", &target))?;
            }
        }
        settle(folder).map_err(failed("write to", folder))?;
        stage.discard();
        Ok(())
    }

    fn plan(&self) -> Result<Vec<Item>, Failed> {
        let path = self.place.join(PLAN);
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            // It was on the disk before the stage was called ready: without it nothing was decided.
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failed("read", &path)(error)),
        };
        let items = text.lines().filter_map(|line| line.split_once("  "));
        let items = items.map(|(hash, path)| Item { path: path.to_owned(), hash: hash.to_owned() });
        Ok(items.filter(|item| item.path.split('/').all(own::is_plain)).collect())
    }
}

/// Takes a folder out of its place in one step, and removes it; what stays of it is removed by the next build.
pub(super) fn retire(folder: &Path, target: &Path) -> Result<(), Failed> {
    let gone = fresh(folder, GONE, |path| rename(target, path)).map_err(failed("move away", target))?;
    settle(folder).map_err(failed("write to", folder))?;
    remove(&gone).map_err(failed("remove", &gone))
}

/// What an item is known by where it stands, if it is there.
fn hash(path: &Path) -> Result<Option<String>, Failed> {
    let mark = |name: &str| Some(path.join(name)).filter(|mark| mark.is_file());
    let path = if path.is_dir() { MARKS.into_iter().find_map(mark).unwrap_or_else(|| path.join(Manifest::FILE)) } else { path.to_owned() };
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(sha256(&bytes))),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::IsADirectory) => Ok(None),
        Err(error) => Err(failed("read", &path)(error)),
    }
}

/// Makes a name in a folder that nothing has yet: two machines on one network disk may have processes of one number.
fn fresh(folder: &Path, start: &str, make: impl Fn(&Path) -> io::Result<()>) -> io::Result<PathBuf> {
    let mut n = 0;
    loop {
        let path = folder.join(format!("{start}{}-{n}", std::process::id()));
        let taken = fs::symlink_metadata(&path).is_ok();
        match if taken { Err(io::ErrorKind::AlreadyExists.into()) } else { make(&path) } {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && n < 1_000 => n += 1,
            made => return made.map(|()| path),
        }
    }
}

/// Removes what crashed builds left that never was decided. What cannot be removed stays for the build after this one.
pub(super) fn tidy(folder: &Path) -> Result<(), Failed> {
    for entry in fs::read_dir(folder).map_err(failed("read the folder", folder))? {
        let entry = entry.map_err(failed("read the folder", folder))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(STAGE) {
            // By another name first: whoever still writes to it, on a disk whose locks do not reach that far, is stopped by that.
            Stage { folder, place: entry.path() }.discard();
        } else if name.starts_with(GONE) {
            let _ = remove(&entry.path());
        }
    }
    Ok(())
}
