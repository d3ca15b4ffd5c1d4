//! `figures.csv`, `dictionary.csv`, `manifest.json` and `tables.xlsx`.

use annexa::archive::{
    FigureLine, Input, MADE_BY, Manifest, NotFigures, SheetEntry, dictionary_csv, figures_csv, parse_figures_csv, tables_xlsx,
};
use annexa::audience::Audience;
use annexa::calendar::{Day, Window};
use annexa::charts::spec::{Chart, Form, Ring, Value};
use annexa::disclosure::{Decided, Disclosed, clear};
use annexa::files::{Files, sha256};
use annexa::indicators::definition::{About, Good};
use annexa::indicators::{Counted, Figure};
use annexa::number::{Missing, Unit};
use annexa::report::{self, Block, Column, DataTable, NumberedTable, PackLayout, Page, Report, Row, Section};
use calamine::{Data, Reader};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn window() -> Window {
    Window::before(Day::new(2025, 9, 30).unwrap(), 6)
}

fn figure(code: &str, group: &str, parts: (Option<f64>, Option<f64>), value: Result<f64, Missing>, unit: Unit) -> Figure {
    Figure { code: code.into(), group: group.into(), window: window(), numerator: parts.0, denominator: parts.1, value, unit }
}

fn disclosed(figures: Vec<Figure>) -> Disclosed {
    clear(Counted::alone(figures), Audience::Management, &BTreeMap::new(), &Decided::default()).unwrap().0
}

#[test]
fn figures_csv_is_the_contract_to_the_byte() {
    let share = |n: f64, d: f64| (Some(n), Some(d));
    let figures = disclosed(vec![
        figure("REF-07", "Police", share(171.0, 612.0), Ok(171.0 / 6.12), Unit::Percent),
        figure("REF-07", "Other, or \"else\"", share(1.0, 612.0), Ok(1.0 / 6.12), Unit::Percent),
        figure("REF-07", "=1+1", share(2.0, 612.0), Err(Missing::Suppressed), Unit::Percent),
        figure("REF-07", "'+", share(0.0, 612.0), Ok(0.0), Unit::Percent),
        figure("REF-04", "", share(41.0, 612.0), Ok(41.0 / 6.12), Unit::Percent),
        figure("REF-01", "", (Some(612.0), None), Ok(612.0), Unit::Count),
        figure("CON-07", "Police", (None, None), Ok(-0.000_000_1), Unit::Points),
        figure("HD-04", "contacts", (None, None), Ok(20_360.0), Unit::Date),
        figure("PLA-16", "", (Some(12.5), Some(4.0)), Ok(3.125), Unit::Ratio),
        figure("ADO-10", "", (Some(0.0), Some(0.0)), Ok(f64::NAN), Unit::Days),
    ]);
    let expected = "\
code,group,period_start,period_end,numerator,denominator,value,unit,status
ADO-10,,2025-04-01,2025-09-30,,,,days,x
CON-07,Police,2025-04-01,2025-09-30,,,0.000000,points,ok
HD-04,contacts,2025-04-01,2025-09-30,,,2025-09-29,date,ok
PLA-16,,2025-04-01,2025-09-30,12.500000,4,3.125000,ratio,ok
REF-01,,2025-04-01,2025-09-30,612,,612.000000,count,ok
REF-04,,2025-04-01,2025-09-30,41,612,6.699346,percent,ok
REF-07,''+,2025-04-01,2025-09-30,0,612,0.000000,percent,ok
REF-07,'=1+1,2025-04-01,2025-09-30,,,,percent,c
REF-07,\"Other, or \"\"else\"\"\",2025-04-01,2025-09-30,1,612,0.163399,percent,ok
REF-07,Police,2025-04-01,2025-09-30,171,612,27.941176,percent,ok
";
    assert_eq!(figures_csv(&figures), expected);
}

