//! Old workbooks before their reader sees them: how large the rectangles are that their sheets ask for.
//!
//! The reader makes a dense rectangle of every sheet, from its first cell to its last, and reserves what the sheet claims to hold.
//! A few damaged bytes ask for hundreds of gigabytes that way. Records are looked at here as the reader meets them: from where the
//! workbook says that a sheet begins to the sheet's end, charts within it left out.

use super::{MOST_BYTES, Refusal};
use std::io::{Cursor, Read};

/// The columns of such a sheet; its rows are counted in two bytes and cannot be more than there are.
const COLUMNS: u32 = 256;
/// Most cells of a sheet's rectangle, filled or not: every row of it with more than a hundred columns.
const MOST: u64 = 8_000_000;

/// Where a sheet begins, in the records of the workbook.
const SHEET: u16 = 0x0085;
/// Said by a workbook with a password.
const PASSWORD: u16 = 0x002F;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
/// The rectangle that a sheet claims to fill.
const CLAIM: u16 = 0x0200;
/// Several numbers side by side.
const NUMBERS: u16 = 0x00BD;
/// Cells, which all begin with their row and column: number, label, rich text, truth or error, formula, number, text by its place.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x0006, 0x027E, 0x00FD];

/// Refuses a workbook whose parts cannot be found, or whose sheets ask for more than any real one.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let stream = stream(bytes)?;
    let mut sheets = Vec::new();
    for (kind, data) in records(&stream).take_while(|(kind, _)| *kind != END) {
        match kind {
            PASSWORD => return Err(Refusal::Password),
            SHEET => sheets.extend(data.first_chunk().map(|place| u32::from_le_bytes(*place))),
            _ => {}
        }
    }
    sheets.into_iter().try_for_each(|place| sheet(stream.get(place as usize..).unwrap_or_default()))
}

/// The part that holds the records.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let broken = |_| Refusal::Damaged("its parts cannot be found");
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let named = |entry: &cfb::Entry| entry.is_stream() && ["Workbook", "Book"].iter().any(|name| entry.name().eq_ignore_ascii_case(name));
    let path = file.walk().find(named).map(|entry| entry.path().to_owned());
    let path = path.ok_or(Refusal::Damaged("it is an old kind of file, and no workbook is in it"))?;
    let mut held = Vec::new();
    file.open_stream(path)
        .map_err(broken)?
        .take(MOST_BYTES)
        .read_to_end(&mut held)
        .map_err(|_| Refusal::Damaged("a part of it breaks off"))?;
    Ok(held)
}

/// Records with their bytes, to the first that is not whole: the reader stops there too.
fn records(mut rest: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (two(rest, 0)?, two(rest, 2)?);
        let data = rest.get(4..4 + usize::from(length))?;
        rest = &rest[4 + data.len()..];
        Some((kind, data))
    })
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.first_chunk().map(|pair| u16::from_le_bytes(*pair))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.first_chunk().map(|place| u32::from_le_bytes(*place))
}

fn sheet(bytes: &[u8]) -> Result<(), Refusal> {
    // Rows and columns from the first to the last.
    let mut filled: Option<[u32; 4]> = None;
    let mut within = 0u32;
    for (kind, data) in records(bytes) {
        match kind {
            BEGIN => within += 1,
            END if within <= 1 => break,
            END => within -= 1,
            _ if within > 1 => {}
            CLAIM => claim(data)?,
            _ if CELLS.contains(&kind) || kind == NUMBERS => {
                let (Some(row), Some(column)) = (two(data, 0), two(data, 2)) else { continue };
                let last = if kind == NUMBERS { two(data, data.len().saturating_sub(2)) } else { Some(column) };
                let (row, column, last) = (u32::from(row), u32::from(column), u32::from(last.unwrap_or(column)));
                if column.max(last) >= COLUMNS {
                    return Err(OUTSIDE);
                }
                let [top, bottom, left, right] = filled.unwrap_or([row, row, column, last]);
                filled = Some([top.min(row), bottom.max(row), left.min(column), right.max(last)]);
            }
            _ => {}
        }
    }
    filled.map_or(Ok(()), |[top, bottom, left, right]| fits(bottom - top + 1, right - left + 1))
}

const OUTSIDE: Refusal = Refusal::Damaged("a cell lies outside the grid");

/// First row, row behind the last, first column, column behind the last: rows in two or in four bytes.
fn claim(data: &[u8]) -> Result<(), Refusal> {
    let pair = |at| two(data, at).map(u32::from);
    let claimed = if data.len() == 10 { [pair(0), pair(2), pair(4), pair(6)] } else { [four(data, 0), four(data, 4), pair(8), pair(10)] };
    let [Some(top), Some(bottom), Some(left), Some(right)] = claimed else { return Ok(()) };
    // The reader takes a first column beyond the grid, or behind the last, for the first of all.
    let left = if left >= COLUMNS || right < left { 0 } else { left };
    if bottom > 0 && right > 0 && (top >= bottom || left >= right) {
        return Err(Refusal::Damaged("a sheet ends before it begins"));
    }
    fits(bottom.saturating_sub(top), right.saturating_sub(left))
}

fn fits(rows: u32, columns: u32) -> Result<(), Refusal> {
    if u64::from(rows) * u64::from(columns) > MOST { Err(Refusal::TooLarge) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    fn claimed(bottom: u32, right: u16) -> Vec<u8> {
        record(CLAIM, &[&[0; 4][..], &bottom.to_le_bytes(), &[0; 2], &right.to_le_bytes(), &[0; 2]].concat())
    }

    #[test]
    fn a_rectangle_beyond_any_real_one_is_refused() {
        let begin = record(BEGIN, &[0; 16]);
        let whole = |parts: &[Vec<u8>]| sheet(&[&begin[..], &parts.concat(), &record(END, &[])].concat());
        assert_eq!(whole(&[claimed(65_536, 60), cell(0, 0), cell(65_535, 59)]), Ok(()));
        assert_eq!(whole(&[cell(0, 0), cell(65_535, 255)]), Err(Refusal::TooLarge));
        assert_eq!(whole(&[cell(3, 256)]), Err(OUTSIDE));
        assert_eq!(whole(&[claimed(u32::MAX, 256)]), Err(Refusal::TooLarge));
        assert_eq!(
            whole(&[record(CLAIM, &[9, 0, 0, 0, 3, 0, 0, 0, 0, 0, 5, 0, 0, 0])]),
            Err(Refusal::Damaged("a sheet ends before it begins"))
        );
        // A chart within a sheet is none of its cells, and what stands behind its end is not read.
        assert_eq!(whole(&[begin.clone(), cell(0, 400), record(END, &[]), cell(1, 1)]), Ok(()));
        assert_eq!(sheet(&[&begin[..], &cell(1, 1), &record(END, &[]), &cell(1, 300)].concat()), Ok(()));
    }

    #[test]
    fn several_numbers_reach_to_the_last_of_them() {
        let numbers = |last: u16| record(NUMBERS, &[&[0, 0, 250, 0][..], &[0; 12], &last.to_le_bytes()].concat());
        assert_eq!(sheet(&numbers(255)), Ok(()));
        assert_eq!(sheet(&numbers(256)), Err(OUTSIDE));
    }

    #[test]
    fn what_is_no_compound_file_is_damaged() {
        assert!(matches!(check(b"\xD0\xCF\x11\xE0 and no more"), Err(Refusal::Damaged(_))));
    }
}
