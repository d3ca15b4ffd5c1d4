//! From a Typst project to a PDF that is PDF/UA-1 and PDF/A-2a at once.
//!
//! Typst refuses what the standards forbid; a refusal comes back as one line with the file it lies in.

use super::world::{Memory, path_of};
use crate::calendar::Day;
use crate::files::Files;
use std::panic::{AssertUnwindSafe, catch_unwind};
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::engine::Engine;
use typst::foundations::{Content, Output, Smart, StyleChain, Target};
use typst::introspection::Introspector;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// What the PDF says of itself.
pub(super) struct Identity {
    /// Stays the same between builds of the same report.
    pub(super) ident: String,
    /// The program and its version.
    pub(super) creator: String,
    /// The day the report is measured to.
    pub(super) as_at: Day,
}

/// A finished PDF.
pub(super) struct Printed {
    pub(super) pdf: Vec<u8>,
    pub(super) pages: usize,
    /// What Typst warned of.
    pub(super) warnings: Vec<Complaint>,
}

/// What Typst has to say, and in which file where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) file: Option<String>,
    pub(super) message: String,
}

/// One attempt at the document: Typst sets it again until no page number and no measure changes any more.
struct Attempt<const FORGETS: bool>(PagedDocument);

impl<const FORGETS: bool> Output for Attempt<FORGETS> {
    fn target() -> Target {
        Target::Paged
    }

    fn create(engine: &mut Engine, content: &Content, styles: StyleChain) -> SourceResult<Self> {
        let document = PagedDocument::create(engine, content, styles)?;
        if FORGETS {
            // What two attempts had no use for, the next will hardly need; kept, it would add up. Only between attempts, as within
            // one Typst would lose sight of what it has asked the document already, and take more than twice the time.
            typst::comemo::evict(1);
        }
        Ok(Self(document))
    }

    fn introspector(&self) -> &dyn Introspector {
        Output::introspector(&self.0)
    }
}

/// Sets a project and writes it as PDF, and remembers all it learned on the way, for the next of almost the same project.
pub(super) fn print(files: &Files, identity: &Identity) -> Result<Printed, Complaint> {
    safely(|| set::<false>(files, identity))
}

/// Sets a project and writes it as PDF in half the memory, as it forgets on the way.
pub(super) fn print_once(files: &Files, identity: &Identity) -> Result<Printed, Complaint> {
    safely(|| set::<true>(files, identity))
}

fn safely(print: impl FnOnce() -> Result<Printed, Complaint>) -> Result<Printed, Complaint> {
    // Typst has asserts of its own; one of them must not end a whole build.
    catch_unwind(AssertUnwindSafe(print))
        .unwrap_or_else(|_| Err(Complaint { file: None, message: "the typesetter stopped without a message".to_owned() }))
}

fn set<const FORGETS: bool>(files: &Files, identity: &Identity) -> Result<Printed, Complaint> {
    let world = Memory::new(files, identity.as_at);
    let compiled = typst::compile::<Attempt<FORGETS>>(&world);
    let warnings = compiled.warnings.iter().map(complaint).collect();
    let Attempt(document) = compiled.output.map_err(|errors| first(&errors))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).expect("the two standards go together");
    let options = PdfOptions {
        ident: Smart::Custom(identity.ident.clone()),
        creator: Smart::Custom(Some(identity.creator.clone())),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| first(&errors))?;
    Ok(Printed { pdf, pages: document.pages().len(), warnings })
}

fn first(errors: &[SourceDiagnostic]) -> Complaint {
    // Labels go missing because what should hold them failed: the other error is the cause.
    let cause = errors.iter().find(|error| !(error.message.starts_with("label `") && error.message.contains("does not exist")));
    cause.or(errors.first()).map_or(Complaint { file: None, message: "the typesetter gave no reason".to_owned() }, complaint)
}

fn complaint(diagnostic: &SourceDiagnostic) -> Complaint {
    let hint = diagnostic.hints.first().map(|hint| format!("; {}", hint.v)).unwrap_or_default();
    // The page that called a layout says more than the layout: the outermost page of the trace wins.
    let trace = diagnostic.trace.iter().rev().filter_map(|point| point.span.id());
    let files: Vec<&str> = trace.chain(diagnostic.span.id()).map(path_of).collect();
    let file = files.iter().find(|path| path.starts_with("pages/")).or(files.last());
    Complaint { file: file.map(|path| (*path).to_owned()), message: format!("{}{hint}", diagnostic.message).replace('\n', " ") }
}
