//! The file before any reader sees it: what it is by its bytes, and whether its zip can be trusted.
//!
//! Bytes come in; a [`Format`] or a [`Refusal`] comes out. Every member of the zip is inflated to its end and counted here,
//! so that checksums are compared, bombs stop early, and the numbers that make the workbook reader reserve memory are known to be true.

mod closing;
mod old;

use closing::Closing;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use zip::ZipArchive;

/// More members than any workbook has.
const MOST_MEMBERS: usize = 4_096;
/// Inflated bytes of one member, about 250,000 rows of the widest list.
const MOST_BYTES: u64 = 512 << 20;
/// Inflated bytes of all members.
const MOST_BYTES_IN_ALL: u64 = 1 << 30;
/// How much of each member's beginning is looked at.
const HEAD: usize = 64 << 10;
/// How much of its end.
const TAIL: usize = 64;
/// Rows and columns of a spreadsheet's grid.
pub const GRID: (u32, u32) = (1_048_576, 16_384);

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Workbook(Kind),
    /// Delimited text.
    Delimited,
}

/// How a workbook is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `.xlsx` and `.xlsm`: XML in a zip.
    Xlsx,
    /// `.xlsb`: binary parts in a zip.
    Xlsb,
    /// `.xls`: Excel 97 to 2003.
    Xls,
    /// `.ods`: OpenDocument.
    Ods,
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No bytes, or only white space.
    #[error("the file is empty")]
    Empty,
    /// Encrypted workbook.
    #[error("the workbook is protected by a password")]
    Password,
    /// Another format, by its name.
    #[error("this is {0}, not an Excel workbook or a CSV file")]
    Other(&'static str),
    /// A zip that is not whole.
    #[error("the workbook is damaged: {0}")]
    Damaged(&'static str),
    /// A workbook that its reader gives up.
    #[error("the workbook cannot be read")]
    Unreadable,
    /// Inflates beyond any real workbook.
    #[error("the workbook unpacks to more than any Annex A workbook could hold")]
    TooLarge,
}

impl Refusal {
    /// Stable name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Refusal::Empty => "empty-file",
            Refusal::Password => "password",
            Refusal::Other(_) => "wrong-type",
            Refusal::Damaged(_) | Refusal::Unreadable => "damaged",
            Refusal::TooLarge => "too-large",
        }
    }

    /// What to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Refusal::Empty => "export it again and look at its size",
            Refusal::Password => "open it in Excel, remove the password under File, Info, Protect Workbook, and save it again",
            Refusal::Other("a PDF" | "a Word document" | "a PowerPoint file" | "a zip file") => "export the lists again as .xlsx or .csv",
            Refusal::Other(_) => "open it in Excel and save it as .xlsx",
            Refusal::Damaged(_) | Refusal::Unreadable => "open it in Excel and save it again, or export it again",
            Refusal::TooLarge => "copy the lists as values into a new workbook",
        }
    }
}

/// What the bytes are, by looking at them and never at the file's name.
pub fn inspect(bytes: &[u8]) -> Result<Format, Refusal> {
    let start = &bytes[..bytes.len().min(512)];
    match start {
        [b'P', b'K', 3, 4, ..] => workbook(bytes).map(Format::Workbook),
        [b'P', b'K', 5, 6, ..] => Err(Refusal::Empty),
        [b'P', b'K', ..] => Err(Refusal::Damaged("it is not a whole zip file")),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => compound(bytes).map(Format::Workbook),
        [b'%', b'P', b'D', b'F', ..] => Err(Refusal::Other("a PDF")),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Ok(Format::Delimited),
        _ => text(bytes, start),
    }
}

/// A compound file is an encrypted workbook or an Excel 97 one; the names of its streams tell.
fn compound(bytes: &[u8]) -> Result<Kind, Refusal> {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.chunks(128).any(|entry| entry.starts_with(&wide))
    };
    match () {
        () if holds("EncryptedPackage") || holds("EncryptionInfo") => Err(Refusal::Password),
        () if holds("Workbook") || holds("Book") => old::check(bytes).map(|()| Kind::Xls),
        () => Err(Refusal::Damaged("it is an old kind of file, and no workbook is in it")),
    }
}

