//! Worklists: the children behind an indicator, row by row, for those who work with them. The only child-level output.
//!
//! In: lists, catalogue, and the names of the worklists asked for. Out: [`Files`] of a folder of its own, with a
//! marking and a day to delete it by on everything in it. Nothing else links to that folder, and no other output is made here.
//!
//! What keeps children's rows here:
//! * they exist only as [`Row`]s, which have no public field and can be neither serialised, printed nor cloned, so that no page, figure,
//!   message or log can be made of them;
//! * rows are made only with a [`Permit`], and only the management audience gets one;
//! * rooms before this one, the report and all that writes it, cannot import it (`tests/suite/architecture.rs`);
//! * columns are those that a record allows, and [`record`] refuses those that no record may.
//!
//! ```
//! use annexa::{audience::Audience, worklists::{Permit, Row}};
//! fn passes_on(row: &Row) -> &Row { row }
//! assert!(Permit::of(Audience::Management).is_ok());
//! assert!(Permit::of(Audience::Leadership).is_err() && Permit::of(Audience::Public).is_err());
//! ```
//!
//! Nobody makes a permit for themselves:
//! ```compile_fail,E0423
//! let permit = annexa::worklists::Permit(());
//! ```
//! A row cannot be written into a page, a figure or an archive:
//! ```compile_fail,E0277
//! fn written<T: serde::Serialize>(_: &T) {}
//! fn leak(row: &annexa::worklists::Row) { written(row) }
//! ```
//! It cannot be printed into a message or a log:
//! ```compile_fail,E0277
//! fn logged(row: &annexa::worklists::Row) -> String { format!("{row:?}") }
//! ```
//! And what it holds cannot be taken out:
//! ```compile_fail,E0616
//! fn taken(row: annexa::worklists::Row) { let _ = row.cells; }
//! ```

mod marker;
mod page;
pub mod record;
mod rows;
mod table;

pub use marker::{Expiry, ListEntry, Marker};
pub use record::{Record, names};
pub use rows::{Data, Row};

use crate::audience::Audience;
use crate::files::Files;
use crate::site::SiteError;
use crate::theme::Shelf;
use page::{Pages, Whose};
use rows::{Team, Worklist};

/// Folder of all worklists in an output folder.
pub const FOLDER: &str = "worklists";

/// What stands on every page and in every row of a table.
pub const MARKING: &str = "OFFICIAL-SENSITIVE";

/// The right to see children's rows.
pub struct Permit(());

/// Why there is no permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("worklists hold children’s rows and are made for management alone, not for {}", .0.key())]
pub struct Refused(pub Audience);

impl Permit {
    /// The permit of an audience: management's, and nobody else's.
    pub fn of(audience: Audience) -> Result<Self, Refused> {
        if audience == Audience::Management { Ok(Self(())) } else { Err(Refused(audience)) }
    }
}

/// How worklists are to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    /// When they are to be deleted.
    pub expiry: Expiry,
    /// Whether each team gets a folder of its own, with its own children, and nobody a list of all.
    pub per_team: bool,
}

/// The finished folder.
pub struct Made {
    /// Its files.
    pub files: Files,
    /// What is on it, in the order asked for.
    pub lists: Vec<ListEntry>,
    /// How many teams have a folder; none where it is not split.
    pub teams: usize,
}

/// Makes the folder of the worklists of some records.
pub fn make(permit: &Permit, shelf: &Shelf, records: &[Record], data: &Data<'_>, how: How) -> Result<Made, SiteError> {
    let worklists: Vec<Worklist<'_>> = records.iter().map(|record| Worklist::of(permit, record, data)).collect();
    let pages = Pages::load(shelf, data, how.expiry)?;
    let mut files = Files::default();
    let mut teams = 0;
    if how.per_team {
        for team in Team::all(&worklists) {
            teams += 1;
            let folder = pages.folder(&worklists, &Whose::Team(&team))?;
            files.add_under(&team.folder, folder);
        }
    } else {
        files.add_under("", pages.folder(&worklists, &Whose::Everyone)?);
    }
    let lists: Vec<ListEntry> = worklists.iter().map(Worklist::entry).collect();
    let marker = Marker::new(data, how, lists.clone()).of(&files);
    files.add(Marker::FILE, marker.json());
    Ok(Made { files, lists, teams })
}
