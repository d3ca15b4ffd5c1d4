//! Changes of the work that a council records: on the chart of site and pack, in its words and table, and told where they do nothing.

use super::text::{of_html, of_pdf, squeezed};
use super::{ROOT, Sample, WORKBOOK};
use annexa::annex_a::collect;
use annexa::edition::Edition;
use annexa::finding::Findings;
use annexa::pipeline;
use annexa::project::Project;
use std::path::Path;

/// The demo with changes of its own below its settings.
fn with(rebases: &str) -> Sample {
    let root = Path::new(ROOT);
    let mut sample = Sample::new(root, collect(&[root.join(WORKBOOK)]).unwrap());
    let text = std::fs::read_to_string(root.join("annexa.toml")).unwrap();
    let read = Project::parse(&format!("{text}\n{rebases}"));
    assert_eq!(read.findings.0, []);
    sample.project = Project { folder: sample.project.folder.clone(), ..read.value };
    sample
}

fn rebase(code: &str, from: &str, why: &str) -> String {
    format!("[[rebase]]\nindicator = \"{code}\"\nfrom = {from}\nwhy = \"{why}\"\n")
}

/// What is told of changes, as `line: message`, counted from the line of the first.
fn told(findings: &Findings) -> Vec<String> {
    let first = std::fs::read_to_string(Path::new(ROOT).join("annexa.toml")).unwrap().lines().count() as u32 + 2;
    let ours = findings.0.iter().filter(|f| f.kind.starts_with("rebase") || f.kind == "settings");
    ours.map(|f| format!("{:?} {}: {}", f.severity, f.place.line.unwrap() - first, f.message)).collect()
}

#[test]
fn the_limits_break_and_the_reason_stands_on_site_and_pack() {
    let sample = with(&rebase("CON-12", "2025-06-16", "New <front> door"));
    let built = pipeline::build(&sample.input(), Edition::Full).unwrap();
    assert_eq!(told(&built.findings), [""; 0]);
    let outputs = built.value;
    let text = |path: &str| String::from_utf8_lossy(outputs.files.get(path).unwrap()).into_owned();
    let html = text("site/contacts.html");
    assert!(html.contains("Limits are set anew from the week of 16 June 2025 on: New &lt;front&gt; door."), "no note");
    assert!(html.contains("; from the week of 16 June 2025 on (New &lt;front&gt; door) mean "), "no text alternative");
    let words = of_html(&html).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words.matches("Limits set anew: New <front> door").count(), 1, "the row of the table");
    // Two means: the level of the first stretch stands in the rows before the change, that of the second in those after it.
    let row = |from: &str| {
        let row = html.split("<tr>").find(|row| of_html(row).trim_start().starts_with(from)).map(of_html);
        row.unwrap().trim_start().trim_start_matches(from).split_whitespace().nth(1).unwrap().to_owned()
    };
    assert_eq!((row("9 June 2025"), row("16 June 2025")), (row("7 April 2025"), row("22 September 2025")));
    assert_ne!(row("9 June 2025"), row("16 June 2025"));
    let file = outputs.files.iter().find(|(path, _)| path.ends_with("con-12-control.svg")).expect("the chart as a file").1;
    assert!(String::from_utf8_lossy(file).contains("New &lt;front&gt; door"), "the chart");
    assert!(text("source/pages/contacts.typ").contains("Limits are set anew from the week of 16 June 2025 on: New <front> door."));
    let Some(pdf) = of_pdf(outputs.files.get(&outputs.pack).unwrap()) else { return };
    for words in ["Limits are set anew from the week of 16 June 2025 on: New <front> door.", "Limits set anew: New <front> door"] {
        assert!(squeezed(&pdf).contains(&squeezed(words)), "{words}");
    }
}

#[test]
fn a_change_that_does_nothing_is_told_with_its_line() {
    let all = [
        rebase("CON-12", "2025-12-01", "After"),
        rebase("CON-12", "2024-04-01", "Before"),
        rebase("CON-12", "2025-09-08", "Too late"),
        rebase("REF-16", "2025-07-01", "Six months are too few"),
    ];
    let (_, findings) = with(&all.concat()).report();
    let mut told = told(&findings);
    told.sort();
    let outside = "the period, April to September 2025";
    assert_eq!(
        told,
        [
            format!("Note 4: the change of CON-12 on 1 April 2024 comes before {outside}, so all limits are of after it"),
            format!("Warning 0: the change of CON-12 on 1 December 2025 comes after {outside}"),
            "Warning 12: limits of REF-16 are not set anew on 1 July 2025: fewer than 5 whole months lie before or after it".to_owned(),
            "Warning 8: limits of CON-12 are not set anew on 8 September 2025: fewer than 5 whole weeks lie before or after it".to_owned(),
        ]
    );
    let wrong = with(&[rebase("CON-13", "2025-06-16", "x"), rebase("REF-99", "2025-06-16", "x")].concat());
    let settings = self::told(&pipeline::settings(&wrong.input()));
    assert_eq!(
        settings,
        [
            "Error 0: CON-13 is not counted by month or week, so it has no limits to set anew",
            "Error 4: there is no indicator `REF-99` to set limits anew for",
        ]
    );
    assert!(pipeline::report(&wrong.input()).is_err(), "nothing is built from settings that are wrong");
}
