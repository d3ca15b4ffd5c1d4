//! The project: `annexa.toml` and where a project keeps its files.
//!
//! In: a folder. Out: [`Project`], with a default for everything that is not set, and findings.
//! A key that is not known is an error with its line and the nearest known one: a misspelt setting must not be ignored.
//! Knows neither lists nor measures: whether a code, a list's spelling or an authority exists is told where those are known.

mod period;
mod settings;

pub use period::{LISTS, Months, Period};

use crate::audience::Audience;
use crate::audience::rules::{Override, Preset, Rules};
use crate::calendar::{Day, Window};
use crate::colour::Rgb;
use crate::files::is_anchor;
use crate::finding::{Checked, Finding, Findings, Place, Severity};
use crate::number::Aim;
use crate::theme::{Choice, Chosen, is_plain};
use settings::{Settings, Table};
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

/// More children than live in England.
const MOST_CHILDREN: u32 = 20_000_000;

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

/// Longest that a worklist may be held, in days.
const LONGEST_HELD: u32 = 90;

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
}

impl Default for SnapshotSettings {
    fn default() -> Self {
        Self { series: "annex-a".to_owned(), contact: "not given".to_owned() }
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
        let mut checked = match std::fs::read_to_string(folder.join(FILE)) {
            Ok(text) => Self::parse(&text),
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
            let what = format!("the file `{}` is not in the project", crate::finding::shown(path));
            checked.findings.push(Finding::new(Severity::Error, "settings", Place::file(FILE), what));
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
            authority: authority(&mut s, &root),
            period: Period::read(&mut s, &root),
            audiences: audiences(&mut s, &root),
            targets: targets(&mut s, &root),
            rebases: rebases(&mut s, &root),
            disclosure: disclosure(&mut s, &root),
            theme: theme(&mut s, &root),
            mapping: mapping(&mut s, &root),
            report: report(&mut s, &root),
            worklists: worklists(&mut s, &root),
            snapshots: snapshots(&mut s, &root),
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

fn authority(s: &mut Settings, root: &Table) -> Authority {
    let table = s.section(root, "authority");
    s.only(&table, "authority", &["name", "code", "like", "published", "children", "neighbours", "region", "banner"]);
    Authority {
        name: s.text(&table, "name"),
        code: s.code(&table, "code"),
        like: s.code(&table, "like"),
        published: s.text(&table, "published"),
        children: s.whole(&table, "children", 1..=MOST_CHILDREN, "a number of children aged 0 to 17, such as 62_000"),
        neighbours: s.texts(&table, "neighbours"),
        region: s.text(&table, "region"),
        banner: s.text(&table, "banner"),
    }
}

fn audiences(s: &mut Settings, root: &Table) -> Audiences {
    let table = s.section(root, "audiences");
    s.only(&table, "audiences", &["build"]);
    let all = [Audience::Management, Audience::Leadership, Audience::Public];
    let mut build = Vec::new();
    for name in s.texts(&table, "build") {
        match all.into_iter().find(|audience| audience.key() == name) {
            Some(audience) => build.push(audience),
            None => s.unknown(&table, "build", &name, &all.map(Audience::key)),
        }
    }
    if build.is_empty() { Audiences::default() } else { Audiences { build } }
}

fn targets(s: &mut Settings, root: &Table) -> BTreeMap<String, Target> {
    let table = s.section(root, "targets");
    let mut targets = BTreeMap::new();
    for code in table.keys() {
        let place = s.place(&table, &code);
        // A number alone is a local target.
        let target = if table.holds_table(&code) {
            let set = s.section(&table, &code);
            s.only(&set, &format!("targets.{code}"), &["value", "direction", "origin", "owner", "set"]);
            target(s, &set, place)
        } else {
            let value = s.number(&table, &code);
            value.map(|value| Target { value, direction: None, origin: "local".to_owned(), owner: None, set: None, place })
        };
        if let Some(target) = target {
            targets.insert(code, target);
        }
    }
    targets
}

fn target(s: &mut Settings, table: &Table, place: Place) -> Option<Target> {
    let origin = s.text(table, "origin").unwrap_or_else(|| "local".to_owned());
    if !["national", "local"].contains(&origin.as_str()) {
        s.unknown(table, "origin", &origin, &["national", "local"]);
    }
    let both = [Aim::AtLeast, Aim::AtMost];
    let direction = s.text(table, "direction").and_then(|name| {
        let found = both.into_iter().find(|direction| direction.key() == name);
        if found.is_none() {
            s.unknown(table, "direction", &name, &both.map(Aim::key));
        }
        found
    });
    let (value, owner, set) = (s.number(table, "value"), s.text(table, "owner"), s.day(table, "set"));
    value.map(|value| Target { value, direction, origin, owner, set, place })
}

fn rebases(s: &mut Settings, root: &Table) -> Vec<Rebase> {
    let section = "[rebase]";
    let tables = s.tables(root, "rebase");
    let read = |(place, table): (Place, Table)| {
        s.only(&table, section, &["indicator", "from", "why"]);
        let (indicator, from, why) = (s.code(&table, "indicator"), s.day(&table, "from"), s.text(&table, "why"));
        if indicator.is_none() {
            s.lacks(&place, &table, "indicator", section, "name a count by month or week, as indicator = \"REF-16\"");
        }
        if from.is_none() {
            s.lacks(&place, &table, "from", section, "give the day of the change, as from = 2025-04-01");
        }
        if why.is_none() {
            s.lacks(
                &place,
                &table,
                "why",
                section,
                "limits are set anew only for a reason that readers are told, as why = \"New front door\"",
            );
        }
        // It goes into sentences that end with a stop of their own.
        let why = why?.trim_end_matches('.').to_owned();
        Some(Rebase { indicator: indicator?, from: from?, why, place })
    };
    tables.into_iter().filter_map(read).collect()
}

/// `[disclosure]`: a preset or limits for each audience; `[[disclose]]`: what a person decided about a figure.
fn disclosure(s: &mut Settings, root: &Table) -> Disclosure {
    let table = s.section(root, "disclosure");
    let all = [Audience::Management, Audience::Leadership, Audience::Public];
    s.only(&table, "disclosure", &["management", "leadership", "public", "earlier"]);
    let earlier = s.texts(&table, "earlier");
    let mut rules = BTreeMap::new();
    for audience in all {
        if let Some(set) = rules_of(s, &table, audience) {
            rules.insert(audience, set);
        }
    }
    let section = "[disclose]";
    let tables = s.tables(root, "disclose");
    let read = |(place, table): (Place, Table)| {
        s.only(&table, section, &["indicator", "group", "show", "why", "by"]);
        let (code, group, show) = (s.code(&table, "indicator"), s.text(&table, "group"), s.truth(&table, "show"));
        let (reason, by) = (s.text(&table, "why"), s.text(&table, "by"));
        for (key, missing, hint) in [
            ("indicator", code.is_none(), "name the figure, as indicator = \"CLA-12\""),
            ("show", show.is_none(), "say show = true, or show = false to hide it"),
            ("why", reason.is_none(), "give the reason, which goes into the log of decisions"),
            ("by", by.is_none(), "say who decided, which goes into the log of decisions"),
        ] {
            if missing {
                s.lacks(&place, &table, key, section, hint);
            }
        }
        Some(Override { code: code?, group, show: show?, reason: reason?, by: by? })
    };
    let overrides = tables.into_iter().filter_map(read).collect();
    Disclosure { rules, overrides, earlier, kept: Vec::new() }
}

fn rules_of(s: &mut Settings, table: &Table, audience: Audience) -> Option<Rules> {
    let key = audience.key();
    if table.holds_table(key) {
        let set = s.section(table, key);
        s.only(&set, &format!("disclosure.{key}"), &["small", "round", "group"]);
        let mut number = |name, bounds, expected| s.whole(&set, name, bounds, expected);
        let small = number("small", 0..=100, "a whole number up to 100: counts of one to this many are hidden");
        let round = number("round", 1..=100, "a whole number from 1 to 100 that counts are rounded to");
        let group = number("group", 0..=1000, "a whole number up to 1,000: of a group this small, none and all are hidden");
        let usual = Preset::DfeCsc.rules();
        return Some(Rules {
            small: small.unwrap_or(usual.small),
            round: round.unwrap_or(usual.round),
            group: group.unwrap_or(usual.group),
            secondary: true,
        });
    }
    let name = s.text(table, key)?;
    let found = Preset::ALL.into_iter().find(|preset| preset.key() == name);
    if found.is_none() {
        s.unknown(table, key, &name, &Preset::ALL.map(Preset::key));
    }
    found.map(Preset::rules)
}

fn theme(s: &mut Settings, root: &Table) -> Choice {
    let table = s.section(root, "theme");
    s.only(&table, "theme", &["name", "logo", "colours"]);
    let colours = s.section(&table, "colours");
    s.only(&colours, "theme.colours", &["primary", "secondary"]);
    Choice {
        name: chosen(s, &table, "name"),
        logo: chosen(s, &table, "logo"),
        primary: colour(s, &colours, "primary"),
        secondary: colour(s, &colours, "secondary"),
    }
}

fn chosen(s: &mut Settings, table: &Table, key: &str) -> Option<Chosen<String>> {
    let value = s.text(table, key)?;
    Some(Chosen { value, place: s.place(table, key) })
}

fn colour(s: &mut Settings, table: &Table, key: &str) -> Option<Chosen<Rgb>> {
    let Chosen { value, place } = chosen(s, table, key)?;
    match Rgb::parse(&value) {
        Some(value) => Some(Chosen { value, place }),
        None => {
            s.wrong(table, key, "a colour as #rrggbb");
            None
        }
    }
}

fn mapping(s: &mut Settings, root: &Table) -> BTreeMap<String, BTreeMap<String, String>> {
    let table = s.section(root, "mapping");
    let mut mapping = BTreeMap::new();
    for set in table.keys() {
        let spellings = s.section(&table, &set);
        let codes =
            spellings.keys().into_iter().filter_map(|spelling| s.code(&spellings, &spelling).map(|code| (spelling, code))).collect();
        mapping.insert(set, codes);
    }
    mapping
}

fn report(s: &mut Settings, root: &Table) -> ReportSettings {
    let table = s.section(root, "report");
    s.only(&table, "report", &["title", "classification"]);
    let default = ReportSettings::default();
    ReportSettings {
        title: s.text(&table, "title").unwrap_or(default.title),
        classification: s.text(&table, "classification").unwrap_or(default.classification),
    }
}

fn worklists(s: &mut Settings, root: &Table) -> WorklistSettings {
    let table = s.section(root, "worklists");
    s.only(&table, "worklists", &["include", "expires_after_days", "per_team"]);
    let default = WorklistSettings::default();
    let days = s.whole(&table, "expires_after_days", 1..=LONGEST_HELD, "a number of days from 1 to 90");
    WorklistSettings {
        include: s.texts(&table, "include"),
        expires_after_days: days.and_then(|days| u16::try_from(days).ok()).unwrap_or(default.expires_after_days),
        per_team: s.truth(&table, "per_team").unwrap_or(default.per_team),
        place: s.place(&table, "include"),
    }
}

fn snapshots(s: &mut Settings, root: &Table) -> SnapshotSettings {
    let table = s.section(root, "snapshots");
    s.only(&table, "snapshots", &["series", "contact"]);
    let default = SnapshotSettings::default();
    let series = s.text(&table, "series").unwrap_or_else(|| default.series.clone());
    let fit = is_anchor(&series);
    if !fit {
        s.wrong(&table, "series", "lower-case letters, digits and hyphens, as \"annex-a\",");
    }
    SnapshotSettings { series: if fit { series } else { default.series }, contact: s.text(&table, "contact").unwrap_or(default.contact) }
}
