//! Import of releases: small ones in our own writing, and the published ones where they are on hand.

use super::{BUILT_IN, ENGLAND};
use crate::command::{run, tree};
use annexa::comparators::{Comparators, Imported, Origin, Published, Release, Told};
use annexa::number::Missing;
use annexa::theme::Shelf;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Referrals as explore education statistics has them: England, a region, Inner London, an authority whose nine-character code
/// is a new one, an abolished one, two together, and every symbol.
const REFERRALS: &str = "\
time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,category,\
referral_count,rereferral_count,rereferral_percent,no_further_action_count,no_further_action_percent,not_in_need_count
2026,Reporting year,National,E92000001,England,,,,,,Referrals,640000,141000,22.0,41000,6.4,197000
2026,Reporting year,Regional,E92000001,England,E12000009,South West,,,,Referrals,52000,11000,21.2,3000,5.8,16000
2026,Reporting year,Regional,E92000001,England,E13000001,Inner London,,,,Referrals,38000,6000,15.8,2000,5.3,11000
2026,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,373,E08000039,Sheffield,Referrals,5600,1000,17.9,c,c,u
2026,Reporting year,Local authority,E92000001,England,E12000009,South West,865,E06000054,Wiltshire,Referrals,5000,800,16.0,k,low,z
2026,Reporting year,Local authority,E92000001,England,E12000009,South West,800,E06000022,Bath and North East Somerset,Referrals,x,,x,0,0.0,:
2025,Reporting year,Local authority,E92000001,England,E12000004,East Midlands,928,E10000021,Northamptonshire,Referrals,z,z,z,z,z,z
2026,Reporting year,Local authority,E92000001,England,E12000004,East Midlands,940 / 941,E06000061 / E06000062,North and West,Referrals,1,1,1,1,1,1
2013,Reporting year,Local authority,E92000001,England,E12000009,South West,865,E06000054,Wiltshire,Referrals,4000,700,17.5,200,5.0,900
";

const POPULATION: &str = "\
time_period,time_identifier,geographic_level,country_code,region_code,region_name,old_la_code,new_la_code,la_name,age_group,population_estimate
2025,Reporting year,Local authority,E92000001,E12000009,South West,865,E06000054,Wiltshire,Children aged 0 to 17 years,100000
2025,Reporting year,Local authority,E92000001,E12000009,South West,865,E06000054,Wiltshire,Children aged 0 to 15 years,90000
2025,Reporting year,Local authority,E92000001,E12000003,Yorkshire and The Humber,373,E08000039,Sheffield,Children aged 0 to 17 years,x
";

const LAIT: &str = "\
Short Desc,Years,LA and Regions,LA Number,Values
CPP_Total_NumRef,2026,Wiltshire,865,\"5,000\"
\"CPP_Total_Rateper10,000\",2026,Wiltshire,865,515.70000000000005
\"CPP_Total_Rateper10,000\",2025/26,England,970,519.25
\"CPP_Total_Rateper10,000\",2026,Yorkshire and the Humber,,600
ReReferral,2026,Wiltshire,865,-
ReReferral,2025,Bath and North East Somerset,800,-
ReReferral,2026,Dorset (old),835,12.3%
No_Such_Measure,Trend,Wiltshire,865,up
ReReferral,2026,Atlantis,999,5
";

