//! The pack: a report as Typst and as a tagged PDF.
//!
//! A [`Report`] comes in; out go a PDF that is PDF/UA-1 and PDF/A-2a at once, and the Typst project it was set from,
//! which plain `typst compile` sets again as it lies. Knows nothing of the site or of the disk.

mod annex;
mod blocks;
mod book;
mod clean;
mod fonts;
#[doc(hidden)]
pub mod fuzzing;
mod markdown;
mod palette;
mod pictures;
mod standard;
mod tables;
mod typst_code;
mod words;
mod world;

use crate::doing::{self, Work};
use crate::files::Files;
use crate::finding::{Finding, Findings, Place, Severity};
use crate::report::Report;
use crate::theme::Shelf;
use crate::theme::{Look, LookError, icons};
use standard::{Complaint, Identity, Printed};

/// A finished pack.
#[derive(Debug)]
pub struct Pack {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// The project it was set from: pages as Typst and Markdown, charts, layouts, fonts.
    pub source: Files,
    /// Pages of the PDF.
    pub pages: usize,
    /// What the reader of the build should know, such as characters that could not be printed.
    pub findings: Findings,
}

/// Why there is no pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A page of the report cannot be set.
    #[error("page \"{page}\" of the pack cannot be set: {message}")]
    Page {
        /// Slug of the page.
        page: String,
        /// What Typst said.
        message: String,
    },
    /// The look cannot be had.
    #[error(transparent)]
    Theme(#[from] LookError),
    /// A layout, or what all pages share, cannot be set.
    #[error("the pack cannot be set: {file}: {message}")]
    Layout {
        /// The file, such as `layouts/pack/figure.typ`.
        file: String,
        /// What Typst said.
        message: String,
    },
}

/// Makes the pack of a report, and forgets what the typesetter remembered: for a single build.
pub fn compile(report: &Report, shelf: &Shelf) -> Result<Pack, PackError> {
    let _step = doing::step(Work::Making, || "making the pack".to_owned());
    let pack = make(report, shelf, standard::print_once);
    typst::comemo::evict(0);
    pack
}

/// Makes the pack of a report and keeps what the typesetter learned, so that the next one of almost the same report is quick.
pub fn recompile(report: &Report, shelf: &Shelf) -> Result<Pack, PackError> {
    let pack = make(report, shelf, standard::print);
    typst::comemo::evict(10);
    pack
}

fn make(report: &Report, shelf: &Shelf, print: fn(&Files, &Identity) -> Result<Printed, Complaint>) -> Result<Pack, PackError> {
    let look = Look::load(shelf)?;
    let (files, mut findings) = project(report, shelf, &look);
    let printed = print(&files, &identity(report));
    let Printed { pdf, pages, warnings } = printed.map_err(|complaint| blame(report, shelf, &look, &complaint))?;
    for warning in warnings {
        let place = Place::file(shown_path(warning.file.as_deref().unwrap_or("main.typ")));
        findings.push(Finding::new(Severity::Warning, "pack-layout", place, warning.message));
    }
    Ok(Pack { pdf, source: with_companions(files, report), pages, findings })
}

/// All files Typst needs.
fn project(report: &Report, shelf: &Shelf, look: &Look) -> (Files, Findings) {
    let mut written = book::write(report);
    let palette = palette::palette(&look.tokens);
    let mut files = Files::default();
    files.add_under("charts", written.pictures.draw(&palette, &mut written.cleaner));
    for (path, text) in written.files {
        files.add(path, text);
    }
    let icons = icons::all(shelf);
    for (name, paths) in &icons {
        files.add(format!("icons/{name}.svg"), icons::picture(paths, &look.tokens.light.authority));
    }
    if let Some(logo) = &look.logo {
        files.add(logo.file, logo.bytes.clone());
    }
    files.add("theme.typ", palette::theme_file(look, icons.keys()));
    for path in shelf.list("layouts/pack") {
        if let (Some(name), Some(bytes)) = (path.strip_prefix("layouts/pack/"), shelf.bytes(&path)) {
            files.add(format!("layouts/{name}"), bytes);
        }
    }
    (files, written.cleaner.findings())
}

/// What makes the project readable and settable without us: Markdown, fonts, a word on how.
fn with_companions(mut files: Files, report: &Report) -> Files {
    for page in &report.pages {
        files.add(format!("pages/{}.md", page.slug), markdown::page(page));
    }
    for (name, bytes) in fonts::FACES {
        files.add(format!("fonts/{name}"), bytes);
    }
    files.add("README.md", README);
    files
}

const README: &str = "# The source of this pack\n\n\
    `pages/` holds each page as Markdown (to read) and as Typst (to set); `charts/` the pictures; `layouts/` how pages look; `theme.typ` the colours.\n\
    It sets as it lies:\n\n\
    \ttypst compile --font-path fonts --pdf-standard ua-1 --pdf-standard a-2a main.typ\n\n\
    The fonts are Noto Sans, under the SIL Open Font License 1.1 (`layouts/NotoSans-OFL.txt`).\n";

fn identity(report: &Report) -> Identity {
    let about = &report.about;
    Identity {
        ident: format!("annexa {} {} {} {}", about.authority, about.as_at.words(), about.audience.key(), about.edition.key()),
        creator: format!("annexa {}", about.version),
        as_at: about.as_at,
    }
}

/// Turns a complaint into one line that names the page. Typst does not always know it; then each page is tried alone.
fn blame(report: &Report, shelf: &Shelf, look: &Look, complaint: &Complaint) -> PackError {
    let named = complaint.file.as_deref().and_then(|file| file.strip_prefix("pages/")).map(|page| page.trim_end_matches(".typ").to_owned());
    if let Some(page) = named.or_else(|| faulty_page(report, shelf, look)) {
        return PackError::Page { page, message: complaint.message.clone() };
    }
    PackError::Layout { file: shown_path(complaint.file.as_deref().unwrap_or("main.typ")), message: complaint.message.clone() }
}

fn faulty_page(report: &Report, shelf: &Shelf, look: &Look) -> Option<String> {
    let alone = |pages| Report { about: report.about.clone(), pages };
    let sets = |pages| standard::print(&project(&alone(pages), shelf, look).0, &identity(report)).is_ok();
    // Where even a pack without pages fails, no page is to blame.
    if !sets(Vec::new()) {
        return None;
    }
    report.pages.iter().find(|page| !sets(vec![(*page).clone()])).map(|page| page.slug.clone())
}

/// A path of the project as the council knows it: its layouts lie in `layouts/pack`.
fn shown_path(path: &str) -> String {
    path.strip_prefix("layouts/").map_or(path.to_owned(), |name| format!("layouts/pack/{name}"))
}
