//! How large the share of each group of children is at each stage, against its share elsewhere: dots and whiskers.
//!
//! Where the share it is held against is counted too, chance plays on both; that of residents is taken as it is.

use super::{Made, table};
use crate::charts::spec::{Form, Value, WhiskerRow, Whiskers};
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::report::facts::{Facts, Shown};
use crate::report::message;
use crate::statistics::{self, Interval};

/// A stage of a group: its words, its figure, its ratio with the interval, and the share it is held against.
struct Stage<'a> {
    name: String,
    figure: &'a Shown,
    ratio: f64,
    interval: (f64, f64),
    elsewhere: f64,
    /// How many it is held against, where they are counted.
    base: Option<f64>,
}

impl Stage<'_> {
    /// The interval of the ratio at a normal deviate; the share it is held against is left to chance where it is counted.
    fn at(&self, z: f64) -> Option<Interval> {
        let (n, of) = (self.figure.numerator?, self.figure.denominator?);
        let elsewhere = self.elsewhere / 100.0;
        match self.base {
            Some(base) => statistics::ratio_of_shares((n, of), ((elsewhere * base).min(base), base), z),
            None => Some(statistics::wilson(n, of, z)?.times(1.0 / elsewhere)),
        }
    }
}

/// Sections by group of the option `by` (`Male=Boys|Female=Girls`), in each the stages of `only`, or all. `against` names what the
/// shares are held against (`referrals`), and `base` the figure that counts it, where it is counted: `REF-02`, `X-13/Referrals White`.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let groups = read(facts, code, directive)?;
    let base = directive.options.get("base").and_then(|name| counted(facts, name));
    let meaning = directive.options.get("line").cloned().unwrap_or_else(|| "The same share".to_owned());
    // Beside shares of another kind of people nothing is claimed: no interval, no filled dot, no title.
    let claims = directive.options.get("claims").is_none_or(|claims| claims != "none");
    let row = |stage: &Stage| WhiskerRow {
        label: format!("{} ({})", stage.name, grouped(stage.figure.numerator.unwrap_or(0.0), 0)),
        value: Value { at: stage.ratio, shown: grouped(stage.ratio, 1) },
        interval: Some(stage.interval).filter(|_| claims),
        claimed: claims && (stage.interval.0 > 1.0 || stage.interval.1 < 1.0),
    };
    let sections = groups.iter().map(|(name, stages)| ((*name).to_owned(), stages.iter().map(row).collect())).collect();
    let against = directive.options.get("against").map_or("all", String::as_str);
    let rows = groups
        .iter()
        .flat_map(|(name, stages)| stages.iter().map(move |stage| (format!("{name}, {}", message::lower_first(&stage.name)), cells(stage))))
        .collect();
    Some(Made {
        title: if claims { title(&groups, against) } else { format!("Held against {against}, nothing is claimed") },
        alt: if claims { alt(&groups, &meaning) } else { values(&groups, &meaning) },
        note: if claims { note(against, base.is_some()) } else { vec![BRACKETS.to_owned()] },
        table: table("Ratios by group and stage", &["Group and stage", "Children", "Of", "Elsewhere", "Ratio", "95% interval"], rows),
        form: Form::Whiskers(Whiskers { line: 1.0, meaning, ratios: true, suffix: String::new(), key: None, sections }),
    })
}

/// The stages of each group of `by`.
fn read<'a>(facts: &'a Facts<'_>, code: &str, directive: &'a Directive) -> Option<Vec<(&'a str, Vec<Stage<'a>>)>> {
    let by: Vec<(&str, &str)> = directive.options.get("by")?.split('|').map(|part| part.split_once('=').unwrap_or((part, part))).collect();
    let only: Vec<&str> = directive.options.get("only").map(|o| o.split('|').collect()).unwrap_or_default();
    let base = directive.options.get("base").and_then(|name| counted(facts, name));
    let groups: Vec<(&str, Vec<Stage>)> = by
        .iter()
        .map(|(key, name)| {
            (*name, stages(facts, code, key, base).into_iter().filter(|s| only.is_empty() || only.contains(&s.name.as_str())).collect())
        })
        .filter(|(_, stages): &(&str, Vec<Stage>)| !stages.is_empty())
        .collect();
    (!groups.is_empty()).then_some(groups)
}

