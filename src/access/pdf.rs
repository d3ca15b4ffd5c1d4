//! An identifier in a PDF: the words of its pages, and the texts beside them.
//!
//! Pages hold numbers of glyphs; each font says which letters they are. Titles, descriptions for screen readers, the outline and the
//! record of the document stand outside the pages, as texts of objects. Streams of text beside pages, such as attachments, are unpacked.

use super::words::in_lines;
use super::{At, Hit, Wanted};
use crate::annex_a::quietly;
use hayro_cmap::{BfString, CMap};
use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};
use hayro_syntax::page::Resources;
use std::collections::BTreeMap;

/// Pictures within pictures deeper than this are none that a program draws.
const DEEPEST: usize = 12;

/// A gap in a line of text, in thousandths of its size, from which on the words on its sides are apart.
const GAP: f32 = 160.0;

/// Stands in the words of a page where the line goes on at another place: within a word or after it, nobody can tell.
const STEP: char = '\u{1}';

/// The places in a PDF; `None` where it cannot be read. The reader panics on some damaged files.
pub(super) fn hits(bytes: &[u8], wanted: &Wanted) -> Option<Vec<Hit>> {
    quietly(|| of_document(bytes, wanted)).flatten()
}

fn of_document(bytes: &[u8], wanted: &Wanted) -> Option<Vec<Hit>> {
    let pdf = Pdf::new(bytes.to_vec()).ok()?;
    let mut hits = Vec::new();
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let mut words = Words::default();
        words.run(page.operations(), page.resources(), 0);
        let seen = words.readings().iter().flat_map(|text| text.lines()).filter_map(|line| wanted.seen_in(line)).reduce(|a, b| a || b);
        hits.extend(seen.map(|certain| Hit { at: At::Page(number), certain }));
    }
    let mut beside = None;
    for object in pdf.objects() {
        beside = beside.max(of_object(&object, wanted, 0));
    }
    hits.extend(beside.map(|certain| Hit { at: At::Beside, certain }));
    Some(hits)
}

/// The words of a page as they are drawn.
#[derive(Default)]
struct Words {
    text: String,
    fonts: BTreeMap<Vec<u8>, Option<CMap>>,
}

impl Words {
    /// The words read either way: a step within a line parts them, or it does not.
    fn readings(&self) -> [String; 2] {
        [self.text.replace(STEP, "\n"), self.text.replace(STEP, "")]
    }

    fn run(&mut self, mut operations: UntypedIter<'_>, resources: &Resources<'_>, depth: usize) {
        // Names of fonts are those of the resources they stand in.
        let outside = std::mem::take(&mut self.fonts);
        let mut font: Vec<u8> = Vec::new();
        while let Some(operation) = operations.next() {
            let operands: Vec<&Object<'_>> = operation.operands().collect();
            match (&**operation.operator, operands.as_slice()) {
                (b"Tf", [Object::Name(name), ..]) => {
                    font = name.to_vec();
                    self.fonts.entry(font.clone()).or_insert_with(|| letters(resources, name));
                }
                (b"Tj" | b"'" | b"\"", [.., Object::String(codes)]) => self.show(&font, codes.as_bytes()),
                (b"TJ", [Object::Array(parts)]) => self.line(&font, parts),
                (b"Td" | b"TD", [.., Object::Number(down)]) if down.as_f64() == 0.0 => self.text.push(STEP),
                (b"Td" | b"TD" | b"Tm" | b"T*" | b"ET" | b"BT", _) => self.text.push('\n'),
                (b"Do", [Object::Name(name)]) if depth < DEEPEST => {
                    if let Some(inner) = resources.get_x_object(name) {
                        self.picture(&inner, resources, depth);
                    }
                }
                _ => {}
            }
        }
        self.fonts = outside;
    }

    fn picture(&mut self, picture: &Stream<'_>, around: &Resources<'_>, depth: usize) {
        let is_form = picture.dict().get::<Name<'_>>("Subtype").is_some_and(|kind| &*kind == b"Form");
        let Some(data) = picture.decoded().ok().filter(|_| is_form) else { return };
        let own = picture.dict().get::<Dict<'_>>("Resources").unwrap_or_else(Dict::empty);
        self.run(UntypedIter::new(&data), &Resources::from_parent(own, around.clone()), depth + 1);
    }

    fn line(&mut self, font: &[u8], parts: &Array<'_>) {
        for part in parts.iter::<Object<'_>>() {
            match part {
                Object::String(codes) => self.show(font, codes.as_bytes()),
                Object::Number(gap) if gap.as_f64().abs() as f32 > GAP => self.text.push(' '),
                _ => {}
            }
        }
    }

    /// Codes of two bytes where the font says their letters, else of one that is its own letter.
    fn show(&mut self, font: &[u8], codes: &[u8]) {
        let Some(Some(letters)) = self.fonts.get(font) else {
            self.text.extend(codes.iter().map(|code| char::from(*code)));
            return;
        };
        let (pairs, _) = codes.as_chunks::<2>();
        for pair in pairs {
            match letters.lookup_bf_string(u32::from(u16::from_be_bytes(*pair))) {
                Some(BfString::Char(letter)) => self.text.push(letter),
                Some(BfString::String(letters)) => self.text.push_str(&letters),
                None => self.text.push('\u{fffd}'),
            }
        }
    }
}

/// Which letters the codes of a font are, where it says so.
fn letters(resources: &Resources<'_>, name: &Name<'_>) -> Option<CMap> {
    let map = resources.get_font(name)?.get::<Stream<'_>>("ToUnicode")?;
    CMap::parse(&map.decoded().ok()?, |_| None)
}

/// Texts within an object, and what streams of text hold.
fn of_object(object: &Object<'_>, wanted: &Wanted, depth: usize) -> Option<bool> {
    if depth > DEEPEST {
        return None;
    }
    match object {
        Object::String(text) => wanted.seen_in(&words(text.as_bytes())),
        Object::Array(parts) => {
            // What is referred to is an object of its own and comes by itself.
            let own = parts.raw_iter().filter_map(|part| if let MaybeRef::NotRef(part) = part { Some(part) } else { None });
            own.map(|part| of_object(&part, wanted, depth + 1)).fold(None, Option::max)
        }
        Object::Dict(dict) => of_dict(dict, wanted, depth),
        Object::Stream(stream) => {
            let is = |key: &str, value: &[u8]| stream.dict().get::<Name<'_>>(key).is_some_and(|name| &*name == value);
            let is_text = is("Type", b"Metadata") || is("Type", b"EmbeddedFile");
            let held = is_text.then(|| stream.decoded().ok()).flatten();
            let held = held.and_then(|text| in_lines(&text, wanted).iter().map(|hit| hit.certain).reduce(|a, b| a || b));
            held.max(of_dict(stream.dict(), wanted, depth))
        }
        _ => None,
    }
}

fn of_dict(dict: &Dict<'_>, wanted: &Wanted, depth: usize) -> Option<bool> {
    let own = dict.keys().filter_map(|key| match dict.get_raw::<Object<'_>>(&*key) {
        Some(MaybeRef::NotRef(entry)) => Some(entry),
        _ => None,
    });
    own.map(|entry| of_object(&entry, wanted, depth + 1)).fold(None, Option::max)
}

/// A text of an object: UTF-16 or UTF-8 where it begins with their mark, else one byte a letter.
fn words(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let (pairs, _) = rest.as_chunks::<2>();
            String::from_utf16_lossy(&pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect::<Vec<_>>())
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
