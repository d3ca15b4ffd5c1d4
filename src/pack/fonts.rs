//! The pack's one family: Noto Sans in four faces, and which characters all four can show.
//!
//! A second family would slip in unseen where a character is missing, and PDF/UA refuses a character without a picture,
//! so text is checked against [`covers`] before it reaches Typst.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The faces by file name.
pub(super) const FACES: [(&str, &[u8]); 4] = [
    ("NotoSans-Bold.ttf", notosans::BOLD_TTF),
    ("NotoSans-BoldItalic.ttf", notosans::BOLD_ITALIC_TTF),
    ("NotoSans-Italic.ttf", notosans::ITALIC_TTF),
    ("NotoSans-Regular.ttf", notosans::REGULAR_TTF),
];

static COVERED: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
    let mut faces = FACES.iter().map(|(_, bytes)| characters(bytes));
    let first = faces.next().unwrap_or_default();
    faces.fold(first, |all, face| all.intersection(&face).copied().collect())
});

/// Whether every face has a picture of a character.
pub(super) fn covers(character: char) -> bool {
    matches!(character, ' '..='~') || COVERED.contains(&character)
}

fn characters(bytes: &[u8]) -> BTreeSet<char> {
    let Ok(face) = ttf_parser::Face::parse(bytes, 0) else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    for table in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|code| {
            if let Some(character) = char::from_u32(code)
                && table.glyph_index(code).is_some_and(|glyph| glyph.0 != 0)
            {
                found.insert(character);
            }
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn the_family_has_the_signs_reports_use_and_lacks_others() {
        assert!("£–—‘’“”•½±×…≥≤→−é".chars().all(covers));
        assert!(!"✓◆漢\u{2011}\u{e000}".chars().any(covers));
    }
}
