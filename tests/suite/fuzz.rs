//! The fuzz targets over their seeds and over everything that they have ever found, without a fuzzer; and that they can fail.

#[path = "../fuzz/targets/mod.rs"]
pub mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

fn inputs(folder: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(folder).join(target);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|entries| entries.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    files.sort();
    files
}

#[test]
fn seeds_and_finds_keep_every_promise() {
    targets::watch();
    let mut broken = Vec::new();
    for (target, run) in targets::ALL {
        let seeds = inputs("corpus", target);
        assert!(seeds.len() > 5, "{target} has no seeds");
        for path in seeds.into_iter().chain(inputs("found", target)) {
            let data = std::fs::read(&path).unwrap();
            if catch_unwind(AssertUnwindSafe(|| run(&data))).is_err() {
                broken.push(path);
            }
        }
    }
    assert_eq!(broken, Vec::<PathBuf>::new());
}

#[test]
fn every_target_has_its_words_and_no_folder_is_without_a_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    for (target, _) in targets::ALL {
        assert!(fuzz.join("words").join(format!("{target}.txt")).is_file(), "{target}");
    }
    for folder in ["corpus", "found"] {
        for entry in std::fs::read_dir(fuzz.join(folder)).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            assert!(targets::ALL.iter().any(|(target, _)| *target == name), "{folder}/{name} is of no target");
        }
    }
}

/// Whether a promise is seen to be broken.
fn is_seen(work: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(work)).is_err()
}

#[test]
fn broken_markup_is_seen() {
    let read = |markup: &str| drop(targets::markup::read(markup));
    read("<!DOCTYPE html><p class=\"a\" id=\"b\">x &amp; y<br><svg><path d=\"M0 0\"/></svg></p><!-- c --><script>1 < 2</script>");
    for wrong in [
        "<p>x",
        "<p><b>x</p></b>",
        "<p onclick=\"x\">y</p>",
        "<p id=\"a\"></p><p id=\"a\"></p>",
        "<p a=\"1\" a=\"2\"></p>",
        "x & y",
        "a < b",
        "<a href=\"javascript:x\">y</a>",
        "<a href=\"//x\">y</a>",
        "<img src=\"data:x\">",
        "<p srcdoc=\"x\"></p>",
        "<p title=\"<b>\"></p>",
        "<a href='x'>y</a>",
    ] {
        assert!(is_seen(|| read(wrong)), "{wrong}");
    }
}

#[test]
fn a_finding_with_content_and_a_caught_panic_are_seen() {
    use annexa::finding::{Finding, Findings, Place, Severity};
    let finding = |message: &str| Findings(vec![Finding::new(Severity::Error, "kind", Place::file("f"), message)]);
    targets::are_lines_without_content(&finding("a plain line"));
    assert!(is_seen(|| targets::are_lines_without_content(&finding(targets::MARKER))));
    assert!(is_seen(|| targets::are_lines_without_content(&finding("two\nlines"))));
}

#[test]
fn words_that_become_code_are_seen() {
    targets::typst::is_source("#annexa.topic(\n  text: \"a \\\" b\", par({ text(\"x\"); strong(text(\"y\")) }),\n)\n");
    for wrong in
        ["words", "#text(\"a\" b\")", "#panic(\"x\")", "#annexa.prose([*x*])", "#text(\"a\")\n= Heading", "#annexa.x($y$)", "#read(\"x\")"]
    {
        assert!(is_seen(|| drop(targets::typst::is_source(wrong))), "{wrong}");
    }
}
