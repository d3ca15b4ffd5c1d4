//! Packages of every form there ever was stay readable: one of each is kept here, as it was made.

use super::{name, read};
use annexa::audience::Audience;
use annexa::snapshots::FORM;
use std::path::Path;

#[test]
fn a_package_of_every_form_is_read() {
    for form in 1..=FORM {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/suite/snapshots/form-{form}"));
        let packages: Vec<_> =
            std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
        assert_eq!(packages.len(), 1);
        let package = read(&packages[0]);
        assert_eq!((package.provenance.form, package.audience), (form, Audience::Public));
        assert_eq!((package.provenance.authority.as_str(), package.identity.as_at.to_string().as_str()), ("Benbowshire", "2025-09-30"));
        assert_eq!(package.archived.map(|day| day.to_string()).as_deref(), Some("2026-01-05"));
        assert!(package.figures.len() > 10 && package.months.len() > 5 && package.definitions.text("REF-01", "means").is_some());
        assert!(name(&packages[0]).starts_with("benbowshire_annex-a_2025-09-30_public_v1_"));
        let checked = crate::command::run(Path::new("."), &["snapshot", "verify", packages[0].to_str().unwrap()]);
        assert_eq!(super::status(&checked), 0, "{}{}", super::out(&checked), super::err(&checked));
    }
}
