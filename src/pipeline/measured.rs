//! What figures are measured with: the day, the windows, and what is known of the area.
//!
//! In: lists, settings and published figures. Out: the setting that indicators are evaluated in.

use super::Read;
use crate::annex_a::lists::Lists;
use crate::calendar::Day;
use crate::comparators::{self, Comparators};
use crate::content;
use crate::indicators::{self, Catalogue, Setting};
use crate::report::facts::Here;
use std::collections::BTreeMap;

/// The latest day on which something happened. A lone date far after all others is a slip, not the end of the data:
/// the day must have two more events within the month before it.
pub(super) fn latest_event(lists: &Lists) -> Option<Day> {
    let fields = [
        ("contacts", "contact_date"),
        ("referrals", "referral_date"),
        ("assessments", "authorised"),
        ("assessments", "start"),
        ("section_47", "strategy_date"),
        ("early_help", "start"),
        ("children_in_need", "start"),
        ("child_protection", "start"),
        ("looked_after", "start"),
    ];
    let mut days: Vec<Day> = fields
        .iter()
        .filter_map(|(list, field)| lists.lists.get(*list)?.dates(field))
        .flat_map(|dates| dates.iter().flatten().copied())
        .collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    let settled = days.windows(3).find(|w| w[0].since(w[2]) <= 31).map(|w| w[0]);
    settled.or_else(|| days.first().copied())
}

/// The as-at date and windows, with what is known of the area: children, residents, and the authority's own last published counts.
pub(super) fn setting(read: &Read, here: &Here, comparators: &Comparators, catalogue: &Catalogue) -> Setting {
    let residents = here.area.as_ref().and_then(|area| comparators.residents_by_ethnicity(&area.code));
    // What looks across lists is dated by the period that most of them share.
    let mut windows = read.windows.clone();
    if let Some(window) = read.windows.get("referrals") {
        windows.insert("all".to_owned(), *window);
    }
    let published = |measure: &str| Some((measure.to_owned(), last_published(comparators, measure, here.own.as_deref()?, read.as_at)?));
    Setting {
        as_at: read.as_at,
        windows,
        population: here.population.map(|p| p.children),
        residents: residents.map(|residents| residents.groups.iter().cloned().collect()).unwrap_or_default(),
        published: catalogue.paced().into_iter().filter_map(published).collect(),
    }
}

/// The latest number of a measure for a year to 31 March that was over by a day, of the last five such years.
fn last_published(comparators: &Comparators, measure: &str, area: &str, day: Day) -> Option<f64> {
    let over = (day.month(), day.day_of_month()) > (3, 31);
    let last = u16::try_from(day.year()).ok()?.checked_sub(u16::from(!over))?;
    let mut years = (0..comparators::YEARS_SHOWN as u16).filter_map(|back| last.checked_sub(back));
    years.find_map(|year| comparators.published(measure, area, year).ok())
}

/// Of the timescales that name the date they are told by, those missed and those of them without a date.
pub(super) fn missed(
    content: &content::Content,
    catalogue: &Catalogue,
    read: &Read,
    setting: &Setting,
) -> BTreeMap<String, indicators::Missed> {
    let dated = content.attention.timescale.iter().filter(|timescale| !timescale.date.is_empty());
    let one =
        |t: &content::attention::Timescale| Some((t.code.clone(), indicators::undated(catalogue, &read.lists, setting, &t.code, &t.date)?));
    dated.filter_map(one).collect()
}