fn text(bytes: &[u8], start: &[u8]) -> Result<Format, Refusal> {
    let shown = String::from_utf8_lossy(start).to_lowercase();
    let shown = shown.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if shown.is_empty() && bytes.iter().all(|b| b.is_ascii_whitespace() || matches!(b, 0xEF | 0xBB | 0xBF | b',' | b';')) {
        return Err(Refusal::Empty);
    }
    match shown {
        shown if shown.starts_with("<?xml") => Err(Refusal::Other("an XML file")),
        shown
            if shown.starts_with("<html")
                || shown.starts_with("<!doctype")
                || shown.starts_with("<table")
                || shown.starts_with("<head") =>
        {
            Err(Refusal::Other("a web page (HTML)"))
        }
        shown if shown.starts_with("{\\rtf") => Err(Refusal::Other("a rich text document")),
        _ if start.contains(&0) => Err(Refusal::Other("a binary file")),
        _ => Ok(Format::Delimited),
    }
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn workbook(bytes: &[u8]) -> Result<Kind, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged("its table of contents cannot be read"))?;
    if archive.len() > MOST_MEMBERS {
        return Err(Refusal::TooLarge);
    }
    let names = names(&mut archive)?;
    let kind = kind(&mut archive, &names)?;
    let counted = AtomicU64::new(0);
    let looked: Result<(), Refusal> = (0..archive.len()).into_par_iter().map(|at| member(&mut archive.clone(), at, &counted)).collect();
    looked.map(|()| kind)
}

/// How the workbook in a zip is written, or what else the zip is.
fn kind(archive: &mut Archive, names: &BTreeSet<String>) -> Result<Kind, Refusal> {
    let has = |end: &str| names.iter().any(|name| name.ends_with(end));
    match () {
        () if has("workbook.xml") => Ok(Kind::Xlsx),
        () if has("xl/workbook.bin") => Ok(Kind::Xlsb),
        () if names.contains("mimetype") && is_spreadsheet(archive) => Ok(Kind::Ods),
        () => Err(other_zip(names)),
    }
}

/// Whether an OpenDocument file says that it is a spreadsheet, or the template of one.
fn is_spreadsheet(archive: &mut Archive) -> bool {
    let mut said = Vec::new();
    let read = archive.by_name("mimetype").is_ok_and(|member| member.take(HEAD as u64).read_to_end(&mut said).is_ok());
    read && said.starts_with(b"application/vnd.oasis.opendocument.spreadsheet")
}

/// Names of the members in lower case with `/` between folders, each once and none encrypted.
fn names(archive: &mut Archive) -> Result<BTreeSet<String>, Refusal> {
    let mut names = BTreeSet::new();
    for at in 0..archive.len() {
        let member = archive.by_index_raw(at).map_err(|_| Refusal::Damaged("a part of it cannot be read"))?;
        if member.encrypted() {
            return Err(Refusal::Password);
        }
        let name = String::from_utf8_lossy(member.name_raw()).replace('\\', "/").to_lowercase();
        if !names.insert(name) {
            return Err(Refusal::Damaged("it holds two parts of one name"));
        }
    }
    if archive.has_duplicate_names() { Err(Refusal::Damaged("it holds two parts of one name")) } else { Ok(names) }
}

fn other_zip(names: &BTreeSet<String>) -> Refusal {
    let has = |end: &str| names.iter().any(|name| name.ends_with(end));
    match () {
        () if has("word/document.xml") => Refusal::Other("a Word document"),
        () if has("ppt/presentation.xml") => Refusal::Other("a PowerPoint file"),
        () if names.contains("mimetype") => Refusal::Other("an OpenDocument file that is no spreadsheet"),
        () => Refusal::Other("a zip file"),
    }
}

