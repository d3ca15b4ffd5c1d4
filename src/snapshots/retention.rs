//! How long packages are kept: the classes built in, or those of the project's own `retention.toml`, with its holds and disposals.
//!
//! A project's file stands beside its settings, not with its content: what is held or disposed of changes no build.
//! In: the records, and packages. Out: for each, whether it may be disposed of. Nothing is deleted here.

use super::{Holds, Identity};
use crate::calendar::Day;
use crate::finding::{Checked, Finding, Findings, Place, Severity, Written, nearest, shown};
use crate::theme::Shelf;
use serde::{Deserialize, Serialize};

/// Where the classes built in lie on the shelf.
const BUILT_IN: &str = "content/retention.toml";

/// The project's own file, in its folder.
pub const FILE: &str = "retention.toml";

/// Years that a class may name: no day lies so far off that its calendar ends.
const YEARS: std::ops::RangeInclusive<u16> = 1..=500;

/// Everything that is settled about retention.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// How long each class is kept.
    #[serde(default)]
    class: Vec<Class>,
    /// What may not be disposed of at all.
    #[serde(default)]
    hold: Vec<Hold>,
    /// What was disposed of.
    #[serde(default)]
    disposed: Vec<Disposed>,
}

/// A class of packages.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    name: String,
    /// Audiences, `children` or `marks`.
    holds: Vec<String>,
    /// Years; for good where there are none.
    #[serde(default)]
    years: Option<u16>,
    /// What they are counted from.
    #[serde(default)]
    from: Option<From>,
    /// Rule or schedule that it follows.
    source: String,
}

/// What years are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// The day everything is measured to.
    AsAt,
    /// The day it was archived.
    Archived,
    /// The birth of the youngest child in it.
    Birth,
}

/// A hold: those packages that every key it has names.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hold {
    why: String,
    by: String,
    since: toml::value::Datetime,
    #[serde(default)]
    holds: Option<String>,
    #[serde(default)]
    as_at: Option<toml::value::Datetime>,
    #[serde(default)]
    package: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Disposed {
    package: String,
    on: toml::value::Datetime,
    by: String,
}

/// What is known of a package that retention asks for.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Name of its folder.
    pub name: &'a str,
    /// Which it is.
    pub identity: &'a Identity,
    /// The day it was archived.
    pub archived: Option<Day>,
    /// Birth of the youngest child in it.
    pub youngest_born: Option<Day>,
}

/// Whether a package may be disposed of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Due {
    /// Its time is over.
    Due {
        /// The last day it was to be kept.
        kept_until: Day,
    },
    /// Its time is not over.
    Kept {
        /// The last day it is to be kept.
        kept_until: Day,
    },
    /// It is kept for good.
    ForGood,
    /// Somebody holds it, whether or not its time is over.
    Held {
        /// Why.
        why: String,
        /// Who decided.
        by: String,
        /// Since when.
        since: String,
    },
    /// What its time is counted from is not known.
    Unknown {
        /// What that is.
        from: From,
    },
}

/// A package with its class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// Name of its folder.
    pub package: String,
    /// Name of its class.
    pub class: String,
    /// The rule that the class follows.
    pub source: String,
    /// Whether it may go.
    #[serde(flatten)]
    pub due: Due,
}

impl Due {
    /// In one word or two.
    pub fn words(&self) -> &'static str {
        match self {
            Due::Due { .. } => "due",
            Due::Kept { .. } => "kept",
            Due::ForGood => "for good",
            Due::Held { .. } => "held",
            Due::Unknown { .. } => "not known",
        }
    }
}

impl Retention {
    /// The records of a project's own file, where it has one, or findings where they name something unknown. Without classes of its own
    /// those built in hold.
    pub fn load(own: Option<&str>) -> Checked<Self> {
        let built_in = Shelf::built_in().text(BUILT_IN).unwrap_or_default();
        let classes = |text: &str| toml::from_str::<Self>(text).map(|records| records.class).unwrap_or_default();
        let text = own.unwrap_or_default();
        match toml::from_str::<Self>(text) {
            Ok(mut records) => {
                if records.class.is_empty() {
                    records.class = classes(&built_in);
                }
                let findings = Findings(records.complaints());
                Checked { value: records, findings }
            }
            Err(error) => {
                let finding = Written::new(FILE, text).toml("retention", &error);
                Checked { value: Self::default(), findings: Findings(vec![finding]) }
            }
        }
    }

    /// Names of packages that were disposed of.
    pub fn disposed(&self) -> impl Iterator<Item = &str> {
        self.disposed.iter().map(|one| one.package.as_str())
    }

