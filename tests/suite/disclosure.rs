//! What an audience may not see: hand-made tables, what was published before, and the public edition as a council gets it.

mod public;

use annexa::audience::Audience;
use annexa::audience::rules::{Override, Preset, Rules};
use annexa::calendar::{Day, Window};
use annexa::disclosure::{Before, Decided, Disclosed, Earlier, GivenAway, Plan, Refused, clear};
use annexa::indicators::members::{Kind, Members};
use annexa::indicators::{Counted, Figure, Linked, Way};
use annexa::number::{Missing, Unit};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

fn window() -> Window {
    Window::before(Day::new(2025, 9, 30).unwrap(), 6)
}

fn rows(ids: impl IntoIterator<Item = u32>) -> Rc<Members> {
    Rc::new(Members { kind: Kind::Rows("referrals".to_owned()), ids: ids.into_iter().collect() })
}

fn children(ids: impl IntoIterator<Item = u32>) -> Rc<Members> {
    Rc::new(Members { kind: Kind::Identifiers("child_id".to_owned()), ids: ids.into_iter().collect() })
}

fn count(code: &str, group: &str, behind: &Rc<Members>) -> Linked {
    let n = behind.ids.len() as f64;
    let figure = Figure {
        code: code.into(),
        group: group.into(),
        window: window(),
        numerator: Some(n),
        denominator: None,
        value: Ok(n),
        unit: Unit::Count,
    };
    Linked { figure, behind: vec![Some(Rc::clone(behind)), None], ways: Vec::new() }
}

fn share(code: &str, group: &str, part: &Rc<Members>, whole: &Rc<Members>) -> Linked {
    let (n, of) = (part.ids.len() as f64, whole.ids.len() as f64);
    let figure = Figure {
        code: code.into(),
        group: group.into(),
        window: window(),
        numerator: Some(n),
        denominator: Some(of),
        value: Ok(100.0 * n / of),
        unit: Unit::Percent,
    };
    Linked { figure, behind: vec![Some(Rc::clone(part)), Some(Rc::clone(whole))], ways: Vec::new() }
}

fn counted(figures: Vec<Linked>) -> Counted {
    Counted { figures, children: BTreeMap::new() }
}

fn dfe() -> Rules {
    Preset::DfeCsc.rules()
}

fn decided(counted: Counted, decided: &Decided<'_>) -> Result<(Disclosed, Plan), Refused> {
    clear(counted, Audience::Public, &BTreeMap::new(), decided)
}

fn public(figures: Vec<Linked>) -> (Disclosed, Plan) {
    decided(counted(figures), &Decided { rules: dfe(), ..Decided::default() }).unwrap()
}

/// Names of the figures that are hidden.
fn hidden(disclosed: &Disclosed) -> Vec<String> {
    let hidden = disclosed.iter().filter(|figure| figure.value() == Err(Missing::Suppressed));
    hidden.map(|figure| format!("{} {}", figure.code(), figure.group()).trim_end().to_owned()).collect()
}

#[test]
fn a_small_count_takes_the_smallest_other_and_nought_is_shown() {
    let parts = [rows(0..3), rows(3..63), rows(63..75), rows([])];
    let mut figures = vec![count("REF-01", "", &rows(0..75))];
    figures.extend(["a", "b", "c", "none"].iter().zip(&parts).map(|(group, part)| count("REF-07", group, part)));
    let (disclosed, plan) = public(figures);
    assert_eq!(hidden(&disclosed), ["REF-07 a", "REF-07 c"], "3 is hidden, and 12 because 75 less 60 and 12 is 3");
    assert_eq!(disclosed.get("REF-07", "none").unwrap().value(), Ok(0.0));
    let log = plan.decisions();
    assert_eq!((log[0].group.as_str(), log[0].rule.as_str()), ("a", "counts few"));
    assert_eq!((log[1].group.as_str(), log[1].rule.as_str()), ("c", "a hidden number could be worked out from it"));
    let lost = plan.lost().unwrap();
    assert_eq!((lost.figures, lost.by_rule, lost.beside), (5, 1, 1));
}

#[test]
fn the_same_count_is_hidden_wherever_it_stands() {
    // The share of 3 in 75 stands on another page, and its complement is 72.
    let (few, all) = (rows(0..3), rows(0..75));
    let (disclosed, _) = public(vec![count("A-01", "", &few), share("A-02", "", &few, &all), share("A-03", "", &rows(3..75), &all)]);
    assert_eq!(hidden(&disclosed), ["A-01", "A-02", "A-03"], "72 of 75 tells that 3 are left");
}

