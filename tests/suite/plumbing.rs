//! Tests of plumbing: the files that keep a build, the project's settings, and writing.

mod archive;
mod project;
mod publish;
