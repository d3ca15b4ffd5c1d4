//! Themes: what the shelf finds where, what a council may set, and that nothing visual is said twice.

use crate::sample;
use annexa::charts::style::Tone;
use annexa::charts::{Palette, STYLESHEET};
use annexa::colour::{Rgb, Sight};
use annexa::finding::Place;
use annexa::theme::{Choice, Chosen, Look, Shelf, icons, look};
use annexa::{content, pack, site};
use std::path::Path;

/// A setting on line 4 of the settings.
fn set<T>(value: T) -> Option<Chosen<T>> {
    Some(Chosen { value, place: Place::line("annexa.toml", 4) })
}

fn named(name: &str) -> Choice {
    Choice { name: set(name.to_owned()), ..Choice::default() }
}

/// A project folder with some files.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn told(shelf: &Shelf) -> Vec<String> {
    look(shelf).findings.0.iter().map(ToString::to_string).collect()
}

#[test]
fn a_file_is_the_projects_then_the_themes_then_the_built_in_one() {
    let folder = project(&[
        ("themes/oak/layouts/site/symbols.html", "of the theme"),
        ("themes/oak/layouts/site/table.html", "of the theme"),
        ("layouts/site/table.html", "of the project"),
        ("themes/oak/theme.css", "/* oak */ .oak { color: var(--ink); }"),
        ("themes/oak/tokens.toml", "[light]\nauthority = \"#5B2A00\"\n"),
    ]);
    let plain = Shelf::of_project(folder.path());
    let shelf = plain.clone().dressed(named("oak"));
    assert_eq!(shelf.text("layouts/site/symbols.html").unwrap(), "of the theme");
    assert_eq!(shelf.text("layouts/site/table.html").unwrap(), "of the project");
    assert_eq!(shelf.text("layouts/site/page.html"), Shelf::built_in().text("layouts/site/page.html"));
    assert_ne!(plain.text("layouts/site/symbols.html").unwrap(), "of the theme");
    assert_eq!(shelf.list("layouts/site"), Shelf::built_in().list("layouts/site"));
    assert_eq!(told(&shelf), Vec::<String>::new());
    let look = Look::load(&shelf).unwrap();
    assert_eq!((look.tokens.light.authority.as_str(), look.tokens.dark.authority.as_str()), ("#5B2A00", "#86B6E8"));
    let files = site::render(&sample::report(), &shelf).unwrap();
    let css = String::from_utf8(files.get("assets/site.css").unwrap().to_vec()).unwrap();
    assert!(css.contains(":focus-visible") && css.ends_with(".oak { color: var(--ink); }\n") && !css.contains("/*"));
}

#[test]
fn a_theme_that_is_not_there_is_an_error_with_the_nearest() {
    let said = told(&Shelf::built_in().dressed(named("contrst")));
    assert_eq!(
        said,
        [
            "error: annexa.toml:4: there is no theme `contrst` (hint: did you mean `contrast`? themes: contrast, default; one of your own lies in themes/<name>/)"
        ]
    );
    assert!(site::render(&sample::report(), &Shelf::built_in().dressed(named("../data"))).is_err());
}

#[test]
fn a_broken_override_is_said_and_never_passed_over() {
    let folder = project(&[
        ("themes/oak/tokens.toml", "[light]\nauthorty = \"#5B2A00\"\n"),
        ("themes/oak/tokns.toml", ""),
        ("themes/oak/icons/referrals.svg", "<svg viewBox=\"0 0 24 24\">\n<script/></svg>"),
        ("themes/oak/icons/contacts.svg", "<svg viewBox=\"0 0 32 32\"><path d=\"M0 0\"/></svg>"),
        ("themes/oak/icons/teams.svg", "<svg viewBox=\"0 0 24 24\"><path id=\"a\" d=\"M0 0\"/></svg>"),
    ]);
    let shelf = Shelf::of_project(folder.path()).dressed(named("oak"));
    let said = told(&shelf);
    for (at, start) in [
        "warning: themes/oak/tokns.toml: no part of a theme, so not read (hint: did you mean `tokens.toml`?)",
        "error: themes/oak/icons/contacts.svg: the icon is not drawn on a grid of 24 by 24",
        "error: themes/oak/icons/referrals.svg:2: the icon holds `script`",
        "error: themes/oak/icons/teams.svg: the icon holds `id`",
        "error: themes/oak/tokens.toml:2:1: unknown token `authorty` in [light] (hint: did you mean `authority`?)",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(said[at].starts_with(start), "{said:#?}");
    }
    assert!(pack::compile(&sample::report(), &shelf).is_err());
}

