//! Published figures: against the reference values of the catalogue, and cell by cell against the files they were made from.

mod import;

use annexa::comparators::{Comparators, Level, OWN};
use annexa::finding::Place;
use annexa::number::Missing;
use annexa::theme::Shelf;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static BUILT_IN: LazyLock<Comparators> = LazyLock::new(|| {
    let checked = Comparators::load(&Shelf::built_in(), None);
    assert_eq!(checked.findings.0, [], "the built-in files are whole");
    checked.value
});

const ENGLAND: &str = "E92000001";

#[test]
fn england_has_the_reference_values_of_the_catalogue() {
    let expected = [
        ("referrals_rate", 519.4),
        ("referrals_nfa_pct", 6.5),
        ("rereferrals_pct", 22.6),
        ("ref_source_police_pct", 28.3),
        ("ref_source_schools_pct", 20.6),
        ("ref_source_health_pct", 15.2),
        ("referrals_not_in_need_pct", 30.8),
        ("assessments_45d_pct", 85.7),
        ("s47_rate", 189.3),
        ("icpc_rate", 59.2),
        ("icpc_15wd_pct", 81.4),
        ("cin_rate", 330.3),
        ("cpp_rate", 40.6),
        ("cpp_started_rate", 50.8),
        ("cpp_ended_rate", 51.1),
        ("cpp_second_pct", 24.5),
        ("cpp_reviewed_pct", 90.6),
        ("cpp_2yp_pct", 2.3),
        ("cpp_ended_2yp_pct", 4.4),
        ("cla_rate", 67.0),
        ("cla_started_rate", 26.0),
        ("cla_ceased_rate", 28.0),
        ("cla_3pl_pct", 10.0),
        ("cla_longstab_pct", 69.0),
        ("cla_pl_foster_pct", 67.0),
        ("uasc_pct", 8.0),
        ("uasc_started_pct", 22.0),
        ("cla_health_pct", 90.0),
        ("cla_dental_pct", 81.0),
        ("cla_missing_pct", 11.0),
        ("adopted_pct", 9.0),
        ("sgo_pct", 12.0),
        ("cao_pct", 3.0),
        ("cl_19_21_eet_pct", 54.0),
        ("cl_19_21_neet_pct", 40.0),
        ("cl_19_21_he_pct", 6.0),
        ("cl_19_21_accom_pct", 89.0),
        ("cl_19_21_notintouch_pct", 4.0),
        ("cl_stayput_19_20_pct", 33.0),
        ("sw_caseload", 15.2),
    ];
    for (measure, value) in expected {
        assert_eq!(BUILT_IN.published(measure, ENGLAND, 2025), Ok(value), "{measure}");
    }
    assert_eq!(BUILT_IN.england().unwrap().code, ENGLAND);
}

#[test]
fn an_authority_is_found_by_every_code_and_name_people_write() {
    let code = |text: &str| BUILT_IN.authority(text).map(|area| area.code.as_str());
    for text in ["E06000054", "e06000054", " 865 ", "Wiltshire", "WILTSHIRE COUNCIL"] {
        assert_eq!(code(text), Some("E06000054"), "{text}");
    }
    assert_eq!(code("Hull"), Some("E06000010"));
    assert_eq!(code("City of Bristol"), code("Bristol, City of"));
    assert_eq!(code("BANES"), Some("E06000022"));
    assert_eq!(code("Bath & North East Somerset Council"), Some("E06000022"));
    assert_eq!(code("E08000039"), code("Sheffield"), "a newer code leads to the same authority");
    assert_eq!(code("Dorset"), Some("E06000059"), "today's authority wins over the abolished one of its name");
    assert_eq!(code("London Borough of Camden"), Some("E09000007"));
    assert_eq!(code("Benbowshire"), None);
    assert_eq!(code("South West"), None, "a region is no authority");
    assert_eq!(BUILT_IN.nearest_authority("Wiltshyre"), Some("Wiltshire"));
    assert_eq!(BUILT_IN.authorities().count(), 153);
}

#[test]
fn every_authority_has_a_region_ten_neighbours_and_children() {
    for area in BUILT_IN.authorities() {
        assert_eq!(BUILT_IN.region_of(area).map(|region| region.level), Some(Level::Region), "{}", area.name);
        let neighbours = BUILT_IN.neighbours(area);
        assert_eq!(neighbours.len(), 10, "{}", area.name);
        assert!(neighbours.iter().all(|near| near.code != area.code), "{}", area.name);
        let (year, children) = BUILT_IN.latest_population(&area.code).unwrap();
        assert_eq!(year, 2024, "{}", area.name);
        assert_eq!(BUILT_IN.population(&area.code, 2024), Some(children));
    }
    let england: f64 = BUILT_IN.authorities().map(|area| BUILT_IN.latest_population(&area.code).unwrap().1).sum();
    assert_eq!(BUILT_IN.latest_population(ENGLAND).unwrap().1, england, "authorities make up England");
}

