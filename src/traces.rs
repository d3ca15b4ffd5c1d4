//! Traces of rows: the little that is kept of a child from one quarter to the next, and the marks that stand for children.
//!
//! In: traces that `indicators` made of rows. Out: the table that packages hold, and back. Where no rows are kept a trace bears a keyed
//! hash of the identifier (HMAC-SHA-256, RFC 2104): whoever has the key can tell that two marks are of one child, and test a guess at
//! who it is; without the key nobody can. A plain hash, or one with a salt that lies beside it, would be undone by trying all numbers.

use crate::calendar::Day;
use crate::foreign::{cell, from_cell};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt::{self, Write};

/// The trace of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trace {
    /// Key of its list.
    pub list: String,
    /// The child: an identifier, or the mark that stands for one.
    pub child: String,
    /// The day it began.
    pub began: Day,
    /// The day it ended, up to the as-at date.
    pub ended: Option<Day>,
    /// Whether it was open on the as-at date.
    pub open: bool,
}

/// The key that marks are made with.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; Key::BYTES]);

/// What the first word of a key's file says.
const FORM: &str = "annexa-key-1";

/// Digits of a mark.
const DIGITS: usize = 32;

impl Key {
    /// Length of a key.
    pub const BYTES: usize = 32;

    /// The text of the file that holds a key of these bytes.
    pub fn text(bytes: [u8; Self::BYTES]) -> String {
        format!("{FORM} {}\n", hex(&bytes))
    }

    /// The key in the text of its file; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix(FORM)?.trim();
        if digits.len() != 2 * Self::BYTES || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; Self::BYTES];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// What packages call the key, so that marks made with another are told apart; it says nothing of the key.
    pub fn name(&self) -> String {
        self.hash("key", "")
    }

    /// The mark of a child.
    pub fn mark(&self, child: &str) -> String {
        self.hash("child", child)
    }

    fn hash(&self, of: &str, what: &str) -> String {
        let mut hash = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length is taken");
        hash.update(format!("annexa {of}\n{what}").as_bytes());
        let mut digits = hex(&hash.finalize().into_bytes());
        digits.truncate(DIGITS);
        digits
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Columns of the table.
pub const COLUMNS: [&str; 5] = ["list", "child", "began", "ended", "open"];

/// The table of some traces, in their order; children as they are, or by their marks where a key is given.
pub fn traces_csv(traces: &[Trace], key: Option<&Key>) -> String {
    let mut rows: Vec<[String; 5]> = traces
        .iter()
        .map(|trace| {
            let child = key.map_or_else(|| cell(&trace.child), |key| key.mark(&trace.child));
            let ended = trace.ended.map_or_else(String::new, |day| day.to_string());
            [trace.list.clone(), child, trace.began.to_string(), ended, if trace.open { "yes" } else { "no" }.to_owned()]
        })
        .collect();
    // The order of identifiers would tell which mark is which.
    rows.sort();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let written = std::iter::once(COLUMNS.map(str::to_owned)).chain(rows).try_for_each(|row| writer.write_record(row));
    written.expect("every row has as many cells, and memory takes them all");
    String::from_utf8(writer.into_inner().expect("memory takes all bytes")).expect("cells are text")
}

/// The traces in such a table; `None` where it is none.
pub fn parse_traces_csv(text: &str) -> Option<Vec<Trace>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.headers().ok().filter(|head| head.iter().eq(COLUMNS))?;
    let one = |record: csv::StringRecord| {
        let filled = |at: usize| record.get(at).filter(|cell| !cell.is_empty());
        let day = |at: usize| filled(at).map(|text| Day::parse_iso(text).ok_or(())).transpose().ok();
        let child = from_cell(filled(1)?).to_owned();
        Some(Trace { list: filled(0)?.to_owned(), child, began: day(2)??, ended: day(3)?, open: filled(4)? == "yes" })
    };
    reader.into_records().map(|record| one(record.ok()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key::parse(&Key::text([byte; 32])).unwrap()
    }

    #[test]
    fn a_mark_is_of_its_child_and_its_key() {
        assert_eq!(key(7).mark("12345"), key(7).mark("12345"));
        assert_ne!(key(7).mark("12345"), key(8).mark("12345"));
        assert_ne!(key(7).mark("12345"), key(7).mark("12346"));
        assert_ne!(key(7).mark(""), key(7).name());
        assert_eq!(key(7).mark("12345").len(), 32);
        // RFC 2104 with SHA-256, by another program: `printf 'annexa child\n12345' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707…`.
        assert_eq!(key(7).mark("12345"), MARK);
        assert_eq!(format!("{:?}", key(7)), "Key");
    }

    const MARK: &str = "9eed00c6e00ee3fe5e3b46ec0eebdf1d";

    #[test]
    fn only_a_key_is_taken_for_one() {
        let text = Key::text([255; 32]);
        assert_eq!(text.len(), "annexa-key-1 ".len() + 64 + 1);
        for other in ["", "annexa-key-1", &text[..70], &text.replace('f', "g"), &text.replace("key-1", "key-2"), &format!("{text}ff")] {
            assert!(Key::parse(other).is_none(), "{other}");
        }
        assert!(Key::parse(&text.replace('\n', "\r\n")).is_some());
    }

    #[test]
    fn traces_come_back_as_they_were() {
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let trace = |child: &str, ended: Option<&str>| Trace {
            list: "contacts".into(),
            child: child.into(),
            began: day("2025-05-01"),
            ended: ended.map(day),
            open: ended.is_none(),
        };
        let traces = vec![trace("+1", None), trace("a,b\"", Some("2025-06-01"))];
        assert_eq!(parse_traces_csv(&traces_csv(&traces, None)).unwrap(), traces);
        let marked = parse_traces_csv(&traces_csv(&traces, Some(&key(1)))).unwrap();
        assert!(marked.iter().all(|trace| trace.child.len() == 32) && marked.len() == 2);
        assert_eq!(parse_traces_csv("list,child\n"), None);
        assert_eq!(parse_traces_csv("list,child,began,ended,open\ncontacts,1,2025-02-30,,yes\n"), None);
        assert_eq!(parse_traces_csv("list,child,began,ended,open\ncontacts,1,,,yes\n"), None);
    }
}
