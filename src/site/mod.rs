//! The site: a report as linked, accessible HTML files.
