//! The project: `annexa.toml` and where a project keeps its files.
