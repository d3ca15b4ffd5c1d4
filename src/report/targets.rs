//! Targets: what the authority aims at, and whether a figure reaches it.
//!
//! In: a figure and its target. Out: words. Met or missed is judged on values as displayed (ruling 22), and said in words,
//! so that no output needs a colour for it. Of fewer than 30 the words warn of small numbers.

use super::facts::{Facts, Shown, Target};
use crate::charts::spec::Value;
use crate::indicators::definition::Leans;
use crate::number::{Aim, Unit};
use crate::statistics::{Interval, Verdict, verdict};

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
    /// Whether the 95% interval of the figure holds the target: met or missed, it may be chance.
    pub chance: bool,
    /// Whether it is met by a count that is kinder than the published one.
    pub kinder: bool,
    /// Where it is drawn and what is printed there.
    pub value: Value,
}

/// The target of a code beside its single figure.
pub fn beside(facts: &Facts<'_>, code: &str) -> Option<Beside> {
    let (target, unit) = (facts.targets.get(code)?, facts.about(code)?.unit);
    let figure = facts.single(code);
    let unlike = facts.about(code).is_some_and(|about| about.leans == Leans::Either);
    let result = match figure.and_then(|f| f.value.ok()) {
        None => String::new(),
        // Where the count is too unlike the published one to stand beside it, it is too unlike for a target set in those terms.
        Some(_) if unlike => UNLIKE.to_owned(),
        Some(value) => result(target, unit, value),
    };
    let shown = unit.show_round(target.value);
    Some(Beside {
        aim: format!("{} {shown}", target.direction.words()),
        origin: target.origin.clone(),
        small: !result.is_empty() && figure.is_some_and(Shown::is_small),
        chance: !result.is_empty() && !unlike && figure.is_some_and(|figure| is_in_interval(figure, target.value)),
        kinder: result == MET && is_kinder(facts, code, target.direction),
        result,
        value: Value { at: target.value, shown },
    })
}

/// Said where the figure is counted unlike the published one.
const UNLIKE: &str = "not judged, as counted differently";

/// Whether the target lies in the interval of a figure as displayed, as a comparator's value would be similar; of few nothing is said.
fn is_in_interval(figure: &Shown, target: f64) -> bool {
    let interval = figure.interval().filter(|_| !figure.is_small());
    interval.is_some_and(|(low, high)| verdict(figure.unit, Interval { low, high }, target) == Verdict::Similar)
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
    /// `3.2 points short; small numbers`, `3.2 points over, may be chance`, `met; DfE counts more strictly`, or nothing where there is no figure.
    pub fn outcome(&self) -> String {
        let kinder = if self.kinder { "; DfE counts more strictly" } else { "" };
        let chance = if self.chance && !self.kinder { ", may be chance" } else { "" };
        let small = if self.small { "; small numbers" } else { "" };
        format!("{}{kinder}{chance}{small}", self.result)
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
        testing::share(&mut facts, "CLOSE", Good::High, None, 880.0, 1000.0);
        testing::share(&mut facts, "UNLIKE", Good::High, None, 868.0, 1000.0);
        facts.about.get_mut("UNLIKE").unwrap().leans = Leans::Either;
        testing::share(&mut facts, "AGAIN", Good::Low, None, 6.0, 25.0);
        testing::add(&mut facts, "DAYS", Unit::Days, Good::Low, None, &[("", None, None, Ok(121.4))]);
        testing::add(&mut facts, "GONE", Unit::Percent, Good::High, None, &[("", None, None, Err(Missing::Suppressed))]);
        for (code, value, direction) in [
            ("IN-TIME", 90.0, Aim::AtLeast),
            ("CLOSE", 90.0, Aim::AtLeast),
            ("UNLIKE", 90.0, Aim::AtLeast),
            ("AGAIN", 24.0, Aim::AtMost),
            ("DAYS", 120.0, Aim::AtMost),
            ("GONE", 90.0, Aim::AtLeast),
        ] {
            facts.targets.insert(code.to_owned(), target(value, direction));
        }
        let said = |code: &str| beside(&facts, code).unwrap().words();
        assert_eq!(said("IN-TIME"), "Target at least 90%, local: 3.2 points short");
        // Wilson's interval of 880 in 1,000 is 85.8% to 89.9%, of 868 84.6% to 88.8%.
        facts.targets.get_mut("CLOSE").unwrap().value = 89.9;
        let said = |code: &str| beside(&facts, code).unwrap().words();
        assert_eq!(said("CLOSE"), "Target at least 89.9%, local: 1.9 points short, may be chance");
        assert_eq!(said("UNLIKE"), "Target at least 90%, local: not judged, as counted differently");
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
        assert_eq!(
            said(854.0, Leans::Lower, Aim::AtLeast),
            "Target at least 85%, local: met, may be chance",
            "a harder count needs no word"
        );
        assert_eq!(said(854.0, Leans::Level, Aim::AtLeast), "Target at least 85%, local: met, may be chance");
        assert_eq!(said(840.0, Leans::Higher, Aim::AtLeast), "Target at least 85%, local: 1.0 points short, may be chance");
        assert!(said(840.0, Leans::Lower, Aim::AtMost).ends_with("more strictly"));
    }
}
