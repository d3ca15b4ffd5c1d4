//! `annexa disclosure`: the log of what an audience may not see, figure by figure, with the rule or the person that decided.
//!
//! It names what is small, so it is for those who see everything: it is printed and never written beside an output.

use super::args::{Disclosure, Format};
use super::{Outcome, guard, input, printer};
use crate::disclosure::{Decision, Lost};
use crate::number;
use crate::pipeline::{self, Stop};

/// Headings of the table, and the keys of the JSON form.
const COLUMNS: [&str; 7] = ["code", "group", "decision", "rule", "because_of", "why", "by"];

pub(super) fn run(args: &Disclosure) -> anyhow::Result<Outcome> {
    let opened = input::open(&args.data)?;
    if opened.findings.has_errors() {
        printer::findings(&opened.findings, args.loudness);
        return Ok(Outcome::Errors);
    }
    let audience = args.audience.audience();
    let project = opened.held_against(args.data.as_at, audience)?;
    let input = pipeline::Input { project: &project, ..opened.input(args.data.as_at, audience) };
    let (decisions, lost) = match pipeline::decisions(&input) {
        Ok(decided) => decided,
        Err(Stop::Errors(findings)) => {
            printer::findings(&findings, args.loudness);
            return Ok(Outcome::Errors);
        }
        Err(Stop::Disclosure(refused)) => {
            guard::say(&format!("error: {refused}"));
            return Ok(Outcome::Disclosure);
        }
        Err(other) => return Err(other.into()),
    };
    match args.format {
        Format::Text => text(&decisions, lost, input.audience.title()),
        Format::Json => println!("{}", serde_json::to_string_pretty(&decisions)?),
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(std::io::stdout());
            csv.write_record(COLUMNS)?;
            decisions.iter().try_for_each(|decision| csv.serialize(cells(decision)))?;
            csv.flush()?;
        }
    }
    Ok(Outcome::Done)
}

fn cells(decision: &Decision) -> [&str; 7] {
    let Decision { code, group, shown, rule, because_of, why, by } = decision;
    let [because_of, why, by] = [because_of, why, by].map(|text| text.as_deref().unwrap_or_default());
    [code, group, if *shown { "shown" } else { "hidden" }, rule, because_of, why, by]
}

fn text(decisions: &[Decision], lost: Option<Lost>, audience: &str) {
    let Some(lost) = lost else {
        println!("{audience}: nothing is hidden; set rules under [disclosure] in annexa.toml");
        return;
    };
    println!(
        "{audience}: {} of {} hidden, {} by rule ({}), {} so that those cannot be worked out",
        number::count(lost.hidden() as u64),
        printer::count(lost.figures, "figure", "figures"),
        number::count(lost.by_rule as u64),
        lost.rules.words(),
        number::count(lost.beside as u64)
    );
    for decision in decisions {
        let [code, group, decided, rule, of, why, by] = cells(decision);
        let of = if of.is_empty() { String::new() } else { format!(": {of}") };
        let person = if by.is_empty() { String::new() } else { format!(" ({why}; {by})") };
        println!("{code:<9} {group:<40} {decided:<7} {rule}{of}{person}");
    }
}
