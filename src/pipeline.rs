//! The way of the data: from a project and its files to finished outputs.
//!
//! In: a project, a shelf and the files already read. Out: every file of one audience, and what was noticed on the way.
//! Open this first: it reads as the diagram in the crate's documentation.

use crate::annex_a::lists::Lists;
use crate::annex_a::schema::Schema;
use crate::annex_a::{self, Source};
use crate::archive::{self, Input as InputEntry, Manifest, SheetEntry};
use crate::audience::Audience;
use crate::audience::rules::Override;
use crate::calendar::{Day, Window};
use crate::checks;
use crate::content::{self, Needs};
use crate::disclosure::{self, Decided, Decision, Disclosed, Lost, Plan, Refused};
use crate::edition::Edition;
use crate::files::{Files, name_of};
use crate::finding::{Checked, Finding, Findings, Place, Severity};
use crate::indicators::{self, Catalogue, Setting, names};
use crate::pack;
use crate::project::Project;
use crate::report::beside::{self, Beside};
use crate::report::facts::Hidden;
use crate::report::quality::Quality;
use crate::report::{Report, pages};
use crate::site;
use crate::snapshots::Reference;
use crate::theme::{self, Shelf, icons};
use crate::traces::Key;
use std::collections::{BTreeMap, BTreeSet};

mod authority;
mod comparing;
mod earlier;
mod facts;
mod history;
mod measured;
mod prior;
mod quality;
mod rebases;
mod snapshots;
mod targets;
mod typed;
mod worklists;

pub use comparing::{Rows, TODAY, by_rows, known, side};
pub use history::Kept;
pub use prior::KeptTraces;
pub use rebases::outside as rebases_outside;
pub use snapshots::{archived, children, marks, whose};
pub use worklists::{Asked, worklists};

/// What a build starts from.
pub struct Input<'a> {
    /// Settings.
    pub project: &'a Project,
    /// Layouts, content, themes and comparators.
    pub shelf: &'a Shelf,
    /// Workbooks and CSVs, already read.
    pub sources: &'a [Source],
    /// As-at date of the command line.
    pub as_at: Option<Day>,
    /// Who it is for.
    pub audience: Audience,
    /// What was kept of earlier quarters.
    pub before: Before<'a>,
}

/// Packages that may be of earlier quarters, as they were read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before<'a> {
    /// Those of figures for the audience.
    pub figures: &'a [Kept],
    /// Those of children's rows and of marks.
    pub traces: &'a [KeptTraces],
    /// The key to marks, where the council has one.
    pub key: Option<&'a Key>,
}

/// Everything one audience gets, and what the closing line says of it.
pub struct Outputs {
    /// Files by path inside the audience's folder.
    pub files: Files,
    /// Pages of the site.
    pub site_pages: usize,
    /// Pages of the pack.
    pub pack_pages: usize,
    /// Charts.
    pub charts: usize,
    /// Name of the pack's file.
    pub pack: String,
    /// How much its audience may not see, where rules hide anything.
    pub lost: Option<Lost>,
    /// Its edition.
    pub edition: Edition,
    /// The day everything is measured to.
    pub as_at: Day,
}

