//! Months or weeks against the limits of chance. A series that cannot be judged is drawn as plain columns.

use super::{Made, columns, subject, table};
use crate::charts::scale::{Axis, Start};
use crate::charts::spec::{Before, Control, Form, Sense, Signal, Value};
use crate::content::attention::Season;
use crate::content::markdown::Directive;
use crate::number::grouped;
use crate::report::facts::{Facts, Rebase};
use crate::report::message::lower_first;
use crate::report::periods::{self, Step};
use crate::report::signals::{self, Judged, Unjudged};
use crate::statistics::control::{self, Direction, Limits, Rule, State};

/// More words than this at points would hide the line.
const MOST_NOTES: usize = 3;

/// `chart REF-16 as=control subject="Referrals"`.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let about = facts.about(code)?;
    let judged = match signals::judged(facts, code) {
        Ok(judged) => judged,
        Err(why) => return plain(facts, code, directive, why),
    };
    let limits = *judged.series.limits()?;
    let subject = subject(facts, code, directive);
    let sense = |signal: control::Signal| match signal.state(signals::best(about.good)) {
        State::Improvement(_) => Sense::Better,
        State::Concern(_) => Sense::Worse,
        State::CommonCause | State::Neutral(_) => Sense::Neither,
    };
    let all = judged.series.signals.iter().enumerate();
    let flagged: Vec<Signal> =
        all.filter_map(|(at, signal)| signal.map(|s| Signal { at, high: s.direction == Direction::High, sense: sense(s) })).collect();
    Some(Made {
        title: title(&judged, &limits, &subject, &facts.seasons),
        alt: alt(&judged, &limits, &subject),
        note: note(facts, code, &judged, &limits, &flagged),
        table: data(facts, code, &judged, &limits),
        form: Form::Control(Control {
            labels: judged.keys.iter().map(|key| periods::label(key)).collect(),
            points: judged.values.iter().map(|v| Some(count(*v))).collect(),
            signals: flagged,
            mean: ("Mean".to_owned(), level(limits.mean)),
            limits: Some([("Lower limit".to_owned(), level(limits.lower)), ("Upper limit".to_owned(), level(limits.upper))]),
            baseline: (now(&judged) > limits.points).then(|| (limits.points, format!("Limits set on these {}s", judged.step.word()))),
            before: before(&judged),
            notes: outside(&judged),
        }),
    })
}

/// How many months or weeks there are since the work last changed.
fn now(judged: &Judged) -> usize {
    judged.keys.len() - judged.since()
}

/// Stretches before the last change of the work.
fn before(judged: &Judged) -> Vec<Before> {
    let parted = judged.series.stretches.iter().zip(&judged.changes);
    let stretch = |(stretch, change): (&control::Stretch, &Rebase)| {
        let limits = stretch.limits?;
        let limits = (level(limits.mean), [level(limits.lower), level(limits.upper)]);
        Some(Before { end: stretch.end, mean: limits.0, limits: limits.1, why: change.why.clone() })
    };
    parted.filter_map(stretch).collect()
}

/// `from April 2025 on`, or `from the week of 7 April 2025 on`: where the limits of a stretch begin.
fn from(judged: &Judged, stretch: &control::Stretch) -> String {
    let first = periods::row(&judged.keys[stretch.start]);
    if judged.step == Step::Week { format!("from the week of {first} on") } else { format!("from {first} on") }
}

/// Columns, with the reason why there are no limits.
fn plain(facts: &Facts<'_>, code: &str, directive: &Directive, why: Unjudged) -> Option<Made> {
    let mut made = columns::make(facts, code, directive)?;
    let because = match why {
        Unjudged::NotAll => return Some(made),
        Unjudged::TooFew => "No limits of chance are drawn: too few whole months or weeks.",
        Unjudged::TooRare => "No limits of chance are drawn: events are too rare, or do not vary.",
    };
    made.note.push(because.to_owned());
    Some(made)
}

fn count(value: f64) -> Value {
    Value { at: value, shown: grouped(value, 0) }
}

