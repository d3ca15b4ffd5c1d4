//! Pages that stand apart from the site: worklists, and those of snapshots.
//!
//! In: the shelf, and the name of their own style sheet. Out: the files they load. What they look like in common is `apart.css` of the
//! theme; what stands around them all, the layout `apart.html`.

use super::{FOLDER_OF_ASSETS, SiteError, harmless};
use crate::files::Files;
use crate::theme::{Look, Shelf};

/// Files of a theme that each of these pages loads, beside its own style sheet.
const DRESS: [&str; 5] = ["apart.css", "favicon.svg", "NotoSans-Regular.woff2", "NotoSans-Bold.woff2", "OFL.txt"];

/// The files that pages with a style sheet `own` load, by their paths beside the pages.
///
/// # Errors
/// When a file of the theme is not there, would do more than look, or the look cannot be had.
pub fn dress(shelf: &Shelf, own: &str) -> Result<Files, SiteError> {
    let mut dress = Files::default();
    for name in DRESS.into_iter().chain([own]) {
        let bytes = shelf.asset(name).ok_or_else(|| SiteError::Missing { path: format!("themes/default/{name}") })?;
        dress.add(format!("{FOLDER_OF_ASSETS}/{name}"), harmless(name, bytes.into_owned())?);
    }
    dress.add(format!("{FOLDER_OF_ASSETS}/tokens.css"), Look::load(shelf)?.tokens.css());
    Ok(dress)
}
