//! What a comparison of builds needs: the figures of today as a side, and what rows say of an earlier day.
//!
//! In: inputs of builds. Out: what `snapshots::compare` takes. Rows are looked at only for an audience from whom nothing is hidden:
//! where rules hide numbers, what both sides published is all that may be said.

use super::snapshots::{published, stocks};
use super::{Input, Read, Stop, measured_with, read, report};
use crate::annex_a::lists::Lists;
use crate::annex_a::overlaid::{Key, events_of, keys, overlaid};
use crate::annex_a::schema::Schema;
use crate::archive::{self, Span};
use crate::calendar::Day;
use crate::comparators::Comparators;
use crate::disclosure::{Disclosed, Plan};
use crate::finding::{Checked, Findings};
use crate::indicators::members::{Kind, Members};
use crate::indicators::record::{Rule, Source};
use crate::indicators::{self, Catalogue, Linked, Setting};
use crate::number::Unit;
use crate::snapshots::compare::{ByRows, Known, Measured, Side};
use crate::snapshots::{definitions, months_csv, parse_months_csv};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the side that is no package.
pub const TODAY: &str = "today";

/// Today's figures of an audience as a side of a comparison.
pub fn side(input: &Input<'_>) -> Result<Checked<Side>, Stop> {
    let Checked { value: made, findings } = report(input)?;
    let authority = made.report.about.authority.clone();
    let comparators = super::authority::comparators(input, &mut Findings::default()).as_of(made.read.as_at);
    let side = side_of(input, &authority, (&made.figures, &made.plan), (&made.read, &made.catalogue, &comparators));
    Ok(Checked { value: side, findings })
}

/// The side that figures are, as the archive writes them.
pub(super) fn side_of(
    input: &Input<'_>,
    authority: &str,
    (figures, plan): (&Disclosed, &Plan),
    (read, catalogue, comparators): (&Read, &Catalogue, &Comparators),
) -> Side {
    let codes: BTreeSet<&str> = figures.iter().map(crate::disclosure::Shown::code).collect();
    // What is written is read back, so that both sides of a comparison have the same six decimals.
    let is_read = "what is written here is read here";
    Side {
        name: TODAY.to_owned(),
        authority: authority.to_owned(),
        as_at: read.as_at,
        audience: input.audience,
        figures: archive::parse_figures_csv(&archive::figures_csv(figures)).expect(is_read),
        months: parse_months_csv(&months_csv(figures, &stocks(catalogue))).expect(is_read),
        definitions: definitions(&archive::dictionary_csv(catalogue.iter().map(|d| &d.about), &codes)).expect(is_read),
        windows: read.windows.iter().map(|(key, window)| (key.clone(), (*window).into())).collect(),
        comparators: published(comparators, input.shelf),
        rules: plan.lost().map_or_else(String::new, |lost| lost.rules.words()),
    }
}

/// What is known of every comparison: lists of events, counts by month, the order of the catalogue.
pub fn known(input: &Input<'_>) -> Known {
    known_of(&Catalogue::load(input.shelf).value, &Schema::load(input.shelf).value)
}

pub(super) fn known_of(catalogue: &Catalogue, schema: &Schema) -> Known {
    Known {
        rows: BTreeMap::new(),
        monthly: monthly(catalogue),
        counts: counts(catalogue),
        events: schema.lists.iter().filter(|list| list.events.is_some()).map(|list| list.key.clone()).collect(),
        order: catalogue.iter().map(|definition| definition.about.code.clone()).collect(),
    }
}

/// Codes that count one by one, and rates of such counts; a balance or a pace is no count of events.
fn counts(catalogue: &Catalogue) -> BTreeSet<String> {
    let is_count = |rule: &Rule| match rule {
        Rule::Count(_) => true,
        Rule::Rate(rate) => match &rate.of {
            Source::Code(of) => catalogue.get(of).is_some_and(|definition| matches!(definition.rule, Rule::Count(_))),
            Source::Inline(_) => true,
        },
        _ => false,
    };
    catalogue.iter().filter(|definition| is_count(&definition.rule)).map(|definition| definition.about.code.clone()).collect()
}

