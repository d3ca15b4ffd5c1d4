//! Groups of which some are hidden: those that are shown are drawn, the others are named once, below.
//!
//! Nothing is added up, ranked or called the largest: whatever is hidden may be larger, and a sum or share without it is false.
//! Forms that can leave out what is hidden draw themselves and ask here for words; the others are drawn as plain bars.

use super::{Made, table};
use crate::charts::spec::{Bar, Bars, Form, Value};
use crate::content::markdown::Directive;
use crate::number::{Missing, Unit, grouped};
use crate::report::facts::{Facts, Shown, stands_apart};
use crate::report::groups::{self, Words};
use crate::report::message;
use crate::report::periods::{self, Step};

/// Forms that draw what is shown of groups by themselves.
const THEMSELVES: [&str; 7] = ["bars", "columns", "heat", "paired", "multiples", "flow", "map"];

/// Other forms that are drawn of groups together: as parts of a whole, or as a run of bins and months.
const TOGETHER: [&str; 6] = ["control", "histogram", "icons", "stacked", "steps", "timeline"];

/// Bars in an order of their own keep a place for what is hidden, while there are no more of them than this.
const MOST: usize = 16;

/// How long the list of hidden groups in a note may be.
const LISTED: usize = 84;

/// Whether a form has no way of its own to leave out hidden groups.
pub fn is_needed(facts: &Facts<'_>, directive: &Directive, form: &str) -> bool {
    TOGETHER.contains(&form) && any(facts, directive)
}

/// Whether of the groups that a form draws together some are hidden, so that nothing may be said of all of them.
pub fn is_veiled(facts: &Facts<'_>, directive: &Directive, form: &str) -> bool {
    (TOGETHER.contains(&form) || THEMSELVES.contains(&form)) && any(facts, directive)
}

/// Whether anything that a directive names is hidden.
pub fn any(facts: &Facts<'_>, directive: &Directive) -> bool {
    rows(facts, directive).iter().any(|(_, figure)| figure.is_hidden())
}

/// Whether a written title stands where groups are hidden: every value it names is there, and it ranks nothing.
pub fn stands(facts: &Facts<'_>, words: &str) -> bool {
    const RANKS: [&str; 12] =
        ["most", "mostly", "mainly", "main", "largest", "highest", "biggest", "commonest", "fewest", "least", "smallest", "lowest"];
    let ranks = words.split(|c: char| !c.is_alphabetic()).any(|word| RANKS.contains(&word.to_lowercase().as_str()));
    !ranks && super::super::values::is_whole(facts, words)
}

/// Whether what is shown of so many groups makes a picture: two at least, and not a few among many empty places.
pub fn is_enough(shown: usize, hidden: usize) -> bool {
    shown >= 2 && 3 * shown >= hidden
}

/// What a note says of groups that are drawn with their sign.
pub fn signed() -> String {
    format!("{}: hidden, so that no child can be recognised; of any size.", Missing::Suppressed.shown())
}

/// What a note says of groups that are hidden and not drawn: their names, as many as a line holds. Nothing where there are none.
pub fn named<'a>(labels: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let labels: Vec<&str> = labels.into_iter().collect();
    let size = match labels.len() {
        0 => return None,
        1 => "It may be",
        _ => "Each may be",
    };
    Some(format!("Hidden, so that no child can be recognised: {}. {size} of any size.", listed(labels)))
}

/// Names in a row, as many as a line holds. No number stands among them, which might be read as one that is hidden: neither how many
/// more there are, nor the name of a band, as `3 to 6 months`.
pub fn listed<'a>(labels: impl IntoIterator<Item = &'a str>) -> String {
    let labels: Vec<&str> = labels.into_iter().collect();
    let words: Vec<&str> = labels.iter().copied().filter(|label| !label.starts_with(|c: char| c.is_ascii_digit())).collect();
    // One that would be left over alone is named too.
    let fit = fitting(&words);
    let first = &words[..if fit + 1 >= words.len() { words.len() } else { fit }];
    match first {
        [] if labels.len() == 1 => "a group".to_owned(),
        [] => "some groups".to_owned(),
        all if all.len() == labels.len() => first.join("; "),
        _ => format!("{}; and others", first.join("; ")),
    }
}

/// How many labels a line holds.
fn fitting(labels: &[&str]) -> usize {
    let ends = labels.iter().scan(0, |long, label| {
        *long += label.chars().count() + 2;
        Some(*long)
    });
    ends.take_while(|long| *long <= LISTED).count()
}

