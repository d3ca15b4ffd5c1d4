//! Injection: words from workbooks, settings, pages, themes and published tables stay words in every output.
//!
//! One list of payloads (`injection/payloads.toml`) goes into every source; every sink is read again by a parser of its own kind.

mod markdown;
mod outputs;
mod parsed;
mod sources;
mod terminal;
mod themes;

use serde::Deserialize;
use std::sync::LazyLock;

/// A text that tries to become something else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: String,
    text: String,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

/// Every payload.
static PAYLOADS: LazyLock<Vec<String>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct All {
        payload: Vec<Written>,
    }
    let all: All = toml::from_str(include_str!("injection/payloads.toml")).unwrap();
    assert!(all.payload.iter().all(|written| !written.kind.is_empty()));
    all.payload.into_iter().map(|written| written.text.repeat(written.times)).collect()
});

/// Whether no output may hold a character: told here once more, so that the program's own list is not its own judge.
fn acts_unseen(c: char) -> bool {
    let code = u32::from(c);
    let ranges = [0..=8, 0xb..=0x1f, 0x7f..=0x9f, 0x200e..=0x200f, 0x2028..=0x202e, 0x2066..=0x206f, 0xfff9..=0xfffb, 0xfdd0..=0xfdef];
    ranges.iter().any(|range| range.contains(&code)) || code & 0xfffe == 0xfffe || code == 0x61c || code == 0xfeff
}

/// Whether a terminal would show nothing for a character, so that two names could look the same.
fn hides(c: char) -> bool {
    let code = u32::from(c);
    let ranges = [0x200b..=0x200d, 0x2060..=0x2064, 0xfe00..=0xfe0f, 0xe0000..=0xe0fff];
    acts_unseen(c) || ranges.iter().any(|range| range.contains(&code)) || code == 0xad
}

#[test]
fn the_list_is_long_and_of_every_kind() {
    assert!(PAYLOADS.len() >= 150, "{}", PAYLOADS.len());
    let different: std::collections::BTreeSet<&String> = PAYLOADS.iter().collect();
    assert_eq!(different.len(), PAYLOADS.len());
    assert!(PAYLOADS.iter().any(|text| text.len() >= 1000) && PAYLOADS.iter().any(|text| text.contains('\0')));
}
