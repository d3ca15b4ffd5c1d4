//! Whether the elements of an OpenDocument table that were opened are closed: their reader looks for the end of one for ever.
//!
//! The bytes of the part come in pieces, as they are unpacked; only the last of each element matters.

/// Names of the elements whose end the reader waits for.
const AWAITED: [&[u8]; 2] = [b"table:table", b"office:annotation"];

/// More bytes than any tag of these elements has.
const LONGEST_TAG: usize = 4 << 10;

/// What has been seen so far.
#[derive(Debug, Default)]
pub(super) struct Closing {
    seen: Vec<u8>,
    open: [bool; AWAITED.len()],
}

impl Closing {
    /// Looks at the next piece.
    pub(super) fn look(&mut self, piece: &[u8]) {
        self.seen.extend_from_slice(piece);
        for (open, name) in self.open.iter_mut().zip(AWAITED) {
            match (last(&self.seen, b"<", name), last(&self.seen, b"</", name)) {
                (Some(begins), ends) if ends.is_none_or(|ends| ends < begins) => *open = !closes_itself(&self.seen[begins..]),
                (_, Some(_)) => *open = false,
                (_, None) => {}
            }
        }
        self.seen.drain(..self.seen.len().saturating_sub(LONGEST_TAG));
    }

    /// Whether nothing is left open.
    pub(super) fn is_whole(&self) -> bool {
        !self.open.contains(&true)
    }
}

/// The place of the last tag of a name.
fn last(text: &[u8], mark: &[u8], name: &[u8]) -> Option<usize> {
    let length = mark.len() + name.len();
    let is_tag = |tag: &[u8]| {
        tag.starts_with(mark) && tag[mark.len()..length] == *name && matches!(tag[length], b'>' | b' ' | b'\t' | b'\r' | b'\n')
    };
    text.windows(length + 1).rposition(is_tag)
}

fn closes_itself(tag: &[u8]) -> bool {
    tag.iter().position(|byte| *byte == b'>').is_some_and(|end| tag[..end].ends_with(b"/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_open_is_noticed_however_the_bytes_come() {
        for (text, whole) in [
            ("<a><table:table table:name=\"a\"><table:table-row/></table:table></a>", true),
            ("<a><table:table table:name=\"a\"></table:table><table:table\ntable:name=\"b\"/></a>", true),
            ("<a><table:table table:name=\"a\"><table:table-row/></table:tablf></a>", false),
            ("<a><table:table table:name=\"a\"></table:table><table:table table:name=\"b\"></a>", false),
            ("<table:table><office:annotation><text:p/></office:annotation><office:annotation-end/></table:table>", true),
            ("<table:table><office:annotation><text:p/></table:table>", false),
            ("", true),
        ] {
            for piece in [1, 7, 1_000] {
                let mut closing = Closing::default();
                text.as_bytes().chunks(piece).for_each(|bytes| closing.look(bytes));
                assert_eq!(closing.is_whole(), whole, "{text} in pieces of {piece}");
            }
        }
    }
}
