//! The columns an indicator rests on: what its figure is only as good as.
//!
//! In: the catalogue and one of its records. Out: the fields of each list that its rule reads, through bases, grouping,
//! moments, rows of other lists, and the records it is made from. How far they are filled is for others to say.

use super::describe::{Parts, parts};
use super::record::{At, By, Case, Filter, Link, Moment, Rule, Source};
use super::{Catalogue, Definition};
use std::collections::{BTreeMap, BTreeSet};

/// Fields by list.
pub type Fields = BTreeMap<String, BTreeSet<String>>;

/// Days that have a name and are no field.
const NAMED_DAYS: [&str; 3] = ["as_at", "window_start", "window_end"];

/// What an indicator reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Every field of its rule. A blank may be an answer here: a plan without an end is open.
    pub rests: Fields,
    /// Those of them whose blank says nothing: a row without one leaves the figure, or is shown as not recorded.
    pub asked: Fields,
}

/// The columns that an indicator rests on.
pub fn columns(catalogue: &Catalogue, definition: &Definition) -> Columns {
    let mut walk = Walk { catalogue, codes: BTreeSet::new(), bases: BTreeSet::new(), found: Columns::default() };
    walk.code(definition);
    walk.found
}

/// A walk through a rule; what it has been to it does not visit again.
struct Walk<'c> {
    catalogue: &'c Catalogue,
    codes: BTreeSet<&'c str>,
    bases: BTreeSet<(String, String)>,
    found: Columns,
}

impl<'c> Walk<'c> {
    fn code(&mut self, definition: &Definition) {
        self.rule(&definition.list, &definition.rule);
    }

    fn rests(&mut self, list: &str, field: &str) {
        if !NAMED_DAYS.contains(&field) {
            self.found.rests.entry(list.to_owned()).or_default().insert(field.to_owned());
        }
    }

    fn asked(&mut self, list: &str, field: &str) {
        self.rests(list, field);
        self.found.asked.entry(list.to_owned()).or_default().insert(field.to_owned());
    }

    fn rule(&mut self, list: &str, rule: &Rule) {
        let Parts { base, narrow, counted, cases, by, sources, places } = parts(rule);
        base.into_iter().for_each(|base| self.base(list, base));
        self.filters(list, narrow, list);
        self.filters(list, &counted, list);
        self.cases(list, cases);
        // Where the whole base is the denominator, a blank is an outcome of its own.
        let blank_counts = matches!(rule, Rule::Distribution(r) if r.blank_is.is_some() || r.whole);
        by.into_iter().for_each(|by| self.by(list, by, blank_counts));
        sources.into_iter().for_each(|(_, source)| self.source(source));
        // What looks across lists knows children by their identifier.
        for (_, part) in &places {
            self.rests(&part.list, "child_id");
            self.base(&part.list, &part.base);
            self.filters(&part.list, &part.narrow, &part.list);
        }
        match rule {
            Rule::Count(r) => r.distinct.iter().for_each(|field| self.rests(list, field)),
            Rule::Share(r) => {
                r.distinct.iter().for_each(|field| self.rests(list, field));
                r.known.iter().chain(r.answers.iter().map(|answers| &answers.field)).for_each(|field| self.asked(list, field));
            }
            Rule::Distribution(r) => r.distinct.iter().for_each(|field| self.rests(list, field)),
            Rule::Timeliness(r) => [&r.from, &r.to].into_iter().for_each(|at| self.moment(list, at, list)),
            Rule::Duration(r) => {
                r.distinct.iter().for_each(|field| self.rests(list, field));
                [&r.from, &r.to].into_iter().for_each(|at| self.moment(list, at, list));
            }
            Rule::Multiples(r) => self.asked(list, &r.of),
            Rule::Pyramid(_) => ["birth_date", "sex"].into_iter().for_each(|field| self.asked(list, field)),
            Rule::Sum(r) => {
                r.distinct.iter().for_each(|field| self.rests(list, field));
                self.asked(list, &r.field);
            }
            Rule::Latest(r) => r.entries.iter().for_each(|e| e.fields.iter().for_each(|field| self.rests(&e.list, field))),
            Rule::Relative(r) => places.iter().for_each(|(_, part)| self.asked(&part.list, &r.characteristic)),
            Rule::Load(r) => {
                let fields = [&r.per, &r.team].into_iter().filter(|field| !field.is_empty());
                fields.for_each(|field| places.iter().for_each(|(_, part)| self.asked(&part.list, field)));
            }
            Rule::Flow(r) => r.steps.iter().for_each(|step| self.rests(&step.of.list, &step.on)),
            Rule::Matrix(_) | Rule::Rate(_) | Rule::Ratio(_) | Rule::Difference(_) | Rule::Collection(_) => {}
            Rule::Overlap(_) | Rule::Balance(_) | Rule::Pace(_) | Rule::Absent(_) | Rule::Applied(_) => {}
        }
    }

    fn source(&mut self, source: &Source) {
        match source {
            Source::Code(code) => {
                let catalogue = self.catalogue;
                if let Some(definition) = catalogue.get(code)
                    && self.codes.insert(&definition.about.code)
                {
                    self.code(definition);
                }
            }
            Source::Inline(inline) => self.rule(&inline.list, &inline.rule),
        }
    }

    fn base(&mut self, list: &str, base: &str) {
        let catalogue = self.catalogue;
        if let Some(filters) = catalogue.shared().bases.get(list).and_then(|bases| bases.get(base))
            && self.bases.insert((list.to_owned(), base.to_owned()))
        {
            self.filters(list, filters, list);
        }
    }

