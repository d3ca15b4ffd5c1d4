//! The shelf: where layouts, content, themes and comparators are found.
//!
//! Each file is looked up on its own: the project's, then the chosen theme's, then the one built into the program.
//! The built-in files are those of this repository, so the repository is the first sample project.
//! What a report looks like comes off it as a [`Look`]: tokens, a council's own colours and logo, and what is wrong with them.

pub mod choice;
mod council;
mod drawing;
pub mod ejected;
pub mod icons;
mod logo;
mod look;
mod own;
pub mod places;
mod promise;
mod reading;
pub mod rules;
mod taken;
pub mod tokens;

pub use choice::{Choice, Chosen, DEFAULT};
pub use logo::Logo;
pub use look::{ASSETS, Look, LookError, look};
pub(crate) use taken::is_plain;

use crate::finding::Findings;
use include_dir::{Dir, include_dir};
use own::Own;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

static LAYOUTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/layouts");
static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");
static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");
static BENCHMARKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/benchmarks");

/// Files by relative path such as `layouts/site/page.html`, from the project, its theme or built in.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    project: Option<Own>,
    choice: Choice,
}

impl Shelf {
    /// The built-in files alone.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// The files of a project folder over the built-in ones.
    pub fn of_project(folder: impl Into<PathBuf>) -> Self {
        Self { project: Some(Own::of(folder.into())), choice: Choice::default() }
    }

    /// The same files in the look that a council chose.
    #[must_use]
    pub fn dressed(self, choice: Choice) -> Self {
        Self { choice, ..self }
    }

    /// The bytes of a file, or `None` where neither the project nor its theme nor the program has it.
    pub fn bytes(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        let themed = self.in_theme(path);
        self.own(path).or_else(|| self.own(themed.as_ref()?)).or_else(|| embedded(themed.as_ref()?)).or_else(|| embedded(path))
    }

    /// The text of a file; bytes that are not UTF-8 are replaced.
    pub fn text(&self, path: &str) -> Option<String> {
        self.bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The text of a file of the project's own; nothing built in.
    pub fn own_text(&self, path: &str) -> Option<String> {
        self.own(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The bytes of a theme's file such as `site.css`: the chosen theme's, or else the default one's.
    pub fn of_theme(&self, file: &str) -> Option<Cow<'static, [u8]>> {
        let chosen = format!("themes/{}/{file}", self.choice.theme());
        self.bytes(&chosen).or_else(|| self.bytes(&format!("themes/{DEFAULT}/{file}")))
    }

    /// Paths of the project's own files directly in a folder, sorted; nothing built in.
    pub fn own_list(&self, folder: &str) -> Vec<String> {
        let mut names = self.project.as_ref().map(|project| project.files(folder)).unwrap_or_default();
        names.sort();
        names.into_iter().map(|name| format!("{folder}/{name}")).collect()
    }

    /// Paths of all files of the project's own in the folders that are looked into, however deep; nothing built in.
    pub fn own_paths(&self) -> Vec<String> {
        self.project.as_ref().map(Own::paths).unwrap_or_default()
    }

    /// Paths of all files directly in a folder, sorted, from the project, its theme and built in together.
    pub fn list(&self, folder: &str) -> Vec<String> {
        let mut names = BTreeSet::new();
        for place in self.in_theme(folder).iter().map(String::as_str).chain([folder]) {
            names.extend(self.project.iter().flat_map(|project| project.files(place)));
            names.extend(embedded_in(place));
        }
        names.into_iter().map(|name| format!("{folder}/{name}")).collect()
    }

    /// Names of the themes there are, the project's and those built in, sorted.
    pub fn themes(&self) -> BTreeSet<String> {
        let own = self.project.iter().flat_map(|project| project.folders("themes"));
        own.chain(THEMES.dirs().filter_map(|dir| dir.path().file_name()?.to_str().map(str::to_owned))).collect()
    }

    /// A hash of all files of the project that lie over the built-in ones: whether one was edited meanwhile.
    pub fn state(&self) -> String {
        let logo = self.choice.logo.as_ref().map(|logo| logo.value.as_str());
        self.project.as_ref().map(|project| project.state(logo)).unwrap_or_default()
    }

    /// A file of the project that is there and could not be read, and why, if one was met so far.
    ///
    /// In its place a built-in file was served: who uses what came off the shelf must ask this first.
    pub fn trouble(&self) -> Option<String> {
        self.project.as_ref()?.trouble()
    }

    /// Files of the project's folders that are not taken, each with the reason: links, names that not every computer takes, too much.
    pub fn not_taken(&self) -> Findings {
        let mut findings = Findings::default();
        if let Some(project) = &self.project {
            project.check(&mut findings);
        }
        findings
    }

    /// What the project says about its look.
    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    /// A file that pages of the site load: a theme's, but for scripts and letters, which are always those of the program.
    pub fn asset(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        match name {
            "favicon.svg" => {
                let bytes = self.of_theme(name)?;
                if embedded(&format!("themes/{DEFAULT}/{name}")).is_some_and(|built_in| built_in == bytes) {
                    return Some(bytes);
                }
                let drawn = drawing::clean(std::str::from_utf8(&bytes).ok()?).ok()?;
                Some(Cow::Owned(drawn.svg.into_bytes()))
            }
            name if is_the_programs(name) => embedded(&format!("themes/{DEFAULT}/{name}")),
            name => self.of_theme(name),
        }
    }

    /// A file of the project, if it can be read and may be.
    fn own(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        self.project.as_ref()?.read(path).map(Cow::Owned)
    }

    /// Where the chosen theme would hold a layout; only layouts are a theme's to change besides its own files.
    fn in_theme(&self, path: &str) -> Option<String> {
        let themed = self.choice.theme() != DEFAULT && path.starts_with("layouts/");
        themed.then(|| format!("themes/{}/{path}", self.choice.theme()))
    }
}

/// Whether a file of a theme is part of the program, whatever the theme: scripts and letters.
fn is_the_programs(name: &str) -> bool {
    name.ends_with(".js") || name.ends_with(".woff2")
}

/// A file built into the program.
fn embedded(path: &str) -> Option<Cow<'static, [u8]>> {
    let (top, rest) = path.split_once('/')?;
    built_in(top)?.get_file(rest).map(|file| Cow::Borrowed(file.contents()))
}

/// Names of the files built into a folder.
fn embedded_in(folder: &str) -> Vec<String> {
    let (top, rest) = folder.split_once('/').unwrap_or((folder, ""));
    let dir = built_in(top).and_then(|root| if rest.is_empty() { Some(root) } else { root.get_dir(rest) });
    dir.into_iter().flat_map(Dir::files).filter_map(|file| file.path().file_name()?.to_str().map(str::to_owned)).collect()
}

/// Paths of the files built in anywhere below one of the folders at the top.
fn embedded_below(top: &str) -> Vec<String> {
    fn walk(top: &str, dir: &Dir<'_>, paths: &mut Vec<String>) {
        paths.extend(dir.files().filter_map(|file| Some(format!("{top}/{}", file.path().to_str()?.replace('\\', "/")))));
        dir.dirs().for_each(|inner| walk(top, inner, paths));
    }
    let mut paths = Vec::new();
    built_in(top).into_iter().for_each(|dir| walk(top, dir, &mut paths));
    paths
}

fn built_in(top: &str) -> Option<&'static Dir<'static>> {
    match top {
        "layouts" => Some(&LAYOUTS),
        "content" => Some(&CONTENT),
        "themes" => Some(&THEMES),
        "benchmarks" => Some(&BENCHMARKS),
        _ => None,
    }
}
