//! Files that are not what they seem, and files that are but in an odd way.

use super::*;
use annexa::annex_a::{ReadError, collect};
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn contacts() -> Source {
    workbook(&[list_tab("List 1", "contacts", &[&contact("1", "@2026-01-31", "Police")])])
}

/// The workbook with each part changed by `edit`, which sees its name and text.
fn edited(source: &Source, edit: impl Fn(&str, String) -> String) -> Source {
    let mut archive = ZipArchive::new(Cursor::new(&source.bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(edit(&name, text).as_bytes()).unwrap();
    }
    Source { name: source.name.clone(), bytes: writer.finish().unwrap().into_inner() }
}

fn sheet_edited(source: &Source, from: &str, to: &str) -> Source {
    let edited = edited(source, |name, text| if name.contains("sheet1.xml") { text.replace(from, to) } else { text });
    assert_ne!(edited.bytes, source.bytes);
    edited
}

#[test]
fn what_is_no_workbook_is_said_in_one_line() {
    let mut compound = vec![0xD0, 0xCF, 0x11, 0xE0];
    compound.resize(512, 0);
    let mut old = compound.clone();
    old.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    let mut protected = compound.clone();
    protected.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for (bytes, said) in [
        (Vec::new(), "the file is empty"),
        (b"%PDF-1.7 ...".to_vec(), "this is a PDF"),
        (b"<html><table></table></html>".to_vec(), "this is a web page (HTML)"),
        (b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), "this is an XML file"),
        (protected, "protected by a password"),
        (old, "the workbook is damaged: its parts cannot be found"),
        (b"PK\x03\x04 and nothing more".to_vec(), "the workbook is damaged"),
        (b"\x00\x01\x02\x03".to_vec(), "this is a binary file"),
    ] {
        let checked = reading(&[text_file("data.xlsx", bytes)]);
        let error = only_error(&checked);
        assert!(error.starts_with("error: data.xlsx: ") && error.contains(said), "{error}");
        assert_eq!(checked.findings.0.len(), 1, "one clear line: {:#?}", checked.findings);
    }
}

#[test]
fn a_zip_that_is_no_workbook_is_named() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert!(only_error(&reading(&[text_file("a.xlsx", bytes)])).contains("this is a Word document"));
}

#[test]
fn a_bomb_is_refused_before_it_unpacks() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for part in 0..3 {
        writer.start_file(format!("xl/worksheets/sheet{part}.xml"), SimpleFileOptions::default()).unwrap();
        (0..400).for_each(|_| writer.write_all(&zeros).unwrap());
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 4 << 20);
    assert!(only_error(&reading(&[text_file("a.xlsx", bytes)])).contains("unpacks to more than"));
}

#[test]
fn a_checksum_that_disagrees_is_refused() {
    let source = contacts();
    let mut bytes = source.bytes.clone();
    // The checksum in the table of contents of every member.
    let central: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect();
    central.iter().for_each(|at| bytes[at + 16] ^= 0xFF);
    assert!(only_error(&reading(&[text_file("a.xlsx", bytes)])).contains("damaged"));
}

#[test]
fn lies_about_sizes_are_refused_before_memory_is_asked_for() {
    let lying = edited(&contacts(), |name, text| {
        if name.contains("sharedStrings") { text.replacen("uniqueCount=\"", "uniqueCount=\"1000000000", 1) } else { text }
    });
    assert!(only_error(&reading(&[lying])).contains("table of texts"));
    let odd = sheet_edited(&contacts(), "<dimension ref=\"", "<dimension ref=\"K90:A1\" x=\"");
    assert!(only_error(&reading(&[odd])).contains("outside the grid"));
    let entity =
        edited(
            &contacts(),
            |name, text| if name.contains("workbook.xml") { text.replacen("<workbook", "<!DOCTYPE x><workbook", 1) } else { text },
        );
    assert!(only_error(&reading(&[entity])).contains("entities"));
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("List 1").unwrap();
    sheet.write_row(0, 0, headings("contacts")).unwrap();
    sheet.write_row(1, 0, contact("1", "31/01/2026", "Police").map(|cell| cell.trim_start_matches(['#', '@']))).unwrap();
    sheet.write(1_048_575, 16_383, "stray").unwrap();
    let checked = reading(&[Source { name: "a.xlsx".to_owned(), bytes: book.save_to_buffer().unwrap() }]);
    assert_eq!(list(&checked, "contacts").rows, 1);
    assert!(!checked.findings.has_errors());
}

