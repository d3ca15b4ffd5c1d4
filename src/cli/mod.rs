//! The command line: arguments, commands, printing. The only room that meets the terminal.
//!
//! Results go to standard output, all else to standard error. Exit status: 0 done, 1 the input has errors,
//! 2 could not run, 3 disclosure block.

pub mod args;
mod build;
mod check;
mod comparators;
mod demo;
mod explain;
mod indicators;
mod input;
mod printer;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done; warnings allowed.
    Done,
    /// The input has errors.
    Errors,
    /// Disclosure control stopped it.
    Disclosure,
}

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    quiet_panics();
    let cli = Cli::parse();
    match run(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Errors) => ExitCode::from(1),
        Ok(Outcome::Disclosure) => ExitCode::from(3),
        Err(error) if nobody_reads(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", crate::foreign::in_lines(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}

/// Runs a command.
pub fn run(cli: Cli) -> anyhow::Result<Outcome> {
    match cli.command {
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Indicators(args) => indicators::run(&args),
        Command::Comparators(args) => comparators::run(&args),
    }
}

/// Whether a result could not be written because its reader has gone, as `annexa indicators | head` does: no fault of anybody.
fn nobody_reads(error: &anyhow::Error) -> bool {
    let gone = |kind: std::io::ErrorKind| kind == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        let table = cause.downcast_ref::<csv::Error>().map(csv::Error::kind);
        let table = table.is_some_and(|kind| matches!(kind, csv::ErrorKind::Io(error) if gone(error.kind())));
        table || cause.downcast_ref::<std::io::Error>().is_some_and(|error| gone(error.kind()))
    })
}

/// The words with which printing fails where the reader has gone, on Unix and on Windows.
const READER_GONE: [&str; 2] = ["(os error 32)", "(os error 232)"];

/// A panic is a fault of ours: its place is printed, never its payload, which might hold a cell's content.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let printing = info
            .payload_as_str()
            .is_some_and(|words| words.starts_with("failed printing to") && READER_GONE.iter().any(|gone| words.contains(gone)));
        if printing {
            std::process::exit(0);
        }
        let place = info
            .location()
            .map_or_else(|| "unknown place".to_owned(), |l| format!("{}:{}", l.file().rsplit('/').next().unwrap_or("?"), l.line()));
        eprintln!("error: annexa has a fault at {place}; please report it");
    }));
}