fn release(name: &str, text: &str) -> Release {
    Release { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn imported(shelf: &Shelf, releases: &[Release]) -> Result<Imported, String> {
    let loaded = Comparators::load(shelf, None);
    assert_eq!(loaded.findings.0, []);
    loaded.value.import(shelf, releases).map_err(|fault| fault.to_string())
}

/// A project with what an import made of releases over the built-in figures.
fn project(releases: &[Release]) -> (TempDir, Vec<Told>, Comparators) {
    let folder = tempfile::tempdir().unwrap();
    let made = imported(&Shelf::built_in(), releases).unwrap();
    for (path, bytes) in made.files.iter() {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let loaded = Comparators::load(&Shelf::of_project(folder.path()), None);
    assert_eq!(loaded.findings.0, [], "what an import writes can be read");
    (folder, made.told, loaded.value)
}

fn code(name: &str) -> &'static str {
    &BUILT_IN.authority(name).unwrap().code
}

#[test]
fn a_release_is_read_by_its_columns_and_symbols_stay_what_they_are() {
    let (_folder, told, held) = project(&[release("c1.csv", REFERRALS)]);
    let get = |measure: &str, area: &str| held.published(measure, area, 2026);
    assert_eq!(get("referrals_n", ENGLAND), Ok(640_000.0));
    assert_eq!(get("rereferrals_pct", "E12000009"), Ok(21.2));
    assert_eq!(get("referrals_n", "E13000001"), Ok(38_000.0), "Inner London is apart from London");
    assert_eq!(get("referrals_n", code("Sheffield")), Ok(5_600.0), "found by its number, whatever its new code");
    assert_eq!(get("referrals_nfa_n", code("Sheffield")), Err(Missing::Suppressed));
    assert_eq!(get("referrals_not_in_need_n", code("Sheffield")), Err(Missing::Unreliable));
    assert_eq!(get("referrals_nfa_n", code("Wiltshire")), Err(Missing::RoundsToZero));
    assert_eq!(get("referrals_nfa_pct", code("Wiltshire")), Err(Missing::RoundsToZero));
    assert_eq!(get("referrals_not_in_need_n", code("Wiltshire")), Err(Missing::NotApplicable));
    assert_eq!(get("referrals_n", code("800")), Err(Missing::NotAvailable));
    assert_eq!(get("referrals_nfa_n", code("800")), Ok(0.0), "a true zero stays a zero");
    assert_eq!(held.published("referrals_n", "E10000021", 2025), Err(Missing::NotApplicable));
    assert_eq!(held.published("referrals_n", code("Wiltshire"), 2013), Err(Missing::NotAvailable), "before the series start");

    let told = &told[0];
    assert_eq!((told.kind.as_str(), told.rows, told.years), ("Referrals and re-referrals", 9, Some((2025, 2026))));
    assert_eq!(told.unknown_areas, BTreeMap::from([("North and West".to_owned(), 1)]));
    assert_eq!(told.earlier, 6 + 1, "six columns and the rate made of one");
    let span = |key: &str| held.measure(key).unwrap().span;
    assert_eq!((span("referrals_n"), span("cla_n")), ((2016, 2026), (2016, 2025)), "the dictionary follows");
}

#[test]
fn what_is_not_in_a_release_is_carried_over() {
    let (folder, _, held) = project(&[release("c1.csv", REFERRALS)]);
    for (measure, area, year) in [("ref_source_police_pct", ENGLAND, 2025), ("referrals_n", ENGLAND, 2025), ("cla_rate", ENGLAND, 2025)] {
        assert_eq!(held.published(measure, area, year), BUILT_IN.published(measure, area, year), "{measure}");
    }
    let mut files: Vec<String> = Vec::new();
    for part in ["benchmarks", "benchmarks/figures"] {
        files.extend(Shelf::of_project(folder.path()).own_list(part));
    }
    assert_eq!(files, ["benchmarks/IMPORTS.csv", "benchmarks/measures.csv", "benchmarks/figures/referrals.csv"]);

    // A second import stands on the first.
    let shelf = Shelf::of_project(folder.path());
    let again = imported(&shelf, &[release("c1.csv", REFERRALS)]).unwrap();
    assert_eq!((again.told[0].new, again.told[0].changed), (0, 0));
    assert_eq!(
        again.files.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        ["benchmarks/IMPORTS.csv"],
        "nothing changed, nothing written"
    );
    let log = String::from_utf8(again.files.get("benchmarks/IMPORTS.csv").unwrap().to_vec()).unwrap();
    let orders: Vec<&str> = log.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(orders, ["order", "1", "2"]);
}

#[test]
fn rates_and_shares_are_made_of_published_counts() {
    // The population is read first, in whatever order the files are named.
    let sections = "\
time_period,geographic_level,country_code,old_la_code,la_name,Section47,ICPC,Duration_0-10_days,Duration_11-15_days
2026,Local authority,E92000001,865,Wiltshire,1500,400,50,270
2026,Local authority,E92000001,373,Sheffield,1500,400,c,270
";
    let (_folder, told, held) = project(&[release("c1.csv", REFERRALS), release("c4.csv", sections), release("ons.csv", POPULATION)]);
    let wiltshire = |measure: &str| held.published(measure, code("Wiltshire"), 2026);
    assert_eq!(held.population(code("Wiltshire"), 2025), Some(100_000.0));
    assert_eq!(wiltshire("referrals_rate"), Ok(500.0), "5,000 of 100,000");
    assert_eq!(wiltshire("s47_rate"), Ok(150.0));
    assert_eq!(wiltshire("icpc_rate"), Ok(40.0));
    assert_eq!(wiltshire("icpc_15wd_pct"), Ok(80.0), "320 of 400");
    let sheffield = |measure: &str| held.published(measure, code("Sheffield"), 2026);
    assert_eq!(sheffield("icpc_15wd_pct"), Err(Missing::Suppressed), "a part is suppressed, so the share is");
    assert_eq!(sheffield("s47_rate"), Err(Missing::NotAvailable), "no population of that year");
    assert_eq!(told[1].without_population, 2, "two rates of Sheffield");
    assert_eq!(told[2].other_rows, 1, "children up to 15 are another age group");
    assert_eq!(held.population(code("Sheffield"), 2025), None);
    assert_eq!(told.iter().map(|one| one.file.as_str()).collect::<Vec<_>>(), ["c1.csv", "c4.csv", "ons.csv"], "told as named");
}

#[test]
fn lait_is_read_by_its_codes() {
    let (_folder, told, held) = project(&[release("lait.csv", LAIT)]);
    let get = |measure: &str, area: &str| held.published(measure, area, 2026);
    assert_eq!(get("referrals_n", code("Wiltshire")), Ok(5_000.0));
    assert_eq!(get("referrals_rate", code("Wiltshire")), Ok(515.7), "float noise is gone");
    assert_eq!(get("referrals_rate", ENGLAND), Ok(519.3));
    assert_eq!(get("referrals_rate", "E12000003"), Ok(600.0));
    assert_eq!(get("rereferrals_pct", code("Wiltshire")), Err(Missing::NotAvailable), "a dash where nothing is held");
    assert_eq!(get("rereferrals_pct", "E10000009"), Ok(12.3), "835 is Dorset before 2019");
    let bath = code("800");
    assert_eq!(held.published("rereferrals_pct", bath, 2025), BUILT_IN.published("rereferrals_pct", bath, 2025));
    let told = &told[0];
    assert_eq!((told.dashes, told.rows), (1, 9));
    assert_eq!(told.unknown_measures, BTreeMap::from([("No_Such_Measure".to_owned(), 1)]));
    assert_eq!(told.unknown_areas, BTreeMap::from([("Atlantis".to_owned(), 1)]));
}

/// Every measure that LAIT has, written as LAIT would and read again.
#[test]
fn a_whole_lait_edition_changes_nothing() {
    let mut text = "Years,Values,Measure short name,LA number,LA and Regions\n".to_owned();
    let areas: Vec<_> = BUILT_IN.areas().collect();
    let (mut values, mut dashes) = (0, 0);
    for measure in BUILT_IN.measures().iter().filter(|m| !m.lait.is_empty()) {
        for area in &areas {
            // These two are made of counts before 2018, more exact than LAIT gives them.
            let computed = matches!(measure.key.as_str(), "cla_started_rate" | "cla_ceased_rate");
            for year in if computed { 2018 } else { 2016 }..=2025 {
                let cell = match BUILT_IN.published(&measure.key, &area.code, year) {
                    Ok(value) => {
                        values += 1;
                        format!("{:.13}", value + 1e-11)
                    }
                    Err(Missing::NotAvailable) => continue,
                    Err(_) => {
                        dashes += 1;
                        "-".to_owned()
                    }
                };
                let number = if area.code == ENGLAND { "970".to_owned() } else { area.number.map_or_else(String::new, |n| n.to_string()) };
                text.push_str(&format!("{year},{cell},\"{}\",{number},\"{}\"\n", measure.lait, area.name));
            }
        }
    }
    let made = imported(&Shelf::built_in(), &[release("lait.csv", &text)]).unwrap();
    let told = &made.told[0];
    assert!(values > 100_000, "{values}");
    assert_eq!((told.new, told.changed, told.unchanged, told.dashes), (0, 0, values, dashes));
    assert_eq!(told.measures.len(), 98);
    assert!(told.unknown_areas.is_empty() && told.unknown_measures.is_empty());
}

#[test]
fn a_figure_of_england_filled_down_is_left_out() {
    let mut text = "Short Desc,Years,LA and Regions,LA Number,Values\nReReferral,2026,England,970,21.5\n".to_owned();
    for area in BUILT_IN.authorities() {
        text.push_str(&format!("ReReferral,2026,\"{}\",{},21.5\n", area.name, area.number.unwrap()));
    }
    let (_folder, told, held) = project(&[release("lait.csv", &text)]);
    assert_eq!(told[0].filled, [("rereferrals_pct".to_owned(), 2026)]);
    assert_eq!(held.published("rereferrals_pct", ENGLAND, 2026), Ok(21.5));
    assert_eq!(held.published("rereferrals_pct", code("Wiltshire"), 2026), Err(Missing::NotAvailable));
}

#[test]
fn the_newest_import_wins_and_large_changes_are_told() {
    let year = |value: &str| format!("Short Desc,Years,LA and Regions,LA Number,Values\nReReferral,2025,Wiltshire,865,{value}\n");
    let old = BUILT_IN.published("rereferrals_pct", code("Wiltshire"), 2025).unwrap();
    let small = format!("{:.1}", old * 1.05);
    let (_folder, told, held) = project(&[release("a.csv", &year(&small)), release("b.csv", &year("99.5")), release("c.csv", &year("c"))]);
    assert_eq!(held.published("rereferrals_pct", code("Wiltshire"), 2025), Err(Missing::Suppressed));
    assert_eq!(told.iter().map(|one| (one.changed, one.large.len())).collect::<Vec<_>>(), [(1, 0), (1, 1), (1, 1)]);
    let change = &told[1].large[0];
    assert_eq!((change.measure.as_str(), change.area.as_str(), change.year), ("rereferrals_pct", "Wiltshire", 2025));
    assert_eq!((change.old.parse::<f64>().unwrap(), change.new.as_str()), (small.parse().unwrap(), "99.5"));
    assert_eq!(told[2].large[0].new, "c");
}

#[test]
fn a_bad_file_is_one_line_with_file_line_and_column() {
    let bad = |from: &str, to: &str| {
        assert!(REFERRALS.contains(from), "{from}");
        let text = REFERRALS.replacen(from, to, 1);
        // The good file before it is of no use either.
        imported(&Shelf::built_in(), &[release("good.csv", LAIT), release("f.csv", &text)]).unwrap_err()
    };
    let value = bad("5600,1000", "5600,many");
    assert_eq!(value, "error: f.csv:5, column rereferral_count: a value is neither a number nor one of c k u x z low");
    assert!(bad("\n2026,", "\nTrend,").starts_with("error: f.csv:2, column time_period: a year cannot be read"));
    assert_eq!(bad(",6.4,", ","), "error: f.csv:2: this line has 16 cells, the heading has 17");
    assert!(bad("referral_count", "children").starts_with("error: f.csv:1: no release with these columns is known (hint: known are"));
    assert_eq!(bad("geographic_level", "place"), "error: f.csv:1, column geographic_level: this column is missing");
    let twice = bad(
        "2026,Reporting year,National,E92000001,England,,,,,,Referrals,640000",
        "2026,Reporting year,National,E92000001,England,,,,,,Girls,1,1,1,1,1,1\n2026,Reporting year,National,E92000001,England,,,,,,Referrals,640000",
    );
    assert!(
        twice.starts_with("error: f.csv:3, column referral_count: referrals_n of E92000001 in 2026 has another value in line 2"),
        "{twice}"
    );
    let lait = LAIT.replace("519.25", "high");
    let fault = imported(&Shelf::built_in(), &[release("lait.csv", &lait)]).unwrap_err();
    assert!(fault.starts_with("error: lait.csv:4, column Values: "), "{fault}");
}

#[test]
fn a_release_with_new_headings_is_a_change_of_data() {
    let text = REFERRALS.replace("rereferral_count", "repeat_referrals");
    assert!(imported(&Shelf::built_in(), &[release("f.csv", &text)]).is_err());
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("benchmarks")).unwrap();
    let book = Shelf::built_in().text("benchmarks/releases.toml").unwrap();
    let book = book.replace("[\"rereferral_count\",", "[\"repeat referrals\", \"rereferral_count\",");
    std::fs::write(folder.path().join("benchmarks/releases.toml"), book).unwrap();
    let made = imported(&Shelf::of_project(folder.path()), &[release("f.csv", &text)]).unwrap();
    assert!(made.told[0].measures.contains("rereferrals_n"));
}

/// The same table with its columns in another order, and written otherwise.
fn rewritten(text: &str, order: &[usize], (mark, crlf, shout): (bool, bool, bool), rows: &[usize]) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let width = records[0].len();
    let columns: Vec<usize> = order.iter().copied().filter(|at| *at < width).collect();
    let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().terminator(end).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    let head = columns.iter().map(|at| {
        let name = &records[0][*at];
        if shout { name.to_uppercase().replace(['_', ' '], ".") } else { name.to_owned() }
    });
    writer.write_record(head).unwrap();
    for row in rows.iter().filter(|row| **row + 1 < records.len()) {
        writer.write_record(columns.iter().map(|at| &records[row + 1][*at])).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    if mark { format!("\u{feff}{text}") } else { text }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn order_marks_and_line_ends_make_no_difference(
        order in Just((0..17).collect::<Vec<usize>>()).prop_shuffle(),
        rows in Just((0..9).collect::<Vec<usize>>()).prop_shuffle(),
        mark: bool,
        crlf: bool,
        shout: bool,
    ) {
        for text in [REFERRALS, LAIT] {
            let told = |made: &Imported| Told { sha256: String::new(), ..made.told[0].clone() };
            let figures = |made: &Imported| made.files.get("benchmarks/figures/referrals.csv").map(<[u8]>::to_vec);
            let plain = imported(&Shelf::built_in(), &[release("f.csv", text)]).unwrap();
            let other = imported(&Shelf::built_in(), &[release("f.csv", &rewritten(text, &order, (mark, crlf, shout), &rows))]).unwrap();
            prop_assert_eq!(told(&plain), told(&other));
            prop_assert!(figures(&plain).is_some() && figures(&plain) == figures(&other));
        }
    }
}

/// The published files: every cell that is held as well is the same.
#[test]
fn published_releases_agree_with_what_is_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/benchmarks/raw");
    if !folder.exists() {
        eprintln!("skipped: the published files are not here");
        return;
    }
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let releases: Vec<Release> = paths.iter().map(|path| Release { name: name(path), bytes: std::fs::read(path).unwrap() }).collect();
    let (_folder, told, held) = project(&releases);
    let counts: Vec<(&str, usize, usize, usize)> = told.iter().map(|one| (&one.file[..4], one.new, one.changed, one.unchanged)).collect();
    // New are the z of authorities in years when they were no longer there, which no file held before.
    let expected = [("c1_c", 0, 0, 13_108), ("cla_", 84, 0, 4_926), ("csww", 0, 6, 18_831), ("d5_c", 0, 0, 11_480), ("ons_", 0, 0, 2_111)];
    assert_eq!(counts, expected);
    // Changed are cells in which LAIT writes 0 where the release says `low`: more than nothing, rounded to nothing.
    for change in told.iter().flat_map(|one| &one.large) {
        assert_eq!((change.old.as_str(), change.new.as_str()), ("0", "low"), "{change:?}");
    }
    let published: Published = held.published("sw_agency_pct", code("Sunderland"), 2025);
    assert_eq!(published, Err(Missing::RoundsToZero));
    let combined: Vec<&str> = told.iter().flat_map(|one| one.unknown_areas.keys()).map(String::as_str).collect();
    assert_eq!(combined, ["Kingston upon Thames / Richmond upon Thames", "North Northamptonshire / West Northamptonshire"]);
}

