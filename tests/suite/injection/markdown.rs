//! Pages and commentary: every payload as Markdown, and shapes that make a reader of Markdown slow.

use super::PAYLOADS;
use super::parsed::{acting, elements};
use annexa::content::markdown::Item;
use annexa::content::prose::{Inline, Prose, Target};
use annexa::content::{self, PageSource};
use annexa::finding::Findings;
use annexa::site::html::Writer;
use proptest::prelude::*;
use std::time::{Duration, Instant};

const FRONT: &str = "+++\ntitle = \"T\"\norder = 1\nasks = \"?\"\nheading = \"H\"\nlede = \"L\"\n+++\n";

/// A page with this body, and what is said about it.
fn page(body: &str) -> (Option<PageSource>, Findings) {
    let mut findings = Findings::default();
    let page = content::page("content/pages/p.md", &format!("{FRONT}{body}"), &mut findings);
    (page, findings)
}

fn prose(items: &[Item]) -> Vec<&Prose> {
    items
        .iter()
        .flat_map(|item| match item {
            Item::Prose(all) => all.iter().collect(),
            Item::Directive(directive) => prose(&directive.items),
            Item::Heading { .. } => Vec::new(),
        })
        .collect()
}

/// The page's prose as HTML.
fn html(page: &PageSource) -> String {
    let resolve = |_: &str, _: Option<&str>| None;
    let writer = Writer::new(&resolve);
    page.sections
        .iter()
        .flat_map(|section| prose(&section.items))
        .map(|one| writer.prose(std::slice::from_ref(one)).as_str().to_owned())
        .collect()
}

