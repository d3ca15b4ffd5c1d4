//! Layouts: the Tera templates of the shelf, compiled once and filled page by page.
//!
//! Comes in: `layouts/site/*.html`, each from the project or built in. Goes out: finished pages.
//! Every template escapes what it prints, whatever its name; a layout has no function that reads files, clock or network.

use super::SiteError;
use super::html::escape_to;
use crate::theme::Shelf;
use serde::Serialize;
use tera::{Context, Tera};

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
        self.tera.render(name, &context).map_err(|error| layout_error(&format!("{FOLDER}/{name}"), &error))
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
