//! What is fuzzed: a function from bytes to nothing for each target, which panics where a promise is broken.
//!
//! Besides "never a panic": the same input gives the same output; what is said of a file never holds a cell's content;
//! what is written can be read by its reader. Time and memory are bounded by the one who runs a target.

pub mod cell;
pub mod figures;
pub mod html;
pub mod layout;
pub mod markup;
pub mod pages;
pub mod reader;
pub mod typst;

use annexa::finding::Findings;
use std::sync::{Mutex, Once};

/// What a target does with an input.
pub type Run = fn(&[u8]);

/// Every target by name; its seeds are in `corpus/<name>`, its finds in `found/<name>`.
pub const ALL: [(&str, Run); 6] = [
    ("reader", reader::run),
    ("cell", cell::run),
    ("html", html::run),
    ("typst", typst::run),
    ("layout", layout::run),
    ("figures", figures::run),
];

/// Planted in cells; no finding may hold it.
pub const MARKER: &str = "Qx7Zcanary";

/// Where our own code panicked; of any thread, as files are read by several.
static OURS: Mutex<Option<String>> = Mutex::new(None);

/// Notes every panic that lies in our own code, also one that the program catches: what is caught there is meant for its libraries.
pub fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // The reader sets a hook of its own when it is first used; ours must stand above it.
        let _ = reader::step().files(&[reader::smallest()]);
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if let Some(place) = panic.location().filter(|place| place.file().starts_with("src/") || place.file().starts_with("src\\")) {
                *OURS.lock().expect("nothing panics while it is held") = Some(place.to_string());
            }
            usual(panic);
        }));
    });
}

/// Ends a run: a panic of our own code that something caught is a find all the same.
pub fn nothing_was_caught() {
    let place = OURS.lock().expect("nothing panics while it is held").take();
    if let Some(place) = place {
        panic!("our own code panicked at {place}, and the panic was caught");
    }
}

/// Each finding is one line without the marker.
pub fn are_lines_without_content(findings: &Findings) {
    for finding in &findings.0 {
        let line = finding.to_string();
        assert!(!line.contains(MARKER), "a finding holds what a cell held: {line}");
        assert!(!line.contains(char::is_control), "a finding is more than a line: {line:?}");
    }
}

/// A reader of the input's first bytes, for targets that choose by them.
pub struct Chooser<'a>(pub &'a [u8]);

impl<'a> Chooser<'a> {
    /// The next byte, 0 at the end.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// The next bytes as they are.
    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }

    /// What is left, as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.0).into_owned()
    }
}
