//! `annexa check`: what is wrong with the data, without writing anything.

use super::args::{Check, Format};
use super::{Outcome, input, printer};
use crate::audience::Audience;
use crate::checks;
use crate::finding::{Finding, Findings, Severity};
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
    findings.extend(pipeline::settings(&input));
    match pipeline::read(&input) {
        Ok(read) => {
            findings.extend(read.findings.clone());
            findings.extend(checks::run(&read.lists, read.as_at, &read.windows).findings);
        }
        Err(Stop::Errors(more)) => findings.extend(more),
        Err(other) => return Err(other.into()),
    }
    findings.sort();
    print(&findings, args)?;
    Ok(if findings.has_errors() { Outcome::Errors } else { Outcome::Done })
}

fn print(findings: &Findings, args: &Check) -> anyhow::Result<()> {
    let asked: Vec<&Finding> = findings.0.iter().filter(|f| !args.loudness.quiet || f.severity == Severity::Error).collect();
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&asked)?),
        Format::Csv => table(&asked)?,
        Format::Text => {
            for line in printer::lines(findings, args.loudness, usize::MAX) {
                println!("{line}");
            }
            if !args.loudness.quiet {
                let count = |severity, one: &str, many: &str| printer::count(findings.count(severity), one, many);
                println!(
                    "{}, {}, {}{}",
                    count(Severity::Error, "error", "errors"),
                    count(Severity::Warning, "warning", "warnings"),
                    count(Severity::Note, "note", "notes"),
                    if args.loudness.verbose { "" } else { "; -v prints each with its rows, --format csv makes a table of them" }
                );
            }
        }
    }
    Ok(())
}

/// A table with a line for each row that is known; `count` and `of` are those of the whole finding.
fn table(findings: &[&Finding]) -> anyhow::Result<()> {
    let mut csv = csv::Writer::from_writer(std::io::stdout());
    csv.write_record(["severity", "kind", "file", "sheet", "row", "column", "line", "count", "of", "message", "hint"])?;
    let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    for f in findings {
        let rows = if f.rows.is_empty() { vec![f.place.row] } else { f.rows.iter().copied().map(Some).collect() };
        for row in rows {
            csv.write_record([
                format!("{:?}", f.severity).to_lowercase().as_str(),
                &f.kind,
                &f.place.file,
                f.place.sheet.as_deref().unwrap_or(""),
                &number(row),
                f.place.column.as_deref().unwrap_or(""),
                &number(f.place.line),
                &f.count.to_string(),
                &number(f.of),
                &f.message,
                f.hint.as_deref().unwrap_or(""),
            ])?;
        }
    }
    csv.flush()?;
    Ok(())
}
