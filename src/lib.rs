//! annexa turns a council's Annex A workbook into an accessible site, a print-ready pack and an archived snapshot.
//!
//! ```text
//! Annex A workbook ─► lists ─┬─► checks (findings) ──────────┐
//!                            └─► indicators ─► disclosure ───┤              ┌─► site
//! benchmarks/ ─► comparators ────────────────────────────────┼─► report ────┼─► pack
//! earlier snapshots ─► history ──────────────────────────────┤   (one tree) └─► archive ─► snapshots
//! content/ ─► pages, commentary, indicator records ──────────┘
//! ```
//!
//! One direction, no arrow back. Invariants, held by `tests/suite/architecture.rs`:
//! a module imports only modules declared above it here; only `cli` reads the clock and the environment;
//! only `publish` writes; past `disclosure` no raw count can be reached; the same input gives the same bytes.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod foreign;
pub mod finding;
pub mod doing;
pub mod calendar;
pub mod number;
pub mod colour;
pub mod audience;
pub mod edition;
pub mod files;
pub mod traces;
pub mod theme;
pub mod project;
pub mod annex_a;
pub mod checks;
pub mod indicators;
pub mod disclosure;
pub mod statistics;
pub mod comparators;
pub mod charts;
pub mod content;
pub mod report;
pub mod site;
pub mod pack;
pub mod archive;
pub mod worklists;
pub mod access;
pub mod snapshots;
pub mod publish;
pub mod pipeline;
pub mod cli;
