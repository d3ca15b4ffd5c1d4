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