#[test]
fn a_damaged_figures_csv_names_its_line() {
    let good = figures_csv(&disclosed(vec![figure("REF-04", "", (Some(1.0), Some(2.0)), Ok(50.0), Unit::Percent)]));
    assert_eq!(parse_figures_csv(&good).unwrap().len(), 1);
    assert_eq!(parse_figures_csv("code,value\n"), Err(NotFigures::Heading));
    assert_eq!(parse_figures_csv(&good.replace("50.000000", "fifty")), Err(NotFigures::Line(2)));
    assert_eq!(parse_figures_csv(&good.replace("percent", "furlong")), Err(NotFigures::Line(2)));
    assert_eq!(parse_figures_csv(&good.replace("2025-04-01", "2025-04-31")), Err(NotFigures::Line(2)));
    assert_eq!(parse_figures_csv(&good.replace(",ok", "")), Err(NotFigures::Line(2)));
}

fn any_figure() -> impl Strategy<Value = Figure> {
    let number = prop_oneof![(0_u32..5_000).prop_map(f64::from), 0.0..1e6_f64];
    let missing =
        prop_oneof![Just(Missing::Suppressed), Just(Missing::NotAvailable), Just(Missing::NotApplicable), Just(Missing::RoundsToZero)];
    let value = prop_oneof![4 => (-1e6..1e6_f64).prop_map(Ok), 1 => missing.prop_map(Err)];
    let unit = prop_oneof![Just(Unit::Count), Just(Unit::Percent), Just(Unit::WorkingDays), Just(Unit::Points)];
    // Breaks of lines and what else acts are in no output.
    let any = "\\PC{0,8}".prop_map(|group| group.chars().filter(|c| !annexa::foreign::acts(*c)).collect());
    let group = prop_oneof!["[A-Za-z0-9 ,<>+-]{0,12}", any];
    ("[A-Z]{3}-[0-9]{2}", group, prop::option::of(number.clone()), prop::option::of(number), value, unit)
        .prop_map(|(code, group, n, d, value, unit)| figure(&code, &group, (n, d), value, unit))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(figures in prop::collection::vec(any_figure(), 0..20)) {
        let shown = disclosed(figures);
        let text = figures_csv(&shown);
        let lines = parse_figures_csv(&text).unwrap();
        let key = |line: &FigureLine| (line.code.clone(), line.group.clone());
        prop_assert_eq!(lines.len(), shown.iter().count());
        prop_assert!(lines.is_sorted_by_key(key));
        let rounded = |x: f64| (x * 1e6).round();
        let mut expected: Vec<_> = shown.iter().map(|s| (s.code().to_owned(), s.group().to_owned(), s.status(), s.value().map(rounded).unwrap_or(0.0) as i64)).collect();
        let mut got: Vec<_> = lines.iter().map(|l| (l.code.clone(), l.group.clone(), l.value.map_or_else(Missing::symbol, |_| "ok"), l.value.map(rounded).unwrap_or(0.0) as i64)).collect();
        expected.sort();
        got.sort();
        for (a, b) in expected.iter().zip(&got) {
            prop_assert_eq!((&a.0, &a.1, a.2), (&b.0, &b.1, b.2));
            prop_assert!((a.3 - b.3).abs() <= 1);
        }
        for line in &lines {
            prop_assert!(line.value.is_ok() || (line.numerator.is_none() && line.denominator.is_none()));
        }
    }

    #[test]
    fn no_text_makes_the_reader_fall_over(text in "\\PC{0,200}") {
        let _ = parse_figures_csv(&text);
        let _ = parse_figures_csv(&format!("code,group,period_start,period_end,numerator,denominator,value,unit,status\n{text}"));
    }
}

