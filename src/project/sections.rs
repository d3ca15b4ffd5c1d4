//! The sections of `annexa.toml`, read one by one: `[authority]` to `[snapshots]`.
//!
//! In: the root table. Out: the settings of a section, with the default for what is not set or cannot be read.
//! What cannot be read is a finding of [`Settings`], with its line. The reporting windows are read beside, in `period`.

use super::settings::{Settings, Table};
use super::{Audiences, Authority, Disclosure, Rebase, ReportSettings, SnapshotSettings, Target, WorklistSettings};
use crate::audience::Audience;
use crate::audience::rules::{Override, Preset, Rules};
use crate::colour::Rgb;
use crate::files::is_anchor;
use crate::finding::Place;
use crate::number::Aim;
use crate::theme::{Choice, Chosen};
use std::collections::BTreeMap;

/// More children than live in England.
const MOST_CHILDREN: u32 = 20_000_000;

/// Longest that a worklist may be held, in days.
const LONGEST_HELD: u32 = 90;

pub(super) fn authority(s: &mut Settings, root: &Table) -> Authority {
    let table = s.section(root, "authority");
    s.only(&table, "authority", &["name", "code", "like", "published", "children", "neighbours", "region", "banner"]);
    Authority {
        name: s.text(&table, "name"),
        code: s.code(&table, "code"),
        like: s.code(&table, "like"),
        published: s.text(&table, "published"),
        children: s.whole(&table, "children", 1..=MOST_CHILDREN, "a number of children aged 0 to 17, such as 62_000"),
        neighbours: s.texts(&table, "neighbours"),
        region: s.text(&table, "region"),
        banner: s.text(&table, "banner"),
    }
}

pub(super) fn audiences(s: &mut Settings, root: &Table) -> Audiences {
    let table = s.section(root, "audiences");
    s.only(&table, "audiences", &["build"]);
    let all = [Audience::Management, Audience::Leadership, Audience::Public];
    let mut build = Vec::new();
    for name in s.texts(&table, "build") {
        match all.into_iter().find(|audience| audience.key() == name) {
            Some(audience) => build.push(audience),
            None => s.unknown(&table, "build", &name, &all.map(Audience::key)),
        }
    }
    if build.is_empty() { Audiences::default() } else { Audiences { build } }
}

pub(super) fn targets(s: &mut Settings, root: &Table) -> BTreeMap<String, Target> {
    let table = s.section(root, "targets");
    let mut targets = BTreeMap::new();
    for code in table.keys() {
        let place = s.place(&table, &code);
        // A number alone is a local target.
        let target = if table.holds_table(&code) {
            let set = s.section(&table, &code);
            s.only(&set, &format!("targets.{code}"), &["value", "direction", "origin", "owner", "set"]);
            target(s, &set, place)
        } else {
            let value = s.number(&table, &code);
            value.map(|value| Target { value, direction: None, origin: "local".to_owned(), owner: None, set: None, place })
        };
        if let Some(target) = target {
            targets.insert(code, target);
        }
    }
    targets
}

fn target(s: &mut Settings, table: &Table, place: Place) -> Option<Target> {
    let origin = s.text(table, "origin").unwrap_or_else(|| "local".to_owned());
    if !["national", "local"].contains(&origin.as_str()) {
        s.unknown(table, "origin", &origin, &["national", "local"]);
    }
    let both = [Aim::AtLeast, Aim::AtMost];
    let direction = s.text(table, "direction").and_then(|name| {
        let found = both.into_iter().find(|direction| direction.key() == name);
        if found.is_none() {
            s.unknown(table, "direction", &name, &both.map(Aim::key));
        }
        found
    });
    let (value, owner, set) = (s.number(table, "value"), s.text(table, "owner"), s.day(table, "set"));
    value.map(|value| Target { value, direction, origin, owner, set, place })
}

pub(super) fn rebases(s: &mut Settings, root: &Table) -> Vec<Rebase> {
    let section = "[rebase]";
    let tables = s.tables(root, "rebase");
    let read = |(place, table): (Place, Table)| {
        s.only(&table, section, &["indicator", "from", "why"]);
        let (indicator, from, why) = (s.code(&table, "indicator"), s.day(&table, "from"), s.text(&table, "why"));
        if indicator.is_none() {
            s.lacks(&place, &table, "indicator", section, "name a count by month or week, as indicator = \"REF-16\"");
        }
        if from.is_none() {
            s.lacks(&place, &table, "from", section, "give the day of the change, as from = 2025-04-01");
        }
        if why.is_none() {
            s.lacks(
                &place,
                &table,
                "why",
                section,
                "limits are set anew only for a reason that readers are told, as why = \"New front door\"",
            );
        }
        // It goes into sentences that end with a stop of their own.
        let why = why?.trim_end_matches('.').to_owned();
        Some(Rebase { indicator: indicator?, from: from?, why, place })
    };
    tables.into_iter().filter_map(read).collect()
}

