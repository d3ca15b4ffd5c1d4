//! What of a project's own files lies over which built-in file, and what nothing reads.
//!
//! In: a shelf. Out: every built-in file that a project may have its own of, each with a line on what it is for; and every file of the
//! project, with how it stands to the built-in one. Reads no page, record or layout: that a file can be used is said where it is.

use super::ejected::Ejected;
use super::{DEFAULT, Shelf, embedded, embedded_below, is_the_programs, look};
use crate::files::sha256;
use crate::finding::nearest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a project's files are read, `*` for one name; and what its own file does there.
const PLACES: [(&str, Does); 13] = [
    ("content/attention.toml", Does::Replaces),
    ("content/glossary.toml", Does::LiesOver),
    ("content/messages.toml", Does::Alone),
    ("content/codes/*.toml", Does::Replaces),
    ("content/commentary/*.md", Does::Alone),
    ("content/indicators/*.toml", Does::Replaces),
    ("content/lists/*.toml", Does::Replaces),
    ("content/pages/*.md", Does::Replaces),
    ("content/worklists/*.toml", Does::Replaces),
    ("layouts/site/*.html", Does::Replaces),
    ("layouts/pack/*", Does::Replaces),
    ("benchmarks/*", Does::Replaces),
    ("benchmarks/figures/*.csv", Does::Replaces),
];

/// What a theme's folder may hold besides the files that every theme may: `tokens.toml` lies over, the others replace.
const OF_A_THEME: [&str; 3] = ["icons/*.svg", "layouts/site/*.html", "layouts/pack/*"];

/// Lines on what each layout of the site is for.
const LAYOUTS: &str = "layouts/site.toml";

/// What a project's own file does to the built-in one of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Replaces,
    LiesOver,
    /// Nothing of the kind is built in for a project.
    Alone,
}

/// How a file of the project stands to the built-in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The built-in file changed since this copy was made.
    Outdated,
    /// Nothing reads it.
    Unused,
    /// A copy that nobody changed.
    Same,
    /// It takes the place of the built-in file, or lies over it.
    Overridden,
    /// There is no built-in file of its path.
    Own,
}

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Outdated => "outdated",
            Standing::Unused => "unused",
            Standing::Same => "same",
            Standing::Overridden => "overridden",
            Standing::Own => "own",
        }
    }
}

/// A file of the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Its path in the project.
    pub path: String,
    /// How it stands to the built-in one.
    pub standing: Standing,
    /// What it does, or why nothing reads it.
    pub why: String,
    /// What to do about it; empty where there is nothing to do.
    pub hint: String,
}

/// A built-in file that a project may have its own of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BuiltIn {
    /// Its path.
    pub path: String,
    /// What it is for, in a line.
    pub about: String,
}

/// Every built-in file that a project may have its own of, sorted by path.
pub fn built_in() -> Vec<BuiltIn> {
    let lines: BTreeMap<String, String> =
        embedded(LAYOUTS).and_then(|text| toml::from_str(&String::from_utf8_lossy(&text)).ok()).unwrap_or_default();
    let paths = super::own::TOPS.iter().flat_map(|top| embedded_below(top));
    // Licences of letters, and words to colleagues, are nobody's to change.
    let fixed = |path: &str| path.ends_with("OFL.txt") || path == "benchmarks/SOURCES.md";
    let can_be_own = |path: &String| does(path).is_some_and(|does| does != Does::Alone) && !fixed(path);
    let mut all: Vec<BuiltIn> = paths.filter(can_be_own).map(|path| BuiltIn { about: about(&path, &lines), path }).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// The built-in file of a path with its bytes, or the path that may have been meant.
pub fn one(path: &str) -> Result<(BuiltIn, Vec<u8>), Option<String>> {
    let all = built_in();
    match all.iter().find(|file| file.path == path) {
        Some(file) => Ok((file.clone(), embedded(path).map(std::borrow::Cow::into_owned).unwrap_or_default())),
        // Built in, and not a project's to have: no other is meant.
        None if embedded(path).is_some() => Err(None),
        None => Err(meant(path, &all).map(str::to_owned)),
    }
}

/// The path most like one that there is not: by the whole of it, or by the file's name alone.
fn meant<'a>(path: &str, all: &'a [BuiltIn]) -> Option<&'a str> {
    fn name(path: &str) -> &str {
        path.rsplit('/').next().unwrap_or(path)
    }
    let paths = || all.iter().map(|file| file.path.as_str());
    let named = |wanted: &str| paths().find(|path| name(path) == wanted);
    named(name(path)).or_else(|| nearest(path, paths())).or_else(|| nearest(name(path), paths().map(name)).and_then(named))
}

/// Every file in the folders of the project that are looked into, those first that ask for something to be done.
pub fn of_project(shelf: &Shelf, ejected: &Ejected) -> Vec<Placed> {
    let mut all: Vec<Placed> = shelf.own_paths().into_iter().filter_map(|path| placed(shelf, ejected, path)).collect();
    all.sort_by(|a, b| (a.standing, &a.path).cmp(&(b.standing, &b.path)));
    all
}

