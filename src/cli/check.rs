//! `annexa check`: what is wrong with the data, without writing anything.

use super::args::{Check, Format};
use super::{Outcome, input, printer};
use crate::audience::Audience;
use crate::checks;
use crate::finding::{Findings, Severity};
use crate::pipeline::{self, Input, Stop};

pub(super) fn run(args: &Check) -> anyhow::Result<Outcome> {
    let opened = input::open(&args.data)?;
    let mut findings = opened.findings.clone();
    let input = Input {
        project: &opened.project,
        shelf: &opened.shelf,
        sources: &opened.sources,
        as_at: args.data.as_at,
        audience: Audience::Management,
    };
    match pipeline::read(&input) {
        Ok(read) => {
            findings.extend(read.findings.clone());
            findings.extend(checks::run(&read.lists, read.as_at, &read.windows).findings);
        }
        Err(Stop::Errors(more)) => findings.extend(more),
        Err(other) => return Err(other.into()),
    }
    print(&findings, args.printing.format, args.printing.quiet)?;
    Ok(if findings.has_errors() { Outcome::Errors } else { Outcome::Done })
}

fn print(findings: &Findings, format: Format, quiet: bool) -> anyhow::Result<()> {
    match format {
        Format::Json => println!("{}", serde_json::to_string_pretty(findings)?),
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(std::io::stdout());
            csv.write_record(["severity", "kind", "file", "sheet", "row", "column", "count", "message", "hint"])?;
            for f in &findings.0 {
                let severity = format!("{:?}", f.severity).to_lowercase();
                let row = f.place.row.map(|r| r.to_string()).unwrap_or_default();
                let fields = [
                    severity.as_str(),
                    &f.kind,
                    &f.place.file,
                    f.place.sheet.as_deref().unwrap_or(""),
                    &row,
                    f.place.column.as_deref().unwrap_or(""),
                    &f.count.to_string(),
                    &f.message,
                    f.hint.as_deref().unwrap_or(""),
                ];
                csv.write_record(fields)?;
            }
            csv.flush()?;
        }
        Format::Text => {
            for finding in findings.0.iter().filter(|f| !quiet || f.severity == Severity::Error) {
                println!("{finding}");
            }
            if !quiet {
                let (errors, warnings, notes) =
                    (findings.count(Severity::Error), findings.count(Severity::Warning), findings.count(Severity::Note));
                println!("{}, {}, {}", printer::count(errors, "error"), printer::count(warnings, "warning"), printer::count(notes, "note"));
            }
        }
    }
    Ok(())
}
