//! Disclosure: what an audience may see of the figures. Past it no raw count can be reached.
//!
//! In: the figures of `indicators`. Out: [`Disclosed`], the only form in which report and archive get figures.
//! A [`Shown`] figure can be made nowhere else, and where it has no value it has neither numerator nor denominator.
//!
//! **What this version does.** For management and leadership, figures pass as they are: both are held inside the authority,
//! and leadership loses what is counted by team or worker. A public edition needs small numbers suppressed, totals protected by
//! secondary suppression, and an audit that attacks the finished files; that engine is not in this version, so the public
//! audience is refused here rather than served with less. Suppression belongs in this module, between [`clear`] and [`Disclosed`].

mod attack;
mod family;
mod links;
mod protect;
pub mod rules;
pub use links::trial;

use crate::audience::Audience;
use crate::calendar::Window;
use crate::indicators::Figure;
use crate::number::{Missing, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// Why no figure may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The public audience.
    #[error("the public audience needs secondary suppression with an audit; it is not in this version")]
    Public,
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

/// Lets pass what an audience may see. `by_team` names the codes whose groups are teams or workers;
/// an audience that sees no teams keeps of them the single figure only.
pub fn clear(figures: Vec<Figure>, audience: Audience, by_team: &BTreeSet<String>) -> Result<Disclosed, Refused> {
    if audience == Audience::Public {
        return Err(Refused::Public);
    }
    let may_see = |figure: &Figure| audience.sees_teams() || figure.group.is_empty() || !by_team.contains(&figure.code);
    let figures: Vec<Shown> = figures.into_iter().filter(may_see).map(Shown::new).collect();
    let mut places: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (place, figure) in figures.iter().enumerate() {
        places.entry(figure.code.clone()).or_default().entry(figure.group.clone()).or_insert(place);
    }
    Ok(Disclosed { audience, figures, places })
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

    fn team_codes() -> BTreeSet<String> {
        BTreeSet::from(["REF-13".to_owned()])
    }

    #[test]
    fn the_public_audience_is_refused() {
        let refused = clear(vec![figure("REF-04", "", Ok(1.0))], Audience::Public, &team_codes()).unwrap_err();
        assert!(refused.to_string().contains("secondary suppression"));
    }

    #[test]
    fn leadership_sees_no_team() {
        let figures = || vec![figure("REF-13", "North", Ok(1.0)), figure("REF-13", "", Ok(2.0)), figure("REF-04", "", Ok(3.0))];
        let leadership = clear(figures(), Audience::Leadership, &team_codes()).unwrap();
        assert!(leadership.groups("REF-13").is_empty());
        assert_eq!(leadership.single("REF-13").unwrap().value(), Ok(2.0));
        assert_eq!(leadership.iter().count(), 2);
        let management = clear(figures(), Audience::Management, &team_codes()).unwrap();
        assert_eq!(management.groups("REF-13")[0].group(), "North");
    }

    #[test]
    fn a_figure_without_a_value_shows_no_parts() {
        let all =
            vec![figure("A-01", "b", Err(Missing::Suppressed)), figure("A-01", "a", Ok(f64::NAN)), figure("A-01", "c", Ok(100.0 / 3.0))];
        let disclosed = clear(all, Audience::Management, &BTreeSet::new()).unwrap();
        let shown = disclosed.get("A-01", "b").unwrap();
        assert_eq!((shown.status(), shown.numerator(), shown.denominator(), shown.show()), ("c", None, None, "[c]".to_owned()));
        assert_eq!(disclosed.get("A-01", "a").unwrap().status(), "x");
        assert_eq!(disclosed.get("A-01", "c").unwrap().show(), "33.3%");
        let order: Vec<&str> = disclosed.groups("A-01").into_iter().map(Shown::group).collect();
        assert_eq!(order, ["b", "a", "c"], "groups keep the order of the catalogue");
    }
}
