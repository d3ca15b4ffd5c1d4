//! The way of the data: from a project and its files to finished outputs.
//!
//! In: a project, a shelf and the files already read. Out: every file of one audience, and what was noticed on the way.
//! Open this first: it reads as the diagram in the crate's documentation.

use crate::annex_a::lists::Lists;
use crate::annex_a::schema::Schema;
use crate::annex_a::{self, Source};
use crate::archive::{self, Input as InputEntry, Manifest, SheetEntry};
use crate::audience::Audience;
use crate::calendar::{Day, Window};
use crate::checks;
use crate::comparators::{self, Comparators, OWN};
use crate::content;
use crate::disclosure::{self, Disclosed, Refused};
use crate::edition::Edition;
use crate::files::Files;
use crate::finding::{Checked, Finding, Findings, Place, Severity};
use crate::indicators::definition::Good;
use crate::indicators::{self, Catalogue, Setting};
use crate::number::{Aim, Unit};
use crate::pack;
use crate::project::Project;
use crate::report::beside::{self, Beside};
use crate::report::facts::{Facts, Here, ListFacts, Population, Shown, Target};
use crate::report::{About, Report, pages};
use crate::site;
use crate::theme::{self, Shelf, icons};
use std::collections::{BTreeMap, BTreeSet};

