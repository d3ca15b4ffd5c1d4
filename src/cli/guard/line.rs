//! The language between the child and its parent: one line each on the child's standard error.
//!
//! A line of ours begins with the mark; what stands without it comes from a library or the runtime and is never shown, but tells why
//! the child is about to die.

use super::death::Cause;
use crate::doing::{Told, Work};
use crate::foreign::is_unseen;
use std::io::{self, Write};

/// A line as the parent understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// Words for the person.
    Say(String),
    /// A step begins.
    Begins(u64, Work, String),
    /// A step is over.
    Ends(u64),
    /// A panic, and where in the source.
    Fault(String),
    /// The work is done, with this status.
    Done(u8),
    /// The runtime's last words.
    Runtime(Cause),
    /// Anything else.
    Foreign,
}

impl Line {
    pub(super) fn of(text: &str, mark: &str) -> Self {
        let text = text.trim_end_matches(['\n', '\r']);
        let Some(own) = text.strip_prefix(mark).and_then(|rest| rest.strip_prefix(' ')) else { return Self::foreign(text) };
        Self::own(own).unwrap_or(Line::Foreign)
    }

    fn own(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_at_checked(1)?;
        Some(match kind {
            "S" => Line::Say(rest.to_owned()),
            "B" => {
                let (number, rest) = rest.split_once(' ')?;
                let (work, what) = rest.split_at_checked(1)?;
                Line::Begins(number.parse().ok()?, work_of(work)?, what.to_owned())
            }
            "E" => Line::Ends(rest.parse().ok()?),
            "F" => Line::Fault(rest.to_owned()),
            "D" => Line::Done(rest.parse().ok()?),
            _ => return None,
        })
    }

    fn foreign(text: &str) -> Self {
        if text.contains("memory allocation of") || text.contains("out of memory") {
            Line::Runtime(Cause::Memory)
        } else if text.contains("has overflowed its stack") {
            Line::Runtime(Cause::Stack)
        } else {
            Line::Foreign
        }
    }
}

/// Prints a line whole, as lines of several threads must not mix; a write that fails is tried once more from where it stopped.
///
/// False where nobody takes it. Nothing more can be done then, and the status tells what happened all the same.
pub(super) fn print(line: &str) -> bool {
    let line = format!("{line}\n");
    let mut to = io::stderr().lock();
    let (mut rest, mut failed) = (line.as_bytes(), false);
    while !rest.is_empty() {
        match to.write(rest) {
            Ok(written) if written > 0 => rest = &rest[written..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            _ if failed => return false,
            _ => failed = true,
        }
    }
    true
}

/// Words for the person, on one line whatever they hold.
pub(super) fn say(words: &str) -> String {
    format!("S{}", one_line(words))
}

pub(super) fn told(told: Told<'_>) -> String {
    match told {
        Told::Begins(number, work, what) => format!("B{number} {}{}", letter(work), one_line(what)),
        Told::Ends(number) => format!("E{number}"),
    }
}

/// A text as one line without anything that a terminal would obey.
pub(super) fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
    let (first, rest) = lines.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    let line = rest.iter().fold(first.to_owned(), |line, more| line + " " + more.trim());
    line.replace(is_unseen, " ")
}

fn letter(work: Work) -> char {
    match work {
        Work::Reading => 'r',
        Work::Published => 'p',
        Work::Making => 'm',
        Work::Writing => 'w',
    }
}

fn work_of(letter: &str) -> Option<Work> {
    match letter {
        "r" => Some(Work::Reading),
        "p" => Some(Work::Published),
        "m" => Some(Work::Making),
        "w" => Some(Work::Writing),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_bears_the_mark_is_ours() {
        let line = |text: &str| Line::of(text, "mark");
        assert_eq!(line("mark Serror: no\n"), Line::Say("error: no".to_owned()));
        assert_eq!(line("Serror: no"), Line::Foreign);
        assert_eq!(line("other Serror: no"), Line::Foreign);
        assert_eq!(line("mark ?"), Line::Foreign);
        assert_eq!(line("mark "), Line::Foreign);
        assert_eq!(line("mark B7 rreading a.xlsx"), Line::Begins(7, Work::Reading, "reading a.xlsx".to_owned()));
        assert_eq!(line("mark D256"), Line::Foreign, "no status");
        assert_eq!(line("memory allocation of 99 bytes failed"), Line::Runtime(Cause::Memory));
        assert_eq!(line("thread 'work' (7) has overflowed its stack"), Line::Runtime(Cause::Stack));
    }

    #[test]
    fn whatever_is_said_is_one_line() {
        assert_eq!(one_line("a\n   b\r\n\n c\u{1b}[2Jd\u{202e}e"), "a b c [2Jd e");
        assert_eq!(one_line("  indented stays"), "  indented stays");
        assert_eq!(one_line(""), "");
        let said = told(Told::Begins(3, Work::Making, "making\nthe pack"));
        assert_eq!(Line::of(&format!("m {said}"), "m"), Line::Begins(3, Work::Making, "making the pack".to_owned()));
        assert_eq!(Line::of(&format!("m {}", told(Told::Ends(3))), "m"), Line::Ends(3));
        assert_eq!(Line::of(&format!("m {}", say("x\ny")), "m"), Line::Say("x y".to_owned()));
    }
}
