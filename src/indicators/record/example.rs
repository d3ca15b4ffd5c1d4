//! Worked numbers of a record.
//!
//! In: the tables of `example`. Out: rows to evaluate and the figures that must come out of them.

use crate::calendar::Day;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Worked numbers that a test holds the program to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The as-at date.
    pub as_at: Day,
    /// Children aged 0 to 17, where the rule divides by them.
    pub population: Option<f64>,
    /// Residents by ethnic group, where the rule compares with them.
    #[serde(default)]
    pub residents: BTreeMap<String, f64>,
    /// The authority's own last published counts by measure, where the rule compares with them.
    #[serde(default)]
    pub published: BTreeMap<String, f64>,
    /// Rows of the record's own list, as field and value.
    #[serde(default)]
    pub rows: Vec<BTreeMap<String, toml::Value>>,
    /// Rows of other lists by list key.
    #[serde(default)]
    pub also: BTreeMap<String, Vec<BTreeMap<String, toml::Value>>>,
    /// What comes out; nothing for a record that has no figure of its own.
    #[serde(default)]
    pub figures: Vec<Expected>,
}

/// A figure of an example.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Group; empty for the single figure.
    #[serde(default)]
    pub group: String,
    /// Numerator, where there is one.
    pub numerator: Option<f64>,
    /// Denominator, where there is one.
    pub denominator: Option<f64>,
    /// Value; absent where there is none.
    pub value: Option<f64>,
}