/// What a directive names, in its own order, with the words of each row.
fn rows<'f>(facts: &'f Facts<'_>, directive: &Directive) -> Vec<(String, &'f Shown)> {
    let several = directive.args.len() > 1;
    let names: Vec<&str> = directive.options.get("names").map(|names| names.split('|').collect()).unwrap_or_default();
    let mut found = Vec::new();
    for (place, arg) in directive.args.iter().enumerate() {
        let (code, group) = arg.split_once('/').map_or((arg.as_str(), None), |(code, group)| (code, Some(group)));
        let short = || facts.about(code).map(|about| about.short.clone()).unwrap_or_default();
        let name = names.get(place).filter(|_| several).map_or_else(short, |name| (*name).to_owned());
        let label = |figure: &Shown| match (figure.group.as_str(), several) {
            ("", _) => name.clone(),
            (group, true) => format!("{name}: {}", label_of(facts, code, group)),
            (group, false) => label_of(facts, code, group),
        };
        let groups: Vec<&Shown> = match group {
            Some(group) => facts.group(code, group).into_iter().collect(),
            None => facts.groups(code).into_iter().filter(|figure| !super::bars::is_statistic(&figure.group)).collect(),
        };
        let single = groups.is_empty().then(|| facts.single(code)).flatten();
        found.extend(groups.into_iter().chain(single).map(|figure| (label(figure), figure)));
    }
    found
}

fn label_of(facts: &Facts<'_>, code: &str, group: &str) -> String {
    if Step::of(group).is_some() { periods::row(group) } else { facts.label(code, group) }
}

/// The message of groups of which some are hidden: a fact of one that is shown.
fn title(facts: &Facts<'_>, code: &str, directive: &Directive, shown: &[(String, &Shown)]) -> String {
    let subject = super::subject(facts, code, directive);
    if shown.iter().any(|(_, figure)| Step::of(&figure.group).is_some()) {
        return format!("{subject}, month by month");
    }
    // Of one code the groups; of several, each in its own right, the first.
    if let [_] = directive.args.as_slice() {
        let figures: Vec<&Shown> = shown.iter().map(|(_, figure)| *figure).collect();
        return groups::fact_of_shown(facts, code, &figures, Words::of(directive)).0;
    }
    shown.first().map_or(subject, |(label, figure)| format!("{label}: {}", figure.in_short()))
}

