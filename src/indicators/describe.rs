//! Rules in words, and names a rule uses that nothing defines.

use super::derived::BALANCE;
use super::group::number_range;
use super::record::{By, Case, Filter, Moment, Part, Range, Rule, Source};
use super::{Catalogue, Definition};

/// What a rule selects: its base, what narrows it, and what is counted of it.
#[derive(Default)]
pub struct Parts<'r> {
    /// Name of the base.
    pub base: Option<&'r str>,
    /// Further conditions of the denominator.
    pub narrow: &'r [Filter],
    /// Conditions of the numerator.
    pub counted: Vec<Filter>,
    /// Cases with conditions of their own.
    pub cases: &'r [Case],
    /// Groupings.
    pub by: Vec<&'r By>,
    /// Other figures the rule rests on, with the label each has in it.
    pub sources: Vec<(&'r str, &'r Source)>,
    /// Rows of several lists, with the words for what they are to the rule.
    pub places: Vec<(&'static str, &'r Part)>,
}

/// The parts of a rule.
pub fn parts(rule: &Rule) -> Parts<'_> {
    fn of<'r>(base: &'r str, narrow: &'r [Filter]) -> Parts<'r> {
        Parts { base: Some(base), narrow, ..Parts::default() }
    }
    match rule {
        Rule::Count(r) => Parts { cases: &r.cases, by: r.by.iter().collect(), ..of(&r.base, &r.narrow) },
        Rule::Share(r) => {
            let mut counted = r.counted.clone();
            if let Some(answers) = &r.answers {
                counted.insert(0, Filter { field: Some(answers.field.clone()), is: answers.yes.clone(), ..Filter::default() });
            }
            Parts { counted, cases: &r.cases, by: r.by.iter().collect(), ..of(&r.base, &r.narrow) }
        }
        Rule::Distribution(r) => Parts { by: vec![&r.by], ..of(&r.base, &r.narrow) },
        Rule::Timeliness(r) => Parts { by: r.by.iter().collect(), ..of(&r.base, &r.narrow) },
        Rule::Duration(r) => of(&r.base, &r.narrow),
        Rule::Multiples(r) => of(&r.base, &r.narrow),
        Rule::Matrix(r) => Parts { by: vec![&r.rows, &r.columns], ..of(&r.base, &r.narrow) },
        Rule::Pyramid(r) => of(&r.base, &r.narrow),
        Rule::Sum(r) => of(&r.base, &r.narrow),
        Rule::Rate(r) => sources(vec![("", &r.of)]),
        Rule::Ratio(r) => sources(vec![("of", &r.of), ("per", &r.per)]),
        Rule::Difference(r) => sources(vec![("of", &r.of), ("less", &r.less)]),
        Rule::Collection(r) => sources(r.entries.iter().map(|entry| (entry.group.as_str(), &entry.of)).collect()),
        Rule::Pace(r) => sources(r.entries.iter().map(|entry| (entry.group.as_str(), &entry.of)).collect()),
        Rule::Balance(r) => sources(BALANCE.into_iter().zip([&r.opening, &r.started, &r.ceased, &r.closing]).collect()),
        Rule::Overlap(r) => places([("among", &r.among), ("sign", &r.signs)]),
        Rule::Relative(r) => places([("stage", r.stages.as_slice()), ("against", r.against.as_slice())]),
        Rule::Load(r) => places([("among", &r.among), ("", &[])]),
        Rule::Flow(r) => Parts { places: r.steps.iter().map(|step| ("step", &step.of)).collect(), ..Parts::default() },
        Rule::Latest(_) | Rule::Absent(_) | Rule::Applied(_) => Parts::default(),
    }
}

fn sources<'r>(sources: Vec<(&'r str, &'r Source)>) -> Parts<'r> {
    Parts { sources, ..Parts::default() }
}

fn places<'r>(roles: [(&'static str, &'r [Part]); 2]) -> Parts<'r> {
    Parts { places: roles.into_iter().flat_map(|(role, parts)| parts.iter().map(move |part| (role, part))).collect(), ..Parts::default() }
}

