//! `annexa snapshot compare`: a package held against a later one, or against today's data.

use super::kept::{self, Kept};
use crate::annex_a::Source;
use crate::audience::Audience;
use crate::cli::args::{Compare, Compared};
use crate::cli::input::{self, Opened};
use crate::cli::{Outcome, guard, printer};
use crate::files::sha256;
use crate::finding::shown;
use crate::pipeline::{self, Before, Input, Rows, Stop};
use crate::project::Project;
use crate::publish;
use crate::snapshots::compare::{Comparison, Side, compare, comparison_csv, page};
use crate::snapshots::{FOLDER, Holds, Package, bag};
use crate::theme::Shelf;
use anyhow::{anyhow, bail};
use std::path::Path;

pub(super) fn run(args: &Compare) -> anyhow::Result<Outcome> {
    if args.format == Compared::Html && args.output.is_none() {
        bail!("a page needs a folder to stand in (hint: --output DIR)");
    }
    let (project, _, folder, shelf) = input::project(args.data.project.as_deref())?;
    let mut all = kept::all(&folder.join(FOLDER));
    let audience = args.audience.map(crate::cli::args::From::audience);
    let then = one(&args.earlier, audience, &mut all)?;
    let holder = whose(&then);
    // A later one of another audience is found too, to be refused by its name.
    let mut later = |text: &String| one(text, audience.or(holder), &mut all).or_else(|error| one(text, None, &mut all).map_err(|_| error));
    let now = args.later.as_ref().map(&mut later).transpose()?;
    let then = package(&then)?;
    let outcome = match now {
        Some(now) => packages(&then, &package(&now)?, (&project, &shelf), &all, args.groups),
        None => today(&then, &all, args),
    };
    let comparison = match outcome {
        Ok(comparison) => comparison,
        Err(error) => return stopped(error, args),
    };
    let csv = comparison_csv(&comparison);
    let json = printer::json(&comparison)?;
    if let Some(output) = &args.output {
        let mut files = page::page(&comparison, project.authority.banner.as_deref(), &shelf)?;
        files.add("comparison.csv", csv.as_str());
        files.add("comparison.json", format!("{json}\n"));
        publish::write_new(&files, output)?;
        guard::say(&format!("written: {}", output.join("index.html").display()));
    }
    match args.format {
        Compared::Text => print!("{}", comparison.text()),
        Compared::Json => println!("{json}"),
        Compared::Csv => print!("{csv}"),
        Compared::Html => {}
    }
    Ok(Outcome::Done)
}

/// Who may read a package of figures.
fn whose(kept: &Kept) -> Option<Audience> {
    match kept.identity.holds {
        Holds::Figures(audience) => Some(audience),
        Holds::Children | Holds::Marks => None,
    }
}

/// What the pipeline says of input that it cannot take; anything else could not run.
fn stopped(error: anyhow::Error, args: &Compare) -> anyhow::Result<Outcome> {
    match error.downcast::<Stop>()? {
        Stop::Errors(mut findings) => {
            findings.sort();
            printer::findings(&findings, args.loudness);
            Ok(Outcome::Errors)
        }
        Stop::Disclosure(refused) => {
            guard::say(&format!("error: {refused}"));
            Ok(Outcome::Disclosure)
        }
        other => Err(other.into()),
    }
}

/// The package that a word means: by name, by the beginning of one, by a day, or by its folder; of several issues the last.
fn one(text: &str, audience: Option<Audience>, all: &mut Vec<Kept>) -> anyhow::Result<Kept> {
    let figures = |kept: &&Kept| whose(kept).is_some_and(|holder| audience.is_none_or(|asked| asked == holder));
    let exact: Vec<&Kept> = all.iter().filter(|kept| kept.name == text).collect();
    if let [kept] = exact.as_slice() {
        return Ok((*kept).clone());
    }
    let path = Path::new(text);
    if let Some(folder) = path.canonicalize().ok().filter(|path| path.is_dir()) {
        let Some(kept) = kept::one(&folder) else { bail!("{} bears no package’s name", shown(text)) };
        let beside = folder.parent().map(kept::all).unwrap_or_default();
        all.extend(beside.into_iter().filter(|other| other.name == kept.name || other.identity.holds == Holds::Children));
        return Ok(kept);
    }
    let is_day = |kept: &&Kept| kept.identity.as_at.to_string() == text;
    let mut meant: Vec<&Kept> = all.iter().filter(figures).filter(|kept| is_day(kept) || kept.name.starts_with(text)).collect();
    if audience.is_none() && meant.iter().any(|kept| whose(kept) == Some(Audience::Leadership)) {
        meant.retain(|kept| whose(kept) == Some(Audience::Leadership));
    }
    let Some(last) = meant.iter().max_by_key(|kept| kept.identity.version) else {
        bail!("there is no package {}; annexa snapshot list names them all", shown(text));
    };
    if let Some(other) = meant.iter().find(|kept| !kept.identity.is_issue_of(&last.identity)) {
        bail!("{} may mean {} or {}; write more of its name, or give --audience", shown(text), last.name, other.name);
    }
    Ok((*last).clone())
}

