//! BagIt, the form of a package (RFC 8493): a payload under `data/`, a manifest of its hashes, and what is said of it beside it.
//!
//! In: files and labels. Out: a bag as [`Files`]; and the parts of one read back.

use crate::files::{Files, sha256};
use crate::foreign::in_a_line;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Says that a folder is a bag, and in which form.
pub const DECLARATION: &str = "bagit.txt";
/// What is said of a bag.
pub const INFO: &str = "bag-info.txt";
/// Hashes of the payload.
pub const MANIFEST: &str = "manifest-sha256.txt";
/// Hashes of the other three.
pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
/// Where the payload lies.
pub const PAYLOAD: &str = "data/";

const FORM: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// The labels of a bag with their values, in order.
pub type Labels = Vec<(String, String)>;

/// A manifest of a payload whose paths do not yet begin with `data/`.
pub fn payload_manifest(payload: &Files) -> String {
    manifest(payload, PAYLOAD)
}

/// The size of a payload as `octets.files`.
pub fn oxum(payload: &Files) -> String {
    let octets: usize = payload.iter().map(|(_, bytes)| bytes.len()).sum();
    format!("{octets}.{}", payload.len())
}

/// The bag of a payload with its manifest and labels.
pub fn pack(payload: &Files, manifest_of_payload: &str, labels: &Labels) -> Files {
    let mut tags = Files::default();
    tags.add(DECLARATION, FORM);
    tags.add(INFO, labels.iter().map(|(label, value)| format!("{label}: {}\n", in_a_line(value))).collect::<String>());
    tags.add(MANIFEST, manifest_of_payload);
    tags.add(TAG_MANIFEST, manifest(&tags, ""));
    tags.add_under("data", payload.clone());
    tags
}

fn manifest(files: &Files, folder: &str) -> String {
    let all: Vec<(&str, &[u8])> = files.iter().collect();
    let lines: Vec<String> = all.par_iter().map(|(path, bytes)| format!("{}  {folder}{}\n", sha256(bytes), encoded(path))).collect();
    lines.concat()
}

/// A path as a manifest writes it: line breaks and the percent sign as codes, nothing else (RFC 8493, 2.1.3).
fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A path as it is on the disk. Bags of others may hold a percent sign that they did not encode: it stays.
fn decoded(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        plain.push_str(&rest[..at]);
        let code = rest.get(at..at + 3).unwrap_or_default().to_ascii_uppercase();
        let (sign, length) = match code.as_str() {
            "%25" => ('%', 3),
            "%0D" => ('\r', 3),
            "%0A" => ('\n', 3),
            _ => ('%', 1),
        };
        plain.push(sign);
        rest = &rest[at + length..];
    }
    plain + rest
}

/// Hashes by path as a manifest gives them; `None` where a line is not as [`pack`] writes it, names a path twice or leaves the bag.
///
/// Other programs write capital digits and other blanks; here they would be a byte that was changed.
pub fn parse_manifest(text: &str) -> Option<BTreeMap<String, String>> {
    let mut hashes = BTreeMap::new();
    for line in text.split_terminator('\n') {
        let (hash, path) = line.split_once("  ")?;
        let path = decoded(path);
        let leaves = path.split('/').any(|part| part.is_empty() || part == "." || part == "..");
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if !is_hash || leaves || hashes.insert(path, hash.to_owned()).is_some() {
            return None;
        }
    }
    text.ends_with('\n').then_some(hashes)
}

/// The labels of a bag; a line that begins with a space goes on with the one before.
pub fn parse_labels(text: &str) -> Labels {
    let mut labels: Labels = Vec::new();
    for line in text.lines() {
        if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), labels.last_mut()) {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((label, value)) = line.split_once(':') {
            labels.push((label.trim().to_owned(), value.trim().to_owned()));
        }
    }
    labels
}

/// The value of a label, whatever its case; the first where it stands twice.
pub fn label<'l>(labels: &'l Labels, name: &str) -> Option<&'l str> {
    labels.iter().find(|(label, _)| label.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bag_holds_the_hashes_of_everything_in_it() {
        let mut payload = Files::default();
        payload.add("a 100%.txt", "one");
        payload.add("b/c.txt", "two");
        let manifest = payload_manifest(&payload);
        assert_eq!(manifest.lines().next().map(|line| &line[64..]), Some("  data/a 100%25.txt"));
        let bag = pack(&payload, &manifest, &vec![("Payload-Oxum".to_owned(), oxum(&payload))]);
        let text = |path: &str| std::str::from_utf8(bag.get(path).unwrap()).unwrap();
        assert_eq!(text(DECLARATION), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        assert_eq!(text(INFO), "Payload-Oxum: 6.2\n");
        let hashes = parse_manifest(text(MANIFEST)).unwrap();
        assert_eq!(hashes.keys().collect::<Vec<_>>(), ["data/a 100%.txt", "data/b/c.txt"]);
        assert!(hashes.iter().all(|(path, hash)| *hash == sha256(bag.get(path).unwrap())));
        let tags = parse_manifest(text(TAG_MANIFEST)).unwrap();
        assert_eq!(tags.keys().collect::<Vec<_>>(), [INFO, DECLARATION, MANIFEST]);
        assert!(tags.iter().all(|(path, hash)| *hash == sha256(bag.get(path).unwrap())));
    }

    #[test]
    fn what_is_no_manifest_is_not_taken_for_one() {
        let hash = "0".repeat(64);
        let capital = "A".repeat(64);
        for bad in ["", "data/x\n", "HASH  ../x\n", "HASH  data//x\n", "HASHx  a\n", "HASH *a\n", "HASH  a\nHASH  a\n", "HASH  a"] {
            assert_eq!(parse_manifest(&bad.replace("HASH", &hash)), None, "{bad}");
        }
        assert_eq!(parse_manifest(&format!("{capital}  a\n")), None);
        assert_eq!(parse_manifest(&format!("{hash}  data/100% done\n")).unwrap()["data/100% done"], hash);
    }

    #[test]
    fn a_label_may_go_on_in_the_next_line() {
        let labels = parse_labels("Source-Organization: Benbowshire\nExternal-Description: one\n  two: three\n");
        assert_eq!(label(&labels, "external-description"), Some("one two: three"));
        assert_eq!(label(&labels, "Bagging-Date"), None);
    }

    proptest! {
        #[test]
        fn a_path_is_read_as_it_was_written(path in "[a-zA-Z0-9%\r\n é._-]{1,40}") {
            prop_assert_eq!(decoded(&encoded(&path)), path);
        }
    }
}