    fn cases(&mut self, list: &str, cases: &[Case]) {
        cases.iter().flat_map(|case| [&case.narrow, &case.counted]).for_each(|filters| self.filters(list, filters, list));
    }

    fn by(&mut self, list: &str, by: &By, blank_counts: bool) {
        for field in [&by.code, &by.number, &by.text].into_iter().flatten() {
            if blank_counts { self.rests(list, field) } else { self.asked(list, field) }
        }
        [&by.month, &by.week].into_iter().flatten().for_each(|field| self.rests(list, field));
        if by.age.is_some() {
            self.asked(list, "birth_date");
        }
        [&by.from, &by.to].into_iter().flatten().for_each(|at| self.moment(list, at, list));
        self.cases(list, &by.first_of);
    }

    /// `this` is the list of the row that is being matched.
    fn filters(&mut self, list: &str, filters: &[Filter], this: &str) {
        filters.iter().for_each(|filter| self.filter(list, filter, this));
    }

    fn filter(&mut self, list: &str, filter: &Filter, this: &str) {
        if let Some(field) = &filter.field {
            if filter.known == Some(true) { self.asked(list, field) } else { self.rests(list, field) }
        }
        [&filter.differs_from, &filter.shared].into_iter().flatten().for_each(|field| self.rests(list, field));
        if let Some(field) = &filter.latest {
            self.rests(list, field);
            self.rests(list, "child_id");
        }
        if filter.age.is_some() || filter.unborn.is_some() {
            self.asked(list, "birth_date");
        }
        let moments =
            [&filter.before, &filter.on_or_before, &filter.after, &filter.on_or_after, &filter.from, &filter.to].into_iter().flatten();
        moments.for_each(|at| self.moment(list, at, this));
        filter.base.iter().for_each(|base| self.base(list, base));
        filter.any.iter().for_each(|set| self.filters(list, set, this));
        self.filters(list, &filter.not, this);
        if let Some(matched) = &filter.matched {
            self.rests(list, &matched.on);
            self.rests(&matched.list, &matched.on);
            self.filters(&matched.list, &matched.narrow, list);
        }
    }

    fn moment(&mut self, list: &str, moment: &Moment, this: &str) {
        match moment {
            Moment::Name(name) => self.rests(list, name),
            Moment::At(at) => self.at(list, at, this),
        }
    }

    fn at(&mut self, list: &str, at: &At, this: &str) {
        at.of.iter().chain(&at.first_of).for_each(|field| self.rests(list, field));
        at.this.iter().for_each(|field| self.rests(this, field));
        if let Some(Link { list: other, field, to, narrow, .. }) = &at.linked {
            self.rests(list, "child_id");
            self.rests(other, "child_id");
            self.rests(other, field);
            to.iter().for_each(|field| self.rests(list, field));
            self.filters(other, narrow, list);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Shelf;

    /// `field field* | field` by list: `*` where a blank says nothing.
    fn of(code: &str) -> BTreeMap<String, String> {
        let catalogue = Catalogue::load(&Shelf::built_in()).value;
        let found = columns(&catalogue, catalogue.get(code).unwrap());
        let star = |list: &str, field: &String| if found.asked.get(list).is_some_and(|all| all.contains(field)) { "*" } else { "" };
        let line = |list: &str, fields: &BTreeSet<String>| fields.iter().map(|f| format!("{f}{}", star(list, f))).collect::<Vec<_>>();
        found.rests.iter().map(|(list, fields)| (list.clone(), line(list, fields).join(" "))).collect()
    }

    fn only(code: &str, list: &str) -> String {
        let mut all = of(code);
        let one = all.remove(list).unwrap_or_default();
        assert!(all.is_empty(), "{code} rests on {all:?} as well");
        one
    }

    #[test]
    fn a_share_rests_on_its_answer_and_on_the_base() {
        assert_eq!(only("REF-04", "referrals"), "nfa* referral_date");
    }

    #[test]
    fn a_rate_rests_on_what_it_is_made_from() {
        assert_eq!(of("REF-03"), of("REF-01"));
        assert_eq!(only("REF-03", "referrals"), "referral_date");
    }

    #[test]
    fn a_blank_that_is_an_answer_is_not_asked_for() {
        // A plan without an end is open; early help without an organisation says nothing about who leads it.
        assert_eq!(only("CP-14", "child_protection"), "end start");
        assert_eq!(only("EH-08", "early_help"), "end organisation* start");
        assert_eq!(only("CIN-18", "children_in_need"), "birth_date* closed sex* start");
    }

    #[test]
    fn rows_of_the_same_child_on_another_list_are_followed() {
        let all = of("REF-11b");
        assert_eq!((all["assessments"].as_str(), all["referrals"].as_str()), ("child_id start", "child_id referral_date"));
    }

    #[test]
    fn every_indicator_rests_on_columns_that_the_lists_have() {
        let shelf = Shelf::built_in();
        let (catalogue, schema) = (Catalogue::load(&shelf).value, crate::annex_a::schema::Schema::load(&shelf).value);
        for definition in catalogue.iter().filter(|d| d.about.because.is_empty()) {
            let found = columns(&catalogue, definition);
            // A base that takes every row of a list reads none of its columns.
            for (list, fields) in &found.rests {
                for field in fields {
                    let made = super::super::over_time::fields(&catalogue.shared().history, list);
                    let known = made.map_or_else(
                        || schema.list(list).and_then(|list| list.column(field)).is_some(),
                        |fields| fields.iter().any(|(name, _)| name == field),
                    );
                    assert!(known, "{}: {list} has no {field}", definition.about.code);
                }
            }
            for (list, fields) in &found.asked {
                assert!(fields.is_subset(&found.rests[list]), "{}", definition.about.code);
            }
        }
    }
}
