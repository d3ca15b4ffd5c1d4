//! Disclosure: what an audience may see of the figures. Past it no raw count can be reached.
//!
//! In: the figures of `indicators`. Out: [`Disclosed`], the only form in which report and archive get figures.
//! A [`Shown`] figure can be made nowhere else, and where it has no value it has neither numerator nor denominator.
//!
//! Rules by audience say which counts are too small. Where an audience has rules, the sets behind all figures tell which of them are
//! sums and parts of each other, further figures are hidden so that no small one can be worked out, and [`Plan::audit`] attacks
//! what was then published. The public always has rules; management and leadership see figures as they are unless a project says
//! otherwise, and leadership loses what is counted by team or worker.

//!
//! What must not compile: a figure that is shown without passing here,
//!
//! ```compile_fail,E0451
//! fn make(window: annexa::calendar::Window, unit: annexa::number::Unit) -> annexa::disclosure::Shown {
//!     let value = Err(annexa::number::Missing::NotAvailable);
//!     annexa::disclosure::Shown { code: String::new(), group: String::new(), window, unit, value }
//! }
//! ```
//!
//! raw figures in a file,
//!
//! ```compile_fail,E0308
//! fn write(figures: &Vec<annexa::indicators::Figure>) -> String {
//!     annexa::archive::figures_csv(figures)
//! }
//! ```
//!
//! a raw figure that is serialised as it is,
//!
//! ```compile_fail,E0277
//! fn write(figure: &annexa::indicators::Figure) -> String {
//!     serde_json::to_string(figure).unwrap()
//! }
//! ```
//!
//! and a look at what a plan keeps inside.
//!
//! ```compile_fail,E0616
//! fn look(plan: &annexa::disclosure::Plan) -> usize {
//!     plan.secrets.len()
//! }
//! ```

mod attack;
mod earlier;
mod family;
mod links;
mod plan;
mod proof;
mod protect;
mod rounding;

pub use earlier::{Before, Earlier};
pub use plan::{Decision, GivenAway, Lost, Plan, Reason, Typed};

use crate::audience::Audience;
use crate::audience::rules::{Override, Rules};
use crate::calendar::Window;
use crate::indicators::{Counted, Figure, Linked};
use crate::number::{Missing, Unit};
use std::collections::BTreeMap;

/// Why no figure may pass.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Rules that hide nothing, for the public.
    #[error(
        "the public audience needs rules that hide small numbers; set public under [disclosure] in annexa.toml to dfe-csc, nhs-hes or strict"
    )]
    NoRules,
    /// A number that could be worked out.
    #[error("not published: {0}")]
    GivenAway(#[from] GivenAway),
    /// What was written cannot be read back, so nobody can tell what it gives away.
    #[error("not published: the figures written cannot be read back")]
    Unreadable,
}

/// A figure that an audience may see.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    code: String,
    group: String,
    window: Window,
    unit: Unit,
    value: Result<Parts, Missing>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Parts {
    numerator: Option<f64>,
    denominator: Option<f64>,
    value: f64,
}

impl Shown {
    fn new(figure: Figure) -> Self {
        let Figure { code, group, window, numerator, denominator, value, unit } = figure;
        // A share of nobody is no number: it never reaches a page as `NaN`.
        let value = value.and_then(|value| if value.is_finite() { Ok(value) } else { Err(Missing::NotAvailable) });
        Self { code, group, window, unit, value: value.map(|value| Parts { numerator, denominator, value }) }
    }

    /// Indicator code, such as `REF-04`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Group or bin; empty for the single figure.
    pub fn group(&self) -> &str {
        &self.group
    }

    /// The window counted in.
    pub fn window(&self) -> Window {
        self.window
    }

    /// What the value counts.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The unrounded value, or why there is none.
    pub fn value(&self) -> Result<f64, Missing> {
        self.value.map(|parts| parts.value)
    }

    /// The numerator of a figure with a value, where it has one.
    pub fn numerator(&self) -> Option<f64> {
        self.value.ok()?.numerator
    }

    /// The denominator of a figure with a value, where it has one.
    pub fn denominator(&self) -> Option<f64> {
        self.value.ok()?.denominator
    }

    /// `ok`, or the symbol of why there is no value: `c`, `low`, `x`, `z`, `u`.
    pub fn status(&self) -> &'static str {
        self.value.map_or_else(Missing::symbol, |_| "ok")
    }

    /// The value as pages show it: `6.6%`, or a symbol such as `[c]`.
    pub fn show(&self) -> String {
        self.value().map_or_else(Missing::shown, |value| self.unit.show(value))
    }
}

/// Every figure an audience may see.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosed {
    audience: Audience,
    figures: Vec<Shown>,
    places: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Whether an audience may have anything under these rules.
pub fn may_pass(audience: Audience, rules: Rules) -> Result<(), Refused> {
    if audience == Audience::Public && rules.small == 0 { Err(Refused::NoRules) } else { Ok(()) }
}

/// What was decided about an audience: by its rules, by people, and by what was published before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Decided<'a> {
    /// The rules.
    pub rules: Rules,
    /// Decisions of people about single figures.
    pub overrides: &'a [Override],
    /// Earlier publications.
    pub earlier: &'a [Earlier],
}

