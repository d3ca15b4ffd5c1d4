//! Who a pack is for, and what each audience may see.

pub mod rules;

use serde::{Deserialize, Serialize};

/// Who a build is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Everything aggregate, with teams.
    Management,
    /// Aggregates; no team below the authority, no worker, no child.
    #[default]
    Leadership,
    /// Aggregates after suppression.
    Public,
}

impl Audience {
    /// The audience as folders and options name it.
    pub fn key(self) -> &'static str {
        match self {
            Audience::Management => "management",
            Audience::Leadership => "leadership",
            Audience::Public => "public",
        }
    }

    /// The audience as a page names it.
    pub fn title(self) -> &'static str {
        match self {
            Audience::Management => "Management",
            Audience::Leadership => "Leadership",
            Audience::Public => "Public",
        }
    }

    /// Whether what is meant for audiences up to `widest` may be shown: management sees all, the public only what is for all.
    pub fn sees(self, widest: Audience) -> bool {
        self <= widest
    }

    /// Whether figures about single teams may be shown.
    pub fn sees_teams(self) -> bool {
        self == Audience::Management
    }
}
