//! The command line as clap reads it.

mod projects;
mod snapshots;

pub use projects::{Doctor, Eject, New};
pub use snapshots::{Compare, Compared, Create, DueArgs, KeptList, KeyArgs, Snapshot, SnapshotWhat, Verify};

use crate::audience::Audience;
use crate::calendar::Day;
use crate::edition::Edition;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  annexa build --data \"Annex A.xlsx\"            a site and a pack in the folder output
  annexa check --data \"Annex A.xlsx\"            what to mend in the data, and where
  annexa demo try                               an example to look at, then
  annexa build --project try";

/// Turns a council's Annex A workbook into an accessible site and a print-ready pack.
#[derive(Debug, Parser)]
#[command(name = "annexa", version, about, disable_help_subcommand = true, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How much it may use.
    #[command(flatten)]
    pub limits: Limits,
}

/// What reading files and making outputs may use, so that no file can take the machine with it.
#[derive(Debug, Args, Clone, Copy)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Most memory in megabytes.
    #[arg(long, global = true, value_name = "MB", default_value_t = 6_144, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    pub memory_limit: u64,
    /// Most time in seconds.
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=604_800))]
    pub time_limit: u64,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site and the pack.
    Build(Build),
    /// Look for faults in the data; writes nothing.
    Check(Check),
    /// Make a project of your own that builds at once.
    New(New),
    /// Make a demonstration project with invented data.
    Demo(Demo),
    /// Explain an indicator: its definition, rule and, with data, the rows it counted.
    Explain(Explain),
    /// List all indicators.
    Indicators(Indicators),
    /// Log what is hidden from an audience, figure by figure, and why.
    Disclosure(Disclosure),
    /// Say which published figures are held, or import newer ones.
    Comparators(Comparators),
    /// Remove worklists that are past the day they may be held to.
    Clean(Clean),
    /// Find every output file, and every row of the data, that holds a child.
    Find(Find),
    /// Keep a build as it is, in packages that prove themselves whole.
    Snapshot(Snapshot),
    /// Copy a built-in page, record, layout or theme file into the project, to change it there.
    Eject(Eject),
    /// Tell how the project's own files stand to the built-in ones, and what is wrong with its settings.
    Doctor(Doctor),
}

/// Where the data comes from.
#[derive(Debug, Args, Clone, Default)]
pub struct Data {
    /// Folder of the project (with annexa.toml, data/, content/); the current folder unless given.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// Workbook, CSV or folder of CSVs; may be given more than once for one authority.
    #[arg(long, value_name = "FILE|DIR")]
    pub data: Vec<PathBuf>,
    /// The day everything is measured to.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_at: Option<Day>,
}

/// How much is said of what was found.
#[derive(Debug, Args, Clone, Copy, Default)]
pub struct Loudness {
    /// Print errors only.
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print every warning and note, with its rows.
    #[arg(short, long)]
    pub verbose: bool,
}

/// A form of results that are no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum Document {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON document.
    Json,
}

/// A form of printing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Who to build for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum For {
    /// Aggregates without teams, workers or children.
    Leadership,
    /// Everything aggregate.
    Management,
    /// Aggregates after suppression.
    Public,
    /// Every audience.
    All,
}

impl For {
    /// The audiences meant.
    pub fn audiences(self) -> Vec<Audience> {
        match self {
            For::Leadership => vec![Audience::Leadership],
            For::Management => vec![Audience::Management],
            For::Public => vec![Audience::Public],
            For::All => vec![Audience::Leadership, Audience::Management, Audience::Public],
        }
    }
}

/// How much the pack holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum Pages {
    /// Every topic, with definitions and data tables.
    #[default]
    Full,
    /// Four pages for a meeting.
    Brief,
}

impl Pages {
    /// The edition meant.
    pub fn edition(self) -> Edition {
        match self {
            Pages::Full => Edition::Full,
            Pages::Brief => Edition::Brief,
        }
    }
}

/// `annexa build`
#[derive(Debug, Args)]
pub struct Build {
    /// Where the data comes from.
    #[command(flatten)]
    pub data: Data,
    /// Who it is for; the project's setting, else leadership.
    #[arg(long, value_enum)]
    pub audience: Option<For>,
    /// Folder for the results; output/ in the project unless given.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// How much the pack holds; the site holds all.
    #[arg(long, value_enum, default_value_t)]
    pub edition: Pages,
    /// Worklists by name, such as visits-overdue: children's rows, for management alone, in a folder of their own.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub worklist: Vec<String>,
    /// The day from which worklists are held; the as-at date unless given.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Day>,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
    /// How much is said.
    #[command(flatten)]
    pub loudness: Loudness,
}

