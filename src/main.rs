//! The program: everything is in the library, but for the memory it may hold.

use cap::Cap;
use std::alloc::System;

/// Every byte is counted, so that a limit holds on every system.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> std::process::ExitCode {
    annexa::cli::main(|bytes| {
        // Fails only where more is held already: then the next request fails.
        let _ = MEMORY.set_limit(bytes);
    })
}