#[test]
fn a_theme_without_enough_contrast_is_told_token_by_token() {
    let folder = project(&[("themes/pale/tokens.toml", "[light]\nmuted = \"#999999\"\nregion = \"#28A197\"\n")]);
    let said = told(&Shelf::of_project(folder.path()).dressed(named("pale"))).join("\n");
    assert!(said.contains("warning: themes/pale/tokens.toml: the colour `light.muted` has a contrast of 2.6"), "{said}");
    assert!(said.contains("the colour `light.neighbours` is hardly told from light.region in grey print"), "{said}");
}

#[test]
fn every_look_makes_a_site_and_a_pack_that_say_the_same() {
    let folder = project(&[("logo.svg", "<svg viewBox='0 0 300 80'><path d='M0 0h300v80z' fill='#E4007C'/></svg>")]);
    let garish = Choice {
        logo: set("logo.svg".to_owned()),
        primary: set(Rgb([0xFF, 0xD5, 0x00])),
        secondary: set(Rgb([0xE4, 0x00, 0x7C])),
        ..named("contrast")
    };
    let report = sample::report();
    let plain = pack::compile(&report, &Shelf::built_in()).unwrap();
    for (choice, signed) in [(named("contrast"), false), (garish, true)] {
        let shelf = Shelf::of_project(folder.path()).dressed(choice);
        let (site, made) = (site::render(&report, &shelf).unwrap(), pack::compile(&report, &shelf).unwrap());
        assert_eq!(made.findings, plain.findings);
        assert_eq!((site.get("assets/logo.svg").is_some(), made.source.get("logo.svg").is_some()), (signed, signed));
        let page = String::from_utf8(site.get("index.html").unwrap().to_vec()).unwrap();
        assert_eq!(page.contains("<img class=\"logo\" src=\"assets/logo.svg\" width=\"180\" height=\"48\" alt=\"Benbowshire\">"), signed);
        let cover = made.source.get("layouts/cover.typ").unwrap();
        assert_eq!(cover, Shelf::built_in().bytes("themes/contrast/layouts/pack/cover.typ").unwrap().as_ref());
    }
}

#[test]
fn a_chart_of_half_the_measure_is_as_wide_as_the_themes_column() {
    // The default's distances leave two columns of 464 pixels at the side of the menu, wider ones less.
    for (choice, half) in [(Choice::default(), 464), (named("contrast"), 448)] {
        let site = site::render(&sample::report(), &Shelf::built_in().dressed(choice)).unwrap();
        let file = |name: &str| String::from_utf8(site.get(name).unwrap().to_vec()).unwrap();
        let shown = format!(
            "@container (min-width: {half}px) {{ .half .plot .at.at-358 {{ display: none; }} .half .plot .at.at-{half} {{ display: block; }} }}"
        );
        assert!(file("assets/tokens.css").contains(&shown), "{half}");
        let page = file("referrals.html");
        let figures: Vec<&str> = page.split("<figure class=\"fig half\"").skip(1).collect();
        assert!(!figures.is_empty());
        for figure in figures {
            let figure = figure.split("</figure>").next().unwrap();
            assert!(figure.contains(&format!("<div class=\"at at-{half}\"><svg")) && figure.contains(&format!(" w{half}\"")), "{half}");
        }
    }
}

#[test]
fn charts_and_their_style_sheet_know_the_default_colours() {
    let look = Look::load(&Shelf::built_in()).unwrap();
    let palette = Palette::default();
    let tokens = look.tokens.light.named().filter(|(name, _)| *name != "link");
    let ours = serde_json::to_value(&palette).unwrap();
    for (name, value) in tokens {
        assert_eq!(ours[name], value, "{name}");
    }
    assert_eq!(palette.parts, look.tokens.parts.light);
    // The fallback of every rule is the light colour of its tone.
    for i in 0..6 {
        for (class, tone) in [("p", Tone::Part(i)), ("o", Tone::OnPart(i)), ("h", Tone::Shade(i)), ("q", Tone::OnShade(i))] {
            let rule = format!(".c .{class}{0}{{color:var(--{class}{0},{1})}}", i + 1, tone.colour(&palette));
            assert!(STYLESHEET.contains(&rule), "{rule}");
        }
    }
    for tone in
        [Tone::Ink, Tone::Muted, Tone::Authority, Tone::Neighbours, Tone::Region, Tone::England, Tone::Special, Tone::Rest, Tone::Grid]
    {
        let rule = format!(".c .{}{{color:var(--", tone.class());
        let after = STYLESHEET.split(&rule).nth(1).unwrap().split([',', ')']).nth(1).unwrap();
        assert_eq!(after, tone.colour(&palette), "{rule}");
    }
}

