//! `annexa check`: what is wrong with the data, without writing anything.
//!
//! As text a summary for people; as CSV or JSON the fix list by team: every cell to mend, in working order.
//! Places, codes and the names of teams are printed; what a cell holds is not, and no worker is named.

use super::args::{Check, Format};
use super::{Outcome, input, printer};
use crate::annex_a::schema::Schema;
use crate::audience::Audience;
use crate::checks::{self, Catalogue, Completeness, Fix, Fixes, Grade, Quality};
use crate::finding::{Finding, Findings, Severity, shown};
use crate::pipeline::{self, Read, Stop};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

pub(super) fn run(args: &Check) -> anyhow::Result<Outcome> {
    let opened = input::open(&args.data)?;
    let mut findings = opened.findings.clone();
    let start = opened.input(args.data.as_at, Audience::Management);
    findings.extend(pipeline::settings(&start));
    findings = input::quoted(args.data.project.as_deref(), findings);
    let read = match pipeline::read(&start) {
        Ok(read) => Some(read),
        Err(Stop::Errors(more)) => {
            findings.extend(more);
            None
        }
        Err(other) => return Err(other.into()),
    };
    let outcome = |findings: &Findings| if findings.has_errors() { Outcome::Errors } else { Outcome::Done };
    let Some(read) = read else {
        findings.sort();
        print(&findings, None, args)?;
        return Ok(outcome(&findings));
    };
    let catalogue = Catalogue::built_in();
    let indicators = crate::indicators::Catalogue::load(&opened.shelf).value;
    let quality = checks::run_with(&catalogue, &read.lists, read.as_at, &read.windows);
    findings.extend(read.findings.clone());
    findings.extend(pipeline::rebases_outside(&opened.project, &indicators, &read.windows));
    findings.extend(quality.findings.clone());
    findings.sort();
    let mut fixes = Fixes::of(&catalogue, &read.lists, read.as_at, &read.windows, &quality);
    if let Some(team) = &args.team
        && !fixes.keep_team(&read.lists, team)
    {
        anyhow::bail!("no row names the team `{}`; annexa check --format csv names the teams there are", shown(team));
    }
    if args.loudness.quiet {
        fixes.all.retain(|fix| fix.severity == Severity::Error);
    }
    opened.readable()?;
    print(&findings, Some(&Mending { read: &read, quality: &quality, fixes: &fixes }), args)?;
    Ok(outcome(&findings))
}

/// What is to be mended, and what it was found in.
struct Mending<'a> {
    read: &'a Read,
    quality: &'a Quality,
    fixes: &'a Fixes<'a>,
}

fn print(findings: &Findings, mending: Option<&Mending<'_>>, args: &Check) -> anyhow::Result<()> {
    let quiet = |finding: &&Finding| !args.loudness.quiet || finding.severity == Severity::Error;
    // What the fix list says row by row is not said again as a whole.
    let whole: Vec<&Finding> = findings.0.iter().filter(quiet).filter(|f| mending.is_none() || !is_of_cells(f)).collect();
    // What concerns a whole file is no team's own.
    let whole = if args.team.is_some() { Vec::new() } else { whole };
    let mut out = BufWriter::new(std::io::stdout().lock());
    match (args.format, mending, &args.team) {
        (Format::Json, _, _) => {
            writeln!(out, "{}", printer::json(&Document::of(&whole, mending))?)?;
        }
        (Format::Csv, _, _) => table(&mut out, &whole, mending)?,
        (Format::Text, Some(mending), Some(_)) => of_team(&mut out, mending)?,
        (Format::Text, _, _) => summary(&mut out, findings, args)?,
    }
    out.flush()?;
    Ok(())
}

/// Kinds of finding that the fix list takes apart into cells.
fn is_of_cells(finding: &Finding) -> bool {
    const KINDS: [&str; 6] = ["unmapped-code", "unreadable-date", "month-first", "unreadable-number", "unreadable-age", "cell-error"];
    finding.of.is_some() || KINDS.contains(&finding.kind.as_str())
}