/// By the code of a count of rows: the code that counts the same rows month by month; rates of such counts too.
fn monthly(catalogue: &Catalogue) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for months in catalogue.iter() {
        let Rule::Count(by_month) = &months.rule else { continue };
        if by_month.by.as_ref().is_none_or(|by| by.month.is_none()) || by_month.distinct.is_some() {
            continue;
        }
        for single in catalogue.iter().filter(|single| single.about.list == months.about.list) {
            let Rule::Count(rule) = &single.rule else { continue };
            let alike = rule.base == by_month.base && rule.narrow == by_month.narrow;
            if alike && rule.by.is_none() && rule.cases.is_empty() && rule.distinct.is_none() {
                found.insert(single.about.code.clone(), months.about.code.clone());
            }
        }
    }
    let rates: Vec<(String, String)> = catalogue
        .iter()
        .filter_map(|rate| match &rate.rule {
            Rule::Rate(rule) => match &rule.of {
                Source::Code(of) => Some((rate.about.code.clone(), found.get(of)?.clone())),
                Source::Inline(_) => None,
            },
            _ => None,
        })
        .collect();
    found.extend(rates);
    found
}

/// A build whose rows are looked at.
pub struct Rows<'a> {
    /// Its input.
    pub input: Input<'a>,
    /// Its windows as they were kept: a list whose window the settings now set otherwise is left out.
    pub windows: &'a BTreeMap<String, Span>,
}

/// What rows say of an earlier build, by code and group. `then` has no sources where the rows of then are not at hand.
pub fn by_rows(then: &Rows<'_>, now: &Rows<'_>) -> Result<BTreeMap<(String, String), ByRows>, Stop> {
    let catalogue = Catalogue::load(now.input.shelf).value;
    let new = read(&now.input)?;
    let held = !then.input.sources.is_empty();
    let old = if held { read(&then.input)? } else { empty(&then.input, &new)? };
    let from = from(then, now, (&old, &new), held);
    let schema = &new.schema;
    let setting = measured_with(&then.input, &old, &catalogue);
    let setting_now = measured_with(&now.input, &new, &catalogue);
    let laid = overlaid(&old.lists, &new.lists, schema, old.as_at, &from);
    let (restated, today) = (By::new(&catalogue, &laid, &setting, schema), By::new(&catalogue, &new.lists, &setting_now, schema));
    // What rests on lists of events alone is held against rows; anything else only shares its members with now.
    let only_events = events_of(&old.lists, schema);
    let events = held.then(|| By::new(&catalogue, &only_events, &setting, schema));
    let all = held.then(|| By::new(&catalogue, &old.lists, &setting, schema));
    let (was, is): (Records, Records) = (records(&old.lists, schema), records(&laid, schema));
    let mut found = BTreeMap::new();
    for (key, linked) in &today.figures {
        let after = restated.figures.get(key).and_then(measured);
        let before = events.as_ref().and_then(|events| events.figures.get(key)).and_then(measured);
        let after = after.filter(|_| !held || before.is_some());
        let of = if linked.figure.unit == Unit::Percent { 1 } else { 0 };
        let base = if after.is_some() { Some(&restated) } else { all.as_ref() };
        let shared = base.and_then(|base| shared((base.members(key, of)?, today.members(key, of)?)));
        // Of a stock the same children may have another answer now.
        let shared = shared.filter(|_| after.is_some() || of == 0);
        let records = after.and(events.as_ref()).and_then(|events| moved(events, &restated, key, (&was, &is)));
        found.insert(key.clone(), ByRows { then: before.filter(|_| after.is_some()), restated: after, records, shared });
    }
    Ok(found)
}

/// The earlier day without its rows.
fn empty(input: &Input<'_>, new: &Read) -> Result<Read, Stop> {
    let as_at = input.as_at.unwrap_or(new.as_at);
    let lists = Lists { lists: BTreeMap::new(), code_sets: new.lists.code_sets.clone(), strings: Vec::new() };
    let windows = input.project.windows(as_at);
    Ok(Read { lists, schema: new.schema.clone(), as_at, windows, findings: Findings::default() })
}

