//! Mean lengths of time on one axis, each from the day it starts on, with the limits set on them.

use super::{Made, table};
use crate::charts::spec::{Form, Timeline, TimelineRow, Value};
use crate::content::markdown::Directive;
use crate::number::{Missing, Unit, grouped};
use crate::report::facts::Facts;
use crate::report::message::lower_first;

/// `chart ADO-10 ADO-16 ADO-17 as=timeline names="…" starts="0|0|ADO-16" limits="426||" limit-name="Threshold" origin="entering care"`:
/// a start is a number of days or codes joined by `+` whose values are added up.
pub fn make(facts: &Facts<'_>, directive: &Directive) -> Option<Made> {
    let listed = |option: &str| -> Vec<&str> { directive.options.get(option).map(|o| o.split('|').collect()).unwrap_or_default() };
    let (names, starts, limits) = (listed("names"), listed("starts"), listed("limits"));
    let limit_name = directive.options.get("limit-name").map_or("Limit", String::as_str);
    let mut rows: Vec<TimelineRow> = Vec::new();
    for (i, code) in directive.args.iter().enumerate() {
        let Some(figure) = facts.single(code).filter(|f| matches!(f.unit, Unit::Days | Unit::WorkingDays)) else { continue };
        // A bar whose start is not known has no place on the axis.
        let (Ok(at), Some(start)) = (figure.value, starts.get(i).map_or(Some(0.0), |start| day(facts, start))) else { continue };
        let label = names
            .get(i)
            .filter(|n| !n.is_empty())
            .map_or_else(|| facts.about(code).map_or_else(String::new, |a| a.short.clone()), |n| (*n).to_owned());
        let of =
            figure.denominator.map_or_else(String::new, |n| format!("{} {}", grouped(n, 0), if n == 1.0 { "child" } else { "children" }));
        let limit = limits
            .get(i)
            .and_then(|l| l.parse().ok())
            .map(|l: f64| (l, format!("{} {}", lower_first(limit_name), figure.unit.show_round(l))));
        rows.push(TimelineRow { label, start, value: Value { at, shown: figure.unit.say(at) }, of, limit, focus: false });
    }
    let first = rows.first_mut()?;
    first.focus = true;
    let title = format!("{}: {}", first.label, first.value.shown);
    let said = |r: &TimelineRow| {
        let limit = r.limit.as_ref().map_or_else(String::new, |l| format!(", {}", l.1));
        format!("{} {}{limit}", lower_first(&r.label), r.value.shown)
    };
    let alt = format!("Bars on one axis of days. {}.", rows.iter().map(said).collect::<Vec<_>>().join("; "));
    let cells = |r: &TimelineRow| {
        let limit = r.limit.as_ref().map_or_else(|| "None".to_owned(), |l| grouped(l.0, 0));
        let of = if r.of.is_empty() { Missing::NotApplicable.shown() } else { r.of.clone() };
        (r.label.clone(), vec![r.value.shown.clone(), of, limit])
    };
    let caption = directive.options.get("caption").cloned().unwrap_or_else(|| "Lengths of time on one axis".to_owned());
    Some(Made {
        title,
        alt,
        note: vec!["Each bar is a mean of its own children and starts where the means before it end: the bars are not the way of one child, and do not add up.".to_owned()],
        table: table(&caption, &["Step", "Mean", "Children", limit_name], rows.iter().map(cells).collect()),
        form: Form::Timeline(Timeline {
            origin: directive.options.get("origin").cloned().unwrap_or_default(),
            axis: "Mean days".to_owned(),
            rows,
        }),
    })
}

/// The day a bar starts on: a number, or the sum of the values of codes.
fn day(facts: &Facts<'_>, start: &str) -> Option<f64> {
    match start.trim() {
        "" => Some(0.0),
        start => start.parse().ok().or_else(|| start.split('+').map(|code| facts.single(code.trim())?.value.ok()).sum()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::report::testing;

    #[test]
    fn a_bar_starts_where_the_means_before_it_end() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        for (code, sum, days) in [("A", 4994.0, 454.0), ("B", 2475.0, 225.0), ("C", 440.0, 40.0)] {
            testing::add(&mut facts, code, Unit::Days, Good::Low, None, &[("", Some(sum), Some(11.0), Ok(days))]);
        }
        let options =
            [("names", "To placement|To decision|To order|Gone"), ("starts", "0||B|A+Z"), ("limits", "426"), ("limit-name", "Threshold")];
        let made = make(&facts, &testing::chart(&["A", "B", "C", "A"], &options)).unwrap();
        let Form::Timeline(line) = &made.form else { panic!("another form") };
        assert_eq!(line.rows.iter().map(|r| r.start).collect::<Vec<_>>(), [0.0, 0.0, 225.0], "a start that is not known leaves no bar");
        assert_eq!(made.title, "To placement: 454 days");
        assert_eq!(made.table.rows[0].cells, ["454 days", "11 children", "426"]);
        assert!(made.alt.contains("to placement 454 days, threshold 426; to decision 225 days"), "{}", made.alt);
    }
}