fn summary(out: &mut impl Write, findings: &Findings, args: &Check) -> anyhow::Result<()> {
    for line in printer::lines(findings, args.loudness, usize::MAX) {
        writeln!(out, "{line}")?;
    }
    if !args.loudness.quiet {
        let count = |severity, one: &str, many: &str| printer::count(findings.count(severity), one, many);
        let (errors, warnings) = (count(Severity::Error, "error", "errors"), count(Severity::Warning, "warning", "warnings"));
        let notes = count(Severity::Note, "note", "notes");
        let more = if args.loudness.verbose { "" } else { "; -v prints each with its rows, --format csv is the fix list by team" };
        writeln!(out, "{errors}, {warnings}, {notes}{more}")?;
    }
    Ok(())
}

/// What one team has to mend, a line for each kind.
fn of_team(out: &mut impl Write, mending: &Mending<'_>) -> anyhow::Result<()> {
    type Kind<'k> = (Severity, u8, &'k str, &'k [String]);
    let mut kinds: BTreeMap<Kind<'_>, (&Fix<'_>, Vec<u32>)> = BTreeMap::new();
    for fix in &mending.fixes.all {
        let key = (fix.severity, list(&mending.read.schema, fix).0, fix.code, fix.fields);
        let row = Line::of(mending, fix).row;
        kinds.entry(key).or_insert_with(|| (fix, Vec::new())).1.extend(row);
    }
    for (fix, rows) in kinds.values() {
        let line = Line::of(mending, fix);
        let cells: Vec<&str> = line.cells.iter().map(|cell| cell.column).collect();
        let numbers: Vec<String> = rows.iter().map(u32::to_string).collect();
        let word = if rows.len() == 1 { "row" } else { "rows" };
        writeln!(
            out,
            "{} {}: {}, {}: {}; {word} {}",
            line.severity,
            fix.code,
            line.list_name,
            cells.join(" and "),
            fix.what,
            numbers.join(", ")
        )?;
    }
    writeln!(out, "{} to mend", printer::count(mending.fixes.all.len(), "thing", "things"))?;
    Ok(())
}

/// A fix as it is printed.
#[derive(Serialize)]
struct Line<'a> {
    severity: &'static str,
    code: &'a str,
    list: &'a str,
    list_name: String,
    team: Option<&'a str>,
    file: &'a str,
    sheet: &'a str,
    row: Option<u32>,
    cells: Vec<Cell<'a>>,
    what: &'a str,
    what_to_do: &'a str,
}

/// A cell of the row to look at.
#[derive(Serialize)]
struct Cell<'a> {
    column: &'a str,
    letter: Option<String>,
}

/// The number and the name of a fix's list.
fn list(schema: &Schema, fix: &Fix<'_>) -> (u8, String) {
    schema.list(&fix.list.key).map_or_else(|| (0, fix.list.key.clone()), |record| (record.number, record.called()))
}

impl<'a> Line<'a> {
    fn of(mending: &Mending<'a>, fix: &Fix<'a>) -> Self {
        let record = mending.read.schema.list(&fix.list.key);
        // A column that is missing as a whole is told of the first sheet.
        let (at, row) = match fix.row.and_then(|row| fix.list.places.get(row as usize)) {
            Some((at, row)) => (usize::from(*at), Some(*row)),
            None => (0, None),
        };
        let origin = fix.list.origins.get(at);
        let cell = |field: &'a String| Cell {
            column: record.and_then(|record| record.column(field)).map_or(field.as_str(), |column| column.heading.as_str()),
            letter: origin.and_then(|origin| origin.columns.get(field)).map(|column| crate::annex_a::letters(*column)),
        };
        Self {
            severity: word(fix.severity),
            code: fix.code,
            list: &fix.list.key,
            list_name: list(&mending.read.schema, fix).1,
            team: mending.fixes.team(fix),
            file: origin.map_or("", |origin| origin.file.as_str()),
            sheet: origin.map_or("", |origin| origin.sheet.as_str()),
            row,
            cells: fix.fields.iter().map(cell).collect(),
            what: fix.what,
            what_to_do: fix.todo,
        }
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The JSON document; its keys are promised in the README.
#[derive(Serialize)]
struct Document<'a> {
    as_at: Option<String>,
    counts: BTreeMap<&'static str, usize>,
    grades: BTreeMap<&'a str, Option<&'a Grade>>,
    completeness: &'a [Completeness],
    by_team: Vec<TeamLine<'a>>,
    #[serde(serialize_with = "lines")]
    fixes: Option<&'a Mending<'a>>,
    findings: &'a [&'a Finding],
}

