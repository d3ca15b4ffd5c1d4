//! Facts: everything a report may say, looked up by indicator code and group.
//!
//! In: disclosed figures, the records' words, published figures and where the authority stands among them.
//! Out: values with their intervals and the words that go with them. Nothing here makes a sentence.

use super::since::Since;
use crate::calendar::{Day, Window};
use crate::comparators::{Area, Comparators};
use crate::content::attention::Season;
use crate::indicators::Missed;
use crate::indicators::definition::About;
use crate::number::{self, Aim, Missing, Unit};
use crate::statistics;
use std::collections::{BTreeMap, BTreeSet};

/// Groups that say nothing was, or could be, recorded.
pub const NOT_RECORDED: &str = "Not recorded";
/// Group of values that no code set knows.
pub const NOT_MAPPED: &str = "Not mapped";

/// A sentence gives a share of fewer than this as how many of how many.
pub const FEWEST_FOR_PERCENT: f64 = 50.0;

/// One figure as the audience may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Group or bin; empty for the single figure.
    pub group: String,
    /// Window counted in.
    pub window: Window,
    /// Numerator.
    pub numerator: Option<f64>,
    /// Denominator.
    pub denominator: Option<f64>,
    /// Unrounded value, or why there is none.
    pub value: Result<f64, Missing>,
    /// Unit.
    pub unit: Unit,
}

impl Shown {
    /// How many it counts, or its value where it counts none; nothing of what is not shown.
    pub fn number(&self) -> f64 {
        self.numerator.or(self.value.ok()).unwrap_or(0.0)
    }

    /// Whether it is there and may not be seen.
    pub fn is_hidden(&self) -> bool {
        self.value == Err(Missing::Suppressed)
    }

    /// The value as printed, or its symbol.
    pub fn text(&self) -> String {
        match self.value {
            Ok(value) => self.unit.show(value),
            Err(missing) => missing.shown(),
        }
    }

    /// The value as running text says it: of a share of fewer than 30, how many of how many comes first.
    pub fn in_words(&self) -> String {
        match self.of().filter(|_| self.is_small() && self.value.is_ok()) {
            Some(of) => format!("{of} ({})", self.text()),
            None => self.text(),
        }
    }

    /// The value as a message says it: of a share of fewer than 50, how many of how many and nothing else, as a percentage with a
    /// decimal would seem finer than they are.
    pub fn in_short(&self) -> String {
        self.of().filter(|_| self.is_few() && self.value.is_ok()).unwrap_or_else(|| self.text())
    }

    /// 95% interval: Wilson for shares, Byar for rates and counts of events; `None` for means and where there is no value.
    pub fn interval(&self) -> Option<(f64, f64)> {
        let value = self.value.ok()?;
        match (self.unit, self.numerator, self.denominator) {
            (Unit::Percent, Some(n), Some(of)) => statistics::share(n, of),
            (Unit::Rate, Some(n), _) if n > 0.0 => statistics::rate(n, value / n),
            _ => None,
        }
        .map(|interval| (interval.low, interval.high))
    }

    /// The interval as tables print it: `6.0% to 7.4%`.
    pub fn interval_text(&self) -> Option<String> {
        let (low, high) = self.interval()?;
        Some(format!("{} to {}", self.unit.show(low), self.unit.show(high)))
    }

    /// The value and how many of how many, the small number first: what a chart prints large and small.
    pub fn large_and_small(&self) -> (String, String) {
        match self.of() {
            Some(of) if self.is_small() && self.value.is_ok() => (of, format!("{}; small numbers", self.text())),
            of => (self.text(), of.unwrap_or_default()),
        }
    }

    /// `116 of 1,756`, where the figure has both.
    pub fn of(&self) -> Option<String> {
        let (n, of) = (self.numerator?, self.denominator?);
        (self.unit == Unit::Percent).then(|| format!("{} of {}", number::grouped(n, 0), number::grouped(of, 0)))
    }

    /// Whether a rate rests on fewer than ten events: the events are then told, and no rate.
    pub fn is_rare(&self) -> bool {
        self.unit == Unit::Rate && self.numerator.is_some_and(|n| n < super::compare::FEWEST_EVENTS)
    }

    /// How many a mean is of, where they are fewer than 30.
    pub fn few_in_mean(&self) -> Option<f64> {
        let mean = matches!(self.unit, Unit::Days | Unit::WorkingDays | Unit::Months);
        self.denominator.filter(|of| mean && self.value.is_ok() && *of < statistics::SMALL_DENOMINATOR)
    }

    /// Whether a share rests on fewer than 50: a sentence then says how many of how many.
    pub fn is_few(&self) -> bool {
        self.unit == Unit::Percent && self.denominator.is_some_and(|of| of < FEWEST_FOR_PERCENT)
    }

