//! `annexa doctor`: how a project's own files stand to the built-in ones, and what is wrong with its settings.
//!
//! Reads no data and writes nothing.

use super::args::{Doctor, Document, Loudness};
use super::{Outcome, eject, input, printer};
use crate::annex_a::schema::Schema;
use crate::audience::Audience;
use crate::content;
use crate::finding::{Finding, Findings, Place, Severity, shown};
use crate::indicators::Catalogue;
use crate::pipeline::{self, Before, Input};
use crate::project::Project;
use crate::theme::Shelf;
use crate::theme::places::{self, Placed, Standing};

pub(super) fn run(args: &Doctor) -> anyhow::Result<Outcome> {
    let (project, mut findings, _, shelf) = input::project(args.project.as_deref())?;
    let files = places::of_project(&shelf, &eject::record(&shelf)?);
    findings.extend(of_content(&project, &shelf));
    input::readable(&shelf)?;
    let mut findings = input::quoted(args.project.as_deref(), findings);
    findings.sort();
    if args.format == Document::Json {
        println!("{}", printer::json(&serde_json::json!({ "files": files, "findings": findings }))?);
    } else {
        printer::findings(&findings, Loudness { quiet: false, verbose: true });
        print(&files, &findings);
    }
    Ok(if findings.has_errors() { Outcome::Errors } else { Outcome::Done })
}

/// What settings, records and pages say that nothing knows, without any data.
fn of_content(project: &Project, shelf: &Shelf) -> Findings {
    let input = Input { project, shelf, sources: &[], as_at: None, audience: Audience::Leadership, before: Before::default() };
    let mut findings = Schema::load(shelf).findings;
    findings.extend(pipeline::settings(&input));
    let content = content::load(shelf);
    findings.extend(content.findings);
    findings.extend(on_no_page(shelf, &pipeline::catalogue(shelf).value, &content.value));
    findings
}

/// Indicators of the project's own files that no page names: they are counted and defined, and nobody is shown them.
fn on_no_page(shelf: &Shelf, catalogue: &Catalogue, content: &content::Content) -> Findings {
    let built_in = Catalogue::load(&Shelf::built_in()).value;
    let pages: Vec<String> = content.pages.iter().filter_map(|page| shelf.text(&page.file)).collect();
    let own = catalogue.iter().filter(|definition| built_in.get(&definition.code).is_none());
    let unseen = own.filter(|definition| !pages.iter().any(|page| names(page, &definition.code)));
    let told = unseen.map(|definition| {
        let words = format!("no page shows {}", definition.code);
        let finding = Finding::new(Severity::Note, "on-no-page", Place::line(&definition.file, definition.line), words);
        finding.hint(format!("add a line such as ::: tiles {} to a page in content/pages, and ::: under it", definition.code))
    });
    Findings(told.collect())
}

/// Whether a text names a code, and not only a longer one that begins with it.
fn names(text: &str, code: &str) -> bool {
    text.match_indices(code).any(|(at, _)| !text[at + code.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn print(files: &[Placed], findings: &Findings) {
    let wide = files.iter().map(|file| shown(&file.path).chars().count()).max().unwrap_or(0);
    for file in files {
        let hint = if file.hint.is_empty() { String::new() } else { format!(" (hint: {})", shown_whole(&file.hint)) };
        println!("{:<10}  {:<wide$}  {}{hint}", file.standing.word(), shown(&file.path), shown_whole(&file.why));
    }
    let of = |standing: Standing| files.iter().filter(|file| file.standing == standing).count();
    let counted = |standing: Standing| format!("{} {}", of(standing), standing.word());
    let all = [Standing::Overridden, Standing::Own, Standing::Outdated, Standing::Unused, Standing::Same].map(counted).join(", ");
    let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
    println!(
        "{}: {all}; {}, {}",
        printer::count(files.len(), "own file", "own files"),
        printer::count(errors, "error", "errors"),
        printer::count(warnings, "warning", "warnings")
    );
}

/// Words of several names, fit for a terminal.
fn shown_whole(words: &str) -> String {
    crate::foreign::said_in_a_line(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_named_by_itself_alone() {
        assert!(names("::: tiles LOC-01 REF-01", "LOC-01") && names("{{LOC-01.n}}", "LOC-01") && names("LOC-01", "LOC-01"));
        assert!(!names("::: tiles LOC-01b", "LOC-01") && !names("", "LOC-01"));
    }
}
