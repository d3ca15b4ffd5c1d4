//! Text from elsewhere: workbooks, settings, pages and published tables, on its way to a reader.
//!
//! In: any text. Out: the same words without what acts on them unseen: characters that steer a terminal, turn the direction
//! of what stands beside them, or are no text at all; and cells that no spreadsheet takes for a formula.
//! Every output asks here, so that what is unseen in one is unseen in all. Markup is escaped where it is written.

/// Whether a character is never shown: a control, a mark that turns or hides the text around it, or no character at all.
///
/// The joiners U+200C and U+200D are letters' own business in some scripts and stay.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// A text in one line, every character of which is seen: what parts lines or columns becomes a space, the rest goes.
pub fn in_a_line(text: &str) -> String {
    let one = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c => Some(c).filter(|c| !is_unseen(*c)),
    };
    text.chars().filter_map(one).collect()
}

/// A text of several lines, fit for a terminal: line breaks stay, nothing else that is unseen does.
pub fn in_lines(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !is_unseen(*c)).collect()
}

/// First characters by which a spreadsheet takes a text for a formula, with their wide and small forms.
const FORMULA_STARTS: [char; 15] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\u{fe66}', '\u{fe62}', '\u{fe63}', '\u{fe6b}'];

/// A text as the cell of a CSV file: what looks like a formula gets an apostrophe in front, even behind blanks and marks that
/// a spreadsheet drops. So does what already has apostrophes before a formula, so that [`from_cell`] gives every text back.
pub fn cell(text: &str) -> String {
    let seen: String = text.chars().filter(|c| matches!(c, '\n' | '\r' | '\t') || !is_unseen(*c)).collect();
    if looks_like_formula(&seen) { format!("'{seen}") } else { seen }
}

/// The text that [`cell`] was given, without what was unseen in it.
pub fn from_cell(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| looks_like_formula(rest)).unwrap_or(text)
}

fn looks_like_formula(text: &str) -> bool {
    let blank = |c: char| c == '\'' || (c.is_whitespace() && !FORMULA_STARTS.contains(&c));
    text.trim_start_matches(blank).starts_with(FORMULA_STARTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_steers_turns_or_is_no_text_is_unseen() {
        for c in "\u{0}\u{7}\u{1b}\u{7f}\u{9b}\u{200e}\u{202e}\u{2067}\u{feff}\u{fffe}\u{1ffff}\u{10ffff}\u{e0041}\u{fdd0}\u{61c}".chars() {
            assert!(is_unseen(c), "U+{:04X}", u32::from(c));
        }
        for c in " aé\u{a0}\u{200d}漢😀שعَ€\u{fffd}\u{ad}".chars() {
            assert!(!is_unseen(c), "U+{:04X}", u32::from(c));
        }
        assert_eq!(in_a_line("a\u{1b}[31m\tb\r\nc\u{202e}d"), "a[31m b  cd");
        assert_eq!(in_lines("a\u{9b}2J\nb\rc"), "a2J\nbc");
    }

    #[test]
    fn a_formula_behind_blanks_is_one_too() {
        for bad in ["=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", " =1", "\u{a0}\u{3000}=1", "'=1", "\u{ff1d}1", "\u{fe63}1"] {
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
            let seen: String = text.chars().filter(|c| matches!(c, '\n' | '\r' | '\t') || !is_unseen(*c)).collect();
            prop_assert_eq!(from_cell(&written), seen);
        }
    }
}
