//! Targets: what the authority aims at, and whether a figure reaches it.
//!
//! In: a figure and its target. Out: words. Met or missed is judged on values as displayed (ruling 22), and said in words,
//! so that no output needs a colour for it. Of fewer than 30 the words warn of small numbers.

use super::facts::{Facts, Shown, Target};
use crate::charts::spec::Value;
use crate::indicators::definition::Leans;
use crate::number::{Aim, Unit};

/// A target beside a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// What is aimed at: `at least 90%`.
    pub aim: String,
    /// `national` or `local`.
    pub origin: String,
    /// `met`, `3.2 points short`, `4 days over`; empty where there is no figure.
    pub result: String,
    /// Whether the figure is a share of fewer than 30.
    pub small: bool,
    /// Whether it is met by a count that is kinder than the published one.
    pub kinder: bool,
    /// Where it is drawn and what is printed there.
    pub value: Value,
}

/// The target of a code beside its single figure.
pub fn beside(facts: &Facts<'_>, code: &str) -> Option<Beside> {
    let (target, unit) = (facts.targets.get(code)?, facts.about(code)?.unit);
    let figure = facts.single(code);
    let result = figure.and_then(|f| f.value.ok()).map_or_else(String::new, |value| result(target, unit, value));
    let shown = unit.show_round(target.value);
    Some(Beside {
        aim: format!("{} {shown}", target.direction.words()),
        origin: target.origin.clone(),
        small: !result.is_empty() && figure.is_some_and(Shown::is_small),
        kinder: result == MET && is_kinder(facts, code, target.direction),
        result,
        value: Value { at: target.value, shown },
    })
}

/// Said where a target is reached.
const MET: &str = "met";

/// Whether our rule alone moves a figure towards its target.
fn is_kinder(facts: &Facts<'_>, code: &str, direction: Aim) -> bool {
    let leans = facts.about(code).map_or(Leans::Level, |about| about.leans);
    matches!((leans, direction), (Leans::Higher, Aim::AtLeast) | (Leans::Lower, Aim::AtMost))
}

fn result(target: &Target, unit: Unit, value: f64) -> String {
    let missed = target.direction.missed_by(unit, value, target.value);
    if missed == 0.0 {
        return MET.to_owned();
    }
    let by = if unit == Unit::Percent { format!("{} points", Unit::Points.show(missed)) } else { unit.say(missed) };
    format!("{by} {}", if target.direction == Aim::AtMost { "over" } else { "short" })
}

impl Beside {
    /// `3.2 points short; small numbers`, `met; DfE counts more strictly`, or nothing where there is no figure.
    pub fn outcome(&self) -> String {
        let kinder = if self.kinder { "; DfE counts more strictly" } else { "" };
        let small = if self.small { "; small numbers" } else { "" };
        format!("{}{kinder}{small}", self.result)
    }

    /// `Target at least 90%, local: 3.2 points short`.
    pub fn words(&self) -> String {
        let target = format!("Target {}, {}", self.aim, self.origin);
        if self.result.is_empty() { target } else { format!("{target}: {}", self.outcome()) }
    }
}

/// The target with everything known of it: `At least 90%, local, set on 1 April 2025 by the head of assessment`.
pub fn in_full(facts: &Facts<'_>, code: &str) -> Option<String> {
    let (target, beside) = (facts.targets.get(code)?, beside(facts, code)?);
    let mut words = format!("{}, {}", super::message::capital(&beside.aim), beside.origin);
    if let Some(day) = target.set {
        words.push_str(&format!(", set on {}", day.words()));
    }
    if let Some(owner) = &target.owner {
        words.push_str(&format!("; owner: {owner}"));
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::indicators::definition::Good;
    use crate::number::Missing;
    use crate::report::testing;

    fn target(value: f64, direction: Aim) -> Target {
        Target { value, direction, origin: "local".to_owned(), owner: Some("Head of service".to_owned()), set: Day::new(2025, 4, 1) }
    }

    #[test]
    fn a_target_is_judged_as_displayed_and_said_in_words() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "IN-TIME", Good::High, None, 868.0, 1000.0);
        testing::share(&mut facts, "AGAIN", Good::Low, None, 6.0, 25.0);
        testing::add(&mut facts, "DAYS", Unit::Days, Good::Low, None, &[("", None, None, Ok(121.4))]);
        testing::add(&mut facts, "GONE", Unit::Percent, Good::High, None, &[("", None, None, Err(Missing::Suppressed))]);
        for (code, value, direction) in
            [("IN-TIME", 90.0, Aim::AtLeast), ("AGAIN", 24.0, Aim::AtMost), ("DAYS", 120.0, Aim::AtMost), ("GONE", 90.0, Aim::AtLeast)]
        {
            facts.targets.insert(code.to_owned(), target(value, direction));
        }
        let said = |code: &str| beside(&facts, code).unwrap().words();
        assert_eq!(said("IN-TIME"), "Target at least 90%, local: 3.2 points short");
        assert_eq!(said("AGAIN"), "Target at most 24%, local: met; small numbers");
        assert_eq!(said("DAYS"), "Target at most 120, local: 1 day over");
        assert_eq!(said("GONE"), "Target at least 90%, local", "a figure that is not shown is not judged");
        assert_eq!(in_full(&facts, "DAYS").unwrap(), "At most 120, local, set on 1 April 2025; owner: Head of service");
        assert!(beside(&facts, "ABSENT").is_none());
    }

    #[test]
    fn a_target_met_by_a_kinder_count_is_said_to_be() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let mut said = |n: f64, leans, direction| {
            testing::share(&mut facts, "IN-TIME", Good::High, None, n, 1000.0);
            facts.about.get_mut("IN-TIME").unwrap().leans = leans;
            facts.targets.insert("IN-TIME".to_owned(), target(85.0, direction));
            beside(&facts, "IN-TIME").unwrap().words()
        };
        let kind = "Target at least 85%, local: met; DfE counts more strictly";
        assert_eq!(said(854.0, Leans::Higher, Aim::AtLeast), kind);
        assert_eq!(said(854.0, Leans::Lower, Aim::AtLeast), "Target at least 85%, local: met", "a harder count needs no word");
        assert_eq!(said(854.0, Leans::Level, Aim::AtLeast), "Target at least 85%, local: met");
        assert_eq!(said(840.0, Leans::Higher, Aim::AtLeast), "Target at least 85%, local: 1.0 points short");
        assert!(said(840.0, Leans::Lower, Aim::AtMost).ends_with("more strictly"));
    }
}
