//! A rule as sentences for those who count a figure again: the rows it starts from, what narrows them, what is counted.
//!
//! In: a record and the catalogue whose bases it names. Out: one sentence a step, conditions as [`describe`](super::describe) words them;
//! a base is printed as the conditions it stands for.

use super::describe::{condition, list_words, moment, parts, words};
use super::record::{Filter, Limit, Match, Rule, Source, Stat};
use super::{Catalogue, Definition};

/// The rule of a record, a sentence a step; nothing for what is not computed.
pub fn rule_in_words(catalogue: &Catalogue, definition: &Definition) -> Vec<String> {
    of_rule(catalogue, &definition.list, &definition.rule)
}

fn of_rule(catalogue: &Catalogue, list: &str, rule: &Rule) -> Vec<String> {
    let parts = parts(rule);
    let Some(base) = parts.base else { return of_others(catalogue, rule) };
    let all = |filters: &[Filter]| expanded(catalogue, list, filters).iter().map(condition).collect::<Vec<_>>();
    let kept: Vec<String> = of_base(catalogue, list, base).iter().map(condition).chain(all(parts.narrow)).collect();
    let mut steps = vec![match kept.as_slice() {
        [] => format!("All rows of {}.", list_words(list)),
        kept => format!("Rows of {} where {}.", list_words(list), kept.join("; and ")),
    }];
    let counted = all(&parts.counted);
    if !counted.is_empty() {
        steps.push(format!("Counted of them: {}.", counted.join("; and ")));
    }
    for case in parts.cases {
        let met: Vec<String> = [all(&case.narrow), all(&case.counted)].concat();
        steps.push(format!("{}: {}.", case.group, if met.is_empty() { "all of them".to_owned() } else { met.join("; and ") }));
    }
    steps.extend(of_kind(rule));
    steps
}

/// What a kind does with its rows, beyond conditions.
fn of_kind(rule: &Rule) -> Vec<String> {
    let once = |field: &Option<String>| field.as_ref().map(|field| format!("Each {} counts once.", words(field)));
    let without = |fields: &[String]| {
        (!fields.is_empty()).then(|| {
            format!(
                "Rows without {} are left out and shown as not recorded.",
                fields.iter().map(|f| words(f)).collect::<Vec<_>>().join(" or ")
            )
        })
    };
    match rule {
        Rule::Count(r) => once(&r.distinct).into_iter().collect(),
        Rule::Share(r) => {
            let answered = r.answers.as_ref().map(|a| {
                let field = words(&a.field);
                format!("Out of rows where {field} is {}; other answers are shown apart.", [a.yes.as_slice(), &a.no].concat().join(" or "))
            });
            [without(&r.known), answered, once(&r.distinct)].into_iter().flatten().collect()
        }
        Rule::Distribution(r) => {
            let blank = r.blank_is.as_ref().map(|label| format!("A blank counts as {label}."));
            [blank, once(&r.distinct)].into_iter().flatten().collect()
        }
        Rule::Timeliness(r) => vec![format!("In time: from {} to {} {}.", moment(&r.from), moment(&r.to), limit(&r.within))],
        Rule::Duration(r) => {
            let days = if r.working { "working days" } else { "days" };
            let length = format!("The {} of the {days} from {} to {}.", statistic(r.stat), moment(&r.from), moment(&r.to));
            std::iter::once(length).chain(once(&r.distinct)).collect()
        }
        Rule::Multiples(r) => {
            let least = r.at_least.map(|n| format!(" Counted are those with at least {n}.")).unwrap_or_default();
            vec![format!("Rows are counted for each {}.{least}", words(&r.of))]
        }
        Rule::Pyramid(_) => vec!["By age in completed years and by sex.".to_owned()],
        Rule::Sum(r) => std::iter::once(format!("The sum of {}.", words(&r.field))).chain(once(&r.distinct)).collect(),
        _ => Vec::new(),
    }
}