fn about(code: &str) -> About {
    About {
        code: code.into(),
        title: "Referrals with no further action".into(),
        short: "No further action".into(),
        list: "referrals".into(),
        unit: Unit::Percent,
        good: Good::Neither,
        means: "Referrals that ended at once, as a share of all with a decision.".into(),
        numerator: "referrals with no further action".into(),
        denominator: "referrals with a decision".into(),
        excludes: String::new(),
        source: "Children in need census".into(),
        caveats: vec!["Practice differs.".into(), "Read with contacts.".into()],
        comparator: Some("referrals_nfa_pct".into()),
        comparators: BTreeMap::from([("Police".to_owned(), "ref_source_police_pct".to_owned())]),
        differs: "The published year ends in March.".into(),
        leans: annexa::indicators::definition::Leans::Level,
        labels: std::collections::BTreeMap::new(),
        stock: false,
        because: String::new(),
        judgement: String::new(),
    }
}

#[test]
fn the_dictionary_explains_every_code_shown_and_no_other() {
    let records = [about("REF-04"), about("REF-05")];
    let text = dictionary_csv(&records, &BTreeSet::from(["REF-04"]));
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let cell = |column: &str| &rows[0][head.iter().position(|name| *name == column).unwrap()];
    assert_eq!((cell("code"), cell("unit"), cell("good"), cell("measured")), ("REF-04", "percent", "neither", "in the period"));
    assert_eq!(cell("caveats"), "Practice differs. Read with contacts.");
    assert_eq!(cell("published_by_group"), "Police: ref_source_police_pct");
}

#[test]
fn a_manifest_names_every_file_with_its_hash_and_is_known_again() {
    let mut files = Files::default();
    files.add("site/index.html", "<p>");
    files.add("report.pdf", "pdf");
    let sheet = SheetEntry { list: "contacts".into(), sheet: "List 1".into(), rule: "heading signature".into(), rows: 12 };
    let manifest = Manifest {
        made_by: MADE_BY.into(),
        version: "0.1.0".into(),
        authority: "Benbowshire".into(),
        as_at: Day::new(2025, 9, 30).unwrap(),
        audience: Audience::Leadership,
        edition: annexa::edition::Edition::Full,
        windows: BTreeMap::from([("contacts".to_owned(), window().into())]),
        inputs: vec![Input::of("2025-09-30.xlsx", b"abc", vec![sheet])],
        files: Vec::new(),
    }
    .of(&files);
    assert_eq!(manifest.inputs[0].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(manifest.files.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), ["report.pdf", "site/index.html"]);
    assert_eq!(manifest.files[1].sha256, sha256(b"<p>"));
    let text = manifest.json();
    assert!(text.starts_with("{\n  \"made_by\": \"annexa\",\n  \"version\": \"0.1.0\","), "{text}");
    assert!(text.contains("\"start\": \"2025-04-01\"") && text.ends_with("}\n"));
    assert_eq!(Manifest::parse(&text), Some(manifest));
    assert_eq!(Manifest::parse("{\"made_by\": \"someone\"}"), None);
}