/// The title of a chart of ratios where it names a group whose share differs, though so many are looked at.
pub fn named(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<String> {
    let groups = read(facts, code, directive)?;
    let against = directive.options.get("against").map_or("all", String::as_str);
    let names = standing(&groups).is_some() && directive.options.get("claims").is_none_or(|claims| claims != "none");
    names.then(|| title(&groups, against))
}

/// How many are counted under a code, or a group of it, behind a slash.
fn counted(facts: &Facts<'_>, name: &str) -> Option<f64> {
    let (code, group) = name.split_once('/').unwrap_or((name, ""));
    let figure = facts.group(code, group)?;
    figure.denominator.or(figure.value.ok())
}

/// How the scale and the labels are read.
const BRACKETS: &str = "Half and twice stand equally far from the line. In brackets, children.";

/// What to know when reading it, and whether chance plays on one share or on both.
fn note(against: &str, both: bool) -> Vec<String> {
    let chance = match both {
        true => format!("Intervals allow for chance in both shares, the one among {against} too."),
        false => format!("Intervals take the share among {against} as it is."),
    };
    vec![
        "A filled dot: the 95% interval leaves out an equal share. Of twenty dots, chance alone fills about one: a title names a group only where it differs though all were looked at (Holm’s method).".to_owned(),
        chance,
        BRACKETS.to_owned(),
    ]
}

/// The figures of a group, stage by stage in the order of the record; those without a ratio are left out.
fn stages<'a>(facts: &'a Facts<'_>, code: &str, key: &str, base: Option<f64>) -> Vec<Stage<'a>> {
    let ending = format!(" {key}");
    let one = |figure: &'a Shown| {
        let name = figure.group.strip_suffix(&ending)?;
        let (ratio, n, of) = (figure.value.ok()?, figure.numerator?, figure.denominator?);
        let elsewhere = Some(n / of / ratio).filter(|share| share.is_finite())?;
        let stage = Stage { name: name.to_owned(), figure, ratio, interval: (0.0, 0.0), elsewhere: 100.0 * elsewhere, base };
        let interval = stage.at(statistics::Z95)?;
        Some(Stage { interval: (interval.low, interval.high), ..stage })
    };
    facts.groups(code).into_iter().filter_map(one).collect()
}

