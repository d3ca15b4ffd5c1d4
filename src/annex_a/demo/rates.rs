//! The numbers that make Benbowshire: how often things happen and how long they take.
//!
//! Chosen so that yearly rates come near those published for England and outer London in 2025.
//! Tables of days are quantiles: pairs of the share of cases and the days reached by then.

/// Quantiles of a duration.
pub(super) type Quantiles = &'static [(f64, i32)];

/// Family contacts a year for a family of average risk.
pub(super) const CONTACTS_A_YEAR: f64 = 0.232;
/// Share of families and their risk against the average: settled, strained, in lasting difficulty.
pub(super) const RISKS: [(usize, f64); 3] = [(0, 0.70), (1, 0.23), (2, 0.07)];
/// Risk of each class against the average.
pub(super) const RISK_FACTOR: [f64; 3] = [0.22, 1.6, 7.5];
/// Chance that a contact is followed by another within months, by class of risk.
pub(super) const AGAIN: [f64; 3] = [0.18, 0.32, 0.42];
/// Days to that contact.
pub(super) const AGAIN_AFTER: Quantiles = &[(0.0, 2), (0.3, 35), (0.7, 140), (1.0, 330)];
/// Highest risk of any class, times the highest trend and season: the rate from which contacts are thinned out.
pub(super) const TREND_CEILING: f64 = 1.4;
/// Chance that a contact about a child without an open case becomes a referral, by class of risk.
pub(super) const REFERRED: [f64; 3] = [0.245, 0.325, 0.40];
/// Chance that a contact leads to early help instead.
pub(super) const EARLY_HELP: [f64; 3] = [0.12, 0.16, 0.10];
/// Unaccompanied children arriving a year for each 10,000 children.
pub(super) const ARRIVALS: f64 = 4.0;

/// Contact volume by month, January first, before school holidays take their part away.
pub(super) const SEASON: [f64; 12] = [0.98, 1.0, 1.06, 0.98, 1.03, 1.06, 1.05, 0.92, 1.0, 1.04, 1.06, 0.88];

/// Who makes a contact, outside school holidays.
pub(super) const SOURCES: &[(&str, f64)] = &[
    ("1A", 4.2),
    ("1B", 1.5),
    ("1C", 0.9),
    ("1D", 1.0),
    ("2A", 36.0),
    ("2B", 1.7),
    ("3A", 2.0),
    ("3B", 2.6),
    ("3C", 1.2),
    ("3D", 1.4),
    ("3E", 4.2),
    ("3F", 3.2),
    ("4", 1.4),
    ("5A", 5.6),
    ("5B", 5.2),
    ("5C", 2.6),
    ("6", 33.0),
    ("7", 3.0),
    ("8", 4.2),
    ("9", 1.4),
    ("10", 0.7),
];

/// How likely a contact from a source is a referral, against the average.
pub(super) fn source_weight(source: &str) -> f64 {
    match source {
        "6" => 0.95,
        "2A" | "2B" => 1.05,
        "3A" | "3B" | "3C" | "3D" | "3E" | "3F" => 1.1,
        "5A" | "5B" | "5C" => 1.15,
        "9" | "10" => 0.7,
        _ => 0.95,
    }
}

/// How likely a child of an age (−1 unborn) is the concern of a contact about the family.
pub(super) fn concern(age: i32) -> f64 {
    match age {
        ..=-1 => 0.8,
        0 => 0.98,
        1..=4 => 0.5,
        5..=9 => 0.5,
        10..=12 => 0.6,
        13..=15 => 0.95,
        _ => 0.66,
    }
}

/// Working days from referral to the start of the assessment.
pub(super) const ASSESSMENT_WAIT: Quantiles = &[(0.0, 0), (0.35, 0), (0.8, 1), (0.93, 3), (1.0, 9)];
/// Working days of an assessment in settled times: 87% within 45.
pub(super) const ASSESSMENT: Quantiles =
    &[(0.0, 1), (0.09, 10), (0.24, 20), (0.44, 30), (0.68, 39), (0.87, 44), (0.91, 49), (0.955, 58), (0.985, 72), (1.0, 120)];
/// Working days of an assessment since work slowed: 79% within 45.
pub(super) const ASSESSMENT_SLOW: Quantiles =
    &[(0.0, 1), (0.07, 10), (0.2, 20), (0.38, 30), (0.58, 39), (0.785, 44), (0.86, 50), (0.94, 60), (0.98, 80), (1.0, 130)];
/// Working days from strategy discussion to initial conference: 80% within 15.
pub(super) const CONFERENCE: Quantiles =
    &[(0.0, 2), (0.06, 8), (0.13, 10), (0.35, 12), (0.6, 14), (0.8, 15), (0.87, 18), (0.93, 21), (0.98, 30), (1.0, 45)];
