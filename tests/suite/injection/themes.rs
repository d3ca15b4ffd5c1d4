//! Layouts, themes, logos and settings written by colleagues: they look as they like, read nothing and run nothing.

use super::PAYLOADS;
use crate::sample;
use annexa::finding::Place;
use annexa::pack::{self, PackError};
use annexa::project::Project;
use annexa::site::{self, SiteError};
use annexa::theme::{Choice, Chosen, Shelf, look};
use std::path::Path;

/// A project folder with a child-level table in it and some files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [("data/children.csv", "SECRET-CHILD"), ("annexa.toml", "# SECRET-CHILD\n")].iter().chain(files) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn oak() -> Choice {
    Choice { name: Some(Chosen { value: "oak".to_owned(), place: Place::line("annexa.toml", 1) }), ..Choice::default() }
}

fn layout(name: &str) -> String {
    Shelf::built_in().text(&format!("layouts/site/{name}")).unwrap()
}

/// What is said where a project's own layout holds this before the footer.
fn footer_with(more: &str) -> Result<String, SiteError> {
    let folder = folder(&[("layouts/site/footer.html", &format!("{more}{}", layout("footer.html")))]);
    let files = site::render(&sample::report(), &Shelf::of_project(folder.path()))?;
    Ok(String::from_utf8(files.get("index.html").unwrap().to_vec()).unwrap())
}

#[test]
fn a_layout_that_acts_is_refused_with_the_page_and_its_line() {
    for bad in [
        "<script>alert(1)</script>",
        "<script src=\"https://x.example/a.js\"></script>",
        "<p onclick=\"alert(1)\">x</p>",
        "<img src=\"https://x.example/a.png\" alt=\"\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<iframe src=\"a.html\"></iframe>",
        "<style>p{}</style>",
        "<meta http-equiv=\"refresh\" content=\"0\">",
        "<base href=\"https://x.example/\">",
        "<form action=\"https://x.example/\"></form>",
        "<p title='{{ frame.title }}'>x</p>",
        "<p title={{ frame.title }}>x</p>",
        "<!-- {{ frame.title }} -->",
    ] {
        match footer_with(bad) {
            Err(SiteError::Page { line, .. }) => assert!(line > 10, "{bad}"),
            other => panic!("{bad}: {other:?}"),
        }
    }
    assert!(footer_with("<p class=\"ours\">{{ frame.about.authority }}</p>").unwrap().contains("<p class=\"ours\">"));
}

#[test]
fn a_layout_reads_nothing_and_calls_nothing_safe() {
    for bad in [
        "{% include \"../../annexa.toml\" %}",
        "{% include \"/etc/passwd\" %}",
        "{% include \"../../../data/children.csv\" %}",
        "{{ get_env(name=\"HOME\") }}",
        "{{ load_data(path=\"data/children.csv\") }}",
        "{{ get_file_hash(path=\"annexa.toml\") }}",
        "{{ now() }}",
        "{{ frame.title | safe }}",
        "{% filter safe %}{{ frame.title }}{% endfilter %}",
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}",
        "{{ range(end=10) }}",
        "{% include \"footer.html\" %}",
        "{{ __tera_context }}",
        "{{ ",
    ] {
        let said = footer_with(bad);
        match &said {
            Err(SiteError::Layout { path, .. }) => assert!(path.starts_with("layouts/site"), "{bad}: {path}"),
            Ok(page) if bad.contains("__tera_context") => {
                assert!(!page.contains("SECRET-CHILD") && super::parsed::acting(&super::parsed::elements(page)).is_empty())
            }
            other => panic!("{bad}: {other:?}"),
        }
    }
}

#[test]
fn a_layout_without_end_stops_at_the_largest_page() {
    let nested = "{% for a in frame.groups %}{% for b in frame.groups %}{% for c in frame.groups %}{% for d in frame.groups %}".to_owned()
        + &"{% for e in frame.title | split(pat=\"\") %}".repeat(3)
        + &"x".repeat(2000)
        + &"{% endfor %}".repeat(7);
    let said = footer_with(&nested).unwrap_err().to_string();
    assert!(said.contains("larger than 16 MB"), "{said}");
    let component = "{% component ui.loop() %}{{ <ui.loop/> }}{% endcomponent ui.loop %}{{ <ui.loop/> }}";
    assert!(matches!(footer_with(component), Err(SiteError::Layout { .. })));
}

