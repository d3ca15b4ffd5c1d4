//! Changes of the work that the settings record: what a report shows of them, and what is wrong with them.
//!
//! In: the project, the catalogue, windows and facts. Out: changes by code, and findings with the line of each. A change without
//! effect is told, because a council would believe its limits set anew.

use crate::calendar::Window;
use crate::finding::{Finding, Findings, Severity, nearest, shown};
use crate::indicators::Catalogue;
use crate::indicators::record::Rule;
use crate::project::{Project, Rebase};
use crate::report::facts::{self, Facts};
use crate::report::signals::{self, FEWEST};
use std::collections::BTreeMap;

/// Changes by code, the earliest first.
pub(super) fn by_code(project: &Project) -> BTreeMap<String, Vec<facts::Rebase>> {
    let mut changes: BTreeMap<String, Vec<facts::Rebase>> = BTreeMap::new();
    for Rebase { indicator, from, why, .. } in &project.rebases {
        changes.entry(indicator.clone()).or_default().push(facts::Rebase { from: *from, why: why.clone() });
    }
    changes.values_mut().for_each(|changes| changes.sort_by_key(|change| change.from));
    changes
}

/// Indicators that are not there, and those that are not counted by month or week.
pub(super) fn unknown(project: &Project, catalogue: &Catalogue) -> Findings {
    let series = |code: &str| catalogue.get(code).is_some_and(|definition| is_series(&definition.rule));
    let wrong = project.rebases.iter().filter(|rebase| !series(&rebase.indicator)).map(|rebase| {
        let code = shown(&rebase.indicator);
        let known = catalogue.get(&rebase.indicator).is_some();
        let message = match known {
            true => format!("{code} is not counted by month or week, so it has no limits to set anew"),
            false => format!("there is no indicator `{code}` to set limits anew for"),
        };
        let all: Vec<&str> = catalogue.iter().filter(|d| is_series(&d.rule)).map(|d| d.about.code.as_str()).collect();
        let hint = match nearest(&rebase.indicator, all.iter().copied()).filter(|_| !known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("counted by month or week: {}", all.join(", ")),
        };
        Finding::new(Severity::Error, "settings", rebase.place.clone(), message).hint(hint)
    });
    Findings(wrong.collect())
}

/// Whether a rule counts by month or week.
fn is_series(rule: &Rule) -> bool {
    matches!(rule, Rule::Count(count) if count.by.as_ref().is_some_and(|by| by.month.is_some() || by.week.is_some()))
}

/// Changes that lie outside the reporting window of their list.
pub fn outside(project: &Project, catalogue: &Catalogue, windows: &BTreeMap<String, Window>) -> Findings {
    let finding = |rebase: &Rebase| {
        let about = &catalogue.get(&rebase.indicator)?.about;
        let window = windows.get(&about.list)?;
        let (period, day) = (window.words(), rebase.from.words());
        let finding = |severity, message| Finding::new(severity, "rebase-outside", rebase.place.clone(), message);
        if rebase.from > window.end {
            let message = format!("the change of {} on {day} comes after the period, {period}", about.code);
            Some(finding(Severity::Warning, message).hint("check the date, or take it out until then"))
        } else if rebase.from <= window.start {
            let message = format!("the change of {} on {day} comes before the period, {period}, so all limits are of after it", about.code);
            Some(finding(Severity::Note, message).hint("it may stay for longer periods"))
        } else {
            None
        }
    };
    Findings(project.rebases.iter().filter_map(finding).collect())
}

/// Changes inside the period that set no limits anew: too few months or weeks on a side, or none that can be judged.
pub(super) fn unused(project: &Project, facts: &Facts<'_>) -> Findings {
    let finding = |rebase: &Rebase| {
        let code = &rebase.indicator;
        let window = facts.window(code)?;
        if rebase.from > window.end || rebase.from <= window.start {
            return None;
        }
        let change = facts::Rebase { from: rebase.from, why: rebase.why.clone() };
        let day = rebase.from.words();
        let message = match signals::judged(facts, code) {
            Ok(judged) if judged.changes.contains(&change) => return None,
            Ok(judged) => {
                let step = judged.step.word();
                format!("limits of {code} are not set anew on {day}: fewer than {FEWEST} whole {step}s lie before or after it")
            }
            Err(_) => format!("limits of {code} are not set anew on {day}: too little is counted to have limits"),
        };
        let finding = Finding::new(Severity::Warning, "rebase-too-few", rebase.place.clone(), message);
        Some(finding.hint("lengthen the period of its list, or take the change out until there are enough"))
    };
    Findings(project.rebases.iter().filter_map(finding).collect())
}
