//! The project: `annexa.toml` and where a project keeps its files.
//!
//! In: a folder. Out: [`Project`], with a default for everything that is not set, and findings.
//! A key that is not known is an error with its line and the nearest known one: a misspelt setting must not be ignored.
//! Knows neither lists nor measures: whether a code, a list's spelling or an authority exists is told where those are known.

mod period;
mod sections;
mod settings;

pub use period::{LISTS, Months, Period};

use crate::audience::Audience;
use crate::audience::rules::{Override, Preset, Rules};
use crate::calendar::{Day, Window};
use crate::finding::{Checked, Finding, Findings, Place, Severity, nearest, shown};
use crate::number::Aim;
use crate::theme::{Choice, is_plain};
use settings::Settings;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name of the settings file in a project's folder.
pub const FILE: &str = "annexa.toml";

/// The sections of the settings file.
const SECTIONS: [&str; 12] = [
    "authority",
    "period",
    "audiences",
    "targets",
    "rebase",
    "disclosure",
    "disclose",
    "theme",
    "mapping",
    "report",
    "worklists",
    "snapshots",
];

/// A project: its folder and its settings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// Its folder; `None` where there is no project.
    pub folder: Option<PathBuf>,
    /// Whose data it is.
    pub authority: Authority,
    /// The as-at date and the reporting windows.
    pub period: Period,
    /// Who is built for.
    pub audiences: Audiences,
    /// Targets by indicator code.
    pub targets: BTreeMap<String, Target>,
    /// Changes of the work from which on the limits of chance are set anew, in the order of the file.
    pub rebases: Vec<Rebase>,
    /// How it looks.
    pub theme: Choice,
    /// Local spellings by code set: spelling → code.
    pub mapping: BTreeMap<String, BTreeMap<String, String>>,
    /// Title and marking of the report.
    pub report: ReportSettings,
    /// What each audience may not see.
    pub disclosure: Disclosure,
    /// Which worklists management gets, for how long, and whether team by team.
    pub worklists: WorklistSettings,
    /// How snapshots are named and whom to ask about them.
    pub snapshots: SnapshotSettings,
}

/// Whose data it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Authority {
    /// Name as pages show it.
    pub name: Option<String>,
    /// Nine-character code, three-digit number or published name.
    pub code: Option<String>,
    /// An authority whose region, neighbours and population a demo authority borrows.
    pub like: Option<String>,
    /// File of the authority's own published figures, relative to the project.
    pub published: Option<String>,
    /// Children aged 0 to 17 living there, instead of the estimate of the Office for National Statistics.
    pub children: Option<u32>,
    /// Statistical neighbours instead of the Department's.
    pub neighbours: Vec<String>,
    /// Name of the region as pages show it.
    pub region: Option<String>,
    /// A line on every page.
    pub banner: Option<String>,
}

/// Who is built for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audiences {
    /// Audiences built when the command names none.
    pub build: Vec<Audience>,
}

impl Default for Audiences {
    fn default() -> Self {
        Self { build: vec![Audience::default()] }
    }
}

/// What small numbers are hidden, and what people decided beside the rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Disclosure {
    /// Rules by audience, where the project sets them.
    pub rules: BTreeMap<Audience, Rules>,
    /// Decisions about single figures, in the order of the file.
    pub overrides: Vec<Override>,
    /// Files of figures published before, relative to the project.
    pub earlier: Vec<String>,
    /// Figures published before that a command found itself: by name the text of each `figures.csv`. No setting.
    pub kept: Vec<(String, String)>,
}

impl Disclosure {
    /// The rules of an audience: inside the authority none, for the public those the Department for Education publishes by.
    pub fn of(&self, audience: Audience) -> Rules {
        let usual = if audience == Audience::Public { Preset::DfeCsc } else { Preset::None };
        self.rules.get(&audience).copied().unwrap_or_else(|| usual.rules())
    }
}

/// A target for an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What is aimed at, in the indicator's unit.
    pub value: f64,
    /// Which side of it is aimed at; `None` where the indicator's polarity says it.
    pub direction: Option<Aim>,
    /// Who set it, as `national` or `local`.
    pub origin: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// When it was set.
    pub set: Option<Day>,
    /// Where it stands, for findings about its code.
    pub place: Place,
}

/// A change of the work: from a day on a series has limits of its own. A judgement of people, so it says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebase {
    /// Code of a count by month or week: `REF-16`.
    pub indicator: String,
    /// The day of the change.
    pub from: Day,
    /// What changed: `New front door`.
    pub why: String,
    /// Where it stands.
    pub place: Place,
}

/// Title and marking of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSettings {
    /// Title on the cover.
    pub title: String,
    /// Protective marking.
    pub classification: String,
}

impl Default for ReportSettings {
    fn default() -> Self {
        Self { title: "Children’s social care report".to_owned(), classification: "OFFICIAL".to_owned() }
    }
}

/// The settings under `[worklists]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistSettings {
    /// Names of worklists made wherever management is built.
    pub include: Vec<String>,
    /// Days after which they are to be deleted.
    pub expires_after_days: u16,
    /// Whether each team gets a folder of its own.
    pub per_team: bool,
    /// Where the names stand, for findings about them.
    pub place: Place,
}

