//! An authority's logo: a drawing (SVG) or a picture (PNG), checked and cleaned before any page shows it.
//!
//! In: the file the project names. Out: its bytes and its size, or a finding that says what is wrong with it and where.
//! Wherever it stands it keeps its proportions, lies on a light ground, and is never blown up beyond what its dots can bear.

use super::choice::Chosen;
use super::{Shelf, drawing};
use crate::finding::{Finding, Findings, Place, Severity, nearest, shown};

/// A logo that is safe to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// Name of its file in an output: `logo.svg` or `logo.png`.
    pub file: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Width, in dots or in the drawing's own units.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Largest file, in bytes: every page of the site loads it.
const LARGEST: usize = 200_000;
/// Most dots on a side.
const DOTS: u32 = 4000;
/// From tall to wide, width for height.
const PROPORTIONS: std::ops::RangeInclusive<f64> = 0.25..=12.0;
/// A logo this much wider than high holds the authority's name, as an emblem does not.
const WORDMARK: f64 = 2.0;

impl Logo {
    /// Whether it holds the name in letters, as far as its proportions tell.
    pub fn is_wordmark(&self) -> bool {
        self.width / self.height >= WORDMARK
    }

    /// Its width and height within a frame, where a picture has at least `dots` for each unit of the frame.
    pub fn within(&self, (width, height): (f64, f64), dots: f64) -> (f64, f64) {
        let own = if self.file == "logo.png" { 1.0 / dots } else { f64::INFINITY };
        let scale = (width / self.width).min(height / self.height).min(own);
        (self.width * scale, self.height * scale)
    }
}

/// Reads the logo that a project names.
pub(super) fn load(shelf: &Shelf, chosen: &Chosen<String>, findings: &mut Findings) -> Option<Logo> {
    let error = |place: Place, message: String, hint: &str| Finding::new(Severity::Error, "logo", place, message).hint(hint);
    let file = Place::file(shown(&chosen.value));
    let Some(bytes) = shelf.own(&chosen.value) else {
        let message = format!("the logo `{}` is not in the project", shown(&chosen.value));
        let others = shelf.own_list(chosen.value.rsplit_once('/').map_or(".", |(folder, _)| folder));
        let near = nearest(&chosen.value, others.iter().map(|path| path.trim_start_matches("./")));
        let hint = near.map_or_else(
            || "name an SVG or PNG file, relative to annexa.toml".to_owned(),
            |near| format!("did you mean `{}`?", shown(near)),
        );
        findings.push(error(chosen.place.clone(), message, &hint));
        return None;
    };
    if bytes.len() > LARGEST {
        let message = format!("the logo is larger than {} kB", LARGEST / 1000);
        findings.push(error(file, message, "export it as SVG, or as a PNG about 800 dots wide"));
        return None;
    }
    let made = if bytes.starts_with(b"\x89PNG") { png(&bytes) } else { svg(&bytes) };
    let (line, what, hint) = match made {
        Ok(logo) if PROPORTIONS.contains(&(logo.width / logo.height)) => return Some(logo),
        Ok(_) => (None, "is too long or too tall for a header".to_owned(), "crop it to between 1 by 4 and 12 by 1"),
        Err((line, what, hint)) => (line, what, hint),
    };
    findings.push(error(Place { line, ..file }, format!("the logo {what}"), hint));
    None
}

