//! Invented published figures: what the simulated authority would have returned to the Department for Education.
//!
//! Each year's lists are cut at 31 March with a window of twelve months and counted, so the series runs into the live figures.
//! The measures are those of `benchmarks/measures.csv`; small counts are marked `c` as the department would.

use super::{Cell, DemoList, History};
use crate::calendar::{Day, Window, age, working_days};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The years that are published, ending on 31 March.
const YEARS: i16 = 5;

/// The series as `measure,year,value,flag`.
pub(super) fn series(history: &History) -> String {
    let as_at = history.as_at;
    // Figures for a year come out about half a year after its end.
    let last = as_at.months_before(6).plus(1);
    let last = if (last.month(), last.day_of_month()) >= (4, 1) { last.year() } else { last.year() - 1 };
    let mut lines = Vec::new();
    for year in last - YEARS + 1..=last {
        let Some(end) = Day::new(year, 3, 31) else { continue };
        let lists = history.on(end, 12);
        let mut returns =
            Returns { lists: &lists, end, year: Window::before(end, 12), population: f64::from(history.population), lines: Vec::new() };
        front_door(&mut returns);
        need(&mut returns);
        protection(&mut returns);
        care(&mut returns);
        leavers(&mut returns);
        lines.extend(returns.lines.into_iter().map(|(measure, value)| (measure, year, value)));
    }
    lines.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let mut text = String::from("measure,year,value,flag\n");
    for (measure, year, value) in lines {
        let _ = match value {
            Some(value) => writeln!(text, "{measure},{year},{value},"),
            None => writeln!(text, "{measure},{year},,c"),
        };
    }
    text
}

/// The figures of one year.
struct Returns<'a> {
    lists: &'a [DemoList],
    end: Day,
    year: Window,
    population: f64,
    lines: Vec<(&'static str, Option<String>)>,
}

/// A row with its fields by name.
#[derive(Clone, Copy)]
struct Line<'a>(&'a DemoList, &'a [Cell]);

impl<'a> Line<'a> {
    fn cell(&self, field: &str) -> &'a Cell {
        self.0.fields.iter().position(|f| *f == field).map_or(&Cell::Blank, |place| &self.1[place])
    }

    fn day(&self, field: &str) -> Option<Day> {
        if let Cell::Date(day) = self.cell(field) { Some(*day) } else { None }
    }

    fn is(&self, field: &str, keys: &[&str]) -> bool {
        matches!(self.cell(field), Cell::Code(_, key) if keys.contains(key))
    }

    fn whole(&self, field: &str) -> i32 {
        if let Cell::Whole(number) = self.cell(field) { *number } else { 0 }
    }

    fn length(&self, from: &str, to: Day) -> i32 {
        self.day(from).map_or(0, |start| to.since(start))
    }
}

