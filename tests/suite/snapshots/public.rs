//! The public's packages: nothing of the input, and nothing that is given away together with what is out already.

use super::{kept, name, packages, read, text};
use crate::command::{demo, err, run, status, tree};
use annexa::archive::parse_figures_csv;
use annexa::audience::Audience;
use annexa::files::Files;
use annexa::number::{Missing, Unit};
use annexa::snapshots::{Bagging, Content, Holds, Issue, seal};
use annexa::theme::Shelf;

#[test]
fn the_public_gets_nothing_of_the_input_and_is_held_against_what_is_out() {
    let place = demo(800, &["--quarters", "2"]);
    let project = place.path().join("demo");
    for quarter in ["2025-06-30", "2025-09-30"] {
        kept(&project, quarter, &["--audience", "public"]);
    }
    let all = packages(&project);
    assert_eq!(all.len(), 2);
    let second = read(&all[1]);
    let held: Vec<String> = second.provenance.held_against.iter().map(|one| one.name.clone()).collect();
    assert_eq!(held, [name(&all[0])]);
    assert!(second.provenance.inputs.is_empty() && second.provenance.mapping.is_empty() && second.provenance.warnings.is_empty());
    assert!(second.provenance.hidden.as_ref().is_some_and(|hidden| hidden.hidden > 0));
    let workbook = std::fs::read(project.join("data/2025-09-30.xlsx")).unwrap();
    let (hash, size) = (annexa::files::sha256(&workbook), workbook.len().to_string());
    for (path, bytes) in tree(&all[1]) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!path.contains("findings") && !path.contains("source/"), "{path}");
        assert!(!text.contains(&hash) && !text.contains("2025-09-30.xlsx"), "{path} names the input");
        // The tables of the site and the places in a PDF hold any number.
        let any = path.starts_with("data/site/") || path.ends_with(".pdf");
        assert!(any || !text.contains(&size), "{path} tells its size");
    }
    // Of the months as of the figures: what is hidden has no number.
    let hidden = second.figures.iter().filter(|figure| figure.value == Err(Missing::Suppressed)).count();
    assert_eq!(second.provenance.hidden.as_ref().map(|record| record.hidden), Some(hidden));
    assert!(second.months.iter().any(|line| line.count == Err(Missing::Suppressed)));
    assert_eq!(status(&run(&project, &["snapshot", "verify", "--project", "."])), 0);
    // Built again it is held against the same packages, not against those that came later.
    let again = run(
        &project,
        &["snapshot", "create", "--project", ".", "--data", "data/2025-06-30.xlsx", "--audience", "public", "--verify-rebuild"],
    );
    assert_eq!(status(&again), 0, "{}", err(&again));
}

#[test]
fn what_gives_a_child_away_together_with_what_is_out_is_not_kept() {
    let place = demo(800, &[]);
    let project = place.path().join("demo");
    kept(&project, "2025-09-30", &["--audience", "leadership"]);
    let leadership = packages(&project).pop().unwrap();
    // A package of the public of another day, by mistake with the small numbers of this one.
    let small = |line: &annexa::archive::FigureLine| line.unit == Unit::Count && line.value.is_ok_and(|n| (1.0..=5.0).contains(&n));
    let all = text(leadership.join("data/figures.csv"));
    let lines = parse_figures_csv(&all).unwrap();
    let of_small: Vec<String> =
        all.lines().skip(1).zip(&lines).filter(|(_, line)| small(line) && line.group.is_empty()).map(|(text, _)| text.to_owned()).collect();
    assert!(!of_small.is_empty());
    let mut payload = Files::default();
    payload.add("figures.csv", format!("{}\n{}\n", all.lines().next().unwrap(), of_small.join("\n")));
    for path in ["months.csv", "dictionary.csv"] {
        payload.add(path, text(leadership.join("data").join(path)));
    }
    let mut record = read(&leadership).provenance;
    record.holds = "public".to_owned();
    record.as_at = record.as_at.plus(-1);
    let content = Content { payload, record, holds: Holds::Figures(Audience::Public), banner: None };
    let sealed = seal(&content, &Issue { version: 1, ..Issue::default() }, &Shelf::built_in()).unwrap();
    let bag = sealed.bag(&Bagging { on: sealed.identity.as_at, contact: String::new(), beside: Vec::new() });
    for (path, bytes) in bag.iter() {
        let path = project.join("snapshots").join(sealed.name()).join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let before = tree(&project.join("snapshots"));
    let refused = super::keep(&project, "2025-09-30", &["--audience", "public"]);
    assert_eq!(status(&refused), 3, "{}", err(&refused));
    assert!(err(&refused).contains("tells it already") && err(&refused).contains(&sealed.name()[..40]), "{}", err(&refused));
    assert!(tree(&project.join("snapshots")) == before, "nothing was written");

    // A build that is not kept is held against it as well, for the public alone.
    let build = |audience: &str| status(&run(&project, &["build", "--quiet", "--project", ".", "--audience", audience]));
    assert_eq!((build("public"), build("leadership")), (3, 0));
    assert!(!project.join("output/public").exists(), "nothing was written");

    // One that nobody can read may have told anything.
    std::fs::write(project.join("snapshots").join(sealed.name()).join("data/figures.csv"), "spoiled").unwrap();
    let refused = super::keep(&project, "2025-09-30", &["--audience", "public"]);
    assert_eq!(status(&refused), 2, "{}", err(&refused));
    assert!(err(&refused).contains("data/figures.csv is not as it was packed"), "{}", err(&refused));
    assert_eq!((build("public"), build("leadership")), (2, 0));
}
