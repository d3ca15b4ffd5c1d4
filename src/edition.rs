//! How much of a report the pack holds. The site always holds all of it.

use serde::{Deserialize, Serialize};

/// An edition of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Every topic, with definitions and data tables.
    #[default]
    Full,
    /// Four pages for a meeting: the pages that say so in their front matter.
    Brief,
}

impl Edition {
    /// The edition as options and front matter name it.
    pub fn key(self) -> &'static str {
        match self {
            Edition::Full => "full",
            Edition::Brief => "brief",
        }
    }
}
