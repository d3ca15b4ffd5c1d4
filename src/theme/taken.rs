//! Which of a project's own files may come onto the shelf.
//!
//! In: a project's folder and a path in it. Out: nothing, or a finding that says why a file is not taken.
//! Pages and themes are written by colleagues: a path leads down into the project and nowhere else, no link is followed,
//! and no text is larger than anybody writes. So nothing of the computer, and nothing of `data/`, comes into a report by them.

use super::own::{DEEPEST, TOPS};
use crate::finding::{Finding, Findings, Place, Severity, shown};
use crate::foreign::acts;
use std::path::Path;

/// Endings of files that people write by hand, and the most bytes of one.
const WRITTEN: [&str; 8] = ["md", "toml", "html", "typ", "css", "svg", "js", "json"];
const MOST_WRITTEN: u64 = 1_000_000;
/// The most bytes of any other file: a table of published figures.
const MOST: u64 = 64_000_000;
/// Entries of all folders that are looked through.
const MOST_ENTRIES: usize = 10_000;
/// Names that Windows keeps for devices, whatever their ending; with a digit also `com` and `lpt`.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Why a file of the project is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Name,
    Link,
    Large(u64),
}

/// Whether a file of the project may be read.
pub(super) fn may_be(project: &Path, path: &str) -> bool {
    refusal(project, path).is_none()
}

/// Whether a path leads down from the project's folder, by names that every system takes as names.
pub(crate) fn is_plain(path: &str) -> bool {
    path.split('/').all(|name| {
        let odd = |c: char| acts(c) || matches!(c, '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*');
        !name.trim_matches(['.', ' ']).is_empty() && !name.contains(odd) && !name.ends_with(['.', ' ']) && !is_device(name)
    })
}

/// Whether a name is one that Windows keeps for a device: `nul`, `COM1`, `aux.md`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = |kind| {
        stem.strip_prefix(kind).is_some_and(|rest: &str| matches!(rest.chars().collect::<Vec<_>>()[..], ['0'..='9' | '¹' | '²' | '³']))
    };
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

fn refusal(project: &Path, path: &str) -> Option<Refusal> {
    if !is_plain(path) {
        return Some(Refusal::Name);
    }
    let mut place = project.to_owned();
    for name in path.split('/') {
        place.push(name);
        if std::fs::symlink_metadata(&place).is_ok_and(|entry| entry.is_symlink()) {
            return Some(Refusal::Link);
        }
    }
    let most = most(path);
    std::fs::metadata(&place).ok().filter(|entry| entry.is_file() && entry.len() > most).map(|_| Refusal::Large(most))
}

fn most(path: &str) -> u64 {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if WRITTEN.contains(&ending.as_str()) { MOST_WRITTEN } else { MOST }
}

/// Files of the project's folders that are not taken, each with the reason.
pub(super) fn check(project: &Path, findings: &mut Findings) {
    let mut entries = 0;
    for top in TOPS {
        look(project, top, &mut entries, findings);
    }
}

fn look(project: &Path, path: &str, entries: &mut usize, findings: &mut Findings) {
    *entries += 1;
    let hidden = path.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
    if hidden || *entries > MOST_ENTRIES || path.split('/').count() > DEEPEST {
        return;
    }
    if let Some(refusal) = refusal(project, path) {
        findings.push(told(path, refusal));
        return;
    }
    let Ok(inside) = std::fs::read_dir(project.join(path)) else { return };
    let mut names: Vec<String> = inside.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    for name in names {
        look(project, &format!("{path}/{name}"), entries, findings);
    }
}

fn told(path: &str, refusal: Refusal) -> Finding {
    let (message, hint) = match refusal {
        Refusal::Name => {
            ("its name is not one that every computer takes, so it is not read".to_owned(), "use letters, digits, hyphens and dots")
        }
        Refusal::Link => ("it is a link, and links are not followed".to_owned(), "copy the file to this place"),
        Refusal::Large(most) => (format!("it is larger than {} MB, so it is not read", most / 1_000_000), "split it"),
    };
    Finding::new(Severity::Error, "own-file", Place::file(shown(path)), message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::super::own::Own;
    use super::*;

    #[test]
    fn a_path_leads_down_and_nowhere_else() {
        for good in ["logo.svg", "data/published.csv", "content/pages/a b.md", "themes/oak/layouts/site/page.html", "a..b"] {
            assert!(is_plain(good), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a/./b",
            "a//b",
            "C:/x",
            "c:x",
            "\\\\server\\share",
            "..\\a",
            "a/..\\..\\b",
            "NUL",
            "con.svg",
            "a/Com1.txt",
            "LPT9",
            "aux .md",
            "a\u{0}b",
            "a\nb",
            "a\u{202e}gvs",
            "a.",
            "a ",
            "x:stream",
            "...",
            "lpt²",
        ] {
            assert!(!is_plain(bad), "{bad:?}");
        }
        assert!(!is_device("control.md") && !is_device("com") && !is_device("com12"));
    }

    #[test]
    fn a_file_that_is_not_taken_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let pages = folder.path().join("content/pages");
        std::fs::create_dir_all(&pages).unwrap();
        std::fs::write(pages.join("a.md"), vec![b'a'; 1_000_001]).unwrap();
        std::fs::write(pages.join("b.md"), vec![b'a'; 1_000_000]).unwrap();
        std::fs::write(pages.join("nul.md"), "x").unwrap();
        let mut findings = Findings::default();
        check(folder.path(), &mut findings);
        let said: Vec<String> = findings.0.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].starts_with("error: content/pages/a.md: it is larger than 1 MB, so it is not read"), "{said:?}");
        assert!(said[1].starts_with("error: content/pages/nul.md: its name is not one"), "{said:?}");
        let own = Own::of(folder.path().to_owned());
        assert_eq!(own.read("content/pages/a.md"), None);
        assert_eq!(own.read("content/pages/b.md").map(|b| b.len()), Some(1_000_000));
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed_to_a_file_or_a_folder() {
        use std::os::unix::fs::symlink;
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let own = folder.path();
        std::fs::create_dir_all(own.join("layouts/pack")).unwrap();
        std::fs::create_dir_all(own.join("data")).unwrap();
        std::fs::write(own.join("data/children.csv"), "a child").unwrap();
        std::fs::write(other.path().join("secret.md"), "a secret").unwrap();
        symlink(own.join("data/children.csv"), own.join("layouts/pack/children.csv")).unwrap();
        symlink(other.path(), own.join("content")).unwrap();
        symlink(other.path().join("secret.md"), own.join("logo.svg")).unwrap();
        for path in ["layouts/pack/children.csv", "content/secret.md", "logo.svg"] {
            assert_eq!(Own::of(own.to_owned()).read(path), None, "{path}");
        }
        let mut findings = Findings::default();
        check(own, &mut findings);
        let said: Vec<String> = findings.0.iter().map(ToString::to_string).collect();
        assert!(said.len() == 2 && said.iter().all(|line| line.contains("it is a link, and links are not followed")), "{said:?}");
    }
}