/// Working days from strategy discussion to the decision whether a conference is needed.
pub(super) const DECISION: Quantiles = &[(0.0, 2), (0.3, 6), (0.7, 10), (0.93, 15), (0.98, 22), (1.0, 40)];
/// Days of a child protection plan.
pub(super) const PLAN: Quantiles =
    &[(0.0, 45), (0.15, 91), (0.27, 170), (0.55, 275), (0.71, 362), (0.85, 520), (0.945, 715), (0.985, 900), (1.0, 1200)];
/// Days of a child in need plan after the assessment.
pub(super) const NEED: Quantiles = &[(0.0, 25), (0.25, 75), (0.5, 140), (0.7, 240), (0.84, 420), (0.92, 720), (0.97, 1500), (1.0, 3000)];
/// Days of a child in need plan that follows a protection plan or a return home.
pub(super) const STEP_DOWN: Quantiles = &[(0.0, 40), (0.3, 90), (0.7, 170), (0.9, 280), (1.0, 500)];
/// Days of support for a disabled child.
pub(super) const DISABLED_SUPPORT: Quantiles = &[(0.0, 200), (0.3, 700), (0.6, 1700), (0.85, 3200), (1.0, 5000)];
/// Days from an assessment to a closure without a plan.
pub(super) const BRIEF: Quantiles = &[(0.0, 0), (0.5, 5), (0.85, 20), (1.0, 45)];
/// Days of an early help episode.
pub(super) const HELP: Quantiles = &[(0.0, 14), (0.2, 70), (0.5, 150), (0.8, 270), (0.95, 430), (1.0, 700)];

/// Days between visits to a child on a protection plan: ten working days is the local standard.
pub(super) const PLAN_VISIT: Quantiles = &[(0.0, 4), (0.4, 10), (0.78, 14), (0.93, 20), (0.985, 34), (1.0, 75)];
/// Days to the first review conference.
pub(super) const FIRST_CONFERENCE_REVIEW: Quantiles = &[(0.0, 60), (0.6, 84), (0.93, 91), (1.0, 160)];
/// Days between later review conferences.
pub(super) const CONFERENCE_REVIEW: Quantiles = &[(0.0, 120), (0.5, 170), (0.85, 183), (1.0, 320)];
/// Days between visits to a child in need.
pub(super) const NEED_VISIT: Quantiles = &[(0.0, 6), (0.4, 20), (0.75, 28), (0.93, 44), (0.985, 90), (1.0, 200)];
/// Days between visits to a looked-after child.
pub(super) const CARE_VISIT: Quantiles = &[(0.0, 6), (0.4, 28), (0.86, 41), (0.95, 56), (1.0, 130)];
/// Days to the first review of a looked-after child.
pub(super) const FIRST_CARE_REVIEW: Quantiles = &[(0.0, 12), (0.6, 24), (0.95, 27), (1.0, 45)];
/// Days to the second review.
pub(super) const SECOND_CARE_REVIEW: Quantiles = &[(0.0, 60), (0.6, 84), (0.95, 91), (1.0, 120)];
/// Days between later reviews.
pub(super) const CARE_REVIEW: Quantiles = &[(0.0, 130), (0.5, 172), (0.85, 183), (1.0, 330)];
/// Days between contacts of the independent reviewing officer.
pub(super) const OFFICER: Quantiles = &[(0.0, 30), (0.5, 95), (0.9, 170), (1.0, 260)];
/// Days to the initial health assessment.
pub(super) const FIRST_HEALTH: Quantiles = &[(0.0, 12), (0.55, 26), (0.85, 36), (1.0, 90)];
/// Days between health assessments of children aged 5 and over.
pub(super) const HEALTH: Quantiles = &[(0.0, 300), (0.5, 350), (0.75, 366), (0.9, 480), (1.0, 760)];
/// Days between health assessments of children under 5.
pub(super) const HEALTH_YOUNG: Quantiles = &[(0.0, 140), (0.5, 170), (0.75, 183), (0.9, 260), (1.0, 400)];
/// Days between dental checks.
pub(super) const DENTAL: Quantiles = &[(0.0, 150), (0.4, 200), (0.7, 340), (0.85, 480), (1.0, 900)];
/// Days between missing episodes of a child who goes missing.
pub(super) const MISSING: Quantiles = &[(0.0, 4), (0.3, 20), (0.6, 70), (0.85, 190), (1.0, 500)];
/// Days between reviews of a pathway plan.
pub(super) const PATHWAY: Quantiles = &[(0.0, 90), (0.5, 165), (0.8, 183), (1.0, 320)];
/// Days between contacts of a personal adviser with a young person in touch.
pub(super) const ADVISER: Quantiles = &[(0.0, 7), (0.5, 35), (0.8, 56), (0.95, 85), (1.0, 170)];