#[test]
fn colours_stand_in_tokens_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for folder in ["layouts/site", "layouts/pack", "themes/default", "themes/contrast", "themes/contrast/layouts/pack"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if ![".html", ".typ", ".css", ".js"].iter().any(|ending| name.ends_with(ending)) {
                continue;
            }
            for (at, line) in std::fs::read_to_string(entry.path()).unwrap().lines().enumerate() {
                if names_a_colour(line) {
                    wrong.push(format!("{folder}/{name}:{}: {line}", at + 1));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// A hexadecimal colour, or a function or word that makes one.
fn names_a_colour(line: &str) -> bool {
    let hex = line.split('#').skip(1).any(|after| {
        let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
        let ends = !after.chars().nth(digits).is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_' || c == '(');
        [3, 6, 8].contains(&digits) && ends && after.chars().take(digits).any(|c| c.is_ascii_digit())
    });
    let words = ["rgb(", "rgba(", "hsl(", "oklch(", "luma(", "cmyk(", "fill: white", "fill: black", ": white;", ": black;"];
    hex || words.iter().any(|word| line.contains(word))
}

#[test]
fn a_colour_in_a_layout_is_seen() {
    for line in ["color: #0f0;", "fill=\"#12436D\"", "set text(fill: white)", "rgb(0 0 0 / 18%)"] {
        assert!(names_a_colour(line), "{line}");
    }
    for line in ["#let cell = 10pt", "href=\"#site-main\"", "#import \"a.typ\"", "white-space: nowrap"] {
        assert!(!names_a_colour(line), "{line}");
    }
}

#[test]
fn every_area_is_told_apart_in_grey_and_by_colour_blind_readers() {
    let garish = Choice { primary: set(Rgb([0xFF, 0xD5, 0x00])), secondary: set(Rgb([0xE4, 0x00, 0x7C])), ..Choice::default() };
    for choice in [Choice::default(), named("contrast"), garish] {
        let tokens = Look::load(&Shelf::built_in().dressed(choice)).unwrap().tokens;
        for colours in [&tokens.light, &tokens.dark] {
            let areas = ["authority", "neighbours", "region", "england"].map(|area| colours.rgb(area));
            for (i, a) in areas.iter().enumerate() {
                for b in &areas[i + 1..] {
                    for sight in Sight::ALL {
                        assert!(a.distance(*b, sight) >= 7.0, "{} {} {sight:?} {:.1}", a.hex(), b.hex(), a.distance(*b, sight));
                    }
                }
            }
        }
    }
}

#[test]
fn every_topic_has_an_icon_of_its_own_in_one_weight() {
    let shelf = Shelf::built_in();
    let all = icons::all(&shelf);
    let pages = content::load(&shelf).value.pages;
    let icon = |page: &content::PageSource| if page.front.icon.is_empty() { page.slug.clone() } else { page.front.icon.clone() };
    let topics: Vec<String> = pages.iter().filter(|page| page.front.layout != "part").map(icon).collect();
    for name in &topics {
        assert!(all.contains_key(name), "{name}");
    }
    let drawn: std::collections::BTreeSet<&String> = topics.iter().map(|name| &all[name]).collect();
    assert_eq!(drawn.len(), topics.len(), "two topics share a drawing");
    for path in shelf.list("themes/default/icons") {
        let text = shelf.text(&path).unwrap();
        let root = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\">";
        assert!(text.starts_with(root), "{path}");
    }
}

#[test]
fn an_icon_is_for_the_eye_alone() {
    let report = sample::report();
    let site = site::render(&report, &Shelf::built_in()).unwrap();
    let page = String::from_utf8(site.get("referrals.html").unwrap().to_vec()).unwrap();
    assert!(page.contains("<symbol id=\"i-referrals\""));
    let uses = page.matches("<use href=\"#i-").count();
    assert!(uses >= 3, "{uses}");
    assert_eq!(page.matches("<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#i-").count(), uses);
    let pack = pack::compile(&report, &Shelf::built_in()).unwrap();
    let source = String::from_utf8(pack.source.get("pages/referrals.typ").unwrap().to_vec()).unwrap();
    assert!(source.contains("icon: \"referrals\"") && pack.source.get("icons/referrals.svg").is_some());
}

#[test]
fn an_icon_that_is_not_there_is_told_with_the_nearest() {
    let place = || Place::file("content/pages/neglect.md");
    assert_eq!(icons::unknown(&Shelf::built_in(), "referrals", place()), None);
    let said = icons::unknown(&Shelf::built_in(), "referals", place()).unwrap().to_string();
    assert_eq!(said, "warning: content/pages/neglect.md: the theme has no icon `referals` (hint: did you mean `referrals`?)");
}