    fn complaints(&self) -> Vec<Finding> {
        let known = ["management", "leadership", "public", "children", "marks"];
        let error = |message: String| Finding::new(Severity::Error, "retention", Place::file(FILE), message);
        let mut found = Vec::new();
        let named = self.class.iter().flat_map(|class| &class.holds).chain(self.hold.iter().filter_map(|hold| hold.holds.as_ref()));
        for name in named.filter(|name| Holds::of(name).is_none()) {
            let near =
                nearest(name, known).map_or_else(|| format!("known: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
            found.push(error(format!("no package holds `{}`", shown(name))).hint(near));
        }
        for class in self.class.iter().filter(|class| class.years.is_some() != class.from.is_some()) {
            let message = format!("the class `{}` needs both years and from, or neither where it is kept for good", shown(&class.name));
            found.push(error(message));
        }
        for class in self.class.iter().filter(|class| class.years.is_some_and(|years| !YEARS.contains(&years))) {
            let (first, last) = (YEARS.start(), YEARS.end());
            let message = format!("the class `{}` is kept for {first} to {last} years, or for good without years", shown(&class.name));
            found.push(error(message));
        }
        for name in
            known.into_iter().filter(|name| self.class.iter().filter(|class| class.holds.iter().any(|held| held == name)).count() != 1)
        {
            found.push(error(format!("`{name}` must stand in one class, and in no other")));
        }
        let dates = self.hold.iter().flat_map(|hold| [Some(&hold.since), hold.as_at.as_ref()]).flatten();
        if dates.chain(self.disposed.iter().map(|one| &one.on)).any(|date| day(date).is_none()) {
            found.push(error("the dates of holds and disposals are days, as since = 2026-01-15".to_owned()));
        }
        let decided = self.hold.iter().map(|hold| &hold.by).chain(self.disposed.iter().map(|one| &one.by));
        if decided.chain(self.hold.iter().map(|hold| &hold.why)).any(|words| words.trim().is_empty()) {
            found.push(error("a hold says why and by whom, a disposal by whom".to_owned()));
        }
        found
    }

    /// Whether a package may be disposed of on a day. A hold goes before everything.
    pub fn judge(&self, package: &Facts<'_>, today: Day) -> Option<Judged> {
        let key = package.identity.holds.key();
        let class = self.class.iter().find(|class| class.holds.iter().any(|held| held == key))?;
        let (package_name, class_name, source) = (package.name.to_owned(), class.name.clone(), class.source.clone());
        let judged = |due| Judged { package: package_name, class: class_name, source, due };
        let is_held = |hold: &&Hold| {
            hold.holds.as_ref().is_none_or(|held| held == key)
                && hold.as_at.as_ref().is_none_or(|date| day(date) == Some(package.identity.as_at))
                && hold.package.as_ref().is_none_or(|name| name == package.name)
        };
        if let Some(hold) = self.hold.iter().find(is_held) {
            return Some(judged(Due::Held { why: hold.why.clone(), by: hold.by.clone(), since: hold.since.to_string() }));
        }
        let (Some(years), Some(from)) = (class.years, class.from) else { return Some(judged(Due::ForGood)) };
        let start = match from {
            From::AsAt => Some(package.identity.as_at),
            From::Archived => package.archived,
            From::Birth => package.youngest_born,
        };
        let Some(start) = start else { return Some(judged(Due::Unknown { from })) };
        let kept_until = start.months_after(12 * i32::from(years));
        Some(judged(if today > kept_until { Due::Due { kept_until } } else { Due::Kept { kept_until } }))
    }
}

fn day(date: &toml::value::Datetime) -> Option<Day> {
    Day::parse_iso(&date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audience::Audience;

    fn date(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn judge(more: &str, holds: Holds, today: &str, born: Option<&str>) -> Due {
        let Checked { value: retention, findings } = Retention::load(Some(more));
        assert_eq!(findings.0, []);
        let identity = Identity { authority: "x".into(), series: "annex-a".into(), as_at: date("2025-09-30"), holds, version: 1 };
        let facts = Facts { name: "x", identity: &identity, archived: None, youngest_born: born.map(date) };
        retention.judge(&facts, date(today)).unwrap().due
    }

    #[test]
    fn a_class_is_kept_for_its_years_and_the_last_day_counts() {
        let leadership = Holds::Figures(Audience::Leadership);
        let kept_until = date("2035-09-30");
        assert_eq!(judge("", leadership, "2035-09-30", None), Due::Kept { kept_until });
        assert_eq!(judge("", leadership, "2035-10-01", None), Due::Due { kept_until });
        assert_eq!(judge("", Holds::Figures(Audience::Public), "2135-10-01", None), Due::ForGood);
        assert_eq!(judge("", Holds::Children, "2080-01-01", Some("2004-02-29")), Due::Due { kept_until: date("2079-02-28") });
        assert_eq!(judge("", Holds::Children, "2080-01-01", None), Due::Unknown { from: From::Birth });
    }

    #[test]
    fn a_hold_blocks_what_it_names_and_nothing_else() {
        let hold = |keys: &str| format!("[[hold]]\nwhy = \"Inquiry\"\nby = \"Officer\"\nsince = 2026-01-15\n{keys}");
        let is_held = |keys: &str| matches!(judge(&hold(keys), Holds::Children, "2199-01-01", Some("2004-01-01")), Due::Held { .. });
        assert!(is_held("") && is_held("holds = \"children\"") && is_held("as_at = 2025-09-30") && is_held("package = \"x\""));
        assert!(!is_held("holds = \"public\"") && !is_held("as_at = 2025-06-30") && !is_held("package = \"y\""));
        assert!(!is_held("holds = \"children\"\npackage = \"y\""));
    }

    #[test]
    fn what_is_wrong_with_the_records_is_said() {
        let said = |text: &str| toml::from_str::<Retention>(text).unwrap().complaints().into_iter().map(|f| f.message).collect::<Vec<_>>();
        let all =
            "[[class]]\nname = \"all\"\nholds = [\"management\", \"leadership\", \"public\", \"children\", \"marks\"]\nsource = \"s\"\n";
        assert_eq!(said(all), [""; 0]);
        assert_eq!(said(&format!("{all}years = 3\n")), ["the class `all` needs both years and from, or neither where it is kept for good"]);
        // Of more years than a calendar has, the last day would be the first.
        for years in ["0", "501", "65535"] {
            let found = said(&format!("{all}years = {years}\nfrom = \"as-at\"\n"));
            assert_eq!(found, ["the class `all` is kept for 1 to 500 years, or for good without years"], "{years}");
        }
        assert!(said(&all.replace("public", "publik"))[0].contains("no package holds `publik`"));
        assert!(said("")[0].contains("must stand in one class"));
    }
}
