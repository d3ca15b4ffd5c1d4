//! Annex A: from files to eleven typed lists.
//!
//! `workbook` turns files into cells, `matching` says which sheet is which list, `clean` turns cells into dates, codes and identifiers,
//! `schema` holds the records that describe lists, columns and code sets. Knows nothing of indicators or outputs.

pub mod lists;

pub mod demo;
