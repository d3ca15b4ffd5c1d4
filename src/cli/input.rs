//! From arguments to a build's input: which project, which files, and what was assumed.

use super::args::Data;
use super::snapshot::kept;
use crate::annex_a::{self, Source};
use crate::audience::Audience;
use crate::calendar::Day;
use crate::files::{name_of, sha256};
use crate::finding::{Finding, Findings, Place, Severity, Written, shown};
use crate::pipeline::{self, Before, Input, Kept as Earlier, KeptTraces};
use crate::project::{Authority, Project};
use crate::publish;
use crate::snapshots::{FOLDER, Holds, TRACE_FILES, Traced};
use crate::theme::Shelf;
use crate::traces::Key;
use anyhow::{Context, anyhow, bail};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Folder of a new project with invented data, read only while there is no other.
pub const EXAMPLE: &str = "example";

/// Everything a command needs of the disk, read once.
pub struct Opened {
    /// The project.
    pub project: Project,
    /// Its files over the built-in ones.
    pub shelf: Shelf,
    /// Data files.
    pub sources: Vec<Source>,
    /// What was noticed and assumed.
    pub findings: Findings,
    /// Folder that relative outputs belong to.
    pub folder: PathBuf,
    /// Where the data files are.
    paths: Vec<PathBuf>,
    /// What the project's own files were before any was used.
    state: String,
    /// Packages of each audience, once they are asked for.
    earlier: [OnceLock<Vec<Earlier>>; 3],
    /// Packages of children's rows and marks, once they are asked for.
    traces: OnceLock<Vec<KeptTraces>>,
    /// The key to marks, where the settings name one that can be read.
    key: Option<Key>,
}

impl Opened {
    /// What a build for an audience starts from; a day of the command line goes before that of the settings.
    pub fn input(&self, as_at: Option<Day>, audience: Audience) -> Input<'_> {
        Input { project: &self.project, shelf: &self.shelf, sources: &self.sources, as_at, audience, before: Before::default() }
    }

    /// The same, with every package of the audience that the project keeps.
    pub fn input_after(&self, as_at: Option<Day>, audience: Audience) -> Input<'_> {
        let read = || {
            let kept = kept::all(&self.folder.join(FOLDER));
            kept::last(&kept, Holds::Figures(audience), as_at.or(self.project.period.as_at))
                .par_iter()
                .map(|kept| Earlier { name: kept.name.clone(), package: kept.package() })
                .collect()
        };
        let traces = || self.traces_before(as_at.or(self.project.period.as_at));
        let before = Before {
            figures: self.earlier[audience as usize].get_or_init(read),
            traces: self.traces.get_or_init(traces),
            key: self.key.as_ref(),
        };
        Input { before, ..self.input(as_at, audience) }
    }

    /// Packages of children's rows and marks that a build to a day may look at: those of the two years before its periods begin.
    fn traces_before(&self, as_at: Option<Day>) -> Vec<KeptTraces> {
        let begins = as_at.and_then(|day| self.project.windows(day).values().map(|window| window.start).min());
        let is_near = |day: Day| begins.is_none_or(|begins| day >= begins.months_before(24)) && as_at.is_none_or(|as_at| day < as_at);
        let kept = kept::all(&self.folder.join(FOLDER));
        let of: Vec<_> = kept.iter().filter(|kept| kept.identity.holds.is_of_children() && is_near(kept.identity.as_at)).collect();
        let read =
            |kept: &&kept::Kept| KeptTraces { name: kept.name.clone(), package: Traced::read(&kept.name, &kept.files(&TRACE_FILES)) };
        of.par_iter().map(read).collect()
    }

    /// The key to marks; an error where the settings name one that cannot be read, nothing where they name none.
    pub fn key(&self) -> anyhow::Result<Option<&Key>> {
        match (&self.project.snapshots.marks, &self.key) {
            (Some(path), None) => Err(anyhow!("{} (hint: {MAKE_KEY})", no_key(path))),
            (_, key) => Ok(key.as_ref()),
        }
    }

    /// The settings; where rules hide anything from the audience, with the figures of every package that it has of this authority.
    pub fn held_against(&self, as_at: Option<Day>, audience: Audience) -> anyhow::Result<Project> {
        let all = kept::all(&self.folder.join(FOLDER));
        let has = |kept: &&kept::Kept| kept.identity.holds == Holds::Figures(audience);
        if !self.project.disclosure.of(audience).hide() || !all.iter().any(|kept| has(&kept)) {
            return Ok(self.project.clone());
        }
        // Data that cannot be read has no authority; the build says what is wrong with it.
        let Ok((authority, _)) = pipeline::whose(&self.input(as_at, audience)) else { return Ok(self.project.clone()) };
        let authority = name_of(&authority, "authority");
        kept::held_against(&self.project, all.iter().filter(has).filter(|kept| kept.identity.authority == authority))
    }

    /// Whether the data is the invented example of a new project.
    pub fn is_example(&self) -> bool {
        self.findings.0.iter().any(|finding| finding.kind == EXAMPLE)
    }

    /// A hash of everything of the project that is no data: settings, published figures, and what lies over the built-in files.
    pub fn configuration(&self) -> &str {
        &self.state
    }

    /// Refuses to go on where a file of the project could not be read, so that a built-in one took its place.
    pub fn readable(&self) -> anyhow::Result<()> {
        readable(&self.shelf)
    }

    /// Refuses to go on where a file is no longer what it was: a copy that was still under way, an edit during the build.
    /// An output would then be of no state that the files ever were in.
    pub fn unchanged(&self) -> anyhow::Result<()> {
        let now = state(&self.folder, &self.project, &self.shelf);
        self.readable()?;
        for (name, same) in annex_a::compare(&self.paths, &self.sources).map_err(|error| anyhow!("{error}"))? {
            if !same {
                bail!("{} changed during the build, so nothing was written; build again when it is finished", shown(&name));
            }
        }
        if now != self.state {
            bail!("the project's settings or pages changed during the build, so nothing was written; build again");
        }
        Ok(())
    }
}

