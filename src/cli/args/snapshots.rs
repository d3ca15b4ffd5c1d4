//! The command line of `annexa snapshot`, as clap reads it.

use super::{Data, Document, For, From, Loudness, Pages, day};
use crate::calendar::Day;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `annexa snapshot`
#[derive(Debug, Args)]
pub struct Snapshot {
    /// What to do.
    #[command(subcommand)]
    pub what: SnapshotWhat,
}

/// What can be done with snapshots.
#[derive(Debug, Subcommand)]
pub enum SnapshotWhat {
    /// Build, and keep what was built in snapshots/ of the project, a package for each audience.
    Create(Create),
    /// Check that packages are as they were packed; ends with status 1 where one is not.
    Verify(Verify),
    /// List all packages and how they are.
    List(KeptList),
    /// Hold a package against a later one, or against today's data: published, restated, now, and what has really changed.
    Compare(Compare),
    /// List what may be disposed of by the rules of retention; deletes nothing.
    Due(DueArgs),
    /// Make a key for marks that stand for children, so that later quarters can follow them though no rows are kept.
    Key(KeyArgs),
}

/// `annexa snapshot key`
#[derive(Debug, Args)]
pub struct KeyArgs {
    /// The file to write, which must not be there: best on a drive that few can read, and never with the snapshots.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How much is said.
    #[command(flatten)]
    pub loudness: Loudness,
}

/// A form of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum Compared {
    /// For people.
    #[default]
    Text,
    /// A page, with the table and the document beside it; needs --output.
    Html,
    /// For programs: one JSON document.
    Json,
    /// For spreadsheets.
    Csv,
}

/// `annexa snapshot compare`
#[derive(Debug, Args)]
pub struct Compare {
    /// The earlier package: its name, the beginning of it, its as-at date, or the path of its folder.
    #[arg(value_name = "EARLIER")]
    pub earlier: String,
    /// The later package; today's data unless given.
    #[arg(value_name = "LATER")]
    pub later: Option<String>,
    /// Where today's data comes from.
    #[command(flatten)]
    pub data: Data,
    /// Whose packages a date means; leadership's unless given.
    #[arg(long, value_enum)]
    pub audience: Option<From>,
    /// Compare groups too, not single figures alone.
    #[arg(long)]
    pub groups: bool,
    /// How the comparison is printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Compared,
    /// Write the page, the table and the JSON document into this folder, which must be new or empty.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// How much is said.
    #[command(flatten)]
    pub loudness: Loudness,
}

/// `annexa snapshot verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// Packages by name, by as-at date or by the path of their folder; all of the project unless given.
    #[arg(value_name = "PACKAGE")]
    pub packages: Vec<String>,
    /// Compare names and sizes only.
    #[arg(long, conflicts_with = "full")]
    pub fast: bool,
    /// Read every byte; this is done unless --fast is given.
    #[arg(long)]
    pub full: bool,
    /// Folder of the project; the current folder unless given.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
}

/// `annexa snapshot list`
#[derive(Debug, Args)]
pub struct KeptList {
    /// Folder of the project; the current folder unless given.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
}

/// `annexa snapshot due`
#[derive(Debug, Args)]
pub struct DueArgs {
    /// The day it is; the computer's own unless given.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Day>,
    /// Folder of the project; the current folder unless given.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
}

/// `annexa snapshot create`
#[derive(Debug, Args)]
pub struct Create {
    /// Where the data comes from.
    #[command(flatten)]
    pub data: Data,
    /// Who it is for; the project's setting, else leadership.
    #[arg(long, value_enum)]
    pub audience: Option<For>,
    /// Why a package is issued again where its figures are other than those kept.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Keep the data itself as well, children's rows, in a package of its own: for management alone.
    #[arg(long)]
    pub with_children: bool,
    /// Build once more and compare with the package byte for byte.
    #[arg(long)]
    pub verify_rebuild: bool,
    /// How much the pack holds; the site holds all.
    #[arg(long, value_enum, default_value_t)]
    pub edition: Pages,
    /// The day it is archived; the computer's own unless given.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Day>,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
    /// How much is said.
    #[command(flatten)]
    pub loudness: Loudness,
}
