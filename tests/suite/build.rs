//! Whole builds: what a council gets from a workbook, through the library and through the program.
//!
//! The demo is built once for all tests here. Nothing is compared with kept pages: what is asked is that the outputs keep their promises.

mod kept;
mod layouts;
mod messages;
mod pack;
mod pack_references;
mod program;
mod promises;
mod published;
mod rebases;
mod same;
mod text;

use annexa::annex_a::{Source, collect};
use annexa::audience::Audience;
use annexa::edition::Edition;
use annexa::finding::Findings;
use annexa::pipeline::{self, Before, Input, Made, Outputs};
use annexa::project::Project;
use annexa::theme::Shelf;
use std::path::Path;
use std::sync::LazyLock;

/// The repository, which is the first sample project.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const WORKBOOK: &str = "data/2025-09-30.xlsx";

/// A project and its data, ready to be built.
struct Sample {
    project: Project,
    shelf: Shelf,
    sources: Vec<Source>,
}

impl Sample {
    fn new(folder: &Path, sources: Vec<Source>) -> Self {
        let loaded = Project::load(folder);
        assert!(!loaded.findings.has_errors(), "{:#?}", loaded.findings);
        Self { project: loaded.value, shelf: Shelf::of_project(folder), sources }
    }

    fn demo() -> Self {
        let root = Path::new(ROOT);
        Self::new(root, collect(&[root.join(WORKBOOK)]).unwrap())
    }

    fn input(&self) -> Input<'_> {
        Input {
            project: &self.project,
            shelf: &self.shelf,
            sources: &self.sources,
            as_at: None,
            audience: Audience::Leadership,
            before: Before::default(),
        }
    }

    /// The report and its findings; the outputs are not made.
    fn report(&self) -> (Made, Findings) {
        let made = pipeline::report(&self.input()).unwrap();
        (made.value, made.findings)
    }
}

/// Benbowshire, built for the leadership.
struct Built {
    made: Made,
    outputs: Outputs,
}

static DEMO: LazyLock<Built> = LazyLock::new(|| {
    let sample = Sample::demo();
    Built { made: sample.report().0, outputs: pipeline::build(&sample.input(), Edition::Full).unwrap().value }
});

impl Built {
    /// A file of the output as text.
    fn text(&self, path: &str) -> &str {
        std::str::from_utf8(self.outputs.files.get(path).unwrap_or_else(|| panic!("there is no {path}"))).unwrap()
    }

    /// Every page of the site by its name.
    fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let pages = self.outputs.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("site/")?, bytes)));
        pages.filter(|(path, _)| path.ends_with(".html")).map(|(path, bytes)| (path, std::str::from_utf8(bytes).unwrap()))
    }
}