impl<'a> Returns<'a> {
    fn rows(&self, key: &str) -> Vec<Line<'a>> {
        self.lists.iter().filter(|list| list.key == key).flat_map(|list| list.rows.iter().map(move |row| Line(list, row))).collect()
    }

    fn within(&self, rows: &[Line<'a>], field: &str) -> Vec<Line<'a>> {
        rows.iter().filter(|r| r.day(field).is_some_and(|day| self.year.contains(day))).copied().collect()
    }

    fn open(&self, rows: &[Line<'a>], field: &str) -> Vec<Line<'a>> {
        rows.iter().filter(|r| r.day(field).is_none_or(|day| day > self.end)).copied().collect()
    }

    fn count(&mut self, measure: &'static str, count: usize) {
        let small = (1..6).contains(&count);
        self.lines.push((measure, (!small).then(|| count.to_string())));
    }

    /// A rate tells its count to whoever knows the population: both are marked or neither.
    fn rate(&mut self, measure: &'static str, count: usize, decimals: usize) {
        let rate = count as f64 / self.population * 10_000.0;
        let small = (1..6).contains(&count);
        self.lines.push((measure, (!small).then(|| format!("{rate:.decimals$}"))));
    }

    fn share(&mut self, measure: &'static str, rows: &[Line<'a>], decimals: usize, counted: impl Fn(&Line<'a>) -> bool) {
        let (part, whole) = (rows.iter().filter(|r| counted(r)).count(), rows.len());
        self.percent_to(measure, part, whole, decimals);
    }

    fn percent(&mut self, measure: &'static str, part: usize, whole: usize) {
        self.percent_to(measure, part, whole, 1);
    }

    fn percent_to(&mut self, measure: &'static str, part: usize, whole: usize, decimals: usize) {
        let small = (1..3).contains(&part) || whole < 6;
        let value = part as f64 / whole.max(1) as f64 * 100.0;
        self.lines.push((measure, (!small).then(|| format!("{value:.decimals$}"))));
    }
}

fn front_door(returns: &mut Returns) {
    let rows = returns.rows("referrals");
    let referrals = returns.within(&rows, "referral_date");
    returns.count("referrals_n", referrals.len());
    returns.rate("referrals_rate", referrals.len(), 1);
    returns.share("referrals_nfa_pct", &referrals, 1, |r| r.is("nfa", &["yes"]));
    returns.count("referrals_nfa_n", referrals.iter().filter(|r| r.is("nfa", &["yes"])).count());
    let again = rereferrals(&referrals);
    returns.count("rereferrals_n", again);
    returns.percent("rereferrals_pct", again, referrals.len());
    for (measure, sources) in [
        ("ref_source_individual_pct", &["1A", "1B", "1C", "1D"][..]),
        ("ref_source_schools_pct", &["2A"]),
        ("ref_source_education_pct", &["2B"]),
        ("ref_source_health_pct", &["3A", "3B", "3C", "3D", "3E", "3F"]),
        ("ref_source_housing_pct", &["4"]),
        ("ref_source_la_pct", &["5A", "5B", "5C"]),
        ("ref_source_police_pct", &["6"]),
        ("ref_source_legal_pct", &["7"]),
        ("ref_source_other_pct", &["8"]),
        ("ref_source_anonymous_pct", &["9"]),
        ("ref_source_unknown_pct", &["10"]),
    ] {
        returns.share(measure, &referrals, 1, |r| r.is("referral_source", sources));
    }
    let rows = returns.rows("assessments");
    let assessments = returns.within(&rows, "authorised");
    let length = |r: &Line| r.day("start").zip(r.day("authorised")).map_or(0, |(start, end)| working_days(start, end));
    returns.count("assessments_n", assessments.len());
    returns.rate("assessments_rate", assessments.len(), 1);
    returns.share("assessments_45d_pct", &assessments, 1, |r| length(r) <= 45);
    for (measure, from, to) in [
        ("assess_0_10d_pct", 0, 10),
        ("assess_11_20d_pct", 11, 20),
        ("assess_21_30d_pct", 21, 30),
        ("assess_31_40d_pct", 31, 40),
        ("assess_41_45d_pct", 41, 45),
        ("assess_46_50d_pct", 46, 50),
        ("assess_51_60d_pct", 51, 60),
        ("assess_61pd_pct", 61, i32::MAX),
    ] {
        returns.share(measure, &assessments, 1, |r| (from..=to).contains(&length(r)));
    }
    let rows = returns.rows("section_47");
    let (enquiries, conferences) = (returns.within(&rows, "strategy_date"), returns.within(&rows, "conference_date"));
    let wait = |r: &Line| r.day("strategy_date").zip(r.day("conference_date")).map_or(0, |(start, end)| working_days(start, end));
    returns.count("s47_n", enquiries.len());
    returns.rate("s47_rate", enquiries.len(), 1);
    returns.count("icpc_n", conferences.len());
    returns.rate("icpc_rate", conferences.len(), 1);
    returns.share("icpc_15wd_pct", &conferences, 1, |r| wait(r) <= 15);
    for (measure, from, to) in
        [("icpc_0_10wd_n", 0, 10), ("icpc_11_15wd_n", 11, 15), ("icpc_16_20wd_n", 16, 20), ("icpc_21pwd_n", 21, i32::MAX)]
    {
        returns.count(measure, conferences.iter().filter(|r| (from..=to).contains(&wait(r))).count());
    }
}

/// Days from which and below which the published bands of length run.
const BANDS: [(i32, i32); 5] = [(0, 91), (91, 182), (182, 365), (365, 730), (730, i32::MAX)];

/// Referrals within twelve months of an earlier one: every later row of a child, and the first where the child's number says so.
fn rereferrals(referrals: &[Line]) -> usize {
    let mut children: BTreeMap<&str, (usize, i32)> = BTreeMap::new();
    for row in referrals {
        if let Cell::Id(id) = row.cell("child_id") {
            let (rows, previous) = children.entry(id).or_default();
            *rows += 1;
            *previous = row.whole("previous_referrals");
        }
    }
    children.values().map(|&(rows, previous)| rows - 1 + usize::from(previous >= rows as i32)).sum()
}

fn need(returns: &mut Returns) {
    let rows = returns.rows("children_in_need");
    let (open, started, ended) = (returns.open(&rows, "closed"), returns.within(&rows, "start"), returns.within(&rows, "closed"));
    let end = returns.end;
    returns.count("cin_n", open.len());
    returns.rate("cin_rate", open.len(), 1);
    returns.count("cin_started_n", started.len());
    returns.rate("cin_started_rate", started.len(), 1);
    returns.count("cin_ended_n", ended.len());
    returns.rate("cin_ended_rate", ended.len(), 1);
    let opened = ["cin_open_lt3m_pct", "cin_open_3_6m_pct", "cin_open_6_12m_pct", "cin_open_1_2y_pct", "cin_open_2yp_pct"];
    let closed = ["cin_ended_lt3m_pct", "cin_ended_3_6m_pct", "cin_ended_6_12m_pct", "cin_ended_1_2y_pct", "cin_ended_2yp_pct"];
    for (band, (from, to)) in BANDS.into_iter().enumerate() {
        returns.share(opened[band], &open, 1, |r| (from..to).contains(&r.length("start", end)));
        returns.share(closed[band], &ended, 1, |r| (from..to).contains(&r.length("start", r.day("closed").unwrap_or(end))));
    }
    for (measure, need) in [
        ("cin_need_n1_pct", "N1"),
        ("cin_need_n2_pct", "N2"),
        ("cin_need_n3_pct", "N3"),
        ("cin_need_n4_pct", "N4"),
        ("cin_need_n5_pct", "N5"),
        ("cin_need_n6_pct", "N6"),
        ("cin_need_n7_pct", "N7"),
        ("cin_need_n8_pct", "N8"),
        ("cin_need_n9_pct", "N9"),
        ("cin_need_n0_pct", "N0"),
    ] {
        returns.share(measure, &open, 1, |r| r.is("primary_need", &[need]));
    }
    returns.share("cin_disability_pct", &open, 1, |r| r.is("disability", &["yes"]));
    let planned = open.iter().filter(|r| r.is("case_status", &["child_in_need"])).count();
    returns.count("cin_plan_n", planned);
    returns.rate("cin_plan_rate", planned, 1);
}

fn protection(returns: &mut Returns) {
    let rows = returns.rows("child_protection");
    let (open, started, ended) = (returns.open(&rows, "end"), returns.within(&rows, "start"), returns.within(&rows, "end"));
    let end = returns.end;
    returns.count("cpp_n", open.len());
    returns.rate("cpp_rate", open.len(), 1);
    returns.count("cpp_started_n", started.len());
    returns.rate("cpp_started_rate", started.len(), 1);
    returns.count("cpp_ended_n", ended.len());
    returns.rate("cpp_ended_rate", ended.len(), 1);
    returns.share("cpp_second_pct", &started, 1, |r| r.whole("previous_plans") > 0);
    returns.count("cpp_second_n", started.iter().filter(|r| r.whole("previous_plans") > 0).count());
    let opened = ["cpp_open_lt3m_pct", "cpp_open_3_6m_pct", "cpp_open_6_12m_pct", "cpp_open_1_2y_pct", "cpp_2yp_pct"];
    let closed = ["cpp_ended_lt3m_pct", "cpp_ended_3_6m_pct", "cpp_ended_6_12m_pct", "cpp_ended_1_2y_pct", "cpp_ended_2yp_pct"];
    for (band, (from, to)) in BANDS.into_iter().enumerate() {
        returns.share(opened[band], &open, 1, |r| (from..to).contains(&r.length("start", end)));
        returns.share(closed[band], &ended, 1, |r| (from..to).contains(&r.length("start", r.day("end").unwrap_or(end))));
    }
    let due: Vec<_> = open.iter().filter(|r| r.length("start", end) > 91).copied().collect();
    returns.share("cpp_reviewed_pct", &due, 1, |r| r.day("last_review").is_some_and(|day| end.since(day) <= 183));
    for (at_start, now, category) in [
        ("cpp_start_neglect_pct", "cpp_neglect_pct", "neglect"),
        ("cpp_start_physical_pct", "cpp_physical_pct", "physical"),
        ("cpp_start_sexual_pct", "cpp_sexual_pct", "sexual"),
        ("cpp_start_emotional_pct", "cpp_emotional_pct", "emotional"),
        ("cpp_start_multiple_pct", "cpp_multiple_pct", "multiple"),
    ] {
        returns.share(at_start, &started, 1, |r| r.is("initial_category", &[category]));
        returns.share(now, &open, 1, |r| r.is("latest_category", &[category]));
    }
}

fn care(returns: &mut Returns) {
    let rows = returns.rows("looked_after");
    let (open, started, ceased) = (returns.open(&rows, "ceased"), returns.within(&rows, "start"), returns.within(&rows, "ceased"));
    let end = returns.end;
    returns.count("cla_n", open.len());
    returns.rate("cla_rate", open.len(), 0);
    returns.count("cla_started_n", started.len());
    returns.rate("cla_started_rate", started.len(), 0);
    returns.count("cla_ceased_n", ceased.len());
    returns.rate("cla_ceased_rate", ceased.len(), 0);
    returns.count("uasc_n", open.iter().filter(|r| r.is("uasc", &["yes"])).count());
    returns.share("uasc_pct", &open, 0, |r| r.is("uasc", &["yes"]));
    returns.share("uasc_started_pct", &started, 0, |r| r.is("uasc", &["yes"]));
    for (measure, kinds) in [
        ("cla_pl_foster_pct", &["U1", "U2", "U3", "U4", "U5", "U6"][..]),
        ("cla_pl_res_pct", &["K1", "K2"]),
        ("cla_pl_semi_pct", &["P2", "H5", "K3"]),
        ("cla_pl_othres_pct", &["R1", "R2", "R3", "R5", "P3"]),
        ("cla_pl_other_pct", &["Z1", "T0", "T1"]),
        ("cla_pl_parents_pct", &["P1"]),
        ("cla_pl_adopt_pct", &["A3", "A4", "A5", "A6"]),
        ("cla_pl_school_pct", &["S1"]),
    ] {
        returns.share(measure, &open, 0, |r| r.is("placement_type", kinds));
    }
    let years = |r: &Line| r.day("birth_date").map_or(-1, |born| age(born, end));
    for (measure, from, to) in [
        ("cla_age_lt1_pct", 0, 0),
        ("cla_age_1_4_pct", 1, 4),
        ("cla_age_5_9_pct", 5, 9),
        ("cla_age_10_15_pct", 10, 15),
        ("cla_age_16p_pct", 16, 18),
    ] {
        returns.share(measure, &open, 0, |r| (from..=to).contains(&years(r)));
    }
    returns.share("cla_male_pct", &open, 0, |r| r.is("sex", &["male"]));
    for (measure, statuses) in [
        ("cla_ls_ico_pct", &["C1"][..]),
        ("cla_ls_fco_pct", &["C2"]),
        ("cla_ls_s20_pct", &["V2"]),
        ("cla_ls_po_pct", &["E1"]),
        ("cla_ls_yj_pct", &["J1", "J2", "J3"]),
        ("cla_ls_det_pct", &["L1", "L2", "L3"]),
    ] {
        returns.share(measure, &open, 0, |r| r.is("legal_status", statuses));
    }
    returns.share("cla_3pl_pct", &open, 0, |r| r.whole("placements") >= 3);
    returns.count("cla_3pl_n", open.iter().filter(|r| r.whole("placements") >= 3).count());
    let lasting: Vec<_> =
        open.iter().filter(|r| years(r) < 16 && r.day("start").is_some_and(|day| day <= end.months_before(30))).copied().collect();
    returns.share("cla_longstab_pct", &lasting, 0, |r| r.day("placement_start").is_some_and(|day| day <= end.months_before(24)));
    let year: Vec<_> = open.iter().filter(|r| r.day("start").is_some_and(|day| day <= end.months_before(12))).copied().collect();
    returns.count("cla_12m_n", year.len());
    returns.share("cla_health_pct", &year, 0, |r| {
        r.day("health_assessment").is_some_and(|day| day >= end.months_before(if years(r) < 5 { 6 } else { 12 }))
    });
    returns.share("cla_dental_pct", &year, 0, |r| r.day("dental_check").is_some_and(|day| day >= end.months_before(12)));
    returns.share("cla_missing_pct", &rows, 0, |r| r.whole("missing_episodes") > 0);
    returns.count("cla_inyear_n", rows.len());
    returns.share("cla_away_pct", &rows, 0, |r| r.whole("absent_episodes") > 0);
    for (measure, reasons) in [
        ("adopted_pct", &["E11", "E12"][..]),
        ("sgo_pct", &["E45", "E46", "E47", "E48"]),
        ("cao_pct", &["E41"]),
        ("home_planned_pct", &["E4A"]),
        ("home_unplanned_pct", &["E4B"]),
    ] {
        returns.share(measure, &ceased, 0, |r| r.is("ceased_reason", reasons));
    }
    returns.count("adopted_n", ceased.iter().filter(|r| r.is("ceased_reason", &["E11", "E12"])).count());
}

fn leavers(returns: &mut Returns) {
    let end = returns.end;
    let base: Vec<_> = returns
        .rows("care_leavers")
        .into_iter()
        .filter(|r| !r.is("in_touch", &["died", "returned_home"]) && !r.is("eligibility", &["eligible"]))
        .collect();
    let aged = |from: i32, to: i32| {
        base.iter().filter(|r| r.day("birth_date").is_some_and(|born| (from..=to).contains(&age(born, end)))).copied().collect::<Vec<_>>()
    };
    const EET: &[&str] = &["F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5"];
    let (older, younger) = (aged(19, 21), aged(17, 18));
    returns.count("cl_19_21_n", older.len());
    returns.share("cl_19_21_intouch_pct", &older, 0, |r| r.is("in_touch", &["yes"]));
    returns.share("cl_19_21_accom_pct", &older, 0, |r| r.is("suitability", &["suitable"]));
    returns.share("cl_19_21_eet_pct", &older, 0, |r| r.is("activity", EET));
    returns.share("cl_19_21_neet_pct", &older, 0, |r| r.is("activity", &["G4", "G5", "G6"]));
    returns.share("cl_19_21_he_pct", &older, 0, |r| r.is("activity", &["F1", "P1"]));
    returns.count("cl_17_18_n", younger.len());
    returns.share("cl_17_18_intouch_pct", &younger, 0, |r| r.is("in_touch", &["yes"]));
    returns.share("cl_17_18_accom_pct", &younger, 0, |r| r.is("suitability", &["suitable"]));
    returns.share("cl_17_18_eet_pct", &younger, 0, |r| r.is("activity", EET));
}