/// Why a build stopped.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The input has errors; the findings say which.
    #[error("the input has errors")]
    Errors(Findings),
    /// The audience may not see this.
    #[error(transparent)]
    Disclosure(#[from] Refused),
    /// A page of the site could not be made.
    #[error(transparent)]
    Site(#[from] site::SiteError),
    /// The pack could not be made.
    #[error(transparent)]
    Pack(#[from] pack::PackError),
    /// The tables could not be made.
    #[error(transparent)]
    Tables(#[from] archive::TablesFailed),
    /// The audience gets no worklists.
    #[error(transparent)]
    Worklists(#[from] crate::worklists::Refused),
}

/// The data once read: lists, the day they are measured to, windows, and what was noticed.
pub struct Read {
    /// The eleven lists.
    pub lists: Lists,
    /// Their records.
    pub schema: Schema,
    /// The day everything is measured to.
    pub as_at: Day,
    /// Windows by list.
    pub windows: BTreeMap<String, Window>,
    /// What was noticed.
    pub findings: Findings,
}

/// Reads the lists and settles the as-at date.
pub fn read(input: &Input<'_>) -> Result<Read, Stop> {
    let mut findings = Findings::default();
    let schema = Schema::load(input.shelf);
    findings.extend(schema.findings);
    let lists = annex_a::read(input.sources, &schema.value, &input.project.mapping);
    findings.extend(lists.findings);
    if findings.has_errors() {
        return Err(Stop::Errors(findings));
    }
    let lists = lists.value;
    let Some(as_at) = input.as_at.or(input.project.period.as_at).or_else(|| measured::latest_event(&lists)) else {
        let place = Place::file(input.sources.first().map_or("the workbook", |s| s.name.as_str()));
        findings.push(
            Finding::new(Severity::Error, "no-as-at", place, "no list holds a date, so nothing says what it is measured to")
                .hint("give --as-at YYYY-MM-DD"),
        );
        return Err(Stop::Errors(findings));
    };
    if input.as_at.is_none() && input.project.period.as_at.is_none() {
        let place = Place::file(input.sources.first().map_or("the workbook", |s| s.name.as_str()));
        let note =
            Finding::new(Severity::Note, "assumed-as-at", place, format!("measured to {}, the latest event in the data", as_at.words()));
        findings.push(note.hint("set as_at under [period] in annexa.toml, or give --as-at"));
    }
    let windows = input.project.windows(as_at);
    Ok(Read { lists, schema: schema.value, as_at, windows, findings })
}

/// The report before it is written out, and what it was made from.
pub struct Made {
    /// The tree that every output walks.
    pub report: Report,
    /// Its pages for the brief edition of the pack.
    pub brief: Report,
    /// The figures its audience may see.
    pub figures: Disclosed,
    /// What was hidden of them, and why.
    pub plan: Plan,
    /// What each of them means.
    pub catalogue: Catalogue,
    /// What is published beside them.
    pub beside: Vec<Beside>,
    /// What was read.
    pub read: Read,
    /// Packages of earlier quarters that measures over several quarters rest on.
    pub rests_on: Vec<Reference>,
}

/// Makes the report of one audience: everything up to the outputs.
pub fn report(input: &Input<'_>) -> Result<Checked<Made>, Stop> {
    let mut read = read(input)?;
    let mut findings = std::mem::take(&mut read.findings);
    findings.extend(theme::look(input.shelf).findings);
    let catalogue = Catalogue::load(input.shelf);
    findings.extend(catalogue.findings);
    findings.extend(names::unknown_in_project(input.shelf, &catalogue.value, &read.schema));
    findings.extend(names::ungrouped(input.shelf, &catalogue.value, &read.schema));
    findings.extend(targets::check(input.project, &catalogue.value));
    findings.extend(rebases::unknown(input.project, &catalogue.value));
    findings.extend(rebases::outside(input.project, &catalogue.value, &read.windows));
    findings.extend(worklists::unknown(input.project, input.shelf));
    findings.extend(decided_about(input, &catalogue.value));
    let comparators = authority::comparators(input, &mut findings).as_of(read.as_at);
    findings.extend(authority::far_from_published(&comparators, read.as_at));
    let here = authority::here(input.project, &comparators, &mut findings);
    let mut content = content::load(input.shelf);
    content.value.pages.retain(|page| input.audience.sees(page.front.seen_by));
    if input.audience == Audience::Public {
        // What is not agreed yet is nothing to publish.
        content.value.commentary.retain(|_, words| !words.is_draft());
    }
    findings.extend(content.findings);
    let icons = content.value.pages.iter().filter_map(|page| icons::unknown(input.shelf, &page.front.icon, Place::file(&page.file)));
    findings.extend(Findings(icons.collect()));
    if findings.has_errors() {
        return Err(Stop::Errors(findings));
    }
    let catalogue = catalogue.value;
    let mut setting = measured::setting(&read, &here, &comparators, &catalogue);
    let rests_on = prior::add(input, &here.name, &mut read, (&catalogue, &mut setting), &mut findings);
    let (figures, plan) = cleared(input, &read, &catalogue, &setting, &mut findings)?;
    findings.extend(typed::told(input, &content.value, &plan, &catalogue));
    findings.extend(earlier::told(&plan));
    if findings.has_errors() {
        return Err(Stop::Errors(findings));
    }
    let checked = checks::run(&read.lists, read.as_at, &read.windows);
    // Counts that no figure holds pass no disclosure: where rules hide anything, nobody gets them.
    let open = plan.lost().is_none();
    let mut quality = if open { quality::of(&checked, &read) } else { Quality::default() };
    if open && input.audience.sees_teams() {
        quality.teams = quality::teams(&checked, &read);
    }
    findings.extend(checked.findings.clone());
    let mut facts = facts::of(&catalogue, &figures, &comparators, here, &read, open);
    facts.hidden =
        plan.lost().map(|lost| Hidden { figures: lost.figures, hidden: lost.hidden(), by: lost.rules.words(), round: lost.rules.round });
    facts.seasons.clone_from(&content.value.attention.season);
    facts.targets = targets::shown(input.project, &catalogue);
    facts.rebases = rebases::by_code(input.project);
    findings.extend(rebases::unused(input.project, &facts));
    let quarters = history::earlier(input, &facts.here.name, read.as_at, &mut findings);
    facts.since = history::since(input, (&figures, &plan), (&read, &catalogue, &setting, &comparators), &quarters);
    let follows = read.lists.lists.contains_key(&catalogue.shared().history.moves.list);
    content.value.pages.retain(|page| match page.front.needs {
        None => true,
        Some(Needs::Snapshots) => facts.since.is_some(),
        Some(Needs::Traces) => follows,
    });
    facts.grades = quality::grades(&catalogue, &checked, &read, open);
    if open {
        facts.missed = measured::missed(&content.value, &catalogue, &read, &setting);
    }
    let (pages, more) = pages::all(&facts, &content.value, &quality);
    findings.extend(more);
    let mut report = Report { about: facts::about(input, &facts), pages };
    let brief = report.edition(Edition::Brief);
    report.pages.retain(|page| page.editions.contains(&Edition::Full));
    let beside = beside::all(&facts);
    Ok(Checked { value: Made { report, brief, figures, plan, catalogue, beside, read, rests_on }, findings })
}

/// The figures that the audience may see, and what was decided about the others.
fn cleared(
    input: &Input<'_>,
    read: &Read,
    catalogue: &Catalogue,
    setting: &Setting,
    findings: &mut Findings,
) -> Result<(Disclosed, Plan), Stop> {
    let seen_by = catalogue.iter().filter(|d| d.seen_by != Audience::Public).map(|d| (d.about.code.clone(), d.seen_by)).collect();
    let rules = input.project.disclosure.of(input.audience);
    let earlier = if rules.hide() { earlier::publications(input.project, catalogue, findings) } else { Vec::new() };
    if findings.has_errors() {
        return Err(Stop::Errors(std::mem::take(findings)));
    }
    let decided = Decided { rules, overrides: &input.project.disclosure.overrides, earlier: &earlier };
    // Who stands behind each number is worked out only where something is hidden.
    let figures = if rules.hide() {
        indicators::linked(catalogue, &read.lists, setting)
    } else {
        indicators::Counted::alone(indicators::evaluate(catalogue, &read.lists, setting))
    };
    Ok(disclosure::clear(figures, input.audience, &seen_by, &decided)?)
}

/// What was decided about the figures of an audience, and how much it may not see; no page is made.
pub fn decisions(input: &Input<'_>) -> Result<(Vec<Decision>, Option<Lost>), Stop> {
    let read = read(input)?;
    let catalogue = Catalogue::load(input.shelf);
    let mut findings = catalogue.findings;
    findings.extend(decided_about(input, &catalogue.value));
    let setting = measured_with(input, &read, &catalogue.value);
    let (_, plan) = cleared(input, &read, &catalogue.value, &setting, &mut findings)?;
    Ok((plan.decisions(), plan.lost()))
}

/// Decisions about an indicator that there is not.
fn decided_about(input: &Input<'_>, catalogue: &Catalogue) -> Findings {
    let unknown = input.project.disclosure.overrides.iter().filter(|decided| catalogue.get(&decided.code).is_none());
    let finding = |decided: &Override| {
        let place = Place::file(crate::project::FILE);
        let words = format!("[[disclose]]: there is no indicator {}", crate::finding::shown(&decided.code));
        Finding::new(Severity::Error, "disclose", place, words).hint("annexa indicators lists them all")
    };
    Findings(unknown.map(finding).collect())
}

/// Builds everything for one audience, with an edition of the pack.
pub fn build(input: &Input<'_>, edition: Edition) -> Result<Checked<Outputs>, Stop> {
    let Checked { value: made, mut findings } = report(input)?;
    let outputs = outputs(input, &made, edition, &mut findings)?;
    Ok(Checked { value: outputs, findings })
}

fn outputs(input: &Input<'_>, made: &Made, edition: Edition, findings: &mut Findings) -> Result<Outputs, Stop> {
    let Made { report, brief, figures, plan, catalogue, beside, read, .. } = made;
    let printed = if edition == Edition::Brief { brief } else { report };
    let (site, pack) = rayon::join(|| site::render(report, input.shelf), || pack::compile(printed, input.shelf));
    let (site, pack) = (site?, pack?);
    let name = pack_name(printed);
    let mut files = Files::default();
    let site_pages = site.iter().filter(|(path, _)| path.ends_with(".html")).count();
    files.add_under("site", site);
    let codes: BTreeSet<&str> = figures.iter().map(disclosure::Shown::code).collect();
    let written = archive::figures_csv(figures);
    audit(plan, &written)?;
    files.add("site/data/figures.csv", written);
    files.add("site/data/dictionary.csv", archive::dictionary_csv(catalogue.iter().map(|d| &d.about), &codes));
    files.add("site/data/comparisons.csv", archive::comparisons_csv(beside));
    files.add("site/data/tables.xlsx", archive::tables_xlsx(report)?);
    findings.extend(pack.findings);
    files.add_under("source", pack.source);
    files.add(name.clone(), pack.pdf);
    let manifest = manifest(input, printed, read, plan.lost().is_none()).of(&files);
    files.add(Manifest::FILE, manifest.json());
    let charts = report.pages.iter().map(|p| p.figures().count()).sum();
    Ok(Outputs { files, site_pages, pack_pages: pack.pages, charts, pack: name, lost: plan.lost(), edition, as_at: read.as_at })
}

/// Attacks the figures as they were written.
fn audit(plan: &Plan, written: &str) -> Result<(), Refused> {
    let lines = archive::parse_figures_csv(written).map_err(|_| Refused::Unreadable)?;
    let shown = lines.into_iter().filter(|line| line.value.is_ok()).map(|line| (line.code, line.group)).collect();
    Ok(plan.audit(&shown)?)
}

/// `benbowshire-2025-09-30-leadership.pdf`; the brief edition says so before the ending.
fn pack_name(report: &Report) -> String {
    let about = &report.about;
    let brief = if about.edition == Edition::Brief { "-brief" } else { "" };
    format!("{}-{}-{}{brief}.pdf", name_of(&about.authority, "authority"), about.as_at, about.audience.key())
}

/// What is wrong with the settings and content beside the data: an authority, a neighbour or an indicator that is not there.
pub fn settings(input: &Input<'_>) -> Findings {
    let mut findings = theme::look(input.shelf).findings;
    let catalogue = catalogue(input.shelf);
    findings.extend(catalogue.findings);
    findings.extend(targets::check(input.project, &catalogue.value));
    findings.extend(rebases::unknown(input.project, &catalogue.value));
    findings.extend(worklists::unknown(input.project, input.shelf));
    findings.extend(decided_about(input, &catalogue.value));
    let comparators = authority::comparators(input, &mut findings);
    authority::here(input.project, &comparators, &mut findings);
    findings
}

/// The indicators of a shelf, each name that a record of the project uses looked up.
pub fn catalogue(shelf: &Shelf) -> Checked<Catalogue> {
    let (mut catalogue, schema) = (Catalogue::load(shelf), Schema::load(shelf).value);
    catalogue.findings.extend(names::unknown_in_project(shelf, &catalogue.value, &schema));
    catalogue.findings.extend(names::ungrouped(shelf, &catalogue.value, &schema));
    catalogue
}

/// What figures are measured with: as [`report`] takes it, for a command that needs figures and no report.
pub fn measured_with(input: &Input<'_>, read: &Read, catalogue: &Catalogue) -> Setting {
    let comparators = authority::comparators(input, &mut Findings::default()).as_of(read.as_at);
    let here = authority::here(input.project, &comparators, &mut Findings::default());
    measured::setting(read, &here, &comparators, catalogue)
}

/// The same, with the lists over time added to those that were read: for a command that shows figures as a report has them.
pub fn measured_over_time(input: &Input<'_>, read: &mut Read, catalogue: &Catalogue) -> Setting {
    let comparators = authority::comparators(input, &mut Findings::default()).as_of(read.as_at);
    let here = authority::here(input.project, &comparators, &mut Findings::default());
    let mut setting = measured::setting(read, &here, &comparators, catalogue);
    prior::add(input, &here.name, read, (catalogue, &mut setting), &mut Findings::default());
    setting
}

/// The files that were read, with the lists found in them.
fn inputs(input: &Input<'_>, read: &Read) -> Vec<InputEntry> {
    input
        .sources
        .iter()
        .map(|source| {
            let mut sheets = Vec::new();
            for (key, list) in &read.lists.lists {
                for (i, origin) in list.origins.iter().enumerate().filter(|(_, o)| o.file == source.name) {
                    let rows = list.places.iter().filter(|p| usize::from(p.0) == i).count() as u64;
                    sheets.push(SheetEntry { list: key.clone(), sheet: origin.sheet.clone(), rule: origin.rule.clone(), rows });
                }
            }
            InputEntry::of(&source.name, &source.bytes, sheets)
        })
        .collect()
}

fn manifest(input: &Input<'_>, report: &Report, read: &Read, open: bool) -> Manifest {
    Manifest {
        made_by: archive::MADE_BY.to_owned(),
        version: report.about.version.clone(),
        authority: report.about.authority.clone(),
        as_at: read.as_at,
        audience: input.audience,
        edition: report.about.edition,
        windows: read.windows.iter().map(|(key, window)| (key.clone(), (*window).into())).collect(),
        // Names of files and sheets, sizes and rows are the authority's own business.
        inputs: if open { inputs(input, read) } else { Vec::new() },
        files: Vec::new(),
    }
}