/// Reads a member to its end, counting, and looks at its beginning.
fn member(archive: &mut Archive, at: usize, counted: &AtomicU64) -> Result<(), Refusal> {
    let mut file = archive.by_index(at).map_err(|_| Refusal::Damaged("a part of it is packed in an unknown way"))?;
    let name = String::from_utf8_lossy(file.name_raw()).replace('\\', "/").to_lowercase();
    let mut buffer = vec![0; HEAD];
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    let mut tables = (name == "content.xml").then(Closing::default);
    let mut size = 0u64;
    let mut texts = name.contains("worksheets/").then(TextNumbers::default);
    loop {
        let read = file.read(&mut buffer).map_err(|_| Refusal::Damaged("a checksum does not agree with the data"))?;
        if read == 0 {
            break;
        }
        if head.len() < HEAD {
            head.extend_from_slice(&buffer[..read.min(HEAD - head.len())]);
        }
        if let Some(tables) = &mut tables {
            tables.look(&buffer[..read]);
        }
        tail.extend_from_slice(&buffer[read.saturating_sub(TAIL)..read]);
        tail.drain(..tail.len().saturating_sub(TAIL));
        if texts.as_mut().is_some_and(|texts| !texts.are_numbers(&buffer[..read])) {
            return Err(Refusal::Damaged("a cell names its text by something that is no number"));
        }
        size += read as u64;
        if size > MOST_BYTES || counted.fetch_add(read as u64, Ordering::Relaxed) + read as u64 > MOST_BYTES_IN_ALL {
            return Err(Refusal::TooLarge);
        }
    }
    match name.as_str() {
        "content.xml" if !is_ended(&tail) || tables.is_some_and(|tables| !tables.is_whole()) => {
            Err(Refusal::Damaged("a part of it breaks off"))
        }
        "meta-inf/manifest.xml" if String::from_utf8_lossy(&head).contains("encryption-data") => Err(Refusal::Password),
        name if name.ends_with(".xml") || name.ends_with(".rels") => part(name, &head, size),
        _ => Ok(()),
    }
}

/// Watches over the numbers by which cells name their texts, because the reader takes one that it cannot understand for the first text of all:
/// a child's cell would silently hold the words of another.
#[derive(Default)]
struct TextNumbers {
    /// What stands behind the last `<` so far, which may go on in the next bytes.
    rest: Vec<u8>,
    /// Whether the element before it is a cell that names a text.
    is_text: bool,
}

/// Longest beginning of an element that is looked at.
const LONGEST_ELEMENT: usize = 1 << 10;

impl TextNumbers {
    fn are_numbers(&mut self, bytes: &[u8]) -> bool {
        let mut pieces = bytes.split(|b| *b == b'<');
        self.keep(pieces.next().unwrap_or_default());
        for piece in pieces {
            let done = std::mem::take(&mut self.rest);
            if !self.is_number(&done) {
                return false;
            }
            self.keep(piece);
        }
        true
    }

    fn keep(&mut self, piece: &[u8]) {
        let room = LONGEST_ELEMENT.saturating_sub(self.rest.len());
        self.rest.extend_from_slice(&piece[..piece.len().min(room)]);
    }

    /// Whether an element with the text behind it is no cell's value, or one that is a number.
    fn is_number(&mut self, piece: &[u8]) -> bool {
        let name = &piece[..piece.iter().position(|b| matches!(b, b' ' | b'>' | b'\t' | b'\r' | b'\n')).unwrap_or(piece.len())];
        let name = name.rsplit(|b| *b == b':').next().unwrap_or(name);
        let value = &piece[piece.iter().position(|b| *b == b'>').map_or(piece.len(), |at| at + 1)..];
        match name {
            b"c" => self.is_text = piece.windows(6).any(|part| matches!(part, b" t=\"s\"" | b" t='s'")),
            b"v" if self.is_text => return value.iter().all(u8::is_ascii_digit) && value.len() < 20,
            _ => {}
        }
        true
    }
}

/// Whether the end of the table part of an OpenDocument file is the end of its one element.
fn is_ended(tail: &[u8]) -> bool {
    String::from_utf8_lossy(tail).trim_end().ends_with("document-content>")
}

fn part(name: &str, head: &[u8], size: u64) -> Result<(), Refusal> {
    let head = String::from_utf8_lossy(head);
    if head.contains("<!DOCTYPE") || head.contains("<!ENTITY") {
        return Err(Refusal::Damaged("a part of it declares entities, which no spreadsheet program writes"));
    }
    if name.ends_with("sharedstrings.xml") && !shared_strings_are_true(&head, size) {
        return Err(Refusal::Damaged("its table of texts claims to be longer than it is"));
    }
    if name.contains("worksheets/") && attribute(&head, "dimension", "ref").is_some_and(|area| !is_area(area)) {
        return Err(Refusal::Damaged("a sheet states a size outside the grid"));
    }
    Ok(())
}

