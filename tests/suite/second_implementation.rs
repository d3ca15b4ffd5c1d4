//! The second implementation in Python: its figures of the demo workbook against the program's.
//!
//! The whole comparison is a step of `.ci/run` (`python3 tests/second_implementation/compare.py figures.csv workbook.xlsx`);
//! here is held that it covers enough, and that it knows no code the catalogue does not have.

use annexa::indicators::Catalogue;
use annexa::theme::Shelf;
use std::collections::BTreeSet;

const SCRIPT: &str = include_str!("../second_implementation/figures.py");

/// Codes the script names, such as `REF-01`.
fn codes() -> BTreeSet<&'static str> {
    SCRIPT.split('"').filter(|text| text.len() < 9 && text.contains('-') && text.starts_with(|c: char| c.is_ascii_uppercase())).collect()
}

#[test]
fn it_covers_every_list_and_sixty_codes() {
    let catalogue = Catalogue::load(&Shelf::built_in()).value;
    let known: BTreeSet<&str> = codes().into_iter().filter(|code| catalogue.get(code).is_some()).collect();
    assert!(known.len() >= 60, "only {}", known.len());
    let lists: BTreeSet<&str> = known.iter().filter_map(|code| catalogue.get(code)).map(|definition| definition.list.as_str()).collect();
    assert_eq!(lists.len(), 11, "{lists:?}");
}

#[test]
fn it_names_only_codes_of_the_catalogue() {
    let catalogue = Catalogue::load(&Shelf::built_in()).value;
    let fits = |code: &&str| code.split_once('-').is_some_and(|(_, n)| n.len() <= 3 && n.starts_with(|c: char| c.is_ascii_digit()));
    for code in codes().into_iter().filter(fits) {
        assert!(catalogue.get(code).is_some(), "{code}");
    }
}