fn placed(shelf: &Shelf, ejected: &Ejected, path: String) -> Option<Placed> {
    // Words to colleagues lie anywhere but in the folders of content.
    let in_content = path.starts_with("content/") && path.matches('/').count() > 1;
    if path.ends_with("/README.md") || path.ends_with(".md") && !in_content {
        return None;
    }
    let of = |standing, why: String, hint: &str| Placed { path: path.clone(), standing, why, hint: hint.to_owned() };
    let (own, built_in, does) = (shelf.own(&path)?, embedded(&path), does(&path));
    if does != Some(Does::Alone) && built_in.as_ref() == Some(&own) {
        return Some(of(Standing::Same, "the same as the built-in file".to_owned(), "delete it, and it follows new versions"));
    }
    if let Some((why, hint)) = unread(shelf, &path) {
        return Some(of(Standing::Unused, why, &hint));
    }
    let does = does?;
    if does == Does::Alone {
        return Some(of(Standing::Own, "the project’s own".to_owned(), ""));
    }
    let Some(built_in) = built_in else {
        let copied = ejected.of(&path);
        return Some(match copied {
            Some(from) => of(
                Standing::Outdated,
                format!("copied from version {}; nothing of this path is built in any more", from.version),
                "delete it, or keep it as your own",
            ),
            None => of(Standing::Own, "an addition to what is built in".to_owned(), ""),
        });
    };
    match ejected.of(&path).filter(|from| from.sha256 != sha256(&built_in)) {
        Some(from) => Some(of(
            Standing::Outdated,
            format!("the built-in file changed since version {}, which this was copied from", from.version),
            "move it away, run annexa eject for it again, and make your changes in the new copy",
        )),
        None if does == Does::LiesOver => {
            Some(of(Standing::Overridden, "lies over the built-in file; what it does not say stays".to_owned(), ""))
        }
        None => Some(of(Standing::Overridden, "takes the place of the built-in file".to_owned(), "")),
    }
}

/// Why nothing reads a file of the project, and what to do about it.
fn unread(shelf: &Shelf, path: &str) -> Option<(String, String)> {
    if let Some((theme, _)) = path.strip_prefix("themes/").and_then(|rest| rest.split_once('/'))
        && ![DEFAULT, shelf.choice().theme()].contains(&theme)
    {
        return Some((
            format!("the theme {} is not chosen", crate::finding::shown(theme)),
            format!("choose it with name = \"{theme}\" under [theme]"),
        ));
    }
    if is_the_programs(path) {
        return Some(("scripts and letters are part of the program".to_owned(), "delete it".to_owned()));
    }
    match path {
        "content/checks.toml" => return Some(("the checks of the data are not a project’s to change".to_owned(), "delete it".to_owned())),
        "content/retention.toml" => {
            return Some(("a project’s rules of retention lie beside its settings".to_owned(), "move it to retention.toml".to_owned()));
        }
        _ => {}
    }
    if does(path).is_none() {
        let all = built_in();
        let near = nearest(path, all.iter().map(|file| file.path.as_str()));
        let hint =
            near.map_or_else(|| "annexa eject --list names the files that are read".to_owned(), |near| format!("did you mean {near}?"));
        return Some(("nothing reads a file of this path".to_owned(), hint));
    }
    let name = path.strip_prefix("layouts/site/")?;
    let called = |other: &String| other != path && shelf.text(other).is_some_and(|text| text.contains(&format!("\"{name}\"")));
    let idle = embedded(path).is_none() && !shelf.list("layouts/site").iter().any(called);
    idle.then(|| ("no layout includes or extends it".to_owned(), format!("include it with {{% include \"{name}\" %}}")))
}

/// What a project's own file of a path does, where one is read there.
fn does(path: &str) -> Option<Does> {
    if let Some((_, file)) = path.strip_prefix("themes/").and_then(|rest| rest.split_once('/')) {
        if file == "tokens.toml" {
            return Some(Does::LiesOver);
        }
        let of_a_theme = look::is_of_a_theme(file) || OF_A_THEME.iter().any(|place| fits(place, file));
        return (of_a_theme && !is_the_programs(path)).then_some(Does::Replaces);
    }
    PLACES.iter().find(|(place, _)| fits(place, path)).map(|(_, does)| *does)
}

fn fits(place: &str, path: &str) -> bool {
    match place.split_once('*') {
        None => place == path,
        Some((before, after)) => {
            path.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).is_some_and(|name| !name.is_empty() && !name.contains('/'))
        }
    }
}

