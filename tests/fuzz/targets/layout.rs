//! Layout: charts of any numbers and words, and small packs set to a PDF that keeps its two standards.
//!
//! The first byte chooses: of eight inputs six draw a chart of the gallery with numbers and words of the input, one sets a table
//! of a shape of the input, one sets a page as written.

use super::markup::read;
use super::{Chooser, nothing_was_caught, pages};
use annexa::charts::spec::{Chart, Value};
use annexa::charts::{Medium, Palette, draw, draw_alone, gallery};
use annexa::pack;
use annexa::report::{Block, Column, DataTable, Inline, NumberedTable, Page, Prose, Report, Row, Section};
use annexa::theme::Shelf;
use std::sync::OnceLock;

/// More rows and columns than these make a test slow and no other.
const MOST_ROWS: usize = 24;
const MOST_COLUMNS: usize = 10;
/// Longer words than these, over and over, are a text that nobody could read.
const MOST_LETTERS: usize = 400;
/// Pages that a report of one page can fill, its cover, contents and notes with it.
const MOST_PAGES: usize = 60;

/// Draws or sets what an input says.
pub fn run(data: &[u8]) {
    let mut chooser = Chooser(data);
    match chooser.byte() % 8 {
        0..=5 => chart(&mut chooser),
        6 => sets(&report(vec![page(Block::Table(table(&mut chooser)))])),
        _ => {
            if let Some((report, _)) = pages::report(chooser.0) {
                sets(&report);
            }
        }
    }
    nothing_was_caught();
}

/// A chart of the gallery with other numbers and words is whole markup without a number that is none.
fn chart(chooser: &mut Chooser<'_>) {
    static CASES: OnceLock<Vec<(String, Chart)>> = OnceLock::new();
    let cases = CASES.get_or_init(gallery::cases);
    let (name, case) = &cases[usize::from(u16::from_be_bytes(chooser.array())) % cases.len()];
    let width = 160 + 8 * u32::from(chooser.byte());
    let numbers: Vec<f64> = (0..chooser.byte() % 32).map(|_| number(chooser)).collect();
    let text = chooser.text();
    let mut words = text.split('\n').map(|word| word.chars().take(MOST_LETTERS).collect::<String>()).cycle();
    let has_words = !text.is_empty();
    let mut numbers = numbers.iter().copied().cycle();
    let value = |value: &mut Value| {
        if let Some(number) = numbers.next() {
            value.at = number;
        }
    };
    let word = |word: &mut String| {
        if let Some(other) = words.next().filter(|_| has_words) {
            *word = other;
        }
    };
    let chart = Chart { form: gallery::with(&case.form, value, word), ..case.clone() };
    let palette = Palette::default();
    for svg in [
        draw(&chart, width, Medium::Screen, &palette).svg,
        draw(&chart, width, Medium::Print, &palette).svg,
        draw_alone(&chart, width, &palette).svg,
    ] {
        let drawn = read(&svg);
        assert!(drawn.count("script") + drawn.count("foreignObject") + drawn.count("image") == 0, "{name} brings something that acts");
        are_numbers(&svg, name);
    }
}

/// Small whole numbers, or any bits at all.
fn number(chooser: &mut Chooser<'_>) -> f64 {
    match chooser.byte() {
        byte @ 0..=200 => f64::from(byte) / 2.0,
        201..=220 => -f64::from(chooser.byte()),
        221..=235 => f64::from(u32::from_be_bytes(chooser.array())),
        _ => f64::from_be_bytes(chooser.array()),
    }
}

/// No place in a picture is "NaN" or "inf".
fn are_numbers(svg: &str, name: &str) {
    for attribute in
        [" x=\"", " y=\"", " width=\"", " height=\"", " d=\"", " cx=\"", " cy=\"", " r=\"", " points=\"", " viewBox=\"", " transform=\""]
    {
        for part in svg.split(attribute).skip(1) {
            let value = part.split('"').next().unwrap_or("");
            assert!(!value.contains("NaN") && !value.contains("inf"), "{name} is drawn at{attribute}{value}");
            let long = value.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(str::len).max().unwrap_or(0);
            assert!(long < 16, "{name} is drawn at{attribute}{value}");
        }
    }
}

/// A table of as many columns and rows as two bytes say, of the words that follow.
fn table(chooser: &mut Chooser<'_>) -> NumberedTable {
    let columns = 1 + usize::from(chooser.byte()) % MOST_COLUMNS;
    let rows = usize::from(chooser.byte()) % MOST_ROWS;
    let numeric = chooser.byte();
    // A row may be shorter or longer than the head.
    let cells = (columns + usize::from(numeric) % 3).saturating_sub(2);
    let text = chooser.text();
    let mut words = text.split('\x1e').map(|word| word.chars().take(MOST_LETTERS).collect::<String>()).cycle();
    let mut word = || words.next().unwrap_or_default();
    NumberedTable {
        id: "table".to_owned(),
        codes: Vec::new(),
        number: 1,
        title: word(),
        subtitle: word(),
        note: word(),
        table: DataTable {
            caption: word(),
            columns: (0..columns).map(|at| Column { label: word(), numeric: numeric >> (at % 8) & 1 == 1 }).collect(),
            rows: (0..rows).map(|_| Row::new(word(), word(), (0..cells).map(|_| word()).collect())).collect(),
        },
    }
}

fn page(block: Block) -> Page {
    let prose = Block::Prose { prose: vec![Prose::Paragraph(vec![Inline::Text("Words.".to_owned())])] };
    let blocks = vec![prose, block];
    let (mut report, _) = pages::report(b"").expect("a page without words is right");
    let page = report.pages.remove(0);
    Page { sections: vec![Section { id: "words".to_owned(), title: "Words".to_owned(), quiet: false, blocks }], ..page }
}

fn report(pages: Vec<Page>) -> Report {
    Report { about: pages::about(), pages }
}

/// No words of a page may keep a council from its pack.
fn sets(report: &Report) {
    let shelf = Shelf::built_in();
    match pack::recompile(report, &shelf) {
        Ok(pack) => {
            assert!(pack.pdf.starts_with(b"%PDF-"), "a PDF");
            assert!((1..=MOST_PAGES).contains(&pack.pages), "{} pages", pack.pages);
            for finding in &pack.findings.0 {
                assert!(finding.kind == "character-not-in-font", "the layout complains: {finding}");
            }
        }
        Err(error) => panic!("there is no pack: {error}"),
    }
}
