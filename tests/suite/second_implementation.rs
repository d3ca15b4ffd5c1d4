//! The second implementation in Python: its figures of three demonstrations against the program's.
//!
//! The whole comparison is a step of `.ci/run` (`bash tests/second_implementation/run.sh target/release/annexa FOLDER`);
//! here is held that it covers enough, and that it knows no code the catalogue does not have.

use annexa::indicators::Catalogue;
use annexa::theme::Shelf;
use std::collections::BTreeSet;
use std::path::Path;

/// Indicators the scripts cover at the least; what their own comparison demands is in `compare.py`.
const AT_LEAST: usize = 395;

/// Every text in quotes in the scripts that looks like a code, such as `REF-01` or `ADO-18c`.
fn codes() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/second_implementation");
    let scripts = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let scripts = scripts.filter(|path| path.extension().is_some_and(|e| e == "py"));
    let text: String = scripts.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    text.split('"').filter(|text| is_code(text)).map(str::to_owned).collect()
}

fn is_code(text: &str) -> bool {
    let Some((family, number)) = text.split_once('-') else { return false };
    let family = (1..=4).contains(&family.len()) && family.starts_with(|c: char| c.is_ascii_uppercase());
    family && (2..=3).contains(&number.len()) && number.starts_with(|c: char| c.is_ascii_digit())
}

#[test]
fn it_covers_every_list_and_nearly_every_code() {
    let catalogue = Catalogue::load(&Shelf::built_in()).value;
    let known: BTreeSet<String> = codes().into_iter().filter(|code| catalogue.get(code).is_some()).collect();
    // The medians beside four means are named in the scripts by their mean.
    assert!(known.len() + 4 >= AT_LEAST, "only {}", known.len());
    let lists: BTreeSet<&str> = known.iter().filter_map(|code| catalogue.get(code)).map(|definition| definition.list.as_str()).collect();
    assert!(lists.len() >= 11, "{lists:?}");
}

#[test]
fn it_names_only_codes_of_the_catalogue() {
    let catalogue = Catalogue::load(&Shelf::built_in()).value;
    for code in codes() {
        assert!(catalogue.get(&code).is_some(), "{code}");
    }
}
