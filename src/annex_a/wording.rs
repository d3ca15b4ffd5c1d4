//! How words are compared: headings, sheet names and the spellings of codes.
//!
//! Text comes in as a council wrote it; out go forms in which case, spacing, punctuation, quotes and mangled encodings no longer matter.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Sequences that appear where UTF-8 was read as Windows-1252, once or twice, and what was meant.
const MANGLED: [(&str, &str); 10] = [
    ("Ã¢â‚¬â„¢", "'"),
    ("Ã¢â‚¬Ëœ", "'"),
    ("Ã¢â‚¬â€œ", "-"),
    ("â€™", "'"),
    ("â€˜", "'"),
    ("â€“", "-"),
    ("â€”", "-"),
    ("â€œ", "\""),
    ("Ã‚Â ", " "),
    ("Â\u{a0}", " "),
];

fn unmangled(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(['Ã', 'â', 'Â']) {
        return Cow::Borrowed(text);
    }
    let mut whole = text.to_owned();
    for (mangled, meant) in MANGLED {
        whole = whole.replace(mangled, meant);
    }
    Cow::Owned(whole)
}

/// A text in plain letters: mangled encodings put right, full-width, raised and joined letters as those they stand for.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(unmangled(text).nfkc().collect()) }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | '\u{fffd}')
}

/// The words of a text in lower case: apostrophes vanish, `&` is "and", anything else that is no letter or digit separates.
pub fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut take = |c: char| {
        if c.is_alphanumeric() {
            words.last_mut().expect("never empty").extend(c.to_lowercase());
        } else if c == '&' {
            words.extend(["and".to_owned(), String::new()]);
        } else if !is_apostrophe(c) && !words.last().expect("never empty").is_empty() {
            words.push(String::new());
        }
    };
    plain(text).chars().for_each(&mut take);
    words.retain(|word| !word.is_empty());
    words
}

/// The words of a name such as `ChildUniqueID`, `List_01` or `S47`: a capital or a digit after another kind of letter starts a word.
pub fn name_words(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        if i > 0 {
            let before = chars[i - 1];
            let next_is_lower = chars.get(i + 1).is_some_and(|n| n.is_lowercase());
            let turns = (before.is_lowercase() && c.is_uppercase())
                || (before.is_uppercase() && c.is_uppercase() && next_is_lower)
                || (before.is_alphabetic() && c.is_ascii_digit())
                || (before.is_ascii_digit() && c.is_alphabetic());
            if turns {
                spaced.push(' ');
            }
        }
        spaced.push(c);
    }
    words(&spaced)
}

/// The form in which two headings are the same: letters and digits alone, without a closing "(Y/N)".
pub fn heading_key(text: &str) -> String {
    let mut key: String = words(text).concat().chars().filter(char::is_ascii).collect();
    while key.len() > 2 && key.ends_with("yn") {
        key.truncate(key.len() - 2);
    }
    key
}

/// A pattern of words: they follow one another, except that `..` allows any words between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    runs: Vec<Vec<String>>,
}

impl Pattern {
    /// The pattern written as in the records, `child .. id`.
    pub fn new(text: &str) -> Self {
        Self { runs: text.split("..").map(words).filter(|run| !run.is_empty()).collect() }
    }

    /// How many words it names; the pattern that names most words decides.
    pub fn weight(&self) -> usize {
        self.runs.iter().map(Vec::len).sum()
    }

    /// Whether the words hold the pattern.
    pub fn fits(&self, words: &[String]) -> bool {
        let mut rest = words;
        for run in &self.runs {
            match rest.windows(run.len()).position(|window| window == run.as_slice()) {
                Some(at) => rest = &rest[at + run.len()..],
                None => return false,
            }
        }
        !self.runs.is_empty()
    }
}

/// A text without outer and doubled white space of any kind, including the non-breaking sort.
pub fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = trimmed(text);
    let untidy = |bytes: &[u8]| bytes.windows(2).any(|pair| pair == b"  ") || bytes.iter().any(|b| matches!(b, b'\t' | b'\n' | b'\r'));
    if trimmed.is_ascii() && !untidy(trimmed.as_bytes()) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text without outer white space, byte order marks and zero-width characters.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_the_same_whatever_their_dress() {
        let official = heading_key("Was the child assessed as requiring LA children’s social care support?");
        for seen in [
            "was the child assessed as requiring LA children's social care support",
            " Was the child assessed as requiring\nLA children\u{2019}s  social care support? ",
            "Was the child assessed as requiring LA childrenâ€™s social care support",
            "Was the child assessed as requiring LA childrenÃ¢â‚¬â„¢s social care support",
        ] {
            assert_eq!(heading_key(seen), official, "{seen}");
        }
        assert_eq!(heading_key("ChildUniqueID"), heading_key("CHILD_UNIQUE_ID"));
        assert_eq!(heading_key("UASC (Y/N))"), heading_key("UASC"));
    }

    #[test]
    fn names_fall_into_words_at_capitals_and_digits() {
        assert_eq!(name_words("List_01"), ["list", "01"]);
        assert_eq!(name_words("list10"), ["list", "10"]);
        assert_eq!(name_words("ChildUniqueID"), ["child", "unique", "id"]);
        assert_eq!(name_words("S47"), ["s", "47"]);
    }

    #[test]
    fn patterns_take_whole_words_in_order() {
        let pattern = Pattern::new("child .. id");
        assert!(pattern.fits(&words("Child's local ID")) || pattern.fits(&words("Child local ID")));
        assert!(!Pattern::new("age .. child").fits(&words("Date Stage 1 started, child")));
        assert!(!Pattern::new("police").fits(&words("policeman")));
    }

    #[test]
    fn texts_lose_odd_white_space() {
        assert_eq!(tidy(" Anna\u{a0}Example "), "Anna Example");
        assert_eq!(tidy("Team  A"), "Team A");
        assert!(matches!(tidy("Team A"), Cow::Borrowed("Team A")));
    }
}