#[test]
fn a_reference_outside_the_grid_stops_the_build_without_a_panic() {
    for reference in ["XFE2", "A1048577", "AAAAAAAAAAAAAAAA2"] {
        let odd = sheet_edited(&contacts(), "r=\"A2\"", &format!("r=\"{reference}\""));
        let error = only_error(&reading(&[odd]));
        assert!(error.contains("sheet List 1") && error.contains("cannot be read"), "{error}");
    }
}

#[test]
fn an_error_value_that_the_reader_does_not_know_costs_one_cell_and_not_the_sheet() {
    let row = ["1", "M", "=", "@2015-04-01", "#10", "@2026-01-31", "Police"];
    let source = workbook(&[list_tab("List 1", "contacts", &[&row, &contact("2", "@2026-01-30", "GP")])]);
    let checked = reading(&[sheet_edited(&source, "#N/A", "#SPILL!")]);
    assert_eq!(list(&checked, "contacts").rows, 2);
    assert_eq!(keys(&checked, "contacts", "contact_source"), ["6", "3A"]);
    assert!(!checked.findings.has_errors());
}

#[test]
fn a_sheet_that_breaks_off_is_never_half_a_list() {
    let broken = sheet_edited(&contacts(), "</sheetData>", "<row r=\"3\"><c r=\"A3\"><v>1</w></c>");
    assert!(only_error(&reading(&[broken])).contains("cannot be read beyond row 2"));
}

#[test]
fn sheets_that_break_off_together_are_one_error() {
    let row = contact("1", "@2026-01-31", "Police");
    let sound = workbook(&[list_tab("List 1", "contacts", &[&row]), list_tab("Contacts", "contacts", &[&row])]);
    let broken = edited(&sound, |name, text| if name.contains("sharedStrings") { "<sst><si></si></sst>".to_owned() } else { text });
    let error = only_error(&reading(&[broken]));
    assert!(error.contains("sheet List 1: the sheet cannot be read beyond row 1, nor can another sheet"), "{error}");
}

#[test]
fn a_text_that_is_named_by_no_number_is_never_another_one() {
    let broken = sheet_edited(&contacts(), "t=\"s\"><v>8</v>", "t=\"s\"><v>-1</v>");
    assert!(only_error(&reading(&[broken])).contains("a cell names its text by something that is no number"));
}

#[test]
fn two_cells_of_one_name_are_an_error_and_cells_out_of_order_are_none() {
    assert!(only_error(&reading(&[sheet_edited(&contacts(), "r=\"B2\"", "r=\"A2\"")])).contains("cannot be read"));
    let row = contact("1", "@2026-01-31", "Police");
    let sound = workbook(&[list_tab("List 1", "contacts", &[&row])]);
    let turned = edited(&sound, |name, text| {
        let Some((cells, second)) = text.find("<c r=\"A2\"").zip(text.find("<c r=\"B2\"")).filter(|_| name.contains("sheet1")) else {
            return text;
        };
        let end = second + text[second..].find("</c>").unwrap() + 4;
        [&text[..cells], &text[second..end], &text[cells..second], &text[end..]].concat()
    });
    assert_ne!(turned.bytes, sound.bytes);
    assert_eq!(reading(&[turned]).value, reading(&[sound]).value);
}

#[test]
fn formulas_that_nobody_calculated_are_said() {
    let row = ["1", "M", "=", "@2015-04-01", "#10", "@2026-01-31", "Police"];
    let source = workbook(&[list_tab("List 1", "contacts", &[&row])]);
    let uncalculated =
        edited(
            &source,
            |name, text| if name.contains("sheet1.xml") { text.replace("t=\"e\"", "").replace("<v>#N/A</v>", "<v></v>") } else { text },
        );
    let checked = reading(&[uncalculated]);
    assert_eq!(of_kind(&checked, "formula-without-value").len(), 1, "{:#?}", checked.findings);
    assert!(of_kind(&reading(&[source]), "formula-without-value").is_empty());
}

