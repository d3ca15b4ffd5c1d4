//! How wide words are, and how they break into lines.
//!
//! In: words and a weight. Out: widths in chart units and wrapped lines, measured on the very font that prints them.
//! Noto Sans has figures of equal width, so columns of numbers align without further help.

use std::sync::OnceLock;
use ttf_parser::Face;

/// Size of all type in charts, in chart units: 14 px on screen, 9.5 pt in print.
pub const SIZE: f64 = 14.0;
/// From one baseline to the next within a label.
pub const LEADING: f64 = 18.0;
/// From the baseline up to the top of tall letters, as a part of the size.
const RISE: f64 = 0.786;
/// From the baseline down to the foot of descenders, as a part of the size.
const FALL: f64 = 0.25;

/// Regular or bold: the only two weights in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 700.
    Bold,
}

/// Words broken into lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Wrapped {
    /// Lines from top to bottom; never empty.
    pub lines: Vec<String>,
    /// The words in full.
    pub full: String,
    /// Whether words had to be left out.
    pub cut: bool,
    /// Width of the longest line.
    pub width: f64,
}

impl Wrapped {
    /// Height of the block of lines.
    pub fn height(&self) -> f64 {
        (self.lines.len() as f64 - 1.0) * LEADING + rise(SIZE) + fall(SIZE)
    }
}

/// Height above the baseline that words of a size take.
pub fn rise(size: f64) -> f64 {
    RISE * size
}

/// Depth below the baseline that words of a size take.
pub fn fall(size: f64) -> f64 {
    FALL * size
}

/// Whether the font has a picture of a letter in both weights; a PDF with a letter it lacks is refused.
pub fn covers(letter: char) -> bool {
    letter.is_ascii() || [Weight::Regular, Weight::Bold].into_iter().all(|weight| metrics(weight).face.glyph_index(letter).is_some())
}

/// Width of words at the size of charts.
pub fn width(words: &str, weight: Weight) -> f64 {
    width_at(words, weight, SIZE)
}

/// Width of words at a size.
pub fn width_at(words: &str, weight: Weight, size: f64) -> f64 {
    words.chars().map(|letter| advance(letter, weight)).sum::<f64>() * size
}

/// The widest of several words.
pub fn widest<'a>(words: impl IntoIterator<Item = &'a str>, weight: Weight) -> f64 {
    words.into_iter().map(|w| width(w, weight)).fold(0.0, f64::max)
}

/// Breaks words into at most `most` lines no wider than `room`; what does not fit ends in an ellipsis.
pub fn wrap(words: &str, weight: Weight, room: f64, most: usize) -> Wrapped {
    let mut lines = broken(words, weight, room.max(SIZE));
    let most = most.max(1);
    let cut = lines.len() > most;
    if cut {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = elided(last, weight, room);
        }
    }
    let width = widest(lines.iter().map(String::as_str), weight);
    Wrapped { lines, full: words.to_owned(), cut, width }
}

/// All lines the words need; a word wider than the room is broken between letters.
fn broken(words: &str, weight: Weight, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, weight) <= room {
            *line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(String::new());
        }
        push_pieces(&mut lines, word, weight, room);
    }
    lines
}

fn push_pieces(lines: &mut Vec<String>, word: &str, weight: Weight, room: f64) {
    for letter in word.chars() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && width(line, weight) + advance(letter, weight) * SIZE > room {
            lines.push(letter.to_string());
        } else {
            line.push(letter);
        }
    }
}

fn elided(line: &str, weight: Weight, room: f64) -> String {
    let mut kept: Vec<char> = line.chars().collect();
    loop {
        let text: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if kept.is_empty() || width(&text, weight) <= room {
            return text;
        }
        kept.pop();
    }
}

/// Advance widths of one weight, in parts of the size.
struct Metrics {
    face: Face<'static>,
    ascii: [f64; 128],
}

impl Metrics {
    fn read(bytes: &'static [u8]) -> Self {
        let face = Face::parse(bytes, 0).expect("the built-in font is a sound font");
        let mut metrics = Self { face, ascii: [0.0; 128] };
        for code in 32..127u8 {
            metrics.ascii[usize::from(code)] = metrics.look_up(char::from(code));
        }
        metrics
    }

    /// A letter the font lacks counts as a wide one, so that nothing is placed too near.
    fn look_up(&self, letter: char) -> f64 {
        let em = f64::from(self.face.units_per_em());
        self.face.glyph_index(letter).and_then(|g| self.face.glyph_hor_advance(g)).map_or(1.0, |a| f64::from(a) / em)
    }
}

fn advance(letter: char, weight: Weight) -> f64 {
    let metrics = metrics(weight);
    let code = letter as usize;
    if code < 128 { metrics.ascii[code] } else { metrics.look_up(letter) }
}

fn metrics(weight: Weight) -> &'static Metrics {
    static REGULAR: OnceLock<Metrics> = OnceLock::new();
    static BOLD: OnceLock<Metrics> = OnceLock::new();
    match weight {
        Weight::Regular => REGULAR.get_or_init(|| Metrics::read(notosans::REGULAR_TTF)),
        Weight::Bold => BOLD.get_or_init(|| Metrics::read(notosans::BOLD_TTF)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_one_width() {
        assert!((width("1111", Weight::Regular) - width("8888", Weight::Regular)).abs() < 1e-9);
        assert!(width("England", Weight::Bold) > width("England", Weight::Regular));
    }

    #[test]
    fn words_break_at_spaces_and_are_cut_only_at_the_last_line() {
        let two = wrap("Statistical neighbours", Weight::Regular, 90.0, 2);
        assert_eq!(two.lines, ["Statistical", "neighbours"]);
        assert!(!two.cut);
        let one = wrap("Statistical neighbours", Weight::Regular, 90.0, 1);
        assert!(one.cut && one.lines[0].ends_with('…') && one.width <= 90.0);
    }

    #[test]
    fn a_word_wider_than_its_room_is_broken() {
        let all = wrap("Llanfairpwllgwyngyll", Weight::Regular, 50.0, 9);
        assert!(all.lines.len() > 1 && all.width <= 50.0);
        assert_eq!(all.lines.concat(), "Llanfairpwllgwyngyll");
    }
}
