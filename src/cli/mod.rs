//! The command line: arguments, commands, printing. The only room that meets the terminal.
//!
//! Results go to standard output, all else to standard error. Exit status: 0 done, 1 the input has errors,
//! 2 could not run, 3 disclosure block.

pub mod args;
mod build;
mod check;
mod clean;
mod comparators;
mod demo;
mod disclosure;
mod doctor;
mod eject;
mod explain;
mod find;
mod guard;
mod indicators;
mod input;
mod new;
mod printer;
mod snapshot;
mod worklists;

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

/// Runs the program with the process's own arguments; `limit` sets how many bytes of memory the process may hold.
pub fn main(limit: impl FnOnce(usize)) -> ExitCode {
    quiet_panics();
    let cli = Cli::parse();
    let Some(mark) = guard::mark() else {
        return if guard::is_needed(&cli.command) { guard::watch(&cli) } else { ExitCode::from(status(cli)) };
    };
    limit(usize::try_from(cli.limits.memory_limit << 20).unwrap_or(usize::MAX));
    guard::work(mark, || status(cli))
}

/// Runs a command to its exit status; what could not run is told.
fn status(cli: Cli) -> u8 {
    match run(cli) {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Errors) => 1,
        Ok(Outcome::Disclosure) => 3,
        Err(error) if nobody_reads(&error) => 0,
        Err(error) => {
            guard::say(&format!("error: {error:#}"));
            2
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
        Command::Disclosure(args) => disclosure::run(&args),
        Command::Comparators(args) => comparators::run(&args),
        Command::Clean(args) => clean::run(&args),
        Command::Find(args) => find::run(&args),
        Command::Snapshot(args) => snapshot::run(&args),
        Command::New(args) => new::run(&args),
        Command::Eject(args) => eject::run(&args),
        Command::Doctor(args) => doctor::run(&args),
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

/// A panic is told by its place, never by its payload, which might hold a cell's content.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        if let Some(words) = info.payload_as_str().filter(|words| words.starts_with("failed printing to")) {
            let gone = READER_GONE.iter().any(|gone| words.contains(gone));
            // A full disk under the file that the words go to, say: the system's words, none of a cell.
            guard::cannot_print((!gone).then_some(words));
        }
        let place = info
            .location()
            .map_or_else(|| "unknown place".to_owned(), |l| format!("{}:{}", l.file().rsplit(['/', '\\']).next().unwrap_or("?"), l.line()));
        guard::fault(&place);
    }));
}
