//! The pack: a report as Typst and as a tagged PDF.
