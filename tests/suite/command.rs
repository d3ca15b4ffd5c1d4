//! The program as a council runs it, in a folder: what it says, with which status it ends, and what the folder holds before and after.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// The program, to be run.
pub fn annexa() -> Command {
    Command::new(env!("CARGO_BIN_EXE_annexa"))
}

/// What came of a command in a folder.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    annexa().current_dir(folder).args(args).output().unwrap()
}

/// Its results.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What it said beside them.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The status it ended with, by itself.
pub fn status(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

/// A folder with a demonstration project of so many rows in `demo`.
pub fn demo(rows: u32, more: &[&str]) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let made = run(place.path(), &[&["demo", "demo", "--rows", &rows.to_string()], more].concat());
    assert_eq!(status(&made), 0, "{}", err(&made));
    place
}

/// Everything below a folder, by its path with `/`: a file with its bytes, a folder with nothing.
pub fn everything(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                found.insert(name, None);
                folders.push(path);
            } else {
                found.insert(name, Some(std::fs::read(&path).unwrap()));
            }
        }
    }
    found
}

/// Every file below a folder with its bytes, by its path with `/`; locks left out.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let is_lock = |name: &str| name.rsplit('/').next() == Some(".annexa.lock");
    everything(folder).into_iter().filter(|(name, _)| !is_lock(name)).filter_map(|(name, bytes)| Some((name, bytes?))).collect()
}

/// Everything of one folder copied into another.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for (name, bytes) in everything(from) {
        let to = to.join(name);
        match bytes {
            Some(bytes) => std::fs::write(to, bytes).unwrap(),
            None => std::fs::create_dir_all(to).unwrap(),
        }
    }
}
