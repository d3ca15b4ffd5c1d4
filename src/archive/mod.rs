//! The archive's parts: figures, dictionary, tables and the manifest.
//!
//! In: disclosed figures, definitions, the report, what was read. Out: text and bytes of the files that keep a build.
//! The same input gives the same bytes; nothing here reads the clock or the disk.

mod comparisons;
mod dictionary;
mod figures;
mod manifest;
mod tables;

pub use crate::foreign::cell as safe;
use crate::foreign::from_cell as unsafe_again;
pub use comparisons::comparisons_csv;
pub use dictionary::dictionary_csv;
pub use figures::{FigureLine, NotFigures, figures_csv, parse_figures_csv};
pub use manifest::{FileEntry, Input, MADE_BY, Manifest, SheetEntry, Span};
pub use tables::{TablesFailed, tables_xlsx};

use serde::Serialize;

/// A table as text: its heading, then its rows, each line ended by a line feed.
pub fn table_csv<const N: usize>(columns: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let written = std::iter::once(columns.map(str::to_owned)).chain(rows).try_for_each(|row| writer.write_record(row));
    written.expect("every row has as many cells, and memory takes them all");
    String::from_utf8(writer.into_inner().expect("memory takes all bytes")).expect("cells are text")
}

/// A record as the text of its file: JSON in lines, ended by a line feed.
pub fn json_text(record: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(record).expect("a record of texts and numbers can be written");
    text.push('\n');
    text
}