mod quality;

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
    let Some(as_at) = input.as_at.or(input.project.period.as_at).or_else(|| latest_event(&lists)) else {
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

/// The latest day on which something happened. A lone date far after all others is a slip, not the end of the data:
/// the day must have two more events within the month before it.
fn latest_event(lists: &Lists) -> Option<Day> {
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

/// The report before it is written out, and what it was made from.
pub struct Made {
    /// The tree that every output walks.
    pub report: Report,
    /// Its pages for the brief edition of the pack.
    pub brief: Report,
    /// The figures its audience may see.
    pub figures: Disclosed,
    /// What each of them means.
    pub catalogue: Catalogue,
    /// What is published beside them.
    pub beside: Vec<Beside>,
    /// What was read.
    pub read: Read,
}

/// Makes the report of one audience: everything up to the outputs.
pub fn report(input: &Input<'_>) -> Result<Checked<Made>, Stop> {
    let mut read = read(input)?;
    let mut findings = std::mem::take(&mut read.findings);
    findings.extend(theme::look(input.shelf).findings);
    let catalogue = Catalogue::load(input.shelf);
    findings.extend(catalogue.findings);
    findings.extend(targets(input.project, &catalogue.value));
    let comparators = comparators(input, &mut findings).as_of(read.as_at);
    findings.extend(far_from_published(&comparators, read.as_at));
    let here = here(input.project, &comparators, &mut findings);
    let mut content = content::load(input.shelf);
    content.value.pages.retain(|page| input.audience.sees(page.front.seen_by));
    findings.extend(content.findings);
    let icons = content.value.pages.iter().filter_map(|page| icons::unknown(input.shelf, &page.front.icon, Place::file(&page.file)));
    findings.extend(Findings(icons.collect()));
    if findings.has_errors() {
        return Err(Stop::Errors(findings));
    }
    let catalogue = catalogue.value;
    let setting = setting(&read, &here, &comparators, &catalogue);
    let figures = indicators::evaluate(&catalogue, &read.lists, &setting);
    let by_team: BTreeSet<String> = catalogue.iter().filter(|d| d.seen_by == Audience::Management).map(|d| d.about.code.clone()).collect();
    let figures = disclosure::clear(figures, input.audience, &by_team)?;
    let checked = checks::run(&read.lists, read.as_at, &read.windows);
    let mut quality = quality::of(&checked, &read);
    if input.audience.sees_teams() {
        quality.teams = quality::teams(&checked, &read);
    }
    findings.extend(checked.findings.clone());
    let mut facts = facts(&catalogue, &figures, &comparators, here, &read);
    facts.targets = targets_shown(input.project, &catalogue);
    facts.grades = quality::grades(&catalogue, &checked, &read);
    let (pages, more) = pages::all(&facts, &content.value, &quality);
    findings.extend(more);
    let mut report = Report { about: about(input, &facts), pages };
    let brief = report.edition(Edition::Brief);
    report.pages.retain(|page| page.editions.contains(&Edition::Full));
    let beside = beside::all(&facts);
    Ok(Checked { value: Made { report, brief, figures, catalogue, beside, read }, findings })
}

/// Builds everything for one audience, with an edition of the pack.
pub fn build(input: &Input<'_>, edition: Edition) -> Result<Checked<Outputs>, Stop> {
    let Checked { value: made, mut findings } = report(input)?;
    let outputs = outputs(input, &made, edition, &mut findings)?;
    Ok(Checked { value: outputs, findings })
}

fn outputs(input: &Input<'_>, made: &Made, edition: Edition, findings: &mut Findings) -> Result<Outputs, Stop> {
    let Made { report, brief, figures, catalogue, beside, read } = made;
    let printed = if edition == Edition::Brief { brief } else { report };
    let (site, pack) = rayon::join(|| site::render(report, input.shelf), || pack::compile(printed, input.shelf));
    let (site, pack) = (site?, pack?);
    let name = pack_name(printed);
    let mut files = Files::default();
    let site_pages = site.iter().filter(|(path, _)| path.ends_with(".html")).count();
    files.add_under("site", site);
    let codes: BTreeSet<&str> = figures.iter().map(disclosure::Shown::code).collect();
    files.add("site/data/figures.csv", archive::figures_csv(figures));
    files.add("site/data/dictionary.csv", archive::dictionary_csv(catalogue.iter().map(|d| &d.about), &codes));
    files.add("site/data/comparisons.csv", archive::comparisons_csv(beside));
    files.add("site/data/tables.xlsx", archive::tables_xlsx(report)?);
    findings.extend(pack.findings);
    files.add_under("source", pack.source);
    files.add(name.clone(), pack.pdf);
    let manifest = manifest(input, printed, read).of(&files);
    files.add(Manifest::FILE, manifest.json());
    let charts = report.pages.iter().map(|p| p.figures().count()).sum();
    Ok(Outputs { files, site_pages, pack_pages: pack.pages, charts, pack: name, edition, as_at: read.as_at })
}

/// `benbowshire-2025-09-30-leadership.pdf`; the brief edition says so before the ending.
fn pack_name(report: &Report) -> String {
    let about = &report.about;
    let brief = if about.edition == Edition::Brief { "-brief" } else { "" };
    format!("{}-{}-{}{brief}.pdf", content::markdown::anchor(&about.authority), about.as_at, about.audience.key())
}

fn comparators(input: &Input<'_>, findings: &mut Findings) -> Comparators {
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
fn far_from_published(comparators: &Comparators, as_at: Day) -> Findings {
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
fn here(project: &Project, comparators: &Comparators, findings: &mut Findings) -> Here {
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

/// What is wrong with the settings and content beside the data: an authority, a neighbour or an indicator that is not there.
pub fn settings(input: &Input<'_>) -> Findings {
    let mut findings = theme::look(input.shelf).findings;
    let catalogue = Catalogue::load(input.shelf);
    findings.extend(catalogue.findings);
    findings.extend(targets(input.project, &catalogue.value));
    let comparators = comparators(input, &mut findings);
    here(input.project, &comparators, &mut findings);
    findings
}

/// Targets of indicators that are not there, targets that do not say which side is aimed at, and numbers that are no such unit.
fn targets(project: &Project, catalogue: &Catalogue) -> Findings {
    let mut findings = Findings::default();
    for (code, target) in &project.targets {
        let finding = match catalogue.get(code) {
            Some(definition) => target_at_odds(code, target, &definition.about),
            None => {
                let message = format!("there is no indicator `{}` to set a target for", crate::finding::shown(code));
                let finding = Finding::new(Severity::Error, "settings", target.place.clone(), message);
                Some(match crate::finding::nearest(code, catalogue.iter().map(|d| d.about.code.as_str())) {
                    Some(near) => finding.hint(format!("did you mean `{near}`?")),
                    None => finding.hint("annexa indicators lists them all"),
                })
            }
        };
        findings.extend(Findings(finding.into_iter().collect()));
    }
    findings
}

/// What figures are measured with: as [`report`] takes it, for a command that needs figures and no report.
pub fn measured_with(input: &Input<'_>, read: &Read, catalogue: &Catalogue) -> Setting {
    let comparators = comparators(input, &mut Findings::default()).as_of(read.as_at);
    setting(read, &here(input.project, &comparators, &mut Findings::default()), &comparators, catalogue)
}

/// The as-at date and windows, with what is known of the area: children, residents, and the authority's own last published counts.
fn setting(read: &Read, here: &Here, comparators: &Comparators, catalogue: &Catalogue) -> Setting {
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

/// A target at odds with the indicator's polarity or unit.
fn target_at_odds(code: &str, target: &crate::project::Target, about: &indicators::definition::About) -> Option<Finding> {
    let place = || target.place.clone();
    let value = target.value;
    match (aim(about.good), target.direction) {
        (None, None) => {
            let message = format!("neither higher nor lower is better for {code}, so its target must say which side is aimed at");
            let hint = format!("write {code} = {{ value = {value}, direction = \"at_least\" }}, or \"at_most\"");
            return Some(Finding::new(Severity::Error, "settings", place(), message).hint(hint));
        }
        (Some(aim), Some(said)) if aim != said => {
            let better = if aim == Aim::AtLeast { "higher" } else { "lower" };
            let message = format!("{better} is better for {code}, so its target cannot be {} a number", said.words());
            let hint = format!("leave direction out, or write direction = \"{}\"", aim.key());
            return Some(Finding::new(Severity::Error, "settings", place(), message).hint(hint));
        }
        _ => {}
    }
    let warning = |message: String, hint: String| Some(Finding::new(Severity::Warning, "target-unit", place(), message).hint(hint));
    match about.unit {
        Unit::Percent if value > 0.0 && value <= 1.0 => warning(
            format!("the target of {code} is {value}, and percentages run from 0 to 100"),
            format!("write {} for {0}%", crate::number::grouped(100.0 * value, 0)),
        ),
        Unit::Percent if value > 100.0 => {
            warning(format!("the target of {code} is {value}, more than all"), "percentages run from 0 to 100".to_owned())
        }
        unit if value < 0.0 && !matches!(unit, Unit::Points | Unit::Count) => {
            warning(format!("the target of {code} is below zero, which it cannot be"), "give it without the minus".to_owned())
        }
        _ => None,
    }
}

/// Which side of a target polarity aims at.
fn aim(good: Good) -> Option<Aim> {
    match good {
        Good::High => Some(Aim::AtLeast),
        Good::Low => Some(Aim::AtMost),
        Good::Neither => None,
    }
}

fn facts<'a>(catalogue: &Catalogue, disclosed: &Disclosed, comparators: &'a Comparators, here: Here, read: &Read) -> Facts<'a> {
    let mut figures: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for figure in disclosed.iter() {
        figures.entry(figure.code().to_owned()).or_default().push(Shown {
            group: figure.group().to_owned(),
            window: figure.window(),
            numerator: figure.numerator(),
            denominator: figure.denominator(),
            value: figure.value(),
            unit: figure.unit(),
        });
    }
    let lists = read
        .schema
        .lists
        .iter()
        .map(|record| {
            let list = read.lists.lists.get(&record.key);
            ListFacts {
                key: record.key.clone(),
                number: record.number,
                title: record.title.clone(),
                rows: list.map_or(0, |l| l.rows),
                found: list.is_some_and(|l| !l.origins.is_empty()),
            }
        })
        .collect();
    Facts {
        targets: BTreeMap::new(),
        grades: BTreeMap::new(),
        rules: catalogue.iter().map(|d| (d.about.code.clone(), indicators::rule_in_words(catalogue, d))).collect(),
        labels: catalogue.shared().labels.clone(),
        comparators,
        here,
        as_at: read.as_at,
        windows: read.windows.clone(),
        about: catalogue.iter().map(|d| (d.about.code.clone(), d.about.clone())).collect(),
        order: catalogue.iter().map(|d| d.about.code.clone()).collect(),
        figures,
        lists,
    }
}

/// The targets a report shows: those whose side is known.
fn targets_shown(project: &Project, catalogue: &Catalogue) -> BTreeMap<String, Target> {
    let shown = |(code, target): (&String, &crate::project::Target)| {
        let direction = target.direction.or_else(|| aim(catalogue.get(code)?.about.good))?;
        let crate::project::Target { value, origin, owner, set, .. } = target.clone();
        Some((code.clone(), Target { value, direction, origin, owner, set }))
    };
    project.targets.iter().filter_map(shown).collect()
}

fn about(input: &Input<'_>, facts: &Facts<'_>) -> About {
    let project = input.project;
    About {
        authority: facts.here.name.clone(),
        title: project.report.title.clone(),
        as_at: facts.as_at,
        period: facts.windows.get("referrals").map_or_else(String::new, |w| w.words()),
        audience: input.audience,
        edition: Edition::Full,
        classification: project.report.classification.clone(),
        banner: project.authority.banner.clone(),
        region: facts.here.region.as_ref().map(|a| a.name.clone()),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        attributions: vec![
            "Published figures: Department for Education; Office for National Statistics. Contains public sector information licensed under the Open Government Licence v3.0.".to_owned(),
        ],
    }
}

fn manifest(input: &Input<'_>, report: &Report, read: &Read) -> Manifest {
    let inputs = input
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
        .collect();
    Manifest {
        made_by: archive::MADE_BY.to_owned(),
        version: report.about.version.clone(),
        authority: report.about.authority.clone(),
        as_at: read.as_at,
        audience: input.audience,
        edition: report.about.edition,
        windows: read.windows.iter().map(|(key, window)| (key.clone(), (*window).into())).collect(),
        inputs,
        files: Vec::new(),
    }
}