#[test]
fn none_and_all_of_a_small_group_are_hidden_and_of_a_large_one_shown() {
    let (eight, fifty) = (rows(0..8), rows(100..150));
    let (disclosed, plan) = public(vec![
        share("A-01", "", &eight, &eight),
        share("A-02", "", &rows([]), &eight),
        share("A-03", "", &fifty, &fifty),
        share("A-04", "", &rows([]), &fifty),
    ]);
    assert_eq!(hidden(&disclosed), ["A-01", "A-02"]);
    assert!(plan.decisions().iter().all(|decision| decision.rule == "says something of everyone in a small group"));
}

#[test]
fn rows_of_different_children_count_children_too() {
    // Referrals by agency count rows, boys and girls count children; no child is referred twice.
    let by_rows = [rows(0..40), rows(40..80)];
    let by_child = [children(1000..1037), children(1037..1040), children(1040..1080)];
    let figures = || {
        vec![
            count("R-01", "", &rows(0..80)),
            count("R-02", "a", &by_rows[0]),
            count("R-02", "b", &by_rows[1]),
            count("C-02", "boys", &by_child[0]),
            count("C-02", "few", &by_child[1]),
            count("C-02", "girls", &by_child[2]),
        ]
    };
    let known = BTreeMap::from([("referrals".to_owned(), (1000..1080).map(Some).collect())]);
    let bound = Counted { figures: figures(), children: known };
    let (disclosed, _) = decided(bound, &Decided { rules: dfe(), ..Decided::default() }).unwrap();
    // 40 referrals of agency a are 37 boys and the 3 few.
    let gone = hidden(&disclosed);
    assert!(gone.contains(&"C-02 few".to_owned()) && gone.len() > 1, "{gone:?}");
    let (apart, _) = decided(counted(figures()), &Decided { rules: dfe(), ..Decided::default() }).unwrap();
    assert_eq!(hidden(&apart), ["C-02 few"], "where nobody knows whose the rows are, nothing binds them");
}

#[test]
fn who_comes_to_a_step_leaves_it_and_that_binds_what_nobody_prints() {
    // 31 come to a step, 2 of them from elsewhere; 20 go on and 11 go no further.
    let whole = children(0..31);
    let line =
        |group: &str, part: &Rc<Members>, way| Linked { ways: vec![Way { whole: Rc::clone(&whole), way }], ..count("X-08", group, part) };
    let ins = [children(0..29), children(29..31)];
    let outs = [children(10..30), children((0..10).chain([30]))];
    let figures =
        vec![line("comes", &ins[0], "in"), line("starts", &ins[1], "in"), line("goes on", &outs[0], "out"), line("ends", &outs[1], "out")];
    let (disclosed, plan) = public(figures);
    let gone = hidden(&disclosed);
    assert!(gone.contains(&"X-08 starts".to_owned()) && gone.len() == 2, "20 and 11 less 29 is 2: {gone:?}");
    // Had only the 2 been hidden, the attack finds it.
    let shown = [("comes", 29), ("goes on", 20), ("ends", 11)].map(|(group, _)| ("X-08".to_owned(), group.to_owned()));
    assert!(matches!(plan.audit(&BTreeSet::from(shown)), Err(GivenAway::Recoverable { width: 0, .. })));
}

#[test]
fn wholes_of_two_codes_that_make_up_a_third_bind_it() {
    // 3 have no answer on ethnicity; all of them are the 40 still open and the 60 that ended.
    let figures = vec![
        count("E-01", "", &rows(0..100)),
        count("E-05", "", &rows(0..40)),
        count("E-06", "", &rows(40..100)),
        count("E-12", "known", &rows(3..100)),
        count("E-12", "not recorded", &rows(0..3)),
    ];
    let (disclosed, plan) = public(figures);
    assert_eq!(hidden(&disclosed), ["E-12 known", "E-12 not recorded"], "to hide 100 alone hides nothing");
    let shown = [("E-05", ""), ("E-06", ""), ("E-12", "known")].map(|(code, group)| (code.to_owned(), group.to_owned()));
    assert!(matches!(plan.audit(&BTreeSet::from(shown)), Err(GivenAway::Recoverable { .. })));
}

#[test]
fn the_audit_finds_what_is_printed_and_what_follows() {
    let parts = [rows(0..3), rows(3..63), rows(63..75)];
    let mut figures = vec![count("REF-01", "", &rows(0..75))];
    figures.extend(["a", "b", "c"].iter().zip(&parts).map(|(group, part)| count("REF-07", group, part)));
    let (_, plan) = public(figures);
    let shown = |groups: &[&str]| -> BTreeSet<(String, String)> {
        let parts = groups.iter().map(|group| ("REF-07".to_owned(), (*group).to_owned()));
        parts.chain([("REF-01".to_owned(), String::new())]).collect()
    };
    assert_eq!(plan.audit(&shown(&["b"])), Ok(()));
    assert_eq!(plan.audit(&shown(&["a", "b"])), Err(GivenAway::Printed("REF-07, a".to_owned())));
    let told = plan.audit(&shown(&["b", "c"])).unwrap_err().to_string();
    assert_eq!(told, "REF-07, a can be worked out to within 0 from REF-01; REF-07, b; REF-07, c");
}