/// How many of one kind a team has.
#[derive(Serialize)]
struct TeamLine<'a> {
    team: Option<&'a str>,
    list: &'a str,
    code: &'a str,
    column: Option<&'a str>,
    count: u32,
    rows: u32,
}

impl<'a> Document<'a> {
    fn of(findings: &'a [&'a Finding], mending: Option<&'a Mending<'a>>) -> Self {
        let mut counts: BTreeMap<&'static str, usize> = [("error", 0), ("warning", 0), ("note", 0)].into();
        for fix in mending.into_iter().flat_map(|mending| &mending.fixes.all) {
            *counts.entry(word(fix.severity)).or_default() += 1;
        }
        let of = |count: checks::TeamCount<'a>| TeamLine {
            team: count.team,
            list: count.list,
            code: count.code,
            column: count.field,
            count: count.count,
            rows: count.rows,
        };
        Self {
            as_at: mending.map(|mending| mending.read.as_at.to_string()),
            counts,
            grades: mending.into_iter().flat_map(|m| &m.quality.grades).map(|(list, grade)| (list.as_str(), grade.as_ref())).collect(),
            completeness: mending.map_or(&[], |mending| &mending.quality.completeness),
            by_team: mending.into_iter().flat_map(|mending| mending.fixes.by_team()).map(of).collect(),
            fixes: mending,
            findings,
        }
    }
}

/// Writes the fixes one by one: a large workbook has more of them than need be held as text.
fn lines<S: Serializer>(mending: &Option<&Mending<'_>>, serializer: S) -> Result<S::Ok, S::Error> {
    let all = mending.iter().flat_map(|mending| mending.fixes.all.iter().map(|fix| Line::of(mending, fix)));
    serializer.collect_seq(all)
}

/// The fix list as a table: a line for each fix, then what concerns no single row.
fn table(out: &mut impl Write, findings: &[&Finding], mending: Option<&Mending<'_>>) -> anyhow::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["severity", "code", "list", "team", "file", "sheet", "row", "column", "letter", "what", "what_to_do"])?;
    let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    if let Some(mending) = mending {
        for fix in &mending.fixes.all {
            let line = Line::of(mending, fix);
            let (columns, letters): (Vec<&str>, Vec<&str>) =
                line.cells.iter().map(|cell| (cell.column, cell.letter.as_deref().unwrap_or(""))).unzip();
            csv.write_record([
                line.severity,
                line.code,
                &line.list_name,
                &crate::archive::safe(line.team.unwrap_or("")),
                &crate::archive::safe(line.file),
                &crate::archive::safe(line.sheet),
                &number(line.row),
                &columns.join("; "),
                &letters.join("; "),
                line.what,
                line.what_to_do,
            ])?;
        }
    }
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Note) {
        csv.write_record([
            word(finding.severity),
            &finding.kind,
            "",
            "",
            &crate::archive::safe(&finding.place.file),
            &crate::archive::safe(finding.place.sheet.as_deref().unwrap_or("")),
            &number(finding.place.row.or(finding.place.line)),
            &crate::archive::safe(finding.place.column.as_deref().unwrap_or("")),
            "",
            &crate::archive::safe(&finding.message),
            finding.hint.as_deref().unwrap_or(""),
        ])?;
    }
    csv.flush()?;
    Ok(())
}
