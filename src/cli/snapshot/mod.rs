//! `annexa snapshot`: builds kept as they were, and what can be asked of them.

mod compare;
mod create;
mod due;
mod key;
pub mod kept;
pub mod looking;
mod making;
mod verify;

use super::Outcome;
use super::args::{Snapshot, SnapshotWhat};
use crate::finding::Checked;
use crate::snapshots::retention::{self, Retention};
use anyhow::Context;
use std::path::Path;

pub(super) fn run(args: &Snapshot) -> anyhow::Result<Outcome> {
    match &args.what {
        SnapshotWhat::Create(args) => create::run(args),
        SnapshotWhat::Verify(args) => verify::run(args),
        SnapshotWhat::List(args) => verify::list(args),
        SnapshotWhat::Compare(args) => compare::run(args),
        SnapshotWhat::Due(args) => due::run(args),
        SnapshotWhat::Key(args) => key::run(args),
    }
}

/// What is settled about retention in a project's folder.
fn settled(folder: &Path) -> anyhow::Result<Checked<Retention>> {
    let path = folder.join(retention::FILE);
    let own = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        read => Some(read.with_context(|| format!("cannot read {}", path.display()))?),
    };
    Ok(Retention::load(own.as_deref()))
}