/// Refuses to go on where a file on a shelf is there and could not be read.
pub fn readable(shelf: &Shelf) -> anyhow::Result<()> {
    shelf.trouble().map_or(Ok(()), |trouble| Err(anyhow!("{trouble}")))
}

/// The same, also where a file is not taken: for a command that tells no findings.
pub fn whole(shelf: &Shelf) -> anyhow::Result<()> {
    readable(shelf)?;
    let first = shelf.not_taken().0.into_iter().next();
    first.map_or(Ok(()), |finding| Err(anyhow!("{} cannot be read: {}", finding.place, finding.message)))
}

/// Findings with the line of the settings that each stands on, also where it was found by who never saw their text.
pub fn quoted(project: Option<&Path>, findings: Findings) -> Findings {
    let text = std::fs::read_to_string(project.unwrap_or(Path::new(".")).join(crate::project::FILE)).unwrap_or_default();
    let written = Written::new(crate::project::FILE, text.trim_start_matches('\u{feff}'));
    let of_settings = |finding: &Finding| finding.quote.is_none() && finding.place.file == crate::project::FILE;
    Findings(findings.0.into_iter().map(|finding| if of_settings(&finding) { written.quoted(finding) } else { finding }).collect())
}

/// Opens the project and the data that the arguments name.
pub fn open(args: &Data) -> anyhow::Result<Opened> {
    let (project, findings, folder, shelf) = project(args.project.as_deref())?;
    let state = state(&folder, &project, &shelf);
    let key = key(&project);
    let mut opened = Opened {
        project,
        shelf,
        sources: Vec::new(),
        findings,
        folder,
        paths: Vec::new(),
        state,
        earlier: Default::default(),
        traces: OnceLock::new(),
        key,
    };
    if let (Some(path), None) = (&opened.project.snapshots.marks, &opened.key) {
        let place = Place::file(crate::project::FILE);
        opened.findings.push(Finding::new(Severity::Warning, "snapshot-key", place, no_key(path)).hint(MAKE_KEY));
    }
    let paths = if args.data.is_empty() { in_project(&mut opened)? } else { args.data.clone() };
    if let ([one], None) = (paths.as_slice(), args.as_at) {
        measure_to_name(one, &mut opened);
    }
    opened.sources = annex_a::collect(&paths).map_err(|error| anyhow!("{error}"))?;
    opened.paths = paths;
    Ok(opened)
}

const MAKE_KEY: &str = "annexa snapshot key makes one";

fn no_key(path: &str) -> String {
    format!("[snapshots] marks: there is no key in {}", shown(path))
}

/// The key that the settings name, where it can be read.
pub fn key(project: &Project) -> Option<Key> {
    let path = project.snapshots.marks.as_ref()?;
    Key::parse(&std::fs::read_to_string(project.path(path)).ok()?)
}

/// A hash of everything of a project that is no data: settings, published figures, and what lies over the built-in files.
fn state(folder: &Path, project: &Project, shelf: &Shelf) -> String {
    let settings = std::fs::read(folder.join(crate::project::FILE)).unwrap_or_default();
    let published = project.published_text().unwrap_or_default();
    let earlier: Vec<String> = project.earlier_texts().into_iter().map(|(_, text)| sha256(text.unwrap_or_default().as_bytes())).collect();
    let parts = [sha256(&settings), sha256(published.as_bytes()), earlier.concat(), shelf.state()];
    sha256(parts.join("\n").as_bytes())
}