#[test]
fn holdings_say_what_lags_and_whose_figures_they_are() {
    let (folder, _, held) = project(&[release("c1.csv", REFERRALS), release("ons.csv", POPULATION)]);
    let holdings = held.holdings(&Shelf::of_project(folder.path()));
    let need = holdings.publications.iter().find(|one| one.publication.starts_with("Children in need")).unwrap();
    assert_eq!(need.last, 2026);
    let one = |key: &str| need.measures.iter().find(|one| one.measure == key).unwrap();
    assert_eq!((one("referrals_n").behind, one("referrals_n").origin), (0, Origin::Project));
    assert_eq!((one("assessments_n").behind, one("assessments_n").origin), (2, Origin::BuiltIn));
    assert!(need.lagging()[&2024].contains(&"assessments_n") && need.lagging()[&2025].contains(&"cin_rate"));
    assert_eq!((holdings.population, holdings.population_origin), (Some((2012, 2025)), Origin::Project));
    assert_eq!(holdings.neighbours, 158);
    assert!(holdings.neighbours_model.ends_with("May 2025"));
    let adoption = holdings.publications.iter().flat_map(|one| &one.measures).find(|one| one.measure.starts_with("adopt_entry")).unwrap();
    assert_eq!((adoption.last_of_authorities, adoption.behind), (None, 0), "published for England alone");
}

