//! How often groups of children are met at each stage, against how often they would be expected: dots and whiskers.

use super::{Made, table};
use crate::charts::spec::{Form, Value, WhiskerRow, Whiskers};
use crate::content::markdown::Directive;
use crate::number::grouped;
use crate::report::facts::{Facts, Shown};
use crate::statistics;

/// A stage of a group: its words, its figure, and its ratio with the interval.
struct Stage<'a> {
    name: String,
    figure: &'a Shown,
    ratio: f64,
    interval: (f64, f64),
}

/// Sections by group of the option `by` (`Male=Boys|Female=Girls`), in each the stages of `only`, or all.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let by: Vec<(&str, &str)> = directive.options.get("by")?.split('|').map(|part| part.split_once('=').unwrap_or((part, part))).collect();
    let only: Vec<&str> = directive.options.get("only").map(|o| o.split('|').collect()).unwrap_or_default();
    let groups: Vec<(&str, Vec<Stage>)> = by
        .iter()
        .map(|(key, name)| {
            (*name, stages(facts, code, key).into_iter().filter(|s| only.is_empty() || only.contains(&s.name.as_str())).collect())
        })
        .filter(|(_, stages): &(&str, Vec<Stage>)| !stages.is_empty())
        .collect();
    if groups.is_empty() {
        return None;
    }
    let meaning = directive.options.get("line").cloned().unwrap_or_else(|| "As expected".to_owned());
    let row = |stage: &Stage| WhiskerRow {
        label: format!("{} ({})", stage.name, grouped(stage.figure.numerator.unwrap_or(0.0), 0)),
        value: Value { at: stage.ratio, shown: grouped(stage.ratio, 1) },
        interval: Some(stage.interval),
    };
    let sections = groups.iter().map(|(name, stages)| ((*name).to_owned(), stages.iter().map(row).collect())).collect();
    let rows = groups
        .iter()
        .flat_map(|(name, stages)| {
            stages.iter().map(move |stage| (format!("{name}, {}", crate::report::message::lower_first(&stage.name)), cells(stage)))
        })
        .collect();
    Some(Made {
        title: title(&groups),
        alt: alt(&groups, &meaning),
        note: vec!["A filled dot: chance alone does not explain the difference (95% interval). Half and twice stand equally far from the line. In brackets, children.".to_owned()],
        table: table("Ratios by group and stage", &["Group and stage", "Children", "Of", "Ratio", "95% interval"], rows),
        form: Form::Whiskers(Whiskers { line: 1.0, meaning, ratios: true, suffix: String::new(), sections }),
    })
}

/// The figures of a group, stage by stage in the order of the record; those without a ratio are left out.
fn stages<'a>(facts: &'a Facts<'_>, code: &str, key: &str) -> Vec<Stage<'a>> {
    let ending = format!(" {key}");
    let one = |figure: &'a Shown| {
        let name = figure.group.strip_suffix(&ending)?;
        let (ratio, n, of) = (figure.value.ok()?, figure.numerator?, figure.denominator?);
        let expected = n / of * 100.0 / ratio;
        let interval = statistics::share(n, of).filter(|_| ratio > 0.0)?.times(1.0 / expected);
        Some(Stage { name: name.to_owned(), figure, ratio, interval: (interval.low, interval.high) })
    };
    facts.groups(code).into_iter().filter_map(one).collect()
}

fn cells(stage: &Stage) -> Vec<String> {
    let whole = |n: Option<f64>| grouped(n.unwrap_or(0.0), 0);
    let (low, high) = stage.interval;
    vec![
        whole(stage.figure.numerator),
        whole(stage.figure.denominator),
        grouped(stage.ratio, 1),
        format!("{} to {}", grouped(low, 1), grouped(high, 1)),
    ]
}

/// How many stages of a group lie beyond chance: above the line, below it.
fn beyond(stages: &[Stage]) -> (usize, usize) {
    let above = stages.iter().filter(|s| s.interval.0 > 1.0).count();
    let below = stages.iter().filter(|s| s.interval.1 < 1.0).count();
    (above, below)
}

/// The group that is met more often than expected at most stages; failing that, less often.
fn title(groups: &[(&str, Vec<Stage>)]) -> String {
    let most = |side: fn((usize, usize)) -> usize| {
        groups
            .iter()
            .map(|(name, stages)| (side(beyond(stages)), *name, stages.len()))
            .filter(|(count, ..)| *count > 0)
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
    };
    let stages = |count: usize, of: usize| if of == 1 { "the one stage".to_owned() } else { format!("{count} of {of} stages") };
    match (most(|b| b.0), most(|b| b.1)) {
        (Some((count, name, of)), _) => format!("{name}: more often than expected at {}", stages(count, of)),
        (None, Some((count, name, of))) => format!("{name}: less often than expected at {}", stages(count, of)),
        (None, None) => "No group is met more or less often beyond chance".to_owned(),
    }
}

fn alt(groups: &[(&str, Vec<Stage>)], meaning: &str) -> String {
    let one = |(name, stages): &(&str, Vec<Stage>)| {
        let (above, below) = beyond(stages);
        format!("{name}: {above} of {} stages above, {below} below", stages.len())
    };
    format!(
        "Dots with whiskers against a line that means {}. {}.",
        crate::report::message::lower_first(meaning),
        groups.iter().map(one).collect::<Vec<_>>().join("; ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::number::{Missing, Unit};
    use crate::report::testing;

    fn made(figures: &[testing::Figure<'_>]) -> Option<Made> {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::add(&mut facts, "code", Unit::Ratio, Good::Neither, None, figures);
        make(&facts, "code", &testing::chart(&["code"], &[("by", "White|Male=Boys"), ("line", "As among residents")]))
    }

    #[test]
    fn an_interval_is_that_of_the_share_over_what_was_expected() {
        // 60 of 100 against an expected 30%: Wilson's 95% interval of the share is 50.2% to 69.1%.
        let made = made(&[("Referrals White", Some(60.0), Some(100.0), Ok(2.0)), ("Plans White", None, None, Err(Missing::NotApplicable))])
            .unwrap();
        let Form::Whiskers(chart) = &made.form else { panic!("another form") };
        let row = &chart.sections[0].1[0];
        let (low, high) = row.interval.unwrap();
        assert!((low - 1.673).abs() < 0.001 && (high - 2.302).abs() < 0.001, "{low} {high}");
        assert_eq!((row.label.as_str(), row.value.shown.as_str(), chart.sections.len()), ("Referrals (60)", "2.0", 1));
        assert_eq!(made.title, "White: more often than expected at the one stage");
        assert_eq!(made.table.rows[0].cells, ["60", "100", "2.0", "1.7 to 2.3"]);
    }

    #[test]
    fn a_difference_that_chance_may_explain_makes_no_headline() {
        let made = made(&[("Plans Male", Some(11.0), Some(20.0), Ok(1.1))]).unwrap();
        assert_eq!(made.title, "No group is met more or less often beyond chance");
        let less =
            self::made(&[("Plans Male", Some(10.0), Some(100.0), Ok(0.2)), ("Care Male", Some(50.0), Some(100.0), Ok(1.0))]).unwrap();
        assert_eq!(less.title, "Boys: less often than expected at 1 of 2 stages");
        assert!(self::made(&[]).is_none());
    }
}
