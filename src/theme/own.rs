//! A project's own files over the built-in ones.
//!
//! A file that is not there is no fault: the built-in one serves. One that is there and cannot be read must not be replaced by the
//! built-in one in silence, so the first such failure is kept until somebody asks for it.
//! Which files may be read at all, [`super::taken`] says.

use super::taken;
use crate::files::sha256;
use crate::finding::Findings;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Folders that may hold files over the built-in ones.
pub(super) const TOPS: [&str; 4] = ["benchmarks", "content", "layouts", "themes"];

/// Folders in folders that are looked into.
pub(super) const DEEPEST: usize = 8;

/// The folder of a project.
#[derive(Debug, Clone)]
pub(super) struct Own {
    folder: PathBuf,
    /// The first thing that could not be read, and why; shared by all clones.
    trouble: Arc<Mutex<Option<String>>>,
}

impl Own {
    pub fn of(folder: PathBuf) -> Self {
        Self { folder, trouble: Arc::default() }
    }

    /// The bytes of a file, if there is one and it may be read.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        if !taken::may_be(&self.folder, path) {
            return None;
        }
        self.tried(path, std::fs::read(self.folder.join(path)))
    }

    /// Names of the files directly in a folder, hidden ones left out.
    pub fn files(&self, folder: &str) -> Vec<String> {
        self.entries(folder).into_iter().filter(|(_, is_dir)| !is_dir).map(|(name, _)| name).collect()
    }

    /// Names of the folders directly in a folder, hidden ones left out.
    pub fn folders(&self, folder: &str) -> Vec<String> {
        self.entries(folder).into_iter().filter(|(_, is_dir)| *is_dir).map(|(name, _)| name).collect()
    }

    /// What could not be read so far, and why.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells which files are not read, each with the reason.
    pub fn check(&self, findings: &mut Findings) {
        taken::check(&self.folder, findings);
    }

    /// A hash of everything in the folders of a project, and of another file.
    pub fn state(&self, more: Option<&str>) -> String {
        let hashed = |path: String| self.read(&path).map(|bytes| format!("{} {path}", sha256(&bytes)));
        let mut all: Vec<String> = self.paths().into_iter().filter_map(hashed).collect();
        all.extend(more.and_then(|path| self.read(path)).map(|bytes| sha256(&bytes)));
        sha256(all.join("\n").as_bytes())
    }

    /// Paths of all files in the folders of the project, folder by folder.
    pub fn paths(&self) -> Vec<String> {
        let mut all = Vec::new();
        TOPS.iter().for_each(|top| self.below(top, DEEPEST, &mut all));
        all
    }

    /// Adds the path of every file below a folder.
    fn below(&self, folder: &str, depth: usize, all: &mut Vec<String>) {
        let mut inside = self.entries(folder);
        inside.sort();
        for (name, is_dir) in inside {
            let path = format!("{folder}/{name}");
            if !is_dir {
                all.push(path);
            } else if depth > 0 {
                self.below(&path, depth - 1, all);
            }
        }
    }

    /// Names directly in a folder, and which of them are folders. Hidden ones are not read; a build's own lock is one.
    fn entries(&self, folder: &str) -> Vec<(String, bool)> {
        let place = self.folder.join(folder);
        let mut found = Vec::new();
        for entry in self.tried(folder, std::fs::read_dir(&place)).into_iter().flatten() {
            let Some(entry) = self.tried(folder, entry) else { continue };
            let Ok(name) = entry.file_name().into_string() else { continue };
            if !name.starts_with('.')
                && let Some(kind) = self.tried(folder, std::fs::metadata(place.join(&name)))
            {
                found.push((name, kind.is_dir()));
            }
        }
        found
    }

    /// What was read, or nothing; that it could not be read, though it is there, is kept.
    fn tried<T>(&self, path: &str, read: io::Result<T>) -> Option<T> {
        let absent = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory, io::ErrorKind::IsADirectory];
        match read {
            Ok(read) => Some(read),
            // Windows says of a folder, or of a name no file can have, that access is denied or the name invalid.
            Err(error) if absent.contains(&error.kind()) || cfg!(windows) && !self.is_file(path) => None,
            Err(error) => {
                let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
                trouble.get_or_insert_with(|| format!("{} cannot be read: {error}", crate::finding::shown(path)));
                None
            }
        }
    }

    fn is_file(&self, path: &str) -> bool {
        Path::is_file(&self.folder.join(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_no_trouble_and_what_cannot_be_read_is() {
        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(place.path().join("content/pages")).unwrap();
        let own = Own::of(place.path().to_owned());
        assert!(own.read("content/pages/none.md").is_none() && own.read("content/pages").is_none());
        assert!(own.files("layouts").is_empty() && own.folders("content") == ["pages"]);
        assert_eq!(own.trouble(), None);
        // A name longer than any file system takes is not "not found": the same way as a file that is there and locked.
        let long = format!("content/{}", "x".repeat(300));
        if cfg!(unix) {
            assert!(own.clone().read(&long).is_none());
            assert!(own.trouble().is_some_and(|said| said.contains("cannot be read: ")), "told by every clone");
        }
    }

    #[test]
    fn an_edit_an_addition_and_a_removal_change_the_state() {
        let place = tempfile::tempdir().unwrap();
        let own = Own::of(place.path().to_owned());
        let page = place.path().join("content/pages/index.md");
        std::fs::create_dir_all(page.parent().unwrap()).unwrap();
        std::fs::write(place.path().join("logo.svg"), "1").unwrap();
        let mut seen = std::collections::BTreeSet::from([own.state(None), own.state(Some("logo.svg"))]);
        std::fs::write(&page, "1").unwrap();
        seen.insert(own.state(None));
        std::fs::write(&page, "2").unwrap();
        seen.insert(own.state(None));
        assert_eq!(seen.len(), 4);
        std::fs::write(place.path().join("content/.annexa.lock"), "").unwrap();
        assert!(seen.contains(&own.state(None)), "hidden files are not read");
    }
}
