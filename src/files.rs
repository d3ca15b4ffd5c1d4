//! A set of finished files: sorted relative paths and their bytes.
//!
//! Every output is made as [`Files`] in memory; only `publish` writes them.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Finished files by relative path, with `/` between folders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Adds a file. The same path twice is a fault of the program, so it panics in tests and keeps the first otherwise.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        let path = path.into();
        debug_assert!(!self.0.contains_key(&path), "{path} was made twice");
        self.0.entry(path).or_insert_with(|| bytes.into());
    }

    /// Adds all files of another set under a folder; an empty folder adds them where they are.
    pub fn add_under(&mut self, folder: &str, other: Files) {
        for (path, bytes) in other.0 {
            self.add(if folder.is_empty() { path } else { format!("{folder}/{path}") }, bytes);
        }
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The SHA-256 of some bytes, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
