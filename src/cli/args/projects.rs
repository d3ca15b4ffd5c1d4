//! Arguments of the commands that make a project and look after it: `new`, `eject`, `doctor`.

use super::{Document, For};
use clap::Args;
use std::path::PathBuf;

/// `annexa new`
#[derive(Debug, Args)]
pub struct New {
    /// Folder to make; must not exist, or be empty.
    pub dir: PathBuf,
    /// Name of the authority; asked for on a terminal.
    #[arg(long, value_name = "NAME")]
    pub authority: Option<String>,
    /// Who is built for; asked for on a terminal, else leadership.
    #[arg(long, value_enum)]
    pub audience: Option<For>,
    /// Workbook to copy into data/; asked for on a terminal. Without one an invented example is built until data/ holds one.
    #[arg(long, value_name = "FILE")]
    pub workbook: Option<PathBuf>,
    /// Whom to ask about the report: a post or a mailbox that outlasts a person; asked for on a terminal.
    #[arg(long, value_name = "WORDS")]
    pub contact: Option<String>,
    /// Ask nothing, on a terminal too.
    #[arg(long)]
    pub no_questions: bool,
}

/// `annexa eject`
#[derive(Debug, Args)]
pub struct Eject {
    /// Path of a built-in file, such as layouts/site/footer.html.
    #[arg(value_name = "PATH", required_unless_present = "list", conflicts_with = "list")]
    pub path: Option<String>,
    /// List every built-in file that can be copied, with what it is for.
    #[arg(long)]
    pub list: bool,
    /// Folder of the project; the current folder unless given.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
}

/// `annexa doctor`
#[derive(Debug, Args)]
pub struct Doctor {
    /// Folder of the project; the current folder unless given.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Document,
}
