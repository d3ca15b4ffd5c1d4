//! The child: does the work within its limits and tells the parent, line by line, what it says and does.
//!
//! Without a mark, in tests of the library and in commands that read nobody's files, the same functions speak to the terminal.

use super::line;
use crate::doing;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::{Mutex, OnceLock};

/// Stack of the threads that read and make: the libraries' own limits of depth are met long before its end.
const STACK: usize = 32 << 20;

static MARK: OnceLock<String> = OnceLock::new();

/// How the parent answers: a byte for each thing said.
static ANSWERS: Mutex<Option<std::sync::mpsc::Receiver<()>>> = Mutex::new(None);

/// Runs the work of the child and tells the parent its status.
pub fn work(mark: String, work: impl FnOnce() -> u8 + Send + 'static) -> ExitCode {
    let _ = MARK.set(mark);
    without_dumps();
    listen_to_parent();
    doing::listen(|told| tell(&line::told(told)));
    // Where the threads cannot be had, rayon makes its own.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    let thread = std::thread::Builder::new().name("work".to_owned()).stack_size(STACK).spawn(work);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => done(status),
        // The hook has told of the panic; without a word of ours the parent knows that this is no end of work.
        Ok(Err(_)) => ExitCode::from(101),
        Err(error) => {
            say(&format!("error: annexa cannot start to work: {error}"));
            done(2)
        }
    }
}

fn done(status: u8) -> ExitCode {
    tell(&format!("D{status}"));
    ExitCode::from(status)
}

/// Ends the process at once: well where whoever read its results has gone, else with the words for why they cannot be printed.
pub fn cannot_print(why: Option<&str>) -> ! {
    let status = if why.is_some() { 2 } else { 0 };
    if MARK.get().is_some() {
        // No answer is waited for: the parent may be unable to print as well.
        if let Some(words) = why {
            tell(&line::say(&format!("error: {words}")));
        }
        tell(&format!("D{status}"));
    } else if let Some(words) = why {
        let _ = writeln!(io::stderr(), "error: {}", line::one_line(words));
    }
    std::process::exit(status)
}

/// Says something to the person, on one line.
pub fn say(words: &str) {
    if MARK.get().is_none() {
        eprintln!("{}", line::one_line(words));
        return;
    }
    let answers = ANSWERS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    tell(&line::say(words));
    if let Some(answers) = &*answers {
        let _ = answers.recv();
    }
}

/// A panic, by its place alone: its words might hold a cell's content.
pub fn fault(place: &str) {
    if MARK.get().is_some() {
        tell(&format!("F{place}"));
    } else {
        eprintln!("error: annexa has a fault at {place}; please report it");
    }
}

/// One line to the parent, whole: lines of several threads must not mix.
fn tell(line: &str) {
    if let Some(mark) = MARK.get() {
        let _ = io::stderr().lock().write_all(format!("{mark} {line}\n").as_bytes());
    }
}

/// A parent that has gone, even by force, wants no results: the pipe from it ends, and so does the child.
fn listen_to_parent() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let listening = std::thread::Builder::new().name("parent".to_owned()).spawn(move || {
        let mut byte = [0];
        while matches!(io::stdin().read(&mut byte), Ok(1)) {
            let _ = sender.send(());
        }
        std::process::exit(1);
    });
    if listening.is_ok() {
        *ANSWERS.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(receiver);
    }
}

/// A dump of a dead process would hold the data it read.
#[cfg(unix)]
fn without_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

#[cfg(not(unix))]
fn without_dumps() {}