/// Bars of what is shown, in the order of the groups.
pub fn make(facts: &Facts<'_>, code: &str, directive: &Directive) -> Option<Made> {
    let mut all = rows(facts, directive);
    all.retain(|(_, figure)| figure.is_hidden() || figure.value.is_ok());
    let shown: Vec<(String, &Shown)> = all.iter().filter(|(_, f)| f.value.is_ok_and(|value| value > 0.0)).cloned().collect();
    let hidden: Vec<&(String, &Shown)> = all.iter().filter(|(_, figure)| figure.is_hidden()).collect();
    if !is_enough(shown.len(), hidden.len()) {
        return None;
    }
    let title = title(facts, code, directive, &shown);
    // A run of bins or months shows where it is broken; where that would be most of it, what is hidden is named below.
    let in_place = all.len() <= MOST && hidden.len() <= shown.len();
    let hidden_note = if in_place { Some(signed()) } else { named(hidden.iter().map(|(label, _)| label.as_str())) };
    let share = all.iter().any(|(_, figure)| figure.unit == Unit::Percent);
    let number = |figure: &Shown| match figure.numerator {
        _ if figure.is_hidden() => figure.text(),
        Some(n) => grouped(n, 0),
        None => String::new(),
    };
    let bar = |(label, figure): &(String, &Shown)| Bar {
        label: label.clone(),
        value: Value { at: figure.value.unwrap_or(f64::NAN), shown: figure.text() },
        number: if share && !figure.is_hidden() { number(figure) } else { String::new() },
        interval: None,
        mark: None,
        focus: false,
        apart: stands_apart(&figure.group),
    };
    let mut drawn: Vec<&(String, &Shown)> = all.iter().filter(|(_, figure)| in_place || figure.value.is_ok()).collect();
    let before = drawn.len();
    if before > MOST {
        drawn.retain(|(_, figure)| figure.value != Ok(0.0));
    }
    drawn.sort_by_key(|(_, figure)| stands_apart(&figure.group));
    let note = hidden_note.into_iter().chain((drawn.len() < before).then(|| "Groups at nought are not drawn.".to_owned())).collect();
    let about = facts.about(code)?;
    let said: Vec<String> = all.iter().map(|(label, figure)| format!("{label}: {}", figure.text())).collect();
    let heading = super::bars::heading(about.unit);
    let (columns, cells): (Vec<&str>, Vec<_>) = if share {
        (vec!["Group", "Number", "Share"], all.iter().map(|(label, f)| (label.clone(), vec![number(f), f.text()])).collect())
    } else {
        (vec!["Group", &heading], all.iter().map(|(label, f)| (label.clone(), vec![f.text()])).collect())
    };
    Some(Made {
        form: Form::Bars(Bars {
            heads: if share { ("Number".to_owned(), "Share".to_owned()) } else { (String::new(), String::new()) },
            rows: drawn.into_iter().map(bar).collect(),
            marks: None,
        }),
        title: message::shortest([title, about.short.clone()]),
        alt: format!("Bars. {}.", said.join("; ")),
        note,
        table: table(&about.title, &columns, cells),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::report::testing;

    /// Groups of a whole of 300; those without a number are hidden.
    fn facts<'a>(published: &'a crate::comparators::Comparators, groups: &[(&str, Option<f64>)]) -> Facts<'a> {
        let mut facts = testing::nothing(published);
        let figures: Vec<_> = groups
            .iter()
            .map(|(group, n)| (*group, *n, n.map(|_| 300.0), n.map(|n| 100.0 * n / 300.0).ok_or(Missing::Suppressed)))
            .collect();
        testing::add(&mut facts, "A-1", Unit::Percent, Good::Neither, None, &figures);
        facts
    }

    fn bars(made: &crate::report::Figure) -> Vec<(&str, &str)> {
        match &made.chart.form {
            Form::Bars(bars) => bars.rows.iter().map(|row| (row.label.as_str(), row.value.shown.as_str())).collect(),
            other => panic!("{other:?}"),
        }
    }

    const GROUPS: [(&str, Option<f64>); 6] =
        [("Police", Some(90.0)), ("Schools", Some(150.0)), ("Health", None), ("Housing", None), ("Courts", Some(0.0)), ("Other", None)];

    #[test]
    fn what_is_hidden_is_named_once_and_what_is_shown_is_not_called_the_largest() {
        let published = testing::published();
        let facts = facts(&published, &GROUPS);
        let made = super::super::figure(&facts, &testing::chart(&["A-1"], &[("as", "bars"), ("of", "referrals")])).unwrap();
        assert_eq!(bars(&made), [("Schools", "50.0%"), ("Police", "30.0%")]);
        assert_eq!(made.title, "Schools: 50.0% of referrals");
        assert_eq!(made.note, "Hidden, so that no child can be recognised: Health; Housing; Other. Each may be of any size.");
        let hidden: Vec<_> = made.table.rows.iter().filter(|row| row.cells[0] == "[c]").map(|row| row.head.as_str()).collect();
        assert_eq!(hidden, ["Health", "Housing", "Other"], "the data table keeps every group");
        assert!(made.table.rows.iter().filter(|row| row.cells[0] == "[c]").all(|row| row.cells.iter().all(|cell| cell == "[c]")));
    }

    #[test]
    fn a_hundred_figures_are_not_made_of_those_that_are_shown() {
        let published = testing::published();
        let facts = facts(&published, &[("0", None), ("1", Some(150.0)), ("2", Some(90.0))]);
        let directive = testing::chart(&["A-1"], &[("as", "icons"), ("hollow", "0"), ("filled", "were referred before")]);
        let made = super::super::figure(&facts, &directive).unwrap();
        assert!(matches!(made.chart.form, Form::Bars(_)), "without those of group 0 all would be filled");
        assert!(!made.title.contains("Of 100") && !made.chart.alt.contains("100"), "{}", made.title);
    }

    #[test]
    fn an_order_of_its_own_shows_where_it_is_broken() {
        let published = testing::published();
        let groups = [("0 to 3", Some(90.0)), ("3 to 6", None), ("6 to 12", Some(150.0))];
        let facts = facts(&published, &groups);
        for form in ["bars", "histogram"] {
            let made = super::super::figure(&facts, &testing::chart(&["A-1"], &[("as", form), ("sort", "canonical")])).unwrap();
            assert_eq!(bars(&made), [("0 to 3", "30.0%"), ("3 to 6", "[c]"), ("6 to 12", "50.0%")], "{form}");
            assert_eq!(made.note, signed(), "{form}");
        }
    }

    #[test]
    fn a_written_title_stands_where_it_ranks_nothing_and_names_nothing_hidden() {
        let published = testing::published();
        let facts = facts(&published, &GROUPS);
        let title = |words: &str| {
            let options = [("as", "bars"), ("title", words), ("focus", "Schools")];
            super::super::figure(&facts, &testing::chart(&["A-1"], &options)).unwrap().title
        };
        assert_eq!(title("{{A-1/Schools}} of referrals came from schools"), "50.0% of referrals came from schools");
        assert_eq!(title("Most referrals came from schools: {{A-1/Schools}}"), "Schools: 50.0%");
        assert_eq!(title("{{A-1/Health}} came from health"), "Schools: 50.0%");
    }

    #[test]
    fn a_few_among_many_hidden_are_no_picture() {
        let published = testing::published();
        let one = [("Police", Some(90.0)), ("Schools", None), ("Health", None)];
        let facts = facts(&published, &one);
        for form in super::super::FORMS {
            let drawn = super::super::figure(&facts, &testing::chart(&["A-1"], &[("as", form)]));
            assert!(drawn.is_none(), "{form}: {drawn:?}");
        }
        assert!(super::super::is_hidden(&facts, &testing::chart(&["A-1"], &[])));
    }

    #[test]
    fn many_hidden_groups_are_named_as_far_as_a_line_goes() {
        let long: Vec<String> = (1..9).map(|n| format!("A group with a long name, {n}")).collect();
        let said = named(long.iter().map(String::as_str)).unwrap();
        assert!(said.contains("A group with a long name, 2; and others. Each"), "{said}");
        assert_eq!(named(["Asian"]).unwrap(), "Hidden, so that no child can be recognised: Asian. It may be of any size.");
        assert_eq!(named(["3 to 6 months", "None"]).unwrap(), {
            "Hidden, so that no child can be recognised: None; and others. Each may be of any size."
        });
        assert_eq!(listed(["2"]), "a group");
        assert_eq!(named([]), None);
    }
}
