//! What a package is called: `<authority>_<series>_<as-at>_<holds>_v<n>_<hash8>`, as in
//! `benbowshire_annex-a_2025-09-30_leadership_v1_0f3a9c21`. A name is given once and never again.

use crate::audience::Audience;
use crate::calendar::Day;
use crate::files::is_anchor;

/// Folder of all packages in a project.
pub const FOLDER: &str = "snapshots";

/// How many digits of the hash stand in a name.
const DIGITS: usize = 8;

/// What a package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// What an audience gets: aggregates.
    Figures(Audience),
    /// The data itself: children's rows.
    Children,
    /// Marks that stand for children, with the days of their cases.
    Marks,
}

impl Holds {
    /// The word in names and records.
    pub fn key(self) -> &'static str {
        match self {
            Holds::Figures(audience) => audience.key(),
            Holds::Children => "children",
            Holds::Marks => "marks",
        }
    }

    /// The words on pages.
    pub fn title(self) -> &'static str {
        match self {
            Holds::Figures(audience) => audience.title(),
            Holds::Children => "Children’s rows",
            Holds::Marks => "Marks of children",
        }
    }

    /// Whether it holds children one by one, by themselves or by marks: nothing links to such a package, and it is marked.
    pub fn is_of_children(self) -> bool {
        !matches!(self, Holds::Figures(_))
    }

    /// What a word in a name or a record stands for.
    pub fn of(key: &str) -> Option<Self> {
        let audiences = [Audience::Management, Audience::Leadership, Audience::Public];
        audiences.map(Holds::Figures).into_iter().chain([Holds::Children, Holds::Marks]).find(|holds| holds.key() == key)
    }
}

/// Which package it is among those of a project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The authority, as an address has it: `benbowshire`.
    pub authority: String,
    /// The series: `annex-a` unless the project says otherwise.
    pub series: String,
    /// The day everything is measured to.
    pub as_at: Day,
    /// What it holds.
    pub holds: Holds,
    /// 1, and one more for each time it is issued again.
    pub version: u32,
}

impl Identity {
    /// The name of the package whose payload manifest has this SHA-256.
    pub fn name(&self, hash: &str) -> String {
        let Self { authority, series, as_at, holds, version } = self;
        format!("{authority}_{series}_{as_at}_{}_v{version}_{}", holds.key(), hash.get(..DIGITS).unwrap_or(hash))
    }

    /// Authority and series: packages of one group are one chain for each of what they hold.
    pub fn group(&self) -> String {
        format!("{}_{}", self.authority, self.series)
    }

    /// The identity in a name, and the first digits of the hash; `None` for a name that no package has.
    pub fn parse(name: &str) -> Option<(Self, &str)> {
        let mut parts = name.split('_');
        let mut next = || parts.next();
        let (authority, series, as_at, holds, version, digits) = (next()?, next()?, next()?, next()?, next()?, next()?);
        let version = version.strip_prefix('v').filter(|n| !n.starts_with(['0', '+']))?.parse().ok()?;
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if parts.next().is_some() || ![authority, series].into_iter().all(is_anchor) || digits.len() != DIGITS || !digits.bytes().all(hex) {
            return None;
        }
        let (authority, series) = (authority.to_owned(), series.to_owned());
        Some((Self { authority, series, as_at: Day::parse_iso(as_at)?, holds: Holds::of(holds)?, version }, digits))
    }

    /// Whether another is an earlier link of the same chain: the same holder, an earlier day.
    pub fn follows(&self, other: &Self) -> bool {
        self.is_beside(other) && other.as_at < self.as_at
    }

    /// Whether another is of the same chain.
    pub fn is_beside(&self, other: &Self) -> bool {
        self.group() == other.group() && self.holds == other.holds
    }

    /// Whether another is the same but for its version.
    pub fn is_issue_of(&self, other: &Self) -> bool {
        self.is_beside(other) && self.as_at == other.as_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_given() {
        let holds = Holds::Figures(Audience::Public);
        let as_at = Day::new(2025, 9, 30).unwrap();
        let identity = Identity { authority: "benbowshire".into(), series: "annex-a".into(), as_at, holds, version: 12 };
        let name = identity.name("0f3a9c21ffff");
        assert_eq!(name, "benbowshire_annex-a_2025-09-30_public_v12_0f3a9c21");
        assert_eq!(Identity::parse(&name), Some((identity, "0f3a9c21")));
        for other in [
            "benbowshire_annex-a_2025-09-31_public_v1_0f3a9c21",
            "benbowshire_annex-a_2025-09-30_council_v1_0f3a9c21",
            "benbowshire_annex-a_2025-09-30_public_v0_0f3a9c21",
            "benbowshire_annex-a_2025-09-30_public_v1_0f3a9c2",
            "benbowshire_annex-a_2025-09-30_public_v1_0F3A9C21",
            "benbowshire_annex-a_2025-09-30_public_v1_0f3a9c21_copy",
            "../x_annex-a_2025-09-30_public_v1_0f3a9c21",
            "index.html",
        ] {
            assert_eq!(Identity::parse(other), None, "{other}");
        }
    }
}