/// By list: the first day from which today's rows hold all events, where that lies in the earlier window.
fn from(then: &Rows<'_>, now: &Rows<'_>, (old, new): (&Read, &Read), held: bool) -> BTreeMap<String, Day> {
    let one = |(list, window): (&String, &crate::calendar::Window)| {
        let (was, is) = (then.windows.get(list)?, now.windows.get(list)?);
        let kept = (was.start, was.end) == (window.start, window.end);
        let covers = is.start <= was.start;
        // Events of the days between the two periods are on neither.
        let meets = is.start <= was.end;
        let there = new.lists.lists.get(list).is_some_and(|list| !list.origins.is_empty());
        (kept && there && meets && (held || covers)).then(|| (list.clone(), is.start))
    };
    old.windows.iter().filter_map(one).collect()
}

/// Figures by code and group with who stands behind them.
struct By<'a> {
    figures: BTreeMap<(String, String), Linked>,
    lists: &'a Lists,
    keys: BTreeMap<String, Vec<Key>>,
}

/// Somebody or something counted, the same in two exports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Row(String, Key),
    Named(String),
}

impl<'a> By<'a> {
    fn new(catalogue: &Catalogue, lists: &'a Lists, setting: &Setting, schema: &Schema) -> Self {
        let figures = indicators::linked(catalogue, lists, setting).figures;
        let figures = figures.into_iter().map(|linked| ((linked.figure.code.clone(), linked.figure.group.clone()), linked)).collect();
        let keys = lists.lists.iter().map(|(name, list)| (name.clone(), keys(lists, list, schema))).collect();
        Self { figures, lists, keys }
    }

    /// The members of a figure's numerator (0) or denominator (1).
    fn members(&self, key: &(String, String), part: usize) -> Option<BTreeSet<Who>> {
        let members = self.figures.get(key)?.behind.get(part)?.as_ref()?;
        self.who(members)
    }

    fn who(&self, members: &Members) -> Option<BTreeSet<Who>> {
        let ids = members.ids.iter().map(|id| *id as usize);
        match &members.kind {
            Kind::Rows(list) => {
                let keys = self.keys.get(list)?;
                ids.map(|row| Some(Who::Row(list.clone(), keys.get(row)?.clone()))).collect()
            }
            Kind::Identifiers(_) => ids.map(|id| Some(Who::Named(self.lists.strings.get(id)?.clone()))).collect(),
        }
    }
}

fn measured(linked: &Linked) -> Option<Measured> {
    let figure = &linked.figure;
    // As the archive writes it: six decimals.
    let value = (figure.value.ok()? * 1e6).round() / 1e6;
    Some(Measured { numerator: figure.numerator, denominator: figure.denominator, value })
}

fn shared((one, other): (BTreeSet<Who>, BTreeSet<Who>)) -> Option<f64> {
    Some(one.intersection(&other).count() as f64)
}

type Records = BTreeSet<Who>;

/// Every row of some lists.
fn records(lists: &Lists, schema: &Schema) -> Records {
    let of = |(name, list): (&String, &crate::annex_a::lists::List)| {
        keys(lists, list, schema).into_iter().map(|key| Who::Row(name.clone(), key)).collect::<Vec<_>>()
    };
    lists.lists.iter().flat_map(of).collect()
}

/// Records behind a figure that are new, gone, or counted otherwise; nothing where it counts no rows.
fn moved(then: &By<'_>, now: &By<'_>, key: &(String, String), (was, is): (&Records, &Records)) -> Option<[u32; 3]> {
    let parts = |by: &By<'_>| -> Option<[BTreeSet<Who>; 2]> {
        let numerator = by.members(key, 0)?;
        Some([numerator, by.members(key, 1).unwrap_or_default()])
    };
    let (old, new) = (parts(then)?, parts(now)?);
    let all: BTreeSet<&Who> = old.iter().chain(&new).flatten().collect();
    if all.iter().any(|who| matches!(who, Who::Named(_))) {
        return None;
    }
    let mut counts = [0; 3];
    for who in all {
        let place = |sides: &[BTreeSet<Who>; 2]| [sides[0].contains(who), sides[1].contains(who)];
        if place(&old) == place(&new) {
            continue;
        }
        let kind = match (was.contains(who), is.contains(who)) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => 2,
        };
        counts[kind] += 1;
    }
    Some(counts)
}
