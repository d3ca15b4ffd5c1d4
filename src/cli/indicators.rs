//! `annexa indicators`: the catalogue.

use super::args::{Format, Indicators, Loudness};
use super::{Outcome, input, printer};
use crate::indicators::Catalogue;

pub(super) fn run(args: &Indicators) -> anyhow::Result<Outcome> {
    let (_, _, _, shelf) = input::project(args.project.as_deref())?;
    let catalogue = Catalogue::load(&shelf);
    printer::findings(&catalogue.findings, Loudness::default());
    match args.format {
        Format::Json => {
            let all: Vec<_> = catalogue.value.iter().map(|d| &d.about).collect();
            println!("{}", serde_json::to_string_pretty(&all)?);
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(std::io::stdout());
            csv.write_record(["code", "list", "unit", "title", "comparator"])?;
            for definition in catalogue.value.iter() {
                let a = &definition.about;
                csv.write_record([&a.code, &a.list, a.unit.key(), &a.title, a.comparator.as_deref().unwrap_or("")])?;
            }
            csv.flush()?;
        }
        Format::Text => {
            for definition in catalogue.value.iter() {
                let a = &definition.about;
                println!("{:<9} {:<18} {}", a.code, a.list, a.title);
            }
        }
    }
    Ok(if catalogue.findings.has_errors() { Outcome::Errors } else { Outcome::Done })
}