    /// Whether a share rests on fewer than 30 (small numbers: n of N is read first).
    pub fn is_small(&self) -> bool {
        self.unit == Unit::Percent && self.denominator.is_some_and(|of| of < 30.0)
    }
}

/// Where the authority stands among published areas.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Here {
    /// Name on every page.
    pub name: String,
    /// Key under which its own published figures are kept, if any.
    pub own: Option<String>,
    /// The area that has its region and neighbours (itself, or one that lends them).
    pub area: Option<Area>,
    /// Its region.
    pub region: Option<Area>,
    /// England.
    pub england: Option<Area>,
    /// Children aged 0 to 17, for rates.
    pub population: Option<Population>,
    /// Whether area, region and neighbours are lent by another authority (demonstration).
    pub lent: bool,
}

/// How many children aged 0 to 17 live in the area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Population {
    /// Children.
    pub children: f64,
    /// Year of the estimate of the Office for National Statistics; `None` where the authority gives its own number.
    pub estimated: Option<u16>,
}

impl Population {
    /// Where the number comes from, as a source line says it.
    pub fn source(&self) -> String {
        let children = number::grouped(self.children, 0);
        match self.estimated {
            Some(year) => format!("ONS mid-{year} population {children}"),
            None => format!("Population {children}, given by the authority"),
        }
    }
}

/// All a report may say.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Published figures.
    pub comparators: &'a Comparators,
    /// Where the authority stands.
    pub here: Here,
    /// The day everything is measured to.
    pub as_at: Day,
    /// Windows by list.
    pub windows: BTreeMap<String, Window>,
    /// The records' words, by code.
    pub about: BTreeMap<String, About>,
    /// Codes in the catalogue's order.
    pub order: Vec<String>,
    /// Figures by code, in canonical group order.
    pub figures: BTreeMap<String, Vec<Shown>>,
    /// Targets the authority works to, by code.
    pub targets: BTreeMap<String, Target>,
    /// Changes of the work from which on limits of chance are set anew, by code, the earliest first.
    pub rebases: BTreeMap<String, Vec<Rebase>>,
    /// How complete the columns are that an indicator rests on, by code.
    pub grades: BTreeMap<String, Completeness>,
    /// Of a share of those in time, how many are missed and how many of these have no date, by code; only where the audience sees all.
    pub missed: BTreeMap<String, Missed>,
    /// How much is hidden, where rules hide anything.
    pub hidden: Option<Hidden>,
    /// Parts of every year that explain a low or high run by themselves.
    pub seasons: Vec<Season>,
    /// The rule of each code in words, condition by condition.
    pub rules: BTreeMap<String, Vec<String>>,
    /// Words in which readers meet groups whose label is the return's own, for all codes.
    pub labels: BTreeMap<String, String>,
    /// What is known of earlier quarters; nothing where none is kept.
    pub since: Option<Since>,
    /// Codes that look at several quarters, of which too few were kept.
    pub unreached: BTreeSet<String>,
    /// Titles of lists by key, in Annex A's order, with their numbers of rows.
    pub lists: Vec<ListFacts>,
}

/// What a report says of the figures it may not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Figures in all.
    pub figures: usize,
    /// Of them hidden.
    pub hidden: usize,
    /// What is hidden by rule: `counts of 1 to 5`.
    pub by: String,
    /// What counts are rounded to; 1 where they are not.
    pub round: u32,
}

/// A target the authority works to.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What is aimed at, in the indicator's unit.
    pub value: f64,
    /// Which side of it is aimed at.
    pub direction: Aim,
    /// Who set it: `national` or `local`.
    pub origin: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// When it was set.
    pub set: Option<Day>,
}

/// A change of the work, as the authority records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebase {
    /// The day of the change.
    pub from: Day,
    /// What changed: `New front door`.
    pub why: String,
}

/// How far the columns that an indicator rests on are filled and understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// A to D, by the column that is filled least.
    pub letter: char,
    /// The column and its share: `ethnicity of list 3 is 96.2% filled`.
    pub words: String,
}

/// What is known of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFacts {
    /// Key.
    pub key: String,
    /// Annex A's number.
    pub number: u8,
    /// `Referrals`.
    pub title: String,
    /// Whether it holds rows.
    pub filled: bool,
    /// How many, for an audience that may know: no disclosure looks at them.
    pub rows: Option<usize>,
    /// Whether any file held it.
    pub found: bool,
}

