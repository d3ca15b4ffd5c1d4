//! `annexa find`: every place of a child, and nothing of any other.

use super::{DEMO, demo_with};
use crate::command::{err, out, run, status};
use annexa::access::{At, Looked, Wanted, look};
use annexa::annex_a::lists::Column;
use annexa::audience::Audience;
use annexa::edition::Edition;
use annexa::pipeline;
use serde_json::Value;

#[test]
fn a_child_is_found_in_worklists_and_data_and_nobody_else_is_named() {
    let place = tempfile::tempdir().unwrap();
    assert_eq!(status(&run(place.path(), &["demo", "demo", "--rows", "800"])), 0);
    let build = [
        "build",
        "-q",
        "--project",
        "demo",
        "--audience",
        "management",
        "--edition",
        "brief",
        "--worklist",
        "health-overdue,reviews-overdue",
    ];
    let built = run(place.path(), &build);
    assert_eq!(status(&built), 0, "{}", err(&built));
    let csv = std::fs::read(place.path().join("demo/output/worklists/health-overdue-1.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(csv.as_slice()).into_records().map(Result::unwrap).collect();
    let (child, others) = rows.split_first().expect("somebody is on the list");
    let id = &child[0];

    let found = run(place.path(), &["find", "--child", id, "--project", "demo", "--format", "json"]);
    assert_eq!(status(&found), 0, "{}", err(&found));
    let told: Value = serde_json::from_str(&out(&found)).unwrap();
    let files: Vec<&str> = told["outputs"].as_array().unwrap().iter().map(|entry| entry["file"].as_str().unwrap()).collect();
    for ending in ["worklists/health-overdue.html", "worklists/health-overdue-1.csv"] {
        assert!(files.iter().any(|file| file.ends_with(ending)), "{ending}: {files:?}");
    }
    assert!(files.iter().all(|file| file.contains("/worklists/")), "nothing but worklists holds a child: {files:?}");
    let in_care =
        told["rows"].as_array().unwrap().iter().find(|row| row["list"] == "List 8, Children in care").expect("its row in the data");
    let place_in_list = child.iter().find(|cell| cell.starts_with("List_8, row ")).unwrap();
    assert_eq!(format!("{}, row {}", in_care["sheet"].as_str().unwrap(), in_care["row"]), place_in_list);
    assert!(told["searched"].as_u64().unwrap() > 100);
    let not: Vec<&str> = told["not_searched"].as_array().unwrap().iter().map(|entry| entry["why"].as_str().unwrap()).collect();
    assert!(not.iter().all(|why| *why == "a font"), "{not:?}");

    let text = out(&run(place.path(), &["find", "--child", id, "--project", "demo"]));
    assert!(text.contains("output files hold the child") && text.contains("List 8, Children in care"), "{text}");
    for printed in [&text, &out(&found)] {
        assert!(!printed.contains(id), "what was asked for is not printed");
        assert!(others.iter().all(|other| other[0] == *id || !printed.contains(&other[0])), "no other child is named");
    }

    let nobody = run(place.path(), &["find", "--child", "no-such-child-0", "--project", "demo"]);
    assert_eq!(status(&nobody), 0);
    assert!(out(&nobody).starts_with("no output files hold the child\nno places in the data hold the child\n"), "{}", out(&nobody));
    assert_eq!(status(&run(place.path(), &["find", "--child", " - ", "--project", "demo"])), 2);
}

/// No identifier of the demonstration stands for certain in any file of the report; those in tables, pictures and the pack are searched too.
#[test]
fn no_file_of_the_report_holds_a_child() {
    let built = pipeline::build(&DEMO.input(None, Audience::Management), Edition::Full).unwrap().value;
    let (read, ..) = DEMO.read(None);
    let ids = |list: &str| match &read.lists.lists[list].columns["child_id"] {
        Column::Id(ids) => ids.iter().flatten().copied().collect::<Vec<u32>>(),
        _ => Vec::new(),
    };
    // Every seventieth child in care: the promises of the build test search for all of them.
    for id in ids("looked_after").into_iter().step_by(70) {
        let wanted = Wanted::new(&read.lists.strings[id as usize]).unwrap();
        for (path, bytes) in built.files.iter() {
            if let Looked::Through(hits) = look(path, bytes, &wanted) {
                assert_eq!(hits, [], "{path}");
            }
        }
    }
}

/// What a reader sees in the pack is what is searched: words that stand on its pages are found on them.
#[test]
fn the_words_of_the_pack_are_read() {
    let built = pipeline::build(&demo_with("").input(None, Audience::Management), Edition::Brief).unwrap().value;
    let pack = built.files.get(&built.pack).unwrap();
    let at = |words: &str| match look("pack.pdf", pack, &Wanted::new(words).unwrap()) {
        Looked::Through(hits) => hits.into_iter().map(|hit| hit.at).collect::<Vec<At>>(),
        Looked::Not(why) => panic!("{why}"),
    };
    let pages: Vec<At> = (1..=built.pack_pages as u32).map(At::Page).collect();
    let everywhere = at("Benbowshire");
    assert!(pages.iter().all(|page| everywhere.contains(page)), "the running head names the authority on every page: {everywhere:?}");
    assert!(everywhere.contains(&At::Beside), "so does the record of the document");
    assert!(!at("2025").is_empty() && at("enbowshir").is_empty() && at("Zyxw-1").is_empty());

    // A damaged pack is searched as far as it can be read, or said not to have been; it stops nothing.
    let mut seed = 1u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let wanted = Wanted::new("Benbowshire").unwrap();
    for case in 0..300 {
        let mut damaged = pack.to_vec();
        for _ in 0..=next(12) {
            let at = next(damaged.len());
            damaged[at] = next(256) as u8;
        }
        if case % 3 == 0 {
            damaged.truncate(next(pack.len()) + 1);
        }
        look("pack.pdf", &damaged, &wanted);
    }
}