#[test]
fn every_layout_escapes_whatever_it_is_called() {
    let hostile = "{{ \"<b>\" ~ frame.about.title }}";
    assert!(footer_with(hostile).unwrap().contains("&lt;b&gt;"));
    let folder = folder(&[("layouts/site/more.svg", "x"), ("layouts/site/page.html.tera", "x"), ("layouts/site/x.js", "alert(1)")]);
    let files = site::render(&sample::report(), &Shelf::of_project(folder.path())).unwrap();
    assert!(files.get("x.js").is_none() && files.get("assets/x.js").is_none());
}

/// What the pack says of a project whose layout of figures holds this.
fn pack_with(code: &str) -> Result<Vec<u8>, PackError> {
    let figure = Shelf::built_in().text("layouts/pack/cover.typ").unwrap();
    let folder = folder(&[("layouts/pack/cover.typ", &format!("{code}\n{figure}"))]);
    pack::compile(&sample::report(), &Shelf::of_project(folder.path())).map(|pack| pack.pdf)
}

#[test]
fn a_layout_of_the_pack_reads_the_pack_alone() {
    for bad in [
        "#let x = read(\"/etc/passwd\")",
        "#let x = read(\"../data/children.csv\")",
        "#let x = read(\"../../data/children.csv\")",
        "#let x = read(\"../annexa.toml\")",
        "#let x = read(\"/annexa.toml\")",
        "#let x = csv(\"/data/children.csv\")",
        "#let x = read(\"C:/Windows/win.ini\")",
        "#import \"@preview/cetz:0.3.0\"",
        "#import \"@local/own:0.1.0\"",
        "#let x = image(\"../data/children.csv\")",
        "#let x = plugin(\"/data/children.csv\")",
        "#let x = eval(\"read(\\\"/etc/passwd\\\")\")",
        "#let f(n) = f(n + 1)\n#let x = f(0)",
        "#while true {}",
        "#let x = bibliography(\"/data/children.csv\")",
        "#panic(\"no\")",
    ] {
        match pack_with(bad) {
            Err(PackError::Layout { file, message }) => {
                assert!(file.starts_with("layouts/pack/") && !message.contains("SECRET"), "{bad}: {file}: {message}")
            }
            Err(other) => panic!("{bad}: {other}"),
            Ok(_) => panic!("{bad} was set"),
        }
    }
}

#[test]
#[cfg(unix)]
fn a_link_to_the_data_or_out_of_the_project_is_no_part_of_the_pack() {
    let figure = Shelf::built_in().text("layouts/pack/cover.typ").unwrap();
    let folder = folder(&[("layouts/pack/cover.typ", &format!("#let x = read(\"children.csv\")\n{figure}"))]);
    std::os::unix::fs::symlink(folder.path().join("data/children.csv"), folder.path().join("layouts/pack/children.csv")).unwrap();
    let shelf = Shelf::of_project(folder.path());
    let said = look(&shelf).findings.0.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(said, ["error: layouts/pack/children.csv: it is a link, and links are not followed (hint: copy the file to this place)"]);
    assert!(pack::compile(&sample::report(), &shelf).is_err());
}

#[test]
fn a_theme_brings_no_script_and_fetches_nothing() {
    for (file, text, said) in [
        ("site.js", "alert(1)", "error: themes/oak/site.js: a script is not a theme’s to change"),
        ("search.js", "fetch('//x')", "error: themes/oak/search.js: a script is not a theme’s to change"),
        ("NotoSans-Regular.woff2", "no font", "error: themes/oak/NotoSans-Regular.woff2: letters are not a theme’s to change"),
        ("worklist.css", "a{background:url(//x.example)}", "error: themes/oak/worklist.css:1: the style sheet holds an address"),
        ("apart.css", "a{background:url(//x.example)}", "error: themes/oak/apart.css:1: the style sheet holds an address"),
        ("theme.css", "\n@import '//x.example/a.css';", "error: themes/oak/theme.css:2: the style sheet holds `@import`"),
        ("theme.css", "a{background:url(//x.example)}", "error: themes/oak/theme.css:1: the style sheet holds an address"),
        ("site.css", "a{background:u\\72l(../../data/children.csv)}", "error: themes/oak/site.css:1: the style sheet holds an address"),
        ("favicon.svg", "<svg viewBox=\"0 0 1 1\">\n<script/></svg>", "error: themes/oak/favicon.svg:2: the drawing holds `script`"),
        (
            "favicon.svg",
            "<svg viewBox=\"0 0 1 1\"><image href=\"//x.example\"/></svg>",
            "error: themes/oak/favicon.svg:1: the drawing holds `image`",
        ),
    ] {
        let folder = folder(&[(&format!("themes/oak/{file}"), text)]);
        let shelf = Shelf::of_project(folder.path()).dressed(oak());
        let found: Vec<String> = look(&shelf).findings.0.iter().map(ToString::to_string).collect();
        assert!(found.len() == 1 && found[0].starts_with(said), "{file}: {found:?}");
        assert!(site::render(&sample::report(), &shelf).is_err(), "{file}");
    }
}

