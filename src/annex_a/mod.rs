//! Annex A: from files to eleven typed lists.
//!
//! ```text
//! source ─► container ─► workbook or delimited ─► matching ─► clean ─► gathering ─► lists
//! (bytes)   (trusted?)   (rows of cells)          (which list?) (typed)  (one a list)
//! ```
//!
//! `schema`, `list_record` and `codes` hold the records that describe lists, columns and code sets; `decoder` reads codes by them; `notices` says what was found,
//! without the content of a cell. Knows nothing of indicators or outputs.

mod cell;
pub mod cells;
mod clean;
pub mod codes;
mod container;
mod dates;
mod decoder;
mod delimited;
mod duplicates;
#[doc(hidden)]
pub mod fuzzing;
mod gathering;
mod list_record;
pub mod lists;
mod matching;
mod notices;
pub mod overlaid;
mod quantities;
mod reading;
pub mod schema;
mod sheet;
mod source;
mod wording;
mod workbook;

pub mod demo;

pub use codes::Mapping;
pub use notices::letters;
pub use source::{ENDINGS, ReadError, Source, collect, compare};
pub(crate) use workbook::quietly;

use crate::finding::{Checked, Finding, Findings, Place, Severity, nearest, shown};
use decoder::Decoders;
use lists::Lists;
use rayon::prelude::*;
use schema::Schema;

/// Reads the lists of one authority from its files.
///
/// An error among the findings means that nothing may be built from the value.
pub fn read(sources: &[Source], schema: &Schema, mapping: &Mapping) -> Checked<Lists> {
    let mut findings = Findings::default();
    let schema = &with_headings(schema, mapping, &mut findings);
    let decoders = Decoders::new(schema, mapping, &mut findings);
    by_records(sources, schema, &decoders, findings)
}

fn by_records(sources: &[Source], schema: &Schema, decoders: &Decoders, mut findings: Findings) -> Checked<Lists> {
    let mut sheets = Vec::new();
    for read in sources.par_iter().map(|source| reading::source(source, schema, decoders)).collect::<Vec<_>>() {
        match read {
            Ok(read) => {
                findings.extend(Findings(reading::refusals(&read, schema)));
                findings.0.extend(reading::unread(&read));
                sheets.extend(read);
            }
            Err(refusal) => findings.push(*refusal),
        }
    }
    let value = gathering::gather(sheets, schema, &mut findings);
    whole(&value, sources, schema, &mut findings);
    Checked { value, findings }
}

/// The schema with the council's own headings, `[mapping.headings]`: heading, then field.
fn with_headings(schema: &Schema, mapping: &Mapping, findings: &mut Findings) -> Schema {
    let mut schema = schema.clone();
    for (heading, field) in mapping.get(codes::HEADINGS).into_iter().flatten() {
        if !schema.name_heading(heading, field) {
            let message = format!("[mapping.{}] names a field that no list has: `{}`", codes::HEADINGS, shown(field));
            let known = schema.lists.iter().flat_map(|list| &list.columns).map(|column| column.key.as_str());
            let hint = nearest(field, known).map(|near| format!("did you mean `{near}`?"));
            let hint = hint.unwrap_or_else(|| "fields are called as in the data dictionary, such as child_id or contact_date".to_owned());
            findings.push(Finding::new(Severity::Error, "mapping", Place::file("annexa.toml"), message).hint(hint));
        }
    }
    schema
}

/// What is to say about the lists together.
fn whole(lists: &Lists, sources: &[Source], schema: &Schema, findings: &mut Findings) {
    let files = match sources {
        [one] => one.name.clone(),
        _ => format!("{} files", sources.len()),
    };
    if lists.lists.values().any(|list| !list.origins.is_empty()) {
        notices::absent(lists, schema, &files, findings);
    } else if !findings.has_errors() {
        let finding = Finding::new(Severity::Error, "no-list", Place::file(files), "none of the eleven lists of Annex A was found");
        findings.push(finding.hint("a list is known by its headings, or by a sheet or file name such as List_1 or Contacts"));
    }
}