/// `annexa check`
#[derive(Debug, Args)]
pub struct Check {
    /// Where the data comes from.
    #[command(flatten)]
    pub data: Data,
    /// How results are printed: a summary, or the fix list, row by row, as one JSON document or as a table.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The fix list of one team only.
    #[arg(long, value_name = "NAME")]
    pub team: Option<String>,
    /// How much is said.
    #[command(flatten)]
    pub loudness: Loudness,
}

/// `annexa demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// Folder to make; must not exist, or be empty.
    pub dir: PathBuf,
    /// Name of the made-up authority.
    #[arg(long, default_value = "Benbowshire")]
    pub authority: String,
    /// Children aged 0 to 17 living there; decides how many rows there are.
    #[arg(long, value_name = "N")]
    pub children: Option<u32>,
    /// Rows in all, roughly; ignored where --children is given.
    #[arg(long, value_name = "N", default_value_t = 15_000)]
    pub rows: u32,
    /// The same seed makes the same data.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The day the latest quarter is measured to.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, default_value = "2025-09-30")]
    pub as_at: Day,
    /// Quarters to make, the latest last.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    pub quarters: u8,
    /// Plant faults, as real exports have them.
    #[arg(long)]
    pub faults: bool,
}

/// `annexa explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// Code of the indicator, such as REF-04.
    pub code: String,
    /// Where the data comes from; without any the rule alone is explained.
    #[command(flatten)]
    pub data: Data,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
    /// How much is said.
    #[command(flatten)]
    pub loudness: Loudness,
}

/// `annexa indicators`
#[derive(Debug, Args)]
pub struct Indicators {
    /// Folder of the project, for its own indicators.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `annexa disclosure`
#[derive(Debug, Args)]
pub struct Disclosure {
    /// Where the data comes from.
    #[command(flatten)]
    pub data: Data,
    /// From whom it is hidden.
    #[arg(long, value_enum, default_value_t)]
    pub audience: From,
    /// How decisions are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// How much is said.
    #[command(flatten)]
    pub loudness: Loudness,
}

/// One audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum From {
    /// Aggregates after suppression.
    #[default]
    Public,
    /// Aggregates without teams, workers or children.
    Leadership,
    /// Everything aggregate.
    Management,
}

impl From {
    /// The audience meant.
    pub fn audience(self) -> Audience {
        match self {
            From::Public => Audience::Public,
            From::Leadership => Audience::Leadership,
            From::Management => Audience::Management,
        }
    }
}

/// `annexa clean`
#[derive(Debug, Args)]
pub struct Clean {
    /// Remove worklists that are past the day they may be held to; the only thing that is cleaned.
    #[arg(long, required = true)]
    pub expired: bool,
    /// The day it is; the computer's own unless given.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Day>,
    /// Folder of the project; the current folder unless given.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// Folder of the results; output/ in the project unless given.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Tell what would be removed and remove nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
}

/// `annexa find`
#[derive(Debug, Args)]
pub struct Find {
    /// The child's identifier, as the authority writes it.
    #[arg(long, value_name = "ID")]
    pub child: String,
    /// Folder of the project, whose data is searched too; the current folder unless given.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// Workbook, CSV or folder of CSVs to search; all of the project's data unless given.
    #[arg(long, value_name = "FILE|DIR")]
    pub data: Vec<PathBuf>,
    /// Folder of the results to search; output/ in the project unless given.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
}

/// `annexa comparators`
#[derive(Debug, Args)]
pub struct Comparators {
    /// What to do with them.
    #[command(subcommand)]
    pub what: ComparatorsWhat,
}

/// What can be done with comparators.
#[derive(Debug, Subcommand)]
pub enum ComparatorsWhat {
    /// List the measures held, their years, where they come from and what lags behind.
    List {
        /// Folder of the project, for its own figures; the current folder unless given.
        #[arg(long, value_name = "DIR")]
        project: Option<PathBuf>,
        /// Print as text, JSON or CSV.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Read releases as published and write the project's own benchmarks/.
    Import(Import),
}

/// `annexa comparators import`
#[derive(Debug, Args)]
pub struct Import {
    /// Files as published: LAIT's long CSV, CSVs of explore education statistics, mid-year populations.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder of the project; the current folder unless given.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// Tell what would change and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "expected a date as YYYY-MM-DD".to_owned())
}
