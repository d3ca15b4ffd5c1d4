//! An identifier in texts: found as a whole, in every form in which a file may write it.

use super::{At, Hit};

/// An identifier that is looked for.
pub struct Wanted {
    /// As it is compared: lower case.
    plain: String,
    /// The forms in which files write it, lower case.
    forms: Vec<String>,
    /// Whether it is of digits alone, so that any number may be like it.
    digits: bool,
}

impl Wanted {
    /// An identifier; `None` where there is nothing in it to look for.
    pub fn new(id: &str) -> Option<Self> {
        let plain = id.trim().to_lowercase();
        if !plain.chars().any(char::is_alphanumeric) {
            return None;
        }
        let json = serde_json::to_string(&plain).unwrap_or_default();
        let mut forms =
            vec![plain.clone(), crate::site::html::escape(&plain), json.trim_matches('"').to_owned(), in_address(&plain), in_xml(&plain)];
        forms.sort();
        forms.dedup();
        Some(Self { digits: plain.chars().all(|c| c.is_ascii_digit()), plain, forms })
    }

    /// Whether a whole cell is the identifier, as a table of ours or a spreadsheet writes it.
    pub(super) fn is_cell(&self, text: &str) -> bool {
        let text = text.trim().trim_start_matches('\'').to_lowercase();
        text == self.plain || (self.digits && text.strip_suffix(".0") == Some(&self.plain))
    }

    /// Whether a text holds the identifier, and if so whether it is the child for certain.
    pub(super) fn seen_in(&self, text: &str) -> Option<bool> {
        let text = text.to_lowercase();
        let seen = self.forms.iter().flat_map(|form| self.matches(&text, form)).reduce(|a, b| a || b)?;
        // Our own pages mark what is an identifier.
        Some(seen || self.forms.iter().any(|form| text.contains(&format!("class=\"id\">{form}<"))))
    }

    /// Every place of one form in a text in lower case.
    fn matches<'t>(&'t self, text: &'t str, form: &'t str) -> impl Iterator<Item = bool> + 't {
        text.match_indices(form).filter_map(move |(at, found)| {
            let before = text[..at].chars().rev().take(2).collect::<Vec<_>>();
            let after = text[at + found.len()..].chars().take(2).collect::<Vec<_>>();
            let sides = [joined(&before, self.digits), joined(&after, self.digits)];
            // What is joined by a hyphen may be another identifier that holds this one.
            (!sides.contains(&Joined::Fast)).then(|| !self.digits && !sides.contains(&Joined::Loosely))
        })
    }
}

/// How a text goes on beside an identifier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    /// The identifier ends there.
    Not,
    /// It may be part of a longer one.
    Loosely,
    /// It is part of a longer word or number.
    Fast,
}

/// How the next two characters join on to an identifier; `digits` where it is a number.
fn joined(next: &[char], digits: bool) -> Joined {
    let at = |n: usize| next.get(n).copied().unwrap_or(' ');
    match (at(0), at(1)) {
        (c, _) if c.is_alphanumeric() => Joined::Fast,
        ('.' | ',' | '-', next) if digits && next.is_ascii_digit() => Joined::Fast,
        ('-' | '_' | '/', next) if next.is_alphanumeric() => Joined::Loosely,
        _ => Joined::Not,
    }
}

/// As an address writes it.
fn in_address(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02x}"),
    };
    text.bytes().map(one).collect()
}

/// As the parts of a workbook write it.
fn in_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Lines of a text that hold the identifier. Bytes that are no text are searched as UTF-8 and as UTF-16.
pub(super) fn in_lines(bytes: &[u8], wanted: &Wanted) -> Vec<Hit> {
    let of = |text: &str| -> Vec<Hit> {
        let line = |(n, line): (u32, &str)| wanted.seen_in(line).map(|certain| Hit { at: At::Line(n), certain });
        (1..).zip(text.lines()).filter_map(line).collect()
    };
    match std::str::from_utf8(bytes) {
        // Text with every second byte nothing is UTF-16 that happens to read as UTF-8.
        Ok(text) if !bytes.contains(&0) => of(text),
        _ => {
            let mut hits = of(&String::from_utf8_lossy(bytes));
            for start in [0, 1] {
                for order in [u16::from_le_bytes, u16::from_be_bytes] {
                    let (pairs, _) = bytes.get(start..).unwrap_or_default().as_chunks::<2>();
                    let units: Vec<u16> = pairs.iter().map(|pair| order(*pair)).collect();
                    hits.extend(of(&String::from_utf16_lossy(&units)));
                }
            }
            hits
        }
    }
}

/// Whether a heading is that of a column of identifiers of children.
pub(super) fn heads_identifiers(heading: &str) -> bool {
    let words: Vec<String> =
        heading.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    matches!(words.last().map(String::as_str), Some("id" | "identifier" | "reference" | "ref" | "childid")) && words.len() <= 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_writing_is_found() {
        let wanted = Wanted::new(" A&B/7 ").unwrap();
        for text in ["A&B/7", "a&b/7", "<td>A&amp;B/7</td>", "x?id=A%26B%2F7", "\"A&B/7\""] {
            assert_eq!(wanted.seen_in(text), Some(true), "{text}");
        }
        let wide: Vec<u8> = "x A&B/7 y".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(in_lines(&wide, &wanted)[0], Hit { at: At::Line(1), certain: true });
        let shifted: Vec<u8> = [0xFF, 0xFE, 0x00].into_iter().chain("A&B/7".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(in_lines(&shifted, &wanted)[0], Hit { at: At::Line(1), certain: true });
        assert!(Wanted::new(" - ").is_none());
    }

    #[test]
    fn a_part_of_something_else_is_not_the_child() {
        let seen = |id: &str, text: &str| Wanted::new(id).unwrap().seen_in(text);
        for text in ["2012", "12a", "a12", "0.12", "12.5", "2025-12-01", "1-12", "12,345"] {
            assert_eq!(seen("12", text), None, "{text}");
        }
        for text in ["12", "(12)", "id=12", "12.", "12, 13", "AB-12", "child_12"] {
            assert_eq!(seen("12", text), Some(false), "{text}");
        }
        assert_eq!(seen("AB12", "AB12-3"), Some(false));
        assert_eq!(seen("AB12", "AB123"), None);
        assert_eq!(seen("AB12", "AB12-3 and AB12"), Some(true));
    }

    #[test]
    fn headings_of_identifiers() {
        for heading in ["Child ID", "Child Unique ID", "child_id", "Unique identifier", "Our ref"] {
            assert!(heads_identifiers(heading), "{heading}");
        }
        for heading in ["Age", "Paid", "Identity of those who hold the file", ""] {
            assert!(!heads_identifiers(heading), "{heading}");
        }
    }
}