/// Complaints about names a record uses: bases, bins, codes of other records, and conditions without a subject.
pub fn unknown_names(catalogue: &Catalogue, definition: &Definition) -> Vec<String> {
    let mut complaints = Vec::new();
    check_rule(catalogue, &definition.list, &definition.rule, &mut complaints);
    complaints
}

fn check_rule(catalogue: &Catalogue, list: &str, rule: &Rule, complaints: &mut Vec<String>) {
    let parts = parts(rule);
    if let Some(base) = parts.base {
        check_base(catalogue, list, base, complaints);
    }
    check_filters(catalogue, list, parts.narrow, complaints);
    check_filters(catalogue, list, &parts.counted, complaints);
    for case in parts.cases.iter().chain(parts.by.iter().flat_map(|by| &by.first_of)) {
        check_filters(catalogue, list, &case.narrow, complaints);
        check_filters(catalogue, list, &case.counted, complaints);
    }
    for by in parts.by {
        check_by(catalogue, by, complaints);
    }
    for (_, source) in parts.sources {
        match source {
            Source::Code(code) if catalogue.get(code).is_none() => {
                complaints.push(format!("rests on {code}, which is not in the catalogue"))
            }
            Source::Code(_) => {}
            Source::Inline(inline) => check_rule(catalogue, &inline.list, &inline.rule, complaints),
        }
    }
    for (_, part) in parts.places {
        check_base(catalogue, &part.list, &part.base, complaints);
        check_filters(catalogue, &part.list, &part.narrow, complaints);
    }
    if let Rule::Load(load) = rule {
        complaints.extend(not_ranges(&load.groups));
    }
}

/// Complaints about names that the lists over time use.
pub fn unknown_in_history(catalogue: &Catalogue) -> Vec<String> {
    let history = &catalogue.shared().history;
    let mut complaints = Vec::new();
    for (list, of) in &history.traces {
        check_base(catalogue, list, &of.base, &mut complaints);
        of.open.iter().for_each(|open| check_base(catalogue, list, open, &mut complaints));
        check_filters(catalogue, list, &of.ends, &mut complaints);
    }
    let cases = history.cases.values().map(|of| &of.of);
    let named = cases.chain(history.moves.levels.iter().map(|level| &level.list)).chain(&history.late.of);
    let untraced = named.filter(|list| !history.traces.contains_key(*list));
    complaints.extend(untraced.map(|list| format!("history names the list {list}, of which no traces are kept")));
    complaints
}

/// Complaints about names that due days use, and conditions without a subject.
pub fn check_due(catalogue: &Catalogue, list: &str, due: &[super::listed::Due]) -> Vec<String> {
    let mut complaints = Vec::new();
    due.iter().for_each(|due| check_filters(catalogue, list, &due.narrow, &mut complaints));
    complaints
}

fn check_base(catalogue: &Catalogue, list: &str, base: &str, complaints: &mut Vec<String>) {
    if catalogue.shared().bases.get(list).is_none_or(|bases| !bases.contains_key(base)) {
        complaints.push(format!("list {list} has no base {base}"));
    }
}

fn check_by(catalogue: &Catalogue, by: &By, complaints: &mut Vec<String>) {
    let subjects = [
        by.code.is_some(),
        by.number.is_some(),
        by.age.is_some(),
        by.from.is_some(),
        by.month.is_some(),
        by.week.is_some(),
        by.text.is_some(),
        !by.first_of.is_empty(),
    ];
    if subjects.iter().filter(|given| **given).count() != 1 {
        complaints.push("a grouping needs one of code, number, age, from, month, week, text and first_of".to_owned());
    }
    if by.from.is_some() && by.bins.as_ref().is_none_or(|bins| !catalogue.shared().bins.contains_key(bins)) {
        complaints.push("a grouping by length needs bins that are defined".to_owned());
    }
    complaints.extend(not_ranges(&by.groups));
}

fn not_ranges(groups: &[String]) -> Option<String> {
    groups.iter().find(|label| number_range(label).is_none()).map(|label| format!("group {label} is not a range of numbers"))
}