type Wrong = (Option<u32>, String, &'static str);

fn svg(bytes: &[u8]) -> Result<Logo, Wrong> {
    let neither = || (None, "is neither SVG nor PNG".to_owned(), "export it as SVG or PNG");
    let text = std::str::from_utf8(bytes).map_err(|_| neither())?.trim_start_matches('\u{feff}');
    if !text.contains("<svg") {
        return Err(neither());
    }
    let drawing = drawing::clean(text).map_err(|refused| (Some(refused.line), refused.what, refused.hint))?;
    let [_, _, width, height] = drawing.view;
    Ok(Logo { file: "logo.svg", bytes: drawing.svg.into_bytes(), width, height })
}

/// Parts of a PNG that change how it looks; notes, dates and places where it was taken are left out.
const KEPT: [&[u8]; 8] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB"];

fn png(bytes: &[u8]) -> Result<Logo, Wrong> {
    let broken = || (None, "is a PNG that cannot be read".to_owned(), "save it again as PNG");
    let (signature, mut rest) = bytes.split_at_checked(8).filter(|(start, _)| *start == b"\x89PNG\r\n\x1a\n").ok_or_else(broken)?;
    let (mut out, mut size, mut ended) = (signature.to_vec(), None, false);
    while !ended {
        let length = rest.get(..4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes).ok_or_else(broken)? as usize;
        let (chunk, after) = rest.split_at_checked(length.saturating_add(12)).ok_or_else(broken)?;
        let (name, data) = (&chunk[4..8], &chunk[8..8 + length]);
        if crc(&chunk[4..8 + length]).to_be_bytes() != chunk[8 + length..] {
            return Err(broken());
        }
        match (name, size) {
            (b"IHDR", None) => size = side(data, 0).zip(side(data, 4)),
            (_, None) => return Err(broken()),
            _ => {}
        }
        if KEPT.contains(&name) {
            out.extend_from_slice(chunk);
        }
        ended = name == b"IEND";
        rest = after;
    }
    match size {
        Some((width, height)) if (1..=DOTS).contains(&width) && (1..=DOTS).contains(&height) => {
            Ok(Logo { file: "logo.png", bytes: out, width: f64::from(width), height: f64::from(height) })
        }
        Some(_) => Err((None, format!("has more than {DOTS} dots on a side, or none"), "800 dots across are enough")),
        None => Err(broken()),
    }
}

fn side(header: &[u8], at: usize) -> Option<u32> {
    header.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

/// The check sum that closes each part of a PNG.
fn crc(bytes: &[u8]) -> u32 {
    let by_bit = |sum: u32| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| by_bit(sum)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{Choice, look};

    fn part(name: &[u8], data: &[u8]) -> Vec<u8> {
        let named = [name, data].concat();
        [&(data.len() as u32).to_be_bytes()[..], &named[..], &crc(&named).to_be_bytes()[..]].concat()
    }

    fn picture(width: u32, height: u32) -> Vec<u8> {
        let header = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 6, 0, 0, 0]].concat();
        let parts = [part(b"IHDR", &header), part(b"tEXt", b"Author\0A Person"), part(b"IDAT", b"x"), part(b"IEND", b"")];
        [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
    }

    /// The logo of a project that holds one file, and what is said about it.
    fn loaded(file: &str, bytes: &[u8]) -> (Option<Logo>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file), bytes).unwrap();
        let logo = Some(Chosen { value: "logo.file".to_owned(), place: Place::line("annexa.toml", 7) });
        let look = look(&Shelf::of_project(folder.path()).dressed(Choice { logo, ..Choice::default() }));
        (look.value.logo, look.findings.0.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_check_sum_is_that_of_the_standard() {
        assert_eq!(crc(b"IEND"), 0xAE42_6082);
    }

    #[test]
    fn a_picture_keeps_what_is_seen_and_loses_what_is_not() {
        let (logo, said) = loaded("logo.file", &picture(400, 100));
        assert_eq!(said, Vec::<String>::new());
        let logo = logo.unwrap();
        assert!(!logo.bytes.windows(6).any(|w| w == b"Person"));
        assert!(logo.is_wordmark());
        assert_eq!(logo.within((240.0, 48.0), 1.0), (192.0, 48.0));
        // A small one is not blown up; a large one fits both ways.
        assert_eq!(loaded("logo.file", &picture(40, 20)).0.unwrap().within((240.0, 48.0), 1.0), (40.0, 20.0));
        assert_eq!(loaded("logo.file", &picture(4000, 400)).0.unwrap().within((240.0, 48.0), 1.0), (240.0, 24.0));
    }

    #[test]
    fn a_drawing_grows_as_it_likes() {
        let (logo, said) = loaded("logo.file", b"<svg viewBox='0 0 4 4'><path d='M0 0h4v4z'/></svg>");
        assert_eq!(said, Vec::<String>::new());
        let logo = logo.unwrap();
        assert_eq!((logo.file, logo.is_wordmark(), logo.within((240.0, 48.0), 1.0)), ("logo.svg", false, (48.0, 48.0)));
    }

    #[test]
    fn what_is_wrong_with_a_logo_is_said_with_its_place() {
        let said = |file: &str, bytes: &[u8]| loaded(file, bytes).1.join("\n");
        assert!(said("other", b"").starts_with("error: annexa.toml:7: the logo `logo.file` is not in the project"));
        assert!(said("logo.file", b"<svg viewBox='0 0 4 4'>\n<script/></svg>").starts_with("error: logo.file:2: the logo holds `script`"));
        assert!(said("logo.file", b"GIF89a").contains("neither SVG nor PNG"));
        assert!(said("logo.file", &vec![b' '; 300_000]).contains("larger than 200 kB"));
        assert!(said("logo.file", &picture(9000, 9)).contains("more than 4000 dots"));
        assert!(said("logo.file", &picture(3000, 10)).contains("too long or too tall"));
        let whole = picture(40, 20);
        assert!(said("logo.file", &whole[..whole.len() - 5]).contains("cannot be read"));
        let mut flipped = whole;
        flipped[20] ^= 1;
        assert!(said("logo.file", &flipped).contains("cannot be read"));
    }
}
