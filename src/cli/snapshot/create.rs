//! `annexa snapshot create`: from the data to packages that are never written again.

use super::kept::{self, Kept};
use super::making::{Made, Maker, Rebuilt, some};
use crate::audience::Audience;
use crate::cli::args::{Create, Document, For};
use crate::cli::input::{self, Opened};
use crate::cli::{Outcome, guard, printer};
use crate::disclosure;
use crate::files::Files;
use crate::finding::{Finding, Findings, Place, Severity};
use crate::pipeline::Stop;
use crate::publish;
use crate::snapshots::FOLDER;
use crate::snapshots::index::{self, Entry};
use anyhow::bail;
use std::collections::BTreeSet;
use std::path::Path;

pub(super) fn run(args: &Create) -> anyhow::Result<Outcome> {
    let mut opened = input::open(&args.data)?;
    if opened.findings.has_errors() {
        return refused(opened.findings, args);
    }
    if opened.is_example() {
        bail!("this is the invented example, which is not kept (hint: copy the workbook into the folder data)");
    }
    let mut audiences = args.audience.map_or_else(|| opened.project.audiences.build.clone(), For::audiences);
    let mut once = BTreeSet::new();
    audiences.retain(|audience| once.insert(*audience));
    if args.with_children && !audiences.contains(&Audience::Management) {
        bail!("children’s rows are kept beside management’s figures alone (hint: --audience management)");
    }
    // An audience that is refused is told before anything is built for another.
    for audience in &audiences {
        if let Err(refused) = disclosure::may_pass(*audience, opened.project.disclosure.of(*audience)) {
            guard::say(&format!("error: {refused}"));
            return Ok(Outcome::Disclosure);
        }
    }
    let folder = opened.folder.join(FOLDER);
    let place = publish::probe(&folder)?;
    let all = kept::all(&folder);
    opened.findings.0.extend(all.iter().filter(|kept| kept.hash.is_none()).map(unknown));
    let maker = Maker { opened: &opened, args, all: &all };
    let made = match maker.all(&audiences) {
        Ok(made) => made,
        Err(error) => return stopped(error, &opened, args),
    };
    opened.unchanged()?;
    let new: Vec<(String, Files)> =
        made.iter().filter(|made| made.kept.is_none()).map(|made| (made.name(), made.sealed.bag(&made.bagging))).collect();
    let index = index(&all, &made, &opened)?;
    let is_old = |(path, bytes): (&str, &[u8])| std::fs::read(folder.join(path)).is_ok_and(|there| there == bytes);
    if !new.is_empty() || !index.iter().all(is_old) {
        place.keep(&new.iter().map(|(name, files)| (name.as_str(), files)).collect::<Vec<_>>(), &index)?;
    }
    drop(place);
    tell(&opened, &made, args);
    let again = made.iter().filter(|_| args.verify_rebuild);
    let rebuilt = again.map(|made| maker.rebuilt(made, &folder)).collect::<anyhow::Result<Vec<_>>>()?;
    match args.format {
        Document::Json => print_json(&made, &rebuilt)?,
        Document::Text if args.loudness.quiet => {}
        Document::Text => made.iter().for_each(|made| println!("{}", line(made, &folder))),
    }
    Ok(compared(&rebuilt, args))
}

/// A package that no other can refer to, because nobody can say that it is the one that was packed.
fn unknown(kept: &Kept) -> Finding {
    let words = "its manifest is not as it was packed, so the chain goes on without it";
    Finding::new(Severity::Warning, "snapshot-damaged", Place::file(&kept.name), words)
        .hint("put back a copy of it, and then make this one")
}

/// The page over all packages, those included that are about to be written.
fn index(all: &[Kept], made: &[Made], opened: &Opened) -> anyhow::Result<Files> {
    let new = made.iter().filter(|made| made.kept.is_none());
    let new = new.map(|made| kept::entry(&made.name(), &made.sealed.identity, &made.sealed.labels(&made.bagging), made.sealed.manifest()));
    let entries: Vec<Entry> = all.iter().map(Kept::entry).chain(new).collect();
    Ok(index::index(&entries, opened.project.authority.banner.as_deref(), &opened.shelf)?)
}