/// Whether the stated number of shared strings can be in the part; the reader reserves room for that many.
fn shared_strings_are_true(head: &str, size: u64) -> bool {
    let stated = attribute(head, "sst", "uniqueCount");
    head.contains("sst") && stated.is_none_or(|count| count.trim().parse::<u64>().is_ok_and(|count| count <= size))
}

/// The attribute of the first element of a name, whatever its namespace prefix and quotes.
fn attribute<'a>(text: &'a str, element: &str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    loop {
        let at = rest.find(element)?;
        let opens =
            rest[..at].ends_with('<') || rest[..at].rsplit('<').next().is_some_and(|prefix| prefix.ends_with(':') && !prefix.contains(' '));
        let body = &rest[at + element.len()..];
        if opens && body.starts_with(|c: char| c.is_whitespace()) {
            let tag = &body[..body.find('>').unwrap_or(body.len())];
            let value = tag[tag.find(name)? + name.len()..].trim_start().strip_prefix('=')?.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
        rest = body;
    }
}

/// Whether a text is `A1` or `A1:B2`, in order and inside the grid.
fn is_area(text: &str) -> bool {
    let corners: Option<Vec<(u32, u32)>> = text.split(':').map(corner).collect();
    match corners.as_deref() {
        Some([_]) => true,
        Some([first, last]) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

fn corner(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = text
        .bytes()
        .take(letters)
        .try_fold(0u32, |sum, b| sum.checked_mul(26)?.checked_add(u32::from(b.to_ascii_uppercase() - b'A') + 1))?;
    let row: u32 = text[letters..].parse().ok()?;
    ((1..=GRID.0).contains(&row) && (1..=GRID.1).contains(&column)).then_some((row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_bytes() {
        assert_eq!(inspect(b""), Err(Refusal::Empty));
        assert_eq!(inspect(b" \r\n"), Err(Refusal::Empty));
        assert_eq!(inspect(b"%PDF-1.7"), Err(Refusal::Other("a PDF")));
        assert_eq!(inspect(b"\n<HTML><table>"), Err(Refusal::Other("a web page (HTML)")));
        assert_eq!(inspect(b"Child Unique ID,Gender"), Ok(Format::Delimited));
        assert!(matches!(inspect(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0]), Err(Refusal::Damaged(_))));
    }

    #[test]
    fn stated_sizes_must_lie_in_the_grid() {
        for good in ["A1", "A1:XFD1048576", "C5:G90"] {
            assert!(is_area(good), "{good}");
        }
        for bad in ["K90:A1", "A0:G90", "banana", "A1:XFE1", "AAAAAAAAAAAA1", "A1:B2:C3", ""] {
            assert!(!is_area(bad), "{bad}");
        }
    }

    #[test]
    fn texts_are_named_by_numbers_wherever_the_bytes_are_cut() {
        let sheet = |value: &str| {
            format!("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>{value}</v></c><c r='B1' s='2'><v>-5.5</v></c><x:c t='s'><x:v>7</x:v></x:c></row>")
        };
        let sound = |value: &str, size: usize| {
            let mut texts = TextNumbers::default();
            sheet(value).as_bytes().chunks(size).all(|bytes| texts.are_numbers(bytes))
        };
        for size in [1, 2, 3, 5, 8, 13, 21, 400] {
            assert!(sound("0", size) && sound("4711", size) && sound("", size), "{size}");
            for bad in ["-1", "1e9", " 1", "x", "18446744073709551616", "&#49;"] {
                assert!(!sound(bad, size), "{bad} {size}");
            }
        }
    }

    #[test]
    fn a_table_of_texts_may_not_lie() {
        assert!(shared_strings_are_true("<sst count=\"9\" uniqueCount=\"3\"><si>", 900));
        assert!(!shared_strings_are_true("<x:sst count='9' uniqueCount = '100000000000'>", 900));
        assert!(!shared_strings_are_true("<!-- nothing -->", 900));
    }
}
