//! What a council says about its look: a theme by name, a logo, two colours; each with the line it stands on.

use crate::colour::Rgb;
use crate::finding::Place;

/// The theme that every other one is laid over.
pub const DEFAULT: &str = "default";

/// A setting and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<T> {
    /// What was chosen.
    pub value: T,
    /// Where, for findings about it.
    pub place: Place,
}

/// The settings under `[theme]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Name of the theme; the default one where there is none.
    pub name: Option<Chosen<String>>,
    /// File of the authority's logo, relative to the project.
    pub logo: Option<Chosen<String>>,
    /// The authority's colour: its marks, links, the header and the cover.
    pub primary: Option<Chosen<Rgb>>,
    /// Its second colour: the marks of the statistical neighbours.
    pub secondary: Option<Chosen<Rgb>>,
}

impl Choice {
    /// Name of the theme.
    pub fn theme(&self) -> &str {
        self.name.as_ref().map_or(DEFAULT, |name| name.value.as_str())
    }
}
