//! Icons: one line drawing for each topic, on a grid of 24, in one weight, in the colour of the words beside it.
//!
//! In: `icons/<name>.svg` of the theme. Out: paths that a page can hold. An icon stands beside a title and is never read aloud.

use super::{DEFAULT, Shelf, drawing};
use crate::finding::{Finding, Findings, Place, Severity, nearest, shown};
use std::collections::{BTreeMap, BTreeSet};

/// The side of the square every icon is drawn in.
pub const GRID: f64 = 24.0;

/// What an icon draws, without its outermost element; `None` where the theme has no icon of that name, or not a fit one.
fn paths(shelf: &Shelf, name: &str) -> Option<String> {
    read(&shelf.of_theme(&format!("icons/{name}.svg"))?).ok()
}

/// An icon as a file that can be printed: one weight, round ends, one colour.
pub fn picture(paths: &str, colour: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" fill=\"none\" stroke=\"{colour}\" \
         stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{paths}</svg>"
    )
}

/// Every icon of the shelf's look by name, as paths.
pub fn all(shelf: &Shelf) -> BTreeMap<String, String> {
    let folders = BTreeSet::from([DEFAULT, shelf.choice.theme()]);
    let files = folders.iter().flat_map(|folder| shelf.list(&format!("themes/{folder}/icons")));
    let names = files.filter_map(|path| Some(path.rsplit('/').next()?.strip_suffix(".svg")?.to_owned()));
    names.filter(|name| is_name(name)).filter_map(|name| Some((name.clone(), paths(shelf, &name)?))).collect()
}

/// What to say where a page asks for an icon that the theme does not have.
pub fn unknown(shelf: &Shelf, name: &str, place: Place) -> Option<Finding> {
    let all = all(shelf);
    if name.is_empty() || all.contains_key(name) {
        return None;
    }
    let known = all.keys().map(String::as_str);
    let hint = nearest(name, known.clone())
        .map_or_else(|| format!("icons: {}", known.collect::<Vec<_>>().join(", ")), |near| format!("did you mean `{near}`?"));
    Some(Finding::new(Severity::Warning, "icon", place, format!("the theme has no icon `{}`", shown(name))).hint(hint))
}

/// A name that can stand in an id and in the path of a file.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Icons of the project that cannot be used.
pub(super) fn check(shelf: &Shelf, findings: &mut Findings) {
    let folders = [DEFAULT, shelf.choice.theme()];
    for folder in &folders[usize::from(folders[0] == folders[1])..] {
        for path in shelf.own_list(&format!("themes/{folder}/icons")).into_iter().filter(|path| path.ends_with(".svg")) {
            let Some(bytes) = shelf.own(&path) else { continue };
            if let Err((line, what)) = read(&bytes) {
                let finding = Finding::new(Severity::Error, "theme-icon", Place { line, ..Place::file(path) }, format!("the icon {what}"));
                findings.push(finding.hint("draw it as lines on a grid of 24 by 24, without colours, styles and names"));
            }
        }
    }
}

/// Reads an icon: a drawing of lines on the grid, which takes colour and weight from its place.
fn read(bytes: &[u8]) -> Result<String, (Option<u32>, String)> {
    let text = std::str::from_utf8(bytes).map_err(|_| (None, "is not text".to_owned()))?;
    let drawing = drawing::clean(text).map_err(|refused| (Some(refused.line), refused.what))?;
    if drawing.view != [0.0, 0.0, GRID, GRID] {
        return Err((None, "is not drawn on a grid of 24 by 24".to_owned()));
    }
    // Many icons stand on one page: a name would be there twice, and a style would reach beyond its icon.
    let own = [" id=\"", " class=\"", " style=\"", "<style", " stroke=\"", " href=\""];
    match own.iter().find(|part| drawing.inner.contains(**part)) {
        Some(part) => Err((None, format!("holds `{}`", part.trim_matches([' ', '<', '"', '='])))),
        None => Ok(drawing.inner),
    }
}
