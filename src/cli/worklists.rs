//! Worklists as a build is asked for them: only by name, only for management, into a folder of their own.

use super::args::Build;
use super::guard;
use super::input::Opened;
use crate::audience::Audience;
use crate::calendar::Day;
use crate::files::Files;
use crate::finding::{Findings, shown};
use crate::pipeline::{self, Asked, Stop};
use crate::publish::Output;
use crate::worklists::{self, Expiry, FOLDER, ListEntry, MARKING, Made, Marker, Permit};
use anyhow::bail;
use std::path::{Path, PathBuf};

/// The worklists that the arguments or the settings name; nothing where none are made.
///
/// Named in the arguments they need management among the audiences and no other; in the settings they go with management wherever it is built.
pub(super) fn asked(args: &Build, opened: &Opened, audiences: &[Audience]) -> anyhow::Result<Option<Asked>> {
    let for_management = audiences.contains(&Audience::Management);
    if args.worklist.is_empty() {
        let names = &opened.project.worklists.include;
        return Ok((for_management && !names.is_empty()).then(|| Asked { names: names.clone(), today: args.today }));
    }
    if let Some((message, hint)) = worklists::record::unknown(&opened.shelf, &args.worklist) {
        bail!("{message} (hint: {hint})");
    }
    if !for_management {
        let other = audiences.first().copied().unwrap_or_default();
        let refused = Permit::of(other).err().unwrap_or(worklists::Refused(other));
        bail!("{refused} (hint: --audience management)");
    }
    Ok(Some(Asked { names: args.worklist.clone(), today: args.today }))
}

/// Worklists made and not yet written.
pub(super) struct Ready {
    made: Made,
    expiry: Expiry,
}

/// Makes the worklists, and makes sure that their folder may be written; findings where the input has errors.
pub(super) fn make(place: &Output, opened: &Opened, args: &Build, asked: &Asked) -> anyhow::Result<Result<Ready, Findings>> {
    place.check(FOLDER)?;
    match pipeline::worklists(&opened.input(args.data.as_at, Audience::Management), asked) {
        Ok(checked) => {
            let (made, expiry) = checked.value;
            Ok(Ok(Ready { made, expiry }))
        }
        Err(Stop::Errors(findings)) => Ok(Err(findings)),
        Err(other) => Err(other.into()),
    }
}

/// Worklists that stand in their folder.
pub(super) struct Published {
    folder: PathBuf,
    lists: Vec<ListEntry>,
    teams: usize,
    expiry: Expiry,
}

impl Ready {
    /// The folder and its files.
    pub(super) fn files(&self) -> (&str, &Files) {
        (FOLDER, &self.made.files)
    }

    /// What is said of them when they stand in their folder.
    pub(super) fn published(self, output: &Path) -> Published {
        Published { folder: output.join(FOLDER), lists: self.made.lists, teams: self.made.teams, expiry: self.expiry }
    }
}

impl Published {
    /// What the closing lines of a build say of them.
    pub(super) fn line(&self) -> String {
        let plain = self.folder.strip_prefix(".").unwrap_or(&self.folder);
        let where_to = if self.teams > 0 { plain.to_owned() } else { plain.join("index.html") };
        let teams = if self.teams > 0 { format!(" for {}", super::printer::count(self.teams, "team", "teams")) } else { String::new() };
        let lists = super::printer::count(self.lists.len(), "worklist", "worklists");
        let last = self.expiry.last().words();
        format!("  {MARKING}: {lists}{teams}, to be deleted by {last}\n        {}", where_to.display())
    }

    /// The same as a value.
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "folder": self.folder, "classification": MARKING, "delete_by": self.expiry.last(), "teams": self.teams, "lists": self.lists,
        })
    }
}

/// A folder of worklists found in an output folder.
pub(super) struct Held {
    /// Name in the output folder.
    pub name: String,
    /// Its record.
    pub marker: Marker,
}

/// The folders of worklists in an output folder, also copies under other names, sorted. Only their records are read.
pub(super) fn held(output: &Path) -> Vec<Held> {
    let mut names: Vec<String> =
        std::fs::read_dir(output).into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let one = |name: String| {
        let folder = output.join(&name);
        // A link may lead out of the folder: what it leads to is not held here.
        std::fs::symlink_metadata(&folder).ok().filter(std::fs::Metadata::is_dir)?;
        let marker = Marker::parse(&std::fs::read_to_string(folder.join(Marker::FILE)).ok()?)?;
        Some(Held { name, marker })
    };
    names.into_iter().filter_map(one).collect()
}

/// Says which worklists are past the day they may be held to. It changes no output: the day is only compared with theirs.
pub(super) fn tell_expired(output: &Path, args: &Build, made: bool) {
    if args.loudness.quiet {
        return;
    }
    let today = args.today.unwrap_or_else(today);
    for held in held(output).iter().filter(|held| held.marker.is_expired(today)) {
        let folder = output.join(&held.name);
        let folder = shown(&folder.strip_prefix(".").unwrap_or(&folder).display().to_string());
        let day = held.marker.delete_by.words();
        let hint = if made && held.name == FOLDER {
            "that is counted from the as-at date; --today YYYY-MM-DD counts from another day"
        } else {
            "annexa clean --expired removes them"
        };
        guard::say(&format!("warning: the worklists in {folder} were to be deleted by {day} (hint: {hint})"));
    }
}

/// The day it is, by universal time. Read only to say or to do what depends on the day the command runs, never for an output.
pub(super) fn today() -> Day {
    #[expect(clippy::disallowed_methods, reason = "what is expired depends on the day the command runs; no output does")]
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let first = Day::new(1970, 1, 1).expect("1 January 1970 is a day");
    first.plus(i32::try_from(since.as_secs() / 86_400).unwrap_or(i32::MAX))
}
