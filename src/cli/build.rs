//! `annexa build`: from the data to the finished folder.

use super::args::{Build, Document};
use super::{Outcome, input, printer};
use crate::audience::Audience;
use crate::disclosure;
use crate::finding::{Finding, Findings, Severity};
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
    let audiences = args.audience.map_or_else(|| opened.project.audiences.build.clone(), super::args::For::audiences);
    // An audience that is refused is told before anything is written for another.
    for audience in &audiences {
        if let Err(refused) = disclosure::clear(Vec::new(), *audience, &BTreeSet::new()) {
            eprintln!("error: {refused}");
            return Ok(Outcome::Disclosure);
        }
    }
    let place = publish::probe(&output).map_err(elsewhere)?;
    for audience in &audiences {
        place.check(audience.key())?;
    }
    let mut told = BTreeSet::new();
    let mut results = Vec::new();
    for audience in audiences {
        let input = opened.input(args.data.as_at, audience);
        let built = match pipeline::build(&input, args.edition.edition()) {
            Ok(built) => built,
            Err(Stop::Errors(findings)) => {
                opened.findings.extend(findings);
                place.abandon();
                return refused(opened.findings, args);
            }
            Err(Stop::Disclosure(refused)) => {
                eprintln!("error: {refused}");
                return Ok(Outcome::Disclosure);
            }
            Err(other) => return Err(other.into()),
        };
        let mut findings = opened.findings.clone();
        findings.extend(built.findings);
        findings.sort();
        place.publish(audience.key(), &built.value.files)?;
        printer::findings(&news(&findings, &mut told), args.loudness);
        results.push((audience, built.value, findings));
    }
    if args.format == Document::Json {
        print_json(&results, &output)?;
    } else if !args.loudness.quiet {
        for (audience, outputs, findings) in &results {
            print_text(*audience, outputs, findings.count(Severity::Warning), (&output, started));
        }
    }
    Ok(Outcome::Done)
}

/// The findings that no earlier audience had.
fn news(findings: &Findings, told: &mut BTreeSet<Finding>) -> Findings {
    Findings(findings.0.iter().filter(|finding| told.insert((*finding).clone())).cloned().collect())
}

/// The input has errors: nothing is written, and whatever was asked for, the findings are the result.
fn refused(mut findings: Findings, args: &Build) -> anyhow::Result<Outcome> {
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
fn print_json(results: &[(Audience, Outputs, Findings)], output: &Path) -> anyhow::Result<()> {
    let mut all: Vec<serde_json::Value> = results
        .iter()
        .map(|(audience, outputs, findings)| {
            serde_json::json!({
                "audience": audience.key(), "as_at": outputs.as_at, "folder": output.join(audience.key()), "pack": outputs.pack, "edition": outputs.edition,
                "site_pages": outputs.site_pages, "pack_pages": outputs.pack_pages, "charts": outputs.charts, "findings": findings,
            })
        })
        .collect();
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
}