fn check_filters(catalogue: &Catalogue, list: &str, filters: &[Filter], complaints: &mut Vec<String>) {
    for filter in filters {
        let subjects = [
            filter.field.is_some(),
            filter.from.is_some() && filter.to.is_some(),
            filter.age.is_some(),
            filter.unborn.is_some(),
            filter.base.is_some(),
            !filter.any.is_empty(),
            !filter.not.is_empty(),
            filter.matched.is_some(),
            filter.latest.is_some(),
            filter.shared.is_some(),
        ];
        if subjects.iter().filter(|given| **given).count() != 1 {
            complaints.push(
                "a condition needs one subject: field, from and to, age, unborn, base, any, not, matched, latest or shared".to_owned(),
            );
        }
        if let Some(base) = &filter.base {
            check_base(catalogue, list, base, complaints);
        }
        filter.any.iter().for_each(|set| check_filters(catalogue, list, set, complaints));
        check_filters(catalogue, list, &filter.not, complaints);
        if let Some(matched) = &filter.matched {
            check_filters(catalogue, &matched.list, &matched.narrow, complaints);
        }
    }
}

/// A grouping in words.
pub fn grouping(by: &By) -> String {
    if let Some(field) = [&by.code, &by.number, &by.text].into_iter().flatten().next() {
        return words(field);
    }
    if let (Some(from), Some(to)) = (&by.from, &by.to) {
        return format!("the {} from {} to {}", if by.working { "working days" } else { "days" }, moment(from), moment(to));
    }
    match (&by.month, &by.week) {
        (Some(field), _) => format!("month of {}", words(field)),
        (_, Some(field)) => format!("week of {}", words(field)),
        _ if by.age.unwrap_or(false) => "age".to_owned(),
        _ => {
            "the first of these that a row meets: ".to_owned()
                + &by.first_of.iter().map(|case| case.group.as_str()).collect::<Vec<_>>().join(", ")
        }
    }
}

/// A condition in words.
pub fn condition(filter: &Filter) -> String {
    if let Some(field) = &filter.field {
        return of_field(filter, field);
    }
    if let (Some(from), Some(to)) = (&filter.from, &filter.to) {
        let ranges = [(filter.working_days, "working days"), (filter.years, "completed years"), (filter.days, "days")];
        let (range, unit) = ranges.into_iter().find(|(range, _)| range.is_some()).unwrap_or((None, "days"));
        return format!(
            "from {} to {}: {} {unit}",
            moment(from),
            moment(to),
            range.map_or_else(|| "any".to_owned(), |range| limits(&range))
        );
    }
    if let Some(range) = &filter.age {
        return format!("age {}", limits(range));
    }
    if let Some(unborn) = filter.unborn {
        return if unborn { "not yet born" } else { "born" }.to_owned();
    }
    if let Some(base) = &filter.base {
        return format!("in the base {base}");
    }
    if let Some(matched) = &filter.matched {
        return format!("the same {} is on {}{}", words(&matched.on), list_words(&matched.list), in_brackets(&matched.narrow));
    }
    if let Some(field) = &filter.latest {
        return format!("the child's latest {}", words(field));
    }
    if let Some(field) = &filter.shared {
        return format!("{} shared by {} or more", words(field), filter.at_least.unwrap_or(2));
    }
    if !filter.any.is_empty() {
        return filter.any.iter().map(|set| format!("({})", conditions(set))).collect::<Vec<_>>().join(" or ");
    }
    format!("not ({})", conditions(&filter.not))
}

fn conditions(filters: &[Filter]) -> String {
    filters.iter().map(condition).collect::<Vec<_>>().join(" and ")
}

fn in_brackets(filters: &[Filter]) -> String {
    if filters.is_empty() { String::new() } else { format!(", where {}", conditions(filters)) }
}

