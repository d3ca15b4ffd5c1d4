//! The public edition as a council gets it.

use crate::command::{demo, run};
use std::collections::BTreeSet;
use tempfile::TempDir;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A small authority: most of its numbers are.
fn small() -> TempDir {
    demo(1500, &[])
}

fn append(place: &TempDir, words: &str) {
    let file = place.path().join("demo/annexa.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    std::fs::write(file, format!("{settings}\n{words}\n")).unwrap();
}

const BUILD: [&str; 5] = ["build", "--project", "demo", "--audience", "public"];

#[test]
fn the_public_edition_holds_no_small_number_and_nothing_that_tells_one() {
    let place = small();
    let built = run(place.path(), &BUILD);
    assert_eq!(built.status.code(), Some(0), "{}", text(&built.stderr));
    assert!(text(&built.stdout).contains("  hidden  "), "{}", text(&built.stdout));
    let public = place.path().join("demo/output/public");
    let mut hidden = BTreeSet::new();
    let mut reader = csv::Reader::from_path(public.join("site/data/figures.csv")).unwrap();
    for line in reader.records() {
        let line = line.unwrap();
        let few = |cell: &str| cell.parse::<f64>().is_ok_and(|n| (1.0..=5.0).contains(&n));
        assert!(!few(&line[4]) || line[4].contains('.'), "{line:?}");
        assert!(!few(&line[5]), "{line:?}");
        if &line[8] == "c" {
            assert!(line[4].is_empty() && line[5].is_empty() && line[6].is_empty(), "{line:?}");
            hidden.insert((line[0].to_owned(), line[1].trim_start_matches('\'').to_owned()));
        }
    }
    assert!(hidden.len() > 100, "{}", hidden.len());
    // The log of decisions is of the same figures, and stands nowhere among the files.
    let log = run(place.path(), &["disclosure", "--project", "demo", "--format", "csv"]);
    assert_eq!(log.status.code(), Some(0), "{}", text(&log.stderr));
    let mut reader = csv::Reader::from_reader(&log.stdout[..]);
    let logged: BTreeSet<(String, String)> =
        reader.records().map(|line| line.unwrap()).map(|line| (line[0].to_owned(), line[1].to_owned())).collect();
    assert_eq!(logged, hidden);
    // Names of files and sheets, sizes, rows and the page of raw counts are not for the public.
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(public.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["inputs"], serde_json::json!([]));
    assert!(!public.join("site/data-quality.html").exists() && !public.join("site/teams.html").exists());
    let about = std::fs::read_to_string(public.join("site/about.html")).unwrap();
    assert!(about.contains("figures are hidden, as [c], so that no child can be recognised") && !about.contains("2025-09-30.xlsx"));
}

#[test]
fn the_public_needs_rules_that_hide() {
    let place = small();
    append(&place, "[disclosure]\npublic = \"none\"");
    let refused = run(place.path(), &BUILD);
    assert_eq!(refused.status.code(), Some(3));
    assert!(
        text(&refused.stderr).contains("set public under [disclosure] in annexa.toml to dfe-csc, nhs-hes or strict"),
        "{}",
        text(&refused.stderr)
    );
    assert!(!place.path().join("demo/output/public").exists());
}

#[test]
fn rounding_leaves_no_count_as_it_was() {
    let place = small();
    append(&place, "[disclosure]\npublic = \"nhs-hes\"");
    let built = run(place.path(), &BUILD);
    assert_eq!(built.status.code(), Some(0), "{}", text(&built.stderr));
    let figures = place.path().join("demo/output/public/site/data/figures.csv");
    let mut reader = csv::Reader::from_path(figures).unwrap();
    for line in reader.records().map(|line| line.unwrap()).filter(|line| &line[7] == "count" && &line[8] == "ok") {
        let n: f64 = line[6].parse().unwrap();
        assert_eq!(n % 5.0, 0.0, "{line:?}");
    }
    let about = std::fs::read_to_string(place.path().join("demo/output/public/site/about.html")).unwrap();
    assert!(about.contains("rounded to the nearest 5"));
}

#[test]
fn a_hidden_number_that_is_typed_is_refused_with_its_place() {
    let place = small();
    let log = run(place.path(), &["disclosure", "--project", "demo", "--format", "json"]);
    let decisions: serde_json::Value = serde_json::from_slice(&log.stdout).unwrap();
    let few = |d: &&serde_json::Value| d["rule"] == "counts few" && d["code"].as_str().unwrap().starts_with("PLA-");
    let one = decisions.as_array().unwrap().iter().find(few).expect("few live in some placements");
    let (code, group) = (one["code"].as_str().unwrap(), one["group"].as_str().unwrap());
    let management = run(place.path(), &["explain", code, "--project", "demo", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&management.stdout).unwrap();
    let figure = told["figures"].as_array().unwrap().iter().find(|figure| figure["group"] == group).unwrap();
    let n = figure["numerator"].as_f64().unwrap();
    let folder = place.path().join("demo/content/commentary");
    std::fs::create_dir_all(&folder).unwrap();
    let words = |body: &str| {
        format!("+++\nauthor = \"A\"\ndate = \"2025-10-17\"\nstate = \"agreed\"\n+++\n\nWe look at {{{{{code}}}}}.\n\n{body}\n")
    };
    std::fs::write(folder.join("placements.md"), words(&format!("Of them {n} live elsewhere."))).unwrap();
    let refused = run(place.path(), &BUILD);
    assert_eq!(refused.status.code(), Some(1));
    let said = text(&refused.stderr);
    assert!(
        said.contains("content/commentary/placements.md:9") && said.contains("a number is typed here that is hidden from this audience"),
        "{said}"
    );
    assert!(!place.path().join("demo/output/public").exists());
    std::fs::write(folder.join("placements.md"), words("Few of them live elsewhere, for six months at most.")).unwrap();
    // The program's own pages say nothing of the data, also where a project holds copies of them.
    let pages = place.path().join("demo/content/pages");
    std::fs::create_dir_all(&pages).unwrap();
    for page in ["adopters", "placements", "children-in-need"] {
        let built_in = format!("{}/content/pages/{page}.md", env!("CARGO_MANIFEST_DIR"));
        std::fs::copy(built_in, pages.join(format!("{page}.md"))).unwrap();
    }
    let built = run(place.path(), &BUILD);
    assert_eq!(built.status.code(), Some(0), "{}", text(&built.stderr));
}