/// A mean or limit of counts, which no count can lie below zero of.
fn level(value: f64) -> Value {
    let at = value.max(0.0);
    Value { at, shown: grouped(at, usize::from(at > 0.0)) }
}

/// Values of the points outside the limits, the latest ones where there are many.
fn outside(judged: &Judged) -> Vec<(usize, String)> {
    let all = judged.series.signals.iter().enumerate().rev();
    let outside = all.filter(|(_, signal)| signal.is_some_and(|s| s.rule == Rule::Outside));
    outside.take(MOST_NOTES).map(|(at, _)| (at, grouped(judged.values[at], 0))).collect()
}

/// The latest signal; of none, no more than the number of points allows.
fn title(judged: &Judged, limits: &Limits, subject: &str, seasons: &[Season]) -> String {
    match judged.latest() {
        Some((at, signal)) if seasonal(judged, at, signal, seasons).is_some() => {
            let season = seasonal(judged, at, signal, seasons).map_or("", |season| season.name.as_str());
            let way = if signal.direction == Direction::High { "higher" } else { "lower" };
            format!("{subject} {} {way} in the {season}", crate::report::grammar::were(subject))
        }
        Some((at, _)) => format!("{subject} {} {}", crate::report::grammar::were(subject), judged.words(at)),
        None if limits.on_trial() || !judged.changes.is_empty() => {
            format!("{subject} {} no signal in {}", crate::report::grammar::show(subject), judged.step.many(now(judged)))
        }
        None => format!("No signal: {} vary as chance would", lower_first(subject)),
    }
}

/// The season that the run of a signal lies in, where it explains the signal.
fn seasonal<'s>(judged: &Judged, at: usize, signal: control::Signal, seasons: &'s [Season]) -> Option<&'s Season> {
    judged.season(judged.series.run(&judged.values, at), signal.direction, seasons)
}

/// What a signal is, in a table.
fn told(signal: control::Signal) -> &'static str {
    match (signal.rule, signal.direction) {
        (Rule::Outside, Direction::High) => "High: above the upper limit",
        (Rule::Outside, Direction::Low) => "Low: below the lower limit",
        (Rule::Trend, Direction::High) => "High: one of seven or more rising",
        (Rule::Trend, Direction::Low) => "Low: one of seven or more falling",
        (Rule::TwoOfThree, Direction::High) => "High: one of two in three close to the limit",
        (Rule::TwoOfThree, Direction::Low) => "Low: one of two in three close to the limit",
        (Rule::Shift, Direction::High) => "High: one of seven or more above the mean",
        (Rule::Shift, Direction::Low) => "Low: one of seven or more below the mean",
    }
}

fn alt(judged: &Judged, limits: &Limits, subject: &str) -> String {
    let (first, last) = (periods::row(&judged.keys[0]), periods::row(&judged.keys[judged.keys.len() - 1]));
    let flagged = judged.series.signals.iter().flatten().count();
    let verb = if flagged == 1 { "is" } else { "are" };
    let beyond = format!("{flagged} of {} {verb} beyond chance", judged.step.many(judged.keys.len()));
    let latest = match judged.latest() {
        Some((at, _)) => format!("{beyond}; the latest: {}", judged.words(at)),
        None if flagged > 0 => format!("{beyond}, none of them since the limits were last set anew"),
        None => format!("No {} is beyond chance", judged.step.word()),
    };
    let told = |limits: &Limits| {
        let [mean, lower, upper] = [limits.mean, limits.lower, limits.upper].map(|at| level(at).shown);
        format!("mean {mean}, limits {lower} to {upper}")
    };
    let mut levels = vec![told(judged.series.stretches.first().and_then(|s| s.limits.as_ref()).unwrap_or(limits))];
    for (stretch, change) in judged.series.stretches.iter().skip(1).zip(&judged.changes) {
        levels.extend(stretch.limits.as_ref().map(|limits| format!("{} ({}) {}", from(judged, stretch), change.why, told(limits))));
    }
    format!("Control chart of {} by {}, {first} to {last}: {}. {latest}.", lower_first(subject), judged.step.word(), levels.join("; "),)
}

