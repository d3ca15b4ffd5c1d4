//! Printing of findings and results.

use crate::finding::{Findings, Severity};

/// At most this many warnings are printed unless all are asked for.
const SHOWN: usize = 12;

/// Prints findings to standard error: errors always, warnings unless quiet, notes only when asked for or few.
pub fn findings(all: &Findings, quiet: bool, verbose: bool) {
    let mut left = 0;
    let mut printed = 0;
    for finding in &all.0 {
        let show = match finding.severity {
            Severity::Error => true,
            Severity::Warning => !quiet && (verbose || printed < SHOWN),
            Severity::Note => !quiet && (verbose || finding.kind.starts_with("assumed") || finding.kind == "latest-quarter"),
        };
        if show {
            eprintln!("{finding}");
            printed += usize::from(finding.severity == Severity::Warning);
        } else {
            left += usize::from(finding.severity == Severity::Warning);
        }
    }
    if left > 0 && !quiet {
        eprintln!("… and {left} more warnings; -v prints all, annexa check lists them");
    }
}

/// `3 warnings`, `1 warning`, `no warnings`.
pub fn count(n: usize, thing: &str) -> String {
    match n {
        0 => format!("no {thing}s"),
        1 => format!("1 {thing}"),
        n => format!("{} {thing}s", crate::number::count(n as u64)),
    }
}
