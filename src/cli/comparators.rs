//! `annexa comparators`: which published figures are held, and newer ones by import.

use super::args::{Comparators as Args, ComparatorsWhat, Document, Format, Import, Loudness};
use super::{Outcome, guard, input, printer};
use crate::comparators::{Comparators, HeldMeasure, Holdings, Release, Told};
use crate::files::Files;
use crate::publish;
use anyhow::{Context, bail};
use std::path::Path;

/// At most so many changes and names are printed of one file.
const SHOWN: usize = 10;

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    match &args.what {
        ComparatorsWhat::List { project, format } => list(project.as_deref(), *format),
        ComparatorsWhat::Import(args) => import(args),
    }
}

fn list(project: Option<&Path>, format: Format) -> anyhow::Result<Outcome> {
    let (_, _, _, shelf) = input::project(project)?;
    let loaded = Comparators::load(&shelf, None);
    printer::findings(&loaded.findings, Loudness::default());
    let held = loaded.value.holdings(&shelf);
    match format {
        Format::Json => println!("{}", printer::json(&held)?),
        Format::Csv => table(&held)?,
        Format::Text => print(&held),
    }
    Ok(if loaded.findings.has_errors() { Outcome::Errors } else { Outcome::Done })
}

fn table(held: &Holdings) -> anyhow::Result<()> {
    let mut csv = csv::Writer::from_writer(std::io::stdout());
    let heads = ["measure", "unit", "first_year", "last_year", "last_year_authorities", "source", "period", "title", "publication"];
    csv.write_record(heads)?;
    for publication in &held.publications {
        for one in &publication.measures {
            csv.write_record([
                one.measure.as_str(),
                &one.unit,
                &one.first.to_string(),
                &one.last.to_string(),
                &one.last_of_authorities.map_or_else(String::new, |year| year.to_string()),
                one.origin.words(),
                &one.period,
                &one.title,
                &publication.publication,
            ])?;
        }
    }
    csv.flush()?;
    Ok(())
}

fn print(held: &Holdings) {
    for (at, publication) in held.publications.iter().enumerate() {
        if at > 0 {
            println!();
        }
        let n = printer::count(publication.measures.len(), "measure", "measures");
        println!("{}\n  {n}, {} to {}", publication.publication, publication.first, publication.last);
        for (year, measures) in publication.lagging() {
            let newest = publication.last;
            println!("  warning: of authorities only to {year}, though the newest is {newest}: {}", some(&measures));
        }
        publication.measures.iter().for_each(|one| println!("{}", line(one)));
    }
    println!();
    if let Some((first, last)) = held.population {
        println!("Children aged 0 to 17: middle of {first} to middle of {last}, {}", held.population_origin.words());
    }
    println!("Statistical neighbours of {} authorities: {}", held.neighbours, held.neighbours_model);
}

fn line(one: &HeldMeasure) -> String {
    let years = match one.last_of_authorities {
        None => format!("{} to {}, England alone", one.first, one.last),
        Some(last) if last < one.last => format!("{} to {}, authorities to {last}", one.first, one.last),
        Some(_) => format!("{} to {}", one.first, one.last),
    };
    let origin = if one.origin == crate::comparators::Origin::Project { " (the project’s own)" } else { "" };
    format!("{:<30} {years}  {}{origin}", one.measure, one.title)
}

/// The first of some names, and how many more there are.
fn some(names: &[&str]) -> String {
    let more = names.len().saturating_sub(SHOWN);
    let shown = names[..names.len() - more].join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

fn import(args: &Import) -> anyhow::Result<Outcome> {
    let (_, _, folder, mut shelf) = input::project(args.project.as_deref())?;
    if args.project.is_none() && !folder.join(crate::project::FILE).is_file() {
        bail!("there is no project here to import into; name its folder with --project");
    }
    if args.project.is_some() {
        shelf = crate::theme::Shelf::of_project(&folder);
    }
    let loaded = Comparators::load(&shelf, None);
    if loaded.findings.has_errors() {
        printer::findings(&loaded.findings, Loudness::default());
        return Ok(Outcome::Errors);
    }
    let mut releases = Vec::new();
    for path in &args.files {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        releases.push(Release { name, bytes });
    }
    let imported = match loaded.value.import(&shelf, &releases) {
        Ok(imported) => imported,
        Err(fault) => {
            guard::say(&fault.to_string());
            return Ok(Outcome::Errors);
        }
    };
    if !args.dry_run {
        let mut files = Files::default();
        for (path, bytes) in imported.files.iter() {
            files.add(path.strip_prefix("benchmarks/").unwrap_or(path), bytes);
        }
        publish::probe(&folder.join("benchmarks"))?.replace(&files)?;
    }
    let paths: Vec<&str> = imported.files.iter().map(|(path, _)| path).collect();
    match args.format {
        Document::Json => {
            let document = serde_json::json!({ "dry_run": args.dry_run, "releases": imported.told, "files": paths });
            println!("{}", printer::json(&document)?);
        }
        Document::Text => {
            imported.told.iter().for_each(tell);
            let done = if args.dry_run { "would write" } else { "written" };
            println!("{done}: {}", paths.join(", "));
        }
    }
    Ok(Outcome::Done)
}

fn tell(told: &Told) {
    let years = told.years.map_or_else(|| "no year".to_owned(), |(first, last)| format!("{first} to {last}"));
    let rows = printer::count(told.rows, "row", "rows");
    let measures = printer::count(told.measures.len(), "measure", "measures");
    println!("{}: {}, {years}; {rows}, {measures}", told.file, told.kind);
    let cells = |n: usize| crate::number::count(n as u64);
    println!("  cells: {} new, {} changed, {} unchanged", cells(told.new), cells(told.changed), cells(told.unchanged));
    let notes = [
        (told.dashes, "cells with a dash kept what is held, because a dash gives no reason"),
        (told.earlier, "cells of years before the series start were left out"),
        (told.without_population, "rates need a population that is not held; import the mid-year estimates as well"),
        (told.other_rows, "rows are of breakdowns that no measure is made of"),
    ];
    for (n, what) in notes.into_iter().filter(|(n, _)| *n > 0) {
        println!("  {} {what}", cells(n));
    }
    for (measure, year) in &told.filled {
        println!("  {measure} {year}: one value stands in every area; only that of England was taken");
    }
    for (what, names) in [("measures that are not held", &told.unknown_measures), ("areas that are not known", &told.unknown_areas)] {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|(name, n)| format!("{name} ({n})")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            println!("  rows of {} {what}: {}", names.len(), some(&names));
        }
    }
    for change in told.large.iter().take(SHOWN) {
        println!(
            "  changed by more than a tenth: {} {} {}: {} is now {}",
            change.measure, change.area, change.year, change.old, change.new
        );
    }
    if told.large.len() > SHOWN {
        println!("  and {} more changes like these; --format json lists them", told.large.len() - SHOWN);
    }
}