fn check(body: &str) {
    let (page, findings) = page(body);
    for finding in &findings.0 {
        assert!(finding.place.line.is_some() && finding.to_string().starts_with("error: content/pages/p.md:"), "{finding}");
    }
    let Some(page) = page else { return };
    let written = format!("<!doctype html><html><head><title>T</title></head><body>{}</body></html>", html(&page));
    let found = elements(&written);
    assert_eq!(acting(&found), Vec::<String>::new(), "{body:?}");
    let known = ["html", "head", "title", "body", "p", "h3", "blockquote", "ul", "ol", "li", "strong", "em", "code", "a", "br"];
    assert!(found.iter().all(|e| known.contains(&e.name.as_str())), "{body:?}: {written}");
    assert!(
        page.sections.iter().all(|section| section.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') || !findings.0.is_empty()),
        "{body:?}"
    );
}

#[test]
fn every_payload_is_words_or_refused_by_line() {
    for payload in PAYLOADS.iter() {
        for form in [
            "{}",
            "Words {} words.",
            "## {}",
            "### {}",
            "- {}",
            "> {}",
            "`{}`",
            "**{}**",
            "[{}](referrals.md)",
            "[x]({})",
            "[x](<{}>)",
            "<{}>",
            "![{}](x.png)",
            "## T {#{}}",
            "    {}",
            "::: note {}\n{}\n:::",
            "::: chart REF-01 title=\"{}\"\n:::",
            "| {} | b |\n|---|---|\n| {} | c |",
            "{}\n===",
            "[a]: {}\n\n[a]",
            "\\{}",
            "1. {}\n2. {}",
        ] {
            check(&form.replace("{}", payload));
        }
    }
}

#[test]
fn front_matter_and_commentary_stay_words_or_are_refused_by_line() {
    for payload in PAYLOADS.iter() {
        let mut findings = Findings::default();
        content::page("content/pages/p.md", &FRONT.replace("\"T\"", &format!("\"{payload}\"")), &mut findings);
        content::page("content/pages/p.md", &FRONT.replace("asks", payload), &mut findings);
        content::page("content/pages/p.md", payload, &mut findings);
        content::commentary("content/commentary/p.md", &format!("+++\nauthor = \"{payload}\"\n+++\n{payload}\n"), &mut findings);
        content::commentary("content/commentary/p.md", &format!("+++\n\"{payload}\" = 1\n+++\n"), &mut findings);
        for finding in &findings.0 {
            let line = finding.to_string();
            assert!(finding.place.line.is_some() && !line.contains('\n') && !line.chars().any(super::acts_unseen), "{line:?}");
        }
    }
}

#[test]
fn links_lead_to_pages_and_to_web_and_mail_alone() {
    for payload in PAYLOADS.iter().map(String::as_str).chain([
        "HTTPS://x.example",
        "ftp://x",
        "tel:1",
        "http://",
        "javascript&colon;alert(1)",
        "vbscript:x",
        "https://x\u{202e}.example",
    ]) {
        let (page, _) = page(&format!("[x](<{payload}>)"));
        let targets: Vec<Target> = page
            .iter()
            .flat_map(|page| &page.sections)
            .flat_map(|section| prose(&section.items))
            .flat_map(|one| match one {
                Prose::Paragraph(inlines) => inlines.clone(),
                _ => Vec::new(),
            })
            .filter_map(|inline| if let Inline::Link(target, _) = inline { Some(target) } else { None })
            .collect();
        for target in targets {
            match target {
                Target::Page(slug, _) => assert!(annexa::files::is_anchor(&slug), "{slug:?}"),
                Target::Address(address) => {
                    let lower = address.to_lowercase();
                    assert!(
                        ["https://", "http://", "mailto:"].iter().any(|s| lower.starts_with(s))
                            && !address.chars().any(|c| c.is_whitespace() || super::acts_unseen(c)),
                        "{address:?}"
                    );
                }
            }
        }
    }
    assert!(matches!(&page("[x](https://x.example/?a=1&b=2)").0.unwrap().sections[0].items[0], Item::Prose(_)));
    let long = format!("[x](https://x.example/{})", "a".repeat(9000));
    assert!(page(&long).1.0[0].message.contains("leads nowhere"));
}

/// Shapes that have made readers of Markdown quadratic, or deep: each a text of about so many bytes.
fn shapes(bytes: usize) -> Vec<(&'static str, String)> {
    let of = |piece: &str| piece.repeat(bytes / piece.len());
    vec![
        ("emphasis", of("*a **a ")),
        ("emphasis that closes", of("**a **a*a*")),
        ("brackets", of("[")),
        ("links", of("[a](")),
        ("images", of("![[]()")),
        (
            "code",
            (1..)
                .scan(0, |size, n| {
                    *size += n + 2;
                    (*size < bytes).then(|| format!("e{}", "`".repeat(n)))
                })
                .collect(),
        ),
        ("quotations", of(">")),
        (
            "lists",
            (0..)
                .scan(0, |size, n| {
                    *size += 2 * n + 4;
                    (*size < bytes).then(|| format!("{}* a\n", "  ".repeat(n)))
                })
                .collect(),
        ),
        ("angles", of("<")),
        ("html", of("<b>")),
        ("comments", of("<!--")),
        ("entities", of("&a")),
        ("references", of("[a]: b\n\n[a] ")),
        ("directives", of("::: a\n")),
        ("addresses", of("http://a.")),
        ("attributes", of("## a {#a ")),
        ("lines", of("a  \n")),
        ("rules", of("- ---\n")),
    ]
}

/// A limit against hanging, not a measure: the slowest takes a tenth of it on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn no_shape_takes_long_or_falls_over() {
    for (name, text) in shapes(200_000) {
        let started = Instant::now();
        let (page, findings) = page(&text);
        assert!(findings.0.len() <= 51, "{name}: {} findings", findings.0.len());
        if let Some(page) = page {
            html(&page);
        }
        assert!(started.elapsed() < PATIENCE, "{name}: {:?}", started.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_as_markdown_gives_no_raw_html(text in "\\PC{0,60}|[<>/a-z\"'=&;#! \\[\\]()*_`:|~\\n{}+-]{0,120}") {
        check(&text);
    }
}