#[test]
fn residents_are_counted_in_the_groups_of_the_catalogue() {
    let england = BUILT_IN.residents_by_ethnicity(ENGLAND).unwrap();
    let labels: Vec<&str> = england.groups.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["White", "Mixed", "Asian", "Black", "Chinese", "Other"]);
    // Census 2021, England: 56.5 million usual residents, 81.0% White, 0.8% Chinese, 4.2% Black.
    assert_eq!((england.total() / 1e5).round(), 565.0);
    assert_eq!(england.percent("White").map(|p| (p * 10.0).round()), Some(810.0));
    assert_eq!(england.percent("Chinese").map(|p| (p * 10.0).round()), Some(8.0));
    assert_eq!(england.percent("Black").map(|p| (p * 10.0).round()), Some(42.0));
    assert_eq!(england.percent("Refused"), None);
}

#[test]
fn a_mean_of_neighbours_says_how_many_it_rests_on() {
    let bath = BUILT_IN.authority("Bath and North East Somerset").unwrap();
    let mean = BUILT_IN.neighbour_mean("cpp_2yp_pct", bath, 2025);
    let values: Vec<f64> = BUILT_IN.neighbours(bath).iter().filter_map(|a| BUILT_IN.published("cpp_2yp_pct", &a.code, 2025).ok()).collect();
    assert!(values.len() < 10, "some neighbours are suppressed in this year");
    assert_eq!((mean.n, mean.of), (values.len(), 10));
    let nothing = BUILT_IN.neighbour_mean("assessments_rate", bath, 2025);
    assert_eq!((nothing.value, nothing.n), (Err(Missing::NotAvailable), 0));
}

/// Counted by hand from `benchmarks/figures/looked_after.csv` and `benchmarks/neighbours.csv`.
#[test]
fn neighbours_are_shown_one_by_one_and_in_the_middle() {
    let bath = BUILT_IN.authority("Bath and North East Somerset").unwrap();
    let values = BUILT_IN.neighbour_values("cpp_2yp_pct", bath, 2025);
    let shown: Vec<(&str, Result<f64, Missing>)> = values.iter().map(|(area, value)| (area.name.as_str(), *value)).collect();
    let c = Err(Missing::Suppressed);
    assert_eq!(shown[..5], [("York", Ok(6.3)), ("Trafford", c), ("Hertfordshire", c), ("Stockport", c), ("West Sussex", Ok(2.9))]);
    // 2.2, 2.9, 3.2 and 6.3 are published: the middle lies between 2.9 and 3.2.
    let median = BUILT_IN.neighbour_median("cpp_2yp_pct", bath, 2025);
    assert_eq!((median.value.map(|v| (v * 100.0).round()), median.n, median.of), (Ok(305.0), 4, 10));
    // 30 36 40 49 51 54 57 62 69 75.
    let median = BUILT_IN.neighbour_median("cla_rate", bath, 2025);
    assert_eq!((median.value, median.n, median.of), (Ok(52.5), 10, 10));
    assert_eq!(BUILT_IN.neighbour_median("assessments_rate", bath, 2025).value, Err(Missing::NotAvailable));
}

#[test]
fn a_project_may_name_its_own_neighbours() {
    let mut comparators = BUILT_IN.clone();
    let bath = comparators.authority("800").unwrap().clone();
    let place = Place::file("annexa.toml");
    let findings = comparators.name_neighbours(&bath.code, &["Wiltshire".to_owned(), "Nowhere".to_owned(), "York".to_owned()], &place);
    assert_eq!(findings.0.len(), 1);
    let mean = comparators.neighbour_mean("referrals_rate", &bath, 2025);
    let of = |name: &str| BUILT_IN.published("referrals_rate", &BUILT_IN.authority(name).unwrap().code, 2025).unwrap();
    assert_eq!((mean.value, mean.n, mean.of), (Ok((of("Wiltshire") + of("York")) / 2.0), 2, 2));
}

