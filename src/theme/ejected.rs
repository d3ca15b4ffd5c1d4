//! The record of copies: which built-in file, of which version, each copy in a project was made from.
//!
//! In and out: `ejected.toml` in the project's folder. A build does not read it; it tells only what has changed since.

use crate::files::sha256;
use crate::finding::{Finding, Written};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the record in a project's folder.
pub const FILE: &str = "ejected.toml";

/// What the record says at its head.
const HEAD: &str = "# Which built-in file each copy was made from: annexa eject writes this, annexa doctor reads it.\n\n";

/// All copies that were made, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ejected(BTreeMap<String, From>);

/// What a copy was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct From {
    /// The version that it was built into.
    pub version: String,
    /// The hash of its bytes then.
    pub sha256: String,
}

impl Ejected {
    /// The record in a text.
    pub fn parse(text: &str) -> Result<Self, Box<Finding>> {
        toml::from_str(text).map_err(|error| Box::new(Written::new(FILE, text).toml("ejected", &error)))
    }

    /// What a file was copied from.
    pub fn of(&self, path: &str) -> Option<&From> {
        self.0.get(path)
    }

    /// The record with one copy more, made of these bytes.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: &[u8]) -> Self {
        self.0.insert(path.to_owned(), From { version: env!("CARGO_PKG_VERSION").to_owned(), sha256: sha256(bytes) });
        self
    }

    /// The text of the record.
    pub fn text(&self) -> String {
        let copies: Vec<String> = self
            .0
            .iter()
            .map(|(path, from)| format!("[\"{path}\"]\nversion = \"{}\"\nsha256 = \"{}\"\n", from.version, from.sha256))
            .collect();
        format!("{HEAD}{}", copies.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_is_read_as_it_is_written() {
        let one = Ejected::default().with("layouts/site/footer.html", b"a").with("content/glossary.toml", b"b");
        assert_eq!(Ejected::parse(&one.text()).unwrap(), one);
        assert_eq!(one.of("content/glossary.toml").unwrap().sha256, sha256(b"b"));
        let slip = Ejected::parse("[\"a\"]\nversion = \"1\"\nhash = \"2\"\n").unwrap_err().to_string();
        assert!(slip.starts_with("error: ejected.toml:3:1: unknown field `hash`"), "{slip}");
    }
}
