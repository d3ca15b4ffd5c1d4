//! Delimited text as rows of cells: UTF-8 with or without a mark, UTF-16 with one, Windows-1252; commas, semicolons or tabs.
//!
//! Row numbers are those a spreadsheet shows when it opens the file: a quoted line break does not start a row, a blank line does.

use super::cell::Cell;
use super::workbook::{Fault, RowSink};
use encoding_rs::{Encoding, WINDOWS_1252};
use std::borrow::Cow;

/// Line breaks inside one field beyond which a quotation mark must have been left open, swallowing the rows behind it.
const MOST_BREAKS: u32 = 40;

/// Gives the rows of a file to a sink.
pub fn rows(bytes: &[u8], sink: &mut impl RowSink) -> Result<(), Fault> {
    let text = decoded(bytes);
    let (text, delimiter) = delimiter(&text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut counted_to, mut lines, mut breaks_within) = (0, 0, 0);
    while reader.read_record(&mut record).is_ok_and(|more| more) {
        // The reader places a record before the blank lines that it skipped.
        let behind = &text.as_bytes()[counted_to..];
        let from = record.position().map_or(0, |position| position.byte() as usize).saturating_sub(counted_to).min(behind.len());
        let start = from + behind[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        lines += behind[..start].iter().filter(|byte| **byte == b'\n').count() as u32;
        counted_to += start;
        let number = lines + 1 - breaks_within;
        let breaks = |field: &str| field.matches('\n').count() as u32;
        if record.iter().any(|field| breaks(field) > MOST_BREAKS) {
            return Err(Fault { after_row: number - 1 });
        }
        let filled = record.iter().enumerate().filter(|(_, field)| !field.is_empty());
        let cells: Vec<(u32, Cell)> = filled.map(|(at, field)| (at as u32, Cell::Text(Cow::Borrowed(field)))).collect();
        if !cells.is_empty() && sink.row(number, &cells).is_break() {
            break;
        }
        breaks_within += record.iter().map(breaks).sum::<u32>();
    }
    Ok(())
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// The delimiter that the first lines hold most of; Excel's own `sep=;` line is obeyed, and kept as a blank row.
fn delimiter(text: &str) -> (Cow<'_, str>, u8) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(&mark) = rest.as_bytes().first()
        && mark.is_ascii()
    {
        let line = rest.find('\n').unwrap_or(rest.len());
        return (Cow::Borrowed(&rest[line..]), mark);
    }
    let head: String = text.lines().take(5).collect();
    let count = |mark: u8| head.bytes().filter(|b| *b == mark).count();
    let best = [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',');
    (Cow::Borrowed(text), best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    #[derive(Default)]
    struct Kept(Vec<(u32, Vec<String>)>);

    impl RowSink for Kept {
        fn row(&mut self, number: u32, cells: &super::super::cell::Cells) -> ControlFlow<()> {
            self.0.push((number, cells.iter().filter_map(|(_, cell)| cell.text().map(Cow::into_owned)).collect()));
            ControlFlow::Continue(())
        }
    }

    fn kept(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let mut sink = Kept::default();
        rows(bytes, &mut sink).unwrap();
        sink.0
    }

    #[test]
    fn every_encoding_and_delimiter_gives_the_same_rows() {
        let expected = vec![(1, vec!["ID".to_owned(), "Team’s".to_owned()]), (3, vec!["1".to_owned(), "b c".to_owned()])];
        let utf16: Vec<u8> = "\u{feff}ID\tTeam’s\n\n1\tb c\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in
            ["ID,Team’s\n\n1,\"b\nc\"\n".as_bytes(), "\u{feff}ID;Team’s\r\n\r\n1;b c\r\n".as_bytes(), b"ID,Team\x92s\n\n1,b c\n", &utf16]
        {
            assert_eq!(kept(bytes), expected);
        }
    }

    #[test]
    fn a_quotation_mark_left_open_does_not_swallow_the_file() {
        let open = format!("ID,Team\n1,\"North\n{}", "2,South\n".repeat(100));
        assert_eq!(rows(open.as_bytes(), &mut Kept::default()), Err(Fault { after_row: 1 }));
    }

    #[test]
    fn a_line_break_inside_quotes_starts_no_row() {
        let rows = kept(b"a,\"b\nb\"\nc,d\n");
        assert_eq!(rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2]);
    }
}
