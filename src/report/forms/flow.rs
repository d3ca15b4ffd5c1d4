//! A flow: who goes from step to step, who enters on the way and who goes no further.

use super::Made;
use crate::charts::spec::{Flow, FlowLink, FlowStep, Form, Value};
use crate::number::{Missing, Unit, grouped};
use crate::report::facts::Facts;
use crate::report::message::lower_first;
use crate::report::{Column, DataTable, Row};

/// Ends of the groups of those who enter at a step and of those who go no further.
const STARTS: &str = " starts";
const ENDS: &str = " ends";

/// `chart X-08 as=flow`: the groups of the code name the steps, `Contact starts`, `Contact to Referral`, `Contact ends`.
pub fn make(facts: &Facts<'_>, code: &str) -> Option<Made> {
    let steps: Vec<&str> = facts.groups(code).iter().filter_map(|f| f.group.strip_suffix(STARTS)).collect();
    let mut links = links(facts, code, &steps);
    if steps.len() < 2 || !links.iter().any(|l| l.value.at > 0.0) {
        return None;
    }
    let gone = links.iter().filter(|l| !l.value.at.is_finite()).count();
    if gone > 0 && gone > links.iter().filter(|l| l.value.at > 0.0).count() {
        return None;
    }
    let totals: Vec<Value> = (0..steps.len()).map(|i| total(&links, i)).collect();
    let (title, named) = message(&steps, &links, &totals)?;
    links[named].focus = true;
    Some(Made {
        title,
        alt: alt(&steps, &links, &totals),
        note: (gone > 0).then(hidden_note).into_iter().chain(["Pale stubs: children who enter at the step, or go no further in the period. One step after another does not say that one came of the other.".to_owned()]).collect(),
        table: table(facts.about(code).map_or_else(String::new, |a| a.title.clone()), &steps, &links, &totals),
        form: Form::Flow(Flow {
            steps: steps.iter().zip(totals).map(|(step, value)| FlowStep { label: (*step).to_owned(), value }).collect(),
            links,
        }),
    })
}

fn links(facts: &Facts<'_>, code: &str, steps: &[&str]) -> Vec<FlowLink> {
    let mut links = Vec::new();
    let mut push = |from: Option<usize>, to: Option<usize>, group: String| {
        let Some(figure) = facts.group(code, &group) else { return };
        let value = Value { at: figure.value.unwrap_or(f64::NAN), shown: figure.value.map_or_else(Missing::shown, |n| grouped(n, 0)) };
        let one = value.at == 1.0;
        let words = match (from, to) {
            // All enter at the first step and stop at the last.
            (None, Some(0)) => String::new(),
            (Some(last), None) if last + 1 == steps.len() => String::new(),
            (None, _) => format!("{} {} here", value.shown, if one { "enters" } else { "enter" }),
            (_, None) => format!("{} {} no further", value.shown, if one { "goes" } else { "go" }),
            (Some(from), Some(to)) => format!("{} to {}: {}", steps[from], lower_first(steps[to]), value.shown),
        };
        links.push(FlowLink { from, to, value, words, focus: false });
    };
    for (i, step) in steps.iter().enumerate() {
        push(None, Some(i), format!("{step}{STARTS}"));
        for (later, next) in steps.iter().enumerate().skip(i + 1) {
            push(Some(i), Some(later), format!("{step} to {next}"));
        }
        push(Some(i), None, format!("{step}{ENDS}"));
    }
    links
}

/// What a flow with hidden parts says of them.
fn hidden_note() -> String {
    "[c]: hidden, so that no child can be recognised; of any size, and not drawn.".to_owned()
}

/// All who stand at a step: those who come to it, or where one of these ways may not be shown, those who leave it. Where neither is
/// known whole, there is no total.
fn total(links: &[FlowLink], step: usize) -> Value {
    let sum = |ways: Vec<&FlowLink>| ways.iter().all(|l| l.value.at.is_finite()).then(|| ways.iter().map(|l| l.value.at).sum::<f64>());
    let coming = || links.iter().filter(|l| l.to == Some(step));
    let leaving = || links.iter().filter(|l| l.from == Some(step));
    match sum(coming().collect()).or_else(|| leaving().next().and_then(|_| sum(leaving().collect()))) {
        Some(at) => Value { at, shown: grouped(at, 0) },
        None => coming()
            .find(|l| !l.value.at.is_finite())
            .map_or(Value { at: f64::NAN, shown: Missing::Suppressed.shown() }, |l| l.value.clone()),
    }
}

/// Where most go no further, and the index of that link; `Most` only where it is most of 30 or more.
fn message(steps: &[&str], links: &[FlowLink], totals: &[Value]) -> Option<(String, usize)> {
    let ends = links
        .iter()
        .enumerate()
        .filter(|(_, l)| l.to.is_none() && l.from.is_some_and(|i| i + 1 < steps.len() && totals[i].at.is_finite()) && l.value.at > 0.0);
    let (place, link) = ends.reduce(|a, b| if b.1.value.at > a.1.value.at { b } else { a })?;
    let step = link.from?;
    let (name, of) = (lower_first(steps[step]), &totals[step]);
    let words = if of.at >= 30.0 && link.value.at * 2.0 > of.at {
        format!("Most go no further than {name}: {} of {}", link.value.shown, of.shown)
    } else {
        format!("{} of {} go no further than {name}", link.value.shown, of.shown)
    };
    Some((words, place))
}