fn report() -> Report {
    let column = |label: &str, numeric| Column { label: label.into(), numeric };
    let row = |head: &str, sub: &str, cells: &[&str]| Row::new(head, sub, cells.iter().map(|c| (*c).to_owned()).collect());
    let table = DataTable {
        caption: "Referrals by source".into(),
        columns: vec![column("Source", false), column("Number", true), column("Share", true), column("Share", true)],
        rows: vec![row("Police", "", &["1,171", "27.9%", "[c]"]), row("Schools", "and nurseries", &["12\nof 40", ""])],
    };
    let chart = Chart {
        id: "c".into(),
        alt: "A ring.".into(),
        form: Form::Ring(Ring {
            share: Value { at: 1.0, shown: "1%".into() },
            of: String::new(),
            parts: ("a".into(), "b".into()),
            marks: vec![],
        }),
    };
    let figure = report::Figure {
        id: "ref-07".into(),
        codes: vec!["REF-07".into()],
        number: 1,
        title: "Police refer most".into(),
        subtitle: "Referrals by source, Benbowshire".into(),
        chart,
        note: "Unknown is left out.".into(),
        source: "List 3".into(),
        table: table.clone(),
    };
    let empty = NumberedTable {
        id: "t".into(),
        codes: Vec::new(),
        number: 1,
        title: "None".into(),
        subtitle: String::new(),
        table: DataTable { rows: vec![], ..table },
        note: String::new(),
    };
    let section =
        Section { id: "s".into(), title: "S".into(), quiet: false, blocks: vec![Block::Figure(Box::new(figure)), Block::Table(empty)] };
    Report {
        about: report::About {
            authority: "Benbowshire".into(),
            title: "Children’s social care report".into(),
            as_at: Day::new(2025, 9, 30).unwrap(),
            period: "April to September 2025".into(),
            audience: Audience::Leadership,
            edition: annexa::edition::Edition::Full,
            classification: "OFFICIAL".into(),
            banner: Some("Demo data".into()),
            region: None,
            version: "0.1.0".into(),
            attributions: vec!["Source: Department for Education.".into()],
        },
        pages: vec![Page {
            slug: "referrals".into(),
            title: "Referrals".into(),
            group: String::new(),
            icon: String::new(),
            asks: String::new(),
            message: String::new(),
            lede: vec![],
            sections: vec![section],
            layout: PackLayout::Topic,
            editions: vec![annexa::edition::Edition::Full],
            notes: BTreeMap::new(),
            rests_on: Vec::new(),
        }],
    }
}

fn member(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    text
}

#[test]
fn the_workbook_of_tables_meets_the_rules_for_accessible_spreadsheets() {
    let bytes = tables_xlsx(&report()).unwrap();
    assert_eq!(bytes, tables_xlsx(&report()).unwrap(), "the same report gives the same bytes");

    let mut workbook: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes.clone())).unwrap();
    assert_eq!(workbook.sheet_names(), ["Cover", "Contents", "Notes", "Figure 1", "Table 1"]);
    let sheet = workbook.worksheet_range("Figure 1").unwrap();
    let text = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(text(0, 0), Data::String("Figure 1: Police refer most".into()), "the title is in A1");
    let top = (0..20).find(|row| text(*row, 0) == Data::String("Source".into())).unwrap();
    let heads: Vec<String> = (0..4).map(|column| text(top, column).to_string()).collect();
    assert_eq!(heads, ["Source", "Number", "Share", "Share (2)"], "every column has a name of its own");
    assert_eq!(text(top + 1, 1), Data::Float(1171.0), "a number is a number");
    assert_eq!(text(top + 1, 3), Data::String("[c]".into()));
    assert_eq!(text(top + 2, 0), Data::String("Schools (and nurseries)".into()));
    assert_eq!(text(top + 2, 1), Data::String("12 (of 40)".into()));
    assert_eq!(sheet.end().unwrap(), (top + 2, 3), "nothing stands below the table");
    for (row, column) in (top..=top + 2).flat_map(|row| (0..4).map(move |column| (row, column))) {
        assert_ne!(text(row, column), Data::Empty, "no cell is empty");
    }

    let core = member(&bytes, "docProps/core.xml");
    assert!(
        core.contains("<dc:language>en-GB</dc:language>") && core.contains("<dc:title>Children’s social care report: tables</dc:title>"),
        "{core}"
    );
    assert!(core.contains("2025-09-30T00:00:00Z"), "the date is that of the data");
    let sheet = member(&bytes, "xl/worksheets/sheet4.xml");
    for forbidden in ["mergeCell", "autoFilter", "hidden=", "state=\"frozen\""] {
        assert!(!sheet.contains(forbidden), "{forbidden}");
    }
    let tagged = member(&bytes, "xl/tables/table3.xml");
    assert!(tagged.contains("displayName=\"figure_1\"") && !tagged.contains("autoFilter"), "{tagged}");
    assert!(
        member(&bytes, "xl/styles.xml")
            .contains("<fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"),
        "no fills"
    );
}
