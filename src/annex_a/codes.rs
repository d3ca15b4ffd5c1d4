//! The records of the code sets, `content/codes/*.toml`, and the form of a council's own mapping to them.

use super::lists::{Code, CodeSet};
use super::wording::words;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A council's own spellings: field or code set, then spelling, then code key.
pub type Mapping = BTreeMap<String, BTreeMap<String, String>>;

/// Stands in records and mappings for "nothing was recorded".
pub const BLANK: &str = "blank";

/// The table of a mapping that holds headings instead of spellings.
pub const HEADINGS: &str = "headings";

/// One code as the records describe it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeRecord {
    /// Statutory token, or a word where the set has none.
    pub key: String,
    /// Label for readers.
    pub label: String,
    /// Group; the label where absent.
    #[serde(default)]
    pub group: Option<String>,
    /// Letter of the prefix in Ofsted's list.
    #[serde(default)]
    pub letter: Option<String>,
    /// Texts that mean this code.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Patterns of words that mean this code, unless a longer one fits another.
    #[serde(default)]
    pub like: Vec<String>,
    /// Tokens that mean this code anywhere in a text; the key itself where it is a token.
    #[serde(default)]
    pub tokens: Vec<String>,
    /// Digits or letters that mean this code at the start of a text, before punctuation; the key itself where it is one.
    #[serde(default)]
    pub leading: Vec<String>,
}

/// A code set as the records describe it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeSetRecord {
    /// Name: `ethnicity`.
    pub name: String,
    /// Title for readers.
    pub title: String,
    /// Spellings of "nothing recorded" that only this set uses.
    #[serde(default)]
    pub blank: Vec<String>,
    /// Whether a further letter or digit may follow a leading one, as in `4a`.
    #[serde(default)]
    pub subcodes: bool,
    /// Code for a text that names several.
    #[serde(default)]
    pub several: Option<String>,
    /// Codes in canonical order.
    pub code: Vec<CodeRecord>,
}

impl CodeSetRecord {
    /// The set as the lists carry it.
    pub fn set(&self) -> CodeSet {
        let codes = self.code.iter().map(|code| Code {
            key: code.key.clone(),
            label: code.label.clone(),
            group: code.group.clone().unwrap_or_else(|| code.label.clone()),
        });
        CodeSet { name: self.name.clone(), codes: codes.collect() }
    }

    /// What cannot be right about the record: one spelling of two codes, a key used twice.
    pub fn faults(&self) -> Vec<String> {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let mut faults = Vec::new();
        for code in &self.code {
            for text in [&code.key, &code.label].into_iter().chain(&code.spellings) {
                if let Some(other) = seen.insert(words(text).join(" "), &code.key)
                    && other != code.key
                {
                    faults.push(format!("the codes {other} and {} share a spelling", code.key));
                }
            }
        }
        let several = self.several.iter().filter(|key| !self.code.iter().any(|code| &code.key == *key));
        faults.extend(several.map(|key| format!("several names the code {key}, which is not there")));
        faults
    }
}