fn alt(steps: &[&str], links: &[FlowLink], totals: &[Value]) -> String {
    let said = |i: usize| {
        let go = links.iter().filter(|l| l.from == Some(i) && l.value.at != 0.0 && !l.words.is_empty());
        let to = |l: &FlowLink| match l.to {
            Some(to) => format!("{} to {}", l.value.shown, lower_first(steps[to])),
            None => l.words.clone(),
        };
        let parts: Vec<String> = go.map(to).collect();
        let head = format!("{} {}", steps[i], totals[i].shown);
        if parts.is_empty() { head } else { format!("{head}: {}", parts.join(", ")) }
    };
    format!("Bands from step to step. {}.", (0..steps.len()).map(said).collect::<Vec<_>>().join("; "))
}

fn table(caption: String, steps: &[&str], links: &[FlowLink], totals: &[Value]) -> DataTable {
    let name = |step: Option<usize>, nowhere: &str| step.map_or_else(|| nowhere.to_owned(), |i| steps[i].to_owned());
    // Where either is missing, its sign stands: a share of hidden ones is hidden.
    let share = |l: &FlowLink| match l.from.map(|i| &totals[i]) {
        Some(_) if !l.value.at.is_finite() => l.value.shown.clone(),
        Some(of) if !of.at.is_finite() => of.shown.clone(),
        Some(of) if of.at > 0.0 => Unit::Percent.show(100.0 * l.value.at / of.at),
        _ => Missing::NotApplicable.shown(),
    };
    let shown = links.iter().filter(|l| l.value.at != 0.0);
    DataTable {
        caption,
        columns: [("From", false), ("To", false), ("Children", true), ("Share of those at the step", true)]
            .map(|(label, numeric)| Column { label: label.to_owned(), numeric })
            .to_vec(),
        rows: shown
            .map(|l| Row::new(name(l.from, "Enters here"), "", vec![name(l.to, "No further"), l.value.shown.clone(), share(l)]))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::report::testing;

    const GROUPS: [(&str, f64); 9] = [
        ("Contact starts", 40.0),
        ("Contact to Referral", 9.0),
        ("Contact to Plan", 1.0),
        ("Contact ends", 30.0),
        ("Referral starts", 3.0),
        ("Referral to Plan", 11.0),
        ("Referral ends", 1.0),
        ("Plan starts", 0.0),
        ("Plan ends", 12.0),
    ];

    #[test]
    fn the_title_names_the_step_where_most_stop() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "F", &GROUPS);
        let made = make(&facts, "F").unwrap();
        assert_eq!(made.title, "Most go no further than contact: 30 of 40");
        let Form::Flow(flow) = &made.form else { panic!("{:?}", made.form) };
        assert_eq!(flow.steps.iter().map(|s| s.value.shown.as_str()).collect::<Vec<_>>(), ["40", "12", "12"]);
        assert_eq!(flow.links.iter().filter(|l| l.focus).map(|l| l.words.as_str()).collect::<Vec<_>>(), ["30 go no further"]);
        assert!(flow.links.iter().any(|l| l.words == "1 goes no further"));
        assert_eq!(made.table.rows.len(), 8);
        assert_eq!(made.table.rows[1].cells, ["Referral", "9", "22.5%"]);
        assert!(
            made.alt
                .ends_with("Contact 40: 9 to referral, 1 to plan, 30 go no further; Referral 12: 11 to plan, 1 goes no further; Plan 12.")
        );
    }

    #[test]
    fn of_few_children_nothing_is_said_of_most() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "F", &GROUPS.map(|(group, n)| (group, (n / 4.0_f64).round())));
        assert_eq!(make(&facts, "F").unwrap().title, "8 of 10 go no further than contact");
    }

    #[test]
    fn a_total_is_known_from_those_who_come_or_from_those_who_leave() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let mut made = |hidden: &[f64]| {
            let value = |n: f64| if hidden.contains(&n) { Err(Missing::Suppressed) } else { Ok(n) };
            let figures: Vec<_> = GROUPS.iter().map(|(group, n)| (*group, None, None, value(*n))).collect();
            testing::add(&mut facts, "F", Unit::Count, Good::Neither, None, &figures);
            make(&facts, "F")
        };
        let totals = |made: &Made| match &made.form {
            Form::Flow(flow) => flow.steps.iter().map(|step| step.value.shown.clone()).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let one = made(&[9.0]).unwrap();
        assert_eq!(totals(&one), ["40", "12", "12"], "9 and 3 come to the referral, or 11 and 1 leave it");
        assert!(one.note[0].starts_with("[c]: hidden"), "{:?}", one.note);
        let two = made(&[9.0, 11.0]).unwrap();
        assert_eq!(totals(&two)[1], "[c]");
        let said: Vec<_> = two.table.rows.iter().filter(|row| row.head != "Enters here").map(|row| row.cells[1..].join(" ")).collect();
        assert_eq!(said, ["[c] [c]", "1 2.5%", "30 75.0%", "[c] [c]", "1 [c]", "12 100.0%"], "no count stands for a share of hidden ones");
        let title = made(&[30.0, 9.0, 11.0]).map(|made| made.title);
        assert_eq!(title, None, "of the ends that are left none has a total that is known");
        assert!(made(&[9.0, 11.0, 30.0, 3.0, 1.0]).is_none(), "what is mostly hidden is no picture");
    }
}
