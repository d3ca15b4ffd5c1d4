//! The site: a report as linked, accessible HTML files.
//!
//! Comes in: the report, and the shelf with layouts and theme. Goes out: [`Files`], one folder that works from disk and
//! from any web server: every page an `.html` file, relative links with explicit names, no request to anywhere else,
//! all content without JavaScript. Charts, tables, tiles and words are set by the modules below; the layouts decide the markup.
//!
//! `data/figures.csv`, `data/dictionary.csv`, `data/comparisons.csv` and `data/tables.xlsx` are linked from here and added by the pipeline.

pub mod apart;
pub mod blocks;
mod dress;
pub mod figures;
pub mod html;
pub mod navigation;
pub mod search;
mod sheet;
pub mod tables;
pub mod templates;
pub mod watch;

use crate::charts;
use crate::doing::{self, Work};
use crate::files::Files;
use crate::report::{About, Block, Page, Report};
use crate::theme::{ASSETS, Look, LookError, Shelf, rules};
use blocks::{SectionView, Setter};
use dress::Dress;
use figures::{Measure, Studio};
use html::{Html, Writer};
use navigation::{Group, Link, Outline, file_of};
use rayon::prelude::*;
use serde::Serialize;
use templates::Layouts;
use watch::POLICY;

/// Where a site keeps its style sheets, scripts and letters.
const FOLDER_OF_ASSETS: &str = "assets";

/// How the site is checked, for the accessibility statement and for the checks themselves.
const CHECKED: &str = "themes/default/checked.json";

/// Why a site cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SiteError {
    /// A layout cannot be read or filled.
    #[error("{path}: {reason}")]
    Layout {
        /// Which.
        path: String,
        /// What the template engine says.
        reason: String,
    },
    /// A page as the layouts made it holds what no page may.
    #[error(
        "layouts/site: the page {file}, line {line}, holds {what} (hint: a layout may look as it likes, and loads and runs nothing of its own)"
    )]
    Page {
        /// Which page.
        file: String,
        /// Its line.
        line: usize,
        /// What.
        what: String,
    },
    /// A file of the theme or a layout is not there.
    #[error("{path} is missing")]
    Missing {
        /// Which.
        path: String,
    },
    /// The look cannot be had.
    #[error(transparent)]
    Theme(#[from] LookError),
    /// A page's name cannot be a file name, is kept for the site itself, or is used twice.
    #[error("page {name}: the name must be unique, of lower-case letters, digits and hyphens, and not a reserved word")]
    PageName {
        /// The name.
        name: String,
    },
    /// An anchor cannot be an id, or is used twice.
    #[error("page {page}: the anchor {anchor} must be unique and of lower-case letters, digits and hyphens")]
    Anchor {
        /// The page.
        page: String,
        /// The anchor.
        anchor: String,
    },
}

/// What stands around every page.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Frame<'a> {
    about: &'a About,
    as_at: String,
    audience: &'static str,
    title: String,
    description: &'a str,
    groups: Vec<Group>,
    dress: &'a Dress,
    /// The file being read, so that links to it can say so.
    file: String,
    /// The page that says where the figures come from, where there is one.
    snapshot: Option<String>,
}

/// A page of the report as its layout prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct PageView<'a> {
    slug: &'a str,
    title: &'a str,
    group: &'a str,
    /// The page it belongs to, where it is a part of one.
    parent: Option<Link>,
    /// Name of its icon; empty where there is none.
    icon: &'a str,
    asks: &'a str,
    message: &'a str,
    lede: Html,
    sections: Vec<SectionView>,
    before: Option<Link>,
    after: Option<Link>,
}

/// Makes the whole site.
pub fn render(report: &Report, shelf: &Shelf) -> Result<Files, SiteError> {
    let look = Look::load(shelf)?;
    let dress = Dress::of(&look, shelf);
    let layouts = Layouts::load(shelf)?;
    let outline = Outline::of(report)?;
    let studio = Studio::new(&look.tokens);
    let entries = search::entries(report);

    let mut files = Files::default();
    let pages: Vec<Files> =
        report.pages.par_iter().map(|page| page_files((report, &dress), page, &layouts, &outline, &studio)).collect::<Result<_, _>>()?;
    for page in pages {
        files.add_under("", page);
    }
    let frame_of = |slug, title, words| frame((report, &dress), &outline, slug, title, words);
    let a_to_z = layouts.fill("a-to-z.html", &frame_of("a-to-z", "A to Z", A_TO_Z), &search::letters(&entries))?;
    files.add("a-to-z.html", watched("a-to-z.html", &a_to_z, POLICY)?);
    let statement = frame_of("accessibility", "Accessibility statement", STATEMENT);
    let statement = layouts.fill("accessibility.html", &statement, &checked(shelf)?)?;
    files.add("accessibility.html", watched("accessibility.html", &statement, POLICY)?);
    files.add("assets/search-index.js", search::script(&entries));
    files.add("assets/tokens.css", look.tokens.css());
    files.add("assets/charts.css", charts::STYLESHEET);
    add_assets(&mut files, shelf)?;
    if let Some(logo) = look.logo {
        files.add(format!("assets/{}", logo.file), logo.bytes);
    }
    Ok(files)
}

const A_TO_Z: &str = "Every page, measure, figure, table and term of the report.";
const STATEMENT: &str = "How accessible this report is, and what to do where it is not.";

