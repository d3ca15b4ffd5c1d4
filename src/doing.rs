//! What the program is doing at the moment, for whoever watches over it.
//!
//! A step begins where work on somebody's file begins and ends with the value that is handed out. Nobody listens unless the command
//! line asks to: then the process that watches over the work can say what was being done when it died. No result depends on it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// What kind of work a step is, so that the right advice can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Reading a file of data.
    Reading,
    /// Making something by the project's pages, layouts and theme.
    Making,
    /// Writing finished files to their place.
    Writing,
}

/// What a listener hears.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    /// A step with its number begins.
    Begins(u64, Work, &'a str),
    /// The step of this number is over.
    Ends(u64),
}

static LISTENER: OnceLock<fn(Told<'_>)> = OnceLock::new();
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Hands every step to a listener from now on; the first one stays.
pub fn listen(listener: fn(Told<'_>)) {
    let _ = LISTENER.set(listener);
}

/// A step that lasts as long as this value.
#[derive(Debug)]
#[must_use = "the step ends where the value goes"]
pub struct Step(Option<u64>);

/// Begins a step; `what` are words that follow "error:", such as `reading contacts.csv`.
pub fn step(work: Work, what: impl FnOnce() -> String) -> Step {
    let Some(listener) = LISTENER.get() else { return Step(None) };
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    listener(Told::Begins(number, work, &what()));
    Step(Some(number))
}

impl Drop for Step {
    fn drop(&mut self) {
        if let (Some(number), Some(listener)) = (self.0, LISTENER.get()) {
            listener(Told::Ends(number));
        }
    }
}