/// What the pipeline says of input that it cannot take; anything else could not run.
fn stopped(error: anyhow::Error, opened: &Opened, args: &Create) -> anyhow::Result<Outcome> {
    match error.downcast::<Stop>()? {
        Stop::Errors(findings) => {
            opened.readable()?;
            let mut all = opened.findings.clone();
            all.extend(findings);
            refused(all, args)
        }
        Stop::Disclosure(refused) => {
            guard::say(&format!("error: {refused}"));
            Ok(Outcome::Disclosure)
        }
        other => Err(other.into()),
    }
}

fn refused(mut findings: Findings, args: &Create) -> anyhow::Result<Outcome> {
    findings.sort();
    printer::findings(&findings, args.loudness);
    if args.format == Document::Json {
        println!("{}", printer::json(&serde_json::json!({ "findings": findings }))?);
    }
    Ok(Outcome::Errors)
}

/// Says once what was found for any of the packages.
fn tell(opened: &Opened, made: &[Made], args: &Create) {
    let mut once = BTreeSet::new();
    let all = opened.findings.0.iter().chain(made.iter().flat_map(|made| &made.findings.0));
    let mut findings = Findings(all.filter(|finding| once.insert((*finding).clone())).cloned().collect());
    findings.sort();
    printer::findings(&findings, args.loudness);
}

fn line(made: &Made, folder: &Path) -> String {
    let identity = &made.sealed.identity;
    let place = folder.join(made.name());
    let place = place.strip_prefix(".").unwrap_or(&place);
    let done = match (&made.kept, made.by_other_settings) {
        (None, _) => format!("kept, {}", printer::count(made.sealed.size().0, "file", "files")),
        (Some(_), false) => "the same is kept already, so nothing was written".to_owned(),
        (Some(_), true) => "the same figures and pages are kept already, made by other settings, so nothing was written".to_owned(),
    };
    format!("{}, as at {}, version {}: {done}\n  {}", identity.holds.title(), identity.as_at.words(), identity.version, place.display())
}

/// Says what building again came to.
fn compared(rebuilt: &[Rebuilt], args: &Create) -> Outcome {
    let differ: Vec<&Rebuilt> = rebuilt.iter().filter(|one| !one.differs.is_empty()).collect();
    for one in &differ {
        let because = one.because.iter().map(|words| format!("; {words}")).collect::<String>();
        let words = format!("built again it differs in {}{because}", some(&one.differs));
        guard::say(&Finding::new(Severity::Error, "rebuild", Place::file(one.name.as_str()), words).to_string());
    }
    if !differ.is_empty() {
        return Outcome::Errors;
    }
    if !rebuilt.is_empty() && args.format == Document::Text && !args.loudness.quiet {
        println!("built again: {}, the same byte for byte", printer::count(rebuilt.len(), "package", "packages"));
    }
    Outcome::Done
}

fn print_json(made: &[Made], rebuilt: &[Rebuilt]) -> anyhow::Result<()> {
    let one = |made: &Made| {
        let (name, (files, bytes)) = (made.name(), made.sealed.size());
        let identity = &made.sealed.identity;
        let sha256 = made.kept.as_ref().and_then(|kept| kept.hash.as_ref()).unwrap_or(&made.sealed.hash);
        let mut one = serde_json::json!({
            "package": name, "holds": identity.holds.key(), "as_at": identity.as_at, "version": identity.version,
            "written": made.kept.is_none(), "files": files, "bytes": bytes, "sha256": sha256, "findings": made.findings,
        });
        if let Some(again) = rebuilt.iter().find(|again| again.name == name) {
            one["rebuilt_differs_in"] = serde_json::json!(again.differs);
            one["rebuilt_with_other"] = serde_json::json!(again.because);
        }
        one
    };
    println!("{}", printer::json(&made.iter().map(one).collect::<Vec<_>>())?);
    Ok(())
}
