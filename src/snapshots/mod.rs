//! Snapshots: a build kept as it was, as a package that proves itself whole.
//!
//! In: what the pipeline made for one audience. Out: [`crate::files::Files`] of a BagIt package (RFC 8493) with its name; and, the other
//! way, a [`Package`] read from such files. A package is known by the hash of its payload manifest: that stands in its name, and by it
//! the next one of its series refers to it. The day it was archived stands beside the payload, so the same build always has the same hash.
//!
//! Holds aggregates that have passed disclosure. Children's rows, or the marks that stand for children, lie in packages of their own, which
//! are made only where they were asked for.
//! Knows neither the disk nor the clock.

pub mod bag;
pub mod compare;
mod datapackage;
mod found;
mod identity;
pub mod index;
mod made;
mod months;
mod package;
mod page;
mod provenance;
pub mod retention;
mod traces;
pub mod whole;

pub use found::found_csv;
pub use identity::{FOLDER, Holds, Identity};
pub use made::{Bagging, Content, Issue, Sealed, seal};
pub use months::{MonthLine, What, months_csv, parse_months_csv};
pub use package::{Definitions, FIGURES, FILES, Package, Unreadable, definitions};
pub use provenance::{CatalogueRecord, FORM, HiddenBy, Noticed, Provenance, Published, Reference};
pub use traces::{TABLE as TRACES, TRACE_FILES, Traced};