#[test]
fn people_decide_beside_the_rules_and_stand_in_the_log() {
    let parts = [rows(0..3), rows(3..63), rows(63..75)];
    let mut figures = vec![count("REF-01", "", &rows(0..75))];
    figures.extend(["a", "b", "c"].iter().zip(&parts).map(|(group, part)| count("REF-07", group, part)));
    let by = |group: &str, show| Override {
        code: "REF-07".to_owned(),
        group: Some(group.to_owned()),
        show,
        reason: "agreed".to_owned(),
        by: "IG officer".to_owned(),
    };
    let overrides = [by("a", true)];
    let (disclosed, plan) =
        decided(counted(figures.clone()), &Decided { rules: dfe(), overrides: &overrides, ..Decided::default() }).unwrap();
    assert_eq!(hidden(&disclosed), [""; 0]);
    assert_eq!((plan.decisions()[0].shown, plan.decisions()[0].by.as_deref()), (true, Some("IG officer")));
    let overrides = [by("a", true), by("b", false)];
    let (disclosed, plan) = decided(counted(figures), &Decided { rules: dfe(), overrides: &overrides, ..Decided::default() }).unwrap();
    assert_eq!(hidden(&disclosed), ["REF-07 b", "REF-07 c"], "what a person hides is kept from being worked out as well");
    assert_eq!(plan.decisions()[1].why.as_deref(), Some("agreed"));
}

fn before(code: &str, group: &str, span: (Day, Day), n: Result<f64, Missing>) -> Before {
    Before { code: code.into(), group: group.into(), span, stock: false, numerator: n.ok(), denominator: None, value: n }
}

fn published(figures: Vec<Before>) -> [Earlier; 1] {
    [Earlier { name: "june.csv".to_owned(), figures }]
}

#[test]
fn what_is_out_cannot_be_hidden_again() {
    let now = (window().start, window().end);
    let earlier = published(vec![before("A-01", "", now, Ok(3.0))]);
    let rules = Decided { rules: dfe(), earlier: &earlier, ..Decided::default() };
    let refused = decided(counted(vec![count("A-01", "", &rows(0..3))]), &rules).unwrap_err().to_string();
    assert_eq!(
        refused,
        "not published: A-01 counts too few, and june.csv tells it already; decide with [[disclose]] in annexa.toml whether it stays shown"
    );
    // Of the two that could go with 3, the one that is out keeps nothing.
    let parts = [rows(0..3), rows(3..63), rows(63..75)];
    let mut figures = vec![count("REF-01", "", &rows(0..75))];
    figures.extend(["a", "b", "c"].iter().zip(&parts).map(|(group, part)| count("REF-07", group, part)));
    let earlier = published(vec![before("REF-07", "c", now, Ok(12.0))]);
    let (disclosed, _) = decided(counted(figures), &Decided { rules: dfe(), earlier: &earlier, ..Decided::default() }).unwrap();
    assert_eq!(hidden(&disclosed), ["REF-07 a", "REF-07 b"]);
}

#[test]
fn one_publication_less_another_leaves_no_small_number() {
    let start = window().start;
    let june = (start, Day::new(2025, 6, 30).unwrap());
    let earlier = published(vec![before("REF-07", "a", june, Ok(38.0)), before("REF-07", "b", june, Ok(20.0))]);
    let figures = vec![count("REF-07", "a", &rows(0..40)), count("REF-07", "b", &rows(40..80))];
    let (disclosed, _) = decided(counted(figures.clone()), &Decided { rules: dfe(), earlier: &earlier, ..Decided::default() }).unwrap();
    assert_eq!(hidden(&disclosed), ["REF-07 a"], "2 came between June and September");
    let stock: Vec<Before> = earlier[0].figures.iter().cloned().map(|figure| Before { stock: true, ..figure }).collect();
    let (disclosed, _) = decided(counted(figures), &Decided { rules: dfe(), earlier: &published(stock), ..Decided::default() }).unwrap();
    assert_eq!(hidden(&disclosed), [""; 0], "what stood at two days is no difference of events");
}

