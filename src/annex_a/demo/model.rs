//! What the simulation knows of families and children.
//!
//! Everything is the whole truth, including what lies after the as-at date; `cut` shows only what was known by then.

use crate::calendar::Day;

/// A made-up child.
#[derive(Debug, Clone)]
pub(super) struct Child {
    /// Number from which identifier and private chances follow.
    pub number: u64,
    /// Locality of the family, which decides its teams.
    pub locality: u8,
    /// Date of birth, after the as-at date for the unborn.
    pub born: Day,
    /// `male`, `female`, `neither`.
    pub sex: &'static str,
    /// Ethnicity code.
    pub ethnicity: &'static str,
    /// Whether the child is disabled.
    pub disabled: bool,
    /// Whether the child came unaccompanied.
    pub unaccompanied: bool,
    /// Contacts, by date.
    pub contacts: Vec<(Day, &'static str)>,
    /// Early help, by date.
    pub help: Vec<Help>,
    /// Cases, each opened by a referral, by date.
    pub cases: Vec<Case>,
}

/// An early help episode.
#[derive(Debug, Clone, Copy)]
pub(super) struct Help {
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
    /// Organisation that leads it.
    pub organisation: &'static str,
}

/// A referral and what followed.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// Date of referral.
    pub referred: Day,
    /// Source of referral.
    pub source: &'static str,
    /// Whether it ended without further action.
    pub no_action: bool,
    /// Primary need.
    pub need: &'static str,
    /// Assessments.
    pub assessments: Vec<Assessment>,
    /// Section 47 enquiries.
    pub enquiries: Vec<Enquiry>,
    /// Child protection plans.
    pub plans: Vec<Plan>,
    /// Periods of being looked after.
    pub care: Vec<Care>,
    /// Day the case closes.
    pub closed: Day,
    /// Reason for closure.
    pub reason: &'static str,
}

/// An assessment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Assessment {
    /// First day.
    pub start: Day,
    /// Day of authorisation.
    pub authorised: Day,
    /// Whether support was found to be needed.
    pub support: bool,
}

/// A section 47 enquiry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Enquiry {
    /// Strategy discussion.
    pub strategy: Day,
    /// Day it was decided whether a conference is needed.
    pub decided: Day,
    /// Whether a conference was found unnecessary.
    pub unnecessary: bool,
    /// Initial conference.
    pub conference: Option<Day>,
    /// Whether it resulted in a plan.
    pub plan: bool,
}

/// A child protection plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// First day: the conference.
    pub start: Day,
    /// Last day: a review conference.
    pub end: Day,
    /// Category at the start.
    pub initial: &'static str,
    /// Category after the change, where there is one.
    pub later: Option<(Day, &'static str)>,
    /// Day of an emergency protection order or police protection.
    pub protection: Option<Day>,
}

/// A period of being looked after.
#[derive(Debug, Clone)]
pub(super) struct Care {
    /// First day.
    pub start: Day,
    /// Day it ceases.
    pub end: Day,
    /// Reason it ceases.
    pub reason: &'static str,
    /// Legal statuses from their days on.
    pub statuses: Vec<(Day, &'static str)>,
    /// Placements by start.
    pub placements: Vec<Placement>,
    /// Permanence plans from their days on.
    pub permanence: Vec<(Day, &'static str)>,
    /// The way to adoption, where that was the plan.
    pub adoption: Option<Adoption>,
}

/// A placement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placement {
    /// First day.
    pub start: Day,
    /// Type.
    pub kind: &'static str,
    /// Provider; empty where none applies.
    pub provider: &'static str,
    /// Authority, where outside Benbowshire.
    pub away: Option<&'static str>,
}

/// The way to adoption.
#[derive(Debug, Clone, Copy)]
pub(super) struct Adoption {
    /// Decision that the child should be placed for adoption.
    pub decision: Day,
    /// Placement order.
    pub order: Day,
    /// Matching.
    pub matched: Option<Day>,
    /// Placement.
    pub placed: Option<Day>,
    /// Adoption order.
    pub adopted: Option<Day>,
    /// Decision reversed, and why.
    pub reversed: Option<(Day, &'static str)>,
    /// Placed with carers who foster for adoption.
    pub fostered: Option<Day>,
}

impl Care {
    /// What holds on a day, of things that hold from their days on.
    pub(super) fn at<T: Copy>(things: &[(Day, T)], day: Day) -> Option<(Day, T)> {
        things.iter().rev().find(|(from, _)| *from <= day).copied()
    }

    /// The placement on a day.
    pub(super) fn placement(&self, day: Day) -> Option<&Placement> {
        self.placements.iter().rev().find(|p| p.start <= day)
    }
}
