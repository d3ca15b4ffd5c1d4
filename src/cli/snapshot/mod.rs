//! `annexa snapshot`: builds kept as they were, and what can be asked of them.

mod create;
mod due;
pub mod kept;
pub mod looking;
mod making;
mod verify;

use super::Outcome;
use super::args::{Snapshot, SnapshotWhat};

pub(super) fn run(args: &Snapshot) -> anyhow::Result<Outcome> {
    match &args.what {
        SnapshotWhat::Create(args) => create::run(args),
        SnapshotWhat::Verify(args) => verify::run(args),
        SnapshotWhat::List(args) => verify::list(args),
        SnapshotWhat::Due(args) => due::run(args),
    }
}
