//! Layouts: the Tera templates of the shelf, compiled once and filled page by page.
//!
//! Comes in: `layouts/site/*.html`, each from the project or built in. Goes out: finished pages.
//! Every template escapes what it prints, whatever its name; a layout has no function that reads files, clock or network.

use super::SiteError;
use super::html::escape_to;
use crate::theme::Shelf;
use serde::Serialize;
use std::io::{self, Write};
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

/// Where layouts lie on the shelf.
const FOLDER: &str = "layouts/site";

/// Compiled layouts.
pub struct Layouts {
    tera: Tera,
}

impl Layouts {
    /// Compiles every layout of the shelf.
    pub fn load(shelf: &Shelf) -> Result<Self, SiteError> {
        let mut tera = Tera::default();
        tera.autoescape_on([""]);
        tera.set_escape_fn(escape_to);
        // Markup comes from the program and from layouts, never from words that a layout calls safe; and a layout loops over
        // what a page holds, not over as many numbers as it likes.
        tera.register_filter("safe", |_: &Value, _: Kwargs, _: &State<'_>| -> TeraResult<Value> { Err(tera::Error::message(NOT_SAFE)) });
        tera.register_function("range", |_: Kwargs, _: &State<'_>| -> TeraResult<Value> { Err(tera::Error::message(NO_RANGE)) });
        let mut sources = Vec::new();
        for path in shelf.list(FOLDER) {
            let Some(name) = path.rsplit('/').next().filter(|name| name.ends_with(".html")) else { continue };
            let text = shelf.text(&path).ok_or_else(|| SiteError::Missing { path: path.clone() })?;
            sources.push((name.to_owned(), text));
        }
        tera.add_raw_templates(sources).map_err(|error| layout_error(FOLDER, &error))?;
        Ok(Self { tera })
    }

    /// A page from the layout `name`; `frame` is what every page has, `page` what this one holds.
    pub fn fill(&self, name: &str, frame: &impl Serialize, page: &impl Serialize) -> Result<String, SiteError> {
        let mut context = Context::new();
        context.insert("frame", frame);
        context.insert("page", page);
        let mut page = Page { bytes: Vec::new(), most: MOST_OF_PAGE };
        let path = format!("{FOLDER}/{name}");
        self.tera.render_to(name, &context, &mut page).map_err(|error| layout_error(&path, &error))?;
        String::from_utf8(page.bytes).map_err(|_| SiteError::Layout { path, reason: "the page is no text".to_owned() })
    }
}

/// The most bytes of a page: many times the largest one there is, and nothing that could fill a disk.
const MOST_OF_PAGE: usize = 16 << 20;
const NOT_SAFE: &str = "`safe` is not for layouts: what a page holds is text, and what is markup is known";
const NO_RANGE: &str = "`range` is not for layouts: loop over what the page holds";

/// A page being written, which stops at its largest size.
struct Page {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::Error::other(format!("the page is larger than {} MB", self.most >> 20)));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn layout_error(path: &str, error: &tera::Error) -> SiteError {
    let mut reason = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        reason = format!("{reason}: {inner}");
        cause = inner.source();
    }
    SiteError::Layout { path: path.to_owned(), reason }
}
