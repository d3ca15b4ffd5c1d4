//! The world Typst sees: files in memory, four faces of one family, the as-at date as today.
//!
//! There is no disk, no package, no system font and no clock behind it, so a layout cannot read or fetch anything.

use super::fonts::FACES;
use crate::calendar::Day;
use crate::files::Files;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let fonts: Vec<Font> = FACES.iter().flat_map(|(_, bytes)| Font::iter(Bytes::new(*bytes))).collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

/// A set of files as a Typst project.
pub(super) struct Memory {
    main: FileId,
    sources: BTreeMap<&'static str, Source>,
    files: BTreeMap<&'static str, Bytes>,
    today: Option<Datetime>,
}

impl Memory {
    /// The project made of `files`, with `main.typ` as its start.
    pub(super) fn new(files: &Files, as_at: Day) -> Self {
        let mut world = Self { main: id("main.typ"), sources: BTreeMap::new(), files: BTreeMap::new(), today: datetime(as_at) };
        for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".ttf")) {
            if path.ends_with(".typ") {
                world.sources.insert(path_of(id(path)), Source::new(id(path), String::from_utf8_lossy(bytes).into_owned()));
            } else {
                world.files.insert(path_of(id(path)), Bytes::new(bytes.to_vec()));
            }
        }
        world
    }
}

/// A day as Typst writes it.
pub(super) fn datetime(day: Day) -> Option<Datetime> {
    Datetime::from_ymd(i32::from(day.year()), u8::try_from(day.month()).ok()?, u8::try_from(day.day_of_month()).ok()?)
}

/// The path of a file as the generated source names it.
pub(super) fn path_of(id: FileId) -> &'static str {
    id.get().vpath().get_without_slash()
}

fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("generated paths have no parent steps");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Memory {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.0
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        of_project(id).and_then(|path| self.sources.get(path)).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        of_project(id).and_then(|path| self.files.get(path)).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.1.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

/// The path of a file of the project; a package's file has none here.
fn of_project(id: FileId) -> Option<&'static str> {
    matches!(id.get().root(), VirtualRoot::Project).then(|| path_of(id))
}

fn missing(id: FileId) -> FileError {
    match id.get().root() {
        VirtualRoot::Project => FileError::NotFound(path_of(id).into()),
        // A layout that asks for a package asks for the network.
        VirtualRoot::Package(_) => FileError::AccessDenied,
    }
}