/// `[disclosure]`: a preset or limits for each audience; `[[disclose]]`: what a person decided about a figure.
pub(super) fn disclosure(s: &mut Settings, root: &Table) -> Disclosure {
    let table = s.section(root, "disclosure");
    let all = [Audience::Management, Audience::Leadership, Audience::Public];
    s.only(&table, "disclosure", &["management", "leadership", "public", "earlier"]);
    let earlier = s.texts(&table, "earlier");
    let mut rules = BTreeMap::new();
    for audience in all {
        if let Some(set) = rules_of(s, &table, audience) {
            rules.insert(audience, set);
        }
    }
    let section = "[disclose]";
    let tables = s.tables(root, "disclose");
    let read = |(place, table): (Place, Table)| {
        s.only(&table, section, &["indicator", "group", "show", "why", "by"]);
        let (code, group, show) = (s.code(&table, "indicator"), s.text(&table, "group"), s.truth(&table, "show"));
        let (reason, by) = (s.text(&table, "why"), s.text(&table, "by"));
        for (key, missing, hint) in [
            ("indicator", code.is_none(), "name the figure, as indicator = \"CLA-12\""),
            ("show", show.is_none(), "say show = true, or show = false to hide it"),
            ("why", reason.is_none(), "give the reason, which goes into the log of decisions"),
            ("by", by.is_none(), "say who decided, which goes into the log of decisions"),
        ] {
            if missing {
                s.lacks(&place, &table, key, section, hint);
            }
        }
        Some(Override { code: code?, group, show: show?, reason: reason?, by: by? })
    };
    let overrides = tables.into_iter().filter_map(read).collect();
    Disclosure { rules, overrides, earlier, kept: Vec::new() }
}

fn rules_of(s: &mut Settings, table: &Table, audience: Audience) -> Option<Rules> {
    let key = audience.key();
    if table.holds_table(key) {
        let set = s.section(table, key);
        s.only(&set, &format!("disclosure.{key}"), &["small", "round", "group"]);
        let mut number = |name, bounds, expected| s.whole(&set, name, bounds, expected);
        let small = number("small", 0..=100, "a whole number up to 100: counts of one to this many are hidden");
        let round = number("round", 1..=100, "a whole number from 1 to 100 that counts are rounded to");
        let group = number("group", 0..=1000, "a whole number up to 1,000: of a group this small, none and all are hidden");
        let usual = Preset::DfeCsc.rules();
        return Some(Rules {
            small: small.unwrap_or(usual.small),
            round: round.unwrap_or(usual.round),
            group: group.unwrap_or(usual.group),
            secondary: true,
        });
    }
    let name = s.text(table, key)?;
    let found = Preset::ALL.into_iter().find(|preset| preset.key() == name);
    if found.is_none() {
        s.unknown(table, key, &name, &Preset::ALL.map(Preset::key));
    }
    found.map(Preset::rules)
}

pub(super) fn theme(s: &mut Settings, root: &Table) -> Choice {
    let table = s.section(root, "theme");
    s.only(&table, "theme", &["name", "logo", "colours"]);
    let colours = s.section(&table, "colours");
    s.only(&colours, "theme.colours", &["primary", "secondary"]);
    Choice {
        name: chosen(s, &table, "name"),
        logo: chosen(s, &table, "logo"),
        primary: colour(s, &colours, "primary"),
        secondary: colour(s, &colours, "secondary"),
    }
}

fn chosen(s: &mut Settings, table: &Table, key: &str) -> Option<Chosen<String>> {
    let value = s.text(table, key)?;
    Some(Chosen { value, place: s.place(table, key) })
}

fn colour(s: &mut Settings, table: &Table, key: &str) -> Option<Chosen<Rgb>> {
    let Chosen { value, place } = chosen(s, table, key)?;
    match Rgb::parse(&value) {
        Some(value) => Some(Chosen { value, place }),
        None => {
            s.wrong(table, key, "a colour as #rrggbb");
            None
        }
    }
}

pub(super) fn mapping(s: &mut Settings, root: &Table) -> BTreeMap<String, BTreeMap<String, String>> {
    let table = s.section(root, "mapping");
    let mut mapping = BTreeMap::new();
    for set in table.keys() {
        let spellings = s.section(&table, &set);
        let codes =
            spellings.keys().into_iter().filter_map(|spelling| s.code(&spellings, &spelling).map(|code| (spelling, code))).collect();
        mapping.insert(set, codes);
    }
    mapping
}

pub(super) fn report(s: &mut Settings, root: &Table) -> ReportSettings {
    let table = s.section(root, "report");
    s.only(&table, "report", &["title", "classification"]);
    let default = ReportSettings::default();
    ReportSettings {
        title: s.text(&table, "title").unwrap_or(default.title),
        classification: s.text(&table, "classification").unwrap_or(default.classification),
    }
}

pub(super) fn worklists(s: &mut Settings, root: &Table) -> WorklistSettings {
    let table = s.section(root, "worklists");
    s.only(&table, "worklists", &["include", "expires_after_days", "per_team"]);
    let default = WorklistSettings::default();
    let days = s.whole(&table, "expires_after_days", 1..=LONGEST_HELD, "a number of days from 1 to 90");
    WorklistSettings {
        include: s.texts(&table, "include"),
        expires_after_days: days.and_then(|days| u16::try_from(days).ok()).unwrap_or(default.expires_after_days),
        per_team: s.truth(&table, "per_team").unwrap_or(default.per_team),
        place: s.place(&table, "include"),
    }
}

pub(super) fn snapshots(s: &mut Settings, root: &Table) -> SnapshotSettings {
    let table = s.section(root, "snapshots");
    s.only(&table, "snapshots", &["series", "contact", "marks"]);
    let default = SnapshotSettings::default();
    let series = s.text(&table, "series").unwrap_or_else(|| default.series.clone());
    let fit = is_anchor(&series);
    if !fit {
        s.wrong(&table, "series", "lower-case letters, digits and hyphens, as \"annex-a\",");
    }
    SnapshotSettings {
        series: if fit { series } else { default.series },
        contact: s.text(&table, "contact").unwrap_or(default.contact),
        marks: s.text(&table, "marks"),
    }
}