fn note(facts: &Facts<'_>, code: &str, judged: &Judged, limits: &Limits, flagged: &[Signal]) -> Vec<String> {
    let step = judged.step.word();
    let mut note = vec![match limits.on_trial() {
        true => format!("Trial limits: {} set them, and {} would make them firm.", judged.step.many(limits.points), control::BASELINE),
        false => format!("Chance alone keeps nearly every {step} between the dashed limits."),
    }];
    for (stretch, change) in judged.series.stretches.iter().skip(1).zip(&judged.changes) {
        note.push(format!("Limits are set anew {}: {}.", from(judged, stretch), change.why));
    }
    if flagged.iter().any(|signal| signal.sense == Sense::Neither) {
        note.push("A triangle: beyond chance, upwards or downwards. Whether that is good is not for the numbers to say.".to_owned());
    }
    if flagged.iter().any(|signal| signal.sense != Sense::Neither) {
        note.push("Beyond chance: a filled circle in the better direction, a diamond in the worse; H is high, L is low.".to_owned());
    }
    if judged.latest().is_some_and(|(at, signal)| seasonal(judged, at, signal, &facts.seasons).is_some()) {
        note.push("The season may explain the latest signal by itself: the year before is not held, or was much the same.".to_owned());
    }
    if step == "week" {
        note.push("A week is named by its Monday.".to_owned());
    }
    let held = |figure: &crate::report::facts::Shown| facts.window(code).is_none_or(|window| periods::whole(window, &figure.group));
    let whole = facts.groups(code).into_iter().filter(|figure| held(figure)).count();
    if facts.groups(code).len() > whole {
        note.push(format!("A {step} that the period cuts short is in the table only."));
    }
    if judged.earlier > 0 {
        note.push(format!("The months before {} are as earlier snapshots told them.", periods::row(&judged.keys[judged.earlier])));
    }
    if whole + judged.earlier > judged.keys.len() {
        note.push(format!("The {step}s before the list begins are in the table only."));
    }
    let levels = judged.series.stretches.iter().filter_map(|s| s.limits).flat_map(|l| [l.lower.max(0.0), l.upper]);
    let shown: Vec<f64> = judged.values.iter().copied().chain(levels).collect();
    if Axis::over(&shown, Start::Free).low > 0.0 {
        note.push("The scale does not start at zero.".to_owned());
    }
    note
}