impl Facts<'_> {
    /// The single figure of a code.
    pub fn single(&self, code: &str) -> Option<&Shown> {
        self.group(code, "")
    }

    /// A figure of a code by group.
    pub fn group(&self, code: &str, group: &str) -> Option<&Shown> {
        self.figures.get(code)?.iter().find(|f| f.group == group)
    }

    /// All groups of a code in canonical order, without the single figure.
    pub fn groups(&self, code: &str) -> Vec<&Shown> {
        self.figures.get(code).into_iter().flatten().filter(|f| !f.group.is_empty()).collect()
    }

    /// The record's words.
    pub fn about(&self, code: &str) -> Option<&About> {
        self.about.get(code)
    }

    /// A group of a code as readers meet it: in the words of its record, in those of all records, else its label in plain figures.
    pub fn label(&self, code: &str, group: &str) -> String {
        let own = self.about(code).and_then(|about| about.labels.get(group));
        super::message::label(own.or_else(|| self.labels.get(group)).map_or(group, String::as_str))
    }

    /// The facts of a list.
    pub fn list(&self, key: &str) -> Option<&ListFacts> {
        self.lists.iter().find(|l| l.key == key)
    }

    /// Whether anything may be said from a list.
    pub fn has_rows(&self, key: &str) -> bool {
        self.list(key).is_some_and(|l| l.filled)
    }

    /// Why nothing is counted where a code's list holds no rows: `list 8 is not in the workbook`, `list 8 has no rows`.
    pub fn why_missing(&self, code: &str) -> Option<String> {
        if self.unreached.contains(code) {
            return Some("snapshots that kept rows or marks do not reach back far enough".to_owned());
        }
        let list = self.list(&self.about(code)?.list).filter(|list| !list.filled)?;
        Some(format!("list {} {}", list.number, if list.found { "has no rows" } else { "is not in the workbook" }))
    }

    /// How many a median is of, where they are fewer than 30: their number stands in a group of its own.
    fn few_in_median(&self, code: &str, figure: &Shown) -> Option<f64> {
        let days = matches!(figure.unit, Unit::Days | Unit::WorkingDays | Unit::Months) && figure.value.is_ok();
        let of = self.group(code, "n").filter(|_| days && figure.group.is_empty())?.value.ok()?;
        (of < statistics::SMALL_DENOMINATOR).then_some(of)
    }

    /// `of 11 children, small numbers`: said beside a mean or median of fewer than 30.
    pub fn few_in_mean(&self, code: &str, figure: &Shown) -> Option<String> {
        let few = figure.few_in_mean().or_else(|| self.few_in_median(code, figure))?;
        let few = number::grouped(few, 0);
        let of = match self.about(code)?.list.as_str() {
            "adoption" | "looked_after" | "children_in_need" | "child_protection" => format!("of {few} children"),
            "adopters" => format!("of {few} families"),
            _ => format!("of {few}"),
        };
        Some(super::grammar::one(&format!("{of}, small numbers")).replace("of 1 children", "of 1 child"))
    }

    /// How many of a code's base are not recorded.
    pub fn not_recorded(&self, code: &str) -> f64 {
        let count = |group| self.group(code, group).and_then(|f| f.numerator.or(f.value.ok())).unwrap_or(0.0);
        count(NOT_RECORDED) + count(NOT_MAPPED)
    }

    /// `391 of 1,619; 15 not recorded`, or nothing for a plain count.
    pub fn of_words(&self, code: &str, group: &str) -> String {
        let Some(figure) = self.group(code, group) else { return String::new() };
        let Some(of) = figure.of() else { return String::new() };
        let hidden = |group| self.group(code, group).is_some_and(Shown::is_hidden);
        if hidden(NOT_RECORDED) || hidden(NOT_MAPPED) {
            return format!("{of}; {} not recorded", Missing::Suppressed.shown());
        }
        let missing = self.not_recorded(code);
        if missing > 0.0 { format!("{of}; {} not recorded", number::grouped(missing, 0)) } else { of }
    }

    /// The window of a code's list.
    pub fn window(&self, code: &str) -> Option<Window> {
        self.figures.get(code).and_then(|all| all.first()).map(|f| f.window)
    }

    /// When a code is counted, in words: `April to September 2025`, or `30 September 2025` for a stock.
    pub fn when(&self, code: &str) -> String {
        match self.about(code) {
            Some(about) if about.stock => self.as_at.words(),
            _ => self.window(code).map_or_else(|| self.as_at.words(), |w| w.words()),
        }
    }
}

/// Whether a group stands for something missing or declined rather than a kind of its own.
pub fn stands_apart(group: &str) -> bool {
    matches!(group, NOT_RECORDED | NOT_MAPPED | "Unknown" | "Refused" | "None" | "none")
}
