//! The shelf: where layouts, content, themes and comparators are found.
//!
//! Each file is looked up on its own: the project's, then the chosen theme's, then the one built into the program.
//! The built-in files are those of this repository, so the repository is the first sample project.

pub mod tokens;

use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

static LAYOUTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/layouts");
static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");
static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");
static BENCHMARKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/benchmarks");

/// Files by relative path such as `layouts/site/page.html`, from the project or built in.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    project: Option<PathBuf>,
}

impl Shelf {
    /// The built-in files alone.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// The files of a project folder over the built-in ones.
    pub fn of_project(folder: impl Into<PathBuf>) -> Self {
        Self { project: Some(folder.into()) }
    }

    /// The bytes of a file, or `None` where neither the project nor the program has it.
    pub fn bytes(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        if let Some(project) = &self.project
            && let Ok(bytes) = std::fs::read(project.join(path))
        {
            return Some(Cow::Owned(bytes));
        }
        let (top, rest) = path.split_once('/')?;
        built_in(top)?.get_file(rest).map(|file| Cow::Borrowed(file.contents()))
    }

    /// The text of a file; bytes that are not UTF-8 are replaced.
    pub fn text(&self, path: &str) -> Option<String> {
        self.bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The text of a file of the project's own; nothing built in.
    pub fn own_text(&self, path: &str) -> Option<String> {
        let bytes = std::fs::read(self.project.as_ref()?.join(path)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Paths of the project's own files directly in a folder, sorted; nothing built in.
    pub fn own_list(&self, folder: &str) -> Vec<String> {
        let mut names = self.project.as_ref().map(|project| names_in(&project.join(folder))).unwrap_or_default();
        names.sort();
        names.into_iter().map(|name| format!("{folder}/{name}")).collect()
    }

    /// Paths of all files directly in a folder, sorted, from the project and built in together.
    pub fn list(&self, folder: &str) -> Vec<String> {
        let mut paths = BTreeSet::new();
        if let Some(project) = &self.project {
            paths.extend(names_in(&project.join(folder)).into_iter().map(|name| format!("{folder}/{name}")));
        }
        let (top, rest) = folder.split_once('/').unwrap_or((folder, ""));
        if let Some(root) = built_in(top) {
            let dir = if rest.is_empty() { Some(root) } else { root.get_dir(rest) };
            paths.extend(dir.into_iter().flat_map(Dir::files).map(|file| format!("{top}/{}", file.path().display()).replace('\\', "/")));
        }
        paths.into_iter().collect()
    }
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

fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .filter(|e| e.path().is_file())
        .filter_map(|e| e.file_name().into_string().ok())
        .filter(|n| !n.starts_with('.'))
        .collect()
}