/// Every month or week, those that are cut short too; where limits are set anew, the reason below the signal.
fn data(facts: &Facts<'_>, code: &str, judged: &Judged, limits: &Limits) -> crate::report::DataTable {
    let about = facts.about(code);
    let step = judged.step.word();
    let window = facts.window(code);
    let stretches = &judged.series.stretches;
    let row = |figure: &&crate::report::facts::Shown| {
        // Keys of one sort are in order as texts; what comes before the first has the first limits.
        let held = stretches.iter().rfind(|stretch| judged.keys[stretch.start] <= figure.group).or(stretches.first());
        let limits = held.and_then(|stretch| stretch.limits).unwrap_or(*limits);
        let levels = [limits.mean, limits.lower, limits.upper].map(|v| level(v).shown);
        let begins = held.filter(|stretch| judged.keys[stretch.start] == figure.group).and_then(|stretch| stretch.reason.as_ref());
        let signal = match judged.keys.iter().position(|key| *key == figure.group) {
            None if window.is_none_or(|window| periods::whole(window, &figure.group)) => "Before the list begins: not judged".to_owned(),
            None => format!("Part of a {step}: not judged"),
            Some(at) => judged.series.signals[at].map_or("None", told).to_owned(),
        };
        let signal = begins.map_or(signal.clone(), |why| format!("{signal}\nLimits set anew: {why}"));
        let cells = [figure.text()].into_iter().chain(levels).chain([signal]).collect();
        (periods::row(&figure.group), cells)
    };
    let head = if step == "week" { "Week of" } else { "Month" };
    let columns = [head, "Number", "Mean", "Lower limit", "Upper limit", "Signal"];
    let groups = facts.groups(code);
    let shown = |(key, value): (&String, &f64)| {
        let month =
            crate::report::facts::Shown { group: key.clone(), numerator: Some(*value), value: Ok(*value), ..(*groups.first()?).clone() };
        Some(month)
    };
    let earlier: Vec<_> = judged.keys.iter().zip(&judged.values).take(judged.earlier).filter_map(shown).collect();
    table(about.map_or("", |a| a.title.as_str()), &columns, earlier.iter().chain(groups.iter().copied()).map(|month| row(&month)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    /// Weeks from that of 31 March 2025, cut short at both ends of April to September.
    fn weeks(values: &[f64], good: Good) -> Made {
        changed(values, good, &[])
    }

    /// The same with changes of the work, each by the Monday of a week.
    fn changed(values: &[f64], good: Good, changes: &[(i8, i8, &str)]) -> Made {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let keys: Vec<String> = (0..values.len()).map(|i| format!("2025-W{:02}", i + 14)).collect();
        let groups: Vec<(&str, f64)> = keys.iter().zip(values).map(|(key, v)| (key.as_str(), *v)).collect();
        testing::counts(&mut facts, "code", &groups);
        facts.about.get_mut("code").unwrap().good = good;
        let change = |(month, day, why): &(i8, i8, &str)| {
            let from = crate::calendar::Day::new(2025, *month, *day).unwrap();
            Rebase { from, why: (*why).to_owned() }
        };
        facts.rebases.insert("code".to_owned(), changes.iter().map(change).collect());
        let (name, from, to) = ("school summer holidays".to_owned(), "07-14".to_owned(), "09-07".to_owned());
        facts.seasons = vec![Season { name, runs: crate::content::attention::Runs::Low, from, to }];
        make(&facts, "code", &testing::chart(&["code"], &[("subject", "Contacts")])).unwrap()
    }

    fn steady_then(more: &[f64]) -> Vec<f64> {
        let steady = [29.0, 31.0].into_iter().cycle().take(12);
        [2.0].into_iter().chain(steady).chain(more.iter().copied()).collect()
    }

    use crate::indicators::definition::Good;

    #[test]
    fn a_week_beyond_the_limits_is_named_and_part_weeks_are_not_judged() {
        let made = weeks(&steady_then(&[60.0, 31.0]), Good::Neither);
        assert_eq!(made.title, "Contacts were above the upper limit in week of 30 June");
        let Form::Control(chart) = &made.form else { panic!("another form") };
        assert_eq!((chart.labels[0].as_str(), chart.labels.len()), ("7 Apr", 14), "the week of 31 March is left out");
        assert_eq!(chart.signals, [Signal { at: 12, high: true, sense: Sense::Neither }]);
        assert_eq!(chart.notes, [(12, "60".to_owned())]);
        assert_eq!(chart.baseline.as_ref().map(|b| b.0), Some(12));
        assert_eq!(made.table.rows[0].cells, ["2", "30.0", "24.7", "35.3", "Part of a week: not judged"]);
        assert_eq!(made.table.rows[13].cells[4], "High: above the upper limit");
        assert!(made.alt.contains("mean 30.0, limits 24.7 to 35.3. 1 of 14 weeks is beyond chance"), "{}", made.alt);
    }

    #[test]
    fn a_change_of_the_work_breaks_the_limits_and_is_told_wherever_they_are() {
        // Twelve weeks about 30 and six about 60, of which that of 30 June is the first.
        let values = steady_then(&[59.0, 61.0, 59.0, 61.0, 59.0, 61.0]);
        assert_eq!(weeks(&values, Good::Neither).title, "Contacts were above the upper limit in week of 4 August");
        let made = changed(&values, Good::Neither, &[(6, 30, "New front door")]);
        assert_eq!(made.title, "Contacts show no signal in 6 weeks");
        let Form::Control(chart) = &made.form else { panic!("another form") };
        let value = |at: f64, shown: &str| Value { at, shown: shown.to_owned() };
        let [before] = chart.before.as_slice() else { panic!("{:?}", chart.before) };
        assert_eq!((before.end, &before.mean, before.why.as_str()), (12, &value(30.0, "30.0"), "New front door"));
        assert_eq!(before.limits.clone().map(|l| l.shown), ["24.7", "35.3"]);
        assert_eq!((&chart.mean.1, chart.baseline.as_ref(), chart.signals.len()), (&value(60.0, "60.0"), None, 0));
        let anew = "Limits are set anew from the week of 30 June 2025 on: New front door.";
        assert_eq!(made.note[..2], ["Trial limits: 6 weeks set them, and 12 would make them firm.".to_owned(), anew.to_owned()]);
        let levels = "mean 30.0, limits 24.7 to 35.3; from the week of 30 June 2025 on (New front door) mean 60.0, limits 54.7 to 65.3. ";
        assert!(made.alt.contains(levels) && made.alt.ends_with("No week is beyond chance."), "{}", made.alt);
        let rows = &made.table.rows;
        assert_eq!(rows[0].cells, ["2", "30.0", "24.7", "35.3", "Part of a week: not judged"]);
        assert_eq!(rows[12].cells, ["31", "30.0", "24.7", "35.3", "None"]);
        assert_eq!(rows[13].cells, ["59", "60.0", "54.7", "65.3", "None\nLimits set anew: New front door"]);
        assert_eq!(rows[18].cells[1], "60.0");
    }

    #[test]
    fn a_signal_before_a_change_is_drawn_and_no_longer_the_news() {
        let mut values = steady_then(&[59.0, 61.0, 59.0, 61.0, 59.0, 61.0]);
        values[6] = 80.0;
        let made = changed(&values, Good::Neither, &[(6, 30, "New front door")]);
        let Form::Control(chart) = &made.form else { panic!("another form") };
        assert_eq!(chart.signals, [Signal { at: 5, high: true, sense: Sense::Neither }]);
        assert_eq!(made.title, "Contacts show no signal in 6 weeks");
        assert!(made.alt.ends_with("1 of 18 weeks is beyond chance, none of them since the limits were last set anew."), "{}", made.alt);
    }

    #[test]
    fn a_run_that_summers_bring_is_told_as_that() {
        let low = [27.0, 28.0].into_iter().cycle().take(8);
        let steady = [29.0, 31.0].into_iter().cycle().take(15);
        let values: Vec<f64> = [2.0].into_iter().chain(steady).chain(low).collect();
        let made = weeks(&values, Good::Neither);
        assert_eq!(made.title, "Contacts were lower in the school summer holidays");
        assert!(made.note.iter().any(|note| note.starts_with("The season may explain")), "{:?}", made.note);
    }

    #[test]
    fn without_a_signal_the_title_says_no_more_than_the_points_allow() {
        assert_eq!(weeks(&steady_then(&[31.0]), Good::Neither).title, "No signal: contacts vary as chance would");
        let few = weeks(&steady_then(&[])[..7], Good::Neither);
        assert_eq!(few.title, "Contacts show no signal in 6 weeks");
        assert!(few.note[0].starts_with("Trial limits: 6 weeks set them"), "{:?}", few.note);
    }

    #[test]
    fn the_better_direction_has_a_mark_of_its_own() {
        let made = weeks(&steady_then(&[60.0, 10.0]), Good::High);
        let Form::Control(chart) = made.form else { panic!("another form") };
        assert_eq!(chart.signals.iter().map(|s| s.sense).collect::<Vec<_>>(), [Sense::Better, Sense::Worse]);
    }

    #[test]
    fn what_cannot_be_judged_is_drawn_as_columns_that_say_why() {
        for (values, why) in [(vec![5.0, 9.0, 7.0], "too few"), (vec![1.0; 20], "too rare")] {
            let made = weeks(&values, Good::Neither);
            assert!(matches!(made.form, Form::Columns(_)), "{why}");
            assert!(made.note.iter().any(|n| n.contains(why)), "{:?}", made.note);
        }
    }

    #[test]
    fn a_lower_limit_is_shown_no_lower_than_zero() {
        let values = [9.0, 1.0].into_iter().cycle().take(14).collect::<Vec<_>>();
        let Form::Control(chart) = weeks(&values, Good::Neither).form else { panic!("another form") };
        assert_eq!(chart.limits.unwrap()[0].1, Value { at: 0.0, shown: "0".to_owned() });
    }
}
