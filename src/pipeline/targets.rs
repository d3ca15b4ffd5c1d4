//! Targets of a project against the catalogue.
//!
//! In: what stands under `[targets]`. Out: findings where a target cannot be meant so, and the targets that a report shows.

use crate::finding::{Finding, Findings, Severity};
use crate::indicators::Catalogue;
use crate::indicators::definition::{About, Good};
use crate::number::{Aim, Unit};
use crate::project::Project;
use crate::report::facts::Target;
use std::collections::BTreeMap;

/// Targets of indicators that are not there, targets that do not say which side is aimed at, and numbers that are no such unit.
pub(super) fn check(project: &Project, catalogue: &Catalogue) -> Findings {
    let mut findings = Findings::default();
    for (code, target) in &project.targets {
        let finding = match catalogue.get(code) {
            Some(definition) => target_at_odds(code, target, &definition.about),
            None => {
                let message = format!("there is no indicator `{}` to set a target for", crate::finding::shown(code));
                let finding = Finding::new(Severity::Error, "settings", target.place.clone(), message);
                Some(match crate::finding::nearest(code, catalogue.iter().map(|d| d.about.code.as_str())) {
                    Some(near) => finding.hint(format!("did you mean `{near}`?")),
                    None => finding.hint("annexa indicators lists them all"),
                })
            }
        };
        findings.extend(Findings(finding.into_iter().collect()));
    }
    findings
}

/// A target at odds with the indicator's polarity or unit.
fn target_at_odds(code: &str, target: &crate::project::Target, about: &About) -> Option<Finding> {
    let place = || target.place.clone();
    let value = target.value;
    match (aim(about.good), target.direction) {
        (None, None) => {
            let message = format!("neither higher nor lower is better for {code}, so its target must say which side is aimed at");
            let hint = format!("write {code} = {{ value = {value}, direction = \"at_least\" }}, or \"at_most\"");
            return Some(Finding::new(Severity::Error, "settings", place(), message).hint(hint));
        }
        (Some(aim), Some(said)) if aim != said => {
            let better = if aim == Aim::AtLeast { "higher" } else { "lower" };
            let message = format!("{better} is better for {code}, so its target cannot be {} a number", said.words());
            let hint = format!("leave direction out, or write direction = \"{}\"", aim.key());
            return Some(Finding::new(Severity::Error, "settings", place(), message).hint(hint));
        }
        _ => {}
    }
    let warning = |message: String, hint: String| Some(Finding::new(Severity::Warning, "target-unit", place(), message).hint(hint));
    match about.unit {
        Unit::Percent if value > 0.0 && value <= 1.0 => warning(
            format!("the target of {code} is {value}, and percentages run from 0 to 100"),
            format!("write {} for {0}%", crate::number::grouped(100.0 * value, 0)),
        ),
        Unit::Percent if value > 100.0 => {
            warning(format!("the target of {code} is {value}, more than all"), "percentages run from 0 to 100".to_owned())
        }
        unit if value < 0.0 && !matches!(unit, Unit::Points | Unit::Count) => {
            warning(format!("the target of {code} is below zero, which it cannot be"), "give it without the minus".to_owned())
        }
        _ => None,
    }
}

/// Which side of a target polarity aims at.
fn aim(good: Good) -> Option<Aim> {
    match good {
        Good::High => Some(Aim::AtLeast),
        Good::Low => Some(Aim::AtMost),
        Good::Neither => None,
    }
}

/// The targets a report shows: those whose side is known.
pub(super) fn shown(project: &Project, catalogue: &Catalogue) -> BTreeMap<String, Target> {
    let known = |(code, target): (&String, &crate::project::Target)| {
        let direction = target.direction.or_else(|| aim(catalogue.get(code)?.about.good))?;
        let crate::project::Target { value, origin, owner, set, .. } = target.clone();
        Some((code.clone(), Target { value, direction, origin, owner, set }))
    };
    project.targets.iter().filter_map(known).collect()
}