#[test]
fn a_logo_lies_in_the_project_and_is_a_picture() {
    let svg = "<svg viewBox=\"0 0 4 4\"><path d=\"M0 0h4v4z\"/></svg>";
    let (project, outside) = (folder(&[("logo.svg", svg)]), folder(&[("logo.svg", svg)]));
    let absolute = outside.path().join("logo.svg").display().to_string();
    let said = |logo: &str| {
        let logo = Some(Chosen { value: logo.to_owned(), place: Place::line("annexa.toml", 7) });
        look(&Shelf::of_project(project.path()).dressed(Choice { logo, ..Choice::default() }))
            .findings
            .0
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(said("logo.svg"), Vec::<String>::new());
    let up = format!("../{}/logo.svg", outside.path().file_name().unwrap().to_str().unwrap());
    let bad = [
        absolute.as_str(),
        up.as_str(),
        "/etc/passwd",
        "data/children.csv",
        "annexa.toml",
        "NUL",
        "con.svg",
        "..\\x",
        "https://x.example/a.svg",
    ];
    for logo in bad.into_iter().chain(PAYLOADS.iter().map(String::as_str)) {
        let said = said(logo);
        assert_eq!(said.len(), 1, "{logo:?}: {said:?}");
        assert!(!said[0].contains('\n') && !said[0].chars().any(super::acts_unseen) && !said[0].contains("SECRET"), "{said:?}");
    }
}

/// Payloads as attributes, words and rules of a logo: refused, or a drawing that does nothing.
#[test]
fn a_logo_with_any_payload_is_a_drawing_or_refused() {
    let mut drawn = 0;
    for payload in PAYLOADS.iter() {
        for form in [
            "<path d=\"{}\"/>",
            "<path fill=\"{}\" d=\"M0 0h4\"/>",
            "<g id=\"{}\"/>",
            "<g class='{}'/>",
            "<title>{}</title>",
            "<style>.a{fill:{}}</style>",
            "<style>{}</style>",
            "{}",
            "<{}/>",
            "<g {}=\"a\"/>",
            "<desc>{}</desc>",
            "<path style=\"{}\" d=\"M0 0\"/>",
        ] {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\">{}<path d=\"M0 0h4v4z\"/></svg>",
                form.replace("{}", payload)
            );
            let project = folder(&[("logo.svg", &svg)]);
            let logo = Some(Chosen { value: "logo.svg".to_owned(), place: Place::line("annexa.toml", 7) });
            let look = look(&Shelf::of_project(project.path()).dressed(Choice { logo, ..Choice::default() }));
            let Some(logo) = look.value.logo else {
                assert!(look.findings.0.iter().all(|finding| finding.to_string().starts_with("error: logo.svg:")), "{:?}", look.findings);
                continue;
            };
            super::parsed::check_drawing(std::str::from_utf8(&logo.bytes).unwrap());
            drawn += 1;
        }
    }
    assert!(drawn > 2 * PAYLOADS.len(), "{drawn}");
}

#[test]
fn settings_hold_words_or_are_refused_in_one_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(Project::load(root).findings.0.is_empty());
    for payload in PAYLOADS.iter() {
        let text = toml::Value::String(payload.clone()).to_string();
        for setting in [
            "[authority]\nname = {}",
            "[authority]\ncode = {}",
            "[authority]\npublished = {}",
            "[theme]\nname = {}",
            "[theme.colours]\nprimary = {}",
            "[period]\nas_at = {}",
            "[{}]\na = 1",
            "[mapping.{}]\na = \"b\"",
            "[mapping.source]\n{} = \"6\"",
            "[targets]\n{} = 1",
            "[report]\ntitle = {}",
            "[audiences]\nbuild = [{}]",
            "[[rebase]]\nindicator = {}",
        ] {
            for finding in Project::parse(&setting.replace("{}", &text)).findings.0 {
                let line = finding.to_string();
                assert!(
                    line.starts_with("error: annexa.toml:") && !line.contains('\n') && !line.chars().any(super::acts_unseen),
                    "{line:?}"
                );
            }
        }
        let tokens = folder(&[("themes/oak/tokens.toml", &format!("[light]\nink = {text}\n[type]\nfamily = {text}\n"))]);
        let said = look(&Shelf::of_project(tokens.path()).dressed(oak())).findings.0;
        assert_eq!(said.len(), 2, "{payload:?}: {said:?}");
        assert!(said.iter().all(|finding| finding.to_string().starts_with("error: themes/oak/tokens.toml:")));
    }
}