/// A line on what a built-in file is for: its own first comment, or its title.
fn about(path: &str, layouts: &BTreeMap<String, String>) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    if path.starts_with("layouts/site/") {
        return layouts.get(stem).cloned().unwrap_or_default();
    }
    if path.contains("/icons/") {
        return format!("The icon “{stem}”.");
    }
    let bytes = embedded(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let titled = |title: &str| {
        #[derive(Deserialize)]
        struct Titled {
            title: String,
        }
        toml::from_str::<Titled>(title).ok().map(|titled| titled.title)
    };
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let line = match path.split('/').nth(1).unwrap_or_default() {
        "pages" => text.split("+++").nth(1).and_then(titled).map(|title| format!("The page “{title}”.")),
        "lists" if name != "common.toml" => titled(&text).map(|title| format!("The list “{title}”: its columns, headings and codes.")),
        "worklists" => titled(&text).map(|title| format!("The worklist “{title}”.")),
        _ if path.starts_with("benchmarks/") => Some(format!("Published figures: {}.", stem.replace('_', " "))),
        _ => match name {
            "favicon.svg" => Some("The little picture in the tab of a browser.".to_owned()),
            "checked.json" => Some("What the accessibility statement says was checked.".to_owned()),
            _ => None,
        },
    };
    let comment = || first.trim_start_matches(['#', '/', '*', '-', ' ']).trim_end_matches(['*', '/', '-', ' ']).to_owned();
    line.unwrap_or_else(comment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_file_that_may_be_copied_says_what_it_is_for() {
        let all = built_in();
        assert!(all.len() > 150, "{}", all.len());
        for file in &all {
            assert!(file.about.split(' ').count() > 1 && file.about.len() > 6, "{}: {:?}", file.path, file.about);
            assert!(!file.path.ends_with(".js") && !file.path.ends_with(".woff2"), "{}", file.path);
        }
        let lines: BTreeMap<String, String> = toml::from_str(&String::from_utf8_lossy(&embedded(LAYOUTS).unwrap())).unwrap();
        for stem in lines.keys() {
            assert!(embedded(&format!("layouts/site/{stem}.html")).is_some(), "{stem}");
        }
    }

    #[test]
    fn a_misspelt_path_is_answered_with_the_nearest() {
        assert!(one("content/glossary.toml").is_ok_and(|(file, bytes)| file.about.starts_with("Words a reader") && !bytes.is_empty()));
        let near = |path: &str| one(path).unwrap_err();
        assert_eq!(near("layouts/site/foter.html").as_deref(), Some("layouts/site/footer.html"));
        assert_eq!(near("footer.html").as_deref(), Some("layouts/site/footer.html"));
        assert_eq!(near("foter.html").as_deref(), Some("layouts/site/footer.html"));
        assert_eq!(near("content/checks.toml"), None);
        assert_eq!(near("/etc/passwd"), None);
    }

    fn standing(files: &[(&str, &[u8])], ejected: &str) -> Vec<(String, Standing, String)> {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let ejected = Ejected::parse(ejected).unwrap();
        of_project(&Shelf::of_project(folder.path()), &ejected).into_iter().map(|p| (p.path, p.standing, p.hint)).collect()
    }

    #[test]
    fn each_file_of_a_project_stands_somewhere() {
        let footer = embedded("layouts/site/footer.html").unwrap();
        let said = standing(
            &[
                ("layouts/site/footer.html", &footer),
                ("layouts/site/header.html", b"mine"),
                ("layouts/site/extra.html", b"mine"),
                ("content/indicators/local.toml", b""),
                ("content/glossary.toml", b""),
                ("content/commentary/referrals.md", b""),
                ("content/page/referrals.md", b""),
                ("content/checks.toml", b""),
                ("content/README.md", b""),
                ("themes/default/fonts.md", b""),
                ("content/retention.toml", &embedded("content/retention.toml").unwrap()),
                ("themes/oak/tokens.toml", b""),
                ("themes/default/site.js", b""),
            ],
            "",
        );
        let of = |path: &str| said.iter().find(|file| file.0 == path).map(|file| file.1);
        assert_eq!(of("layouts/site/footer.html"), Some(Standing::Same));
        assert_eq!(of("layouts/site/header.html"), Some(Standing::Overridden));
        assert_eq!(of("content/glossary.toml"), Some(Standing::Overridden));
        assert_eq!(of("content/indicators/local.toml"), Some(Standing::Own));
        assert_eq!(of("content/commentary/referrals.md"), Some(Standing::Own));
        for unused in [
            "layouts/site/extra.html",
            "content/page/referrals.md",
            "content/checks.toml",
            "themes/oak/tokens.toml",
            "themes/default/site.js",
        ] {
            assert_eq!(of(unused), Some(Standing::Unused), "{unused}");
        }
        assert_eq!((of("content/README.md"), of("themes/default/fonts.md")), (None, None));
        assert_eq!(of("content/retention.toml"), Some(Standing::Same));
        let slip = said.iter().find(|file| file.0 == "content/page/referrals.md").unwrap();
        assert_eq!(slip.2, "did you mean content/pages/referrals.md?");
    }

    #[test]
    fn a_copy_of_what_has_changed_since_is_outdated() {
        let mine: (&str, &[u8]) = ("layouts/site/header.html", b"mine");
        let now = sha256(&embedded(mine.0).unwrap());
        let record = |hash: &str| format!("[\"{}\"]\nversion = \"0.1.0\"\nsha256 = \"{hash}\"\n", mine.0);
        assert_eq!(standing(&[mine], &record(&now))[0].1, Standing::Overridden);
        assert_eq!(standing(&[mine], &record(&"0".repeat(64)))[0].1, Standing::Outdated);
    }
}
