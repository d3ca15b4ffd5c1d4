//! `annexa snapshot key`: a key for marks that stand for children.

use crate::cli::Outcome;
use crate::cli::args::KeyArgs;
use crate::publish;
use crate::traces::Key;
use anyhow::anyhow;

pub(super) fn run(args: &KeyArgs) -> anyhow::Result<Outcome> {
    let mut bytes = [0; Key::BYTES];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("the system gives no random numbers: {error}"))?;
    publish::write_secret(&args.file, Key::text(bytes).as_bytes())?;
    if !args.loudness.quiet {
        println!("written: {}", args.file.display());
        println!("  name it under [snapshots] in annexa.toml: marks = \"…\"; whoever has it and the marks can tell whose they are");
    }
    Ok(Outcome::Done)
}