#[test]
fn years_are_the_latest_five_that_have_values() {
    assert_eq!(BUILT_IN.years("referrals_rate"), [2021, 2022, 2023, 2024, 2025]);
    assert_eq!(BUILT_IN.years("cla_3sw_pct"), [2024]);
    assert_eq!(BUILT_IN.years("no_such_measure"), [0_u16; 0]);
    // Police is published to 2025 for authorities, housing only to 2024: one chart of both stops at 2024 (ruling 23).
    let wiltshire = "E06000054";
    assert_eq!(BUILT_IN.latest_common_year(["ref_source_police_pct"], wiltshire), Some(2025));
    assert_eq!(BUILT_IN.latest_common_year(["ref_source_police_pct", "ref_source_housing_pct"], wiltshire), Some(2024));
}

#[test]
fn breaks_and_decimals_are_those_of_the_releases() {
    let measure = |key: &str| BUILT_IN.measure(key).unwrap();
    assert_eq!(measure("cla_rate").breaks, [2019]);
    assert_eq!(measure("cla_dental_pct").breaks, [2021]);
    assert_eq!(measure("uasc_pct").breaks, [2022]);
    assert_eq!(measure("cla_rate").show(67.0), "67");
    assert_eq!(measure("rereferrals_pct").show(22.6), "22.6%");
    assert_eq!(measure("referrals_n").show(632_830.0), "632,830");
    for measure in BUILT_IN.measures() {
        assert!(!measure.title.is_empty() && !measure.definition.is_empty() && !measure.publication.is_empty(), "{}", measure.key);
        assert!(BUILT_IN.years(&measure.key).last() == Some(&measure.span.1), "{}", measure.key);
    }
}

#[test]
fn own_published_figures_are_read_and_their_faults_told_with_lines() {
    let text = "measure,year,value,flag\nreferrals_rate,2024,500.5,\nreferrals_rate,2025,,c\nreferals_rate,2025,1,\ncla_rate,twenty,1,\n";
    let checked = Comparators::load(&Shelf::built_in(), Some(text));
    assert_eq!(checked.value.published("referrals_rate", OWN, 2024), Ok(500.5));
    assert_eq!(checked.value.published("referrals_rate", OWN, 2025), Err(Missing::Suppressed));
    let lines: Vec<(Option<u32>, Option<&str>)> = checked.findings.0.iter().map(|f| (f.place.line, f.hint.as_deref())).collect();
    assert_eq!(lines, [(Some(4), Some("did you mean `referrals_rate`?")), (Some(5), None)]);
    assert_eq!(
        checked.value.spread("referrals_rate", 2024),
        BUILT_IN.spread("referrals_rate", 2024),
        "own figures are not among the authorities"
    );
}

/// Every value of the files the figures were made from, by a second reader.
#[test]
fn every_figure_is_the_published_one() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/benchmarks");
    if !folder.exists() {
        eprintln!("skipped: the source files are not here");
        return;
    }
    let mut values: BTreeMap<(String, String, u16), f64> = BTreeMap::new();
    let mut seen = 0;
    for file in ["comparators.csv", "comparators_detail.csv"] {
        for record in csv::Reader::from_path(folder.join(file)).unwrap().records() {
            let record = record.unwrap();
            let (measure, area, year) = (&record[0], &record[1], record[2].parse().unwrap());
            let published = BUILT_IN.published(measure, area, year);
            let expected = match (&record[3], &record[4]) {
                (value, "") => Ok(value.parse().unwrap()),
                (_, "c") => Err(Missing::Suppressed),
                (_, "z") => Err(Missing::NotApplicable),
                (_, "k" | "low") => Err(Missing::RoundsToZero),
                (_, "u") => Err(Missing::Unreliable),
                _ => Err(Missing::NotAvailable),
            };
            assert_eq!(published, expected, "{measure} {area} {year}");
            if let Ok(value) = expected {
                values.insert((measure.to_owned(), area.to_owned(), year), value);
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 290_278);

    let mut neighbours: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for record in csv::Reader::from_path(folder.join("neighbours.csv")).unwrap().records() {
        let record = record.unwrap();
        neighbours.entry(record[0].to_owned()).or_default().push(record[3].to_owned());
    }
    for (code, near) in neighbours {
        let area = BUILT_IN.area(&code).unwrap();
        for measure in ["referrals_rate", "cpp_2yp_pct", "cla_rate", "cl_19_21_eet_pct"] {
            let have: Vec<f64> = near.iter().filter_map(|n| values.get(&(measure.to_owned(), n.clone(), 2025)).copied()).collect();
            let mean = BUILT_IN.neighbour_mean(measure, area, 2025);
            assert_eq!(mean.n, have.len(), "{measure} {code}");
            if let Ok(value) = mean.value {
                assert!((value * have.len() as f64 - have.iter().sum::<f64>()).abs() < 1e-9, "{measure} {code}");
            }
        }
    }
}
