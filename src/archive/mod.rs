//! The archive's parts: figures, dictionary, tables and the manifest.
//!
//! In: disclosed figures, definitions, the report, what was read. Out: text and bytes of the files that keep a build.
//! The same input gives the same bytes; nothing here reads the clock or the disk.

mod comparisons;
mod dictionary;
mod figures;
mod manifest;
mod tables;

pub use comparisons::comparisons_csv;
pub use dictionary::dictionary_csv;
pub use figures::{FigureLine, NotFigures, figures_csv, parse_figures_csv};
pub use manifest::{FileEntry, Input, MADE_BY, Manifest, SheetEntry, Span};
pub use tables::{TablesFailed, tables_xlsx};

/// First characters by which a spreadsheet takes a text for a formula.
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A text made safe to open in a spreadsheet: what looks like a formula gets an apostrophe in front.
/// So does what already has apostrophes before a formula, so that reading gives every text back.
pub fn safe(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`safe`] was given.
fn unsafe_again(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| looks_like_formula(rest)).unwrap_or(text)
}

fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA_STARTS)
}
