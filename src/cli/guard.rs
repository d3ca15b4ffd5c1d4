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

use super::args::{Cli, Command, ComparatorsWhat, Limits, SnapshotWhat};
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

/// How long a child may live on after its pipe has ended; a process that ends closes its pipes first.
const PATIENCE: Duration = Duration::from_secs(10);

/// The mark of the process, if it is the child of another annexa.
pub fn mark() -> Option<String> {
    std::env::var(MARK).ok().filter(|mark| !mark.is_empty())
}

/// Whether a command reads files that somebody made.
pub fn is_needed(command: &Command) -> bool {
    !matches!(command, Command::Demo(_) | Command::New(_) | Command::Eject(_))
}

/// Runs the program again as a child and watches over it.
pub fn watch(cli: &Cli) -> ExitCode {
    let place = Place::of(&cli.command);
    let Watched { end, said } = match start().and_then(|(child, input, lines)| follow(child, input, &lines, &cli.limits)) {
        Ok(watched) => watched,
        Err(error) => {
            line::print(&format!("error: annexa cannot start the process that reads the files: {error}"));
            return ExitCode::from(2);
        }
    };
    match end {
        End::Done(status) => ExitCode::from(status),
        End::Died(cause) => {
            place.put_right();
            line::print(&Death { cause, said: &said, limits: &cli.limits, command: &cli.command }.to_string());
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
            Command::Snapshot(args) => match &args.what {
                SnapshotWhat::Create(create) => Some(project(&create.data.project).join(crate::snapshots::FOLDER)),
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
    /// Whether it said why it would do no more.
    error: bool,
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
        let left = ends.saturating_duration_since(Instant::now());
        // However much it says, its time is over.
        match if left.is_zero() { Err(RecvTimeoutError::Timeout) } else { lines.recv_timeout(left) } {
            Ok(Line::Say(words)) => {
                said.error |= words.starts_with("error: ");
                line::print(&words);
                // The child waits a while for this, so that its results never overtake its warnings.
                let _ = input.write_all(b"\n");
            }
            Ok(line) => said.hear(line),
            Err(RecvTimeoutError::Disconnected) => {
                // The pipe ends with the child, or it has failed and nothing will be heard of the child any more.
                let end = ended(&mut child, PATIENCE)?.map_or(End::Died(Cause::Silence), |status| how(status, &said));
                return Ok(Watched { end, said });
            }
            Err(RecvTimeoutError::Timeout) => {
                kill(&mut child)?;
                return Ok(Watched { end: End::Died(Cause::Time), said });
            }
        }
    }
}

/// How a child ended that closed its pipe; one that lives on is ended, and has no status of its own.
fn ended(child: &mut Child, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let ends = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= ends {
            return kill(child).map(|()| None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn kill(child: &mut Child) -> io::Result<()> {
    let _ = child.kill();
    child.wait().map(drop)
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

/// A status counts only where the child announced it: libraries may end a process as well. Where the pipe failed between an error of the
/// child and the announcement, the status of a refusal is that of the error, which needs no second line.
fn how(status: ExitStatus, said: &Said) -> End {
    match (status.code(), said.status) {
        (Some(code), Some(told)) if code == i32::from(told) => End::Done(told),
        (Some(code @ 1..=3), None) if said.error && said.fault.is_none() && said.runtime.is_none() => End::Done(code as u8),
        _ => End::Died(said.runtime.clone().unwrap_or(if said.fault.is_some() { Cause::Fault } else { Cause::of(status) })),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn started(program: &str, argument: &str) -> Child {
        std::process::Command::new(program).arg(argument).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    #[test]
    fn a_child_whose_pipe_has_failed_is_not_waited_for_until_its_time_is_over() {
        let mut child = started("sleep", "1000");
        assert_eq!(ended(&mut child, Duration::ZERO).unwrap(), None);
        assert!(child.try_wait().unwrap().is_some(), "it was ended");
        let status = ended(&mut started("true", ""), Duration::from_secs(60)).unwrap();
        assert_eq!(status.and_then(|status| status.code()), Some(0));
    }

    #[test]
    fn a_child_that_stops_speaking_ends_the_work() {
        let mut child = started("sleep", "0");
        let (input, limits) = (child.stdin.take().unwrap(), Limits { memory_limit: 1, time_limit: 60 });
        let (sender, lines) = channel();
        sender.send(Line::Begins(1, Work::Writing, "writing".to_owned())).unwrap();
        drop(sender);
        let watched = follow(child, input, &lines, &limits).unwrap();
        assert!(watched.said.wrote && matches!(watched.end, End::Died(Cause::Other(_))), "no status was announced");
    }

    #[test]
    fn a_child_that_never_stops_speaking_ends_with_its_time() {
        let mut child = started("sleep", "1000");
        let (input, limits) = (child.stdin.take().unwrap(), Limits { memory_limit: 1, time_limit: 1 });
        let (sender, lines) = channel();
        let speaks = std::thread::spawn(move || while sender.send(Line::Foreign).is_ok() {});
        let watched = follow(child, input, &lines, &limits).unwrap();
        drop(lines);
        speaks.join().unwrap();
        assert!(matches!(watched.end, End::Died(Cause::Time)));
    }

    #[test]
    fn a_panic_is_told_by_its_place_and_the_step_it_ended() {
        use std::os::unix::process::ExitStatusExt;
        let mut said = Said::default();
        said.hear(Line::Begins(7, Work::Making, "making the page children-in-care of the site".to_owned()));
        said.hear(Line::Fault("vm.rs:71".to_owned()));
        // Unwinding ends the step before the process ends, and threads that fail after the first do not count.
        said.hear(Line::Ends(7));
        said.hear(Line::Fault("pool.rs:9".to_owned()));
        let End::Died(cause) = how(ExitStatus::from_raw(101 << 8), &said) else { panic!("it died") };
        let cli = <Cli as clap::Parser>::parse_from(["annexa", "check"]);
        let death = Death { cause, said: &said, limits: &cli.limits, command: &cli.command }.to_string();
        assert!(
            death.starts_with("error: making the page children-in-care of the site was stopped by a fault at vm.rs:71; nothing"),
            "{death}"
        );
        // A library that ends the process says no status of ours, whatever it ends with.
        assert!(matches!(how(ExitStatus::from_raw(0), &Said::default()), End::Died(Cause::Other(_))));
        assert!(matches!(how(ExitStatus::from_raw(0), &Said { status: Some(0), ..Said::default() }), End::Done(0)));
    }

    #[test]
    fn an_error_that_was_heard_needs_no_second_line_though_the_pipe_failed_after_it() {
        use std::os::unix::process::ExitStatusExt;
        let heard = || Said { error: true, ..Said::default() };
        assert!(matches!(how(ExitStatus::from_raw(2 << 8), &heard()), End::Done(2)));
        assert!(matches!(how(ExitStatus::from_raw(2 << 8), &Said::default()), End::Died(_)), "nobody said why");
        assert!(matches!(how(ExitStatus::from_raw(0), &heard()), End::Died(_)), "an error is no success");
        assert!(matches!(how(ExitStatus::from_raw(9), &heard()), End::Died(_)), "killed");
        let faulty = Said { fault: Some("vm.rs:71".to_owned()), ..heard() };
        assert!(matches!(how(ExitStatus::from_raw(1 << 8), &faulty), End::Died(Cause::Fault)));
    }
}
