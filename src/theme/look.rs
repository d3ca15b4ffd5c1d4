//! The look of a report: the chosen theme's tokens in the council's colours, its logo, and what is wrong with any of them.

use super::logo::{self, Logo};
use super::tokens::Tokens;
use super::{DEFAULT, Shelf, council, drawing, embedded, icons, promise, reading, rules};
use crate::doing::{self, Work};
use crate::finding::{Checked, Finding, Findings, Place, Severity, nearest, shown};

/// What a report looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Colours, type and spacing.
    pub tokens: Tokens,
    /// The authority's logo.
    pub logo: Option<Logo>,
}

/// Why a look cannot be had: the first thing that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LookError(String);

impl Look {
    /// The look that a shelf's choice asks for, or the first thing that stands against it.
    pub fn load(shelf: &Shelf) -> Result<Self, LookError> {
        let look = look(shelf);
        match look.findings.0.iter().find(|finding| finding.severity == Severity::Error) {
            Some(finding) => Err(LookError(finding.to_string())),
            None => Ok(look.value),
        }
    }
}

/// Files of a theme that pages of the site load.
pub const ASSETS: [&str; 10] = [
    "site.css",
    "early.js",
    "site.js",
    "search.js",
    "sort.js",
    "tips.js",
    "favicon.svg",
    "NotoSans-Regular.woff2",
    "NotoSans-Bold.woff2",
    "OFL.txt",
];

/// What else annexa reads of a theme, beside its icons and layouts.
const OTHERS: [&str; 6] = ["tokens.toml", "theme.css", "checked.json", "apart.css", "worklist.css", "archive.css"];

/// The look that a shelf's choice asks for. Where it cannot be had, a finding says so and nothing else takes its place unsaid.
pub fn look(shelf: &Shelf) -> Checked<Look> {
    let _step = doing::step(Work::Making, || "reading the theme".to_owned());
    let mut findings = Findings::default();
    if let Some(project) = &shelf.project {
        project.check(&mut findings);
    }
    name(shelf, &mut findings);
    files(shelf, &mut findings);
    acting(shelf, &mut findings);
    icons::check(shelf, &mut findings);
    let tokens = match reading::tokens(shelf, &mut findings) {
        Some(tokens) => {
            falls_short(&tokens, shelf, &mut findings);
            council::dressed(tokens, &shelf.choice, &mut findings)
        }
        None => reading::tokens(&Shelf::built_in(), &mut Findings::default()).expect("the built-in tokens are tested"),
    };
    let logo = shelf.choice.logo.as_ref().and_then(|logo| logo::load(shelf, logo, &mut findings));
    Checked { value: Look { tokens, logo }, findings }
}

/// A theme that is not there.
fn name(shelf: &Shelf, findings: &mut Findings) {
    let Some(chosen) = &shelf.choice.name else { return };
    let themes = shelf.themes();
    if themes.contains(&chosen.value) {
        return;
    }
    let list = themes.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let near = nearest(&chosen.value, themes.iter().map(String::as_str)).map_or(String::new(), |near| format!("did you mean `{near}`? "));
    let message = format!("there is no theme `{}`", shown(&chosen.value));
    let hint = format!("{near}themes: {list}; one of your own lies in themes/<name>/");
    findings.push(Finding::new(Severity::Error, "theme", chosen.place.clone(), message).hint(hint));
}

/// Files of the project's theme that no one reads, so that a misspelt one is not silently without effect.
fn files(shelf: &Shelf, findings: &mut Findings) {
    let known = [OTHERS.as_slice(), ASSETS.as_slice()].concat();
    let folders = [DEFAULT, shelf.choice.theme()];
    for folder in &folders[usize::from(folders[0] == folders[1])..] {
        for path in shelf.own_list(&format!("themes/{folder}")) {
            let name = path.rsplit('/').next().unwrap_or(&path);
            if known.contains(&name) || name.to_lowercase().ends_with(".md") {
                continue;
            }
            let hint = nearest(name, known.iter().copied())
                .map_or_else(|| format!("files of a theme: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
            findings.push(
                Finding::new(Severity::Warning, "theme-file", Place::file(shown(&path)), "no part of a theme, so not read").hint(hint),
            );
        }
    }
}

/// Whether annexa reads a file of that name in a theme's folder, beside its icons and layouts.
pub(super) fn is_of_a_theme(name: &str) -> bool {
    ASSETS.contains(&name) || OTHERS.contains(&name)
}

/// Files of the project's theme that would do more than look: scripts, letters that may be none, and style sheets or a drawing that fetch something.
fn acting(shelf: &Shelf, findings: &mut Findings) {
    let folders = [DEFAULT, shelf.choice.theme()];
    for folder in &folders[usize::from(folders[0] == folders[1])..] {
        for name in ASSETS.into_iter().chain(["theme.css", "apart.css", "worklist.css", "archive.css"]) {
            let path = format!("themes/{folder}/{name}");
            let Some(bytes) = shelf.own(&path) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            let told = match name.rsplit_once('.').map(|(_, ending)| ending) {
                Some("js") if embedded(&path).as_deref() != Some(&bytes) => {
                    Some((None, "a script is not a theme’s to change".to_owned(), "take it out; scripts are part of the program"))
                }
                Some("woff2") if embedded(&path).as_deref() != Some(&bytes) => Some((
                    None,
                    "letters are not a theme’s to change".to_owned(),
                    "take it out; charts and pages are measured with Noto Sans",
                )),
                Some("css") => rules::clean(&text).err().map(|(line, what)| {
                    (Some(line), format!("the style sheet {what}"), "a theme may look as it likes, and fetches nothing")
                }),
                Some("svg") => {
                    drawing::clean(&text).err().map(|refused| (Some(refused.line), format!("the drawing {}", refused.what), refused.hint))
                }
                _ => None,
            };
            findings.0.extend(told.map(|(line, message, hint)| {
                Finding::new(Severity::Error, "theme-file", Place { line, ..Place::file(&path) }, message).hint(hint)
            }));
        }
    }
}

/// Tokens of a theme that do not keep its promise; the built-in ones are tested.
fn falls_short(tokens: &Tokens, shelf: &Shelf, findings: &mut Findings) {
    let place = || Place::file(format!("themes/{}/{}", shelf.choice.theme(), super::tokens::FILE));
    for promise::Broken { token, why } in promise::broken(tokens) {
        findings.push(Finding::new(Severity::Warning, "theme-contrast", place(), format!("the colour `{token}` {why}")));
    }
}
