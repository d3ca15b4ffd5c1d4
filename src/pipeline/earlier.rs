//! What was published before, as disclosure takes it.
//!
//! In: the settings under `[disclosure]`, and files as `figures.csv`. Out: their figures. A file that is named and cannot be read stops
//! the build: without it nobody knows what is out.

use crate::archive::{FigureLine, NotFigures, parse_figures_csv};
use crate::disclosure::{Before, Earlier, Plan};
use crate::finding::{Finding, Findings, Place, Severity};
use crate::indicators::Catalogue;
use crate::project::Project;

/// The publications that a project names.
pub(super) fn publications(project: &Project, catalogue: &Catalogue, findings: &mut Findings) -> Vec<Earlier> {
    let mut found = Vec::new();
    for (name, text) in project.earlier_texts() {
        let mut refuse = |place: Place, words: String| {
            let finding = Finding::new(Severity::Error, "earlier", place, words);
            findings.push(finding.hint("name under [disclosure] earlier the figures.csv of each earlier publication, as it was published"));
        };
        let Some(text) = text else {
            refuse(Place::file(&name), "the figures published before cannot be read".to_owned());
            continue;
        };
        match parse_figures_csv(&text) {
            Ok(lines) => {
                let figures = lines.into_iter().map(|line| before(line, catalogue)).collect();
                found.push(Earlier { name, figures });
            }
            Err(why @ (NotFigures::Heading | NotFigures::Line(_))) => refuse(Place::file(&name), why.to_string()),
        }
    }
    found
}

/// Hidden numbers that those publications tell nearly: nothing that is hidden now keeps them, so the build goes on and says which.
pub(super) fn told(plan: &Plan) -> Findings {
    let names = plan.told_before();
    let named = |n: usize| names[..n].join("; ");
    let words = match names.len() {
        0 => return Findings::default(),
        1..=NAMED => named(names.len()),
        more => format!("{}; {} others", named(NAMED), more - NAMED),
    };
    let words = format!("what was published before tells these numbers nearly, whatever is hidden now: {words}");
    let finding = Finding::new(Severity::Warning, "earlier", Place::file(crate::project::FILE), words);
    Findings(vec![finding.hint("they stay hidden, and nothing here tells more of them; annexa disclosure lists every figure they concern")])
}

/// Numbers that a warning names.
const NAMED: usize = 6;

fn before(line: FigureLine, catalogue: &Catalogue) -> Before {
    Before {
        span: (line.start, line.end),
        stock: catalogue.get(&line.code).is_some_and(|definition| definition.about.stock),
        code: line.code,
        group: line.group,
        numerator: line.numerator,
        denominator: line.denominator,
        value: line.value,
    }
}
