//! `annexa indicators`: the catalogue, a line for every code.

use super::args::{Format, Indicators, Loudness};
use super::{Outcome, input, printer};
use crate::indicators::Definition;
use crate::indicators::record::Rule;
use crate::pipeline;
use crate::report::tiles::polarity;

/// Headings of the table, and the keys of the JSON form.
const COLUMNS: [&str; 17] = [
    "code",
    "list",
    "kind",
    "unit",
    "title",
    "definition",
    "numerator",
    "denominator",
    "excludes",
    "polarity",
    "source",
    "judgement",
    "comparator",
    "differs",
    "computed",
    "tests",
    "stock",
];

pub(super) fn run(args: &Indicators) -> anyhow::Result<Outcome> {
    let (_, _, _, shelf) = input::project(args.project.as_deref())?;
    let catalogue = pipeline::catalogue(&shelf);
    input::whole(&shelf)?;
    printer::findings(&catalogue.findings, Loudness::default());
    match args.format {
        Format::Json => {
            let object = |definition| COLUMNS.iter().zip(cells(definition)).map(|(key, cell)| ((*key).to_owned(), cell.into())).collect();
            let all: Vec<serde_json::Map<String, serde_json::Value>> = catalogue.value.iter().map(object).collect();
            println!("{}", printer::json(&all)?);
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(std::io::stdout());
            csv.write_record(COLUMNS)?;
            for definition in catalogue.value.iter() {
                csv.write_record(cells(definition))?;
            }
            csv.flush()?;
        }
        Format::Text => {
            for definition in catalogue.value.iter() {
                let a = &definition.about;
                println!("{:<9} {:<18} {}", a.code, a.list, crate::foreign::said_in_a_line(&a.title));
            }
        }
    }
    Ok(if catalogue.findings.has_errors() { Outcome::Errors } else { Outcome::Done })
}

fn cells(definition: &Definition) -> [String; 17] {
    let a = &definition.about;
    let comparators: Vec<String> =
        a.comparator.iter().cloned().chain(a.comparators.iter().map(|(group, measure)| format!("{group}: {measure}"))).collect();
    [
        a.code.clone(),
        a.list.clone(),
        definition.rule.kind().to_owned(),
        a.unit.key().to_owned(),
        a.title.clone(),
        a.means.clone(),
        a.numerator.clone(),
        a.denominator.clone(),
        a.excludes.clone(),
        polarity(a.good).to_owned(),
        a.source.clone(),
        a.judgement.clone(),
        comparators.join("; "),
        a.differs.clone(),
        computed(definition),
        definition.examples.len().to_string(),
        if a.stock { "yes" } else { "no" }.to_owned(),
    ]
}

/// Whether there is a figure, and why there is none.
fn computed(definition: &Definition) -> String {
    match &definition.rule {
        Rule::Absent(absent) => format!("no: {}", absent.because),
        Rule::Applied(applied) => format!("no: shown {}", applied.shown),
        _ => "yes".to_owned(),
    }
}
