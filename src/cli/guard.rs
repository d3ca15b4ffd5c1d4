//! The guard: every command that reads somebody's files runs in a second process of this program, within limits of memory and time.
//!
//! The parent reads nothing but the arguments. It starts itself again, passes on what the child says to the person, drops what a
//! library or the runtime prints, and turns any death of the child (memory, time, stack, a panic) into one line and status 1.
//! Nothing a workbook, page or theme holds can therefore reach the user as more than one clear line.
//!
//! `line` is the language the two speak, `child` the one that works, `death` the words for how it ended.

mod child;
mod death;
mod line;

pub use child::{cannot_print, fault, say, work};

use super::args::{Cli, Command, ComparatorsWhat, Limits};
use crate::doing::Work;
use crate::publish;
use death::{Cause, Death};
use line::Line;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// The mark by which the child is known as one, and by which its own lines are told from those of libraries.
const MARK: &str = "ANNEXA_GUARDED";

/// Longest line that is taken from the child.
const LONGEST: u64 = 1 << 20;

/// The mark of the process, if it is the child of another annexa.
pub fn mark() -> Option<String> {
    std::env::var(MARK).ok().filter(|mark| !mark.is_empty())
}

/// Whether a command reads files that somebody made.
pub fn is_needed(command: &Command) -> bool {
    !matches!(command, Command::Demo(_))
}

/// Runs the program again as a child and watches over it.
pub fn watch(cli: &Cli) -> ExitCode {
    let place = Place::of(&cli.command);
    let Watched { end, said } = match start().and_then(|(child, input, lines)| follow(child, input, &lines, &cli.limits)) {
        Ok(watched) => watched,
        Err(error) => {
            eprintln!("error: annexa cannot start the process that reads the files: {error}");
            return ExitCode::from(2);
        }
    };
    match end {
        End::Done(status) => ExitCode::from(status),
        End::Died(cause) => {
            place.put_right();
            eprintln!("{}", Death { cause, said: &said, limits: &cli.limits, command: &cli.command });
            ExitCode::from(1)
        }
    }
}

/// The folder a command writes to, so that a dead child's leftovers can be removed.
struct Place(Option<(PathBuf, bool)>);

impl Place {
    fn of(command: &Command) -> Self {
        let project = |folder: &Option<PathBuf>| folder.clone().unwrap_or_else(|| PathBuf::from("."));
        let folder = match command {
            Command::Build(args) => Some(args.output.clone().unwrap_or_else(|| project(&args.data.project).join("output"))),
            Command::Comparators(args) => match &args.what {
                ComparatorsWhat::Import(import) if !import.dry_run => Some(project(&import.project).join("benchmarks")),
                _ => None,
            },
            _ => None,
        };
        Self(folder.map(|folder| (folder.clone(), folder.exists())))
    }

    fn put_right(self) {
        if let Some((folder, was_there)) = self.0 {
            publish::put_right(&folder, was_there);
        }
    }
}

/// What the child told of its work.
#[derive(Debug, Default)]
struct Said {
    /// Steps that were under way, in the order they began.
    steps: BTreeMap<u64, (Work, String)>,
    /// Those that were under way when a fault was first told; unwinding ends them before the process does.
    at_fault: Option<Vec<(Work, String)>>,
    /// Where in the source a panic was.
    fault: Option<String>,
    /// The last words of the runtime.
    runtime: Option<Cause>,
    /// Whether finished files were being moved to their place.
    wrote: bool,
    /// The status the child meant to end with.
    status: Option<u8>,
}

enum End {
    Done(u8),
    Died(Cause),
}

struct Watched {
    end: End,
    said: Said,
}

type Lines = Receiver<Line>;

fn start() -> io::Result<(Child, ChildStdin, Lines)> {
    let mark = new_mark();
    let mut child = std::process::Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .env(MARK, &mark)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // Taken, because waiting for a child would close it: an open pipe tells the child that somebody still wants its work.
    let (Some(input), Some(output)) = (child.stdin.take(), child.stderr.take()) else {
        return Err(io::Error::other("the system gave it no pipes"));
    };
    let (sender, lines) = channel();
    std::thread::Builder::new().name("relay".to_owned()).spawn(move || read(BufReader::new(output), &mark, &sender))?;
    Ok((child, input, lines))
}

/// A mark that no file can know beforehand.
fn new_mark() -> String {
    use std::hash::{BuildHasher, Hasher};
    let random = || std::collections::hash_map::RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

/// Reads what the child prints, line by line, however long a line is.
fn read(mut output: impl BufRead, mark: &str, to: &Sender<Line>) {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match output.by_ref().take(LONGEST).read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(_) => {
                if to.send(Line::of(&String::from_utf8_lossy(&bytes), mark)).is_err() {
                    return;
                }
            }
        }
    }
}

/// Follows the child to its end, or ends it when its time is over.
fn follow(mut child: Child, mut input: ChildStdin, lines: &Lines, limits: &Limits) -> io::Result<Watched> {
    let ends = Instant::now() + Duration::from_secs(limits.time_limit);
    let mut said = Said::default();
    loop {
        match lines.recv_timeout(ends.saturating_duration_since(Instant::now())) {
            Ok(Line::Say(words)) => {
                let _ = writeln!(io::stderr().lock(), "{words}");
                // The child waits for this, so that its results never overtake its warnings.
                let _ = input.write_all(b"\n");
            }
            Ok(line) => said.hear(line),
            Err(RecvTimeoutError::Disconnected) => {
                let end = how(child.wait()?, &said);
                return Ok(Watched { end, said });
            }
            Err(RecvTimeoutError::Timeout) => {
                let _ = child.kill();
                child.wait()?;
                return Ok(Watched { end: End::Died(Cause::Time), said });
            }
        }
    }
}

impl Said {
    fn hear(&mut self, line: Line) {
        match line {
            Line::Begins(number, work, what) => {
                self.wrote |= work == Work::Writing;
                self.steps.insert(number, (work, what));
            }
            Line::Ends(number) => {
                self.steps.remove(&number);
            }
            Line::Fault(place) => {
                let under_way = self.steps.values().cloned().collect();
                self.at_fault.get_or_insert(under_way);
                self.fault.get_or_insert(place);
            }
            Line::Runtime(cause) => self.runtime = Some(cause),
            Line::Done(status) => self.status = Some(status),
            Line::Say(_) | Line::Foreign => {}
        }
    }
}

/// A status counts only where the child announced it: libraries may end a process as well.
fn how(status: ExitStatus, said: &Said) -> End {
    match (status.code(), said.status) {
        (Some(code), Some(told)) if code == i32::from(told) => End::Done(told),
        _ => End::Died(said.runtime.clone().unwrap_or(if said.fault.is_some() { Cause::Fault } else { Cause::of(status) })),
    }
}