/// The project in a folder, or none: then every default holds and that is said.
pub fn project(folder: Option<&Path>) -> anyhow::Result<(Project, Findings, PathBuf, Shelf)> {
    let here = PathBuf::from(".");
    let folder = folder.map_or(here.clone(), Path::to_path_buf);
    if !folder.is_dir() {
        bail!("there is no folder {}; annexa new makes a project to start from", folder.display());
    }
    // A demonstration or an import that died half-way is ended before anything of it is read.
    for begun in [folder.clone(), folder.join("benchmarks")] {
        publish::resume(&begun)?;
    }
    if folder == here && !folder.join(crate::project::FILE).is_file() {
        return Ok((Project::none(), Findings(vec![Project::assumed()]), folder, Shelf::built_in()));
    }
    let loaded = Project::load(&folder);
    let shelf = Shelf::of_project(folder.clone()).dressed(loaded.value.theme.clone());
    Ok((loaded.value, loaded.findings, folder, shelf))
}

/// A file named by a date is measured to that date, whatever quarter the settings are for.
fn measure_to_name(path: &Path, opened: &mut Opened) {
    let Some(day) = dated(path).filter(|day| opened.project.period.as_at != Some(*day)) else { return };
    let message = format!("measured to {}, the date in the file’s name", day.words());
    let note = Finding::new(Severity::Note, "assumed-as-at", Place::file(name(path)), message);
    opened.findings.push(note.hint("name another day with --as-at"));
    opened.project.period.as_at = Some(day);
}

/// The data of a project: everything in `data/`, or the latest quarter where files are named by date.
fn in_project(opened: &mut Opened) -> anyhow::Result<Vec<PathBuf>> {
    let data = opened.folder.join("data");
    let shown_path = data.strip_prefix(".").unwrap_or(&data).display().to_string();
    if !data.is_dir() {
        bail!("no data: there is no folder {shown_path}; name a workbook with --data, or make an example with annexa demo");
    }
    let entries = std::fs::read_dir(&data).with_context(|| format!("cannot read {shown_path}"))?;
    let mut all: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    all.sort();
    let paths: Vec<PathBuf> = all.iter().filter(|p| is_data(p, opened)).cloned().collect();
    if paths.is_empty()
        && let Some(example) = example(opened)
    {
        return Ok(vec![example]);
    }
    if paths.is_empty() {
        let other = all.iter().find(|p| p.is_file() && !is_hidden(p) && !name(p).to_lowercase().ends_with(".md"));
        match other {
            Some(other) => {
                bail!("{shown_path} holds no workbook and no .csv file, only {}; save it in Excel as .xlsx", shown(&name(other)))
            }
            None => bail!("{shown_path} holds no workbook and no .csv file; copy the workbook there, or name it with --data"),
        }
    }
    let latest = paths.iter().filter_map(|p| Some((dated(p)?, p))).max_by_key(|d| d.0);
    let Some((_, latest)) = latest else {
        opened.findings.0.extend(together(&paths));
        return Ok(paths);
    };
    let (quarters, others): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|p| dated(p).is_some());
    let place = || Place::file(name(latest));
    if quarters.len() > 1 {
        let words = format!("data holds {} quarters; the latest is built", quarters.len());
        opened.findings.push(Finding::new(Severity::Note, "latest-quarter", place(), words).hint("name another with --data"));
    }
    if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|p| shown(&name(p))).collect();
        let words = format!("only this file is built, because it is named by a date; not read: {}", names.join(", "));
        opened.findings.push(Finding::new(Severity::Warning, "not-read", place(), words).hint("name each file to read with --data"));
    }
    Ok(vec![latest.clone()])
}

/// The invented workbook of a new project, and whose it is: nobody's figures may stand under the authority's own name. Only where
/// there is no data at all.
fn example(opened: &mut Opened) -> Option<PathBuf> {
    let folder = opened.folder.join(EXAMPLE);
    let entries = std::fs::read_dir(folder.join("data")).ok()?;
    let all = entries.flatten().map(|entry| entry.path()).filter(|path| dated(path).is_some() && is_data(path, opened));
    let example = all.max()?;
    let invented = Project::load(&folder).value.authority;
    opened.project.authority = Authority {
        published: invented.published.map(|path| format!("{EXAMPLE}/{path}")),
        banner: Some("An invented example: no child, and no authority of this name, exists".to_owned()),
        ..invented
    };
    opened.state = state(&opened.folder, &opened.project, &opened.shelf);
    let words = "data holds no workbook yet, so an invented example is built, under an invented name";
    let finding = Finding::new(Severity::Warning, EXAMPLE, Place::file(format!("{EXAMPLE}/data/{}", name(&example))), words);
    opened.findings.push(finding.hint("copy the workbook into the folder data"));
    Some(example)
}