/// A page, and the pictures and data files of its figures and tables.
fn page_files(
    (report, dress): (&Report, &Dress),
    page: &Page,
    layouts: &Layouts,
    outline: &Outline,
    studio: &Studio,
) -> Result<Files, SiteError> {
    let _step = doing::step(Work::Making, || format!("making the page {} of the site", page.slug));
    let resolve = |slug: &str, anchor: Option<&str>| outline.address(slug, anchor);
    let writer = Writer::new(&resolve);
    let setter = Setter { page, outline, studio, writer: &writer, authority: &report.about.authority };
    let (before, after) = outline.neighbours(&page.slug);
    let view = PageView {
        slug: &page.slug,
        title: &page.title,
        group: &page.group,
        parent: outline.parent(&page.slug),
        icon: dress.icon(&page.icon),
        asks: &page.asks,
        message: &page.message,
        lede: writer.inlines(&page.lede),
        sections: setter.sections(),
        before,
        after,
    };
    let mut files = downloads(page, studio, &report.about);
    let html = layouts.fill("page.html", &frame((report, dress), outline, &page.slug, &page.title, &page.message), &view)?;
    let file = file_of(page);
    let html = watched(&file, &light(html), POLICY)?;
    files.add(file, html);
    Ok(files)
}

/// A finished page with its policy, where it holds nothing that no page may.
pub(crate) fn watched(file: &str, page: &str, policy: &str) -> Result<String, SiteError> {
    watch::passed(page, policy).map_err(|fault| SiteError::Page { file: file.to_owned(), line: fault.line, what: fault.what })
}

fn downloads(page: &Page, studio: &Studio, about: &About) -> Files {
    let mut files = Files::default();
    for block in page.sections.iter().flat_map(|section| &section.blocks) {
        let (figures, measure) = match block {
            Block::Figure(figure) => (std::slice::from_ref(&**figure), Measure::Full),
            Block::Pair { figures } => (figures.as_slice(), Measure::Half),
            Block::Table(table) | Block::Detail(table) => {
                files.add(format!("data/{}.csv", table.id), tables::csv(&table.table));
                continue;
            }
            _ => continue,
        };
        for figure in figures {
            files.add(format!("charts/{}.svg", figure.id), studio.file(figure, measure, about));
            files.add(format!("data/{}.csv", figure.id), tables::csv(&figure.table));
        }
    }
    files
}

fn frame<'a>((report, dress): (&'a Report, &'a Dress), outline: &Outline, slug: &str, title: &str, description: &'a str) -> Frame<'a> {
    let about = &report.about;
    Frame {
        about,
        as_at: about.as_at.words(),
        audience: about.audience.title(),
        title: format!("{title} · {} · {} · {}", about.authority, about.title, about.as_at.words()),
        description,
        groups: dress.known(outline.groups(slug)),
        dress,
        file: format!("{slug}.html"),
        snapshot: ["snapshot", "about"].iter().find_map(|page| outline.address(page, None)),
    }
}

/// What the checks in a browser look at: the statement says what they read from the same file.
fn checked(shelf: &Shelf) -> Result<serde_json::Value, SiteError> {
    let text = shelf.text(CHECKED).ok_or_else(|| SiteError::Missing { path: CHECKED.to_owned() })?;
    serde_json::from_str(&text).map_err(|error| SiteError::Layout { path: CHECKED.to_owned(), reason: error.to_string() })
}

/// Scripts that have something to do only where a page holds what they work on.
const ONLY_WITH: [(&str, &[&str]); 2] = [
    ("<script src=\"assets/tips.js\" defer></script>\n", &["class=\"plot", "class=\"mini "]),
    ("<script src=\"assets/sort.js\" defer></script>\n", &["<table"]),
];

/// A page that loads no script in vain.
fn light(page: String) -> String {
    let needed = |page: &str, on: &[&str]| on.iter().any(|part| page.contains(part));
    ONLY_WITH.iter().fold(page, |page, (script, on)| if needed(&page, on) { page } else { page.replacen(script, "", 1) })
}

fn add_assets(files: &mut Files, shelf: &Shelf) -> Result<(), SiteError> {
    for name in ASSETS {
        let mut bytes = shelf.asset(name).ok_or_else(|| SiteError::Missing { path: format!("themes/default/{name}") })?.into_owned();
        // What a theme adds to the look stands below what it changes.
        if let Some(more) = shelf.of_theme("theme.css").filter(|_| name == "site.css") {
            bytes.push(b'\n');
            bytes.extend_from_slice(&more);
        }
        files.add(format!("assets/{name}"), harmless(name, bytes)?);
    }
    files.add("assets/NotoSans-Regular.ttf", notosans::REGULAR_TTF);
    files.add("assets/NotoSans-Bold.ttf", notosans::BOLD_TTF);
    Ok(())
}

/// A file of the theme that pages load: of a style sheet its rules, where it fetches nothing.
pub(crate) fn harmless(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, SiteError> {
    if !name.ends_with(".css") {
        return Ok(bytes);
    }
    let cleaned = rules::clean(&String::from_utf8_lossy(&bytes));
    cleaned.map(String::into_bytes).map_err(|(_, reason)| SiteError::Layout { path: name.to_owned(), reason })
}
