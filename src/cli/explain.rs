//! `annexa explain`: what an indicator means, its rule and, with data, the rows it counted.

use super::args::{Document, Explain};
use super::{Outcome, input, printer};
use crate::audience::Audience;
use crate::calendar::Window;
use crate::comparators::Comparators;
use crate::finding::Findings;
use crate::foreign::{said, said_in_a_line};
use crate::indicators::definition::About;
use crate::indicators::{self, Catalogue, Explanation};
use crate::number::Missing;
use crate::pipeline::{self, Stop};
use crate::theme::Shelf;
use anyhow::bail;

pub(super) fn run(args: &Explain) -> anyhow::Result<Outcome> {
    let with_data = !args.data.data.is_empty() || args.data.project.is_some();
    if !with_data {
        let (_, _, _, shelf) = input::project(None)?;
        let catalogue = pipeline::catalogue(&shelf);
        if catalogue.findings.has_errors() {
            return wrong(&catalogue.findings, args, &shelf);
        }
        let code = as_written(&catalogue.value, &args.code);
        let Some(explanation) = indicators::explain(&catalogue.value, &code, None) else {
            input::whole(&shelf)?;
            return unknown(&catalogue.value, &args.code);
        };
        return print(&explanation, args.format, &shelf);
    }
    let opened = input::open(&args.data)?;
    let input = opened.input_after(args.data.as_at, Audience::Management);
    let mut read = match pipeline::read(&input) {
        Ok(read) => read,
        Err(Stop::Errors(findings)) => {
            printer::findings(&findings, args.loudness);
            return Ok(Outcome::Errors);
        }
        Err(other) => return Err(other.into()),
    };
    let catalogue = pipeline::catalogue(&opened.shelf);
    if catalogue.findings.has_errors() {
        return wrong(&catalogue.findings, args, &opened.shelf);
    }
    let setting = pipeline::measured_over_time(&input, &mut read, &catalogue.value);
    let code = as_written(&catalogue.value, &args.code);
    match indicators::explain(&catalogue.value, &code, Some((&read.lists, &setting))) {
        Some(explanation) => print(&explanation, args.format, &opened.shelf),
        None => {
            input::whole(&opened.shelf)?;
            unknown(&catalogue.value, &args.code)
        }
    }
}

/// Of records with errors nothing is explained: what is left of them is not what was written.
fn wrong(findings: &Findings, args: &Explain, shelf: &Shelf) -> anyhow::Result<Outcome> {
    input::whole(shelf)?;
    printer::findings(findings, args.loudness);
    Ok(Outcome::Errors)
}

fn print(explanation: &Explanation, format: Document, shelf: &Shelf) -> anyhow::Result<Outcome> {
    let compared = compared(&explanation.definition.about, &Comparators::load(shelf, None).value);
    input::whole(shelf)?;
    if format == Document::Json {
        println!("{}", printer::json(&as_json(explanation))?);
        return Ok(Outcome::Done);
    }
    let about = &explanation.definition.about;
    println!("{}  {}\n\n{}\n", about.code, said_in_a_line(&about.title), said(&about.means));
    let window = explanation.window.map(|window| when(about.stock, &window)).unwrap_or_default();
    let kind = match explanation.kind {
        "absent" => "not computed from one Annex A",
        "applied" => "a way of showing, with no figure of its own",
        kind => kind,
    };
    let computed = kind == explanation.kind;
    let facts = [
        ("counts", about.numerator.as_str()),
        ("out of", &about.denominator),
        ("leaves out", &about.excludes),
        ("kind", kind),
        ("measured", if computed { &window } else { "" }),
        ("better", if computed { crate::report::tiles::polarity(about.good) } else { "" }),
        ("source", &about.source),
        ("inspection", &about.judgement.replace('_', " ")),
        ("compared", &compared.join("; ")),
        ("differs", &about.differs),
        ("leans", about.leans.words()),
    ];
    for (label, words) in facts.iter().filter(|(_, words)| !words.is_empty()) {
        println!("{label:<11} {}", said(words));
    }
    for caveat in &about.caveats {
        println!("{:<11} {}", "caveat", said(caveat));
    }
    println!();
    for step in &explanation.steps {
        let inset = "  ".repeat(step.depth);
        match step.rows {
            Some(rows) => println!("{:>9}  {inset}{}", crate::number::count(rows as u64), said(&step.text)),
            None => println!("{:>9}  {inset}{}", "", said(&step.text)),
        }
    }
    for figure in &explanation.figures {
        let number = |n: Option<f64>| n.map_or_else(String::new, |n| crate::number::grouped(n, 0));
        let of = if figure.denominator.is_some() {
            format!("  ({} of {})", number(figure.numerator), number(figure.denominator))
        } else {
            String::new()
        };
        let value = figure.value.map_or_else(Missing::shown, |value| figure.unit.say(value));
        // Of a code counted by team the groups are what cells hold.
        let group = if figure.group.is_empty() { "result".to_owned() } else { said_in_a_line(&figure.group) };
        println!("{group:>30}  {value}{of}");
    }
    Ok(Outcome::Done)
}

/// Titles of the published measures it is compared with; beside a group its label.
fn compared(about: &About, published: &Comparators) -> Vec<String> {
    let title = |key: &String| published.measure(key).map_or_else(|| key.clone(), |measure| measure.title.clone());
    let by_group = about.comparators.iter().map(|(group, key)| format!("{group} with “{}”", title(key)));
    about.comparator.iter().map(title).chain(by_group).collect()
}

/// The dates a figure is counted between, or the day it is measured on.
fn when(stock: bool, window: &Window) -> String {
    if stock {
        return format!("on {}", window.end.words());
    }
    format!("from {} to {}", window.start.words(), window.end.words())
}

fn as_json(explanation: &Explanation) -> serde_json::Value {
    let steps: Vec<_> = explanation.steps.iter().map(|s| serde_json::json!({ "step": s.text, "rows": s.rows, "depth": s.depth })).collect();
    let figures: Vec<_> = explanation
        .figures
        .iter()
        .map(|f| {
            let (value, status) = f.value.map_or_else(|m| (None, m.symbol()), |v| (Some(v), "ok"));
            serde_json::json!({
                "group": f.group, "period_start": f.window.start, "period_end": f.window.end,
                "numerator": f.numerator, "denominator": f.denominator, "value": value, "unit": f.unit.key(), "status": status,
            })
        })
        .collect();
    let window = explanation.window.map(|window| serde_json::json!({ "start": window.start, "end": window.end }));
    serde_json::json!({
        "definition": explanation.definition.about, "kind": explanation.kind, "window": window, "steps": steps, "figures": figures,
    })
}

/// A code in whichever case, as the catalogue writes it: some end in a small letter.
fn as_written(catalogue: &Catalogue, code: &str) -> String {
    let found = catalogue.iter().find(|definition| definition.code.eq_ignore_ascii_case(code));
    found.map_or_else(|| code.to_owned(), |definition| definition.code.clone())
}

fn unknown(catalogue: &Catalogue, code: &str) -> anyhow::Result<Outcome> {
    let shown = crate::finding::shown(code);
    let near = crate::finding::nearest(code, catalogue.iter().map(|d| d.about.code.as_str()));
    match near {
        Some(near) => bail!("there is no indicator {shown}; did you mean {near}?"),
        None => bail!("there is no indicator {shown}; annexa indicators lists them all"),
    }
}
