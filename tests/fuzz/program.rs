//! The fuzz targets under libFuzzer: the variable `ANNEXA_FUZZ` names the one to run.
//!
//! Built and run by `run.sh`. The test suite runs the same targets over everything in `corpus/` and `found/`, without libFuzzer.

#![no_main]

mod targets;

use std::sync::OnceLock;

static TARGET: OnceLock<targets::Run> = OnceLock::new();

libfuzzer_sys::fuzz_target!(
    init: {
        let name = std::env::var("ANNEXA_FUZZ").expect("ANNEXA_FUZZ names the target");
        let (_, target) = targets::ALL.into_iter().find(|(known, _)| *known == name).expect("ANNEXA_FUZZ names one of the targets");
        targets::watch();
        TARGET.get_or_init(|| target);
    },
    |data: &[u8]| TARGET.get().expect("set before the first input")(data)
);
