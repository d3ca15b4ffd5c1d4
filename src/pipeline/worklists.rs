//! Worklists of a project: from its data to the folder that nothing else links to.

use super::{Input, Stop, authority, inputs, measured, read};
use crate::comparators::Comparators;
use crate::finding::{Checked, Finding, Findings, Severity};
use crate::indicators::Catalogue;
use crate::project::Project;
use crate::theme::Shelf;
use crate::worklists::record::{self, Record};
use crate::worklists::{Data, Expiry, How, Made, Permit, make};

/// Which worklists are asked for, and how they are to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Their names.
    pub names: Vec<String>,
    /// The day that expiry is counted from; the as-at date where none is given.
    pub today: Option<crate::calendar::Day>,
}

/// Makes the folder of the worklists asked for. Only for an audience that may have them.
pub fn worklists(input: &Input<'_>, asked: &Asked) -> Result<Checked<(Made, Expiry)>, Stop> {
    let permit = Permit::of(input.audience)?;
    let read = read(input)?;
    let mut findings = Findings::default();
    let catalogue = Catalogue::load(input.shelf);
    findings.extend(catalogue.findings);
    let records: Checked<Vec<Record>> = record::load(input.shelf, &catalogue.value, &read.schema, &asked.names);
    findings.extend(records.findings);
    if findings.has_errors() {
        return Err(Stop::Errors(findings));
    }
    let comparators: Comparators = authority::comparators(input, &mut Findings::default()).as_of(read.as_at);
    let here = authority::here(input.project, &comparators, &mut Findings::default());
    let setting = measured::setting(&read, &here, &comparators, &catalogue.value);
    let settings = &input.project.worklists;
    let expiry = Expiry { from: asked.today.unwrap_or(read.as_at), days: settings.expires_after_days };
    let data = Data {
        lists: &read.lists,
        catalogue: &catalogue.value,
        setting: &setting,
        authority: here.name.clone(),
        banner: input.project.authority.banner.clone(),
        inputs: inputs(input, &read),
    };
    let made = make(&permit, input.shelf, &records.value, &data, How { expiry, per_team: settings.per_team })?;
    Ok(Checked { value: (made, expiry), findings })
}

/// Names under `[worklists]` that no record has.
pub(super) fn unknown(project: &Project, shelf: &Shelf) -> Findings {
    let settings = &project.worklists;
    let unknown = record::unknown(shelf, &settings.include);
    let finding = |(message, hint): (String, String)| Finding::new(Severity::Error, "settings", settings.place.clone(), message).hint(hint);
    Findings(unknown.map(finding).into_iter().collect())
}
