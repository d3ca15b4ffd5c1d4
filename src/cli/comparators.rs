//! `annexa comparators list`: which published figures are held.

use super::args::{Comparators as Args, ComparatorsWhat, Format, Loudness};
use super::{Outcome, input, printer};
use crate::comparators::{Comparators, Measure};

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let ComparatorsWhat::List { format } = &args.what;
    let (_, _, _, shelf) = input::project(None)?;
    let loaded = Comparators::load(&shelf, None);
    printer::findings(&loaded.findings, Loudness::default());
    let row = |m: &Measure| {
        [
            m.key.clone(),
            m.unit.key().to_owned(),
            m.span.0.to_string(),
            m.span.1.to_string(),
            m.period_type.clone(),
            m.title.clone(),
            m.publication.clone(),
        ]
    };
    let heads = ["measure", "unit", "first_year", "last_year", "period", "title", "publication"];
    match format {
        Format::Json => {
            let all: Vec<serde_json::Value> = loaded
                .value
                .measures()
                .iter()
                .map(|m| heads.iter().map(|h| (*h).to_owned()).zip(row(m).map(serde_json::Value::from)).collect())
                .collect();
            println!("{}", serde_json::to_string_pretty(&all)?);
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(std::io::stdout());
            csv.write_record(heads)?;
            for measure in loaded.value.measures() {
                csv.write_record(row(measure))?;
            }
            csv.flush()?;
        }
        Format::Text => {
            for m in loaded.value.measures() {
                println!("{:<30} {} to {}  {}", m.key, m.span.0, m.span.1, m.title);
            }
        }
    }
    Ok(Outcome::Done)
}