fn cells(stage: &Stage) -> Vec<String> {
    let whole = |n: Option<f64>| grouped(n.unwrap_or(0.0), 0);
    let (low, high) = stage.interval;
    vec![
        whole(stage.figure.numerator),
        whole(stage.figure.denominator),
        Unit::Percent.show(stage.elsewhere),
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

/// Whether a share differs at a normal deviate.
fn differs(stage: &Stage, z: f64) -> bool {
    stage.at(z).is_some_and(|interval| interval.low > 1.0 || interval.high < 1.0)
}

/// Of the shares that differ beyond chance, though so many are looked at, the one that does so most.
fn standing<'a>(groups: &'a [(&'a str, Vec<Stage<'a>>)]) -> Option<(&'a str, &'a Stage<'a>)> {
    let far = |stage: &Stage| stage.ratio.max(1.0 / stage.ratio);
    let all: Vec<(&str, &Stage)> = groups.iter().flat_map(|(name, stages)| stages.iter().map(move |stage| (*name, stage))).collect();
    let stand = statistics::holm(&all, |(_, stage), z| differs(stage, z));
    let beyond = all.iter().zip(stand).filter(|(_, stands)| *stands).map(|(found, _)| *found);
    beyond.reduce(|most, next| if far(next.1) > far(most.1) { next } else { most })
}

/// Of the shares that differ beyond chance, though so many are looked at, the one that does so most, with both numbers: `Black children:
/// 29.6% of child protection plans, 22.3% of referrals`. Where none does, how many differ taken alone, and that chance gives as many.
fn title(groups: &[(&str, Vec<Stage>)], against: &str) -> String {
    let all: Vec<&Stage> = groups.iter().flat_map(|(_, stages)| stages).collect();
    let Some((name, stage)) = standing(groups) else {
        let alone = all.iter().filter(|stage| differs(stage, statistics::Z95)).count();
        let verb = if alone == 1 { "differs" } else { "differ" };
        return match alone {
            0 => format!("No group’s share differs from that of {against} beyond chance"),
            // Twice as many as chance fills on average are still no surprise; of more it is only not known which.
            _ if alone as f64 <= (0.1 * all.len() as f64).max(1.0) => {
                format!("{alone} of {} group shares {verb}, about what chance gives", all.len())
            }
            _ => format!("{alone} of {} group shares {verb}, none for certain", all.len()),
        };
    };
    let share = |percent: f64| Unit::Percent.show(percent);
    let at = share(stage.figure.numerator.zip(stage.figure.denominator).map_or(0.0, |(n, of)| 100.0 * n / of));
    let (place, elsewhere) = (message::lower_first(&stage.name), share(stage.elsewhere));
    let more = if stage.ratio > 1.0 { "More" } else { "Fewer" };
    message::shortest([
        format!("{name}: {at} of {place}, {elsewhere} of {against}"),
        format!("{name}: {at} of {place}, {elsewhere} elsewhere"),
        format!("{more} {} than among {against}", message::lower_first(name)),
    ])
}

fn alt(groups: &[(&str, Vec<Stage>)], meaning: &str) -> String {
    let one = |(name, stages): &(&str, Vec<Stage>)| {
        let (above, below) = beyond(stages);
        format!("{name}: {above} of {} stages above, {below} below", stages.len())
    };
    format!(
        "Dots with whiskers against a line that means {}. {}.",
        message::lower_first(meaning),
        groups.iter().map(one).collect::<Vec<_>>().join("; ")
    )
}

/// The same without a claim.
fn values(groups: &[(&str, Vec<Stage>)], meaning: &str) -> String {
    let stage = |stage: &Stage| format!("{} {}", message::lower_first(&stage.name), grouped(stage.ratio, 1));
    let one = |(name, stages): &(&str, Vec<Stage>)| format!("{name}: {}", stages.iter().map(stage).collect::<Vec<_>>().join(", "));
    format!("Dots against a line that means {}. {}.", message::lower_first(meaning), groups.iter().map(one).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::number::{Missing, Unit};
    use crate::report::testing;

    fn made(figures: &[testing::Figure<'_>]) -> Option<Made> {
        against(figures, None)
    }

    fn against(figures: &[testing::Figure<'_>], base: Option<f64>) -> Option<Made> {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        base.iter().for_each(|base| testing::counts(&mut facts, "BASE", &[("", *base)]));
        testing::add(&mut facts, "code", Unit::Ratio, Good::Neither, None, figures);
        make(
            &facts,
            "code",
            &testing::chart(&["code"], &[("by", "White=White children|Male=Boys"), ("against", "referrals"), ("base", "BASE")]),
        )
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
        assert_eq!(made.title, "White children: 60.0% of referrals, 30.0% of referrals");
        assert_eq!(made.table.rows[0].cells, ["60", "100", "30.0%", "2.0", "1.7 to 2.3"]);
        assert_eq!(made.note[1], "Intervals take the share among referrals as it is.");
    }

    #[test]
    fn a_share_counted_elsewhere_is_left_to_chance_too() {
        let figures = [("Plans White", Some(60.0), Some(100.0), Ok(2.0))];
        let interval = |base| {
            let made = against(&figures, base).unwrap();
            let Form::Whiskers(chart) = &made.form else { panic!("another form") };
            (chart.sections[0].1[0].interval.unwrap(), made.note[1].clone())
        };
        let (fixed, sampled, few) = (interval(None).0, interval(Some(1000.0)), interval(Some(60.0)).0);
        assert!(sampled.0.0 < fixed.0 && sampled.0.1 > fixed.1, "{fixed:?} {sampled:?}");
        assert!(few.0 < sampled.0.0 && few.1 > sampled.0.1, "{few:?}");
        assert!(sampled.1.starts_with("Intervals allow for chance in both"));
    }

    #[test]
    fn a_difference_that_chance_may_explain_makes_no_headline() {
        let made = made(&[("Plans Male", Some(11.0), Some(20.0), Ok(1.1))]).unwrap();
        assert_eq!(made.title, "No group’s share differs from that of referrals beyond chance");
        let less =
            self::made(&[("Plans Male", Some(10.0), Some(100.0), Ok(0.2)), ("Care Male", Some(50.0), Some(100.0), Ok(1.0))]).unwrap();
        assert_eq!(less.title, "Boys: 10.0% of plans, 50.0% of referrals");
        assert!(self::made(&[]).is_none());
    }

    #[test]
    fn many_looks_at_once_name_no_group_that_one_look_would() {
        // 42 of 100 against an expected 30%: z is 2.6 taken alone; ten looks ask for 2.8.
        let one = ("Plans White", Some(42.0), Some(100.0), Ok(1.4));
        assert_eq!(made(&[one]).unwrap().title, "White children: 42.0% of plans, 30.0% of referrals");
        let names: Vec<String> = (0..9).map(|i| format!("Stage {i} White")).collect();
        let mut all: Vec<testing::Figure<'_>> = names.iter().map(|name| (name.as_str(), Some(30.0), Some(100.0), Ok(1.0))).collect();
        all.push(one);
        assert_eq!(made(&all).unwrap().title, "1 of 10 group shares differs, about what chance gives");
        all[0] = ("Stage 0 White", Some(41.0), Some(100.0), Ok(41.0 / 30.0));
        assert_eq!(made(&all).unwrap().title, "2 of 10 group shares differ, none for certain");
        all[1] = ("Stage 1 White", Some(60.0), Some(100.0), Ok(2.0));
        assert_eq!(made(&all).unwrap().title, "White children: 60.0% of stage 1, 30.0% of referrals");
    }

    #[test]
    fn held_against_people_of_another_age_nothing_is_claimed() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let figures = [("Referrals White", Some(60.0), Some(100.0), Ok(2.0))];
        testing::add(&mut facts, "code", Unit::Ratio, Good::Neither, None, &figures);
        let options = [("by", "White=White children"), ("against", "residents of all ages"), ("claims", "none")];
        let made = make(&facts, "code", &testing::chart(&["code"], &options)).unwrap();
        let Form::Whiskers(chart) = &made.form else { panic!("another form") };
        assert_eq!(
            (made.title.as_str(), chart.sections[0].1[0].interval),
            ("Held against residents of all ages, nothing is claimed", None)
        );
        assert!(made.alt.ends_with("White children: referrals 2.0.") && made.note.len() == 1, "{}", made.alt);
    }
}
