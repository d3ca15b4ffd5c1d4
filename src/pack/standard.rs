//! From a Typst project to a PDF that is PDF/UA-1 and PDF/A-2a at once.
//!
//! Typst refuses what the standards forbid; a refusal comes back as one line with the file it lies in.

use super::world::{Memory, path_of};
use crate::calendar::Day;
use crate::files::Files;
use std::panic::{AssertUnwindSafe, catch_unwind};
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
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

/// Sets a project and writes it as PDF.
pub(super) fn print(files: &Files, identity: &Identity) -> Result<Printed, Complaint> {
    // Typst has asserts of its own; one of them must not end a whole build.
    catch_unwind(AssertUnwindSafe(|| set(files, identity)))
        .unwrap_or_else(|_| Err(Complaint { file: None, message: "the typesetter stopped without a message".to_owned() }))
}

fn set(files: &Files, identity: &Identity) -> Result<Printed, Complaint> {
    let world = Memory::new(files, identity.as_at);
    let compiled = typst::compile::<PagedDocument>(&world);
    let warnings = compiled.warnings.iter().map(complaint).collect();
    let document = compiled.output.map_err(|errors| first(&errors))?;
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
