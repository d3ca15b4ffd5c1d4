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

/// Longest name of a page, an anchor or a chart.
const LONGEST_NAME: usize = 80;

/// Names that Windows keeps for devices; with a digit also `com` and `lpt`.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Whether a name can stand in an address, after a `#` too: lower-case letters, digits and hyphens, so that two names which
/// differ differ everywhere.
pub fn is_anchor(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether a name can be that of a page: an [`is_anchor`] that no computer keeps for a device.
pub fn is_slug(name: &str) -> bool {
    let numbered = |kind| name.strip_prefix(kind).is_some_and(|rest: &str| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()));
    is_anchor(name) && !DEVICES.contains(&name) && !numbered("com") && !numbered("lpt")
}

/// A name made of words: what can stand in an address, cut to its length; `other` where nothing can.
pub fn name_of(words: &str, other: &str) -> String {
    let mut name = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if name.len() >= LONGEST_NAME {
            break;
        }
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { other.to_owned() } else { name.to_owned() }
}

/// The SHA-256 of some bytes, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_few_letters_and_no_device() {
        for good in ["a", "referrals", "section-47", "com", "com12", "console", &"a".repeat(80)] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "A", "a b", "a_b", "é", "..", "a/b", "con", "nul", "com1", "lpt0", "a.html", "\u{202e}a", &"a".repeat(81)] {
            assert!(!is_slug(bad), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn words_of_any_kind_make_a_name(words in "\\PC{0,200}") {
            prop_assert!(is_anchor(&name_of(&words, "other")));
        }
    }
}