#[test]
fn a_month_that_was_hidden_stays_hidden_and_its_old_total_binds_it() {
    let june = (Day::new(2025, 1, 1).unwrap(), Day::new(2025, 6, 30).unwrap());
    let months = |n: [u32; 3]| {
        let mut at = 0;
        let mut part = |n: u32| {
            at += n;
            rows(at - n..at)
        };
        ["2025-05", "2025-06", "2025-07"].iter().zip(n).map(|(month, n)| count("REF-02m", month, &part(n))).collect::<Vec<_>>()
    };
    let mut figures = vec![count("REF-02", "", &rows(0..27))];
    figures.extend(months([4, 8, 15]));
    let earlier = published(vec![
        before("REF-02", "", june, Ok(72.0)),
        before("REF-02m", "2025-04", june, Ok(60.0)),
        before("REF-02m", "2025-05", june, Err(Missing::Suppressed)),
        before("REF-02m", "2025-06", june, Err(Missing::Suppressed)),
    ]);
    let (disclosed, plan) = decided(counted(figures), &Decided { rules: dfe(), earlier: &earlier, ..Decided::default() }).unwrap();
    assert_eq!(hidden(&disclosed), ["REF-02m 2025-05", "REF-02m 2025-06"]);
    assert_eq!(plan.decisions()[1].rule, "was hidden in an earlier publication");
}

#[test]
fn a_week_that_lost_one_is_hidden_and_the_quarter_is_published() {
    // 4 were published where up to 3 are small; the window cuts one of them off, and whoever reads [c] knows of 1 to 3.
    let rules = Rules { small: 3, ..dfe() };
    let june = (Day::new(2025, 1, 1).unwrap(), Day::new(2025, 6, 30).unwrap());
    let parts = [rows(0..3), rows(3..20)];
    let mut figures = vec![count("CON-01", "", &rows(0..40))];
    figures.extend(["2025-W14", "2025-W15"].iter().zip(&parts).map(|(week, part)| count("CON-12", week, part)));
    let earlier = published(vec![before("CON-12", "2025-W14", june, Ok(4.0))]);
    let (disclosed, plan) = decided(counted(figures.clone()), &Decided { rules, earlier: &earlier, ..Decided::default() }).unwrap();
    assert_eq!(hidden(&disclosed), ["CON-12 2025-W14"]);
    assert_eq!(plan.told_before(), ["CON-12, 2025-W14"]);
    assert_eq!(plan.decisions()[0].rule, "is nearly told by what was published before, whatever is hidden");
    let shown =
        |names: &[(&str, &str)]| names.iter().map(|(code, group)| ((*code).to_owned(), (*group).to_owned())).collect::<BTreeSet<_>>();
    plan.audit(&shown(&[("CON-01", ""), ("CON-12", "2025-W15")])).unwrap();
    assert!(plan.audit(&shown(&[("CON-12", "2025-W14")])).is_err(), "it may not be printed all the same");
    // Of 5 that were there 2 have gone: 1 to 4 are left, and there is nothing to tell.
    let earlier = published(vec![before("CON-12", "2025-W14", june, Ok(5.0))]);
    let (_, plan) = decided(counted(figures), &Decided { rules, earlier: &earlier, ..Decided::default() }).unwrap();
    assert!(plan.told_before().is_empty());
}

#[test]
fn a_month_that_lies_before_the_window_is_not_told_by_those_inside() {
    // 2025-03 and 2025-06 were hidden; whoever is told the second now works out the first from the total of then.
    let then = (Day::new(2025, 1, 1).unwrap(), Day::new(2025, 6, 30).unwrap());
    let parts = [rows(0..20), rows(20..30), rows(30..55)];
    let mut figures = vec![count("EH-03b", "", &rows(0..55))];
    figures.extend(["2025-05", "2025-06", "2025-07"].iter().zip(&parts).map(|(month, part)| count("EH-04m", month, part)));
    let earlier = published(vec![
        before("EH-03b", "", then, Ok(62.0)),
        before("EH-04m", "2025-02", then, Ok(30.0)),
        before("EH-04m", "2025-03", then, Err(Missing::Suppressed)),
        before("EH-04m", "2025-05", then, Ok(20.0)),
        before("EH-04m", "2025-06", then, Err(Missing::Suppressed)),
    ]);
    let (disclosed, plan) = decided(counted(figures), &Decided { rules: dfe(), earlier: &earlier, ..Decided::default() }).unwrap();
    let june = disclosed.get("EH-04m", "2025-06").unwrap();
    assert_eq!(june.value(), Err(Missing::Suppressed));
    let total = disclosed.single("EH-03b").unwrap().value().is_ok();
    let july = disclosed.get("EH-04m", "2025-07").unwrap().value().is_ok();
    assert!(!(total && july), "55 less 20 and 25 tells 10, and 62 less 30, 20 and 10 tells 2");
    assert!(plan.told_before().is_empty());
}
