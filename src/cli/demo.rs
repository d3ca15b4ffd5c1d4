//! `annexa demo`: a project with invented data.

use super::Outcome;
use super::args::Demo;
use crate::annex_a::demo::{self, Wish};
use crate::publish;
use anyhow::bail;

pub(super) fn run(args: &Demo) -> anyhow::Result<Outcome> {
    publish::resume(&args.dir)?;
    if !publish::is_free(&args.dir) {
        bail!("{} is not empty; a demonstration is made in a new folder", args.dir.display());
    }
    let wish = Wish {
        authority: args.authority.clone(),
        rows: args.rows,
        children: args.children,
        seed: args.seed,
        as_at: args.as_at,
        faults: args.faults,
    };
    let files = demo::project(&wish, args.quarters)?;
    publish::write_new(&files, &args.dir)?;
    println!("a demonstration project is in {0}\nbuild it: annexa build --project \"{0}\"", args.dir.display());
    Ok(Outcome::Done)
}