fn of_field(filter: &Filter, field: &str) -> String {
    let mut tests = Vec::new();
    let mut say = |text: String| tests.push(text);
    if !filter.is.is_empty() {
        say(format!("is {}", codes(&filter.is)));
    }
    if !filter.is_not.is_empty() {
        say(format!("is not {}", codes(&filter.is_not)));
    }
    if let Some(blank) = filter.blank {
        say(if blank { "is blank" } else { "is filled" }.to_owned());
    }
    if let Some(known) = filter.known {
        say(if known { "is known" } else { "is blank or unknown" }.to_owned());
    }
    if let Some(other) = &filter.differs_from {
        say(format!("differs from {}", words(other)));
    }
    if let Some(window) = &filter.within {
        say(if window == "window" { "is in the period".to_owned() } else { format!("is in the period of {}", list_words(window)) });
    }
    let sides = [
        ("before", &filter.before),
        ("on or before", &filter.on_or_before),
        ("after", &filter.after),
        ("on or after", &filter.on_or_after),
    ];
    for (side, at) in sides {
        if let Some(at) = at {
            say(format!("is {side} {}", moment(at)));
        }
    }
    if filter.at_least.is_some() || filter.at_most.is_some() {
        say(format!("is {}", limits(&Range { at_least: filter.at_least, at_most: filter.at_most, ..Range::default() })));
    }
    let or_blank = if filter.or_blank { ", or is blank" } else { "" };
    format!("{} {}{or_blank}", words(field), tests.join(" and "))
}

/// Codes as words: `child in need or E4A`.
fn codes(keys: &[String]) -> String {
    keys.iter().map(|key| words(key)).collect::<Vec<_>>().join(" or ")
}

/// A day in words.
pub fn moment(moment: &Moment) -> String {
    match moment {
        Moment::Name(name) => day(name),
        Moment::At(at) => {
            let of = match (&at.this, &at.linked) {
                (Some(field), _) => format!("this row's {}", words(field)),
                (None, Some(link)) => format!("{} on {}", words(&link.field), list_words(&link.list)),
                (None, None) if !at.first_of.is_empty() => at.first_of.iter().map(|name| day(name)).collect::<Vec<_>>().join(", else "),
                _ => day(at.of.as_deref().unwrap_or("as_at")),
            };
            let shift = |n: i32, unit: &str| {
                if n == 0 { String::new() } else { format!("{} {unit} {} ", n.abs(), if n < 0 { "before" } else { "after" }) }
            };
            format!("{}{}{of}", shift(at.months_after - at.months_before, "months"), shift(at.days_after - at.days_before, "days"))
        }
    }
}

fn day(name: &str) -> String {
    match name {
        "as_at" => "the as-at date".to_owned(),
        "window_start" => "the start of the period".to_owned(),
        "window_end" => "the end of the period".to_owned(),
        field => words(field),
    }
}

fn limits(range: &Range) -> String {
    let mut parts = Vec::new();
    parts.extend(range.at_least.map(|n| format!("at least {n}")));
    parts.extend(range.above.map(|n| format!("more than {n}")));
    parts.extend(range.at_most.map(|n| format!("at most {n}")));
    parts.extend(range.below.map(|n| format!("less than {n}")));
    parts.join(" and ")
}

/// A key as words: `last visit`; an identifier is who it stands for.
pub fn words(key: &str) -> String {
    key.strip_suffix("_id").unwrap_or(key).replace('_', " ")
}

/// The lists in the order of the form, by what their rows are.
const LISTS: [(&str, &str); 11] = [
    ("contacts", "contacts"),
    ("early_help", "early help"),
    ("referrals", "referrals"),
    ("assessments", "assessments"),
    ("section_47", "section 47 enquiries"),
    ("children_in_need", "children in need"),
    ("child_protection", "child protection plans"),
    ("looked_after", "children looked after"),
    ("care_leavers", "care leavers"),
    ("adoption", "adoption"),
    ("adopters", "adopters"),
];

/// A list as readers know it: `list 5 (section 47 enquiries)`.
pub fn list_words(key: &str) -> String {
    let found = LISTS.iter().position(|(known, _)| *known == key);
    // Any other list is made of this quarter's rows and of earlier ones'.
    found.map_or_else(|| format!("{} of this and earlier snapshots", words(key)), |at| format!("list {} ({})", at + 1, LISTS[at].1))
}
