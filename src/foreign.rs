//! Text from elsewhere: workbooks, settings, pages and published tables, on its way to a reader.
//!
//! In: any text. Out: the same words without what acts on them unseen: characters that steer a terminal, turn the direction
//! of what stands beside them, or are no text at all; and cells that no spreadsheet takes for a formula.
//! Every output asks here, so that what acts in none of them acts in no other. Markup is escaped where it is written.
//!
//! Joiners, variation selectors and soft hyphens belong to names and words: outputs keep them. Only what is said on a terminal is
//! without them too, where two texts that look the same must be the same.

use unicode_normalization::char::is_combining_mark;

/// Whether a character acts on the text around it, or is none: controls, marks of direction, breaks of lines, byte order marks,
/// marks of annotations, codes that are no characters. No output holds one.
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{e0001}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Whether nothing is seen of a character, though it may belong to a word: what [`acts`], and joiners, selectors, tags and signs
/// without width.
pub fn is_unseen(c: char) -> bool {
    acts(c)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2065}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Marks on one letter: no language puts more there.
const MOST_MARKS: usize = 4;

/// A text for print, where every mark stands on a letter, and few on each. What draws letters sets a mark that stands on nothing on a
/// circle that is no character of the text, and PDF/UA refuses those.
pub fn with_letters(text: &str) -> String {
    let (mut kept, mut marks) = (String::with_capacity(text.len()), 0);
    for c in text.chars() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        let alone = marks > 0 && kept.chars().next_back().is_none_or(char::is_whitespace);
        if !alone && marks <= MOST_MARKS {
            kept.push(c);
        }
    }
    kept
}

/// A text in one line: what parts lines or columns becomes a space, what acts goes.
pub fn in_a_line(text: &str) -> String {
    text.chars().map(|c| if parts(c) { ' ' } else { c }).filter(|c| !acts(*c)).collect()
}

/// A text whose lines stay lines.
pub fn in_lines(text: &str) -> String {
    text.split('\n').map(|line| in_a_line(line.strip_suffix('\r').unwrap_or(line))).collect::<Vec<_>>().join("\n")
}

/// A text of several lines for a terminal: line breaks stay, nothing else that is unseen does.
pub fn said(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !is_unseen(*c)).collect()
}

/// A text in one line for a terminal.
pub fn said_in_a_line(text: &str) -> String {
    said(&in_a_line(text))
}

/// Whether a character parts lines or columns.
fn parts(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// First characters by which a spreadsheet takes a text for a formula, with their wide and small forms.
const FORMULA_STARTS: [char; 15] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\u{fe66}', '\u{fe62}', '\u{fe63}', '\u{fe6b}'];

/// A text as the cell of a CSV file: what looks like a formula gets an apostrophe in front, even behind blanks and marks that
/// a spreadsheet drops. So does what already has apostrophes before a formula, so that [`from_cell`] gives every text back.
pub fn cell(text: &str) -> String {
    let seen: String = text.chars().filter(|c| matches!(c, '\n' | '\r' | '\t') || !acts(*c)).collect();
    if looks_like_formula(&seen) { format!("'{seen}") } else { seen }
}

/// The text that [`cell`] was given, without what acted in it.
pub fn from_cell(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| looks_like_formula(rest)).unwrap_or(text)
}

fn looks_like_formula(text: &str) -> bool {
    let blank = |c: char| c == '\'' || (is_unseen(c) && !acts(c)) || (c.is_whitespace() && !FORMULA_STARTS.contains(&c));
    text.trim_start_matches(blank).starts_with(FORMULA_STARTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_steers_turns_or_is_no_text_goes_and_what_words_are_made_of_stays() {
        for c in "\u{0}\u{7}\u{1b}\u{7f}\u{9b}\u{200e}\u{202e}\u{2067}\u{feff}\u{fffe}\u{1ffff}\u{10ffff}\u{fdd0}\u{61c}\u{fffa}".chars() {
            assert!(acts(c) && is_unseen(c), "U+{:04X}", u32::from(c));
        }
        for c in "\u{200b}\u{200c}\u{200d}\u{2060}\u{fe0f}\u{e0101}\u{e0067}\u{ad}\u{180b}".chars() {
            assert!(!acts(c) && is_unseen(c), "U+{:04X}", u32::from(c));
        }
        for c in " aé\u{a0}漢😀שعَ€\u{fffd}".chars() {
            assert!(!acts(c) && !is_unseen(c), "U+{:04X}", u32::from(c));
        }
        assert_eq!(in_a_line("a\u{1b}[31m\tb\r\nc\u{202e}d\u{200d}\u{fe0f}"), "a[31m b  cd\u{200d}\u{fe0f}");
        assert_eq!(in_lines("a\u{9b}\tb\r\n\nc\u{2028}d\u{200d}"), "a b\n\nc d\u{200d}");
        assert_eq!(said("a\u{9b}2J\nb\rc\u{200d}"), "a2J\nbc");
        assert_eq!(said_in_a_line("a\u{2028}b\nc\u{200c}\u{1b}"), "a b c");
    }

    #[test]
    fn a_formula_behind_blanks_is_one_too() {
        for bad in [
            "=1",
            "+1",
            "-1",
            "@a",
            "\tx",
            "\rx",
            "\nx",
            " =1",
            "\u{a0}\u{3000}=1",
            "'=1",
            "\u{ff1d}1",
            "\u{fe63}1",
            "\u{200d}=1",
            "\u{fe0f}'@a",
        ] {
            assert_eq!(cell(bad), format!("'{bad}"), "{bad:?}");
        }
        for bad in ["\u{feff}=1", "\u{0}=1", "\u{202e}=1"] {
            assert_eq!(cell(bad), "'=1", "{bad:?}");
        }
        for good in ["", "North", "a=b", "’tis", "'til", "1-2", "(-1)"] {
            assert_eq!(cell(good), good);
        }
    }

    proptest! {
        #[test]
        fn a_cell_never_runs_and_gives_its_text_back(text in "\\PC{0,12}|['=+@ \\t-]{0,6}[a-z]?") {
            let written = cell(&text);
            prop_assert!(!written.starts_with(FORMULA_STARTS));
            let seen: String = text.chars().filter(|c| matches!(c, '\n' | '\r' | '\t') || !acts(*c)).collect();
            prop_assert_eq!(from_cell(&written), seen);
        }
    }
}
