//! Which authority a project is, and what is published of it.
//!
//! In: the settings under `[authority]` and the published figures. Out: comparators with the neighbours named, and where the authority stands among them.

use super::Input;
use crate::calendar::Day;
use crate::comparators::{self, Comparators, OWN};
use crate::finding::{Finding, Findings, Place, Severity};
use crate::project::Project;
use crate::report::facts::{Here, Population};

/// The published figures, with those of the authority’s own and the neighbours that the project names.
pub(super) fn comparators(input: &Input<'_>, findings: &mut Findings) -> Comparators {
    let published = input.project.published_text();
    if let (Some(file), None) = (&input.project.authority.published, &published) {
        let place = Place::file(file);
        findings.push(Finding::new(
            Severity::Error,
            "published",
            place,
            "the file of the authority’s own published figures cannot be read",
        ));
    }
    let mut loaded = Comparators::load(input.shelf, published.as_deref());
    findings.extend(loaded.findings);
    let settings = &input.project.authority;
    if let Some(code) = named(input.project).and_then(|text| loaded.value.authority(text)).map(|area| area.code.clone()) {
        findings.extend(loaded.value.name_neighbours(&code, &settings.neighbours, &Place::file(crate::project::FILE)));
    }
    loaded.value
}

/// What to say where no published year stands near the as-at date.
pub(super) fn far_from_published(comparators: &Comparators, as_at: Day) -> Findings {
    if comparators.measures().iter().any(|measure| !comparators.years(&measure.key).is_empty()) {
        return Findings::default();
    }
    let message = format!(
        "no published year near {}: none ended in the {} months before it, so nothing is compared",
        as_at.words(),
        comparators::MONTHS_NEAR
    );
    Findings(vec![Finding::new(Severity::Note, "no-year-near", Place::file("benchmarks/figures"), message)])
}

/// How a project names the authority that has published figures: the one it is like, its code, its name.
fn named(project: &Project) -> Option<&String> {
    let settings = &project.authority;
    settings.like.as_ref().or(settings.code.as_ref()).or(settings.name.as_ref())
}

/// Where the authority stands among published areas: by code, by name, or lent by the one it is like.
pub(super) fn here(project: &Project, comparators: &Comparators, findings: &mut Findings) -> Here {
    let settings = &project.authority;
    let place = Place::file(crate::project::FILE);
    let area = named(project).and_then(|text| comparators.authority(text)).cloned();
    if let (Some(text), None) = (settings.like.as_ref().or(settings.code.as_ref()), &area) {
        findings.push(comparators.unknown_authority(text, &place));
    }
    if area.is_none() && settings.like.is_none() && settings.code.is_none() {
        findings.push(nowhere(settings.name.as_deref(), comparators, place));
    }
    let own = match (&settings.published, &settings.like, &area) {
        (Some(_), _, _) => Some(OWN.to_owned()),
        (None, None, Some(area)) => Some(area.code.clone()),
        _ => None,
    };
    let estimate = area.as_ref().and_then(|a| comparators.latest_population(&a.code));
    let population = match settings.children {
        Some(children) => Some(Population { children: f64::from(children), estimated: None }),
        None => estimate.map(|(year, children)| Population { children, estimated: Some(year) }),
    };
    Here {
        name: settings.name.clone().or_else(|| area.as_ref().map(|a| a.name.clone())).unwrap_or_else(|| "The authority".to_owned()),
        own,
        region: area.as_ref().and_then(|a| comparators.region_of(a)).cloned(),
        england: comparators.england().cloned(),
        population,
        lent: settings.like.is_some(),
        area,
    }
}

/// What to say where no authority with published figures is named: how to name one.
fn nowhere(name: Option<&str>, comparators: &Comparators, place: Place) -> Finding {
    let without = "so there are no published years and no neighbours, and no rates unless children is set";
    let (message, near) = match name {
        Some(name) => (
            format!("`{}` is no English authority for children’s services, {without}", crate::finding::shown(name)),
            comparators.nearest_authority(name),
        ),
        None => (format!("no authority is named, {without}"), None),
    };
    let hint = near.map_or_else(
        || "put two lines into annexa.toml: [authority] and, below it, name = \"Kent\" or code = \"886\"".to_owned(),
        |near| format!("did you mean `{near}`? else set code under [authority]"),
    );
    Finding::new(Severity::Warning, "no-authority", place, message).hint(hint)
}
