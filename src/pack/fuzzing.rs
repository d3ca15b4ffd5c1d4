//! A door for the fuzz targets in `tests/fuzz` and the tests of injection: the source of a pack without setting it, which takes a hundred times as long.
//!
//! No part of the interface; nothing else may use it.

use super::clean::Cleaner;
use super::{book, markdown};
use crate::report::{Page, Report};

/// Path and text of every Typst file that a report is set from.
pub fn source(report: &Report) -> Vec<(String, String)> {
    book::write(report).files
}

/// The Markdown that lies beside the source of a page.
pub fn companion(page: &Page) -> String {
    markdown::page(page)
}

/// A text as the pack shows it.
pub fn shown(text: &str) -> String {
    Cleaner::default().text(text)
}
