//! `annexa build`: from the data to the finished folder.

use super::args::{Build, Format};
use super::{Outcome, input, printer};
use crate::finding::Severity;
use crate::pipeline::{self, Input, Stop};
use crate::publish;
use std::time::Instant;

pub(super) fn run(args: &Build) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let printing = &args.printing;
    let mut opened = input::open(&args.data)?;
    let output = args.output.clone().unwrap_or_else(|| opened.folder.join("output"));
    if opened.findings.has_errors() {
        printer::findings(&opened.findings, printing.quiet, printing.verbose);
        return Ok(Outcome::Errors);
    }
    let place = publish::probe(&output)?;
    let audiences = args.audience.map_or_else(|| opened.project.audiences.build.clone(), super::args::For::audiences);
    for audience in &audiences {
        place.check(audience.key())?;
    }
    let mut results = Vec::new();
    for audience in audiences {
        let input = Input { project: &opened.project, shelf: &opened.shelf, sources: &opened.sources, as_at: args.data.as_at, audience };
        let built = match pipeline::build(&input) {
            Ok(built) => built,
            Err(Stop::Errors(findings)) => {
                opened.findings.extend(findings);
                printer::findings(&opened.findings, printing.quiet, printing.verbose);
                return Ok(Outcome::Errors);
            }
            Err(Stop::Disclosure(refused)) => {
                eprintln!("error: {refused}");
                return Ok(Outcome::Disclosure);
            }
            Err(other) => return Err(other.into()),
        };
        let mut findings = std::mem::take(&mut opened.findings);
        findings.extend(built.findings);
        place.publish(audience.key(), &built.value.files)?;
        printer::findings(&findings, printing.quiet, printing.verbose);
        results.push((audience, built.value, findings));
    }
    for (audience, outputs, findings) in &results {
        let folder = output.join(audience.key());
        let warnings = findings.count(Severity::Warning);
        if printing.format == Format::Json {
            let result = serde_json::json!({
                "audience": audience.key(), "as_at": outputs.as_at, "folder": folder, "pack": outputs.pack,
                "site_pages": outputs.site_pages, "pack_pages": outputs.pack_pages, "charts": outputs.charts, "findings": findings,
            });
            println!("{}", serde_json::to_string_pretty(&result)?);
        } else if !printing.quiet {
            println!(
                "{}: {}, {}, {}, {} in {:.1} s\n  site  {}\n  pack  {}",
                audience.title(),
                printer::count(outputs.site_pages, "page"),
                printer::count(outputs.pack_pages, "pack page"),
                printer::count(outputs.charts, "chart"),
                printer::count(warnings, "warning"),
                started.elapsed().as_secs_f64(),
                folder.join("site").join("index.html").display(),
                folder.join(&outputs.pack).display()
            );
        }
    }
    Ok(Outcome::Done)
}