fn package(kept: &Kept) -> anyhow::Result<Package> {
    kept.package().map_err(|why| anyhow!("the package {} cannot be compared: {why} (hint: annexa snapshot verify)", kept.name))
}

/// Two packages, with what their children's rows say where both are kept.
fn packages(then: &Package, now: &Package, (project, shelf): (&Project, &Shelf), all: &[Kept], groups: bool) -> anyhow::Result<Comparison> {
    if then.audience != now.audience {
        bail!("{} and {} are for two audiences; what one may see the other may not", then.name, now.name);
    }
    if then.identity.group() != now.identity.group() {
        bail!("{} and {} are of two series", then.name, now.name);
    }
    if then.identity.as_at > now.identity.as_at {
        bail!("{} is the later of the two; write the earlier one first", then.name);
    }
    let empty = Input { project, shelf, sources: &[], as_at: Some(now.identity.as_at), audience: now.audience, before: Before::default() };
    let mut known = pipeline::known(&empty);
    let (old, new) = (rows(then, all)?, rows(now, all)?);
    if !new.is_empty() && !hides(project, then, now.provenance.hidden.is_some()) {
        known.rows = by_rows((then, &old), &Input { sources: &new, ..empty }, &now.provenance.windows)?;
    }
    Ok(compare(&Side::of(then), &Side::of(now), &known, groups))
}

/// A package against today's data, built for the same audience.
fn today(then: &Package, all: &[Kept], args: &Compare) -> anyhow::Result<Comparison> {
    let opened = input::open(&args.data)?;
    if opened.findings.has_errors() {
        return Err(Stop::Errors(opened.findings).into());
    }
    let project = held_against(&opened, then, all)?;
    let input = Input { project: &project, ..opened.input_after(args.data.as_at, then.audience) };
    let side = pipeline::side(&input)?.value;
    let (authority, _) = pipeline::whose(&input)?;
    if crate::files::name_of(&authority, "authority") != then.identity.authority {
        bail!("{} is of another authority than today’s data", then.name);
    }
    if side.as_at < then.identity.as_at {
        bail!("today’s data is measured to {}, before the package; name later data with --data", side.as_at.words());
    }
    let mut known = pipeline::known(&input);
    if !hides(&project, then, !side.rules.is_empty()) {
        known.rows = by_rows((then, &rows(then, all)?), &input, &side.windows)?;
    }
    opened.unchanged()?;
    Ok(compare(&Side::of(then), &side, &known, args.groups))
}

/// Whether rules hide anything from the audience, then or now: rows then say nothing.
fn hides(project: &Project, then: &Package, now: bool) -> bool {
    then.provenance.hidden.is_some() || now || project.disclosure.of(then.audience).hide()
}

/// The project, its figures held against every package that its audience has, where rules hide anything.
fn held_against(opened: &Opened, then: &Package, all: &[Kept]) -> anyhow::Result<Project> {
    if !opened.project.disclosure.of(then.audience).hide() {
        return Ok(opened.project.clone());
    }
    kept::held_against(&opened.project, all.iter().filter(|kept| kept.identity.is_beside(&then.identity)))
}

type ByCode = std::collections::BTreeMap<(String, String), crate::snapshots::compare::ByRows>;

fn by_rows(
    (then, old): (&Package, &[Source]),
    now: &Input<'_>,
    windows: &std::collections::BTreeMap<String, crate::archive::Span>,
) -> anyhow::Result<ByCode> {
    let input = Input { sources: old, as_at: Some(then.identity.as_at), ..*now };
    Ok(pipeline::by_rows(
        &Rows { input, windows: &then.provenance.windows },
        &Rows { input: Input { sources: now.sources, ..*now }, windows },
    )?)
}

/// Children's rows kept beside a package of figures, of the same issue; none where there are none.
fn rows(package: &Package, all: &[Kept]) -> anyhow::Result<Vec<Source>> {
    let of = |kept: &&Kept| {
        let identity = &kept.identity;
        identity.holds == Holds::Children
            && identity.group() == package.identity.group()
            && (identity.as_at, identity.version) == (package.identity.as_at, package.identity.version)
    };
    let Some(kept) = all.iter().find(of) else { return Ok(Vec::new()) };
    let unusable = |what: &str| anyhow!("the package {} cannot be compared: {what} (hint: annexa snapshot verify)", kept.name);
    kept.hash.as_ref().ok_or_else(|| unusable("its manifest is not as it was packed"))?;
    let manifest = kept.files(&[bag::MANIFEST]);
    let manifest = manifest.get(bag::MANIFEST).and_then(|bytes| std::str::from_utf8(bytes).ok()).and_then(bag::parse_manifest);
    let mut sources = Vec::new();
    for (path, hash) in manifest.ok_or_else(|| unusable("its manifest cannot be read"))? {
        let Some(name) = path.strip_prefix("data/inputs/") else { continue };
        let files = kept.files(&[&path]);
        let bytes =
            files.get(&path).filter(|bytes| sha256(bytes) == hash).ok_or_else(|| unusable("a file of it is not as it was packed"))?;
        sources.push(Source { name: name.to_owned(), bytes: bytes.to_vec() });
    }
    Ok(sources)
}
