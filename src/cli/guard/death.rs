//! How the child died, in one line: what happened, what it was doing, what to do.

use super::Said;
use crate::cli::args::{Command, Limits};
use crate::doing::Work;
use crate::number;
use std::fmt;
use std::process::ExitStatus;

/// What ended the child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cause {
    /// It asked for more memory than it may have.
    Memory,
    /// Its time was over.
    Time,
    /// Something was nested more deeply than its stack.
    Stack,
    /// A panic.
    Fault,
    /// The pipe between the two processes broke.
    Silence,
    /// Anything else, in the system's words.
    Other(String),
}

impl Cause {
    pub(super) fn of(status: ExitStatus) -> Self {
        Cause::Other(status.to_string())
    }
}

/// A death, ready to be told.
pub(super) struct Death<'a> {
    pub(super) cause: Cause,
    pub(super) said: &'a Said,
    pub(super) limits: &'a Limits,
    pub(super) command: &'a Command,
}

impl fmt::Display for Death<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Limits { memory_limit, time_limit } = self.limits;
        let doing = self.doing();
        write!(f, "error: ")?;
        match &self.cause {
            Cause::Memory => {
                write!(f, "{doing} was stopped because it needed more memory than the limit of {} MB", number::count(*memory_limit))?
            }
            Cause::Time => {
                let seconds = if *time_limit == 1 { "second" } else { "seconds" };
                write!(f, "{doing} was stopped because the work took longer than the limit of {} {seconds}", number::count(*time_limit))?
            }
            Cause::Stack => write!(f, "{doing} was stopped because something in it is nested too deeply")?,
            Cause::Fault => {
                let place = self.said.fault.as_deref().unwrap_or("an unknown place");
                write!(f, "{doing} was stopped by a fault at {place}")?;
            }
            Cause::Silence => write!(f, "{doing} was stopped because the two processes of annexa could no longer speak to each other")?,
            Cause::Other(words) => write!(f, "{doing} was stopped from outside ({words})")?,
        }
        if !self.said.wrote {
            write!(f, "; nothing was written")?;
        }
        write!(f, " (hint: {})", self.advice())
    }
}

impl Death<'_> {
    /// The steps that were under way when it happened.
    fn steps(&self) -> Vec<(Work, String)> {
        match &self.said.at_fault {
            Some(steps) if self.cause == Cause::Fault => steps.clone(),
            _ => self.said.steps.values().cloned().collect(),
        }
    }

    fn doing(&self) -> String {
        let steps = self.steps();
        match steps.as_slice() {
            [] => self.whole().to_owned(),
            [(_, one)] => one.clone(),
            [(_, one), (_, other)] => format!("{one} and {other}"),
            [(_, one), others @ ..] => format!("{one} and {} more like it", others.len()),
        }
    }

    fn whole(&self) -> &'static str {
        match self.command {
            Command::Build(_) => "building the report",
            Command::Check(_) => "checking the data",
            Command::Explain(_) => "explaining the indicator",
            Command::Indicators(_) => "listing the indicators",
            Command::Disclosure(_) => "deciding what is hidden",
            Command::Comparators(_) => "reading the published figures",
            Command::Demo(_) => "making the demonstration",
            Command::Clean(_) => "removing expired worklists",
            Command::Find(_) => "looking for the child",
            Command::Snapshot(_) => "making or reading snapshots",
            Command::New(_) => "making the project",
            Command::Eject(_) => "copying the built-in file",
            Command::Doctor(_) => "looking at the project",
        }
    }

    fn advice(&self) -> String {
        let mend = match self.steps().first().map_or(Work::Reading, |(work, _)| *work) {
            Work::Reading => "copy the lists as values into a new workbook",
            Work::Published => "look whether the file is a release as it was published",
            Work::Making | Work::Writing => "look at the project’s own pages, layouts and theme",
        };
        match self.cause {
            Cause::Memory => format!("{mend}; --memory-limit sets the limit"),
            Cause::Time => format!("{mend}; --time-limit sets the limit"),
            Cause::Stack | Cause::Fault => format!("{mend}, and please report it"),
            Cause::Silence | Cause::Other(_) => "run it again; the system ends programs when its memory runs out".to_owned(),
        }
    }
}