/// Lets pass what an audience may see. `seen_by` names the codes that are not for everybody. The groups of a code for management are
/// teams or workers: an audience that sees no teams keeps of it the single figure only. Any other is left out.
///
/// Figures of an audience with rules need the sets behind them: whoever has rules asks `indicators` for them.
pub fn clear(
    mut counted: Counted,
    audience: Audience,
    seen_by: &BTreeMap<String, Audience>,
    decided: &Decided<'_>,
) -> Result<(Disclosed, Plan), Refused> {
    let Decided { rules, overrides, earlier } = *decided;
    may_pass(audience, rules)?;
    counted.figures.retain(|linked| match seen_by.get(&linked.figure.code) {
        Some(Audience::Management) => audience.sees_teams() || linked.figure.group.is_empty(),
        Some(widest) => audience.sees(*widest),
        None => true,
    });
    let plan = if rules.hide() { Some(plan::plan(&counted, rules, overrides, earlier)?) } else { None };
    let show = |(place, linked): (usize, Linked)| {
        Shown::new(plan.as_ref().map_or_else(|| linked.figure.clone(), |plan| plan.show(place, &linked)))
    };
    let figures: Vec<Shown> = counted.figures.into_iter().enumerate().map(show).collect();
    let mut places: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (place, figure) in figures.iter().enumerate() {
        places.entry(figure.code.clone()).or_default().entry(figure.group.clone()).or_insert(place);
    }
    Ok((Disclosed { audience, figures, places }, plan.unwrap_or_default()))
}

impl Disclosed {
    /// Who may see it.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// All figures in the order of the catalogue.
    pub fn iter(&self) -> impl Iterator<Item = &Shown> {
        self.figures.iter()
    }

    /// The figure of a code and a group; the empty group is the single figure.
    pub fn get(&self, code: &str, group: &str) -> Option<&Shown> {
        self.places.get(code)?.get(group).map(|place| &self.figures[*place])
    }

    /// The single figure of a code.
    pub fn single(&self, code: &str) -> Option<&Shown> {
        self.get(code, "")
    }

    /// The groups of a code in the order of the catalogue, the single figure left out.
    pub fn groups(&self, code: &str) -> Vec<&Shown> {
        let mut places: Vec<usize> =
            self.places.get(code).into_iter().flatten().filter(|(group, _)| !group.is_empty()).map(|(_, p)| *p).collect();
        places.sort_unstable();
        places.into_iter().map(|place| &self.figures[place]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;

    fn figure(code: &str, group: &str, value: Result<f64, Missing>) -> Figure {
        let window = Window::before(Day::new(2025, 9, 30).unwrap(), 6);
        Figure { code: code.into(), group: group.into(), window, numerator: Some(3.0), denominator: Some(9.0), value, unit: Unit::Percent }
    }

    fn team_codes() -> BTreeMap<String, Audience> {
        BTreeMap::from([("REF-13".to_owned(), Audience::Management)])
    }

    #[test]
    fn the_public_needs_rules() {
        let refused = clear(Counted::default(), Audience::Public, &team_codes(), &Decided::default()).unwrap_err();
        assert!(refused.to_string().contains("dfe-csc"));
    }

    #[test]
    fn leadership_sees_no_team() {
        let figures = || vec![figure("REF-13", "North", Ok(1.0)), figure("REF-13", "", Ok(2.0)), figure("REF-04", "", Ok(3.0))];
        let leadership = clear(Counted::alone(figures()), Audience::Leadership, &team_codes(), &Decided::default()).unwrap().0;
        assert!(leadership.groups("REF-13").is_empty());
        assert_eq!(leadership.single("REF-13").unwrap().value(), Ok(2.0));
        assert_eq!(leadership.iter().count(), 2);
        let management = clear(Counted::alone(figures()), Audience::Management, &team_codes(), &Decided::default()).unwrap().0;
        assert_eq!(management.groups("REF-13")[0].group(), "North");
    }

    /// The mean caseload divides cases by workers. Numbers of children make up the cases where every child has one worker, and no set
    /// of children stands behind them.
    #[test]
    fn what_no_set_stands_behind_is_hidden_where_rules_hide() {
        let mean = |unit| Figure { numerator: Some(95.0), denominator: Some(33.0), unit, ..figure("X-15b", "", Ok(95.0 / 33.0)) };
        let status = |unit, rules| {
            let decided = Decided { rules, ..Decided::default() };
            let cleared = clear(Counted::alone(vec![mean(unit)]), Audience::Management, &BTreeMap::new(), &decided).unwrap().0;
            cleared.single("X-15b").unwrap().status().to_owned()
        };
        let rules = crate::audience::rules::Preset::DfeCsc.rules();
        assert_eq!((status(Unit::Ratio, rules), status(Unit::Ratio, Rules::default())), ("c".to_owned(), "ok".to_owned()));
        assert_eq!(status(Unit::Days, rules), "ok", "days count nobody");
    }

    #[test]
    fn a_figure_without_a_value_shows_no_parts() {
        let all =
            vec![figure("A-01", "b", Err(Missing::Suppressed)), figure("A-01", "a", Ok(f64::NAN)), figure("A-01", "c", Ok(100.0 / 3.0))];
        let disclosed = clear(Counted::alone(all), Audience::Management, &BTreeMap::new(), &Decided::default()).unwrap().0;
        let shown = disclosed.get("A-01", "b").unwrap();
        assert_eq!((shown.status(), shown.numerator(), shown.denominator(), shown.show()), ("c", None, None, "[c]".to_owned()));
        assert_eq!(disclosed.get("A-01", "a").unwrap().status(), "x");
        assert_eq!(disclosed.get("A-01", "c").unwrap().show(), "33.3%");
        let order: Vec<&str> = disclosed.groups("A-01").into_iter().map(Shown::group).collect();
        assert_eq!(order, ["b", "a", "c"], "groups keep the order of the catalogue");
    }
}