fn paths(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().collect()
}

#[test]
fn the_command_writes_all_or_nothing() {
    let place = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
    write("annexa.toml", "[authority]\nname = \"Wiltshire\"\n");
    write("good.csv", REFERRALS);
    write("bad.csv", &REFERRALS.replace("640000", "many"));
    let before = paths(place.path());

    let refused = run(place.path(), &["comparators", "import", "good.csv", "bad.csv"]);
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.starts_with("error: bad.csv:2, column referral_count: "), "{told}");
    assert_eq!(paths(place.path()), before);

    let tried = run(place.path(), &["comparators", "import", "--dry-run", "--format", "json", "good.csv"]);
    assert_eq!(tried.status.code(), Some(0));
    let document: serde_json::Value = serde_json::from_slice(&tried.stdout).unwrap();
    assert_eq!((&document["dry_run"], &document["releases"][0]["rows"]), (&true.into(), &9.into()));
    assert_eq!(paths(place.path()), before, "a dry run writes nothing");

    std::fs::create_dir_all(place.path().join("benchmarks/figures")).unwrap();
    write("benchmarks/notes.txt", "kept");
    let done = run(place.path(), &["comparators", "import", "good.csv"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let expected = ["IMPORTS.csv", "figures/referrals.csv", "measures.csv", "notes.txt"].map(|path| format!("benchmarks/{path}"));
    let added: Vec<String> = paths(place.path()).into_iter().filter(|path| path.starts_with("benchmarks/")).collect();
    assert_eq!(added, expected, "nothing of the staging stays, nothing of the person's goes");

    let listed = run(place.path(), &["comparators", "list", "--project", "."]);
    let text = String::from_utf8(listed.stdout).unwrap();
    assert!(text.lines().any(|line| line.starts_with("referrals_n ") && line.contains("2016 to 2026")), "{text}");
    assert!(text.contains("of authorities only to 2024, though the newest is 2026"), "{text}");

    let nowhere = tempfile::tempdir().unwrap();
    let refused = run(nowhere.path(), &["comparators", "import", "good.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("--project"));
}