/// Several files without dates in their names are the lists of one authority, one quarter.
fn together(paths: &[PathBuf]) -> Option<Finding> {
    let names: Vec<String> = paths.iter().map(|p| shown(&name(p))).collect();
    let words = format!("{} files are read together as one quarter: {}", names.len(), names.join(", "));
    let finding = Finding::new(Severity::Note, "assumed-files", Place::file("data"), words);
    (names.len() > 1).then(|| finding.hint("name quarters by their dates, such as 2025-09-30.xlsx"))
}

fn is_data(path: &Path, opened: &Opened) -> bool {
    let file = name(path).to_lowercase();
    let published = opened.project.authority.published.as_deref().and_then(|p| p.rsplit('/').next()).map(str::to_lowercase);
    if is_hidden(path) || Some(&file) == published.as_ref() {
        return false;
    }
    if path.is_dir() {
        // A folder of CSVs is a quarter; any other folder, such as an output, is none of ours to read.
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        return entries.map(|entry| entry.path()).any(|inner| inner.is_file() && !is_hidden(&inner) && has_ending(&inner));
    }
    has_ending(path)
}

fn has_ending(path: &Path) -> bool {
    let file = name(path).to_lowercase();
    annex_a::ENDINGS.iter().any(|ending| file.ends_with(ending))
}

/// Hidden files, and the lock files that Excel leaves beside an open workbook.
fn is_hidden(path: &Path) -> bool {
    let file = name(path);
    file.starts_with('.') || file.starts_with("~$")
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn dated(path: &Path) -> Option<Day> {
    Day::parse_iso(path.file_stem()?.to_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of a folder of files, and what is said.
    fn read(files: &[&str], settings: &str) -> (Result<Vec<String>, String>, Vec<String>, Option<Day>) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join("data").join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        std::fs::write(folder.path().join(crate::project::FILE), settings).unwrap();
        let data = Data { project: Some(folder.path().to_owned()), ..Data::default() };
        match open(&data) {
            Ok(opened) => {
                let names = opened.sources.iter().map(|source| source.name.clone()).collect();
                (Ok(names), opened.findings.0.iter().map(|f| f.kind.clone()).collect(), opened.project.period.as_at)
            }
            Err(error) => (Err(error.to_string()), Vec::new(), None),
        }
    }

    #[test]
    fn the_latest_quarter_is_read_and_measured_to_its_name() {
        let settings = "[period]\nas_at = \"2025-09-30\"\n";
        let (names, said, as_at) = read(&["2025-06-30.xlsx", "2025-03-31.xlsx", "README.md"], settings);
        assert_eq!(names.unwrap(), ["2025-06-30.xlsx"]);
        assert_eq!(said, ["latest-quarter", "assumed-as-at"]);
        assert_eq!(as_at, Day::new(2025, 6, 30));
    }

    #[test]
    fn what_is_left_out_is_said() {
        let (names, said, _) = read(&["2025-06-30.xlsx", "contacts.csv"], "");
        assert_eq!(names.unwrap(), ["2025-06-30.xlsx"]);
        assert_eq!(said, ["not-read", "assumed-as-at"]);
        let (names, said, _) = read(&["a.xlsx", "b.csv", "~$a.xlsx", ".c.csv", "output/leadership/manifest.json"], "");
        assert_eq!(names.unwrap(), ["a.xlsx", "b.csv"]);
        assert_eq!(said, ["assumed-files"]);
    }

    #[test]
    fn a_folder_of_tables_is_a_quarter() {
        let (names, _, as_at) = read(&["2025-06-30/contacts.csv", "2025-06-30/referrals.csv"], "");
        assert_eq!(names.unwrap(), ["contacts.csv", "referrals.csv"]);
        assert_eq!(as_at, Day::new(2025, 6, 30));
    }

    #[test]
    fn a_folder_without_data_says_what_to_do() {
        assert!(read(&["old.pdf", "README.md"], "").0.unwrap_err().ends_with("only old.pdf; save it in Excel as .xlsx"));
        assert!(read(&["~$a.xlsx"], "").0.unwrap_err().ends_with("copy the workbook there, or name it with --data"));
        assert!(read(&[], "").0.unwrap_err().contains("name a workbook with --data"));
    }
}