impl Default for WorklistSettings {
    fn default() -> Self {
        Self { include: Vec::new(), expires_after_days: 14, per_team: false, place: Place::file(FILE) }
    }
}

/// The settings under `[snapshots]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotSettings {
    /// The series, which stands in every name: lower-case letters, digits and hyphens.
    pub series: String,
    /// Whom to ask about a snapshot: a post or a mailbox that outlasts a person.
    pub contact: String,
    /// File of the key to marks of children, relative to the project; no marks are kept unless it is named.
    pub marks: Option<String>,
}

impl Default for SnapshotSettings {
    fn default() -> Self {
        Self { series: "annex-a".to_owned(), contact: "not given".to_owned(), marks: None }
    }
}

impl Project {
    /// No project: every default.
    pub fn none() -> Self {
        Self::default()
    }

    /// What is assumed where there is no `annexa.toml`.
    pub fn assumed() -> Finding {
        let period = Period::default();
        let months = |list: &str| period.months.get(list).copied().unwrap_or(period.default_months);
        let message = format!(
            "there is no annexa.toml, so the defaults hold: {} months of events on lists 1 to 8, {} on lists 10 and 11; {} figures",
            months("contacts"),
            months("adoption"),
            Audience::default().key()
        );
        Finding::new(Severity::Note, "assumed-settings", Place::file(FILE), message)
    }

    /// The project in a folder. Without an `annexa.toml` all defaults hold, and a note says so.
    pub fn load(folder: &Path) -> Checked<Self> {
        let read = std::fs::read_to_string(folder.join(FILE));
        let mut checked = match &read {
            Ok(text) => Self::parse(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Checked { value: Self::none(), findings: Findings(vec![Self::assumed()]) }
            }
            Err(error) => {
                let what =
                    if error.kind() == std::io::ErrorKind::InvalidData { "it is not UTF-8 text".to_owned() } else { error.to_string() };
                let finding = Finding::new(Severity::Error, "settings", Place::file(FILE), format!("cannot be read: {what}"));
                Checked { value: Self::none(), findings: Findings(vec![finding]) }
            }
        };
        if let Some(path) = checked.value.authority.published.as_ref().filter(|path| !is_plain(path) || !folder.join(path).is_file()) {
            checked.findings.push(missing(folder, path, &read.unwrap_or_default()));
        }
        checked.value.folder = Some(folder.to_owned());
        checked
    }

    /// The project that a settings text describes.
    pub fn parse(text: &str) -> Checked<Self> {
        let mut s = Settings::new(FILE, text);
        let root = s.parse();
        s.only(&root, "", &SECTIONS);
        let value = Self {
            folder: None,
            authority: sections::authority(&mut s, &root),
            period: Period::read(&mut s, &root),
            audiences: sections::audiences(&mut s, &root),
            targets: sections::targets(&mut s, &root),
            rebases: sections::rebases(&mut s, &root),
            disclosure: sections::disclosure(&mut s, &root),
            theme: sections::theme(&mut s, &root),
            mapping: sections::mapping(&mut s, &root),
            report: sections::report(&mut s, &root),
            worklists: sections::worklists(&mut s, &root),
            snapshots: sections::snapshots(&mut s, &root),
        };
        Checked { value, findings: s.findings() }
    }

    /// The reporting window of a list, by its key.
    pub fn window(&self, list: &str, as_at: Day) -> Window {
        self.period.window(list, as_at)
    }

    /// The reporting window of every list.
    pub fn windows(&self, as_at: Day) -> BTreeMap<String, Window> {
        LISTS.iter().map(|list| ((*list).to_owned(), self.window(list, as_at))).collect()
    }

    /// A path inside the project, or relative to where the command runs where there is none.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.as_deref().unwrap_or(Path::new("")).join(relative)
    }

    /// The text of the authority's own published figures, where the project names a file.
    pub fn published_text(&self) -> Option<String> {
        let path = self.authority.published.as_ref().filter(|path| is_plain(path))?;
        std::fs::read(self.path(path)).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The figures published before that the project names, each with the text of its file; `None` where it cannot be read.
    pub fn earlier_texts(&self) -> Vec<(String, Option<String>)> {
        let read = |path: &String| (path.clone(), std::fs::read_to_string(self.path(path)).ok());
        let kept = self.disclosure.kept.iter().map(|(name, text)| (name.clone(), Some(text.clone())));
        self.disclosure.earlier.iter().map(read).chain(kept).collect()
    }
}

/// That the file of published figures is not there, where the settings name it, and which may have been meant.
fn missing(folder: &Path, path: &str, text: &str) -> Finding {
    let mut s = Settings::new(FILE, text);
    let root = s.parse();
    let table = s.section(&root, "authority");
    let finding = s.at_value(&table, "published", format!("the file `{}` is not in the project", shown(path)));
    let (inside, name) = path.rsplit_once('/').map_or(("", path), |(inside, name)| (inside, name));
    let entries = if is_plain(path) { std::fs::read_dir(folder.join(inside)).ok() } else { None };
    let names: Vec<String> = entries.into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let slash = if inside.is_empty() { "" } else { "/" };
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => finding.hint(format!("did you mean `{inside}{slash}{}`?", shown(near))),
        None => finding.hint("name a file by its path from annexa.toml, as published = \"data/published.csv\""),
    }
}