#[test]
fn a_csv_file_with_an_open_quotation_mark_stops_the_build() {
    let rest = "2,M,WBRI,01/04/2015,10,31/01/2026,GP\n".repeat(60);
    let csv = format!("{}\n1,M,\"WBRI,01/04/2015,10,31/01/2026,Police\n{rest}", headings("contacts").join(","));
    assert!(only_error(&reading(&[text_file("contacts.csv", csv)])).contains("cannot be read beyond row 1"));
}

#[test]
fn the_1904_date_system_gives_the_same_days() {
    let source = workbook(&[list_tab("List 1", "contacts", &[&contact("1", "@2026-01-31", "Police")])]);
    let shifted = edited(&source, |name, text| match name {
        "xl/workbook.xml" => text.replacen("<workbookPr", "<workbookPr date1904=\"1\"", 1),
        name if name.contains("sheet1.xml") => text.replace("<v>46053</v>", "<v>44591</v>").replace("<v>42095</v>", "<v>40633</v>"),
        _ => text,
    });
    let checked = reading(&[shifted]);
    assert_eq!(list(&checked, "contacts").dates("contact_date").unwrap(), [day("2026-01-31")]);
    assert_eq!(list(&checked, "contacts").dates("birth_date").unwrap(), [day("2015-04-01")]);
}

#[test]
fn a_folder_of_csv_files_is_an_authority() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("contacts.csv", format!("\u{feff}{}\r\n1,M,WBRI,01/04/2015,10,31/01/2026,Police\r\n", headings("contacts").join(",")).as_bytes());
    let referrals = headings("referrals").join(";");
    write("List_3.csv", &[referrals.as_bytes(), b"\n1;M;WBRI;01/04/2015;10;31/01/2026;Children\x92s centre;No;0;Team \x96 A;W\n"].concat());
    write("~$lock.xlsx", b"");
    write("readme.txt", b"not data");
    let sources = collect(&[folder.path().to_owned()]).unwrap();
    assert_eq!(sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>(), ["List_3.csv", "contacts.csv"]);
    let checked = reading(&sources);
    assert_eq!(keys(&checked, "referrals", "referral_source"), ["8"]);
    assert_eq!(strings(&checked, "referrals", "team"), [Some("Team – A".to_owned())]);
    assert_eq!(list(&checked, "contacts").strings("child_id"), list(&checked, "referrals").strings("child_id"));
    assert!(!checked.findings.has_errors());
}

#[test]
fn paths_without_data_are_said() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(collect(&[folder.path().to_owned()]), Err(ReadError::NoFiles(_))));
    assert!(matches!(collect(&[folder.path().join("none.xlsx")]), Err(ReadError::Missing(_))));
}

#[test]
fn nothing_at_all_is_an_error() {
    assert!(only_error(&reading(&[workbook(&[tab("Notes", &[&["hello"]])])])).contains("none of the eleven lists"));
    assert!(reading(&[]).findings.has_errors());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Checksums cover every member, so a damaged byte is refused or lies where nothing is read from.
    #[test]
    fn a_damaged_byte_never_changes_what_is_read(at in 0.0f64..1.0, flip in 1u8..) {
        let whole = contacts();
        let mut damaged = whole.clone();
        let at = (at * damaged.bytes.len() as f64) as usize;
        damaged.bytes[at] ^= flip;
        let checked = reading(&[damaged]);
        prop_assert!(checked.findings.has_errors() || checked.value.lists["contacts"].columns == reading(&[whole]).value.lists["contacts"].columns);
    }

    /// A sheet that a program wrote wrongly is read or refused; nothing panics.
    #[test]
    fn an_odd_sheet_never_panics(at in 0.0f64..1.0, odd in "[<>/\"=A-Z0-9:# ]{1,6}") {
        let source = edited(&contacts(), |name, mut text| {
            if name.contains("sheet1.xml") {
                let at = (at * text.len() as f64) as usize;
                text.replace_range(at..(at + odd.len()).min(text.len()), &odd);
            }
            text
        });
        let _ = reading(&[source]);
    }
}
