//! `annexa build`: from the data to the finished folder.

use super::args::{Build, Document};
use super::{Outcome, guard, input, printer, worklists};
use crate::audience::Audience;
use crate::disclosure;
use crate::finding::{Finding, Findings, Place, Severity};
use crate::number;
use crate::pipeline::{self, Outputs, Stop};
use crate::publish::{self, Failed};
use anyhow::anyhow;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

pub(super) fn run(args: &Build) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let mut opened = input::open(&args.data)?;
    let output = args.output.clone().unwrap_or_else(|| opened.folder.join("output"));
    if opened.findings.has_errors() {
        return refused(opened.findings, args);
    }
    let mut audiences = args.audience.map_or_else(|| opened.project.audiences.build.clone(), super::args::For::audiences);
    let mut once = BTreeSet::new();
    audiences.retain(|audience| once.insert(*audience));
    let asked = worklists::asked(args, &opened, &audiences)?;
    // An audience that is refused is told before anything is written for another.
    for audience in &audiences {
        if let Err(refused) = disclosure::may_pass(*audience, opened.project.disclosure.of(*audience)) {
            guard::say(&format!("error: {refused}"));
            return Ok(Outcome::Disclosure);
        }
    }
    let place = publish::probe(&output).map_err(elsewhere)?;
    if !place.is_held() {
        opened.findings.push(unlocked(&output));
    }
    for audience in &audiences {
        place.check(audience.key())?;
    }
    // Worked out before anything is written, and written with everything else.
    let worklists = match asked.map(|asked| worklists::make(&place, &opened, args, &asked)).transpose()? {
        Some(Err(findings)) => {
            opened.findings.extend(findings);
            return refused(opened.findings, args);
        }
        Some(Ok(made)) => Some(made),
        None => None,
    };
    let mut results = Vec::new();
    for audience in audiences {
        let project = opened.held_against(args.data.as_at, audience)?;
        let input = pipeline::Input { project: &project, ..opened.input_after(args.data.as_at, audience) };
        let built = match pipeline::build(&input, args.edition.edition()) {
            Ok(built) => built,
            Err(Stop::Errors(findings)) => {
                opened.readable()?;
                opened.findings.extend(findings);
                return refused(opened.findings, args);
            }
            Err(Stop::Disclosure(refused)) => {
                guard::say(&format!("error: {refused}"));
                return Ok(Outcome::Disclosure);
            }
            Err(other) => return Err(other.into()),
        };
        let mut findings = opened.findings.clone();
        findings.extend(built.findings);
        findings.sort();
        results.push((audience, built.value, findings));
    }
    opened.unchanged()?;
    let reports = results.iter().map(|(audience, outputs, _)| (audience.key(), &outputs.files));
    place.publish_all(&reports.chain(worklists.iter().map(worklists::Ready::files)).collect::<Vec<_>>())?;
    drop(place);
    let worklists = worklists.map(|made| made.published(&output));
    let mut told = BTreeSet::new();
    results.iter().for_each(|(_, _, findings)| printer::findings(&news(findings, &mut told), args.loudness));
    worklists::tell_expired(&output, args, worklists.is_some());
    if args.format == Document::Json {
        print_json(&results, &output, worklists.as_ref())?;
    } else if !args.loudness.quiet {
        for (audience, outputs, findings) in &results {
            print_text(*audience, outputs, findings.count(Severity::Warning), (&output, started));
        }
        if let Some(worklists) = &worklists {
            println!("{}", worklists.line());
        }
    }
    Ok(Outcome::Done)
}

/// A network disk that cannot keep two builds apart.
fn unlocked(output: &Path) -> Finding {
    let words = "the file system knows no locks, so two builds at once are not kept apart";
    let place = Place::file(output.display().to_string());
    Finding::new(Severity::Warning, "no-locks", place, words).hint("build in one place at a time, or on a disk of your own")
}

/// The findings that no earlier audience had.
fn news(findings: &Findings, told: &mut BTreeSet<Finding>) -> Findings {
    Findings(findings.0.iter().filter(|finding| told.insert((*finding).clone())).cloned().collect())
}

/// The input has errors: nothing is written, and whatever was asked for, the findings are the result.
fn refused(findings: Findings, args: &Build) -> anyhow::Result<Outcome> {
    let mut findings = input::quoted(args.data.project.as_deref(), findings);
    findings.sort();
    printer::findings(&findings, args.loudness);
    if args.format == Document::Json {
        println!("{}", printer::json(&serde_json::json!({ "findings": findings }))?);
    }
    Ok(Outcome::Errors)
}

fn elsewhere(failed: Failed) -> anyhow::Error {
    match failed {
        Failed::Io { .. } => anyhow!("{failed}; choose another folder with --output"),
        other => other.into(),
    }
}

/// One document: an object for one audience, a list of them for several.
fn print_json(results: &[(Audience, Outputs, Findings)], output: &Path, worklists: Option<&worklists::Published>) -> anyhow::Result<()> {
    let mut all: Vec<serde_json::Value> = results
        .iter()
        .map(|(audience, outputs, findings)| {
            serde_json::json!({
                "audience": audience.key(), "as_at": outputs.as_at, "folder": output.join(audience.key()), "pack": outputs.pack, "edition": outputs.edition,
                "site_pages": outputs.site_pages, "pack_pages": outputs.pack_pages, "charts": outputs.charts, "findings": findings,
                "hidden": outputs.lost.map(|lost| serde_json::json!({ "figures": lost.figures, "by_rule": lost.by_rule, "beside": lost.beside })),
            })
        })
        .collect();
    // Worklists are management's: they stand with it, where they were asked for.
    for (one, _) in all.iter_mut().zip(results).filter(|(_, (audience, ..))| *audience == Audience::Management) {
        if let (Some(worklists), Some(fields)) = (worklists, one.as_object_mut()) {
            fields.insert("worklists".to_owned(), worklists.json());
        }
    }
    let document = if all.len() == 1 { all.remove(0) } else { all.into() };
    println!("{}", printer::json(&document)?);
    Ok(())
}

fn print_text(audience: Audience, outputs: &Outputs, warnings: usize, (output, started): (&Path, Instant)) {
    let folder = output.join(audience.key());
    let shown = |path: &Path| path.strip_prefix(".").unwrap_or(path).display().to_string();
    println!(
        "{}, as at {}: {}, {}, {}, {} in {:.1} s\n  site  {}\n  pack  {}",
        audience.title(),
        outputs.as_at.words(),
        printer::count(outputs.site_pages, "page", "pages"),
        printer::count(outputs.pack_pages, "pack page", "pack pages"),
        printer::count(outputs.charts, "chart", "charts"),
        printer::count(warnings, "warning", "warnings"),
        started.elapsed().as_secs_f64(),
        shown(&folder.join("site").join("index.html")),
        shown(&folder.join(&outputs.pack))
    );
    if let Some(lost) = outputs.lost {
        println!(
            "  hidden  {} of {}: {} by rule, {} so that those cannot be worked out",
            number::count(lost.hidden() as u64),
            printer::count(lost.figures, "figure", "figures"),
            number::count(lost.by_rule as u64),
            number::count(lost.beside as u64)
        );
    }
}