/// A figure made of other figures.
fn of_others(catalogue: &Catalogue, rule: &Rule) -> Vec<String> {
    let name = |source: &Source| match source {
        Source::Code(code) => code.clone(),
        Source::Inline(inline) => {
            let steps = of_rule(catalogue, &inline.list, &inline.rule).join(" ");
            format!("a figure of its own ({})", steps.trim_end_matches('.'))
        }
    };
    match rule {
        Rule::Rate(r) => {
            let year = if r.annualise { ", made a year first" } else { "" };
            vec![format!("{}{year}, for every {} children aged 0 to 17.", name(&r.of), crate::number::count(u64::from(r.scale)))]
        }
        Rule::Ratio(r) => vec![format!("{} divided by {}{}.", name(&r.of), name(&r.per), if r.percent { ", in percent" } else { "" })],
        Rule::Difference(r) => vec![format!("{} less {}, group by group.", name(&r.of), name(&r.less))],
        Rule::Collection(r) => r.entries.iter().map(|entry| format!("{}: {}.", entry.group, name(&entry.of))).collect(),
        Rule::Latest(r) => {
            let fields = |fields: &[String]| fields.iter().map(|f| words(f)).collect::<Vec<_>>().join(" or ");
            r.entries
                .iter()
                .map(|e| {
                    format!("{}: the latest {} on the list from the start of its period to the as-at date.", e.group, fields(&e.fields))
                })
                .collect()
        }
        other => {
            let parts = parts(other);
            let labelled = |label: &str, words: String| {
                if label.is_empty() { format!("{words}.") } else { format!("{}: {words}.", words_of_label(label)) }
            };
            let sources = parts.sources.iter().map(|(label, source)| labelled(label, name(source)));
            let places = parts.places.iter().map(|(role, part)| {
                let kept: Vec<String> = of_base(catalogue, &part.list, &part.base)
                    .iter()
                    .chain(&expanded(catalogue, &part.list, &part.narrow))
                    .map(condition)
                    .collect();
                let rows = format!("rows of {}", list_words(&part.list));
                let rows = if kept.is_empty() { rows } else { format!("{rows} where {}", kept.join("; and ")) };
                labelled(role, if part.group.is_empty() { rows } else { format!("{}, {rows}", part.group) })
            });
            let moves = matches!(other, Rule::Flow(_)).then(|| FOLLOWED.to_owned());
            sources.chain(places).chain(moves).collect()
        }
    }
}

/// How a flow follows a child.
const FOLLOWED: &str = "Each child counts once at every step it has an event of. From its first event at a step it moves on to the \
                        next later step with one of its events on or after that day, and from there likewise.";

/// A label with a capital letter, as it opens a sentence.
fn words_of_label(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn limit(limit: &Limit) -> String {
    let of = |n: Option<i32>, unit: &str| n.map(|n| format!("at most {n} {unit}"));
    let said = [of(limit.working_days, "working days"), of(limit.days, "days"), of(limit.months, "months")];
    said.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

fn statistic(stat: Stat) -> &'static str {
    match stat {
        Stat::Mean => "mean",
        Stat::Median => "median",
        Stat::P25 => "lower quartile",
        Stat::P75 => "upper quartile",
        Stat::P90 => "ninetieth percentile",
    }
}

fn of_base(catalogue: &Catalogue, list: &str, base: &str) -> Vec<Filter> {
    let found = catalogue.shared().bases.get(list).and_then(|bases| bases.get(base));
    found.map_or_else(Vec::new, |filters| expanded(catalogue, list, filters))
}

/// Conditions in which every named base is replaced by what it stands for.
pub fn expanded(catalogue: &Catalogue, list: &str, filters: &[Filter]) -> Vec<Filter> {
    let one = |filter: &Filter| match &filter.base {
        Some(base) => of_base(catalogue, list, base),
        None => vec![Filter {
            any: filter.any.iter().map(|set| expanded(catalogue, list, set)).collect(),
            not: expanded(catalogue, list, &filter.not),
            matched: filter.matched.as_ref().map(|m| Match { narrow: expanded(catalogue, &m.list, &m.narrow), ..m.clone() }),
            ..filter.clone()
        }],
    };
    filters.iter().flat_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Shelf;

    fn said(code: &str) -> String {
        let catalogue = Catalogue::load(&Shelf::built_in()).value;
        rule_in_words(&catalogue, catalogue.get(code).unwrap()).join(" ")
    }

    #[test]
    fn a_rule_names_rows_conditions_and_what_counts_once() {
        assert_eq!(said("REF-02"), "Rows of list 3 (referrals) where referral date is in the period. Each child counts once.");
        assert_eq!(
            said("REF-05"),
            "Rows of list 3 (referrals) where referral date is in the period. Counted of them: previous referrals is at least 1. \
             Rows without previous referrals are left out and shown as not recorded. Each child counts once."
        );
        assert_eq!(said("REF-03"), "REF-01, made a year first, for every 10,000 children aged 0 to 17.");
        // A day after a period that ends early counts too.
        assert!(said("HD-04").starts_with("Contacts: the latest contact date on the list from the start of its period to the as-at date."));
    }

    #[test]
    fn a_base_is_printed_as_its_conditions_wherever_it_is_named() {
        let catalogue = Catalogue::load(&Shelf::built_in()).value;
        for definition in catalogue.iter() {
            let words = rule_in_words(&catalogue, definition).join(" ");
            assert!(!words.contains("in the base"), "{}: {words}", definition.about.code);
            assert!(parts(&definition.rule).base.is_none() || !words.is_empty(), "{}", definition.about.code);
        }
    }
}
